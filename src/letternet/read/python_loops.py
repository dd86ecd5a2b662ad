"""Loops that go through arrays value by value become statements about whole arrays, as syntax trees.

| value by value | whole |
|---|---|
| `out[i] = c * a[i]` | `out = c * a` |
| `out = 0`, then `out += a[i] * b[i]` | `out = a.dot(b)` |
| `out[i][j] = a[i] * b[j]` | `out = np.outer(a, b)` |
| `out[i] = w_sum(a, W[i])` | `out = W.dot(a)` |
| `w[i] -= alpha * d[i]` | `w -= alpha * d` |

Only what depends on nothing but its own place is taken; any other loop is left as it stands.
"""

from __future__ import annotations

import ast
from itertools import repeat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Final

MOST_LOOPS = 3  # loops inside one another


class PlainError(Exception):
    """A loop that has to stay one."""


class Part:
    """What an expression of the loop comes to: an expression of whole arrays, and the loops that go through it."""

    __slots__ = ("over", "whole")

    def __init__(self, whole: ast.expr, over: tuple[str, ...]) -> None:
        self.whole: Final = whole
        self.over: Final = over


class Line:
    """A statement about whole arrays; one that is `fresh` is right only where its name held zeros before."""

    __slots__ = ("fresh", "name", "statement")

    def __init__(self, name: ast.Name, statement: ast.Assign | ast.AugAssign, fresh: bool) -> None:
        self.name: Final = name
        self.statement: Final = statement
        self.fresh: Final = fresh


