"""Ways out of one mistake: changes that have been tried, the likeliest first."""

from __future__ import annotations

from bisect import bisect_left

from ..check.explain import shown_size
from ..problems import Fix
from ..read.letters import read
from ..rewrite.substitute import replaced, with_value
from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS, Shape, Unknown, written
from ..tree import (
    Call,
    Declaration,
    Definition,
    Expression,
    FunctionDefinition,
    Name,
    Node,
    Product,
    Size,
    Update,
    in_order,
    same,
    same_statement,
)
from ..write.letters import expression, own_functions, statement
from ..write.letters import size as size_in_letters
from .changes import (
    BOTH_SIZES,
    CORRECTED,
    DATA_DECLARED,
    FAR_FETCHED,
    FARTHER,
    HABITS,
    KIND_CHANGES,
    LEFT_UNUSED,
    MISTYPED,
    SAME_LETTERS,
    STORED,
    SWALLOWED,
    TO_A_NUMBER,
    TURNED,
    TWICE,
    UNSURE,
    Habit,
    Site,
)
from .reasons import amount

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Final

    from ..check.model import Checked
    from ..check.names import Step
    from ..sizes import Term
    from ..tree import Program, Statement
    from .causes import Cause
    from .changes import Swaps
    from .trials import Trial, Trials

    Edit = tuple[int, int, str]
    Dims = dict[str, tuple[int | str, ...]]

MANY_NAMES = 200  # of a program; in a larger one a line sees those of its own layers
MOST_PLACES = 40  # of one mistake that are looked at
MOST_FOUND = 8  # ways out of one mistake
MOST_IN_A_LINE = 600  # nodes of a line in which changes are looked for
MOST_NODES = 100_000  # walked in all while changes are tried
MOST_FOR_ONE = 20_000  # of them for one mistake
GUESSES = ("other letter", "join forgotten", "names exchanged", "other index")  # need sizes that are known to mean much


