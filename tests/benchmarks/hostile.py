"""What hostile inputs cost: seconds of CPU and megabytes of the command, for the ones that take most.

`python tests/benchmarks/hostile.py` gives every hostile text of the tests to the command in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import NamedTuple

from side_by_side import table, tiny

sys.path.insert(0, str(Path(__file__).parent.parent))

from test_hostile import HUGE, LONG, MANY, RIGHT, UNREADABLE
from test_many_mistakes import MANY as MISTAKES

SHOWN = 12  # of those that take most
MEASURED = """
import sys
from letternet.__main__ import main
try:
    main()
finally:
    import resource
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
    print(f"\\n{used.ru_utime + used.ru_stime} {peak[0]}", file=sys.stderr)
"""


class Cost(NamedTuple):
    """Seconds of CPU, megabytes at the most, and what for."""

    seconds: float
    megabytes: float
    what: str


def cost(command: str, text: bytes, what: str) -> Cost:
    """What the command takes for a text on standard input; the process itself says it, on Linux."""
    made = subprocess.run(
        [sys.executable, "-c", MEASURED, command, "-"], input=text, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}, check=False,
    )  # fmt: skip
    seconds, kilobytes = made.stderr.split()[-2:]
    return Cost(float(seconds), int(kilobytes) / 1e3, what)


def inputs() -> list[tuple[str, bytes, str]]:
    """Every command with every text that it is given."""
    found = [("check", text, name) for name, (text, _) in LONG.items()]
    found += [("check", text, name) for name, text in MANY.items()]
    mistakes = product(MISTAKES.items(), (50, 150, 450))
    found += [("check", text(n).encode(), f"{n} times {name}") for (name, text), n in mistakes]
    texts = {**{name: text for name, (text, _) in {**UNREADABLE, **HUGE}.items()}, **RIGHT}
    commands = ("check", "run", "python", "english", "latex", "chain", "picture", "backprop")
    found += [
        (command, text.encode("utf-8", "surrogatepass"), f"{command}: {name}")
        for command, (name, text) in product(commands, texts.items())
    ]
    return found


def main() -> None:
    chosen = inputs()[-3:] if tiny(__doc__) else inputs()
    costs = sorted((cost(*each) for each in chosen), reverse=True)
    rows = [[each.what, each.seconds, each.megabytes] for each in costs[:SHOWN]]
    print(table([f"of {len(costs)} hostile inputs those that take most", "s", "MB"], rows))
    largest = max(costs, key=lambda each: each.megabytes)
    print(f"\nmost memory: {largest.megabytes:.0f} MB, {largest.what}")


if __name__ == "__main__":
    main()
