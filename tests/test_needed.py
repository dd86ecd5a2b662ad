"""Numbers to try a formula with: for every formula there are some, and they fit it and what is given already."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Drawn, programs
from test_laws import formula

from letternet import Formula
from letternet.run.needed import MOST, needed, numbers_to_try
from letternet.run.values import typed


@given(programs())
def test_every_formula_gets_numbers_with_which_it_runs(drawn: Drawn) -> None:
    net = formula(drawn)
    made = numbers_to_try(net.checked, {})
    assert list(made) == needed(net.checked)
    net.run(made)
    for key, text in made.items():
        for wanted, came in zip(net.sizes.get(key, ()), np.shape(typed(key, text)), strict=True):
            assert wanted == came or isinstance(wanted, str), key
    assert numbers_to_try(net.checked, {}) == made


@given(programs(), st.data())
def test_numbers_fit_the_values_that_are_given(drawn: Drawn, data: st.DataObject) -> None:
    net = formula(drawn)
    before = {key: value for key, value in drawn.values.items() if data.draw(st.booleans())}
    before = {key: value for key, value in before.items() if key in needed(net.checked)}
    made = numbers_to_try(net.checked, before)
    assert list(made) == [key for key in needed(net.checked) if key not in before]
    net.run({**before, **made})


@pytest.mark.parametrize(
    "text",
    [
        "x : 2n; y = xW", "x : n - 2; y = xW", "x : n + m; y = xW", "x : 2n + 1; y = xW", "x : n - m; y : m; y = xW",
        "W : 3n × 2m; y = xW", "x : n - 2; W : n × m; y = [x, 1, 2]W", "x : 2n - 3; z : n - 1; y = [x, z]W",
    ],
)  # fmt: skip
def test_sizes_that_are_worked_out_get_numbers_that_fit(text: str) -> None:
    net = Formula(text)
    made = numbers_to_try(net.checked, {})
    assert list(made) == needed(net.checked) != []
    net.run(made)


def test_more_numbers_than_anybody_reads_are_not_made_up() -> None:
    assert numbers_to_try(Formula("y = xW; x : 2; W : 2 × 2").checked, {}) != {}
    assert numbers_to_try(Formula(f"y = xW; x : 2; W : 2 × {MOST}").checked, {}) == {}


def test_what_numbers_rows_has_the_numbers_of_rows() -> None:
    found = numbers_to_try(Formula("y = pick(E, i)W; E : 1 × 2; i : 4").checked, {})
    assert found["i"] == "0 0 0 0"
    assert "." in found["E"]


@given(programs())
def test_a_formula_takes_the_sizes_of_its_values(drawn: Drawn) -> None:
    net = formula(drawn)
    sized = net.sized(drawn.values)
    assert sized.letters() == net.letters()
    for key in net.checked.names.inputs:
        if key not in net.checked.names.declared:
            assert sized.sizes[key] == np.shape(drawn.values[key]), key
