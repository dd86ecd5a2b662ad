"""A sheet as SVG: one group for each part, with its id and what it is; no script, no font, nothing from elsewhere."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

from ..sizes import NUMBER
from ..tree import (
    Call,
    Elementwise,
    Expression,
    Inverse,
    Join,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Transpose,
    Values,
    never,
)
from ..write.letters import expression
from ..write.steps import size_words
from .cells import cells
from .ink import NODES, Look, last_part, text_width
from .layout import Extent
from .scene import BOX, CIRCLE, GAP, JOINT, STANDING, STRIP, Brick, Scene
from .sheet import Paper, sheet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    from ..tree import Node
    from .layout import Layout, Place, Point
    from .scene import Label, Mark, Wire
    from .sheet import Frame, Piece, Sheet

ITALIC = {"font-style": "italic", "font-family": "Georgia, 'Times New Roman', serif", "font-size": "15"}
NAMESPACE = "http://www.w3.org/2000/svg"
CELL = 18  # a cell without a number in it
WIDE_CELL, HIGH_CELL = 46, 24  # a cell with one
CIRCLES = 30  # from one circle to the next
ROUND = 13  # half of a circle
SIGN = 11  # half of a joint
TEXT, SMALL, TINY = 14, 12, 11  # sizes of text
GAP_TO_TEXT = 8
FAN = 64  # the height of a fan of lines
PAPER = Paper(width=1100, between=36, around=18, title=38, margin=96)
EDGE = 14  # around the sheet

# What each thing looks like where style sheets are not understood; the page and the picture say the rest.
PLAIN = {
    "brick": {"fill": "#e8ebf2", "stroke": "#4a5163"},
    "box": {"fill": "#ffffff", "stroke": "#4a5163"},
    "ghost": {"fill": "#ffffff", "stroke": "#8a92a6", "stroke-dasharray": "4 3"},
    "grid": {"fill": "none", "stroke": "#b9bfcd"},
    "wire": {"fill": "none", "stroke": "#6b7386", "stroke-width": "1.5"},
    "weight": {"fill": "none", "stroke": "#6b7386", "stroke-dasharray": "2 3", "stroke-width": "1.5"},
    "fan": {"fill": "none", "stroke": "#8a92a6"},
    "dot": {"fill": "#6b7386"},
    "joint": {"fill": "#ffffff", "stroke": "#4a5163"},
    "badge": {"fill": "#3f51d6", "stroke": "none"},
    "onbadge": {"fill": "#ffffff"},
    "name": {"fill": "#1c2130"},
    "note": {"fill": "#5b6375"},
    "struck": {"fill": "none", "stroke": "#c23a2b", "stroke-width": "1.5"},
    "frame": {"fill": "none", "stroke": "#b9bfcd"},
    "paper": {"fill": "#ffffff"},
    "turned": {"fill": "#4a5163"},
    "hit": {"fill": "none", "pointer-events": "all"},
}
STYLE = """
svg.letternet { color-scheme: light dark; --ink: #1c2130; --soft: #5b6375; --line: #6b7386; --edge: #4a5163;
  --grid: #b9bfcd; --brick: #e8ebf2; --box: #ffffff; --paper: #ffffff; --accent: #3f51d6; --on-accent: #ffffff;
  --wrong: #c23a2b; font-family: ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
@media (prefers-color-scheme: dark) { svg.letternet { --ink: #e7eaf3; --soft: #a3abbd; --line: #98a1b5;
  --edge: #b4bccd; --grid: #4b5366; --brick: #2b3242; --box: #191e2a; --paper: #12161f; --accent: #93a0ff;
  --on-accent: #12161f; --wrong: #ff8a7a; } }
"""
# The part of the style that the page needs as well.
PAINT = """
.letternet .brick { fill: var(--brick); stroke: var(--edge); }
.letternet .box { fill: var(--box); stroke: var(--edge); }
.letternet .ghost { fill: var(--paper); stroke: var(--soft); }
.letternet .grid, .letternet .frame { stroke: var(--grid); }
.letternet .wire, .letternet .weight { stroke: var(--line); }
.letternet .fan { stroke: var(--soft); }
.letternet .dot { fill: var(--line); }
.letternet .joint { fill: var(--paper); stroke: var(--edge); }
.letternet .badge { fill: var(--accent); }
.letternet .onbadge { fill: var(--on-accent); }
.letternet .name { fill: var(--ink); }
.letternet .note { fill: var(--soft); }
.letternet .struck { stroke: var(--wrong); }
.letternet .paper { fill: var(--paper); }
.letternet .turned { fill: var(--edge); }
"""


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
            inside = self.look.in_cells(brick) or [[brick.text]]
            least = 2 * ROUND if self.look.values is None or brick.text else WIDE_CELL
            return max(least, text_width(inside[0][0], SMALL) + 14), 2 * ROUND
        if self.look.is_fan(brick):
            return max(text_width(self.label(brick), TEXT) + 24, 60), FAN
        wide, high = self.cell(brick)
        columns, rows = sum(run.places for run in across), sum(run.places for run in down)
        return columns * wide, rows * high

    def cell(self, brick: Brick) -> tuple[int, int]:
        """The width and height of one cell."""
        if self.look.values is not None:  # though this one may not be known yet
            return WIDE_CELL, HIGH_CELL
        if self.look.detail == NODES and brick.form in (STRIP, STANDING):
            return (CIRCLES, CELL) if brick.form == STRIP else (CELL, CIRCLES)
        return CELL, CELL

    def label(self, brick: Brick) -> str:
        """The name and the words as they are measured."""
        label, said = self.look.name(brick)
        return " ".join(filter(None, [label.name.letter + label.name.index if label else "", said])) + (
            " new" if is_updated(brick) else "")  # fmt: skip

    def extent(self, brick: Brick, side: int = 0) -> Extent:
        """A brick with its name on the left, its badges and its size on the right."""
        core, height = self.core(brick)
        left = right = (core + 1) // 2
        if self.look.is_fan(brick):
            return Extent(left, right, height, core)
        name, size = self.label(brick), self.look.size(brick)
        if side:
            written = [(name, TEXT)] * bool(name) + [(size, SMALL)] * bool(size)
            room = sum(text_width(text, points) + GAP_TO_TEXT for text, points in written)
            return Extent(left + room * (side < 0), right + room * (side > 0), height, core)
        if name:
            left += text_width(name, TEXT) + GAP_TO_TEXT
        right += sum(self.badge(mark) for mark in brick.badges)
        if size:
            right += text_width(size, SMALL) + GAP_TO_TEXT
        if self.look.is_pile(brick):
            right += 8
            height += 8
        return Extent(left, right, height, core)

    def text(self, text: str) -> int:
        """How wide a heading is."""
        return text_width(text, TEXT)

    def badge(self, mark: Mark) -> int:
        """The width of a badge with the space before it."""
        return text_width(mark.text, TINY) + 14 + 4

    def port(self, wire: Wire) -> tuple[int, int]:
        """Where a wire leaves and enters."""
        out = into = 0
        if not wire.through and wire.source.on_the_way:
            out = max(self.core(wire.source)[0] // 2 - 4, 6)  # the matrix itself, not what goes through it
        if wire.target.form == JOINT and wire.places > 2:
            width = self.core(wire.target)[0]
            into = width * (2 * wire.place + 1) // (2 * wire.places) - width // 2
        elif wire.target.segments:
            into = self.segment(wire)
        return out, into

    def segment(self, wire: Wire) -> int:
        """Where a part of what lies end to end is, from the middle."""
        across, _ = cells(wire.target)
        core, _ = self.core(wire.target)
        wide, _ = self.cell(wire.target)
        if len(across) != wire.places:
            return core * (2 * wire.place + 1) // (2 * wire.places) - core // 2
        start = sum(run.places * wide for run in across[: wire.place])
        return start + across[wire.place].places * wide // 2 - core // 2


def is_updated(brick: Brick) -> bool:
    """True for the brick of a letter's new value."""
    return brick.label is not None and brick.label.line > 0 and brick.label.update


class Drawer:
    """Draws one sheet."""

    def __init__(self, scenes: Sequence[Scene], ids: Mapping[Node, str], look: Look, paper: Paper = PAPER) -> None:
        self.look: Final = look
        self.ids: Final = ids
        self.pixels: Final = Pixels(look)
        self.sheet: Final[Sheet] = sheet(scenes, self.pixels, paper)
        self.weights: Final[dict[Expression, int]] = {}

    def svg(self, title: str, description: str, note: str = "", style: bool = True) -> ET.Element:
        """The whole picture."""
        width, height = self.sheet.width + 2 * EDGE, self.sheet.height + 2 * EDGE
        notes = [note] if note else []
        notes += [f"and {frame.left_out:,} more lines" for frame in self.sheet.frames if frame.left_out]
        width = max([width, *(text_width(line, SMALL) + 2 * EDGE for line in notes)])
        height += 22 * len(notes)
        root = ET.Element("svg", {
            "xmlns": NAMESPACE, "class": "letternet", "viewBox": f"0 0 {width} {height}", "width": str(width),
            "height": str(height), "role": "graphics-document", "aria-label": title,
        })  # fmt: skip
        ET.SubElement(root, "title").text = title
        ET.SubElement(root, "desc").text = description
        if style:
            ET.SubElement(root, "style").text = STYLE + PAINT
        self.shape(root, "rect", "paper", width=width, height=height)
        for frame in self.sheet.frames:
            self.frame(root, frame)
        for number, line in enumerate(notes):
            self.text(root, line, "note", EDGE, height - 8 - 22 * (len(notes) - 1 - number), SMALL)
        return root

    # ----------------------------------------------------------------------------------------- elements

    def shape(self, parent: ET.Element, tag: str, kind: str, **attributes: float | str) -> ET.Element:
        """An element of a kind."""
        given = {key.replace("_", "-"): str(value) for key, value in attributes.items()}
        return ET.SubElement(parent, tag, {"class": kind, **PLAIN[kind.split()[0]], **given})

    def text(
        self, parent: ET.Element, text: str, kind: str, x: float, y: float, size: int, anchor: str = "start"
    ) -> ET.Element:
        """A line of text; y is its base line."""
        element = self.shape(parent, "text", kind, x=x, y=y, font_size=size, text_anchor=anchor)
        element.text = printable(text)
        return element

    def group(self, parent: ET.Element, term: str, node: Expression | None, **more: str) -> ET.Element:
        """The group of a part, with what it is."""
        attributes = {"data-term": term, "role": "graphics-object"}
        if node is not None:
            attributes |= self.described(node)
        attributes |= {f"data-{key}": value for key, value in more.items()}
        return ET.SubElement(parent, "g", attributes)

    def described(self, node: Expression) -> dict[str, str]:
        """What a part is, from which the formula can be made again."""
        parts = [self.ids[part] for part in node.parts if self.ids[part] != self.ids[node]]
        found = {"data-op": operation(node)}
        if parts:
            found["data-parts"] = " ".join(parts)
        match node:
            case Name():
                found["data-name"] = node.key
            case Number(text):
                found["data-value"] = text
            case Values():
                found["data-value"] = expression(node)
            case Power(_, exponent) if isinstance(exponent, Number):
                found["data-exponent"] = exponent.text
            case Call():
                found["data-function"] = node.title
            case _:
                pass
        return found

    # ------------------------------------------------------------------------------------------- frames

    def frame(self, root: ET.Element, frame: Frame) -> None:
        """The pieces of a program or of one of its functions."""
        definition = frame.scene.definition
        if definition is not None:
            box = self.shape(root, "rect", "frame", x=frame.x + EDGE, y=frame.y + EDGE, rx=8, width=frame.width,
                             height=frame.height)  # fmt: skip
            box.set("data-function", definition.title)
            box.set("data-parameters", " ".join(self.ids[parameter] for parameter in definition.parameters))
            box.set("data-value", self.ids[definition.value])
            self.text(root, frame.scene.head, "note", frame.x + EDGE + PAPER.around, frame.y + EDGE + 24, TEXT)
        for piece in frame.pieces:
            self.piece(root, piece, frame)

    def piece(self, root: ET.Element, piece: Piece, frame: Frame) -> None:
        """Wires first, then bricks on top of them."""
        x, y = frame.x + piece.x + piece.margin + EDGE, frame.y + piece.y + EDGE
        places = piece.layout.places
        fans = {brick for brick in piece.bricks if self.look.is_fan(brick)}
        for brick in piece.bricks:
            for wire in brick.ways_out:
                if wire.through and (wire.source in fans or wire.target in fans):
                    continue
                points = [(x + px, y + py) for px, py in piece.layout.ways[wire]]
                kind = "weight" if not wire.through and wire.source.on_the_way else "wire"
                line = self.shape(root, "path", kind, d=rounded(points))
                line.set("data-from", wire.source.term)
                line.set("data-to", wire.target.term)
        for px, py in branches(piece.layout):
            self.shape(root, "circle", "dot", cx=x + px, cy=y + py, r=2.5)
        joints: dict[Brick, ET.Element] = {}
        for brick in piece.bricks:
            if brick in fans:
                self.fan(root, brick, places, x, y)
        for brick in piece.bricks:
            place = places[brick]
            if brick not in fans:
                self.brick(root, brick, x + place.x, y + place.y, frame, joints, place.side)
            if brick.role:
                self.text(root, brick.role, "note", x - piece.margin, y + place.y + 5, SMALL)

    # ------------------------------------------------------------------------------------------- bricks

    def brick(
        self, root: ET.Element, brick: Brick, x: int, y: int, frame: Frame, joints: dict[Brick, ET.Element], side: int
    ) -> None:
        """A brick with everything at it."""
        if brick.form == GAP:
            width, height = self.pixels.core(brick)
            self.shape(root, "rect", "ghost", x=x - width // 2, y=y - height // 2, width=width, height=height, rx=14)
            self.text(root, brick.text, "note", x, y + 4, SMALL, "middle")
            return
        if brick.joint is not None and brick.joint in joints:
            group = joints[brick.joint]
            if brick.lines and last_part(brick) == brick.term:
                self.set_lines(group, brick)
        else:
            group = self.part(root, brick.term, brick.node, brick, frame)
        inner = group
        if brick.inner is not None:
            inner = self.part(group, brick.inner.term, brick.inner.node, brick, frame)
        if brick.form == JOINT:
            joints[brick] = group
            self.joint(group, brick, x, y)
            return
        self.core(group, inner, brick, x, y)
        self.beside(group, inner, brick, x, y, frame, side)

    def part(self, parent: ET.Element, term: str, node: Expression, brick: Brick, frame: Frame) -> ET.Element:
        """The group of a part, named for those who do not see it."""
        if brick in frame.scene.copies:
            return ET.SubElement(parent, "g", {"data-also": term})
        group = self.group(parent, term, node)
        if brick.label is not None and brick.label.line and term == brick.label.term:  # y = x
            other = brick.ways_in[0].source.label
            assert other is not None
            self.set_line(group, brick.label, other.term)
        if brick.lines and term == last_part(brick):
            self.set_lines(group, brick)
        group.set("aria-label", printable(self.said(node, brick)))
        return group

    def set_lines(self, group: ET.Element, brick: Brick) -> None:
        """Say which lines are only this value."""
        group.set("data-alone", " ".join(map(str, brick.lines)))

    def said(self, node: Expression, brick: Brick) -> str:
        """A part in a few words: its letters, its words, its size."""
        letters = self.letters(node)
        words = self.look.words.english.get(node.key, "") if isinstance(node, Name) else ""
        words = "" if words.endswith(letters) else words
        kind = {STRIP: "row", STANDING: "column", BOX: "matrix", CIRCLE: NUMBER}.get(brick.form, "")
        if not kind:
            kind = NUMBER if not brick.sizes else "matrix" if len(brick.sizes) == 2 else "row"
        return ", ".join(filter(None, [letters, words, size_words(kind, brick.sizes)]))

    def letters(self, node: Expression) -> str:
        """A part as it is written, if that is short."""
        if self.weight(node) > 40:
            return f"the result of {operation(node)}"
        return expression(node)

    def weight(self, node: Expression) -> int:
        """How many nodes an expression has, counted no further than is of interest."""
        waiting, count = [node], 0
        while waiting and count <= 40:
            here = waiting.pop()
            count += 1
            waiting.extend(here.parts)
        return count

    def joint(self, group: ET.Element, brick: Brick, x: int, y: int) -> None:
        """A circle with a sign, or a function's name."""
        width, height = self.pixels.core(brick)
        if len(brick.text) == 1:
            self.shape(group, "circle", "joint", cx=x, cy=y, r=SIGN)
        else:
            self.shape(group, "rect", "joint", x=x - width // 2, y=y - height // 2, width=width, height=height,
                       rx=height // 2)  # fmt: skip
        sign = {"-": "−"}.get(brick.text, brick.text)
        self.text(group, sign, "name", x, y + 5, TEXT, "middle")

    def core(self, group: ET.Element, inner: ET.Element, brick: Brick, x: int, y: int) -> None:
        """The strip, box or circle with its cells."""
        width, height = self.pixels.core(brick)
        left, top = x - width // 2, y - height // 2
        kind = "ghost" if brick.ghost else "box" if brick.form == BOX else "brick"
        if self.look.is_pile(brick):
            for by in (8, 4):
                self.shape(inner, "rect", kind, x=left + by, y=top - by, width=width, height=height, rx=3)
        texts = self.look.in_cells(brick)
        if brick.form == CIRCLE:
            self.shape(inner, "rect", kind, x=left, y=top, width=width, height=height, rx=ROUND)
            inside = texts[0][0] if texts else brick.text
            if inside:
                self.text(inner, inside, "name", x, y + 4, SMALL, "middle")
            return
        if self.look.detail == NODES and brick.form in (STRIP, STANDING):
            self.nodes(inner, brick, left, top, kind, texts)
            return
        self.segments(inner, brick, left, top, kind, texts)
        if brick.turned:
            right = left + width
            self.shape(group, "path", "turned", d=f"M{right - 11} {top}h11v11z")

    def segments(
        self, group: ET.Element, brick: Brick, left: int, top: int, kind: str, texts: list[list[str]] | None
    ) -> None:
        """Rectangles with lines between their cells, and what stands in them."""
        across, down = cells(brick)
        wide, high = self.pixels.cell(brick)
        silenced = self.look.silenced.get(last_part(brick), frozenset())
        y, row = top, 0
        for rows in down:
            x, column = left, 0
            for columns in across:
                width, height = columns.places * wide, rows.places * high
                self.shape(group, "rect", kind, x=x, y=y, width=width, height=height, rx=3)
                lines = [f"M{x + wide * i} {y}v{height}" for i in range(1, columns.places)]
                lines += [f"M{x} {y + high * i}h{width}" for i in range(1, rows.places)]
                if lines:
                    self.shape(group, "path", "grid", d="".join(lines))
                for i in range(rows.places):
                    for j in range(columns.places):
                        middle, base = x + wide * j + wide // 2, y + high * i + high // 2 + 4
                        if texts is not None:
                            self.text(group, texts[row + i][column + j], "name", middle, base, TINY, "middle")
                        elif (columns.more and j == columns.count) and i == rows.places // 2:
                            self.text(group, "…", "note", middle, base - 1, SMALL, "middle")
                        elif (rows.more and i == rows.count) and j == columns.places // 2:
                            self.text(group, "⋮", "note", middle, base + 1, SMALL, "middle")
                        if column + j in silenced and brick.form == STRIP:
                            self.shape(group, "path", "struck", d=f"M{x + wide * j + 4} {y + high - 4}l{wide - 8} "
                                                                  f"{8 - high}")  # fmt: skip
                x += width
                column += columns.places
            y += rows.places * high
            row += rows.places

    def nodes(
        self, group: ET.Element, brick: Brick, left: int, top: int, kind: str, texts: list[list[str]] | None
    ) -> None:
        """A circle for each value."""
        wide, high = (WIDE_CELL, HIGH_CELL) if self.look.values is not None else (CELL, CELL)
        for number, (cx, cy) in enumerate(self.circles(brick, left, top)):
            self.shape(group, "rect", kind, x=cx - wide // 2 + 1, y=cy - high // 2 + 1, width=wide - 2, height=high - 2,
                       rx=high // 2 - 1)  # fmt: skip
            if texts is not None:
                flat = [text for row in texts for text in row]
                self.text(group, flat[number], "name", cx, cy + 4, TINY, "middle")

    def circles(self, brick: Brick, left: int, top: int) -> list[Point]:
        """The middle of the circle of each value."""
        across, down = cells(brick)
        wide, high = self.pixels.cell(brick)
        found = []
        y = top
        for rows in down:
            x = left
            for columns in across:
                for i in range(rows.places):
                    for j in range(columns.places):
                        found.append((x + wide * j + wide // 2, y + high * i + high // 2))
                x += columns.places * wide
            y += rows.places * high
        return found

    def beside(
        self, group: ET.Element, inner: ET.Element, brick: Brick, x: int, y: int, frame: Frame, side: int
    ) -> None:
        """The name on the left, badges and the size on the right; all away from a joint beside."""
        width, _ = self.pixels.core(brick)
        pile = 8 if self.look.is_pile(brick) else 0
        here = x - width // 2 + width + pile
        for mark in brick.badges:
            wide = self.pixels.badge(mark) - 4
            holder = group if mark.term == brick.term else self.part(group, mark.term, mark.node, brick, frame)
            self.shape(holder, "rect", "badge", x=here + 4, y=y - 9, width=wide, height=18, rx=9)
            self.text(holder, mark.text, "onbadge", here + 4 + wide / 2, y + 4, TINY, "middle")
            here += wide + 4
        size, name = self.look.size(brick), self.pixels.label(brick)
        left = x - width // 2 - GAP_TO_TEXT
        if size and side < 0:
            self.text(group, size, "note", left, y + 4, SMALL, "end")
            left -= text_width(size, SMALL) + GAP_TO_TEXT
        elif size:
            out = (text_width(name, TEXT) + GAP_TO_TEXT) * (side > 0 and bool(name))
            self.text(group, size, "note", here + GAP_TO_TEXT + out, y + 4, SMALL)
        label, said = self.look.name(brick)
        if label is None and not said:
            return
        holder = self.named(group, brick) if self.is_set(brick) else inner
        if side > 0:
            self.write_name(holder, brick, label, said, here + GAP_TO_TEXT, y, "start")
        else:
            self.write_name(holder, brick, label, said, left, y, "end")

    def is_set(self, brick: Brick) -> bool:
        """True for a brick whose name is a part of its own, which a line sets or a declaration mentions."""
        label = brick.label
        own = {brick.term, brick.inner.term if brick.inner else ""}
        return label is not None and bool(label.term) and label.term not in own

    def named(self, group: ET.Element, brick: Brick) -> ET.Element:
        """The group of the name that a line sets."""
        label = brick.label
        assert label is not None
        held = ET.SubElement(group, "g", {"data-term": label.term, "role": "graphics-object"})
        if label.line:
            self.set_line(held, label, brick.badges[-1].term if brick.badges else brick.term)
            if brick.lines:
                self.set_lines(held, brick)
        held.set("aria-label", printable(self.said(label.name, brick)))
        return held

    def set_line(self, element: ET.Element, label: Label, value: str) -> None:
        """Say that a line gives a name this value."""
        element.set("data-op", "<-" if label.update else "=")
        element.set("data-name", label.name.key)
        element.set("data-parts", value)
        element.set("data-line", str(label.line))

    def write_name(
        self, group: ET.Element, brick: Brick, label: Label | None, said: str, x: int, y: int, anchor: str
    ) -> None:
        """A letter with its index, and words."""
        text = self.text(group, "", "name", x, y + 5, TEXT, anchor)
        text.text = None
        if label is not None:
            letter = ET.SubElement(text, "tspan", ITALIC)
            letter.text = label.name.letter
            if label.name.index:
                index = ET.SubElement(text, "tspan", {"dy": "4", "font-size": str(TINY)})
                index.text = printable(label.name.index)
        more = " ".join(filter(None, [said, "new" if is_updated(brick) else ""]))
        if more:
            rest = ET.SubElement(text, "tspan", {"font-size": str(SMALL)})
            if label is not None and label.name.index:
                rest.set("dy", "-4")
            rest.text = printable((" " if label is not None else "") + more)

    # --------------------------------------------------------------------------------------------- fans

    def fan(self, root: ET.Element, brick: Brick, places: Mapping[Brick, Place], x: int, y: int) -> None:
        """Lines from each value of one layer to each of the next, with the name of the weights."""
        source = next(wire.source for wire in brick.ways_in if wire.through)
        target = next(wire.target for wire in brick.ways_out if wire.through)
        group = self.group(root, brick.term, brick.node)
        group.set("aria-label", printable(self.said(brick.node, brick)))
        inner = group
        if brick.inner is not None:
            inner = self.group(group, brick.inner.term, brick.inner.node)
            inner.set("aria-label", printable(self.said(brick.inner.node, brick)))
        lower, upper = self.ends(source, places, x, y, True), self.ends(target, places, x, y, False)
        self.shape(inner, "path", "fan", d="".join(f"M{a} {b}L{c} {d}" for a, b in lower for c, d in upper))
        label, said = self.look.name(brick)
        if label is not None or said:
            place = places[brick]
            wide = text_width(self.pixels.label(brick), TEXT) + 10
            self.shape(inner, "rect", "paper", x=x + place.x - wide // 2, y=y + place.y - 11, width=wide, height=22,
                       rx=11)  # fmt: skip
            holder = self.named(group, brick) if self.is_set(brick) else inner
            self.write_name(holder, brick, label, said, x + place.x, y + place.y, "middle")

    def ends(self, brick: Brick, places: Mapping[Brick, Place], x: int, y: int, top: bool) -> list[Point]:
        """Where the lines of a fan leave or reach the values of a layer."""
        place = places[brick]
        width, height = self.pixels.core(brick)
        _, high = self.pixels.cell(brick)
        left, upper = x + place.x - width // 2, y + place.y - height // 2
        by = high // 2 - (self.look.detail == NODES)  # the circles are a little smaller than their places
        if brick.form == STRIP:
            return [(cx, cy - by if top else cy + by) for cx, cy in self.circles(brick, left, upper)]
        edge = upper if top else upper + height
        return [(left + width * (2 * i + 1) // 8, edge) for i in range(4)]


def operation(node: Expression) -> str:
    """What a part is, in a word or a sign."""
    match node:
        case Name():
            return "name"
        case Number():
            return "number"
        case Values():
            return "values"
        case Join():
            return "stack" if node.on_top else "join"
        case Product():
            return "·" if node.dotted else "product"
        case Elementwise(operator):
            return operator
        case Negative():
            return "negative"
        case Transpose():
            return "transpose"
        case Inverse():
            return "inverse"
        case Power():
            return "power"
        case Call():
            return "function"
        case _:
            never(node)


def rounded(points: Sequence[Point], radius: int = 7) -> str:
    """A way from corner to corner, its corners round.

    >>> rounded([(0, 20), (0, 0)]), rounded([(0, 20), (0, 10), (30, 10)])
    ('M0 20L0 0', 'M0 20L0 15Q0 10 5 10L30 10')
    """
    out = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, distance(before, corner) // 2, distance(corner, after) // 2)
        (ax, ay), (bx, by) = toward(corner, before, r), toward(corner, after, r)
        out.append(f"L{ax} {ay}Q{corner[0]} {corner[1]} {bx} {by}")
    out.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(out)


def distance(one: Point, other: Point) -> int:
    """How far two points of a level or upright line are apart."""
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def toward(start: Point, end: Point, far: int) -> Point:
    """The point so far on the way from one to another."""
    sign = [(b > a) - (b < a) for a, b in zip(start, end, strict=True)]
    return start[0] + sign[0] * far, start[1] + sign[1] * far


def branches(layout: Layout) -> list[Point]:
    """Where the ways of one value part."""
    found: dict[Point, None] = {}
    ways: dict[tuple[int, Point], list[Sequence[Point]]] = {}
    for wire, points in layout.ways.items():
        ways.setdefault((wire.source.number, points[0]), []).append(points)
    for group in ways.values():
        for i, one in enumerate(group):
            for other in group[i + 1 :]:
                point = parting(one, other)
                if point is not None:
                    found[point] = None
    return list(found)


def parting(one: Sequence[Point], other: Sequence[Point]) -> Point | None:
    """The last point that two ways share."""
    for (a, b), (c, d) in zip(pairwise(one), pairwise(other), strict=False):
        if a != c:
            return None
        if b == d:
            continue
        steps = [[(v > u) - (v < u) for u, v in zip(p, q, strict=True)] for p, q in ((a, b), (c, d))]
        if steps[0] != steps[1]:
            return a if a != one[0] else None
        return min(b, d, key=lambda point: distance(a, point))
    return None


def printable(text: str) -> str:
    """Text that XML can hold."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)

