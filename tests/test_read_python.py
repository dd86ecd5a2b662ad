"""Python becomes letters: what is written reads back to the same code and values; what people type is understood."""

from __future__ import annotations

import re
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from reference import as_numpy, evaluate
from strategies import Drawn, programs, texts
from test_laws import BRACKETS, also, close, formula, in_place, inputs, smooth, typed

from letternet import Formula, FormulaError, NotationError
from letternet.problems import MOST_PROBLEMS, errors
from letternet.read.known import NOTHING
from letternet.read.python import read
from letternet.read.ranks import hinted
from letternet.tree import Evaluation, Meaning, Name, in_order


def words(net: Formula) -> dict[str, str]:
    """The words of a program's `means` lines, and those given beside it."""
    lines = (line for line in net.program.statements if isinstance(line, Meaning))
    return net.given_words | {line.letter.key: line.phrase for line in lines}


def read_back(net: Formula) -> Formula:
    """A formula's Python, read with the sizes and words of the formula known."""
    names = net.checked.names
    in_functions = {key for read in names.closed.values() for key in read}  # which Python has if a line calls them
    kept = {*names.inputs, *(names.declared.keys() - (in_functions - names.definitions.keys())), *names.updates}
    known = {key: size for key, size in net.sizes.items() if key in kept}
    return Formula(net.python(), known, net.checked.columns, view="python", words=words(net), functions=net.functions)


def test_a_letter_whose_size_is_given_stays_that_letter() -> None:
    assert Formula("A = a.dot(U)", {"a": 2, "U": (2, 4), "c": 2}, view="python").letters() == "d means A\nd = aU"
    told = Formula("B0 = B2 + 1", {"B2": 3}, view="python", words={"c": "B{}"})
    assert told.letters() == "c0 = B2 + 1"


def test_a_function_that_only_lends_its_size_is_not_in_the_code() -> None:
    assert Formula("f(a) = a²; y = last(W, f(x))").python() == "y = weights[-1]"


def one_word_each(net: Formula) -> bool:
    """True when no two letters go by one word and no function has two definitions: those read back as others.

    An index of several parts, `W_{i,j}`, is spelled like words in Python, and reads back as words.
    """
    parted = any("," in key or " " in key for key in net.checked.named)
    parameters = {p.key for f in net.checked.names.functions.values() for p in f.parameters}
    said = words(net).values()
    ours = {key[0] for key in (*net.checked.named, *parameters)}
    taken = ("layer" in said and "l" in ours) or ("weights" in said and "W" in ours)
    return not (net.words.counts or parted or taken or "_2(" in net.python())


def in_one_way(code: str) -> str:
    """Code whose updates are written in one way: `a <- aᵀᵀ + b` is `a = a + b`, and is read as `a <- a + b`.

    Nor does it count which of its arrays a comparison takes its dtype from, the values tell whether it is right; nor
    in which order functions stand: one that only lends a size, and is not in the code, may be used first.
    """
    code = re.sub(r"\.astype\((?:\w+\.dtype|int)\)", ".astype(dtype)", code)
    *functions, lines = re.sub(r"^(\w+) = \1 ([-+]) ", r"\1 \2= ", code, flags=re.MULTILINE).split("\n\n\n")
    return "\n\n\n".join([*sorted(functions), lines])


@also(*map(typed, BRACKETS))
@given(programs())
def test_python_written_and_read_again_is_the_same_code_and_the_same_values(drawn: Drawn) -> None:
    net = formula(drawn)
    assume(net.checked.names.steps and one_word_each(net))
    back = read_back(net)
    if "step_" in net.python():  # a line that the code has and the formula has not is kept as a line
        assume(one_word_each(back))
        assert read_back(back).python() == back.python()
    else:
        assert in_one_way(back.python()) == in_one_way(net.python())
    assert not errors(back.problems)
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results))
    values = inputs(net, drawn.values)
    first = net.run(values)
    letters = {identifier: key for key, identifier in back.words.python.items()}
    names = {key: letters.get(identifier, "") for key, identifier in net.words.python.items()}
    given_values = {names[key]: value for key, value in values.items() if names[key] in back.checked.names.inputs}
    second = back.run(given_values)
    for key, value in first.items():
        if key in names:
            np.testing.assert_array_equal(second[names[key]], value)
            assert np.shape(second[names[key]]) == np.shape(value)
    for key, (kind, array) in results.items():
        if key in first and key in names:  # a bracket that is not written is missing on both sides
            close(second[names[key]], as_numpy(kind, array), results.largest)


@given(programs())
def test_a_module_reads_back_to_the_same_values(drawn: Drawn) -> None:
    net = formula(drawn)
    assume(net.checked.names.steps and one_word_each(net) and not net.checked.names.functions)
    assume(not any(isinstance(step, Evaluation) for step in net.checked.names.steps))  # they get names of their own
    names = net.checked.names
    known = {key: size for key, size in net.sizes.items() if key in {*names.inputs, *names.declared, *names.updates}}
    back = Formula(net.python(module=True), known, net.checked.columns, view="python", words=words(net))
    assume("step_" not in net.python())
    for line in net.python().split("\n"):
        assert line in back.python()


@given(programs())
def test_every_part_stands_where_it_is_written_in_the_code(drawn: Drawn) -> None:
    code = formula(drawn).python()
    for program, _ in read(code, NOTHING):
        for statement in program.statements:
            value = getattr(statement, "value", None)
            for node in in_order(value) if value is not None else ():
                assert -1 <= node.start <= node.end <= len(code)
                if isinstance(node, Name) and node.start >= 0:
                    written = code[node.start : node.end].removeprefix("float(").removesuffix(")")
                    assert written.replace(".", "_").isidentifier()


