"""Every reader under fuzzing: any bytes give a result or a problem with a place, soon, and what is read can be shown.

`python tests/fuzz.py letters --seconds 3600 --finds FOLDER` changes the repository's own texts, led by what each change
makes the reader do, which takes atheris; `--plain` goes by chance alone, anywhere.  A find is told once, kept in the
folder in its shortest form, and fuzzing goes on.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import sys
import tempfile
import time
import traceback
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("COLUMNS", "100")
if __name__ == "__main__" and "--plain" not in sys.argv:
    with suppress(ImportError):
        import atheris

        with redirect_stderr(io.StringIO()), atheris.instrument_imports(include=["letternet"]):  # it lists what it sees
            import letternet.formula
            import letternet.show.command
            import letternet.show.live  # noqa: F401

import fuzz_inputs as inputs
import numpy as np
from effort import TooLong, at_most
from test_read_python import in_one_way, one_word_each, read_back

from letternet import DataError, Formula, FormulaError, NotationError
from letternet.problem_text import as_text
from letternet.problems import Problem, SizeError, errors, lines_of
from letternet.read.views import VIEWS
from letternet.run.needed import numbers_to_try
from letternet.run.saved import Files
from letternet.run.values import from_file, typed
from letternet.show.command import command
from letternet.show.live import answer
from letternet.show.page import formula_page
from letternet.show.worker import reply
from letternet.tree import Comment, Meaning, same_statement

LONGEST = 5.0  # seconds of work on one input
MEMORY = 3 * 2**30
MOST_SAID = 200_000  # characters of all problems together, of a short text
PLACELESS = ("E0109", "E0114")  # what is said of a text as a whole
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")


class BrokenError(AssertionError):
    """A law does not hold."""


def holds(fact: object, *said: object) -> None:
    """A law: the fact holds."""
    if not fact:
        raise BrokenError(*said)


# ------------------------------------------------------------------------------------------------------- the laws


def in_place(problem: Problem, text: str) -> None:
    """A problem says something, and its places are in the text."""
    lines = lines_of(text)
    holds(problem.message and len(problem.message) <= 300, problem)
    for line, (start, end) in ((part.line, part.span) for part in (problem, *problem.facts)):
        holds(0 <= line <= len(lines), problem, line)
        holds(0 <= start <= end, problem, start, end)
        holds(not line or end <= len(lines[line - 1]) + 1, problem, line, end)
    said = as_text(problem, text)
    holds(said and not UNPRINTABLE.search(said), said)
    holds(len(said.split("\n")) <= 60, said)  # ways out that quote a long line
    json.dumps(problem.as_json(), allow_nan=False)


def refused(error: FormulaError, text: str) -> None:
    """What cannot be read is told with its places."""
    holds(any(problem.severity == "error" for problem in error.problems), error)
    holds(str(error) and len(str(error)) < MOST_SAID + 100 * len(text), len(str(error)))
    for problem in error.problems:
        in_place(problem, text)
        holds(problem.line or not text or problem.code in PLACELESS or problem.severity != "error", problem)


def read(text: str, view: str | None, columns: bool = False) -> Formula | None:
    """A formula without errors; None if the text is refused, and well."""
    try:
        net = Formula(text, columns=columns, view=view, check=False)
    except FormulaError as error:
        refused(error, text)
        return None
    for problem in net.problems:
        in_place(problem, text)
    if errors(net.problems):
        refused(SizeError(net.problems, text), text)
        return None
    return net


def again(net: Formula, text: str, view: str, **more: Any) -> Formula:
    """A view of a formula, read again; that it is refused is a find."""
    try:
        return Formula(text, {}, net.columns, view, **more)
    except FormulaError as error:
        raise BrokenError(f"{view} is written that cannot be read: {text[:500]!r}: {str(error)[:500]}") from None


def same_letters(net: Formula) -> None:
    """The letters of a formula are read, and written in the same letters again."""
    letters = net.letters()
    back = again(net, letters, "letters").letters()
    holds(back == letters, letters, back)


def same_latex(net: Formula) -> None:
    """LaTeX reads back to the same letters."""
    text, letters = net.latex(), net.letters()
    back = again(net, text, "latex").letters()
    holds(back == letters, "LaTeX", letters, text, back)


def same_english(net: Formula, level: str) -> None:
    """English says the same formula, unless words that the text brings along are in the way."""
    lines = [line for line in net.program.statements if not isinstance(line, Comment)]
    said = net.english(level)
    if not said or any(isinstance(line, Meaning) for line in lines):
        return
    back = again(net, said, "english", check=False).program.statements
    theirs = [line for line in back if not isinstance(line, Meaning)]
    holds(len(lines) == len(theirs) and all(map(same_statement, lines, theirs)), "English", net.letters(), said)


def compiled(net: Formula, module: bool = False, backend: str = "numpy") -> None:
    """Python is Python; read back, it is a formula, or refused."""
    try:
        code = net.python(module, backend=backend)
    except NotationError:
        holds(backend == "array-api" and not net.checked.names.inputs)  # nothing says of which library its arrays are
        return
    compile(code, "view", "exec")
    if code.strip() and backend == "numpy":
        read(code, "python", net.columns)


def same_python(net: Formula) -> None:
    """Python reads back to the same code, where each letter has a word of its own and each line of the code is one."""
    names = net.checked.names
    if net.view != "letters" or not names.steps or names.functions or not one_word_each(net) or "step_" in net.python():
        return
    try:
        back = read_back(net)
    except FormulaError as error:
        raise BrokenError(f"Python is written that cannot be read: {net.python()}: {str(error)[:500]}") from None
    holds(in_one_way(back.python()) == in_one_way(net.python()), "Python", net.letters(), net.python(), back.python())


def drawn(net: Formula, detail: str) -> None:
    """A picture is drawn, for a page and for a terminal."""
    picture = net.picture(detail)
    holds(picture.svg.startswith("<svg") and not UNPRINTABLE.search(picture.svg), picture.svg[:300])
    holds(picture.text is not None)


def paged(net: Formula) -> None:
    """There is a page of whatever is more than remarks."""
    if not all(isinstance(line, Comment) for line in net.program.statements):
        holds(formula_page(net))


def rewritten(net: Formula, rewrite: Callable[[Formula], Formula]) -> None:
    """What a formula is rewritten as is a formula, or why not is said."""
    with suppress(FormulaError):
        made = rewrite(net)
        same_letters(made)
        compiled(made)


def run(net: Formula) -> None:
    """A formula runs on numbers that are made up, and each value has its size; or why not is said."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), suppress(FormulaError):
        warnings.simplefilter("ignore")
        for key, value in net.run(numbers_to_try(net.checked, {})).items():
            holds(np.ndim(value) == len(net.sizes.get(key, np.shape(value))), key, np.shape(value))


