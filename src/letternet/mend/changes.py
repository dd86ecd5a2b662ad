"""What people get wrong, as the change that would mend it: one row a habit, with how likely it is and why.

A row's function looks at one place of a line and says what could stand there instead.  Nothing here knows whether
that fits; every change is tried (`trials`), and what remains is offered in the order of the costs.  This module is
long because it is one table, with a function for each row.
"""

from __future__ import annotations

from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS, Shape
from ..tree import (
    Call,
    Definition,
    Elementwise,
    Expression,
    Inverse,
    Join,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Transpose,
    Update,
    Values,
    in_order,
    same,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Final

    from ..check.names import Names, Step
    from ..tree import FunctionDefinition

    Swaps = Sequence[tuple[Expression, Expression]]  # what stands there, and what could instead
    Costly = tuple[float, Swaps]


class Site:
    """A place in a line where something may be wrong, and what is around it."""

    __slots__ = ("beside", "kinds", "named", "names", "node", "parents", "scope", "step", "unused")

    def __init__(
        self,
        names: Names,
        step: Step | FunctionDefinition,
        node: Expression,
        parents: dict[Expression, Expression],
        kinds: Callable[[Expression], str],
        named: dict[str, Shape | None],
        unused: frozenset[str],
        scope: dict[str, Name],
        beside: Callable[[tuple[str, bool]], dict[str, Name]],
    ) -> None:
        self.beside: Final = beside  # the names that stand left (or right) of a letter in products of the program
        self.scope: Final = scope  # the names that could stand in the line
        self.names: Final = names
        self.step: Final = step
        self.node: Final = node
        self.parents: Final = parents
        self.kinds: Final = kinds
        self.named: Final = named
        self.unused: Final = unused  # names that a line defines and no line uses

    def kind(self, node: Expression) -> str:
        """The kind of a node; empty where a mistake left it open."""
        return self.kinds(node)

    def kind_of(self, key: str) -> str:
        """The kind of a name."""
        shape = self.named.get(key)
        return shape.kind if shape is not None else ""

    @property
    def parent(self) -> Expression | None:
        """What the node is directly inside of."""
        return self.parents.get(self.node)

    @property
    def is_exponent(self) -> bool:
        """True for an exponent, which is a number or the letter of one; nothing else can be one."""
        return isinstance(self.parent, Power) and self.parent.exponent is self.node


class Habit:
    """One row: what people do, what it costs to believe it, why, and the changes that would mend it.

    A change is what stands there and what could stand there instead, with what it costs more than the row says.
    """

    __slots__ = ("changes", "cost", "name", "why")

    def __init__(self, name: str, cost: float, why: str, changes: Callable[[Site], Iterator[Costly]]) -> None:
        self.name: Final = name
        self.cost: Final = cost
        self.why: Final = why
        self.changes: Final = changes


# ----------------------------------------------------------------------------------------- what is looked at


def turned(site: Site, node: Expression) -> Expression:
    """The transpose as a person writes it: no double one, numbers in front stay in front."""
    if isinstance(node, Transpose):
        return node.part
    if site.kind(node) == NUMBER:
        return node
    if isinstance(node, Product) and not node.dotted and site.kind(node.left) == NUMBER:
        return Product(node.left, turned(site, node.right))
    return Transpose(node)


def factors(site: Site, node: Product) -> tuple[list[Expression], list[Expression]]:
    """The factors of a product typed without brackets: the numbers in front, and the rest."""
    found = [node.right]
    left = node.left
    while isinstance(left, Product) and not left.dotted:
        found.append(left.right)
        left = left.left
    found.append(left)
    found.reverse()
    count = 0
    while count < len(found) - 1 and site.kind(found[count]) == NUMBER:
        count += 1
    return found[:count], found[count:]


def chained(parts: Sequence[Expression]) -> Expression:
    """A product of these, left to right; products on the right side are opened up."""
    made = parts[0]
    for part in parts[1:]:
        inner: list[Expression] = []
        while isinstance(part, Product) and not part.dotted:
            inner.append(part.right)
            part = part.left
        for factor in (part, *reversed(inner)):
            made = Product(made, factor)
    return made


def is_vector(site: Site, node: Expression) -> bool:
    """True for a row or a column."""
    return site.kind(node) in VECTORS


def feeds(site: Site, node: Expression) -> bool:
    """True for a vector that a matrix is applied to, or that a line hands on under another name."""
    parent = site.parent
    if parent is None:
        return True
    if not isinstance(parent, Product):
        return False
    other = parent.right if parent.left is node else parent.left
    return site.kind(other) in (MATRIX, "")


def multiplied(site: Site, node: Expression) -> bool:
    """True for a factor of a product with something else than a number."""
    parent = site.parents.get(node)
    if not isinstance(parent, Product):
        return False
    other = parent.right if parent.left is node else parent.left
    return site.kind(other) != NUMBER


def bias(name: Name) -> bool:
    """True for the letter that biases go by."""
    return name.letter in "bB"


# --------------------------------------------------------------------------------------------- transposes


def transpose_forgotten(site: Site) -> Iterator[Costly]:
    """`W` for `Wᵀ`."""
    node = site.node
    if isinstance(site.parent, Transpose) or isinstance(node, Transpose):
        return
    if isinstance(node, Name) and site.kind(node) == MATRIX:
        # What a network's values are multiplied by stands on the right; left of a product it is rarer.
        left = isinstance(site.parent, Product) and site.parent.left is node and not isinstance(site.step, Update)
        yield (0.5 if left else 0), [(node, Transpose(node))]
    elif isinstance(node, Name) and is_vector(site, node):
        yield 0.5, [(node, Transpose(node))]


def transpose_too_many(site: Site) -> Iterator[Costly]:
    """`Wᵀ` for `W`."""
    node = site.node
    if isinstance(node, Transpose):
        yield 0, [(node, node.part)]
    elif isinstance(site.parent, Transpose):
        yield 0, [(site.parent, node)]


def transpose_elsewhere(site: Site) -> Iterator[Costly]:
    """`xyᵀ` for `xᵀy`, and the reverse: the other one is turned."""
    node = site.node
    if isinstance(node, Product):
        numbers, rest = factors(site, node)
        if len(rest) == 2 and isinstance(rest[0], Transpose) != isinstance(rest[1], Transpose):
            yield 0, [(node, chained([*numbers, turned(site, rest[0]), turned(site, rest[1])]))]


def other_way_round(site: Site) -> Iterator[Costly]:
    """`d2ᵀl1` for `l1ᵀd2`: the product of the same two things, transposed."""
    node = site.node
    if isinstance(node, Product):
        numbers, rest = factors(site, node)
        if len(rest) == 2:
            both = [turned(site, rest[1]), turned(site, rest[0])]
            usual = any(isinstance(part, Transpose) for part in rest)
            yield (0 if usual else 0.4), [(node, chained([*numbers, *both]))]


def whole_transposed(site: Site) -> Iterator[Costly]:
    """`AB` for `(AB)ᵀ`."""
    node = site.node
    if isinstance(node, Name | Transpose | Values | Number) or isinstance(site.parent, Transpose):
        return
    if site.kind(node) in (MATRIX, *VECTORS):
        yield 0, [(node, turned(site, node))]


def weights_stored_turned(site: Site) -> Iterator[Costly]:
    """Every matrix right of a product is stored outputs × inputs."""
    swaps = [
        (node.right, Transpose(node.right))
        for node in in_order(site.step.value)
        if isinstance(node, Product) and isinstance(node.right, Name) and site.kind_of(node.right.key) == MATRIX
    ]
    if len(swaps) > 1:
        yield 0, swaps


# -------------------------------------------------------------------------------------------- operations

MOST_FACTORS = 12  # at the end of a product that are tried in another order, or apart


def sides_swapped(site: Site) -> Iterator[Costly]:
    """`W0l0` for `l0W0`."""
    node = site.node
    if isinstance(node, Product):
        numbers, rest = factors(site, node)
        for i in range(max(0, len(rest) - MOST_FACTORS), len(rest) - 1):
            swapped = [*rest[:i], rest[i + 1], rest[i], *rest[i + 2 :]]
            yield (0 if i == len(rest) - 2 else 0.1), [(node, chained([*numbers, *swapped]))]


def written_for_columns(site: Site) -> Iterator[Costly]:
    """`Wx` where vectors are rows: `xW` or, as the same numbers, `xWᵀ`."""
    node = site.node
    if isinstance(node, Product):
        numbers, rest = factors(site, node)
        if len(rest) == 2 and {site.kind(part) for part in rest} & {ROW, COLUMN} and len(rest) == 2:
            one, other = rest
            plain = [part.part if isinstance(part, Transpose) and is_vector(site, part) else part for part in rest]
            if site.kind(one) == MATRIX and is_vector(site, other):
                yield 0, [(node, chained([*numbers, plain[1], turned(site, one)]))]
                yield 0.1, [(node, chained([*numbers, plain[1], one]))]
            elif site.kind(other) == MATRIX and is_vector(site, one):
                yield 0, [(node, chained([*numbers, turned(site, other), plain[0]]))]
                yield 0.1, [(node, chained([*numbers, other, plain[0]]))]


def value_by_value(site: Site) -> Iterator[Costly]:
    """A product for `⊙`."""
    node = site.node
    if isinstance(node, Product):
        # The book writes a dot product as a line of its own, two letters beside each other.
        alone = site.parent is None and isinstance(node.left, Name) and isinstance(node.right, Name)
        yield (0.5 if alone else 0), [(node, Elementwise("⊙", node.left, node.right))]


def times_itself(site: Site) -> Iterator[Costly]:
    """`xx` for `x²`."""
    node = site.node
    if isinstance(node, Product):
        numbers, rest = factors(site, node)
        if len(rest) == 2 and same(*rest) and is_vector(site, rest[0]):
            yield 0, [(node, chained([*numbers, Power(rest[0], Number("2"))]))]


def a_product(site: Site) -> Iterator[Costly]:
    """`⊙` for a product."""
    node = site.node
    if isinstance(node, Elementwise) and node.operator == "⊙":
        left, right = node.left, node.right
        yield 0, [(node, chained([left, right]))]
        if site.kind(right) == MATRIX:
            yield 0.2, [(node, chained([left, turned(site, right)]))]
        elif site.kind(left) == site.kind(right) == ROW:
            yield 0, [(node, chained([turned(site, left), right]))]
        elif site.kind(left) == site.kind(right) == COLUMN:
            yield 0, [(node, chained([left, turned(site, right)]))]


def one_over(site: Site) -> Iterator[Costly]:
    """`x⁻¹` for one over each value."""
    node = site.node
    if isinstance(node, Inverse) and is_vector(site, node.part):
        yield 0, [(node, Elementwise("/", Number("1"), node.part))]


def dot_product(site: Site) -> Iterator[Costly]:
    """Two vectors beside each other for their dot product."""
    yield from two_vectors(site, ROW)


def outer_product(site: Site) -> Iterator[Costly]:
    """Two vectors beside each other for their outer product."""
    yield from two_vectors(site, COLUMN)


def two_vectors(site: Site, right_turned: str) -> Iterator[Costly]:
    """Two rows or two columns, the right one turned where they are of this kind, else the left one."""
    node = site.node
    if isinstance(node, Product):
        numbers, rest = factors(site, node)
        if len(rest) >= 2 and is_vector(site, rest[-1]):
            *before, left, right = rest
            if site.kind(node.right) == site.kind(node.left) or site.kind(left) == site.kind(right):
                which = [left, turned(site, right)] if site.kind(right) == right_turned else [turned(site, left), right]
                yield 0, [(node, chained([*numbers, *before, *which]))]


def plus_forgotten(site: Site) -> Iterator[Costly]:
    """`l0W0b0` for `l0W0 + b0`, `xU hV` for `xU + hV`."""
    node = site.node
    if isinstance(node, Product) and not node.dotted:
        numbers, rest = factors(site, node)
        for cut in range(max(1, len(rest) - MOST_FACTORS), len(rest)):
            one, other = rest[:cut], rest[cut:]
            likely = len(one) > 1 and (len(other) > 1 or (isinstance(other[0], Name) and bias(other[0])))
            left = chained([*numbers, *one])
            yield (0 if likely else 1), [(node, Elementwise("+", left, chained(other)))]


def sign_for_a_product(site: Site) -> Iterator[Costly]:
    """`l0 + W0` for `l0W0`."""
    node = site.node
    if isinstance(node, Elementwise) and node.operator in "+-":
        odd = site.kind(node.left) != site.kind(node.right)
        swaps: Swaps = [(node, chained([node.left, node.right]))]
        parent = site.parent
        if isinstance(parent, Product) and parent.right is node and site.kind(parent.left) == NUMBER:
            swaps = [(parent, chained([parent.left, node.left, node.right]))]
        yield (0 if odd else 0.5), swaps


def brackets_too_wide(site: Site) -> Iterator[Costly]:
    """`l0(W0 + b0)` and `(l0 + b0)W0` for `l0W0 + b0`."""
    node = site.node if isinstance(site.node, Product) else site.parent
    if isinstance(node, Product):
        left, right = node.left, node.right
        if isinstance(right, Elementwise) and right.operator in "+-" and NUMBER not in kinds_in(site, right):
            yield 0, [(node, Elementwise(right.operator, chained([left, right.left]), right.right))]
        if isinstance(left, Elementwise) and left.operator in "+-" and NUMBER not in kinds_in(site, left):
            yield 0, [(node, Elementwise(left.operator, chained([left.left, right]), left.right))]
            yield 0.3, [(node, Elementwise(left.operator, left.left, chained([left.right, right])))]


def kinds_in(site: Site, node: Elementwise) -> set[str]:
    """The kinds on both sides."""
    return {site.kind(node.left), site.kind(node.right)}


def brackets_forgotten(site: Site) -> Iterator[Costly]:
    """`AB + C` for `A(B + C)`, `x + hW` for `(x + h)W`."""
    node = site.node if isinstance(site.node, Elementwise) else site.parent
    if isinstance(node, Elementwise) and node.operator in "+-⊙":
        left, right = node.left, node.right
        if isinstance(left, Product):
            yield 0, [(node, Product(left.left, Elementwise(node.operator, left.right, right)))]
        if isinstance(right, Product):
            yield 0, [(node, Product(Elementwise(node.operator, left, right.left), right.right))]


def square_for_a_product(site: Site) -> Iterator[Costly]:
    """A power of every value for a product with itself, turned."""
    node = site.node
    if isinstance(node, Power) and isinstance(node.exponent, Number) and node.exponent.text == "2":
        yield 0, [(node, Product(node.part, node.part))]


def factor_forgotten(site: Site) -> Iterator[Costly]:
    """`xA` for `xAB`: a matrix is declared, and no line uses it."""
    node = site.node
    parent = site.parent
    if site.kind(node) in (MATRIX, ROW, COLUMN) and not (isinstance(parent, Product) and parent.right is node):
        between = 0.3 if isinstance(parent, Product) and isinstance(node, Name) else 0
        for key, name in in_scope(site, None):
            if key in site.unused and site.kind_of(key) == MATRIX:
                yield between, [(node, chained([node, name]))]
                yield between + 0.2, [(node, chained([name, node]))]


# ------------------------------------------------------------------------------------------------ names


def other_index(site: Site) -> Iterator[Costly]:
    """A letter with the index of another layer."""
    node = site.node
    if isinstance(node, Name):
        for key, name in in_scope(site, node):
            if name.letter == node.letter and key not in site.unused:
                more = 0 if alike(site, node, key) else OTHER_KIND
                yield more + 0.05 * (distance(name.index, node.index) - 1), [(node, name)]


def unused_name(site: Site) -> Iterator[Costly]:
    """An earlier value where the line above made a new one, or another name where one waits to be used."""
    node = site.node
    if isinstance(node, Name):
        for key, name in in_scope(site, node):
            if key in site.unused and site.kind_of(key) != NUMBER:
                more = 0 if alike(site, node, key) else OTHER_KIND
                yield more + (0 if name.letter == node.letter else 0.5 if not bias(name) else 1.2), [(node, name)]


def other_letter(site: Site) -> Iterator[Costly]:
    """Another name of the same kind."""
    node = site.node
    if isinstance(node, Name):
        for key, name in in_scope(site, node):
            if name.letter != node.letter and key not in site.unused and site.kind_of(key) != NUMBER:
                made = key in site.names.definitions
                more = 0 if alike(site, node, key) else OTHER_KIND
                yield more + (0.5 if bias(name) else -0.2 if made else 0), [(node, name)]


def as_in_other_lines(site: Site) -> Iterator[Costly]:
    """A name where other lines have another one beside the same letter: `hW_o` among `zW_f`, `zW_i`."""
    node, parent = site.node, site.parent
    if isinstance(node, Name) and isinstance(parent, Product):
        left = parent.left is node
        other = parent.right if left else parent.left
        if isinstance(other, Name):
            seen = site.beside((other.letter, left))
            for key, name in in_scope(site, node):
                if key in seen and key != node.key:
                    yield 0, [(node, name)]


def as_in_this_line(site: Site) -> Iterator[Costly]:
    """A name among others of its line that go by another letter: `xG1` beside `D2`, `y2` where `h3` is defined."""
    node, step = site.node, site.step
    if isinstance(node, Name) and node.index and not bias(node):
        letters = {n.letter for n in in_order(step.value) if isinstance(n, Name)}
        letters |= {step.name.letter} if isinstance(step, Definition | Update) else set()
        for key, name in in_scope(site, node):
            if name.index == node.index and name.letter in letters and key != node.key and alike(site, node, key):
                yield 0, [(node, name)]


def other_case(site: Site) -> Iterator[Costly]:
    """`w0` for `W0`."""
    node = site.node
    if isinstance(node, Name):
        other = Name(node.letter.swapcase(), node.index)
        if other.letter != node.letter and other.key in site.named:
            yield 0, [(node, other)]


def names_exchanged(site: Site) -> Iterator[Costly]:
    """Two names of one line in each other's place."""
    node = site.node
    if isinstance(node, Name):
        places: dict[str, list[Name]] = {}
        for name in in_order(site.step.value):
            if isinstance(name, Name):
                places.setdefault(name.key, []).append(name)
        mine = places.get(node.key, [])
        for key, others in places.items():
            if key != node.key and alike(site, node, key):
                other = others[-1]
                swaps = [(name, other) for name in mine] + [(name, node) for name in others]
                yield (0 if other.letter == node.letter else 0.1), swaps


def alike(site: Site, node: Name, key: str) -> bool:
    """True when a name is of the kind of what stands there."""
    return site.kind_of(key) == (site.kind(node) or site.kind_of(node.key))


def in_scope(site: Site, node: Name | None) -> Iterator[tuple[str, Name]]:
    """The names that could stand here: those that wait to be used, and the ones of the nearest index."""
    mine, index = (node.key, node.index) if node is not None else ("", "")
    letter = node.letter if node is not None else ""
    names = [(k, n) for k, n in site.scope.items() if k != mine and site.kind_of(k)]
    if len(names) > MOST_NAMES:
        alike = [item for item in names if item[1].letter == letter or item[0] in site.unused]
        others = [item for item in names if item[1].letter != letter and item[0] not in site.unused]
        names = [
            *sorted(alike, key=lambda item: (distance(item[1].index, index), item[0]))[:MOST_NAMES],
            *sorted(others, key=lambda item: (distance(item[1].index, index), item[0]))[:MOST_NAMES],
        ]
    yield from sorted(names, key=lambda item: (distance(item[1].index, index), item[0]))


def distance(one: str, other: str) -> int:
    """How far two indices are from each other."""
    if one.isdigit() and other.isdigit():
        return abs(int(one) - int(other))
    return 3 if one and other else 2


# ------------------------------------------------------------------------------------ joins and functions


def join_forgotten(site: Site) -> Iterator[Costly]:
    """`xW` for `[x, h]W`."""
    node = site.node
    kind = site.kind(node)
    if isinstance(node, Name) and kind in VECTORS and feeds(site, node):
        for key, name in in_scope(site, node):
            if site.kind_of(key) == kind and not bias(name):
                more = 0 if key in site.unused else 0.2
                first, second = (name, node) if name.letter == "x" else (node, name)
                yield more, [(node, Join((first, second), kind == COLUMN))]
                yield more + 0.05, [(node, Join((second, first), kind == COLUMN))]


def one_not_appended(site: Site) -> Iterator[Costly]:
    """The bias trick without its 1: `xW` for `[x, 1]W`."""
    node = site.node
    kind = site.kind(node)
    if isinstance(node, Name) and kind in VECTORS and site.parent is not None and feeds(site, node):
        yield 0, [(node, Join((node, Number("1")), kind == COLUMN))]


def join_turned(site: Site) -> Iterator[Costly]:
    """Side by side for on top of each other, and the reverse."""
    node = site.node
    if isinstance(node, Join):
        yield 0, [(node, Join(node.items, not node.on_top))]


def join_too_long(site: Site) -> Iterator[Costly]:
    """A part too many."""
    node = site.node if isinstance(site.node, Join) else site.parent
    if isinstance(node, Join):
        for i in range(len(node.items)):
            rest = node.items[:i] + node.items[i + 1 :]
            yield 0.01 * (len(node.items) - i), [(node, rest[0] if len(rest) == 1 else Join(rest, node.on_top))]


def join_taken_apart(site: Site) -> Iterator[Costly]:
    """`xW + hW` for `[x, h]W`."""
    node = site.node
    parent = node if isinstance(node, Elementwise) else site.parent
    while parent is not None and not (isinstance(parent, Elementwise) and parent.operator == "+"):
        parent = site.parents.get(parent)
    if isinstance(parent, Elementwise):
        left, right = parent.left, parent.right
        if isinstance(left, Product) and isinstance(right, Product) and same(left.right, right.right):
            on_top = site.kind(left.left) == COLUMN
            yield 0, [(parent, Product(Join((left.left, right.left), on_top), left.right))]


def join_of_a_sum(site: Site) -> Iterator[Costly]:
    """`x + h` for `[x, h]`."""
    node = site.node
    if isinstance(node, Elementwise) and node.operator == "+" and site.kind(node.left) == site.kind(node.right):
        plain = isinstance(node.left, Name) and isinstance(node.right, Name)
        if plain or isinstance(site.parent, Product):
            yield 0, [(node, Join((node.left, node.right), site.kind(node.left) == COLUMN))]


def sum_of_a_join(site: Site) -> Iterator[Costly]:
    """`[xU, hV]` for `xU + hV`."""
    node = site.node if isinstance(site.node, Join) else site.parent
    if isinstance(node, Join) and len({site.kind(part) for part in node.items}) == 1:
        made: Expression = node.items[0]
        for part in node.items[1:]:
            made = Elementwise("+", made, part)
        products = all(isinstance(part, Product) for part in node.items)
        yield (0 if products else 0.3), [(node, made)]


def sum_forgotten(site: Site) -> Iterator[Costly]:
    """All values for their sum or their average."""
    node = site.node
    if node is site.step.value and site.kind(node) not in (NUMBER, ""):
        part = node.part if isinstance(node, Negative) else node
        name = site.step.name if isinstance(site.step, Definition) else None
        an_error = name is None or name.letter in ERRORS or site.kind_of(name.key) == NUMBER
        for more, function in ((0, "sum"), (0.5, "mean")):
            made: Expression = Call(function, (part,))
            yield more + (0 if an_error else NO_ERROR), [(node, Negative(made) if isinstance(node, Negative) else made)]


def sum_too_many(site: Site) -> Iterator[Costly]:
    """One number where all values are needed, or the sums of rows or columns."""
    node = site.node
    if isinstance(node, Call) and node.function in ("sum", "mean") and len(node.arguments) == 1:
        for more, prefix in ((0, ""), (0, "col"), (0.1, "row")):
            made = Call(prefix + node.function, node.arguments) if prefix else node.arguments[0]
            yield more, [(node, made)]


def batch_not_summed(site: Site) -> Iterator[Costly]:
    """A batch's gradient of a bias for its sum over the batch."""
    node = site.node
    scaled = isinstance(site.parent, Elementwise) and site.parent.operator == "⊙"
    if site.kind(node) == MATRIX and isinstance(node, Name) and not multiplied(site, node) and not scaled:
        yield 0, [(node, Call("colsum", (node,)))]
        yield 0.2, [(node, Call("rowsum", (node,)))]


ERRORS = "eEJLCsc"  # what errors, losses, costs and scores go by
NO_ERROR = 0.6  # more, for the sum of something that does not go by such a letter
MOST_NAMES = 12  # of one sort that are tried in a place
SIBLINGS = {
    "rowsum": "colsum", "colsum": "rowsum", "rowmean": "colmean", "colmean": "rowmean", "outer": "dot", "dot": "outer",
}  # fmt: skip


def sibling_function(site: Site) -> Iterator[Costly]:
    """`rowsum` for `colsum`."""
    node = site.node
    if isinstance(node, Call) and node.function in SIBLINGS:
        other = Call(SIBLINGS[node.function], node.arguments)
        yield 0, [(node, other)]
        yield 0.1, [(node, Transpose(other))]


def arguments_swapped(site: Site) -> Iterator[Costly]:
    """`f(y, x)` for `f(x, y)`."""
    node = site.node if isinstance(site.node, Call) else site.parent
    if isinstance(node, Call) and len(node.arguments) == 2:
        yield 0, [(node, Call(node.function, node.arguments[::-1], node.slope))]


# What is cheap is likely.  The costs come from what courses, forums and error messages are full of; a difference
# of a few tenths decides between two readings that both fit.
HABITS = (
    Habit("other case", 0.7, "a shift key missed: both names exist, so one was meant", other_case),
    Habit("unused name", 0.8, "a name that waits to be used, beside one that does not fit", unused_name),
    Habit("times itself", 0.8, "code and paper write xx for the square of every value", times_itself),
    Habit("other way round", 0.9, "the two factors of an outer product are remembered, their order is not",
          other_way_round),
    Habit("as in other lines", 0.9, "lines that are copied are alike but for one letter", as_in_other_lines),
    Habit("as in this line", 1.0, "a line is copied, and one letter stays as it was", as_in_this_line),
    Habit("join taken apart", 0.9, "one matrix for several things joined is used for each of them", join_taken_apart),
    Habit("transpose elsewhere", 0.95, "one of two had to be turned, and it was the other", transpose_elsewhere),
    Habit("transpose forgotten", 1.0, "the most common slip in backward passes, and wherever weights are stored"
          " outputs × inputs", transpose_forgotten),
    Habit("transpose too many", 1.0, "as easily put as forgotten", transpose_too_many),
    Habit("value by value", 1.0, "code writes * for it, papers nothing", value_by_value),
    Habit("brackets too wide", 1.1, "a bias drawn into the brackets", brackets_too_wide),
    Habit("weights stored turned", 1.1, "libraries keep weights as outputs × inputs, and then all of them",
          weights_stored_turned),
    Habit("written for columns", 1.1, "papers with columns write Wx", written_for_columns),
    Habit("rowsum for colsum", 1.1, "rows and columns are mixed up more than anything", sibling_function),
    Habit("sum forgotten", 1.1, "an error is one number", sum_forgotten),
    Habit("sum too many", 1.2, "NumPy's sum without an axis adds up everything", sum_too_many),
    Habit("batch not summed", 1.2, "a bias is one for the whole batch", batch_not_summed),
    Habit("join in the other direction", 1.2, "a comma for a semicolon", join_turned),
    Habit("plus forgotten", 1.2, "a bias typed right behind its product", plus_forgotten),
    Habit("inverse of a vector", 1.1, "papers write ⁻¹ for one over a number, and over each of several", one_over),
    Habit("dot product", 1.2, "two vectors beside each other", dot_product),
    Habit("outer product", 1.3, "two vectors beside each other", outer_product),
    Habit("names exchanged", 1.3, "two weights in each other's place", names_exchanged),
    Habit("sign for a product", 1.2, "a sign for another", sign_for_a_product),
    Habit("factor forgotten", 1.2, "a declared matrix that no line uses", factor_forgotten),
    Habit("arguments swapped", 1.2, "the order of two arguments", arguments_swapped),
    Habit("join forgotten", 1.3, "a cell reads its input and its state", join_forgotten),
    Habit("other index", 1.4, "an index off by one", other_index),
    Habit("product for ⊙", 1.3, "code writes * for both", a_product),
    Habit("sides swapped", 1.4, "factors in the order in which a sentence names them", sides_swapped),
    Habit("brackets forgotten", 1.4, "A(B + C) typed without its brackets", brackets_forgotten),
    Habit("1 not appended", 1.45, "a weight matrix with a row for the bias", one_not_appended),
    Habit("sum for a join", 1.5, "adding and joining are both ways to combine", join_of_a_sum),
    Habit("join for a sum", 1.5, "both ways to combine, once more", sum_of_a_join),
    Habit("a part too many", 1.55, "a join from an earlier version of the formula", join_too_long),
    Habit("whole transposed", 1.8, "the result is needed the other way round", whole_transposed),
    Habit("other letter", 2.2, "one name for another; without a further sign a guess", other_letter),
    Habit("square for a product", 2.4, "AA written as A²", square_for_a_product),
)  # fmt: skip

STORED = "libraries often store weights as outputs × inputs"
CORRECTED = 1.5  # a declaration with one size that differs
MISTYPED = 1.1  # a declaration with a size that looks like the right one: digits exchanged, or one off in a long number
TURNED = 1.3  # a declaration with its two sizes the wrong way round
BOTH_SIZES = 0.3  # more, where both sizes of a matrix would have to be wrong
NATURAL = 0.7  # a declaration of another kind than its letter stands for
DIVISOR = 0.9  # a letter for a vector that a matrix is divided by: d in QKᵀ/√d
UNNATURAL = 1.9  # a declaration that would have to be of another kind than its letter stands for
FLATTENED = 0.9  # a table of as many values as were needed
DATA_DECLARED = 0.1  # more, for what comes in as data: people know it better than their weights
COLUMNS = 0.6  # everything fits if vectors are columns
COLUMNS_GUESS = 1.3  # the same where no matrix stands left of a vector
OTHER_KIND = 0.6  # more, for a name of another kind than what stands there
KIND_CHANGES = 0.8  # more, where a defined name would hold another kind than its letter says
TO_A_NUMBER = 0.8  # more, where a product that gave many values would give one number, which fits everywhere
SWALLOWED = 0.6  # more, where a sum or mean of everything takes in what is changed: any size fits there
TWICE = 0.6  # more, where a line would say what another line says already
LEFT_UNUSED = 0.4  # more, where a name that was declared would have no use any more
SAME_LETTERS = 0.7  # more, for each two declared letters that would be one size: they were declared as two
UNSURE = 0.5  # more, where what comes out is not known in numbers
FARTHER = 0.1  # more, for each step between a declaration and the clash
FAR_FETCHED = 0.95  # what costs so much more than the likeliest way out is not offered: better none than a wrong one
