"""A sheet as blocks for a terminal: characters that draw boxes, or plain ASCII where those cannot be shown.

A vector that stands is a row for each cell, few of them; a number that a function such as relu set to 0 has a star.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise

from ..alphabet import in_ascii
from .cells import cells
from .ink import NODES, Look, columns
from .layout import Extent
from .scene import CIRCLE, GAP, JOINT, STANDING, STRIP, Brick
from .sheet import Paper, sheet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from .ink import Cell
    from .layout import Point
    from .scene import Scene
    from .sheet import Frame, Piece

    Runs = dict[tuple[int, int], list[tuple[int, int]]]  # by net and line, from where to where

UP, DOWN, LEFT, RIGHT = 1, 2, 4, 8
# By the directions in which a wire leaves a place.
UNICODE_WIRES = " │││─┘┐┤─└┌├─┴┬┼"
ASCII_WIRES = " |||-+++-+++-+++"
SILENCED = "*"  # behind a number that a function set to 0
TALL = 4  # cells of a column: rows of characters are high
UNICODE = {"cell": "■", "ghost": "□", "node": "○", "entry": "·", "more": "…", "down": "⋮", "fan": "╱│╲", "number": "○",
           "corners": "┌┐└┘", "sides": "─│", "turned": "ᵀ"}  # fmt: skip
ASCII = {"cell": "#", "ghost": "o", "node": "o", "entry": ".", "more": "~", "down": ":", "fan": "/|\\", "number": "o",
         "corners": "++++", "sides": "-|", "turned": "^T"}  # fmt: skip
MARGIN = 12  # for Inputs, Hiddens, Prediction


class Characters:
    """How large things are in a terminal, and the characters of each."""

    lane = 2
    apart = 3
    beside = 3
    straight = 1
    track = 1

    def __init__(self, look: Look, signs: dict[str, str]) -> None:
        self.look: Final = look
        self.signs: Final = signs
        self.drawn: Final[dict[Brick, list[str]]] = {}

    def rows(self, brick: Brick) -> list[str]:
        """A brick itself, row by row."""
        if brick not in self.drawn:
            self.drawn[brick] = [self.spelled(row) for row in self.made(brick)]
        return self.drawn[brick]

    def spelled(self, text: str) -> str:
        """A text with the characters that may be used."""
        return in_ascii(text.replace("·", ".").replace("…", "~")) if self.signs is ASCII else text

    def made(self, brick: Brick) -> list[str]:
        """What a brick looks like."""
        if brick.form == JOINT:
            return [f"({brick.text})"]
        if brick.form == GAP:
            return [f"[ {brick.text} ]"]
        texts = self.look.in_cells(brick, TALL)
        if brick.form == CIRCLE:
            return [written(texts[0][0]) if texts else brick.text or self.signs["number"]]
        if self.look.is_fan(brick):
            return [self.signs["fan"]]
        if brick.form == STRIP and self.look.detail == NODES:
            return [self.nodes(brick, texts)]
        return self.strip(brick, texts) if brick.form == STRIP else self.box(brick, texts)

    def nodes(self, brick: Brick, texts: list[list[Cell]] | None) -> str:
        """A circle for each value, or round brackets around it."""
        if texts is not None:
            return " ".join(f"({written(cell)})" for cell in texts[0])
        across, _ = cells(brick)
        return " ".join([self.signs["node"]] * sum(run.places for run in across))

    def strip(self, brick: Brick, texts: list[list[Cell]] | None) -> list[str]:
        """A row of cells in brackets."""
        sign = self.signs["ghost" if brick.ghost else "cell"]
        across, _ = cells(brick)
        said, start = [], 0
        for run in across:
            row = [sign] * run.count + [self.signs["more"]] * run.more
            said.append(" ".join(map(written, texts[0][start : start + run.places]) if texts else row))
            start += run.places
        return [f"[{'|'.join(said)}]"]

    def box(self, brick: Brick, texts: list[list[Cell]] | None) -> list[str]:
        """A table of cells in a frame; those of a column in brackets."""
        across, down = cells(brick, TALL)
        entry = self.signs["entry"]
        if brick.form == STANDING:
            entry = self.signs["ghost" if brick.ghost else "cell"]
        rows = []
        if texts is None:
            row = [mark for run in across for mark in [entry] * run.count + [self.signs["more"]] * run.more]
            for run in down:
                rows += [row] * run.count + [[self.signs["down"]] * len(row)] * run.more
        else:
            behind = any(cell.silenced for row in texts for cell in row)  # numbers stand under each other
            rows = [[written(cell) + " " * (behind and not cell.silenced) for cell in row] for row in texts]
        wide = max(columns(text) for row in rows for text in row)
        lines = [" ".join(" " * (wide - columns(text)) + text for text in row) for row in rows]
        if brick.form == STANDING:
            return [f"[{line}]" for line in lines]
        (a, b, c, d), (level, upright) = list(self.signs["corners"]), list(self.signs["sides"])
        width = columns(lines[0])
        return [a + level * width + b, *(upright + line + upright for line in lines), c + level * width + d]

    def name(self, brick: Brick) -> str:
        """The name and the words at a brick."""
        label, said = self.look.name(brick)
        key = label.name.key if label else ""
        if key and brick.turned and brick.inner:
            key += self.signs["turned"]
        new = "new" if label and label.update else ""
        return self.spelled(" ".join(filter(None, [key, said, new])))

    def after(self, brick: Brick) -> str:
        """What stands behind a brick: its badges and its size."""
        turned = self.signs["turned"] if brick.turned and not brick.inner else ""
        size = self.look.size(brick)
        said = [turned, *(mark.text for mark in brick.badges), " " * bool(size and brick.badges) + size]
        return self.spelled(" ".join(filter(None, said)))

    def extent(self, brick: Brick, side: int = 0) -> Extent:
        """A brick with its name on the left, its badges and its size on the right."""
        rows = self.rows(brick)
        core = columns(rows[0])
        name, after = columns(self.name(brick)), columns(self.after(brick))
        left, right = (name + 1) * bool(name), (after + 1) * bool(after)
        if side:
            left, right = (left + right, 0) if side < 0 else (0, left + right)
        return Extent(core // 2 + left, core - core // 2 + right, len(rows), core)

    def text(self, text: str) -> int:
        """How wide a heading is."""
        return columns(self.spelled(text)) + 2

    def corner(self, brick: Brick) -> int:
        """Where a matrix is taken that stands on the way, to the right of its middle."""
        core = columns(self.rows(brick)[0])
        return core - core // 2 - 1

    def parts(self, brick: Brick) -> list[int]:
        """The middle of each of the parts that are joined in a brick, from its own middle."""
        row = self.rows(brick)[0]
        widths = [columns(part) for part in row[1:-1].split("|")]
        starts = accumulate((width + 1 for width in widths), initial=1 - columns(row) // 2)
        return [start + width // 2 for start, width in zip(starts, widths, strict=False)]


def written(cell: Cell) -> str:
    """What stands in a cell, with a sign if a function set it to 0."""
    return cell.text + SILENCED * cell.silenced


class Canvas:
    """Rows of characters on which wires meet."""

    def __init__(self, width: int, height: int, ways: str) -> None:
        self.rows: Final = [[" "] * width for _ in range(height)]
        self.upright: Final[Runs] = {}
        self.level: Final[Runs] = {}
        self.ways: Final = ways

    def write(self, x: int, y: int, text: str) -> None:
        """Put a text at its place."""
        if not 0 <= y < len(self.rows):
            return
        row = self.rows[y]
        for c in text:
            wide = columns(c)
            if x >= 0 and x + wide <= len(row):
                row[x] = c
                if wide == 2:
                    row[x + 1] = ""
            x += wide

    def wire(self, net: int, points: Sequence[Point]) -> None:
        """Take down the way of a wire."""
        for (ax, ay), (bx, by) in pairwise(points):
            if ay != by:
                self.upright.setdefault((net, ax), []).append((min(ay, by), max(ay, by)))
            elif ax != bx:
                self.level.setdefault((net, ay), []).append((min(ax, bx), max(ax, bx)))

    def draw_wires(self) -> None:
        """Characters for the wires; where two cross, the upright one is seen."""
        leaving: dict[Point, dict[int, int]] = {}  # at each place, the directions of each net

        def mark(net: int, point: Point, direction: int) -> None:
            nets = leaving.setdefault(point, {})
            nets[net] = nets.get(net, 0) | direction

        for (net, x), runs in self.upright.items():
            for first, last in merged(runs):
                for y in range(first, last):
                    mark(net, (x, y), DOWN)
                    mark(net, (x, y + 1), UP)
        stretches = [(net, y, run) for (net, y), runs in self.level.items() for run in merged(runs)]
        for net, y, (first, last) in stretches:
            mark(net, (first, y), RIGHT)
            mark(net, (last, y), LEFT)
        marked: dict[int, list[int]] = {}  # in each row, where a wire turns, ends or is crossed
        for x, y in sorted(leaving):
            marked.setdefault(y, []).append(x)
        for net, y, (first, last) in stretches:
            self.rows[y][first + 1 : last] = self.ways[LEFT | RIGHT] * (last - first - 1)
            there = marked[y]
            for x in there[bisect_right(there, first) : bisect_left(there, last)]:
                mark(net, (x, y), LEFT | RIGHT)
        for (x, y), nets in leaving.items():
            best = max(nets.values(), key=lambda directions: (bool(directions & (UP | DOWN)), directions))
            self.rows[y][x] = self.ways[best]

    def text(self) -> str:
        """The rows, without spaces at their ends."""
        return "\n".join("".join(row).rstrip() for row in self.rows)


def merged(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches along one line, those that touch made one.

    >>> merged([(5, 7), (0, 3), (2, 5), (8, 9)])
    [(0, 7), (8, 9)]
    """
    found: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def blocks(scenes: Sequence[Scene], look: Look, width: int, ascii_only: bool = False, note: str = "") -> str:
    """The drawing as text; it may be wider than asked for."""
    signs = ASCII if ascii_only else UNICODE
    measure = Characters(look, signs)
    drawn = sheet(scenes, measure, Paper(width=width, between=4, around=2, title=2, margin=MARGIN))
    canvas = Canvas(drawn.width + 1, drawn.height, ASCII_WIRES if ascii_only else UNICODE_WIRES)
    for frame in drawn.frames:
        for piece in frame.pieces:
            wires(canvas, frame, piece)
    canvas.draw_wires()
    for frame in drawn.frames:
        if frame.scene.definition is not None:
            framed(canvas, frame, measure)
        for piece in frame.pieces:
            bricks(canvas, frame, piece, measure)
    notes = [note] if note else []
    silenced = [brick for brick in drawn.bricks if look.shows_silenced(brick, TALL)]
    notes += [f"{SILENCED} {look.legend(silenced)}"] if silenced else []
    notes += [f"and {frame.left_out:,} more lines" for frame in drawn.frames if frame.left_out]
    text = "\n".join([canvas.text(), *notes]).strip("\n")
    return measure.spelled(text)


