"""Calls: functions of the table say themselves how sizes go through; the program's own are walked for each call."""

from __future__ import annotations

from .. import limits
from ..functions import ALSO_KNOWN_AS, FUNCTIONS
from ..sizes import NUMBER, ONE, Shape, Sum, Term, total
from ..tree import Call, FunctionDefinition, Name, Node, in_order
from .explain import CANNOT_COMPARE, shown_size
from .letters import name_unknowns
from .model import AtLeast, Instance
from .report import Reporter
from .rules import paired, said
from .slopes import slope_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..problems import Fact, Fix
    from ..tree import Expression
    from .model import Checked, Shapes
    from .solve import Solver

    Walk = Callable[[Expression, Shapes, Mapping[str, Shape]], Shape | None]


class WrongKindError(Exception):
    """An argument that has been reported."""


class Arguments:
    """What the rule of a function of the table talks to: the checker, as far as one call is concerned."""

    def __init__(self, say: Reporter, call: Call, columns: bool) -> None:
        self.say = say
        self.call = call
        self.columns = columns

    def equal(self, one: Term, other: Term, argument: int, why: str) -> None:
        """Two sizes are equal; `why` says what the function needs."""
        self.say.equate(one, other, f"function {why}", self.call)

    def at_least(self, one: Term, other: Term, unit: str) -> None:
        """The first argument has at least as many values or rows as the second; looked at when all sizes are known."""
        self.say.checked.at_least.append(AtLeast(one, other, unit, self.call, self.say.line or self.call))

    def wrong_kind(self, argument: int, wanted: str, shape: Shape) -> Exception:
        """An argument is not of the right kind."""
        at = self.call.arguments[argument]
        self.say.report(
            "E0206",
            lambda: f"{self.call.title} takes {wanted}, but {self.say.text(at)} is {said(self.say, shape)}",
            at,
        )
        return WrongKindError()

    def pair(self, shapes: Sequence[Shape]) -> Shape:
        """The size of two arguments taken value by value."""
        left, right = shapes
        if left.kind == NUMBER:
            return right
        if right.kind == NUMBER:
            return left
        if left.kind != right.kind:
            self.say.report("E0205", lambda: self.no_pair(left, right), self.call)
            raise WrongKindError
        return paired(self.say, self.call, left, right)

    def no_pair(self, left: Shape, right: Shape) -> str:
        """That two arguments cannot be taken value by value."""
        one, other = self.call.arguments
        return CANNOT_COMPARE.format(
            left=f"{self.say.text(one)} ({said(self.say, left)})",
            right=f"{self.say.text(other)} ({said(self.say, right)})",
        )


