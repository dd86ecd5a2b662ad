"""One statement of text becomes one call of the builder for each rule it used: the loop of an LALR(1) parser.

The table comes from Lark (`make_table`).  This loop exists because a whole short command has to be faster than
importing a parser library; a test holds it equal to Lark's own parser on the same grammar.
"""

from __future__ import annotations

import re
from operator import itemgetter

from ..patterns import pattern
from .table import TABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any, Final

    Match = Callable[[str, int], re.Match[str] | None]
    Beginning = tuple[Match, list[str]]

# After these, another value would be multiplied: a bar closes, and a bare number is not clear.
ENDS_A_VALUE = frozenset(
    "NUMBER LATE_NUMBER SCIENTIFIC NAME LITERAL RPAR RSQB RBRACE POWER"
    " _TRANSPOSE _INVERSE _PRIME _NORM_CLOSE _BAR_CLOSE".split()
)
CLOSING = {"_BAR_OPEN": "_BAR_CLOSE", "_NORM_OPEN": "_NORM_CLOSE"}
IGNORED = " "
# No other terminal begins with one of these, so the character alone tells the token.
ALONE = {
    "=": "EQUAL", "/": "OVER", ",": "COMMA", ":": "COLON", ";": "SEMICOLON",
    "(": "LPAR", ")": "RPAR", "]": "RSQB", "{": "LBRACE", "}": "RBRACE",
}  # fmt: skip
# A name whatever else could begin here: its letter has digits, or what follows ends it.
PLAIN_NAME = pattern(r"[A-Za-z](?:[0-9]+|(?= ?[A-Z()\]=+⊙·/,;-])|(?=[\n\r]|\Z))")
OPENING_BRACKET = pattern(r"[ \t]*(?:\\left[ \t]*)?\(")


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


def nothing(text: str, position: int) -> None:
    """What fits nowhere."""


