"""What a formula says in English: the textbook's sentences to the letter, and never one text for two formulas."""

from __future__ import annotations

import pytest

from letternet.check.check import check
from letternet.read.letters import read
from letternet.words import words_of
from letternet.write.english import english


def said(text: str) -> str:
    program, problems = read(text)
    assert not [p for p in problems if p.code[0] == "E"], [p.message for p in problems]
    checked = check(program)
    assert not [p for p in checked.problems if p.code[0] == "E"], [p.message for p in checked.problems]
    return english(checked, words_of(checked))


RELU = "perform the relu function on the output"
RELU_FIRST = f"{RELU} (setting all negative numbers to 0)"
MULTIPLY = "perform vector-matrix multiplication with"
GOLDENS = {
    "l0W0": f"Take the layer 0 vector and {MULTIPLY} the weight matrix 0.",
    "l1W1": f"Take the layer 1 vector and {MULTIPLY} the weight matrix 1.",
    "l1 = relu(l0W0)": (
        f"To create the layer 1 vector, take the layer 0 vector and {MULTIPLY} the weight matrix 0;"
        f" then {RELU_FIRST}."
    ),
    "l2 = l1W1": f"To create the layer 2 vector, take the layer 1 vector and {MULTIPLY} the weight matrix 1.",
    "l2 = relu(l0W0)W1": (
        f"To create the layer 2 vector, take the layer 0 vector and {MULTIPLY} the weight matrix 0;"
        f" then {RELU_FIRST}; then {MULTIPLY} the weight matrix 1."
    ),
    "l1 = relu(l0W0 + b0)": (
        f"To create the layer 1 vector, take the layer 0 vector and {MULTIPLY} the weight matrix 0;"
        f" then add the bias vector 0; then {RELU_FIRST}."
    ),
    "l3 = relu(relu(l0W0)W1)W2": (
        f"To create the layer 3 vector, take the layer 0 vector and {MULTIPLY} the weight matrix 0;"
        f" then {RELU_FIRST}. Then {MULTIPLY} the weight matrix 1; then {RELU}."
        f" Then {MULTIPLY} the weight matrix 2."
    ),
    'd means "layer {} delta"; d2 = l2 - y': (
        "To create the layer 2 delta, take the layer 2 vector and subtract the vector y."
    ),
    "h = sigmoid(xU + pV)": (
        f"First, take the vector p and {MULTIPLY} the matrix V. Call that result 1."
        f" Then, to create the vector h, take the vector x and {MULTIPLY} the matrix U; then add result 1;"
        " then perform the sigmoid function on the output (squashing every number to between 0 and 1)."
    ),
    "s = x + relu(xA)B": (
        f"To create the vector s, take the vector x and {MULTIPLY} the matrix A; then {RELU_FIRST}."
        f" Then {MULTIPLY} the matrix B; then add the output to the vector x."
    ),
    "P = A(B + C)": (
        "To create the matrix P, take the matrix B and add the matrix C;"
        " then perform matrix-matrix multiplication with the matrix A on the left."
    ),
    "P = AB + C": (
        "To create the matrix P, take the matrix A and perform matrix-matrix multiplication with the matrix B;"
        " then add the matrix C."
    ),
}


@pytest.mark.parametrize("formula", GOLDENS)
def test_the_textbooks_sentences_to_the_letter(formula: str) -> None:
    assert said(formula) == GOLDENS[formula]
