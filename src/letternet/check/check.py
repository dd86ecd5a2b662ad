"""Every node gets its kind and its sizes, in one walk: kinds from the parts, sizes by equations solved as they come.

`check` is the door of this room.
"""

from __future__ import annotations

from ..problems import MOST_PROBLEMS, Fact
from ..sizes import COLUMN, MATRIX, NUMBER, ONE, ROW, VECTORS, Shape, Term, of_vector, total
from ..tree import (
    Call,
    Declaration,
    Definition,
    Elementwise,
    Expression,
    Inverse,
    Join,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Program,
    Size,
    Transpose,
    Update,
    Values,
    in_order,
    never,
)
from . import rules
from .amounts import check_amounts, long_in
from .calls import Calls, never_holds, report_too_few
from .layers import Layer, hidden_layers
from .model import Checked
from .names import Names, Step
from .report import Reporter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ..tree import Meaning
    from .model import Shapes


def check(
    program: Program, beside: Sequence[Declaration | Meaning] = (), columns: bool = False, given: Collection[str] = ()
) -> Checked:
    """Work out the kind and size of everything, with all that is wrong.

    `beside` has further declarations and words for letters, `given` the names of Python functions to be handed in.

    >>> from letternet.read.letters import read
    >>> check(read("l0 : 3; l1 : 4; l1 = relu(l0W0)")[0]).sizes
    {'l0': (3,), 'l1': (4,), 'W0': (3, 4)}
    """
    names = Names(program, tuple(beside), columns)
    checked = Checked(program, names, frozenset(given))
    Checker(checked).run()
    return checked


def check_changed(checked: Checked, program: Program) -> Checked:
    """Check a changed program with the sizes and words that stand beside the old one."""
    names = checked.names
    own = set(checked.program.statements)
    beside: list[Declaration | Meaning] = [line for line in names.declarations if line not in own]
    beside += [line for line in names.meant.values() if line not in own]
    return check(program, beside, names.columns, checked.given)


Growing = Product | Power | Elementwise  # what makes longer numbers out of numbers


