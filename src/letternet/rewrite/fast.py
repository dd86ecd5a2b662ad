"""A program in the form that runs fastest: the same values, to rounding.

What stands in several places is worked out once, and slopes are the formulas that they are.  In a program that learns
the rate stands at the deltas, which then have it in them; in one whose last value alone counts, what one place needs
is worked out there, so that products are as long as they can be.
"""

from __future__ import annotations

from ..check.check import check_changed
from ..check.slopes import slope_of
from ..functions import FUNCTIONS, SIGN
from ..tree import Call, Definition, Elementwise, Evaluation, Expression, Name, Number, Program, Update
from .chain import chain
from .common import common
from .folded import folded
from .substitute import replaced, with_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..check.model import Checked


def fast(checked: Checked, every_line: bool = True) -> Checked:
    """The fast form of a program, checked; unless `every_line` counts, the last value is what it is for.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.write.letters import letters
    >>> text = "l1 = relu(l0W0); d1 = (l1 - y) ⊙ relu'(l1); W0 <- W0 - α l0ᵀd1"
    >>> print(letters(fast(check(read(text)[0])).program))
    l1 = relu(l0W0)
    d1 = α (l1 - y) ⊙ sign(l1)
    W0 <- W0 - l0ᵀd1
    """

    names = checked.names
    silenced = {
        key
        for key, line in names.definitions.items()
        if isinstance(line.value, Call) and not line.value.slope and key not in names.updates
        and line.value.title not in names.functions and line.value.function not in checked.given
        and "silences" in FUNCTIONS[line.value.function].traits
    }  # fmt: skip

    def written_out(node: Expression) -> Expression | None:
        """The slope of a function of the table at a letter; what is never negative is above 0 where its sign is 1."""
        if not isinstance(node, Call) or not node.slope or node.title in names.functions:
            return None
        slope = slope_of(node.function)
        (argument,) = node.arguments
        if slope is None or not isinstance(argument, Name):
            return None
        match slope.value:
            case Elementwise(">", Name(), Number("0")) if argument.key in silenced:
                return Call(SIGN, (argument,))
        return replaced(slope.value, lambda inside: argument if isinstance(inside, Name) else None)

    last = names.steps[-1] if names.steps else None
    if every_line:
        program = folded(checked)
    elif isinstance(last, Definition) and any(last.name.key in names.needs(step) for step in names.steps):
        program = checked.program
    else:
        program = chain(checked)[0]
    lines = [
        with_value(line, replaced(line.value, written_out))
        if isinstance(line, Definition | Update | Evaluation)
        else line
        for line in program.statements
    ]
    return rewritten(checked, common(check_changed(checked, Program(tuple(lines), program.text))))


def rewritten(checked: Checked, program: Program) -> Checked:
    """A rewritten program, checked, what comes in being in order of first use in the old one."""
    made = check_changed(checked, program)
    made.names.inputs = {key: made.names.inputs[key] for key in checked.names.inputs}
    return made
