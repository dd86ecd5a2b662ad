"""A checked program: the kind and sizes of everything in it, the equations they follow from, what is wrong."""

from __future__ import annotations

from functools import cached_property

from ..parts import part_ids
from ..sizes import Shape, Term, Unknown
from .explain import shown_size
from .letters import name_unknowns
from .solve import Solver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Final

    from ..problems import Problem
    from ..tree import Call, Expression, FunctionDefinition, Node, Program
    from ..words import Words
    from .names import Names
    from .report import Refusal

    Shapes = dict[Expression, Shape | None]


class Equation:
    """Two sizes that have to be equal, the rule that says so, the node where it does, and the line of that."""

    __slots__ = ("at", "line", "one", "other", "rule")

    def __init__(self, one: Term, other: Term, rule: str, at: Node, line: Node) -> None:
        self.one: Final = one
        self.other: Final = other
        self.rule: Final = rule
        self.at: Final = at
        self.line: Final = line


class AtLeast:
    """A size that is at least another one, both of them `values` or `rows`; the call that says so, and its line."""

    __slots__ = ("call", "least", "line", "size", "unit")

    def __init__(self, size: Term, least: Term, unit: str, call: Call, line: Node) -> None:
        self.size: Final = size
        self.least: Final = least
        self.unit: Final = unit
        self.call: Final = call
        self.line: Final = line


class Instance:
    """An own function as called with arguments of certain kinds."""

    __slots__ = ("definition", "parameters", "result", "shapes")

    def __init__(
        self, definition: FunctionDefinition, parameters: dict[str, Shape], shapes: Shapes, result: Shape
    ) -> None:
        self.definition: Final = definition
        self.parameters: Final = parameters
        self.shapes: Final = shapes
        self.result: Final = result


class Checked:
    """A program with the kind and sizes of everything in it.

    `shapes` has every node of the lines in `names.order` (None where a problem left it unknown), `named` every
    name, `letters` the unknown behind each declared size letter, `instances` the program's own functions (and the
    slopes it uses) by title and kinds of the arguments.  What is wrong is in `refused` (operations that kinds or
    the notation do not allow) and in `clashes` (equations between sizes that do not hold).
    """

    def __init__(
        self, program: Program, names: Names, given: frozenset[str], letters: dict[str, Unknown] | None = None
    ) -> None:
        self.program: Final = program
        self.names: Final = names
        self.given: Final = given
        self.shapes: Final[Shapes] = {}
        self.named: dict[str, Shape | None] = {}
        self.instances: Final[dict[tuple[str, tuple[str, ...]], Instance]] = {}
        self.equations: Final[list[Equation]] = []
        self.clashes: Final[list[Equation]] = []
        self.at_least: Final[list[AtLeast]] = []
        self.refused: Final[list[Refusal]] = []
        self.solver: Final = Solver()
        if letters is None:
            letters = {letter: self.solver.unknown(letter) for letter in names.sizes}
        self.letters: Final = letters
        self.words: Words | None = None  # what `words_of` gave out
        self.expansions = 0  # calls of the program's own functions, spelled out
        self.numbers_grow = False  # numbers are multiplied, so whole ones may become long

    def again(self) -> Checked:
        """The same program with nothing worked out yet."""
        return Checked(self.program, self.names, self.given, self.letters)

    @cached_property
    def ids(self) -> Mapping[Node, str]:
        """The id of every part, the same in all views."""
        return part_ids(self.program, self.names.order)

    @property
    def right(self) -> bool:
        """True when nothing that stops the program is wrong."""
        return not self.clashes and not any(r.code[0] == "E" for r in self.refused) and not self.names.problems

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with names, kinds and the notation; `clashes` come on top."""
        return [*self.names.problems, *(refusal.problem() for refusal in self.refused)]

    @property
    def columns(self) -> bool:
        """True when vectors are columns."""
        return self.names.columns

    def kind(self, node: Expression) -> str:
        """The kind of a node of a program without errors."""
        shape = self.shapes[node]
        assert shape is not None
        return shape.kind

    def length(self, size: Term) -> int | None:
        """The number that a size is; None if nothing says it."""
        value = self.solver.value(size)
        return value if isinstance(value, int) else None

    def size_of(self, shape: Shape) -> tuple[int | str, ...]:
        """The sizes of one shape as numbers, and as letters where they are unknown."""
        values = tuple(self.solver.value(size) for size in shape.sizes)
        letters = {} if all(isinstance(value, int) for value in values) else name_unknowns(self)
        return tuple(shown_size(value, letters) for value in values)

    @property
    def sizes(self) -> dict[str, tuple[int | str, ...]]:
        """The size of every name, in order of first mention."""
        return self.sizes_of(self.named)

    def sizes_of(self, keys: Iterable[str]) -> dict[str, tuple[int | str, ...]]:
        """The size of some names; letters that stand for unknown sizes go by the whole program."""
        letters, value = name_unknowns(self), self.solver.value
        found: dict[str, tuple[int | str, ...]] = {}
        for key in keys:
            shape = self.named.get(key)
            if shape is not None:
                found[key] = tuple([shown_size(value(size), letters) for size in shape.sizes])
        return found
