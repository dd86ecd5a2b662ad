"""Brackets that are not closed, that close nothing, or that are of the wrong kind: where each is likely meant."""

from __future__ import annotations

from ..patterns import pattern
from .pieces import CLOSERS, NAME, PAIRS
from .step import Step

# A correct example for each kind of bracket.
EXAMPLES = {
    "(": "relu(l0W0)", "[": "[x, h]W", "{": "W_{ih}", "‖": "x/‖x‖", "|": "|x - y|",
    ")": "relu(l0W0)", "]": "[x, h]W", "}": "W_{ih}",
}  # fmt: skip
OPERATORS = frozenset("+-⊙*·@/><≥≤")
POWER_INSIDE = pattern(r"(?:²|³|ᵀ|\^[2T])\)$")
FIRST = pattern(NAME)


def brackets(text: str) -> tuple[Step, ...]:
    """What is wrong with the brackets of a statement: the first thing, or nothing."""
    open_at: list[int] = []
    closed = -1  # the bracket that was closed last
    for i, c in enumerate(text):
        if c in PAIRS:
            open_at.append(i)
        elif c in CLOSERS:
            if not open_at:
                return (too_many(text, i, closed),)
            if PAIRS[text[open_at[-1]]] != c:
                outer = CLOSERS[c] in (text[at] for at in open_at)
                return (unclosed(text, open_at[-1], i) if outer else wrong_kind(text, open_at[-1], i),)
            closed = open_at.pop()
    if open_at:
        return (unclosed(text, open_at[-1], len(text)),)
    for bar in "‖|":
        if text.count(bar) % 2 and "||" not in text:
            return (unclosed(text, text.rfind(bar) if 2 * bar not in text else text.find(2 * bar), len(text)),)
    return ()


def too_many(text: str, at: int, before: int) -> Step:
    """A bracket that closes nothing: it is one too many, or one is missing where the one before it opens."""
    c = text[at]
    made = [text[:at] + text[at + 1 :]]
    if before >= 0 and text[at - 1] not in CLOSERS and text[before] == CLOSERS[c]:
        made.append(text[: before + 1] + text[before] + text[before + 1 :])
    sentence = f"there is no opening bracket for this {c}; a correct example: {EXAMPLES[c]}"
    return Step("E0103", sentence, at, at + 1, made, sure=True)


def wrong_kind(text: str, opened: int, at: int) -> Step:
    """A bracket that is closed by one of another kind, which is one too many if it stands twice."""
    right = PAIRS[text[opened]]
    made = [text[:at] + right + text[at + 1 :], text[:at] + text[at + 1 :]]
    sentence = f"{text[opened]} is closed by {right}; a correct example: {EXAMPLES[text[opened]]}"
    return Step("E0103", sentence, at, at + 1, made[::-1] if text[at - 1] == text[at] else made, sure=True)


def unclosed(text: str, at: int, last: int) -> Step:
    """A bracket that is not closed before `last`: it may be there, before what follows, or be one too many."""
    opener = text[at]
    close = PAIRS.get(opener, opener)
    called = opener == "(" and text[:at].rstrip()[-1:].isalpha()
    depth, first, over, comma = 0, -1, -1, at + 1
    ends = [last]
    for i in range(at + 1, last):
        c = text[i]
        depth += c in PAIRS
        depth -= c in CLOSERS
        if depth:
            continue
        if c == ";" and opener != "[":
            ends.insert(0, i)
            break
        if c in OPERATORS and first < 0 and text[at + 1 : i].strip():
            first = i
        over = i if c == "/" and over < 0 else over
        comma = i + 1 if c == "," else comma
    if opener == "[":
        value = FIRST.match(text, comma + len(text[comma:]) - len(text[comma:].lstrip()))
        if value and comma > at + 1:  # what is joined is mostly multiplied by a matrix
            ends.insert(0 if text[value.end() : value.end() + 1].isupper() else 1, value.end())
    elif called or opener in "‖|":
        ends += [end for end in (over, first) if end > 0]
    trimmed = [len(text[:end].rstrip()) for end in ends]
    made = [text[:end] + close + text[end:] for end in dict.fromkeys(trimmed) if text[at + 1 : end].strip()]
    power = POWER_INSIDE.search(text) if text[at + 1 : at + 2] == "(" else None
    if power:
        made.insert(1, text[: power.start()] + ")" + text[power.start() :])
    if opener == "(" and (text[at + 1 : at + 2] == "(" or not called):
        made.append(text[:at] + text[at + 1 :])
    if text[at : at + 2] == "‖‖":
        made.insert(0, text[:at] + text[at + 1 :])
    sentence = f"{opener} is never closed; a correct example: {EXAMPLES[opener]}"
    return Step("E0103", sentence, at, at + 1, made, sure=True)
