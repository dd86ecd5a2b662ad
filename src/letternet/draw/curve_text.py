"""The curve of errors in characters, as wide as a terminal."""

from __future__ import annotations

from math import isfinite

from .axis import epoch_axis, error_axis

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .curve import Curve

HEIGHT = 11  # rows from the highest error to the lowest
NARROWEST, WIDEST = 24, 120  # columns
BOXES = {"error": "●", "apart": "○", "both": "◉", "up": "│", "tick": "┤", "corner": "└", "along": "─", "under": "┴"}
ASCII = {"error": "*", "apart": "o", "both": "@", "up": "|", "tick": "+", "corner": "+", "along": "-", "under": "+"}


def curve_text(curve: Curve, width: int, ascii_only: bool = False) -> str:
    """The curve in rows of characters.

    >>> from letternet.draw.curve import Curve
    >>> print(curve_text(Curve([4, 2, 1, 0.5, 0.2, 0.1], [4, 3, 3, 2.5, 2.5, 3]), 32))
    ● error  ○ held out
    4 ┤◉
      │
    3 ┤     ○     ○               ○
      │
      │                ○     ○
    2 ┤     ●
      │
      │
    1 ┤           ●
      │                ●
    0 ┤                      ●    ●
      └┴──────────┴───────────────┴
       1          3               6
    """
    signs = ASCII if ascii_only else BOXES
    width = min(max(width, NARROWEST), WIDEST)
    up = error_axis([*curve.errors, *curve.held_out])
    margin = max(len(label) for _, label in up.ticks)
    columns = width - margin - 3
    across = epoch_axis(len(curve.errors), max(2, columns // 10))
    rows = [[" "] * columns for _ in range(HEIGHT)]
    for values, kind in ((curve.errors, "error"), (curve.held_out, "apart")):
        for column, value in in_columns(values, columns).items():
            row = rows[HEIGHT - 1 - round(up.at(value) * (HEIGHT - 1))]
            row[column] = signs[kind] if row[column] == " " else signs["both"]
    labels = {HEIGHT - 1 - round(share * (HEIGHT - 1)): label for share, label in up.ticks}
    out = ["  ".join(f"{signs[kind]} {said}" for kind, said in legend(curve))]
    for number, row in enumerate(rows):
        edge = signs["tick" if number in labels else "up"]
        out.append(f"{labels.get(number, ''):>{margin}} {edge}{''.join(row)}".rstrip())
    line, marks = [signs["along"]] * columns, [" "] * (columns + 2)
    for share, label in across.ticks:
        at = round(share * (columns - 1))
        first = min(max(at - (len(label) - 1) // 2, 0), columns + 2 - len(label))
        if all(mark == " " for mark in marks[max(first - 1, 0) : first + len(label) + 1]):
            line[at] = signs["under"]
            marks[first : first + len(label)] = label
    out.append(f"{'':>{margin}} {signs['corner']}{''.join(line)}")
    out.append(f"{'':>{margin}}  {''.join(marks)}".rstrip())
    return "\n".join(out)


def legend(curve: Curve) -> list[tuple[str, str]]:
    """What each sign is."""
    return [("error", "error"), *([("apart", "held out")] if curve.held_out else [])]


def in_columns(values: list[float], columns: int) -> dict[int, float]:
    """The mean of the errors in each column.

    >>> in_columns([4.0, 2.0, 1.0], 5), in_columns([4.0, 2.0, 3.0, 1.0], 2), in_columns([7.0], 5)
    ({0: 4.0, 2: 2.0, 4: 1.0}, {0: 3.0, 1: 2.0}, {2: 7.0})
    """
    found: dict[int, list[float]] = {}
    for number, value in enumerate(values):
        if isfinite(value):
            share = number / (len(values) - 1) if len(values) > 1 else 0.5
            found.setdefault(round(share * (columns - 1)), []).append(value)
    return {column: sum(value / len(here) for value in here) for column, here in found.items()}
