"""A problem is data: a stable code, one sentence, the place, the facts behind it and what would mend it.

This module turns problems into text and JSON; who finds them is elsewhere.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Final

# What each family of codes is about; the numbers are stable, people search for them.
CODES = {
    "E0101": "a function that does not exist",
    "E0102": "a text with two readings",
    "E0103": "something that cannot stand where it stands",
    "E0104": "a character that looks like another one",
    "E0105": "a literal that is not a table of numbers",
    "E0106": "a line that is not a statement of the notation",
    "E0107": "something kept free for later",
    "E0108": "a size that is not a whole number from 1 up",
    "E0109": "a program over a stated limit",
    "E0110": "a name defined twice",
    "E0111": "names or functions defined by themselves",
    "E0112": "a function with the wrong number of arguments",
    "E0113": "a name used in two ways",
    "E0114": "nothing to read",
    "E0201": "a product whose inner sizes differ",
    "E0202": "values paired one by one whose sizes differ",
    "E0203": "a product with something joined",
    "E0204": "a size that differs from what is declared or given",
    "E0205": "two kinds that cannot be combined",
    "E0206": "a kind that an operation does not take",
    "E0207": "joined parts whose sizes differ",
    "E0301": "a letter without a value",
    "E0302": "a value for a letter that takes none",
    "E0303": "a value of the wrong size",
    "E0304": "a value that is not made of numbers",
    "E0305": "a file that cannot be read",
    "E0306": "a calculation without a result",
    "E0401": "lines that cannot be put in order",
    "W0101": "an index that may be longer than it was read",
    "W0202": "a declaration of a letter that no line uses",
    "W0201": "a declaration against the case of its letter",
    "N0401": "a line that a rewriting had to keep",
}

LONGEST = 300  # characters of a sentence
MOST_PROBLEMS = 100  # a text with more is reported as having so many; nobody reads further


class Fact:
    """Something that a problem rests on, with its place."""

    __slots__ = ("end", "line", "message", "start")

    def __init__(self, message: str, line: int, start: int, end: int) -> None:
        self.message: Final = message
        self.line: Final = line
        self.start: Final = start
        self.end: Final = end

    @property
    def span(self) -> tuple[int, int]:
        """First character and the one after the last, counted from 0 in the line."""
        return (self.start, self.end)

    def __repr__(self) -> str:
        return f"Fact({self.message!r}, line {self.line}, span {self.span})"

    def as_json(self) -> dict[str, object]:
        """The fact as the command prints it with `--json`."""
        return {"message": self.message, "line": self.line, "span": [self.start, self.end]}


class Fix:
    """A way out: the whole corrected program, the declarations to use with it, and the sizes that come out."""

    __slots__ = ("dims", "formula", "message", "sizes")

    def __init__(
        self,
        message: str,
        formula: str,
        dims: Mapping[str, tuple[int | str, ...]] | None = None,
        sizes: Mapping[str, tuple[int | str, ...]] | None = None,
    ) -> None:
        self.message: Final = message
        self.formula: Final = formula
        self.dims: Final = dict(dims or {})
        self.sizes: Final = dict(sizes or {})

    def __repr__(self) -> str:
        return f"Fix({self.message!r}, {self.formula!r}, {self.dims!r})"

    def as_json(self) -> dict[str, object]:
        """The fix as the command prints it with `--json`."""
        return {
            "message": self.message,
            "formula": self.formula,
            "dims": {name: list(size) for name, size in self.dims.items()},
            "sizes": {name: list(size) for name, size in self.sizes.items()},
        }


class Problem:
    """Something wrong with a formula or its data; `line` counts from 1, 0 stands for no line."""

    __slots__ = ("code", "facts", "fixes", "line", "message", "severity", "span")

    def __init__(
        self,
        code: str,
        message: str,
        line: int = 0,
        span: tuple[int, int] = (0, 0),
        facts: Iterable[Fact] = (),
        fixes: Iterable[Fix] = (),
    ) -> None:
        assert code in CODES, code
        self.code: Final = code
        self.message: Final = shortened(message)
        self.line: Final = line
        self.span: Final = span
        self.facts: Final = tuple(facts)
        self.fixes: Final = tuple(fixes)
        self.severity: Final = {"E": "error", "W": "warning", "N": "note"}[code[0]]

    def with_fixes(self, fixes: Iterable[Fix]) -> Problem:
        """The same problem with these ways out."""
        return Problem(self.code, self.message, self.line, self.span, self.facts, fixes)

    def as_json(self) -> dict[str, object]:
        """The problem as the command prints it with `--json`."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "line": self.line,
            "span": list(self.span),
            "facts": [fact.as_json() for fact in self.facts],
            "fixes": [fix.as_json() for fix in self.fixes],
        }

    def __repr__(self) -> str:
        return f"Problem({self.code}, {self.message!r}, line {self.line}, span {self.span})"


