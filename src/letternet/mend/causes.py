"""What is to blame: the cheapest places whose mistakes would explain every clash, one error for each.

A place is a node of a formula or a declaration; taking it out takes out all equations that it stands for.  For each
smallest conflict one of its places has to be wrong, so the causes are the cheapest set of places that has one in
every conflict (Reiter, *A theory of diagnosis from first principles*; SHErrLoc by Zhang and Myers weighs places).
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from math import inf

from ..tree import Call, Join, Negative, Node, Number, Power, Values
from .conflict import System

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Final

    from ..check.model import Equation

# How hard it is to believe that a place is wrong; everything that is not here costs 1.
HARD_TO_BELIEVE: dict[type, float] = {
    Call: 1.6,  # the right function is usually called; it is what stands inside that is wrong
    Values: 1.3,  # numbers typed out were looked at
    Negative: 3,  # these three keep every size
    Power: 3,
    Number: 3,
    Join: 0.9,  # an order or direction is easily mixed up
}
LINKS = ("defined", "updated", "size letter")  # that a line gives its name a value is not what people get wrong
MOST_PLACES = 80  # of one conflict that are looked at: of a long way its ends
MOST_TOGETHER = 5  # causes in one knot of conflicts that are weighed against one another
ONE_BY_ONE = 8  # conflicts that are weighed anew for each further one; of more, many at a time
MOST_CONFLICTS = 100  # among equations that are connected
MOST_WEIGHED = 300_000  # places of conflicts that are looked at while those are weighed
MOST_WALKED = 200_000  # equations in all, while conflicts and what heals them are looked for in a long connected part
SOLVED = 20  # so many times as long takes an equation for which the solver has to be asked
LEAST = 4  # conflicts, and places of one, that are looked at however long that takes


class Cause:
    """One mistake: a smallest conflict, and the places where mending it would heal that, in their order."""

    __slots__ = ("conflict", "dropped", "place", "places")

    def __init__(self, place: Node, conflict: list[Equation], places: list[Node], dropped: frozenset[Node]) -> None:
        self.place: Final = place  # the one that explains most
        self.conflict: Final = conflict
        self.places: Final = places
        self.dropped: Final = dropped  # the places of the other causes


def place_of(equation: Equation) -> Node | None:
    """The place that an equation stands for, if it can be wrong."""
    return None if equation.rule in LINKS else equation.at


def cost(place: Node) -> float:
    """How hard it is to believe that this place is wrong."""
    return HARD_TO_BELIEVE.get(type(place), 1)


def without(equations: Sequence[Equation], places: frozenset[Node]) -> list[Equation]:
    """The equations that some places do not stand for."""
    return [equation for equation in equations if place_of(equation) not in places] if places else list(equations)


def causes(system: System, cost: Callable[[Node], float] = cost) -> list[Cause]:
    """The mistakes in a system of equations, each with its conflict; a place of infinite cost is never wrong.

    Of very many that are connected with one another only some are found, whose mending leaves the others.
    """
    # Only groups in which something clashes matter; two that share a place may have one cause.
    wrong = [equations for equations in system.components() if not system.consistent(equations)]
    found: list[Cause] = []
    for group in sharing([[p for e in equations if (p := place_of(e)) is not None] for equations in wrong]):
        equations = [equation for number in group for equation in wrong[number]]
        found += causes_in(system, sorted(equations, key=system.place.__getitem__), cost)
    blamed = frozenset(cause.place for cause in found)
    return [Cause(cause.place, cause.conflict, cause.places, blamed - {cause.place}) for cause in found]


def causes_in(system: System, everything: Sequence[Equation], cost: Callable[[Node], float]) -> list[Cause]:
    """The mistakes among equations that are connected with one another."""
    walks = MOST_WALKED // (len(everything) * (1 if system.plain else SOLVED))
    conflicts: list[list[Node]] = []
    weighing = Weighing(cost)
    chosen: frozenset[Node] = frozenset()
    weighed = True
    for _ in range(max(LEAST, min(2 * MOST_CONFLICTS, walks // 6))):
        further = system.conflict(without(everything, chosen))
        if not further and weighed:
            break
        possible = ends([place for place in places_in(further) if cost(place) < inf])
        if further:
            if not possible:
                break
            conflicts.append(possible)
        weighed = not further or len(conflicts) <= ONE_BY_ONE
        chosen = weighing.cheapest(conflicts) if weighed else chosen | {min(possible, key=cost)}
        if weighing.room <= 0:
            break
    everything = system.agreeing(everything, without(everything, chosen))
    first: dict[Node | None, int] = {}
    for number, equation in enumerate(everything):
        first.setdefault(place_of(equation), number)
    tried = max(LEAST, min(MOST_PLACES, walks // max(1, len(chosen))))
    found: list[Cause] = []
    for place in sorted(chosen.intersection(first), key=first.__getitem__):
        others = chosen - {place}
        left = without(everything, others)
        conflict = system.conflict(left)
        if conflict:  # else the others explain it all
            healing = [p for p in ends(places_in(conflict), tried) if system.consistent(without(left, frozenset((p,))))]
            found.append(Cause(place, conflict, healing, others))
    return found


def places_in(conflict: Sequence[Equation]) -> list[Node]:
    """The places of a conflict, each once."""
    places = (place_of(equation) for equation in conflict)
    return list(dict.fromkeys(place for place in places if place is not None))


def ends(places: list[Node], most: int = MOST_PLACES) -> list[Node]:
    """The places at both ends of a long way: the declarations, and where it shows."""
    return places if len(places) <= most else [*places[: most // 2], *places[-most // 2 :]]


def sharing(sets: Sequence[Collection[Node]]) -> list[list[int]]:
    """The numbers of the sets in groups that share nothing with one another.

    >>> from letternet.tree import Name
    >>> x, y, z = Name("x"), Name("y"), Name("z")
    >>> sharing([[x], [y], [x, z], [z]])
    [[0, 2, 3], [1]]
    """
    above = list(range(len(sets)))

    def top(number: int) -> int:
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    first: dict[Node, int] = {}
    for number, places in enumerate(sets):
        for place in places:
            one, other = sorted((top(first.setdefault(place, number)), top(number)))
            above[other] = one
    groups: dict[int, list[int]] = {}
    for number in range(len(sets)):
        groups.setdefault(top(number), []).append(number)
    return list(groups.values())


class Weighing:
    """Looks for the cheapest places, as long as there is room for it."""

    def __init__(self, price: Callable[[Node], float]) -> None:
        self.price: Final = price
        self.room = MOST_WEIGHED
        self.best: tuple[Node, ...] = ()
        self.cost = inf

    def cheapest(self, conflicts: Sequence[Sequence[Node]]) -> frozenset[Node]:
        """The cheapest set of places that has one in each conflict; the earlier ones where several are as cheap."""
        chosen: set[Node] = set()
        for knot in sharing(conflicts):
            self.best, self.cost = (), inf
            self.search([dict.fromkeys(conflicts[number]) for number in knot], (), 0)
            chosen.update(self.best)
        return frozenset(chosen)

    def search(self, left: Sequence[Mapping[Node, None]], chosen: tuple[Node, ...], spent: float) -> None:
        """Take one place of the first conflict that has none yet, each in turn."""
        if not left:
            if spent < self.cost:
                self.best, self.cost = chosen, spent
            return
        enough = len(chosen) >= MOST_TOGETHER or self.room <= 0
        if enough and self.cost < inf:
            return
        self.room -= sum(map(len, left))
        # A place that is in most of what is left comes first: it may heal it all at once.
        times = Counter(chain.from_iterable(left))
        often = sorted(left[0], key=lambda place: (-times[place], self.price(place)))
        for place in often[:1] if enough else often:
            if spent + self.price(place) < self.cost:
                still = [places for places in left if place not in places]
                self.search(still, (*chosen, place), spent + self.price(place))
