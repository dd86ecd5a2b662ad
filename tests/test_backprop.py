"""Backprop: the learning formulas of a network, letter by letter, as a book or a paper has them."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from effort import work
from test_depth import network, network_by_lines
from test_growth import FAMILIES

from letternet import Formula, LearningError
from letternet.read.letters import read
from letternet.rewrite.algebra import Algebra, UnfitError, decimal
from letternet.rewrite.backprop import backprop
from letternet.show.command import command
from letternet.tree import Name
from letternet.write.letters import letters

BOOK = "l1 = relu(l0W0); l2 = l1W1"
LEARNT = """\
l1 = relu(l0W0)
l2 = l1W1
d means "layer {} delta"
d2 = l2 - y
d1 = d2W1ᵀ ⊙ relu'(l1)
W1 <- W1 - α l1ᵀd2
W0 <- W0 - α l0ᵀd1"""


def learnt(text: str, **parts: Any) -> str:
    """The learning formulas in letters, without the lines of the formula itself and what the deltas are called."""
    lines = Formula(text).backprop(**parts).letters().splitlines()
    typed = letters(read(text)[0]).splitlines()
    return "; ".join(line for line in lines if line not in typed and " means " not in line)


# ----------------------------------------------------------------------------------------------- the book


@pytest.mark.parametrize("text", [BOOK, "l2 = relu(l0W0)W1"])
def test_the_book_s_network_learns_by_the_book_s_lines(text: str) -> None:
    assert Formula(text).backprop().letters() == LEARNT


def test_its_python_is_the_book_s() -> None:
    assert Formula(BOOK).backprop().python(batch=["l0", "y"]).splitlines()[2:] == [
        "layer_2_delta = layer_2 - y",
        "layer_1_delta = layer_2_delta.dot(weights_1_2.T) * relu_slope(layer_1)",
        "weights_1_2 -= alpha * layer_1.T.dot(layer_2_delta)",
        "weights_0_1 -= alpha * layer_0.T.dot(layer_1_delta)",
    ]


def test_its_english_is_whole_sentences() -> None:
    english = Formula(BOOK).backprop().english().splitlines()
    assert english[2] == "To create the layer 2 delta, take the layer 2 vector and subtract the vector y."
    assert english[3] == (
        "First, take the layer 1 vector and perform the derivative of the relu function on it. Call that result 1. "
        "Then, to create the layer 1 delta, take the layer 2 delta and perform vector-matrix multiplication with the "
        "transpose of the weight matrix 1; then multiply elementwise by result 1."
    )
    assert english[4].startswith("To update the weight matrix 1, take the transpose of the layer 1 vector")
    assert Formula(BOOK).backprop().english("overview") == (
        "Two layers that learn: n inputs, m hidden, k predictions."
    )


def test_its_latex_has_arrows_and_slopes() -> None:
    latex = Formula(BOOK).backprop().latex()
    assert r"d_1 &= d_2 W_1^\top \odot \operatorname{relu}'(l_1)" in latex
    assert r"W_1 &\leftarrow W_1 - \alpha l_1^\top d_2" in latex


@pytest.mark.parametrize("view", ["python", "english", "latex"])
def test_other_views_of_the_learning_formulas_are_read_back(view: str) -> None:
    taught = Formula(BOOK, dims={"l0": 3, "W0": (3, 4), "W1": (4, 2)}).backprop()
    again = Formula(getattr(taught, view)(), view=view, dims={"W0": (3, 4), "W1": (4, 2)} if view == "latex" else None)
    assert [line for line in again.letters().splitlines() if "<-" in line] == LEARNT.splitlines()[-2:]


def test_a_formula_learns_by_its_own_updates() -> None:
    """The chapter's streetlights: a few hundred steps, and the error is gone."""
    lights = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1]], dtype=float)
    walked = np.array([[1], [1], [0], [0]], dtype=float)
    chance = np.random.RandomState(1)
    weights = {"W0": 2 * chance.random_sample((3, 4)) - 1, "W1": 2 * chance.random_sample((4, 1)) - 1}
    taught = Formula(BOOK).backprop()
    for _ in range(60):
        for n in range(4):
            run = taught.run({**weights, "l0": lights[n], "y": walked[n], "α": 0.2})
            weights = {key: run[key] for key in weights}
    predicted = Formula(BOOK).run({**weights, "l0": lights})["l2"]
    assert np.sum((predicted - walked) ** 2) < 0.01


