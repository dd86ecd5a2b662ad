"""Put expressions in the place of others; what is not touched is shared with the old tree."""

from __future__ import annotations

from ..tree import (
    Definition,
    Evaluation,
    Expression,
    FunctionDefinition,
    Update,
    with_parts,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from ..check.names import Step

    Line = TypeVar("Line", bound=Step | FunctionDefinition)


def cast(kind: str, value: object) -> Line:  # type: ignore[type-var]
    """For the type checker alone; `typing` takes long to import."""
    return value  # type: ignore[return-value]


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


def with_value(line: Line, value: Expression) -> Line:
    """The same line, or function, with another right side."""
    if value is line.value:
        return line
    made: Step | FunctionDefinition
    if isinstance(line, Definition):
        made = Definition(line.name, value, line.start, line.end)
    elif isinstance(line, Update):
        made = Update(line.name, value, line.start, line.end)
    elif isinstance(line, FunctionDefinition):
        made = FunctionDefinition(line.function, line.parameters, value, line.slope, line.start, line.end)
    else:
        made = Evaluation(value, line.start, line.end)
    return cast("Line", made)
