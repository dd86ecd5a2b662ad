"""LaTeX both ways: what is printed reads back, what papers write is read, and what has no letters is refused."""

from __future__ import annotations

import unicodedata
from itertools import combinations
from typing import Any

import pytest
from effort import ENDLESS, at_most
from hypothesis import given
from hypothesis import strategies as st
from strategies import Drawn, mutated, programs, slips, texts
from test_laws import BRACKETS, also, typed

from letternet import Formula, limits
from letternet.alphabet import GREEK_NAMES
from letternet.problems import Problem, errors, lines_of
from letternet.read.known import Known
from letternet.read.latex import read
from letternet.read.letters import read as read_letters
from letternet.tree import (
    Call,
    Comment,
    Elementwise,
    Evaluation,
    Expression,
    Inverse,
    Join,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Program,
    Transpose,
    same_program,
    within,
)
from letternet.write.latex import latex
from letternet.write.letters import letters


def in_letters(text: str, known: Known | None = None) -> str:
    program, problems = read(text, known) if known else read(text)
    assert not problems, problems
    return letters(program)


def of(text: str) -> str:
    program, problems = read_letters(text)
    assert not errors(problems), problems
    return latex(program)


def said(text: str) -> Problem:
    """The one thing that is said of a text."""
    _, problems = read(text)
    found = errors(problems)
    assert len(found) == 1, found
    return found[0]


def nodes(program: Program) -> list[Node]:
    return [node for line in program.statements for node in within(line)]


def in_place(program: Program, problems: list[Problem], text: str) -> None:
    lines = lines_of(text)
    for node in nodes(program):
        assert node.start == node.end == -1 or 0 <= node.start < node.end <= len(text), (node, text)
    for problem in problems:
        assert problem.message
        assert 0 <= problem.line <= len(lines)
        start, end = problem.span
        assert 0 <= start <= end <= (len(lines[problem.line - 1]) + 1 if problem.line else 0)


# -------------------------------------------------------------------------------------------------- laws


@also(*map(typed, BRACKETS))
@given(programs())
def test_latex_printed_and_read_again_is_the_same_program(drawn: Drawn) -> None:
    found, problems = read(latex(drawn.program))
    assert not problems
    assert same_program(found, drawn.program)


@given(programs().flatmap(mutated))
def test_latex_of_wrong_programs_reads_back_too(drawn: Drawn) -> None:
    found, problems = read(latex(drawn.program))
    assert not errors(problems)
    assert same_program(found, drawn.program)


@given(programs())
def test_every_part_has_its_place_in_the_latex(drawn: Drawn) -> None:
    text = latex(drawn.program)
    found, problems = read(text)
    assert found.text == text
    in_place(found, problems, text)
    for node in nodes(found):
        if isinstance(node, Name):
            assert GREEK_NAMES.get(node.letter, node.letter) in text[node.start : node.end]
        elif isinstance(node, Elementwise) and node.operator == "/":
            assert text[node.start : node.end].startswith("\\frac{")
        elif isinstance(node, Comment):
            assert text[node.start] == "%"


TOKENS = (
    "\\frac", "\\frac{x}{y}", "\\sqrt", "{", "}", "\\left(", "\\right)", "\\left", "\\|", "|", "^", "_", "^\\top",
    "^{-1}", "\\mathbf{x}", "\\mathrm{relu}", "\\text{a b}", "\\operatorname*{f}", "\\hat{y}", "\\begin{bmatrix}",
    "\\end{bmatrix}", "\\begin{aligned}", "\\end{aligned}", "&", "\\\\", "$", "$$", "\\[", "\\]", "% note\n", "\n",
    "\n\n", ":=", "=", "\\in", "\\mathbb{R}", "^{3 \\times n}", ",", ".", ";", "\\quad", "\\tanh", "\\sigma",
    "\\alpha", "e^{-x}", "x", "W_1", "2", "12", "'", "\\foo", "\\sum", "~", "\\", "[", "]", "(", ")", "+", "-",
    "\\cdot", "\\label{a}", "#", '"', "\u2028", "²", "ᵀ", "½", "ℝ", "ℓ", "\\bf", "\\rm", "\\exp[", "{\\bf",
    "\\array", "\\begin{array}{cc}",
)  # fmt: skip


def any_latex() -> st.SearchStrategy[str]:
    soup = st.lists(st.sampled_from(TOKENS), max_size=25).map("".join)
    printed = programs().map(lambda drawn: latex(drawn.program)) | st.sampled_from(sorted(PAPERS))
    spoilt = st.tuples(printed, st.integers(0, 400), st.sampled_from(TOKENS), st.integers(0, 3)).map(
        lambda t: t[0][: t[1]] + t[2] + t[0][t[1] + t[3] :]
    )
    return soup | spoilt | printed.flatmap(slips)


@given(texts() | st.deferred(any_latex))
def test_any_text_gives_a_program_or_problems_with_places(text: str) -> None:
    program, problems = read(text)
    in_place(program, problems, text)
    for problem in problems:
        for fix in problem.fixes:
            assert fix.formula
            assert not fix.edits
    if not errors(problems):
        again, wrong = read(latex(program))
        assert not errors(wrong)
        assert same_program(again, program)


STRANGE = ["\\", "{", "}", "%", "\n", "\r", "\x0b", "\x85", "\u2028", "^^M", "$", "\\end{aligned}"]


@pytest.mark.parametrize("character", STRANGE)
def test_a_comment_stays_on_its_line(character: str) -> None:
    remark = f"a{character}b"
    program = Program((Comment(remark), *read_letters("x = y")[0].statements, Comment(remark, trailing=True)))
    text = latex(program)
    assert lines_of(text)[0] == "\\begin{aligned}"
    assert [line.partition("%")[0].strip() for line in lines_of(text)[1:-1]] == ["", "x &= y"]
    found, problems = read(text)
    assert not problems
    assert [type(line) for line in found.statements] == [type(line) for line in program.statements]


