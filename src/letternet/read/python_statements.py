"""Python code statement by statement: lines of array code, and what has no letters with its line and the reason."""

from __future__ import annotations

import ast
from functools import partial

from .array_code import Line, Op, renamed, walk
from .python_calls import CHANGES, FILLED, LISTS_CHANGE, MADE_AT_RANDOM, VIEWING, VIEWS
from .python_expression import OPERATORS, is_all
from .python_functions import SILENT, Functions, bounded, changed_in, header, parameters_of
from .python_library import Unsayable, signed_int
from .python_source import is_docstring, is_main

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .known import Known

# Statements with a body that is read in their place, and what is said of it.
READ_ONCE = {ast.For: "the loop's lines are read once", ast.While: "the loop's lines are read once"}
UNSAID: dict[type[ast.stmt], str] = {
    ast.If: "what is done only sometimes has no letters", ast.Match: "what is done only sometimes has no letters",
    ast.Raise: "raise has no letters", ast.Return: "return has no letters here",
    **dict.fromkeys((ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith), "async has no letters"),
}  # fmt: skip


class Code(Functions):
    """The lines of a text of Python code; `found` has each with whether it stands in a loop."""

    def __init__(self, text: str, known: Known) -> None:
        super().__init__(text, known)
        self.found: list[tuple[Line, bool]] = []
        self.looping = 0
        self.opened_names: set[str] = set()
        self.shapes: dict[str, tuple[int | str, ...]] = dict(known.arrays)
        self.counted: dict[str, int] = {}  # plain numbers by their variables
        self.counters: set[str] = set()  # variables that count
        self.same: dict[str, set[str]] = {}  # the variables that are one and the same array
        self.returns: set[str] = set()  # variables that are returned
        tree = self.tree()
        self.body = tree.body if tree is not None else []
        self.as_lists = used_as_lists(self.body)
        self.collect(self.body)
        self.walk(self.opened())
        self.bound_late()
        if not any(line.form != "come in" for line, _ in self.found):
            self.open_functions()

    def opened(self) -> list[ast.stmt]:
        """The statements to read: the code's own, or where it only defines functions, what the last of them does."""
        for node in self.defs.values():
            self.function(node)
        if any(self.works(statement) for statement in self.body):
            return list(self.body)
        return self.open_functions_body() or list(self.body)

    def bound_late(self) -> None:
        """Functions that use a variable which gets another value: in Python they use its last one."""
        defined = [line.name for line, _ in self.found if line.form == "define"]
        for function, line in self.functions.items():
            used = {op.detail for op in walk(line.op) if op.kind == "name"} - set(line.parameters)
            for name in sorted(name for name in used if defined.count(name) > 1):
                message = f"{function} uses {name}, which gets another value; here it is the first"
                self.say.simplified.append((message, self.defs[function]))

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
                self.assign(statement, [into], ast.copy_location(ast.Call(value.func, value.args, kept), value))
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[value])) if (
                name in self.say.lists and not self.looping
            ):
                self.say.listing(name, (*self.say.lists[name], self.say.op(value)))
            case ast.Expr(value=value):
                if not (is_docstring(statement) or self.is_shown(statement)):
                    self.line("show", "", self.say.op(value), statement)
            case ast.For(target=target, body=inner) | ast.While(body=inner, test=target):
                self.loop(statement, target, inner)
            case ast.With(body=inner) | ast.Try(body=inner):
                self.walk(inner)
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
        self.report("W0103", READ_ONCE[type(statement)], header(statement))
        if isinstance(statement, ast.For):
            counts = isinstance(statement.iter, ast.Call) and called_name(statement.iter) in ("range", "tqdm")
            for name in ast.walk(target):
                if isinstance(name, ast.Name):
                    self.comes_in(name.id)
                    if counts:
                        self.counters.add(name.id)
        self.looping += 1
        self.walk(inner)
        self.looping -= 1

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
                self.together(statement, first.elts, parts)
                for target, part in zip(first.elts, value.elts, strict=True):
                    if isinstance(target, ast.Name):
                        self.share(target.id, part)
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
            raise Unsayable("several names for one value have no letters")
        variable, start, end = self.target(first)
        op = self.say.list_or_op(value, variable in self.as_lists)
        self.define(variable, op, statement, (start, end))
        self.share(variable, value)
        for other in targets[1:]:
            second, start, end = self.target(other)
            self.define(second, Op("name", (), variable, *self.place(value)), statement, (start, end))
            self.share(second, first)

    def together(self, statement: ast.stmt, targets: Sequence[ast.expr], values: Sequence[Callable[[], Op]]) -> None:
        """Several variables that get their values at once: a value that another one needs is kept before."""
        found: list[tuple[str, Op, tuple[int, int]]] = []
        for target, value in zip(targets, values, strict=True):
            try:
                variable, start, end = self.target(target)
                found.append((variable, value(), (start, end)))
            except Unsayable as reason:
                self.leave_out(statement, reason.reason, [target])
        before: dict[str, Op] = {}
        for number, (variable, _, place) in enumerate(found):
            later = {op.detail for _, value, _ in found[number + 1 :] for op in walk(value) if op.kind == "name"}
            if variable in later:
                kept = f"{variable}_before"
                self.define(kept, Op("name", (), variable, *place), statement, place)
                before[variable] = Op("name", (), kept, *place)
        for number, (variable, op, place) in enumerate(found):
            past = {name: kept for name, kept in before.items() if name in {v for v, _, _ in found[:number]}}
            self.define(variable, renamed(op, past), statement, place)

    def share(self, variable: str, value: ast.expr) -> None:
        """Note whether a variable is a new array, or another name for one that is there."""
        value = self.viewed(value)
        if isinstance(value, ast.Name) and value.id == variable:
            return  # the same values still
        self.same.pop(variable, set()).discard(variable)
        if isinstance(value, ast.Name):
            together = self.same.setdefault(value.id, {value.id})
            together.add(variable)
            self.same[variable] = together

    def viewed(self, value: ast.expr) -> ast.expr:
        """What a value is a view of: `x` of `x.T`, of `x[1:]` and of `np.transpose(x)`; else the value itself."""
        while True:
            match value:
                case ast.Attribute(value=inner, attr=name) if name in VIEWS:
                    value = inner
                case ast.Subscript(value=inner, slice=ast.Constant() | ast.Slice()):
                    value = inner
                case ast.Call(func=ast.Attribute(value=inner, attr=name) as function) if name in VIEWING:
                    if not self.say.dotted(function):
                        value = inner
                    elif value.args:
                        value = value.args[0]
                    else:
                        return value
                case _:
                    return value

    def target(self, target: ast.expr) -> tuple[str, int, int]:
        """The variable that a statement gives a value."""
        start, end = self.place(target)
        if isinstance(target, ast.Name):
            return target.id, start, end
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
            return target.attr, start, end
        if isinstance(target, ast.Subscript):
            index = target.slice
            dots = isinstance(index, ast.Constant) and index.value is Ellipsis
            if isinstance(target.value, ast.Name) and (dots or is_all(index)):
                return target.value.id, start, end
            raise Unsayable("a part of an array cannot be changed in letters; a whole one can: W <- …")
        raise Unsayable("left of = stands one name")

    def define(self, variable: str, op: Op, statement: ast.stmt, target: tuple[int, int]) -> None:
        """A variable gets a value: its first, or another one."""
        if op.kind == "size":
            self.line("size", variable, op, statement, target)
            return
        if op.kind == "list":
            self.say.listing(variable, op.parts)
            return
        self.say.number_lists.discard(variable)
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.List):
            self.say.number_lists.add(variable)
        if op.kind == "transpose" and op.parts[0].kind == "values" and len(op.parts[0].detail[0]) == 1:
            rows, _ = op.parts[0].detail
            op = Op("values", (), (tuple(zip(*rows, strict=True)), True), op.start, op.end)
        if op.kind == "number":
            self.counted[variable] = int(op.detail) if op.detail.isdecimal() else 0
        self.line("define", variable, op, statement, target)

    def augment(self, statement: ast.stmt, target: ast.expr, operator: ast.operator, value: ast.expr) -> None:
        """`x += …`: an update."""
        kind = OPERATORS.get(type(operator))
        if kind is None:
            raise Unsayable("this operator has no letters")
        variable, start, end = self.target(target)
        others = sorted(self.same.get(variable, set()) - {variable, *self.counted})
        if others:
            both = f"{variable} and {others[0]} are one array in Python and change together"
            self.report("W0103", f"{both}; here only {variable} does", target)
        old = Op("name", (), variable, start, end)
        new = self.say.op(value)
        op = Op(kind, (old, new), None, *self.place(statement))
        self.line("update", variable, op, statement, (start, end))

    def line(self, form: str, variable: str, op: Op, statement: ast.stmt, target: tuple[int, int] = (-1, -1)) -> None:
        """Note a line."""
        start, end = self.place(statement)
        if variable:
            self.say.unlist(variable)
        self.found.append((Line(form, variable, bounded(op), start, end, (), target), bool(self.looping)))

    def leave_out(self, statement: ast.stmt, reason: str, targets: Sequence[ast.expr] = ()) -> None:
        """A statement without letters; what it gives comes in."""
        shape = self.shape_of(statement)
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = targets or (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        names = [node.id for target in targets for node in whole_names(target)]
        if isinstance(statement, ast.If | ast.Match | ast.AsyncFor | ast.AsyncWith):
            names = [
                node.id
                for node in ast.walk(statement)
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            ]
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            names = self.changed_by(statement.value)
        said = f"{reason}, so this is left out"
        if names:
            said = (
                f"{reason}, so {' and '.join(dict.fromkeys(names))} come{'s' * (len(set(names)) == 1)} in from outside"
            )
        self.report("W0102", said, statement)
        for name in names:
            self.comes_in(name)
            if shape and len(names) == 1:
                self.shapes[name] = shape

    def changed_by(self, call: ast.Call) -> list[str]:
        """The variables that a call changes though it stands alone: `x.sort()`, `shuffle(y)`, `step(w, g)`."""
        function = call.func.attr if isinstance(call.func, ast.Attribute) else called_name(call)
        changes = function in CHANGES or (function.endswith("_") and not function.endswith("__"))
        if function in LISTS_CHANGE and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            changes = changes or call.func.value.id in self.say.lists
        if changes and isinstance(call.func, ast.Attribute) and not self.say.dotted(call.func):
            changed = [call.func.value]
        elif changes:
            changed = call.args[:1]
        else:
            node = self.defs.get(function)
            if node is None:
                return []
            given = zip(call.args, parameters_of(node), strict=False)
            changed = [value for value, parameter in given if parameter in changed_in(node)]
        return [node.id for node in changed if isinstance(node, ast.Name)]

    def comes_in(self, variable: str) -> None:
        """A variable gets a value that has no letters."""
        self.say.unlist(variable)
        self.found.append((Line("come in", variable, Op("number", (), "0"), -1, -1), False))

    def shape_of(self, statement: ast.stmt) -> tuple[int | str, ...]:
        """The shape that a statement makes an array of: `np.random.random((3, 4))`, `np.zeros(3)`."""
        turned = isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Attribute)
        for node in ast.walk(statement):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr not in MADE_AT_RANDOM | FILLED:
                continue
            sized = [k.value for k in node.keywords if k.arg in ("size", "shape")]
            parts: list[ast.expr] = sized or list(node.args)
            if len(parts) == 1 and isinstance(parts[0], ast.Tuple | ast.List):
                parts = list(parts[0].elts)
            found = [self.whole(part) for part in parts]
            if found and len(found) <= 2 and all(found):
                return tuple(reversed(found) if turned else found)
        return ()

    def whole(self, node: ast.expr) -> int:
        """A whole number, or the variable of one."""
        if isinstance(node, ast.Constant) and type(node.value) is int and 0 < node.value < 10**9:
            return node.value
        return self.counted.get(node.id, 0) if isinstance(node, ast.Name) else 0


def called_name(call: ast.Call) -> str:
    """The bare name of the function that is called."""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def used_as_lists(body: Sequence[ast.stmt]) -> frozenset[str]:
    """The variables that are read by a number, or grow: `layers[-1]`, `layers.append(x)`."""
    found = set()
    for node in (node for statement in body for node in ast.walk(statement)):
        read = isinstance(node, ast.Subscript) and signed_int(node.slice) is not None
        grown = isinstance(node, ast.Attribute) and node.attr in LISTS_CHANGE
        if (read or grown) and isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(node.value.id)
    return frozenset(found)


def whole_names(target: ast.expr) -> Iterator[ast.Name]:
    """The variables that a target changes: of `W[x]` only W."""
    waiting = [target]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Name):
            yield node
        elif isinstance(node, ast.Tuple | ast.List):
            waiting += node.elts
        elif isinstance(node, ast.Subscript | ast.Starred):
            waiting.append(node.value)
