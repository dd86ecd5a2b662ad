"""Where each size came from: every name has its reasons, and they end at that size."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from strategies import Drawn, programs

from letternet import Formula
from letternet.show.command import command
from letternet.write.letters import letters


@given(programs())
def test_every_name_has_a_reason_for_each_of_its_sizes(drawn: Drawn) -> None:
    net = Formula(letters(drawn.program), dims=drawn.dims, columns=drawn.columns)
    reasons = net.why()
    assert set(reasons) == set(net.sizes)
    for key, sizes in net.sizes.items():
        assert len(reasons[key]) >= max(1, len(sizes))
        for size, reason in zip(sizes, reasons[key], strict=False):
            plain = "declared" in reason or "nothing says" in reason or "typed" in reason
            assert plain or not isinstance(size, int) or str(size) in reason


def test_an_equation_is_a_result() -> None:
    assert Formula("l1 = l0W0; l3 = l1 + l0").why()["W0"][-1] == "this makes W0 square"


def test_the_reasons_do_not_depend_on_the_order_of_lines() -> None:
    lines = ["l0 : 3", "l1 = relu(l0W0)", "l2 = l1W1", "W1 : 4 × 2"]
    one, other = Formula("\n".join(lines)).why(), Formula("\n".join(reversed(lines))).why()
    assert one == other


def test_the_command_prints_the_reasons_below_each_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["sizes", "--why", "l1 = relu(l0W0); l0 : 3"]) == 0
    assert capsys.readouterr().out.startswith("l0  3\n      declared\nW0  3 × n\n      rows: l0 has 3 values")
    assert command(["sizes", "--why", "--json", "l1 = relu(l0W0); l0 : 3"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["l0"] == {"size": [3], "why": ["declared"]}


def test_a_name_that_only_a_function_uses_is_no_value_in_between() -> None:
    net = Formula("f(x) = x + a0; a0 : 3; a = tanh(hV)W0; W0 : 1 × 1")
    assert net.sizes["a0"] == (3,)
    assert net.sizes["a"] == (1,)
