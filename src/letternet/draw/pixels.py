"""How large things are on a screen: cells, joints, badges, and what is written beside a brick."""

from __future__ import annotations

from itertools import accumulate

from .cells import cells
from .ink import NODES, Look, text_width
from .layout import Extent
from .scene import CIRCLE, GAP, JOINT, STRIP, Brick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from .scene import Mark

CELL = 18  # a cell without a number in it
WIDE_CELL, HIGH_CELL = 46, 24  # a cell with one
CIRCLES = 30  # from one circle to the next
ROUND = 13  # half of a circle
SIGN = 11  # half of a joint
TEXT, SMALL, TINY = 14, 12, 11  # sizes of text
GAP_TO_TEXT = 8
PILE = 8
FAN = 64  # the height of a fan of lines


class Pixels:
    """How large things are on a screen."""

    lane = 14
    apart = 26
    beside = 26
    straight = 26
    track = 9

    def __init__(self, look: Look) -> None:
        self.look: Final = look

    def core(self, brick: Brick) -> tuple[int, int]:
        """The width and height of a brick itself."""
        across, down = cells(brick)
        if brick.form == JOINT:
            wide = text_width(brick.text, TEXT)
            return (2 * SIGN, 2 * SIGN) if len(brick.text) == 1 else (wide + 18, 24)
        if brick.form == GAP:
            return text_width(brick.text, SMALL) + 24, 28
        if brick.form == CIRCLE:
            if brick.text and self.look.value(brick) is None:
                return max(2 * ROUND, text_width(brick.text, SMALL) + 14), 2 * ROUND
            return WIDE_CELL if self.look.has_numbers(brick) else 2 * ROUND, 2 * ROUND
        if self.look.is_fan(brick):
            return max(self.label(brick) + 24, 60), FAN
        wide, high = self.cell(brick)
        columns, rows = sum(run.places for run in across), sum(run.places for run in down)
        return columns * wide - self.around(brick), rows * high

    def cell(self, brick: Brick) -> tuple[int, int]:
        """The width and height of one cell."""
        if self.look.has_numbers(brick):
            return WIDE_CELL, HIGH_CELL
        return (CIRCLES if self.is_circles(brick) else CELL), CELL

    def is_circles(self, brick: Brick) -> bool:
        """True for a brick with a circle for each value."""
        return self.look.detail == NODES and brick.form == STRIP

    def around(self, brick: Brick) -> int:
        """What lies between the circles of a row, and not at its ends."""
        return CIRCLES - CELL if self.is_circles(brick) and not self.look.has_numbers(brick) else 0

    def label(self, brick: Brick) -> int:
        """The width of the name and the words, as `Drawer.write_name` sets them."""
        label, said = self.look.name(brick)
        more = " ".join(filter(None, [said, "new" if is_updated(brick) else ""]))
        wide = text_width(label.name.letter, TEXT) + text_width(label.name.index, TINY) if label else 0
        return wide + (text_width(" " * bool(label) + more, SMALL) if more else 0)

    def extent(self, brick: Brick, side: int = 0) -> Extent:
        """A brick with its name on the left, its badges and its size on the right."""
        core, height = self.core(brick)
        left = right = (core + 1) // 2
        if self.look.is_fan(brick):
            return Extent(left, right, height, core)
        right += self.pile(brick)
        height += self.pile(brick)
        name, size = self.label(brick), self.look.size(brick)
        if side:
            written = [name, text_width(size, SMALL) if size else 0]
            room = sum(width + GAP_TO_TEXT for width in written if width)
            return Extent(left + room * (side < 0), right + room * (side > 0), height, core)
        if name:
            left += name + GAP_TO_TEXT
        right += sum(self.badge(mark) for mark in brick.badges)
        if size:
            right += text_width(size, SMALL) + GAP_TO_TEXT
        return Extent(left, right, height, core)

    def pile(self, brick: Brick) -> int:
        """How far a pile reaches behind its front, to the right and up."""
        return PILE if self.look.is_pile(brick) and brick.form != JOINT else 0

    def text(self, text: str) -> int:
        """How wide a heading is."""
        return text_width(text, TEXT)

    def badge(self, mark: Mark) -> int:
        """The width of a badge with the space before it."""
        return text_width(mark.text, TINY) + 14 + 4

    def corner(self, brick: Brick) -> int:
        """Where a matrix is taken that stands on the way, to the right of its middle."""
        wide = self.label(brick) + 10 if self.look.is_fan(brick) else self.core(brick)[0]
        return max(wide // 2 - 4, 6)

    def parts(self, brick: Brick) -> list[int]:
        """The middle of each of the parts that are joined in a brick, from its own middle."""
        (core, _), (wide, _), (across, _) = self.core(brick), self.cell(brick), cells(brick)
        widths = [run.places * wide for run in across]
        starts = accumulate(widths, initial=-(self.around(brick) // 2) - core // 2)
        return [start + width // 2 for start, width in zip(starts, widths, strict=False)]


def is_updated(brick: Brick) -> bool:
    """True for the brick of a letter's new value."""
    return brick.label is not None and brick.label.line > 0 and brick.label.update
