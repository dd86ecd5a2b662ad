"""What cannot be read is told as a teacher would: what is written here, at its place, with the line that was meant."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from mistakes import SLIPS
from strategies import Drawn, programs, texts

from letternet import Formula, FormulaError
from letternet.functions import FUNCTIONS
from letternet.problems import Problem, errors
from letternet.read import callings, retell
from letternet.read.elsewhere import LAST, LINES, PLACES, Row
from letternet.write.letters import letters

JARGON = re.compile(
    r"\b(operands?|ax[ei]s|broadcast\w*|tensors?|tokens?|unexpected|EOF|syntax|parse\w*)\b", re.IGNORECASE
)


def told(text: str, **options: Any) -> list[Problem]:
    """What stops a program."""
    try:
        return errors(Formula(text, view="letters", check=False, **options).problems)
    except FormulaError as error:
        return errors(error.problems)


def marked(text: str, problem: Problem) -> str:
    """What stands over the carets."""
    start, end = problem.span
    return text.split("\n")[problem.line - 1][start:end]


def canonical(text: str) -> str:
    return Formula(text, check=False).letters()


# ------------------------------------------------------------------------- one case for each kind of slip

# what is typed, the code, what is marked, the first way out ("" for none)
CASES = (
    # -- functions of other spellings
    ("soft_max(x)", "E0101", "soft_max", "softmax(x)"),
    ("12 = l0W0", "E0104", "12", "l2 = l0W0"),
    ("A ∈ ℝ³ˣⁿᵐ", "E0108", "ⁿᵐ", ""),
    ("y = 2)", "E0103", ")", "y = 2"),
    ("y = x + rleu(x) + 2", "E0101", "rleu", "y = x + relu(x) + 2"),
    ("leaky_relu(l0)", "E0101", "leaky_relu", "leakyrelu(l0)"),
    ("l1 = relu2deriv(l0)", "E0101", "relu2deriv", "l1 = relu'(l0)"),
    ("tanh2deriv(x)", "E0101", "tanh2deriv", "tanh'(x)"),
    ("y = sigmoid_derivative(x)", "E0101", "sigmoid_derivative", "y = sigmoid'(x)"),
    ("relu_prime(x)", "E0101", "relu_prime", "relu'(x)"),
    ("drelu(x)", "E0101", "drelu", "relu'(x)"),
    ("np.tanh(x)", "E0101", "np.tanh", "tanh(x)"),
    ("torch.relu(x)", "E0101", "torch.relu", "relu(x)"),
    ("F.relu(l0)", "E0101", "F.relu", "relu(l0)"),
    ("tf.nn.relu(x)", "E0101", "tf.nn.relu", "relu(x)"),
    ("jnp.tanh(x)", "E0101", "jnp.tanh", "tanh(x)"),
    ("y = nn.ReLU()(xW)", "E0101", "nn.ReLU()", "y = relu(xW)"),
    ("RELU(x)", "E0101", "RELU", "relu(x)"),
    ("softmax_j(xW)", "E0101", "softmax_j", "softmax(xW)"),
    ("relu1(x)", "E0101", "relu1", "relu(x)"),
    ("avg(x)", "E0101", "avg", "mean(x)"),
    ("log_2(x)", "E0101", "log_2", "log(x)/log(2)"),
    ("sinh(x)", "E0101", "sinh", "(exp(x) - exp(-x))/2"),
    ("arctan(x)", "E0101", "arctan", ""),
    ("np.rleu(x)", "E0101", "np.rleu", "relu(x)"),
    ("np.fooo(x)", "E0101", "np.fooo", ""),
    ("nn.Foo()(x)", "E0101", "nn.Foo", ""),
    ("np.tanh(x]", "E0101", "np.tanh", "tanh(x)"),
    ("y = x).sum()", "E0103", ")", "y = sum(x)"),
    # -- products and the like as functions
    ("l0.dot(W0)", "E0101", ".dot", "l0W0"),
    ("np.dot(l0, W0)", "E0101", "np.dot", "l0W0"),
    ("np.matmul(x, W)", "E0101", "np.matmul", "xW"),
    ("torch.mm(A, B)", "E0101", "torch.mm", "AB"),
    ("matmul(x, W)", "E0101", "matmul", "xW"),
    ("y = np.dot(np.dot(x, W), V) + b", "E0101", "np.dot", "y = xWV + b"),
    ("y = (x + z).dot(W)", "E0101", ".dot", "y = (x + z)W"),
    ("A = np.dot(x, W).T", "E0101", "np.dot", "A = (xW).T"),
    ("np.maximum(x, 0)", "E0101", "np.maximum", "max(x, 0)"),
    ("transpose(W1)", "E0101", "transpose", "W1ᵀ"),
    ("W1.transpose()", "E0101", ".transpose", "W1ᵀ"),
    ("np.transpose(W1)", "E0101", "np.transpose", "W1ᵀ"),
    ("d = z t(W1)", "E0101", "t", "d = z W1ᵀ"),
    ("dotproduct(x, y)", "E0101", "dotproduct", "dot(x, y)"),
    ("concat(x, y)", "E0101", "concat", "[x, y]"),
    ("np.concatenate([x, y])", "E0101", "np.concatenate", "[x, y]"),
    ("np.vstack([A, B])", "E0101", "np.vstack", "[A; B]"),
    ("square(x)", "E0101", "square", "x²"),
    ("pow(x, 2)", "E0101", "pow", "x^2"),
    ("vstack(x)", "E0101", "vstack", ""),
    ("y = x.copy() W", "E0101", ".copy", "y = x W"),
    ("sum(x + y, axis=1)", "E0101", "(x + y, axis=1)", ""),
    ("multiply(x, y)", "E0101", "multiply", "x ⊙ y"),
    ("hadamard(x + y, z)", "E0101", "hadamard", "(x + y) ⊙ z"),
    ("x.sum()", "E0101", ".sum", "sum(x)"),
    ("s = sum(W, axis=0)", "E0101", "(W, axis=0)", "s = colsum(W)"),
    ("y = softmax(x W + b, dim=1)", "E0101", "(x W + b, dim=1)", "y = softmax(x W + b)"),
    ("y = x.shape[0]", "E0101", ".shape", ""),
    ("A = np.array([[1, 2], [3, 4]])", "E0101", "np.array", "A = [1 2; 3 4]"),
    # -- what comes in, words of programs
    ("W0 = randn(3, 4)", "E0101", "randn", "W0 : 3 × 4"),
    ("W0 = 2*np.random.random((3, 4)) - 1", "E0101", "random", "W0 : 3 × 4"),
    ("b = zeros(3)", "E0101", "zeros", "b : 3"),
    ("y = np.zeros(3)x", "E0101", "np.zeros", ""),
    ("return l1", "E0103", "return", "l1"),
    ("print(l1)", "E0101", "print", "l1"),
    ("if x > 0", "E0103", "if x > 0", ""),
    ("y = x if x > 0 else 0", "E0103", "y = x if x > 0 else 0", "y = x ⊙ (x > 0)"),
    ("for i in 3: x", "E0107", "for", ""),
    ("y = x for", "E0107", "for", ""),
    ("def f(x): return xW", "E0103", "def f(x): return xW", "f(x) = xW"),
    ("lambda x: xW", "E0103", "lambda x: xW", "f(x) = xW"),
    ("f = @(x) xW", "E0103", "f = @(x) xW", "f(x) = xW"),
    ("let y = xW", "E0103", "let", "y = xW"),
    # -- brackets of a call
    ("relu[l0W0]", "E0103", "relu[", "relu(l0W0)"),
    ("relu{l0W0}", "E0103", "relu{", "relu(l0W0)"),
    ("l1 = relu l0W0", "E0103", "relu", "l1 = relu(l0W0)"),
    ("y = tanh xW + b", "E0103", "tanh", "y = tanh(xW + b)"),
    ("y = tanh x(W", "E0103", "(", "y = tanh(x(W))"),
    # -- words and digits as names
    ("layer_1 = relu(layer_0 weights_0)", "E0103", "layer_1", "l1 = relu(l0 W0)"),
    ("hidden = xW", "E0103", "hidden", "h means hidden; h = xW"),
    ("output = xW", "E0103", "output", "y means output; y = xW"),
    ("hidden = xW; output = hidden V", "E0103", "hidden", "h means hidden; y means output; h = xW; y = h V"),
    ("lO = x; l1 = lOW0", "E0104", "lO", "l0 = x; l1 = l0W0"),
    ("12 = relu(11W1)", "E0104", "12", "l2 = relu(l1W1)"),
    ("l[1] = relu(l[0]W[0])", "E0103", "l[1]", "l1 = relu(l0W0)"),
    ("a^{[1]} = tanh(a^{[0]}W^{[1]})", "E0103", "a^{[1]}", "a1 = tanh(a0W1)"),
    # -- signs
    ("d = zW1^t", "E0103", "^t", "d = zW1^T"),
    ("d = zW1'", "E0104", "W1'", "d = zW1ᵀ"),
    ("l1 == l0W0", "E0103", "==", "l1 = l0W0"),
    ("l1 := l0W0", "E0103", ":=", "l1 = l0W0"),
    ("l1 -> l0W0", "E0103", "->", "l1 = l0W0"),
    ("l1 => l0W0", "E0103", "=>", "l1 = l0W0"),
    ("xW -> y", "E0103", "->", "y = xW"),
    ("xW = y", "E0106", "xW", "y = xW"),
    ("y = x ** 2", "E0103", " ** 2", "y = x²"),
    ("y = A.*B", "E0103", ".*", "y = A ⊙ B"),
    ("y = xW ++ b", "E0103", "++", "y = xW + b"),
    ("e = ||x - y||", "E0103", "||x - y||", "e = ‖x - y‖"),
    ("l1 = l0 . W0", "E0103", " . ", "l1 = l0 · W0"),
    ("l1 = l0 × W0", "E0103", " × ", "l1 = l0W0"),
    ("y = e^x", "E0101", "e^x", "y = exp(x)"),
    ("W = W - α G", "E0111", "W", "W <- W - α G"),
    ("l1 = relu(l0W0); l1 = l1W1", "E0110", "l1", "l1 = relu(l0W0); l2 = l1W1"),
    ("l1 = relu(l0W0),", "E0103", ",", "l1 = relu(l0W0)"),
    ("l1 = l0W0 // layer", "E0103", " // layer", "l1 = l0W0  # layer"),
    ("l1 = l0W0 % layer", "E0103", " % layer", "l1 = l0W0  # layer"),
    ("l1 = relu(l0W0), l2 = l1W1", "E0103", "l1 = relu(l0W0), l2 = l1W1", "l1 = relu(l0W0); l2 = l1W1"),
    ("y = x × 3", "E0103", " × ", "y = x · 3"),
    ("y = α/-β x", "E0102", "α/-β x", "y = (α/-β)x"),
    ("y = α/β γ x", "E0102", "α/β γ x", "y = (α/β)γ x"),
    ("y = 1.5e1x", "E0102", "1.5e1", "y = 15x"),
    ("y = 1e999", "E0102", "1e999", "y = 1 e999"),
    ("y = x_\\foo", "E0103", r"\foo", ""),
    # -- brackets
    ("relu(l0W0", "E0103", "(", "relu(l0W0)"),
    ("[x, y", "E0103", "[", "[x, y]"),
    ("‖x", "E0103", "‖", "‖x‖"),
    ("‖‖x‖", "E0103", "‖", "‖x‖"),
    ("|x", "E0103", "|", "|x|"),
    ("relu(x]", "E0103", "]", "relu(x)"),
    ("l1 = relu(l0W0))", "E0103", ")", "l1 = relu(l0W0)"),
    ("l1 = relu(l0W0; l2 = l1W1", "E0103", "(", "l1 = relu(l0W0); l2 = l1W1"),
    ("y = {x + z}W", "E0103", "{x + z}", "y = (x + z)W"),
    # -- sizes and values
    ("vectors are collumns; Wx", "E0103", "collumns", "vectors are columns; Wx"),
    ("α : numbr", "E0103", "numbr", "α : number"),
    ("α : scalar", "E0103", "scalar", "α : number"),
    ("x : R^3", "E0103", "x : R^3", "x ∈ ℝ^3"),
    ("W : R^{3x4}", "E0103", "W : R^{3x4}", "W ∈ ℝ^{3×4}"),
    ("W0 : (3, 4)", "E0103", "W0 : (3, 4)", "W0 : 3 × 4"),
    ("W0 : 3, 4", "E0103", "W0 : 3, 4", "W0 : 3 × 4"),
    ("W0 : [3, 4]", "E0103", "W0 : [3, 4]", "W0 : 3 × 4"),
    ("W0 : 3 by 4", "E0103", "W0 : 3 by 4", "W0 : 3 × 4"),
    ("W0.shape = (3, 4)", "E0103", "W0.shape = (3, 4)", "W0 : 3 × 4"),
    ("x = [1 0 1", "E0103", "x = [1 0 1", "x = [1 0 1]"),
    ("x = (1, 0, 1)", "E0103", "x = (1, 0, 1)", "x = [1 0 1]"),
    ("α = 0,01", "E0103", "α = 0,01", "α = 0.01"),
    # -- papers
    ("sum_i x_i", "E0101", "sum_i x_i", "sum(x)"),
    ("y = sum_i x_i y_j", "E0101", "sum_i x_i y_j", ""),
    (r"y = \sum_{i=1}^{n} x_i w_i", "E0101", r"\sum_{i=1}^{n} x_i w_i", "y = x · w"),
    ("X = E[i]", "E0103", "E[i]", "X = pick(E, i)"),
    ("y = l0[0]", "E0103", "l0[0]", ""),
    (r"y = \ReLU(xW)", "E0101", r"\ReLU", "y = relu(xW)"),
    (r"y = \operatorname{ReLU}(xW)", "E0101", r"\operatorname{ReLU}", "y = relu(xW)"),
    (r"y = \mathbf{x}\mathbf{W}", "E0103", r"\mathbf{x}", "y = xW"),
    (r"y = \boldsymbol{W}x", "E0103", r"\boldsymbol{W}", "vectors are columns; y = Wx"),
    (r"y = \simga(x)", "E0103", r"\simga", r"y = \sigma(x)"),
    (r"y = \frac{a}{b}", "E0103", r"\frac{a}{b}", "y = a/b"),
    (r"y = \hat{x}W", "E0103", r"\hat{x}", "y = x_{hat}W"),
)


@pytest.mark.parametrize(("text", "code", "mark", "way_out"), CASES, ids=[case[0] for case in CASES])
def test_a_slip_has_its_code_its_place_and_its_way_out(text: str, code: str, mark: str, way_out: str) -> None:
    problem, *others = told(text)
    assert not others
    assert (problem.code, marked(text, problem)) == (code, mark)
    assert [fix.formula for fix in problem.fixes[:1]] == ([way_out] if way_out else [])


@pytest.mark.parametrize("text", [*(case[0] for case in CASES), *(slip[0] for slip in SLIPS)])
def test_a_slip_is_told_in_one_plain_sentence(text: str) -> None:
    for problem in told(text):
        assert 0 < len(problem.message) <= 110
        assert not problem.message[0].isupper() or problem.message[0] in text
        assert not JARGON.search(problem.message.replace(text, ""))
        assert not problem.message.endswith(".")
        check_ways_out(text, problem)


def check_ways_out(text: str, problem: Problem) -> None:
    """Every way out is the text with its edits, differs from it, and leaves nothing wrong."""
    assert len(problem.fixes) <= 3
    for fix in problem.fixes:
        assert fix.message
        assert fix.formula == with_edits(text, fix.edits) != text
        assert told(fix.formula, dims=fix.dims) == []


def with_edits(text: str, edits: tuple[tuple[int, int, str], ...]) -> str:
    """A text with some stretches replaced; where two overlap, the first one counts."""
    kept: list[tuple[int, int, str]] = []
    for edit in edits:
        if all(edit[1] <= e[0] or e[1] <= edit[0] for e in kept) and edit not in kept:
            kept.append(edit)
    for start, end, new in sorted(kept, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def softmax(x: Any) -> Any:
    return np.exp(x) / np.exp(x).sum()


# what functions of one vector, and of two, are called elsewhere, and what they give there
OF_ONE: dict[str, Callable[[Any], Any]] = {
    "square sqr squared": np.square,
    "reciprocal": np.reciprocal,
    "negative neg": np.negative,
    "cbrt": lambda x: x ** (1 / 3),
    "rsqrt": lambda x: 1 / np.sqrt(x),
    "log2": np.log2,
    "log10": np.log10,
    "log1p": np.log1p,
    "expm1": np.expm1,
    "relu6": lambda x: np.clip(x, 0, 6),
    "std": np.std,
    "var variance": np.var,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tan": np.tan,
    "hardtanh": lambda x: np.clip(x, -1, 1),
    "mish": lambda x: x * np.tanh(np.log(1 + np.exp(x))),
    "softsign": lambda x: x / (1 + np.abs(x)),
    "logsigmoid": lambda x: np.log(sigmoid(x)),
    "logsumexp": lambda x: np.log(np.exp(x).sum()),
    "identity transpose trans": lambda x: x,
    "fabs absolute": np.abs,
    "average": np.mean,
    "expit sig sigm logsig sigmoidal": sigmoid,
    "rectifier rect poslin relux": lambda x: np.maximum(x, 0),
    "tansig th hyperbolictangent tanhyp": np.tanh,
    "softargmax": softmax,
    "layernorm standardize zscore": lambda x: (x - x.mean()) / x.std(),
    "squareroot root sqroot": np.sqrt,
    "magnitude np.l2norm": np.linalg.norm,
    "exponential": np.exp,
    "amax": np.max,
    "amin": np.min,
    "leaky lerelu": lambda x: np.where(x > 0, x, 0.01 * x),
    "softp": lambda x: np.log(1 + np.exp(x)),
    "diagonal": np.diag,
}
OF_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "multiply hadamard elementwise mult times emul": np.multiply,
    "add plus": np.add,
    "subtract minus sub": np.subtract,
    "divide div truedivide": np.divide,
    "dotproduct innerproduct inner vdot dotprod scalarproduct": np.dot,
    "outerproduct ger": np.outer,
    "mse msr mseloss": lambda x, z: np.mean((x - z) ** 2),
}
GIVEN = ([0.5, 2.5, 7.5], [-1.5, 0.5, 7.5])


def offered_for(text: str) -> str:
    (problem,) = told(text)
    return problem.fixes[0].formula


@pytest.mark.parametrize("names", OF_ONE)
def test_a_function_that_is_written_otherwise_gives_what_it_gives_elsewhere(names: str) -> None:
    for name in names.split():
        formula = Formula(offered_for(f"y = {name}(x)"), dims={"x": 3})
        for x in np.array(GIVEN):
            with np.errstate(all="ignore"):
                wanted = OF_ONE[names](x)
            if np.isfinite(wanted).all():
                np.testing.assert_allclose(formula.run(x=x)["y"], np.squeeze(wanted), rtol=1e-4)


@pytest.mark.parametrize("names", OF_TWO)
def test_a_function_of_two_that_is_written_otherwise_gives_what_it_gives_elsewhere(names: str) -> None:
    x, z = np.array(GIVEN)
    for name in names.split():
        np.testing.assert_allclose(Formula(offered_for(f"y = {name}(x, z)")).run(x=x, z=z)["y"], OF_TWO[names](x, z))


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        *((f"y = {name}(x + h, W)", "y = (x + h)W") for name in "matmul mm mv bmm mmul matvec vecmat".split()),
        *((f"Y = {name}(W)", "Y = Wᵀ") for name in ("permute", "swapaxes", "transpose", "transposed", "trans")),
        ("y = pow(x + h, 2)", "y = (x + h)^2"),
        ("y = power(x, α)", "y = x^α"),
        ("y = clip(x, 0, 1)", "y = min(max(x, 0), 1)"),
        ("y = clamp(x, 0, 1)", "y = min(max(x, 0), 1)"),
        *((f"y = {name}(W, i)", "y = pick(W, i)") for name in ("gather", "lookup", "take", "indexselect")),
        *((f"y = {name}(x, h)", "y = [x, h]") for name in "concat concatenate cat hstack horzcat".split()),
        *((f"y = {name}(x, h)", "y = [x, h]") for name in "append join concatenation hcat".split()),
        *((f"Y = {name}(A, B)", "Y = [A; B]") for name in "vstack vertcat rowstack stack vcat".split()),
        ("Y = torch.cat((A, B), dim=0)", "Y = [A; B]"),
        ("Y = torch.cat((A, B), dim=1)", "Y = [A, B]"),
        ("Y = np.concatenate([A, B])", "Y = [A; B]"),
        ("y = np.concatenate([x, h])", "y = [x, h]"),
        *((f"x = {name}([1, 2])", "x = [1 2]") for name in "array tensor asarray constant tuple np.matrix".split()),
    ],
)
def test_what_is_called_otherwise_is_offered_as_it_is_written_here(text: str, offered: str) -> None:
    assert offered_for(text) == offered


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("y = reshape(x)", "values keep their shape here"),
        ("y = flatten(x)", "values keep their shape here"),
        ("y = argmax(x)", "there is no function for the place of the largest value"),
        ("y = size(x)", "a size is declared, x : n"),
        ("y = dropout(x)", "dropout is a product value by value with a mask"),
        ("y = bce(x, z)", "there is no function for the cross-entropy"),
        ("y = arctan(x)", "the inverses of sin, cos and tanh are not in the notation"),
        ("y = selu(x)", "that function is not in the notation"),
        ("y = cumsum(x)", "there is no function for that; values are added up with sum(x)"),
        ("y = floor(x)", "there is no rounding"),
        ("y = where(x, z, h)", "a choice value by value is a comparison"),
        ("y = conv2d(x)", "layers of that kind are written out as formulas"),
        ("W = randn(3, 4)", "values come in when the formula runs; their size is declared"),
        ("W = np.zeros(3)", "values come in when the formula runs; their size is declared"),
        ("y = Relu(x)", "functions are written in lowercase: relu"),
        ("y = np.exp(x)", "functions are written without a prefix: exp"),
        ("y = relu_prime(x)", "the slope of relu is written relu'"),
        ("y = np.tahn(x)", "there is no function tahn; did you mean tanh?"),
        ("y = np.qqqq(x)", "there is no function qqqq"),
        ("y = cat(x)", "things are joined in square brackets"),
        ("x = array([1, 2])", "values are typed in square brackets"),
    ],
)
def test_what_is_not_here_is_said_with_what_is(text: str, begin: str) -> None:
    (problem,) = told(text)
    assert problem.message.startswith(begin)


def test_what_was_meant_is_mostly_offered_and_mostly_first() -> None:
    first = among = 0
    for wrong, right, _ in SLIPS:
        offered = [canonical(fix.formula) for problem in told(wrong) for fix in problem.fixes]
        first += offered[:1] == [canonical(right)]
        among += canonical(right) in offered
    assert first >= 0.82 * len(SLIPS)
    assert among >= 0.85 * len(SLIPS)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("y = [x, hW", ["y = [x, h]W", "y = [x, hW]"]),
        ("e = sum((l2 - y²)", ["e = sum((l2 - y²))", "e = sum((l2 - y)²)", "e = sum(l2 - y²)"]),
        ("e = sum(l2 - y)²)", ["e = sum(l2 - y)²", "e = sum((l2 - y)²)"]),
        ("h = tanh([x, h0W + b)", ["h = tanh([x, h0]W + b)", "h = tanh([x, h0W + b])"]),
        ("s = ‖x/3", ["s = ‖x/3‖", "s = ‖x‖/3"]),
        ("l2 = relu((l0W0)W1", ["l2 = relu((l0W0)W1)", "l2 = relu(l0W0)W1"]),
        ("l1 = relu(l0W0 + b0", ["l1 = relu(l0W0 + b0)", "l1 = relu(l0W0) + b0"]),
        ("y = tanh xW + b", ["y = tanh(xW + b)", "y = tanh(xW) + b"]),
        ("l2 = 11W1", ["l2 = l1W1", "l2 = 11 W1"]),
        ("y = x × w", ["y = x ⊙ w"]),
    ],
)
def test_where_two_things_may_be_meant_both_are_offered(text: str, offered: list[str]) -> None:
    assert [fix.formula for problem in told(text) for fix in problem.fixes] == offered


@pytest.mark.parametrize(
    "text",
    [
        "l, e, a, k, y_r : number; y = leaky_relu(x)",
        "[x]",
        "x_tU",
        "α(x + y)",
        "f(x) = softmax(x); f(x)",
        "relu(x) = max(x, 0); relu(z)",
        "y = relu\\left(xW\\right)",
        "l means return; l0",
        "W0 : 3x4",
        "x ∈ ℝ^3",
        "W ∈ R^{3*4}",
        "i, f : number; i f x_t > 0",
        "r, e, t, u, n : number; return l1",
        "s, u, m_i : number; sum_i x_i",
        "E[i]; vectors are columns",
        "vectors are columns; ABc(x + y)ᵀ",
    ],
)
def test_what_only_looks_like_a_slip_is_read(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("y = xh", "x and h are both rows, and two rows have no product"),
        ("A = WX; W : 3 × 4; X : 5 × 2", "X needs 4 rows, but it has 5"),
        ("O = x; y = lO", "l and O are both rows, and two rows have no product"),
        ("f(x, x) = x", "two arguments of f have the same name"),
        ("π = 3", "π is the number 3.14159…, so it cannot be defined"),
        ("x, π : 3", "π is the number 3.14159…, so it has no size"),
        ("A ∈ ℝ³ˣⁿᵐ", "ⁿᵐ is not a size"),
        ("x : n + x", "x stands between two sizes, so no size is called x"),
        ("x_{a?b}", "an index is made of letters and digits: l_0, h_t, W_{ih}"),
        (r"x_\odot", r"\odot is not a Greek letter"),
        (r"x^\odot", r"\odot is not a Greek letter"),
        ("x = [1 1e999]", "1e999 is too large for a 64-bit number"),
        ("1e-500", "1e-500 is not clear: written out, the number has more than 50 digits; as letters it is 1 e - 500"),
        ("a = a", "a is defined by itself; an update is written a <- …"),
        ("y = α/β x", "α/β x has two readings: (α/β)x and α/(β x)"),
        ("y = foo[x]W", "f and o are both rows, and two rows have no product"),
        ("h : 5; x : 3; W : 3 × 2; y = h x W", "h and x are both rows, and two rows have no product"),
        ("t : number; A : 2 × 3; z : 5; y = z A^t", "A^t needs 5 rows, but it has 2"),
        ("W : 2 × 3 × 4", "a vector has one size and a matrix two; more are not in the notation"),
        ("y = [" + "1" * 101 + "]", "a number has at most 100 digits"),
        ("f(x, 2) = x", "left of = stands one name, l1 = …, or a function of names, f(x) = …"),
        ("y = x < - W<-2", "<- updates a letter; a comparison with a negative value is written < -"),
        ("x : 2.5", "a size is a whole number from 1 up, not 2.5"),
        ("x ∈ ℝ⁰", "a size is a whole number from 1 up, not ⁰"),
        ("W ∈ ℝ³ˣ⁰", "a size is a whole number from 1 up, not ⁰"),
        ("x ∈ ℝ^0", "a size is a whole number from 1 up, not 0"),
        ("W ∈ ℝ^{0×3}", "a size is a whole number from 1 up, not 0"),
        ("y = xW +", "something is missing after +; a correct example: l1 = l0W0 + b0"),
        ("l0 :", "after : comes a size; a correct example: l0 : 3; W0 : 3 × 4; α : number"),
        ("y = rleu(x)", "there is no function rleu"),
        ("y = dot(x)", "dot takes 2 arguments, but here it has 1"),
        ("h_t = h_{t-1}W", "h_{t-1}: an index that calculates is not there yet; write each step with its own name"),
    ],
)
def test_what_is_wrong_otherwise_keeps_its_own_sentence(text: str, sentence: str) -> None:
    assert [problem.message for problem in told(text)] == [sentence]


IN_FRONT = "a number that multiplies stands in front or in brackets"
COMMAS = "between things that are joined stand commas"


@pytest.mark.parametrize(
    ("text", "sentence", "ways_out"),
    [
        ("(a + b)2", f"(a + b)2 is not clear: {IN_FRONT}", ["2(a + b)"]),
        ("x 2", f"x 2 is not clear: {IN_FRONT}", ["x2", "2x"]),
        ("xW 2", f"xW 2 is not clear: {IN_FRONT}", ["2xW"]),
        ("[x 2]", f"x 2 is not clear: {COMMAS}", ["[x, 2]"]),
        ("[h, x 2]", f"x 2 is not clear: {COMMAS}", ["[h, x, 2]"]),
        ("[h; x 2]", f"x 2 is not clear: {COMMAS}", ["[h; x, 2]"]),
        ("α/b c", "α/b c has two readings: (α/b)c and α/(b c)", []),
        ("α/-β x", "α/-β x has two readings: (α/-β)x and α/(-β x)", ["(α/-β)x", "α/(-β x)"]),
        ("α/β x W", "α/β x W has two readings: (α/β)x W and α/(β x W)", ["(α/β)x W", "α/(β x W)"]),
        ("[a -b]", "a -b has two readings inside [ ]: a, -b and (a -b)", ["[a, -b]", "[(a -b)]"]),
        ("[relu(x) -b]", "relu(x) -b has two readings inside [ ]: relu(x), -b and (relu(x) -b)",
         ["[relu(x), -b]", "[(relu(x) -b)]"]),
        ("[a (b)]", "a (b) has two readings inside [ ]: a, (b) and (a (b))", ["[a, (b)]"]),
        ("[a b]", "a b has two readings inside [ ]: a, b and (a b)", ["[a, b]"]),
        ("2e5x", "2e5 has two readings: 200000 and 2 e5", ["200000x"]),
        ("1e-3", "1e-3 has two readings: 0.001 and 1 e - 3", ["0.001", "1 e - 3"]),
    ],
)  # fmt: skip
def test_what_has_two_readings_is_told_with_both(text: str, sentence: str, ways_out: list[str]) -> None:
    (problem,) = told(text)
    assert (problem.code, problem.message) == ("E0102", sentence)
    assert [fix.formula for fix in problem.fixes] == ways_out


def test_a_line_that_is_right_is_never_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retell, "retold", lambda *_: pytest.fail("looked at"))
    Formula("l2 = relu(l0W0)W1; x : 3 x 4; y = x")


def test_one_line_is_told_anew_and_the_others_stay_as_they_are() -> None:
    text = "l1 = np.tanh(l0W0)\nl2 = l1W1\nl3 = rleu(l2W2)  # last"
    one, other = told(text)
    assert (one.line, other.line) == (1, 3)
    assert one.fixes[0].formula == "l1 = tanh(l0W0)\nl2 = l1W1\nl3 = relu(l2W2)  # last"


def test_in_a_long_text_a_slip_is_told_without_looking_for_all_that_is_meant() -> None:
    line = "y = np.dot(np.dot(x, W), V) + b"
    long, longer = (told(f"# {'c' * length}\n{line}") for length in (90_000, 150_000))
    assert long[0].message == longer[0].message
    assert [fix.formula.split("\n")[1] for fix in long[0].fixes] == ["y = xWV + b"]
    assert not longer[0].fixes


def test_what_nobody_sees_is_left_out_all_at_once() -> None:
    problem = told("\ufeffy = x\u200bW\u00ad")[0]
    assert problem.message == "the character U+FEFF is not part of the notation"
    assert [fix.formula for fix in problem.fixes] == ["y = xW"]


# ------------------------------------------------------------------------------------------------ the tables

ROWS: tuple[Row, ...] = (*LINES, *PLACES, *LAST)
SENTENCES = [
    *(row.sentence for row in ROWS),
    *(sentence for _, _, sentence in callings.WRITTEN.values()),
    *callings.NOT_HERE.values(),
]


@pytest.mark.parametrize("sentence", dict.fromkeys(SENTENCES))
def test_the_sentence_of_a_row_is_plain(sentence: str) -> None:
    assert 10 < len(sentence) <= 110
    assert not JARGON.search(sentence)
    assert not sentence.endswith(".")


def test_every_function_of_the_tables_is_one_of_the_notation() -> None:
    assert set(callings.ALSO.values()) <= set(FUNCTIONS)
    assert not set(callings.ALSO) & set(FUNCTIONS)
    assert not {*callings.WRITTEN, *callings.NOT_HERE, *callings.SIDE, *callings.ON_TOP} & set(FUNCTIONS)


HOSTILE = [
    " ", "\t", "x", "xy ", "(", ")", "[", "]", "{", "}", "‖", "|", "||", "'", '"', "\\", "\\mathbf{", "\\frac{", "^",
    "=", "==", "a = ", "->", "<-", "*", "**", ".*", ".", ",", ", ", ",,", ":", "if ", " else ", "a if b else ",
    "np.", "np.dot(", "relu(", "relu ", "relu[", "x.dot(", "x.sum()", "layer_1 ", "ab_cd_", "1", "0,", "11W", "lO",
    "//", "/*", "[1 ", "(1, ", "W^t", "x₁", "é", "\x1b[31m", "\u202e", "e^{", "word word ", "^{(1)}", "x x ", "++",
    "_", "×", "%", "~", "sum_i x_i ", "\\sum_i x_i ", "<x, ", "?", "::", "ab", "x[0]", "W{1}", "-- ", "rleu(x) ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("front", ["", "y = ", "W : ", "x = [", "f(x) = "])
def test_much_of_one_thing_is_answered_with_little_work(piece: str, front: str) -> None:
    text = front + piece * (500 // len(piece))
    for problem in told(text):
        assert problem.message.isprintable()
        for fix in problem.fixes:
            assert told(fix.formula) == []


# ------------------------------------------------------------------------------------------------------ laws


def slipped(text: str, chance: random.Random) -> str:
    """A text with one character deleted, doubled or changed, or one bracket removed."""
    brackets = [i for i, c in enumerate(text) if c in "()[]‖|"]
    way = chance.randrange(4)
    at = chance.choice(brackets) if way == 3 and brackets else chance.randrange(len(text))
    new = {0: "", 1: text[at] * 2, 2: chance.choice("aWl10 +-()[]'^_,.;:=\\|‖²ᵀα"), 3: ""}[way]
    return text[:at] + new + text[at + 1 :]


@given(programs(), st.randoms(use_true_random=False))
def test_one_slip_in_a_right_program_is_told_at_a_place_with_ways_out_that_are_ones(
    drawn: Drawn, chance: random.Random
) -> None:
    text = letters(drawn.program)
    assume(text)
    text = slipped(text, chance)
    lines = text.split("\n")
    for problem in told(text, dims=drawn.dims, columns=drawn.columns):
        assert problem.message
        start, end = problem.span
        if problem.line:
            assert 0 <= start <= end <= len(lines[problem.line - 1]) + 1
        if problem.code < "E02":
            for fix in problem.fixes:
                assert fix.formula == with_edits(text, fix.edits)
                assert told(fix.formula, dims={**drawn.dims, **fix.dims}, columns=drawn.columns) == []


@given(texts())
def test_any_text_is_answered_and_every_way_out_is_right(text: str) -> None:
    for problem in told(text):
        assert problem.message
        assert problem.message.isprintable()
        if problem.code < "E02":
            for fix in problem.fixes:
                assert told(fix.formula, dims=fix.dims) == []
