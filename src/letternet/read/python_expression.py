"""One expression of Python becomes array code, or a sentence says why it has no letters."""

from __future__ import annotations

import ast
from decimal import Decimal

from .. import limits
from ..functions import FUNCTIONS
from ..patterns import pattern
from .array_code import Op
from .python_calls import FUNCTION_NAMES, JOINS, METHODS, PAIRS
from .python_forms import called_in
from .python_library import COMPARISONS, Library, Unsayable, is_none, says_more, signed_int
from .python_objects import MOST_ITEMS, Lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final

    from .array_code import Line

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "times", ast.Div: "/", ast.MatMult: "dot", ast.Pow: "power",
}  # fmt: skip
# What has no letters, said of the kind of node that it is.
NODES_WITHOUT_LETTERS: dict[type[ast.AST], str] = {
    ast.ListComp: "a list made in a loop has no letters", ast.GeneratorExp: "a loop in a formula has no letters",
    ast.SetComp: "a set has no letters", ast.DictComp: "a dictionary has no letters",
    ast.Dict: "a dictionary has no letters", ast.Set: "a set has no letters",
    ast.Lambda: "a function has no letters here",
    ast.IfExp: "a choice has no letters; a comparison gives 1 where true and 0 where not",
    ast.BoolOp: "and and or have no letters", ast.JoinedStr: "text has no letters", ast.Await: "await has no letters",
    ast.NamedExpr: "an assignment inside a formula has no letters", ast.Starred: "a star has no letters",
    ast.Yield: "yield has no letters", ast.YieldFrom: "yield has no letters",
    ast.Tuple: "several values have no letters here",
}  # fmt: skip
# What is something else of truth values than of numbers.
NOT_OF_TRUTHS = {"+": "+ of two comparisons is “or” in NumPy", "dot": "a product @ of two comparisons is true or false"}
PLAIN_NUMBER = pattern(r"(?:0|[1-9]\d*)(?:\.\d+)?")  # as the notation has it
HANDED_IN = pattern(r"[a-z]{2,}")
SLOPE_WORDS = ("_slope", "_prime", "_derivative", "_deriv", "_grad", "2deriv")


