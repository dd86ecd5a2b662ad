"""What fuzzing found, kept; and a little fuzzing of every reader, the same each time."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import fuzz
import numpy as np
import pytest
from fuzz_inputs import npz

from letternet import DataError, Formula, FormulaError
from letternet.run.datapoints import from_archive
from letternet.run.values import from_file

# The view that a text is read as, the text, and the letters that come of it or the codes of what is wrong.
TEXTS = {
    "a remark that drives a terminal": ("letters", "# a\x1b[31mb\x7f\u202ec\ny = x", "# a [31mb  c\ny = x"),
    "a way out that drives a terminal": ("letters", "--set \x1b[31m\u202e", "E0103"),
    "a matrix with the name of a library": ("python", "y = F.dot(x)", "vectors are columns\ny = Fx"),
    "a call of a function whose line cannot be read": ("latex", "\\phi(x) = (x \\\\\n y &= \\phi(z)^T", "E0103"),
    "a call of a function that could not be understood": (
        "english",
        "To perform the f function on the vector x: take x and blow it up.\nTake y and perform f on it.",
        "E0115",
    ),
    "a function with a long name that nobody uses": (
        "english",
        f"The function f is never used: {'f' * 61}(x) = x.",
        f"{'f' * 61}(x) = x",
    ),
    "a function that nobody uses, with a letter that was perhaps not meant": (
        "english",
        "The function f is never used: f(x) = h_to.",
        "f(x) = h_t o",
    ),
    "digits of another script in English": ("english", "take x; add W𝟝", 'w means "W𝟝"\nx + w'),
    "digits of another script in Python": ("python", "y = x٣ + 1", 'x means "x٣"\ny = x + 1'),
    "Greek as mathematicians set it": ("letters", 'a means "𝟄"; y = 2a', 'a means "𝟄"\ny = 2a'),
    "a fraction that is no decimal": ("letters", "⅔x + ⅝", "E0103"),
    "half a character in a function": ("python", "def f(x):\n \x00\udcb8\n\ny = f(x)\n= 3", "E0115 E0115 W0102 W0102"),
    "what Python cannot read, below an empty line": ("python", "\n    \x00=+[1:]", "E0115"),
    "a letter that only looks like Latin, in Python": ("python", "ϒ", 'a means "Υ"\na'),
    "a call with two arguments of a function whose line cannot be read": (
        "latex",
        "F(a, b) &= a - ^{-1}b \\\\\nj_0 &= F(x, y)",
        "E0106 E0115",
    ),
    "a function with a usual value and more signs than Python copies": (
        "python",
        f"def sigmoid(x, beta=2.0): return {'-' * 400}x * beta\ny = sigmoid(x)",
        f"y = {'-' * 400}x ⊙ 2.0",
    ),
    "remarks beside lines that cannot be read": ("latex", "% a\n\u00d4 % b\nx=y % c\n\u00d4 % d", "E0104 E0104"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_was_found_is_read_or_refused(name: str) -> None:
    view, text, wanted = TEXTS[name]
    try:
        found = Formula(text, view=view).letters()
    except FormulaError as error:
        found = " ".join(problem.code for problem in error.problems)
    assert found == wanted
    net = fuzz.read(text, view)
    for look in (*fuzz.ALWAYS, *fuzz.IN_TURN) if net is not None else ():
        look(net)


def marked(mark: int, value: int) -> bytes:
    """An archive whose only member says of itself, at a byte of its entry in the directory, what it likes."""
    data = bytearray(npz(x=np.array([1.0, 2.0, 3.0])))
    data[data.index(b"PK\x01\x02") + mark] = value
    return bytes(data)


def text_in_archive() -> bytes:
    """An archive whose only member is text."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x", "1 0 1")
    return file.getvalue()


DAMAGED = {
    "an archive that says it needs version 12.8": marked(6, 128),
    "an archive that says it is encrypted": marked(8, 1),
    "an archive that says it is compressed in a way that nobody knows": marked(10, 77),
    "an archive of text": text_in_archive(),
}


@pytest.mark.parametrize("ending", ["npz", "npy"])
@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_refused(name: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{ending}"
    path.write_bytes(DAMAGED[name])
    with pytest.raises(DataError) as caught:
        from_file("x", str(path))
    assert {problem.code for problem in caught.value.problems} <= {"E0304", "E0305"}
    with pytest.raises(DataError, match="E0305"):
        from_archive(path)


def test_a_state_with_characters_that_there_are_not_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(fuzz, "FOLDER", tmp_path)
    told = np.array('{"form": 1, "about": {"the formula": "Q"}, "first": 0.5, "best": 1}')
    codes = bytearray(told.tobytes())
    codes[codes.index(b"Q") : codes.index(b"Q") + 4] = (0x7F0000FF).to_bytes(4, sys.byteorder)
    fuzz.state(npz(about=np.frombuffer(bytes(codes), told.dtype).reshape(()), errors=np.array([0.5])))


# How many inputs each reader gets in the suite; a text that is right goes through its views, which takes longer.
SHORT = {
    "letters": 30, "python": 20, "english": 20, "latex": 30, "any": 20, "values": 500, "csv": 200, "npy": 200,
    "npz": 200, "file": 30, "state": 100, "request": 10,
}  # fmt: skip


@pytest.mark.parametrize("name", fuzz.READERS)
def test_changed_inputs_break_no_law(name: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(fuzz, "FOLDER", tmp_path)
    finds = fuzz.Finds(name, None)
    fuzz.plainly(name, 1, lambda finds: finds.count >= SHORT[name], finds, every=False)
    assert not finds.shortest
