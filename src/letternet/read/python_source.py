"""A text of Python: its syntax tree, and where each part of that stands in the text.

Lines that are no Python are reported and left out.
"""

from __future__ import annotations

import ast
from bisect import bisect_right

from ..problems import MOST_PROBLEMS, Problem, line_starts
from .python_text import Unparsed, dedented, prepared, tree_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

MOST_SKIPPED = 50  # lines that are no Python, before the rest is given up


class Source:
    """Python code, and what is wrong with it so far."""

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self.starts: Final = line_starts(text)
        self.problems: list[Problem] = []
        self.lines, self.shift = dedented(prepared(text).split("\n"))
        self.ascii: Final = [line.isascii() for line in self.lines]

    def tree(self) -> ast.Module | None:
        """The syntax tree; lines that are no Python are reported and left out."""
        lines = list(self.lines)
        told: dict[int, int] = {}  # how often each line was no Python, also with something else in its place
        for _ in range(MOST_SKIPPED):
            found = tree_of("\n".join(lines))
            if isinstance(found, ast.Module):
                return found
            at = min(max(found.line, 1), len(lines)) - 1
            while at > 0 and not lines[at].strip():
                at -= 1
            below = next((i for i in range(at + 1, len(lines)) if self.lines[i].strip()), at)
            if at not in told and (below not in told or lines[below].strip()):
                self.unparsed(found, at)
            if not lines[at].strip():
                break
            told[at] = told.get(at, 0) + 1
            if told[at] == 1:
                lines[at] = " " * indentation(lines[at]) + "pass"
            elif told[at] == 2 and found.message.startswith("expected an indented block"):
                lines[at] = f" {lines[at]}"
            else:
                leave_out(lines, at)
        return None

    def unparsed(self, found: Unparsed, at: int) -> None:
        """A line that is no Python."""
        line = self.lines[at]
        first = min(len(line) - len(line.lstrip()), len(line.rstrip()))
        shift = self.shift if line.strip() else 0  # an empty line is not indented as the others are
        span = (shift + first, shift + len(line.rstrip()))
        self.problems.append(Problem("E0115", f"this is no Python: {found.message}", at + 1, span))

    def place(self, node: ast.AST) -> tuple[int, int]:
        """The characters of a node in the text."""
        return (
            self.offset(getattr(node, "lineno", 1), getattr(node, "col_offset", 0)),
            self.offset(getattr(node, "end_lineno", 1) or 1, getattr(node, "end_col_offset", 0) or 0),
        )

    def offset(self, line: int, column: int) -> int:
        """The character that Python's parser gives as a line and the bytes before it."""
        if line > len(self.lines):
            return len(self.text)
        if not self.ascii[line - 1]:
            column = len(self.lines[line - 1].encode(errors="replace")[:column].decode(errors="ignore"))
        return self.starts[line - 1] + self.shift + column

    def spot(self, start: int, end: int) -> tuple[int, tuple[int, int]]:
        """Line and characters within it of a stretch of the text, as far as it goes on that line."""
        line = bisect_right(self.starts, max(start, 0))
        first = self.starts[line - 1]
        length = len(self.lines[line - 1]) + self.shift
        return line, (start - first, max(start, min(end, first + length)) - first)

    def report(self, code: str, message: str, node: ast.AST) -> None:
        """A problem at a node."""
        if len(self.problems) < MOST_PROBLEMS:
            line, span = self.spot(*self.place(node))
            self.problems.append(Problem(code, message, line, span))


def indentation(line: str) -> int:
    """How many blanks stand before a line."""
    return len(line) - len(line.lstrip())


def leave_out(lines: list[str], at: int) -> None:
    """Empty a line, and those below it that are indented like it.

    >>> lines = ["x = 1", "  y = 2", "  z = 3", "w = 4"]
    >>> leave_out(lines, 1)
    >>> lines
    ['x = 1', '', '', 'w = 4']
    """
    depth = indentation(lines[at])
    lines[at] = ""
    for below in range(at + 1, len(lines)):
        if lines[below].strip() and (not depth or indentation(lines[below]) < depth):
            break
        lines[below] = ""


def is_main(statement: ast.stmt) -> bool:
    """True for `if __name__ == "__main__":`."""
    return (
        isinstance(statement, ast.If)
        and isinstance(statement.test, ast.Compare)
        and isinstance(statement.test.left, ast.Name)
        and statement.test.left.id == "__name__"
    )


def is_docstring(statement: ast.stmt) -> bool:
    """True for a text on a line of its own, and for `...`."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and (isinstance(statement.value.value, str) or statement.value.value is Ellipsis)
    )
