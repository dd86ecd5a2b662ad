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
    """All that the command prints, on both streams, in a pipe 100 columns wide, with the house as its folder."""
    stream = io.StringIO()
    before, folder = dict(os.environ), os.getcwd()
    try:
        os.environ["COLUMNS"] = "100"
        os.chdir(HOUSE)
        leaving = contextlib.suppress(SystemExit)  # of a command that was used wrongly
        with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream), leaving:
            command(shlex.split(line)[2:])
    finally:
        os.environ.clear()
        os.environ.update(before)
        os.chdir(folder)
    return stream.getvalue()


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
