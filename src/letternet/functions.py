"""The table of functions: one row says everything that the rest of the package knows about a function.

What a function does no other module knows; the reader and the writer of letters know which four have signs
of their own (√x, ‖x‖, |x|, σ(x)).  A row has the NumPy code (a call, or the body of a definition), the
code for a batch and for the array API standard, what it does in words, its slope as a formula in `x`, how sizes go
through it, known answers and the places where it has no slope.
"""

from __future__ import annotations

from .sizes import COLUMN, MATRIX, NUMBER, ONE, ROW, VECTORS, Shape, of_vector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final, Protocol

    from .sizes import Term

    Form = str | Callable[[Sequence[str], Sequence[bool]], str]  # code, or how it depends on kinds and batches

    class Together(Protocol):
        """What a rule may ask of the checker."""

        columns: bool

        def equal(self, one: Term, other: Term, argument: int, why: str) -> None:
            """Two sizes have to be equal; `argument` is the one to mark when they are not."""

        def at_least(self, one: Term, other: Term, unit: str) -> None:
            """What the first argument has is at least as much as what the second one has, in `values` or `rows`."""

        def wrong_kind(self, argument: int, wanted: str, shape: Shape) -> Exception:
            """The argument is not of a kind that the function takes."""

        def pair(self, shapes: Sequence[Shape]) -> Shape:
            """The size of two arguments taken value by value."""


# ------------------------------------------------------------------------------ how sizes go through


def every_value(together: Together, shapes: Sequence[Shape]) -> Shape:
    """What goes in comes out, value by value."""
    return shapes[0]


def every_row(together: Together, shapes: Sequence[Shape]) -> Shape:
    """A vector, or each row of a matrix, as a whole; the size stays."""
    if shapes[0].kind == NUMBER:
        raise together.wrong_kind(0, "a vector or a matrix", shapes[0])
    return shapes[0]


def to_a_number(together: Together, shapes: Sequence[Shape]) -> Shape:
    """All values become one number."""
    return ONE


def one_or_pair(together: Together, shapes: Sequence[Shape]) -> Shape:
    """Of one argument the number, of two the values in pairs."""
    return ONE if len(shapes) == 1 else together.pair(shapes)


def square(together: Together, shapes: Sequence[Shape]) -> Shape:
    """A matrix with as many rows as columns stays as it is."""
    if shapes[0].kind != MATRIX:
        raise together.wrong_kind(0, "a matrix", shapes[0])
    together.equal(shapes[0].rows, shapes[0].columns, 0, "as many rows as columns")
    return shapes[0]


def square_to_a_number(together: Together, shapes: Sequence[Shape]) -> Shape:
    """A matrix with as many rows as columns becomes a number."""
    square(together, shapes)
    return ONE


def two_vectors(together: Together, shapes: Sequence[Shape]) -> None:
    """Refuse what is not a vector."""
    for argument, shape in enumerate(shapes):
        if shape.kind not in VECTORS:
            raise together.wrong_kind(argument, "a vector", shape)


def dot_sizes(together: Together, shapes: Sequence[Shape]) -> Shape:
    """Two vectors of one length become a number."""
    two_vectors(together, shapes)
    together.equal(shapes[0].sizes[0], shapes[1].sizes[0], 1, "as many values as the other vector")
    return ONE


def outer_sizes(together: Together, shapes: Sequence[Shape]) -> Shape:
    """Two vectors of n and m values become a matrix of n × m."""
    two_vectors(together, shapes)
    return Shape(MATRIX, (shapes[0].sizes[0], shapes[1].sizes[0]))


def diag_sizes(together: Together, shapes: Sequence[Shape]) -> Shape:
    """A vector becomes a matrix with it on the diagonal; a square matrix becomes its diagonal."""
    if shapes[0].kind in VECTORS:
        return Shape(MATRIX, shapes[0].sizes * 2)
    return of_vector(square(together, shapes).rows, together.columns)


def pick_sizes(together: Together, shapes: Sequence[Shape]) -> Shape:
    """Rows of a matrix: one for a number, as many as the index has values for a vector."""
    if shapes[0].kind != MATRIX:
        raise together.wrong_kind(0, "a matrix", shapes[0])
    if shapes[1].kind == MATRIX:
        raise together.wrong_kind(1, "a number or a vector of row numbers", shapes[1])
    if shapes[1].kind == NUMBER:
        return Shape(ROW, (shapes[0].columns,))
    return Shape(MATRIX, (shapes[1].sizes[0], shapes[0].columns))


def as_many(together: Together, shapes: Sequence[Shape]) -> Shape:
    """Of the first argument as many values, or rows of a matrix, as the second one has: the size of that."""
    whole, part = shapes
    kinds = {MATRIX: (MATRIX, ROW), NUMBER: (NUMBER,)}.get(whole.kind, (whole.kind, NUMBER))
    if part.kind not in kinds:
        raise together.wrong_kind(1, f"a {' or a '.join(kinds)} beside a {whole.kind}", part)
    if whole.kind == MATRIX:
        together.equal(whole.columns, part.columns, 1, "as many columns as what it takes rows of")
    if whole.kind == part.kind != NUMBER:
        together.at_least(whole.sizes[0], part.sizes[0], "rows" if whole.kind == MATRIX else "values")
    return part


