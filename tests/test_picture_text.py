"""Text fits where it stands in a picture, as a browser measures it: in its cell, its badge, its joint, on the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import Tab, missing
from pictures import Box, inside, overlap
from test_gallery import NAMES, inputs, text_of

from letternet import Formula
from letternet.alphabet import GREEK
from letternet.draw.ink import text_width
from letternet.draw.paint import KINDS, STYLE

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

MANY_KINDS = """Ω means "MMM WWW"; Θ means "скрытый слой"; θ means "größer æther"; m means "隐藏层"
y = relu(mΩ_{MMWW} + ω_{ij} ⊙ ω)Θ + θ_{W}; z = logsoftmax(y)² - min(y, θ_{W}); s = max(z) + 0.1234567/‖y‖"""
SIGNS = "⊙·×−≥≤…⋮√²³⁻¹ᵀ‖" + "".join(chr(c) for c in range(33, 127)) + "".join(GREEK.values())
SIGNS += "".join(c for c in map(chr, range(0xC0, 0x100)) if c.isalpha()) + "абвгдежзийклмнопрстуфхцчшщъыьэюяЖШЩЮ"
HOLDERS = ("brick", "box", "ghost", "joint", "badge")
# Of every drawing, each text and shape in order: its class, its text, how lines divide it, its place.
MEASURE = """
return [...document.querySelectorAll("svg.letternet")].map((svg) => {
  const { width, height } = svg.viewBox.baseVal;
  return [[0, 0, width, height], [...svg.querySelectorAll("text, rect, circle, path.grid")].map((each) => {
    const box = each.getBBox();
    return [each.getAttribute("class"), each.textContent, each.getAttribute("d") ?? "",
      [box.x, box.y, box.x + box.width, box.y + box.height]];
  })];
});
"""


def drawings() -> Iterator[tuple[str, str]]:
    """The gallery in bricks and strips, with letters and words, without values and with wide ones."""
    for name in NAMES:
        net = Formula(text_of(name))
        values = inputs(name, net, np.random.default_rng(0))
        wide = {key: value * -0.789 if value.dtype.kind == "f" else value for key, value in arrays(values)}
        for detail in ("bricks", "strips"):
            for labels in ("letters", "both"):
                yield f"{name}, {detail}, {labels}", net.picture(detail, labels).svg
            yield f"{name}, {detail}, values", net.picture(detail, values=wide).svg
    net = Formula(MANY_KINDS)
    for labels in ("letters", "words", "both"):
        yield f"names of many kinds, {labels}", net.picture(labels=labels).svg
    net = Formula("l0 : 3; l1 : 4; l2 : 2; l2 = relu(l0W0)W1")
    yield "nodes", net.picture("nodes").svg
    values = {"l0": [-99999, 1e-7, 0.12345], "W0": [[-99999, 1e-7, 1e9, -0.98765]] * 3, "W1": [[1, -2]] * 4}
    for detail in ("nodes", "bricks", "strips"):
        yield f"wide values, {detail}", net.picture(detail, values=values).svg
        widest = {"x": [-1e300, -1e-300, 1e300]}
        yield f"the widest values, {detail}", Formula("h = relu(x)").picture(detail, values=widest).svg


def arrays(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Values as arrays."""
    yield from ((key, np.asarray(value)) for key, value in values.items())


def cells(shape: Box, lines: str) -> Iterator[Box]:
    """The cells into which lines divide a rectangle."""
    left, top, right, bottom = shape
    across = [left, *(float(x) for x in re.findall(r"M([\d.]+) [\d.]+v", lines)), right]
    down = [top, *(float(y) for y in re.findall(r"M[\d.]+ ([\d.]+)h", lines)), bottom]
    return ((a, b, c, d) for a, c in pairwise(across) for b, d in pairwise(down))


def misfits(sheet: Box, parts: list[tuple[str, str, str, Box]]) -> Iterator[str]:
    """What is wrong with the texts of a drawing."""
    texts = [(text, box) for kind, text, _, box in parts if kind in ("name", "note", "onbadge")]
    holders: list[Box] = []
    for (kind, _, _, box), (then, _, lines, _) in zip(parts, [*parts[1:], ("", "", "", sheet)], strict=True):
        if kind in HOLDERS:
            holders += cells(box, lines if then == "grid" else "")
    for text, box in texts:
        if not inside(box, sheet):
            yield f"{text!r} leaves the sheet: {box} of {sheet}"
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) * 2
        if not any(inside(box, holder) for holder in holders if inside(middle, holder)):
            yield from (f"{text!r} does not fit: {box} in {each}" for each in holders if overlap(box, each))
    for (one, a), (other, b) in combinations(texts, 2):
        if overlap(a, b):
            yield f"{one!r} lies on {other!r}: {a} and {b}"


def test_every_text_of_the_gallery_fits(tab: Tab, tmp_path: Path) -> None:
    page = tmp_path / "pictures.html"
    drawn = dict(drawings())
    page.write_text("<!DOCTYPE html><meta charset='utf-8'>" + "".join(drawn.values()), encoding="utf-8")
    tab.open(page)
    measured = tab.script(MEASURE)
    assert len(measured) == len(drawn)
    assert sum(len(parts) for _, parts in measured) > 5_000
    found = {name: list(misfits(*each)) for name, each in zip(drawn, measured, strict=True)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_no_character_is_wider_than_is_reckoned_with(tab: Tab, tmp_path: Path) -> None:
    page = tmp_path / "characters.html"
    letters = "".join(f"<text font-size='140'>{escape(c)}</text>" for c in SIGNS)
    tenfold = f"font-size: {10 * int(KINDS['letter']['font-size'])}px"
    italic = "".join(f"<text class='letter' style='{tenfold}'>{escape(c)}</text>" for c in SIGNS)
    svg = f"<svg class='letternet'>{letters}{italic}</svg>"
    page.write_text(f"<!DOCTYPE html><meta charset='utf-8'><style>{STYLE}</style>{svg}", encoding="utf-8")
    tab.open(page)
    widths = tab.script("return [...document.querySelectorAll('text')].map((each) => each.getComputedTextLength());")
    found = [(c, width, text_width(c, 140)) for c, width in zip(SIGNS * 2, widths, strict=True)]
    assert [(c, width, wanted) for c, width, wanted in found if width > wanted + 1] == []
