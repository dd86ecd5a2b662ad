"""The equations around a clash, seen closely: every node has sizes of its own, so each can be taken out alone.

The check of a whole program lets sizes flow through nodes without a trace, which is fast.  Where something clashes,
the lines that are connected with it are walked again, and every equation says which node it stands for.
"""

from __future__ import annotations

from functools import cached_property

from ..check.check import Checker
from ..check.layers import hidden_layers
from ..check.report import Reporter
from ..sizes import MATRIX, Shape, Sum, Term, Unknown
from ..tree import Declaration, Definition, Expression, Name, Node
from ..write.letters import statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Final

    from ..check.model import Checked, Equation
    from ..check.names import Step

UNITS = ("rows", "columns")


class Thing:
    """What a size is a size of: a node or a name, its kind, and which of its sizes (0 rows, 1 columns)."""

    __slots__ = ("axis", "kind", "owner")

    def __init__(self, owner: Expression | str, kind: str, axis: int) -> None:
        self.owner: Final = owner
        self.kind: Final = kind
        self.axis: Final = axis

    @property
    def key(self) -> str:
        """The name that it is or stands for; empty for other nodes."""
        owner = self.owner
        return owner if isinstance(owner, str) else owner.key if isinstance(owner, Name) else ""

    @property
    def unit(self) -> str:
        """What is counted: `values` of a vector, `rows` or `columns` of a matrix."""
        return UNITS[self.axis] if self.kind == MATRIX else "values"


class Recorder(Reporter):
    """Notes equations without solving them."""

    def equate(self, one: Term, other: Term, rule: str, at: Node) -> None:
        """Note that two sizes are equal."""
        from ..check.model import Equation

        self.checked.equations.append(Equation(one, other, rule, at, self.line or at))


class CloseUp(Checker):
    """Some lines of a program with every node's sizes cut from its surroundings by equations of their own."""

    def __init__(self, base: Checked, lines: set[Node], sizes: set[Unknown]) -> None:
        super().__init__(base.again())
        self.say = Recorder(self.checked)
        self.calls.say = self.say
        self.things: dict[Unknown, Thing] = {}
        self.inside: dict[Expression, Shape] = {}  # of own functions, as the last call left them
        self.came: dict[str, str] = {}  # how the values of names came, where values were given
        self.lines: Final = with_origins(base, lines, sizes)
        self.checked.named = dict(base.named)
        self.declared = {key: base.named.get(key) for key in base.names.declared}
        keys = self.keys()
        for line in lines:
            if isinstance(line, Declaration):
                keys.update(name.key for name in line.names)
        here = set(self.lines)
        for key in sorted(keys):
            if base.names.definitions.get(key) not in here or key in base.names.declared:  # else it gets its own
                self.register(key, base.named.get(key))
        for step in self.lines:
            self.step(step)
        self.layers(layer for layer in hidden_layers(self.checked) if layer.line in lines)
        hidden = {layer.key for layer in hidden_layers(base) if layer.line in lines}
        for equation in base.equations:
            # What is declared of the names here, and every size that is a letter with a value.
            key = equation.at.key if equation.rule == "declared" and isinstance(equation.at, Name) else ""
            if key in keys or key in hidden or equation.rule == "size letter":
                self.checked.equations.append(equation)
                if key in hidden:
                    self.register(key, base.named[key])
        self.checked.equations.sort(key=self.order())
        self.declared_sizes: Final[dict[str, dict[Unknown, Term]]] = {}  # of each name, as declared first
        for equation in self.checked.equations:
            if equation.rule == "declared" and isinstance(equation.at, Name) and isinstance(equation.one, Unknown):
                self.declared_sizes.setdefault(equation.at.key, {}).setdefault(equation.one, equation.other)

    def give(self, equations: Iterable[Equation], came: Mapping[str, str]) -> None:
        """Take in the sizes of values that were given, and how each came, in words."""
        self.checked.equations.extend(equations)
        self.came.update(came)

    @property
    def equations(self) -> list[Equation]:
        """All equations, in an order that does not depend on the order of lines."""
        return self.checked.equations

    @cached_property
    def given(self) -> dict[Node, list[Term]]:
        """The sizes that the rule of each node gives."""
        found: dict[Node, list[Term]] = {}
        for equation in self.equations:
            if equation.rule == "gives":
                found.setdefault(equation.at, []).append(equation.other)
        return found

    def keys(self) -> set[str]:
        """The names that stand in these lines, also in the functions they call."""
        found: set[str] = set()
        for step in self.lines:
            found.update(self.names.needs(step))
            if isinstance(step, Definition):
                found.add(step.name.key)
        return found

    def kind(self, node: Expression) -> str:
        """The kind of a node; empty where it was not walked."""
        shape = self.checked.shapes.get(node) or self.inside.get(node)
        return shape.kind if shape is not None else ""

    def register(self, owner: Expression | str, shape: Shape | None) -> None:
        """Remember what the unknown sizes of a shape are sizes of."""
        nowhere = isinstance(owner, Node) and owner.start < 0  # in the slope of a function of the table
        for axis, size in enumerate(shape.sizes if shape and not nowhere else ()):
            if isinstance(size, Unknown):
                self.things.setdefault(size, Thing(owner, shape.kind if shape else "", axis))

    def gives(self, node: Expression, shape: Shape) -> Shape:
        """Sizes of the node's own, equal to what its rule gives."""
        own = Shape(shape.kind, tuple(self.solver.unknown() for _ in shape.sizes))
        for one, other in zip(own.sizes, shape.sizes, strict=True):
            self.say.equate(one, other, "name" if isinstance(node, Name) else "gives", node)
        self.register(node, own)
        if self.calls.depth:
            self.inside[node] = own
        return own

    def settle(self, step: Definition, shape: Shape) -> Shape:
        """Sizes of the name's own, equal to what its line gives."""
        own = Shape(shape.kind, tuple(self.solver.unknown() for _ in shape.sizes))
        for one, other in zip(own.sizes, shape.sizes, strict=True):
            self.say.equate(one, other, "defined", step)
        self.register(step.name.key, own)
        return own

    def order(self) -> _Order:
        """How to sort equations so that the order of lines does not show."""
        return _Order(self.lines, self.names.definitions, self.names.needs)


