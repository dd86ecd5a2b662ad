"""English text becomes clauses: what each does, to which operands, and where it stands.

The grammar is `grammar/english.lark`; the fragments of its terminals are here, made of the tables that the sentences
are written with.
"""

from __future__ import annotations

import re
from functools import cache

from lark import Lark, Transformer
from lark.lexer import PatternRE

from .. import limits
from ..patterns import pattern
from ..words import BREAKS, CAPITALS, ENDS, NUMERALS, SAID_FUNCTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from lark.lexer import TerminalDef, Token

# What clauses begin with.
VERBS = (
    "add", "append", "apply", "begin", "call", "carry", "check", "concatenate", "divide", "do", "explicitly", "feed",
    "invert", "join", "let", "multiply", "negate", "pass", "perform", "put", "raise", "run", "send", "set", "square",
    "stack", "start", "subtract", "take", "transpose", "use",
)  # fmt: skip
JOINTS = ("please", "then", "first", "next", "finally", "afterwards", "now", "lastly")
CREATES = ("create", "make", "get", "compute", "calculate", "obtain", "find", "build", "form", "produce")
INDEX = rf"\{{[^{{}}]{{0,{limits.INDEX}}}\}}"
TERM = rf"[^\s.,;:()]{{1,{limits.DIGITS + limits.INDEX + len('n_{}')}}}"  # of a size: a number and a letter
# Each may have those below it in its own text.
FRAGMENTS = {
    "kept": (
        r"(?:<article>?(?:(?:output|result)<end>(?!<gap><word>)|result\s+[0-9]|number\s+[-.]?[0-9]"
        r"|(?:(?:row\s+|column\s+)?vector|matrix|number)\s*\["
        r"|(?:<marking>|(?:<functions>)'?)\s+of<end>"
        r"|<pairing>)|<numeral><end>(?!<gap><word>)"
        r"|(?:a\s+)?numbers?<end>(?!\s+(?:<key>|[-.]?[0-9]))|the\s+function\s+\S++\s+is\s+never<end>)"
    ),
    "starts": (
        r"(?:(?:<verbs>|<joints>|and|to|it|itself|that|this|every|each)<end>|matrix[-\s]multiply<end>|[-.]?[0-9]"
        r"|(?:<functions>)'?<end>(?!<gap><word>)|vectors\s+are<end>)"
    ),
    "item": (
        r"(?:(?:the|an?|it|result|old|layer|weights?|bias|vector|matrix(?![-\s]multiply)|number)<end>"
        r"|[“\"„\[]|[-.]?[0-9]|<key>)"
    ),
    "leaves": r"(?:(?:this|that|which)\s+(?:leaves|has|gives)\s+<size>)",
    "size": r"(?:(?:one\s+number|<amount>\s+values?|<amount>\s+rows?\s+and\s+<amount>\s+columns?)(?:\s+each)?<end>)",
    "amount": rf"(?:{TERM}(?:\s+[-+]\s+{TERM})*+)",
    "slope": r"(?:(?:derivative|slope)\s+of\s+(?:the\s+)?)",
    "function": r"(?:[A-Za-z]{2,}+|[A-Za-zα-ωΑ-Ω])",
    "marking": r"(?:transpose|negative|inverse|reciprocal|(?:elementwise\s+)?square)",
    "between": r"(?:(?:times|plus|minus|(?:multiplied|divided)\s+by)<end>)",
    "pairing": (
        r"(?:<article>?(?:(?:element-?wise|point-?wise|(?:row-column\s+)?dot|inner|outer|matrix)\s+)?product\s+of<end>"
        r"|<article>?(?:difference|quotient|ratio)\s+(?:of|between)<end>)"
    ),
    # “A B” are two names.
    "article": r"(?:(?:the|an|(?-i:a)(?=\s+(?!<key>))|(?-i:A)(?=\s+(?-i:[a-z]{2})))\s+)",
    "quoted": r"[“\"„][^“”\"„]{1,150}[”\"“]",
    # Words up to one that sentences say after a name; a line that begins as lines do is not among them.
    "words": r"(?:<word>(?:<gap><word>)*+)",
    "gap": r"(?:(?=\s)[^\S\r\n]*+(?:[\r\n]\s*+(?!(?:<breaks>)<end>|(?-i:<capitals>)<end>))?+)",
    "word": rf"(?:(?!<stop>)\w[\w'’-]*+(?:{INDEX})?+)",
    "stop": (
        r"(?:(?:<ends>)<end>|end\s+to\s+end<end>|side\s+by\s+side<end>|(?:element\s+by\s+element|value\s+by\s+value)<end>"
        r"|(?:element|point)-wise<end>)"
    ),
    "key": rf"(?:[^\W\d_](?:[0-9]+|[₀-₉]+|_[0-9]+|_[^\W\d_](?!\w)|_{INDEX})?+<end>)",
    "end": r"(?![\w'’-])",
    "ends": "|".join(ENDS),
    "breaks": "|".join(BREAKS),
    "capitals": "|".join(CAPITALS),
    "verbs": "|".join(VERBS),
    "joints": "|".join((*JOINTS, r"after\s+that")),
    "creates": "|".join(CREATES),
    "numeral": f"(?:{'|'.join(NUMERALS)})",
    "functions": SAID_FUNCTIONS,
}
FRAGMENT = pattern(r"<([a-z]+)>")


