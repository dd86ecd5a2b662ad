"""What a program gives, and how fast that changes, by jax.numpy: arrays of two dimensions that can be differentiated.

Nothing here is shared with the package but the nodes, and nothing with the other reference.  A number is 1 × 1, a row
1 × n, a column n × 1, and so is what comes back.  Lines may stand in any order; an update gives its letter a new value.
What the slope of the program's own function is, is what its formula says, not what a line `f'(x) = …` claims.
"""

from __future__ import annotations

import itertools
import math
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp
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

jax.config.update("jax_enable_x64", True)

Value = tuple[str, Any]  # a kind, and its array of two dimensions
GELU = math.sqrt(2 / math.pi)


class Unknown(Exception):  # noqa: N818
    """A letter has no value, so the program cannot be worked out."""


def evaluate(
    program: Program, values: Mapping[str, Any], kinds: Mapping[str, str] | None = None
) -> dict[str, Value]:
    """What every name stands for in the end: a kind and an array of two dimensions."""
    kept: dict[str, str] = {}

    def worked_out(given: dict[str, Any]) -> list[Any]:
        run = Run(program, given, kinds or {})
        kept.update({key: kind for key, (kind, _) in run.names.items()})
        return [array for _, array in run.names.values()]

    arrays = numbers(worked_out, {key: np.asarray(value, dtype=float) for key, value in values.items()})
    return {key: (kind, np.asarray(array)) for (key, kind), array in zip(kept.items(), arrays, strict=True)}


def gradient(
    error: Callable[[Run], Any], program: Program, values: Mapping[str, Any], letters: Sequence[str],
    kinds: Mapping[str, str] | None = None,
) -> tuple[dict[str, Any], float, float]:
    """By how much an error grows with every value of some letters, the error itself, and how near a kink is."""

    def worked_out(some: dict[str, Any]) -> tuple[Any, Any]:
        run = Run(program, {**values, **some}, kinds or {})
        return jnp.reshape(error(run), ()), run.bend

    moving = {key: np.asarray(values[key], dtype=float) for key in letters}
    value, bend, *found = numbers(jax.value_and_grad(worked_out, has_aux=True), moving)
    return dict(zip(sorted(moving), found, strict=True)), float(value), float(bend)


# -------------------------------------------------------------------------- what jax has differentiated

# Compiling a formula takes far longer than working it out once, so the usual operations are done by NumPy.
BY_NUMPY: dict[str, Callable[..., Any]] = {
    "add": np.add, "add_any": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "neg": np.negative,
    "abs": np.abs, "min": np.minimum, "max": np.maximum, "exp": np.exp, "log": np.log, "log1p": np.log1p,
    "tanh": np.tanh, "sin": np.sin, "cos": np.cos, "sqrt": np.sqrt, "pow": np.power,
    "eq": np.equal, "ne": np.not_equal, "gt": np.greater, "ge": np.greater_equal, "lt": np.less, "le": np.less_equal,
    "integer_pow": lambda x, y: np.power(x, y),
    "broadcast_in_dim": lambda x, shape, broadcast_dimensions: np.broadcast_to(
        np.reshape(x, [dict(zip(broadcast_dimensions, np.shape(x), strict=True)).get(i, 1) for i in range(len(shape))]),
        shape,
    ),
    "reshape": lambda x, new_sizes: np.reshape(x, new_sizes),
    "squeeze": lambda x, dimensions: np.squeeze(x, dimensions),
    "transpose": lambda x, permutation: np.transpose(x, permutation),
    "select_n": lambda which, no, yes: np.where(which, yes, no),
    "reduce_sum": lambda x, axes: np.sum(x, axes),
    "reduce_max": lambda x, axes: np.max(x, axes),
    "reduce_min": lambda x, axes: np.min(x, axes),
    "convert_element_type": lambda x, new_dtype: np.asarray(x, new_dtype),
    "stop_gradient": lambda x: x,
    "concatenate": lambda *items, dimension: np.concatenate(items, dimension),
    "slice": lambda x, start_indices, limit_indices: x[tuple(map(slice, start_indices, limit_indices))],
    "split": lambda x, axis, sizes: np.split(x, np.cumsum(sizes)[:-1], axis),
    "pad": lambda x, value, padding_config: np.pad(
        x, [(low, high) for low, high, _ in padding_config], constant_values=value
    ),
    "dot_general": lambda x, y, dimension_numbers: np.tensordot(x, y, dimension_numbers[0]),
}  # fmt: skip
WITH = {
    "integer_pow": ("y",), "broadcast_in_dim": ("shape", "broadcast_dimensions"), "reshape": ("new_sizes",),
    "squeeze": ("dimensions",), "transpose": ("permutation",), "reduce_sum": ("axes",), "reduce_max": ("axes",),
    "reduce_min": ("axes",), "convert_element_type": ("new_dtype",), "concatenate": ("dimension",),
    "slice": ("start_indices", "limit_indices"), "split": ("axis", "sizes"), "pad": ("padding_config",),
    "dot_general": ("dimension_numbers",),
}  # fmt: skip


