"""Every file of the gallery checks clean, and gives what its source's equations give, worked out apart from it.

`EQUATIONS` has for each file a NumPy function from the values that come in to every value that the file works out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from consoles import HOUSE

from letternet import Formula

GALLERY = HOUSE / "examples" / "gallery"
NAMES = sorted(path.stem for path in GALLERY.glob("*.letters"))

Values = dict[str, Any]
EQUATIONS: dict[str, Callable[[Values], Values]] = {}


def equations(name: str) -> Callable[[Callable[[Values], Values]], Callable[[Values], Values]]:
    """Enters a function into the table."""

    def entered(function: Callable[[Values], Values]) -> Callable[[Values], Values]:
        EQUATIONS[name] = function
        return function

    return entered


def text_of(name: str) -> str:
    return (GALLERY / f"{name}.letters").read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------ functions


def logistic(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def rectified(x: Any) -> Any:
    return np.where(x > 0, x, 0)


def shares(x: Any) -> Any:
    """Softmax of one vector."""
    return np.exp(x) / np.exp(x).sum()


def standard(x: Any) -> Any:
    """One vector with mean 0 and variance 1."""
    return (x - x.mean()) / x.std()


def attended(queries: Any, keys: Any, values: Any) -> tuple[Any, Any]:
    """The shares and the mixtures of scaled dot-product attention, query by query."""
    rows = [shares(np.array([q @ k for k in keys]) / len(q) ** 0.5) for q in queries]
    return np.array(rows), np.array([sum(s * v for s, v in zip(row, values, strict=True)) for row in rows])


# ------------------------------------------------------------------------------------------- equations


@equations("perceptron")
def perceptron(v: Values) -> Values:
    answer = 1 if sum(x * w for x, w in zip(v["x"], v["w"], strict=True)) + v["β"] > 0 else 0
    wrong = v["τ"] - answer
    return {"p": answer, "w": v["w"] + wrong * v["x"], "β": v["β"] + wrong}


@equations("linear-regression")
def linear_regression(v: Values) -> Values:
    w = np.linalg.lstsq(v["X"], v["y"], rcond=None)[0]
    return {"w": w, "p": v["X"] @ w, "e": v["y"] - v["X"] @ w}


@equations("backpropagation")
def backpropagation(v: Values) -> Values:
    """As the chapter's code has it: layers are tables of one row."""
    layer_0, truth = v["l0"][None], v["y"][None]
    layer_1 = rectified(layer_0 @ v["W0"])
    layer_2 = layer_1 @ v["W1"]
    layer_2_delta = layer_2 - truth
    layer_1_delta = layer_2_delta.dot(v["W1"].T) * (layer_1 > 0)
    return {
        "l1": layer_1[0],
        "l2": layer_2[0],
        "e": np.sum((layer_2 - truth) ** 2),
        "d2": layer_2_delta[0],
        "d1": layer_1_delta[0],
        "W1": v["W1"] - v["α"] * layer_1.T.dot(layer_2_delta),
        "W0": v["W0"] - v["α"] * layer_0.T.dot(layer_1_delta),
    }


@equations("dropout")
def dropout(v: Values) -> Values:
    layer_1 = np.tanh(np.dot(v["l0"], v["W0"]))
    layer_1 *= v["m"] * 2
    return {"l1": layer_1, "l2": shares(np.dot(layer_1, v["W1"]))}


@equations("multilayer-perceptron")
def multilayer_perceptron(v: Values) -> Values:
    out, h = {}, v["x"]
    for layer in (1, 2, 3):
        h = out[f"h{layer}"] = rectified(v[f"W{layer}"].T @ h + v[f"b{layer}"])
    return {**out, "y": v["W4"].T @ h + v["b4"]}


@equations("autoencoder")
def autoencoder(v: Values) -> Values:
    x = v["x"]
    code = logistic(v["W"] @ (x * v["m"]) + v["b"])
    z = logistic(v["W"].T @ code + v["c"])
    loss = -sum(a * np.log(b) + (1 - a) * np.log(1 - b) for a, b in zip(x, z, strict=True))
    return {"y": code, "z": z, "ε": loss}


@equations("cbow")
def cbow(v: Values) -> Values:
    h = sum(v["V"][word] for word in v["c"]) / len(v["c"])
    return {"h": h, "p": shares(h @ v["U"])}


@equations("skip-gram")
def skip_gram(v: Values) -> Values:
    word = v["V"][v["i"]]
    objective = np.log(logistic(v["U"][v["o"]] @ word))
    for negative in v["k"]:
        objective += np.log(logistic(-v["U"][negative] @ word))
    return {"v": word, "s": objective}


@equations("recurrent-network")
def recurrent_network(v: Values) -> Values:
    out, h = {}, v["h0"]
    for t in (1, 2):
        h = out[f"h{t}"] = np.tanh(v["b"] + v["W"] @ h + v["U"] @ v[f"x{t}"])
        out[f"y{t}"] = shares(v["c"] + v["V"] @ h)
    return out