def scatter_sizes(together: Together, shapes: Sequence[Shape]) -> Shape:
    """Rows that go to their places in a matrix: one for a number, as many as the index has values for a vector."""
    rows, index, matrix = shapes
    if matrix.kind != MATRIX:
        raise together.wrong_kind(2, "a matrix", matrix)
    if index.kind == MATRIX:
        raise together.wrong_kind(1, "a number or a vector of row numbers", index)
    if index.kind == NUMBER:
        if rows.kind != ROW:
            raise together.wrong_kind(0, "a row for one row number", rows)
    elif rows.kind != MATRIX:
        raise together.wrong_kind(0, "a matrix for a vector of row numbers", rows)
    else:
        together.equal(rows.rows, index.sizes[0], 1, "as many row numbers as there are rows")
    together.equal(rows.columns, matrix.columns, 2, "rows as long as those of the matrix")
    return matrix


def along_rows(together: Together, shapes: Sequence[Shape]) -> Shape:
    """One value for each row of a matrix: a column."""
    if shapes[0].kind != MATRIX:
        raise together.wrong_kind(0, "a matrix", shapes[0])
    return Shape(COLUMN, (shapes[0].rows,))


def along_columns(together: Together, shapes: Sequence[Shape]) -> Shape:
    """One value for each column of a matrix: a row."""
    if shapes[0].kind != MATRIX:
        raise together.wrong_kind(0, "a matrix", shapes[0])
    return Shape(ROW, (shapes[0].columns,))


# ------------------------------------------------------------------------------------ code for batches


def diag_batch(kinds: Sequence[str], batched: Sequence[bool]) -> str:
    """The diagonal of each datapoint's matrix, or the matrix of each one's diagonal."""
    if kinds[0] == MATRIX:
        return "np.diagonal({0}, axis1=1, axis2=2)"
    return "np.apply_along_axis(np.diag, 1, {0})"


def pick_batch(kinds: Sequence[str], batched: Sequence[bool]) -> str:
    """Rows of one matrix or of each datapoint's own, by one index or each one's own."""
    if not batched[0]:
        return "{0}[{1}]"
    if not batched[1]:
        return "{0}[:, {1}]"
    each = "np.arange(len({1}))" + ("" if kinds[1] == NUMBER else "[:, None]")
    return f"{{0}}[{each}, {{1}}]"


def taken(stretch: str, place: str) -> Callable[[Sequence[str], Sequence[bool]], str]:
    """The code for a stretch of values or rows, or for the one at a place; the second argument lends its size."""

    def code(kinds: Sequence[str], batched: Sequence[bool]) -> str:
        many = "{1}.shape[1]" if batched[1] else "len({1})"
        inside = stretch.format(many) if kinds[0] == kinds[1] else f"{{1:{place}}}"
        text = f"{{0}}[:, {inside}]" if batched[0] else f"{{0}}[{inside}]"
        if kinds[0] == NUMBER:
            text = "{0}"
        if batched[0] or not batched[1]:
            return text
        if kinds[1] == NUMBER:
            return f"np.full(len({{1}}), {text})"
        return f"np.tile({text}, (len({{1}}), 1{', 1' * (kinds[1] == MATRIX)}))"

    return code


def scatter_code(kinds: Sequence[str], batched: Sequence[bool], total: bool = False) -> str:
    """Rows that go to their places: those where a row number is equal; of a batch for each datapoint, or in total."""
    several = kinds[1] != NUMBER
    rows, index, matrix = batched
    hot = f"np.arange({'{2}.shape[1]' if matrix else 'len({2})'}) == {{1}}"
    hot += "[:, :, None]" if index and several else "[:, None]" if index or several else ""
    if rows or index:
        sides = f"{'k' * index}{'j' * several}i,{'k' * rows}{'j' * several}m"
        return f'np.einsum("{sides}->{"" if total else "k"}im", {hot}, {{0}})'
    text = f"({hot}).T.dot({{0}})" if several else f"np.outer({hot}, {{0}})"
    return f"np.tile({text}, (len({{2}}), 1, 1))" if matrix else text


def scatter_total(kinds: Sequence[str], batched: Sequence[bool]) -> str:
    """The same added up over the datapoints, without a matrix for each: their rows are taken as those of one."""
    rows, index, matrix = batched
    if not rows or matrix:
        return scatter_code(kinds, batched, True) if rows or index else ""
    if not index:
        return scatter_code(kinds, (False, False, False)).replace("{0}", "np.sum({0}, axis=0)")
    if kinds[1] == NUMBER:
        return scatter_code((MATRIX, ROW, MATRIX), (False, False, False))
    return "(np.arange(len({2})) == {1}.reshape(-1, 1)).T.dot(np.concatenate({0}))"


