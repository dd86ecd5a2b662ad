"""Words for letters: `l0` is layer_0 in Python and "the layer 0 vector" in English.

The program's own `means` lines come first.  Two names never share a word: who comes second goes by its letter.
"""

from __future__ import annotations

import builtins
import keyword
import re

from .alphabet import GREEK_NAMES
from .functions import FUNCTIONS
from .sizes import VECTORS
from .tree import Evaluation, FunctionDefinition, Meaning, Name, Program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .check.model import Checked

# The chapter's words; {} is the index, {kind} the checked kind.
ENGLISH = {"l": "layer {} {kind}", "W": "weight {kind} {}", "b": "bias {kind} {}"}
PYTHON = {"l": "layer {}", "W": "weights {}", "b": "bias {}"}
# What the sentences say of values without a name, of marked ones, and of what has no other words.
KEPT = re.compile(
    r"(?:(?:output|result|old|it)\b|(?:transpose|negative|inverse|reciprocal|(?:elementwise )?square) of\b"
    r"|(?:vector|matrix|number) (?:\d|[^\W\d_](?:\d+|_.*)?(?: |$)))",
    re.IGNORECASE,
)
# What the sentences say right after a name; the words before it must not be a name of their own.
AFTER = re.compile(r" (?:and|are|by|elementwise|end|has|have|is|on|onto|side)\b")

RESERVED = frozenset([*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "np", "numpy", *FUNCTIONS])


class Words:
    """The words of one program's names."""

    def __init__(self, program: Program, kinds: Mapping[str, str], names: Iterable[Name]) -> None:
        """`kinds` has the kind of every name, `names` the names in the order in which they get their words."""
        self.phrases = {line.letter.letter: line.phrase for line in program.statements if isinstance(line, Meaning)}
        self.taken: set[str] = set(RESERVED)
        self.counts: dict[str, int] = {}  # how often an identifier has been asked for
        self.said: set[str] = set()  # phrases with words of their own
        self.begun: set[str] = set()  # beginnings of phrases that might be taken for a whole one
        self.python: dict[str, str] = {}  # a name's key -> its identifier
        self.english: dict[str, str] = {}  # a name's key -> its phrase, without "the"
        self.functions: dict[str, str] = {}  # an own function's title -> its identifier
        for line in program.statements:
            if isinstance(line, FunctionDefinition) and line.title not in self.functions:
                self.functions[line.title] = self.free(function_identifier(line.function, line.slope))
        # The chapter's and the user's words are given out first, so that no plain letter takes them away.
        ordered = list(names)
        for name in sorted(ordered, key=lambda name: name.letter not in self.phrases and name.letter not in PYTHON):
            if name.key not in self.python:
                kind = kinds.get(name.key, "number")
                self.python[name.key] = self.free(self.identifier(name))
                self.english[name.key] = self.phrase(name, "vector" if kind in VECTORS else kind)

    def free(self, wanted: str) -> str:
        """An identifier that nothing else has."""
        if wanted in RESERVED:
            wanted += "_"
        found = wanted
        while found in self.taken:
            self.counts[wanted] = self.counts.get(wanted, 1) + 1
            found = f"{wanted}_{self.counts[wanted]}"
        self.taken.add(found)
        return found

    def function(self, function: str, slope: bool, again: bool = False) -> str:
        """The identifier of a function; `again` for another `def` of the same one."""
        title = function + "'" * slope
        if again or title not in self.functions:
            identifier = self.free(function_identifier(function, slope))
            return self.functions.setdefault(title, identifier) if not again else identifier
        return self.functions[title]

    def identifier(self, name: Name) -> str:
        """The identifier that a name asks for: `layer_0`, `weights_0_1`, `h_t`."""
        phrase = self.phrases.get(name.letter, "")
        if not phrase and name.letter == "W" and name.index.isdigit():
            return f"weights_{name.index}_{int(name.index) + 1}"
        phrase = phrase or PYTHON.get(name.letter, "")
        if phrase:
            found = plain(indexed(phrase, name.index))
            if found:
                return f"_{found}" if found[0].isdigit() else found
        letter = GREEK_NAMES.get(name.letter, name.letter)
        if name.letter.isupper() and not name.letter.isascii():
            letter = letter.capitalize()
        index = plain(name.index)
        return f"{letter}{index}" if index.isdigit() and name.letter.isascii() else f"{letter}_{index}".rstrip("_")

    def phrase(self, name: Name, kind: str) -> str:
        """The phrase that a name goes by, without its article."""
        phrase = self.phrases.get(name.letter) or ENGLISH.get(name.letter, "")
        phrase = indexed(phrase, name.index).replace("{kind}", kind).removeprefix("the ") if phrase else ""
        beginnings = {phrase[: found.start()] for found in AFTER.finditer(phrase)}
        # Two names never sound alike, nor one like another with what a sentence says after it.
        alike = phrase in self.said or phrase in self.begun or not self.said.isdisjoint(beginnings)
        if not phrase or alike or "," in phrase or KEPT.match(phrase):
            return f"{kind} {name.key}"
        self.said.add(phrase)
        self.begun |= beginnings
        return phrase


def indexed(phrase: str, index: str) -> str:
    """Words with their index in its place.

    >>> indexed("hidden state {}", "t"), indexed("layer", "0"), indexed("layer {} vector", "")
    ('hidden state t', 'layer 0', 'layer vector')
    """
    if "{}" not in phrase:
        phrase += " {}"
    return " ".join(phrase.replace("{}", index).split())


def plain(text: str) -> str:
    """The letters, digits and underscores that Python takes, Greek letters by name."""
    named = "".join(GREEK_NAMES.get(c, c) for c in text)
    kept = "".join(c if c.isascii() and c.isalnum() else "_" for c in named)
    return "_".join(part for part in kept.split("_") if part)


def function_identifier(function: str, slope: bool) -> str:
    """What a function is called in Python: `relu`, `relu_slope`."""
    name = GREEK_NAMES.get(function, function)
    return f"{name}_slope" if slope else name


def words_of(checked: Checked) -> Words:
    """The words of a checked program, names in order of first mention."""
    names = checked.names
    kinds = {key: shape.kind for key, shape in checked.named.items() if shape is not None}
    found: dict[str, Name] = dict(names.inputs)
    for step in names.order:
        for key, name in names.needs(step).items():
            found.setdefault(key, name)
        if not isinstance(step, Evaluation):
            found.setdefault(step.name.key, step.name)
    for declaration in names.declarations:
        for name in declaration.names:
            found.setdefault(name.key, name)
    for read in names.closed.values():
        for key, name in read.items():
            found.setdefault(key, name)
    return Words(checked.program, kinds, found.values())
