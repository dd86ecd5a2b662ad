"""A formula becomes sentences: one running value is followed along it, and what does not fit on that way is said first.

Every step says which operation it is, what it is done with, and on which side, so that the sentences have one reading:

| what is said | what it is |
|---|---|
| the vector x, the number 2, the matrix [1 2; 3 4] | a name, a number, a literal |
| the transpose of …, the negative of …, the elementwise square of …, the number -2 | one mark on one of these |
| result 1 | what the sentences before “Call that result 1.” said |
| it, the output | the value followed: “it” when it has just been taken |

Where a sentence ends carries no meaning.
"""

from __future__ import annotations

from ..functions import FUNCTIONS, PAIR_SAYS
from ..sizes import COLUMN, MATRIX, NUMBER, PRODUCTS, ROW, VECTORS
from ..tree import (
    Call,
    Elementwise,
    Expression,
    Inverse,
    Join,
    Name,
    Negative,
    Number,
    Operation,
    Power,
    Product,
    Transpose,
    Values,
    never,
)
from ..words import listed
from .marks import UNMARKED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Final

    from .marks import Marks

    Kind = Callable[[Expression], str]

Leaf = Name | Number | Values
Marked = Transpose | Inverse | Negative

# {a} is what stands on the left, {b} on the right; a pair has the words for when the left one is followed and for when
# the right one is.  What is followed need not be said where nothing else can be meant.
PAIRS = {
    "+": ("add {b}", "add {b} to {a}"),
    "-": ("subtract {b}", "subtract {b} from {a}"),
    "⊙": ("multiply elementwise by {b}", "multiply {a} elementwise by {b}"),
}
COMPARED = {">": "is greater than", "<": "is less than", "≥": "is at least", "≤": "is at most"}
TRUTH = "1 where true, 0 where not"
# By whether left and right are numbers.
DIVIDED = {
    (True, True): "divide {a} by {b}",
    (False, True): "divide every number in {a} by {b}",
    (True, False): "divide {a} elementwise by {b}",
    (False, False): "divide {a} elementwise by {b}",
}
SCALED = {
    (True, True): "multiply {a} by {b}",
    (True, False): "multiply every number in {b} by {a}",
    (False, True): "multiply every number in {a} by {b} on the right",
}
DOT_PRODUCT = PRODUCTS[ROW, COLUMN][1]
MULTIPLIED = ("perform {product} with {b}", "perform {product} with {a} on the left")
# By what is made and how; for more than two things the last words follow a list of all.
JOINED = {
    (ROW, False): ("onto the end", "end to end"),
    (MATRIX, False): ("onto the right side", "side by side"),
    (COLUMN, True): ("onto the bottom", "on top of each other"),
    (MATRIX, True): ("onto the bottom", "on top of each other"),
}
# What a function does, when it does it to one number.
OF_A_NUMBER = {"every number": "the number", "all negative numbers": "a negative number", "every minus": "the minus"}
LONGEST = 3  # steps in a row before a sentence ends after each function
ENDLESS = 6  # steps in one sentence, functions or not


class Chain:
    """A way through a formula: what is taken, and the steps from there, each with the place of the value followed."""

    __slots__ = ("operands", "root", "start", "steps")

    def __init__(self, root: Expression, kind: Kind) -> None:
        """Follow a formula from its outside to what is taken first."""
        self.root: Final = root
        steps: list[tuple[Operation, int]] = []
        while (place := followed(root, kind)) is not None:
            assert not isinstance(root, Leaf)  # into which nothing is followed
            steps.append((root, place))
            root = root.parts[place]
        steps.reverse()
        self.start: Final = root
        self.steps: Final = steps
        # What the steps are done with that has no short phrase, in order: it is said before.
        self.operands: Final = [
            part for node, place in steps for i, part in enumerate(node.parts) if i != place and not simple(part)
        ]


class Way:
    """A chain in words: what is taken, and each of the steps from there, with the phrases of its parts."""

    __slots__ = ("chain", "parts", "steps", "taken")

    def __init__(self, chain: Chain, taken: str, steps: list[str], parts: list[list[str]]) -> None:
        self.chain: Final = chain
        self.taken: Final = taken
        self.steps: Final = steps
        self.parts: Final = parts

    def sentences(self) -> str:
        """All of it after “take”, without the last full stop."""
        out = [self.taken]
        long = len(self.steps) > LONGEST
        since, after_function = 0, False
        for number, step in enumerate(self.steps):
            if not number:
                out.append(" and ")
            elif (long and after_function) or since == ENDLESS:
                out.append(". Then ")
                since = 0
            else:
                out.append("; then ")
            out.append(step)
            since += 1
            after_function = isinstance(self.chain.steps[number][0], Call)
        return "".join(out)


