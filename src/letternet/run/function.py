"""A formula as a Python function of its inputs, in order of first use.

What runs is the fast form of the lines that a book prints.  The code is written for the values at hand: for one
datapoint or batches, for floats, in the order of products that their sizes make the cheapest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..check.calls import index_letters
from ..check.solve import ClashError, Solver
from ..functions import FUNCTIONS
from ..rewrite.fast import fast, rewritten
from ..rewrite.ordered import chains_of, differing, open_orders, ordered, orders_for
from ..sizes import NUMBER, VECTORS, Sum, Term
from ..tree import Call, Definition, Expression, Name, Product, Transpose, in_order
from ..words import words_of
from ..write.python import Def
from ..write.python_lines import ADD_PRODUCT, ANEW, IN_BLOCKS, IN_PLACE, LARGE, LOOK, Fast
from .add_product import add_product
from .blocks import Blocks
from .code import compiled, space_of

if TYPE_CHECKING:
    from ..check.model import Checked
    from ..rewrite.ordered import Orders

MOST = 500  # sizes that code is kept ready for
FEW, MANY = 3, 20  # vectors that may be batches in the same code; letters of which each is tried by itself


def function(checked: Checked, inplace: bool, functions: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The formula as a function; `source` is the text of what runs, `parameters` the letters it takes.

    Vectors may come as whole batches, one datapoint a row.
    """
    variants = Variants(checked, IN_PLACE if inplace else ANEW, functions)
    single, source = variants.single, variants.single.source
    chosen = variants.call
    if variants.at_once is not None:
        made = variants.definition(Chosen(floating=variants.asked), guarded=variants.at_once)
        book = Def(variants.checked, words_of(variants.checked), name=made.otherwise)
        source = f"{book.source}\n\n{made.source}"
        space = space_of(source, functions)
        chosen, space[made.otherwise] = space[made.name], variants.call
    else:
        chosen.__doc__ = variants.compiled(single, {}).__doc__
        chosen.__name__ = single.name
    chosen.source = source  # type: ignore[attr-defined]
    chosen.parameters = single.parameters  # type: ignore[attr-defined]
    return chosen


