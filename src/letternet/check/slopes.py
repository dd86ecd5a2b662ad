"""The slope of a function of the table is a function in letters like any other."""

from __future__ import annotations

from ..functions import FUNCTIONS
from ..read.letters import read
from ..tree import NOWHERE, Evaluation, FunctionDefinition, Name, in_order

_READ: dict[str, FunctionDefinition | None] = {}


def slope_of(function: str) -> FunctionDefinition | None:
    """The slope of a function of every value, as `relu'(x) = x > 0`; None for a function that has none.

    >>> from letternet.write.letters import statement
    >>> statement(slope_of("tanh"))
    "tanh'(x) = 1 - tanh(x)²"
    """
    if function not in _READ:
        formula = FUNCTIONS[function].slope
        found = None
        if formula:
            program, _ = read(formula)
            (line,) = program.statements
            assert isinstance(line, Evaluation)
            for node in in_order(line.value):
                node.start = node.end = NOWHERE  # it stands in no text of the user's
            found = FunctionDefinition(function, (Name("x"),), line.value, True)
        _READ[function] = found
    return _READ[function]
