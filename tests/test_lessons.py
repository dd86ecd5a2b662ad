"""Every problem has a lesson: its wrong example gives that problem, its right one none, and its words are plain."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from consoles import HOUSE

from letternet import Formula, FormulaError
from letternet.lessons import LESSONS, Example, Lesson, lesson_text, page
from letternet.problems import CODES, Problem
from letternet.show.command import command

PAGE = HOUSE / "grammar" / "problems.md"
JARGON = re.compile(
    r"\b(operands?|axis|axes|broadcast\w*|core dimensions?|unif(?:y|ied|ies|ication)|tensors?)\b", re.IGNORECASE
)
EACH = pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.code)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of an example is there by accident."""
    monkeypatch.chdir(tmp_path)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The command in this process: exit code and both streams."""
    try:
        code = command(arguments)
    except SystemExit as leaves:
        code = int(leaves.code or 0)
    return (code, *capsys.readouterr())


def problems(example: Example) -> list[Problem]:
    """All that is wrong with an example, in the order in which it is reported."""
    try:
        formula = Formula(example.formula, example.dims, example.columns)
        found = list(formula.problems)
        if example.command == "chain":
            found = list(formula.chain().problems)
        elif example.command == "backprop":
            found = list(formula.backprop().problems)
        elif example.command == "run":
            formula.run(example.values)
        elif example.command == "train":
            formula.train(example.values)
    except FormulaError as error:
        found = list(error.problems)
    return found


# ------------------------------------------------------------------------------------------ the lessons


def test_every_code_has_a_lesson_and_every_lesson_a_code() -> None:
    assert list(LESSONS) == list(CODES)


@EACH
def test_a_wrong_example_gives_its_problem_and_no_other(lesson: Lesson) -> None:
    assert {problem.code for problem in problems(lesson.wrong)} == {lesson.code}


@EACH
def test_a_right_example_gives_no_problem(lesson: Lesson) -> None:
    assert problems(lesson.right) == []


@EACH
def test_the_two_examples_are_alike(lesson: Lesson) -> None:
    wrong, right = lesson.wrong, lesson.right
    assert wrong.as_json() != right.as_json()
    assert wrong.columns == right.columns
    assert wrong.command == right.command
    assert abs(wrong.formula.count("\n") - right.formula.count("\n")) <= 1


@EACH
def test_a_title_is_a_short_noun_phrase(lesson: Lesson) -> None:
    assert lesson.title == CODES[lesson.code]
    assert re.match(r"(an?|two|[a-z]+s|[a-z]+thing|joined parts) ", lesson.title)
    assert not lesson.title.endswith(".")
    assert len(lesson.title) <= 70


@EACH
def test_a_lesson_is_a_few_plain_sentences(lesson: Lesson) -> None:
    for text, most in ((lesson.what, 4), (lesson.why, 4)):
        assert 1 <= len(re.findall(r"[.?](?= [A-Z`]|$)", text)) <= most
        assert text.endswith(".")
        assert "!" not in text
        assert text.count("`") % 2 == 0
        assert "  " not in text
    assert not JARGON.search(f"{lesson.title} {lesson.what} {lesson.why}")


# ------------------------------------------------------------------------------------------ the command


@EACH
@pytest.mark.parametrize("width", [40, 100])
def test_a_lesson_keeps_to_the_width(
    lesson: Lesson, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    code, out, err = told(capsys, "explain", lesson.code)
    assert (code, err) == (0, "")
    assert out.startswith(f"{lesson.code}  {lesson.title[:20]}")
    assert max(map(len, out.splitlines())) <= width
    assert "`" not in out
    assert lesson_text(lesson, width) + "\n" == out


@EACH
@pytest.mark.parametrize("width", [38, 200])
def test_an_example_can_be_typed_as_it_is_shown(lesson: Lesson, width: int, capsys: pytest.CaptureFixture[str]) -> None:
    for example in (lesson.wrong, lesson.right):
        shown = "\n".join(example.typed(width))
        if example.alone:
            assert shown == example.formula
            continue
        words = shlex.split(shown.replace(" \\\n", " "))  # as a shell joins lines
        assert words[0] == "letternet"
        code, out, err = told(capsys, *words[1:])
        assert (code == 1) == (example is lesson.wrong and lesson.code[0] == "E")
        assert (f"[{lesson.code}]" in out + err) == (example is lesson.wrong)


def test_a_code_may_be_typed_in_lower_case(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "explain", "e0201") == told(capsys, "explain", "E0201")


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = told(capsys, "explain")
    assert (code, err) == (0, "")
    assert out.splitlines() == [f"{code}  {title}" for code, title in CODES.items()]
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, told(capsys, "explain")[1].splitlines())) <= 40
    assert json.loads(told(capsys, "explain", "--json")[1]) == {"codes": CODES}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("E0209", "there is no problem E0209; did you mean E0208, E0207 or E0206?"),
        ("w0301", "there is no problem w0301; did you mean W0201, W0101 or E0301?"),
        ("relu", "there is no problem relu; letternet explain lists all of them"),
        ("-7", "there is no problem -7; letternet explain lists all of them"),
    ],
)
def test_an_unknown_code_is_answered_with_the_nearest_ones(
    typed: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, "explain", typed)
    assert (code, out) == (2, "")
    assert err.startswith("usage: letternet")
    assert f"letternet: error: {sentence}" in err


@pytest.mark.parametrize(
    "arguments", [["E0201", "E0202"], ["E0201", "--dim", "l0=3"], ["E0201", "--columns"], ["--from", "letters"]]
)
def test_explain_takes_a_code_and_nothing_of_a_formula(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, "explain", *arguments)
    assert (code, out) == (2, "")
    assert "usage: letternet" in err


@EACH
def test_a_lesson_in_json(lesson: Lesson, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, "explain", lesson.code, "--json", "--no-color")
    assert (code, err) == (0, "")
    made: dict[str, Any] = json.loads(out)
    assert list(made) == ["code", "title", "what", "why", "wrong", "right"]
    assert (made["code"], made["title"]) == (lesson.code, lesson.title)
    assert made["what"] == lesson.what.replace("`", "")
    for example in (made["wrong"], made["right"]):
        assert set(example) == {"formula", "dims", "columns", "values", "command"}
    assert Example(made["wrong"]["formula"], command=made["wrong"]["command"]).formula == lesson.wrong.formula


def test_no_other_command_loads_the_lessons() -> None:
    script = (
        "import sys\n"
        "from letternet.show.command import command\n"
        "command(['check', 'l1 = rleu(l0W0)'])\n"
        "assert 'letternet.lessons' not in sys.modules\n"
        "command(['explain', 'E0101'])\n"
        "assert 'letternet.lessons' in sys.modules\n"
        "assert not {'numpy', 'sympy', 'lark', 'dataclasses'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-X", "utf8", "-c", script], stdin=subprocess.DEVNULL, check=True)


# --------------------------------------------------------------------------------------------- the page


def test_the_page_is_made_from_the_lessons() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m letternet.lessons > grammar/problems.md"


@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
def test_the_module_prints_the_page(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    with open(1, "w", closefd=False) as out:
        monkeypatch.setattr(sys, "stdout", out)
        runpy.run_module("letternet.lessons", run_name="__main__")
    assert capfdbinary.readouterr().out.decode() == page()


def test_the_page_has_a_section_and_two_examples_for_every_code() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^### (\w+)$", text, re.MULTILINE) == list(CODES)
    assert text.count("\nWrong:\n\n```") == text.count("\nRight:\n\n```") == len(CODES)