@equations("lstm")
def lstm(v: Values) -> Values:
    def net(gate: str) -> Any:
        return v[f"W_{gate}"] @ v["x"] + v[f"R_{gate}"] @ v["y"] + v[f"b_{gate}"]

    z = np.tanh(net("z"))
    i = logistic(net("i") + v["p_i"] * v["c"])
    f = logistic(net("f") + v["p_f"] * v["c"])
    cell = z * i + v["c"] * f
    o = logistic(net("o") + v["p_o"] * cell)
    return {"z": z, "i": i, "f": f, "c_t": cell, "o": o, "y_t": np.tanh(cell) * o}


@equations("gru")
def gru(v: Values) -> Values:
    r = logistic(v["W_r"] @ v["x"] + v["U_r"] @ v["h"])
    z = logistic(v["W_z"] @ v["x"] + v["U_z"] @ v["h"])
    candidate = np.tanh(v["W"] @ v["x"] + v["U"] @ (r * v["h"]))
    return {"r": r, "z": z, "c": candidate, "h_t": z * v["h"] + (1 - z) * candidate}


@equations("residual-block")
def residual_block(v: Values) -> Values:
    f = v["W2"] @ rectified(v["W1"] @ v["x"])
    return {"f": f, "y": rectified(f + v["x"])}


@equations("swiglu")
def swiglu(v: Values) -> Values:
    before = v["x"] @ v["W"]
    gate = before * logistic(before)
    h = gate * (v["x"] @ v["V"])
    return {"g": gate, "h": h, "y": h @ v["W2"]}


@equations("attention-head")
def attention_head(v: Values) -> Values:
    q, k, values = (v["X"] @ v[name] for name in ("W_q", "W_k", "W_v"))
    s, z = attended(q, k, values)
    return {"Q": q, "K": k, "V": values, "S": s, "Z": z}


@equations("multi-head-attention")
def multi_head_attention(v: Values) -> Values:
    one, two = (attended(*(v["X"] @ v[f"W_{{{part}{head}}}"] for part in "QKV"))[1] for head in (1, 2))
    return {"H1": one, "H2": two, "Y": one @ v["W_O"][:2] + two @ v["W_O"][2:]}


@equations("transformer-block")
def transformer_block(v: Values) -> Values:
    """Word by word, with the normalization in front of each of the two parts."""
    n1 = np.array([v["g1"] * standard(word) + v["b1"] for word in v["X"]])
    q, k, values = n1 @ v["W_q"], n1 @ v["W_k"], n1 @ v["W_v"]
    attention = attended(q, k, values)[1]
    mixed = v["X"] + attention @ v["W_o"]
    n2 = np.array([v["g2"] * standard(word) + v["b2"] for word in mixed])
    new = [m + rectified(n @ v["W1"] + v["b3"]) @ v["W2"] + v["b4"] for m, n in zip(mixed, n2, strict=True)]
    return {"N1": n1, "Q": q, "K": k, "V": values, "A": attention, "M": mixed, "N2": n2, "Y": np.array(new)}


@equations("squeeze-and-excitation")
def squeeze_and_excitation(v: Values) -> Values:
    z = np.array([channel.mean() for channel in v["U"]])
    s = logistic(v["W2"] @ rectified(v["W1"] @ z))
    return {"z": z, "s": s, "X": np.array([scale * channel for scale, channel in zip(s, v["U"], strict=True)])}


@equations("mixture-of-experts")
def mixture_of_experts(v: Values) -> Values:
    o1, o2, p = v["x"] @ v["W1"], v["x"] @ v["W2"], shares(v["x"] @ v["G"])
    return {"o1": o1, "o2": o2, "p": p, "y": p[0] * o1 + p[1] * o2}


@equations("graph-convolution")
def graph_convolution(v: Values) -> Values:
    loops = v["A"] + np.eye(5)
    degrees = loops.sum(axis=1)
    scaled = loops / np.sqrt(np.outer(degrees, degrees))
    hidden = rectified(scaled @ v["X"] @ v["W0"])
    classes = np.array([shares(node) for node in scaled @ hidden @ v["W1"]])
    return {"I": np.eye(5), "d": degrees, "N": scaled, "H": hidden, "Z": classes}


@equations("batch-normalization")
def batch_normalization(v: Values) -> Values:
    mean, variance = v["X"].mean(axis=0), v["X"].var(axis=0)
    normalized = (v["X"] - mean) / np.sqrt(variance + v["ε"])
    return {"m": mean, "v": variance, "N": normalized, "Y": v["g"] * normalized + v["b"]}


@equations("hopfield-network")
def hopfield_network(v: Values) -> Values:
    p = shares(v["β"] * np.array([pattern @ v["x"] for pattern in v["X"].T]))
    return {"p": p, "x": sum(share * pattern for share, pattern in zip(p, v["X"].T, strict=True))}


