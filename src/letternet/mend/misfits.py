"""Values that do not fit: which letter, what came, what it needs and why, and which values would fit.

The sizes that came are equations like any others, and the smallest set that cannot hold says what clashes.  The
formula itself has been checked, so what is wrong is always a value; where several may be, one that fits after a
slip that people make (a table turned, a column for a row) is it.
"""

from __future__ import annotations

from math import inf, prod

from ..check.check import check
from ..check.model import Equation
from ..check.solve import ClashError, Solver
from ..problems import Fact, Fix, Problem
from ..sizes import MATRIX, NUMBER, VECTORS, Sum, Unknown, written
from ..tree import Declaration, Join, Name, Node, Size, Update, in_order
from .causes import causes, without
from .changes import STORED
from .close_up import UNITS, CloseUp, connected
from .conflict import System
from .reasons import Derivation, amount
from .whole import comes_out
from .wording import Telling, asks, headline, parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Final

    from ..check.model import Checked
    from ..sizes import Shape, Term
    from .causes import Cause

    Sizes = tuple[int, ...]
    Shapes = dict[str, Sizes]

MOST_FIXES = 3
MOST_ITEMS = 12  # names that are tried in pairs
# How hard it is to believe that a value is the wrong one.  Vectors are data, which changes from run to run, and weights
# stay; of joined vectors each is only one of several; a size is seldom typed right where an array has another.
FITS_AFTER_A_SLIP, A_SIZE, A_VECTOR, A_MATRIX, JOINED = 0.6, 0.7, 0.9, 1.0, 1.05
LATER = 1e-4  # less for each letter further on: what comes first sets the sizes


def misfits(checked: Checked, shapes: Mapping[str, Sizes], numbers: Mapping[str, int]) -> list[Problem]:
    """What is wrong with values of these array shapes; `numbers` are given for letters that are also sizes.

    >>> from letternet.read.letters import read
    >>> found = misfits(check(read("l1 = l0W0")[0]), {"l0": (3,), "W0": (4, 2)}, {})
    >>> [problem.message for problem in found]
    ['l0 came as 3 values, but it needs 4']
    """
    return Misfits(checked, shapes, numbers).problems()