CHAPTERS = {
    # Chapter 4 and 5: numbers and vectors as weights.
    ("x, w, p : number; p = xw", "w"): "y : number; d = p - y; w <- w - α dx",
    ("x, w, p, y : number; p = xw; e = (p - y)²", "w"): "d = 2(p - y); w <- w - α dx",
    ("p = x · w", "w"): "y : number; d = p - y; w <- w - α dx",
    ("x : number; p = xw", "w"): "d = p - y; w <- w - α xd",
    # Chapter 6 and 7: layers.
    ("h = xW0; p = hW1", ""): "d_p = p - y; d_h = d_pW1ᵀ; W1 <- W1 - α hᵀd_p; W0 <- W0 - α xᵀd_h",
    # Chapter 8: dropout, batches, a mean.
    ("h1 = relu(l0W0); l1 = h1 ⊙ m ⊙ 2; l2 = l1W1", ""): (
        "d2 = l2 - y; d1 = 2d2W1ᵀ ⊙ m ⊙ relu'(h1); W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1"
    ),
    ("l1 = tanh(l0W0); l2 = l1W1; n : number; e = sum((l2 - y)²)/n", ""): (
        "d2 = 2(l2 - y)/n; d1 = d2W1ᵀ ⊙ (1 - l1²); W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1"
    ),
    ("p = xW; p : n; e = mean((p - y)²)", ""): "d = 2(p - y)/n; W <- W - α xᵀd",
    # Chapter 9: activations.
    ("l1 = sigmoid(l0W0); l2 = sigmoid(l1W1)", ""): (
        "d2 = (l2 - y) ⊙ l2 ⊙ (1 - l2); d1 = d2W1ᵀ ⊙ l1 ⊙ (1 - l1); W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1"
    ),
    ("l1 = tanh(l0W0); l2 = softmax(l1W1)", ""): (
        "d2 = l2 - y; d1 = d2W1ᵀ ⊙ (1 - l1²); W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1"
    ),
    ("L1 = tanh(L0W0); L2 = softmax(L1W1)", "W0,W1"): (
        "D2 = L2 - Y; D1 = D2W1ᵀ ⊙ (1 - L1²); W1 <- W1 - α L1ᵀD2; W0 <- W0 - α L0ᵀD1"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("formula", "wanted"), CHAPTERS.items(), ids=[" learn ".join(key) for key in CHAPTERS])
def test_the_formulas_of_the_chapters_learn(formula: tuple[str, str], wanted: str) -> None:
    text, learn = formula
    assert learnt(text, **({"learn": learn.split(",")} if learn else {})) == wanted


# ------------------------------------------------------------------------------------------------ papers

PAPERS = {
    "columns, as papers write them": (
        "vectors are columns; h = tanh(Wx + b); p = softmax(Uh + c)",
        "d_p = p - y; d_h = Uᵀd_p ⊙ (1 - h²); U <- U - α d_p hᵀ; W <- W - α d_h xᵀ; b <- b - α d_h",
    ),
    "a skip": (
        "l1 = relu(l0W0) + l0; l2 = l1W1",
        "h1 = relu(l0W0); l1 = h1 + l0; d2 = l2 - y; d1 = d2W1ᵀ ⊙ relu'(h1); W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1",
    ),
    "a skip over a layer that is learned": (
        "l1 = relu(l0W0); l2 = relu(l1W1) + l1; l3 = l2W2",
        "h1 = relu(l1W1); l2 = h1 + l1; d3 = l3 - y; d2 = d3W2ᵀ; d_{h1} = d2 ⊙ relu'(h1); "
        "d1 = (d2 + d_{h1}W1ᵀ) ⊙ relu'(l1); W2 <- W2 - α l2ᵀd3; W1 <- W1 - α l1ᵀd_{h1}; W0 <- W0 - α l0ᵀd1",
    ),
    "a gated unit": (
        "a = xW; g = sigmoid(xV); h = a ⊙ g; o = hU",
        "d_o = o - y; d_h = d_oUᵀ; d_g = d_h ⊙ a ⊙ g ⊙ (1 - g); d_a = d_h ⊙ g; "
        "U <- U - α hᵀd_o; V <- V - α xᵀd_g; W <- W - α xᵀd_a",
    ),
    "the gates of a GRU": (
        "z = sigmoid(xW_z + hU_z); k = tanh(xW_k + hU_k); h_n = (1 - z) ⊙ h + z ⊙ k",
        "d_{hn} = h_n - y; d_k = d_{hn} ⊙ z ⊙ (1 - k²); d_z = d_{hn} ⊙ (k - h) ⊙ z ⊙ (1 - z); "
        "W_k <- W_k - α xᵀd_k; U_k <- U_k - α hᵀd_k; W_z <- W_z - α xᵀd_z; U_z <- U_z - α hᵀd_z",
    ),
    "weights that steps share": (
        "h1 = tanh(x1U + h0V); h2 = tanh(x2U + h1V); p = softmax(h2W)",
        "d_p = p - y; d_{h2} = d_pWᵀ ⊙ (1 - h2²); d_{h1} = d_{h2}Vᵀ ⊙ (1 - h1²); W <- W - α h2ᵀd_p; "
        "U <- U - α (x1ᵀd_{h1} + x2ᵀd_{h2}); V <- V - α (h1ᵀd_{h2} + h0ᵀd_{h1})",
    ),
    "an error at every step": (
        "h1 = tanh(x1U); h2 = tanh(x2U + h1V); e = sum((h1 - y1)²) + sum((h2 - y2)²)",
        "d2 = 2(h2 - y2) ⊙ (1 - h2²); d1 = (d2Vᵀ + 2(h1 - y1)) ⊙ (1 - h1²); V <- V - α h1ᵀd2; "
        "U <- U - α (x2ᵀd2 + x1ᵀd1)",
    ),
    "weights that are used there and back": (
        "h = sigmoid(xW + b); r = sigmoid(hWᵀ)",
        "d_r = (r - y) ⊙ r ⊙ (1 - r); d_h = d_rW ⊙ h ⊙ (1 - h); W <- W - α (d_rᵀh + xᵀd_h); b <- b - α d_h",
    ),
    "attention": (
        "Q = XW_Q; K = XW_K; V = XW_V; E = softmax(QKᵀ/√d); d : number; A = EV",
        "D_A = A - Y; D_V = EᵀD_A; H1 = D_AVᵀ ⊙ E; D_E = (H1 - diag(rowsum(H1))E)/√d; D_K = D_EᵀQ; D_Q = D_EK; "
        "W_V <- W_V - α XᵀD_V; W_K <- W_K - α XᵀD_K; W_Q <- W_Q - α XᵀD_Q",
    ),
    "layer norm": (
        "h = xW; n = normalize(h); p = nU",
        "d_p = p - y; z1 = d_pUᵀ; d_n = (z1 - mean(z1) - mean(z1 ⊙ n)n)/sqrt(mean((h - mean(h))²)); "
        "U <- U - α nᵀd_p; W <- W - α xᵀd_n",
    ),
    "rows of a table": (
        "h = pick(W, i); i : number; p = softmax(hU)",
        "d_p = p - y; d_h = d_pUᵀ; U <- U - α hᵀd_p; W <- W - α scatter(d_h, i, W)",
    ),
    "word2vec with a negative sample": (
        "i, j, k : number; w = pick(W, i); u = pick(U, j); v = pick(U, k); "
        "e = -log(sigmoid(w · u)) - log(sigmoid(-w · v))",
        "β1 = sigmoid(w · u); β2 = sigmoid(-w · v); e = -log(β1) - log(β2); d_{β2} = β2 - 1; d_v = -d_{β2}w; "
        "d_{β1} = β1 - 1; d_u = d_{β1}w; d_w = d_{β1}u - d_{β2}v; "
        "U <- U - α (scatter(d_v, k, U) + scatter(d_u, j, U)); W <- W - α scatter(d_w, i, W)",
    ),
    "an autoencoder that draws": (
        "m = xW_m; s = xW_s; v = exp(s); z = m + v ⊙ n; r = zU; e = ½sum((r - x)²) + ½sum(m² + v² - 2s - 1)",
        "d_r = r - x; d_z = d_rUᵀ; d_v = v + d_z ⊙ n; d_s = d_v ⊙ v - 1; d_m = m + d_z; U <- U - α zᵀd_r; "
        "W_s <- W_s - α xᵀd_s; W_m <- W_m - α xᵀd_m",
    ),
    "logistic regression": ("p = sigmoid(xW + b)", "d = (p - y) ⊙ p ⊙ (1 - p); W <- W - α xᵀd; b <- b - α d"),
    "binary cross-entropy": (
        "p = sigmoid(xW); e = -sum(y ⊙ log(p) + (1 - y) ⊙ log(1 - p))", "d = p - y; W <- W - α xᵀd",
    ),
    "its mean": (
        "p = sigmoid(xW); p : n; e = -mean(y ⊙ log(p) + (1 - y) ⊙ log(1 - p))", "d = (p - y)/n; W <- W - α xᵀd",
    ),
    "that of a number": (
        "p = sigmoid(sum(xW)); y : number; e = -(y log(p) + (1 - y)log(1 - p))",
        "h1 = xW; p = sigmoid(sum(h1)); d = p - y; W <- W - α xᵀ(0h1 + d)",
    ),
    "cross-entropy": ("p = softmax(xW); e = -sum(y ⊙ log(p))", "d = sum(y)p - y; W <- W - α xᵀd"),
    "cross-entropy by logarithms": (
        "q = logsoftmax(xW); e = -sum(y ⊙ q)", "d = sum(y) exp(q) - y; W <- W - α xᵀd",
    ),
    "hinge": ("p = xW; h = 1 - y ⊙ p; e = sum(max(0, h))", "d = -(h ≥ 0) ⊙ y; W <- W - α xᵀd"),
    "least squares with small weights": (
        "P = XW; e = ½‖P - Y‖² + ½λ ‖W‖²",
        "β1 = ‖P - Y‖; β2 = ‖W‖; e = 0.5 β1² + 0.5 λ β2²; D = P - Y; W <- W - α (λ W + XᵀD)",
    ),
    "basis functions": (
        "h = l0W0; l1 = exp(-h²); l2 = l1W1",
        "d2 = l2 - y; d1 = -2d2W1ᵀ ⊙ l1 ⊙ h; W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), PAPERS.values(), ids=PAPERS)
def test_networks_from_papers_learn_as_a_person_would_write_it(text: str, wanted: str) -> None:
    assert learnt(text) == wanted


# ------------------------------------------------------------------------------------- operation by operation

# What one operation becomes; what is learned is W (or V too), what was given a line stands in front.
OPERATIONS = {
    "p = xW + z": "d = p - y; W <- W - α xᵀd",
    "p = z - xW": "d = y - p; W <- W - α xᵀd",
    "p = -xW": "d = y - p; W <- W - α xᵀd",
    "p = (-γ)xW": "d = p - y; W <- W + α γ xᵀd",
    "p = sum(xW)ᵀz": "h1 = xW; p = sum(h1)ᵀz; d_p = p - y; d_{h1} = sum(d_p ⊙ z); W <- W - α xᵀ(0h1 + d_{h1})",
    "p = --xW": "d = p - y; W <- W - α xᵀd",
    "p = xW ⊙ z": "d = (p - y) ⊙ z; W <- W - α xᵀd",
    "p = xW/z": "d = (p - y)/z; W <- W - α xᵀd",
    "p = xW/(-z)": "d = (y - p)/z; W <- W - α xᵀd",
    "p = z/(xW)": "h1 = xW; p = z/h1; d = (y - p) ⊙ z/h1²; W <- W - α xᵀd",
    "p = 2xW": "d = p - y; W <- W - 2 α xᵀd",
    "p = xW/2": "d = (p - y)/2; W <- W - α xᵀd",
    "p = ½xW + xW": "d = p - y; W <- W - 1.5 α xᵀd",
    "p = xW + xW": "d = p - y; W <- W - 2 α xᵀd",
    "p = xWᵀ": "d = p - y; W <- W - α dᵀx",
    "p = (xW)ᵀ": "d = pᵀ - y; W <- W - α xᵀd",
    "p = xWᵀᵀ": "d = p - y; W <- W - α xᵀd",
    "p = (xW)²": "h1 = xW; p = h1²; d = 2(p - y) ⊙ h1; W <- W - α xᵀd",
    "p = (xW)³": "h1 = xW; p = h1³; d = 3(p - y) ⊙ h1²; W <- W - α xᵀd",
    "p = (xW)^{0.5}": "h1 = xW; p = h1^{0.5}; d = 0.5(p - y) ⊙ h1^{-0.5}; W <- W - α xᵀd",
    "p = (xW)¹": "d = p - y; W <- W - α xᵀd",
    "p = xW⁻¹": "H1 = W⁻¹; p = xH1; d_p = p - y; D_{H1} = xᵀd_p; W <- W + α H1ᵀD_{H1}H1ᵀ",
    "p = [x, z]W": "h1 = [x, z]; p = h1W; d = p - y; W <- W - α h1ᵀd",
    "p = [z, xW]": "h1 = xW; p = [z, h1]; d_p = p - y; d_{h1} = last(d_p, h1); W <- W - α xᵀd_{h1}",
    "p = [xW, z]": "h1 = xW; p = [h1, z]; d_p = p - y; d_{h1} = first(d_p, h1); W <- W - α xᵀd_{h1}",
    "p = exp(xW)": "d = (p - y) ⊙ p; W <- W - α xᵀd",
    "p = log(xW)": "h1 = xW; p = log(h1); d = (p - y)/h1; W <- W - α xᵀd",
    "p = √(xW)": "d = (p - y)/(2p); W <- W - α xᵀd",
    "p = |xW|": "h1 = xW; p = |h1|; d = (p - y) ⊙ sign(h1); W <- W - α xᵀd",
    "p = softplus(xW)": "h1 = xW; p = softplus(h1); d = (p - y) ⊙ sigmoid(h1); W <- W - α xᵀd",
    "p = silu(xW)": "h1 = xW; p = silu(h1); d = (p - y) ⊙ silu'(h1); W <- W - α xᵀd",
    "p = max(xW, z)": "h1 = xW; p = max(h1, z); d = (p - y) ⊙ (h1 > z); W <- W - α xᵀd",
    "p = z ⊙ mean(xW)": "W : m × n; h1 = xW; p = z ⊙ mean(h1); d_p = p - y; "
    "d_{h1} = sum(d_p ⊙ z)/n; W <- W - α xᵀ(0h1 + d_{h1})",
    "p = pick(W, [0 2])": "D = p - Y; W <- W - α scatter(D, [0 2], W)",
    "p = relu'(xW) ⊙ xV": "h1 = relu'(xW); p = h1 ⊙ xV; d = (p - y) ⊙ h1; V <- V - α xᵀd",
    "p = colsum(W)": "d = p - y; W <- W - α d",
    "p = diag(W)": "d = p - y; W <- W - α diag(d)",
    "e = trace(W)": "W <- W - α diag(0 diag(W) + 1)",
    "e = det(W)": "W <- W - α e inv(W)ᵀ",
    "e = ‖W‖": "W <- W - α W/e",
    "e = ‖W‖²": "β1 = ‖W‖; e = β1²; W <- W - 2 α W",
    "e = sum(W)": "W <- W - α",
    "e = -sum(W ⊙ Z)": "W <- W + α Z",
    "e = sum(-W)": "W <- W + α",
}


@pytest.mark.parametrize(("text", "wanted"), OPERATIONS.items())
def test_an_operation_passes_on_what_it_should_change_by(text: str, wanted: str) -> None:
    learn = [key for key in "WV" if key in text and not (key == "W" and "'" in text)]
    assert learnt(text, learn=learn) == wanted


EVERYWHERE = {
    ("h = xW; e = sum(0h) + sum(h²)", "W"): "W <- W - 2 α xᵀh",
    ("h = xW; e = sum(h²) + sum(0h)", "W"): "W <- W - 2 α xᵀh",
    ("p : n - 2; p = xW; e = mean((p - y)²)", "W"): "d = 2(p - y)/(n - 2); W <- W - α xᵀd",
    ("e = sum((XW + 2b)²)", "W b"): "H1 = XW + 2b; e = sum(H1²); W <- W - 2 α XᵀH1; b <- b - 4 α colsum(H1)",
    ("x : 3; e = mean(xW)", "W"): "W : 3 × n; h1 = xW; e = mean(h1); W <- W - α xᵀ(0h1 + 1/n)",
    ("e = sum((xW)^γ) + sum((xV)^γ)", "W V"): (
        "h1 = xW; h2 = xV; e = sum(h1^γ) + sum(h2^γ); β1 = γ - 1; d2 = γ h2^{β1}; d1 = γ h1^{β1}; "
        "V <- V - α xᵀd2; W <- W - α xᵀd1"
    ),
    ("e = (γ sum(xW))⁻¹", "W"): "h1 = xW; β1 = γ sum(h1); e = β1⁻¹; d1 = -γ/β1²; W <- W - α xᵀ(0h1 + d1)",
    ("e = sum(XW + b)", "W b"): (
        "H1 = XW; H2 = H1 + b; e = sum(H2); b <- b - α colsum(0H2 + 1); W <- W - α Xᵀ(0H1 + 1)"
    ),
    ("e = sum(2xW/3)", "x"): "x <- x - 2 α colsum(Wᵀ)/3",
    ("vectors are columns; e = sum(Wx)", "x"): "x <- x - α rowsum(Wᵀ)",
    ("q = 2[xW, b]; e = sum(q ⊙ c)", "W b"): (
        "h1 = xW; q = 2[h1, b]; d1 = 2 first(c, h1); b <- b - 2 α last(c, b); W <- W - α xᵀd1"
    ),
    ("e = sum(z/(-b))", "b"): "b <- b - α z/(-b)²",
    ("e = sum((xW/c) ⊙ c ⊙ b ⊙ a)", "W"): "W <- W - α xᵀ(a ⊙ b)",
    ("p = xW ⊙ (b/3)", "W"): "d = (p - y) ⊙ b/3; W <- W - α xᵀd",
    ("p = relu(xW)A; q = relu(xW)B; r = p + q", "W"): (
        "h1 = relu(xW); p = h1A; q = h1B; d_r = r - y; d_{h1} = (d_rBᵀ + d_rAᵀ) ⊙ relu'(h1); W <- W - α xᵀd_{h1}"
    ),
    ("x : 2n; e = mean(xW); W : 2n × 2n + 1", "W"): "h1 = xW; e = mean(h1); d1 = 1/(2n + 1); W <- W - α xᵀ(0h1 + d1)",
    ("X : n + m × k; e = mean(XW)", "W"): (
        "W : k × p; H1 = XW; e = mean(H1); d1 = 1/((n + m)p); W <- W - α Xᵀ(0H1 + d1)"
    ),
    ("e = mean(xW) + mean(xV)", "W V"): (
        "W : k × m; V : k × n; h1 = xW; h2 = xV; e = mean(h1) + mean(h2); V <- V - α xᵀ(0h2 + 1/n); "
        "W <- W - α xᵀ(0h1 + 1/m)"
    ),
    ("e = sum(γ + (XW + b))", "γ b"): (
        "H1 = XW + b; H2 = γ + H1; e = sum(H2); γ <- γ - α sum(0H2 + 1); b <- b - α colsum(0H1 + 1)"
    ),
    ("e = 2 sum(colsum(XW) ⊙ c)", "W"): "H1 = XW; e = 2 sum(colsum(H1) ⊙ c); D1 = 0H1 + 2c; W <- W - α XᵀD1",
    ("P = 3(XW + b)", "W b"): "D = 3(P - Y); W <- W - α XᵀD; b <- b - α colsum(D)",
    ("e = sum(3 (XW + b))", "b"): "H1 = XW + b; e = sum(3H1); b <- b - α colsum(0H1 + 3)",
    ("f(x) = 3; p = f(xW) + xW", "W"): (
        "f'(x) = 0x; h1 = xW; p = f(h1) + h1; d_p = p - y; d_{h1} = d_p + sum(d_p) f'(h1); W <- W - α xᵀd_{h1}"
    ),
    ("f(x) = sin(x) + sign(x); p = f(xW)", "W"): (
        "f'(x) = cos(x); h1 = xW; p = f(h1); d = (p - y) ⊙ f'(h1); W <- W - α xᵀd"
    ),
    ("f(x) = x - sign(x); p = f(xW)", "W"): "f'(x) = 1; h1 = xW; p = f(h1); d = f'(h1)(p - y); W <- W - α xᵀd",
    ("f(x) = x + c; p = f(xW)", "W"): "p = xW + c; d = p - y; W <- W - α xᵀd",
    ("f(x) = x^x; p = f(sum(xW))z", "W"): (
        "h1 = xW; β1 = sum(h1); p = β1^{β1}z; d_p = p - y; γ1 = β1 - 1; γ2 = sum(d_p ⊙ z); "
        "d_{β1} = γ2 β1 β1^{γ1} + γ2 β1^{β1} log(β1); W <- W - α xᵀ(0h1 + d_{β1})"
    ),
    ("f(x) = relu'(x) ⊙ x; p = f(xW)", "W"): "h1 = xW; p = (h1 > 0) ⊙ h1; d = (p - y) ⊙ (h1 > 0); W <- W - α xᵀd",
    ("f(x) = x^γ; p = f(xW)", "W"): "h1 = xW; p = h1^γ; β1 = γ - 1; d = γ (p - y) ⊙ h1^{β1}; W <- W - α xᵀd",
    ("f(n) = 2n ⊙ n; p = f(xW)", "W"): "f'(n) = 4n; h1 = xW; p = f(h1); d = (p - y) ⊙ f'(h1); W <- W - α xᵀd",
    ("f(x) = 1/x; p = f(xW)", "W"): "f'(x) = -(1/x²); h1 = xW; p = f(h1); d = (p - y) ⊙ f'(h1); W <- W - α xᵀd",
    ("f(x) = x⁻¹ ; p = f(sum(xW))z", "W"): (
        "f'(x) = -(1/x²); h1 = xW; β1 = sum(h1); p = f(β1)z; d_p = p - y; d_{β1} = sum(d_p ⊙ z) f'(β1); "
        "W <- W - α xᵀ(0h1 + d_{β1})"
    ),
    ("f(n) = n ⊙ m ; m : number; p = f(xW)", "W"): "f'(n) = m; h1 = xW; p = f(h1); d = f'(h1)(p - y); W <- W - α xᵀd",
}


@pytest.mark.parametrize(("text", "learn"), EVERYWHERE)
def test_what_a_letter_should_change_by_in_formulas_of_all_kinds(text: str, learn: str) -> None:
    assert learnt(text, learn=learn.split()) == EVERYWHERE[text, learn]


@pytest.mark.parametrize(
    ("value", "digits"), [("1/4", "0.25"), ("3", "3"), ("1/3", ""), ("1/1000000", "0.000001"), ("1/10000000", "")]
)
def test_a_number_is_worked_out_if_that_is_short(value: str, digits: str) -> None:
    assert decimal(Fraction(value)) == digits


# ------------------------------------------------------------------------------------------------- names

NAMES = {
    "an index for layers of one letter": ("l1 = tanh(l0W0); l2 = l1W1", "d2 d1"),
    "none for one layer": ("p = xW", "d"),
    "the whole name of layers of several letters": ("h1 = tanh(xW0); h2 = tanh(h1W1); p = h2W2", "d_p d_{h2} d_{h1}"),
    "a longer name": ("h_t = tanh(xU); p_{out} = h_tV", "d_{p out} d_{ht}"),
    "capital letters for matrices": ("H = tanh(XA); P = HB", "D_P D_H"),
    "both": ("H = tanh(XA); p = colsum(H)", "d_p D_H"),
    "other letters if d is taken": ("d1 = tanh(xW0); p = d1W1", "δ_p δ_{d1}"),
    "or if a function has it": ("d(x) = tanh(x); h = d(xW0); p = hW1", "δ_p δ_h"),
    "or if d and δ are": ("d1 = tanh(xW0); δ : number; p = δ d1W1", "g_p g_{d1}"),
    "values without a name by the names that they get": ("p = tanh(xW0)W1", "d_p d_{p1}"),
    "an index that is taken": ("p = tanh(xW0)W1; q = p ⊙ p1", "d_q d_{h1}"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), NAMES.values(), ids=NAMES)
def test_deltas_have_names_that_go_with_the_layers(text: str, wanted: str) -> None:
    taught = Formula(text).backprop()
    new = [key for key in taught.checked.names.definitions if key[0] in "dDδΔg" and key not in Formula(text).sizes]
    assert " ".join(new) == wanted


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("l1 = tanh(l0W0); l2 = l1W1", ['d means "layer {} delta"']),
        (
            'h means "hidden state {}"; h1 = tanh(xU); h2 = h1V',
            ['h means "hidden state {}"', 'd means "hidden state {} delta"'],
        ),
        ("p = xW", ["d means delta"]),
        ("h1 = tanh(xU); h2 = h1V", ['d means "delta {}"']),
        ("h = tanh(xU); p = hV", ['d means "delta {}"']),
        ("H = tanh(XU); p = colsum(HV)", ['d means "delta {}"', 'D means "delta {} matrix"']),
        ("d means blame; p = xW", ["d means blame"]),
    ],
)  # fmt: skip
def test_what_the_deltas_are_called_is_said(text: str, lines: list[str]) -> None:
    assert [line for line in Formula(text).backprop().letters().splitlines() if " means " in line] == lines


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("p = xW", "α"),
        ("α : number; p = α xW", "η"),
        ("α, η : number; p = (α + η)xW", "λ"),
        ("α, η, λ : number; p = (α + η + λ)xW", "ε"),
        ("α, η, λ, ε : number; p = (α + η + λ + ε)xW", "α1"),
    ],
)
def test_the_rate_has_a_letter_that_is_free(text: str, rate: str) -> None:
    net = Formula(text)
    assert [key for key in net.backprop().checked.names.inputs if key not in net.sizes] in (["y", rate], [rate, "y"])


