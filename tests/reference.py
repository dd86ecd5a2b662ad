"""What a program gives by the tables of the notation alone: two-dimensional arrays, one node after another.

Nothing here is shared with the package but the nodes.  A value is a kind and an array: a number is 1 × 1, a row
1 × n, a column n × 1.  `Refused` is what the strict rules forbid; a matrix without an inverse is NumPy's `LinAlgError`.
"""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from letternet.tree import (
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
    Program,
    Transpose,
    Update,
    Values,
    in_order,
)

Array = np.ndarray
KINDS = ("number", "row", "column", "matrix")
VECTORS = ("row", "column")
PRODUCTS = {
    ("row", "matrix"): "row",
    ("matrix", "column"): "column",
    ("matrix", "matrix"): "matrix",
    ("row", "column"): "number",
    ("column", "row"): "matrix",
}


class Refused(Exception):  # noqa: N818
    """The rules of the notation do not allow this."""


class Value(NamedTuple):
    """A kind, its two-dimensional array, and whether it differs from datapoint to datapoint."""

    kind: str
    array: Array
    mixed: bool = False


class Results(dict[str, tuple[str, Array]]):
    """The values by name; `jump` and `largest` tell how far rounding may be trusted.

    `jump` is the smallest distance above 0 to a place where a comparison (or a sign, or the slope at a kink) changes,
    `tie` says that such a place was hit exactly, `largest` is the largest number met on the way.
    """

    jump: float = math.inf
    tie: bool = False
    largest: float = 0.0


def evaluate(program: Program, values: Mapping[str, Any], kinds: Mapping[str, str] | None = None) -> Results:
    """Every defined name, every updated name and, under "", the last line: each a kind and a 2-D array."""
    run = _Run(program, [values], kinds or {}, ())
    found = run.results()
    for key, value in run.outcome().items():
        found[key] = (value[0].kind, value[0].array)
    return found


def batched(
    program: Program, values: Mapping[str, Any], batch_names: Collection[str], kinds: Mapping[str, str] | None = None
) -> Results:
    """The same, the letters in `batch_names` holding one datapoint a row; arrays as NumPy users know them.

    A vector is (n,), a number (), a matrix (r, c); what depends on a batched letter has the datapoints in front.
    The datapoints go line by line together, because after an update of a common letter each sees the common new value.
    """
    count = {len(values[name]) for name in batch_names}
    if len(count) > 1:
        raise Refused("batches of different lengths")
    points = [
        {name: value[i] if name in batch_names else value for name, value in values.items()}
        for i in range(count.pop() if count else 1)
    ]
    run = _Run(program, points, kinds or {}, batch_names)
    found = run.results()
    for key, each in run.outcome().items():
        flat = [as_numpy(value.kind, value.array) for value in each]
        found[key] = (each[0].kind, np.stack(flat) if each[0].mixed else flat[0])
    return found


def as_numpy(kind: str, array: Array) -> Array:
    """The array as NumPy users know it: vectors have one dimension, numbers none."""
    if kind == "matrix":
        return array
    return array.reshape(()) if kind == "number" else array.reshape(-1)


# --------------------------------------------------------------------------------------------- functions


def _sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def _gelu(x: Array) -> Array:
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def _gelu_slope(x: Array) -> Array:
    c = math.sqrt(2 / math.pi)
    t = np.tanh(c * (x + 0.044715 * x**3))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * c * (1 + 3 * 0.044715 * x**2)


# Each value on its own: the function and its slope.
EVERY_VALUE: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "relu": (lambda x: np.where(x > 0, x, 0.0), lambda x: np.where(x > 0, 1.0, 0.0)),
    "sigmoid": (_sigmoid, lambda x: _sigmoid(x) * _sigmoid(-x)),
    "tanh": (np.tanh, lambda x: 1 / np.cosh(x) ** 2),
    "exp": (np.exp, np.exp),
    "log": (np.log, lambda x: 1 / x),
    "sqrt": (np.sqrt, lambda x: 0.5 * x**-0.5),
    "abs": (np.abs, np.sign),
    "sin": (np.sin, np.cos),
    "cos": (np.cos, lambda x: -np.sin(x)),
    "softplus": (lambda x: np.where(x > 0, x, 0) + np.log1p(np.exp(-np.abs(x))), _sigmoid),
    "gelu": (_gelu, _gelu_slope),
    "silu": (lambda x: x * _sigmoid(x), lambda x: _sigmoid(x) + x * _sigmoid(x) * _sigmoid(-x)),
    "elu": (lambda x: np.where(x > 0, x, np.exp(x) - 1), lambda x: np.where(x > 0, 1.0, np.exp(x))),
    "leakyrelu": (lambda x: np.where(x > 0, x, x / 100), lambda x: np.where(x > 0, 1.0, 0.01)),
    "sign": (np.sign, np.zeros_like),
}
JUMPS = {"sign", "relu'", "abs'", "leakyrelu'"}


