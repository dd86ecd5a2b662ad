"""Array code becomes letters: vectors get a direction, and a transpose stands where NumPy needs none."""

from __future__ import annotations

from itertools import product

from ..functions import FUNCTIONS, one_or_pair, pick_sizes
from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS
from ..tree import (
    Call,
    Declaration,
    Definition,
    Evaluation,
    FunctionDefinition,
    Join,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Size,
    Statement,
    Transpose,
    Update,
    Values,
    same,
)
from .array_code import Line, Op, Unfit, is_even, kind_given, walk
from .python_forms import value_at
from .python_pairs import TURNED, Pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Final

    from ..tree import Expression
    from .python_pairs import Made
    from .ranks import Ranks

SIZE_LETTERS = "nmkpqrstuvabcdfghijowyz"
PARAMETERS = "xyzacuvpq"
ONE_ARGUMENT = {"sum": ("colsum", "rowsum"), "mean": ("colmean", "rowmean")}  # along axis 0 and along axis 1


class Letters(Pairs):
    """Writes the lines of one program as statements."""

    def __init__(
        self,
        ranks: Ranks,
        names: Mapping[str, Name],
        titles: Mapping[str, str],
        columns: bool,
        likely: Callable[[str], Name | None],
    ) -> None:
        """`names` has the name of every variable, `titles` what the code's functions are called in letters.

        `likely` gives the name that an identifier spells, if it spells one.
        """
        self.likely: Final = likely
        self.names: Final = dict(names)
        self.titles: Final = dict(titles)
        self.failed: set[str] = set()  # variables whose lines are left out
        super().__init__(ranks, columns)
        self.kinds: dict[str, str] = {}
        self.sizes: dict[str, dict[int, Size]] = {}  # sizes that are used as numbers, by variable and axis
        self.size_names: set[str] = set()
        self.results: dict[tuple[str, ...], str] = {}  # the kind that a function of the code gives, by its arguments'
        self.first_kinds: dict[str, list[str]] = {}  # those of the arguments that each function is first called with

    def statement(self, line: Line) -> Statement | None:
        """A line in letters; nothing for one that only says how large something is."""
        if line.form == "size":
            self.size(line.op, self.names[line.name])
            return None
        if line.form == "function":
            return self.function(line)
        value, kind = self.expression(line.op)
        if line.form == "show":
            return Evaluation(value, line.start, line.end)
        name = self.name(line.name, line.target_start, line.target_end)
        if line.form == "update":
            return Update(name, self.as_kind((value, kind), self.kind_of(line.name)), line.start, line.end)
        if line.op.kind == "values" and kind in VECTORS and name.letter.islower() and name.letter.isascii():
            kind = self.vector  # a literal takes the direction of its letter
        known = self.ranks.known.get(line.name)
        if known == 2:
            kind = MATRIX
        elif known == 1:
            value, kind = self.as_kind((value, kind), self.vector), self.vector
        self.kinds[line.name] = kind
        if kind == COLUMN and self.stands(line.op):
            self.standing.add(line.name)
        return Definition(name, value, line.start, line.end)

    def name(self, variable: str, start: int, end: int) -> Name:
        """A variable's name at a place."""
        found = self.names[variable]
        return Name(found.letter, found.index, start, end)

    def kind_of(self, variable: str) -> str:
        """The kind of a variable: that of what defines it, else by its rank."""
        if variable not in self.kinds:
            self.kinds[variable] = (NUMBER, self.vector, MATRIX)[self.ranks.of(variable)]
        return self.kinds[variable]

    # -------------------------------------------------------------------------------------- functions

    def function(self, line: Line) -> FunctionDefinition:
        """A function of the code; its arguments are of the kinds of its first call."""
        self.local = {}
        taken = {op.detail for op in walk(line.op) if op.kind == "name" and op.detail not in line.parameters}
        used = {self.names[variable].key for variable in taken if variable in self.names}
        kinds = self.first_kinds.get(line.name, [self.vector] * len(line.parameters))
        for parameter, kind in zip(line.parameters, kinds, strict=True):
            self.local[parameter] = (self.parameter(parameter, used), kind)
        value, _ = self.expression(line.op)
        parameters = tuple(Name(name.letter, name.index) for name, _ in self.local.values())
        self.local = {}
        title = self.titles[line.name]
        plain = title.removesuffix("'")
        return FunctionDefinition(plain, parameters, value, plain != title, line.start, line.end)

    def result(self, function: str, kinds: Sequence[str]) -> str:
        """The kind that a function gives for arguments of these kinds; of one handed in, that of its argument."""
        line = self.ranks.calls.get(function)
        if line is None:
            return kinds[0]
        self.first_kinds.setdefault(function, list(kinds))
        key = (function, *kinds)
        if key not in self.results:
            self.results[key] = kinds[0]  # for a function that calls itself, which the checker refuses
            around = self.local
            self.local = {p: (Name("x"), kind) for p, kind in zip(line.parameters, kinds, strict=True)}
            self.results[key] = self.expression(line.op)[1]
            self.local = around
        return self.results[key]

    def parameter(self, parameter: str, used: set[str]) -> Name:
        """A letter for an argument: its own if it is one."""
        own = self.likely(parameter)
        if own is not None and own.key not in used:
            used.add(own.key)
            return own
        free = (letter for letter in PARAMETERS if letter not in used)
        letter = next(free, "")
        found = Name(letter) if letter else Name("x", str(len(used)))
        used.add(found.key)
        return found

    # ------------------------------------------------------------------------------------- expressions

    def expression(self, root: Op) -> Made:
        """An operation in letters, with the kind of its value."""
        made: dict[int, Made] = {}
        for op in walk(root):
            if id(op) not in made:
                made[id(op)] = self.made(op, [made[id(part)] for part in op.parts])
        return made[id(root)]

    def made(self, op: Op, parts: Sequence[Made]) -> Made:
        """One operation in letters, from its parts."""
        at = (op.start, op.end)
        match op.kind:
            case "number":
                return Number(op.detail, *at), NUMBER
            case "name":
                return self.variable(op)
            case "values":
                return self.values(op)
            case "size":
                return self.size(op), NUMBER
            case "dot":
                return self.dot(op, *parts)
            case "outer":
                if parts[0][0] in self.scales:
                    return Call("outer", (parts[0][0], parts[1][0]), False, *at), MATRIX
                product = Product(self.as_kind(parts[0], COLUMN), self.as_kind(parts[1], ROW), False, *at)
                self.factors.add(product)
                return product, MATRIX
            case "times":
                return self.times(op, *parts)
            case "transpose":
                value, kind = self.apart(parts[0])
                return Transpose(value, *at), TURNED.get(kind, kind)
            case "negative":
                return Negative(parts[0][0], *at), parts[0][1]
            case "column" | "row":
                kind = COLUMN if op.kind == "column" else ROW
                return (self.as_kind(parts[0], kind), kind) if parts[0][1] != NUMBER else parts[0]
            case "power":
                return self.power(op, *parts)
            case "call":
                return self.call(op, parts)
            case "slope":
                return Call(op.detail, (parts[0][0],), True, *at), parts[0][1]
            case "own":
                return self.own(op, parts)
            case "along":
                return self.along(op, parts[0])
            case "join":
                return self.join(op, parts)
            case "pick":
                return self.pick(op, *parts)
            case "ranked" | "copy" | "view" | "whole":
                return parts[0]
            case operator:
                return self.paired(op, operator, *parts)

    def values(self, op: Op) -> Made:
        """A literal; of one column, it is a vector where vectors are columns."""
        rows, double = op.detail
        at = (op.start, op.end)
        if self.vector == COLUMN and len(rows) * len(rows[0]) > 1:
            if not double:
                return Values(tuple((value,) for row in rows for value in row), *at), COLUMN
            if len(rows[0]) == 1:
                return Values(rows, *at), COLUMN
        return Values(rows, *at), MATRIX if double and len(rows) > 1 else ROW

    def variable(self, op: Op) -> Made:
        """A variable, or an argument of the function at hand."""
        if op.detail in self.local:
            name, kind = self.local[op.detail]
            return Name(name.letter, name.index, op.start, op.end), kind
        if op.detail == "π":
            return Name("π", "", op.start, op.end), NUMBER
        return self.name(op.detail, op.start, op.end), self.kind_of(op.detail)

    def power(self, op: Op, base: Made, exponent: Made) -> Made:
        """Every value to a power; minus one as a number with a point, since ⁻¹ is the inverse."""
        value = exponent[0]
        if isinstance(value, Negative) and isinstance(value.part, Number):
            value = Number("-" + value.part.text, value.start, value.end)
        if isinstance(value, Number) and value.text.startswith("-"):
            whole = value.text.removesuffix(".0")
            value = Number("-1.0" if whole == "-1" else whole, value.start, value.end)
        if not isinstance(value, Number | Name) or exponent[1] != NUMBER:
            raise Unfit("an exponent is a number")
        return Power(base[0], value, op.start, op.end), base[1]

    def call(self, op: Op, parts: Sequence[Made]) -> Made:
        """A function of the table."""
        row = FUNCTIONS[op.detail]
        at = (op.start, op.end)
        if len(parts) == 2 and row.sizes is pick_sizes:
            return self.pick(op, *parts)
        if len(parts) == 2 and row.sizes is one_or_pair:
            one, other, kind = self.met(parts[0], parts[1])
            return Call(op.detail, (one, other), False, *at), kind
        values, kind = self.facing(op.detail, parts)
        return Call(op.detail, values, False, *at), kind

    def facing(self, function: str, parts: Sequence[Made]) -> tuple[tuple[Expression, ...], str]:
        """The arguments of a function, vectors turned where it takes them only the other way; and the kind it gives."""
        first: Unfit | None = None
        for turns in product((False, True), repeat=len(parts)):
            each = zip(parts, turns, strict=True)
            sides = [(part, TURNED.get(part[1], part[1]) if turn else part[1]) for part, turn in each]
            try:
                kind = kind_given(function, [kind for _, kind in sides], self.columns)
            except Unfit as error:
                first = first or error
                continue
            return tuple(self.as_kind(part, kind) if part[1] != kind else part[0] for part, kind in sides), kind
        assert first is not None
        raise first

    def own(self, op: Op, parts: Sequence[Made]) -> Made:
        """A function of the code, or one handed in."""
        if op.detail in self.failed:
            raise Unfit(f"{op.detail} is a function that has no letters")
        title = self.titles.get(op.detail, op.detail)
        plain = title.removesuffix("'")
        arguments = tuple(self.as_kind(part, self.vector) for part in parts)
        kind = self.result(op.detail, [self.vector if kind in VECTORS else kind for _, kind in parts])
        return Call(plain, arguments, plain != title, op.start, op.end), kind

    def along(self, op: Op, part: Made) -> Made:
        """A sum or a mean along an axis; of a vector there is one axis, or two where it lies in a matrix of one row."""
        function, axis = op.detail
        value, kind = part
        at = (op.start, op.end)
        if axis is None or kind != MATRIX:
            return Call(function, (value,), False, *at), NUMBER
        if function not in ONE_ARGUMENT:
            raise Unfit(f"{function} along an axis has no letters")
        name = ONE_ARGUMENT[function][axis % 2]
        return Call(name, (value,), False, *at), (ROW, COLUMN)[axis % 2]

    def pick(self, op: Op, array: Made, index: Made) -> Made:
        """Rows of a matrix by their numbers."""
        function = value_at(index[0]) if array[1] in VECTORS else ""
        if function:
            return Call(function, (array[0], Number("1")), False, op.start, op.end), NUMBER
        if array[1] != MATRIX:
            raise Unfit("one value of a vector has no letters")
        if index[1] == MATRIX:
            raise Unfit("rows are picked by a number or a vector of numbers")
        return Call("pick", (array[0], index[0]), False, op.start, op.end), ROW if index[1] == NUMBER else MATRIX

    # ------------------------------------------------------------------------------------------- joins

    def join(self, op: Op, parts: Sequence[Made]) -> Made:
        """Things put end to end, side by side, or on top of each other."""
        kinds = {kind for _, kind in parts}
        how = op.detail
        at = (op.start, op.end)
        if kinds == {NUMBER}:
            on_top = self.vector == COLUMN
            return Join(tuple(part for part, _ in parts), on_top, *at), self.vector
        if how.startswith("flat"):
            if MATRIX in kinds:
                raise Unfit("matrices behind one another have no letters")
            how = "rows" if how == "flat" else "columns"
        if MATRIX not in kinds and how in ("below", "beside"):
            on_top = kinds <= {COLUMN, NUMBER}
            return self.joined(parts, COLUMN if on_top else ROW, on_top, at), COLUMN if on_top else ROW
        on_top = how in ("below", "rows")
        return self.joined(parts, ROW if on_top else COLUMN, on_top, at), MATRIX

    def joined(self, parts: Sequence[Made], direction: str, on_top: bool, at: tuple[int, int]) -> Join:
        """Vectors turned so that they can be put together."""
        return Join(tuple(self.as_kind(part, direction) for part in parts), on_top, *at)

    # ------------------------------------------------------------------------------------------- sizes

    def size(self, op: Op, name: Name | None = None) -> Name:
        """The letter for a size that is read off an array."""
        axis, added, divisor = op.detail
        array, place = self.sized(op.parts[0], axis)
        variable = array.detail
        place = place % 2 if self.ranks.of(variable) == 2 else 0
        known = self.sizes.setdefault(variable, {})
        if name is None:
            found = known.get(place)
            if found is not None and found.letters and (found.constant, found.letters[0][1]) == (added, divisor):
                name = Name(found.letters[0][0])
            else:
                name = Name(self.free_size())
        self.size_names.add(name.key)
        if place not in known:
            known[place] = Size(((name.key, divisor),), added)
        return Name(name.letter, name.index, op.start, op.end)

    def sized(self, array: Op, axis: int) -> tuple[Op, int]:
        """The variable, and which of its sizes, that a size of something worked out comes from."""
        ranks = self.ranks.all(array)
        while array.kind != "name":
            deep = [ranks[id(part)] for part in array.parts]
            if array.kind == "dot" and 0 not in deep:
                last = deep[0] == 1 or (deep[1] == 2 and axis % 2 == 1)
                array, axis = array.parts[last], -1 if last else 0
            elif array.kind == "transpose":
                array, axis = array.parts[0], 1 - axis % 2
            elif array.kind in ("+", "-", "times", "/", "negative", "power", "dot") or is_even(array):
                array = array.parts[deep.index(max(deep))]
            else:
                raise Unfit("the size of something without a name has no letters")
        return array, axis

    def free_size(self) -> str:
        """A letter for a size that nothing else goes by."""
        taken = {name.key for name in self.names.values()} | self.size_names
        return next(letter for letter in size_letters() if letter not in taken)

    def declarations(
        self, known: Mapping[str, str], shapes: Mapping[str, tuple[int | str, ...]]
    ) -> Iterator[Declaration]:
        """The sizes that the code says, and the kinds of what comes in against the case of its letter."""
        defined = set(self.ranks.definers) - self.failed
        for variable, name in self.names.items():
            rank = self.ranks.of(variable)
            sizes = self.sizes.get(variable)
            shape = shapes.get(variable, ())
            if sizes is None and not shape:  # a number is declared only against the case of its letter
                coming = variable in self.kinds and variable not in defined and name.key not in self.size_names
                if not coming or name.key in known or rank == expected(name):
                    continue
            declared = []
            for axis in range(rank):
                given = shape[axis] if axis < len(shape) and len(shape) == rank else None
                if sizes and axis in sizes:
                    declared.append(sizes[axis])
                elif isinstance(given, int):
                    declared.append(Size((), given))
                elif isinstance(given, str) and given.isalpha() and len(given) == 1:
                    self.size_names.add(given)
                    declared.append(Size(((given, 1),), 0))
                else:
                    letter = self.free_size()
                    self.size_names.add(letter)
                    declared.append(Size(((letter, 1),), 0))
            yield Declaration((Name(name.letter, name.index),), tuple(declared))


def size_letters() -> Iterator[str]:
    """Letters for sizes, without end."""
    yield from SIZE_LETTERS
    number = 1
    while True:
        yield from (f"{letter}{number}" for letter in "nmk")
        number += 1


def expected(name: Name) -> int:
    """The rank that the case of a letter says."""
    if not name.letter.isascii():
        return 0 if name.letter.islower() else 2
    return 2 if name.letter.isupper() else 1


def same_function(one: FunctionDefinition, other: FunctionDefinition) -> bool:
    """True when two functions work out the same from arguments of the same letters."""
    keys = [[parameter.key for parameter in line.parameters] for line in (one, other)]
    return keys[0] == keys[1] and same(one.value, other.value)
