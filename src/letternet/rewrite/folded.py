"""The rate of learning moves to where it meets the fewest numbers: `d2 = α(l2 - y)` instead of `W1 - α l1ᵀd2`.

What is taken from the weights is proportional to the deltas, and an earlier delta to the later ones.  So the rate may
stand at the deltas from which the others are made, and every update has it, to the last rounding.
"""

from __future__ import annotations

from ..functions import FUNCTIONS
from ..sizes import NUMBER
from ..tree import (
    Call,
    Definition,
    Elementwise,
    Expression,
    Join,
    Name,
    Negative,
    Number,
    Product,
    Program,
    Statement,
    Transpose,
    Update,
    Values,
    in_order,
)
from .algebra import Algebra
from .substitute import with_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from ..check.model import Checked


def folded(checked: Checked) -> Program:
    """The program with the rate at the deltas, if its updates have one in common; else the program as it is.

    Only the updates give what they gave before: the deltas are now multiplied by the rate.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.write.letters import letters
    >>> text = "l1 = l0W0; d1 = l1 - y; W0 <- W0 - α l0ᵀd1"
    >>> print(letters(folded(check(read(text)[0]))))
    l1 = l0W0
    d1 = α (l1 - y)
    W0 <- W0 - l0ᵀd1
    """
    changes = {step: found for step in checked.names.order
               if isinstance(step, Update) and (found := rated(step, checked)) is not None}  # fmt: skip
    if not changes:
        return checked.program
    rate = next(iter(changes.values())).rate
    return Folding(checked, {step: found for step, found in changes.items() if found.rate == rate}, rate).program()


class Change:
    """What an update adds or takes, before the rate that multiplies it."""

    __slots__ = ("rate", "rest", "sign")

    def __init__(self, sign: str, rate: str, rest: Expression) -> None:
        self.sign: Final = sign
        self.rate: Final = rate
        self.rest: Final = rest


def rated(step: Update, checked: Checked) -> Change | None:
    """The change of an update that begins with a letter for a number, `W - α x`; None for any other."""
    value = step.value
    if not isinstance(value, Elementwise) or value.operator not in "+-":
        return None
    if not isinstance(value.left, Name) or value.left.key != step.name.key:
        return None
    around: list[Expression] = []
    node = value.right
    while isinstance(node, Product) and not node.dotted:
        around.append(node.right)
        node = node.left
    first = node if isinstance(node, Number) else None
    if first is not None and around:
        node = around.pop()
    if not isinstance(node, Name) or checked.kind(node) != NUMBER or not steady(node.key, checked):
        return None
    if first is None and not around:
        return None
    rest: Expression = first or around.pop()
    while around:
        rest = Product(rest, around.pop())
    return Change(value.operator, node.key, rest)


def steady(key: str, checked: Checked) -> bool:
    """True for a letter that no line updates, other than the number π."""
    return key != "π" and key not in checked.names.updates


class Term:
    """A term of a change, or the whole of another line, and the deltas that stand in it."""

    __slots__ = ("in_change", "key", "names", "root")

    def __init__(self, root: Expression, names: tuple[str, ...], key: str, in_change: bool) -> None:
        """`key` is the name that a line defines."""
        self.root: Final = root
        self.names: Final = names
        self.key: Final = key
        self.in_change: Final = in_change


