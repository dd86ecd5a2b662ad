"""Random programs that are right by construction, each with values for its letters; also wrong ones, and texts.

A formula is built from the outside in: a kind and its sizes are wanted, and something is chosen that gives them.
Beside each formula goes a rough bound of its values, so that nothing overflows, and what is divided by, rooted or
inverted is at least ½.  This module is long because the whole notation is in it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hypothesis import strategies as st

from letternet.tree import (
    Call,
    Comment,
    Convention,
    Declaration,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    FunctionDefinition,
    Inverse,
    Join,
    Meaning,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Program,
    Size,
    Statement,
    Transpose,
    Update,
    Values,
    in_order,
    with_parts,
)


@dataclass
class Drawn:
    """A program, the sizes and values of the letters it is given, and their kinds."""

    program: Program
    dims: dict[str, tuple[int, ...]]
    values: dict[str, Any]
    columns: bool
    kinds: dict[str, str]
    picks: dict[str, int] = field(default_factory=dict)  # letters that number rows, and how many rows there are

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))

    def __repr__(self) -> str:
        return f"Drawn({shown(self.program)!r}, values={self.values})"


def shown(program: Program) -> str:
    """The program in letters, or as its nodes where it cannot be written."""
    try:
        from letternet.write.letters import letters

        return letters(program)
    except Exception:
        return str([debug(s) for s in program.statements])


def debug(thing: Any) -> str:
    """Any node with everything in it."""
    if isinstance(thing, tuple):
        return f"({', '.join(map(debug, thing))})"
    if isinstance(thing, Name):
        return thing.key
    fields = getattr(type(thing), "__match_args__", None)
    return f"{type(thing).__name__}({', '.join(debug(getattr(thing, f)) for f in fields)})" if fields else repr(thing)


class Shape(NamedTuple):
    """What is wanted: a kind, its rows and its columns."""

    kind: str
    rows: int = 1
    cols: int = 1

    @property
    def turned(self) -> Shape:
        return Shape({"row": "column", "column": "row"}.get(self.kind, self.kind), self.cols, self.rows)

    @property
    def dims(self) -> tuple[int, ...]:
        return {"number": (), "matrix": (self.rows, self.cols)}.get(self.kind, (self.rows * self.cols,))


NUMBER = Shape("number")


def row(n: int) -> Shape:
    return Shape("row", 1, n)


def column(n: int) -> Shape:
    return Shape("column", n, 1)


def matrix(r: int, c: int) -> Shape:
    return Shape("matrix", r, c)


class Made(NamedTuple):
    """A formula and a bound of its values."""

    node: Expression
    bound: float


@dataclass
class Letter:
    """A name that can be used: an input, something defined, or a parameter."""

    name: Name
    shape: Shape
    bound: float
    value: Any = None  # of an input
    whole: bool = False  # an exponent, or a number of a row
    fixed: bool = False  # may not be updated, because its values are special
    regular: bool = False  # a matrix with an inverse
    plain: bool = False  # an input as it was drawn: no two equal values in a row
    spelled: bool = False  # its own line gives the value


@dataclass
class Own:
    """A function of the program; with `shapes` only for these, otherwise for anything taken value by value."""

    title: str
    count: int
    bound: float
    shapes: tuple[Shape, ...] = ()
    result: Shape = NUMBER


CAP = 300.0
LETTERS = {
    "row": "abcehijloprstuvwyzqx",
    "matrix": "WUVABCHKQXYZTLOEΓΔΘΛΣΦΨΩ",
    "number": "αβγδεζηθκλμνρσφψω",
}
LETTERS["column"] = LETTERS["row"]
INDEXES = ("", "0", "1", "2", "t", "i", "12", "ih", "hidden", "α", "i,j", "x 1", "03")
SIZE_LETTERS = (("n", ""), ("m", ""), ("k", ""), ("d", ""), ("n", "1"), ("d", "k"), ("d", "in"))
OWN_LETTERS = "fgφF"
OWN_WORDS = ("swish", "act", "blend", "gatefn", "mixed")
DYADIC = (0, 1, -1, 2, -2, 3, 0.5, -0.5, 1.5, -3, 0.25, -1.5)
DECIMAL = (*DYADIC, 0.1, -0.3, 0.7, 1.2, -2.4)
NUMBERS = ("1", "2", "3", "0.5", "0.25", "4", "1.5", "0", "10")
MORE_NUMBERS = (*NUMBERS, "0.1", "0.01", "2.50", "0.3")
STEADY = ("relu", "sigmoid", "tanh", "abs", "sin", "cos", "softplus", "gelu", "silu", "elu", "leakyrelu", "sign")
SLOPED = STEADY  # finite slopes everywhere
BOUNDED = {"sigmoid": 1, "tanh": 1, "sin": 1, "cos": 1, "sign": 1}
STEADY_RATIONAL = ("relu", "abs", "leakyrelu", "sign")
TO_A_NUMBER = ("sum", "mean", "max", "min")
WORDS = ("layer", "hidden state {}", "weights {} of the gate", "learning rate", "delta-{}", "input", "bias")
REMARKS = ("", "forward", "the end; not = code", "l2 = (", "größer als 3 → ja", "x # y")


class Builder:
    """Builds one program; what is chosen is drawn, first choices being the simplest."""

    def __init__(self, draw: Callable[..., Any], rational: bool, updates: bool, functions: bool, columns: bool) -> None:
        self.draw, self.rational, self.columns = draw, rational, columns
        self.updates, self.functions = updates, functions
        self.pool = [self.below(4) + 1 for _ in range(3)]
        self.letters: list[Letter] = []  # everything that stands for a value
        self.taken: set[str] = set(OWN_LETTERS) | {Name(*n).key for n in SIZE_LETTERS} | {"π"}
        self.hidden: set[str] = set()  # names of parameters around
        self.scope: list[Letter] = []  # the parameters
        self.own: list[Own] = []
        self.sizes_used: dict[str, int] = {}
        self.picks: dict[str, int] = {}
        self.frozen: set[str] = set()  # read where special values are needed
        self.room = 0

    # ------------------------------------------------------------------------------------------ choices

    def below(self, n: int) -> int:
        return self.draw(_BELOW[n]) if n > 1 else 0

    def choose(self, options: Sequence[Any]) -> Any:
        return options[self.below(len(options))]

    def chance(self, percent: int) -> bool:
        return self.below(100) >= 100 - percent

    def size(self) -> int:
        return self.choose(self.pool)

    def vector(self, n: int) -> Shape:
        return column(n) if self.columns else row(n)

    def any_shape(self) -> Shape:
        kind = self.below(4)
        if kind == 0:
            return self.vector(self.size())
        if kind == 1:
            return NUMBER
        return matrix(self.size(), self.size()) if kind == 2 else self.vector(self.size()).turned

    # ------------------------------------------------------------------------------------------ letters

    def fresh(self, kind: str) -> Name:
        pool = LETTERS[kind]
        for attempt in range(60):
            letters, indexes = pool[: 8 + attempt], INDEXES[: 4 + attempt]
            name = Name(self.choose(letters), self.choose(indexes))
            if name.key not in self.taken | self.hidden:
                self.taken.add(name.key)
                return name
        name = Name(pool[0], str(100 + len(self.taken)))
        self.taken.add(name.key)
        return name

    def numbers(self, n: int) -> list[Any]:
        return list(self.draw(_DISTINCT[self.rational, n]))

    def value(self, shape: Shape) -> Any:
        if shape.kind == "number":
            return self.numbers(1)[0]
        if shape.kind == "matrix":
            return [self.numbers(shape.cols) for _ in range(shape.rows)]
        return self.numbers(shape.rows * shape.cols)

    def new(self, shape: Shape, **more: Any) -> Letter | None:
        """A new input, if inputs can be of this kind."""
        if shape.kind in ("row", "column") and shape.kind != self.vector(1).kind:
            return None
        odd = self.chance(6)  # a letter of another case, which its declaration explains
        name = self.fresh(self.choose(("row", "matrix", "number")) if odd else shape.kind)
        if "value" not in more:
            more |= {"value": self.value(shape), "plain": True}
        letter = Letter(name, shape, 3, **more)
        self.letters.append(letter)
        return letter

    def known(self, shape: Shape) -> list[Letter]:
        inner = [letter for letter in self.scope if letter.shape == shape]
        return inner * 3 + [x for x in self.letters if x.shape == shape and x.name.key not in self.hidden]

    def leaf(self, shape: Shape) -> Made:
        options: list[Callable[[], Made | None]] = []
        known, turned = self.known(shape), self.known(shape.turned) if shape != NUMBER else []
        if known:
            options += [lambda: self.used(self.choose(known))] * 4
        if turned:
            options += [lambda: _turned(self.used(self.choose(turned)))] * (1 if known else 3)
        options.append(lambda: self.used(letter) if (letter := self.new(shape)) else None)
        options.append(lambda: self.literal(shape))
        if len(known) < 2:
            options.insert(0, options[-2])
        if shape == NUMBER:
            options += [self.number, self.size_as_number]
        return self.choose(options)() or _turned(self.leaf(shape.turned))

    def named_leaf(self, shape: Shape) -> Made:
        known = self.known(shape)
        letter = self.choose(known) if known else self.new(shape)
        return self.used(letter) if letter else _turned(self.named_leaf(shape.turned))

    def used(self, letter: Letter) -> Made:
        return Made(letter.name, letter.bound)

    def number(self) -> Made:
        text = self.choose(NUMBERS if self.rational else MORE_NUMBERS)
        return Made(Number(text), max(1.0, float(text)))

    def size_as_number(self) -> Made:
        if not self.rational and self.chance(30):
            return Made(Name("π"), 3.2)
        letter, index = self.choose(SIZE_LETTERS)
        name = Name(letter, index)
        if name.key in self.hidden:
            return self.number()
        self.sizes_used.setdefault(name.key, self.size())
        return Made(name, 4)

    def literal(self, shape: Shape) -> Made | None:
        if shape == NUMBER:
            return self.number()
        if shape.kind == "row":
            return Made(Values((tuple(self.value(shape)),)), 3)
        if shape.kind == "column":
            if not self.columns or shape.rows == 1:
                return None
            return Made(Values(tuple((v,) for v in self.value(shape))), 3)
        if shape.rows == 1 or (self.columns and shape.cols == 1):
            return None
        return Made(Values(tuple(map(tuple, self.value(shape)))), 3)

    # -------------------------------------------------------------------------------------- expressions

    def expr(self, shape: Shape, depth: int = 3) -> Made:
        """Something of this kind and size."""
        self.room -= 1
        if depth <= 0 or self.room <= 0:
            return self.leaf(shape)
        options = [*_COMMON, *_BY_KIND[shape.kind]]
        if self.own and self.functions:
            options += [Builder.own_call] * 7
        if self.scope:
            options += [lambda b, s, d: b.leaf(s)] * 4
        made = self.choose(options)(self, shape, depth - 1)
        return self.tamed(made or self.leaf(shape))

    def tamed(self, made: Made, cap: float = CAP) -> Made:
        if made.bound <= cap:
            return made
        if not self.rational and self.chance(50):
            return Made(Call("tanh", (made.node,)), 1)
        digits = len(str(int(made.bound / cap)))
        return Made(Elementwise("/", made.node, Number("1" + "0" * digits)), made.bound / 10**digits)

    def positive(self, shape: Shape, depth: int) -> Made:
        """Something whose values are all at least ½."""
        if shape == NUMBER and (depth <= 0 or self.chance(50)):
            if self.chance(20) and not self.scope:
                made = self.size_as_number()
                return made if made.node.key != "π" or not self.rational else self.number()
            return Made(Number(text := self.choose(("1", "2", "0.5", "4"))), float(text))
        part = self.expr(shape, depth - 1)
        way = self.below(3 if self.rational else 7)
        if way == 0:
            part = self.tamed(part, 15)
            first = Made(Power(part.node, Number("2")), part.bound**2)
        elif way < 3:
            first = Made(Call(("relu", "abs")[way - 1], (part.node,)), part.bound)
        else:
            word = ("sigmoid", "softplus", "exp", "cosh")[way - 3]
            if word == "cosh":
                return Made(Elementwise("+", Number("2"), Call("sin", (part.node,))), 3)
            part = self.tamed(part, 5)
            first = Made(Call(word, (part.node,)), 150 if word == "exp" else part.bound + 1)
        plus = Number(self.choose(("1", "0.5", "2")))
        pair = (first.node, plus) if self.chance(70) else (plus, first.node)
        return Made(Elementwise("+", *pair), first.bound + 2)

    def spread(self, shape: Shape) -> Made | None:
        """A vector or a matrix no row of which has equal values only."""
        long = shape.rows * shape.cols if shape.kind in ("row", "column") else shape.cols
        if long < 2 or shape.kind == "number":
            return None
        known = [x for x in self.known(shape) if x.plain and x not in self.scope]
        letter = self.choose(known) if known else self.new(shape)
        made = self.literal(shape) if self.chance(20) else None
        if made is None and letter is None:
            back = self.spread(shape.turned) if shape.kind != "matrix" else None
            return _turned(back) if back else None
        if made is None:
            self.frozen.add(letter.name.key)
            made = self.used(letter)
        way = self.below(4)
        if way == 1:
            made = Made(Product(Number("2"), made.node), 2 * made.bound)
        elif way == 2:
            made = Made(Elementwise("+", made.node, self.leaf(NUMBER).node), made.bound + 4)
        return made

    def regular(self, k: int, depth: int) -> tuple[Made, float]:
        """A matrix with an inverse, and a bound of that."""
        way = self.below(7) if depth > 0 else 1 + self.below(2)
        if way == 0:
            made = self.positive(self.choose((row(k), column(k))), depth - 1)
            return Made(Call("diag", (made.node,)), made.bound), 2
        if way == 2 and k > 1:
            lower = [tuple(self.choose((0, 1, -1)) if j < i else int(i == j) for j in range(k)) for i in range(k)]
            return Made(Values(tuple(lower)), 1), 2.0**k
        if way == 3 and depth > 1:
            made = self.tamed(self.expr(matrix(self.size(), k), depth - 2), 10)
            diagonal = self.positive(self.vector(k), 0)
            square = Product(Transpose(made.node), made.node)
            return Made(Elementwise("+", square, Call("diag", (diagonal.node,))), 4 * made.bound**2 + diagonal.bound), 2
        if way > 3:
            made, back = self.regular(k, depth - 1)
            if way == 4:
                return Made(Transpose(made.node), made.bound), back
            if way == 5:
                return Made(Product(Number("2"), made.node), 2 * made.bound), back
            return Made(Inverse(made.node), back), made.bound
        known = [x for x in self.letters if x.regular and x.shape.rows == k and x.name.key not in self.hidden]
        if known:
            letter = self.choose(known)
        else:
            values = [[k + 1 if i == j else self.choose((0, 0.5, -0.5)) for j in range(k)] for i in range(k)]
            letter = self.new(matrix(k, k), value=values, regular=True, fixed=True)
        return Made(letter.name, 5), 1

    # --- everything that can give any kind

    def product(self, shape: Shape, depth: int) -> Made | None:
        k = self.size()
        dotted = self.chance(25)
        if shape.kind == "number":
            pair = (row(k), column(k))
            if self.chance(40):
                pair = self.choose(((row(k), row(k)), (column(k), column(k))))
                dotted = True
        elif shape.kind == "row":
            pair = (row(k), matrix(k, shape.cols))
        elif shape.kind == "column":
            pair = (matrix(shape.rows, k), column(k))
        elif self.chance(30):
            k, pair = 1, (column(shape.rows), row(shape.cols))
        else:
            pair = (matrix(shape.rows, k), matrix(k, shape.cols))
        one, other = self.expr(pair[0], depth), self.expr(pair[1], depth)
        return Made(Product(one.node, other.node, dotted), k * one.bound * other.bound)

    def scaled(self, shape: Shape, depth: int) -> Made:
        one, other = self.expr(NUMBER, depth - 1), self.expr(shape, depth)
        pair = (one.node, other.node) if self.chance(75) else (other.node, one.node)
        return Made(Product(*pair, self.chance(20)), one.bound * other.bound)

    def halves(self, shape: Shape, depth: int, stretch: bool = False) -> tuple[Made, Made]:
        """Two things that can be taken value by value."""
        first = second = shape
        way = self.below(6)
        if way in (4, 5):
            small = NUMBER
            if stretch and shape.kind == "matrix" and self.chance(70):
                small = self.choose((row(shape.cols), column(shape.rows)))
            first, second = (small, shape) if way == 5 else (shape, small)
        return self.expr(first, depth), self.expr(second, depth)

    def added(self, shape: Shape, depth: int) -> Made:
        one, other = self.halves(shape, depth, stretch=True)
        return Made(Elementwise(self.choose("+-"), one.node, other.node), one.bound + other.bound)

    def biased(self, shape: Shape, depth: int) -> Made:
        """A matrix, and a vector that is added to each of its rows or columns."""
        one = self.expr(shape, depth)
        other = self.expr(self.choose((row(shape.cols), column(shape.rows))), depth)
        sides = (one.node, other.node) if self.chance(70) else (other.node, one.node)
        return Made(Elementwise(self.choose("+-"), *sides), one.bound + other.bound)

    def times(self, shape: Shape, depth: int) -> Made:
        one, other = self.halves(shape, depth)
        return Made(Elementwise("⊙", one.node, other.node), one.bound * other.bound)

    def over(self, shape: Shape, depth: int) -> Made:
        way = self.below(3)
        one = self.expr(NUMBER if way == 2 else shape, depth)
        other = self.positive(NUMBER if way == 1 else shape, depth)
        return Made(Elementwise("/", one.node, other.node), 2 * one.bound)

    def compared(self, shape: Shape, depth: int) -> Made:
        one, other = self.halves(shape, depth)
        return Made(Elementwise(self.choose("><≥≤"), one.node, other.node), 1)

    def negative(self, shape: Shape, depth: int) -> Made:
        made = self.expr(shape, depth)
        return Made(Negative(made.node), made.bound)

    def transposed(self, shape: Shape, depth: int) -> Made:
        return _turned(self.expr(shape.turned, depth))

    def powered(self, shape: Shape, depth: int) -> Made:
        if not self.rational and self.chance(40):
            part = self.tamed(self.positive(shape, depth), 15)
            if self.chance(30):
                letter = self.exponent(DECIMAL)
                if letter:
                    return Made(Power(part.node, letter.name), max(2, part.bound) ** 3)
            exponent = Number(self.choose(("0.5", "-0.5", "1.5", "-2", "-3")))
            return Made(Power(part.node, exponent), max(2, part.bound) ** 1.5 + 8)
        if self.chance(20):
            part = self.tamed(self.positive(shape, depth), 15)
            return Made(Power(part.node, Number(self.choose(("-2", "-3")))), 8)
        part = self.tamed(self.expr(shape, depth), 15)
        letter = self.exponent((1, 2, 3)) if self.chance(15) else None
        if letter:
            return Made(Power(part.node, letter.name), part.bound**3)
        return Made(Power(part.node, Number(text := self.choose("2230"))), max(1, part.bound) ** int(text))

    def exponent(self, values: Sequence[Any]) -> Letter | None:
        """A letter that stands for a number, written with what an exponent can have."""
        whole = all(isinstance(v, int) for v in values)
        known = [x for x in self.letters if x.whole and x.shape == NUMBER and x.name.key not in self.hidden]
        known = [x for x in known if x.value in values]
        letter = self.choose(known) if known else self.new(NUMBER, value=self.choose(values), whole=whole, fixed=True)
        index = letter.name.index
        return letter if letter.name.key != "T" and (not index or (index.isascii() and index.isalnum())) else None

    def every_value(self, shape: Shape, depth: int) -> Made:
        function = self.choose(STEADY_RATIONAL if self.rational else (*STEADY, "exp", "log", "sqrt"))
        slope = self.chance(20)
        part = self.positive(shape, depth) if function in ("log", "sqrt") else self.expr(shape, depth)
        if function == "exp":
            part = self.tamed(part, 5)
        bound = 150.0 if function == "exp" else 2.0 if slope else BOUNDED.get(function, part.bound + 1)
        return Made(Call(function, (part.node,), slope), bound)

    def pair_function(self, shape: Shape, depth: int) -> Made:
        one, other = self.halves(shape, depth)
        return Made(Call(self.choose(("max", "min")), (one.node, other.node)), max(one.bound, other.bound))

    def own_call(self, shape: Shape, depth: int) -> Made | None:
        fitting = [f for f in self.own if not f.shapes or f.result == shape]
        if not fitting:
            return None
        own = self.choose(fitting)
        wanted = own.shapes or (shape,) * own.count
        if not own.shapes and own.count == 2:
            wanted = self.choose(((shape, shape), (shape, NUMBER), (NUMBER, shape)))
        arguments = tuple(self.tamed(self.expr(s, depth), 10).node for s in wanted)
        return Made(Call(own.title.removesuffix("'"), arguments, own.title.endswith("'")), own.bound)

    # --- numbers, vectors, matrices

    def to_a_number(self, shape: Shape, depth: int) -> Made:
        function = self.choose(TO_A_NUMBER if self.rational else (*TO_A_NUMBER, "norm"))
        made = self.expr(self.any_shape(), depth)
        return Made(Call(function, (made.node,)), made.bound * (16 if function in ("sum", "norm") else 1))

    def of_square(self, shape: Shape, depth: int) -> Made:
        k = self.size()
        if self.chance(50):
            made = self.expr(matrix(k, k), depth)
            return Made(Call("trace", (made.node,)), k * made.bound)
        made = self.tamed(self.expr(matrix(k, k), depth), 10)
        return Made(Call("det", (made.node,)), 24 * made.bound**k)

    def dotted(self, shape: Shape, depth: int) -> Made:
        k = self.size()
        one, other = (self.expr(self.choose((row(k), column(k))), depth) for _ in range(2))
        return Made(Call("dot", (one.node, other.node)), k * one.bound * other.bound)

    def inverted(self, shape: Shape, depth: int) -> Made | None:
        if shape == NUMBER:
            made = self.positive(shape, depth)
            return Made(Inverse(made.node), 2)
        if shape.rows != shape.cols:
            return None
        made, bound = self.regular(shape.rows, depth)
        return Made(Inverse(made.node) if self.chance(70) else Call("inv", (made.node,)), bound)

    def every_row(self, shape: Shape, depth: int) -> Made | None:
        if self.rational:
            return None
        function = self.choose(("softmax", "logsoftmax", "normalize"))
        made = self.spread(shape) if function == "normalize" else self.expr(shape, depth)
        if made is None:
            return None
        return Made(Call(function, (made.node,)), 2 * made.bound + 2 if function == "logsoftmax" else 2)

    def joined(self, shape: Shape, depth: int) -> Made | None:
        on_top = shape.kind == "column" or (shape.kind == "matrix" and self.chance(50))
        long = shape.rows if on_top else shape.cols
        if long < 2:
            return None
        cuts, items = [], []
        while sum(cuts) < long:
            cuts.append(1 + self.below(min(long - sum(cuts), long - 1)))
        for n in cuts:
            if shape.kind == "matrix":
                wide = matrix(n, shape.cols) if on_top else matrix(shape.rows, n)
                thin = row(shape.cols) if on_top else column(shape.rows)
                items.append(self.expr(thin if n == 1 and self.chance(70) else wide, depth))
            else:
                thin = column(n) if on_top else row(n)
                items.append(self.expr(NUMBER if n == 1 and self.chance(60) else thin, depth))
        if all(_typed(item.node) for item in items):
            items[0] = self.named_leaf(NUMBER)
        return Made(Join(tuple(item.node for item in items), on_top), max(item.bound for item in items))

    def line_of(self, shape: Shape, depth: int) -> Made:
        """One value for each row or column of a matrix."""
        k = self.size()
        word = self.choose(("sum", "mean"))
        if shape.kind == "column":
            made = self.expr(matrix(shape.rows, k), depth)
        else:
            made = self.expr(matrix(k, shape.cols), depth)
        return Made(Call(("row" if shape.kind == "column" else "col") + word, (made.node,)), k * made.bound)

    def diagonal(self, shape: Shape, depth: int) -> Made | None:
        if shape.kind == "matrix":
            if shape.rows != shape.cols:
                return None
            part = self.expr(self.choose((row(shape.rows), column(shape.rows))), depth)
        elif shape.kind != self.vector(1).kind:
            return None
        else:
            part = self.expr(matrix(shape.rows * shape.cols, shape.rows * shape.cols), depth)
        return Made(Call("diag", (part.node,)), part.bound)

    def outer(self, shape: Shape, depth: int) -> Made:
        one, other = (self.expr(self.choose((row(n), column(n))), depth) for n in shape[1:])
        return Made(Call("outer", (one.node, other.node)), one.bound * other.bound)

    def picked(self, shape: Shape, depth: int) -> Made:
        r = self.size()
        made = self.expr(matrix(r, shape.cols), depth)
        return Made(Call("pick", (made.node, self.row_numbers(shape, r))), made.bound)

    def row_numbers(self, shape: Shape, r: int) -> Expression:
        """The number of a row for a row, as many for a matrix, out of so many."""
        way = self.below(3)
        at: Expression
        if way == 2:
            wanted = NUMBER if shape.kind == "row" else self.vector(shape.rows)
            known = [x for x in self.letters if self.picks.get(x.name.key) == r and x.shape == wanted]
            known = [x for x in known if x.name.key not in self.hidden]
            if known:
                at = self.choose(known).name
            else:
                numbers = [self.below(r) for _ in range(shape.rows)]
                value = numbers[0] if wanted == NUMBER else numbers
                at = self.new(wanted, value=value, fixed=True).name
                self.picks[at.key] = r
        elif shape.kind == "row":
            at = Number(str(self.below(r)))
        else:
            at = Values((tuple(self.below(r) for _ in range(shape.rows)),))
            at = Transpose(at) if way else at
        return at

    def scattered(self, shape: Shape, depth: int) -> Made:
        several = self.size()
        rows = self.choose((row(shape.cols), matrix(several, shape.cols)))
        made = self.expr(rows, depth)
        at = self.row_numbers(rows, shape.rows)
        like = self.leaf(shape) if self.chance(60) else self.expr(shape, depth)
        return Made(Call("scatter", (made.node, at, like.node)), several * made.bound)

    def as_many(self, shape: Shape, depth: int) -> Made:
        """As many values or rows of something as something else has."""
        whole = shape
        if shape == NUMBER and self.chance(75):
            whole = self.choose((row, column))(self.size())
        elif shape.kind == "row" and self.chance(30):
            whole = matrix(self.size(), shape.cols)
        elif shape.kind == "row":
            whole = row(shape.cols + self.below(5 - shape.cols))
        elif shape != NUMBER:
            whole = Shape(shape.kind, shape.rows + self.below(5 - shape.rows), shape.cols)
        made = self.expr(whole, depth)
        part = self.leaf(shape) if self.chance(60) else self.expr(shape, depth)
        return Made(Call(self.choose(("first", "last")), (made.node, part.node)), made.bound)

    # -------------------------------------------------------------------------------------------- lines

    def function(self) -> list[Statement]:
        """A function of the program, and sometimes its slope."""
        titles = {f.title for f in self.own}
        name = self.choose([n for n in (*OWN_LETTERS, *OWN_WORDS) if n not in titles])
        if self.chance(12):
            name = self.choose([n for n in STEADY_RATIONAL if n + "'" not in titles] or ["tanh"])
            if name + "'" in titles:
                return []
            return [self.any_kind(name + "'", 1)]
        if self.chance(50):
            made = [self.any_kind(name, 1 + self.below(2))]
            if len(made[0].parameters) == 1 and name.islower() and self.chance(30):
                made.append(self.any_kind(name + "'", 1))
            return made
        shapes = tuple(self.any_shape() for _ in range(1 + self.below(2)))
        result = self.any_shape()
        parameters = self.parameters([s.kind for s in shapes])
        self.scope = [Letter(p, s, 10) for p, s in zip(parameters, shapes, strict=True)]
        body = self.expr(result, 3)
        used = {n.key for n in in_order(body.node) if isinstance(n, Name)}
        for p in parameters:  # a parameter that nothing reads would be an odd function
            if p.key not in used:
                body = Made(Elementwise("+", body.node, Call("sum", (p,))), body.bound + 160)
        self.scope, self.hidden = [], set()
        self.own.append(Own(name, len(shapes), body.bound, shapes, result))
        return [FunctionDefinition(name, parameters, body.node)]

    def parameters(self, kinds: Sequence[str]) -> tuple[Name, ...]:
        """New names, or names of the program again, which the function then does not see."""
        names: list[Name] = []
        for kind in kinds:
            taken = {n.key for n in names} | {Name(*n).key for n in SIZE_LETTERS} | {*OWN_LETTERS, "π"}
            again = [x.name for x in self.letters if x.name.key not in taken]
            again += [Name(letter) for letter in LETTERS[kind][:3] if letter not in taken]
            names.append(self.choose(again) if again and self.chance(70) else self.fresh(kind))
            self.hidden = {n.key for n in names}
        return tuple(names)

    def any_kind(self, title: str, count: int) -> FunctionDefinition:
        """A function that takes any kind, because all it does is done value by value."""
        x, *rest = self.parameters(["row", "number"][:count])
        self.slopes = not title.endswith("'")  # a slope made of slopes might need itself
        body = self.generic(x, rest, 2)
        for y in rest:
            if not any(isinstance(n, Name) and n.key == y.key for n in in_order(body.node)):
                body = Made(Elementwise(self.choose("+⊙-"), body.node, y), body.bound * 10 + 10)
        self.hidden = set()
        body = self.tamed(body)
        self.own.append(Own(title, count, body.bound))
        return FunctionDefinition(title.removesuffix("'"), (x, *rest), body.node, title.endswith("'"))

    def generic(self, x: Name, rest: Sequence[Name], depth: int) -> Made:
        """Something of the size of `x`, whatever that is."""
        way = self.below(8) if depth else 0
        if way == 0:
            return Made(x, 10)
        part = self.generic(x, rest, depth - 1)
        if way == 1:
            function = self.choose(STEADY_RATIONAL if self.rational else STEADY)
            return Made(Call(function, (part.node,), self.slopes and self.chance(20)), part.bound + 1)
        if way == 2:
            other = self.generic(x, rest, depth - 1)
            operator = self.choose("+-⊙>≤")
            return Made(Elementwise(operator, part.node, other.node), max(part.bound * other.bound, 20))
        if way == 3:
            part = self.tamed(part, 20)
            return Made(Power(part.node, Number("2")), part.bound**2)
        if way == 4:
            return Made(Product(Number(text := self.choose(("2", "0.5", "3"))), part.node), part.bound * float(text))
        if way == 5:
            return Made(Negative(part.node), part.bound)
        if way == 6:
            number: Expression = self.choose([*rest, Number("1")])
            pair = (part.node, number) if self.chance(60) else (number, part.node)
            return Made(Elementwise(self.choose("+-⊙"), *pair), part.bound * 10 + 10)
        total = Call(self.choose(("mean", "sum", "max")), (Call("abs", (part.node,)),))
        return Made(Elementwise("/", part.node, Elementwise("+", Number("1"), total)), part.bound)

    def target(self, shape: Shape) -> Name:
        return self.fresh(shape.kind if self.chance(60) else self.choose(("row", "matrix", "number")))

    def value_line(self) -> Definition:
        """`l0 = [1 0 1]`, in all the ways that give the wanted kind."""
        shape = self.any_shape()
        value = self.value(shape)
        if shape == NUMBER:
            name = self.target(shape)
            node: Expression = Number(str(abs(value)))
            node = Negative(node) if value < 0 else node
            self.letters.append(Letter(name, shape, 3, spelled=True))
            return Definition(name, node)
        flat = value if shape.kind != "matrix" else []
        one_row, one_column = Values((tuple(flat),)), Values(tuple((v,) for v in flat))
        declare = False
        if shape.kind == "matrix":
            name = self.target(shape)
            declare = shape.rows == 1 or shape.cols == 1
            node = Values(tuple(map(tuple, value)))
        elif shape.kind == self.vector(1).kind:
            declare = self.chance(30)
            if declare:
                name, node = self.target(shape), self.choose((one_row, one_column))
            else:
                name, node = self.fresh(shape.kind), one_row
        elif self.columns:  # a row: any letter that is not lowercase Latin
            name, node = self.fresh(self.choose(("matrix", "number"))), one_row
        else:  # a column among rows
            name, node = self.target(shape), Transpose(one_row)
        letter = Letter(name, shape, 3, spelled=True)
        letter.whole = declare  # only until the declarations are made
        self.letters.append(letter)
        return Definition(name, node)

    def update_line(self) -> Update | None:
        free = [x for x in self.letters if not (x.fixed or x.name.key in self.frozen)]
        if not free:
            return None
        letter = self.choose(free)
        if self.chance(70):
            step = self.expr(letter.shape, 3)
            made = Made(Elementwise(self.choose("-+"), letter.name, step.node), letter.bound + step.bound)
        else:
            made = self.expr(letter.shape, 3)
        letter.plain, letter.fixed = False, letter.bound + made.bound > 10 * CAP
        letter.bound = max(letter.bound, made.bound)
        return Update(letter.name, made.node)

    def program(self) -> Drawn:
        lines: list[Statement] = []
        functions: list[Statement] = []
        for _ in range(self.below(3) if self.functions and self.chance(40) else 0):
            self.room = 12
            functions += self.function()
        for _ in range(1 + self.below(5)):
            self.room = 6 + self.below(20)
            way = self.below(10)
            if way == 9 and self.functions:
                functions += self.function()
            elif way in (7, 8) and self.updates:
                if line := self.update_line():
                    lines.append(line)
            elif way == 6:
                lines.append(self.value_line())
            elif way >= 4:
                lines.append(Evaluation(self.expr(self.any_shape(), 4).node))
            else:
                shape = self.any_shape()
                made = self.expr(shape, 4)
                # Among columns, x = [1 2] would be a column.
                typed = self.columns and isinstance(made.node, Values)
                name = self.fresh("matrix") if typed else self.target(shape)
                self.letters.append(Letter(name, shape, made.bound))
                lines.append(Definition(name, made.node))
        if not lines or self.chance(30):
            lines.append(Evaluation(self.expr(self.any_shape(), 3).node))
        self.move_some_down(lines, functions)
        self.ground(lines)
        return self.finished(lines, functions)

    def reads(self, expression: Expression, functions: Sequence[Statement]) -> set[str]:
        bodies = {f.title: f for f in functions}
        found = {n.key for n in in_order(expression) if isinstance(n, Name)}
        for call in in_order(expression):
            if isinstance(call, Call) and (body := bodies.get(call.title)):
                found |= self.reads(body.value, functions) - {p.key for p in body.parameters}
        return found

    def move_some_down(self, lines: list[Statement], functions: list[Statement]) -> None:
        """Put some definitions after their first use, never across an update of what they read."""
        defined = [line for line in lines if isinstance(line, Definition)]
        for _ in range(self.below(5) if defined else 0):
            line = self.choose(defined)
            at = lines.index(line)
            reads = self.reads(line.value, functions) | {line.name.key}
            last = at
            while last + 1 < len(lines) and not (
                isinstance(lines[last + 1], Update) and lines[last + 1].name.key in reads
            ):
                last += 1
            lines.insert(at + self.below(last - at + 1), lines.pop(at))

    def ground(self, lines: list[Statement]) -> None:
        """Give every size letter that is used as a number an input that is declared with it."""
        self.forced: dict[str, list[str | None]] = {}
        read = self.read(lines, [])
        for letter, size in self.sizes_used.items():
            inputs = [x for x in self.letters if x.value is not None and x.name.key in read]
            free = [
                (x, axis)
                for x in inputs
                for axis, d in enumerate(x.shape.dims)
                if d == size and self.forced.get(x.name.key, [None] * 2)[axis] is None
            ]
            if not free:
                made = self.new(self.vector(size))
                lines.insert(self.below(len(lines)), Evaluation(made.name))
                read.add(made.name.key)
                free = [(made, 0)]
            chosen, axis = self.choose(free)
            self.forced.setdefault(chosen.name.key, [None] * len(chosen.shape.dims))[axis] = letter

    def read(self, lines: Sequence[Statement], functions: Sequence[Statement]) -> set[str]:
        found: set[str] = set()
        for line in (*lines, *functions):
            inner = {n.key for n in in_order(line.value) if isinstance(n, Name)}
            if isinstance(line, FunctionDefinition):
                inner -= {p.key for p in line.parameters}
            else:
                inner |= {line.name.key} if isinstance(line, Update) else set()
            found |= inner
        return found

    def declarations(self, read: set[str]) -> list[Declaration]:
        """Sizes for what needs them, and for some that do not."""
        known = dict(self.sizes_used)  # letters that an input is declared with
        found: list[Declaration] = []
        for letter in self.letters:
            key, kind, dims = letter.name.key, letter.shape.kind, letter.shape.dims
            given = letter.value is not None
            if given and key not in read:
                continue
            if kind not in ("number", "matrix", self.vector(1).kind):
                continue
            natural = "matrix" if key[0].isupper() else self.vector(1).kind if key[0].isascii() else "number"
            needed = key in self.forced or (given and natural != kind) or (letter.spelled and letter.whole)
            thin = letter.spelled and 1 in letter.shape[1:] and not letter.whole
            if not needed and (thin or not self.chance(30)):
                continue
            forced = self.forced.get(key, [None, None])
            sizes = tuple(self.declared_size(d, f, known, given) for d, f in zip(dims, forced, strict=False))
            similar = [d for d in found if debug(d.sizes) == debug(sizes)]
            if similar and self.chance(40):
                found[found.index(similar[0])] = Declaration((*similar[0].names, letter.name), sizes)
            else:
                found.append(Declaration((letter.name,), sizes))
        return found

    def declared_size(self, dim: int, forced: str | None, known: dict[str, int], given: bool) -> Size:
        if forced:
            return Size(((forced, 1),), 0)
        way = self.below(6)
        equal = [n for n, v in known.items() if v == dim]
        if way == 1 and equal:
            return Size(((self.choose(equal), 1),), 0)
        if way == 2 and given:
            new = [n for n in (Name(*x).key for x in SIZE_LETTERS) if n not in known]
            if new:
                known[new[0]] = dim
                return Size(((new[0], 1),), 0)
        fitting = [(n, t, dim - t * v) for n, v in known.items() for t in (1, 2) if t * v < dim or t * v == dim > v]
        if way == 3 and fitting:
            letter, times, rest = self.choose(fitting)
            return Size(((letter, times),), rest)
        pairs = [(a, b) for a in known for b in known if a < b and known[a] + known[b] == dim]
        if way == 4 and pairs:
            return Size(tuple((n, 1) for n in self.choose(pairs)), 0)
        return Size((), dim)

    def finished(self, lines: list[Statement], functions: list[Statement]) -> Drawn:
        read = self.read(lines, functions)
        statements = [*functions, *lines]
        for line in functions:
            if self.chance(25):
                statements.remove(line)
                statements.insert(self.below(len(statements) + 1), line)
        for line in reversed(self.declarations(read)):
            statements.insert(0 if self.chance(80) else self.below(len(statements) + 1), line)
        for words in WORDS[: self.below(3)] if self.chance(40) else ():
            means = [s.letter.letter for s in statements if isinstance(s, Meaning)]
            free = sorted({x.name.letter for x in self.letters} - {*means})
            if free:
                statements.insert(0, Meaning(Name(self.choose(free)), words))
        if self.columns or self.chance(5):
            at = 0 if self.chance(80) else self.below(len(statements) + 1)
            statements.insert(at, Convention(self.columns))
        for _ in range(self.below(3)):
            at = self.below(len(statements) + 1)
            trailing = at > 0 and not isinstance(statements[at - 1], Comment) and self.chance(50)
            after = at < len(statements) and isinstance(statements[at], Comment) and statements[at].trailing
            if not after:
                statements.insert(at, Comment(self.choose(REMARKS), trailing))
        inputs = [x for x in self.letters if x.value is not None and x.name.key in read]
        return Drawn(
            Program(tuple(statements)),
            {x.name.key: x.shape.dims for x in inputs},
            {x.name.key: x.value for x in inputs},
            self.columns,
            {x.name.key: x.shape.kind for x in inputs},
            {key: rows for key, rows in self.picks.items() if key in read},
        )


def _turned(made: Made) -> Made:
    return Made(Transpose(made.node), made.bound)


def _typed(node: Expression) -> bool:
    """True of a number with or without signs: a join of these alone is a literal."""
    while isinstance(node, Negative):
        node = node.part
    return isinstance(node, Number)


_BELOW = [st.integers(0, max(n - 1, 0)) for n in range(200)]
_DISTINCT = {
    (rational, n): st.lists(st.sampled_from(DYADIC if rational else DECIMAL), min_size=n, max_size=n, unique=True)
    for rational in (True, False)
    for n in (1, 2, 3, 4)
}
_B = Builder
_COMMON = (
    _B.product, _B.product, _B.added, _B.product, _B.times, _B.added, _B.scaled, _B.every_value, _B.every_value,
    _B.over, _B.compared, _B.negative, _B.transposed, _B.powered, _B.pair_function, lambda b, s, d: b.leaf(s),
)  # fmt: skip
_BY_KIND = {
    "number": (_B.to_a_number, _B.to_a_number, _B.of_square, _B.dotted, _B.inverted, _B.as_many),
    "row": (_B.every_row, _B.joined, _B.line_of, _B.picked, _B.diagonal, _B.joined, _B.as_many),
    "column": (_B.every_row, _B.joined, _B.line_of, _B.diagonal, _B.joined, _B.as_many),
    "matrix": (
        _B.every_row, _B.joined, _B.inverted, _B.picked, _B.diagonal, _B.outer, _B.joined, _B.scattered, _B.as_many,
        _B.biased, _B.biased,
    ),
}


@st.composite
def programs(
    draw: Any, rational: bool = False, updates: bool = True, functions: bool = True, columns: bool | None = None
) -> Drawn:
    """Programs in which everything fits, over the whole notation or its rational part."""
    if columns is None:
        columns = draw(_BELOW[4]) == 3
    return Builder(draw, rational, updates, functions, columns).program()


@st.composite
def batches(draw: Any, drawn: Drawn, most: int = 3) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Names of vectors that are given a whole batch (none when there are no vectors), and all values with it."""
    vectors = [key for key, kind in drawn.kinds.items() if kind in ("row", "column")]
    names = tuple(key for key in vectors if draw(st.booleans())) or tuple(vectors[:1])
    count = draw(st.integers(1, most))
    values = dict(drawn.values)
    for key in names:
        n = drawn.dims[key][0]
        rows = drawn.picks.get(key)
        one = st.lists(st.integers(0, rows - 1), min_size=n, max_size=n) if rows else _DISTINCT[False, n]
        values[key] = [drawn.values[key], *(draw(one) for _ in range(count - 1))]
    return names, values


