"""The two evaluators that the tests trust agree with each other, and with what the notation's page says."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from exact import NotRational, evaluate_exactly
from hypothesis import given
from hypothesis import strategies as st
from reference import Refused, as_numpy, batched, evaluate
from strategies import Drawn, batches, mutated, programs

from letternet.tree import Program, Update


def program(text: str) -> Program:
    from letternet.read.letters import read

    found, problems = read(text)
    assert not [p for p in problems if p.severity == "error"], problems
    return found


def last(text: str, **values: Any) -> tuple[str, Any]:
    """The kind and the value of the last line, as NumPy users know it."""
    kind, array = evaluate(program(text), values)[""]
    return kind, as_numpy(kind, array).tolist()


@given(programs(rational=True))
def test_rounded_and_exact_values_agree(drawn: Drawn) -> None:
    found = evaluate(drawn.program, drawn.values, drawn.kinds)
    try:
        exact = evaluate_exactly(drawn.program, drawn.values)
    except NotRational:
        return
    assert found.keys() == exact.keys()
    for key, (_, array) in found.items():
        wanted = np.array(exact[key].tolist(), dtype=float)
        assert array.shape == wanted.shape
        np.testing.assert_allclose(array, wanted, rtol=1e-9, atol=1e-9 * max(1, found.largest))


@given(programs())
def test_nothing_that_is_drawn_is_refused_and_every_value_is_finite(drawn: Drawn) -> None:
    found = evaluate(drawn.program, drawn.values, drawn.kinds)
    assert all(np.isfinite(array).all() for _, array in found.values())
    assert found == {} or "" in found


@given(programs(updates=False).flatmap(lambda drawn: st.tuples(st.just(drawn), batches(drawn))))
def test_the_first_datapoint_of_a_batch_is_itself(both: tuple[Drawn, Any]) -> None:
    drawn, (names, values) = both
    alone = evaluate(drawn.program, drawn.values, drawn.kinds)
    together = batched(drawn.program, values, names, drawn.kinds)
    for key, (kind, array) in alone.items():
        plain = as_numpy(kind, array)
        found = together[key][1]
        np.testing.assert_array_equal(found[0] if found.ndim > plain.ndim else found, plain)


@given(programs().flatmap(mutated))
def test_a_slip_is_refused_or_has_a_value(drawn: Drawn) -> None:
    try:
        evaluate(drawn.program, drawn.values, drawn.kinds)
    except (Refused, np.linalg.LinAlgError):
        return


@given(programs(updates=False, functions=False, columns=True))
def test_a_strategy_keeps_to_its_options(drawn: Drawn) -> None:
    assert drawn.columns
    assert drawn.program.columns
    assert not any(isinstance(line, Update) for line in drawn.program.statements)


RIGHT = [
    ("xW", {"x": [1, 2], "W": [[1, 0, 2], [0, 1, 3]]}, "row", [1, 2, 8]),
    ("vectors are columns; Wx", {"x": [1, 2], "W": [[1, 0], [3, 1]]}, "column", [1, 5]),
    ("xyᵀ", {"x": [1, 2], "y": [3, 4]}, "number", 11),
    ("xᵀy", {"x": [1, 2], "y": [3, 4]}, "matrix", [[3, 4], [6, 8]]),
    ("x · y", {"x": [1, 2], "y": [3, 4]}, "number", 11),
    ("vectors are columns; x · y", {"x": [1, 2], "y": [3, 4]}, "number", 11),
    ("2x + b", {"x": [1, 2], "b": [1, 1]}, "row", [3, 5]),
    ("W - b", {"W": [[1, 2], [3, 4]], "b": [1, 1]}, "matrix", [[0, 1], [2, 3]]),
    ("cᵀ + W", {"W": [[1, 2], [3, 4]], "c": [1, 2]}, "matrix", [[2, 3], [5, 6]]),
    ("x > 1", {"x": [1, 2]}, "row", [0, 1]),
    ("x²", {"x": [1, -2]}, "row", [1, 4]),
    ("A⁻¹", {"A": [[2, 0], [0, 4]]}, "matrix", [[0.5, 0], [0, 0.25]]),
    ("α⁻¹", {"α": 4}, "number", 0.25),
    ("[x, α, y]", {"x": [1, 2], "y": [3], "α": 7}, "row", [1, 2, 7, 3]),
    ("[x; y]", {"x": [1, 2], "y": [3, 4]}, "matrix", [[1, 2], [3, 4]]),
    ("[xᵀ, A]", {"x": [1, 2], "A": [[3, 4], [5, 6]]}, "matrix", [[1, 3, 4], [2, 5, 6]]),
    ("[α; xᵀ]", {"x": [1, 2], "α": 7}, "column", [7, 1, 2]),
    ("vectors are columns; [1; 2]", {}, "column", [1, 2]),
    ("vectors are columns; x = [1 2]", {}, "column", [1, 2]),
    ("vectors are columns; W : 1 × 2; W = [1 2]", {}, "matrix", [[1, 2]]),
    ("x : 2; x = [1; 2]", {}, "row", [1, 2]),
    ("x : n; x/n", {"x": [2, 4]}, "row", [1, 2]),
    ("W : 2n × m; x : n; n + m", {"W": [[1, 2, 3]] * 4, "x": [1, 1]}, "number", 5),
    ("pick(W, 1)", {"W": [[1, 2], [3, 4]]}, "row", [3, 4]),
    ("pick(W, [1 0 1])", {"W": [[1, 2], [3, 4]]}, "matrix", [[3, 4], [1, 2], [3, 4]]),
    ("first(x, y)", {"x": [1, 2, 3], "y": [0, 0]}, "row", [1, 2]),
    ("last(x, y)", {"x": [1, 2, 3], "y": [0, 0]}, "row", [2, 3]),
    ("last(xᵀ, α)", {"x": [1, 2, 3], "α": 0}, "number", 3),
    ("first(α, 7)", {"α": 2}, "number", 2),
    ("last(W, A)", {"W": [[1, 2], [3, 4]], "A": [[0, 0]]}, "matrix", [[3, 4]]),
    ("first(W, y)", {"W": [[1, 2], [3, 4]], "y": [0, 0]}, "row", [1, 2]),
    ("scatter(x, 1, W)", {"x": [5, 6], "W": [[1, 2], [3, 4]]}, "matrix", [[0, 0], [5, 6]]),
    ("scatter(A, [1 0 1], W)", {"A": [[1], [2], [4]], "W": [[1], [3]]}, "matrix", [[2], [5]]),
    ("scatter(A, [2 -1], W)", {"A": [[1], [2]], "W": [[1], [3]]}, "matrix", [[0], [0]]),
    ("rowsum(W)", {"W": [[1, 2], [3, 4]]}, "column", [3, 7]),
    ("colmean(W)", {"W": [[1, 2], [3, 4]]}, "row", [2, 3]),
    ("diag(x)", {"x": [1, 2]}, "matrix", [[1, 0], [0, 2]]),
    ("diag(A)", {"A": [[1, 2], [3, 4]]}, "row", [1, 4]),
    ("outer(x, yᵀ)", {"x": [1, 2], "y": [3]}, "matrix", [[3], [6]]),
    ("max(x, 0)", {"x": [1, -2]}, "row", [1, 0]),
    ("relu'(x)", {"x": [1, 0, -2]}, "row", [1, 0, 0]),
    ("‖x‖", {"x": [3, 4]}, "number", 5),
    ("cos(π)", {}, "number", -1),
    ("f(x) = x ⊙ α; f(A)", {"A": [[1, 2]], "α": 3}, "matrix", [[3, 6]]),
    ("f(x) = αx; g(α) = f(α); g(2)", {"α": 3}, "number", 6),
    ("relu'(x) = x ≥ 0; relu'(x)", {"x": [1, 0, -2]}, "row", [1, 1, 0]),
    ("y = z + 1; z = 2x; y", {"x": [1, 2]}, "row", [3, 5]),
    ("W <- W + 1; W <- 2W", {"W": [[1, 2]]}, "matrix", [[4, 6]]),
]


@pytest.mark.parametrize(("text", "values", "kind", "wanted"), RIGHT)
def test_the_page_of_the_notation(text: str, values: dict[str, Any], kind: str, wanted: Any) -> None:
    assert last(text, **values) == (kind, wanted)


W, x, y = [[1, 2, 3], [4, 5, 6]], [1, 2], [1, 2, 3]
WRONG = [
    ("xx", {"x": x}),
    ("Wx", {"W": W, "x": y}),
    ("yW", {"W": W, "y": y}),
    ("x + y", {"x": x, "y": y}),
    ("x + xᵀ", {"x": x}),
    ("W ⊙ y", {"W": W, "y": y}),
    ("W > y", {"W": W, "y": y}),
    ("W + x", {"W": W, "x": x}),
    ("x⁻¹", {"x": x}),
    ("W⁻¹", {"W": W}),
    ("x^y", {"x": x, "y": y}),
    ("[x; α]", {"x": x, "α": 1}),
    ("[x, W]", {"x": x, "W": W}),
    ("softmax(α)", {"α": 1}),
    ("softmax'(x)", {"x": x}),
    ("norm(x, y)", {"x": x, "y": y}),
    ("nosuch(x)", {"x": x}),
    ("rowsum(x)", {"x": x}),
    ("trace(W)", {"W": W}),
    ("pick(x, 0)", {"x": x}),
    ("first(x, y)", {"x": x, "y": y}),
    ("last(y, xᵀ)", {"x": x, "y": y}),
    ("first(W, x)", {"W": W, "x": x}),
    ("first(W, [W; W])", {"W": W}),
    ("first(W, xᵀ)", {"W": W, "x": x}),
    ("last(W, 1)", {"W": W}),
    ("last(x, W)", {"W": W, "x": x}),
    ("first(2, x)", {"x": x}),
    ("first(x)", {"x": x}),
    ("scatter(x, 0, W)", {"W": W, "x": x}),
    ("scatter(yᵀ, 0, W)", {"W": W, "y": y}),
    ("scatter(y, [0], W)", {"W": W, "y": y}),
    ("scatter(W, [0], W)", {"W": W}),
    ("scatter(y, W, W)", {"W": W, "y": y}),
    ("scatter(y, 0, y)", {"y": y}),
    ("scatter(y, 0)", {"y": y}),
    ("dot(x, W)", {"x": x, "W": W}),
    ("max(W, y)", {"W": W, "y": y}),
    ("f(x) = f(x); 1", {}),
    ("f(x) = 2x; f(1, 2)", {}),
    ("z = x; z = x", {"x": x}),
    ("z = u; u = z", {}),
    ("z", {}),
    ("x : 3; x", {"x": x}),
    ("x, y : n; xW", {"W": W, "x": x, "y": y}),
    ("W <- Wᵀ", {"W": W}),
    ("W <- W + z; z = sum(W)", {"W": W}),
]


@pytest.mark.parametrize(("text", "values"), WRONG)
def test_what_the_page_refuses(text: str, values: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        last(text, **values)


def test_an_update_of_a_common_letter_adds_up_over_the_batch() -> None:
    text = program("W <- W - α xᵀ(xW); xW")
    found = batched(text, {"W": [[1.0], [2.0]], "α": 0.5, "x": [[1, 0], [0, 1]]}, ["x"])
    assert found["W"][1].tolist() == [[0.5], [1.0]]
    assert found[""][1].tolist() == [[0.5], [1.0]]  # each datapoint sees the common new value


def test_what_does_not_depend_on_the_batch_is_not_batched() -> None:
    found = batched(program("a = 2y; b = sum(x); c = xᵀy; x"), {"x": [[1, 2], [3, 4], [5, 6]], "y": [1]}, ["x"])
    assert {key: array.shape for key, (_, array) in found.items()} == {"a": (1,), "b": (3,), "c": (3, 2, 1), "": (3, 2)}


@pytest.mark.parametrize(
    "function", ["sigmoid", "tanh", "exp", "log", "sqrt", "sin", "cos", "softplus", "gelu", "silu", "elu", "leakyrelu"]
)
def test_a_slope_is_how_the_function_rises(function: str) -> None:
    for at in (0.3, 1.7):
        below, above = (last(f"{function}(α)", α=at + step)[1] for step in (-1e-5, 1e-5))
        assert math.isclose(last(f"{function}'(α)", α=at)[1], (above - below) / 2e-5, rel_tol=1e-7)
