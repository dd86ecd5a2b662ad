"""Numbers that grow without end in training: which layer was the first, in which epoch, and what helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..problems import DataError, Problem, place
from ..tree import Definition
from ..words import words_of
from ..write.python import Def
from .code import calculated, compiled
from .failures import NO_RESULT

if TYPE_CHECKING:
    from ..check.model import Checked

MOST_GROWTH = 1e12  # times the error of the first batch; training that begins badly and recovers stays far below


class Measure:
    """The formula with its error as a function of datapoints and weights, every line's value known."""

    def __init__(
        self,
        checked: Checked,
        error: str,
        many: tuple[str, ...],
        together: bool,
        functions: Mapping[str, Callable[..., Any]],
    ) -> None:
        self.checked: Final = checked
        self.error: Final = error
        self.many: Final = many
        self.together: Final = together
        self.made: Final = Def(checked, words_of(checked), many if together else (), everything=True)
        self.call: Final = compiled(self.made.source, self.made.name, functions)

    def values(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Every value by its letters, for a batch, or for one datapoint if those are taken one by one."""
        found: Mapping[str, Any] = self.call(*(given[key] for key in self.made.parameters))
        return found

    def errors(self, rows: Mapping[str, Any], fixed: Mapping[str, Any], count: int) -> float:
        """The errors of so many datapoints together."""
        if self.together:
            errors = self.values({**fixed, **rows})[self.error]
            return float(np.sum(errors)) if np.ndim(errors) else float(errors) * count
        return sum(float(self.values({**fixed, **one(rows, number)})[self.error]) for number in range(count))

    def first_without_result(self, rows: Mapping[str, Any], fixed: Mapping[str, Any], count: int) -> Mapping[str, Any]:
        """The datapoints, or of those that are taken one by one the first that has no result, or else the last."""
        found = rows
        for number in range(0 if self.together else count):
            found = one(rows, number)
            try:
                calculated(lambda: self.values({**fixed, **found}))  # noqa: B023
            except NO_RESULT:
                break
        return found

    def first_infinite(self, rows: Mapping[str, Any], fixed: Mapping[str, Any], count: int) -> Definition | None:
        """The first line whose value is not finite."""
        for number in range(1 if self.together else count):
            given = {**fixed, **(rows if self.together else one(rows, number))}
            try:
                values = calculated(lambda: self.values(given))  # noqa: B023
            except OverflowError:  # of a number that is Python's own; no line says which
                return None
            for step in self.checked.names.order:
                if isinstance(step, Definition) and not np.isfinite(values[step.name.key]).all():
                    return step
        return None

    def largest(self, rows: Mapping[str, Any], fixed: Mapping[str, Any], count: int) -> tuple[Definition | None, float]:
        """The line before the error whose values are largest, and how large they are."""
        line, most = None, 0.0
        for number in range(1 if self.together else count):
            given = {**fixed, **(rows if self.together else one(rows, number))}
            values = calculated(lambda: self.values(given))  # noqa: B023
            for step in self.checked.names.order:
                if isinstance(step, Definition) and step.name.key != self.error:
                    size = float(np.abs(values[step.name.key]).max(initial=0))
                    if size > most:
                        line, most = step, size
        return line, most


def one(rows: Mapping[str, Any], number: int) -> dict[str, Any]:
    """One datapoint of several."""
    return {key: array[number] if array.ndim > 1 else array[number].item() for key, array in rows.items()}


def runs_away(
    checked: Checked, epoch: int, rate: float, line: Definition | None, weight: str = "", error: str = ""
) -> DataError:
    """The problem of numbers that are not finite: in a line of the formula, in a weight, or else in the error.

    Of the `error` alone, the line is the one with the largest values.
    """
    if error and line:
        message = f"in epoch {epoch}, {error} grew beyond all numbers; largest is {named(checked, line.name.key)}"
        return DataError([Problem("E0307", f"{message}; {what_helps(rate)}", *where(checked, line))],
                         checked.program.text)  # fmt: skip
    said = named(checked, line.name.key if line else weight) or "the error"
    message = f"in epoch {epoch}, {said} grew beyond all numbers; {what_helps(rate)}"
    return DataError([Problem("E0307", message, *where(checked, line))], checked.program.text)


def grows(
    checked: Checked, epoch: int, rate: float, errors: tuple[float, float], line: Definition | None, most: float
) -> DataError:
    """The problem of an error that is still finite, and far larger than at first; the line has the largest values."""
    error, first = errors
    message = f"in epoch {epoch}, the error grew to {error:.3g}, and it was {first:.3g} at first"
    if line:
        message += f"; largest is {named(checked, line.name.key)}, up to {most:.3g}"
    return DataError([Problem("E0307", f"{message}; {what_helps(rate)}", *where(checked, line))], checked.program.text)


def named(checked: Checked, key: str) -> str:
    """A letter by its words and itself."""
    said = words_of(checked).english.get(key, "")
    return f"the {said}" if said.endswith(f" {key}") else f"the {said} ({key})" if said else ""


def where(checked: Checked, line: Definition | None) -> tuple[int, tuple[int, int]]:
    """The place of a line, if there is one."""
    return place(checked.program.text, line.start, line.end) if line else (0, (0, 0))


def what_helps(rate: float) -> str:
    """What to try."""
    return f"a smaller rate than {rate:g} helps, or data with smaller numbers"
