"""Products are worked out in the cheapest order that their sizes allow.

A product of several matrices is the same in whatever order it is worked out; what that takes differs, sometimes by a
factor of a hundred.  Functions and sums end a product.  The cheapest order is found by trying every way to part every
stretch of it (S. Godbole, *On efficient computation of matrix chain products*, 1973), with the datapoints of a batch
counted in, and a number is multiplied where there are fewest values.
"""

from __future__ import annotations

from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS, Shape
from ..tree import (
    Call,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    Name,
    Product,
    Program,
    Transpose,
    Update,
    in_order,
)
from .substitute import replaced, with_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import Final, TypeAlias

    from ..check.model import Checked
    from ..check.names import Step
    from ..sizes import Term

    Length: TypeAlias = Callable[[Term], int | None]
    Tree: TypeAlias = "int | tuple[Tree, Tree]"
    Orders: TypeAlias = tuple[tuple[Tree | None, Tree | None], ...]

MOST = 60  # factors of a product; a longer one stays as it is

# What a value that is read or written takes, in multiplications with addition within a large product; and how much
# longer those take where the datapoints' own matrices meet, for which BLAS has no call.
VALUE, APART = 4.0, 8.0


class Chain:
    """A product of several arrays: its factors as they follow each other, and the numbers that scale it.

    A factor is an expression and whether it is transposed.  `sizes` are the rows of the first factor and the columns of
    each, `batched` says which of them differ between datapoints; a number comes with its sign, `·` or `/`, and
    `scaled_apart` is true where one differs between datapoints.
    """

    __slots__ = ("batched", "factors", "numbers", "root", "scaled_apart", "sizes")

    def __init__(self, root: Expression) -> None:
        self.root: Final = root
        self.factors: Final[list[tuple[Expression, bool]]] = []
        self.numbers: Final[list[tuple[str, Expression]]] = []
        self.sizes: Final[list[Term]] = []
        self.batched: Final[list[bool]] = []
        self.scaled_apart = False


def ordered(checked: Checked, orders: Orders, batched: Collection[str] = ()) -> Program:
    """The program with its products in these orders, as `orders_for` found them for batches in the same letters.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.write.letters import letters
    >>> checked = check(read("A : 9 × 9; B : 9 × 9; C : 9 × 2; y = ABC")[0])
    >>> print(letters(ordered(checked, orders_for(checked, checked.length))).splitlines()[-1])
    y = A(BC)
    """
    made: dict[Expression, Expression] = {}
    changed: dict[Step, Step] = {}
    found = iter(orders)
    for step, chains in chains_of(checked, batched):
        for chain in chains:
            tree, place = next(found)
            if tree is not None:
                made[chain.root] = put_together(chain, tree, place, made)
        value = with_made(step.value, made)
        if value is not step.value:
            changed[step] = with_value(step, value)
    program = checked.program
    lines = [
        changed.get(line, line) if isinstance(line, Definition | Update | Evaluation) else line
        for line in program.statements
    ]
    return Program(tuple(lines), program.text)


def orders_for(checked: Checked, length: Length, batched: Collection[str] = (), count: int = 1) -> Orders:
    """For each product the cheapest order, and the part in which its numbers are multiplied; None as it is written.

    `length` gives the number that a size is, if it is known; some letters have so many datapoints.
    """
    found: list[tuple[Tree | None, Tree | None]] = []
    for _, chains in chains_of(checked, batched):
        for chain in chains:
            tree = decided(chain)
            if tree is None:
                tree = cheapest(chain, length, count)
            place = fewest(chain, tree, length, count) if tree is not None and chain.numbers else None
            found.append((tree, place))
    return tuple(found)


def open_orders(checked: Checked, batched: Collection[str]) -> bool:
    """True when an order depends on what comes: on sizes that nothing says, or on how many datapoints there are."""
    return any(
        decided(chain) is None and (any(chain.batched) or any(checked.length(size) is None for size in chain.sizes))
        for _, chains in chains_of(checked, batched)
        for chain in chains
        if len(chain.factors) > 2
    )


