"""The notation by example: every line of the grammar's page is read as it says, or refused for the reason it says."""

from __future__ import annotations

import re

import pytest
from consoles import HOUSE

from letternet import Formula, FormulaError
from letternet.functions import FUNCTIONS

PAGE = (HOUSE / "grammar" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```letters\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines()]
READ = [tuple(map(str.strip, line.split("→"))) for line in LINES if "→" in line]
REFUSED = [tuple(map(str.strip, line.split("✗"))) for line in LINES if "✗" in line]


def test_every_line_of_the_page_says_what_becomes_of_it() -> None:
    assert len(READ) + len(REFUSED) == len(LINES) > 80


@pytest.mark.parametrize(("typed", "canonical"), READ)
def test_what_may_be_typed_is_read_as_the_page_says(typed: str, canonical: str) -> None:
    assert Formula(typed).letters().replace("\n", "; ") == canonical


@pytest.mark.parametrize("canonical", sorted({canonical for _, canonical in READ}))
def test_the_canonical_letters_are_read_as_themselves(canonical: str) -> None:
    assert Formula(canonical).letters().replace("\n", "; ") == canonical


@pytest.mark.parametrize(("typed", "why"), REFUSED)
def test_what_is_refused_is_refused_for_the_reason_given(typed: str, why: str) -> None:
    with pytest.raises(FormulaError) as caught:
        Formula(typed, view="letters")
    assert caught.value.problems[0].message == why


def test_the_page_names_every_function() -> None:
    lists = " ".join(re.findall(r"^\| (?:every|to one|shapes).*$", PAGE, re.MULTILINE))
    assert set(FUNCTIONS) == set(re.findall(r"[a-z]{2,}", " ".join(re.findall(r"`([^`]+)`", lists))))
