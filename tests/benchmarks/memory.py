"""The memory that `Formula.function()` and `Formula.run` take at their peak, against NumPy as a person writes it.

Run `python tests/benchmarks/memory.py`.  Each is measured in a process of its own, twice: what is allocated beside
the inputs (`tracemalloc`), and by how much the process grows when it is called for the first time
(`ru_maxrss`), both with the result.  All work with float64 and in one thread.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

from side_by_side import ONE_THREAD, table

if __name__ == "__main__":
    os.environ.update(ONE_THREAD)  # before NumPy is imported

from cases import attention, cell, network, numbers
from learning import book
from learning import ours as learned

from letternet import Formula

Work = Callable[[], object]
CANDIDATES = ("by hand", "function()", "run")


def forward(candidate: str, make: Callable[[int], Any], batch: int) -> tuple[Work, Work]:
    """The call, and the same for one datapoint, in which everything is loaded that is needed."""
    case, one = make(batch), make(1)
    if candidate == "by hand":
        return partial(case.by_hand, *case.inputs.values()), partial(one.by_hand, *one.inputs.values())
    net = Formula(case.letters)
    if candidate == "run":
        return lambda: net.run(case.inputs), lambda: net.run(one.inputs)
    function = net.function()
    return partial(function, *case.inputs.values()), partial(function, *one.inputs.values())


def learn(candidate: str, batch: int) -> tuple[Work, Work] | None:
    """A step that writes into the weights; a run has none."""
    if candidate == "run":
        return None
    make = book if candidate == "by hand" else learned
    weights = numbers(784, 100), numbers(100, 10)
    work, small = (make(numbers(rows, 784), numbers(rows, 10), *weights) for rows in (batch, 2))
    return work, small


def network_of(sizes: tuple[int, ...]) -> Callable[[str, int], tuple[Work, Work]]:
    return lambda candidate, batch: forward(candidate, partial(network, sizes), batch)


CASES: dict[str, tuple[Callable[[str, int], tuple[Work, Work] | None], int]] = {
    "784-100-10, batch 1,024": (network_of((784, 100, 10)), 1024),
    "784-100-10, batch 100,000": (network_of((784, 100, 10)), 100_000),
    "784-2048-2048-10, batch 1,024": (network_of((784, 2048, 2048, 10)), 1024),
    "784-2048-2048-10, batch 8,192": (network_of((784, 2048, 2048, 10)), 8192),
    "attention, 128 × 64": (lambda candidate, rows: forward(candidate, lambda n: attention(n, 64), rows), 128),
    "an LSTM cell 64-128, batch 64": (lambda candidate, batch: forward(candidate, partial(cell, 64, 128), batch), 64),
    "a step of learning, 784-100-10, batch 1,024": (learn, 1024),
}
TINY = {"attention, 128 × 64": 3, "a step of learning, 784-100-10, batch 1,024": 3}


def resident() -> float:
    """The most bytes that this process has had so far, where the system counts them."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * (1 if sys.platform == "darwin" else 1024)


def measured(name: str, candidate: str, batch: int) -> tuple[float, float] | None:
    """Bytes at the peak of one call: allocated, and by which the process grew."""
    works = CASES[name][0](candidate, batch)
    if works is None:
        return None
    work, small = works
    small()
    gc.collect()
    before = resident()
    work()
    grown = resident() - before
    gc.collect()
    tracemalloc.start()
    at_rest = tracemalloc.get_traced_memory()[0]
    kept = work()
    peak = tracemalloc.get_traced_memory()[1] - at_rest
    del kept
    return peak, grown


def in_a_process(name: str, candidate: str, batch: int) -> tuple[float, float] | None:
    """The same, in a new process."""
    made = subprocess.run(
        [sys.executable, __file__, "--measure", name, candidate, str(batch)],
        check=True, stdout=subprocess.PIPE, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    return json.loads(made.stdout)  # type: ignore[no-any-return]


def compared(small: bool) -> str:
    """A row for each case; a process that grows by less than 4 MB had room before, and says nothing."""
    rows = []
    for name, (_, batch) in (CASES if not small else {name: (0, rows) for name, rows in TINY.items()}).items():
        taken = {candidate: in_a_process(name, candidate, batch) for candidate in CANDIDATES}
        cells: list[object] = [name]
        for each in taken.values():
            cells.append(f"{each[0] / 1e6:,.2f}" if each else "–")
        for which in (0, 1):
            person = taken["by hand"][which]  # type: ignore[index]
            for candidate in CANDIDATES[1:]:
                each = taken[candidate]
                cells.append(each[which] / person if each and person > (0, 4e6)[which] else "–")
        rows.append(cells)
    head = ["MB at the peak, beside the inputs", *CANDIDATES]
    head += [f"{candidate} ÷ by hand" for candidate in CANDIDATES[1:]]
    return table([*head, *(f"process: {candidate} ÷ by hand" for candidate in CANDIDATES[1:])], rows)


def main() -> None:
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiny", action="store_true", help="tiny sizes, to see that the script runs")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        name, candidate, batch = given.measure
        print(json.dumps(measured(name, candidate, int(batch))))
    else:
        print(compared(given.tiny))


if __name__ == "__main__":
    main()
