"""A problem in a terminal: the headline, the line with carets and labels, the reasons, and the ways out.

The same words in the same places with and without colour, at any width; twelve lines where they need not be broken.
"""

from __future__ import annotations

from textwrap import wrap

from .problems import lines_of
from .sizes import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Final

    from .problems import Fact, Problem

MOST = 12  # lines
WIDTH = 100
NARROW = 28
LABEL = 9  # columns of `because`, `note` and `help`
# What is red, yellow, and so on; nothing is said by colour alone.
COLORS = {"error": "31;1", "warning": "33;1", "note": "36;1", "mark": "31", "label": "34", "word": "32"}


def as_text(problem: Problem, text: str = "", width: int = 0, color: bool = False) -> str:
    """A problem in plain words.

    >>> from letternet.problems import Problem
    >>> print(as_text(Problem("E0101", "there is no function rleu", 1, (5, 9)), "l1 = rleu(l0W0)"))
    error[E0101]: there is no function rleu
      l1 = rleu(l0W0)
           ^^^^
    """
    return "\n".join(Drawn(problem, text, width or WIDTH, color).lines())


class Drawn:
    """One problem, drawn for a terminal."""

    def __init__(self, problem: Problem, text: str, width: int, color: bool) -> None:
        self.problem: Final = problem
        self.width: Final = max(width, NARROW)
        self.color: Final = color
        self.source: Final = lines_of(text)
        number = problem.line
        self.line: Final = self.source[number - 1] if 0 < number <= len(self.source) else ""
        self.several: Final = len(self.source) > 1

    def painted(self, text: str, what: str) -> str:
        """Text in colour, if there is colour."""
        return f"\x1b[{COLORS[what]}m{text}\x1b[0m" if self.color and text else text

    def lines(self) -> list[str]:
        """Everything, line by line."""
        problem = self.problem
        place = f" (line {problem.line})" if self.several and self.line.strip() else ""
        head = f"{problem.severity}[{problem.code}]"
        first, *more = self.filled(f"{head}: {problem.message}{place}", "    ")
        out = [self.painted(first[: len(head)], problem.severity) + first[len(head) :], *more]
        labels = [fact for fact in problem.facts if fact.role == "label"]
        here = [fact for fact in labels if fact.line == problem.line and self.line.strip()]
        if self.line.strip():
            out += self.marked(here)
        because = [fact for fact in problem.facts if fact.role != "note" and fact not in here]
        helps = self.helps()
        notes = [fact for fact in problem.facts if fact.role == "note"]
        notes = notes[: max(0, MOST - len(out) - len(because) - len(helps))]
        for word, facts in (("because", because[: max(1, MOST - len(out) - len(helps))]), ("note", notes)):
            for fact in facts:
                out += self.row(word, self.elsewhere(fact))
        return out + helps

    def elsewhere(self, fact: Fact) -> str:
        """A fact with its line, where that is another one."""
        away = self.several and fact.line and fact.line != self.problem.line
        return f"{fact.message} (line {fact.line})" if away else fact.message

    def helps(self) -> list[str]:
        """The ways out, what comes out of each in a column of its own."""
        messages = [("or " if number else "") + fix.message for number, fix in enumerate(self.problem.fixes)]
        longest = max((len(message) for message in messages if len(message) <= 48), default=0)
        out: list[str] = []
        for message, fix in zip(messages, self.problem.fixes, strict=True):
            then = ", ".join(f"{name} {size_with_verb(size)}" for name, size in fix.sizes.items())
            if then and len(message) <= longest and 2 + LABEL + longest + len(then) + 8 <= self.width:
                out += self.row("help", f"{message:<{longest}}   then {then}", whole=True)
            else:
                out += self.row("help", message + (f", then {then}" if then else ""))
        return out

    def row(self, word: str, text: str, whole: bool = False) -> list[str]:
        """A line that begins with a word of its own, broken to the width."""
        room = self.width - 2 - LABEL
        first, *more = [text] if whole else wrap(text, room, break_on_hyphens=False) or [""]
        indent = " " * (2 + LABEL)
        return [f"  {self.painted(word, 'word')}{' ' * (LABEL - len(word))}{first}", *(indent + line for line in more)]

    def filled(self, text: str, indent: str) -> list[str]:
        """A sentence broken to the width."""
        return wrap(text, self.width, subsequent_indent=indent, break_on_hyphens=False) or [""]

    # ------------------------------------------------------------------------------------------- the formula

    def marked(self, facts: Sequence[Fact]) -> list[str]:
        """The line with carets under the place, and a label under each fact."""
        start, end = self.problem.span
        end = max(end, start + 1)
        room = self.width - 4
        line = self.line
        left = max(0, min(start - room // 3, len(line) - room)) if len(line) > room else 0
        shown = "".join(" " if c in "\t\f\v" else c if c.isprintable() else "�" for c in line[left : left + room])
        if left:
            shown = "…" + shown[1:]
        if left + room < len(line):
            shown = shown[:-1] + "…"
        column = columns_of(shown)

        def at(place: int) -> int:
            return column[max(0, min(place - left, len(shown)))]

        marks = [" "] * (column[-1] + 2)
        own = [fact for fact in facts if fact.span == self.problem.span]
        others = [fact for fact in facts if fact.span != self.problem.span]
        for sign, first, last in (*(("-", f.start, f.end) for f in others), ("^", start, end)):
            begin = at(first)
            for i in range(begin, max(at(last), begin + 1)):
                marks[i] = sign
        drawn = "".join(marks).rstrip()
        out = ["  " + shown]
        label = own[0].message if own else ""
        if own and 2 + len(drawn) + 1 + len(label) <= self.width:
            out.append(f"  {self.painted(drawn, 'mark')} {label}")
            own = own[1:]
        else:
            out.append(f"  {self.painted(drawn, 'mark')}")
        return out + self.labels([*others, *own], at)

    def labels(self, facts: Sequence[Fact], at: Callable[[int], int]) -> list[str]:
        """Labels under their places, the rightmost first, so that no line crosses a word."""
        ordered = sorted(facts, key=lambda fact: -fact.start)
        out = []
        for number, fact in enumerate(ordered):
            bars = sorted({at(f.start) for f in ordered[number:]})
            drawn = ""
            for bar in bars:
                drawn += " " * (bar - len(drawn)) + "|"
            if self.width - 3 - len(drawn) < NARROW // 2:  # no room beside it: below, from the left
                out += [
                    f"  {self.painted(drawn, 'label')}",
                    *("  " + line for line in wrap(fact.message, self.width - 2, break_on_hyphens=False)),
                ]
                continue
            first, *more = wrap(fact.message, self.width - 3 - len(drawn), break_on_hyphens=False) or [""]
            out.append(f"  {self.painted(drawn, 'label')} {first}")
            out += [f"  {' ' * len(drawn)} {line}" for line in more]
        return out


def columns_of(text: str) -> list[int]:
    """The column of a terminal in which each character starts, and the one after the last."""
    if text.isascii():
        return list(range(len(text) + 1))
    from unicodedata import combining, east_asian_width

    found = [0]
    for c in text:
        found.append(found[-1] + (0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1))
    return found


def size_with_verb(size: tuple[int | str, ...]) -> str:
    """What a name has come to be.

    >>> size_with_verb((2,)), size_with_verb((1,)), size_with_verb((3, 4)), size_with_verb(())
    ('has 2 values', 'has 1 value', 'is 3 × 4', 'is a number')
    """
    if not size:
        return "is a number"
    if len(size) == 1:
        return f"has {size[0]} value{'' if size[0] == 1 else 's'}"
    return f"is {written(size)}"
