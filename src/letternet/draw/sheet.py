"""What is drawn stands on one sheet: the pieces of a program side by side as far as it is wide, functions in frames.

A piece is what is wired together.  Of a very long one the beginning and the end are drawn, and how much is between.
"""

from __future__ import annotations

from .layout import in_order, layout
from .scene import GAP, Brick, Wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Final

    from .layout import Layout, Measure
    from .scene import Scene

MOST_BRICKS = 400  # of a piece that is drawn whole
ENDS = 40  # bricks at each end of one that is not
MOST_PIECES = 60


class Piece:
    """Bricks that are wired together, where they are on the sheet, and the room for words at their left."""

    __slots__ = ("bricks", "layout", "margin", "x", "y")

    def __init__(self, bricks: Sequence[Brick], layout: Layout, margin: int) -> None:
        self.bricks: Final = bricks
        self.layout: Final = layout
        self.margin: Final = margin
        self.x = 0
        self.y = 0

    @property
    def width(self) -> int:
        """With its margin."""
        return self.layout.width + self.margin


class Frame:
    """Pieces that stand together: those of the program, or with a title those of one of its functions."""

    __slots__ = ("height", "left_out", "pieces", "scene", "width", "x", "y")

    def __init__(self, scene: Scene, pieces: list[Piece], left_out: int) -> None:
        self.scene: Final = scene
        self.pieces: Final = pieces
        self.left_out: Final = left_out  # pieces that are not drawn
        self.x = self.y = self.width = self.height = 0


class Sheet:
    """All frames of a drawing, and how large it is."""

    __slots__ = ("frames", "height", "width")

    def __init__(self, frames: list[Frame], width: int, height: int) -> None:
        self.frames: Final = frames
        self.width: Final = width
        self.height: Final = height

    @property
    def bricks(self) -> Iterator[Brick]:
        """All bricks that are drawn."""
        return (brick for frame in self.frames for piece in frame.pieces for brick in piece.bricks)


class Paper:
    """How a sheet is filled: its width, the space between pieces, around a frame and for its title."""

    __slots__ = ("around", "between", "margin", "title", "width")

    def __init__(self, width: int, between: int, around: int, title: int, margin: int) -> None:
        self.width: Final = width
        self.between: Final = between
        self.around: Final = around
        self.title: Final = title
        self.margin: Final = margin  # for words such as Inputs


def sheet(scenes: Sequence[Scene], measure: Measure, paper: Paper) -> Sheet:
    """Everything at its place."""
    frames = [framed(scene, measure, paper) for scene in scenes]
    for frame in frames:
        inner = paper.around if frame.scene.title else 0
        frame.width, frame.height = packed(frame.pieces, paper.width - 2 * inner, paper.between)
        if frame.scene.title:
            frame.width = max(frame.width, measure.text(frame.scene.head)) + 2 * inner
            frame.height += inner + paper.title
            for piece in frame.pieces:
                piece.x += inner
                piece.y += paper.title
    width, height = packed(frames, paper.width, paper.between)
    return Sheet(frames, width, height)


def framed(scene: Scene, measure: Measure, paper: Paper) -> Frame:
    """The pieces of one scene, laid out."""
    groups = components(scene.bricks)
    pieces = []
    for bricks in groups[:MOST_PIECES]:
        margin = paper.margin if any(brick.role for brick in bricks) else 0
        pieces.append(Piece(bricks, layout(bricks, measure), margin))
    return Frame(scene, pieces, max(len(groups) - MOST_PIECES, 0))


def components(bricks: Sequence[Brick]) -> list[list[Brick]]:
    """The bricks that are wired together, in the order of their first."""
    found: dict[Brick, int] = {}
    groups: list[list[Brick]] = []
    for brick in bricks:
        if brick in found:
            continue
        waiting = [brick]
        found[brick] = len(groups)
        group: list[Brick] = []
        while waiting:
            here = waiting.pop()
            group.append(here)
            near = [*(wire.source for wire in here.ways_in), *(wire.target for wire in here.ways_out)]
            for other in near:
                if other not in found:
                    found[other] = len(groups)
                    waiting.append(other)
        groups.append(sorted(group, key=lambda one: one.number))
    return groups


def shorten(scene: Scene) -> None:
    """Leave out what is in the middle of pieces that are too long; after that there is no way back."""
    if len(scene.bricks) > MOST_BRICKS:
        groups = components(scene.bricks)
        drawn = [brick for group in groups for brick in (group if len(group) <= MOST_BRICKS else shortened(group))]
        scene.bricks[:] = drawn


def shortened(bricks: Sequence[Brick]) -> list[Brick]:
    """The first and the last bricks on the way, and one that says how many are between."""
    ordered = in_order(bricks)
    first, last = ordered[:ENDS], ordered[-ENDS:]
    left_out = len(ordered) - len(first) - len(last)
    gap = Brick(ordered[ENDS].number, GAP, ordered[ENDS].node, "", (), f"… {left_out:,} more")
    kept = {*first, *last}
    wires = [wire for brick in ordered for wire in brick.ways_out]
    for brick in ordered:
        brick.ways_in.clear()
        brick.ways_out.clear()
    joined: set[tuple[Brick, Brick, bool]] = set()
    for wire in wires:
        source = wire.source if wire.source in kept else gap
        target = wire.target if wire.target in kept else gap
        if source is wire.source and target is wire.target:
            Wire(source, target, wire.place, wire.places, wire.through)
        elif source is not target and (source, target, wire.through) not in joined:
            joined.add((source, target, wire.through))
            Wire(source, target, wire.place, wire.places, wire.through)
    return sorted([*first, gap, *last], key=lambda brick: brick.number)


def packed(things: Iterable[Piece] | Iterable[Frame], width: int, between: int) -> tuple[int, int]:
    """Put things side by side, in a new row where one does not fit; the room they take."""
    x = y = row = widest = 0
    for thing in things:
        height = thing.layout.height if isinstance(thing, Piece) else thing.height
        if x and x + thing.width > width:
            x, y, row = 0, y + row + between, 0
        thing.x, thing.y = x, y
        x += thing.width + between
        row = max(row, height)
        widest = max(widest, x - between)
    return widest, y + row
