"""The letters of LaTeX with all they wear: fonts, accents, indices below and above, exponents; one dress for each."""

from __future__ import annotations

from .. import limits
from ..alphabet import FRACTIONS, SAME, SUBSCRIPTS, SUPERSCRIPTS
from ..patterns import pattern
from ..tree import spelled
from .latex_commands import ACCENTS, EXPONENTS, FONTS, LETTERS, STARS, SWITCHES, TEXTS
from .latex_pieces import MARK, NAME, WORD, Piece, Pieces, shorter
from .latex_text import BLANK, SPACES
from .letters import INDEX_TEXT
from .slips import EXPONENTS as ALLOWED_EXPONENTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from .latex_text import Token

MARKS = frozenset((*SUPERSCRIPTS, "ᵀ", "ˣ"))
MOST_FONTS = 12  # around one letter
LONGEST_NAME = limits.INDEX + 30  # tokens of a letter in an exponent
LONGEST_MARKED = 30  # of one that has an exponent itself
POWER = pattern(r"(?:\\odot|\\circ|⊙)?(-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))")
LABEL = pattern(r"[(\[⟨]([^()\[\]]+)[)\]⟩]")


class Base:
    """A letter with its fonts and accents, what of its index stands inside those, and where it ends."""

    __slots__ = ("accents", "end", "fonts", "letter", "raw", "scripts")

    def __init__(self, letter: str) -> None:
        self.letter: Final = letter
        self.fonts: list[str] = []
        self.accents: list[str] = []
        self.scripts = Scripts()
        self.raw = True
        self.end = 0


class Scripts:
    """What hangs at a letter or a bracket: indices below and above, marks, an exponent that is more than a mark."""

    __slots__ = ("above", "below", "end", "marks", "more", "raw")

    def __init__(self) -> None:
        self.below: list[str] = []
        self.above: list[str] = []
        self.marks: list[Piece] = []
        self.more: tuple[int, int] | None = None
        self.raw = True
        self.end = 0


