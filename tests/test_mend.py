"""Errors that teach: one for each cause, at the place, with minimal reasons, and ways out that really are ones."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from effort import EXAMPLES
from hypothesis import assume, given
from hypothesis import strategies as st
from mistakes import MISTAKES, SLIPS, Mistake
from strategies import Drawn, mutated, programs

from letternet import Formula, FormulaError
from letternet.check.check import check
from letternet.formula import declared
from letternet.mend.causes import causes, without
from letternet.mend.close_up import CloseUp, connected
from letternet.mend.conflict import System
from letternet.mend.mend import mend
from letternet.problem_text import as_text
from letternet.problems import Problem, errors
from letternet.read.letters import read
from letternet.tree import (
    Comment,
    Convention,
    Declaration,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    Meaning,
    Name,
    Product,
    Program,
    Size,
    Statement,
    Transpose,
    Update,
    in_order,
    with_parts,
)
from letternet.write.letters import letters, statement

JARGON = re.compile(r"operand|\baxis\b|\baxes\b|broadcast|core dimension|\bunif|tensor", re.IGNORECASE)


def problems_of(text: str, dims: dict[str, Any] | None = None, columns: bool = False) -> list[Problem]:
    return errors(Formula(text, dims=dims, columns=columns, check=False).problems)


# ------------------------------------------------------------------------------------------ the collection


def meaning(text: str, dims: dict[str, Any], columns: bool) -> tuple[Any, ...] | None:
    """What a program comes to: its formulas, the sizes of its names and its convention."""
    net = Formula(text, dims=dims, columns=columns, check=False)
    if errors(net.problems):
        return None
    aside = (Declaration, Comment, Convention, Meaning)
    lines = tuple(statement(line) for line in net.program.statements if not isinstance(line, aside))
    return lines, {key: size for key, size in net.sizes.items() if any(key in line for line in lines)}, net.columns


def is_meant(mistake: Mistake, formula: str, dims: dict[str, Any]) -> bool:
    """True for what was meant, or what every sensible teacher would accept too."""
    found = meaning(formula, {**mistake.dims, **dims}, mistake.columns)
    right = mistake.dims if mistake.right_dims is None else mistake.right_dims
    return any(
        found == meaning(text, dict(sizes), mistake.columns) for text, sizes in ((mistake.right, right), *mistake.also)
    )


def test_the_true_way_out_is_mostly_offered_and_mostly_first() -> None:
    first = among = 0
    for mistake in MISTAKES:
        found = problems_of(mistake.wrong, mistake.dims, mistake.columns)
        first += any(p.fixes and is_meant(mistake, p.fixes[0].formula, p.fixes[0].dims) for p in found)
        among += any(is_meant(mistake, fix.formula, fix.dims) for p in found for fix in p.fixes)
    assert len(MISTAKES) >= 60
    assert first >= len(MISTAKES) * 0.5
    assert among >= len(MISTAKES) * 0.75


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.about[:60])
def test_a_mistake_is_flagged_and_what_was_meant_is_not(mistake: Mistake) -> None:
    found = problems_of(mistake.wrong, mistake.dims, mistake.columns)
    assert found
    for problem in found:
        assert problem.code >= "E02"
        check_problem(problem, mistake.wrong, mistake.dims, mistake.columns)
        assert len(as_text(problem, mistake.wrong).split("\n")) <= 14
    right = mistake.dims if mistake.right_dims is None else mistake.right_dims
    for text, dims in ((mistake.right, right), *mistake.also):
        assert problems_of(text, dict(dims), mistake.columns) == []


def test_most_programs_have_as_many_errors_as_mistakes() -> None:
    counted = [len(problems_of(m.wrong, m.dims, m.columns)) == m.errors for m in MISTAKES]
    assert sum(counted) >= 0.95 * len(MISTAKES)


def check_problem(problem: Problem, text: str, dims: dict[str, Any], columns: bool) -> None:
    """What holds for every problem with sizes."""
    lines = text.split("\n")
    assert len(problem.fixes) <= 3
    assert sum(fact.role == "because" for fact in problem.facts) <= 6
    assert len(as_text(problem, text, 10_000).split("\n")) <= 12  # where no line has to be broken
    for fact in (problem, *problem.facts):
        assert fact.message
        assert not JARGON.search(fact.message), fact.message
        if fact.line:
            start, end = fact.span
            assert 0 <= start <= end <= len(lines[fact.line - 1]) + 1
    for fix in problem.fixes:
        assert problems_of(fix.formula, {**dims, **fix.dims}, columns) == [], fix
        assert (fix.formula, {**dims, **fix.dims}) != (text, dims)


@pytest.mark.parametrize(("wrong", "right", "about"), SLIPS)
def test_a_slip_is_refused_with_a_place_and_what_was_meant_is_read(wrong: str, right: str, about: str) -> None:
    with pytest.raises(FormulaError) as caught:
        Formula(wrong, view="letters")
    for problem in caught.value.problems:
        assert problem.message
        for fix in problem.fixes:
            assert problems_of(fix.formula) == []
    assert problems_of(right) == []


# ------------------------------------------------------------------------------------------ laws for every program


@given(programs().flatmap(mutated))
def test_every_way_out_of_a_wrong_program_checks_clean(drawn: Drawn) -> None:
    text = letters(drawn.program)
    try:
        found = problems_of(text, drawn.dims, drawn.columns)
    except FormulaError as error:  # a function or a name that is used wrongly
        found = errors(error.problems)
    for problem in found:
        if problem.code >= "E02":
            check_problem(problem, text, drawn.dims, drawn.columns)


@st.composite
def with_letters(draw: Any) -> Drawn:
    """A wrong program with sizes of which some are letters, one for each number or for some of its places."""
    drawn = draw(programs().flatmap(mutated))
    taken = {
        name.key
        for s in drawn.program.statements
        for name in in_order(getattr(s, "value", Name("n")))
        if isinstance(name, Name)
    }
    free = [letter for letter in "nmkpqrst" if letter not in taken]
    letter = dict(zip(sorted({size for sizes in drawn.dims.values() for size in sizes}), free, strict=False))
    dims = {
        key: tuple(letter[size] if size in letter and draw(st.booleans()) else size for size in sizes)
        for key, sizes in drawn.dims.items()
    }
    return dataclasses.replace(drawn, dims=dims)


@given(with_letters())
def test_every_way_out_of_a_wrong_program_with_letters_as_sizes_checks_clean(drawn: Drawn) -> None:
    text = letters(drawn.program)
    try:
        found = problems_of(text, drawn.dims, drawn.columns)
    except FormulaError as error:
        found = errors(error.problems)
    for problem in found:
        if problem.code >= "E02":
            check_problem(problem, text, drawn.dims, drawn.columns)


@given(programs().flatmap(mutated))
def test_take_any_equation_from_a_conflict_and_the_rest_can_hold(drawn: Drawn) -> None:
    program, _ = read(letters(drawn.program))
    checked = check(program, declared(drawn.dims)[0], drawn.columns)
    assume(checked.clashes)
    close_up = CloseUp(checked, *connected(checked.equations, checked.clashes))
    system = System(close_up.equations)
    assert not system.consistent(system.equations)
    found = causes(system)
    assert found
    for cause in found:
        numbers_alone = not system.consistent(cause.conflict, least=False)
        for left_out in cause.conflict:
            rest = [equation for equation in cause.conflict if equation is not left_out]
            assert system.consistent(rest, least=not numbers_alone)
        for place in cause.places:
            assert system.consistent(without(system.equations, cause.dropped | {place}))
    assert system.consistent(without(system.equations, frozenset(cause.place for cause in found)))


@given(programs(updates=False).flatmap(mutated), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_sentence(drawn: Drawn, chance: random.Random) -> None:
    lines = [s for s in drawn.program.statements if not isinstance(s, Comment)]
    assume(sum(isinstance(s, Convention) for s in lines) < 2)
    defined = [s.name.key for s in lines if isinstance(s, Definition)]
    assume(len(set(defined)) == len(defined))
    shuffled = list(lines)
    chance.shuffle(shuffled)
    told = [
        sorted((p.code, p.message) for p in problems_of(letters(Program(tuple(each))), drawn.dims, drawn.columns))
        for each in (lines, shuffled)
        if readable(Program(tuple(each)), drawn)
    ]
    assume(len(told) == 2)
    assert told[0] == told[1]


def readable(program: Program, drawn: Drawn) -> bool:
    try:
        net = Formula(letters(program), dims=drawn.dims, columns=drawn.columns, check=False)
    except FormulaError:
        return False
    # Letters for unknown sizes, and the first of two declarations, go by the order of lines.
    return all("n" not in re.findall(r"\b[nmk]\b", p.message) for p in net.problems) and not any(
        p.code == "E0204" for p in net.problems
    )


# ----------------------------------------------------------------------------------------------- planted mistakes

RIGHT = sorted(
    {
        (m.right, tuple(sorted((m.dims if m.right_dims is None else m.right_dims).items(), key=str)), m.columns)
        for m in MISTAKES
    },
    key=str,
)


Planted = tuple[str, dict[str, Any], bool, int]


def planted() -> Iterator[Planted]:
    """Programs that were right until one thing in one line was changed: text, sizes, convention, that line."""
    for text, sizes, columns in RIGHT:
        lines = list(read(text)[0].statements)
        formulas = [s for s in lines if isinstance(s, Definition | Update | Evaluation)]
        known = {n.key: n for s in formulas for n in in_order(s.value) if isinstance(n, Name)}
        for at, line in enumerate(lines):
            for changed in planted_in(line, known):
                made = [*lines[:at], changed, *lines[at + 1 :]]
                number = letters(Program(tuple(made[: at + 1]))).count("\n") + 1
                yield letters(Program(tuple(made))), dict(sizes), columns, number


def planted_in(line: Statement, known: dict[str, Name]) -> Iterator[Statement]:
    """A line with one thing changed: a size, a transpose, a product, a name."""
    if isinstance(line, Declaration) and line.sizes and len(line.names) == 1 and not line.sizes[0].letters:
        first, *rest = line.sizes
        yield Declaration(line.names, (Size((), first.constant + 1), *rest))
    if not isinstance(line, Definition | Update | Evaluation):
        return
    for node in in_order(line.value):
        new: list[Expression] = []
        if isinstance(node, Transpose):
            new = [node.part]
        elif isinstance(node, Product):
            new = [Elementwise("⊙", node.left, node.right), Product(node.right, node.left, node.dotted)]
        elif isinstance(node, Name):
            new = [Transpose(node), *(name for key, name in known.items() if key != node.key)]
        for instead in new:
            value = swapped(line.value, node, instead)
            yield Evaluation(value) if isinstance(line, Evaluation) else type(line)(line.name, value)


def swapped(root: Any, old: Any, new: Any) -> Any:
    if root is old:
        return new
    return with_parts(root, tuple(swapped(part, old, new) for part in root.parts))


def test_one_planted_mistake_is_one_error_at_or_next_to_its_place() -> None:
    every = list(planted())
    some = random.Random(1).sample(every, min(len(every), 8 * EXAMPLES))
    told = [(case, found) for case in some if (found := told_of(case))]
    wrong = [case for case, found in told if not (len(found) == 1 and beside(case, found[0]))]
    assert len(told) > len(some) / 3
    # Where the likeliest way out is not the true one, something further on may still be wrong and be told as well.
    assert len(wrong) <= len(told) / 100, wrong


def told_of(case: Planted) -> list[Problem]:
    """The problems with sizes of a program; none where it can be read two ways, or uses a name before it is there."""
    text, dims, columns, _ = case
    try:
        return problems_of(text, dims, columns)
    except FormulaError:
        return []


def beside(case: Planted, problem: Problem) -> bool:
    """True for a problem that shows at the changed line or where it is used, or that has it in its reasons."""
    text, _, _, line = case
    told = {problem.line, *(fact.line for fact in problem.facts)}
    declared_there = re.match(r"(\S+) :", text.split("\n")[line - 1])
    named = declared_there and any(declared_there[1] in fact.message.split() for fact in problem.facts)
    return line in told or bool(told & using(text, line)) or bool(named)


def using(text: str, number: int) -> set[int]:
    """The lines that use what a line defines: where a mistake that is right by itself shows."""
    lines = list(read(text)[0].statements)
    here = next(s for s in lines if text[: s.start].count("\n") + 1 == number)
    key = here.name.key if isinstance(here, Definition | Update) else ""
    formulas = [s for s in lines if isinstance(s, Definition | Update | Evaluation)]
    return {
        text[: s.start].count("\n") + 1
        for s in formulas
        if any(isinstance(node, Name) and node.key == key for node in in_order(s.value))
    }


# ------------------------------------------------------------------------------------------------------ pages' examples


def text_of(formula: str, dims: dict[str, Any]) -> str:
    (problem,) = problems_of(formula, dims)
    return as_text(problem, formula)


def test_the_reasons_lead_from_the_declarations_to_the_clash() -> None:
    assert text_of("l2 = relu(l0W0)W1", {"l0": 3, "W0": (3, 4), "W1": (5, 2)}) == (
        "error[E0201]: W1 needs 4 rows, but it has 5\n"
        "  l2 = relu(l0W0)W1\n"
        "       ----------^^ W1 is 5 × 2\n"
        "       | this has 4 values\n"
        "  because  W0 is 3 × 4, so l0W0 has 4 values\n"
        "  because  relu keeps the length, so relu(l0W0) has 4 values\n"
        "  help     declare W1 as 4 × 2      then l2 has 2 values\n"
        "  help     or declare W0 as 3 × 5   then l2 has 2 values"
    )


@pytest.mark.parametrize(
    ("formula", "dims", "code", "message", "fix"),
    [
        ("l1 = tanh(l0W0)", {"l0": 6, "W0": (3, 6)}, "E0201", "W0 needs 6 rows, but it has 3", "l1 = tanh(l0W0ᵀ)"),
        (
            "h1 = tanh([h0, l0]W0 + b0)",
            {"h0": 5, "l0": 3, "W0": (5, 5)},
            "E0203",
            "W0 needs 8 rows (5 from h0 + 3 from l0), but it has 5",
            "declare W0 as 8 × 5",
        ),
        (
            "l1 = relu(l0W0 + B0)",
            {"l0": 3, "W0": (3, 4), "B0": (4, 1)},
            "E0205",
            "cannot add B0 (a 4 × 1 matrix) to l0W0 (4 values)",
            "make the bias a vector: l1 = relu(l0W0 + b0)",
        ),
        (
            "l1 = relu(l0W0); l2 = l0W1",
            {"l0": 3, "W0": (3, 4), "W1": (4, 2)},
            "E0201",
            "l0 has 3 values, but W1 needs 4",
            "l2 = l1W1",
        ),
        ("y = Wx", {"W": (3, 4), "x": 4}, "E0206", "x is a row, and a row stands left of a matrix", None),
    ],
)
def test_the_likeliest_way_out_comes_first(
    formula: str, dims: dict[str, Any], code: str, message: str, fix: str | None
) -> None:
    (problem,) = problems_of(formula, dims)
    assert (problem.code, problem.message) == (code, message)
    assert problem.fixes[0].message == fix or (fix is None and "columns" in problem.fixes[0].message)


def test_both_conventions_are_offered_for_a_matrix_left_of_a_row() -> None:
    (problem,) = problems_of("y = softmax(Wx + b)", {"W": (10, 784), "x": 784})
    assert [fix.formula for fix in problem.fixes[:2]] == [
        "vectors are columns\ny = softmax(Wx + b)",
        "y = softmax(xWᵀ + b)",
    ]
    assert "the formula reads right if vectors are columns" in [fact.message for fact in problem.facts]


def test_a_program_with_two_mistakes_is_mended_as_a_whole() -> None:
    text = "l1 = relu(l0W0)\nk1 = tanh(k0V0)"
    dims = {"l0": 4, "W0": (3, 4), "k0": 2, "V0": (5, 2)}
    found = problems_of(text, dims)
    assert len(found) == 2
    assert found[0].fixes[0].formula == found[1].fixes[0].formula == "l1 = relu(l0W0ᵀ)\nk1 = tanh(k0V0ᵀ)"


def test_unknown_sizes_are_solved_and_not_refused() -> None:
    assert problems_of("l1 = l0W0; l3 = l1 + l0") == []
    assert Formula("l1 = l0W0; l3 = l1 + l0").sizes["W0"] == ("n", "n")


@pytest.mark.parametrize("width", [30, 44, 60, 80, 100, 200])
@pytest.mark.parametrize("color", [False, True])
def test_a_problem_fits_the_width_and_says_the_same_without_colour(width: int, color: bool) -> None:
    for mistake in MISTAKES[::7]:
        for problem in problems_of(mistake.wrong, mistake.dims, mistake.columns):
            plain = as_text(problem, mistake.wrong, width)
            shown = as_text(problem, mistake.wrong, width, color)
            assert re.sub(r"\x1b\[[\d;]*m", "", shown) == plain
            assert ("\x1b" in shown) == color
            assert all(len(line) <= width for line in plain.split("\n"))


def test_the_mender_says_the_same_whatever_order_it_meets() -> None:
    program, _ = read("x : 3; y : 4; a = x + y")
    checked = check(program)
    assert [p.message for p in mend(checked, (), False)] == ["cannot add y (4 values) to x (3 values)"]
    assert dataclasses.is_dataclass(Mistake)


# ------------------------------------------------------------------------------------------ several mistakes

SEVERAL: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "x : 784; z : 64; G1 : 64 × 128; c1 : 64; G2 : 128 × 784; D1 : 784 × 100; D2 : 128 × 1\n"
        "g = tanh(relu(zG1 + c1)G2)\nh = leakyrelu(xD1)\np = σ(hD2)",
        (
            ("cannot add c1 (64 values) to zG1 (128 values)", "declare c1 as 128"),
            ("D2 needs 100 rows, but it has 128", "declare D2 as 100 × 1"),
        ),
    ),
    (
        # The second mistake is found when the first one is mended: until then f is a matrix.
        "x : 8; h_p, c_p : 16; W_f : 24 × 16; b_f : 16\nf = σ([h_p; x]W_f + b_f)\nc = f c_p + b_f",
        (
            ("h_p has 16 values but x has 8 values; what is joined needs equal sizes along the seam",
             "f = σ([h_p, x]W_f + b_f)"),
            ("f and c_p are both rows, and two rows have no product", "c = f ⊙ c_p + b_f"),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("text", "said"), SEVERAL)
def test_each_of_several_mistakes_has_its_own_way_out(text: str, said: tuple[tuple[str, str], ...]) -> None:
    found = problems_of(text)
    assert [(problem.message, problem.fixes[0].message) for problem in found] == list(said)
    for problem in found:
        check_problem(problem, text, {}, False)


def test_letters_for_sizes_do_not_run_out() -> None:
    declared = "; ".join(f"{name} : {size}" for name, size in zip("abcdefg", "nmkpqrs", strict=True))
    text = f"{declared}; z : 2t; h : t\nz + [x, h, h]"
    assert [problem.message for problem in problems_of(text)] == [
        "cannot add [x, h, h] (u + 2t values) to z (2t values)"
    ]
