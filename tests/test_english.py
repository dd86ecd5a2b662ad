"""What a formula says in English: the textbook's sentences to the letter, and never one text for two formulas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import combinations

import pytest
from effort import work
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import Drawn, mutated, programs

from letternet.check.check import Checked, check
from letternet.read.letters import read
from letternet.tree import Comment, Meaning, Name, Program
from letternet.words import ENGLISH, Words, words_of
from letternet.write.english import english
from letternet.write.letters import letters


def checked(text: str) -> Checked:
    program, problems = read(text)
    result = check(program)
    wrong = [problem.message for problem in (*problems, *result.problems) if problem.code[0] == "E"]
    assert not wrong, wrong
    return result


def said(text: str) -> str:
    result = checked(text)
    return english(result, words_of(result))


RELU = "perform the relu function on the output"
RELU_FIRST = f"{RELU} (setting all negative numbers to 0)"
MULTIPLY = "perform vector-matrix multiplication with"
GOLDENS = {
    "l0W0": f"Take the layer 0 vector and {MULTIPLY} the weight matrix 0.",
    "l1W1": f"Take the layer 1 vector and {MULTIPLY} the weight matrix 1.",
    "l1 = relu(l0W0)": (
        f"To create the layer 1 vector, take the layer 0 vector and {MULTIPLY} the weight matrix 0; then {RELU_FIRST}."
    ),
    "l2 = l1W1": f"To create the layer 2 vector, take the layer 1 vector and {MULTIPLY} the weight matrix 1.",
    "l2 = relu(l0W0)W1": (
        f"To create the layer 2 vector, take the layer 0 vector and {MULTIPLY} the weight matrix 0;"
        f" then {RELU_FIRST}; then {MULTIPLY} the weight matrix 1."
    ),
    "l1 = relu(l0W0 + b0)": (
        f"To create the layer 1 vector, take the layer 0 vector and {MULTIPLY} the weight matrix 0;"
        f" then add the bias vector 0; then {RELU_FIRST}."
    ),
    "l3 = relu(relu(l0W0)W1)W2": (
        f"To create the layer 3 vector, take the layer 0 vector and {MULTIPLY} the weight matrix 0;"
        f" then {RELU_FIRST}. Then {MULTIPLY} the weight matrix 1; then {RELU}. Then {MULTIPLY} the weight matrix 2."
    ),
    'd means "layer {} delta"; d2 = l2 - y': (
        "To create the layer 2 delta, take the layer 2 vector and subtract the vector y."
    ),
    "h = sigmoid(xU + pV)": (
        f"First, take the vector p and {MULTIPLY} the matrix V. Call that result 1."
        f" Then, to create the vector h, take the vector x and {MULTIPLY} the matrix U; then add result 1;"
        " then perform the sigmoid function on the output (squashing every number to between 0 and 1)."
    ),
    "s = x + relu(xA)B": (
        f"To create the vector s, take the vector x and {MULTIPLY} the matrix A; then {RELU_FIRST}."
        f" Then {MULTIPLY} the matrix B; then add the output to the vector x."
    ),
    "P = A(B + C)": (
        "To create the matrix P, take the matrix B and add the matrix C;"
        " then perform matrix-matrix multiplication with the matrix A on the left."
    ),
    "P = AB + C": (
        "To create the matrix P, take the matrix A and perform matrix-matrix multiplication with the matrix B;"
        " then add the matrix C."
    ),
}


@pytest.mark.parametrize("formula", GOLDENS)
def test_the_textbooks_sentences_to_the_letter(formula: str) -> None:
    assert said(formula) == GOLDENS[formula]


# Formulas of papers, read aloud.
FORMULAS = {
    # attention
    "A = softmax(QKᵀ/√d)V; d : number": (
        "First, take the number d and perform the sqrt function on it (taking the square root of the number)."
        " Call that result 1. Then, to create the matrix A, take the matrix Q and perform matrix-matrix"
        " multiplication with the transpose of the matrix K; then divide every number in the output by result 1;"
        " then perform the softmax function on the output (turning the numbers into shares that add up to 1)."
        " Then perform matrix-matrix multiplication with the matrix V.\nd is a number."
    ),
    # the cell of an LSTM
    "c = f ⊙ p + i ⊙ g": (
        "First, take the vector i and multiply elementwise by the vector g. Call that result 1. Then, to create the"
        " vector c, take the vector f and multiply elementwise by the vector p; then add result 1."
    ),
    "f = sigmoid([x, h]W_f + b_f)": (
        "To create the vector f, take the vector x and join the vector h onto the end; then perform vector-matrix"
        " multiplication with the weight matrix f; then add the bias vector f; then perform the sigmoid function on"
        " the output (squashing every number to between 0 and 1)."
    ),
    # the state of a GRU
    "s = (1 - z) ⊙ n + z ⊙ h": (
        "First, take the vector z and multiply elementwise by the vector h. Call that result 1. Then, to create the"
        " vector s, take the number 1 and subtract the vector z; then multiply elementwise by the vector n; then add"
        " result 1."
    ),
    # layer norm
    "y = γ normalize(x) + β": (
        "To create the vector y, take the vector x and perform the normalize function on it (shifting and scaling the"
        " numbers to mean 0 and variance 1); then multiply every number in the output by the number γ; then add the"
        " number β."
    ),
    # learning
    "W1 <- W1 - α l1ᵀd2": (
        "To update the weight matrix 1, take the transpose of the layer 1 vector and multiply every number in it by"
        " the number α; then perform the outer product with the vector d2; then subtract the output from the old"
        " weight matrix 1."
    ),
    "d1 = d2W1ᵀ ⊙ relu'(l1)": (
        "First, take the layer 1 vector and perform the derivative of the relu function on it. Call that result 1."
        " Then, to create the vector d1, take the vector d2 and perform vector-matrix multiplication with the"
        " transpose of the weight matrix 1; then multiply elementwise by result 1."
    ),
    "m <- βm + (1 - β)g": (
        "First, take the number 1 and subtract the number β; then multiply every number in the vector g by the output."
        " Call that result 1. Then, to update the vector m, take the old vector m and multiply every number in it by"
        " the number β; then add result 1."
    ),
    "n = m/(1 - β^t); t : number": (
        "To create the vector n, take the number β and raise it to the power of the number t; then subtract the output"
        " from the number 1; then divide every number in the vector m by the output.\nt is a number."
    ),
    "e = sum((l2 - y)²)": (
        "To create the number e, take the layer 2 vector and subtract the vector y; then square every number in the"
        " output; then perform the sum function on the output (adding all numbers up)."
    ),
    # dropout
    "x ⊙ (m > 0.5)/0.5": (
        "Take the vector m and check where it is greater than the number 0.5 (1 where true, 0 where not); then multiply"
        " the vector x elementwise by the output; then divide every number in the output by the number 0.5."
    ),
    # ridge regression
    "(XᵀX + λI)⁻¹XᵀY": (
        "First, take the matrix I and multiply every number in it by the number λ. Call that result 1. Then take the"
        " transpose of the matrix X and perform matrix-matrix multiplication with the matrix X; then add result 1;"
        " then invert the output; then perform matrix-matrix multiplication with the transpose of the matrix X; then"
        " perform matrix-matrix multiplication with the matrix Y."
    ),
    # results inside results
    "M = (A + B)((C + D)(E + F))": (
        "First, take the matrix E and add the matrix F. Call that result 1. Next, take the matrix C and add the matrix"
        " D; then perform matrix-matrix multiplication with result 1. Call that result 2. Then, to create the matrix"
        " M, take the matrix A and add the matrix B; then perform matrix-matrix multiplication with result 2."
    ),
    "(A + B)(C + D)(E + F)": (
        "First, take the matrix C and add the matrix D. Call that result 1. Next, take the matrix E and add the matrix"
        " F. Call that result 2. Then take the matrix A and add the matrix B; then perform matrix-matrix"
        " multiplication with result 1; then perform matrix-matrix multiplication with result 2."
    ),
    "[a, relu(x), c]": (
        "Take the vector x and perform the relu function on it (setting all negative numbers to 0); then join the"
        " vector a, the output and the vector c end to end."
    ),
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas_of_papers_read_well(formula: str) -> None:
    assert said(formula) == FORMULAS[formula]


LINES = {
    "x = [1 0 1]": "The vector x is [1 0 1].",
    "W = [1 2; 3 -4.5]": "The weight matrix is [1 2; 3 -4.5].",
    "α = 0.1": "The number α is 0.1.",
    "α = -2": "The number α is -2.",
    "l0 : 3": "The layer 0 vector has 3 values.",
    "x : 1": "The vector x has 1 value.",
    "W0 : 3 × 4": "The weight matrix 0 has 3 rows and 4 columns.",
    "A : 2n + 1 × 1": "The matrix A has 2n + 1 rows and 1 column.",
    "x, y : n": "The vector x and the vector y have n values each.",
    "A, B, C : 2 × 3": "The matrix A, the matrix B and the matrix C have 2 rows and 3 columns each.",
    "α : number": "α is a number.",
    "α, β : number": "α and β are numbers.",
    'η means "the learning rate"\nη : number\nη = 0.1': "The learning rate is a number.\nThe learning rate is 0.1.",
    "vectors are columns": "Vectors are columns.",
    "vectors are rows": "Vectors are rows.",
    'l means "layer"': "",
    "# nothing": "",
    "a = x": "To create the vector a, take the vector x.",
    "B = Aᵀ": "To create the matrix B, take the transpose of the matrix A.",
    "B = -A": "To create the matrix B, take the negative of the matrix A.",
    "x": "Take the vector x.",
    "[1 2]": "Take the vector [1 2].",
    "f(x) = x ⊙ sigmoid(x); f(y)": (
        "To perform the f function on the vector x, take the vector x and perform the sigmoid function on it"
        " (squashing every number to between 0 and 1); then multiply the vector x elementwise by the output.\n"
        "Take the vector y and perform the f function on it."
    ),
    "f(x, y) = xA + yB": (
        f"To perform the f function on the vector x and the vector y, first take the vector y and {MULTIPLY} the"
        f" matrix B. Call that result 1. Then take the vector x and {MULTIPLY} the matrix A; then add result 1."
    ),
    "f(x) = x; f'(x) = 1; f'(α)": (
        "To perform the f function on the vector x, take the vector x.\n"
        "To perform the derivative of the f function on the number x, take the number 1.\n"
        "Take the number α and perform the derivative of the f function on it."
    ),
    "W -= W": "To update the weight matrix, take the old weight matrix and subtract the old weight matrix.",
    "relu(x); relu(x)": (
        "Take the vector x and perform the relu function on it (setting all negative numbers to 0).\n"
        "Take the vector x and perform the relu function on it."
    ),
    "max(x); max(x, 0); max(y)": (
        "Take the vector x and perform the max function on it (taking the largest number).\n"
        "Take the vector x and perform the max function on it and the number 0 (taking the larger number of each"
        " pair).\nTake the vector y and perform the max function on it."
    ),
    "α > 0; x < y": (
        "Take the number α and check whether it is greater than the number 0 (1 where true, 0 where not).\n"
        "Take the vector x and check where it is less than the vector y."
    ),
    "h = a + c + d + e + f + g + p + q": (
        "To create the vector h, take the vector a and add the vector c; then add the vector d; then add the vector e;"
        " then add the vector f; then add the vector g; then add the vector p. Then add the vector q."
    ),
}


@pytest.mark.parametrize("text", LINES)
def test_every_kind_of_line_has_its_sentence(text: str) -> None:
    assert said(text) == LINES[text]


# In each group every formula means something else, or is written otherwise; all must sound different.
CONFUSABLE = (
    ("A(B + C)", "AB + C", "(B + C)A", "(A + B)C", "A + BC", "B + CA"),
    ("(AB)ᵀ", "ABᵀ", "AᵀB", "AᵀBᵀ", "BᵀAᵀ", "BAᵀ"),
    ("relu(x)W", "relu(xW)"),
    ("a - (b - c)", "a - b - c", "b - c - a", "a - (c - b)", "(b - a) - c", "-(a - b) - c", "-a - b - c"),
    ("f(x) ⊙ y; f(z) = z²", "f(x ⊙ y); f(z) = z²", "f(y) ⊙ x; f(z) = z²", "y ⊙ f(x); f(z) = z²"),
    ("x · y", "x ⊙ y", "xyᵀ", "x · yᵀ", "xᵀy", "xᵀ · y", "xᵀ · yᵀ", "dot(x, y)", "outer(x, y)", "sum(x ⊙ y)"),
    ("(a/α)β", "a/(αβ)", "a/α/β", "a/(α/β)", "(αβ)/a", "α(β/a)", "a/α ⊙ β", "β(a/α)"),
    ("2(xW)", "(2x)W", "(xW)(2)", "(x(2))W", "x(2W)", "x(W(2))", "2 · (xW)", "(xW) · 2", "2 ⊙ (xW)", "(xW) ⊙ 2"),
    ("[a, b, c]", "[[a, b], c]", "[a, [b, c]]", "[c, a, b]", "[[b, c], a]"),
    ("[A, B, C]", "[A; B; C]", "[A; [B, C]]", "[[A, B], C]", "[[A; B]; C]", "[A, B; C]"),
    ("[α, β]", "[α; β]", "[β, α]", "[α, 2]", "[1 2]", "[[1 2]]ᵀ"),
    ("[a, x + y]", "[x + y, a]", "[a, x] + y", "x + [y, a]", "[a, x + y, b]", "[x + y, a, b]", "[a, b, x + y]"),
    ("αx", "xα", "α · x", "x · α", "α ⊙ x", "x ⊙ α", "α/x", "x/α", "x + α", "α + x", "x - α", "α - x"),
    ("αβ", "βα", "α · β", "α ⊙ β", "α/β", "β/α", "α^β", "αβ⁻¹", "αβᵀ"),
    ("sum(x)y", "y sum(x)", "sum(x) ⊙ y", "y ⊙ sum(x)", "y/sum(x)", "sum(x)/y", "sum(x) · y", "y · sum(x)"),
    ("x²", "x³", "x⁻²", "x^α", "x ⊙ x", "x^2.0", "(x²)²", "x^{4}"),
    ("A²", "AA", "A⁻¹", "inv(A)", "A^-2", "A ⊙ A", "A · A", "Aᵀ", "(A⁻¹)ᵀ", "(Aᵀ)⁻¹"),
    ("-x²", "(-x)²", "(x²)ᵀ", "-(-x)", "-(xᵀ)", "(-x)ᵀ"),
    ("-2", "2", "-(-2)", "2.0", "[-2]", "[2]", "-[2]"),
    ("max(x, 0)", "max(0, x)", "max(x)", "max(-x, 0)", "-max(x, 0)", "max(x, -0)"),
    ("relu(x)", "relu'(x)", "relu(relu(x))", "relu'(relu(x))", "relu(relu'(x))"),
    ("x > y", "y > x", "x < y", "x ≥ y", "x ≤ y", "(x > y) > 0", "x > (y > 0)"),
    ("x + x", "x", "x + x + x", "x + (x + x)", "2x"),
    ("(a + b) ⊙ (c - d)", "(c - d) ⊙ (a + b)", "(a + b) ⊙ c - d", "a + b ⊙ (c - d)", "(a + b)/(c - d)"),
    ("(A + B)(C + D)(E + F)", "(A + B)((C + D)(E + F))", "(A + B)((E + F)(C + D))", "(C + D)(E + F)(A + B)"),
    ("A + b", "b + A", "A - b", "b - A", "A + bᵀᵀ"),
)


@pytest.mark.parametrize("group", CONFUSABLE, ids=lambda group: group[0])
def test_formulas_that_must_not_sound_alike(group: tuple[str, ...]) -> None:
    for (one, first), (other, second) in combinations([(text, said(text)) for text in group], 2):
        assert first != second, (one, other)


MEANINGS = (
    ('q means "vector x"\nq + x', "Take the vector q and add the vector x."),
    ('q means "number 2"\nx + q', "Take the vector x and add the vector q."),
    ('q means "output"\nx + q', "Take the vector x and add the vector q."),
    ('q means "result 1"\nx + q', "Take the vector x and add the vector q."),
    ('q means "transpose of state"\nx + q', "Take the vector x and add the vector q."),
    ('q means "old state"\nx + q', "Take the vector x and add the vector q."),
    ('p means "state"\nq means "state"\np + q', "Take the state and add the vector q."),
    (
        'p means "state"\nq means "state and add the gate"\np + q',
        "Take the state and add the “state and add the gate”.",
    ),
    ('p means "gain and add it"\nq means "gain"\np + q', "Take the “gain and add it” and add the gain."),
    # its letter stands in a function that is written in letters
    (
        'h means "state"\nf(a, b) = pick(a, b) + h\nh + q',
        "The function f is never used: f(a, b) = pick(a, b) + h.\nTake the vector h and add the vector q.",
    ),
    ('p means "mean and variance"\np + q', "Take the “mean and variance” and add the vector q."),
    ('p means "the state"\np_t + p_u', "Take the state t and add the state u."),
    ("W_{i,j} + W_{i}", "Take the matrix W_{i,j} and add the weight matrix i."),
)


@pytest.mark.parametrize(("text", "words"), MEANINGS)
def test_two_names_never_share_a_phrase_and_no_phrase_is_mistaken_for_a_sentence(text: str, words: str) -> None:
    assert said(text) == words


@pytest.mark.parametrize("kind", ["vector", "matrix", "number"])
@pytest.mark.parametrize("index", ["", "0", "1", "12", "007", "9" * 40])
@pytest.mark.parametrize("letter", ENGLISH)
def test_the_chapters_words_with_a_number_are_always_a_names_own(letter: str, index: str, kind: str) -> None:
    words = Words(Program(()), {}, [Name(letter, index)], {})
    phrase = words.phrase(Name(letter, index), kind)
    assert phrase == words.judged(phrase, Name(letter, index), kind)
    assert index in phrase


def test_a_parameter_goes_by_its_letter_even_where_a_name_has_other_words() -> None:
    text = said("f(l0) = l0W0; y = f(l0)")
    assert text.startswith(f"To perform the f function on the vector l0, take the vector l0 and {MULTIPLY} the weight")
    assert "take the layer 0 vector and perform the f function on it" in text


def test_a_function_that_is_never_called_is_said_all_the_same() -> None:
    assert said("f(x) = relu(x)A") == (
        "To perform the f function on the vector x, take the vector x and perform the relu function on it (setting all"
        f" negative numbers to 0); then {MULTIPLY} the matrix A."
    )


def test_a_programs_own_function_is_not_explained_by_the_tables() -> None:
    assert "(" not in said("relu(x) = max(x, 0) + α; relu(y)").replace("(taking the larger number of each pair)", "")


def told(program: Program) -> tuple[dict[str, tuple[str, str]], list[str]] | None:
    """The kind and words of each name and the sentences; None for a program with errors."""
    result = check(program)
    if any(problem.code[0] == "E" for problem in result.problems):
        return None
    words = words_of(result)
    names = {key: (shape.kind, words.english[key]) for key, shape in result.named.items() if shape}
    return names, english(result, words).split("\n")


def formulas(program: Program) -> list[str]:
    """The lines that say something, in letters."""
    return letters(
        Program(tuple(line for line in program.statements if not isinstance(line, Meaning | Comment)))
    ).splitlines()


@given(st.data())
def test_two_formulas_never_have_the_same_english(data: st.DataObject) -> None:
    drawn = data.draw(programs())
    changed = data.draw(mutated(drawn))
    one, other = told(drawn.program), told(changed.program)
    assume(one is not None and other is not None)
    assert one is not None
    assert other is not None
    names = {**one[0], **other[0]}
    # The same letters have the same kinds and words in both.
    assume(all(one[0].get(key, name) == name for key, name in names.items()))
    assume(len({phrase for _, phrase in names.values()}) == len(names))
    assert (one[1] == other[1]) == (formulas(drawn.program) == formulas(changed.program))


@given(programs())
def test_every_line_is_a_paragraph_of_plain_sentences(drawn: Drawn) -> None:
    program = drawn.program
    found = told(program)
    assume(found is not None)
    assert found is not None
    paragraphs = [paragraph for paragraph in found[1] if paragraph]
    assert len(paragraphs) == len(formulas(program))
    for paragraph in paragraphs:
        assert paragraph.endswith(".")
        assert "  " not in paragraph
        assert " ." not in paragraph
        assert "None" not in paragraph


DEEP: dict[str, Callable[[int], str]] = {
    "layers": lambda n: "y = " + "relu(" * n + "x" + "A)" * n,
    "right-nested": lambda n: "γ = " + "α - (" * n + "β" + ")" * n,
    "sums": lambda n: "γ = α" + " + α" * n,
    "results": lambda n: "γ = " + "(α + β) ⊙ (" * n + "α + β" + ")" * n,
    "results in a row": lambda n: "γ = α" + " + α ⊙ β" * n,
    "a long join": lambda n: "y = [" + ", ".join(["relu(x)"] * n) + "]",
    "lines": lambda n: "\n".join(f"l{i + 1} = relu(l{i}W{i})" for i in range(n)),
}


@pytest.mark.parametrize("make", DEEP.values(), ids=DEEP)
def test_deep_and_long_formulas_are_said_in_linear_time(make: Callable[[int], str]) -> None:
    lengths, works = [], []
    for n in (1_000, 4_000):
        result = checked(make(n))
        words = words_of(result)
        lengths.append(len(english(result, words)))
        works.append(work(partial(english, result, words)))
    assert 3.8 < lengths[1] / lengths[0] < 4.3
    assert works[1] < 5 * works[0]
