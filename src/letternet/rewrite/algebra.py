"""Formulas are put together as a person would write them: no `1x`, no double transpose, numbers in front.

Equal expressions are one node, so that what stands in a formula more than once is seen.  Every node has its kind and
size, by the rules that check everything else.
"""

from __future__ import annotations

from fractions import Fraction

from ..check.check import Checker
from ..functions import FUNCTIONS, TOTALS
from ..sizes import MATRIX, NUMBER, VECTORS, Shape
from ..tree import (
    Call,
    Elementwise,
    Expression,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Transpose,
    face,
    with_parts,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Final, TypeGuard

    from ..check.model import Checked

    Key = tuple[object, ...]

LONGEST = 6  # digits of a number that is worked out; a longer one stays a quotient


class UnfitError(Exception):
    """Something was put together that the notation does not have."""


class Algebra:
    """Makes the nodes of formulas around one checked program."""

    def __init__(self, checked: Checked) -> None:
        self.checked: Final = checked
        self.checker: Final = Checker(checked)
        self.shapes: Final[dict[Expression, Shape]] = {}
        self.known: Final[dict[Key, Expression]] = {}

    def kind(self, node: Expression) -> str:
        """Number, row, column or matrix."""
        return self.shapes[node].kind

    # -------------------------------------------------------------------------------------------- nodes

    def one(self, node: Expression, shape: Shape | None = None) -> Expression:
        """The one node that is this operation on these parts, which are such nodes already."""
        key = (face(node), *map(id, node.parts))
        found = self.known.get(key)
        if found is not None:
            return found
        if shape is None:
            parts = [self.shapes[part] for part in node.parts]
            shape = self.checker.name(node) if isinstance(node, Name) else self.checker.node(node, parts)
        if shape is None:
            raise UnfitError
        self.known[key] = node
        self.shapes[node] = shape
        return node

    def taken(self, root: Expression) -> Expression:
        """An expression of the program as such nodes."""
        made: dict[Expression, Expression] = {}
        shapes = self.checked.shapes
        for node in once_each(root):
            parts = tuple(made[part] for part in node.parts)
            same = all(new is old for new, old in zip(parts, node.parts, strict=True))
            made[node] = self.one(node if same else with_parts(node, parts), shapes.get(node))
        return made[root]

    def name(self, name: Name, like: Expression) -> Expression:
        """A new name for a value."""
        self.checked.named.setdefault(name.key, self.shapes[like])
        return self.one(Name(name.letter, name.index))

    def number(self, value: int | str | Fraction) -> Expression:
        """A number; one that has no short decimals is a quotient."""
        value = Fraction(value)
        if value < 0:
            return self.negative(self.number(-value))
        text = decimal(value)
        if text:
            return self.one(Number(text))
        return self.one(
            Elementwise("/", self.one(Number(str(value.numerator))), self.one(Number(str(value.denominator))))
        )

    def call(self, function: str, *arguments: Expression, slope: bool = False) -> Expression:
        """A function of something; of what is proportional to its argument, a sign or a number stands in front."""
        first, *rest = arguments
        row = None if slope or self.is_own(function) else FUNCTIONS.get(function)
        if row is not None and "linear" in row.traits:
            if isinstance(first, Negative):
                return self.negative(self.call(function, first.part, *rest))
            scale, inner = self.unscaled(first)
            if isinstance(scale, Number):
                return self.scaled(scale, self.call(function, inner, *rest))
        return self.one(Call(function, arguments, slope))

    def is_own(self, function: str) -> bool:
        """True for a function that the program defines or is handed."""
        return function in self.checked.given or function in self.checked.names.functions

    # --------------------------------------------------------------------------------------- operations

    def negative(self, part: Expression) -> Expression:
        """-x."""
        if isinstance(part, Negative):
            return part.part
        if isinstance(part, Elementwise) and part.operator == "-" and self.alike(part):
            return self.one(Elementwise("-", part.right, part.left))
        scale, rest = self.unscaled(part)
        if scale is not None and isinstance(rest, Elementwise) and rest.operator == "-" and self.alike(rest):
            return self.scaled(scale, self.negative(rest))
        return self.one(Negative(part))

    def alike(self, pair: Elementwise) -> bool:
        """True when both sides are of one kind."""
        return self.kind(pair.left) == self.kind(pair.right)

    def plus(self, left: Expression, right: Expression) -> Expression:
        """x + y."""
        if is_number(left, 0) or self.is_nothing(left, right):
            return right
        if is_number(right, 0) or self.is_nothing(right, left):
            return left
        one, rest = self.coefficient(left)
        other, same = self.coefficient(right)
        if rest is same:
            return self.scaled(self.number(one + other), rest)
        if isinstance(right, Negative):
            return self.minus(left, right.part)
        if isinstance(left, Negative):
            return self.minus(right, left.part)
        match self.factors(left), self.factors(right):
            case (Elementwise("-", a, Number("1")), b), (c, Elementwise("-", Number("1"), d)) if a is c and b is d:
                return self.minus(a, b)
        return self.together("+", left, right)

    def is_nothing(self, node: Expression, beside: Expression) -> bool:
        """True for `0x` beside something that has as many sizes."""
        return isinstance(node, Product) and is_number(node.left, 0) and self.kind(node) == self.kind(beside)

    def coefficient(self, node: Expression) -> tuple[Fraction, Expression]:
        """The number that is written in front of something, and that."""
        scale, rest = self.unscaled(node)
        return (Fraction(scale.text), rest) if isinstance(scale, Number) else (Fraction(1), node)

    def minus(self, left: Expression, right: Expression) -> Expression:
        """x - y."""
        if isinstance(right, Negative):
            return self.plus(left, right.part)
        if isinstance(left, Negative):
            return self.negative(self.plus(left.part, right))
        match self.factors(left), self.factors(right):
            case (Elementwise("-", Number("1"), a), b), (c, Elementwise("-", Number("1"), d)) if a is c and b is d:
                return self.minus(b, a)
        return self.together("-", left, right)

    def together(self, operator: str, left: Expression, right: Expression) -> Expression:
        """A sum or difference; a first factor or a number below that both sides have is written once."""
        add = self.plus if operator == "+" else self.minus
        match left, right:
            case Elementwise("⊙", one, a), Elementwise("⊙", other, b) if one is other and self.kind(a) == self.kind(b):
                return self.times(one, add(a, b))
            case Elementwise("/", a, one), Elementwise("/", b, other) if one is other and self.kind(a) == self.kind(b):
                return self.over(add(a, b), one)
        return self.one(Elementwise(operator, left, right))

    def transposed(self, part: Expression) -> Expression:
        """xᵀ."""
        if self.kind(part) == NUMBER:
            return part
        if isinstance(part, Transpose):
            return part.part
        if isinstance(part, Negative):
            return self.negative(self.transposed(part.part))
        scale, rest = self.unscaled(part)
        if scale is not None:
            return self.scaled(scale, self.transposed(rest))
        turned = any(isinstance(side, Transpose) for side in part.parts)
        if isinstance(part, Elementwise) and turned and self.alike(part):
            return self.one(with_parts(part, tuple(map(self.transposed, part.parts))))
        if isinstance(part, Product) and turned and not part.dotted:
            return self.product(self.transposed(part.right), self.transposed(part.left))
        return self.one(Transpose(part))

    def raised(self, part: Expression, exponent: Fraction) -> Expression:
        """x to a power that is a number."""
        if exponent == 1:
            return part
        text = decimal(abs(exponent))
        return self.one(Power(part, self.exponent(("-" if exponent < 0 else "") + text)))

    def exponent(self, text: str) -> Number:
        """A number as an exponent, its sign in its text."""
        found = self.one(Number(text))
        assert isinstance(found, Number)
        return found

    def over(self, left: Expression, right: Expression) -> Expression:
        """x / y."""
        if is_number(right, 1):
            return left
        if isinstance(left, Negative):
            return self.negative(self.over(left.part, right))
        if isinstance(right, Negative):
            return self.negative(self.over(left, right.part))
        if isinstance(left, Number) and isinstance(right, Number) and Fraction(right.text):
            return self.number(Fraction(left.text) / Fraction(right.text))
        if self.divided(left) and self.kind(right) != NUMBER:
            return self.over(self.over(left.left, right), left.right)
        found = self.struck(left, right)
        if found is not None:
            return found
        return self.one(Elementwise("/", left, right))

    def divided(self, node: Expression) -> TypeGuard[Elementwise]:
        """True for something other than a number that is divided by a number."""
        return (
            isinstance(node, Elementwise) and node.operator == "/"
            and self.kind(node.right) == NUMBER != self.kind(node.left)
        )  # fmt: skip

    def factors(self, node: Expression) -> tuple[Expression, ...]:
        """Both sides of a product value by value; nothing for anything else."""
        numbers = isinstance(node, Product) and self.kind(node.left) == self.kind(node.right) == NUMBER
        return node.parts if numbers or (isinstance(node, Elementwise) and node.operator == "⊙") else ()

    def spine(self, node: Expression) -> tuple[Expression, list[Expression]]:
        """The first factor of a product value by value, and the others, the last one first, as far as one looks."""
        around: list[Expression] = []
        while (sides := self.factors(node)) and len(around) < LONGEST and self.kind(sides[0]) == self.kind(node):
            around.append(sides[1])
            node = sides[0]
        return node, around

    def struck(self, node: Expression, factor: Expression) -> Expression | None:
        """A product without one of its factors; None if it does not have that."""
        first, around = self.spine(node)
        rest = [first, *reversed(around)]
        if not any(each is factor for each in rest) or self.kind(factor) != self.kind(node):
            return None
        rest.remove(factor)
        if not rest:
            return self.number(1) if self.kind(factor) == NUMBER else None
        found = rest[0]
        for other in rest[1:]:
            found = self.times(found, other)
        return found if self.kind(found) == self.kind(node) else None

    def cancelled(self, node: Expression, factor: Expression) -> Expression | None:
        """Something that is divided by a factor, without that division; None if it is not divided by it."""
        first, around = self.spine(node)
        if not isinstance(first, Elementwise) or first.operator != "/" or first.right is not factor:
            return None
        found = self.stretched(first.left, factor)
        for other in reversed(around):
            found = self.times(found, other)
        return found

    def spread(self, total: Expression, factor: Expression) -> Expression | None:
        """A sum times what one of its terms is divided by, term by term; None for anything else."""
        if not isinstance(total, Elementwise) or total.operator not in "+-" or not self.alike(total):
            return None
        sides = [self.cancelled(side, factor) for side in total.parts]
        if not any(sides):
            return None
        first, second = (new or self.times(old, factor) for new, old in zip(sides, total.parts, strict=True))
        return self.plus(first, second) if total.operator == "+" else self.minus(first, second)

    def times(self, left: Expression, right: Expression) -> Expression:
        """Every value by every value; a number scales."""
        if isinstance(left, Negative):
            return self.negative(self.times(left.part, right))
        if isinstance(right, Negative):
            return self.negative(self.times(left, right.part))
        one, other = self.kind(left), self.kind(right)
        if one == NUMBER:
            spread = self.spread(left, right) if other == NUMBER else None
            return spread or self.scaled(left, right)
        if other == NUMBER:
            return self.scaled(right, left)
        if self.divided(left):
            return self.over(self.times(left.left, right), left.right)
        if self.divided(right):
            return self.over(self.times(left, right.left), right.right)
        found = self.cancelled(right, left) or self.cancelled(left, right) or self.spread(left, right)
        if found is not None:
            return found
        scale, rest = self.unscaled(right)
        if scale is not None:
            return self.scaled(scale, self.times(left, rest))
        if isinstance(right, Elementwise) and right.operator == "⊙" and self.alike(right):
            return self.times(self.times(left, right.left), right.right)
        return self.one(Elementwise("⊙", left, right))

    def product(self, left: Expression, right: Expression) -> Expression:
        """The product of two things next to each other."""
        if NUMBER in (self.kind(left), self.kind(right)):
            return self.times(left, right)
        if isinstance(left, Negative):
            return self.negative(self.product(left.part, right))
        if isinstance(right, Negative):
            return self.negative(self.product(left, right.part))
        for first, second, turned in ((left, right, False), (right, left, True)):
            scale, rest = self.unscaled(first)
            if scale is not None:
                return self.scaled(scale, self.product(second, rest) if turned else self.product(rest, second))
        return self.one(Product(left, right))

    def scaled(self, number: Expression, node: Expression) -> Expression:
        """A number times something; it stands in front of the leftmost factor."""
        if isinstance(number, Negative):
            return self.negative(self.scaled(number.part, node))
        if isinstance(node, Negative):
            return self.negative(self.scaled(number, node.part))
        if is_number(number, 1):
            return node
        if is_number(node, 1):
            return number
        if isinstance(number, Elementwise) and number.operator == "/":
            return self.over(self.scaled(number.left, node), number.right)
        around: list[Product | Elementwise] = []
        while (pair := self.led(node)) is not None:
            around.append(pair)
            node = pair.left
        negative = isinstance(node, Negative)
        found = self.in_front(number, node.part if isinstance(node, Negative) else node)
        for outer in reversed(around):
            gone = is_number(found, 1) and not (isinstance(outer, Elementwise) and outer.operator == "/")
            found = outer.right if gone else self.one(with_parts(outer, (found, outer.right)))
        return self.negative(found) if negative else found

    def led(self, node: Expression) -> Product | Elementwise | None:
        """A pair that is scaled by scaling its left side."""
        if isinstance(node, Product) and not node.dotted:
            return node
        if isinstance(node, Elementwise) and node.operator in "⊙/" and self.kind(node.left) == self.kind(node):
            return node
        return None

    def in_front(self, number: Expression, node: Expression) -> Expression:
        """A number times one factor; numbers that are written out come first and are worked out."""
        if isinstance(number, Number) and isinstance(node, Number):
            return self.number(Fraction(number.text) * Fraction(node.text))
        if isinstance(node, Number):
            return self.scaled(node, number)
        return node if is_number(number, 1) else self.one(Product(number, node))

    def unscaled(self, node: Expression) -> tuple[Expression | None, Expression]:
        """The number that a product begins with, and the rest; None if it begins with none."""
        around: list[Expression] = []
        rest = node
        while isinstance(rest, Product) and not rest.dotted:
            if self.kind(rest.left) == NUMBER:
                found = rest.right
                for right in reversed(around):
                    found = self.one(Product(found, right))
                return rest.left, found
            around.append(rest.right)
            rest = rest.left
        return None, node

    # ------------------------------------------------------------------------------------------- kinds

    def stretched(self, node: Expression, like: Expression) -> Expression:
        """A value in every place where another one has values: a number, or a vector along a matrix."""
        if self.kind(node) == self.kind(like):
            return node
        return self.plus(self.one(Product(self.number(0), like)), node)

    def gathered(self, node: Expression, like: Expression) -> Expression:
        """A value added up to the kind of another one, from which it was stretched."""
        mine, wanted = self.kind(node), self.kind(like)
        if mine in VECTORS and wanted in VECTORS and mine != wanted:
            return self.transposed(node)
        if mine == wanted or (mine == NUMBER and wanted != NUMBER) or (mine in VECTORS and wanted == MATRIX):
            return node
        if isinstance(node, Negative):
            return self.negative(self.gathered(node.part, like))
        scale, rest = self.unscaled(node)
        if scale is not None:
            return self.scaled(scale, self.gathered(rest, like))
        return self.call(TOTALS[wanted], node)

    def substituted(self, formula: Expression, values: Mapping[str, Callable[[], Expression]]) -> Expression:
        """A formula of the table with these values in the place of its letters."""
        made: dict[Expression, Expression] = {}
        for node in once_each(formula):
            parts = [made[part] for part in node.parts]
            match node:
                case Name():
                    made[node] = values[node.key]()
                case Number(text):
                    made[node] = self.number(text)
                case Negative():
                    made[node] = self.negative(parts[0])
                case Transpose():
                    made[node] = self.transposed(parts[0])
                case Power(_, Number(text)):
                    made[node] = self.raised(parts[0], Fraction(text))
                case Product():
                    made[node] = self.product(parts[0], parts[1])
                case Elementwise("+"):
                    made[node] = self.plus(parts[0], parts[1])
                case Elementwise("-"):
                    made[node] = self.minus(parts[0], parts[1])
                case Elementwise("⊙"):
                    made[node] = self.times(parts[0], parts[1])
                case Elementwise("/"):
                    made[node] = self.over(parts[0], parts[1])
                case Call(function, _, slope):
                    made[node] = self.call(function, *parts, slope=slope)
                case _:
                    made[node] = self.one(with_parts(node, tuple(parts)))
        return made[formula]


def sign_first(root: Expression) -> Expression:
    """An expression in which a minus sign stands at the first factor, `-a ⊙ b` for `-(a ⊙ b)`."""
    made: dict[Expression, Expression] = {}
    for node in once_each(root):
        parts = tuple(made[part] for part in node.parts)
        same = all(new is old for new, old in zip(parts, node.parts, strict=True))
        new = made[node] = node if same else with_parts(node, parts)
        if isinstance(new, Negative):
            around: list[Elementwise] = []
            inner = new.part
            while isinstance(inner, Elementwise) and inner.operator in "⊙/":
                around.append(inner)
                inner = inner.left
            match inner:
                case Elementwise("-", left, right):
                    new = Elementwise("-", right, left)
                case Product(Number(), Elementwise("-", left, right)):
                    new = Product(inner.left, Elementwise("-", right, left))
                case _:
                    new = Negative(inner)
            for outer in reversed(around):
                new = with_parts(outer, (new, outer.right))
            made[node] = new if around else made[node]
    return made[root]


def once_each(*roots: Expression) -> list[Expression]:
    """Every node of some expressions once, each after its parts."""
    seen: set[Expression] = set()
    order: list[Expression] = []
    stack: list[tuple[Expression, bool]] = [(root, False) for root in reversed(roots)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack += [(part, False) for part in reversed(node.parts) if part not in seen]
    return order


def is_number(node: Expression, value: int) -> bool:
    """True for a number that is written out and has this value."""
    return isinstance(node, Number) and Fraction(node.text) == value


def decimal(value: Fraction) -> str:
    """A number of at least 0 in digits; empty if that takes too many.

    >>> decimal(Fraction(3, 4)), decimal(Fraction(12)), decimal(Fraction(1, 3))
    ('0.75', '12', '')
    """
    if value.denominator == 1:
        return str(value.numerator)
    for digits in range(1, LONGEST + 1):
        if (value * 10**digits).denominator == 1:
            return f"{float(value):.{digits}f}" if value < 10**9 else ""
    return ""
