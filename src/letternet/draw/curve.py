"""The error of each epoch as a curve: as SVG, as characters for a terminal, as a file."""

from __future__ import annotations

from math import isfinite
from xml.etree import ElementTree as ET

from .axis import epoch_axis, error_axis, number
from .ink import text_width
from .paint import DARK, FONT, LIGHT, declared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike
    from typing import Final

NAMESPACE = "http://www.w3.org/2000/svg"
WIDTH, HEIGHT = 480, 300  # of the drawing; a page may show it larger or smaller
TOP, RIGHT, BOTTOM = 40, 18, 46
TEXT = 14
MOST = 400  # points of a line; of more epochs, the highest and the lowest of each stretch are drawn
ERROR, HELD_OUT = "error", "held out"
USED = ("ink", "soft", "grid", "paper", "accent", "edge")
KINDS = {
    "paper": {"fill": "paper"},
    "grid": {"fill": "none", "stroke": "grid"},
    "axis": {"fill": "none", "stroke": "edge"},
    "name": {"fill": "ink"},
    "note": {"fill": "soft"},
    "error": {"fill": "none", "stroke": "accent", "stroke-width": "2", "stroke-linejoin": "round"},
    "dot": {"fill": "accent"},
    "apart": {"fill": "none", "stroke": "ink", "stroke-width": "2", "stroke-dasharray": "6 4"},
    "ring": {"fill": "paper", "stroke": "ink", "stroke-width": "2"},
    "best": {"fill": "none", "stroke": "soft", "stroke-width": "1.5", "stroke-dasharray": "2 3"},
}


def rule(kind: str) -> str:
    """How one kind of thing is painted."""
    look = {key: f"var(--{value})" if value in USED else value for key, value in KINDS[kind].items()}
    return f".letternet .{kind} {{ {declared(look)} }}"


def colors(palette: dict[str, str]) -> str:
    """The colours that are used, as custom properties."""
    return declared({key: palette[key] for key in USED}, "--")


STYLE = f"""
svg.letternet {{ color-scheme: light dark; {colors(LIGHT)} font-family: {FONT}; max-width: 100%; height: auto; }}
@media (prefers-color-scheme: dark) {{ svg.letternet {{ {colors(DARK)} }} }}
{chr(10).join(map(rule, KINDS))}
"""


