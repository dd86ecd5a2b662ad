"""The steps of a program with the reason for each, and at the end what can pass through.

An idea is explained where it first comes up.  No sentence says more than the formula and its sizes do: a size that is
unknown goes by its letter, and nothing is said of what the numbers in a matrix may be good for.
"""

from __future__ import annotations

from ..functions import FUNCTIONS, PAIR_LESSONS, every_row
from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS
from ..tree import (
    Call,
    Definition,
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
    in_order,
    never,
)
from .english import Book, fixed
from .lesson_words import IDEAS, NARROW_AND_WIDE, PASSING, TAKEN, TITLE
from .sentences import COMPARED, capital, plain, simple, squares
from .steps import StepTeller, counted, size_words, spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from ..check.model import Checked
    from ..check.names import Step
    from ..tree import Statement
    from ..words import Words
    from .sentences import Voice, Way

INDENT = "   "
FEW = 200  # parts of a formula that are looked through for a skip connection


def lesson(checked: Checked, words: Words) -> str:
    """The steps of a program without errors, each with its reason, for somebody who learns what they mean.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.words import words_of
    >>> checked = check(read("y = |x|; x : 3")[0])
    >>> print(lesson(checked, words_of(checked)))
    To create the vector y:
    1. Take the vector x; this has 3 values.
       The vector x comes in from outside: a list of numbers, each in its own place.
    2. Perform the abs function on it (dropping every minus sign); this leaves 3 values.
       Only the size of a value is left. A value and its negative cannot be told apart any more.
    <BLANKLINE>
    The vector x has 3 values.
    """
    teller = LessonTeller(checked)
    book = Book(checked, words, teller)
    teller.book = book
    blocks: list[str] = []
    for line in checked.program.statements:
        teller.line = line
        if block := book.line(line):
            blocks.append(block)
    if ending := list(Passing(teller, book).said()):
        blocks.append("\n".join([f"{TITLE}:", *(INDENT + paragraph for paragraph in ending)]))
    return spread(blocks)


