"""The arguments of the command: which commands and options there are, and how they are parsed."""

from __future__ import annotations

import argparse

from ..formula import BACKENDS, LEVELS
from ..read.views import VIEWS

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


def parser() -> argparse.ArgumentParser:
    """The arguments that the command takes."""
    from .. import __version__

    formula = argparse.ArgumentParser(add_help=False)
    formula.add_argument("formula", metavar="FORMULA", help="a formula, the path of a file, or - for standard input")
    formula.add_argument("--dim", action="append", default=[], metavar="NAME=SIZE",
                         help="declare a size: l0=3, W0=3x4, h=n, α=number (repeatable)")  # fmt: skip
    formula.add_argument("--columns", action="store_true", help="vectors are columns")
    formula.add_argument("--from", dest="view", choices=VIEWS, help="what the formula is written in (else guessed)")
    formula.add_argument("--words", metavar="FILE",
                         help="a file of words for letters, lines such as h means hidden state")  # fmt: skip
    formula.add_argument("--json", action="store_true", help="print one JSON object")
    formula.add_argument("--no-color", action="store_true", help="print without colour")
    top = argparse.ArgumentParser(
        prog="letternet",
        description="Neural-network algebra, the way people write it: read, sized, checked, run and said in English.",
        epilog="letternet FORMULA shows everything side by side.  Example: letternet 'l2 = relu(l0W0)W1' --dim l0=3",
    )
    top.add_argument("--version", action="version", version=f"letternet {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name, does in COMMANDS.items():
        of = [] if name in ("explain", "serve") else [formula]
        verb = {"serve": "Serves", "page": "Writes", "train": "Gives"}.get(name, "Prints")
        sub = commands.add_parser(name, parents=of, help=does, description=f"{verb} {does}.")
        if name == "python":
            sub.add_argument("--module", action="store_true", help="a complete file that runs with NumPy alone")
            sub.add_argument("--batch", action="append", default=[], metavar="NAMES",
                             help="vectors that come as whole batches: l0,y (repeatable)")  # fmt: skip
            sub.add_argument("--backend", default=BACKENDS[0], choices=BACKENDS,
                             help="what the code works with: NumPy, or any array library")  # fmt: skip
        elif name == "english":
            sub.add_argument("--level", default="book", choices=LEVELS, help="how much is said")
        elif name == "picture":
            sub.add_argument("-o", "--output", metavar="FILE.svg", help="the file to write; with --trace one a frame")
            sub.add_argument("--detail", default="bricks", choices=("nodes", "bricks", "strips"), help="what is drawn")
            sub.add_argument("--labels", default="letters", choices=("letters", "words", "both"),
                             help="what stands at a brick")  # fmt: skip
            sub.add_argument("--trace", action="store_true", help="a picture for each layer, with what is known then")
        elif name == "page":
            sub.add_argument("-o", "--output", metavar="FILE.html", required=True,
                             help="the file to write, or - to print it")  # fmt: skip
        elif name == "run":
            sub.add_argument("--trace", action="store_true", help="every step, in letters, English and numbers")
        elif name == "train":
            add_training(sub)
        if name in ("backprop", "train"):
            sub.add_argument("--target", metavar="LETTER", help="the letter of what should come out (else y, or t)")
            sub.add_argument("--learn", action="append", default=[], metavar="LETTERS",
                             help="what is learned: W0,W1 (else matrices but X, and biases)")  # fmt: skip
            sub.add_argument("--error", metavar="LETTER", help="the letter of an error that the formula works out")
        if name in ("run", "picture", "page", "train"):
            sub.add_argument("--set", action="append", default=[], metavar="NAME=VALUE",
                             help="a value: l0='1 0 1', W0='1 2; 3 4', W1=w.npy (repeatable)")  # fmt: skip
        if name == "sizes":
            sub.add_argument("--why", action="store_true", help="where each size came from")
        elif name == "check":
            sub.add_argument("--lsp", action="store_true", help="diagnostics as editors take them, as JSON")
        elif name == "serve":
            sub.add_argument("--port", type=port, default=PORT, help=f"where on this machine (else {PORT}; 0: any)")
            sub.add_argument("--open", action="store_true", help="open it in the browser")
        elif name == "explain":
            sub.add_argument("code", metavar="CODE", nargs="?", help="the code of a problem, E0201")
            sub.add_argument("--json", action="store_true", help="print one JSON object")
            sub.add_argument("--no-color", action="store_true", help="print without colour")
    return top


def add_training(sub: argparse.ArgumentParser) -> None:
    """The options of a training."""
    sub.add_argument("-o", "--output", metavar="FILE.npz", required=True, help="the file for the weights")
    sub.add_argument("--data", metavar="FILE.npz", help="arrays by letter, datapoints along axis 0; see also --set")
    sub.add_argument("--rate", type=float, default=0.1, help="how much of each change is made (else 0.1)")
    sub.add_argument("--epochs", type=int, default=10, help="how often all datapoints are gone through (else 10)")
    sub.add_argument("--batch-size", "--batch", type=int, default=64, metavar="COUNT",
                     help="datapoints for each change (else 64)")  # fmt: skip
    sub.add_argument("--seed", type=int, default=0, help="what random weights and the order are drawn from (else 0)")
    sub.add_argument("--held-out", type=share_or_file, default=0.0, metavar="SHARE",
                     help="a share of the datapoints that is only measured, 0.2, or a FILE.npz of its own")  # fmt: skip
    sub.add_argument("--patience", type=int, metavar="EPOCHS", help="stop after so many epochs without a smaller error")
    sub.add_argument("--mask", type=float, default=0.5, metavar="CHANCE",
                     help="how likely each value of a mask is 1 (else 0.5)")  # fmt: skip
    sub.add_argument("--resume", action="store_true", help="go on where the training for this file stopped")
    sub.add_argument("--curve", metavar="FILE.svg", help="a file for the curve of errors")


def share_or_file(text: str) -> float | str:
    """A share of the datapoints, or the file that `--held-out` names."""
    try:
        return float(text)
    except ValueError:
        return text


def port(text: str) -> int:
    """A port, as `--port` takes it."""
    if not text.isdecimal() or len(text) > 5 or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: it is a whole number up to 65535")
    return int(text)
