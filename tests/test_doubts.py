"""Warnings are for what is legal but suspicious, and never for ordinary formulas."""

from __future__ import annotations

from typing import Any

import pytest
from mistakes import MISTAKES, STREETLIGHTS

from letternet import Formula

ORDINARY = [
    STREETLIGHTS,
    "l2 = relu(l0W0)W1",
    "x = [1 0 1]; y = xW",
    "L = sum((y - t)²)",
    "e = sum((l2 - y)²); d2 = l2 - y",
    "l1 = relu(l0W0); l2 = l0 + l1W1",
    "l1 = relu(l0W0); l2 = [l0, l1]W1",
    "x_t : n; h : m; h_t = tanh(x_tU + hV)",
    "A = softmax(QKᵀ/√d)V; Q : n × d; K : m × d",
    "x, y : 3; s = x + y",
    "Q = XA; K = XB; V = XC; Y = softmax(QKᵀ)V",
]


@pytest.mark.parametrize("formula", ORDINARY)
def test_an_ordinary_formula_gets_no_warning(formula: str) -> None:
    assert Formula(formula).problems == []


def test_sizes_that_stand_beside_a_formula_get_no_warning_in_it() -> None:
    assert Formula("y = xW", dims={"x": "n", "W": ("m", "k")}).problems == []


def test_what_was_meant_in_the_collection_gets_no_warning_but_for_odd_letters() -> None:
    for mistake in MISTAKES:
        dims = mistake.dims if mistake.right_dims is None else mistake.right_dims
        net = Formula(mistake.right, dims=dims, columns=mistake.columns)
        for problem in net.problems:
            assert problem.code == "W0202" or (problem.code == "W0201" and "declared" in problem.message), problem


@pytest.mark.parametrize(
    ("formula", "code", "message"),
    [
        ("h = AW", "W0201", "h holds a matrix; a lowercase letter stands for a vector"),
        ("P = xW", "W0201", "P holds a vector; an uppercase letter stands for a matrix"),
        ("X : 3; y = 2X", "W0201", "X is declared as a vector; an uppercase letter usually stands for a matrix"),
        ("x : 3 × 2; x", "W0201", "x is declared as a matrix; a lowercase letter usually stands for a vector"),
        ("α : 3; α", "W0201", "α is declared as a vector; a Greek letter usually stands for a number"),
        ("W : number; W", "W0201", "W is declared as a number; an uppercase letter usually stands for a matrix"),
        ("x : n; W : m × k; y = xW", "W0203", "n and m turn out to be the same size"),
        (
            "l0 : 3; W0 : 3 × 3; l1 = relu(l0W0); l2 = l0W1",
            "W0204",
            "l1 is not used; l2 is made from l0, which has the same size",
        ),
    ],
)
def test_what_is_suspicious_gets_one_warning(formula: str, code: str, message: str) -> None:
    (problem,) = Formula(formula).problems
    assert (problem.severity, problem.code, problem.message) == ("warning", code, message)


@pytest.mark.parametrize(
    ("formula", "dims", "mark"),
    [
        ("h = 2; y = xW", {"x": (3, 4)}, "x"),  # its first use
        ("h = 2; y = xW", {"y": (3, 4), "x": (3, 2)}, "x"),
        ("X : 3; y = 2X", {}, "X"),  # where it is declared
        ("g = 2; h <- αh", {"h": (3, 4)}, "h"),
        ("f(a) = a + c; f(x)", {"c": (2, 2)}, "c"),
    ],
)
def test_a_letter_against_its_case_is_marked_in_the_text_wherever_it_is_declared(
    formula: str, dims: dict[str, Any], mark: str
) -> None:
    found = [problem for problem in Formula(formula, dims=dims).problems if problem.code == "W0201"]
    assert [(problem.line, formula[slice(*problem.span)]) for problem in found[-1:]] == [(1, mark)]


def test_a_value_that_nobody_uses_is_asked_about_where_another_stands() -> None:
    text = "l0 : 3; W0 : 3 × 3; l1 = relu(l0W0); l2 = l0W1"
    (problem,) = Formula(text).problems
    (fact,) = problem.facts
    assert (fact.message, fact.role, text[fact.start :]) == ("was l1 meant here?", "note", "l0W1")


def test_a_program_with_errors_gets_no_further_doubts() -> None:
    net = Formula("h = AW; x : 3; y : 4; x + y", check=False)
    assert [problem.severity for problem in net.problems] == ["error"]
