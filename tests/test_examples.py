"""Every example runs, and what comes out is what NumPy code of its own gives."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from consoles import HOUSE

from letternet import Formula

EXAMPLES = HOUSE / "examples"
TESTED = {"streetlights.py", "predict_frames.py", "learning.py", "digits.py", "attention.py", "notebook_cell.py",
          "streaming.py"}  # fmt: skip
TESTED_LETTERS = {"streetlights.letters", "columns.letters", "lstm.letters"}
TESTED_ELSEWHERE = {"notebook.ipynb", "marimo_notebook.py"}  # in test_notebook.py

LIGHTS = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1], [0, 1, 1], [1, 0, 1]])
WALK = np.array([0, 1, 0, 1, 1, 0])


def run(name: str, tmp_path: Path) -> tuple[str, dict[str, Any]]:
    """What an example prints, run as a reader runs it from another folder, and its names as imported.

    The folder is also where it may save pictures.
    """
    import runpy

    made = subprocess.run(
        [sys.executable, "-X", "utf8", str(EXAMPLES / name), str(tmp_path)],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert made.stderr == ""
    with mock.patch.object(sys, "argv", [name]):
        return made.stdout, runpy.run_path(str(EXAMPLES / name))


def saved(folder: Path) -> set[str]:
    """The pictures that an example saved."""
    assert all(path.read_text(encoding="utf-8").startswith("<svg") for path in folder.glob("*.svg"))
    return {path.name for path in folder.iterdir()}


def letters(name: str) -> Formula:
    return Formula((EXAMPLES / name).read_text(encoding="utf-8"))


def relu(x: Any) -> Any:
    return x * (x > 0)


def softmax(x: Any) -> Any:
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


def sigmoid(x: Any) -> Any:
    return (1 + np.tanh(x / 2)) / 2


def test_every_example_has_its_test_and_its_line_in_the_readers_path() -> None:
    names = {path.name for path in EXAMPLES.iterdir() if path.suffix in (".py", ".letters", ".ipynb")}
    assert names == TESTED | TESTED_LETTERS | TESTED_ELSEWHERE
    linked = set(re.findall(r"\]\((.*?)\)", (EXAMPLES / "README.md").read_text(encoding="utf-8")))
    assert linked == names | {"gallery/README.md"}


@pytest.mark.parametrize("name", sorted(TESTED))
def test_an_example_says_what_to_look_at(name: str) -> None:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert "Look at " in text.split('"""')[1]
    assert len(text.splitlines()) < 50


@pytest.mark.parametrize("name", sorted(TESTED_LETTERS))
def test_a_file_of_formulas_says_what_to_look_at_and_checks_clean(name: str) -> None:
    assert "# Look at " in (EXAMPLES / name).read_text(encoding="utf-8")
    assert letters(name).problems == []


def test_the_streetlights_are_those_of_the_book(tmp_path: Path) -> None:
    _, names = run("streetlights.py", tmp_path)
    assert names["streetlights"].tolist() == LIGHTS.tolist()
    assert names["walk_vs_stop"].tolist() == [[walk] for walk in WALK]
    assert np.loadtxt(EXAMPLES / "streetlights.csv", delimiter=",", skiprows=1).tolist() == LIGHTS.tolist()


def test_the_network_predicts_all_six_patterns_at_once(tmp_path: Path) -> None:
    printed, names = run("streetlights.py", tmp_path)
    w0, w1 = names["weights_0_1"], names["weights_1_2"]
    assert w0.shape == (3, 4)
    assert w1.shape == (4, 1)
    predicted = relu(LIGHTS @ w0) @ w1
    np.testing.assert_allclose(names["run"]["l2"], predicted, rtol=1e-12)
    np.testing.assert_allclose(names["run"]["e"], (predicted[:, 0] - WALK) ** 2, rtol=1e-12)
    lines = printed.splitlines()
    assert lines[0] == "layer_2 = relu(layer_0.dot(weights_0_1)).dot(weights_1_2)"
    shown = [(float(p), int(t)) for p, t in re.findall(r"predicted ([-+.\d]+) is (\d)", printed)]
    assert shown == [(round(float(p), 3), walk) for p, walk in zip(predicted[:, 0], WALK, strict=True)]


