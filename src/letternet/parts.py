"""Every part of a program has one id, the same in all its views: the algebra, Python, English and the picture.

A part is an expression or a name that a line sets.  A letter is one part wherever it stands, until an update gives it
a new value: `W1 <- W1 - αG` has the old W1 and the new one.  The number of a power belongs to the power.
"""

from __future__ import annotations

from .tree import (
    Comment,
    Convention,
    Declaration,
    Definition,
    Evaluation,
    Expression,
    FunctionDefinition,
    Meaning,
    Name,
    Number,
    Power,
    Program,
    Update,
    in_order,
    never,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Final

    from .tree import Node


def part_ids(program: Program, order: Iterable[Definition | Update | Evaluation]) -> dict[Node, str]:
    """The id of every part; `order` has the lines in the order in which they are worked out.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> program, _ = read("l1 = relu(l0W0); l1W0")
    >>> ids = part_ids(program, check(program).names.order)
    >>> line, other = program.statements
    >>> ids[line.name], ids[line.value], ids[other.value.left], ids[other.value.right]
    ('t4', 't3', 't4', 't1')
    """
    return Ids(program, order).found


class Ids:
    """Gives out the ids, line by line."""

    def __init__(self, program: Program, order: Iterable[Definition | Update | Evaluation]) -> None:
        self.found: Final[dict[Node, str]] = {}
        self.names: Final[dict[str, str]] = {}  # the id that a letter has at this point
        self.count = 0
        for step in order:
            self.expression(step.value, {})
            match step:
                case Definition(name):
                    self.found[name] = self.name(name.key, {})
                case Update(name):
                    self.found[name] = self.names[name.key] = self.new()
                case Evaluation():
                    pass
                case _:
                    never(step)
        for line in program.statements:
            match line:
                case FunctionDefinition(_, parameters, value):
                    own = {parameter.key: self.new() for parameter in parameters}
                    self.found.update((parameter, own[parameter.key]) for parameter in parameters)
                    self.expression(value, own)
                case Declaration(names):
                    self.found.update((name, self.name(name.key, {})) for name in names)
                case Meaning() | Convention() | Comment() | Definition() | Update() | Evaluation():
                    pass
                case _:
                    never(line)

    def new(self) -> str:
        """An id that nothing else has."""
        self.count += 1
        return f"t{self.count - 1}"

    def name(self, key: str, own: Mapping[str, str]) -> str:
        """The id of a letter, within a function that of its parameter."""
        if key in own:
            return own[key]
        if key not in self.names:
            self.names[key] = self.new()
        return self.names[key]

    def expression(self, root: Expression, own: Mapping[str, str]) -> None:
        """The ids of an expression, each part after its own parts."""
        exponents = {node.exponent: node for node in in_order(root) if isinstance(node, Power)}
        for node in in_order(root):
            if isinstance(node, Number) and node in exponents:
                continue
            self.found[node] = self.name(node.key, own) if isinstance(node, Name) else self.new()
        for exponent, power in exponents.items():
            if isinstance(exponent, Number):
                self.found[exponent] = self.found[power]
