"""The data of a training: each letter has its datapoints along axis 0, or one value that is the same for all."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..problems import DataError, Fix, Problem
from ..sizes import NUMBER, VECTORS, written
from ..words import listed, words_of
from .given import Given, as_typed
from .rows import no_rows
from .values import NUMPY_FILES, as_array, refused

if TYPE_CHECKING:
    from ..check.model import Checked

    Data = Mapping[str, Any] | str | os.PathLike[str]


class Datapoints(Given):
    """Data that fits: `rows` are the arrays that have datapoints, `fixed` the values that are the same for all.

    `count` is the number of datapoints, 1 if no letter has any.  The letters in `learned` take no data, though some
    of them may `start` from given values; nor does the `rate`, nor do `masks`, which are drawn by chance.  The `target`
    is never the same for all.  So many datapoints as `batch` says are worked on at once.  Raises `DataError` for what
    does not fit.
    """

    def __init__(
        self,
        checked: Checked,
        data: Mapping[str, Any],
        start: Mapping[str, Any],
        learned: Sequence[str],
        rate: str,
        target: str,
        batch: int = 1,
    ) -> None:
        self.data, self.begin, self.learned, self.rate, self.target = data, start, learned, rate, target
        self.together = batch
        self.masks: list[str] = []
        self.rows: dict[str, Any] = {}
        self.single: set[str] = set()  # vectors that came as one row of numbers
        super().__init__(checked, {})
        counts = {len(array) for array in self.rows.values()}
        self.count = counts.pop() if counts else 1
        self.fixed = {key: value for key, value in self.values.items() if key not in (*self.rows, *learned)}
        self.start = {key: value for key, value in self.values.items() if key in learned}

    def by_letter(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The data and the values to start from, by their letters; each is given for letters of its own."""
        data, start = super().by_letter(self.data), super().by_letter(self.begin)
        for key in [key for key in data if key in self.learned]:
            self.report("E0302", f"{key} is learned, so it takes no data; the value it starts from is given as start")
            del data[key]
        for key in [key for key in start if key not in self.learned]:
            why = "is not learned" if key in self.checked.named else "is no letter of the formula"
            self.report("E0302", f"{key} {why}, so it has no value to start from; learned are {listed(self.learned)}")
            del start[key]
        for key in [key for key in data if key == self.rate]:
            self.report("E0302", f"{key} is the rate of learning, so it takes no data; it is given as rate")
            del data[key]
        self.masks = [key for key in masks(self.checked) if key not in (*data, *self.learned)]
        return {**data, **start}

    def takers(self) -> list[str]:
        """The letters that take data."""
        without = {*self.learned, *self.masks, self.rate}
        return [key for key in self.checked.names.inputs if key not in without]

    def expect_all(self, values: Mapping[str, Any]) -> None:
        """Every letter that takes data has some."""
        wanted = [key for key in self.takers() if key not in values]
        if wanted:
            have = "has" if len(wanted) == 1 else "have"
            self.report("E0301", f"{listed(wanted)} {have} no data; {wanted[0]} takes {self.form(wanted[0])}")

    def form(self, key: str) -> str:
        """What a letter takes, in words."""
        shape, size = self.checked.named[key], self.size(key)
        if shape is None or shape.kind == NUMBER:
            return "a number for each datapoint"
        if shape.kind in VECTORS:
            return f"a row of {size[0]} values for each datapoint"
        return f"a matrix of {written(size)} for each datapoint"

    def take(self, key: str, value: Any) -> None:
        """Take data in, and note the size of one datapoint."""
        shape = self.checked.named[key]
        if shape is None:
            return
        if key in self.learned:
            super().take(key, value)
            if self.batched.pop(key, None) is not None:
                self.shapes.pop(key)
                self.report("E0303", f"{key} came as several vectors, and it starts from one")
            return
        try:
            array = as_array(key, value)
        except DataError as error:
            self.problems += error.problems
            return
        if isinstance(value, str) and shape.kind == NUMBER and array.ndim == 2 and 1 in array.shape:
            array = array.reshape(-1)  # a table of one column, or one row
        several = array.ndim == len(shape.sizes) + 1
        if isinstance(value, str) and not several:
            array = as_typed(array, shape.kind)
        if shape.kind in VECTORS and array.ndim == 1:
            self.single.add(key)
        super().take(key, array[0] if several else array)
        if several and key in self.values:
            self.rows[key] = as_floats(array)
            if key in self.indices and self.numbers_rows(key, array):
                self.rows[key] = array.astype(np.int64)
        elif key in self.values and key not in (*self.indices, *self.numbers):
            self.values[key] = as_floats(array) if array.ndim else float(array)

    def numbers_rows(self, key: str, array: Any) -> bool:
        """True if there are row numbers in every datapoint."""
        if (array == np.floor(array)).all() and (array >= 0).all():
            return True
        self.report("E0303", f"{key} numbers rows, so it is made of whole numbers from 0 up")
        return False

    def check_amounts(self) -> None:
        """There are equally many datapoints of each letter, and their values can be held."""
        counts = {key: len(array) for key, array in self.rows.items()}
        if counts and self.target in self.values and self.target not in counts:
            raise refused("E0303", self.not_in_rows(self.target))
        most = max(counts.values(), default=1)
        first = next((key for key in counts if counts[key] == most), "")
        for key, count in counts.items():
            if count != most:
                came = f"{key} has {count:,} datapoint{'s' * (count > 1)}, but {first} has {most:,}"
                raise DataError([Problem("E0303", f"{came}; all have equally many")], self.checked.program.text)
        beyond = no_rows(self.checked, self.solver, {**self.values, **self.rows})
        if beyond:
            raise DataError(beyond, self.checked.program.text)
        self.batched = dict.fromkeys((*counts, *self.masks), min(most, self.together))
        super().check_amounts()

    def misfit(self) -> None:
        """Say what does not fit; what would come out of it is an error, whatever the sizes."""
        counts = {len(array) for array in self.rows.values()}
        for key in self.single:
            if self.shapes[key][0] in counts:
                self.report("E0303", self.not_in_rows(key))
                return
        before = len(self.problems)
        super().misfit()
        for number in range(before, len(self.problems)):
            problem = self.problems[number]
            fixes = [Fix(fix.message, fix.formula, fix.dims, {}, fix.edits, fix.about) for fix in problem.fixes]
            self.problems[number] = problem.with_fixes(fixes)

    def not_in_rows(self, key: str) -> str:
        """That there is one value of a letter where one for each datapoint is meant."""
        came = self.shapes[key]
        if not came:
            return f"{key} came as one number for all datapoints, and it takes {self.form(key)}"
        column = f"; {came[0]} datapoints of one value are a table of {came[0]} × 1" * (len(came) == 1)
        return f"{key} came as one value of {written(came)} for all datapoints, not as a row for each{column}"

    def known_size(self, key: str) -> tuple[int, ...]:
        """The size of a letter as numbers; a refusal if nothing tells it."""
        size = self.size(key)
        known = tuple(n for n in size if isinstance(n, int))
        if len(known) < len(size):
            raise refused("E0301", self.unknown_size(key))
        return known

    def unknown_size(self, key: str) -> str:
        """What is said of a letter whose size nothing tells."""
        size = self.size(key)
        example = ["4" if isinstance(n, str) else str(n) for n in size]
        given = f"({', '.join(example)})" if len(size) > 1 else example[0]
        declared = f'--dim {key}={"x".join(example)} or dims={{"{key}": {given}}}'
        return f"nothing tells how large {key} is, {written(size)} is all that is known; declare it: {declared}"


