"""Wrong programs that learners and practitioners really write, each with its true cause and the corrected form.

A `Mistake` can be read, but its kinds or sizes clash; a `SLIPS` entry cannot be read, or calls a function that does
not exist.  The sizes are those of real networks, smaller where nothing is lost by it, and different from one another
where equal ones would hide the mistake.  `right` and `also` name what was meant, not every way to make the clash go
away.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mistake:
    """A wrong program, why somebody writes it, and what was meant.

    `dims`, `right_dims` and those of `also` are all that is passed along with that program, not only what changes.
    `place` means its first occurrence in the line at fault.
    Where two declarations contradict each other and nobody could know which is wrong, one is in `right` and the other
    in `also`.
    """

    about: str  # one short sentence: who makes it and why, the true cause
    wrong: str  # the program as typed
    right: str  # the program as it was meant; the same text as wrong if only dims change
    dims: dict[str, object] = field(default_factory=dict)  # passed from outside with the wrong program
    right_dims: dict[str, object] | None = None  # None: the same dims
    also: tuple[tuple[str, dict], ...] = ()  # (program, dims) that every sensible teacher would accept as the fix, too
    columns: bool = False
    place: str = ""  # the smallest stretch of the wrong text that is at fault; of the first mistake, if there are more
    errors: int = 1  # how many separate mistakes


def changed(program: str, *changes: tuple[str, str]) -> str:
    """The program with each old text, which stands in it exactly once, replaced by the new one.

    >>> changed("l1 = relu(l0W0)", ("W0", "W0ᵀ"))
    'l1 = relu(l0W0ᵀ)'
    """
    for old, new in changes:
        assert program.count(old) == 1, (old, program.count(old))
        program = program.replace(old, new)
    return program


# ------------------------------------------------------------------------- right programs that mistakes are made in

STREETLIGHTS = """\
l0 : 3
l1 : 4
l2, y : 1
l1 = relu(l0W0)
l2 = l1W1
e = sum((l2 - y)²)
d2 = l2 - y
d1 = d2W1ᵀ ⊙ relu'(l1)
W1 <- W1 - α l1ᵀd2
W0 <- W0 - α l0ᵀd1"""

DIGITS = """\
# one picture of 28 × 28 points, ten digits
l0 : 784; W0 : 784 × 40; W1 : 40 × 10; y : 10
m : 40
l1 = relu(l0W0) ⊙ m
l2 = l1W1
e : number
e = sum((y - l2)²)
d2 = y - l2
d1 = d2W1ᵀ ⊙ relu'(l1) ⊙ m
W1 <- W1 + α l1ᵀd2
W0 <- W0 + α l0ᵀd1"""

BATCH = """\
L0 : 100 × 784; Y : 100 × 10
W0 : 784 × 40; W1 : 40 × 10; b0 : 40; b1 : 10
L1 = tanh(L0W0 + b0)
L2 = softmax(L1W1 + b1)
D2 = (L2 - Y)/100
D1 = D2W1ᵀ ⊙ (1 - L1²)
W1 <- W1 - α L1ᵀD2
b1 <- b1 - α colsum(D2)
W0 <- W0 - α L0ᵀD1
b0 <- b0 - α colsum(D1)"""

LSTM = """\
x : 3
h, c : 4
W_f, W_i, W_o, W_g : 7 × 4
b_f, b_i, b_o, b_g : 4
z = [x, h]
f = sigmoid(zW_f + b_f)
i = sigmoid(zW_i + b_i)
o = sigmoid(zW_o + b_o)
g = tanh(zW_g + b_g)
c_t = f ⊙ c + i ⊙ g
h_t = o ⊙ tanh(c_t)"""

GRU = """\
x : 10; h : 20
W_z, W_r, W_h : 10 × 20
U_z, U_r, U_h : 20 × 20
z = sigmoid(xW_z + hU_z)
r = sigmoid(xW_r + hU_r)
k = tanh(xW_h + (r ⊙ h)U_h)
h_t = (1 - z) ⊙ h + z ⊙ k"""

RNN = """\
x : 50; h : 20; y : 50
U : 50 × 20; V : 20 × 20; W : 20 × 50
h_t = tanh(xU + hV + b)
p = softmax(h_tW)
d = p - y
W <- W - α h_tᵀd"""

ATTENTION = """\
X : 10 × 512
W_q, W_k : 512 × 64
W_v : 512 × 32
Q = XW_q
K = XW_k
V = XW_v
A = softmax(QKᵀ/√64)
Z = AV"""

TRANSFORMER = """\
X : 10 × 512; W_q, W_k, W_v : 512 × 64; W_o : 64 × 512
W1 : 512 × 2048; b1 : 2048
W2 : 2048 × 512; b2 : 512
Z = softmax(XW_q(XW_k)ᵀ/8)XW_v
H = normalize(X + ZW_o)
Y = H + max(HW1 + b1, 0)W2 + b2"""

AUTOENCODER = """\
x : 784
h = sigmoid(xW0 + b0); h : 32
r = sigmoid(hW1 + b1); r : 784
e = sum((r - x)²)"""

THREE_LAYERS = """\
# three layers with biases, and one step of learning
l means layer; d means "layer {} delta"
l0 : 8; y : 5
W0 : 8 × 7; b0 : 7
W1 : 7 × 6; b1 : 6
W2 : 6 × 5; b2 : 5

l1 = tanh(l0W0 + b0)
l2 = tanh(l1W1 + b1)
l3 = softmax(l2W2 + b2)

d3 = l3 - y
d2 = d3W2ᵀ ⊙ (1 - l2²)
d1 = d2W1ᵀ ⊙ (1 - l1²)

