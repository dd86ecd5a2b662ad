"""The time of one translation, against Python's own compiler and against Python's own start.

Run `python tests/benchmarks/translate.py`.
"""

from __future__ import annotations

import sys

from side_by_side import cold, medians, table, tiny

from letternet import Formula

FORMULAS = {
    "the chapter's network": "l2 = relu(l0W0)W1",
    "a layer with a bias": "y = softmax(xW + b)",
    "learning": "d2 = l2 - y; d1 = d2W1ᵀ ⊙ relu'(l1); W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1",
    "attention": "Q = XA; K = XB; V = XC; Y = softmax(QKᵀ/√d)V; K : m × d",
}


def all_views(text: str) -> None:
    """Letters, sizes, Python and English, from the text."""
    net = Formula(text)
    net.letters()
    _ = net.sizes
    net.python()
    net.english()


def warm(rounds: int, times: int) -> str:
    """All four views of a formula, and what Python takes to compile the line that comes out."""
    rows = []
    for name, text in FORMULAS.items():
        code = Formula(text).python()
        taken = medians(
            {
                "compile": lambda code=code: compile(code, "line", "exec"),  # type: ignore[misc]
                "read": lambda text=text: Formula(text),  # type: ignore[misc]
                "all": lambda text=text: all_views(text),  # type: ignore[misc]
            },
            rounds,
            times,
        )
        base = taken["compile"]
        rows.append([name, taken["all"] * 1e3, taken["all"] / base, taken["read"] / base])
    return table(["formula, warm", "ms for all four views", "÷ compile", "read and check alone ÷ compile"], rows)


def commands() -> dict[str, list[str]]:
    """The command for each of the usual jobs."""
    command, formula = [sys.executable, "-m", "letternet"], FORMULAS["the chapter's network"]
    views = ("english", "check", "letters", "sizes", "python", "latex")
    return {
        "python -c 'import re'": [sys.executable, "-c", "import re"],
        **{f"letternet {view}": [*command, view, formula] for view in views},
        "letternet english --level steps": [*command, "english", formula, "--level", "steps"],
        "letternet (show)": [*command, formula],
        "letternet run": [*command, "run", "y = xW", "--set", "x=1 2", "--set", "W=1 2; 3 4"],
    }


def main() -> None:
    small = tiny(__doc__)
    print(warm(1 if small else 15, 1 if small else 50))
    print()
    print(cold(commands(), 1 if small else 15))


if __name__ == "__main__":
    main()
