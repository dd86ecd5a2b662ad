"""Row numbers that come in or are typed are held against the rows there are, where the code takes any number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..check.report import Reporter
from ..functions import FUNCTIONS
from ..problems import Fact, Problem, place
from ..tree import Call, Expression, Name, Number, Values, in_order

if TYPE_CHECKING:
    from ..check.model import Checked
    from ..check.solve import Solver


def no_rows(checked: Checked, solver: Solver, values: Mapping[str, Any]) -> list[Problem]:
    """A problem for each row number that no row has; `solver` knows the sizes of these values."""
    found: list[Problem] = []
    for at, matrix, rows in numbered(checked, solver):
        table = numbers(at, values)
        say = Reporter(checked)
        line, span = place(checked.program.text, at.start, at.end)
        if (table != np.floor(table)).any() or (table < 0).any():
            message = f"{say.text(at)} numbers rows, so it is made of whole numbers from 0 up"
            found.append(Problem("E0306", message, line, span))
        elif (table >= rows).any():
            message, note = no_row(say.text(at), say.text(matrix), int(table.max()), rows)
            found.append(Problem("E0306", message, line, span, [Fact(note, line, *span, role="note")]))
    return found


def numbered(checked: Checked, solver: Solver) -> Iterator[tuple[Expression, Expression, int]]:
    """What numbers rows outside of the parameters of functions, the matrix that has them, and how many those are."""
    places = [(step.value, checked.shapes, set[str]()) for step in checked.names.order]
    for each in checked.instances.values():
        places.append((each.definition.value, each.shapes, set(each.parameters)))
    for root, shapes, parameters in places:
        for node in in_order(root):
            row = FUNCTIONS.get(node.function) if isinstance(node, Call) else None
            if not isinstance(node, Call) or row is None or row.index is None or row.within is None:
                continue
            if node.title in checked.names.functions or node.function in checked.given:
                continue
            at, matrix = node.arguments[row.index], node.arguments[row.within]
            shape = shapes.get(matrix)
            rows = solver.value(shape.rows) if shape is not None else None
            if isinstance(rows, int) and not (isinstance(at, Name) and at.key in parameters):
                yield at, matrix, rows


def numbers(node: Expression, values: Mapping[str, Any]) -> Any:
    """What comes in for a letter, or is typed; nothing for what is worked out."""
    if isinstance(node, Name):
        return np.asarray(values.get(node.key, ()), dtype=float)
    if isinstance(node, Values):
        return np.asarray(node.rows, dtype=float)
    return np.asarray(float(node.text) if isinstance(node, Number) else (), dtype=float)


def no_row(asking: str, matrix: str, row: int, rows: int) -> tuple[str, str]:
    """That a matrix does not have a row, and which rows it has."""
    message = f"{asking} asks for a row that {matrix} does not have, row {row}"
    return message, f"the {rows} rows of {matrix} are numbered 0 to {rows - 1}"