# What each formula goes through, and what a few of them do: one in turn for each, since all of it takes long.
ALWAYS: tuple[Callable[[Formula], object], ...] = (
    same_letters,
    same_latex,
    lambda net: same_english(net, "book"),
    compiled,
)
IN_TURN: tuple[Callable[[Formula], object], ...] = (
    same_python,
    lambda net: compiled(net, True),
    lambda net: compiled(net, False, "array-api"),
    lambda net: compiled(net, True, "array-api"),
    lambda net: same_english(net, "steps"),
    lambda net: net.english("overview"),
    lambda net: net.english("lesson"),
    lambda net: net.why(),
    lambda net: drawn(net, "bricks"),
    lambda net: drawn(net, "strips"),
    paged,
    lambda net: rewritten(net, Formula.chain),
    lambda net: rewritten(net, Formula.unchain),
    lambda net: rewritten(net, Formula.backprop),
    run,
    run,
)


def shown(text: str, view: str | None, columns: bool = False, turn: int = 0) -> None:
    """A text is read, and shown in the views whose turn it is."""
    net = read(text, view, columns)
    if net is not None:
        for look in (*ALWAYS, IN_TURN[turn % len(IN_TURN)]):
            look(net)


def decoded(data: bytes) -> str:
    """Bytes as a text that may hold anything a text of Python can."""
    return data.decode("utf-8", "surrogatepass" if data.isascii() else "surrogateescape")