class Expressions(Library):
    """Reads expressions; `place` gives the characters of a node, `own` the functions that the code defines.

    `libraries` are the names under which array libraries and their functions were imported, with what they are.
    """

    def __init__(
        self,
        text: str,
        place: Callable[[ast.AST], tuple[int, int]],
        libraries: Mapping[str, str],
        given: frozenset[str],
    ) -> None:
        super().__init__(place, libraries)
        self.text: Final = text
        self.given: Final = given
        self.own: dict[str, tuple[str, ...]] = {}  # the functions that the code defines, and the arguments of each
        self.tables: dict[str, str] = {}  # those of them that are functions of the table
        self.slopes: dict[str, str] = {}  # and those that are their slopes
        self.number_lists: set[str] = set()  # variables that hold lists of numbers, which are no arrays yet
        self.lists = Lists()
        self.stands: dict[str, Op] = {}  # what the variables of loops stand for
        self.gone: set[str] = set()  # those of them that stood for what has got another value since
        self.is_view: Callable[[ast.expr], bool] = is_name  # true for an array that is there, and for a view of one
        self.once_known: list[tuple[Line, bool, str, ast.AST]] = []  # said of a line if it changes an array, or if not
        self.inlined: dict[str, Callable[[ast.Call], Op]] = {}  # and those that are written out where they are called
        self.changing: set[str] = set()  # those that change an array that they are given
        self.take_lists: set[str] = set()  # those that take something apart, as one does with a list
        self.unsaid: dict[str, str] = {}  # and those that have no letters, with the reason

    def op(self, node: ast.expr) -> Op:
        """An expression as array code."""
        start, end = self.place(node)
        match node:
            case ast.Constant(value=value):
                return self.constant(node, value, start, end)
            case ast.Name(id=name) if name in self.stands:
                stood = self.stands[name]
                return Op(stood.kind, stood.parts, stood.detail, start, end)
            case ast.Name(id=name) if name in self.lists.items:
                raise Unsayable("a list of arrays has no letters; each of them has", node)
            case ast.Name(id=name) if name in self.gone:
                raise Unsayable(f"{name} is what has got another value since, and what that was has no letters", node)
            case ast.Name(id=name):
                if name in self.own or name in self.tables or self.libraries.get(name) in FUNCTION_NAMES:
                    raise Unsayable(f"{name} is a function, and stands here without its argument", node)
                return Op("name", (), name, start, end)
            case ast.Attribute():
                return self.attribute(node, start, end)
            case ast.UnaryOp(op=ast.USub(), operand=part):
                return Op("negative", (self.op(part),), None, start, end)
            case ast.UnaryOp(op=ast.UAdd(), operand=part):
                return self.op(part)
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in OPERATORS:
                return self.pair(OPERATORS[type(operator)], left, right, start, end)
            case ast.BinOp(left=left, op=ast.FloorDiv(), right=ast.Constant(value=int(divisor))) if divisor > 0:
                return self.share_of_a_size(node, self.op(left), divisor, start, end)
            case ast.Compare(left=left, ops=[comparison], comparators=[right]) if type(comparison) in COMPARISONS:
                return Op(COMPARISONS[type(comparison)], (self.op(left), self.op(right)), None, start, end)
            case ast.Compare(ops=[ast.Eq() | ast.NotEq()]):
                raise Unsayable("whether two values are equal has no letters; > < ≥ ≤ have", node)
            case ast.Compare():
                raise Unsayable("this comparison has no letters; > < ≥ ≤ between two values have", node)
            case ast.List():
                return self.literal(node, start, end)
            case ast.Subscript() | ast.Call() if (found := called_in(node)) is not None:
                return self.called(*found, start, end)
            case ast.Subscript():
                return self.subscript(node, start, end)
            case ast.Call():
                return self.call(node, start, end)
            case ast.BinOp() | ast.UnaryOp():
                raise Unsayable("this operator has no letters", node)
            case _:
                raise Unsayable(NODES_WITHOUT_LETTERS.get(type(node), "this has no letters"), node)

    def called(self, function: str, arguments: Sequence[tuple[ast.expr, int | None]], start: int, end: int) -> Op:
        """A function of the table whose code this is, with the ranks that its code asks for."""
        parts = []
        for argument, rank in arguments:
            part = self.op(argument)
            parts.append(part if rank is None else Op("ranked", (part,), rank, part.start, part.end))
        return Op("call", tuple(parts), function, start, end)

    def list_or_op(self, node: ast.expr, a_list: bool) -> Op:
        """The same, or a list of arrays, each of which goes by its number; `a_list` says that it is used as one."""
        items = self.listed(node, a_list)
        if items is None:
            return self.op(node)
        if len(items) > MOST_ITEMS:
            raise Unsayable(f"a list has at most {MOST_ITEMS} arrays here", node)
        return Op("list", items, None, *self.place(node))

    def listed(self, node: ast.expr, a_list: bool) -> tuple[Op, ...] | None:
        """The items of a list of arrays; None of anything else."""
        kept = is_worked_out if a_list else is_name
        match node:
            case ast.List(elts=[]) if a_list:
                return ()
            case ast.List(elts=parts) | ast.Tuple(elts=parts) if parts and all(map(kept, parts)):
                return tuple(map(self.held, parts))
            case ast.Name(id=name) if name not in self.stands:
                return self.lists.items.get(name)
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Slice() as index) if name in self.lists.items:
                bounds = (index.lower, index.upper, index.step)
                numbers = [None if bound is None else self.whole_number(bound) for bound in bounds]
                if any(n is None and bound is not None for n, bound in zip(numbers, bounds, strict=True)):
                    return None
                return self.lists.items[name][slice(*numbers)] if numbers[2] != 0 else None
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                one, other = self.listed(left, a_list), self.listed(right, a_list)
                return None if one is None or other is None else one + other
        return None

    def held(self, node: ast.expr) -> Op:
        """An item of a list, of which a name alone is an array that has this name, and not a copy of it."""
        found = self.op(node)
        if (found.kind == "name") == self.is_view(node):
            return found
        kind = "copy" if found.kind == "name" else "view" if self.is_view(node) else ""
        return Op(kind, (found,), None, found.start, found.end) if kind else found

    def whole_number(self, node: ast.expr) -> int | None:
        """A whole number that is known: typed, what a loop counts, the length of a list; and sums of these."""
        match node:
            case ast.Constant(value=int(number)) if not isinstance(number, bool):
                return number
            case ast.Name(id=name) if name in self.stands and self.stands[name].kind == "number":
                return int(self.stands[name].detail)
            case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]) if name in self.lists.items:
                return len(self.lists.items[name])
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=right):
                one, other = self.whole_number(left), self.whole_number(right)
                if one is None or other is None:
                    return None
                return one + other if isinstance(sign, ast.Add) else one - other
        return signed_int(node)

    def item(self, node: ast.expr) -> tuple[str, int] | None:
        """The list and the number, from 0, of `layers[-1]`; None of what is no item of a list."""
        if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)):
            return None
        items = self.lists.items.get(node.value.id)
        if items is None or node.value.id in self.stands:
            return None
        return node.value.id, self.number_of_item(node.slice, len(items))

    def number_of_item(self, index: ast.expr, count: int) -> int:
        """The number, from 0, of an item of a list of so many."""
        number = self.whole_number(index)
        if number is None or not -count <= number < count:
            raise Unsayable("a list of arrays is read by the number of one of them", index)
        return number % count

    def pair(self, kind: str, left: ast.expr, right: ast.expr, start: int, end: int) -> Op:
        """Two values with an operator between them."""
        if kind == "power":
            return self.power(left, right, start, end)
        listed = [isinstance(side, ast.List) or self.is_list(side) for side in (left, right)]
        if kind == "+" and all(listed):
            return Op("join", (self.op(left), self.op(right)), "below", start, end)
        if kind == "times" and any(listed) and any(map(is_number, (left, right))):
            raise Unsayable("* repeats a list; of an array, np.array([…]), it multiplies the values", left)
        return self.met(kind, self.op(left), self.op(right), start, end)

    def met(self, kind: str, one: Op, other: Op, start: int, end: int) -> Op:
        """Two values with an operation between them; of truth values, Python's is another one than of numbers."""
        if kind in NOT_OF_TRUTHS and self.is_truth(one) and self.is_truth(other):
            raise Unsayable(f"{NOT_OF_TRUTHS[kind]}; as numbers they are 1 * (x > 0)")
        return Op(kind, (one, other), None, start, end)

    def is_list(self, node: ast.expr) -> bool:
        """True for a variable that holds a list of numbers."""
        return isinstance(node, ast.Name) and node.id in self.number_lists

    def power(self, base: ast.expr, exponent: ast.expr, start: int, end: int) -> Op:
        """A power whose exponent is a number or a name; of e, any."""
        if isinstance(base, ast.Attribute) and base.attr == "e" and self.dotted(base):
            return Op("call", (self.op(exponent),), "exp", start, end)
        found = self.op(exponent)
        plain = found.parts[0] if found.kind == "negative" else found
        if plain.kind != "number" and found.kind != "name":
            raise Unsayable("an exponent is a number or one name", exponent)
        return Op("power", (self.op(base), found), None, start, end)

    def constant(self, node: ast.expr, value: object, start: int, end: int) -> Op:
        """A number as the notation writes it."""
        if isinstance(value, bool):
            return Op("number", (), str(int(value)), start, end)
        if isinstance(value, int | float):
            if isinstance(value, float) and (value != value or value == float("inf")):
                raise Unsayable("this number is too large", node)
            if isinstance(value, int) and value.bit_length() > 4 * limits.DIGITS:
                raise Unsayable(f"a number has at most {limits.DIGITS} digits", node)
            text = str(value) if isinstance(value, int) else decimal(value)
            typed = self.text[start:end] if start >= 0 else ""
            text = typed if PLAIN_NUMBER.fullmatch(typed) else text
            if len(text) > limits.DIGITS:
                raise Unsayable(f"a number has at most {limits.DIGITS} digits", node)
            return Op("number", (), text, start, end)
        if isinstance(value, str):
            raise Unsayable("text has no letters", node)
        raise Unsayable("this has no letters", node)

    def dotted(self, node: ast.expr) -> str:
        """`np.linalg.norm` as `norm` if its root is a library; nothing for a value's own attribute."""
        names: list[str] = []
        inner = node
        while isinstance(inner, ast.Attribute):
            names.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name):
            return ""
        if names and self.is_library(inner.id, names[-1]):
            return names[0]
        return self.libraries.get(inner.id, "") if not names else ""

    def attribute(self, node: ast.Attribute, start: int, end: int) -> Op:
        """`x.T`, `np.pi`, `self.W1`."""
        name = node.attr
        if name in ("T", "mT"):
            return Op("transpose", (self.op(node.value),), None, start, end)
        known = self.dotted(node)
        if known == "pi":
            return Op("name", (), "π", start, end)
        if known == "e":
            return Op("call", (Op("number", (), "1", start, end),), "exp", start, end)
        if isinstance(node.value, ast.Name) and node.value.id == "self" and not name.startswith("__"):
            return Op("name", (), name, start, end)
        if name == "size" and not known:
            return self.size(node.value, 0, start, end)
        if name == "data":
            return self.op(node.value)
        raise Unsayable(f"the attribute {name} has no letters", node)

    # ------------------------------------------------------------------------------------------ literals

    def literal(self, node: ast.List, start: int, end: int) -> Op:
        """A list of numbers is a literal, of anything else things put side by side."""
        rows = [entry.elts if isinstance(entry, ast.List | ast.Tuple) else None for entry in node.elts]
        if all(row == [] for row in rows):
            raise Unsayable("an empty list has no letters", node)
        try:
            if all(row is not None for row in rows):
                table = tuple(tuple(literal_number(entry) for entry in row or ()) for row in rows)
                if len({len(row) for row in table}) == 1:
                    return Op("values", (), (table, True), start, end)
            elif not any(row is not None for row in rows):
                return Op("values", (), ((tuple(map(literal_number, node.elts)),), False), start, end)
        except ValueError:
            pass
        if len(node.elts) == 1:
            raise Unsayable("a list of one value that is worked out has no letters", node)
        return Op("join", tuple(map(self.op, node.elts)), "flat", start, end)

    # ------------------------------------------------------------------------------------------- indices

    def subscript(self, node: ast.Subscript, start: int, end: int) -> Op:
        """Rows picked by number, sizes, and axes added; other parts of an array have no letters."""
        index = node.slice
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            axis = signed_int(index)
            if axis is None:
                raise Unsayable("this size has no letters", node)
            return self.size(node.value.value, axis, start, end)
        if isinstance(index, ast.Tuple):
            added = [is_new_axis(part) for part in index.elts]
            if len(added) == 2 and sum(added) == 1 and is_all(index.elts[added.index(False)]):
                return Op("row" if added[0] else "column", (self.op(node.value),), None, start, end)
            raise Unsayable("a part of a matrix has no letters; whole rows have: pick(W, i)", node)
        if isinstance(index, ast.Slice):
            return self.rows(node, index, start, end)
        if isinstance(index, ast.Constant) and index.value is Ellipsis:
            return self.op(node.value)
        item = self.item(node)
        if item is not None:
            return self.taken(node, *item)
        if isinstance(node.value, ast.List | ast.Tuple) and not all(map(is_number, node.value.elts)):
            return self.op(node.value.elts[self.number_of_item(node.slice, len(node.value.elts))])
        picked = self.op(index)
        if picked.kind in COMPARISONS.values():
            raise Unsayable("what a comparison picks has no letters; (x > 0) * x is 0 where it is false", node)
        return Op("pick", (self.op(node.value), picked), None, start, end)

    def taken(self, node: ast.expr, variable: str, number: int) -> Op:
        """An item of a list."""
        found = self.lists.items[variable][number]
        line = self.lists.changed_in(variable, found)
        if line is not None:
            said = f"{variable} holds the number {found.detail} as it was in Python; here it is what that is now"
            self.once_known.append((line, False, said, node))
        return found

    def rows(self, node: ast.Subscript, index: ast.Slice, start: int, end: int) -> Op:
        """`x[i:i + 1]` is the row numbered i; any other stretch of rows is the rows at hand."""
        if is_all(index):
            return self.op(node.value)
        if index.lower is not None and index.upper is not None and index.step is None:
            upper = index.upper
            one_more = isinstance(upper, ast.BinOp) and isinstance(upper.op, ast.Add)
            if one_more and isinstance(upper, ast.BinOp) and ast.dump(upper.left) == ast.dump(index.lower):
                step = upper.right
                if isinstance(step, ast.Constant) and step.value == 1:
                    return Op("pick", (self.op(node.value), self.op(index.lower)), None, start, end)
        self.simplified.append(
            (f"{ast.unparse(node)[:60]} is read as {ast.unparse(node.value)[:40]}, the rows at hand", node)
        )
        return self.op(node.value)

    def size(self, array: ast.expr, axis: int, start: int, end: int) -> Op:
        """A size read off an array that has a name."""
        found = self.op(array)
        if found.kind != "name":
            raise Unsayable("the size of something without a name has no letters", array)
        return Op("size", (found,), (axis, 0, 1), start, end)

    def share_of_a_size(self, node: ast.expr, size: Op, divisor: int, start: int, end: int) -> Op:
        """`(x.shape[0] - 1) // 2`: a size of which there are so many, and some more."""
        added = 0
        if size.kind in "+-" and size.parts[1].kind == "number" and size.parts[1].detail.isdecimal():
            added = int(size.parts[1].detail) * (1 if size.kind == "-" else -1)
            size = size.parts[0]
        if size.kind != "size" or size.detail[1:] != (0, 1):
            raise Unsayable("a division without its remainder has no letters", node)
        return Op("size", size.parts, (size.detail[0], added, divisor), start, end)

    # --------------------------------------------------------------------------------------------- calls

    def call(self, node: ast.Call, start: int, end: int) -> Op:
        """A function or a method."""
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            raise Unsayable("a star has no letters", node)
        function = node.func
        if isinstance(function, ast.Name):
            return self.function(function.id, node, start, end)
        if isinstance(function, ast.Attribute):
            name = self.dotted(function)
            if name:
                of = function.value.attr if isinstance(function.value, ast.Attribute) else ""
                if of in FUNCTION_NAMES or (of in PAIRS and (of, name) != ("multiply", "outer")):
                    raise Unsayable(f"{of}.{name} has no letters", node)
                return self.library(name, node, list(node.args), start, end)
            if isinstance(function.value, ast.Name) and function.value.id == "self":
                return self.function(function.attr, node, start, end)
            if function.attr in METHODS:
                return self.library(function.attr, node, [function.value, *node.args], start, end, method=True)
            raise Unsayable(f"the method {function.attr} has no letters", node)
        raise Unsayable("this call has no letters", node)

    def function(self, name: str, node: ast.Call, start: int, end: int) -> Op:
        """A function called by its bare name."""
        if name in self.tables and not (name in self.inlined and says_more(node)):
            return self.library(self.tables[name], node, list(node.args), start, end)
        if name in self.slopes:
            return self.checked("slope", self.slopes[name], node, start, end)
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        with_lists = any(isinstance(argument, ast.Name) and argument.id in self.lists.items for argument in given) or (
            name in self.take_lists and any(self.listed(argument, False) is not None for argument in given)
        )
        names = [argument.id for argument in given if isinstance(argument, ast.Name)]
        twice = name in self.changing and len(set(names)) < len(names)
        if name in self.own and not ((with_lists or twice) and name in self.inlined):
            return self.checked("own", name, node, start, end, self.own[name])
        if name in self.inlined:
            return self.inlined[name](node)
        if name in self.unsaid:
            raise Unsayable(f"{name} is a function that has no letters: {self.unsaid[name]}", node)
        if name in self.libraries:
            return self.library(self.libraries[name], node, list(node.args), start, end)
        if name in self.given:
            if not HANDED_IN.fullmatch(name):
                reason = "is handed in, and letters have such functions by two or more lowercase letters"
                raise Unsayable(f"{name} {reason}", node)
            return self.checked("own", name, node, start, end)
        if name == "len" and len(node.args) == 1:
            count = self.whole_number(node)
            if count is not None:
                return Op("number", (), str(count), start, end)
            return self.size(node.args[0], 0, start, end)
        for word in SLOPE_WORDS:
            function = FUNCTION_NAMES.get(name.removesuffix(word), "")
            if name.endswith(word) and function in FUNCTIONS and FUNCTIONS[function].slope:
                if word != SLOPE_WORDS[0]:  # the name that is written here says it
                    self.simplified.append((f"{name} is read as the slope of {function}", node))
                return self.checked("slope", function, node, start, end)
        if name == "pow" and len(node.args) == 2:
            return self.power(node.args[0], node.args[1], start, end)
        if name == "sum" and len(node.args) == 1 and not node.keywords:
            return Op("along", (self.op(node.args[0]),), ("sum", 0), start, end)  # of a matrix, its rows
        if name in ("np", "numpy"):
            raise Unsayable("a module is no function", node)
        if name.lower() in FUNCTION_NAMES or name in PAIRS or name in JOINS or name in ("float", "int"):
            return self.library(name if name in FUNCTION_NAMES else name.lower(), node, list(node.args), start, end)
        raise Unsayable(f"the function {name} is not known here", node)

    def checked(
        self, kind: str, name: str, node: ast.Call, start: int, end: int, parameters: Sequence[str] = ("",)
    ) -> Op:
        """A call with the arguments that the function takes, those by their names in their places.

        Without `parameters` it takes one that has no name here.
        """
        by_name = {keyword.arg or "**": keyword.value for keyword in node.keywords}
        given = dict(zip(parameters, node.args, strict=False))
        count = len(node.args) + len(node.keywords)
        if len(parameters) != count or {*given, *by_name} != set(parameters) or len(given) != len(node.args):
            raise Unsayable(f"{name} takes {len(parameters)} argument{'s' * (len(parameters) != 1)}", node)
        given |= by_name
        return Op(kind, tuple(self.op(given[parameter]) for parameter in parameters), name, start, end)


