"""Words in LaTeX: functions with their brackets or one value after them, and lines that are said in words."""

from __future__ import annotations

from ..functions import ALSO_KNOWN_AS, FUNCTIONS
from ..patterns import pattern
from ..problems import Fix
from .latex_commands import ACCENTS, ARGUMENTS, CLOSING, FONTS, OPENING, SIZED, SWITCHES, TEXTS, WORD_FONTS
from .latex_names import MARKS, Names
from .latex_pieces import SIGN, WORD, Piece, shorter
from .latex_text import BLANK, SPACES
from .slips import RefusedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .latex_text import Token

LONGEST_CALL = 300  # tokens of a call that is the value of a function without brackets
LONGEST_WORDS = 400  # characters
ESCAPED = pattern(r"\\([{}_&%#$ ])|~")
NOT_IN_WORDS = pattern(r"(?:\\[,_; ]|[\s_-])+")
SAID = pattern(r"\s*(?:means\s+\S|vectors\s+are\s+(?:columns|rows)\s*$)")


class Words(Names):
    """Functions and groups."""

    def inside(self, i: int, stop: int, font: str) -> int:
        """A group, or several letters in a font: a word, or formulas."""
        token = self.tokens[i]
        if token.text in ACCENTS:
            self.refuse(f"{token.text} stands over one letter", token)
        first, last, after = self.argument(self.starred(i + 1 if token.text != "{" else i, stop), stop)
        inner = FONTS.get(token.text, "")
        fonted = token.text != "{"
        if not fonted and first < last and self.tokens[first].text in SWITCHES:
            inner, first, fonted = SWITCHES[self.tokens[first].text], first + 1, True
        said = ""
        if fonted and first < last and self.tokens[last - 1].end - self.tokens[first].start <= LONGEST_WORDS:
            said = self.source.text[self.tokens[first].start : self.tokens[last - 1].end]
        if token.text in TEXTS and SAID.match(said):
            text = " " + ESCAPED.sub(lambda found: found[1] or " ", said).strip()
            self.put(Piece(SIGN, text, self.tokens[first].start, self.tokens[last - 1].end))
            return after
        word = NOT_IN_WORDS.sub("", said)
        known = word.lower() in FUNCTIONS or word.lower() in ALSO_KNOWN_AS
        if fonted and word.isascii() and word.isalpha() and len(word) > 1 and (known or inner in WORD_FONTS):
            return self.function("normalize" if word == "LN" else word.lower(), i, after, stop, font)
        if token.text in TEXTS and first < last:
            quoted = f": {shorter(said)}" * bool(said.strip())
            self.refuse(f"words have no letters{quoted}; a comment is written % …", token)
        hangs = self.skip(after, stop)
        self.todo.append((after, stop, font))
        if hangs < stop and self.tokens[hangs].text in ("^", "_", "'"):
            self.bracketed(first, last, inner or font, lone=True)
        else:
            self.todo.append((first, last, inner or font))
        return -1

    def function(self, word: str, i: int, after: int, stop: int, font: str) -> int:
        """A function: brackets follow, or one value with nothing multiplied after it."""
        token = self.tokens[i]
        end = self.tokens[after - 1].end
        if word not in FUNCTIONS and word not in ALSO_KNOWN_AS and not self.calls(after, stop):
            message = f"{word} is a word, and a name is one letter with an index: {word[0]}_{{{word}}}"
            self.refuse(message, token, end=end)
        scripts = self.scripts(after, stop)
        slope = [mark for mark in scripts.marks if mark.text == "'"]
        written = self.source.text[token.start : end]
        if scripts.below or scripts.above or scripts.more or len(slope) < len(scripts.marks):
            self.refuse(f"nothing but ' hangs at a function: {word}(x), {word}'(x), {word}(x)^2", token, end=end)
        if len(slope) > 1:
            self.refuse("a function has one slope: relu'(x)", token, end=end)
        at = self.skip(scripts.end, stop)
        opening = self.opens(at, stop)
        self.put(Piece(WORD, word, token.start, end))
        for mark in slope:
            self.put(mark)
        if opening:
            self.wrap = OPENING.get(opening) != "("
            return scripts.end
        value = self.one_value(at, stop)
        if not value:
            self.refuse(f"{word} needs brackets around what it is done to: {word}(…)", token, end=end)
        self.unmixed(i, written, at, value, stop)
        self.todo.append((value, stop, font))
        self.bracketed(at, value, font, always=True)
        return -1

    def one_value(self, i: int, stop: int) -> int:
        """The end of the one value that begins here, exponents left out; 0 if none does."""
        if i >= stop:
            return 0
        token = self.tokens[i]
        if token.kind == "number":
            return i + 1
        called = self.call_end(i, stop)
        if called:
            return called
        found = self.base(i, stop)
        if found is not None:
            i = found.end
            while (at := self.skip(i, stop)) < stop and self.tokens[at].text == "_":
                i = self.argument(at + 1, stop)[2]
            return i
        if token.text == "{" or token.text in ARGUMENTS:
            i = i if token.text == "{" else i + 1
            for _ in range(ARGUMENTS.get(token.text, 1)):
                i = self.argument(i, stop)[2]
            return i
        return 0

    def calls(self, i: int, stop: int) -> bool:
        """True where the brackets of a call follow, after the mark of a slope."""
        i = self.skip(i, stop)
        while i < stop and self.tokens[i].text == "'":
            i = self.skip(i + 1, stop)
        if i < stop and self.tokens[i].text == "^":
            i = self.argument(i + 1, stop)[2]
        return bool(self.opens(i, stop))

    def call_end(self, i: int, stop: int) -> int:
        """The end of the call of a function that begins here, as in `\\log \\sigma(x)`; 0 if none does."""
        token = self.tokens[i]
        k = i + 1
        if token.text in FONTS:
            first, last, k = self.argument(self.starred(k, stop), stop)
            word = self.plain(first, last).lower()
        else:
            word = "sigmoid" if token.text in ("\\sigma", "σ") else token.text[1:].lower()
        if word not in FUNCTIONS and word not in ALSO_KNOWN_AS:
            return 0
        depth = 0
        while k < min(stop, i + LONGEST_CALL):
            text = self.tokens[k].text
            if text in OPENING:
                depth += 1
            elif text in CLOSING:
                depth -= 1
                if not depth:
                    return k + 1
            elif not depth and self.tokens[k].kind not in BLANK and text not in SIZED and text not in SPACES:
                return 0
            k += 1
        return 0

    def unmixed(self, i: int, written: str, first: int, last: int, stop: int) -> None:
        """Refuse `\\log p q` and `\\log p^2`."""
        at = last
        while at < stop and (self.tokens[at].kind in BLANK or self.tokens[at].text in SPACES):
            at += 1
        token = self.tokens[at] if at < stop else None
        if token is None or not self.multiplies(token):
            return
        text = self.source.text
        value = text[self.tokens[first].start : self.tokens[last - 1].end]
        end = token.end
        if token.text in ("^", "'"):
            end = self.tokens[self.scripts(at, stop).end - 1].end
        elif self.one_value(at, stop):
            end = self.tokens[self.one_value(at, stop) - 1].end
        rest = text[self.tokens[last - 1].end : end]
        head = self.tokens[i].start
        if token.end == end and not self.letter(token) and token.kind != "number":
            rest += "…"
        both = [f"{written}({value}){rest}", f"{written}({value}{rest})"]
        fixes = [] if rest.endswith("…") else [Fix(f"write {one}", text[:head] + one + text[end:]) for one in both]
        message = f"{shorter(text[head:end])} has two readings: {shorter(both[0])} and {shorter(both[1])}"
        self.report("E0102", message, head, end, fixes)
        raise RefusedError

    def multiplies(self, token: Token) -> bool:
        """True of a token that goes on with a value."""
        text = token.text
        return (
            token.kind in ("number", "begin")
            or text in ("^", "'", "{", "\\left")
            or text in OPENING
            or text in ARGUMENTS
            or text in MARKS
            or self.letter(token)
            or SIZED.get(text) == "open"
            or text[1:].lower() in FUNCTIONS
        )
