"""The line of a wire: its round corners, and where the ways of one value part."""

from __future__ import annotations

from functools import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .layout import Point
    from .scene import Wire


def rounded(points: Sequence[Point], radius: int = 7) -> str:
    """A way from corner to corner, its corners round.

    >>> rounded([(0, 20), (0, 0)]), rounded([(0, 20), (0, 10), (30, 10)])
    ('M0 20L0 0', 'M0 20L0 15Q0 10 5 10L30 10')
    """
    out = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, distance(before, corner) // 2, distance(corner, after) // 2)
        (ax, ay), (bx, by) = toward(corner, before, r), toward(corner, after, r)
        out.append(f"L{ax} {ay}Q{corner[0]} {corner[1]} {bx} {by}")
    out.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(out)


def distance(one: Point, other: Point) -> int:
    """How far two points of a level or upright line are apart."""
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def toward(start: Point, end: Point, far: int) -> Point:
    """The point so far on the way from one to another."""
    sign = [(b > a) - (b < a) for a, b in zip(start, end, strict=True)]
    return start[0] + sign[0] * far, start[1] + sign[1] * far


def branches(ways: Mapping[Wire, Sequence[Point]]) -> list[Point]:
    """Where the ways of one value part."""
    found: set[Point] = set()
    groups: dict[tuple[int, Point], list[Sequence[Point]]] = {}
    for wire, points in ways.items():
        groups.setdefault((wire.source.number, points[0]), []).append(points)
    for group in groups.values():
        found.update(partings(group))
    return sorted(found)


def partings(ways: list[Sequence[Point]]) -> Iterator[Point]:
    """The last points that ways with one start share with one another.

    >>> up, left, far = [(0, 20), (0, 0)], [(0, 20), (0, 10), (-30, 10)], [(0, 20), (0, 10), (-50, 10)]
    >>> list(partings([up, left, far]))
    [(0, 10), (-30, 10)]
    """
    stack = [(0, ways)]
    while stack:
        corner, together = stack.pop()
        sides: dict[Point, dict[Point, list[Sequence[Point]]]] = {}  # by direction and next corner
        for way in together:
            if corner + 1 < len(way):
                here, there = way[corner], way[corner + 1]
                side = toward((0, 0), (there[0] - here[0], there[1] - here[1]), 1)
                sides.setdefault(side, {}).setdefault(there, []).append(way)
        if len(sides) > 1 and corner:
            yield together[0][corner]
        for ends in sides.values():
            yield from sorted(ends, key=partial(distance, together[0][corner]))[:-1]
            stack += [(corner + 1, going) for going in ends.values() if len(going) > 1]
