"""Words for letters: `l0` is layer_0 in Python and "the layer 0 vector" in English.

The program's own `means` lines come first.  Two names never share a word: who comes second goes by its letter.
"""

from __future__ import annotations

import builtins
import keyword
import re
from functools import lru_cache

from .alphabet import GREEK, GREEK_NAMES
from .functions import FUNCTIONS
from .patterns import pattern
from .sizes import VECTORS
from .tree import Evaluation, FunctionDefinition, Meaning, Name, Program, in_order, spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from .check.model import Checked

# The chapter's words; {} is the index, {kind} the checked kind.
ENGLISH = {"l": "layer {} {kind}", "W": "weight {kind} {}", "b": "bias {kind} {}"}
PYTHON = {"l": "layer {}", "W": "weights {}", "b": "bias {}"}
# What the sentences say of values without a name, of marked ones, and of what has no other words.
KEPT = pattern(
    r"(?:(?:output|result|it|that|this)$|result \d|old(?![\w'’-])"
    r"|(?:transpose|negative|inverse|reciprocal|(?:elementwise )?square) of\b"
    r"|(?:[\w-]+ ){0,2}product of\b|(?:difference|quotient|ratio) (?:of|between)\b"
    r"|(?:(?:vector|matrix|number) )?(?:\d|[^\W\d_](?:\d+|_.*)?(?: |$)))",
    re.IGNORECASE,
)
# A phrase with a word in it that sentences say after a name, or begin a line with, stands in quotes.
ENDS = (
    "and", "are", "be", "by", "divided", "elementwise", "equals", "from", "has", "have", "is", "minus", "multiplied",
    "on", "onto", "plus", "then", "through", "times", "to", "with",
)  # fmt: skip
BREAKS = (
    "add", "apply", "call", "check", "divide", "finally", "first", "join", "multiply", "negate", "next", "perform",
    "subtract", "take",
)  # fmt: skip
NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# Functions of the table as people say them.
SAID_AS = {
    "average": "mean", "maximum": "max", "minimum": "min", "determinant": "det", "square root": "sqrt",
    "absolute value": "abs", "logarithm": "log", "natural logarithm": "log", "natural log": "log", "exponential": "exp",
    "sine": "sin", "cosine": "cos", "hyperbolic tangent": "tanh",
}  # fmt: skip
# Words that no name begins with unless it stands in quotes: what is done, and what is said of a name.
NEVER_FIRST = frozenset(
    "twice half double negative positive squared normalized previous both each all compute calculate find get let's"
    " lets if when while for so because which where we i you does do one's its his her their our my no not"
    " whether greater larger less smaller than equal called named known used never vectors rows columns everything"
    " something anything nothing".split()
)
# Nor is “the output of layer 1”, since layer 1 is one, “a vector of 3 values”, “the row 1 2 3”, “h_t-1”, “layers 1”.
NO_NAME = pattern(
    r".*\bof (?:the )?(?:(?:vector|matrix|number|layer|weights?|bias) )?"
    r"(?:[^\W\d_](?:\d+|_.*)?|\d+|it|itself|that|output|result)"
    r"|.*\bof \S+ (?:values|numbers|entries|elements|rows|columns|units|neurons)"
    r"|(?:row|column|vector|list|values?|numbers?)(?: \d+){2,}|[^\W\d_]_\S*"
    r"|(?:layers|numbers|vectors|matrices) (?:\d+|[^\W\d_](?:\d+|_.*)?)",
    re.IGNORECASE,
)
CAPITALS = ("The", "To", "Layer", "Vectors")
PLAIN_WORD = pattern(r"\w[\w'’-]*")
INDEX = pattern(r"[A-Za-z0-9α-ω]+(?:[ ,]+[A-Za-z0-9α-ω]+)*")
LONGEST_INDEX = 40
SAID_INDEX = pattern(rf"[A-Za-z0-9α-ω]{{1,{LONGEST_INDEX}}}|[A-Za-z0-9α-ω]{{1,2}}(?: [A-Za-z0-9α-ω]{{1,2}}){{1,4}}")
# A name without words, and what people call the chapter's letters.
KEY = pattern(r"([A-Za-zα-νξ-ωΓΔΘΛΞΠΣΦΨΩ])(?:([0-9]+)|_([0-9]+|[A-Za-zα-ω])|_\{([^{}]*)\})?")
KIND = pattern(
    r"(?:(?:row |column )?vector|(?:row |column )?vectors(?= (?-i:[a-z]))|matrix|matrices(?= (?-i:[A-Z]))|number) ",
    re.IGNORECASE,
)
NUMBERED = pattern(rf"[ -]({'|'.join(NUMERALS)}|(?<=-)[0-9]+)(?![\w'’-])", re.IGNORECASE)
CHAPTER = {
    letter: pattern(words + r"(?: ([0-9]+|[A-Za-zα-ω]))?", re.IGNORECASE)
    for letter, words in {"l": "layer", "W": "weights?", "b": "bias(?:es)?"}.items()
}

