"""Training: a batch counts as the mean of its datapoints, the same seed gives the same bits, and the book's numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from effort import tried
from hypothesis import given
from hypothesis import strategies as st
from learnings import LIGHTS, NETWORK, WALKED, network, points, weights

from letternet import DataError, Formula
from letternet.check.check import check
from letternet.read.letters import read
from letternet.rewrite.backprop import Learning
from letternet.run.settings import Settings
from letternet.run.step import adds_up
from letternet.run.train import train
from letternet.run.training import Progress

FEW = tried(0.2)


def change(net: Formula, data: dict[str, Any], start: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What one step changes the weights by."""
    training = net.train(data, epochs=1, batch=1000, start=start, **more)
    return {key: training[key] - start[key] for key in start}


def rows(data: dict[str, Any], at: Any) -> dict[str, Any]:
    return {key: value[at] for key, value in data.items()}


# ------------------------------------------------------------------------------------------------- laws

NETWORKS: dict[str, tuple[Callable[[], Formula], dict[str, Any], dict[str, Any]]] = {
    "chapter": (network, {"l0": LIGHTS, "y": WALKED}, weights()),
    "columns": (
        lambda: Formula("l2 = W1tanh(W0l0 + b0)", columns=True),
        {"l0": LIGHTS, "y": WALKED},
        {**{key: value.T for key, value in weights().items()}, "b0": np.array([0.1, 0.2, -0.3, 0])},
    ),
    "numbers": (
        lambda: Formula("x, w, p : number; p = xw; e = (p - y)²; y : number"),
        {"x": np.array([0.5, 2.0, -1.0]), "y": np.array([0.8, 1.0, 3.0])},
        {"w": 0.5},
    ),
    "a number for a vector": (
        lambda: Formula("p = x · w; y : number; e = (p - y)²"),
        {"x": LIGHTS, "y": WALKED[:, 0]},
        {"w": np.array([0.3, -0.2, 0.9])},
    ),
    "matrices": (
        lambda: Formula("P = tanh(XW); e = ½sum((P - Y)²)"),
        {"X": np.arange(24.0).reshape(4, 2, 3) / 10, "Y": np.arange(8.0).reshape(4, 2, 1) / 5},
        {"W": np.array([[0.1], [0.2], [-0.3]])},
    ),
    "weights that are kept small": (
        lambda: Formula("l1 = l0W0; e = ½sum((l1 - y)²) + λ sum(W0²)"),
        {"l0": LIGHTS, "y": WALKED, "λ": 0.1},
        {"W0": np.array([[0.3], [-0.2], [0.9]])},
    ),
}
EACH = pytest.mark.parametrize("name", NETWORKS)


def learned(name: str) -> list[str]:
    return list(NETWORKS[name][2])


@EACH
def test_a_step_changes_the_weights_by_the_mean_of_what_its_datapoints_would(name: str) -> None:
    make, data, start = NETWORKS[name]
    several = {key: value for key, value in data.items() if np.ndim(value)}
    fixed = {key: value for key, value in data.items() if not np.ndim(value)}
    count = len(next(iter(several.values())))
    together = change(make(), data, start, learn=learned(name))
    single = [change(make(), {**rows(several, [i]), **fixed}, start, learn=learned(name)) for i in range(count)]
    for key in start:
        np.testing.assert_allclose(
            together[key], np.mean([each[key] for each in single], axis=0), rtol=1e-9, atol=1e-12
        )
        assert np.abs(together[key]).max() > 1e-4


@EACH
def test_where_all_datapoints_are_equal_the_batch_makes_no_difference(name: str) -> None:
    make, data, start = NETWORKS[name]
    equal = {key: np.repeat(value[:1], 7, axis=0) if np.ndim(value) else value for key, value in data.items()}
    one = {key: value[:1] if np.ndim(value) else value for key, value in data.items()}
    many, single = (change(make(), each, start, learn=learned(name)) for each in (equal, one))
    for key in start:
        np.testing.assert_allclose(many[key], single[key], rtol=1e-9, atol=1e-12)


