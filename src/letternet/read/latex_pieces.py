"""What LaTeX says, piece by piece as letters with their places; brackets are paired, and what is wrong is refused."""

from __future__ import annotations

from ..alphabet import SAME
from ..problems import Fix, Problem, place
from .latex_commands import ARGUMENTS, BARS, CLOSING, FONTS, OPENING, SIZED, SWITCHES
from .latex_text import BLANK, SPACES
from .slips import RefusedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final, NoReturn

    from .latex_text import Source, Token

NAME, NUMBER, WORD, SIGN, OPEN, CLOSE, MARK = "name", "number", "word", "sign", "open", "close", "mark"
VALUES = frozenset((NAME, NUMBER, CLOSE, MARK))  # after these a bar closes
LONGEST_EXPONENT = 60  # tokens that are compared with what may hang at a letter


class Piece:
    """Some letters, and the stretch of LaTeX that says them.

    With `raw` they stand there as they are, with `gap` something blank stands in front, with `made` no bracket of the
    text is behind them.  A closing bracket has its opening one as `partner`, and an opening one the closing.
    """

    __slots__ = ("end", "gap", "kind", "made", "partner", "raw", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int, raw: bool = False, made: bool = False) -> None:
        self.kind = kind
        self.text = text
        self.start: Final = start
        self.end: Final = end
        self.raw: Final = raw
        self.made: Final = made
        self.gap = False
        self.partner = -1


class Bracket:
    """A bracket that is open: the piece that opened it and what closes it; a `[` may turn out to group or to join."""

    __slots__ = ("closing", "joins", "numeric", "opening", "wrapped")

    def __init__(self, opening: int, closing: str, wrapped: bool) -> None:
        self.opening: Final = opening
        self.closing: Final = closing
        self.wrapped: Final = wrapped
        self.joins = False
        self.numeric = True


