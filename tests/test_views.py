"""A formula comes in any view: which one it is, what it becomes, and where it is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from notebooks import ENGLISH, LATEX
from strategies import Drawn, programs
from test_laws import formula
from test_read_python import in_one_way, one_word_each, read_back

from letternet import Formula, FormulaError, NotationError, SizeError, limits
from letternet.problems import errors
from letternet.read.letters import read
from letternet.read.views import VIEWS
from letternet.show.command import command
from letternet.show.linked import Linked
from letternet.tree import Comment, Definition, Evaluation, FunctionDefinition, Meaning, Update, same_statement


@given(programs())
def test_letters_become_latex_english_and_python_and_letters_again(drawn: Drawn) -> None:
    """The way through all views in turn: LaTeX and English keep the formula, Python keeps its code."""
    net = formula(drawn)
    said = {line.letter.key: line.phrase for line in net.program.statements if isinstance(line, Meaning)}
    latex = Formula(net.latex(), drawn.dims, drawn.columns, view="latex")
    assert latex.letters() == net.letters()
    english = Formula(latex.english(), drawn.dims, drawn.columns, view="english", words=said)
    ours = [s for s in net.program.statements if not isinstance(s, Comment | Meaning)]
    theirs = [s for s in english.program.statements if not isinstance(s, Meaning)]
    assert len(ours) == len(theirs)
    assert all(map(same_statement, ours, theirs))
    assume(net.checked.names.steps and one_word_each(net) and "step_" not in net.python())
    assert in_one_way(read_back(english).python()) == in_one_way(net.python())


GUESSED = {
    "l2 = relu(l0W0)W1": "letters",
    "h_t = tanh(x_tU + hV)": "letters",
    "y = W x % layer": "letters",
    "l1 = rleu(l0W0)": "letters",
    "vectors are columns\ny = Wx + ": "letters",
    'h means "hidden state then"; h_t = ': "letters",
    "l_1 = \\mathrm{relu}(l_0W_0)": "letters",
    "layer_2 = relu(layer_0.dot(weights_0_1)).dot(weights_1_2)": "python",
    "import numpy as np\nx = np.tanh(y)": "python",
    "weights -= alpha * gradient": "python",
    "def f(x):\n    return x * 2\ny = f(z)": "python",
    "y = x ** 2": "python",
    "d = relu2deriv(layer_1)": "python",
    "Take the layer 0 vector and perform vector-matrix multiplication with the weight matrix 0.": "english",
    "Multiply layer 0 by weights 0, then apply relu.": "english",
    "1. Take the vector x; this has 3 values.\n2. Add the vector y; this leaves 3 values.": "english",
    "\\mathbf{h} = \\tanh(\\mathbf{W}\\mathbf{x} + \\mathbf{b})": "latex",
    "y = \\frac{a}{b}": "latex",
    "\\begin{align}\ny &= xW \\\\\nz &= yV\n\\end{align}": "latex",
}


RIGHT = ("l2 = relu(l0W0)W1", "h_t = tanh(x_tU + hV)", "l_1 = \\mathrm{relu}(l_0W_0)")


@pytest.mark.parametrize("text", GUESSED)
def test_the_view_of_a_text_is_recognised(text: str) -> None:
    if GUESSED[text] != "letters" or text in RIGHT:
        assert Formula(text, check=False).view == GUESSED[text]
        return
    with pytest.raises(FormulaError) as caught:
        Formula(text, check=False)
    assert "E0115" not in {problem.code for problem in caught.value.problems}


BRACKETS = {
    "y = a/(-b)": "y = a/-b",
    "y = a/(-(-b))": "y = a/--b",
    "y = a/-(b ⊙ c)": "y = a/-(b ⊙ c)",
    "α, β, γ : number; y = α/(-(βγ))": "α, β, γ : number\ny = α/(-β γ)",
    "y = (-a)/b": "y = -a/b",
}


@pytest.mark.parametrize("text", BRACKETS)
def test_letters_have_the_brackets_that_they_need(text: str) -> None:
    assert Formula(text).letters() == BRACKETS[text]
    assert Formula(BRACKETS[text]).letters() == BRACKETS[text]


def test_where_the_view_is_not_clear_it_is_said() -> None:
    assert [problem.code for problem in Formula("y = x ** 2").problems] == ["N0101"]
    assert Formula("y = x ** 2", view="python").problems == []
    assert Formula("layer_1 = layer_0.dot(weights_0_1)").problems == []


def test_a_view_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="letters, python, english, latex"):
        Formula("x", view="pictures")


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_says_nothing_in_every_view(view: str) -> None:
    for text in ("", "  \n ", "\x00"):
        with pytest.raises(NotationError):
            Formula(text, view=view)


@pytest.mark.parametrize("view", VIEWS)
def test_a_text_over_the_limit_is_not_read_in_any_view(view: str) -> None:
    with pytest.raises(NotationError) as caught:
        Formula("x" * (limits.TEXT + 1), view=view)
    said = "the text has 4,000,001 characters; at most 4,000,000 are read"
    assert [problem.message for problem in caught.value.problems] == [said]


WRONG_SIZES = {
    "latex": ("h = \\tanh(xU)\ny = hV", "V"),
    "python": ("h = np.tanh(x @ U)\ny = h @ V", "V"),
    "english": (
        "To create the vector h, take the vector x and multiply by the matrix U; then apply tanh.\n"
        "To create the vector y, take the vector h and multiply by the matrix V.",
        "the matrix V",
    ),
}


@pytest.mark.parametrize("view", WRONG_SIZES)
def test_a_clash_is_marked_where_it_stands_in_the_text_that_was_given(view: str) -> None:
    text, marked = WRONG_SIZES[view]
    net = Formula(text, {"U": (3, 4), "V": (5, 2)}, view=view, check=False)
    (problem,) = errors(net.problems)
    assert problem.code == "E0201"
    line = text.split("\n")[problem.line - 1]
    assert line[slice(*problem.span)] in (marked, marked.removeprefix("the "))
    assert any("in letters this is y = hV" in fact.message for fact in problem.facts)
    for fix in problem.fixes:
        assert not errors(Formula(fix.formula, {**net.dims, **fix.dims}).problems)


@pytest.mark.parametrize("text", [r"y = \mathbf{W}x", "To create the vector y, multiply the matrix W by the vector x."])
def test_where_vectors_are_columns_a_clash_is_told_as_such(text: str) -> None:
    with pytest.raises(SizeError) as caught:
        Formula(text, {"W": (3, 4), "x": 5}, columns=True)
    (problem,) = errors(caught.value.problems)
    assert problem.message == "x needs 4 values, but it has 5"


def test_a_formula_from_another_view_pickles_and_equals_itself() -> None:
    import pickle

    net = Formula("pred = x.dot(weights)", {"x": 3}, view="python", words={"p": "pred"})
    again = pickle.loads(pickle.dumps(net))
    assert again == net
    assert (again.view, again.letters()) == ("python", net.letters())


def test_sizes_may_be_declared_by_the_code_s_own_names() -> None:
    net = Formula("pred = signal.dot(mixing)", {"signal": 3, "mixing": (3, 2)}, view="python")
    assert net.sizes[net.program.statements[-1].name.key] == (2,)  # type: ignore[union-attr]
    with pytest.raises(NotationError):
        Formula("y = xW", {"signal": 3})


# ---------------------------------------------------------------------------------------- what people type freely


def as_meant(view: str, text: str, meant: str) -> bool | None:
    """Whether a text is read as it was meant, sizes and words aside; None if it is refused."""
    kept = (Definition, Update, Evaluation, FunctionDefinition)
    try:
        found = Formula(text, view=view, check=False).program
    except FormulaError:
        return None
    lines = [[s for s in p.statements if isinstance(s, kept)] for p in (found, read(meant)[0])]
    return len(lines[0]) == len(lines[1]) and all(map(same_statement, *lines))


@pytest.mark.parametrize(("view", "pairs", "right", "wrong"), [("english", ENGLISH, 74, 6), ("latex", LATEX, 84, 4)])
def test_what_people_type_is_mostly_read_as_meant_and_else_mostly_refused(
    view: str, pairs: tuple[tuple[str, str], ...], right: int, wrong: int
) -> None:
    """Collected without a look at the readers; the figures are what was reached."""
    results = [as_meant(view, text, meant) for text, meant in pairs]
    assert results.count(True) >= right, results.count(True)
    assert results.count(False) <= wrong, [text for (text, _), r in zip(pairs, results, strict=True) if r is False]


ENGLISH_MORE = {
    "x times W": "xW",
    "layer 1 vector times weight matrix 1": "l1W1",
    "x plus y": "x + y",
    "the transpose of the matrix W": "Wᵀ",
    "relu of x": "relu(x)",
    "h equals the tanh of x": "h = tanh(x)",
    "Layer 1 is relu of layer 0.": "l1 = relu(l0)",
    "Please multiply x by W.": "xW",
}


@pytest.mark.parametrize("text", ENGLISH_MORE)
def test_a_sentence_may_begin_with_a_value(text: str) -> None:
    assert Formula(text, view="english", check=False).letters() == ENGLISH_MORE[text]


@pytest.mark.parametrize(
    "text",
    [
        "frobnicate the vector x", "take x (times W)", "twice x", "x equals", "x is greater than z",
        "whether x is greater than 0", "the vectors are columns", "x is a vector of 3 values", "take h_t-1 and add b",
        "take the row 1 2 3", "x is called the input", "The matrix W is never used.",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_never_taken_for_a_name(text: str) -> None:
    with pytest.raises(NotationError) as caught:
        Formula(text, view="english")
    assert {problem.code for problem in errors(caught.value.problems)} == {"E0115"}


THROUGH = (
    "l2 = relu(l0W0 + b0)W1",
    "W1 <- W1 - α l1ᵀd2",
    "h = sigmoid([x, h0]W_f + b_f)",
    "h_t = tanh(xW_{xh} + hW_{hh} + b_h)",
    "A = softmax(QKᵀ)V",
    "e = sum((l2 - y)²)",
    "z = sigmoid(xU + hV)",
    "y = γ normalize(x) + β",
    "vectors are columns\ny = softmax(Wx + b)",
)


@pytest.mark.parametrize("text", THROUGH)
def test_formulas_go_through_every_view_with_nothing_said_beside_them(text: str) -> None:
    net = Formula(text)
    views = (
        ("python", net.python()),
        ("python", net.python(module=True)),
        ("latex", net.latex()),
        ("english", net.english()),
        ("english", net.english("steps")),
    )
    assert [Formula(said, view=view).letters() for view, said in views] == [text] * len(views)


# ------------------------------------------------------------------------------------------------------- words


def test_words_from_outside_change_python_and_english_together() -> None:
    net = Formula("h_t = tanh(xU)", words={"h": "hidden state {}", "x": "signal"})
    assert net.python() == "hidden_state_t = np.tanh(signal.dot(U))"
    assert net.english().startswith("To create the hidden state t, take the signal and perform")


def test_a_formula_s_own_words_go_before_those_from_outside() -> None:
    net = Formula("h means state\nh_t = xU", words={"h": "hidden state {}"})
    assert net.python() == "state_t = x.dot(U)"


def test_words_lead_back_to_their_letters() -> None:
    words = {"h": "hidden state {}", "x": "signal"}
    net = Formula("h_t = tanh(xU + hV)", words=words)
    for view, text in (("python", net.python()), ("english", net.english()), ("english", net.english("steps"))):
        assert Formula(text, view=view, words=words).letters() == net.letters()


@pytest.mark.parametrize("words", [{"hh": "state"}, {"h0": "state"}, {"h": "a;b"}, {"h": ""}, {"h": "x\ny"}, {"": "x"}])
def test_words_that_cannot_be_read_are_refused(words: dict[str, str]) -> None:
    with pytest.raises(NotationError, match="cannot be read"):
        Formula("y = x", words=words)


# ----------------------------------------------------------------------------------------------------- commands

Told = tuple[int, str, str]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Told]:
    """The command in this process, in a folder of its own: exit code and both streams."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Told:
        try:
            code = command(arguments)
        except SystemExit as leaves:
            code = int(leaves.code or 0)
        return (code, *capsys.readouterr())

    return run


