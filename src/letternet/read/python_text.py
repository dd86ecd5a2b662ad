"""Python as people keep it becomes what Python's own parser takes, each character where it was.

Lines of a notebook that are not Python (`%matplotlib inline`, `!pip …`), prompts and shared indentation are blanked.
Nothing is ever run.
"""

from __future__ import annotations

import ast
import re
import warnings

from ..patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

NOT_PYTHON = pattern(
    r"^[ \t]*[%!?][^\n]*|^[ \t]*[\w.]+\?{1,2}[ \t]*$|^[ \t]*(?:Out ?\[[\d ]*\]:?[^\n]*|In ?\[[\d ]*\]:?[ \t]*)$",
    re.MULTILINE,
)
PROMPT = pattern(r"^([ \t]*)(?:>>>|\.\.\.:?|In ?\[[\d ]*\]:)(?: |$)", re.MULTILINE)
SESSION = pattern(r"^[ \t]*(?:>>>|In ?\[[\d ]*\]:[ \t]*\S)", re.MULTILINE)  # a prompt before the code, not above it
INDENT = pattern(r"[ \t]*")


class Unparsed:
    """Where Python's own parser stopped: what it says, and the line, from 1."""

    __slots__ = ("line", "message")

    def __init__(self, message: str, line: int) -> None:
        self.message: Final = message
        self.line: Final = line


def prepared(text: str) -> str:
    """The text with what is not Python blanked; as many lines, each as long as before.

    For Python, indentation begins anew behind a form feed, so prompts may be of any width.

    >>> prepared("%matplotlib inline\\n  In [1]: x = 1")
    '                  \\n         \\x0cx = 1'
    """
    text = text.replace("\r\n", " \n").replace("\r", "\n").replace("\ufeff", " ").replace("\t", " ")
    if SESSION.search(text):  # what has no prompt is what the session printed
        text = "\n".join(line if PROMPT.match(line) else " " * len(line) for line in text.split("\n"))
    text = PROMPT.sub(lambda found: " " * (len(found[0]) - 1) + "\f", text)
    return NOT_PYTHON.sub(lambda found: " " * len(found[0]), text)


def dedented(lines: list[str]) -> tuple[list[str], int]:
    """Lines without the indentation that the first of them has, and how much that is."""
    first = next((line for line in lines if line.strip()), "")
    found = INDENT.match(first)
    shared = found.end() if found else 0
    if any(line[:shared].strip() for line in lines):
        return lines, 0
    return [line[shared:] for line in lines], shared


def tree_of(source: str) -> ast.Module | Unparsed:
    """The syntax tree of Python text, or where it has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nowhere = source.count("\n", 0, max(source.find("\0"), 0)) + 1  # of a character that stops it all, or the first
        try:
            return ast.parse(source)
        except SyntaxError as error:
            long = "integer string conversion" in (error.msg or "")
            said = "a number of more digits than Python reads" if long else error.msg
            return Unparsed(said or "this is not Python", error.lineno or nowhere)
        except UnicodeEncodeError as error:
            return Unparsed("half a character that stands alone", source.count("\n", 0, error.start) + 1)
        except (ValueError, RecursionError, MemoryError) as error:
            return Unparsed(str(error) if isinstance(error, ValueError) else "this nests too deeply", nowhere)


def parsed(text: str) -> ast.Module | None:
    """The syntax tree of a text, if it has one."""
    found = tree_of("\n".join(dedented(prepared(text).split("\n"))[0]))
    return found if isinstance(found, ast.Module) else None