def test_the_file_of_streetlights_knows_when_to_walk() -> None:
    given = letters("streetlights.letters").run(l0=str(EXAMPLES / "streetlights.csv"), y=WALK[:, None])
    w0, w1 = np.array([[0, -1, 0, 0], [0, 1, 1, -1], [1, 0, 0, 1]]), np.array([[0.5], [0], [0.5], [-0.5]])
    np.testing.assert_array_equal(given["l2"], relu(LIGHTS @ w0) @ w1)
    assert given["l2"][:, 0].tolist() == WALK.tolist()
    assert given["e"].tolist() == [0] * 6


def test_the_frames_show_what_goes_in_what_relu_lets_through_and_what_comes_out(tmp_path: Path) -> None:
    printed, names = run("predict_frames.py", tmp_path)
    before = names["lights"] @ names["weights_0_1"]
    frames = printed.split("--- frame ")[1:]
    assert len(frames) == 3
    assert "l0 = [1 0 1]" in frames[0]
    for label, values, frame in [
        ("l0W0", before, frames[1]),
        ("l1 = relu(l0W0)", relu(before), frames[1]),
        ("l2 = l1W1", relu(before) @ names["weights_1_2"], frames[2]),
    ]:
        shown = re.search(rf"^  {re.escape(label)} = \[(.*?)\]", frame, re.MULTILINE)
        assert shown, label
        np.testing.assert_allclose([float(v) for v in shown[1].split()], values, atol=1e-6)
    assert "(relu set values no. 1 and 3 to 0)" in frames[1]


def test_the_streetlights_are_learned_and_the_rule_is_the_books(tmp_path: Path) -> None:
    printed, names = run("learning.py", tmp_path)
    for line in ("layer_1_delta = layer_2_delta.dot(weights_1_2.T) * relu_slope(layer_1)",
                 "weights_1_2 -= alpha * layer_1.T.dot(layer_2_delta)"):  # fmt: skip
        assert line in printed
    w0, w1 = names["training"]["W0"], names["training"]["W1"]
    np.testing.assert_allclose(relu(LIGHTS @ w0) @ w1, WALK[:, None], atol=0.05)
    assert len(names["training"].errors) == 60
    assert saved(tmp_path) == {"learning.svg", "streetlights.svg"}


def test_digits_written_by_hand_are_told_apart(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="the digits come with scikit-learn")
    printed, names = run("digits.py", tmp_path)
    points, numbers, apart = names["points"], names["numbers"], names["held_out"]
    assert points.shape == (1797, 64)
    assert len(names["learned"]) + len(apart) == 1797
    assert not set(names["learned"]) & set(apart)
    w0, b0, w1, b1 = (names["training"][key] for key in ("W0", "b0", "W1", "b1"))
    found = (relu(points[apart] @ w0 + b0) @ w1 + b1).argmax(axis=1)
    accuracy = (found == numbers[apart]).mean()
    assert accuracy >= 0.95
    assert f"{accuracy:.1%} of 360 digits" in printed
    assert saved(tmp_path) == {"digits.svg", "digits_curve.svg"}


