"""How many cells of a brick are drawn: all of a short row; of a long one the first, and a mark for the rest."""

from __future__ import annotations

from ..tree import Join
from .scene import BOX, CIRCLE, GAP, JOINT, STANDING, STRIP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

    from .scene import Brick

MOST = 8  # cells in a row or a column
UNKNOWN = 3  # cells of a row whose size is a letter


class Run:
    """So many cells in a row for a size, and after them a mark for more."""

    __slots__ = ("count", "more", "size")

    def __init__(self, count: int, size: int | str) -> None:
        self.count: Final = count
        self.size: Final = size
        self.more: Final = count != size

    @property
    def places(self) -> int:
        """The cells with the mark."""
        return self.count + self.more


def run(size: int | str, most: int = MOST) -> Run:
    """The cells for a size.

    >>> [(run(size).count, run(size).more) for size in (4, 8, 784, "n")]
    [(4, False), (8, False), (7, True), (3, True)]
    """
    if isinstance(size, int):
        return Run(size if size <= most else max(most - 1, 1), size)
    return Run(min(UNKNOWN, max(most - 1, 1)), size)


def cells(brick: Brick, tall: int = MOST) -> tuple[list[Run], list[Run]]:
    """The cells of a brick, across and down; of joined things, those of each.  `tall` is the most of a column."""
    sizes = brick.sizes
    if brick.form in (CIRCLE, JOINT, GAP):
        return [Run(1, 1)], [Run(1, 1)]
    if brick.form == STRIP:
        return joined(brick) if brick.segments else [run(sizes[0])], [Run(1, 1)]
    if brick.form == STANDING:
        return [Run(1, 1)], joined(brick, tall) if brick.segments else [run(sizes[0], tall)]
    assert brick.form == BOX
    down, across = [run(sizes[0])], [run(sizes[1])]
    if isinstance(brick.node, Join) and brick.segments:
        if brick.node.on_top:
            down = joined(brick)
        else:
            across = joined(brick)
    return across, down


def joined(brick: Brick, most: int = MOST) -> list[Run]:
    """The cells of joined things: all if there is room, otherwise each has its share of it."""
    assert isinstance(brick.node, Join)
    side = 0 if brick.node.on_top else -1
    lengths = [
        1 if not segment or (len(segment) == 1 and brick.form == BOX) else segment[side] for segment in brick.segments
    ]
    if sum(length if isinstance(length, int) else UNKNOWN + 1 for length in lengths) > most:
        most = max(most // len(lengths), 2)
    return [run(length, most) for length in lengths]


def shown(runs: Sequence[Run]) -> list[int | None]:
    """The places of the values that stand in the cells, None for a mark.

    >>> shown([run(2), run(9, 4), run(2)])
    [0, 1, 2, 3, 4, None, 11, 12]
    """
    out: list[int | None] = []
    start = 0
    for one in runs:
        out += [start + i for i in range(one.count)]
        out += [None] * one.more
        start += one.size if isinstance(one.size, int) else one.count
    return out


def number_text(value: Any) -> str:
    """A number in at most six characters, or seven for one such as -1e-300.

    >>> [number_text(v) for v in (1, -0.123456, 12345.678, 1.25e-7, 123456789, -1e300, float("nan"))]
    ['1', '-0.123', '12346', '1.2e-7', '1.23e8', '-1e300', 'nan']
    """
    if isinstance(value, int) and abs(value) < 100_000:
        return str(value)
    for digits in (5, 4, 3, 2, 1):
        text, e, exponent = f"{value:.{digits}g}".partition("e")
        text += e and f"e{int(exponent)}"
        if len(text) <= 6:
            return "0" if text == "-0" else text
    return text
