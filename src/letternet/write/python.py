"""A formula becomes Python: the book's lines, a function of its inputs, or a complete file that needs NumPy alone.

The same statements stand in all three.
"""

from __future__ import annotations

import re

from ..sizes import written
from ..tree import Definition, Evaluation, Update
from .letters import letters, own_functions, statement
from .marks import Marks
from .python_lines import ANEW, Line, Writing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Final

    from ..check.model import Checked
    from ..tree import Node
    from ..words import Words
    from .marks import Marked
    from .python_lines import Fast


def lines(
    checked: Checked, words: Words, batched: Collection[str] = (), written: type[Writing] = Writing
) -> str:
    """The Python lines as a book prints them; the program's own functions stand in front.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.words import words_of
    >>> checked = check(read("l2 = relu(l0W0)W1")[0])
    >>> lines(checked, words_of(checked))
    'layer_2 = relu(layer_0.dot(weights_0_1)).dot(weights_1_2)'
    """
    return book(written(checked, words, batched))


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
    body = [line.code for line in writing.body]
    return "\n".join([*writing.head([*own, *body]), *own, *body])


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
    and the `def` itself, `imports` what it imports; `otherwise` is what fast code calls for values that it is not
    written for.
    """

    __slots__ = ("imports", "name", "otherwise", "parameters", "source", "writing")

    def __init__(
        self,
        checked: Checked,
        words: Words,
        batched: Collection[str] = (),
        updating: str = ANEW,
        everything: bool = False,
        every_step: bool = False,
        floats: bool = False,
        fast: Fast | None = None,
        name: str = "",
        written: type[Writing] = Writing,
    ) -> None:
        """`updating` says how updates are written; `everything` returns every value by its letters.

        `every_step` returns the value of every part of every line as well, by the identifiers in `writing.parts`;
        `floats` makes whole numbers in literals floats, `fast` writes what runs fast; `name` is another identifier, and
        `written` says for which library.
        """
        writing = written(checked, words, batched, updating, every_step, floats, fast=fast)
        program = checked.program
        updates = [step.name.key for step in checked.names.order if isinstance(step, Update)]
        self.writing: Final = writing
        self.parameters: Final = tuple(writing.inputs)
        self.name: Final = name or words.free("update" if updates else "forward")
        self.otherwise: Final = words.free("otherwise") if fast is not None and fast.guarded is not None else ""
        own = own_functions(program)
        last = checked.names.steps[-1] if checked.names.steps else None
        values: dict[str, str] = {}  # every value by its letters, an expression's by the expression
        body: list[Line] = []
        result = last.name.key if isinstance(last, Definition) else ""
        for line in writing.body:
            if isinstance(line.step, Evaluation) and not line.target:
                title = statement(line.step, own)
                if line.step is last and not everything and not updates and not writing.apart:
                    values[title], result = line.code, title
                    continue
                target = words.free("value")
                line = Line(f"{target} = {line.code}", line.step, target, line.batched)
                values.setdefault(title, target)
                result = title
            elif isinstance(line.step, Definition | Update) and line.target == words.python[line.step.name.key]:
                values[line.step.name.key] = line.target
            body.append(line)
        if everything:
            values |= {name: name for name in writing.parts.values()}
        elif updates:
            values = {key: writing.values[key] for key in dict.fromkeys(updates)}
        else:
            values = {result: values[result]} if result in values else {}
        returned = "{" + ", ".join(f'"{key}": {name}' for key, name in values.items()) + "}"
        if not everything and not updates:
            returned = next(iter(values.values()), "None")
        parameters = ", ".join(words.python[key] for key in self.parameters)
        closed = {words.functions.get(title) for title, needs in checked.names.closed.items() if needs}
        inside = [writing.batch_name] if writing.batch_name else []  # names that are known in the function alone
        inner: list[str] = []
        for function, source in writing.functions.items():
            needs = any(re.search(rf"\b{word}\b", source) for word in inside)
            if writing.nested or needs or function in closed or base(function, closed):
                inside.append(function)
                inner.append(source)
        outer = [source for function, source in writing.functions.items() if function not in inside]
        lines = [part for line in body for part in line.code.split("\n")]
        if fast is not None:
            from . import fast_lines

            if fast.apart:
                several = {line.target for line in body if line.batched}
                lines = fast_lines.in_blocks(writing, body, inner, values, several)
            if fast.guarded is not None:
                otherwise = f"{self.otherwise}({parameters})"
                lines = [*fast_lines.guard(writing, fast.floating, fast.guarded, otherwise), *lines]
        lines = [*lines, f"return {returned}"]
        needed = writing.head([*inner, *lines])
        self.imports: Final = writing.imports(needed)
        within = [part for source in inner for part in ("", *source.split("\n"))]
        lines = [*needed, *within, *[""] * bool(inner), *lines]
        head = [f"def {self.name}({parameters}):", *docstring(checked, words, self.parameters, own)]
        sources = [*outer, "\n".join(f"    {line}" if line else "" for line in lines)]
        if fast is not None:
            sources = fast_lines.bound(writing, sources)
        sources[-1] = "\n".join([*head, sources[-1]])
        self.source: Final = "\n\n\n".join(sources) + "\n"


def base(name: str, closed: set[str | None]) -> bool:
    """True for a further `def` of a function, `f_2` of `f`."""
    stem, _, number = name.rpartition("_")
    return number.isdigit() and stem in closed


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


def module(
    checked: Checked, words: Words, batched: Collection[str] = (), written: type[Writing] = Writing
) -> str:
    """A complete file that runs with NumPy alone, or with any array library."""
    made = Def(checked, words, batched, written=written)
    text = quoted(letters(checked.program))
    head = f'"""{text}\n"""' if "\n" in text else f'"""{text}"""'
    return "\n\n".join([head, *made.imports, f"\n{made.source}"])