def followed(node: Expression, kind: Kind) -> int | None:
    """The place of the part that is followed into a node; None for what is taken as it is."""
    match node:
        case Name() | Number() | Values():
            return None
        case Transpose() | Inverse() | Negative():
            return None if isinstance(node.part, Leaf) else 0
        case Power():
            return 0
        case Product() | Elementwise() | Call() | Join():
            for place, part in enumerate(node.parts):
                if not simple(part):
                    return place
            return int(isinstance(node, Product) and kind(node.left) == NUMBER != kind(node.right))
        case _:
            never(node)


def simple(node: Expression) -> bool:
    """True for what has a short phrase: a name, a number, a literal, or one of them with one mark."""
    if isinstance(node, Leaf):
        return True
    if isinstance(node, Power):
        return isinstance(node.part, Leaf) and squares(node)
    return isinstance(node, Marked) and isinstance(node.part, Leaf)


def squares(node: Power) -> bool:
    """True for a square."""
    return isinstance(node.exponent, Number) and node.exponent.text == "2"


class Teller:
    """Says formulas one after another; a function is explained where it is first mentioned."""

    def __init__(self, own: Collection[str]) -> None:
        """`own` are the titles of the program's own functions."""
        self.own: Final = own
        self.explained: Final[set[str]] = set()

    def tell(self, root: Expression, voice: Voice, purpose: str = "", *, purpose_first: bool = False) -> str:
        """The sentences of a formula.

        `purpose` is `to create the vector h`; it stands in front of what makes it, or of everything.
        """
        ways = self.ways(root, voice)
        last = len(ways) - 1
        out: list[str] = []
        for number, way in enumerate(ways):
            text = way.sentences()
            if number == last:
                lead = "Then" if number else ""
                if purpose and not (purpose_first and number):
                    lead = f"{lead}, {purpose}," if lead else f"{capital(purpose)},"
            elif number:
                lead = "Next,"
            else:
                lead = f"{capital(purpose)}, first" if purpose_first else "First,"
            out.append(f"{lead} take {text}." if lead else f"Take {text}.")
            if number != last:
                result = voice.marks.around(way.chain.root, f"result {number + 1}")
                out.append(f"Call that {result}.")
        return " ".join(out)

    def ways(self, root: Expression, voice: Voice) -> list[Way]:
        """The ways through a formula, each after those whose results it needs."""
        ways: list[Way] = []
        finished: list[int] = []  # the numbers of results that are waiting to be used
        todo: list[tuple[Chain, bool]] = [(Chain(root, voice.kind), False)]
        while todo:
            chain, ready = todo.pop()
            if not ready:
                todo.append((chain, True))
                todo.extend((Chain(part, voice.kind), False) for part in reversed(chain.operands))
                continue
            first = len(finished) - len(chain.operands)
            results = [
                voice.marks.around(part, f"result {number}")
                for part, number in zip(chain.operands, finished[first:], strict=True)
            ]
            del finished[first:]
            ways.append(self.way(chain, voice, results))
            finished.append(len(ways))
        return ways

    def way(self, chain: Chain, voice: Voice, results: list[str]) -> Way:
        """What is taken and the steps from there."""
        waiting, marks = iter(results), voice.marks
        said: list[str] = []
        phrases: list[list[str]] = []
        for number, (node, place) in enumerate(chain.steps):
            parts: list[str] = []
            for i, part in enumerate(node.parts):
                if i == place:
                    parts.append(marks.around(part, "the output") if number else "it")
                elif results and not simple(part):
                    parts.append(next(waiting))
                else:
                    parts.append(voice.phrase(part))
            step = self.step(node, place, parts, [voice.kind(part) for part in node.parts], voice.kind(node))
            said.append(marks.around(node, step) if marks.ids else step)
            phrases.append(parts)
        return Way(chain, voice.phrase(chain.start), said, phrases)

    def step(self, node: Operation, place: int, parts: list[str], kinds: list[str], kind: str) -> str:
        """One step: what is done to the part at `place`."""
        match node:
            case Product():
                return product_step(node, place, parts, kinds)
            case Elementwise(operator) if operator in COMPARED:
                where = "whether" if kind == NUMBER else "where"
                step = f"check {where} {parts[0]} {COMPARED[operator]} {parts[1]}"
                return step + self.explanation("comparison", TRUTH)
            case Elementwise(operator):
                numbers = (kinds[0] == NUMBER, kinds[1] == NUMBER)
                words = DIVIDED[numbers] if operator == "/" else PAIRS[operator][place]
                return words.format(a=parts[0], b=parts[1])
            case Negative():
                return f"negate {parts[0]}"
            case Transpose():
                return f"transpose {parts[0]}"
            case Inverse():
                return f"invert {parts[0]}" if kind == MATRIX else f"take the reciprocal of {parts[0]}"
            case Power(_, exponent):
                every = parts[0] if kind == NUMBER else f"every number in {parts[0]}"
                if squares(node):
                    return f"square {every}"
                to = exponent.text if isinstance(exponent, Number) else parts[1]
                return f"raise {every} to the power of {to}"
            case Join():
                return join_step(node, place, parts, kind)
            case Call():
                return f"perform {function(node.title)} on {listed(parts)}" + self.meaning(node, kind)
            case _:
                never(node)

    def meaning(self, node: Call, kind: str) -> str:
        """What a function of the table does, where it is first mentioned."""
        if node.slope or node.title in self.own or node.function not in FUNCTIONS:
            return ""
        if len(node.arguments) == 2 and node.function in PAIR_SAYS:
            return self.explanation(f"{node.function} of two", PAIR_SAYS[node.function])
        says = FUNCTIONS[node.function].says
        if kind == NUMBER:
            for many, one in OF_A_NUMBER.items():
                says = says.replace(many, one)
        return self.explanation(node.function, says)

    def explanation(self, what: str, words: str) -> str:
        """An explanation in parentheses, once."""
        if not words or what in self.explained:
            return ""
        self.explained.add(what)
        return f" ({words})"


