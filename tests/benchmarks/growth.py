"""Time per layer of a deep formula, and of a long program, against that of a short one, for every view.

Run `python tests/benchmarks/growth.py`.  A ratio of 1 is a time that grows with the length and no faster.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable

from side_by_side import medians, table, tiny

from letternet import Formula


def deep(layers: int) -> str:
    """`l3 = relu(relu(relu(l0W0)W1)W2)`."""
    return f"l{layers} = " + "relu(" * layers + "l0" + "".join(f"W{number})" for number in range(layers))


def long(layers: int) -> str:
    """`l1 = relu(l0W0)`, `l2 = relu(l1W1)`, …"""
    return "\n".join(f"l{number + 1} = relu(l{number}W{number})" for number in range(layers))


def run(net: Formula, layers: int) -> object:
    values = {f"W{number}": [[0, 1], [1, 0]] for number in range(layers)}
    return net.run(values, l0=[3, 4])


def views(text: str, layers: int) -> dict[str, Callable[[], object]]:
    """What is timed; each starts from a formula that has been read and checked, but for `read and check`."""
    net = Formula(text)
    return {
        "read and check": lambda: Formula(text),
        "sizes": lambda: net.sizes,
        "letters": net.letters,
        "python": net.python,
        "python --module": lambda: net.python(module=True),
        "the module, compiled": lambda: compile(net.python(module=True), "module", "exec"),
        "english": net.english,
        "chain": net.chain,
        "unchain": net.unchain,
        "run": lambda: run(net, layers),
        "pickle, there and back": lambda: pickle.loads(pickle.dumps(net)),
    }


def growth(text: Callable[[int], str], lengths: list[int], rounds: int) -> str:
    """The table for one kind of program: microseconds per layer at each length, and the last ratios to the first."""
    rows = {}
    works = {layers: views(text(layers), layers) for layers in lengths}
    for name in works[lengths[0]]:
        cases = {str(layers): works[layers][name] for layers in lengths}
        taken = medians(cases, rounds)
        rows[name] = [taken[str(layers)] / layers * 1e6 for layers in lengths]
    head = ["view", *(f"µs a layer at {layers:,}" for layers in lengths), *(f"× at {n:,}" for n in lengths[1:])]
    return table(head, [[name, *each, *(one / each[0] for one in each[1:])] for name, each in rows.items()])


def main() -> None:
    small = tiny(__doc__)  # the long programs run once unmeasured and once measured, the others five times
    print("One formula, so many layers deep\n")
    print(growth(deep, [5, 10] if small else [1000, 10_000], 1 if small else 5))
    print("\nA program of so many lines\n")
    print(growth(long, [5, 10, 20] if small else [1000, 10_000, 100_000], 1))


if __name__ == "__main__":
    main()
