"""What a picture shows, before anything has a place: bricks that hold values, joints between them, and wires.

| in the formula | in the picture |
|---|---|
| a letter that comes in | one brick, however often it is used |
| a vector or matrix times a matrix that comes in | the matrix is a box on the way: strip, box, strip |
| any other product, and `+ - ⊙ /` and comparisons | a joint |
| a function, `²`, `⁻¹`, a sign in front | a badge on the brick of its result |
| a function of several things | a joint with its name |
| `ᵀ` | a brick with a turned corner |
| `[x, h]` | bricks end to end |
| a name that a line sets | the label of a brick; a value without a name is a ghost |
| the program's own function | a frame of its own |
"""

from __future__ import annotations

from collections import Counter
from itertools import takewhile

from ..check.layers import layers_in
from ..sizes import COLUMN, MATRIX, NUMBER, PRODUCTS, ROW
from ..tree import (
    Call,
    Declaration,
    Definition,
    Elementwise,
    Evaluation,
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
from ..write.letters import expression, power
from ..write.steps import Sizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    from ..check.model import Checked, Instance
    from ..check.names import Step
    from ..sizes import Shape
    from ..tree import Node

STRIP, STANDING, BOX, CIRCLE, JOINT, GAP = "strip", "standing", "box", "circle", "joint", "gap"
FORMS = {ROW: STRIP, COLUMN: STANDING, MATRIX: BOX, NUMBER: CIRCLE}
INPUTS, HIDDENS, PREDICTION = "Inputs", "Hiddens", "Prediction"


class Label:
    """The name at a brick; `term` is its part, empty for a layer that no line calls by its name."""

    __slots__ = ("line", "name", "term", "update")

    def __init__(self, name: Name, term: str, line: int = 0, update: bool = False) -> None:
        self.name: Final = name
        self.term: Final = term
        self.line: Final = line  # the number of the line that sets it, 0 for a name that comes in
        self.update: Final = update


class Mark:
    """A part that is drawn on a brick: a function at its end, or what is transposed in it."""

    __slots__ = ("node", "term", "text")

    def __init__(self, node: Expression, term: str, text: str) -> None:
        self.node: Final = node
        self.term: Final = term
        self.text: Final = text


class Brick:
    """A value or a joint.

    `node` is the expression whose value it has before its badges, `value` the one whose value it has after them.
    """

    __slots__ = (
        "badges", "form", "ghost", "inner", "joint", "label", "lines", "node", "number", "on_the_way", "role",
        "segments", "sizes", "term", "text", "turned", "value", "ways_in", "ways_out",
    )  # fmt: skip

    def __init__(
        self, number: int, form: str, node: Expression, term: str, sizes: tuple[int | str, ...], text: str = ""
    ) -> None:
        self.number: Final = number
        self.form: Final = form
        self.node: Final = node
        self.term: Final = term
        self.sizes: Final = sizes
        self.text: Final = text  # what stands in it: a joint's sign, a number
        self.value = node
        self.badges: Final[list[Mark]] = []
        self.label: Label | None = None
        self.segments: tuple[tuple[int | str, ...], ...] = ()  # of things that lie end to end
        self.turned = False  # a transpose
        self.inner: Mark | None = None  # what has no other brick than this: W in Wᵀ, 2 in -2
        self.joint: Brick | None = None  # whose value this is
        self.on_the_way = False  # a matrix that something goes through
        self.ghost = True  # without a name of its own
        self.lines: Final[list[int]] = []  # the numbers of the lines that are only this value
        self.role = ""
        self.ways_in: Final[list[Wire]] = []
        self.ways_out: Final[list[Wire]] = []

    def __repr__(self) -> str:
        return f"Brick({self.number}, {self.form}, {self.term}, {self.sizes}, {self.text!r})"


class Wire:
    """A value on its way from one brick into another, as the `place`-th of `places` things that go in.

    It is `through` when it goes into or comes out of a box that stands on the way.
    """

    __slots__ = ("place", "places", "source", "target", "through")

    def __init__(self, source: Brick, target: Brick, place: int = 0, places: int = 1, through: bool = False) -> None:
        self.source: Final = source
        self.target: Final = target
        self.place: Final = place
        self.places: Final = places
        self.through: Final = through
        source.ways_out.append(self)
        target.ways_in.append(self)

    def __repr__(self) -> str:
        return f"Wire({self.source.number} -> {self.target.number})"


class Scene:
    """The bricks and wires of a program's lines, or of one of its own functions (`title` is not empty then)."""

    def __init__(self, title: str = "", definition: FunctionDefinition | None = None) -> None:
        self.title: Final = title
        self.definition: Final = definition
        self.example = ""  # the call whose sizes are drawn, where others come with other sizes
        self.bricks: Final[list[Brick]] = []
        self.copies: Final[set[Brick]] = set()  # letters of the program in a function, which are drawn elsewhere, too

    @property
    def head(self) -> str:
        """What stands above the frame of a function."""
        if self.definition is None:
            return ""
        said = f"{self.title}({', '.join(parameter.key for parameter in self.definition.parameters)}) ="
        return f"{said}  (sizes of {self.example})" if self.example else said


def scenes(
    checked: Checked, known: Mapping[str, tuple[int, ...]] | None = None, lying: bool = False
) -> list[Scene]:
    """The program's own drawing, then one for each of its functions that is used.

    `known` has the sizes of parts (see `parts`) as values have them that came in; `lying` are columns drawn as rows.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> [scene] = scenes(check(read("l0 : 3; l1 : 4; l1 = relu(l0W0)")[0]))
    >>> [(brick.form, brick.sizes, [badge.text for badge in brick.badges]) for brick in scene.bricks]
    [('strip', (3,), []), ('box', (3, 4), []), ('strip', (4,), ['relu'])]
    """
    ids = checked.ids
    sizes = Sizes(checked)
    forms = {**FORMS, COLUMN: STRIP} if lying else FORMS
    known = known or {}
    main = Builder(checked, ids, sizes, Scene(), forms, known)
    for number, step in enumerate(checked.names.order, 1):
        main.step(step, number)
    if not checked.names.updates:
        name_roles(main.scene.bricks)
    found = [main.scene] if main.scene.bricks else []
    drawn: set[str] = set()
    names = set(main.names)
    for (title, _), instance in checked.instances.items():
        if title in checked.names.functions and title not in drawn:
            drawn.add(title)
            scene = Scene(title, instance.definition)
            builder = Builder(checked, ids, sizes, scene, forms, known, frozenset(names))
            builder.function(instance)
            builder.scene.example = example(checked, sizes, title)
            builder.scene.copies.update(brick for brick in builder.scene.bricks if brick.term in names)
            names.update(builder.names)
            found.append(builder.scene)
    return found


def example(checked: Checked, sizes: Sizes, title: str) -> str:
    """The first call of one of the program's own functions, if others come with other sizes."""
    nodes = (node for step in checked.names.order for node in in_order(step.value))
    calls = [node for node in nodes if isinstance(node, Call) and node.title == title]
    several = len({tuple(sizes.of(sizes.shape(part)) for part in call.arguments) for call in calls}) > 1
    return expression(calls[0]) if several else ""


class Builder:
    """Makes one scene; `at` has the brick from which the value of each expression leaves."""

    def __init__(
        self,
        checked: Checked,
        ids: Mapping[Node, str],
        sizes: Sizes,
        scene: Scene,
        forms: Mapping[str, str],
        known: Mapping[str, tuple[int, ...]],
        elsewhere: frozenset[str] = frozenset(),
    ) -> None:
        """`elsewhere` are the letters that are drawn already."""
        self.checked: Final = checked
        self.ids: Final = ids
        self.sizes: Final = sizes
        self.scene: Final = scene
        self.forms: Final = forms
        self.known: Final = known
        self.elsewhere: Final = elsewhere
        self.at: Final[dict[Expression, Brick]] = {}
        self.names: Final[dict[str, Brick]] = {}  # by the id of the name
        self.uses: Final[dict[str, int]] = {}  # how often a name is used
        lines = (line for line in checked.program.statements if isinstance(line, Declaration))
        self.declared: Final = {name.key: ids[name] for line in lines for name in line.names}
        self.root: Expression | None = None  # of the line at hand
        if not scene.title:
            self.count([step.value for step in checked.names.order])

    def count(self, roots: Sequence[Expression]) -> None:
        """Count how often each name is used."""
        for root in roots:
            for node in in_order(root):
                if isinstance(node, Name):
                    term = self.ids[node]
                    self.uses[term] = self.uses.get(term, 0) + 1

    # -------------------------------------------------------------------------------------------- lines

    def step(self, step: Step, number: int) -> None:
        """One line of the program."""
        self.expression(step.value, self.layers(step))
        brick = self.at[step.value]
        match step:
            case Definition(name) | Update(name):
                if brick.form == JOINT:
                    brick = self.settled(brick)
                elif isinstance(step.value, Name):
                    brick = self.brick(name, self.ids[name], self.shape(step.value))
                    Wire(self.at[step.value], brick)
                brick.label = Label(name, self.ids[name], number, isinstance(step, Update))
                brick.ghost = False
                self.names[self.ids[name]] = brick
            case Evaluation():
                if brick.form == JOINT:
                    brick = self.settled(brick)
                brick.lines.append(number)
            case _:
                never(step)

    def layers(self, step: Step) -> dict[Expression, Name]:
        """The values in between that go by the name of their layer, which nothing else has."""
        names = self.checked.names
        taken = (names.definitions, names.inputs, names.updates)
        found = layers_in(step, self.checked.columns)
        count = Counter(name.key for name in found.values())
        return {
            node: name for node, name in found.items()
            if count[name.key] == 1 and not any(name.key in keys for keys in taken)
        }  # fmt: skip

    def function(self, instance: Instance) -> None:
        """The body of one of the program's own functions."""
        definition = instance.definition
        self.count([definition.value])
        for parameter in definition.parameters:
            brick = self.brick(parameter, self.ids[parameter], instance.parameters[parameter.key])
            brick.label = Label(parameter, self.ids[parameter])
            brick.ghost = False
            self.names[self.ids[parameter]] = brick
        self.expression(definition.value, {})
        brick = self.at[definition.value]
        if brick.form == JOINT:
            brick = self.settled(brick)
        brick.lines.append(1)

    # -------------------------------------------------------------------------------------- expressions

    def shape(self, node: Expression) -> Shape:
        """The kind and sizes of a node."""
        return self.sizes.shape(node)

    def size(self, term: str, shape: Shape) -> tuple[int | str, ...]:
        """The size of a part, as its value has it if there is one."""
        return self.known.get(term) or self.sizes.of(shape)

    def brick(self, node: Expression, term: str, shape: Shape, text: str = "") -> Brick:
        """A new brick for a value."""
        brick = Brick(len(self.scene.bricks), self.forms[shape.kind], node, term, self.size(term, shape), text)
        self.scene.bricks.append(brick)
        return brick

    def joint(self, node: Expression, text: str, parts: Sequence[Expression]) -> Brick:
        """A joint at which several values meet."""
        term = self.ids[node]
        brick = Brick(len(self.scene.bricks), JOINT, node, term, self.size(term, self.shape(node)), text)
        self.scene.bricks.append(brick)
        for place, part in enumerate(parts):
            Wire(self.at[part], brick, place, len(parts))
        return brick

    def settled(self, joint: Brick) -> Brick:
        """The brick that has the value of a joint."""
        brick = self.brick(joint.node, joint.term, self.shape(joint.node))
        brick.joint = joint
        Wire(joint, brick)
        return brick

    def value(self, node: Expression) -> Brick:
        """The brick that has the value of an expression, where it must be seen."""
        brick = self.at[node]
        if brick.form == JOINT:
            brick = self.at[node] = self.settled(brick)
        return brick

    def expression(self, root: Expression, layers: dict[Expression, Name]) -> None:
        """The bricks of an expression."""
        self.root = root
        nodes = in_order(root)
        exponents = {node.exponent for node in nodes if isinstance(node, Power) and isinstance(node.exponent, Number)}
        for node in nodes:
            if node in exponents:
                continue
            self.at[node] = self.made(node)
            if node in layers:
                name = layers[node]
                brick = self.value(node)
                if not isinstance(node, Name) and brick.label is None:
                    brick.label = Label(name, self.declared.get(name.key, ""))

    def made(self, node: Expression) -> Brick:
        """The brick of one node, its parts being there."""
        match node:
            case Name():
                return self.name(node)
            case Number(text):
                return self.brick(node, self.ids[node], self.shape(node), text)
            case Values():
                return self.brick(node, self.ids[node], self.shape(node))
            case Product():
                return self.product(node)
            case Elementwise(operator):
                return self.joint(node, operator, node.parts)
            case Power(_, Name()):
                return self.joint(node, "^", node.parts)
            case Negative(Number(text) as part):
                return self.instead(self.at[part], node, f"−{text}", Mark(part, self.ids[part], text))
            case Negative(part):
                return self.marked(node, part, "−")
            case Inverse(part):
                return self.marked(node, part, "⁻¹")
            case Power(part, exponent):
                return self.marked(node, part, power(exponent))
            case Transpose(part):
                return self.transposed(node, part)
            case Join(items):
                brick = self.brick(node, self.ids[node], self.shape(node))
                brick.segments = tuple(self.size(self.ids[item], self.shape(item)) for item in items)
                for place, item in enumerate(items):
                    Wire(self.value(item), brick, place, len(items))
                return brick
            case Call(_, (part,)):
                return self.marked(node, part, node.title)
            case Call():
                return self.joint(node, node.title, node.arguments)
            case _:
                never(node)

    def name(self, node: Name) -> Brick:
        """The one brick of a letter."""
        term = self.ids[node]
        if term not in self.names:
            brick = self.brick(node, term, self.shape(node))
            brick.label = Label(node, term)
            brick.ghost = False
            self.names[term] = brick
        return self.names[term]

    def marked(self, node: Expression, part: Expression, text: str) -> Brick:
        """A function or a sign: a badge on what it is done to, or on a brick of its own."""
        inner = self.value(part)
        shape = self.shape(node)
        size = self.size(self.ids[node], shape)
        given = isinstance(part, Name | Number | Values) or inner.inner is not None  # a brick with a name or numbers
        brick = inner
        if given or inner.sizes != size or inner.form != self.forms[shape.kind]:
            brick = self.brick(node, self.ids[node], shape)
            Wire(inner, brick)
        brick.badges.append(Mark(node, self.ids[node], text))
        brick.value = node
        return brick

    def transposed(self, node: Transpose, part: Expression) -> Brick:
        """A brick with a turned corner; a letter that is used nowhere else is drawn turned itself."""
        shape = self.shape(node)
        if shape.kind == NUMBER:
            return self.marked(node, part, "ᵀ")
        inner = self.value(part)
        plain = isinstance(part, Name) and inner.label is not None and not inner.label.line
        term = self.ids[part]
        if plain and node is not self.root and self.uses.get(term) == 1 and term not in self.elsewhere:
            brick = self.instead(inner, node, "", Mark(part, self.ids[part], ""))
            brick.label = inner.label
            brick.ghost = False
            self.names[self.ids[part]] = brick
        else:
            brick = self.brick(node, self.ids[node], shape)
            Wire(inner, brick)
        brick.turned = True
        return brick

    def instead(self, old: Brick, node: Expression, text: str, inner: Mark) -> Brick:
        """A brick in the place of one that nothing is wired to yet, and which is drawn in it."""
        shape = self.shape(node)
        term = self.ids[node]
        brick = Brick(old.number, self.forms[shape.kind], node, term, self.size(term, shape), text)
        brick.inner = inner
        self.scene.bricks[old.number] = brick
        return brick

    def product(self, node: Product) -> Brick:
        """A box on the way, or a joint."""
        kinds = (self.shape(node.left).kind, self.shape(node.right).kind)
        if kinds in PRODUCTS and MATRIX in kinds:
            for trunk, box in ((node.left, node.right), (node.right, node.left)):
                if self.shape(box).kind == MATRIX and self.can_stand_on_the_way(box, trunk):
                    return self.on_the_way(node, trunk, box)
        return self.joint(node, "·", node.parts)

    def can_stand_on_the_way(self, box: Expression, trunk: Expression) -> bool:
        """True for a matrix that is given, is not on the way of something else, and is no part of what meets it."""
        brick = self.at[box]
        if brick.form != BOX or brick.ways_in or brick is self.at[trunk]:
            return False
        return not brick.ways_out or not made_from(self.at[trunk], brick)

    def on_the_way(self, node: Product, trunk: Expression, box: Expression) -> Brick:
        """The brick of a product whose matrix stands on the way."""
        brick = self.at[box]
        brick.on_the_way = True
        Wire(self.value(trunk), brick, through=True)
        result = self.brick(node, self.ids[node], self.shape(node))
        Wire(brick, result, through=True)
        return result


def made_from(brick: Brick, part: Brick) -> bool:
    """True when one brick needs another."""
    waiting, seen = [brick], {brick}
    while waiting:
        here = waiting.pop()
        if here is part:
            return True
        for wire in here.ways_in:
            if wire.source not in seen:
                seen.add(wire.source)
                waiting.append(wire.source)
    return False


# ------------------------------------------------------------------------------------- inputs, hiddens, prediction


def name_roles(bricks: Sequence[Brick]) -> None:
    """Say what the layers are where one vector goes straight through weights, with only biases at its side."""
    ends = [brick for brick in bricks if not brick.ways_out]
    if len(ends) != 1:
        return
    way = straight_way(ends[0])
    weights = [i for i, brick in enumerate(way) if brick.on_the_way]
    if not weights or weights[0] != 1 or sum(map(len, map(sides, way))) + len(way) != len(bricks):
        return
    after = takewhile(lambda brick: brick.form != JOINT or brick.text == "+", way[weights[-1] + 1 :])
    last = [brick for brick in after if brick.form in (STRIP, STANDING)]  # before it meets what it should be
    if not last or way[0].form not in (STRIP, STANDING):
        return
    way[0].role = INPUTS
    for i in weights[1:]:
        way[i - 1].role = HIDDENS
    next((brick for brick in last if not brick.ghost), last[-1]).role = PREDICTION


def straight_way(end: Brick) -> list[Brick]:
    """The way into a brick, at each joint along what is not there from the beginning."""
    way = [end]
    while way[-1].ways_in:
        inner = [wire.source for wire in way[-1].ways_in if wire.source.ways_in]
        if len(inner) > 1 or len(way[-1].ways_in) > 2:
            return []
        way.append(inner[0] if inner else way[-1].ways_in[0].source)
    return way[::-1]


def sides(brick: Brick) -> list[Brick]:
    """What comes into a joint beside the way, from the beginning."""
    sources = [wire.source for wire in brick.ways_in if not wire.source.ways_in]
    return sources[len(sources) == len(brick.ways_in) :]

