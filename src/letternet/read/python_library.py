"""The functions and methods of array libraries become array code, or a sentence says why one has no letters."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod

from ..functions import FUNCTIONS, every_row
from .array_code import Op
from .python_calls import (
    ALONG,
    AXES,
    CASTS,
    FUNCTION_NAMES,
    IDENTITIES,
    IGNORED,
    JOINS,
    KEEPS,
    LIBRARIES,
    OF_ARRAYS,
    OTHERWISE,
    OVER_ALL,
    PAIRS,
    SCIPY,
    SINGLES,
    TORCH,
    UNCHANGED,
    WITHOUT_LETTERS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Final

KEEP_TRUTH = frozenset("times transpose column row pick view join outer".split())  # of true and false what is such
MOST_WRITTEN = 10  # rows of a matrix that is written out
COMPARISONS: dict[type[ast.cmpop], str] = {ast.Gt: ">", ast.Lt: "<", ast.GtE: "≥", ast.LtE: "≤"}


class Unsayable(Exception):  # noqa: N818 - it is no error, what is written is Python
    """What has no letters, and why."""

    def __init__(self, reason: str, node: ast.AST | None = None) -> None:
        super().__init__(reason)
        self.reason: Final = reason
        self.node: Final = node


class Library(ABC):
    """Calls of library functions; what their arguments are is read by `op`."""

    def __init__(self, place: Callable[[ast.AST], tuple[int, int]], libraries: Mapping[str, str]) -> None:
        """`place` says where a node stands; `libraries` are the names under which libraries and their functions were
        imported, with what they are.
        """
        self.place: Final = place
        self.libraries: Final = libraries
        self.from_scipy: set[str] = set()  # what was imported from SciPy
        self.truths: set[str] = set()  # variables that hold true and false
        self.simplified: list[tuple[str, ast.AST]] = []  # what is read more simply than it was written

    @abstractmethod
    def op(self, node: ast.expr) -> Op:
        """An expression as array code."""

    @abstractmethod
    def pair(self, kind: str, left: ast.expr, right: ast.expr, start: int, end: int) -> Op:
        """Two values with an operator between them."""

    def library(
        self, name: str, node: ast.Call, arguments: list[ast.expr], start: int, end: int, method: bool = False
    ) -> Op:
        """A function of an array library by its own name."""
        options = {keyword.arg or "": keyword.value for keyword in node.keywords}
        name = name if name in FUNCTION_NAMES else name.lower() if name.lower() in FUNCTION_NAMES else name
        if name in UNCHANGED and arguments:
            dtype = [options["dtype"]] if "dtype" in options else []
            return self.unchanged(name, [*arguments, *dtype], start, end)
        if name in IDENTITIES:
            return identity(arguments, node, start, end)
        if name == "gelu":
            self.which_gelu(node, options.pop("approximate", None))
        if name in WITHOUT_LETTERS:
            raise Unsayable(WITHOUT_LETTERS[name], node)
        if name in JOINS:
            return self.join(name, arguments, options, start, end)
        if not arguments:
            raise Unsayable(f"{name} has no letters here", node)
        unknown = [option for option in options if option not in IGNORED and option not in AXES]
        if unknown:
            raise Unsayable(f"the option {unknown[0] or '**'} of {name} has no letters", node)
        torch = self.is_torch(node)
        if torch and name in OTHERWISE:
            raise Unsayable(f"in torch, {name} {OTHERWISE[name]}, which has no letters", node)
        if name in ("inner", "vdot") and len(arguments) == 2:
            return Op("dot", (self.op(arguments[0]), self.op(arguments[1])), name, start, end)
        if name in PAIRS and len(arguments) == 2:
            return self.pair(PAIRS[name], arguments[0], arguments[1], start, end)
        if name in SINGLES:
            order = axes_in(arguments[1:])
            swap = torch or name == "swapaxes"  # else it is the order of the axes
            if (len(order) == 2 and order[0] == order[1] is not None) if swap else order in ([0, 1], [0]):
                raise Unsayable("these axes leave an array as it is", node)
            return Op(SINGLES[name], (self.op(arguments[0]),), None, start, end)
        axes = [options[option] for option in AXES if option in options]
        one = self.op(arguments[0])
        second = isinstance(node.func, ast.Attribute) and signed_int(arguments[-1]) is not None  # an axis
        if name in ALONG and (len(arguments) == 1 or method or second or FUNCTIONS[name].most == 1):
            found = self.along(name, one, [*arguments[1:], *axes], start, end)
            stands = found.detail[1] in (1, -1) and any(is_true(options.get(option)) for option in KEEPS)
            return Op("column", (found,), None, start, end) if stands else found
        composed = None if axes else self.composed(name, one, arguments, start, end)
        if composed is not None:
            return composed
        others = self.others(name, node, arguments[1:], axes)
        if name in OVER_ALL and not axes and len(arguments) == 1 and self.is_scipy(node):
            one = Op("whole", (one,), name, start, end)
        return Op("call", (one, *others), FUNCTION_NAMES[name], start, end)

    def others(self, name: str, node: ast.Call, rest: list[ast.expr], axes: list[ast.expr]) -> list[Op]:
        """What a function of the table takes beside its first value; one that works along rows may say that it does."""
        known = FUNCTION_NAMES.get(name)
        if known is None or known not in FUNCTIONS:
            raise Unsayable(f"the function {name} has no letters", node)
        row = FUNCTIONS[known]
        if row.sizes is every_row:
            if any(signed_int(axis) not in (1, -1) for axis in (*rest, *axes)):
                raise Unsayable(f"{known} works along each row; another axis has no letters", node)
            return []
        if axes or not row.least <= 1 + len(rest) <= row.most:
            raise Unsayable(f"{known} takes {row.most} argument{'s' * (row.most != 1)}, and no more here", node)
        return list(map(self.op, rest))

    def which_gelu(self, node: ast.Call, form: ast.expr | None) -> None:
        """Say where another form of gelu is meant than that of the notation, the one with tanh."""
        with_tanh = ast.unparse(node.func).startswith("jax.") if form is None else is_true(form) or is_tanh(form)
        if not with_tanh:
            message = "gelu is read in its form with tanh, which is within 0.0005 of the exact one"
            self.simplified.append((message, node))

    def is_torch(self, node: ast.Call) -> bool:
        """True for a function of PyTorch, or a method where that is imported."""
        root: ast.expr = node.func
        attribute = ""
        while isinstance(root, ast.Attribute):
            attribute, root = root.attr, root.value
        name = root.id if isinstance(root, ast.Name) else ""
        if name in LIBRARIES and self.is_library(name, attribute):
            return name in TORCH
        return "torch" in self.libraries

    def is_scipy(self, node: ast.Call) -> bool:
        """True for a function of SciPy."""
        root = ast.unparse(node.func).split(".")[0]
        return root in SCIPY or root in self.from_scipy

    def is_library(self, name: str, attribute: str) -> bool:
        """True for what comes from a library; `F.dot` is of a matrix F, unless PyTorch's F is imported."""
        return name in self.libraries or (name in LIBRARIES and (name != "F" or attribute not in OF_ARRAYS))

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
        truths = any("bool" in ast.unparse(argument) for argument in arguments[1:])
        if truths and not self.is_truth(found):
            raise Unsayable("what is true has no letters; what is above 0 has: x > 0", arguments[0])
        if whole and not self.is_truth(found) and found.kind != "size" and not is_whole(found):
            raise Unsayable("rounding has no letters", arguments[0])
        found = Op(found.kind, found.parts, found.detail, start, end)
        return self.as_number(found) if name in CASTS or (len(arguments) > 1 and not truths) else found

    def as_number(self, found: Op) -> Op:
        """What is true and false as 1 and 0."""
        return Op("copy", (found,), None, found.start, found.end) if self.is_truth(found) else found

    def is_truth(self, op: Op) -> bool:
        """True for what holds true and false in Python: comparisons, and what only picks or multiplies such."""
        waiting = [op]
        while waiting:
            op = waiting.pop()
            if op.kind in KEEP_TRUTH:
                waiting += op.parts[:1] if op.kind == "pick" else op.parts
            elif op.kind not in COMPARISONS.values() and not (op.kind == "name" and op.detail in self.truths):
                return False
        return True

    def join(self, name: str, arguments: list[ast.expr], options: Mapping[str, ast.expr], start: int, end: int) -> Op:
        """Arrays put together."""
        if not arguments or not isinstance(arguments[0], ast.List | ast.Tuple) or not arguments[0].elts:
            raise Unsayable(
                "what is joined stands in a list: np.concatenate([x, h])", arguments[0] if arguments else None
            )
        if name == "block":
            return self.block(arguments[0], start, end)
        items = []
        for item in arguments[0].elts:
            single = isinstance(item, ast.List) and len(item.elts) == 1
            items.append(self.op(item.elts[0] if single and isinstance(item, ast.List) else item))
        axis = options.get("axis", options.get("dim", arguments[1] if len(arguments) > 1 else None))
        number = signed_int(axis) if axis is not None else 0
        if number is None or not -1 <= number <= 1:
            raise Unsayable("an axis is 0, 1 or -1", axis)
        how = JOINS[name] or ("below" if number == 0 else "beside")
        if name == "stack":
            if len(items) == 1:
                return Op("row" if number == 0 else "column", (items[0],), None, start, end)
            how = "flat" if number == 0 else "flat columns"
        return joined(items, how, start, end)

    def block(self, given: ast.List | ast.Tuple, start: int, end: int) -> Op:
        """`np.block`: what stands in one list is side by side, and lists in a list are on top of each other."""
        rows = [item for item in given.elts if isinstance(item, ast.List) and item.elts]
        if not rows:
            return joined([self.op(item) for item in given.elts], "beside", start, end)
        if len(rows) < len(given.elts):
            raise Unsayable("what is put together in np.block is all rows or no row", given)
        made = [joined([self.op(item) for item in row.elts], "beside", *self.place(row)) for row in rows]
        return joined(made, "rows", start, end)