class Way:
    """One way out: what it costs to believe it, what it says, and what it changes."""

    __slots__ = ("about", "cost", "dims", "edits", "habit", "line", "lines", "message", "node", "note")

    def __init__(
        self,
        cost: float,
        message: str,
        edits: tuple[Edit, ...],
        dims: Dims,
        line: Node,
        node: Node,
        habit: str = "",
        note: str = "",
        about: str = "",
        lines: Collection[Node] = (),
    ) -> None:
        self.lines: Final = lines  # that were worked out again
        self.cost: Final = cost
        self.message: Final = message
        self.edits: Final = edits
        self.dims: Final = dims
        self.line: Final = line
        self.node: Final = node
        self.habit: Final = habit
        self.note: Final = note
        self.about: Final = about

    def likelier(self, by: float) -> Way:
        """The same, easier to believe."""
        return Way(
            self.cost - by, self.message, self.edits, self.dims, self.line, self.node, self.habit, self.note,
            self.about, self.lines,
        )  # fmt: skip

    def fix(self, text: str, about: str) -> Fix:
        """The way out as part of a problem; `about` is the name whose size comes out, if this knows no better."""
        return Fix(self.message, applied(text, self.edits), self.dims, {}, self.edits, self.about or about)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A text with some stretches replaced; of two that overlap the first one counts.

    >>> applied("l0W0", [(2, 4, "W1"), (0, 2, "l1")])
    'l1W1'
    """
    done: list[Edit] = []  # in order, none over another
    for edit in edits:
        at = bisect_left(done, edit)
        before, after = done[at - 1 : at] if at else [], done[at : at + 1]
        if all(e[1] <= edit[0] and e != edit for e in before) and all(e[0] >= edit[1] and e != edit for e in after):
            done.insert(at, edit)
    pieces, last = [], 0
    for start, end, new in done:
        pieces += [text[last:start], new]
        last = end
    return "".join([*pieces, text[last:]])


class Ways:
    """Looks for ways out in one program."""

    def __init__(self, base: Checked, trials: Trials) -> None:
        self.base: Final = base
        self.names: Final = base.names
        self.program: Final[Program] = base.program
        self.text: Final = base.program.text
        self.trials: Final = trials
        self.own: Final = own_functions(base.program)
        self.parents_: dict[Node, dict[Expression, Expression]] = {}
        self.unused: Final = unused(base)
        self.named: Final = {**base.named, **trials.close_up.checked.named}
        self.everyone: dict[str, Name] = {}
        self.pairs: dict[tuple[str, bool], dict[str, Name]] = {}
        self.by_index: dict[str, list[str]] = {}
        self.scopes: dict[Node, dict[str, Name]] = {}
        self.counts: dict[Node, int] = {}
        self.room = MOST_NODES
        self.data: Final = frozenset(
            node.left.key
            for step in trials.close_up.lines
            for node in in_order(step.value)
            if isinstance(node, Product) and isinstance(node.left, Name) and node.left.key in base.names.inputs
        )

    # ------------------------------------------------------------------------------------ changed lines

    def in_lines(self, places: Sequence[tuple[Expression, Step]], dropped: frozenset[Node]) -> list[Way]:
        """Every habit at every place, as far as it fits everything around; the likeliest are tried first."""
        waiting: list[tuple[float, int, Site, Step, Habit, Swaps]] = []
        for node, step in nearest(places, MOST_PLACES):
            if self.count(step) > MOST_IN_A_LINE:
                continue
            site = self.site(node, step)
            if site.is_exponent:
                continue
            for habit in HABITS:
                for more, swaps in habit.changes(site):
                    waiting.append((habit.cost + more, len(waiting), site, step, habit, swaps))
        waiting.sort(key=lambda item: item[:2])
        found: list[Way] = []
        seen: set[tuple[Node, str]] = set()
        best = float("inf")
        last = max(0, self.room - MOST_FOR_ONE)
        for cost, _, site, step, habit, swaps in waiting:
            if cost > best + FAR_FETCHED or len(found) >= MOST_FOUND or self.room < last:
                break
            value = replaced(step.value, dict(swaps).get)
            self.room -= self.count(step)
            key = (step, expression(value, self.own))
            if key in seen:
                continue
            seen.add(key)
            trial = self.trials.changed({step: value}, dropped)
            way = self.way(site, habit, cost, swaps, value, trial) if trial is not None else None
            if way is not None:
                found.append(way)
                best = min(best, way.cost)
        return found

    def count(self, step: Step | FunctionDefinition) -> int:
        """How many nodes a line has, with those of the program's functions that it calls."""
        waiting: list[tuple[Step | FunctionDefinition, list[FunctionDefinition] | None]] = [(step, None)]
        while waiting:
            line, called = waiting.pop()
            if called is not None:
                self.counts[line] += sum(self.counts[function] for function in called)
            elif line not in self.counts:
                nodes = in_order(line.value)
                self.counts[line] = len(nodes)
                titles = [node.title for node in nodes if isinstance(node, Call)]
                called = [self.names.functions[title] for title in titles if title in self.names.functions]
                waiting += [(line, called), *((function, None) for function in called)]
        return self.counts[step]

    def site(self, node: Expression, step: Step) -> Site:
        """A place with what is around it."""
        parents = self.parents_.get(step)
        if parents is None:
            parents = self.parents_[step] = {part: n for n in in_order(step.value) for part in n.parts}
        close_up = self.trials.close_up.checked

        def kind(at: Expression) -> str:
            shape = close_up.shapes.get(at) or self.base.shapes.get(at)
            return shape.kind if shape is not None else ""

        return Site(self.names, step, node, parents, kind, self.named, self.unused, self.scope(step), self.beside)

    def beside(self, where: tuple[str, bool]) -> dict[str, Name]:
        """The names left (or right) of a letter, in all products of two names."""
        if not self.pairs:
            for line in self.names.order:
                for node in in_order(line.value):
                    if isinstance(node, Product) and isinstance(node.left, Name) and isinstance(node.right, Name):
                        self.pairs.setdefault((node.right.letter, True), {}).setdefault(node.left.key, node.left)
                        self.pairs.setdefault((node.left.letter, False), {}).setdefault(node.right.key, node.right)
        return self.pairs.get(where, {})

    def scope(self, step: Step) -> dict[str, Name]:
        """The names that could stand in a line without a circle."""
        if step in self.scopes:
            return self.scopes[step]
        if not self.everyone:
            found: dict[str, Name] = dict(self.names.inputs)
            for line in self.names.order:
                for key, name in self.names.needs(line).items():
                    found.setdefault(key, name)
            found.update((key, line.name) for key, line in self.names.definitions.items())
            for declaration in self.names.declarations:
                for name in declaration.names:
                    found.setdefault(name.key, name)
            self.everyone = {key: found[key] for key in sorted(found)}
            for key, name in self.everyone.items():
                self.by_index.setdefault(name.index, []).append(key)
        later: set[str] = set()
        if isinstance(step, Definition) and self.names.definitions.get(step.name.key) is step:
            later = {step.name.key}
            for line in self.trials.dependents(step.name.key):
                if isinstance(line, Definition):
                    later.add(line.name.key)
        keys: Iterable[str] = self.everyone
        if len(self.everyone) > MANY_NAMES:  # only those of the layers around
            indices = {n.index for n in in_order(step.value) if isinstance(n, Name)}
            near = {str(int(i) + d) for i in indices if i.isdigit() for d in (-1, 0, 1)} | indices
            keys = [key for index in sorted(near) for key in self.by_index.get(index, ())[:MANY_NAMES]]
        self.scopes[step] = {key: self.everyone[key] for key in keys if key not in later}
        return self.scopes[step]

    def way(self, site: Site, habit: Habit, cost: float, swaps: Swaps, value: Expression, trial: Trial) -> Way | None:
        """A change that fits, with what it costs to believe it."""
        step = site.step
        edits = self.edits(step, swaps, value)
        if edits is None:
            return None
        lost = trial.letters_lost()
        if lost is None:
            return None
        cost += self.too_easy(site, habit, swaps, trial) + lost * SAME_LETTERS + self.odd_after(step, swaps, value)
        name = step.name if isinstance(step, Definition | Update) else None
        key = name.key if name is not None else expression(value, self.own)
        shape = trial.checked.named.get(key) if name is not None else trial.checked.shapes.get(value)
        if name is not None and isinstance(step, Definition) and shape is not None:
            cost += kind_cost(name, shape, self.base.columns)
        new = [n for _, inserted in swaps for n in in_order(inserted) if isinstance(n, Name)]
        old = {n.key for n in in_order(step.value) if isinstance(n, Name)}
        strange = [n for n in new if n.key not in old]
        if habit.name in GUESSES and any(not trial.all_numbers(trial.name(n)) for n in strange):
            if habit.name != "other index":
                return None
            cost += UNSURE
        changed = applied(self.text, edits)
        start = step.start
        line = changed[start : step.end + len(changed) - len(self.text)]
        message = " ".join(line.split())
        note = self.note(habit, site, swaps, trial)
        return Way(cost, message, edits, {}, step, site.node, habit.name, note, about=key, lines=trial.lines)

    def too_easy(self, site: Site, habit: Habit, swaps: Swaps, trial: Trial) -> float:
        """More, for a change that fits too easily: many values become one number, or a sum takes in whatever comes."""
        if habit.name in ("dot product", "sum forgotten"):
            return 0
        for old, new in swaps:
            made = trial.checked.shapes.get(new)
            if made is not None and made.kind == NUMBER and site.kind(old) not in (NUMBER, ""):
                return TO_A_NUMBER
            around = site.parents.get(old)
            taken_in = isinstance(around, Call) and around.function in ("sum", "mean", "norm")
            if taken_in and made is not None and made.kind == MATRIX and not isinstance(new, Name):
                return SWALLOWED
        return 0

    def odd_after(self, step: Step | FunctionDefinition, swaps: Swaps, value: Expression) -> float:
        """More, where a line would say what another one says already, or nothing would use a name that comes in."""
        more = 0.0
        if isinstance(step, Definition):
            first = next((n.key for n in in_order(value) if isinstance(n, Name)), "")
            others = (line for line in self.trials.used_by().get(first, ()) if line is not step)
            more += TWICE if any(isinstance(line, Definition) and same(line.value, value) for line in others) else 0
        for old, new in swaps:
            if isinstance(old, Name) and isinstance(new, Name) and old.key in self.names.inputs:
                users = self.trials.used_by().get(old.key, ())
                here = any(isinstance(n, Name) and n.key == old.key for n in in_order(value))
                if not here and all(user is step for user in users) and self.in_text(old.key):
                    more += LEFT_UNUSED
        return more

    def note(self, habit: Habit, site: Site, swaps: Swaps, trial: Trial) -> str:
        """What makes a change likely, where that is worth a line."""
        new = swaps[0][1]
        if habit.name == "unused name" and isinstance(new, Name):
            shape = trial.name(new)
            if shape is not None and shape.kind in VECTORS and trial.all_numbers(shape):
                return f"{new.key}, which no line uses yet, has {amount(str(trial.size(shape)[0]), 'values')} and fits"
            return f"{new.key}, which no line uses yet, fits"
        old = swaps[0][0]
        if habit.name == "transpose forgotten" and isinstance(old, Name) and len(swaps) == 1:
            shape = trial.name(old)
            if shape is not None and trial.all_numbers(shape) and site.parent is not None and site.kind(old) == MATRIX:
                columns = trial.size(shape)[1]
                stored = f"; {STORED}" if old.letter == "W" else ""
                return f"{columns} is {old.key}'s number of columns{stored}"
        if habit.name == "other case" and isinstance(new, Name):
            return f"there is also {new.key}"
        return ""

    def edits(self, step: Step | FunctionDefinition, swaps: Swaps, value: Expression) -> tuple[Edit, ...] | None:
        """How the text has to change; what is written is read again and has to be what was meant."""
        wanted = with_value(step, value)
        for before, after in (("", ""), ("(", ")"), (" ", ""), ("", " "), (" ", " ")):
            edits = tuple(
                (old.start, old.end, before + expression(new, self.own) + after) for old, new in sorted_swaps(swaps)
            )
            if all(start >= 0 for start, _, _ in edits) and self.reads(step, edits, wanted):
                return edits
        whole = ((step.start, step.end, statement(wanted, self.own)),)
        return whole if self.reads(step, whole, wanted) else None

    def reads(self, step: Node, edits: tuple[Edit, ...], wanted: Statement) -> bool:
        """True when the changed line is read as what is wanted."""
        moved = [(start - step.start, end - step.start, new) for start, end, new in edits]
        text = applied(self.text[step.start : step.end], moved)
        program, problems = read(text, self.own)
        return not problems and len(program.statements) == 1 and same_statement(program.statements[0], wanted)

    # ------------------------------------------------------------------------------------- declarations

    def declarations(self, cause: Cause, far: Mapping[Node, int]) -> Iterator[Way]:
        """Other sizes for what is declared."""
        for place in cause.places:
            key = place.key if isinstance(place, Name) else ""
            if key and key in self.names.declared and self.is_declaration(place):
                needed = self.trials.needed(key, cause.dropped)
                shape = self.base.named.get(key)
                if needed is None or shape is None:
                    continue
                sizes, letters = needed
                old = tuple(self.declared_size(key))
                new = tuple(self.kept(size, o) for size, o in zip(sizes, old, strict=True))
                # A size declared with a letter is mended with a letter.
                new = tuple(letters.get(n, n) if isinstance(o, str) else n for n, o in zip(new, old, strict=True))
                if new == old:
                    continue
                more = FARTHER * far.get(place, 0) + (DATA_DECLARED if key in self.data else 0)
                turned = old[::-1]
                if len(old) == 2 and all(self.kept(size, t) == t for size, t in zip(sizes, turned, strict=True)):
                    yield self.declared(key, turned, TURNED + more, place)
                if new != turned:
                    different = [(a, b) for a, b in zip(new, old, strict=True) if a != b]
                    more += BOTH_SIZES if len(different) > 1 else 0
                    typo = all(mistyped(str(a), str(b)) and self.once(b) for a, b in different)
                    yield self.declared(key, new, (MISTYPED if typo else CORRECTED) + more, place)

    def in_text(self, key: str) -> bool:
        """True for a name that the program itself declares."""
        line = self.names.declared.get(key)
        return line is not None and line.start >= 0

    def once(self, size: int | str) -> bool:
        """True for a size that is declared only once: another one like it was typed on purpose."""
        sizes = [shown for key in self.names.declared for shown in self.declared_size(key)]
        return sizes.count(size) < 2

    def is_declaration(self, place: Node) -> bool:
        """True for a name that stands in a declaration, not in a formula."""
        return any(place is name for line in self.names.declarations for name in line.names)

    def declared_size(self, key: str) -> Iterator[int | str]:
        """The sizes that a name is declared with, as they are shown."""
        line = self.names.declared[key]
        for size in line.sizes:
            yield size.constant if not size.letters else size_in_letters(size)

    def kept(self, size: Term, old: int | str) -> int | str:
        """A size that is asked for; the declared one where nothing is."""
        free = [size] if isinstance(size, Unknown) else [] if isinstance(size, int) else list(size.unknowns)
        return shown_size(size, {}) if all(unknown.letter for unknown in free) else old

    def declared(self, key: str, sizes: tuple[int | str, ...], cost: float, node: Node, note: str = "") -> Way:
        """The way out of declaring a name with these sizes."""
        edits: list[Edit] = []
        outside = False
        for line in self.names.declarations:
            if key not in (name.key for name in line.names):
                continue
            if line.start < 0:
                outside = True
                continue
            new = tuple(Size((), s) if isinstance(s, int) else as_size(s) for s in sizes)
            others = tuple(name for name in line.names if name.key != key)
            name = next(name for name in line.names if name.key == key)
            text = statement(Declaration((name,), new))
            if others:
                text = f"{statement(Declaration(others, line.sizes))}; {text}"
            edits.append((line.start, line.end, text))
        message = f"declare {key} as {'a number' if not sizes else written(sizes)}"
        dims: Dims = {key: sizes} if outside or not edits else {}
        return Way(cost, message, tuple(edits), dims, self.names.declared.get(key, node), node, "declared", note)


