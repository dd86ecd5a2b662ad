"""Words become letters: `hidden_state_t` in Python and "the hidden state t" in English are both h_t.

What the program's own words, or the chapter's, say goes first.  Everything else gets the best free letter and a
`means` line, so that going back gives the same words.
"""

from __future__ import annotations

import re
import string

from ..alphabet import GREEK
from ..patterns import pattern
from ..sizes import MATRIX, NUMBER
from ..tree import Meaning, Name
from ..words import indexed, plain
from .word_names import LETTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import Final


# Greek letters by the Latin ones that words begin with.
GREEK_INITIALS = dict(zip("abgdezhtiklmnrsufxcow", "αβγδεζητικλμνρστφξχωω", strict=True))
KEPT_LETTERS = "lWb"  # the chapter's words are theirs
DIGITS = pattern(r"(.*[^0-9\s])([0-9]+)(.*)")
INDEX = pattern(r"[0-9]+|[A-Za-zα-ω]")
LONGEST = 100  # characters that words may have
LONGEST_INDEX = 3  # words that an index of the program's own words may have
LABEL = pattern(r"[^A-Za-z0-9]+")


class Wanted:
    """Something that words name: the words, the kind of its value, and whether a line gives it its value."""

    __slots__ = ("defined", "kind", "words")

    def __init__(self, words: str, kind: str, defined: bool = False) -> None:
        self.words: Final = words
        self.kind: Final = kind
        self.defined: Final = defined


class Naming:
    """The names of all words of one text; `meanings` are the lines that say so."""

    def __init__(self, wanted: Iterable[Wanted], taken: Collection[str]) -> None:
        """`wanted` are different words each; `taken` are the letters in use."""
        self.names: Final[dict[str, Name]] = {}
        self.meanings: Final[list[Meaning]] = []
        self.labels: Final[dict[tuple[str, str], int]] = {}  # how often an index of words is asked for
        self.taken: Final = {*taken, "π"}
        groups: dict[tuple[str, str], list[tuple[Wanted, str]]] = {}
        for item in wanted:
            template, index = split(item.words)
            groups.setdefault((template, case(item)), []).append((item, index))
        for (template, upper), items in groups.items():
            letter = self.letter(template, upper, items[0][0]) if len(template) <= LONGEST else ""
            if letter:
                self.taken.add(letter)
                phrase = template if any(index for _, index in items) else indexed(template, "")
                self.meanings.append(Meaning(Name(letter), phrase.removesuffix(" {}")))
            for item, index in items:
                self.names[item.words] = Name(letter, index) if letter else self.labelled(item)

    def letter(self, template: str, upper: str, item: Wanted) -> str:
        """The best free letter for words; nothing if all are taken."""
        own = usual(template)
        for letter in preferred(template, upper):
            if letter not in self.taken and (letter not in KEPT_LETTERS or letter == own):
                return letter
        return next((letter for letter in KEPT_LETTERS if fits(letter, upper) and letter not in self.taken), "")

    def labelled(self, item: Wanted) -> Name:
        """A name with its words as its index, when there are no letters left."""
        letter = "V" if item.kind == MATRIX else "v"
        label = LABEL.sub("", item.words)[:20] or "x"
        index = label
        while (letter, index) in self.labels:
            self.labels[letter, label] += 1
            index = f"{label}{self.labels[letter, label]}"
        self.labels[letter, index] = 1
        return Name(letter, index)


def split(words: str) -> tuple[str, str]:
    """Words with `{}` for their index, and the index.

    >>> split("hidden state t"), split("layer 2 delta"), split("hidden1"), split("mask")
    (('hidden state {}', 't'), ('layer {} delta', '2'), ('hidden{}', '1'), ('mask {}', ''))
    """
    parts = words.split(" ")
    if len(parts) > 1:
        if INDEX.fullmatch(parts[-1]):
            return " ".join([*parts[:-1], "{}"]), parts[-1]
        for place in range(len(parts) - 1, 0, -1):
            if parts[place].isdecimal():
                return " ".join([*parts[:place], "{}", *parts[place + 1 :]]), parts[place]
    found = DIGITS.fullmatch(words)
    if found and (found[2] == "0" or found[2][0] != "0"):
        return f"{found[1]}{{}}{found[3]}", found[2]
    return f"{words} {{}}", ""


def index_in(words: str, template: str) -> str | None:
    """The index with which a template says these words, as Python spells them; None if it does not."""
    wanted = plain(words)
    if not plain(indexed(template, "")):
        return None  # nothing that Python spells
    if plain(indexed(template, "")) == wanted:
        return ""
    parts = [part for part in re.split(r"[ _]", words) if part]
    for first in range(len(parts)):
        for last in range(first + 1, min(first + LONGEST_INDEX, len(parts)) + 1):
            index = " ".join(parts[first:last])
            if plain(indexed(template, index)) == wanted:
                return index
    found = re.search(r"[0-9]+", words)
    while found:
        if plain(indexed(template, found[0])) == wanted:
            return found[0]
        found = re.compile(r"[0-9]+").search(words, found.end())
    return None


def case(item: Wanted) -> str:
    """Which letters suit: upper for a matrix, Greek for a number that comes in, else lower."""
    if item.kind == MATRIX:
        return "upper"
    return "greek" if item.kind == NUMBER and not item.defined else "lower"


def fits(letter: str, upper: str) -> bool:
    """True for a letter of that case."""
    return letter.isupper() == (upper == "upper")


def words_in(template: str) -> list[str]:
    """The words of a template."""
    return [word for word in re.split(r"[^A-Za-z]+", template) if word]


def usual(template: str) -> str:
    """The letter that just these words usually have, if there is one.

    >>> usual("weight {}"), usual("bias {}"), usual("hidden bias {}")
    ('W', 'b', '')
    """
    return LETTERS.get("_".join(words_in(template)).lower(), "")


def preferred(template: str, upper: str) -> Iterator[str]:
    """Letters for words, the best first: the usual one, initials from the last word to the first, other letters."""
    words = words_in(template)
    latin = [letter for letter in (usual(template), *map(usual, reversed(words))) if letter]
    latin += [word[0] for word in reversed(words)]
    latin += [letter for word in words for letter in word[1:]]
    if upper == "greek":
        yield from (letter for letter in latin if letter in GREEK_INITIALS.values())
        named = [GREEK[word.lower()] for word in words if word.lower() in GREEK]
        yield from (letter for letter in named if letter.islower())
        yield from (GREEK_INITIALS[c.lower()] for c in latin if c.lower() in GREEK_INITIALS)
        yield from GREEK_INITIALS.values()
        return
    letters = [letter.upper() if upper == "upper" else letter.lower() for letter in latin if letter.isascii()]
    yield from letters
    yield from string.ascii_uppercase if upper == "upper" else string.ascii_lowercase
