"""What stands in a program more than once is worked out once: it gets a line, and a name in its places."""

from __future__ import annotations

from ..sizes import NUMBER
from ..tree import Definition, Name, Negative, Number, Program, Transpose, Update, Values
from .algebra import Algebra, once_each
from .substitute import replaced, with_value
from .unchain import FreshNames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..check.model import Checked
    from ..check.names import Step
    from ..tree import Expression, Statement


def common(checked: Checked) -> Program:
    """The program with a line for every vector or matrix that is worked out in several places.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.write.letters import letters
    >>> print(letters(common(check(read("d = l2 - y; e = sum((l2 - y)²); f = ‖l2 - y‖")[0]))))
    d = l2 - y
    e = sum(d²)
    f = ‖d‖
    """
    algebra = Algebra(checked)
    steps = untouched(checked)
    roots = {step: algebra.taken(step.value) for step in steps if not isinstance(step.value, Values)}
    uses: dict[Expression, int] = {}
    for root in roots.values():
        uses[root] = uses.get(root, 0) + 1
    for node in once_each(*roots.values()):
        for part in node.parts:
            uses[part] = uses.get(part, 0) + 1
    names: dict[Expression, Name] = {}
    fresh = FreshNames(checked)
    changed: dict[Statement, list[Statement]] = {}
    for step, root in roots.items():
        lines: list[Definition] = []
        for node in once_each(root):
            if uses[node] > 1 and node not in names and node is not root and worth(node, algebra):
                lines.append(Definition(fresh.name(algebra.kind(node), None), with_names(node, names)))
                names[node] = lines[-1].name
        value = names.get(root) or with_names(root, names)
        if lines or value is not root:
            changed[step] = [*lines, with_value(step, value)]
        if isinstance(step, Definition) and worth(root, algebra):
            names.setdefault(root, step.name)
    if not changed:
        return checked.program
    program = checked.program
    # In the order of the text: a line that stands last is the result, also if it is worked out before others.
    statements: list[Statement] = []
    for statement in program.statements:
        statements += changed.get(statement, [statement])
    return Program(tuple(statements), program.text)


def untouched(checked: Checked) -> list[Step]:
    """The lines that read nothing that was updated before them, in order."""
    updated: set[str] = set()
    found = []
    for step in checked.names.order:
        key = step.name.key if isinstance(step, Update) else ""
        if updated.isdisjoint(checked.names.needs(step)):
            found.append(step)
        if key:
            updated.add(key)
    return found


def worth(node: Expression, algebra: Algebra) -> bool:
    """True for an array that something was done for."""
    if algebra.kind(node) == NUMBER:
        return False
    while isinstance(node, Transpose | Negative):
        node = node.part
    return not isinstance(node, Name | Number | Values)


def with_names(root: Expression, names: Mapping[Expression, Name]) -> Expression:
    """An expression with names in the place of parts that have one."""
    return replaced(root, lambda node: names.get(node) if node is not root else None)
