"""A large batch goes through in blocks and threads: the same values, bounded memory, nothing lost."""

from __future__ import annotations

import threading
import tracemalloc
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from networks import networks
from strategies import Drawn, batches, programs

from letternet import Formula
from letternet.problems import DataError, FormulaError
from letternet.run import blocks, function, large
from letternet.run import given as given_values
from letternet.run.blocks import ROWS, Blocks, threads
from letternet.write.letters import letters

CHANCE = np.random.default_rng(0)
MANY = 6001  # no whole number of blocks
NETWORKS = {
    "l2 = relu(l0W0)W1": {"l0": 3, "W0": (3, 90), "W1": (90, 2)},
    "l2 = softmax(tanh(l0W0 + b)W1W2)": {"l0": 3, "W0": (3, 90), "b": 90, "W1": (90, 4), "W2": (4, 2)},
    "vectors are columns; e = sum((sigmoid(Wx + b) - y)²)": {"x": 4, "W": (80, 4), "b": 80, "y": 80},
    "f(a) = a ⊙ sigmoid(a); h = f(xW); g = [h, 1]V; s = mean(h)": {"x": 4, "W": (4, 70), "V": (71, 3)},
    "h = xAB/√n; x : n; C = AB; k = max(h)h": {"x": 5, "A": (5, 60), "B": (60, 2)},
    "p = pick(E, i); q = colsum(p)W": {"E": (7, 40), "i": 3, "W": (40, 2)},
}


def values_of(dims: dict[str, Any], batched: tuple[str, ...] = ("l0", "x", "y", "i")) -> dict[str, Any]:
    """Values for letters, whole batches for some of them."""
    found: dict[str, Any] = {}
    for key, size in dims.items():
        shape = size if isinstance(size, tuple) else (MANY, size) if key in batched else (size,)
        found[key] = CHANCE.integers(0, 7, size=shape) if key == "i" else CHANCE.normal(size=shape)
    return found


@pytest.mark.parametrize("text", NETWORKS)
@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_a_large_batch_is_the_datapoints_one_by_one(text: str, kind: Any) -> None:
    values = {key: value if key == "i" else value.astype(kind) for key, value in values_of(NETWORKS[text]).items()}
    before = {key: value.copy() for key, value in values.items()}
    net = Formula(text)
    call, large = net.function(), net.run(values)
    last = list(large)[-1]
    result = call(*(values[key] for key in call.parameters))  # type: ignore[attr-defined]
    close = {"rtol": 1e-3, "atol": 1e-4} if kind == np.float32 else {"rtol": 1e-9, "atol": 1e-9}
    assert np.asarray(result).dtype == np.asarray(large[last]).dtype
    np.testing.assert_allclose(result, large[last], **close)
    for number in (0, ROWS[0] - 1, 2500, MANY - 1):
        single = {key: value[number] if len(value) == MANY else value for key, value in values.items()}
        alone = net.run(single)
        assert list(alone) == list(large)
        for key in alone:
            of_all = large[key][number] if key in large.batched else large[key]
            np.testing.assert_allclose(of_all, alone[key], **close, err_msg=key)
    for key, value in values.items():
        np.testing.assert_array_equal(value, before[key])


@given(st.data())
def test_in_blocks_of_one_datapoint_every_program_gives_what_the_book_gives(data: st.DataObject) -> None:
    drawn: Drawn = data.draw(networks() | programs(updates=False))
    _, values = data.draw(batches(drawn))
    net = Formula(letters(drawn.program), dims=drawn.dims, columns=drawn.columns)
    came = {key: value if key in drawn.picks else np.asarray(value, float)[()]
            for key, value in values.items() if key in net.checked.names.inputs}  # fmt: skip
    try:
        wanted = net.run(came)
    except FormulaError:
        assume(False)
    with mock.patch.multiple(large, VALUES=0), mock.patch.multiple(function, LARGE=1), \
            mock.patch.multiple(given_values, LARGE=1), mock.patch.multiple(blocks, ROWS=(1, 1)):  # fmt: skip
        found = Formula(net.text, dims=drawn.dims, columns=drawn.columns).run(came)
    assert list(found) == list(wanted)
    for key in wanted:
        size = float(np.abs(wanted[key]).max(initial=1.0))
        assume(np.isfinite(wanted[key]).all() and size < 1e6)
        assert (key in found.batched, np.shape(found[key])) == (key in wanted.batched, np.shape(wanted[key]))
        np.testing.assert_allclose(found[key], wanted[key], rtol=1e-8, atol=1e-8 * size, err_msg=key)