def test_a_file_of_code_becomes_letters_and_says_what_is_left_out(told: Callable[..., Told], tmp_path: Path) -> None:
    code = "import numpy as np\nmask = np.random.randint(2, size=4)\nlayer_1 = layer_0.dot(weights_0_1) * mask\n"
    (tmp_path / "cell.py").write_text(code, encoding="utf-8")
    exit_code, out, err = told("letters", "cell.py")
    assert (exit_code, out) == (0, "m means mask\nm : 4\nl1 = l0W0 ⊙ m\n")
    assert "warning[W0102]: random values have no letters, so mask comes in from outside" in err
    assert "(line 2)" in err


def test_a_notebook_is_read_cell_by_cell(told: Callable[..., Told], tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# text"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "y = x @ W\n"]},
        {"cell_type": "code", "source": "z = y @ V"},
    ]
    (tmp_path / "net.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert told("letters", "net.ipynb")[:2] == (0, "y = xW\nz = yV\n")
    (tmp_path / "bad.ipynb").write_text("[1]", encoding="utf-8")
    assert told("letters", "bad.ipynb")[0] == 1


def test_a_file_of_words_is_for_every_view(told: Callable[..., Told], tmp_path: Path) -> None:
    (tmp_path / "words").write_text('# ours\r\nh means "hidden state {}"\r\n', encoding="utf-8")
    assert told("python", "h_t = xU", "--words", "words")[:2] == (0, "hidden_state_t = x.dot(U)\n")
    assert "the hidden state t" in told("english", "h_t = xU", "--words", "words")[1]
    (tmp_path / "wrong").write_text("y = x\n", encoding="utf-8")
    exit_code, _, err = told("python", "y = x", "--words", "wrong")
    assert (exit_code, "h means hidden state" in err) == (1, True)
    assert told("python", "y = x", "--words", "nowhere")[0] == 1


@pytest.mark.parametrize("level", ["overview", "book", "steps", "lesson"])
def test_english_has_four_levels(told: Callable[..., Told], level: str) -> None:
    exit_code, out, _ = told("english", "l2 = relu(l0W0)W1", "--level", level)
    assert (exit_code, "layer" in out.lower()) == (0, True)
    assert all(len(line) <= 100 for line in out.split("\n") if level == "lesson")
    made = json.loads(told("english", "l2 = relu(l0W0)W1", "--level", level, "--json")[1])
    assert made["english"] == Formula("l2 = relu(l0W0)W1").english(level)


def test_latex_is_printed_without_dollars(told: Callable[..., Told]) -> None:
    assert told("latex", "l1 = l0W0")[:2] == (0, "l_1 = l_0 W_0\n")


def test_from_says_what_a_text_is(told: Callable[..., Told]) -> None:
    assert told("letters", "--from", "python", "y = xy")[:2] == (0, "x means xy\ny = x\n")
    assert told("letters", "--from", "latex", "l_{1} = l_0 W_0")[:2] == (0, "l1 = l0W0\n")
    exit_code, _, err = told("letters", "--from", "english", "l1 = l0W0")
    assert (exit_code, "E0115" in err) == (1, True)


CODE = "hidden = inputs.dot(weights)"


@pytest.mark.parametrize("size", ["3x4", "3 × 4", (3, 4)])
def test_sizes_by_the_codes_own_names_go_along_into_every_view(size: Any) -> None:
    net = Formula(CODE, dims={"weights": size})
    for other in (net, net.chain(), net.unchain(), Linked(net).formula):
        assert other.sizes == {"W": (3, 4), "x": (3,), "h": (4,)}


def test_a_size_by_a_name_that_the_code_does_not_have_or_that_is_none_is_told(
    told: Callable[..., Told],
) -> None:
    said = told("check", CODE, "--dim", "weight=3x4")[1]
    assert said.strip() == "warning[W0202]: weight has a size, but the code has no weight"
    wrong = "error[E0108]: the size '0' for 'weights' cannot be read: a size is a whole number from 1 up, not 0"
    assert " ".join(told("check", CODE, "--dim", "weights=0")[1].split()) == wrong


KEPT = {
    "h = xW; h <- h + 1": "h is updated, so h keeps its line",
    "h = xW; W <- 2W; y = 2h": "W is updated before h is used, so h keeps its line",
    "α = 2β; y = x^α": "α is an exponent, so α keeps its line",
    "h = xW; y = h + h": "h is used 2 times, so h keeps its line",
    "f(z) = z ⊙ h; h = xW; y = f(c)": "h is used in a function, so h keeps its line",
}


@pytest.mark.parametrize("text", KEPT)
def test_a_line_that_cannot_go_into_another_stays_and_why(text: str) -> None:
    chained = Formula(text).chain()
    assert chained.letters() == Formula(text).letters()
    assert [problem.message for problem in chained.problems if problem.code == "N0401"] == [KEPT[text]]


def test_a_line_stays_above_an_update_of_what_it_reads_though_its_use_is_worked_out_before() -> None:
    assert Formula("a = xW; W <- W + C ⊙ W; C = sum(a)").chain().letters() == "a = xW\nW <- W + sum(a) ⊙ W"
    kept = Formula("a = xW; W <- W + C ⊙ W; C = sum(a); y = C").chain()
    assert kept.letters() == "a = xW\nW <- W + C ⊙ W\nC = sum(a)\ny = C"


def test_a_line_stays_that_has_something_put_into_it_and_its_place_is_in_what_is_printed() -> None:
    chained = Formula("h = xW; u = relu(h); W <- 2W; x <- 2x; y = uV").chain()
    assert chained.letters() == "u = relu(xW)\nW <- 2W\nx <- 2x\ny = uV"
    [note] = (problem for problem in chained.problems if problem.code == "N0401")
    assert (note.message, note.line, note.span) == ("W is updated before u is used, so u keeps its line", 1, (0, 12))


def test_a_layer_gets_a_number_that_is_free() -> None:
    text = "y = relu(h1W + z + v + u + r + s)A"
    assert Formula(text).unchain().letters() == "h2 = relu(h1W + z + v + u + r + s)\ny = h2A"