@equations("matrix-factorization")
def matrix_factorization(v: Values) -> Values:
    error = v["ρ"] - np.dot(v["q"], v["p"])
    item, user = error * v["p"] - v["λ"] * v["q"], error * v["q"] - v["λ"] * v["p"]
    return {"ε": error, "d": item, "g": user, "q": v["q"] + v["γ"] * item, "p": v["p"] + v["γ"] * user}


@equations("siamese-network")
def siamese_network(v: Values) -> Values:
    u, w = (np.tanh(np.tanh(signature @ v["W0"] + v["b0"]) @ v["W1"] + v["b1"]) for signature in (v["x"], v["z"]))
    return {"u": u, "v": w, "s": u @ w / np.sqrt((u @ u) * (w @ w))}


@equations("content-addressing")
def content_addressing(v: Values) -> Values:
    similarity = [v["k"] @ row / (np.linalg.norm(v["k"]) * np.linalg.norm(row)) for row in v["M"]]
    weighting = shares(v["β"] * np.array(similarity))
    return {
        "s": np.array(similarity),
        "w": weighting,
        "r": sum(weight * row for weight, row in zip(weighting, v["M"], strict=True)),
    }


# ---------------------------------------------------------------------------------------------- values


def graph(random: np.random.Generator) -> Any:
    """Five nodes, some with edges between them."""
    upper = np.triu(random.integers(0, 2, (5, 5)), 1)
    return upper + upper.T


# What is not any number: row numbers, ones and zeros, what stands under a root.
PARTICULAR: dict[tuple[str, str], Callable[[np.random.Generator], Any]] = {
    ("perceptron", "τ"): lambda random: int(random.integers(2)),
    ("dropout", "m"): lambda random: random.integers(0, 2, 100),
    ("autoencoder", "x"): lambda random: random.random(8),
    ("autoencoder", "m"): lambda random: random.integers(0, 2, 8),
    ("cbow", "c"): lambda random: random.integers(0, 8, 4),
    ("skip-gram", "i"): lambda random: int(random.integers(8)),
    ("skip-gram", "o"): lambda random: int(random.integers(8)),
    ("skip-gram", "k"): lambda random: random.integers(0, 8, 4),
    ("graph-convolution", "A"): graph,
    ("batch-normalization", "ε"): lambda random: random.random() / 100,
}


def inputs(name: str, net: Formula, random: np.random.Generator) -> Values:
    """Random values for every letter that comes in; a number is Python's own."""
    values: Values = {}
    for key in net.checked.names.inputs:
        make, size = PARTICULAR.get((name, key)), net.sizes[key]
        values[key] = make(random) if make else random.standard_normal(size or None)  # type: ignore[arg-type]
    return values


# ----------------------------------------------------------------------------------------------- tests


def test_the_gallery_is_there_with_equations_for_every_file() -> None:
    assert set(NAMES) == set(EQUATIONS)
    assert 18 <= len(NAMES) <= 24


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_the_gallery_has_a_title_what_to_look_at_and_a_source(name: str) -> None:
    title, look, source, empty, *lines = text_of(name).splitlines()
    assert re.fullmatch(r"# [A-Z][^.]{2,50}", title)
    assert re.fullmatch(r"# Look at .+[^.]\.", look)
    assert re.fullmatch(r"# Source: .+, (19|20)\d\d", source)
    assert empty == ""
    assert len(lines) < 30
    assert max(map(len, text_of(name).splitlines())) <= 120


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_the_gallery_checks_clean_and_knows_all_its_sizes(name: str) -> None:
    net = Formula(text_of(name))
    assert net.view == "letters"
    assert net.problems == []
    assert [key for key, size in net.sizes.items() if not all(isinstance(each, int) for each in size)] == []


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_the_gallery_gives_what_the_equations_of_its_source_give(name: str, seed: int) -> None:
    net = Formula(text_of(name))
    values = inputs(name, net, np.random.default_rng(seed))
    run = net.run(values)
    expected = EQUATIONS[name](values)
    assert set(expected) == {*net.checked.names.definitions, *net.checked.names.updates}
    for key, value in expected.items():
        np.testing.assert_allclose(run[key], value, rtol=1e-12, atol=1e-12, err_msg=f"{key} of {name}")


def test_the_page_of_the_gallery_has_a_row_for_every_file_with_its_own_title_and_source() -> None:
    page = (GALLERY / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| \[(.+?)\.letters\]\(\2\.letters\) \| (.+?) \| .+? \|$", page, re.MULTILINE)
    found = {}
    for name in NAMES:
        title, _, source, *_ = text_of(name).splitlines()
        found[name] = (title.removeprefix("# "), source.removeprefix("# Source: "))
    assert {name: (title, source) for title, name, source in rows} == found
    assert len(rows) == len(NAMES)
