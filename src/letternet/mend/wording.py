"""The headline of a clash: a code, one sentence with both numbers, the place, and what stands on each side of it."""

from __future__ import annotations

from ..check.explain import CANNOT, CANNOT_COMPARE
from ..problems import Fact, place
from ..sizes import MATRIX, Sum, Unknown
from ..tree import Definition, Elementwise, Expression, Join, Name, Node, Pair, Product, Update
from .reasons import Derivation, amount

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from ..check.model import Equation
    from ..sizes import Term

# Rules that ask for something, the ones where a clash shows; other rules only hand sizes on.
ASKS = ("product", "paired", "bias", "joined", "square", "defined", "layer", "updated", "size letter", "declared")


class Telling:
    """Says things about places of one program's text."""

    def __init__(self, text: str) -> None:
        self.text: Final = text

    def place(self, node: Node) -> tuple[int, tuple[int, int]]:
        """Line and characters of a node; 0 for what stands nowhere."""
        return place(self.text, node.start, node.end) if node.start >= 0 else (0, (0, 0))

    def fact(self, message: str, node: Node, role: str) -> Fact:
        """A fact where a node stands; what stands nowhere has no line."""
        line, (start, end) = self.place(node)
        return Fact(message, line, start, end, role)


class Headline:
    """What a clash is called, where it is shown, and labels for the places beside it."""

    __slots__ = ("at", "code", "labels", "message", "note", "sides")

    def __init__(
        self,
        code: str,
        message: str,
        at: Node,
        labels: Sequence[tuple[str, Node]],
        sides: Sequence[Term],
        note: str = "",
    ) -> None:
        self.note: Final = note
        self.code: Final = code
        self.message: Final = message
        self.at: Final = at
        self.labels: Final = labels
        self.sides: Final = sides


def asks(equation: Equation, declared: set[str]) -> bool:
    """True for an equation at which a clash can be shown."""
    if equation.rule == "defined":
        return isinstance(equation.at, Definition) and equation.at.name.key in declared
    if equation.at.start < 0 and equation.rule != "declared":
        return False  # in the slope of a function of the table
    return equation.rule in ASKS or equation.rule.startswith("function ")


def headline(known: Derivation, clash: Equation, left_is_wrong: bool) -> Headline:
    """The words for an equation that does not hold, given what everything else says."""
    at, say = clash.at, known.say
    if isinstance(at, Product) and clash.rule == "product":
        return product(known, clash, at, left_is_wrong)
    if clash.rule in ("paired", "bias"):
        return pair(known, clash)
    one, other = side(known, clash.one), side(known, clash.other)
    labels: Sequence[tuple[str, Node]] = []
    where = at
    match clash.rule:
        case "joined":
            code = "E0207"
            message = f"{one} but {other}; what is joined needs equal sizes along the seam"
            labels, where = owners(known, clash), owner(known, clash.other, at)
        case "square":
            code = "E0202"
            message = f"an inverse needs as many rows as columns, but {both(known, clash)}"
        case "layer":
            code = "E0204"
            message = f"{declared(known, clash.one)}, but here it has {known.shown(clash.other)}"
        case "updated":
            code = "E0204"
            message = f"{one}, but its update gives {known.shown(clash.other)}"
            where = at.value if isinstance(at, Update) else at
        case "size letter":
            code = "E0204"
            key = at.name.key if isinstance(at, Definition) else say.text(at)
            message = f"{key} is {known.shown(clash.one)} as a size, but here it is {known.shown(clash.other)}"
            if clash.one not in known.because:
                message = f"{key} is {known.shown(clash.other)} here, which leaves a size with less than 1"
            where = at.value if isinstance(at, Definition) else at
        case "declared":
            code = "E0204"
            message = f"{declared(known, clash.one)}, and once more with {known.shown(clash.other)}"
            if isinstance(clash.one, Unknown) and clash.one not in known.because:  # it can have no size
                message = f"{known.declared(known.things[clash.one], clash)}, and nothing makes that 1 or more"
        case "defined":
            code = "E0204"
            message = f"{declared(known, clash.one)}, but its line gives {known.shown(clash.other)}"
            where = at.value if isinstance(at, Definition) else at
        case rule:
            code = "E0202"
            needs = rule.removeprefix("function ")
            title = getattr(at, "title", "this")
            message = f"{title} needs {needs}, but {both(known, clash)}"
            labels = [] if same_owner(known, clash) else owners(known, clash)
    return Headline(code, message, where, labels, [clash.one, clash.other])


def product(known: Derivation, clash: Equation, node: Product, left_is_wrong: bool) -> Headline:
    """Inner sizes that differ: the right side needs something else, or the left one has."""
    left, right = known.say.text(node.left), known.say.text(node.right)
    has, needs = known.shown(clash.other), known.shown(clash.one)
    unit = known.things[clash.other].unit if isinstance(clash.other, Unknown) else "values"
    left_unit = known.things[clash.one].unit if isinstance(clash.one, Unknown) else "values"
    joined = parts(known, clash.one)
    if left_is_wrong:
        message = f"{left} has {amount(needs, left_unit)}, but {right} needs {has}"
    else:
        message = f"{right} needs {amount(needs, unit)}{joined[0]}, but it has {has}"
    if isinstance(node.left, Join) and joined[1]:
        label = joined[1]
    elif isinstance(node.left, Name):
        label = f"{left} has {amount(needs, left_unit)}"
    else:
        label = f"this has {amount(needs, left_unit)}"
    whole = known.whole(clash.other) if isinstance(clash.other, Unknown) else f"{right} has {has}"
    code = "E0203" if isinstance(node.left, Join) else "E0201"
    return Headline(code, message, node.right, [(label, node.left), (whole, node.right)], [clash.one, clash.other])


