"""A run on dask arrays works nothing out, and gives what NumPy gives when dask does."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from effort import tried
from hypothesis import assume, given
from hypothesis import strategies as st
from reference import batched
from strategies import Drawn, batches, programs
from test_laws import close, formula, inputs

from letternet import DataError, Formula

da = pytest.importorskip("dask.array", reason="dask is not here")
pytest.importorskip("array_api_compat", reason="array-api-compat is not here")

NET = "l1 = relu(l0W0 + b); l2 = softmax(l1W1); e = sum((l2 - y)²); E <- E + e"
SIZES = {"l0": (10, 3), "W0": (3, 4), "b": (4,), "W1": (4, 2), "y": (10, 2)}


def arrays() -> dict[str, Any]:
    draw = np.random.default_rng(0)
    return {key: draw.normal(size=size) for key, size in SIZES.items()}


def never(block: Any) -> Any:
    raise AssertionError("a chunk was worked out")


def untouchable(value: Any, rows: int = 4) -> Any:
    """A dask array with the shape of a value, whose chunks cannot be worked out."""
    value = np.asarray(value)
    whole = da.from_array(value, chunks=(rows, *[-1] * (value.ndim - 1)) if value.ndim else ())
    return whole.map_blocks(never, dtype=value.dtype, meta=np.empty((0,) * value.ndim, value.dtype))


@tried(0.5)
@given(programs().flatmap(lambda drawn: st.tuples(st.just(drawn), batches(drawn))))
def test_a_batch_in_chunks_gives_what_the_whole_batch_gives(both: tuple[Drawn, Any]) -> None:
    drawn, (names, values) = both
    net = formula(drawn)
    wanted = batched(drawn.program, values, names, drawn.kinds)
    assume(getattr(wanted, "tie", False) is False and getattr(wanted, "jump", 1.0) > 1e-7)
    given_values = inputs(net, values)
    lazily = {
        key: da.from_array(np.asarray(value, int if key in drawn.picks else float), chunks=(2, -1))
        for key, value in given_values.items() if key in names
    }  # fmt: skip
    assume(lazily)
    run = net.run({**given_values, **lazily})
    whole = net.run(given_values)
    assert run.batched == whole.batched
    assert run.keys() == whole.keys()
    for key, value in whole.items():
        assert np.shape(run[key]) == np.shape(value)
        close(np.asarray(run[key]), value, float(np.max(np.abs(value), initial=1.0)))


def test_nothing_is_worked_out_and_the_batch_stays_in_its_chunks() -> None:
    values = arrays()
    net = Formula(NET, dims={"E": ()})
    run = net.run({**values, "l0": untouchable(values["l0"]), "y": untouchable(values["y"])}, E=0)
    for key, value in run.items():
        assert isinstance(value, da.Array), key
        if key in run.batched:
            assert value.chunks[0] == (4, 4, 2), key
    assert run.batched == {"l0", "y", "l1", "l2", "e"}
    assert run["l2"].shape == (10, 2)
    assert run["E"].shape == ()
    with pytest.raises(AssertionError, match="a chunk was worked out"):
        run["l2"].compute()


def test_row_numbers_and_weights_may_be_in_chunks_too() -> None:
    values = arrays()
    for key, value in {"i": np.array([[2, 0], [1, 1], [0, 2]]), "α": np.array(0.5)}.items():
        values[key] = value
    net = Formula("y = αsum(pick(W, i)); Z = inv(V) + det(V)diag(first(b, x)); V : 2 × 2; x : 2; i : 2", dims={"α": ()})
    given_values = {"W": values["W0"], "V": np.array([[1.0, 2.0], [3.0, 4.0]]), "b": values["b"], "x": np.ones(2),
                    "i": values["i"], "α": values["α"]}  # fmt: skip
    wanted = net.run(given_values)
    run = net.run({key: da.from_array(value, chunks=1) for key, value in given_values.items()})
    untouched = net.run({key: untouchable(value, 1) for key, value in given_values.items()})
    for key, value in wanted.items():
        assert isinstance(untouched[key], da.Array)
        np.testing.assert_allclose(run[key].compute(), value)


def test_a_cut_through_what_is_added_up_changes_no_more_than_rounding() -> None:
    values = arrays()
    net = Formula(NET, dims={"E": ()})
    run = net.run({key: da.from_array(value, chunks=2) for key, value in values.items()}, E=0)
    for key, value in net.run(values, E=0).items():
        np.testing.assert_allclose(run[key].compute(), value, rtol=1e-12)


def test_an_update_adds_up_over_all_chunks() -> None:
    values = arrays()
    rules = Formula("l1 = relu(l0W0 + b); l2 = l1W1").backprop()
    wanted = rules.run(values, α=0.1)
    run = rules.run({**values, "l0": da.from_array(values["l0"], chunks=(3, -1))}, α=0.1)
    for key in ("W0", "W1", "b"):
        assert run[key].shape == values[key].shape
        np.testing.assert_allclose(run[key].compute(), wanted[key], rtol=1e-12)


def test_a_function_that_is_handed_in_is_called_when_a_chunk_is_worked_out() -> None:
    seen = []

    def swish(x: Any, w: Any) -> Any:
        seen.append(np.shape(x))
        return x / (1 + np.exp(-x)) + w[0]

    x, w = np.arange(12.0).reshape(6, 2), np.array([1.0])
    net = Formula("y = swish(x, w); Z = swish(outer(x, w), w) + swish(2, w)", functions={"swish": swish})
    wanted = net.run(x=x, w=w)
    seen.clear()
    run = net.run(x=da.from_array(x, chunks=(4, 1)), w=w)
    assert (2,) not in seen
    assert (2, 1) not in seen
    for key, value in wanted.items():
        np.testing.assert_allclose(run[key].compute(), value)
    assert (2,) in seen
    wrong = Formula("y = half(x)", functions={"half": lambda x: x[:1]}).run(x=da.from_array(x, chunks=4))
    with pytest.raises(Exception, match="half makes 1 value of 2 values, and a function that is handed in keeps"):
        wrong["y"].compute()


@pytest.mark.parametrize(
    "changed",
    [
        {"W0": np.ones((5, 4))},
        {"l0": np.ones((10, 4))},
        {"y": np.ones((7, 2))},
        {"l0": np.ones((10, 3, 3))},
        {"l0": np.ones((10, 3), complex)},
        {"l0": np.full((10, 3), "a")},
        {"l0": np.ones((0, 3))},
        {"q": np.ones(3)},
    ],
)
def test_what_does_not_fit_is_said_as_for_numpy(changed: dict[str, Any]) -> None:
    values = {**arrays(), **changed}
    net = Formula(NET, dims={"E": ()})
    with pytest.raises(DataError) as wanted:
        net.run(values, E=0)
    with pytest.raises(DataError) as caught:
        net.run({key: untouchable(value) for key, value in values.items()}, E=0)
    assert str(caught.value) == str(wanted.value)


def test_what_is_not_known_of_chunks_is_said() -> None:
    x = da.from_array(np.ones((6, 2)), chunks=2)
    with pytest.raises(DataError, match=r"the chunks of x have unknown sizes; its compute_chunk_sizes\(\) finds them"):
        Formula("y = 2x").run(x=x[x[:, 0] > 0])
    with pytest.raises(DataError, match="d is a size, so it is given as a number and not in chunks"):
        Formula("x : d; y = √d x").run(x=np.ones(1), d=da.ones(()))
    with pytest.raises(DataError, match="a chunk of x has 2,000,000,000 values; at most 1,000,000,000 are allowed"):
        Formula("y = 2x").run(x=da.ones((10**9, 2), chunks=-1))
    with pytest.raises(DataError, match="at most 1,000,000,000 are allowed"):
        Formula("Y = outer(x, x)").run(x=da.ones((10**6, 10**5), chunks=(10, -1)))


def test_a_batch_may_be_larger_than_any_array() -> None:
    """10¹² values are described, and of those only the few are worked out that are asked for."""
    x = da.ones((10**9, 1000), chunks=(10**6, -1))
    run = Formula("y = relu(xW)").run(x=x, W=np.ones((1000, 2)))
    assert run["y"].shape == (10**9, 2)
    assert run["y"].chunks == ((10**6,) * 1000, (2,))


def test_what_wants_numbers_still_gets_them() -> None:
    x = da.from_array(np.array([1.0, 2.0]), chunks=1)
    net = Formula("y = 2x")
    assert "y = 2x = [2 4]" in net.trace(x=x)
    assert net.sized({"x": x}).sizes["y"] == (2,)


def test_dask_is_loaded_by_nobody_but_who_gives_its_arrays() -> None:
    script = (
        "import sys, numpy\n"
        "from letternet import Formula\n"
        "net = Formula('y = relu(xW)')\n"
        "net.run(x=[1, 2], W=numpy.ones((2, 2)))\n"
        "net.function()(numpy.ones(2), numpy.ones((2, 2)))\n"
        "assert not {'dask', 'array_api_compat'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, stdin=subprocess.DEVNULL)
