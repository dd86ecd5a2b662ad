"""The time that a program takes to be read from each of its views, against the time from its letters.

Run `python tests/benchmarks/readers.py`.
"""

from __future__ import annotations

import sys

from side_by_side import cold, medians, table, tiny

from letternet import Formula

VIEWS = ("letters", "python", "english", "latex")
SHORT = "l2 = relu(l0W0)W1"
# Lark checks its terminals against each other where interegular is installed, which only the tests ask for.
AS_INSTALLED = (
    "import sys, runpy; sys.modules['interegular'] = None; runpy.run_module('letternet', run_name='__main__')"
)


def program(lines: int) -> str:
    """`l1 = relu(l0W0)`, `l2 = relu(l1W1)`, …"""
    return "\n".join(f"l{number + 1} = relu(l{number}W{number})" for number in range(lines))


def written(net: Formula) -> dict[str, str]:
    """A formula in each of the views that can be read."""
    return {"letters": net.letters(), "python": net.python(), "english": net.english("book"), "latex": net.latex()}


def reading(lengths: list[int], rounds: int) -> str:
    """Milliseconds a line, read and checked; how many times those of letters; and how they grow with the length."""
    taken: dict[int, dict[str, float]] = {}
    for lines in lengths:
        texts = written(Formula(program(lines)))
        cases = {view: lambda view=view, texts=texts: Formula(texts[view], view=view) for view in VIEWS}  # type: ignore[misc]
        taken[lines] = medians(cases, rounds)
    first, last = lengths[0], lengths[-1]
    rows = []
    for view in VIEWS:
        times = [taken[lines][view] / lines for lines in lengths]
        rows.append([view, *(t * 1e3 for t in times), taken[last][view] / taken[last]["letters"], times[-1] / times[0]])
    head = ["view", *(f"ms a line at {n:,}" for n in lengths), f"÷ letters at {last:,}", f"× from {first:,}"]
    return table(head, rows)


def commands() -> dict[str, list[str]]:
    """The command that gives the letters of each view."""
    return {
        f"letternet letters --from {view}": [sys.executable, "-c", AS_INSTALLED, "letters", "--from", view, text]
        for view, text in written(Formula(SHORT)).items()
    }


def main() -> None:
    small = tiny(__doc__)
    print(reading([5, 10] if small else [10, 100, 1000], 1 if small else 5))
    print()
    print(cold(commands(), 1 if small else 15))


if __name__ == "__main__":
    main()