class Loop:
    """One loop with those inside it, and its lines about whole arrays."""

    def __init__(
        self,
        loop: ast.For,
        elementwise: Callable[[ast.Call], bool],
        dots: Callable[[str], bool],
        lists: Collection[str],
    ) -> None:
        """`elementwise` tells which calls work value by value, `dots` which functions are a dot product of two.

        `lists` are the variables of lists of arrays, which are no arrays.
        """
        if any(isinstance(node, ast.Name) and node.id in lists for node in ast.walk(loop)):
            raise PlainError
        self.elementwise: Final = elementwise
        self.dots: Final = dots
        self.variables: Final[dict[str, Part]] = {}  # loop variables that are values: their arrays
        self.counters: Final[list[str]] = []
        body: list[ast.stmt] = [loop]
        while len(body) == 1 and isinstance(body[0], ast.For):
            if len(self.counters) == MOST_LOOPS or body[0].orelse:
                raise PlainError
            self.goes_through(body[0])
            body = [line for line in body[0].body if not isinstance(line, ast.Assert | ast.Pass)]
        targets = [self.target(statement) for statement in body]
        self.changed: Final = {name.id: over for name, over in targets}  # and the loops that go through them
        if not body or len(self.changed) < len(targets) or set(self.changed) & {*self.counters, *self.variables}:
            raise PlainError
        self.lines: Final = [self.line(s, *target) for s, target in zip(body, targets, strict=True)]

    def goes_through(self, loop: ast.For) -> None:
        """What one loop counts or takes: `range(len(a))`, an array, `enumerate(a)`, `zip(a, b)`."""
        target, source = loop.target, loop.iter
        counter = f" {len(self.counters)}"
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and not source.keywords:
            function, arguments = source.func.id, source.args
            if function == "range" and isinstance(target, ast.Name) and len(arguments) == 1 and sized(arguments[0]):
                self.counters.append(target.id)
                return
            names = target.elts if isinstance(target, ast.Tuple) else []
            if function == "enumerate" and len(arguments) == 1 and len(names) == 2 and isinstance(names[0], ast.Name):
                counter = names[0].id
                self.takes(names[1], arguments[0], counter)
            elif function == "zip" and len(names) == len(arguments) > 1:
                for name, array in zip(names, arguments, strict=True):
                    self.takes(name, array, counter)
            else:
                raise PlainError
        else:
            self.takes(target, source, counter)
        self.counters.append(counter)

    def takes(self, target: ast.expr, array: ast.expr, counter: str) -> None:
        """A variable that is one value of an array after the other."""
        if not (isinstance(target, ast.Name) and isinstance(array, ast.Name)):
            raise PlainError
        self.variables[target.id] = Part(array, (counter,))

    def target(self, statement: ast.stmt) -> tuple[ast.Name, tuple[str, ...]]:
        """The name that a statement changes, and the loops that go through its array."""
        over: tuple[str, ...] = ()
        match statement:
            case ast.Assign(targets=[ast.Subscript() as target]) | ast.AugAssign(target=ast.Subscript() as target):
                name, over = indexed(target)
            case ast.AugAssign(target=ast.Name(id=name) as target):
                pass
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[target])):
                over = tuple(self.counters)
            case _:
                raise PlainError
        if len(set(over)) < len(over) or set(over) - set(self.counters):
            raise PlainError
        return ast.copy_location(ast.Name(name, ast.Store()), target), over

    def line(self, statement: ast.stmt, name: ast.Name, over: tuple[str, ...]) -> Line:
        """One statement of the loop about whole arrays."""
        match statement:
            case ast.Assign(value=value):
                found = self.turned(self.whole(value), over)
                return Line(name, ast.copy_location(ast.Assign([name], found), statement), False)
            case ast.Expr(value=ast.Call(args=[value])) if len(over) == 1:
                found = self.turned(self.whole(value), over)
                return Line(name, ast.copy_location(ast.Assign([name], found), statement), True)
            case ast.AugAssign(op=operator, value=value):
                summed = set(self.counters) != set(over)
                part, fresh = self.summed(value, over, operator) if summed else (self.whole(value), False)
                made = ast.AugAssign(name, operator, self.turned(part, over))
                return Line(name, ast.copy_location(made, statement), fresh)
            case _:
                raise PlainError

    def whole(self, value: ast.expr) -> Part:
        """An expression of single values as one of whole arrays."""
        match value:
            case ast.Constant():
                return Part(value, ())
            case ast.Name(id=name):
                if name in self.counters or name in self.changed:
                    raise PlainError
                return self.variables.get(name, Part(value, ()))
            case ast.Subscript():
                name, over = indexed(value)
                if set(over) - set(self.counters) or name in self.variables or self.changed.get(name, over) != over:
                    raise PlainError
                return Part(ast.copy_location(ast.Name(name, ast.Load()), value), over)
            case ast.UnaryOp(op=ast.USub() as sign, operand=operand):
                part = self.whole(operand)
                return Part(ast.copy_location(ast.UnaryOp(sign, part.whole), value), part.over)
            case ast.BinOp(left=left, op=operator, right=right):
                one, other = self.whole(left), self.whole(right)
                if one.over and other.over and set(one.over).isdisjoint(other.over):
                    if not isinstance(operator, ast.Mult) or len(one.over) + len(other.over) > 2:
                        raise PlainError
                    outer = ast.Call(library("outer", value), [one.whole, other.whole], [])
                    return Part(ast.copy_location(outer, value), one.over + other.over)
                over = one.over or other.over
                right = self.turned(other, over) if other.over else other.whole
                return Part(ast.copy_location(ast.BinOp(one.whole, operator, right), value), over)
            case ast.Compare(left=left, ops=[sign], comparators=[right]):
                one, other = self.whole(left), self.whole(right)
                over = one.over or other.over
                right = self.turned(other, over) if other.over else other.whole
                return Part(ast.copy_location(ast.Compare(one.whole, [sign], [right]), value), over)
            case ast.Call(func=ast.Name(id=name), args=[left, right]) if not value.keywords and self.dots(name):
                return self.dot(self.rows(left), self.rows(right), value)
            case ast.Call(args=[argument]) if not value.keywords and self.elementwise(value):
                part = self.whole(argument)
                return Part(ast.copy_location(ast.Call(value.func, [part.whole], []), value), part.over)
            case _:
                raise PlainError

    def rows(self, value: ast.expr) -> Part:
        """An argument that is a vector: a whole one, or a row of a matrix, which is gone through by a loop as well."""
        found = self.whole(value)
        if not isinstance(value, ast.Name | ast.Subscript) or len(found.over) > 1:
            raise PlainError
        return Part(found.whole, (*found.over, " along"))

    def dot(self, one: Part, other: Part, value: ast.expr) -> Part:
        """The sum of products along the last of each."""
        if len(one.over) == 2 and len(other.over) == 2:
            raise PlainError
        if len(other.over) == 2:
            one, other = other, one
        method = ast.copy_location(ast.Attribute(one.whole, "dot", ast.Load()), value)
        return Part(ast.copy_location(ast.Call(method, [other.whole], []), value), one.over[:-1])

    def turned(self, part: Part, over: tuple[str, ...]) -> ast.expr:
        """A part that is gone through in this order."""
        if part.over == over:
            return part.whole
        if part.over != over[::-1]:
            raise PlainError
        return ast.copy_location(ast.Attribute(part.whole, "T", ast.Load()), part.whole)

    def summed(self, value: ast.expr, over: tuple[str, ...], operator: ast.operator) -> tuple[Part, bool]:
        """What is added up in all turns that have no place of their own; True where it may be rows that are."""
        if not isinstance(operator, ast.Add | ast.Sub):
            raise PlainError
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult):
            one, other = self.whole(value.left), self.whole(value.right)
            shared = tuple(counter for counter in one.over if counter in other.over)
            before = tuple(counter for counter in one.over if counter not in shared)
            after = tuple(counter for counter in other.over if counter not in shared)
            if len(shared) == 1 and {*before, *after} == set(over) and {*shared, *over} == set(self.counters):
                left = self.turned(one, (*before, *shared))
                right = self.turned(other, (*shared, *after))
                method = ast.copy_location(ast.Attribute(left, "dot", ast.Load()), value)
                return Part(ast.copy_location(ast.Call(method, [right], []), value), (*before, *after)), False
        part = self.whole(value)
        if over or set(part.over) != set(self.counters):
            raise PlainError
        method = ast.copy_location(ast.Attribute(part.whole, "sum", ast.Load()), value)
        return Part(ast.copy_location(ast.Call(method, [], []), value), ()), True


