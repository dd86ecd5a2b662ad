"""The lines of array code that Python code becomes, with what comes in from outside and what lists keep."""

from __future__ import annotations

import ast

from .array_code import Line, Op, walk
from .python_bodies import bounded
from .python_calls import FILLED, MADE_AT_RANDOM
from .python_turns import Turns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .known import Known


class Lines(Turns):
    """The lines of Python code so far; `found` has each with whether it stands in a loop."""

    def __init__(self, text: str, known: Known) -> None:
        super().__init__(text, known)
        self.found: list[tuple[Line, bool]] = []
        self.looping = 0
        self.kept: set[str] = set()  # variables that keep what lists hold
        self.shapes: dict[str, tuple[int | str, ...]] = dict(known.arrays)

    def line(
        self,
        form: str,
        variable: str,
        op: Op,
        statement: ast.stmt,
        target: tuple[int, int] = (-1, -1),
        inside: bool = False,
    ) -> None:
        """Note a line; with `inside` it changes an array where it stands."""
        start, end = self.place(statement)
        if variable:
            self.given.add(variable)
        if self.say.is_truth(op):
            self.say.truths.add(variable)
        else:
            self.say.truths.discard(variable)
        if variable and inside:
            self.keep(variable, (start, end), True)
        elif variable:
            self.rebound(variable, (start, end))
        self.found.append((Line(form, variable, bounded(op), start, end, (), target), bool(self.looping)))

    def leave_out(self, statement: ast.stmt, reason: str, targets: Sequence[ast.expr] = ()) -> None:
        """A statement without letters; what it gives or changes comes in."""
        shape = self.shape_of(statement)
        names = self.affected(statement)
        if targets:
            names = list(dict.fromkeys(name for target in targets for name in self.reached(target)))
        said = f"{reason}, so this is left out"
        if names:
            said = f"{reason}, so {' and '.join(names)} come{'s' * (len(names) == 1)} in from outside"
        self.report("W0102", said, statement)
        for name in names:
            self.comes_in(name, self.place(statement))
            if shape and len(names) == 1:
                self.shapes[name] = shape
        self.share_all(statement)

    def comes_in(self, variable: str, place: tuple[int, int]) -> None:
        """A variable gets a value that has no letters."""
        self.given.add(variable)
        self.say.truths.discard(variable)
        self.rebound(variable, place)
        self.counted.pop(variable, None)
        self.found.append((Line("come in", variable, Op("number", (), "0"), -1, -1), False))

    def rebound(self, variable: str, place: tuple[int, int]) -> None:
        """A variable gets another value; lists, and variables of loops, have the old one."""
        self.keep(variable, place, False)
        self.say.lists.items.pop(variable, None)
        self.say.stands.pop(variable, None)
        self.say.gone.discard(variable)
        self.libraries.pop(variable, None)
        for name in [name for name, op in self.say.stands.items() if op.detail == variable]:
            del self.say.stands[name]
            self.say.gone.add(name)

    def keep(self, variable: str, place: tuple[int, int], worked_out: bool) -> None:
        """What lists hold that is made from a variable which is about to change gets variables of its own."""
        names: dict[int, str] = {}
        for name, number, item in self.say.lists.made_from(variable, worked_out):
            if id(item) not in names:
                names[id(item)] = self.free(f"{name}_{number}")
                self.found.append((Line("define", names[id(item)], item, *place), bool(self.looping)))
            self.say.lists.replace(name, number, Op("name", (), names[id(item)], item.start, item.end))

    def free(self, name: str) -> str:
        """A variable that the code does not have, to keep something in."""
        while name in self.loaded or name in self.given or name in self.kept:
            name += "_before"
        self.kept.add(name)
        return name

    def without_unread(self) -> list[tuple[Line, bool]]:
        """The lines without those that keep what nothing reads."""
        read = {op.detail for line in self.functions.values() for op in walk(line.op) if op.kind == "name"}
        found = []
        for line, looping in reversed(self.found):
            if line.name not in self.kept or line.name in read:
                found.append((line, looping))
                read |= {op.detail for op in walk(line.op) if op.kind == "name"}
        return found[::-1]

    def shape_of(self, statement: ast.stmt) -> tuple[int | str, ...]:
        """The shape that a statement makes an array of: `np.random.random((3, 4))`, `np.zeros(3)`."""
        turned = isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Attribute)
        for node in ast.walk(statement):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr not in MADE_AT_RANDOM | FILLED:
                continue
            sized = [k.value for k in node.keywords if k.arg in ("size", "shape")]
            parts: list[ast.expr] = sized or list(node.args)
            if len(parts) == 1 and isinstance(parts[0], ast.Tuple | ast.List):
                parts = list(parts[0].elts)
            found = [self.whole(part) for part in parts]
            if found and len(found) <= 2 and all(found):
                return tuple(reversed(found) if turned else found)
        return ()

    def whole(self, node: ast.expr) -> int:
        """A whole number, or the variable of one."""
        if isinstance(node, ast.Constant) and type(node.value) is int and 0 < node.value < 10**9:
            return node.value
        return self.counted.get(node.id, 0) if isinstance(node, ast.Name) else 0


def called_name(call: ast.Call) -> str:
    """The bare name of the function that is called."""
    return call.func.id if isinstance(call.func, ast.Name) else ""
