"""What Python itself reports while texts from strangers go through every view; a process of its own is watched.

`python tests/watched.py` prints as JSON the events besides those that a formula may bring about: `seen` while the texts
go through, `caught` when afterwards each thing is done that no text may do, so that it is known to be seen.
"""

from __future__ import annotations

import ast
import json
import os
import pkgutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import letternet
from letternet import Formula, FormulaError
from letternet.formula import LEVELS
from letternet.problems import errors
from letternet.run.code import SOURCE
from letternet.run.needed import numbers_to_try
from letternet.show.live import answer
from letternet.show.page import formula_page

# Events of a run without anything from a stranger: lookups within Python, and code that is read, not run.
HARMLESS = {"object.__getattr__", "object.__setattr__", "sys._getframe", "builtins.id"}
READ_ONLY = {"<unknown>", "<string>", "<formula>"}  # what `ast.parse` calls a text
WARM = (
    "l2 = relu(l0W0)W1; l0 : 3; l1 : 4; l2 : 1",
    'f(x) = x ⊙ σ(x); h means "hidden state"; A = softmax(QKᵀ/√d)V; d : number; y = f([x, 1]W); W <- W - α xᵀy',
    "l2 = relu(l0W0)W1; l0 : 3; W0 : 4 × 4",
    "l1 = rleu(l0W0",
    "layer_1 = relu(layer_0.dot(weights_0_1))",
    "Take layer 0 times the weights 0, add the bias and apply relu.",
    r"\mathbf{h}_t = \tanh(\mathbf{W}\mathbf{x}_t + \mathbf{b}_h)",
)


def texts() -> Iterator[str]:
    """All that is hostile in the tests, and mistakes that people make."""
    import mistakes
    import notebooks
    import test_hostile
    import test_latex
    import test_read_english
    import test_read_python
    import test_slips

    for table in (test_hostile.UNREADABLE, test_hostile.HUGE):
        yield from (text for text, _ in table.values())
    yield from test_hostile.RIGHT.values()
    yield from (data.decode("latin-1") for data in test_hostile.BINARY.values())
    yield from (*test_read_python.HOSTILE, *notebooks.HOSTILE)
    yield from test_read_english.HOSTILE.values()
    yield from test_latex.REFUSED
    yield from test_slips.HOSTILE
    yield from (each.wrong for each in mistakes.MISTAKES[::5])
    # What is long there, not so long.
    for sign in ("(", "[", "√", "relu(", ";", "+", "ᵀ", "a", "²", "9", " - "):
        yield f"y = x{sign * 300}"


LONGEST = 1_500  # characters of a text that is shown in every view
VALUES = ("1 0 1", "__import__('os').system('true')", "/etc/passwd", "x.npy", "../../x.csv", "{0.__class__}", "1e999")


def shown(text: str) -> None:
    """Everything that can be had of a text, as the library and the live page give it."""
    try:
        net = Formula(text, check=False)
    except FormulaError as error:
        str(error)
        return
    for problem in net.problems:
        problem.as_json()
    if errors(net.problems):
        return
    for view in (
        net.letters, net.python, net.latex, net.why, net.chain, net.unchain, net.function, net.backprop,
        *(lambda level=level: net.english(level) for level in LEVELS),
        lambda: net.python(module=True), lambda: net.python(module=True, backend="array-api"),
        lambda: net.picture().svg, lambda: net.picture().text, lambda: formula_page(net),
        lambda: net.run(numbers_to_try(net.checked, {})), lambda: net.trace(numbers_to_try(net.checked, {})),
    ):  # fmt: skip
        try:
            view()
        except FormulaError as error:
            str(error)


def asked(text: str, value: str) -> None:
    """What the live page is asked, with a value for every letter that might be there."""
    letters = ("x", "l0", "W0", "W", "α", "__class__")
    answer({"text": text, "values": dict.fromkeys(letters, value), "dims": {"x": value}, "step": 0})


class Watch:
    """Notes what Python reports, once it is open."""

    def __init__(self) -> None:
        self.open = False
        self.seen: dict[str, str] = {}
        sys.addaudithook(self.note)

    def note(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An event is noted unless it is harmless, or the emitted code itself."""
        if not self.open or event in HARMLESS:
            return
        if event == "exec" and getattr(arguments[0], "co_filename", "") == SOURCE:
            return
        if event == "open" and arguments[0] == "<unknown>":  # where Python looks for the line of a syntax error
            return
        if event == "compile" and arguments[1] in READ_ONLY | {SOURCE}:
            return
        self.open = False
        self.seen.setdefault(event, repr(arguments)[:200])
        self.open = True


def loaded() -> None:
    """Everything of the package is imported, and what it imports when it is first used has been used."""
    for module in pkgutil.walk_packages(letternet.__path__, "letternet."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for text in WARM:
        shown(text)
        asked(text, "1 0 1")


def caught(folder: str) -> None:
    """One thing after the other that no text may do."""
    import socket

    for code in ("import this_is_no_module", "1 + 1", "import ctypes.no_such_module"):
        with suppress(ImportError):
            exec(compile(code, "<stranger>", "exec"))
    Path(folder, "file").write_text("written")
    os.system("true")
    socket.socket().close()
    __import__("pickle").loads(b"cbuiltins\nlen\n.")
    ast.literal_eval("1")


def main() -> None:
    sys.set_int_max_str_digits(0)
    loaded()
    every = [text for text in texts() if len(text) <= LONGEST]
    watch = Watch()
    watch.open = True
    for number, text in enumerate(every):
        shown(text)
        asked(text, VALUES[number % len(VALUES)])
    seen, watch.seen = watch.seen, {}
    with tempfile.TemporaryDirectory() as folder:
        caught(folder)
    watch.open = False
    print(json.dumps({"texts": len(every), "seen": seen, "caught": watch.seen}))


if __name__ == "__main__":
    main()
