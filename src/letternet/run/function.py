"""A formula as a Python function of its inputs, in order of first use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..functions import FUNCTIONS
from ..rewrite.fast import fast
from ..sizes import NUMBER, VECTORS
from ..tree import Call, in_order
from ..words import words_of
from ..write.python import Def
from ..write.python_lines import ADD_PRODUCT, ANEW, IN_PLACE
from .add_product import add_product
from .code import compiled

if TYPE_CHECKING:
    from ..check.model import Checked


def function(checked: Checked, inplace: bool, functions: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The emitted function, compiled; `source` is its text.  One that updates letters does so in its fast form.

    Vectors may come as whole batches, one datapoint a row.  Where that needs other code than single datapoints
    do, the code for the batches at hand is written when they first come.
    """
    updating = IN_PLACE if inplace else ANEW
    if checked.names.updates:
        checked = fast(checked)
    made, single = bound(checked, (), updating, functions)
    vectors = [
        key for key in made.parameters if (shape := checked.named.get(key)) is not None and shape.kind in VECTORS
    ]
    chosen = single
    if not same_for_batches(checked, made.source, vectors):
        chosen = Dispatch(checked, made, updating, functions, vectors).call
    chosen.__name__ = made.name
    chosen.__doc__ = single.__doc__
    chosen.source = made.source  # type: ignore[attr-defined]
    chosen.parameters = made.parameters  # type: ignore[attr-defined]
    return chosen


class Dispatch:
    """The code for the values at hand: `call` finds it by their dimensions, and has it written if it is new.

    What updates floats may do so in floats; that is asked of the letters that are updated.
    """

    def __init__(
        self,
        checked: Checked,
        made: Def,
        updating: str,
        functions: Mapping[str, Callable[..., Any]],
        vectors: Collection[str],
    ) -> None:
        self.checked: Final = checked
        self.updating: Final = updating
        self.functions: Final = functions
        self.vectors: Final = [(key, made.parameters.index(key)) for key in vectors]
        arrays = [key for key in made.parameters if (shape := checked.named.get(key)) and shape.kind != NUMBER]
        self.updated: Final = [made.parameters.index(key) for key in arrays if key in checked.names.updates]
        self.table: Final[dict[tuple[object, ...], Callable[..., Any]]] = {}
        names = [f"v{number}" for number in range(len(made.parameters))]
        asked = [f"v{number}.ndim" for _, number in self.vectors]
        asked += [f"v{number}.dtype is float64" for number in self.updated]
        given = ", ".join(names)
        space: dict[str, Any] = {"table": self.table, "float64": np.dtype(np.float64), "new": self.new}
        exec(DISPATCH.format(given=given, asked="".join(f"{one}, " for one in asked)), space)
        self.call: Final[Callable[..., Any]] = space["call"]

    def new(self, *values: Any) -> Any:
        """Write the code for values of these dimensions, and call it; lists are taken, too."""
        values = tuple(np.asarray(value) if isinstance(value, list | tuple) else value for value in values)
        arrays = [np.asarray(value) for value in values]
        key = (*(arrays[number].ndim for _, number in self.vectors),
               *(arrays[number].dtype is np.dtype(np.float64) for number in self.updated))  # fmt: skip
        if key not in self.table:
            batched = [name for name, number in self.vectors if arrays[number].ndim == 2]
            floats = bool(self.updated) and all(key[len(self.vectors) :])
            self.table[key] = bound(self.checked, batched, self.updating, self.functions, floats)[1]
        return self.table[key](*values)


DISPATCH = """
def call({given}):
    try:
        found = table[({asked})]
    except (KeyError, AttributeError):
        return new({given})
    return found({given})
"""


def bound(
    checked: Checked,
    batched: Collection[str],
    updating: str,
    functions: Mapping[str, Callable[..., Any]],
    floats: bool = False,
) -> tuple[Def, Callable[..., Any]]:
    """The text of the function for these batches, and the function; with `floats` it is for floats alone."""
    floats = floats and not any(row_numbers(checked))
    made = Def(checked, words_of(checked), batched, updating, floats=floats, fast=bool(checked.names.updates))
    return made, compiled(made.source, made.name, {**functions, ADD_PRODUCT: add_product})


def row_numbers(checked: Checked) -> Iterator[Call]:
    """The calls of functions that take numbers of rows, which are whole."""
    values = [step.value for step in checked.names.order]
    values += [function.value for function in checked.names.functions.values()]
    for value in values:
        for node in in_order(value):
            if isinstance(node, Call) and node.function in FUNCTIONS and FUNCTIONS[node.function].index is not None:
                yield node


def same_for_batches(checked: Checked, source: str, vectors: list[str]) -> bool:
    """True when the code for single datapoints is the code for batches of any of the vectors."""
    if checked.names.updates or len(vectors) > 3:
        return False
    some = [[key for i, key in enumerate(vectors) if mask >> i & 1] for mask in range(1, 2 ** len(vectors))]
    return all(Def(checked, words_of(checked), batched).source == source for batched in some)
