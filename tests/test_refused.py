"""What the check refuses is told: at least one error, the same from every view, and no way out twice."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Drawn, mutated, programs
from test_mend import RIGHT, planted_in

from letternet import DataError, Formula, NotationError, SizeError, limits
from letternet.check.check import check
from letternet.check.model import Equation
from letternet.formula import LEVELS
from letternet.mend import mend
from letternet.mend.conflict import System
from letternet.problems import Fix, Problem, errors
from letternet.read.letters import read
from letternet.sizes import Unknown, total
from letternet.tree import (
    Call,
    Declaration,
    Definition,
    Elementwise,
    Evaluation,
    Join,
    Name,
    Product,
    Program,
    Size,
    Transpose,
    Update,
    Values,
    in_order,
)
from letternet.write.letters import letters

VIEWS: tuple[Callable[[Formula], object], ...] = (
    lambda formula: formula.words,
    lambda formula: formula.why(),
    lambda formula: formula.python(),
    *(lambda formula, level=level: formula.english(level) for level in LEVELS),
    lambda formula: formula.picture(),
    lambda formula: formula.frames(),
    lambda formula: formula.run(),
    lambda formula: formula.trace(),
    lambda formula: formula.function(),
    lambda formula: formula.chain(),
    lambda formula: formula.unchain(),
)


def told(text: str, dims: dict[str, Any] | None = None, columns: bool = False) -> list[Problem]:
    """The errors of a program, after all that holds for those of every program."""
    try:
        formula = Formula(text, dims=dims, columns=columns, view="letters", check=False)
    except NotationError as error:
        found = errors(error.problems)
        assert found
    else:
        found = errors(formula.problems)
        assert bool(found) == (not formula._checked.right), text
        for view in VIEWS if found else ():
            with pytest.raises((SizeError, NotationError)):
                view(formula)
    for problem in found:
        assert not any(re.search(r"\?\d", fact.message) for fact in (problem, *problem.facts)), text
        said = [fix.message for fix in problem.fixes]
        made = [(fix.formula, sorted(fix.dims.items())) for fix in problem.fixes]
        assert len(set(said)) == len(said), text
        assert all(one not in made[:number] for number, one in enumerate(made)), text
    return found


# ------------------------------------------------------------------------------------------ laws for every program


@given(st.integers(2, 4).flatmap(lambda count: several(count)))
def test_a_program_with_several_mistakes_is_refused_everywhere_or_nowhere(drawn: Drawn) -> None:
    told(letters(drawn.program), drawn.dims, drawn.columns)


def several(count: int) -> st.SearchStrategy[Drawn]:
    """Programs that were right until so many things were changed."""
    drawn = programs()
    for _ in range(count):
        drawn = drawn.flatmap(mutated)
    return drawn


NAMES = [Name(letter) for letter in "acehxMWα"]
LEAVES = [*NAMES, Values((("1", "2"),)), Values((("1", "2", "3"),)), Values((("1", "2"), ("3", "4"), ("5", "6")))]
PAIRED = [Product, *(lambda one, other, sign=sign: Elementwise(sign, one, other) for sign in "+-⊙"),
          *(lambda one, other, on_top=on_top: Join((one, other), on_top) for on_top in (True, False)),
          lambda one, other: Call("max", (one, other))]  # fmt: skip
ALONE = [Transpose, *(lambda one, title=title: Call(title, (one,)) for title in ("relu", "sum", "rowsum", "colsum"))]
SIZES = [(), (3,), (1,), (2, 3), (3, 2), (3, 1)]


def careless(chance: random.Random) -> Program:
    """A program of few letters, written without a thought for kinds and sizes."""

    def formula(depth: int) -> Any:
        if not depth or chance.random() < 0.25:
            return chance.choice(LEAVES)
        if chance.random() < 0.3:
            return chance.choice(ALONE)(formula(depth - 1))
        return chance.choice(PAIRED)(formula(depth - 1), formula(depth - 1))

    lines: list[Any] = [Definition(Name("h"), formula(2))]
    lines += [Definition(Name(key), formula(2)) for key in chance.sample("bkyB", chance.randint(0, 2))]
    lines += [chance.choice([Evaluation(formula(2)), Update(Name("x"), Elementwise("-", Name("x"), formula(1)))])]
    for name in chance.sample(NAMES, chance.randint(0, 2)):
        sizes = tuple(Size((), size) for size in chance.choice(SIZES))
        lines.insert(chance.randint(0, len(lines)), Declaration((name,), sizes))
    return Program(tuple(lines))


@given(st.randoms(use_true_random=True), st.booleans())
def test_a_program_written_without_a_thought_is_refused_everywhere_or_nowhere(
    chance: random.Random, columns: bool
) -> None:
    for _ in range(3):
        told(letters(careless(chance)), columns=columns)


def two_planted(chance: random.Random) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Programs that were right until one thing was changed in each of two lines."""
    while True:
        text, sizes, columns = chance.choice(RIGHT)
        lines = list(read(text)[0].statements)
        formulas = [s for s in lines if isinstance(s, Definition | Update | Evaluation)]
        known = {n.key: n for s in formulas for n in in_order(s.value) if isinstance(n, Name)}
        changes = {at: made for at, line in enumerate(lines) if (made := list(planted_in(line, known)))}
        for at in chance.sample(sorted(changes), min(2, len(changes))):
            lines[at] = chance.choice(changes[at])
        yield letters(Program(tuple(lines))), dict(sizes), columns