@FEW
@given(st.integers(1, 9), st.integers(1, 12), st.integers(0, 99))
def test_an_epoch_is_its_steps(count: int, batch: int, seed: int) -> None:
    data, start = points(count, seed), weights(seed, (3, 4, 2))
    whole = network().train(data, epochs=1, batch=batch, start=start, shuffle=False)
    error = 0.0
    for first in range(0, count, batch):
        part = rows(data, slice(first, first + batch))
        step = network().train(part, epochs=1, batch=batch, start=start, shuffle=False)
        start, error = dict(step), error + step.errors[0] * len(part["y"])
    for key in start:
        np.testing.assert_array_equal(whole[key], start[key])
    assert math.isclose(whole.errors[0], error / count, rel_tol=1e-12)


@FEW
@given(st.integers(0, 2**40), st.integers(1, 5))
def test_the_same_seed_gives_the_same_bits_and_another_one_others(seed: int, batch: int) -> None:
    data = points(7)
    one, same, other = (network().train(data, 0.01, 2, batch, s) for s in (seed, seed, seed + 1))
    assert one.errors == same.errors
    assert all(one[key].tobytes() == same[key].tobytes() for key in one)
    assert one.errors != other.errors


def test_updates_that_do_not_add_up_are_made_one_datapoint_at_a_time() -> None:
    def of(text: str, many: list[str]) -> bool:
        return adds_up(check(read(text)[0]), many)

    assert of("d = xW - y; W <- W - α xᵀd", ["x", "y"])
    assert not of("d = xW - y; W <- W - α xᵀd; b <- b - αb", ["x", "y"])  # b would change once for the whole batch
    assert not of("d = xW - y; W <- W - α xᵀd; V <- V - α xᵀ(xW)", ["x", "y"])  # reads the new W
    assert of("y : number; d = x · w - y; w <- w - α d x", ["x", "y"])
    assert of("y : number; d = x · w - y; w <- w - α d x", [])
    text = "l1 = l0W0\nd1 = l1 - y\nW0 <- W0 - α l0ᵀd1\nb <- b - αb"
    measured = "l1 = l0W0\ne = ½sum((l1 - y)²) + ½sum(b²)"
    learning = Learning(read(text)[0], read(measured)[0], ("W0", "b"), "α", "y", "e")
    net, start = Formula("l1 = l0W0"), {"W0": np.zeros((3, 1)), "b": np.array([1.0, 2.0])}
    made = train(
        learning, lambda program: net._rewritten(program).checked, {}, {"l0": LIGHTS, "y": WALKED}, Settings(epochs=1),
        start,
    )  # fmt: skip
    np.testing.assert_allclose(made["b"], [0.9, 1.8])
    np.testing.assert_allclose(made["W0"], 0.1 * LIGHTS.T @ WALKED / 4)


# ------------------------------------------------------------------------------------------------ the book


