"""The code for any array library gives what the NumPy code gives, on every library that is here."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reference import batched, evaluate
from strategies import Drawn, batches, programs
from test_laws import close, formula, inputs, smooth

from letternet import Formula, FormulaError, NotationError
from letternet.functions import FUNCTIONS
from letternet.run.portable import bound, one_library
from letternet.write.array_api import row_numbers

FEW = max(10, int(os.environ.get("LETTERNET_EXAMPLES", "150")) // 5)


def strict(value: Any) -> Any:
    import array_api_strict

    return array_api_strict.asarray(np.asarray(value))


def every_value(net: Formula, batch: Any, values: Mapping[str, Any], make: Callable[[Any], Any]) -> Mapping[str, Any]:
    """Every value of a formula by its letters, on arrays that `make` makes; numbers stay."""
    made, call = bound(net.checked, batch, net.functions, everything=True)
    whole = {number for number, key in enumerate(made.parameters) if key in row_numbers(net.checked)}
    given_values = [values[key] for key in made.parameters]
    alone = not any(map(np.ndim, given_values))
    found = call(*one_library([make(value) if alone or np.ndim(value) else value for value in given_values], whole))
    assert isinstance(found, dict)
    return found


def drawn_values(data: st.DataObject) -> tuple[Drawn, Any, dict[str, Any], Any]:
    """A program, which of its vectors are batches, values, and what they give."""
    drawn: Drawn = data.draw(programs())
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results))
    if not data.draw(st.booleans()):
        return drawn, (), drawn.values, results
    names, values = data.draw(batches(drawn))
    wanted = batched(drawn.program, values, names, drawn.kinds)
    assume(getattr(wanted, "tie", False) is False and getattr(wanted, "jump", 1.0) > 1e-7)
    return drawn, names, values, results


def agrees(data: st.DataObject, make: Callable[[Any], Any]) -> None:
    drawn, names, values, results = drawn_values(data)
    net = formula(drawn)
    given_values = inputs(net, values)
    wanted = net.run(given_values)
    names = [key for key in names if key in net.checked.names.inputs]
    try:
        found = every_value(net, names, given_values, make)
    except NotationError as error:  # nothing comes in
        assert error.problems[0].code == "E0301"
        return
    for key, value in wanted.items():
        assert np.shape(found[key]) == np.shape(value), key
        close(np.asarray(found[key]), value, max(results.largest, float(np.max(np.abs(value), initial=0.0))))


@given(st.data())
def test_array_api_strict_gives_what_numpy_gives(data: st.DataObject) -> None:
    """That library has the functions of the standard, and refuses whatever goes beyond it."""
    pytest.importorskip("array_api_strict", reason="array-api-strict checks the standard")
    agrees(data, strict)
