"""In Python and in English it is known which characters belong to which part of a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from keyword import iskeyword

import pytest
from effort import work
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import Drawn, programs
from test_depth import DEEP, network
from test_laws import formula

from letternet import Formula
from letternet.check.check import check
from letternet.read.letters import read
from letternet.tree import (
    Call,
    Declaration,
    Evaluation,
    FunctionDefinition,
    Meaning,
    Name,
    Node,
    Number,
    Power,
    Product,
    Program,
    in_order,
    within,
)
from letternet.words import Words, words_of
from letternet.write.english import english, marked_english
from letternet.write.letters import expression
from letternet.write.marks import Marked, Marks
from letternet.write.python import lines, marked_lines

VIEWS = {"python": (marked_lines, lines), "english": (marked_english, english)}


def marked(net: Formula, view: str) -> Marked:
    return VIEWS[view][0](net.checked, net.words, net.checked.ids)


def pieces(found: Marked) -> dict[str, list[str]]:
    """The texts of each part."""
    texts: dict[str, list[str]] = {}
    for start, end, part in found.spans:
        texts.setdefault(part, []).append(found.text[start:end])
    return texts


def worked_out(net: Formula) -> Iterable[Node]:
    """Every node of every line that is worked out, and the names that lines set."""
    for step in net.checked.names.order:
        yield from in_order(step.value)
        if not isinstance(step, Evaluation):
            yield step.name


def lending(net: Formula) -> set[str]:
    """What only lends its size, where that is one number or one row: in Python a place is left of it."""
    found: set[str] = set()
    for step in net.checked.names.order:
        for node in in_order(step.value):
            if isinstance(node, Call) and node.function in ("first", "last"):
                one, other = map(net.checked.kind, node.arguments)
                lends = in_order(node.arguments[1]) if one != other or one == "number" else []
                found.update(net.checked.ids[part] for part in lends)
    return found


def functions(net: Formula) -> list[FunctionDefinition]:
    """The program's own functions whose kinds are known."""
    titles = {title for title, _ in net.checked.instances}
    return [s for s in net.program.statements if isinstance(s, FunctionDefinition) and s.title in titles]


def inside(function: FunctionDefinition) -> list[Node]:
    return [node for node in within(function) if node is not function]


def nested(found: Marked) -> None:
    """Spans lie in the text, none is empty, each is within the one before it that has not ended, or after it."""
    around: list[int] = []
    last = 0
    for start, end, _ in found.spans:
        assert last <= start < end <= len(found.text)
        last = start
        while around and around[-1] <= start:
            around.pop()
        assert not around or end <= around[-1]
        around.append(end)


# --------------------------------------------------------------------------------------------------- laws


@pytest.mark.parametrize("view", VIEWS)
@given(drawn=programs())
def test_without_its_marks_a_view_is_as_it_is(view: str, drawn: Drawn) -> None:
    net = formula(drawn)
    mark, plain = VIEWS[view]
    assert marked(net, view).text == plain(net.checked, net.words)
    without = mark(net.checked, net.words, {})
    assert (without.text, without.spans) == (plain(net.checked, net.words), ())


@pytest.mark.parametrize("view", VIEWS)
@given(drawn=programs())
def test_spans_are_nested_or_apart(view: str, drawn: Drawn) -> None:
    nested(marked(formula(drawn), view))


@given(programs())
def test_every_part_has_a_span_in_python(drawn: Drawn) -> None:
    net = formula(drawn)
    ids, found = net.checked.ids, marked(net, "python")
    texts = pieces(found)
    parts = [*worked_out(net)]
    for function in functions(net):
        if f"def {net.words.functions[function.title]}(" in found.text:
            parts += inside(function)
    for node in parts:
        assert texts.get(ids[node]), expression(node)


@given(programs())
def test_every_part_has_a_span_in_english(drawn: Drawn) -> None:
    net = formula(drawn)
    ids, texts = net.checked.ids, pieces(marked(net, "english"))
    declared = (n for line in net.program.statements if isinstance(line, Declaration) for n in line.names)
    for node in (*worked_out(net), *declared, *(node for function in functions(net) for node in inside(function))):
        assert texts.get(ids[node]), expression(node)


