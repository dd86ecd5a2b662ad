"""Equations between sizes have a solution when and only when whole numbers from 1 up solve them all."""

from __future__ import annotations

from itertools import pairwise, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letternet import Formula
from letternet.check.solve import MOST_BESIDE, ClashError, Solver, fit
from letternet.sizes import Sum, Term, Unknown, total

MOST = 40  # no system below has a smallest solution beyond this
N, M = Unknown(1, "n"), Unknown(2, "m")

SIDES = st.integers(1, 4) | st.lists(st.sampled_from([N, M, N, M, 1, 2]), min_size=1, max_size=3).map(
    lambda parts: total((part, 1) for part in parts)
)
SYSTEMS = st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=3)


def worth(size: Term, solution: dict[Unknown, int]) -> int:
    """A size with numbers for its unknowns."""
    if isinstance(size, Sum):
        return size.constant + sum(n * solution[unknown] for unknown, n in size.unknowns.items())
    return size if isinstance(size, int) else solution[size]


def solutions(system: list[tuple[Term, Term]]) -> list[dict[Unknown, int]]:
    """All pairs of small whole numbers that solve a system."""
    tried = ({N: n, M: m} for n, m in product(range(1, MOST + 1), repeat=2))
    return [each for each in tried if all(worth(one, each) == worth(other, each) for one, other in system)]


@given(SYSTEMS)
def test_a_system_is_refused_if_nothing_solves_it_in_whatever_order(system: list[tuple[Term, Term]]) -> None:
    found = solutions(system)
    for order in permutations(system):
        solver = Solver(count=2)
        try:
            for one, other in order:
                solver.equate(one, other)
        except ClashError:
            assert found == []
            continue
        assert found
        for unknown in (N, M):
            value = solver.value(unknown)
            assert not isinstance(value, int) or {each[unknown] for each in found} == {value}


@given(SYSTEMS)
def test_a_clash_changes_nothing(system: list[tuple[Term, Term]]) -> None:
    solver = Solver(count=2)
    for one, other in system:
        before = [solver.value(N), solver.value(M)]
        try:
            solver.equate(one, other)
        except ClashError:
            assert list(map(repr, before)) == [repr(solver.value(N)), repr(solver.value(M))]


@given(SYSTEMS, st.integers(0, 2))
def test_a_solver_goes_on_from_what_another_one_knows(system: list[tuple[Term, Term]], at: int) -> None:
    first = Solver(count=2)
    try:
        for one, other in system[:at]:
            first.equate(one, other)
    except ClashError:
        return
    outcomes = []
    for solver in (Solver(first.known, first.count), first):
        try:
            for one, other in system[at:]:
                solver.equate(one, other)
            outcomes.append([repr(solver.value(N)), repr(solver.value(M))])
        except ClashError:
            outcomes.append([])
    assert outcomes[0] == outcomes[1]


# ------------------------------------------------------------------------------------- sizes with differences in them

K = Unknown(3, "k")
DIFFERENCES = st.tuples(st.lists(st.integers(-3, 3), min_size=3, max_size=3), st.integers(-6, 6))


def with_counts(counts: list[int], constant: int) -> Term:
    """A size of so many n, m and k, and a constant."""
    return total([*zip((N, M, K), counts, strict=True), (constant, 1)])


def held_together(sizes: list[Term]) -> bool:
    """True where all these may be at least 1 together."""
    return fit([size for size in sizes if isinstance(size, Sum)])


@given(st.lists(DIFFERENCES, min_size=1, max_size=4))
def test_sizes_that_some_numbers_make_possible_are_let_through(drawn: list[tuple[list[int], int]]) -> None:
    sizes = [with_counts(*each) for each in drawn]
    tried = (dict(zip((N, M, K), each, strict=True)) for each in product(range(1, 9), repeat=3))
    if any(all(worth(size, each) >= 1 for size in sizes) for each in tried):
        assert held_together(sizes)


@given(st.lists(DIFFERENCES, min_size=1, max_size=3), st.integers(0, 5))
def test_sizes_that_add_up_to_too_little_are_refused(drawn: list[tuple[list[int], int]], less: int) -> None:
    counts = [-sum(each) for each in zip(*(each for each, _ in drawn), strict=True)]
    left = len(drawn) - less - sum(constant for _, constant in drawn)  # with it they all add up to too little
    sizes = [*(with_counts(*each) for each in drawn), with_counts(counts, left)]
    several = [size for size in sizes if isinstance(size, Sum) and len(size.unknowns) > 1]
    if several and all(isinstance(size, Sum) for size in sizes):
        assert not held_together(sizes)


