"""A formula as a Python function of arrays of any library, in the code that `write/array_api.py` writes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..sizes import VECTORS
from ..words import words_of
from ..write.array_api import ArrayWriting, row_numbers
from ..write.python import Def
from .code import compiled
from .libraries import array_namespace, device, is_jax_array

if TYPE_CHECKING:
    from ..check.model import Checked

WITHIN_REACH: dict[str, Callable[..., Any]] = {
    "array_namespace": array_namespace, "device": device, "is_jax_array": is_jax_array,
}  # fmt: skip


def function(checked: Checked, functions: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The emitted function, compiled; `source` is its text, for single datapoints.

    Vectors may come as whole batches; the code for the batches at hand is written when they first come.  Whole numbers
    become floats, except for those that number rows, and NumPy's arrays and lists become arrays of the library that the
    others are of.
    """
    made, single = bound(checked, (), functions)
    chosen = Dispatch(checked, made, single, functions).function()
    chosen.__name__ = made.name
    chosen.__doc__ = single.__doc__
    chosen.source = "\n\n".join([*made.imports, f"\n{made.source}"]).lstrip("\n")  # type: ignore[attr-defined]
    chosen.parameters = made.parameters  # type: ignore[attr-defined]
    return chosen


class Dispatch:
    """The code for the values at hand, by their dimensions; what is new is written."""

    def __init__(
        self,
        checked: Checked,
        made: Def,
        single: Callable[..., Any],
        functions: Mapping[str, Callable[..., Any]],
    ) -> None:
        self.checked: Final = checked
        self.functions: Final = functions
        self.names: Final = [made.writing.words.python[key] for key in made.parameters]
        self.name: Final = made.name
        named = [(number, key, checked.named.get(key)) for number, key in enumerate(made.parameters)]
        self.vectors: Final = [(number, key) for number, key, shape in named if shape and shape.kind in VECTORS]
        self.whole: Final = {number for number, key, _ in named if key in row_numbers(checked)}
        self.table: Final = {(1,) * len(self.vectors): single}
        self.ready: Final[dict[tuple[object, ...], Callable[..., Any]]] = {}  # for values that are taken as they are

    def function(self) -> Callable[..., Any]:
        """The function of the arguments by their names."""
        given = ", ".join(self.names)
        source = f"def {self.name}({given}):\n    return _call([{given}])\n"
        return compiled(source, self.name, {"_call": self.call})

    def call(self, values: Sequence[Any]) -> Any:
        """Call the code for values of these types and dimensions."""
        kinds = tuple([(type(v), v.ndim, v.dtype) if hasattr(v, "ndim") else type(v) for v in values])
        if kinds in self.ready:
            return self.ready[kinds](*values)
        arrays = one_library(values, self.whole)
        key = tuple(getattr(arrays[number], "ndim", 1) for number, _ in self.vectors)
        if key not in self.table:
            batched = [name for (_, name), dimensions in zip(self.vectors, key, strict=True) if dimensions == 2]
            self.table[key] = bound(self.checked, batched, self.functions)[1]
        if all(array is value for array, value in zip(arrays, values, strict=True)):
            self.ready[kinds] = self.table[key]
        return self.table[key](*arrays)


def bound(
    checked: Checked,
    batched: Collection[str],
    functions: Mapping[str, Callable[..., Any]],
    everything: bool = False,
    written: type[ArrayWriting] = ArrayWriting,
) -> tuple[Def, Callable[..., Any]]:
    """The text of the function for these batches, and the function."""
    made = Def(checked, words_of(checked), batched, everything=everything, written=written)
    return made, compiled(made.source, made.name, {**functions, **WITHIN_REACH})


def one_library(values: Sequence[Any], whole: Collection[int], xp: Any = None) -> list[Any]:
    """Arrays of one library, `xp` or their own, and plain numbers; floats but for the `whole` ones."""
    taken = [value.item() if isinstance(value, np.generic) else value for value in values]
    arrays = [value for value in taken if hasattr(value, "ndim")]
    others = [array for array in arrays if not isinstance(array, np.ndarray)]
    if xp is None and not arrays and not any(isinstance(value, list | tuple) for value in taken):
        return taken  # the code says whether it needs an array
    foreign = (list, tuple, np.ndarray) if others or xp is not None else (list, tuple)
    xp = xp or array_namespace(*(others or arrays))
    place = device(others[0]) if others and not is_jax_array(others[0]) else None
    for number, value in enumerate(taken):
        if isinstance(value, foreign):
            taken[number] = xp.asarray(np.asarray(value), device=place)
    rest = [n for n, value in enumerate(taken) if n not in whole and hasattr(value, "ndim")]
    unlike = [number for number in rest if not xp.isdtype(taken[number].dtype, "real floating")]
    if unlike:
        floats = [taken[number] for number in rest if number not in unlike]
        dtype = xp.result_type(*floats) if floats else xp.asarray(1.0).dtype
        for number in unlike:
            taken[number] = xp.astype(taken[number], dtype)
    return taken