@pytest.mark.parametrize("many", ["1", "2", "5"])
def test_how_many_threads_there_are_changes_no_bit(many: str, monkeypatch: pytest.MonkeyPatch) -> None:
    values = values_of({"l0": 40, "W0": (40, 200), "W1": (200, 3)})
    net = Formula("l2 = tanh(l0W0)W1")
    started: list[int] = []

    def together(work: Any, stretches: Any) -> None:
        started.append(len(stretches))
        in_threads(work, stretches)

    in_threads = blocks.together
    monkeypatch.setattr(blocks, "together", together)
    monkeypatch.setattr(blocks, "WORK", 1)  # so that little work is worth a thread
    results = {}
    for number in ("1", many):
        monkeypatch.setenv("LETTERNET_THREADS", number)
        results[number] = net.run(values)["l2"].tobytes()
    assert started[-1] == int(many)
    assert results[many] == results["1"]


def test_threads_are_as_many_as_asked_for_or_as_blas_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LETTERNET_THREADS", raising=False)
    monkeypatch.setattr(blocks, "libraries", tuple)  # as without threadpoolctl
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    assert threads(alone=False) == 1
    assert threads(alone=True) >= 1
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    assert threads(alone=False) == threads(alone=True)
    monkeypatch.setenv("LETTERNET_THREADS", "7")
    assert threads(alone=False) == 7
    monkeypatch.setenv("LETTERNET_THREADS", "many")
    assert threads(alone=False) == threads(alone=True)