W2 <- W2 - α l2ᵀd3
W1 <- W1 - α l1ᵀd2
W0 <- W0 - α l0ᵀd1
b2 <- b2 - α d3
b1 <- b1 - α d2
b0 <- b0 - α d1"""

COLUMNS = """\
vectors are columns
x : 3; h : 4; y, t : 2
W : 4 × 3; U : 2 × 4
h = tanh(Wx + b)
y = Uh + c
d = y - t
g = Uᵀd ⊙ (1 - h²)
U <- U - α dhᵀ
W <- W - α gxᵀ"""

DEEP = """\
l0 : 8
W0 : 8 × 7; b0 : 7
W1 : 7 × 6; b1 : 6
W2 : 6 × 5; b2 : 5
l1 = relu(l0W0 + b0)
l2 = relu(l1W1 + b1)
l3 = softmax(l2W2 + b2)"""


MISTAKES: tuple[Mistake, ...] = (
    # --------------------------------------------------------------------------------------- a transpose forgotten
    Mistake(
        "In three layers of learning the .T is forgotten at one of the five places.",
        wrong=changed(THREE_LAYERS, ("d3W2ᵀ", "d3W2")),
        right=THREE_LAYERS,
        place="d3W2",
    ),
    Mistake(
        "Attention copied from its paper, which does not say in the formula that d_k is a number.",
        wrong=r"A = \mathrm{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V",
        right=r"A = \mathrm{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V; d_k : number",
        dims={"Q": (10, 64), "K": (10, 64), "V": (10, 64)},
        place=r"\sqrt{d_k}",
    ),
    Mistake(
        "Attention copied from a paper's LaTeX, in which the \\top was lost.",
        wrong=r"A = \mathrm{softmax}\left(Q K / \sqrt{d}\right) V; d : number",
        right=r"A = \mathrm{softmax}\left(Q K^\top / \sqrt{d}\right) V; d : number",
        dims={"Q": (10, 64), "K": (10, 64), "V": (10, 64)},
        place="Q K",
    ),
    Mistake(
        "A beginner carries the error back through W1 and forgets to turn the matrix round.",
        wrong="d1 = d2W1 ⊙ relu'(l1)",
        right="d1 = d2W1ᵀ ⊙ relu'(l1)",
        dims={"l1": 4, "W1": (4, 2), "d2": 2},
        place="W1",
    ),
    Mistake(
        "A reader of chapter 6 types the whole of learning and forgets the .T of the way back.",
        wrong=changed(STREETLIGHTS, ("d2W1ᵀ", "d2W1")),
        right=STREETLIGHTS,
        place="d2W1",
    ),
    Mistake(
        "A reader of chapter 6 forgets the .T after layer_1 in the update of the last weights.",
        wrong=changed(DIGITS, ("l1ᵀd2", "l1d2")),
        right=DIGITS,
        also=((changed(DIGITS, ("α l1ᵀd2", "α outer(l1, d2)")), {}),),
        place="l1d2",
    ),
    Mistake(
        "A beginner writes the update as 'input times delta', as it was for a single weight.",
        wrong="W0 <- W0 - α l0d1",
        right="W0 <- W0 - α l0ᵀd1",
        dims={"l0": 3, "d1": 4, "W0": (3, 4), "α": ()},
        also=(("W0 <- W0 - α outer(l0, d1)", {"l0": 3, "d1": 4, "W0": (3, 4), "α": ()}),),
        place="l0d1",
    ),
    Mistake(
        "A practitioner with a mini-batch forgets the transpose of the activations in the gradient.",
        wrong=changed(BATCH, ("L1ᵀD2", "L1D2")),
        right=BATCH,
        place="L1D2",
    ),
    Mistake(
        "A practitioner with a mini-batch forgets the transpose of the weights on the way back.",
        wrong=changed(BATCH, ("D2W1ᵀ", "D2W1")),
        right=BATCH,
        place="D2W1",
    ),
    Mistake(
        "A reader of 'Attention is all you need' writes QK where queries are compared with keys.",
        wrong="A = softmax(QK/√d)V; d : number",
        right="A = softmax(QKᵀ/√d)V; d : number",
        dims={"Q": (10, 64), "K": (12, 64), "V": (12, 32)},
        place="K",
    ),
    Mistake(
        "A practitioner writes self-attention from the input on and forgets the transpose of the keys.",
        wrong=changed(ATTENTION, ("QKᵀ", "QK")),
        right=ATTENTION,
        place="QK",
    ),
    Mistake(
        "Somebody asks one query of many keys and forgets that the keys are rows.",
        wrong="q : 64; K : 10 × 64; V : 10 × 32\na = softmax(qK/8)\nc = aV",
        right="q : 64; K : 10 × 64; V : 10 × 32\na = softmax(qKᵀ/8)\nc = aV",
        place="qK",
    ),
    Mistake(
        "Somebody compares pictures with texts as CLIP does and multiplies both as they are.",
        wrong="S = XY/τ",
        right="S = XYᵀ/τ",
        dims={"X": (32, 512), "Y": (32, 512), "τ": ()},
        place="Y",
    ),
    Mistake(
        "Somebody ties the decoder's weights to the encoder's and uses them the same way round.",
        wrong="x, r : 784; W : 784 × 32\nh = sigmoid(xW + b)\nr = sigmoid(hW + c)",
        right="x, r : 784; W : 784 × 32\nh = sigmoid(xW + b)\nr = sigmoid(hWᵀ + c)",
        place="hW",
    ),
    Mistake(
        "Somebody ties the output layer of a language model to the embedding and forgets to turn it round.",
        wrong="h : 64; E : 1000 × 64; p = softmax(hE)",
        right="h : 64; E : 1000 × 64; p = softmax(hEᵀ)",
        place="hE",
    ),
    Mistake(
        "Somebody puts a singular value decomposition together again and forgets that V is turned round.",
        wrong="A = USV",
        right="A = USVᵀ",
        dims={"A": (5, 4), "U": (5, 3), "S": (3, 3), "V": (4, 3)},
        place="V",
    ),
    Mistake(
        "A beginner computes a quadratic form with rows and forgets that the second one has to stand up.",
        wrong="q : number; x : 3; A : 3 × 3\nq = xAx",
        right="q : number; x : 3; A : 3 × 3\nq = xAxᵀ",
        also=(("q : number; x : 3; A : 3 × 3\nq = xA·x", {}),),
        place="xAx",
    ),
    Mistake(
        "The same quadratic form in a paper's columns, where it is the first one that is turned.",
        wrong="q = xAx",
        right="q = xᵀAx",
        dims={"x": 3, "A": (3, 3), "q": ()},
        columns=True,
        place="xA",
    ),
    Mistake(
        "Somebody scores a pair of vectors with a matrix between them and leaves out the transpose.",
        wrong="s = sigmoid(xWy)",
        right="s = sigmoid(xWyᵀ)",
        dims={"x": 300, "y": 200, "W": (300, 200), "s": ()},
        also=(("s = sigmoid(xW·y)", {"x": 300, "y": 200, "W": (300, 200), "s": ()}),),
        place="y",
    ),
    Mistake(
        "Someone from the kernel trick writes the Gram matrix as a square.",
        wrong="K : 100 × 100; X : 100 × 5; K = XX",
        right="K : 100 × 100; X : 100 × 5; K = XXᵀ",
        place="XX",
    ),
    Mistake(
        "A student of statistics forgets the transpose in the normal equations.",
        wrong="vectors are columns; X : 100 × 3; y : 100\nw = (XᵀX)⁻¹Xy",
        right="vectors are columns; X : 100 × 3; y : 100\nw = (XᵀX)⁻¹Xᵀy",
        place="Xy",
    ),
    Mistake(
        "A paper reader propagates an error in columns and forgets to turn the matrix round.",
        wrong=changed(COLUMNS, ("Uᵀd", "Ud")),
        right=COLUMNS,
        place="Ud",
    ),
    Mistake(
        "A paper reader writes the gradient of a column model without the transpose of the input.",
        wrong=changed(COLUMNS, ("gxᵀ", "gx")),
        right=COLUMNS,
        also=((changed(COLUMNS, ("α gxᵀ", "α outer(g, x)")), {}),),
        place="gx",
    ),
    Mistake(
        "Somebody computes what a Kalman filter expects to see and forgets that the second H is turned round.",
        wrong="S = HPH + R",
        right="S = HPHᵀ + R",
        dims={"P": (4, 4), "H": (2, 4), "R": (2, 2)},
        place="HPH",
    ),
    # ------------------------------------------------------------------------------- a transpose too many, or misplaced
    Mistake(
        "Someone coming from PyTorch writes x W.T out of habit, but the book stores inputs × outputs.",
        wrong="l1 = relu(l0W0ᵀ)",
        right="l1 = relu(l0W0)",
        dims={"l0": 3, "W0": (3, 4)},
        place="W0ᵀ",
    ),
    Mistake(
        "Someone who learnt 'wᵀx' writes xᵀW although x is a row already.",
        wrong="y = xᵀW + b",
        right="y = xW + b",
        dims={"x": 3, "W": (3, 4), "b": 4},
        place="xᵀ",
    ),
    Mistake(
        "A beginner transposes the error instead of the weights.",
        wrong="d1 = d2ᵀW1 ⊙ relu'(l1)",
        right="d1 = d2W1ᵀ ⊙ relu'(l1)",
        dims={"l1": 4, "W1": (4, 2), "d2": 2},
        place="d2ᵀW1",
    ),
    Mistake(
        "A beginner transposes the wrong one of the two in the update.",
        wrong=changed(DIGITS, ("l0ᵀd1", "l0d1ᵀ")),
        right=DIGITS,
        also=((changed(DIGITS, ("α l0ᵀd1", "α outer(l0, d1)")), {}),),
        place="l0d1ᵀ",
    ),
    Mistake(
        "A practitioner remembers that something in attention is transposed, and takes the queries.",
        wrong="A = softmax(QᵀK/8)V",
        right="A = softmax(QKᵀ/8)V",
        dims={"Q": (10, 64), "K": (10, 64), "V": (10, 64)},
        place="QᵀK",
    ),
    Mistake(
        "A practitioner writes linear attention and turns the values instead of the keys.",
        wrong="Z = Q(KVᵀ)",
        right="Z = Q(KᵀV)",
        dims={"Q": (10, 64), "K": (12, 64), "V": (12, 32)},
        place="KVᵀ",
    ),
    Mistake(
        "A student computes a covariance with the transpose on the wrong side, as for data in columns.",
        wrong="X : 100 × 3; C : 3 × 3\nC = XXᵀ/100",
        right="X : 100 × 3; C : 3 × 3\nC = XᵀX/100",
        place="XXᵀ",
    ),
    Mistake(
        "A student of Hopfield networks stores a pattern as a dot product.",
        wrong="x : 100; W : 100 × 100\nW = xxᵀ",
        right="x : 100; W : 100 × 100\nW = xᵀx",
        also=(("x : 100; W : 100 × 100\nW = outer(x, x)", {}),),
        place="xxᵀ",
    ),
    Mistake(
        "Somebody projects data onto components that are stored as columns and turns them round once too often.",
        wrong="Z = XVᵀ",
        right="Z = XV",
        dims={"X": (100, 784), "V": (784, 2)},
        place="Vᵀ",
    ),
    Mistake(
        "A student of regression has the transpose in the wrong one of two products.",
        wrong="vectors are columns; X : 100 × 3; y : 100\nw = (XXᵀ)⁻¹Xᵀy",
        right="vectors are columns; X : 100 × 3; y : 100\nw = (XᵀX)⁻¹Xᵀy",
        place="XXᵀ",
    ),
    Mistake(
        "A beginner transposes the prediction before subtracting, because a .T made an earlier error go away.",
        wrong="l1 : 4; l2, y : 2\nl2 = l1W1\nd2 = l2ᵀ - y\nW1 <- W1 - α l1ᵀd2",
        right="l1 : 4; l2, y : 2\nl2 = l1W1\nd2 = l2 - y\nW1 <- W1 - α l1ᵀd2",
        place="l2ᵀ",
    ),
    Mistake(
        "A beginner transposes the gradient of the bias like that of the weights.",
        wrong="b1 <- b1 - α d2ᵀ",
        right="b1 <- b1 - α d2",
        dims={"b1": 2, "d2": 2, "α": ()},
        place="d2ᵀ",
    ),
    # -------------------------------------------------------------------------------- weights stored outputs × inputs
    Mistake(
        "Someone takes the weights out of a torch Linear, which stores outputs × inputs.",
        wrong="l1 = relu(l0W0 + b0)",
        right="l1 = relu(l0W0ᵀ + b0)",
        dims={"l0": 3, "W0": (4, 3), "b0": 4},
        also=(("l1 = relu(l0W0 + b0)", {"l0": 3, "W0": (3, 4), "b0": 4}),),
        place="W0",
    ),
    Mistake(
        "Someone loads a classifier from torch: weight is 10 × 784, bias is 10.",
        wrong="x : 784; W : 10 × 784; b : 10\ny = softmax(xW + b)",
        right="x : 784; W : 10 × 784; b : 10\ny = softmax(xWᵀ + b)",
        also=(("x : 784; W : 784 × 10; b : 10\ny = softmax(xW + b)", {}),),
        place="xW",
    ),
    Mistake(
        "A batch goes through a torch layer whose weights were not turned round.",
        wrong="H = relu(XW0 + b0)",
        right="H = relu(XW0ᵀ + b0)",
        dims={"X": (64, 784), "W0": (128, 784), "b0": 128, "H": (64, 128)},
        also=(("H = relu(XW0 + b0)", {"X": (64, 784), "W0": (784, 128), "b0": 128, "H": (64, 128)}),),
        place="W0",
    ),
    Mistake(
        "A reader of chapter 3 stores a row of weights for each output, as the book first does, then writes xW.",
        wrong="x : 3; W : 2 × 3  # a row for each prediction\np = xW",
        right="x : 3; W : 2 × 3  # a row for each prediction\np = xWᵀ",
        also=(("x : 3; W : 3 × 2  # a row for each prediction\np = xW", {}),),
        place="xW",
    ),
    Mistake(
        "A beginner declares the first weights the wrong way round and the second ones right.",
        wrong="l0 : 3; l1 : 4; l2 : 2\nW0 : 4 × 3; W1 : 4 × 2\nl1 = relu(l0W0)\nl2 = l1W1",
        right="l0 : 3; l1 : 4; l2 : 2\nW0 : 3 × 4; W1 : 4 × 2\nl1 = relu(l0W0)\nl2 = l1W1",
        also=(("l0 : 3; l1 : 4; l2 : 2\nW0 : 4 × 3; W1 : 4 × 2\nl1 = relu(l0W0ᵀ)\nl2 = l1W1", {}),),
        place="4 × 3",
    ),
    Mistake(
        "A beginner types the six weights of two outputs as two rows.",
        wrong="l0 = [1 0 1]\nW0 = [0.1 0.2 -0.1; -0.1 0.1 0.9]\nl1 = relu(l0W0)",
        right="l0 = [1 0 1]\nW0 = [0.1 0.2 -0.1; -0.1 0.1 0.9]\nl1 = relu(l0W0ᵀ)",
        also=(("l0 = [1 0 1]\nW0 = [0.1 -0.1; 0.2 0.1; -0.1 0.9]\nl1 = relu(l0W0)", {}),),
        place="l0W0",
    ),
    Mistake(
        "Recurrent weights from torch, where weight_ih is hidden × input.",
        wrong="x : 50; h : 20; W_{ih} : 20 × 50; W_{hh} : 20 × 20\nh_t = tanh(xW_{ih} + hW_{hh})",
        right="x : 50; h : 20; W_{ih} : 20 × 50; W_{hh} : 20 × 20\nh_t = tanh(xW_{ih}ᵀ + hW_{hh})",
        also=(("x : 50; h : 20; W_{ih} : 50 × 20; W_{hh} : 20 × 20\nh_t = tanh(xW_{ih} + hW_{hh})", {}),),
        place="xW_{ih}",
    ),
    # ----------------------------------------------------------------------------------------------- rows and columns
    Mistake(
        "A paper reader writes the sizes as the paper does, ∈ ℝ, and leaves out that vectors are columns.",
        wrong="x ∈ ℝ³; W ∈ ℝ^{4×3}; b ∈ ℝ⁴\ny = σ(Wx + b)",
        right="vectors are columns\nx ∈ ℝ³; W ∈ ℝ^{4×3}; b ∈ ℝ⁴\ny = σ(Wx + b)",
        also=(("x ∈ ℝ³; W ∈ ℝ^{4×3}; b ∈ ℝ⁴\ny = σ(xWᵀ + b)", {}),),
        place="Wx",
    ),
    Mistake(
        "A paper reader types Wx + b and does not say that vectors are columns.",
        wrong="y = softmax(Wx + b)",
        right="vectors are columns\ny = softmax(Wx + b)",
        dims={"W": (10, 784), "x": 784, "b": 10},
        also=(("y = softmax(xWᵀ + b)", {"W": (10, 784), "x": 784, "b": 10}),),
        place="Wx",
    ),
    Mistake(
        "A paper reader copies a cell with W_h h + U_h x and does not say that vectors are columns.",
        wrong="h : 4; x : 3; W_h : 4 × 4; U_h : 4 × 3\nh_t = tanh(W_h h + U_h x + b_h)",
        right="vectors are columns\nh : 4; x : 3; W_h : 4 × 4; U_h : 4 × 3\nh_t = tanh(W_h h + U_h x + b_h)",
        also=(("h : 4; x : 3; W_h : 4 × 4; U_h : 4 × 3\nh_t = tanh(hW_hᵀ + xU_hᵀ + b_h)", {}),),
        place="W_h h",
    ),
    Mistake(
        "A reader of the book whose weights are inputs × outputs types W0l0 as in the lecture.",
        wrong="l1 = relu(W0l0)",
        right="l1 = relu(l0W0)",
        dims={"l0": 3, "W0": (3, 4)},
        place="W0l0",
    ),
    Mistake(
        "A reader of the book writes the second layer from the outside in.",
        wrong="l2 = W1 relu(l0W0)",
        right="l2 = relu(l0W0)W1",
        dims={"l0": 3, "W0": (3, 4), "W1": (4, 2)},
        place="W1 relu(l0W0)",
    ),
    Mistake(
        "Somebody who has read that a vector is a column writes W0l0ᵀ and keeps the bias a row.",
        wrong="l0 : 3; W0 : 3 × 4; b0 : 4\nl1 = relu(W0l0ᵀ + b0)",
        right="l0 : 3; W0 : 3 × 4; b0 : 4\nl1 = relu(l0W0 + b0)",
        place="W0l0ᵀ",
    ),
    Mistake(
        "A column error is carried back in a program of rows.",
        wrong="d1 = W1d2 ⊙ relu'(l1)",
        right="d1 = d2W1ᵀ ⊙ relu'(l1)",
        dims={"l1": 4, "W1": (4, 2), "d2": 2},
        also=(("d1 = (W1d2ᵀ)ᵀ ⊙ relu'(l1)", {"l1": 4, "W1": (4, 2), "d2": 2}),),
        place="W1d2",
    ),
    Mistake(
        "Under 'vectors are columns' a reader of the book goes on writing the matrix behind.",
        wrong="vectors are columns\nx : 3; W : 4 × 3; b : 4\ny = tanh(xW + b)",
        right="vectors are columns\nx : 3; W : 4 × 3; b : 4\ny = tanh(Wx + b)",
        place="xW",
    ),
    Mistake(
        "The convention line stands in a program that is written for rows throughout.",
        wrong="vectors are columns\nl0 : 3; W0 : 3 × 4; b0 : 4; W1 : 4 × 2\nl1 = relu(l0W0 + b0)\nl2 = l1W1",
        right="l0 : 3; W0 : 3 × 4; b0 : 4; W1 : 4 × 2\nl1 = relu(l0W0 + b0)\nl2 = l1W1",
        also=(
            (
                "vectors are rows\nl0 : 3; W0 : 3 × 4; b0 : 4; W1 : 4 × 2\nl1 = relu(l0W0 + b0)\nl2 = l1W1",
                {},
            ),
            (
                "vectors are columns\nl0 : 3; W0 : 3 × 4; b0 : 4; W1 : 4 × 2\nl1 = relu(W0ᵀl0 + b0)\nl2 = W1ᵀl1",
                {},
            ),
        ),
        place="vectors are columns",
    ),
    Mistake(
        "In a column program the weights are declared inputs × outputs, as in the book.",
        wrong="h = relu(Wx + b)",
        right="h = relu(Wx + b)",
        dims={"x": 784, "W": (784, 100), "b": 100},
        right_dims={"x": 784, "W": (100, 784), "b": 100},
        also=(("h = relu(Wᵀx + b)", {"x": 784, "W": (784, 100), "b": 100}),),
        columns=True,
        place="W",
    ),
    Mistake(
        "A gradient for columns with the outer product of rows.",
        wrong=changed(COLUMNS, ("dhᵀ", "dᵀh")),
        right=COLUMNS,
        also=((changed(COLUMNS, ("α dhᵀ", "α outer(d, h)")), {}),),
        place="dᵀh",
    ),
    Mistake(
        "A gradient for columns the wrong way round: input times error instead of error times input.",
        wrong="W <- W - α xdᵀ",
        right="W <- W - α dxᵀ",
        dims={"W": (4, 3), "x": 3, "d": 4, "α": ()},
        columns=True,
        place="xdᵀ",
    ),
    Mistake(
        "Somebody measures a distance with rows but has the transpose of the column formula.",
        wrong="q : number; x, m : 3; S : 3 × 3\nq = (x - m)ᵀS⁻¹(x - m)",
        right="vectors are columns\nq : number; x, m : 3; S : 3 × 3\nq = (x - m)ᵀS⁻¹(x - m)",
        also=(("q : number; x, m : 3; S : 3 × 3\nq = (x - m)S⁻¹(x - m)ᵀ", {}),),
        place="(x - m)ᵀS⁻¹",
    ),
    Mistake(
        "A student of regression writes Xw for a whole table of data and leaves out the convention.",
        wrong="X : 100 × 3; w : 3; y : 100\ne = sum((Xw - y)²)",
        right="vectors are columns\nX : 100 × 3; w : 3; y : 100\ne = sum((Xw - y)²)",
        also=(("X : 100 × 3; w : 3; y : 100\ne = sum((wXᵀ - y)²)", {}),),
        place="Xw",
    ),
    # ---------------------------------------------------------------------------------------------- factors swapped
    Mistake(
        "A beginner thinks that the order of matrices does not matter.",
        wrong="C = BA",
        right="C = AB",
        dims={"A": (2, 4), "B": (4, 3)},
        place="BA",
    ),
    Mistake(
        "The weights of a batch stand in the order in which a composition of functions is read.",
        wrong="Y = relu(XW1W0)",
        right="Y = relu(XW0W1)",
        dims={"X": (100, 784), "W0": (784, 100), "W1": (100, 10)},
        place="W1W0",
    ),
    Mistake(
        "The values come before the attention weights, as a sentence names them.",
        wrong="A = V softmax(QKᵀ/8)",
        right="A = softmax(QKᵀ/8)V",
        dims={"Q": (10, 64), "K": (10, 64), "V": (10, 32)},
        place="V softmax(QKᵀ/8)",
    ),
    Mistake(
        "The paper's low-rank update W + BA is for columns; its factors are named the other way here.",
        wrong="x : 768; W : 768 × 768; A : 768 × 8; B : 8 × 768\nh = x(W + BA)",
        right="x : 768; W : 768 × 768; A : 768 × 8; B : 8 × 768\nh = x(W + AB)",
        place="BA",
    ),
    Mistake(
        "A column program applies the low-rank factors in the order of reading.",
        wrong="h = Wx + ABx",
        right="h = Wx + BAx",
        dims={"x": 512, "W": (768, 512), "A": (8, 512), "B": (768, 8)},
        columns=True,
        place="AB",
    ),
    Mistake(
        "In a graph network the adjacency comes after the features.",
        wrong="H1 = relu(HAW)",
        right="H1 = relu(AHW)",
        dims={"A": (5, 5), "H": (5, 16), "W": (16, 8)},
        place="HA",
    ),
    Mistake(
        "The update's outer product is the wrong way round: error times input.",
        wrong="W1 <- W1 - α d2ᵀl1",
        right="W1 <- W1 - α l1ᵀd2",
        dims={"W1": (4, 2), "l1": 4, "d2": 2, "α": ()},
        also=(
            ("W1 <- W1 - α (d2ᵀl1)ᵀ", {"W1": (4, 2), "l1": 4, "d2": 2, "α": ()}),
            ("W1 <- W1 - α outer(l1, d2)", {"W1": (4, 2), "l1": 4, "d2": 2, "α": ()}),
        ),
        place="d2ᵀl1",
    ),
    Mistake(
        "In the complete learning program the first update is the wrong way round.",
        wrong=changed(STREETLIGHTS, ("l0ᵀd1", "d1ᵀl0")),
        right=STREETLIGHTS,
        also=(
            (changed(STREETLIGHTS, ("l0ᵀd1", "(d1ᵀl0)ᵀ")), {}),
            (changed(STREETLIGHTS, ("α l0ᵀd1", "α outer(l0, d1)")), {}),
        ),
        place="d1ᵀl0",
    ),
    Mistake(
        "A batch's gradient is the wrong way round.",
        wrong=changed(BATCH, ("L0ᵀD1", "D1ᵀL0")),
        right=BATCH,
        also=((changed(BATCH, ("L0ᵀD1", "(D1ᵀL0)ᵀ")), {}),),
        place="D1ᵀL0",
    ),
    Mistake(
        "The arguments of outer are exchanged.",
        wrong="W0 += α outer(d1, l0)",
        right="W0 += α outer(l0, d1)",
        dims={"W0": (3, 4), "l0": 3, "d1": 4, "α": ()},
        also=(
            ("W0 += α outer(d1, l0)ᵀ", {"W0": (3, 4), "l0": 3, "d1": 4, "α": ()}),
            ("W0 += α l0ᵀd1", {"W0": (3, 4), "l0": 3, "d1": 4, "α": ()}),
        ),
        place="outer(d1, l0)",
    ),
    Mistake(
        "The arguments of pick are exchanged: first the table, then the numbers of the rows.",
        wrong="X = pick(i, E)\nY = XW",
        right="X = pick(E, i)\nY = XW",
        dims={"i": 5, "E": (1000, 64), "W": (64, 32)},
        place="pick(i, E)",
    ),
    # ----------------------------------------------------------------------------- two vectors next to each other
    Mistake(
        "A reader of chapter 3 writes a weighted sum as xw, as it was with single numbers.",
        wrong="x, w : 3; p : number\np = xw",
        right="x, w : 3; p : number\np = xwᵀ",
        also=(
            ("x, w : 3; p : number\np = x·w", {}),
            ("x, w : 3; p : number\np = dot(x, w)", {}),
            ("x, w : 3; p : number\np = sum(x ⊙ w)", {}),
        ),
        place="xw",
    ),
    Mistake(
        "A reader of chapter 5 wants a table of gradients from the errors and the inputs.",
        wrong="d : 2; x : 3; G : 2 × 3\nG = dx",
        right="d : 2; x : 3; G : 2 × 3\nG = dᵀx",
        also=(("d : 2; x : 3; G : 2 × 3\nG = outer(d, x)", {}),),
        place="dx",
    ),
    Mistake(
        "A beginner multiplies two vectors of which nothing more is known; it could be any of the three products.",
        wrong="x, w : 3; p = xw",
        right="x, w : 3; p = xwᵀ",
        also=(
            ("x, w : 3; p = x·w", {}),
            ("x, w : 3; p = dot(x, w)", {}),
            ("x, w : 3; p = x ⊙ w", {}),
            ("x, w : 3; p = xᵀw", {}),
        ),
        place="xw",
    ),
    Mistake(
        "The squares are written as a letter times itself.",
        wrong="s = sum(xx)/3",
        right="s = sum(x²)/3",
        dims={"x": 3, "s": ()},
        also=(
            ("s = sum(x ⊙ x)/3", {"x": 3, "s": ()}),
            ("s = sum(xxᵀ)/3", {"x": 3, "s": ()}),
            ("s = sum(x·x)/3", {"x": 3, "s": ()}),
        ),
        place="xx",
    ),
    Mistake(
        "The similarity of two word vectors without the transpose.",
        wrong="x, y : 300; s : number\ns = xy/(‖x‖‖y‖)",
        right="x, y : 300; s : number\ns = xyᵀ/(‖x‖‖y‖)",
        also=(
            ("x, y : 300; s : number\ns = x·y/(‖x‖‖y‖)", {}),
            ("x, y : 300; s : number\ns = dot(x, y)/(‖x‖‖y‖)", {}),
        ),
        place="xy",
    ),
    Mistake(
        "One query with one key, without the transpose.",
        wrong="q, k : 64; s : number\ns = qk/√64",
        right="q, k : 64; s : number\ns = qkᵀ/√64",
        also=(
            ("q, k : 64; s : number\ns = q·k/√64", {}),
            ("q, k : 64; s : number\ns = dot(q, k)/√64", {}),
            ("q, k : 64; s : number\ns = sum(q ⊙ k)/√64", {}),
        ),
        place="qk",
    ),
    Mistake(
        "The cell's output is written o tanh(c), as if o were a number.",
        wrong=changed(LSTM, ("o ⊙ tanh(c_t)", "o tanh(c_t)")),
        right=LSTM,
        place="o tanh(c_t)",
    ),
    Mistake(
        "A dropout mask stands right behind the layer, as if it were a factor.",
        wrong="l1 = relu(l0W0)m",
        right="l1 = relu(l0W0) ⊙ m",
        dims={"l0": 784, "W0": (784, 40), "m": 40, "l1": 40},
        place="m",
    ),
    Mistake(
        "The slope of the activation is multiplied on without ⊙.",
        wrong=changed(STREETLIGHTS, ("d2W1ᵀ ⊙ relu'(l1)", "d2W1ᵀrelu'(l1)")),
        right=STREETLIGHTS,
        place="d2W1ᵀrelu'(l1)",
    ),
    Mistake(
        "The slope of a batch is multiplied on without ⊙.",
        wrong=changed(BATCH, ("D2W1ᵀ ⊙ (1 - L1²)", "D2W1ᵀ(1 - L1²)")),
        right=BATCH,
        place="D2W1ᵀ(1 - L1²)",
    ),
    Mistake(
        "A gate times a state is written as a product.",
        wrong=changed(GRU, ("(1 - z) ⊙ h", "(1 - z)h")),
        right=GRU,
        place="(1 - z)h",
    ),
    Mistake(
        "The reset gate is applied as a product.",
        wrong=changed(GRU, ("(r ⊙ h)U_h", "(rh)U_h")),
        right=GRU,
        place="rh",
    ),
    Mistake(
        "The gain of layer norm is written as a factor.",
        wrong="y = g normalize(x) + b",
        right="y = g ⊙ normalize(x) + b",
        dims={"x": 512, "g": 512, "b": 512, "y": 512},
        place="g normalize(x)",
    ),
    Mistake(
        "The slope of sigmoid is defined as on paper, o(1 - o).",
        wrong="slope(o) = o(1 - o)\nd1 = d2W1ᵀ ⊙ slope(l1)",
        right="slope(o) = o ⊙ (1 - o)\nd1 = d2W1ᵀ ⊙ slope(l1)",
        dims={"l1": 4, "W1": (4, 2), "d2": 2},
        place="o(1 - o)",
    ),
    Mistake(
        "Swish is defined as on paper, x sigmoid(x).",
        wrong="swish(x) = x sigmoid(x)\nx : 4; y = swish(xW)",
        right="swish(x) = x ⊙ sigmoid(x)\nx : 4; y = swish(xW)",
        place="x sigmoid(x)",
    ),
    Mistake(
        "The running mean of squares in RMSprop is fed with the gradient times itself.",
        wrong="s <- βs + (1 - β)gg",
        right="s <- βs + (1 - β)g²",
        dims={"s": 5, "g": 5, "β": ()},
        also=(("s <- βs + (1 - β)g ⊙ g", {"s": 5, "g": 5, "β": ()}),),
        place="g",
    ),
    Mistake(
        "Cross-entropy as papers write it, with y and log p next to each other.",
        wrong="y, p : 10; e : number\ne = -sum(y log(p))",
        right="y, p : 10; e : number\ne = -sum(y ⊙ log(p))",
        also=(
            ("y, p : 10; e : number\ne = -sum(y·log(p))", {}),
            ("y, p : 10; e : number\ne = -sum(y log(p)ᵀ)", {}),
        ),
        place="y log(p)",
    ),
    Mistake(
        "A gated linear unit with the gate as a factor.",
        wrong="x : 512; U, V : 512 × 2048; W : 2048 × 512\ny = (silu(xU)(xV))W",
        right="x : 512; U, V : 512 × 2048; W : 2048 × 512\ny = (silu(xU) ⊙ (xV))W",
        place="silu(xU)(xV)",
    ),
    # --------------------------------------------------------------- ⊙ where a product is meant, and the reverse
    Mistake(
        "Someone coming from a language where * multiplies everything.",
        wrong="l1 = relu(l0 * W0)",
        right="l1 = relu(l0W0)",
        dims={"l0": 3, "W0": (3, 4)},
        place="l0 * W0",
    ),
    Mistake(
        "Someone coming from MATLAB, where * is the matrix product.",
        wrong="A : 2 × 4; B : 4 × 3\nC = A * B",
        right="A : 2 × 4; B : 4 × 3\nC = AB",
        place="A * B",
    ),
    Mistake(
        "Someone coming from Keras writes x * W + b for a dense layer.",
        wrong="x : 784; W : 784 × 10; b : 10\ny = softmax(x * W + b)",
        right="x : 784; W : 784 × 10; b : 10\ny = softmax(xW + b)",
        place="x * W",
    ),
    Mistake(
        "The attention weights are multiplied on value by value.",
        wrong="Z = softmax(QKᵀ/8) * V",
        right="Z = softmax(QKᵀ/8)V",
        dims={"Q": (10, 64), "K": (10, 64), "V": (10, 32)},
        place="softmax(QKᵀ/8) * V",
    ),
    Mistake(
        "A beginner puts the new sign ⊙ everywhere in the formula of the way back.",
        wrong="d1 = d2 ⊙ W1ᵀ ⊙ relu'(l1)",
        right="d1 = d2W1ᵀ ⊙ relu'(l1)",
        dims={"l1": 4, "W1": (4, 2), "d2": 2},
        place="d2 ⊙ W1ᵀ",
    ),
    Mistake(
        "The outer product of an update is written with *, as if NumPy's broadcast were meant.",
        wrong="W1 -= α l1ᵀ * d2",
        right="W1 -= α l1ᵀd2",
        dims={"W1": (4, 2), "l1": 4, "d2": 2, "α": ()},
        also=(("W1 -= α outer(l1, d2)", {"W1": (4, 2), "l1": 4, "d2": 2, "α": ()}),),
        place="l1ᵀ * d2",
    ),
    Mistake(
        "A mask for a batch is multiplied on with @.",
        wrong="H = relu(XW0) @ M",
        right="H = relu(XW0) ⊙ M",
        dims={"X": (100, 784), "W0": (784, 40), "M": (100, 40)},
        place="relu(XW0) @ M",
    ),
    Mistake(
        "A mask on the weights themselves is written as a product.",
        wrong="x : 784; W, M : 784 × 100\ny = x(WM)",
        right="x : 784; W, M : 784 × 100\ny = x(W ⊙ M)",
        place="WM",
    ),
    Mistake(
        "The dot is taken for 'every value by every value'.",
        wrong="o, h_t, c_t : 4\nh_t = o · tanh(c_t)",
        right="o, h_t, c_t : 4\nh_t = o ⊙ tanh(c_t)",
        place="o · tanh(c_t)",
    ),
    Mistake(
        "A weighted sum is written with *, and the sum is forgotten.",
        wrong="x, w : 3; p : number\np = x * w",
        right="x, w : 3; p : number\np = x·w",
        also=(
            ("x, w : 3; p : number\np = sum(x * w)", {}),
            ("x, w : 3; p : number\np = xwᵀ", {}),
            ("x, w : 3; p : number\np = dot(x, w)", {}),
        ),
        place="x * w",
    ),
    Mistake(
        "The outer and the elementwise sign are confused in Hebb's rule.",
        wrong="W <- W + η x ⊙ y",
        right="W <- W + η xᵀy",
        dims={"W": (5, 3), "x": 5, "y": 3, "η": ()},
        also=(("W <- W + η outer(x, y)", {"W": (5, 3), "x": 5, "y": 3, "η": ()}),),
        place="x ⊙ y",
    ),
    # ------------------------------------------------------------------------------------ a letter or an index off
    Mistake(
        "In three layers of learning the second error is carried back through the wrong weights.",
        wrong=changed(THREE_LAYERS, ("d2W1ᵀ", "d2W2ᵀ")),
        right=THREE_LAYERS,
        place="d2W2ᵀ",
    ),
    Mistake(
        "In three layers of learning one update was copied and keeps the old error.",
        wrong=changed(THREE_LAYERS, ("l1ᵀd2", "l1ᵀd1")),
        right=THREE_LAYERS,
        place="l1ᵀd1",
    ),
    Mistake(
        "In three layers of learning one bias gets the error of the layer before.",
        wrong=changed(THREE_LAYERS, ("b1 - α d2", "b1 - α d1")),
        right=THREE_LAYERS,
        place="b1 - α d1",
    ),
    Mistake(
        "In three layers of learning the slope is taken at the layer after.",
        wrong=changed(THREE_LAYERS, ("1 - l1²", "1 - l2²")),
        right=THREE_LAYERS,
        place="d2W1ᵀ ⊙ (1 - l2²)",
    ),
    Mistake(
        "A beginner copies the line of the first layer and leaves l0.",
        wrong="l0 : 3; W0 : 3 × 4; W1 : 4 × 2\nl1 = relu(l0W0)\nl2 = l0W1",
        right="l0 : 3; W0 : 3 × 4; W1 : 4 × 2\nl1 = relu(l0W0)\nl2 = l1W1",
        place="l0W1",
    ),
    Mistake(
        "In a deep network one line takes the layer before the last one.",
        wrong=changed(DEEP, ("l2W2", "l1W2")),
        right=DEEP,
        place="l1W2",
    ),
    Mistake(
        "In a deep network the weights of one line were not counted up.",
        wrong=changed(DEEP, ("l1W1", "l1W0")),
        right=DEEP,
        place="l1W0",
    ),
    Mistake(
        "In a deep network the bias of one line was not counted up.",
        wrong=changed(DEEP, ("l1W1 + b1", "l1W1 + b0")),
        right=DEEP,
        place="l1W1 + b0",
    ),
    Mistake(
        "The bias has the index of the layer that comes out.",
        wrong="l1 = relu(l0W0 + b1)",
        right="l1 = relu(l0W0 + b0)",
        dims={"l0": 3, "W0": (3, 4), "b0": 4, "b1": 2},
        place="b1",
    ),
    Mistake(
        "The two weight matrices are exchanged.",
        wrong="l2 = relu(l0W1)W0",
        right="l2 = relu(l0W0)W1",
        dims={"l0": 3, "W0": (3, 4), "W1": (4, 2)},
        place="W1",
    ),
    Mistake(
        "The first layer uses W1, as in papers that count from 1.",
        wrong="l0 : 3; W0 : 3 × 4; W1 : 4 × 2\nl1 = relu(l0W1)",
        right="l0 : 3; W0 : 3 × 4; W1 : 4 × 2\nl1 = relu(l0W0)",
        place="l0W1",
    ),
    Mistake(
        "The slope is taken at the last layer instead of the hidden one.",
        wrong=changed(DIGITS, ("relu'(l1)", "relu'(l2)")),
        right=DIGITS,
        place="relu'(l2)",
    ),
    Mistake(
        "The error is carried back through the weights of the layer below.",
        wrong=changed(DIGITS, ("d2W1ᵀ", "d2W0ᵀ")),
        right=DIGITS,
        place="d2W0ᵀ",
    ),
    Mistake(
        "The gradient of the first weights is copied from the second and still has l1.",
        wrong=changed(STREETLIGHTS, ("l0ᵀd1", "l1ᵀd1")),
        right=STREETLIGHTS,
        place="l1ᵀd1",
    ),
    Mistake(
        "The gradient of the last weights takes the input of the network.",
        wrong="W1 <- W1 - α l0ᵀd2",
        right="W1 <- W1 - α l1ᵀd2",
        dims={"W1": (4, 2), "W0": (3, 4), "l0": 3, "l1": 4, "d2": 2, "d1": 4, "α": ()},
        place="l0",
    ),
    Mistake(
        "The first weights are updated with the error of the last layer.",
        wrong=changed(BATCH, ("L0ᵀD1", "L0ᵀD2")),
        right=BATCH,
        place="L0ᵀD2",
    ),
    Mistake(
        "The bias of the last layer is updated with the error of the hidden one.",
        wrong=changed(BATCH, ("b1 <- b1 - α colsum(D2)", "b1 <- b1 - α colsum(D1)")),
        right=BATCH,
        place="b1 - α colsum(D1)",
    ),
    Mistake(
        "The right gradient goes to the wrong weights.",
        wrong="l1 : 4; d2 : 2; W0 : 3 × 4; W1 : 4 × 2\nW0 <- W0 - α l1ᵀd2",
        right="l1 : 4; d2 : 2; W0 : 3 × 4; W1 : 4 × 2\nW1 <- W1 - α l1ᵀd2",
        place="W0 <- W0",
    ),
    Mistake(
        "The update was copied, and its right side still has the other weights.",
        wrong="l1 : 4; d2 : 2; W0 : 3 × 4; W1 : 4 × 2\nW1 <- W0 - α l1ᵀd2",
        right="l1 : 4; d2 : 2; W0 : 3 × 4; W1 : 4 × 2\nW1 <- W1 - α l1ᵀd2",
        place="W0 -",
    ),
    Mistake(
        "The error compares the truth with the hidden layer.",
        wrong=changed(STREETLIGHTS, ("d2 = l2 - y", "d2 = l1 - y")),
        right=STREETLIGHTS,
        place="l1 - y",
    ),
    Mistake(
        "The loss compares the hidden layer with the truth.",
        wrong="l0 : 784; W0 : 784 × 40; W1 : 40 × 10; y : 10\nl1 = relu(l0W0)\nl2 = l1W1\ne = sum((l1 - y)²)",
        right="l0 : 784; W0 : 784 × 40; W1 : 40 × 10; y : 10\nl1 = relu(l0W0)\nl2 = l1W1\ne = sum((l2 - y)²)",
        place="l1 - y",
    ),
    Mistake(
        "The input's and the state's matrix of a recurrent network are exchanged.",
        wrong=changed(RNN, ("xU + hV", "xV + hU")),
        right=RNN,
        place="xV + hU",
    ),
    Mistake(
        "The prediction of a recurrent network is made from the old input instead of the new state.",
        wrong=changed(RNN, ("softmax(h_tW)", "softmax(xW)")),
        right=RNN,
        place="xW",
    ),
    Mistake(
        "The forget gate is applied to the input instead of the cell state.",
        wrong=changed(LSTM, ("f ⊙ c + i ⊙ g", "f ⊙ x + i ⊙ g")),
        right=LSTM,
        place="f ⊙ x",
    ),
    Mistake(
        "One gate reads only the state, because its line was copied from another network.",
        wrong=changed(LSTM, ("zW_o", "hW_o")),
        right=LSTM,
        place="hW_o",
    ),
    Mistake(
        "The reset gate is applied to the input.",
        wrong=changed(GRU, ("r ⊙ h", "r ⊙ x")),
        right=GRU,
        place="r ⊙ x",
    ),
    Mistake(
        "The attention weights are applied to the keys.",
        wrong="Q : 10 × 64; K : 12 × 64; V : 12 × 32; Z : 10 × 32\nZ = softmax(QKᵀ/8)K",
        right="Q : 10 × 64; K : 12 × 64; V : 12 × 32; Z : 10 × 32\nZ = softmax(QKᵀ/8)V",
        place=")K",
    ),
    Mistake(
        "In cross-attention the values come from the decoder, though the keys come from the encoder.",
        wrong="""\