class Misfits(Telling):
    """The values given for one program."""

    def __init__(self, checked: Checked, shapes: Mapping[str, Sizes], numbers: Mapping[str, int]) -> None:
        super().__init__(checked.program.text)
        self.checked: Final = checked
        self.named: Final[dict[str, Shape]] = {k: s for k, s in checked.named.items() if s is not None}
        self.places: Final = first_places(checked)
        self.numbers: Final = numbers
        self.given: Final = {key: shapes[key] for key in sorted(shapes, key=self.position)}
        self.shapes: Final = {key: sizes for key, sizes in self.given.items() if self.right_kind(key, sizes)}
        self.batch: Final = Unknown(0)
        joins = [n for step in checked.names.steps for n in in_order(step.value) if isinstance(n, Join)]
        self.joined: Final = {part.key for join in joins for part in join.parts if isinstance(part, Name)}

    def position(self, key: str) -> int:
        """Where a letter comes first."""
        return self.places[key].start

    def right_kind(self, key: str, sizes: Sizes) -> bool:
        """True for an array of the letter's kind, or a batch of those."""
        shape = self.named[key]
        return len(sizes) == len(shape.sizes) or (len(sizes) == 2 and shape.kind in VECTORS)

    def problems(self) -> list[Problem]:
        """One problem for each value that is wrong, in reading order."""
        found = [(self.position(key), self.wrong_kind(key)) for key in self.given if key not in self.shapes]
        equations = [e for key, sizes in self.shapes.items() for e in self.came_equations(key, sizes)]
        for key, number in self.numbers.items():
            at = self.places[key]
            equations.append(Equation(self.checked.letters[key], number, "came", at, at))
        if equations and not self.fits(self.shapes):
            lines, sizes = connected([*self.checked.equations, *equations], equations)
            close_up = CloseUp(self.checked, lines, sizes)
            close_up.give(equations, {key: self.came(key) for key in self.shapes})
            system = System(close_up.equations)
            turned = {key for key in self.shapes if any(self.slips(key, {}))}
            order: dict[Node, int] = {e.at: number for number, e in enumerate(equations)}

            def cost(node: Node) -> float:
                if node not in order or not isinstance(node, Name):
                    return inf
                return self.doubt(node.key, turned) - LATER * order[node]

            wrong = causes(system, cost)
            # Where one slip explains it all, it is one mistake.
            wrong = [cause for cause in wrong if place_key(cause) in turned][:1] or wrong
            blamed = frozenset(cause.place for cause in wrong)
            rest = Derivation(close_up, system, without(system.equations, blamed))
            for cause in wrong:
                key = place_key(cause)
                found.append((self.position(key), self.misfit(key, cause, close_up, system, rest, blamed)))
        return [problem for _, problem in sorted(found, key=lambda item: item[0])]

    def doubt(self, key: str, turned: Collection[str]) -> float:
        """How hard it is to believe that the value of a letter is wrong; `turned` fit after a slip."""
        if key in turned:
            return FITS_AFTER_A_SLIP
        if key in self.numbers:
            return A_SIZE
        if self.named[key].kind not in VECTORS:
            return A_MATRIX
        return JOINED if key in self.joined else A_VECTOR

    # ---------------------------------------------------------------------------------------- what came

    def came(self, key: str) -> str:
        """What was given for a letter, in words."""
        if key in self.numbers:
            return str(self.numbers[key])
        sizes = self.given[key]
        if len(sizes) == 2 and self.named[key].kind in VECTORS:
            return f"a batch of {amount(str(sizes[0]), 'datapoints')} with {amount(str(sizes[1]), 'values')} each"
        return as_came(sizes)

    def came_as(self, key: str) -> str:
        """`W0 came as 3 × 4`."""
        return f"{key} came as {self.came(key)}"

    def came_equations(self, key: str, sizes: Sizes) -> Iterator[Equation]:
        """What came of a letter, as equations."""
        shape, at = self.named[key], self.places[key]
        if len(sizes) > len(shape.sizes):
            yield Equation(self.batch, sizes[0], "came", at, at)
        for one, other in zip(shape.sizes, sizes[len(sizes) - len(shape.sizes) :], strict=True):
            yield Equation(one, other, "came", at, at)

    def fits(self, shapes: Mapping[str, Sizes]) -> bool:
        """True when values of these shapes fit the formula and one another."""
        solver = Solver(self.checked.solver.known, self.checked.solver.count)
        try:
            for key, sizes in shapes.items():
                for equation in self.came_equations(key, sizes):
                    solver.equate(equation.one, equation.other)
            for key, number in self.numbers.items():
                solver.equate(self.checked.letters[key], number)
        except ClashError:
            return False
        return True

    # ------------------------------------------------------------------------------------ sizes that clash

    def misfit(
        self,
        key: str,
        cause: Cause,
        close_up: CloseUp,
        system: System,
        rest: Derivation,
        blamed: frozenset[Node],
    ) -> Problem:
        """A value of the right kind and the wrong size."""
        at, conflict = cause.place, cause.conflict
        mine = [equation for equation in conflict if equation.at is at and equation.rule == "came"]
        others = [equation for equation in conflict if equation not in mine]
        if all(equation.one is self.batch for equation in conflict):
            return self.batches_differ(key, others)
        needs = Derivation(close_up, system, others)
        size = mine[0].one
        spots = [e.at for e in conflict if isinstance(e.at, Name) and e.at.key == key and e.rule == "name"]
        candidates = [e for e in others if e.rule not in ("came", "declared") and asks(e, set())]
        around = [(e, s) for e in candidates for s in spots if e.at.start <= s.start and s.end <= e.at.end]
        shown: Equation | None = None
        spot: Node = spots[0] if spots else at
        message = self.message(key, size, needs, others)
        labels: list[Fact] = []
        if around:
            shown, spot = min(around, key=lambda pair: (pair[0].at.end - pair[0].at.start, pair[1].start))
            known = Derivation(close_up, system, [e for e in conflict if e is not shown])
            words = headline(known, shown, False)
            labels = [self.fact(said, node, "label") for said, node in words.labels if node is not spot]
            if not message:
                message = f"{self.came_as(key)}; {words.message}"
            elif shown.rule == "product":
                message += parts(known, shown.one)[0]
            elif shown.rule not in ("paired", "bias"):  # what is needed is not plain from what stands there
                labels.append(self.fact(words.message, shown.at, "because"))
            beside = [node for _, node in words.labels]
            direct: set[Node | str] = {key, *beside, *(node.key for node in beside if isinstance(node, Name))}
            reasons = known.lines(words.sides, frozenset(direct), shown.line)
        else:
            message = message or f"{self.came_as(key)}, and that cannot be"
            reasons = [r for r in needs.lines([size]) if not r.message.startswith(f"{key} has ")]
        facts = [self.fact(self.came_as(key), spot, "label"), *labels]
        facts += [self.fact(reason.message, reason.at, "because") for reason in reasons]
        fixes = self.fixes(key, rest, blamed)
        if shown is not None and shown.rule == "product" and self.turned(key, fixes):
            facts.append(self.fact(STORED, spot, "note"))
        line, span = self.place(spot)
        return Problem("E0303", message, line, span, facts, fixes)

    def message(self, key: str, size: Term, needs: Derivation, others: Sequence[Equation]) -> str:
        """What came and what was needed, in one sentence; nothing where no size would do."""
        wanted = needs.value(size)
        free = [wanted] if isinstance(wanted, Unknown) else wanted.unknowns if isinstance(wanted, Sum) else []
        if not all(unknown.letter for unknown in free):
            return ""
        if key in self.numbers:
            return f"{self.came_as(key)}, but as a size it is {needs.shown(wanted)}"
        shape = self.named[key]
        if all(equation.rule == "declared" for equation in others):
            sizes = written(self.checked.size_of(shape))
            return f"{self.came_as(key)}, but it is declared {'as' if shape.kind == MATRIX else 'with'} {sizes}"
        shown = needs.shown(wanted)
        if shape.kind == MATRIX:
            shown = amount(shown, UNITS[shape.sizes.index(size)])
        each = len(self.given[key]) > len(shape.sizes)
        return f"{self.came_as(key)}, but {'each needs' if each else 'it needs'} {shown}"

    def batches_differ(self, key: str, others: Sequence[Equation]) -> Problem:
        """Two batches of different lengths."""
        other = others[0].at
        assert isinstance(other, Name)
        message = (
            f"{key} came as a batch of {amount(str(self.given[key][0]), 'datapoints')}, "
            f"but {other.key} as one of {others[0].other}"
        )
        labels = [(self.came_as(k), self.places[k]) for k in (key, other.key)]
        line, span = self.place(self.places[key])
        return Problem("E0303", message, line, span, [self.fact(m, n, "label") for m, n in labels])

    # ----------------------------------------------------------------------------------------- ways out

    def slips(self, key: str, others: Mapping[str, Sizes]) -> Iterator[tuple[str, Shapes]]:
        """Other shapes of the value of one letter, and perhaps of others, with which everything fits.

        `others` are the shapes of other letters that are not as they came.
        """
        shape, sizes = self.named[key], self.shapes[key]
        found: list[tuple[str, Shapes]] = []
        if len(sizes) == 2 and shape.kind in VECTORS:
            if 1 in sizes:
                found.append((f"give {key} flat, as {amount(str(max(sizes)), 'values')}", {key: (max(sizes),)}))
            else:
                message = f"give {key} with one datapoint in each row, {written(sizes[::-1])}"
                found.append((message, {key: sizes[::-1]}))
        if shape.kind == MATRIX and sizes[0] != sizes[1]:
            found.append((f"give {key} transposed, as {written(sizes[::-1])}", {key: sizes[::-1]}))
            all_of_them = {k: s[::-1] for k, s in self.shapes.items() if self.named[k].kind == MATRIX}
            if len(all_of_them) > 1:
                listed = list(all_of_them)
                names = f"{', '.join(listed[:-1])} and {listed[-1]}" if len(listed) < 5 else "all matrices"
                found.append((f"give {names} transposed", all_of_them))
        for other, its in list(self.shapes.items())[:MOST_ITEMS]:
            if other != key and len(its) == len(sizes) and its != sizes and self.named[other].kind == shape.kind:
                first, second = sorted((key, other), key=self.position)
                found.append((f"exchange the values of {first} and {second}", {key: its, other: sizes}))
        for message, changed in found:
            if self.fits({**self.shapes, **others, **changed}):
                yield message, changed

    def turned(self, key: str, fixes: Sequence[Fix]) -> bool:
        """True when the likeliest way out turns a table of weights."""
        sizes = self.shapes[key]
        return bool(fixes) and self.named[key].kind == MATRIX and 1 not in sizes and fixes[0].dims[key] == sizes[::-1]

    def fixes(self, key: str, rest: Derivation, blamed: frozenset[Node]) -> list[Fix]:
        """Values that would fit, each checked with the whole formula."""
        wanted: Shapes = {}
        for name in self.shapes:
            if self.places[name] in blamed:
                sizes = self.shapes[name]
                shape = self.named[name]
                values = [rest.value(size) for size in shape.sizes]
                came = sizes[len(sizes) - len(values) :]
                wanted[name] = tuple(v if isinstance(v, int) else c for v, c in zip(values, came, strict=True))
        needed = wanted[key]
        if key in self.numbers:
            size = rest.value(self.checked.letters[key])
            fix = self.tried(f"give {key} as {size}, or leave it out", {**self.shapes, **wanted})
            return [fix] if fix is not None and isinstance(size, int) else []
        form = f"as {written(needed)}" if len(needed) == 2 else f"with {amount(str(needed[0]), 'values')}"
        each = " in each row" if len(self.shapes[key]) > len(needed) else ""
        ways = list(self.slips(key, {name: sizes for name, sizes in wanted.items() if name != key}))
        ways = ways or [(f"give {key} {form}{each}", {key: needed})]
        found = (self.tried(message, {**self.shapes, **wanted, **changed}) for message, changed in ways)
        return [fix for fix in found if fix is not None][:MOST_FIXES]

    def tried(self, message: str, shapes: Mapping[str, Sizes], declared: str = "") -> Fix | None:
        """A way out, if the formula is right with values of these shapes; `declared` is a letter of another kind."""
        dims: dict[str, tuple[int | str, ...]] = {}
        for key, sizes in shapes.items():
            count = len(sizes) if key == declared else len(self.named[key].sizes)
            dims[key] = sizes[len(sizes) - count :]
        lines = self.checked.program.statements
        kept = [d for d in self.checked.names.declarations if d not in lines]
        kept = [d for d in kept if not any(name.key in dims for name in d.names)]
        came = [
            Declaration((self.places[key],), tuple(Size((), int(size)) for size in sizes))
            for key, sizes in dims.items()
        ]
        checked = check(self.checked.program, [*kept, *came], self.checked.columns, self.checked.given)
        if not checked.right:
            return None
        return Fix(message, self.text, dims, comes_out(checked, ""))

    # ------------------------------------------------------------------------------------- another kind

    def wrong_kind(self, key: str) -> Problem:
        """A value with too few or too many dimensions."""
        shape, sizes, at = self.named[key], self.given[key], self.places[key]
        kind = shape.kind if shape.kind in (NUMBER, MATRIX) else "vector"
        message = f"{key} came as {as_came(sizes)}, but it is a {kind}"
        reason = self.why_that_kind(key, kind)
        facts = [self.fact(reason, at, "because")] if reason else []
        if len(sizes) > 2:
            facts.append(self.fact("numbers come as one, in a row, or in rows and columns", at, "note"))
        line, span = self.place(at)
        return Problem("E0303", message, line, span, facts, self.other_kinds(key))

    def why_that_kind(self, key: str, kind: str) -> str:
        """What makes a letter a number, a vector or a matrix."""
        names, at = self.checked.names, self.places[key]
        if key in names.declared:
            size = written(self.checked.size_of(self.named[key]))
            return "it is declared as a number" if kind == NUMBER else f"it is declared as {size}"
        case = "an uppercase" if at.letter.isupper() else "a Greek" if not at.letter.isascii() else "a lowercase"
        return f"{case} letter stands for a {kind} unless it is declared as something else"

    def other_kinds(self, key: str) -> list[Fix]:
        """The same numbers in an array of the right kind, or the letter declared as what came."""
        shape, sizes = self.named[key], self.given[key]
        count = prod(sizes)
        found: list[tuple[str, Sizes, str]] = []
        if shape.kind == NUMBER and count == 1:
            found.append((f"give {key} as a number, without brackets around it", (), ""))
        if shape.kind in VECTORS and len(sizes) != 1:
            how = "flat" if sizes else "in a list"
            found.append((f"give {key} {how}, as {amount(str(count), 'values')}", (count,), ""))
        if shape.kind == MATRIX:
            for rows, columns in ((count, 1), (1, count)):
                found.append((f"give {key} as {rows} × {columns}", (rows, columns), ""))
        if len(sizes) <= 2 and key not in self.checked.names.declared:
            size = written(sizes)
            found.append((f"declare {key} : {size}", sizes, key))
        fixes: list[Fix] = []
        for message, changed, declared in found:
            if not declared and not self.fits({**self.shapes, key: changed}):
                continue
            shapes = {k: s for k, s in self.shapes.items() if self.fits({k: s})}
            fix = self.tried(message, {**shapes, key: changed}, declared)
            if fix is not None and all(fix.dims != other.dims for other in fixes):
                fixes.append(fix)
        return fixes[:MOST_FIXES]