# ----------------------------------------------------------------------------------------- wrong programs


@st.composite
def mutated(draw: Any, drawn: Drawn) -> Drawn:
    """The same program with one change, which may or may not leave it right."""
    statements = list(drawn.program.statements)
    names = sorted({*drawn.values, *(s.name.key for s in statements if isinstance(s, Definition))})
    known = {n.key: n for s in statements if hasattr(s, "value") for n in in_order(s.value) if isinstance(n, Name)}
    known |= {s.name.key: s.name for s in statements if isinstance(s, Definition | Update)}
    others = [known[key] for key in names if key in known]
    changeable = [i for i, s in enumerate(statements) if hasattr(s, "value") or isinstance(s, Declaration)]
    at = draw(st.sampled_from(changeable))
    line = statements[at]
    if isinstance(line, Declaration):
        statements[at] = draw(st.sampled_from(_other_declarations(line)))
    else:
        exponents = {id(n.exponent) for n in in_order(line.value) if isinstance(n, Power)}
        nodes = [n for n in in_order(line.value) if id(n) not in exponents]
        node = nodes[draw(_BELOW[min(len(nodes), 199)])]
        new = draw(st.sampled_from(_changes(node, others)))
        value = _replaced(line.value, node, new)
        match line:
            case Evaluation():
                statements[at] = Evaluation(value)
            case FunctionDefinition():
                statements[at] = FunctionDefinition(line.function, line.parameters, value, line.slope)
            case _:
                statements[at] = type(line)(line.name, value)
    return dataclasses.replace(drawn, program=Program(tuple(statements)))