def test_the_streetlights_are_learned_as_in_the_book() -> None:
    def relu(x: Any) -> Any:
        return (x > 0) * x

    np.random.seed(1)
    weights_0_1 = 2 * np.random.random((3, 4)) - 1
    weights_1_2 = 2 * np.random.random((4, 1)) - 1
    start = {"W0": weights_0_1.copy(), "W1": weights_1_2.copy()}
    errors = []
    for _ in range(60):
        layer_2_error = 0.0
        for i in range(len(LIGHTS)):
            layer_0 = LIGHTS[i : i + 1]
            layer_1 = relu(np.dot(layer_0, weights_0_1))
            layer_2 = np.dot(layer_1, weights_1_2)
            layer_2_error += np.sum((layer_2 - WALKED[i : i + 1]) ** 2)
            layer_2_delta = layer_2 - WALKED[i : i + 1]
            layer_1_delta = layer_2_delta.dot(weights_1_2.T) * (layer_1 > 0)
            weights_1_2 -= 0.2 * layer_1.T.dot(layer_2_delta)
            weights_0_1 -= 0.2 * layer_0.T.dot(layer_1_delta)
        errors.append(layer_2_error)
    training = network().train(
        {"l0": LIGHTS, "y": WALKED}, rate=0.2, epochs=60, batch=1, start=start, shuffle=False
    )  # fmt: skip
    np.testing.assert_allclose(training["W0"], weights_0_1, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(training["W1"], weights_1_2, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(training.errors, np.array(errors) / 4 / 2, rtol=1e-9)  # half the square, per datapoint
    assert start["W0"].tobytes() != training["W0"].tobytes()  # what is given stays as it is


# ---------------------------------------------------------------------------------------- what is learned


def test_the_weights_come_back_by_their_letters() -> None:
    training = network().train({"l0": LIGHTS, "y": WALKED}, rate=0.2, epochs=300, batch=1)
    assert list(training) == ["W0", "W1"]
    assert training["W_0"] is training["W0"]
    assert (training.epochs, len(training.errors), training.held_out, training.best) == (300, 300, [], None)
    assert training.errors[-1] < 1e-3
    run = network().run(dict(training), l0=LIGHTS)
    np.testing.assert_allclose(run["l2"], WALKED, atol=0.1)
    assert "W0, W1; 300 epochs" in repr(training)
    assert training.curve.svg == training._repr_svg_()


def test_weights_start_from_values_from_their_own_lines_or_by_chance() -> None:
    data = points(5)
    net, start = (
        Formula("l1 = l0W0 + b0; l2 = l1W1; W1 = [1 2; 3 4]", dims={"W0": (3, 2)}),
        {"weights_0_1": np.eye(3, 2)},
    )
    training = net.train(data, epochs=1, rate=1e-300, learn=["W0", "W1", "b0"], start=start)
    np.testing.assert_allclose(training["W0"], np.eye(3, 2), atol=1e-200)
    np.testing.assert_array_equal(training["W1"], [[1, 2], [3, 4]])
    np.testing.assert_allclose(training["b0"], [0, 0], atol=1e-200)  # only added
    big = Formula("l2 = relu(l0W0)W1", dims={"W0": (3, 2000)}).train(data, epochs=1, rate=1e-300)
    assert abs(big["W0"].std() / math.sqrt(2 / 3) - 1) < 0.05
    assert abs(big["W1"].std() / math.sqrt(2 / 2000) - 1) < 0.05
    turned = Formula("l1 = W0l0", columns=True).train({"l0": np.ones((2, 2000)), "y": np.ones((2, 3))}, 1e-300, 1)
    assert abs(turned["W0"].std() / math.sqrt(2 / 2000) - 1) < 0.05
    started = network().train({"l0": LIGHTS, "y": WALKED}, 1e-300, 1, start={"W1": np.ones((4, 1))})
    alone = network().train({"l0": LIGHTS, "y": WALKED}, 1e-300, 1)
    np.testing.assert_array_equal(started["W0"], alone["W0"])  # whatever the others start from


def test_values_of_the_formula_learn_on_from_epoch_to_epoch() -> None:
    net = Formula("l1 = l0W0; W0 = [0; 0; 0]")
    training = net.train({"l0": LIGHTS, "y": WALKED}, rate=0.1, epochs=200, batch=4, learn=["W0"])
    wanted = np.linalg.lstsq(LIGHTS, WALKED, rcond=None)[0]
    assert np.abs(training["W0"] - wanted).max() < 0.01


def test_data_comes_as_whole_numbers_lists_files_and_by_python_names(tmp_path: Path) -> None:
    plain = network().train({"l0": LIGHTS, "y": WALKED}, epochs=2)
    np.savez(tmp_path / "data.npz", l0=LIGHTS.astype(np.uint8), y=WALKED.astype(np.float32))
    (tmp_path / "lights.csv").write_text("\n".join(",".join(map(str, row)) for row in LIGHTS.tolist()))
    for data in (
        tmp_path / "data.npz",
        str(tmp_path / "data.npz"),
        {"layer_0": LIGHTS.tolist(), "y": WALKED.astype(int)},
        {"l0": str(tmp_path / "lights.csv"), "y": "1; 1; 0; 0"},
    ):
        assert network().train(data, epochs=2).errors == plain.errors


def test_a_single_datapoint_needs_no_table() -> None:
    net = Formula("x, w, p : number; p = xw; e = (p - y)²; y : number")
    training = net.train({"x": 2.0, "y": 0.8}, rate=0.1, epochs=20, learn=["w"], start={"w": 0.5})
    weight = 0.5
    for _ in range(20):
        weight -= 0.1 * 2 * (2.0 * weight - 0.8) * 2.0
    assert isinstance(training["w"], float)
    assert math.isclose(training["w"], weight, rel_tol=1e-12)


def test_row_numbers_are_data_too() -> None:
    net = Formula("p = rowsum(pick(E, i))ᵀ", dims={"E": (5, 2), "i": (2,)})
    training = net.train({"i": [[0, 1], [4, 4]], "y": [[1, 2], [3, 4]]}, epochs=3, learn=["E"])
    assert training.errors[-1] < training.errors[0]
    with pytest.raises(DataError, match=r"i asks for a row that E does not have, row 5"):
        net.train({"i": [[0, 1], [5, 4]], "y": [[1, 2], [3, 4]]}, learn=["E"])


# ----------------------------------------------------------------------------------- held out, early stop


def test_what_is_held_out_is_measured_and_not_learned_from() -> None:
    data = points(40)
    training = network().train(data, epochs=3, held_out=0.25, seed=5)
    assert len(training.held_out) == 3
    other = {key: value.copy() for key, value in data.items()}
    apart = np.sort(np.random.default_rng([5, 0, 3]).permutation(40)[:10])
    other["y"][apart] += 1
    changed = network().train(other, epochs=3, held_out=0.25, seed=5)
    assert changed.errors == training.errors
    assert changed.held_out != training.held_out
    run = network().run(dict(training), l0=data["l0"][apart])
    assert math.isclose(training.held_out[-1], float(np.mean(np.sum((run["l2"] - data["y"][apart]) ** 2, axis=1)) / 2))


def test_data_of_its_own_is_held_out_as_well() -> None:
    net, data = Formula("l1 = λ l0W0"), {**points(6), "λ": 2.0}
    apart = points(3, seed=8)
    training = net.train(data, epochs=2, held_out=apart)
    run = net.run(dict(training), l0=apart["l0"], λ=2.0)
    assert math.isclose(training.held_out[-1], float(np.mean(np.sum((run["l1"] - apart["y"]) ** 2, axis=1)) / 2))
    alone = net.train(data, epochs=2, held_out=rows(apart, 0))
    assert len(alone.held_out) == 2
    with pytest.raises(DataError, match="λ has datapoints in what is held out"):
        net.train(data, held_out={**apart, "λ": [1.0, 2.0, 3.0]})
    with pytest.raises(DataError, match="l0 came as 2 values, but it needs 3"):
        net.train(data, held_out={**apart, "l0": [[1, 2]] * 3})


def test_training_stops_early_and_gives_the_best_weights() -> None:
    data, apart = points(6, comes_out=1), points(6, seed=9, comes_out=1)
    training = network(8).train(data, rate=0.3, epochs=400, batch=2, held_out=apart, patience=5)
    assert training.best is not None
    assert training.epochs == training.best + 5 < 400
    assert training.held_out[training.best - 1] == min(training.held_out)
    best = network(8).train(data, rate=0.3, epochs=training.best, batch=2, held_out=apart)
    assert all(best[key].tobytes() == training[key].tobytes() for key in best)
    assert training.curve.best == training.best
    by_training_error = network().train({"l0": LIGHTS, "y": WALKED}, rate=0.9, epochs=400, batch=1, patience=3)
    assert by_training_error.best is not None
    assert by_training_error.errors[by_training_error.best - 1] == min(by_training_error.errors)


# ------------------------------------------------------------------------------------------------- masks


def test_masks_are_drawn_for_every_datapoint_and_even_in_what_is_held_out() -> None:
    net = Formula("l1 = tanh(l0W0) ⊙ m · 2; l2 = l1W1", dims={"W0": (3, 50)})
    data = points(10)
    one, same = (net.train(data, epochs=3, batch=4, held_out=0.3, seed=3) for _ in range(2))
    assert one.errors == same.errors
    assert net.train(data, epochs=3, batch=4, held_out=0.3, seed=3, mask=0.9).errors != one.errors
    run = net.run(dict(one), l0=data["l0"], m=np.full(50, 0.5))
    apart = np.sort(np.random.default_rng([3, 0, 3]).permutation(10)[:3])
    wanted = np.mean(np.sum((run["l2"] - data["y"])[apart] ** 2, axis=1)) / 2
    assert math.isclose(one.held_out[-1], float(wanted))
    all_through = net.train(data, epochs=3, batch=4, seed=3, mask=1.0)
    without = net.train({**data, "m": np.ones(50)}, epochs=3, batch=4, seed=3)
    assert all_through.errors == pytest.approx(without.errors, rel=1e-12)


def test_what_was_learned_goes_into_a_run_as_it_is() -> None:
    net = Formula("l1 = tanh(l0W0)")
    data = points(6)
    training = net.train(data, epochs=2)
    assert training.weights.keys() == training.keys() == {"W0"}
    assert net.run(training, l0=data["l0"])["l1"].tolist() == net.run(training.weights, l0=data["l0"])["l1"].tolist()


def test_a_mask_goes_by_its_words_too() -> None:
    net = Formula('l1 = (l0 ⊙ z)W0; z means "dropout mask"')
    assert net.train(points(5), epochs=2).errors
    with pytest.raises(DataError, match="z has no data"):
        Formula("l1 = (l0 ⊙ z)W0").train(points(5))


# ---------------------------------------------------------------------------------------------- bad data

GOOD = {"l0": LIGHTS, "y": WALKED}
BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "missing": ({"l0": LIGHTS}, "E0301", "y has no data; y takes a row of n values for each datapoint"),
    "unknown": ({**GOOD, "z": 1}, "E0302", "there is no letter z in the formula; values are given for l0, y"),
    "misspelled": ({"l0": LIGHTS, "Y": WALKED}, "E0302", "there is no letter Y in the formula; did you mean y?"),
    "twice": ({**GOOD, "layer_0": LIGHTS}, "E0302", "l0 is given twice, as l0 and as layer_0"),
    "the rate": ({**GOOD, "α": 0.1}, "E0302", "α is the rate of learning, so it takes no data; it is given as rate"),
    "worked out": ({**GOOD, "l2": WALKED}, "E0302", "l2 is worked out by a line of the formula, so none is given"),
    "other counts": (
        {"l0": LIGHTS, "y": WALKED[:3]}, "E0303", "y has 3 datapoints, but l0 has 4; all have equally many",
    ),
    "other size": ({**GOOD, "l0": LIGHTS[:, :2]}, "E0303", "l0 came as 2 values, but it needs 3"),
    "not in rows": (
        {**GOOD, "y": [1, 1, 0, 0]}, "E0303",
        "y came as one value of 4 for all datapoints, not as a row for each; "
        "4 datapoints of one value are a table of 4 × 1",
    ),
    "three ways": ({**GOOD, "l0": np.ones((4, 3, 1))}, "E0303", "l0 came as an array of 4 × 3 × 1, but it is a vector"),
    "ragged": (
        {**GOOD, "l0": [[1, 2, 3], [4, 5]]}, "E0304",
        "the rows of l0 have different lengths or hold something else than numbers",
    ),
    "text": ({**GOOD, "l0": [["a", "b", "c"]]}, "E0304", "the value of l0 holds text"),
    "NaN": ({**GOOD, "l0": LIGHTS * np.nan}, "E0304", "the value of l0 has a value that is not a number (NaN)"),
    "infinite": ({**GOOD, "y": [[1], [1], [np.inf], [0]]}, "E0304", "the value of y has an infinite value"),
    "complex": ({**GOOD, "y": WALKED * 1j}, "E0304", "the value of y holds complex numbers; real ones are expected"),
    "no datapoints": ({"l0": np.ones((0, 3)), "y": np.ones((0, 1))}, "E0304", "the value of l0 is empty"),
}  # fmt: skip


def test_a_matrix_that_is_data_is_not_learned_unless_it_is_named() -> None:
    net = Formula("P = softmax(relu(XA)B)", dims={"A": (3, 4)})
    data = {"X": LIGHTS, "Y": np.eye(2)[WALKED[:, 0].astype(int)]}
    assert list(net.train(data, epochs=2)) == ["A", "B"]
    with pytest.raises(DataError, match="X is learned, so it takes no data"):
        net.train(data, learn=["X", "B"])


@pytest.mark.parametrize("name", BAD)
def test_bad_data_gets_a_sentence(name: str) -> None:
    data, code, sentence = BAD[name]
    with pytest.raises(DataError) as raised:
        network().train(data)
    assert (raised.value.problems[0].code, raised.value.problems[0].message) == (code, sentence)


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ({"y": WALKED}, "y is not learned, so it has no value to start from; learned are W0 and W1"),
        ({"V": 1}, "V is no letter of the formula, so it has no value to start from; learned are W0 and W1"),
        ({"W0": np.ones((4, 4))}, "W0 came as 4 × 4, but it is declared as 3 × 4"),
        ({"W1": np.ones((3, 1))}, "W1 came as 3 × 1, but it needs 4 rows"),
        ({"W0": "nothing.npz"}, "the file nothing.npz for W0 does not exist"),
    ],
)
def test_bad_weights_to_start_from_get_a_sentence(start: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DataError) as raised:
        network().train(GOOD, start=start)
    assert sentence in raised.value.problems[0].message


