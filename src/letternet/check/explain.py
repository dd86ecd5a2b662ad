"""Sizes and what is done to them, in the words of problems."""

from __future__ import annotations

from ..sizes import MATRIX, NUMBER, Sum, Term, Unknown, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# That two things cannot be combined: {left} and {right} stand for what stands on each side.
CANNOT = {
    "+": "cannot add {right} to {left}",
    "-": "cannot subtract {right} from {left}",
    "⊙": "cannot multiply {left} value by value by {right}",
    "/": "cannot divide {left} value by value by {right}",
}
CANNOT_COMPARE = "cannot compare {left} with {right}"


def article(size: str) -> str:
    """`a` or `an`, as the first number or letter is spoken.

    >>> [article(f"{size} × 2") for size in ("4", "8", "n", "m", "11", "18", "118")]
    ['a', 'an', 'an', 'an', 'an', 'an', 'a']
    """
    number = size.split(" ")[0]
    return "an" if number[0] in "8aefhilmnorsx" or number in ("11", "18") else "a"


def sized(kind: str, sizes: tuple[int | str, ...]) -> str:
    """A kind and its sizes as a phrase.

    >>> sized("row", (4,)), sized("matrix", (4, 1)), sized("number", ())
    ('4 values', 'a 4 × 1 matrix', 'a number')
    """
    if kind == NUMBER:
        return "a number"
    if kind == MATRIX:
        size = written(sizes)
        return f"{article(size)} {size} matrix"
    return f"{sizes[0]} value{'' if sizes[0] == 1 else 's'}"


def shown_size(term: Term, letters: Mapping[Unknown, str]) -> int | str:
    """A size as a number, or with letters: `n`, `2n + 1`."""
    if isinstance(term, int):
        return term
    if isinstance(term, Unknown):
        return letters.get(term) or term.letter or "?"
    return shown_sum(term, letters)


def shown_sum(term: Sum, letters: Mapping[Unknown, str]) -> str:
    """A sum with letters, what is added first."""
    parts = sorted(term.unknowns.items(), key=lambda item: (item[1] < 0, item[0].number))
    texts = [
        ("-" if n < 0 else "+", f"{abs(n) if abs(n) != 1 else ''}{letters.get(u) or u.letter or '?'}") for u, n in parts
    ]
    if term.constant:
        texts.append(("-" if term.constant < 0 else "+", str(abs(term.constant))))
        if term.constant > 0 and texts[0][0] == "-":
            texts.insert(0, texts.pop())
    first = ("-" if texts[0][0] == "-" else "") + texts[0][1]
    return first + "".join(f" {sign} {text}" for sign, text in texts[1:])