class Checker:
    """The walk over one program."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.names = checked.names
        self.solver = checked.solver
        self.columns = checked.columns
        self.say = Reporter(checked)
        self.calls = Calls(self.say)
        self.declared: Mapping[str, Shape | None] = {}

    def run(self) -> None:
        """Declarations first, then the lines in the order in which they can be worked out."""
        checked = self.checked
        for declaration in self.names.declarations:
            self.declare(declaration)
        self.declared = dict(checked.named)
        wrong, seen = len(self.names.problems), 0
        for step in self.names.order:
            wrong += sum(refusal.code[0] == "E" for refusal in checked.refused[seen:])
            seen = len(checked.refused)
            if wrong + len(checked.clashes) >= MOST_PROBLEMS:
                return
            self.step(step)
        self.say.line = None
        self.calls.check_unused(self.coming_in, self.walk)
        self.layers(hidden_layers(checked))
        if not checked.clashes:
            check_amounts(self.say)
            self.enough()

    def step(self, step: Step) -> None:
        """Work out one line."""
        self.say.line = step
        if isinstance(step, Definition):
            self.define(step, self.value_line(step) if isinstance(step.value, Values) else self.walk(step.value))
        elif isinstance(step, Update):
            self.update(step, self.walk(step.value))
        else:
            self.walk(step.value)

    def layers(self, layers: Iterable[Layer]) -> None:
        """A value in between has the size that is declared for its name."""
        for layer in layers:
            self.say.line = layer.line
            self.say.equate(layer.declared.sizes[0], layer.shape.sizes[0], "layer", layer.node)

    def enough(self) -> None:
        """What functions take as many of as something else has, there is."""
        for asked in self.checked.at_least:
            if never_holds(asked, self.solver):
                report_too_few(self.say, asked)

    # ------------------------------------------------------------------------------------- what comes in

    def coming_in(self, name: Name) -> Shape:
        """The kind of an undeclared name, by its letter, with unknown sizes."""
        letter = name.letter
        if letter.islower():
            return of_vector(self.solver.unknown(), self.columns) if letter.isascii() else ONE
        return Shape(MATRIX, (self.solver.unknown(), self.solver.unknown()))

    def no_size(self, declaration: Declaration, name: Name) -> None:
        """Refuse a letter for a size that is declared as a vector or a matrix."""
        message = f"{name.key} stands for a size, so it is a number and has no size itself"
        size = declaration.sizes[0]
        shown = name if name.start >= 0 else self.as_size(name.key) or self.first_use(name)
        if len(declaration.sizes) > 1 or size.letters:
            self.say.report("E0113", message, name, mark=shown)
            return
        line = f"{name.key} = {size.constant}"
        alone = declaration.start >= 0 and len(declaration.names) == 1
        fixes = (self.say.instead(declaration, line),) if alone else ()
        self.say.report("E0113", f"{message}; where it is known, a line says {line}", name, fixes=fixes, mark=shown)

    def as_size(self, letter: str) -> Size | None:
        """The first size in the text that a letter stands in."""
        sizes = (size for line in self.names.declarations for size in line.sizes if size.start >= 0)
        return next((size for size in sizes if letter in dict(size.letters)), None)

    def first_use(self, name: Name) -> Name:
        """A name that is declared beside the text, where it stands in the text."""
        line = self.names.definitions.get(name.key)
        return self.names.inputs.get(name.key) or (line.name if line is not None else name)

    def declare(self, declaration: Declaration) -> None:
        """Enter a declaration."""
        self.say.line = declaration
        sizes = tuple(self.term(size) for size in declaration.sizes)
        kind = NUMBER if not sizes else MATRIX if len(sizes) == 2 else COLUMN if self.columns else ROW
        named = self.checked.named
        for name in declaration.names:
            if sizes and name.key in self.names.sizes:
                self.no_size(declaration, name)
                named[name.key] = ONE
                continue
            known = named.get(name.key)
            if known is None:
                known = named[name.key] = Shape(kind, tuple(self.solver.unknown() for _ in sizes))
                self.check_case(name, kind)
            elif len(known.sizes) != len(sizes):
                self.say.report(
                    "E0204",
                    lambda key=name.key, known=known: (  # type: ignore[misc]
                        f"{key} is declared as {rules.said(self.say, known)} and here as something else"
                    ),
                    name,
                    lambda key=name.key: self.declared_here(key),  # type: ignore[misc]
                )
                continue
            for one, other in zip(known.sizes, sizes, strict=True):
                self.say.equate(one, other, "declared", name)

    def check_case(self, name: Name, kind: str) -> None:
        """Warn of a letter whose case says something else than its declaration."""
        greek = not name.letter.isascii() and name.letter.islower()
        usual = NUMBER if greek else MATRIX if name.letter.isupper() else "vector"
        kind = "vector" if kind in VECTORS else kind
        if kind == usual or (kind == NUMBER and not name.letter.isupper()):
            return
        letter = "a Greek" if greek else "an uppercase" if name.letter.isupper() else "a lowercase"
        message = f"{name.key} is declared as a {kind}; {letter} letter usually stands for a {usual}"
        self.say.report("W0201", message, name, mark=name if name.start >= 0 else self.first_use(name))

    def term(self, size: Size) -> Term:
        """A declared size."""
        return total([(size.constant, 1), *((self.checked.letters[letter], n) for letter, n in size.letters)])

    def name(self, name: Name) -> Shape | None:
        """The size of a name where it stands in a formula."""
        key = name.key
        named = self.checked.named
        if key in named:
            return named[key]
        if key in self.names.broken or key in self.names.definitions:
            return None  # defined by a line with a problem of its own
        shape = ONE if key == "π" or key in self.names.sizes else self.coming_in(name)
        if key != "π":
            named[key] = shape
        return shape

    # --------------------------------------------------------------------------------------------- lines

    def value_line(self, step: Definition) -> Shape:
        """A literal takes the kind of its letter where it can: `x = [1 0 1]` is a column where vectors are."""
        assert isinstance(step.value, Values)
        rows, columns = len(step.value.rows), len(step.value.rows[0])
        declared = self.declared.get(step.name.key)
        shape = self.literal(step.value)
        if declared is not None:
            if declared.kind == MATRIX:
                shape = Shape(MATRIX, (rows, columns))
            elif declared.kind in VECTORS and 1 in (rows, columns):
                shape = Shape(declared.kind, (max(rows, columns),))
        elif self.columns and 1 in (rows, columns) and step.name.letter.islower() and step.name.letter.isascii():
            shape = Shape(COLUMN, (max(rows, columns),))
        shape = self.gives(step.value, shape)
        self.checked.shapes[step.value] = shape
        return shape

    def define(self, step: Definition, shape: Shape | None) -> None:
        """A name gets the size of its right side, which has to agree with its declaration."""
        key = step.name.key
        if self.names.definitions[key] is not step:
            return
        said = self.declared.get(key)
        named = self.checked.named
        if key in self.names.sizes:
            if isinstance(step.value, Number) and step.value.text.isdigit():
                self.say.equate(self.checked.letters[key], int(step.value.text), "size letter", step)
            elif shape is not None:
                message = f"{key} is declared as a size, so it is a number known from sizes; define another letter"
                self.say.report("E0113", message, step.name)
                shape = ONE
        if shape is None:
            named[key] = said
        elif said is None:
            named[key] = self.settle(step, shape)
        elif said.kind != shape.kind:
            named[key] = said
            self.say.report(
                "E0204",
                lambda: (
                    f"{key} is declared as {rules.said(self.say, said)},"
                    f" but its line gives {rules.said(self.say, shape)}"
                ),
                step.value,
                lambda: self.declared_here(key),
            )
        else:
            named[key] = said
            for one, other in zip(said.sizes, shape.sizes, strict=True):
                self.say.equate(one, other, "defined", step)

    def settle(self, step: Definition, shape: Shape) -> Shape:
        """The size of a name without a declaration; a size that is a plain number becomes the name's own."""
        if not any(isinstance(size, int) for size in shape.sizes):
            return shape
        own = Shape(shape.kind, tuple(self.solver.unknown() for _ in shape.sizes))
        for one, other in zip(own.sizes, shape.sizes, strict=True):
            self.say.equate(one, other, "defined", step)
        return own

    def declared_here(self, key: str) -> tuple[Fact, ...]:
        """The fact that a name is declared."""
        declaration = self.names.declared.get(key)
        name = next((n for n in declaration.names if n.key == key), None) if declaration else None
        return self.say.fact(f"{key} is declared here", name) if name else ()

    def update(self, step: Update, shape: Shape | None) -> None:
        """An update has the size of what it updates."""
        target = self.name(step.name)
        key = step.name.key
        if key in self.names.sizes and key not in self.names.declared:
            self.say.report("E0113", f"{key} is declared as a size, so it cannot change", step.name)
            return
        if target is None or shape is None:
            return

        if target.kind != shape.kind:
            self.say.report(
                "E0204",
                lambda: f"{key} is {rules.said(self.say, target)}, but its update gives {rules.said(self.say, shape)}",
                step.value,
            )
            return
        for one, other in zip(target.sizes, shape.sizes, strict=True):
            self.say.equate(one, other, "updated", step)

    # --------------------------------------------------------------------------------------- expressions

    def literal(self, node: Values) -> Shape:
        """The size of a literal, whose whole numbers may be long."""
        if long_in(node):
            self.checked.numbers_grow = True
        return rules.literal(node, self.columns)

    def walk(
        self, root: Expression, shapes: Shapes | None = None, local: Mapping[str, Shape] | None = None
    ) -> Shape | None:
        """The size of an expression; every node's is entered into `shapes`."""
        if shapes is None:
            shapes = self.checked.shapes
        for node in in_order(root):
            if isinstance(node, Name):
                shape = local[node.key] if local and node.key in local else self.name(node)
            elif isinstance(node, Number):
                shape = ONE
            else:
                parts = [shapes[part] for part in node.parts]
                shape = None
                if None not in parts:
                    shape = self.node(node, parts)  # type: ignore[arg-type]
                elif isinstance(node, Call):
                    self.calls.known(node)
            shapes[node] = shape if shape is None else self.gives(node, shape)
        return shapes[root]

    def gives(self, node: Expression, shape: Shape) -> Shape:
        """The size of a node as what is around it sees it."""
        return shape

    def node(self, node: Expression, parts: list[Shape]) -> Shape | None:
        """The size of a node whose parts have these sizes."""
        grows = parts[0].kind == NUMBER == parts[1].kind if isinstance(node, Growing) else isinstance(node, Join)
        if grows and ONE in parts:
            self.checked.numbers_grow = True
        match node:
            case Product():
                return rules.product(self.say, node, parts[0], parts[1])
            case Elementwise():
                return rules.elementwise(self.say, node, parts[0], parts[1])
            case Call():
                return self.calls.call(node, parts, self.walk)
            case Transpose():
                return rules.transposed(parts[0])
            case Negative():
                return parts[0]
            case Power():
                return rules.power(self.say, node, parts[0], parts[1])
            case Inverse():
                return rules.inverse(self.say, node, parts[0])
            case Join():
                return rules.join(self.say, node, parts)
            case Values():
                return self.literal(node)
            case Name() | Number():
                return ONE
            case _:
                never(node)
