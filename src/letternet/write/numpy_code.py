"""One expression becomes NumPy code: each node's code from its parts' code, by their kinds.

A vector is a one-dimensional array whether it is a row or a column.  A batch has its datapoints along axis 0 of
every value that depends on it; what does not depend on it has no such axis.
"""

from __future__ import annotations

from functools import lru_cache

from ..functions import FUNCTIONS, PAIRWISE
from ..patterns import pattern
from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS
from ..tree import (
    Call,
    Elementwise,
    Expression,
    Inverse,
    Join,
    Name,
    Negative,
    Number,
    Operation,
    Power,
    Product,
    Transpose,
    Values,
    in_order,
    never,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final, Protocol

    from ..functions import Function
    from ..sizes import Shape
    from .marks import Marks

    Waiting = tuple[Expression, "Waiting"] | None

    class Surroundings(Protocol):
        """What the code of an expression asks of the text around it."""

        @property
        def floats(self) -> bool:
            """True when whole numbers in literals are to be floats."""

        @property
        def batch(self) -> str:
            """The identifier of the number of datapoints."""

        @property
        def marks(self) -> Marks:
            """What marks the text of each part."""

        def is_own(self, call: Call) -> bool:
            """True for a function of the program's own, or one handed in."""

        def define(self, row: Function) -> None:
            """A function of the table is needed."""

        def own_call(self, call: Call, arguments: Sequence[Code]) -> tuple[str, bool, bool]:
            """The code of a call of the program's own function; whether its value is a batch, and whether plain."""

        def keep(self, node: Expression, code: str, batched: bool) -> str:
            """Assign code to a name of its own, which is returned."""

        def writer(self, shapes: Mapping[Expression, Shape | None]) -> Writer:
            """What writes the nodes of an expression whose parts have these shapes."""


# How tightly Python's operators hold.
COMPARED, ADDED, MULTIPLIED, SIGNED, RAISED, WHOLE = range(1, 7)
SIGNS = {"+": ("+", ADDED), "-": ("-", ADDED), "⊙": ("*", MULTIPLIED), "/": ("/", MULTIPLIED)}
COMPARISONS = {">": ">", "<": "<", "≥": ">=", "≤": "<="}
AN_ITEM = pattern(r"(?:(?<=[(\[])|(?<=[,:] ))\{\d\}(?=[]),])")  # an argument with nothing but commas around it
LENT = pattern(r"\{(\d):([^{}]+)\}")  # what is left of an argument that lends no more
DEEPEST = 40  # operations inside one another, before a value gets a line of its own
TALLEST = 40  # nodes inside one another in one line of code


class Code:
    """The code of one value: its text, how tightly it holds, and what kind of array comes out.

    `plain` is true of a number that no array has been part of; Python's own numbers take the precision of the
    arrays they meet.  `scale` is the code of a number that still multiplies the text: `α l1ᵀd2` is written
    `alpha * np.outer(…)`.  `depth` counts operations inside one another.  `waiting` are the nodes, the outermost
    first, whose value this is; their marks stand around the text and its scale when both are written.  `truth` is the
    text of a comparison as NumPy gives it, True and False, which an array may be multiplied by as it is.  `floating` is
    true of what is sure to have the precision of the arrays that come in, `fresh` of an array that nobody else has.
    """

    __slots__ = (
        "batched", "depth", "floating", "fresh", "holds", "kind", "like", "plain", "scale", "text", "truth", "waiting",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        holds: int,
        kind: str,
        batched: bool = False,
        plain: bool = False,
        depth: int = 0,
        like: str = "",
        scale: Code | None = None,
        waiting: Waiting = None,
        truth: str = "",
        floating: bool = False,
        fresh: bool = False,
    ) -> None:
        self.text: Final = text
        self.truth: Final = truth
        self.floating: Final = floating
        self.fresh: Final = fresh
        self.holds: Final = holds
        self.kind: Final = kind
        self.batched: Final = batched
        self.plain: Final = plain
        self.depth: Final = depth
        self.like: Final = like  # an array whose precision this has
        self.scale: Final = scale
        self.waiting: Final = waiting

    def within(self, least: int) -> str:
        """The text, in brackets if it holds less tightly than asked."""
        return self.text if self.holds >= least else f"({self.text})"

    def told(self, text: str, scale: Code | None, waiting: Waiting = None) -> Code:
        """The same code with other marks."""
        return Code(
            text, self.holds, self.kind, self.batched, self.plain, self.depth, self.like, scale, waiting, self.truth,
            self.floating, self.fresh,
        )  # fmt: skip


def expression_code(
    root: Expression,
    shapes: Mapping[Expression, Shape | None],
    names: Callable[[Name], Code],
    around: Surroundings,
    every_step: bool = False,
) -> Code:
    """The code of an expression; values that stand too deep get lines of their own, `around.keep`.

    With `every_step`, every value but the last gets one.
    """
    writer = around.writer(shapes)
    codes: dict[Expression, Code] = {}
    nodes = in_order(root)
    tall = len(nodes) > TALLEST and height(nodes) > TALLEST
    marking = bool(around.marks.ids)  # each code waits for its mark
    for node in nodes:
        if isinstance(node, Name):
            code = Code(writer.pi, WHOLE, NUMBER, plain=True) if node.key == "π" else names(node)
            codes[node] = code.told(code.text, None, (node, None)) if marking else code
            continue
        code = writer.node(node, [codes[part] for part in node.parts])
        if marking:
            code = code.told(code.text, code.scale, (node, code.waiting))
        apart = every_step and not isinstance(node, Number | Values)
        if node is not root and (apart or code.depth >= DEEPEST or (tall and isinstance(node, Call))):
            code = writer.kept(node, code)
        codes[node] = code
    return writer.whole(codes[root])


def nodes_of(waiting: Waiting) -> list[Expression]:
    """The nodes that wait for their marks, the outermost first."""
    found: list[Expression] = []
    while waiting is not None:
        node, waiting = waiting
        found.append(node)
    return found


def height(nodes: Sequence[Expression]) -> int:
    """How many nodes stand inside one another."""
    found: dict[Expression, int] = {}
    for node in nodes:
        found[node] = 1 + max((found[part] for part in node.parts), default=0)
    return found[nodes[-1]]


class Writer:
    """Writes nodes; one for each expression."""

    pi = "np.pi"

    def __init__(self, shapes: Mapping[Expression, Shape | None], around: Surroundings) -> None:
        self.shapes = shapes
        self.around = around
        self.marks = around.marks

    def kept(self, node: Expression, code: Code) -> Code:
        """The name of a line that the value gets to itself."""
        code = self.whole(code)
        name = self.around.keep(node, code.text, code.batched)
        like = "" if code.plain else name
        text = self.marks.around(node, name)
        return Code(text, WHOLE, code.kind, code.batched, code.plain, 0, like, floating=code.floating, fresh=code.fresh)

    def kind(self, node: Expression) -> str:
        """The checked kind of a node."""
        shape = self.shapes[node]
        assert shape is not None
        return shape.kind

    def node(self, node: Number | Values | Operation, parts: list[Code]) -> Code:
        """The code of a node whose parts have this code."""
        match node:
            case Product():
                return self.product(node, parts[0], parts[1])
            case Elementwise():
                left, right = self.whole(parts[0]), self.whole(parts[1])
                return self.elementwise(node, left, right)
            case Number():
                return Code(node.text, WHOLE, NUMBER, plain=True)
            case Values():
                return self.values(node)
            case Negative():
                part = self.whole(parts[0])
                return self.like(part, "-" + part.within(SIGNED), SIGNED)
            case Transpose():
                return self.transposed(parts[0])
            case Inverse():
                return self.inverse(self.whole(parts[0]))
            case Power(_, exponent):
                return self.power(self.whole(parts[0]), exponent, self.whole(parts[1]))
            case Join():
                return self.join(node, [self.whole(part) for part in parts])
            case Call():
                return self.call(node, [self.whole(part) for part in parts])
            case _:
                never(node)

    def like(self, part: Code, text: str, holds: int, truth: str = "") -> Code:
        """Code for a value of the same kind as a part."""
        return Code(
            text, holds, part.kind, part.batched, part.plain, part.depth + 1, part.like, truth=truth,
            floating=part.floating,
        )  # fmt: skip

    def whole(self, code: Code) -> Code:
        """The code with the number that scales it written in front, and with its marks."""
        if code.scale is None:
            return code if code.waiting is None else self.apart(code)
        scale = aligned(code.scale, code.kind, code.batched or code.scale.batched)
        text = f"{scale.within(MULTIPLIED)} * {code.within(SIGNED)}"
        if code.waiting is not None:
            text = self.marks.around_all(nodes_of(code.waiting), text)
        return self.merged([code.scale, code], text, MULTIPLIED, code.kind)

    def apart(self, code: Code) -> Code:
        """The code with its marks; a number that scales it is marked as a piece of the same."""
        if code.waiting is None:
            return code
        nodes, scale = nodes_of(code.waiting), code.scale
        if scale is not None:
            scale = scale.told(self.marks.around_all(nodes, scale.text), None)
        return code.told(self.marks.around_all(nodes, code.text), scale)

    def merged(self, parts: Sequence[Code], text: str, holds: int, kind: str) -> Code:
        """Code for a value made of several."""
        batched, plain, depth, like = False, kind == NUMBER, 0, ""
        for part in parts:
            batched = batched or part.batched
            plain = plain and part.plain
            depth = max(depth, part.depth)
            like = like or part.like
        return Code(text, holds, kind, batched, plain, depth + 1, like)

    # ------------------------------------------------------------------------------------------ products

    def product(self, node: Product, left: Code, right: Code) -> Code:
        """A number scales; otherwise the product of the kinds at hand."""
        if left.kind == NUMBER and right.kind == NUMBER:
            one, other = self.whole(left), self.whole(right)
            text = f"{one.within(MULTIPLIED)} * {other.within(SIGNED)}"
            return self.merged([one, other], text, MULTIPLIED, NUMBER)
        if left.kind == NUMBER or right.kind == NUMBER:
            number, scaled = (left, right) if left.kind == NUMBER else (right, left)
            number = self.whole(number)
            if left.kind == NUMBER and scaled.scale is None:
                scaled = self.whole(scaled)
                return Code(scaled.text, scaled.holds, scaled.kind, scaled.batched, False, scaled.depth,
                            scaled.like or number.like, number, floating=scaled.floating)  # fmt: skip
            scaled = self.whole(scaled)
            met = aligned(number, scaled.kind, True)
            first, second = (met, scaled) if left.kind == NUMBER else (scaled, met)
            text = f"{first.within(MULTIPLIED)} * {second.within(SIGNED)}"
            return self.merged([number, scaled], text, MULTIPLIED, scaled.kind)
        left, right = self.apart(left), self.whole(right)
        scale = left.scale
        text, holds = self.product_code(left, right, node.dotted)
        made = self.merged([left, right], text, holds, self.kind(node))
        if scale is None:
            return made
        return Code(made.text, holds, made.kind, made.batched, False, made.depth, made.like, scale,
                    floating=made.floating)  # fmt: skip

    def product_code(self, left: Code, right: Code, dotted: bool) -> tuple[str, int]:
        """The code of a product of two arrays, and how tightly it holds."""
        return product_text(left, right, dotted), WHOLE

    # --------------------------------------------------------------------------------- value by value

    def elementwise(self, node: Elementwise, left: Code, right: Code) -> Code:
        """The operator between two values that are made to meet."""
        kind = self.kind(node)
        batched = left.batched or right.batched
        one, other = aligned(left, kind, batched), aligned(right, kind, batched)
        if node.operator in COMPARISONS:
            text = f"{one.within(ADDED)} {COMPARISONS[node.operator]} {other.within(ADDED)}"
            made = self.merged([left, right], text, COMPARED, kind)
            if made.plain:
                return self.like(made, f"int({text})", WHOLE)
            precision = f"{made.like}.dtype" if made.like else "int"
            return self.like(made, f"({text}).astype({precision})", WHOLE, f"({text})")
        sign, holds = SIGNS[node.operator]
        text = f"{one.within(holds)} {sign} {other.within(holds + 1)}"
        return self.merged([left, right], text, holds, kind)

    def transposed(self, part: Code) -> Code:
        """A matrix is turned; a vector needs no code, and what scales it goes on scaling it."""
        kind = {ROW: COLUMN, COLUMN: ROW}.get(part.kind, part.kind)
        text, holds = part.text, part.holds
        if kind == MATRIX:
            if part.scale is None:
                part = self.whole(part)
            text, holds = self.turned(part), WHOLE
        return Code(
            text, holds, kind, part.batched, part.plain, part.depth, part.like, part.scale, part.waiting,
            floating=part.floating, fresh=part.fresh,
        )  # fmt: skip

    def turned(self, part: Code) -> str:
        """The code of a transposed matrix."""
        return part.within(WHOLE) + (".swapaxes(1, 2)" if part.batched else ".T")

    def inverse(self, part: Code) -> Code:
        """The inverse of a matrix, or one over a number."""
        if part.kind == NUMBER:
            return self.like(part, f"1 / {part.within(SIGNED)}", MULTIPLIED)
        return self.like(part, f"np.linalg.inv({part.text})", WHOLE)

    def power(self, part: Code, exponent: Number | Name, code: Code) -> Code:
        """Every value to a power; whole numbers have no negative powers, so those are asked of floats."""
        if isinstance(exponent, Number):
            text = exponent.text
            if text.startswith("-") and "." not in text:
                text += ".0"
        elif not code.batched:
            text = f"float({code.text})"
        else:
            text = f"({aligned(code, part.kind, True).within(MULTIPLIED)} * 1.0)"
        if part.plain and code.plain and not (isinstance(exponent, Number) and text.isdigit()):
            return self.merged([part, code], f"float(np.power(float({part.text}), {text}))", WHOLE, NUMBER)
        return self.merged([part, code], f"{part.within(WHOLE)} ** {text}", RAISED, part.kind)

    # ------------------------------------------------------------------------------------- literals, joins

    def values(self, node: Values) -> Code:
        """A literal as an array of one or two dimensions."""
        kind = self.kind(node)
        if kind in VECTORS:
            inside = ", ".join(repr(value) for row in node.rows for value in row)
        else:
            inside = ", ".join("[" + ", ".join(map(repr, row)) + "]" for row in node.rows)
        return Code(f"np.array([{inside}]{', dtype=float' * self.around.floats})", WHOLE, kind)

    def join(self, node: Join, parts: list[Code]) -> Code:
        """Vectors end to end, or tables side by side or on top of each other."""
        kind = self.kind(node)
        batched = any(part.batched for part in parts)
        if len({part.plain for part in parts}) == 2:  # bare numbers take their precision from the arrays, by name
            items = zip(node.items, parts, strict=True)
            parts = [part if part.plain or self.is_name(part) else self.kept(item, part) for item, part in items]
        if kind in VECTORS and all(part.kind == NUMBER for part in parts) and not batched:
            text = f"np.array([{', '.join(part.text for part in parts)}])"
        elif batched:
            axis = 1 if kind in VECTORS or node.on_top else 2
            each = ", ".join(self.one_each(part, node.on_top) for part in parts)
            text = f"np.concatenate([{each}], axis={axis}{self.precision(parts)})"
        elif kind in VECTORS:
            ends = ", ".join(f"[{part.text}]" if part.kind == NUMBER else part.text for part in parts)
            text = f"np.concatenate([{ends}]{self.precision(parts)})"
        else:
            stack = "np.vstack" if node.on_top else "np.column_stack"
            text = f"{stack}([{', '.join(part.text for part in parts)}])"
        return self.merged(parts, text, WHOLE, kind)

    def is_name(self, code: Code) -> bool:
        """True when the code is the identifier of an array."""
        return self.marks.removed(code.text) == code.like

    def precision(self, parts: Sequence[Code]) -> str:
        """Bare numbers in a join take the precision of the arrays beside them."""
        plain = [part.text for part in parts if part.plain]
        arrays = [part.like for part in parts if not part.plain]
        if not plain or not arrays:
            return ""
        listed = ", ".join([*dict.fromkeys(f"{name}.dtype" for name in arrays), *plain])
        return f", dtype=np.result_type({listed})"

    def one_each(self, part: Code, on_top: bool) -> str:
        """A joined part as each datapoint has it, with the axes of what is joined."""
        if part.kind == NUMBER:
            return (
                f"{part.within(WHOLE)}[:, None]" if part.batched else f"np.full(({self.around.batch}, 1), {part.text})"
            )
        if part.kind == MATRIX:
            return part.text if part.batched else f"np.tile({part.text}, ({self.around.batch}, 1, 1))"
        lies_along = part.kind == (COLUMN if on_top else ROW)
        if lies_along:
            return part.text if part.batched else f"np.tile({part.text}, ({self.around.batch}, 1))"
        index = ", :, None]" if part.kind == COLUMN else ", None, :]"
        if part.batched:
            return part.within(WHOLE) + "[:" + index
        inner = "[:, None]" if part.kind == COLUMN else "[None, :]"
        return f"np.tile({part.within(WHOLE)}{inner}, ({self.around.batch}, 1, 1))"

    # ----------------------------------------------------------------------------------------- functions

    def call(self, node: Call, parts: list[Code]) -> Code:
        """A function of the table, one of the program's own, or one handed in."""
        kind = self.kind(node)
        row = None if node.slope or self.around.is_own(node) else FUNCTIONS.get(node.function)
        kinds = [part.kind for part in parts]
        batched = [part.batched for part in parts]
        if row is None:
            text, depends, plain = self.around.own_call(node, parts)
            made = self.merged(parts, text, WHOLE, kind)
            return Code(text, WHOLE, kind, depends, plain, made.depth, "" if plain else made.like)
        form = ""
        if len(parts) == 2 and node.function in PAIRWISE:
            met = [aligned(part, kind, any(batched)) for part in parts]
            text = PAIRWISE[node.function].format(*(part.text for part in met))
        elif row.einsum and any(batched):
            text = einsum(row.einsum, parts)
        elif row.scalar and parts[0].kind == NUMBER:
            form = row.scalar
            text = filled(form, parts)
        else:
            written = row.batch if any(batched) else row.numpy
            form = written if isinstance(written, str) else written(kinds, batched)
            if self.marks.ids:
                form = LENT.sub(lambda found: self.lent(node.arguments[int(found[1])], found[2]), form)
            text = filled(form, parts)
        if form == "{0}":
            left = parts[0].text
            for other in node.arguments[1:]:
                left = self.lent(other, left)
            return parts[0].told(left, None)
        if row.body:
            self.around.define(row)
        made = self.merged(parts, text, WHOLE, kind)
        if made.plain:
            return self.like(made, f"float({text})", WHOLE)
        return made

    def lent(self, node: Expression, text: str) -> str:
        """Text that is all that is left of an argument, marked as every part of it."""
        return self.marks.around_all(in_order(node)[::-1], text) if self.marks.ids else text


def filled(form: str, parts: Sequence[Code]) -> str:
    """The code of a function with that of its arguments in place, in brackets where something else holds them."""
    form = LENT.sub(r"\2", form) if ":" in form else form
    tied = tied_in(form, len(parts))
    texts = [part.within(WHOLE) if held else part.text for part, held in zip(parts, tied, strict=True)]
    return form.format(*texts, axes="(1, 2)" if parts[0].kind == MATRIX else "1")


@lru_cache(maxsize=256)  # the forms are those of the table
def tied_in(form: str, count: int) -> list[bool]:
    """For each argument whether it is more than an item between brackets or commas, somewhere in the code.

    >>> tied_in("(np.arange(len({2})) == {1}[:, None]).T.dot({0})", 3)
    [False, True, False]
    """
    held = AN_ITEM.sub("", form)
    return [f"{{{number}}}" in held for number in range(count)]


def aligned(code: Code, kind: str, batched: bool) -> Code:
    """The code with the axes that it needs to meet a value of another kind."""
    if code.kind == kind or (code.kind == NUMBER and not code.batched):
        return code
    if code.kind == NUMBER:
        index = "[:, None, None]" if kind == MATRIX else "[:, None]"
    elif code.kind == ROW:
        if not code.batched:
            return code
        index = "[:, None, :]"
    else:
        index = "[:, :, None]" if code.batched else "[:, None]"
    text = code.within(WHOLE) + index
    return Code(text, WHOLE, code.kind, code.batched, code.plain, code.depth, code.like, floating=code.floating)


# ------------------------------------------------------------------------------------- product by kinds

# The axes of each side of a product: j is summed over, i and m stay.
LEFT_AXES = {ROW: "j", COLUMN: "i", MATRIX: "ij"}
RIGHT_AXES = {ROW: "m", COLUMN: "j", MATRIX: "jm"}


def product_text(left: Code, right: Code, dotted: bool) -> str:
    """The code of a product of two arrays."""
    one, other = left.within(WHOLE), right.within(WHOLE)
    pair = dotted and left.kind == right.kind and left.kind in VECTORS
    if not left.batched and not right.batched:
        if left.kind == COLUMN and right.kind == ROW:
            return f"np.outer({left.text}, {right.text})"
        return f"{one}.dot({right.text})"
    if left.batched and not right.batched and (pair or left.kind != COLUMN):
        return f"{one}.dot({right.text})"
    if right.batched and not left.batched and left.kind in (ROW, COLUMN) and (pair or right.kind == COLUMN):
        return f"{other}.dot({left.text})"
    if right.batched and not left.batched and left.kind == MATRIX and right.kind == COLUMN:
        return f"{other}.dot({one}.T)"
    axes = ("j", "j") if pair else (LEFT_AXES[left.kind], RIGHT_AXES[right.kind])
    return einsum(f"{axes[0]},{axes[1]}->{''.join(c for c in axes[0] + axes[1] if c in 'im')}", [left, right])


def einsum(sums: str, parts: Sequence[Code]) -> str:
    """The code for sums of products, `k` running over the datapoints."""
    sides, out = sums.split("->")
    marked = ["k" * part.batched + side for part, side in zip(parts, sides.split(","), strict=True)]
    return f'np.einsum("{",".join(marked)}->k{out}", {", ".join(part.text for part in parts)})'