E means "encoder states"; D means "decoder states"
E : 20 × 512; D : 10 × 512; W_q, W_k, W_v : 512 × 64
Q = DW_q
K = EW_k
V = DW_v
Z = softmax(QKᵀ/8)V""",
        right="""\
E means "encoder states"; D means "decoder states"
E : 20 × 512; D : 10 × 512; W_q, W_k, W_v : 512 × 64
Q = DW_q
K = EW_k
V = EW_v
Z = softmax(QKᵀ/8)V""",
        place="DW_v",
    ),
    Mistake(
        "The encoder's and the decoder's matrix are exchanged.",
        wrong="x, r : 784; E : 784 × 32; D : 32 × 784\nh = relu(xD)\nr = sigmoid(hE)",
        right="x, r : 784; E : 784 × 32; D : 32 × 784\nh = relu(xE)\nr = sigmoid(hD)",
        place="xD",
    ),
    Mistake(
        "The labels y, one number for each picture, are taken where the one-hot table Y was meant.",
        wrong="X : 100 × 784; W : 784 × 10; Y : 100 × 10; y : 100\nP = softmax(XW)\nW <- W - α Xᵀ(P - y)",
        right="X : 100 × 784; W : 784 × 10; Y : 100 × 10; y : 100\nP = softmax(XW)\nW <- W - α Xᵀ(P - Y)",
        place="P - y",
    ),
    Mistake(
        "Shift was not pressed: w0 for W0.",
        wrong="l1 = relu(l0w0)",
        right="l1 = relu(l0W0)",
        dims={"l0": 3, "W0": (3, 4)},
        place="w0",
    ),
    Mistake(
        "Shift was not pressed in one place of a longer program.",
        wrong=changed(DEEP, ("l1W1", "l1w1")),
        right=DEEP,
        place="w1",
    ),
    Mistake(
        "Shift was held too long: B0 for the bias b0.",
        wrong="l0 : 3; l1 : 4; W0 : 3 × 4; b0 : 4\nl1 = relu(l0W0 + B0)",
        right="l0 : 3; l1 : 4; W0 : 3 × 4; b0 : 4\nl1 = relu(l0W0 + b0)",
        place="B0",
    ),
    Mistake(
        "Shift was not pressed: the data table X is typed x.",
        wrong="X : 100 × 784; H : 100 × 40; W0 : 784 × 40\nH = relu(xW0)",
        right="X : 100 × 784; H : 100 × 40; W0 : 784 × 40\nH = relu(XW0)",
        place="x",
    ),
    # ------------------------------------------------------------------------------------------ a declaration is off
    Mistake(
        "One dimension of W1 is off by one.",
        wrong="l0 : 3; l1 : 4; l2 : 2; W0 : 3 × 4; W1 : 5 × 2\nl1 = relu(l0W0)\nl2 = l1W1",
        right="l0 : 3; l1 : 4; l2 : 2; W0 : 3 × 4; W1 : 4 × 2\nl1 = relu(l0W0)\nl2 = l1W1",
        place="5 × 2",
    ),
    Mistake(
        "Two matrices in a row disagree about the layer between them; either may be wrong.",
        wrong="l2 = relu(l0W0)W1",
        right="l2 = relu(l0W0)W1",
        dims={"l0": 3, "W0": (3, 4), "W1": (5, 2)},
        right_dims={"l0": 3, "W0": (3, 4), "W1": (4, 2)},
        also=(("l2 = relu(l0W0)W1", {"l0": 3, "W0": (3, 5), "W1": (5, 2)}),),
        place="W1",
    ),
    Mistake(
        "Two digits of 784 are exchanged.",
        wrong="x : 784; W : 748 × 10; b : 10\ny = softmax(xW + b)",
        right="x : 784; W : 784 × 10; b : 10\ny = softmax(xW + b)",
        place="748 × 10",
    ),
    Mistake(
        "Two digits of 784 are exchanged in the input, while the weights are right twice.",
        wrong="y = relu(xW0)W1 + xV",
        right="y = relu(xW0)W1 + xV",
        dims={"x": 748, "W0": (784, 100), "W1": (100, 10), "V": (784, 10)},
        right_dims={"x": 784, "W0": (784, 100), "W1": (100, 10), "V": (784, 10)},
        place="x",
    ),
    Mistake(
        "A digit is missing.",
        wrong=changed(TRANSFORMER, ("W2 : 2048 × 512", "W2 : 248 × 512")),
        right=TRANSFORMER,
        place="248 × 512",
    ),
    Mistake(
        "The declaration of the second matrix of a feed-forward block was copied from the first.",
        wrong=changed(TRANSFORMER, ("W2 : 2048 × 512", "W2 : 512 × 2048")),
        right=TRANSFORMER,
        also=((changed(TRANSFORMER, ("W2 : 2048 × 512", "W2 : 512 × 2048"), ("0)W2", "0)W2ᵀ")), {}),),
        place="W2 : 512 × 2048",
    ),
    Mistake(
        "The hidden layer was widened from 40 to 100, but only in one of the two matrices.",
        wrong="l0 : 784; y : 10; W0 : 784 × 100; W1 : 40 × 10\nl2 = relu(l0W0)W1",
        right="l0 : 784; y : 10; W0 : 784 × 100; W1 : 100 × 10\nl2 = relu(l0W0)W1",
        also=(("l0 : 784; y : 10; W0 : 784 × 40; W1 : 40 × 10\nl2 = relu(l0W0)W1", {}),),
        place="40 × 10",
    ),
    Mistake(
        "The hidden layer was widened, but its dropout mask was not.",
        wrong=changed(DIGITS, ("m : 40", "m : 100")),
        right=DIGITS,
        place="m : 100",
    ),
    Mistake(
        "The dropout mask has the size of the input.",
        wrong="l1 = relu(l0W0) ⊙ m ⊙ 2",
        right="l1 = relu(l0W0) ⊙ m ⊙ 2",
        dims={"l0": 784, "W0": (784, 40), "m": 784},
        right_dims={"l0": 784, "W0": (784, 40), "m": 40},
        place="m",
    ),
    Mistake(
        "The bias has the size of the layer that comes in.",
        wrong="l0 : 3; W0 : 3 × 4; b0 : 3\nl1 = relu(l0W0 + b0)",
        right="l0 : 3; W0 : 3 × 4; b0 : 4\nl1 = relu(l0W0 + b0)",
        place="b0 : 3",
    ),
    Mistake(
        "The bias of a batch has a value for each datapoint instead of each unit.",
        wrong=changed(BATCH, ("b0 : 40", "b0 : 100")),
        right=BATCH,
        place="b0 : 100",
    ),
    Mistake(
        "A column bias, 4 × 1, as in lectures on neural networks in columns.",
        wrong="l1 = relu(l0W0 + b0)",
        right="l1 = relu(l0W0 + b0)",
        dims={"l0": 3, "W0": (3, 4), "b0": (4, 1)},
        right_dims={"l0": 3, "W0": (3, 4), "b0": 4},
        place="b0",
    ),
    Mistake(
        "The bias is an uppercase letter, and with it a matrix.",
        wrong="l0 : 3; W0 : 3 × 4; B0 : 4 × 1\nl1 = relu(l0W0 + B0)",
        right="l0 : 3; W0 : 3 × 4; B0 : 4\nl1 = relu(l0W0 + B0)",
        also=(("l0 : 3; W0 : 3 × 4; b0 : 4\nl1 = relu(l0W0 + b0)", {}),),
        place="4 × 1",
    ),
    Mistake(
        "A NumPy user declares the input 1 × 3, and the layer after it as a vector.",
        wrong="l0 : 1 × 3; W0 : 3 × 4; l1 : 4\nl1 = relu(l0W0)",
        right="l0 : 3; W0 : 3 × 4; l1 : 4\nl1 = relu(l0W0)",
        also=(("l0 : 1 × 3; W0 : 3 × 4; l1 : 1 × 4\nl1 = relu(l0W0)", {}),),
        place="1 × 3",
    ),
    Mistake(
        "Weights are declared with their number of outputs only, as Dense(4) has it.",
        wrong="l0 : 3; W0 : 4\nl1 = relu(l0W0)",
        right="l0 : 3; W0 : 3 × 4\nl1 = relu(l0W0)",
        place="W0 : 4",
    ),
    Mistake(
        "The weights of a single output are declared as a vector; the book has them 4 × 1.",
        wrong="l1 = relu(l0W0)\nd2 = l1W1 - y",
        right="l1 = relu(l0W0)\nd2 = l1W1 - y",
        dims={"l0": 3, "W0": (3, 4), "W1": 4, "y": 1},
        right_dims={"l0": 3, "W0": (3, 4), "W1": (4, 1), "y": 1},
        also=(
            ("l1 = relu(l0W0)\nd2 = l1·W1 - y", {"l0": 3, "W0": (3, 4), "W1": 4, "y": 1}),
            ("l1 = relu(l0W0)\nd2 = l1W1ᵀ - y", {"l0": 3, "W0": (3, 4), "W1": 4, "y": 1}),
        ),
        place="W1",
    ),
    Mistake(
        "A picture is declared as it looks, 28 × 28, and not flattened.",
        wrong="x : 28 × 28; W : 784 × 10; b : 10\ny = softmax(xW + b)",
        right="x : 784; W : 784 × 10; b : 10\ny = softmax(xW + b)",
        place="28 × 28",
    ),
    Mistake(
        "A batch is declared features × datapoints.",
        wrong="X : 784 × 64; W0 : 784 × 100; b0 : 100\nH = relu(XW0 + b0)",
        right="X : 64 × 784; W0 : 784 × 100; b0 : 100\nH = relu(XW0 + b0)",
        also=(("X : 784 × 64; W0 : 784 × 100; b0 : 100\nH = relu(XᵀW0 + b0)", {}),),
        place="784 × 64",
    ),
    Mistake(
        "The truth is declared as the number of the class, but the prediction has ten values.",
        wrong="l1 : 40; W1 : 40 × 10; y : 1\nl2 = softmax(l1W1)\nd2 = l2 - y",
        right="l1 : 40; W1 : 40 × 10; y : 10\nl2 = softmax(l1W1)\nd2 = l2 - y",
        place="y : 1",
    ),
    Mistake(
        "The learning rate is declared as large as the weights that it scales.",
        wrong="w <- w - α x d",
        right="w <- w - α x d",
        dims={"w": 3, "x": 3, "d": (), "α": 3},
        right_dims={"w": 3, "x": 3, "d": (), "α": ()},
        place="α",
    ),
    Mistake(
        "The delta of a single output is declared a vector like the weights.",
        wrong="x, w, d : 3\nw <- w - α x d",
        right="x, w : 3; d : number\nw <- w - α x d",
        also=(("x, w, d : 3\nw <- w - α x ⊙ d", {}),),
        place="d : 3",
    ),
    Mistake(
        "A prediction of several outputs from one input is declared a number.",
        wrong="x, p : number; w : 3\np = xw",
        right="x : number; p, w : 3\np = xw",
        place="p : number",
    ),
    Mistake(
        "The attention weights are called α, which stands for a number unless it is declared.",
        wrong="V : 10 × 64; c : 64\nc = αV",
        right="α : 10; V : 10 × 64; c : 64\nc = αV",
        place="α",
    ),
    Mistake(
        "The coefficients of a regression are called β, which stands for a number unless it is declared.",
        wrong="vectors are columns; X : 100 × 3; y, e : 100\ne = y - Xβ",
        right="vectors are columns; X : 100 × 3; β : 3; y, e : 100\ne = y - Xβ",
        place="β",
    ),
    Mistake(
        "The gain of a layer norm has the size of the layer before.",
        wrong="l1 = g ⊙ normalize(l0W0) + b",
        right="l1 = g ⊙ normalize(l0W0) + b",
        dims={"l0": 784, "W0": (784, 100), "g": 784, "b": 100},
        right_dims={"l0": 784, "W0": (784, 100), "g": 100, "b": 100},
        place="g",
    ),
    Mistake(
        "A 3 × 3 filter without a border leaves 26 × 26 = 676 points, but the matrix of it is declared square.",
        wrong="x : 784; T : 784 × 784; b, y : 676\ny = relu(xT + b)",
        right="x : 784; T : 784 × 676; b, y : 676\ny = relu(xT + b)",
        place="784 × 784",
    ),
    Mistake(
        "A filter of k leaves n - k + 1 points; the + 1 is forgotten.",
        wrong="x : n; y, b : n - k + 1; T : n × n - k\ny = xT + b",
        right="x : n; y, b : n - k + 1; T : n × n - k + 1\ny = xT + b",
        place="n × n - k",
    ),
    Mistake(
        "Queries and keys have different widths; either may be wrong.",
        wrong="X : 10 × 512; W_q : 512 × 64; W_k : 512 × 32\nA = softmax(XW_q(XW_k)ᵀ)",
        right="X : 10 × 512; W_q : 512 × 64; W_k : 512 × 64\nA = softmax(XW_q(XW_k)ᵀ)",
        also=(("X : 10 × 512; W_q : 512 × 32; W_k : 512 × 32\nA = softmax(XW_q(XW_k)ᵀ)", {}),),
        place="W_k : 512 × 32",
    ),
    Mistake(
        "The output matrix of two attention heads has the rows of one.",
        wrong="A, B : 10 × 64; W_o : 64 × 128\nZ = [A, B]W_o",
        right="A, B : 10 × 64; W_o : 128 × 128\nZ = [A, B]W_o",
        place="64 × 128",
    ),
    Mistake(
        "The embedding table is declared with a column for each word.",
        wrong="H = tanh(pick(E, i)W)",
        right="H = tanh(pick(E, i)W)",
        dims={"E": (64, 1000), "i": 5, "W": (64, 32)},
        right_dims={"E": (1000, 64), "i": 5, "W": (64, 32)},
        also=(("H = tanh(pick(Eᵀ, i)W)", {"E": (64, 1000), "i": 5, "W": (64, 32)}),),
        place="E",
    ),
    Mistake(
        "An index vector is multiplied by the embedding as if it were one-hot.",
        wrong="i : 5; E : 1000 × 64; X : 5 × 64\nX = iE",
        right="i : 5; E : 1000 × 64; X : 5 × 64\nX = pick(E, i)",
        place="iE",
    ),
    Mistake(
        "The same matrix has two declarations that differ; either may be wrong.",
        wrong="W0 : 3 × 4\nl1 = relu(l0W0)\nW0 : 3 × 5",
        right="W0 : 3 × 4\nl1 = relu(l0W0)\nW0 : 3 × 4",
        also=(
            ("W0 : 3 × 5\nl1 = relu(l0W0)\nW0 : 3 × 5", {}),
            ("W0 : 3 × 4\nl1 = relu(l0W0)", {}),
            ("l1 = relu(l0W0)\nW0 : 3 × 5", {}),
        ),
        place="W0 : 3 × 5",
    ),
    Mistake(
        "The layer is declared with 4 values and its weights give 5; either may be wrong.",
        wrong="l0 : 3; l1 : 4; W0 : 3 × 5\nl1 = relu(l0W0)",
        right="l0 : 3; l1 : 4; W0 : 3 × 4\nl1 = relu(l0W0)",
        also=(("l0 : 3; l1 : 5; W0 : 3 × 5\nl1 = relu(l0W0)", {}),),
        place="l1 : 4",
    ),
    Mistake(
        "A squeeze-and-excite gate: the way back up was declared like the way down.",
        wrong="y = x ⊙ sigmoid(relu(xA)B)",
        right="y = x ⊙ sigmoid(relu(xA)B)",
        dims={"x": 64, "A": (64, 4), "B": (64, 4)},
        right_dims={"x": 64, "A": (64, 4), "B": (4, 64)},
        also=(("y = x ⊙ sigmoid(relu(xA)Bᵀ)", {"x": 64, "A": (64, 4), "B": (64, 4)}),),
        place="B",
    ),
    Mistake(
        "The noise of a variational autoencoder has the size of the hidden layer, not of the code.",
        wrong="h : 400; M, S : 400 × 20; e : 400\nm = hM\ns = exp(hS)\nz = m + s ⊙ e",
        right="h : 400; M, S : 400 × 20; e : 20\nm = hM\ns = exp(hS)\nz = m + s ⊙ e",
        place="e : 400",
    ),
    Mistake(
        "The decoder still gives pictures of 32 × 32 points, while the input has 28 × 28.",
        wrong=AUTOENCODER,
        right=AUTOENCODER,
        dims={"W0": (784, 32), "W1": (32, 1024)},
        right_dims={"W0": (784, 32), "W1": (32, 784)},
        place="W1",
    ),
    Mistake(
        "Someone declares the weights of the first layer with the number of datapoints.",
        wrong="X : 6 × 3; Y : 6 × 1; W0 : 6 × 4; W1 : 4 × 1\nL1 = relu(XW0)\nD = L1W1 - Y",
        right="X : 6 × 3; Y : 6 × 1; W0 : 3 × 4; W1 : 4 × 1\nL1 = relu(XW0)\nD = L1W1 - Y",
        place="6 × 4",
    ),
    Mistake(
        "A fused layer for four gates is 4m wide, but the state's matrix was left m wide.",
        wrong="x : n; h : m; b : 4m\nU : n × 4m; V : m × m\nz = xU + hV + b",
        right="x : n; h : m; b : 4m\nU : n × 4m; V : m × 4m\nz = xU + hV + b",
        place="m × m",
    ),
    # ------------------------------------------------------------------------------------------------------- joins
    Mistake(
        "The weights are for the input and the state together, but only the input is multiplied.",
        wrong="x : 3; h : 4; W : 7 × 4; b : 4\nh_t = tanh(xW + b)",
        right="x : 3; h : 4; W : 7 × 4; b : 4\nh_t = tanh([x, h]W + b)",
        also=(("x : 3; h : 4; W : 7 × 4; b : 4\nh_t = tanh([h, x]W + b)", {}),),
        place="xW",
    ),
    Mistake(
        "The same with letters for the sizes.",
        wrong="x : n; h : m; W : n + m × m\nh_t = tanh(hW)",
        right="x : n; h : m; W : n + m × m\nh_t = tanh([x, h]W)",
        also=(("x : n; h : m; W : n + m × m\nh_t = tanh([h, x]W)", {}),),
        place="hW",
    ),
    Mistake(
        "A two-way recurrent network reads only one of its two directions.",
        wrong="f, g : n; W : 2n × k\ny = softmax(fW)",
        right="f, g : n; W : 2n × k\ny = softmax([f, g]W)",
        also=(("f, g : n; W : 2n × k\ny = softmax([g, f]W)", {}),),
        place="fW",
    ),
    Mistake(
        "The weights after a join have the rows of one part.",
        wrong="x : 3; h : 5; W : 5 × 5; b : 5\nh_t = tanh([h, x]W + b)",
        right="x : 3; h : 5; W : 8 × 5; b : 5\nh_t = tanh([h, x]W + b)",
        place="W : 5 × 5",
    ),
    Mistake(
        "The weights after a join are given from outside with the rows of one part, with letters for the sizes.",
        wrong="i = sigmoid([x, h]W + b)",
        right="i = sigmoid([x, h]W + b)",
        dims={"x": "n", "h": "m", "W": ("n", "m")},
        right_dims={"x": "n", "h": "m", "W": ("n + m", "m")},
        place="W",
    ),
    Mistake(
        "The weights after a join have the rows of one part, with letters for the sizes.",
        wrong="x : n; h : m; W : n × m\nh_t = tanh([x, h]W)",
        right="x : n; h : m; W : n + m × m\nh_t = tanh([x, h]W)",
        place="W : n × m",
    ),
    Mistake(
        "Rows are put on top of each other, as papers with columns do.",
        wrong="x : 3; h : 4; W : 7 × 4\nh_t = tanh([x; h]W)",
        right="x : 3; h : 4; W : 7 × 4\nh_t = tanh([x, h]W)",
        place="[x; h]",
    ),
    Mistake(
        "Columns are put side by side, as in a paper that writes W[h, x].",
        wrong="vectors are columns; x : 3; h : 4; W : 4 × 7\nh_t = tanh(W[h, x] + b)",
        right="vectors are columns; x : 3; h : 4; W : 4 × 7\nh_t = tanh(W[h; x] + b)",
        place="[h, x]",
    ),
    Mistake(
        "Two tables of features of the same datapoints are stacked instead of put side by side.",
        wrong="X : 100 × 3; Z : 100 × 5; W : 8 × 2\nY = [X; Z]W",
        right="X : 100 × 3; Z : 100 × 5; W : 8 × 2\nY = [X, Z]W",
        place="[X; Z]",
    ),
    Mistake(
        "Two batches are put side by side instead of on top of each other.",
        wrong="X : 60 × 3; Z : 40 × 3; W : 3 × 2\nY = [X, Z]W",
        right="X : 60 × 3; Z : 40 × 3; W : 3 × 2\nY = [X; Z]W",
        place="[X, Z]",
    ),
    Mistake(
        "The join has a part too many: the prediction was joined as well.",
        wrong="x : 3; h : 4; y : 2; W : 7 × 4\nh_t = tanh([x, h, y]W)",
        right="x : 3; h : 4; y : 2; W : 7 × 4\nh_t = tanh([x, h]W)",
        place="y]",
    ),
    Mistake(
        "The input and the state are added instead of joined.",
        wrong="x : 3; h : 4; W : 7 × 4\nh_t = tanh((x + h)W)",
        right="x : 3; h : 4; W : 7 × 4\nh_t = tanh([x, h]W)",
        also=(("x : 3; h : 4; W : 7 × 4\nh_t = tanh([h, x]W)", {}),),
        place="x + h",
    ),
    Mistake(
        "The one matrix for input and state is used for each of them.",
        wrong="x : 3; h : 4; W : 7 × 4\nh_t = tanh(xW + hW)",
        right="x : 3; h : 4; W : 7 × 4\nh_t = tanh([x, h]W)",
        place="xW + hW",
    ),
    Mistake(
        "The position is joined to the word instead of added.",
        wrong="x, p : 64; W : 64 × 64\ny = tanh([x, p]W)",
        right="x, p : 64; W : 64 × 64\ny = tanh((x + p)W)",
        also=(("x, p : 64; W : 128 × 64\ny = tanh([x, p]W)", {}),),
        place="[x, p]",
    ),
    Mistake(
        "The skip connection of a U-net is joined on, but the weights after it were not widened.",
        wrong="""\