class LessonTeller(StepTeller):
    """Says each step and why."""

    book: Book
    line: Statement

    def __init__(self, checked: Checked) -> None:
        super().__init__(checked)
        self.checked: Final = checked
        self.met: Final[set[str]] = set()  # ideas that have been explained
        self.heard: Final[set[str]] = set()  # sentences that have been said
        self.voice: Voice

    def ways(self, root: Expression, voice: Voice) -> list[Way]:
        """The ways through a formula; what is said of them is said in this voice."""
        self.voice = voice
        return super().ways(root, voice)

    def said(self, way: Way) -> list[str]:
        """The steps of a way, each with its reason under it."""
        out = super().said(way)
        reasons = [self.of_taken(way.chain.start)]
        for (node, place), parts in zip(way.chain.steps, way.parts, strict=True):
            reasons.append(" ".join(filter(None, self.why(node, place, parts))))
        self.reasons += reasons
        return out

    def tell(self, root: Expression, voice: Voice, purpose: str = "", *, purpose_first: bool = False) -> str:
        """The steps with a reason under each."""
        self.reasons: list[str] = []
        told = super().tell(root, voice, purpose, purpose_first=purpose_first).split("\n")
        head = told[: len(told) - len(self.reasons)]
        out = head
        for step, reason in zip(told[len(head) :], self.reasons, strict=True):
            out.append(step)
            fresh = self.fresh(reason)
            out += [INDENT + fresh] if fresh else []
        return "\n".join(out)

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

    def amount(self, node: Expression) -> str:
        """“the 3 values”, “the one value”."""
        return the_values(self.sizes.of(self.sizes.shape(node))[-1])

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

    def once(self, key: str, text: str) -> str:
        """A text the first time only."""
        if key in self.met:
            return ""
        self.met.add(key)
        return text

    # ------------------------------------------------------------------------------------------- steps

    def why(self, node: Expression, place: int, parts: list[str]) -> Iterator[str]:
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
            case Number() | Name() | Values():
                return
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
            if self.by_root(node):
                yield self.idea("divide by root", n=str(self.inner(node.left)))
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
        if self.moves(node) and isinstance(node.left, Name):
            yield self.idea("move", name=f"the {self.book.called(node.left)}")
        elif kinds == [NUMBER, NUMBER]:
            return
        elif NUMBER in kinds:
            yield self.idea("add number")
        elif kinds[0] != kinds[1]:
            yield self.idea("bias to rows" if ROW in kinds else "bias to columns")
        elif self.is_bias(other) and isinstance(followed, Product) and self.sizes.shape(followed.left).kind != NUMBER:
            yield self.idea("bias", other=parts[1 - place])
            if self.only_products(followed):
                yield self.idea("bias at zero")
        elif isinstance(other, Name) and not simple(followed) and self.inside(other, followed):
            yield self.idea("skip", other=parts[1 - place])
        elif isinstance(node.left, Product) and isinstance(node.right, Product) and kinds[0] in VECTORS:
            yield self.idea("two sums")
        else:
            yield self.idea("add")

    def is_bias(self, node: Expression) -> bool:
        """True for a name with the word for it."""
        return isinstance(node, Name) and self.voice.phrase(node).startswith("the bias ")

    def only_products(self, node: Expression) -> bool:
        """True for a vector that is multiplied by matrices and nothing else."""
        for _ in range(FEW):
            if isinstance(node, Name):
                return True
            if not isinstance(node, Product) or NUMBER in (self.sizes.shape(p).kind for p in node.parts):
                return False
            vectors = [part for part in node.parts if self.sizes.shape(part).kind in VECTORS]
            if len(vectors) != 1:
                return False
            node = vectors[0]
        return False

    def inside(self, name: Name, node: Expression) -> bool:
        """True where a name stands in a formula that is not too long to look through."""
        if "skip" in self.met:
            return False
        stack, looked = [node], 0
        while stack and looked < FEW:
            looked += 1
            part = stack.pop()
            if isinstance(part, Name) and part.key == name.key:
                return True
            stack.extend(part.parts)
        return False

    def times(self, node: Elementwise, parts: list[str]) -> str:
        """What a product value by value does."""
        for part, phrase in zip(node.parts, parts, strict=True):
            worked = self.resolved(part)
            if isinstance(worked, Elementwise) and worked.operator in COMPARED:
                return self.idea("mask")
            if self.between(worked):
                gate = self.side(part, phrase)
                again = "gate" in self.met
                return self.idea("gate again" if again else "gate", gate=gate)
        return self.idea("times")

    def resolved(self, node: Expression) -> Expression:
        """What a defined name stands for."""
        definition = self.checked.names.definitions.get(node.key) if isinstance(node, Name) else None
        changed = definition and definition.name.key in self.checked.names.updates
        return definition.value if definition and not changed else node

    def table(self, node: Expression) -> tuple[str, ...]:
        """What the table of functions knows of a call; nothing of the program's own or of a slope."""
        if not isinstance(node, Call) or node.slope or (len(node.arguments) != 1 and node.function in PAIR_LESSONS):
            return ()
        if node.function in self.own or node.function in self.checked.given or node.function not in FUNCTIONS:
            return ()
        return FUNCTIONS[node.function].traits

    def between(self, node: Expression) -> bool:
        """True for what is known to lie between 0 and 1."""
        return "gate" in self.table(node)

    def inner(self, node: Expression) -> int | str | None:
        """How many products each number of a product of matrices is a sum of."""
        if (
            isinstance(node, Product)
            and self.sizes.shape(node.left).kind == self.sizes.shape(node.right).kind == MATRIX
        ):
            return self.sizes.of(self.sizes.shape(node.left))[1]
        return None

    def by_root(self, node: Elementwise) -> bool:
        """True for a product of matrices divided by the root of how many products each of its numbers is a sum of."""
        if "root" not in self.table(node.right):
            return False
        assert isinstance(node.right, Call)
        root, many = node.right.arguments[0], self.inner(node.left)
        if isinstance(root, Name) and self.checked.names.is_size(root.key):
            size = self.checked.letters.get(root.key)
            value = self.checked.solver.value(size) if size is not None else None
            return many is not None and (value == many or (not isinstance(value, int) and root.key == many))
        return isinstance(root, Number) and many is not None and root.text == str(many)

    def join(self, node: Join) -> str:
        """What putting things together does."""
        shape = self.sizes.shape(node)
        if shape.kind in VECTORS and node.on_top == (shape.kind == COLUMN):
            return self.idea("end to end", m=counted(self.sizes.of(shape)[0], "value"))
        return self.idea("on top" if node.on_top else "side by side")

    def call(self, node: Call) -> str:
        """What becomes of the values in a function."""
        if node.title in self.own:
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


