"""What the lines of a program that learns are: a delta at the end, a delta that comes back, a letter that is moved.

Nothing is taken on trust: a line is the delta of a value if it undoes a way of the formula to that value, and a letter
learns if its line undoes the way to that letter.  All else is `made` in some other way, and nothing is said of it.
"""

from __future__ import annotations

from ..functions import FUNCTIONS, every_row, every_value
from ..sizes import COLUMN, NUMBER, ROW
from ..tree import Call, Definition, Elementwise, Expression, Name, Negative, Product, Transpose, Update, in_order
from .lesson_back import MOST_TERMS, Graph, Path, Term
from .lesson_facts import FEW

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from ..check.model import Checked
    from ..check.names import Step
    from .steps import Sizes

GOALS = ("y", "t")  # letters of what should come out, in either case


class Back:
    """One later delta, and the way that it came; None for a way that is not known."""

    __slots__ = ("delta", "path")

    def __init__(self, delta: Delta, path: Path | None) -> None:
        self.delta: Final = delta
        self.path: Final = path


class Delta:
    """What a value should change by.

    `owner` is the name of that value, if it has one, and `starts` are the places in its line where ways go on.  At the
    end, `target` is what it is held against, and `slopes` are the functions whose slopes the difference is multiplied
    by.  `tells` is 1 where positive means too high, -1 where it means too low, and 0 where that is not known.
    """

    __slots__ = ("backs", "line", "owner", "slopes", "starts", "target", "tells")

    def __init__(
        self,
        line: Definition,
        owner: Name | None,
        starts: list[Expression],
        *,
        backs: Iterable[Back] = (),
        target: Expression | None = None,
        slopes: Iterable[Expression] = (),
        tells: int = 0,
    ) -> None:
        self.line: Final = line
        self.owner: Final = owner
        self.starts: Final = starts
        self.backs: Final = tuple(backs)
        self.target: Final = target
        self.slopes: Final = tuple(slopes)
        self.tells: Final = tells

    @property
    def known(self) -> bool:
        """True where the ways from all later deltas are known."""
        return bool(self.backs) and all(back.path for back in self.backs)


class Lesson:
    """One thing that a letter learns from: what meets it in the formula, if anything, and the delta there.

    Where what meets it and the delta have the same sign, the letter goes up (`sign` is 1) or down (-1).  `helps` is
    true where that makes the next delta smaller, not larger.
    """

    __slots__ = ("by_value", "delta", "helps", "input", "rows", "sign")

    def __init__(
        self,
        delta: Delta,
        meets: Expression | None,
        sign: int,
        helps: bool,
        *,
        by_value: bool = False,
        rows: Expression | None = None,
    ) -> None:
        self.delta: Final = delta
        self.input: Final = meets
        self.sign: Final = sign
        self.helps: Final = helps
        self.by_value: Final = by_value
        self.rows: Final = rows  # the call that picks rows of the letter


class Change:
    """A letter that is moved, all that it learns from, and the numbers that set how far."""

    __slots__ = ("lessons", "line", "rates")

    def __init__(self, line: Update, lessons: list[Lesson], rates: list[Expression]) -> None:
        self.line: Final = line
        self.lessons: Final = lessons
        self.rates: Final = rates