@given(programs())
def test_the_span_of_a_name_in_python_is_its_identifier(drawn: Drawn) -> None:
    net = formula(drawn)
    ids, texts = net.checked.ids, pieces(marked(net, "python"))
    lends = lending(net)
    for node in worked_out(net):
        if isinstance(node, Name) and ids[node] not in lends:
            assert set(texts[ids[node]]) == {"np.pi" if node.key == "π" else net.words.python[node.key]}
    for function in functions(net):
        for parameter in function.parameters:
            for text in texts.get(ids[parameter], ()):
                assert text.rstrip("_") == net.words.identifier(parameter).rstrip("_")


@given(programs())
def test_the_span_of_a_name_in_english_has_its_phrase(drawn: Drawn) -> None:
    net = formula(drawn)
    ids, texts = net.checked.ids, pieces(marked(net, "english"))
    alone = {n.key for line in net.program.statements if isinstance(line, Declaration) for n in line.names}
    for node in worked_out(net):
        if isinstance(node, Name):
            phrase = net.words.english.get(node.key, f"number {node.key}")
            for text in texts[ids[node]]:
                said = text.removeprefix("the ").removeprefix("The ").removeprefix("old ")
                assert said == phrase or (said == node.key and node.key in alone)
    for function in functions(net):
        for parameter in function.parameters:
            assert all(text.endswith(f" {parameter.key}") for text in texts[ids[parameter]])


@given(programs())
def test_the_span_of_a_number_has_its_digits(drawn: Drawn) -> None:
    net = formula(drawn)
    ids = net.checked.ids
    exponents = {node.exponent for node in worked_out(net) if isinstance(node, Power)}
    lends = lending(net)
    for view in VIEWS:
        texts = pieces(marked(net, view))
        for node in worked_out(net):
            if isinstance(node, Number) and node not in exponents and (view != "python" or ids[node] not in lends):
                assert all(node.text in text for text in texts[ids[node]])


# -------------------------------------------------------------------------------------------- hostile words


STRANGE = st.text(st.sampled_from("\ue000\ue001\ue002\uf8ff\U000f0000\U0010fffdaW0 {}\t‮“”'\"|!t"), min_size=1)


@given(STRANGE, st.lists(STRANGE, min_size=4, max_size=4))
def test_no_words_and_no_ids_are_taken_for_marks(phrase: str, names: list[str]) -> None:
    h, w = Name("h", "1"), Name("\ue000", "\ue001")
    line = Evaluation(Product(h, w))
    program = Program((Meaning(Name("h"), phrase), Meaning(Name("\ue000"), phrase + "\ue002"), line))
    checked = check(program)
    ids: dict[Node, str] = dict(zip([h, w, line.value], names, strict=False))
    for mark, plain in VIEWS.values():
        found = mark(checked, words_of(checked), ids)
        assert found.text == plain(checked, words_of(checked))
        assert {part for _, _, part in found.spans} == set(ids.values())
        nested(found)


# Words are letters, digits, spaces, hyphens and apostrophes, with a place for the index; the reader refuses the rest.
NEARLY_WORDS = st.text("abZé1 -'’", max_size=8) | st.text("a1 -_{}\"\\\n#;:=()", max_size=8)


@example("well-known state {}")
@example("people's")
@example("état caché 1")
@example("import")
@given(st.text(max_size=20) | NEARLY_WORDS)
def test_whatever_the_reader_lets_through_in_words_is_safe(phrase: str) -> None:
    program, problems = read(f'h means "{phrase}"\nh1W')
    checked = check(program)
    if not problems and checked.right:
        ids = checked.ids
        for name in words_of(checked).python.values():
            assert name.isidentifier(), name
            assert not iskeyword(name), name
        for mark, plain in VIEWS.values():
            assert mark(checked, words_of(checked), ids).text == plain(checked, words_of(checked))


def test_words_that_use_up_a_thousand_private_characters_leave_others() -> None:
    private = "".join(map(chr, range(0xE000, 0xE400)))
    name = Name("x")
    marks = Marks({name: private}, Words(Program(()), {"x": "row"}, [name], {"x": Meaning(name, private)}))
    found = marks.parsed(marks.around(name, private))
    assert (found.text, found.spans) == (private, ((0, len(private), private),))


# ---------------------------------------------------------------------------------------------------- cases


LSTM = """
f = sigmoid([x, h]W_f + b_f)
i = sigmoid([x, h]W_i + b_i)
o = sigmoid([x, h]W_o + b_o)
g = tanh([x, h]W_g + b_g)
c <- f ⊙ c + i ⊙ g
h <- o ⊙ tanh(c)
"""

