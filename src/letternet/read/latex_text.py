"""The text of a LaTeX formula as tokens, each with its place: what opens is closed, and where one line ends is known.

Nothing is expanded and no file is opened: a command is a name with a backslash, whatever it would do in TeX.
"""

from __future__ import annotations

from .. import limits
from ..patterns import pattern
from ..problems import Problem, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

MOST_TOKENS = limits.STATEMENT
DEEPEST = 20_000  # brackets of LaTeX inside one another

# Each pattern ends where it must, so that the time is that of the text's length.
TOKEN = pattern(
    r"(?P<space>[ \t\f\v~\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+)"
    r"|(?P<line>\r\n|\r|\n)"
    r"|(?P<comment>%[^\n\r]*)"
    r"|(?P<edge>\\(?:begin|end)[ \t]*\{[ \t]*[A-Za-z]{1,30}\*?[ \t]*\}"
    r"(?:(?<=at\})\{[0-9]{1,2}\}|(?<=at\*\})\{[0-9]{1,2}\}|\[[tbc]\])?)"
    r"|(?P<row>\\\\\*?(?:[ \t]*\[-?[0-9.]{1,9}[ \t]*[a-z]{2}\])?|\\cr(?![A-Za-z])|\\newline(?![A-Za-z]))"
    r"|(?P<command>\\(?:[A-Za-z]+|[^\n\r]))"
    r"|(?P<math>\$\$?)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"|(?P<letter>[^\W\d_])"
    r"|(?P<sign>:=|<-|<=|>=|[+-]=|(?s:.))"
)
SPACES = frozenset(
    r"\, \: \; \! \> \/ \quad \qquad \enspace \thinspace \medspace \thickspace \negthinspace".split()
) | {"\\ "}
# What ends with what.
CLOSED_BY = {"{": "}", "\\left": "\\right", "$": "$", "$$": "$$", "\\[": "\\]", "\\(": "\\)"}
CLOSES = frozenset(CLOSED_BY.values())
MATH = frozenset(("$", "$$", "\\[", "\\(", "\\]", "\\)"))
# Environments with a formula a line; the displays among them stand in the text of a paper, the others in formulas.
DISPLAYS = frozenset(
    "align alignat flalign equation gather multline eqnarray displaymath math dmath subequations".split(" ")
)
LINES = DISPLAYS | frozenset("aligned alignedat gathered split".split(" "))
MATRICES = frozenset("matrix bmatrix pmatrix Bmatrix vmatrix smallmatrix array".split(" "))
# A line that begins with one of these goes on from the line before, and so does what follows one that ends so.
GO_ON = frozenset("+ * / · ⊙ \\cdot \\odot \\circ \\ast \\times ) ] \\} \\right \\bigr \\Bigr".split(" "))
LEAVE_OPEN = frozenset("+ - * / · ⊙ = \\cdot \\odot \\circ \\ast \\times ( [ \\{ \\leftarrow \\gets :=".split(" "))
BREAKS = frozenset(("row", "line"))
BLANK = frozenset(("space", "line", "comment"))