def test_the_threads_of_blas_are_those_that_it_has_now(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = pytest.importorskip("threadpoolctl", reason="threadpoolctl says what BLAS does")
    monkeypatch.delenv("LETTERNET_THREADS", raising=False)
    with pool.threadpool_limits(1, user_api="blas"):
        assert blocks.blas_threads() == 1
    with pool.threadpool_limits(2, user_api="blas"):
        assert blocks.blas_threads() == 2
        assert threads(alone=False) == 1


def test_an_error_in_one_block_is_raised_and_ends_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETTERNET_THREADS", "3")
    rows = np.arange(100_000.0)

    def block(part: Any) -> Any:
        if part[0] > 50_000:
            raise ZeroDivisionError("here")
        return part

    before = threading.active_count()
    with pytest.raises(ZeroDivisionError, match="here"):
        Blocks(1, 10_000_000, 1)(block, rows)
    assert threading.active_count() == before


@pytest.mark.parametrize(("one", "other"), [(20_000, 40_000), (40_000, 20_000), (16_385, 16_384), (40_000, 16_385)])
def test_batches_of_unlike_lengths_are_refused_whatever_the_blocks(one: int, other: int) -> None:
    call = Formula("y = relu(x + z)").function()
    with pytest.raises(ValueError, match="broadcast"):
        call(np.ones((one, 3)), np.ones((other, 3)))
    with pytest.raises(DataError, match="datapoints"):
        Formula("y = relu(x + z)").run(x=np.ones((one, 3)), z=np.ones((other, 3)))


@pytest.mark.parametrize(("bad", "said"), [(np.nan, "not a number"), (np.inf, "infinite"), (-np.inf, "infinite")])
@pytest.mark.parametrize(
    "text",
    [
        "y = relu(xW)",
        "vectors are columns; y = relu(Wᵀx)",
        "y = tanh(x)",
        "f(x) = tanh(xW); y = f(x) + relu(xW)",
        "f(x) = xW; y = tanh(f(2z)) + max(x, 0)W",
        "y = xWWᵀ; s = max(x)",
        "d = 1; y = first(z, x)",
        "y = 2(x ⊙ z)W",
    ],
)
def test_a_value_that_is_no_number_is_found_in_any_block(text: str, bad: float, said: str) -> None:
    W = np.zeros((3, 90))  # nothing is left of a number times 0, but something of what is none
    values = {"x": CHANCE.normal(size=(MANY, 3)), "W": W, "z": np.ones(3)}
    net = Formula(text)
    wanted = {key: values[key] for key in net.checked.names.inputs}
    assert np.isfinite(net.run(wanted)["y"]).all()
    values["x"][MANY - 7, 1] = bad
    with pytest.raises(DataError, match=said) as caught:
        net.run(wanted)
    assert caught.value.problems[0].code == "E0304"
    assert "of x has" in str(caught.value)


def test_a_product_that_becomes_too_large_is_a_result_as_the_book_gives_it() -> None:
    x = np.full((MANY, 2), 1e200)
    found = Formula("y = xW").run(x=x, W=np.array([[1e200, 1.0], [1.0, 1.0]]))["y"]
    assert np.isinf(found[:, 0]).all()
    np.testing.assert_array_equal(found[:, 1], 2e200)


def test_what_a_large_batch_takes_is_bounded() -> None:
    values = values_of({"l0": 8, "W0": (8, 2000), "W1": (2000, 2)})
    net = Formula("l2 = relu(l0W0)W1")
    call = net.function()
    by_hand = MANY * 2000 * 8
    for work in (lambda: call(*values.values()), lambda: net.run(values)):
        work()
        tracemalloc.start()
        work()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < by_hand / 4


def test_what_does_not_differ_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    inverse = np.linalg.inv
    monkeypatch.setattr(np.linalg, "inv", lambda matrix: calls.append(matrix) or inverse(matrix))
    values = values_of({"x": 3, "A": (3, 3), "B": (3, 400)})
    result = Formula("y = tanh(x inv(A)B)").run(values)["y"]
    assert len(calls) == 1
    np.testing.assert_allclose(result, np.tanh(values["x"] @ inverse(values["A"]) @ values["B"]), rtol=1e-8, atol=1e-8)


def test_what_is_asked_for_may_be_the_same_for_all_datapoints_of_a_large_batch() -> None:
    call = Formula("h = xW; y = zV").function()
    values = {"x": np.ones((20_000, 2)), "W": np.ones((2, 2)), "z": np.array([1.0, 2.0]), "V": np.eye(2)}
    np.testing.assert_array_equal(call(*(values[key] for key in call.parameters)), [1, 2])  # type: ignore[attr-defined]


def test_a_function_that_is_handed_in_is_called_by_one_thread() -> None:
    seen = set()

    def cube(x: Any) -> Any:
        seen.add(threading.get_ident())
        return x**3

    values = values_of({"x": 30, "W": (30, 50)})
    result = Formula("y = cube(xW)", functions={"cube": cube}).run(values)["y"]
    assert seen == {threading.get_ident()}
    np.testing.assert_allclose(result, (values["x"] @ values["W"]) ** 3)


def test_whole_numbers_in_a_large_batch_stay_whole_or_are_refused() -> None:
    x = CHANCE.integers(0, 2, size=(MANY, 3))
    W = np.array([[1, -2], [3, 4], [0, 5]])
    found = Formula("y = relu(xW)").run(x=x, W=W)["y"]
    assert found.dtype.kind == "i"
    np.testing.assert_array_equal(found, np.maximum(x @ W, 0))
    with pytest.raises(DataError, match="too large for 64 bits"):
        Formula("y = (xW)²").run(x=x + 2**40, W=W)
