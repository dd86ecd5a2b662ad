"""Loops over lists of arrays in Python code, which are written out turn by turn.

    for W, g in zip([W1, W2], [g1, g2]):
        W -= alpha * g

changes W1 and W2.
"""

from __future__ import annotations

import ast

from .array_code import Op
from .python_sharing import Sharing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .known import Known
    from .python_bodies import Turn

MOST_TURNS = 64  # of a loop that are written out
MOST_STATEMENTS = 2000  # in all such loops


class Turns(Sharing):
    """Python code with its loops over lists."""

    def __init__(self, text: str, known: Known) -> None:
        super().__init__(text, known)
        self.given: set[str] = set()  # variables that got values
        self.written_out = 0  # statements in loops

    def turns(self, loop: ast.For, inside: bool = False) -> list[Turn] | None:
        """What the variables of a loop over lists stand for, in each of its turns; None of other loops.

        With `inside` it stands in a function, where variables of the same name have nothing to do with it.
        """
        if self.written_out > MOST_STATEMENTS:
            return None
        if any(isinstance(node, ast.Break | ast.Continue | ast.Return) for node in ast.walk(loop)):
            return None
        found = self.goes_through(loop.target, loop.iter, loop.body)
        if found is None or len(found) > MOST_TURNS:
            return None
        names = [node for line in loop.body for node in ast.walk(line) if isinstance(node, ast.Name)]
        stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        given: set[str] = set() if inside else self.given
        if any(op.detail in stored or name in given for turn in found for name, op in turn.items()):
            return None  # what a turn stands for is something else by then, or its variable is something already
        self.written_out += len(found) * sum(isinstance(node, ast.stmt) for node in ast.walk(loop))
        return found if self.written_out <= MOST_STATEMENTS else None

    def goes_through(self, target: ast.expr, source: ast.expr, body: Sequence[ast.stmt]) -> list[Turn] | None:
        """The same, of what a target goes through."""
        match source, target:
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]), _:
                return self.goes_through_call(target, function, arguments, body)
            case ast.List(elts=rows) | ast.Tuple(elts=rows), ast.Tuple():
                each = [self.one_turn(target, row) for row in rows]
                return None if None in each else [turn for turn in each if turn is not None]
            case _, ast.Name(id=name):
                items = self.say.listed(source, False)
                if items is not None and all(item.kind == "name" for item in items):
                    return [{name: item} for item in items]
        return None

    def goes_through_call(
        self, target: ast.expr, function: str, arguments: Sequence[ast.expr], body: Sequence[ast.stmt]
    ) -> list[Turn] | None:
        """The same, of `zip`, `enumerate`, `reversed`, and of `range` where it counts the items of lists."""
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        match function, arguments, names:
            case "zip", _, _ if 1 < len(arguments) == len(names):
                each = [self.goes_through(name, source, body) for name, source in zip(names, arguments, strict=True)]
                if None in each:
                    return None
                rows = zip(*(turns for turns in each if turns is not None), strict=False)
                return [{name: op for part in row for name, op in part.items()} for row in rows]
            case "enumerate", [source], [ast.Name(id=counter), inner]:
                found = self.goes_through(inner, source, body)
                return found and [{counter: number(count), **turn} for count, turn in enumerate(found)]
            case "reversed", [source], _:
                found = self.goes_through(target, source, body)
                return found and found[::-1]
            case "range", [_] | [_, _] | [_, _, _], [ast.Name(id=counter)] if self.picks_by(counter, body):
                bounds = [self.say.whole_number(bound) for bound in arguments]
                if None in bounds or bounds[2:] == [0]:
                    return None
                counts = range(*(bound for bound in bounds if bound is not None))
                return [{counter: number(count)} for count in counts[: MOST_TURNS + 1]]
        return None

    def one_turn(self, target: ast.Tuple, row: ast.expr) -> Turn | None:
        """The variables `W, g` as they are in a row `(W1, g1)`."""
        if not isinstance(row, ast.Tuple) or len(row.elts) != len(target.elts):
            return None
        if not all(isinstance(part, ast.Name) for part in (*target.elts, *row.elts)):
            return None
        names = [part.id for part in target.elts if isinstance(part, ast.Name)]
        return dict(zip(names, map(self.say.op, row.elts), strict=True))

    def picks_by(self, counter: str, body: Sequence[ast.stmt]) -> bool:
        """True where items of lists go by a counter: `weights[i]`."""
        picked = (node for line in body for node in ast.walk(line) if isinstance(node, ast.Subscript))
        return any(
            isinstance(node.value, ast.Name)
            and node.value.id in self.say.lists.items
            and any(isinstance(part, ast.Name) and part.id == counter for part in ast.walk(node.slice))
            for node in picked
        )


def number(count: int) -> Op:
    """What a counter stands for."""
    return Op("number", (), str(count))
