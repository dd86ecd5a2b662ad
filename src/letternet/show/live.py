"""The live page: what it is made of, and what it is answered while somebody types.

A state of the page is an object of texts and switches; what is not there is as it is at first.

| key | what it says |
|---|---|
| `text` | the formula, in any view that can be read |
| `dims`, `values` | sizes and values by letter, as they are typed; a value is never the path of a file |
| `detail`, `labels` | how the picture is drawn |
| `step` | the frame that is shown of the network predicting, from 0 |
| `fill` | whether numbers are wanted for the letters that have none |
| `want` | a file instead of the views: `"svg"`, `"module"`, `"page"` |
| `explain` | the code of a problem whose lesson is wanted instead |
"""

from __future__ import annotations

from bisect import bisect_left
from html import escape
from importlib.resources import files

from ..draw.ink import BRICKS, DETAILS, LABELS, LETTERS
from ..formula import Formula, declaration, unreadable
from ..problem_text import size_with_verb
from ..problems import DataError, FormulaError, Problem, errors, line_starts, lines_of
from ..read.letters import read_name
from ..rewrite.unchain import unchain
from ..sizes import written
from ..tree import Comment, Declaration, within
from ..write.markup import marked_up
from .linked import Linked, parted, picture_html
from .page import WIDE, card, document, formula_page, view

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Final

    from ..draw.picture import Picture
    from ..problems import Fact
    from ..tree import Node, Program


MOST = 10  # problems told at once
LONGEST = 40  # characters of the text that are quoted in a reason
GONE, GUESSED = "W0202", "N0101"  # a size typed for a letter that is there no more; which view a text was taken for
FIRST = "l0 : 3; l1 : 4; l2 : 1\nl2 = relu(l0W0)W1"
GALLERY = "letternet.gallery"  # the examples' gallery, as it is installed
UNBROKEN = 100_000  # columns of a lesson: the page breaks its lines
FILES = {"svg": "formula.svg", "module": "formula.py", "page": "formula.html"}


def options(title: str, name: str, choices: Mapping[str, str]) -> str:
    """A choice with its title."""
    listed = "".join(f'<option value="{value}">{said}</option>' for value, said in choices.items())
    return f'<label>{title} <select id="{name}">{listed}</select></label>'


def gallery() -> dict[str, str]:
    """The formulas to start from, by their titles."""
    texts = [each.read_text(encoding="utf-8") for each in files(GALLERY).iterdir() if each.name.endswith(".letters")]
    return dict(sorted((parted(text)[0][0], text) for text in texts))


EXAMPLES = "".join(f'<option value="{escape(text)}">{escape(title)}</option>' for title, text in gallery().items())
DETAIL = options("Detail", "detail", {"bricks": "Bricks", "strips": "Layers", "nodes": "Single values"})
NAMES = options("Names", "labels", {"letters": "Letters", "words": "Words", "both": "Both"})
STEPS = """<div id="steps" class="controls" hidden>
<button type="button" id="stepping" aria-pressed="false">Step through</button>
<button type="button" id="back">Back</button><button type="button" id="forth">Forward</button>
<output id="count"></output><p id="caption" role="status"></p></div>"""
TABLE = """<div class="controls"><button type="button" id="fill">Fill in numbers</button>
<button type="button" id="clear">Clear</button></div>
<p id="values" class="dim" role="status"></p>
<table><thead><tr><th scope="col">Letter</th><th scope="col">Size</th><th scope="col">Value</th>
<th scope="col" class="words">In words</th></tr></thead><tbody id="rows"></tbody></table>"""
BODY = f"""<header class="live"><h1>letternet</h1>
<div class="controls"><label>Start from
<select id="examples"><option value="">an example …</option>{EXAMPLES}</select></label>
<button type="button" id="link">Copy link</button><button type="button" data-want="svg">Save picture</button>
<button type="button" data-want="module">Save module</button>
<button type="button" data-want="page">Save page</button></div></header>
<main><noscript><p>This page needs its script; letternet page makes one that does not.</p></noscript>
<section class="card"><label for="formula">Formula</label>
<div class="editor"><div id="mirror" aria-hidden="true"></div>
<textarea id="formula" rows="2" spellcheck="false" autocomplete="off" autocapitalize="off" aria-describedby="state"
>{escape(FIRST)}</textarea></div>
<p id="state" class="dim" role="status"></p><ul id="problems"></ul></section>
<div id="linked" class="linked">
{view("letters", "Algebra", "", " ")}
{view("picture", "Picture", "", tools=f'<div class="controls">{DETAIL}{NAMES}</div>', below=STEPS)}
{view("python", "Python", "", " ")}
{view("english", "English", "", " ")}
{card("Sizes and values", TABLE, attributes=' data-view="sizes"')}
</div></main>"""