def some(data: bytes, most: int) -> int:
    """A number below `most` that is the same for the same bytes."""
    return zlib.crc32(data) % most


def view_reader(view: str | None) -> Callable[[bytes], None]:
    """The reader of a view, with vectors that are rows or columns."""
    return lambda data: shown(decoded(data), view, view != "english" and some(data, 4) == 0, some(data, 1009))


def value(data: bytes) -> None:
    """A typed value is an array, or refused."""
    text = decoded(data)
    try:
        array = typed("x", text)
    except DataError as error:
        refused(error, "")
        return
    holds(array.size and np.isfinite(array).all(), array)
    with suppress(DataError):
        Formula("y = 2x").run(x=array)


FOLDER = Path(tempfile.gettempdir())  # where files are written that are read


def file_of_values(ending: str) -> Callable[[bytes], None]:
    """The reader of a file of values."""

    def reader(data: bytes) -> None:
        path = str(FOLDER / f"fuzz.{ending}")
        Path(path).write_bytes(data)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                array = from_file("x", path)
        except DataError as error:
            refused(error, "")
            return
        holds(array.dtype.kind in "if" and array.size, array)
        with suppress(DataError):
            Formula("x : 3; y = 2x").run(x=path)

    return reader


def state(data: bytes) -> None:
    """The state of a training is what it goes on from, or refused."""
    path = FOLDER / "fuzz_weights.npz"
    Path(path.with_suffix(".state.npz")).write_bytes(data)
    try:
        found = Files(path, {"the formula": "y = xW"}).read({"W": np.eye(2), "β": 2.0})
    except DataError as error:
        refused(error, "")
    else:
        holds(found is not None and found.weights["W"].shape == (2, 2))


VERBS = (
    ["check"], ["check", "--json"], ["check", "--lsp"], ["show"], ["english", "--level", "steps"], ["python"],
    ["sizes", "--why"], ["picture"], ["run", "--json"], ["latex"], ["unchain"],
)  # fmt: skip
ENDINGS = ("letters", "txt", "py", "md", "tex", "ipynb", "")


def program_file(data: bytes) -> None:
    """A file is what a command prints something decent of."""
    verb = VERBS[some(data, len(VERBS))]
    path = FOLDER / f"net.{ENDINGS[some(data, 1009) % len(ENDINGS)]}"
    path.write_bytes(data)
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "strict") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = command([verb[0], str(path), *verb[1:]])
    out.flush()
    err.flush()
    said = (out.buffer.getvalue() + err.buffer.getvalue()).decode()  # type: ignore[attr-defined]
    holds(code in (0, 1), code)
    holds(said or code == 0, verb)
    holds("Traceback" not in said and ("--json" in verb or not UNPRINTABLE.search(said)), said)
    if verb[-1] == "--json":
        json.loads(said.split("\nwarning")[0])


def request(data: bytes) -> None:
    """What the live page is sent is answered, and never by that there is a defect."""
    if b'"text"' in data or some(data, 2):
        status, content = reply(answer, data)
        holds(status in (200, 400), status, content)
        holds(len(content) < 2_000_000, len(content))


class Reader(NamedTuple):
    """A reader, what it starts from, and how that is changed."""

    reads: Callable[[bytes], None]
    start: Callable[[bool], list[bytes]]  # all there is, or what is had at once
    tokens: tuple[str, ...] = ()


