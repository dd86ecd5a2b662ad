"""The lesson of a program that learns: which layer tells which, through what, and what each matrix learns from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import programs

from letternet import Formula
from letternet.check.check import check
from letternet.read.letters import read
from letternet.words import words_of
from letternet.write.lesson import lesson
from letternet.write.lesson_learning import Learning
from letternet.write.lesson_words import GLOBAL, LEARNING, LOCAL, SUMMARY
from letternet.write.letters import letters
from letternet.write.steps import Sizes

# ------------------------------------------------------------------------------------------------ networks

HIDDEN = ("relu", "tanh", "sigmoid", "softplus", "leakyrelu", "gelu")
SAYINGS = {"l": "", "h": 'h means "hidden state {}"', "a": 'a means "activity {}"', "v": ""}


@dataclass
class Net:
    """A network with a line for each layer, and what each line says."""

    text: str
    layers: list[str]  # the names, the input first
    weights: list[str]  # of each layer after the first
    biases: list[str]  # the same, empty where there is none
    columns: bool

    def learning(self) -> str:
        """The formula with its learning, written out by hand."""
        product = "{1}{0}" if self.columns else "{0}{1}"
        last = len(self.weights)
        lines = [self.text, f"d{last} = {self.layers[last]} - y"]
        for i in range(last - 1, 0, -1):
            told = product.format(f"d{i + 1}", f"{self.weights[i]}ᵀ")
            lines.append(f"d{i} = {told} ⊙ relu'({self.layers[i]})")
        for i in range(last, 0, -1):
            lines.append(f"{self.weights[i - 1]} <- {self.weights[i - 1]} - α {self.change(i)}")
        return "\n".join(lines)

    def change(self, layer: int, before: int | None = None) -> str:
        """What the weights before a layer change by; `before` is another layer than the right one."""
        into = self.layers[layer - 1 if before is None else before]
        return f"d{layer} {into}ᵀ" if self.columns else f"{into}ᵀ d{layer}"


@st.composite
def networks(draw: Any, plain: bool = False, least: int = 1) -> Net:
    """Random networks; `plain` ones have relu everywhere but at the end, no bias and no shared weights."""
    depth = draw(st.integers(least, 4))
    columns = draw(st.booleans())
    letter = draw(st.sampled_from(sorted(SAYINGS)))
    weight = draw(st.sampled_from("WAU"))
    shared = not plain and draw(st.booleans())
    sizes = [3 if plain or shared else draw(st.integers(2, 5)) for _ in range(depth + 1)]
    layers = [f"{letter}{i}" for i in range(depth + 1)]
    weights = [f"{weight}{draw(st.integers(0, 1)) if shared else i}" for i in range(depth)]
    biases = ["" if plain else draw(st.sampled_from(["", f"b{i}"])) for i in range(depth)]
    lines = ["vectors are columns"] * columns + [SAYINGS[letter]] * bool(SAYINGS[letter])
    lines += [f"{layer} : {size}" for layer, size in zip(layers, sizes, strict=True)]
    for i in range(depth):
        value = f"{weights[i]}{layers[i]}" if columns else f"{layers[i]}{weights[i]}"
        value += f" + {biases[i]}" * bool(biases[i])
        end = i == depth - 1
        functions = ["", "softmax", "sigmoid"] if end else ["", *HIDDEN]
        function = ("" if end else "relu") if plain else draw(st.sampled_from(functions))
        lines.append(f"{layers[i + 1]} = {function}({value})" if function else f"{layers[i + 1]} = {value}")
    return Net("\n".join(lines), layers, weights, biases, columns)


def learning_of(text: str) -> Learning:
    result = check(read(text)[0])
    assert result.right, text
    return Learning(result, Sizes(result))


def key(node: object) -> str | None:
    return getattr(node, "key", None)


# ------------------------------------------------------------------------------------------------- laws


@given(networks())
def test_every_matrix_learns_from_its_two_sides_and_every_layer_is_told_by_the_next(net: Net) -> None:
    learned = Formula(net.text).backprop()
    learning = learning_of(learned.letters())
    wanted: dict[str, set[tuple[str | None, str]]] = {}
    for i, (weight, bias) in enumerate(zip(net.weights, net.biases, strict=True)):
        wanted.setdefault(weight, set()).add((net.layers[i], net.layers[i + 1]))
        if bias:
            wanted.setdefault(bias, set()).add((None, net.layers[i + 1]))
    # A value that learning needs a name for is a layer of its own, which leads to the one that it was part of.
    named = {line.name.key: line.value for line in learned.checked.names.definitions.values()}
    owner = {layer: layer for layer in net.layers}
    for layer in net.layers:
        inner = [name for name in (getattr(part, "key", "") for part in getattr(named.get(layer), "parts", ())) if name]
        owner |= {name: layer for name in inner if name in named and name not in net.layers}
    found = {
        step.name.key: {(key(part.input), owner[key(part.delta.owner) or ""]) for part in change.lessons}
        for step, change in learning.changes.items()
    }
    assert found == wanted
    assert all(part.helps for change in learning.changes.values() for part in change.lessons)
    assert len(learning.deltas) == len(net.weights)
    for delta in learning.deltas.values():
        place = net.layers.index(owner[key(delta.owner) or ""])
        if place == len(net.weights):
            assert key(delta.target) == "y"
            continue
        (back,) = delta.backs
        assert back.path is not None
        assert owner[key(back.delta.owner) or ""] == net.layers[place + 1]
        assert [key(node) for node in back.path.of("product")] == [net.weights[place]]


@given(networks())
def test_the_lesson_says_so_in_sentences(net: Net) -> None:
    learned = Formula(net.text).backprop()
    told = learned.english("lesson")
    phrases = words_of(learned.checked).english
    learning = learning_of(learned.letters())
    assert told.index(f"\n\n{LOCAL}:") > told.index(f"\n\n{GLOBAL}:") > 0
    assert told.count("Here the learning begins.") == 1
    for change in learning.changes.values():
        for part in change.lessons:
            if part.input is not None:
                pair = f"the {phrases[part.input.key]}, with what the {phrases[part.delta.owner.key]} should be."  # type: ignore[union-attr]
                assert f"   The {phrases[change.line.name.key]}: {pair}" in told
    for delta in learning.deltas.values():
        for back in delta.backs:
            names = [phrases[name.key] for name in (back.delta.owner, delta.owner, back.path.of("product")[0])]  # type: ignore[union-attr]
            assert "   The {} tells the {}, through the {}.".format(*names) in told
    reasons = [line[3:] for line in told.split("\n") if line.startswith("   ")]
    for reason in reasons:
        assert reason.endswith(".")
        assert "  " not in reason
        assert not re.search(r"\bNone\b|{[a-z]+}", re.sub(r"_\{[^}]*\}", "", reason)), reason
        assert not re.search(r"(?<=\. )[a-z]|^[a-z]", reason), reason
    sentences = [sentence for reason in reasons for sentence in re.split(r"(?<=\.) (?=[A-Z])", reason)]
    assert len(set(sentences)) == len(sentences)


@given(networks(plain=True, least=2), st.data())
def test_nothing_is_claimed_of_lines_that_are_not_quite_right(net: Net, data: st.DataObject) -> None:
    """Square matrices, so that all these mistakes have sizes that fit."""
    right = net.learning()
    last = len(net.weights)
    assert all(delta.known or delta.target for delta in learning_of(right).deltas.values())
    layer = data.draw(st.integers(1, last - 1))
    weight = net.weights[layer]
    way = data.draw(st.sampled_from(["not transposed", "another layer", "another sign", "too late", "another slope"]))
    if way == "not transposed":
        wrong = re.sub(rf"^(d{layer} = .*{weight})ᵀ", r"\1", right, flags=re.M)
    elif way == "another layer":
        other = data.draw(st.sampled_from([i for i in range(last + 1) if i != layer]))
        wrong = right.replace(f"α {net.change(layer + 1)}", f"α {net.change(layer + 1, other)}")
    elif way == "another sign":
        wrong = right.replace(f"{weight} - α", f"{weight} + α")
    elif way == "another slope":
        wrong = right.replace(f"relu'({net.layers[layer]})", f"relu'({net.layers[0]})")
    else:
        line = f"{weight} <- {weight} - α {net.change(layer + 1)}\n"
        wrong = (right + "\n").replace(line, "").replace(f"d{layer} =", f"{line}d{layer} =")
    assert wrong != right
    learning = learning_of(wrong)
    changes = {step.name.key: change for step, change in learning.changes.items()}
    if way == "another layer":
        assert weight not in changes
    elif way == "another sign":
        assert [part.helps for part in changes[weight].lessons] == [False]
        result = check(read(wrong)[0])
        assert "moves away from what it should be" in lesson(result, words_of(result))
    else:
        assert not learning.deltas[f"d{layer}"].known
        told = lesson(learning.checked, words_of(learning.checked))
        said = words_of(learning.checked).english
        assert f"tells the {said[net.layers[layer]]}" not in told


@given(programs(updates=False))
def test_a_program_without_updates_learns_nothing(drawn: Any) -> None:
    result = check(read(letters(drawn.program))[0])
    assume(result.right)
    told = lesson(result, words_of(result))
    assert "correlation" not in told
    assert "learning" not in told


def test_no_text_of_the_tables_is_without_an_end() -> None:
    for text in (*(text for pair in LEARNING.values() for text in pair), *SUMMARY.values()):
        assert not text or text.endswith("."), text
        assert "  " not in text


# ------------------------------------------------------------------------------------------------ goldens

CHAPTER = Formula("l0 : 3; l1 : 4; l2 : 1; l1 = relu(l0W0); l2 = l1W1").backprop()


def test_the_network_of_the_chapter_to_the_letter() -> None:
    told = CHAPTER.english("lesson")
    for said in (
        (
            "   Here the learning begins. From the end to the front it is found out what each layer should be, and then"
            " the weights are moved accordingly. The layer 2 vector is held against what it should be, the vector y."
            " The layer 2 delta says how far off it is: positive where it is too high, negative where it is too low,"
            " and 0 where it is right.\n"
        ),
        (
            "   This is what the layer 2 vector tells the layer 1 vector: the layer 2 delta goes back through the"
            " weight matrix 1, the same weights by which the signal came. That gives a weighted sum for each value of"
            " the layer 1 vector: through a positive weight it gets what the layer 2 delta says, through a negative one"
            " the opposite, and through a weight of 0 nothing. The layer 1 delta is read like the one at the end:"
            " positive means too high, and negative too low. Where the relu function silenced a value, its slope is 0"
            " and nothing is told: a small change there would have made no difference.\n"
        ),
        (
            "   Each weight in the weight matrix 1 stands between a value of the layer 1 vector and a value of the"
            " layer 2 vector. It goes down where the value that goes in and the layer 2 delta have the same sign, up"
            " where their signs differ, and furthest where both are large. So it learns how the layer 1 vector goes"
            " together with what the layer 2 vector should be. A value of 0 that goes in teaches its weights nothing,"
            " and a delta of 0 teaches nothing to those that lead there. The number α should be positive; it says how"
            " far each step goes. With a small one learning is slow, and with one that is too large a step goes too"
            " far. Of many datapoints at once each teaches something, and that is added up.\n"
        ),
        "   The weight matrix 0 learns in the same way, from the layer 0 vector and the layer 1 delta.\n",
    ):
        assert said in told
    assert told.endswith(
        "\n"
        "\n"
        "What each layer should be (global correlation):\n"
        "   The last layer is told what it should be. Each earlier one is told by the later ones that it goes into,"
        " through the weights in between.\n"
        "   The layer 2 vector should be the vector y.\n"
        "   The layer 2 vector tells the layer 1 vector, through the weight matrix 1.\n"
        "\n"
        "What the weights learn (local correlation):\n"
        "   Weights need to know two things only: what goes into them, and what should have come out. They learn how"
        " the two go together.\n"
        "   The weight matrix 1: the layer 1 vector, with what the layer 2 vector should be.\n"
        "   The weight matrix 0: the layer 0 vector, with what the layer 1 vector should be.\n"
        "   So no weights have to see the whole network. The later layers tell the earlier ones what is needed, and"
        " the weights find whatever goes together with that in what they are given."
    )


SAID = {
    "l1 = xW; l2 = h/l1; d = l2 - y; c = d ⊙ h/l1²; W <- W + α xᵀc": (
        "The vector c is used as what the layer 1 vector should change by. It is made in a way of its own, which its",
    ),
    # with other signs, as the book has them too, and without the lines of the network
    "d2 = y - l2; d1 = d2W1ᵀ ⊙ relu'(l1); W1 <- W1 + α l1ᵀd2; W0 <- W0 + α l0ᵀd1": (
        "negative where it is too high, positive where it is too low",
        "The layer 2 vector tells the layer 1 vector, through the weight matrix 1.",
        "The weight matrix 0: the layer 0 vector, with what the layer 1 vector should be.",
        "It goes up where the value that goes in and the vector d2 have the same sign, down where their signs differ",
        "positive means too low, and negative too high",
    ),
    "d2 = l2 - y; W1 <- W1 - α l1ᵀd2": (
        "The weight matrix 1: the layer 1 vector, with what the layer 2 vector should be.",
    ),
    "x, w, p, y : number; p = xw; d = p - y; w <- w - α d x": (
        "The number w stands between the number x and the number p. It goes down where",
    ),
    # columns, a bias, the slope at the end
    (
        "vectors are columns; h = tanh(Wx + b); z = sigmoid(Vh); d_z = (z - y) ⊙ z ⊙ (1 - z); d_h = Vᵀd_z ⊙ (1 - h²);"
        " V <- V - α d_z hᵀ; W <- W - α d_h xᵀ; b <- b - α d_h"
    ): (
        "The difference that the vector d_z is made from says how far off it is",
        "Where the sigmoid function has come close to an end of its range, its slope is near 0 and little is told.",
        "Where the tanh function has come close to an end of its range, its slope is near 0 and little is told.",
        "The bias vector is only added, as if it were weights for an input that is always 1. So the vector d_h alone"
        " moves it: down where that is positive, up where it is negative.",
    ),
    # a mask
    (
        "l1 = relu(l0W0) ⊙ m; l2 = l1W1; d2 = l2 - y; d1 = d2W1ᵀ ⊙ relu'(l0W0) ⊙ m; W1 <- W1 - α l1ᵀd2;"
        " W0 <- W0 - α l0ᵀd1"
    ): ("On this way it is also multiplied by the vector m, as the signal was. Where that is 0, nothing passes.",),
    # rows
    "P = XW; D = P - Y; W <- W - α XᵀD": ("The matrix X holds many vectors at once. Each of them teaches something",),
    # a difference that is a part of the formula
    "h = xW; r = h - y; q = rC; d_q = q - t; d_r = d_qCᵀ; C <- C - α rᵀd_q; W <- W - α xᵀd_r": (
        "The vector q should be the vector t.\n   The vector q tells the vector r, through the matrix C.\n",
    ),
    # a way of its own: what it should be is not known, so nothing is said of towards or away
    "p = xW; d = sigmoid(p) ⊙ p; W <- W - α xᵀd": (
        "The vector d is used as what the vector p should change by. It is made in a way of its own, which its line",
        "What the vector p should be is worked out in a line of its own.\n",
        "   The weight matrix: the vector x, with the vector d.",
    ),
    "p = xW; d = (p - y) ⊙ (p + y); W <- W - α xᵀd": ("It is made in a way of its own, which its line says.",),
    "h = xW; p = h²; d = p - y; d_h = 2d ⊙ h; W <- W - α xᵀd_h": ("The vector d_h is used as what the vector h",),
    "H = XW; P = Hᵀ; D = P - Y; E = Dᵀ; W <- W - α XᵀE": ("The matrix E is used as what the matrix H should change",),
    "f(x) = x²; h = xW; p = f(h); d = p - y; d_h = f(d) ⊙ h; W <- W - α xᵀd_h": ("The vector d_h is used as what the",),
    "h = xW; p = relu'(h)C; d = p - y; d_h = dCᵀ; W <- W - α xᵀd_h": ("The vector d_h is used as what the vector h",),
    "h = xW; p = softmax(h)C; d = p - y; d_h = d²Cᵀ; W <- W - α xᵀd_h": ("The vector d_h is used as what the vector",),
    "p = 2(-xW); d = sigmoid(p); W <- W - α xᵀd": ("The vector d is used as what the vector p should change by.",),
    # back to one place by two ways that are not both known
    (
        "h = xA; p = hB; q = hC; d_p = p - y; d_q = q - t; d_h = d_pBᵀ + d_qBᵀ; A <- A - α xᵀd_h;"
        " B <- B - α hᵀd_p; C <- C - α hᵀd_q"
    ): (
        "The vector d_h is used as what the vector h should change by. It is made from the vector d_p and the vector"
        " d_q in a way of its own, which its lines say.",
        "What the vector h should be is made from what the vector p and the vector q should be.",
    ),
    "p = xW; q = xV; d = p - y; d2 = d + (p - q)W; W <- W - α xᵀd; V <- V - α xᵀd2": (
        "The vector d2 is used as what the vector q should change by. It is made from the vector d in a way of its own",
    ),
    "d2 = l2 - y; d1 = d2W1ᵀ ⊙ relu'(l0); W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1": (
        "It is found out what the layer 2 vector should be, and then the weights are moved accordingly.",
    ),
    # several ways from one
    "h = xA; p = hB + tanh(h)C; d_p = p - y; d_h = d_pBᵀ + d_pCᵀ ⊙ tanh'(h); A <- A - α xᵀd_h": (
        "The vector h goes into the vector p in several ways, and what comes back on them is added up: through the"
        " matrix B and through the matrix C.",
    ),
    "h = xA; p = hB + tanh(h)B; d_p = p - y; d_h = d_pBᵀ + d_pBᵀ ⊙ tanh'(h); A <- A - α xᵀd_h": (
        "what comes back on them is added up: through the matrix B each time.",
    ),
    # minus on the way
    "h = xA; p = c - hB; d_p = p - y; d_h = -d_pBᵀ; A <- A - α xᵀd_h": (
        "the vector d_p goes back through the matrix B with its sign turned round.",
    ),
    "h = xA; p = h(-B); d = p - y; d_h = d(-B)ᵀ; A <- A - α xᵀd_h": (
        "the vector d goes back through the matrix B with its sign turned round.",
    ),
    "h = xA; p = -hB; d = p - y; d_h = -dBᵀ; A <- A - α xᵀd_h": (
        "The vector p tells the vector h, through the matrix B with its sign turned round.",
    ),
    "H = XA; P = HᵀB; D = P - Y; E = (DBᵀ)ᵀ; A <- A - α XᵀE": ("The matrix P tells the matrix H, through",),
    # gates, and what divides: there a 0 does not hold anything back
    "h = xW; p = h ⊙ g; d = p - y; d_h = d ⊙ g; W <- W - α xᵀd_h; g <- g - α d ⊙ h": (
        "the vector d goes back by way of the vector g, by which the vector h was multiplied there, place by place."
        " Where the vector g is 0, nothing comes back.",
        "Each value of the vector g meets the value of the vector h in the same place. It goes down where that and the"
        " vector d have the same sign, and up where their signs differ.",
    ),
    "h = xW; p = h/g; d = p - y; d_h = d/g; W <- W - α xᵀd_h": (
        "This is what the vector p tells the vector h: the vector d goes back divided by the vector g.",
        "The vector p tells the vector h, divided by the vector g.",
    ),
    "p = g/h; d = p - y; g <- g - α d/h": (
        "Each value of the vector g meets the value of the vector h in the same place. It goes down where that and the",
    ),
    # numbers on the way change nothing of where it leads
    "μ : number; h = xW; p = relu(h)/μ; d = p - y; d_h = d/μ ⊙ relu'(h); W <- W - α xᵀd_h": (
        "The vector p tells the vector h.\n",
    ),
    "μ : number; h = xW; p = μ ⊙ relu(h); d = p - y; d_h = μ d ⊙ relu'(h); W <- W - α xᵀd_h": (
        "The vector p tells the vector h.\n",
    ),
    # slopes
    "h = xW; p = softplus(h)C; d = p - y; d_h = dCᵀ ⊙ sigmoid(h); W <- W - α xᵀd_h": (
        "All of it is multiplied by the slope of the softplus function: where that is 0, nothing is told.",
    ),
    "f(x) = x²; f'(x) = 2x; h = xA; p = f(h); d = p - y; d_h = d ⊙ f'(h); A <- A - α xᵀd_h": (
        "All of it is multiplied by the slope of the f function: where that is 0, nothing is told.",
    ),
    # rows that were picked from rows that were picked
    (
        "H = XA; V = pick(H, i); Z = pick(V, j)B; D = Z - Y; E = scatter(scatter(DBᵀ, j, V), i, H); A <- A - α XᵀE"
    ): ("The matrix Z tells the matrix H, through the matrix B and in the rows that were picked.",),
    # deltas that nothing learns from, and products of the change that have a name
    "l1 = relu(l0W0); l2 = l1W1; d2 = l2 - y; d1 = d2W1ᵀ ⊙ relu'(l1); W1 <- W1 - α l1ᵀd2": (
        "It is found out what the layer 2 vector should be, and then the weights are moved accordingly.",
        "(global correlation):\n   The layer 2 vector should be the vector y.\n\nWhat",
    ),
    "p = xW; d = p - y; G = xᵀd; W <- W - α G": ("The weight matrix: the vector x, with what the vector p should be.",),
    # the change in front, away from what it should be, and no number to set how far
    "p = xW; d = p - y; W <- xᵀd + W": (
        "It goes up where the value that goes in and the vector d have the same sign, down where their signs differ,"
        " and furthest where both are large. So the vector p moves away from what it should be, not towards it.",
        "lead there. Of many datapoints at once each teaches something",
    ),
    # letters that are more than weights
    "h = tanh(xU + b); p = hV + b; d = p - y; d_h = dVᵀ ⊙ (1 - h²); V <- V - α hᵀd; b <- b - α (d + d_h)": (
        "The bias vector is only added, in several places. So the deltas there are added up, and they alone move it:"
        " the vector d and the vector d_h.",
    ),
    "p = x ⊙ g; d = p - y; g <- g - α d ⊙ x": (
        "What each layer should be (global correlation):\n   The vector p should be the vector y.",
    ),
    # weights that stand in no line of the formula
    "p = relu(xA)W; d = p - y; W <- W - α relu(xA)ᵀd": ("   The weight matrix: what goes in there, with",),
    (
        "d2 = l2 - y; d3 = l3 - t; d1 = d3W1ᵀ; W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1; V <- V - α l2ᵀd3"
    ): ("The matrix V: the layer 2 vector, with what the layer 3 vector should be.",),
}

# What must not be said, for it is not so or not known.
NOT_SAID = {
    "h = xW; p = h/g; d = p - y; d_h = d/g; W <- W - α xᵀd_h": "is 0, nothing comes back",
    "p = x ⊙ g; d = p - y; g <- g - α d ⊙ x": "local correlation",
    "p = x ⊙ g + g; d = p - y; g <- g - α (d ⊙ x + d)": "What the weights learn",
    "P = HW; D = P - Y; d_h = colsum(DWᵀ); g <- g - d_h; W <- W - α HᵀD": "The vector d_h is",
    (
        "d2 = l2 - y; d3 = l3 - t; d1 = d3W1ᵀ; W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1; V <- V - α l2ᵀd3"
    ): "with what the layer 1 vector should be",
}


@pytest.mark.parametrize("formula", SAID)
def test_lines_written_by_hand(formula: str) -> None:
    result = check(read(formula)[0])
    told = lesson(result, words_of(result))
    for said in SAID[formula]:
        assert said in told


@pytest.mark.parametrize("formula", NOT_SAID)
def test_nothing_more_is_said(formula: str) -> None:
    result = check(read(formula)[0])
    assert NOT_SAID[formula] not in lesson(result, words_of(result))


def test_of_many_lines_the_first_are_said_and_how_many_more_there_are() -> None:
    steps = "; ".join(f"h{i + 1} = h{i}W + c{i}" for i in range(14))
    told = Formula(f"h0 : 3; {steps}").backprop().english("lesson")
    assert "the vector h4 with the delta 5 and 4 more." in told
    assert "   The vector h6 tells the vector h5, through the weight matrix.\n   And so on, 4 more.\n" in told
    assert "   The weight matrix: the vector h4, with what the vector h5 should be.\n   And so on, 4 more.\n" in told


def test_a_line_of_too_many_terms_is_made_in_a_way_of_its_own() -> None:
    sums = "; ".join(f"m{i + 1} = {' + '.join([f'm{i}'] * 18)}" for i in range(3))
    result = check(read(f"p = xW; d = p - y; m0 = d + d; {sums}; W <- W - α xᵀm3")[0])
    told = lesson(result, words_of(result))
    assert "The vector m3 is used as what the vector p should change by. It is made in a way of its own" in told


TAUGHT = {
    "l1 = xW; l2 = l1/h": (
        "The layer 2 delta is used as what the layer 1 vector should change by. It is made in a way of its own",
    ),
    "h = xA; g = xB; k = xD; p = [h, g, k]C": (
        "This is what the vector z1 tells the vector g: the delta z1 goes back by its own stretch of what was joined.",
    ),
    "d : number; Q = XW_q; K = XW_k; V = XW_v; Z = softmax(QKᵀ/√d)V": (
        "the delta Z goes back through the matrix H1, by which the matrix V was multiplied there.",
        "is used as what the matrix K should change by. It is made from the delta Z in a way of its own",
        "The weight matrix q learns in the same way, from the matrix X and the delta Q.",
    ),
    "h1 = tanh(x1U + h0V); h2 = tanh(x2U + h1V); p1 = h1W; p2 = h2W; e = sum((p1 - y1)²) + sum((p2 - y2)²)": (
        "The vector h1 goes into several things, so several tell it what it should be, and what they tell it is added"
        " up: the vector h2 through the matrix V and the vector p1 through the weight matrix.",
        "is used in several places",
    ),
    "h = xA; g = xB; p = [h, g]C": ("tells the vector g, by its own stretch of what was joined.",),
    "Z = relu(pick(E, i)A)B": ("Only the rows of the matrix E that were picked are moved, each by its row of",),
}


@pytest.mark.parametrize("formula", TAUGHT)
def test_what_backprop_writes(formula: str) -> None:
    told = Formula(formula).backprop().english("lesson")
    for said in TAUGHT[formula]:
        assert said in told


def test_an_input_that_is_learned_is_told_what_it_should_be() -> None:
    learned = Formula("h = xW0; p = hW1 + xW2").backprop(learn=["x", "W1"])
    told = learned.english("lesson")
    assert "The vector x comes in and is learned itself: it is moved by what it is told, as a layer is, through" in told


@pytest.mark.parametrize(
    "formula",
    [
        "W1 <- W1 - α l1ᵀd2",
        "x <- x + 1",
        "W <- 2W",
        "p = xW; W <- W - α W",
        "M <- M + xᵀy",
        "p = x - y; x <- x - p",
        "p = (xW)A; e = p - y; d = eAᵀ; W <- W - α xᵀd",
        "p = softmax(xW)A; e = p - y; d = softmax(eAᵀ); W <- W - α xᵀd",
        "h = xW; p = (hA)B; e = p - y; d = eBᵀ; A <- A - α hᵀd",
        "P = rowsum(XW); d = XW; W <- W - α Xᵀd",
        "p = sum(xW); e = p - τ; d = xᵀ; W <- W - α e (dᵀd)",
        "p = xW; d = p - y; W <- W - α xᵀd²",
    ],
)
def test_other_updates_are_no_learning(formula: str) -> None:
    assert not learning_of(formula).changes


OVERVIEWS = {
    "l0 : 3; l1 : 4; l2 : 1; l1 = relu(l0W0); l2 = l1W1": "Two layers that learn: 3 inputs, 4 hidden, 1 prediction.",
    "l1 = tanh(l0W0 + b0); l2 = tanh(l1W1 + b1); l3 = tanh(l2W2 + b2)": (
        "Three layers (tanh) that learn: n inputs, p predictions (tanh)."
    ),
    "h1 = tanh(x1U + h0V + b); h2 = tanh(x2U + h1V + b); p = h2W": "Learning, three layers deep.",
    "d : number; Q = XW_q; K = XW_k; V = XW_v; A = softmax(QKᵀ/√d)V": (
        "Attention that learns: n queries, n keys, p values each."
    ),
    "p = xW": "One layer that learns: n inputs, m predictions.",
    "s = x + relu(xA)B": "Learning, two layers with a skip connection.",
}


@pytest.mark.parametrize("formula", OVERVIEWS)
def test_overviews_of_what_learns(formula: str) -> None:
    assert Formula(formula).backprop().english("overview") == OVERVIEWS[formula]