# ----------------------------------------------------------------------- code for any array library


def norm_array(kinds: Sequence[str], batched: Sequence[bool]) -> str:
    """The length of all values, of a batch for each datapoint."""
    return f"xp.linalg.vector_norm({{0}}{', axis={axes}' * batched[0]})"


def diag_array(kinds: Sequence[str], batched: Sequence[bool]) -> str:
    """The diagonal of a matrix, or a matrix with zeros beside one; of a batch for each datapoint."""
    if kinds[0] == MATRIX:
        return "xp.linalg.diagonal({0})"
    return "xp.where(xp.eye({0}.shape[-1], **like) > 0, {0}[..., None], 0.0)"


def pick_array(kinds: Sequence[str], batched: Sequence[bool]) -> str:
    """Rows taken by their numbers; of each datapoint's own matrix by its own index, those where a number is equal."""
    one = kinds[1] == NUMBER
    if batched[0] and batched[1]:
        text = f"{hot_array('0', one)} @ {{0}}"
        return f"({text})[:, 0, :]" if one else f"({text})"
    rows = "xp.reshape({1}, (-1,))" if batched[1] != one else "{1}"
    text = f"xp.take({{0}}, {rows}, axis={int(batched[0])})"
    if batched[1]:
        return text if one else f"xp.reshape({text}, (*{{1}}.shape, -1))"
    return f"{text}[{':, ' * batched[0]}0, :]" if one else text


def hot_array(matrix: str, one: bool) -> str:
    """For each row number a row with a 1 at it, as long as a matrix is high; for one number a row of a matrix."""
    number = "{1}[..., None, None]" if one else "{1}[..., None]"
    rows = f'xp.arange({{{matrix}}}.shape[-2], device=like["device"])'
    return f"xp.astype({number} == {rows}, {{0}}.dtype)"


def scatter_array(kinds: Sequence[str], batched: Sequence[bool]) -> str:
    """Rows that go to their places: those where a row number is equal; of a batch for each datapoint."""
    one = kinds[1] == NUMBER
    text = f"(xp.matrix_transpose({hot_array('2', one)}) @ {{0}}{'[..., None, :]' * one})"
    return text if batched[0] or batched[1] or not batched[2] else f"xp.broadcast_to({text}, {{2}}.shape)"


def scatter_array_total(kinds: Sequence[str], batched: Sequence[bool]) -> str:
    """The same added up over the datapoints, whose rows are taken as those of one."""
    rows, index, matrix = batched
    if not rows or matrix:
        return ""
    if not index:
        return scatter_array(kinds, (False, False, False)).replace("{0}", "xp.sum({0}, axis=0)")
    if kinds[1] == NUMBER:
        return scatter_array((MATRIX, ROW, MATRIX), (False, False, False))
    numbers, every = "xp.reshape({1}, (-1,))", "xp.reshape({0}, (-1, {0}.shape[-1]))"
    return scatter_array(kinds, (False, False, False)).replace("{1}", numbers).replace("{0}", every)


def taken_array(stretch: str, place: str) -> Callable[[Sequence[str], Sequence[bool]], str]:
    """The code for a stretch of values or rows, or for the one at a place, as `taken` has it."""

    def code(kinds: Sequence[str], batched: Sequence[bool]) -> str:
        columns = ", :" * (kinds[0] == MATRIX)
        many = stretch.format("{1}.shape[-2]" if columns else "{1}.shape[-1]")
        text = f"{{0}}[..., {many if kinds[0] == kinds[1] else place}{columns}]" if kinds[0] != NUMBER else "{0}"
        return f"xp.broadcast_to({text}, {{1}}.shape)" if batched[1] and not batched[0] else text

    return code


# --------------------------------------------------------------------------------------------- rows


