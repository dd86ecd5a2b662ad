"""Times taken side by side: the candidates in turn, the median of each, so that a noisy machine is noisy for all."""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from time import perf_counter


def once(work: Callable[[], object], times: int = 1) -> float:
    """Seconds that one run of the work takes, of `times` in a row."""
    start = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - start) / times


def medians(candidates: Mapping[str, Callable[[], object]], rounds: int, times: int = 1) -> dict[str, float]:
    """Seconds by candidate; each runs once unmeasured, then all in turn, `rounds` times."""
    for work in candidates.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    was = gc.isenabled()
    try:
        for _ in range(rounds):
            for name, work in candidates.items():
                gc.collect()
                gc.disable()
                taken[name].append(once(work, times))
                if was:
                    gc.enable()
    finally:
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