def page() -> str:
    """The whole page as one HTML document."""
    return document("letternet", BODY, ["linked.js", "live.js"])


def answer(state: dict[str, Any]) -> dict[str, Any]:
    """What the page shows for its state: the views, the table of letters, and what is wrong.

    Where the formula has errors there are problems alone, and the page keeps what it shows.
    """
    try:
        wanted = Wanted(state)
    except TypeError as error:
        return {"problems": [Problem("E0305", str(error)).as_json()]}
    if wanted.code:
        return {"lesson": lesson(wanted.code)}
    sizes = Sizes(wanted)
    try:
        formula = Formula(wanted.text, sizes.read, check=False)
        made = {} if errors(formula.problems) else Answer(formula, wanted, sizes.wrong).made()
        return {**sizes.told(formula.problems), **made}
    except FormulaError as error:
        return sizes.told(error.problems)


class Wanted:
    """A state of the page, each of its parts of the kind that it has to be; `TypeError` if one is not."""

    def __init__(self, state: Mapping[str, Any]) -> None:
        self.text: Final[str] = of_kind(state, "text", str, "")
        self.fill: Final[bool] = of_kind(state, "fill", bool, False)
        self.step: Final[int | None] = of_kind(state, "step", int, None)
        self.code: Final[str] = of_kind(state, "explain", str, "")
        self.file: Final = one_of(state, "want", ("", *FILES))
        self.detail: Final = one_of(state, "detail", (BRICKS, *DETAILS))
        self.labels: Final = one_of(state, "labels", (LETTERS, *LABELS))
        self.dims: Final = texts(state, "dims")
        self.values: Final = texts(state, "values")


def of_kind(state: Mapping[str, Any], key: str, kind: type, usual: Any) -> Any:
    """A part of a state, if it is of its kind."""
    value = state.get(key, usual)
    if value is usual or (isinstance(value, kind) and not (kind is int and isinstance(value, bool))):
        return value
    raise TypeError(f"{key} is of another kind in a state of the page")


def one_of(state: Mapping[str, Any], key: str, known: Sequence[str]) -> str:
    """A part of a state that is one of a few words, the first of them where it is not there."""
    value: str = of_kind(state, key, str, known[0])
    if value not in known:
        raise TypeError(f"{key} is none of {', '.join(dict.fromkeys(filter(None, known)))}")
    return value


def texts(state: Mapping[str, Any], key: str) -> dict[str, str]:
    """What is typed for letters, without what is empty."""
    found = of_kind(state, key, dict, {})
    if not all(isinstance(text, str) for text in found.values()):
        raise TypeError(f"{key} is of another kind in a state of the page")
    return {read_name(letter) or letter: text.strip() for letter, text in found.items() if text.strip()}


class Sizes:
    """The sizes that are typed: those that are read, and what is wrong with the others.

    Only letters that the formula has and does not declare itself have one.
    """

    def __init__(self, wanted: Wanted) -> None:
        self.text: Final = wanted.text
        self.read: Final[dict[str, str]] = {}
        self.problems: Final[list[Problem]] = []
        self.wrong: Final[dict[str, str]] = {}
        takes = takes_sizes(wanted.text) if wanted.dims else None
        for key, size in wanted.dims.items():
            line, reason = declaration(key, size)
            if takes is not None and key not in takes:
                continue
            if line is not None:
                self.read[key] = size
            elif takes is not None:
                self.problems.append(unreadable(key, size, reason))
                self.wrong[key] = self.problems[-1].message

    def told(self, problems: Sequence[Problem]) -> dict[str, Any]:
        """What is wrong with the formula and with sizes."""
        found = [*self.problems, *(problem for problem in problems if problem.code != GONE)]
        return {
            "problems": told(found[:MOST], self.text),
            "more": len(found) > MOST,
            "fields": {"dims": self.wrong, "values": {}},
        }


def takes_sizes(text: str) -> set[str] | None:
    """The letters of a formula without those that it declares itself; None if it cannot be read.

    >>> sorted(takes_sizes("y = xW; x : 3"))
    ['W', 'y']
    """
    try:
        formula = Formula(text, check=False)
    except FormulaError:
        return None
    lines = formula.program.statements
    return set(formula.sizes) - {name.key for line in lines if isinstance(line, Declaration) for name in line.names}


