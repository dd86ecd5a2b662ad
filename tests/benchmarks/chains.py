"""The time of `Formula.function()` on random chains of products, against the best of all orders.

Run `python tests/benchmarks/chains.py`.  All orders are tried, the fastest are tried again, and the best of these
counts.  A ratio of 1 is the best order; all work with float64 and in one thread.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Any

from side_by_side import ONE_THREAD, medians, one_core, settled, table, tiny

if __name__ == "__main__":
    os.environ.update(ONE_THREAD)  # before NumPy is imported

import numpy as np

from letternet import Formula

COLUMNS = {
    "declared": "letternet",
    "undeclared": "sizes not declared",
    "multi_dot": "multi_dot",
    "written": "left to right",
}


def orders(first: int, last: int) -> Iterator[str]:
    """The code for each way to bracket the factors from the first to the last.

    >>> list(orders(0, 2))
    ['m[0].dot(m[1].dot(m[2]))', 'm[0].dot(m[1]).dot(m[2])']
    """
    if first == last:
        yield f"m[{first}]"
    for cut in range(first, last):
        for left in orders(first, cut):
            for right in orders(cut + 1, last):
                yield f"{left}.dot({right})"


def random_chain(random: np.random.Generator, factors: int, largest: int) -> tuple[str, list[Any]]:
    """The letters of a chain and its arrays: small sizes are as likely as large ones, a third starts with a vector."""
    sizes = np.exp(random.uniform(np.log(2), np.log(largest), factors + 1)).round().astype(int)
    arrays = [random.standard_normal(pair) / pair[0] ** 0.5 for pair in pairwise(sizes)]
    letters = "ABCDEF"[:factors]
    if random.integers(3) == 0:
        arrays[0] = arrays[0][0].copy()
        letters = "x" + letters[1:]
    return letters, arrays


def compared(letters: str, arrays: list[Any], small: bool) -> dict[str, float]:
    """How many times the best order each of the candidates takes."""
    dims = {letter: array.shape for letter, array in zip(letters, arrays, strict=True)}
    tried: dict[str, Callable[[], Any]] = {
        code: partial(eval(f"lambda m: {code}"), arrays) for code in orders(0, len(arrays) - 1)
    }
    written = f"m[0]{''.join(f'.dot(m[{at}])' for at in range(1, len(arrays)))}"
    ours = {
        "declared": partial(Formula(letters, dims=dims).function(), *arrays),
        "undeclared": partial(Formula(letters).function(), *arrays),
        "multi_dot": partial(np.linalg.multi_dot, arrays),
        "written": tried[written],
    }
    expected = tried[written]()
    for work in (*ours.values(), *tried.values()):
        np.testing.assert_allclose(work(), expected, rtol=1e-8, atol=1e-8)
    first = medians(tried, 1 if small else 3)
    fastest = sorted(tried, key=lambda code: first[code])[:5]
    how: dict[str, Any] = {"fewest": 1, "least": 0.0} if small else {}
    taken = settled({**ours, **{code: tried[code] for code in fastest}}, 0.0 if small else 2.0, **how)
    best = min(taken[code] for code in fastest)
    return {name: taken[name] / best for name in ours}


def many(count: int, most: int, largest: int, small: bool) -> str:
    """A row for each length of chain and one for all: the median and the worst of each candidate."""
    random = np.random.default_rng(0)
    found: dict[int, list[dict[str, float]]] = {}
    for number in range(count):
        factors = 3 + number % (most - 2)
        found.setdefault(factors, []).append(compared(*random_chain(random, factors, largest), small))
    groups = {f"{factors} factors": each for factors, each in found.items()}
    groups[f"all {count}"] = [one for each in found.values() for one in each]
    rows = []
    for name, each in groups.items():
        cells: list[object] = [name]
        for column in COLUMNS:
            ratios = [one[column] for one in each]
            cells.append(f"{median(ratios):.2f}, {max(ratios):.2f}")
        rows.append(cells)
    return table(["÷ the best order: median, worst", *COLUMNS.values()], rows)


def main() -> None:
    small = tiny(__doc__)
    one_core()
    print(many(2, 4, 5, small) if small else many(32, 6, 800, small))


if __name__ == "__main__":
    main()
