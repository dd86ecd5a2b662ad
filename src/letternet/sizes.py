"""Kinds and sizes: a number, a row, a column or a matrix, and how many values it has each way.

A size is a whole number, an unknown, or a sum of unknowns (`n + m`, `2n + 1`).  A row of n values counts as a
1 × n table and a column as n × 1 when things are multiplied.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Final

NUMBER = "number"
ROW = "row"
COLUMN = "column"
MATRIX = "matrix"
VECTORS = (ROW, COLUMN)

# Inner sizes must be equal; every pair of kinds that is not here cannot be multiplied.
PRODUCTS = {
    (ROW, MATRIX): (ROW, "vector-matrix multiplication"),
    (MATRIX, COLUMN): (COLUMN, "matrix-vector multiplication"),
    (MATRIX, MATRIX): (MATRIX, "matrix-matrix multiplication"),
    (ROW, COLUMN): (NUMBER, "dot product"),
    (COLUMN, ROW): (MATRIX, "outer product"),
}


class Unknown:
    """A size that is not known yet; `letter` is the letter it was declared with, if any."""

    __slots__ = ("letter", "number")

    def __init__(self, number: int, letter: str = "") -> None:
        self.number: Final = number
        self.letter: Final = letter

    def __repr__(self) -> str:
        return self.letter or f"?{self.number}"


class Sum:
    """Unknowns, so many of each, and a constant: `n + m`, `2n + 1`."""

    __slots__ = ("constant", "unknowns")

    def __init__(self, unknowns: dict[Unknown, int], constant: int) -> None:
        self.unknowns: Final = unknowns
        self.constant: Final = constant

    def __repr__(self) -> str:
        return f"Sum({self.unknowns}, {self.constant})"


Term = int | Unknown | Sum


def total(terms: Iterable[tuple[Term, int]]) -> Term:
    """The sum of sizes, each counted so often, in its simplest form.

    >>> n = Unknown(0, "n")
    >>> total([(n, 2), (3, 1), (n, -1)])
    Sum({n: 1}, 3)
    >>> total([(n, 2), (n, -1)])
    n
    """
    unknowns: dict[Unknown, int] = {}
    constant = 0
    for term, times in terms:
        if isinstance(term, int):
            constant += times * term
        elif isinstance(term, Unknown):
            unknowns[term] = unknowns.get(term, 0) + times
        else:
            constant += times * term.constant
            for unknown, count in term.unknowns.items():
                unknowns[unknown] = unknowns.get(unknown, 0) + times * count
    unknowns = {unknown: count for unknown, count in unknowns.items() if count}
    if not unknowns:
        return constant
    if constant == 0 and list(unknowns.values()) == [1]:
        return next(iter(unknowns))
    return Sum(unknowns, constant)


class Shape:
    """A kind with its sizes: none for a number, one for a vector, rows and columns for a matrix.

    >>> Shape(MATRIX, (3, Unknown(0, "n"))), ONE
    (Shape(matrix, (3, n)), Shape(number, ()))
    """

    __slots__ = ("kind", "sizes")
    kind: str
    sizes: tuple[Term, ...]

    def __init__(self, kind: str, sizes: tuple[Term, ...] = ()) -> None:
        self.kind = kind
        self.sizes = sizes

    @property
    def rows(self) -> Term:
        """The number of rows, a row vector counting as one."""
        return self.sizes[0] if self.kind in (COLUMN, MATRIX) else 1

    @property
    def columns(self) -> Term:
        """The number of columns, a column vector counting as one."""
        return self.sizes[-1] if self.kind in (ROW, MATRIX) else 1

    def __repr__(self) -> str:
        return f"Shape({self.kind}, {self.sizes})"


ONE = Shape(NUMBER)


def of_vector(size: Term, columns: bool) -> Shape:
    """A vector, a row or a column as the program's vectors are."""
    return Shape(COLUMN if columns else ROW, (size,))


def written(sizes: tuple[int | str, ...]) -> str:
    """Sizes as they are declared and shown.

    >>> written((3, 4)), written((3,)), written(())
    ('3 × 4', '3', 'number')
    """
    if not sizes:
        return "number"
    if len(sizes) == 1:
        return str(sizes[0])
    return " × ".join(f"({size})" if " " in str(size) else str(size) for size in sizes)


def in_columns(sizes: Mapping[str, tuple[int | str, ...]]) -> str:
    """Every name with its size, in two columns.

    >>> print(in_columns({"l0": (3,), "W_{ih}": (3, 4)}))
    l0      3
    W_{ih}  3 × 4
    """
    longest = max(map(len, sizes), default=0)
    return "\n".join(f"{key:<{longest}}  {written(size)}" for key, size in sizes.items())