class Answer:
    """The answer for a formula without errors; `wrong` is said of sizes that are left out."""

    def __init__(self, formula: Formula, wanted: Wanted, wrong: Mapping[str, str]) -> None:
        self.formula: Final = formula
        self.wanted: Final = wanted
        self.filled: Final[dict[str, str]] = {}
        self.wrong_sizes: Final = wrong
        self.wrong_values: Final[dict[str, str]] = {}
        self.problems: Final[list[Problem]] = []
        self.missing: list[str] = []
        self.results: dict[str, str] = {}
        self.values: Final = self.given()

    def given(self) -> dict[str, Any] | None:
        """The values, if there is one for every letter that needs one and they fit; None otherwise."""
        from ..run.needed import MOST as MADE_UP
        from ..run.needed import needed, numbers_to_try
        from ..run.values import typed

        checked = self.formula.checked
        if not (self.wanted.values or self.wanted.fill) and needed(checked):
            return None
        try:
            values = self.typed()
            if self.problems:
                return None
            if self.wanted.fill:
                self.filled.update(numbers_to_try(checked, values))
                values |= {key: typed(key, text) for key, text in self.filled.items()}
            self.missing = [key for key in needed(checked) if key not in values]
            if self.missing and self.wanted.fill:
                said = f"no more than {MADE_UP:,} numbers are made up; smaller sizes help"
                self.problems.append(Problem("E0301", said))
            if self.missing:
                return None
            self.results = results(self.formula, values)
        except DataError as error:
            for problem in error.problems:
                self.refuse(problem)
            return None
        return values

    def typed(self) -> dict[str, Any]:
        """The values that are typed for letters of the formula; those that are none become problems."""
        from ..run.values import typed

        values = {}
        for key, text in self.wanted.values.items():
            if key not in self.formula.checked.named:
                continue
            try:
                values[key] = typed(key, text)
            except DataError as error:
                self.refuse(error.problems[0], key)
        return values

    def refuse(self, problem: Problem, key: str = "") -> None:
        """A problem with a value: of a letter, else of the first one that its sentence names."""
        self.problems.append(problem)
        named = key or next((word for word in problem.message.split() if word in self.wanted.values), "")
        if named:
            self.wrong_values.setdefault(named, problem.message)

    def made(self) -> dict[str, Any]:
        """The file, or everything that the page shows."""
        stepping = self.values is not None and self.wanted.step is not None
        picture, step, steps = self.frame() if stepping else (self.whole(), None, 0)
        if self.wanted.file:
            return {"file": {"name": FILES[self.wanted.file], "text": self.file(picture)}}
        formula = self.formula if self.values is None else self.formula.sized(self.values)
        linked = Linked(formula.unchain() if stepping else formula)
        if stepping:
            self.results = results(linked.formula, self.values)
        drawn, width = picture_html(picture)
        written = {"letters": linked.letters(), "python": linked.python(), "english": linked.english()}
        return {
            "views": {"picture": drawn, **{name: view.html for name, view in written.items()}},
            "copies": {name: view.text for name, view in written.items()},
            "wide": width > WIDE,
            "spans": self.spans_in_steps(formula, linked) if stepping else self.spans(),
            "fields": {"dims": self.wrong_sizes, "values": self.wrong_values},
            "rows": self.rows(linked),
            "missing": self.missing,
            "filled": self.filled,
            "wrong": [problem.message for problem in self.problems],
            "runs": self.values is not None,
            "steps": steps,
            "step": step,
            "caption": picture.caption,
        }

    def whole(self) -> Picture:
        """The picture of the formula as it is."""
        return self.formula.picture(self.wanted.detail, self.wanted.labels, self.values)

    def frame(self) -> tuple[Picture, int, int]:
        """The frame that is wanted, the number that it has, and how many there are."""
        frames = self.formula.frames(self.values, detail=self.wanted.detail, labels=self.wanted.labels)
        step = min(max(self.wanted.step or 0, 0), len(frames) - 1)
        return frames[step], step, len(frames)

    def file(self, picture: Picture) -> str:
        """A file to keep."""
        if self.wanted.file == "svg":
            return picture.svg
        return self.formula.python(module=True) if self.wanted.file == "module" else formula_page(
            self.formula, values=self.values
        )  # fmt: skip

    def spans(self) -> list[tuple[int, int, str]]:
        """Where the parts stand in the text that was typed."""
        return self.typed_at(self.formula.checked.ids.items())

    def spans_in_steps(self, formula: Formula, linked: Linked) -> list[tuple[int, int, str]]:
        """The same for the parts of the lines that the formula becomes: what a line took over kept its place."""
        before, after = parts_in(unchain(formula.checked)), parts_in(linked.formula.program)
        if [type(node) for node in before] != [type(node) for node in after]:
            return []
        pairs = zip(before, after, strict=True)
        return self.typed_at((node, linked.ids[same]) for node, same in pairs if same in linked.ids)

    def typed_at(self, parts: Iterable[tuple[Node, str]]) -> list[tuple[int, int, str]]:
        """The places of parts in the text that was typed, if it was letters, as a browser counts."""
        if self.formula.view != "letters":
            return []
        places = {(node.start, node.end, part) for node, part in parts if node.end > node.start >= 0}
        wide = two_units(self.formula.text)
        return [(in_browser(wide, start), in_browser(wide, end), part) for start, end, part in sorted(places)]

    def rows(self, linked: Linked) -> list[dict[str, Any]]:
        """The table of letters: each with its words and its size, and whether it takes a value or has one."""
        from ..run.needed import needed

        takes, declared = needed(self.formula.checked), self.formula.checked.names.declared
        sizes = {key: size for key, size in linked.formula.sizes.items() if key in linked.names}
        sizes |= {key: () for key in takes if key not in sizes}
        return [
            {
                "key": key,
                "html": marked_up(key, page=True),
                "words": linked.words.english.get(key, ""),
                "size": written(size),
                "part": linked.names.get(key, ""),
                "takes": key in takes,
                "declared": key in declared and key not in self.formula.dims,
                "value": self.results.get(key, ""),
            }
            for key, size in sizes.items()
        ]