class Voice:
    """How the parts of one formula are called: their kinds, the phrases of its names, and the marks around them."""

    __slots__ = ("called", "kind", "marks")

    def __init__(self, kind: Kind, called: Callable[[Name], str], marks: Marks = UNMARKED) -> None:
        """`called` gives a name's phrase without its article."""
        self.kind: Final = kind
        self.called: Final = called
        self.marks: Final = marks

    def phrase(self, node: Expression) -> str:
        """The phrase of something simple, marked."""
        said = self.said(node)
        return self.marks.around(node, said) if self.marks.ids else said

    def said(self, node: Expression) -> str:
        """The phrase itself."""
        match node:
            case Name():
                return f"the {self.called(node)}"
            case Number(text):
                return f"the number {text}"
            case Values():
                return f"the {plain(self.kind(node))} {literal(node)}"
            case Negative(Number(text) as number):
                return f"the number -{self.marks.around(number, text)}"
            case Negative(part):
                return f"the negative of {self.phrase(part)}"
            case Transpose(part):
                return f"the transpose of {self.phrase(part)}"
            case Inverse(part):
                return f"the {'inverse' if self.kind(part) == MATRIX else 'reciprocal'} of {self.phrase(part)}"
            case _:
                assert isinstance(node, Power)  # nothing else has a short phrase
                square = "square" if self.kind(node.part) == NUMBER else "elementwise square"
                return f"the {square} of {self.phrase(node.part)}"


def product_step(node: Product, place: int, parts: list[str], kinds: list[str]) -> str:
    """A product by its kinds; one written out says so, but for `x · y`, which is the dot product."""
    left, right = kinds
    dotted = node.dotted
    if NUMBER in kinds:
        step = SCALED[left == NUMBER, right == NUMBER].format(a=parts[0], b=parts[1])
    else:
        product = PRODUCTS[left, right][1] if (left, right) in PRODUCTS else DOT_PRODUCT
        if product == DOT_PRODUCT:
            product = f"the {DOT_PRODUCT}" if dotted else f"the row-column {DOT_PRODUCT}"
            dotted = False
        elif not product.endswith("multiplication"):
            product = f"the {product}"
        step = MULTIPLIED[place].format(product=product, a=parts[0], b=parts[1])
    return f"explicitly {step}" if dotted else step


def join_step(node: Join, place: int, parts: list[str], kind: str) -> str:
    """Two things are joined one onto the other, more in a list."""
    end, together = JOINED[kind, node.on_top]
    if len(parts) > 2:
        return f"join {listed(parts)} {together}"
    onto = f" of {parts[0]}" if place else ""
    return f"join {parts[1]} {end}{onto}"


def function(title: str) -> str:
    """A function as it is performed: `the relu function`, `the derivative of the relu function`."""
    return f"the derivative of the {title[:-1]} function" if title.endswith("'") else f"the {title} function"


def plain(kind: str) -> str:
    """A kind without its orientation."""
    return "vector" if kind in VECTORS else kind


def literal(node: Values) -> str:
    """A literal as in letters: `[1 2; 3 4]`."""
    return "[" + "; ".join(" ".join(map(repr, row)) for row in node.rows) + "]"


def capital(text: str) -> str:
    """The beginning of a sentence."""
    return text[:1].upper() + text[1:]