class Calls:
    """The calls of one program; `walk` works out the sizes inside a function."""

    def __init__(self, say: Reporter) -> None:
        self.say = say
        self.checked = say.checked
        self.names = say.checked.names
        self.called: set[str] = set()  # functions of the program
        self.depth = 0  # of calls inside one another
        self.refused = False
        self.right: dict[Call, bool] = {}  # whether each call is of a function that there is

    def call(self, node: Call, shapes: list[Shape], walk: Walk) -> Shape | None:
        """The size of a function's value: one of the program's own, one handed in, or one of the table."""
        if not self.known(node):
            return None
        own = self.names.functions.get(node.title) or (slope_of(node.function) if node.slope else None)
        if own is not None:
            return self.expand(own, shapes, node, walk)
        if node.function in self.checked.given:
            return shapes[0]
        try:
            return FUNCTIONS[node.function].sizes(Arguments(self.say, node, self.checked.columns), shapes)
        except WrongKindError:
            return None

    def known(self, node: Call) -> bool:
        """True for a call of a function that there is, with as many arguments as it takes; else that is told, once."""
        if node not in self.right:
            self.right[node] = self.looked_up(node)
        return self.right[node]

    def looked_up(self, node: Call) -> bool:
        """Look for the function of a call, and tell what is wrong."""
        own = self.names.functions.get(node.title)
        if own is not None:
            return node.title not in self.names.broken and self.counted(node, len(own.parameters), len(own.parameters))
        if node.function in self.checked.given and not node.slope:
            return True
        row = FUNCTIONS.get(node.function)
        if row is None:
            self.unknown_function(node)
            return False
        if not node.slope:
            return self.counted(node, row.least, row.most)
        if slope_of(node.function) is None:
            message = f"{node.function} has no slope value by value; {node.title}(x) = … defines one"
            self.say.report("E0101", message, node)
            return False
        return self.counted(node, 1, 1)

    def counted(self, node: Call, least: int, most: int) -> bool:
        """True when a function has as many arguments as it takes."""
        if least <= len(node.arguments) <= most:
            return True
        takes = f"{least} argument{'s' * (least != 1)}" if least == most else f"{least} or {most} arguments"
        self.say.report("E0112", f"{node.title} takes {takes}, but here it has {len(node.arguments)}", node)
        return False

    def unknown_function(self, node: Call) -> None:
        """A function that nobody knows, with the nearest name that somebody does."""
        from difflib import get_close_matches

        at = Node()
        at.start, at.end = node.start, node.start + len(node.function)
        facts: tuple[Fact, ...] = ()
        fixes: tuple[Fix, ...] = ()
        known = sorted({*FUNCTIONS, *self.checked.given, *(f.function for f in self.names.functions.values())})
        near = [*filter(None, [ALSO_KNOWN_AS.get(node.function)]), *get_close_matches(node.function, known, 1)]
        if node.slope and node.function in self.names.functions:
            message = f"the slope of {node.function} is not defined; a line {node.title}(x) = … defines it"
        elif node.slope and len(node.function) == 1:
            message = f"there is no function {node.function}; a transpose is written {node.function}ᵀ"
        else:
            message = f"there is no function {node.title}"
            if near:
                facts = self.say.fact(f"did you mean {near[0]}?", at)
                fixes = (self.say.instead(at, near[0]),)
            elif len(node.function) < 4:
                message += f"; a product of letters is written {' '.join(node.function)} (…)"
        self.say.report("E0101", message, at, facts, fixes)

    def expand(
        self, function: FunctionDefinition, shapes: Sequence[Shape], node: Call | None, walk: Walk
    ) -> Shape | None:
        """An own function is walked again for each call, so that each call has its own sizes."""
        self.checked.expansions += 1
        if self.checked.expansions > limits.EXPANSIONS or self.depth >= limits.CALLS:
            if not self.refused:
                self.refused = True
                many = f"{limits.CALLS} deep" if self.depth >= limits.CALLS else f"{limits.EXPANSIONS:,} times"
                self.say.report("E0109", f"the functions call one another more than {many}", node or function)
            return None
        self.called.add(function.title)
        parameters = {p.key: shape for p, shape in zip(function.parameters, shapes, strict=True)}
        nodes: Shapes = {}
        self.depth += 1
        result = walk(function.value, nodes, parameters)
        self.depth -= 1
        if result is not None:
            key = (function.title, tuple(shape.kind for shape in shapes))
            self.checked.instances.setdefault(key, Instance(function, parameters, nodes, result))
        return result

    def check_unused(self, coming_in: Callable[..., Shape], walk: Walk) -> None:
        """An own function that no line calls: its calls are looked at, its sizes are nobody's."""
        called = frozenset(self.called)
        for title, function in self.names.functions.items():
            if title in called or title in self.names.broken:
                continue
            checked = self.checked
            before, known = len(checked.refused), dict(checked.solver.known)
            equations, clashes, at_least = len(checked.equations), len(checked.clashes), len(checked.at_least)
            usual = [coming_in(p) for p in function.parameters]
            result = self.expand(function, usual, None, walk)
            found = checked.refused[before:]
            for alike in (ONE, *(coming_in(Name(letter)) for letter in "xW")):
                if result is None:
                    result = self.expand(function, [alike] * len(usual), None, walk)
            checked.refused[before:] = [refusal for refusal in found if refusal.code < "E0200"]
            checked.solver.reset(known)
            del checked.equations[equations:], checked.clashes[clashes:], checked.at_least[at_least:]


def never_holds(asked: AtLeast, solver: Solver) -> bool:
    """True when a size is smaller than what it has to be at least, whatever the sizes that are still unknown."""
    rest = solver.value(total([(asked.size, 1), (asked.least, -1)]))
    if isinstance(rest, Sum):
        return all(n < 0 for n in rest.unknowns.values()) and rest.constant + sum(rest.unknowns.values()) < 0
    return isinstance(rest, int) and rest < 0


def too_few(say: Reporter, asked: AtLeast, solver: Solver) -> str:
    """That a function takes more than there is."""
    has, least = counts(say, asked, solver)
    whole, part = map(say.text, asked.call.arguments)
    title, unit = asked.call.title, asked.unit
    return f"{title} takes as many {unit} of {whole} as {part} has, {least}, but {whole} has only {has}"


def counts(say: Reporter, asked: AtLeast, solver: Solver) -> tuple[str, str]:
    """How many there are, and how many there have to be."""
    has, least = solver.value(asked.size), solver.value(asked.least)
    letters = {} if isinstance(has, int) and isinstance(least, int) else name_unknowns(say.checked)
    return str(shown_size(has, letters)), str(shown_size(least, letters))


def report_too_few(say: Reporter, asked: AtLeast) -> None:
    """Note that a function takes more than there is, in the line that it was asked for in."""
    solver = say.checked.solver
    whole, part = asked.call.arguments

    def facts() -> tuple[Fact, ...]:
        sides = zip(counts(say, asked, solver), (whole, part), strict=True)
        units = asked.unit, asked.unit.removesuffix("s")
        return tuple(fact for count, at in sides for fact in say.fact(f"{count} {units[count == '1']}", at))

    line, say.line = say.line, asked.line
    say.report("E0208", lambda: too_few(say, asked, solver), asked.call, facts, mark=whole)
    say.line = line


def index_letters(checked: Checked) -> set[str]:
    """The letters that number rows, wherever they stand as such in the formula or its functions."""
    found: set[str] = set()
    roots = [step.value for step in checked.names.steps]
    roots += [function.value for function in checked.names.functions.values()]
    for root in roots:
        for node in in_order(root):
            index = FUNCTIONS[node.function].index if isinstance(node, Call) and node.function in FUNCTIONS else None
            if isinstance(node, Call) and index is not None and len(node.arguments) > index:
                at = node.arguments[index]
                found |= {at.key} if isinstance(at, Name) else set()
    return found
