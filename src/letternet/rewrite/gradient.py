"""What every part of a formula should change by, from the error back to the letters: the chain rule, in letters.

The walk goes over the formula's own nodes, each before its parts.  A part's change is what the node should change by,
passed on by the rule of the operation; contributions of several uses add up (reverse accumulation; S. Linnainmaa,
1970).  What a rule needs of the values on the way is the name of that value, and a value without one gets one.
"""

from __future__ import annotations

from fractions import Fraction

from ..check.layers import layers_in
from ..functions import FIRST, FUNCTIONS, LAST, LOGARITHM, TOTALS, every_row, every_value, one_or_pair
from ..read.letters import read
from ..sizes import COLUMN, NUMBER, ROW, VECTORS
from ..tree import (
    Call,
    Definition,
    Elementwise,
    Evaluation,
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
    never,
)
from .algebra import UnfitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from typing import Final, Protocol

    from ..check.model import Checked
    from ..check.names import Step
    from ..sizes import Term
    from .algebra import Algebra

    class GivesNames(Protocol):
        """Gives names to values that have none."""

        def layer(self, node: Expression, kind: str) -> Name:
            """The name of a value of the formula."""

        def delta(self, layer: Name, kind: str) -> Name:
            """The name of what a layer should change by."""

        def size(self, size: Term) -> Expression:
            """A size as a number in a formula."""

ARGUMENTS = ("x", "w", "v")  # the letters of a function's arguments in the table
LITTLE = 2  # operations on letters and numbers that are written again rather than named

_FORMULAS: dict[str, Expression] = {}


def formula(text: str) -> Expression:
    """A formula of the table."""
    if text not in _FORMULAS:
        (line,) = read(text)[0].statements
        assert isinstance(line, Evaluation)
        _FORMULAS[text] = line.value
    return _FORMULAS[text]


class Flow:
    """The values of a program as one graph, a name being what its line works out; what depends on the learned letters.

    `roots` has what each name is defined as, `uses` how many values that depend on a learned letter each one goes into.
    """

    def __init__(self, algebra: Algebra, steps: Iterable[Step], learned: Collection[str], last: str) -> None:
        self.algebra: Final = algebra
        self.learned: Final = frozenset(learned)
        self.roots: Final[dict[str, Expression]] = {}
        self.owners: Final[dict[Expression, Name]] = {}  # the first name of each root
        self.layers: Final[dict[Expression, Name]] = {}  # values in between that have a name of their own
        for step in steps:
            # A literal on a line of its own has the kind of its letter, and an equal one elsewhere another.
            root = step.value if isinstance(step.value, Values) else algebra.taken(step.value)
            if isinstance(step, Definition):
                self.roots[step.name.key] = root
                if isinstance(root, Values):
                    continue
                if not isinstance(root, Name | Number):
                    self.owners.setdefault(root, step.name)
                if algebra.kind(root) != NUMBER:  # an error is no layer
                    found = layers_in(Definition(step.name, root), algebra.checked.columns)
                    self.layers.update((node, name) for node, name in found.items() if node not in self.layers)
        self.order: Final[list[Expression]] = []  # each value after all that it is made from
        self.needed: Final[set[Expression]] = set()
        self.uses: Final[dict[Expression, int]] = {}
        self.walk(self.roots[last])

    def behind(self, node: Expression) -> Expression:
        """The value that a name stands for: what its line works out, or the letter itself."""
        while isinstance(node, Name) and node.key in self.roots and node.key not in self.learned:
            root = self.roots[node.key]
            if isinstance(root, Values):
                break
            node = root
        return node

    def parts(self, node: Expression) -> list[Expression]:
        """The values that a node is made from, as far as a change of them changes it smoothly."""
        return [self.behind(part) for part in smooth(node, self.algebra.checked, self.algebra.kind)]

    def walk(self, last: Expression) -> None:
        """Put everything in order, and find what depends on a learned letter."""
        stack: list[tuple[Expression, bool]] = [(self.behind(last), False)]
        seen: set[Expression] = set()
        while stack:
            node, done = stack.pop()
            if not done:
                if node in seen:
                    continue
                seen.add(node)
                stack.append((node, True))
                stack += [(part, False) for part in reversed(self.parts(node)) if part not in seen]
                continue
            needing = [part for part in self.parts(node) if part in self.needed]
            if needing or (isinstance(node, Name) and node.key in self.learned):
                self.needed.add(node)
                self.order.append(node)
            for part in needing:
                self.uses[part] = self.uses.get(part, 0) + 1