# -------------------------------------------------------------------------------------- what is printed

PRINTED = {
    "l2 = relu(l0W0)W1": r"l_2 = \operatorname{relu}(l_0 W_0) W_1",
    "W1 <- W1 - α l1ᵀd2": r"W_1 \leftarrow W_1 - \alpha l_1^\top d_2",
    "softmax(QKᵀ/√d_k)V": r"\operatorname{softmax}\!\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V",
    "(XᵀX + λI)⁻¹Xᵀy": r"(X^\top X + \lambda I)^{-1} X^\top y",
    "A⁻¹ᵀ": r"A^{-\top}",
    "sigmoid'(z) ⊙ d": r"\sigma'(z) \odot d",
    "σ_1 + sigmoid(x)": r"\sigma_1 + \operatorname{sigmoid}(x)",
    "max(x, 0)": r"\max(x, 0)",
    "sin(x) + cos(x) + det(A)": r"\sin(x) + \cos(x) + \det(A)",
    "‖x‖² + |y|": r"\lVert x \rVert^{2} + \lvert y \rvert",
    "‖x/2‖": r"\left\lVert \frac{x}{2}\right\rVert",
    "x³": r"x^{3}",
    "h_t": r"h_t",
    "W_{ih}x_tU": r"W_{\mathrm{ih}} x_t U",
    "y_{hat} - y": r"\hat{y} - y",
    "c_{tilde,t}": r"\tilde{c}_t",
    "x_{i,j}": r"x_{i,j}",
    "x_{n 1}": r"x_{n\ 1}",
    "[1 0 1]": r"\begin{bmatrix} 1 & 0 & 1 \end{bmatrix}",
    "[1 2; 3 4]": r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}",
    "[x, h]W": r"\begin{bmatrix} x & h \end{bmatrix} W",
    "[A; B]": r"\begin{bmatrix} A \\ B \end{bmatrix}",
    "[(1), x]": r"\begin{bmatrix} 1 & x \end{bmatrix}",
    "[(1), 2]": r"\begin{bmatrix} (1) & 2 \end{bmatrix}",
    "[1e-7 2]": r"\begin{bmatrix} 1 \cdot 10^{-7} & 2 \end{bmatrix}",
    "x : 3": r"x \in \mathbb{R}^{3}",
    "W0 : 3 × 4": r"W_0 \in \mathbb{R}^{3 \times 4}",
    "W : 2n + 1 × d_{in}": r"W \in \mathbb{R}^{(2n + 1) \times d_{\mathrm{in}}}",
    "α : number": r"\alpha \in \mathbb{R}",
    "x, y : n": r"x, y \in \mathbb{R}^{n}",
    "vectors are columns": r"\text{vectors are columns}",
    'h means "hidden state {}"': r"h \text{ means “hidden state \{\}”}",
    "f(x) = x ⊙ sigmoid(x)": r"f(x) = x \odot \sigma(x)",
    "x > 0": r"x > 0",
    "x ≥ y": r"x \geq y",
    "x · y": r"x \cdot y",
    "x(-a) + (-b)": r"x (-a) + (-b)",
    "a - (b - c)": r"a - (b - c)",
    "(a + b)/(c + d)": r"\frac{a + b}{c + d}",
    "(a/b)²": r"\left(\frac{a}{b}\right)^{2}",
    "2(1/3)": r"2 \left(\frac{1}{3}\right)",
    "e x p(a + b)": r"e \, x \, p (a + b)",
    "(σ)(a + b)": r"(\sigma)(a + b)",
    "(σ)(a + b)²": r"(\sigma)(a + b)^{2}",
    "α (σ)(a + b)ᵀ": r"\alpha (\sigma)(a + b)^\top",
    "σ²(a + b)": r"(\sigma)^{2} (a + b)",
    "σᵀ(a + b)²ᵀ": r"(\sigma)^\top ((a + b)^{2})^\top",
    "σ²x²": r"\sigma^{2} x^{2}",
    "W_{α1}x_{iβ}": r"W_{\alpha 1} x_{i\beta}",
    "[(--1), 2]": r"\begin{bmatrix} (-(-1)) & 2 \end{bmatrix}",
    "[(-1); x]": r"\begin{bmatrix} -1 \\ x \end{bmatrix}",
    "-x": "-x",
    "-(-x)": "-(-x)",
    "(d W)/(d x)": r"\frac{d W}{(d) \, x}",
    "d W/d": r"\frac{d W}{d}",
    "log(x)/log(2)": r"\frac{\log(x)}{\log(2)}",
    "x = 1; y = x # two": "\\begin{aligned}\nx &= 1 \\\\\ny &= x % two\n\\end{aligned}",
    "# one": "\\begin{aligned}\n% one\n\\end{aligned}",
    "-x; y": "\\begin{aligned}\n& {-}x \\\\\n& y\n\\end{aligned}",
}  # fmt: skip


@pytest.mark.parametrize("text", PRINTED)
def test_latex_looks_as_in_a_good_paper(text: str) -> None:
    assert of(text) == PRINTED[text]
    assert in_letters(of(text)) == letters(read_letters(text)[0])


def test_a_wide_literal_is_an_array_because_bmatrix_has_ten_columns() -> None:
    text = "[" + " ".join("1" * 12) + "]"
    assert of(text).startswith(r"\left[\begin{array}{cccccccccccc} 1 & 1")
    assert in_letters(of(text)) == text


def test_nothing_is_printed_of_nothing() -> None:
    assert latex(Program(())) == ""