class Names(Pieces):
    """Letters and what hangs at them."""

    def named(self, i: int, stop: int, font: str) -> int:
        """A name with all that hangs at it; 0 if none begins here."""
        token = self.tokens[i]
        found = self.base(i, stop)
        if found is None:
            return 0
        scripts = self.scripts(found.end, stop)
        found.fonts.append(font)
        index = [*found.accents, *found.scripts.below, *scripts.below, *found.scripts.above, *scripts.above]
        if scripts.more and found.letter == "e" and not index:
            self.put(Piece(WORD, "exp", token.start, self.tokens[found.end - 1].end))
            self.todo.append((scripts.end, stop, font))
            self.bracketed(*scripts.more, font, always=True)
            return -1
        if scripts.more:
            self.refuse(ALLOWED_EXPONENTS, token, end=self.tokens[scripts.end - 1].end)
        text = self.spelling(found, scripts, token)
        marks = scripts.marks
        labelled = [k for k in range(found.end, scripts.end) if self.tokens[k].text == "_"]
        last = scripts.end if labelled or scripts.above or not marks else found.end
        self.put(Piece(NAME, text, token.start, self.tokens[last - 1].end, raw=found.raw and scripts.raw))
        other = bool(index) != any(mark.text != "'" for mark in marks)  # no plain σ and no σ'
        if found.letter == "σ" and other and self.opens(scripts.end, stop):
            message = f"{text}(…) has two readings: \\sigma(…), the sigmoid, and ({text})(…), a product"
            self.refuse(message, token, code="E0102")
        for mark in marks:
            self.put(mark)
        return scripts.end

    def spelling(self, found: Base, scripts: Scripts, token: Token) -> str:
        """A name in letters; the same letter in another dress is refused."""
        below, above = [*found.scripts.below, *scripts.below], [*found.scripts.above, *scripts.above]
        index = ",".join([*found.accents, *below, *above])
        letter = found.letter
        key = spelled(letter, index) if not index or INDEX_TEXT.fullmatch(index) else f"{letter}_{{{index}}}"
        fonts = sorted(font for font in {*found.fonts} if font)
        form = (fonts, found.accents, below, above)
        end = self.tokens[max(scripts.end, found.end) - 1].end
        shown = self.source.text[token.start : end].strip()
        known, before = self.forms.setdefault(key, (form, shown))
        if known != form:
            message = f"{shorter(before)} and {shorter(shown)} are the same in letters, {key}; give one of them another"
            self.refuse(message, token, end=end)
        return key

    def letter(self, token: Token) -> bool:
        """True of a token that is a letter by itself."""
        text = token.text
        return text in LETTERS or (
            token.kind == "letter" and text not in MARKS and text not in FRACTIONS and text not in "ℝ"
        )

    def base(self, i: int, stop: int) -> Base | None:
        """The letter that begins here, through its fonts, accents and groups; nothing if it is no single letter."""
        around: list[tuple[int, int]] = []  # where the tokens around end, and what comes after
        fonts: list[str] = []
        accents: list[str] = []
        outer = stop
        for _ in range(MOST_FONTS):
            i = self.skip(i, stop)
            if i >= stop:
                return None
            token = self.tokens[i]
            if self.letter(token):
                break
            if token.text == "{":
                first, last, after = i + 1, token.partner, token.partner + 1
                if first < last and self.tokens[first].text in SWITCHES:
                    fonts.append(SWITCHES[self.tokens[first].text])
                    first += 1
            elif token.text in FONTS or token.text in ACCENTS:
                fonts += [FONTS[token.text]] if token.text in FONTS else []
                accents += [ACCENTS[token.text]] if token.text in ACCENTS else []
                first, last, after = self.argument(self.starred(i + 1, stop), stop)
            else:
                return None
            around.append((stop, after))
            i, stop = first, last
        else:
            return None
        letter, variant = LETTERS.get(token.text, (token.text, ""))
        found = Base(letter)
        found.fonts, found.accents = [*fonts, variant], accents
        found.raw = not around and token.kind == "letter"
        i = self.digits(found, i)
        for stop_outside, after in reversed(around):
            scripts = self.scripts(i, stop)
            found.scripts.below += scripts.below
            found.scripts.above += scripts.above
            if scripts.marks or scripts.more or self.trimmed(scripts.end, stop)[0] != stop:
                return None
            i, stop = after, stop_outside
        assert stop == outer
        found.end = i
        return found

    def digits(self, found: Base, i: int) -> int:
        """Digits right behind a letter are its index."""
        before, i = self.tokens[i], i + 1
        text = ""
        while found.raw and i < len(self.tokens) and self.tokens[i].start == before.end:
            token = self.tokens[i]
            if not (token.text in SUBSCRIPTS or (not text and token.kind == "number" and token.text.isdigit())):
                break
            text += SUBSCRIPTS.get(token.text, token.text)
            before, i = token, i + 1
        if text:
            found.scripts.below.append(text)
        return i

    # ------------------------------------------------------------------------------------------- what hangs

    def scripts(self, i: int, stop: int) -> Scripts:
        """Everything below and above from here on."""
        found = Scripts()
        found.end = i
        while True:
            at = self.skip(i, stop)
            token = self.tokens[at] if at < stop else None
            if token is None or token.text not in ("_", "^", "'"):
                return found
            if token.text == "'":
                found.marks.append(Piece(MARK, "'", token.start, token.end, raw=True))
                i = found.end = at + 1
                continue
            first, last, i = self.argument(at + 1, stop)
            found.raw = found.raw and self.tokens[last - 1].text == self.tokens[i - 1].text
            found.end = i
            if token.text == "_" and found.below:
                self.refuse("a letter has one index below: x_{i,j}", token)
            elif token.text == "_":
                found.below.append(self.index(first, last))
            else:
                self.exponent(found, token, first, last, self.tokens[i - 1].end)

    def exponent(self, found: Scripts, token: Token, first: int, last: int, end: int) -> None:
        """Tell marks, powers and indices above from each other."""
        inside = self.plain(first, last)
        label, power = LABEL.fullmatch(inside), POWER.fullmatch(inside)
        if inside in EXPONENTS:
            found.marks += [Piece(MARK, EXPONENTS[inside], token.start, end)]
        elif inside in STARS:
            found.above.append("star")
        elif label:
            at, to = self.trimmed(first, last)
            found.above.append(self.index(at + 1, to - 1))
        elif power:
            text = power[1]
            found.marks.append(Piece(MARK, f"^{text}" if len(text) == 1 else f"^{{{text}}}", token.start, end))
        else:
            # What is longer is no name; so exponents of exponents are looked at one by one, not inside each other.
            length = last - first
            marked = length <= LONGEST_NAME and any(t.text in "^'" for t in self.tokens[first:last])
            name = self.base(first, last) if length <= (LONGEST_MARKED if marked else LONGEST_NAME) else None
            scripts = self.scripts(name.end, last) if name else Scripts()
            alone = self.trimmed(scripts.end, last)[0] == last and not (scripts.marks or scripts.more)
            if name and alone:
                text = self.spelling(name, scripts, token)
                found.marks.append(Piece(MARK, f"^{text}" if len(text) == 1 else f"^{{{text}}}", token.start, end))
                return
            if found.more or found.marks:
                self.refuse(ALLOWED_EXPONENTS, token)
            found.more = (first, last)

    def index(self, first: int, last: int) -> str:
        """The text of an index; blanks count only in `\\text`."""
        out: list[str] = []
        words = -1  # where \text ends
        for i in range(first, last):
            token = self.tokens[i]
            text = token.text
            if token.kind in BLANK or text in SPACES:
                wide = (i < words and token.kind == "space") or text == "\\ " or "~" in text
                thin = text in ("\\,", "\\;", "\\:") and out[-1:] != [","]
                out += [" "] if wide or thin else []
            elif text in TEXTS:
                at = self.skip(i + 1, last)
                words = self.tokens[at].partner if at < last else -1
            elif text in LETTERS:
                out.append(LETTERS[text][0])
            elif token.kind in ("letter", "number", "sign") and text not in "_^#;\"'\\$&":
                out.append("".join(SUBSCRIPTS.get(c, c) for c in text))
            elif text not in FONTS and text not in SWITCHES and text not in "{}":
                self.refuse(f"an index is made of letters and digits, without {text}: l_0, h_t, W_{{ih}}", token)
        text = " ".join("".join(out).translate(SAME).split())
        if not text:
            self.refuse("this index is empty", self.tokens[max(first - 1, 0)])
        return text