# ------------------------------------------------------------------------------------------ what there is


def chains_of(checked: Checked, batched: Collection[str]) -> Iterator[tuple[Step, list[Chain]]]:
    """Each line with the products of several arrays in it, those inside the factors of others first."""
    many = set(batched)
    for step in checked.names.order:
        differs = differing(checked, step.value, many)
        chains: list[Chain] = []
        waiting = [step.value]
        while waiting:
            node = waiting.pop()
            chain = chain_at(node, checked, isinstance(step, Update))
            if chain is None:
                waiting += node.parts
                continue
            waiting += [factor for factor, _ in chain.factors]
            waiting += [number for _, number in chain.numbers]
            if len(chain.factors) in range(2 if chain.numbers else 3, MOST):
                chain.batched.extend(factor in differs for factor, _ in chain.factors)
                chain.scaled_apart = any(number in differs for _, number in chain.numbers)
                chains.append(chain)
        if isinstance(step, Definition) and step.value in differs:
            many.add(step.name.key)
        if chains:
            yield step, chains[::-1]


def differing(checked: Checked, root: Expression, many: Collection[str]) -> set[Expression]:
    """The parts of an expression that differ between datapoints, where these letters do."""
    found: set[Expression] = set()
    if many:
        closed = checked.names.closed
        for node in in_order(root):
            own = isinstance(node, Name) and node.key in many
            through = isinstance(node, Call) and any(key in many for key in closed.get(node.title, ()))
            if own or through or not found.isdisjoint(node.parts):
                found.add(node)
    return found


def chain_at(root: Expression, checked: Checked, adds_up: bool) -> Chain | None:
    """The product of arrays and numbers that an expression is; None for anything else.

    Where what it gives is added up over datapoints, a column times a row stays together, and so do numbers.
    """
    chain = Chain(root)
    shapes: list[Shape] = []
    waiting = [(root, False)]
    while waiting:
        node, turned = waiting.pop()
        shape = checked.shapes[node]
        assert shape is not None
        match node:
            case Product(left, right, dotted):
                one, other = checked.kind(left), checked.kind(right)
                if NUMBER not in (one, other) and not (dotted and one == other and one in VECTORS):
                    if not (adds_up and (one, other) == (COLUMN, ROW)):
                        waiting += [(left, turned), (right, turned)] if turned else [(right, turned), (left, turned)]
                        continue
                elif (one == NUMBER) != (other == NUMBER) and not adds_up:
                    number, array = (left, right) if one == NUMBER else (right, left)
                    chain.numbers.append(("·", number))
                    waiting.append((array, turned))
                    continue
            case Elementwise("/", left, right):
                if checked.kind(right) == NUMBER != checked.kind(left) and not adds_up:
                    chain.numbers.append(("/", right))
                    waiting.append((left, turned))
                    continue
            case Transpose(part):
                if shape.kind != NUMBER:
                    waiting.append((part, not turned))
                    continue
            case _:
                pass
        if node is root:
            return None
        if turned:
            shape = Shape({ROW: COLUMN, COLUMN: ROW}.get(shape.kind, MATRIX), shape.sizes[::-1])
        chain.factors.append((node, turned))
        shapes.append(shape)
    chain.sizes.extend([shapes[0].rows, *(shape.columns for shape in shapes)])
    return chain


# -------------------------------------------------------------------------------------- what is cheapest


def decided(chain: Chain) -> Tree | None:
    """The order for a product of one datapoint's that begins or ends with a vector: from there on, whatever the sizes.

    Every step is then a vector times a matrix, and reads that matrix once; without it, two matrices would meet.
    """
    if chain.numbers or any(chain.batched):
        return None
    tree: Tree
    if chain.sizes[0] == 1:
        tree = 0
        for number in range(1, len(chain.factors)):
            tree = (tree, number)
        return tree
    if chain.sizes[-1] == 1:
        tree = len(chain.factors) - 1
        for number in reversed(range(len(chain.factors) - 1)):
            tree = (number, tree)
        return tree
    return None