def mistyped(meant: str, typed: str) -> bool:
    """True when a number looks like another: its digits in another order, or a longer one with a digit off.

    >>> mistyped("784", "748"), mistyped("784", "78"), mistyped("256", "128"), mistyped("4", "5")
    (True, True, False, False)
    """
    if not (meant.isdigit() and typed.isdigit()) or max(len(meant), len(typed)) < 2:
        return False
    if sorted(meant) == sorted(typed):
        return True
    long, short = sorted((meant, typed), key=len, reverse=True)
    if len(long) < 3 or len(long) - len(short) > 1:
        return False
    if len(long) == len(short):
        return sum(a != b for a, b in zip(long, short, strict=True)) == 1
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def nearest(places: Sequence[tuple[Expression, Step]], most: int) -> Sequence[tuple[Expression, Step]]:
    """The last places, which are nearest to where a mistake shows, and some of the first ones."""
    return places if len(places) <= most else [*places[: most // 4], *places[-3 * most // 4 :]]


def as_size(text: str) -> Size:
    """A size from its text."""
    program, _ = read(f"x : {text}")
    (line,) = program.statements
    assert isinstance(line, Declaration)
    return line.sizes[0]


def sorted_swaps(swaps: Swaps) -> Swaps:
    """Replacements in the order of the text."""
    return sorted(swaps, key=lambda swap: swap[0].start)


def natural_kind(name: Name, columns: bool) -> str:
    """What a letter stands for when nothing is said."""
    if name.letter.islower():
        return (COLUMN if columns else ROW) if name.letter.isascii() else NUMBER
    return MATRIX


def kind_cost(name: Name, shape: Shape, columns: bool) -> float:
    """More, where a line would give its name another kind than the letter says; an error is often a number."""
    natural = natural_kind(name, columns)
    if shape.kind == natural:
        return 0
    if shape.kind == NUMBER:
        return KIND_CHANGES / 2 if name.letter not in "eEJLsc" else 0
    return KIND_CHANGES


def unused(checked: Checked) -> frozenset[str]:
    """The names that a line defines or declares and no line reads."""
    names = checked.names
    read = {key for step in names.order for key in names.needs(step)} | {k for c in names.closed.values() for k in c}
    known = [*names.definitions, *(key for key in names.declared if key not in names.definitions)]
    return frozenset(key for key in known if key not in read and key not in names.sizes)