def _softmax(x: Array) -> Array:
    return np.exp(x) / np.exp(x).sum() if np.abs(x).max() < 300 else np.exp(x - x.max()) / np.exp(x - x.max()).sum()


# One row of values at a time.
EVERY_ROW: dict[str, Callable[[Array], Array]] = {
    "softmax": _softmax,
    "logsoftmax": lambda x: x - x.max() - math.log(np.exp(x - x.max()).sum()),
    "normalize": lambda x: (x - x.mean()) / np.sqrt(((x - x.mean()) ** 2).mean()),
}
TO_A_NUMBER: dict[str, Callable[[Array], float]] = {
    "sum": np.sum,
    "mean": np.mean,
    "norm": lambda x: np.sqrt((x**2).sum()),
    "max": np.max,
    "min": np.min,
}
SQUARE: dict[str, Callable[[Array], Any]] = {"trace": np.trace, "det": np.linalg.det, "inv": np.linalg.inv}
OF_A_MATRIX = {
    "rowsum": ("column", lambda x: x.sum(axis=1)),
    "rowmean": ("column", lambda x: x.mean(axis=1)),
    "colsum": ("row", lambda x: x.sum(axis=0)),
    "colmean": ("row", lambda x: x.mean(axis=0)),
}
OF_TWO = ("dot", "outer", "pick", "first", "last")
KNOWN = {*EVERY_VALUE, *EVERY_ROW, *TO_A_NUMBER, *SQUARE, *OF_A_MATRIX, *OF_TWO, "diag", "scatter"}


def _shaped(kind: str, values: Any, mixed: bool = False) -> Value:
    """A value of this kind, whatever shape its array came in."""
    array = np.asarray(values, dtype=float)
    shape = {"number": (1, 1), "row": (1, -1), "column": (-1, 1)}.get(kind, array.shape)
    return Value(kind, array.reshape(shape), mixed)


# --------------------------------------------------------------------------------------------------- run