def test_bad_archives_get_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.npz"
    np.savez(broken, l0=LIGHTS, y=WALKED)
    broken.write_bytes(broken.read_bytes()[:200])
    np.savez(tmp_path / "objects.npz", l0=np.array([{}], dtype=object))
    (tmp_path / "text.npz").write_text("no archive")
    for name, why in (
        ("broken.npz", "it is damaged, or no .npz file"),
        ("text.npz", "it is damaged, or no .npz file"),
        ("objects.npz", "it holds Python objects, which are not loaded"),
        ("none.npz", "there is no file"),
        ("", "cannot be read"),
    ):
        with pytest.raises(DataError) as raised:
            network().train(tmp_path / name)
        assert raised.value.problems[0].code == "E0305"
        assert why in raised.value.problems[0].message


def test_a_size_that_nothing_tells_is_asked_for() -> None:
    with pytest.raises(DataError) as raised:
        Formula(NETWORK).train(GOOD)
    assert raised.value.problems[0].message == (
        'nothing tells how large W0 is, 3 × m is all that is known; declare it: --dim W0=3x4 or dims={"W0": (3, 4)}'
    )
    with pytest.raises(DataError, match=r"would have [0-9,]* values; at most 1,000,000,000 are allowed"):
        Formula(NETWORK, dims={"W1": (900_000_000, 1)}).train(GOOD)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"rate": 0}, "rate is a number above 0, not 0"),
        ({"rate": math.inf}, "rate is a number above 0, not inf"),
        ({"rate": "fast"}, "rate is a number above 0, not 'fast'"),
        ({"epochs": 0}, "epochs is a whole number from 1 up, not 0"),
        ({"epochs": 1.5}, "epochs is a whole number from 1 up, not 1.5"),
        ({"batch": -1}, "batch is a whole number from 1 up, not -1"),
        ({"seed": -1}, "seed is a whole number from 0 up, not -1"),
        ({"held_out": 1.0}, "held_out is a number from 0 up and below 1, not 1.0"),
        ({"patience": 0}, "patience is a whole number from 1 up, not 0"),
        ({"mask": 1.5}, "mask is a number above 0 and at most 1, not 1.5"),
    ],
)
def test_settings_out_of_bounds_get_a_sentence(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match="^" + sentence.replace("(", r"\(").replace("'", ".")):
        network().train(GOOD, **settings)


