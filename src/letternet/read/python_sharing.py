"""What changes with what in Python code: one array under several names, in lists, and in what else holds it."""

from __future__ import annotations

import ast

from .array_code import walk
from .python_bodies import changed_in, parameters_of
from .python_calls import CHANGES, CHANGING, LISTS_CHANGE, VIEWING, VIEWS
from .python_expression import is_new_axis
from .python_functions import Functions
from .python_library import Unsayable
from .python_objects import Objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from .array_code import Line
    from .known import Known


class Sharing(Functions):
    """Python code, and which of its variables change together."""

    def __init__(self, text: str, known: Known) -> None:
        super().__init__(text, known)
        self.objects: Final = Objects()
        self.say.is_view = lambda node: any(True for _ in self.sources(node))
        self.counted: dict[str, int] = {}  # plain numbers by their variables
        self.counters: set[str] = set()  # variables that count
        self.outside: dict[str, list[str]] = {}  # what each function changes that is not its own
        self.growing: dict[str, list[str]] = {}  # and what grows in it, if that is a list

    def inline(self, node: ast.FunctionDef) -> None:
        """A function that is written out where it is called; what it changes besides is said."""
        if node.name not in self.say.inlined:
            for name in self.changed_outside(node):
                message = f"{node.name} changes {name}; here only what it returns"
                self.say.simplified.append((message, node))
        super().inline(node)

    # ------------------------------------------------------------------------------------ names of one object

    def share(self, variable: str, value: ast.expr) -> None:
        """Note whether a variable is a new object, or another name for one that is there."""
        held = held_in(value)
        self.objects.enter(variable, self.objects_of(value))
        self.objects.hold(variable, held)

    def objects_of(self, value: ast.expr | None) -> frozenset[int]:
        """What a value is, or may be; what is worked out is new, and so are numbers."""
        sources = () if value is None else self.sources(value)
        return self.objects.any_of(name for name in sources if name not in self.counted)

    def share_all(self, statement: ast.stmt) -> None:
        """The same of what a statement without letters gives, wherever in it, and if only sometimes."""
        for node in done_by(statement):
            if isinstance(node, ast.Assign):
                found = self.objects_of(node.value)
                for name in (target.id for target in node.targets if isinstance(target, ast.Name)):
                    self.objects.enter(name, found if node is statement else found | self.objects.of(name))
                    self.objects.hold(name, held_in(node.value))

    def share_turns(self, target: ast.expr, source: ast.expr) -> None:
        """The same of the variables of a loop, which are rows of an array, or what a container holds."""
        match source, target:
            case ast.Call(func=ast.Name(id="zip"), args=parts), ast.Tuple(elts=names) if len(parts) == len(names):
                for each, part in zip(names, parts, strict=True):
                    self.share_turns(each, part)
            case ast.Call(func=ast.Name(id="enumerate"), args=[part, *_]), ast.Tuple(elts=[_, each]):
                self.share_turns(each, part)
            case _:
                found = self.objects.within([*self.sources(source), *held_in(source)])
                for name in self.reached(target) if found else ():
                    self.objects.enter(name, found)

    def sources(self, value: ast.expr) -> Iterator[str]:
        """The variables whose arrays a value is, may be, or is a view of: `x` of `x.T`, of `x[1:]`, of `x.ravel()`."""
        waiting = [value]
        while waiting:
            match waiting.pop():
                case ast.Name(id=name):
                    found = self.say.stands.get(name)
                    if found is None or found.kind == "name":
                        yield name if found is None else found.detail
                case ast.Attribute(value=ast.Name(id="self"), attr=name):
                    yield name
                case ast.Attribute(value=inner, attr=name) if name in VIEWS:
                    waiting.append(inner)
                case ast.Subscript(value=ast.Name(id=name)) as part if name in self.say.lists.items:
                    yield from self.held_item(part)
                case ast.Subscript(value=inner, slice=index) if self.is_part(index):
                    waiting.append(inner)
                case ast.IfExp(body=one, orelse=other):
                    waiting += [one, other]
                case ast.Call(keywords=keywords) if any(keyword.arg == "out" for keyword in keywords):
                    waiting += [keyword.value for keyword in keywords if keyword.arg == "out"]
                case ast.Call(func=ast.Attribute(value=inner, attr=name) as function, args=arguments) as call:
                    if name in VIEWING or (name in ("array", "astype") and copies_not(call)):
                        waiting += arguments[:1] if self.say.dotted(function) else [inner]

    def held_item(self, node: ast.Subscript) -> Iterator[str]:
        """The variable that an item of a list is, or where its number is not known, all that it may be."""
        if isinstance(node.slice, ast.Slice):
            return
        try:
            item = self.say.item(node)
        except Unsayable:
            item = None
        items = self.say.lists.items.get(getattr(node.value, "id", ""), ())
        for found in items if item is None else items[item[1] : item[1] + 1]:
            if found.kind in ("name", "view"):
                yield from (op.detail for op in walk(found) if op.kind == "name")

    def is_part(self, index: ast.expr) -> bool:
        """True for what picks a part of an array that is a view of it: numbers and stretches, no arrays of numbers."""
        match index:
            case ast.Constant() | ast.Slice():
                return True
            case ast.UnaryOp(operand=ast.Constant()):
                return True
            case ast.Name(id=name):
                return name in self.counters or name in self.counted or name in self.say.stands
            case ast.Tuple(elts=parts):
                return all(map(self.is_part, parts))
        return is_new_axis(index)

    def changed(self, variable: str, node: ast.AST, line: Line) -> None:
        """A line changes an array where it stands, and with it all that has it under another name."""
        others = [other for other in self.objects.others(variable) if other not in self.counted]
        if others:
            both = f"{variable} and {others[0]} are one array in Python and change together; here only {variable} does"
            self.say.once_known.append((line, True, both, node))
        self.say.lists.changed(variable, line)

    def affected(self, statement: ast.stmt) -> list[str]:
        """The variables that a statement gives a value or changes, wherever in it; and what changes with them."""
        found: list[str] = []
        for node in done_by(statement):
            match node:
                case ast.Assign(targets=targets):
                    found += [name for target in targets for name in self.reached(target)]
                case ast.AnnAssign(target=target, value=value) if value is not None:
                    found += self.reached(target)
                case ast.NamedExpr(target=target) | ast.For(target=target) | ast.AsyncFor(target=target):
                    found += self.reached(target)
                case ast.withitem(optional_vars=target) if target is not None:
                    found += self.reached(target)
                case ast.AugAssign(target=target):
                    found += self.reached(target, True)
                case ast.Call():
                    found += self.changed_by(node)
        return list(dict.fromkeys(found))

    def changed_by(self, call: ast.Call) -> list[str]:
        """The variables that a call changes where they stand: `x.sort()`, `shuffle(y)`, `step(w, g)`, `out=x`."""
        changed = [keyword.value for keyword in call.keywords if keyword.arg == "out"]
        method = call.func if isinstance(call.func, ast.Attribute) and not self.say.dotted(call.func) else None
        function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        in_place = function.endswith("_") and not function.endswith("__")  # as PyTorch names them
        if function in self.defs:
            node = self.defs[function]
            given = zip(call.args, parameters_of(node), strict=False)
            changed += [value for value, parameter in given if parameter in changed_in(node)]
            changed += [ast.Name(name, ast.Load()) for name in self.changed_outside(node) + self.grown_by(node)]
        elif method is not None and function in LISTS_CHANGE:
            return [name for name in self.together_with(method.value, True) if name in self.say.lists.items]
        elif method is not None and (function in CHANGES or in_place):
            changed.append(method.value)
        elif method is None and (function in CHANGING or in_place):
            changed += call.args[:1]
        return [name for value in changed for name in self.reached(value, True)]

    def changed_outside(self, node: ast.FunctionDef) -> list[str]:
        """The variables that a function gives a value or changes which are not its own."""
        if node.name not in self.outside:
            self.outside[node.name] = []  # for a function that calls itself
            own = own_names(node)
            found = [name for statement in node.body for name in self.affected(statement)]
            self.outside[node.name] = list(dict.fromkeys(name for name in found if name not in own))
        return self.outside[node.name]

    def grown_by(self, node: ast.FunctionDef) -> list[str]:
        """The lists of arrays outside a function that grow in it."""
        if node.name not in self.growing:
            calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
            grown = [f.value for f in calls if isinstance(f, ast.Attribute) and f.attr in LISTS_CHANGE]
            own = own_names(node)
            self.growing[node.name] = [g.id for g in grown if isinstance(g, ast.Name) and g.id not in own]
        return [name for name in self.growing[node.name] if name in self.say.lists.items]

    def reached(self, target: ast.expr, changes: bool = False) -> list[str]:
        """The variables of a target; with all that change with them where an object is changed and not replaced."""
        found: list[str] = []
        waiting = [target]
        while waiting:
            match waiting.pop(0):
                case ast.Tuple(elts=parts) | ast.List(elts=parts):
                    waiting += parts
                case ast.Starred(value=inner):
                    waiting.append(inner)
                case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name) if not changes:
                    found.append(name)
                case ast.Subscript(value=node) as part:
                    deep = changes or isinstance(node, ast.Subscript)
                    while isinstance(node, ast.Subscript):
                        node = node.value
                    held = [*self.held_item(part)] if isinstance(part.value, ast.Name) and changes else []
                    found += held or self.together_with(node, deep)
                case ast.Name() | ast.Attribute() as node:
                    found += self.together_with(node, True)
        return found

    def together_with(self, node: ast.expr, inside: bool) -> Iterator[str]:
        """The variables that an expression is, and those that change when it does."""
        if isinstance(node, ast.Name) and node.id in self.say.stands and self.say.stands[node.id].kind == "number":
            yield node.id  # what a loop counts is nothing else
        for name in self.sources(node):
            yield name
            yield from (other for other in self.objects.others(name, inside) if other not in self.counted)


def own_names(node: ast.FunctionDef) -> set[str]:
    """The variables of a function: its arguments, and what it gives a value without saying that this is global."""
    parts = list(ast.walk(node))
    given = {part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    given -= {name for part in parts if isinstance(part, ast.Global | ast.Nonlocal) for name in part.names}
    return given | {part.arg for part in parts if isinstance(part, ast.arg)}


def done_by(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement but for those in functions, which are not run where they are defined."""
    waiting: list[ast.AST] = [statement]
    for node in waiting:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            yield node
            waiting += ast.iter_child_nodes(node)


def held_in(value: ast.expr) -> list[str]:
    """The variables that stand in a list, a tuple or a dictionary."""
    parts: list[ast.expr] = []
    match value:
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            pass
        case ast.Dict(values=parts):
            pass
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            parts = [keyword.value for keyword in keywords]
    return [part.id for part in parts if isinstance(part, ast.Name)]


def copies_not(call: ast.Call) -> bool:
    """True for `copy=False`."""
    return any(k.arg == "copy" and isinstance(k.value, ast.Constant) and not k.value.value for k in call.keywords)