class _Run:
    """All datapoints through all lines."""

    def __init__(
        self, program: Program, points: list[Any], kinds: Mapping[str, str], batch_names: Collection[str]
    ) -> None:
        self.lines = program.statements
        self.columns = program.columns
        self.vector = "column" if program.columns else "row"
        self.given, self.kinds, self.batch_names = points, kinds, batch_names
        self.definitions: dict[str, int] = {}
        self.functions: dict[str, FunctionDefinition] = {}
        self.declared: dict[str, list[Declaration]] = {}
        self.jump, self.tie, self.largest = math.inf, False, 0.0
        self.collect()
        self.sizes: dict[str, int] = {}
        self.size_letters = {
            letter for each in self.declared.values() for d in each for s in d.sizes for letter, _ in s.letters
        }
        self.size_letters -= {*self.declared, *self.definitions}
        with np.errstate(all="ignore"):
            self.start()
            self.sizes = self.solved()
            if self.size_letters - self.sizes.keys():  # sizes never depend on values, so any number will do at first
                self.guess = True
                self.all_lines()
                self.sizes = self.solved()
                self.start()
            self.guess = False
            self.all_lines()
            self.solved()

    # ------------------------------------------------------------------------------- before any number

    def collect(self) -> None:
        for at, line in enumerate(self.lines):
            if isinstance(line, Definition):
                if line.name.key in self.definitions:
                    raise Refused(f"{line.name.key} is defined twice")
                self.definitions[line.name.key] = at
            elif isinstance(line, FunctionDefinition):
                if line.title in self.functions:
                    raise Refused(f"{line.title} is defined twice")
                if len({p.key for p in line.parameters}) < len(line.parameters):
                    raise Refused(f"two arguments of {line.title} have the same name")
                self.functions[line.title] = line
            elif isinstance(line, Declaration):
                for name in line.names:
                    self.declared.setdefault(name.key, []).append(line)
            if isinstance(line, Definition | Update) and line.name.key == "π":
                raise Refused("π is a number")
        for line in self.lines:
            if isinstance(line, Definition | Update | Evaluation | FunctionDefinition):
                for call in _calls(line.value):
                    self.check_call(call)
        for title in self.functions:
            self.no_recursion(title, ())

    def check_call(self, call: Call) -> None:
        count = len(call.arguments)
        if call.title in self.functions:
            if count != len(self.functions[call.title].parameters):
                raise Refused(f"{call.title} of {count}")
        elif call.slope:
            if call.function not in EVERY_VALUE or count != 1:
                raise Refused(f"{call.title} has no slope")
        elif call.function not in KNOWN:
            raise Refused(f"{call.function} is unknown")
        elif count not in {"max": (1, 2), "min": (1, 2), "scatter": (3,)}.get(
            call.function, (2 if call.function in OF_TWO else 1,)
        ):
            raise Refused(f"{call.function} of {count}")

    def no_recursion(self, title: str, outer: tuple[str, ...]) -> None:
        if title in outer:
            raise Refused(f"{title} calls itself")
        for call in _calls(self.functions[title].value):
            if call.title in self.functions:
                self.no_recursion(call.title, (*outer, title))

    def reads(self, expression: Expression) -> set[str]:
        """The names that an expression reads, those in the bodies of its functions too."""
        found = {node.key for node in in_order(expression) if isinstance(node, Name)}
        for call in _calls(expression):
            own = self.functions.get(call.title)
            if own:
                found |= self.reads(own.value) - {p.key for p in own.parameters}
        return found

    def declared_kind(self, key: str) -> str | None:
        kinds = {("number", self.vector, "matrix")[len(line.sizes)] for line in self.declared.get(key, ())}
        if len(kinds) > 1:
            raise Refused(f"{key} is declared as {kinds}")
        return kinds.pop() if kinds else None

    def start(self) -> None:
        """The given values, each of its kind and of the size that is declared."""
        self.equations: list[tuple[dict[str, int], int]] = []
        self.points: list[dict[str, Value]] = [{} for _ in self.given]
        self.done: set[str] = set()
        self.last: list[Value] | None = None
        for env, given in zip(self.points, self.given, strict=True):
            for key, raw in given.items():
                if key not in self.definitions:
                    env[key] = self.given_value(key, raw)

    def given_value(self, key: str, raw: Any) -> Value:
        declared = self.declared_kind(key)
        letter = key[0]
        by_case = "matrix" if letter.isupper() else self.vector if letter.isascii() else "number"
        kind = self.kinds.get(key, declared or by_case)
        if declared not in (None, kind):
            raise Refused(f"{key} is declared as a {declared}")
        array = np.asarray(raw, dtype=float)
        if array.ndim != {"number": 0, "matrix": 2}.get(kind, 1) or not array.size:
            raise Refused(f"{key} is a {kind}")
        value = _shaped(kind, array, key in self.batch_names)
        self.note_size(key, value)
        return value

    # -------------------------------------------------------------------------------------------- sizes

    def note_size(self, key: str, value: Value) -> None:
        for line in self.declared.get(key, ()):
            dims = value.array.shape if value.kind == "matrix" else (value.array.size,)
            for size, dim in zip(line.sizes, dims, strict=False):
                self.equations.append((dict(size.letters), dim - size.constant))

    def solved(self) -> dict[str, int]:
        """The size letters that follow from the sizes met so far."""
        known: dict[str, int] = {}
        for _ in range(len(self.equations) + 1):
            for letters, total in self.equations:
                rest = total - sum(times * known[n] for n, times in letters.items() if n in known)
                open_ = [n for n in letters if n not in known]
                if not open_ and rest:
                    raise Refused("sizes that do not fit")
                if len(open_) == 1:
                    if rest % letters[open_[0]] or rest // letters[open_[0]] < 1:
                        raise Refused("a size is a whole number from 1 up")
                    known[open_[0]] = rest // letters[open_[0]]
        return known

    # -------------------------------------------------------------------------------------------- lines

    def all_lines(self) -> None:
        for at, line in enumerate(self.lines):
            if isinstance(line, Definition):
                self.define(line.name.key, at, ())
                self.last = [env[line.name.key] for env in self.points]
            elif isinstance(line, Update):
                self.ready(self.reads(line.value) | {line.name.key}, at, ())
                self.update(line)
                self.last = [env[line.name.key] for env in self.points]
            elif isinstance(line, Evaluation):
                self.ready(self.reads(line.value), at, ())
                self.last = [self.value(line.value, env) for env in self.points]

    def ready(self, names: set[str], at: int, waiting: tuple[str, ...]) -> None:
        for name in sorted(names & self.definitions.keys()):
            self.define(name, at, waiting)

    def define(self, key: str, at: int, waiting: tuple[str, ...]) -> None:
        """Run the line that defines a name, moved up in front of line `at`."""
        if key in self.done:
            return
        if key in waiting:
            raise Refused(f"{key} needs itself")
        here = self.definitions[key]
        line = self.lines[here]
        assert isinstance(line, Definition)
        reads = self.reads(line.value)
        for between in self.lines[at:here]:
            if isinstance(between, Update) and between.name.key in reads:
                raise Refused(f"{key} would move across an update of {between.name.key}")
        self.ready(reads, at, (*waiting, key))
        new = [self.defined(line, env) for env in self.points]
        for env, value in zip(self.points, new, strict=True):
            env[key] = value
        self.done.add(key)

    def defined(self, line: Definition, env: dict[str, Value]) -> Value:
        key, declared = line.name.key, self.declared_kind(line.name.key)
        value = self.value(line.value, env)
        if isinstance(line.value, Values):
            thin = 1 in value.array.shape
            by_case = self.columns and "a" <= key[0] <= "z" and declared is None
            if thin and (declared == self.vector or by_case):
                value = _shaped(self.vector, value.array)
            elif declared == "matrix":
                value = Value("matrix", value.array)
        if declared not in (None, value.kind):
            raise Refused(f"{key} is declared as a {declared}")
        self.note_size(key, value)
        return value

    def update(self, line: Update) -> None:
        key = line.name.key
        new = [self.value(line.value, env) for env in self.points]
        old = [self.named(line.name, env) for env in self.points]
        for before, after in zip(old, new, strict=True):
            if before.kind != after.kind or before.array.shape != after.array.shape:
                raise Refused(f"the update of {key} has another size")
        if new[0].mixed and not old[0].mixed:
            changes = sum(after.array - before.array for before, after in zip(old, new, strict=True))
            new = [Value(old[0].kind, old[0].array + changes)] * len(new)
        for env, before, after in zip(self.points, old, new, strict=True):
            env[key] = Value(after.kind, after.array, before.mixed and after.mixed)

    def outcome(self) -> dict[str, list[Value]]:
        """What to hand back, for each datapoint."""
        updated = [line.name.key for line in self.lines if isinstance(line, Update)]
        found = {key: [env[key] for env in self.points] for key in (*self.definitions, *updated)}
        return found if self.last is None else found | {"": self.last}

    def results(self) -> Results:
        found = Results()
        found.jump, found.tie, found.largest = self.jump, self.tie, self.largest
        return found

    # -------------------------------------------------------------------------------------- expressions

    def named(self, name: Name, env: Mapping[str, Value]) -> Value:
        key = name.key
        if key in env:
            return env[key]
        if key == "π":
            return _shaped("number", math.pi)
        if key in self.size_letters and (self.guess or key in self.sizes):
            return _shaped("number", self.sizes.get(key, 1))
        raise Refused(f"{key} has no value")

    def value(self, node: Expression, env: Mapping[str, Value]) -> Value:
        found = self.plain_value(node, env)
        finite = np.abs(found.array[np.isfinite(found.array)])
        self.largest = max(self.largest, finite.max(initial=0.0))
        return found

    def plain_value(self, node: Expression, env: Mapping[str, Value]) -> Value:
        if isinstance(node, Name):
            return self.named(node, env)
        if isinstance(node, Number):
            return _shaped("number", float(node.text))
        if isinstance(node, Values):
            array = np.array([[float(v) for v in row] for row in node.rows])
            several = array.shape[0] > 1
            column = several and self.columns and array.shape[1] == 1
            return Value("column" if column else "matrix" if several else "row", array)
        parts = [self.value(part, env) for part in node.parts]
        mixed = any(part.mixed for part in parts)
        if isinstance(node, Call):
            own = self.functions.get(node.title)
            if own:
                local = {p.key: v for p, v in zip(own.parameters, parts, strict=True)}
                everywhere = env.maps[-1] if isinstance(env, ChainMap) else env
                return self.value(own.value, ChainMap(local, everywhere))
            found = self.slope(node, parts) if node.slope else self.call(node.function, parts)
        elif isinstance(node, Join):
            found = _joined(parts, node.on_top)
        elif isinstance(node, Product):
            found = _product(parts[0], parts[1], node.dotted)
        elif isinstance(node, Elementwise):
            found = self.elementwise(node.operator, parts[0], parts[1])
        elif isinstance(node, Negative):
            found = Value(parts[0].kind, -parts[0].array)
        elif isinstance(node, Transpose):
            kind = {"row": "column", "column": "row"}.get(parts[0].kind, parts[0].kind)
            found = Value(kind, parts[0].array.T)
        elif isinstance(node, Inverse):
            found = _inverse(parts[0])
        elif isinstance(node, Power):
            if parts[1].kind != "number":
                raise Refused("an exponent is a number")
            found = Value(parts[0].kind, np.power(parts[0].array, parts[1].array))
        else:
            raise AssertionError(node)
        return found._replace(mixed=mixed)

    def elementwise(self, operator: str, left: Value, right: Value) -> Value:
        kind = left.kind
        if left.kind != right.kind:
            kinds = {left.kind, right.kind}
            if "number" in kinds:
                kind = right.kind if left.kind == "number" else left.kind
            elif operator in "+-" and kinds in ({"row", "matrix"}, {"column", "matrix"}):
                kind = "matrix"
                long = 1 if "row" in kinds else 0
                if left.array.shape[long] != right.array.shape[long]:
                    raise Refused("a vector and a matrix of another size")
            else:
                raise Refused(f"{left.kind} {operator} {right.kind}")
        elif left.array.shape != right.array.shape:
            raise Refused(f"{left.array.shape} {operator} {right.array.shape}")
        a, b = left.array, right.array
        if operator in "><≥≤":
            self.note_jump(a - b)
            table = {">": np.greater, "<": np.less, "≥": np.greater_equal, "≤": np.less_equal}
            return Value(kind, table[operator](a, b).astype(float))
        if operator == "/":
            return Value(kind, a / b)
        return Value(kind, a + b if operator == "+" else a - b if operator == "-" else a * b)

    def note_jump(self, distances: Array) -> None:
        distances = np.abs(distances)
        self.tie |= bool((distances == 0).any())
        self.jump = min(self.jump, distances[distances > 0].min(initial=math.inf))

    def slope(self, node: Call, parts: list[Value]) -> Value:
        if node.title in JUMPS:
            self.note_jump(parts[0].array)
        return Value(parts[0].kind, EVERY_VALUE[node.function][1](parts[0].array))

    def call(self, name: str, parts: list[Value]) -> Value:
        first, array = parts[0], parts[0].array
        if name in EVERY_VALUE:
            if name in JUMPS:
                self.note_jump(array)
            return Value(first.kind, EVERY_VALUE[name][0](array))
        if len(parts) == 2 and name in ("max", "min"):
            kind = self.elementwise("⊙", parts[0], parts[1]).kind
            return Value(kind, (np.maximum if name == "max" else np.minimum)(array, parts[1].array))
        if name in TO_A_NUMBER:
            return _shaped("number", TO_A_NUMBER[name](array))
        if name in EVERY_ROW:
            if first.kind == "number":
                raise Refused(f"{name} of a number")
            rows = array if first.kind == "matrix" else array.reshape(1, -1)
            return Value(first.kind, np.stack([EVERY_ROW[name](row) for row in rows]).reshape(array.shape))
        if name in ("dot", "outer"):
            if first.kind not in VECTORS or parts[1].kind not in VECTORS:
                raise Refused(f"{name} of vectors only")
            one, two = array.reshape(-1, 1), parts[1].array.reshape(1, -1)
            if name == "outer":
                return Value("matrix", one @ two)
            if one.size != two.size:
                raise Refused("dot of two lengths")
            return Value("number", two @ one)
        if name in ("first", "last"):
            return _as_many(name == "last", first, parts[1])
        if name == "scatter":
            return _scattered(*parts)
        if name == "diag" and first.kind in VECTORS:
            return Value("matrix", np.diag(array.reshape(-1)))
        if first.kind != "matrix":
            raise Refused(f"{name} of a {first.kind}")
        if name == "pick":
            return _picked(array, parts[1])
        if name in OF_A_MATRIX:
            kind, function = OF_A_MATRIX[name]
            return _shaped(kind, function(array))
        if array.shape[0] != array.shape[1]:
            raise Refused(f"{name} of a matrix that is not square")
        if name == "diag":
            return _shaped(self.vector, np.diag(array))
        return _shaped("matrix" if name == "inv" else "number", SQUARE[name](array))