class _Order:
    """Declarations first, then lines by how many others they build on, then by their text."""

    def __init__(
        self,
        lines: list[Step],
        definitions: Mapping[str, Definition],
        needs: Callable[[Step], Mapping[str, Name]],
    ) -> None:
        self.keys: dict[Node, tuple[int, str]] = {}
        depths: dict[Node, int] = {}
        for step in lines:  # each after the definitions that it needs
            before = (definitions.get(key) for key in needs(step))
            depths[step] = 1 + max((depths.get(d, 0) for d in before if d is not None and d is not step), default=0)
            self.keys[step] = (depths[step], statement(step))

    def __call__(self, equation: Equation) -> tuple[int, str, str]:
        line = equation.line
        if isinstance(line, Declaration):
            return (0, "", equation.at.key if isinstance(equation.at, Name) else "")
        return (*self.keys.get(line, (0, "")), "")


def connected(equations: Iterable[Equation], clashes: Iterable[Equation]) -> tuple[set[Node], set[Unknown]]:
    """The lines whose equations are connected with a clash through sizes, and those sizes."""
    index: dict[Unknown, list[Equation]] = {}
    for equation in equations:
        for unknown in unknowns(equation):
            index.setdefault(unknown, []).append(equation)
    todo = list(clashes)
    met = set(todo)
    sizes: set[Unknown] = set()
    while todo:
        for unknown in unknowns(todo.pop()):
            if unknown not in sizes:
                sizes.add(unknown)
                fresh = [equation for equation in index[unknown] if equation not in met]
                met.update(fresh)
                todo += fresh
    return {equation.line for equation in met}, sizes


def with_origins(base: Checked, lines: set[Node], sizes: set[Unknown]) -> list[Step]:
    """These lines in their order, and those that define what they use as far as its sizes are connected."""
    names = base.names
    found = {step for step in names.order if step in lines}
    todo = list(found)
    while todo:
        for key in names.needs(todo.pop()):
            line = names.definitions.get(key)
            shape = base.named.get(key)
            if line is None or line in found or shape is None:
                continue
            if any(unknown in sizes for size in shape.sizes for unknown in in_term(size)):
                found.add(line)
                todo.append(line)
    return [step for step in names.order if step in found]


def in_term(term: Term) -> Iterator[Unknown]:
    """The unknown sizes in one size."""
    if isinstance(term, Unknown):
        yield term
    elif isinstance(term, Sum):
        yield from term.unknowns


def unknowns(equation: Equation) -> Iterator[Unknown]:
    """The unknown sizes in an equation."""
    yield from in_term(equation.one)
    yield from in_term(equation.other)