def smooth(node: Expression, checked: Checked, kind: Callable[[Expression], str]) -> Sequence[Expression]:
    """The parts through which a change flows: not those of a comparison, nor numbers of rows."""
    if isinstance(node, Elementwise) and node.operator not in "+-⊙/":
        return ()
    if isinstance(node, Power) and isinstance(node.exponent, Number) and not Fraction(node.exponent.text):
        return ()
    if isinstance(node, Call) and not node.slope:
        found = back_rules(node, checked, kind)
        if found is not None:
            return [part for part, rule in zip(node.arguments, found[1], strict=True) if rule]
    return node.parts


def back_rules(
    node: Call, checked: Checked, kind: Callable[[Expression], str]
) -> tuple[str, tuple[str, ...]] | None:
    """How a function of the table passes on what its result should change by, for each argument.

    None where its slope is all there is: the program's own, or that of a function of every value.
    """
    own = checked.names.functions
    if node.function in checked.given or node.function in own or f"{node.function}'" in own:
        return None
    return rules_for(node.function, [kind(part) for part in node.arguments])


def rules_for(function: str, kinds: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """The rules of the table that fit these kinds of arguments."""
    for pattern, rules in FUNCTIONS[function].back.items():
        wanted = pattern.split()
        if len(wanted) == len(kinds) and all(
            want in ("any", kind) or (want in ("vector", COLUMN) and kind in VECTORS)
            for want, kind in zip(wanted, kinds, strict=True)
        ):
            return pattern, rules
    return None


class Gradient:
    """The walk back: what each value should change by.

    After `back`, `deltas` has a line for each layer, the last one first, `values` the names of values that had none,
    and `found` the change of each learned letter.
    """

    def __init__(self, flow: Flow, names: GivesNames | None, error: Name | None = None) -> None:
        """Without `names` no value gets one: what is needed of it is written again.  The `error` is no layer."""
        self.error: Final = error
        self.flow: Final = flow
        self.algebra: Final = flow.algebra
        self.names: Final = names
        self.deltas: Final[list[tuple[Name, Expression]]] = []
        self.values: Final[dict[Expression, Name]] = {}
        self.found: Final[dict[str, Expression]] = {}
        self.labels: Final[dict[Expression, Name]] = {}
        self.exponents: Final[dict[str, Name]] = {}  # an exponent -> the name of one less
        self.given: Final[dict[Expression, list[Expression]]] = {}

    def back(self, node: Expression, change: Expression) -> None:
        """Walk from a value that should change by so much to the learned letters."""
        order = self.flow.order
        self.given[node] = [change]
        for at in range(order.index(node), -1, -1):
            node = order[at]
            change, *others = self.given.pop(node)
            for other in others:
                change = self.algebra.plus(change, other)
            if isinstance(node, Name):
                self.found[node.key] = change
            else:
                assert not isinstance(node, Number | Values)  # which depend on nothing
                self.pass_on(node, change)

    def pass_on(self, node: Operation, change: Expression) -> None:
        """What a value should change by goes on to its parts; that of a layer gets a name on the way.

        A layer's change is named where it leaves the layer's functions: what the weighted sum should change by.
        """
        needing = [part for part in self.flow.parts(node) if part in self.flow.needed]
        owner = self.flow.owners.get(node)
        label = self.labels.get(node) or (owner if owner is not self.error else None) or self.values.get(node)
        inside = needing[0]
        alone = len(needing) == 1 and self.flow.uses[inside] == 1 and not isinstance(inside, Name)
        alone = alone and self.rank(inside) == self.rank(node)
        if alone and self.within_layer(node):
            own = self.flow.owners.get(inside)
            kept = label if label is not None and label.key in self.flow.roots else own or label
            if kept is not None:
                self.labels[inside] = kept
        elif label is not None and self.names is not None and self.worth_a_name(change):
            name = self.algebra.name(self.names.delta(label, self.algebra.kind(change)), change)
            assert isinstance(name, Name)
            self.deltas.append((name, change))
            change = name
        for part, passed in self.changes(node, change):
            behind = self.flow.behind(part)
            if behind in self.flow.needed:
                self.given.setdefault(behind, []).append(self.fitted(passed, part, node))

    def rank(self, node: Expression) -> int:
        """How many sizes something has."""
        return len(self.algebra.shapes[node].sizes)

    def worth_a_name(self, change: Expression) -> bool:
        """True for what is more than a name, a number or one of them turned, negated or doubled."""
        while isinstance(change, Negative | Transpose):
            change = change.part
        while isinstance(change, Product) and (isinstance(change.left, Number) or self.is_number(change.right)):
            change = change.right if isinstance(change.left, Number) else change.left
        if isinstance(change, Elementwise) and change.operator == "/" and self.is_number(change.right):
            return not self.is_number(change.left)
        return not isinstance(change, Name | Number)

    def is_number(self, node: Expression) -> bool:
        """True for a number, or a letter for one."""
        return isinstance(node, Name | Number) and self.algebra.kind(node) == NUMBER

    def within_layer(self, node: Expression) -> bool:
        """True for an operation that a layer ends with: value by value, or row by row."""
        if isinstance(node, Call) and node.function in FUNCTIONS and not self.by_value(node):
            sizes = FUNCTIONS[node.function].sizes
            return sizes is every_row or (sizes is one_or_pair and len(node.arguments) > 1)
        return self.by_value(node)

    def by_value(self, node: Expression) -> bool:
        """True for an operation that works value by value, so that sizes and places stay."""
        match node:
            case Elementwise() | Negative() | Transpose() | Power():
                return True
            case Product(left, right):
                return NUMBER in (self.algebra.kind(left), self.algebra.kind(right))
            case Call():
                rules = back_rules(node, self.algebra.checked, self.algebra.kind)
                return rules is None or FUNCTIONS[node.function].sizes is every_value
            case Inverse(part):
                return self.algebra.kind(part) == NUMBER
            case _:
                return False

    # --------------------------------------------------------------------------------------------- values

    def value(self, node: Expression) -> Expression:
        """The name of a value; what is quickly written stays as it is."""
        if isinstance(node, Name | Number | Values) or self.names is None:
            return node
        name = self.flow.owners.get(node) or self.values.get(node)
        if name is None:
            if self.is_little(node):
                return node
            name = self.values[node] = self.names.layer(node, self.algebra.kind(node))
        return self.algebra.name(name, node)

    def is_little(self, node: Expression) -> bool:
        """True for an operation or two on letters and numbers, without products, and functions only of numbers."""
        waiting, operations = [node], 0
        while waiting:
            node = waiting.pop()
            if isinstance(node, Name | Number | Values):
                continue
            operations += not isinstance(node, Transpose | Negative)
            kinds = [self.algebra.kind(part) for part in node.parts]
            if operations > LITTLE or isinstance(node, Join | Inverse):
                return False
            if isinstance(node, Call) and {self.algebra.kind(node), *kinds} != {NUMBER}:
                return False
            if isinstance(node, Product) and NUMBER not in kinds:
                return False
            waiting += node.parts
        return True

    def count(self, node: Expression, letter: str) -> Expression:
        """How many values, rows or columns something has."""
        assert self.names is not None  # what goes value by value counts nothing
        shape = self.algebra.shapes[node]
        sizes = {"n": shape.sizes, "r": (shape.rows,), "c": (shape.columns,)}[letter]
        found = self.algebra.number(1)
        for size in sizes:
            found = self.algebra.times(found, self.names.size(size))
        return found

    # ---------------------------------------------------------------------------------------------- rules

    def exact(self, change: Expression, node: Expression) -> Expression:
        """A change with a value in every place."""
        if self.algebra.kind(change) == self.algebra.kind(node):
            return change
        return self.algebra.stretched(change, self.value(node))

    def fitted(self, change: Expression, part: Expression, node: Expression) -> Expression:
        """A change as its part has it: added up where the part was stretched."""
        algebra = self.algebra
        mine, wanted, whole = (algebra.kind(x) for x in (change, part, node))
        if whole not in (mine, wanted, NUMBER) and self.by_value(node) and not isinstance(node, Transpose):
            change = algebra.stretched(change, self.value(node))
        return algebra.gathered(change, part)

    def changes(self, node: Operation, change: Expression) -> list[tuple[Expression, Expression]]:
        """What the parts of a node should change by, if it should change by this."""
        algebra = self.algebra
        match node:
            case Elementwise("+", left, right):
                return [(left, change), (right, change)]
            case Elementwise("-", left, right):
                return [(left, change), (right, algebra.negative(change))]
            case Elementwise("⊙", left, right):
                return self.factors(left, right, change)
            case Elementwise(_, left, right):  # a comparison has no slope, so nobody comes here for one
                return self.quotient(left, right, change)
            case Negative(part):
                return [(part, algebra.negative(change))]
            case Transpose(part):
                return [(part, algebra.transposed(change))]
            case Product(left, right):
                return self.product(node, left, right, change)
            case Inverse(part) if algebra.kind(part) == NUMBER:
                return [(part, algebra.negative(algebra.over(change, algebra.raised(self.value(part), Fraction(2)))))]
            case Inverse(part):
                turned = algebra.transposed(self.value(node))
                inner = algebra.product(algebra.product(turned, self.exact(change, node)), turned)
                return [(part, algebra.negative(inner))]
            case Power(part, exponent):
                return self.power(node, part, exponent, change)
            case Join(items, on_top):
                return self.joined(node, items, on_top, change)
            case Call():
                return self.call(node, change)
            case _:
                never(node)

    def needs(self, part: Expression) -> bool:
        """True for a part that depends on a learned letter."""
        return self.flow.behind(part) in self.flow.needed

    def factors(self, left: Expression, right: Expression, change: Expression) -> list[tuple[Expression, Expression]]:
        """x ⊙ y: the other side, value by value."""
        pairs = ((left, right), (right, left))
        return [(part, self.algebra.times(change, self.value(other))) for part, other in pairs if self.needs(part)]

    def quotient(self, left: Expression, right: Expression, change: Expression) -> list[tuple[Expression, Expression]]:
        """x / y: 1 / y for x, and -x / y² for y."""
        algebra = self.algebra
        below = self.value(right)
        found = [(left, algebra.over(change, below))] if self.needs(left) else []
        if self.needs(right):
            squared = algebra.raised(below, Fraction(2))
            above = algebra.times(change, self.value(left))
            found.append((right, algebra.negative(algebra.over(above, squared))))
        return found

    def product(
        self, node: Product, left: Expression, right: Expression, change: Expression
    ) -> list[tuple[Expression, Expression]]:
        """A product: the change by the other side transposed."""
        algebra = self.algebra
        kinds = (algebra.kind(left), algebra.kind(right))
        if NUMBER in kinds or (node.dotted and kinds[0] == kinds[1] and kinds[0] in VECTORS):
            return self.factors(left, right, change)
        found = []
        for part, other, first in ((left, right, True), (right, left, False)):
            if not self.needs(part):
                continue
            turned = algebra.transposed(self.value(other))
            if algebra.kind(change) == NUMBER and algebra.kind(part) in VECTORS and algebra.kind(node) in VECTORS:
                total = algebra.call(TOTALS[algebra.kind(part)], turned)
                found.append((part, algebra.scaled(change, total)))
                continue
            whole = self.exact(change, node)
            found.append((part, algebra.product(whole, turned) if first else algebra.product(turned, whole)))
        return found

    def power(
        self, node: Expression, part: Expression, exponent: Number | Name, change: Expression
    ) -> list[tuple[Expression, Expression]]:
        """x to a power: one less, times it; with a letter as exponent also the logarithm."""
        algebra = self.algebra
        if isinstance(exponent, Number) and Fraction(exponent.text) == 1:
            return [(part, change)]
        below = self.value(part)
        if isinstance(exponent, Number):
            power = Fraction(exponent.text)
            slope = algebra.scaled(algebra.number(power), algebra.raised(below, power - 1))
            return [(part, algebra.times(change, slope))]
        found = []
        if self.needs(part):
            letter = algebra.taken(exponent)
            slope = algebra.scaled(letter, algebra.one(Power(below, self.one_less(exponent))))
            found.append((part, algebra.times(change, slope)))
        if self.needs(exponent):
            slope = algebra.times(self.value(node), algebra.call(LOGARITHM, below))
            found.append((exponent, algebra.times(change, slope)))
        return found

    def one_less(self, exponent: Name) -> Name:
        """A name for an exponent less one; an exponent is a number or a name."""
        if self.names is None:
            raise UnfitError
        if exponent.key not in self.exponents:
            value = self.algebra.minus(self.algebra.taken(exponent), self.algebra.number(1))
            name = self.algebra.name(self.names.layer(value, NUMBER), value)
            assert isinstance(name, Name)
            self.deltas.append((name, value))
            self.exponents[exponent.key] = name
        return self.exponents[exponent.key]

    def joined(
        self, node: Expression, items: tuple[Expression, ...], on_top: bool, change: Expression
    ) -> list[tuple[Expression, Expression]]:
        """Things joined: to each its stretch of the change."""
        aside = self.algebra.kind(node) not in VECTORS and not on_top
        whole = self.exact(change, node)
        found = []
        for number, item in enumerate(items):
            if not self.needs(item):
                continue
            part = whole
            if number:
                rest = [self.value(other) for other in items[number:]]
                end = rest[0] if len(rest) == 1 else self.algebra.one(Join(tuple(rest), on_top))
                part = self.stretch(LAST, whole, end, aside)
            if number < len(items) - 1:
                part = self.stretch(FIRST, part, self.value(item), aside)
            found.append((item, part))
        return found

    def stretch(self, function: str, whole: Expression, part: Expression, aside: bool) -> Expression:
        """The first or last values of a change; of things that stand side by side those of its columns."""
        algebra = self.algebra
        if not aside:
            return algebra.call(function, whole, part)
        return algebra.transposed(algebra.call(function, algebra.transposed(whole), algebra.transposed(part)))

    def call(self, node: Call, change: Expression) -> list[tuple[Expression, Expression]]:
        """A function: its slope value by value, or the rule that the table has for it."""
        algebra = self.algebra
        found = back_rules(node, algebra.checked, algebra.kind)
        arguments = [self.lazily(part) for part in node.arguments]
        if found is None or not found[1]:
            slope = algebra.call(node.function, arguments[0](), slope=True)
            return [(node.arguments[0], algebra.times(change, slope))]
        pattern, rules = found
        columns = COLUMN in pattern.split()
        if FUNCTIONS[node.function].sizes not in (every_value, one_or_pair):
            change = self.exact(change, node)
        letters: dict[str, Callable[[], Expression]] = {
            "g": lambda: self.turned(change) if columns else change,
            "y": self.lazily(node),
        }
        for letter in "nrc":
            letters[letter] = lambda letter=letter: self.count(node.arguments[0], letter)  # type: ignore[misc]
        for letter, value in zip(ARGUMENTS, arguments, strict=False):
            letters[letter] = (lambda value=value: self.turned(value())) if columns else value  # type: ignore[misc]
        return [
            (part, algebra.substituted(formula(rule), letters))
            for part, rule in zip(node.arguments, rules, strict=True)
            if rule and self.needs(part)
        ]

    def lazily(self, node: Expression) -> Callable[[], Expression]:
        """The value of a node, if somebody asks for it."""
        return lambda: self.value(node)

    def turned(self, node: Expression) -> Expression:
        """A vector as a column."""
        return self.algebra.transposed(node) if self.algebra.kind(node) == ROW else node
