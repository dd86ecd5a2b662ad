"""Text that cannot be read, and why: slips that people make, characters that only look right, two readings.

A reader is built on these: they hold its text and its problems, and each of them reports with the place.
"""

from __future__ import annotations

from functools import cached_property

from ..alphabet import LOOK_ALIKE, script
from ..functions import FUNCTIONS
from ..patterns import pattern
from ..problems import Fix, Problem, place
from .automaton import Stuck, Token
from .table import TABLE

INVISIBLE = "Cf"  # the category of what is no more than a format: soft hyphens, joiners, marks of direction
WORD = pattern(r"(?<![A-Za-z\\_{])[a-z]{2,}+(?![A-Za-z0-9_]|'?[ \t]*(?:\\left[ \t]*)?\()")
LETTERS = pattern(r"[A-Za-z][A-Za-z]")  # an eighth of the work of the other two, which need it
FOR = pattern(r"(?<![A-Za-z\\])for(?![A-Za-z(])")
MIXED_CASE = pattern(r"(?<![A-Za-z\\{])(?=[a-z]*[A-Z])[A-Za-z]{3,}+(?='?[ \t]*\()")
SLIPPED_L = pattern(r"(?<![0-9.A-Za-zα-ωΓ-Ω])1([0-9])W\1(?![0-9])")
COMMAND = pattern(r"\\[A-Za-z]*")
EXPONENTS = "after ^ comes T, -1, a number or one letter: Wᵀ, A^-1, x^2, x^{-2}, x^{0.5}, x^n"
NO_CROSS = "× stands between sizes; a product is written xW or x · W, value by value x ⊙ y"
NO_LOOPS = "lines that repeat are not there yet; write each line out"
NOT_HERE = {
    ".": "a point stands in a number or in .T; a product is written l0W0 or l0 · W0",
    "_": "an index is digits, one letter, or anything in braces: l_0, h_t, W_{ih}",
}


class RefusedError(Exception):
    """A statement that has been reported and cannot be built."""