def test_letters_whose_changes_read_one_another_get_their_gradients_first() -> None:
    assert learnt("p = xW", learn=["x", "W"]) == (
        "d = p - y; g_x = dWᵀ; G_W = xᵀd; x <- x - α g_x; W <- W - α G_W"
    )


def test_a_literal_is_not_called_by_the_name_of_an_equal_one_that_is_declared_otherwise() -> None:
    text = "U : 1 × 1; U = [2]; h = last(xW, [2]); p = hU"
    assert "d_{z1} = d_h last(diag(0z1ᵀ + 1), outer([2]ᵀ, z1ᵀ))" in Formula(text).backprop().letters()


def test_what_stands_in_several_places_is_worked_out_once() -> None:
    assert learnt("p = (xW) ⊙ (xW)V; q = softmax(p)U", learn=["W"]).count("h") >= 1
    text = learnt("p = softmax(xW)U")
    assert text == (
        "h1 = softmax(xW); p = h1U; d_p = p - y; h2 = d_pUᵀ ⊙ h1; d_{h1} = h2 - sum(h2)h1; "
        "U <- U - α h1ᵀd_p; W <- W - α xᵀd_{h1}"
    )


# ------------------------------------------------------------------------------------- targets and errors

TARGETS = {
    "a vector": ("p = xW", {}, "d = p - y; W <- W - α xᵀd"),
    "a matrix": ("P = XW", {}, "D = P - Y; W <- W - α XᵀD"),
    "a number": ("p = sum(W)", {}, "y : number; d = p - y; W <- W - α d"),
    "a column among rows": ("p = Wxᵀ", {}, "d = p - yᵀ; W <- W - α dx"),
    "a row among columns": ("vectors are columns; p = xᵀW", {}, "d = p - yᵀ; W <- W - α xd"),
    "y being the prediction": ("y = xW", {}, "d = y - t; W <- W - α xᵀd"),
    "Y being the prediction": ("Y = XW", {}, "D = Y - T; W <- W - α XᵀD"),
    "another letter": ("y = xW", {"target": "t"}, "d = y - t; W <- W - α xᵀd"),
    "a name with an index": ("p = xW", {"target": "t_{goal}"}, "d = p - t_{goal}; W <- W - α xᵀd"),
    "a spelling of it": ("p = xW", {"target": "t_1"}, "d = p - t1; W <- W - α xᵀd"),
    "a letter of another kind": ("p = xW", {"target": "Y"}, "Y : n; p : n; d = p - Y; W <- W - α xᵀd"),
    "a line without a name": ("xW", {}, "p = xW; d = p - y; W <- W - α xᵀd"),
    "a matrix without a name": ("XW", {}, "P = XW; D = P - Y; W <- W - α XᵀD"),
    "without a name, p being taken": ("pW", {}, "q = pW; d = q - y; W <- W - α pᵀd"),
    "an own error": ("p = xW; e = sum((p - y)²)", {}, "d = 2(p - y); W <- W - α xᵀd"),
    "one that is not last": ("p = xW; e = sum((p - t)²); q = 2p", {}, "d = 2(p - t); W <- W - α xᵀd"),
    "one that is called so": ("β means loss; p = xW; β = sum((p - t)²); q = p", {}, "d = 2(p - t); W <- W - α xᵀd"),
    "one with the target in it": ("p = xW; q = sum((p - y)²)", {}, "d = 2(p - y); W <- W - α xᵀd"),
    "with another target in it": ("p = xW; q = sum((p - t)²)", {"target": "t"}, "d = 2(p - t); W <- W - α xᵀd"),
    "one that is named": ("p = xW; q = sum(p²); r = 2p", {"error": "q"}, "W <- W - 2 α xᵀp"),
    "a literal at the end": ("p = xW; z = [1 2]", {}, "d = p - y; W <- W - α xᵀd"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "parts", "wanted"), TARGETS.values(), ids=TARGETS)
