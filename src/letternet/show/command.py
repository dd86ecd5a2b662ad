"""`letternet COMMAND FORMULA`: reads its arguments, asks the formula, prints.

Exit codes: 0 fine, 1 a problem with the formula or its data, 2 the command was used wrongly.
"""

from __future__ import annotations

import argparse
import os
import re
import sys

from ..formula import LEVELS, Formula
from ..limits import TEXT
from ..problem_text import as_text
from ..problems import FormulaError, NotationError, Problem, SizeError, errors, shortened
from ..read.letters import read, read_name
from ..read.views import SUFFIXES, VIEWS
from ..sizes import listed as in_columns
from ..sizes import written
from ..tree import Comment, Meaning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ..draw.picture import Picture

COMMANDS = {
    "show": "picture, algebra, sizes, Python and English side by side (the same as no command)",
    "check": "nothing when all is well, else the problems (exit 1)",
    "sizes": "every name with its size; --why: and where it came from",
    "letters": "the canonical letters",
    "python": "the Python lines; --module: a complete file that runs with NumPy alone",
    "english": "the translation into English; --level says how much",
    "latex": "LaTeX, to stand between $$ and $$",
    "picture": "the bricks: blocks in the terminal, or SVG with -o; --set puts numbers in the cells",
    "run": "the values of what the formula defines; --trace: step by step",
    "chain": "one formula: every value in between put where it is used",
    "unchain": "one line a layer",
    "serve": "the live page, for this machine alone: everything at once while you type",
    "explain": "the lesson behind a problem's code; without a code, all codes",
}
MOST_SHOWN = 10  # problems written out
PORT = 8341  # of the live page
LATER = ("backprop", "train", "page")
OPTIONS = ("-h", "--help", "--version", "--columns", "--json", "--no-color", "--module", "--trace", "--why", "--lsp")
WITH_VALUE = (
    "--dim", "--set", "--from", "--level", "--batch", "--words", "--port", "-o", "--output", "--detail", "--labels",
)  # fmt: skip
FILE_NAME = re.compile(r"[\w./\\-]+\.(?:letters|txt|py|md|tex|ipynb)")