class Function:
    """One row of the table."""

    __slots__ = (
        "again", "answers", "array", "array_total", "back", "batch", "bodies", "body", "einsum", "index", "kinks",
        "learns", "lesson", "most", "name", "numpy", "says", "scalar", "sizes", "slope", "slopes", "total", "traits",
        "within",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        sizes: Callable[[Together, Sequence[Shape]], Shape],
        numpy: Form = "",
        *,
        batch: Form = "",
        total: Form = "",
        scalar: str = "",
        einsum: str = "",
        array: Form = "",
        array_total: Form = "",
        body: tuple[str, ...] = (),
        again: tuple[str, ...] = (),
        says: str = "",
        slope: str = "",
        back: Mapping[str, tuple[str, ...]] | None = None,
        learns: tuple[str, str] | None = None,
        most: int = 1,
        index: int | None = None,
        within: int | None = None,
        answers: tuple[tuple[float, float], ...] = (),
        kinks: tuple[float, ...] = (),
        lesson: str = "",
        traits: tuple[str, ...] = (),
        bodies: tuple[str, ...] = (),
        slopes: tuple[str, ...] = (),
    ) -> None:
        self.name: Final = name
        self.sizes: Final = sizes  # how sizes go through
        # The code, {0} and {1} for the arguments; {1:0} is a 0 that is all that is left of one.
        self.numpy: Final = numpy or f"{name}({{0}})"
        # The code when datapoints stand along axis 0, {axes} for the rest.
        self.batch: Final = batch or self.numpy
        self.total: Final = total  # that of the value added up over the datapoints; empty where it is a sum of the rest
        self.scalar: Final = scalar  # the code for a number, where it differs
        self.einsum: Final = einsum  # of two arguments: the sums of products, for np.einsum
        # The code by the array API standard, where that is not the NumPy code with xp for np, of datapoints and batches
        # alike; `like` has the dtype and device of what comes in.
        self.array: Final = array
        self.array_total: Final = array_total  # and that of the value added up over the datapoints
        self.body: Final = body  # when the code calls a function of its own: what it returns, for an argument x
        # What does the same within the array x, of floats; the other letters are arrays on the way.  Where the first
        # line ends in `out=x`, it can also be what makes a new array, `x = …`.
        if sizes is every_value and isinstance(numpy, str) and not body:
            again = (numpy.format("x, out=x"),)
        self.again: Final = again
        self.says: Final = says  # what it does, in words
        self.slope: Final = slope  # of a function of every value: a formula in x
        # What each argument should change by, if the value should change by g: formulas in the arguments x, w, v, the
        # value y, and how many values, rows and columns x has, n, r, c; by the kinds of the arguments.  Where a kind is
        # `column`, vectors are taken as columns.  An empty one passes nothing on.  A function of every value that has
        # none passes on g ⊙ f'(x).
        self.back: Final = back or {}
        # The error that is learned from where the function is the last: what x should change by, and the error itself,
        # as formulas in the argument x, the value y and the target t.
        self.learns: Final = learns
        self.most: Final = most  # arguments at most
        self.index: Final = index  # which argument numbers rows, from 0 up
        self.within: Final = within  # and which one has these rows, where the code takes any number for that of a row
        self.answers: Final = answers  # pairs of an argument and the value there
        self.kinks: Final = kinks  # arguments at which there is no slope
        self.lesson: Final = lesson  # what becomes of the values that go through, in sentences
        self.traits: Final = traits  # what a lesson or an overview may conclude, see TRAITS
        self.bodies: Final = bodies  # what readers' own definitions of it return, beside `body`, for an argument x
        self.slopes: Final = slopes  # and what their definitions of its slope return

    @property
    def least(self) -> int:
        """Arguments at least."""
        return 1 if self.sizes is one_or_pair else self.most


