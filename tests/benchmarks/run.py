"""The time of `Formula.function()`, against NumPy as a person writes it.

Run `python tests/benchmarks/run.py`.  A ratio below 1 is faster than the person.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported: one thread for all

import numpy as np
from side_by_side import medians, table, tiny

from letternet import Formula

NETWORK = "l2 = relu(l0W0)W1"


def network(l0: Any, W0: Any, W1: Any) -> Any:
    return np.maximum(l0.dot(W0), 0).dot(W1)


def products(l0: Any, W0: Any, W1: Any) -> Any:
    """The products alone: nobody is faster."""
    return l0.dot(W0).dot(W1)


def arrays(sizes: tuple[int, int, int], batch: int) -> tuple[Any, Any, Any]:
    random = np.random.default_rng(0)
    rows = (batch,) if batch > 1 else ()
    first, hidden, last = sizes
    return (
        random.standard_normal((*rows, first)),
        random.standard_normal((first, hidden)) / first**0.5,
        random.standard_normal((hidden, last)) / hidden**0.5,
    )


def compared(cases: dict[str, tuple[tuple[int, int, int], int, int]], rounds: int) -> str:
    """Each case: sizes, batch, and how many calls are timed together."""
    rows: list[list[object]] = []
    for name, (sizes, batch, times) in cases.items():
        l0, W0, W1 = arrays(sizes, batch)
        net = Formula(NETWORK).function()
        np.testing.assert_allclose(net(l0, W0, W1), network(l0, W0, W1))
        ours: dict[str, Callable[[], object]] = {
            "person": lambda l0=l0, W0=W0, W1=W1: network(l0, W0, W1),
            "products": lambda l0=l0, W0=W0, W1=W1: products(l0, W0, W1),
            "function": lambda l0=l0, W0=W0, W1=W1, net=net: net(l0, W0, W1),
        }
        taken = medians(ours, rounds, times)
        rows.append([name, taken["function"] / taken["person"], taken["products"] / taken["person"]])
    return table(["network", "function() ÷ by hand", "products alone ÷ by hand"], rows)


def main() -> None:
    small = tiny(__doc__)
    if small:
        cases = {"3-4-1, one datapoint": ((3, 4, 1), 1, 1), "5-4-2, batch 3": ((5, 4, 2), 3, 1)}
    else:
        cases = {
            "3-4-1, one datapoint": ((3, 4, 1), 1, 5000),
            "3-4-1, batch 6": ((3, 4, 1), 6, 5000),
            "784-100-10, batch 64": ((784, 100, 10), 64, 50),
            "784-100-10, batch 1024": ((784, 100, 10), 1024, 3),
        }
    print(compared(cases, 1 if small else 21))


if __name__ == "__main__":
    main()