def numbers(function: Callable[[dict[str, Any]], Any], arguments: dict[str, Any]) -> list[Any]:
    """What a function of jax gives for some arguments."""
    made = jax.make_jaxpr(function)(arguments)
    with np.errstate(all="ignore"):
        return interpreted(made.jaxpr, made.consts, [arguments[key] for key in sorted(arguments)])


def interpreted(jaxpr: Any, constants: Sequence[Any], arguments: Sequence[Any]) -> list[Any]:
    """The results of what jax has written down, operation by operation; what is not in the table jax does itself."""
    known = dict(zip(jaxpr.constvars, constants, strict=True)) | dict(zip(jaxpr.invars, arguments, strict=True))

    def read(variable: Any) -> Any:
        return variable.val if hasattr(variable, "val") else known[variable]

    for step in jaxpr.eqns:
        inputs, name = [read(variable) for variable in step.invars], step.primitive.name
        inner = step.params.get("jaxpr") or step.params.get("call_jaxpr")
        if name in BY_NUMPY:
            found = BY_NUMPY[name](*inputs, **{key: step.params[key] for key in WITH.get(name, ())})
        elif inner is not None and hasattr(inner, "jaxpr"):
            found = interpreted(inner.jaxpr, inner.consts, inputs)
        else:
            letters = [variable for variable in step.invars if not hasattr(variable, "val")]
            alone = jaxpr.replace(eqns=[step], constvars=[], invars=letters, outvars=step.outvars)
            found = jax.core.eval_jaxpr(alone, [], *map(read, letters))
        several = isinstance(found, list | tuple)
        known.update(zip(step.outvars, found if several else [found], strict=True))
    return [read(variable) for variable in jaxpr.outvars]


# ------------------------------------------------------------------------------------------ functions


def softmax(x: Any) -> Any:
    return jnp.exp(logsoftmax(x))


def logsoftmax(x: Any) -> Any:
    x = x - jax.lax.stop_gradient(jnp.max(x, axis=1, keepdims=True))
    return x - jnp.log(jnp.sum(jnp.exp(x), axis=1, keepdims=True))


def normalize(x: Any) -> Any:
    x = x - jnp.mean(x, axis=1, keepdims=True)
    return x / jnp.sqrt(jnp.mean(x * x, axis=1, keepdims=True))


def sigmoid(x: Any) -> Any:
    return 0.5 * (jnp.tanh(0.5 * x) + 1)


def gelu_slope(x: Any) -> Any:
    inside = jnp.tanh(GELU * (x + 0.044715 * x**3))
    return 0.5 * (1 + inside) + 0.5 * x * (1 - inside * inside) * GELU * (1 + 3 * 0.044715 * x * x)