def place_key(cause: Cause) -> str:
    """The letter whose value is wrong."""
    assert isinstance(cause.place, Name)
    return cause.place.key


def as_came(sizes: Sizes) -> str:
    """The shape of an array in words.

    >>> as_came(()), as_came((4,)), as_came((3, 4)), as_came((2, 3, 4))
    ('a number', '4 values', '3 × 4', 'an array of 2 × 3 × 4')
    """
    if not sizes:
        return "a number"
    if len(sizes) == 1:
        return amount(str(sizes[0]), "values")
    text = " × ".join(map(str, sizes))
    return text if len(sizes) == 2 else f"an array of {text}"


def first_places(checked: Checked) -> dict[str, Name]:
    """Where each letter stands first: in the lines, in the functions, or where it is declared, if in the text."""
    nodes = [node for step in checked.names.steps for node in in_order(step.value) if isinstance(node, Name)]
    for title, function in checked.names.functions.items():
        closed = checked.names.closed.get(title, ())
        nodes += [node for node in in_order(function.value) if isinstance(node, Name) and node.key in closed]
    nodes += [step.name for step in checked.names.steps if isinstance(step, Update)]
    nodes += [name for line in checked.names.declarations for name in line.names]
    found: dict[str, Name] = {}
    for node in nodes:
        if node.key not in found:
            found[node.key] = Name(node.letter, node.index, node.start, node.end)
    return found
