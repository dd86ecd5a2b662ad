"""Names for what layers should change by: `d2` for layer 2, `d_f` where layers have several letters.

A delta has the index of its layer where all layers have one letter, and the layer's whole name as its index otherwise.
"""

from __future__ import annotations

from ..check.letters import fresh
from ..sizes import MATRIX, NUMBER, ONE, VECTORS, Unknown
from ..tree import Declaration, Meaning, Name, Size
from ..words import ENGLISH, indexed
from .unchain import FreshNames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Final

    from ..sizes import Term
    from ..tree import Expression
    from .algebra import Algebra
    from .gradient import Flow

DELTAS = {"vector": "dδg", MATRIX: "DΔG", NUMBER: "dδg"}
GRADIENTS = {"vector": "gq", MATRIX: "GQ", NUMBER: "gq"}


class Names:
    """The new names of one program that learns."""

    def __init__(self, flow: Flow, short: str, without: Collection[str]) -> None:
        """`short` is the letter of layers whose indices tell the deltas apart; `without` are keys that are taken."""
        self.flow: Final = flow
        self.short: Final = short
        self.algebra: Final[Algebra] = flow.algebra
        self.fresh: Final = FreshNames(flow.algebra.checked)
        self.fresh.used.update(filter(None, without))
        self.labels: Final[list[Name]] = []
        self.sizes: Final[dict[Unknown, str]] = {}
        self.taken: Final = {name[0] for name in self.fresh.used} | {
            title[0] for title in flow.algebra.checked.names.functions if len(title.rstrip("'")) == 1
        }
        self.chosen: Final[dict[str, str]] = {}  # what it is for, and the kind -> the letter
        self.phrases: Final[dict[str, str]] = {}  # a letter -> its words

    def layer(self, node: Expression, kind: str) -> Name:
        """The name of a value in between."""
        return self.fresh.name(kind, self.flow.layers.get(node))

    def delta(self, layer: Name, kind: str) -> Name:
        """The name of what a layer should change by."""
        self.labels.append(layer)
        phrase = self.short_phrase(layer, "delta") if self.short else "delta {}"
        return self.beside(layer, kind, DELTAS, "delta", phrase)

    def gradient(self, letter: Name, kind: str) -> Name:
        """The name of what a learned letter should change by."""
        return self.beside(letter, kind, GRADIENTS, "gradient", "gradient {}")

    def beside(self, name: Name, kind: str, letters: dict[str, str], word: str, phrase: str) -> Name:
        """A name that stands for something about another one."""
        kind = "vector" if kind in VECTORS else kind
        letter = self.chosen.get(word + kind)
        if letter is None:
            used = {self.chosen[key] for key in self.chosen if key != word + ("vector" if kind == NUMBER else NUMBER)}
            free = (c for c in letters[kind] if c not in self.taken and c not in used)
            letter = self.chosen[word + kind] = next(free, letters[kind][-1])
            if phrase in self.phrases.values():
                phrase += f" {kind}"
            self.phrases.setdefault(letter, phrase)
        apart = " " * (len(name.index) > 1 and not name.index.isdigit())
        short = word == "delta" and name.letter == self.short
        wanted = Name(letter, name.index if short else f"{name.letter}{apart}{name.index}")
        return self.fresh.name(kind, wanted if wanted.key not in self.fresh.used else None)

    def short_phrase(self, layer: Name, word: str) -> str:
        """What the deltas of a letter's layers are called: `layer {} delta`; of one without words, `delta {}`."""
        meant = self.algebra.checked.names.meant.get(self.short)
        phrase = meant.phrase if meant else ENGLISH.get(self.short, "")
        if not phrase:
            return f"{word} {{}}" if layer.index else word
        phrase = phrase.replace(" {kind}", "").removeprefix("the ")
        return f"{phrase if '{}' in phrase or not layer.index else indexed(phrase, '{}')} {word}"

    def letter_of_layers(self) -> str:
        """The letter that the layers with a line have in common, if their indices tell them apart; else nothing."""
        labels = self.labels
        letters = {name.letter for name in labels if name.key in self.flow.roots} or {name.letter for name in labels}
        if len(letters) != 1:
            return ""
        (letter,) = letters
        return letter if len(labels) == 1 or all(name.index for name in labels if name.letter == letter) else ""

    def meanings(self) -> list[Meaning]:
        """The lines that say what the new letters are called, where the program does not say so already."""
        meant = self.algebra.checked.names.meant
        return [Meaning(Name(letter), phrase) for letter, phrase in self.phrases.items() if letter not in meant]

    # ---------------------------------------------------------------------------------------------- sizes

    def size(self, size: Term) -> Expression:
        """A size as a number in a formula: known, or by its letter."""
        algebra = self.algebra
        size = algebra.checked.solver.value(size)
        if isinstance(size, int):
            return algebra.number(size)
        if isinstance(size, Unknown):
            return algebra.one(Name(self.letter(size)), ONE)
        found: Expression | None = None
        for unknown, times in size.unknowns.items():
            term = algebra.scaled(algebra.number(times), algebra.one(Name(self.letter(unknown)), ONE))
            found = term if found is None else algebra.plus(found, term)
        assert found is not None
        return algebra.plus(found, algebra.number(size.constant)) if size.constant else found

    def letter(self, unknown: Unknown) -> str:
        """The letter of an unknown size; without one, it gets one, and some name is declared with it."""
        if unknown.letter:
            return unknown.letter
        if unknown not in self.sizes:
            letter = next(letter for letter in fresh(self.fresh.used | {*self.taken, *self.chosen.values()}))
            self.fresh.used.add(letter)
            self.sizes[unknown] = letter
        return self.sizes[unknown]

    def declarations(self) -> list[Declaration]:
        """A line for each name from which a size that formulas need is known."""
        found = []
        waiting = dict.fromkeys(self.sizes)
        names = self.algebra.checked.names
        named = self.algebra.checked.named
        for key, shape in sorted(named.items(), key=lambda item: len(item[1].sizes) if item[1] else 0):
            name = names.inputs.get(key) or (names.definitions[key].name if key in names.definitions else None)
            if shape is None or name is None or key in names.declared:
                continue
            values = [self.algebra.checked.solver.value(size) for size in shape.sizes]
            if not any(value in waiting for value in values if isinstance(value, Unknown)):
                continue
            found.append(Declaration((Name(name.letter, name.index),), tuple(map(self.declared, values))))
            for value in values:
                if isinstance(value, Unknown):
                    waiting.pop(value, None)
        return found

    def declared(self, size: Term) -> Size:
        """A size as it is declared."""
        if isinstance(size, int):
            return Size((), size)
        unknowns = {size: 1} if isinstance(size, Unknown) else size.unknowns
        constant = 0 if isinstance(size, Unknown) else size.constant
        return Size(tuple((self.letter(unknown), times) for unknown, times in unknowns.items()), constant)