def decimal(value: float) -> str:
    """A float without an exponent: `1e-8` is 0.00000001."""
    text = format(Decimal(repr(value)), "f")
    return text if "." in text else f"{text}.0"


def is_name(node: ast.expr) -> bool:
    """True for a variable."""
    return isinstance(node, ast.Name)


def is_worked_out(node: ast.expr) -> bool:
    """True for an item of a list that is no number as typed and no list itself."""
    while isinstance(node, ast.UnaryOp):
        node = node.operand
    return not isinstance(node, ast.Constant | ast.List | ast.Tuple | ast.Starred)


def literal_number(node: ast.expr) -> int | float:
    """A number in a list, with its sign."""
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        sign = -1 if isinstance(node.op, ast.USub) else 1
        node = node.operand
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        value = int(node.value) if isinstance(node.value, bool) else node.value
        if abs(value) < 1e300:
            return sign * value
    raise ValueError


def is_number(node: ast.expr) -> bool:
    """True for a plain number."""
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def is_new_axis(node: ast.expr) -> bool:
    """True for `None` or `np.newaxis` in an index."""
    return is_none(node) or (isinstance(node, ast.Attribute) and node.attr == "newaxis")


def is_all(node: ast.expr) -> bool:
    """True for a bare `:`."""
    return isinstance(node, ast.Slice) and node.lower is None and node.upper is None and node.step is None