def as_floats(array: Any) -> Any:
    """An array as the calculations take it, the same whatever it came as."""
    return np.ascontiguousarray(array, dtype=np.float64)


def masks(checked: Checked) -> list[str]:
    """The vectors that come in and are masks, by their letter m or by their words.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> masks(check(read('l1 = relu(l0W0) ⊙ m ⊙ z; z means "dropout mask"')[0]))
    ['m', 'z']
    """
    words = words_of(checked)
    found = []
    for key, name in checked.names.inputs.items():
        shape = checked.named.get(key)
        said = f"{words.phrases.get(name.letter, '')} {words.english.get(key, '')}".lower()
        if shape is not None and shape.kind in VECTORS and (name.letter == "m" or "mask" in said):
            found.append(key)
    return found


def from_archive(path: str | os.PathLike[str], what: str = "data") -> dict[str, Any]:
    """The arrays of an `.npz` file by their names; what such a file pickles is not loaded."""
    said = os.fspath(path)
    why = "it is damaged, or no .npz file"
    try:
        with np.load(said, allow_pickle=False) as stored:
            if hasattr(stored, "files"):
                arrays = {key: stored[key] for key in stored.files}
                if all(isinstance(array, np.ndarray) for array in arrays.values()):
                    return arrays
                why = "it holds something else than arrays"
    except FileNotFoundError:
        raise refused("E0305", f"there is no file {said} of {what}") from None
    except OSError as error:
        why = error.strerror or why
    except MemoryError:
        why = "there is not enough memory"
    except ValueError as error:
        held = "pickle" in str(error) and Path(said).read_bytes()[:6] in NUMPY_FILES
        why = "it holds Python objects, which are not loaded" if held else why
    except Exception as error:  # a damaged archive: zipfile and zlib have errors of their own
        if type(error).__module__ not in ("zipfile", "zlib", "struct", "tokenize", "builtins"):
            raise
    raise refused("E0305", f"the file {said} of {what} cannot be read: {why}")


def opened(data: Data, what: str = "data") -> Mapping[str, Any]:
    """Data by letter, also from an `.npz` file."""
    return data if isinstance(data, Mapping) else from_archive(data, what)


def digest(arrays: Mapping[str, Any], *texts: str) -> str:
    """What tells arrays and texts from others: the same for the same bytes."""
    from hashlib import sha256

    made = sha256("\0".join(texts).encode())
    for key in sorted(arrays):
        array = np.ascontiguousarray(arrays[key])
        made.update(f"\0{key}\0{array.dtype.str}\0{np.shape(arrays[key])}\0".encode())
        made.update(array.data.cast("B") if array.size else b"")
    return made.hexdigest()
