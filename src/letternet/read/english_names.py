"""What a text calls by name: every phrase with the letter that it stands for, and the lines that say so.

A phrase is found by the words that are known, by the chapter's words, or as a letter with its kind, “the vector x”;
any other one gets a letter of its own.
"""

from __future__ import annotations

import re
from itertools import chain, count

from ..alphabet import SUBSCRIPTS
from ..patterns import pattern
from ..sizes import MATRIX, NUMBER
from ..tree import Declaration, Meaning, Name, Size, spelled
from ..words import KEY, NEVER_FIRST, NO_NAME, named, uncapped
from .known import KINDS, VECTOR, Known
from .naming import Naming, Wanted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import Final

    from .english_clauses import Clause, Operand

ARTICLE = pattern(r"(?:the|an|(?-i:a)|(?-i:A)(?= (?-i:[a-z]{2}))) (?=.)", re.IGNORECASE)
OLD = pattern(r"old (?=.)", re.IGNORECASE)
SPOKEN = pattern(r"[\w '’-]*\w[\w '’-]*")
SUBSCRIPTED = pattern(r"[₀-₉]+")
KIND_WORD = pattern(r"\b(vector|matrix|number)\b", re.IGNORECASE)
KIND_AT_END = {"vector": VECTOR, "matrix": MATRIX, "weights": MATRIX, "number": NUMBER, "rate": NUMBER}
ALLOWED = 100  # characters of a phrase
SIZE_LETTER = pattern(r"[-0-9(]*([^)]+)\)?")
FREE = "nmkdpqrstuvijcghwyzabefo"


class Mention:
    """A phrase as it stands in the text; `old` where it is called by its value before an update."""

    __slots__ = ("end", "may_be_new", "old", "phrase", "start")

    def __init__(self, text: str, start: int, end: int) -> None:
        words = " ".join(text.split())
        words = ARTICLE.sub("", words, count=1) if ARTICLE.match(words) else words
        self.old: Final = OLD.match(words) is not None
        words = OLD.sub("", words, count=1) if self.old else words
        quoted = words[0] in ("“", '"', "„")
        words = " ".join(words[1:-1].split()) if quoted else uncapped(words)
        first = words.split(" ", 1)[0].lower()
        # Whether it is a name where nothing else says so.
        self.may_be_new: Final = quoted or (first not in NEVER_FIRST and not NO_NAME.fullmatch(words))
        self.phrase: Final = SUBSCRIPTED.sub(lambda found: "".join(SUBSCRIPTS[c] for c in found[0]), words)
        self.start: Final = start
        self.end: Final = end


class Names:
    """The names of one text; `meanings` are the lines that give words to letters."""

    def __init__(self, clauses: Iterable[Clause], known: Known, functions: Collection[str]) -> None:
        """`functions` are the program's own, whose letters no name gets."""
        self.known: Final = known
        self.named: Final[dict[str, tuple[str, str]]] = {}
        self.sizes: Final[set[str]] = set(known.sizes)
        wanted: dict[str, Wanted] = {}
        places: dict[str, Mention] = {}
        for clause in clauses:
            if clause.what == "has":
                self.sizes.update(size_letters(str(clause.parts[1])))
            for text, start, end, kind, defined in mentions(clause):
                mention = Mention(text, start, end)
                if mention.phrase in self.named:
                    continue
                found = named(mention.phrase, known.words) or named(mention.phrase.replace("_", " "), known.words)
                if found:
                    self.named[mention.phrase] = found
                    continue
                if not mention.may_be_new:
                    continue
                before = wanted.get(mention.phrase)
                kind = kind or kind_of(mention.phrase)
                if before is None or (not before.kind and kind) or (defined and not before.defined):
                    defined = defined or (before is not None and before.defined)
                    wanted[mention.phrase] = Wanted(mention.phrase, (before and before.kind) or kind, defined)
                    places.setdefault(mention.phrase, mention)
        taken = {letter for letter, _ in self.named.values()} | {key[0] for key in known.kinds} | set(functions)
        taken |= {key[0] for key in self.sizes} | set(known.words)
        said = [Wanted(w.words, w.kind or VECTOR, w.defined) for w in wanted.values() if spoken(w.words)]
        naming = Naming(said, taken)
        self.named.update((words, (name.letter, name.index)) for words, name in naming.names.items())
        first: dict[str, Mention] = {}
        for words, name in naming.names.items():
            first.setdefault(name.letter, places[words])
        self.meanings: Final[list[Meaning]] = []
        for line in naming.meanings:
            at = first[line.letter.letter]
            name = Name(line.letter.letter, "", at.start, at.end)
            self.meanings.append(Meaning(name, line.phrase, at.start, at.end))

    def name(self, mention: Mention) -> Name | None:
        """The name of a phrase; None for what cannot be one."""
        found = self.named.get(mention.phrase)
        return Name(*found, mention.start, mention.end) if found else None

    def kind_said(self, mention: Mention) -> str:
        """The kind that a phrase says of its letter, where that is not the one that the letter's case says."""
        letter, index = self.named[mention.phrase]
        found = KIND_WORD.search(mention.phrase)
        if not found or named(mention.phrase, {}) != (letter, index):
            return ""
        natural = MATRIX if letter.isupper() else VECTOR if letter.isascii() else NUMBER
        kind = found[1].lower()
        return "" if kind == natural else kind

    def declarations(self, said: dict[str, tuple[str, Name]], used: Collection[str]) -> Iterator[Declaration]:
        """Lines for names whose kind is not the one of their case; `used` are the letters that may not be sizes."""
        letters = chain(FREE, (spelled("n", str(number)) for number in count(1)))
        free = (letter for letter in letters if letter not in used and letter not in self.sizes)
        for key, (kind, name) in said.items():
            if key in self.known.kinds or key in self.sizes:
                continue
            sizes = tuple(Size(((next(free), 1),), 0, name.start, name.end) for _ in range(KINDS.index(kind)))
            yield Declaration((Name(name.letter, name.index, name.start, name.end),), sizes, name.start, name.end)


