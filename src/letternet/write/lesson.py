"""The steps of a program with the reason for each, and at the end what can pass through and what is learned.

An idea is explained where it first comes up.  No sentence says more than the formula and its sizes do: a size that is
unknown goes by its letter, and nothing is said of what the numbers in a matrix may be good for.
"""

from __future__ import annotations

from .english import Book
from .lesson_correlation import Correlation
from .lesson_facts import Facts
from .lesson_flow import Passing
from .lesson_reasons import Reasons
from .lesson_words import TITLE
from .steps import StepTeller, spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..check.model import Checked
    from ..tree import Expression
    from ..words import Words
    from .sentences import Voice, Way

INDENT = "   "


def lesson(checked: Checked, words: Words) -> str:
    """The steps of a program without errors, each with its reason, for somebody who learns what they mean.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.words import words_of
    >>> checked = check(read("y = |x|; x : 3")[0])
    >>> print(lesson(checked, words_of(checked)))
    To create the vector y:
    1. Take the vector x; this has 3 values.
       The vector x comes in from outside: a list of numbers, each in its own place.
    2. Perform the abs function on it (dropping every minus sign); this leaves 3 values.
       Only the size of a value is left. A value and its negative cannot be told apart any more.
    <BLANKLINE>
    The vector x has 3 values.
    """
    teller = LessonTeller(checked)
    book = Book(checked, words, teller)
    facts = Facts(checked, teller.sizes)
    teller.reasons = reasons = Reasons(facts, book)
    teller.correlation = correlation = Correlation(facts, book)
    blocks: list[str] = []
    for line in checked.program.statements:
        reasons.line = line
        if block := book.line(line):
            blocks.append(block)
    passing = list(filter(None, map(reasons.fresh, Passing(facts, book).said())))
    for title, ending in ((TITLE, passing), *correlation.halves()):
        if ending:
            blocks.append("\n".join([f"{title}:", *(INDENT + paragraph for paragraph in ending)]))
    return spread(blocks)


class LessonTeller(StepTeller):
    """Says each step and why."""

    reasons: Reasons
    correlation: Correlation

    def ways(self, root: Expression, voice: Voice) -> list[Way]:
        """The ways through a formula; what is said of them is said in this voice."""
        self.reasons.voice = voice
        return super().ways(root, voice)

    def said(self, way: Way) -> list[str]:
        """The steps of a way, each with its reason under it."""
        out = super().said(way)
        self.under += self.reasons.of(way)
        return out

    def tell(self, root: Expression, voice: Voice, purpose: str = "", *, purpose_first: bool = False) -> str:
        """The steps with a reason under each."""
        self.under: list[str] = []
        told = super().tell(root, voice, purpose, purpose_first=purpose_first).split("\n")
        head = told[: len(told) - len(self.under)]
        out = head
        for step, reason in zip(told[len(head) :], self.under, strict=True):
            out.append(step)
            fresh = self.reasons.fresh(reason)
            out += [INDENT + fresh] if fresh else []
        learnt = self.correlation.of(self.reasons.line)
        out += [INDENT + learnt] if learnt else []
        return "\n".join(out)
