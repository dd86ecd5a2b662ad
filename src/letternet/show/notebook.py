"""`%%letters` in a notebook: its text is a formula, and the notebook's own variables are the values that come in.

| in the formula | in the notebook |
|---|---|
| `l0` | `l0` or `layer_0` |
| `W_{ih}` | `W_ih` or `weights_ih` |
| `α` | `α` or `alpha` |
| `act(x)`, which the notation does not have | the function `act` |

What the formula works out is there afterwards under both names, `l2` and `layer_2`, if the second one is free or holds
numbers; a letter that is updated is set where its value came from.  A variable that was set like that and then left
alone gives way to one that somebody else has set.  Where two variables could be meant and differ, where one is missing
or holds no numbers, a sentence says so and nothing is set.
"""

from __future__ import annotations

from keyword import iskeyword

from ..check.names import Names
from ..formula import Formula
from ..functions import FUNCTIONS
from ..patterns import pattern
from ..problem_text import as_text
from ..problems import FormulaError, errors
from ..read.letters import read, read_name
from ..read.views import VIEWS
from ..run.needed import needed
from ..sizes import written
from ..tree import Call, in_order
from ..words import Words, listed, plain
from ..write.markup import formula_html, text_html
from .output import all_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping
    from typing import Any, Final

    from ..formula import Dim
    from ..run.run import Run

