"""The tables of the notation: what each operation takes, and the kind and sizes it gives.

A rule answers None when it has reported a problem; what depends on that is not reported again.
"""

from __future__ import annotations

from ..problems import Fact
from ..sizes import COLUMN, MATRIX, NUMBER, ONE, PRODUCTS, ROW, VECTORS, Shape, Term, total
from ..tree import Elementwise, Expression, Inverse, Join, Name, Pair, Power, Product, Values
from .explain import CANNOT, CANNOT_COMPARE
from .report import Reporter

TURNED = {ROW: COLUMN, COLUMN: ROW, MATRIX: MATRIX, NUMBER: NUMBER}


def transposed(shape: Shape) -> Shape:
    """Rows become columns; a number stays."""
    return Shape(TURNED[shape.kind], shape.sizes[::-1])


def literal(node: Values, columns: bool) -> Shape:
    """One row is a row; several rows are a matrix, or a column where vectors are columns."""
    rows, width = len(node.rows), len(node.rows[0])
    if rows == 1:
        return Shape(ROW, (width,))
    if width == 1 and columns:
        return Shape(COLUMN, (rows,))
    return Shape(MATRIX, (rows, width))


# --------------------------------------------------------------------------------------------- products


def product(say: Reporter, node: Product, left: Shape, right: Shape) -> Shape | None:
    """A number scales; otherwise the inner sizes have to be equal."""
    if left.kind == NUMBER:
        return right
    if right.kind == NUMBER:
        return left
    if node.dotted and left.kind == right.kind and left.kind in VECTORS:
        inner(say, node, left.sizes[0], right.sizes[0])
        return ONE
    if (left.kind, right.kind) not in PRODUCTS:
        say.report(
            "E0206",
            lambda: no_product(say, node, left, right),
            node,
            lambda: (*has_facts(say, node, left, right), *what_there_is(say, node, left, right)),
            mark=node.right,
        )
        return None
    inner(say, node, left.columns, right.rows)
    kind, _ = PRODUCTS[left.kind, right.kind]
    if kind == ROW:
        return Shape(ROW, (right.columns,))
    if kind == COLUMN:
        return Shape(COLUMN, (left.rows,))
    return ONE if kind == NUMBER else Shape(MATRIX, (left.rows, right.columns))


def inner(say: Reporter, node: Product, one: Term, other: Term) -> None:
    """The inner sizes of a product are equal; of an outer product both are 1."""
    if not isinstance(one, int) or one != other:
        say.equate(one, other, "product", node)


def no_product(say: Reporter, node: Product, left: Shape, right: Shape) -> str:
    """Why two kinds cannot be multiplied."""
    one, other = say.text(node.left), say.text(node.right)
    if left.kind in VECTORS and left.kind == right.kind:
        return f"{one} and {other} are both {left.kind}s, and two {left.kind}s have no product"
    if left.kind == MATRIX and right.kind == ROW:
        return f"{other} is a row, and a row stands left of a matrix"
    return f"{one} is a column, and a column stands right of a matrix"


def what_there_is(say: Reporter, node: Product, left: Shape, right: Shape) -> tuple[Fact, ...]:
    """What two vectors of one kind have instead of a product."""
    if left.kind != right.kind or left.kind not in VECTORS:
        return ()
    one, other = say.text(node.left), say.text(node.right)
    if not (one.isalnum() and other.isalnum() and len(one) + len(other) < 16):
        which = ("right", "left") if left.kind == ROW else ("left", "right")
        message = (
            f"the dot product has the {which[0]} one transposed, the outer product the {which[1]} one;"
            " ⊙ multiplies value by value"
        )
        return say.fact(message, node, "note")
    between = f"{one} {other}ᵀ" if len(one) == len(other) == 1 else f"{one}{other}ᵀ"
    dot, outer = (between, f"{one}ᵀ{other}") if left.kind == ROW else (f"{one}ᵀ{other}", between)
    message = f"the dot product is {dot}, the outer product {outer}, value by value {one} ⊙ {other}"
    return say.fact(message, node, "note")


# --------------------------------------------------------------------------------------- value by value