def joined(items: list[Op], how: str, start: int, end: int) -> Op:
    """Things put together; one alone stays what it is."""
    return items[0] if len(items) == 1 else Op("join", tuple(items), how, start, end)


def identity(arguments: list[ast.expr], node: ast.expr, start: int, end: int) -> Op:
    """`np.eye(3)` as its numbers."""
    given = arguments[0] if len(arguments) == 1 else None
    size = given.value if isinstance(given, ast.Constant) and type(given.value) is int else 0
    if not 0 < size <= MOST_WRITTEN:
        reason = f"an identity matrix is written out here, so it has a plain size of at most {MOST_WRITTEN}"
        raise Unsayable(reason, node)
    rows = tuple(tuple(int(column == row) for column in range(size)) for row in range(size))
    return Op("values", (), (rows, True), start, end)


def signed_int(node: ast.expr | None) -> int | None:
    """A whole number with its sign."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = signed_int(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) < 10:
        return node.value
    return None


def axes_in(arguments: list[ast.expr]) -> list[int | None]:
    """Axes as they are typed: `(0, 1)`, `0, 1`, `[0, 1]`."""
    flat = [e for a in arguments for e in (a.elts if isinstance(a, ast.Tuple | ast.List) else [a])]
    return [signed_int(item) for item in flat]


def says_more(node: ast.Call) -> bool:
    """True for a call with more than a value and an axis."""
    others = any(keyword.arg not in AXES for keyword in node.keywords)
    return others or any(signed_int(argument) not in (1, -1) for argument in node.args[1:])


def is_whole(op: Op) -> bool:
    """True for whole numbers as typed, one or many."""
    if op.kind == "values":
        return all(isinstance(value, int) for row in op.detail[0] for value in row)
    return op.kind == "number" and "." not in op.detail


def is_true(node: ast.expr | None) -> bool:
    """True for `True`."""
    return isinstance(node, ast.Constant) and node.value is True


def is_tanh(node: ast.expr) -> bool:
    """True for `"tanh"`."""
    return isinstance(node, ast.Constant) and node.value == "tanh"


def is_none(node: ast.expr) -> bool:
    """True for `None`."""
    return isinstance(node, ast.Constant) and node.value is None
