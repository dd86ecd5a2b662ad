"""What is made of each text in `readings/`, in full: letters, the places of all parts, problems, ways out.

A text stands behind `>`, what is made of it below: letters behind `=`, places behind `@`, problems behind `!`.  Texts
in `any.txt` are read without being told what they are; which view they were taken for stands behind `:`.  Of those in
`shown.txt` that is what is shown: English behind `"`, with what it says of how the formula learns, Python behind `$`,
values behind `#`.
`python tests/readings.py` writes what is made of them now; what changes is read before it is kept.  A new text is
added with `>` before each of its lines and an empty line below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import numpy as np

from letternet import Formula, FormulaError, LearningError
from letternet.problems import Fix, Problem
from letternet.read.letters import read as read_letters
from letternet.read.views import VIEWS, readings
from letternet.run.needed import numbers_to_try
from letternet.tree import Statement, within

FOLDER = Path(__file__).resolve().parent / "readings"
ANY, SHOWN = "any", "shown"
KEPT = (*VIEWS, ANY, SHOWN)


def texts(view: str) -> list[str]:
    """The texts that are kept for a view."""
    lines = (FOLDER / f"{view}.txt").read_text(encoding="utf-8").split("\n")
    groups = groupby(lines, key=lambda line: line.startswith(">"))
    return ["\n".join(line[2:] for line in group) for is_text, group in groups if is_text]


def blocks(view: str) -> list[str]:
    """What is kept for a view: a text and what was made of it, each."""
    return (FOLDER / f"{view}.txt").read_text(encoding="utf-8").rstrip("\n").split("\n\n")


def block(text: str, view: str) -> str:
    """A text and what is made of it."""
    return "\n".join([*(f"> {line}".rstrip(" ") for line in text.split("\n")), *made(text, view)])


def made(text: str, view: str) -> Iterator[str]:
    """What is made of a text, line by line."""
    if view == SHOWN:
        yield from shown(Formula(text))
        return
    try:
        net = Formula(text, view=None if view == ANY else view, check=False)
    except FormulaError as error:
        problems = error.problems
    else:
        if view == ANY:
            yield f": {net.view}"
        yield from (f"= {line}" for line in net.letters().split("\n"))
        problems = net.problems
    if view != ANY:
        program = read_letters(text)[0] if view == "letters" else next(readings(view, text))[0]
        yield "@ " + "; ".join(places(line) for line in program.statements)
    for problem in problems:
        yield from told(problem)


def shown(net: Formula) -> Iterator[str]:
    """What is shown of a formula, and of how it learns if it can."""
    with suppress(LearningError):
        net = net.backprop()
        yield from (f"= {line}" for line in net.letters().split("\n"))
    for level in ("overview", "lesson"):
        yield from (f'" {line}'.rstrip() for line in net.english(level).split("\n"))
    batch = [key for key in net.checked.names.inputs if len(net.sizes.get(key, ())) == 1]
    for backend in ("numpy", "array-api"):
        for code in dict.fromkeys((net.python(backend=backend), net.python(batch=batch, backend=backend))):
            yield from (f"$ {line}".rstrip() for line in code.split("\n"))
    for name, value in net.run(numbers_to_try(net.checked, {})).items():
        yield f"# {name}: {np.array2string(np.asarray(value), precision=6, separator=', ')}".replace("\n", "")


def places(line: Statement) -> str:
    """Where a line and its parts stand."""
    return " ".join(f"{node.start}-{node.end}" for node in (line, *within(line)))


def told(problem: Problem) -> Iterator[str]:
    """A problem with its facts and its ways out."""
    yield f"! {problem.code} {place(problem.line, problem.span)} {problem.message}"
    yield from (f"    {fact.role} {place(fact.line, fact.span)} {fact.message}" for fact in problem.facts)
    yield from (f"    way out: {way_out(fix)}" for fix in problem.fixes)


def place(line: int, span: tuple[int, int]) -> str:
    """A place in a text."""
    return f"{line}:{span[0]}-{span[1]}"


def way_out(fix: Fix) -> str:
    """A way out: in words, what changes, and the sizes that go with it."""
    edits = [f"{start}-{end} {text!r}" for start, end, text in fix.edits] or [repr(fix.formula)]
    return "; ".join([fix.message, *edits, *sized(fix.dims.items()), *sized(fix.sizes.items())])


def sized(sizes: Iterable[tuple[str, tuple[int | str, ...]]]) -> Iterator[str]:
    """Sizes in words."""
    return (f"{name} : {' × '.join(map(str, size))}" for name, size in sizes)


def main() -> None:
    """Write what is made of all texts now."""
    for view in KEPT:
        found = [block(text, view) for text in texts(view)]
        (FOLDER / f"{view}.txt").write_text("\n\n".join(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