def command(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    arguments = list(arguments)
    options = parser().parse_args(in_order(arguments))
    if options.command is None:
        parser().print_help()
        return 2
    if options.command == "explain":
        return show_lesson(options)
    if options.command == "serve":
        return serve_page(options)
    try:
        text, view = text_of(options.formula)
        formula = Formula(
            text, dims_of(options), options.columns, options.view or view, check=False, words=words_of(options)
        )
        if options.command == "check":
            return show_check(formula, options)
        if errors(formula.problems):
            raise SizeError(formula.problems, formula.text)
        return ACTIONS[options.command](formula, options)
    except FormulaError as error:
        return failed(error, options)


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
    if not found and plain and plain[0] in LATER:
        parser().error(f"{plain[0]} is not there yet")
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
        verb = "Serves" if name == "serve" else "Prints"
        sub = commands.add_parser(name, parents=of, help=does, description=f"{verb} {does}.")
        if name == "python":
            sub.add_argument("--module", action="store_true", help="a complete file that runs with NumPy alone")
            sub.add_argument("--batch", action="append", default=[], metavar="NAMES",
                             help="vectors that come as whole batches: l0,y (repeatable)")  # fmt: skip
        elif name == "english":
            sub.add_argument("--level", default="book", choices=LEVELS, help="how much is said")
        elif name == "picture":
            sub.add_argument("-o", "--output", metavar="FILE.svg", help="the file to write; with --trace one a frame")
            sub.add_argument("--detail", default="bricks", choices=("nodes", "bricks", "strips"), help="what is drawn")
            sub.add_argument("--labels", default="letters", choices=("letters", "words", "both"),
                             help="what stands at a brick")  # fmt: skip
            sub.add_argument("--trace", action="store_true", help="a picture for each layer, with what is known then")
        elif name == "run":
            sub.add_argument("--trace", action="store_true", help="every step, in letters, English and numbers")
        if name in ("run", "picture"):
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


# ------------------------------------------------------------------------------------------------ what comes in


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
        if FILE_NAME.fullmatch(formula):
            raise NotationError([Problem("E0305", f"there is no file {formula}")])
    return formula, None


def file_text(path: str) -> str:
    """What a text file has, as far as anybody reads it."""
    try:
        with open(path, "rb") as file:
            return decoded(file.read(4 * TEXT + 1), path)
    except OSError as error:
        raise NotationError([Problem("E0305", f"{path} cannot be read: {error.strerror}")]) from None


def notebook_code(text: str, path: str) -> str:
    """The code of a notebook, cell after cell."""
    from json import loads

    try:
        cells = loads(text)["cells"]
        sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        return "\n\n".join(source if isinstance(source, str) else "".join(source) for source in sources)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotationError([Problem("E0305", f"{path} is not a notebook")]) from None


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


def decoded(data: bytes, where: str) -> str:
    """Bytes as text, whatever mark stands in front."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        kind = "UTF-16" if encoding == "utf-16" else "UTF-8"
        message = f"{where} is not text in {kind}: byte {error.start + 1} is 0x{data[error.start]:02x}"
        raise NotationError([Problem("E0305", message)]) from None


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
        dims[key] = () if size.strip() == "number" else size.strip()
    return dims


def port(text: str) -> int:
    """A port, as `--port` takes it."""
    if not text.isdecimal() or len(text) > 5 or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: it is a whole number up to 65535")
    return int(text)


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


# ------------------------------------------------------------------------------------------------ what goes out


def colored(options: argparse.Namespace, stream: Any) -> bool:
    """True when colour is wanted and can be shown."""
    if options.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(stream.isatty())


def width() -> int:
    """The width of the terminal, or what the environment says; 100 in a pipe."""
    from shutil import get_terminal_size

    return get_terminal_size((100, 40)).columns


def printed(text: str) -> None:
    """Print, and let a reader who has gone be noticed here."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def print_json(value: object) -> None:
    """One JSON object."""
    from json import dumps

    printed(dumps(value, ensure_ascii=False))


def all_text(problems: Sequence[Problem], text: str, color: bool) -> str:
    """The first problems one after the other, and how many more there are."""
    said = [as_text(problem, text, width(), color) for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        said.append(f"and {len(problems) - MOST_SHOWN} more problems")
    return "\n\n".join(said)


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


def print_diagnostics(problems: Sequence[Problem], text: str) -> None:
    """The problems as an editor takes them."""
    from .editor import diagnostic

    print_json({"diagnostics": [diagnostic(problem, text) for problem in problems]})


def warned(formula: Formula, options: argparse.Namespace) -> None:
    """Warnings and notes, which stop nothing, go to standard error."""
    if not options.json:
        for problem in formula.problems:
            print(as_text(problem, formula.text, width(), colored(options, sys.stderr)), file=sys.stderr)


def show_check(formula: Formula, options: argparse.Namespace) -> int:
    """All problems; warnings alone leave the exit code at 0."""
    if options.lsp:
        print_diagnostics(formula.problems, formula.text)
    elif options.json:
        print_json({"problems": [problem.as_json() for problem in formula.problems]})
    elif formula.problems:
        printed(all_text(formula.problems, formula.text, colored(options, sys.stdout)))
    return 1 if errors(formula.problems) else 0


def show_everything(formula: Formula, options: argparse.Namespace) -> int:
    """The views side by side."""
    views = {"letters": formula.letters(), "python": formula.python(), "english": formula.english()}
    if options.json:
        print_json({"sizes": {key: list(size) for key, size in formula.sizes.items()}, **views})
        return 0
    from ..draw.ink import columns
    from .side_by_side import Panel, side_by_side

    drawn = formula.picture("strips").blocks(width() // 2, is_ascii(sys.stdout))
    panels = [
        Panel("Algebra", views["letters"]),
        Panel("Sizes", in_columns(formula.sizes)),
        Panel("Python", views["python"].replace("\n\n\n", "\n\n")),
        Panel("English", views["english"], prose=True),
    ]
    if max(map(columns, drawn.split("\n"))) <= max(width() - 2, 22):
        panels.insert(2, Panel("Picture", drawn))
    warned(formula, options)
    printed(side_by_side([panel for panel in panels if panel.text], width(), colored(options, sys.stdout)))
    return 0


def show_sizes(formula: Formula, options: argparse.Namespace) -> int:
    """Every name with its size."""
    if options.why:
        return show_why(formula, options)
    if options.json:
        print_json({key: list(size) for key, size in formula.sizes.items()})
    else:
        warned(formula, options)
        printed(in_columns(formula.sizes))
    return 0


def show_why(formula: Formula, options: argparse.Namespace) -> int:
    """Every name with its size, and below it where that came from."""
    sizes, reasons = formula.sizes, formula.why()
    if options.json:
        print_json({key: {"size": list(size), "why": list(reasons.get(key, ()))} for key, size in sizes.items()})
        return 0
    from textwrap import wrap

    warned(formula, options)
    longest = max(map(len, sizes), default=0)
    out = []
    for key, size in sizes.items():
        out.append(f"{key:<{longest}}  {written(size)}")
        for reason in reasons.get(key, ()):
            indent = " " * (longest + 4)
            out += wrap(reason, max(width(), 30), initial_indent=indent, subsequent_indent=indent + "  ",
                        break_on_hyphens=False)  # fmt: skip
    printed("\n".join(out))
    return 0


def show_text(name: str, text: str, formula: Formula, options: argparse.Namespace) -> int:
    """A view that is one text."""
    if options.json:
        notes = [problem.as_json() for problem in formula.problems]
        print_json({name: text, **({"problems": notes} if notes else {})})
    else:
        warned(formula, options)
        printed(text)
    return 0


def english_text(formula: Formula, options: argparse.Namespace) -> str:
    """The translation at its level; a lesson is filled into the width of the terminal."""
    text = formula.english(options.level)
    if options.level != "lesson" or options.json:
        return text
    from .side_by_side import indented

    return "\n".join(line for paragraph in text.split("\n") for line in indented(paragraph, width()))


def show_python(formula: Formula, options: argparse.Namespace) -> int:
    """The Python lines or the complete file."""
    batch = [key.strip() for key in ",".join(options.batch).split(",") if key.strip()]
    return show_text("python", formula.python(options.module, batch).rstrip("\n"), formula, options)


def show_run(formula: Formula, options: argparse.Namespace) -> int:
    """The values, or the run step by step."""
    values = values_of(options)
    if options.trace:
        trace = formula.trace(values, width=0 if options.json else width())
        return show_text("trace", trace, formula, options)
    run = formula.run(values)
    if options.json:
        print_json({key: plain(value) for key, value in run.items()})
        return 0
    from ..write.values import value_text

    warned(formula, options)
    printed("\n".join(f"{key} = {value_text(value)}" for key, value in run.items()))
    return 0


def show_picture(formula: Formula, options: argparse.Namespace) -> int:
    """The picture as blocks or in a file, or a picture for each layer."""
    values = values_of(options)
    if options.trace:
        pictures = formula.frames(values, detail=options.detail, labels=options.labels)
    else:
        pictures = [formula.picture(options.detail, options.labels, values or None)]
    if options.output:
        return save_pictures(pictures, formula, options)
    if options.json:
        print_json({"pictures": [{"svg": picture.svg, "caption": picture.caption} for picture in pictures]})
        return 0
    warned(formula, options)
    plain_only = is_ascii(sys.stdout)
    said = [in_terminal(picture, plain_only) for picture in pictures]
    captions = [f"{picture.caption}\n" * bool(picture.caption) for picture in pictures]
    printed("\n\n".join(caption + text for caption, text in zip(captions, said, strict=True)))
    return 0


def in_terminal(picture: Picture, ascii_only: bool) -> str:
    """The blocks, or one sentence where a terminal is too narrow for them."""
    from ..draw.ink import columns

    text = picture.blocks(width(), ascii_only)
    needed = max(map(columns, text.split("\n")))
    if sys.stdout.isatty() and needed > width():
        return f"the picture needs {needed} columns, and there are {width()}; letternet picture -o FILE.svg draws it"
    return text


def is_ascii(stream: Any) -> bool:
    """True for a terminal or file that cannot show the characters of boxes."""
    try:
        "─■".encode(stream.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def save_pictures(pictures: Sequence[Picture], formula: Formula, options: argparse.Namespace) -> int:
    """Write the SVG into its file, or frame after frame into numbered ones."""
    stem, suffix = os.path.splitext(options.output)
    several = len(pictures) > 1 or options.trace
    for number, picture in enumerate(pictures, 1):
        path = f"{stem}-{number}{suffix or '.svg'}" if several else options.output
        try:
            picture.save(path)
        except OSError as error:
            raise NotationError([Problem("E0305", f"{path} cannot be written: {error.strerror}")]) from None
        if picture.note:
            print(picture.note, file=sys.stderr)
    warned(formula, options)
    return 0


def show_lesson(options: argparse.Namespace) -> int:
    """The lesson behind a code, or all codes with their titles."""
    from ..lessons import LESSONS, lesson_text, list_text

    code = (options.code or "").strip().upper()
    if not code:
        if options.json:
            print_json({"codes": {code: lesson.title for code, lesson in LESSONS.items()}})
        else:
            printed(list_text(width()))
        return 0
    if code not in LESSONS:
        from difflib import get_close_matches

        near = get_close_matches(code, LESSONS, 3)
        known = f"did you mean {listed(near)}?" if near else "letternet explain lists all of them"
        parser().error(f"there is no problem {shortened(options.code.strip())}; {known}")
    if options.json:
        print_json(LESSONS[code].as_json())
    else:
        printed(lesson_text(LESSONS[code], width()))
    return 0


def serve_page(options: argparse.Namespace) -> int:
    """The live page, until Ctrl-C."""
    try:
        from .serve import serve
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn"):
            raise
        parser().error(f"serve needs the package {error.name}: pip install 'letternet[page]'")
    return serve(options.port, options.open)


def listed(names: Sequence[str]) -> str:
    """Names with commas, and an or before the last."""
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def plain(value: Any) -> Any:
    """A value as JSON has it: numbers and nested lists; what is not a finite number is null."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return None if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))) else value


ACTIONS: dict[str, Callable[[Formula, argparse.Namespace], int]] = {
    "show": show_everything,
    "sizes": show_sizes,
    "letters": lambda formula, options: show_text("letters", formula.letters(), formula, options),
    "python": show_python,
    "english": lambda formula, options: show_text("english", english_text(formula, options), formula, options),
    "latex": lambda formula, options: show_text("latex", formula.latex(), formula, options),
    "picture": show_picture,
    "run": show_run,
    "chain": lambda formula, options: shown_rewritten(formula.chain(), options),
    "unchain": lambda formula, options: shown_rewritten(formula.unchain(), options),
}


def shown_rewritten(formula: Formula, options: argparse.Namespace) -> int:
    """The letters of a rewritten formula, with the notes of the rewriting."""
    return show_text("letters", formula.letters(), formula, options)
