"""Two arrays of array code meet in letters: directions are made equal, products and scales told apart."""

from __future__ import annotations

from ..sizes import COLUMN, MATRIX, NUMBER, PRODUCTS, ROW, VECTORS
from ..tree import Call, Elementwise, Expression, Name, Number, Product, Transpose
from .array_code import Op, Unfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from .ranks import Ranks

    Made = tuple[Expression, str]  # a value in letters and its kind

TURNED = {ROW: COLUMN, COLUMN: ROW}


class Pairs:
    """What two values come to; where it asks for an operation, that is the one whose parts they are."""

    def __init__(self, ranks: Ranks, columns: bool) -> None:
        """`columns` says that vectors are columns."""
        self.ranks: Final = ranks
        self.columns: Final = columns
        self.vector: Final = COLUMN if columns else ROW
        self.standing: set[str] = set()  # variables that were made to stand beside the rows of a matrix
        self.local: dict[str, tuple[Name, str]] = {}  # the arguments of the function that is being written
        self.scales: dict[Expression, tuple[Expression, Expression]] = {}  # scaled arrays: the number and the array
        self.factors: set[Expression] = set()  # products without a number in them

    def as_kind(self, part: Made, kind: str) -> Expression:
        """A vector in the direction that is needed."""
        found, now = part
        if now in VECTORS and kind in VECTORS and now != kind:
            return turned(found)
        return found

    def met(
        self, left: Made, right: Made, standing: Sequence[bool] = (False, False)
    ) -> tuple[Expression, Expression, str]:
        """Two values that are paired, with their directions made equal.

        A vector is added to each row of a matrix, one made to stand to each column.
        """
        (one, a), (other, b) = left, right
        if a in VECTORS and b in VECTORS and a != b:
            return (one, turned(other), a)
        if MATRIX in (a, b) and (a in VECTORS or b in VECTORS):
            one = one if standing[0] else self.as_kind(left, ROW)
            other = other if standing[1] else self.as_kind(right, ROW)
            return one, other, MATRIX
        return one, other, b if a == NUMBER else a

    def dot(self, op: Op, left: Made, right: Made) -> Made:
        """The product that two kinds have; one written as a transpose on purpose stays as it is."""
        if NUMBER in (left[1], right[1]):
            return self.times(op, left, right)
        value, kind = self.product(op, left, right)
        if isinstance(value, Product) and not value.dotted:
            self.factors.add(value)
        return value, kind

    def product(self, op: Op, left: Made, right: Made) -> Made:
        """The product of two arrays."""
        at = (op.start, op.end)
        (one, a), (other, b) = left, right
        if self.ranks.is_table(op) and a in VECTORS and b in VECTORS:
            return Product(self.as_kind(self.apart(left), COLUMN), self.as_kind(right, ROW), False, *at), MATRIX
        if a in VECTORS and b in VECTORS:
            turned_left, turned_right = map(self.ranks.turned, op.parts)
            if turned_left != turned_right:  # a dot or an outer product, as the transpose says
                return Product(one, self.as_kind(right, TURNED[a]), False, *at), PRODUCTS[a, TURNED[a]][0]
            if one in self.scales:
                return Call("dot", (one, other), False, *at), NUMBER
            if a != b:
                other = turned(other)
            return Product(one, other, True, *at), NUMBER
        if op.detail == "vdot":
            return Call("sum", (Elementwise("⊙", one, other, *at),), False, *at), NUMBER
        left = one, a = self.apart(left)
        if a in VECTORS:
            return Product(self.as_kind(left, ROW), other, False, *at), ROW
        if b in VECTORS:
            return Product(one, self.as_kind(right, COLUMN), False, *at), COLUMN
        if op.detail == "inner":
            other = Transpose(other, other.start, other.end)
        return Product(one, other, False, *at), MATRIX

    def times(self, op: Op, left: Made, right: Made) -> Made:
        """A number scales; two arrays are multiplied value by value."""
        at = (op.start, op.end)
        (one, a), (other, b) = left, right
        if self.local and NUMBER in (a, b) and not isinstance(one, Number) and not isinstance(other, Number):
            return Elementwise("⊙", one, other, *at), b if a == NUMBER else a  # right for arrays as well
        if a == NUMBER and b == NUMBER:
            literal = isinstance(other, Number) and not isinstance(one, Number)
            return (Elementwise("⊙", one, other, *at) if literal else Product(one, other, False, *at)), NUMBER
        if a == NUMBER:
            made = self.scaled(one, other, *at)
            self.scales[made] = (one, other)
            return made, b
        if b == NUMBER:
            if isinstance(other, Number):
                return Elementwise("⊙", one, other, *at), a
            return Product(one, other, False, *at), a
        return self.paired(op, "⊙", left, right)

    def paired(self, op: Op, operator: str, left: Made, right: Made) -> Made:
        """Two arrays value by value; a vector that scales the rows or columns of a matrix is a diagonal matrix."""
        at = (op.start, op.end)
        standing = [self.stands(part) for part in op.parts]
        kinds = (left[1], right[1])
        if set(kinds) <= set(VECTORS) and standing[0] != standing[1]:
            return self.table(operator, left, right, standing[0], at)
        one, other, kind = self.met(left, right, standing)
        if operator == "/" and kinds[0] == MATRIX and kinds[1] in VECTORS:
            other = Elementwise("/", Number("1", other.start, other.end), other, other.start, other.end)
        elif operator != "⊙" or MATRIX not in kinds or not set(kinds) & set(VECTORS):
            return Elementwise(operator, one, other, *at), kind
        matrix, vector = (one, other) if kinds[0] == MATRIX else (other, one)
        scale = Call("diag", (vector,), False, vector.start, vector.end)
        rows = standing[1 if kinds[0] == MATRIX else 0]
        return (Product(scale, matrix, False, *at) if rows else Product(matrix, scale, False, *at)), MATRIX

    def table(self, operator: str, left: Made, right: Made, first: bool, at: tuple[int, int]) -> Made:
        """What a vector that stands and one that lies give in NumPy: each with each."""
        column, row = (left, right) if first else (right, left)
        if operator != "⊙":
            raise Unfit("a column beside a row makes a table of each with each, which only products have in letters")
        return Product(self.as_kind(column, COLUMN), self.as_kind(row, ROW), False, *at), MATRIX

    def stands(self, op: Op) -> bool:
        """True for a vector that was made to stand beside the rows of a matrix."""
        return op.kind == "column" or (op.kind == "name" and op.detail in self.standing)

    def scaled(self, number: Expression, value: Expression, start: int, end: int) -> Expression:
        """A number times an array; of a product, its first factor is scaled, as it is written without brackets."""
        products: list[Product] = []
        first = value
        while isinstance(first, Product) and first in self.factors:
            products.append(first)
            first = first.left
        for product in reversed(products):
            number = Product(number, first, False, start, product.left.end)
            first = product.right
        return Product(number, first, False, start, end)

    def apart(self, made: Made) -> Made:
        """A scaled array in brackets stays apart from what is done to it, as in Python: `(2 * x).dot(W)`."""
        value, kind = made
        if value not in self.scales:
            return made
        number, array = self.scales[value]
        return Elementwise("⊙", number, array, value.start, value.end), kind


def turned(part: Expression) -> Expression:
    """A vector in its other direction."""
    return part.part if isinstance(part, Transpose) else Transpose(part, part.start, part.end)