FUNCTIONS: dict[str, Function] = {
    row.name: row
    for row in (
        # -- every value
        Function("relu", every_value, body=("np.maximum(x, 0)",),
                 again=("np.maximum(x, 0, out=x)",),
                 says="setting all negative numbers to 0",
                 slope="x > 0", answers=((-2, 0), (3, 3)), kinks=(0,),
                 back={"any": ("g ⊙ relu'(y)",)},
                 lesson="Positive values pass unchanged and negative ones are silenced. Which values pass depends on "
                        "what comes in, and no weighted sum can do that on its own.",
                 traits=("silences",),
                 bodies=("np.maximum(0, x)", "(x > 0) * x", "x * (x > 0)", "(x >= 0) * x",
                         "x * (x >= 0)", "np.where(x > 0, x, 0)", "max(0, x)", "np.clip(x, 0, None)"),
                 slopes=("x > 0", "(x > 0) * 1", "1 * (x > 0)", "(x > 0) * 1.0", "1.0 * (x > 0)",
                         "np.where(x > 0, 1, 0)")),
        Function("sigmoid", every_value, body=("1 / (1 + np.exp(-x))",),
                 again=("np.negative(x, out=x)", "np.exp(x, out=x)", "x += 1", "np.divide(1, x, out=x)"),
                 says="squashing every number to between 0 and 1",
                 slope="sigmoid(x) ⊙ (1 - sigmoid(x))", answers=((0, 0.5), (2, 0.8807970779778823)),
                 back={"any": ("g ⊙ y ⊙ (1 - y)",)},
                 lesson="Large values end near 1, large negative ones near 0, and 0 lands in the middle. Around 0 it "
                        "answers to every change; far away from 0 even a large change hardly shows.",
                 traits=("gate", "order", "flattens"),
                 bodies=("1.0 / (1.0 + np.exp(-x))", "1 / (np.exp(-x) + 1)", "(1 + np.exp(-x)) ** -1"),
                 slopes=("sigmoid(x) * (1 - sigmoid(x))",)),
        Function("tanh", every_value, "np.tanh({0})", says="squashing every number to between -1 and 1",
                 slope="1 - tanh(x)²", answers=((0, 0), (1, 0.7615941559557649)),
                 back={"any": ("g ⊙ (1 - y²)",)},
                 lesson="Values near 0 pass almost unchanged, and large ones are held close to 1 or -1. The sign "
                        "stays. Far away from 0 even a large change hardly shows.",
                 traits=("order", "flattens"),
                 bodies=("np.tanh(x)", "(np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))"),
                 slopes=("1 - np.tanh(x) ** 2",)),
        Function("exp", every_value, "np.exp({0})", says="raising e to the power of every number",
                 slope="exp(x)", answers=((0, 1), (1, 2.718281828459045)),
                 back={"any": ("g ⊙ y",)},
                 lesson="Everything becomes positive. Equal steps up multiply the result by equal factors, so that "
                        "large values run far ahead of small ones.",
                 traits=("order",)),
        Function("log", every_value, "np.log({0})", says="taking the natural logarithm of every number",
                 slope="1/x", answers=((1, 0), (2, 0.6931471805599453)), kinks=(0,),
                 back={"any": ("g/x",)},
                 lesson="It undoes exp: equal factors become equal steps, and large values are drawn together. Only "
                        "positive numbers have a logarithm.",
                 traits=("order",)),
        Function("sqrt", every_value, "np.sqrt({0})", says="taking the square root of every number",
                 slope="1/(2sqrt(x))", answers=((0, 0), (4, 2)), kinks=(0,),
                 back={"any": ("g/(2y)",)},
                 lesson="It undoes squaring, and draws large values together. A negative number has no square root.",
                 traits=("order", "root")),
        Function("abs", every_value, "np.abs({0})", says="dropping every minus sign",
                 slope="sign(x)", answers=((-2, 2), (3, 3)), kinks=(0,),
                 back={"any": ("g ⊙ sign(x)",)},
                 lesson="Only the size of a value is left. A value and its negative cannot be told apart any more."),
        Function("sin", every_value, "np.sin({0})", says="taking the sine of every number",
                 slope="cos(x)", answers=((0, 0), (1, 0.8414709848078965)),
                 back={"any": ("g ⊙ cos(x)",)},
                 lesson="Values go round as on a clock: the result swings between -1 and 1, and values that lie whole "
                        "turns apart give the same."),
        Function("cos", every_value, "np.cos({0})", says="taking the cosine of every number",
                 slope="-sin(x)", answers=((0, 1), (1, 0.5403023058681398)),
                 back={"any": ("-(g ⊙ sin(x))",)},
                 lesson="Values go round as on a clock: the result swings between -1 and 1, and begins at 1 for the "
                        "value 0. A value and its negative give the same."),
        Function("softplus", every_value, body=("np.logaddexp(x, 0)",),
                 again=("np.logaddexp(x, 0, out=x)",),
                 says="bending every number smoothly up to above 0", slope="sigmoid(x)",
                 answers=((0, 0.6931471805599453), (2, 2.1269280110429727)),
                 back={"any": ("g ⊙ sigmoid(x)",)},
                 lesson="Large values pass almost unchanged, and large negative ones fade out without ever being "
                        "quite silent. There is no corner in between.",
                 traits=("order",),
                 bodies=("np.log(1 + np.exp(x))", "np.log1p(np.exp(x))")),
        # The form with tanh of Hendrycks and Gimpel, Gaussian Error Linear Units, 2016.
        Function("gelu", every_value,
                 body=("0.5 * x * (1 + np.tanh(0.7978845608028654 * (x + 0.044715 * x ** 3)))",),
                 again=(
                     "e = x * x",
                     "e *= 0.044715",
                     "e += 1",
                     "e *= x",
                     "e *= 0.7978845608028654",
                     "np.tanh(e, out=e)",
                     "e += 1",
                     "e *= 0.5",
                     "x *= e",
                 ),
                 says="letting every number through as far as it is likely to be the larger one",
                 slope="0.5(1 + tanh(0.7978845608028654(x + 0.044715x³))) + 0.3989422804014327x"
                       " ⊙ (1 - tanh(0.7978845608028654(x + 0.044715x³))²) ⊙ (1 + 0.134145x²)",
                 answers=((0, 0), (1, 0.8411919906082768)),
                 lesson="Large values pass almost unchanged, and large negative ones fade out. In between the change "
                        "is gradual, and values a little below 0 leave a small negative trace."),
        Function("silu", every_value, body=("x / (1 + np.exp(-x))",),
                 again=("e = np.negative(x)", "np.exp(e, out=e)", "e += 1", "x /= e"),
                 says="weighting every number by its own sigmoid",
                 slope="sigmoid(x) ⊙ (1 + x ⊙ (1 - sigmoid(x)))", answers=((0, 0), (2, 1.7615941559557646)),
                 lesson="Every value opens its own gate: the larger it is, the more of it passes. Large values pass "
                        "almost unchanged, and large negative ones fade out.",
                 bodies=("x * sigmoid(x)",)),
        Function("elu", every_value, body=("np.where(x > 0, x, np.expm1(np.minimum(x, 0)))",),
                 again=("e = np.minimum(x, 0)", "np.expm1(e, out=e)", "np.maximum(x, e, out=x)"),
                 says="bending all negative numbers up to above -1",
                 slope="(x > 0) + (x ≤ 0) ⊙ exp(min(x, 0))", answers=((2, 2), (-1, -0.6321205588285577)),
                 lesson="Positive values pass unchanged. Negative ones are bent until they level out above -1, so "
                        "that a little of how negative they were is still there.",
                 traits=("order",)),
        Function("leakyrelu", every_value, body=("np.maximum(x, 0.01 * x)",),
                 again=("np.maximum(x, 0.01 * x, out=x)",),
                 says="shrinking all negative numbers to a hundredth",
                 slope="(x > 0) + 0.01(x ≤ 0)", answers=((2, 2), (-1, -0.01)), kinks=(0,),
                 back={"any": ("g ⊙ leakyrelu'(y)",)},
                 lesson="Positive values pass unchanged. Negative ones are made small, not silent, so that a trace of "
                        "them is still there.",
                 traits=("order",),
                 bodies=("np.where(x > 0, x, 0.01 * x)", "np.maximum(0.01 * x, x)")),
        Function("sign", every_value, "np.sign({0})", says="turning every number into -1, 0 or 1",
                 slope="0x", answers=((-3, -1), (0, 0), (2, 1)), kinks=(0,),
                 back={"any": ("",)},
                 lesson="Only the sign is left. How large a value was is lost."),
        # -- every row
        Function("softmax", every_row, body=(
                     "e = np.exp(x - np.max(x, axis=-1, keepdims=True))", "e / np.sum(e, axis=-1, keepdims=True)"),
                 again=(
                     "np.subtract(x, np.maximum.reduce(x, axis=-1, keepdims=True), out=x)",
                     "np.exp(x, out=x)",
                     "x /= np.add.reduce(x, axis=-1, keepdims=True)",
                 ),
                 says="turning the numbers into shares that add up to 1",
                 back={"vector": ("g ⊙ y - sum(g ⊙ y) y",), "matrix": ("g ⊙ y - diag(rowsum(g ⊙ y)) y",)},
                 learns=("y - t", "-sum(t ⊙ logsoftmax(x))"),
                 lesson="Every share is positive and all together make one whole, so one can only grow where others "
                        "shrink. Only the differences between the values count: adding the same to all of them "
                        "changes no share.",
                 traits=("gate", "order", "shares"),
                 bodies=tuple(
                     f"np.exp({inside}) / np.sum(np.exp({inside}), {axis})"
                     for inside in ("x", "x - np.max(x)", "x - np.max(x, axis=-1, keepdims=True)",
                                    "x - np.max(x, axis=1, keepdims=True)")
                     for axis in ("axis=1", "axis=-1", "axis=1, keepdims=True", "axis=-1, keepdims=True")
                 )),
        Function("logsoftmax", every_row, body=(
                     "x = x - np.max(x, axis=-1, keepdims=True)",
                     "x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))"),
                 again=(
                     "np.subtract(x, np.maximum.reduce(x, axis=-1, keepdims=True), out=x)",
                     "x -= np.log(np.add.reduce(np.exp(x), axis=-1, keepdims=True))",
                 ),
                 says="turning the numbers into the logarithms of shares that add up to 1",
                 back={"vector": ("g - sum(g) exp(y)",), "matrix": ("g - diag(rowsum(g)) exp(y)",)},
                 lesson="Each of these logarithms is at most 0, and the nearer one is to 0, the larger its share. Only "
                        "the differences between the values count: adding the same to all of them changes nothing.",
                 traits=("order",)),
        Function("normalize", every_row, body=(
                     "x = x - np.mean(x, axis=-1, keepdims=True)",
                     "x / np.sqrt(np.mean(x ** 2, axis=-1, keepdims=True))"),
                 again=(
                     "np.subtract(x, np.add.reduce(x, axis=-1, keepdims=True) / x.shape[-1], out=x)",
                     "e = x * x",
                     "x /= np.sqrt(np.add.reduce(e, axis=-1, keepdims=True) / x.shape[-1])",
                 ),
                 says="shifting and scaling the numbers to mean 0 and variance 1",
                 back={
                     "vector": ("(g - mean(g) - mean(g ⊙ y) y)/sqrt(mean((x - mean(x))²))",),
                     "matrix": ("diag(1/sqrt(rowmean((x - rowmean(x))²))) (g - rowmean(g) - diag(rowmean(g ⊙ y)) y)",),
                 },
                 lesson="The pattern of the values stays: which are high, which are low. How high they all lay and "
                        "how far they were spread is lost.",
                 traits=("level",)),
        # -- to one number
        Function("sum", to_a_number, "np.sum({0})", batch="np.sum({0}, axis={axes})", total="np.sum({0})", scalar="{0}",
                 says="adding all numbers up",
                 back={"any": ("g",)},
                 lesson="Every value counts the same. Which of them were large is lost: other values may have the "
                        "same sum.",
                 traits=("one", "linear")),
        Function("mean", to_a_number, "np.mean({0})", batch="np.mean({0}, axis={axes})", scalar="{0}",
                 says="taking the average of all numbers",
                 back={"number": ("g",), "any": ("g/n",)},
                 lesson="It is the sum, divided by how many values there are, so that it does not grow with their "
                        "number. Which of them were large is lost.",
                 traits=("one", "linear")),
        Function("norm", to_a_number, "np.linalg.norm({0})", batch="np.linalg.norm({0}, axis={axes})",
                 scalar="np.abs({0})", array=norm_array,
                 says="taking the square root of the sum of all squares",
                 back={"any": ("(g/y) x",)},
                 lesson="It is the length of an arrow that has these values as its coordinates. Where the arrow "
                        "points is lost, and so is every sign.",
                 traits=("one",)),
        Function("max", one_or_pair, "np.max({0})", batch="np.max({0}, axis={axes})", scalar="{0}",
                 says="taking the largest number", most=2,
                 back={
                     "number": ("g",),
                     "vector": ("g (x ≥ y)",),
                     "matrix": ("g (x ≥ y)",),
                     "any any": ("g ⊙ (x > w)", "g ⊙ (w ≥ x)"),
                 },
                 lesson="Only the largest value is kept. All others could be anything below it.",
                 traits=("one",)),
        Function("min", one_or_pair, "np.min({0})", batch="np.min({0}, axis={axes})", scalar="{0}",
                 says="taking the smallest number", most=2,
                 back={
                     "number": ("g",),
                     "vector": ("g (x ≤ y)",),
                     "matrix": ("g (x ≤ y)",),
                     "any any": ("g ⊙ (x < w)", "g ⊙ (w ≤ x)"),
                 },
                 lesson="Only the smallest value is kept. All others could be anything above it.",
                 traits=("one",)),
        Function("trace", square_to_a_number, "np.trace({0})", batch="np.trace({0}, axis1=1, axis2=2)",
                 array="xp.linalg.trace({0})",
                 says="adding up the diagonal",
                 back={"matrix": ("diag(0 diag(x) + g)",)},
                 lesson="Only the numbers on the diagonal count. All others are left out.",
                 traits=("one", "linear")),
        Function("det", square_to_a_number, "np.linalg.det({0})", says="taking the determinant",
                 back={"matrix": ("g y inv(x)ᵀ",)},
                 lesson="It says how much the matrix stretches areas or volumes. Where it is 0, the matrix flattens "
                        "something, and no other matrix can undo that.",
                 traits=("one",)),
        Function("dot", dot_sizes, "{0}.dot({1})", einsum="j,j->", array="xp.vecdot({0}, {1})",
                 says="multiplying the numbers in pairs and adding up", most=2,
                 back={"column column": ("g w", "g x")},
                 lesson="Pairs with the same sign push the number up, pairs with different signs push it down. Which "
                        "pair gave how much is lost.",
                 traits=("one",)),
        # -- shapes
        Function("inv", square, "np.linalg.inv({0})", says="taking the inverse matrix",
                 back={"matrix": ("-yᵀ g yᵀ",)},
                 lesson="The inverse undoes what the matrix does: one after the other changes nothing. A matrix that "
                        "flattens something has no inverse."),
        Function("diag", diag_sizes, "np.diag({0})", batch=diag_batch, array=diag_array,
                 says="moving between a vector and the diagonal of a matrix",
                 back={"any": ("diag(g)",)},
                 lesson="The numbers on the diagonal keep their order. Beside a diagonal there are only zeros, or "
                        "what stood there is left out.",
                 traits=("linear",)),
        Function("outer", outer_sizes, "np.outer({0}, {1})", einsum="i,m->im",
                 array="({0}[..., None] * {1}[..., None, :])",
                 says="multiplying every number of one with every number of the other", most=2,
                 back={"column column": ("g w", "gᵀ x")},
                 lesson="The number in each place is one value of the first vector times one value of the second: the "
                        "first one chooses the row, the second one the column."),
        Function("pick", pick_sizes, "{0}[{1}]", batch=pick_batch, array=pick_array,
                 says="choosing rows by their numbers, counted from 0", most=2, index=1,
                 back={"any any": ("scatter(g, w, x)", "")},
                 lesson="A row is looked up, not worked out: its number says which. A row that is not asked for plays "
                        "no part.",
                 traits=("picks", "linear")),
        Function("scatter", scatter_sizes, scatter_code, total=scatter_total,
                 array=scatter_array, array_total=scatter_array_total,
                 says="adding rows up at their numbers, counted from 0, in a matrix of zeros",
                 most=3, index=1, within=2,
                 back={"any any any": ("pick(g, w)", "", "")},
                 lesson="Each row goes to where pick would take it from, and rows that go to the same place are added "
                        "up. Every other row is 0. Of the matrix only its size counts.",
                 traits=("linear",)),
        Function("first", as_many, taken(":{}", "0"), array=taken_array(":{}", "0"),
                 says="keeping the first values or rows of one, as many as the other has", most=2,
                 back={
                     "number number": ("g", ""),
                     "column number": ("g first(diag(0x + 1), xᵀ)ᵀ", ""),
                     "column column": ("first(diag(0x + 1), outer(w, x))ᵀ g", ""),
                     "matrix row": ("first(diag(0rowsum(x) + 1), rowsum(x)ᵀ)ᵀ g", ""),
                     "matrix matrix": ("first(diag(0rowsum(x) + 1), w xᵀ)ᵀ g", ""),
                 },
                 lesson="What is kept stays as it is, and what comes after it leaves no trace. Of the other only its "
                        "size counts.",
                 traits=("linear",)),
        Function("last", as_many, taken("-{}:", "-1"), array=taken_array("-{}:", "-1"),
                 says="keeping the last values or rows of one, as many as the other has", most=2,
                 back={
                     "number number": ("g", ""),
                     "column number": ("g last(diag(0x + 1), xᵀ)ᵀ", ""),
                     "column column": ("last(diag(0x + 1), outer(w, x))ᵀ g", ""),
                     "matrix row": ("last(diag(0rowsum(x) + 1), rowsum(x)ᵀ)ᵀ g", ""),
                     "matrix matrix": ("last(diag(0rowsum(x) + 1), w xᵀ)ᵀ g", ""),
                 },
                 lesson="What is kept stays as it is, and what comes before it leaves no trace. Of the other only its "
                        "size counts.",
                 traits=("linear",)),
        Function("rowsum", along_rows, "np.sum({0}, axis=1)", batch="np.sum({0}, axis=2)",
                 says="adding up each row",
                 back={"matrix": ("0x + g",)},
                 lesson="Each row is drawn together to one value. How it was spread within the row is lost.",
                 traits=("linear",)),
        Function("colsum", along_columns, "np.sum({0}, axis=0)", batch="np.sum({0}, axis=1)",
                 says="adding up each column",
                 back={"matrix": ("0x + g",)},
                 lesson="Each column is drawn together to one value. How it was spread within the column is lost.",
                 traits=("linear",)),
        Function("rowmean", along_rows, "np.mean({0}, axis=1)", batch="np.mean({0}, axis=2)",
                 says="taking the average of each row",
                 back={"matrix": ("0x + g/c",)},
                 lesson="Each row is drawn together to its average. How it was spread within the row is lost.",
                 traits=("linear",)),
        Function("colmean", along_columns, "np.mean({0}, axis=0)", batch="np.mean({0}, axis=1)",
                 says="taking the average of each column",
                 back={"matrix": ("0x + g/r",)},
                 lesson="Each column is drawn together to its average. How it was spread within the column is lost.",
                 traits=("linear",)),
    )
}  # fmt: skip

