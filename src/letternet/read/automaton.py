"""One statement of text becomes one call of the builder for each rule it used: the loop of an LALR(1) parser.

The table comes from Lark (`make_table`).  This loop exists because a whole short command has to be faster than
importing a parser library; a test holds it equal to Lark's own parser on the same grammar.
"""

from __future__ import annotations

import re

from .table import TABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any, Final

# After these, another value would be multiplied: a bar closes, and a bare number is not clear.
ENDS_A_VALUE = frozenset(
    "NUMBER LATE_NUMBER SCIENTIFIC NAME LITERAL RPAR RSQB RBRACE POWER"
    " _TRANSPOSE _INVERSE _PRIME _NORM_CLOSE _BAR_CLOSE".split()
)
CLOSING = {"_BAR_OPEN": "_BAR_CLOSE", "_NORM_OPEN": "_NORM_CLOSE"}
NEWLINE = "\n\r"
OPENING_BRACKET = re.compile(r"[ \t]*(?:\\left[ \t]*)?\(")


class Token:
    """A piece of text with its kind, one of the grammar's terminals."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind: Final = kind
        self.text: Final = text
        self.start: Final = start
        self.end: Final = end

    def __repr__(self) -> str:
        return f"Token({self.kind}, {self.text!r}, {self.start})"


class Stuck:
    """Where reading stopped: the token that does not fit, and what was open."""

    __slots__ = ("before", "opened", "state", "token")

    def __init__(self, state: int, token: Token, before: Token | None, opened: list[Token]) -> None:
        self.state: Final = state
        self.token: Final = token
        self.before: Final = before
        self.opened: Final = opened

    def __repr__(self) -> str:
        return f"Stuck({self.state}, {self.token!r})"


class Scanner:
    """Cuts text into tokens with one regular expression."""

    def __init__(self, patterns: list[tuple[str, str]]) -> None:
        self.kinds = [""] + [name for name, _ in patterns]
        self.match = re.compile("|".join(f"({pattern})" for _, pattern in patterns)).match


class Automaton:
    """The loop, for one table."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.rules: list[tuple[str, str, tuple[int, ...], int]] = table["rules"]
        self.states: list[dict[str, int]] = table["states"]
        self.start: int = table["start"]
        self.end: int = table["end"]
        self.ignored: frozenset[str] = frozenset(table["ignored"])
        self.in_sizes: list[bool] = table["in_sizes"]
        self.patterns = (table["formula"], table["size"])
        self.scanners: list[Scanner | None] = [None, None]

    def scanner(self, number: int) -> Scanner:
        """The scanner of formulas (0) or sizes (1), made when first needed."""
        made = self.scanners[number] = Scanner(self.patterns[number])
        return made

    def parse(
        self,
        text: str,
        position: int,
        made: list[Callable[..., Any] | None] | None,
        functions: Collection[str],
    ) -> tuple[Any, int, int] | Stuck:
        """Read one statement from `position` on: what was made of it, its end, and where what follows starts.

        `made` has a function for each rule (see `rule_calls`); without it only where reading stops counts.
        `functions` are the letters that the program defines as functions.
        """
        states = [self.start]
        values: list[Any] = []
        starts: list[int] = []
        opened: list[Token] = []
        actions = self.states
        rules = self.rules
        last_end = position
        before: Token | None = None
        value_ended = False
        length = len(text)
        while True:
            # -- the next token
            state = states[-1]
            row = actions[state]
            number = self.in_sizes[state]
            scan = self.scanners[number] or self.scanner(number)
            while True:
                if position >= length or text[position] in NEWLINE or text[position] == "#":
                    token = Token("$END", "", position, position)
                    break
                found = scan.match(text, position)
                if found is None:
                    token = Token("", text[position], position, position + 1)
                    break
                kind = scan.kinds[found.lastindex or 0]
                end = found.end()
                if kind in self.ignored:
                    position = end
                    continue
                token = Token(kind, found[0], position, end)
                break
            kind = token.kind
            if kind == "SEMICOLON" and not opened:
                kind = "$END"
            elif kind == "NUMBER":
                if value_ended:
                    kind = "LATE_NUMBER"
            elif kind == "NAME":
                if token.text in functions and OPENING_BRACKET.match(text, token.end):
                    kind = "FUNCTION"
            elif kind in CLOSING and value_ended and opened and opened[-1].kind == kind:
                kind = CLOSING[kind]
            if kind != token.kind:
                token = Token(kind, token.text, token.start, token.end)

            # -- everything that it completes
            action = row.get(kind)
            while action is not None and action < 0:
                _, _, kept, size = rules[-1 - action]
                if made is not None:
                    call = made[-1 - action]
                    if call is None:
                        value = values[kept[0] - size]
                    else:
                        value = call(starts[-size], last_end, *[values[i - size] for i in kept])
                    del values[-size:]
                    values.append(value)
                del states[-size:]
                if size > 1:
                    del starts[1 - size :]
                origin = rules[-1 - action][0]
                states.append(actions[states[-1]][origin])
                if kind == "$END" and states[-1] == self.end:
                    return (values[0] if values else None, last_end, token.start)
                action = actions[states[-1]].get(kind)
            if action is None:
                return Stuck(states[-1], token, before, opened)

            # -- step over it
            states.append(action)
            starts.append(token.start)
            if made is not None:
                values.append(token)
            position = last_end = token.end
            before = token
            value_ended = kind in ENDS_A_VALUE
            if kind in OPENS:
                opened.append(token)
            elif kind in CLOSES and opened:
                opened.pop()


OPENS = frozenset(("LPAR", "LSQB", "LBRACE", "_ROOT_OPEN", "_NORM_OPEN", "_BAR_OPEN"))
CLOSES = frozenset(("RPAR", "RSQB", "RBRACE", "_NORM_CLOSE", "_BAR_CLOSE"))


def rule_calls(builder: object) -> list[Callable[..., Any] | None]:
    """The builder's method for each rule; None for a rule that only hands its one part on."""
    return [getattr(builder, name) if name else None for _, name, _, _ in LETTERS.rules]


LETTERS = Automaton(TABLE)