SAID_FUNCTIONS = "|".join(sorted((*FUNCTIONS, *SAID_AS), key=len, reverse=True)).replace(" ", r"\s+")  # a pattern
# What a phrase begins with, or is, that names a function.
FUNCTION_WORDS = pattern(rf"(?:{SAID_FUNCTIONS})'?(?: of(?: |$)|$)", re.IGNORECASE)
RESERVED = frozenset([*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "np", "numpy", *FUNCTIONS])


class Words:
    """The words of one program's names."""

    def __init__(
        self,
        program: Program,
        kinds: Mapping[str, str],
        names: Iterable[Name],
        meant: Mapping[str, Meaning],
        in_letters: Collection[str] = (),
        given: Collection[str] = (),
    ) -> None:
        """`kinds` has the kind of every name, `names` the names in the order in which they get their words.

        `meant` has the words for letters, the program's own or those given beside it; `in_letters` are names that
        English also spells, and which have to sound like that; `given` are the functions that are handed in.
        """
        self.in_letters = in_letters
        self.phrases = {letter: line.phrase for letter, line in meant.items()}
        self.taken: set[str] = set(given)  # besides those that are reserved
        self.counts: dict[str, int] = {}  # how often an identifier has been asked for
        self.said: dict[str, str] = {}  # what a phrase is read as by one who knows no words -> the name's key
        self.python: dict[str, str] = {}  # a name's key -> its identifier
        self.english: dict[str, str] = {}  # a name's key -> its phrase, without "the"
        self.functions: dict[str, str] = {}  # an own function's title -> its identifier
        ordered = list(names)
        self.said.update({name.key: name.key for name in ordered})
        for line in program.statements:
            if isinstance(line, FunctionDefinition):
                if line.title not in self.functions:
                    self.functions[line.title] = self.free(function_identifier(line.function, line.slope))
                # Parameters go by their letters.
                self.said.update({parameter.key: parameter.key for parameter in line.parameters})
        # The chapter's and the user's words are given out first, so that no plain letter takes them away.
        with_words = [name for name in ordered if name.letter in self.phrases or name.letter in PYTHON]
        for name in (*with_words, *ordered):
            if name.key not in self.python:
                kind = kinds.get(name.key, "number")
                self.python[name.key] = self.free(self.identifier(name))
                self.english[name.key] = self.phrase(name, "vector" if kind in VECTORS else kind)

    def copy(self) -> Words:
        """The same words, for somebody who gives out further ones."""
        made = Words.__new__(Words)
        made.__dict__.update(self.__dict__)
        made.taken, made.counts = set(self.taken), dict(self.counts)
        made.functions = dict(self.functions)
        return made

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
        if not name.index and name.letter.isascii():
            return name.letter
        letter = GREEK_NAMES.get(name.letter, name.letter)
        if name.letter.isupper() and not name.letter.isascii():
            letter = letter.capitalize()
        index = plain(name.index)
        return f"{letter}{index}" if index.isdigit() and name.letter.isascii() else f"{letter}_{index}".rstrip("_")

    def phrase(self, name: Name, kind: str) -> str:
        """The phrase that a name goes by, without its article."""
        phrase = self.phrases.get(name.letter) or ENGLISH.get(name.letter, "")
        if not phrase:
            return f"{kind} {name.key}"
        phrase = indexed(phrase, name.index).replace("{kind}", kind).removeprefix("the ")
        return phrase if not self.phrases and numbered(name) else self.judged(phrase, name, kind)

    def judged(self, phrase: str, name: Name, kind: str) -> str:
        """A phrase if it can be a name's: in quotes if it has to be, by the kind and the letter if it cannot."""
        if not re.search(r"\w", phrase) or "," in phrase or KEPT.match(phrase) or not self.its_own(phrase, name):
            return f"{kind} {name.key}"
        return phrase if bare(phrase) else f"“{phrase}”"

    def its_own(self, phrase: str, name: Name) -> bool:
        """True for a phrase that is read as this name, whether the program's words are known or not."""
        if named(phrase, self.phrases) != (name.letter, name.index):
            return False
        found = named(phrase, {})
        if name.key in self.in_letters and found != (name.letter, name.index):
            return False
        return self.said.setdefault(spelled(*found) if found else uncapped(phrase), name.key) == name.key