DEEP: list[Any] = [
    lambda x: Call("relu", (x,)),
    lambda x: Call("norm", (x,)),
    lambda x: Call("sqrt", (x,)),
    lambda x: Elementwise("/", Number("1"), x),
    lambda x: Elementwise("+", x, Name("y")),
    lambda x: Elementwise("-", Name("y"), x),
    lambda x: Product(Name("W"), Elementwise("+", x, Name("y"))),
    lambda x: Negative(x),
    lambda x: Transpose(x),
    lambda x: Inverse(x),
    lambda x: Power(x, Number("2")),
    lambda x: Join((x, Name("y")), False),
    lambda x: Join((Name("y"), x), True),
]


@pytest.mark.parametrize("around", range(len(DEEP)))
def test_a_formula_of_ten_thousand_layers_is_printed_and_read(around: int) -> None:
    node: Expression = Name("x")
    for _ in range(10_000):
        node = DEEP[around](node)
    program = Program((Evaluation(node),))
    found, problems = read(latex(program))
    assert not problems
    assert same_program(found, program)


# ------------------------------------------------------------------------------------ what papers write

PAPERS = {
    r"y = xW \quad (3)": "y = xW",
    r"y = \frac{\mathrm{dot}(x, z)}{\det(A)}": "y = dot(x, z)/det(A)",
    r"y = xW. \qquad (1.2)": "y = xW",
    r"x = [1, -2]": "x = [1 -2]",
    r"y = xW^\mathrm{T}": "y = xWᵀ",
    r"y = x_\mathbf{t}": "y = x_t",
    r"\mathrm{act}(x) = 2x \\ \mathrm{act}'(x) = 2 \\ y = \mathrm{act}'(x)": "act(x) = 2x; act'(x) = 2; y = act'(x)",
    r"x = [1, a]": "x = [1, a]",
    r"x \in \mathbb{R} \\ y = 2x": "x : number; y = 2x",
    r"y = \mathbf{} x": "y = x",
    "\\begin{aligned} y &= a \\\\\n & - b \\\\ z &= 2 \\end{aligned}": "y = a - b; z = 2",
    r"y = {x} + 1": "y = x + 1",
    r"x \in R^3": "x : 3",
    r"x_{\text{a b}}x_{\ell}": "x_{a b}x_l",
    r"alpha(x + y)": "α(x + y)",
    r"y = \mathrm{LN}(x + z)": "y = normalize(x + z)",
    # attention
    r"\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V":
        "attention(Q, K, V) = softmax(QKᵀ/√d_k)V",
    r"Q = X W_Q, \quad K = X W_K, \quad V = X W_V.": "Q = XW_Q\nK = XW_K\nV = XW_V",
    r"\text{FFN}(x) = \max(0, xW_1 + b_1)W_2 + b_2": "ffn(x) = max(0, xW1 + b1)W2 + b2",
    r"\mathbf{a} = \operatorname{softmax}(\mathbf{q}\mathbf{K}^{\top})\mathbf{V}": "a = softmax(qKᵀ)V",
    # layers
    r"\mathbf{h} = \sigma(\mathbf{W}\mathbf{x} + \mathbf{b})": "h = sigmoid(W x + b)",
    r"a^{[1]} = g(W^{[1]}x + b^{[1]})": "a1 = g(W1x + b1)",
    r"\mathbf{a}^{(l)} = \mathrm{ReLU}\bigl(\mathbf{z}^{(l)}\bigr)": "a_l = relu(z_l)",
    r"y = x + \operatorname{GELU}(\operatorname{LayerNorm}(x) W_1) W_2": "y = x + gelu(normalize(x)W1)W2",
    r"y = \textrm{Swish}(x)": "y = silu(x)",
    r"y = \gamma \odot \frac{x - \mu}{\sqrt{v + \epsilon}} + \beta": "y = γ ⊙ ((x - μ)/sqrt(v + ε)) + β",
    r"y=\textsf{Leaky ReLU}(x)": "y = leakyrelu(x)",
    r"\hat{y} = \operatorname{softmax}(Wx+b)": "y_{hat} = softmax(Wx + b)",
    r"\hat{\mathbf{y}}_t = {\rm softmax}(\mathbf{W} \mathbf{h}_t)": "y_{hat,t} = softmax(W h_t)",
    r"L = -\operatorname{sum}(y \odot \log \hat{y})": "L = -sum(y ⊙ log(y_{hat}))",
    r"\mathcal{L} = \frac{1}{2}\|\hat{y} - y\|_2^2": "L = (1/2)‖y_{hat} - y‖²",
    r"J = \tfrac{1}{2} \lVert X\theta - y \rVert^2 + \tfrac{\lambda}{2} \lVert \theta \rVert_2^2":
        "J = (1/2)‖Xθ - y‖² + (λ/2)‖θ‖²",
    # gates
    r"f_t = \sigma(W_f x_t + U_f h_p + b_f)": "f_t = sigmoid(W_f x_t + U_f h_p + b_f)",
    r"\tilde{c}_t = \tanh(W_c x_t + U_c h_p + b_c)": "c_{tilde,t} = tanh(W_c x_t + U_c h_p + b_c)",
    r"c_t = f_t \circ c_p + i_t \circ \tilde{c}_t": "c_t = f_t ⊙ c_p + i_t ⊙ c_{tilde,t}",
    r"h_t = o_t \odot \tanh\left(c_t\right)": "h_t = o_t ⊙ tanh(c_t)",
    r"i_t = \sigma\left(W_i \cdot [h_p, x_t] + b_i\right)": "i_t = sigmoid(W_i · [h_p, x_t] + b_i)",
    r"h = (1 - z) \odot n + z \odot h_0": "h = (1 - z) ⊙ n + z ⊙ h0",
    r"n = \tanh\left[ W_{in} x + r \ast (W_{hn} h) \right]": "n = tanh(W_{in}x + r ⊙ (W_{hn}h))",
    r"h_t=\tanh[x_t, h_p]": "h_t = tanh([x_t, h_p])",
    # learning
    r"\delta^{(2)} = (a^{(2)} - y) \odot \sigma'(z^{(2)})": "δ2 = (a2 - y) ⊙ sigmoid'(z2)",
    r"\delta_1 = W_2^{\top}\delta_2 \odot \mathrm{relu}^{\prime}(z_1)": "δ1 = W2ᵀδ2 ⊙ relu'(z1)",
    r"W \leftarrow W - \eta \, \delta x^{\mathsf{T}}": "W <- W - η δxᵀ",
    r"W := W - \alpha \, d x^T": "W <- W - α d xᵀ",
    r"b := b - \alpha d": "b <- b - α d",
    r"z := Wx": "z = Wx",
    r"z \coloneqq Wx": "z = Wx",
    r"\theta \gets \theta - \frac{\alpha \hat{m}}{\sqrt{\hat{v}} + \epsilon}": "θ <- θ - α m_{hat}/(√v_{hat} + ε)",
    r"m \gets \beta_1 m + (1 - \beta_1) g": "m <- β1m + (1 - β1)g",
    r"v \leftarrow \beta_2 v + (1-\beta_2) g^2": "v <- β2v + (1 - β2)g²",
    r"\hat{m} = \frac{m}{1 - \beta_1^t}": "m_{hat} = m/(1 - β1^t)",
    r"\hat{m} = m / (1 - \beta_1^{t})": "m_{hat} = m/(1 - β1^t)",
    r"W \mathrel{-}= \alpha g": "W <- W - α g",
    r"W -= \alpha g": "W <- W - α g",
    # statistics
    r"\hat{\beta} = (X^\top X)^{-1} X^\top y": "β_{hat} = (XᵀX)⁻¹Xᵀy",
    r"w = \left(X^{\intercal} X + \lambda I\right)^{-1}X^{\intercal} y": "w = (XᵀX + λI)⁻¹Xᵀy",
    r"p = \frac{1}{1 + e^{-x}}": "p = 1/(1 + exp(-x))",
    r"p = \frac{e^{x_1}}{e^{x_1} + e^{x_2}}": "p = e^{x1}/(e^{x1} + e^{x2})",
    r"s = e^{-\frac{x^2}{2}}": "s = exp(-(x²/2))",
    r"d = \sqrt{(x-y)^{\top}\Sigma^{-1}(x-y)}": "d = sqrt((x - y)ᵀΣ⁻¹(x - y))",
    r"k = \exp\left(-\gamma \left\| x - y \right\|^2\right)": "k = exp(-γ‖x - y‖²)",
    r"k = \exp \{ -\|x - y\|^2 / 2 \}": "k = exp(-‖x - y‖²/2)",
    r"c = \frac{x^\top y}{\|x\|\|y\|}": "c = xᵀy/(‖x‖‖y‖)",
    r"c = \frac{\langle x, y \rangle}{\lVert x\rVert \lVert y\rVert}": "c = dot(x, y)/(‖x‖‖y‖)",
    r"r = \operatorname{tr}(A) + \ln \det\left(A + B\right)": "r = trace(A) + log(det(A + B))",
    r"L = -\log \sigma(x(y)) + \log \mathrm{softmax}(z)": "L = -log(sigmoid(x(y))) + log(softmax(z))",
    r"r = \operatorname{tr}(A) + \ln x": "r = trace(A) + log(x)",
    r"e = \bar{x} - \overline{y}": "e = x_{bar} - y_{bar}",
    r"A^{-T} + A^{-\top}": "A⁻¹ᵀ + A⁻¹ᵀ",
    # dropout
    r"h = m \odot \mathrm{relu}(xW) / p": "h = m ⊙ relu(xW)/p",
    r"m = u \gt p": "m = u > p",
    r"m = (u \ge \tfrac12)": "m = u ≥ 1/2",
    # declarations
    r"W \in \mathbb{R}^{m \times n}": "W : m × n",
    r"\mathbf{W}_0 \in \mathbb R^{3\times 4}, \quad x \in \R^n": "W0 : 3 × 4\nx : n",
    r"x, y \in \mathbb{R}^{d_{\mathrm{model}}}": "x, y : d_{model}",
    r"\alpha \in \mathbb{R}": "α : number",
    # matrices
    r"x = \begin{pmatrix} 1 & 0 & -1.5 \end{pmatrix}": "x = [1 0 -1.5]",
    r"R = \begin{bmatrix} 0 & 1 \\ 1 & 0 \\ \end{bmatrix}": "R = [0 1; 1 0]",
    r"R = \left[\begin{array}{cc} 0 & 1 \\ 1 & 0 \end{array}\right]": "R = [0 1; 1 0]",
    r"z = \begin{bmatrix} x \\ h \end{bmatrix}": "z = [x; h]",
    r"d = \begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}": "d = det([1 2; 3 4])",
    r"M = \begin{pmatrix} A & B \\ C & D \end{pmatrix}": "M = [A, B; C, D]",
    # the paper around
    "$x + y$": "x + y",
    "\\[ l_2 = l_1 W_1. \\]": "l2 = l1W1",
    "$$l_1 = \\tanh x,$$": "l1 = tanh(x)",
    "\\begin{equation}\n\\label{eq:1} y\n= Wx \\tag{1}\n\\end{equation}": "y = Wx",
    "\\begin{align*}\nz &= Wx, \\\\[2pt]\ny &= \\sigma(z). \\nonumber\n\\end{align*}": "z = Wx\ny = sigmoid(z)",
    "\\begin{align}\ny &= Wx \\\\\n  &\\quad + b\n\\end{align}": "y = Wx + b",
    "\\begin{equation*}\\begin{split} y &= x \\\\ &- b \\end{split}\\end{equation*}": "y = x - b",
    "\\begin{gather} x \\\\ y \\end{gather}": "x\ny",
    "z = Wx\ny = \\sin z  % wave\n% end": "z = Wx\ny = sin(z)  # wave\n# end",
    "$\\displaystyle x$, $y$.": "x\ny",
    r"{\bf W}{\bf x}": "W x",
    r"\sin\alpha + \cos 2": "sin(α) + cos(2)",
    r"\log\frac{p}{q}": "log(p/q)",
    r"\log|x|": "log(|x|)",
    r"\sqrt x + \sqrt{2}x": "√x + √2x",
    r"\ell_2 = \vec{x}\,W": "l2 = xW",
    r"\frac12 x + \frac ab": "(1/2)x + a/b",
    r"\pmb{\theta}^\top \bm{x}": "θᵀx",
    r"\boldsymbol{Wx}": "Wx",
    r"y^* = \max\{x, 0\}": "y_{star} = max(x, 0)",
    r"l₂ = relu(l₀W₀)W₁ ⊙ √x": "l2 = relu(l0W0)W1 ⊙ √x",
    r"x ∈ ℝ³": "x : 3",
}  # fmt: skip


