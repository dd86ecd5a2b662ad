"""The tables of the notation: what each operation takes, and the kind and sizes it gives.

A rule answers None when it has reported a problem; what depends on that is not reported again.
"""

from __future__ import annotations

from ..problems import Fact
from ..sizes import COLUMN, MATRIX, NUMBER, ONE, PRODUCTS, ROW, VECTORS, Shape, Term, total
from ..tree import Elementwise, Expression, Inverse, Join, Name, Power, Product, Values
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
        inner(say, node, left, right, left.sizes[0], right.sizes[0])
        return ONE
    if (left.kind, right.kind) not in PRODUCTS:
        say.report("E0206", no_product(say, node, left, right), node)
        return None
    inner(say, node, left, right, left.columns, right.rows)
    kind, _ = PRODUCTS[left.kind, right.kind]
    if kind == ROW:
        return Shape(ROW, (right.columns,))
    if kind == COLUMN:
        return Shape(COLUMN, (left.rows,))
    return ONE if kind == NUMBER else Shape(MATRIX, (left.rows, right.columns))


def inner(say: Reporter, node: Product, left: Shape, right: Shape, one: Term, other: Term) -> None:
    """The inner sizes of a product are equal."""
    unit = "rows" if right.kind == MATRIX else "values"
    say.equate(
        one,
        other,
        "product",
        node.right,
        "E0203" if isinstance(node.left, Join) else "E0201",
        lambda: f"{say.text(node.right)} needs {{one}} {unit}, but it has {{other}}",
        lambda: (
            *say.fact(f"this {say.having(left)}", node.left),
            *say.fact(f"{say.text(node.right)} {say.having(right)}", node.right),
        ),
    )


def no_product(say: Reporter, node: Product, left: Shape, right: Shape) -> str:
    """Why two kinds cannot be multiplied, and what can."""
    one, other = say.text(node.left), say.text(node.right)
    if left.kind in VECTORS and left.kind == right.kind:
        if not (one.isalnum() and other.isalnum() and len(one) + len(other) < 16):
            which = ("right", "left") if left.kind == ROW else ("left", "right")
            return (
                f"{one} and {other} are both {left.kind}s, and two {left.kind}s have no product; the dot product"
                f" has the {which[0]} one transposed, the outer product the {which[1]} one; ⊙ multiplies value by value"
            )
        x, y = one, other
        between = f"{x} {y}ᵀ" if len(x) == len(y) == 1 else f"{x}{y}ᵀ"
        dot, outer = (between, f"{x}ᵀ{y}") if left.kind == ROW else (f"{x}ᵀ{y}", between)
        return (
            f"{one} and {other} are both {left.kind}s, and two {left.kind}s have no product; the dot product is"
            f" {dot}, the outer product {outer}, value by value {x} ⊙ {y}"
        )
    if left.kind == MATRIX and right.kind == ROW:
        return (
            f"{other} is a row, and a row stands left of a matrix; if vectors are meant to be columns, say so on a"
            " line of its own: vectors are columns"
        )
    if left.kind == COLUMN and right.kind == MATRIX:
        turned = f"{one}ᵀ" if isinstance(node.left, Name) else f"({one})ᵀ"
        return f"{one} is a column, and a column stands right of a matrix; as a row it is transposed: {turned}{other}"
    return f"{one} ({say.sized(left)}) and {other} ({say.sized(right)}) cannot be multiplied"


# --------------------------------------------------------------------------------------- value by value


def elementwise(say: Reporter, node: Elementwise, left: Shape, right: Shape) -> Shape | None:
    """Equal sizes, a number on one side, or a bias added to every row or column."""
    if left.kind == NUMBER:
        return right
    if right.kind == NUMBER:
        return left
    if left.kind == right.kind:
        return paired(say, node, node.left, left, node.right, right)
    if node.operator in "+-" and MATRIX in (left.kind, right.kind):
        matrix, vector = (left, right) if left.kind == MATRIX else (right, left)
        at = node.right if left.kind == MATRIX else node.left
        along = matrix.columns if vector.kind == ROW else matrix.rows
        fits = say.equate(
            along, vector.sizes[0], "bias", at, "E0205", lambda: cannot(say, node, left, right),
            lambda: has_facts(say, node, left, right),
        )  # fmt: skip
        return matrix if fits else None
    say.report("E0205", cannot(say, node, left, right), node, has_facts(say, node, left, right))
    return None


