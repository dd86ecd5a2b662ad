"""The values that come in: each is held against the kind and size of its letter, all of them against one another."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import limits
from ..check.amounts import long_number, too_long
from ..check.calls import index_letters, never_holds, too_few
from ..check.explain import shown_size
from ..check.layers import hidden_layers
from ..check.letters import name_unknowns
from ..check.report import Reporter
from ..check.solve import ClashError, Solver
from ..problems import DataError, Problem, place
from ..read.letters import read_name
from ..sizes import COLUMN, MATRIX, VECTORS, written
from ..words import listed, words_of
from ..write.python_lines import LARGE
from .amounts import held
from .chunks import largest, lazy, uncomputed
from .rows import no_rows
from .values import as_array, finite

if TYPE_CHECKING:
    from ..check.model import AtLeast, Checked
    from ..sizes import Term

MOST_SHOWN = 4  # values of an example each way


class Given:
    """Values that fit: arrays by letter, which of them are batches, and the sizes that follow.

    With `later`, the floats of large batches are still to be looked at; `unseen` are their letters.  With `chunks`,
    arrays in chunks stay as they are, and of those only the sizes are looked at.
    """

    def __init__(self, checked: Checked, values: Mapping[str, Any], later: bool = False, chunks: bool = False) -> None:
        self.checked = checked
        self.later = later
        self.chunks = chunks
        self.unseen: list[str] = []
        self.problems: list[Problem] = []
        self.solver = Solver(checked.solver.known, checked.solver.count)
        self.values: dict[str, Any] = {}
        self.batched: dict[str, int] = {}
        self.shapes: dict[str, tuple[int, ...]] = {}
        self.numbers: dict[str, int] = {}  # for letters that are sizes, too
        self.fits = True
        self.indices = index_letters(checked)
        values = self.by_letter(values)
        for key in self.wanted(values):
            self.take(key, values[key])
        if not self.fits:
            self.misfit()
        else:
            self.problems += [self.too_few(asked) for asked in checked.at_least if never_holds(asked, self.solver)]
            known = {key: value for key, value in self.values.items() if not lazy(value)}
            self.problems += no_rows(checked, self.solver, known)
        self.expect_all(values)
        for key in self.sizes_needed():
            size = self.solver.value(checked.letters[key])
            if isinstance(size, int):
                self.values[key] = size
            elif key not in self.values and self.fits:
                self.report("E0301", f"{key} has no value, and no size tells it; one is given like this: {key}=3")
        if self.problems:
            raise DataError(self.problems, checked.program.text)
        self.check_amounts()

    def by_letter(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values by their letters; a letter may also go by its name in Python."""
        typed: dict[str, str] = {}
        found: dict[str, Any] = {}
        named = self.checked.named
        for key, value in values.items():
            letter = key if key in named else canonical(key)
            if letter not in named:
                python = words_of(self.checked).python
                letter = next((name for name in named if python.get(name) == key), letter)
            if letter in found:
                self.report("E0302", f"{letter} is given twice, as {typed[letter]} and as {key}")
            typed[letter], found[letter] = key, value
        return found

    def expect_all(self, values: Mapping[str, Any]) -> None:
        """Every letter that comes in has a value."""
        wanted = [key for key in self.takers() if key not in values]
        if not wanted:
            return
        size = self.size(wanted[0])
        example = f"{wanted[0]}={example_value(size)}"
        if len(wanted) > 1:
            self.report("E0301", f"{listed(wanted)} have no value; one is given like this: {example}")
        else:
            kind = "a number" if not size else f"{written(size)} values" if len(size) == 1 else written(size)
            self.report("E0301", f"{wanted[0]} has no value; it is {kind}, given like this: {example}")

    def size(self, key: str) -> tuple[int | str, ...]:
        """The size of a letter as far as it is known with the values that came."""
        shape = self.checked.named.get(key)
        letters = name_unknowns(self.checked)
        return tuple(shown_size(self.solver.value(size), letters) for size in (shape.sizes if shape else ()))

    def wanted(self, values: Mapping[str, Any]) -> list[str]:
        """The letters that take values; one that the formula works out, or does not have, is a problem."""
        wanted = []
        names = self.checked.names
        hidden = {layer.key for layer in hidden_layers(self.checked)}
        for key in values:
            if key in names.definitions:
                line = names.definitions[key]
                kind = "already has a value" if not names.reads_of(line.value) else "is worked out"
                self.report("E0302", f"{key} {kind} by a line of the formula, so none is given")
            elif key in hidden:
                self.report("E0302", f"{key} is worked out within a line of the formula, so none is given")
            elif key not in self.checked.named:
                self.report("E0302", self.unknown(key))
            else:
                wanted.append(key)
        return wanted

    def unknown(self, key: str) -> str:
        """That there is no such letter, with the nearest one that there is."""
        inputs = self.takers()
        meant = [k for k in inputs if k.lower() == key.lower()]
        meant = meant or get_close_matches(key, inputs, 1)
        hint = f"; did you mean {meant[0]}?" if meant else f"; values are given for {', '.join(inputs) or 'nothing'}"
        return f"there is no letter {key} in the formula{hint}"

    def takers(self) -> list[str]:
        """The letters that take values."""
        return list(self.checked.names.inputs)

    def misfit(self) -> None:
        """Say which values do not fit, and why."""
        from ..mend.misfits import misfits

        self.problems += misfits(self.checked, self.shapes, self.numbers)

    def sizes_needed(self) -> list[str]:
        """The sizes that formulas use as numbers."""
        return list(self.checked.names.used_sizes())

    def report(self, code: str, message: str) -> None:
        """Note a problem with the data."""
        self.problems.append(Problem(code, message))

    def take(self, key: str, value: Any) -> None:
        """Take a value in, and note its size."""
        shape = self.checked.named[key]
        if shape is None:
            return
        dimensions = len(shape.sizes)
        try:
            array = uncomputed(key, value) if self.chunks and lazy(value) else as_array(key, value, look=False)
            if array.dtype.kind == "f" and not lazy(array):
                if self.later and array.ndim > dimensions and len(array) > LARGE:
                    self.unseen.append(key)
                else:
                    finite(key, array)
        except DataError as error:
            self.problems += error.problems
            return
        if isinstance(value, str):
            array = as_typed(array, shape.kind)
        self.shapes[key] = array.shape
        if array.ndim == dimensions + 1 and shape.kind in VECTORS:
            self.batched[key] = len(array)
            self.fits &= len(set(self.batched.values())) == 1
        elif array.ndim != dimensions:
            self.fits = False
            return
        for size, came in zip(shape.sizes, array.shape[array.ndim - dimensions :], strict=True):
            self.equate(size, int(came))
        if lazy(array):
            if key in self.checked.names.sizes:
                self.report("E0303", f"{key} is a size, so it is given as a number and not in chunks")
            self.values[key] = array
            return
        if key in self.checked.names.sizes and not self.take_size(key, array):
            return
        if key in self.indices:
            if not ((array == np.floor(array)).all() and (array >= 0).all()):
                self.report("E0303", f"{key} numbers rows, so it is made of whole numbers from 0 up")
                return
            array = array.astype(np.int64)
        self.values[key] = array if array.ndim else array.item()

    def look(self) -> None:
        """Refuse what was still to be looked at, if it has values that are no numbers."""
        for key in self.unseen:
            try:
                finite(key, self.values[key])
            except DataError as error:
                raise DataError(error.problems, self.checked.program.text) from None

    def too_few(self, asked: AtLeast) -> Problem:
        """That a function takes more of a value than came."""
        at = asked.call.arguments[0]
        line, span = place(self.checked.program.text, at.start, at.end)
        return Problem("E0303", too_few(Reporter(self.checked), asked, self.solver), line, span)

    def equate(self, size: Term, came: int) -> None:
        """Make a size equal to what came, if that can be."""
        try:
            self.solver.equate(size, came)
        except ClashError:
            self.fits = False

    def take_size(self, key: str, array: Any) -> bool:
        """Hold a number against the size that its letter stands for."""
        if int(array) != array or array < 1:
            self.report("E0303", f"{key} came as {array}, but a size is a whole number from 1 up")
            return False
        self.numbers[key] = int(array)
        self.equate(self.checked.letters[key], int(array))
        return True

    def check_amounts(self) -> None:
        """Refuse a run whose values nobody can hold, before any is worked out."""
        if self.checked.numbers_grow:
            bits = {key: max(1, value.bit_length()) for key, value in self.values.items() if isinstance(value, int)}
            long = long_number(self.checked, bits)
            if long is not None:
                raise DataError([Problem("E0109", too_long(Reporter(self.checked), long))], self.checked.program.text)
        chunks = [largest(self.values[key]) for key in self.batched if lazy(self.values.get(key))]
        most = max(chunks or self.batched.values(), default=1)
        for node, many in held(self.checked, self.batched):
            shape, elements = self.checked.shapes.get(node), most if many else 1
            for size in shape.sizes if shape else ():
                known = self.solver.value(size)
                elements *= known if isinstance(known, int) else 1
            if elements > limits.ELEMENTS:
                text = self.checked.program.text[node.start : node.end] or "a value"
                message = f"{text} would have {elements:,} values; at most {limits.ELEMENTS:,} are allowed"
                raise DataError([Problem("E0109", message)], self.checked.program.text)


def as_typed(array: Any, kind: str) -> Any:
    """What was typed or read as one number or one row, as the letter's kind has it."""
    if kind == MATRIX and array.ndim < 2:
        return array.reshape(1, -1)
    if kind == COLUMN and array.ndim == 2 and array.shape[1] == 1:
        return array.reshape(-1)
    return array.reshape(1) if kind in VECTORS and array.ndim == 0 else array


def canonical(key: str) -> str:
    """A name as typed in its one spelling: `l_0` is `l0`."""
    return read_name(key) or key


def example_value(size: tuple[int | str, ...]) -> str:
    """How a value of a size may be typed; of a large one the first rows.

    >>> example_value((3,)), example_value((2, 3)), example_value((1, 2))
    ("'1 0 1'", "'1 0 1; 1 0 1'", "'[[1, 0]]'")
    """
    if not size:
        return "0.1"
    counts = [count if isinstance(count, int) and count < MOST_SHOWN else MOST_SHOWN - 1 for count in size]
    row = " ".join(["1", "0", "1", "1"][: counts[-1]])
    if len(size) == 1:
        return f"'{row}'"
    return f"'{'; '.join([row] * counts[0])}'" if counts[0] > 1 else f"'[[{row.replace(' ', ', ')}]]'"
