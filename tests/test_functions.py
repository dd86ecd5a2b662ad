"""The table of functions: each row gives its known answers, has the slope it says, and takes whole batches."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest
from consoles import HOUSE
from reference import EVERY_VALUE

from letternet import DataError, Formula, FormulaError
from letternet.functions import FUNCTIONS, TRAITS, every_value

OF_EVERY_VALUE = [name for name, row in FUNCTIONS.items() if row.sizes is every_value]
ANSWERS = [(name, *pair) for name, row in FUNCTIONS.items() for pair in row.answers]
POINTS = np.array([-2.3, -1.1, -0.4, 0.3, 0.9, 2.2])


def at(formula: str, **values: Any) -> Any:
    """The value of a formula with these letters."""
    (result,) = Formula(formula).run(values).values()
    return result


@pytest.mark.parametrize(("name", "argument", "answer"), ANSWERS)
def test_a_function_gives_its_known_answers(name: str, argument: float, answer: float) -> None:
    assert at(f"{name}(x)", x=[float(argument)]) == pytest.approx([answer], abs=1e-12)
    assert at(f"{name}(α)", α=float(argument)) == pytest.approx(answer, abs=1e-12)


@pytest.mark.parametrize("name", OF_EVERY_VALUE)
def test_a_function_of_every_value_has_answers_words_and_a_slope(name: str) -> None:
    row = FUNCTIONS[name]
    assert len(row.answers) >= 2
    assert row.says
    assert row.slope


@pytest.mark.parametrize("name", OF_EVERY_VALUE)
def test_a_slope_is_what_small_differences_say(name: str) -> None:
    step = 1e-6
    higher, lower = at(f"{name}(x)", x=POINTS + step), at(f"{name}(x)", x=POINTS - step)
    defined = np.isfinite(higher) & np.isfinite(lower)
    away = np.all([np.abs(POINTS - kink) > 10 * step for kink in FUNCTIONS[name].kinks], axis=0)
    there = defined & away
    assert there.sum() >= 3
    slope = at(f"{name}'(x)", x=POINTS)
    np.testing.assert_allclose(slope[there], ((higher - lower) / (2 * step))[there], rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", OF_EVERY_VALUE)
def test_a_function_and_its_slope_are_those_of_the_reference_to_the_last_digits(name: str) -> None:
    function, slope = EVERY_VALUE[name]
    points = POINTS[POINTS > 0] if name in ("log", "sqrt") else POINTS
    np.testing.assert_allclose(at(f"{name}(x)", x=points), function(points), rtol=1e-13)
    np.testing.assert_allclose(at(f"{name}'(x)", x=points), slope(points), rtol=1e-13)


@pytest.mark.parametrize("name", OF_EVERY_VALUE)
def test_where_a_function_has_no_slope_is_said(name: str) -> None:
    """From both sides of every point that is not a kink, the slope is the same."""
    for point in (-1.0, 0.0, 1.0):
        below, above = at(f"{name}'(x)", x=[point - 1e-9, point + 1e-9])
        if np.isfinite([below, above]).all() and point not in FUNCTIONS[name].kinks:
            assert below == pytest.approx(above, abs=1e-6)


@pytest.mark.parametrize("name", OF_EVERY_VALUE)
def test_a_function_of_every_value_takes_every_kind(name: str) -> None:
    one = at(f"{name}(x)", x=np.abs(POINTS))
    matrix = at(f"{name}(X)", X=np.abs(POINTS).reshape(2, 3))
    np.testing.assert_array_equal(matrix, one.reshape(2, 3))
    np.testing.assert_allclose(at(f"{name}(α)", α=0.5), at(f"{name}(x)", x=[0.5])[0], rtol=1e-15)


@pytest.mark.parametrize("name", ["softmax", "logsoftmax", "normalize"])
def test_a_function_of_every_row_is_the_same_for_a_row_a_matrix_and_a_batch(name: str) -> None:
    table = POINTS.reshape(2, 3)
    rows = [at(f"{name}(x)", x=row) for row in table]
    np.testing.assert_allclose(at(f"{name}(X)", X=table), rows, rtol=1e-14)
    np.testing.assert_allclose(at(f"{name}(x)", x=table), rows, rtol=1e-14)


def test_the_reference_knows_every_function_without_reading_the_table() -> None:
    tree = ast.parse((HOUSE / "tests" / "reference.py").read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "letternet.functions" not in imported
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert set(FUNCTIONS) <= words


# ------------------------------------------------------------------------------- as many as something else has

G, X, Z = [1.0, 2.0, 3.0], [7.0, 7.0], [0.0]
TABLE = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
AS_MANY: tuple[tuple[str, dict[str, Any], Any], ...] = (
    ("first(g, x)", {"g": G, "x": X}, [1, 2]),
    ("last(g, x)", {"g": G, "x": X}, [2, 3]),
    ("first(x, x)", {"x": X}, X),
    ("first(gᵀ, xᵀ)", {"g": G, "x": X}, [1, 2]),
    ("first(g, α)", {"g": G, "α": 9}, 1),
    ("last(g, α)", {"g": G, "α": 9}, 3),
    ("last(β, α)", {"β": 4, "α": 9}, 4),
    ("first(A, B)", {"A": TABLE, "B": [[0, 0]]}, [[1, 2]]),
    ("last(A, B)", {"A": TABLE, "B": [[0, 0], [0, 0]]}, [[3, 4], [5, 6]]),
    ("first(A, x)", {"A": TABLE, "x": X}, [1, 2]),
    ("last(A, x)", {"A": TABLE, "x": X}, [5, 6]),
    # Batches: of what is taken, of what lends its size, of both.
    ("first(g, x)", {"g": [G, G], "x": X}, [[1, 2], [1, 2]]),
    ("last(g, x)", {"g": G, "x": [X, X, X]}, [[2, 3]] * 3),
    ("last(g, x)", {"g": [G, G[::-1]], "x": [X, X]}, [[2, 3], [2, 1]]),
    ("last(g, sum(x))", {"g": G, "x": [X, X]}, [3, 3]),
    ("first(g, sum(x))", {"g": [G, G[::-1]], "x": X}, [1, 3]),
    ("first(sum(g), sum(x))", {"g": G, "x": [X, X]}, [6, 6]),
    ("first(A, x)", {"A": TABLE, "x": [X, X, X]}, [[1, 2]] * 3),
    ("last([x; y], x)", {"x": [X, X], "y": [1, 2]}, [[1, 2], [1, 2]]),
    ("first(A, [x; x])", {"A": TABLE, "x": [X, X, X]}, [TABLE[:2]] * 3),
    ("last([x; y], [y; z])", {"x": [X, X], "y": X, "z": [[1, 2], [3, 4]]}, [[X, X], [X, X]]),
    ("last([x; y], [y; y])", {"x": [[1, 2], [3, 4]], "y": X}, [[[1, 2], X], [[3, 4], X]]),
)


@pytest.mark.parametrize(("formula", "values", "answer"), AS_MANY)
def test_as_many_values_or_rows_are_taken_as_something_else_has(formula: str, values: Any, answer: Any) -> None:
    np.testing.assert_array_equal(at(formula, **values), answer)
    assert np.shape(at(formula, **values)) == np.shape(answer)


def test_where_there_are_fewer_it_is_said() -> None:
    with pytest.raises(FormulaError) as refused:
        Formula("x : 3; y : 4; 2first(x, y)")
    (problem,) = refused.value.problems
    assert problem.code == "E0208"
    assert problem.message == "first takes as many values of x as y has, 4, but x has only 3"
    assert [fact.message for fact in problem.facts] == ["3 values", "4 values"]
    with pytest.raises(FormulaError, match=r"last takes as many rows of A as \[A; x\] has, n \+ 1, but A has only n"):
        Formula("last(A, [A; x])")
    with pytest.raises(FormulaError, match="first takes as many values of a as b has, 2, but a has only 1"):
        Formula("f(a, b) = first(a, b); x : 1; y : 2; f(x, y)")
    assert Formula("y = first([x, z], x)").sizes["y"] == ("n",)
    for values in ({"x": G, "y": [1] * 4}, {"x": [G, G], "y": [1] * 4}, {"x": G, "y": [[1] * 4]}):
        with pytest.raises(DataError) as caught:
            at("last(x, y)", **values)
        (problem,) = caught.value.problems
        assert problem.code == "E0303"
        assert problem.message == "last takes as many values of x as y has, 4, but x has only 3"
    with pytest.raises(DataError, match="first takes as many rows of A as X has, 2, but A has only 1"):
        at("f(X) = first(A, X); f(B)", A=[[1]], B=[[1], [2]])


KINDS_REFUSED = {
    "first(g, xᵀ)": "first takes a row or a number beside a row, but xᵀ is a column",
    "first(g, A)": "first takes a row or a number beside a row, but A is a matrix",
    "last(A, α)": "last takes a matrix or a row beside a matrix, but α is a number",
    "last(A, xᵀ)": "last takes a matrix or a row beside a matrix, but xᵀ is a column",
    "first(α, x)": "first takes a number beside a number, but x is a row",
    "first(g)": "first takes 2 arguments, but here it has 1",
    "first'(g)": "first has no slope value by value; first'(x) = … defines one",
    "pick(x, i)": "pick takes a matrix, but x is a row",
    "pick(A, B)": "pick takes a number or a vector of row numbers, but B is a matrix",
    "scatter(x, i, α)": "scatter takes a matrix, but α is a number",
    "scatter(A, B, W)": "scatter takes a number or a vector of row numbers, but B is a matrix",
    "scatter(A, 1, W)": "scatter takes a row for one row number, but A is a matrix",
    "scatter(xᵀ, 1, W)": "scatter takes a row for one row number, but xᵀ is a column",
    "scatter(x, i, W)": "scatter takes a matrix for a vector of row numbers, but x is a row",
    "scatter(A, i)": "scatter takes 3 arguments, but here it has 2",
    "x : 2; W : 3 × 4; scatter(x, 1, W)": "scatter needs rows as long as those of the matrix, but x has 2 values and"
                                          " W has 4 columns",
    "A : 2 × 4; scatter(A, [1 0 2], W)": "scatter needs as many row numbers as there are rows, but A has 2 rows and"
                                         " [1 0 2] has 3 values",
}  # fmt: skip


@pytest.mark.parametrize("formula", KINDS_REFUSED)
def test_what_these_do_not_take_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError) as caught:
        Formula(formula)
    assert [problem.message for problem in caught.value.problems] == [KINDS_REFUSED[formula]]


# --------------------------------------------------------------------------------------- rows that go to places

ROWS = [[0.0, 0.0]] * 4
SCATTERED: tuple[tuple[str, dict[str, Any], Any], ...] = (
    ("scatter(x, 2, W)", {"x": [1, 2], "W": ROWS}, [[0, 0], [0, 0], [1, 2], [0, 0]]),
    ("i : number; scatter(x, i, W)", {"x": [1, 2], "i": 0, "W": ROWS[:2]}, [[1, 2], [0, 0]]),
    ("scatter(A, i, W)", {"A": TABLE, "i": [3, 1, 3], "W": ROWS}, [[0, 0], [3, 4], [0, 0], [6, 8]]),
    ("scatter(A, [3 1 3]ᵀ, W)", {"A": TABLE, "W": ROWS}, [[0, 0], [3, 4], [0, 0], [6, 8]]),
    ("scatter(A, 2i, W)", {"A": TABLE, "i": [0.5, 2, 0.25], "W": ROWS}, [[0, 0], [1, 2], [0, 0], [0, 0]]),
)


@pytest.mark.parametrize(("formula", "values", "answer"), SCATTERED)
def test_rows_go_to_where_pick_would_take_them_from(formula: str, values: Any, answer: Any) -> None:
    np.testing.assert_array_equal(at(formula, **values), answer)


def test_scatter_is_the_way_back_of_pick() -> None:
    """Of any weights, the sum of what is picked changes with them as scatter says."""
    draw = np.random.default_rng(1)
    W, G, i = draw.normal(size=(5, 3)), draw.normal(size=(4, 3)), [4, 0, 4, 2]
    given = at("sum(G ⊙ pick(W, i))", G=G, W=W, i=i)
    np.testing.assert_allclose(at("sum(W ⊙ scatter(G, i, W))", G=G, W=W, i=i), given)


def test_a_row_that_is_not_there_is_said() -> None:
    for formula in ("scatter(A, i, W)", "f(X) = scatter(X, i, W); f(A)"):
        with pytest.raises(DataError, match="i asks for a row that W does not have, row 4") as caught:
            at(formula, A=TABLE, W=ROWS, i=[0, 1, 4])
        assert [fact.message for fact in caught.value.problems[0].facts] == ["the 4 rows of W are numbered 0 to 3"]
    with pytest.raises(DataError, match=r"\[0 1 9\] asks for a row that W does not have, row 9"):
        at("scatter(A, [0 1 9], W)", A=TABLE, W=ROWS)
    with pytest.raises(DataError, match=r"\[0 0.5 -1\] numbers rows, so it is made of whole numbers from 0 up"):
        at("scatter(A, [0 0.5 -1], W)", A=TABLE, W=ROWS)
    with pytest.raises(DataError, match="i numbers rows, so it is made of whole numbers from 0 up"):
        at("scatter(A, i, W)", A=TABLE, W=ROWS, i=[0, 0, -1])


UPDATED = {
    "W <- W - α scatter(d, i, W); i = sum(z)": {"d": [[1, 2], [3, 4], [5, 6]], "z": [[1, 1], [0, 1], [1, 1]]},
    "W <- W - α scatter([d; e], z, W); e = 2d": {"d": [[1, 2], [3, 4], [5, 6]], "z": [[1, 1], [0, 3], [1, 0]]},
}


@pytest.mark.parametrize("batch", [("d",), ("z",), ("d", "z")])
@pytest.mark.parametrize("formula", UPDATED)
def test_scattered_rows_of_a_batch_are_added_up(formula: str, batch: tuple[str, ...]) -> None:
    values = {key: value if key in batch else value[0] for key, value in UPDATED[formula].items()}
    found = Formula(formula).run(values, W=ROWS, α=0.5)["W"]
    wanted: Any = np.array(ROWS)
    for point in range(3):
        alone = {key: value[point] if key in batch else value for key, value in values.items()}
        wanted = Formula(formula).run(alone, W=wanted, α=0.5)["W"]
    np.testing.assert_allclose(found, wanted)
    narrow = {key: np.array(value, np.float32 if key == "d" else int) for key, value in values.items()}
    assert Formula(formula).run(narrow, W=np.array(ROWS, np.float32), α=0.5)["W"].dtype == np.float32


def test_no_matrix_is_made_for_each_datapoint_of_a_batch() -> None:
    for formula, line in (
        ("i = sum(z); W <- W - α scatter(d, i, W)",
         "weights -= alpha * (np.arange(len(weights)) == i[:, None]).T.dot(d)"),
        ("D = [d; d]; W <- W - α scatter(D, z, W)",
         "weights -= alpha * (np.arange(len(weights)) == z.reshape(-1, 1)).T.dot(np.concatenate(D))"),
    ):  # fmt: skip
        assert line in Formula(formula).python(batch=["d", "z"])


# ------------------------------------------------------------------------------------- the program's own functions


def test_an_own_function_that_joins_takes_a_batch() -> None:
    x = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    for formula in ("f(x) = [x, 1]; y = f(x)", "f(x) = [x, 1]; g(x) = f(x); y = g(x)"):
        np.testing.assert_array_equal(at(formula, x=x), np.c_[x, np.ones(3)])
        np.testing.assert_array_equal(Formula(formula).function()(x), np.c_[x, np.ones(3)])


# ---------------------------------------------------------------------------------------------------- traits

# How a function is called whose arguments are more, or others, than a row.
CALLS = {
    "pick": "pick(X, i)", "scatter": "scatter(X, i, X)", "first": "first(x, y)", "last": "last(x, y)",
    **{name: f"{name}(X)" for name in ("trace", "det", "rowsum", "colsum", "rowmean", "colmean")},
    "dot": "dot(x, z)",
}  # fmt: skip
CHANCE = np.random.default_rng(7)
TRAITED = [(name, trait) for name, row in FUNCTIONS.items() for trait in row.traits]


def called(name: str, x: Any, X: Any) -> Any:
    formula = CALLS.get(name, f"{name}(x)")
    values = {"x": x, "X": X, "y": [1.0, 2.0], "z": [1.0, 2.0, 3.0], "i": [2, 0, 2]}
    return at(formula, **{key: value for key, value in values.items() if key in formula.partition("(")[2]})


@pytest.mark.parametrize(("name", "trait"), TRAITED)
def test_what_is_concluded_from_a_function_is_true_of_it(name: str, trait: str) -> None:
    assert trait in TRAITS
    for spread in (0.1, 1.0, 30.0):
        x, X = CHANCE.normal(size=3) * spread, CHANCE.normal(size=(3, 3)) * spread
        x = np.abs(x) if name in ("log", "sqrt") else x
        found = called(name, x, X)
        match trait:
            case "gate":
                assert (found >= 0).all()
                assert (found <= 1).all()
            case "order":
                near = np.add(np.clip(x, -5, 5), [0, 1e-3, 2e-3])  # where 64 bits still tell the results apart
                assert list(np.argsort(called(name, near, X))) == list(np.argsort(near))
            case "silences":
                np.testing.assert_array_equal(found, np.where(x < 0, 0, x))
            case "flattens":
                far = called(name, np.array([-1e3, 1e3, 2e3]), X)
                assert (far[0] <= found).all()
                assert (found <= far[1]).all()
                assert far[1] == far[2]
                np.testing.assert_allclose(at(f"{name}'(x)", x=[-1e3, 1e3]), [0, 0], atol=1e-12)
            case "shares":
                assert (found >= 0).all()
                assert found.sum() == pytest.approx(1)
            case "level":
                np.testing.assert_allclose(called(name, 3 * x + 7, X), found, rtol=1e-3)
            case "one":
                assert np.shape(found) == ()
            case "picks":
                np.testing.assert_array_equal(found, X[[2, 0, 2]])
            case "root":
                np.testing.assert_allclose(found**2, x)
            case "linear":
                np.testing.assert_allclose(called(name, 2 * x, 2 * X), 2 * found)
            case _:
                raise AssertionError(trait)