@pytest.mark.parametrize(
    ("lines", "right"),
    [
        ("x : 5 - n - m; w : n - 2; v : m - 1", False),
        ("x : 6 - n - m; w : n - 2; v : m - 1", True),
        ("x : n - m; y : m - n", False),
        ("x : n - m; y : m - k; z : k - n", False),
        ("x : n - m; y : m - k; z : k - n + 2", False),
        ("x : n - m; y : m - k; z : k - n + 3", True),
        ("x : n + m - 5; y : 3 - n; z : 3 - m", False),
        ("x : 2n - 3m; y : 3m - 2n + 1", False),
        ("x : 4 - n - m; n = 2; y : m - 1", False),
        ("A : n - m × m - n", False),
    ],
)
def test_sizes_with_differences_are_held_against_one_another_in_whatever_order(lines: str, right: bool) -> None:
    for each in permutations(lines.split("; ")):
        found = Formula("\n".join(each), check=False).problems
        assert [(problem.code, problem.line > 0) for problem in found] == [] if right else [("E0204", True)]


def test_so_many_sums_of_one_letter_are_not_held_against_one_another() -> None:
    found = Formula("; ".join(f"x{i} : n - {i} - m" for i in range(1, MOST_BESIDE + 3))).sizes
    assert found["x1"] == ("n - m - 1",)


SIZES = {
    "x : 2n; y : 3m; z = x + y": {"z": ("6k",)},
    "x : 2n; y : 3m; z = x + y; w : 12; q = z + w": {"x": (12,), "q": (12,)},
    "x : 2n + 3; y : 3m; w : 5n; z = x + y": {"x": ("6k + 9",), "w": ("15k + 15",)},
    "x : 5 - n; y : 3; z = x + y; w : n": {"w": (2,)},
    "x : n; n = 3": {"x": (3,)},
    "y : 3; y = [1; 2; 3]": {"y": (3,)},
    "vectors are columns; y : 3; y = [1; 2; 3]": {"y": (3,)},
    "vectors are columns; a = [1 2 3]; y = Wa": {"a": (3,), "W": ("n", 3), "y": ("n",)},
    "x : n - 2; w : 4 - n; z = x + w": {"x": (1,), "w": (1,), "z": (1,)},
    "x : n; y = first([2], x)": {"x": ("n",), "y": ("n",)},
    "x : m - n - 2; y = [x, x]": {"x": ("m - n - 2",), "y": ("2m - 2n - 4",)},
    "x : 5 - n; y = [x, x]": {"x": ("5 - n",), "y": ("10 - 2n",)},
}


@pytest.mark.parametrize("text", SIZES)
def test_sizes_come_out_of_sums(text: str) -> None:
    found = Formula(text).sizes
    assert {key: found[key] for key in SIZES[text]} == SIZES[text]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_declared_letter_stands_for_its_class_and_else_the_oldest_unknown(order: tuple[int, ...]) -> None:
    solver = Solver()
    sizes = [solver.unknown(), solver.unknown(), solver.unknown()]
    for one, other in pairwise(order):
        solver.equate(sizes[one], sizes[other])
    assert all(solver.value(size) is sizes[0] for size in sizes)
    declared = solver.unknown("n")
    solver.equate(sizes[order[0]], declared)
    assert all(solver.value(size) is declared for size in sizes)


@pytest.mark.parametrize("turned", [False, True])
def test_a_clash_in_the_middle_of_a_solution_changes_nothing_either(turned: bool) -> None:
    solver = Solver()
    n, m, k = solver.unknown(), solver.unknown(), solver.unknown()
    solver.equate(k, Sum({n: -1}, 3))  # so n is at most 2, and 2n = 3m takes 3
    sides = (Sum({n: 2}, 0), Sum({m: 3}, 0))
    with pytest.raises(ClashError):
        solver.equate(*(sides[::-1] if turned else sides))
    assert (solver.value(n), solver.value(m)) == (n, m)
    solver.equate(m, 7)
    solver.equate(n, 2)
    assert solver.value(k) == 1