@pytest.mark.parametrize("text", PAPERS)
def test_a_paper_is_read(text: str) -> None:
    assert in_letters(text) == letters(read_letters(PAPERS[text])[0])


def test_own_functions_keep_their_names_and_others_have_the_ones_of_the_notation() -> None:
    assert in_letters(r"\mathrm{swish}(x) = 2x" + "\n" + r"\mathrm{Swish}(y)") == "swish(x) = 2x\nswish(y)"
    assert in_letters(r"\mathrm{swish}(y)", Known(functions={"swish"})) == "swish(y)"
    assert in_letters(r"\mathrm{swish}(y) + swish(y)") == "silu(y) + silu(y)"
    assert in_letters("swish(x) = 2x; swish(y)") == "swish(x) = 2x\nswish(y)"
    assert in_letters(r"xy\frac{a}{b}") == "x y(a/b)"
    assert in_letters(r"f(x) = x \odot \sigma(x)" + "\n" + r"f \frac{a}{b}") == "f(x) = x ⊙ sigmoid(x)\n(f)(a/b)"
    assert in_letters(r"f(x) = x \\ (f)(f)(cd)") == "f(x) = x\n(f)(f)(cd)"


@pytest.mark.parametrize(
    ("text", "code", "span"),
    [
        (r"\mathbf{y} = W_ih", "W0101", (13, 17)),
        (r"\mathbf{y} :", "E0103", (12, 12)),
        (r"y = x_{}", "E0115", (6, 7)),
        (r"y = |", "E0103", (4, 5)),
    ],
)
def test_a_problem_of_letters_stands_at_its_place_in_the_latex(text: str, code: str, span: tuple[int, int]) -> None:
    _, problems = read(text)
    assert [(p.code, p.line, p.span) for p in problems] == [(code, 1, span)]


