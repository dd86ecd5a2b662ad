"""The functions that Python code defines: the notation's, its own, and those written out where they are called."""

from __future__ import annotations

import ast
import copy
import re
from functools import cache

from ..functions import FUNCTIONS, every_value
from .array_code import Line, Op, renamed, walk
from .known import NOTHING
from .python_bodies import Body, changed_in, held, names_in, own_names, parameters_of, taken_apart, truth
from .python_calls import FUNCTION_NAMES, SHOWS
from .python_expression import SLOPE_WORDS, Expressions
from .python_library import Unsayable
from .python_loops import whole
from .python_source import Source, is_docstring

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final

    from .known import Known
    from .python_bodies import Turn

MOST_INLINED = 20  # functions inside one another that are written out


class Functions(Source):
    """Python code with its functions."""

    def __init__(self, text: str, known: Known) -> None:
        super().__init__(text)
        self.known: Final = known
        self.libraries: dict[str, str] = {}
        self.say: Final = Expressions(text, self.place, self.libraries, known.functions)
        self.defs: dict[str, ast.FunctionDef] = {}
        self.called: set[str] = set()
        self.loaded: set[str] = set()  # names that the code uses anywhere
        self.functions: dict[str, Line] = {}
        self.inlining = 0
        self.wholes: dict[int, tuple[Sequence[ast.stmt], list[ast.stmt]]] = {}  # bodies with their loops looked at
        self.arrays_in_lists: set[str] = set()  # variables of lists of names
        self.inside: list[frozenset[str]] = []  # the names of their own that functions have that are worked through
        self.within: set[str] = set()  # functions that are being looked at, whether they are a dot product

    def collect(self, body: Sequence[ast.stmt]) -> None:
        """Imports and functions, wherever they stand, and which functions are called."""
        for statement in body:
            for node in ast.walk(statement):
                if isinstance(node, ast.Import):
                    for alias in node.names:
                        self.libraries[(alias.asname or alias.name).split(".")[0]] = alias.name.split(".")[-1]
                        if alias.name.startswith("scipy"):
                            self.say.from_scipy.add((alias.asname or alias.name).split(".")[0])
                elif isinstance(node, ast.ImportFrom):
                    for alias in node.names:
                        self.libraries[alias.asname or alias.name] = alias.name
                        if (node.module or "").startswith("scipy"):
                            self.say.from_scipy.add(alias.asname or alias.name)
                elif isinstance(node, ast.FunctionDef):
                    self.defined(node.name, node, node if statement is node else None)
                elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
                    self.collect_lambda(node)
                elif isinstance(node, ast.Assign) and isinstance(node.value, ast.List) and are_names(node.value):
                    self.arrays_in_lists |= {target.id for target in node.targets if isinstance(target, ast.Name)}
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    self.loaded.add(node.id)
                elif isinstance(node, ast.Call):
                    function = node.func
                    self.called.add(function.id if isinstance(function, ast.Name) else getattr(function, "attr", ""))
        for name in self.defs:
            self.libraries.pop(name, None)

    def collect_lambda(self, node: ast.Assign) -> None:
        """`relu = lambda x: np.maximum(x, 0)` is a function."""
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Name) and isinstance(value, ast.Lambda):
            returned = ast.copy_location(ast.Return(value.body), value)
            made = ast.FunctionDef(name=target.id, args=value.args, body=[returned], decorator_list=[])
            self.defined(target.id, ast.copy_location(made, node), node)

    def defined(self, name: str, function: ast.FunctionDef, again: ast.stmt | None) -> None:
        """A function of the code; `again` is its statement where that would replace an earlier one."""
        if again is not None and name in self.defs:
            message = f"{name} is defined again; what stands here is read wherever it is called"
            self.say.simplified.append((message, again))
        self.defs[name] = function

    def function(self, node: ast.FunctionDef) -> None:
        """A function of one value that its statements work out; a known one is that of the notation."""
        try:
            self.understood(node)
        except RecursionError:
            self.say.unsaid[node.name] = "it nests too deeply"

    def understood(self, node: ast.FunctionDef) -> None:
        """Enter a function as one of the notation, a slope, one of the program's own, or statements read in place."""
        name = node.name
        known = FUNCTION_NAMES.get(name.lower())
        try:
            op, parameters = self.body_of(node)
        except Unsayable as reason:
            first = len(node.args.args) == 1 + len(node.args.defaults)
            if first and node.args.defaults:
                self.inline(node)
            usual = self.as_it_is_called(node) if first else None
            if usual is not None and known and usual in bodies(known):
                self.say.tables[name] = known
            elif usual is None and known == name.lower().replace("_", "") and first:
                self.say.tables[name] = known
                if written(node) != table_body(known):
                    self.say.simplified.append((f"{name} is read as the {known} of the notation", node))
            elif any(isinstance(part, ast.Return) and part.value for part in ast.walk(node)):
                self.inline(node)
            else:
                self.say.unsaid[name] = reason.reason
            return
        shown = repr(renamed(op, {parameters[0]: Op("name", (), "x")})) if len(parameters) == 1 else ""
        if known and shown in bodies(known):
            self.say.tables[name] = known
            return
        for word in SLOPE_WORDS:
            base = FUNCTION_NAMES.get(name.lower().removesuffix(word))
            if name.lower().endswith(word) and base and shown in slope_bodies(base):
                self.say.slopes[name] = base
                return
        self.say.own[name] = tuple(parameters)
        self.inline(node)
        start, end = self.place(node)
        self.functions[name] = Line("function", name, op, start, end, parameters)

    def as_it_is_called(self, node: ast.FunctionDef) -> str | None:
        """What a function gives for one argument x, its others as they are by default; None if that has no letters."""
        first, *others = node.args.args
        defaults = dict(zip((argument.arg for argument in others), node.args.defaults, strict=True))
        flags = {name: value.value for name, value in defaults.items() if isinstance(value, ast.Constant)}
        filled = copy.deepcopy(node)
        filled.args.defaults = []
        filled.body = [Filled(defaults).visit(statement) for statement in filled.body]
        try:
            results = self.results(filled, {first.arg: Op("name", (), "x")}, dict(flags))
        except Unsayable:
            return None
        return repr(results[0]) if len(results) == 1 else None

    def body_of(self, node: ast.FunctionDef) -> tuple[Op, tuple[str, ...]]:
        """What a function returns, in its arguments."""
        if node.args.defaults or node.args.kwonlyargs:
            raise Unsayable("its arguments are not only names")
        parameters = parameters_of(node)
        if not parameters:
            raise Unsayable("it takes no arguments")
        read = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
        lists = sorted(self.arrays_in_lists & read - own_names(node))
        if lists:
            raise Unsayable(f"it reads the list {lists[0]}")
        results = self.results(node, {}, {})
        if len(results) != 1:
            raise Unsayable("it returns several values")
        if any(op.kind == "size" for op in walk(results[0])):
            raise Unsayable("it asks for the size of an argument")
        return results[0], parameters

    def results(self, node: ast.FunctionDef, local: dict[str, Op], flags: dict[str, object]) -> list[Op]:
        """What a function returns, its arguments standing for `local`; `flags` are arguments that choose."""
        if node.args.vararg or node.args.kwarg or node.decorator_list:
            raise Unsayable("its arguments are not only names")
        self.inside.append(own_names(node))
        try:
            return Body(self, node, local, flags).returned()
        finally:
            self.inside.pop()

    def sources(self, value: ast.expr) -> Iterator[str]:
        """The variables whose arrays a value is, may be, or is a view of."""
        yield from names_in(value)

    def turns(self, loop: ast.For, inside: bool = False) -> list[Turn] | None:
        """What the variables of a loop stand for, in each of its turns; None of one that is not over lists."""
        return None

    def about_wholes(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Statements, of which loops that go value by value are read as what they do to whole arrays."""
        if id(body) not in self.wholes:
            found = whole(body, self.elementwise, self.is_dot, self.arrays_in_lists)
            self.wholes[id(body)] = body, [statement for statement, _ in found]
            for loop in dict.fromkeys(loop for _, loop in found if loop is not None):
                self.say.simplified.append(("the loop is read as what it does to whole arrays", header(loop)))
        return self.wholes[id(body)][1]

    def elementwise(self, call: ast.Call) -> bool:
        """True for a call of a function of the notation that works value by value."""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        known = self.say.tables.get(name) or (FUNCTION_NAMES.get(name) if name not in self.defs else None)
        return known in FUNCTIONS and FUNCTIONS[known].sizes is every_value

    def is_dot(self, name: str) -> bool:
        """True for a function that is the dot product of its two arguments."""
        node = self.defs.get(name)
        if node is None or len(node.args.args) != 2 or name in self.within:
            return False
        self.within.add(name)
        try:
            op, parameters = self.body_of(node)
        except (Unsayable, RecursionError):
            return False
        finally:
            self.within.discard(name)
        names = tuple(Op("name", (), parameter) for parameter in parameters)
        return op.kind == "dot" and repr(op.parts) in (repr(names), repr(names[::-1]))

    def chosen(self, body: Sequence[ast.stmt], flags: dict[str, object]) -> Iterator[ast.stmt]:
        """The statements of a function, of each choice by a flag the one that is taken."""
        for statement in body:
            if isinstance(statement, ast.If):
                taken = truth(statement.test, flags)
                if taken is not None:
                    yield from self.chosen(statement.body if taken else statement.orelse, flags)
                    continue
            yield statement

    def called_with(self, node: ast.FunctionDef, call: ast.Call) -> list[Op]:
        """What a function returns when it is called with certain arguments."""
        if self.inlining >= MOST_INLINED:
            raise Unsayable("it calls itself, or others too deeply")
        parameters = list(parameters_of(node))
        given = dict(zip(parameters, call.args, strict=False))
        given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        plain = [*node.args.posonlyargs, *node.args.args]
        for argument, default in zip(reversed(plain), reversed(node.args.defaults), strict=False):
            given.setdefault(argument.arg, default)
        for argument, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
            if value is not None:
                given.setdefault(argument.arg, value)
        local: dict[str, Op] = {}
        lists: dict[str, tuple[Op, ...]] = {}
        flags: dict[str, object] = {}
        for name, value in given.items():
            if isinstance(value, ast.Constant) and isinstance(value.value, bool | str | None):
                flags[name] = value.value
            elif (items := self.say.listed(value, False)) is not None:
                lists[name] = items
            else:
                local[name] = self.say.op(value)
        missing = [name for name in parameters if name not in {*local, *lists, *flags}]
        if missing or len(call.args) > len(parameters):
            raise Unsayable(f"{node.name} is called with other arguments than it takes")
        around = self.say.lists.items, self.say.stands
        own = own_names(node)
        read = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)} - own
        lists |= {name: items for name, items in around[0].items() if name in read}
        read |= {op.detail for name in read & lists.keys() for item in lists[name] for op in walk(item)}
        caught = [name for scope in self.inside for name in sorted(scope & read)]
        if caught:
            raise Unsayable(f"{node.name} reads {caught[0]}, and where it is called that is something else")
        # The items of lists go by names that nothing in the function has.
        self.say.lists.items = {**around[0], **{name: held(name, items, local) for name, items in lists.items()}}
        self.say.stands = {name: op for name, op in around[1].items() if name not in own}
        self.inlining += 1
        try:
            return self.results(node, local, flags)
        finally:
            self.inlining -= 1
            self.say.lists.items, self.say.stands = around

    def inline(self, node: ast.FunctionDef) -> None:
        """A function that is written out where it is called."""
        if changed_in(node):
            self.say.changing.add(node.name)
        for parameter in sorted(changed_in(node)) if node.name not in self.say.inlined else ():
            message = f"{node.name} changes the array that it is given as {parameter}; here only what it returns"
            self.say.simplified.append((message, node))

        def called(call: ast.Call) -> Op:
            results = self.called_with(node, call)
            if len(results) != 1:
                raise Unsayable(f"{node.name} returns several values")
            return results[0]

        self.say.inlined[node.name] = called
        if not taken_apart(node).isdisjoint(parameters_of(node)):
            self.say.take_lists.add(node.name)

    def is_shown(self, statement: ast.stmt) -> bool:
        """True for what only shows or prepares."""
        if isinstance(statement, ast.If):
            return all(self.is_shown(s) for s in [*statement.body, *statement.orelse])
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            return is_docstring(statement)
        names = [node.id for node in ast.walk(statement.value.func) if isinstance(node, ast.Name)]
        names += [node.attr for node in ast.walk(statement.value.func) if isinstance(node, ast.Attribute)]
        return bool(SHOWS & set(names)) and "__import__" not in names


def are_names(node: ast.List) -> bool:
    """True for a list of variables."""
    return bool(node.elts) and all(isinstance(part, ast.Name) for part in node.elts)


class Filled(ast.NodeTransformer):
    """Puts values in the place of names, but where a flag is asked for."""

    def __init__(self, values: dict[str, ast.expr]) -> None:
        self.values: Final = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A name that has a value is that value."""
        return ast.copy_location(self.values.get(node.id, node), node)

    def visit_If(self, node: ast.If) -> ast.If:
        """What an `if` asks stays as it is."""
        node.body = [self.visit(statement) for statement in node.body]
        node.orelse = [self.visit(statement) for statement in node.orelse]
        return node


def header(loop: ast.For | ast.While) -> ast.stmt:
    """The line that a loop begins with."""
    last = loop.iter if isinstance(loop, ast.For) else loop.test
    end = (last.end_col_offset or 0) + len(":")
    return ast.Pass(lineno=loop.lineno, col_offset=loop.col_offset, end_lineno=last.end_lineno, end_col_offset=end)


def written(node: ast.FunctionDef) -> str:
    """The statements of a function of one argument, whatever that is called."""
    body = [statement for statement in node.body if not is_docstring(statement)]
    name = node.args.args[0].arg
    return re.sub(rf"(?<![\w.]){re.escape(name)}(?!\w)", "x", "\n".join(map(ast.unparse, body)))


@cache
def table_body(function: str) -> str:
    """The statements that the notation writes for a function of its table."""
    *before, last = FUNCTIONS[function].body or ("",)
    return ast.unparse(ast.parse("\n".join([*before, f"return {last}"])))


@cache
def bodies(function: str) -> frozenset[str]:
    """What the bodies of a function of the table come to, as array code of an argument x."""
    sources = [f"def f(x):\n    return {body}" for body in FUNCTIONS[function].bodies]
    if FUNCTIONS[function].body:
        *before, last = FUNCTIONS[function].body
        sources.append("def f(x):\n    " + "\n    ".join([*before, f"return {last}"]))
    return frozenset(filter(None, map(shown_body, sources)))


@cache
def slope_bodies(function: str) -> frozenset[str]:
    """The same for its slope."""
    return frozenset(filter(None, (shown_body(f"def f(x):\n    return {body}") for body in FUNCTIONS[function].slopes)))


def shown_body(source: str) -> str:
    """The array code of a function of x; nothing if it has no letters."""
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef)
    try:
        return repr(Functions("", NOTHING).body_of(node)[0])
    except Unsayable:
        return ""
