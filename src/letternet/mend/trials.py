"""Ways out are tried: a changed line is worked out again, with everything around it as it is.

What is around is solved once for each set of lines that a change touches; a trial then walks only those lines.
"""

from __future__ import annotations

from collections import ChainMap

from ..check.check import Checker
from ..check.solve import ClashError, Solver
from ..sizes import NUMBER, Shape, Unknown
from ..tree import Definition, Evaluation, Name, Node, Update
from .causes import without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Final

    from ..check.model import Checked
    from ..check.names import Step
    from ..sizes import Term
    from ..tree import Expression
    from .close_up import CloseUp
    from .conflict import System

MOST_AGAIN = 60  # lines worked out again because a name would have another kind than it has now
NEVER_MADE = 10**8  # unknowns made in a trial are numbered from here on


class Trials:
    """Tries changes to one program."""

    def __init__(self, base: Checked, close_up: CloseUp, system: System, sizes: set[Unknown]) -> None:
        self.base: Final = base
        self.names: Final = base.names
        self.close_up: Final = close_up
        self.system: Final = system
        self.outside: Final = {u: value for u, value in base.solver.known.items() if u not in sizes}
        self.spoiled_: set[Node] | None = None
        self.numbers_: set[int] | None = None
        self.around_: dict[tuple[frozenset[Node], frozenset[Node], str], dict[Unknown, Term] | None] = {}
        self.users: dict[str, list[Step]] | None = None
        self.built_on: dict[str, list[Step]] = {}
        self.order: Final = {step: i for i, step in enumerate(base.names.order)}

    def around(
        self, lines: frozenset[Node], dropped: frozenset[Node], without_declaration: str = ""
    ) -> dict[Unknown, Term] | None:
        """What is known when these lines, places and the declaration of a name are left out; None if that clashes."""
        key = (lines, dropped, without_declaration)
        if key not in self.around_:
            solver = Solver(self.outside, NEVER_MADE)
            found: dict[Unknown, Term] | None = solver.known
            try:
                for equation in without(self.system.equations, dropped):
                    at = equation.at
                    if equation.line in lines or (
                        equation.rule == "declared" and isinstance(at, Name) and at.key == without_declaration
                    ):
                        continue
                    solver.equate(equation.one, equation.other)
            except ClashError:
                found = None
            self.around_[key] = found
        return self.around_[key]

    def used_by(self) -> dict[str, list[Step]]:
        """The lines that read each name themselves."""
        if self.users is None:
            self.users = {}
            for step in self.names.order:
                for name in self.names.needs(step):
                    self.users.setdefault(name, []).append(step)
        return self.users

    def dependents(self, key: str) -> list[Step]:
        """The lines that need a name, directly or through others, in their order."""
        if key in self.built_on:
            return self.built_on[key]
        users = self.used_by()
        found: set[Node] = set()
        todo = [key]
        while todo:
            for step in users.get(todo.pop(), ()):
                if step not in found:
                    found.add(step)
                    if isinstance(step, Definition):
                        todo.append(step.name.key)
        self.built_on[key] = sorted(found, key=self.order.__getitem__)  # type: ignore[arg-type]
        return self.built_on[key]

    def numbers(self) -> set[int]:
        """The sizes that the program gives in numbers."""
        if self.numbers_ is None:
            terms = (term for equation in self.base.equations for term in (equation.one, equation.other))
            self.numbers_ = {term for term in terms if isinstance(term, int)}
        return self.numbers_

    def spoiled(self) -> set[Node]:
        """The lines in which something is wrong, and those that build on what they define."""
        if self.spoiled_ is None:
            wrong = {refusal.line for refusal in self.base.refused} | {clash.line for clash in self.base.clashes}
            names = [line.name.key for line in wrong if isinstance(line, Definition)]
            self.spoiled_ = wrong.union(*(self.dependents(key) for key in names))
        return self.spoiled_

    def changed(self, changes: Mapping[Step, Expression], dropped: frozenset[Node]) -> Trial | None:
        """The program with other right sides in some lines, if nothing in and around them is wrong then."""
        lines = sorted(changes, key=self.order.__getitem__)
        known = self.around(frozenset(lines), dropped)
        trial = Trial(self, known) if known is not None else None
        further = trial.work_out(lines, changes) if trial is not None else None
        if not further:
            return trial if further is not None else None
        # A name has another kind now, so what is built on it is worked out again, if possible with lines in which
        # something was wrong, which may have been so because of this one.
        needed = {step for key in further for step in self.dependents(key)}
        if len(needed) > MOST_AGAIN and all(self.base.named.get(key) is not None for key in further):
            return None  # another kind for so much that was right so far
        spoiled = self.spoiled()
        for some, passed in ((needed, set[Node]()), (needed - spoiled, spoiled)):
            lines = sorted(some.union(changes), key=self.order.__getitem__)
            known = self.around(frozenset(lines), dropped)
            trial = Trial(self, known) if known is not None else None
            if trial is not None and trial.work_out(lines, changes, passed) == []:
                return trial
            if not needed & spoiled:
                return None
        return None

    def needed(self, key: str, dropped: frozenset[Node]) -> tuple[tuple[Term, ...], dict[int | str, int | str]] | None:
        """The sizes that all but its own declaration asks of a name, and the letters that have become numbers."""
        known = self.around(frozenset(), dropped, key)
        shape = self.close_up.checked.named.get(key)
        if known is None or shape is None:
            return None
        solver = Solver(known)
        worth = {letter: solver.value(unknown) for letter, unknown in self.base.letters.items()}
        letters: dict[int | str, int | str] = {size: letter for letter, size in worth.items() if isinstance(size, int)}
        return tuple(solver.value(size) for size in shape.sizes), letters


