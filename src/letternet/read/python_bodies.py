"""What a function of Python code returns: its statements are worked through, with its arguments in their place."""

from __future__ import annotations

import ast

from .array_code import Op, renamed
from .python_expression import OPERATORS
from .python_library import Unsayable
from .python_objects import Objects
from .python_source import is_docstring

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final, TypeGuard

    from .python_functions import Functions

    Turn = dict[str, Op]

MOST_OPERATIONS = 100_000  # in one formula, functions written out
SILENT = (
    ast.Import, ast.ImportFrom, ast.Pass, ast.Assert, ast.Global, ast.Nonlocal, ast.Delete, ast.Break, ast.Continue,
)  # fmt: skip


class Body:
    """The statements of one function while it is worked through."""

    def __init__(self, code: Functions, node: ast.FunctionDef, local: dict[str, Op], flags: dict[str, object]) -> None:
        """The arguments of the function stand for `local`; `flags` are those that choose."""
        self.code: Final = code
        self.say: Final = code.say
        self.node: Final = node
        self.local: Final = dict(local)
        self.flags: Final = flags
        self.arrays: Final = Objects()
        self.gone: dict[str, str] = {}  # names of arrays that have changed under another name
        self.apart: Final = taken_apart(node)
        for name, op in self.local.items():  # what comes in twice is one array by two names
            if op.kind == "name":
                self.arrays.bind(name, [f"given {op.detail}"])

    def returned(self) -> list[Op]:
        """What the function returns."""
        around = self.say.lists.items, self.say.stands
        try:
            found = self.run(self.node.body)
        finally:
            self.say.lists.items, self.say.stands = around
        if found is None:
            raise Unsayable("it returns nothing")
        return found

    def run(self, body: Sequence[ast.stmt]) -> list[Op] | None:
        """What some statements return, if they return."""
        for statement in self.code.chosen(self.code.about_wholes(body), self.flags):
            if is_docstring(statement) or isinstance(statement, SILENT) or self.code.is_shown(statement):
                continue
            if isinstance(statement, ast.Return) and statement.value is not None:
                values = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
                return [self.op(value) for value in values]
            self.step(statement)
        return None

    def step(self, statement: ast.stmt) -> None:
        """One statement that returns nothing."""
        if isinstance(statement, ast.AnnAssign):
            if statement.value is None:
                return
            statement = ast.Assign([statement.target], statement.value)
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.define(name, value)
            case ast.AugAssign(target=ast.Name(id=name), op=sign) if type(sign) in OPERATORS:
                if name in self.say.lists.items or name in self.say.stands:
                    raise Unsayable("it changes a list of arrays, or one that a loop goes through", statement)
                old = self.local.get(name, Op("name", (), name, *self.code.place(statement.target)))
                new = self.op(statement.value, statement)
                for other in self.arrays.others(name):
                    self.gone[other.split("[")[0]] = name
                    item = self.local.get(other) if "[" in other else None
                    if item is not None and item.kind == "name":
                        message = f"{self.node.name} changes {item.detail}; here only what it returns"
                        self.say.simplified.append((message, statement))
                self.local[name] = bounded(Op(OPERATORS[type(sign)], (old, new), None, *self.code.place(statement)))
            case ast.For():
                self.loop(statement)
            case _:
                raise Unsayable("it has statements without letters", statement)

    def op(self, value: ast.expr, statement: ast.stmt | None = None) -> Op:
        """A value, in what the arguments stand for."""
        changed_nowhere(statement or value, self.gone)
        return bounded(renamed(self.say.op(value), self.local))

    def define(self, name: str, value: ast.expr) -> None:
        """A variable gets a value, or is a list."""
        shown = isinstance(value, ast.List | ast.Tuple)
        items = self.say.listed(value, False) if not shown or name in self.apart else None
        if items is None:
            self.local[name] = self.op(value)
        else:
            changed_nowhere(value, self.gone)
            items = held(name, [renamed(item, self.local) for item in items], self.local)
        self.say.lists.items = {each: kept for each, kept in self.say.lists.items.items() if each != name}
        self.say.lists.items |= {name: items} if items is not None else {}
        self.say.stands = {each: op for each, op in self.say.stands.items() if each != name}
        parts = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
        self.arrays.bind(name, [source for part in parts for source in self.code.sources(part)])
        self.gone.pop(name, None)

    def loop(self, loop: ast.For) -> None:
        """A loop over lists, turn by turn."""
        turns = self.code.turns(loop, inside=True)
        if turns is None:
            raise Unsayable("it has statements without letters", loop)
        for turn in turns:
            self.say.stands = {**self.say.stands, **turn}
            self.run(loop.body)
        for name in turns[-1] if turns else ():
            if name in self.say.stands:
                self.local[name] = renamed(self.say.stands[name], self.local)
                self.say.stands = {each: op for each, op in self.say.stands.items() if each != name}


