"""The curve of errors: round numbers at its axes, everything inside, said in words, the same bytes each time."""

from __future__ import annotations

import math
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letternet.draw.axis import epoch_axis, error_axis
from letternet.draw.curve import HEIGHT, MOST, WIDTH, Curve, thinned
from letternet.draw.curve_text import NARROWEST

SVG = "{http://www.w3.org/2000/svg}"
ERRORS = st.lists(
    st.one_of(st.floats(0, 10), st.floats(allow_nan=False, allow_infinity=False), st.just(0.0), st.just(math.nan)),
    min_size=1, max_size=60,
)  # fmt: skip
CURVES = {
    "one epoch": [0.5],
    "constant": [0.5] * 30,
    "zeros": [0.0] * 5,
    "down to zero": [1.0, 1e-3, 1e-6, 1e-9, 0.0],
    "many": [1 / (1 + k / 50) for k in range(10_000)],
    "below zero": [-1 - k / 10 for k in range(20)],
    "huge": [1e300, 1e200, 1e-300],
    "no numbers": [math.nan, math.inf],
}


def elements(curve: Curve, tag: str, kind: str = "") -> list[ET.Element]:
    found = ET.fromstring(curve.svg).iter(SVG + tag)
    return [each for each in found if not kind or each.get("class") == kind]


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


@given(ERRORS, st.booleans(), st.data())
def test_everything_lies_inside(errors: list[float], apart: bool, data: Any) -> None:
    held_out = data.draw(st.lists(st.floats(0, 10), min_size=len(errors), max_size=len(errors))) if apart else []
    curve = Curve(errors, held_out, len(errors) if apart else None)
    for kind in ("error", "apart"):
        for line in elements(curve, "path", kind):
            if "h34" not in (line.get("d") or ""):  # the legend's
                places = numbers(line.get("d") or "")
                assert all(0 <= x <= WIDTH for x in places[::2])
                assert all(0 <= y <= HEIGHT for y in places[1::2])
    for circle in elements(curve, "circle"):
        assert 4 <= float(circle.get("cx") or 0) <= WIDTH - 4
        assert 4 <= float(circle.get("cy") or 0) <= HEIGHT - 4
    assert curve.svg == Curve(errors, held_out, curve.best).svg


@given(ERRORS)
def test_axes_hold_all_values_between_round_numbers(errors: list[float]) -> None:
    axis = error_axis(errors)
    assert 1 <= len(axis.ticks) <= 9
    assert all(0 <= share <= 1 for share, _ in axis.ticks)
    assert [share for share, _ in axis.ticks] == sorted(share for share, _ in axis.ticks)
    finite = [value for value in errors if math.isfinite(value)]
    ordered = sorted(finite)
    assert [axis.at(value) for value in ordered] == sorted(axis.at(value) for value in ordered)
    positive = [value for value in finite if value > 0]
    wide = bool(positive) and min(finite) >= 0 and max(positive) / 100 > min(positive)
    assert axis.powers == wide


@given(st.integers(1, 200_000))
def test_epochs_are_marked_by_a_few_whole_numbers(count: int) -> None:
    axis = epoch_axis(count)
    assert 1 <= len(axis.ticks) <= 8
    assert axis.ticks[0] == (0.5 if count == 1 else 0.0, "1")
    assert len({label for _, label in axis.ticks}) == len(axis.ticks)


@given(ERRORS, st.integers(10, 200), st.booleans())
def test_in_characters_it_is_as_wide_as_the_terminal(errors: list[float], width: int, plain: bool) -> None:
    lines = Curve(errors, errors[::-1]).drawn(width, plain).split("\n")
    assert max(map(len, lines)) <= max(width, NARROWEST)
    assert not plain or "".join(lines).isascii()
    assert len(lines) == 14


@pytest.mark.parametrize("name", CURVES)
def test_odd_curves_are_drawn_as_well(name: str) -> None:
    errors = CURVES[name]
    curve = Curve(errors, errors, 1)
    points = thinned(errors)
    assert len(points) <= MOST + 2
    assert len(curve.svg) < 40_000
    finite = [value for value in errors if math.isfinite(value)]
    if finite:
        assert {min(finite), max(finite)} <= {value for _, value in points}
    said = elements(curve, "desc")[0].text or ""
    assert said == curve.said == ET.fromstring(curve.svg).get("aria-label")
    assert elements(curve, "title")[0].text
    assert "e+" not in curve.svg
    assert "nan" not in curve.svg.lower()


def test_lines_are_told_apart_without_colour() -> None:
    curve = Curve([3, 2, 1], [3, 2.5, 2.5], 2)
    assert all(line.get("stroke-dasharray") is None for line in elements(curve, "path", "error"))
    assert all(line.get("stroke-dasharray") for line in elements(curve, "path", "apart"))
    assert [text.text for text in elements(curve, "text", "name")] == ["epoch", "error", "held out", "best: epoch 2"]
    assert "prefers-color-scheme: dark" in curve.svg
    assert "http" not in curve.svg.replace("http://www.w3.org/2000/svg", "")
    plain = Curve([3, 2, 1])
    assert [text.text for text in elements(plain, "text", "name")] == ["epoch", "error"]


def test_it_is_saved_and_shows_itself(tmp_path: Any) -> None:
    curve = Curve([3, 2, 1])
    curve.save(tmp_path / "c.svg")
    assert (tmp_path / "c.svg").read_text(encoding="utf-8") == curve.svg == curve._repr_svg_()
    assert curve.text == curve.drawn(80)
    assert Curve([]).said == "There were no epochs."
    assert Curve([]).svg
    assert Curve([]).text
    assert Curve([2.0], [3.0]).said == "In 1 epoch the error was 2, that of what is held out 3."