class Chosen:
    """What code is written for: letters that are batches, arrays of floats, orders of products.

    With `apart`, what does not differ between datapoints is worked out first, and the rest in blocks, in which the
    `unseen` batches are looked at.
    """

    __slots__ = ("apart", "batched", "floating", "orders", "precision", "unseen")

    def __init__(
        self,
        batched: Collection[str] = (),
        floating: Collection[str] = (),
        precision: str = "float64",
        orders: Orders | None = None,
        apart: bool = False,
        unseen: Collection[str] = (),
    ) -> None:
        self.batched: Final = tuple(batched)
        self.floating: Final = frozenset(floating)
        self.precision: Final = precision if floating else ""
        self.orders: Final = orders
        self.apart: Final = apart
        self.unseen: Final = tuple(unseen)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for what has the same code."""
        return (self.batched, self.floating, self.precision, self.orders, self.apart, self.unseen)


class Variants:
    """The code for the values at hand: `call` finds it by their types and dimensions, and has it written if it is new.

    Where the best order of products depends on sizes, those are asked for too; by all sizes, if a batch is large.
    """

    def __init__(
        self,
        checked: Checked,
        updating: str,
        functions: Mapping[str, Callable[..., Any]],
        every_line: bool = False,
        look: Callable[[Any], None] | None = None,
    ) -> None:
        """With `every_line`, the functions give every value by its letters.

        `look` refuses a block of floats in which one is no number, or what was made with such.
        """
        self.learns: Final = bool(checked.names.updates)
        self.every_line: Final = every_line
        self.checked: Final = fast(checked, self.learns or every_line)
        self.updating: Final = updating
        self.functions: Final = functions
        self.look: Final = look
        self.whole_rows: Final = any(row_numbers(checked))
        self.table: Final[dict[tuple[object, ...], Callable[..., Any]]] = {}
        self.written: Final[dict[tuple[object, ...], Def]] = {}
        self.single: Final = self.definition(Chosen())
        self.keys: Final = self.single.parameters
        kinds = {key: shape.kind for key in self.keys if (shape := self.checked.named.get(key)) is not None}
        rows = index_letters(checked)
        self.vectors: Final = [key for key in self.keys if kinds.get(key) in VECTORS]
        self.arrays: Final = [key for key in self.keys if kinds.get(key, NUMBER) != NUMBER and key not in rows]
        self.numbers: Final = any(kind == NUMBER for kind in kinds.values())
        self.open: Final = open_orders(self.checked, ()) or open_orders(self.checked, self.vectors)
        self.key: Callable[..., tuple[object, ...]]
        self.cut: Final = bool(self.vectors) and not self.learns and not calls_handed(checked)

    @cached_property
    def asked(self) -> list[str]:
        """The arrays that have to be of floats for the fastest code; whatever meets them becomes floats."""
        one = self.definition(Chosen(floating=self.arrays)).source
        found = list(self.arrays)
        for array in reversed(self.arrays if len(self.arrays) <= MANY else []):
            rest = [key for key in found if key != array]
            if rest and self.definition(Chosen(floating=rest)).source == one:
                found = rest
        return found

    @cached_property
    def at_once(self) -> list[str] | None:
        """The vectors that may be batches in the code for single datapoints; None where it is not called at once."""
        if self.learns or open_orders(self.checked, ()):
            return None
        one = self.definition(Chosen(floating=self.asked)).source
        found: list[str] = []
        for vector in self.vectors if len(self.vectors) <= MANY else []:
            others = [(*each, vector) for many in range(len(found) + 1) for each in combinations(found, many)]
            if len(found) < FEW and all(
                not open_orders(self.checked, each) and self.definition(Chosen(each, self.asked)).source == one
                for each in others
            ):
                found.append(vector)
        return found

    @cached_property
    def call(self) -> Callable[..., Any]:
        """The function that finds the code for its arguments, and calls it."""
        space = space_of(self.dispatch, {"table": self.table, "new": self.new, "by_sizes": self.by_sizes})
        found: Callable[..., Any] = space["call"]
        self.key = space["key"]
        return found

    @property
    def dispatch(self) -> str:
        """The text of the function that finds the code, and of the one that says what it is found by."""
        place = {key: f"v{number}" for number, key in enumerate(self.keys)}
        asked = [f"{place[key]}.dtype" for key in self.arrays if self.typed]
        asked += [f"{place[key]}.ndim" for key in self.vectors]
        if self.open:
            asked += [f"len({place[key]})" for key in self.vectors]
            asked += [form.format(place[key]) for key, form in self.deciding()]
        large = " or ".join(f"len({place[key]}) > {LARGE}" for key in self.vectors)
        given = ", ".join(place.values())
        first = f"by_sizes if {large} else " if self.cut else ""
        return DISPATCH.format(given=given, first=first, asked="".join(f"{one}, " for one in asked))

    @property
    def typed(self) -> bool:
        """True when the types of the arrays make a difference to the code."""
        return any(
            self.definition(Chosen(each)).source != self.definition(Chosen(each, self.arrays)).source
            for each in ((), self.vectors, *([vector] for vector in self.vectors if len(self.vectors) <= MANY))
        )

    def deciding(self) -> list[tuple[str, str]]:
        """Where the sizes are read off that decide on an order of products: letters, and code for one."""
        checked = self.checked
        found: dict[Term, tuple[str, str]] = {}
        for form, axis in (("len({})", 0), ("{}.shape[1]", 1), ("{}.shape[-1]", -1)):
            for key in self.arrays:
                shape = checked.named[key]
                assert shape is not None
                if (shape.kind in VECTORS) == (axis == -1):
                    found.setdefault(checked.solver.value(shape.sizes[axis]), (key, form))
        sizes = [
            checked.solver.value(size)
            for _, chains in chains_of(checked, self.vectors)
            for chain in chains
            for size in chain.sizes
        ]
        if any(isinstance(size, Sum) and size not in found for size in sizes):
            return [(key, "{}.shape") for key in self.arrays]
        return list(dict.fromkeys(found[size] for size in sizes if not isinstance(size, int) and size in found))

    # ------------------------------------------------------------------------------------------ what comes

    def new(self, *values: Any) -> Any:
        """Have the code for values like these written, and call it; lists are taken, too."""
        values = tuple(np.asarray(value) if isinstance(value, list | tuple) else value for value in values)
        arrays = dict(zip(self.keys, map(np.asarray, values), strict=True))
        if self.large(arrays):
            return self.by_sizes(*values)
        return self.found(self.key(*arrays.values()), arrays)(*values)

    def by_sizes(self, *values: Any) -> Any:
        """Call the code for values of these sizes."""
        values = tuple(np.asarray(value) if isinstance(value, list | tuple) else value for value in values)
        arrays = dict(zip(self.keys, map(np.asarray, values), strict=True))
        sized = [key for key in self.keys if key in self.vectors or key in self.arrays]
        key = (*(arrays[key].dtype for key in self.arrays), *(arrays[key].shape for key in sized))
        return self.found(key, arrays)(*values)

    def found(self, key: tuple[object, ...], arrays: Mapping[str, Any]) -> Callable[..., Any]:
        """The code kept by a key; written for these arrays, if there is none."""
        found = self.table.get(key)
        if found is None:
            if len(self.table) > MOST:
                self.table.clear()
            found = self.table[key] = self.for_sizes(arrays)
        return found

    def large(self, arrays: Mapping[str, Any]) -> bool:
        """True for a batch that goes through in blocks."""
        return self.cut and any(arrays[key].ndim == 2 and len(arrays[key]) > LARGE for key in self.vectors)

    def for_sizes(self, arrays: Mapping[str, Any]) -> Callable[..., Any]:
        """The code for arrays of these sizes, as a function."""
        made = self.definition_for(arrays)
        within: dict[str, Any] = {}
        if made.writing.apart:
            batched = self.batched(arrays)
            within |= {IN_BLOCKS: blocks_for(self.checked, self.length(arrays), batched), LOOK: self.look}
        return self.compiled(made, within)

    def definition_for(self, arrays: Mapping[str, Any]) -> Def:
        """The text of the function for arrays of these sizes."""
        batched = self.batched(arrays)
        count = max((len(arrays[key]) for key in batched), default=1)
        orders = orders_for(self.checked, self.length(arrays), batched, count) if self.open else None
        return self.definition(self.chosen(arrays, batched, orders, self.large(arrays)))

    def length(self, arrays: Mapping[str, Any]) -> Callable[[Term], int | None]:
        """The numbers behind sizes, where these arrays come in."""
        return lengths(self.checked, {key: array.shape for key, array in arrays.items()})

    def batched(self, arrays: Mapping[str, Any]) -> list[str]:
        """The letters that come as batches."""
        return [key for key in self.vectors if arrays[key].ndim == 2]

    def chosen(
        self, arrays: Mapping[str, Any], batched: Collection[str], orders: Orders | None = None, apart: bool = False
    ) -> Chosen:
        """What code is to be written for."""
        floats = [key for key in batched if arrays[key].dtype.kind == "f"] if apart and self.look is not None else []
        doubles = [key for key in self.arrays if arrays[key].dtype is np.dtype(np.float64)]
        if not doubles and not self.numbers and all(arrays[key].dtype == np.float32 for key in self.arrays):
            return Chosen(batched, self.arrays, "float32", orders, apart, floats)
        return Chosen(batched, doubles, "float64", orders, apart, floats)

    # -------------------------------------------------------------------------------------- what is written

    def definition(self, chosen: Chosen, guarded: Collection[str] | None = None) -> Def:
        """The text of the function."""
        key = (*chosen.key, guarded is not None)
        if key in self.written:
            return self.written[key]
        checked = self.checked
        orders = chosen.orders
        if orders is None:
            orders = orders_for(checked, checked.length, chosen.batched)
        checked = rewritten(checked, ordered(checked, orders, chosen.batched))
        floats = self.learns and chosen.precision == "float64" and not self.whole_rows
        how = Fast(chosen.precision, chosen.floating, chosen.apart, chosen.unseen, guarded)
        words = words_of(checked)
        made = Def(checked, words, chosen.batched, self.updating, self.every_line, floats=floats, fast=how)
        self.written[key] = made
        return made

    def compiled(self, made: Def, within: Mapping[str, Any]) -> Callable[..., Any]:
        """The function of a text; `within` is what else is within its reach."""
        return compiled(made.source, made.name, {**self.functions, ADD_PRODUCT: add_product, **within})


DISPATCH = """
def key({given}):
    return ({asked})


