"""What is in a picture, read from its SVG alone: bricks and wires with their places, and the formula again."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

from letternet.draw.ink import text_width
from letternet.read.letters import read
from letternet.tree import (
    Call,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    FunctionDefinition,
    Inverse,
    Join,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Statement,
    Transpose,
    Update,
)

SVG = "{http://www.w3.org/2000/svg}"
BRICKS = ("brick", "box", "ghost", "joint")
Box = tuple[float, float, float, float]  # left, top, right, bottom


class Drawing:
    """An SVG, taken apart."""

    def __init__(self, svg: str) -> None:
        self.root = ET.fromstring(svg)
        self.above = {child: parent for parent in self.root.iter() for child in parent}
        self.groups = list(self.root.iter(f"{SVG}g"))
        self.by_term = {group.get("data-term"): group for group in self.groups if group.get("data-term")}

    @property
    def box(self) -> Box:
        """The view box."""
        x, y, width, height = map(float, self.root.get("viewBox", "").split())
        return x, y, x + width, y + height

    def bricks(self) -> list[tuple[Box, ET.Element]]:
        """The rectangles and circles of bricks and joints; the back of a pile belongs to its front."""
        found = []
        for element in self.root.iter():
            if (element.get("class") or "").split()[:1] and element.get("class") in BRICKS:
                found.append((extent(element), element))
        return found

    def owner(self, element: ET.Element) -> ET.Element | None:
        """The group that an element is drawn in."""
        here = self.above.get(element)
        while here is not None and here.tag != f"{SVG}g":
            here = self.above.get(here)
        return here

    def outermost(self, element: ET.Element) -> ET.Element:
        """The outermost group around an element, or itself."""
        found = element
        here: ET.Element | None = element
        while here is not None:
            found = here if here.tag == f"{SVG}g" else found
            here = self.above.get(here)
        return found

    def texts(self) -> list[tuple[Box, ET.Element]]:
        """Every line of text with the most room that it takes."""
        return [(extent(element), element) for element in self.root.iter(f"{SVG}text")]

    def cells(self, term: str) -> list[tuple[str, bool]]:
        """What stands in the cells of the brick at the end of which a part is, and whether it is struck out."""
        group = self.by_term[term]
        found: list[tuple[str, bool]] = []
        while not found and group.tag == f"{SVG}g":
            for before, each in pairwise(group.iter()):
                kinds = before.get("class"), each.get("class"), each.get("text-anchor")
                if kinds[1:] == ("name", "middle") and kinds[0] != "joint":
                    found.append((each.text or "", kinds[0] == "struck"))
            group = self.above[group]
        return found

    def wires(self) -> list[tuple[list[tuple[float, float]], ET.Element]]:
        """The ways of the wires, through their corners."""
        return [
            ([(float(a), float(b)) for a, b in re.findall(r"[MLQ ](-?[\d.]+) (-?[\d.]+)", path.get("d", ""))], path)
            for path in self.root.iter(f"{SVG}path")
            if path.get("data-from") is not None
        ]

    # -------------------------------------------------------------------------------- the formula again

    def statements(self) -> list[Statement]:
        """The lines that are worked out and the functions that they use, made from the attributes of groups alone."""
        lines: list[tuple[int, Statement]] = []
        for group in self.groups:
            term, op = group.get("data-term", ""), group.get("data-op")
            if op in ("=", "<-"):
                made = (Definition if op == "=" else Update)(named(group), self.value(group.get("data-parts", "")))
                lines.append((int(group.get("data-line", "")), made))
            if group.get("data-alone") and not self.function_of(group):
                lines += [(int(n), Evaluation(self.value(term))) for n in group.get("data-alone", "").split()]
        out: list[Statement] = [line for _, line in sorted(lines, key=lambda pair: pair[0])]
        for frame in self.root.iter(f"{SVG}rect"):
            title = frame.get("data-function")
            if title and frame.get("class") == "frame":
                parameters = tuple(named(self.by_term[t]) for t in frame.get("data-parameters", "").split())
                value = self.value(frame.get("data-value", ""))
                out.append(FunctionDefinition(title.rstrip("'"), parameters, value, title.endswith("'")))
        return out

    def function_of(self, group: ET.Element) -> bool:
        """True for a group within the frame of a function."""
        x, y, _, _ = extent(next(e for e in group.iter() if (e.get("class") or "") in (*BRICKS, "badge", "name")))
        frames = [frame for frame in self.root.iter(f"{SVG}rect") if frame.get("class") == "frame"]
        return any(inside((x, y, x, y), extent(frame)) for frame in frames)

    def value(self, term: str) -> Expression:
        """The expression of a part."""
        todo: list[tuple[str, bool]] = [(term, False)]
        made: list[Expression] = []
        while todo:
            term, ready = todo.pop()
            group = self.by_term[term]
            parts = group.get("data-parts", "").split()
            op = group.get("data-op", "")
            if op in ("=", "<-", "name"):
                made.append(named(group))
            elif ready:
                first = len(made) - len(parts)
                arguments = made[first:]
                del made[first:]
                made.append(expression(group, op, tuple(arguments)))
            else:
                todo.append((term, True))
                todo += [(part, False) for part in reversed(parts)]
        return made[0]


def named(group: ET.Element) -> Name:
    """The name of a group."""
    if group.get("data-name") == "π":
        return Name("π")
    line = read(f"{group.get('data-name')} = 1")[0].statements[0]
    assert isinstance(line, Definition)
    return Name(line.name.letter, line.name.index)


def expression(group: ET.Element, op: str, parts: tuple[Expression, ...]) -> Expression:
    """One node from its parts."""
    given: dict[str, Any] = {
        "negative": lambda: Negative(parts[0]),
        "transpose": lambda: Transpose(parts[0]),
        "inverse": lambda: Inverse(parts[0]),
        "join": lambda: Join(parts, False),
        "stack": lambda: Join(parts, True),
        "product": lambda: Product(parts[0], parts[1]),
        "·": lambda: Product(parts[0], parts[1], True),
        "number": lambda: Number(group.get("data-value", "")),
        "values": lambda: read(f"V = {group.get('data-value')}")[0].statements[0].value,  # type: ignore[union-attr]
        "power": lambda: Power(
            parts[0], Number(group.get("data-exponent", "")) if len(parts) == 1 else parts[1]  # type: ignore[arg-type]
        ),
        "function": lambda: Call(
            group.get("data-function", "").rstrip("'"), parts, group.get("data-function", "").endswith("'")
        ),
    }
    if op in given:
        made: Expression = given[op]()
        return made
    return Elementwise(op, parts[0], parts[1])


# -------------------------------------------------------------------------------------------------- geometry


def extent(element: ET.Element) -> Box:
    """The room that an element takes."""


    def number(key: str) -> float:
        return float(element.get(key, "0"))

    if element.tag == f"{SVG}circle":
        x, y, r = number("cx"), number("cy"), number("r")
        return x - r, y - r, x + r, y + r
    if element.tag == f"{SVG}text":
        size = number("font-size")
        runs = [(element.text or "", size), *((t.text or "", float(t.get("font-size", size))) for t in element)]
        width = sum(text_width(text, int(points)) for text, points in runs)
        left = number("x") - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
        return left, number("y") - 0.8 * size, left + width, number("y") + 0.25 * size
    return number("x"), number("y"), number("x") + number("width"), number("y") + number("height")


def inside(inner: Box, outer: Box, slack: float = 0) -> bool:
    """True when one box lies in another."""
    return (
        inner[0] >= outer[0] - slack and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack
    )  # fmt: skip


def overlap(one: Box, other: Box) -> bool:
    """True when two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def on_edge(point: tuple[float, float], box: Box, slack: float = 1.5) -> bool:
    """True when a point lies on the edge of a box, or as near as a round corner makes it."""
    x, y = point
    near = box[0] - slack <= x <= box[2] + slack and box[1] - slack <= y <= box[3] + slack
    deep = box[0] + slack < x < box[2] - slack and box[1] + slack < y < box[3] - slack
    return near and not deep
