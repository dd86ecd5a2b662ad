"""A program in numbered steps: one operation a line, in the words of the sentences, each with the size it leaves."""

from __future__ import annotations

from itertools import pairwise

from ..check.explain import shown_size
from ..check.letters import fresh, name_unknowns, unknowns_of
from ..sizes import MATRIX, NUMBER
from ..tree import Name, in_order
from .english import Book
from .sentences import Teller, capital

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from ..check.model import Checked, Instance, Shapes
    from ..sizes import Shape, Unknown
    from ..tree import Expression
    from ..words import Words
    from .sentences import Voice, Way


def steps(checked: Checked, words: Words) -> str:
    """What a program without errors does, step by step; a line without an operation is said as in the book.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.words import words_of
    >>> checked = check(read("l0 : 3; l1 : 4; l1 = relu(l0W0)")[0])
    >>> print(steps(checked, words_of(checked)))
    The layer 0 vector has 3 values.
    The layer 1 vector has 4 values.
    <BLANKLINE>
    To create the layer 1 vector:
    1. Take the layer 0 vector; this has 3 values.
    2. Perform vector-matrix multiplication with the weight matrix 0; this leaves 4 values.
    3. Perform the relu function on the output (setting all negative numbers to 0); this leaves 4 values.
    """
    book = Book(checked, words, StepTeller(checked))
    return spread([block for line in checked.program.statements if (block := book.line(line))])


def spread(blocks: list[str]) -> str:
    """Statements one under another, with an empty line where one of them has more than one line."""
    out = blocks[:1]
    for above, block in pairwise(blocks):
        out.append("\n\n" if numbered(above) or numbered(block) else "\n")
        out.append(block)
    return "".join(out)


def numbered(block: str) -> bool:
    """True for what has steps, not one sentence."""
    return "\n" in block or block.startswith("1. ")


class Sizes:
    """The sizes of every node of a program in words, unknown ones by the letters that all views use."""

    def __init__(self, checked: Checked) -> None:
        self.checked: Final = checked
        self.letters: Final = dict(name_unknowns(checked))
        self.shapes: Final[Shapes] = dict(checked.shapes)
        first: dict[str, Instance] = {}
        for (title, _), instance in checked.instances.items():
            first.setdefault(title, instance)  # an own function has the sizes of its first call
        taken = {*self.letters.values(), *checked.names.sizes, *checked.named}
        for step in (*checked.names.steps, *(instance.definition for instance in first.values())):
            taken |= {node.key for node in in_order(step.value) if isinstance(node, Name)}
        self.free: Final[Iterator[str]] = fresh(taken)
        for instance in sorted(first.values(), key=lambda instance: instance.definition.start):
            self.shapes.update(instance.shapes)
            for node in in_order(instance.definition.value):  # named here, in the order of the text, whoever asks first
                self.of(self.shape(node))

    def shape(self, node: Expression) -> Shape:
        """The kind and sizes of a node of a program without errors."""
        shape = self.shapes[node]
        assert shape is not None
        return shape

    def of(self, shape: Shape) -> tuple[int | str, ...]:
        """Sizes as numbers, and with letters where they are unknown."""
        for unknown in unknowns_of(self.checked, shape):
            self.named(unknown)
        return tuple(shown_size(self.checked.solver.value(size), self.letters) for size in shape.sizes)

    def named(self, unknown: Unknown) -> None:
        """A letter for an unknown that no name has, such as the length of what a function takes."""
        if unknown not in self.letters:
            self.letters[unknown] = unknown.letter or next(self.free)

    def said(self, node: Expression) -> str:
        """The size of a node in words."""
        shape = self.shape(node)
        return size_words(shape.kind, self.of(shape))


def size_words(kind: str, sizes: tuple[int | str, ...]) -> str:
    """A size as the steps say it.

    >>> size_words("row", (1,)), size_words("matrix", (3, "n + m")), size_words("number", ())
    ('1 value', '3 rows and n + m columns', 'one number')
    """
    if kind == NUMBER:
        return "one number"
    units = ("row", "column") if kind == MATRIX else ("value",)
    return " and ".join(counted(size, unit) for size, unit in zip(sizes, units, strict=True))


def counted(amount: int | str, unit: str) -> str:
    """`4 values`, `1 value`, `n values`."""
    return f"{amount} {unit}{'' if amount == 1 else 's'}"


class StepTeller(Teller):
    """Says formulas as numbered steps."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(checked.names.functions)
        self.sizes: Final = Sizes(checked)

    def tell(self, root: Expression, voice: Voice, purpose: str = "", *, purpose_first: bool = False) -> str:
        """What the steps are for, then each on a line of its own, numbers running on from result to result."""
        lines = [f"{capital(purpose)}:"] if purpose else []
        ways = self.ways(root, voice)
        number = 0
        for result, way in enumerate(ways, 1):
            said = self.said(way)
            if result < len(ways):
                said[-1] += f" Call that result {result}."
            for step in said:
                number += 1
                lines.append(f"{number}. {step}")
        return "\n".join(lines)

    def said(self, way: Way) -> list[str]:
        """What is taken with its size, then what is done with the size that is left."""
        out = [f"Take {way.taken}; this has {self.sizes.said(way.chain.start)}."]
        for (node, _), step in zip(way.chain.steps, way.steps, strict=True):
            out.append(f"{capital(step)}; this leaves {self.sizes.said(node)}.")
        return out