class Scanner:
    """Cuts text into tokens: by one character where that is enough, else with the patterns that may begin with it."""

    def __init__(self, patterns: list[tuple[str, str]], beginnings: dict[str, str], ignored: Collection[str]) -> None:
        """`beginnings` has the characters that each kind of token may begin with."""
        alone = {c: kind for c, kind in ALONE.items() if (kind, re.escape(c)) in patterns}
        self.patterns = [pair for pair in patterns if pair[0] not in alone.values()]
        self.beginnings = beginnings
        self.ignored = ignored
        self.alone = {**alone, " ": IGNORED, "\n": "$END", "\r": "$END", "#": "$END"}
        self.plain: Match = PLAIN_NAME.match if any(name == "NAME" for name, _ in patterns) else nothing
        self.known: dict[str, Beginning] = {}

    def beginning(self, character: str) -> Beginning:
        """What finds the token that begins with a character, and its kind by the number of the group that is reached.

        Each group is empty and stands behind its pattern: Python tries what stands inside a group even where
        the first character does not fit.
        """
        fitting = [(name, text) for name, text in self.patterns if character in self.beginnings[name]]
        if not fitting:
            return nothing, []
        match = re.compile("|".join(f"(?:{text})()" for _, text in fitting)).match
        kinds = ["", *(IGNORED if name in self.ignored else name for name, _ in fitting)]
        found = self.known[character] = match, kinds
        return found


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
        self.beginnings: dict[str, str] = table["beginnings"]
        self.scanners: list[Scanner | None] = [None, None]
        self.steps: dict[tuple[int, str, str], tuple[int, int | None]] = {}
        # What each rule takes from the end of the values, and whether that is several of them.
        self.takes = [(itemgetter(*(i - size for i in kept)), len(kept) > 1) for _, _, kept, size in self.rules]

    def scanner(self, number: int) -> Scanner:
        """The scanner of formulas (0) or sizes (1), made when first needed."""
        made = self.scanners[number] = Scanner(self.patterns[number], self.beginnings, self.ignored)
        return made

    def step(self, below: int, origin: str, kind: str) -> tuple[int, int | None]:
        """The state after a rule for `origin` and those that only hand its part on, and what to do there.

        Most rules that a formula uses only hand on, one for each level of the grammar; the way through them is
        always the same from one state with one token ahead, so it is remembered.
        """
        state = self.states[below][origin]
        action = self.states[state].get(kind)
        while action is not None and action < 0:
            wider, name, _, size = self.rules[~action]
            if name or size > 1:
                break
            state = self.states[below][wider]
            action = self.states[state].get(kind)
        found = self.steps[below, origin, kind] = state, action
        return found

    def parse(
        self,
        text: str,
        position: int,
        builder: object | None,
        functions: Collection[str],
    ) -> tuple[Any, int, int] | Stuck:
        """Read one statement from `position` on: what was made of it, its end, and where what follows starts.

        `builder` has a method for each rule, by its name; without it only where reading stops counts.
        `functions` are the letters that the program defines as functions.
        """
        states = [self.start]
        values: list[Any] = []
        starts: list[int] = []
        opened: list[Token] = []
        actions = self.states
        rules = self.rules
        takes = self.takes
        steps = self.steps
        in_sizes = self.in_sizes
        scanners = self.scanners
        last_end = position
        before: Token | None = None
        last_kind = ""
        length = len(text)
        while True:
            # -- the next token
            state = states[-1]
            number = in_sizes[state]
            scan = scanners[number] or self.scanner(number)
            kind, end = IGNORED, position
            while kind == IGNORED:
                position = end
                kind = scan.alone.get(text[position], "") if position < length else "$END"
                end = position + 1
                if not kind:
                    found = scan.plain(text, position)
                    if found is not None:
                        kind, end = "NAME", found.end()
                        break
                    match, kinds = scan.known.get(text[position]) or scan.beginning(text[position])
                    found = match(text, position)
                    if found is not None:
                        kind, end = kinds[found.lastindex or 0], found.end()
            if kind == "NAME":
                if functions and text[position:end] in functions and OPENING_BRACKET.match(text, end):
                    kind = "FUNCTION"
            elif kind == "NUMBER":
                if last_kind in ENDS_A_VALUE:
                    kind = "LATE_NUMBER"
            elif kind == "$END":
                end = position
            elif kind == "SEMICOLON":
                if not opened:
                    kind = "$END"
            elif kind in CLOSING and last_kind in ENDS_A_VALUE and opened and opened[-1].kind == kind:
                kind = CLOSING[kind]

            # -- everything that it completes
            action = actions[state].get(kind)
            while action is not None and action < 0:
                origin, name, _, size = rules[~action]
                if builder is not None:  # a rule without a name only hands on, and `step` has gone through it
                    take, several = takes[~action]
                    if several:
                        values[-size] = getattr(builder, name)(starts[-size], last_end, *take(values))
                    else:
                        values[-size] = getattr(builder, name)(starts[-size], last_end, take(values))
                if size > 1:
                    del states[1 - size :], starts[1 - size :], values[1 - size :]
                step = (states[-2], origin, kind)
                state, action = steps.get(step) or self.step(*step)
                if kind == "$END" and state == self.end:
                    return (values[0] if values else None, last_end, position)
                states[-1] = state
            token = Token(kind, text[position:end], position, end)
            if action is None:
                return Stuck(state, token, before, opened)

            # -- step over it
            states.append(action)
            starts.append(position)
            if builder is not None:
                values.append(token)
            position = last_end = end
            before = token
            last_kind = kind
            if kind in OPENS:
                opened.append(token)
            elif kind in CLOSES and opened:
                opened.pop()


OPENS = frozenset(("LPAR", "LSQB", "LBRACE", "_ROOT_OPEN", "_NORM_OPEN", "_BAR_OPEN"))
CLOSES = frozenset(("RPAR", "RSQB", "RBRACE", "_NORM_CLOSE", "_BAR_CLOSE"))


LETTERS = Automaton(TABLE)
