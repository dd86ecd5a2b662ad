"""The grammar has no conflicts, the table is what Lark makes of it, and the automaton reads as Lark does."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from lark import Lark, Token, Tree
from strategies import Drawn, programs, texts

from letternet.read import make_table
from letternet.read.automaton import CLOSING, ENDS_A_VALUE, IGNORED, LETTERS, OPENING_BRACKET, Stuck
from letternet.read.letters import Reader, read
from letternet.read.mistakes import MISTAKES, Mistake
from letternet.read.table import TABLE
from letternet.tree import Comment
from letternet.write.letters import own_functions, statement


class Bars:
    """The automaton's look at what stands before, as a post-lexer of Lark's."""

    always_accept = ("NUMBER", "_BAR_OPEN", "_NORM_OPEN")

    text = ""
    functions: frozenset[str] = frozenset()

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        ended = sizes = False
        opened: list[str] = []
        for token in stream:
            kind = token.type
            sizes = sizes or kind in ("COLON", "_IN")
            if kind == "NUMBER" and (sizes or ended):
                kind = "SIZE_NUMBER" if sizes else "LATE_NUMBER"
            elif kind == "NAME" and token in self.functions and OPENING_BRACKET.match(self.text, token.end_pos or 0):
                kind = "FUNCTION"
            elif kind in CLOSING and ended and opened and opened[-1] == kind:
                kind = CLOSING[kind]
                opened.pop()
            if kind in ("_BAR_OPEN", "_NORM_OPEN", "LPAR", "LSQB"):
                opened.append(kind)
            elif kind in ("RPAR", "RSQB") and opened:
                opened.pop()
            ended = kind in ENDS_A_VALUE
            yield Token.new_borrow_pos(kind, str(token), token)


def test_the_grammar_has_no_conflict_under_the_strict_rules() -> None:
    lark = make_table.grammar(strict=True)
    assert isinstance(lark, Lark)


@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
def test_the_written_table_is_what_lark_makes_of_the_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    written: dict[Path, str] = {}
    monkeypatch.setattr(Path, "write_text", lambda path, text, encoding: written.update({path: text}))
    runpy.run_module("letternet.read.make_table", run_name="__main__")
    table = make_table.HERE / "table.py"
    assert written == {table: table.read_text(encoding="utf-8")}


@pytest.mark.parametrize(
    ("name", "example", "said"),
    [
        ("one", "l0W0", "the bad example 'l0W0' of one can be read"),
        ("other", "x)", r"'x\)' of other stops where one stops: Stuck\(\d+, Token\(RPAR, '\)', 1\)\)"),
    ],
)
def test_a_bad_example_is_bad_in_its_own_way(
    monkeypatch: pytest.MonkeyPatch, name: str, example: str, said: str
) -> None:
    monkeypatch.setattr(make_table, "MISTAKES", {"one": Mistake("", "", "y)"), name: Mistake("", "", example)})
    with pytest.raises(ValueError, match=said):
        make_table.mistakes(TABLE)


@pytest.mark.parametrize("pattern", [r"\d", "[^a]", "."])
def test_a_token_begins_with_characters_that_are_named(pattern: str) -> None:
    with pytest.raises(ValueError, match="a token begins with"):
        make_table.beginnings(pattern)


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_a_correct_example_can_be_read_and_each_bad_one_cannot(name: str) -> None:
    mistake = MISTAKES[name]
    program, problems = read(mistake.correct)
    assert program.statements
    assert not problems
    for example in mistake.examples:
        _, problems = read(example)
        assert [problem.severity for problem in problems] == ["error"], example


TERMINALS = [[(name, re.compile(pattern)) for name, pattern in patterns] for patterns in LETTERS.patterns]


@pytest.mark.parametrize("number", [0, 1])
@given(texts())
def test_the_scanner_cuts_as_the_first_terminal_that_fits(number: int, text: str) -> None:
    scanner = LETTERS.scanner(number)
    for position, first in enumerate(text):
        if first in "\n\r#":
            continue
        fits = ((name, found.end()) for name, p in TERMINALS[number] if (found := p.match(text, position)))
        kind, end = next(fits, ("", 0))
        if kind in LETTERS.ignored:
            kind = IGNORED
        if first == " ":
            assert scanner.alone[first] == kind == IGNORED
        elif first in scanner.alone:
            assert (scanner.alone[first], position + 1) == (kind, end)
        else:
            plain = scanner.plain(text, position)
            assert plain is None or ("NAME", plain.end()) == (kind, end)
            match, kinds = scanner.beginning(first)
            found = match(text, position)
            assert (kinds[found.lastindex or 0], found.end()) == (kind, end) if found else not kind


class Recorder:
    """A builder that keeps the tree of rules, as Lark would."""

    def __getattr__(self, name: str) -> Any:
        def made(start: int, end: int, *parts: Any) -> tuple[Any, ...]:
            return (name, *(part if isinstance(part, tuple) else (part.kind, part.text) for part in parts))

        return made


def as_tuples(tree: Any) -> tuple[Any, ...]:
    if isinstance(tree, Tree):
        return (str(tree.data), *map(as_tuples, tree.children))
    return (tree.type, str(tree))


BARS = Bars()
LARK = make_table.grammar(postlex=BARS, lexer="contextual")


@given(programs())
def test_the_automaton_reads_as_lark_does(drawn: Drawn) -> None:
    own = own_functions(drawn.program)
    for line in drawn.program.statements:
        if isinstance(line, Comment):
            continue
        text = statement(line, own)
        functions = Reader(text).functions | own
        found = LETTERS.parse(text, 0, Recorder(), functions)
        assert not isinstance(found, Stuck), text
        BARS.text, BARS.functions = text, functions
        assert found[0] == as_tuples(LARK.parse(text)), text