l0 : 8; W0 : 8 × 4; W1 : 4 × 2; W2 : 2 × 4; W3 : 4 × 8
l1 = relu(l0W0)
l2 = relu(l1W1)
l3 = relu(l2W2)
l4 = [l1, l3]W3""",
        right="""\
l0 : 8; W0 : 8 × 4; W1 : 4 × 2; W2 : 2 × 4; W3 : 8 × 8
l1 = relu(l0W0)
l2 = relu(l1W1)
l3 = relu(l2W2)
l4 = [l1, l3]W3""",
        place="4 × 8",
    ),
    Mistake(
        "In an LSTM the join was forgotten when z was defined.",
        wrong=changed(LSTM, ("z = [x, h]", "z = x")),
        right=LSTM,
        also=((changed(LSTM, ("z = [x, h]", "z = [h, x]")), {}),),
        place="z = x",
    ),
    Mistake(
        "The bias is the last row of the weights, but no 1 is appended to the input.",
        wrong="x : 3; W : 4 × 2  # the last row is the bias\ny = xW",
        right="x : 3; W : 4 × 2  # the last row is the bias\ny = [x, 1]W",
        place="xW",
    ),
    Mistake(
        "A 1 is appended to the input, but the weights have no row for it and there is a bias of its own.",
        wrong="y = [x, 1]W + b",
        right="y = xW + b",
        dims={"x": 3, "W": (3, 2), "b": 2},
        also=(("y = [x, 1]W + b", {"x": 3, "W": (4, 2), "b": 2}),),
        place="[x, 1]",
    ),
    Mistake(
        "A 1 is appended to the input, and the weights were declared without the row for it.",
        wrong="x : 3; W : 3 × 2\ny = [x, 1]W",
        right="x : 3; W : 4 × 2\ny = [x, 1]W",
        also=(("x : 3; W : 3 × 2\ny = xW", {}),),
        place="3 × 2",
    ),
    # --------------------------------------------------------------------------------- brackets, plus, minus, product
    Mistake(
        "The bias slips into the brackets of the input.",
        wrong="l1 = relu((l0 + b0)W0)",
        right="l1 = relu(l0W0 + b0)",
        dims={"l0": 3, "W0": (3, 4), "b0": 4},
        place="l0 + b0",
    ),
    Mistake(
        "W(x + b) for Wx + b.",
        wrong="y = tanh(W(x + b))",
        right="y = tanh(Wx + b)",
        dims={"x": 3, "W": (4, 3), "b": 4},
        columns=True,
        place="x + b",
    ),
    Mistake(
        "The plus before the bias is forgotten.",
        wrong="l1 = relu(l0W0b0)",
        right="l1 = relu(l0W0 + b0)",
        dims={"l0": 3, "W0": (3, 4), "b0": 4, "l1": 4},
        place="b0",
    ),
    Mistake(
        "A plus before the last bias is forgotten in a longer program.",
        wrong=changed(DEEP, ("l2W2 + b2", "l2W2 b2")),
        right=DEEP,
        place="l2W2 b2",
    ),
    Mistake(
        "A plus between the input's and the state's part is forgotten.",
        wrong=changed(RNN, ("xU + hV", "xU hV")),
        right=RNN,
        place="xU hV",
    ),
    Mistake(
        "A plus instead of a product.",
        wrong="l1 = relu(l0 + W0)",
        right="l1 = relu(l0W0)",
        dims={"l0": 3, "W0": (3, 4)},
        place="l0 + W0",
    ),
    Mistake(
        "A plus instead of the outer product in the update.",
        wrong="W1 <- W1 - α(l1ᵀ + d2)",
        right="W1 <- W1 - α l1ᵀd2",
        dims={"W1": (4, 2), "l1": 4, "d2": 2, "α": ()},
        place="l1ᵀ + d2",
    ),
    Mistake(
        "A minus instead of a product on the way back: a key was missed.",
        wrong="d1 = (d2 - W1ᵀ) ⊙ relu'(l1)",
        right="d1 = (d2W1ᵀ) ⊙ relu'(l1)",
        dims={"l1": 4, "W1": (4, 2), "d2": 2},
        place="d2 - W1ᵀ",
    ),
    Mistake(
        "The brackets hold the slope together with the weights instead of with the error.",
        wrong="d1 = d2(W1ᵀ ⊙ relu'(l1))",
        right="d1 = d2W1ᵀ ⊙ relu'(l1)",
        dims={"l1": 4, "W1": (4, 2), "d2": 2},
        place="W1ᵀ ⊙ relu'(l1)",
    ),
    Mistake(
        "Two layers in one line without the brackets round the first.",
        wrong="l0 : 3; W0 : 3 × 4; b0 : 4; W1 : 4 × 2; b1 : 2\nl2 = l0W0 + b0W1 + b1",
        right="l0 : 3; W0 : 3 × 4; b0 : 4; W1 : 4 × 2; b1 : 2\nl2 = (l0W0 + b0)W1 + b1",
        place="l0W0 + b0W1",
    ),
    Mistake(
        "A residual block with a bracket that closes too late: the input goes through the second matrix too.",
        wrong="s = (x + relu(xA))B",
        right="s = x + relu(xA)B",
        dims={"x": 64, "A": (64, 256), "B": (256, 64)},
        place="x + relu(xA)",
    ),
    Mistake(
        "The bracket of the update closes after the activations.",
        wrong="W1 <- (W1 - α l1ᵀ)d2",
        right="W1 <- W1 - α l1ᵀd2",
        dims={"W1": (4, 2), "l1": 4, "d2": 2, "α": ()},
        place="(W1 - α l1ᵀ)d2",
    ),
    # ------------------------------------------------------------------------------------- sums, kinds of results
    Mistake(
        "The sum is missing in an error that is declared a number.",
        wrong="e : number; l2, y : 2\ne = (l2 - y)²",
        right="e : number; l2, y : 2\ne = sum((l2 - y)²)",
        also=(("e : number; l2, y : 2\ne = mean((l2 - y)²)", {}),),
        place="(l2 - y)²",
    ),
    Mistake(
        "The sum is missing in the error of a longer program.",
        wrong=changed(DIGITS, ("e = sum((y - l2)²)", "e = (y - l2)²")),
        right=DIGITS,
        also=((changed(DIGITS, ("e = sum((y - l2)²)", "e = mean((y - l2)²)")), {}),),
        place="(y - l2)²",
    ),
    Mistake(
        "The sum of a cross-entropy is missing.",
        wrong="e = -y ⊙ log(p)",
        right="e = -sum(y ⊙ log(p))",
        dims={"y": 10, "p": 10, "e": ()},
        also=(
            ("e = sum(-y ⊙ log(p))", {"y": 10, "p": 10, "e": ()}),
            ("e = -y · log(p)", {"y": 10, "p": 10, "e": ()}),
        ),
        place="-y ⊙ log(p)",
    ),
    Mistake(
        "A loss function of one's own gives every square, and the error is declared a number.",
        wrong="loss(p, y) = (p - y)²\ne : number; l1 : 4; W1 : 4 × 2\ne = loss(l1W1, y)",
        right="loss(p, y) = sum((p - y)²)\ne : number; l1 : 4; W1 : 4 × 2\ne = loss(l1W1, y)",
        also=(
            ("loss(p, y) = (p - y)²\ne : number; l1 : 4; W1 : 4 × 2\ne = sum(loss(l1W1, y))", {}),
            ("loss(p, y) = mean((p - y)²)\ne : number; l1 : 4; W1 : 4 × 2\ne = loss(l1W1, y)", {}),
        ),
        place="(p - y)²",
    ),
    Mistake(
        "The sum over a batch is taken along the rows for the bias's gradient.",
        wrong=changed(BATCH, ("colsum(D2)", "rowsum(D2)")),
        right=BATCH,
        place="rowsum(D2)",
    ),
    Mistake(
        "The mean of each feature is taken with the function for each datapoint.",
        wrong="X : 100 × 3; m : 3\nm = rowmean(X)\nZ = X - m",
        right="X : 100 × 3; m : 3\nm = colmean(X)\nZ = X - m",
        place="rowmean(X)",
    ),
    Mistake(
        "The sum over each datapoint is taken with the function for each feature.",
        wrong="X, Y : 100 × 10; e : 100\ne = colsum((X - Y)²)",
        right="X, Y : 100 × 10; e : 100\ne = rowsum((X - Y)²)ᵀ",
        also=(("vectors are columns\nX, Y : 100 × 10; e : 100\ne = rowsum((X - Y)²)", {}),),
        place="colsum((X - Y)²)",
    ),
    Mistake(
        "The bias's gradient is summed over everything, as NumPy does without axis=0.",
        wrong="D : 100 × 10; b, g : 10\ng = sum(D)\nb <- b - α g",
        right="D : 100 × 10; b, g : 10\ng = colsum(D)\nb <- b - α g",
        place="sum(D)",
    ),
    Mistake(
        "A gradient of the bias is not summed over the batch.",
        wrong="D2 : 100 × 10; b1 : 10\nb1 <- b1 - α D2",
        right="D2 : 100 × 10; b1 : 10\nb1 <- b1 - α colsum(D2)",
        also=(("D2 : 100 × 10; b1 : 10\nb1 <- b1 - α colmean(D2)", {}),),
        place="α D2",
    ),
    Mistake(
        "The error is summed up and declared a vector.",
        wrong="l2, y, e : 3\ne = sum((l2 - y)²)",
        right="l2, y : 3; e : number\ne = sum((l2 - y)²)",
        also=(("l2, y, e : 3\ne = (l2 - y)²", {}),),
        place="sum((l2 - y)²)",
    ),
    Mistake(
        "A delta is summed up although the outer product needs all of its values.",
        wrong="l1 : 4; l2, y : 2; d2 : 2; W1 : 4 × 2\nd2 = sum(l2 - y)\nW1 <- W1 - α l1ᵀd2",
        right="l1 : 4; l2, y : 2; d2 : 2; W1 : 4 × 2\nd2 = l2 - y\nW1 <- W1 - α l1ᵀd2",
        place="sum(l2 - y)",
    ),
    Mistake(
        "A matrix of data is inverted as if it were square.",
        wrong="w = X⁻¹y",
        right="w = (XᵀX)⁻¹Xᵀy",
        dims={"X": (100, 3), "y": 100},
        columns=True,
        place="X⁻¹",
    ),
    Mistake(
        "A temperature is declared with the size 1, which is a vector of one value and not a number.",
        wrong="p = softmax(z/τ)",
        right="p = softmax(z/τ)",
        dims={"z": 10, "τ": 1},
        right_dims={"z": 10, "τ": ()},
        place="τ",
    ),
    Mistake(
        "Scores are scaled by the matrix of keys where their width was meant.",
        wrong="Q : 10 × d; K : 12 × d; V : 12 × 32\nA = softmax(QKᵀ/√K)V",
        right="Q : 10 × d; K : 12 × d; V : 12 × 32\nA = softmax(QKᵀ/√d)V",
        place="√K",
    ),
    # -------------------------------------------------------------------------- residuals, own functions, literals
    Mistake(
        "A residual connection round a layer that changes the width.",
        wrong="x : 64; W : 64 × 128; b : 128\ny = x + relu(xW + b)",
        right="x : 64; W : 64 × 64; b : 64\ny = x + relu(xW + b)",
        also=(("x : 64; W : 64 × 128; b : 128\ny = xV + relu(xW + b)", {}),),
        place="x + relu(xW + b)",
    ),
    Mistake(
        "A residual connection takes the layer before the one it should.",
        wrong="l0 : 8; W0 : 8 × 6; W1 : 6 × 6\nl1 = relu(l0W0)\nl2 = l0 + relu(l1W1)",
        right="l0 : 8; W0 : 8 × 6; W1 : 6 × 6\nl1 = relu(l0W0)\nl2 = l1 + relu(l1W1)",
        place="l0 +",
    ),
    Mistake(
        "A low-rank update lacks its second factor.",
        wrong="x : 512; W : 512 × 768; A : 512 × 8; B : 8 × 768\nh = xW + xA",
        right="x : 512; W : 512 × 768; A : 512 × 8; B : 8 × 768\nh = xW + xAB",
        place="xA",
    ),
    Mistake(
        "The rank of the two factors of a low-rank update differs; either may be wrong.",
        wrong="h = xW + xAB",
        right="h = xW + xAB",
        dims={"x": 512, "W": (512, 768), "A": (512, 8), "B": (16, 768)},
        right_dims={"x": 512, "W": (512, 768), "A": (512, 8), "B": (8, 768)},
        also=(("h = xW + xAB", {"x": 512, "W": (512, 768), "A": (512, 16), "B": (16, 768)}),),
        place="B",
    ),
    Mistake(
        "The attention block forgets the output matrix before the residual.",
        wrong=changed(TRANSFORMER, ("X + ZW_o", "X + Z")),
        right=TRANSFORMER,
        place="X + Z",
    ),
    Mistake(
        "The output matrix of an attention block is applied to what came in instead of what attention gave.",
        wrong=changed(TRANSFORMER, ("ZW_o", "XW_o")),
        right=TRANSFORMER,
        place="XW_o",
    ),
    Mistake(
        "The arguments of a function of one's own are exchanged.",
        wrong="layer(x, W) = relu(xW)\nl0 : 3; W0 : 3 × 4\nl1 = layer(W0, l0)",
        right="layer(x, W) = relu(xW)\nl0 : 3; W0 : 3 × 4\nl1 = layer(l0, W0)",
        place="layer(W0, l0)",
    ),
    Mistake(
        "A function of one's own is written for columns and used for rows.",
        wrong="dense(x, W, b) = relu(Wx + b)\nl0 : 3; W0 : 3 × 4; b0 : 4\nl1 = dense(l0, W0, b0)",
        right="dense(x, W, b) = relu(xW + b)\nl0 : 3; W0 : 3 × 4; b0 : 4\nl1 = dense(l0, W0, b0)",
        place="Wx",
    ),
    Mistake(
        "The second call of a function of one's own gets the first layer's weights.",
        wrong="dense(x, W) = relu(xW)\nx : 8; W0 : 8 × 6; W1 : 6 × 4\nh = dense(x, W0)\ny = dense(h, W0)",
        right="dense(x, W) = relu(xW)\nx : 8; W0 : 8 × 6; W1 : 6 × 4\nh = dense(x, W0)\ny = dense(h, W1)",
        place="dense(h, W0)",
    ),
    Mistake(
        "Three values go into a matrix that was declared the other way round.",
        wrong="l1 = [1 0 1]W0",
        right="l1 = [1 0 1]W0",
        dims={"W0": (4, 3)},
        right_dims={"W0": (3, 4)},
        also=(("l1 = [1 0 1]W0ᵀ", {"W0": (4, 3)}),),
        place="W0",
    ),
    Mistake(
        "The values of the input are typed below one another.",
        wrong="W0 : 3 × 4\nl0 = [1; 0; 1]\nl1 = relu(l0W0)",
        right="W0 : 3 × 4\nl0 = [1 0 1]\nl1 = relu(l0W0)",
        also=(
            ("W0 : 3 × 4\nl0 = [1; 0; 1]\nl1 = relu(l0ᵀW0)", {}),
            ("l0 : 3; W0 : 3 × 4\nl0 = [1; 0; 1]\nl1 = relu(l0W0)", {}),
        ),
        place="[1; 0; 1]",
    ),
    Mistake(
        "The weights of the single output are typed as a row.",
        wrong="l1 : 4; l2 : 1\nW1 = [0.5 0 0.5 -0.5]\nl2 = l1W1",
        right="l1 : 4; l2 : 1\nW1 = [0.5; 0; 0.5; -0.5]\nl2 = l1W1",
        place="[0.5 0 0.5 -0.5]",
    ),
    Mistake(
        "The masks of two layers are exchanged.",
        wrong="x : 784; W0 : 784 × 100; W1 : 100 × 50; m0 : 100; m1 : 50\nh = relu(xW0) ⊙ m1\ny = relu(hW1) ⊙ m0",
        right="x : 784; W0 : 784 × 100; W1 : 100 × 50; m0 : 100; m1 : 50\nh = relu(xW0) ⊙ m0\ny = relu(hW1) ⊙ m1",
        place="relu(xW0) ⊙ m1",
        errors=2,
    ),
    # ------------------------------------------------------------------------------------ two and three mistakes
    Mistake(
        "Three layers of learning with a forgotten transpose, a copied update and the outer product turned round.",
        wrong=changed(THREE_LAYERS, ("d3W2ᵀ", "d3W2"), ("b1 - α d2", "b1 - α d1"), ("l0ᵀd1", "d1ᵀl0")),
        right=THREE_LAYERS,
        also=(
            (changed(THREE_LAYERS, ("l0ᵀd1", "(d1ᵀl0)ᵀ")), {}),
            (changed(THREE_LAYERS, ("α l0ᵀd1", "α outer(l0, d1)")), {}),
        ),
        place="d3W2",
        errors=3,
    ),
    Mistake(
        "In an LSTM both products of gates are written without ⊙.",
        wrong=changed(LSTM, ("f ⊙ c + i ⊙ g", "fc + ig")),
        right=LSTM,
        place="fc",
        errors=2,
    ),
    Mistake(
        "The way back lacks its transpose, and the last update is the wrong way round.",
        wrong=changed(DIGITS, ("d2W1ᵀ", "d2W1"), ("l1ᵀd2", "d2ᵀl1")),
        right=DIGITS,
        also=(
            (changed(DIGITS, ("l1ᵀd2", "(d2ᵀl1)ᵀ")), {}),
            (changed(DIGITS, ("α l1ᵀd2", "α outer(l1, d2)")), {}),
        ),
        place="d2W1",
        errors=2,
    ),
    Mistake(
        "Two digits of 784 are exchanged in a declaration, and the sum of the error is missing.",
        wrong=changed(DIGITS, ("W0 : 784 × 40", "W0 : 748 × 40"), ("e = sum((y - l2)²)", "e = (y - l2)²")),
        right=DIGITS,
        place="748 × 40",
        errors=2,
    ),
    Mistake(
        "A copied line keeps l1, and another one keeps the old bias.",
        wrong=changed(DEEP, ("l2W2", "l1W2"), ("l1W1 + b1", "l1W1 + b0")),
        right=DEEP,
        place="l1W1 + b0",
        errors=2,
    ),
    Mistake(
        "The bias of a batch has the size of the batch, and the other bias's gradient is summed along the rows.",
        wrong=changed(BATCH, ("b0 : 40", "b0 : 100"), ("colsum(D2)", "rowsum(D2)")),
        right=BATCH,
        place="b0 : 100",
        errors=2,
    ),
    Mistake(
        "The keys are not turned round, and the output is projected with a matrix declared the wrong way round.",
        wrong="Q, K : 10 × 64; V : 10 × 32; W_o : 512 × 32\nA = softmax(QK/8)\nZ = AVW_o",
        right="Q, K : 10 × 64; V : 10 × 32; W_o : 32 × 512\nA = softmax(QKᵀ/8)\nZ = AVW_o",
        also=(("Q, K : 10 × 64; V : 10 × 32; W_o : 512 × 32\nA = softmax(QKᵀ/8)\nZ = AVW_oᵀ", {}),),
        place="QK",
        errors=2,
    ),
    Mistake(
        "A GRU with a gate on the wrong vector and a product for ⊙.",
        wrong=changed(GRU, ("r ⊙ h", "r ⊙ x"), ("z ⊙ k", "zk")),
        right=GRU,
        place="r ⊙ x",
        errors=2,
    ),
    Mistake(
        "A recurrent network with a plus forgotten and the gradient without its transpose.",
        wrong=changed(RNN, ("hV + b", "hV b"), ("h_tᵀd", "h_t d")),
        right=RNN,
        also=((changed(RNN, ("α h_tᵀd", "α outer(h_t, d)")), {}),),
        place="hV b",
        errors=2,
    ),
    Mistake(
        "The learning of chapter 6 with the transpose forgotten, the stale layer and the outer product turned round.",
        wrong=changed(STREETLIGHTS, ("d2W1ᵀ", "d2W1"), ("d2 = l2 - y", "d2 = l1 - y"), ("l0ᵀd1", "d1ᵀl0")),
        right=STREETLIGHTS,
        also=(
            (changed(STREETLIGHTS, ("l0ᵀd1", "(d1ᵀl0)ᵀ")), {}),
            (changed(STREETLIGHTS, ("α l0ᵀd1", "α outer(l0, d1)")), {}),
        ),
        place="l1 - y",
        errors=3,
    ),
    Mistake(
        "A torch user with both weights stored outputs × inputs and * for the product.",
        wrong="x : 3; W0 : 4 × 3; W1 : 2 × 4\nh = relu(x * W0)\ny = hW1",
        right="x : 3; W0 : 4 × 3; W1 : 2 × 4\nh = relu(xW0ᵀ)\ny = hW1ᵀ",
        also=(("x : 3; W0 : 3 × 4; W1 : 4 × 2\nh = relu(xW0)\ny = hW1", {}),),
        place="x * W0",
        errors=3,
    ),
    Mistake(
        "A column model with a forgotten transpose, a missing ⊙ and an outer product of rows.",
        wrong=changed(COLUMNS, ("Uᵀd ⊙ (1 - h²)", "Ud(1 - h²)"), ("dhᵀ", "dᵀh")),
        right=COLUMNS,
        also=((changed(COLUMNS, ("α dhᵀ", "α outer(d, h)")), {}),),
        place="Ud",
        errors=3,
    ),
    Mistake(
        "An LSTM with a join on top, a bias of the wrong layer and a product for ⊙.",
        wrong=changed(
            LSTM,
            ("z = [x, h]", "z = [x; h]"),
            ("b_f, b_i, b_o, b_g : 4", "b_f, b_i, b_o : 4; b_g : 3"),
            ("o ⊙ tanh(c_t)", "o tanh(c_t)"),
        ),
        right=changed(LSTM, ("b_f, b_i, b_o, b_g : 4", "b_f, b_i, b_o : 4; b_g : 4")),
        place="b_g : 3",
        errors=3,
    ),
    # -------------------------------------------------- a second collection, written without a look at any answer
    Mistake(
        "W1 and W2 were swapped: the input goes through W1 (784 × 128) first.",
        wrong="y = softmax(relu(relu(xW2)W1)W3)",
        right="y = softmax(relu(relu(xW1)W2)W3)",
        dims={"x": 784, "W1": (784, 128), "W2": (128, 64), "W3": (64, 10)},
        place="W2",
    ),
    Mistake(
        "PyTorch's nn.Linear keeps weights as outputs × inputs, so W has to be transposed.",
        wrong="y = x @ W + b",
        right="y = x @ W.T + b",
        dims={"x": 784, "W": (10, 784), "b": 10},
        also=(("y = x @ W + b", {"x": 784, "W": (784, 10), "b": 10}),),
        place="W",
    ),
    Mistake(
        "W0 was declared as outputs × inputs, but l0W0 wants inputs × outputs.",
        wrong="l0 : 3; W0 : 4 × 3; l1 = relu(l0W0)",
        right="l0 : 3; W0 : 3 × 4; l1 = relu(l0W0)",
        also=(("l0 : 3; W0 : 4 × 3; l1 = relu(l0W0ᵀ)", {}),),
        place="4 × 3",
    ),
    Mistake(
        "The scores are QKᵀ; the transpose of K was forgotten.",
        wrong="A = softmax(QK/8)V",
        right="A = softmax(QKᵀ/8)V",
        dims={"Q": (10, 64), "K": (10, 64), "V": (10, 64)},
        place="K",
    ),
    Mistake(
        "The transpose sits on Q instead of on K.",
        wrong="Q, K : 6 × 32; V : 6 × 16; A = softmax(QᵀK/√32)V",
        right="Q, K : 6 × 32; V : 6 × 16; A = softmax(QKᵀ/√32)V",
        place="QᵀK",
    ),
    Mistake(
        "A paper's Wx + b was typed without saying that vectors are columns.",
        wrong="y = Wx + b",
        right="""\