class Folding:
    """The deltas that can have one rate; `deltas` are those that are left."""

    def __init__(self, checked: Checked, changes: dict[Update, Change], rate: str) -> None:
        self.checked: Final = checked
        self.changes: Final = changes
        self.rate: Final = rate
        names = checked.names
        own = {key for reads in names.closed.values() for key in reads}
        self.deltas: Final = {
            key: step
            for key, step in names.definitions.items()
            if key not in own and key not in names.updates and key != rate
            and not isinstance(step.value, Number | Values) and checked.kind(step.value) != NUMBER
        }  # fmt: skip
        self.place: Final = {key: number for number, key in enumerate(self.deltas)}
        self.within: Final[dict[str, list[Term]]] = {key: [] for key in self.deltas}  # where a delta stands
        self.own: Final[dict[str, Term]] = {}  # what a delta is made from
        self.settle(self.collected())

    def collected(self) -> list[Term]:
        """Everything in which a delta may stand: the terms of the changes, other lines as a whole."""
        terms: list[Term] = []
        for step in self.checked.names.order:
            change = self.changes.get(step) if isinstance(step, Update) else None
            key = step.name.key if isinstance(step, Definition) else ""
            for root in [step.value] if change is None else summands(change.rest):
                names = {node.key for node in in_order(root) if isinstance(node, Name)} & self.deltas.keys()
                term = Term(root, tuple(sorted(names, key=self.place.__getitem__)), key, change is not None)
                terms.append(term)
                for name in names:
                    self.within[name].append(term)
                if key in self.deltas:
                    self.own[key] = term
        return terms

    def settle(self, terms: list[Term]) -> None:
        """Leave out what is used otherwise than in proportion; of several the one that is worked out first."""
        waiting = terms[::-1]
        while waiting:
            term = waiting.pop()
            found = [key for key in term.names if key in self.deltas]
            allowed = term.in_change or term.key in self.deltas
            if not found or (allowed and self.degree(term.root) == 1):
                continue
            for key in found[:1] if allowed else found:
                del self.deltas[key]
                waiting += [*self.within[key], self.own[key]]
        for key in [key for key in self.deltas if not self.within[key]]:
            del self.deltas[key]

    def degree(self, root: Expression) -> int | None:
        """1 for what is proportional to the deltas, 0 for what has none; None for anything else."""
        found: dict[Expression, int | None] = {}
        for node in in_order(root):
            parts = [found[part] for part in node.parts]
            degree: int | None = None
            if isinstance(node, Name):
                degree = int(node.key in self.deltas)
            elif not any(parts) and None not in parts:
                degree = 0
            elif None in parts:
                degree = None
            elif isinstance(node, Product) or (isinstance(node, Elementwise) and node.operator == "⊙"):
                degree = 1 if sum(part or 0 for part in parts) == 1 else None
            elif isinstance(node, Negative | Transpose | Join) or (
                isinstance(node, Elementwise) and node.operator in "+-"
            ):
                degree = 1 if all(parts) else None
            elif isinstance(node, Elementwise) and node.operator == "/":
                degree = 1 if not parts[1] else None
            elif isinstance(node, Call) and not node.slope and node.function not in self.checked.given:
                row = None if node.title in self.checked.names.functions else FUNCTIONS[node.function]
                degree = 1 if row is not None and "linear" in row.traits and not any(parts[1:]) else None
            found[node] = degree
        return found[root]

    # ---------------------------------------------------------------------------------------------- lines

    def program(self) -> Program:
        """The lines with the rate where it belongs."""
        algebra = Algebra(self.checked)
        rate = algebra.one(Name(*self.rate_name()))

        def with_rate(root: Expression) -> Expression:
            """A term without a delta, multiplied by the rate where it meets fewer numbers."""
            taken = algebra.taken(root)
            if self.degree(root):
                return taken
            if isinstance(taken, Product) and isinstance(taken.left, Transpose) and not taken.dotted:
                return algebra.one(Product(taken.left, algebra.scaled(rate, taken.right)))
            return algebra.scaled(rate, taken)

        def terms_with_rate(root: Expression) -> Expression:
            """The same for each term of a sum."""
            frames = []
            while isinstance(root, Elementwise) and root.operator in "+-":
                frames.append((root.operator, root.right))
                root = root.left
            found = with_rate(root)
            for sign, right in reversed(frames):
                other = terms_with_rate(right) if isinstance(right, Elementwise) else with_rate(right)
                found = algebra.plus(found, other) if sign == "+" else algebra.minus(found, other)
            return found

        lines: list[Statement] = []
        for line in self.checked.program.statements:
            if isinstance(line, Update) and line in self.changes:
                change, old = self.changes[line], algebra.taken(line.name)
                new = terms_with_rate(change.rest)
                value = algebra.minus(old, new) if change.sign == "-" else algebra.plus(old, new)
                lines.append(with_value(line, value))
            elif isinstance(line, Definition) and line.name.key in self.deltas:
                lines.append(with_value(line, with_rate(line.value)))
            else:
                lines.append(line)
        return Program(tuple(lines), self.checked.program.text)

    def rate_name(self) -> tuple[str, str]:
        """The letter and the index of the rate."""
        name = self.checked.names.needs(next(iter(self.changes)))[self.rate]
        return name.letter, name.index


def summands(root: Expression) -> list[Expression]:
    """The terms of a sum or difference, in reading order."""
    found: list[Expression] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Elementwise) and node.operator in "+-":
            waiting += [node.right, node.left]
        else:
            found.append(node)
    return found