class FormulaError(ValueError):
    """A formula or its data is wrong; `problems` says how, as data."""

    def __init__(self, problems: Iterable[Problem], text: str = "") -> None:
        self.problems: Final = tuple(problems)
        self.text: Final = text
        super().__init__("\n\n".join(as_text(problem, text) for problem in self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.problems, self.text))


class NotationError(FormulaError):
    """The text cannot be read."""


class SizeError(FormulaError):
    """The text can be read, but its kinds or sizes clash."""


class DataError(FormulaError):
    """The values given do not fit the formula."""


def shortened(message: str) -> str:
    """A sentence of a bearable length, fit to be printed anywhere.

    >>> shortened("a\\x1b[31mb")
    'a�[31mb'
    """
    if not message.isprintable():
        message = "".join(c if c.isprintable() else "�" for c in message)
    return message if len(message) <= LONGEST else message[: LONGEST - 1] + "…"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a formula; warnings and notes left out."""
    return [problem for problem in problems if problem.severity == "error"]


def place(text: str, start: int, end: int) -> tuple[int, tuple[int, int]]:
    """Line (from 1) and characters within it (from 0) of a stretch of text.

    >>> place("a = b\\nc = d", 6, 7)
    (2, (0, 1))
    """
    start = max(0, min(start, len(text)))
    before = text[:start].replace("\r\n", " \n").replace("\r", "\n")
    line = before.count("\n") + 1
    first = start - (before.rfind("\n") + 1)
    stop = start + line_length(text, start)
    return line, (first, first + max(0, min(end, stop) - start))


def line_length(text: str, start: int) -> int:
    """How many characters of a line stand from `start` on."""
    ends = [found for mark in "\r\n" if (found := text.find(mark, start)) >= 0]
    return min(ends, default=len(text)) - start


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever ends them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def as_text(problem: Problem, text: str = "", width: int = 0) -> str:
    """A problem in plain words: headline, the line with the place marked, facts, ways out.

    >>> print(as_text(Problem("E0101", "there is no function rleu", 1, (5, 9)), "l1 = rleu(l0W0)"))
    error[E0101]: there is no function rleu
      l1 = rleu(l0W0)
           ^^^^
    """
    out = [f"{problem.severity}[{problem.code}]: {problem.message}"]
    lines = lines_of(text)
    if 0 < problem.line <= len(lines) and lines[problem.line - 1].strip():
        if len(lines) > 1:
            out[0] += f" (line {problem.line})"
        here = [fact for fact in problem.facts if fact.line == problem.line]
        out += _marked(lines[problem.line - 1], problem, here, width)
        out += [f"  {fact.message} (line {fact.line})" for fact in problem.facts if fact.line != problem.line]
    else:
        out += [f"  {fact.message}" for fact in problem.facts]
    for number, fix in enumerate(problem.fixes):
        then = ", ".join(f"{name} has {size_in_words(size)}" for name, size in fix.sizes.items())
        out.append(f"  help     {'or ' if number else ''}{fix.message}" + (f"   then {then}" if then else ""))
    return "\n".join(out)


def size_in_words(size: tuple[int | str, ...]) -> str:
    """A size as an English phrase.

    >>> size_in_words((2,)), size_in_words((1,)), size_in_words((3, 4)), size_in_words(())
    ('2 values', '1 value', 'size 3 × 4', 'one number')
    """
    if not size:
        return "one number"
    if len(size) == 1:
        return f"{size[0]} value{'' if size[0] == 1 else 's'}"
    return f"size {size[0]} × {size[1]}"


def _marked(line: str, problem: Problem, facts: list[Fact], width: int) -> list[str]:
    """The line with a caret under the place and a label under each fact."""
    start, end = problem.span
    room = max(24, (width or 100) - 4)
    left = max(0, min(start - room // 3, len(line) - room)) if len(line) > room else 0
    shown = "".join(" " if c in "\t\f\v" else c if c.isprintable() else "�" for c in line[left : left + room])
    if left:
        shown = "…" + shown[1:]
    if left + room < len(line):
        shown = shown[:-1] + "…"
    marks = [" "] * (len(shown) + 1)
    for fact in facts:
        for i in range(fact.start, max(fact.end, fact.start + 1)):
            if 0 <= i - left < len(marks):
                marks[i - left] = "-"
    for i in range(start, max(end, start + 1)):
        if 0 <= i - left < len(marks):
            marks[i - left] = "^"
    out = ["  " + shown, "  " + "".join(marks).rstrip()]
    out += [f"  {' ' * max(0, fact.start - left)}| {fact.message}" for fact in facts]
    return out
