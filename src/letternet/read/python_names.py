"""Identifiers become names: `layer_0` is l0, `weights_0_1` is W0, `W_ih` is W_{ih}; others get a letter and words."""

from __future__ import annotations

import re

from .. import limits
from ..alphabet import GREEK
from ..functions import FUNCTIONS
from ..patterns import pattern
from ..sizes import MATRIX, NUMBER
from ..tree import Meaning, Name
from .known import VECTOR
from .naming import Naming, Wanted, index_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .known import Known
    from .ranks import Ranks

KINDS = (NUMBER, VECTOR, MATRIX)
LONGEST = limits.INDEX  # characters of an identifier that is letters; a longer one is words
LAYER = pattern(r"layer(?!s$)_?([0-9]+|[A-Za-z]|)")
WEIGHTS = pattern(r"weights_([0-9]+)_([0-9]+)|weights_?([A-Za-z0-9]+)|weights")
BIAS = pattern(r"(?:biases|bias(?!es$))_?([A-Za-z0-9]+)|bias")
GREEK_NAME = pattern(rf"({'|'.join(sorted(GREEK, key=len, reverse=True))})_?([0-9]+|(?<=_)[A-Za-z0-9]+|)")
LETTER = pattern(r"([A-Za-zα-ωΓΔΘΛΞΠΣΦΨΩ])(?:([0-9]*)|_([A-Za-z0-9]+))")
WEIGHT_INDEX = pattern(r"([WUV])([a-z]{1,3}[0-9]?)|(b)([a-z][0-9]?)")


def notation_name(identifier: str) -> Name | None:
    """The name that an identifier spells, if it spells one.

    >>> notation_name("weights_0_1").key, notation_name("h_t").key, notation_name("Wxh").key, notation_name("mask")
    ('W0', 'h_t', 'W_{xh}', None)
    """
    if len(identifier) > LONGEST:
        return None
    plain = identifier[:-1] if identifier.endswith("_") and not identifier.endswith("__") else identifier
    found = LAYER.fullmatch(plain)
    if found:
        return Name("l", found[1])
    found = WEIGHTS.fullmatch(plain)
    if found:
        if found[1] and int(found[2]) != int(found[1]) + 1:
            return None
        return Name("W", found[1] or greek(found[3] or ""))
    found = BIAS.fullmatch(plain)
    if found:
        return Name("b", greek(found[1] or ""))
    found = GREEK_NAME.fullmatch(plain)
    if found:
        return Name(GREEK[found[1]], found[2]) if found[1] != "pi" else None
    found = LETTER.fullmatch(plain)
    if found:
        index = found[2] or greek(found[3] or "")
        return Name(found[1], index) if found[1] != "π" else None
    found = WEIGHT_INDEX.fullmatch(plain)
    if found:
        return Name(found[1] or found[3], found[2] or found[4])
    return None


def greek(index: str) -> str:
    """An index that is the name of a Greek letter is that letter; `W_xi` leads from x to i."""
    return index if index == "xi" else GREEK.get(index, index)


def words_of(identifier: str) -> str:
    """The words of an identifier: `hidden_state_t` is hidden state t."""
    return " ".join(part for part in identifier.split("_") if part) or identifier


def named(
    variables: Iterable[tuple[str, int]], ranks: Ranks, known: Known, taken: frozenset[str], apart: set[str]
) -> tuple[dict[str, Name], list[Meaning]]:
    """A name for each variable, given as its identifier and how often it has got another value; and the words for them.

    `taken` are letters that stand for something else, `apart` those that no words get.  Variables are keyed by
    `version`.
    """
    names: dict[str, Name] = {}
    left: list[tuple[str, Wanted]] = []
    keys: set[str] = set()
    said_already: set[str] = set()
    for identifier, number in variables:
        variable = version(identifier, number)
        given = said(identifier, known)
        if given is not None and not number and given.key not in keys:
            keys.add(given.key)
            names[variable] = given
            continue
        found = notation_name(identifier)
        if found is not None and usual(found, ranks.of(variable), known) and found.letter not in taken:
            index = found.index if not number else f"{found.index}{',' * bool(found.index)}{number + 1}"
            found = Name(found.letter, index)
            if found.key not in keys:
                keys.add(found.key)
                names[variable] = found
                continue
        words = words_of(identifier) + (f" {number + 1}" if number else "")
        while words in said_already:
            words += " again"
        said_already.add(words)
        kind = KINDS[ranks.of(variable)]
        left.append((variable, Wanted(words, kind, variable in ranks.definers)))
    others: list[tuple[str, Wanted]] = []
    for variable, item in left:
        given = said(item.words, known)
        if given is not None and given.key not in keys:
            keys.add(given.key)
            names[variable] = given
        else:  # words that are another variable's already are not its own
            words = item.words if given is None else f"{item.words} again"
            others.append((variable, Wanted(words, item.kind, item.defined)))
    letters = {*taken, *apart, *known.words, *known.kinds, *(name.letter for name in names.values())}
    naming = Naming((item for _, item in others), letters)
    for variable, item in others:
        names[variable] = naming.names[item.words]
    return names, naming.meanings


def said(identifier: str, known: Known) -> Name | None:
    """The name that an identifier has by the words given; none if it is itself a letter that is declared."""
    itself = notation_name(identifier)
    if itself is not None and itself.key in known.kinds and itself.letter not in known.words:
        return None
    for letter, template in known.words.items():
        index = index_in(words_of(identifier), template)
        if index is not None:
            return Name(letter, greek(index))
    return None


def likely_name(identifier: str, known: Known) -> Name | None:
    """The name that an identifier has by the words given, or by what it spells."""
    found = said(identifier, known)
    if found is None:
        found = notation_name(identifier)
        found = None if found is not None and found.letter in known.words else found
    return found


def usual(name: Name, rank: int, known: Known) -> bool:
    """True for a name whose letter may stand for what its variable is, by the words and the case of that letter."""
    if name.letter in known.words:
        return False
    if name.letter.isascii() and rank in (1, 2) and name.key not in known.kinds:
        return name.letter.isupper() == (rank == 2)
    return True


def version(identifier: str, number: int) -> str:
    """The key of a variable that has got another value so often."""
    return f"{identifier} {number}" if number else identifier


def titles(identifiers: Iterable[str], taken: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What functions are called in letters: one letter, or lowercase letters; no two alike, none that is taken.

    A function `f_slope` beside `f` is the slope of f.

    >>> dict(titles(["f", "f_slope", "tanh2deriv", "alpha"], frozenset()))
    {'f': 'f', 'tanh2deriv': 'tanhderiv', 'alpha': 'α', 'f_slope': "f'"}
    """
    used = set(taken)
    found: dict[str, str] = {}
    for identifier in sorted(identifiers, key=lambda identifier: identifier.endswith("_slope")):
        base = identifier.removesuffix("_slope")
        if base != identifier:
            found[identifier] = (base if base in FUNCTIONS else found.get(base) or title(base, used)) + "'"
        else:
            found[identifier] = title(identifier, used)
    yield from found.items()


def title(identifier: str, used: set[str]) -> str:
    """What a function is called in letters, which is then used."""
    letters = identifier.rstrip("_")
    if letters in GREEK:
        letters = GREEK[letters]
    elif len(letters) != 1:
        letters = re.sub(r"[^a-z]", "", letters.lower()) or "f"
    made = letters
    number = 0
    while made in used or made in GREEK:
        number += 1
        made = letters + "xyzuvw"[(number - 1) % 6] * (1 + (number - 1) // 6)
    used.add(made)
    return made