def _replaced(root: Expression, old: Expression, new: Expression) -> Expression:
    if root is old:
        return new
    return with_parts(root, tuple(_replaced(part, old, new) for part in root.parts))


def _other_declarations(line: Declaration) -> list[Declaration]:
    if not line.sizes:
        return [Declaration(line.names, (Size((), 2),))]
    first, *rest = line.sizes
    grown = Size(first.letters, first.constant + 1)
    found = [Declaration(line.names, (grown, *rest)), Declaration(line.names, tuple(reversed(line.sizes)))]
    found.append(Declaration(line.names, (first,) if rest else (first, Size((), 1))))
    return [*found, Declaration(line.names, ())]


def _changes(node: Expression, names: Sequence[Name]) -> list[Expression]:
    """What could stand here instead after one slip."""
    found: list[Expression] = [Transpose(node)]
    match node:
        case Product(left, right, dotted):
            found += [Product(right, left, dotted), Elementwise("⊙", left, right), Product(left, right, not dotted)]
            found += [Product(Transpose(left), right, dotted), left]
        case Elementwise(operator, left, right):
            found += [Product(left, right), Elementwise("⊙" if operator in "+-" else "+", left, right)]
            found += [Elementwise(operator, right, left), Elementwise(operator, left, Transpose(right)), right]
        case Transpose(part) | Inverse(part) | Negative(part):
            found += [part, part, Inverse(part)]
        case Power(part, _):
            found += [part, Inverse(part)]
        case Name():
            found += [name for name in names if name.key != node.key] or [Name("Z", "99")]
        case Values(rows):
            found += [Values(rows[:-1])] if len(rows) > 1 else [Values((rows[0] * 2,))]
            if len(rows[0]) > 1:
                found.append(Values(tuple(r[1:] for r in rows)))
        case Join(items, on_top):
            found += [Join(items, not on_top), Join(items[::-1], on_top), items[0]]
        case Call(function, arguments, slope):
            found += [Call(function, arguments, not slope), arguments[0], Call("nosuch", arguments, slope)]
            found += [Call(function, arguments * 2, slope), Call("rowsum", arguments), Call("dot", arguments)]
    return found


