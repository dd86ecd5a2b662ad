"""Put expressions in the place of others; what is not touched is shared with the old tree."""

from __future__ import annotations

from ..tree import (
    Definition,
    Evaluation,
    Expression,
    Update,
    with_parts,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..check.names import Step


def replaced(root: Expression, instead: Callable[[Expression], Expression | None]) -> Expression:
    """The expression with every node replaced for which `instead` has something; inside those it is not asked."""
    made: dict[Expression, Expression] = {}
    stack = [root]
    seen: list[Expression] = []
    while stack:
        node = stack.pop()
        other = instead(node)
        if other is not None:
            made[node] = other
            continue
        seen.append(node)
        stack.extend(node.parts)
    for node in reversed(seen):
        parts = tuple(made[part] for part in node.parts)
        changed = any(new is not old for new, old in zip(parts, node.parts, strict=True))
        made[node] = with_parts(node, parts) if changed else node
    return made[root]


def with_value(step: Step, value: Expression) -> Step:
    """The same line with another right side."""
    if value is step.value:
        return step
    if isinstance(step, Definition):
        return Definition(step.name, value, step.start, step.end)
    if isinstance(step, Update):
        return Update(step.name, value, step.start, step.end)
    return Evaluation(value, step.start, step.end)
