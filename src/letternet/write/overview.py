"""A program in one sentence of at most ten words, the fullest true one that fits.

Layers are counted where a value goes from weights to weights.  Everything else is told by what comes out and what goes
in, and a program that only changes names by what it changes.
"""

from __future__ import annotations

from collections import Counter

from ..functions import FUNCTIONS
from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS
from ..tree import (
    Call,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    Join,
    Name,
    Number,
    Product,
    Transpose,
    Update,
    Values,
    in_order,
)
from ..words import listed
from .english import fixed
from .lesson_learning import Learning
from .sentences import capital
from .steps import Sizes, counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Final

    from ..check.model import Checked
    from ..check.names import Step
    from ..words import Words

MOST_WORDS = 10
MOST_INPUTS = 3  # vectors that are told one by one
MOST_FUNCTIONS = 2
MOST_STATES = 3
COUNTS = "no one two three four five six seven eight nine ten eleven twelve".split()
PLURALS = {"matrix": "matrices", "weight matrix": "weight matrices"}
KINDS = {ROW: "vector", COLUMN: "vector", MATRIX: "matrix", NUMBER: "number"}


def overview(checked: Checked, words: Words) -> str:
    """What a program without errors is, in one sentence.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.words import words_of
    >>> for text in ("l0 : 3; l1 : 4; l2 : 1; l2 = relu(l0W0)W1", "x · y", "W1 <- W1 - α l1ᵀd2", "x : 3"):
    ...     checked = check(read(text)[0])
    ...     print(overview(checked, words_of(checked)))
    Two layers: 3 inputs, 4 hidden (relu), 1 prediction.
    One number from two vectors.
    Updates one weight matrix.
    The size of one vector; nothing is worked out.
    """
    said = Overview(checked, words).sentences()
    return next(sentence for sentence in said if len(sentence.split()) <= MOST_WORDS)  # the last one is always short


class Net:
    """A value that has gone through `depth` layers of weights, from `inputs`; `size` is its own.

    `straight`: through one after the other, so that `before`, the value that went into its last weights, and
    `functions`, what has been done to it since, say everything.
    """

    __slots__ = ("before", "depth", "each", "functions", "inputs", "size", "skips", "straight")

    def __init__(
        self,
        inputs: dict[str, int | str],
        depth: int = 0,
        *,
        size: int | str = 0,
        before: Net | None = None,
        functions: tuple[str, ...] = (),
        straight: bool = True,
        skips: bool = False,
        each: bool = False,
    ) -> None:
        self.inputs: Final = inputs  # names and sizes; more than are told one by one are not kept
        self.depth: Final = depth
        self.size: Final = size
        self.before: Final = before
        self.functions: Final = functions
        self.straight: Final = straight
        self.skips: Final = skips
        self.each: Final = each  # a matrix, each row of which goes through

    def further(self, function: str) -> Net:
        """The same after a function."""
        return Net(
            self.inputs, self.depth, size=self.size, before=self.before, functions=(*self.functions, function)[-3:],
            straight=self.straight, skips=self.skips, each=self.each,
        )  # fmt: skip