def test_a_problem_in_one_line_leaves_the_others() -> None:
    program, problems = read("\\begin{aligned} x &= \\sum_i y_i \\\\ z &= \\foo \\\\ w &= u \\end{aligned}")
    assert letters(program) == "w = u"
    assert [p.code for p in problems] == ["E0115", "E0115"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("y &= xW \\\\ &= z", ["="]),
        ("y &= xW \\\\ &= z \\\\ &= v", ["="]),
        ("xW + b &= z \\\\ &= \\sigma(y)", ["xW + b"]),
        ("y &= \\foo \\\\ &= z \\\\ &= v", ["\\foo"]),
        ("y &= (x \\\\ &= z", ["("]),
        ("xW + b &= z \\\\ u &= \\foo", ["xW + b", "\\foo"]),
        ("y &= x \\\\ &= z \\\\ w &= u \\\\ &= v", ["=", "="]),
        ("y &= (x \\\\ w &= u \\\\ &= v", ["(", "="]),
    ],
)
def test_of_lines_that_go_on_from_one_another_the_first_mistake_is_told(text: str, marks: list[str]) -> None:
    text = f"\\begin{{aligned}}{text}\\end{{aligned}}"
    assert [text[slice(*problem.span)] for problem in read(text)[1]] == marks


# ---------------------------------------------------------------------------------------------- refusals