class Token:
    """A piece of LaTeX: kind, text (of `\\begin{…}` the environment), place, and the token that closes or opens it."""

    __slots__ = ("end", "kind", "partner", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind: Final = kind
        self.text: Final = text
        self.start: Final = start
        self.end: Final = end
        self.partner = -1


class Line:
    """The tokens of one formula, from `first` up to `last`; or a comment, `trailing` if a formula stands before it."""

    __slots__ = ("comment", "first", "last", "prose", "trailing")

    def __init__(
        self, first: int, last: int, comment: bool = False, trailing: bool = False, prose: bool = False
    ) -> None:
        self.first: Final = first
        self.last = last
        self.comment: Final = comment
        self.trailing: Final = trailing
        self.prose: Final = prose


class Source:
    """A text of LaTeX, cut into tokens; `problem` says why it cannot be read any further."""

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self.problem: Problem | None = None
        self.tokens: Final = self.cut()
        if self.problem is None:
            self.match()

    def wrong(self, code: str, message: str, start: int, end: int) -> None:
        """Note the one thing that ends the reading."""
        self.problem = Problem(code, message, *place(self.text, start, end))

    def cut(self) -> list[Token]:
        """The tokens; a text with too many is not read."""
        found: list[Token] = []
        for token in TOKEN.finditer(self.text):
            kind, text = token.lastgroup or "", token[0]
            if kind == "edge":
                kind, _, text = text[1:].partition("{")
                kind, text = kind.strip(), text.partition("}")[0].strip()
            elif kind == "sign" and text in "{}":
                kind = text
            found.append(Token(kind, text, token.start(), token.end()))
            if len(found) > MOST_TOKENS:
                self.wrong("E0109", f"the text has more than {MOST_TOKENS:,} signs and commands", *token.span())
                break
        return found

    def match(self) -> None:
        """Find the partner of everything that opens or closes."""
        opened: list[int] = []
        for i, token in enumerate(self.tokens):
            text = token.text
            due = self.tokens[opened[-1]] if opened else None
            if token.kind == "end" or (text in CLOSES and token.kind != "comment" and not opens(token, due)):
                if due is None or not closes(token, due):
                    self.unmatched(token, due)
                    return
                token.partner = opened.pop()
                due.partner = i
            elif token.kind == "begin" or (text in CLOSED_BY and token.kind != "comment"):
                opened.append(i)
                if len(opened) > DEEPEST:
                    self.wrong("E0109", f"more than {DEEPEST:,} brackets stand inside one another",
                               token.start, token.end)  # fmt: skip
                    return
        if opened:
            token = self.tokens[opened[-1]]
            message = f"{shown(token)} is never closed; it ends with {closing(token)}"
            self.wrong("E0115", message, token.start, token.end)

    def unmatched(self, token: Token, due: Token | None) -> None:
        """Say what a closing token lacks."""
        message = f"{shown(token)} closes nothing"
        if due is not None:
            message = f"{shown(token)} stands where {closing(due)} has to close {shown(due)} first"
        self.wrong("E0115", message, token.start, token.end)

    # ---------------------------------------------------------------------------------------- lines

    def lines(self) -> list[Line]:
        """The formulas and comments in the order of the text."""
        pages = any(t.text in MATH or display(t) for t in self.tokens)
        rows = any(t.kind == "row" for t in self.outside())
        found: list[Line] = []
        formulas: list[Line] = []
        math = depth = 0  # how many displays, and how many brackets, are open
        first, seen, after = 0, False, ""  # where this line begins; a formula stands before; what ended the last one
        for i, token in enumerate(self.tokens):
            kind = token.kind
            if kind == "comment":
                found.append(Line(i, i + 1, comment=True, trailing=seen))
            elif kind == "line":
                seen = False
            elif means(token) and token.text not in MATH:
                seen = True
            if not depth and (token.text in MATH or plain(token) in LINES):
                self.add(formulas, first, i, pages and not math, after)
                first, after = i + 1, "edge"
                if token.text in MATH or display(token):
                    math += 1 if token.partner > i else -1
            elif token.partner >= 0:
                depth += 1 if token.partner > i else -1
            elif not depth and self.breaks(i, bool(math) or self.inside(first), rows):
                self.add(formulas, first, i, pages and not math, after)
                first, after = i + 1, kind
        self.add(formulas, first, len(self.tokens), pages and not math, after)
        return sorted([*found, *formulas], key=lambda line: line.first)

    def outside(self) -> list[Token]:
        """The tokens that stand in no bracket and no matrix."""
        found, i = [], 0
        while i < len(self.tokens):
            token = self.tokens[i]
            found.append(token)
            around = token.text in MATH or plain(token) in LINES
            i = token.partner + 1 if token.partner > i and not around else i + 1
        return found

    def inside(self, first: int) -> bool:
        """True in an environment, where the end of a line of text means nothing."""
        return first > 0 and self.tokens[first - 1].kind in ("begin", "row")

    def breaks(self, i: int, inside: bool, rows: bool) -> bool:
        """True where a formula ends: at `\\\\`, at an empty line, and without those at every line."""
        kind = self.tokens[i].kind
        after = i + 1
        while after < len(self.tokens) and self.tokens[after].kind == "space":
            after += 1
        follows = self.tokens[after] if after < len(self.tokens) else None
        if self.tokens[i].text == ",":  # a = b, \quad c = d
            return follows is not None and follows.text in ("\\quad", "\\qquad")
        if kind != "line":
            return kind == "row"
        return (not inside and not rows) or (follows is not None and follows.kind == "line")

    def add(self, formulas: list[Line], first: int, last: int, prose: bool, after: str) -> None:
        """One more formula, or more of the last one."""
        while first < last and not self.says(first, prose):
            first += 1
        while first < last and not self.says(last - 1, prose):
            last -= 1
        if first == last:
            return
        if formulas and after in BREAKS and self.goes_on(formulas[-1], first):
            formulas[-1].last = last
        else:
            formulas.append(Line(first, self.before_its_number(first, last), prose=prose))

    def before_its_number(self, first: int, last: int) -> int:
        """Where a line ends that has its number set by hand: `y = xW \\quad (3)`."""
        kept = [i for i in range(first, last) if self.tokens[i].kind not in BLANK]
        if len(kept) > 4 and [self.tokens[i].text for i in (kept[-3], kept[-1])] == ["(", ")"]:
            number, space = self.tokens[kept[-2]], self.tokens[kept[-4]]
            if number.kind == "number" and space.text in ("\\quad", "\\qquad"):
                return kept[-4]
        return last

    def says(self, i: int, prose: bool) -> bool:
        """True of a token that is part of a formula, or of words."""
        token = self.tokens[i]
        return means(token) and not (prose and token.text in (".", ",", ";", ":"))

    def goes_on(self, line: Line, first: int) -> bool:
        """True when what begins here is more of the formula before."""
        begins, ends = self.tokens[first].text, self.tokens[line.last - 1].text
        before = first - 1
        while before > 0 and self.tokens[before].kind in BLANK:
            before -= 1
        led = self.tokens[before].text in ("&", "\\quad", "\\qquad")
        return begins in GO_ON or (begins == "-" and led) or ends in LEAVE_OPEN


def means(token: Token) -> bool:
    """True of a token that is part of a formula."""
    return token.kind not in BLANK and token.kind != "row" and token.text not in SPACES and token.text != "&"


def plain(token: Token) -> str:
    """An environment without its star."""
    return token.text.rstrip("*") if token.kind in ("begin", "end") else ""


def display(token: Token) -> bool:
    """True of the edge of an environment that stands in the text of a paper."""
    return plain(token) in DISPLAYS


def opens(token: Token, due: Token | None) -> bool:
    """True of a `$` that opens."""
    return token.kind == "math" and (due is None or due.text != token.text)


def closes(token: Token, due: Token) -> bool:
    """True when a token closes what is open."""
    if token.kind == "end":
        return due.kind == "begin" and due.text == token.text
    return due.kind != "begin" and CLOSED_BY[due.text] == token.text


def shown(token: Token) -> str:
    """A token as a sentence names it."""
    return f"\\{token.kind}{{{token.text}}}" if token.kind in ("begin", "end") else token.text


def closing(token: Token) -> str:
    """What a token is closed by, as a sentence names it."""
    return f"\\end{{{token.text}}}" if token.kind == "begin" else CLOSED_BY[token.text]
