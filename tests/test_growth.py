"""The work of every view grows with the length of a formula, not its square; calls are counted, nothing is timed."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from itertools import product

import pytest
from effort import work

from letternet import Formula
from letternet.run.needed import numbers_to_try
from letternet.show.page import formula_page

FEW, MANY = 50, 200
# What has more than 200 parts in a line is shown in less detail, so these are looked at on both sides of that.
LONG = dict.fromkeys(("a long sum", "a long join", "signs"), (100, 400))
MOST = 5  # times as much work: even where one part in twelve of the work on few grows with the square, it is more
# A lesson looks through a long formula as far as a bound that only the longer one reaches.
MORE = {"lesson": 7}

FAMILIES: dict[str, Callable[[int], str]] = {
    "layers": lambda n: "\n".join(f"l{i + 1} = relu(l{i}W{i})" for i in range(n)),
    "layers, the last one first": lambda n: "\n".join(f"l{i + 1} = relu(l{i}W{i})" for i in reversed(range(n))),
    "layers of which none is used": lambda n: "\n".join(f"l{i + 1} = relu(l0W{i})" for i in range(n)),
    "layers inside one another": lambda n: "y = " + "relu(" * n + "x" + "W)" * n,
    "signs": lambda n: "y = xW + " + "(-" * n + "1" + ")" * n,
    "skips": lambda n: "\n".join(f"l{i + 1} = relu(l{i}W) + l0" for i in range(n)),
    "states": lambda n: "\n".join(f"h_{{{i + 1}}} = tanh(h_{{{i}}}W + x_{{{i}}}U)" for i in range(n)),
    "lines that have nothing to do with one another": lambda n: "\n".join(f"a{i} = xW" for i in range(n)),
    "lines with matrices of their own": lambda n: "\n".join(f"a{i} = xW{i}" for i in range(n)),
    "lines without a name": lambda n: "\n".join(f"x{i} + 2" for i in range(n)),
    "sizes": lambda n: "\n".join(f"W{i} : n × m; y{i} = xW{i}" for i in range(n)),
    "updates": lambda n: "\n".join(f"W{i} <- W{i} - αxᵀy" for i in range(n)),
    "layers, then their updates": lambda n: "\n".join(
        [*(f"l{i + 1} = relu(l{i}W{i})" for i in range(n)), *(f"W{i} <- 0.9W{i}" for i in range(n))]
    ),
    "updates of one matrix": lambda n: "\n".join(["W <- W - αxᵀy"] * n),
    "calls of one function": lambda n: "f(x) = relu(xA) + x\n" + "\n".join(f"y{i + 1} = f(y{i})" for i in range(n)),
    "a long sum": lambda n: "y = " + " + ".join(f"x{i}" for i in range(n)),
    "a long product": lambda n: "y = x" + "".join(f"W{i}" for i in range(n)),
    "a long join": lambda n: "y = [" + ", ".join(f"x{i}" for i in range(n)) + "]",
    "a long join of one letter": lambda n: "y = [" + ", ".join(["x"] * n) + "]",
    "one layer that many use": lambda n: (
        "h = xW\n" + "\n".join(f"y{i} = hU{i}" for i in range(n)) + "\nz = " + " + ".join(f"y{i}" for i in range(n))
    ),
    "typed values": lambda n: "\n".join(f"a{i} = [1 2 3]" for i in range(n)),
    "attention": lambda n: "d : number\n" + "\n".join(f"A{i} = softmax(Q{i}Kᵀ/√d)V" for i in range(n)),
    "learning formulas": lambda n: "\n".join(f"d{i} = d{i + 1}W{i}ᵀ ⊙ relu'(l{i})" for i in range(n)),
    "comments": lambda n: "\n".join(f"# number {i}\na{i} = xW" for i in range(n)),
}  # fmt: skip

VIEWS: dict[str, Callable[[Formula], object]] = {
    "letters": lambda formula: str(formula),
    "sizes": lambda formula: formula.sizes,
    "Python": lambda formula: formula.python(),
    "a module": lambda formula: formula.python(module=True),
    "English": lambda formula: formula.english(),
    "steps": lambda formula: formula.english("steps"),
    "overview": lambda formula: formula.english("overview"),
    "lesson": lambda formula: formula.english("lesson"),
    "LaTeX": lambda formula: formula.latex(),
    "a picture": lambda formula: formula.picture().svg,
    "a picture for a terminal": lambda formula: formula.picture().text,
    "a picture of strips": lambda formula: formula.picture("strips").svg,
    "chain": lambda formula: formula.chain(),
    "unchain": lambda formula: formula.unchain(),
}
# Not all of them can be had of every formula.
MORE_VIEWS: dict[str, Callable[[Formula], object]] = {
    "why": lambda formula: formula.why(),
    "a page": lambda formula: formula_page(formula),
    "how it learns": lambda formula: formula.backprop(),
    "a function": lambda formula: formula.function(),
    "a trace": lambda formula: formula.trace(numbers_to_try(formula.checked, {})),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_four_times_as_much_text_takes_about_four_times_as_much_work(name: str) -> None:
    few, many = map(FAMILIES[name], LONG.get(name, (FEW, MANY)))
    assert work(lambda: Formula(many)) < MOST * work(lambda: Formula(few))
    short, long = Formula(few), Formula(many)
    for view, show in VIEWS.items():
        one, other = work(partial(show, short)), work(partial(show, long))
        assert other < MORE.get(view, MOST) * one, (view, one, other)


@pytest.mark.parametrize(
    ("name", "view"),
    [("signs", "a trace"), *product(["layers", "layers inside one another"], list(MORE_VIEWS)[:-1])],
)
def test_what_only_some_formulas_have_grows_like_the_views(name: str, view: str) -> None:
    short, long = (Formula(FAMILIES[name](layers)) for layers in LONG.get(name, (FEW, MANY)))
    one, other = work(partial(MORE_VIEWS[view], short)), work(partial(MORE_VIEWS[view], long))
    assert other < 7 * one, (one, other)


@pytest.mark.parametrize(
    "line",
    ["x{i} : n{i} - n{j}", "x{i} : n{i} - n{j}; y{i} : n{j} - n{i} + 2", "x{i} : n - m{i}; y{i} : m{i} - 2"],
)
def test_sizes_with_differences_take_work_that_grows_like_them(line: str) -> None:
    few, many = ("; ".join(line.format(i=i, j=i + 1) for i in range(lines)) for lines in (FEW, MANY))
    one, other = (work(lambda text=text: Formula(text, check=False).problems) for text in (few, many))  # type: ignore[misc]
    assert other < 8 * one, (one, other)


def test_ways_out_of_a_long_line_are_looked_for_with_work_that_grows_like_it() -> None:
    few, many = ("W" * factors + "c" for factors in (30, 120))
    one, other = (work(lambda text=text: Formula(text, check=False).problems) for text in (few, many))  # type: ignore[misc]
    assert other < 8 * one, (one, other)


@pytest.mark.parametrize("name", ["letters", "sizes", "Python", "a module", "English", "steps", "LaTeX", "unchain"])
def test_a_formula_that_nobody_holds_is_gone_at_once(name: str) -> None:
    text = "f(x) = x ⊙ sigmoid(x); d2 = l2 - y; d1 = f(d2W1ᵀ) ⊙ relu'(l1); W1 <- W1 - α l1ᵀd2"
    VIEWS[name](Formula(text))  # what is made once and kept
    gc.collect()
    gc.disable()
    try:
        VIEWS[name](Formula(text))
        assert gc.collect() == 0  # things that hold one another stay until somebody looks for them
    finally:
        gc.enable()