def test_a_batch_larger_than_the_memory_of_its_workers_is_learned_from(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the workers are dask's")
    da = pytest.importorskip("dask.array", reason="the batch is dask's")
    printed, names = run("streaming.py", tmp_path)
    limit = names["LIMIT"] / 1e6
    size, chunk = map(float, re.match(r"([\d.]+) GB in 64 chunks of ([\d.]+) MB\n", printed).groups())  # type: ignore[union-attr]
    assert size * 1000 > 3 * limit > 30 * chunk
    before, after = map(float, re.findall(r"error before step \d: ([\d.]+)", printed))
    assert after < before
    peaks = [float(peak) for peak in re.findall(rf"a worker had at most (\d+) MB of its {limit:.0f} MB", printed)]
    assert len(peaks) == 2
    assert all(chunk < peak <= limit for peak in peaks)

    points = np.random.default_rng(1).uniform(-1, 1, (50, 784))
    w0, w1 = names["weights"]["W0"], names["weights"]["W1"]
    error, weights = names["learn"](names["weights"], da.from_array(points, chunks=(20, -1)), 0.5)
    l1 = relu(points @ w0)
    d2 = l1 @ w1 - np.tanh(points @ names["secret"])
    np.testing.assert_allclose(error.compute(), (d2**2).sum(axis=1).mean() / 2)
    np.testing.assert_allclose(weights["W1"].compute(), w1 - 0.01 * l1.T @ d2)
    np.testing.assert_allclose(weights["W0"].compute(), w0 - 0.01 * points.T @ (d2 @ w1.T * (l1 > 0)))


def test_a_head_of_attention_mixes_what_the_words_say(tmp_path: Path) -> None:
    printed, names = run("attention.py", tmp_path)
    x, (a, b, c) = names["words"], (names["weights"][name] for name in "ABC")
    scores = softmax((x @ a) @ (x @ b).T / 2)  # √4 = 2
    np.testing.assert_allclose(names["run"]["S"], scores, rtol=1e-12)
    np.testing.assert_allclose(names["run"]["Z"], scores @ (x @ c), rtol=1e-12)
    assert names["head"].sizes["S"] == ("n", "n")
    assert str(np.round(100 * scores).astype(int)) in printed


def test_a_columns_program_puts_the_matrix_in_front() -> None:
    random = np.random.default_rng(5)
    x, w, b, u, c = (random.standard_normal(size) for size in [(6, 3), (4, 3), 4, (2, 4), 2])
    net = letters("columns.letters")
    assert net.sizes["W"] == (4, 3)
    run = net.run(x=x, W=w, b=b, U=u, c=c)
    expected = softmax(relu(x @ w.T + b) @ u.T + c)
    np.testing.assert_allclose(run["y"], expected, rtol=1e-12)
    np.testing.assert_allclose(net.run(x=x[0], W=w, b=b, U=u, c=c)["y"], expected[0], rtol=1e-12)


def test_an_lstm_cell_forgets_lets_in_and_shows() -> None:
    random = np.random.default_rng(6)
    x, h, c = random.standard_normal((5, 3)), random.standard_normal(4), random.standard_normal(4)
    w = {key: random.standard_normal((7, 4)) for key in "fiog"}
    b = {key: random.standard_normal(4) for key in "fiog"}
    given = {f"W_{key}": value for key, value in w.items()} | {f"b_{key}": value for key, value in b.items()}
    run = letters("lstm.letters").run(given, x=x, h=h, c=c)
    z = np.hstack([x, np.tile(h, (5, 1))])
    forget, let_in, show = (sigmoid(z @ w[key] + b[key]) for key in "fio")
    cell = forget * c + let_in * np.tanh(z @ w["g"] + b["g"])
    np.testing.assert_allclose(run["c_t"], cell, rtol=1e-12)
    np.testing.assert_allclose(run["h_t"], show * np.tanh(cell), rtol=1e-12)


def test_the_cell_of_a_notebook_gives_its_numbers_in_letters() -> None:
    """One round of the code, with the weights that it draws, against the formula that it is read as."""
    code = (EXAMPLES / "notebook_cell.py").read_text(encoding="utf-8")
    net = Formula(code, view="python")
    rng = np.random.default_rng(3)
    weights_0_1, weights_1_2 = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
    found = net.run(W0=weights_0_1, W1=weights_1_2, i=1)
    layer_0, goal = np.array([0, 1, 1]), np.array([1])
    layer_1 = relu(layer_0 @ weights_0_1)
    layer_2 = layer_1 @ weights_1_2
    delta_2 = layer_2 - goal
    delta_1 = (delta_2 @ weights_1_2.T) * (layer_1 > 0)
    np.testing.assert_allclose(found["l2"], layer_2)
    np.testing.assert_allclose(found["W1"], weights_1_2 - 0.2 * np.outer(layer_1, delta_2))
    np.testing.assert_allclose(found["W0"], weights_0_1 - 0.2 * np.outer(layer_0, delta_1))


def test_the_cell_of_a_notebook_runs(tmp_path: Path) -> None:
    printed, names = run("notebook_cell.py", tmp_path)
    assert printed.count("Error:") == 6
    assert names["weights_0_1"].shape == (3, 4)
