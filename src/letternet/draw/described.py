"""What a part is: in attributes, from which the formula can be made again, and in words for those who do not see it."""

from __future__ import annotations

from ..sizes import NUMBER
from ..tree import (
    Call,
    Elementwise,
    Expression,
    Inverse,
    Join,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Transpose,
    Values,
    never,
)
from ..write.letters import expression
from ..write.steps import size_words
from .scene import BOX, CIRCLE, STANDING, STRIP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..tree import Node
    from .scene import Brick

MOST_NODES = 40  # of a part that is said by its letters


def described(node: Expression, ids: Mapping[Node, str]) -> dict[str, str]:
    """What a part is, from which the formula can be made again."""
    parts = [ids[part] for part in node.parts if ids[part] != ids[node]]
    found = {"data-op": operation(node)}
    if parts:
        found["data-parts"] = " ".join(parts)
    match node:
        case Name():
            found["data-name"] = node.key
        case Number(text):
            found["data-value"] = text
        case Values():
            found["data-value"] = expression(node)
        case Power(_, exponent) if isinstance(exponent, Number):
            found["data-exponent"] = exponent.text
        case Call():
            found["data-function"] = node.title
        case _:
            pass
    return found


def operation(node: Expression) -> str:
    """What a part is, in a word or a sign."""
    match node:
        case Name():
            return "name"
        case Number():
            return "number"
        case Values():
            return "values"
        case Join():
            return "stack" if node.on_top else "join"
        case Product():
            return "·" if node.dotted else "product"
        case Elementwise(operator):
            return operator
        case Negative():
            return "negative"
        case Transpose():
            return "transpose"
        case Inverse():
            return "inverse"
        case Power():
            return "power"
        case Call():
            return "function"
        case _:
            never(node)


def said(node: Expression, brick: Brick, english: Mapping[str, str]) -> str:
    """A part in a few words: its letters, its words, its size."""
    letters = expression(node) if is_short(node) else f"the result of {operation(node)}"
    words = english.get(node.key, "") if isinstance(node, Name) else ""
    words = "" if words.endswith(letters) else words
    kind = {STRIP: "row", STANDING: "column", BOX: "matrix", CIRCLE: NUMBER}.get(brick.form, "")
    if not kind:
        kind = NUMBER if not brick.sizes else "matrix" if len(brick.sizes) == 2 else "row"
    return ", ".join(filter(None, [letters, words, size_words(kind, brick.sizes)]))


def is_short(node: Expression) -> bool:
    """True for an expression of few nodes, counted no further than is of interest."""
    waiting, count = [node], 0
    while waiting and count <= MOST_NODES:
        here = waiting.pop()
        count += 1
        waiting.extend(here.parts)
    return count <= MOST_NODES