def wires(canvas: Canvas, frame: Frame, piece: Piece) -> None:
    """The wires of a piece."""
    x, y = frame.x + piece.x + piece.margin, frame.y + piece.y
    for wire, points in piece.layout.ways.items():
        net = wire.source.number * 2 + (wire.through or not wire.source.on_the_way)
        moved = [(x + px, y + py) for px, py in points]
        if moved[-1][0] == moved[-2][0]:
            moved[-1] = (moved[-1][0], moved[-1][1] - 1)  # into the brick
        canvas.wire(net, moved)


def bricks(canvas: Canvas, frame: Frame, piece: Piece, measure: Characters) -> None:
    """The bricks of a piece with what is written at them."""
    x0, y0 = frame.x + piece.x + piece.margin, frame.y + piece.y
    for brick, place in piece.layout.places.items():
        rows = measure.rows(brick)
        core = columns(rows[0])
        left, top = x0 + place.x - core // 2, y0 + place.y - len(rows) // 2
        for number, row in enumerate(rows):
            canvas.write(left, top + number, row)
        y = y0 + place.y if len(rows) > 1 else top
        name, after = measure.name(brick), measure.after(brick)
        if place.side > 0:
            canvas.write(left + core + 1, y, " ".join(filter(None, [name, after])))
        elif place.side < 0:
            said = " ".join(filter(None, [name, after]))
            canvas.write(left - 1 - columns(said), y, said)
        else:
            canvas.write(left - 1 - columns(name), y, name)
            canvas.write(left + core + 1, y, after)
        if brick.role:
            canvas.write(x0 - piece.margin, y, brick.role)


def framed(canvas: Canvas, frame: Frame, measure: Characters) -> None:
    """The frame of one of the program's own functions."""
    (a, b, c, d), (level, upright) = list(measure.signs["corners"]), list(measure.signs["sides"])
    canvas.write(frame.x, frame.y, a + level * (frame.width - 2) + b)
    canvas.write(frame.x + 1, frame.y, f" {measure.spelled(frame.scene.head)} ")
    for y in range(frame.y + 1, frame.y + frame.height - 1):
        canvas.write(frame.x, y, upright)
        canvas.write(frame.x + frame.width - 1, y, upright)
    canvas.write(frame.x, frame.y + frame.height - 1, c + level * (frame.width - 2) + d)
