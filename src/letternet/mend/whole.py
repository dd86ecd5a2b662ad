"""Ways out are read and checked as whole programs before they are offered, each with what then comes out.

Where several mistakes stand in one program, a way out of one mends the others in their likeliest way, so that what is
offered is right as a whole.
"""

from __future__ import annotations

from itertools import islice

from ..check.doubts import lies
from ..problems import Fix, apart, errors
from ..read.letters import read
from ..tree import Evaluation, Program
from ..write.letters import expression, own_functions
from .ways import applied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..check.model import Checked
    from ..problems import Problem
    from ..tree import Statement

    Dims = dict[str, tuple[int | str, ...]]
    Edits = Sequence[tuple[int, int, str]]
    Try = Callable[[str, Dims, Edits], Checked | None]
    Remaining = Callable[[str, Dims], tuple[list[Problem], Checked]]

MOST_READ = 40_000  # characters checked again in search of ways out; beyond, what was tried line by line has to do
MOST_SHOWN = 3
KINDS = ("E0205", "E0206")
MOST_IN_TURN = 4  # mistakes that are mended one after the other
MOST_MISTAKES = 20  # that are mended together


def tried(problems: Sequence[Problem], text: str, again: Try, remaining: Remaining) -> list[Problem]:
    """The problems with those ways out that leave nothing wrong.

    `again` checks a changed text and gives None if it has errors; `remaining` gives its problems, with ways out that
    have not been tried on the whole.
    """
    wrong = errors(problems)
    room = MOST_READ // (len(text) + 1)
    if len(wrong) > MOST_MISTAKES:
        return [p.with_fixes(()) for p in problems]
    whole = Whole(wrong, text, again)
    each = all(p.fixes for p in wrong)
    if each and room < 3 * len(wrong):
        return [p.with_fixes(map(whole.unread, p.fixes[:MOST_SHOWN])) if p in wrong else p for p in problems]
    in_turn = len(wrong) <= MOST_IN_TURN and room >= MOST_IN_TURN**2
    # What kinds do not allow may be so because of another mistake, and have a better way out when that is mended.
    unsure = len(wrong) > 1 and any(p.code in KINDS for p in wrong)
    chosen = whole.one_after_another(remaining) if in_turn and unsure else None
    if chosen is None and each:
        chosen = whole.chosen(room)
    if chosen is None and in_turn and not unsure:
        chosen = whole.one_after_another(remaining)
    if chosen is None:
        return [p.with_fixes(()) for p in problems]
    told = [p for p in problems if p not in wrong]
    for number, fixes in whole.fixes.items():
        mended = (whole.mended({**chosen, number: fix}, number) for fix in fixes)
        offered = apart(fix for fix in mended if fix is not None)
        told.append(whole.wrong[number].with_fixes(islice(offered, MOST_SHOWN)))
    return sorted(told, key=lambda p: (p.severity != "error", p.line, p.span))


