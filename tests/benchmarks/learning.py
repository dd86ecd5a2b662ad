"""The time of a step of learning, against the lines of the book, PyTorch and JAX.

Run `python tests/benchmarks/learning.py`.  A ratio below 1 is faster than the book's lines.  PyTorch and JAX are left
out where they are not installed.  All work with float64, in one thread.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from side_by_side import ONE_THREAD, medians, one_core, table, tiny

if __name__ == "__main__":
    os.environ.update(ONE_THREAD)  # before NumPy is imported

import numpy as np

from letternet import Formula

NETWORK = Formula("l1 = relu(l0W0); l2 = l1W1")
RATE = 1e-6  # so small that many steps stay where they are


def relu(x: Any) -> Any:
    return (x > 0) * x


def relu2deriv(output: Any) -> Any:
    return output > 0


def book(layer_0: Any, truth: Any, weights_0_1: Any, weights_1_2: Any) -> Callable[[], object]:
    """The lines of chapter 6."""

    def step() -> None:
        nonlocal weights_0_1, weights_1_2
        layer_1 = relu(np.dot(layer_0, weights_0_1))
        layer_2 = np.dot(layer_1, weights_1_2)
        layer_2_delta = layer_2 - truth
        layer_1_delta = layer_2_delta.dot(weights_1_2.T) * relu2deriv(layer_1)
        weights_1_2 -= RATE * layer_1.T.dot(layer_2_delta)
        weights_0_1 -= RATE * layer_0.T.dot(layer_1_delta)

    return step


def ours(layer_0: Any, truth: Any, weights_0_1: Any, weights_1_2: Any) -> Callable[[], object]:
    """The learning formulas as a function that writes into the weights."""
    step = NETWORK.backprop().function(inplace=True)
    given = {"l0": layer_0, "y": truth, "W0": weights_0_1, "W1": weights_1_2, "α": RATE}
    arguments = [given[key] for key in step.parameters]  # type: ignore[attr-defined]
    return lambda: step(*arguments)


def torch_step(layer_0: Any, truth: Any, weights_0_1: Any, weights_1_2: Any) -> Callable[[], object] | None:
    """PyTorch as its tutorial has it, without an optimizer."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    x, y = torch.from_numpy(layer_0), torch.from_numpy(truth)
    w0, w1 = (torch.from_numpy(weights).requires_grad_() for weights in (weights_0_1, weights_1_2))

    def step() -> None:
        error = 0.5 * (torch.relu(x @ w0) @ w1 - y).square().sum()
        error.backward()
        with torch.no_grad():
            w0.sub_(RATE * w0.grad)
            w1.sub_(RATE * w1.grad)
            w0.grad = w1.grad = None

    return step


def jax_step(layer_0: Any, truth: Any, weights_0_1: Any, weights_1_2: Any) -> Callable[[], object] | None:
    """JAX, compiled, with the weights given up for the new ones."""
    try:
        import jax
    except ImportError:
        return None
    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_cpu_enable_async_dispatch", False)  # no thread of its own, which takes longer

    def error(w0: Any, w1: Any) -> Any:
        return 0.5 * ((jax.numpy.maximum(x @ w0, 0) @ w1 - y) ** 2).sum()

    @jax.jit
    def step(w0: Any, w1: Any) -> Any:
        first, second = jax.grad(error, (0, 1))(w0, w1)
        return w0 - RATE * first, w1 - RATE * second

    x, y = jax.numpy.asarray(layer_0), jax.numpy.asarray(truth)
    state = [jax.numpy.asarray(weights_0_1), jax.numpy.asarray(weights_1_2)]

    def once() -> None:
        state[:] = step(*state)
        state[1].block_until_ready()

    return once


def steps(cases: dict[str, tuple[tuple[int, int, int], int, int]], rounds: int) -> str:
    """Each case: sizes, batch, and how many steps are timed together."""
    random = np.random.default_rng(0)
    makers = {"book": book, "function": ours, "PyTorch": torch_step, "JAX": jax_step}
    rows = []
    for name, ((first, hidden, last), batch, times) in cases.items():
        layer_0, truth = random.standard_normal((batch, first)), random.standard_normal((batch, last))
        weights = (random.random((first, hidden)) / first, random.random((hidden, last)) / hidden)
        candidates = {}
        checked = {}
        for kind, maker in makers.items():
            own = [array.copy() for array in weights]
            step = maker(layer_0, truth, *own)
            if step is not None:
                candidates[kind], checked[kind] = step, own
        candidates["book"](), candidates["function"]()
        for one, other in zip(checked["book"], checked["function"], strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)
        taken = medians(candidates, rounds, times)
        ratios = [taken[kind] / taken["book"] if kind in taken else "not installed" for kind in list(makers)[1:]]
        rows.append([name, *ratios])
    return table(["a step, ÷ the book's lines", *list(makers)[1:]], rows)


def epochs(cases: dict[str, tuple[tuple[int, int, int], int, int]], rounds: int) -> str:
    """Whole epochs of `train`, against the book's loop with its sum of errors."""
    random = np.random.default_rng(0)
    rows = []
    for name, ((first, hidden, last), batch, count) in cases.items():
        x, y = random.standard_normal((count, first)), random.standard_normal((count, last))
        w0, w1 = random.random((first, hidden)) / first, random.random((hidden, last)) / hidden

        def loop(x: Any = x, y: Any = y, w0: Any = w0, w1: Any = w1, batch: int = batch) -> None:
            w0, w1 = w0.copy(), w1.copy()
            for _ in range(3):
                total = 0.0
                for at in range(0, len(x), batch):
                    layer_0, truth = x[at : at + batch], y[at : at + batch]
                    layer_1 = relu(np.dot(layer_0, w0))
                    layer_2 = np.dot(layer_1, w1)
                    total += np.sum((layer_2 - truth) ** 2)
                    layer_2_delta = (layer_2 - truth) / len(truth)
                    layer_1_delta = layer_2_delta.dot(w1.T) * relu2deriv(layer_1)
                    w1 -= RATE * layer_1.T.dot(layer_2_delta)
                    w0 -= RATE * layer_0.T.dot(layer_1_delta)

        def train(x: Any = x, y: Any = y, w0: Any = w0, w1: Any = w1, batch: int = batch) -> None:
            NETWORK.train({"l0": x, "y": y}, rate=RATE, epochs=3, batch=batch, start={"W0": w0, "W1": w1})

        taken = medians({"book": loop, "train": train}, rounds)
        rows.append([name, taken["train"] / taken["book"]])
    return table(["three epochs, ÷ the book's loop", "train"], rows)


def main() -> None:
    small = tiny(__doc__)
    one_core()
    if small:
        print(steps({"3-4-1": ((3, 4, 1), 1, 1), "5-4-2, batch 3": ((5, 4, 2), 3, 1)}, 1))
        print()
        print(epochs({"3-4-1": ((3, 4, 1), 1, 4)}, 1))
        return
    print(steps({
        "3-4-1, one datapoint": ((3, 4, 1), 1, 5000),
        "3-4-1, batch 6": ((3, 4, 1), 6, 5000),
        "784-100-10, one datapoint": ((784, 100, 10), 1, 200),
        "784-100-10, batch 64": ((784, 100, 10), 64, 50),
        "784-100-10, batch 1024": ((784, 100, 10), 1024, 5),
    }, 21))  # fmt: skip
    print()
    print(epochs({
        "3-4-1, one at a time": ((3, 4, 1), 1, 3000),
        "784-100-10, batch 64": ((784, 100, 10), 64, 1920),
    }, 11))  # fmt: skip


if __name__ == "__main__":
    main()