vectors are columns
y = Wx + b""",
        dims={"x": 3, "W": (4, 3), "b": 4},
        also=(("y = xWᵀ + b", {"x": 3, "W": (4, 3), "b": 4}),),
        place="Wx",
    ),
    Mistake(
        "The normal equations take y as a column, but vectors are rows here.",
        wrong="w = (XᵀX)⁻¹Xᵀy",
        right="""\
vectors are columns
w = (XᵀX)⁻¹Xᵀy""",
        dims={"X": (100, 5), "y": 100},
        also=(
            ("w = (XᵀX)⁻¹Xᵀyᵀ", {"X": (100, 5), "y": 100}),
            ("w = yX(XᵀX)⁻¹", {"X": (100, 5), "y": 100}),
            ("w = ((XᵀX)⁻¹Xᵀyᵀ)ᵀ", {"X": (100, 5), "y": 100}),
        ),
        place="y",
    ),
    Mistake(
        "The Gram matrix of the features is XᵀX, not XXᵀ.",
        wrong="vectors are columns; X : 100 × 5; y : 100; w = (XXᵀ)⁻¹Xᵀy",
        right="vectors are columns; X : 100 × 5; y : 100; w = (XᵀX)⁻¹Xᵀy",
        place="XXᵀ",
    ),
    Mistake(
        "The gradient of W1 is the outer product l1ᵀd2; the two were typed in the wrong order with the "
        "transpose on l1.",
        wrong="W1 <- W1 - α d2l1ᵀ",
        right="W1 <- W1 - α l1ᵀd2",
        dims={"W1": (4, 2), "l1": 4, "d2": 2},
        also=(("W1 <- W1 - α (d2ᵀl1)ᵀ", {"W1": (4, 2), "l1": 4, "d2": 2}),),
        place="d2l1ᵀ",
    ),
    Mistake(
        "The gradient of W1 is l1ᵀd2 (4 × 2); d2ᵀl1 is its transpose.",
        wrong="W1 -= alpha d2ᵀl1",
        right="W1 -= alpha l1ᵀd2",
        dims={"W1": (4, 2), "l1": 4, "d2": 2},
        also=(("W1 -= alpha (d2ᵀl1)ᵀ", {"W1": (4, 2), "l1": 4, "d2": 2}),),
        place="d2ᵀl1",
    ),
    Mistake(
        "The outer product needs the transpose: l0ᵀd1.",
        wrong="W0 <- W0 - α l0d1",
        right="W0 <- W0 - α l0ᵀd1",
        dims={"W0": (3, 4), "l0": 3, "d1": 4},
        also=(("W0 <- W0 - α outer(l0, d1)", {"W0": (3, 4), "l0": 3, "d1": 4}),),
        place="l0",
    ),
    Mistake(
        "The weights' gradient was copied into the bias's update; the bias's gradient is just d2.",
        wrong="b1 <- b1 - α l1ᵀd2",
        right="b1 <- b1 - α d2",
        dims={"b1": 2, "l1": 4, "d2": 2},
        place="l1ᵀd2",
    ),
    Mistake(
        "The second matrix of the block was left out, so the residual meets the wide hidden layer.",
        wrong="y = x + relu(xW1 + b1)",
        right="y = x + relu(xW1 + b1)W2",
        dims={"x": 64, "W1": (64, 256), "b1": 256, "W2": (256, 64)},
        place="relu(xW1 + b1)",
    ),
    Mistake(
        "h and x were stacked on top of each other instead of end to end.",
        wrong="f = σ([h; x]W + b)",
        right="f = σ([h, x]W + b)",
        dims={"h": 5, "x": 3, "W": (8, 5), "b": 5},
        place="[h; x]",
    ),
    Mistake(
        "The margins are label times score for each datapoint: y ⊙ (Xw), not a product of two columns.",
        wrong="vectors are columns; X : 50 × 2; w : 2; y : 50; L = sum(max(1 - y(Xw), 0))",
        right="vectors are columns; X : 50 × 2; w : 2; y : 50; L = sum(max(1 - y ⊙ (Xw), 0))",
        place="y(Xw)",
    ),
    Mistake(
        "Cross-entropy multiplies value by value and sums; the ⊙ is missing.",
        wrong="L = -sum(y log(p))",
        right="L = -sum(y ⊙ log(p))",
        dims={"y": 10, "p": 10},
        also=(
            ("L = -sum(y·log(p))", {"y": 10, "p": 10}),
            ("L = -dot(y, log(p))", {"y": 10, "p": 10}),
            ("L = -y log(p)ᵀ", {"y": 10, "p": 10}),
            ("L = -sum(y log(p)ᵀ)", {"y": 10, "p": 10}),
        ),
        place="y log(p)",
    ),
    Mistake(
        "* is value by value, as in NumPy; a layer needs the matrix product.",
        wrong="l1 = relu(l0 * W0)",
        right="l1 = relu(l0 @ W0)",
        dims={"l0": 3, "W0": (3, 4)},
        place="*",
    ),
    Mistake(
        "The bias was given the input's length; it needs one value per output.",
        wrong="l0 : 3; W0 : 3 × 4; b0 : 3; l1 = relu(l0W0 + b0)",
        right="l0 : 3; W0 : 3 × 4; b0 : 4; l1 = relu(l0W0 + b0)",
        also=(("l0 : 3; W0 : 3 × 3; b0 : 3; l1 = relu(l0W0 + b0)", {}),),
        place="3",
    ),
    Mistake(
        "The bias was made a 10 × 1 matrix; it should be a vector of 10.",
        wrong="y = softmax(xW + B)",
        right="y = softmax(xW + b)",
        dims={"x": 784, "W": (784, 10), "B": (10, 1)},
        right_dims={"x": 784, "W": (784, 10), "b": 10},
        also=(
            ("y = softmax(xW + Bᵀ)", {"x": 784, "W": (784, 10), "B": (10, 1)}),
            ("y = softmax(xW + B)", {"x": 784, "W": (784, 10), "B": (1, 10)}),
        ),
        place="B",
    ),
    Mistake(
        "The projection on the components is XV; datapoints are already rows.",
        wrong="Z = XᵀV",
        right="Z = XV",
        dims={"X": (150, 4), "V": (4, 2)},
        place="Xᵀ",
    ),
    Mistake(
        "The quadratic form of the Mahalanobis distance ends with a transposed vector.",
        wrong="m = sqrt((x - u)S⁻¹(x - u))",
        right="m = sqrt((x - u)S⁻¹(x - u)ᵀ)",
        dims={"x": 3, "u": 3, "S": (3, 3)},
        also=(
            ("m = sqrt(((x - u)S⁻¹)·(x - u))", {"x": 3, "u": 3, "S": (3, 3)}),
            (
                """\
