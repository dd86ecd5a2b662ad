"""Lark turns `grammar/letters.lark` into the table that `automaton` runs on: `python -m letternet.read.make_table`.

The table is made ahead because building it takes Lark a second, and importing Lark alone takes longer than all
the rest of a short command.  A test holds the written table equal to what this module makes.
"""

from __future__ import annotations

import re._constants as constants  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lark import Lark
from lark.parsers.lalr_analysis import Shift

from .mistakes import MISTAKES

HERE = Path(__file__).parent
REPEATED = (constants.MAX_REPEAT, constants.POSSESSIVE_REPEAT)


class Untouched:
    """The place of the post-lexer that Lark asks for; the bars are told apart by `automaton`."""

    always_accept = ()


def grammar(**options: Any) -> Lark:
    """The notation's grammar, as Lark reads it."""
    return Lark.open_from_package(
        "letternet.grammar", "letters.lark", parser="lalr", postlex=options.pop("postlex", Untouched()), **options
    )


def make() -> dict[str, Any]:
    """Everything the automaton needs, in plain lists and dictionaries."""
    lark: Any = grammar()
    table = lark.parser.parser._parse_table
    rules: list[tuple[str, str, tuple[int, ...], int]] = []
    numbers: dict[Any, int] = {}
    for rule in sorted(lark.rules, key=str):
        kept = tuple(i for i, part in enumerate(rule.expansion) if not (part.is_term and part.filter_out))
        plain = rule.options.expand1 and not rule.alias and len(kept) == 1
        numbers[rule] = len(rules)
        rules.append(
            (str(rule.origin.name), "" if plain else str(rule.alias or rule.origin.name), kept, len(rule.expansion))
        )
    # Lark numbers its states as its sets happen to be ordered; here they are numbered as they are reached.
    (start,) = table.start_states.values()
    reached = [start]
    place = {start: 0}
    states: list[dict[str, int]] = []
    for state in reached:
        row: dict[str, int] = {}
        for token, (action, target) in sorted(table.states[state].items(), key=lambda item: str(item[0])):
            if action is not Shift:
                row[str(token)] = -1 - numbers[target]
                continue
            if target not in place:
                place[target] = len(reached)
                reached.append(target)
            row[str(token)] = place[target]
        states.append(row)
    (end,) = table.end_states.values()

    terminals = sorted(
        lark.terminals,
        key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name),
    )
    patterns = [(t.name, t.pattern.to_regexp()) for t in terminals]
    in_sizes = {"SIZE_NUMBER", "SIZE_NAME", "NUMBER_WORD", "_BY", "_REALS", "SUPERSCRIPT"}
    brackets = {"LPAR", "RPAR", "LSQB", "RSQB", "LBRACE", "RBRACE"}
    shared = {"PLUS", "MINUS", "COMMA", "SEMICOLON", "COLON", "EQUAL", "CIRCUMFLEX", "_IN"} | brackets
    size_terminals = in_sizes | shared | set(lark.ignore_tokens)
    made = {
        "rules": rules,
        "states": states,
        "start": 0,
        "end": place[end],
        "ignored": sorted(lark.ignore_tokens),
        "formula": [p for p in patterns if p[0] not in in_sizes],
        "size": [p for p in patterns if p[0] in size_terminals],
        "beginnings": {name: beginnings(pattern) for name, pattern in sorted(patterns)},
        "in_sizes": [any(t in in_sizes for t in actions) for actions in states],
    }
    made["mistakes"] = mistakes(made)
    return made


def beginnings(pattern: str) -> str:
    """The characters that what a pattern fits may begin with; some of them perhaps never, none is missing.

    >>> beginnings("(?<!x)[ab]*(?:1|-2)(?!3)")
    '-1ab'
    """
    found, _ = first_of(parser.parse(pattern))
    return "".join(map(chr, sorted(found)))


def first_of(pieces: Iterable[tuple[Any, Any]]) -> tuple[set[int], bool]:
    """What a row of pieces may begin with, and whether all of them may fit nothing."""
    found: set[int] = set()
    for kind, what in pieces:
        empty = False
        if kind is constants.LITERAL:
            found.add(what)
        elif kind is constants.IN:
            for one, inside in what:
                if one not in (constants.LITERAL, constants.RANGE):
                    raise ValueError(f"a token begins with {one} {inside}")
                found.update([inside] if one is constants.LITERAL else range(inside[0], inside[1] + 1))
        elif kind in (constants.ASSERT, constants.ASSERT_NOT, constants.AT):
            empty = True
        elif kind in (constants.BRANCH, constants.SUBPATTERN, *REPEATED):
            ways = what[1] if kind is constants.BRANCH else [what[-1]]
            each = [first_of(way) for way in ways]
            found.update(*(first for first, _ in each))
            empty = any(nothing for _, nothing in each) or (kind in REPEATED and not what[0])
        else:
            raise ValueError(f"a token begins with {kind} {what}")
        if not empty:
            return found, False
    return found, True


def mistakes(made: dict[str, Any]) -> dict[tuple[int, str], str]:
    """Where the automaton stops on each bad example, and what to say there."""
    from .automaton import Automaton, Stuck

    automaton = Automaton(made)
    found: dict[tuple[int, str], str] = {}
    for name, mistake in MISTAKES.items():
        for example in mistake.examples:
            stuck = automaton.parse(example, 0, None, frozenset())
            if not isinstance(stuck, Stuck):
                raise ValueError(f"the bad example {example!r} of {name} can be read")
            known = found.setdefault((stuck.state, stuck.token.kind), name)
            if known != name:
                raise ValueError(f"{example!r} of {name} stops where {known} stops: {stuck!r}")
    return found


def written(made: dict[str, Any]) -> str:
    """The table as a Python module."""
    lines = [
        '"""The table of `grammar/letters.lark`: made by `python -m letternet.read.make_table`, not by hand."""',
        "",
        "from __future__ import annotations",
        "",
        "TYPE_CHECKING = False",
        "if TYPE_CHECKING:",
        "    from typing import Any",
        "",
        "TABLE: dict[str, Any] = {",
    ]
    for key, value in made.items():
        if isinstance(value, list) and value and not isinstance(value[0], bool | str):
            lines += [f"    {key!r}: [", *(f"        {item!r}," for item in value), "    ],"]
        elif isinstance(value, dict):
            lines += [f"    {key!r}: {{", *(f"        {k!r}: {v!r}," for k, v in value.items()), "    },"]
        else:
            lines.append(f"    {key!r}: {value!r},")
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    (HERE / "table.py").write_text(written(make()), encoding="utf-8")

__all__ = ["grammar", "make", "written"]
