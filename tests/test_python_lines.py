"""What people type in Python, line by line: what it is in letters, or why it is left out."""

from __future__ import annotations

import numpy as np
import pytest

from letternet import Formula
from letternet.read.ranks import hinted

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
    "s = np.vdot(x, y)": "s = x · y",
    "W -= alpha * x[:, None] @ d[None, :]": "W <- W - (α ⊙ xᵀ)d",
    "s = x[None, :] @ d[:, None]": "s = x · d",
    "Y = W @ x[:, None] @ d[None, :]": "vectors are columns\nY = Wxdᵀ",
    "z = W @ x[:, None]\nY = np.tanh(z) @ d[None, :]": "vectors are columns\nz = Wx\nY = tanh(z)dᵀ",
    "z = x[None, :] @ W\nY = d[:, None] @ -z": "z = xW\nY = dᵀ(-z)",
    "s = np.vdot(A, B)": "s = sum(A ⊙ B)",
    "Y = np.multiply.outer(x, y)": "Y = xᵀy",
    "m = 1 * (x > 0) + (b > 0)": "m = 1(x > 0) + (b > 0)",
    "m = (x > 0).astype(float) + (b > 0)": "m = (x > 0) + (b > 0)",
    "m = x > 0\nk = m.astype(int)\ns = k + m": "m = x > 0\nk = m\ns = k + m",
    "m = (x > 0).astype(bool)": "m = x > 0",
    "F.relu(x, inplace=True)\nz = 2 * x": "x <- relu(x)\nz = 2x",
    "x = F.relu(x, inplace=True)\nz = 2 * x": "x <- relu(x)\nz = 2x",
    "from scipy.special import softmax\ny = softmax(x)": "y = softmax(x)",
    "Y = scipy.special.softmax(X, axis=1)": "Y = softmax(X)",
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
    "y = (x > 0) + (b > 0)\nz = a": ("+ of two comparisons is “or” in NumPy", "y"),
    "y = np.add(x > 0, b > 0)\nz = a": ("+ of two comparisons is “or” in NumPy", "y"),
    "y = (x > 0) @ (b > 0)\nz = a": ("a product @ of two comparisons is true or false", "y"),
    "y = (x > 0) * (c > 0) + (b > 0).T\nz = a": ("+ of two comparisons", "y"),
    "y = x.astype(bool)\nz = a": ("what is true has no letters", "y"),
    "y = np.add.outer(x, b)\nz = a": ("add.outer has no letters", "y"),
    "y = np.exp.outer(x, b)\nz = a": ("exp.outer has no letters", "y"),
    "y = np.matrix(x)\nz = a": ("of np.matrix * is the matrix product", "y"),
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
