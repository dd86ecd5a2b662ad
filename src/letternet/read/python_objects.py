"""Which variables of Python code are one and the same object, and which lists hold what."""

from __future__ import annotations

import heapq

from .array_code import Op, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .array_code import Line

MOST_OBJECTS = 16  # that one variable may be
MOST_WITHIN = 100  # objects in one another
MOST_NAMES = 20  # of one object that are told
MOST_ITEMS = 200  # of one list


class Objects:
    """The objects that variables are; where that depends, all that each may be.

    >>> objects = Objects()
    >>> objects.bind("v", ["x"])
    >>> objects.bind("params", [], ["v", "W"])
    >>> objects.others("x"), objects.others("params"), objects.others("params", inside=True)
    (['v'], [], ['W', 'v', 'x'])
    """

    def __init__(self) -> None:
        self.objects: dict[str, frozenset[int]] = {}
        self.names: dict[int, list[str]] = {}  # the variables that an object has been, the first by the alphabet first
        self.held: dict[int, set[int]] = {}  # the objects inside an object
        self.count = 0

    def of(self, name: str) -> frozenset[int]:
        """The objects that a variable may be."""
        if name not in self.objects:
            self.count += 1
            self.enter(name, frozenset([self.count]))
        return self.objects[name]

    def enter(self, name: str, objects: frozenset[int]) -> None:
        """A variable is one of these from now on."""
        before = self.objects.get(name, frozenset())
        self.objects[name] = objects = frozenset(sorted(objects)[:MOST_OBJECTS])
        for each in objects - before:
            heapq.heappush(self.names.setdefault(each, []), name)

    def any_of(self, names: Iterable[str]) -> frozenset[int]:
        """What one of these variables is, whichever; where there is none, a new object."""
        found = frozenset(each for name in names for each in self.of(name))
        if not found:
            self.count += 1
            found = frozenset([self.count])
        return found

    def bind(self, name: str, sources: Iterable[str], holds: Iterable[str] = ()) -> None:
        """A variable is what one of the others is, or where there are none a new object, with what they are in it."""
        self.enter(name, self.any_of(sources))
        self.hold(name, holds)

    def hold(self, name: str, held: Iterable[str]) -> None:
        """What some variables are is in the object that another one is."""
        inside = {each for variable in held for each in self.of(variable)}
        for each in self.of(name) if inside else ():
            self.held.setdefault(each, set()).update(inside)

    def within(self, names: Iterable[str]) -> frozenset[int]:
        """What variables may be, and what is in that, however deep, as long as it is not endless."""
        found = dict.fromkeys(each for name in names for each in sorted(self.of(name)))
        waiting = list(found)
        for each in waiting:
            more = sorted(self.held.get(each, set()) - found.keys())[: MOST_WITHIN - len(waiting)]
            found.update(dict.fromkeys(more))
            waiting += more
        return frozenset(found)

    def others(self, name: str, inside: bool = False) -> list[str]:
        """The other variables that may be the same object, or with `inside` one of those that are in it."""
        objects = self.within([name]) if inside else self.of(name)
        found = {other for each in objects for other in self.names_of(each)}
        return sorted(found - {name})[:MOST_NAMES]

    def names_of(self, which: int) -> list[str]:
        """The first of the variables that may be an object; those that are something else by now are forgotten."""
        names = self.names[which]
        found: list[str] = []
        while names and len(found) <= MOST_NAMES:
            name = heapq.heappop(names)
            if which in self.objects[name] and name not in found[-1:]:
                found.append(name)
        for name in found:
            heapq.heappush(names, name)
        return found


class Lists:
    """Lists of arrays, each of which goes by its number."""

    def __init__(self) -> None:
        self.items: dict[str, tuple[Op, ...]] = {}
        self.holding: dict[str, set[str]] = {}  # the lists in which a variable stands, alone or in what is worked out
        self.worked_out: dict[str, set[str]] = {}  # and those in which it stands in what is worked out
        self.changes: dict[str, tuple[int, Line]] = {}  # how often a variable changed where it stands, and where last
        self.seen: dict[tuple[str, str], int] = {}  # how often it had when it came into a list

    def put(self, variable: str, items: tuple[Op, ...]) -> None:
        """A variable is a list."""
        self.items[variable] = ()
        self.grow(variable, items)

    def grow(self, variable: str, more: tuple[Op, ...]) -> None:
        """A list gets more items."""
        self.items[variable] += more
        for item in more:
            self.enter(variable, item)

    def replace(self, variable: str, number: int, item: Op) -> None:
        """An item of a list is another one."""
        items = self.items[variable]
        self.items[variable] = (*items[:number], item, *items[number + 1 :])
        self.enter(variable, item)

    def enter(self, variable: str, item: Op) -> None:
        """Note what an item of a list is made from."""
        names = {op.detail for op in walk(item) if op.kind == "name"}
        for name in names:
            self.holding.setdefault(name, set()).add(variable)
            if item.kind not in ("name", "view"):
                self.worked_out.setdefault(name, set()).add(variable)
        if item.kind == "name":
            self.seen[variable, item.detail] = self.changes[item.detail][0] if item.detail in self.changes else 0

    def changed(self, variable: str, line: Line) -> None:
        """A variable changes where it stands: in lists as well, if it is an array."""
        self.changes[variable] = (self.changes[variable][0] + 1 if variable in self.changes else 1, line)

    def changed_in(self, variable: str, item: Op) -> Line | None:
        """Where the variable that an item of a list is was changed since it is there; None if it was not."""
        count, line = self.changes.get(item.detail, (0, None)) if item.kind == "name" else (0, None)
        return line if count > self.seen.get((variable, item.detail), 0) else None

    def made_from(self, variable: str, worked_out: bool) -> list[tuple[str, int, Op]]:
        """The lists, numbers and items that a variable is in, which then are others.

        With `worked_out` those that are it, or a view of it, are not among them, and stay.
        """
        names = (self.worked_out if worked_out else self.holding).pop(variable, set())
        return [
            (name, number, item)
            for name in sorted(names)
            for number, item in enumerate(self.items.get(name, ()))
            if not (worked_out and item.kind in ("name", "view"))
            and any(op.kind == "name" and op.detail == variable for op in walk(item))
        ]
