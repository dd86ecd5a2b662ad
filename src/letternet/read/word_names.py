"""Words where names are meant: which letter each word may go by."""

from __future__ import annotations

import re
from functools import lru_cache

from ..alphabet import GREEK
from ..functions import FUNCTIONS
from ..patterns import pattern
from .callings import called, slope
from .step import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .step import Around

LETTERS = {
    **dict.fromkeys("layer layers".split(), "l"),
    **dict.fromkeys("weight weights wts".split(), "W"),
    **dict.fromkeys("bias biases".split(), "b"),
    **dict.fromkeys("hidden hidden_layer hidden_state".split(), "h"),
    **dict.fromkeys("input inputs data features feature".split(), "x"),
    **dict.fromkeys("output outputs out target targets label labels truth result".split(), "y"),
    **dict.fromkeys("prediction predictions pred preds probs probability probabilities".split(), "p"),
    **dict.fromkeys("error loss err cost layer_error".split(), "e"),
    **dict.fromkeys("delta deltas layer_delta".split(), "d"),
    **dict.fromkeys("rate learning_rate lr".split(), "α"),
    **dict.fromkeys("gradient grad gradients".split(), "G"),
    **dict.fromkeys("query queries".split(), "Q"),
    **dict.fromkeys("key keys".split(), "K"),
    **dict.fromkeys("value values".split(), "V"),
    **dict.fromkeys("embedding embeddings emb".split(), "E"),
    **dict.fromkeys("activation activations act".split(), "a"),
    **dict.fromkeys("logit logits".split(), "z"),
    **dict.fromkeys("state score scores".split(), "s"),
    **dict.fromkeys("cell memory".split(), "c"),
    "mask": "m", "gate": "g", "goal": "g", "vector": "v", "matrix": "M",
}  # fmt: skip
# Words that Python and English give these letters anyway.
USUAL = {"l": "layer", "W": "weight", "b": "bias"}
KEPT = frozenset("means number vectors are columns rows for".split())  # of the notation itself
WORD = pattern(r"(?<![A-Za-z\\{._])[A-Za-z]{2,20}(?:_[A-Za-z]{2,20}|_?[0-9]{1,3}){0,5}(?![A-Za-z_(])(?!'?[ \t]*\()")
DEFINED = pattern(
    r"(?:^|[\n\r;])[ \t]*([A-Za-z]{3,20}(?:_[A-Za-z]{2,20}|_?[0-9]{1,3}){0,5})[ \t]*(?:=(?![=>])|<-|←|[-+]=)"
)
LETTER = pattern(r"(?<![A-Za-z])[A-Za-zα-ω](?![A-Za-z])")


def parts(typed: str) -> tuple[str, str]:
    """The words of a name, and its first number.

    >>> parts("weights_0_1"), parts("layer_2_delta"), parts("hidden")
    (('weights', '0'), ('layer_delta', '2'), ('hidden', ''))
    """
    return "_".join(re.findall(r"[A-Za-z]+", typed)), next(iter(re.findall(r"[0-9]+", typed)), "")


def word_names(text: str, around: Around) -> Iterator[Step]:
    """Words that stand where names do; all of a program change together."""
    letters = letters_of(around.text)
    found = [m for m in WORD.finditer(text) if parts(m[0])[0] in letters]
    if not found or not all(letters.values()):
        return

    def letter(match: re.Match[str]) -> str:
        word, index = parts(match[0])
        return letters[word] + index if word in letters else match[0]

    means = [
        f"{letter} means {word.replace('_', ' ')}"
        for word, letter in letters.items()
        if not word.lower().startswith(USUAL.get(letter, "\0"))
    ]
    word = parts(found[0][0])[0]
    line = f"{letters[word]} means {word.replace('_', ' ')}"
    sentence = f"a name is one letter with an index; a line gives it words: {line}"
    typed = dict.fromkeys(m[0] for m in WORD.finditer(around.text) if parts(m[0])[0] in letters)
    everywhere = [(rf"(?<![A-Za-z\\{{._]){t}(?![A-Za-z0-9_(])", letters[parts(t)[0]] + parts(t)[1]) for t in typed]
    made = "; ".join([*means, WORD.sub(letter, text)])
    within = (found[0].start(), found[-1].end())
    yield Step("E0103", sentence, *found[0].span(), [made], False, everywhere, within)


@lru_cache(maxsize=4)  # every step on every statement of a program asks for the same
def letters_of(text: str) -> dict[str, str]:
    """A letter for each word of a program that stands where a name does; none where all of its letters are taken."""
    words = list(dict.fromkeys(parts(found[0])[0] for found in WORD.finditer(text)))
    defined = {parts(found[1])[0] for found in DEFINED.finditer(text)}
    names = [word for word in words if is_name(word, defined)]
    if names:
        names = [w for w in words if w in names or (len(w) > 2 and w.islower() and is_free(w))]
    taken = {found[0] for found in LETTER.finditer(text)}
    letters: dict[str, str] = {}
    for word in names:
        wanted = LETTERS.get(word.lower(), word[0])
        letters[word] = next((c for c in (wanted, *word) if c not in taken and c.isalpha()), "")
        taken.add(letters[word])
    return letters


def is_name(word: str, defined: set[str]) -> bool:
    """True for a word that people give to a value, or that a line of the program defines."""
    return is_free(word) and (word.lower() in LETTERS or word in defined or word.lower().split("_")[0] in LETTERS)


def is_free(word: str) -> bool:
    """True for a word that means nothing else."""
    return not (word in GREEK or word in FUNCTIONS or word in KEPT or called(word) or slope(word))
