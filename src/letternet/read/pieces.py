"""Pieces of a formula as text: what a bracket holds, the value that ends somewhere, where brackets are needed."""

from __future__ import annotations

import re

from ..patterns import pattern

PAIRS = {"(": ")", "[": "]", "{": "}"}
CLOSERS = {close: opener for opener, close in PAIRS.items()}
NAME = r"(?:[A-Za-zα-ωΑ-Ω](?:[0-9]{1,4}|[₀-₉]{1,4}|_[0-9]{1,4}|_[A-Za-z](?![A-Za-z])|_\{[^{}]{1,40}\})?)"
AFTER = r"(?:ᵀ|⊤|\.T\b|[²³⁰-⁹]|⁻¹|\^T|\^[0-9])"
WORD_BEFORE = pattern(r"[A-Za-z][A-Za-z0-9_.]{0,60}'?\Z")
NAME_BEFORE = pattern(
    rf"(?:{NAME}|(?<![A-Za-z])[A-Za-z]{{2,20}}_\w{{1,20}}|(?<![A-Za-z])[A-Za-z]{{4,20}}"
    rf"|[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?){AFTER}{{0,4}}\Z"
)
BINDS_AFTER = pattern(r"[ \t]*(?:ᵀ|⊤|\.|[²³⁰-⁹⁻]|\^|'|\*\*)")
# What may end a statement or open a bracket, and what may where a bracket is open.
ENDS = pattern(r"[(\[{]+|[)\]}]+|[;#\n\r]")
ENDS_INSIDE = pattern(r"[(\[{]+|[)\]}]+|[#\n\r]")
LOOSE = frozenset("+-⊙*∘·@/><≥≤=,;|‖")


def statement_end(text: str, start: int) -> int:
    """Where a statement ends, whatever it has: at a `;` outside brackets, a comment or the end of its line.

    >>> statement_end("A = [1; 2] + ; B = 3", 0)
    13
    """
    depth, at = 0, start
    while found := (ENDS_INSIDE if depth else ENDS).search(text, at):
        at = found.end()
        if found[0][0] in PAIRS:
            depth += len(found[0])
        elif found[0][0] in CLOSERS:
            depth = max(0, depth - len(found[0]))
        else:
            return found.start()
    return len(text)


def closing(text: str, at: int) -> int:
    """Where the bracket at `at` is closed, or -1.

    >>> closing("relu(x(y))z", 4)
    9
    """
    expected = []
    for i in range(at, len(text)):
        c = text[i]
        if c in PAIRS:
            expected.append(PAIRS[c])
        elif c in CLOSERS:
            if expected.pop() != c:
                return -1
            if not expected:
                return i
    return -1


def arguments(text: str) -> list[str]:
    """What stands between the commas outside of brackets.

    >>> arguments("x, (a, b)")
    ['x', '(a, b)']
    """
    found, depth, last = [], 0, 0
    for i, c in enumerate(text):
        if c in PAIRS:
            depth += 1
        elif c in CLOSERS:
            depth -= 1
        elif c == "," and not depth:
            found.append(text[last:i].strip())
            last = i + 1
    found.append(text[last:].strip())
    return found if found != [""] else []


def outside(text: str) -> str:
    """The characters of a text that no bracket holds.

    >>> outside("a(b + c)d")
    'a()d'
    """
    kept, depth = [], 0
    for c in text:
        depth -= c in CLOSERS
        if depth <= 0:
            kept.append(c)
        depth += c in PAIRS
    return "".join(kept)


def is_one(text: str) -> bool:
    """True for one value: a name, a number, a call, a bracket, each with what stands after it.

    >>> is_one("l0"), is_one("relu(x)ᵀ"), is_one("xW")
    (True, True, False)
    """
    return bool(text) and start_of_value(text, len(text)) == 0


def start_of_value(text: str, end: int) -> int:
    """Where the one value begins that ends at `end`, or -1.

    >>> start_of_value("2 + relu(x)", 11)
    4
    """
    at = end
    while at and (found := re.search(rf"{AFTER}\Z", text[max(0, at - 6) : at])):
        at -= len(found[0])
    if at and text[at - 1] in CLOSERS:
        depth = 0
        for i in range(at - 1, -1, -1):
            depth += text[i] in CLOSERS
            depth -= text[i] in PAIRS
            if not depth:
                word = WORD_BEFORE.search(text, max(0, i - 64), i)
                called = word and (len(word[0]) > 1 and word[0].rstrip("'").replace(".", "").replace("_", "").isalpha())
                index = text[i] == "{" and text[i - 1 : i] == "_" and i > 1
                return i - 2 if index else word.start() if word and called else i
        return -1
    found = NAME_BEFORE.search(text, max(0, end - 64), end)
    return found.start() if found else -1


def is_product(text: str) -> bool:
    """True for factors next to each other, without another sign between them."""
    return not LOOSE & set(outside(text)[1:])


class Piece(str):
    """A piece that a pattern puts in as it is, `{0:v}` as one value, `{0:t}` without a plus outside of brackets."""

    __slots__ = ()

    def __format__(self, how: str) -> str:
        bare = is_one(self) if how == "v" else is_product(self) if how == "t" else True
        return str(self) if bare else f"({self})"


def times(left: str, right: str) -> str:
    """Two things next to each other.

    >>> times("x", "W"), times("x", "y"), times("a + b", "W")
    ('xW', 'x y', '(a + b)W')
    """
    one, other = f"{Piece(left):v}", f"{Piece(right):v}"
    apart = one[-1].isalnum() and (other[0].islower() or other[0].isdigit() or one[-1] == "T")
    return f"{one} {other}" if apart else one + other


def placed(made: str, text: str, start: int, end: int) -> str:
    """What replaces a stretch of a text, in brackets where its neighbours would take it apart.

    >>> placed("xW", "np.dot(x, W).T", 0, 12), placed("xW", "y = np.dot(x, W)", 4, 16)
    ('(xW)', 'xW')
    """
    if is_one(made):
        return made
    before, after = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    if BINDS_AFTER.match(text, end) or before in ("/", "√", "^"):
        return f"({made})"
    if is_product(made):
        return made
    alone = (not before or before in "=([,;>") and (not after or after in ")],;#<>")
    looser = not {"+", "-", ">", "<", "≥", "≤"} & set(outside(made)[1:]) and (
        (not before or before in "=([,;+-") and (not after or after in ")],;#+-<>")
    )
    return made if alone or looser else f"({made})"


def shown(text: str) -> str:
    """A piece as a sentence quotes it."""
    text = text.strip()
    return text if len(text) <= 24 else text[:23] + "…"