class Learning:
    """The deltas and the changes of one program; empty if it does not learn.

    `deltas` are those that some change comes from, `changes` the updates that are understood.
    """

    def __init__(self, checked: Checked, sizes: Sizes) -> None:
        self.checked: Final = checked
        self.graph: Final = Graph(checked, sizes)
        self.deltas: Final[dict[str, Delta]] = {}
        self.changes: Final[dict[Update, Change]] = {}
        self.made: Final[dict[str, Expression]] = {}  # names that are made from deltas in another way
        self.held: Final[set[Expression]] = set()  # the nodes that have a delta in them
        self.places: Final[dict[str, int]] = {}  # the number of each definition in the order of work
        self.updated: Final[dict[str, int]] = {}  # where each letter is first updated
        self.parts_of_formula: Final[set[str]] = set()  # differences that are no deltas
        self.loose: Final[dict[str, list[tuple[str, Expression]]]] = {}  # what updates say of letters without products
        self.depends: set[str] = set()
        self.products: dict[str, dict[int, list[tuple[Definition, Product]]]] = {}
        self.roles: dict[str, tuple[Name, Expression]] = {}
        if checked.names.updates:
            self.find()

    def has(self, step: Step) -> bool:
        """True for a line that is about learning, not a part of the formula that learns."""
        if not self.changes:
            return False
        if isinstance(step, Definition):
            return step.name.key in self.deltas or step.name.key in self.made
        return step in self.changes

    # ------------------------------------------------------------------------------------------- finding

    def find(self) -> None:
        """All of it, in the order of work."""
        order = self.checked.names.order
        for number, step in enumerate(order):
            self.graph.number(step.value)
            if isinstance(step, Definition):
                self.places[step.name.key] = number
            elif isinstance(step, Update):
                self.updated.setdefault(step.name.key, number)
        self.depends = self.dependent()
        self.products = self.products_with_letters()
        self.roles = self.roles_in_updates()
        while True:
            self.look(order)
            wrong = self.unused_ends()
            if not wrong:
                break
            self.parts_of_formula.update(wrong)
        self.keep_used()

    def look(self, order: list[Step]) -> None:
        """Look at each line."""
        for found in (self.deltas, self.changes, self.made, self.held):
            found.clear()
        for number, step in enumerate(order):
            if isinstance(step, Definition):
                self.defined(step, number)
            elif isinstance(step, Update):
                self.hold(step.value)
                if change := self.change(step):
                    self.changes[step] = change

    def unused_ends(self) -> set[str]:
        """Differences that no change comes from by a known way: a part of the formula, not what it learns from."""
        used: set[str] = set()
        waiting = [lesson.delta for change in self.changes.values() for lesson in change.lessons]
        while waiting:
            delta = waiting.pop()
            if delta.line.name.key not in used:
                used.add(delta.line.name.key)
                waiting += [back.delta for back in delta.backs if back.path]
        return {key for key, delta in self.deltas.items() if delta.target is not None and key not in used}

    def dependent(self) -> set[str]:
        """The names that depend on a letter that is updated."""
        names = self.checked.names
        found: set[str] = set(names.updates)
        for step in names.order:
            if isinstance(step, Definition) and not found.isdisjoint(names.needs(step)):
                found.add(step.name.key)
        return found

    def keep_used(self) -> None:
        """Only the deltas that some change comes from."""
        used: set[str] = set()
        waiting = [lesson.delta for change in self.changes.values() for lesson in change.lessons]
        while waiting:
            delta = waiting.pop()
            if delta.line.name.key not in used:
                used.add(delta.line.name.key)
                waiting += [back.delta for back in delta.backs]
        for key in [key for key in self.deltas if key not in used]:
            del self.deltas[key]

    def hold(self, root: Expression) -> bool:
        """Note the nodes of a line that have a delta in them; True if there are any."""
        for node in in_order(root):
            if isinstance(node, Name):
                if node.key in self.deltas or node.key in self.made:
                    self.held.add(node)
            elif not self.held.isdisjoint(node.parts):
                self.held.add(node)
        return root in self.held

    def products_with_letters(self) -> dict[str, dict[int, list[tuple[Definition, Product]]]]:
        """Where each updated letter stands in a product, by what it meets there: the lines and the products."""
        found: dict[str, dict[int, list[tuple[Definition, Product]]]] = {}
        for step in self.checked.names.order:
            if not isinstance(step, Definition):
                continue
            for node in in_order(step.value):
                if isinstance(node, Product):
                    for side, part in enumerate(node.parts):
                        _, _, base, _ = self.graph.plain(part)
                        if isinstance(base, Name) and base.key in self.checked.names.updates:
                            met = self.graph.number(self.graph.plain(node.parts[1 - side])[2])
                            found.setdefault(base.key, {}).setdefault(met, []).append((step, node))
        return found

    def roles_in_updates(self) -> dict[str, tuple[Name, Expression]]:
        """Names that an update multiplies by what meets the letter in the formula: they stand for that product's delta.

        Where the formula has no such product, the update itself says what meets the letter.
        """
        found: dict[str, tuple[Name, Expression]] = {}
        for step in self.checked.names.order:
            moved = self.moved(step) if isinstance(step, Update) else None
            if moved is None:
                continue
            key = step.name.key  # type: ignore[union-attr]
            for root in self.addends(moved[0]):
                there = [node for node in in_order(root) if isinstance(node, Name)][:FEW]
                for name in there:
                    if name.key not in self.places:
                        continue
                    holding = upward(root, name)
                    readings = self.graph.terms(root, {name}.__contains__, holding.__contains__, {})
                    terms = [term for reading in readings or () for term in reading]
                    if len(terms) == 1 and len(terms[0].products) == 1 and not terms[0].by_value:
                        self.take_role(key, name, terms[0], found)
        return found

    def take_role(self, key: str, name: Name, term: Term, found: dict[str, tuple[Name, Expression]]) -> None:
        """Hold one product of an update against those of the formula."""
        base = term.products[0].base
        if isinstance(base, Name):
            self.loose.setdefault(key, []).append((name.key, base))
        for line, product in self.products.get(key, {}).get(self.graph.number(base), ()):
            if name.key not in found and self.places[name.key] > self.places[line.name.key]:
                top = self.top(line, product)
                if top is not None:
                    found[name.key] = (line.name, top)

    def top(self, line: Definition, product: Expression) -> Expression | None:
        """What a product is added up to; None where its line multiplies that by further weights."""
        top: Expression = product
        summed = True
        for node in in_order(line.value):
            if product in node.parts:
                product = node
                match node:
                    case Elementwise("+") if summed:
                        top = node
                    case Elementwise() | Negative() | Transpose():
                        summed = False
                    case Call() if node.function in FUNCTIONS and FUNCTIONS[node.function].sizes not in (
                        every_value, every_row,
                    ):  # fmt: skip
                        return None
                    case Call():
                        summed = False
                    case Product(left, right) if NUMBER in (self.graph.kind(left), self.graph.kind(right)):
                        summed = False
                    case _:
                        return None
        return top

    def addends(self, root: Expression) -> list[Expression]:
        """What a change adds up, through numbers in front of it and names for it."""
        found: list[Expression] = []
        waiting, looked = [root], 0
        while waiting and looked < MOST_TERMS:
            looked += 1
            node = waiting.pop()
            match node:
                case Elementwise("+" | "-", left, right):
                    waiting += [left, right]
                case Elementwise("/", part, _) | Negative(part):
                    waiting.append(part)
                case Product(left, right) if NUMBER in (kinds := [self.graph.kind(left), self.graph.kind(right)]):
                    other = node.parts[1 - kinds.index(NUMBER)]
                    if not (isinstance(other, Elementwise) and other.operator in "+-"):
                        found.append(node)
                    waiting.append(other)
                case Name() if (inside := self.graph.inside(node)) is not None:
                    waiting.append(inside)
                case _:
                    found.append(node)
        return found

    # -------------------------------------------------------------------------------------------- deltas

    def defined(self, step: Definition, number: int) -> None:
        """What one line is: a delta, something made from deltas, or a part of the formula."""
        key = step.name.key
        end = self.difference(step) if key not in self.parts_of_formula else None
        delta = end or (self.told(step, number) if self.hold(step.value) else self.own_end(step))
        if delta is not None:
            self.deltas[key] = delta
        elif step.value in self.held:
            self.made[key] = step.value

    def difference(self, step: Definition) -> Delta | None:
        """A difference between what comes out and what should, maybe times the slope there."""
        nodes = [step.value]
        found: tuple[Elementwise, Name, Expression, int] | None = None
        for node in nodes:
            match node:
                case Elementwise("-", left, right) if (ends := self.end(left, right)) is not None:
                    found = (node, *ends)
                case Elementwise("⊙") | Product() if len(nodes) < FEW:
                    nodes += node.parts
                case Elementwise("/", left, _):
                    nodes.append(left)
                case Negative(part) | Transpose(part):
                    nodes.append(part)
                case _:
                    continue
            if found is not None:
                break
        if found is None:
            return None
        difference, owner, target, tells = found
        readings = self.graph.terms(
            step.value, {difference}.__contains__, upward(step.value, difference).__contains__, {}
        )  # fmt: skip
        assert readings is not None  # only factors stand around a difference
        ((term,),) = readings
        inside = self.graph.inside(owner)
        starts: list[Expression] = self.graph.starts(inside) if inside is not None else [owner]
        tells *= term.sign
        bare = not (term.products or term.by_value or term.around)
        if bare:
            return Delta(step, owner, starts, target=target, tells=tells)
        term = without_sign(term)
        for path in self.graph.paths(starts[:1], owner, term):
            if path.owner is not None and path.owner.key == owner.key and not path.of("product"):
                return Delta(step, owner, [path.end], target=target, slopes=path.of("slope"), tells=tells)
        return None

    def end(self, left: Expression, right: Expression) -> tuple[Name, Expression, int] | None:
        """Which side of a difference comes out, and which it is held against; 1 if the first one is what comes out."""
        one, other = (part.part if isinstance(part, Transpose) else part for part in (left, right))
        if not (isinstance(one, Name) and isinstance(other, Name)) or one.key == other.key:
            return None
        made = [name.key in self.depends and name.key in self.places for name in (one, other)]
        goals = [name.letter.lower() in GOALS for name in (one, other)]
        if made == [False, False] and not {one.key, other.key} & self.places.keys() and goals[0] != goals[1]:
            made = [goals[1], goals[0]]  # only the lines that learn are written
        if made[0] == made[1] or {one.key, other.key} & (self.deltas.keys() | self.made.keys()):
            return None
        return (one, other, 1) if made[0] else (other, one, -1)

    def own_end(self, step: Definition) -> Delta | None:
        """A line that some update uses as a delta, and that is made in a way of its own."""
        role = self.roles.get(step.name.key)
        if role is None or step.name.key not in self.depends:
            return None
        owner, top = role
        return Delta(step, owner, [top])

    def told(self, step: Definition, number: int) -> Delta | None:
        """A line that is made from deltas."""
        ended = self.ways(step.value, number)
        if ended is not None:
            backs, path = ended
            end = path.end
            starts = [end]
            if isinstance(end, Name):
                inside = self.graph.inside(end)
                starts = self.graph.starts(inside) if inside is not None else [end]
            if isinstance(end, Name) and end.key in self.checked.names.updates:
                return None  # what a letter should change by
            tells = {back.delta.tells for back in backs}
            return Delta(step, path.owner, starts, backs=backs, tells=tells.pop() if len(tells) == 1 else 0)
        role = self.roles.get(step.name.key)
        if role is None:
            return None
        sources = dict.fromkeys(self.sources(step.value))
        return Delta(step, role[0], [role[1]], backs=[Back(self.deltas[key], None) for key in sources])

    def sources(self, root: Expression) -> Iterator[str]:
        """The deltas that a line is made from, by whatever way."""
        waiting, seen = [root], set()
        while waiting:
            for node in in_order(waiting.pop()):
                if isinstance(node, Name) and node.key not in seen:
                    seen.add(node.key)
                    if node.key in self.deltas:
                        yield node.key
                    elif node.key in self.made:
                        waiting.append(self.made[node.key])

    def ways(self, root: Expression, number: int) -> tuple[list[Back], Path] | None:
        """The ways that the terms of a line undo, all to one place, the first that they share."""
        readings = self.graph.terms(root, self.is_delta, self.held.__contains__, self.made)
        if not readings:
            return None
        ends: list[list[Back]] = []
        for alternatives in readings:
            found = [
                Back(delta, path)
                for term in alternatives
                for delta in [self.deltas[term.source.key]]  # type: ignore[union-attr]
                for path in self.graph.paths(delta.starts, delta.owner, term)
                if self.allowed(path, number, root)
            ]
            if not found:
                found = list(self.loosely(alternatives))
            ends.append(found)
        for first in ends[0]:
            assert first.path is not None
            backs = [first]
            for others in ends[1:]:
                same = next((back for back in others if back.path and back.path.end is first.path.end), None)
                same = same or next((back for back in others if back.path and same_name(back.path, first.path)), None)
                if same is None:
                    break
                backs.append(same)
            if len(backs) == len(ends):
                return backs, first.path
        return None

    def allowed(self, path: Path, number: int, root: Expression) -> bool:
        """True for a way that ends where it should, by things that have not been updated since."""
        end = path.end
        if path.owner is None or all(what == "name" for what, _ in path.met):  # as it is, so there is nothing to tell
            return False
        kinds = [self.graph.kind(node) for node in (root, end)]
        if kinds[0] != kinds[1] and not set(kinds) <= {ROW, COLUMN}:
            return False
        for node in (*path.of("product"), *path.of("by value"), *path.of("divided")):
            if any(isinstance(part, Name) and self.updated.get(part.key, number) < number for part in few_in(node)):
                return False
        return True

    def is_delta(self, node: Expression) -> bool:
        """True for the name of a delta."""
        return isinstance(node, Name) and node.key in self.deltas

    def loosely(self, terms: list[Term]) -> Iterator[Back]:
        """The way through weights of which only the update is written: it says what goes into them."""
        for term in terms:
            assert isinstance(term.source, Name)
            delta = self.deltas[term.source.key]
            if len(term.products) != 1 or term.around or term.sign != 1:
                continue
            weights = term.products[0].base
            if not isinstance(weights, Name) or self.in_formula(weights):
                continue
            for source, into in self.loose.get(weights.key, ()):
                if source != term.source.key or not isinstance(into, Name):
                    continue
                slopes = [value for _, value in term.by_value]
                if all(isinstance(slope, Call) and slope.slope and len(slope.arguments) == 1
                       and self.graph.equal(slope.arguments[0], into) for slope in slopes):  # fmt: skip
                    met = [("product", weights), *(("slope", slope) for slope in slopes)]
                    yield Back(delta, Path(into, into, tuple(met)))

    def in_formula(self, letter: Name) -> bool:
        """True for a letter that meets something in a line of the formula itself."""
        meetings = self.products.get(letter.key, {}).values()
        return any(line.value not in self.held for meeting in meetings for line, _ in meeting)

    # ------------------------------------------------------------------------------------------- changes

    def moved(self, step: Update) -> tuple[Expression, int] | None:
        """What is added to the old value, or taken from it with -1."""
        match step.value:
            case Elementwise("+" | "-" as operator, Name() as left, right) if left.key == step.name.key:
                return right, 1 if operator == "+" else -1
            case Elementwise("+", left, Name() as right) if right.key == step.name.key:
                return left, 1
            case _:
                return None

    def change(self, step: Update) -> Change | None:
        """What an update learns from, if all of it is understood."""
        moved = self.moved(step)
        if moved is None or not self.hold(step.value):
            return None
        root, sign = moved
        readings = self.graph.terms(root, self.is_delta, self.held.__contains__, self.made)
        if not readings:
            return None
        lessons: list[Lesson] = []
        rates: list[Expression] = []
        for alternatives in readings:
            found = next(filter(None, (self.lesson(step.name, term, sign) for term in alternatives)), None)
            if found is None:
                return None
            lesson, numbers = found
            rates = rates or numbers
            lessons.append(lesson)
        return Change(step, lessons, rates) if len({lesson.sign for lesson in lessons}) == 1 else None

    def lesson(self, letter: Name, term: Term, sign: int) -> tuple[Lesson, list[Expression]] | None:
        """What a letter learns from one term of its update, and the numbers that set how far."""
        assert isinstance(term.source, Name)
        delta = self.deltas[term.source.key]
        if delta.owner is not None and delta.owner.key == letter.key:
            return None  # what comes out is moved itself
        for way in (1, -1):
            for path in self.graph.paths(delta.starts, delta.owner, without_sign(term, way)):
                if not (isinstance(path.end, Name) and path.end.key == letter.key):
                    continue
                products, rows = path.of("product"), path.of("rows")
                by_value = path.of("by value") + path.of("divided")
                if len(products) + len(by_value) + len(rows) > 1 or path.of("stretch") or path.of("slope"):
                    continue
                moves = sign * term.sign
                meets = (*products, *by_value, None)[0]
                lesson = Lesson(
                    delta, meets, moves, moves * way * delta.tells < 0,
                    by_value=bool(by_value), rows=rows[0] if rows else None,
                )  # fmt: skip
                return lesson, [n for n in term.numbers if not any(self.graph.equal(n, p) for p in products)]
        if self.in_formula(letter) or len(term.products) != 1 or term.by_value or term.around:
            return None
        base, owner = term.products[0].base, delta.owner
        if isinstance(base, Name) and owner is not None and self.graph.inside(owner) is None:
            return Lesson(delta, base, sign * term.sign, sign * term.sign * delta.tells < 0), list(term.numbers)
        return None


def without_sign(term: Term, sign: int = 1) -> Term:
    """A term with this sign."""
    return Term(term.source, sign, term.products, term.by_value, term.numbers, term.around)


def same_name(one: Path, other: Path) -> bool:
    """True for ways that end at the same name."""
    return isinstance(one.end, Name) and isinstance(other.end, Name) and one.end.key == other.end.key


def upward(root: Expression, part: Expression) -> set[Expression]:
    """A part of an expression, and everything that it stands in."""
    found = {part}
    for node in in_order(root):
        if not found.isdisjoint(node.parts):
            found.add(node)
    return found


def few_in(root: Expression) -> Iterator[Expression]:
    """The nodes of an expression that is not too long."""
    waiting, looked = [root], 0
    while waiting and looked < FEW:
        looked += 1
        node = waiting.pop()
        yield node
        waiting += node.parts