def of_view(view: str) -> Reader:
    """The reader of a view."""
    return Reader(view_reader(view), lambda every: inputs.encoded(inputs.texts(view, every)), inputs.TOKENS[view])


def any_text(every: bool) -> list[bytes]:
    """Texts of all views."""
    return inputs.encoded(inputs.sampled([text for view in VIEWS for text in inputs.texts(view, every)], 900))


ALL_TOKENS = tuple(dict.fromkeys(token for view in VIEWS for token in inputs.TOKENS[view]))
READERS = {
    **{view: of_view(view) for view in VIEWS},
    "any": Reader(view_reader(None), any_text, ALL_TOKENS),
    "values": Reader(value, lambda _: inputs.encoded(inputs.numbers()), inputs.NUMBERS),
    "csv": Reader(file_of_values("csv"), lambda _: inputs.encoded(inputs.tables()), inputs.NUMBERS),
    "npy": Reader(file_of_values("npy"), lambda _: [inputs.npy(array) for array in inputs.arrays()]),
    "npz": Reader(file_of_values("npz"), lambda _: [inputs.npz(x=array) for array in inputs.arrays()]),
    "file": Reader(program_file, lambda _: inputs.files(), ALL_TOKENS),
    "state": Reader(state, lambda _: inputs.states()),
    "request": Reader(request, lambda _: inputs.requests(), inputs.NOTATION),
}


# ------------------------------------------------------------------------------------------------------ the changes


class Changes:
    """Changed inputs for a reader."""

    def __init__(self, name: str, every: bool = True) -> None:
        self.name = name
        self.reader = READERS[name]
        self.seeds = self.reader.start(every)
        self.others = [data.decode("utf-8", "replace") for data in self.seeds] if self.reader.tokens else []

    def changed(self, data: bytes, chance: Random, bytewise: inputs.Bytewise) -> bytes:
        """An input after a change."""
        if self.name in ("npz", "state") and chance.random() < 0.6:
            return inputs.mutated_archive(data, bytewise, chance)
        if not self.reader.tokens or chance.random() < 0.2:
            return bytewise(data, inputs.MOST)
        text = inputs.mutated_text(decoded_well(data), chance, self.reader.tokens, self.others)
        found = text.encode("utf-8", "surrogatepass")[: inputs.MOST]
        return found if chance.random() < 0.97 or self.name != "file" else text.encode("utf-16", "surrogatepass")

    def by_chance(self, chance: Random) -> Iterator[bytes]:
        """Inputs without end, each some changes away from one of those to start from."""
        change = inputs.bytewise(chance)
        while True:
            data = chance.choice(self.seeds)
            for _ in range(chance.choice((0, 1, 1, 2, 4))):
                data = self.changed(data, chance, change)
            yield data


def decoded_well(data: bytes) -> str:
    """Bytes as text, in the encoding that they seem to be in."""
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


# --------------------------------------------------------------------------------------------------------- the runs


class Finds:
    """What broke a law: each once, by the lines where it did."""

    def __init__(self, name: str, folder: Path | None) -> None:
        self.name, self.folder = name, folder
        self.shortest: dict[str, bytes] = {}
        self.count, self.start, self.slowest = 0, time.process_time(), 0.0

    def look(self, data: bytes) -> None:
        """Give a reader an input, and keep that if a law is broken."""
        self.count += 1
        before = time.process_time()
        try:
            with at_most(LONGEST):
                READERS[self.name].reads(data)
        except (Exception, TooLong) as error:
            self.found(data, error)
        self.slowest = max(self.slowest, time.process_time() - before)

    def found(self, data: bytes, error: BaseException) -> None:
        """Keep an input, if it is the shortest that breaks a law in this place."""
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "letternet" in frame.filename]
        last = frames[-1:] if not isinstance(error, TooLong) else frames[:4][-1:]
        law = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == __file__ and f.name != "holds"]
        where = [f"{Path(frame.filename).name}-{frame.lineno}" for frame in (*law[-1:], *last)]
        sign = "-".join((type(error).__name__, *where))
        known = self.shortest.get(sign)
        if known is None:
            print(f"\nfind {sign}: {str(error)[:1500]}\n    in {data[:300]!r}", flush=True)
        if known is None or len(data) < len(known):
            self.shortest[sign] = data
            if self.folder is not None:
                self.folder.mkdir(parents=True, exist_ok=True)
                (self.folder / f"{self.name}-{sign}").write_bytes(data)

    def summary(self) -> str:
        """How much was tried, and what came of it."""
        minutes = (time.process_time() - self.start) / 60
        tried = f"{self.name}: {self.count:,} inputs in {minutes:.1f} minutes of work"
        return f"{tried}, the slowest took {self.slowest:.1f} s; finds: {len(self.shortest)} {' '.join(self.shortest)}"


