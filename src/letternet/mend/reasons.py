"""Why a size is what it is: the way from the declarations to a size, a sentence for each step that says something.

The reasons that explain an error are the ones that explain a size in `letternet sizes --why`.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from ..check.explain import shown_size
from ..check.letters import fresh
from ..sizes import MATRIX, Sum, Unknown, total, written
from ..tree import Call, Definition, Elementwise, Expression, Join, Name, Node, Product, Transpose, Values
from .close_up import UNITS, Thing, unknowns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final

    from ..check.model import Equation
    from ..sizes import Term
    from .close_up import CloseUp
    from .conflict import System

MOST_LINES = 5


class Reason:
    """One step: a sentence and where it happens."""

    __slots__ = ("at", "message")

    def __init__(self, message: str, at: Node) -> None:
        self.message: Final = message
        self.at: Final = at


class Derivation:
    """What some equations give, and the equation behind each size."""

    def __init__(self, close_up: CloseUp, system: System, equations: Sequence[Equation]) -> None:
        self.close_up = close_up
        self.things = close_up.things
        self.say = close_up.say
        numbers = system.numbers(equations)
        self.because = dict(numbers.because)
        self.values: dict[Unknown, Term] = dict(numbers.values)
        self.equations = equations
        self.sentences: Final[dict[tuple[Unknown | None, ...], str]] = {}  # the ways to two sizes are one for long
        self.spelled: Final[dict[Unknown, str]] = {}  # letters for sizes that have none
        self.free_letters: Final = fresh(set(close_up.checked.letters))
        self.letters()

    def letters(self) -> None:
        """Carry letters on where there are no numbers: a declared letter stands for itself."""
        left = [e for e in self.equations if any(u not in self.values for u in unknowns(e))]
        seeds = [u for e in left for u in unknowns(e) if u.letter and u not in self.values]
        others = [u for e in left for u in unknowns(e) if u not in self.values]
        # Names before what is made of them: from x follows [x, x], from [x, x] nothing that is whole.
        others.sort(key=self.rank)
        declared = {e.one: e.other for e in self.close_up.equations if e.rule == "declared"}
        within: dict[Unknown, list[int]] = {}  # the equations with an unknown in them
        for number, equation in enumerate(left):
            for unknown in dict.fromkeys(unknowns(equation)):
                within.setdefault(unknown, []).append(number)
        first = True
        for seed in [*seeds, *others]:
            if seed in self.values or (not seed.letter and seed in self.because):
                continue
            self.values[seed] = declared.get(seed) or self.declared_for(seed) or seed
            # In rounds over the equations, each as often as something in it has become known.
            waiting = [(0, number) for number in (range(len(left)) if first else within.get(seed, ()))]
            first = False
            heapify(waiting)
            seen: set[tuple[int, int]] = set()
            while waiting:
                turn = heappop(waiting)
                if turn in seen:
                    continue
                seen.add(turn)
                sweep, number = turn
                equation = left[number]
                free = [u for u in dict.fromkeys(unknowns(equation)) if u not in self.values]
                value = self.solved(equation, free[0]) if len(free) == 1 else None
                if value is not None:
                    self.values[free[0]] = value
                    self.because[free[0]] = equation
                    for other in within[free[0]]:
                        heappush(waiting, (sweep + (other <= number), other))

    def declared_for(self, unknown: Unknown) -> Term | None:
        """The declared size of the name that stands there, in letters and numbers."""
        thing = self.things.get(unknown)
        if thing is None or not isinstance(thing.owner, Name):
            return None
        sizes = list(self.close_up.declared_sizes.get(thing.owner.key, {}).values())
        return sizes[thing.axis] if thing.axis < len(sizes) else None

    def rank(self, unknown: Unknown) -> int:
        """Names that come in first, then those that lines define, where names stand, and everything else."""
        owner = self.things[unknown].owner if unknown in self.things else None
        if isinstance(owner, str):
            return owner in self.close_up.names.definitions
        return 2 if isinstance(owner, Name) else 3

    def solved(self, equation: Equation, free: Unknown) -> Term | None:
        """The one size that is not known yet in an equation, if it is counted once."""
        difference = total([(self.value(equation.one), 1), (self.value(equation.other), -1)])
        if isinstance(difference, Unknown):
            return None
        if not isinstance(difference, Sum) or abs(difference.unknowns.get(free, 0)) != 1:
            return None
        n = difference.unknowns[free]
        rest = [(u, -m * n) for u, m in difference.unknowns.items() if u is not free]
        return total([(-difference.constant * n, 1), *rest])

    def value(self, term: Term) -> Term:
        """A size as far as it is known."""
        if isinstance(term, Unknown):
            return self.values.get(term, term)
        if isinstance(term, Sum):
            return total([(term.constant, 1), *((self.values.get(u, u), n) for u, n in term.unknowns.items())])
        return term

    def shown(self, term: Term) -> str:
        """A size as text; a size without a number or letter goes by what has it."""
        value = self.value(term)
        free = [value] if isinstance(value, Unknown) else list(value.unknowns) if isinstance(value, Sum) else []
        for unknown in free:
            if not unknown.letter and unknown not in self.spelled:  # the same letter wherever it is shown
                self.spelled[unknown] = next(self.free_letters)
        return str(shown_size(value, self.spelled))

    # ------------------------------------------------------------------------------------------ in words

    def name(self, thing: Thing) -> str:
        """What has a size, as typed."""
        return thing.owner if isinstance(thing.owner, str) else self.say.text(thing.owner)

    def counted(self, unknown: Unknown) -> str:
        """`l0W0 has 4 values`, `W0 has 4 columns`."""
        thing = self.things[unknown]
        return f"{self.name(thing)} has {amount(self.shown(unknown), thing.unit)}"

    def whole(self, unknown: Unknown) -> str:
        """`W0 is 3 × 4` where both are declared; `l0 has 3 values`; `W0 came as 3 × 4` where values were given."""
        thing = self.things[unknown]
        came = self.close_up.came.get(thing.key)
        if came:
            return f"{thing.key} came as {came}"
        if thing.kind != MATRIX:
            return self.counted(unknown)
        declared = self.declared_size(thing)
        return f"{self.name(thing)} is {declared}" if declared else self.counted(unknown)

    def declared_size(self, thing: Thing) -> str:
        """Both sizes of a matrix as declared or typed; empty if they are not."""
        owner = thing.owner
        if isinstance(owner, Transpose):
            turned = self.declared_size(Thing(owner.part, thing.kind, 1 - thing.axis))
            return " × ".join(reversed(turned.split(" × ")))
        if isinstance(owner, Values):
            return written((len(owner.rows), len(owner.rows[0])))
        sizes = self.close_up.declared_sizes.get(thing.key, {})
        if len(sizes) != 2:
            return ""
        return written(tuple(shown_size(self.value(term) if isinstance(term, Unknown) else term, {})
                             for term in sizes.values()))  # fmt: skip

    def steps(self, terms: Iterable[Term]) -> list[tuple[Unknown, Equation]]:
        """The way to some sizes: each size with the equation that gives it, after those it rests on."""
        found: dict[Unknown, Equation] = {}

        def premises(unknown: Unknown) -> list[Unknown]:
            return [u for u in unknowns(self.because[unknown]) if u is not unknown and u in self.because]

        for term in terms:
            roots = [term] if isinstance(term, Unknown) else list(term.unknowns) if isinstance(term, Sum) else []
            stack = [(root, False) for root in reversed(roots)]
            while stack:
                unknown, ready = stack.pop()
                if unknown in found or unknown not in self.because:
                    continue
                if ready:
                    found[unknown] = self.because[unknown]
                else:
                    stack.append((unknown, True))
                    stack += [(u, False) for u in reversed(premises(unknown))]
        return list(found.items())

    def lines(
        self, terms: Sequence[Term], direct: frozenset[Node | str] = frozenset(), line: Node | None = None
    ) -> list[Reason]:
        """The reasons for some sizes; what is said elsewhere (`direct`: the nodes under the carets) is left out.

        `line` is the one in which it shows.
        """
        said: dict[str, Reason] = {}
        known: set[Unknown] = set()
        for term in terms:
            for reason in self.way(term, direct, known, line):
                said.setdefault(reason.message, reason)
        return self.shortened(list(said.values()))

    def way(self, term: Term, direct: frozenset[Node | str], known: set[Unknown], line: Node | None) -> list[Reason]:
        """The reasons for one size; `known` are the sizes that have been given reasons for."""
        said: list[Reason] = []
        premise: list[tuple[Unknown, Equation]] = []
        fresh: set[Unknown] = set()  # what the line before has just said
        steps = [(u, e) for u, e in self.steps([term]) if u not in known]
        known.update(u for u, _ in steps)
        for i, (unknown, equation) in enumerate(steps):
            if self.silent(unknown, equation, steps[i + 1][1] if i + 1 < len(steps) else None):
                premise.append((unknown, equation))
                continue
            thing = self.things[unknown]
            if isinstance(thing.owner, Join) and thing.owner in direct and not said:
                premise = [step for step in premise if step[1].rule != "came"]
                break  # its label adds up the parts
            written = [why.at for _, why in premise if why.rule == "declared" and why.at.start >= 0]
            at = self.place(unknown, equation)
            if written and (line is None or line.start <= at.start < line.end):
                at = written[0]  # the step is seen where the carets are, the declaration is not
            step = (unknown, *(u for u, _ in premise), None, *fresh)
            if step not in self.sentences:
                self.sentences[step] = self.sentence(unknown, equation, premise, fresh)
            said.append(Reason(self.sentences[step], at))
            premise, fresh = [], {unknown}
        # What is left is said where the carets are, but for a declaration that stands somewhere in the text.
        for unknown, equation in premise:
            if equation.at.start < 0:
                continue
            if unknown not in self.things:  # a letter that sizes are declared with
                said += [Reason(f"{unknown} is {self.shown(unknown)}", equation.at)] * (equation.rule == "size letter")
                continue
            thing = self.things[unknown]
            if equation.rule == "came" and thing.key not in direct:
                said.append(Reason(self.whole(unknown), equation.at))
            elif equation.rule == "declared":
                said.append(Reason(self.declared(thing, equation), equation.at))
        return said

    def declared(self, thing: Thing, equation: Equation) -> str:
        """`W0 is declared as 3 × 4`, `x is declared with n values`."""
        sizes = self.close_up.declared_sizes.get(thing.key, {})
        if thing.kind == MATRIX and len(sizes) == 2:
            return f"{thing.key} is declared as {written(tuple(shown_size(term, {}) for term in sizes.values()))}"
        return f"{thing.key} is declared with {amount(str(shown_size(equation.other, {})), thing.unit)}"

    def silent(self, unknown: Unknown, equation: Equation, following: Equation | None) -> bool:
        """True for a step that the next sentence says, too: declarations, names, and a line's last node."""
        if equation.rule in ("declared", "came", "name", "size letter") or unknown not in self.things:
            return True
        if isinstance(equation.at, Values):
            return True
        return following is not None and following.rule == "defined" and unknown in set(unknowns(following))

    def sentence(
        self, unknown: Unknown, equation: Equation, premise: Sequence[tuple[Unknown, Equation]], fresh: set[Unknown]
    ) -> str:
        """One step: what is known, the rule, and what follows."""
        known: list[str] = []
        rule = ""
        for size, why in [*premise, (unknown, equation)]:
            if size not in self.things:  # a letter that sizes are declared with, or inside the slope of a function
                known += [f"{size} is {self.shown(size)}"] if size.letter else []
            elif why.rule in ("declared", "came") or isinstance(why.at, Values):
                known.append(self.whole(size))
            elif why.rule not in ("name", "defined", "size letter"):
                rule = self.rule(why) or rule
        if not known and not rule:
            before = [u for u in unknowns(equation) if u is not unknown and u in self.things and u not in fresh]
            known = [self.counted(u) for u in before[:2]]
        first = " and ".join(dict.fromkeys([*known, *([rule] if rule else [])]))
        result = self.counted(unknown)
        thing = self.things[unknown]
        adding = self.addition(unknown, [*premise, (unknown, equation)])
        if adding:
            result = f"{self.name(thing)} has {adding} {thing.unit}"
        return f"{first}, so {result}" if first else result

    def addition(self, unknown: Unknown, steps: Sequence[tuple[Unknown, Equation]]) -> str:
        """`3 + 5 = 8` where parts were joined."""
        for size, why in steps:
            if isinstance(why.at, Join) and why.rule == "gives" and isinstance(why.other, Sum) and size is why.one:
                return self.added(why.other, self.value(unknown))
        return ""

    def added(self, parts: Sum, result: Term) -> str:
        """The parts of a joined size, and their sum."""
        terms = [self.shown(u) for u, n in parts.unknowns.items() for _ in range(n)]
        terms += [str(parts.constant)] if parts.constant else []
        added, total = " + ".join(terms), self.shown(result)
        return added if added == total else f"{added} = {total}"

    def rule(self, equation: Equation) -> str:
        """What the rule of an equation says, where that is not plain from what is written."""
        node = equation.at
        text = self.say.text(node) if isinstance(node, Expression) else ""
        match equation.rule:
            case "gives" if isinstance(node, Call):
                return self.call_rule(node)
            case "gives" if isinstance(node, Elementwise):
                return f"{node.operator} keeps the size"
            case "product" if isinstance(node, Product):
                left, right = self.say.text(node.left), self.say.text(node.right)
                each = "column" if self.close_up.kind(node.left) == MATRIX else "value"
                one = "a row" if self.close_up.kind(node.right) == MATRIX else "one"
                return f"each {each} of {left} meets {one} of {right}"
            case "paired":
                return f"{text} needs equal sizes"
            case "bias":
                return f"in {text} the sizes fit"
            case "joined":
                return f"{text} needs equal sizes along the seam"
            case "square":
                return "an inverse needs as many rows as columns"
            case "layer":
                return f"{text} is that layer"
            case "updated":
                return "an update keeps the size"
            case _ if equation.rule.startswith("function "):
                assert isinstance(node, Call)
                return f"{node.title} needs {equation.rule.removeprefix('function ')}"
            case _:
                return ""

    def call_rule(self, call: Call) -> str:
        """What a function does to sizes."""
        shapes = self.close_up.checked.shapes
        result = shapes.get(call)
        argument = shapes.get(call.arguments[0])
        if result is None or argument is None or result.kind != argument.kind:
            return ""
        given = self.close_up.given.get(call, [])
        known = call.slope and call.title not in self.close_up.names.functions
        pairs = enumerate(zip(given, argument.sizes, strict=True))
        kept = [i for i, (one, other) in pairs if one is other or known]
        if len(kept) < len(given):
            return f"{call.title} keeps the {UNITS[kept[0]]}" if kept else ""
        return f"{call.title} keeps the {'size' if result.kind == MATRIX else 'length'}"

    def place(self, unknown: Unknown, equation: Equation) -> Node:
        """Where a step happens."""
        thing = self.things[unknown]
        if isinstance(thing.owner, Node):
            return thing.owner
        return equation.at.name if isinstance(equation.at, Definition) else equation.at

    def shortened(self, said: list[Reason]) -> list[Reason]:
        """At most five lines: of a long way the middle is counted."""
        if len(said) <= MOST_LINES:
            return said
        middle = said[2:-2]
        last = middle[-1]
        follows = last.message.rsplit(", so ", 1)[-1]
        return [*said[:2], Reason(f"{len(middle)} steps further on, {follows}", last.at), *said[-2:]]


def amount(number: str, unit: str) -> str:
    """`4 values`, `1 value`, `n + m values`."""
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"