def _calls(expression: Expression) -> Iterator[Call]:
    return (node for node in in_order(expression) if isinstance(node, Call))


def _product(left: Value, right: Value, dotted: bool) -> Value:
    if "number" in (left.kind, right.kind):
        return Value(right.kind if left.kind == "number" else left.kind, left.array * right.array)
    if dotted and left.kind == right.kind and left.kind in VECTORS:
        left, right = _shaped("row", left.array), _shaped("column", right.array)
    if (left.kind, right.kind) not in PRODUCTS:
        raise Refused(f"{left.kind} times {right.kind}")
    if left.array.shape[1] != right.array.shape[0]:
        raise Refused(f"{left.array.shape} times {right.array.shape}")
    return Value(PRODUCTS[left.kind, right.kind], left.array @ right.array)


def _inverse(part: Value) -> Value:
    if part.kind == "number":
        return Value("number", 1 / part.array)
    if part.kind != "matrix" or part.array.shape[0] != part.array.shape[1]:
        raise Refused("only a number and a square matrix have an inverse")
    return Value("matrix", np.linalg.inv(part.array))


def _joined(parts: list[Value], on_top: bool) -> Value:
    kinds = {part.kind for part in parts}
    line, across = ("column", "row") if on_top else ("row", "column")
    if kinds <= {"number", line}:
        return _shaped(line, np.concatenate([part.array.reshape(-1) for part in parts]))
    if not kinds <= {across, "matrix"}:
        raise Refused(f"a join of {kinds}")
    if len({part.array.shape[1 if on_top else 0] for part in parts}) > 1:
        raise Refused("a join of sizes that do not fit")
    return Value("matrix", np.concatenate([part.array for part in parts], axis=0 if on_top else 1))


