"""What can and cannot pass through a program: how each value follows from a vector that comes in."""

from __future__ import annotations

from ..functions import FUNCTIONS, every_row
from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS
from ..tree import Call, Definition, Elementwise, Expression, Name, Product, Transpose, Update, Values, in_order
from .english import fixed
from .lesson_facts import FEW
from .lesson_words import NARROW_AND_WIDE, PASSING, filled
from .sentences import COMPARED, simple
from .steps import counted, size_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from ..check.names import Step
    from .english import Book
    from .lesson_facts import Facts


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

    def __init__(self, facts: Facts, book: Book) -> None:
        self.facts: Final = facts
        self.book: Final = book
        self.checked: Final = facts.checked
        self.sizes: Final = facts.sizes
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
                if kind not in VECTORS or node.key in names.updates or self.facts.is_bias(node, self.book.voice):
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
            if "shares" in self.facts.traits(self.facts.resolved(left)):
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
            worked = self.facts.resolved(part)
            if isinstance(worked, Elementwise) and worked.operator in COMPARED:
                self.claim("mask")
            elif self.facts.between(worked) and self.weighs(worked.parts[0]):
                self.claim("gate", gate=self.phrase(part, "the gate"))

    def weighs(self, node: Expression) -> bool:
        """True for a product, maybe with something added."""
        return isinstance(node, Product) or any(isinstance(part, Product) for part in node.parts)

    def call(self, node: Call, parts: list[Flow | None]) -> Flow | None:
        """A function, by what the table knows of it."""
        traits = self.facts.traits(node)
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
        return node.title not in self.facts.own

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