class Trial(Checker):
    """Some lines of a program worked out anew."""

    def __init__(self, trials: Trials, known: dict[Unknown, Term]) -> None:
        super().__init__(trials.base.again())
        checked = self.checked
        self.trials = trials
        self.original = trials.close_up.checked.named
        checked.named = ChainMap({}, self.original)  # type: ignore[assignment]
        checked.solver.reset(known)
        checked.solver.count = NEVER_MADE
        self.declared = trials.close_up.declared
        self.before: Final = known
        self.lines: set[Step] = set()  # what was worked out

    def work_out(
        self, lines: list[Step], changes: Mapping[Step, Expression], passed: Collection[Node] = ()
    ) -> list[str] | None:
        """The names whose kind changes for lines that are neither here nor passed; None if something is wrong."""
        others: list[str] = []
        here = self.lines = set(lines)
        for step in lines:
            self.say.line = step
            shape = self.walk(changes.get(step, step.value))
            if shape is None or self.checked.refused or self.checked.clashes:
                return None
            if isinstance(step, Evaluation):
                continue
            key = step.name.key
            before = self.declared.get(key) if isinstance(step, Definition) else self.name(step.name)
            before = before or self.original.get(key)
            if before is not None and before.kind == shape.kind:
                for one, other in zip(before.sizes, shape.sizes, strict=True):
                    self.say.equate(one, other, "defined", step)
                if self.checked.clashes:
                    return None
            elif isinstance(step, Update) or key in self.declared or key in self.names.sizes:
                return None
            else:
                self.checked.named[key] = shape
                users = self.trials.used_by().get(key, ())
                if any(user not in here and user not in passed for user in users):
                    others.append(key)
        return others

    def letters_lost(self) -> int | None:
        """How many declared letters have become the same size as others; None if one has become a number of its own.

        Who declares `x : n` means any n: what fits for n = 1 alone fits by chance, if nothing else has the size 1.
        """
        letters = self.checked.letters.values()
        if not letters:
            return 0
        solver = Solver(self.before)
        before = [solver.value(letter) for letter in letters]
        after = [self.checked.solver.value(letter) for letter in letters]
        numbers = {a for a, b in zip(after, before, strict=True) if isinstance(a, int) and not isinstance(b, int)}
        if numbers - self.trials.numbers():
            return None
        return max(0, distinct(before) - distinct(after))

    def size(self, shape: Shape) -> tuple[Term, ...]:
        """The sizes of a shape as far as they are known in this trial."""
        return tuple(self.checked.solver.value(size) for size in shape.sizes)

    def all_numbers(self, shape: Shape | None) -> bool:
        """True when every size is a number."""
        return shape is not None and all(isinstance(size, int) for size in self.size(shape))

    def kind(self, key: str) -> str:
        """The kind of a name in this trial."""
        shape = self.checked.named.get(key)
        return shape.kind if shape is not None else NUMBER


def distinct(sizes: Iterable[Term]) -> int:
    """How many different sizes are unknown."""
    return len({size for size in sizes if isinstance(size, Unknown)})
