"""Array code as a tree of its own, between Python and letters: what is done to arrays, whatever is a vector.

| operation | parts | detail |
|---|---|---|
| `number` | | its text |
| `name` | | the variable |
| `values` | | rows of numbers, and whether they stand in double brackets |
| `dot` `outer` `times` | two | |
| `+` `-` `/` `>` `<` `≥` `≤` | two | |
| `negative` `transpose` `inverse` | one | |
| `column` `row` | one | a vector made to stand or lie: `x[:, None]` |
| `power` | base and exponent | |
| `call` | arguments | the function of the table |
| `copy` `view` | one | of an array in a list, where it is not that array itself |
| `whole` | one argument of a call | the function, which works on all values of it at once |
| `ranked` | one argument of such a call | the rank that its code asks for |
| `own` | arguments | the function's identifier |
| `slope` | arguments | the function whose slope it is |
| `along` | one | sum, mean, max or min along an axis: the function and the axis |
| `join` | items | how: `flat`, `below`, `beside`, `columns`, `rows` |
| `pick` | array and index | |
| `size` | one | a size read off an array: its axis, what is added, what it is divided by |
"""

from __future__ import annotations

from ..functions import FUNCTIONS, every_row, every_value
from ..sizes import MATRIX, NUMBER, VECTORS, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Final

    from ..sizes import Term


class Op:
    """One operation on arrays, and where it stands in the Python text."""

    __slots__ = ("detail", "end", "kind", "parts", "start")

    def __init__(
        self, kind: str, parts: tuple[Op, ...] = (), detail: Any = None, start: int = -1, end: int = -1
    ) -> None:
        self.kind: Final = kind
        self.parts: Final = parts
        self.detail: Final = detail
        self.start: Final = start
        self.end: Final = end

    def __repr__(self) -> str:
        said: dict[int, str] = {}
        for op in walk(self):
            inside = [repr(op.detail)] * (op.detail is not None) + [said[id(part)] for part in op.parts]
            said[id(op)] = f"{op.kind}({', '.join(inside)})"
        return said[id(self)]


class Unfit(Exception):  # noqa: N818 - it is no error, what is written is Python
    """An operation that has no letters for arrays of these kinds."""


class Kinds:
    """What the rules of the table ask of a checker, where only kinds count and no sizes."""

    def __init__(self, columns: bool) -> None:
        self.columns = columns

    def equal(self, one: Term, other: Term, argument: int, why: str) -> None:
        """Sizes are not looked at."""

    def at_least(self, one: Term, other: Term, unit: str) -> None:
        """Sizes are not looked at."""

    def wrong_kind(self, argument: int, wanted: str, shape: Shape) -> Exception:
        """An argument is not of the kind that the function takes."""
        return Unfit(f"{wanted} is needed here, and this is a {'vector' if shape.kind in VECTORS else shape.kind}")

    def pair(self, shapes: Sequence[Shape]) -> Shape:
        """Two arguments taken value by value are of one kind, or one is a number."""
        return shapes[1] if shapes[0].kind == NUMBER else shapes[0]


def kind_given(function: str, kinds: Sequence[str], columns: bool) -> str:
    """The kind that a function of the table gives for arguments of these kinds."""
    shapes = [Shape(kind, (1,) * (0 if kind == NUMBER else 2 if kind == MATRIX else 1)) for kind in kinds]
    return FUNCTIONS[function].sizes(Kinds(columns), shapes).kind


def is_even(op: Op) -> bool:
    """True for a function of the table that gives what it takes its size."""
    return op.kind == "call" and FUNCTIONS[op.detail].sizes in (every_value, every_row)


def walk(root: Op) -> Iterator[Op]:
    """Every operation, each after its parts."""
    stack, found = [root], []
    while stack:
        op = stack.pop()
        found.append(op)
        stack.extend(op.parts)
    yield from reversed(found)


def renamed(root: Op, names: dict[str, Op]) -> Op:
    """The same with other operations in the place of names."""
    made: dict[int, Op] = {}
    for op in walk(root):
        if op.kind == "name" and op.detail in names:
            made[id(op)] = names[op.detail]
        elif any(made[id(part)] is not part for part in op.parts):
            made[id(op)] = Op(op.kind, tuple(made[id(part)] for part in op.parts), op.detail, op.start, op.end)
        else:
            made[id(op)] = op
    return made[id(root)]


class Line:
    """A line of array code.

    `form` is `define`, `update`, `fill` for an array whose values are all replaced, `come in`, `show`, `function` (with
    its parameters), or `size` for what only says how large an array is.
    """

    __slots__ = ("end", "form", "name", "op", "parameters", "start", "target_end", "target_start")

    def __init__(
        self,
        form: str,
        name: str,
        op: Op,
        start: int,
        end: int,
        parameters: tuple[str, ...] = (),
        target: tuple[int, int] = (-1, -1),
    ) -> None:
        self.form: Final = form
        self.name: Final = name
        self.op: Final = op
        self.start: Final = start
        self.end: Final = end
        self.parameters: Final = parameters
        self.target_start, self.target_end = target