def det(x: Any) -> Any:
    """The sum over all ways to take one value of each row and column, which is differentiable everywhere."""
    count = len(x)
    ways = list(itertools.permutations(range(count)))
    signs = [(-1.0) ** sum(a > b for a, b in itertools.combinations(way, 2)) for way in ways]
    taken = np.eye(count * count)[[row * count + column for way in ways for row, column in enumerate(way)]]
    values = (taken @ x.reshape(-1, 1)).reshape(len(ways), count)
    product = values[:, :1]
    for column in range(1, count):
        product = product * values[:, column : column + 1]
    return jnp.sum(np.array(signs).reshape(-1, 1) * product)


def inv(x: Any) -> Any:
    """Row after row is divided by its pivot and taken from the others; no rows change places."""
    count = len(x)
    table = jnp.concatenate([x, np.eye(count)], axis=1)
    for row in range(count):
        pivots = table[:, row : row + 1]
        table = table - (pivots - np.eye(count)[:, row : row + 1]) * (table[row : row + 1] / pivots[row : row + 1])
    return table[:, count:]


def switched(x: Any, above: Any, below: Any) -> Any:
    """One thing where a value is above 0, another one elsewhere."""
    return jnp.where(x > 0, above, below)


ONCE: dict[str, Callable[[Any], Any]] = {
    "relu": lambda x: switched(x, x, 0.0),
    "sigmoid": sigmoid,
    "tanh": jnp.tanh,
    "exp": jnp.exp,
    "log": jnp.log,
    "sqrt": jnp.sqrt,
    "abs": lambda x: switched(x, x, -x),
    "sin": jnp.sin,
    "cos": jnp.cos,
    "softplus": lambda x: jnp.logaddexp(x, 0.0),
    "gelu": lambda x: 0.5 * x * (1 + jnp.tanh(GELU * (x + 0.044715 * x**3))),
    "silu": lambda x: x * sigmoid(x),
    "elu": lambda x: switched(x, x, jnp.exp(switched(x, 0.0, x)) - 1),
    "leakyrelu": lambda x: switched(x, x, 0.01 * x),
    "sign": lambda x: switched(x, 1.0, 0.0) - switched(-x, 1.0, 0.0),
}
SLOPES: dict[str, Callable[[Any], Any]] = {
    "relu": lambda x: switched(x, 1.0, 0.0),
    "sigmoid": lambda x: sigmoid(x) * (1 - sigmoid(x)),
    "tanh": lambda x: 1 - jnp.tanh(x) ** 2,
    "exp": jnp.exp,
    "log": lambda x: 1 / x,
    "sqrt": lambda x: 0.5 / jnp.sqrt(x),
    "abs": ONCE["sign"],
    "sin": jnp.cos,
    "cos": lambda x: -jnp.sin(x),
    "softplus": sigmoid,
    "gelu": gelu_slope,
    "silu": lambda x: sigmoid(x) * (1 + x * (1 - sigmoid(x))),
    "elu": lambda x: switched(x, 1.0, jnp.exp(switched(x, 0.0, x))),
    "leakyrelu": lambda x: switched(x, 1.0, 0.01),
    "sign": lambda x: 0.0 * x,
}
BENT = ("relu", "abs", "leakyrelu")  # value by value, with another slope on each side of 0
JUMPING = ("sign", "relu'", "abs'", "leakyrelu'", "elu'")
OF_ROWS = {"softmax": softmax, "logsoftmax": logsoftmax, "normalize": normalize}
TO_A_NUMBER: dict[str, Callable[[Any], Any]] = {
    "sum": jnp.sum,
    "mean": jnp.mean,
    "norm": lambda x: jnp.sqrt(jnp.sum(x * x)),
    "max": jnp.max,
    "min": jnp.min,
    "trace": lambda x: jnp.sum(x * np.eye(len(x))),
    "det": det,
}
LINES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "rowsum": ("column", lambda x: jnp.sum(x, axis=1, keepdims=True)),
    "rowmean": ("column", lambda x: jnp.mean(x, axis=1, keepdims=True)),
    "colsum": ("row", lambda x: jnp.sum(x, axis=0, keepdims=True)),
    "colmean": ("row", lambda x: jnp.mean(x, axis=0, keepdims=True)),
}
COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    ">": jnp.greater, "<": jnp.less, "≥": jnp.greater_equal, "≤": jnp.less_equal,
}  # fmt: skip
KIND_OF_PRODUCT = {"row matrix": "row", "matrix column": "column", "row column": "number"}


