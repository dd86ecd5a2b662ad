"""A sheet as SVG: one group for each part, with its id and what it is; no script, no font, nothing from elsewhere."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from .cells import cells
from .described import described, said
from .ink import NODES, Look, last_part, printable, text_width
from .paint import ATTRIBUTES, STYLE
from .pixels import (
    CELL,
    FAN,
    GAP_TO_TEXT,
    HIGH_CELL,
    ROUND,
    SIGN,
    SMALL,
    TEXT,
    TINY,
    WIDE_CELL,
    Pixels,
    is_updated,
)
from .scene import BOX, CIRCLE, GAP, JOINT, STRIP, Brick, Scene
from .sheet import Paper, sheet
from .wires import branches, rounded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    from ..tree import Expression, Node
    from .ink import Cell
    from .layout import Place, Point
    from .scene import Label
    from .sheet import Frame, Piece, Sheet

NAMESPACE = "http://www.w3.org/2000/svg"
PAPER = Paper(width=1100, between=36, around=18, title=38, margin=96)
EDGE = 14  # around the sheet


class Drawer:
    """Draws one sheet; not `alone` is what stands in a page that has the style and says in words what it is."""

    def __init__(self, scenes: Sequence[Scene], ids: Mapping[Node, str], look: Look, alone: bool = True) -> None:
        self.look: Final = look
        self.alone: Final = alone
        self.ids: Final = ids
        self.pixels: Final = Pixels(look)
        self.sheet: Final[Sheet] = sheet(scenes, self.pixels, PAPER)

    def svg(self, title: str, description: str, note: str = "") -> ET.Element:
        """The whole picture."""
        width, height = self.sheet.width + 2 * EDGE, self.sheet.height + 2 * EDGE
        legend = self.look.legend(self.sheet.bricks)
        notes = [note] if note else []
        notes += [f"struck out: {legend}"] if legend else []
        notes += [f"and {frame.left_out:,} more lines" for frame in self.sheet.frames if frame.left_out]
        width = max([width, *(text_width(line, SMALL) + 2 * EDGE for line in notes)])
        height += 22 * len(notes)
        root = ET.Element("svg", {
            "xmlns": NAMESPACE, "class": "letternet", "viewBox": f"0 0 {width} {height}", "width": str(width),
            "height": str(height), "role": "graphics-document", "aria-label": title,
        })  # fmt: skip
        if self.alone:
            ET.SubElement(root, "title").text = title
            ET.SubElement(root, "desc").text = description
            ET.SubElement(root, "style").text = STYLE
        self.shape(root, "rect", "paper", width=width, height=height)
        for frame in self.sheet.frames:
            self.frame(root, frame)
        if legend and not any(map(self.look.shows_silenced, self.sheet.bricks)):
            notes[bool(note)] = ""  # its place stays, so that all frames have one size
        for number, line in enumerate(notes):
            if line:
                self.text(root, line, "note", EDGE, height - 8 - 22 * (len(notes) - 1 - number), SMALL)
        return root

    # ----------------------------------------------------------------------------------------- elements

    def shape(self, parent: ET.Element, tag: str, kind: str, **attributes: float | str) -> ET.Element:
        """An element of a kind."""
        given = {key.replace("_", "-"): str(value) for key, value in attributes.items()}
        return ET.SubElement(parent, tag, {"class": kind, **(ATTRIBUTES[kind] if self.alone else {}), **given})

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
            attributes |= described(node, self.ids)
        attributes |= {f"data-{key}": value for key, value in more.items()}
        return ET.SubElement(parent, "g", attributes)

    def said(self, node: Expression, brick: Brick) -> str:
        """A part in a few words."""
        return printable(said(node, brick, self.look.words.english))

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
        ways = {
            wire: piece.layout.ways[wire] for brick in piece.bricks for wire in brick.ways_out
            if not (wire.through and (wire.source in fans or wire.target in fans))
        }  # fmt: skip
        for wire, way in ways.items():
            kind = "weight" if not wire.through and wire.source.on_the_way else "wire"
            if wire.source in fans:  # from its name, which stands in the middle
                way = ((way[0][0], way[0][1] + FAN // 2 - 11), *way[1:])
            line = self.shape(root, "path", kind, d=rounded([(x + px, y + py) for px, py in way]))
            line.set("data-from", wire.source.term)
            line.set("data-to", wire.target.term)
        for px, py in branches(ways):
            self.shape(root, "circle", "dot", cx=x + px, cy=y + py, r=2.5)
        joints: dict[Brick, ET.Element] = {}
        for brick in piece.bricks:
            if brick in fans:
                self.fan(root, brick, places, x, y, frame)
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
        silenced = self.look.silenced_words(brick)
        if silenced:
            group.set("aria-label", f"{group.get('aria-label')}, {silenced}")
        y += self.pixels.pile(brick) // 2  # the front of a pile
        self.core(group, inner, brick, x, y)
        self.beside(group, inner, brick, x, y, frame, side)

    def part(self, parent: ET.Element, term: str, node: Expression, brick: Brick, frame: Frame) -> ET.Element:
        """The group of a part, named for those who do not see it."""
        if brick in frame.scene.copies:
            return ET.SubElement(parent, "g", {"data-also": term})
        group = self.group(parent, term, node)
        if brick.label is not None and brick.label.line and term == brick.label.term:  # y = x
            other = brick.ways_in[0].source.label
            if other is not None:  # it may be among what is left out
                self.set_line(group, brick.label, other.term)
        if brick.lines and term == last_part(brick):
            self.set_lines(group, brick)
        group.set("aria-label", self.said(node, brick))
        return group

    def set_lines(self, group: ET.Element, brick: Brick) -> None:
        """Say which lines are only this value."""
        group.set("data-alone", " ".join(map(str, brick.lines)))

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
        pile = self.pixels.pile(brick)
        if pile:
            for by in (pile, pile // 2):
                self.shape(inner, "rect", kind, x=left + by, y=top - by, width=width, height=height, rx=3)
        texts = self.look.in_cells(brick)
        if brick.form == CIRCLE:
            self.shape(inner, "rect", kind, x=left, y=top, width=width, height=height, rx=ROUND)
            if texts:
                self.value(inner, texts[0][0], x, y, width - ROUND, height - 8)
            elif brick.text:
                self.text(inner, brick.text, "name", x, y + 4, SMALL, "middle")
            return
        if self.pixels.is_circles(brick):
            self.nodes(inner, brick, left, top, kind, texts[0] if texts else None)
            return
        self.segments(inner, brick, left, top, kind, texts)
        if brick.turned:
            right = left + width
            self.shape(group, "path", "turned", d=f"M{right - 11} {top}h11v11z")

    def segments(
        self, group: ET.Element, brick: Brick, left: int, top: int, kind: str, texts: list[list[Cell]] | None
    ) -> None:
        """Rectangles with lines between their cells, and what stands in them."""
        across, down = cells(brick)
        wide, high = self.pixels.cell(brick)
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
                        cx, cy = x + wide * j + wide // 2, y + high * i + high // 2
                        if texts is not None:
                            self.value(group, texts[row + i][column + j], cx, cy, wide - 8, high - 8)
                        elif (columns.more and j == columns.count) and i == rows.places // 2:
                            self.text(group, "…", "note", cx, cy + 3, SMALL, "middle")
                        elif (rows.more and i == rows.count) and j == columns.places // 2:
                            self.text(group, "⋮", "note", cx, cy + 5, SMALL, "middle")
                x += width
                column += columns.places
            y += rows.places * high
            row += rows.places

    def nodes(self, group: ET.Element, brick: Brick, left: int, top: int, kind: str, row: list[Cell] | None) -> None:
        """A circle for each value."""
        wide, high = (WIDE_CELL, HIGH_CELL) if self.look.has_numbers(brick) else (CELL, CELL)
        for number, (cx, cy) in enumerate(self.circles(brick, left, top)):
            self.shape(group, "rect", kind, x=cx - wide // 2 + 1, y=cy - high // 2 + 1, width=wide - 2, height=high - 2,
                       rx=high // 2 - 1)  # fmt: skip
            if row is not None:
                self.value(group, row[number], cx, cy, wide - high, high - 6)

    def value(self, group: ET.Element, cell: Cell, x: int, y: int, width: int, height: int) -> None:
        """What stands in a cell, struck out if a function set it to 0."""
        if cell.silenced:
            self.shape(group, "path", "struck", d=f"M{x - width // 2} {y + height // 2}l{width} {-height}")
        self.text(group, cell.text, "name", x, y + 4, TINY, "middle")

    def circles(self, brick: Brick, left: int, top: int) -> list[Point]:
        """The middle of the circle or cell of each value in a row."""
        across, _ = cells(brick)
        wide, high = self.pixels.cell(brick)
        first = left + (wide - self.pixels.around(brick)) // 2
        return [(first + wide * i, top + high // 2) for i in range(sum(run.places for run in across))]

    def beside(
        self, group: ET.Element, inner: ET.Element, brick: Brick, x: int, y: int, frame: Frame, side: int
    ) -> None:
        """The name on the left, badges and the size on the right; all away from a joint beside."""
        width, _ = self.pixels.core(brick)
        here = x - width // 2 + width + self.pixels.pile(brick)
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
            out = (name + GAP_TO_TEXT) * (side > 0 and bool(name))
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
        held.set("aria-label", self.said(label.name, brick))
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
            letter = self.shape(text, "tspan", "letter")
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

    def fan(
        self, root: ET.Element, brick: Brick, places: Mapping[Brick, Place], x: int, y: int, frame: Frame
    ) -> None:
        """Lines from each value of one layer to each of the next, with the name of the weights."""
        source = next(wire.source for wire in brick.ways_in if wire.through)
        target = next(wire.target for wire in brick.ways_out if wire.through)
        group = inner = self.part(root, brick.term, brick.node, brick, frame)
        if brick.inner is not None:
            inner = self.part(group, brick.inner.term, brick.inner.node, brick, frame)
        lower, upper = self.ends(source, places, x, y, True), self.ends(target, places, x, y, False)
        self.shape(inner, "path", "fan", d="".join(f"M{a} {b}L{c} {d}" for a, b in lower for c, d in upper))
        label, said = self.look.name(brick)
        if label is not None or said:
            place = places[brick]
            wide = self.pixels.label(brick) + 10
            self.shape(inner, "rect", "paper", x=x + place.x - wide // 2, y=y + place.y - 11, width=wide, height=22,
                       rx=11)  # fmt: skip
            holder = self.named(group, brick) if self.is_set(brick) else inner
            self.write_name(holder, brick, label, said, x + place.x, y + place.y, "middle")

    def ends(self, brick: Brick, places: Mapping[Brick, Place], x: int, y: int, top: bool) -> list[Point]:
        """Where the lines of a fan leave or reach the values of a layer."""
        place = places[brick]
        width, height = self.pixels.core(brick)
        _, high = self.pixels.cell(brick)
        left, upper = x + place.x - width // 2, y + place.y - height // 2 + self.pixels.pile(brick) // 2
        by = high // 2 - (self.look.detail == NODES)  # the circles are a little smaller than their places
        if brick.form == STRIP:
            return [(cx, cy - by if top else cy + by) for cx, cy in self.circles(brick, left, upper)]
        edge = upper if top else upper + height
        lines = 4 if brick.form == BOX else 2  # a column is narrow
        return [(left + width * (2 * i + 1) // (2 * lines), edge) for i in range(lines)]
