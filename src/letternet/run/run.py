"""A checked formula runs: values come in, are held against the sizes, and the emitted code gives the results.

What is executed is the code that `letternet python --module` shows, with every value returned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import limits
from ..check.amounts import long_number, too_long
from ..check.explain import shown_size, sized
from ..check.letters import name_unknowns
from ..check.report import Reporter
from ..check.solve import ClashError, Solver
from ..functions import FUNCTIONS
from ..problems import DataError, Problem
from ..read.letters import read_name
from ..sizes import COLUMN, MATRIX, NUMBER, VECTORS, Shape
from ..tree import Call, Name, in_order
from ..words import words_of
from ..write.python import Def
from .values import as_array

if TYPE_CHECKING:
    from ..check.model import Checked


FLOAT_BITS = 1024  # whole numbers beyond the range of floats are not given out


class Run(Mapping[str, Any]):
    """The values that a formula gave, by their letters: an array each, or a number.

    `batched` are the letters that stand for a whole batch, datapoints along axis 0.
    """

    def __init__(self, values: Mapping[str, Any], batched: frozenset[str] = frozenset()) -> None:
        self._values = dict(values)
        self.batched = batched

    def __getitem__(self, key: str) -> Any:
        return self._values[canonical(key)] if key not in self._values else self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Run({self._values!r})"


class Given:
    """Values that fit: arrays by letter, which of them are batches, and the sizes that follow."""

    def __init__(self, checked: Checked, values: Mapping[str, Any]) -> None:
        self.checked = checked
        self.problems: list[Problem] = []
        self.solver = Solver()
        self.solver.known = dict(checked.solver.known)
        self.solver.count = checked.solver.count
        self.values: dict[str, Any] = {}
        self.batched: dict[str, int] = {}
        self.came: dict[str, str] = {}
        self.indices = index_letters(checked)
        values = {key if key in checked.named else canonical(key): value for key, value in values.items()}
        self.expect_all(values)
        for key, value in values.items():
            if key in checked.named:
                self.take(key, value)
        for key in self.sizes_needed():
            size = self.solver.value(checked.letters[key])
            if isinstance(size, int):
                self.values[key] = size
            elif key not in self.values:
                self.report("E0301", f"{key} has no value, and no size tells it; one is given like this: {key}=3")
        if self.problems:
            raise DataError(self.problems, checked.program.text)
        self.check_amounts()

    def expect_all(self, values: Mapping[str, Any]) -> None:
        """Every letter that comes in has a value, and no other has."""
        names = self.checked.names
        wanted = [key for key in names.inputs if key not in values]
        if wanted:
            listed = ", ".join(wanted[:-1]) + (" and " if len(wanted) > 1 else "") + wanted[-1]
            sizes = self.checked.sizes
            example = f"{wanted[0]}={example_value(sizes.get(wanted[0], ()))}"
            self.report(
                "E0301", f"{listed} {'have' if len(wanted) > 1 else 'has'} no value; one is given like this: {example}"
            )
        for key in values:
            if key in names.definitions:
                line = names.definitions[key]
                kind = "already has a value" if not names.reads_of(line.value) else "is worked out"
                self.report("E0302", f"{key} {kind} by a line of the formula, so none is given")
            elif key not in self.checked.named:
                inputs = ", ".join(names.inputs) or "nothing"
                self.report("E0302", f"there is no letter {key} in the formula; values are given for {inputs}")

    def sizes_needed(self) -> list[str]:
        """The sizes that formulas use as numbers."""
        return list(self.checked.names.used_sizes())

    def report(self, code: str, message: str) -> None:
        """Note a problem with the data."""
        self.problems.append(Problem(code, message))

    def take(self, key: str, value: Any) -> None:
        """Hold a value against the size of its letter."""
        shape = self.checked.named[key]
        if shape is None or key in self.checked.names.definitions:
            return
        try:
            array = as_array(key, value)
        except DataError as error:
            self.problems += error.problems
            return
        dimensions = {NUMBER: 0, MATRIX: 2}.get(shape.kind, 1)
        if isinstance(value, str):
            array = as_typed(array, shape.kind)
        if array.ndim == dimensions + 1 and shape.kind in VECTORS:
            if len(array) not in self.batched.values() and self.batched:
                other, size = next(iter(self.batched.items()))
                self.report("E0303", f"{key} came as a batch of {len(array)} datapoints, but {other} as one of {size}")
                return
            self.batched[key] = len(array)
        elif array.ndim != dimensions:
            also = " (or a batch of those, one a row)" if shape.kind in VECTORS else ""
            self.report("E0303", f"{key} came as {self.shown(array)}; expected: {self.expected(shape)}{also}")
            return
        sizes = array.shape[array.ndim - dimensions :]
        if key in self.checked.names.sizes and not self.take_size(key, array):
            return
        if key in self.indices and not self.take_index(key, array):
            return
        if key in self.indices:
            array = array.astype(np.int64)
        for wanted, actual in zip(shape.sizes, sizes, strict=True):
            if not self.fit(key, wanted, int(actual), f"{key} came as {self.shown(array)}", shape):
                return
        self.came[key] = self.shown(array)
        self.values[key] = array if array.ndim else array.item()

    def take_size(self, key: str, array: Any) -> bool:
        """Hold a number against the size that its letter stands for."""
        size = self.solver.value(self.checked.letters[key])
        try:
            self.solver.equate(size, int(array))
        except ClashError:
            fits = False
        else:
            fits = int(array) == array
        if not fits:
            known = f"as a size it is {size}" if isinstance(size, int) else "a size is a whole number from 1 up"
            self.report("E0303", f"{key} came as {array}, but {known}")
        return fits

    def take_index(self, key: str, array: Any) -> bool:
        """Row numbers are whole and count from 0."""
        if (array == np.floor(array)).all() and (array >= 0).all():
            return True
        self.report("E0303", f"{key} numbers rows, so it is made of whole numbers from 0 up")
        return False

    def fit(self, key: str, size: Any, actual: int, came: str, shape: Shape) -> bool:
        """Make a size equal to what came, or say why it cannot be."""
        try:
            self.solver.equate(size, actual)
        except ClashError:
            others = [f"{other} came as {text}" for other, text in self.came.items()]
            because = f"; {', '.join(others[:3])}" if others else ""
            self.report("E0303", f"{came}; expected: {self.expected(shape)}{because}")
            return False
        return True

    def expected(self, shape: Shape) -> str:
        """The size of a letter as far as it is known by now."""
        letters = name_unknowns(self.checked)
        values = tuple(self.solver.value(size) for size in shape.sizes)
        return sized(shape.kind, tuple(shown_size(value, letters) for value in values))

    def shown(self, array: Any) -> str:
        """An array's size in words."""
        if array.ndim == 0:
            return "a number"
        if array.ndim == 1:
            return f"{len(array)} value{'s' * (len(array) != 1)}"
        if array.ndim == 2:
            return f"a table of {len(array)} × {array.shape[1]}"
        return "an array of " + " × ".join(map(str, array.shape))

    def check_amounts(self) -> None:
        """Refuse a run whose values nobody can hold, before any is worked out."""
        if self.checked.numbers_grow:
            bits = {key: value.bit_length() for key, value in self.values.items() if isinstance(value, int)}
            long = long_number(self.checked, bits)
            if long is not None:
                raise DataError([Problem("E0109", too_long(Reporter(self.checked), long))], self.checked.program.text)
        most = max(self.batched.values(), default=1)
        for node, shape in self.checked.shapes.items():
            elements = most
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