# ------------------------------------------------------------------------------------------------ run


class Run:
    """One run.

    `names` has the value of every name, as it is in the end; `lines` the value of every line.  `bend` is the smallest
    distance to a place where something has no slope, or jumps.
    """

    def __init__(self, program: Program, values: Mapping[str, Any], kinds: Mapping[str, str]) -> None:
        self.columns = program.columns
        self.vector = "column" if self.columns else "row"
        self.program, self.kinds = program, kinds
        self.bend: Any = math.inf
        self.declared = {
            name.key: len(line.sizes)
            for line in program.statements if isinstance(line, Declaration) for name in line.names
        }  # fmt: skip
        self.functions = {line.title: line for line in program.statements if isinstance(line, FunctionDefinition)}
        self.waiting = {line.name.key: line for line in program.statements if isinstance(line, Definition)}
        self.names = {key: self.given(key, value) for key, value in values.items() if key not in self.waiting}
        self.lines: dict[Any, Value] = {}
        self.count_sizes()
        for line in program.statements:
            if isinstance(line, Definition):
                self.define(line.name.key)
                self.lines[line] = self.names[line.name.key]
            elif isinstance(line, Evaluation | Update):
                self.ready(line.value)
                if isinstance(line, Update) and line.name.key in self.waiting:
                    self.define(line.name.key)
                self.lines[line] = self.value(line.value, self.names)
                if isinstance(line, Update):
                    self.names[line.name.key] = self.lines[line]

    def array(self, key: str) -> Any:
        """The value of a name, with two dimensions."""
        return self.names[key][1]

    # ------------------------------------------------------------------------------------------ lines

    def given(self, key: str, value: Any) -> Value:
        """A letter that comes in, of the kind that its case or its declaration gives it."""
        kind = self.kinds.get(key) or self.kind_of(key)
        array = jnp.asarray(value, dtype=float)
        shape = {"number": (1, 1), "row": (1, -1), "column": (-1, 1)}.get(kind, array.shape)
        return kind, array.reshape(shape)

    def kind_of(self, key: str) -> str:
        """The kind that a letter's case or its declaration gives it."""
        by_case = 2 if key[0].isupper() else 1 if key[0].isascii() else 0
        return ("number", self.vector, "matrix")[self.declared.get(key, by_case)]

    def define(self, key: str) -> None:
        """Work out a name, if that is still to be done."""
        line = self.waiting.pop(key, None)
        if line is None:
            return
        self.ready(line.value)
        kind, array = self.value(line.value, self.names)
        if isinstance(line.value, Values):
            column = self.columns and "a" <= key[0] <= "z" and key not in self.declared
            if 1 in array.shape and (column or self.declared.get(key) == 1):
                kind, array = self.vector, array.reshape((-1, 1) if self.columns else (1, -1))
            elif self.declared.get(key) == 2:
                kind = "matrix"
        self.names[key] = kind, array

    def ready(self, value: Expression) -> None:
        """Work out the names that an expression reads."""
        for key in self.reads(value):
            self.define(key)

    def reads(self, value: Expression) -> dict[str, None]:
        """The names that an expression reads, those in the bodies of functions too."""
        found: dict[str, None] = {}
        for node in in_order(value):
            if isinstance(node, Name):
                found[node.key] = None
            elif isinstance(node, Call) and node.title in self.functions:
                own = self.functions[node.title]
                inside = {parameter.key for parameter in own.parameters}
                found.update({key: None for key in self.reads(own.value) if key not in inside})
        return found

    def count_sizes(self) -> None:
        """The numbers that size letters stand for, from what comes in and then from what is worked out."""
        self.sizes: dict[str, int] = {}
        lines = [line for line in self.program.statements if isinstance(line, Declaration)]
        for _ in lines:
            for line in lines:
                for name in line.names:
                    if name.key in self.names:
                        array = self.names[name.key][1]
                        lengths = array.shape if len(line.sizes) == 2 else (array.size,)
                        for size, length in zip(line.sizes, lengths, strict=False):
                            self.count(size.letters, length - size.constant)

    def count(self, letters: Sequence[tuple[str, int]], rest: int) -> None:
        """One equation between sizes."""
        open_ = [(letter, times) for letter, times in letters if letter not in self.sizes]
        if len(open_) == 1:
            rest -= sum(times * self.sizes[letter] for letter, times in letters if letter in self.sizes)
            self.sizes[open_[0][0]] = rest // open_[0][1]

    # ------------------------------------------------------------------------------------ expressions

    def value(self, root: Expression, names: Mapping[str, Value]) -> Value:
        made: dict[Expression, Value] = {}
        for node in in_order(root):
            if node not in made:
                made[node] = self.node(node, [made[part] for part in node.parts], names)
        return made[root]

    def node(self, node: Expression, parts: list[Value], names: Mapping[str, Value]) -> Value:
        match node:
            case Name(letter):
                if node.key in names:
                    return names[node.key]
                if letter == "π" or node.key in self.sizes:
                    return "number", jnp.full((1, 1), self.sizes.get(node.key, math.pi), dtype=float)
                raise Unknown(node.key)
            case Number(text):
                return "number", jnp.full((1, 1), float(text))
            case Values(rows):
                upright = self.columns and len(rows) > 1 == len(rows[0])
                kind = "column" if upright else "matrix" if len(rows) > 1 else "row"
                return kind, jnp.array(rows, dtype=float)
            case Join(_, on_top):
                return self.joined(parts, on_top)
            case Negative():
                return parts[0][0], -parts[0][1]
            case Transpose():
                return turned(parts[0])
            case Inverse():
                kind, array = parts[0]
                return kind, 1 / array if kind == "number" else inv(array)
            case Power(_, Number(text)):
                whole = text.lstrip("-").isdigit()
                return parts[0][0], parts[0][1] ** (int(text) if whole else float(text))
            case Power():
                return parts[0][0], parts[0][1] ** parts[1][1]
            case Product():
                return product(parts[0], parts[1], node.dotted)
            case Elementwise(operator):
                return self.elementwise(operator, parts[0], parts[1])
            case Call():
                return self.call(node, parts, names)
            case _:
                raise AssertionError(node)

    def note(self, distances: Any) -> None:
        """How far it is to where something bends or jumps."""
        self.bend = jnp.minimum(self.bend, jnp.min(jnp.abs(distances)))

    def joined(self, parts: list[Value], on_top: bool) -> Value:
        line = "column" if on_top else "row"
        flat = all(kind in ("number", line) for kind, _ in parts)
        return line if flat else "matrix", jnp.concatenate([array for _, array in parts], axis=0 if on_top else 1)

    def elementwise(self, operator: str, left: Value, right: Value) -> Value:
        kinds = [left[0], right[0]]
        kind = "matrix" if "matrix" in kinds else kinds[1] if kinds[0] == "number" else kinds[0]
        a, b = left[1], right[1]
        if operator in COMPARED:
            self.note(a - b)
            return kind, COMPARED[operator](a, b).astype(float)
        return kind, a + b if operator == "+" else a - b if operator == "-" else a / b if operator == "/" else a * b

    def call(self, node: Call, parts: list[Value], names: Mapping[str, Value]) -> Value:
        own = self.functions.get(node.title)
        if own:
            local = {parameter.key: part for parameter, part in zip(own.parameters, parts, strict=True)}
            return self.value(own.value, {**self.names, **local})
        name, (kind, array) = node.function, parts[0]
        if node.title in BENT or node.title in JUMPING:
            self.note(array)
        if name in ONCE:
            return kind, (SLOPES if node.slope else ONCE)[name](array)
        if name in ("max", "min") and len(parts) == 2:
            kind = self.elementwise("⊙", *parts)[0]
            self.note(array - parts[1][1])
            return kind, (jnp.maximum if name == "max" else jnp.minimum)(array, parts[1][1])
        if name in OF_ROWS:
            return kind, OF_ROWS[name](array.T).T if kind == "column" else OF_ROWS[name](array)
        if name in TO_A_NUMBER:
            self.note_total(name, array)
            return "number", TO_A_NUMBER[name](array).reshape(1, 1)
        if name in LINES:
            return LINES[name][0], LINES[name][1](array)
        return self.shaped(name, parts)

    def note_total(self, name: str, array: Any) -> None:
        """Where the largest value is not one alone, it has no slope, and neither has a length of 0."""
        if name == "norm":
            self.note(jnp.sum(array * array))
        elif name in ("max", "min") and array.size > 1:
            behind = jnp.max(array) - array if name == "max" else array - jnp.min(array)
            alone = jnp.sum(switched(behind, 0.0, 1.0)) == 1
            self.note(jnp.where(alone, jnp.min(switched(behind, behind, jnp.inf)), 0.0))

    def shaped(self, name: str, parts: list[Value]) -> Value:
        """The functions of several arguments, and those that change a shape."""
        (kind, array), others = parts[0], [part[1] for part in parts[1:]]
        if name == "dot":
            return "number", jnp.sum(array.reshape(-1) * others[0].reshape(-1)).reshape(1, 1)
        if name == "outer":
            return "matrix", array.reshape(-1, 1) * others[0].reshape(1, -1)
        if name == "inv":
            return "matrix", inv(array)
        if name == "diag" and kind == "matrix":
            values = jnp.sum(array * np.eye(len(array)), axis=1)
            return self.vector, values.reshape((-1, 1) if self.columns else (1, -1))
        if name == "diag":
            return "matrix", array.reshape(-1, 1) * np.eye(array.size)
        if name == "pick":
            chosen = np.arange(len(array)) == others[0].reshape(-1, 1)
            return "row" if parts[1][0] == "number" else "matrix", chosen.astype(float) @ array
        if name == "scatter":
            chosen = np.arange(others[1].shape[0])[:, None] == others[0].reshape(1, -1)
            return "matrix", chosen.astype(float) @ array
        assert name in ("first", "last"), name
        wanted = parts[1][0]
        upright = array.T if kind == "row" else array
        count = 1 if (wanted == "number" or (kind, wanted) == ("matrix", "row")) else others[0].size
        count = len(others[0]) if (kind, wanted) == ("matrix", "matrix") else count
        upright = upright[:count] if name == "first" else upright[len(upright) - count :]
        return wanted, upright.T if kind == "row" else upright


def turned(value: Value) -> Value:
    return {"row": "column", "column": "row"}.get(value[0], value[0]), value[1].T


def product(left: Value, right: Value, dotted: bool) -> Value:
    kinds = (left[0], right[0])
    if "number" in kinds:
        return kinds[1] if kinds[0] == "number" else kinds[0], left[1] * right[1]
    if dotted and kinds[0] == kinds[1] != "matrix":
        return "number", jnp.sum(left[1] * right[1]).reshape(1, 1)
    return KIND_OF_PRODUCT.get(" ".join(kinds), "matrix"), left[1] @ right[1]