REFUSED = {
    r"\sum_i x_i": ("E0115", "sum over an index"),
    r"y = \prod_i x_i": ("E0115", "product over an index"),
    r"\int x": ("E0115", "integral"),
    r"\nabla L": ("E0115", "slope"),
    r"\frac{\partial L}{\partial W}": ("E0115", "slope"),
    r"\frac{dL}{dW}": ("E0115", "slope"),
    r"\frac{\mathrm{d}}{\mathrm{d}\theta} x": ("E0115", "slope"),
    r"\mathbb{E}[x]": ("E0115", "average"),
    r"\mathbb{Z}": ("E0115", "\\mathbb{R}"),
    r"y = \begin{cases} x & x > 0 \\ 0 \end{cases}": ("E0115", "\\max(x, 0)"),
    r"x \otimes y": ("E0115", "outer"),
    r"\input{/etc/passwd}": ("E0115", "no file is opened"),
    r"\include{x}": ("E0115", "no file is opened"),
    r"\def\x{y}": ("E0115", "\\def is not followed"),
    r"\newcommand{\x}{y}": ("E0115", "macros are not expanded"),
    r"\let\x=y": ("E0115", "\\let"),
    r"\write18{rm}": ("E0115", "\\write"),
    r"\immediate\write18{ls}": ("E0115", "\\immediate"),
    r"\catcode`\@=11": ("E0115", "\\catcode"),
    r"\csname x\endcsname": ("E0115", "\\csname"),
    r"\loop x \repeat": ("E0115", "\\loop"),
    r"\documentclass{article}": ("E0115", "\\documentclass"),
    r"\foo": ("E0115", "\\foo is no command that is read here"),
    r"\leftarow": ("E0115", "\\leftarrow"),
    r"\alhpa": ("E0115", "\\alpha"),
    r"\begin{bmatrx} 1 \end{bmatrx}": ("E0115", "bmatrix"),
    r"{x": ("E0115", "{ is never closed"),
    r"x}": ("E0115", "} closes nothing"),
    r"\left( x": ("E0115", "\\left is never closed"),
    r"x \right)": ("E0115", "\\right closes nothing"),
    r"\begin{align} x": ("E0115", "\\begin{align} is never closed"),
    r"\begin{align} x \end{gather}": ("E0115", "\\end{align} has to close"),
    r"{\left( x} \right)": ("E0115", "\\right has to close \\left first"),
    r"\left. x \right|": ("E0115", "one side"),
    "$x": ("E0115", "$ is never closed"),
    r"We have $x$.": ("E0115", "words outside"),
    r"x \text{ where } y": ("E0115", "where"),
    r"\text{loss} = x": ("E0115", "l_{loss}"),
    r"x_12": ("E0102", "_{12} and _1 2"),
    r"x^12": ("E0102", "^{12} and ^1 2"),
    r"\theta_{t+1} = x": ("E0107", "calculates"),
    r"h^{(t-1)}": ("E0107", "calculates"),
    r"x^{a+b}": ("E0115", "after ^ comes"),
    r"(x + y)^{a b}": ("E0115", "after ^ comes"),
    r"\log p q": ("E0102", "\\log(p) q and \\log(p q)"),
    r"y = x + \mathbb{R}": ("E0104", "ℝ is not a letter of the notation"),
    r"\log p'": ("E0102", "\\log(p)'… and \\log(p'…)"),
    r"\log p \hat{q}": ("E0102", "\\log(p) \\hat{q} and \\log(p \\hat{q})"),
    r"\begin{foo} x \end{foo}": ("E0115", "\\begin{foo} is no environment that is read here"),
    r"\log p^2": ("E0102", "\\log(p)^2 and \\log(p^2)"),
    r"\sin^2 x": ("E0115", "sin(x)^2"),
    r"\log_2 x": ("E0115", "hangs at a function"),
    r"\tanh": ("E0115", "needs brackets"),
    r"\exp -x": ("E0115", "exp(…)"),
    r"\sigma_g(x)": ("E0102", "two readings"),
    r"\sigma^{-1}(x)": ("E0102", "two readings"),
    r"\sigma^2(x)": ("E0102", "two readings"),
    r"\mathbf{x} + x": ("E0115", "the same in letters"),
    r"W^{(1)} + W_1": ("E0115", "the same in letters"),
    r"\epsilon + \varepsilon": ("E0115", "the same in letters"),
    r"\hat{y} + y_{hat}": ("E0115", "the same in letters"),
    r"\mathbf{1}": ("E0115", "bold 1"),
    r"||x||": ("E0102", "\\lVert x \\rVert"),
    r"\|x\|_1": ("E0115", "sum}(|x|)"),
    r"\|x\|_\infty": ("E0115", "\\max(|x|)"),
    r"\sqrt[3]{x}": ("E0115", "square root"),
    r"{ab}^2": ("E0102", "(ab)"),
    r"(x)_1": ("E0115", "at a letter"),
    r"a/b c": ("E0102", "(a/b)c and a/(b c)"),
    r"\frac{x}": ("E0115", "missing"),
    r"\frac{}{x}": ("E0115", "missing"),
    r"\begin{bmatrix} 1 & \\ 2 & 3 \end{bmatrix}": ("E0115", "empty"),
    r"\begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}": ("E0105", "same length"),
    r"\hat{xy}": ("E0115", "one letter"),
    r"1, \ldots, n": ("E0115", "dots"),
    "\\begin{align} y &= x \\\\ &= z \\end{align}": ("E0115", "begins with ="),
    r"h means" + ' "hidden"': ("E0115", "\\text"),
    r"x # y": ("E0115", "% …"),
    r"x \to y": ("E0115", "\\to"),
    r"x \mathrm{a b}_1": ("E0115", "ab is a word"),
    "x \\": ("E0115", "backslash"),
    r"\bigl x": ("E0115", "after \\bigl comes a bracket"),
    r"y = \frac{\,}{2}": ("E0115", "something is missing here"),
    r"x'^{a+b}": ("E0115", "after ^ comes"),
    r"x_{\,}": ("E0115", "this index is empty"),
    r"\tanh''(x)": ("E0115", "one slope"),
    r"\mathrm{foo}^2(x)": ("E0115", "hangs at a function"),
    r"\log \tanh(x": ("E0115", "log needs brackets"),
    r"\log x_1 y": ("E0102", "\\log(x_1) y and \\log(x_1 y)"),
    r"\log p \sum_i x_i": ("E0102", "\\log(p) \\sum… and \\log(p \\sum…)"),
    r"x \text{ (as in 3)}": ("E0115", "words have no letters: (as in 3)"),
    r"y = {\begin{aligned} x \end{aligned}}": ("E0115", "stands inside brackets"),
    r"x )": ("E0103", "no opening bracket for this )"),
    "We say.\n\n$x$\n\nThen we say.": ("E0115", "words outside"),
    r"x_{i_j}": ("E0115", "without _"),
    r"x_1_2": ("E0115", "one index"),
    r"\mathrm{nosuch} + x": ("E0115", "nosuch is a word"),
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_has_no_letters_is_refused_in_a_sentence(text: str) -> None:
    code, words = REFUSED[text]
    problem = said(text)
    assert problem.code == code, problem
    assert words in problem.message, problem
    assert problem.line > 0
    assert problem.span[0] < problem.span[1]


# one formula in letters, and LaTeX with a gap, filled with what says the same
ALIKE = (
    ("y = x ⊙ z", r"y = x @ z", r"\odot \circ \ast"),
    ("y = x · z", r"y = x @ z", r"\bullet"),
    ("y = x/z", r"y = x @ z", r"\div"),
    ("x <- 2x", r"x @ 2x", r"\leftarrow \gets \longleftarrow"),
    ("y = 2x", r"y @ 2x", r"= := \coloneqq \coloneq \triangleq"),
    ("y = x ≥ z", r"y = x @ z", r"\geq \ge \geqslant ≥"),
    ("y = x ≤ z", r"y = x @ z", r"\leq \le \leqslant ≤"),
    ("y = x > z", r"y = x @ z", r"\gt >"),
    ("y = x < z", r"y = x @ z", r"\lt <"),
    ("x : 3; y = 2x", r"x \in @^3 \\ y = 2x", r"\mathbb{R} \R \Reals \reals ℝ"),
    ("x : 3; y = 2x", r"x @ \mathbb{R}^3 \\ y = 2x", r"\in ∈"),
    ("y = xᵀ", r"y = x^{@}", r"T \top \intercal \mathsf{T} \transpose \trans ⊤"),
    ("Y = X⁻¹ᵀ", r"Y = X^{-@}", r"T \top \intercal"),
    ("y_{hat} = x", r"@{y} = x", r"\hat \widehat"),
    ("y_{tilde} = x", r"@{y} = x", r"\tilde \widetilde"),
    ("y_{bar} = x", r"@{y} = x", r"\bar \overline"),
    ("y_{dot} = x", r"@{y} = x", r"\dot"),
    ("y_{ddot} = x", r"@{y} = x", r"\ddot"),
    ("y_{check} = x", r"@{y} = x", r"\check"),
    ("y_{breve} = x", r"@{y} = x", r"\breve"),
    ("y = xW", r"y = @{x}W", r"\mathbf \boldsymbol \bm \pmb \textbf \bold \mathcal \mathscr \mathfrak \vec \mathrm"),
    ("y = xW", r"y = @{x}W", r"\mathup \mathsf \textsf \mathtt \texttt \mathit \textit \mathnormal \emph \underline"),
    ("y = relu(x)", r"y = @{relu}(x)", r"\mathrm \operatorname \text \textrm \textup \textnormal \mbox \hbox \mathop"),
    ("y = relu(x)", r"y = @{relu}(x)", r"\mathup \mathsf \textsf \mathtt \texttt \textsc \mathit \textit \emph"),
    ("y = xW", r"y = {@ x}W", r"\bf \bfseries \boldmath \rm \it \sf \tt \cal \rmfamily \displaystyle \textstyle"),
    ("y = 2(x + z)", r"y = 2 @ x + z )", r"( \lparen \big( \Big( \bigg( \Bigg( \bigl( \Biggl( \mathopen("),
    ("y = 2(x + z)", r"y = 2 ( x + z @", r") \rparen \big) \bigr) \Bigr) \biggr) \mathclose)"),
    ("y = 2(x + z)", r"y = 2 \{ x + z @", r"\} \rbrace"),
    ("y = 2(x + z)", r"y = 2 @ x + z \}", r"\{ \lbrace"),
    ("y = [x, z]", r"y = @ x, z ]", r"[ \lbrack"),
    ("y = [x, z]", r"y = [ x, z @", r"] \rbrack"),
    ("y = dot(x, z)", r"y = \langle x, z @", r"\rangle"),
    ("y = ‖x‖", r"y = \left@ x \right@", r"\| \Vert"),
    ("y = ‖x‖", r"y = @ x \rVert", r"\lVert"),
    ("y = |x|", r"y = @ x \rvert", r"\lvert"),
    ("y = |x|", r"y = @ x @", r"| \vert"),
    ("y = ‖x‖", r"y = @ x @", r"\| \Vert ‖ ∥"),
    ("y = xW", r"y = x @ W", r"\nonumber \notag \displaystyle \textstyle \scriptstyle \limits \nolimits"),
    ("y = xW", r"y = x @ W", r"\strut \mathstrut \hfill \allowbreak \nobreak \hline \relax \null \noindent"),
    ("y = xW", r"y = x @ W", r"\, \; \: \! \quad ~"),
    ("y = xW", r"y = xW @{a}", r"\label \tag \phantom \hphantom \vphantom"),
    ("y = xW", r"y = x @{1em} W", r"\hspace \vspace \mspace"),
    ("y = xW", r"y = @{x} W", r"\mathord \mathinner \boxed \ensuremath \smash"),
    ("y = x + z", r"y = x @{+} z", r"\mathbin \mathrel \mathpunct"),
    ("y = x/z", r"y = @{x}{z}", r"\frac \dfrac \tfrac \cfrac \nicefrac \sfrac"),
    ("y = a l", r"y = a \ell", ""),
    ("y = det(A)", r"y = \begin{vmatrix} A \end{vmatrix}", ""),
)


@pytest.mark.parametrize(("written", "text", "commands"), ALIKE)
def test_commands_that_say_the_same_are_the_same_letters(written: str, text: str, commands: str) -> None:
    wanted = Formula(written, check=False).letters()
    for command in commands.split() or [""]:
        found = Formula(text.replace("@", command), view="latex", check=False)
        assert found.letters() == wanted, command


CAPITALS = "GAMMA DELTA THETA LAMDA XI SIGMA PHI PSI OMEGA".split()  # the others look like Latin ones


def test_a_greek_letter_is_the_command_of_its_name() -> None:
    small = [unicodedata.name(chr(code)).split()[-1] for code in range(ord("α"), ord("ω") + 1)]
    for size, names in (("SMALL", small), ("CAPITAL", CAPITALS)):
        for name in names:
            letter = unicodedata.lookup(f"GREEK {size} LETTER {name}")
            command = name.replace("LAMDA", "LAMBDA").capitalize()
            if letter not in "οπ":
                text = f"2\\{command.lower() if size == 'SMALL' else command}"
                assert Formula(text, view="latex").letters() == Formula(f"2{letter}").letters()


NO_LETTERS = (
    ("a sum over an index has no letters", r"\sum \bigoplus \bigcup"),
    ("a product over an index has no letters", r"\prod"),
    ("an integral has no letters", r"\int \iint \oint"),
    ("derivatives have no letters", r"\nabla \partial"),
    ("chances and expected values have no letters", r"\Pr \sim \mid \propto \mathbb{E}"),
    ("value by value is \\odot", r"\otimes"),
    ("things side by side stand in bmatrix", r"\oplus"),
    ("dots leave something out", r"\ldots \cdots \dots \vdots \ddots \dotsc \dotsb …"),
    ("has no letters", r"\lim \sup \inf \arg \infty \pm \mp \lfloor \lceil \underbrace \overbrace \overset \underset"),
    ("has no letters", r"\stackrel \dagger \binom \substack \neg \hbar \emptyset"),
    ("lines are definitions, updates", r"\to \rightarrow \Rightarrow \implies \iff \mapsto \forall \exists"),
    ("lines are definitions, updates", r"\approx \equiv \neq \ne \subset \subseteq \land \lor \therefore"),
    ("macros are not expanded", r"\input \include \def \let \newcommand \write \openout \read \catcode"),
    ("macros are not expanded", r"\csname \special \usepackage \directlua \number \href \url \verb"),
    ("macros are not expanded", r"\item \ref \cite \footnote \color"),
    ("needs the name of its environment", r"\begin \end"),
    ("cases have no letters", r"\begin{cases}x\end{cases} \begin{dcases}x\end{dcases}"),
    ("a comment is written %", "#"),
    ("words stand in \\text", '"'),
    ("a vector of ones is written out", r"\mathbb{1}"),
)


@pytest.mark.parametrize(("sentence", "commands"), NO_LETTERS)
def test_a_command_without_letters_says_what_is_written(sentence: str, commands: str) -> None:
    for command in commands.split():
        assert sentence in said(f"y = x + {command} z").message, command


def test_ways_out_can_be_read() -> None:
    for text in (r"y = \log p q", r"\tanh x^2 + 1"):
        for fix in said(text).fixes:
            assert not read(fix.formula)[1], fix
        assert len(said(text).fixes) == 2


CONFUSABLE = [
    "m u", "μ", "e x p(a)", "exp(a)", "x_{ih}", "x_i h", "x12", "x1(2)", "x_{1 2}", "x_{1,2}", "l0", "(1)(0)", "10",
    "x · y", "x y", "x ⊙ y", "a/(b c)", "(a/b)c", "a/b · c", "(a + b)²", "a + b²", "-x²", "(-x)²", "[1, x]", "[1; x]",
    "[[1 2], x]", "[1 2]", "[(1), 2]", "[1; 2]", "|x|y", "|x y|", "‖x‖", "xᵀ", "x_T", "x⁻¹ᵀ", "xᵀ⁻¹", "2(1/3)",
    "(2 · 1)/3", "√x²", "√(x²)", "relu'(x)", "relu(x)", "σ_1(a)", "sigmoid(a)", "y_{hat}", "y_{hat,t}", "y_{t,hat}",
    "x = y", "x <- y", "x > y", "x ≥ y", "x : 2", "x : 2 × 2", "x : number", "A_{T}B", "AᵀB",
]  # fmt: skip


def test_formulas_that_look_alike_are_different_in_latex() -> None:
    printed = {}
    for text in CONFUSABLE:
        program, problems = read_letters(text)
        if not errors(problems):
            printed[text] = (latex(program), program)
    assert len(printed) > 45
    for (one, (a, first)), (other, (b, second)) in combinations(printed.items(), 2):
        if not same_program(first, second):
            assert a.replace(" ", "") != b.replace(" ", ""), (one, other)


HUGE = {
    "braces": "{" * 1_000_000, "lefts": "\\left(" * 170_000, "dollars": "$" * 1_000_000,
    "backslashes": "\\" * 1_000_000, "hats": "\\hat" * 250_000, "fonts": "\\mathbf{" * 15_000 + "x y" + "}" * 15_000,
    "matrices": "\\begin{matrix}" * 70_000, "powers": "x" + "^{x" * 15_000 + "}" * 15_000,
    "groups": "{" * 19_000 + "x" + "}" * 19_000,
    "functions": "\\tanh " * 100_000, "bars": "|" * 250_000, "percents": "%" * 1_000_000, "lines": "\n" * 1_000_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_text_is_answered(name: str) -> None:
    with at_most(ENDLESS):  # half a second on an idle machine
        program, problems = read(HUGE[name])
    assert len(problems) <= 1
    in_place(program, problems, HUGE[name])


def test_latex_that_is_longer_in_letters_is_not_read_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT", 20)
    program, problems = read(r"\hat x\hat y\hat z")
    assert not program.statements
    assert [p.message for p in problems] == ["the text has 21 characters; at most 20 are read"]


def test_at_most_a_hundred_problems_are_told() -> None:
    assert len(read("\\foo\n\n" * 120)[1]) == 100


@pytest.mark.parametrize("text", ["", " \n", "$$", "$ $", "\\begin{aligned}\\end{aligned}", "{}"])
def test_nothing_is_nothing(text: str) -> None:
    program, problems = read(text)
    assert not program.statements
    assert all(p.code == "E0115" for p in problems)