@given(
    st.one_of(
        texts(), programs().map(lambda drawn: formula(drawn).python()).flatmap(lambda t: st.just(t[: len(t) // 2]))
    )
)
def test_any_text_read_as_python_gives_a_formula_or_problems_with_places(text: str) -> None:
    try:
        problems: Any = Formula(text, view="python", check=False).problems
    except NotationError as error:
        problems = error.problems
        assert errors(problems)
    for problem in problems:
        in_place(problem, text)


# ---------------------------------------------------------------------------------------------- what people type

LINES = {
    # products
    "layer_1 = relu(layer_0.dot(weights_0_1))": "l1 = relu(l0W0)",
    "layer_1 = np.dot(layer_0, weights_0_1)": "l1 = l0W0",
    "layer_1 = layer_0 @ weights_0_1": "l1 = l0W0",
    "layer_1 = np.matmul(layer_0, weights_0_1)": "l1 = l0W0",
    "weights_1_2 -= alpha * layer_1.T.dot(e)": "W1 <- W1 - α l1ᵀe",
    "weights_1_2 -= alpha * np.outer(layer_1, e)": "W1 <- W1 - α l1ᵀe",
    "weights_1_2 = weights_1_2 - np.outer(layer_1, e) * alpha": "W1 <- W1 - l1ᵀe α",
    "s = x.dot(y)": "s = x · y",
    "s = np.inner(x, y)": "s = x · y",
    "y = W @ x + b": "vectors are columns\ny = Wx + b",
    "y = W @ x\nz = V @ y": "vectors are columns\ny = Wx\nz = Vy",
    "y = W @ x\nz = x @ V": "y = Wxᵀ\nz = xV",
    "A = Q @ K.T": "A = QKᵀ",
    "A = np.transpose(B) @ B.transpose()": "A = BᵀBᵀ",
    "y = -x @ W": "y = (-x)W",
    "y = 2 * x @ W": "y = (2 ⊙ x)W",
    "h2 = torch.relu(x @ W1 + b1)": "h2 = relu(xW1 + b1)",
    # value by value
    "y = x * m": "y = x ⊙ m",
    "y = np.multiply(x, m)": "y = x ⊙ m",
    "y = alpha * x": "y = α x",
    "y = x * 2": "y = x ⊙ 2",
    "y = x / 2": "y = x/2",
    "y = (x > 0).astype(float)": "y = x > 0",
    "y = (x >= 0.5) * 1": "y = (x ≥ 0.5) ⊙ 1",
    "y = x ** 2": "y = x²",
    "y = np.square(x)": "y = x²",
    "y = x ** -1": "y = x^{-1.0}",
    "y = np.power(x, 3)": "y = x³",
    "y = 1 / (1 + np.exp(-x))": "y = 1/(1 + exp(-x))",
    "y = np.maximum(x, 0)": "y = max(x, 0)",
    "y = np.where(x > 0, x, 0)": "y = (x > 0) ⊙ x",
    "y = np.clip(x, 0, 1)": "y = min(max(x, 0), 1)",
    "y = np.log1p(x)": "y = log(1 + x)",
    "y = np.pi * x": "y = π x",
    "y = np.e ** x": "y = exp(x)",
    "y = 1e-3 * x": "y = 0.001x",
    "y = int(3) * x": "y = 3x",
    "x = np.array([1, 0], dtype=int)": "x = [1 0]",
    "y = np.array(x > 0, dtype=np.int64)": "y = x > 0",
    "y = np.array(x, dtype=float)": "y = x",
    # functions by their other names
    "y = np.tanh(x)": "y = tanh(x)",
    "y = math.sqrt(alpha)": "y = √α",
    "y = scipy.special.expit(x)": "y = sigmoid(x)",
    "y = scipy.special.softmax(x)": "y = softmax(x)",
    "y = jax.nn.silu(x)": "y = silu(x)",
    "y = jnp.tanh(x)": "y = tanh(x)",
    "y = F.softmax(x, dim=-1)": "y = softmax(x)",
    "y = F.leaky_relu(x)": "y = leakyrelu(x)",
    "y = torch.sigmoid(x)": "y = sigmoid(x)",
    "y = x.tanh()": "y = tanh(x)",
    "n1 = np.linalg.norm(x)": "n1 = ‖x‖",
    "B = np.linalg.inv(A)": "B = inv(A)",
    "s = np.abs(x)": "s = |x|",
    "relu2deriv(layer_1)": "relu'(l1)",
    "sigmoid_prime(x)": "sigmoid'(x)",
    # sums
    "e = np.sum((layer_2 - y) ** 2)": "e = sum((l2 - y)²)",
    "e = ((layer_2 - y) ** 2).sum()": "e = sum((l2 - y)²)",
    "e = np.mean(x)": "e = mean(x)",
    "s = np.sum(A, axis=0)": "s = colsum(A)",
    "s = A.sum(axis=1)": "s = rowsum(A)",
    "s = A.mean(-1)": "s = rowmean(A)",
    "s = torch.sum(A, dim=0)": "s = colsum(A)",
    "A = B @ B.T + 0.1 * np.eye(2)": "A = BBᵀ + 0.1[1 0; 0 1]",
    'y = F.gelu(x, approximate="tanh")': "y = gelu(x)",
    "y = F.gelu(x)": "y = gelu(x)",
    # a vector beside a matrix
    "x = np.array([1, 2])\nY = A * x": "x = [1 2]\nY = A diag(x)",
    "x = np.array([1, 2])\nY = A / x": "x = [1 2]\nY = A diag(1/x)",
    "Y = A / A.sum(axis=1, keepdims=True)": "Y = diag(1/rowsum(A))A",
    "Y = x[:, None] * A": "Y = diag(xᵀ)A",
    "Y = A - A.mean(axis=1, keepdims=True)": "Y = A - rowmean(A)",
    "Y = A - A.mean(axis=0, keepdims=True)": "Y = A - colmean(A)",
    "m = A.sum(1, keepdims=True)\nY = A / m": "m = rowsum(A)\nY = diag(1/m)A",
    # joins, literals, rows
    "z = np.concatenate([x, h])": "z = [x, h]",
    "z = np.concatenate((x, h))": "z = [x, h]",
    "z = np.hstack((x, h))": "z = [x, h]",
    "z = torch.cat([x, h], dim=-1)": "z = [x, h]",
    "Z = np.vstack([A, B])": "Z = [A; B]",
    "Z = np.concatenate([A, B], axis=1)": "Z = [A, B]",
    "x = np.array([1, 0, 1])": "x = [1 0 1]",
    "x = np.array([[1, 0], [0.5, -1]])": "X means x\nX = [1 0; 0.5 -1]",
    "x = [1, 2, 3]": "x = [1 2 3]",
    "y = E[i]": "i : number\ny = pick(E, i)",
    "y = E[i:i+1]": "i : number\ny = pick(E, i)",
    "e = d[:len(x)]": "e = first(d, x)",
    "e = d[-x.shape[0]:]": "e = last(d, x)",
    "weights_1_2 -= alpha * np.outer(np.arange(len(weights_1_2)) == k, d)":
        "k : number\nW1 <- W1 - α scatter(d, k, W1)",
    "D = (np.arange(len(W)) == i[:, None]).T.dot(E)": "D = scatter(E, i, W)",
    "y = np.sum(weights_0_1[x], axis=0)": "y = colsum(pick(W0, x))",
    # updates
    "w += x": "w <- w + x",
    "x *= m": "x <- x ⊙ m",
    "x /= 2": "x <- x/2",
    "w = w - alpha * g": "w <- w - α g",
    # several in one
    "x, y = a, b": "x = a\ny = b",
    "x = y = a": "x = a\ny = x",
    "f = lambda x: x * sigmoid(x)\ny = f(a)": "f(x) = x ⊙ sigmoid(x)\ny = f(a)",
    # at once
    "h, c = h / 2 + c, c / 2 + h": "h_{before} = h\nh <- h/2 + c\nc <- c/2 + h_{before}",
    "a, b = b, a": "a_{before} = a\na2 = b\nb2 = a_{before}",
    "def f(a, b): return a + b, a - b\nx, y = f(x, y)": "x_{before} = x\nx <- x + y\ny <- x_{before} - y",
    "N, D = X.shape\ny = X @ w / N": "vectors are columns\nX : N × D\ny = Xw/N",
    "np.maximum(x, 0, out=x)\nz = 2 * x": "x <- max(x, 0)\nz = 2x",
    # functions by what they do
    "def relu(x, leak=0.1): return np.where(x > 0, x, leak * x)\ny = relu(x)": "y = (x > 0) ⊙ x + (1 - (x > 0)) ⊙ 0.1x",
    "def leaky_relu(x, alpha=0.01): return np.where(x > 0, x, alpha * x)\ny = leaky_relu(x)": "y = leakyrelu(x)",
    "def sigmoid(x, beta=2.0): return 1 / (1 + np.exp(-beta * x))\ny = sigmoid(x)": "y = 1/(1 + exp((-2.0)x))",
    "def softmax(z, axis=-1):\n    e = np.exp(z - np.max(z, axis=axis, keepdims=True))\n"
    "    return e / e.sum(axis=axis, keepdims=True)\ny = softmax(x)": "y = softmax(x)",
    "def sigmoid(x, deriv=False):\n    if deriv: return x * (1 - x)\n    return 1 / (1 + np.exp(-x))\n"
    "y = sigmoid(x)\nd = sigmoid(y, True)": "y = sigmoid(x)\nd = y ⊙ (1 - y)",
    # what looks alike
    "i = sigmoid(x @ W_xi + b_i)": "i = sigmoid(xW_{xi} + b_i)",
    "y = np.max(x, 0)": "y = max(x)",
    "y = max(x, 0)": "y = max(x, 0)",
    "s = sum(A)": "s = colsum(A)",
    "C = np.inner(A, B)": "C = ABᵀ",
    "a = [1, 2]\nb = [3, 4]\nc = a + b": "a = [1 2]\nb = [3 4]\nc = [a, b]",
    "D = x[:, None] * y[None, :]": "D = xᵀy",
    # names
    "mask = x > 0": "m means mask\nm = x > 0",
    "layer_2_delta = layer_2 - y": 'd means "layer {} delta"\nd2 = l2 - y',
    "hidden_state_t = x": 'h means "hidden state"\nh_t = x',
    "h_prev = x_t": "h_{prev} = x_t",
    "lambda_ = alpha": "λ = α",
    "x = a  # the input": "x = a  # the input",
    "%matplotlib inline\nx = a": "x = a",
    ">>> x = a": "x = a",
    "    x = a\n    y = x": "x = a\ny = x",
    "x: np.ndarray = a": "x = a",
    'x = a\nprint(f"{x}")': "x = a",
    "import numpy as np\nfrom numpy import tanh as t\ny = t(x)": "y = tanh(x)",
    "d = Q.shape[1]\nA = Q / np.sqrt(d)": "Q : n × d\nA = Q/√d",
    # sizes, constants, parts
    "k = x.shape[0] // 2\ny = k * a": "x : 2k\ny = k ⊙ a",
    "k = (x.shape[0] - 1) // 2\ny = k * a": "x : 2k + 1\ny = k ⊙ a",
    "y = x.size * a": "x : n\ny = na",
    "y = np.e * a": "y = exp(1)a",
    "y = x.data + a": "y = x + a",
    "y = X[:] @ W": "Y means y\nY = XW",
    "y = X[i:i + 2] @ W": "Y means y\nY = XW",
    "def f(x): return x / len(x)\ny = f(a + b)": "a : n\ny = (a + b)/n",
    "def f(x): return x / len(x)\ny = f(alpha * a)": "a : n\ny = α a/n",
    "def f(x): return x / len(x)\ny = f(np.tanh(a))": "a : n\ny = tanh(a)/n",
    "def f(x): return x / len(x)\ny = f(x @ W)": "W : m × n\ny = xW/n",
    "def f(x): return x / x.shape[0]\ny = f(X @ W)": "Y means y\nX : n × m\nY = XW/n",
    "def f(x): return x / x.shape[1]\ny = f(X @ W)": "Y means y\nW : m × n\nY = XW/n",
    "def f(x): return x / x.shape[-1]\ny = f(X.T)": "Y means y\nX : n × m\nY = Xᵀ/n",
    "def f(x): return x / len(x)\ny = f(W @ a)": "vectors are columns\nW : n × m\ny = Wa/n",
    # functions of the libraries
    "y = pow(a, 2)": "y = a²",
    "y = x.T @ W / np.var(x)": "y = xW/mean((x - mean(x))²)",
    "y = np.std(a)": "y = sqrt(mean((a - mean(a))²))",
    "y = np.reciprocal(x @ W)": "y = 1/(xW)",
    "y = torch.rsqrt(x @ W)": "y = 1/sqrt(xW)",
    "y = np.clip(a, None, 1)": "y = min(a, 1)",
    "y = np.stack([a, b])": "Y means y\nY = [a; b]",
    "y = np.stack([a, b], axis=1)": "Y means y\nY = [aᵀ, bᵀ]",
    "y = np.block([a, b])": "y = [a, b]",
    "y = np.block([[A, B]])": "Y means y\nY = [A, B]",
    "y = np.block([[A, B], [C, D]])": "Y means y\nY = [A, B; C, D]",
    "y = np.block([[a], [b]])": "Y means y\nY = [a; b]",
    # what is scaled stays transposed
    "W -= alpha * x.T @ d": "W <- W - α xᵀd",
    "W += -alpha * x.T @ d": "W <- W + (-α)xᵀd",
    "W1 -= x.T * alpha @ (p - y) / 2": "W1 <- W1 - xᵀα (p - y)/2",
    "s = 0.5 * x @ d": "s = dot(0.5x, d)",
    "K = mask[:, None] * z\ny = x @ K": "m means mask\nK = mᵀz\ny = xK",
    # lists of arrays
    "p = [x]\np.append(x @ W)\ny = p[-1]": "y = xW",
    "p = [x @ W, x]\ny = p[0] + p[-2]": "y = xW + xW",
    "p = [x @ W, x]\np.append(p[0] + z)\ny = p[-1]": "y = xW + z",
    "p = [x, z]\nz = x + p[1]\np = [x, z]\ny = p[1]": "z <- x + z\ny = z",
    "p = [x, z]\nq = [x, z]\np = z + 1\nx = z\ny = x": "p = z + 1\nx = z\ny = x",
    # arguments by their names
    "def f(x, k): return k * x\ny = f(k=2, x=a)": "f(x, k) = k ⊙ x\ny = f(a, 2)",
    "def f(x, k): return k * x\ny = f(a, k=2)": "f(x, k) = k ⊙ x\ny = f(a, 2)",
    # words that are usual for a letter
    "y = x @ weight.T": "W means weight\ny = xWᵀ",
    "y = x @ weights + weight": "E means weight\nY means y\nY = xW + E",
    "layers = x @ weights + biases": "b means biases\nl means layers\nl = xW + b",
    # sessions
    "In [9]: y = x @ W\nOut[9]: array([1, 2])\n\nIn [10]: for i in range(3):\n    ...:     h = np.tanh(h @ U)":
        "y = xW\nh <- tanh(hU)",
    "In [ ]:\ny = x @ W": "y = xW",
    "for i in range(3):\n\th = np.tanh(h @ U)\ny = h": "h <- tanh(hU)\ny = h",
    ">>> for i in range(3):\n...     h = np.tanh(h @ U)\n...\n>>> h\narray([1])": "h <- tanh(hU)\nh",
    "y = np.outer(2 * a, b)": "Y means y\nY = outer(2a, b)",
    "s = (2 * x).dot(y)": "s = dot(2x, y)",
    "y = np.linalg.norm(x).dot(W)": "Y means y\nY = ‖x‖W",
    "y = pick(W, i)": "Y means y\nY = pick(W, i)",
    "y = np.array([[1, 2], [3]])": "Y means y\nY = [[1 2]; [3]]",
    "y = np.array([[1, 2], b])": "Y means y\nY = [[1 2]; b]",
    # functions of the code
    "def f(x, deriv=False):\n    if not deriv: return x + x\n    return 2 * x\ny = f(a)\nz = f(a, deriv=True)":
        "y = a + a\nz = 2a",
    "def f(x, *, k): return k * x\nz = f(a, k=2)": "z = 2a",
    "def f(x): return 2 * x\ndef f_2(x): return 2 * x\nz = f(a) + f_2(b)": "f(x) = 2x\nz = f(a) + f(b)",
    "weights_1_3 = a": 'w means "weights 1"\nw3 = a',
    "w_1 = a\nw1 = b": 'c means "w{}"\nw1 = a\nc1 = b',
    # what says nothing
    "x: float\ny = x": "y = x",
    "for i in range(3):\n    print(i)\ny = x": "y = x",
}  # fmt: skip


@pytest.mark.parametrize("code", LINES)
def test_a_line_of_python_in_letters(code: str) -> None:
    assert Formula(code, view="python", check=False).letters() == LINES[code]


@pytest.mark.parametrize(
    ("rank", "names"),
    [
        (0, "alpha learning_rate num_words total_loss batch_size n_hidden/ k/ α/"),
        (1, "x layer_1 bias y_pred h_state input_mask score error_sum batch_x mean_image nn_1 n x/ y_pred/"),
        (2, "W Sigma weights_0_1 X_train images w_ih W_ih Kernel w1 kernel embedding_matrix images/"),
    ],
)
def test_a_name_suggests_a_number_a_vector_or_a_matrix(rank: int, names: str) -> None:
    for name in names.split():  # behind / it divides something
        assert hinted(name.strip("/"), name.endswith("/")) == rank, name


OWN_NAMES = (
    "prediction = hidden.dot(weights)",
    "layer_2_delta = layer_2 - goal",
    "cell_state_t = forget_gate * cell_state + input_gate * candidate",
    "hidden1 = np.tanh(features)\nhidden2 = np.tanh(hidden1)",
    "dW1 = np.outer(x, grad)",
)


@pytest.mark.parametrize("code", OWN_NAMES)
def test_going_back_gives_the_users_own_names(code: str) -> None:
    assert Formula(code, view="python").python() == code


def test_a_function_that_is_left_out_takes_its_calls_with_it() -> None:
    net = Formula("def f(x): return x ** x\ny = f(a)\nz = a * b", view="python")
    assert net.letters() == "z = a ⊙ b"
    assert [problem.message for problem in net.problems] == [
        "an exponent is a number, so f is left out",
        "f is a function that has no letters, so y comes in from outside",
    ]


@pytest.mark.parametrize(
    ("code", "words", "wanted"),
    [
        ("hidden = a\nhidden = b + c", "hidden {}", "h = a\nh2 = b + c"),
        ("hidden = a\nhidden = b\nhidden_2 = d", "hidden {}", 'i means "hidden {} again"\nh = a\ni2 = b\nh2 = d'),
        ("layer3out = a", "layer{}out", "h3 = a"),
        ("my_sum = a\nmy__sum = b", "日本", 's means "my sum"\nm means "my sum again"\ns = a\nm = b'),
        ("y = a + b", "௰", "y = a + b"),  # a digit that Python does not spell
        ("h = a\nhid = b", "state {}", "c means h\ni means hid\nc = a\ni = b"),
    ],
)
def test_words_that_are_given_are_one_variable_s(code: str, words: str, wanted: str) -> None:
    assert Formula(code, words={"h": words}, view="python", check=False).letters() == wanted


LEFT_OUT = {
    "y = [f(i) for i in x]\nz = a": ("a list made in a loop has no letters", "y"),
    "y = x if a else b\nz = a": ("a choice has no letters", "y"),
    "if x > 0:\n    y = x\nz = a": ("only sometimes", "y"),
    "x = [1, 2]\ny = x[1]\nz = a": ("one value of a vector", "y"),
    "y = np.random.rand(3)\nz = a": ("random values", "y"),
    "y = (a == b)\nz = a": ("equal", "y"),
    "W[x] -= a\nz = a": ("a part of an array", "W"),
    "y = open('f').read()\nz = a": ("read", "y"),
    "y = {'a': 1}\nz = a": ("dictionary", "y"),
    "y = frobnicate(x)\nz = a": ("frobnicate", "y"),
    "x = [a, b]\nx.pop()\nz = a": ("the method pop", "x"),
    "x = [a, b]\nx.extend(a)\nz = a": ("the method extend", "x"),
    "x = [a, b]\nx = frobnicate(3)\nz = a": ("frobnicate", "x"),
    "y = relu2deriv(**x)\nz = a": ("relu takes 1 argument", "y"),
    "def f(x): return 2 * x\ny = f(**b)\nz = f(a)": ("f takes 1 argument", "y"),
    "y = W[x > 0]\nz = a": ("what a comparison picks", "y"),
    "y = np.stack([a, b], axis=2)\nz = a": ("an axis is 0, 1 or -1", "y"),
    "y = np.block([a, [b]])\nz = a": ("all rows or no row", "y"),
    # what would give other numbers if it were overlooked
    "y = F.leaky_relu(x, 0.2)\nz = a": ("leakyrelu takes 1 argument", "y"),
    "y = F.leaky_relu(x, negative_slope=0.2)\nz = a": ("the option negative_slope", "y"),
    "y = np.linalg.norm(x, 1)\nz = a": ("norm takes 1 argument", "y"),
    "y = np.std(x, ddof=1)\nz = a": ("the option ddof", "y"),
    "y = np.std(A, axis=0)\nz = a": ("the function std", "y"),
    "y = F.softmax(A, dim=0)\nz = a": ("along each row", "y"),
    "y = torch.softmax(A, 0)\nz = a": ("along each row", "y"),
    "y = int(x)\nz = a": ("rounding", "y"),
    "y = x.astype(int)\nz = a": ("rounding", "y"),
    "y = np.array(x, dtype=np.int64)\nz = a": ("rounding", "y"),
    "y = np.array([1.5, 2], dtype=int)\nz = a": ("rounding", "y"),
    "y = int(2.5) * x\nz = a": ("rounding", "y"),
    "y = np.sum(A, axis=3)\nz = a": ("an axis is 0, 1 or -1", "y"),
    "y = np.sum(x, where=m)\nz = a": ("the option where", "y"),
    "y = torch.std(x)\nz = a": ("one less than how many", "y"),
    "y = F.normalize(X)\nz = a": ("divides by the norm", "y"),
    "y = torch.add(x, b, alpha=2)\nz = a": ("the option alpha", "y"),
    "y = A.transpose(0, 1)\nz = a": ("leave an array as it is", "y"),
    "y = [1, 2] * 2\nz = a": ("repeats a list", "y"),
    "y = x[:, None] - x[None, :]\nz = a": ("each with each", "y"),
    "y = A + np.eye(n)\nz = a": ("an identity matrix is written out", "y"),
    "y = x ** (b @ c)\nz = a": ("an exponent is a number", "y"),
    "x = [A, B]\ny = 2 * x\nz = a": ("a list of arrays has no letters", "y"),
    "x = [A, B]\ny = x[k]\nz = a": ("a list of arrays is read by the number of one of them", "y"),
    "y = [a + 1]\nz = a": ("a list of one value", "y"),
    "y = (a + b) // 2\nz = a": ("a division without its remainder", "y"),
    "y = x.shape[k]\nz = a": ("this size has no letters", "y"),
    "y = len(a + b)\nz = a": ("the size of something without a name", "y"),
    "y = np(a)\nz = a": ("a module is no function", "y"),
    "y = np.tanh()\nz = a": ("tanh has no letters here", "y"),
    "y = np.concatenate(a)\nz = a": ("what is joined stands in a list", "y"),
    "y = np.concatenate([a, b], axis=k)\nz = a": ("an axis is 0, 1 or -1", "y"),
    f"y = 1{'0' * 130} * a\nz = a": ("a number has at most 100 digits", "y"),
    "y = np.dot(a, b, c)\nz = a": ("dot takes 2 arguments, and no more here", "y"),
    "y = np.outer(a)\nz = a": ("outer takes 2 arguments, and no more here", "y"),
    "def f(x): return 2 * x\ny = f(a, b)\nz = a": ("f takes 1 argument, so y", "y"),
    "y = 1e-150 * a\nz = a": ("a number has at most 100 digits", "y"),
    "def f(x): return 2 * x\ny = f\nz = a": ("f is a function, and stands here without its argument", "y"),
    "def f(x): return x, 2 * x\ny = f(a) + 1\nz = a": ("f returns several values", "y"),
    "def f(x):\n    u = x\n    u //= 2\n    return u\ny = f(a)\nz = a": ("it has statements", "y and a come"),
    "def f(x, s=True):\n    if x.any(): return x\n    return 2 * x\ny = f(a)\nz = a": ("it has statements", "y"),
    "def f(x, s=1):\n    if s > 0: return x\n    return 2 * x\ny = f(a)\nz = a": ("it has statements", "y"),
    "def f(x, s=None):\n    if s > 0: return x\n    return 2 * x\ny = f(a)\nz = a": ("it has statements", "y"),
    "y = [1e300, 2]\nz = a": ("a number has at most 100 digits", "y"),
    "y = [[]]\nz = a": ("an empty list", "y"),
    "def f(v): return v / len(v)\ny = f(W[i])\nz = a": ("the size of something without a name", "y"),
    "def f(v): return v / len(v)\ny = f(2 * np.concatenate([a, b]))\nz = a": ("the size of something", "y"),
    "x.sort()\nz = a": ("the method sort", "x"),
    "np.random.shuffle(x)\nz = a": ("random values", "x"),
    "x //= 2\nz = a": ("this operator", "x"),
    "def f(a): return a, a, a\nx, y = f(b)\nz = a": ("several names for one value", "x and y come"),
}


@pytest.mark.parametrize("code", LEFT_OUT)
def test_a_line_without_letters_is_named_with_its_reason_and_the_rest_is_kept(code: str) -> None:
    net = Formula(code, view="python")
    (problem,) = [problem for problem in net.problems if problem.code == "W0102"]
    reason, name = LEFT_OUT[code]
    first, *others = code.split("\n")
    if first.startswith(("def ", "x = [")):
        assert others[problem.line - 2].startswith(name.partition(" ")[0])
    else:
        assert problem.line == 1
    assert reason in problem.message
    assert f"{name if ' ' in name else f'{name} comes'} in from outside" in problem.message
    assert net.letters().split("\n")[-1].startswith("z = ")


@pytest.mark.parametrize(
    ("made", "declared"),
    [("784, 100", "W : 784 × 100\n"), ("999999999, 1", "W : 999999999 × 1\n"), ("1000000000, 2", ""), ("0, 2", "")],
)
def test_an_array_that_is_made_declares_its_size_if_it_can_have_it(made: str, declared: str) -> None:
    net = Formula(f"W = np.random.randn({made})\ny = x @ W", view="python")
    assert net.letters() == f"{declared}y = xW"


def test_letters_of_several_bytes_do_not_move_the_place_of_a_problem() -> None:
    line = "é2 = é + x.foo(é)"
    (problem,) = (p for p in Formula(f"é = 2\n{line}\nz = a", view="python").problems if p.code == "W0102")
    assert (problem.line, problem.span) == (2, (0, len(line)))


@pytest.mark.parametrize(
    "code",
    ["def f(x): return x" + " + x" * 900 + "\ny = f(a)\nz = a", "y = a" + " + a" * 900 + "\nz = a"],
    ids=["in a function", "in a line"],
)
def test_code_that_nests_too_deeply_is_left_out(code: str) -> None:
    net = Formula(code, view="python")
    assert net.letters() == "z = a"
    assert all("it nests too deeply" in problem.message for problem in net.problems)
    assert "so y comes in from outside" in net.problems[-1].message


@pytest.mark.parametrize("terms", [100, 350])
def test_a_function_of_many_terms_is_read(terms: int) -> None:
    many = " + a" * terms
    code = f"def f(a, b):\n    return a{many}\ng = lambda a: a{many}\ny = f(x, x)\nz = g(x)"
    assert Formula(code, view="python").letters() == f"f(a, b) = a{many}\ng(a) = a{many}\ny = f(x, x)\nz = g(x)"


@pytest.mark.parametrize(
    "left_out", ["a == b", "x[:, None] - x[None, :]", "a = = b"], ids=["nothing", "no letters", "no Python"]
)
def test_of_many_lines_that_are_left_out_the_first_are_told(left_out: str) -> None:
    code = "\n".join(f"y{number} = {left_out}" for number in range(2 * MOST_PROBLEMS)) + "\nz = a"
    try:
        problems: Any = Formula(code, view="python").problems
    except NotationError as error:
        problems = error.problems
    assert len(problems) <= MOST_PROBLEMS
    assert [problem.line for problem in problems][:50] == list(range(1, 51))


def test_a_function_that_is_handed_in_takes_one_array() -> None:
    code = "y = swish(x)\nz = swish(a, b)\nw = swish()\nu = g(x)"
    net = Formula(code, view="python", functions={"swish": np.tanh, "g": np.tanh})
    assert net.letters() == "y = swish(x)"
    assert [problem.message for problem in net.problems] == [
        "swish takes 1 argument, so z comes in from outside",
        "swish takes 1 argument, so w comes in from outside",
        "g is handed in, and letters have such functions by two or more lowercase letters, so u comes in from outside",
    ]


def test_a_table_of_one_column_stands_where_vectors_do() -> None:
    net = Formula("y = np.array([[1], [2]])\nz = W @ y", columns=True, view="python")
    assert net.letters() == "Y means y\nZ means z\nY = [1; 2]\nZ = WY"


def test_sizes_by_the_codes_own_names_may_have_letters() -> None:
    assert Formula("y = x @ weights", {"weights": ("n", 4)}, view="python").letters() == "W : n × 4\ny = xW"


def test_letters_for_sizes_do_not_run_out() -> None:
    net = Formula("\n".join(f"y{i} = a{i} / len(a{i})" for i in range(27)), view="python")
    assert net.letters().split("\n")[-5:] == [
        "y22 = a22/z", "y23 = a23/n1", "y24 = a24/m1", "y25 = a25/k1", "y26 = a26/n2"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("y{1} = thing{0}_rate * x", "y29 = v_{thingddrate}x"),
        ("y{1} = only_a_longer_name_{0}_kernel @ U", "Y29 = V_{onlyalongernameddker}U"),
        ("y{1} = what_an_even_longer_name_{0}_kernel @ U", "Y29 = V_{whatanevenlongername6}U"),
    ],
)
def test_when_letters_run_out_words_are_an_index(code: str, wanted: str) -> None:
    lines = [code.format(chr(97 + i % 26) * (1 + i // 26), i) for i in range(30)]
    assert Formula("\n".join(lines), view="python", check=False).letters().endswith(f"\n{wanted}")


def test_what_is_added_to_a_matrix_is_one_through_many_lines() -> None:
    lines = [f"z{i} = v{i} + v{i + 1}" for i in range(40)]
    code = "\n".join([*lines, "z40 = v40 + np.array([[1, 2], [3, 4]])"])
    assert Formula(code, view="python", check=False).letters().split("\n")[-2:] == [
        "Z39 = V39 + V40", "Z40 = V40 + [1 2; 3 4]"
    ]  # fmt: skip


def test_which_gelu_it_is() -> None:
    (problem,) = Formula("y = F.gelu(x)", view="python").problems
    assert problem.code == "W0103"
    assert "within 0.0005" in problem.message
    for code in ('y = F.gelu(x, approximate="tanh")', "y = jax.nn.gelu(x)", "y = jax.nn.gelu(x, approximate=True)"):
        assert not Formula(code, view="python").problems


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def f(x): return 2 * x\ny = f(a)\ndef f(x): return 3 * x\nz = f(a)", "f is defined again"),
        ("f = lambda x: 2 * x\ny = f(a)\nf = lambda x: 3 * x\nz = f(a)", "f is defined again"),
        ("c = 2\nf = lambda a: a * c\nc = 5\nz = f(x)", "f uses c, which gets another value"),
        ("def f(w, g):\n    w -= g\n    return w\nz = f(x, y)", "f changes the array that it is given as w"),
    ],
)
def test_what_python_binds_otherwise_is_said(code: str, said: str) -> None:
    (problem,) = Formula(code, view="python", check=False).problems
    assert problem.code == "W0103"
    assert said in problem.message


@pytest.mark.parametrize(
    "code", ["V = W.copy()\nV -= a", "V = W\nV = a + 1\nV -= a", "V = 2 * W\nV -= a", "n = 1\nk = n\nk += 1"]
)
def test_what_is_a_new_array_changes_alone(code: str) -> None:
    assert not Formula(code, view="python").problems


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("x = a\ny = = b\nz = x", 2, "invalid syntax"),
        ("def f(x):\n\n", 1, "expected an indented block"),
        ("x = a  # the input\ny = '''\nz = b", 2, "unterminated triple-quoted string"),
        ("\nx = " + "-" * 100_000 + "a", 1, "this nests too deeply"),
        ("x = a" + " + a" * 20_000, 1, "this nests too deeply"),
        ("x = a\ny = \0\nz = x", 2, "null bytes"),
        ("x = a\n    y = x\n    z = y\nw = x", 2, "unexpected indent"),
        ("if a:\ny = x\nz = y", 2, "expected an indented block"),
        ("x = a\nif a:\n    y = x\n  z = x\nw = x", 4, "unindent does not match"),
        ("try:\n    y = x\nz = x", 3, "expected 'except' or 'finally'"),
        ("try:\n    y = x\n\n", 2, "expected 'except' or 'finally'"),
    ],
)
def test_a_line_that_is_no_python_is_refused_with_its_place_and_python_s_reason(
    code: str, line: int, said: str
) -> None:
    with pytest.raises(NotationError) as caught:
        Formula(code, view="python")
    (problem,) = errors(caught.value.problems)
    assert (problem.code, problem.line) == ("E0115", line)
    assert said in problem.message


def test_what_is_wrong_with_sizes_is_marked_in_the_code() -> None:
    code = "import numpy as np\nlayer_1 = layer_0.dot(weights_0_1)\nlayer_2 = layer_1.dot(weights_1_2)"
    net = Formula(code, {"W0": (3, 4), "W1": (5, 2)}, view="python", check=False)
    (problem,) = net.problems
    line = code.split("\n")[problem.line - 1]
    assert (problem.code, line[slice(*problem.span)]) == ("E0201", "weights_1_2")
    assert "layer_1" in [line[fact.start : fact.end] for fact in problem.facts if fact.role == "label"]
    assert any("in letters this is l2 = l1W1" in fact.message for fact in problem.facts)
    for fix in problem.fixes:
        assert not errors(Formula(fix.formula, {**net.dims, **fix.dims}).problems)


# ------------------------------------------------------------------------------------- loops value by value

GIVEN = {
    "a": np.array([1.5, -2.0, 0.5]), "b": np.array([0.3, 0.7, -1.1]), "c": np.array([2.0, -1.0]),
    "M": np.array([[1.0, 2.0, 3.0], [0.5, -1.0, 0.25]]), "N": np.array([[2.0, 1.0], [0.0, -1.0], [1.0, 1.0]]), "s": 0.1,
}  # fmt: skip
W_SUM = "def w_sum(u, v):\n    t = 0\n    for i in range(len(u)):\n        t += u[i] * v[i]\n    return t\n"
VALUE_BY_VALUE = {
    "y = 0\nfor i in range(len(a)):\n    y += a[i] * b[i]": "y = a · b",
    "y = 0.0\nfor i in range(a.shape[0]):\n    y += a[i]": "y = sum(a)",
    "y = 0\nfor v in a:\n    y += v ** 2": "y = sum(a²)",
    "y = 0\nfor v in a:\n    y += -v": "y = sum(-a)",
    "y = np.zeros(3)\nfor i in range(len(a)):\n    y[i] = a[i] > b[i]": "y = a > b",
    "y = [0] * 3\nfor i in range(len(a)):\n    y[i] = a[i]": "y = a",
    "y = 0\nfor u, v in zip(a, b):\n    y += (u - v) ** 2": "y = sum((a - b)²)",
    "y = s\nfor i in range(len(a)):\n    y += a[i] * b[i]": "y = s\ny <- y + a · b",
    "y = np.zeros(3)\nfor i in range(len(a)):\n    y[i] = s * a[i] + b[i]": "y = sa + b",
    "y = []\nfor i in range(len(a)):\n    y.append(np.tanh(a[i]))": "y = tanh(a)",
    "y = []\nfor i, v in enumerate(a):\n    y.append(v * b[i])": "y = a ⊙ b",
    "for i in range(len(a)):\n    a[i] -= s * b[i]\ny = 2 * a": "a <- a - sb\ny = 2a",
    "y = np.zeros((2, 3))\nfor i in range(len(c)):\n    for j in range(len(a)):\n"
    "        y[i][j] = c[i] * a[j]": "Y = cᵀa",
    "y = np.zeros((3, 2))\nfor i in range(len(M)):\n    for j in range(len(M[0])):\n"
    "        y[j, i] = M[i, j]": "Y = Mᵀ",
    "y = [0, 0]\nfor i in range(len(M)):\n    for j in range(len(a)):\n        y[i] += M[i][j] * a[j]": "y = Ma",
    "y = [0, 0, 0]\nfor i in range(len(M)):\n    for j in range(len(a)):\n        y[j] += M[i][j] * c[i]": "y = Mᵀc",
    "y = np.zeros((2, 2))\nfor i in range(len(M)):\n    for j in range(N.shape[1]):\n        for k in range(len(N)):\n"
    "            y[i][j] += M[i][k] * N[k][j]": "Y = MN",
    W_SUM + "y = [0, 0]\nfor i in range(len(M)):\n    y[i] = w_sum(a, M[i])": "y = Ma",
    W_SUM + "y = []\nfor row in M:\n    y.append(w_sum(row, a))": "y = Ma",
    "y = 0\nfor i in range(len(M)):\n    for j in range(len(M[0])):\n        y += M[i][j] * M[i][j]": "y = sum(M ⊙ M)",
}


@pytest.mark.parametrize("code", VALUE_BY_VALUE)
def test_a_loop_that_goes_value_by_value_is_read_as_whole_arrays(code: str) -> None:
    net = Formula(code, {"a": 3, "b": 3, "c": 2, "M": (2, 3), "N": (3, 2), "s": ()}, view="python")
    wanted = VALUE_BY_VALUE[code]
    assert net.letters().removeprefix("y means y\n").split("\n")[-len(wanted.split("\n")) :] == wanted.split("\n")
    room = {"np": np, **{name: np.copy(value) for name, value in GIVEN.items()}}
    exec(code, room)
    run = net.run({name: GIVEN[name] for name in net.checked.names.inputs})
    target = "Y" if wanted.startswith("Y") else "y"
    np.testing.assert_allclose(run[target], np.asarray(room["y"]), rtol=1e-12)


STAYS_A_LOOP = (
    "y = 0\nfor i in range(1, len(a)):\n    y += a[i]",
    "y = 0\nfor i in range(3):\n    y += a[i]",
    "y = 0\nfor i in range(len(a)):\n    y += a[i - 1]",
    "y = 0\nfor i in range(len(a)):\n    y += i * a[i]",
    "y = 0\nfor i in range(len(a)):\n    y = y * s + a[i]",
    "y = s\nfor i in range(len(a)):\n    y += a[i] + b[i]",
    "y = 0\nfor i in range(len(a)):\n    y += s",
    "y = 0\nz = b\nfor i in range(len(a)):\n    y += a[i]\n    z[i] = y",
    "for i in range(len(a)):\n    a[i] = a[0] + b[i]\ny = a",
    "for i in range(len(M)):\n    for j in range(len(M)):\n        M[i][j] = M[j][i] * s\ny = a",
    "y = b\nfor i in range(len(a)):\n    y[i] = a[i] if a[i] > 0 else 0",
    "y = b\nfor i in range(len(a)):\n    y[i] = f(a[i])",
    "y = b\nfor i in range(len(a)):\n    y.append(a[i])",
    "for i in range(len(a)):\n    pred = a[i] * s\n    s -= pred",
    "y = 1\nfor i in range(len(a)):\n    y *= a[i]",
    "y = []\nfor i in range(len(y)):\n    y.append(s * a[i])\nz = a",
    "y = []\nfor i in range(len(a)):\n    y.append(a[i] + y[i])\nz = a",
    "y = [0, 0, 0]\nfor i in range(len(a)):\n    y[i] = a[i] + y[i]",
    "y = [0, 0, 0]\nfor i in range(len(y)):\n    y[i] = y[i] * a[i]",
    "for i in range(len(a)):\n    a[i] = b[i]\n    a[i] = b[i]\nz = a",
    "for u, v in zip(a + b, b):\n    y = u",
    "y = b\nfor i in range(len(a)):\n    for j in range(len(b)):\n        y[i] += a[i] + b[j]",
    "y = b\nfor i in range(len(a)):\n    for j in range(len(b)):\n        y[i][j] = a[i]",
    "y = b\nfor i in range(len(a)):\n    for j in range(len(b)):\n        y.append(a[i] * b[j])",
    "y = b\nfor i in range(len(a)):\n    y[i] = g(a[i], b[i])",
    "def g(u, v):\n    while u: pass\ny = b\nfor i in range(len(a)):\n    y[i] = g(a[i], b[i])",
    "def g(u, v): return u.dot(v)\ny = [0, 0]\nfor i in range(len(M)):\n    y[i] = g(a + b, M[i])",
    "def g(u, v): return u.dot(v)\ny = [0, 0]\nfor i in range(len(M)):\n    y[i] = g(M[i], N[i])",
)


@pytest.mark.parametrize("code", STAYS_A_LOOP)
def test_a_loop_whose_turns_need_one_another_stays_one(code: str) -> None:
    messages = [problem.message for problem in Formula(code, view="python", check=False).problems]
    assert not [message for message in messages if "whole arrays" in message]
    assert messages


# ---------------------------------------------------------------------------------------------- what is hostile

HOSTILE = (
    '__import__("os").system("touch owned")',
    "().__class__.__bases__[0].__subclasses__()",
    "eval('1')",
    "exec('x = 1')",
    "open('/etc/passwd').read()",
    "x = (lambda f: f(f))(lambda f: f(f))",
    "x = [y for y in range(10**9)]",
    "@eval\ndef f(x): return x",
    "x = f'{open(1)}'",
    "9**9**9**9",
    "x = (y := 5)",
    "while True: pass",
    "import os; os.system('true')",
    "x = " + "(" * 10_000,
    "x = " + "-" * 10_000 + "1",
    "x = a" + " + a" * 50_000,
    "x = a" + ".dot(a)" * 3_000,
    "def f(x): return f(x)\ny = f(a)",
    "\n".join(["x0 = a"] + [f"x{i} = x{i - 1} + x{i - 1}" for i in range(1, 80)]),
    "def f(x):\n    y = x + x\n" + "    y = y + y\n" * 60 + "    return y\nz = f(a)",
    "x = \0",
    "class A(metaclass=B): x = 1",
    "async def f(): await x",
    "x = 1j + b''",
    "f(*a, **b)",
    "é" * 1000 + " = 1",
    "x = 10" + "0" * 6000,
    "\tx = 1\n  y = 2",
    "print 'hello'",
    "del x",
    "x = yield",
)


@pytest.mark.parametrize("code", HOSTILE, ids=lambda code: repr(code[:40]))
def test_hostile_python_gets_a_sentence_and_is_never_run(code: str) -> None:
    happened: list[str] = []

    def watch(event: str, arguments: Any) -> None:
        if not armed[0]:
            return
        loading = event == "exec" and str(getattr(arguments[0], "co_filename", "")).endswith(".py")  # a module
        if event.split(".")[0] in ("exec", "os", "subprocess", "socket") and not loading:
            happened.append(event)

    armed = [False]
    sys.addaudithook(watch)
    Formula("x = a.T", view="python")  # what is imported for it is imported
    armed[0] = True
    try:
        problems: Any = Formula(code, view="python", check=False).problems
    except FormulaError as error:
        problems = error.problems
    finally:
        armed[0] = False
    assert not happened
    for problem in problems:
        assert problem.message
        in_place(problem, code)


# ------------------------------------------------------------------------------------------------ what is written

SIZED = {
    "x : 2n + 1; y = x/√n": "n = (x.shape[-1] - 1) // 2",
    "x : n - 1; y = x/√n": "n = x.shape[-1] + 1",
    "A : 2 × 3n; B = A/n": "n = A.shape[1] // 3",
    "h : n; h = xW; y = h/n": "n = weights.shape[1]",
    "x : m + 1; y : n; z = (x + y)/n": "n = x.shape[-1]",
    "x : 3; y : n; z = (x + y)/n": "n = 3",
}


@pytest.mark.parametrize("formula", SIZED)
def test_a_size_is_read_off_an_array(formula: str) -> None:
    assert SIZED[formula] in Formula(formula).python().split("\n")


@pytest.mark.parametrize("formula", ["x : n + m; y = x/n", "x : n + m; z : n; y = x/m"])
def test_a_size_that_no_array_has_alone_comes_in(formula: str) -> None:
    lines = Formula(formula).python(module=True).split("\n")
    assert [line for line in lines if line.startswith("def ")] == [f"def forward(x, {formula[-1]}):"]


ADDED_UP = {
    ("W <- W + (-(xᵀd))", "x d"): ("weights += -x.T.dot(d)", "weights + -(xp.matrix_transpose(x) @ d)"),
    ("W <- W + (xᵀd)ᵀ", "x d"): ("weights += x.T.dot(d).T", "xp.matrix_transpose(xp.matrix_transpose(x) @ d)"),
    ("W <- W + xᵀd", "x"): ("weights += np.outer(np.sum(x, axis=0), d)", "xp.sum(x, axis=0)[:, None] * d"),
    ("W <- W + xᵀd", "d"): ("weights += np.outer(x, np.sum(d, axis=0))", "x[:, None] * xp.sum(d, axis=0)"),
    ("w <- w + (-d)", "d"): ("w += -np.sum(d, axis=0)", "w + -xp.sum(d, axis=0)"),
}


@pytest.mark.parametrize(("formula", "batch"), ADDED_UP)
def test_what_a_batch_changes_is_added_up(formula: str, batch: str) -> None:
    numpy, portable = ADDED_UP[formula, batch]
    assert Formula(formula).python(batch=batch.split()).endswith(numpy)
    assert Formula(formula).python(batch=batch.split(), backend="array-api").endswith(portable)


CALLS = {
    "np.dot(x, W)": "xW", "torch.matmul(x, W)": "xW", "torch.mm(A, B)": "AB", "torch.bmm(A, B)": "AB",
    "torch.mv(A, x)": "vectors are columns\nAx", "np.vdot(x, y)": "x · y", "np.inner(x, y)": "x · y",
    "np.outer(x, y)": "xᵀy", "torch.ger(x, y)": "xᵀy", "np.multiply(x, y)": "x ⊙ y", "torch.mul(x, y)": "x ⊙ y",
    "np.add(x, y)": "x + y", "np.subtract(x, y)": "x - y", "torch.sub(x, y)": "x - y", "np.divide(x, y)": "x/y",
    "np.true_divide(x, y)": "x/y", "torch.div(x, y)": "x/y", "np.greater(x, y)": "x > y", "np.less(x, y)": "x < y",
    "np.greater_equal(x, y)": "x ≥ y", "np.less_equal(x, y)": "x ≤ y", "np.power(x, 2)": "x²",
    "torch.pow(x, 2)": "x²", "np.transpose(W)": "Wᵀ", "np.transpose(W, (1, 0))": "Wᵀ", "torch.t(W)": "Wᵀ",
    "torch.transpose(W, 0, 1)": "Wᵀ", "np.negative(x)": "-x", "torch.neg(x)": "-x", "np.swapaxes(W, 0, 1)": "Wᵀ",
    "W.swapaxes(0, 1)": "Wᵀ", "np.swapaxes(W, i, j)": "Wᵀ",
    "np.matrix_transpose(W)": "Wᵀ", "np.concatenate([x, y])": "[x, y]",
    "np.concat([x, y])": "[x, y]", "torch.cat([x, y])": "[x, y]", "np.hstack([A, B])": "[A, B]",
    "np.vstack([A, B])": "[A; B]", "np.column_stack([A, B])": "[A, B]", "np.row_stack([A, B])": "[A; B]",
    "np.stack([x, y])": "[x; y]", "np.block([x, y])": "[x, y]", "scipy.special.expit(x)": "sigmoid(x)",
    "np.absolute(x)": "|x|", "np.fabs(x)": "|x|", "np.amax(x)": "max(x)", "np.amin(x)": "min(x)",
    "np.average(x)": "mean(x)", "F.log_softmax(x)": "logsoftmax(x)", "F.leaky_relu(x)": "leakyrelu(x)",
    "F.layer_norm(x)": "normalize(x)", "F.silu(x)": "silu(x)", "tf.reduce_sum(x)": "sum(x)",
    "tf.reduce_mean(x)": "mean(x)", "np.linalg.det(W)": "det(W)", "np.linalg.inv(W)": "inv(W)", "x.pow(2)": "x²",
    "x.square()": "x²", "x.mul(y)": "x ⊙ y", "x.add(y)": "x + y", "x.sub(y)": "x - y", "x.div(y)": "x/y",
    "x.outer(y)": "xᵀy", "W.det()": "det(W)", "W.inverse()": "inv(W)", "x.sin()": "sin(x)", "x.cos()": "cos(x)",
    "x.exp()": "exp(x)", "x.log()": "log(x)", "x.sqrt()": "√x", "x.abs()": "|x|", "x.norm()": "‖x‖",
    "W.trace()": "trace(W)", "np.diag(x)": "diag(x)", "W.sum(axis=0)": "colsum(W)", "W.sum(axis=1)": "rowsum(W)",
    "W.mean(axis=0)": "colmean(W)", "W.mean(dim=1)": "rowmean(W)", "np.asanyarray(x)": "x", "x.astype(float)": "x",
    "x.detach() + 1": "x + 1", "x.cpu() + 1": "x + 1", "x.clone() + 1": "x + 1", "torch.tensor(x) + 1": "x + 1",
    "np.ascontiguousarray(x) + 1": "x + 1", "x.contiguous() + 1": "x + 1", "x.requires_grad_() + 1": "x + 1",
}  # fmt: skip


@pytest.mark.parametrize("code", CALLS)
def test_an_operation_has_many_names_in_the_libraries_of_arrays(code: str) -> None:
    assert Formula(code, view="python").letters() == CALLS[code]


@pytest.mark.parametrize(
    ("formula", "batch", "line"),
    [
        ("y = x(α W)ᵀ", [], "y = x.dot(alpha * weights.T)"),
        ("d = xW - y; b <- b - dᵀᵀ", ["x"], "bias = bias - np.sum(d, axis=0)"),
        ("d = xW - y; W <- W - ((dᵀx) ⊙ M)ᵀ", ["x"],
         'weights = weights - np.sum(np.einsum("ki,km->kim", d, x) * M, axis=0).T'),
    ],
)  # fmt: skip
def test_what_is_scaled_or_added_up_over_datapoints_and_turned(formula: str, batch: list[str], line: str) -> None:
    lines = [each.strip() for each in Formula(formula).python(module=True, batch=batch).split("\n")]
    assert line in lines


@pytest.mark.parametrize("code", ["np.transpose(W, (0, 1))", "np.swapaxes(W, 1, 1)", "torch.transpose(W, 0, 0)"])
def test_what_turns_nothing_is_told(code: str) -> None:
    with pytest.raises(NotationError, match="these axes leave an array as it is"):
        Formula(f"y = {code}", view="python")


def test_what_has_no_letters_among_several_values_at_once_comes_in_from_outside() -> None:
    net = Formula("a, b = np.median(x), x\ny = a + b", view="python")
    assert net.letters() == "b = x\ny = a + b"
    said = [problem.message for problem in net.problems]
    assert said == ["the function median has no letters, so a comes in from outside"]


# What a word is likely to be called for: a matrix gets an uppercase letter, a vector a lowercase one, a number a Greek.
MATRICES = "matrix kernel embeddings embedding embed images mat queries query keys values"
VECTORS = "layer bias vector vec delta mask hidden state input output label labels target pred"
NUMBERS = (
    "alpha lr rate size count num number total eps epsilon beta gamma momentum decay prob keep threshold temperature"
    " temp scale step steps iteration iterations iter epoch epochs batch len length dim dims index idx reg lam scalar"
    " loss cost"
)
KINDS = {word: kind for kind, words in (("M", MATRICES), ("v", VECTORS), ("α", NUMBERS)) for word in words.split()}


@pytest.mark.parametrize("word", KINDS)
def test_a_word_has_a_letter_for_what_it_is_likely_to_be(word: str) -> None:
    letter = Formula(f"{word} + 1", view="python").letters().split("\n")[-1][0]
    kind = "α" if not letter.isascii() else "M" if letter.isupper() else "v"
    assert kind == KINDS[word] or (word, letter) == ("delta", "δ")
