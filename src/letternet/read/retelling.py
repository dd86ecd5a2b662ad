"""One statement that is changed step by step until nothing in it is wrong; only a wrong program comes here."""

from __future__ import annotations

import re

from ..alphabet import SAME
from ..problems import Fix, Problem, place
from .callings import bare_functions, calls, empty_calls, methods, other_brackets
from .elsewhere import LAST, LINES, PLACES, commands, letter_o, numbered
from .step import Around, Step
from .unclosed import brackets
from .word_names import word_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    Wrong = list[tuple[int, int, str]]  # start, end and code of what is wrong in a text

LONGEST = 2_000  # characters of a changed statement
MOST_TRIED = 60  # changed statements, for each that is wrong
MOST_FIXES = 3
MOST_STEPS = 12  # one after another
# What is typed differently and meant the same; but `*` and `@` stay as they are typed.
ALIKE = {code: same for code, same in SAME.items() if same not in ("⊙", "·")}
FINDERS = (
    *(row.steps for row in PLACES), empty_calls, calls, methods, other_brackets, bare_functions, letter_o, commands,
    word_names,
)  # fmt: skip


class Room:
    """What is wrong with changed programs, as far as there is room to read them."""

    def __init__(self, wrong: Callable[[str], Wrong], left: int) -> None:
        self.look = wrong
        self.left = left

    def wrong(self, text: str) -> Wrong | None:
        """What is wrong with a program; None when too much has been read."""
        self.left -= len(text) + 100
        return self.look(text) if self.left > 0 else None


class Retelling:
    """One statement of a program."""

    def __init__(self, text: str, start: int, end: int, own: Collection[str], room: Room) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.own = own
        self.room = room
        self.tried: dict[str, Wrong | None] = {}
        self.made: list[tuple[str, tuple[tuple[str, str], ...]]] = []

    def told(self, spans: Wrong, problems: Sequence[Problem], was_read: bool) -> Problem | None:
        """The problem in the words of the first step, with the statements that are right in the end.

        What could be read is in the notation, however sure a step is that it is not.
        """
        statement = self.text[self.start : self.end]
        for step in self.steps(statement.translate(ALIKE), spans):
            self.made = []
            if was_read and not inside(step, spans):
                continue
            self.follow(step, 0)
            if not (self.made or step.sure or not step.made or step.code == "E0101"):
                continue
            fixes = [self.fix(statement, *made) for made in self.made[:MOST_FIXES]]
            line, span = place(self.text, self.start + step.start, self.start + step.end)
            facts = next((p.facts for p in problems if p.message == step.sentence), ())
            return Problem(step.code, step.sentence, line, span, facts, fixes)
        return None

    def follow(self, step: Step, depth: int) -> None:
        """Take a step in each of its ways, and from there on whatever steps are left."""
        for made in step.made:
            if len(self.made) >= MOST_FIXES or len(self.tried) >= MOST_TRIED:
                return
            if made in self.tried or not made.strip():
                continue
            spans = self.tried[made] = self.judged(made)
            if spans is None:
                return
            if spans and all(code == "E0206" for _, _, code in spans) and "vectors are" not in self.text:
                turned = f"vectors are columns; {made}"
                if self.judged(turned) == []:  # as papers write it
                    made, spans = turned, []
            if not spans:
                self.made.append((made.strip(), step.everywhere))
                continue
            if depth < MOST_STEPS and len(made) <= LONGEST:
                before = len(self.made)
                for further in self.steps(made, spans):
                    self.follow(further, depth + 1)
                    if len(self.made) > before or further.sure:
                        break

    def judged(self, made: str) -> Wrong | None:
        """What is wrong with the statement changed to this."""
        last = self.start + len(made)
        found = self.room.wrong(self.text[: self.start] + made + self.text[self.end :])
        if found is None:
            return None
        return [(a - self.start, b - self.start, code) for a, b, code in found if self.start <= a <= last]

    def steps(self, text: str, spans: Wrong) -> Iterator[Step]:
        """What may be meant otherwise in a statement: by its whole form, then from the left."""
        around = Around(self.text, self.own, {code for _, _, code in spans}, self.start)
        yield from (step for step in numbered(text, around) if counts(step, spans))
        for row in LINES:
            yield from (step for step in row.steps(text, around) if counts(step, spans))
        found = [step for find in FINDERS for step in find(text, around) if counts(step, spans)]
        yield from sorted(found, key=lambda step: step.start)
        yield from brackets(text)
        for row in LAST:
            yield from (step for step in row.steps(text, around) if counts(step, spans))

    def fix(self, statement: str, made: str, everywhere: Sequence[tuple[str, str]]) -> Fix:
        """The way out of writing the statement otherwise: the shortest edit."""
        first = 0
        while first < min(len(statement), len(made)) and statement[first] == made[first]:
            first += 1
        last = 0
        while last < min(len(statement), len(made)) - first and statement[-1 - last] == made[-1 - last]:
            last += 1
        edits = [(self.start + first, self.end - last, made[first : len(made) - last])]
        for pattern, new in everywhere:
            for found in re.finditer(pattern, self.text):
                if not self.start <= found.start() < self.end:
                    edits.append((found.start(), found.end(), new))
        whole, at = [], 0
        for start, end, new in sorted(edits):
            whole += [self.text[at:start], new]
            at = end
        message = f"write {made if len(made) <= 90 else made[first : len(made) - last].strip() or made[:90]}"
        return Fix(message, "".join([*whole, self.text[at:]]), edits=edits)


def counts(step: Step, spans: Wrong) -> bool:
    """True where a step is sure, or something is wrong at its place."""
    return step.sure or overlaps(step, spans)


def inside(step: Step, spans: Wrong) -> bool:
    """True where something is wrong within a step: what is wrong around it has another reason."""
    first, last = step.within
    return any(first <= start and end <= last for start, end, _ in spans)


def overlaps(step: Step, spans: Wrong) -> bool:
    """True where something is wrong at the place of a step."""
    first, last = step.within
    return any(start < last and first < max(end, start + 1) for start, end, _ in spans)