class Curve:
    """The errors of all epochs: `errors` while learning, those of what is `held_out`, and the `best` epoch, if told.

    `svg` is the text of an SVG file, `text` the same in characters for a terminal.  In a notebook it shows itself.
    """

    def __init__(self, errors: Sequence[float], held_out: Sequence[float] = (), best: int | None = None) -> None:
        self.errors: Final = list(errors)
        self.held_out: Final = list(held_out)
        self.best: Final = best

    @property
    def svg(self) -> str:
        """The text of an SVG file."""
        return ET.tostring(self.element(), encoding="unicode") + "\n"

    @property
    def text(self) -> str:
        """The curve in characters, 80 columns wide."""
        return self.drawn(80)

    def drawn(self, width: int, ascii_only: bool = False) -> str:
        """The curve in characters, as wide as that."""
        from .curve_text import curve_text

        return curve_text(self, width, ascii_only)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the SVG into a file."""
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(self.svg)

    def _repr_svg_(self) -> str:
        return self.svg

    @property
    def said(self) -> str:
        """What the curve shows, in words.

        >>> Curve([2.0, 0.5], [2.5, 0.75]).said
        'In 2 epochs the error went from 2 to 0.5, that of what is held out from 2.5 to 0.75.'
        """
        count = len(self.errors)
        if not count:
            return "There were no epochs."
        if count == 1:
            held = f", that of what is held out {shown(self.held_out[0])}" if self.held_out else ""
            return f"In 1 epoch the error was {shown(self.errors[0])}{held}."
        said = f"In {count:,} epochs the error went from {shown(self.errors[0])} to {shown(self.errors[-1])}"
        if self.held_out:
            said += f", that of what is held out from {shown(self.held_out[0])} to {shown(self.held_out[-1])}"
        return said + (f"; epoch {self.best:,} was the best." if self.best else ".")

    # ---------------------------------------------------------------------------------------------- SVG

    def element(self) -> ET.Element:
        """The SVG as a tree."""
        across, up = epoch_axis(len(self.errors)), error_axis([*self.errors, *self.held_out])
        left = 14 + max(text_width(label, TEXT) for _, label in up.ticks)
        wide, high = WIDTH - left - RIGHT, HEIGHT - TOP - BOTTOM
        root = ET.Element("svg", {
            "xmlns": NAMESPACE, "class": "letternet", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": str(WIDTH),
            "height": str(HEIGHT), "role": "img", "aria-label": self.said,
        })  # fmt: skip
        ET.SubElement(root, "title").text = "The error of each epoch"
        ET.SubElement(root, "desc").text = self.said
        ET.SubElement(root, "style").text = STYLE
        shape(root, "rect", "paper", width=WIDTH, height=HEIGHT)
        for share, label in up.ticks:
            y = TOP + high * (1 - share)
            shape(root, "path", "grid", d=f"M{left} {place(y)}H{WIDTH - RIGHT}")
            write(root, label, "note", left - 8, y + 5, "end")
        shape(root, "path", "axis", d=f"M{left} {TOP + high}H{WIDTH - RIGHT}")
        for share, label in across.ticks:
            x = left + wide * share
            shape(root, "path", "axis", d=f"M{place(x)} {TOP + high}v5")
            half = text_width(label, TEXT) / 2
            write(root, label, "note", min(max(x, left + half - 6), WIDTH - 4 - half), TOP + high + 21, "middle")
        write(root, "epoch", "name", left + wide / 2, HEIGHT - 7, "middle")

        def point(epoch: int, value: float) -> tuple[float, float]:
            return left + wide * across.at(epoch), TOP + high * (1 - up.at(value))

        if self.best:
            x, _ = point(self.best, 0.0)
            shape(root, "path", "best", d=f"M{place(x)} {TOP}V{TOP + high}")
        for values, kind, end in ((self.errors, "error", "dot"), (self.held_out, "apart", "ring")):
            points = [point(epoch, value) for epoch, value in thinned(values)]
            if len(points) > 1:
                d = "L".join(f"{place(x)} {place(y)}" for x, y in points)
                shape(root, "path", kind, d=f"M{d}")
            if points:
                x, y = points[-1]
                shape(root, "circle", end, cx=place(x), cy=place(y), r="4")
        self.legend(root)
        return root

    def legend(self, root: ET.Element) -> None:
        """What each line is, above the curve."""
        x, y = 14.0, 20
        named = [(ERROR, "error", "dot")] + [(HELD_OUT, "apart", "ring")] * bool(self.held_out)
        for label, kind, end in named:
            shape(root, "path", kind, d=f"M{place(x)} {y - 5}h34")
            shape(root, "circle", end, cx=place(x + 34), cy=str(y - 5), r="4")
            write(root, label, "name", x + 46, y, "start")
            x += 46 + text_width(label, TEXT) + 22
        if self.best:
            shape(root, "path", "best", d=f"M{place(x)} {y - 13}v16")
            write(root, f"best: epoch {self.best:,}", "name", x + 10, y, "start")


def shape(parent: ET.Element, tag: str, kind: str, **attributes: object) -> ET.Element:
    """An element of a kind; the colours are also attributes, for where style sheets are not understood."""
    look = {key: LIGHT.get(value, value) for key, value in KINDS[kind].items()}
    given = {key.replace("_", "-"): str(value) for key, value in attributes.items()}
    return ET.SubElement(parent, tag, {"class": kind, **look, **given})


def write(parent: ET.Element, text: str, kind: str, x: float, y: float, anchor: str) -> None:
    """A line of text; y is its base line."""
    element = shape(parent, "text", kind, x=place(x), y=place(y), font_size=TEXT, text_anchor=anchor)
    element.text = text


def place(value: float) -> str:
    """A coordinate, to a tenth.

    >>> place(3.0), place(3.14159)
    ('3', '3.1')
    """
    return f"{value:.1f}".removesuffix(".0")


def shown(value: float) -> str:
    """An error as people read it."""
    return number(float(f"{value:.4g}")) if isfinite(value) else "no number"


def thinned(values: Iterable[float]) -> list[tuple[int, float]]:
    """The epochs, counted from 1, with their errors; of many, the highest and the lowest of each stretch, and the ends.

    >>> thinned([3.0, float("nan"), 1.0])
    [(1, 3.0), (3, 1.0)]
    >>> len(thinned(range(10_000))) <= MOST + 2
    True
    """
    points = [(epoch, float(value)) for epoch, value in enumerate(values, 1) if isfinite(value)]
    if len(points) <= MOST:
        return points
    kept = {0, len(points) - 1}
    stretches = MOST // 2
    for stretch in range(stretches):
        here = range(stretch * len(points) // stretches, (stretch + 1) * len(points) // stretches)
        kept.add(min(here, key=lambda at: points[at][1]))
        kept.add(max(here, key=lambda at: points[at][1]))
    return [points[at] for at in sorted(kept)]
