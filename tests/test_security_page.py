"""The page of promises names tests that are there, and limits as they are."""

from __future__ import annotations

import ast
import re

from consoles import HOUSE

from letternet import limits

PAGE = (HOUSE / "SECURITY.md").read_text(encoding="utf-8")


def test_every_promise_names_tests_that_are_there() -> None:
    rows = re.findall(r"^\| (\d+) \| .+? \| (.+) \|$", PAGE, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 16))
    for number, kept_by in rows:
        for part in kept_by.split("; "):
            path, *names = re.findall(r"`([^`]+)`", part)
            tree = ast.parse((HOUSE / path).read_text(encoding="utf-8"))
            there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
            assert set(names) <= there, f"{number}: {path}"


def test_the_limits_of_the_page_are_those_of_the_code() -> None:
    told = dict(re.findall(r"^\| `([A-Z]+)` \| ([\d,.]+) \| \S", PAGE, re.MULTILINE))
    there = {name: f"{value:,}" for name, value in vars(limits).items() if name.isupper()}
    assert told == there
    assert limits.__doc__ is not None
    assert set(re.findall(r"^\| `([A-Z]+)` \|", limits.__doc__, re.MULTILINE)) == there.keys()