class Operand:
    """What a clause says of a value: `kind` is the grammar's terminal; `marks` stand before it, the outer one first."""

    __slots__ = ("end", "kind", "marks", "start", "text", "whole")

    def __init__(self, token: Token, marks: tuple[Token, ...] = ()) -> None:
        self.kind: Final = token.type
        self.text: Final = str(token)
        self.marks: Final = marks
        self.start: Final = place(token)[0]
        self.end: Final = place(token)[1]
        self.whole: Final = place(marks[0])[0] if marks else self.start  # where its first mark stands


class Clause:
    """One thing that is said; `what` is the name of the grammar's rule."""

    __slots__ = ("end", "joined", "opens", "parts", "start", "what")

    def __init__(self, what: str, parts: tuple[Any, ...]) -> None:
        self.what: Final = what
        self.parts: Final = parts
        self.joined = False  # whether a “then” or the like says that it goes on from another
        self.opens = True  # whether it is the first of its sentence
        self.start: Final[int] = begin(parts[0])
        self.end: Final[int] = finish(parts[-1])

    @property
    def operands(self) -> list[Operand]:
        """The values that it names, in reading order."""
        flat = (item for part in self.parts for item in (part if isinstance(part, list) else [part]))
        return [item for item in flat if isinstance(item, Operand)]


def place(token: Token) -> tuple[int, int]:
    """First character of a token and the one after its last."""
    assert token.start_pos is not None
    return token.start_pos, token.start_pos + len(token)


def begin(part: Any) -> int:
    """Where a part of a clause begins."""
    if isinstance(part, list):
        return begin(part[0])
    return part.start if isinstance(part, Clause) else place(part)[0]


def finish(part: Any) -> int:
    """Where a part of a clause ends."""
    if isinstance(part, list):
        return finish(part[-1])
    return part.end if isinstance(part, Operand | Clause) else place(part)[1]


class Clauses(Transformer):  # type: ignore[type-arg]
    """Makes clauses as the parser goes along; its methods are named as the rules of the grammar."""

    def nothing(self, _: list[Any]) -> list[Clause]:
        return []

    def kept(self, parts: list[Any]) -> list[Clause]:
        found: list[Clause] = parts[0]
        return found

    start = kept

    def said(self, parts: list[Any]) -> list[Clause]:
        found: list[Clause] = parts[0]
        found.append(parts[-1])
        return found

    def joined(self, parts: list[Any]) -> list[Clause]:
        parts[-1].joined = True
        return self.said(parts)

    def went_on(self, parts: list[Any]) -> list[Clause]:
        parts[-1].opens = False
        return self.said(parts)

    def joined_on(self, parts: list[Any]) -> list[Clause]:
        parts[-1].opens = False
        return self.joined(parts)

    def joints(self, parts: list[Any]) -> None:
        return None

    def first(self, parts: list[Any]) -> list[Any]:
        return parts

    two = first

    def more(self, parts: list[Any]) -> list[Any]:
        found: list[Any] = parts[0]
        found.append(parts[1])
        return found

    def plain(self, parts: list[Any]) -> Operand:
        return Operand(parts[0])

    def marked(self, parts: list[Any]) -> Operand:
        return Operand(parts[1], tuple(parts[0]))

    def __default__(self, data: Any, children: list[Any], meta: Any) -> Clause:
        return Clause(str(data), tuple(children))


def filled(pattern: str) -> str:
    """A terminal of the grammar with its fragments in place.

    >>> filled("take<end>")
    "take(?![\\\\w'’-])"
    """
    while FRAGMENT.search(pattern):
        pattern = FRAGMENT.sub(lambda found: FRAGMENTS[found[1]], pattern)
    return pattern


@cache
def beginnings() -> dict[tuple[str, ...], re.Pattern[str]]:
    """What “take” is put in before, by the kinds of the words that its sentence has before: “x times W”."""
    value = re.compile(
        filled(
            r"\s*(?:(?:the\s+)?(?:<marking>|(?:<functions>)'?)\s+of<end>|<pairing>"
            r"|(?:-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|<numeral>)\s+<between>)"
        ),
        re.IGNORECASE,
    )
    between = re.compile(filled(r"\s*<between>"), re.IGNORECASE)
    after_a_name = (("NAME", "_IS"), ("_LET", "NAME", "_IS"), ("_LET", "NAME", "_TO"))
    return {(): value, ("NAME",): between, **dict.fromkeys(after_a_name, value)}


def fill(terminal: TerminalDef) -> None:
    """Put the fragments into one terminal, as Lark asks for when it loads a grammar."""
    pattern = filled(terminal.pattern.value)
    if pattern != terminal.pattern.value:
        terminal.pattern = PatternRE(pattern, terminal.pattern.flags)


@cache
def parser() -> Lark:
    """The parser, made once."""
    return Lark.open_from_package(
        "letternet.grammar", "english.lark", parser="lalr", transformer=Clauses(), edit_terminals=fill,
        g_regex_flags=re.IGNORECASE, start="start",
    )  # fmt: skip
