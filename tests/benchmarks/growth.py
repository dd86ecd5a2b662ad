"""Time per layer of a deep formula, and of a long program, against that of short ones, for every view; and memory.

Run `python tests/benchmarks/growth.py`.  A ratio of 1 is a time that grows with the length and no faster.  Of short
formulas there are many, each looked at in turn: one alone would stay in the processor's cache, which a long one cannot.
The garbage collector, which goes through everything that there is from time to time, is off while something is timed.
"""

from __future__ import annotations

import gc
import io
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout

from side_by_side import once, table, tiny

from letternet import Formula
from letternet.draw.ink import DETAILS
from letternet.formula import LEVELS
from letternet.show.arguments import parsed
from letternet.show.command import show_everything
from letternet.show.page import formula_page

TOGETHER = 20_000  # layers of all copies of a short formula


def deep(layers: int) -> str:
    """`l3 = relu(relu(relu(l0W0)W1)W2)`."""
    return f"l{layers} = " + "relu(" * layers + "l0" + "".join(f"W{number})" for number in range(layers))


def long(layers: int) -> str:
    """`l1 = relu(l0W0)`, `l2 = relu(l1W1)`, …"""
    return "\n".join(f"l{number + 1} = relu(l{number}W{number})" for number in range(layers))


def run(net: Formula) -> object:
    """A run of either, with small matrices."""
    return net.run({key: [[0, 1], [1, 0]] for key in net.sizes if key[0] == "W"}, l0=[3, 4])


def shown(net: Formula) -> None:
    """What the command prints of a formula."""
    with redirect_stdout(io.StringIO()):
        show_everything(net, parsed(["show", net.text]))


VIEWS: dict[str, Callable[[Formula], object]] = {
    "read and check": lambda net: Formula(net.text),
    "sizes": lambda net: net.sizes,
    "letters": lambda net: net.letters(),
    "python": lambda net: net.python(),
    "python --module": lambda net: net.python(module=True),
    "the module, compiled": lambda net: compile(net.python(module=True), "module", "exec"),
    **{f"english, {level}": lambda net, level=level: net.english(level) for level in LEVELS},  # type: ignore[misc]
    "latex": lambda net: net.latex(),
    **{f"svg, {detail}": lambda net, detail=detail: net.picture(detail).svg for detail in DETAILS},  # type: ignore[misc]
    **{f"text, {detail}": lambda net, detail=detail: net.picture(detail).text for detail in DETAILS},  # type: ignore[misc]
    "show": shown,
    "chain": lambda net: net.chain(),
    "unchain": lambda net: net.unchain(),
    "run": run,
    "function": lambda net: net.function(),
    "pickle, there and back": lambda net: pickle.loads(pickle.dumps(net)),
    "sizes --why": lambda net: net.why(),
    "backprop": lambda net: net.backprop(),
    "page": formula_page,
}
# Longer ones than this are too long for one statement or one text, or would make a file that nobody opens.
MOST = dict.fromkeys(("chain", "backprop", "page"), 10_000)


def taken(view: Callable[[Formula], object], nets: list[Formula], layers: int) -> float:
    """Microseconds per layer."""
    gc.collect()
    gc.disable()
    try:
        seconds = sum(once(lambda net=net: view(net)) for net in nets)  # type: ignore[misc]
    finally:
        gc.enable()
    return seconds / len(nets) / layers * 1e6


def growth(text: Callable[[int], str], lengths: list[int]) -> str:
    """The table for one kind of program: microseconds per layer at each length, and the ratios to the first."""
    nets = {n: [Formula(text(n)) for _ in range(max(1, min(TOGETHER, lengths[-1]) // n))] for n in lengths}
    rows: list[list[object]] = []
    for name, view in VIEWS.items():
        each = [taken(view, nets[n], n) if n <= MOST.get(name, n) else None for n in lengths]
        ratios = [one / each[0] if one and each[0] else None for one in each[1:]]
        rows.append([name, *("" if one is None else one for one in (*each, *ratios))])
    head = ["view", *(f"µs a layer at {layers:,}" for layers in lengths), *(f"× at {n:,}" for n in lengths[1:])]
    return table(head, rows)


def memory(lines: int) -> str:
    """The most memory that translating a long program takes, a process of its own for each view."""
    script = (
        "import resource, sys\n"
        "from letternet import Formula\n"
        "view, text = sys.argv[1], sys.stdin.read()\n"
        "net = Formula(text)\n"
        "made = net.picture().svg if view == 'svg' else getattr(net, view)() if view != 'read' else None\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == 'darwin' else 1024))\n"
    )

    def peak(view: str, text: str) -> int:
        made = subprocess.run(
            [sys.executable, "-c", script, view], input=text, capture_output=True, check=True, encoding="utf-8"
        )
        return int(made.stdout)

    text = long(lines)
    rows = [[view, (peak(view, text) - peak(view, long(1))) // lines] for view in
            ("read", "letters", "python", "english", "latex", "svg")]  # fmt: skip
    return table([f"{lines:,} lines", f"bytes a line, of which the text has {len(text) // lines}"], rows)


def main() -> None:
    small = tiny(__doc__)
    print("One formula, so many layers deep\n")
    print(growth(deep, [5, 10] if small else [1000, 10_000]), flush=True)
    print("\nA program of so many lines\n")
    print(growth(long, [5, 10, 20] if small else [1000, 10_000, 100_000]), flush=True)
    print("\nThe most memory at once\n")
    print(memory(20 if small else 100_000))


if __name__ == "__main__":
    main()