def whole(
    body: Sequence[ast.stmt],
    elementwise: Callable[[ast.Call], bool],
    dots: Callable[[str], bool],
    lists: Collection[str] = (),
) -> list[tuple[ast.stmt, ast.For | None]]:
    """Statements with those loops as statements about whole arrays, each beside the loop that it was.

    >>> loop = "s = 0\\nfor i in range(len(a)):\\n    s += a[i] * b[i]"
    >>> [ast.unparse(line) for line, _ in whole(ast.parse(loop).body, lambda call: False, lambda name: False)]
    ['s = a.dot(b)']
    """
    made: list[tuple[ast.stmt, ast.For | None]] = []
    for statement in body:
        try:
            lines = Loop(statement, elementwise, dots, lists).lines if isinstance(statement, ast.For) else None
        except PlainError:
            lines = None
        begun = [beginning([line for line, _ in made], line.name.id) for line in lines or ()]
        if not isinstance(statement, ast.For) or lines is None or not all(map(fits, lines, begun, repeat(statement))):
            made.append((statement, None))
            continue
        dropped = {at for line, at in zip(lines, begun, strict=True) if begins(line.statement)}
        made = [item for at, item in enumerate(made) if at not in dropped]
        for line, at in zip(lines, begun, strict=True):
            new: ast.stmt = line.statement
            if at is not None and isinstance(new, ast.AugAssign) and begins(new):
                new = ast.copy_location(ast.Assign([line.name], new.value), new)
            made.append((new, statement))
    return made


def fits(line: Line, begun: int | None, loop: ast.For) -> bool:
    """True for a line that is right where its name got zeros, or nothing, before; `begun` is None where it did not."""
    if begun is None:
        return not line.fresh
    loops = [inner for inner in ast.walk(loop) if isinstance(inner, ast.For) and line.fresh]
    read = [line.statement.value, *(inner.iter for inner in loops)]
    return not any(isinstance(node, ast.Name) and node.id == line.name.id for part in read for node in ast.walk(part))


def begins(line: ast.Assign | ast.AugAssign) -> bool:
    """True for a line that needs no zeros before it: what fills an array, or is added to 0."""
    return isinstance(line, ast.Assign) or isinstance(line.op, ast.Add)


def indexed(value: ast.Subscript) -> tuple[str, tuple[str, ...]]:
    """The array and the indices of `a[i]`, `a[i][j]`, `a[i, j]`."""
    indices: list[ast.expr] = []
    inner: ast.expr = value
    while isinstance(inner, ast.Subscript):
        indices[:0] = inner.slice.elts if isinstance(inner.slice, ast.Tuple) else [inner.slice]
        inner = inner.value
    over = tuple(index.id for index in indices if isinstance(index, ast.Name))
    if not isinstance(inner, ast.Name) or len(over) < len(indices) or len(over) > 2:
        raise PlainError
    return inner.id, over


def beginning(before: Sequence[ast.stmt], name: str) -> int | None:
    """Where a name got zeros to be added to or to be filled, if nothing has used it since."""
    for at in reversed(range(len(before))):
        line = before[at]
        if isinstance(line, ast.Assert):
            continue  # it looks at lengths
        if isinstance(line, ast.Assign) and [ast.unparse(target) for target in line.targets] == [name]:
            return at if zeros(line.value) else None
        if any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(line)):
            return None
    return None


def zeros(value: ast.expr) -> bool:
    """True for 0, a list of zeros or of nothing, and arrays made of zeros."""
    match value:
        case ast.Constant(value=number):
            return number is None or (type(number) in (int, float) and number == 0)
        case ast.List(elts=parts):
            return all(map(zeros, parts))
        case ast.BinOp(left=ast.List() as part, op=ast.Mult()):
            return zeros(part)
        case ast.Call(func=function):
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            return name in ("zeros", "zeros_like", "empty", "empty_like", "zeros_matrix")
    return False


def sized(count: ast.expr) -> bool:
    """True for the number of all values of an array: `len(a)`, `len(a[0])`, `a.shape[1]`."""
    match count:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name() | ast.Subscript(value=ast.Name())], keywords=[]):
            return True
        case ast.Subscript(value=ast.Attribute(value=ast.Name(), attr="shape"), slice=ast.Constant()):
            return True
    return False


def library(name: str, at: ast.expr) -> ast.expr:
    """A function of NumPy."""
    return ast.copy_location(ast.Attribute(ast.copy_location(ast.Name("np", ast.Load()), at), name, ast.Load()), at)
