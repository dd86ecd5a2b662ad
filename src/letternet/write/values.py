"""Numbers as people write them: `[1 0 1]`, `[1 2; 3 4]`, long ones with their middle left out."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CELLS = 8  # values of a row that are shown
ROWS = 6


def value_text(value: Any, rows: int = ROWS, cells: int = CELLS) -> str:
    """A value in the notation, six digits of each number.

    >>> value_text(0.1 + 0.2), value_text(2.0), value_text(-0.0)
    ('0.3', '2', '0')
    """
    if getattr(value, "ndim", 0) == 0:
        return number_text(value)
    if value.ndim == 1:
        return "[" + row_text(value, cells) + "]"
    if value.ndim == 2:
        shown = [row_text(row, cells) for row in value[:rows]]
        more = f"; … {len(value)} rows" if len(value) > rows else ""
        return "[" + "; ".join(shown) + more + "]"
    return f"{len(value)} × " + value_text(value[0], rows, cells)


def row_text(row: Any, cells: int) -> str:
    """The values of a row; of a long one the first, and how many there are."""
    if len(row) <= cells:
        return " ".join(map(number_text, row))
    return " ".join(map(number_text, row[: cells - 1])) + f" … {len(row)} values"


def number_text(value: Any) -> str:
    """One number with six digits."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.6g}"
    return "0" if text == "-0" else text
