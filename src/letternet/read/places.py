"""Where each part of the letters stands in the text that they were translated from."""

from __future__ import annotations

from ..problems import Fact, Fix, Problem, line_starts, lines_of, place
from ..tree import Program, same_statement, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


class Places:
    """The parts of a program in letters and the same parts in another view."""

    def __init__(self, letters: Program, source: Program) -> None:
        """Both are the same formula; `source` has its nodes where they stand in its own text.

        Where a line of it could not be read, others may say something else in letters: a function that is missing
        there is a letter.  They have no places.
        """
        self.letters: Final = letters.text
        self.text: Final = source.text
        self.starts: Final = line_starts(letters.text)
        self.spans: Final[list[tuple[int, int, int, int]]] = []
        for one, other in zip(letters.statements, source.statements, strict=True):
            alike = same_statement(one, other)
            for a, b in zip(within(one), within(other), strict=True) if alike else ():
                if a.start >= 0 and b.start >= 0:
                    self.spans.append((a.start, a.end, b.start, b.end))

    def there(self, line: int, span: tuple[int, int]) -> tuple[int, tuple[int, int]]:
        """Line and characters in the other view of the smallest part that has a stretch of the letters in it."""
        if not 0 < line <= len(self.starts):
            return 0, (0, 0)
        start, end = self.starts[line - 1] + span[0], self.starts[line - 1] + span[1]
        around = [found for found in self.spans if found[0] <= start and end <= found[1]]
        if not around:
            return 0, (0, 0)
        _, _, first, last = min(around, key=lambda found: (found[1] - found[0], found[3] - found[2]))
        return place(self.text, first, last)

    def moved(self, problem: Problem) -> Problem:
        """A problem of the letters, at its place in the other view; what its sentence says stays in letters."""
        line, span = self.there(problem.line, problem.span)
        facts = [Fact(f.message, *flat(*self.there(f.line, f.span)), f.role) for f in problem.facts]
        if 0 < problem.line <= len(self.starts):
            shown = lines_of(self.letters)[problem.line - 1]
            facts.append(Fact(f"in letters this is {shown}", line, *span, "note"))
        fixes = [
            Fix(f.message, f.formula if f.edits else self.text, f.dims, f.sizes, (), f.about) for f in problem.fixes
        ]
        return Problem(problem.code, problem.message, line, span, facts, fixes)


def flat(line: int, span: tuple[int, int]) -> tuple[int, int, int]:
    """A line and its characters, as facts take them."""
    return (line, *span)