def test_it_is_learned_from_a_target_or_an_error(text: str, parts: dict[str, str], wanted: str) -> None:
    assert learnt(text, **parts) == wanted


LEARN = {
    "matrices and biases": ("l1 = l0W0 + b0 + z", None, "W0 b0"),
    "a bias by its words": ('c means "bias {}"; p = xW + c', None, "W c"),
    "no matrix of datapoints": ("P = XW", None, "W"),
    "but that alone": ("P = tanh(X)", None, "X"),
    "nor the target of an own error": ("P = XW; e = sum((P - Y)²)", None, "W"),
    "what is named": ("l1 = l0W0 + b0 + z", ["z"], "z"),
    "in the order in which it comes in": ("l1 = l0W0 + b0 + z", ["b0", "z", "W_0", "z"], "W0 b0 z"),
    "a number": ("γ : number; p = γ xW", ["γ"], "γ"),
    "an exponent": ("p = |x|^k; k : number", ["k"], "k"),
    "what its own line gives": ("W = [1 2; 3 4]; γ = 2; p = γ xW", ["W", "γ"], "W γ"),
    "only what reaches the error": ("p = xW; q = xV; e = sum(p²)", None, "W"),
    "only what has a slope there": ("p = xW ⊙ (xV > 0)", None, "W"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "learn", "wanted"), LEARN.values(), ids=LEARN)
