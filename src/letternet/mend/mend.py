"""Clashes and refusals become problems: for each cause where it shows, why, and how to mend it.

`mend` is the door of this room.  The order of lines changes no sentence: whatever has to be chosen is chosen by what
stands in the lines, not by where they stand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain, islice

from ..check.explain import shown_size
from ..check.letters import name_unknowns
from ..check.rules import said
from ..problems import MOST_PROBLEMS, Fact, Fix, Problem, apart, errors
from ..sizes import NUMBER, Unknown
from ..tree import (
    Call,
    Declaration,
    Definition,
    Evaluation,
    Expression,
    FunctionDefinition,
    Join,
    Name,
    Node,
    Product,
    Update,
    in_order,
    within,
)
from ..write.letters import own_functions, statement
from .causes import causes
from .changes import FAR_FETCHED
from .close_up import CloseUp, connected
from .conflict import System
from .reasons import Derivation
from .trials import Trials
from .ways import Way, Ways, kind_cost
from .whole import MOST_SHOWN
from .wide import Wide, refused_lines, wrong_lines
from .wording import Telling, asks, headline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Final, TypeVar

    from ..check.model import Checked, Equation
    from ..check.names import Step
    from ..check.report import Refusal
    from .causes import Cause

    Found = tuple[Way, set[Node]]  # a change, and the lines in which something stays wrong
    Group = tuple[list["Mistake"], list[Way]]  # what is one mistake, and the ways out of it
    Told = TypeVar("Told")

MOST_WAYS = 6  # that go on to be read and checked as whole programs
MOST_ORIGINS = 6  # lines that a refused one builds on, in which ways out are looked for
MOST_MISTAKES = 12  # that ways out are looked for
MOST_LOOKED_AT = 3 * MOST_PROBLEMS  # mistakes that may explain one another
MOST_SPELLED = 3_000  # calls of the program's own functions, beside as many as the text has characters
MOST_NAMES = 100  # that these are about, and that may stand for something else
KINDS = ("E0204", "E0205", "E0206")  # refusals that a change of the formula may heal
LINES = (Definition, Update, Evaluation)
STATEMENTS = (*LINES, FunctionDefinition, Declaration)


def mend(checked: Checked, dims: Sequence[Declaration], columns: bool) -> list[Problem]:
    """Every problem with kinds and sizes of a checked program, with reasons and ways out.

    `dims` and `columns` are what the program was checked with.  Where calls inside one another make very much of a
    short text, what is wrong is told without both.
    """
    if checked.expansions > MOST_SPELLED + len(checked.program.text):
        problems = [*checked.names.problems, *(refusal.problem() for refusal in once(checked.refused))]
        if checked.clashes:
            problems.append(no_sizes(Telling(checked.program.text), checked))
        return problems[:MOST_PROBLEMS]
    return Mender(checked, dims, columns).problems()


def once(refused: Iterable[Refusal]) -> list[Refusal]:
    """What is refused, once for each place in a line: a function may be called more than once there."""
    return list({(refusal.code, refusal.at, refusal.line): refusal for refusal in refused}.values())


def no_sizes(telling: Telling, checked: Checked) -> Problem:
    """The first clash as it is met in the order of the lines."""
    clash, letters = checked.clashes[0], name_unknowns(checked)
    one, other = (shown_size(checked.solver.value(term), letters) for term in (clash.one, clash.other))
    line, span = telling.place(clash.at)
    return Problem("E0202", f"no sizes make {one} equal to {other}", line, span)


class Mistake:
    """A conflict or a refusal, with the line in which it shows and the places that may be wrong."""

    __slots__ = ("cause", "line", "lines", "places", "refusal", "shown")

    def __init__(self, mender: Mender, cause: Cause | None = None, refusal: Refusal | None = None) -> None:
        self.cause: Final = cause
        self.refusal: Final = refusal
        self.shown: Final = mender.shown_at(cause, None) if cause is not None else None
        self.line: Final[Node] = self.shown.line if self.shown is not None else refusal.line  # type: ignore[union-attr]
        self.lines: Final = {e.line for e in cause.conflict} if cause is not None else {self.line}
        self.places: Final = mender.places(cause, refusal)

    @property
    def at(self) -> Node:
        """The node where it shows."""
        return self.shown.at if self.shown is not None else self.refusal.at  # type: ignore[union-attr]


class Mender(Telling):
    """Works on one program."""

    def __init__(self, checked: Checked, dims: Sequence[Declaration], columns: bool) -> None:
        super().__init__(checked.program.text)
        self.checked: Final = checked
        self.nodes: dict[Node, set[Expression]] = {}
        self.parents_: dict[Node, dict[Expression, Expression]] = {}
        self.texts: dict[Node, str] = {}
        self.calls: dict[Node, dict[str, Call]] = {}
        self.declared: Final = set(checked.names.declared)
        self.own: Final = own_functions(checked.program)
        # What stands in a function of the program, and in which one.
        self.homes: Final = {
            node: function for function in checked.names.functions.values() for node in within(function)
        }
        lines, sizes = connected(checked.equations, checked.clashes)
        # What reads the values of these lines asks for sizes, too, once other values are tried.
        made = {line.name.key for line in lines if isinstance(line, Definition)}
        readers = (
            {step for step in checked.names.order if not made.isdisjoint(checked.names.needs(step))} if made else ()
        )
        self.close_up: Final = CloseUp(checked, lines.union(readers), sizes)
        self.system: Final = System(self.close_up.equations)
        self.trials: Final = Trials(checked, self.close_up, self.system, sizes)
        self.ways: Final = Ways(checked, self.trials)
        self.wide: Final = Wide(checked, dims, columns, self.ways)
        # Every declared number here: a table of so many values may have been meant as a vector.
        self.numbers: Final = {e.other for e in self.close_up.equations if e.rule == "declared"}
        found = causes(self.system)
        self.blamed: Final = frozenset(cause.place for cause in found)
        waiting = once(r for r in checked.refused if r.code in KINDS)
        self.others: Final = [r for r in checked.refused if r.code not in KINDS]
        mistakes = [Mistake(self, cause=cause) for cause in found]
        mistakes += [Mistake(self, refusal=refusal) for refusal in waiting]
        self.mistakes: Final = sorted(mistakes, key=self.order)[:MOST_LOOKED_AT]
        self.origins: Final = self.odd_origins()

    def problems(self) -> list[Problem]:
        """One problem for each cause; where the check refuses there is an error, whatever explains what."""
        problems = [*self.checked.names.problems, *(r.problem() for r in self.others)]
        groups = self.together()
        for number, (group, ways) in enumerate(groups):
            if number < MOST_MISTAKES and len(group) == 1:
                ways += self.ways_out(group[0])
            ways.sort(key=lambda way: (way.cost, way.message))
        problems += [self.told(group[0], ways) for group, ways in unexplained(groups, self.healed)]
        problems.sort(key=lambda problem: problem.severity != "error")
        if not errors(problems) and not self.checked.right:
            # A clash may be met in the order of the lines and not in the order in which causes are looked for.
            problems.insert(0, self.told(self.mistakes[0], []) if self.mistakes else no_sizes(self, self.checked))
        return problems[:MOST_PROBLEMS]

    def healed(self, group: Group, others: Sequence[Group]) -> bool:
        """True for a group in which everything is explained by others."""
        return all(self.healed_by(mistake, others) for mistake in group[0])

    def healed_by(self, mistake: Mistake, others: Sequence[Group]) -> bool:
        """True for what others explain; if they do not, it is found when those are mended."""
        if mistake.refusal is None:
            mendable = {m.line for group, ways in others for m in group if m.refusal is not None and ways}
            assert mistake.cause is not None
            lines = {e.line for e in mistake.cause.conflict if e.at in mistake.cause.places}
            return mistake.line not in mendable and not mendable.isdisjoint(lines)
        return self.follows(mistake, [other for group, _ in others for other in group]) or any(
            ways and ways[0].line is not mistake.line and mistake.line in ways[0].lines for _, ways in others
        )

    def builds_on(self, mistake: Mistake, other: Mistake) -> bool:
        """True where this builds on a name that a wrong line gives another kind than its letter stands for."""
        line = other.line
        if line is mistake.line or line not in self.origins or not isinstance(line, Definition):
            return False
        return mistake.line in self.trials.dependents(line.name.key)

    def follows(self, mistake: Mistake, others: Sequence[Mistake]) -> bool:
        """True for a refusal that builds on one of the others."""
        return mistake.refusal is not None and any(self.builds_on(mistake, other) for other in others)

    # ------------------------------------------------------------------------------------------ together

    def together(self) -> list[Group]:
        """Mistakes that one change heals are one; each group with the changes that reach beyond a line."""
        found = self.wide_ways()
        left = list(self.mistakes)
        groups: list[Group] = []
        for _, wrong in sorted(found, key=lambda item: (item[0].cost, item[0].message)):
            healed = [m for m in left if m.lines.isdisjoint(wrong)]
            most = max(sum(m.lines.isdisjoint(still) for m in left) for _, still in found)
            if 1 < len(healed) == most:
                same = [w for w, still in found if all(m.lines.isdisjoint(still) for m in healed)]
                groups.append((unexplained(healed, self.follows), same))
                left = [m for m in left if m not in healed]
        by_line: dict[Node, list[Mistake]] = {}
        for mistake in left:
            by_line.setdefault(mistake.line, []).append(mistake)
        gone: set[Mistake] = set()
        for line, group in by_line.items():
            ways = self.for_all(line, group) if len(group) > 1 else []
            if ways:
                groups.append((group, ways))
                gone.update(group)
            elif len(group) > 1:
                # What is done with something that clashes inside is not reported again.
                gone.update(self.around_others(group))
        for mistake in left:
            if mistake not in gone:
                alone = [way for way, wrong in found if mistake.lines.isdisjoint(wrong) and self.own_way(mistake, way)]
                groups.append(([mistake], alone))
        return sorted(groups, key=lambda group: self.order(group[0][0]))

    def around_others(self, group: Sequence[Mistake]) -> list[Mistake]:
        """The refusals around other mistakes of a line."""
        spans: dict[Node, tuple[int, int]] = {}  # the numbers of the first and the last node inside each
        roots = dict.fromkeys(root for mistake in group for root in self.roots(mistake.line, mistake.at))
        for number, node in enumerate(chain.from_iterable(map(in_order, roots))):
            spans[node] = (spans[node.parts[0]][0] if node.parts else number, number)
        taken = sorted({spans[m.at][1] for m in group if m.at in spans})
        found: list[Mistake] = []
        for mistake in group:
            if mistake.refusal is not None:
                line = mistake.line if mistake.refusal.code == "E0204" else None
                around = line.value if isinstance(line, LINES) else mistake.at
                first, last = spans.get(around, (0, -1))
                own = spans.get(mistake.at, (-1, -1))
                at = bisect_left(taken, first)
                if any(number != own[1] for number in taken[at : bisect_right(taken, last)][:2]):
                    found.append(mistake)
        return found

    def roots(self, line: Node, at: Node) -> list[Expression]:
        """The formulas of a line, and of the function of the program in which a node stands."""
        return [each.value for each in (line, self.homes.get(at)) if isinstance(each, (*LINES, FunctionDefinition))]

    def own_way(self, mistake: Mistake, way: Way) -> bool:
        """True for a change of something that this mistake is about."""
        if way.habit == "exchanged":
            return False
        if way.line in self.origins:
            return mistake.refusal is not None
        return way.habit == "convention" or way.node in mistake.places or way.line in mistake.lines or (
            isinstance(way.node, Name) and way.node.key in self.keys(mistake)
        )  # fmt: skip

    def keys(self, mistake: Mistake) -> dict[str, Name]:
        """The names that a mistake is about."""
        places = mistake.places if mistake.cause is not None else [*mistake.places, *self.names_of(mistake.line)]
        return {place.key: place for place in places if isinstance(place, Name)}

    def names_of(self, line: Node) -> list[Name]:
        """The names in a line."""
        names = [n for n in in_order(line.value) if isinstance(n, Name)] if isinstance(line, LINES) else []
        return [*names, line.name] if isinstance(line, Definition) else names

    def wide_ways(self) -> list[Found]:
        """Changes that reach beyond one line, with what stays wrong; nothing new may be wrong."""
        found: list[Found] = []
        refused = [m.refusal for m in self.mistakes if m.refusal is not None]
        keys: dict[str, Name] = {}
        for mistake in self.mistakes[:MOST_MISTAKES]:
            keys.update(self.keys(mistake))
        names = [keys[key] for key in sorted(keys)[:MOST_NAMES]]
        odd = [n for n in names if self.odd(n)]
        lines = {line for mistake in self.mistakes for line in mistake.lines}
        places = [p for m in self.mistakes[:MOST_MISTAKES] for p in m.places if isinstance(p, Expression)]
        for way, after in (
            *(self.wide.convention(refused) if refused else ()),
            *self.wide.other_kinds(names if refused else odd),
            *(self.wide.exchanged(names) if 1 < len(self.mistakes) < MOST_MISTAKES else ()),
            *self.wide.other_targets(lines),
            *self.wide.in_functions(places),
        ):
            wrong = wrong_lines(after)
            if wrong <= self.wide.wrong | {way.line} and refused_lines(after) <= self.wide.refused | {way.line}:
                found.append((way, wrong))
        for line in self.origins:
            inside: list[tuple[Expression, Step]] = [(node, line) for node in in_order(line.value)]
            shape = self.checked.named[line.name.key]
            assert shape is not None
            lie = kind_cost(line.name, shape, self.checked.columns)  # less of one, if its kind changes
            for way in self.ways.in_lines(inside, self.blamed):
                found.append((way.likelier(lie), self.wide.wrong - {*way.lines}))
        return found

    def odd_origins(self) -> list[Definition]:
        """The lines that give a name another kind than its letter stands for, and that a refused line builds on."""
        names = self.checked.names
        todo = [m.line for m in self.mistakes if m.refusal is not None]
        found: list[Definition] = []
        while todo and len(found) < MOST_ORIGINS:
            line = todo.pop(0)
            for key in names.needs(line) if isinstance(line, LINES) else ():
                origin, shape = names.definitions.get(key), self.checked.named.get(key)
                if origin is None or shape is None or key in names.declared or origin in found:
                    continue
                if kind_cost(origin.name, shape, self.checked.columns):
                    found.append(origin)
                    todo.append(origin)
        return found

    def odd(self, name: Name) -> bool:
        """True for a declared name whose kind may be the mistake even where only sizes clash."""
        shape = self.checked.named.get(name.key)
        if shape is None or name.key not in self.checked.names.declared:
            return False
        sizes = tuple(self.ways.declared_size(name.key))
        if len(sizes) == 2:
            table = all(isinstance(size, int) for size in sizes)
            return 1 in sizes or (table and int(sizes[0]) * int(sizes[1]) in self.numbers)
        return sizes == (1,) or (name.letter.islower() and not name.letter.isascii() and shape.kind != NUMBER)

    def for_all(self, line: Node, group: Sequence[Mistake]) -> list[Way]:
        """Changes of one line that heal several mistakes in it at once."""
        if not isinstance(line, LINES):
            return []
        mine = {m.cause.place for m in group if m.cause is not None}
        places = dict.fromkeys(p for m in group for p in m.places if isinstance(p, Expression))
        inside = [(p, line) for p in places if self.is_in(p, line)]
        return self.ways.in_lines(inside, self.blamed - mine)

    # ------------------------------------------------------------------------------------------- one by one

    def ways_out(self, mistake: Mistake) -> list[Way]:
        """Changes of one line or one declaration that heal a mistake."""
        found: list[Way] = []
        if mistake.cause is not None:
            cause = mistake.cause
            lines = {e.at: e.line for e in cause.conflict}
            places = [(p, line) for p in mistake.places if isinstance(line := lines[p], LINES) and self.is_in(p, line)]
            found += self.ways.in_lines([(p, line) for p, line in places if isinstance(p, Expression)], cause.dropped)
            assert mistake.shown is not None
            far = self.distances(self.known(cause, mistake.shown), mistake.shown)
            found += self.ways.declarations(cause, far)
        elif isinstance(mistake.line, LINES):
            line = mistake.line
            inside = [(p, line) for p in mistake.places if isinstance(p, Expression) and self.is_in(p, line)]
            found += self.ways.in_lines(inside, self.blamed)
        return found

    def told(self, mistake: Mistake, ways: list[Way]) -> Problem:
        """One mistake as a problem."""
        return self.clash(mistake, ways) if mistake.cause is not None else self.refusal(mistake, ways)

    def clash(self, mistake: Mistake, ways: list[Way]) -> Problem:
        """A conflict between sizes."""
        cause = mistake.cause
        assert cause is not None
        best = ways[0] if ways else None
        shown = self.shown_at(cause, best)
        known = self.known(cause, shown)
        words = headline(known, shown, best is not None and self.left_is_wrong(shown, best))
        labels = [self.fact(message, node, "label") for message, node in words.labels]
        direct = frozenset[Node | str](
            [node for _, node in words.labels] + [n.key for _, n in words.labels if isinstance(n, Name)]
        )
        because = [
            self.fact(reason.message, reason.at, "because") for reason in known.lines(words.sides, direct, shown.line)
        ]
        if shown.rule in ("declared", "size letter") and not because:
            because = [
                self.fact(known.declared(known.things[e.one], e), e.at, "because")
                for e in cause.conflict if e is not shown and e.rule == "declared" and isinstance(e.one, Unknown)
            ]  # fmt: skip
        labels += self.called(shown.line, shown.at)
        notes = [self.fact(note, words.at, "note") for note in (words.note, best.note if best else "") if note]
        line, span = self.place(words.at)
        return Problem(
            words.code, words.message, line, span, [*labels, *because, *notes[:1]],
            self.fixes(ways, self.about(shown.line)),
        )  # fmt: skip

    def refusal(self, mistake: Mistake, ways: list[Way]) -> Problem:
        """What kinds do not allow."""
        assert mistake.refusal is not None
        problem = mistake.refusal.problem()
        notes = [self.fact(ways[0].note, mistake.refusal.at, "note")] if ways and ways[0].note else []
        facts = [*problem.facts, *self.called(mistake.line, mistake.at), *self.made_odd(mistake, ways)]
        facts += [] if any(f.role == "note" for f in facts) else notes
        fixes = self.fixes(ways, self.about(mistake.line))
        return Problem(problem.code, problem.message, problem.line, problem.span, facts, fixes)

    def made_odd(self, mistake: Mistake, ways: Sequence[Way]) -> list[Fact]:
        """Where another line gives a name its kind, if that is what a likely way out changes."""
        lines = [way.line for way in ways[:MOST_SHOWN] if way.line is not mistake.line and way.line in self.origins]
        for line in lines:
            assert isinstance(line, Definition)
            shape = self.checked.named[line.name.key]
            if shape is not None:
                return [self.fact(f"{line.name.key} is {said(self.close_up.say, shape)}", line.name, "because")]
        return []

    def called(self, line: Node, at: Node) -> list[Fact]:
        """For what is inside a function of the program: the call that it is about."""
        call = self.call_of(line, at)
        return [self.fact(f"as called in {self.close_up.say.text(call)}", call, "because")] if call is not None else []

    def call_of(self, line: Node, at: Node) -> Call | None:
        """The call in a line that leads to a node inside a function of the program."""
        home = self.homes.get(at)
        if home is None or not isinstance(line, LINES) or self.is_in(at, line):
            return None
        if line not in self.calls:
            calls = (node for node in in_order(line.value) if isinstance(node, Call))
            self.calls[line] = {call.title: call for call in reversed(list(calls))}
        return self.calls[line].get(home.title)

    def about(self, line: Node) -> str:
        """What a line gives, by its name or, without one, as typed."""
        if isinstance(line, Definition | Update):
            return line.name.key
        return self.said(line) if isinstance(line, Evaluation) else ""

    def said(self, line: Node) -> str:
        """A line in letters."""
        if line not in self.texts:
            self.texts[line] = statement(line, self.own) if isinstance(line, STATEMENTS) else ""
        return self.texts[line]

    def fixes(self, ways: list[Way], about: str) -> list[Fix]:
        """The best ways out, with the name whose size comes out."""
        likely = (way for way in ways if way.cost <= ways[0].cost + FAR_FETCHED)
        return list(islice(apart(way.fix(self.text, about) for way in likely), MOST_WAYS))

    # --------------------------------------------------------------------------------------------- places

    def places(self, cause: Cause | None, refusal: Refusal | None) -> list[Node]:
        """The places that may be wrong: those of a conflict, or what is near a refused operation."""
        if cause is not None:
            return cause.places
        assert refusal is not None
        at, line = refusal.at, refusal.line
        if not isinstance(at, Expression):
            return []
        for root in self.roots(line, at):
            parents = self.parents(root)
            if at is root or at in parents:
                found: list[Node] = [at]
                node: Expression | None = at
                for _ in range(2):
                    node = parents.get(node) if node is not None else None
                    if node is not None:
                        found.append(node)
                beside = parents[at].parts if isinstance(parents.get(at), Join) else ()
                found += [part for part in beside if part is not at]
                inner: list[Expression] = [at]
                for _ in range(3):
                    inner = [part for node in inner for part in node.parts]
                    found += inner
                call = self.call_of(line, at)
                outside: list[Node] = []
                if call is not None:
                    outside = [call, *call.arguments, *(n for a in call.arguments for n in a.parts)]
                return [*outside, *found[:14]]
        return [at]

    def parents(self, root: Expression) -> dict[Expression, Expression]:
        """For each part of a formula what it is a part of."""
        if root not in self.parents_:
            self.parents_[root] = {part: node for node in in_order(root) for part in node.parts}
        return self.parents_[root]

    def is_in(self, node: Node, line: Step) -> bool:
        """True for a node that stands in a line's formula."""
        if line not in self.nodes:
            self.nodes[line] = set(in_order(line.value))
        return node.start >= 0 and node in self.nodes[line]

    def order(self, mistake: Mistake) -> tuple[str, str, int, int]:
        """The place of a mistake in an order that does not depend on the order of lines."""
        at, line = mistake.at, mistake.line
        # What is wrong in a function shows where it is called.
        home = line if line.start <= at.start < line.end else self.homes.get(at, at)
        texts = [self.said(node) for node in (line, home)]
        return (texts[0], texts[1], at.start - home.start, at.end - home.start)

    def shown_at(self, cause: Cause, best: Way | None) -> Equation:
        """The equation at which a conflict is shown: in the line of the likeliest change, else as late as possible."""
        candidates = [e for e in cause.conflict if asks(e, self.declared)]
        formulas = [e for e in candidates if e.rule != "declared"]
        candidates = formulas or candidates or cause.conflict
        if best is not None:
            here = [e for e in candidates if e.line is best.line]
            inside = [e for e in here if e.at.start <= best.node.start and best.node.end <= e.at.end]
            # The smallest operation around the change.
            if inside:
                return min(inside, key=lambda e: e.at.end - e.at.start)
            candidates = here or candidates
        return max(candidates, key=self.system.place.__getitem__)

    def known(self, cause: Cause, shown: Equation) -> Derivation:
        """What the rest of a conflict says."""
        return Derivation(self.close_up, self.system, [e for e in cause.conflict if e is not shown])

    def distances(self, known: Derivation, shown: Equation) -> dict[Node, int]:
        """How many operations lie between each place of a conflict and where it shows."""
        far: dict[Node, int] = {}
        for term in (shown.one, shown.other):
            count = 0
            for _, equation in reversed(known.steps([term])):
                far.setdefault(equation.at, count)
                count += equation.rule not in ("name", "defined", "declared")
        return far

    def left_is_wrong(self, shown: Equation, best: Way) -> bool:
        """True when the likeliest change is in the left side of the product where a conflict shows."""
        node = shown.at
        if not isinstance(node, Product) or best.line is not shown.line or best.node is node:
            return False
        return any(n is best.node for n in in_order(node.left))


def unexplained(found: Sequence[Told], explained: Callable[[Told, Sequence[Told]], bool]) -> list[Told]:
    """What is explained by none of the others; what is left out is in the end explained by something that is kept.

    Of two that explain each other, the second is kept.

    >>> unexplained(["a", "b", "ab"], lambda one, others: any(set(one) & set(other) for other in others))
    ['ab']
    """
    kept = list(found)
    for one in found:
        others = [other for other in kept if other is not one]
        if explained(one, others):
            kept = others
    return kept
