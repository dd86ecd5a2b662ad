"""Changes that reach beyond one line: the convention, what a name is, names exchanged everywhere, own functions.

Each is tried by checking the whole program again, so there are few of them, and none where a program is long.
"""

from __future__ import annotations

from ..check.check import check
from ..check.letters import fresh
from ..rewrite.substitute import replaced, with_value
from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS, Shape
from ..tree import (
    Convention,
    Declaration,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    Name,
    Node,
    Product,
    Program,
    Size,
    Update,
    in_order,
)
from ..write.letters import statement
from .changes import (
    COLUMNS,
    COLUMNS_GUESS,
    CORRECTED,
    DIVISOR,
    FLATTENED,
    HABITS,
    NATURAL,
    UNNATURAL,
    Site,
)
from .ways import Way, as_size, natural_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Final

    from ..check.model import Checked
    from ..check.report import Refusal
    from ..tree import Statement
    from .ways import Edit, Ways

    Changes = Mapping[Statement, tuple[Statement, ...]]
    Found = tuple[Way, Checked]

LINES = (Definition, Update, Evaluation)
MOST_LINES = 600  # checked again in all, in search of these changes
PARTS = 20  # parts of a line that is not long
INSIDE = 0.2  # more, for a function of the program: the line that calls it is as likely wrong
BIAS_AS_A_VECTOR = 0.65  # more likely than anything else for a matrix of one column or one row that is added