# A formula; a part in letters; its texts in Python and in English.
CASES: list[tuple[str, str, list[str], list[str]]] = [
    ("l2 = relu(l0W0)W1", "l2", ["layer_2"], ["the layer 2 vector"]),
    (
        "l2 = relu(l0W0)W1",
        "l0W0",
        ["layer_0.dot(weights_0_1)"],
        ["perform vector-matrix multiplication with the weight matrix 0", "the output"],
    ),
    (
        "l2 = relu(l0W0)W1",
        "relu(l0W0)",
        ["relu(layer_0.dot(weights_0_1))"],
        ["perform the relu function on the output (setting all negative numbers to 0)"],
    ),
    # a vector has no transpose in code; a number that scales is written in front
    (
        "W1 <- W1 - α l1ᵀd2",
        "W1 - α l1ᵀd2",
        ["weights_1_2 -= alpha * np.outer(layer_1, d2)"],
        ["subtract the output from the old weight matrix 1"],
    ),
    (
        "W1 <- W1 - α l1ᵀd2",
        "α l1ᵀd2",
        ["alpha * np.outer(layer_1, d2)"],
        ["perform the outer product with the vector d2", "the output"],
    ),
    ("W1 <- W1 - α l1ᵀd2", "α l1ᵀ", ["alpha", "layer_1"], ["multiply every number in it by the number α"]),
    ("W1 <- W1 - α l1ᵀd2", "l1ᵀ", ["layer_1"], ["the transpose of the layer 1 vector"]),
    ("y = 2Wᵀ", "2Wᵀ", ["2 * weights.T"], ["multiply every number in it by the number 2"]),
    # updates: the new value is another part than the old one
    (
        "W <- W + xᵀx\ny = xW",
        "W",
        ["weights", "weights", "weights"],
        ["the weight matrix", "the old weight matrix", "the weight matrix"],
    ),
    ("x <- y\ny <- 2y", "2y", ["2 * y"], ["multiply every number in it by the number 2"]),
    ("α <- α - 0.1", "α - 0.1", ["alpha -= 0.1"], ["subtract the number 0.1"]),
    ("V = Wᵀ; W <- W - 1", "W - 1", ["weights - 1"], ["subtract the number 1"]),
    # sizes as numbers
    ("Q : n × d\nQKᵀ/√d", "d", ["d", "d"], ["the number d"]),
    (
        "Q : n × d\nQKᵀ/√d",
        "√d",
        ["float(np.sqrt(d))"],
        ["perform the sqrt function on it (taking the square root of the number)", "result 1", "result 1"],
    ),
    ("Q : n × d\nQKᵀ/√d", "Q", ["Q", "Q"], ["The matrix Q", "the matrix Q"]),
    # values that a line gives
    ("W = [1 2; 3 4]", "[1 2; 3 4]", ["np.array([[1, 2], [3, 4]])"], ["[1 2; 3 4]"]),
    ("W = [1 2; 3 4]", "W", ["weights"], ["The weight matrix"]),
    ("a = -2", "-2", ["-2"], ["-2"]),
    ("a = -2", "2", ["2"], ["2"]),
    ("y = -2 + x", "-2", ["-2"], ["the number -2"]),
    ("α, x : number; αx", "α", ["alpha"], ["α", "the number α"]),
    ("l0, x : 3; l0 + x", "l0", ["layer_0"], ["The layer 0 vector", "the layer 0 vector"]),
    ("x, l0 : 3; l0 + x", "l0", ["layer_0"], ["the layer 0 vector", "the layer 0 vector"]),
    # own functions; a further kind is a further text of the same part
    (
        "f(x) = tanh(x) + c; y = f(aW)",
        "x",
        ["x", "x"],
        ["the vector x", "the vector x"],
    ),
    ("f(x) = tanh(x) + c; y = f(aW)", "f(aW)", ["f(a.dot(weights))"], ["perform the f function on the output"]),
    (
        "f(x) = tanh(x) + c; y = f(a) + f(2)",
        "tanh(x) + c",
        ["np.tanh(x) + c", "float(np.tanh(x)) + c"],
        ["add the vector c"],
    ),
    # a function that nothing calls is said, and has no code
    ("f(l) = 2l; f'(l) = 2; y = f'(a)", "2l", [], ["multiply every number in it by the number 2"]),
    ("f(x) = x + 1; y = f'(a); f'(l) = 2l", "2l", ["2 * layer"], ["multiply every number in it by the number 2"]),
    # columns
    (
        "vectors are columns\ny = Wx",
        "Wx",
        ["weights.dot(x)"],
        ["perform matrix-vector multiplication with the vector x"],
    ),
    # joins: what is worked out beside bare numbers has a line of its own
    (
        "[x, 1, 2xW]",
        "2xW",
        ["step_1", "2 * x.dot(weights)", "step_1"],
        ["perform vector-matrix multiplication with the weight matrix", "the output"],
    ),
    ("[x, 1, 2xW]", "1", ["1", "1"], ["the number 1"]),
    ("[A; B]", "[A; B]", ["np.vstack([A, B])"], ["join the matrix B onto the bottom"]),
    ("x^0.5 + x^β", "x^{0.5}", ["x ** 0.5"], ["raise every number in it to the power of 0.5"]),
    ("x^0.5 + x^β", "β", ["beta"], ["the number β"]),
    ("y + x²", "x²", ["x ** 2"], ["the elementwise square of the vector x"]),
    ("2π", "π", ["np.pi"], ["the number π"]),
    ("sum(α)", "sum(α)", ["alpha"], ["perform the sum function on it (adding all numbers up)"]),
    (
        LSTM,
        "[x, h]W_f",
        ["np.concatenate([x, h]).dot(weights_f)"],
        ["perform vector-matrix multiplication with the weight matrix f"],
    ),
    (
        LSTM,
        "[x, h]W_f + b_f",
        ["np.concatenate([x, h]).dot(weights_f) + bias_f"],
        ["add the bias vector f", "the output"],
    ),
    (LSTM, "i ⊙ g", ["i * g"], ["multiply elementwise by the vector g", "result 1", "result 1"]),
    (LSTM, "o ⊙ tanh(c)", ["o * np.tanh(c)"], ["multiply the vector o elementwise by the output"]),
    (LSTM, "f ⊙ c", ["f * c"], ["multiply elementwise by the old vector c"]),
]


