"""A text with many mistakes is answered soon: ways out are looked for within bounds.  Calls are counted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from effort import work

from letternet import Formula
from letternet.problems import MOST_PROBLEMS, Problem, errors

MOST = 10_000_000  # calls, of a text of any number of mistakes,
FOR_EACH = 400  # and for each of its characters


def lines(text: str, n: int) -> str:
    """A text for each number; `{i}` and `{j}` are the number and the next one, `{k}` another one."""
    return "\n".join(text.format(i=i, j=i + 1, k=i * 7 % n) for i in range(n))


def summed(text: str, n: int) -> str:
    """The sum of such texts."""
    return "y = " + " + ".join(text.format(i=i) for i in range(n))


MANY: dict[str, Callable[[int], str]] = {
    "one product in a sum": lambda n: summed("xz", n),
    "products in a sum": lambda n: summed("x{i}z{i}", n),
    "products in brackets": lambda n: "y = " + "relu(" * n + "x" + "z)" * n,
    "a product of vectors": lambda n: "y = " + "x" * n,
    "a product of several vectors": lambda n: "y = " + "".join(f"x{i}" for i in range(n)),
    "exponents": lambda n: "after ^" + " comes^" * n + " comes1",
    "calls": lambda n: summed("relu(xx)", n),
    "inverses": lambda n: summed("(xW)^{{-1}}", n),
    "lines": lambda n: lines("y{i} = x{i}z{i}", n),
    "lines that build on one another": lambda n: lines("l{j} = l{i}x{i}", n),
    "lines without a name": lambda n: lines("xz", n),
    "calls of one wrong function": lambda n: "f(x) = xz\n" + summed("f(a{i})", n),
    "a function of many mistakes": lambda n: f"f(x) = {summed('xz', n)[4:]}\ny = f(a)",
    "updates": lambda n: lines("W{i} <- W{i} - αx{i}y{i}", n),
    "sizes in one sum": lambda n: "A : 2 × 3; B : 4 × 5; " + summed("AB", n),
    "sizes in a sum": lambda n: lines("A{i} : 2 × 3; B{i} : 4 × 5", n) + "\n" + summed("sum(A{i}B{i})", n),
    "sizes in a product": lambda n: "A : 2 × 3; y = x" + "A" * n,
    "sizes in lines": lambda n: lines("A{i} : 2 × 3; B{i} : 4 × 5; y{i} = A{i}B{i}", n),
    "one name declared often": lambda n: lines("x : {j}", n) + "\ny = x",
    "one letter for many sizes": lambda n: lines("x{i} : n; x{i} : {j}", n),
    "values of many sizes": lambda n: "y = " + " + ".join(f"[{'1 ' * (i % 7 + 1)}]" for i in range(n)),
    "vectors of many sizes": lambda n: lines("x{i} : {j}", n) + "\n" + summed("x{i}", n),
    "values joined": lambda n: lines("x{i} : {j}", n) + f"\ny = [{summed('x{i}', n)[4:].replace(' + ', '; ')}]",
    "pairs in a row": lambda n: lines("x{i} : {j}", n) + "\n" + lines("y{i} = x{i} + x{j}", n - 1),
    "pairs in a row, a long way apart": lambda n: "\n".join(
        [
            lines("x{i} : {j}", n),
            lines("a{i} = relu(x{i})\nb{i} = tanh(a{i})\nc{i} = exp(b{i})\ny{i} = c{i} + x{j}", n - 1),
        ]
    ),
    "pairs everywhere": lambda n: lines("x{i} : {j}", n + 1) + "\n" + lines("y{i} = x{i} + x{j} + x{k}", n),
    "all with two": lambda n: "x : 3; z : 3\n" + lines("x{i} : {j}4\ny{i} = x{i} + x\nz{i} = x{i} + z", n),
    "layers": lambda n: lines("W{i} : {i}3 × {i}5\nl{j} = relu(l{i}W{i})", n),
    "layers in another order": lambda n: lines("l{j} = relu(l{i}W{k})\nW{i} : {i}2 × {i}3", n),
    "biases": lambda n: lines("l{j} = relu(l{i}W{i} + b{i})\nb{i} : {i}3; W{i} : {i}2 × {i}5", n),
    "squares": lambda n: lines("A{i} : {i}1 × {i}2", n) + "\n" + summed("A{i}²", n),
    "letters that are added up": lambda n: "x : n\n" + lines("x{i} : {j}n + 1\ny{i} = [x, x] + x{i}", n),
    "attention": lambda n: lines(
        "A{i} = softmax(Q{i}K{i})V{i}\nK{i} : n × {i}2; Q{i} : m × {i}2; V{i} : n × k".replace("{i}2", "{j}"), n
    ),
}  # fmt: skip


def problems(text: str) -> list[Problem]:
    """What is said of a text."""
    return list(Formula(text, check=False).problems)


@pytest.mark.parametrize("name", MANY)
def test_many_mistakes_take_bounded_work(name: str) -> None:
    text = MANY[name](70)
    said: list[Problem] = []
    assert work(lambda: said.extend(problems(text))) < MOST + FOR_EACH * len(text)
    assert errors(said)
    assert len(said) <= MOST_PROBLEMS
    assert all(problem.line for problem in said)


SIZES = "W : 2 × 3; V : 4 × 5; U : 5 × 2; a : 2; b : 6"


def nested(body: str, again: str, depth: int) -> str:
    """A function, and functions that each call the one before twice."""
    names = [f"f{letter}" for letter in "abcdefghijklmno"[: depth + 1]]
    twice = (f"{name}(x) = {again.format(f=before)}" for before, name in pairwise(names))
    return "\n".join([SIZES, f"fa(x) = {body}", *twice, f"y = {names[-1]}(a)"])


@pytest.mark.parametrize("again", ["{f}(x) + {f}(x)", "{f}({f}(x))"])
@pytest.mark.parametrize("body", ["xWVU", "x + b", "xz"])
def test_a_mistake_in_a_function_of_very_many_calls_is_told_as_soon(body: str, again: str) -> None:
    for depth in (3, 9, 12):
        text = nested(body, again, depth)
        said: list[Problem] = []
        assert work(lambda text=text, said=said: said.extend(problems(text))) < MOST  # type: ignore[misc]
        assert [problem.line for problem in errors(said)] == [2]


@pytest.mark.parametrize("name", ["lines", "sizes in lines", "layers", "pairs in a row"])
def test_what_is_not_told_at_first_is_told_when_the_rest_is_mended(name: str) -> None:
    left = ["a = bC", *MANY[name](2 * MOST_PROBLEMS + 20).split("\n")]
    rounds = 0
    while said := errors(problems("\n".join(left))):
        wrong = {problem.line for problem in said}
        left = [line for number, line in enumerate(left, 1) if number not in wrong]
        rounds += 1
    assert rounds > 1
    assert left[0] == "a = bC"
