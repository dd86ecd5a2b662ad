"""Equations between sizes, solved one after the other: unknowns become whole numbers, one another, or sums.

Plain equalities join classes of unknowns (union-find); an equation with sums gives one unknown in terms of the
others.  Only an equation in which every unknown is counted more than once, such as 2n = 3m, needs SymPy.  Sums with
differences in them, such as 5 - n - m beside n - 2, are held against one another: some numbers have to fit them all.
"""

from __future__ import annotations

from math import inf
from types import MappingProxyType

from ..sizes import Sum, Term, Unknown, total

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Bound = tuple[dict[Unknown, int], int]


MOST_TOGETHER = 20  # sums that are held against one another
MOST_BESIDE = 60  # sums with one unknown in them
MOST_MADE = 100  # sums that follow from them


class ClashError(Exception):
    """Two sizes that were to be equal are not."""


class Solver:
    """What is known about the unknowns so far; `count` is the number of the unknown made last."""

    def __init__(self, known: Mapping[Unknown, Term] = MappingProxyType({}), count: int = 0) -> None:
        self.count = count
        self.reset(known)

    def reset(self, known: Mapping[Unknown, Term]) -> None:
        """Know this and nothing else."""
        self.known = dict(known)  # what an unknown has been found to be
        self.within: dict[Unknown, set[Unknown]] = {}  # the unknowns that are sums with this one in them
        self.limits: dict[Unknown, tuple[int, float]] = {}  # the least and the most that an unknown can be by its sums
        self.looked_at = not self.known  # whether the sums that are known are in those two

    def unknown(self, letter: str = "") -> Unknown:
        """A new unknown size."""
        self.count += 1
        return Unknown(self.count, letter)

    def value(self, term: Term) -> Term:
        """A size in terms of what is still unknown.

        >>> solver = Solver()
        >>> n, m = solver.unknown("n"), solver.unknown("m")
        >>> solver.equate(Sum({n: 2}, 1), m)
        >>> solver.equate(n, 3)
        >>> solver.value(m)
        7
        """
        known = self.known
        while isinstance(term, Unknown) and term in known:
            further = known[term]
            if isinstance(further, Unknown) and further in known:
                known[term] = known[further]  # the path gets shorter each time it is walked
            term = further
        if isinstance(term, Sum):
            while any(u in known for u in term.unknowns):
                term = total([(term.constant, 1), *((known.get(u, u), n) for u, n in term.unknowns.items())])
                if not isinstance(term, Sum):
                    return self.value(term)
        return term

    def equate(self, one: Term, other: Term) -> None:
        """Make two sizes equal, or raise `ClashError`; a clash changes nothing."""
        one, other = self.value(one), self.value(other)
        if one is other or (isinstance(one, int) and one == other):
            return
        if isinstance(one, Unknown):
            if isinstance(other, Unknown):
                first, second = (one, other) if self.rank(one) <= self.rank(other) else (other, one)
                self.learn(second, first)
                return
            if isinstance(other, int):
                self.learn(one, other)
                return
        elif isinstance(other, Unknown) and isinstance(one, int):
            self.learn(other, one)
            return
        self.solve(total([(one, 1), (other, -1)]))

    @staticmethod
    def rank(unknown: Unknown) -> tuple[bool, int]:
        """Declared letters first, then by age: the one that stands for its class."""
        return (not unknown.letter, unknown.number)

    def learn(self, unknown: Unknown, size: Term) -> None:
        """An unknown turns out to be this; sums with it in them must still be able to be sizes.

        >>> solver = Solver()
        >>> n, m = solver.unknown("n"), solver.unknown("m")
        >>> solver.equate(n, Sum({m: 1}, 3))
        >>> solver.equate(n, 2)
        Traceback (most recent call last):
            ...
        letternet.check.solve.ClashError
        """
        if unknown not in self.within and not isinstance(size, Sum) and self.looked_at:
            if not possible(size):
                raise ClashError
            self.known[unknown] = size
            return
        if not self.looked_at:
            self.look_at({each: self.value(each) for each, term in self.known.items() if isinstance(term, Sum)})
            self.looked_at = True
        sums = {each: replaced(self.value(each), unknown, size) for each in self.within.get(unknown, ())}
        if isinstance(size, Sum):
            sums[unknown] = size
        if not all(map(possible, (size, *sums.values()))):
            raise ClashError
        self.look_at(sums)
        self.known[unknown] = size
        self.within.pop(unknown, None)

    def look_at(self, sums: Mapping[Unknown, Term]) -> None:
        """Note what these sums have in them and how large that can be; raise `ClashError` if it cannot be."""
        limits: dict[Unknown, tuple[int, float]] = {}
        for value in sums.values():
            if isinstance(value, Sum) and len(value.unknowns) == 1:
                ((unknown, n),) = value.unknowns.items()
                least, most = limits.get(unknown) or self.limits.get(unknown, (1, inf))
                room = value.constant - 1  # with n times the unknown it is at least 0
                least, most = (max(least, -(room // n)), most) if n > 0 else (least, min(most, room // -n))
                if least > most:
                    raise ClashError
                limits[unknown] = least, most
        if any(isinstance(value, Sum) and binds(value) for value in sums.values()) and not fit(self.together(sums)):
            raise ClashError
        self.limits.update(limits)
        for each, value in sums.items():
            for part in value.unknowns if isinstance(value, Sum) else [value] if isinstance(value, Unknown) else []:
                self.within.setdefault(part, set()).add(each)

    def together(self, sums: Mapping[Unknown, Term]) -> list[Sum]:
        """These sums and all that have unknowns in common with them, as far as they say something; none if many do."""
        found: dict[Unknown, Sum] = {}
        waiting = list(sums.items())
        while waiting:
            each, value = waiting.pop()
            if each in found or not isinstance(value, Sum) or not binds(value):
                continue
            found[each] = value
            beside = [self.within.get(part, set()) for part in value.unknowns]
            if len(found) > MOST_TOGETHER or any(len(others) > MOST_BESIDE for others in beside):
                return []
            near = set().union(*beside) - found.keys()
            ordered = sorted(near, key=lambda other: other.number)
            waiting += [(other, sums[other] if other in sums else self.value(other)) for other in ordered]
        return list(found.values())

    def solve(self, difference: Term) -> None:
        """Make a sum zero."""
        if not isinstance(difference, Sum):
            if isinstance(difference, Unknown) or difference:
                raise ClashError  # an unknown is at least 1
            return
        counts, constant = difference.unknowns, difference.constant
        least = sum(counts.values()) + constant
        if all(n > 0 for n in counts.values()) and least > 0:
            raise ClashError
        if all(n < 0 for n in counts.values()) and least < 0:
            raise ClashError
        if len(counts) == 1:
            ((unknown, n),) = counts.items()
            if constant % n:
                raise ClashError
            self.learn(unknown, -constant // n)
            return
        single = [u for u, n in counts.items() if abs(n) == 1]
        if single:
            unknown = max(single, key=self.rank)
            n = counts[unknown]
            rest = [(u, -m * n) for u, m in counts.items() if u is not unknown]
            self.learn(unknown, total([(-constant * n, 1), *rest]))
            return
        before = dict(self.known)
        try:
            for unknown, term in self.whole_solution(difference):
                self.learn(unknown, term)
        except ClashError:
            self.reset(before)
            raise

    def whole_solution(self, difference: Sum) -> Iterator[tuple[Unknown, Term]]:
        """The whole numbers that make a sum zero, in terms of new unknowns."""
        from sympy import Integer, Symbol
        from sympy.solvers.diophantine.diophantine import diop_linear

        # diop_linear answers in the alphabetical order of the symbols.
        symbols = {Symbol(f"u{i:06}", integer=True): u for i, u in enumerate(difference.unknowns)}
        counts = list(difference.unknowns.values())
        expression = sum((n * s for n, s in zip(counts, symbols, strict=True)), Integer(difference.constant))
        solution = diop_linear(expression)
        if None in tuple(solution):
            raise ClashError
        free: dict[object, Unknown] = {}
        for unknown, found in zip(symbols.values(), solution, strict=True):
            terms: list[tuple[Term, int]] = []
            for symbol, n in found.as_coefficients_dict().items():
                if symbol == 1:
                    terms.append((int(n), 1))
                else:
                    if symbol not in free:
                        free[symbol] = self.unknown()
                    terms.append((free[symbol], int(n)))
            yield unknown, total(terms)


def replaced(term: Term, unknown: Unknown, size: Term) -> Term:
    """A size with another one in the place of an unknown.

    >>> n, m = Unknown(1, "n"), Unknown(2, "m")
    >>> replaced(n, n, 3), replaced(m, n, 3), replaced(Sum({n: 2}, 1), n, 3), replaced(Sum({n: 1, m: 1}, 0), n, m)
    (3, m, 7, Sum({m: 2}, 0))
    """
    if term is unknown:
        return size
    if not isinstance(term, Sum):
        return term
    return total([(term.constant, 1), *((size if part is unknown else part, n) for part, n in term.unknowns.items())])


def binds(size: Sum) -> bool:
    """True for a sum that is not at least 1 with whatever sizes: `n - 2`, `n - m`, `3 - n`."""
    return min(size.unknowns.values()) < 0 or size.constant + sum(size.unknowns.values()) < 1


def fit(sums: Sequence[Sum]) -> bool:
    """True unless no numbers from 1 up, whole or not, make all these at least 1 (Fourier–Motzkin elimination).

    >>> n, m = Unknown(1, "n"), Unknown(2, "m")
    >>> fit([Sum({n: -1, m: -1}, 5), Sum({n: 1}, -2)])
    True
    >>> fit([Sum({n: -1, m: -1}, 5), Sum({n: 1}, -2), Sum({m: 1}, -1)])
    False
    """
    if not any(len(each.unknowns) > 1 for each in sums):
        return True
    # What each unknown is above 1, so often, and a constant: at least 0.
    open_ = [(dict(each.unknowns), each.constant + sum(each.unknowns.values()) - 1) for each in sums]
    while True:
        if any(constant < 0 and max(counts.values(), default=-1) < 0 for counts, constant in open_):
            return False
        open_ = [each for each in open_ if each[1] < 0 or min(each[0].values(), default=0) < 0]
        if not open_ or len(open_) > MOST_MADE:
            return True
        unknown = next(iter(open_[0][0]))
        above = [each for each in open_ if each[0].get(unknown, 0) > 0]
        below = [each for each in open_ if each[0].get(unknown, 0) < 0]
        made = [each for each in open_ if unknown not in each[0]]
        made += [({u: n for u, n in counts.items() if u is not unknown}, constant) for counts, constant in below]
        made += [added(one, other, unknown) for one in above for other in below]
        open_ = made


def added(one: Bound, other: Bound, unknown: Unknown) -> Bound:
    """So much of two bounds that an unknown is in their sum no more; the first one has it, the second lacks it."""
    times, more = -other[0][unknown], one[0][unknown]
    counts = {u: one[0].get(u, 0) * times + other[0].get(u, 0) * more for u in {**one[0], **other[0]}}
    return {u: n for u, n in counts.items() if n}, one[1] * times + other[1] * more


def possible(term: Term) -> bool:
    """True for what can be at least 1 if every unknown in it is.

    >>> n = Unknown(1, "n")
    >>> possible(0), possible(n), possible(Sum({n: -1}, 2)), possible(Sum({n: -1}, 1))
    (False, True, True, False)
    """
    if isinstance(term, int):
        return term >= 1
    if isinstance(term, Unknown) or any(n > 0 for n in term.unknowns.values()):
        return True
    return term.constant + sum(term.unknowns.values()) >= 1