def has_facts(say: Reporter, node: Elementwise, left: Shape, right: Shape) -> tuple[Fact, ...]:
    """What stands on each side."""
    return (*say.fact(said(say, left), node.left), *say.fact(said(say, right), node.right))


def said(say: Reporter, shape: Shape) -> str:
    """A kind with its size."""
    return f"a {shape.kind} of {say.sized(shape)}" if shape.kind in VECTORS else say.sized(shape)


def cannot(say: Reporter, node: Elementwise, left: Shape, right: Shape) -> str:
    """That two sizes cannot be combined."""
    orientation = {left.kind, right.kind} == set(VECTORS)
    one, other = (said(say, shape) if orientation else say.sized(shape) for shape in (left, right))
    form = CANNOT.get(node.operator, CANNOT_COMPARE)
    return form.format(left=f"{say.text(node.left)} ({one})", right=f"{say.text(node.right)} ({other})")


def paired(
    say: Reporter, node: Expression, one: Expression, left: Shape, other: Expression, right: Shape
) -> Shape | None:
    """Two sizes of one kind that are taken value by value."""
    units = ("values",) if left.kind in VECTORS else ("rows", "columns")
    for a, b, unit in zip(left.sizes, right.sizes, units, strict=False):
        fits = say.equate(
            a,
            b,
            "paired",
            node,
            "E0202",
            lambda unit=unit: (  # type: ignore[misc]
                f"{say.text(one)} has {{one}} {unit}, but {say.text(other)} has {{other}};"
                " value by value needs equal sizes"
            ),
        )
        if not fits:
            return None
    return left


def power(say: Reporter, node: Power, base: Shape, exponent: Shape) -> Shape | None:
    """Every value to a power, which is a number."""
    if exponent.kind == NUMBER:
        return base
    letter = node.exponent.key if isinstance(node.exponent, Name) else node.exponent.text
    message = f"an exponent is a number, but {letter} is {said(say, exponent)}"
    if letter == "t":
        message += f"; a transpose is written {say.text(node.part)}ᵀ"
    say.report("E0206", message, node.exponent)
    return None


def inverse(say: Reporter, node: Inverse, shape: Shape) -> Shape | None:
    """Of a matrix with as many rows as columns, or of a number."""
    if shape.kind in VECTORS:
        message = f"only a matrix or a number has an inverse, but {say.text(node.part)} is a vector"
        say.report("E0206", message, node)
        return None
    if shape.kind == MATRIX:
        fits = say.equate(
            shape.rows, shape.columns, "square", node, "E0202",
            lambda: f"an inverse needs as many rows as columns, but {say.text(node.part)} has {{one}} and {{other}}",
        )  # fmt: skip
        return shape if fits else None
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
        how = "on top of each other" if node.on_top else "side by side"
        message = (
            f"{say.text(node.items[one])} ({said(say, parts[one])}) and {say.text(node.items[other])}"
            f" ({said(say, parts[other])}) cannot be put {how}"
        )
        say.report("E0205", message, node.items[other])
        return None
    seam = [shape.columns if node.on_top else shape.rows for shape in parts]
    unit = "columns" if node.on_top else "rows"
    for i, size in enumerate(seam[1:], 1):
        fits = say.equate(
            seam[0],
            size,
            "joined",
            node.items[i],
            "E0207",
            lambda i=i: (  # type: ignore[misc]
                f"{say.text(node.items[0])} has {{one}} {unit}, but {say.text(node.items[i])} has {{other}};"
                " what is joined needs equal sizes along the seam"
            ),
        )
        if not fits:
            return None
    length = total((shape.rows if node.on_top else shape.columns, 1) for shape in parts)
    return Shape(MATRIX, (length, seam[0]) if node.on_top else (seam[0], length))
