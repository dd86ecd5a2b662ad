"""The smallest set of equations that cannot all hold.

Numbers are carried from equation to equation, each with the equations it rests on; where two meet that differ, these
are the conflict.  Only where letters are added up does the solver have to be asked.  What is found is then made as
small as it can be: each equation is left out once to see whether the rest still clashes.
"""

from __future__ import annotations

from collections import deque

from ..check.solve import ClashError, Solver
from ..sizes import Unknown, total

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ..check.model import Equation

    Form = tuple[tuple[tuple[Unknown, int], ...], int]


MOST_LEFT_OUT = 400  # equations of a conflict that are left out one by one; a longer way is taken as it was found


def form(equation: Equation) -> Form:
    """An equation as unknowns, so many of each, and a constant that add up to 0."""
    one, other = equation.one, equation.other
    if isinstance(one, Unknown):
        if isinstance(other, Unknown):
            return (((one, 1), (other, -1)) if one is not other else (), 0)
        if isinstance(other, int):
            return (((one, 1),), -other)
    difference = total([(one, 1), (other, -1)])
    if isinstance(difference, int):
        return ((), difference)
    if isinstance(difference, Unknown):
        return (((difference, 1),), 0)
    return (tuple(difference.unknowns.items()), difference.constant)


class Numbers:
    """What follows from some equations in numbers: the value of unknowns, each with the equation that gave it."""

    def __init__(self, equations: Iterable[Equation], forms: dict[Equation, Form], least: bool) -> None:
        """With `least`, a size below 1 is a conflict too."""
        self.least = least
        self.forms = forms
        self.values: dict[Unknown, int] = {}
        self.because: dict[Unknown, Equation] = {}
        self.conflict: Equation | None = None
        self.spread(equations)

    def spread(self, equations: Iterable[Equation]) -> None:
        """Carry numbers from equation to equation, the nearest first."""
        forms, values = self.forms, self.values
        uses: dict[Unknown, list[Equation]] = {}
        open_: dict[Equation, int] = {}
        ready: deque[Equation] = deque()
        for equation in equations:
            counts = forms[equation][0]
            open_[equation] = len(counts)
            for unknown, _ in counts:
                uses.setdefault(unknown, []).append(equation)
            if len(counts) < 2:
                ready.append(equation)
        while ready:
            equation = ready.popleft()
            counts, rest = forms[equation]
            free: Unknown | None = None
            times = 1
            for unknown, n in counts:
                value = values.get(unknown)
                if value is None:
                    free, times = unknown, n
                else:
                    rest += n * value
            if free is None:
                if rest:
                    self.conflict = equation
                    return
                continue
            value, odd = divmod(-rest, times)
            if odd or (self.least and value < 1):
                self.conflict = equation
                return
            values[free] = value
            self.because[free] = equation
            for use in uses[free]:
                open_[use] -= 1
                if open_[use] <= 1 and use is not equation:
                    ready.append(use)

    def reasons(self, equation: Equation) -> list[Equation]:
        """An equation and all that the numbers in it rest on."""
        found = {equation: None}
        todo = [unknown for unknown, _ in self.forms[equation][0]]
        while todo:
            reason = self.because.get(todo.pop())
            if reason is not None and reason not in found:
                found[reason] = None
                todo += [unknown for unknown, _ in self.forms[reason][0]]
        return list(found)


class System:
    """Equations in a fixed order, each counted once."""

    def __init__(self, equations: Sequence[Equation]) -> None:
        self.equations = list(equations)
        self.forms = {equation: form(equation) for equation in equations}
        self.place = {equation: i for i, equation in enumerate(self.equations)}
        self.plain = all(
            len(counts) <= 2 and sum(n for _, n in counts) == (1 if len(counts) == 1 else 0)
            for counts, _ in self.forms.values()
            if counts
        )

    def components(self) -> list[list[Equation]]:
        """The equations in groups that share no unknown size with one another."""
        above: dict[Unknown, Unknown] = {}

        def top(unknown: Unknown) -> Unknown:
            while (further := above.get(unknown, unknown)) is not unknown:
                above[unknown] = above.get(further, further)
                unknown = further
            return unknown

        for counts, _ in self.forms.values():
            for unknown, _ in counts[1:]:
                one, other = top(counts[0][0]), top(unknown)
                if one is not other:
                    above[other] = one
        groups: dict[Unknown | None, list[Equation]] = {}
        for equation in self.equations:
            counts = self.forms[equation][0]
            groups.setdefault(top(counts[0][0]) if counts else None, []).append(equation)
        return list(groups.values())

    def numbers(self, equations: Iterable[Equation], least: bool = True) -> Numbers:
        """What follows in numbers from some of the equations."""
        return Numbers(equations, self.forms, least)

    def consistent(self, equations: Collection[Equation], least: bool = True) -> bool:
        """True when all of these can hold together; without `least` sizes may be below 1."""
        if self.numbers(equations, least).conflict is not None:
            return False
        return self.plain or not least or solvable(equations)

    def conflict(self, equations: Collection[Equation]) -> list[Equation]:
        """The smallest set of these that cannot all hold; empty when they can."""
        # A join of 5 and 3 values for which there are 5 rows clashes because 8 is not 5, though without the 3 it would
        # clash too: nothing can have no values.  So sizes below 1 are looked at only when all numbers agree.
        least = False
        numbers = self.numbers(equations, least)
        if numbers.conflict is None:
            least = True
            numbers = self.numbers(equations)
        if numbers.conflict is not None:
            found = numbers.reasons(numbers.conflict)
        elif self.plain or solvable(equations):
            return []
        else:
            found = self.core([], list(equations), False)
        found.sort(key=self.place.__getitem__)
        if len(found) > MOST_LEFT_OUT:
            return found
        for equation in found[::-1]:
            rest = [e for e in found if e is not equation]
            if not self.consistent(rest, least):
                found = rest
        return found

    def core(self, kept: list[Equation], rest: list[Equation], added: bool) -> list[Equation]:
        """A small set of `rest` that clashes with what is kept: halves at a time (QuickXplain, Junker)."""
        if added and not solvable(kept):
            return []
        if len(rest) == 1:
            return rest
        first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        right = self.core([*kept, *first], second, bool(first))
        left = self.core([*kept, *right], first, bool(right))
        return left + right


def solvable(equations: Iterable[Equation]) -> bool:
    """True when the solver finds no clash."""
    solver = Solver()
    # Unknowns made while a 2n = 3m is solved are numbered after all others.
    solver.count = 10**9
    try:
        for equation in equations:
            solver.equate(equation.one, equation.other)
    except ClashError:
        return False
    return True
