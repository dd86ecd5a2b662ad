"""What is to blame: the cheapest places whose mistakes would explain every clash, one error for each.

A place is a node of a formula or a declaration; taking it out takes out all equations that it stands for.  For each
smallest conflict one of its places has to be wrong, so the causes are the cheapest set of places that has one in
every conflict (Reiter, *A theory of diagnosis from first principles*; SHErrLoc by Zhang and Myers weighs places).
"""

from __future__ import annotations

from math import inf

from ..tree import Call, Join, Negative, Node, Number, Power, Values
from .conflict import System

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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
MOST_PLACES = 80  # of one conflict that are looked at
MOST_TOGETHER = 5  # causes in one knot of conflicts that are weighed against one another


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
    """Every mistake in a system of equations, each with its conflict; a place of infinite cost is never wrong."""
    # Only groups in which something clashes matter; two that share a place may have one cause.
    groups: list[tuple[set[Node], list[Equation]]] = []
    for equations in system.components():
        if system.consistent(equations):
            continue
        places = {place for e in equations if (place := place_of(e)) is not None}
        apart = []
        for group in groups:
            if group[0].isdisjoint(places):
                apart.append(group)
            else:
                places, equations = places | group[0], [*group[1], *equations]
        groups = [*apart, (places, equations)]
    found: list[Cause] = []
    for _, equations in groups:
        found += causes_in(system, sorted(equations, key=system.place.__getitem__), cost)
    blamed = frozenset(cause.place for cause in found)
    return [Cause(cause.place, cause.conflict, cause.places, blamed - {cause.place}) for cause in found]


def causes_in(system: System, everything: Sequence[Equation], cost: Callable[[Node], float]) -> list[Cause]:
    """The mistakes among equations that are connected with one another."""
    first = system.conflict(everything)
    if not first:
        return []
    conflicts = [first]
    chosen: frozenset[Node] = frozenset()
    for _ in range(4 * len(everything)):
        chosen = cheapest(conflicts, cost)
        further = system.conflict(without(everything, chosen))
        if not further:
            break
        conflicts.append(further)
    found: list[Cause] = []
    for place in sorted(chosen, key=lambda p: min(system.place[e] for e in everything if place_of(e) is p)):
        others = chosen - {place}
        left = without(everything, others)
        conflict = system.conflict(left)
        if conflict:  # else the others explain it all
            places = places_in(conflict)
            if len(places) > MOST_PLACES:  # of a long way its ends: the declarations, and where it shows
                places = [*places[: MOST_PLACES // 2], *places[-MOST_PLACES // 2 :]]
            healing = [p for p in places if system.consistent(without(left, frozenset((p,))))]
            found.append(Cause(place, conflict, healing, others))
    return found


def places_in(conflict: Sequence[Equation]) -> list[Node]:
    """The places of a conflict, each once."""
    places = (place_of(equation) for equation in conflict)
    return list(dict.fromkeys(place for place in places if place is not None))


def cheapest(conflicts: Sequence[Sequence[Equation]], cost: Callable[[Node], float]) -> frozenset[Node]:
    """The cheapest set of places that has one in each conflict; the earlier ones where several are as cheap."""
    chosen: set[Node] = set()
    for knot in knots([[place for place in places_in(c) if cost(place) < inf] for c in conflicts]):
        best = _Best(cost)
        best.search(knot, (), 0)
        chosen.update(best.places)
    return frozenset(chosen)


def knots(conflicts: list[list[Node]]) -> list[list[list[Node]]]:
    """Conflicts in groups that share no place with one another."""
    groups: list[tuple[set[Node], list[list[Node]]]] = []
    for places in conflicts:
        mine, kept = (set(places), [places]), []
        for group in groups:
            if group[0].isdisjoint(mine[0]):
                kept.append(group)
            else:
                mine = (mine[0] | group[0], [*group[1], *mine[1]])
        groups = [*kept, mine]
    return [group[1] for group in groups]


class _Best:
    """The cheapest choice so far."""

    def __init__(self, price: Callable[[Node], float]) -> None:
        self.price: Final = price
        self.places: tuple[Node, ...] = ()
        self.cost = inf

    def search(self, conflicts: list[list[Node]], chosen: tuple[Node, ...], spent: float) -> None:
        """Take one place of the first conflict that has none yet, each in turn."""
        left = [places for places in conflicts if not any(place in chosen for place in places)]
        if not left:
            if spent < self.cost:
                self.places, self.cost = chosen, spent
            return
        if len(chosen) >= MOST_TOGETHER and self.cost < inf:
            return
        # A place that is in most of what is left comes first: it may heal it all at once.
        often = sorted(left[0], key=lambda place: (-sum(place in places for places in left), self.price(place)))
        for place in often[:1] if len(chosen) >= MOST_TOGETHER else often:
            if spent + self.price(place) < self.cost:
                self.search(left, (*chosen, place), spent + self.price(place))
