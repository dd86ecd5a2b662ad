"""The same data for an editor: places as the protocol counts them, and edits that mend the text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mistakes import MISTAKES, Mistake

from letternet import Formula
from letternet.problems import errors, lines_of
from letternet.show.command import command
from letternet.show.editor import diagnostic, position


def edited(text: str, edits: list[dict]) -> str:  # type: ignore[type-arg]
    """The text after an editor has made the edits."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for edit in reversed(edits):
        start, end = (starts[edit["range"][k]["line"]] + edit["range"][k]["character"] for k in ("start", "end"))
        text = text[:start] + edit["newText"] + text[end:]
    return text


@pytest.mark.parametrize("mistake", MISTAKES[::4], ids=lambda mistake: mistake.about[:60])
def test_the_edits_of_a_way_out_give_its_formula(mistake: Mistake) -> None:
    net = Formula(mistake.wrong, dims=mistake.dims, columns=mistake.columns, check=False)
    for problem in errors(net.problems):
        shown = diagnostic(problem, mistake.wrong, "file:///net.letters")
        assert shown["severity"] == 1
        for fix, action in zip(problem.fixes, shown["data"]["fixes"], strict=True):
            assert edited(mistake.wrong, action["edits"]) == fix.formula


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), st.integers(0, 12))
def test_characters_are_counted_in_utf_16(line: str, at: int) -> None:
    line = line.replace("\n", " ").replace("\r", " ")
    place = position(lines_of(line), 1, at)
    assert place == {"line": 0, "character": len(line[:at].encode("utf-16-le")) // 2}


def test_the_command_prints_one_object_of_diagnostics(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["check", "x : 3\ny : 4\nx + y", "--lsp"]) == 1
    (shown,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert shown["range"] == {"start": {"line": 2, "character": 4}, "end": {"line": 2, "character": 5}}
    assert shown["code"] == "E0202"
    assert command(["check", "x : 3", "--lsp"]) == 0
    assert json.loads(capsys.readouterr().out) == {"diagnostics": []}
    assert command(["check", "x +", "--lsp"]) == 1
    assert json.loads(capsys.readouterr().out)["diagnostics"][0]["code"] == "E0103"
