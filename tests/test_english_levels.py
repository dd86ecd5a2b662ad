"""How much English says: one sentence, numbered steps with the size that each leaves, or a lesson."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from effort import work
from hypothesis import assume, given
from strategies import Drawn, programs

from letternet import Formula
from letternet.check.check import check
from letternet.check.model import Checked
from letternet.functions import FUNCTIONS, PAIR_LESSONS
from letternet.read.letters import read
from letternet.words import words_of
from letternet.write.english import Book, english
from letternet.write.lesson import lesson
from letternet.write.lesson_words import GLOBAL, IDEAS, LOCAL, NARROW_AND_WIDE, PASSING, TAKEN, TITLE
from letternet.write.letters import letters
from letternet.write.overview import overview
from letternet.write.sentences import Teller, Voice, Way
from letternet.write.steps import Sizes, steps


def checked(text: str) -> Checked:
    program, problems = read(text)
    result = check(program)
    wrong = [problem.message for problem in (*problems, *result.problems) if problem.code[0] == "E"]
    assert not wrong, wrong
    assert not result.clashes
    return result


def drawn_and_checked(drawn: Drawn) -> Checked:
    result = check(read(letters(drawn.program))[0])
    assume(result.right)
    return result


def at_level(write: Callable[..., str], text: str) -> str:
    result = checked(text)
    return write(result, words_of(result))


# ------------------------------------------------------------------------------------------------- laws

STEP = re.compile(r"(\d+)\. (.+); this (has|leaves) ([^;]+?)\.(?: Call that result (\d+)\.)?")


class Listening(Teller):
    """A teller of the book that remembers each operation and the node it makes."""

    def __init__(self, own: object) -> None:
        super().__init__(own)  # type: ignore[arg-type]
        self.told: list[tuple[str, object]] = []

    def ways(self, root: object, voice: Voice) -> list[Way]:
        ways = super().ways(root, voice)  # type: ignore[arg-type]
        for way in ways:
            self.told.append((f"Take {way.taken}", way.chain.start))
            self.told += [
                (step[0].upper() + step[1:], node) for (node, _), step in zip(way.chain.steps, way.steps, strict=True)
            ]
        return ways


@given(programs())
def test_steps_are_the_operations_of_the_book_in_order_each_with_its_checked_size(drawn: Drawn) -> None:
    result = drawn_and_checked(drawn)
    words = words_of(result)
    listening = Listening(result.names.functions)
    book = Book(result, words, listening)
    paragraphs = [book.line(line) for line in result.program.statements]
    assert "\n".join(filter(None, paragraphs)) == english(result, words)
    sizes = Sizes(result)
    found = [match for line in steps(result, words).split("\n") if (match := STEP.fullmatch(line))]
    assert [(match[2], match[4]) for match in found] == [(said, sizes.said(node)) for said, node in listening.told]  # type: ignore[arg-type]
    takes = [said.startswith("Take ") and not said.endswith(" the output") for said, _ in listening.told]
    assert [match[3] == "has" for match in found] == takes


@given(programs())
def test_steps_joined_again_are_the_book(drawn: Drawn) -> None:
    """Numbers, headers and sizes dropped, and what only holds sentences together dropped from the book."""
    result = drawn_and_checked(drawn)
    words = words_of(result)
    book, told = english(result, words).split("\n"), steps(result, words)
    blocks = list(statements_of(told))
    assert len(blocks) == len([line for line in book if line])
    for block, sentence in zip(blocks, filter(None, book), strict=True):
        lines = block.split("\n")
        if not STEP.fullmatch(lines[-1]):
            assert block == sentence
            continue
        header = "" if STEP.fullmatch(lines[0]) else lines.pop(0)
        matches = [STEP.fullmatch(line) for line in lines]
        assert [match and int(match[1]) for match in matches] == list(range(1, len(lines) + 1))
        rest = sentence
        for match in matches:
            assert match
            said = match[2][0].lower() + match[2][1:]
            at = min(at for at in (rest.find(said), rest.find(match[2])) if at >= 0)
            between, rest = rest[:at], rest[at + len(said) :]
            if header and header[:-1] in between:
                between = between.replace(header[:-1], "")
            elif header and header[0].lower() + header[1:-1] in between:
                between = between.replace(header[0].lower() + header[1:-1], "")
            assert GLUE.fullmatch(between), (between, sentence)
            if match[5]:
                call = f". Call that result {match[5]}."
                assert rest.startswith(call)
                rest = rest[len(call) :]
        assert rest == "."


GLUE = re.compile(r"(?:;|\.)?(?: ?(?:and|then|Then|First|first|Next)?,*)*,? ?")


def statements_of(told: str) -> Iterator[str]:
    """The statements of numbered steps."""
    for block in told.split("\n\n"):
        if STEP.fullmatch(block.split("\n")[-1]):
            yield block
        else:
            yield from filter(None, block.split("\n"))


@given(programs())
def test_overviews_are_one_sentence_of_at_most_ten_words(drawn: Drawn) -> None:
    result = drawn_and_checked(drawn)
    said = overview(result, words_of(result))
    assert 1 <= len(said.split()) <= 10
    assert said.endswith(".")
    assert said.count(".") == 1
    assert said[0].isupper() or said[0].isdigit()
    assert "None" not in said


JARGON = re.compile(r"\b(?:tensor|operand|ax[ie]s|broadcast|unif|dimension|affine|kernel|eigen|rank|dtype|shape)", re.I)
TABLE = " ".join([*(f"{row.lesson} {row.says}" for row in FUNCTIONS.values()), *PAIR_LESSONS.values()])
NUMERAL = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)")


@given(programs())
def test_a_lesson_has_all_the_steps_in_order_and_reasons_between_them(drawn: Drawn) -> None:
    result = drawn_and_checked(drawn)
    words = words_of(result)
    told, taught = steps(result, words), lesson(result, words)
    reasons = [line[3:] for line in taught.split("\n") if line.startswith("   ")]
    endings = [at for title in (TITLE, GLOBAL, LOCAL) if (at := taught.find(f"{title}:\n")) >= 0]
    body = taught[: min(endings, default=len(taught))].rstrip("\n")
    assert "\n".join(line for line in body.split("\n") if not line.startswith("   ")) == told
    said = [sentence for reason in reasons for sentence in re.split(r"(?<=\.) (?=[A-Z])", reason)]
    assert len(set(said)) == len(said)
    typed = set(NUMERAL.findall(told)) | set(NUMERAL.findall(letters(drawn.program))) | {"0", "1"}
    for reason in reasons:
        assert reason.endswith(".")
        assert "  " not in reason
        assert not re.search(r"[{}]|\bNone\b", re.sub(r"_\{[^}]*\}", "", reason)), reason
        assert not JARGON.search(reason), reason
        assert set(NUMERAL.findall(reason)) <= typed, reason


def test_no_text_of_the_tables_has_jargon_or_a_sentence_without_an_end() -> None:
    pairs = [*IDEAS.values(), *TAKEN.values()]
    texts = [*(text for pair in pairs for text in pair), *PASSING.values(), NARROW_AND_WIDE, TABLE]
    for text in filter(None, texts):
        assert not JARGON.search(text), text
    for text in (*(text for pair in pairs for text in pair), *PASSING.values()):
        assert not text or text.endswith("."), text
        assert "  " not in text
    for name, row in FUNCTIONS.items():
        assert row.lesson.endswith("."), name
        assert row.lesson[0].isupper(), name


DEEP: dict[str, Callable[[int], str]] = {
    "layers": lambda n: "y = " + "relu(" * n + "x" + "A)" * n,
    "right-nested": lambda n: "γ = " + "α - (" * n + "β" + ")" * n,
    "sums": lambda n: "y = x" + "".join(f" + b{i}" for i in range(n)),
    "skips": lambda n: "y = " + "x + relu(" * n + "x" + "A)" * n,
    "results": lambda n: "γ = " + "(α + β) ⊙ (" * n + "α + β" + ")" * n,
    "results in a row": lambda n: "γ = α" + " + α ⊙ β" * n,
    "a long join": lambda n: "y = [" + ", ".join(["relu(x)"] * n) + "]",
    "lines": lambda n: "\n".join(f"l{i + 1} = relu(l{i}W{i})" for i in range(n)),
    "updates": lambda n: "\n".join(["W <- W - α xᵀy"] * n),
    "inputs": lambda n: "\n".join(f"y{i} = x{i}A" for i in range(n)),
    "states": lambda n: "\n".join(f"x{n + i} = tanh(x{i}A + x{i}B)" for i in range(1, n)),
}


@pytest.mark.parametrize("write", [steps, overview, lesson], ids=["steps", "overview", "lesson"])
@pytest.mark.parametrize("make", DEEP.values(), ids=DEEP)
def test_deep_and_long_formulas_are_told(make: Callable[[int], str], write: Callable[..., str]) -> None:
    works = []
    for n in (250, 1_000):
        result = checked(make(n))
        works.append(work(partial(write, result, words_of(result))))
    assert works[1] < 6 * works[0]


# ---------------------------------------------------------------------------------------------- goldens

OVERVIEWS = {
    "y = xAW/(xB)": "One vector from one vector and three matrices.",
    "l0 : 3; l1 : 4; l2 : 1; l2 = relu(l0W0)W1": "Two layers: 3 inputs, 4 hidden (relu), 1 prediction.",
    (
        "l0 : 784; l1 : 100; l2 : 50; l3 : 25; l4:20; l5 : 10; l5 = softmax(relu(relu(relu(relu(l0W0)W1)W2)W3)W4)"
    ): "Five layers (relu): 784 inputs, 10 predictions (softmax).",
    (
        "l0 : 784; l1 : 40; l2 : 40; l3 : 10; l1 = relu(l0W0 + b0); l2 = relu(l1W1 + b1); l3 = softmax(l2W2 + b2)"
    ): "Three layers: 784 inputs, twice 40 hidden (relu), 10 predictions.",
    "x : 3; A : 3 × 4; B : 4 × 2; y = xAB": "Two layers: 3 inputs, 4 hidden, 2 predictions.",
    "x : 3; A : 3 × 4; s = x + relu(xA)B": "Two layers with a skip connection: 3 inputs, 3 predictions.",
    "x : 3; h : 4; g = sigmoid(xA); h = g ⊙ tanh(xB)": "One layer: 3 inputs, 4 outputs.",
    "Q : 5 × 4; K : 6 × 4; V : 6 × 2; A = softmax(QKᵀ/√d)V; d : number": "Attention: 5 queries, 6 keys, 2 values each.",
    "x : 4; y : 3; y = softmax(xW + b)": "One layer: 4 inputs, 3 predictions (softmax).",
    "l0 : 3; l1 : 4; l1 = relu(l0W0) ⊙ (m > 0.5)/0.5; l2 = l1W1; l2:1": (
        "Two layers: 3 inputs, 4 hidden (relu), 1 prediction."
    ),
    (
        "l0 : 3; l1 : 4; l2 : 1; l1 = relu(l0W0); l2 = l1W1; d2 = l2 - y; d1 = d2W1ᵀ ⊙ relu'(l1); W1 <- W1 - "
        "α l1ᵀd2; W0 <- W0 - α l0ᵀd1"
    ): "Two layers that learn: 3 inputs, 4 hidden, 1 prediction.",
    "x : 4; y = γ normalize(x) + β": "One vector from two numbers and one vector.",
    "E : 100 × 8; x = pick(E, i); i : number; y = softmax(xW); y : 100": "One vector from two matrices and one number.",
    "x · y": "One number from two vectors.",
    "W1 <- W1 - α l1ᵀd2": "Updates one weight matrix.",
    "e = sum((l2 - y)²)": "One number from two vectors.",
    "x:3; h:4; h_t = tanh(xU + hV + b)": "One layer: 3 and 4 inputs, n outputs (tanh).",
    "x:3; h:4; z = sigmoid([x, h]W_z); n = tanh([x, h]W_n); h_t = (1 - z) ⊙ h + z ⊙ n": (
        "One cell: 3 inputs, one state of 4 (sigmoid, tanh)."
    ),
    "# nothing": "Nothing is worked out.",
    "x : 3; W:3x4": "The sizes of one vector and one weight matrix.",
    "x = [1 0 1]": "Values for one vector; nothing is worked out.",
    "f(x) = x": "One function; nothing is worked out.",
    "l0W0": "One layer: n inputs, m predictions.",
    "(XᵀX + λI)⁻¹XᵀY": "One matrix from three matrices and one number.",
    "c = xyᵀ/(‖x‖‖y‖)": "One number from two vectors.",
    "f(x) = x ⊙ sigmoid(x); l0:3; l1:4; l2:2; l2 = f(l0W0)W1": "Two layers: 3 inputs, 4 hidden (f), 2 predictions.",
    "l1 = relu(XW0); Y=l1W1; X:10x3": "For each row, two layers: 3 inputs, m predictions.",
    "2 + 3": "One number.",
    "x : 3; h : 1; p = xA + hB": "One layer: 3 and 1 inputs, n outputs.",
    "p = xA + yB + zC + wD": "One layer, several inputs, m outputs.",
    "p = [xA, yB, zC, wD]": "One vector from four vectors and four matrices.",
    "p = xW; d = p - y": "One layer: n inputs, m predictions.",
    "p = xW; d = x - y": "Two vectors from two vectors and one weight matrix.",
    "δ : number; p = xW/√δ": "One layer: n inputs, m predictions.",
    "A = softmax(α(QKᵀ))V": "Attention: n queries, k keys, p values each.",
    "A = softmax(QKᵀ/2/2/2/2)V": "Attention: n queries, k keys, p values each.",
    "h : 4; h1 = xU; y = h1V + h": "Two layers: n inputs, m hidden, 4 predictions.",
    "h : 4; h1 = xU; y = h1V + h ⊙ h1": "Two layers with a skip connection: n inputs, 4 predictions.",
    "x:3; h:4; z = sigmoid([x, h]W_z); n = tanh([x, h]W_n); h_t = (1 - z) ⊙ h + relu(z ⊙ n)": (
        "One cell: 3 inputs, one state of 4 values."
    ),
    "f(x) = x; x = [1 2]; α = 3; A = [1 2; 3 4]; W = [1 2; 3 4]": "One function; nothing is worked out.",
    "x <- x + 1; A <- 2A; W <- 2W; α <- 2α; V <- 2V": "Updates five names.",
    "p = xW; R = xᵀx; d = p - y; W <- W - α xᵀd": "Two results from four inputs; learns one weight matrix.",
    (
        "h = xA + b; p = hW; R = xᵀx; d = p - y; d_h = dWᵀ; W <- W - α hᵀd; A <- A - α xᵀd_h; b <- b - α d_h"
    ): "Learns one weight matrix, one matrix and one vector.",
}


@pytest.mark.parametrize("formula", OVERVIEWS)
def test_overviews_to_the_letter(formula: str) -> None:
    assert at_level(overview, formula) == OVERVIEWS[formula]


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("lstm", "One cell: 3 inputs, two states of 4 (sigmoid, tanh)."),
        ("columns", "Two layers: 3 inputs, 4 hidden (relu), 2 predictions (softmax)."),
        ("streetlights", "Two layers: 3 inputs, 4 hidden (relu), 1 prediction."),
    ],
)
def test_overviews_of_the_examples(example: str, said: str) -> None:
    text = (Path(__file__).parent.parent / "examples" / f"{example}.letters").read_text(encoding="utf-8")
    assert at_level(overview, text) == said


STEPS = {
    "l0 : 3; l1 : 4; l2 : 1; l2 = relu(l0W0)W1": (
        "The layer 0 vector has 3 values.\n"
        "The layer 1 vector has 4 values.\n"
        "The layer 2 vector has 1 value.\n"
        "\n"
        "To create the layer 2 vector:\n"
        "1. Take the layer 0 vector; this has 3 values.\n"
        "2. Perform vector-matrix multiplication with the weight matrix 0; this leaves 4 values.\n"
        "3. Perform the relu function on the output (setting all negative numbers to 0); this leaves 4 values.\n"
        "4. Perform vector-matrix multiplication with the weight matrix 1; this leaves 1 value."
    ),
    "x : 3; h = sigmoid(xU + pV)": (
        "The vector x has 3 values.\n"
        "\n"
        "To create the vector h:\n"
        "1. Take the vector p; this has m values.\n"
        "2. Perform vector-matrix multiplication with the matrix V; this leaves n values. Call that result 1.\n"
        "3. Take the vector x; this has 3 values.\n"
        "4. Perform vector-matrix multiplication with the matrix U; this leaves n values.\n"
        "5. Add result 1; this leaves n values.\n"
        "6. Perform the sigmoid function on the output (squashing every number to between 0 and 1); this leaves n"
        " values."
    ),
    "W1 <- W1 - α l1ᵀd2": (
        "To update the weight matrix 1:\n"
        "1. Take the transpose of the layer 1 vector; this has n values.\n"
        "2. Multiply every number in it by the number α; this leaves n values.\n"
        "3. Perform the outer product with the vector d2; this leaves n rows and m columns.\n"
        "4. Subtract the output from the old weight matrix 1; this leaves n rows and m columns."
    ),
    "f(x) = x ⊙ sigmoid(x); f(y)": (
        "To perform the f function on the vector x:\n"
        "1. Take the vector x; this has n values.\n"
        "2. Perform the sigmoid function on it (squashing every number to between 0 and 1); this leaves n values.\n"
        "3. Multiply the vector x elementwise by the output; this leaves n values.\n"
        "\n"
        "1. Take the vector y; this has n values.\n"
        "2. Perform the f function on it; this leaves n values."
    ),
    "x : n; h : m; [x, h]": (
        "The vector x has n values.\n"
        "The vector h has m values.\n"
        "\n"
        "1. Take the vector x; this has n values.\n"
        "2. Join the vector h onto the end; this leaves n + m values."
    ),
    "α⁻¹ + 2": (
        "1. Take the reciprocal of the number α; this has one number.\n2. Add the number 2; this leaves one number."
    ),
}


@pytest.mark.parametrize("formula", STEPS)
def test_steps_to_the_letter(formula: str) -> None:
    assert at_level(steps, formula) == STEPS[formula]


LESSONS = {
    "l0 : 3; l1 : 4; l2 : 1; l2 = relu(l0W0)W1": (
        "The layer 0 vector has 3 values.\n"
        "The layer 1 vector has 4 values.\n"
        "The layer 2 vector has 1 value.\n"
        "\n"
        "To create the layer 2 vector:\n"
        "1. Take the layer 0 vector; this has 3 values.\n"
        "   The layer 0 vector comes in from outside: a list of numbers, each in its own place.\n"
        "2. Perform vector-matrix multiplication with the weight matrix 0; this leaves 4 values.\n"
        "   The weight matrix 0 has 3 rows and 4 columns: a row for each value that comes in, a column for each "
        "value that goes out. Each of the 4 values that go out is a weighted sum: go down its column, multiply "
        "the 3 values by its numbers, each by its own, and add up. A value without a row would have no weight, so"
        " there must be as many rows as values.\n"
        "3. Perform the relu function on the output (setting all negative numbers to 0); this leaves 4 values.\n"
        "   Positive values pass unchanged and negative ones are silenced. Which values pass depends on what "
        "comes in, and no weighted sum can do that on its own.\n"
        "4. Perform vector-matrix multiplication with the weight matrix 1; this leaves 1 value.\n"
        "   The one value that goes out is a weighted sum again, this time of the 4 values: the weight matrix 1 "
        "has 4 rows and 1 column.\n"
        "\n"
        "What can pass through:\n"
        "   Where the relu function meets a negative value, it leaves 0, and a 0 adds nothing to any sum of the "
        "weight matrix 1. If all 4 values are negative, nothing of the layer 0 vector passes this way.\n"
        "   After the weight matrix 1, one value is all that is left of the 3 values of the layer 0 vector. "
        "Inputs that agree in this one value are the same on the rest of this way."
    ),
    "x : 3; A : 3 × 4; B : 4 × 2; y = xAB": (
        "The vector x has 3 values.\n"
        "The matrix A has 3 rows and 4 columns.\n"
        "The matrix B has 4 rows and 2 columns.\n"
        "\n"
        "To create the vector y:\n"
        "1. Take the vector x; this has 3 values.\n"
        "   The vector x comes in from outside: a list of numbers, each in its own place.\n"
        "2. Perform vector-matrix multiplication with the matrix A; this leaves 4 values.\n"
        "   The matrix A has 3 rows and 4 columns: a row for each value that comes in, a column for each value "
        "that goes out. Each of the 4 values that go out is a weighted sum: go down its column, multiply the 3 "
        "values by its numbers, each by its own, and add up. A value without a row would have no weight, so there"
        " must be as many rows as values.\n"
        "3. Perform vector-matrix multiplication with the matrix B; this leaves 2 values.\n"
        "   Each of the 2 values that go out is a weighted sum again, this time of the 4 values: the matrix B has"
        " 4 rows and 2 columns.\n"
        "\n"
        "What can pass through:\n"
        "   Between the matrix A and the matrix B there is no function. Two products in a row are one: the matrix"
        " AB, with 3 rows and 2 columns, would give the same values. The second layer can do nothing that one "
        "alone could not do.\n"
        "   From the vector x to the vector y there are only weighted sums. If one value of the vector x grows by"
        " some amount, the vector y answers in the same way, whatever the other values are. So where the vector y"
        " reaches some mark, the border is straight, never bent.\n"
        "   After the matrix B, 2 values are all that is left of the 3 values of the vector x. Inputs that agree "
        "in these 2 are the same on the rest of this way."
    ),
    "x, y : 8; h : 2; h = tanh(xA + b); y = hB + c": (
        "The vector x and the vector y have 8 values each.\n"
        "The vector h has 2 values.\n"
        "\n"
        "To create the vector h:\n"
        "1. Take the vector x; this has 8 values.\n"
        "   The vector x comes in from outside: a list of numbers, each in its own place.\n"
        "2. Perform vector-matrix multiplication with the matrix A; this leaves 2 values.\n"
        "   The matrix A has 8 rows and 2 columns: a row for each value that comes in, a column for each value "
        "that goes out. Each of the 2 values that go out is a weighted sum: go down its column, multiply the 8 "
        "values by its numbers, each by its own, and add up. A value without a row would have no weight, so there"
        " must be as many rows as values.\n"
        "3. Add the bias vector; this leaves 2 values.\n"
        "   The bias vector has a number for each of the sums. It does not depend on what comes in: it moves each"
        " sum up or down by a fixed amount. Without it, nothing but zeros coming in would mean nothing but zeros "
        "here.\n"
        "4. Perform the tanh function on the output (squashing every number to between -1 and 1); this leaves 2 "
        "values.\n"
        "   Values near 0 pass almost unchanged, and large ones are held close to 1 or -1. The sign stays. Far "
        "away from 0 even a large change hardly shows.\n"
        "\n"
        "To create the vector y:\n"
        "1. Take the vector h; this has 2 values.\n"
        "   The vector h has a line of its own, which says how it is made.\n"
        "2. Perform vector-matrix multiplication with the matrix B; this leaves 8 values.\n"
        "   Each of the 8 values that go out is a weighted sum again, this time of the 2 values: the matrix B has"
        " 2 rows and 8 columns.\n"
        "3. Add the vector c; this leaves 8 values.\n"
        "   The two are added place by place, so there must be equally many values on both sides.\n"
        "\n"
        "What can pass through:\n"
        "   After the matrix A, 2 values are all that is left of the 8 values of the vector x. Inputs that agree "
        "in these 2 are the same on the rest of this way. The vector y has 8 values, but they are all made from "
        "these 2, so they cannot vary freely."
    ),
    "x : 3; A : 3 × 4; s = x + relu(xA)B": (
        "The vector x has 3 values.\n"
        "The matrix A has 3 rows and 4 columns.\n"
        "\n"
        "To create the vector s:\n"
        "1. Take the vector x; this has 3 values.\n"
        "   The vector x comes in from outside: a list of numbers, each in its own place.\n"
        "2. Perform vector-matrix multiplication with the matrix A; this leaves 4 values.\n"
        "   The matrix A has 3 rows and 4 columns: a row for each value that comes in, a column for each value "
        "that goes out. Each of the 4 values that go out is a weighted sum: go down its column, multiply the 3 "
        "values by its numbers, each by its own, and add up. A value without a row would have no weight, so there"
        " must be as many rows as values.\n"
        "3. Perform the relu function on the output (setting all negative numbers to 0); this leaves 4 values.\n"
        "   Positive values pass unchanged and negative ones are silenced. Which values pass depends on what "
        "comes in, and no weighted sum can do that on its own.\n"
        "4. Perform vector-matrix multiplication with the matrix B; this leaves 3 values.\n"
        "   Each of the 3 values that go out is a weighted sum again, this time of the 4 values: the matrix B has"
        " 4 rows and 3 columns.\n"
        "5. Add the output to the vector x; this leaves 3 values.\n"
        "   The vector x is where these steps began, and now it is added as it was. The steps only add a change "
        "to it: where they give 0, it stays what it is.\n"
        "\n"
        "What can pass through:\n"
        "   Where the relu function meets a negative value, it leaves 0, and a 0 adds nothing to any sum of the "
        "matrix B. If all 4 values are negative, nothing of the vector x passes this way.\n"
        "   The vector x also goes round these layers and is added as it is. Whatever is lost on the way through,"
        " the way round brings all of it to the sum."
    ),
    "Q : 5 × d; K : 6 × d; V : 6 × 2; A = softmax(QKᵀ/√d)V": (
        "The matrix Q has 5 rows and d columns.\n"
        "The matrix K has 6 rows and d columns.\n"
        "The matrix V has 6 rows and 2 columns.\n"
        "\n"
        "To create the matrix A:\n"
        "1. Take the number d; this has one number.\n"
        "   The number d is a size, which is used as a number here.\n"
        "2. Perform the sqrt function on it (taking the square root of the number); this leaves one number. Call "
        "that result 1.\n"
        "   It undoes squaring, and draws large values together. A negative number has no square root.\n"
        "3. Take the matrix Q; this has 5 rows and d columns.\n"
        "   The matrix Q comes in from outside: a table of numbers, in rows and columns.\n"
        "4. Perform matrix-matrix multiplication with the transpose of the matrix K; this leaves 5 rows and 6 "
        "columns.\n"
        "   Rows become columns, and no number changes. A matrix that led from 6 values to d values leads back. "
        "The number in each place is a weighted sum: a row of the matrix Q meets a column of the transpose of the"
        " matrix K, their numbers are multiplied in pairs, and the products are added up. So a row on the left "
        "must be as long as a column on the right: d numbers.\n"
        "5. Divide every number in the output by result 1; this leaves 5 rows and 6 columns.\n"
        "   Each of these numbers is a sum of d products, and a sum of many products spreads wider than one of "
        "few. Dividing by the square root of how many there are brings sums of any length to the same spread, as "
        "far as the products have nothing to do with one another.\n"
        "6. Perform the softmax function on the output (turning the numbers into shares that add up to 1); this "
        "leaves 5 rows and 6 columns.\n"
        "   Each row is taken on its own. Every share is positive and all together make one whole, so one can "
        "only grow where others shrink. Only the differences between the values count: adding the same to all of "
        "them changes no share.\n"
        "7. Perform matrix-matrix multiplication with the matrix V; this leaves 5 rows and 2 columns.\n"
        "   Again rows of what came before meet columns of the matrix V, 6 numbers in each.\n"
        "\n"
        "What can pass through:\n"
        "   Each row of the result is a mixture of the rows of the matrix V, in shares that make one whole. So no"
        " number can lie above the largest or below the smallest number in its column of the matrix V."
    ),
    "x · y": (
        "1. Take the vector x; this has n values.\n"
        "   The vector x comes in from outside: a list of numbers, each in its own place.\n"
        "2. Perform the dot product with the vector y; this leaves one number.\n"
        "   The two vectors are multiplied in pairs, place by place, and the products are added up to one number,"
        " so both must be equally long: n pairs. Pairs with the same sign push the number up, pairs with "
        "different signs push it down. Which pair gave how much is lost.\n"
        "\n"
        "What can pass through:\n"
        "   Where many values become one number, different inputs can give the same, and that number alone cannot"
        " tell them apart."
    ),
    "W1 <- W1 - α l1ᵀd2": (
        "To update the weight matrix 1:\n"
        "1. Take the transpose of the layer 1 vector; this has n values.\n"
        "   The layer 1 vector comes in from outside: a list of numbers, each in its own place. The vector is "
        "turned from lying to standing or back. Its values stay the same; only what it can be multiplied with "
        "changes.\n"
        "2. Multiply every number in it by the number α; this leaves n values.\n"
        "   All of it is multiplied by the same number. Unless that is 0, only the scale changes: what was twice "
        "as large as something else still is. The number α sets how large the change is.\n"
        "3. Perform the outer product with the vector d2; this leaves n rows and m columns.\n"
        "   Every value of the one vector is multiplied by every value of the other. The number in each place of "
        "the result is the value that belongs to its row times the value that belongs to its column. The result "
        "is large where both values are large, positive where their signs agree, and 0 where one of them is 0. So"
        " it says, for each number of the weight matrix 1, how far the two values that meet there go together.\n"
        "4. Subtract the output from the old weight matrix 1; this leaves n rows and m columns.\n"
        "   The old values are moved by the change, place by place, so the change must have the size of the "
        "weight matrix 1. What comes out takes the place of the weight matrix 1.\n"
        "\n"
        "What can pass through:\n"
        "   For one datapoint, every row of the outer product is the same vector, the vector d2, only longer or "
        "shorter or turned round. So one datapoint moves the weight matrix 1 in a simple way; the changes of many"
        " can add up to something less simple."
    ),
    "x : 4; y = γ normalize(x) + β": (
        "The vector x has 4 values.\n"
        "\n"
        "To create the vector y:\n"
        "1. Take the vector x; this has 4 values.\n"
        "   The vector x comes in from outside: a list of numbers, each in its own place.\n"
        "2. Perform the normalize function on it (shifting and scaling the numbers to mean 0 and variance 1); "
        "this leaves 4 values.\n"
        "   The pattern of the values stays: which are high, which are low. How high they all lay and how far "
        "they were spread is lost.\n"
        "3. Multiply every number in the output by the number γ; this leaves 4 values.\n"
        "   All of it is multiplied by the same number. Unless that is 0, only the scale changes: what was twice "
        "as large as something else still is.\n"
        "4. Add the number β; this leaves 4 values.\n"
        "   The same number is added to every value, so their differences stay.\n"
        "\n"
        "What can pass through:\n"
        "   The normalize function takes away the common level and the common scale of the values. Inputs that "
        "differ in nothing else come out of it the same."
    ),
    "x : 3; y = (x ⊙ (m > 0.5))W": (
        "The vector x has 3 values.\n"
        "\n"
        "To create the vector y:\n"
        "1. Take the vector m; this has 3 values.\n"
        "   The vector m comes in from outside: a list of numbers, each in its own place.\n"
        "2. Check where it is greater than the number 0.5 (1 where true, 0 where not); this leaves 3 values.\n"
        "   Every result is a plain yes or no, written as 1 or 0. By how much is lost.\n"
        "3. Multiply the vector x elementwise by the output; this leaves 3 values.\n"
        "   The mask is 1 where the comparison is true and 0 where it is not. Where it is 1 the value stays as it"
        " is, and where it is 0 the value is gone.\n"
        "4. Perform vector-matrix multiplication with the weight matrix; this leaves n values.\n"
        "   The weight matrix has 3 rows and n columns: a row for each value that comes in, a column for each "
        "value that goes out. Each of the n values that go out is a weighted sum: go down its column, multiply "
        "the 3 values by its numbers, each by its own, and add up. A value without a row would have no weight, so"
        " there must be as many rows as values.\n"
        "\n"
        "What can pass through:\n"
        "   Where the mask is 0, what stood in that place does not pass. Where it is 1, it passes as it was."
    ),
}


@pytest.mark.parametrize("formula", LESSONS)
def test_lessons_to_the_letter(formula: str) -> None:
    assert at_level(lesson, formula) == LESSONS[formula]


@pytest.mark.parametrize(
    ("formula", "said", "unsaid"),
    [
        ("y = xAB; A, B : 2 × 2", "products in a row are one: the matrix AB", "comes in from outside, too"),
        ("y = x[1 2; 3 4]B", "there are only weighted sums", "in a row are one"),
        ("y = softmax(xW); W : 3 × 1", "its share is the whole: 1", "can only grow"),
        ("y = softmax(xW); W : 3 × 1", "its share is the whole: 1", "some mark"),
        ("y = softmax(xW); W : 3 × 2", "can only grow", "its share is the whole"),
        ("y = γ normalize(x + xW) + b; γ : number", "added place by place", "each of the sums"),
        ("y = xW + b", "each of the sums", "added place by place"),
        ("y = relu(xA)W + b", "each of the sums", "nothing but zeros coming in"),
        ("b : 3 × 4; P = XW + b", "each of the sums", "nothing but zeros coming in"),
        (f"y = x{'A' * 201} + b", "each of the sums", "nothing but zeros coming in"),
        ("relu(xA)B", "nothing of the vector x passes this way", "there are only weighted sums"),
        ("x : 3; y = x[1 2; 3 4; 5 6]", "After the matrix [1 2; 3 4; 5 6], 2 values are all", "these 2, so they"),
        ("y = x(A + B)", "added place by place", "there are only weighted sums"),
        ("b = c ⊙ c; y = xW + b", "each of the sums", "there are only weighted sums"),
        # What a change is for is said only where it is taken from the old value.
        ("W <- αW", "only the scale changes", "sets how large the change is"),
        ("W <- V - α xᵀd", "only the scale changes", "sets how large the change is"),
        ("W <- W - α xᵀd", "sets how large the change is", "The two are subtracted"),
        ("W <- W - α xᵀd", "every row of the outer product is the same vector, the vector d", "The two are subtracted"),
        ("W <- W - α xᵀrelu(d)", "sets how large the change is", "every row of the outer product"),
        ("W <- V - α xᵀd", "Every value of the one vector", "every row of the outer product"),
        ("W <- W - (xᵀd)A", "Every value of the one vector", "how far the two values that meet there go together"),
        (f"W <- W - α{'A' * 202}", "The old values are moved by the change", "sets how large the change is"),
        (f"W <- W - xᵀd{'α ' * 202}", "The old values are moved by the change", "every row of the outer product"),
    ],
)
def test_a_lesson_says_no_more_than_holds(formula: str, said: str, unsaid: str) -> None:
    text = " ".join(Formula(formula).english("lesson").split())
    assert said in text
    assert unsaid not in text


def test_a_lesson_knows_nothing_of_a_function_that_is_handed_in() -> None:
    text = Formula("y = act(xW)", functions={"act": lambda x: x}).english("lesson")
    assert IDEAS["handed in"][0] in text


def test_steps_and_a_lesson_call_the_sizes_of_functions_that_nobody_calls_by_the_same_letters() -> None:
    net = Formula("W : 2 × 1; f(V) = Wᵀ · [1; 2]Vᵀ; g(c, a) = 2c; y = W")
    for step in net.english("steps").split("\n"):
        assert step in net.english("lesson").split("\n")


def test_a_lesson_says_what_holds_of_layers_with_and_without_a_bias_once() -> None:
    text = " ".join(Formula("y = (xW0 + b)W1W0").english("lesson").split())
    assert "Two products in a row are one" in text
    assert "Two such layers in a row are one" in text
    assert text.count("The second layer can do nothing that one alone could not do.") == 1
