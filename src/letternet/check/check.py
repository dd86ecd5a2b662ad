"""Every node gets its kind and its sizes, in one walk: kinds from the parts, sizes by equations solved as they come.

`check` is the door of this room.  Each equation keeps its rule and its place; each cause gives one problem.
"""

from __future__ import annotations

from .. import limits
from ..functions import FUNCTIONS
from ..problems import MOST_PROBLEMS, Fact, Problem, place
from ..sizes import (
    COLUMN,
    MATRIX,
    NUMBER,
    ONE,
    PRODUCTS,
    ROW,
    VECTORS,
    Shape,
    Sum,
    Term,
    Unknown,
    of_vector,
    total,
)
from ..tree import (
    Call,
    Declaration,
    Definition,
    Elementwise,
    Expression,
    FunctionDefinition,
    Inverse,
    Join,
    Name,
    Negative,
    Node,
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
from .explain import DOES, shown_size, sized
from .layers import hidden_layers
from .letters import name_unknowns
from .names import Names
from .slopes import slope_of
from .solve import ClashError, Solver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Final

    Shapes = dict[Expression, Shape | None]


class Equation:
    """Two sizes that have to be equal, the rule that says so, and the node where it does."""

    __slots__ = ("at", "one", "other", "rule")

    def __init__(self, one: Term, other: Term, rule: str, at: Node) -> None:
        self.one: Final = one
        self.other: Final = other
        self.rule: Final = rule
        self.at: Final = at


class Instance:
    """An own function as called with arguments of certain kinds."""

    __slots__ = ("definition", "parameters", "result", "shapes")

    def __init__(
        self, definition: FunctionDefinition, parameters: dict[str, Shape], shapes: Shapes, result: Shape
    ) -> None:
        self.definition: Final = definition
        self.parameters: Final = parameters
        self.shapes: Final = shapes
        self.result: Final = result


class Checked:
    """A program with the kind and sizes of everything in it.

    `shapes` has every node of the lines in `names.order` (None where a problem left it unknown), `named` every
    name, `instances` the program's own functions by title and kinds of the arguments.
    """

    def __init__(
        self,
        program: Program,
        names: Names,
        given: frozenset[str],
    ) -> None:
        self.program: Final = program
        self.names: Final = names
        self.given: Final = given
        self.shapes: Final[Shapes] = {}
        self.named: Final[dict[str, Shape | None]] = {}
        self.instances: Final[dict[tuple[str, tuple[str, ...]], Instance]] = {}
        self.equations: Final[list[Equation]] = []
        self.solver: Final = Solver()
        self.problems: Final[list[Problem]] = list(names.problems)
        self.letters: dict[str, Unknown] = {}
        self.unknown_letters: dict[Unknown, str] | None = None

    @property
    def columns(self) -> bool:
        """True when vectors are columns."""
        return self.names.columns

    def kind(self, node: Expression) -> str:
        """The kind of a node of a program without errors."""
        shape = self.shapes[node]
        assert shape is not None
        return shape.kind

    def size_of(self, shape: Shape) -> tuple[int | str, ...]:
        """Sizes as numbers, and as letters where they are unknown."""
        if self.unknown_letters is None:
            self.unknown_letters = name_unknowns(self)
        return tuple(shown_size(self.solver.value(size), self.unknown_letters) for size in shape.sizes)

    @property
    def sizes(self) -> dict[str, tuple[int | str, ...]]:
        """The size of every name, in order of first mention."""
        return {key: self.size_of(shape) for key, shape in self.named.items() if shape is not None}


def check(
    program: Program, dims: Sequence[Declaration] = (), columns: bool = False, given: Collection[str] = ()
) -> Checked:
    """Work out the kind and size of everything, with all that is wrong.

    `dims` are further declarations, `given` the names of Python functions that will be handed in.

    >>> from letternet.read.letters import read
    >>> check(read("l0 : 3; l1 : 4; l1 = relu(l0W0)")[0]).sizes
    {'l0': (3,), 'l1': (4,), 'W0': (3, 4)}
    """
    names = Names(program, tuple(dims), columns)
    checker = Checker(Checked(program, names, frozenset(given)))
    checker.run()
    return checker.result


class Checker:
    """The walk.  It is also what the rules of functions talk to."""

    def __init__(self, result: Checked) -> None:
        self.result = result
        self.names = result.names
        self.solver = result.solver
        self.columns = result.columns
        self.clashed: set[frozenset[object]] = set()
        self.expansions = 0
        self.calling: Call | None = None
        self.arguments: tuple[Expression, ...] = ()
        self.bits: dict[str, float] = {}

    def run(self) -> None:
        """Declarations first, then the lines in the order in which they can be worked out."""
        result = self.result
        for letter in self.names.sizes:
            result.letters[letter] = self.solver.unknown(letter)
        declarations = self.names.declarations
        for declaration in declarations:
            for name in declaration.names:
                self.declare(name, declaration)
        declared = dict(result.named)
        for step in self.names.order:
            if len(result.problems) >= MOST_PROBLEMS:
                return
            if isinstance(step, Definition):
                shape = self.value_line(step) if isinstance(step.value, Values) else self.walk(step.value)
                self.define(step, shape, declared)
            elif isinstance(step, Update):
                self.update(step, self.walk(step.value))
            else:
                self.walk(step.value)
        for title, function in self.names.functions.items():
            if not any(key[0] == title for key in result.instances) and title not in self.names.broken:
                shapes = [self.coming_in(p) for p in function.parameters]
                self.expand(function, shapes, None)
        for layer in hidden_layers(result):
            self.equate(layer.shape.sizes[0], layer.declared.sizes[0], "declared", layer.node, "E0204")
        self.check_amounts()

    # ------------------------------------------------------------------------------------------ problems

    def report(self, code: str, message: str, at: Node, facts: tuple[Fact, ...] = ()) -> None:
        """Note a problem where a node stands."""
        if at.start >= 0:
            line, span = place(self.result.program.text, at.start, at.end)
            self.result.problems.append(Problem(code, message, line, span, facts))
        else:
            self.result.problems.append(Problem(code, message, facts=facts))

    def fact(self, message: str, at: Node) -> tuple[Fact, ...]:
        """A fact where a node stands; none for what stands nowhere."""
        if at.start < 0:
            return ()
        line, (start, end) = place(self.result.program.text, at.start, at.end)
        return (Fact(message, line, start, end),)

    def text(self, node: Node) -> str:
        """A node as typed, shortened."""
        text = " ".join(self.result.program.text[node.start : node.end].split()) if node.start >= 0 else "this"
        return text if len(text) <= 40 else text[:39] + "…"

    def sized(self, shape: Shape) -> str:
        """A size as a phrase: `4 values`, `a 3 × 4 matrix`."""
        self.result.unknown_letters = None  # more is known since they were last named
        return sized(shape.kind, self.result.size_of(shape))

    def size(self, term: Term) -> str:
        """One size as shown."""
        self.result.unknown_letters = None
        (size,) = self.result.size_of(Shape(ROW, (term,)))
        return str(size)

    def equate(
        self,
        one: Term,
        other: Term,
        rule: str,
        at: Node,
        code: str = "E0202",
        message: str | Callable[[], str] = "",
        facts: Callable[[], tuple[Fact, ...]] = tuple,
    ) -> bool:
        """Note that two sizes are equal; report it, once for each cause, and return False if they are not."""
        self.result.equations.append(Equation(one, other, rule, at))
        try:
            self.solver.equate(one, other)
        except ClashError:
            cause = frozenset((self.origin(one), self.origin(other)))
            if cause not in self.clashed:
                self.clashed.add(cause)
                said = message if isinstance(message, str) else message()
                said = said.replace("{one}", self.size(one)).replace("{other}", self.size(other))
                self.report(code, said, at, facts())
            return False
        return True

    def origin(self, term: Term) -> object:
        """What a size comes from: the last unknown before its number."""
        known = self.solver.known
        while isinstance(term, Unknown) and isinstance(known.get(term), Unknown):
            term = known[term]
        return self.solver.value(term) if isinstance(term, Sum) else term

    # ------------------------------------------------------------------------------------- what comes in

    def coming_in(self, name: Name) -> Shape:
        """The kind of an undeclared name, by its letter, with unknown sizes."""
        if name.letter.islower() and not name.letter.isascii():
            return ONE
        if name.letter.islower():
            return of_vector(self.solver.unknown(), self.columns)
        return Shape(MATRIX, (self.solver.unknown(), self.solver.unknown()))

    def declare(self, name: Name, declaration: Declaration) -> None:
        """Enter a declaration of a name."""
        sizes = tuple(self.term(size) for size in declaration.sizes)
        named = self.result.named
        known = named.get(name.key)
        if known is None:
            unknowns = tuple(self.solver.unknown() for _ in sizes)
            for unknown, size, written in zip(unknowns, sizes, declaration.sizes, strict=True):
                self.equate(unknown, size, "declared", written)
            kind = NUMBER if not sizes else MATRIX if len(sizes) == 2 else COLUMN if self.columns else ROW
            named[name.key] = Shape(kind, unknowns)
            self.check_case(name, kind)
        elif len(known.sizes) != len(sizes):
            message = f"{name.key} is declared as {self.sized(known)} and here as something else"
            self.report("E0204", message, name)
        else:
            for one, other in zip(known.sizes, sizes, strict=True):
                message = f"{name.key} is declared with size {{one}} and here with size {{other}}"
                if not self.equate(one, other, "declared", name, "E0204", message):
                    break

    def check_case(self, name: Name, kind: str) -> None:
        """Warn of a letter whose case says something else than its declaration."""
        greek = not name.letter.isascii() and name.letter.islower()
        usual = NUMBER if greek else MATRIX if name.letter.isupper() else "vector"
        kind = "vector" if kind in VECTORS else kind
        if kind == usual or (kind == NUMBER and not name.letter.isupper()):
            return
        letter = "a Greek" if greek else "an uppercase" if name.letter.isupper() else "a lowercase"
        message = f"{name.key} is declared as a {kind}; {letter} letter usually stands for a {usual}"
        self.report("W0201", message, name)

    def term(self, size: Size) -> Term:
        """A declared size."""
        return total([(size.constant, 1), *((self.result.letters[letter], n) for letter, n in size.letters)])

    def name(self, name: Name) -> Shape | None:
        """The size of a name where it stands in a formula."""
        key = name.key
        named = self.result.named
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
        declared = self.result.named.get(step.name.key)
        shape = self.literal(step.value)
        if declared is not None:
            if declared.kind == MATRIX:
                shape = Shape(MATRIX, (rows, columns))
            elif declared.kind in VECTORS and 1 in (rows, columns):
                shape = Shape(declared.kind, (max(rows, columns),))
        elif self.columns and 1 in (rows, columns) and step.name.letter.islower() and step.name.letter.isascii():
            shape = Shape(COLUMN, (max(rows, columns),))
        self.result.shapes[step.value] = shape
        return shape

    def define(self, step: Definition, shape: Shape | None, declared: Mapping[str, Shape | None]) -> None:
        """A name gets the size of its right side, which has to agree with its declaration."""
        key = step.name.key
        if self.names.definitions[key] is not step:
            return
        said = declared.get(key)
        named = self.result.named
        if key in self.names.sizes:
            if isinstance(step.value, Number) and step.value.text.isdigit():
                size = int(step.value.text)
                self.equate(self.result.letters[key], size, "declared", step.value, "E0204",
                            f"{key} is {{one}} as a size, but here it is {{other}}")  # fmt: skip
            elif shape is not None:
                message = f"{key} is declared as a size, so it is a number known from sizes; define another letter"
                self.report("E0113", message, step.name)
                shape = ONE
        if said is None or shape is None:
            named[key] = shape if shape is not None else said
            return
        if said.kind != shape.kind and not (said.kind in VECTORS and shape.kind in VECTORS):
            message = f"{key} is declared as {self.sized(said)}, but its line gives {self.sized(shape)}"
            self.report("E0204", message, step.value, self.declared_here(key))
            named[key] = said
            return
        message = f"{key} is declared with {{one}} {self.unit(said)}, but its line gives {{other}}"
        for one, other in zip(said.sizes, shape.sizes, strict=True):
            if not self.equate(one, other, "declared", step.value, "E0204", message, lambda: self.declared_here(key)):
                named[key] = said
                return
        named[key] = shape

    def unit(self, shape: Shape) -> str:
        """What the sizes of a kind count."""
        return "values" if shape.kind in VECTORS else "rows or columns"

    def declared_here(self, key: str) -> tuple[Fact, ...]:
        """The fact that a name is declared."""
        declaration = self.names.declared.get(key)
        name = next((n for n in declaration.names if n.key == key), None) if declaration else None
        return self.fact(f"{key} is declared here", name) if name else ()

    def update(self, step: Update, shape: Shape | None) -> None:
        """An update has the size of what it updates."""
        target = self.name(step.name)
        key = step.name.key
        if key in self.names.sizes and key not in self.names.declared:
            self.report("E0113", f"{key} is declared as a size, so it cannot change", step.name)
            return
        if target is None or shape is None:
            return
        if target.kind != shape.kind:
            message = f"{key} is {self.sized(target)}, but its update gives {self.sized(shape)}"
            self.report("E0204", message, step.value)
            return
        message = f"{key} is {self.sized(target)}, but its update gives {self.sized(shape)}"
        for one, other in zip(target.sizes, shape.sizes, strict=True):
            if not self.equate(one, other, "updated", step.value, "E0204", message):
                return

    # --------------------------------------------------------------------------------------- expressions

    def walk(
        self, root: Expression, shapes: Shapes | None = None, local: Mapping[str, Shape] | None = None
    ) -> Shape | None:
        """The size of an expression; every node's is entered into `shapes`."""
        if shapes is None:
            shapes = self.result.shapes
        for node in in_order(root):
            if isinstance(node, Name):
                shape = local[node.key] if local and node.key in local else self.name(node)
            elif isinstance(node, Number):
                shape = ONE
            else:
                parts = [shapes[part] for part in node.parts]
                shape = None if None in parts else self.node(node, [part for part in parts if part is not None])
            shapes[node] = shape
        return shapes[root]

    def node(self, node: Expression, parts: list[Shape]) -> Shape | None:
        """The size of a node whose parts have these sizes."""
        match node:
            case Product():
                return self.product(node, parts[0], parts[1])
            case Elementwise():
                return self.elementwise(node, parts[0], parts[1])
            case Call():
                return self.call(node, parts)
            case Transpose():
                shape = parts[0]
                if shape.kind == NUMBER:
                    return shape
                turned = {ROW: COLUMN, COLUMN: ROW, MATRIX: MATRIX}[shape.kind]
                return Shape(turned, shape.sizes[::-1])
            case Negative():
                return parts[0]
            case Power():
                if parts[1].kind != NUMBER:
                    message = f"an exponent is a number, but {self.text(node.exponent)} is {self.sized(parts[1])}"
                    self.report("E0206", message, node.exponent)
                    return None
                return parts[0]
            case Inverse():
                return self.inverse(node, parts[0])
            case Join():
                return self.join(node, parts)
            case Values():
                return self.literal(node)
            case Name() | Number():
                return ONE
            case _:
                never(node)

    def literal(self, node: Values) -> Shape:
        """One row is a vector; several rows are a matrix, or a column where vectors are columns."""
        rows, columns = len(node.rows), len(node.rows[0])
        if rows == 1:
            return Shape(ROW, (columns,))
        if columns == 1 and self.columns:
            return Shape(COLUMN, (rows,))
        return Shape(MATRIX, (rows, columns))

    def product(self, node: Product, left: Shape, right: Shape) -> Shape | None:
        """A number scales; otherwise the inner sizes have to be equal."""
        if left.kind == NUMBER:
            return right
        if right.kind == NUMBER:
            return left
        if node.dotted and left.kind == right.kind and left.kind in VECTORS:
            self.inner(node, left, right, left.sizes[0], right.sizes[0])
            return ONE
        found = PRODUCTS.get((left.kind, right.kind))
        if found is None:
            self.report("E0206", self.no_product(node, left, right), node)
            return None
        self.inner(node, left, right, left.columns, right.rows)
        kind = found[0]
        if kind == NUMBER:
            return ONE
        if kind == ROW:
            return Shape(ROW, (right.columns,))
        if kind == COLUMN:
            return Shape(COLUMN, (left.rows,))
        return Shape(MATRIX, (left.rows, right.columns))

    def no_product(self, node: Product, left: Shape, right: Shape) -> str:
        """Why two kinds cannot be multiplied, and what can."""
        one, other = self.text(node.left), self.text(node.right)
        if left.kind in VECTORS and left.kind == right.kind:
            x, y = (one, other) if len(one) + len(other) < 16 else ("x", "y")
            first, second = (f"{x} {y}ᵀ", f"{x}ᵀ{y}") if left.kind == ROW else (f"{x}ᵀ{y}", f"{x} {y}ᵀ")
            return (
                f"{one} and {other} are both {left.kind}s, and two {left.kind}s have no product; the dot product is"
                f" {first}, the outer product {second}, value by value {x} ⊙ {y}"
            )
        if left.kind == MATRIX and right.kind == ROW:
            return (
                f"{other} is a row, which stands left of a matrix: {other} {one}; where a line says"
                " “vectors are columns” it stands right"
            )
        if left.kind == COLUMN and right.kind == MATRIX:
            return f"{one} is a column, which stands right of a matrix: {other} {one}, or as a row {one}ᵀ{other}"
        return f"{one} ({self.sized(left)}) and {other} ({self.sized(right)}) cannot be multiplied"

    def inner(self, node: Product, left: Shape, right: Shape, one: Term, other: Term) -> None:
        """The inner sizes of a product."""
        unit = "rows" if right.kind == MATRIX else "values"
        code = "E0203" if isinstance(node.left, Join) else "E0201"
        message = f"{self.text(node.right)} needs {{one}} {unit}, but it has {{other}}"
        self.equate(one, other, "product", node.right, code, message, lambda: (
            *self.fact(f"this {self.having(left)}", node.left),
            *self.fact(f"{self.text(node.right)} {self.having(right)}", node.right),
        ))  # fmt: skip

    def having(self, shape: Shape) -> str:
        """A size with its verb: `has 4 values`, `is a 3 × 4 matrix`."""
        return ("has " if shape.kind in VECTORS else "is ") + self.sized(shape)

    def elementwise(self, node: Elementwise, left: Shape, right: Shape) -> Shape | None:
        """Equal sizes, a number on one side, or a bias added to every row or column."""
        if left.kind == NUMBER:
            return right
        if right.kind == NUMBER or left.kind == right.kind:
            if left.kind == right.kind:
                return self.paired(node, node.left, left, node.right, right)
            return left
        if node.operator in "+-" and MATRIX in (left.kind, right.kind):
            matrix, vector = (left, right) if left.kind == MATRIX else (right, left)
            at = node.right if left.kind == MATRIX else node.left
            along = matrix.columns if vector.kind == ROW else matrix.rows
            if self.equate(along, vector.sizes[0], "bias", at, "E0205", lambda: self.cannot(node, left, right)):
                return matrix
            return None
        self.report("E0205", self.cannot(node, left, right), node, (
            *self.fact(self.sized(left), node.left), *self.fact(self.sized(right), node.right)))  # fmt: skip
        return None

    def cannot(self, node: Elementwise, left: Shape, right: Shape) -> str:
        """That two sizes cannot be combined."""
        one, other = self.text(node.left), self.text(node.right)
        return (
            f"cannot {DOES[node.operator]} {other} ({self.sized(right)}) {self.preposition(node.operator)}"
            f" {one} ({self.sized(left)})"
        )

    @staticmethod
    def preposition(operator: str) -> str:
        """The word between what is combined."""
        return {"+": "to", "-": "from"}.get(operator, "with")

    def paired(self, node: Expression, one: Expression, left: Shape, other: Expression, right: Shape) -> Shape | None:
        """Two sizes that are taken value by value."""
        for a, b in zip(left.sizes, right.sizes, strict=True):
            unit = "values" if left.kind in VECTORS else "rows" if a is left.sizes[0] else "columns"
            message = (
                f"{self.text(one)} has {{one}} {unit}, but {self.text(other)} has {{other}};"
                " value by value needs equal sizes"
            )
            if not self.equate(a, b, "paired", node, "E0202", message):
                return None
        return left

    def inverse(self, node: Inverse, shape: Shape) -> Shape | None:
        """Of a matrix with as many rows as columns, or of a number."""
        if shape.kind in VECTORS:
            message = f"only a matrix or a number has an inverse, but {self.text(node.part)} is a vector"
            self.report("E0206", message, node)
            return None
        if shape.kind == MATRIX:
            message = f"an inverse needs as many rows as columns, but {self.text(node.part)} has {{one}} and {{other}}"
            self.equate(shape.rows, shape.columns, "square", node, "E0202", message)
        return shape

    def join(self, node: Join, parts: list[Shape]) -> Shape | None:
        """Things put side by side or on top of each other."""
        kinds = {shape.kind for shape in parts}
        along, across = (COLUMN, ROW) if node.on_top else (ROW, COLUMN)
        if kinds <= {NUMBER, along}:
            return Shape(along, (total((s.sizes[0] if s.sizes else 1, 1) for s in parts),))
        if not kinds <= {MATRIX, across}:
            first = parts[0]
            at = next(i for i, s in enumerate(parts) if s.kind not in (first.kind, NUMBER, MATRIX)) if len(
                kinds - {NUMBER, MATRIX}) > 1 else next(i for i, s in enumerate(parts) if s.kind != first.kind)  # fmt: skip
            how = "on top of each other" if node.on_top else "side by side"
            one, other = self.text(node.items[0]), self.text(node.items[at])
            message = f"{one} ({self.sized(first)}, a {first.kind}) and {other} ({self.sized(parts[at])}, a {parts[at].kind}) cannot be put {how}"
            self.report("E0205", message, node.items[at])
            return None
        fixed = [shape.columns if node.on_top else shape.rows for shape in parts]
        unit = "columns" if node.on_top else "rows"
        for i, size in enumerate(fixed[1:], 1):
            message = (
                f"{self.text(node.items[0])} has {{one}} {unit}, but {self.text(node.items[i])} has {{other}};"
                " what is joined needs equal sizes along the seam"
            )
            if not self.equate(fixed[0], size, "joined", node.items[i], "E0207", message):
                return None
        length = total((shape.rows if node.on_top else shape.columns, 1) for shape in parts)
        return Shape(MATRIX, (length, fixed[0]) if node.on_top else (fixed[0], length))

    # ----------------------------------------------------------------------------------------- functions

    def call(self, node: Call, shapes: list[Shape]) -> Shape | None:
        """The size of a function's value: one of the program's own, one handed in, or one of the table."""
        own = self.names.functions.get(node.title)
        if own is not None:
            if node.title in self.names.broken:
                return None
            if len(own.parameters) != len(shapes):
                self.wrong_count(node, len(own.parameters), len(own.parameters))
                return None
            return self.expand(own, shapes, node)
        if node.function in self.result.given and not node.slope:
            return shapes[0]
        row = FUNCTIONS.get(node.function)
        if row is None:
            if node.slope and node.function in self.names.functions:
                message = f"the slope of {node.function} is not defined; write {node.title}(x) = …"
                self.report("E0101", message, node)
            else:
                self.unknown_function(node)
            return None
        most = 1 if node.slope else row.most
        if not row.least <= len(shapes) <= most and not (node.slope and len(shapes) == 1):
            self.wrong_count(node, min(row.least, most), most)
            return None
        if node.slope:
            slope = slope_of(node.function)
            if slope is None:
                message = f"{node.function} has no slope value by value; {node.title}(x) = … defines one"
                self.report("E0206", message, node)
                return None
            return self.expand(slope, shapes, node)
        before, self.calling = self.calling, node
        try:
            return row.sizes(self, shapes)
        except WrongKindError:
            return None
        finally:
            self.calling = before

    def wrong_count(self, node: Call, least: int, most: int) -> None:
        """A function with too many or too few arguments."""
        takes = f"{least} argument{'s' * (least != 1)}" if least == most else f"{least} or {most} arguments"
        self.report("E0112", f"{node.title} takes {takes}, but here it has {len(node.arguments)}", node)

    def unknown_function(self, node: Call) -> None:
        """A function that nobody knows, with the nearest name that somebody does."""
        from difflib import get_close_matches

        known = sorted({*FUNCTIONS, *self.result.given, *(f.function for f in self.names.functions.values())})
        near = get_close_matches(node.function, known, 1)
        facts: tuple[Fact, ...] = ()
        at = Node()
        at.start, at.end = node.start, node.start + len(node.function)
        if near:
            facts = self.fact(f"did you mean {near[0]}?", at)
        self.report("E0101", f"there is no function {node.title}", at, facts)

    def expand(self, function: FunctionDefinition, shapes: list[Shape], node: Call | None) -> Shape | None:
        """An own function is walked again for each call, so that each call has its own sizes."""
        self.expansions += 1
        if self.expansions > limits.EXPANSIONS:
            if self.expansions == limits.EXPANSIONS + 1:
                message = f"the functions call one another more than {limits.EXPANSIONS:,} times"
                self.report("E0109", message, node or function)
            return None
        local = {p.key: shape for p, shape in zip(function.parameters, shapes, strict=True)}
        nodes: Shapes = {}
        result = self.walk(function.value, nodes, local)
        if result is not None:
            key = (function.title, tuple(shape.kind for shape in shapes))
            self.result.instances.setdefault(key, Instance(function, local, nodes, result))
        return result

    def equal(self, one: Term, other: Term, argument: int, why: str) -> None:
        """A rule of a function: two sizes are equal."""
        assert self.calling is not None
        at = self.calling.arguments[argument]
        message = f"{self.text(at)} needs {why}: {{one}} and {{other}} are not equal"
        self.equate(one, other, "function", at, "E0202", message)

    def wrong_kind(self, argument: int, wanted: str) -> Exception:
        """A rule of a function: an argument is not of the right kind."""
        assert self.calling is not None
        at = self.calling.arguments[argument]
        shape = self.result.shapes.get(at)
        is_now = f", but {self.text(at)} is {self.sized(shape)}" if shape else ""
        self.report("E0206", f"{self.calling.title} takes {wanted}{is_now}", at)
        return WrongKindError()

    def pair(self, shapes: Sequence[Shape]) -> Shape:
        """A rule of a function: two arguments value by value."""
        left, right = shapes
        assert self.calling is not None
        one, other = self.calling.arguments
        if left.kind == NUMBER:
            return right
        if right.kind == NUMBER:
            return left
        if left.kind != right.kind:
            message = (
                f"{self.text(one)} ({self.sized(left)}) and {self.text(other)} ({self.sized(right)}) cannot be paired"
            )
            self.report("E0205", message, self.calling)
            raise WrongKindError
        paired = self.paired(self.calling, one, left, other, right)
        if paired is None:
            raise WrongKindError
        return paired

    # ------------------------------------------------------------------------------------------- amounts

    def check_amounts(self) -> None:
        """Refuse arrays that nobody can hold, before anybody asks for them."""
        known = [v for v in self.solver.known.values() if isinstance(v, int)]
        if max(known, default=0) ** 2 <= limits.ELEMENTS:
            return
        for key, shape in self.result.named.items():
            name = self.names.inputs.get(key) or (
                self.names.definitions[key].name if key in self.names.definitions else None
            )
            if shape is not None and self.too_large(shape, key, name or self.names.declared[key]):
                return
        for node, shape in self.result.shapes.items():
            if shape is not None and self.too_large(shape, self.text(node), node):
                return

    def too_large(self, shape: Shape, what: str, at: Node) -> bool:
        """Report a matrix with more elements than the limit."""
        values = [self.solver.value(size) for size in shape.sizes]
        elements = 1
        for value in values:
            elements *= value if isinstance(value, int) else 1
        if elements <= limits.ELEMENTS:
            return False
        message = f"{what} would have {elements:,} values; at most {limits.ELEMENTS:,} are allowed"
        self.report("E0109", message, at)
        return True


class WrongKindError(Exception):
    """An argument that has been reported."""
