"""What goes back through a formula: how a line is made from deltas, and which way of the formula that undoes.

A line such as `d1 = d2W1ᵀ ⊙ relu'(l1)` is a sum of terms, each a delta times some things.  The formula is walked from
the value that the delta belongs to: into a product when the other side of it is among those things, through a function
when its slope is, through a gate when the gate is.  Where nothing is left over, the line is the delta of what has been
reached.
"""

from __future__ import annotations

from collections import deque

from ..functions import FIRST, FUNCTIONS, LAST, TOTALS, every_row, every_value
from ..sizes import NUMBER
from ..tree import Call, Elementwise, Expression, Join, Name, Negative, Product, Transpose, face, in_order
from .english import fixed
from .lesson_facts import FEW

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Final

    from ..check.model import Checked
    from .steps import Sizes

    ByValue = tuple[tuple[str, Expression], ...]
    Products = tuple[tuple["Factor", bool], ...]  # and whether the factor stood in something transposed

MOST_PLACES = 500  # of a formula that are looked at on one walk
MOST_TERMS = 5_000  # parts of a line that are taken apart


class Factor:
    """What a delta is multiplied by in a product: without transposes, and how many of those there were; its side."""

    __slots__ = ("base", "left", "turned")

    def __init__(self, base: Expression, left: bool, turned: bool) -> None:
        self.base: Final = base
        self.left: Final = left
        self.turned: Final = turned


class Term:
    """A delta and everything that it is multiplied by."""

    __slots__ = ("around", "by_value", "numbers", "products", "sign", "source")

    def __init__(
        self,
        source: Expression,
        sign: int,
        products: tuple[Factor, ...],
        by_value: ByValue,
        numbers: tuple[Expression, ...],
        around: tuple[Call, ...],
    ) -> None:
        self.source: Final = source
        self.sign: Final = sign
        self.products: Final = products
        self.by_value: Final = by_value  # “⊙” or “/”, and by what
        self.numbers: Final = numbers
        self.around: Final = around  # calls that take a stretch of it, or send it to its rows


class Path:
    """A way through the formula: where it ends, the name of that, and what is met on the way."""

    __slots__ = ("end", "met", "owner")

    def __init__(self, end: Expression, owner: Name | None, met: ByValue) -> None:
        self.end: Final = end
        self.owner: Final = owner
        # “product” and the other side, “by value” and the other side, “divided” and the other side, “slope” and the
        # call, “stretch” and the join, “rows” and the call, “name” and the name, “minus” and the difference.
        self.met: Final = met

    def of(self, what: str) -> list[Expression]:
        """All of one kind that is met."""
        return [node for kind, node in self.met if kind == what]


class State:
    """A place on a walk, and what has not been used up."""

    __slots__ = ("around", "by_value", "met", "node", "numbers", "owner", "products", "sign", "turned")

    def __init__(
        self, node: Expression, owner: Name | None, turned: bool, sign: int, products: tuple[Factor, ...],
        by_value: ByValue, numbers: tuple[Expression, ...], around: tuple[Call, ...],
        met: ByValue,
    ) -> None:  # fmt: skip
        self.node: Final = node
        self.owner: Final = owner
        self.turned: Final = turned
        self.sign: Final = sign
        self.products: Final = products
        self.by_value: Final = by_value
        self.numbers: Final = numbers
        self.around: Final = around
        self.met: Final = met

    def to(self, node: Expression, **changed: object) -> State:
        """The next place, with these things changed."""
        fields = {slot: getattr(self, slot) for slot in State.__slots__}
        return State(**{**fields, "node": node, **changed})

    def meeting(self, *met: tuple[str, Expression]) -> ByValue:
        """What has been met, and this."""
        return (*self.met, *met)