def numbered(name: Name) -> bool:
    """True for an index, or none, with which the chapter's words are always a name's own."""
    index = name.index
    return not index or (index.isascii() and index.isdigit() and len(index) <= LONGEST_INDEX)


def uncapped(phrase: str) -> str:
    """A phrase as it stands within a sentence: its first word without its capital, if that is all it has.

    >>> uncapped("Hidden state 1"), uncapped("W0"), uncapped("MNIST image")
    ('hidden state 1', 'W0', 'MNIST image')
    """
    first, *rest = phrase.split(" ", 1)
    return " ".join([first.lower(), *rest]) if len(first) > 2 and first.isalpha() and first.istitle() else phrase


def bare(phrase: str) -> bool:
    """True for a phrase that a sentence can have without quotes.

    >>> bare("weights 0 of the gate"), bare("black and white image"), bare("mean")
    (True, False, False)
    """
    words = phrase.split(" ")
    small = phrase.lower().split(" ")
    return (
        all(map(PLAIN_WORD.fullmatch, words))
        and small[0] not in ("the", "a", "an")
        and not any(word in ENDS for word in small)
        and small[0] not in NEVER_FIRST
        and not NO_NAME.fullmatch(phrase)
        and not FUNCTION_WORDS.match(phrase)
        and not any(word in BREAKS or word == "vectors" for word in small[1:])
        and not any(word in CAPITALS for word in words)
    )


def named(phrase: str, words: Mapping[str, str]) -> tuple[str, str] | None:
    """The letter and the index that a phrase stands for: they themselves, by the words given, by the chapter's.

    >>> named("Hidden state t", {"h": "hidden state {}"}), named("layer 0 vector", {}), named("weights 1", {})
    (('h', 't'), ('l', '0'), ('W', '1'))
    >>> named("matrix W_{ih}", {}), named("hidden state t", {})
    (('W', 'ih'), None)
    >>> named("layer zero", {}), named("Layer-0 vector", {}), named("gate two", {"g": "gate {}"})
    (('l', '0'), ('l', '0'), ('g', '2'))
    """
    counted = NUMBERED.sub(lambda found: f" {figure(found[1].lower())}", phrase)
    found = named(counted, words) if counted != phrase else None
    if found:
        return found
    key = KEY.fullmatch(KIND.sub("", phrase, count=1))
    if key and (not key[4] or INDEX.fullmatch(key[4])):
        return key[1], key[2] or key[3] or key[4] or ""
    for letter, template in words.items():
        index = index_of(phrase, template)
        if index is not None:
            return letter, index
    for letter, template in ENGLISH.items():
        for kind in ("vector", "matrix", "number"):
            index = index_of(phrase, template.replace("{kind}", kind))
            if index is not None:
                return letter, index
    for letter, called in CHAPTER.items():
        said = called.fullmatch(phrase)
        if said:
            itself = said[1] == letter or (letter == "W" and (said[1] or "").isupper())  # “the weights W and U”
            return (said[1], "") if itself else (letter, said[1] or "")
    greek = GREEK.get(KIND.sub("", phrase, count=1).lower())
    return (greek, "") if greek else None


