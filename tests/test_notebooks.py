"""Teaching code reads, and the formula gives the numbers that the code gives."""

from __future__ import annotations

import copy
import re
import warnings
from typing import Any

import numpy as np
import pytest
from notebooks import CELLS, HEAVY, HOSTILE, Cell
from test_laws import in_place

from letternet import Formula, FormulaError
from letternet.formula import declared as declarations
from letternet.read.known import Known
from letternet.read.letters import read_name
from letternet.read.python import Reading
from letternet.read.python_statements import Code
from letternet.write.letters import letters

Values = dict[str, Any]


def values_of(cell: Cell) -> tuple[Values, Values, Values]:
    """The values of each variable: the first it has, the first that the code itself gives it, and the last."""
    space: Values = {"np": np, "__name__": "__main__"}
    first: Values = {}
    assigned: Values = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(cell.before, "before", "exec"), space)
        note(space, first, {})
        for statement in statements(cell.once or cell.code):
            before = dict(space)
            exec(statement, space)
            note(space, first, {})
            note(space, assigned, before)
    return first, assigned, space


def statements(code: str) -> list[Any]:
    """The statements of code one by one, lines of a notebook that are not Python left out."""
    import ast

    from letternet.read.python_text import prepared

    tree = ast.parse(prepared(code))
    return [compile(ast.Module([statement], []), "cell", "exec") for statement in tree.body]


def note(space: Values, found: Values, before: Values) -> None:
    """Keep a copy of what has another value than before, the first time."""
    for name, value in space.items():
        if name in found or (name in before and before[name] is value):
            continue
        if isinstance(value, int | float | np.ndarray | np.generic | list):
            kept = copy.deepcopy(value)
            one_row = isinstance(kept, np.ndarray) and kept.ndim == 2 and len(kept) == 1
            found[name] = kept[0] if one_row else kept  # a table of one row is a row


# Code whose numbers its letters cannot give, and why.
WITHOUT_NUMBERS = {
    "several steps of learning with one weight frozen, chapter 5": "one value of an array is changed",
    "the shapes of dot products, transposed where they must be, chapter 3": "a table of one row is a row here",
    "sentiment from summed word embeddings, chapter 11": "rows of unequal length",
    "filling in the blank with negative sampling, chapter 11": "lists that + puts end to end",
    "dropout on the hidden layer, chapter 8": "a slope that counts 0 as above 0, defined elsewhere",
    "the column style of an LSTM, weights on the left and np.concatenate on the rows": "a column is stretched",
    "column style with capital Z and A, as a course teaches it": "a column is stretched",
    "layer norm over each row of a batch": "the variance along each row has no letters",
    "ridge regression in closed form": "an identity matrix",
    "a two-layer net as a class with forward and backward": "an array that changes between methods",
    "a class with only a forward method, called by its name": "a method's argument has no value in the code",
    "jax.numpy under the usual alias": "a function that takes its arguments in one",
}
RUNNING = [cell for cell in CELLS if cell.runs and cell.title not in WITHOUT_NUMBERS]
SHOWN = re.compile(r"print|assert|np\.random\.seed|plt\.|%|super\(\)|sys\.|warnings")


def told_of(cell: Cell) -> list[Any]:
    """The problems of a cell, whether they stop it or not."""
    try:
        return list(Formula(cell.code, view="python", check=False).problems)
    except FormulaError as error:
        return list(error.problems)


def shapes_of(net: Formula, first: dict[str, Any]) -> dict[str, tuple[int | str, ...]]:
    """What somebody who knows the data declares: the sizes of what comes in, by the code's own names."""
    coming = {name for name, key in names_in(net, {}).items() if key in net._checked.names.inputs}
    return {name: np.shape(first[name]) for name in coming if name in first and np.ndim(first[name]) < 3}


def names_in(net: Formula, dims: dict[str, tuple[int | str, ...]]) -> dict[str, str]:
    """The letters of each variable, in the reading that was chosen."""
    arrays = {name: size for name, size in dims.items() if not read_name(name)}
    declared, _ = declarations({name: size for name, size in dims.items() if name not in arrays})
    reading = Reading(Code(net.text, Known(declared, arrays=arrays)))
    for again in (False, True):
        for columns in (None, False):
            program, _ = reading.program(again, columns)
            if letters(program) == net.letters():
                return {variable: name.key for variable, name in reading.names.items()}
    raise AssertionError("the formula is none of the readings")


@pytest.mark.parametrize("cell", RUNNING, ids=lambda cell: cell.title)
def test_teaching_code_gives_its_numbers_in_letters(cell: Cell) -> None:
    first, assigned, last = values_of(cell)
    net = Formula(cell.code, view="python", check=False)
    for problem in net.problems:
        sliced = re.fullmatch(r"(.+) is read as (\w+), the rows at hand", problem.message)
        if sliced:
            first[sliced[2]] = eval(sliced[1], dict(last))
        left_out = re.search(r"so (.+) comes? in from outside", problem.message)
        for name in left_out[1].split(" and ") if left_out else ():
            first[name] = first.get(name) if cell.once else assigned.get(name, first.get(name))
    dims = shapes_of(net, first)
    net = Formula(cell.code, dims, view="python")
    names = names_in(net, dims)
    inputs = {}
    for variable, key in names.items():
        if key in net.checked.names.inputs:
            inputs[key] = first[variable.partition(" ")[0]]
    run = net.run(inputs)
    for variable in cell.watch:
        versions = [key for name, key in names.items() if name.partition(" ")[0] == variable and key in run]
        assert versions, variable
        np.testing.assert_allclose(np.squeeze(run[versions[-1]]), np.squeeze(last[variable]), rtol=1e-9, atol=1e-12)


def test_the_cells_without_numbers_are_cells() -> None:
    assert {cell.title for cell in CELLS} >= set(WITHOUT_NUMBERS)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.title)
def test_teaching_code_is_read_or_told_with_places(cell: Cell) -> None:
    for problem in told_of(cell):
        assert problem.message
        in_place(problem, cell.code)


def test_most_lines_without_letters_are_named() -> None:
    named = missed = 0
    for cell in CELLS:
        lines = cell.code.split("\n")
        told = [lines[problem.line - 1] for problem in told_of(cell) if problem.line]
        for fragment in cell.left_out:
            if not SHOWN.match(fragment.strip()):
                found = any(fragment.split("\n")[0].strip() in line for line in told)
                named, missed = named + found, missed + (not found)
    assert named > 2 * missed, (named, missed)  # of the rest most can be said: a row by its number, a size


def test_hostile_code_is_answered_with_sentences() -> None:
    for code in (*HOSTILE, *HEAVY):
        try:
            problems: Any = Formula(code, view="python", check=False).problems
        except FormulaError as error:
            problems = error.problems
            assert problems
        for problem in problems:
            assert problem.message