def parts(known: Derivation, term: Term) -> tuple[str, str]:
    """Where the values of something joined come from, for the headline and for its label."""
    equation = known.because.get(term) if isinstance(term, Unknown) else None
    if equation is None or not isinstance(equation.at, Join) or not isinstance(equation.other, Sum):
        return "", ""
    each = [f"{known.shown(u)} from {known.name(known.things[u])}" for u, n in equation.other.unknowns.items()
            for _ in range(n)]  # fmt: skip
    if equation.other.constant:
        each.append(str(equation.other.constant))
    how = "on top of each other" if equation.at.on_top else "end to end"
    label = f"joined {how}: {known.added(equation.other, known.value(term))} {known.things[equation.one].unit}"  # type: ignore[index]
    return f" ({' + '.join(each)})" if len(each) < 4 else "", label


def pair(known: Derivation, clash: Equation) -> Headline:
    """Two things that are taken value by value."""
    node = clash.at
    if isinstance(node, Pair):
        one, other = node.left, node.right
    else:
        assert isinstance(node, Expression)
        one, other = node.parts
    ones, others = clash.one, clash.other
    # A bias may stand on the left: its size is the second of the equation.
    if clash.rule == "bias" and isinstance(others, Unknown) and known.things[others].owner is one:
        ones, others = others, ones
    stretched = bias_as_a_matrix(known, clash, one, other, ones, others)
    if stretched is not None:
        return stretched
    first = f"{known.say.text(one)} ({counted(known, ones)})"
    second = f"{known.say.text(other)} ({counted(known, others)})"
    form = CANNOT.get(node.operator, CANNOT_COMPARE) if isinstance(node, Elementwise) else CANNOT_COMPARE
    labels = [(f"{counted(known, ones)}", one), (f"{counted(known, others)}", other)]
    return Headline("E0202", form.format(left=first, right=second), other, labels, [ones, others])


def bias_as_a_matrix(
    known: Derivation, clash: Equation, one: Expression, other: Expression, ones: Term, others: Term
) -> Headline | None:
    """A matrix of one column or row added to a vector: NumPy would stretch both into a table."""
    matrix, vector, size = (one, other, ones) if known.close_up.kind(one) == MATRIX else (other, one, others)
    shape = known.close_up.checked.shapes.get(matrix)
    wide = known.declared_size(known.things[size]) if isinstance(size, Unknown) else ""
    if clash.rule != "bias" or shape is None or not isinstance(matrix, Name) or not wide.endswith(" × 1"):
        return None
    rows = wide.removesuffix(" × 1")
    long = counted(known, others if matrix is one else ones)
    texts = {matrix: f"{known.say.text(matrix)} (a {wide} matrix)", vector: f"{known.say.text(vector)} ({long})"}
    form = CANNOT.get(getattr(clash.at, "operator", ""), CANNOT_COMPARE)
    message = form.format(left=texts[one], right=texts[other])
    labels = [(f"a vector of {long.split(' ')[0]}", vector), (f"a matrix of {rows} rows and 1 column", matrix)]
    note = f"NumPy would accept this and return a {rows} × {long.split(' ')[0]} matrix"
    return Headline("E0205", message, matrix, labels, [ones, others], note)


def counted(known: Derivation, term: Term) -> str:
    """`4 values`, `3 rows`."""
    unit = known.things[term].unit if isinstance(term, Unknown) and term in known.things else "values"
    return amount(known.shown(term), unit)


def side(known: Derivation, term: Term) -> str:
    """`A has 3 rows`."""
    return known.counted(term) if isinstance(term, Unknown) and term in known.things else known.shown(term)


def declared(known: Derivation, term: Term) -> str:
    """`l1 is declared with 5 values`."""
    name = known.name(known.things[term]) if isinstance(term, Unknown) and term in known.things else "this"
    return f"{name} is declared with {counted(known, term)}"


def both(known: Derivation, clash: Equation) -> str:
    """`A has 3 rows and 4 columns`, `x has 3 values and y has 4 values`."""
    if same_owner(known, clash):
        return f"{side(known, clash.one)} and {counted(known, clash.other)}"
    return f"{side(known, clash.one)} and {side(known, clash.other)}"


def same_owner(known: Derivation, clash: Equation) -> bool:
    """True when both sizes are of one thing."""
    one, other = clash.one, clash.other
    if not (isinstance(one, Unknown) and isinstance(other, Unknown)):
        return False
    return known.things[one].owner is known.things[other].owner


def owner(known: Derivation, term: Term, otherwise: Node) -> Node:
    """The node that has a size."""
    found = known.things[term].owner if isinstance(term, Unknown) and term in known.things else None
    return found if isinstance(found, Node) else otherwise


def owners(known: Derivation, clash: Equation) -> list[tuple[str, Node]]:
    """Labels for the nodes that have the two sizes."""
    found = []
    for term in (clash.one, clash.other):
        node = owner(known, term, clash.at)
        if node is not clash.at and isinstance(term, Unknown):
            found.append((known.whole(term) if known.things[term].kind == MATRIX else counted(known, term), node))
    return found