class Slips:
    """A text, and what is wrong with it so far."""

    def __init__(self, original: str, text: str) -> None:
        self.original = original  # as typed
        self.text = text  # with what means the same made the same, character for character
        self.problems: list[Problem] = []
        slipped = "1" in text and SLIPPED_L.search(text)
        spelled = LETTERS.search(text) and (WORD.search(text) or MIXED_CASE.search(text))
        self.wordy = bool(slipped or spelled)  # there may be words to check
        self.marks = [mark for mark in "\n\r" if mark in text]
        self.start, self.stop = 0, -1  # the stretch whose line end was last asked for

    def report(self, code: str, message: str, start: int, end: int, fixes: tuple[Fix, ...] = ()) -> None:
        """Note a problem at a stretch of the text."""
        line, span = place(self.original, start, end)
        self.problems.append(Problem(code, message, line, span, (), fixes))

    def refuse(self, code: str, message: str, start: int, end: int, fixes: tuple[Fix, ...] = ()) -> RefusedError:
        """Note a problem that leaves nothing to build."""
        self.report(code, message, start, end, fixes)
        return RefusedError()

    def instead(self, start: int, end: int, text: str, why: str = "") -> Fix:
        """The way out of writing `text` instead of a stretch of the program."""
        whole = self.original[:start] + text + self.original[end:]
        return Fix(why or f"write {text}", whole, edits=((start, end, text),))

    def line_end(self, position: int) -> int:
        """Where the line ends that `position` is in."""
        if not self.start <= position <= self.stop:
            ends = (self.text.find(mark, position) for mark in self.marks)
            self.start, self.stop = position, min((end for end in ends if end >= 0), default=len(self.text))
        return self.stop

    def stuck(self, stuck: Stuck, start: int) -> None:
        """Say why a statement cannot be read: by its characters, by what is known of slips, or in general."""
        token, before = stuck.token, stuck.before
        if token.kind == "":
            self.strange(token)
            return
        from .mistakes import MISTAKES

        name = TABLE["mistakes"].get((stuck.state, token.kind))
        if name is None and token.kind == "$END" and stuck.opened:
            name = "never closed"
        elif name is None and token.kind in ("RPAR", "RSQB", "RBRACE") and not stuck.opened:
            name = "closes nothing"
        mistake = MISTAKES[name] if name else None
        end = token.end
        at = token.start
        if name == "never closed" and stuck.opened:
            at, end = stuck.opened[-1].start, stuck.opened[-1].end
        elif name == "something missing after" and before is not None:
            at, end = before.start, before.end
        if self.known_slip(stuck, start):
            return
        if mistake:
            from .unclosed import EXAMPLES

            opened = stuck.opened[-1] if stuck.opened else None
            bracket = opened.text[-1:] if opened and name == "never closed" else token.text
            correct = EXAMPLES.get(bracket, mistake.correct) if "clos" in str(name) else mistake.correct
            message = f"{mistake.message}; a correct example: {correct}"
            for field, stands in (("{token}", token), ("{before}", before), ("{opened}", opened)):
                message = message.replace(field, self.shown(stands) if stands else "this")
        else:
            message = f"{self.shown(token)} cannot stand here"
        self.report("E0103" if mistake else "E0106", message, at, max(end, at + 1))

    def known_slip(self, stuck: Stuck, start: int) -> bool:
        """Slips that other notations teach, told from the text around."""
        token = stuck.token
        two = self.text[token.start : token.start + 2]
        loop = FOR.search(self.text, start, self.line_end(start))
        if loop:
            self.report("E0107", NO_LOOPS, loop.start(), loop.end())
            return True
        if token.kind == "CIRCUMFLEX" or (token.kind == "" and token.text == "^"):
            self.report("E0103", EXPONENTS, token.start, token.end)
            return True
        if two == "<-" and token.kind == "_ARROW":
            fixes = (self.instead(token.start, token.end, "< -", "write < -, a comparison with a negative value"),)
            self.report("E0102", "<- updates a letter; a comparison with a negative value is written < -",
                        token.start, token.end, fixes)  # fmt: skip
            return True
        if token.kind == "_BY":
            sign = self.shown(token)
            message = f"{sign} stands between two sizes, so no size is called {sign}"
            self.report("E0108", message, token.start, token.end)
            return True
        return False

    def strange(self, token: Token) -> None:
        """A character that the notation does not have."""
        character = self.original[token.start]
        end = token.end
        if character in LOOK_ALIKE:
            latin = LOOK_ALIKE[character]
            fixes = (self.instead(token.start, end, latin, f"type the Latin letter {latin}"),)
            message = f"this {character} is {script(character)} and only looks like the Latin letter {latin}"
            self.report("E0104", message, token.start, end, fixes)
        elif character == "×":
            both = (self.instead(token.start, end, "·"), self.instead(token.start, end, "⊙"))
            self.report("E0103", NO_CROSS, token.start, end, both)
        elif character == "\\":
            command = COMMAND.match(self.text, token.start)
            end = command.end() if command else end
            message = f"{self.original[token.start : end]} is not a command that this notation knows"
            self.report("E0103", message, token.start, end)
        elif character in NOT_HERE:
            self.report("E0103", NOT_HERE[character], token.start, end)
        elif quotient := fraction(character):
            fixes = (self.instead(token.start, end, quotient),)
            self.report("E0103", f"{character} is written {quotient}", token.start, end, fixes)
        elif character.isalpha() or character.isnumeric():
            message = (
                f"{character} is not a letter of the notation; Latin and Greek letters are, with an index: y_{{hat}}"
            )
            self.report("E0104", message, token.start, end)
        else:
            from unicodedata import category

            shown = character if character.isprintable() else f"the character U+{ord(character):04X}"
            unseen = self.visible if category(character) == INVISIBLE else ()
            self.report("E0103", f"{shown} is not part of the notation", token.start, end, unseen)

    @cached_property
    def visible(self) -> tuple[Fix, ...]:
        """The way out of leaving out what nobody sees, and a paste from a page or a PDF may bring along."""
        from unicodedata import category

        unseen = [at for at, character in enumerate(self.original) if category(character) == INVISIBLE]
        visible = "".join(character for character in self.original if category(character) != INVISIBLE)
        message = "leave out the characters that cannot be seen"
        return (Fix(message, visible, edits=[(at, at + 1, "") for at in unseen]),) if visible.strip() else ()

    def shown(self, token: Token) -> str:
        """A token as a sentence names it."""
        if token.kind == "$END":
            return "the end of the line"
        text = self.original[token.start : token.end]
        text = "".join(c if c.isprintable() else "�" for c in text)
        return text if len(text) <= 24 else text[:23] + "…"

    def check_words(self, start: int, end: int) -> None:
        """Refuse a function without its brackets, which would be read as a product of letters."""
        if not self.wordy:
            return
        text = self.text
        for found in MIXED_CASE.finditer(text, start, end):
            if found[0].lower() in FUNCTIONS:
                fixes = (self.instead(found.start(), found.end(), found[0].lower()),)
                message = f"functions are written in lowercase: {found[0].lower()}"
                self.report("E0101", message, found.start(), found.end(), fixes)
        for found in SLIPPED_L.finditer(text, start, end):
            name = f"l{found[1]}"
            message = f"1{found[1]} is a number; was the name {name} meant, with the letter l?"
            at, stop = found.start(), found.start() + 2
            either = (
                self.instead(at, stop, name, f"type {name}, with the letter l"),
                self.instead(at, stop, f"1{found[1]} ", f"write 1{found[1]} W{found[1]}, a product"),
            )
            self.report("E0104", message, at, stop, either)
        for found in WORD.finditer(text, start, end):
            word = found[0]
            spaced = " ".join(word)
            if word == "for":
                self.report("E0107", NO_LOOPS, found.start(), found.end())
            elif word in FUNCTIONS or word == "means":
                fixes = (self.instead(found.start(), found.end(), spaced, f"write {spaced}, a product of letters"),)
                message = (
                    f"{word} needs brackets around what it is done to: {word}(…)"
                    if word in FUNCTIONS
                    else 'after means come the words for the letter: h means "hidden state {}"'
                )
                self.report("E0103", message, found.start(), found.end(), fixes)


def fraction(character: str) -> str:
    """A fraction that Unicode has as one character, written out; nothing for all others.

    >>> fraction("⅔"), fraction("2")
    ('(2/3)', '')
    """
    from unicodedata import normalize

    above, slash, below = normalize("NFKC", character).partition("⁄")
    return f"({above}/{below})" if slash and above and below else ""