def test_these_letters_are_learned(text: str, learn: list[str] | None, wanted: str) -> None:
    assert sorted(Formula(text).backprop(learn=learn).checked.names.updates) == sorted(wanted.split())


REFUSED = {
    "nothing is worked out": ("x : 3", {}, "E0501", "nothing is worked out here"),
    "only a literal is": ("x = [1 2]", {}, "E0501", "nothing is worked out here"),
    "no matrix comes in": ("p = x + z", {}, "E0501", "no matrix and no bias comes in; what comes in is x and z"),
    "nothing comes in": ("p = [1 2] + 1", {}, "E0501", "what comes in is nothing"),
    "nothing is named": ("p = xW", {"learn": []}, "E0501", "no letter is named"),
    "only a comparison": ("p = xW > 0", {}, "E0501", "W does not reach p by any way that has a slope"),
    "only a sign": ("p = sign(xW + xV)", {}, "E0501", "W and V do not reach p"),
    "only numbers of rows": ("p = pick([1 2; 3 4], i)", {"learn": ["i"]}, "E0501", "i does not reach p"),
    "only a size": ("p = first([1 2 3], x) + 1", {"learn": ["x"]}, "E0501", "x does not reach p"),
    "only a power of 0": ("p = (xW)^0", {}, "E0501", "W does not reach p"),
    "the target is taken": ("y = xW", {"target": "y"}, "E0502", "y is a letter of the formula"),
    "by what is used": ("p = xW + y", {}, "E0502", "so the target needs another one, such as t"),
    "by what comes in": ("p = xW", {"target": "x"}, "E0502", "x is a letter of the formula"),
    "by a size": ("x : n; p = xW", {"target": "n"}, "E0502", "n is a letter of the formula"),
    "it is no letter": ("p = xW", {"target": "2"}, "E0502", "'2' is no letter that a target could have"),
    "nor a letter alone": ("p = xW", {"target": "t + 1"}, "E0502", "is no letter that a target could have"),
    "there is no such letter": ("p = xW", {"learn": ["V"]}, "E0502", "no letter V comes in"),
    "a line works it out": ("h = xW; p = hV", {"learn": ["h"]}, "E0502", "h is worked out by a line"),
    "the formula updates it": ("W <- 2W; p = xW", {}, "E0502", "W is updated by the formula itself"),
    "there is no such error": ("p = xW", {"error": "q"}, "E0502", "q cannot be the error: no line works it out"),
    "the error is no number": ("p = xW", {"error": "p"}, "E0502", "p cannot be the error: it is not a number"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "parts", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_learn_is_refused_in_a_sentence(text: str, parts: dict[str, Any], code: str, message: str) -> None:
    with pytest.raises(LearningError) as refusal:
        Formula(text).backprop(**parts)
    (problem,) = refusal.value.problems
    assert problem.code == code
    assert re.search(rf"(?<!\w){re.escape(message)}(?!\w)", problem.message), problem.message


# -------------------------------------------------------------------------------------- functions and updates


def doubled(x: Any) -> Any:
    return 2 * x


def test_a_function_that_is_handed_in_needs_a_slope() -> None:
    with pytest.raises(LearningError, match=r"the slope of act is not known; a line act'\(x\) = … defines it"):
        Formula("p = act(xW)", functions={"act": doubled}).backprop()
    taught = Formula("act'(x) = 0x + 2; p = act(xW)", functions={"act": doubled}).backprop()
    assert "d = (p - y) ⊙ act'(h1)" in taught.letters().splitlines()
    x, w, y = np.array([1.0, 2.0]), np.array([[1.0, 0.5], [0.3, -1.0]]), np.array([0.0, 1.0])
    changed = taught.run(x=x, W=w, y=y, α=1.0)["W"]
    np.testing.assert_allclose(w - changed, np.outer(x, 2 * (2 * x @ w - y)))


def test_the_slope_of_a_function_that_is_handed_in_goes_into_that_of_the_program_s_own() -> None:
    taught = Formula("act'(x) = x; f(x) = act(x) ⊙ x; p = f(xW)", functions={"act": doubled}).backprop()
    assert "f'(x) = act(x) + x ⊙ act'(x)" in taught.letters().splitlines()


def test_what_the_notation_does_not_have_is_no_slope(monkeypatch: pytest.MonkeyPatch) -> None:
    algebra = Algebra(Formula("x + y").checked)
    x, y = (algebra.one(Name(letter)) for letter in "xy")
    with pytest.raises(UnfitError):
        algebra.product(x, y)
    monkeypatch.setattr(Algebra, "transposed", lambda self, part: self.product(part, part))
    with pytest.raises(LearningError, match="the slope of this formula cannot be put into letters"):
        Formula("p = xW").backprop()


@pytest.mark.parametrize("text", ["p = act(x)W", "q = act(xV); p = xW", "act(xW); p = xW", "p = xW ⊙ (act(xW) > 1)"])
def test_a_function_without_a_slope_is_no_matter_where_no_change_flows(text: str) -> None:
    taught = Formula(text, functions={"act": doubled}).backprop()
    assert list(taught.checked.names.updates) == ["W"]


FUNCTIONS = {
    "one that goes value by value has a slope": (
        "f(x) = x ⊙ sigmoid(x); l1 = f(l0W0); l2 = l1W1",
        "f'(x) = sigmoid(x) + x ⊙ sigmoid(x) ⊙ (1 - sigmoid(x)); h1 = l0W0; l1 = f(h1); d2 = l2 - y; "
        "d1 = d2W1ᵀ ⊙ f'(h1); W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1",
    ),
    "inside one another": (
        "g(x) = tanh(2x); f(x) = g(x)²; p = f(xW)",
        "g'(x) = 2(1 - tanh(2x)²); f'(x) = 2 g(x) ⊙ g'(x); h1 = xW; p = f(h1); d = (p - y) ⊙ f'(h1); W <- W - α xᵀd",
    ),
    "its own slope": (
        "f(x) = x²; f'(x) = 3x; p = f(xW)", "h1 = xW; p = f(h1); d = (p - y) ⊙ f'(h1); W <- W - α xᵀd",
    ),
    "of two arguments it is written out": (
        "f(x, z) = x ⊙ tanh(z); p = f(xW, xV)",
        "h1 = xW; h2 = tanh(xV); p = h1 ⊙ h2; d_p = p - y; d_{h2} = d_p ⊙ h1 ⊙ (1 - h2²); d_{h1} = d_p ⊙ h2; "
        "V <- V - α xᵀd_{h2}; W <- W - α xᵀd_{h1}",
    ),
    "with weights it is written out": (
        "f(x) = relu(xW); p = f(z)V",
        "h1 = relu(zW); p = h1V; d_p = p - y; d_{h1} = d_pVᵀ ⊙ relu'(h1); V <- V - α h1ᵀd_p; W <- W - α zᵀd_{h1}",
    ),
    "with a number that comes in": (
        "f(x) = x ⊙ sigmoid(βx); p = f(xW)",
        "f'(x) = sigmoid(β x) + β x ⊙ sigmoid(β x) ⊙ (1 - sigmoid(β x)); h1 = xW; p = f(h1); d = (p - y) ⊙ f'(h1); "
        "W <- W - α xᵀd",
    ),
    "not value by value": (
        "f(x) = x/sum(x); p = f(xW)",
        "h1 = xW; β1 = sum(h1); p = h1/β1; d_p = p - y; d_{β1} = -sum(d_p ⊙ h1/β1²); "
        "d_{h1} = d_p/β1 + d_{β1}; W <- W - α xᵀd_{h1}",
    ),
    "a line": ("f(x) = 3x + 1; p = f(xW)", "f'(x) = 3; h1 = xW; p = f(h1); d = f'(h1)(p - y); W <- W - α xᵀd"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_program_s_own_functions_learn(text: str, wanted: str) -> None:
    assert learnt(text) == wanted


UPDATES = {
    "a state": (
        "h <- tanh(xU + hV); p = hW",
        "h1 = tanh(xU + hV); p = h1W; d_p = p - y; d_{h1} = d_pWᵀ ⊙ (1 - h1²); W <- W - α h1ᵀd_p; "
        "U <- U - α xᵀd_{h1}; V <- V - α hᵀd_{h1}; h <- h1",
    ),
    "twice": (
        "h <- tanh(x1U + hV); h <- tanh(x2U + hV); p = softmax(h)",
        "h1 = tanh(x1U + hV); h2 = tanh(x2U + h1V); p = softmax(h2); d_p = (p - y) ⊙ (1 - h2²); "
        "d_{h1} = d_pVᵀ ⊙ (1 - h1²); U <- U - α (x1ᵀd_{h1} + x2ᵀd_p); V <- V - α (h1ᵀd_p + hᵀd_{h1}); h <- h2",
    ),
    "as the last line": (
        "h <- tanh(xU + hV)",
        "h1 = tanh(xU + hV); d1 = (h1 - y) ⊙ (1 - h1²); U <- U - α xᵀd1; V <- V - α hᵀd1; h <- h1",
    ),
    "read by a function": (
        "f(x) = x ⊙ c; c <- 2c; p = f(xW)", "c1 = 2c; p = xW ⊙ c1; d = (p - y) ⊙ c1; W <- W - α xᵀd; c <- c1",
    ),
}  # fmt: skip


# What comes back through each function of every value, by what it gave or by what it took.
BACK = {
    "relu": ("relu(xW)", "2(p - y) ⊙ relu'(h1)"),
    "leakyrelu": ("leakyrelu(xW)", "2(p - y) ⊙ leakyrelu'(h1)"),
    "sigmoid": ("sigmoid(xW)", "2(p - y) ⊙ h1 ⊙ (1 - h1)"),
    "tanh": ("tanh(xW)", "2(p - y) ⊙ (1 - h1²)"),
    "exp": ("exp(xW)", "2(p - y) ⊙ h1"),
    "sqrt": ("sqrt(xW)", "2(p - y)/(2h1)"),
    "log": ("xW", "2(p - y)/h1"),
    "abs": ("xW", "2(p - y) ⊙ sign(h1)"),
    "sin": ("xW", "2(p - y) ⊙ cos(h1)"),
    "cos": ("xW", "2(y - p) ⊙ sin(h1)"),
    "softplus": ("xW", "2(p - y) ⊙ sigmoid(h1)"),
}


@pytest.mark.parametrize("function", BACK)
def test_what_comes_back_through_a_function_is_written_as_people_write_it(function: str) -> None:
    layer, delta = BACK[function]
    lines = Formula(f"p = 2{function}(xW)").backprop().letters().split("\n")
    assert lines[0] == f"h1 = {layer}"
    assert f"d = {delta}" in lines


@pytest.mark.parametrize(("text", "wanted"), UPDATES.values(), ids=UPDATES)
def test_updates_of_the_formula_itself_go_on(text: str, wanted: str) -> None:
    assert learnt(text) == wanted


def test_the_updates_of_a_state_give_the_same_state() -> None:
    text, chance = "h <- tanh(xU + hV); p = hW", np.random.default_rng(3)
    values = {"x": chance.normal(size=2), "h": chance.normal(size=3), "U": chance.normal(size=(2, 3)),
              "V": chance.normal(size=(3, 3)), "W": chance.normal(size=(3, 2))}  # fmt: skip
    old = Formula(text).run(values)
    new = Formula(text).backprop().run({**values, "y": np.zeros(2), "α": 0.1})
    np.testing.assert_allclose(new["h"], old["h"])
    np.testing.assert_allclose(new["p"], old["p"])


# ------------------------------------------------------------------------------------------ what goes along


def test_sizes_words_and_functions_that_were_given_stay() -> None:
    net = Formula("l2 = relu(l0W0)W1", dims={"l0": 3, "W0": (3, 4)}, words={"l": "floor {}"})
    taught = net.backprop()
    assert taught.sizes["W0"] == (3, 4)
    assert taught.sizes["d1"] == (4,)
    assert 'd means "floor {} delta"' in taught.letters()
    assert "floor_1_delta" in taught.python()


def test_columns_stay_columns() -> None:
    taught = Formula("l1 = relu(W0l0 + b0); l2 = W1l1 + b1", columns=True).backprop()
    assert taught.columns
    assert taught.letters().splitlines()[-4:] == [
        "W1 <- W1 - α d2l1ᵀ", "b1 <- b1 - α d2", "W0 <- W0 - α d1l0ᵀ", "b0 <- b0 - α d1",
    ]  # fmt: skip


def test_comments_and_declarations_stay() -> None:
    text = "# the chapter's network\nl0 : 3\nl1 = relu(l0W0)  # hidden\nl2 = l1W1"
    assert Formula(text).backprop().letters().splitlines()[:4] == text.split("\n")


def test_comments_stay_at_their_lines_beside_updates_too() -> None:
    text = "c = 2x  # twice\nh <- tanh(cU + hV)  # the new state\n# what it says\np = hW  # out"
    assert Formula(text).backprop().letters().splitlines()[:4] == [
        "c = 2x  # twice", "h1 = tanh(cU + hV)  # the new state", "# what it says", "p = h1W  # out",
    ]  # fmt: skip


def test_learning_formulas_may_be_chained_and_learn_nothing_twice() -> None:
    taught = Formula(BOOK).backprop()
    assert taught == Formula(LEARNT)
    with pytest.raises(LearningError, match="is updated by the formula itself"):
        taught.backprop(target="t")


# ------------------------------------------------------------------------------------------- the command


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = command(list(arguments))
    return code, *capsys.readouterr()


def test_the_command_prints_the_letters(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "backprop", BOOK) == (0, LEARNT + "\n", "")


def test_the_command_takes_target_letters_and_error(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = printed(capsys, "backprop", "y = xW + b", "--target", "t", "--learn", "b")
    assert (code, out.splitlines()[-2:]) == (0, ["d = y - t", "b <- b - α d"])
    code, out, _ = printed(capsys, "backprop", "p = xW + z", "--learn", "W,z")
    assert (code, out.splitlines()[-2:]) == (0, ["W <- W - α xᵀd", "z <- z - α d"])
    code, out, _ = printed(capsys, "backprop", "p = xW + z", "--learn", "W", "--learn", "z")
    assert out.splitlines()[-2:] == ["W <- W - α xᵀd", "z <- z - α d"]
    code, out, _ = printed(capsys, "backprop", "p = xW; q = sum(p²); r = 2p", "--error", "q")
    assert (code, out.splitlines()[-1]) == (0, "W <- W - 2 α xᵀp")


def test_the_command_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = printed(capsys, "backprop", BOOK, "--json")
    assert code == 0
    assert json.loads(out)["letters"] == LEARNT


def test_what_it_prints_goes_into_other_commands(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = printed(capsys, "backprop", BOOK)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(out.encode()), "utf-8"))
    code, out, _ = printed(capsys, "python", "-", "--batch", "l0,y")
    assert code == 0
    assert out.splitlines()[-2:] == [
        "weights_1_2 -= alpha * layer_1.T.dot(layer_2_delta)",
        "weights_0_1 -= alpha * layer_0.T.dot(layer_1_delta)",
    ]


def test_the_command_says_what_cannot_learn(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = printed(capsys, "backprop", "y = xW", "--target", "y")
    assert code == 1
    assert "error[E0502]: y is a letter of the formula" in out + err
    code, out, err = printed(capsys, "backprop", "p = xW > 0", "--json")
    assert code == 1
    (problem,) = json.loads(out)["problems"]
    assert (problem["code"], problem["severity"]) == ("E0501", "error")
    assert printed(capsys, "backprop", "l1 = l0(W0")[0] == 1
    for code in ("E0501", "E0502"):
        assert printed(capsys, "explain", code)[0] == 0


# --------------------------------------------------------------------------------------- depth and growth


@pytest.mark.parametrize(("layers", "nested"), [(2_000, False), (5_000, True)])
def test_thousands_of_layers_learn(layers: int, nested: bool) -> None:
    net = Formula((network if nested else network_by_lines)(layers))
    lines = letters(backprop(net.checked).program).splitlines()
    assert lines[layers + 1] == f"d{layers} = (l{layers} - y) ⊙ relu'(l{layers})"
    assert lines[2 * layers] == "d1 = d2W1ᵀ ⊙ relu'(l1)"
    assert lines[-1] == "W0 <- W0 - α l0ᵀd1"
    assert len(lines) == 3 * layers + 1


# What has nothing to learn, or learns already.
LEARN_NOTHING = (
    "lines without a name", "updates", "updates of one matrix", "layers, then their updates", "a long sum",
    "a long join", "a long join of one letter", "typed values", "learning formulas",
)  # fmt: skip
MANY_LAYERS = {name: make for name, make in FAMILIES.items() if name not in LEARN_NOTHING}


@pytest.mark.parametrize("make", MANY_LAYERS.values(), ids=MANY_LAYERS)
def test_four_times_as_many_layers_take_about_four_times_as_much_work(make: Callable[[int], str]) -> None:
    few, many = (Formula(make(count)) for count in (50, 200))
    parts = {"target": "t_{goal}"}
    assert work(lambda: many.backprop(**parts)) < 8 * work(lambda: few.backprop(**parts))