class Overview:
    """The sentences for one program, fuller ones first."""

    def __init__(self, checked: Checked, words: Words) -> None:
        self.checked: Final = checked
        self.words: Final = words
        self.sizes: Final = Sizes(checked)
        self.steps: Final[list[Step]] = checked.names.order
        self.given: Final = dict.fromkeys(
            s.name.key for s in self.steps if isinstance(s, Definition) and fixed(s.value)
        )  # in order
        self.learning: Final = Learning(checked, self.sizes)
        self.worked: Final = [
            s for s in self.steps
            if not (isinstance(s, Definition) and s.name.key in self.given) and not self.learning.has(s)
        ]  # fmt: skip
        self.read: Final = {key for step in self.worked for key in checked.names.needs(step)}
        self.nets: Final[dict[str, Net]] = {}  # by name
        self.ends: Final[list[tuple[Step, Net]]] = []
        for step in self.worked:
            net = self.net(step.value)
            if net is None or isinstance(step, Update):
                continue
            if isinstance(step, Definition):
                self.nets[step.name.key] = net
            if net.depth:
                self.ends.append((step, net))

    def sentences(self) -> Iterator[str]:
        """All sentences that are true, fuller ones first."""
        return self.told() if self.worked else self.idle()

    def told(self) -> Iterator[str]:
        """A program in which something is worked out."""
        updates = self.updated()
        if self.learning.changes and len(self.learning.changes) == sum(map(len, self.checked.names.updates.values())):
            yield from self.learns(updates)
        heads = [head for head in (*self.attention(), *self.cell(), *self.layers(), *self.results()) if head]
        if updates:
            yield from (f"{head}; updates {updates}." for head in heads)
            yield f"Updates {updates}."
            yield f"Updates {amount(len(self.checked.names.updates), 'name')}."
        yield from (f"{head}." for head in heads)

    def learns(self, updates: str) -> Iterator[str]:
        """The same for a program of which each update is understood."""
        for head in (*self.attention(), *self.cell(), *self.layers()):
            subject, colon, rest = head.partition(":")
            alone = subject in ("One layer", "One cell", "Attention")
            if alone or subject.split(" (")[0].endswith("layers"):
                yield f"{subject} that learn{'s' * alone}{colon}{rest}."
            else:
                yield f"Learning, {head[:1].lower()}{head[1:]}."
        for head in self.results():
            yield f"{head}; learns {updates}."
        yield f"Learns {updates}."

    # ------------------------------------------------------------------------------------- without work

    def idle(self) -> Iterator[str]:
        """A program in which nothing is worked out."""
        names = self.checked.names
        said = []
        if self.given:
            said.append(f"values for {self.kinds(self.given)}")
        elif names.declared:
            some = len(names.declared) > 1
            said.append(f"the {'sizes' if some else 'size'} of {self.kinds(names.declared)}")
        if names.functions:
            yield f"{capital(listed([*said, amount(len(names.functions), 'function')]))}; nothing is worked out."
            yield f"{capital(amount(len(names.functions), 'function'))}; nothing is worked out."
        if said:
            yield f"{capital(said[0])}; nothing is worked out."
            yield f"{capital(said[0])}."
        yield "Nothing is worked out."

    # ---------------------------------------------------------------------------------------- counting

    def kinds(self, keys: Iterable[str]) -> str:
        """Names counted by what they are: “two vectors and one number”."""
        return kinds_said(self.kind(key) for key in keys)

    def kind(self, key: str) -> str:
        """What a name is: a vector, a weight matrix."""
        shape = self.checked.named.get(key)
        kind = KINDS[shape.kind] if shape else NUMBER
        return "weight matrix" if self.words.english.get(key, "").startswith("weight matrix") else kind

    def updated(self) -> str:
        """What the updates change."""
        return self.kinds(self.checked.names.updates) if self.checked.names.updates else ""

    def finals(self) -> list[Step]:
        """The lines whose values no other line reads."""
        return [
            s
            for s in self.worked
            if isinstance(s, Evaluation) or (isinstance(s, Definition) and s.name.key not in self.read)
        ]

    def results(self) -> Iterator[str]:
        """What comes out, and what goes in."""
        finals = self.finals()
        if not finals:
            return
        out = kinds_said(KINDS[self.checked.kind(s.value)] for s in finals)
        needed = self.inputs()
        if not needed:
            yield capital(out)
        else:
            plain = kinds_said(KINDS[shape.kind] if (shape := self.checked.named.get(k)) else NUMBER for k in needed)
            yield capital(f"{out} from {self.kinds(needed)}")
            yield capital(f"{out} from {plain}")
            yield capital(f"{amount(len(finals), 'result')} from {amount(len(needed), 'input')}")
        yield capital(amount(len(finals), "result"))

    def inputs(self) -> list[str]:
        """The names that come in or are given, and are read by some line."""
        names = self.checked.names
        return [*names.inputs, *(key for key in self.given if key in self.read)]

    # ------------------------------------------------------------------------------------------ layers

    def layers(self) -> Iterator[str]:
        """The deepest network, where the rest of the program only measures it."""
        if not self.ends:
            return
        end, net = max(reversed(self.ends), key=lambda found: found[1].depth)
        if not all(self.measures(step, end) for step in self.finals()):
            return
        layers = amount(net.depth, "layer")
        deep = f"{layers} deep" if net.depth > 1 else layers
        if len(net.inputs) > MOST_INPUTS:
            yield capital(f"{deep}, several inputs, {counted(net.size, 'output')}")
            return
        *many, last = net.inputs.values()
        inputs = f"{', '.join(map(str, many))} and {counted(last, 'input')}" if many else counted(last, "input")
        if many and last == 1:
            inputs += "s"
        if net.each:
            yield f"For each row, {layers}: {inputs}, {counted(net.size, 'prediction' if net.straight else 'output')}"
            yield f"For each row, {layers}"
            return
        if not net.straight:
            out = counted(net.size, "output")
            yield capital(f"{deep}: {inputs}, {out}{bracketed(net.functions)}")
            yield capital(f"{deep}: {inputs}, {out}")
            yield capital(deep)
            return
        out = counted(net.size, "prediction")
        ended = f"{out}{bracketed(net.functions)}"
        if net.skips:
            yield capital(f"{layers} with a skip connection: {inputs}, {out}")
            yield capital(f"{layers} with a skip connection")
            return
        for hidden in hidden_words(net):
            yield capital(f"{layers}: {inputs}, {hidden}, {ended}")
            yield capital(f"{layers}: {inputs}, {hidden}, {out}")
        inside = {before.functions for before in before_last(net)}
        if len(inside) == 1:
            yield capital(f"{layers}{bracketed(inside.pop())}: {inputs}, {ended}")
        yield capital(f"{layers}: {inputs}, {ended}")
        yield capital(f"{layers}: {inputs}, {out}")
        yield capital(f"{layers}")

    def measures(self, step: Step, end: Step) -> bool:
        """True for the network itself, a number, or a difference to the network."""
        if step is end or self.checked.kind(step.value) == NUMBER:
            return True
        match step.value:
            case Elementwise("-", Name() as left, Name() as right) if isinstance(end, Definition):
                return end.name.key in (left.key, right.key)
            case _:
                return False

    def net(self, root: Expression) -> Net | None:
        """The network that ends in a value, if it is one."""
        found: dict[Expression, Net | None] = {}
        for node in in_order(root):
            found[node] = self.net_of(node, [found[part] for part in node.parts])
        return found[root]

    def net_of(self, node: Expression, parts: list[Net | None]) -> Net | None:
        """The same for one node."""
        shape = self.sizes.shape(node)
        match node:
            case Name():
                if node.key in self.nets:
                    return self.nets[node.key]
                if node.key in self.checked.names.definitions and node.key not in self.given:
                    return None
                if shape.kind == NUMBER or self.kind(node.key) == "weight matrix":
                    return None
                # Of a matrix each row is an input, so the number of its columns counts.
                return Net({node.key: self.sizes.of(shape)[-1]}, each=shape.kind == MATRIX)
            case Product(left, right):
                return self.weighted(node, left, right, parts)
            case Elementwise("+" | "⊙" | "/" as operator, left, right):
                return self.combined(operator, left, right, parts)
            case Join() if shape.kind in VECTORS:
                return joined_nets([part for part in parts if part], self.sizes.of(shape)[0])
            case Call(_, arguments):
                inside = [part for part in parts if part]
                if len(inside) != 1 or node.slope:
                    return None
                before = self.sizes.shape(arguments[parts.index(inside[0])])
                same = before.kind == shape.kind and self.sizes.of(before) == self.sizes.of(shape)
                plain = all(
                    part or self.sizes.shape(a).kind == NUMBER for a, part in zip(arguments, parts, strict=True)
                )
                return inside[0].further(node.title) if same and plain else None
            case _:
                return None

    def weighted(self, node: Product, left: Expression, right: Expression, parts: list[Net | None]) -> Net | None:
        """A value multiplied by weights, or scaled by a number."""
        shape, kinds = self.sizes.shape(node), [self.sizes.shape(left).kind, self.sizes.shape(right).kind]
        if NUMBER in kinds:
            return parts[0] or parts[1] if shape.kind != NUMBER and kinds.count(NUMBER) == 1 else None
        match kinds:
            case ["row", "matrix"]:
                net, weights = parts[0], right
            case ["matrix", "column"]:
                net, weights = parts[1], left
            case ["matrix", "matrix"] if parts[0] and parts[0].each and self.is_weight(right, named=True):
                net, weights = parts[0], right
            case _:
                return None
        if net is None or not self.is_weight(weights):
            return None
        size = self.sizes.of(shape)[-1]
        return Net(
            net.inputs, net.depth + 1, size=size, before=net, straight=net.straight, skips=net.skips, each=net.each
        )

    def is_weight(self, node: Expression, named: bool = False) -> bool:
        """True for a matrix that comes in or is given; `named` for one that is called weights."""
        if isinstance(node, Transpose):
            node = node.part
        if not isinstance(node, Name):
            return isinstance(node, Values) and not named
        own = node.key in self.checked.names.definitions and node.key not in self.given
        return not own and (not named or self.kind(node.key) == "weight matrix")

    def combined(self, operator: str, left: Expression, right: Expression, parts: list[Net | None]) -> Net | None:
        """Two values taken value by value: a bias, a mask, a skip connection, or two ways that meet."""
        one, other = parts
        if one is None or other is None:
            net, side = (one, right) if one else (other, left)
            if net is None or (operator == "/" and net is other):
                return None
            return net if self.aside(side) else None
        if operator == "/" or one.each or other.each:
            return None
        deep, flat = (one, other) if one.depth >= other.depth else (other, one)
        if flat.depth == 0 and deep.depth and not flat.functions and not flat.inputs.keys() & deep.inputs.keys():
            return deep  # a bias or a mask
        if deep.depth == 0:
            return None
        same = deep.inputs.keys() == flat.inputs.keys()
        if operator == "+" and same and len(deep.inputs) == 1 and deep.depth > flat.depth and deep.straight:
            return Net(deep.inputs, deep.depth, size=deep.size, before=deep.before, skips=True)
        return Net(merged([deep, flat]), deep.depth, size=deep.size, straight=False)

    def aside(self, node: Expression) -> bool:
        """True for a number, a mask, or values that were typed."""
        match node:
            case Number() | Values():
                return True
            case Elementwise(">" | "<" | "≥" | "≤", Name(), Number() | Name()):
                return True
            case Name():
                return self.sizes.shape(node).kind == NUMBER
            case Call(_, (Name() | Number(),)):
                return self.sizes.shape(node).kind == NUMBER and "root" in self.traits(node)
            case _:
                return False

    # --------------------------------------------------------------------------- what has its own name

    def attention(self) -> Iterator[str]:
        """Shares of rows times rows: softmax(QKᵀ)V."""
        found = [
            (node, step) for step in self.worked for node in in_order(step.value) if isinstance(node, Product)
            if self.kind_of(node) == MATRIX and self.shares(node.left)
        ]  # fmt: skip
        if len(found) == 1:
            node = found[0][0]
            queries, keys = self.sizes.of(self.sizes.shape(node.left))
            each = self.sizes.of(self.sizes.shape(node))[-1]
            asked = f"{queries} quer{'y' if queries == 1 else 'ies'}"
            yield f"Attention: {asked}, {counted(keys, 'key')}, {counted(each, 'value')} each"
            yield f"Attention: {asked}, {counted(keys, 'key')}"
        if found:
            times = "" if len(found) == 1 else ", twice" if len(found) == 2 else f", {said_count(len(found))} times"
            results = next(self.results(), "")
            yield f"Attention{times}: {results[:1].lower()}{results[1:]}" if results else f"Attention{times}"
            yield f"Attention{times}"

    def shares(self, node: Expression) -> bool:
        """True for the softmax of products of rows with rows, maybe scaled or under a name."""
        node = self.resolved(node)
        if not isinstance(node, Call) or "shares" not in self.traits(node):
            return False
        node = self.resolved(node.arguments[0])
        for _ in range(4):  # a scale, a mask
            match node:
                case Elementwise("/" | "+" | "⊙", left, _) if self.kind_of(left) == MATRIX:
                    node = self.resolved(left)
                case Product(left, right) if self.kind_of(left) == NUMBER:
                    node = self.resolved(right)
                case _:
                    break
        return isinstance(node, Product) and isinstance(node.right, Transpose) and self.kind_of(node) == MATRIX

    def traits(self, node: Call) -> tuple[str, ...]:
        """What the table of functions says of a call; nothing of the program's own or of a slope."""
        own = node.function in self.checked.names.functions or node.function in self.checked.given
        return () if own or node.slope or node.function not in FUNCTIONS else FUNCTIONS[node.function].traits

    def resolved(self, node: Expression) -> Expression:
        """What a defined name stands for."""
        definition = self.checked.names.definitions.get(node.key) if isinstance(node, Name) else None
        return definition.value if definition else node

    def kind_of(self, node: Expression) -> str:
        """The kind of a node."""
        return self.sizes.shape(node).kind

    def cell(self) -> Iterator[str]:
        """A step in time: vectors come in under a letter, and go out under the same letter with another index."""
        names = self.checked.names
        named = self.checked.named
        defined = {d.name.letter: d.name.key for d in names.definitions.values() if d.name.key not in self.given}
        states = {
            key: self.sizes.of(shape)[0] for key, name in names.inputs.items()
            if (shape := named.get(key)) and (after := named.get(defined.get(name.letter, "")))
            and shape.kind in VECTORS and after.kind in VECTORS and self.sizes.of(shape) == self.sizes.of(after)
            and name.index != "0" and name.letter not in "Wb"
        }  # fmt: skip
        if not 0 < len(states) <= MOST_STATES:
            return
        if not all(defined[names.inputs[key].letter] in self.depends(key) for key in states):
            return
        coming = [
            key for key in self.multiplied() if key not in states and key in names.inputs
            and (shape := self.checked.named.get(key)) and shape.kind in VECTORS
        ]  # fmt: skip
        if len(coming) != 1 or len(set(states.values())) != 1:
            return
        size = self.checked.named[coming[0]]
        assert size is not None
        inputs = counted(self.sizes.of(size)[0], "input")
        each = " each" if len(states) > 1 else ""
        of = next(iter(states.values()))
        head = f"One cell: {inputs}, {amount(len(states), 'state')} of {of}"
        called = list(dict.fromkeys(n.title for s in self.worked for n in in_order(s.value) if isinstance(n, Call)))
        if len(called) <= MOST_FUNCTIONS:
            yield f"{head}{bracketed(tuple(called))}"
        yield f"{head} value{'s' if of != 1 else ''}{each}"
        yield f"One cell: {inputs}, {amount(len(states), 'state')}"

    def depends(self, key: str) -> set[str]:
        """The definitions that a name goes into."""
        reached = {key}
        for step in self.steps:
            if isinstance(step, Definition) and not reached.isdisjoint(self.checked.names.needs(step)):
                reached.add(step.name.key)
        return reached

    def multiplied(self) -> dict[str, None]:
        """The vectors that meet a matrix, joined or not."""
        found: dict[str, None] = {}
        for step in self.worked:
            for node in in_order(step.value):
                if isinstance(node, Product) and {MATRIX} < {self.kind_of(node.left), self.kind_of(node.right)}:
                    for part in node.parts:
                        inner = self.resolved(part)
                        for leaf in inner.items if isinstance(inner, Join) else (part,):
                            if isinstance(leaf, Name):
                                found[leaf.key] = None
        return found


