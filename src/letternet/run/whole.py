"""Whole numbers have 64 bits; where that is not enough, NumPy counts on from the smallest, and this says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..problems import DataError, Problem, shortened
from ..words import words_of
from ..write.letters import expression
from ..write.python import Def
from .code import calculated, compiled
from .failures import NO_RESULT

if TYPE_CHECKING:
    from ..check.model import Checked
    from .given import Given

FLOAT_BITS = 1024  # whole numbers beyond the range of floats are not given out


def refuse_too_large(
    checked: Checked,
    results: Mapping[str, Any],
    given: Given,
    functions: Mapping[str, Callable[..., Any]],
    every_step: bool = False,
) -> None:
    """Refuse whole numbers among the results that are not what the same code gives with floats, or that none can hold.

    With `every_step`, the results are those of every part, by the identifiers of their lines.
    """
    if any(isinstance(value, int) and value.bit_length() > FLOAT_BITS for value in results.values()):
        raise DataError(
            [Problem("E0306", "the formula has no result: a number becomes too large")], checked.program.text
        )
    whole = [key for key, value in results.items() if getattr(value, "dtype", None) == np.int64 and np.size(value)]
    if not whole:
        return
    made = Def(checked, words_of(checked), given.batched, everything=True, every_step=every_step, floats=True)
    in_floats = compiled(made.source, made.name, functions)
    floats = [
        value
        if key in given.indices or not isinstance(value, np.ndarray | int)
        else np.asarray(value, dtype=float)[()]
        for key in made.parameters
        for value in [given.values[key]]
    ]
    try:
        wanted = calculated(lambda: in_floats(*floats))
    except NO_RESULT:  # row numbers worked out from whole numbers are none as floats
        return
    for key in whole:
        with np.errstate(all="ignore"):
            off = np.abs(wanted[key] - results[key]) > 1e-6 * np.maximum(1, np.abs(wanted[key]))
        if np.any(off):
            parts = {name: shortened(expression(node)) for node, name in made.writing.parts.items()}
            what = parts.get(key, key)
            message = f"{what} has a whole number too large for 64 bits; give the values with a point, 1.0"
            raise DataError([Problem("E0306", message)], checked.program.text)