def call({given}):
    try:
        found = {first}table[({asked})]
    except (KeyError, AttributeError, TypeError):
        return new({given})
    return found({given})
"""


def lengths(checked: Checked, shapes: Mapping[str, tuple[int, ...]]) -> Callable[[Term], int | None]:
    """The numbers behind sizes, by the shapes of what comes in; nothing of what does not fit."""
    solver = Solver(checked.solver.known, checked.solver.count)
    for key, came in shapes.items():
        shape = checked.named.get(key)
        sizes = shape.sizes if shape is not None else ()
        for size, count in zip(sizes, came[len(came) - len(sizes) :], strict=False):
            with suppress(ClashError):  # NumPy says what is wrong
                solver.equate(size, count)

    def length(size: Term) -> int | None:
        value = solver.value(size)
        return value if isinstance(value, int) else None

    return length


def blocks_for(
    checked: Checked,
    length: Callable[[Term], int | None],
    batched: Collection[str],
) -> Blocks:
    """Blocks for a program whose sizes have these numbers, and batches in some letters."""
    many, most, products, others = set(batched), 1, 0, 0

    def values(node: Expression) -> int:
        shape = checked.shapes[node]
        return prod(length(size) or 1 for size in shape.sizes) if shape is not None else 1

    for step in checked.names.order:
        differs = differing(checked, step.value, many)
        for node in differs:
            if isinstance(node, Name):
                continue
            size = values(node)
            most = max(most, size)
            if isinstance(node, Product):
                left, right = checked.shapes[node.left], checked.shapes[node.right]
                products += size * (length(left.columns) or 1 if left and right and left.sizes and right.sizes else 1)
            elif not isinstance(node, Transpose):
                others += size
        if isinstance(step, Definition) and step.value in differs:
            many.add(step.name.key)
    return Blocks(most, products, others)


def calls_handed(checked: Checked) -> bool:
    """True when a function that is handed in is called; it may not be fit for threads."""
    return bool(checked.given) and any(
        isinstance(node, Call) and node.function in checked.given for node in every_node(checked)
    )


def row_numbers(checked: Checked) -> Iterator[Call]:
    """The calls of functions that take numbers of rows, which are whole."""
    for node in every_node(checked):
        if isinstance(node, Call) and node.function in FUNCTIONS and FUNCTIONS[node.function].index is not None:
            yield node


def every_node(checked: Checked) -> Iterator[Expression]:
    """Every node of the lines and of the program's own functions."""
    values = [step.value for step in checked.names.order]
    values += [function.value for function in checked.names.functions.values()]
    for value in values:
        yield from in_order(value)