def spoken(phrase: str) -> bool:
    """True for words that a line can give to a letter."""
    return len(phrase) <= ALLOWED and SPOKEN.fullmatch(phrase) is not None


def size_letters(said: str) -> Iterator[str]:
    """The letters of a size.

    >>> list(size_letters("2n1 + m rows and d_k columns each"))
    ['n1', 'm', 'd_k']
    """
    for word in said.split():
        found = SIZE_LETTER.fullmatch(word)
        name = KEY.fullmatch(found[1]) if found else None
        if name:
            yield spelled(name[1], name[2] or name[3] or name[4] or "")


def kind_of(phrase: str) -> str:
    """The kind that the last word of a phrase speaks of, if it does."""
    words = [word for word in phrase.lower().split(" ") if not word.isdigit() and len(word) > 1]
    return KIND_AT_END.get(words[-1], "") if words else ""


def mentions(clause: Clause) -> Iterator[tuple[str, int, int, str, bool]]:
    """Every phrase of a clause: its text and place, the kind that the clause takes there, whether it is defined."""
    what, parts = clause.what, clause.parts
    if what == "explicitly":
        yield from mentions(parts[1])
        return
    if what in ("is", "numbers", "has", "own_function"):
        kind = NUMBER if what == "numbers" else ""
        if what == "has":
            size = str(parts[1]).lower()
            kind = MATRIX if "column" in size else VECTOR if "value" in size else NUMBER
        for token in parts[0] if what != "own_function" else parts[2]:
            yield str(token), token.start_pos, token.start_pos + len(token), kind, what == "is"
    elif what in ("create", "update", "called", "let"):
        token = parts[0 if what == "let" else 1]
        yield str(token), token.start_pos, token.start_pos + len(token), "", what != "update"
    flat = [item for part in parts for item in (part if isinstance(part, list) else [part])]
    for operand in flat:
        if getattr(operand, "kind", "") == "NAME":
            yield operand.text, operand.start, operand.end, taken_as(clause, operand), False


def taken_as(clause: Clause, operand: Operand) -> str:
    """The kind that a clause takes an operand for; nothing where it may be any, or is marked."""
    parts = clause.parts
    last = operand is clause.operands[-1]
    if operand.marks:
        return ""
    if clause.what == "multiply":
        product = " ".join(str(parts[1]).lower().split())
        kinds = re.findall(r"vector|matrix", product.split(" multiplication")[0])
        if len(kinds) == 2:
            first = operand is not clause.operands[-1] or str(parts[-1]).lower().endswith("left")
            return {"vector": VECTOR, "matrix": MATRIX}[kinds[0 if first else 1]]
        return VECTOR if product.endswith("product") and "matrix" not in product else ""
    every = any(getattr(part, "type", "") == "EVERY" for part in parts)
    return NUMBER if last and (clause.what == "power" or (every and clause.what in ("scale", "divide"))) else ""