OPTION = pattern(r"--(\w+)(?:[ \t]+|=|$)")
GIVEN = pattern(r"""(?:[^\s"']|"[^"]*"|'[^']*')*""")  # what an option is given, a part of it perhaps in quotes
USAGE = "%%letters takes --dim NAME=SIZE, --columns and --from VIEW before the formula; %letters --help says more"
HELP = """%letters FORMULA, or %%letters with the formula below, runs a formula with the notebook's variables.

  --dim NAME=SIZE  the size of a letter: l0=3, W0=3x4, b="n + 1", α=number (repeatable)
  --columns        vectors are columns
  --from VIEW      what the text is: letters, python, english or latex; without it that is recognised

For example: %letters --dim l0=3 l2 = relu(l0W0)W1"""
INSIDE = ("In", "Out", "exit", "quit", "open", "get_ipython")  # what a notebook has before anybody wrote a line


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook `%letters` and `%%letters`."""
    from IPython.core.magic import no_var_expand
    from IPython.display import display

    results: dict[str, Any] = {}

    def letters(line: str, cell: str = "") -> Outcome | None:
        if line.strip() in ("-h", "--help"):
            print(HELP)
            return None
        try:
            made = outcome(line, cell, shell.user_ns, results)
            if made.run is not None:
                return made
            display(made)  # wherever in the cell it stands
        except UsageError as error:
            print(error)
        except FormulaError as error:
            print(all_text(error.problems, error.text, color=False))
        return None

    letters.__doc__ = HELP
    shell.register_magic_function(no_var_expand(letters), "line_cell")


class UsageError(Exception):
    """The magic is written otherwise."""


class Outcome:
    """What a cell shows: a formula with its values, or with what it needs to have some.

    `given` are the values that came in and `run` those that came out, `None` if there are none; `sentences` say where
    they came from and went to, or what is missing.
    """

    def __init__(
        self,
        formula: Formula,
        sentences: Iterable[str],
        given: Mapping[str, Any] | None = None,
        run: Run | None = None,
    ) -> None:
        self.formula: Final = formula
        self.sentences: Final = tuple(sentences)
        self.given: Final = given
        self.run: Final = run

    def below(self) -> str:
        """What stands below the formula: warnings, values, sentences."""
        from ..write.values import value_text

        lines = [as_text(problem, self.formula.text) for problem in self.formula.problems]
        lines += [f"{key} = {value_text(value)}" for key, value in (self.run or {}).items()]
        return "\n".join([*lines, *self.sentences])

    def __repr__(self) -> str:
        return f"{self.formula.letters()}\n\n{self.below()}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        formula = formula_html(self.formula.letters(), self.formula.picture(values=self.given).svg)
        return {"text/plain": repr(self), "text/html": formula + text_html(self.below())}


def outcome(
    line: str, cell: str, space: MutableMapping[str, Any], results: MutableMapping[str, Any] | None = None
) -> Outcome:
    """Read the text, look its letters up among the variables, run it, and set what it works out.

    `results` are the variables that were set like that before; those of this run are added to them.

    >>> import numpy as np
    >>> notebook = {"l0": np.array([1, 2]), "weights_0_1": np.array([[1, 0], [0, -1]])}
    >>> print(outcome("", "l1 = relu(l0W0)", notebook))
    l1 = relu(l0W0)
    <BLANKLINE>
    l1 = [1 0]
    from l0 and weights_0_1; l1 and layer_1 are set
    >>> notebook["layer_1"]
    array([1, 0])
    """
    dims, columns, view, first = options(line)
    text = "\n".join(part for part in (first, cell.strip("\n")) if part.strip())
    functions, numbers = known_before(text, space, dims) if view in (None, "letters") else ({}, {})
    formula = Formula(text, {**numbers, **dims}, columns, view, functions=functions)
    results = {} if results is None else results
    variables = Variables(formula, space, results)
    keys = needed(formula.checked)
    found = {key: variables.with_value(key) for key in keys}
    sentences = [sentence for key in keys for sentence in variables.wrong(key)]
    missing = [key for key in keys if not found[key] and not variables.wrong(key)]
    if missing:
        sentences.append(asked_for(formula, variables, missing))
    if sentences:
        return Outcome(formula, sentences)
    values = {key: space[here[0]] for key, here in found.items()}
    run = formula.run(values)
    made: list[str] = []
    names = formula.checked.names
    for key, value in run.items():
        if key in names.definitions or key in names.updates:
            targets = found.get(key) or variables.names(key)
            made += targets
            for variables_set in (space, results):
                variables_set.update(dict.fromkeys(targets, value))
    came = [here[0] for here in found.values()]
    said = [f"from {listed(came)}"] if came else []
    said += [f"{listed(made)} {'is' if len(made) == 1 else 'are'} set"] if made else []
    return Outcome(formula.sized(values), ["; ".join(said)] if said else [], values, run)


def options(line: str) -> tuple[dict[str, Dim], bool, str | None, str]:
    """The options in front of a formula, and the formula.

    >>> options("--columns --dim W=2x3 y = Wx")
    ({'W': '2x3'}, True, None, 'y = Wx')
    """
    dims: dict[str, Dim] = {}
    columns, view = False, None
    rest = line.strip()
    while option := OPTION.match(rest):
        rest = rest[option.end() :].lstrip()
        if option[1] == "columns":
            columns = True
            continue
        given = GIVEN.match(rest)
        value = given[0] if given else ""
        rest = rest[len(value) :].lstrip()
        name, equals, size = value.partition("=")
        if option[1] == "dim" and equals and name and size:
            dims[read_name(name) or name] = size.strip("\"'")
        elif option[1] == "from" and value in VIEWS:
            view = value
        else:
            raise UsageError(USAGE)
    return dims, columns, view, rest


def known_before(
    text: str, space: Mapping[str, Any], dims: Mapping[str, Dim]
) -> tuple[dict[str, Any], dict[str, tuple[()]]]:
    """What the variables say before sizes are worked out: functions, and which small letters are one number."""
    program, problems = read(text)
    if errors(problems):
        return {}, {}
    names = Names(program)
    roots = [line.value for line in (*names.steps, *names.functions.values())]
    called = {node.function for root in roots for node in in_order(root) if isinstance(node, Call)}
    known = {*FUNCTIONS, *INSIDE, *(line.function for line in names.functions.values())}
    functions = {title: space[title] for title in sorted(called - known) if callable(space.get(title))}
    words = Words(program, {}, names.inputs.values(), names.meant)
    numbers: dict[str, tuple[()]] = {}
    for key, name in names.inputs.items():
        here = [space[each] for each in spellings(key, words.python[key]) if each in space]
        if name.letter.islower() and key not in names.declared and key not in dims and here and is_number(here[0]):
            numbers[key] = ()
    return functions, numbers


def is_number(value: Any) -> bool:
    """True for one number."""
    from numbers import Real

    return isinstance(value, Real) or (getattr(value, "shape", None) == () and not other_than_numbers(value))


def spellings(key: str, word: str) -> list[str]:
    """The variables that a letter may stand for, itself first.

    >>> spellings("W_{ih}", "weights_ih"), spellings("α", "rate"), spellings("x", "x")
    (['W_ih', 'weights_ih'], ['α', 'rate', 'alpha'], ['x'])
    """
    letter = key if key.isidentifier() else plain(key)
    return [name for name in dict.fromkeys([letter, word, plain(key)]) if name.isidentifier() and not iskeyword(name)]


class Variables:
    """The notebook's variables, by the letters of a formula."""

    def __init__(self, formula: Formula, space: Mapping[str, Any], results: Mapping[str, Any]) -> None:
        """`results` are the variables that earlier formulas have set."""
        self.space: Final = space
        self.results: Final = results
        self.words: Final = formula.words.python
        self.first: Final = {spellings(key, "")[0]: key for key in self.words if spellings(key, "")}

    def spelled(self, key: str) -> list[str]:
        """The variables that a letter may stand for, without those that are another letter's own."""
        names = spellings(key, self.words.get(key, key))
        return [name for name in names if self.first.get(name, key) == key and name not in INSIDE]

    def names(self, key: str) -> list[str]:
        """The variables in which the value of a letter is set: its own name, and its word if that is free."""
        first, *others = self.spelled(key)[:2] or [key]
        return [first, *(name for name in others if self.space.get(name) is None or self.is_numeric(name))]

    def here(self, key: str) -> list[str]:
        """The variables that there are for a letter; of several, those that are not just what a formula has set."""
        spelled = self.spelled(key)
        names = [name for name in spelled if name in self.space]
        others = [name for name in names if self.results.get(name, self) is not self.space[name]]
        return [name for name in others if name == spelled[0] or self.is_numeric(name)] or names

    def is_numeric(self, name: str) -> bool:
        """True for a variable that holds numbers."""
        return not other_than_numbers(self.space[name])

    def with_value(self, key: str) -> list[str]:
        """The variables that hold numbers for a letter."""
        return [name for name in self.here(key) if self.is_numeric(name)]

    def wrong(self, key: str) -> list[str]:
        """What is said where a letter has no numbers, or two variables that differ."""
        here = self.here(key)
        good = self.with_value(key)
        if here and not good:
            return [f"{here[0]} is {other_than_numbers(self.space[here[0]])} in this notebook, not numbers"]
        for name in good[1:]:
            if not same(self.space[good[0]], self.space[name]):
                return [f"{good[0]} and {name} could both be meant, and differ; keep one: del {name}"]
        return []


