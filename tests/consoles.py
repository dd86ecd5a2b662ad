"""What a page shows of the command: each line `$ letternet …` of a console block, and the output under it.

`python tests/consoles.py README.md` writes what the command prints now into the page; read the difference after it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from letternet.show.command import command

HOUSE = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT = "$ letternet"


class Shown(NamedTuple):
    """A command as a page shows it, with the line of the page where it stands."""

    line: int
    command: str
    output: str


def shown(page: str) -> Iterator[Shown]:
    """The commands of a page's console blocks, each with the output under it."""
    for block in BLOCK.finditer(page):
        line = page.count("\n", 0, block.start(1)) + 1
        for part in re.split(r"^(?=\$ )", block[1], flags=re.MULTILINE):
            if part:
                first, _, output = part.partition("\n")
                yield Shown(line, first, output)
                line += part.count("\n")


def printed(line: str) -> str:
    """All that the command prints, on both streams, in a pipe 100 columns wide; after a `|`, it reads the one before.

    Its folder has all that the house has, and what it writes is thrown away.
    """
    before, folder, standard = dict(os.environ), os.getcwd(), sys.stdin
    text = ""
    with tempfile.TemporaryDirectory() as here:
        for path in HOUSE.iterdir():
            os.symlink(path, Path(here, path.name))
        try:
            os.environ["COLUMNS"] = "100"
            os.chdir(here)
            for words in piped(shlex.split(line)[1:]):
                stream, sys.stdin = io.StringIO(), io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
                leaving = contextlib.suppress(SystemExit)  # of a command that was used wrongly
                with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream), leaving:
                    command(words[1:])
                text = stream.getvalue()
        finally:
            os.environ.clear()
            os.environ.update(before)
            os.chdir(folder)
            sys.stdin = standard
    return text


def piped(words: list[str]) -> list[list[str]]:
    """The commands of a pipe, word by word.

    >>> piped(["letternet", "letters", "l0W0", "|", "letternet", "english", "-"])
    [['letternet', 'letters', 'l0W0'], ['letternet', 'english', '-']]
    """
    found: list[list[str]] = [[]]
    for word in words:
        if word == "|":
            found.append([])
        else:
            found[-1].append(word)
    return found


def renewed(page: str) -> str:
    """The page with what the command prints now."""

    def block(found: re.Match[str]) -> str:
        commands = [line for line in found[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{printed(line)}" for line in commands) + "```"

    return BLOCK.sub(block, page)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
