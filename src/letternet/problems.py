"""A problem is data: a stable code, one sentence, the place, the facts behind it and what would mend it.

Who finds problems is elsewhere, and how they look in a terminal (`problem_text`) and in an editor (`show/editor`) too.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Final

# What each code is about; the codes are stable, people search for them.  The lesson behind each is in `lessons.py`.
CODES = {
    "E0101": "a function that does not exist",
    "E0102": "a text with two readings",
    "E0103": "something that cannot stand where it stands",
    "E0104": "a character that looks like another one",
    "E0105": "numbers in brackets that fill no table",
    "E0106": "a line that has no form of the notation",
    "E0107": "something kept free for later",
    "E0108": "a size that is not a whole number from 1 up",
    "E0109": "something over a stated limit",
    "E0110": "a name defined twice",
    "E0111": "names or functions defined by themselves",
    "E0112": "a function with the wrong number of arguments",
    "E0113": "a name used in two ways",
    "E0114": "nothing to read",
    "E0115": "a text in another view that has no letters",
    "E0201": "a product whose inner sizes differ",
    "E0202": "values paired one by one whose sizes differ",
    "E0203": "something joined that does not fit its product",
    "E0204": "a size that differs from what is declared or given",
    "E0205": "two kinds that cannot be combined",
    "E0206": "a kind that an operation does not take",
    "E0207": "joined parts whose sizes differ",
    "E0208": "something with fewer values than are taken of it",
    "E0301": "a letter without a value",
    "E0302": "a value for a letter that takes none",
    "E0303": "a value of the wrong size",
    "E0304": "a value that is not made of numbers",
    "E0305": "a file that cannot be read",
    "E0306": "a calculation without a result",
    "E0307": "numbers that grow without end in training",
    "E0401": "lines that cannot be put in order",
    "E0501": "a formula that cannot learn",
    "E0502": "a letter that cannot have this part in learning",
    "W0101": "an index that may be longer than it was read",
    "W0102": "a line of Python that is left out",
    "W0103": "something read more simply than it was written",
    "W0201": "a name against the case of its letter",
    "W0202": "a declaration of a letter that no line uses",
    "W0203": "two size letters that turn out to be the same size",
    "W0204": "a line that nothing uses where another line seems to miss it",
    "N0101": "a view that is guessed",
    "N0401": "a line that a rewriting had to keep",
}

LONGEST = 300  # characters of a sentence
LONGEST_WAY = 200  # of one about a place, or about a way out; the whole formula stands beside it
MOST_PROBLEMS = 100  # a text with more is reported as having so many; nobody reads further


class Fact:
    """Something that a problem rests on, with its place.

    Its `role`: a `label` for a place beside the one that is marked, a `because` on the way there, or a `note`.
    """

    __slots__ = ("end", "line", "message", "role", "start")

    def __init__(self, message: str, line: int, start: int, end: int, role: str = "label") -> None:
        self.role: Final = role
        self.message: Final = shortened(message, LONGEST_WAY)
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
    """A way out: the whole corrected program, the declarations to use with it, and the sizes that come out.

    `edits` are the stretches of the program that change (start, end, what stands there instead), `about` the name
    whose size comes out.
    """

    __slots__ = ("about", "dims", "edits", "formula", "message", "sizes")

    def __init__(
        self,
        message: str,
        formula: str,
        dims: Mapping[str, tuple[int | str, ...]] | None = None,
        sizes: Mapping[str, tuple[int | str, ...]] | None = None,
        edits: Iterable[tuple[int, int, str]] = (),
        about: str = "",
    ) -> None:
        self.edits: Final = tuple(edits)
        self.about: Final = about
        self.message: Final = shortened(message, LONGEST_WAY)
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
        self.fixes: Final = tuple(apart(fixes))
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
        from .problem_text import as_text

        super().__init__("\n\n".join(as_text(problem, text) for problem in self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.problems, self.text))


class NotationError(FormulaError):
    """The text cannot be read."""


class SizeError(FormulaError):
    """The text can be read, but its kinds or sizes clash."""


class DataError(FormulaError):
    """The values given do not fit the formula."""


class LearningError(FormulaError):
    """The formula has no way to learn: no error, nothing that changes, or a function without a slope."""


def visible(message: str) -> str:
    """A sentence in which what would drive a terminal, or cannot be seen, is shown as one sign."""
    return message if message.isprintable() else "".join(c if c.isprintable() else "�" for c in message)


def shortened(message: str, most: int = LONGEST) -> str:
    """A sentence of a bearable length, fit to be printed anywhere.

    >>> shortened("a\\x1b[31mb")
    'a�[31mb'
    """
    message = visible(message)
    return message if len(message) <= most else message[: most - 1] + "…"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a formula; warnings and notes left out."""
    return [problem for problem in problems if problem.severity == "error"] if problems else []


def apart(fixes: Iterable[Fix]) -> Iterator[Fix]:
    """The ways out that differ from all before them, in what they say and in what comes of them.

    >>> [fix.message for fix in apart([Fix("a", "x"), Fix("b", "x"), Fix("a", "y"), Fix("c", "y")])]
    ['a', 'c']
    """
    said: set[str] = set()
    made: set[tuple[str, str]] = set()
    for fix in fixes:
        new = (fix.formula, str(sorted(fix.dims.items())))
        if fix.message not in said and new not in made:
            said.add(fix.message)
            made.add(new)
            yield fix


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


def line_starts(text: str) -> list[int]:
    """Where each line of a text begins, whatever ends the one before.

    >>> line_starts("a\\r\\nb\\nc")
    [0, 3, 5]
    """
    plain = text.replace("\r\n", " \n").replace("\r", "\n")
    starts = [0]
    while end := plain.find("\n", starts[-1]) + 1:
        starts.append(end)
    return starts


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever ends them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
