"""A formula becomes Python: the book's lines, a function of its inputs, or a complete file that needs NumPy alone.

The same statements stand in all three.
"""

from __future__ import annotations

from ..sizes import written
from ..tree import Definition, Evaluation, Update
from .letters import letters, own_functions, statement
from .marks import Marks
from .python_lines import ANEW, Writing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Final

    from ..check.model import Checked
    from ..tree import Node
    from ..words import Words
    from .marks import Marked


def lines(checked: Checked, words: Words, batched: Collection[str] = ()) -> str:
    """The Python lines as a book prints them; the program's own functions stand in front.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.words import words_of
    >>> checked = check(read("l2 = relu(l0W0)W1")[0])
    >>> lines(checked, words_of(checked))
    'layer_2 = relu(layer_0.dot(weights_0_1)).dot(weights_1_2)'
    """
    return book(Writing(checked, words, batched))


def marked_lines(checked: Checked, words: Words, ids: Mapping[Node, str]) -> Marked:
    """The same lines, and where the parts that have an id stand in them.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.words import words_of
    >>> checked = check(read("l1 = 2 l0ᵀ")[0])
    >>> marked = marked_lines(checked, words_of(checked), checked.ids)
    >>> for start, end, part in marked.spans:
    ...     print(part, marked.text[start:end])
    t4 layer_1
    t3 2 * layer_0
    t0 2
    t2 layer_0
    t1 layer_0
    """
    marks = Marks(ids, words)
    return marks.parsed(book(Writing(checked, words, marks=marks)))


def book(writing: Writing) -> str:
    """The lines as a book prints them."""
    own = [source + "\n\n" for _, source in shown_functions(writing)]
    return "\n".join([*own, *(line.code for line in writing.body)])


def shown_functions(writing: Writing) -> list[tuple[str, str]]:
    """The definitions that a line of the book does not explain itself: the program's own functions."""
    if not writing.checked.names.functions:
        return []
    own = {
        writing.words.functions[title] for title in writing.checked.names.functions if title in writing.words.functions
    }
    variants = {variant.identifier for (title, *_), variant in writing.variants.items()
                if title in writing.checked.names.functions}  # fmt: skip
    return [(name, source) for name, source in writing.functions.items() if name in own | variants]


class Def:
    """The text of a function of a formula's inputs.

    `name` is its identifier, `parameters` the inputs' letters in order of first use, `source` the definitions
    and the `def` itself.
    """

    __slots__ = ("name", "parameters", "source", "writing")

    def __init__(
        self,
        checked: Checked,
        words: Words,
        batched: Collection[str] = (),
        updating: str = ANEW,
        everything: bool = False,
        every_step: bool = False,
        floats: bool = False,
        fast: bool = False,
    ) -> None:
        """`updating` says how updates are written; `everything` returns every value by its letters.

        `every_step` returns the value of every part of every line as well, by the identifiers in `writing.parts`;
        `floats` makes whole numbers in literals floats, `fast` writes what runs fast.
        """
        writing = Writing(checked, words, batched, updating, every_step, floats, fast=fast)
        program = checked.program
        updates = [step.name.key for step in checked.names.order if isinstance(step, Update)]
        self.writing: Final = writing
        self.parameters: Final = tuple(writing.inputs)
        self.name: Final = words.free("update" if updates else "forward")
        own = own_functions(program)
        body = [line.code for line in writing.body]
        last = checked.names.steps[-1] if checked.names.steps else None
        values: dict[str, str] = {}  # every value by its letters, an expression's by the expression
        for number, line in enumerate(writing.body):
            if isinstance(line.step, Evaluation) and not line.target:
                if line.step is last and not everything and not updates:
                    body[number] = f"return {line.code}"
                    continue
                target = words.free("value")
                body[number] = f"{target} = {line.code}"
                values.setdefault(statement(line.step, own), target)
            elif isinstance(line.step, Definition | Update) and line.target == words.python[line.step.name.key]:
                values[line.step.name.key] = line.target
        if everything:
            body.append(returned({**values, **{name: name for name in writing.parts.values()}}))
        elif updates:
            body.append(returned({key: writing.values[key] for key in dict.fromkeys(updates)}))
        elif last is None:
            body.append("return None")
        elif not isinstance(last, Evaluation):
            body.append(f"return {words.python[last.name.key]}")
        parameters = ", ".join(words.python[key] for key in self.parameters)
        closed = {words.functions.get(title) for title, needs in checked.names.closed.items() if needs}
        inner = [s for name, s in writing.functions.items() if name in closed or base(name, closed)]
        outer = [s for name, s in writing.functions.items() if s not in inner]
        lines = [f"def {self.name}({parameters}):", *docstring(checked, words, self.parameters, own)]
        for source in inner:
            lines += ["", *(f"    {line}" for line in source.split("\n")), ""]
        lines += [f"    {part}" for line in body for part in line.split("\n")]
        self.source: Final = "\n\n\n".join([*outer, "\n".join(lines)]) + "\n"


def base(name: str, closed: set[str | None]) -> bool:
    """True for a further `def` of a function, `f_2` of `f`."""
    stem, _, number = name.rpartition("_")
    return number.isdigit() and stem in closed


def returned(values: dict[str, str]) -> str:
    """The line that returns values by their letters."""
    return "return {" + ", ".join(f'"{key}": {name}' for key, name in values.items()) + "}"


def docstring(checked: Checked, words: Words, parameters: Collection[str], own: Collection[str]) -> list[str]:
    """What the function works out, and what goes in with its size."""
    steps = checked.names.steps
    title = quoted(statement(steps[-1], own)) if steps else "Nothing."
    if not parameters:
        return [f'    """{title}"""']
    sizes = checked.sizes
    said = [f"    {words.python[key]}: the {words.english[key]}, {size_text(sizes.get(key, ()))}" for key in parameters]
    return [f'    """{title}', "", *said, '    """']


def size_text(size: tuple[int | str, ...]) -> str:
    """A size in a docstring: `3 values`, `3 × 4`."""
    if len(size) == 1:
        return f"{size[0]} value{'s' * (size[0] != 1)}"
    return written(size) if size else "one number"


def quoted(text: str) -> str:
    """Text that can stand in a docstring."""
    printable = "".join(c if c.isprintable() or c == "\n" else "�" for c in text)
    text = printable.replace("\\", "\\\\").replace('"""', "'''")
    return text + " " if text.endswith('"') else text


def module(checked: Checked, words: Words, batched: Collection[str] = ()) -> str:
    """A complete file that runs with NumPy alone."""
    made = Def(checked, words, batched)
    text = quoted(letters(checked.program))
    head = f'"""{text}\n"""' if "\n" in text else f'"""{text}"""'
    return f"{head}\n\nimport numpy as np\n\n\n{made.source}"
