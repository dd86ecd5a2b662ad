"""One expression of Python becomes array code, or a sentence says why it has no letters."""

from __future__ import annotations

import ast
import re
from decimal import Decimal

from .. import limits
from ..functions import FUNCTIONS, every_row
from .array_code import Op
from .python_calls import (
    ALONG,
    FILLED,
    FUNCTION_NAMES,
    JOINS,
    LIBRARIES,
    MADE_AT_RANDOM,
    METHODS,
    PAIRS,
    SINGLES,
    UNCHANGED,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Final

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "times", ast.Div: "/", ast.MatMult: "dot", ast.Pow: "power",
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], str] = {ast.Gt: ">", ast.Lt: "<", ast.GtE: "≥", ast.LtE: "≤"}
# What has no letters, said of the kind of node that it is.
WITHOUT_LETTERS: dict[type[ast.AST], str] = {
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
AXES = ("axis", "dim")
TORCH = ("torch", "F", "nn", "functional")
# What PyTorch means by names that NumPy has, or the notation.
OTHERWISE = {
    "std": "divides by one less than how many there are", "var": "divides by one less than how many there are",
    "normalize": "divides by the norm",
}  # fmt: skip
IDENTITIES = ("eye", "identity")
MOST_WRITTEN = 10  # rows of a matrix that is written out
KEEPS = ("keepdims", "keepdim")  # a sum along each row then stands beside its rows
IGNORED = (*KEEPS, "dtype", "copy", "inplace")  # what changes no value
PLAIN_NUMBER = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")  # as the notation has it
SLOPE_WORDS = ("_slope", "_prime", "_derivative", "_deriv", "_grad", "2deriv")


class Unsayable(Exception):  # noqa: N818 - it is no error, what is written is Python
    """What has no letters, and why."""

    def __init__(self, reason: str, node: ast.AST | None = None) -> None:
        super().__init__(reason)
        self.reason: Final = reason
        self.node: Final = node


class Expressions:
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
        self.text: Final = text
        self.place: Final = place
        self.libraries: Final = libraries
        self.given: Final = given
        self.own: dict[str, int] = {}  # the functions that the code defines, and how many arguments each takes
        self.tables: dict[str, str] = {}  # those of them that are functions of the table
        self.slopes: dict[str, str] = {}  # and those that are their slopes
        self.number_lists: set[str] = set()  # variables that hold lists of numbers, which are no arrays yet
        self.lists: dict[str, tuple[Op, ...]] = {}  # lists of arrays, by their variables
        self.inlined: dict[str, Callable[[ast.Call], Op]] = {}  # and those that are written out where they are called
        self.unsaid: dict[str, str] = {}  # and those that have no letters, with the reason
        self.simplified: list[tuple[str, ast.AST]] = []  # what is read more simply than it was written

    def op(self, node: ast.expr) -> Op:
        """An expression as array code."""
        start, end = self.place(node)
        match node:
            case ast.Constant(value=value):
                return self.constant(node, value, start, end)
            case ast.Name(id=name) if name in self.lists:
                raise Unsayable("a list of arrays has no letters; each of them has", node)
            case ast.Name(id=name):
                if name in self.own or name in self.tables:
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
            case ast.Subscript():
                return self.subscript(node, start, end)
            case ast.Call():
                return self.call(node, start, end)
            case ast.BinOp() | ast.UnaryOp():
                raise Unsayable("this operator has no letters", node)
            case _:
                raise Unsayable(WITHOUT_LETTERS.get(type(node), "this has no letters"), node)

    def list_or_op(self, node: ast.expr) -> Op:
        """The same, or a list of arrays, each of which goes by its number."""
        if isinstance(node, ast.List) and node.elts and all(isinstance(item, ast.Name) for item in node.elts):
            return Op("list", tuple(map(self.op, node.elts)), None, *self.place(node))
        return self.op(node)

    def pair(self, kind: str, left: ast.expr, right: ast.expr, start: int, end: int) -> Op:
        """Two values with an operator between them."""
        if kind == "power":
            return self.power(left, right, start, end)
        listed = [isinstance(side, ast.List) or self.is_list(side) for side in (left, right)]
        if kind == "+" and all(listed):
            return Op("join", (self.op(left), self.op(right)), "below", start, end)
        if kind == "times" and any(listed) and any(map(is_number, (left, right))):
            raise Unsayable("* repeats a list; of an array, np.array([…]), it multiplies the values", left)
        return Op(kind, (self.op(left), self.op(right)), None, start, end)

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
        if names and (inner.id in LIBRARIES or inner.id in self.libraries):
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
        if not node.elts:
            raise Unsayable("an empty list has no letters", node)
        try:
            if all(row is not None for row in rows):
                table = tuple(tuple(literal_number(entry) for entry in row or ()) for row in rows)
                if len({len(row) for row in table}) == 1 and table[0]:
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
        if isinstance(node.value, ast.Name) and node.value.id in self.lists:
            items = self.lists[node.value.id]
            number = signed_int(index)
            if number is None or not -len(items) <= number < len(items):
                raise Unsayable("a list of arrays is read by a number", node)
            return items[number]
        return Op("pick", (self.op(node.value), self.op(index)), None, start, end)

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
            return self.checked("slope", self.slopes[name], 1, node, start, end)
        with_lists = any(isinstance(argument, ast.Name) and argument.id in self.lists for argument in node.args)
        if name in self.own and not (with_lists and name in self.inlined):
            return self.checked("own", name, self.own[name], node, start, end)
        if name in self.inlined:
            return self.inlined[name](node)
        if name in self.unsaid:
            raise Unsayable(f"{name} is a function that has no letters: {self.unsaid[name]}", node)
        if name in self.libraries:
            return self.library(self.libraries[name], node, list(node.args), start, end)
        if name in self.given:
            return Op("own", tuple(map(self.op, node.args)), name, start, end)
        if name == "len" and len(node.args) == 1:
            return self.size(node.args[0], 0, start, end)
        for word in SLOPE_WORDS:
            function = FUNCTION_NAMES.get(name.removesuffix(word), "")
            if name.endswith(word) and function in FUNCTIONS and FUNCTIONS[function].slope:
                if word != SLOPE_WORDS[0]:  # the name that is written here says it
                    self.simplified.append((f"{name} is read as the slope of {function}", node))
                return self.checked("slope", function, 1, node, start, end)
        if name == "pow" and len(node.args) == 2:
            return self.power(node.args[0], node.args[1], start, end)
        if name == "sum" and len(node.args) == 1 and not node.keywords:
            return Op("along", (self.op(node.args[0]),), ("sum", 0), start, end)  # of a matrix, its rows
        if name in ("np", "numpy"):
            raise Unsayable("a module is no function", node)
        if name.lower() in FUNCTION_NAMES or name in PAIRS or name in JOINS or name in ("float", "int"):
            return self.library(name if name in FUNCTION_NAMES else name.lower(), node, list(node.args), start, end)
        raise Unsayable(f"the function {name} is not known here", node)

    def checked(self, kind: str, name: str, most: int, node: ast.Call, start: int, end: int) -> Op:
        """A call with as many arguments as the function takes."""
        if node.keywords or len(node.args) != most:
            raise Unsayable(f"{name} takes {most} argument{'s' * (most != 1)}", node)
        return Op(kind, tuple(map(self.op, node.args)), name, start, end)

    def library(
        self, name: str, node: ast.Call, arguments: list[ast.expr], start: int, end: int, method: bool = False
    ) -> Op:
        """A function of an array library by its own name."""
        options = {keyword.arg or "": keyword.value for keyword in node.keywords}
        name = name if name in FUNCTION_NAMES else name.lower() if name.lower() in FUNCTION_NAMES else name
        if name in UNCHANGED and arguments:
            return self.unchanged(name, arguments, start, end)
        if name in IDENTITIES:
            return identity(arguments, node, start, end)
        if name == "gelu":
            form = options.pop("approximate", None)
            with_tanh = ast.unparse(node.func).startswith("jax.") if form is None else is_true(form) or is_tanh(form)
            if not with_tanh:
                message = "gelu is read in its form with tanh, which is within 0.0005 of the exact one"
                self.simplified.append((message, node))
        if name in MADE_AT_RANDOM:
            raise Unsayable("random values have no letters", node)
        if name in FILLED:
            raise Unsayable("an array filled with one value has no letters", node)
        if name in JOINS:
            return self.join(name, arguments, options, start, end)
        if name == "einsum":
            raise Unsayable("einsum has no letters; write the product out", node)
        if not arguments:
            raise Unsayable(f"{name} has no letters here", node)
        unknown = [option for option in options if option not in IGNORED and option not in AXES]
        if unknown:
            raise Unsayable(f"the option {unknown[0] or '**'} of {name} has no letters", node)
        torch = self.is_torch(node)
        if torch and name in OTHERWISE:
            raise Unsayable(f"in torch, {name} {OTHERWISE[name]}, which has no letters", node)
        if name == "inner" and len(arguments) == 2:
            return Op("dot", (self.op(arguments[0]), self.op(arguments[1])), "inner", start, end)
        if name in PAIRS and len(arguments) == 2:
            return self.pair(PAIRS[name], arguments[0], arguments[1], start, end)
        if name in SINGLES:
            if not torch and axes_in(arguments[1:]) in ([0, 1], [0]):
                raise Unsayable("these axes leave an array as it is", node)
            return Op(SINGLES[name], (self.op(arguments[0]),), None, start, end)
        axis = next((options[option] for option in AXES if option in options), None)
        one = self.op(arguments[0])
        second = isinstance(node.func, ast.Attribute) and signed_int(arguments[-1]) is not None  # an axis
        if name in ALONG and (len(arguments) == 1 or method or second or FUNCTIONS[name].most == 1):
            found = self.along(name, one, [*arguments[1:], *([axis] if axis is not None else [])], start, end)
            stands = found.detail[1] in (1, -1) and any(is_true(options.get(option)) for option in KEEPS)
            return Op("column", (found,), None, start, end) if stands else found
        composed = self.composed(name, one, arguments, start, end) if axis is None else None
        if composed is not None:
            return composed
        known = FUNCTION_NAMES.get(name)
        if known is None or known not in FUNCTIONS:
            raise Unsayable(f"the function {name} has no letters", node)
        row = FUNCTIONS[known]
        rest = arguments[1:]
        if row.sizes is every_row:  # along the last axis
            places = [*rest, *([axis] if axis is not None else [])]
            if any(signed_int(place) not in (1, -1) for place in places):
                raise Unsayable(f"{known} works along each row; another axis has no letters", node)
            rest = []
        elif axis is not None or not row.least <= len(arguments) <= row.most:
            raise Unsayable(f"{known} takes {row.most} argument{'s' * (row.most != 1)}, and no more here", node)
        return Op("call", (one, *map(self.op, rest)), known, start, end)

    def is_torch(self, node: ast.Call) -> bool:
        """True for a function of PyTorch, or a method where that is imported."""
        root: ast.expr = node.func
        while isinstance(root, ast.Attribute):
            root = root.value
        name = root.id if isinstance(root, ast.Name) else ""
        return name in TORCH or (name not in LIBRARIES and "torch" in self.libraries)

    def along(self, name: str, one: Op, axes: list[ast.expr], start: int, end: int) -> Op:
        """A sum, a mean, a largest or a smallest value: of all, or along an axis."""
        axis = signed_int(axes[0]) if axes else None
        if len(axes) > 1 or (axes and axis not in (0, 1, -1, -2) and not is_none(axes[0])):
            raise Unsayable("an axis is 0, 1 or -1", axes[0])
        return Op("along", (one,), (name, axis), start, end)

    def composed(self, name: str, one: Op, arguments: list[ast.expr], start: int, end: int) -> Op | None:
        """Functions that the notation says with several of its own."""

        def made(kind: str, *parts: Op, detail: object = None) -> Op:
            return Op(kind, parts, detail, start, end)

        number = {text: Op("number", (), text, start, end) for text in ("0", "1", "2", "0.5")}
        if name == "square":
            return made("power", one, number["2"])
        if name == "reciprocal":
            return made("/", number["1"], one)
        if name == "log1p":
            return made("call", made("+", number["1"], one), detail="log")
        if name == "expm1":
            return made("-", made("call", one, detail="exp"), number["1"])
        if name == "rsqrt":
            return made("/", number["1"], made("call", one, detail="sqrt"))
        if name in ("maximum", "minimum", "max", "min") and len(arguments) == 2:
            return made("call", one, self.op(arguments[1]), detail=name[:3])
        if name in ("var", "std"):
            mean = made("along", one, detail=("mean", None))
            var = made("along", made("power", made("-", one, mean), number["2"]), detail=("mean", None))
            return var if name == "var" else made("call", var, detail="sqrt")
        if name == "clip" and len(arguments) == 3:
            low, high = arguments[1], arguments[2]
            clipped = one
            if not is_none(low):
                clipped = made("call", clipped, self.op(low), detail="max")
            return clipped if is_none(high) else made("call", clipped, self.op(high), detail="min")
        if name == "where" and len(arguments) == 3 and one.kind in COMPARISONS.values():
            left = made("times", one, self.op(arguments[1]))
            right = self.op(arguments[2])
            if right.kind == "number" and float(right.detail) == 0:
                return left
            return made("+", left, made("times", made("-", number["1"], one), right))
        return None

    def unchanged(self, name: str, arguments: list[ast.expr], start: int, end: int) -> Op:
        """What only changes how an array is kept; what a whole number is made of is one, or true or false."""
        found = self.op(arguments[0])
        whole = name == "int" or any("int" in ast.unparse(argument) for argument in arguments[1:])
        if whole and found.kind not in (*COMPARISONS.values(), "size", "values") and not is_whole(found):
            raise Unsayable("rounding has no letters", arguments[0])
        return Op(found.kind, found.parts, found.detail, start, end)

    def join(self, name: str, arguments: list[ast.expr], options: Mapping[str, ast.expr], start: int, end: int) -> Op:
        """Arrays put together."""
        if not arguments or not isinstance(arguments[0], ast.List | ast.Tuple) or not arguments[0].elts:
            raise Unsayable(
                "what is joined stands in a list: np.concatenate([x, h])", arguments[0] if arguments else None
            )
        items = []
        for item in arguments[0].elts:
            single = isinstance(item, ast.List) and len(item.elts) == 1
            items.append(self.op(item.elts[0] if single and isinstance(item, ast.List) else item))
        axis = options.get("axis", options.get("dim", arguments[1] if len(arguments) > 1 else None))
        number = signed_int(axis) if axis is not None else 0
        if number is None:
            raise Unsayable("an axis is 0, 1 or -1", axis)
        how = JOINS[name] or ("below" if number == 0 else "beside")
        if name == "stack":
            how = "rows" if number == 0 else "columns"
        return items[0] if len(items) == 1 else Op("join", tuple(items), how, start, end)


def decimal(value: float) -> str:
    """A float without an exponent: `1e-8` is 0.00000001."""
    text = format(Decimal(repr(value)), "f")
    return text if "." in text else f"{text}.0"


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


def signed_int(node: ast.expr | None) -> int | None:
    """A whole number with its sign."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = signed_int(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) < 10:
        return node.value
    return None


def is_whole(op: Op) -> bool:
    """True for a whole number as typed."""
    return op.kind == "number" and "." not in op.detail


def is_true(node: ast.expr | None) -> bool:
    """True for `True`."""
    return isinstance(node, ast.Constant) and node.value is True


def is_tanh(node: ast.expr) -> bool:
    """True for `"tanh"`."""
    return isinstance(node, ast.Constant) and node.value == "tanh"


def identity(arguments: list[ast.expr], node: ast.expr, start: int, end: int) -> Op:
    """`np.eye(3)` as its numbers."""
    size = signed_int(arguments[0]) if len(arguments) == 1 else None
    if size is None or not 0 < size <= MOST_WRITTEN:
        reason = f"an identity matrix is written out here, so it has a plain size of at most {MOST_WRITTEN}"
        raise Unsayable(reason, node)
    rows = tuple(tuple(int(column == row) for column in range(size)) for row in range(size))
    return Op("values", (), (rows, True), start, end)


def axes_in(arguments: list[ast.expr]) -> list[int | None]:
    """Axes as they are typed: `(0, 1)`, `0, 1`, `[0, 1]`."""
    flat = [e for a in arguments for e in (a.elts if isinstance(a, ast.Tuple | ast.List) else [a])]
    return [signed_int(item) for item in flat]


def says_more(node: ast.Call) -> bool:
    """True for a call with more than a value and an axis."""
    others = any(keyword.arg not in AXES for keyword in node.keywords)
    return others or any(signed_int(argument) not in (1, -1) for argument in node.args[1:])


def is_number(node: ast.expr) -> bool:
    """True for a plain number."""
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def is_none(node: ast.expr) -> bool:
    """True for `None`."""
    return isinstance(node, ast.Constant) and node.value is None


def is_new_axis(node: ast.expr) -> bool:
    """True for `None` or `np.newaxis` in an index."""
    return is_none(node) or (isinstance(node, ast.Attribute) and node.attr == "newaxis")


def is_all(node: ast.expr) -> bool:
    """True for a bare `:`."""
    return isinstance(node, ast.Slice) and node.lower is None and node.upper is None and node.step is None
