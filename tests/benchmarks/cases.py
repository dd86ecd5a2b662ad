"""What is run: networks, a cell, attention and chains, each in letters, by hand in NumPy, and as its peers write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

Work = Callable[..., Any]


@dataclass(frozen=True)
class Case:
    """One formula with its inputs.

    `by_hand` and `products` take the arrays in the order of `inputs`, as does the function that `jax` makes with the
    module; `torch` makes a call from its module and its arrays; `onnx` has nodes: operator, inputs, output.
    """

    name: str
    letters: str
    inputs: dict[str, Any]
    by_hand: Work
    products: Work | None = None
    multi_dot: bool = False
    torch: Callable[[Any, dict[str, Any]], Callable[[], Any]] | None = None
    jax: Callable[[Any], Work] | None = None
    onnx: Sequence[tuple[Any, ...]] = ()
    constants: tuple[str, ...] = ()
    sympy: bool = False
    declared: bool = True
    large: bool = False


def numbers(*shape: int) -> Any:
    """Random numbers, made smaller where many are added up, without a second array of that size."""
    made = np.random.default_rng(sum(shape)).standard_normal(shape)
    if len(shape) == 2:
        made /= shape[0] ** 0.5
    return made


def datapoints(batch: int, size: int) -> Any:
    """A batch, or one datapoint as a vector."""
    return np.random.default_rng(batch).standard_normal((batch, size) if batch > 1 else size)


def named(sizes: Sequence[int], batch: int) -> str:
    return f"{'-'.join(map(str, sizes))}, {'one datapoint' if batch == 1 else f'batch {batch:,}'}"


# Networks


def network2(l0: Any, W0: Any, W1: Any) -> Any:
    return np.maximum(l0.dot(W0), 0).dot(W1)


def products2(l0: Any, W0: Any, W1: Any) -> Any:
    return l0.dot(W0).dot(W1)


def network3(l0: Any, W0: Any, W1: Any, W2: Any) -> Any:
    return np.maximum(np.maximum(l0.dot(W0), 0).dot(W1), 0).dot(W2)


def products3(l0: Any, W0: Any, W1: Any, W2: Any) -> Any:
    return l0.dot(W0).dot(W1).dot(W2)


def network_torch(torch: Any, given: dict[str, Any]) -> Callable[[], Any]:
    l0, W0, W1, *more = given.values()
    if not more:
        return lambda: torch.relu(l0 @ W0) @ W1
    W2 = more[0]
    return lambda: torch.relu(torch.relu(l0 @ W0) @ W1) @ W2


def network_jax(jax: Any) -> Work:
    def network(l0: Any, *weights: Any) -> Any:
        for W in weights[:-1]:
            l0 = jax.numpy.maximum(l0 @ W, 0)
        return l0 @ weights[-1]

    return network


def network(sizes: Sequence[int], batch: int) -> Case:
    """`l2 = relu(l0W0)W1`, or a layer more."""
    deep = len(sizes) - 1
    weights = {f"W{at}": numbers(*pair) for at, pair in enumerate(pairwise(sizes))}
    nodes: list[tuple[Any, ...]] = []
    for at in range(deep):
        nodes.append(("MatMul", [f"l{at}", f"W{at}"], f"p{at}" if at < deep - 1 else f"l{deep}"))
        if at < deep - 1:
            nodes.append(("Relu", [f"p{at}"], f"l{at + 1}"))
    return Case(
        named(sizes, batch),
        {2: "l2 = relu(l0W0)W1", 3: "l3 = relu(relu(l0W0)W1)W2"}[deep],
        {"l0": datapoints(batch, sizes[0]), **weights},
        {2: network2, 3: network3}[deep],
        {2: products2, 3: products3}[deep],
        torch=network_torch, jax=network_jax, onnx=nodes, constants=tuple(weights), large=batch >= 1000,
    )  # fmt: skip


# An LSTM cell

GATES = "ifog"
CELL = """
i = σ(xW_{xi} + hW_{hi} + b_i)
f = σ(xW_{xf} + hW_{hf} + b_f)
o = σ(xW_{xo} + hW_{ho} + b_o)
g = tanh(xW_{xg} + hW_{hg} + b_g)
c_t = f ⊙ c + i ⊙ g
h_t = o ⊙ tanh(c_t)
"""


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def cell_by_hand(
    x: Any, Wxi: Any, h: Any, Whi: Any, bi: Any, Wxf: Any, Whf: Any, bf: Any,
    Wxo: Any, Who: Any, bo: Any, Wxg: Any, Whg: Any, bg: Any, c: Any,
) -> Any:  # fmt: skip
    i = sigmoid(x.dot(Wxi) + h.dot(Whi) + bi)
    f = sigmoid(x.dot(Wxf) + h.dot(Whf) + bf)
    o = sigmoid(x.dot(Wxo) + h.dot(Who) + bo)
    g = np.tanh(x.dot(Wxg) + h.dot(Whg) + bg)
    c_t = f * c + i * g
    return o * np.tanh(c_t)


def cell_products(
    x: Any, Wxi: Any, h: Any, Whi: Any, bi: Any, Wxf: Any, Whf: Any, bf: Any,
    Wxo: Any, Who: Any, bo: Any, Wxg: Any, Whg: Any, bg: Any, c: Any,
) -> Any:  # fmt: skip
    x.dot(Wxi), h.dot(Whi), x.dot(Wxf), h.dot(Whf), x.dot(Wxo), h.dot(Who), x.dot(Wxg)
    return h.dot(Whg)


def cell_torch(torch: Any, given: dict[str, Any]) -> Callable[[], Any]:
    """`torch.nn.LSTMCell`, which has the gates in one matrix, in the order i, f, g, o."""
    x, h, c = given["x"], given["h"], given["c"]
    cell = torch.nn.LSTMCell(x.shape[-1], h.shape[-1], dtype=x.dtype)
    for name, start in (("weight_ih", "W_{x%s}"), ("weight_hh", "W_{h%s}"), ("bias_ih", "b_%s")):
        parts = [given[start % gate].T if "W" in start else given[start % gate] for gate in "ifgo"]
        getattr(cell, name).copy_(torch.cat(parts))
    cell.bias_hh.zero_()
    return lambda: cell(x, (h, c))[0]


def cell_jax(jax: Any) -> Work:
    sigmoid, tanh = jax.nn.sigmoid, jax.numpy.tanh

    def cell(x, Wxi, h, Whi, bi, Wxf, Whf, bf, Wxo, Who, bo, Wxg, Whg, bg, c):  # type: ignore[no-untyped-def]
        i, f = sigmoid(x @ Wxi + h @ Whi + bi), sigmoid(x @ Wxf + h @ Whf + bf)
        o, g = sigmoid(x @ Wxo + h @ Who + bo), tanh(x @ Wxg + h @ Whg + bg)
        return o * tanh(f * c + i * g)

    return cell


def cell_nodes() -> Iterator[tuple[Any, ...]]:
    for gate in GATES:
        yield "MatMul", ["x", f"W_{{x{gate}}}"], f"x{gate}"
        yield "MatMul", ["h", f"W_{{h{gate}}}"], f"h{gate}"
        yield "Add", [f"x{gate}", f"h{gate}"], f"s{gate}"
        yield "Add", [f"s{gate}", f"b_{gate}"], f"z{gate}"
        yield "Tanh" if gate == "g" else "Sigmoid", [f"z{gate}"], gate
    yield "Mul", ["f", "c"], "kept"
    yield "Mul", ["i", "g"], "new"
    yield "Add", ["kept", "new"], "c_t"
    yield "Tanh", ["c_t"], "shown"
    yield "Mul", ["o", "shown"], "h_t"


def cell(size: int, hidden: int, batch: int) -> Case:
    weights = {}
    for gate in GATES:
        weights[f"W_{{x{gate}}}"] = numbers(size, hidden)
        weights[f"W_{{h{gate}}}"] = numbers(hidden, hidden)
        weights[f"b_{gate}"] = numbers(hidden)
    first, *others = weights.items()
    h, c = datapoints(batch, hidden), datapoints(batch, hidden) + 1
    return Case(
        f"an LSTM cell {named((size, hidden), batch)}", CELL,
        {"x": datapoints(batch, size), **dict([first]), "h": h, **dict(others), "c": c},
        cell_by_hand, cell_products, torch=cell_torch, jax=cell_jax, onnx=tuple(cell_nodes()), constants=tuple(weights),
    )  # fmt: skip


# Attention


def attention_by_hand(Q: Any, K: Any, V: Any) -> Any:
    scores = Q.dot(K.T) / np.sqrt(Q.shape[1])
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (e / e.sum(axis=-1, keepdims=True)).dot(V)


def attention_products(Q: Any, K: Any, V: Any) -> Any:
    return Q.dot(K.T).dot(V)


def attention_torch(torch: Any, given: dict[str, Any]) -> Callable[[], Any]:
    return partial(torch.nn.functional.scaled_dot_product_attention, *given.values())


def attention_jax(jax: Any) -> Work:
    return lambda Q, K, V: jax.nn.softmax(Q @ K.T / Q.shape[1] ** 0.5) @ V


def attention(rows: int, size: int) -> Case:
    nodes = [
        ("Transpose", ["K"], "Kt"),
        ("MatMul", ["Q", "Kt"], "S"),
        ("Div", ["S", "root"], "T"),
        ("Softmax", ["T"], "A"),
        ("MatMul", ["A", "V"], "Y"),
    ]
    random = np.random.default_rng(0)
    return Case(
        f"attention, {rows} × {size}", "K : n × d\nY = softmax(QKᵀ/√d)V",
        {name: random.standard_normal((rows, size)) for name in "QKV"},
        attention_by_hand, attention_products, torch=attention_torch, jax=attention_jax, onnx=nodes,
    )  # fmt: skip


# Chains of products, from left to right as they are written


def chain2(A: Any, B: Any, C: Any) -> Any:
    return A.dot(B).dot(C)


def chain3(A: Any, B: Any, C: Any, D: Any) -> Any:
    return A.dot(B).dot(C).dot(D)


def chain4(A: Any, B: Any, C: Any, D: Any, E: Any) -> Any:
    return A.dot(B).dot(C).dot(D).dot(E)


def outer_chain(x: Any, y: Any, A: Any, B: Any) -> Any:
    return np.outer(x, y).dot(A).dot(B)


def chain_torch(torch: Any, given: dict[str, Any]) -> Callable[[], Any]:
    A, B, C, *more = given.values()
    if A.ndim == 1 == B.ndim:
        D = more[0]
        return lambda: torch.outer(A, B) @ C @ D
    match more:
        case []:
            return lambda: A @ B @ C
        case [D]:
            return lambda: A @ B @ C @ D
        case [D, E]:
            return lambda: A @ B @ C @ D @ E
    raise ValueError(len(given))


def chain_jax(jax: Any) -> Work:
    def chain(*factors: Any) -> Any:
        so_far = factors[0]
        for factor in factors[1:]:
            so_far = jax.numpy.outer(so_far, factor) if so_far.ndim == factor.ndim == 1 else so_far @ factor
        return so_far

    return chain


def chain_nodes(names: Sequence[str], outer: bool) -> list[tuple[Any, ...]]:
    left, nodes = names[0], []
    if outer:
        nodes = [("Unsqueeze", [left, "last"], "column"), ("Unsqueeze", [names[1], "first"], "row")]
        names, left = ["column", "row", *names[2:]], "column"
    for at, name in enumerate(names[1:]):
        nodes.append(("MatMul", [left, name], f"p{at}"))
        left = f"p{at}"
    return nodes


def chain(name: str, letters: str, arrays: dict[str, Any], declared: bool, by_hand: Work) -> Case:
    outer = by_hand is outer_chain
    if not declared:
        return Case(f"{name}, sizes not declared", letters, arrays, by_hand, multi_dot=True, declared=False)
    return Case(
        name, letters, arrays, by_hand, multi_dot=True,
        torch=chain_torch, jax=chain_jax, onnx=chain_nodes(list(arrays), outer), sympy=not outer,
    )  # fmt: skip


def layers(sizes: Sequence[int], batch: int, declared: bool) -> Case:
    """A network without functions in between."""
    weights = {f"W{at}": numbers(*pair) for at, pair in enumerate(pairwise(sizes))}
    return chain(
        f"{''.join(['l0', *weights])}, {named(sizes, batch)}", "".join(["l0", *weights]),
        {"l0": datapoints(batch, sizes[0]), **weights}, declared, {3: chain3, 4: chain4}[len(weights)],
    )  # fmt: skip


def to_a_vector(size: int, declared: bool) -> Case:
    matrices = {name: numbers(size, size) for name in "ABCD"}
    return chain(f"ABCDyᵀ, {size} × {size}", "ABCDyᵀ", {**matrices, "y": numbers(size)}, declared, chain4)


def from_two_vectors(size: int, declared: bool) -> Case:
    arrays = {"x": numbers(size), "y": datapoints(1, size), "A": numbers(size, size), "B": numbers(size, size)}
    return chain(f"xᵀyAB, {size} × {size}", "xᵀyAB", arrays, declared, outer_chain)


def all_cases(small: bool) -> list[Callable[[], Case]]:
    """The cases in the order of the table, each made when it is its turn."""
    if small:
        cases = [partial(network, (3, 4, 1), 1), partial(network, (3, 4, 4, 1), 6), partial(cell, 2, 3, 2)]
        cases += [partial(attention, 3, 2), partial(layers, (2, 5, 5, 1), 4, True), partial(to_a_vector, 3, True)]
        return [*cases, partial(from_two_vectors, 3, True), partial(from_two_vectors, 3, False)]
    cases = [partial(network, (3, 4, 1), batch) for batch in (1, 6, 1000, 100_000)]
    cases += [partial(network, (784, 100, 10), batch) for batch in (1, 64, 1024, 100_000)]
    cases += [partial(network, (784, 2048, 2048, 10), batch) for batch in (1, 64, 1024, 8192)]
    cases += [partial(cell, 64, 128, batch) for batch in (1, 64)]
    cases += [partial(attention, 128, 64)]
    for declared in (True, False):
        cases += [
            partial(layers, (10, 512, 512, 2), 1024, declared),
            partial(to_a_vector, 512, declared),
            partial(layers, (512, 512, 512, 512, 8), 4096, declared),
            partial(from_two_vectors, 512, declared),
            partial(layers, (300, 400, 200, 100, 50), 200, declared),
        ]
    return cases
