"""What goes out of a command: text, JSON, problems and pictures, fit for the terminal or written into files."""

from __future__ import annotations

import os
import sys
from codecs import register_error

from ..alphabet import SPELLED, in_ascii, in_words
from ..problems import Fact, Fix, NotationError, Problem, lines_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import Any

    from ..draw.picture import Picture
    from ..formula import Formula
    from ..problems import FormulaError

MOST_SHOWN = 10  # problems written out
LACKING = "letternet"  # what a stream does where its encoding lacks a character


def printed(text: str) -> None:
    """Print, and let a reader who has gone be noticed here."""
    sys.stdout.write(as_printed(text) + "\n")
    sys.stdout.flush()


def print_json(value: object) -> None:
    """One JSON object, in which what would drive a terminal, or cannot be seen, is escaped."""
    from json import dumps

    text = dumps(value, ensure_ascii=is_ascii(sys.stdout))
    printed(text if text.isprintable() else "".join(c if c.isprintable() else dumps(c)[1:-1] for c in text))


def plain(value: Any) -> Any:
    """A value as JSON has it: numbers and nested lists; what is not a finite number is null."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return None if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))) else value


def width() -> int:
    """The width of the terminal, or what the environment says; 100 in a pipe."""
    try:
        said = int(os.environ.get("COLUMNS", "0"))
    except ValueError:
        said = 0
    if said > 0:
        return said
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 100  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 100


def colored(options: argparse.Namespace, stream: Any) -> bool:
    """True when colour is wanted and can be shown."""
    if options.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(stream.isatty())


def is_ascii(stream: Any) -> bool:
    """True for a terminal or file that cannot show the characters of boxes."""
    try:
        "─■".encode(stream.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def all_text(problems: Sequence[Problem], text: str, color: bool) -> str:
    """The first problems one after the other, and how many more there are."""
    said = [in_width(problem, text, color) for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        said.append(f"and {len(problems) - MOST_SHOWN} more problems")
    return "\n\n".join(said)


def in_width(problem: Problem, text: str, color: bool) -> str:
    """A problem in the width of the terminal."""
    from ..problem_text import as_text

    if is_ascii(sys.stdout):
        problem, text = spelled(problem, text)
    return as_text(problem, text, width(), color)


def spelled(problem: Problem, text: str) -> tuple[Problem, str]:
    """A problem in ASCII, its places in the text as that is then written.

    >>> problem, text = spelled(Problem("E0101", "there is no function φ", 1, (5, 6)), "y = αφ(x)")
    >>> text, text[slice(*problem.span)]
    ('y = alpha phi(x)', 'phi')
    """
    lines = lines_of(text)

    def moved(line: int, start: int, end: int) -> tuple[int, int]:
        source = lines[line - 1] if 0 < line <= len(lines) else ""
        return len(in_ascii(source)) - len(in_ascii(source[start:])), len(in_ascii(source[:end]))

    facts = [Fact(in_ascii(f.message), f.line, *moved(f.line, f.start, f.end), f.role) for f in problem.facts]
    fixes = [
        Fix(in_ascii(fix.message), fix.formula, fix.dims, {in_ascii(name): size for name, size in fix.sizes.items()})
        for fix in problem.fixes
    ]
    place = moved(problem.line, *problem.span)
    shown = [in_ascii(line) if number == problem.line else line for number, line in enumerate(lines, 1)]
    return Problem(problem.code, in_ascii(problem.message), problem.line, place, facts, fixes), "\n".join(shown)


def print_diagnostics(problems: Sequence[Problem], text: str) -> None:
    """The problems as an editor takes them."""
    from .editor import diagnostic

    print_json({"diagnostics": [diagnostic(problem, text) for problem in problems]})


def failed(error: FormulaError, options: argparse.Namespace) -> int:
    """Say what is wrong."""
    if options.command == "check" and options.lsp:
        print_diagnostics(error.problems, error.text)
    elif options.json:
        print_json({"problems": [problem.as_json() for problem in error.problems]})
    else:
        stream = sys.stdout if options.command == "check" else sys.stderr
        print(all_text(error.problems, error.text, colored(options, stream)), file=stream)
    return 1


def warned(formula: Formula, options: argparse.Namespace) -> None:
    """Warnings and notes, which stop nothing, go to standard error."""
    if not options.json:
        for problem in formula.problems:
            print(in_width(problem, formula.text, colored(options, sys.stderr)), file=sys.stderr)


def lacking(error: UnicodeError) -> tuple[str, int]:
    """What a stream writes where its encoding lacks a character."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(SPELLED.get(character, "?") for character in error.object[error.start : error.end]), error.end


register_error(LACKING, lacking)


def as_printed(text: str) -> str:
    """A text as standard output has it, if that cannot show all of it."""
    if not is_ascii(sys.stdout):
        return text
    encoding = sys.stdout.encoding
    return in_words(text).encode(encoding, LACKING).decode(encoding)


def in_terminal(picture: Picture, ascii_only: bool) -> str:
    """The blocks, or one sentence where a terminal is too narrow for them."""
    from ..draw.ink import columns

    text = picture.blocks(width(), ascii_only)
    needed = max(map(columns, text.split("\n")))
    if sys.stdout.isatty() and needed > width():
        return f"the picture needs {needed} columns, and there are {width()}; letternet picture -o FILE.svg draws it"
    return text


def save_text(text: str, path: str) -> None:
    """Write a text into a file, or print it where the file is `-`."""
    if path == "-":
        printed(text.removesuffix("\n"))
        return
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise unwritten(path, error) from None


def unwritten(path: str, error: OSError) -> NotationError:
    """The error of a file that cannot be written."""
    return NotationError([Problem("E0305", f"{path} cannot be written: {error.strerror}")])


def save_pictures(pictures: Sequence[Picture], formula: Formula, options: argparse.Namespace) -> int:
    """Write the SVG into its file, or frame after frame into numbered ones."""
    stem, suffix = os.path.splitext(options.output)
    several = len(pictures) > 1 or options.trace
    for number, picture in enumerate(pictures, 1):
        path = f"{stem}-{number}{suffix or '.svg'}" if several and options.output != "-" else options.output
        save_text(picture.svg, path)
        if picture.note:
            print(picture.note, file=sys.stderr)
    warned(formula, options)
    return 0
