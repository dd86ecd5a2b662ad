"""Python code statement by statement: lines of array code, and what has no letters with its line and the reason."""

from __future__ import annotations

import ast
from functools import partial

from .array_code import Op, renamed, walk
from .python_bodies import SILENT
from .python_calls import LISTS_CHANGE
from .python_expression import OPERATORS, is_all
from .python_functions import header
from .python_library import Unsayable, is_true, signed_int
from .python_objects import MOST_ITEMS
from .python_program import Lines, called_name
from .python_sharing import held_in
from .python_source import is_docstring, is_main

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .known import Known

# Statements with a body that is read in their place, and what is said of it.
READ_ONCE = {ast.For: "the loop's lines are read once", ast.While: "the loop's lines are read once"}
UNSAID: dict[type[ast.stmt], str] = {
    ast.If: "what is done only sometimes has no letters", ast.Match: "what is done only sometimes has no letters",
    ast.Raise: "raise has no letters", ast.Return: "return has no letters here",
    **dict.fromkeys((ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith), "async has no letters"),
}  # fmt: skip


class Code(Lines):
    """Python code that is read."""

    def __init__(self, text: str, known: Known) -> None:
        super().__init__(text, known)
        self.opened_names: set[str] = set()
        self.returns: set[str] = set()  # variables that are returned
        tree = self.tree()
        self.body = tree.body if tree is not None else []
        self.as_lists = used_as_lists(self.body)
        self.collect(self.body)
        self.walk(self.opened())
        if not any(line.form != "come in" for line, _ in self.found):
            self.open_functions()
        self.found = self.without_unread()

    def opened(self) -> list[ast.stmt]:
        """The statements to read: the code's own, or where it only defines functions, what the last of them does."""
        for node in self.defs.values():
            self.function(node)
        if any(self.works(statement) for statement in self.body):
            return list(self.body)
        return self.open_functions_body() or list(self.body)

    def open_functions(self) -> None:
        """Where the code's own statements say nothing, its functions do."""
        body = self.open_functions_body()
        if body:
            self.found.clear()
            self.walk(body)

    def open_functions_body(self) -> list[ast.stmt]:
        """The statements of the methods, or of the last function that no other one calls."""
        inside = [node for name, node in self.defs.items() if name not in self.called or name not in self.functions]
        methods = [
            node for node in inside if node.args.args and node.args.args[0].arg == "self" and node.name != "__init__"
        ]
        chosen = [node for node in methods or inside[-1:] if node.name not in self.opened_names]
        for node in chosen:
            self.opened_names.add(node.name)
            self.functions.pop(node.name, None)
            self.say.own.pop(node.name, None)
        return [statement for node in chosen for statement in node.body]

    def works(self, statement: ast.stmt) -> bool:
        """True for a statement that works something out, however deep it stands."""
        if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            return False
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda | ast.Constant):
            return False
        return not (isinstance(statement, SILENT) or self.is_shown(statement))

    # --------------------------------------------------------------------------------------- statements

    def walk(self, body: Sequence[ast.stmt]) -> None:
        """Statements in order."""
        for statement in self.about_wholes(body):
            try:
                self.statement(statement)
            except Unsayable as reason:
                self.leave_out(statement, reason.reason)
            except RecursionError:
                self.leave_out(statement, "it nests too deeply")

    def statement(self, statement: ast.stmt) -> None:
        """One statement."""
        match statement:
            case ast.Assign(targets=targets, value=value):
                self.assign(statement, targets, value)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                self.assign(statement, [target], value)
            case ast.AugAssign(target=target, op=operator, value=value):
                self.augment(statement, target, operator, value)
            case ast.Expr(value=ast.Call(keywords=keywords) as value) if any(k.arg == "out" for k in keywords):
                into = next(keyword.value for keyword in keywords if keyword.arg == "out")
                kept = [keyword for keyword in keywords if keyword.arg != "out"]
                whole = ast.copy_location(ast.Subscript(into, ast.Slice(), ast.Store()), into)
                self.assign(statement, [whole], ast.copy_location(ast.Call(value.func, value.args, kept), value))
            case ast.Expr(value=ast.Call(args=[into, *_]) as value) if changes_its_argument(value):
                self.assign(statement, [into], value)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value])) if (
                name in self.say.lists.items and not self.looping
            ):
                self.grow(name, (self.say.held(value),), held_in(ast.List([value])))
            case ast.Expr(value=value):
                if not (is_docstring(statement) or self.is_shown(statement)):
                    self.line("show", "", self.say.op(value), statement)
            case ast.For(target=target, body=inner) | ast.While(body=inner, test=target):
                self.loop(statement, target, inner)
            case ast.With(body=inner):
                self.walk(inner)
            case ast.Try(body=inner, orelse=after, finalbody=last):
                self.walk([*inner, *after, *last])
            case ast.If(body=inner) if is_main(statement):
                self.walk(inner)
            case ast.If(body=inner, orelse=other):
                if not all(self.is_shown(s) or isinstance(s, SILENT) for s in [*inner, *other]):
                    raise Unsayable(UNSAID[ast.If])
            case ast.FunctionDef(name=name):
                if name in self.say.unsaid and name in self.called:
                    reason = self.say.unsaid[name]
                    self.report("W0102", f"{name} is left out: {reason}", statement)
            case ast.ClassDef(body=inner):
                if inner and not all(isinstance(s, ast.FunctionDef) or is_docstring(s) for s in inner):
                    raise Unsayable("a class has no letters")
            case ast.Return(value=value):
                self.returned(statement, value)
            case ast.AnnAssign():
                pass
            case _ if isinstance(statement, SILENT):
                pass
            case _:
                raise Unsayable(UNSAID.get(type(statement), "this statement has no letters"))

    def loop(self, statement: ast.For | ast.While, target: ast.expr, inner: list[ast.stmt]) -> None:
        """The lines of a loop, once."""
        if all(self.is_shown(s) for s in inner):
            return
        turns = self.turns(statement) if isinstance(statement, ast.For) else None
        if turns is not None:
            for turn in turns:
                self.say.stands.update(turn)
                self.walk(inner)
            self.walk(statement.orelse)
            return
        self.report("W0103", READ_ONCE[type(statement)], header(statement))
        if isinstance(statement, ast.For):
            counts = isinstance(statement.iter, ast.Call) and called_name(statement.iter) in ("range", "tqdm")
            for name in self.reached(target):
                self.comes_in(name, self.place(statement))
                if counts:
                    self.counters.add(name)
            self.share_turns(target, statement.iter)
        self.looping += 1
        self.walk(inner)
        self.looping -= 1
        self.walk(statement.orelse)

    def returned(self, statement: ast.stmt, value: ast.expr | None) -> None:
        """What a function that is read as a program returns; names that lines define need no line."""
        parts = [value]
        if isinstance(value, ast.Tuple | ast.List):
            parts = list(value.elts)
        elif isinstance(value, ast.Dict):
            parts = list(value.values)
        for part in parts:
            given = {line.name for line, _ in self.found}
            if isinstance(part, ast.Name):
                self.returns.add(part.id)
            if part is not None and not (
                (isinstance(part, ast.Name) and part.id in given) or isinstance(part, ast.Constant)
            ):
                self.line("show", "", self.say.op(part), statement)

    def assign(self, statement: ast.stmt, targets: list[ast.expr], value: ast.expr) -> None:
        """`x = …`, `x = y = …`, `x, y = …, …`."""
        if isinstance(value, ast.Lambda):
            return
        first = targets[0]
        if isinstance(first, ast.Tuple | ast.List):
            if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(first.elts):
                parts = [partial(self.say.list_or_op, part, False) for part in value.elts]
                self.together(statement, first.elts, parts, value.elts)
                return
            if isinstance(value, ast.Call) and called_name(value) in self.say.inlined:
                results = self.called_with(self.defs[called_name(value)], value)
                if len(results) == len(first.elts):
                    self.together(statement, first.elts, [partial(renamed, op, {}) for op in results])
                    return
            if isinstance(value, ast.Attribute) and value.attr == "shape":
                axes = range(len(first.elts))
                sizes = [partial(self.say.size, value.value, axis, *self.place(value)) for axis in axes]
                self.together(statement, first.elts, sizes)
                return
            items = self.say.listed(value, False)
            if items is not None and len(items) == len(first.elts):
                self.together(statement, first.elts, [partial(renamed, op, {}) for op in items])
                return
            raise Unsayable("several names for one value have no letters")
        if self.put_in_list(statement, first, value):
            return
        variable = self.target(first)
        op = self.say.list_or_op(value, variable in self.as_lists)
        self.give(variable, op, statement, first, value)
        for call in (node for node in ast.walk(value) if isinstance(node, ast.Call) and changes_its_argument(node)):
            for name in self.sources(call.args[0]):
                if name != variable:
                    message = f"{name} changes in Python as well; here only {variable} does"
                    self.say.simplified.append((message, call))
        for other in targets[1:]:
            self.give(self.target(other), Op("name", (), variable, *self.place(value)), statement, other, first)

    def put_in_list(self, statement: ast.stmt, target: ast.expr, value: ast.expr) -> bool:
        """`layers[1] = x`: another item in a list, which is True then; nothing of what it held changes."""
        item = self.say.item(target)
        if item is None:
            return False
        variable, number = item
        new = self.say.held(value)
        for name in self.one_list(variable):
            self.say.lists.replace(name, number, new)
        return True

    def one_list(self, variable: str) -> list[str]:
        """All names of a list."""
        others = self.objects.others(variable)
        return [variable, *(name for name in others if name in self.say.lists.items)]

    def give(self, variable: str, op: Op, statement: ast.stmt, target: ast.expr, value: ast.expr | None) -> None:
        """A variable, or an array where it stands, gets a value."""
        inside = isinstance(target, ast.Subscript)
        if inside and (op.kind == "number" or (op.kind == "name" and op.detail in self.counted)):
            raise Unsayable("an array filled with one value has no letters")
        if isinstance(target, ast.Attribute) and op.kind == "name" and op.detail == variable:
            return  # self.W = W
        self.define(variable, op, statement, self.place(target), inside)
        if not inside and value is not None:
            self.share(variable, value)

    def together(
        self,
        statement: ast.stmt,
        targets: Sequence[ast.expr],
        values: Sequence[Callable[[], Op]],
        typed: Sequence[ast.expr | None] = (),
    ) -> None:
        """Several variables that get their values at once: a value that another one needs is kept before."""
        found: list[tuple[str, Op, ast.expr, ast.expr | None]] = []
        for target, value, as_typed in zip(targets, values, typed or [None] * len(targets), strict=True):
            try:
                found.append((self.target(target), value(), target, as_typed))
            except Unsayable as reason:
                self.leave_out(statement, reason.reason, [target])
        before: dict[str, Op] = {}
        objects = [self.objects_of(as_typed) for *_, as_typed in found]
        for number, (variable, _, target, _) in enumerate(found):
            later = {op.detail for _, value, _, _ in found[number + 1 :] for op in walk(value) if op.kind == "name"}
            if variable in later:
                kept, place = f"{variable}_before", self.place(target)
                self.define(kept, Op("name", (), variable, *place), statement, place)
                before[variable] = Op("name", (), kept, *place)
        for number, (variable, op, target, _) in enumerate(found):
            past = {name: kept for name, kept in before.items() if name in {v for v, *_ in found[:number]}}
            self.give(variable, renamed(op, past), statement, target, None)
            self.objects.enter(variable, objects[number])

    def target(self, target: ast.expr) -> str:
        """The variable that a statement gives a value, or whose array it changes as a whole."""
        match target:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name):
                return name
            case ast.Subscript(value=array, slice=ast.Constant(value=index)) if index is Ellipsis:
                return self.array(array)
            case ast.Subscript(value=array, slice=index) if is_all(index):
                return self.array(array)
            case ast.Subscript():
                raise Unsayable("a part of an array cannot be changed in letters; a whole one can: W <- …")
            case ast.Attribute(attr="data"):
                return self.array(target)
        raise Unsayable("left of = stands one name")

    def array(self, node: ast.expr) -> str:
        """The variable whose array is changed where it stands."""
        match node:
            case ast.Name(id=name) if name in self.say.stands:
                found = self.say.stands[name]
                if found.kind != "name":
                    raise Unsayable(f"{name} counts")
                return str(found.detail)
            case ast.Attribute(value=inner, attr="data"):
                return self.array(inner)
            case ast.Subscript() if (item := self.say.item(node)) is not None:
                return str(self.say.taken(node, *item).detail)
        return self.target(node)

    def define(
        self, variable: str, op: Op, statement: ast.stmt, target: tuple[int, int], inside: bool = False
    ) -> None:
        """A variable gets a value: its first, or another one; with `inside` its array does, where it stands."""
        if op.kind == "size":
            self.line("size", variable, op, statement, target)
            return
        if op.kind == "list":
            self.rebound(variable, self.place(statement))
            self.say.lists.put(variable, op.parts)
            return
        self.say.number_lists.discard(variable)
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.List):
            self.say.number_lists.add(variable)
        if op.kind == "transpose" and op.parts[0].kind == "values" and len(op.parts[0].detail[0]) == 1:
            rows, _ = op.parts[0].detail
            op = Op("values", (), (tuple(zip(*rows, strict=True)), True), op.start, op.end)
        self.counted.pop(variable, None)
        if op.kind == "number":
            self.counted[variable] = int(op.detail) if op.detail.isdecimal() else 0
        elif op.kind == "name" and op.detail in self.counted:
            self.counted[variable] = self.counted[op.detail]
        self.line("fill" if inside else "define", variable, op, statement, target, inside)
        if inside:
            self.changed(variable, statement, self.found[-1][0])

    def augment(self, statement: ast.stmt, target: ast.expr, operator: ast.operator, value: ast.expr) -> None:
        """`x += …`: an update; of an item of a list that has no name, another item."""
        kind = OPERATORS.get(type(operator))
        if kind is None:
            raise Unsayable("this operator has no letters")
        item = self.say.item(target)
        old = None if item is None else self.say.taken(target, *item)
        if old is not None and old.kind == "view":
            raise Unsayable("a part of an array cannot be changed in letters; a whole one can: W <- …")
        if old is not None and old.kind != "name":
            whole = ast.copy_location(ast.BinOp(target, operator, value), statement)
            self.put_in_list(statement, target, whole)
            return
        if isinstance(target, ast.Name) and target.id in self.say.lists.items:
            more = self.say.listed(value, True) if kind == "+" else None
            if more is None:
                raise Unsayable("a list of arrays has no letters; each of them has")
            self.grow(target.id, more, held_in(value))
            return
        variable, place = self.array(target), self.place(target)
        op = self.say.met(kind, Op("name", (), variable, *place), self.say.op(value), *self.place(statement))
        self.line("update", variable, op, statement, place, True)
        self.changed(variable, target, self.found[-1][0])
        typed = ast.unparse(target)
        if typed not in (variable, f"self.{variable}"):
            said = f"{typed} is the number {variable}, which stays as it is in Python; here it changes"
            self.say.once_known.append((self.found[-1][0], False, said, target))
        for name in [name for name, op in self.say.stands.items() if op.detail == variable and name != typed]:
            said = f"{name} is the number {variable} as it was in Python; here it is what that is now"
            self.say.once_known.append((self.found[-1][0], False, said, target))

    def grow(self, variable: str, items: tuple[Op, ...], holds: Sequence[str]) -> None:
        """A list gets more items, under all its names."""
        if len(self.say.lists.items[variable]) + len(items) > MOST_ITEMS:
            raise Unsayable(f"a list has at most {MOST_ITEMS} arrays here")
        for name in self.one_list(variable):
            self.say.lists.grow(name, items)
        self.objects.hold(variable, holds)

def changes_its_argument(call: ast.Call) -> bool:
    """True for `F.relu(x, inplace=True)`."""
    return bool(call.args) and any(k.arg == "inplace" and is_true(k.value) for k in call.keywords)


def used_as_lists(body: Sequence[ast.stmt]) -> frozenset[str]:
    """The variables that are read by a number, or grow, also under another name: `layers[-1]`, `layers.append(x)`."""
    found: set[str] = set()
    others: dict[str, list[str]] = {}
    for node in (node for statement in body for node in ast.walk(statement)):
        match node:
            case ast.Subscript(value=ast.Name(id=name), slice=index) if signed_int(index) is not None:
                found.add(name)
            case ast.Attribute(value=ast.Name(id=name), attr=method) if method in LISTS_CHANGE:
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=other)], value=ast.Name(id=name)):
                others.setdefault(other, []).append(name)
    waiting = list(found)
    while waiting:
        for name in others.pop(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)