def merged(nets: list[Net]) -> dict[str, int | str]:
    """The inputs of several networks, one more than are told at most."""
    inputs: dict[str, int | str] = {}
    for net in nets:
        inputs.update(net.inputs)
    return dict(list(inputs.items())[: MOST_INPUTS + 1])


def joined_nets(nets: list[Net], size: int | str) -> Net | None:
    """Values joined end to end."""
    if not nets or any(net.each for net in nets):
        return None
    return Net(merged(nets), max(net.depth for net in nets), size=size, straight=False)


def before_last(net: Net) -> Iterator[Net]:
    """The layers between the input and the last weights, from the last to the first."""
    before = net.before
    while before is not None and before.depth:
        yield before
        before = before.before


def hidden_words(net: Net) -> Iterator[str]:
    """The layers in between, where there are one or two: “4 hidden (relu)”."""
    if not 2 <= net.depth <= 3:
        return
    hidden = list(before_last(net))[::-1]
    functions = bracketed(hidden[0].functions) if len({h.functions for h in hidden}) == 1 else ""
    if net.depth == 2:
        yield f"{hidden[0].size} hidden{functions}"
        yield f"{hidden[0].size} hidden"
    elif hidden[0].size == hidden[1].size:
        yield f"twice {hidden[0].size} hidden{functions}"
        yield f"twice {hidden[0].size} hidden"
    else:
        yield f"hidden {hidden[0].size} and {hidden[1].size}{functions}"
        yield f"hidden {hidden[0].size} and {hidden[1].size}"


def bracketed(functions: tuple[str, ...]) -> str:
    """The names of functions after what they are done to; nothing where they are many."""
    return f" ({', '.join(functions)})" if 0 < len(functions) <= MOST_FUNCTIONS else ""


def kinds_said(kinds: Iterable[str]) -> str:
    """Things counted by what they are."""
    return listed([amount(count, kind) for kind, count in Counter(kinds).items()])


def amount(count: int, what: str) -> str:
    """`one layer`, `two matrices`, `10,000 layers`."""
    return f"{said_count(count)} {what if count == 1 else PLURALS.get(what, what + 's')}"


def said_count(count: int) -> str:
    """A count in words as long as they are short."""
    return COUNTS[count] if count < len(COUNTS) else f"{count:,}"
