"""What an error costs: a program with mistakes against the same program without, from the text to the problems.

Run `python tests/benchmarks/errors.py`.
"""

from __future__ import annotations

from side_by_side import medians, table, tiny

from letternet import Formula


def network(lines: int, mistakes: int = 0) -> str:
    """A deep network with its declarations; of the weights so many have a row too many."""
    wrong = {lines * (2 * i + 1) // (2 * mistakes) for i in range(mistakes)}
    declared = [f"W{i} : {5 if i in wrong else 4} × 4; b{i} : 4" for i in range(lines)]
    return "\n".join(["l0 : 4", *declared, *(f"l{i + 1} = relu(l{i}W{i} + b{i})" for i in range(lines))])


def costs(rounds: int, sizes: list[tuple[int, int]]) -> str:
    """A row for each program: lines of formulas, mistakes, and what they cost."""
    rows = []
    for lines, mistakes in sizes:
        right, wrong = network(lines), network(lines, mistakes)
        taken = medians(
            {
                "right": lambda right=right: Formula(right),  # type: ignore[misc]
                "wrong": lambda wrong=wrong: Formula(wrong, check=False),  # type: ignore[misc]
            },
            rounds,
        )
        more = taken["wrong"] - taken["right"]
        rows.append([f"{lines} lines, {mistakes} mistakes", taken["right"] * 1e3, taken["wrong"] * 1e3, more * 1e3,
                     taken["wrong"] / taken["right"]])  # fmt: skip
    return table(["program", "ms without", "ms with", "ms for the mistakes", "with ÷ without"], rows)


if __name__ == "__main__":
    print(costs(2, [(3, 1)]) if tiny(__doc__) else costs(9, [(1, 1), (20, 1), (20, 3), (1000, 1), (1000, 5)]))