# -------------------------------------------------------------------------------------------------- texts

TOKENS = (
    "l0", "W0", "x", "α", "π", "h_t", "W_{ih}", "l₀", "\\alpha", "mu", "2", "0.5", "½", "1e3", "10", "(", ")", "[",
    "]", "[1 0 1]", "[1 2; 3 4]", "+", "-", "−", "⊙", "*", "·", "@", "/", ">", "<", "≥", "<=", "=", "<-", "←", "-=",
    "+=", ":", ";", "\n", ",", "ᵀ", "^T", ".T", "²", "^2", "⁻¹", "^{-1}", "^n", "relu", "relu(", "relu'(", "max(",
    "f(", "f(x) = ", "sqrt", "√", "‖", "|", "×", "x", "number", "∈", "ℝ", "^{3×4}", "³", "means",
    '"hidden state {}"', "vectors are columns", "vectors are rows", "#", "# note", "$", "\\left(", "\\right)",
    "\\odot", "\\mathrm{relu}", "{", "}", "_", "^", "'", "\\", " ", "о", "l_{t-1}", "\u00a0", "\t", "１２",
)  # fmt: skip
SEEDS = (
    "l2 = relu(l0W0)W1", "W1 <- W1 - α l1ᵀd2", "x : 3; W ∈ ℝ^{3×4}", "f(x) = x ⊙ sigmoid(x); f(l0W0)",
    "[x, h]; ‖x‖ + |x|", 'h means "hidden state {}"', "e = sum((l2 - y)²)", "A⁻¹b # solve", "a/(b c)",
    "vectors are columns\nWx + b", "relu'(x)/√n",
)  # fmt: skip


@st.composite
def slips(draw: Any, text: str) -> str:
    """A text with a few characters put in, taken out, doubled, swapped or replaced."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(len(text) - 1, 0)))
        new = draw(st.sampled_from(TOKENS) | st.characters())
        way = draw(st.integers(0, 4))
        pieces = (text[:at] + new + text[at:], text[:at] + text[at + 1 :], text[:at] + text[at : at + 1] + text[at:])
        swapped = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
        text = (*pieces, swapped, text[:at] + new + text[at + 1 :])[way]
    return text


def texts() -> st.SearchStrategy[str]:
    """Texts that people and chance type: right, nearly right, and nothing at all."""
    soup = st.lists(st.sampled_from(TOKENS), max_size=25).flatmap(
        lambda tokens: st.sampled_from(("", " ")).map(lambda gap: gap.join(tokens))
    )
    written = programs().map(lambda drawn: shown(drawn.program)) | st.sampled_from(SEEDS)
    return st.text(max_size=60) | soup | written.flatmap(slips)
