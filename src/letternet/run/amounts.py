"""What a run holds for a whole batch: every part of a formula that depends on it, unless it is added up on the way."""

from __future__ import annotations

from ..rewrite.ordered import differing
from ..sizes import COLUMN, NUMBER, ROW
from ..tree import Definition, Elementwise, Negative, Product, Transpose, Update, in_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ..check.model import Checked
    from ..tree import Expression


def held(checked: Checked, batched: Collection[str]) -> Iterator[tuple[Expression, bool]]:
    """Every part of every line, and whether it is held for a whole batch of these letters."""
    names, many = checked.names, set(batched)
    for step in names.order:
        depends = differing(checked, step.value, many)
        if isinstance(step, Update) and step.name.key not in many:
            depends.difference_update(list(added_up(checked, step.value, depends)))
        elif isinstance(step, Definition) and step.value in depends:
            many.add(step.name.key)
        for node in in_order(step.value):
            yield node, node in depends


def added_up(checked: Checked, value: Expression, depends: Collection[Expression]) -> Iterator[Expression]:
    """The parts of an update that are added up over the datapoints as they are worked out, as its code does."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        match node:
            case Negative(part) | Transpose(part):
                yield node
                waiting.append(part)
            case Elementwise("+" | "-", left, right):
                yield node
                waiting += [left, right]
            case Product(left, right) | Elementwise("⊙" | "/", left, right):
                kinds = checked.kind(left), checked.kind(right)
                sides = (right,) if getattr(node, "operator", "") == "/" else (left, right)
                scales = [side for side in sides if checked.kind(side) == NUMBER and side not in depends]
                if scales or (isinstance(node, Product) and kinds == (COLUMN, ROW)):
                    yield node
                if scales:
                    waiting.append(right if scales[0] is left else left)
            case _:
                pass