def other_than_numbers(value: Any) -> str:
    """What a value is, if numbers are not even looked for in it.

    >>> other_than_numbers(len), other_than_numbers("1 2"), other_than_numbers([1, 2]), other_than_numbers(None)
    ('a function', 'text', '', 'None')
    """
    import numpy as np

    if isinstance(value, str | bytes):
        return "text"
    if value is None:
        return "None"
    if callable(value):
        return "a class" if isinstance(value, type) else "a function"
    if isinstance(value, list | tuple):
        return ""
    try:
        kind = np.asarray(value).dtype
    except Exception:  # whatever a class of somebody's own may raise
        kind = np.dtype(object)
    if kind.kind in "biufc":
        return ""
    return f"of the type {type(value).__name__}" + f" with values of the type {kind}" * hasattr(value, "dtype")


def same(one: Any, other: Any) -> bool:
    """True for equal numbers."""
    import numpy as np

    try:
        return one is other or bool(np.array_equal(np.asarray(one), np.asarray(other), equal_nan=True))
    except (TypeError, ValueError):  # no numbers, or rows of different lengths
        return False


def asked_for(formula: Formula, variables: Variables, keys: list[str]) -> str:
    """One sentence that says what is missing, and how large it is."""
    asked = []
    for key in keys:
        size = formula.sizes[key]
        amount = written(size) if len(size) != 1 else f"{size[0]} value{'s' * (size[0] != 1)}"
        asked.append(f"{' or '.join(variables.names(key))} ({amount})")
    return f"to run it, the notebook needs {listed(asked)}"