def test_too_few_datapoints_to_hold_any_out() -> None:
    with pytest.raises(DataError, match="of 1 datapoint, 1 would be held out, and nothing be left to learn from"):
        network().train({"l0": LIGHTS[:1], "y": WALKED[:1]}, held_out=0.1)


# -------------------------------------------------------------------------------------------- running away


def test_an_error_that_grows_is_told_with_its_epoch() -> None:
    with pytest.raises(DataError) as raised:
        Formula("l1 = l0W0").train({"l0": LIGHTS * 300, "y": WALKED}, epochs=100)
    problem = raised.value.problems[0]
    assert problem.code == "E0307"
    assert problem.message.startswith("in epoch ")
    assert problem.message.endswith("a smaller rate than 0.1 helps, or data with smaller numbers")


def test_an_error_that_is_still_a_number_is_told_with_the_layer_that_is_largest() -> None:
    net = Formula("l1 = l0W0; l2 = l1W1", dims={"W0": (3, 4)})
    with pytest.raises(DataError) as raised:
        net.train({"l0": np.ones((4, 3)), "y": np.ones((4, 1))}, rate=1.2, epochs=30, batch=4)
    problem = raised.value.problems[0]
    assert (problem.code, problem.line, problem.span) == ("E0307", 2, (0, 9))
    assert "the error grew to " in problem.message
    assert "largest is the layer 2 vector (l2), up to " in problem.message


