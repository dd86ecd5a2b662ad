"""Lines become one formula: `l1 = relu(l0W0); l2 = l1W1` is `l2 = relu(l0W0)W1`.

A value that is used more than once keeps its line, and so does one with an update of what it reads between its line
and its use, in the order in which they are written; `chain` says so.
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
    position = {line: number for number, line in enumerate(checked.program.statements)}
    updated: dict[str, list[int]] = {}
    for number, line in enumerate(checked.program.statements):
        if isinstance(line, Update):
            updated.setdefault(line.name.key, []).append(number)

    reasons: dict[Statement, str] = {}
    inner: dict[str, Expression] = {}
    # How far a dropped line may move: from the last update above it of what goes into it to the next one below.
    after: dict[str, tuple[int, str]] = {}
    until: dict[str, tuple[int, str]] = {}
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
            gone = [after[other] for other in needs if other in after]
            coming = [until[other] for other in needs if other in until]
            for other in needs:
                places = updated.get(other, [])
                at = bisect_right(places, position[step])
                gone += [(number, other) for number in places[max(at - 1, 0) : at]]
                coming += [(number, other) for number in places[at : at + 1]]
            last, first = max(gone, default=(-1, "")), min(coming, default=(len(position), ""))
            use = position[user[key]]
            if not last[0] < use <= first[0]:
                reason = f"{(last if use < first[0] else first)[1]} is updated before {key} is used"
        if reason:
            reasons[step] = f"{reason}, so {key} keeps its line"
            continue
        inner[key], after[key], until[key] = value, last, first
        dropped.add(step)
    kept = [line for line in checked.program.statements if line not in dropped]
    program = Program(tuple(changed.get(line, line) for line in kept))
    return program, {number: reasons[line] for number, line in enumerate(kept) if line in reasons}
