"""Equations between sizes, solved one after the other: unknowns become whole numbers, one another, or sums.

Plain equalities join classes of unknowns (union-find); an equation with sums gives one unknown in terms of the
others.  Only an equation in which every unknown is counted more than once, such as 2n = 3m, needs SymPy.
"""

from __future__ import annotations

from ..sizes import Sum, Term, Unknown, total

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class ClashError(Exception):
    """Two sizes that were to be equal are not."""


class Solver:
    """What is known about the unknowns so far."""

    def __init__(self) -> None:
        self.count = 0
        self.known: dict[Unknown, Term] = {}  # what an unknown has been found to be

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
        if isinstance(one, Unknown) and isinstance(other, Unknown):
            first, second = (one, other) if self.rank(one) <= self.rank(other) else (other, one)
            self.known[second] = first
            return
        if isinstance(one, Unknown) and isinstance(other, int):
            self.set(one, other)
            return
        if isinstance(other, Unknown) and isinstance(one, int):
            self.set(other, one)
            return
        self.solve(total([(one, 1), (other, -1)]))

    @staticmethod
    def rank(unknown: Unknown) -> tuple[bool, int]:
        """Declared letters first, then by age: the one that stands for its class."""
        return (not unknown.letter, unknown.number)

    def set(self, unknown: Unknown, size: int) -> None:
        """An unknown turns out to be this number."""
        if size < 1:
            raise ClashError
        self.known[unknown] = size

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
            self.set(unknown, -constant // n)
            return
        single = [u for u, n in counts.items() if abs(n) == 1]
        if single:
            unknown = max(single, key=self.rank)
            n = counts[unknown]
            rest = [(u, -m * n) for u, m in counts.items() if u is not unknown]
            self.known[unknown] = total([(-constant * n, 1), *rest])
            return
        for unknown, term in self.whole_solution(difference):
            self.known[unknown] = term

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
