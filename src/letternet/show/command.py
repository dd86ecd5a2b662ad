"""`letternet COMMAND FORMULA`: each command asks the formula for what it shows, and returns an exit code.

Exit codes: 0 fine, 1 a problem with the formula or its data, 2 the command was used wrongly.
"""

from __future__ import annotations

import os
import sys

from ..formula import Formula
from ..problems import FormulaError, SizeError, errors, shortened
from ..sizes import in_columns, written
from ..words import listed
from .arguments import in_order, parsed, parser
from .input import dims_of, file_text, learned_of, letters_in, listed_in, text_of, title_of, values_of, words_of
from .output import (
    LACKING,
    all_text,
    as_printed,
    colored,
    failed,
    in_terminal,
    is_ascii,
    plain,
    print_diagnostics,
    print_json,
    printed,
    save_pictures,
    save_text,
    warned,
    width,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence


def command(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=LACKING)
    options = parsed(in_order(list(arguments)))
    if options.command is None:
        parser().print_help()
        return 2
    if options.command == "explain":
        return show_lesson(options)
    if options.command == "serve":
        return serve_page(options)
    try:
        if options.command == "page" and os.path.isdir(options.formula):
            return write_gallery(options)
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
        Panel("Algebra", as_printed(views["letters"])),
        Panel("Sizes", sizes_table(formula)),
        Panel("Python", as_printed(views["python"].replace("\n\n\n", "\n\n"))),
        Panel("English", as_printed(views["english"]), prose=True),
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
        printed(sizes_table(formula))
    return 0


def sizes_table(formula: Formula) -> str:
    """Every name with its size, below one another."""
    return in_columns({as_printed(key): size for key, size in formula.sizes.items()})


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
    text = formula.python(options.module, listed_in(options.batch), options.backend)
    return show_text("python", text.rstrip("\n"), formula, options)


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


def train_formula(formula: Formula, options: argparse.Namespace) -> int:
    """Learn the weights."""
    from .train import train

    return train(formula, options)


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


def write_page(formula: Formula, options: argparse.Namespace) -> int:
    """The page of one formula; a file without a title in it goes by its name."""
    from .page import formula_page

    title = os.path.splitext(os.path.basename(options.formula))[0] if os.path.isfile(options.formula) else ""
    save_text(formula_page(formula, title, values_of(options)), options.output)
    warned(formula, options)
    return 0


def write_gallery(options: argparse.Namespace) -> int:
    """The page of a folder: all its files of letters, under the first heading of its README."""
    from .page import gallery_page

    if options.set or options.dim:
        parser().error(f"--set and --dim are for one formula, and {options.formula} is a folder")
    paths = letters_in(options.formula)
    formulas = {}
    for path in paths:
        try:
            formula = Formula(file_text(path), {}, options.columns, options.view, words=words_of(options))
        except FormulaError:
            if not options.json:
                print(f"in {path}:", file=sys.stderr)
            raise
        formulas[os.path.splitext(os.path.basename(path))[0]] = formula
    save_text(gallery_page(formulas, title_of(options.formula)), options.output)
    return 0


def shown_rewritten(formula: Formula, options: argparse.Namespace) -> int:
    """The letters of a rewritten formula, with the notes of the rewriting."""
    return show_text("letters", formula.letters(), formula, options)


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
        known = f"did you mean {listed(near, 'or')}?" if near else "letternet explain lists all of them"
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


ACTIONS: dict[str, Callable[[Formula, argparse.Namespace], int]] = {
    "show": show_everything,
    "sizes": show_sizes,
    "letters": lambda formula, options: show_text("letters", formula.letters(), formula, options),
    "python": show_python,
    "english": lambda formula, options: show_text("english", english_text(formula, options), formula, options),
    "latex": lambda formula, options: show_text("latex", formula.latex(), formula, options),
    "page": write_page,
    "picture": show_picture,
    "run": show_run,
    "train": train_formula,
    "chain": lambda formula, options: shown_rewritten(formula.chain(), options),
    "unchain": lambda formula, options: shown_rewritten(formula.unchain(), options),
    "backprop": lambda formula, options: shown_rewritten(
        formula.backprop(options.target, learned_of(options), options.error), options
    ),
}
