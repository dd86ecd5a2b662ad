"""Every brick gets its place and every wire its way: in layers, what comes in at the bottom, with few crossings.

A layered drawing (Sugiyama, Tagawa and Toda, 1981): the layer of a brick is its longest way from what comes in; a wire
that passes layers has a lane of its own in each; layers are put in an order with few crossings, by barycenters; then
bricks that follow one another stand straight above each other where nothing is in the way.  Every step is
deterministic.  Distances are whole numbers, pixels or columns of a terminal.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise

from .scene import CIRCLE, JOINT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final, Protocol

    from .scene import Brick, Wire

    class Measure(Protocol):
        """How large things are."""

        lane: int  # what a wire in the side of a joint needs
        apart: int  # between things that stand side by side
        beside: int  # between a joint and what stands beside it
        straight: int  # between layers
        track: int  # for each wire that goes across between them

        def extent(self, brick: Brick, side: int = 0) -> Extent:
            """The size of a brick with what is written at it: all on one side if it stands beside a joint."""

        def text(self, text: str) -> int:
            """How wide a line of text is."""

        def corner(self, brick: Brick) -> int:
            """Where a matrix is taken that stands on the way, to the right of its middle."""

        def parts(self, brick: Brick) -> list[int]:
            """The middle of each of the parts that are joined in a brick, from its own middle."""


SWEEPS = 12  # over all layers, for their order
SETTLING = 24  # over all columns, for their places


class Extent:
    """How far a brick reaches: to both sides of its middle with what is written there, and its own core."""

    __slots__ = ("core", "height", "left", "right")

    def __init__(self, left: int, right: int, height: int, core: int) -> None:
        self.left: Final = left
        self.right: Final = right
        self.height: Final = height
        self.core: Final = core  # its width without what is written beside it


class Place:
    """Where a brick is: the middle of its core, from the left and from the top; and on which side of a joint."""

    __slots__ = ("extent", "layer", "side", "x", "y")

    def __init__(self, x: int, y: int, layer: int, extent: Extent, side: int = 0) -> None:
        self.side: Final = side
        self.x: Final = x
        self.y: Final = y
        self.layer: Final = layer
        self.extent: Final = extent


Point = tuple[int, int]


class Layout:
    """The places of bricks, the ways of their wires, and the room that they take."""

    __slots__ = ("height", "places", "ways", "width")

    def __init__(
        self, places: dict[Brick, Place], ways: dict[Wire, tuple[Point, ...]], width: int, height: int
    ) -> None:
        self.places: Final = places
        self.ways: Final = ways
        self.width: Final = width
        self.height: Final = height


class Item:
    """Something in a layer: a brick with what stands beside it, or the lane of a wire that passes."""

    __slots__ = ("above", "below", "block", "brick", "extent", "layer", "left", "order", "right", "shift", "x")

    def __init__(self, brick: Brick | None, extent: Extent | None, layer: int, left: int, right: int) -> None:
        self.brick: Final = brick
        self.extent: Final = extent
        self.layer: Final = layer
        self.left = left
        self.right = right
        self.order = 0
        self.x = 0
        self.block = 0  # the column of which it is a part, and how far it stands from that
        self.shift = 0
        self.below: list[Link] = []
        self.above: list[Link] = []

    @property
    def height(self) -> int:
        """Its height; a lane has none."""
        return self.extent.height if self.extent else 0


class Link:
    """A piece of a wire between neighbouring layers, or of several that come from one place; `net` is that place."""

    __slots__ = ("into", "lower", "net", "out", "rank", "upper")

    def __init__(self, lower: Item, upper: Item, out: int, into: int, net: tuple[int, int], rank: int) -> None:
        self.lower: Final = lower
        self.upper: Final = upper
        self.out: Final = out
        self.into: Final = into
        self.net: Final = net
        self.rank: Final = rank  # the lower, the more it should be straight
        lower.above.append(self)
        upper.below.append(self)


def layout(bricks: Sequence[Brick], measure: Measure) -> Layout:
    """The places of bricks that are wired to nothing else."""
    return Placing(bricks, measure).layout()


# ------------------------------------------------------------------------------------------------ layers


def depths(bricks: Sequence[Brick]) -> dict[Brick, int]:
    """The longest way into each brick."""
    found: dict[Brick, int] = {}
    for brick in in_order(bricks):
        found[brick] = max((found[wire.source] + 1 for wire in brick.ways_in), default=0)
    return found


def in_order(bricks: Sequence[Brick]) -> list[Brick]:
    """The bricks, each after those it is made from."""
    waiting = {brick: len(brick.ways_in) for brick in bricks}
    ready = [brick for brick in reversed(bricks) if not brick.ways_in]
    out: list[Brick] = []
    while ready:
        brick = ready.pop()
        out.append(brick)
        for wire in reversed(brick.ways_out):
            waiting[wire.target] -= 1
            if not waiting[wire.target]:
                ready.append(wire.target)
    return out


def trunk_of(joint: Brick, depth: dict[Brick, int]) -> Wire:
    """The longest way into a joint, of equal ones that of no number; it comes straight from below."""
    return max(joint.ways_in, key=lambda wire: (depth[wire.source], wire.source.form != CIRCLE, -wire.place))


class Placing:
    """The work on one drawing."""

    def __init__(self, bricks: Sequence[Brick], measure: Measure) -> None:
        self.bricks: Final = bricks
        self.measure: Final = measure
        self.wires: Final = [wire for brick in bricks for wire in brick.ways_out]
        self.depth: Final = depths(bricks)
        self.trunks: Final = {b: trunk_of(b, self.depth) for b in bricks if b.form == JOINT}
        self.beside: Final[dict[Brick, Wire]] = {}  # what stands at the side of a joint -> its wire
        for joint, trunk in self.trunks.items():
            for wire in joint.ways_in:
                other = wire.source
                alone = not other.ways_in and len(other.ways_out) == 1 and not other.badges
                if wire is not trunk and wire.places == 2 and alone:
                    self.beside[wire.source] = wire
        self.items: Final[dict[Brick, Item]] = {}
        self.rows: Final[list[list[Item]]] = []
        self.hops: Final[dict[Wire, list[Link]]] = {}
        self.entries: Final[dict[Brick, list[int]]] = {}

    def layout(self) -> Layout:
        """All steps in order."""
        self.make_items()
        self.make_links()
        self.order()
        self.columns()
        return self.finished()

    # ------------------------------------------------------------------------------------------ items

    def side(self, wire: Wire) -> int:
        """From which side a wire comes into a joint: -1 from the left, 1 from the right, 0 from below."""
        trunk = self.trunks.get(wire.target)
        if trunk is None or wire is trunk or wire.places != 2:
            return 0
        return -1 if wire.place < trunk.place else 1

    def make_items(self) -> None:
        """An item in its layer for each brick that does not stand beside another."""
        layer: dict[Brick, int] = {}
        for brick in in_order(self.bricks):
            if brick not in self.beside:
                before = [layer[wire.source] for wire in brick.ways_in if wire.source not in self.beside]
                layer[brick] = max(before, default=-1) + 1
        for brick in layer:
            if not brick.ways_in and brick.ways_out:  # what comes in stands near to where it is used first
                layer[brick] = min(layer[wire.target] for wire in brick.ways_out) - 1
        lowest = min(layer.values(), default=0)
        self.rows.extend([] for _ in range(max(layer.values(), default=-1) - lowest + 1))
        for brick in self.bricks:
            if brick in layer:
                item = self.item(brick, layer[brick] - lowest)
                self.items[brick] = item
                self.rows[item.layer].append(item)

    def item(self, brick: Brick, layer: int) -> Item:
        """A brick, with the room for what stands or comes in at its sides."""
        extent = self.measure.extent(brick)
        left, right, height = extent.left, extent.right, extent.height
        for wire in brick.ways_in:
            side = self.side(wire)
            if not side:
                continue
            if wire.source in self.beside:
                other = self.measure.extent(wire.source, side)
                room = self.measure.beside + other.left + other.right
                height = max(height, other.height)
            else:
                room = self.measure.lane
            if side < 0:
                left += room
            else:
                right += room
        return Item(brick, Extent(extent.left, extent.right, height, extent.core), layer, left, right)

    def entry(self, wire: Wire) -> int:
        """Where a wire enters its target, from its middle: where several come together, each at its part."""
        brick, places = wire.target, wire.places
        if not brick.segments and (brick.form != JOINT or places <= 2):
            return 0
        if brick not in self.entries:
            extent, parts = self.items[brick].extent, self.measure.parts(brick) if brick.segments else []
            assert extent is not None
            even = [extent.core * (2 * place + 1) // (2 * places) - extent.core // 2 for place in range(places)]
            self.entries[brick] = parts if len(parts) == places else even
        return self.entries[brick][wire.place]

    def make_links(self) -> None:
        """Wires become links from layer to layer; those from one place share their lanes."""
        lanes: dict[tuple[int, int, int], Item] = {}
        links: dict[tuple[int, int, int], Link] = {}
        for wire in self.wires:
            if wire.source in self.beside:
                continue
            # The matrix itself leaves at its corner, not what goes through it.
            out = self.measure.corner(wire.source) if wire.source.on_the_way and not wire.through else 0
            into = self.entry(wire)
            source, target = self.items[wire.source], self.items[wire.target]
            side = self.side(wire)
            if side:
                into = side * (target.extent.core // 2 + self.measure.lane) if target.extent else 0
            net = (wire.source.number, out)
            rank = 0 if wire.through else 1 if wire is self.trunks.get(wire.target) or wire.places == 1 else 2
            here = source
            path: list[Link] = []
            for layer in range(source.layer + 1, target.layer):
                key = (*net, layer)
                lane = lanes.get(key)
                if lane is None:
                    lane = lanes[key] = Item(None, None, layer, self.measure.lane // 2, self.measure.lane // 2)
                    self.rows[layer].append(lane)
                    links[key] = Link(here, lane, out if here is source else 0, 0, net, int(here is source))
                path.append(links[key])
                here = lane
            path.append(Link(here, target, out if here is source else 0, into, net, rank))
            self.hops[wire] = path

    # ------------------------------------------------------------------------------------------ order

    def order(self) -> None:
        """Each layer in an order with few crossings."""
        for row in self.rows:
            number(row)
        best = [list(row) for row in self.rows]
        fewest = self.crossings()
        for sweep in range(SWEEPS):
            if not fewest:
                break
            upward = sweep % 2 == 0
            for row in self.rows[1:] if upward else self.rows[-2::-1]:
                row.sort(key=lambda item: barycenter(item, upward))
                number(row)
            self.swap()
            found = self.crossings()
            if found < fewest:
                fewest = found
                best = [list(row) for row in self.rows]
        for row, kept in zip(self.rows, best, strict=True):
            row[:] = kept
            number(row)

    def crossings(self) -> int:
        """How many pairs of links cross."""
        return sum(crossings([link for item in row for link in item.above]) for row in self.rows)

    def swap(self) -> None:
        """Neighbours change places where that takes crossings away."""
        for row in self.rows:
            for i in range(len(row) - 1):
                one, other = row[i], row[i + 1]
                before = between(one.below, other.below, False) + between(one.above, other.above, True)
                after = between(other.below, one.below, False) + between(other.above, one.above, True)
                if after < before:
                    row[i], row[i + 1] = other, one
            number(row)

    # ---------------------------------------------------------------------------------------- columns

    def columns(self) -> None:
        """The place of each item from the left."""
        blocks = self.blocks()
        right_of: list[list[tuple[int, int]]] = [[] for _ in blocks]  # (the block to the right, how far away)
        left_of: list[list[tuple[int, int]]] = [[] for _ in blocks]
        for row in self.rows:
            for one, other in pairwise(row):
                room = one.right + other.left + (self.measure.apart if one.brick and other.brick else 0)
                gap = one.shift + room - other.shift
                right_of[one.block].append((other.block, gap))
                left_of[other.block].append((one.block, gap))
        order = sorted_blocks(right_of)
        places = [0] * len(blocks)
        for block in order:
            places[block] = max((places[other] + gap for other, gap in left_of[block]), default=0)
        pulls = [self.pulls(block) for block in blocks]
        for sweep in range(SETTLING):
            for block in order if sweep % 2 else reversed(order):
                if not pulls[block]:
                    continue
                wanted = balanced([(places[other] + by, weight) for other, by, weight in pulls[block]])
                least = max((places[other] + gap for other, gap in left_of[block]), default=wanted)
                most = min((places[other] - gap for other, gap in right_of[block]), default=max(wanted, least))
                places[block] = max(min(wanted, most), least)
        for items, place in zip(blocks, places, strict=True):
            for item in items:
                item.x = place + item.shift
        first = min((item.x - item.left for row in self.rows for item in row), default=0)
        for row in self.rows:
            for item in row:
                item.x -= first

    def blocks(self) -> list[list[Item]]:
        """Items that stand straight above each other."""
        chosen: dict[Item, Link] = {}  # the link to what an item stands on
        for row in self.rows[1:]:
            last = -1  # the place in the row below beyond which everything is free
            taken: set[int] = set()
            for item in row:
                for link in sorted(item.below, key=lambda link: (link.rank, link.lower.order)):
                    if link.lower.order > last and link.lower.order not in taken and self.best(link):
                        chosen[item] = link
                        taken.add(link.lower.order)
                        last = link.lower.order
                        break
        blocks: list[list[Item]] = []
        for row in self.rows:
            for item in row:
                below = chosen.get(item)
                if below is None:
                    item.block = len(blocks)
                    blocks.append([item])
                else:
                    item.block = below.lower.block
                    item.shift = below.lower.shift + below.out - below.into
                    blocks[item.block].append(item)
        return blocks

    def best(self, link: Link) -> bool:
        """True for the link that an item's lower neighbour goes on straight by."""
        return link is min(link.lower.above, key=lambda other: (other.rank, other.upper.order))

    def pulls(self, block: list[Item]) -> list[tuple[int, int, int]]:
        """What a block is drawn to: another block, the distance at which a link is straight, its weight."""
        found = []
        for item in block:
            for link in item.above:
                if link.upper.block != item.block:
                    by = link.upper.shift + link.into - link.out - item.shift
                    found.append((link.upper.block, by, 3 - link.rank))
            for link in item.below:
                if link.lower.block != item.block:
                    by = link.lower.shift + link.out - link.into - item.shift
                    found.append((link.lower.block, by, 3 - link.rank))
        return found

    # ------------------------------------------------------------------------------------------- rows

    def finished(self) -> Layout:
        """The layers one above another, with the room for what goes across between them."""
        tops: list[int] = []  # how high the top and the bottom of each layer are
        bottoms: list[int] = []
        tracks: list[dict[tuple[int, int], int]] = []  # the height of what goes across above each layer
        height = 0
        for layer, row in enumerate(self.rows):
            bottoms.append(height)
            height += max(item.height for item in row)
            tops.append(height)
            if layer + 1 < len(self.rows):
                used = across([link for item in row for link in item.above])
                count = max(used.values(), default=-1) + 1
                first = height + (self.measure.straight - self.measure.track) // 2 + (self.measure.track + 1) // 2
                tracks.append({net: first + number * self.measure.track for net, number in used.items()})
                height += self.measure.straight + max(count - 1, 0) * self.measure.track
        places: dict[Brick, Place] = {}
        for brick, item in self.items.items():
            middle = (bottoms[item.layer] + tops[item.layer] + 1) // 2
            places[brick] = Place(item.x, height - middle, item.layer, self.measure.extent(brick))
        for brick, wire in self.beside.items():
            joint = places[wire.target]
            side = self.side(wire)
            extent = self.measure.extent(brick, side)
            away = joint.extent.core // 2 + self.measure.beside + (extent.left if side > 0 else extent.right)
            places[brick] = Place(joint.x + side * away, joint.y, joint.layer, extent, side)
        ways: dict[Wire, tuple[Point, ...]] = {}
        for wire in self.wires:
            if wire.source in self.beside:
                ways[wire] = self.level(wire, places)
            else:
                ways[wire] = self.way(wire, places, tracks, height)
        width = max((item.x + item.right for row in self.rows for item in row), default=0)
        return Layout(places, ways, width, height)

    def level(self, wire: Wire, places: dict[Brick, Place]) -> tuple[Point, ...]:
        """The way from what stands beside a joint."""
        side = self.side(wire)
        start, end = places[wire.source], places[wire.target]
        return ((start.x - side * (start.extent.core // 2), end.y), (end.x + side * (end.extent.core // 2), end.y))

    def way(
        self, wire: Wire, places: dict[Brick, Place], tracks: list[dict[tuple[int, int], int]], height: int
    ) -> tuple[Point, ...]:
        """The way of a wire, from corner to corner."""
        start, end = places[wire.source], places[wire.target]
        path = self.hops[wire]
        x = start.x + path[0].out
        points = [(x, start.y - start.extent.height // 2)]
        for link in path:
            after = link.upper.x + link.into
            if after != x:
                y = height - tracks[link.lower.layer][link.net]
                points += [(x, y), (after, y)]
                x = after
        side = self.side(wire)
        if side:
            points += [(x, end.y), (end.x + side * (end.extent.core // 2), end.y)]
        else:
            points.append((x, end.y + (end.extent.height + 1) // 2))
        return tuple(points)


# ------------------------------------------------------------------------------------------------ counting


def number(row: Sequence[Item]) -> None:
    """Items know their places in their layer."""
    for order, item in enumerate(row):
        item.order = order


def barycenter(item: Item, upward: bool) -> float:
    """The middle of what an item is linked to in the layer below or above."""
    found = [link.lower.order for link in item.below] if upward else [link.upper.order for link in item.above]
    return sum(found) / len(found) if found else item.order


def crossings(links: Sequence[Link]) -> int:
    """How many pairs of links between two layers cross."""
    ends = sorted(((link.lower.order, link.out), (link.upper.order, link.into)) for link in links)
    count = 0
    seen: list[tuple[int, int]] = []

    for _, end in ends:
        count += len(seen) - bisect_right(seen, end)
        insort(seen, end)
    return count


def between(one: Sequence[Link], other: Sequence[Link], above: bool) -> int:
    """How many links of two items cross when the first stands on the left."""
    if above:
        ends = [[(link.upper.order, link.into) for link in links] for links in (one, other)]
    else:
        ends = [[(link.lower.order, link.out) for link in links] for links in (one, other)]
    return sum(left > right for left in ends[0] for right in ends[1])


def sorted_blocks(right_of: Sequence[Sequence[tuple[int, int]]]) -> list[int]:
    """Blocks in an order in which each comes after all to its left."""
    waiting = [0] * len(right_of)
    for neighbours in right_of:
        for other, _ in neighbours:
            waiting[other] += 1
    ready = [block for block in reversed(range(len(right_of))) if not waiting[block]]
    out: list[int] = []
    while ready:
        block = ready.pop()
        out.append(block)
        for other, _ in right_of[block]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return out


def balanced(pulls: Sequence[tuple[int, int]]) -> int:
    """The weighted median of places, the middle of two if both will do."""
    ordered = sorted(pulls)
    half = sum(weight for _, weight in ordered) / 2
    gone = 0
    for i, (place, weight) in enumerate(ordered):
        gone += weight
        if gone > half:
            return place
        if gone == half:
            return (place + ordered[i + 1][0]) // 2
    return ordered[-1][0]


def across(links: Sequence[Link]) -> dict[tuple[int, int], int]:
    """The track of each net that goes across between two layers, so that no two lie on one another.

    Where one net comes down at the place at which another goes up, the one that goes up turns off first.
    """
    spans: dict[tuple[int, int], list[int]] = {}
    starts: dict[int, tuple[int, int]] = {}
    ends: dict[tuple[int, int], set[int]] = {}
    bent: set[tuple[int, int]] = set()
    for link in links:
        start, end = link.lower.x + link.out, link.upper.x + link.into
        spans.setdefault(link.net, []).extend((start, end))
        ends.setdefault(link.net, set()).add(end)
        starts[start] = link.net
        if start != end:
            bent.add(link.net)
    nets = [net for net in spans if net in bent]
    before: dict[tuple[int, int], set[tuple[int, int]]] = {
        net: {starts[end] for end in ends[net] if starts.get(end, net) != net and starts[end] in bent}
        for net in nets
    }
    found: dict[tuple[int, int], int] = {}
    rows: list[list[tuple[int, int]]] = []
    waiting = sorted(nets, key=lambda net: (min(spans[net]), max(spans[net]), net))
    while waiting:
        net = next((n for n in waiting if all(other in found for other in before[n])), waiting[0])
        waiting.remove(net)
        low, high = min(spans[net]), max(spans[net])
        least = max((found[other] + 1 for other in before[net] if other in found), default=0)
        track = next(
            (t for t in range(least, len(rows)) if all(high < a or b < low for a, b in rows[t])), max(least, len(rows))
        )
        while len(rows) <= track:
            rows.append([])
        rows[track].append((low, high))
        found[net] = track
    return found