def plainly(name: str, seed: int, enough: Callable[[Finds], bool], finds: Finds, every: bool = True) -> Finds:
    """Inputs by chance alone, until that is enough."""
    for data in Changes(name, every).by_chance(Random(seed)):
        if enough(finds):
            return finds
        finds.look(data)
    raise AssertionError


def led(name: str, seconds: int, seed: int, finds: Finds, corpus: Path) -> None:
    """Inputs that are led by what the reader does with them; the process ends with it.

    What is imported only when it is needed is not looked into: atheris 2.3 breaks some of those modules.
    """
    changes = Changes(name)
    corpus.mkdir(parents=True, exist_ok=True)
    for data in changes.seeds:
        (corpus / f"{zlib.crc32(data):08x}").write_bytes(data)
    told = [time.process_time()]

    def look(data: bytes) -> None:
        finds.look(data)
        now = time.process_time()
        if now > told[0] + 60 or now > finds.start + seconds:
            told[0] = now
            print(finds.summary(), flush=True)
        if now > finds.start + seconds:
            shutil.rmtree(FOLDER)
            os._exit(bool(finds.shortest))  # the fuzzer itself would end without a word

    def change(data: bytes, most: int, chance: int) -> bytes:
        return changes.changed(data, Random(chance), atheris.Mutate)[:most]

    options = {
        "seed": seed,
        "max_len": 2 * inputs.MOST,
        "timeout": 900,  # seconds on the clock, for what does not get back to Python
        "rss_limit_mb": MEMORY >> 20,
        "report_slow_units": 1000,
        "artifact_prefix": f"{finds.folder or FOLDER}/",
    }
    arguments = [f"-{key}={value}" for key, value in options.items()]
    atheris.Setup([sys.argv[0], *arguments, str(corpus)], look, custom_mutator=change)
    atheris.Fuzz()


def bound_memory() -> None:
    """More memory than this is a find as well."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def main() -> int:
    """Fuzz one reader for a while; 1 if something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("--seconds", type=int, default=60, help="of work, however busy the machine is")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="by chance alone, without atheris")
    parser.add_argument("--finds", type=Path, help="the folder in which finds are kept")
    parser.add_argument("--corpus", type=Path, help="the folder of inputs to go on from (made anew otherwise)")
    parser.add_argument("--again", type=Path, nargs="+", help="read these files and nothing else")
    options = parser.parse_args()
    global FOLDER
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        FOLDER = Path(folder)
        bound_memory()
        finds = Finds(options.reader, options.finds)
        if options.again:
            for path in options.again:
                finds.look(path.read_bytes())
        elif options.plain:
            plainly(options.reader, options.seed, lambda f: time.process_time() - f.start > options.seconds, finds)
        elif "atheris" not in sys.modules:
            parser.error("this takes atheris: pip install atheris, or go by chance alone with --plain")
        else:
            led(options.reader, options.seconds, options.seed, finds, options.corpus or FOLDER / "corpus")
        print(finds.summary())
    return 1 if finds.shortest else 0


if __name__ == "__main__":
    sys.exit(main())