class Pieces:
    """The pieces of one formula after the other; what has to wait is on the pile `todo`."""

    def __init__(self, source: Source) -> None:
        self.source: Final = source
        self.tokens: Final = source.tokens
        self.problems: list[Problem] = []
        self.forms: dict[str, tuple[object, str]] = {}
        self.wholes: list[tuple[Piece, Piece]] = []  # the brackets around each fraction
        self.pieces: list[Piece] = []
        self.brackets: list[Bracket] = []
        self.todo: list[tuple[int, int, str] | Piece | Callable[[], None]] = []
        self.gap = self.wrap = False

    def put(self, piece: Piece) -> Piece:
        """One more piece."""
        piece.gap, self.gap = self.gap, False
        if self.brackets:
            top = self.brackets[-1]
            if piece.kind == SIGN and piece.text in (",", ";"):
                top.joins = True
            elif not (piece.kind == NUMBER or piece.text in ("-", "+")):
                top.numeric = False
        self.pieces.append(piece)
        return piece

    def bracketed(self, first: int, last: int, font: str, always: bool = False, lone: bool = False) -> None:
        """Do a stretch of the text next, in brackets; unless `always` they are left out around a single thing.

        With `lone` the text itself has no brackets there, and has to stand without.
        """
        if first >= last:
            token = self.tokens[max(first - 1, 0)]
            self.refuse(f"something is missing at {token.text}", token)
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        opening = self.put(Piece(OPEN, "(", start, end, made=True))
        at = len(self.pieces) - 1

        def shut() -> None:
            if len(self.pieces) == at + 1:
                self.refuse("something is missing here", self.tokens[first])
            within = at + 2 if self.pieces[at + 1].kind == WORD else at + 1
            whole = len(self.pieces) == at + 2 or self.pieces[-1].partner == within
            if lone and not whole:
                self.two_readings(first, last, start, end)
            if whole and not always:
                opening.text = ""
                self.pieces[-1].gap = False
            else:
                self.close(at, ")", start, end)

        self.todo += [shut, (first, last, font)]

    def close(self, opening: int, text: str, start: int, end: int) -> None:
        piece = self.put(Piece(CLOSE, text, start, end, made=True))
        piece.partner = opening
        self.pieces[opening].partner = len(self.pieces) - 1

    # --------------------------------------------------------------------------------------------- brackets

    def sized(self, i: int, stop: int, font: str) -> int:
        """A bracket with its size in front."""
        at = self.skip(i + 1, stop)
        token = self.tokens[at] if at < stop else self.tokens[i]
        if token.text == ".":
            self.refuse("a bracket is open on one side only; write both", self.tokens[i])
        if token.text in BARS:
            return self.bar(at, stop, font, SIZED[self.tokens[i].text])
        if token.text not in OPENING and token.text not in CLOSING and token.text != "/":
            self.refuse(f"after {self.tokens[i].text} comes a bracket", self.tokens[i])
        return at

    def open(self, i: int, stop: int, font: str) -> int:
        return self.open_as(i, OPENING[self.tokens[i].text])

    def open_as(self, i: int, text: str) -> int:
        token = self.tokens[i]
        wrapped, self.wrap = self.wrap, False
        self.put(Piece(OPEN, "(" * wrapped + text, token.start, token.end))
        self.brackets.append(Bracket(len(self.pieces) - 1, "]" if text == "[" else ")", wrapped))
        return i + 1

    def shut(self, i: int, stop: int, font: str) -> int:
        token = self.tokens[i]
        text = CLOSING.get(token.text, ")")
        piece = Piece(CLOSE, text, token.start, token.end)
        if self.brackets:
            bracket = self.brackets.pop()
            opening = self.pieces[bracket.opening]
            piece.partner, opening.partner = bracket.opening, len(self.pieces)
            if bracket.closing == text == "]" and not (bracket.joins or bracket.numeric):
                opening.text = opening.text.replace("[", "(")
                piece.text = ")"
            piece.text += ")" * bracket.wrapped
            if self.brackets:
                self.brackets[-1].numeric = False
        self.put(piece)
        return i + 1

    def bar(self, i: int, stop: int, font: str, side: str = "") -> int:
        """A bar opens, or closes what a bar opened when a value stands before it."""
        text = BARS[self.tokens[i].text]
        top = self.pieces[self.brackets[-1].opening].text.lstrip("(") if self.brackets else ""
        ends = bool(self.pieces) and self.pieces[-1].kind in VALUES
        if side == "close" or (not side and ends and top == text):
            return self.shut(i, stop, font)
        token, after = self.tokens[i], self.tokens[i + 1] if i + 1 < stop else None
        if not side and after is not None and token.text == after.text == "|" and after.start == token.end:
            self.refuse("two bars are not clear: the norm is \\lVert x \\rVert, a value \\lvert x \\rvert", token,
                        code="E0102", end=after.end)  # fmt: skip
        return self.open_as(i, text)

    def opens(self, i: int, stop: int) -> str:
        """The bracket that opens here, after blanks and sizes."""
        while i < stop:
            token = self.tokens[i]
            if token.kind not in BLANK and token.text not in SPACES and token.text not in SIZED:
                return token.text if token.text in OPENING or token.text in BARS else ""
            i += 1
        return ""

    # -------------------------------------------------------------------------------------------- stretches

    def skip(self, i: int, stop: int) -> int:
        """The next token that is no blank."""
        while i < stop and self.tokens[i].kind in BLANK:
            i += 1
        return i

    def starred(self, i: int, stop: int) -> int:
        """After the star of a command."""
        return i + 1 if i < stop and self.tokens[i].text == "*" else i

    def trimmed(self, first: int, last: int) -> tuple[int, int]:
        def says_nothing(i: int) -> bool:
            return self.tokens[i].kind in BLANK or self.tokens[i].text in SPACES or self.tokens[i].text == "\\hline"

        while first < last and says_nothing(first):
            first += 1
        while first < last and says_nothing(last - 1):
            last -= 1
        return first, last

    def argument(self, i: int, stop: int) -> tuple[int, int, int]:
        """What a command takes: the inside of a group, or one thing; and where it goes on."""
        first = self.skip(i, stop)
        if first < stop and self.tokens[first].text == "{":
            partner = self.tokens[first].partner
            return first + 1, partner, partner + 1
        at, wanted = first, 1
        while wanted:
            at = self.skip(at, stop)
            if at >= stop or self.tokens[at].text in ("^", "_", "&") or self.tokens[at].kind == "row":
                token = self.tokens[max(min(at, stop) - 1, 0)]
                self.refuse(f"something is missing after {shorter(token.text)}", token)
            token = self.tokens[at]
            if token.kind == "number" and len(token.text) > 1:
                before = self.tokens[i - 1].text
                sign = before if before in ("_", "^") else ""
                both = f"{sign}{{{token.text}}} and {sign}{token.text[0]} {token.text[1:]}, which TeX prints"
                message = f"{sign}{token.text} has two readings: {both}"
                self.refuse(message, token, code="E0102")
            minus = token.text in ("-", "−") and self.tokens[i - 1].text == "^"  # A^-1, as it is typed in letters
            number = minus and at + 1 < stop and self.tokens[at + 1].text.isdigit()
            wanted += ARGUMENTS.get(token.text, 0) - 1
            if token.text == "{":
                at = token.partner + 1
            else:
                at += 2 if number else 1
        return first, at, at

    def plain(self, first: int, last: int) -> str:
        """A short stretch without blanks, fonts and groups."""
        if last - first > LONGEST_EXPONENT:
            return ""
        out = [
            token.text
            for token in self.tokens[first:last]
            if token.kind not in BLANK and token.text not in SPACES and token.text not in "{}"
            and token.text not in FONTS and token.text not in SWITCHES
        ]  # fmt: skip
        return "".join(out).translate(SAME)

    # --------------------------------------------------------------------------------------------- problems

    def report(self, code: str, message: str, start: int, end: int, fixes: list[Fix] | None = None) -> None:
        self.problems.append(Problem(code, message, *place(self.source.text, start, end), (), fixes or ()))

    def refuse(self, message: str, token: Token, code: str = "E0115", end: int = 0) -> NoReturn:
        """Note why this formula has no letters, and give it up."""
        name = f"\\begin{{{token.text}}}" if token.kind == "begin" else shorter(token.text)
        text = message.replace("{command}", name).replace("{{", "{").replace("}}", "}") if "{" in message else message
        self.report(code, text, token.start, max(end, token.end))
        raise RefusedError

    def two_readings(self, first: int, last: int, start: int, end: int) -> NoReturn:
        """Refuse `{ab}^2`, which is printed as `ab^2`."""
        inside = shorter(self.source.text[start:end])
        self.report("E0102", f"{{{inside}}} is printed without brackets, so what stands behind it is not clear; "
                    f"write ({inside})", start, end)  # fmt: skip
        raise RefusedError


def shorter(text: str) -> str:
    """A stretch of text as a sentence quotes it."""
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:29] + "…"