def figure(word: str) -> str:
    """A number as digits."""
    return str(NUMERALS.index(word)) if word in NUMERALS else word


def index_of(phrase: str, template: str) -> str | None:
    """The index with which a template says a phrase; None if it does not.

    >>> index_of("layer 2 delta", "layer {} delta"), index_of("gate", "gate"), index_of("gates", "gate")
    ('2', '', None)
    """
    alone, before, after = parts_of(template)
    if alone == phrase.casefold():
        return ""
    if len(phrase) <= len(before) + len(after) or not before + after:
        return None
    index = phrase[len(before) : len(phrase) - len(after)]
    around = (phrase[: len(before)] + phrase[len(phrase) - len(after) :]).casefold()
    return index if around == (before + after).casefold() and SAID_INDEX.fullmatch(index) else None


@lru_cache(maxsize=512)
def parts_of(template: str) -> tuple[str, str, str]:
    """What a template says without an index, in small letters, and what stands before and after one.

    >>> parts_of("the Layer {} delta")
    ('layer delta', 'Layer ', ' delta')
    """
    before, _, after = indexed(template, "{}").removeprefix("the ").partition("{}")
    return indexed(template, "").removeprefix("the ").casefold(), before, after


def indexed(phrase: str, index: str) -> str:
    """Words with their index in its place.

    >>> indexed("hidden state {}", "t"), indexed("layer", "0"), indexed("layer {} vector", "")
    ('hidden state t', 'layer 0', 'layer vector')
    """
    if "{}" not in phrase:
        phrase += " {}"
    return " ".join(phrase.replace("{}", index).split())


def plain(text: str) -> str:
    """The letters, digits and underscores that Python takes, as it takes them, Greek letters by name.

    >>> plain("état caché 1"), plain("α-rate"), plain("✓")
    ('état_caché_1', 'alpha_rate', '')
    """
    if text.isascii() and text.replace(" ", "").isalnum():
        return "_".join(text.split())
    import unicodedata

    named = "".join(GREEK_NAMES.get(c, c) for c in unicodedata.normalize("NFKC", text))
    kept = "".join(c if c.isalnum() and f"_{c}".isidentifier() else "_" for c in named)
    return "_".join(part for part in kept.split("_") if part)


def function_identifier(function: str, slope: bool) -> str:
    """What a function is called in Python: `relu`, `relu_slope`."""
    name = GREEK_NAMES.get(function, function)
    return f"{name}_slope" if slope else name


def words_of(checked: Checked) -> Words:
    """The words of a checked program, worked out once; a copy for everybody, who may give out further ones."""
    if checked.words is None:
        checked.words = worded(checked)
    return checked.words.copy()


def worded(checked: Checked) -> Words:
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
    in_letters: set[str] = set()
    if names.functions:
        called = {title for title, _ in checked.instances}
        uncalled = (line for line in names.functions.values() if line.title not in called)
        in_letters = {node.key for line in uncalled for node in in_order(line.value) if isinstance(node, Name)}
    return Words(checked.program, kinds, found.values(), names.meant, in_letters, checked.given)


def listed(items: Sequence[str], last: str = "and") -> str:
    """Things one after another.

    >>> listed(["x"]), listed(["x", "y"]), listed(["x", "y", "z"], "or")
    ('x', 'x and y', 'x, y or z')
    """
    return f" {last} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