def index_letters(checked: Checked) -> set[str]:
    """The letters that number rows, wherever they stand as such in the formula or its functions."""
    found: set[str] = set()
    roots = [step.value for step in checked.names.steps]
    roots += [function.value for function in checked.names.functions.values()]
    for root in roots:
        for node in in_order(root):
            index = FUNCTIONS[node.function].index if isinstance(node, Call) and node.function in FUNCTIONS else None
            if isinstance(node, Call) and index is not None and len(node.arguments) > index:
                at = node.arguments[index]
                found |= {at.key} if isinstance(at, Name) else set()
    return found


def canonical(key: str) -> str:
    """A name as typed in its one spelling: `l_0` is `l0`."""
    return read_name(key) or key


def example_value(size: tuple[int | str, ...]) -> str:
    """How a value of a size may be typed."""
    if not size:
        return "0.1"
    row = " ".join(["1", "0", "1", "1"][: size[-1] if isinstance(size[-1], int) else 3])
    return f"'{row}'" if len(size) == 1 else f"'{row}; {row}'" if size[0] != 1 else f"[[{row.replace(' ', ', ')}]]"


def compiled(source: str, name: str, functions: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The function that emitted code defines; the code sees NumPy and the functions handed in, nothing else."""
    space: dict[str, Any] = {"np": np, **functions}
    exec(compile(source, "<letternet>", "exec"), space)
    made: Callable[..., Any] = space[name]
    return made


def run(checked: Checked, values: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] | None = None) -> Run:
    """Work out every value of a formula.

    Values that are whole batches (one datapoint a row) give results that are what each datapoint alone would
    give.  Raises `DataError` for values that do not fit.
    """
    functions = functions or {}
    given = Given(checked, values)
    made = Def(checked, words_of(checked), given.batched, everything=True)
    call = compiled(made.source, made.name, functions)
    arguments = [given.values[key] for key in made.parameters]
    results = calculated(checked, lambda: call(*arguments))
    indices = [key in given.indices for key in made.parameters]
    check_whole_numbers(checked, results, given, functions, arguments, indices)
    taken = {id(argument) for argument in arguments}
    own = {key: value.copy() if shared(value, taken) else value for key, value in results.items()}
    return Run({key: result(checked, value) for key, value in own.items()}, frozenset(made.writing.batched))


def shared(value: Any, taken: set[int]) -> bool:
    """True for an array that came in, or a view of another one."""
    return isinstance(value, np.ndarray) and (id(value) in taken or value.base is not None)


def check_whole_numbers(
    checked: Checked,
    results: Mapping[str, Any],
    given: Given,
    functions: Mapping[str, Callable[..., Any]],
    arguments: Sequence[Any],
    indices: Sequence[bool],
) -> None:
    """Whole numbers have 64 bits; where that is not enough, NumPy counts on from the smallest, and this says so."""
    whole = [key for key, value in results.items() if getattr(value, "dtype", None) == np.int64 and np.size(value)]
    if not whole:
        return
    made = Def(checked, words_of(checked), given.batched, everything=True, floats=True)
    in_floats = compiled(made.source, made.name, functions)
    floats = [
        value if index or not isinstance(value, np.ndarray | int) else np.asarray(value, dtype=float)[()]
        for value, index in zip(arguments, indices, strict=True)
    ]
    try:
        wanted = calculated(checked, lambda: in_floats(*floats))
    except DataError:  # row numbers worked out from whole numbers are none as floats
        return
    for key in whole:
        with np.errstate(all="ignore"):
            off = np.abs(wanted[key] - results[key]) > 1e-6 * np.maximum(1, np.abs(wanted[key]))
        if np.any(off):
            message = f"{key} has a whole number too large for 64 bits; give the values with a point, 1.0"
            raise DataError([Problem("E0306", message)], checked.program.text)


def calculated(checked: Checked, work: Callable[[], Any]) -> Any:
    """Do the work; what cannot be calculated is a problem in a sentence."""
    try:
        with np.errstate(all="ignore"):
            return work()
    except ZeroDivisionError:
        why = "something is divided by zero"
    except OverflowError:
        why = "a number becomes too large"
    except np.linalg.LinAlgError:
        why = "a matrix has no inverse"
    except IndexError as error:
        why = (
            "a row number is not a whole number"
            if "integer" in str(error)
            else "a row number is beyond the matrix's rows"
        )
    except MemoryError:
        why = "there is not enough memory"
    raise DataError([Problem("E0306", f"the formula has no result: {why}")], checked.program.text)


def result(checked: Checked, value: Any) -> Any:
    """A number as Python's own, an array as it is."""
    if isinstance(value, np.ndarray) and value.ndim:
        return value
    if isinstance(value, np.ndarray | np.generic):
        value = value.item()
    if isinstance(value, int) and value.bit_length() > FLOAT_BITS:
        raise DataError(
            [Problem("E0306", "the formula has no result: a number becomes too large")], checked.program.text
        )
    return value
