"""The line of a wire: its round corners, and where the ways of one value part."""

from __future__ import annotations

from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .layout import Layout, Point


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


def branches(layout: Layout) -> list[Point]:
    """Where the ways of one value part."""
    found: dict[Point, None] = {}
    ways: dict[tuple[int, Point], list[Sequence[Point]]] = {}
    for wire, points in layout.ways.items():
        ways.setdefault((wire.source.number, points[0]), []).append(points)
    for group in ways.values():
        for i, one in enumerate(group):
            for other in group[i + 1 :]:
                point = parting(one, other)
                if point is not None:
                    found[point] = None
    return list(found)


def parting(one: Sequence[Point], other: Sequence[Point]) -> Point | None:
    """The last point that two ways share."""
    for (a, b), (c, d) in zip(pairwise(one), pairwise(other), strict=False):
        if a != c:
            return None
        if b == d:
            continue
        steps = [[(v > u) - (v < u) for u, v in zip(p, q, strict=True)] for p, q in ((a, b), (c, d))]
        if steps[0] != steps[1]:
            return a if a != one[0] else None
        return min(b, d, key=lambda point: distance(a, point))
    return None
