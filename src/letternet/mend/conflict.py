"""The smallest set of equations that cannot all hold.

Numbers are carried from equation to equation, each with the equations it rests on; where two meet that differ, these
are the conflict.  So are differences between sizes of which no number is known: around a circle they add up to 0.
Only where letters are added up does the solver have to be asked.  What is found is then made as small as it can be:
each equation is left out once to see whether the rest still clashes.
"""

from __future__ import annotations

from collections import deque

from ..check.solve import ClashError, Solver
from ..sizes import Unknown, total

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ..check.model import Equation

    Form = tuple[tuple[tuple[Unknown, int], ...], int]


MOST_TRIED = 400_000  # equations in all, while others are left out
FRESH = 10**9  # unknowns that are made while a 2n = 3m is solved are numbered after all others
MOST_SOLVED = 40  # equations of a conflict that the solver finds one by one
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


def is_difference(counts: Sequence[tuple[Unknown, int]]) -> bool:
    """True for one unknown less another one."""
    return len(counts) == 2 and abs(counts[0][1]) == 1 and counts[0][1] + counts[1][1] == 0


def way_back(unknown: Unknown, steps: Mapping[Unknown, tuple[Unknown, Equation]]) -> Iterator[Equation]:
    """The equations from an unknown back to the one from which all steps started."""
    while unknown in steps:
        unknown, equation = steps[unknown]
        yield equation


class Numbers:
    """What follows from some equations in numbers: the value of unknowns, each with the equation that gave it."""

    def __init__(
        self, equations: Collection[Equation], forms: dict[Equation, Form], least: bool, on: bool = False
    ) -> None:
        """With `least`, a size below 1 is a conflict too; with `on`, what clashes is left out and the rest goes on."""
        self.least = least
        self.forms = forms
        self.on = on
        self.left_out: set[Equation] = set()
        self.values: dict[Unknown, int] = {}
        self.because: dict[Unknown, Equation] = {}
        self.conflict: Equation | None = None
        self.circle: list[Equation] = []  # of differences that do not add up to 0
        self.spread(equations)
        if self.conflict is None:
            self.go_round(equations)

    def spread(self, equations: Collection[Equation]) -> None:
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
            value, odd = divmod(-rest, times) if free is not None else (1, rest)
            if odd or (self.least and value < 1):
                if not self.on:
                    self.conflict = equation
                    return
                self.left_out.add(equation)
                continue
            if free is None:
                continue
            values[free] = value
            self.because[free] = equation
            for use in uses[free]:
                open_[use] -= 1
                if open_[use] <= 1 and use is not equation:
                    ready.append(use)

    def go_round(self, equations: Collection[Equation]) -> None:
        """Carry differences between unknowns, from one to the next."""
        forms = self.forms
        open_ = [e for e in equations if is_difference(forms[e][0]) and forms[e][0][0][0] not in self.values]
        if not any(forms[equation][1] for equation in open_):
            return
        beside: dict[Unknown, list[tuple[Unknown, int, Equation]]] = {}
        for equation in open_:
            ((one, times), (other, _)), rest = forms[equation]
            beside.setdefault(one, []).append((other, times * rest, equation))
            beside.setdefault(other, []).append((one, -times * rest, equation))
        ahead: dict[Unknown, int] = {}  # by how much of the first one in its group
        steps: dict[Unknown, tuple[Unknown, Equation]] = {}  # from where each came
        for first in beside:
            if first in ahead:
                continue
            ahead[first] = 0
            ready = deque([first])
            while ready:
                unknown = ready.popleft()
                for other, more, equation in beside[unknown]:
                    if other not in ahead:
                        ahead[other], steps[other] = ahead[unknown] + more, (unknown, equation)
                        ready.append(other)
                    elif ahead[other] != ahead[unknown] + more:
                        if self.on:
                            self.left_out.add(equation)
                            continue
                        apart = set(way_back(unknown, steps)) ^ set(way_back(other, steps))
                        self.conflict, self.circle = equation, [equation, *apart]
                        return

    def reasons(self, equation: Equation) -> list[Equation]:
        """An equation and all that the numbers in it rest on."""
        if self.circle:
            return self.circle
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
        self.room = MOST_TRIED
        self.plain = all(
            is_difference(counts) if len(counts) > 1 else abs(sum(n for _, n in counts)) == len(counts)
            for counts, _ in self.forms.values()
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

    def numbers(self, equations: Collection[Equation], least: bool = True) -> Numbers:
        """What follows in numbers from some of the equations."""
        return Numbers(equations, self.forms, least)

    def consistent(self, equations: Collection[Equation], least: bool = True) -> bool:
        """True when all of these can hold together; without `least` sizes may be below 1."""
        if self.numbers(equations, least).conflict is not None:
            return False
        return self.plain or not least or solvable(equations)

    def agreeing(self, equations: Sequence[Equation], some: Collection[Equation]) -> Sequence[Equation]:
        """The equations without those of `some` that clash with others of these."""
        clashing = Numbers(some, self.forms, True, on=True).left_out
        if not self.plain:
            solver = Solver(count=FRESH)
            for equation in some:
                if equation not in clashing and not holds(solver, equation):
                    clashing.add(equation)
        return [equation for equation in equations if equation not in clashing] if clashing else equations

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
            found = self.core(list(equations))
        found.sort(key=self.place.__getitem__)
        if len(found) > MOST_LEFT_OUT or self.room <= 0:
            return found
        self.room -= len(found) ** 2
        for equation in found[::-1]:
            rest = [e for e in found if e is not equation]
            if not self.consistent(rest, least):
                found = rest
        return found

    def core(self, equations: list[Equation]) -> list[Equation]:
        """A small set of these that clashes: what is not among the fewest first ones that clash is left out.

        The last of those belongs to it, and with this one, in turn, the last of the fewest that clash with it.
        """
        kept: list[Equation] = []
        for _ in range(MOST_SOLVED):
            solver = Solver(count=FRESH)
            if not all(holds(solver, equation) for equation in kept):
                return kept
            number = next((n for n, equation in enumerate(equations) if not holds(solver, equation)), len(equations))
            kept += equations[number : number + 1]
            equations = equations[:number]
        return [*kept, *equations]


def holds(solver: Solver, equation: Equation) -> bool:
    """True when an equation agrees with what the solver knows, and is taken in."""
    try:
        solver.equate(equation.one, equation.other)
    except ClashError:
        return False
    return True


def solvable(equations: Iterable[Equation]) -> bool:
    """True when the solver finds no clash."""
    solver = Solver(count=FRESH)
    return all(holds(solver, equation) for equation in equations)
