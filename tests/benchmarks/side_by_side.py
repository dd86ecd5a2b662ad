"""Times taken side by side: all candidates in every round, the median of each, so that noise is noise for all."""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from random import Random
from statistics import median
from time import perf_counter, process_time

Clock = Callable[[], float]

# What a script sets before NumPy is imported, so that every candidate works in one thread.
ONE_THREAD = {
    "LETTERNET_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


def one_core() -> None:
    """Keep this process on one core, where the system can: JAX has a thread for every core that it sees."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def once(work: Callable[[], object], times: int = 1, clock: Clock = perf_counter) -> float:
    """Seconds that one run of the work takes, of `times` in a row."""
    start = clock()
    for _ in repeat(None, times):
        work()
    return max(clock() - start, 1e-9) / times


def medians(candidates: Mapping[str, Callable[[], object]], rounds: int, times: int = 1) -> dict[str, float]:
    """Seconds by candidate; each runs once unmeasured, then all in each of the rounds."""
    for work in candidates.values():
        work()
    return in_turn(candidates, rounds, dict.fromkeys(candidates, times), perf_counter)


def settled(
    candidates: Mapping[str, Callable[[], object]],
    seconds: float,
    fewest: int = 5,
    most: int = 101,
    least: float = 2e-3,
    clock: Clock = process_time,
) -> dict[str, float]:
    """Seconds by candidate, as `medians`, in about `seconds` for all.

    Of each, so many calls are timed together that they take `least` seconds; there are `fewest` to `most` rounds.  What
    works in one thread is timed in seconds of this process, in which others that want the same core do not count.
    """
    times, a_round = {}, 0.0
    for name, work in candidates.items():
        work()
        count = 1
        while (taken := once(work, count, clock) * count) < least / 4:
            count *= 2
        times[name] = max(1, round(count * least / taken))
        a_round += taken / count * times[name]
    return in_turn(candidates, max(fewest, min(most, int(seconds / a_round))), times, clock)


def in_turn(
    candidates: Mapping[str, Callable[[], object]], rounds: int, times: Mapping[str, int], clock: Clock
) -> dict[str, float]:
    """The median of each candidate in so many rounds, in which `times` of its calls are timed together.

    Every round has an order of its own, since what runs before leaves caches and memory behind.
    """
    order, random = list(candidates), Random(0)
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    was = gc.isenabled()
    gc.collect()
    gc.freeze()  # what is there already need not be looked through before each sample
    try:
        for _ in range(rounds):
            random.shuffle(order)
            for name in order:
                gc.collect()
                gc.disable()
                taken[name].append(once(candidates[name], times[name], clock))
                if was:
                    gc.enable()
    finally:
        gc.unfreeze()
        if was:
            gc.enable()
    return {name: median(seconds) for name, seconds in taken.items()}


def cold(commands: Mapping[str, Sequence[str]], rounds: int) -> str:
    """Commands from their start to their end, as a table of ratios to Python that does nothing.

    They find the bytecode that the first start leaves, as an installed package has it, whatever the environment says.
    """
    nothing = "python -c pass"
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    starts = {nothing: [sys.executable, "-c", "pass"], **commands}
    taken = medians(
        {name: lambda start=start: subprocess.run(start, check=True, capture_output=True, env=kept)  # type: ignore[misc]
         for name, start in starts.items()},
        rounds,
    )  # fmt: skip
    return table(["command, cold", f"÷ {nothing}"], [[name, taken[name] / taken[nothing]] for name in commands])


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as Markdown has it, its columns aligned: the first to the left, the others to the right.

    >>> print(table(["view", "ratio"], [["letters", 1.234]]))
    | view    | ratio |
    |---------|------:|
    | letters |  1.23 |
    """
    cells = [[f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = []
    for first, *others in cells:
        aligned = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        lines.append(f"| {' | '.join(aligned)} |")
    rule = "|".join(["", "-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:]), ""])
    return "\n".join([lines[0], rule, *lines[1:]])


def tiny(says: str | None) -> bool:
    """True when `--tiny` is asked for: sizes so small that the figures mean nothing."""
    parser = argparse.ArgumentParser(description=says)
    parser.add_argument("--tiny", action="store_true", help="tiny sizes, to see that the script runs")
    return bool(parser.parse_args().tiny)