TRAITS = {
    "gate": "every result lies between 0 and 1",
    "order": "of two values that go in, the larger one comes out larger",
    "silences": "negative values come out as 0, positive ones as they are",
    "flattens": "between two bounds, and near them the slope is near 0",
    "shares": "every result is positive, and together they are 1",
    "level": "a common shift and a common positive factor of all values change nothing",
    "one": "everything becomes one number",
    "picks": "rows are chosen by their numbers",
    "root": "the square root",
    "linear": "if the first of its arguments is twice as large, so is the result",
}

# What people call these functions elsewhere.
ALSO_KNOWN_AS = {
    "ln": "log", "swish": "silu", "logistic": "sigmoid", "sgm": "sigmoid", "tr": "trace", "avg": "mean", "total": "sum",
    "maximum": "max", "minimum": "min", "inverse": "inv", "layernorm": "normalize", "embed": "pick", "sgn": "sign",
    "lrelu": "leakyrelu", "determinant": "det", "embedding": "pick",
}  # fmt: skip

# What adds values up to a number, a row or a column; the functions that slopes of the notation's own operations need.
TOTALS = {NUMBER: "sum", ROW: "colsum", COLUMN: "rowsum"}
LOGARITHM, FIRST, LAST, SIGN = "log", "first", "last", "sign"

# Of two arguments, `max` and `min` work value by value.
PAIRWISE = {"max": "np.maximum({0}, {1})", "min": "np.minimum({0}, {1})"}
PAIR_SAYS = {"max": "taking the larger number of each pair", "min": "taking the smaller number of each pair"}
PAIR_LESSONS = {
    "max": "In each place the larger number wins, and the other leaves no trace.",
    "min": "In each place the smaller number wins, and the other leaves no trace.",
}