def cheapest(chain: Chain, length: Length, count: int) -> Tree | None:
    """The order that takes least; None where a size is unknown."""
    sizes = [length(size) for size in chain.sizes]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        return None
    many = len(chain.factors)
    before = [0]
    for each in chain.batched:
        before.append(before[-1] + each)
    least = {(i, i): 0.0 for i in range(many)}
    parted: dict[tuple[int, int], int] = {}
    for span in range(1, many):
        for i in range(many - span):
            k = i + span
            for j in reversed(range(i, k)):  # of equal ones, from left to right
                left, right = before[j + 1] > before[i], before[k + 1] > before[j + 1]
                takes = least[i, j] + least[j + 1, k]
                takes += effort(known[i], known[j + 1], known[k + 1], left, right, count)
                if takes < least.get((i, k), float("inf")):
                    least[i, k], parted[i, k] = takes, j
    trees: dict[tuple[int, int], Tree] = {(i, i): i for i in range(many)}
    for span in range(1, many):
        for i in range(many - span):
            j = parted[i, i + span]
            trees[i, i + span] = (trees[i, j], trees[j + 1, i + span])
    return trees[0, many - 1]


def effort(rows: int, inner: int, columns: int, left: bool, right: bool, count: int) -> float:
    """What the product of rows × inner and inner × columns takes; `left` and `right` say which of them are a batch."""
    values = rows * inner * (count if left else 1) + inner * columns * (count if right else 1)
    if not (left or right):
        return rows * inner * columns + VALUE * (values + rows * columns)
    together = (not right and rows == 1) or (not left and columns == 1)
    takes = count * rows * inner * columns * (1 if together else APART)
    return takes + VALUE * (values + count * rows * columns)


def put_together(chain: Chain, tree: Tree, place: Tree | None, made: Mapping[Expression, Expression]) -> Expression:
    """The product in an order, its factors as they have become; its numbers at a place."""
    start, end = chain.root.start, chain.root.end

    def built(part: Tree) -> Expression:
        node: Expression
        if isinstance(part, int):
            factor, turned = chain.factors[part]
            node = with_made(factor, made)
            node = Transpose(node, start, end) if turned else node
        else:
            node = Product(built(part[0]), built(part[1]), start=start, end=end)
        return scaled(node, chain.numbers, made) if part == place else node

    return built(tree)


def with_made(root: Expression, made: Mapping[Expression, Expression]) -> Expression:
    """An expression with the products in it as they have become."""
    return replaced(root, made.get)


def fewest(chain: Chain, tree: Tree, length: Length, count: int) -> Tree:
    """The part of a product that has fewest values; rather one that is worked out than one that is there.

    Where a number differs between datapoints, so does the part.
    """
    best, least = tree, float("inf")
    waiting = [(tree, 0, len(chain.factors))]
    while waiting:
        part, first, end = waiting.pop()
        rows, columns, many = length(chain.sizes[first]), length(chain.sizes[end]), any(chain.batched[first:end])
        if rows is not None and columns is not None and (many or not chain.scaled_apart):
            values = rows * columns * (count if many else 1) * (1.5 if isinstance(part, int) else 1)
            if values < least:
                best, least = part, values
        if not isinstance(part, int):
            middle = first + leaves(part[0])
            waiting += [(part[1], middle, end), (part[0], first, middle)]
    return best


def leaves(tree: Tree) -> int:
    """How many factors a part of a product has."""
    return 1 if isinstance(tree, int) else leaves(tree[0]) + leaves(tree[1])


def scaled(
    node: Expression, numbers: Sequence[tuple[str, Expression]], made: Mapping[Expression, Expression]
) -> Expression:
    """An array times numbers, and divided by others, which become one number first."""
    sides: dict[str, Expression] = {}
    for sign, each in numbers:
        number = with_made(each, made)
        sides[sign] = Product(sides[sign], number) if sign in sides else number
    if len(sides) == 2:
        return Product(Elementwise("/", sides["·"], sides["/"]), node)
    return Product(sides["·"], node) if "·" in sides else Elementwise("/", node, sides["/"])
