"""English becomes letters: `read` gives the program that sentences say and everything wrong with them, with places.

The text is parsed clause by clause (`english_clauses`), what it calls by name gets letters (`english_names`), and the
clauses become statements (`english_tree`).  A statement that is not understood is left out, and reading goes on.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from ..patterns import pattern
from ..problems import MOST_PROBLEMS, Problem, line_starts, place
from ..tree import Program
from .english_names import Names
from .english_tree import Builder, functions_of
from .known import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any, Final

    from lark.lexer import Token

    from ..tree import Statement
    from .english_clauses import Clause
    from .known import Known

# What could stand somewhere, by the grammar's terminals: what ends or goes on from something first, then what begins.
PLAIN = {
    "NAME": "a name", "NUMERAL": "a number", "IT": "the output", "_IS": "is …", "_HAS": "has … values", "_BY": "by …",
    "_TO": "to …", "_FROM": "from …", "_ON": "on …", "_TO_POWER": "to the power of …", "ONTO": "onto the end",
    "TOGETHER": "end to end", "_THROUGH": "through …", "COMPARISON": "is greater than …", "SIDE": "on the left",
    "_ELEMENTWISE": "elementwise", "A_NUMBER": "a number", "SIZE": "3 values", "FUNCTION": "the relu function",
    "_LIST": "and …",
    "PRODUCT": "vector-matrix multiplication", "_OF": "of …", "RESULT": "result 1", "EVERY": "every number in …",
    "STOP": "a full stop", "JOINT": "then", "INFIX": "times …", "TAKE": "take …", "ADD": "add …",
    "SUBTRACT": "subtract …", "MULTIPLY": "multiply …", "DIVIDE": "divide …", "PERFORM": "perform the … function",
    "TO_CREATE": "to create …", "TO_UPDATE": "to update …", "_LET": "let … be …",
    "NEGATE": "negate …", "TRANSPOSE": "transpose …",
    "SQUARE": "square …", "INVERT": "invert …", "RAISE": "raise …", "JOIN": "join …", "CHECK": "check whether …",
    "CALL": "call that result 1",
}  # fmt: skip
BULLETS = " \t\f\v-*•"  # what a line may begin with
SHOWN = 14  # of these in one sentence
WORD = pattern(r"[\w'’-]{1,40}|\S")
# What is skipped is an explanation; what is to be done cannot stand there.
BRACKETED = pattern(
    r"\([^()]*\b(?:times|plus|(?:multiplied|divided)\s+by|minus(?!\s+sign))\s[^()]*\)", re.IGNORECASE
)
NO_BRACKETS = "brackets hold explanations; what is worked out first is said first, and called result 1"
# Where a statement may begin after one that was not understood.
BEGINS = pattern(
    r"(?:^|(?<=[.;:!?\r]))[^\S\r\n]*+(?:1[.)][^\S\r\n]*+)?"
    r"(?=(?:take|first|to|start|begin|vectors|the|[^\W\d_]\S{0,9} is)\s)",
    re.IGNORECASE | re.MULTILINE,
)


def read(text: str, known: Known = NOTHING) -> tuple[Program, list[Problem]]:
    """Read a program in English; the places of its nodes are those in the text.

    >>> from letternet.write.letters import letters
    >>> program, problems = read("Take the layer 0 vector and multiply it by the weights 0; then apply relu.")
    >>> letters(program), problems
    ('relu(l0W0)', [])
    """
    said = Said(text)
    clauses = [event for event in said.events if event is not None]
    own = functions_of(clauses)
    functions = own | set(known.functions)
    names = Names(clauses, known, {name for name in functions if len(name) == 1})
    builder = Builder(names, functions, text)
    for event in said.events:
        if event is None:
            builder.forget()
        else:
            builder.add(event)
    builder.finish()
    lines: list[Statement] = [*names.meanings, *builder.statements]
    missing = {key: found for key, found in builder.kinds.items() if key not in builder.settled}
    lines += names.declarations(missing, {letter for letter, _ in names.named.values()})
    found = [(e.code, e.message, e.start, e.end) for e in builder.misread]
    found += [("E0115", *problem) for problem in said.problems]
    found += [("E0115", NO_BRACKETS, bracket.start(), bracket.end()) for bracket in BRACKETED.finditer(text)]
    found.sort(key=lambda item: item[2])
    return Program(tuple(lines), text), placed(text, found[:MOST_PROBLEMS])


def placed(text: str, found: list[tuple[str, str, int, int]]) -> list[Problem]:
    """Problems with their lines."""
    if not found:
        return []
    starts = line_starts(text)
    out: list[Problem] = []
    line = 0
    for code, message, start, end in found:
        while line + 1 < len(starts) and starts[line + 1] <= start:
            line += 1
        stop = starts[line + 1] if line + 1 < len(starts) else len(text) + 1
        _, span = place(text[starts[line] : stop], start - starts[line], max(start, min(end, stop)) - starts[line])
        out.append(Problem(code, message, line + 1, span))
    return out


class Said:
    """What a text says: its clauses in order, None where some of it was not understood, and what is said of that."""

    def __init__(self, text: str) -> None:
        from .english_clauses import parser

        self.text: Final = text
        self.parser: Final[Any] = parser()
        self.events: Final[list[Clause | None]] = []
        self.problems: Final[list[tuple[str, int, int]]] = []
        self.taken_at: Final[set[int]] = set()  # where sentences begin with a value, and “take” was put in
        self.begin(0)
        self.run()

    def begin(self, position: int) -> None:
        """Read on from here, as at the start of a text."""
        self.state = self.parser.parse_interactive(self.text)
        self.state.lexer_thread.state.line_ctr.char_pos = position
        self.begun = position
        self.last: Token | None = None
        self.stopped = -1  # where a full stop was put in
        self.sentence: list[Token] = []  # the first tokens since the last full stop

    def run(self) -> None:
        """Read the text to its end."""
        from lark.exceptions import UnexpectedInput

        while len(self.problems) < MOST_PROBLEMS:
            try:
                for token in self.state.lexer_thread.lex(self.state.parser_state):
                    self.state.feed_token(token)
                    self.last = token
                    self.sentence = [] if token.type == "STOP" else [*self.sentence[:3], token]
                if self.last is not None and self.last.type == "JOINT":
                    self.keep()
                else:
                    self.events.extend(self.state.feed_eof(self.last))
                return
            except UnexpectedInput as error:
                ended = getattr(error, "token", None) == ""  # what the parser is fed at the end
                position = len(self.text) if ended or error.pos_in_stream is None else error.pos_in_stream
                if self.may_stop(position) or self.may_take(position):
                    continue
                self.not_understood(position)
                found = BEGINS.search(self.text, position + (position <= self.begun))
                if not found:
                    return
                self.begin(found.end())

    def may_stop(self, position: int) -> bool:
        """Put in a full stop that is missing at the end of a line."""
        before = self.text.rfind("\n", max(0, position - 1000), position) + 1
        if not before or self.stopped == position or self.text[before:position].strip(BULLETS):
            return False
        if position >= len(self.text) or "STOP" not in self.state.accepts():
            return False
        from lark.lexer import Token

        self.last = Token("STOP", ".", position, end_pos=position)
        self.state.feed_token(self.last)
        self.state.lexer_thread.state.line_ctr.char_pos = position
        self.stopped = position
        return True

    def may_take(self, position: int) -> bool:
        """Put in what is missing where a sentence begins with a value: “x times W”, “h equals the tanh of x”."""
        from lark.lexer import Token

        from .english_clauses import beginnings

        wanted = beginnings().get(tuple(token.type for token in self.sentence))
        begins = self.sentence[0].start_pos if self.sentence else position
        if wanted is None or begins is None or begins in self.taken_at or not wanted.match(self.text, position):
            return False
        self.taken_at.add(begins)
        self.keep()
        sentence = self.sentence
        self.begin(begins)
        if len(sentence) >= 2:
            self.state.feed_token(Token("TO_CREATE", "to create", begins, end_pos=begins))
            self.state.feed_token(sentence[-2])
            self.state.feed_token(Token("JOINT", ",", position, end_pos=position))
            self.state.lexer_thread.state.line_ctr.char_pos = position
        self.state.feed_token(Token("TAKE", "take", begins, end_pos=begins))
        self.sentence = sentence
        return True

    def keep(self) -> None:
        """Keep the clauses that were understood."""
        stack = self.state.parser_state.value_stack
        if stack and isinstance(stack[0], list):
            self.events.extend(stack[0])

    def not_understood(self, position: int) -> None:
        """Say what could stand at a place; a statement that goes on there is left out."""
        self.keep()
        expected = self.state.accepts()
        self.problems.append(told(self.text, position, expected, self.last))
        if self.last is not None and self.last.type != "STOP":
            self.events.append(None)


def told(text: str, position: int, expected: Collection[str], last: Token | None) -> tuple[str, int, int]:
    """The sentence about something that is not understood, and its place."""
    if last is not None and last.type == "NAME" and last.start_pos is not None:
        near = slip(str(last))
        if near:
            start, word, meant = last.start_pos + near[0], near[1], near[2]
            return f"“{word}” is not understood here; was “{meant}” meant?", start, start + len(word)
        if "_HAS" in expected and not str(last).lower().startswith("the "):
            position, expected = last.start_pos, BEGINNINGS
    could = ", ".join(list(dict.fromkeys(PLAIN[terminal] for terminal in PLAIN if terminal in expected))[:SHOWN])
    found = WORD.search(text, position)
    if not found:
        end = len(text.rstrip())
        return f"the text ends too early; what could stand here: {could}", max(0, end - 1), end
    word = found[0]
    meant = close(word, [word for terminal in expected for word in re.findall(r"\w+", PLAIN.get(terminal, ""))])
    hint = f" (was “{meant}” meant?)" if meant and meant != word.lower() else ""
    return f"“{word}” is not understood here{hint}; what could stand here: {could}", found.start(), found.end()


BEGINNINGS = frozenset(list(PLAIN)[list(PLAIN).index("TAKE") :])
VERBS = ("add", "subtract", "multiply", "divide", "perform", "apply", "transpose", "elementwise", "times", "minus")


def slip(phrase: str) -> tuple[int, str, str] | None:
    """A misspelt word in what was taken for a name, after its first: where it stands, and what may be meant."""
    for found in list(WORD.finditer(phrase[:400]))[1:]:
        meant = close(found[0], VERBS)
        if meant and meant != found[0].lower():
            return found.start(), found[0], meant
    return None


def close(word: str, words: Collection[str]) -> str:
    """The nearest of some words, if one is near."""
    return next(iter(get_close_matches(word.lower(), words, 1, 0.8)), "") if len(word) > 2 else ""