vectors are columns
m = sqrt((x - u)ᵀS⁻¹(x - u))""",
                {"x": 3, "u": 3, "S": (3, 3)},
            ),
        ),
        place="(x - u)",
    ),
    Mistake(
        "The Kalman gain is PHᵀ(HPHᵀ + R)⁻¹; the first H lost its transpose.",
        wrong="K = PH(HPHᵀ + R)⁻¹",
        right="K = PHᵀ(HPHᵀ + R)⁻¹",
        dims={"P": (4, 4), "H": (2, 4), "R": (2, 2)},
        place="H",
    ),
    Mistake(
        "The score of a word pair is a dot product; two rows cannot be multiplied side by side.",
        wrong="p = σ(u_o v_c)",
        right="p = σ(u_o v_cᵀ)",
        dims={"u_o": 100, "v_c": 100},
        also=(
            ("p = σ(u_o·v_c)", {"u_o": 100, "v_c": 100}),
            ("p = σ(dot(u_o, v_c))", {"u_o": 100, "v_c": 100}),
            (
                """\
vectors are columns
p = σ(u_oᵀv_c)""",
                {"u_o": 100, "v_c": 100},
            ),
        ),
        place="u_o v_c",
    ),
    Mistake(
        "The embedding matrix has one row per word: 5000 × 300.",
        wrong="v : 5000; E : 300 × 5000; h = vE",
        right="v : 5000; E : 5000 × 300; h = vE",
        also=(
            ("v : 5000; E : 300 × 5000; h = vEᵀ", {}),
            (
                """\
vectors are columns
v : 5000; E : 300 × 5000; h = Ev""",
                {},
            ),
        ),
        place="300 × 5000",
    ),
    Mistake(
        "The batch was passed as features × datapoints; each datapoint must be a row.",
        wrong="l1 = relu(l0W0)",
        right="l1 = relu(l0W0)",
        dims={"l0": (3, 100), "W0": (3, 4)},
        right_dims={"l0": (100, 3), "W0": (3, 4)},
        place="l0",
    ),
    Mistake(
        "The attention weights must be applied to V before W.",
        wrong="y = softmax(qKᵀ/8)W",
        right="y = softmax(qKᵀ/8)VW",
        dims={"q": 64, "K": (20, 64), "V": (20, 64), "W": (64, 32)},
        place="softmax(qKᵀ/8)",
    ),
    Mistake(
        "With tied weights the decoder uses Wᵀ.",
        wrong="r = σ(σ(xW + b)W + c)",
        right="r = σ(σ(xW + b)Wᵀ + c)",
        dims={"x": 784, "W": (784, 64), "b": 64, "c": 784},
        place="W",
    ),
    Mistake(
        "Softmax by hand relies on NumPy's stretching of the row sums; softmax does it for each row.",
        wrong="P = exp(Z)/rowsum(exp(Z))",
        right="P = softmax(Z)",
        dims={"Z": (20, 10)},
        also=(("P = inv(diag(rowsum(exp(Z))))exp(Z)", {"Z": (20, 10)}),),
        place="exp(Z)/rowsum(exp(Z))",
    ),
    Mistake(
        "The update gate weighs the old state value by value; the first ⊙ is missing.",
        wrong="h = (1 - z) h_p + z ⊙ c",
        right="h = (1 - z) ⊙ h_p + z ⊙ c",
        dims={"z": 32, "h_p": 32, "c": 32},
        place="(1 - z) h_p",
    ),
    Mistake(
        "In a graph convolution the adjacency matrix comes first: AXW.",
        wrong="H = relu(XAW)",
        right="H = relu(AXW)",
        dims={"X": (34, 8), "A": (34, 34), "W": (8, 4)},
        place="XA",
    ),
    Mistake(
        "The second layer must use l1; l0 was typed.",
        wrong="""\
l0 : 3
W0 : 3 × 4
W1 : 4 × 2
l1 = relu(l0W0)
l2 = l0W1""",
        right="""\
l0 : 3
W0 : 3 × 4
W1 : 4 × 2
l1 = relu(l0W0)
l2 = l1W1""",
        place="l0",
    ),
    Mistake(
        "Backpropagation goes back through W1ᵀ.",
        wrong="""\