class Flow:
    """How a value follows from one vector that comes in, everything else held fixed."""

    __slots__ = ("bent", "biased", "layers", "narrow", "silent", "source", "straight", "weights")

    def __init__(
        self,
        source: Name,
        *,
        straight: bool = True,
        bent: str = "",
        layers: int = 0,
        narrow: tuple[int, str] | None = None,
        weights: Expression | None = None,
        biased: bool = False,
        silent: Call | None = None,
    ) -> None:
        self.source: Final = source
        self.straight: Final = straight  # nothing but weighted sums
        self.bent: Final = bent  # nothing but weighted sums, and then one function that keeps the order
        self.layers: Final = layers
        self.narrow: Final = narrow  # the fewest values on the way, if they are fewer than came in, and after what
        self.weights: Final = weights  # the matrix just multiplied with
        self.biased: Final = biased  # and something added since
        self.silent: Final = silent  # the function just performed, if it silences


class Passing:
    """What a program can and cannot pass through: what follows from its form and its sizes."""

    def __init__(self, teller: LessonTeller, book: Book) -> None:
        self.teller: Final = teller
        self.book: Final = book
        self.checked: Final = teller.checked
        self.sizes: Final = teller.sizes
        self.flows: Final[dict[str, Flow | None]] = {}
        self.claims: Final[dict[str, str]] = {}  # one of each
        self.onward: Final = {
            key
            for step in self.checked.names.order
            if not isinstance(step, Update) and not self.measures(step)
            for key in self.checked.names.needs(step)
        }

    def measures(self, step: Step) -> bool:
        """True for a number, or a difference, that is made from values."""
        value = step.value
        return self.checked.kind(value) == NUMBER or (isinstance(value, Elementwise) and value.operator == "-")

    def said(self) -> Iterator[str]:
        """A paragraph for each thing that can be said."""
        names = self.checked.names
        for step in names.order:
            if isinstance(step, Definition) and fixed(step.value):
                continue
            self.teller.voice = self.book.voice
            self.teller.line = step
            found: dict[Expression, Flow | None] = {}
            for node in in_order(step.value):
                found[node] = self.flow(node, [found[part] for part in node.parts])
            flow = found[step.value]
            if isinstance(step, Definition):
                self.flows[step.name.key] = flow
                self.ended(flow, step)
            elif isinstance(step, Update):
                self.direction(step)
            elif flow and flow.layers:
                self.ended(flow, None, step.value)
        for key in PASSING:
            if key in self.claims:
                yield self.claims[key]

    def claim(self, key: str, extra: str = "", **gaps: str) -> None:
        """Something that can be said, the first time that it can be."""
        if key not in self.claims:
            self.claims[key] = filled(PASSING[key] + extra, gaps)

    def phrase(self, node: Expression, other: str) -> str:
        """A short phrase for a node, if there is one."""
        return self.book.voice.phrase(node) if simple(node) else other

    # ------------------------------------------------------------------------------------------- flows

    def flow(self, node: Expression, parts: list[Flow | None]) -> Flow | None:
        """How one node follows from the vector that comes in."""
        names = self.checked.names
        kind = self.sizes.shape(node).kind
        match node:
            case Name():
                if node.key in names.definitions:
                    return self.flows.get(node.key)
                if kind not in VECTORS or node.key in names.updates or self.teller.is_bias(node):
                    return None
                return Flow(node)
            case Product(left, right):
                return self.product(node, left, right, parts)
            case Elementwise():
                return self.elementwise(node, parts)
            case Call():
                return self.call(node, parts)
            case _:
                return None

    def product(self, node: Product, left: Expression, right: Expression, parts: list[Flow | None]) -> Flow | None:
        """Weights; also the mixture that attention makes."""
        kinds = (self.sizes.shape(left).kind, self.sizes.shape(right).kind)
        if kinds == (MATRIX, MATRIX):
            if "shares" in self.teller.table(self.teller.resolved(left)):
                self.claim("mixture", values=self.phrase(right, "the matrix on the right"))
            return None
        if self.sizes.shape(node).kind == NUMBER != kinds[0] and self.sizes.of(self.sizes.shape(left))[0] != 1:
            self.claim("one number")
            return None
        if kinds not in ((ROW, MATRIX), (MATRIX, COLUMN)):
            return None
        at = int(kinds[0] == ROW)
        weights, flow = node.parts[at], parts[1 - at]
        if flow is None or not self.comes_in(weights):
            return None
        if flow.weights is not None:
            self.one_matrix(flow, weights)
        if flow.silent is not None:
            self.silent(flow, flow.silent, weights)
        few = self.sizes.of(self.sizes.shape(node))[0]
        n = self.sizes.of(self.sizes.shape(flow.source))[0]
        narrow = flow.narrow
        if isinstance(few, int) and isinstance(n, int) and few < (narrow[0] if narrow else n):
            narrow = (few, self.book.voice.phrase(weights))
        return Flow(
            flow.source, straight=flow.straight, layers=flow.layers + 1, narrow=narrow, weights=weights,
        )  # fmt: skip

    def comes_in(self, node: Expression) -> bool:
        """True for weights: a matrix that no line works out, as it is or transposed."""
        if isinstance(node, Transpose):
            node = node.part
        if isinstance(node, Values):
            return True
        if not isinstance(node, Name):
            return False
        definition = self.checked.names.definitions.get(node.key)
        return definition is None or bool(fixed(definition.value))

    def one_matrix(self, flow: Flow, weights: Expression) -> None:
        """Two products in a row."""
        first, second = flow.weights, weights
        if not isinstance(first, Name) or not isinstance(second, Name):
            return
        if self.checked.names.updates.keys() & {first.key, second.key}:
            return
        before, after = self.sizes.of(self.sizes.shape(first)), self.sizes.of(self.sizes.shape(second))
        turned = self.sizes.shape(flow.source).kind == COLUMN
        size = (after[0], before[1]) if turned else (before[0], after[1])
        self.claim(
            "one matrix and bias" if flow.biased else "one matrix",
            first=self.book.voice.phrase(first),
            second=self.book.voice.phrase(second),
            product=second.key + first.key if turned else first.key + second.key,
            size=size_words(MATRIX, size),
        )

    def silent(self, flow: Flow, call: Call, weights: Expression) -> None:
        """Weights right after a function that silences."""
        many = self.sizes.of(self.sizes.shape(call))[0]
        self.claim(
            "silent",
            function=call.function,
            matrix=self.book.voice.phrase(weights),
            all="the one value" if many == 1 else f"all {counted(many, 'value')}",
            are="is" if many == 1 else "are",
            source=self.book.voice.phrase(flow.source),
        )

    def elementwise(self, node: Elementwise, parts: list[Flow | None]) -> Flow | None:
        """A bias, a skip connection, a gate, a mask."""
        one, other = parts
        if node.operator == "⊙" and NUMBER not in (self.sizes.shape(part).kind for part in node.parts):
            self.gates(node)
            return None
        if node.operator != "+" or self.sizes.shape(node.left).kind != self.sizes.shape(node.right).kind:
            return None
        if one and other:
            way, round_ = (one, node.right) if isinstance(node.right, Name) else (other, node.left)
            if isinstance(round_, Name) and way.layers and round_.key == way.source.key:
                phrase = self.book.voice.phrase(round_)
                weights = "the layer" if way.layers == 1 else "these layers"
                self.claim("skip", source=phrase, way=weights)
                return Flow(way.source, straight=way.straight, layers=way.layers)
            if one.layers and isinstance(node.right, Name) and not other.layers:
                other = None  # a vector that is only added
        flow, side = (one, node.right) if one else (other, node.left)
        if flow is None or (one and other) or not isinstance(side, Name | Values):
            return None
        if isinstance(side, Name) and side.key in self.checked.names.definitions and not self.comes_in(side):
            return None
        return Flow(
            flow.source, straight=flow.straight, layers=flow.layers, narrow=flow.narrow, weights=flow.weights,
            biased=True,
        )  # fmt: skip

    def gates(self, node: Elementwise) -> None:
        """What lets values pass or holds them back."""
        for part in node.parts:
            worked = self.teller.resolved(part)
            if isinstance(worked, Elementwise) and worked.operator in COMPARED:
                self.claim("mask")
            elif self.teller.between(worked) and self.weighs(worked.parts[0]):
                self.claim("gate", gate=self.phrase(part, "the gate"))

    def weighs(self, node: Expression) -> bool:
        """True for a product, maybe with something added."""
        return isinstance(node, Product) or any(isinstance(part, Product) for part in node.parts)

    def call(self, node: Call, parts: list[Flow | None]) -> Flow | None:
        """A function, by what the table knows of it."""
        traits = self.teller.table(node)
        flow = parts[0] if len(parts) == 1 else None
        if "one" in traits and set(self.sizes.of(self.sizes.shape(node.arguments[0]))) - {1}:
            self.claim("one number")
        if "level" in traits:
            self.claim("level", function=node.function)
        if "picks" in traits:
            self.claim("picked", matrix=self.phrase(node.arguments[0], "the matrix"))
        if flow is None or self.sizes.shape(node).kind not in VECTORS or not self.known(node):
            return None
        order = "order" in traits and flow.straight and flow.layers > 0
        return Flow(
            flow.source, straight=False, bent=node.function if order else "", layers=flow.layers, narrow=flow.narrow,
            silent=node if "silences" in traits and flow.layers else None,
        )  # fmt: skip

    def known(self, node: Call) -> bool:
        """True for a function of the table or one handed in: of one argument, so that nothing else comes in."""
        return node.title not in self.teller.own

    # ------------------------------------------------------------------------------------------- ends

    def ended(self, flow: Flow | None, line: Definition | None, value: Expression | None = None) -> None:
        """What can be said of a whole way."""
        if flow is None or not flow.layers:
            return
        source = self.book.voice.phrase(flow.source)
        end = f"the {self.book.called(line.name)}" if line else "what comes out"
        node = line.value if line else value
        assert node is not None
        if line is None or self.is_last(line):
            if flow.straight:
                self.claim("straight", source=source, end=end)
            elif flow.bent:
                one = self.sizes.of(self.sizes.shape(node))[0] == 1
                mark = "the result reaches some mark" if one else "two of its results are equal"
                if not (one and FUNCTIONS[flow.bent].sizes is every_row):  # which gives the same whatever comes in
                    self.claim("straight before", source=source, function=flow.bent, mark=mark)
        if flow.narrow and (line is None or self.is_last(line)):
            few, after = flow.narrow
            n = counted(self.sizes.of(self.sizes.shape(flow.source))[0], "value")
            m = self.sizes.of(self.sizes.shape(node))[0]
            wide = isinstance(m, int) and m > few
            them = "this one value" if few == 1 else f"these {few}"
            self.claim(
                "narrow",
                NARROW_AND_WIDE if wide else "",
                matrix=after,
                few="one value" if few == 1 else f"{few} values",
                is_all="is all" if few == 1 else "are all",
                n=n,
                source=source,
                them=them,
                end=end,
                m=counted(m, "value"),
            )

    def is_last(self, line: Definition) -> bool:
        """True for a value that goes no further: other lines only measure it."""
        return line.name.key not in self.onward

    def direction(self, step: Update) -> None:
        """An update by an outer product."""
        value = step.value
        if not (isinstance(value, Elementwise) and value.operator in "+-" and isinstance(value.left, Name)):
            return
        if value.left.key != step.name.key:
            return
        inside = value.right
        for _ in range(FEW):
            if not isinstance(inside, Product):
                return
            kinds = [self.sizes.shape(part).kind for part in inside.parts]
            if kinds == [COLUMN, ROW]:
                row = inside.right
                if isinstance(row, Name) or (isinstance(row, Transpose) and isinstance(row.part, Name)):
                    inner = row if isinstance(row, Name) else row.part
                    name = f"the {self.book.called(step.name)}"
                    self.claim("one direction", row=self.book.voice.phrase(inner), name=name)
                return
            if NUMBER not in kinds:
                return
            inside = inside.parts[1 - kinds.index(NUMBER)]


def filled(template: str, gaps: dict[str, str]) -> str:
    """A template with its gaps filled; `{Name}` is `{name}` at the beginning of a sentence."""
    return template.format(**gaps, **{key.capitalize(): capital(text) for key, text in gaps.items()})


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