@pytest.mark.parametrize(("text", "part", "python", "sentences"), CASES, ids=[f"{c[1]} in {c[0]}" for c in CASES])
def test_a_part_has_these_texts(text: str, part: str, python: list[str], sentences: list[str]) -> None:
    net = Formula(text)
    own = {f.function for f in functions(net)}
    parts = list(dict.fromkeys(i for node, i in net.checked.ids.items() if expression(node, own) == part))
    assert parts
    for view, wanted in (("python", python), ("english", sentences)):
        found = marked(net, view)
        nested(found)
        texts = [found.text[start:end] for start, end, i in found.spans if i in parts]
        assert texts == wanted, view


def test_a_new_value_is_another_part_than_the_old_one() -> None:
    net = Formula("W <- W + xᵀx\ny = xW")
    update, use = net.checked.names.order
    ids = net.checked.ids
    new, old = ids[update.name], ids[update.value.left]
    assert new == ids[use.value.right] != old
    assert pieces(marked(net, "python"))[new] == ["weights", "weights"]
    assert pieces(marked(net, "english"))[new] == ["the weight matrix", "the weight matrix"]
    assert pieces(marked(net, "english"))[old] == ["the old weight matrix"]


def test_a_sentence_that_begins_with_a_mark_begins_with_a_capital() -> None:
    found = marked(Formula("l0 : 3; l0 = [1 2 3]"), "english")
    assert [line[:4] for line in found.text.split("\n")] == ["The ", "The "]
    assert [found.text[a:b] for a, b, _ in found.spans][:1] == ["The layer 0 vector"]


# ---------------------------------------------------------------------------------------------------- depth


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("nest", DEEP.values(), ids=DEEP)
def test_deep_formulas_have_their_marks(nest: Callable[[int], str], view: str) -> None:
    net = Formula(nest(3000 if nest is network else 400))
    ids, found = net.checked.ids, marked(net, view)
    assert found.text == VIEWS[view][1](net.checked, net.words)
    nested(found)
    assert {part for _, _, part in found.spans} >= {ids[node] for node in worked_out(net)}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("nest", ["functions of products", "transposes", "signs"])
def test_marks_take_work_in_proportion(nest: str, view: str) -> None:
    def marking(layers: int) -> int:
        net = Formula(DEEP[nest](layers))
        return work(partial(VIEWS[view][0], net.checked, net.words, net.checked.ids))

    assert marking(4000) < 5 * marking(1000)
