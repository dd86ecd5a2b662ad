"""Lines become one formula: `l1 = relu(l0W0); l2 = l1W1` is `l2 = relu(l0W0)W1`.

A value that is used more than once keeps its line, and so does one whose use comes after an update of what it
reads; `chain` says so.
"""

from __future__ import annotations

from bisect import bisect_right

from ..tree import Definition, Expression, Name, Number, Power, Program, Statement, Update, Values, in_order
from .substitute import replaced, with_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..check.model import Checked
    from ..check.names import Step


def chain(checked: Checked) -> tuple[Program, dict[int, str]]:
    """The program with every value in between put where it is used; and why lines stay that could not be, by number.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.write.letters import letters
    >>> letters(chain(check(read("l1 = relu(l0W0); l2 = l1W1")[0]))[0])
    'l2 = relu(l0W0)W1'
    """
    names = checked.names
    uses: dict[str, int] = {}
    exponents: set[str] = set()
    user: dict[str, Step] = {}
    for step in names.order:
        for node in in_order(step.value):
            if isinstance(node, Power) and isinstance(node.exponent, Name):
                exponents.add(node.exponent.key)
            if isinstance(node, Name):
                uses[node.key] = uses.get(node.key, 0) + 1
                user[node.key] = step
    in_functions = {key for needs in names.closed.values() for key in needs}
    position = {step: number for number, step in enumerate(names.order)}
    updated: dict[str, list[int]] = {}
    for number, step in enumerate(names.order):
        if isinstance(step, Update):
            updated.setdefault(step.name.key, []).append(number)

    reasons: dict[Statement, str] = {}
    inner: dict[str, Expression] = {}
    until: dict[str, tuple[int, str]] = {}  # how far a dropped line may move: to the next update of what goes into it
    dropped: set[Statement] = set()
    changed: dict[Statement, Statement] = {}
    for step in names.order:
        value = replaced(step.value, lambda node: inner.get(node.key) if isinstance(node, Name) else None)
        changed[step] = with_value(step, value)
        if not isinstance(step, Definition) or isinstance(step.value, Values | Number):
            continue
        key = step.name.key
        if key not in uses and key not in in_functions:
            continue  # a result
        reason = ""
        if uses.get(key, 0) > 1 or key in in_functions:
            reason = f"{key} is used {'in a function' if key in in_functions else f'{uses[key]} times'}"
        elif key in exponents and not isinstance(value, Name):
            reason = f"{key} is an exponent"
        elif key in updated:
            reason = f"{key} is updated"
        else:
            needs = names.needs(step)
            coming = [until[other] for other in needs if other in until]
            for other in needs:
                later = updated.get(other, [])
                at = bisect_right(later, position[step])
                coming += [(number, other) for number in later[at : at + 1]]
            first, other = min(coming, default=(len(position), ""))
            if first < position[user[key]]:
                reason = f"{other} is updated before {key} is used"
        if reason:
            reasons[step] = f"{reason}, so {key} keeps its line"
            continue
        inner[key], until[key] = value, (first, other)
        dropped.add(step)
    kept = [line for line in checked.program.statements if line not in dropped]
    program = Program(tuple(changed.get(line, line) for line in kept))
    return program, {number: reasons[line] for number, line in enumerate(kept) if line in reasons}