l0 : 3; W0 : 3 × 4; W1 : 4 × 2; y : 2
l1 = relu(l0W0)
l2 = l1W1
d2 = l2 - y
d1 = d2W1 ⊙ relu'(l1)""",
        right="""\
l0 : 3; W0 : 3 × 4; W1 : 4 × 2; y : 2
l1 = relu(l0W0)
l2 = l1W1
d2 = l2 - y
d1 = d2W1ᵀ ⊙ relu'(l1)""",
        place="W1",
    ),
    Mistake(
        "The slope belongs to the hidden layer l1, not to the output l2.",
        wrong="""\
l1 = relu(l0 @ W0)
l2 = l1 @ W1
d2 = l2 - y
d1 = d2 @ W1.T * relu'(l2)""",
        right="""\
l1 = relu(l0 @ W0)
l2 = l1 @ W1
d2 = l2 - y
d1 = d2 @ W1.T * relu'(l1)""",
        dims={"l0": 3, "W0": (3, 4), "W1": (4, 2), "y": 2},
        place="l2",
    ),
    Mistake(
        "The gradient of W0 takes the layer that W0 multiplied, l0, not l1.",
        wrong="""\
l1 = tanh(l0W0)
l2 = softmax(l1W1)
d2 = l2 - y
d1 = d2W1ᵀ ⊙ (1 - l1²)
W1 <- W1 - α l1ᵀd2
W0 <- W0 - α l1ᵀd1""",
        right="""\
l1 = tanh(l0W0)
l2 = softmax(l1W1)
d2 = l2 - y
d1 = d2W1ᵀ ⊙ (1 - l1²)
W1 <- W1 - α l1ᵀd2
W0 <- W0 - α l0ᵀd1""",
        dims={"l0": 784, "W0": (784, 100), "W1": (100, 10), "y": 10},
        place="l1",
    ),
    Mistake(
        "W1 starts from the 100 hidden values, so it is 100 × 10; a nought was lost.",
        wrong="""\
x : 784
W0 : 784 × 100; b0 : 100
W1 : 10 × 10; b1 : 10
h = relu(xW0 + b0)
p = softmax(hW1 + b1)""",
        right="""\
x : 784
W0 : 784 × 100; b0 : 100
W1 : 100 × 10; b1 : 10
h = relu(xW0 + b0)
p = softmax(hW1 + b1)""",
        place="10",
    ),
    Mistake(
        "A 28 × 28 picture has 784 values; 748 is a typo.",
        wrong="""\
# MNIST, one layer
x ∈ ℝ^{784}
W ∈ ℝ^{748×10}
b ∈ ℝ^{10}
p = softmax(xW + b)""",
        right="""\
# MNIST, one layer
x ∈ ℝ^{784}
W ∈ ℝ^{784×10}
b ∈ ℝ^{10}
p = softmax(xW + b)""",
        place="748",
    ),
    Mistake(
        "The two matrices were exchanged: the input x has U, the state h has V.",
        wrong="""\
x : 8; h : 16
U : 8 × 16
V : 16 × 16
s = tanh(hU + xV)""",
        right="""\
x : 8; h : 16
U : 8 × 16
V : 16 × 16
s = tanh(hV + xU)""",
        also=(
            (
                """\
x : 8; h : 16
U : 8 × 16
V : 16 × 16
s = tanh(xU + hV)""",
                {},
            ),
        ),
        place="hU + xV",
    ),
    Mistake(
        "W_o also takes the joined 16 + 8 values, like the other gates.",
        wrong="""\
h : 16; x : 8; c_p : 16
W_f, W_i, W_c : 24 × 16; W_o : 16 × 16
f = σ([h, x]W_f); i = σ([h, x]W_i); g = tanh([h, x]W_c)
c = f ⊙ c_p + i ⊙ g
s = σ([h, x]W_o) ⊙ tanh(c)""",
        right="""\
h : 16; x : 8; c_p : 16
W_f, W_i, W_c : 24 × 16; W_o : 24 × 16
f = σ([h, x]W_f); i = σ([h, x]W_i); g = tanh([h, x]W_c)
c = f ⊙ c_p + i ⊙ g
s = σ([h, x]W_o) ⊙ tanh(c)""",
        also=(
            (
                """\
h : 16; x : 8; c_p : 16
W_f, W_i, W_c : 24 × 16; W_o : 16 × 16
f = σ([h, x]W_f); i = σ([h, x]W_i); g = tanh([h, x]W_c)
c = f ⊙ c_p + i ⊙ g
s = σ(hW_o) ⊙ tanh(c)""",
                {},
            ),
        ),
        place="16",
    ),
    Mistake(
        "The attention weights were applied to X instead of to the projected values V.",
        wrong="""\
X : 10 × 64; W_Q, W_K, W_V : 64 × 32; W_O : 32 × 64
Q = XW_Q; K = XW_K; V = XW_V
A = softmax(QKᵀ/√32)X
Y = AW_O""",
        right="""\
X : 10 × 64; W_Q, W_K, W_V : 64 × 32; W_O : 32 × 64
Q = XW_Q; K = XW_K; V = XW_V
A = softmax(QKᵀ/√32)V
Y = AW_O""",
        place="X",
    ),
    Mistake(
        "The heads are put side by side, not on top of each other.",
        wrong="""\
A : 10 × 32
B : 10 × 32
W_O : 64 × 64
Y = [A; B]W_O""",
        right="""\
A : 10 × 32
B : 10 × 32
W_O : 64 × 64
Y = [A, B]W_O""",
        place="[A; B]",
    ),
    Mistake(
        "The block must come back to the width of x, so W2 is 256 × 64.",
        wrong="""\
x : 64
W1 : 64 × 256
W2 : 256 × 128
y = x + relu(xW1)W2""",
        right="""\
x : 64
W1 : 64 × 256
W2 : 256 × 64
y = x + relu(xW1)W2""",
        place="128",
    ),
    Mistake(
        "Vectors were said to be columns, but the product was typed in the row order.",
        wrong="""\
vectors are columns
x : 3
W : 4 × 3
b : 4
y = tanh(xW + b)""",
        right="""\
vectors are columns
x : 3
W : 4 × 3
b : 4
y = tanh(Wx + b)""",
        place="xW",
    ),
    Mistake(
        "In Nielsen's column notation the error goes back through W2ᵀ.",
        wrong="""\
vectors are columns
W1 : 30 × 784; W2 : 10 × 30; x : 784; y : 10
z1 = W1x; z2 = W2 sigmoid(z1)
d2 = (sigmoid(z2) - y) ⊙ sigmoid'(z2)
d1 = W2d2 ⊙ sigmoid'(z1)""",
        right="""\
vectors are columns
W1 : 30 × 784; W2 : 10 × 30; x : 784; y : 10
z1 = W1x; z2 = W2 sigmoid(z1)
d2 = (sigmoid(z2) - y) ⊙ sigmoid'(z2)
d1 = W2ᵀd2 ⊙ sigmoid'(z1)""",
        place="W2",
    ),
    Mistake(
        "With columns the gradient of W is δxᵀ; xδᵀ is its transpose.",
        wrong="""\
vectors are columns
W ∈ ℝ^{4×3}; x ∈ ℝ³; y ∈ ℝ⁴
δ = Wx - y
W ← W - α xδᵀ""",
        right="""\
vectors are columns
W ∈ ℝ^{4×3}; x ∈ ℝ³; y ∈ ℝ⁴
δ = Wx - y
W ← W - α δxᵀ""",
        also=(
            (
                """\
vectors are columns
W ∈ ℝ^{4×3}; x ∈ ℝ³; y ∈ ℝ⁴
δ = Wx - y
W ← W - α (xδᵀ)ᵀ""",
                {},
            ),
        ),
        place="xδᵀ",
    ),
    Mistake(
        "The covariance of the features is MᵀM/(n-1); MMᵀ compares datapoints.",
        wrong="""\
X : 200 × 5
V : 5 × 2
M = X - colmean(X)
C = (1/199)MMᵀ
L = VᵀCV""",
        right="""\
X : 200 × 5
V : 5 × 2
M = X - colmean(X)
C = (1/199)MᵀM
L = VᵀCV""",
        place="MMᵀ",
    ),
    Mistake(
        "The identity of ridge regression has one row per feature, not per datapoint.",
        wrong="""\
vectors are columns
X : 100 × 5
y : 100
I : 100 × 100
w = (XᵀX + λI)⁻¹Xᵀy""",
        right="""\
vectors are columns
X : 100 × 5
y : 100
I : 5 × 5
w = (XᵀX + λI)⁻¹Xᵀy""",
        place="100 × 100",
    ),
    Mistake(
        "The covariance update is (I - KH)P; K and H were swapped.",
        wrong="""\
P, I : 4 × 4
H : 2 × 4
R : 2 × 2
K = PHᵀ(HPHᵀ + R)⁻¹
P <- (I - HK)P""",
        right="""\
P, I : 4 × 4
H : 2 × 4
R : 2 × 2
K = PHᵀ(HPHᵀ + R)⁻¹
P <- (I - KH)P""",
        place="HK",
    ),
    Mistake(
        "The decoder starts from the sampled z, not from the encoder's h.",
        wrong="""\
h = relu(xW1)
m = hW2
s = exp(hW3)
z = m + s ⊙ e
r = σ(hW4)""",
        right="""\
h = relu(xW1)
m = hW2
s = exp(hW3)
z = m + s ⊙ e
r = σ(zW4)""",
        dims={"x": 784, "W1": (784, 64), "W2": (64, 8), "W3": (64, 8), "e": 8, "W4": (8, 784)},
        place="h",
    ),
    Mistake(
        "The discriminator must look at the generated picture g, not at the noise z.",
        wrong="""\
z : 100; G : 100 × 784; D : 784 × 1
g = tanh(zG)
p = σ(zD)""",
        right="""\
z : 100; G : 100 × 784; D : 784 × 1
g = tanh(zG)
p = σ(gD)""",
        place="z",
    ),
    Mistake(
        "The bag of words wants the mean word vector (colmean); mean gives one number.",
        wrong="""\
E : 1000 × 50; i : 5; W : 50 × 3; b, y : 3
h = mean(pick(E, i))
p = softmax(hW + b)
L = -sum(y ⊙ log(p))""",
        right="""\
E : 1000 × 50; i : 5; W : 50 × 3; b, y : 3
h = colmean(pick(E, i))
p = softmax(hW + b)
L = -sum(y ⊙ log(p))""",
        place="mean",
    ),
    Mistake(
        "Word2vec's output matrix U has one row per word, so the scores are hUᵀ.",
        wrong="""\
x : 5000
V : 5000 × 100; U : 5000 × 100
h = xV
p = softmax(hU)""",
        right="""\
x : 5000
V : 5000 × 100; U : 5000 × 100
h = xV
p = softmax(hUᵀ)""",
        also=(
            (
                """\
x : 5000
V : 5000 × 100; U : 100 × 5000
h = xV
p = softmax(hU)""",
                {},
            ),
        ),
        place="U",
    ),
    Mistake(
        "The bias has as many values as W has columns: m, not n.",
        wrong="""\
x : 4
W : n × m
b : n
y : 3
p = softmax(xW + b)
L = -sum(y ⊙ log(p))""",
        right="""\
x : 4
W : n × m
b : m
y : 3
p = softmax(xW + b)
L = -sum(y ⊙ log(p))""",
        place="n",
    ),
    Mistake(
        "W multiplies the joined h and x, so it has n + m rows.",
        wrong="""\
x : m
h : n
W : n × n
c = tanh([h, x]W)""",
        right="""\
x : m
h : n
W : n + m × n
c = tanh([h, x]W)""",
        also=(
            (
                """\
x : m
h : n
W : m + n × n
c = tanh([h, x]W)""",
                {},
            ),
        ),
        place="n",
    ),
    Mistake(
        "The second matrix leads from 2n back to n; its rows are 2n.",
        wrong="""\
x : n
W : n × 2n
V : n × n
y = x + relu(xW)V""",
        right="""\
x : n
W : n × 2n
V : 2n × n
y = x + relu(xW)V""",
        place="n × n",
    ),
    Mistake(
        "The two contributions are added, not joined.",
        wrong="""\
x : 8; h, b : 16
U : 8 × 16
V : 16 × 16
s = tanh([xU, hV] + b)""",
        right="""\
x : 8; h, b : 16
U : 8 × 16
V : 16 × 16
s = tanh(xU + hV + b)""",
        place="[xU, hV]",
    ),
    Mistake(
        "The forget gate sees the joined state and input.",
        wrong="""\
h : 16; x : 8
W_f : 24 × 16; b_f : 16
W_c : 24 × 16; b_c : 16
c = tanh([h, x]W_c + b_c)
f = σ(hW_f + b_f)""",
        right="""\
h : 16; x : 8
W_f : 24 × 16; b_f : 16
W_c : 24 × 16; b_c : 16
c = tanh([h, x]W_c + b_c)
f = σ([h, x]W_f + b_f)""",
        place="h",
    ),
    Mistake(
        "The gradient is Xᵀ(P - Y); without the brackets XᵀP meets Y.",
        wrong="""\
X : 64 × 784; Y : 64 × 10
W : 784 × 10
P = softmax(XW)
G = XᵀP - Y
W <- W - α G""",
        right="""\
X : 64 × 784; Y : 64 × 10
W : 784 × 10
P = softmax(XW)
G = Xᵀ(P - Y)
W <- W - α G""",
        place="XᵀP - Y",
    ),
    Mistake(
        "The mask drops hidden values, so it has 100 values like l1, not 784 like the input.",
        wrong="""\
l0 : 784; W0 : 784 × 100; W1 : 100 × 10
m : 784
l1 = relu(l0W0) ⊙ m
l2 = softmax(l1W1)""",
        right="""\
l0 : 784; W0 : 784 × 100; W1 : 100 × 10
m : 100
l1 = relu(l0W0) ⊙ m
l2 = softmax(l1W1)""",
        also=(
            (
                """\
l0 : 784; W0 : 784 × 100; W1 : 100 × 10
m : 784
l1 = relu((l0 ⊙ m)W0)
l2 = softmax(l1W1)""",
                {},
            ),
        ),
        place="784",
    ),
    Mistake(
        "As in Trask's chapter each line of the literal is one output; the weights must be transposed (or "
        "dotted the other way round).",
        wrong="""\
# toes, wins, fans
x = [8.5 0.65 1.2]
W = [0.1 0.1 -0.3; 0.1 0.2 0]
p = xW""",
        right="""\
# toes, wins, fans
x = [8.5 0.65 1.2]
W = [0.1 0.1 -0.3; 0.1 0.2 0]
p = xWᵀ""",
        also=(
            (
                """\
vectors are columns
# toes, wins, fans
x = [8.5; 0.65; 1.2]
W = [0.1 0.1 -0.3; 0.1 0.2 0]
p = Wx""",
                {},
            ),
            (
                """\
# toes, wins, fans
x = [8.5 0.65 1.2]
W = [0.1 0.1 -0.3; 0.1 0.2 0]
p = Wxᵀ""",
                {},
            ),
        ),
        place="W",
    ),
    Mistake(
        "The labels come from a batch of 32, the pictures from one of 64; both must be the same batch.",
        wrong="""\
z = xW + b
p = softmax(z)
L = -sum(y ⊙ log(p))""",
        right="""\
z = xW + b
p = softmax(z)
L = -sum(y ⊙ log(p))""",
        dims={"x": (64, 784), "W": (784, 10), "b": 10, "y": (32, 10)},
        right_dims={"x": (64, 784), "W": (784, 10), "b": 10, "y": (64, 10)},
        also=(
            (
                """\
z = xW + b
p = softmax(z)
L = -sum(y ⊙ log(p))""",
                {"x": (32, 784), "W": (784, 10), "b": 10, "y": (32, 10)},
            ),
        ),
        place="y ⊙ log(p)",
    ),
    Mistake(
        "The third layer must use l2; l1 was typed again.",
        wrong="""\
# MNIST network with two hidden layers
l0 : 784
W0 : 784 × 100
W1 : 100 × 50
W2 : 50 × 10
y : 10
l1 = relu(l0W0)
l2 = relu(l1W1)
l3 = softmax(l1W2)
e = -sum(y ⊙ log(l3))""",
        right="""\
# MNIST network with two hidden layers
l0 : 784
W0 : 784 × 100
W1 : 100 × 50
W2 : 50 × 10
y : 10
l1 = relu(l0W0)
l2 = relu(l1W1)
l3 = softmax(l2W2)
e = -sum(y ⊙ log(l3))""",
        place="l1",
    ),
    Mistake(
        "d1 takes the slope at l1; l0 was typed.",
        wrong="""\
l0 : 3
W0 : 3 × 4
W1 : 4 × 2
y : 2
α : number
l1 = relu(l0W0)
l2 = l1W1
e = sum((l2 - y)²)
d2 = l2 - y
d1 = d2W1ᵀ ⊙ relu'(l0)
W1 <- W1 - α l1ᵀd2
W0 <- W0 - α l0ᵀd1""",
        right="""\
l0 : 3
W0 : 3 × 4
W1 : 4 × 2
y : 2
α : number
l1 = relu(l0W0)
l2 = l1W1
e = sum((l2 - y)²)
d2 = l2 - y
d1 = d2W1ᵀ ⊙ relu'(l1)
W1 <- W1 - α l1ᵀd2
W0 <- W0 - α l0ᵀd1""",
        place="l0",
    ),
    Mistake(
        "The output gate's line was copied from the candidate of another size: its bias should be b_o, not "
        "the output layer's b_y.",
        wrong="""\
x : 10
h_p, c_p : 32
W_f, W_i, W_o, W_c : 42 × 32
b_f, b_i, b_o, b_c : 32
W_y : 32 × 10
b_y : 10
f = σ([h_p, x]W_f + b_f)
i = σ([h_p, x]W_i + b_i)
o = σ([h_p, x]W_o + b_y)
g = tanh([h_p, x]W_c + b_c)
c = f ⊙ c_p + i ⊙ g
h = o ⊙ tanh(c)
y = softmax(hW_y + b_y)""",
        right="""\
x : 10
h_p, c_p : 32
W_f, W_i, W_o, W_c : 42 × 32
b_f, b_i, b_o, b_c : 32
W_y : 32 × 10
b_y : 10
f = σ([h_p, x]W_f + b_f)
i = σ([h_p, x]W_i + b_i)
o = σ([h_p, x]W_o + b_o)
g = tanh([h_p, x]W_c + b_c)
c = f ⊙ c_p + i ⊙ g
h = o ⊙ tanh(c)
y = softmax(hW_y + b_y)""",
        place="b_y",
    ),
    Mistake(
        "In the candidate of the GRU U and W were exchanged: W takes the input, U the state.",
        wrong="""\
vectors are columns
x : 20
h_p : 50
W_z, W_r, W_h : 50 × 20
U_z, U_r, U_h : 50 × 50
b_z, b_r, b_h : 50
z = σ(W_z x + U_z h_p + b_z)
r = σ(W_r x + U_r h_p + b_r)
g = tanh(U_h x + W_h (r ⊙ h_p) + b_h)
h = (1 - z) ⊙ h_p + z ⊙ g""",
        right="""\
vectors are columns
x : 20
h_p : 50
W_z, W_r, W_h : 50 × 20
U_z, U_r, U_h : 50 × 50
b_z, b_r, b_h : 50
z = σ(W_z x + U_z h_p + b_z)
r = σ(W_r x + U_r h_p + b_r)
g = tanh(W_h x + U_h (r ⊙ h_p) + b_h)
h = (1 - z) ⊙ h_p + z ⊙ g""",
        place="U_h x + W_h (r ⊙ h_p)",
    ),
    Mistake(
        "Layer norm scales the 256 values of the model; γ was given 265.",
        wrong="""\
x : 256
W1 : 256 × 1024
b1 : 1024
W2 : 1024 × 256
b2 : 256
γ : 265
β : 256
n = normalize(x) ⊙ γ + β
f = relu(nW1 + b1)W2 + b2
y = x + f""",
        right="""\
x : 256
W1 : 256 × 1024
b1 : 1024
W2 : 1024 × 256
b2 : 256
γ : 256
β : 256
n = normalize(x) ⊙ γ + β
f = relu(nW1 + b1)W2 + b2
y = x + f""",
        place="265",
    ),
    Mistake(
        "The second matrix of the feed-forward part was forgotten before the residual.",
        wrong="""\
# transformer block, post-norm
X : 12 × 64
W_Q, W_K, W_V : 64 × 64
W1 : 64 × 256
W2 : 256 × 64
b1 : 256
b2 : 64
Q = XW_Q; K = XW_K; V = XW_V
A = softmax(QKᵀ/8)V
H = normalize(X + A)
F = relu(HW1 + b1)
Y = normalize(H + F)""",
        right="""\
# transformer block, post-norm
X : 12 × 64
W_Q, W_K, W_V : 64 × 64
W1 : 64 × 256
W2 : 256 × 64
b1 : 256
b2 : 64
Q = XW_Q; K = XW_K; V = XW_V
A = softmax(QKᵀ/8)V
H = normalize(X + A)
F = relu(HW1 + b1)W2 + b2
Y = normalize(H + F)""",
        also=(
            (
                """\
# transformer block, post-norm
X : 12 × 64
W_Q, W_K, W_V : 64 × 64
W1 : 64 × 256
W2 : 256 × 64
b1 : 256
b2 : 64
Q = XW_Q; K = XW_K; V = XW_V
A = softmax(QKᵀ/8)V
H = normalize(X + A)
F = relu(HW1 + b1)W2
Y = normalize(H + F)""",
                {},
            ),
        ),
        place="relu(HW1 + b1)",
    ),
    Mistake(
        "Two heads of 16 values joined give 32, so W_O has 32 rows (64 was the width of the model).",
        wrong="""\
X : 10 × 64
W_{Q1}, W_{K1}, W_{V1} : 64 × 16
W_{Q2}, W_{K2}, W_{V2} : 64 × 16
W_O : 64 × 64
Q1 = XW_{Q1}; K1 = XW_{K1}; V1 = XW_{V1}
Q2 = XW_{Q2}; K2 = XW_{K2}; V2 = XW_{V2}
A1 = softmax(Q1K1ᵀ/√16)V1
A2 = softmax(Q2K2ᵀ/√16)V2
Y = X + [A1, A2]W_O""",
        right="""\
X : 10 × 64
W_{Q1}, W_{K1}, W_{V1} : 64 × 16
W_{Q2}, W_{K2}, W_{V2} : 64 × 16
W_O : 32 × 64
Q1 = XW_{Q1}; K1 = XW_{K1}; V1 = XW_{V1}
Q2 = XW_{Q2}; K2 = XW_{K2}; V2 = XW_{V2}
A1 = softmax(Q1K1ᵀ/√16)V1
A2 = softmax(Q2K2ᵀ/√16)V2
Y = X + [A1, A2]W_O""",
        place="64",
    ),
    Mistake(
        "The decoder's two matrices were used in the wrong order.",
        wrong="""\
# deep autoencoder
x : 784
W1 : 784 × 256
W2 : 256 × 64
W3 : 64 × 256
W4 : 256 × 784
h1 = relu(xW1)
h2 = relu(h1W2)
h3 = relu(h2W4)
r = sigmoid(h3W3)
L = mean((r - x)²)""",
        right="""\
# deep autoencoder
x : 784
W1 : 784 × 256
W2 : 256 × 64
W3 : 64 × 256
W4 : 256 × 784
h1 = relu(xW1)
h2 = relu(h1W2)
h3 = relu(h2W3)
r = sigmoid(h3W4)
L = mean((r - x)²)""",
        place="W4",
    ),
    Mistake(
        "The weights of the log variance are 400 × 20 like those of the mean.",
        wrong="""\
x : 784
W_h : 784 × 400
b_h : 400
W_m : 400 × 20
W_s : 20 × 400
W_d : 20 × 400
W_x : 400 × 784
ε : 20
h = relu(xW_h + b_h)
μ = hW_m
s = hW_s
z = μ + exp(0.5s) ⊙ ε
r = σ(relu(zW_d)W_x)
L = sum((r - x)²) - 0.5sum(1 + s - μ² - exp(s))""",
        right="""\
x : 784
W_h : 784 × 400
b_h : 400
W_m : 400 × 20
W_s : 400 × 20
W_d : 20 × 400
W_x : 400 × 784
ε : 20
h = relu(xW_h + b_h)
μ = hW_m
s = hW_s
z = μ + exp(0.5s) ⊙ ε
r = σ(relu(zW_d)W_x)
L = sum((r - x)²) - 0.5sum(1 + s - μ² - exp(s))""",
        also=(
            (
                """\
x : 784
W_h : 784 × 400
b_h : 400
W_m : 400 × 20
W_s : 20 × 400
W_d : 20 × 400
W_x : 400 × 784
ε : 20
h = relu(xW_h + b_h)
μ = hW_m
s = hW_sᵀ
z = μ + exp(0.5s) ⊙ ε
r = σ(relu(zW_d)W_x)
L = sum((r - x)²) - 0.5sum(1 + s - μ² - exp(s))""",
                {},
            ),
        ),
        place="20 × 400",
    ),
    Mistake(
        "The generator's line was copied for the discriminator and G1 stayed in it.",
        wrong="""\
z : 100
x : 784
G1 : 100 × 256
G2 : 256 × 784
D1 : 784 × 256
D2 : 256 × 1
g = tanh(relu(zG1)G2)
p = σ(leakyrelu(xG1)D2)
q = σ(leakyrelu(gD1)D2)
L = -sum(log(p)) - sum(log(1 - q))""",
        right="""\
z : 100
x : 784
G1 : 100 × 256
G2 : 256 × 784
D1 : 784 × 256
D2 : 256 × 1
g = tanh(relu(zG1)G2)
p = σ(leakyrelu(xD1)D2)
q = σ(leakyrelu(gD1)D2)
L = -sum(log(p)) - sum(log(1 - q))""",
        place="G1",
    ),
    Mistake(
        "The innovation's covariance is HPHᵀ + R.",
        wrong="""\
vectors are columns
x : 4
z : 2
F, P, Q : 4 × 4
H : 2 × 4
R : 2 × 2
x1 = Fx
P1 = FPFᵀ + Q
S = HP1H + R
K = P1HᵀS⁻¹
x2 = x1 + K(z - Hx1)
P2 = P1 - KHP1""",
        right="""\
vectors are columns
x : 4
z : 2
F, P, Q : 4 × 4
H : 2 × 4
R : 2 × 2
x1 = Fx
P1 = FPFᵀ + Q
S = HP1Hᵀ + R
K = P1HᵀS⁻¹
x2 = x1 + K(z - Hx1)
P2 = P1 - KHP1""",
        place="H",
    ),
    Mistake(
        "The bias's gradient has to be added up over the datapoints (colsum).",
        wrong="""\
X : 64 × 784
Y : 64 × 10
W : 784 × 10
b : 10
η : number
Z = XW + b
P = softmax(Z)
D = P - Y
W <- W - η XᵀD
b <- b - η D""",
        right="""\
X : 64 × 784
Y : 64 × 10
W : 784 × 10
b : 10
η : number
Z = XW + b
P = softmax(Z)
D = P - Y
W <- W - η XᵀD
b <- b - η colsum(D)""",
        also=(
            (
                """\
X : 64 × 784
Y : 64 × 10
W : 784 × 10
b : 10
η : number
Z = XW + b
P = softmax(Z)
D = P - Y
W <- W - η XᵀD
b <- b - η colmean(D)""",
                {},
            ),
        ),
        place="D",
    ),
    Mistake(
        "The gradient of least squares: e is a row of 100 here, so Xᵀe does not fit; the person thought of columns.",
        wrong="""\
# linear regression by gradient descent
X : 100 × 3
w : 3
y : 100
b : number
α : number
p = Xw + b
e = p - y
g = (2/100)Xᵀe
w <- w - α g
b <- b - α mean(e)""",
        right="""\
vectors are columns
# linear regression by gradient descent
X : 100 × 3
w : 3
y : 100
b : number
α : number
p = Xw + b
e = p - y
g = (2/100)Xᵀe
w <- w - α g
b <- b - α mean(e)""",
        also=(
            (
                """\
# linear regression by gradient descent
X : 100 × 3
w : 3
y : 100
b : number
α : number
p = wXᵀ + b
e = p - y
g = (2/100)eX
w <- w - α g
b <- b - α mean(e)""",
                {},
            ),
        ),
        place="Xw",
    ),
    Mistake(
        "Negative sampling scores are dot products of the two word vectors; ⊙ keeps them vectors, and the "
        "gradient then does not scale.",
        wrong="""\
V, U : 5000 × 100
c, o, k : 5000
η : number
v = cV
u = oU
n = kU
s = σ(v ⊙ u)
t = σ(v·n)
d = (s - 1) ⊙ u + t n
g = (s - 1)v
V <- V - η cᵀd
U <- U - η oᵀg""",
        right="""\
V, U : 5000 × 100
c, o, k : 5000
η : number
v = cV
u = oU
n = kU
s = σ(v·u)
t = σ(v·n)
d = (s - 1) ⊙ u + t n
g = (s - 1)v
V <- V - η cᵀd
U <- U - η oᵀg""",
        also=(
            (
                """\
V, U : 5000 × 100
c, o, k : 5000
η : number
v = cV
u = oU
n = kU
s = σ(v uᵀ)
t = σ(v·n)
d = (s - 1) ⊙ u + t n
g = (s - 1)v
V <- V - η cᵀd
U <- U - η oᵀg""",
                {},
            ),
            (
                """\
V, U : 5000 × 100
c, o, k : 5000
η : number
v = cV
u = oU
n = kU
s = σ(dot(v, u))
t = σ(v·n)
d = (s - 1) ⊙ u + t n
g = (s - 1)v
V <- V - η cᵀd
U <- U - η oᵀg""",
                {},
            ),
        ),
        place="⊙",
    ),
    Mistake(
        "The line for the third step takes the second step's output y2 for its state h2.",
        wrong="""\
# RNN, three steps
x1, x2, x3 : 5
h0 : 20
U : 5 × 20
V : 20 × 20
W : 20 × 3
b : 20
h1 = tanh(x1U + h0V + b)
y1 = softmax(h1W)
h2 = tanh(x2U + h1V + b)
y2 = softmax(h2W)
h3 = tanh(x3U + y2V + b)
y3 = softmax(h3W)""",
        right="""\
# RNN, three steps
x1, x2, x3 : 5
h0 : 20
U : 5 × 20
V : 20 × 20
W : 20 × 3
b : 20
h1 = tanh(x1U + h0V + b)
y1 = softmax(h1W)
h2 = tanh(x2U + h1V + b)
y2 = softmax(h2W)
h3 = tanh(x3U + h2V + b)
y3 = softmax(h3W)""",
        place="y2",
    ),
    Mistake(
        "The attentional state joins the context and the decoder's state; only the context was typed.",
        wrong="""\
# Luong attention
H : 15 × 128
s : 128
W_a : 128 × 128
W_c : 256 × 128
W_y : 128 × 8000
a = softmax(sW_aHᵀ)
c = aH
t = tanh(cW_c)
p = softmax(tW_y)""",
        right="""\
# Luong attention
H : 15 × 128
s : 128
W_a : 128 × 128
W_c : 256 × 128
W_y : 128 × 8000
a = softmax(sW_aHᵀ)
c = aH
t = tanh([c, s]W_c)
p = softmax(tW_y)""",
        also=(
            (
                """\
# Luong attention
H : 15 × 128
s : 128
W_a : 128 × 128
W_c : 256 × 128
W_y : 128 × 8000
a = softmax(sW_aHᵀ)
c = aH
t = tanh([s, c]W_c)
p = softmax(tW_y)""",
                {},
            ),
        ),
        place="c",
    ),
    Mistake(
        "The gradient of W2 uses the layer that W2 multiplied, a1; x was typed.",
        wrong="""\
vectors are columns
x : 784
y : 10
W1 : 30 × 784; b1 : 30
W2 : 10 × 30; b2 : 10
a1 = sigmoid(W1x + b1)
a2 = sigmoid(W2a1 + b2)
d2 = (a2 - y) ⊙ a2 ⊙ (1 - a2)
d1 = W2ᵀd2 ⊙ a1 ⊙ (1 - a1)
W2 <- W2 - η d2xᵀ
W1 <- W1 - η d1xᵀ
b2 <- b2 - η d2
b1 <- b1 - η d1""",
        right="""\
vectors are columns
x : 784
y : 10
W1 : 30 × 784; b1 : 30
W2 : 10 × 30; b2 : 10
a1 = sigmoid(W1x + b1)
a2 = sigmoid(W2a1 + b2)
d2 = (a2 - y) ⊙ a2 ⊙ (1 - a2)
d1 = W2ᵀd2 ⊙ a1 ⊙ (1 - a1)
W2 <- W2 - η d2a1ᵀ
W1 <- W1 - η d1xᵀ
b2 <- b2 - η d2
b1 <- b1 - η d1""",
        place="x",
    ),
    Mistake(
        "Back from the components: V is 30 × 5, its transpose Vᵀ belongs to the reconstruction; in the "
        "projection it is V alone.",
        wrong="""\
X : 500 × 30
V : 30 × 5
u : 30
# PCA by hand
M = X - u
C = (1/499)MᵀM
L = VᵀCV
Z = MVᵀ
R = ZVᵀ + u
E = sum((X - R)²)""",
        right="""\
X : 500 × 30
V : 30 × 5
u : 30
# PCA by hand
M = X - u
C = (1/499)MᵀM
L = VᵀCV
Z = MV
R = ZVᵀ + u
E = sum((X - R)²)""",
        place="Vᵀ",
    ),
    Mistake(
        "Pooling works on the places (rows), so the pooling matrix A comes from the left.",
        wrong="""\
# convolution as a matrix product (im2col), then average pooling
P : 576 × 25
K : 25 × 16
b : 16
A : 144 × 576
W : 16 × 10
H = relu(PK + b)
M = HA
h = colmean(M)
y = softmax(hW)""",
        right="""\
# convolution as a matrix product (im2col), then average pooling
P : 576 × 25
K : 25 × 16
b : 16
A : 144 × 576
W : 16 × 10
H = relu(PK + b)
M = AH
h = colmean(M)
y = softmax(hW)""",
        place="HA",
    ),
    Mistake(
        "The summed error e is a number; the delta must be the vector l2 - y.",
        wrong="""\
l0 : 3
y : 2
W0 : 3 × 4
W1 : 4 × 2
l1 = tanh(l0W0)
l2 = l1W1
e = sum((l2 - y)²)
d1 = eW1ᵀ ⊙ (1 - l1²)
W0 -= α l0ᵀd1""",
        right="""\
l0 : 3
y : 2
W0 : 3 × 4
W1 : 4 × 2
l1 = tanh(l0W0)
l2 = l1W1
e = sum((l2 - y)²)
d1 = (l2 - y)W1ᵀ ⊙ (1 - l1²)
W0 -= α l0ᵀd1""",
        also=(
            (
                """\
l0 : 3
y : 2
W0 : 3 × 4
W1 : 4 × 2
l1 = tanh(l0W0)
l2 = l1W1
e = sum((l2 - y)²)
d1 = 2(l2 - y)W1ᵀ ⊙ (1 - l1²)
W0 -= α l0ᵀd1""",
                {},
            ),
        ),
        place="e",
    ),
    Mistake(
        "In a Boltzmann machine the way back to the visible layer is through Wᵀ.",
        wrong="""\
# RBM, contrastive divergence
v0 : 784
W : 784 × 128
b : 784
c : 128
h0 = σ(v0W + c)
v1 = σ(h0W + b)
h1 = σ(v1W + c)
W <- W + η (v0ᵀh0 - v1ᵀh1)
b <- b + η (v0 - v1)
c <- c + η (h0 - h1)""",
        right="""\
# RBM, contrastive divergence
v0 : 784
W : 784 × 128
b : 784
c : 128
h0 = σ(v0W + c)
v1 = σ(h0Wᵀ + b)
h1 = σ(v1W + c)
W <- W + η (v0ᵀh0 - v1ᵀh1)
b <- b + η (v0 - v1)
c <- c + η (h0 - h1)""",
        place="W",
    ),
    Mistake(
        "Two mistakes: l2 is computed from l0 instead of l1; W0's gradient lacks the transpose.",
        wrong="""\
l0 : 3
y : 2
W0 : 3 × 4
W1 : 4 × 2
l1 = relu(l0W0)
l2 = l0W1
d2 = l2 - y
d1 = d2W1ᵀ ⊙ relu'(l1)
W1 <- W1 - α l1ᵀd2
W0 <- W0 - α l0d1""",
        right="""\
l0 : 3
y : 2
W0 : 3 × 4
W1 : 4 × 2
l1 = relu(l0W0)
l2 = l1W1
d2 = l2 - y
d1 = d2W1ᵀ ⊙ relu'(l1)
W1 <- W1 - α l1ᵀd2
W0 <- W0 - α l0ᵀd1""",
        place="l0",
        errors=2,
    ),
    Mistake(
        "Two mistakes: K is not transposed in the scores; W_O must lead back to the 64 values of X, not 48.",
        wrong="""\
X : 10 × 64
W_Q, W_K, W_V : 64 × 32
W_O : 32 × 48
Q = XW_Q
K = XW_K
V = XW_V
A = softmax(QK/√32)V
Y = normalize(X + AW_O)""",
        right="""\
X : 10 × 64
W_Q, W_K, W_V : 64 × 32
W_O : 32 × 64
Q = XW_Q
K = XW_K
V = XW_V
A = softmax(QKᵀ/√32)V
Y = normalize(X + AW_O)""",
        place="32 × 48",
        errors=2,
    ),
    Mistake(
        "Three mistakes: the forget gate joins in the wrong direction; b_i has the input's length; the cell "
        "state is multiplied without ⊙.",
        wrong="""\
x : 8
h_p, c_p : 16
W_f, W_i, W_o, W_c : 24 × 16
b_f, b_o, b_c : 16
b_i : 8
f = σ([h_p; x]W_f + b_f)
i = σ([h_p, x]W_i + b_i)
o = σ([h_p, x]W_o + b_o)
g = tanh([h_p, x]W_c + b_c)
c = f c_p + i ⊙ g
h = o ⊙ tanh(c)""",
        right="""\
x : 8
h_p, c_p : 16
W_f, W_i, W_o, W_c : 24 × 16
b_f, b_o, b_c : 16
b_i : 16
f = σ([h_p, x]W_f + b_f)
i = σ([h_p, x]W_i + b_i)
o = σ([h_p, x]W_o + b_o)
g = tanh([h_p, x]W_c + b_c)
c = f ⊙ c_p + i ⊙ g
h = o ⊙ tanh(c)""",
        place="8",
        errors=3,
    ),
    Mistake(
        "Two mistakes: the hidden bias is as long as the input; the decoder uses W untransposed although W is tied.",
        wrong="""\
x : 784
W : 784 × 64
b : 784
c : 784
h = σ(xW + b)
r = σ(hW + c)
L = mean((r - x)²)
d = r - x""",
        right="""\
x : 784
W : 784 × 64
b : 64
c : 784
h = σ(xW + b)
r = σ(hWᵀ + c)
L = mean((r - x)²)
d = r - x""",
        place="784",
        errors=2,
    ),
    Mistake(
        "Two mistakes: the second H of the innovation's covariance HPHᵀ lost its transpose; the prediction "
        "Hx1 was typed in the row order.",
        wrong="""\
vectors are columns
x : 4; z : 2
F, P, Q : 4 × 4
H : 2 × 4
R : 2 × 2
P1 = FPFᵀ + Q
S = HP1H + R
K = P1HᵀS⁻¹
x1 = Fx
x2 = x1 + K(z - x1H)""",
        right="""\
vectors are columns
x : 4; z : 2
F, P, Q : 4 × 4
H : 2 × 4
R : 2 × 2
P1 = FPFᵀ + Q
S = HP1Hᵀ + R
K = P1HᵀS⁻¹
x1 = Fx
x2 = x1 + K(z - Hx1)""",
        place="H",
        errors=2,
    ),
    Mistake(
        "Two mistakes: the gradient of W1 has its factors in the wrong order; the bias's gradient is not "
        "summed over the datapoints.",
        wrong="""\
X : 32 × 20
Y : 32 × 3
W1 : 20 × 50; b1 : 50
W2 : 50 × 3; b2 : 3
H = tanh(XW1 + b1)
P = softmax(HW2 + b2)
D2 = P - Y
D1 = D2W2ᵀ ⊙ (1 - H²)
W2 <- W2 - η HᵀD2
b2 <- b2 - η D2
W1 <- W1 - η D1Xᵀ
b1 <- b1 - η colsum(D1)""",
        right="""\
X : 32 × 20
Y : 32 × 3
W1 : 20 × 50; b1 : 50
W2 : 50 × 3; b2 : 3
H = tanh(XW1 + b1)
P = softmax(HW2 + b2)
D2 = P - Y
D1 = D2W2ᵀ ⊙ (1 - H²)
W2 <- W2 - η HᵀD2
b2 <- b2 - η colsum(D2)
W1 <- W1 - η XᵀD1
b1 <- b1 - η colsum(D1)""",
        place="D2",
        errors=2,
    ),
    Mistake(
        "Two mistakes: W1 is declared as outputs × inputs; the output bias is one too long.",
        wrong="""\
x = [1 0 1]
W0 : 3 × 4
W1 : 2 × 4
b1 : 3
y = [0 1]
h = relu(xW0)
p = softmax(hW1 + b1)
L = -sum(y ⊙ log(p))""",
        right="""\
x = [1 0 1]
W0 : 3 × 4
W1 : 4 × 2
b1 : 2
y = [0 1]
h = relu(xW0)
p = softmax(hW1 + b1)
L = -sum(y ⊙ log(p))""",
        also=(
            (
                """\
x = [1 0 1]
W0 : 3 × 4
W1 : 2 × 4
b1 : 2
y = [0 1]
h = relu(xW0)
p = softmax(hW1ᵀ + b1)
L = -sum(y ⊙ log(p))""",
                {},
            ),
        ),
        place="2 × 4",
        errors=2,
    ),
    Mistake(
        "Three mistakes: the first matrix is a typo (487 for 784), the discriminator's second layer starts "
        "from the picture again, and the generator's bias is too short.",
        wrong="""\
z : 64
x : 784
G1 : 64 × 128
c1 : 64
G2 : 128 × 784
D1 : 487 × 128
D2 : 128 × 1
g = tanh(relu(zG1 + c1)G2)
h = leakyrelu(xD1)
p = σ(xD2)
q = σ(leakyrelu(gD1)D2)
L = -sum(log(p)) - sum(log(1 - q))""",
        right="""\
z : 64
x : 784
G1 : 64 × 128
c1 : 128
G2 : 128 × 784
D1 : 784 × 128
D2 : 128 × 1
g = tanh(relu(zG1 + c1)G2)
h = leakyrelu(xD1)
p = σ(hD2)
q = σ(leakyrelu(gD1)D2)
L = -sum(log(p)) - sum(log(1 - q))""",
        place="64",
        errors=3,
    ),
    Mistake(
        "Two mistakes: the product of y and the score is typed without ⊙; the gradient's transposed X is missing.",
        wrong="""\
vectors are columns
X : 200 × 4
w : 4
y : 200
m = y (Xw)
a = m < 1
L = λ wᵀw + sum(max(1 - m, 0))
g = 2λ w - X(a ⊙ y)
w <- w - η g""",
        right="""\
vectors are columns
X : 200 × 4
w : 4
y : 200
m = y ⊙ (Xw)
a = m < 1
L = λ wᵀw + sum(max(1 - m, 0))
g = 2λ w - Xᵀ(a ⊙ y)
w <- w - η g""",
        place="y (Xw)",
        errors=2,
    ),
)