def test_the_first_layer_that_is_not_finite_is_named() -> None:
    net = Formula("l1 = exp(l0W0); l2 = l1W1", dims={"W0": (3, 4)})
    data = {"l0": LIGHTS, "y": WALKED}
    with pytest.raises(DataError) as raised:
        net.train(data, start={"W0": np.full((3, 4), 300.0)})
    problem = raised.value.problems[0]
    assert (problem.code, problem.line, problem.span) == ("E0307", 1, (0, 14))
    assert "the layer 1 vector (l1) grew beyond all numbers" in problem.message
    big = {"l0": LIGHTS * 1e200, "y": WALKED}
    net = Formula("l1 = l0W0")
    with pytest.raises(DataError, match=r"the error grew beyond all numbers; largest is the layer 1 vector \(l1\)"):
        net.train(big)
    big, zero = {"l0": LIGHTS * 1e150, "y": WALKED * 1e150}, {"W0": np.zeros((3, 1))}
    with pytest.raises(DataError, match=r"in epoch 1, the weight matrix 0 \(W0\) grew beyond all numbers"):
        net.train(big, rate=1e10, epochs=1, start=zero)
    numbers = Formula("x, w, p : number; p = xw; e = (p - y)²; y : number")
    with pytest.raises(DataError, match="grew beyond all numbers"):
        numbers.train({"x": 1e200, "y": 1e-200}, learn=["w"], start={"w": 1.0})


def test_what_has_no_result_is_told_with_its_place() -> None:
    net = Formula("Z = XA⁻¹; P = ZW; e = ½sum((P - Y)²)")
    data = {"X": np.ones((2, 1, 2)), "A": np.array([np.eye(2), np.ones((2, 2))]), "Y": np.ones((2, 1, 1))}
    with pytest.raises(DataError, match="A has no inverse with these values"):
        net.train(data, learn=["W"])


# ---------------------------------------------------------------------------------------------- progress


def test_progress_is_reported_at_the_end_of_each_epoch() -> None:
    seen: list[Progress] = []
    training = network().train(GOOD, epochs=4, held_out=0.25, report=seen.append)
    ends = [each for each in seen if not each.share]
    assert [each.epoch for each in ends] == [1, 2, 3, 4]
    assert {each.epochs for each in seen} == {4}
    assert [each.error for each in ends] == training.errors
    assert [each.held_out for each in ends] == training.held_out
    assert "epoch 4 of 4" in repr(ends[-1])