def held(name: str, items: Iterable[Op], local: dict[str, Op]) -> tuple[Op, ...]:
    """The items of a list by names that no variable has, which stand for them in `local`."""
    found = []
    for number, item in enumerate(items):
        array = item.parts[0] if item.kind in ("copy", "view") else item
        found.append(Op("name", (), f"{name}[{number}]", item.start, item.end))
        local[f"{name}[{number}]"] = array
    return tuple(found)


def own_names(node: ast.FunctionDef) -> frozenset[str]:
    """The arguments of a function, and the variables that it gives values."""
    names = [name for name in ast.walk(node) if isinstance(name, ast.Name)]
    only = [argument.arg for argument in node.args.kwonlyargs]
    return frozenset([*parameters_of(node), *only, *(name.id for name in names if isinstance(name.ctx, ast.Store))])


def taken_apart(node: ast.FunctionDef) -> set[str]:
    """The variables of which a function takes items, or through which it goes."""
    parts = [part.value if isinstance(part, ast.Subscript) else getattr(part, "iter", None) for part in ast.walk(node)]
    names = [part for each in parts if each is not None for part in ast.walk(each)]
    return {part.id for part in names if isinstance(part, ast.Name)}


def changed_in(node: ast.FunctionDef) -> set[str]:
    """The arguments whose arrays a function changes: `w -= …`, `w[:] = …`, also under another name.

    >>> changed_in(ast.parse("def f(x, y, z):\\n    v = x\\n    v += 1\\n    y = y + 1\\n    y += 1").body[0])
    {'x'}
    """
    arrays = Objects()
    parameters = {parameter: arrays.of(parameter) for parameter in parameters_of(node)}
    changed: set[int] = set()
    for statement in sorted(filter(gives_values, ast.walk(node)), key=lambda statement: statement.lineno):
        if isinstance(statement, ast.For):  # its variables are what it goes through, one after the other
            through = [name.id for name in ast.walk(statement.iter) if isinstance(name, ast.Name)]
            for name in ast.walk(statement.target):
                if isinstance(name, ast.Name):
                    arrays.bind(name.id, through)
            continue
        for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
            inner = target.value if isinstance(target, ast.Subscript) else target
            if not isinstance(inner, ast.Name):
                continue
            if inner is not target or isinstance(statement, ast.AugAssign):
                changed |= arrays.of(inner.id)
            elif statement.value is not None:
                arrays.bind(inner.id, names_in(statement.value))
    return {parameter for parameter, objects in parameters.items() if objects & changed}


def names_in(value: ast.expr) -> list[str]:
    """The variable that a value is."""
    return [value.id] if isinstance(value, ast.Name) else []


def gives_values(node: ast.AST) -> TypeGuard[ast.Assign | ast.AugAssign | ast.AnnAssign | ast.For]:
    """True for `=` and `+=`, and for a loop."""
    return isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.For)


def changed_nowhere(node: ast.AST, gone: dict[str, str]) -> None:
    """Refuse what reads an array that has changed under another name."""
    for name in ast.walk(node) if gone else ():
        if isinstance(name, ast.Name) and name.id in gone:
            both = f"{name.id} and {gone[name.id]} are one array in Python and change together"
            raise Unsayable(f"{both}, which has no letters in a function")


def bounded(root: Op) -> Op:
    """An operation that is not endless when its parts are written out."""
    stack, count = [root], 0
    while stack:
        count += 1
        if count > MOST_OPERATIONS:
            raise Unsayable("written out in full this is too long")
        stack.extend(stack.pop().parts)
    return root


def parameters_of(node: ast.FunctionDef) -> tuple[str, ...]:
    """The arguments of a function."""
    return tuple(a.arg for a in [*node.args.posonlyargs, *node.args.args] if a.arg != "self")


def truth(test: ast.expr, flags: dict[str, object]) -> bool | None:
    """Whether a choice by a flag is taken: `if deriv:`, `if deriv == True:`; None if that cannot be known."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = truth(test.operand, flags)
        return None if inner is None else not inner
    if isinstance(test, ast.Name) and test.id in flags:
        return bool(flags[test.id])
    if isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id in flags:
        right = test.comparators[0]
        if isinstance(test.ops[0], ast.Eq | ast.Is) and isinstance(right, ast.Constant):
            return bool(flags[test.left.id] == right.value)
    return None
