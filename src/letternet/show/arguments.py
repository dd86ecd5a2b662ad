"""The arguments of the command: which commands and options there are, and how they are parsed."""

from __future__ import annotations

from types import SimpleNamespace

from ..formula import BACKENDS, LEVELS
from ..read.views import VIEWS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any, Final

COMMANDS = {
    "show": "picture, algebra, sizes, Python and English side by side (the same as no command)",
    "check": "nothing when all is well, else the problems (exit 1)",
    "sizes": "every name with its size; --why: and where it came from",
    "letters": "the canonical letters",
    "python": "the Python lines; --module: a complete file that runs with NumPy alone",
    "english": "the translation into English; --level says how much",
    "latex": "LaTeX, to stand between $$ and $$",
    "picture": "the bricks: blocks in the terminal, or SVG with -o; --set puts numbers in the cells",
    "page": "one file with all views, for a browser; of a folder, a page of all its formulas",
    "run": "the values of what the formula defines; --trace: step by step",
    "backprop": "how the formula learns, in letters: what each layer should change by, and the updates",
    "train": "weights learned from data: the error of each epoch, and a curve; -o is their file",
    "chain": "one formula: every value in between put where it is used",
    "unchain": "one line a layer",
    "serve": "the live page, for this machine alone: everything at once while you type",
    "explain": "the lesson behind a problem's code; without a code, all codes",
}
PORT = 8341  # of the live page
OPTIONS = ("-h", "--help", "--version", "--columns", "--json", "--no-color", "--module", "--trace", "--why", "--lsp")
WITH_VALUE = (
    "--dim", "--set", "--from", "--level", "--batch", "--words", "--port", "-o", "--output", "--detail", "--labels",
    "--data", "--target", "--learn", "--error", "--rate", "--epochs", "--batch-size", "--seed", "--held-out",
    "--patience", "--mask", "--curve", "--backend",
)  # fmt: skip


class Row:
    """An argument as `argparse` takes it: its names, and everything else by keyword."""

    __slots__ = ("keywords", "names")

    def __init__(self, *names: str, **keywords: Any) -> None:
        self.names: Final = names
        self.keywords: Final = keywords

    @property
    def key(self) -> str:
        """What its value goes by."""
        long = next((name for name in self.names if name.startswith("--")), self.names[0])
        return str(self.keywords.get("dest", long.lstrip("-").replace("-", "_")))

    @property
    def default(self) -> Any:
        """Its value where it is not given."""
        return self.keywords.get("default", False if self.keywords.get("action") == "store_true" else None)


def share_or_file(text: str) -> float | str:
    """A share of the datapoints, or the file that `--held-out` names."""
    try:
        return float(text)
    except ValueError:
        return text


def port(text: str) -> int:
    """A port, as `--port` takes it."""
    if not text.isdecimal() or len(text) > 5 or int(text) > 65535:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"{text} is no port: it is a whole number up to 65535")
    return int(text)


FORMULA = Row("formula", metavar="FORMULA", help="a formula, the path of a file, or - for standard input")
PRINTED = (
    Row("--json", action="store_true", help="print one JSON object"),
    Row("--no-color", action="store_true", help="print without colour"),
)
COMMON = (
    Row("--dim", action="append", default=[], metavar="NAME=SIZE",
        help="declare a size: l0=3, W0=3x4, h=n, α=number (repeatable)"),
    Row("--columns", action="store_true", help="vectors are columns"),
    Row("--from", dest="view", choices=VIEWS, help="what the formula is written in (else guessed)"),
    Row("--words", metavar="FILE", help="a file of words for letters, lines such as h means hidden state"),
    *PRINTED,
)  # fmt: skip
# Beside these: the commands, and what they take.
BESIDE: tuple[tuple[Any, ...], ...] = (
    (
        ("python",),
        Row("--module", action="store_true", help="a complete file that runs with NumPy alone"),
        Row("--batch", action="append", default=[], metavar="NAMES",
            help="vectors that come as whole batches: l0,y (repeatable)"),
        Row("--backend", default=BACKENDS[0], choices=BACKENDS,
            help="what the code works with: NumPy, or any array library"),
    ),
    (("english",), Row("--level", default="book", choices=LEVELS, help="how much is said")),
    (
        ("picture",),
        Row("-o", "--output", metavar="FILE.svg", help="the file to write; with --trace one a frame"),
        Row("--detail", default="bricks", choices=("nodes", "bricks", "strips"), help="what is drawn"),
        Row("--labels", default="letters", choices=("letters", "words", "both"), help="what stands at a brick"),
        Row("--trace", action="store_true", help="a picture for each layer, with what is known then"),
    ),
    (
        ("page",),
        Row("-o", "--output", metavar="FILE.html", required=True, help="the file to write, or - to print it"),
    ),
    (("run",), Row("--trace", action="store_true", help="every step, in letters, English and numbers")),
    (
        ("train",),
        Row("-o", "--output", metavar="FILE.npz", required=True, help="the file for the weights"),
        Row("--data", metavar="FILE.npz", help="arrays by letter, datapoints along axis 0; see also --set"),
        Row("--rate", type=float, default=0.1, help="how much of each change is made (else 0.1)"),
        Row("--epochs", type=int, default=10, help="how often all datapoints are gone through (else 10)"),
        Row("--batch-size", "--batch", type=int, default=64, metavar="COUNT",
            help="datapoints for each change (else 64)"),
        Row("--seed", type=int, default=0, help="what random weights and the order are drawn from (else 0)"),
        Row("--held-out", type=share_or_file, default=0.0, metavar="SHARE",
            help="a share of the datapoints that is only measured, 0.2, or a FILE.npz of its own"),
        Row("--patience", type=int, metavar="EPOCHS", help="stop after so many epochs without a smaller error"),
        Row("--mask", type=float, default=0.5, metavar="CHANCE",
            help="how likely each value of a mask is 1 (else 0.5)"),
        Row("--resume", action="store_true", help="go on where the training for this file stopped"),
        Row("--curve", metavar="FILE.svg", help="a file for the curve of errors"),
    ),
    (
        ("backprop", "train"),
        Row("--target", metavar="LETTER", help="the letter of what should come out (else y, or t)"),
        Row("--learn", action="append", default=[], metavar="LETTERS",
            help="what is learned: W0,W1 (else matrices but X, and biases)"),
        Row("--error", metavar="LETTER", help="the letter of an error that the formula works out"),
    ),
    (
        ("run", "picture", "page", "train"),
        Row("--set", action="append", default=[], metavar="NAME=VALUE",
            help="a value: l0='1 0 1', W0='1 2; 3 4', W1=w.npy (repeatable)"),
    ),
    (("sizes",), Row("--why", action="store_true", help="where each size came from")),
    (("check",), Row("--lsp", action="store_true", help="diagnostics as editors take them, as JSON")),
    (
        ("serve",),
        Row("--port", type=port, default=PORT, help=f"where on this machine (else {PORT}; 0: any)"),
        Row("--open", action="store_true", help="open it in the browser"),
    ),
    (("explain",), Row("code", metavar="CODE", nargs="?", help="the code of a problem, E0201"), *PRINTED),
)  # fmt: skip


