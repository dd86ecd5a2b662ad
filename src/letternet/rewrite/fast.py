"""A program that learns, in the form that runs fastest.

The rate stands at the deltas, slopes are the formulas that they are, and what stands in several places is worked out
once.  What it updates has the same values, to rounding; its deltas have the rate in them.
"""

from __future__ import annotations

from ..check.check import check_changed
from ..check.slopes import slope_of
from ..functions import FUNCTIONS, SIGN
from ..tree import Call, Definition, Elementwise, Evaluation, Expression, Name, Number, Program, Update
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
