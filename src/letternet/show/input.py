"""What comes in with a command: the text of its formula, and the words, sizes and values for it."""

from __future__ import annotations

import os
import sys

from ..limits import TEXT
from ..patterns import pattern
from ..problems import NotationError, Problem, errors
from ..read.letters import read, read_name
from ..read.views import SUFFIXES
from ..tree import Comment, Meaning
from .arguments import parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

FILE_SUFFIXES = (".letters", ".txt", ".py", ".md", ".tex", ".ipynb")
FILE_NAME = pattern(r"[\w./\\-]+\.\w+")


def text_of(formula: str) -> tuple[str, str | None]:
    """The formula itself, or what the file or standard input has; and the view that a file's name says."""
    if formula == "-":
        return decoded(sys.stdin.buffer.read(4 * TEXT + 1), "standard input"), None
    if "\n" not in formula and len(formula) < 4096 and "\0" not in formula:
        if os.path.isfile(formula):
            text = file_text(formula)
            suffix = os.path.splitext(formula)[1].lower()
            return notebook_code(text, formula) if suffix == ".ipynb" else text, SUFFIXES.get(suffix)
        if os.path.isdir(formula):
            raise NotationError([Problem("E0305", f"{formula} is a folder, not a file")])
        if formula.endswith(FILE_SUFFIXES) and FILE_NAME.fullmatch(formula):
            raise NotationError([Problem("E0305", f"there is no file {formula}")])
    return formula, None


def file_text(path: str) -> str:
    """What a text file has, as far as anybody reads it."""
    try:
        with open(path, "rb") as file:
            return decoded(file.read(4 * TEXT + 1), path)
    except OSError as error:
        raise NotationError([Problem("E0305", f"{path} cannot be read: {error.strerror}")]) from None


def letters_in(folder: str) -> list[str]:
    """The files of letters in a folder, by their names."""
    try:
        found = sorted(name for name in os.listdir(folder) if name.endswith(".letters"))
    except OSError as error:
        raise NotationError([Problem("E0305", f"{folder} cannot be read: {error.strerror}")]) from None
    if not found:
        raise NotationError([Problem("E0305", f"{folder} is a folder without files of letters (NAME.letters)")])
    return [os.path.join(folder, name) for name in found]


def title_of(folder: str) -> str:
    """What a folder is called: the first heading of its README, else its name."""
    path = os.path.join(folder, "README.md")
    if os.path.isfile(path):
        for line in file_text(path).splitlines():
            if line.startswith("# ") and line[2:].strip():
                return line[2:].strip()
    return os.path.basename(os.path.abspath(folder))


def notebook_code(text: str, path: str) -> str:
    """The code of a notebook, cell after cell."""
    from json import loads

    try:
        cells = loads(text)["cells"]
        sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        return "\n\n".join(source if isinstance(source, str) else "".join(source) for source in sources)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotationError([Problem("E0305", f"{path} is not a notebook")]) from None


def decoded(data: bytes, where: str) -> str:
    """Bytes as text, whatever mark stands in front."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        kind = "UTF-16" if encoding == "utf-16" else "UTF-8"
        message = f"{where} is not text in {kind}: byte {error.start + 1} is 0x{data[error.start]:02x}"
        raise NotationError([Problem("E0305", message)]) from None


def words_of(options: argparse.Namespace) -> dict[str, str]:
    """The words of `--words`: a file of `means` lines."""
    if not options.words:
        return {}
    program, problems = read(file_text(options.words))
    others = [line for line in program.statements if not isinstance(line, Meaning | Comment)]
    if not errors(problems) and others:
        problems = [Problem("E0106", f"{options.words} has lines other than these: h means hidden state")]
    if errors(problems):
        raise NotationError(problems, program.text)
    return {line.letter.key: line.phrase for line in program.statements if isinstance(line, Meaning)}


def dims_of(options: argparse.Namespace) -> dict[str, Any]:
    """The sizes of `--dim`; a size is what follows the `=`."""
    dims = {}
    for text in options.dim:
        name, equals, size = text.partition("=")
        if not equals or not name.strip() or not size.strip():
            parser().error(f"--dim {text}: a size is declared like this: --dim W0=3x4")
        key = read_name(name.strip()) or name.strip()
        if key in dims:
            parser().error(f"--dim {key} is given twice")
        dims[key] = size.strip()
    return dims


def learned_of(options: argparse.Namespace) -> list[str] | None:
    """The letters of `--learn`, which may be lists; None if there are none."""
    return listed_in(options.learn) or None


def listed_in(texts: list[str]) -> list[str]:
    """What is listed with commas, in one text or several.

    >>> listed_in(["W0, W1", "b"])
    ['W0', 'W1', 'b']
    """
    return [key.strip() for key in ",".join(texts).split(",") if key.strip()]


def values_of(options: argparse.Namespace) -> dict[str, str]:
    """The values of `--set`."""
    values = {}
    for text in options.set:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            parser().error(f"--set {text}: a value is given like this: --set l0='1 0 1'")
        key = read_name(name.strip()) or name.strip()
        if key in values:
            parser().error(f"--set {key} is given twice")
        values[key] = value.strip()
    return values