# (what is typed, what was meant, why)
SLIPS: tuple[tuple[str, str, str], ...] = (
    # --------------------------------------------------------------------------------------------- brackets
    ("l1 = relu(l0W0", "l1 = relu(l0W0)", "a bracket is not closed"),
    ("l1 = relu(l0W0))", "l1 = relu(l0W0)", "a bracket too many"),
    ("l2 = relu((l0W0)W1", "l2 = relu(l0W0)W1", "a bracket too many at the front"),
    ("l1 = relu l0W0", "l1 = relu(l0W0)", "a function without brackets, as in mathematics"),
    ("l1 = relu[l0W0]", "l1 = relu(l0W0)", "square brackets for a call, as in Mathematica"),
    ("l1 = relu{l0W0}", "l1 = relu(l0W0)", "curly brackets for a call"),
    ("y = [x, hW", "y = [x, h]W", "a join is not closed"),
    ("e = sum((l2 - y)²", "e = sum((l2 - y)²)", "the last bracket of two is missing"),
    ("s = ‖x/3", "s = ‖x‖/3", "a norm is not closed"),
    # ------------------------------------------------------------------------------- transposes and powers
    ("d1 = d2W1' ⊙ relu'(l1)", "d1 = d2W1ᵀ ⊙ relu'(l1)", "a transpose as in MATLAB"),
    ("d1 = d2W1^t ⊙ relu'(l1)", "d1 = d2W1^T ⊙ relu'(l1)", "a small t: a power, and the power of a matrix by a letter"),
    ("d1 = d2 transpose(W1)", "d1 = d2W1ᵀ", "a function for the transpose, as in NumPy"),
    ("y = x^2^2", "y = (x^2)^2", "a power of a power has two readings"),
    ("y = x**2", "y = x²", "a power as in Python"),
    ("e = sum((l2 - y)**2)", "e = sum((l2 - y)²)", "a power as in Python, in the error of the book"),
    # ---------------------------------------------------------------------------------------- misspelled
    ("l1 = rleu(l0W0)", "l1 = relu(l0W0)", "two letters exchanged"),
    ("y = sigmiod(xW + b)", "y = sigmoid(xW + b)", "two letters exchanged"),
    ("y = sotfmax(xW)", "y = softmax(xW)", "two letters exchanged"),
    ("y = Softmax(xW + b)", "y = softmax(xW + b)", "a capital, as torch names its layers"),
    ("l1 = ReLU(l0W0)", "l1 = relu(l0W0)", "capitals, as papers write it"),
    ("l1 = RELU(l0W0)", "l1 = relu(l0W0)", "caps lock"),
    ("d1 = relu2deriv(l1)", "d1 = relu'(l1)", "the book's name for the slope"),
    ("l1 = thanh(l0W0)", "l1 = tanh(l0W0)", "a letter too many"),
    ("y = soft_max(xW)", "y = softmax(xW)", "an underscore in a function's name"),
    ("h = leaky_relu(xW)", "h = leakyrelu(xW)", "torch's spelling"),
    ("e = avg(x)", "e = mean(x)", "a spreadsheet's name for the mean"),
    ("p = dotproduct(x, w)", "p = dot(x, w)", "a longer name for dot"),
    # --------------------------------------------------------------------------------------------- Python
    ("y = np.tanh(x)", "y = tanh(x)", "NumPy's prefix"),
    ("l1 = l0.dot(W0)", "l1 = l0W0", "NumPy's product"),
    ("l1 = np.maximum(0, l0W0)", "l1 = max(l0W0, 0)", "NumPy's maximum"),
    ("l1 = relu(np.dot(l0, W0))", "l1 = relu(l0W0)", "NumPy's product as a function"),
    ("l1 = torch.relu(l0 @ W0)", "l1 = relu(l0 @ W0)", "torch's prefix"),
    ("l1 == l0W0", "l1 = l0W0", "two equals signs"),
    ("l1 := l0W0", "l1 = l0W0", "a colon before the equals sign"),
    ("l1 = l0[0]W0", "l1 = l0W0", "an index as in Python"),
    ("X = E[i]", "X = pick(E, i)", "rows picked as in NumPy"),
    ("lambda x: x W", "f(x) = xW", "a function as in Python"),
    ("def f(x): return xW", "f(x) = xW", "a function as in Python"),
    ("layer_1 = relu(layer_0 W0)", "l1 = relu(l0W0)", "a name of several letters"),
    ("y = x if x > 0 else 0", "y = x ⊙ (x > 0)", "a condition as in Python"),
    # ----------------------------------------------------------------------------------- unfinished, doubled
    ("y = xW +", "y = xW + b", "the line stops after a plus"),
    ("y = + + xW", "y = xW", "signs that add nothing"),
    ("y = xW ++ b", "y = xW + b", "a plus too many"),
    ("= relu(l0W0)", "l1 = relu(l0W0)", "the name that is defined is missing"),
    ("l1 = ", "l1 = l0W0", "nothing is right of the equals sign"),
    ("relu(l0W0) = l1", "l1 = relu(l0W0)", "the definition the wrong way round"),
    ("l1 = relu(, l0W0)", "l1 = relu(l0W0)", "a comma with nothing before it"),
    ("z = [x,, h]", "z = [x, h]", "two commas"),
    ("y = x, W", "y = xW", "a comma between factors"),
    ("l1 = relu()", "l1 = relu(l0W0)", "a call without an argument"),
    ("p = dot(x)", "p = dot(x, w)", "one argument too few"),
    # ---------------------------------------------------------------------- two readings, digits, look-alikes
    ("y = α/β x", "y = (α/β)x", "a fraction with two readings"),
    ("y = 1/2 x", "y = (1/2)x", "a half with two readings"),
    ("d : number; A = softmax(QKᵀ/√d V)", "d : number; A = softmax(QKᵀ/√d)V", "a bracket at the wrong place"),
    ("12 = relu(11W1)", "l2 = relu(l1W1)", "a one for the letter l"),
    ("l2 = 11W1", "l2 = l1W1", "a one for the letter l, in the middle"),
    ("lO = x; l1 = lOW0", "l0 = x; l1 = l0W0", "the letter O for the digit 0"),
    ("у = xW", "y = xW", "a Cyrillic у"),
    ("l1 = relu(l0W0) ; l2 = l1Wl", "l1 = relu(l0W0) ; l2 = l1W1", "the letter l for the digit 1"),
    ("h = хW", "h = xW", "a Cyrillic х"),
    ("y = x 2", "y = 2x", "a number behind what it multiplies"),
    ("l1 = l0 x W0", "l1 = l0W0", "a letter x for a product"),
    ("l1 = l0 × W0", "l1 = l0W0", "the cross for a product"),
    ("y = 1e-3 x", "y = 0.001 x", "a number as in Python, before a letter"),
    # ------------------------------------------------------------------------------------------- sizes, lines
    ("W0 : 3, 4; l0W0", "W0 : 3 × 4; l0W0", "a comma between sizes"),
    ("W0 : 3x; l0W0", "W0 : 3x4; l0W0", "the second size is missing"),
    ("W0 : (3, 4); l0W0", "W0 : 3 × 4; l0W0", "a shape as in Python"),
    ("W0 : 3 by 4; l0W0", "W0 : 3 × 4; l0W0", "sizes in words"),
    ("x : 0; xW", "x : 1; xW", "a size of nothing"),
    ("x : 2.5; xW", "x : 3; xW", "a size that is no whole number"),
    ("l1 = l0W0; l1 = l1W1", "l1 = l0W0; l2 = l1W1", "a name defined twice, as variables in a program are"),
    ("W = W - α G", "W <- W - α G", "an equals sign for an update"),
    ("α : numbr; αx", "α : number; αx", "a misspelled word"),
    ("vectors are collumns; Wx", "vectors are columns; Wx", "a misspelled convention"),
    ("l1 -> relu(l0W0)", "l1 = relu(l0W0)", "an arrow for a definition"),
    ("l1 = relu(l0W0), l2 = l1W1", "l1 = relu(l0W0); l2 = l1W1", "a comma between lines"),
    ("l1 = relu(l0W0) // hidden", "l1 = relu(l0W0)  # hidden", "a comment as in C"),
    # --------------------------------------------------------------------------------------------- from papers
    ("y = sum_i x_i", "y = sum(x)", "a sum with an index"),
    (r"y = \sum_{i} x_i w_i", "y = x·w", "LaTeX's sum"),
    (r"y = \frac{a}{b}", "y = a/b", "LaTeX's fraction"),
    ("h_t = tanh(xU + h_{t-1}V)", "h_t = tanh(xU + hV)", "an index that calculates"),
    ("y = ∑x", "y = sum(x)", "the sign for a sum"),
    ("y = max{0, xW}", "y = max(xW, 0)", "curly brackets of a maximum"),
    ("y = softmax_j(xW)", "y = softmax(xW)", "a function with an index"),
    ("∇W = l1ᵀd2", "G = l1ᵀd2", "a gradient's sign in a name"),
    ("e = ||l2 - y||", "e = ‖l2 - y‖", "bars from the keyboard for a norm"),
    ("y = softmax(xW + b).", "y = softmax(xW + b)", "a full stop, as in a sentence"),
    ("let y = xW", "y = xW", "a word of mathematical prose"),
    ("y = xW where x : 3", "x : 3; y = xW", "a word of mathematical prose"),
    (r"y = W \times x", r"y = xW", "LaTeX's cross for a product"),
    (r"y = \text{Softmax}(xW)", r"y = \text{softmax}(xW)", "a capital in LaTeX"),
    # ------------------------------------------------------------------------------------- from other notations
    ("y = torch.cat([x, h]) W", "y = [x, h] W", "torch's join"),
    ("l1 = tf.nn.relu(tf.matmul(l0, W0) + b0)", "l1 = relu(l0W0 + b0)", "TensorFlow's layer"),
    ("y = nn.Sigmoid()(xW)", "y = sigmoid(xW)", "a layer of torch, made and called at once"),
    ("d1 = d2.dot(W1.T) * relu2deriv(l1)", "d1 = d2W1ᵀ ⊙ relu'(l1)", "the book's line, as it stands there"),
    ("W1 -= α * l1.T.dot(d2)", "W1 -= α ⊙ l1ᵀd2", "the book's update"),
    ("e = np.mean((y - p)**2)", "e = mean((y - p)²)", "NumPy's mean and a power of Python"),
    ("W0 = 2*np.random.random((3, 4)) - 1; l0W0", "W0 : 3 × 4; l0W0", "the book's first weights"),
    ("x = np.array([1, 0, 1]); xW", "x = [1 0 1]; xW", "values as in NumPy"),
    ("s = X.sum(axis=0)", "s = colsum(X)", "a sum along the columns"),
    ("y = relu.(x)", "y = relu(x)", "a call with a point, as in Julia"),
    ("y = A .* B", "y = A ⊙ B", "MATLAB's product of values"),
    ("y = x.^2", "y = x²", "MATLAB's power of values"),
    ("f = @(x) xW", "f(x) = xW", "MATLAB's function"),
    ("y = W x % layer", "vectors are columns; y = Wx  # layer", "MATLAB's comment, vectors as columns"),
    ("y = x %*% W", "y = x @ W", "R's product"),
    ("y <<- xW", "y <- xW", "an arrow of R"),
    (r"y = \mathbf{x}\mathbf{W}", "y = xW", "bold letters of LaTeX"),
    (r"y = \ReLU(xW)", "y = relu(xW)", "a command of one's own"),
    (r"y = \sum_{i=1}^{n} x_i", "y = sum(x)", "LaTeX's sum with both ends"),
    (r"y = \simga(xW)", r"y = \sigma(xW)", "a misspelled command"),
    ("a^{[1]} = tanh(a^{[0]}W^{[1]})", "a1 = tanh(a0W1)", "layers in square brackets above, as in a course"),
    ("y = ⟨x, w⟩", "y = dot(x, w)", "angle brackets of a dot product"),
    ("y = e^{x}", "y = exp(x)", "the power of e"),
    ("p = e^x/sum(e^x)", "p = exp(x)/sum(exp(x))", "a softmax written out"),
    # ----------------------------------------------------------------------------------------------- beginners
    ("hidden = relu(xW); output = hidden V", "h means hidden; y means output; h = relu(xW); y = h V", "words as names"),
    ("error = sum((l2 - goal)²)", "e means error; g means goal; e = sum((l2 - g)²)", "words among letters"),
    ("l[1] = relu(l[0]W[0])", "l1 = relu(l0W0)", "numbers in square brackets"),
    ("α = 0,01", "α = 0.01", "a comma in a number"),
    ("y = x plus h", "y = x + h", "a word for a sign"),
    ("l1 = relu(l0W0) l2 = l1W1", "l1 = relu(l0W0); l2 = l1W1", "two lines in one"),
    ("W0 has 3 x 4; l0W0", "W0 : 3 × 4; l0W0", "a size in words"),
    ("e = sum((l2 - y²)", "e = sum((l2 - y)²)", "the inner bracket is missing"),
    ("h = tanh([x, h0W + b)", "h = tanh([x, h0]W + b)", "a join inside a call is not closed"),
    ("y = {x + h}W", "y = (x + h)W", "curly brackets around a sum"),
    ("l1 = relu(l0W0]", "l1 = relu(l0W0)", "a bracket of the wrong kind"),
    ("print(l0W0)", "l0W0", "a command of Python"),
    ("y = x⁻¹", "y = 1/x", "one over every value"),
)
