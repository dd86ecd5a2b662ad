"""One formula of LaTeX becomes pieces of letters, each with its place in the LaTeX; what has no letters is refused."""

from __future__ import annotations

from difflib import get_close_matches

from ..alphabet import FRACTIONS as FRACTION_SIGNS
from ..alphabet import GREEK
from ..functions import ALSO_KNOWN_AS, FUNCTIONS
from ..patterns import pattern
from .latex_commands import (
    ACCENTS,
    ARGUMENTS,
    BARS,
    BLACKBOARD,
    CLOSING,
    DROPPED,
    DROPPED_WITH_ARGUMENT,
    ENVIRONMENTS,
    FONTS,
    FRACTIONS,
    LETTERS,
    MATRIX_FUNCTIONS,
    NO_SLOPE,
    NORMS,
    OPENING,
    REFUSED,
    SIGNS,
    SIZED,
    SWITCHES,
    THROUGH,
)
from .latex_names import MARKS
from .latex_pieces import CLOSE, MARK, NUMBER, OPEN, SIGN, WORD, Piece
from .latex_text import BLANK, LINES, MATRICES, SPACES
from .latex_words import Words
from .slips import EXPONENTS as ALLOWED_EXPONENTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from typing import NoReturn

    from .latex_text import Token

# Functions begin with a d, too.
NO_FUNCTION = rf"(?!(?:{'|'.join(name for name in FUNCTIONS if name.startswith('d'))})\W)"
CHANGE = pattern(rf"{NO_FUNCTION}d(?:\^[0-9n])?(?:[A-Za-z\\].*)?")  # above and below the line of a derivative
CHANGED = pattern(rf"{NO_FUNCTION}d(?:[A-Za-z]|\\(?:var)?(?:{'|'.join(GREEK)})(?![A-Za-z]))")
ENTRY = pattern(r"([-+]?)([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:(?:\\cdot|\\times|·|×)10\^(-?[0-9]{1,4}))?")


