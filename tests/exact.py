"""What a program gives in whole numbers and fractions, where a sum has no rounding; kinds are not looked at.

A program that is well-sized needs no kinds: every value is a SymPy matrix, and its shape says enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy
from sympy import Matrix, Rational

from letternet.tree import (
    Call,
    Declaration,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    FunctionDefinition,
    Inverse,
    Join,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Program,
    Transpose,
    Update,
    Values,
)

BITS = 3000  # of a numerator, at most
EXACT_BITS = 40  # up to here sums of floats have no rounding either


class NotRational(Exception):  # noqa: N818
    """The value is not a fraction, or floats may fall on the other side of a tie."""


def evaluate_exactly(program: Program, values: Mapping[str, Any]) -> dict[str, Matrix]:
    """Every defined name, every updated name and, under "", the last line."""
    return _Exact(program, values).run()


def _each(matrix: Matrix, function: Callable[[Any], Any]) -> Matrix:
    return Matrix(matrix.rows, matrix.cols, [function(v) for v in matrix])


def _over(one: Any, other: Any) -> Any:
    if other == 0:
        raise NotRational("division by zero")
    return one / other


def _exact_in_floats(value: Any) -> bool:
    return value.p.bit_length() <= EXACT_BITS and value.q.bit_length() <= EXACT_BITS and not value.q & (value.q - 1)


class _Exact:
    def __init__(self, program: Program, values: Mapping[str, Any]) -> None:
        self.program = program
        self.columns = program.columns
        self.definitions = {s.name.key: s for s in program.statements if isinstance(s, Definition)}
        self.functions = {s.title: s for s in program.statements if isinstance(s, FunctionDefinition)}
        self.dims = {n.key: s.sizes for s in program.statements if isinstance(s, Declaration) for n in s.names}
        self.rounded = False  # floats would have rounded by now
        self.env: dict[str, Matrix] = {}
        for key, raw in values.items():
            rows = raw if isinstance(raw, list | tuple) else [raw]
            if rows and isinstance(rows[0], list | tuple):
                self.env[key] = Matrix([[self.rational(v) for v in row] for row in rows])
            else:
                row = Matrix([[self.rational(v) for v in rows]])
                self.env[key] = row.T if self.columns else row
        self.sizes = self.solved()

    def rational(self, value: float | str) -> Any:
        return Rational(str(value))

    def solved(self) -> dict[str, int]:
        """The size letters, from the given values."""
        known: dict[str, int] = {}
        for _ in range(9):
            for key, sizes in self.dims.items():
                if key not in self.env or not sizes:
                    continue
                dims = self.env[key].shape if len(sizes) == 2 else (len(self.env[key]),)
                for size, dim in zip(sizes, dims, strict=True):
                    left = [(n, t) for n, t in size.letters if n not in known]
                    if len(left) == 1:
                        rest = dim - size.constant - sum(known[n] * t for n, t in size.letters if n in known)
                        known[left[0][0]] = rest // left[0][1]
        return known

    def run(self) -> dict[str, Matrix]:
        last = None
        updated = []
        for line in self.program.statements:
            if isinstance(line, Definition):
                last = self.name(line.name.key, {})
            elif isinstance(line, Evaluation):
                last = self.value(line.value, {})
            elif isinstance(line, Update):
                self.name(line.name.key, {})
                last = self.value(line.value, {})
                self.env[line.name.key] = last
                updated.append(line.name.key)
        found = {key: self.env[key] for key in (*self.definitions, *updated)}
        return found if last is None else {**found, "": last}

    def name(self, key: str, local: Mapping[str, Matrix]) -> Matrix:
        if key in local:
            return local[key]
        if key not in self.env:
            if key in self.definitions:
                self.env[key] = self.defined(self.definitions[key])
            elif key in self.sizes:
                return Matrix([[self.sizes[key]]])
            else:
                raise NotRational(f"{key} is not a fraction")
        return self.env[key]

    def defined(self, line: Definition) -> Matrix:
        value = self.value(line.value, {})
        key = line.name.key
        if isinstance(line.value, Values) and 1 in value.shape:
            lowercase = self.columns and "a" <= key[0] <= "z" and key not in self.dims
            if lowercase or len(self.dims.get(key, ())) == 1:
                return value.reshape(len(value), 1) if self.columns else value.reshape(1, len(value))
        return value

    def value(self, node: Expression, local: Mapping[str, Matrix]) -> Matrix:
        found = self.plain(node, local)
        for v in found:
            if v.p.bit_length() > BITS or v.q.bit_length() > BITS:
                raise NotRational("too long")
            self.rounded = self.rounded or not _exact_in_floats(v)
        return found

    def plain(self, node: Expression, local: Mapping[str, Matrix]) -> Matrix:
        match node:
            case Number(text):
                return Matrix([[self.rational(text)]])
            case Name():
                return self.name(node.key, local)
            case Values(rows):
                return Matrix([[self.rational(v) for v in row] for row in rows])
        parts = [self.value(part, local) for part in node.parts]
        one, other = parts[0], parts[-1]
        match node:
            case Join():
                return Matrix.vstack(*parts) if node.on_top else Matrix.hstack(*parts)
            case Product():
                return self.product(one, other)
            case Elementwise():
                return self.pairs(node.operator, one, other)
            case Negative():
                return -one
            case Transpose():
                return one.T
            case Inverse():
                return self.inverse(one)
            case Power():
                if other[0].q != 1 or abs(other[0].p) > 12:
                    raise NotRational("a root")
                power = int(other[0])
                return _each(one, lambda v: v**power if power >= 0 else _over(1, v**-power))
            case Call():
                return self.call(node, parts)
        raise AssertionError(node)

    def product(self, one: Matrix, other: Matrix) -> Matrix:
        if one.shape == (1, 1) or other.shape == (1, 1):
            number, rest = (one, other) if one.shape == (1, 1) else (other, one)
            return rest * number[0]
        if one.shape == other.shape and 1 in one.shape:  # x · y
            return Matrix([[sum(a * b for a, b in zip(one, other, strict=True))]])
        return one * other

    def pairs(self, operator: str, one: Matrix, other: Matrix) -> Matrix:
        """Value by value, what has one row or one column repeated."""
        rows, cols = max(one.rows, other.rows), max(one.cols, other.cols)
        wide = [
            [m[i if m.rows > 1 else 0, j if m.cols > 1 else 0] for i in range(rows) for j in range(cols)]
            for m in (one, other)
        ]
        done = [self.pair(operator, a, b) for a, b in zip(*wide, strict=True)]
        return Matrix(rows, cols, done)

    def pair(self, operator: str, a: Any, b: Any) -> Any:
        match operator:
            case "+":
                return a + b
            case "-":
                return a - b
            case "⊙":
                return a * b
            case "/":
                return _over(a, b)
            case "max":
                return max(a, b)
            case "min":
                return min(a, b)
        sign = self.sign(a - b)
        return sympy.Integer(int(bool({">": sign > 0, "<": sign < 0, "≥": sign >= 0, "≤": sign <= 0}[operator])))

    def sign(self, value: Any) -> Any:
        if value == 0 and self.rounded:
            raise NotRational("a tie that floats may miss")
        return sympy.Integer(int(bool(value > 0)) - int(bool(value < 0)))

    def inverse(self, matrix: Matrix) -> Matrix:
        if matrix.shape == (1, 1):
            return Matrix([[_over(1, matrix[0])]])
        self.rounded = True
        if matrix.det() == 0:
            raise NotRational("no inverse")
        return matrix.inv()

    def call(self, node: Call, parts: list[Matrix]) -> Matrix:
        own = self.functions.get(node.title)
        x, name = parts[0], node.title
        if own:
            return self.value(own.value, {p.key: v for p, v in zip(own.parameters, parts, strict=True)})
        match name:
            case "relu":
                return _each(x, lambda v: max(v, sympy.Integer(0)))
            case "relu'":
                return _each(x, lambda v: sympy.Integer(int(bool(self.sign(v) > 0))))
            case "leakyrelu":
                return _each(x, lambda v: v if v > 0 else v / 100)
            case "leakyrelu'":
                return _each(x, lambda v: sympy.Integer(1) if self.sign(v) > 0 else Rational(1, 100))
            case "abs":
                return _each(x, abs)
            case "sign" | "abs'":
                return _each(x, self.sign)
            case "sign'":
                return _each(x, lambda v: v * 0)
            case "max" | "min" if len(parts) == 2:
                return self.pairs(name, x, parts[1])
            case "max" | "min":
                return Matrix([[(max if name == "max" else min)(list(x))]])
            case "sum":
                return Matrix([[sum(x)]])
            case "mean":
                return Matrix([[sum(x) / Rational(len(x))]])
            case "trace":
                return Matrix([[x.trace()]])
            case "det":
                self.rounded = True
                return Matrix([[x.det()]])
            case "inv":
                return self.inverse(x)
            case "dot":
                return Matrix([[sum(a * b for a, b in zip(x, parts[1], strict=True))]])
            case "outer":
                return Matrix(len(x), len(parts[1]), [a * b for a in x for b in parts[1]])
            case "diag" if 1 in x.shape:
                return Matrix.diag(*x)
            case "diag":
                row = Matrix([[x[i, i] for i in range(x.rows)]])
                return row.T if self.columns else row
            case "pick":
                return Matrix([[*x.row(int(i))] for i in parts[1]])
            case "first" | "last" if x.rows == 1 and parts[1].rows == 1:
                count = parts[1].cols
                return x[:, :count] if name == "first" else x[:, x.cols - count :]
            case "first" | "last":
                count = parts[1].rows
                return x[:count, :] if name == "first" else x[x.rows - count :, :]
            case "scatter":
                made = sympy.zeros(*parts[2].shape)
                for number, i in enumerate(parts[1]):
                    made[int(i), :] += x.row(number)
                return made
            case "rowsum" | "rowmean":
                sums = [sum(x.row(i)) for i in range(x.rows)]
                return Matrix([[v / (x.cols if name == "rowmean" else 1)] for v in sums])
            case "colsum" | "colmean":
                sums = [sum(x.col(j)) for j in range(x.cols)]
                return Matrix([[v / (x.rows if name == "colmean" else 1) for v in sums]])
        raise NotRational(name)