def in_order(arguments: list[str]) -> list[str]:
    """The arguments with the command in front, and a formula that begins with a minus sign told from an option."""
    out: list[str] = []
    plain: list[str] = []
    found = False
    waiting = False  # for the value of an option
    for argument in arguments:
        if waiting or argument in ("-", "--"):
            waiting = False
        elif argument in WITH_VALUE:
            waiting = True
        elif not found and argument in COMMANDS:
            found = True
            out.insert(0, argument)
            continue
        elif argument.startswith("-") and argument[:2] != "--" and argument not in OPTIONS:
            argument = " " + argument
        if not argument.startswith("-") and not waiting and (not out or out[-1] not in WITH_VALUE):
            plain.append(argument)
        out.append(argument)
    if not found and len(plain) > 1 and plain[0].isalpha():
        from difflib import get_close_matches

        near = get_close_matches(plain[0], COMMANDS, 1)
        parser().error(f"there is no command {plain[0]}" + (f"; did you mean {near[0]}?" if near else ""))
    if arguments and not found and not {"-h", "--help", "--version"} & set(arguments):
        out.insert(0, "show")
    return out


def parsed(arguments: list[str]) -> argparse.Namespace:
    """What the arguments say; those in order, a command and its formula alone, need no `argparse` for that.

    >>> parsed(["english", "l0W0"]).level
    'book'
    """
    command, *others = arguments or [""]
    if command in COMMANDS and len(others) == 1 and (others[0] == "-" or others[0][:1] != "-"):
        rows = rows_of(command)
        if rows[0] is FORMULA and not any(row.keywords.get("required") for row in rows):
            values = {row.key: row.default for row in rows}
            return SimpleNamespace(**{**values, "command": command, FORMULA.key: others[0]})  # type: ignore[return-value]
    return parser(command).parse_args(arguments)


def parser(command: str = "") -> argparse.ArgumentParser:
    """The arguments that `letternet` takes; of one command alone where that is known, which takes less time."""
    import argparse

    from .. import __version__

    top = argparse.ArgumentParser(
        prog="letternet",
        description="Neural-network algebra, the way people write it: read, sized, checked, run and said in English.",
        epilog="letternet FORMULA shows everything side by side.  Example: letternet 'l2 = relu(l0W0)W1' --dim l0=3",
    )
    top.add_argument("--version", action="version", version=f"letternet {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", prog=top.prog)
    for name in [command] if command in COMMANDS else COMMANDS:
        does = COMMANDS[name]
        verb = {"serve": "Serves", "page": "Writes", "train": "Gives"}.get(name, "Prints")
        sub = commands.add_parser(name, help=does, description=f"{verb} {does}.")
        for row in rows_of(name):
            sub.add_argument(*row.names, **row.keywords)
    return top


def rows_of(command: str) -> list[Row]:
    """What a command takes, in the order of its help."""
    common = [] if command in ("explain", "serve") else [FORMULA, *COMMON]
    return [*common, *(row for commands, *rows in BESIDE for row in rows if command in commands)]