class Whole:
    """One program with several mistakes."""

    def __init__(self, wrong: Sequence[Problem], text: str, again: Try) -> None:
        self.wrong = list(wrong)
        self.text = text
        self.again = again
        self.known: dict[tuple[str, str], Checked | None] = {}
        self.fixes = {number: problem.fixes for number, problem in enumerate(wrong)}

    def one_after_another(self, remaining: Remaining) -> dict[int, Fix] | None:
        """A way out for each mistake, those of one found when another one is mended."""
        for start in range(len(self.wrong)):
            chosen = self.mended_from(start, remaining) if self.wrong[start].fixes else None
            if chosen is not None:
                return chosen
        return None

    def mended_from(self, start: int, remaining: Remaining) -> dict[int, Fix] | None:
        """Mend one mistake, look at what is left, and so on to the end; None if that is not reached.

        What is healed by the others is no mistake of its own; what only shows when they are mended is one more.
        """
        wrong = list(self.wrong)
        fixes: dict[int, tuple[Fix, ...]] = {start: wrong[start].fixes}
        chosen = {start: fixes[start][0]}
        while len(wrong) < len(self.wrong) + MOST_IN_TURN:
            edits = [edit for fix in chosen.values() for edit in fix.edits]
            if any("\n" in new for _, _, new in edits):
                return None  # lines would have other numbers
            dims = {key: size for fix in chosen.values() for key, size in fix.dims.items()}
            left, checked = remaining(applied(self.text, edits), dims)
            if not left:
                break
            lines = {wrong[number].line for number in chosen}
            number = next(
                (n for n, p in enumerate(wrong) if n not in chosen and any(p.line == q.line for q in left)), -1
            )
            if number < 0:
                further = next((p for p in left if p.line and p.line not in lines), None)
                # What comes of a way out that was the wrong one is no further mistake.
                if further is None or any(fact.line in lines for fact in further.facts):
                    return None
                made = (checked.names.definitions.get(fix.about) for fix in chosen.values())
                if any(line is not None and lies(checked, line.name) for line in made):
                    return None
                number = len(wrong)
                wrong.append(further)
            problem = next(p for p in left if p.line == wrong[number].line)
            moved = [fix for f in problem.fixes if (fix := moved_back(f, edits)) is not None]
            if not moved:
                return None
            fixes[number], chosen[number] = tuple(moved), moved[0]
        if self.mended(chosen, start) is None:
            return None
        self.wrong, self.fixes = wrong, dict(sorted(fixes.items()))
        return chosen

    def chosen(self, room: int) -> dict[int, Fix] | None:
        """A way out for each mistake that go well together, the likeliest ones if they do."""
        first = {number: problem.fixes[0] for number, problem in enumerate(self.wrong)}
        if self.mended(first, 0) is not None:
            return first
        for number, problem in enumerate(self.wrong):
            for fix in problem.fixes[1:]:
                if len(self.known) >= room:
                    return None
                if self.mended({**first, number: fix}, number) is not None:
                    return {**first, number: fix}
        return None

    def mended(self, chosen: dict[int, Fix], number: int) -> Fix | None:
        """The way out of one mistake, together with those of all others; None if something stays wrong."""
        fix = chosen[number]
        # What this one changes comes first; the others change what it leaves alone.
        others = [other for n, other in chosen.items() if n != number]
        edits = [*fix.edits, *(edit for other in others for edit in other.edits)]
        dims = {key: size for f in (*reversed(others), fix) for key, size in f.dims.items()}
        formula = applied(self.text, edits)
        key = (formula, str(sorted(dims.items())))
        if key not in self.known:
            self.known[key] = self.again(formula, dims, edits)
        checked = self.known[key]
        if checked is None:
            return None
        return Fix(fix.message, formula, dims, comes_out(checked, fix.about), edits, fix.about)

    def unread(self, fix: Fix) -> Fix:
        """A way out together with the likeliest ones of all other mistakes, as they are."""
        others = [p.fixes[0] for p in self.wrong if fix not in p.fixes]
        edits = [*fix.edits, *(edit for other in others for edit in other.edits)]
        dims = {key: size for f in (*reversed(others), fix) for key, size in f.dims.items()}
        return Fix(fix.message, applied(self.text, edits), dims, {}, edits, fix.about)


def moved_back(fix: Fix, edits: Edits) -> Fix | None:
    """A way out of a changed text as one of the text before; None where both change the same place."""
    found = []
    for start, end, new in fix.edits:
        shift = 0
        for first, last, inserted in sorted(edits):
            if first + shift >= end:
                break
            if first + shift + len(inserted) > start:
                return None
            shift += len(inserted) - (last - first)
        found.append((start - shift, end - shift, new))
    return Fix(fix.message, "", fix.dims, {}, found, fix.about)


def comes_out(checked: Checked, about: str) -> Dims:
    """The size of a name, or of a line without one; of the last name where neither is known."""
    if about in checked.named:
        return checked.sizes_of([about])
    for step in checked.names.steps:
        shape = checked.shapes.get(step.value)
        if about and isinstance(step, Evaluation) and shape is not None and expression(step.value) == about:
            return {about: checked.size_of(shape)}
    last = [step.name.key for step in checked.names.steps if not isinstance(step, Evaluation)][-1:]
    return checked.sizes_of(last)


def reread(program: Program, text: str, edits: Sequence[tuple[int, int, str]]) -> tuple[Program, list[Problem]]:
    """The program of an edited text: each statement stands alone, so only those that an edit touches are read again."""
    own = own_functions(program)
    statements: list[Statement] = []
    problems: list[Problem] = []
    left = list(edits)
    for line in program.statements:
        mine = [edit for edit in left if line.start <= edit[0] and edit[1] <= line.end and edit[0] < line.end]
        if mine:
            taken = set(mine)
            left = [edit for edit in left if edit not in taken]
            moved = [(start - line.start, end - line.start, new) for start, end, new in mine]
            found, wrong = read(applied(program.text[line.start : line.end], moved), own)
            statements += found.statements
            problems += wrong
        else:
            statements.append(line)
    if any(start or end for start, end, _ in left):
        return read(text)
    for _, _, new in left:  # put in front
        found, wrong = read(new, own)
        statements[:0] = found.statements
        problems += wrong
    return Program(tuple(statements), text), problems
