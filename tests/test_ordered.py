"""Products are worked out in the cheapest order: found by trying all, and with the same values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from letternet import Formula
from letternet.rewrite.ordered import chains_of, cheapest, effort, open_orders, ordered, orders_for
from letternet.write.letters import letters


def all_orders(first: int, last: int) -> Iterator[Any]:
    """Every way to put brackets around factors number `first` to `last`."""
    if first == last:
        yield first
    for middle in range(first, last):
        for left in all_orders(first, middle):
            for right in all_orders(middle + 1, last):
                yield left, right


def takes(tree: Any, sizes: Sequence[int], batched: Sequence[bool], count: int) -> float:
    """What an order takes, added up step by step."""
    if isinstance(tree, int):
        return 0.0
    (first, middle), (_, last) = ends(tree[0]), ends(tree[1])
    left, right = any(batched[first : middle + 1]), any(batched[middle + 1 : last + 1])
    own = effort(sizes[first], sizes[middle + 1], sizes[last + 1], left, right, count)
    return takes(tree[0], sizes, batched, count) + takes(tree[1], sizes, batched, count) + own


def ends(tree: Any) -> tuple[int, int]:
    """The first and the last factor of a part."""
    return (tree, tree) if isinstance(tree, int) else (ends(tree[0])[0], ends(tree[1])[1])


@st.composite
def products(draw: Any) -> tuple[str, dict[str, tuple[int, ...]]]:
    """A product of matrices, some of them transposed, perhaps between vectors and with numbers; and its sizes."""
    many = draw(st.integers(2, 5))
    sizes = draw(st.lists(st.integers(1, 12), min_size=many + 1, max_size=many + 1))
    text, dims = "", {}
    for number, name in enumerate("ABCDE"[:many]):
        turned = draw(st.booleans())
        text += name + "ᵀ" * turned
        dims[name] = (sizes[number], sizes[number + 1])[:: -1 if turned else 1]
    if draw(st.booleans()):
        text, dims["x"] = "x" + text, (sizes[0],)
    if draw(st.booleans()):
        text, dims["y"] = f"{text}yᵀ", (sizes[-1],)
    if draw(st.booleans()):
        text = f"({text})ᵀ"
    return draw(st.sampled_from([text, f"2{text}", f"α {text}/3", f"tanh({text}) + {text}"])), dims


@given(products(), st.integers(1, 400))
def test_the_order_is_the_best_of_all_and_changes_no_value(
    made: tuple[str, dict[str, tuple[int, ...]]], count: int
) -> None:
    text, dims = made
    net = Formula(f"R = {text}", dims=dims)
    batched = ["x"] if "x" in dims else []
    for _, chains in chains_of(net.checked, batched):
        for chain in chains:
            sizes = [net.checked.length(size) for size in chain.sizes]
            tree = cheapest(chain, net.checked.length, count)
            known = [size for size in sizes if size is not None]
            best = min(takes(each, known, chain.batched, count) for each in all_orders(0, len(chain.factors) - 1))
            assert takes(tree, known, chain.batched, count) == pytest.approx(best)
    chance = np.random.default_rng(count)
    values: dict[str, Any] = {key: chance.normal(size=size) for key, size in dims.items()}
    values |= {"α": 0.7} if "α" in text else {}
    for many in (batched, []):
        orders = orders_for(net.checked, net.checked.length, many, count)
        changed = Formula(letters(ordered(net.checked, orders, many)), dims=dims)
        np.testing.assert_allclose(changed.run(values)["R"], net.run(values)["R"], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("text", "batched", "count", "wanted"),
    [
        ("l3 = l0W0W1W2; l0 : 10; W0 : 10 × 512; W1 : 512 × 512; W2 : 512 × 2", "l0", 1024, "l3 = l0(W0(W1W2))"),
        ("l3 = l0W0W1W2; l0 : 10; W0 : 10 × 512; W1 : 512 × 512; W2 : 512 × 99", "l0", 2, "l3 = l0W0W1W2"),
        ("Z = ABCDyᵀ", "", 1, "Z = A(B(C(Dyᵀ)))"),  # whatever the sizes
        ("Z = yABC", "", 1, "Z = yABC"),
        ("Z = A(B(C(Dᵀyᵀ)))ᵀᵀ", "", 1, "Z = A(B(C(Dᵀyᵀ)))"),
        ("Z = (ABC)ᵀx; A : 3 × 90; B : 90 × 80; C : 80 × 70; x : 3; vectors are columns", "", 1, "Z = Cᵀ(Bᵀ(Aᵀx))"),
        ("Z = xᵀyAB; x : 90; y : 80; A : 80 × 70; B : 70 × 60", "", 1, "Z = xᵀ(yAB)"),
        ("Z = tanh(AB)CD; A : 9 × 1; B : 1 × 9; C : 9 × 9; D : 9 × 1", "", 1, "Z = tanh(AB)(CD)"),
        ("Z = 2ABC; A : 9 × 9; B : 9 × 9; C : 9 × 2", "", 1, "Z = 2(A(BC))"),
        ("Z = QKᵀ/√n; Q, K : 90 × n; n : number; x : n; x : 4", "", 1, "Z = (Q/√n)Kᵀ"),
        ("Z = α AB/β; A : 9 × 2; B : 2 × 9", "", 1, "Z = (α/β)AB"),
        ("Z = α xAB; x : 9; A : 9 × 90; B : 90 × 2", "α", 9, "Z = α (xAB)"),  # all the rest is there once
        ("Z = α xAB; x : 9; A : 9 × 90; B : 90 × 2", "α x", 9, "Z = α (x(AB))"),
        ("Z = ABC", "", 1, "Z = ABC"),  # nothing is known
        ("W <- W - α l0ᵀd; l0 : 9; d : 9", "l0 d", 100, "W <- W - α l0ᵀd"),
        ("W <- W - l0ᵀdUV; l0, d : 9; U : 9 × 9; V : 9 × 1", "l0 d", 100, "W <- W - l0ᵀd(UV)"),
    ],
)  # fmt: skip
def test_products_are_put_in_order(text: str, batched: str, count: int, wanted: str) -> None:
    checked = Formula(text, check=False).checked
    assert checked.right
    orders = orders_for(checked, checked.length, batched.split(), count)
    assert letters(ordered(checked, orders, batched.split())).split("\n")[0] == wanted


def test_an_order_is_open_where_what_comes_decides() -> None:
    def is_open(text: str, batched: str = "") -> bool:
        return open_orders(Formula(text).checked, batched.split())

    assert is_open("ABC")
    assert not is_open("xABC")
    assert is_open("xABC", "x")
    assert not is_open("tanh(xA)B", "x")
    assert not is_open("ABC; A : 2 × 3; B : 3 × 4; C : 4 × 5")


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize(
    ("text", "dims"),
    [
        ("l3 = l0W0W1W2", {"l0": (1024, 10), "W0": (10, 64), "W1": (64, 64), "W2": (64, 2)}),
        ("Z = ABCDyᵀ", {"A": (30, 30), "B": (30, 30), "C": (30, 30), "D": (30, 30), "y": (30,)}),
        ("Z = ABC", {"A": (40, 3), "B": (3, 40), "C": (40, 3)}),
    ],
)
def test_a_function_takes_the_best_order_for_what_comes(
    text: str, dims: dict[str, tuple[int, ...]], declared: bool
) -> None:
    chance = np.random.default_rng(0)
    values = {key: chance.normal(size=size) for key, size in dims.items()}
    known = {key: size[-1:] if key == "l0" else size for key, size in dims.items()}
    call = Formula(text, dims=known if declared else {}).function()
    wanted = Formula(text).run(values)
    for _ in range(2):
        found = call(*(values[key] for key in call.parameters))  # type: ignore[attr-defined]
        np.testing.assert_allclose(found, next(iter(wanted.values())), rtol=1e-9, atol=1e-9)


def test_a_long_product_stays_as_it_is_written() -> None:
    text = "A" * 100
    checked = Formula(f"B = {text}; A : 3 × 3").checked
    assert letters(ordered(checked, orders_for(checked, checked.length))).split("\n")[0] == f"B = {text}"