@given(st.randoms(use_true_random=True))
def test_two_planted_mistakes_are_refused_everywhere_or_nowhere(chance: random.Random) -> None:
    told(*next(two_planted(chance)))


UNKNOWN = [Unknown(number) for number in range(3)]


@given(
    st.lists(
        st.tuples(st.sampled_from(UNKNOWN), st.sampled_from([*UNKNOWN, None]), st.integers(0, 2)),
        max_size=6,
    )
)
def test_differences_can_hold_exactly_when_some_sizes_fit(drawn: list[tuple[Unknown, Unknown | None, int]]) -> None:
    somewhere = Name("x")
    equations = [
        Equation(one, total([(other, 1), (more, 1)]) if other else more + 1, "gives", somewhere, somewhere)
        for one, other, more in drawn
    ]
    fits = any(
        all(sizes[one.number] == (sizes[other.number] + more if other else more + 1) for one, other, more in drawn)
        for sizes in product(range(1, 14), repeat=len(UNKNOWN))
    )
    system = System(equations)
    assert system.plain
    assert system.consistent(equations) == fits
    conflict = system.conflict(equations)
    assert bool(conflict) != fits
    below = system.consistent(conflict, least=False)  # it takes sizes below 1 to see that these cannot hold
    assert all(system.consistent([e for e in conflict if e is not one], least=below) for one in conflict)


# --------------------------------------------------------------------------------------- numbers without an end

NINES = "9" * 20  # longer than the 64 bits that NumPy has room for
WHOLE = st.sampled_from(["a", "b", "0", "1", "7", "12", NINES])
ARRAY = st.sampled_from(["x", f"[{NINES} 1]", "[2 3]", f"[a, {NINES}]", "[a, b]"])