class Undressing(Words):
    """The formulas of one text; a letter has one form in all of them."""

    def formula(self, first: int, last: int) -> list[Piece]:
        """The pieces of one formula."""
        self.pieces, self.brackets = [], []
        self.gap = self.wrap = False
        self.todo = [(first, last, "")]
        while self.todo:
            task = self.todo.pop()
            if isinstance(task, Piece):
                self.put(task)
            elif isinstance(task, tuple):
                self.walk(*task)
            else:
                task()
        opened = {self.pieces[bracket.opening].start for bracket in self.brackets}
        for token in self.tokens[first:last] if opened else ():
            if token.start in opened and token.text not in "([":  # letters would say ( for it
                self.refuse(f"{token.text} is never closed", token, code="E0103")
        return self.pieces

    def walk(self, i: int, stop: int, font: str) -> None:
        """Go over tokens until one has to wait for what is inside it."""
        while 0 <= i < stop:
            if self.tokens[i].kind in BLANK or self.tokens[i].kind == "row" or self.tokens[i].text in SPACES:
                self.gap = True
                i += 1
            else:
                i = self.unit(i, stop, font)

    def unit(self, i: int, stop: int, font: str) -> int:
        """One thing: the token after it, or -1 where the rest waits on the pile of things to do."""
        token = self.tokens[i]
        text, kind = token.text, token.kind
        if kind == "begin":
            return self.matrix(i, stop, font)
        if kind == "number":
            if font == "bold":
                self.refuse(f"a bold {text} is a vector or matrix of such values; write it out or as a letter", token)
            self.put(Piece(NUMBER, text, token.start, token.end, raw=True))
            return i + 1
        if text in "^_'" or text in MARKS:
            return self.hanging(i, stop)
        if text == "R" and self.pieces and self.pieces[-1].text == "∈":
            self.put(Piece(SIGN, "ℝ", token.start, token.end))
            return i + 1
        if text in FONTS or text in ACCENTS or text == "{" or self.letter(token):
            return self.named(i, stop, font) or self.inside(i, stop, font)
        for table, do in HANDLERS:
            if text in table:
                return do(self, i, stop, font)
        word = text[1:].lower()
        if kind == "command" and text not in REFUSED and (word in FUNCTIONS or word in ALSO_KNOWN_AS):
            return self.function(word, i, i + 1, stop, font)
        if kind == "command" or kind in ("end", "math") or text in REFUSED:
            self.unknown(token)
        self.put(Piece(NUMBER if text in FRACTION_SIGNS else SIGN, text, token.start, token.end, raw=True))
        return i + 1

    def sign(self, i: int, stop: int, font: str) -> int:
        token = self.tokens[i]
        self.put(Piece(SIGN, SIGNS[token.text], token.start, token.end))
        return i + 1

    def drop(self, i: int, stop: int, font: str) -> int:
        self.gap = True
        return i + 1

    def drop_with_argument(self, i: int, stop: int, font: str) -> int:
        self.gap = True
        return self.argument(self.starred(i + 1, stop), stop)[2]

    def through(self, i: int, stop: int, font: str) -> int:
        first, last, after = self.argument(i + 1, stop)
        self.todo += [(after, stop, font), (first, last, font)]
        return -1

    def hanging(self, i: int, stop: int) -> int:
        """An index or an exponent at something that is no letter."""
        token = self.tokens[i]
        if token.text in MARKS:
            self.put(Piece(MARK, token.text, token.start, token.end, raw=True))
            return i + 1
        before = self.pieces[-1] if self.pieces else None
        if token.text == "^" and before is not None and before.text == "ℝ":
            first, last, after = self.argument(i + 1, stop)
            self.put(Piece(OPEN, "^{", token.start, token.end))
            closing = Piece(CLOSE, "}", self.tokens[last - 1].start, self.tokens[last - 1].end)
            self.todo += [(after, stop, ""), closing, (first, last, "")]
            return -1
        if token.text == "_" and before is not None and before.partner >= 0:
            opening = self.pieces[before.partner].text.lstrip("(")
            if opening == "norm(":
                first, last, after = self.argument(i + 1, stop)
                inside = self.plain(first, last)
                if inside not in ("2", "F"):
                    way = NORMS.get(inside, "the root of the sum of squares is the one norm here")
                    self.refuse(way, token, end=self.tokens[last - 1].end)
                return after
        scripts = self.scripts(i, stop)
        if scripts.below or scripts.above:
            self.refuse("an index stands at a letter: x_1, W^{(1)}", token)
        if scripts.more:
            self.refuse(ALLOWED_EXPONENTS, token)
        for mark in scripts.marks:
            self.put(mark)
        return scripts.end

    # --------------------------------------------------------------------------------------------- commands

    def fraction(self, i: int, stop: int, font: str) -> int:
        """`\\frac{a}{b}` is `(a/b)`; `\\frac12` has its arguments in one number."""
        token = self.tokens[i]
        at = self.skip(i + 1, stop)
        digits = self.tokens[at] if at < stop and self.tokens[at].kind == "number" else None
        if digits and len(digits.text) == 2 and digits.text.isdigit():
            parts = [Piece(NUMBER, c, digits.start + k, digits.start + k + 1) for k, c in enumerate(digits.text)]
            after = at + 1
        else:
            parts = []
            over = self.argument(i + 1, stop)
            under = self.argument(over[2], stop)
            if CHANGE.fullmatch(self.plain(*over[:2])) and CHANGED.match(self.plain(*under[:2])):
                self.refuse(NO_SLOPE, token)
            after = under[2]
        end = self.tokens[after - 1].end
        opening = self.put(Piece(OPEN, "(", token.start, token.end, made=True))
        number = len(self.pieces) - 1

        def shut() -> None:
            self.close(number, ")", end - 1, end)
            self.wholes.append((opening, self.pieces[-1]))

        line = Piece(SIGN, "/", token.start, token.end)
        self.todo += [(after, stop, font), shut]
        if parts:
            self.todo += [parts[1], line, parts[0]]
        else:
            self.todo += [lambda: self.bracketed(under[0], under[1], font), line]
            self.todo.append(lambda: self.bracketed(over[0], over[1], font))
        return -1

    def root(self, i: int, stop: int, font: str) -> int:
        token = self.tokens[i]
        at = self.skip(i + 1, stop)
        if at < stop and self.tokens[at].text == "[":
            self.refuse("only the square root has a sign; other roots are powers: x^{0.25}", token)
        first, last, after = self.argument(i + 1, stop)
        self.put(Piece(WORD, "sqrt", token.start, token.end))
        self.todo.append((after, stop, font))
        self.bracketed(first, last, font, always=True)
        return -1

    def reals(self, i: int, stop: int, font: str) -> int:
        first, last, after = self.argument(i + 1, stop)
        inside = self.plain(first, last)
        if inside != "R":
            self.refuse(BLACKBOARD.get(inside, REFUSED["\\mathbb"]), self.tokens[i])
        self.put(Piece(SIGN, "ℝ", self.tokens[i].start, self.tokens[after - 1].end))
        return after

    def matrix(self, i: int, stop: int, font: str) -> int:
        """A literal where all entries are numbers, else things joined."""
        token = self.tokens[i]
        if token.text not in MATRICES:
            self.environment(token)
        rows = self.cells(i)
        end = self.tokens[token.partner]
        opening, after = f"{MATRIX_FUNCTIONS.get(token.text, '')}[", (token.partner + 1, stop, font)
        closing = Piece(CLOSE, "])" if "(" in opening else "]", end.start, end.end)
        closing.partner = len(self.pieces)
        self.put(Piece(OPEN, opening, token.start, token.end))
        entries = [[ENTRY.fullmatch(self.plain(*cell)) for cell in row] for row in rows]
        tasks: list[Piece | Callable[[], None]] = []
        numbers = all(all(row) for row in entries)
        for row, found in zip(rows, entries, strict=True):
            for k, (first, last) in enumerate(row):
                if k:
                    tasks.append(Piece(SIGN, ",", self.tokens[first].start, self.tokens[first].end))
                elif tasks:
                    tasks.append(Piece(SIGN, ";", self.tokens[first].start, self.tokens[first].end))
                entry = found[k]
                if numbers and entry:
                    power = f"e{entry[3]}" if entry[3] else ""
                    text = entry[1] + entry[2] + power
                    tasks.append(Piece(NUMBER, text, self.tokens[first].start, self.tokens[last - 1].end))
                else:
                    tasks.append(self.cell(first, last, font))
        self.todo += [after, closing, *reversed(tasks)]
        return -1

    def cell(self, first: int, last: int, font: str) -> Callable[[], None]:
        return lambda: self.bracketed(first, last, font)

    def cells(self, i: int) -> list[list[tuple[int, int]]]:
        """The entries of a matrix, row by row, as stretches of tokens."""
        token = self.tokens[i]
        k = first = i + 1
        if token.text == "array":
            k = first = self.argument(i + 1, token.partner)[2]
        rows: list[list[tuple[int, int]]] = [[]]
        while k <= token.partner:
            here = self.tokens[k]
            ends = k == token.partner
            if ends or here.kind == "row" or here.text == "&":
                rows[-1].append(self.trimmed(first, k))
                first = k + 1
                if here.kind == "row":
                    rows.append([])
            k = here.partner + 1 if here.partner > k else k + 1
        if len(rows) > 1 and len(rows[-1]) == 1 and rows[-1][0][0] == rows[-1][0][1]:
            rows.pop()
        if any(first == last for row in rows for first, last in row):
            self.refuse("an entry of this matrix is empty", token)
        return rows

    # --------------------------------------------------------------------------------------------- refusals

    def environment(self, token: Token) -> NoReturn:
        """Refuse an environment that is no matrix."""
        name = token.text.rstrip("*")
        known = ENVIRONMENTS.get(name)
        if name in LINES:
            known = "{command} stands inside brackets; its lines have to stand outside of them"
        near = get_close_matches(name, [*MATRICES, *LINES], 1)
        hint = f"; is {near[0]} meant?" if near else "; numbers and letters in rows stand in bmatrix"
        self.refuse(known or "{command} is no environment that is read here" + hint, token)

    def unknown(self, token: Token) -> NoReturn:
        """Refuse a command that has no letters, with the nearest that has."""
        if token.text in REFUSED:
            self.refuse(REFUSED[token.text], token)
        word = token.text[1:]
        known = [*LETTERS, *SIGNS, *ARGUMENTS, *OPENING, *(f"\\{name}" for name in FUNCTIONS)]
        near = get_close_matches(token.text, known, 1, 0.75) if word.isalpha() and len(word) < 40 else []
        hint = f"; is {near[0]} meant?" if near else "; macros are not expanded, so write what it stands for"
        self.refuse("{command} is no command that is read here" + hint, token)


# What is done with a token, by the first table that has it.
HANDLERS: tuple[tuple[Container[str], Callable[[Undressing, int, int, str], int]], ...] = (
    (SIGNS, Undressing.sign),
    (OPENING, Undressing.open),
    (CLOSING, Undressing.shut),
    (BARS, Undressing.bar),
    (SIZED, Undressing.sized),
    (DROPPED, Undressing.drop),
    (SWITCHES, Undressing.drop),
    (DROPPED_WITH_ARGUMENT, Undressing.drop_with_argument),
    (THROUGH, Undressing.through),
    (FRACTIONS, Undressing.fraction),
    (("\\sqrt",), Undressing.root),
    (("\\mathbb",), Undressing.reals),
)
