"""What is legal but suspicious, in a program without errors; ordinary formulas give no cause for it."""

from __future__ import annotations

from ..problems import Fact, Problem, place
from ..sizes import MATRIX, VECTORS, Unknown
from ..tree import Definition, Join, Name, Node, in_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Checked
    from .names import Step


def doubts(checked: Checked) -> list[Problem]:
    """Warnings for a program without errors: cases that lie, sizes that meet by chance, lines that were forgotten.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> [doubt.message for doubt in doubts(check(read("x : n; W : m × k; y = xW")[0]))]
    ['n and m turn out to be the same size']
    """
    return [*cases(checked), *letters(checked), *forgotten(checked)]


def warning(checked: Checked, code: str, message: str, at: Node, *facts: tuple[str, Node]) -> Problem:
    """A warning where a node stands, with facts where others do."""
    text = checked.program.text
    line, span = place(text, at.start, at.end)
    found = []
    for said, node in facts:
        where, (start, end) = place(text, node.start, node.end)
        found.append(Fact(said, where, start, end, "note"))
    return Problem(code, message, line, span, found)


def cases(checked: Checked) -> Iterator[Problem]:
    """Names that a line gives another kind than their letter stands for; a number may have any letter.

    What is made from such a name, or from one that is declared so, follows from it and gets no warning of its own.
    """
    lying = {name.key for line in checked.names.declarations for name in line.names if lies(checked, name)}
    for line in checked.names.order:
        if not isinstance(line, Definition) or line.name.key in checked.names.declared:
            continue
        key = line.name.key
        if not lies(checked, line.name):
            continue
        follows = not lying.isdisjoint(checked.names.needs(line))
        lying.add(key)
        if follows:
            continue
        if line.name.letter.islower():
            yield warning(checked, "W0201", f"{key} holds a matrix; a lowercase letter stands for a vector", line.name)
        else:
            yield warning(checked, "W0201", f"{key} holds a vector; an uppercase letter stands for a matrix", line.name)


def lies(checked: Checked, name: Name) -> bool:
    """True for a matrix with a lowercase letter and a vector with an uppercase one."""
    shape = checked.named.get(name.key)
    if shape is None or not name.letter.isascii():
        return False
    return shape.kind == MATRIX if name.letter.islower() else shape.kind in VECTORS


def letters(checked: Checked) -> Iterator[Problem]:
    """Two letters declared as different sizes that the formulas make equal."""
    seen: dict[Unknown, str] = {}
    for letter, unknown in checked.letters.items():
        value = checked.solver.value(unknown)
        if not isinstance(value, Unknown):
            continue
        first = seen.setdefault(value, letter)
        at = next((s for d in checked.names.declarations for s in d.sizes if s.letters == ((letter, 1),)), None)
        if first != letter and at is not None and at.start >= 0:
            yield warning(checked, "W0203", f"{first} and {letter} turn out to be the same size", at)


def forgotten(checked: Checked) -> Iterator[Problem]:
    """A value that no line uses, where the next line takes an earlier one of the same letter and size instead."""
    names = checked.names
    read = {key for step in names.order for key in names.needs(step)}
    last = names.steps[-1] if names.steps else None
    made: dict[tuple[str, int], list[Definition]] = {}
    for step in names.order:
        if isinstance(step, Definition) and step.name.index.isdigit():
            made.setdefault((step.name.letter, int(step.name.index)), []).append(step)
    for key, line in names.definitions.items():
        shape = checked.named.get(key)
        if key in read or line is last or shape is None or shape.kind not in VECTORS or not line.name.index.isdigit():
            continue
        for step in made.get((line.name.letter, int(line.name.index) + 1), ()):
            earlier = earlier_name(step, line.name, checked)
            if earlier is not None:
                message = f"{key} is not used; {step.name.key} is made from {earlier.key}, which has the same size"
                yield warning(checked, "W0204", message, line.name, (f"was {key} meant here?", earlier))


def earlier_name(step: Step, name: Name, checked: Checked) -> Name | None:
    """The name of an earlier layer in a line, if it has the size of this one."""
    size = checked.solver.value(checked.named[name.key].sizes[0])  # type: ignore[union-attr]
    for node in in_order(step.value):
        if isinstance(node, Join):
            return None
        if isinstance(node, Name) and node.letter == name.letter and node.index.isdigit():
            shape = checked.named.get(node.key)
            earlier = int(node.index) < int(name.index)
            if earlier and shape is not None and shape.kind in VECTORS and checked.solver.value(shape.sizes[0]) == size:
                return node
    return None