def elementwise(say: Reporter, node: Elementwise, left: Shape, right: Shape) -> Shape | None:
    """Equal sizes, a number on one side, or a bias added to every row or column."""
    if left.kind == NUMBER:
        return right
    if right.kind == NUMBER:
        return left
    if left.kind == right.kind:
        return paired(say, node, left, right)
    if node.operator in "+-" and MATRIX in (left.kind, right.kind):
        matrix, vector = (left, right) if left.kind == MATRIX else (right, left)
        along = matrix.columns if vector.kind == ROW else matrix.rows
        say.equate(along, vector.sizes[0], "bias", node)
        return matrix
    say.report(
        "E0205",
        lambda: cannot(say, node, left, right),
        node,
        lambda: has_facts(say, node, left, right),
        mark=node.right,
    )
    return None


def has_facts(say: Reporter, node: Pair, left: Shape, right: Shape) -> tuple[Fact, ...]:
    """What stands on each side."""
    return (*say.fact(said(say, left), node.left), *say.fact(said(say, right), node.right))


def said(say: Reporter, shape: Shape) -> str:
    """A kind with its size."""
    return f"a {shape.kind} of {say.sized(shape)}" if shape.kind in VECTORS and say.known(shape) else say.sized(shape)


def cannot(say: Reporter, node: Elementwise, left: Shape, right: Shape) -> str:
    """That two sizes cannot be combined."""
    orientation = {left.kind, right.kind} == set(VECTORS)
    one, other = (said(say, shape) if orientation else say.sized(shape) for shape in (left, right))
    form = CANNOT.get(node.operator, CANNOT_COMPARE)
    return form.format(left=f"{say.text(node.left)} ({one})", right=f"{say.text(node.right)} ({other})")


def paired(say: Reporter, node: Expression, left: Shape, right: Shape) -> Shape:
    """Two sizes of one kind that are taken value by value."""
    for one, other in zip(left.sizes, right.sizes, strict=True):
        say.equate(one, other, "paired", node)
    return left


def power(say: Reporter, node: Power, base: Shape, exponent: Shape) -> Shape | None:
    """Every value to a power, which is a number."""
    if exponent.kind == NUMBER:
        return base
    say.report("E0206", lambda: no_exponent(say, node, exponent), node.exponent)
    return None


def no_exponent(say: Reporter, node: Power, exponent: Shape) -> str:
    """That an exponent is not a number."""
    letter = node.exponent.key if isinstance(node.exponent, Name) else node.exponent.text
    message = f"an exponent is a number, but {letter} is {said(say, exponent)}"
    return message + (f"; a transpose is written {say.text(node.part)}ᵀ" if letter == "t" else "")


def inverse(say: Reporter, node: Inverse, shape: Shape) -> Shape | None:
    """Of a matrix with as many rows as columns, or of a number."""
    if shape.kind in VECTORS:
        say.report(
            "E0206", lambda: f"only a matrix or a number has an inverse, but {say.text(node.part)} is a vector", node
        )
        return None
    if shape.kind == MATRIX:
        say.equate(shape.rows, shape.columns, "square", node)
    return shape


# ------------------------------------------------------------------------------------------------ joins


def join(say: Reporter, node: Join, parts: list[Shape]) -> Shape | None:
    """Things put side by side or on top of each other."""
    along, across = (COLUMN, ROW) if node.on_top else (ROW, COLUMN)
    if all(shape.kind in (NUMBER, along) for shape in parts):
        return Shape(along, (total((s.sizes[0] if s.sizes else 1, 1) for s in parts),))
    allowed = (MATRIX, across) if any(s.kind in (MATRIX, across) for s in parts) else (NUMBER, along)
    bad = next((i for i, shape in enumerate(parts) if shape.kind not in allowed), None)
    if bad is not None:
        fine = next(i for i, shape in enumerate(parts) if shape.kind in allowed)
        one, other = sorted((bad, fine))
        say.report("E0205", lambda: no_join(say, node, parts, one, other), node.items[other])
        return None
    seam = [shape.columns if node.on_top else shape.rows for shape in parts]
    for size in seam[1:]:
        say.equate(seam[0], size, "joined", node)
    length = total((shape.rows if node.on_top else shape.columns, 1) for shape in parts)
    return Shape(MATRIX, (length, seam[0]) if node.on_top else (seam[0], length))


def no_join(say: Reporter, node: Join, parts: list[Shape], one: int, other: int) -> str:
    """That two of the parts cannot be joined."""
    how = "on top of each other" if node.on_top else "side by side"
    return (
        f"{say.text(node.items[one])} ({said(say, parts[one])}) and {say.text(node.items[other])}"
        f" ({said(say, parts[other])}) cannot be put {how}"
    )