def _as_many(from_the_end: bool, whole: Value, part: Value) -> Value:
    """Of the values of one vector, or of the rows of one matrix, as many as another has."""
    pair = (whole.kind, part.kind)
    if pair[0] not in pair[1:] and pair not in (("row", "number"), ("column", "number"), ("matrix", "row")):
        raise Refused(f"as many of a {whole.kind} as a {part.kind} has")
    array = whole.array.T if whole.kind == "row" else whole.array  # one value or one row after the other
    count = part.array.size if whole.kind in VECTORS else len(part.array)
    if len(array) < count or (whole.kind == "matrix" and array.shape[1] != part.array.shape[1]):
        raise Refused("fewer than are asked for, or of another size")
    return _shaped(part.kind, array[len(array) - count :] if from_the_end else array[:count])


def _scattered(rows: Value, index: Value, like: Value) -> Value:
    """Rows added up at their numbers; a number that no row has adds none."""
    if like.kind != "matrix" or (index.kind, rows.kind) not in (
        ("number", "row"), ("row", "matrix"), ("column", "matrix"),
    ):  # fmt: skip
        raise Refused(f"{rows.kind} scattered by a {index.kind} in a {like.kind}")
    at = index.array.reshape(-1)
    if rows.array.shape != (len(at), like.array.shape[1]):
        raise Refused("rows of another number or length")
    made = np.zeros(like.array.shape)
    for number, added in zip(at, rows.array, strict=True):
        if 0 <= number < len(made) and number == int(number):
            made[int(number)] += added
    return Value("matrix", made)


def _picked(rows: Array, index: Value) -> Value:
    if index.kind == "matrix":
        raise Refused("pick by a matrix")
    at = index.array.reshape(-1)
    if any(i != int(i) or not 0 <= i < len(rows) for i in at):
        raise Refused("pick of a row that is not there")
    return Value("row" if index.kind == "number" else "matrix", rows[at.astype(int)])