def parts_in(program: Program) -> list[Node]:
    """Every part of a program's lines, without its comments."""
    return [node for line in program.statements if not isinstance(line, Comment) for node in within(line)]


def results(formula: Formula, values: Mapping[str, Any] | None) -> dict[str, str]:
    """What a formula gives, as text."""
    from ..write.values import value_text

    return {key: value_text(value) for key, value in formula.run(values).items()}


def told(problems: Sequence[Problem], text: str) -> list[dict[str, Any]]:
    """Problems as data, their places counted from the beginning of the text as a browser counts."""
    starts, wide, lines = line_starts(text), two_units(text), lines_of(text)
    out = []
    for problem in problems:
        said: dict[str, Any] = {**problem.as_json(), "because": [reason(fact, lines) for fact in problem.facts]}
        if not text.strip():
            said["severity"] = "note"  # nothing is there yet, and nothing wrong
        if problem.code == GUESSED:
            said["message"] = problem.message.partition(";")[0]  # what follows is for the command line
        for fix, way in zip(said["fixes"], problem.fixes, strict=True):
            fix["dims"] = {key: written(size) for key, size in way.dims.items()}
            fix["then"] = ", ".join(f"{name} {size_with_verb(size)}" for name, size in way.sizes.items())
        if 0 < problem.line <= len(starts):
            start = starts[problem.line - 1]
            said["place"] = [in_browser(wide, start + at) for at in problem.span]
        out.append(said)
    return out


def reason(fact: Fact, lines: Sequence[str]) -> str:
    """What a problem rests on as a sentence that needs no mark: what a label marks is quoted.

    >>> from letternet.problems import Fact
    >>> [reason(Fact(said, 1, 4, 6), ["y = xW"]) for said in ("a row", "4 values", "xW is a row", "empty")]
    ['xW is a row', 'xW has 4 values', 'xW is a row', 'xW: empty']
    """
    marked = lines[fact.line - 1][fact.start : fact.end].strip() if 0 < fact.line <= len(lines) else ""
    if fact.role != "label" or not marked or fact.message.startswith(marked) or fact.message.endswith("?"):
        return fact.message
    quoted = marked if len(marked) <= LONGEST else f"{marked[: LONGEST - 1]}…"
    if fact.message[:1].isdigit():
        return f"{quoted} has {fact.message}"
    return f"{quoted} is {fact.message}" if fact.message.startswith(("a ", "an ")) else f"{quoted}: {fact.message}"


def two_units(text: str) -> list[int]:
    """The places of the characters that are two of a browser's UTF-16 units."""
    return [] if text.isascii() else [at for at, character in enumerate(text) if character > "\uffff"]


def in_browser(wide: Sequence[int], at: int) -> int:
    """A place in a text, counted in the units of a browser.

    >>> in_browser(two_units("𝐖x"), 1), in_browser(two_units("𝐖x"), 0)
    (2, 0)
    """
    return at + bisect_left(wide, at)


def lesson(code: str) -> str:
    """The lesson behind a problem's code; empty if there is none."""
    from ..lessons import LESSONS, lesson_text

    return lesson_text(LESSONS[code], UNBROKEN) if code in LESSONS else ""