class Graph:
    """The values of one program, a name being what its line works out."""

    def __init__(self, checked: Checked, sizes: Sizes) -> None:
        self.checked: Final = checked
        self.sizes: Final = sizes
        self.definitions: Final = checked.names.definitions
        self.numbers: Final[dict[Expression, int]] = {}
        self.known: Final[dict[tuple[object, ...], int]] = {}
        self.slopes: Final[dict[str, list[list[tuple[str, Expression]]]]] = {}

    def kind(self, node: Expression) -> str:
        """Number, row, column or matrix."""
        return self.sizes.shape(node).kind

    def inside(self, name: Name) -> Expression | None:
        """What a line works out for a name; None for what comes in, is given or is updated."""
        line = self.definitions.get(name.key)
        if line is None or name.key in self.checked.names.updates or fixed(line.value):
            return None
        return line.value

    def behind(self, node: Expression) -> Expression:
        """The value that a name stands for."""
        while isinstance(node, Name) and (inside := self.inside(node)) is not None:
            node = inside
        return node

    def equal(self, one: Expression, other: Expression) -> bool:
        """True for the same value, names looked through."""
        return self.number(one) == self.number(other)

    def number(self, root: Expression) -> int:
        """The number of a value: equal for equal formulas, names looked through."""
        if root not in self.numbers:
            for node in in_order(root):
                if node in self.numbers:
                    continue
                behind = self.behind(node)
                if behind is not node and behind in self.numbers:
                    self.numbers[node] = self.numbers[behind]
                else:
                    key = (face(node), *(self.numbers[part] for part in node.parts))
                    self.numbers[node] = self.known.setdefault(key, len(self.known))
        return self.numbers[root]

    # ------------------------------------------------------------------------------------------- terms

    def terms(
        self, root: Expression, source: Callable[[Expression], bool], holds: Callable[[Expression], bool],
        made: Mapping[str, Expression],
    ) -> list[list[Term]] | None:  # fmt: skip
        """The terms of a line, each with other readings where there are two sources in it; None if it has other forms.

        `holds` is true for what has a source in it, `made` has the names that stand for such things.
        """
        found: dict[int, list[Term]] = {}  # by the number of the addend
        split: set[int] = set()  # the addends that are sums themselves
        # The addend, the node, its sign, whether it is transposed; products, by value, numbers, around.
        stack: list[tuple[int, Expression, int, bool, Products, ByValue, tuple[Expression, ...], tuple[Call, ...]]]
        stack = [(0, root, 1, False, (), (), (), ())]  # fmt: skip
        looked = 0
        while stack:
            looked += 1
            if looked > MOST_TERMS:
                return None
            place, node, sign, turned, products, by_value, numbers, around = stack.pop()
            if source(node):
                factors = tuple(
                    Factor(f.base, f.left ^ turned ^ was, f.turned ^ turned ^ was) for f, was in products
                )  # seen from the delta as it stands
                found.setdefault(place, []).append(Term(node, sign, factors, by_value, numbers, around))
                continue
            match node:
                case Name() if node.key in made:
                    stack.append((place, made[node.key], sign, turned, products, by_value, numbers, around))
                case Negative(part):
                    stack.append((place, part, -sign, turned, products, by_value, numbers, around))
                case Transpose(part):
                    stack.append((place, part, sign, not turned, products, by_value, numbers, around))
                case Elementwise("+" | "-", left, right):
                    other = -sign if node.operator == "-" else sign
                    split.add(place)
                    stack.append((2 * looked, right, other, turned, products, by_value, numbers, around))
                    stack.append((2 * looked - 1, left, sign, turned, products, by_value, numbers, around))
                case Product(left, right) | Elementwise("⊙", left, right):
                    found.setdefault(place, [])
                    for part, other_part, at_left in ((left, right, False), (right, left, True)):
                        if not holds(part):
                            continue
                        flip, scales, base, turns = self.plain(other_part)
                        if self.kind(base) == NUMBER:
                            more = (place, part, sign * flip, turned, products, by_value, (*numbers, *scales, base),
                                    around)  # fmt: skip
                        elif isinstance(node, Product):
                            factor = (Factor(base, at_left, turns), turned)
                            more = (place, part, sign * flip, turned, (*products, factor), by_value,
                                    (*numbers, *scales), around)  # fmt: skip
                        else:
                            more = (place, part, sign, turned, products, (*by_value, *flat(other_part)), numbers,
                                    around)  # fmt: skip
                        stack.append(more)
                case Elementwise("/", left, right) if holds(left):
                    if self.kind(right) == NUMBER:
                        numbers = (*numbers, right)
                    else:
                        by_value = (*by_value, ("/", right))
                    stack.append((place, left, sign, turned, products, by_value, numbers, around))
                case Call(function, (part, *_)) if not node.slope and holds(part):
                    if function in self.checked.names.functions or function in self.checked.given:
                        return None
                    if function not in TOTALS.values():
                        around = (*around, node)
                    stack.append((place, part, sign, turned, products, by_value, numbers, around))
                case _:
                    return None
        if any(not readings and place not in split for place, readings in found.items()):
            return None
        return [readings for readings in found.values() if readings]

    def plain(self, node: Expression) -> tuple[int, tuple[Expression, ...], Expression, bool]:
        """A factor without sign, numbers and transposes, and these."""
        sign, numbers, turned = 1, [], False
        while True:
            match node:
                case Negative(part):
                    sign, node = -sign, part
                case Transpose(part):
                    turned, node = not turned, part
                case Product(left, right) if NUMBER in (kinds := [self.kind(left), self.kind(right)]) != [NUMBER] * 2:
                    at = kinds.index(NUMBER)
                    numbers.append(node.parts[at])
                    node = node.parts[1 - at]
                case Elementwise("/", left, right) if self.kind(right) == NUMBER != self.kind(left):
                    numbers.append(right)
                    node = left
                case _:
                    return sign, tuple(numbers), node, turned

    # -------------------------------------------------------------------------------------------- walk

    def starts(self, node: Expression) -> list[Expression]:
        """A value, and what is in the functions that it ends with, whose delta is often given as that of the value."""
        found = [node]
        while isinstance(node, Call) and len(node.arguments) == 1 and not node.slope and len(found) < FEW:
            row = FUNCTIONS.get(node.function)
            own = node.function in self.checked.names.functions or node.function in self.checked.given
            if not own and (row is None or row.sizes not in (every_value, every_row)):
                break
            node = self.behind(node.arguments[0])
            found.append(node)
        return found

    def paths(self, starts: list[Expression], owner: Name | None, term: Term) -> Iterator[Path]:
        """The ways on which everything that a delta is multiplied by is used up, the shortest first."""
        waiting = deque(
            State(node, owner, False, 1, term.products, term.by_value, term.numbers, term.around, ()) for node in starts
        )
        looked = 0
        while waiting and looked < MOST_PLACES:
            looked += 1
            at = waiting.popleft()
            if not (at.products or at.by_value or at.around) and at.sign == term.sign:
                yield Path(at.node, at.node if isinstance(at.node, Name) else at.owner, at.met)
            waiting.extend(self.onward(at))

    def onward(self, at: State) -> Iterator[State]:
        """The places after one."""
        node = at.node
        match node:
            case Name():
                inside = self.inside(node)
                if inside is not None:
                    yield at.to(inside, owner=node, met=at.meeting(("name", node)))
            case Transpose(part):
                yield at.to(part, turned=not at.turned)
            case Negative(part):
                yield at.to(part, sign=-at.sign, met=at.meeting(("minus", node)))
            case Elementwise("+", left, right):
                yield at.to(left)
                yield at.to(right)
            case Elementwise("-", left, right):
                yield at.to(left)
                yield at.to(right, sign=-at.sign, met=at.meeting(("minus", node)))
            case Elementwise("⊙", left, right):
                yield from self.by_value(at, left, right)
                yield from self.by_value(at, right, left)
            case Elementwise("/", left, right):
                if self.kind(right) == NUMBER:
                    yield at.to(left)
                elif (rest := self.without(at.by_value, [("/", right)])) is not None:
                    yield at.to(left, by_value=rest, met=at.meeting(("divided", right)))
            case Product(left, right):
                yield from self.product(at, left, right, False)
                yield from self.product(at, right, left, True)
            case Join(items, on_top):
                yield from self.stretches(at, node, items, on_top)
            case Call():
                yield from self.call(at, node)
            case _:
                return

    def without(self, there: ByValue, gone: list[tuple[str, Expression]]) -> ByValue | None:
        """What is left of some factors when others are taken away; None if they are not among them."""
        rest = list(there)
        for operator, value in gone:
            found = next((f for f in rest if f[0] == operator and self.equal(f[1], value)), None)
            if found is None:
                return None
            rest.remove(found)
        return tuple(rest)

    def by_value(self, at: State, into: Expression, other: Expression) -> Iterator[State]:
        """Into one side of ⊙."""
        if self.kind(other) == NUMBER:
            yield at.to(into)
        elif (rest := self.without(at.by_value, flat(other))) is not None:
            yield at.to(into, by_value=rest, met=at.meeting(("by value", other)))

    def product(self, at: State, into: Expression, other: Expression, at_left: bool) -> Iterator[State]:
        """Into one side of a product, where the delta is multiplied by the other side; `at_left`: that stands left."""
        flip, _, base, turns = self.plain(other)
        met = at.meeting(("product", base))
        if self.kind(base) == NUMBER:
            used = next((number for number in at.numbers if self.equal(number, base)), None)
            if used is None:
                yield at.to(into)
            else:
                yield at.to(into, numbers=tuple(n for n in at.numbers if n is not used), met=met)
            return
        loose = self.kind(at.node) == NUMBER
        for factor in at.products:
            fits = loose or (factor.left == at_left ^ at.turned and factor.turned != turns ^ at.turned)
            if fits and self.equal(factor.base, base):
                rest = tuple(f for f in at.products if f is not factor)
                turned_round = (("minus", other),) * (flip < 0)
                yield at.to(into, owner=None, products=rest, sign=at.sign * flip, met=(*met, *turned_round))

    def stretches(self, at: State, node: Join, items: tuple[Expression, ...], on_top: bool) -> Iterator[State]:
        """Into one of several things that are joined."""
        for number, item in enumerate(items):
            wanted: list[tuple[str, Expression]] = []
            if number:
                after = items[number:]
                wanted.append((LAST, after[0] if len(after) == 1 else Join(after, on_top)))
            if number < len(items) - 1:
                wanted.append((FIRST, item))
            rest = list(at.around)
            for function, part in wanted:
                found = next((c for c in rest if c.function == function and len(c.arguments) == 2
                              and self.equal(c.arguments[1], part)), None)  # fmt: skip
                if found is None:
                    break
                rest.remove(found)
            else:
                yield at.to(item, owner=None, around=tuple(rest), met=at.meeting(("stretch", node)))

    def call(self, at: State, node: Call) -> Iterator[State]:
        """Into a function, where the delta is multiplied by its slope, or sent to the rows that were picked."""
        own = node.function in self.checked.names.functions or node.function in self.checked.given
        if node.slope:
            return
        row = None if own else FUNCTIONS.get(node.function)
        if row is not None and "picks" in row.traits and len(node.arguments) == 2:
            back = {rule.function for rule in self.rules(node) if isinstance(rule, Call)}
            for sends in at.around:
                if sends.function in back and self.equal(sends.arguments[1], node.arguments[1]):
                    others = tuple(call for call in at.around if call is not sends)
                    yield at.to(node.arguments[0], owner=None, around=others, met=at.meeting(("rows", node)))
            return
        if len(node.arguments) != 1 or not (own or (row is not None and row.sizes is every_value)):
            return
        inside = node.arguments[0]
        for pattern in self.slope_patterns(node, own):
            rest = list(at.by_value)
            for operator, wanted in pattern:
                found = next((f for f in rest if f[0] == operator and self.fits(wanted, f[1], node)), None)
                if found is None:
                    break
                rest.remove(found)
            else:
                yield at.to(inside, by_value=tuple(rest), met=at.meeting(("slope", node)))
                return

    def slope_patterns(self, node: Call, own: bool) -> list[list[tuple[str, Expression]]]:
        """The factors that the slope of a function is written as: by its name, by the formulas of the table."""
        key = node.function
        if key not in self.slopes:
            found: list[list[tuple[str, Expression]]] = [[("⊙", Call(node.function, (Name("x"),), True))]]
            if not own:
                from ..rewrite.gradient import formula

                found += [flat(rule)[1:] for rule in self.rules(node) if starts_with_change(rule)]
                found.append(list(flat(formula(FUNCTIONS[key].slope))))
            self.slopes[key] = found
        return self.slopes[key]

    def rules(self, node: Call) -> list[Expression]:
        """How the table passes the change of a result on: formulas with g for it, x and y for what goes in and out."""
        from ..rewrite.gradient import formula, rules_for

        found = rules_for(node.function, [self.kind(part) for part in node.arguments])
        return [formula(rule) for rule in found[1] if rule] if found else []

    def fits(self, pattern: Expression, value: Expression, node: Call) -> bool:
        """True for what a pattern says, x being what goes into a function and y what comes out."""
        silences = node.function in FUNCTIONS and "silences" in FUNCTIONS[node.function].traits
        stack = [(pattern, value)]
        while stack:
            wanted, there = stack.pop()
            if isinstance(wanted, Name):
                stands = [node.arguments[0]] if wanted.key == "x" else [node]
                if silences:  # what is silenced is positive before and after, or neither
                    stands = [node.arguments[0], node]
                if not any(self.equal(there, one) for one in stands):
                    return False
            elif face(wanted) != face(there):
                return False
            else:
                stack.extend(zip(wanted.parts, there.parts, strict=True))
        return True


def flat(node: Expression) -> list[tuple[str, Expression]]:
    """The factors of something that is multiplied value by value, in order.

    >>> from letternet.read.letters import read
    >>> from letternet.write.letters import letters
    >>> (line,) = read("x ⊙ (1 - x)/y")[0].statements
    >>> [operator for operator, _ in flat(line.value)]
    ['⊙', '⊙', '/']
    """
    found: list[tuple[str, Expression]] = []
    stack = [("⊙", node)]
    while stack:
        operator, part = stack.pop()
        if operator == "⊙" and isinstance(part, Elementwise) and part.operator in "⊙/" and len(found) < FEW:
            stack += [(part.operator, part.right), ("⊙", part.left)]
        else:
            found.append((operator, part))
    return found


def starts_with_change(rule: Expression) -> bool:
    """True for `g ⊙ …`, a rule that multiplies by a slope."""
    first = flat(rule)[0][1]
    return isinstance(first, Name) and first.key == "g"
