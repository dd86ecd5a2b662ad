"""Functions run in a fast form: the same values as the lines of a book, to rounding, and nothing else is written to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from networks import networks
from strategies import Drawn, batches, programs

from letternet import Formula, LearningError
from letternet.functions import FUNCTIONS
from letternet.problems import FormulaError
from letternet.rewrite.common import common
from letternet.rewrite.fast import fast
from letternet.rewrite.folded import folded
from letternet.run import add_product
from letternet.run.code import compiled
from letternet.words import words_of
from letternet.write.letters import letters
from letternet.write.python import Def


def arguments(function: Any, values: dict[str, Any]) -> list[Any]:
    """The values in the order in which a function takes them, arrays copied."""
    return [np.array(values[key]) if np.ndim(values[key]) else values[key] for key in function.parameters]


@given(st.data())
def test_the_fast_form_gives_what_the_lines_of_the_book_give(data: st.DataObject) -> None:
    drawn: Drawn = data.draw(networks() | programs(updates=False))
    names, values = data.draw(batches(drawn)) if data.draw(st.booleans()) else ((), drawn.values)
    net = Formula(letters(drawn.program), dims=drawn.dims, columns=drawn.columns)
    learned = [key for key in net.checked.names.inputs if np.ndim(drawn.values.get(key, 0)) and key not in names]
    assume(learned)
    try:
        taught = net.backprop(target="y_{goal}", learn=[key for key in learned if key not in drawn.picks])
    except LearningError:
        assume(False)
    given_values = {key: values[key] for key in taught.checked.names.inputs if key in values}
    given_values |= {"α": 0.25} if "α" in taught.checked.names.inputs and "α" not in given_values else {}
    rate = next((key for key in taught.checked.names.inputs if key not in given_values and key != "y_{goal}"), "")
    given_values |= {rate: 0.25} if rate else {}
    if "y_{goal}" in taught.checked.names.inputs:
        size = taught.sizes["y_{goal}"]
        assume(all(isinstance(n, int) for n in size))
        given_values["y_{goal}"] = np.full(size, 0.5)[()]
    floats = {key: value if key in drawn.picks else np.asarray(value, float)[()] for key, value in given_values.items()}
    try:
        wanted = taught.run(floats)
    except FormulaError:
        assume(False)
    for inplace in (False, True):
        call = taught.function(inplace=inplace)
        given_arrays = arguments(call, floats)
        with np.errstate(all="ignore"):
            found = call(*given_arrays)
        for key, value in found.items():
            size = max(1.0, np.abs(np.asarray(wanted[key])).max(initial=0))
            assume(np.isfinite(wanted[key]).all() and size < 1e6)
            np.testing.assert_allclose(value, wanted[key], rtol=1e-9, atol=1e-9 * size, err_msg=key)
        for key, array in zip(call.parameters, given_arrays, strict=True):
            if not inplace or key not in found:
                np.testing.assert_array_equal(array, floats[key], err_msg=f"{key} was written to")


@given(st.data())
def test_a_function_gives_what_the_lines_of_the_book_give(data: st.DataObject) -> None:
    drawn: Drawn = data.draw(networks() | programs(updates=False))
    batched, values = data.draw(batches(drawn)) if data.draw(st.booleans()) else ((), drawn.values)
    kind = data.draw(st.sampled_from([np.float64, np.float32, None]))  # or whole numbers beside floats, as they are
    net = Formula(letters(drawn.program), dims=drawn.dims, columns=drawn.columns)
    book = Def(net.checked, words_of(net.checked), batched)
    call = net.function()
    assert call.parameters == book.parameters  # type: ignore[attr-defined]
    whole = {key for key, value in values.items() if key in drawn.picks or (np.ndim(value) == 0 and kind is np.float32)}
    kept = set(values) if kind is None else whole
    typed = {key: value if key in kept else np.asarray(value, kind)[()] for key, value in values.items()}
    given_arrays, before = arguments(call, typed), arguments(call, typed)
    try:
        with np.errstate(all="ignore"):
            wanted = compiled(book.source, book.name, {})(*arguments(call, typed))
    except (ArithmeticError, IndexError, np.linalg.LinAlgError):
        assume(False)
    with np.errstate(all="ignore"):
        found = call(*given_arrays)
    for array, old in zip(given_arrays, before, strict=True):
        np.testing.assert_array_equal(array, old)
    if wanted is None:
        assert found is None
        return
    size = max(1.0, float(np.abs(np.asarray(wanted)).max(initial=0)))
    assume(np.isfinite(wanted).all() and size < 1e6)
    assert np.shape(found) == np.shape(wanted)
    if kind is np.float64 or not any(sign in net.letters() for sign in "<>≤≥"):  # a comparison has the type of a letter
        assert np.asarray(found).dtype == np.asarray(wanted).dtype
    close = 2e-3 if kind is np.float32 else 1e-8
    np.testing.assert_allclose(found, wanted, rtol=close, atol=close * size)


@pytest.mark.parametrize("name", [name for name, row in FUNCTIONS.items() if row.again])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("inside", ["x", "x + b", "X"])
def test_a_function_of_the_table_does_the_same_within_its_array(name: str, kind: Any, inside: str) -> None:
    numbers = [0.5, 3.0, 0.0, 1.25, 40.0] if name in ("log", "sqrt") else [-3.0, -0.5, 0.0, 2.0, -40.0, 40.0]
    x = np.array(numbers, kind)
    values = {"x": x, "b": np.zeros_like(x), "X": np.array([x, x[::-1]])}
    net = Formula(f"{name}({inside})")
    call = net.function()
    with np.errstate(all="ignore"):
        found = call(*(values[key] for key in call.parameters))  # type: ignore[attr-defined]
        wanted = compiled(*book_of(net), {})(*(values[key] for key in call.parameters))  # type: ignore[attr-defined]
    assert found.dtype == kind
    np.testing.assert_allclose(found, wanted, rtol=1e-6 if kind == np.float32 else 1e-14, atol=1e-38)


def book_of(net: Formula) -> tuple[str, str]:
    """The code of a book, and what its function is called."""
    made = Def(net.checked, words_of(net.checked))
    return made.source, made.name


@pytest.mark.parametrize("text", ["1" + " + 1" * 99, "x" + " + (1" * 99 + ")" * 99, "y = x ⊙ (2" + " - 1" * 99 + ")"])
def test_numbers_that_need_lines_of_their_own_are_worked_out_there(text: str) -> None:
    net = Formula(text)
    values = [np.array([1.0, 2.0])] * len(net.checked.names.inputs)
    np.testing.assert_array_equal(net.function()(*values), compiled(*book_of(net), {})(*values))


def test_a_function_is_written_for_floats_and_takes_all_else_as_the_book_does() -> None:
    call = Formula("l2 = relu(l0W0 + b)W1").function()
    source = call.source  # type: ignore[attr-defined]
    for line in ("layer_1 = layer_0.dot(weights_0_1)", "layer_1 += bias", "maximum(layer_1, zero, out=layer_1)",
                 "layer_2 = relu(layer_0.dot(weights_0_1) + bias).dot(weights_1_2)"):  # fmt: skip
        assert f"    {line}\n" in source
    whole = np.array([[1, -2], [0, 1]])
    assert call([1, 1], whole, [1, 2], whole).tolist() == [2, -3]
    assert call(whole, whole, whole[0], whole).dtype == whole.dtype
    space: dict[str, Any] = {"np": np}
    exec(source, space)  # the text is complete with NumPy alone
    for kind in (float, np.float32, int):
        np.testing.assert_array_equal(space["forward"](*(a.astype(kind) for a in (whole, whole, whole[0], whole))),
                                      call(whole, whole, whole[0], whole))  # fmt: skip


def test_what_has_no_letters_is_worked_out_once() -> None:
    call = Formula("y = [1 2; 3 4][1 -1; 0 1]x + softmax([1 1]ᵀ); vectors are columns").function()
    head, _, body = call.source.rpartition("def forward")  # type: ignore[attr-defined]
    assert "array" not in body
    assert "array([[1, 2], [3, 4]])" in head
    assert call(np.array([1.0, 1.0])).tolist() == [2.5, 4.5]
    one, other = Formula("y = [1 0 1]").function(), Formula("y = [1 0 1]; z = 2α").function()
    first = one()
    first[0] = 9
    assert one().tolist() == [1, 0, 1]  # nobody's result is another one's constant
    assert other(2.0) == 4.0


def test_what_is_joined_without_letters_is_put_together_once() -> None:
    call = Formula("y = x + [[1 2], [3 4]]").function()
    assert "concatenate" not in call.source.rpartition("def forward")[2]  # type: ignore[attr-defined]
    assert call(np.ones(4)).tolist() == [2, 3, 4, 5]


def test_what_has_no_result_says_so_when_it_is_called() -> None:
    call = Formula("y = x + 1/0").function()
    with pytest.raises(ZeroDivisionError):
        call(np.ones(2))
    call = Formula("Y = X + inv([1 1; 1 1])").function()
    with pytest.raises(np.linalg.LinAlgError):
        call(np.ones((2, 2)))


def test_calls_share_no_arrays_also_in_threads() -> None:
    chance = np.random.default_rng(0)
    call = Formula("l2 = softmax(tanh(l0W0 + b)W1)").function()
    weights = chance.normal(size=(5, 40)), chance.normal(size=40), chance.normal(size=(40, 3))
    batches = [chance.normal(size=(30, 5)) for _ in range(40)]
    alone = [call(batch, *weights) for batch in batches]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda batch: call(batch, *weights), batches * 5))
    for number, found in enumerate(together):
        np.testing.assert_array_equal(found, alone[number % len(batches)])
    assert not any(np.shares_memory(found, other) for found in together[:5] for other in (*together[5:10], *weights))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("d = l1 - y; W <- W - α l0ᵀd", "d = α (l1 - y)\nW <- W - l0ᵀd"),
        ("d = l1 - y; W <- W + α l0ᵀd; b <- b + α d", "d = α (l1 - y)\nW <- W + l0ᵀd\nb <- b + d"),
        ("d = l1 - y; c = dVᵀ ⊙ relu'(h); W <- W - α l0ᵀc", "d = α (l1 - y)\nc = dVᵀ ⊙ relu'(h)\nW <- W - l0ᵀc"),
        ("d = l1 - y; W <- W - α (λ W + l0ᵀd)", "d = α (l1 - y)\nW <- W - (α λ W + l0ᵀd)"),
        ("d = l1 - y; W <- W - 2α l0ᵀd", "d = α (l1 - y)\nW <- W - 2l0ᵀd"),
        # what is used otherwise keeps its value
        ("d = l1 - y; e = sum(d²); W <- W - α l0ᵀd", "d = l1 - y\ne = sum(d²)\nW <- W - l0ᵀ(α d)"),
        ("d = l1 - y; W <- W - α l0ᵀd; d", "d = l1 - y\nW <- W - l0ᵀ(α d)\nd"),
        ("d = l1 - y; W <- W - α l0ᵀ(d ⊙ d)", "d = l1 - y\nW <- W - l0ᵀ(α d ⊙ d)"),
        # a rate that is not the same for all, or changes, stays
        ("d = l1 - y; W <- W - α l0ᵀd; V <- V - β l0ᵀd", "d = l1 - y\nW <- W - l0ᵀ(α d)\nV <- V - β l0ᵀd"),
        ("d = l1 - y; W <- W - α l0ᵀd; α <- 0.9α", "d = l1 - y\nW <- W - α l0ᵀd\nα <- 0.9 α"),
        ("W <- W - l0ᵀ(l1 - y)", "W <- W - l0ᵀ(l1 - y)"),
        ("d = l1 - y; W <- W - π l0ᵀd", "d = l1 - y\nW <- W - π l0ᵀd"),
        ("d = l1 - y; W <- W - α; V <- V - β l0ᵀd", "d = β (l1 - y)\nW <- W - α\nV <- V - l0ᵀd"),
        ("d = l1 - y; W <- V - α l0ᵀd", "d = l1 - y\nW <- V - α l0ᵀd"),
    ],
)
def test_the_rate_moves_to_the_deltas(text: str, wanted: str) -> None:
    assert letters(folded(Formula(text).checked)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a = relu(xW); b = relu(xW) + c", "a = relu(xW)\nb = a + c"),
        ("a = relu(xW) + relu(xW)ᵀᵀ", "h1 = relu(xW)\na = h1 + h1ᵀᵀ"),
        ("a = tanh(xW); b = sigmoid(xW)", "h1 = xW\na = tanh(h1)\nb = sigmoid(h1)"),
        ("a = xW; x <- 2x; b = xW", "a = xW\nx <- 2x\nb = xW"),
        ("a = 2α; b = 2α x", "a = 2 α\nb = 2 α x"),
        ("a = xᵀ; b = xᵀ", "a = xᵀ\nb = xᵀ"),
    ],
)
def test_what_stands_twice_is_worked_out_once(text: str, wanted: str) -> None:
    assert letters(common(Formula(text).checked)) == wanted


def test_the_fast_form_is_readable_and_takes_the_same_letters_in_the_same_order() -> None:
    taught = Formula("l1 = relu(l0W0); l2 = l1W1").backprop()
    call = taught.function(inplace=True)
    assert call.parameters == ("l0", "W0", "W1", "y", "α")  # type: ignore[attr-defined]
    for line in ("layer_1 = relu(layer_0.dot(weights_0_1))", "layer_2_delta = alpha * (layer_2 - y)",
                 "layer_1_delta = layer_2_delta.dot(weights_1_2.T) * sign(layer_1)"):  # fmt: skip
        assert line in call.source  # type: ignore[attr-defined]
    assert "α (l2 - y)" in letters(fast(taught.checked).program)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("scipy", [True, False])
def test_large_weights_take_products_as_they_are(kind: Any, scipy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if scipy:
        pytest.importorskip("scipy", reason="SciPy brings the product that adds")
    else:
        monkeypatch.setattr(add_product, "routine", lambda kind: None)
    chance = np.random.default_rng(0)
    taught = Formula("l1 = relu(l0W0); l2 = l1W1").backprop()
    call = taught.function(inplace=True)
    values = {"l0": chance.normal(size=(8, 90)), "W0": chance.normal(size=(90, 70)) / 9,
              "W1": chance.normal(size=(70, 2)) / 9, "y": chance.normal(size=(8, 2))}  # fmt: skip
    values = {key: value.astype(kind) for key, value in values.items()}
    rate = {"α": 0.01}
    wanted = taught.run(values | rate)
    given_arrays = arguments(call, values | rate)
    held = dict(zip(call.parameters, given_arrays, strict=True))  # type: ignore[attr-defined]
    call(*given_arrays)
    for key in ("W0", "W1"):
        assert held[key].dtype == kind
        np.testing.assert_allclose(held[key], wanted[key], rtol=1e-5 if kind == np.float32 else 1e-12)
    turned = [np.asfortranarray(value) if np.ndim(value) == 2 else value for value in arguments(call, values | rate)]
    call(*turned)
    np.testing.assert_allclose(turned[1], wanted["W0"], rtol=1e-5 if kind == np.float32 else 1e-12)


@pytest.mark.parametrize("formula", ["y = x ⊙ (z > 0)", "y = (z > 0) ⊙ x", "y = 2(z > 0) ⊙ x/2"])
def test_one_mask_for_all_datapoints_makes_no_array_of_ones(formula: str) -> None:
    call = Formula(formula).function()
    values = {"x": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), "z": np.array([1.0, -2.0, 3.0])}
    found = call(*(values[key] for key in call.parameters))  # type: ignore[attr-defined]
    np.testing.assert_array_equal(found, [[1, 0, 3], [4, 0, 6]])


def test_whole_numbers_stay_whole() -> None:
    call = Formula("h = relu(xW); W <- W + xᵀh; i <- i + 1").function()
    found = call(*arguments(call, {"x": [1, 2], "W": [[1, -1], [0, 1]], "i": [3]}))
    assert found["W"].dtype.kind == "i"
    assert found["W"].tolist() == [[2, 0], [2, 3]]
    assert found["i"].tolist() == [4]


def test_lists_are_taken_where_arrays_are() -> None:
    call = Formula("W <- W - α xᵀy").function()
    assert call([[1.0, 2.0]], 0.5, [1.0], [2.0, 4.0])["W"].tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("x, w, y : number; p = xw; w <- w - α x (p - y)", {"x": 2.0, "w": 1.0, "α": 0.1, "y": 3.0}),
        ("W <- W - α xᵀy; w : number; w <- w + 1", {"x": [1.0], "y": [2.0], "W": [[1.0]], "w": 1.0, "α": 0.1}),
    ],
)
def test_code_is_written_once_for_values_of_a_kind(
    text: str, values: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    call = Formula(text).function()
    first = call(*arguments(call, values))

    def again(*values: Any) -> None:
        raise AssertionError("the code for these is there")

    monkeypatch.setitem(call.__globals__, "new", again)  # type: ignore[attr-defined]
    assert call(*arguments(call, values)) == first


@pytest.mark.parametrize("name", ["one", "zero", "maximum", "fits", "otherwise", "forward", "step"])
def test_a_function_that_is_handed_in_keeps_its_name(name: str) -> None:
    call = Formula(f"l1 = relu({name}(1 - relu(l0W0)) + 1)", functions={name: lambda x: 2 * x}).function()
    assert call(np.ones(2), np.full((2, 2), 0.5)).tolist() == [1.0, 1.0]


def test_lines_may_stand_in_any_order() -> None:
    values = {"x": [1.0, -2.0], "W": [[1.0, 2.0], [3.0, 4.0]]}
    for lines in permutations(["y = 2a", "a = b + c", "b = 2c", "c = xW"]):
        net = Formula("; ".join(lines))
        found = net.run(values)
        assert {key: found[key].tolist() for key in "yabc"} == {
            "c": [-5, -6], "b": [-10, -12], "a": [-15, -18], "y": [-30, -36]
        }  # fmt: skip
        np.testing.assert_array_equal(net.function()(x=values["x"], weights=values["W"]), found[lines[-1][0]])


def test_the_last_line_is_the_result_though_the_one_before_needs_it_and_has_a_part_twice() -> None:
    net = Formula("y = g ⊙ relu(h) ⊙ relu(h)\ng = hK")
    values = {"h": np.array([1.0, 2.0]), "K": np.array([[1.0, 2.0], [3.0, 4.0]])}
    assert net.function()(*arguments(net.function(), values)).tolist() == [7.0, 10.0]
    assert net.python(module=True).endswith("return g\n")


def test_a_comparison_of_numbers_is_no_array_of_floats() -> None:
    call = Formula("f(a, b) = -a + b\ny <- y + f([2] ≥ [3], x)").function()
    assert call(np.array([1.0]), np.array([0.5]))["y"].tolist() == [1.5]


def test_the_rate_may_be_a_size() -> None:
    call = Formula("x : n\nd = xW - y\nW <- W - n xᵀd").function()
    values = {"x": np.array([1.0, 2.0]), "W": np.ones((2, 3)), "y": np.zeros(3)}
    assert call(*arguments(call, values))["W"].tolist() == [[-5.0] * 3, [-11.0] * 3]
