"""The faults to be planted: each is a text that stands in one place, and belongs to a promise and its tests."""

from __future__ import annotations

import ast
from argparse import ArgumentTypeError

import pytest
from planted import FAULTS, HOUSE, PAGE, Fault, name_of, named, promise

TESTS = named(PAGE.read_text(encoding="utf-8"))
ROWS = [pytest.param(fault, id=f"{number}: {fault.shown}") for number, faults in FAULTS.items() for fault in faults]


@pytest.mark.parametrize("fault", ROWS)
def test_a_fault_can_be_planted_in_one_place_and_leaves_code(fault: Fault) -> None:
    text = (HOUSE / fault.file).read_text(encoding="utf-8")
    assert text.count(fault.right) == 1
    assert fault.right != fault.wrong
    if fault.file.endswith(".py"):
        ast.parse(text.replace(fault.right, fault.wrong))


def test_every_test_of_a_promise_has_a_fault_to_see_and_every_fault_a_test() -> None:
    assert list(FAULTS) == list(TESTS)
    for number, faults in FAULTS.items():
        assert all(fault.seen_by for fault in faults)
        assert {name_of(test) for fault in faults for test in fault.seen_by} == TESTS[number].keys()


@pytest.mark.parametrize("text", ["0", "16", "-1", "x", "²", "١"])
def test_a_number_of_no_promise_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match=f"promises have the numbers 1 to 15, and {text!r} is none of them"):
        promise(text)
