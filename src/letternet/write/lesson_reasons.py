"""The reason for each step of a lesson: where a value comes from, what an operation does, why sizes must fit."""

from __future__ import annotations

from ..functions import FUNCTIONS, PAIR_LESSONS, every_row
from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS
from ..tree import (
    Call,
    Elementwise,
    Expression,
    FunctionDefinition,
    Inverse,
    Join,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Transpose,
    Update,
    Values,
    never,
)
from .english import fixed
from .lesson_facts import FEW, stands_in
from .lesson_words import IDEAS, TAKEN, filled
from .sentences import COMPARED, plain, simple, squares
from .steps import counted, size_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from ..tree import Operation, Statement
    from .english import Book
    from .lesson_facts import Facts
    from .sentences import Voice, Way


class Reasons:
    """Why each step is taken; an idea is explained in full once, and no sentence is said twice."""

    line: Statement
    voice: Voice

    def __init__(self, facts: Facts, book: Book) -> None:
        self.facts: Final = facts
        self.book: Final = book
        self.checked: Final = facts.checked
        self.sizes: Final = facts.sizes
        self.met: Final[set[str]] = set()  # ideas that have been explained
        self.heard: Final[set[str]] = set()  # sentences that have been said

    def of(self, way: Way) -> list[str]:
        """The reason for what is taken, and for each step from there."""
        reasons = [self.of_taken(way.chain.start)]
        for (node, place), parts in zip(way.chain.steps, way.parts, strict=True):
            reasons.append(" ".join(filter(None, self.why(node, place, parts))))
        return reasons

    def fresh(self, reason: str) -> str:
        """The sentences that have not been said yet."""
        new = [sentence for sentence in sentences(reason) if sentence not in self.heard]
        self.heard.update(new)
        return " ".join(new)

    # ------------------------------------------------------------------------------------------ words

    def idea(self, idea: str, **gaps: str) -> str:
        """An idea in full, or in short if it comes again."""
        again = idea in self.met
        self.met.add(idea)
        return filled(IDEAS[idea][again], gaps)

    def once(self, key: str, text: str) -> str:
        """A text the first time only."""
        if key in self.met:
            return ""
        self.met.add(key)
        return text

    def side(self, node: Expression, phrase: str) -> str:
        """One side of an operation: by its phrase, or as what came before."""
        return phrase if phrase not in ("it", "the output") else self.followed(node)

    def followed(self, node: Expression) -> str:
        return self.voice.phrase(node) if simple(node) else "what came before"

    # ------------------------------------------------------------------------------------------ takes

    def of_taken(self, node: Expression) -> str:
        """Where what is taken comes from."""
        marks = ""
        while isinstance(node, Transpose | Inverse | Negative | Power):
            marks = marks or self.marked(node)
            node = node.part
        if not isinstance(node, Name):
            return f"{self.source('typed')} {marks}".strip() if isinstance(node, Values) else marks
        return f"{self.origin(node)} {marks}".strip()

    def origin(self, name: Name) -> str:
        """Where a name comes from."""
        names = self.checked.names
        phrase = self.voice.phrase(name)
        if isinstance(self.line, FunctionDefinition) and name.key in (p.key for p in self.line.parameters):
            return ""
        if phrase in self.heard:
            return ""
        self.heard.add(phrase)
        if isinstance(self.line, Update) and name.key == self.line.name.key:
            return self.source("old", f"the {self.book.called(name)}")
        if name.key in names.definitions:
            return self.source("given" if fixed(names.definitions[name.key].value) else "defined", phrase)
        if names.is_size(name.key):
            return self.source("size", phrase)
        return self.source(plain(self.sizes.shape(name).kind), phrase) if name.key in names.inputs else ""

    def source(self, source: str, phrase: str = "") -> str:
        """Where something comes from, in full for the first that does."""
        again = f"from {source}" in self.met
        self.met.add(f"from {source}")
        return filled(TAKEN[source][again], {"name": phrase})

    # ------------------------------------------------------------------------------------------- steps

    def why(self, node: Operation, place: int, parts: list[str]) -> Iterator[str]:
        """The reasons for a step: for what is brought in, then for what is done."""
        for i, part in enumerate(node.parts):
            if i != place and isinstance(part, Transpose | Inverse | Negative):
                yield self.marked(part)
        match node:
            case Product():
                yield from self.product(node, place, parts)
            case Elementwise():
                yield from self.elementwise(node, place, parts)
            case Negative() | Transpose() | Inverse() | Power():
                yield self.marked(node)
            case Join():
                yield self.join(node)
            case Call():
                yield self.call(node)
            case _:
                never(node)

    def marked(self, node: Transpose | Inverse | Negative | Power) -> str:
        """What a mark after a value does, or a sign in front."""
        shape = self.sizes.shape(node.part)
        if isinstance(node, Negative):
            return "" if isinstance(node.part, Number) else self.idea("negate")
        if isinstance(node, Inverse):
            return self.idea("invert" if shape.kind == MATRIX else "reciprocal")
        if isinstance(node, Power):
            return self.idea("square" if squares(node) else "power")
        if shape.kind == MATRIX:
            rows, columns = (counted(size, "value") for size in self.sizes.of(shape))
            if self.checked.columns:
                rows, columns = columns, rows
            return self.idea("transpose matrix", rows=rows, columns=columns)
        return self.idea("transpose vector") if shape.kind in VECTORS else ""

    def product(self, node: Product, place: int, parts: list[str]) -> Iterator[str]:
        """What a product does, by what is multiplied."""
        left, right = self.sizes.shape(node.left), self.sizes.shape(node.right)
        kinds = (left.kind, right.kind)
        if NUMBER in kinds:
            yield from self.scaled(node, kinds, parts)
        elif kinds in ((ROW, MATRIX), (MATRIX, COLUMN)):
            at = int(kinds[0] == ROW)
            matrix = parts[at] if at != place else self.side(node.parts[at], parts[at])
            matrix = "this matrix" if matrix == "what came before" else matrix
            rows, columns = self.sizes.of((left, right)[at])
            into, out = (rows, columns) if kinds[0] == ROW else (columns, rows)
            yield self.idea(
                "weighted row" if kinds[0] == ROW else "weighted column",
                matrix=matrix,
                size=size_words(MATRIX, (rows, columns)),
                n=the_values(into),
                every=f"{each_of(out)} that go{'es' if out == 1 else ''} out",
                column="the column" if out == 1 else "its column",
                row="the row" if out == 1 else "its row",
            )
        elif kinds == (MATRIX, MATRIX):
            inner = counted(self.sizes.of(left)[1], "number")
            one, other = self.side(node.left, parts[0]), self.side(node.right, parts[1])
            yield self.idea("matrices", left=one, right=other, inner=inner)
        elif kinds == (COLUMN, ROW):
            yield self.idea("outer")
            yield from self.in_update("outer in update", node)
        else:
            yield self.idea("dot", n=counted(self.sizes.of(left)[0], "pair"))

    def scaled(self, node: Product, kinds: tuple[str, str], parts: list[str]) -> Iterator[str]:
        """A product with a number."""
        if kinds == (NUMBER, NUMBER):
            return
        yield self.idea("scale")
        at = kinds.index(NUMBER)
        if isinstance(node.parts[at], Name):
            yield from self.in_update("scale in update", node, number=self.voice.phrase(node.parts[at]))

    def in_update(self, idea: str, node: Expression, **gaps: str) -> Iterator[str]:
        """What something is for in the change that an update makes: W - the change."""
        if not isinstance(self.line, Update):
            return
        value, target = self.line.value, self.line.name
        if not (isinstance(value, Elementwise) and value.operator in "+-"):
            return
        if not (isinstance(value.left, Name) and value.left.key == target.key):
            return
        inside = value.right
        for _ in range(FEW):
            if inside is node:
                yield self.idea(idea, name=f"the {self.book.called(target)}", **gaps)
                return
            if not isinstance(inside, Product):
                return
            kinds = [self.sizes.shape(part).kind for part in inside.parts]
            if NUMBER in kinds:
                inside = inside.parts[1 - kinds.index(NUMBER)]
            elif idea == "scale in update":
                inside = inside.left if not simple(inside.left) else inside.right
            else:
                return

    def elementwise(self, node: Elementwise, place: int, parts: list[str]) -> Iterator[str]:
        """What is done value by value."""
        kinds = [self.sizes.shape(part).kind for part in node.parts]
        numbers = kinds.count(NUMBER)
        if node.operator in COMPARED:
            yield self.idea("compare")
        elif node.operator == "+":
            yield from self.added(node, place, parts, kinds)
        elif node.operator == "-":
            if self.moves(node) and isinstance(node.left, Name):
                yield self.idea("move", name=f"the {self.book.called(node.left)}")
            elif kinds[0] == kinds[1]:
                yield self.idea("subtract" if numbers == 0 else "subtract numbers")
            elif numbers:
                yield self.idea("subtract number")
            else:
                yield self.idea("bias to rows" if ROW in kinds else "bias to columns")
        elif node.operator == "⊙":
            yield self.times(node, parts) if not numbers else self.idea("scale") if numbers == 1 else ""
        elif kinds[1] == NUMBER:
            if self.facts.by_root(node):
                yield self.idea("divide by root", n=str(self.facts.inner(node.left)))
            elif numbers != 2:
                yield self.idea("divide")
        else:
            yield self.idea("divide places")

    def moves(self, node: Elementwise) -> bool:
        """True for what an update does last: the old value and a change."""
        line = self.line
        return (
            isinstance(line, Update) and node is line.value
            and isinstance(node.left, Name) and node.left.key == line.name.key
        )  # fmt: skip

    def added(self, node: Elementwise, place: int, parts: list[str], kinds: list[str]) -> Iterator[str]:
        """What a sum does."""
        other, followed = node.parts[1 - place], node.parts[place]
        bias = self.facts.is_bias(other, self.voice)
        if self.moves(node) and isinstance(node.left, Name):
            yield self.idea("move", name=f"the {self.book.called(node.left)}")
        elif kinds == [NUMBER, NUMBER]:
            return
        elif NUMBER in kinds:
            yield self.idea("add number")
        elif kinds[0] != kinds[1]:
            yield self.idea("bias to rows" if ROW in kinds else "bias to columns")
        elif bias and isinstance(followed, Product) and self.sizes.shape(followed.left).kind != NUMBER:
            yield self.idea("bias", other=parts[1 - place])
            if self.facts.only_products(followed):
                yield self.idea("bias at zero")
        elif isinstance(other, Name) and not simple(followed) and "skip" not in self.met and stands_in(other, followed):
            yield self.idea("skip", other=parts[1 - place])
        elif isinstance(node.left, Product) and isinstance(node.right, Product) and kinds[0] in VECTORS:
            yield self.idea("two sums")
        else:
            yield self.idea("add")

    def times(self, node: Elementwise, parts: list[str]) -> str:
        """What a product value by value does."""
        for part, phrase in zip(node.parts, parts, strict=True):
            worked = self.facts.resolved(part)
            if isinstance(worked, Elementwise) and worked.operator in COMPARED:
                return self.idea("mask")
            if self.facts.between(worked):
                gate = self.side(part, phrase)
                again = "gate" in self.met
                return self.idea("gate again" if again else "gate", gate=gate)
        return self.idea("times")

    def join(self, node: Join) -> str:
        """What putting things together does."""
        shape = self.sizes.shape(node)
        if shape.kind in VECTORS and node.on_top == (shape.kind == COLUMN):
            return self.idea("end to end", m=counted(self.sizes.of(shape)[0], "value"))
        return self.idea("on top" if node.on_top else "side by side")

    def call(self, node: Call) -> str:
        """What becomes of the values in a function."""
        if node.title in self.facts.own:
            return self.idea("own")
        if node.function in self.checked.given and not node.slope:
            return self.idea("handed in")
        if node.slope:
            return self.idea("slope")
        if len(node.arguments) == 2 and node.function in PAIR_LESSONS:
            return self.once(f"{node.function} of two", PAIR_LESSONS[node.function])
        row = FUNCTIONS[node.function]
        if "shares" in row.traits and self.sizes.of(self.sizes.shape(node))[-1:] == (1,):
            return self.idea("one share")
        each = row.sizes is every_row and self.sizes.shape(node).kind == MATRIX
        lead = f"{self.idea('every row')} " if each else ""
        return (lead + self.once(f"{node.function} function", row.lesson)).strip()


def the_values(size: int | str) -> str:
    """“the 3 values”, “the one value”."""
    return "the one value" if size == 1 else f"the {size} values"


def each_of(size: int | str) -> str:
    """“each of the 4 values”, “the one value”."""
    return "the one value" if size == 1 else f"each of the {size} values"


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    out, rest = [], text
    while rest:
        head, dot, rest = rest.partition(". ")
        out.append(head + "." * bool(dot))
    return out