def whole_numbers(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A formula of whole numbers around others."""
    paired = st.tuples(parts, st.sampled_from("+-⊙"), parts).map(lambda three: "(" + " ".join(three) + ")")
    power = st.tuples(parts, st.integers(0, 9)).map("({0[0]})^{0[1]}".format)
    return paired | power | parts.map(lambda part: f"(-{part})")


NUMBERS = st.recursive(WHOLE, whole_numbers, max_leaves=4)
ARRAYS = st.recursive(ARRAY, whole_numbers, max_leaves=4)
ADDED_UP = ARRAYS.map(lambda array: f"sum({array})") | ARRAYS.map(lambda array: f"dot({array}, {array})")


@given(st.tuples(NUMBERS, NUMBERS | ADDED_UP, ARRAYS, ARRAYS, NUMBERS | ADDED_UP))
def test_no_whole_number_of_what_is_let_through_is_longer_than_the_limit(lines: tuple[str, ...]) -> None:
    text = "a = 3; b = 4; x = [5 6]; " + "; ".join(f"{key} = {line}" for key, line in zip("cdyzh", lines, strict=True))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(limits, "BITS", 300)
        try:
            found = Formula(text).run()
        except (NotationError, DataError) as refused:
            found, problems = {}, refused.problems
        else:
            problems = []
    assert {problem.code for problem in problems} <= {"E0109", "E0306"}
    for value in found.values():
        assert all(abs(each).bit_length() <= 300 for each in np.ravel(value).tolist() if isinstance(each, int))


def many(sign: str, part: str, times: int) -> str:
    return f" {sign} ".join([part] * times)


@pytest.mark.parametrize(
    ("last", "first_refused"),
    [
        # a digit is 3.33 bits, and there is one more; an unknown number is one
        ("9^46", "9^47"),
        ("(α^99)^2", "(α^99)^3"),
        ("f(x) = x^2; f(9)^23", "f(x) = x^2; f(9)^24"),
        ("f(x) = x^46; f(9)", "f(x) = x^47; f(9)"),
        ("f(x) = x^23; a = f(9) ⊙ f(9)", "f(x) = x^23; a = f(9) ⊙ f(99)"),
        (many("⊙", "9", 46), many("⊙", "9", 47)),
        ("1 + 9^45 + " + many("+", "1", 4), "1 + 9^45 + " + many("+", "1", 5)),
        ("1 - (9^45 - 1 - 1 - 1 - 1)", "1 - (9^45 - 1 - 1 - 1 - 1 - 1)"),
        ("a = 9^23; (-a)^2", "a = 9^24; (-a)^2"),
        ("(9^0 + 9)^37", "(9^0 + 9)^38"),
        ("a = 9^20; f(x) = a x; f(9^20)", "a = 9^20; f(x) = a² x; f(9^20)"),
        ("a = 9^20; g(x) = a x; f(a) = g(a); f(9^20)", "a = 9^40; g(x) = a x; f(a) = g(a); f(9^20)"),
        ("a = 9^20; a <- a^2; b = a", "a = 9^20; a <- a^3; b = a"),
        # whole numbers of an array, where they have no room in 64 bits
        (f"x = [{NINES} 1]; x^2", f"x = [{NINES} 1]; x^3"),
        (f"x = [1; {NINES}]; xᵀ ⊙ xᵀ", f"x = [1; {NINES}]; xᵀ ⊙ xᵀ ⊙ xᵀ"),
        (f"x = [{NINES} 1]; sum(x) ⊙ sum(x)", f"x = [{NINES} 1]; sum(x) ⊙ sum(x) ⊙ 99"),
        (f"x = [{NINES} 1]; 9^8(xxᵀ)", f"x = [{NINES} 1]; 9^9(xxᵀ)"),
        ("x = [9^15, 1]; y = x^2", "x = [9^15, 1]; y = x^4"),
        ("x = [9^14, 1]; y = x^99", "x = [9^15, 1]; y = x^99"),
        # what a function gives has up to 1,024, and this limit is less
        ("α + 1", "max(α, 2) + 1"),
    ],
)
def test_a_whole_number_may_have_so_many_bits_and_no_more(
    last: str, first_refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BITS", 200)
    assert errors(Formula(last, check=False).problems) == []
    with pytest.raises(NotationError, match=r"^error\[E0109\]: .* would be a number with more than 60 digits\n"):
        Formula(first_refused)


@pytest.mark.parametrize(
    "text",
    [
        "0.5^999", "1.01^400", "(1/3)^500", "(2⁻¹)^600", "(2^0.5)^999", "(3 ⊙ 0.5)^999", "(1 - 0.5)^999",
        "abs(0.5)^999", "f(x) = x/2; f(1)^999", "a = 0.5; b = -a; b^999", "abs(1)^390", "(9^99)^0.5",
        "x = [0.5 1]; x^999", "x = [1 1]; x^999", "x = [1 0]; sum(x)^999", "x = [1 0]; (xxᵀ)^500",
    ],
)  # fmt: skip
def test_what_has_a_point_or_64_bits_grows_no_longer(text: str) -> None:
    assert Formula(text).run()


# ----------------------------------------------------------------------------------------------- what is said

SAID = {
    "y = x'(a)": "there is no function x; a transpose is written xᵀ",
    "y = xyz(c)": "there is no function xyz; a product of letters is written x y z (…)",
    "y = ab(c)": "there is no function ab",
    "f(x) = x; f(z) = 2z": "the function f is defined twice",
    'h means "layer"; h means "state"': "h is given a meaning twice",
    "h means layer; h means state": "h is given a meaning twice",
    "l1 means layer; y = l1W": "a letter means something without its index: l means …",
    "a = b + c; b = a; c = a": "a and b are defined by one another",
    "x : 4; y = xᵀW; W : 2 × 3": "xᵀ is a column, and a column stands right of a matrix",
    # sizes that are numbers, too
    "x : n; n = 2.5": "n is declared as a size, so it is a number known from sizes; define another letter",
    "x : n; n = zz(3)": "there is no function zz; a product of letters is written z z (…)",
    "x : n; n <- n + 1": "n is declared as a size, so it cannot change",
    "x : n; n = 0": "no sizes make n equal to 0",
    "x : 3 - n; n = 3": "n is 3 here, which leaves a size with less than 1",
    "x : 3 - n; y : n - 2": "y is declared with n - 2 values, and nothing makes that 1 or more",
    "x : 5 - n - m; w : n - 2; v : m - 1": "x is declared with 5 - n - m values, and nothing makes that 1 or more",
    "h : 3 - n; x : 4; y = h + x": "cannot add x (4 values) to h (3 - n values)",
    "x : n; x : n + 1": "x is declared with n values, and once more with n + 1",
    # what is joined has its brackets, a row of a table too
    "[x; e, c] + [1 2 3; 4 5 6; 7 8 9]": "cannot add [1 2 3; 4 5 6; 7 8 9] (3 rows) to [x; e, c] (2 rows)",
    "W : 3 × 3; V : 2 × 2; A = [W, W; V]": "[W, W] has 6 columns but V has 2 columns; what is joined needs equal sizes"
    " along the seam",
    "A : 3 × 2; B : 1 × 2; D : 1 × 3; [[A; B], C; D]; C : 4 × 2": "[[A; B], C] has 4 columns but D has 3 columns; what"
    " is joined needs equal sizes along the seam",
    # a letter for a size that has none is the same wherever it stands
    "z = [x, y]ᵀ + yᵀ": "cannot add yᵀ (m values) to [x, y]ᵀ (n + m values)",
    "y : number; y = [1 2; 3 4]": "y is declared as a number, but its line gives a 2 × 2 matrix",
    "abs(1)^391": "abs(1)^391 would be a number with more than 120,000 digits",
    "x : 3; max(x, xᵀ)": "cannot compare x (a row of 3 values) with xᵀ (a column of 3 values)",
    "x : 3; xᵀ > x": "cannot compare xᵀ (a column of 3 values) with x (a row of 3 values)",
    "l1 : 5; W0 : 3 × 4; l2 = relu(l0W0)W1": "l1 is declared with 5 values, but here it has 4",
    "f(x) = g(x); g(x) = h(x); h(x) = f(x)": "the functions f, g and h are defined by one another",
    "f(x) = f(x)": "the function f is defined by itself, so it never ends",
    "a = b; b = c; c = d; d = e; e = h; h = a": "a, b, c, d, 1 more and h are defined by one another",
    "a = b; b = c; c = d; d = e; e = a": "a, b, c, d and e are defined by one another",
    "[W, x]": "W (a matrix) and x (a row) cannot be put side by side",
    "x : 3; y = [x, xᵀ]": "x (a row of 3 values) and xᵀ (a column of 3 values) cannot be put side by side",
    "[x; xᵀ]": "x (a row) and xᵀ (a column) cannot be put on top of each other",
    "y = relu'(x, x)": "relu' takes 1 argument, but here it has 2",
    "max(x, x, x)": "max takes 1 or 2 arguments, but here it has 3",
    "x : 3; x <- 2": "x is a row of 3 values, but its update gives a number",
    "f(x) = x; f(1, 2)": "f takes 1 argument, but here it has 2",
    "f(x, h) = x; f(1)": "f takes 2 arguments, but here it has 1",
    "x, t : 3; y = x^{t}": "an exponent is a number, but t is a row of 3 values; a transpose is written xᵀ",
    "y = wxyz(x)": "there is no function wxyz",
    "y = wx'(x)": "there is no function wx'; a product of letters is written w x (…)",
    "f(x) = x; y = f'(x)": "the slope of f is not defined; a line f'(x) = … defines it",
    "x : 3; x <- xW; W : 3 × 4": "x has 3 values, but its update gives 4",
    "x : 1000000000; A = xᵀx": "A would have 1,000,000,000,000,000,000 values; at most 1,000,000,000 are allowed",
    "x : 1000000000; x(xᵀx)": "xᵀx would have 1,000,000,000,000,000,000 values; at most 1,000,000,000 are allowed",
    "A : 1000000 × 1001": "A would have 1,001,000,000 values; at most 1,000,000,000 are allowed",
    "y = pick(x)": "pick takes 2 arguments, but here it has 1",
    "h : 2; y = x^h": "an exponent is a number, but h is a row of 2 values",
    "(a + b + c + d + e + f + h + i + j + k + l)⁻¹": "only a matrix or a number has an inverse,"
    " but a + b + c + d + e + f + h + i + j + k +… is a vector",
    "A : 2 × 3; z = inv(A)": "inv needs as many rows as columns, but A has 2 rows and 3 columns",
    "A : 2 × 3; z = A⁻¹": "an inverse needs as many rows as columns, but A has 2 rows and 3 columns",
    "x : 3; y : 4; dot(x, y)": "dot needs as many values as the other vector, but x has 3 values and y has 4 values",
}


@pytest.mark.parametrize("text", SAID)
def test_what_is_wrong_is_said_in_one_sentence(text: str) -> None:
    assert [problem.message for problem in told(text)] == [SAID[text]]


@pytest.mark.parametrize(
    ("text", "dims", "known", "way_out"),
    [
        ("x : n; n : 4; y = x/n", {}, "; where it is known, a line says n = 4", ["x : n; n = 4; y = x/n"]),
        ("x : n; n, y : 4", {}, "; where it is known, a line says n = 4", []),
        ("y = xW; x : n", {"n": 4}, "; where it is known, a line says n = 4", []),
        ("y = xW", {"x": "n", "n": "m"}, "", []),
        ("x : 2n; n : 3 × 4", {}, "", []),
        ("x : n; n : 4; n = 4", {}, "; where it is known, a line says n = 4", []),  # that line is there
    ],
)
def test_a_letter_that_stands_for_a_size_has_no_size_itself(
    text: str, dims: dict[str, Any], known: str, way_out: list[str]
) -> None:
    (problem,) = told(text, dims)
    assert (problem.code, problem.line) == ("E0113", int("n" in text))
    assert "n" in text[slice(*problem.span)] or "n" not in text
    assert problem.message == f"n stands for a size, so it is a number and has no size itself{known}"
    assert [fix.formula for fix in problem.fixes] == way_out
    assert all(told(fix.formula) == [] for fix in problem.fixes)


LABELLED = {
    "x : 3; x = [1 2; 3 4]": ["x is declared here"],
    "x : 3; y = [x, 1]W; W : 2 × 3": ["joined end to end: 3 + 1 = 4 values", "W is 2 × 3"],
    "x : 3; x + xᵀ": ["a row of 3 values", "a column of 3 values"],
    "h = a + b; h = c": ["h is defined here"],
    "f(x) = x; f(z) = 2z": ["f is defined here"],
    'h means "layer"; h means "state"': ["its first meaning"],
    "a = b + c; b = d + 1; d = a": ["b is defined here", "d is defined here"],
    "y = 2h; x <- x + 1; h = 3x": ["x changes here"],
    "x <- x + h; h = 2x": ["x changes here"],
    "y = softmx(x)": ["did you mean softmax?"],
    "a = b; b = c; c = d; d = e; e = a": ["b is defined here", "c is defined here", "d is defined here"],
}


@pytest.mark.parametrize("text", LABELLED)
def test_what_a_mistake_has_to_do_with_is_labelled(text: str) -> None:
    (problem,) = told(text)
    assert [fact.message for fact in problem.facts if fact.role == "label"] == LABELLED[text]


@pytest.mark.parametrize(
    "text",
    [
        "f(b) = foo([b; 4]); y = 3",
        "f(b) = max([b; 4], b, b); y = 3",
        "f(b) = max'([b; 4]); y = 3",
        "f(b) = foo(b); y = f(x); z = f(x + x)",
        "f(b) = max'(b, 2); y = f(x)",
    ],
)
def test_a_function_that_does_not_exist_is_told_once_wherever_it_stands(text: str) -> None:
    (problem,) = told(text)
    assert problem.code in ("E0101", "E0112")


def test_nothing_but_a_number_is_offered_as_an_exponent() -> None:
    (problem,) = told("e : 2; A : 2 × 2; g(b) = tanh(([-2; -2] + 1)^e · (elu(Hᵀ) + [e, [1.5]])) + sum(b); A = g(x)")
    assert problem.code == "E0206"


@pytest.mark.parametrize(
    ("function", "said"), [("a + 1", "the vector a"), ("trace(a)", "the matrix a"), ("2^a", "the number a")]
)
def test_a_function_that_nobody_calls_takes_what_its_line_allows(function: str, said: str) -> None:
    assert f"To perform the f function on {said}, " in Formula(f"f(a) = {function}; y = 2").english()


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("xh", "the dot product is x hᵀ, the outer product xᵀh, value by value x ⊙ h"),
        ("vectors are columns; xh", "the dot product is xᵀh, the outer product x hᵀ, value by value x ⊙ h"),
        ("x1h1", "the dot product is x1h1ᵀ, the outer product x1ᵀh1, value by value x1 ⊙ h1"),
        (
            "relu(x) h",
            "the dot product has the right one transposed, the outer product the left one; ⊙ multiplies value by value",
        ),
        (
            "relu(xᵀ) hᵀ",
            "the dot product has the left one transposed, the outer product the right one; ⊙ multiplies value by value",
        ),
    ],
)
def test_two_vectors_of_one_kind_are_told_what_they_have_instead_of_a_product(text: str, note: str) -> None:
    (problem,) = told(text)
    assert [fact.message for fact in problem.facts if fact.role == "note"] == [note]


def test_functions_that_call_one_another_too_often_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "f(x) = x; g(x) = f(x); h(x) = g(x); y = h(1)"
    monkeypatch.setattr(limits, "CALLS", 3)
    assert told(text) == []
    (problem,) = told(f"{text}; k(x) = h(x); z = k(1); a = k(2)")
    assert problem.message == "the functions call one another more than 3 deep"
    monkeypatch.setattr(limits, "EXPANSIONS", 4)
    (problem,) = told(f"{text}; z = f(1); a = f(2); b = f(3)")
    assert problem.message == "the functions call one another more than 4 times"


def test_a_size_that_nothing_says_has_a_letter_that_stands_for_nothing_else() -> None:
    assert Formula("y = n x; n : number").sizes == {"n": (), "x": ("m",), "y": ("m",)}
    assert Formula("y = xW; W : m × k; n = 3").sizes["x"] == ("m",)
    assert Formula("y = n x; n, m : number").sizes["x"] == ("k",)
    assert Formula("y = π x").sizes == {"x": ("n",), "y": ("n",)}
    many = Formula("[" + ", ".join(f"x{number}" for number in range(60)) + "]").sizes
    assert len(set(many.values())) == len(many) == 60


def test_what_a_function_needs_through_others_comes_in_too() -> None:
    text = "f(x) = a + x + h; g(x) = f(x) + a; k(x) = 2g(x); y = k(z); h = 2b"
    assert list(Formula(text).checked.names.inputs) == ["b", "z", "a"]


BECAUSE = {
    "x : n; n = 3; x = [1 2]": ["n is 3", "x is declared with n values"],
    "n = 3; y = xW; x : n; W : 4 × 2": ["n is 3", "x is declared with n values", "W is declared as 4 × 2"],
    "x : 3 - n; n = 3": ["x is declared with 3 - n values"],
    "A : 3 - n × 2; y : n - 2": ["A is declared as (3 - n) × 2"],
    "z = xA; B = A⁻¹; x : 3; w = zC; C : 4 × 2": [
        "x has 3 values and each value of x meets a row of A, so A has 3 rows",
        "an inverse needs as many rows as columns, so A has 3 columns",
        "xA has 3 values, so z has 3 values",
        "C is declared as 4 × 2",
    ],
    "x : 3; d = det(A); z = xA; w = zC; C : 4 × 2": [
        "x has 3 values and each value of x meets a row of A, so A has 3 rows",
        "det needs as many rows as columns, so A has 3 columns",
        "xA has 3 values, so z has 3 values",
        "C is declared as 4 × 2",
    ],
    "x : 3; y = xA; z = dot(y, u); w = u + [1 2]; d = trace(A)": [
        "x is declared with 3 values",
        "[1 2] has 2 values and u + [1 2] needs equal sizes, so u has 2 values",
        "2 steps further on, xA has 2 values",
        "A has 2 columns",
        "trace needs as many rows as columns, so A has 2 rows",
    ],
    "a : 2n; b : 2m + 1; c = a + b; d = c + [1 2]": [
        "b has 2m + 1 values and a + b needs equal sizes, so a has 2m + 1 values",
        "+ keeps the size, so c has 2m + 1 values",
    ],
    "a = [x, x]; b = a + [1 2 3]": ["[x, x] has 2n values, so a has n + n = 2n values"],
    "z = [x, y]ᵀ + yᵀ": [
        "x has n values and y has m values, so [x, y] has n + m values",
        "[x, y]ᵀ has n + m values",
        "y has m values, so yᵀ has m values",
    ],
}


@pytest.mark.parametrize("text", BECAUSE)
def test_the_reasons_are_all_that_the_clash_needs(text: str) -> None:
    (problem,) = told(text)
    assert [fact.message for fact in problem.facts if fact.role == "because"] == BECAUSE[text]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("[(W), (W); V]; W : 3 × 3; V : 2 × 2", "(W), (W)"),
        ("[V; (W), (W)]; W : 3 × 3; V : 2 × 2", "(W), (W)"),
        ("[([X; X]), Y; V]; X : 1 × 3; Y : 2 × 3; V : 2 × 2", "([X; X]), Y"),
    ],
)
def test_a_row_of_what_is_joined_is_marked_with_the_brackets_of_its_parts(text: str, label: str) -> None:
    marks = {text[slice(*place.span)] for problem in told(text) for place in (problem, *problem.facts)}
    assert label in marks


def test_a_way_out_shows_a_sum_among_the_sizes_of_a_matrix_in_brackets() -> None:
    with pytest.raises(SizeError, match=r"then \[W, A\] \+ rowsum\(A\) is n × \(m \+ 3\)"):
        Formula("W : n × 3; [W, A] + A")


def test_in_a_very_long_text_what_mends_each_line_is_offered_without_what_then_comes_out() -> None:
    problems = told("x : 5; W : 3 × 4; y = xW\na : 2; V : 7 × 4; b = aV\n# " + "a" * 7000)
    assert [[fix.message for fix in problem.fixes] for problem in problems] == [
        ["declare W as 5 × 4", "declare x as 3"],
        ["b = [x, a]V", "declare V as 2 × 4", "b = [a, x]V"],
    ]
    assert not any(fix.sizes for problem in problems for fix in problem.fixes)
    for problem in problems:  # the likeliest ones together
        assert Formula(problem.fixes[0].formula, dims=problem.fixes[0].dims).sizes["b"] == (4,)


@pytest.mark.parametrize("line", ["y{} = x{}x{}", "y{} = x; y{} = x"])
def test_a_hundred_mistakes_are_enough(line: str) -> None:
    assert len(told("; ".join(line.replace("{}", str(number)) for number in range(101)))) == 100


def test_what_is_right_has_its_size_beside_what_is_wrong() -> None:
    assert Formula("h = ac; b = max(h, c); d : 3", check=False).sizes == {"a": ("n",), "c": ("m",), "d": (3,)}


# --------------------------------------------------------------------------------------- what used to be let through


@pytest.mark.parametrize(
    ("text", "columns", "codes"),
    [
        # The second line builds on the first, and one change heals both.
        ("h = [1 2 3]ᵀ · cᵀ - [eᵀ; jᵀ]; b = max(hᵀ, c)", True, ["E0202"]),
        ("h = [1 2 3]ᵀ · c - [e; j]; b = max(h, c)", False, ["E0202"]),
        ("h = [1 2 3]ᵀ · c - [e; j]", False, ["E0202"]),
        ("h = ac; b = max(h, c)", False, ["E0206"]),
        ("a : 1; H = a; y = 0.5H + [1 2; 3 4; 5 6]; k = max(h, y)", True, ["E0202"]),
        # No number is involved: n + 1 values are not n values.
        ("y = [x, α] - x", False, ["E0202"]),
        ("h = Wᵀ; s = [eᵀ, hᵀ] + h", False, ["E0207"]),
        ("[c, α] · (a - c)", False, ["E0203"]),
        # What comes of a slope is a clash somewhere else.
        ("K : 4 × 1; b : 1; c = gelu'(rowsum(K)ᵀ); b <- c", False, ["E0204"]),
        # The clash is met in the order of these lines alone.
        ("b = [c, [1 2 3]] + a; [a, x] + [1 2 3]", False, ["E0202"]),
    ],
)
def test_what_used_to_be_let_through_is_told(text: str, columns: bool, codes: list[str]) -> None:
    assert [problem.code for problem in told(text, columns=columns)] == codes


def test_a_slope_keeps_the_size_and_nothing_is_said_of_what_is_inside_it() -> None:
    reason = "x has 4 values and gelu' keeps the length, so c has 4 values"
    assert Formula("x : 4; c = gelu'(x)").why()["c"] == (reason,)
    (problem,) = told("x : 4; c = gelu'(x); c + [1 2]")
    assert [fact.message for fact in problem.facts if fact.role == "because"] == [reason]


def test_an_error_is_told_behind_many_warnings() -> None:
    names = [f"{letter}{index}" for index in range(10) for letter in "abcdefghij"]
    text = "; ".join(f"{name} : 2 × 3" for name in names) + "; x : 3; x : 2 × 3"
    assert [problem.code for problem in told(text)] == ["E0204"]


def test_the_first_mistake_is_told_where_each_is_explained_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mend, "unexplained", lambda found, explained: [])
    for text in ("x : 3; y : 4; x + y", "x + xᵀ", "x : 3; y : 4; x + y; x + xᵀ"):
        assert len(told(text)) == 1


def test_a_way_out_of_the_first_mistake_also_mends_what_builds_on_it() -> None:
    (problem,) = told("h = [1 2 3]ᵀ · cᵀ - [eᵀ; jᵀ]; b = max(hᵀ, c)", columns=True)
    assert problem.message == "cannot subtract [eᵀ; jᵀ] (2 rows) from [1 2 3]ᵀ · cᵀ (3 rows)"
    assert [fix.message for fix in problem.fixes] == ["say on a line of its own: vectors are rows"]


def test_the_nearest_function_is_offered_in_its_place() -> None:
    (problem,) = check(read("y = x + rleu(x) + 2")[0]).problems
    assert [(fix.message, fix.formula) for fix in problem.fixes] == [("write relu", "y = x + relu(x) + 2")]


def test_a_name_among_others_is_marked_where_it_is_declared() -> None:
    text = "x, y, z : 3; y = [1 2; 3 4]"
    (problem,) = told(text)
    assert [text[fact.start : fact.end] for fact in problem.facts] == ["y"]


def test_no_problem_offers_the_same_twice() -> None:
    fixes = [
        Fix("declare x as 3", "y = x", {"x": (3,)}),
        Fix("say that x has 3 values", "y = x", {"x": (3,)}),
        Fix("declare x as 3", "x : 3; y = x"),
        Fix("declare x as 4", "y = x", {"x": (4,)}),
    ]
    problem = Problem("E0202", "x does not fit", fixes=fixes)
    assert [fix.dims for fix in problem.fixes] == [{"x": (3,)}, {"x": (4,)}]
    assert problem.with_fixes(fixes).fixes == problem.fixes


def test_no_sentence_is_longer_than_anybody_reads() -> None:
    many = " + ".join(f"n_{{{number}}}" for number in range(100))
    for text in (f"x : {many}; W : 3 × 4; y = xW", f"x : 3; y = {'x + ' * 100}rleu(x)", f"y = {'relu(' * 90}x"):
        for problem in told(text):
            assert len(problem.message) <= 300
            assert all(len(part.message) <= 200 for part in (*problem.facts, *problem.fixes))


def test_however_many_warnings_there_are_every_line_is_checked() -> None:
    names = [f"W_{{a{number}}}" for number in range(120)]
    text = "\n".join(f"{name} : 3" for name in names) + "\ny = " + " + ".join(names)
    net = Formula(text)
    assert len(net.problems) > 100
    assert net.sizes["y"] == (3,)
    assert "\ny = " in net.python()


@pytest.mark.parametrize(
    ("key", "dim", "message"),
    [
        ("2x", 3, "'2x' has a size, but is no letter; a letter is x, W0 or h_{t}"),
        ("", (3, 4), "'' has a size, but is no letter; a letter is x, W0 or h_{t}"),
        ("relu", "n", "'relu' has a size, but is no letter; a letter is x, W0 or h_{t}"),
        ("x", 0, "the size '0' for 'x' cannot be read: a size is a whole number from 1 up, not 0"),
    ],
)
def test_a_size_beside_the_text_says_whether_it_or_its_letter_cannot_be_read(key: str, dim: Any, message: str) -> None:
    (problem,) = told("y = xW", {key: dim})
    assert (problem.code, problem.message) == ("E0108", message)


def test_a_literal_with_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "VALUES", 5)
    assert told("y = [1 2 3; 4 5 6]")[0].message == "a literal has at most 5 values; larger ones come from files"
    assert told("y = [1 2 3 4 5]") == []
