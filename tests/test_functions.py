"""The table of functions: each row gives its known answers, has the slope it says, and takes whole batches."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest
from consoles import HOUSE

from letternet import Formula
from letternet.functions import FUNCTIONS, every_value

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
