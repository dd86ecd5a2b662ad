"""A program that learns, in the form that runs fastest.

The rate stands at the deltas, slopes are the formulas that they are, and what stands in several places is worked out
once.  What it updates has the same values, to rounding; its deltas have the rate in them.
"""

from __future__ import annotations

from ..check.check import check_changed
from ..check.slopes import slope_of
from ..tree import Call, Definition, Evaluation, Expression, Name, Program, Update
from .common import common
from .folded import folded
from .substitute import replaced, with_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..check.model import Checked


def fast(checked: Checked) -> Checked:
    """The fast form of a program, checked.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.write.letters import letters
    >>> text = "l1 = relu(l0W0); d1 = (l1 - y) ⊙ relu'(l1); W0 <- W0 - α l0ᵀd1"
    >>> print(letters(fast(check(read(text)[0])).program))
    l1 = relu(l0W0)
    d1 = α (l1 - y) ⊙ (l1 > 0)
    W0 <- W0 - l0ᵀd1
    """

    def written_out(node: Expression) -> Expression | None:
        """The slope of a function of the table at a letter."""
        if not isinstance(node, Call) or not node.slope or node.title in checked.names.functions:
            return None
        slope = slope_of(node.function)
        (argument,) = node.arguments
        if slope is None or not isinstance(argument, Name):
            return None
        return replaced(slope.value, lambda inside: argument if isinstance(inside, Name) else None)

    program = folded(checked)
    lines = [
        with_value(line, replaced(line.value, written_out))
        if isinstance(line, Definition | Update | Evaluation)
        else line
        for line in program.statements
    ]
    made = check_changed(checked, Program(tuple(lines), program.text))
    made = check_changed(checked, common(made))
    made.names.inputs = {key: made.names.inputs[key] for key in checked.names.inputs}  # in order of first use before
    return made
