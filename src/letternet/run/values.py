"""Values as people give them become arrays: numbers, lists, text such as `1 0 1`, and files.

Every problem names the letter, what came and what was expected.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import numpy as np

from .. import limits
from ..alphabet import FRACTIONS, SAME
from ..patterns import pattern
from ..problems import DataError, Problem

NUMBER = pattern(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
NUMERIC = pattern(NUMBER.pattern + r"|[-+]?(?:nan|inf|infinity)", re.IGNORECASE)
NUMPY_FILES = (b"\x93NUMPY", b"PK\x03\x04\x14\x00", b"PK\x03\x04-\x00")  # how .npy and .npz begin
FILES = (".npy", ".npz", ".csv", ".txt", ".tsv")


def refused(code: str, message: str) -> DataError:
    """The error of one problem with a value."""
    return DataError([Problem(code, message)])


def from_text(key: str, text: str) -> Any:
    """A value as typed on a command line: numbers, or the path of a file."""
    if text.lower().endswith(FILES):
        return from_file(key, text)
    hint = ""
    if os.path.isdir(text):
        hint = f"; {text} is a folder"
    elif re.search(r"[/.\\]", text):
        hint = f"; there is no file {text}"
    return typed(key, text, hint)


def typed(key: str, text: str, hint: str = "") -> Any:
    """Numbers as people type them: `0.5`, `1 0 1`, `1 2; 3 4`; `hint` is said where a word stands among them.

    >>> typed("W0", "1 2; 3 4")
    array([[1, 2],
           [3, 4]])
    """
    if len(text) > limits.TEXT:
        raise refused("E0109", f"the value of {key} has more than {limits.TEXT:,} characters")
    inside = text.translate(SAME).strip()
    table = inside.startswith("[[")
    if inside.startswith("[") and inside.endswith("]"):
        inside = re.sub(r"\][\s,;]*\[", ";", inside).strip("[] ")  # rows as Python and NumPy write them
    for fraction, decimal in FRACTIONS.items():
        inside = inside.replace(fraction, decimal)
    rows = [re.split(r"[\s,]+", row.strip()) for row in inside.strip().strip(";").split(";")]
    bad = next(
        (entry for row in rows for entry in row if not NUMBER.fullmatch(entry) or len(entry) > limits.DIGITS), None
    )
    if bad == "" and not inside.strip():
        raise refused("E0304", f"the value of {key} is empty; numbers are given like this: {key}='1 0 1'")
    if bad is not None:
        raise refused("E0304", f"the value of {key} has {bad!r} where a number should be{hint}")
    if any(len(row) != len(rows[0]) for row in rows):
        lengths = ", ".join(str(len(row)) for row in rows)
        raise refused("E0304", f"the rows of {key} have different lengths: {lengths}")
    whole = all(entry.lstrip("+-").isdigit() for row in rows for entry in row)
    numbers = [[int(entry) if whole else float(entry) for entry in row] for row in rows]
    if len(numbers) > 1 or table:
        return as_array(key, numbers)
    return as_array(key, numbers[0][0] if len(numbers[0]) == 1 and not re.search(r"[;,\[]", text) else numbers[0])


def from_file(key: str, path: str) -> Any:
    """An array from a `.npy`, `.npz` or `.csv` file; what such a file pickles is not loaded."""
    try:
        found = stored(key, path) if path.lower().endswith((".npy", ".npz")) else from_table(key, path)
    except FileNotFoundError:
        raise refused("E0305", f"the file {path} for {key} does not exist") from None
    except DataError:
        raise
    except Exception as error:  # NumPy, zipfile and zlib raise whatever comes to them of a damaged file
        why = "it is damaged or not of its kind"
        if "pickle" in str(error) and Path(path).read_bytes()[:6] in NUMPY_FILES:
            why = "it holds Python objects, which are not loaded"
        if isinstance(error, OSError):
            why = error.strerror or why
        raise refused("E0305", f"the file {path} for {key} cannot be read: {why}") from None
    return as_array(key, found)


def stored(key: str, path: str) -> Any:
    """An array that NumPy stored: the only one in the file, or the one that is called as the letter."""
    found = np.load(path, allow_pickle=False)
    if isinstance(found, np.ndarray):
        return found
    with found:
        if key in found:
            return found[key]
        if len(found.files) == 1:
            return found[found.files[0]]
        raise refused("E0305", f"{path} has no array {key}; it has {', '.join(found.files) or 'none'}")


def from_table(key: str, path: str) -> Any:
    """Numbers in rows of text, commas, semicolons, tabs or spaces between them; a line of titles on top is passed."""
    text = Path(path).read_text(encoding="utf-8-sig")
    rows = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    split = [re.split(r"[\s,;]+", row.strip(",; \t")) for row in rows]
    if split and not any(NUMERIC.fullmatch(entry) for entry in split[0]):
        split = split[1:]
    if not split:
        raise refused("E0304", f"the file {path} for {key} has no numbers")
    for number, row in enumerate(split, 1):
        bad = next((entry for entry in row if not NUMBER.fullmatch(entry)), None)
        if bad is not None:
            raise refused("E0304", f"the file {path} for {key} has {bad!r} in row {number} where a number should be")
        if len(row) != len(split[0]):
            raise refused(
                "E0304", f"row {number} of {path} for {key} has {len(row)} numbers, the first has {len(split[0])}"
            )
    whole = all(entry.lstrip("+-").isdigit() for row in split for entry in row)
    table = [[int(entry) if whole else float(entry) for entry in row] for row in split]
    return table[0] if len(table) == 1 else table


def as_array(key: str, value: Any, look: bool = True) -> Any:
    """A value as an array of whole numbers or floats, or a refusal that says what came.

    Whole numbers become 64-bit, so that sums of small ones do not wrap; float32 and float64 stay.  Unless `look`,
    floats are not looked at yet.
    """
    if isinstance(value, str):
        return from_text(key, value)
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        raise refused(
            "E0304", f"the rows of {key} have different lengths or hold something else than numbers"
        ) from None
    if array.dtype.kind == "O":
        what = "numbers too large for 64 bits" if all_numbers(array) else "something else than numbers"
        raise refused("E0304", f"the value of {key} holds {what}")
    refuse_kind(key, array.dtype)
    if array.size > limits.ELEMENTS:
        raise refused("E0109", f"{key} has {array.size:,} values; at most {limits.ELEMENTS:,} are allowed")
    if array.size == 0:
        raise refused("E0304", f"the value of {key} is empty")
    if array.dtype.kind == "f":
        if look:
            finite(key, array)
    elif array.dtype.kind == "u" and array.dtype.itemsize == 8 and array.max() > np.iinfo(np.int64).max:
        raise refused("E0304", f"the value of {key} holds numbers too large for 64 bits")
    else:
        array = array.astype(np.int64)
    return array


def finite(key: str, array: Any) -> None:
    """Refuse an array of floats in which one is infinite, or none."""
    if not np.isfinite(array).all():
        bad = "a value that is not a number (NaN)" if np.isnan(array).any() else "an infinite value"
        raise refused("E0304", f"the value of {key} has {bad}")


def refuse_kind(key: str, dtype: Any) -> None:
    """Refuse arrays of something else than real numbers."""
    if dtype.kind == "c":
        raise refused("E0304", f"the value of {key} holds complex numbers; real ones are expected")
    if dtype.kind not in "biuf":
        what = "text" if dtype.kind in "US" else "something else than numbers"
        raise refused("E0304", f"the value of {key} holds {what}")


def all_numbers(array: Any) -> bool:
    """True when an array of objects holds nothing but numbers."""
    return all(isinstance(entry, int | float) for entry in array.flat)
