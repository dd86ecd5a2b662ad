"""A calculation that has no result: where in the formula it stopped, and what about the values is in the way.

The formula is worked out once more with a line of code for every part, so the line that fails says which part it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FrameType
from typing import TYPE_CHECKING, Any

import numpy as np

from ..check.report import Reporter
from ..problems import DataError, Fact, Problem, place
from ..tree import Call, Elementwise, Expression, Inverse, Name, Power
from ..words import words_of
from ..write.python import Def
from .code import SOURCE, calculated, compiled
from .handed import HandedError
from .rows import no_row

if TYPE_CHECKING:
    from ..check.model import Checked
    from .given import Given

NO_RESULT = (ZeroDivisionError, OverflowError, np.linalg.LinAlgError, IndexError, MemoryError, HandedError)
GENERAL = {
    ZeroDivisionError: "something is divided by zero",
    OverflowError: "a number becomes too large",
    np.linalg.LinAlgError: "a matrix has no inverse",
    IndexError: "a row number is beyond the matrix's rows",
    MemoryError: "there is not enough memory",
}


def failure(checked: Checked, given: Given, functions: Mapping[str, Callable[..., Any]], error: Exception) -> DataError:
    """The problem behind an error of a run, with the part of the formula that has no result."""
    message = next((text for kind, text in GENERAL.items() if isinstance(error, kind)), str(error))
    if isinstance(error, IndexError) and "integer" in str(error):
        message = "a row number is not a whole number"
    found = None if isinstance(error, MemoryError) else Stopped(checked, given, functions).found()
    if found is None:
        return DataError([Problem("E0306", f"the formula has no result: {message}")], checked.program.text)
    return DataError([found.problem(message)], checked.program.text)


class Stopped:
    """Looks for the part of a formula that has no result."""

    def __init__(self, checked: Checked, given: Given, functions: Mapping[str, Callable[..., Any]]) -> None:
        self.checked = checked
        self.say = Reporter(checked)
        self.words = words_of(checked)
        self.made = Def(checked, self.words, given.batched, everything=True, every_step=True)
        self.call = compiled(self.made.source, self.made.name, functions)
        self.arguments = [given.values[key] for key in self.made.parameters]
        self.node: Expression | None = None
        self.values: Mapping[str, Any] = {}

    def found(self) -> Stopped | None:
        """This, if working out every part by itself stops in one of them."""
        try:
            calculated(lambda: self.call(*self.arguments))
        except NO_RESULT as error:
            trace = error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == SOURCE and trace.tb_frame.f_code.co_name == self.made.name:
                    self.stopped(trace.tb_lineno, trace.tb_frame)
                    return self if self.node is not None else None
                trace = trace.tb_next
        return None

    def stopped(self, number: int, frame: FrameType) -> None:
        """Note the part that a line of the code stands for, and the values there were by then."""
        lines = [line.strip() for line in self.made.source.split("\n")]
        target = lines[number - 1].partition(" = ")[0]
        parts = {name: node for node, name in self.made.writing.parts.items()}
        # The whole of a line is given the line's own name first, and its name as a part in the line after.
        after = lines[number].partition(" = ") if number < len(lines) else ("", "", "")
        self.node = parts.get(target) or (parts.get(after[0]) if after[2] == target else None)
        self.values = dict(frame.f_locals)

    def value(self, node: Expression) -> Any:
        """The value that a part had, if it is known."""
        name = self.words.python.get(node.key) if isinstance(node, Name) else self.made.writing.parts.get(node)
        return self.values.get(name or "")

    def problem(self, general: str) -> Problem:
        """The problem in the words of the formula."""
        node, text = self.node, self.say.text
        assert node is not None
        message, note, at = f"{text(node)} has no result: {general}", "", node
        match node:
            case Elementwise(operator="/") if general == GENERAL[ZeroDivisionError]:
                at = node.right
                message = f"{text(at)} is 0, and nothing can be divided by 0"
            case Power() | Inverse() if general == GENERAL[ZeroDivisionError]:
                message = f"{text(node.part)} is 0, and nothing can be divided by 0"
            case Inverse() | Call(function="inv"):
                matrix = node.parts[0]
                message = f"{text(matrix)} has no inverse with these values"
                note = f"a row of {text(matrix)} can be made from its other rows, so different vectors give the same"
            case Call(function="pick") if general == GENERAL[IndexError]:
                matrix, at = node.arguments
                message, note = self.beyond(matrix, at)
        line, span = place(self.checked.program.text, at.start, at.end)
        facts = [Fact(note, line, *span, role="note")] if note else []
        return Problem("E0306", message, line, span, facts)

    def beyond(self, matrix: Expression, rows: Expression) -> tuple[str, str]:
        """That a matrix does not have so many rows."""
        text, indices, table = self.say.text, self.value(rows), self.value(matrix)
        message = f"{text(rows)} asks for a row that {text(matrix)} does not have"
        if indices is None or table is None:
            return message, ""
        return no_row(text(rows), text(matrix), int(np.max(indices)), len(table))