class Wide:
    """Looks for these changes in one program."""

    def __init__(self, base: Checked, dims: Sequence[Declaration], columns: bool, ways: Ways) -> None:
        self.base: Final = base
        self.names: Final = base.names
        self.dims: Final = tuple(dims)
        self.columns: Final = columns
        self.ways: Final = ways
        self.room = MOST_LINES
        self.divisors: set[str] | None = None
        self.scaling: set[str] | None = None
        nodes = sum(ways.count(line) for line in (*base.names.order, *base.names.functions.values()))
        # Of checking all of it again, in lines; a line of many parts counts for several.
        self.cost: Final = max(len(base.program.statements) + 3, nodes // PARTS)
        self.wrong: Final = wrong_lines(base)
        self.refused: Final = refused_lines(base)

    def again(
        self, changes: Changes, dims: Sequence[Declaration] | None = None, added: Sequence[Statement] = ()
    ) -> Checked | None:
        """The program with other lines in the place of some, checked; None if enough has been checked."""
        statements = self.base.program.statements
        self.room -= self.cost
        if self.room < 0:
            return None
        lines = [new for old in statements for new in changes.get(old, (old,))]
        program = Program((*added, *lines), self.base.program.text)
        return check(program, self.dims if dims is None else dims, self.columns, self.base.given)

    # --------------------------------------------------------------------------------------- convention

    def convention(self, refused: Sequence[Refusal]) -> Iterator[Found]:
        """Vectors are columns, or rows, after all."""
        telling = (COLUMN, MATRIX) if self.base.columns else (MATRIX, ROW)
        both = [self.kinds(r.at) for r in refused]
        if not any(kinds for kinds in both):
            return
        say = "rows" if self.base.columns else "columns"
        old = [s for s in self.base.program.statements if isinstance(s, Convention)]
        line = Convention(not self.base.columns)
        edits: tuple[Edit, ...]
        if old:
            after = self.again({s: ((line,) if s is old[0] else ()) for s in old})
            edits = tuple((s.start, s.end, f"vectors are {say}") for s in old)
        else:
            after = self.again({}, added=(line,))
            edits = ((0, 0, f"vectors are {say}\n"),)
        if after is not None:
            cost = COLUMNS if telling in both else COLUMNS_GUESS
            note = f"the formula reads right if vectors are {say}"
            message = f"say on a line of its own: vectors are {say}"
            yield Way(cost, message, edits, {}, refused[0].line, refused[0].at, "convention", note), after

    def kinds(self, at: Node) -> tuple[str, ...]:
        """The kinds of what an operation stands between."""
        shapes = [self.base.shapes.get(part) for part in getattr(at, "parts", ())]
        if isinstance(at, Product | Elementwise):
            return tuple(shape.kind if shape is not None else "" for shape in shapes)
        return ("",)

    # ------------------------------------------------------------------------------------ what a name is

    def other_kinds(self, names: Sequence[Name]) -> Iterator[Found]:
        """Names as another kind than they are declared, or than their letter says."""
        for name in names:
            key = name.key
            if key in self.names.declared:
                yield from self.bias_as_a_vector(name)
                for kind in self.possible(name):
                    yield from self.declared_as(name, kind)
                if key in self.names.definitions:
                    yield from self.declared_as(name, "")
            elif key not in self.names.definitions and key not in self.names.sizes:
                yield from self.other_case(name)
                if natural_kind(name, self.base.columns) == NUMBER and not self.scales(name):
                    yield from self.declared_as(name, self.vector)
                elif natural_kind(name, self.base.columns) == self.vector and self.divides(name):
                    yield from self.declared_as(name, NUMBER)

    def divides(self, name: Name) -> bool:
        """True for what everything on its left is divided by, as in QKᵀ/√d."""
        if self.divisors is None:
            self.divisors = set()
            todo: list[tuple[Expression, bool]] = [(line.value, False) for line in self.names.order]
            while todo:
                node, below = todo.pop()
                if below and isinstance(node, Name):
                    self.divisors.add(node.key)
                divided = isinstance(node, Elementwise) and node.operator == "/"
                todo += [(part, below or (divided and part is node.parts[-1])) for part in node.parts]
        return name.key in self.divisors

    def scales(self, name: Name) -> bool:
        """True for a number that stands left in a product of an update, as a learning rate does."""
        if self.scaling is None:
            updates = (line for line in self.names.order if isinstance(line, Update))
            nodes = (node for line in updates for node in in_order(line.value))
            left = (node.left for node in nodes if isinstance(node, Product))
            self.scaling = {node.key for node in left if isinstance(node, Name)}
        return name.key in self.scaling

    @property
    def vector(self) -> str:
        """The kind that vectors are of here."""
        return COLUMN if self.base.columns else ROW

    def possible(self, name: Name) -> list[str]:
        """The kinds that a declared name may be meant to be."""
        shape = self.base.named.get(name.key)
        if shape is None:
            return []
        sizes = tuple(self.ways.declared_size(name.key))
        line = self.names.declared[name.key]
        kinds = [natural_kind(name, self.base.columns)]
        if name.letter.islower() or shape.kind == MATRIX:
            kinds.append(self.vector)
        if shape.kind in VECTORS and (sizes == (1,) or len(line.names) > 1):
            kinds.append(NUMBER)
        return [kind for kind in dict.fromkeys(kinds) if kind != shape.kind]

    def bias_as_a_vector(self, name: Name) -> Iterator[Found]:
        """A bias in an uppercase letter, a matrix of one column or row: `b0` for `B0`."""
        sizes = tuple(self.ways.declared_size(name.key))
        other = Name(name.letter.lower(), name.index)
        if len(sizes) != 2 or 1 not in sizes or other.key == name.key or other.key in self.base.named:
            return
        size = next((size for size in sizes if size != 1), 1)
        made = self.everywhere({name.key: other}, Declaration((other,), (as_size(str(size)),)))
        if made is not None:
            edits, after, line = made
            message = "make the bias a vector" + (f": {line}" if line else "")
            yield Way(BIAS_AS_A_VECTOR - 0.05, message, edits, {other.key: (size,)}, name, name, "bias"), after

    def declared_as(self, name: Name, kind: str) -> Iterator[Found]:
        """A declaration of another kind, with the sizes that everything else asks for; none where a line says it."""
        key = name.key
        free = tuple(Size(((f"{key}{axis}?", 1),), 0) for axis in range({NUMBER: 0, MATRIX: 2}.get(kind, 1)))
        changes: dict[Statement, tuple[Statement, ...]] = {}
        for line in self.base.program.statements:
            if isinstance(line, Declaration) and any(n.key == key for n in line.names):
                others = tuple(n for n in line.names if n.key != key)
                changes[line] = (Declaration(others, line.sizes),) if others else ()
        dims = [
            Declaration(others, line.sizes)
            for line in self.dims
            if (others := tuple(n for n in line.names if n.key != key))
        ]
        if kind:
            dims.append(Declaration((Name(name.letter, name.index),), free))
        after = self.again(changes, dims)
        if after is None or after.named.get(key) is None:
            return
        sizes = tuple(shown if "?" not in str(shown) else "?" for shown in after.sizes_of([key])[key])
        old = tuple(self.ways.declared_size(key)) if key in self.names.declared else ()
        found = self.filled(sizes, old)
        shape = self.base.named.get(key)
        if self.half_a_table(name, kind, old, found):
            return
        yield self.ways.declared(key, found, self.kind_cost(name, kind, old, shape, found), name), after

    def half_a_table(self, name: Name, kind: str, old: tuple[int | str, ...], sizes: tuple[int | str, ...]) -> bool:
        """True where a matrix would become a vector of other values than it has."""
        if len(old) != 2 or kind not in VECTORS or kind == natural_kind(name, self.base.columns):
            return False
        return not all(isinstance(size, int) for size in old) or sizes != (int(old[0]) * int(old[1]),)

    def filled(self, sizes: tuple[int | str, ...], old: tuple[int | str, ...]) -> tuple[int | str, ...]:
        """Sizes without gaps: what was declared fills one, a letter all others."""
        gaps = sizes.count("?")
        if gaps == 1 and len(old) == 1 and old[0] not in sizes:
            return tuple(old[0] if size == "?" else size for size in sizes)
        letters = fresh({*self.names.sizes, *self.base.named})
        return tuple(next(letters) if size == "?" else size for size in sizes)

    def kind_cost(
        self, name: Name, kind: str, old: tuple[int | str, ...], shape: Shape | None, sizes: tuple[int | str, ...]
    ) -> float:
        """How hard it is to believe that a name is of another kind than it is declared."""
        numbers = [size for size in old if isinstance(size, int)]
        table = shape is not None and shape.kind == MATRIX and len(numbers) == 2
        if table and sizes == (numbers[0] * numbers[1],):
            return BIAS_AS_A_VECTOR if 1 in numbers else FLATTENED
        if kind == natural_kind(name, self.base.columns):
            meant = kind == NUMBER and old and old != (1,) and not self.scales(name)
            return CORRECTED if meant else NATURAL  # who declares so many values means more than one
        if name.key not in self.names.declared:
            return DIVISOR if kind == NUMBER else 1.3
        if kind == "":
            return CORRECTED + 0.2
        return NATURAL if kind == NUMBER and old == (1,) else UNNATURAL

    def other_case(self, name: Name) -> Iterator[Found]:
        """The other case everywhere: `w0` for a matrix that comes in."""
        other = Name(name.letter.swapcase(), name.index)
        if other.letter == name.letter or other.key in self.base.named or not name.letter.isascii():
            return
        made = self.everywhere({name.key: other})
        if made is not None:
            what = "matrix" if other.letter.isupper() else "vector"
            message = f"write {other.key} for {name.key}: a {what}"
            yield Way(1.4, message, made[0], {}, name, name, "case"), made[1]

    # ---------------------------------------------------------------------------------------- everywhere

    def exchanged(self, names: Sequence[Name]) -> Iterator[Found]:
        """Two names of one kind in each other's place, in all formulas."""
        for i, one in enumerate(names):
            for other in names[i + 1 :] if self.room > len(self.names.order) else ():
                a, b = self.base.named.get(one.key), self.base.named.get(other.key)
                if a is None or b is None or a.kind != b.kind or {one.key, other.key} & set(self.names.definitions):
                    continue
                made = self.everywhere({one.key: other, other.key: one})
                if made is not None:
                    message = f"exchange {one.key} and {other.key} everywhere"
                    yield Way(1.3, message, made[0], {}, one, one, "exchanged"), made[1]

    def everywhere(
        self, instead: Mapping[str, Name], declared: Declaration | None = None
    ) -> tuple[tuple[Edit, ...], Checked, str] | None:
        """Other names in the place of some, in every formula: the edits, what comes out, and the line if it is one."""
        changes: dict[Statement, tuple[Statement, ...]] = {}
        edits: list[Edit] = []
        if self.room < self.cost:
            return None
        for line in self.names.order:
            swaps = [(n, instead[n.key]) for n in in_order(line.value) if isinstance(n, Name) and n.key in instead]
            if not swaps:
                continue
            if isinstance(line, Update) and line.name.key in instead:
                return None
            value = replaced(line.value, dict(swaps).get)  # type: ignore[arg-type]
            made = self.ways.edits(line, swaps, value)
            if made is None:
                return None
            edits += made
            changes[line] = (with_value(line, value),)
        dims = self.dims if declared is None else [*self.dims, declared]
        after = self.again(changes, dims)
        one = statement(next(iter(changes.values()))[0], self.ways.own) if len(changes) == 1 else ""
        return None if after is None else (tuple(edits), after, one)

    def other_targets(self, lines: Collection[Node]) -> Iterator[Found]:
        """An update of another name: `W0 <- W0 - …` for `W1 <- W1 - …`."""
        for line in self.names.order:
            if line not in lines or not isinstance(line, Update):
                continue
            for key in [*self.names.inputs, *self.names.declared]:
                name = Name(key[0], self.index(key))
                if key == line.name.key or key in self.names.definitions or name.letter != line.name.letter:
                    continue
                if name.key != key:
                    continue
                if self.room < self.cost:
                    return
                swaps = [(n, name) for n in in_order(line.value) if isinstance(n, Name) and n.key == line.name.key]
                value = replaced(line.value, dict(swaps).get)  # type: ignore[arg-type]
                new = Update(name, value, line.start, line.end)
                after = self.again({line: (new,)})
                if after is not None:
                    text = statement(new, self.ways.own)
                    yield Way(1.2, text, ((line.start, line.end, text),), {}, line, line.name, about=key), after

    def index(self, key: str) -> str:
        """The index of a name as its key spells it."""
        return key[1:].removeprefix("_").removeprefix("{").removesuffix("}")

    # ------------------------------------------------------------------------------------- own functions

    def in_functions(self, places: Sequence[Expression]) -> Iterator[Found]:
        """Changes inside the program's own functions."""
        for function in self.names.functions.values():
            inside = set(in_order(function.value))
            here = [place for place in places if place in inside]
            parents = {part: n for n in inside for part in n.parts}
            for place in here:
                site = Site(
                    self.names, function, place, parents, self.kind_inside, {}, frozenset(), {}, self.ways.beside
                )
                if site.is_exponent:
                    continue
                for habit in HABITS:
                    for more, swaps in habit.changes(site):
                        value = replaced(function.value, dict(swaps).get)
                        new = with_value(function, value)
                        after = self.again({function: (new,)})
                        if after is None:
                            return
                        if len(wrong_lines(after)) < len(self.wrong):
                            edits = self.ways.edits(function, swaps, value)
                            if edits is not None:
                                text = statement(new, self.ways.own)
                                yield (
                                    Way(habit.cost + more + INSIDE, text, edits, {}, function, place, habit.name),
                                    after,
                                )

    def kind_inside(self, node: Expression) -> str:
        """The kind of a node of a function, as far as some call tells."""
        close_up = self.ways.trials.close_up
        shape = close_up.inside.get(node)
        for instance in self.base.instances.values():
            shape = shape or instance.shapes.get(node)
        return shape.kind if shape is not None else ""


def wrong_lines(checked: Checked) -> set[Node]:
    """The lines in which something is wrong."""
    return refused_lines(checked) | {e.line for e in checked.clashes}


def refused_lines(checked: Checked) -> set[Node]:
    """The lines in which something is refused."""
    return {r.line for r in checked.refused if r.code[0] == "E"}
