"""Random networks as people build them: layers with skips, gates and masks, recurrent cells, attention, and the like.

Random programs of the whole notation hardly ever are such networks, least of all deep ones with shared weights.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from strategies import Drawn

from letternet.read.letters import read

STEADY = ("relu", "sigmoid", "tanh", "softplus", "gelu", "silu", "elu", "leakyrelu", "sin")


class Plan:
    """A network under construction: its lines, and a value for every letter."""

    def __init__(self, draw: Any, columns: bool) -> None:
        self.draw, self.columns = draw, columns
        self.chance = np.random.default_rng(draw(st.integers(0, 999)))
        self.lines: list[str] = []
        self.values: dict[str, Any] = {}
        self.numbers: list[str] = []  # letters that stand for a number whatever their case
        self.picks: dict[str, int] = {}

    def size(self) -> int:
        return self.draw(st.integers(1, 4))

    def chosen(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def maybe(self) -> bool:
        return self.draw(st.booleans())

    def letter(self, key: str, *shape: int) -> str:
        """A letter that comes in, the same one if it is asked for again."""
        if key not in self.values:
            scale = 1 if len(shape) < 2 else 1.4 / np.sqrt(shape[-1 if self.columns else 0])
            value = self.chance.normal(size=shape) * scale
            self.values[key] = value if shape else float(value)
        return key

    def matrix(self, key: str, comes_in: int, goes_out: int) -> str:
        """A weight matrix, which stands on the other side among columns."""
        return self.letter(key, *((goes_out, comes_in) if self.columns else (comes_in, goes_out)))

    def product(self, x: str, weights: str) -> str:
        return f"{weights}{x}" if self.columns else f"{x}{weights}"

    def done(self) -> Drawn:
        head = ["vectors are columns"] * self.columns + [f"{key} : number" for key in self.numbers]
        program, problems = read("\n".join(head + self.lines))
        assert not problems, problems
        vector = "column" if self.columns else "row"
        kinds = {key: ("number", vector, "matrix")[np.ndim(value)] for key, value in self.values.items()}
        dims = {key: np.shape(value) for key, value in self.values.items()}
        return Drawn(program, dims, self.values, self.columns, kinds, self.picks)


# ------------------------------------------------------------------------------------------- families


def stack(plan: Plan, depth: int, plain: bool = False) -> None:
    """Layer after layer: activations, biases, skips, gates, masks, normalized or not."""
    size = plan.size()
    plan.letter("l0", size)
    shared = not plain and plan.maybe() and plan.maybe()
    for n in range(depth):
        before, last = f"l{n}", n == depth - 1
        wanted = size if shared or (not plain and plan.maybe()) else plan.size()
        weights = plan.matrix("W" if shared else f"W{n}", size, wanted)
        value = plan.product(before, weights)
        if plan.maybe():
            value += f" + {plan.letter(f'b{n}', wanted)}"
        act = plan.chosen("", "softmax", *STEADY) if last else plan.chosen(*STEADY)
        value = f"{act}({value})" if act else value
        if not plain:
            value = dressed(plan, n, value, size, wanted)
        plan.lines.append(f"l{n + 1} = {value}")
        size = wanted


def dressed(plan: Plan, n: int, value: str, size: int, wanted: int) -> str:
    """A layer with something around it."""
    before = f"l{n}"
    way = plan.chosen("", "", "skip", "gate", "mask", "dropout", "normalize", "scale")
    if way == "skip" and size == wanted:
        return f"{value} + {before}" if plan.maybe() else f"{before} + {value}"
    if way == "gate":
        plan.lines.append(f"g{n} = sigmoid({plan.product(before, plan.matrix(f'G{n}', size, wanted))})")
        return f"g{n} ⊙ ({value})" + f" + (1 - g{n}) ⊙ {before}" * (size == wanted)
    if way == "mask":
        return f"({value}) ⊙ {plan.letter(f'm{n}', wanted)}"
    if way == "dropout":
        return f"({value}) ⊙ {plan.letter(f'm{n}', wanted)} ⊙ 2"
    if way == "normalize" and wanted > 1:
        return f"normalize({value}) ⊙ {plan.letter(f's{n}', wanted)} + {plan.letter(f'c{n}', wanted)}"
    if way == "scale":
        plan.numbers.append(plan.letter(f"γ{n}"))
        return f"γ{n}({value})"
    return value


def recurrent(plan: Plan, steps: int) -> None:
    """A cell step after step, with the same weights; something is read off at the end, or at every step."""
    cell = Cell(plan, plan.chosen("rnn", "gru", "lstm"))
    goes_out, every = plan.size(), plan.maybe()
    for step in range(1, steps + 1):
        cell.step(step)
        if every:
            plan.lines.append(f"o{step} = {plan.product(f'h{step}', plan.matrix('O', cell.size, goes_out))}")
    if every:
        plan.lines.append("z = " + " + ".join(f"o{step}" for step in range(1, steps + 1)))
    last = "z" if every else plan.product(f"h{steps}", plan.matrix("O", cell.size, goes_out))
    plan.lines.append(f"p = {plan.chosen('softmax', 'tanh', '')}({last})")


class Cell:
    """A recurrent cell: a simple one, with gates (GRU) or with gates and a memory (LSTM)."""

    def __init__(self, plan: Plan, kind: str) -> None:
        self.plan, self.kind, self.joined = plan, kind, plan.maybe()
        self.comes_in, self.size = plan.size(), plan.size()
        plan.letter("h0", self.size)
        if kind == "lstm":
            plan.letter("c0", self.size)

    def line(self, act: str, name: str, x: str, h: str) -> str:
        """A line that has what comes in, the state and a bias inside a function; its name."""
        plan, gate = self.plan, name[0]
        if self.joined:
            both = f"[{x}; {h}]" if plan.columns else f"[{x}, {h}]"
            inside = plan.product(both, plan.matrix(f"W_{gate}", self.comes_in + self.size, self.size))
        else:
            inside = plan.product(x, plan.matrix(f"W_{gate}", self.comes_in, self.size))
            inside += f" + {plan.product(h, plan.matrix(f'U_{gate}', self.size, self.size))}"
        plan.lines.append(f"{name} = {act}({inside} + {plan.letter(f'b_{gate}', self.size)})")
        return name

    def step(self, t: int) -> None:
        """The lines of one step."""
        x, h, lines = self.plan.letter(f"x{t}", self.comes_in), f"h{t - 1}", self.plan.lines
        if self.kind == "rnn":
            self.line("tanh", f"h{t}", x, h)
        elif self.kind == "gru":
            u, r = (self.line("sigmoid", f"{gate}{t}", x, h) for gate in "ur")
            k = self.line("tanh", f"k{t}", x, f"({r} ⊙ {h})")
            lines.append(f"h{t} = (1 - {u}) ⊙ {h} + {u} ⊙ {k}")
        else:
            f, i, q = (self.line("sigmoid", f"{gate}{t}", x, h) for gate in "fiq")
            g = self.line("tanh", f"g{t}", x, h)
            lines += [f"c{t} = {f} ⊙ c{t - 1} + {i} ⊙ {g}", f"h{t} = {q} ⊙ tanh(c{t})"]


def attention(plan: Plan, heads: int) -> None:
    """Heads of attention side by side, in rows or in columns; then perhaps what a transformer has around them."""
    many, wide, inner, columns = plan.size(), min(plan.size(), 3) + 1, plan.size(), plan.columns
    plan.letter("X", *((wide, many) if columns else (many, wide)))
    plan.numbers.append(plan.letter("δ"))
    plan.values["δ"] = 2.0
    made = []
    for n in range(heads):
        q, k, v = (plan.product("X", plan.matrix(f"{letter}{n}", wide, inner)) for letter in "QKV")
        shares = f"softmax(({k})ᵀ({q})/√δ)" if columns else f"softmax(({q})({k})ᵀ/√δ)"
        made.append(f"{v}{shares}ᵀ" if columns else f"{shares}({v})")
    joined = f"[{('; ' if columns else ', ').join(made)}]" if heads > 1 else f"({made[0]})"
    value = plan.product(joined, plan.matrix("O", heads * inner, wide))
    if columns or plan.maybe():
        plan.lines.append(f"P = {value}")
        return
    plan.lines += [f"Z = normalize(X + {value})", f"A = relu(Z{plan.matrix('W1', wide, 3)} + {plan.letter('b1', 3)})"]
    plan.lines.append(f"P = normalize(Z + A{plan.matrix('W2', 3, wide)} + {plan.letter('b2', wide)})")


def convolution(plan: Plan, steps: int) -> None:
    """A little window goes along a vector; the values are joined, bent and perhaps pooled."""
    window, joint = min(plan.size(), 3), "; " if plan.columns else ", "
    plan.letter("x", window + 1)
    plan.letter("k", window)
    plan.numbers.append(plan.letter("β"))
    plan.lines.append(f"c = [first(x, k)·k{joint}last(x, k)·k]")
    plan.lines.append(f"h = {plan.chosen('relu', 'tanh', 'gelu')}(c + β)")
    pooled = plan.chosen("h", "[max(h), mean(h)]", "[h, -h]").replace(", ", joint)
    count = 4 if "-" in pooled else 2
    plan.lines.append(f"p = {plan.chosen('', 'softmax')}({plan.product(pooled, plan.matrix('W', count, plan.size()))})")


def tied(plan: Plan, depth: int) -> None:
    """There by a matrix and back by the same one, several times."""
    size, inner = plan.size(), plan.size()
    plan.letter("x0", size)
    weights, back = plan.matrix("W", size, inner), "Wᵀ"
    for n in range(depth):
        act = plan.chosen("sigmoid", "tanh", "softplus")
        plan.lines.append(f"h{n} = {act}({plan.product(f'x{n}', weights)} + {plan.letter('b', inner)})")
        act = plan.chosen("sigmoid", "tanh", "")
        plan.lines.append(f"x{n + 1} = {act}({plan.product(f'h{n}', back)} + {plan.letter('c', size)})")


def words(plan: Plan, many: int) -> None:
    """Rows of a table are looked up, averaged or taken one by one, and held against a table."""
    rows, wide = plan.size(), plan.size()
    plan.letter("W", rows, wide)
    index = "i"
    plan.values[index] = [int(n) for n in plan.chance.integers(0, rows, size=many)]
    plan.picks[index] = rows
    found = f"pick(W, {index})"
    if not plan.columns and plan.maybe():
        plan.lines.append(f"h = colmean({found})")
        plan.lines.append(f"p = softmax(h{plan.letter('U', wide, plan.size())})")
    else:
        plan.lines.append(f"P = softmax({found}{plan.letter('U', wide, plan.size())})")


@st.composite
def networks(draw: Any) -> Drawn:
    """A network of one of these families, of depth 1 to 8."""
    plan = Plan(draw, draw(st.integers(0, 3)) == 3)
    family = plan.chosen(stack, stack, recurrent, attention, convolution, tied, words)
    most = {stack: 8, tied: 4, recurrent: 4}.get(family, 3)
    family(plan, draw(st.integers(1, most)))
    return plan.done()


@st.composite
def layered(draw: Any) -> Drawn:
    """A plain stack of layers, `l0` to `l1`, `l2`, …"""
    plan = Plan(draw, draw(st.booleans()))
    stack(plan, draw(st.integers(1, 8)), plain=True)
    return plan.done()
