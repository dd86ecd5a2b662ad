"""Values that do not fit their letters: which one, what came, what was needed and why; and runs without a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import Drawn, programs
from test_mend import JARGON

from letternet import DataError, Formula, limits
from letternet.problem_text import as_text
from letternet.problems import Problem, errors
from letternet.write.letters import letters

NET = "l2 = relu(l0W0)W1"
BIASES = "l1 = relu(l0W0 + b0)\nl2 = l1W1 + b1"


def refused(text: str, values: dict[str, Any], dims: dict[str, Any] | None = None, columns: bool = False) -> DataError:
    """What a run says to values that do not fit."""
    with pytest.raises(DataError) as caught:
        Formula(text, dims=dims, columns=columns).run(values)
    return caught.value


def of_shapes(**shapes: tuple[int, ...]) -> dict[str, Any]:
    """Arrays of ones."""
    return {key: np.ones(shape) if shape else 1.0 for key, shape in shapes.items()}


def marked(problem: Problem, text: str) -> str:
    """What stands over the carets."""
    start, end = problem.span
    return text.split("\n")[problem.line - 1][start:end]


# ---------------------------------------------------------------------------------- laws for every program


@st.composite
def with_other_shapes(draw: Any, most: int) -> tuple[Drawn, dict[str, Any], set[str]]:
    """A program, values of which up to `most` have another shape than they should, and their letters."""
    drawn: Drawn = draw(programs())
    values = dict(drawn.values)
    keys = [key for key, value in values.items() if np.ndim(value) and key not in drawn.picks]
    assume(keys)
    chosen = draw(st.lists(st.sampled_from(sorted(keys)), min_size=1, max_size=most, unique=True))
    for key in chosen:
        shape = list(np.shape(values[key]))
        how = draw(st.sampled_from(("turned", "longer", "shorter")))
        if how == "turned" and len(shape) == 2:
            shape.reverse()
        else:
            axis = draw(st.integers(0, len(shape) - 1))
            shape[axis] = max(1, shape[axis] + (draw(st.integers(1, 3)) if how != "shorter" else -1))
        values[key] = np.full(shape, 0.5)
    return drawn, values, set(chosen)


def problems_of_run(drawn: Drawn, values: dict[str, Any]) -> list[Problem]:
    """What a run says; nothing if it works."""
    try:
        Formula(letters(drawn.program), dims=drawn.dims, columns=drawn.columns).run(values)
    except DataError as error:
        return list(error.problems)
    return []


@given(with_other_shapes(3))
def test_values_fit_a_formula_exactly_when_their_sizes_declared_do(
    drawn_values: tuple[Drawn, dict[str, Any], set[str]],
) -> None:
    drawn, values, _ = drawn_values
    said = problems_of_run(drawn, values)
    assume(all(problem.code != "E0306" for problem in said))
    text = letters(drawn.program)
    sizes = {key: np.shape(value) for key, value in values.items() if key in Formula(text, check=False).sizes}
    lines = "\n".join(
        f"{key} : {' × '.join(map(str, size)) or 'number'}" for key, size in drawn.dims.items()
    )
    declared = Formula(f"{lines}\n{text}", dims=sizes, columns=drawn.columns, check=False)
    assert bool(said) == bool(errors(declared.problems))


@given(with_other_shapes(1))
def test_one_value_of_another_size_is_one_problem_and_what_is_offered_fits(
    drawn_values: tuple[Drawn, dict[str, Any], set[str]],
) -> None:
    drawn, values, _ = drawn_values
    said = problems_of_run(drawn, values)
    assume(said and all(problem.code == "E0303" for problem in said))
    assert len(said) == 1
    (problem,) = said
    text = letters(drawn.program)
    key = problem.message.split(" ")[0]
    assert key in values
    assert f"{key} came as" in problem.message
    assert marked(problem, text) == key
    assert not any(JARGON.search(said) for said in (problem.message, *(fact.message for fact in problem.facts)))
    assert len(as_text(problem, text).split("\n")) <= 14
    for fix in problem.fixes:
        assert fix.formula == text
        assert not errors(Formula(text, dims={**drawn.dims, **fix.dims}, columns=drawn.columns, check=False).problems)
        assert fix.dims.get(key) != np.shape(values[key])


@given(with_other_shapes(2))
def test_the_order_in_which_values_are_given_changes_no_word(
    drawn_values: tuple[Drawn, dict[str, Any], set[str]],
) -> None:
    drawn, values, _ = drawn_values
    turned = dict(reversed(values.items()))
    said, again = problems_of_run(drawn, values), problems_of_run(drawn, turned)
    assert sorted(p.message for p in said) == sorted(p.message for p in again)


# -------------------------------------------------------------------------------------------- sizes that clash

# (formula, declared, shapes that came, (what is said, what is marked, the shapes of the first way out) of each problem)
MISFITS: tuple[tuple[str, dict[str, Any], dict[str, tuple[int, ...]], tuple[tuple[str, str, dict[str, Any]], ...]], ...]
MISFITS = (
    (NET, {}, {"l0": (3,), "W0": (3, 4), "W1": (3, 2)},
     (("W1 came as 3 × 2, but it needs 4 rows", "W1", {"W1": (4, 2)}),)),
    (NET, {}, {"l0": (4,), "W0": (3, 4), "W1": (4, 2)},
     (("l0 came as 4 values, but it needs 3", "l0", {"l0": (3,)}),)),
    (NET, {}, {"l0": (3,), "W0": (3, 4), "W1": (2, 4)},
     (("W1 came as 2 × 4, but it needs 4 rows", "W1", {"W1": (4, 2)}),)),
    (NET, {}, {"l0": (3,), "W0": (4, 3), "W1": (2, 4)},
     (("W0 came as 4 × 3, but it needs 3 rows", "W0", {"W0": (3, 4), "W1": (4, 2)}),)),
    (NET, {}, {"l0": (3, 5), "W0": (3, 4), "W1": (4, 2)},
     (("l0 came as a batch of 3 datapoints with 5 values each, but each needs 3", "l0", {"l0": (3,)}),)),
    (NET, {}, {"l0": (3, 1), "W0": (3, 4), "W1": (4, 2)},
     (("l0 came as a batch of 3 datapoints with 1 value each, but each needs 3", "l0", {"l0": (3,)}),)),
    (NET, {"W0": (3, 4)}, {"l0": (3,), "W0": (4, 3), "W1": (4, 2)},
     (("W0 came as 4 × 3, but it is declared as 3 × 4", "W0", {"W0": (3, 4)}),)),
    (NET, {"l0": 3}, {"l0": (4,), "W0": (3, 4), "W1": (4, 2)},
     (("l0 came as 4 values, but it is declared with 3", "l0", {"l0": (3,)}),)),
    (NET, {"l1": 5}, {"l0": (3,), "W0": (3, 4), "W1": (5, 2)},
     (("W0 came as 3 × 4, but it needs 5 columns", "W0", {"W0": (3, 5)}),)),
    (BIASES, {}, {"l0": (3,), "W0": (3, 4), "W1": (4, 2), "b0": (3,), "b1": (1,)},
     (("b0 came as 3 values, but it needs 4", "b0", {"b0": (4,)}),
      ("b1 came as 1 value, but it needs 2", "b1", {"b1": (2,)}))),
    (BIASES, {}, {"l0": (3,), "W0": (3, 4), "W1": (4, 2), "b0": (4, 1), "b1": (2, 1)},
     (("b0 came as a batch of 4 datapoints with 1 value each, but each needs 4", "b0", {"b0": (4,)}),
      ("b1 came as a batch of 2 datapoints with 1 value each, but each needs 2", "b1", {"b1": (2,)}))),
    ("h = tanh([x, g]W)", {}, {"x": (3,), "g": (5,), "W": (5, 5)},
     (("W came as 5 × 5, but it needs 8 rows (3 from x + 5 from g)", "W", {"W": (8, 5)}),)),
    ("e = sum((xW - y)²)", {}, {"x": (5, 3), "W": (3, 2), "y": (4, 2)},
     (("y came as a batch of 4 datapoints, but x as one of 5", "y", {}),)),
    ("W <- W - α xᵀd", {}, {"x": (3,), "W": (4, 3), "d": (4,), "α": ()},
     (("W came as 4 × 3, but it needs 4 columns", "W", {"W": (3, 4)}),)),
    ("y = xA⁻¹", {}, {"x": (2,), "A": (2, 3)},
     (("A came as 2 × 3; an inverse needs as many rows as columns, but A has 2 rows and 3 columns", "A",
       {"A": (2, 2)}),)),
    ("f(x) = xW; y = f(z) + b", {}, {"z": (3,), "W": (4, 4), "b": (4,)},
     (("z came as 3 values, but it needs 4", "z", {"z": (4,)}),)),
    ("q = xQ; k = xK; v = xV", {}, {"x": (4,), "Q": (4, 2), "K": (4, 3), "V": (5, 3)},
     (("V came as 5 × 3, but it needs 4 rows", "V", {"V": (4, 3)}),)),
    ("x = l0A; y = l0B", {}, {"l0": (3,), "A": (2, 4), "B": (3, 4)},
     (("A came as 2 × 4, but it needs 3 rows", "A", {"A": (3, 4)}),)),
    ("w <- x", {}, {"w": (2,), "x": (3,)},
     (("x came as 3 values, but it needs 2", "x", {"x": (2,)}),)),
    ("w : 2; y = 2x", {}, {"w": (3,), "x": (3,)},
     (("w came as 3 values, but it is declared with 2", "w", {"w": (2,)}),)),
    ("y = aA + bB", {}, {"a": (3,), "b": (4,), "A": (4, 2), "B": (3, 2)},
     (("A came as 4 × 2, but it needs 3 rows", "A", {"A": (3, 2), "B": (4, 2)}),)),
)  # fmt: skip


@pytest.mark.parametrize(("text", "dims", "shapes", "said"), MISFITS)
def test_a_value_that_does_not_fit_says_what_came_and_what_was_needed(
    text: str, dims: dict[str, Any], shapes: dict[str, Any], said: tuple[tuple[str, str, dict[str, Any]], ...]
) -> None:
    problems = refused(text, of_shapes(**shapes), dims).problems
    assert [p.message for p in problems] == [message for message, _, _ in said]
    for problem, (_, place, offered) in zip(problems, said, strict=True):
        assert marked(problem, text) == place
        first = problem.fixes[0].dims if problem.fixes else {}
        assert {key: first[key] for key in offered} == offered


def test_the_whole_of_a_problem_with_a_value() -> None:
    error = refused(NET, of_shapes(l0=(3,), W0=(3, 4), W1=(2, 4)))
    assert str(error) == """\
error[E0303]: W1 came as 2 × 4, but it needs 4 rows
  l2 = relu(l0W0)W1
       ----------^^ W1 came as 2 × 4
       | this has 4 values
  because  W0 came as 3 × 4, so l0W0 has 4 values
  because  relu keeps the length, so relu(l0W0) has 4 values
  note     libraries often store weights as outputs × inputs
  help     give W1 transposed, as 4 × 2   then l2 has 2 values"""


def test_a_size_given_beside_the_array_that_has_it() -> None:
    (problem,) = refused("x : n; y = sum(x)/n", {"x": [1, 2, 3], "n": 4}).problems
    assert problem.message == "n came as 4, but as a size it is 3"
    assert [fact.message for fact in problem.facts if fact.role == "because"] == ["x came as 3 values"]
    assert Formula("x : n; y = sum(x)/n").run(x=[1, 2, 3], n=3)["y"] == 2
    (problem,) = refused("x : n; y = sum(x)/n", {"x": [1, 2, 3], "n": 2.5}).problems
    assert problem.message == "n came as 2.5, but a size is a whole number from 1 up"


# ---------------------------------------------------------------------------------------- another kind

KINDS: tuple[tuple[str, dict[str, Any], str, str, tuple[str, ...]], ...] = (
    ("y = xW + B", of_shapes(x=(3,), W=(3, 4), B=(4,)), "B came as 4 values, but it is a matrix", "an uppercase letter",
     ("give B as 1 × 4", "declare B : 4")),
    ("y = xW", of_shapes(x=(3,), W=(3,)), "W came as 3 values, but it is a matrix", "an uppercase letter",
     ("give W as 3 × 1",)),
    ("y = αx", of_shapes(x=(3,), α=(1,)), "α came as 1 value, but it is a number", "a Greek letter",
     ("give α as a number, without brackets around it",)),
    ("y = xW", of_shapes(x=(2, 3, 4), W=(24, 4)), "x came as an array of 2 × 3 × 4, but it is a vector",
     "a lowercase letter", ("give x flat, as 24 values",)),
    ("y = xW", of_shapes(x=(), W=(3, 4)), "x came as a number, but it is a vector", "a lowercase letter",
     ("declare x : number",)),
    ("W : 3 × 4; y = xW", of_shapes(x=(3,), W=(12,)), "W came as 12 values, but it is a matrix",
     "it is declared as 3 × 4", ()),
)  # fmt: skip


@pytest.mark.parametrize(("text", "values", "message", "because", "offered"), KINDS)
def test_a_value_of_another_kind_says_why_the_letter_is_of_its_kind(
    text: str, values: dict[str, Any], message: str, because: str, offered: tuple[str, ...]
) -> None:
    (problem,) = refused(text, values).problems
    assert problem.message == message
    assert next(f.message for f in problem.facts if f.role == "because").startswith(because)
    assert tuple(fix.message for fix in problem.fixes) == offered
    for fix in problem.fixes:
        assert not errors(Formula(fix.formula, dims=fix.dims, check=False).problems)


def test_problems_of_kinds_and_sizes_are_told_in_one_go() -> None:
    said = refused(BIASES, of_shapes(l0=(3,), W0=(3, 4), W1=(5, 2), b0=(), b1=(2,))).problems
    assert [p.message for p in said] == [
        "b0 came as a number, but it is a vector",
        "W1 came as 5 × 2, but it needs 4 rows",
    ]


# --------------------------------------------------------------------------------------- letters and values


@pytest.mark.parametrize(("typed", "meant"), [("w0", "W0"), ("L0", "l0"), ("W00", "W0")])
def test_a_letter_that_the_formula_does_not_have_is_told_with_the_one_that_was_meant(typed: str, meant: str) -> None:
    values = {**of_shapes(l0=(3,), W0=(3, 4), W1=(4, 2))}
    values[typed] = values.pop(meant)
    assert f"there is no letter {typed} in the formula; did you mean {meant}?" in str(refused(NET, values))


def test_a_letter_may_be_typed_in_another_spelling() -> None:
    assert Formula(NET).run({**of_shapes(l0=(3,), W0=(3, 4)), "W_1": np.ones((4, 2))})["l2"].shape == (2,)


@given(programs())
def test_a_letter_may_go_by_its_name_in_python(drawn: Drawn) -> None:
    net = Formula(letters(drawn.program), dims=drawn.dims, columns=drawn.columns)
    named = {net.words.python[key]: value for key, value in drawn.values.items()}
    assert len(named) == len(drawn.values)
    for key, value in net.run(drawn.values).items():
        np.testing.assert_array_equal(net.run(named)[key], value)


def test_a_letter_and_its_name_in_python_are_one() -> None:
    (problem,) = refused("l1 = l0W", {"layer_0": [1, 2], "l0": [1, 2], "weights": [[1], [2]]}).problems
    assert (problem.code, problem.message) == ("E0302", "l0 is given twice, as layer_0 and as l0")
    problem = refused("l1 = l0W", {"layer_1": [1, 2]}).problems[0]
    assert (problem.code, problem.message) == ("E0302", "l1 is worked out by a line of the formula, so none is given")


def test_a_value_that_is_missing_is_asked_for_in_the_size_that_the_others_leave() -> None:
    (problem,) = refused("l1 = l0W0", {"l0": [1, 2]}).problems
    assert problem.message == "W0 has no value; it is 2 × m, given like this: W0='1 0 1; 1 0 1'"


def test_a_layer_in_between_takes_no_value() -> None:
    (problem,) = refused(NET, of_shapes(l0=(3,), W0=(3, 4), W1=(4, 2), l1=(4,)), {"l1": 4}).problems
    assert (problem.code, problem.message) == (
        "E0302", "l1 is worked out within a line of the formula, so none is given",
    )  # fmt: skip


# ------------------------------------------------------------------------------------------ without a result

SINGULAR = [[1, 2], [2, 4]]
NO_RESULT = (
    ("y = xA⁻¹", {"x": [1, 2], "A": SINGULAR}, "A has no inverse with these values", "A⁻¹"),
    ("z = 2x; y = inv(A)B + z", {"x": [1, 2], "A": SINGULAR, "B": SINGULAR}, "A has no inverse with these values",
     "inv(A)"),
    ("Y = A⁻¹B⁻¹", {"A": [[1, 2], [3, 4]], "B": SINGULAR}, "B has no inverse with these values", "B⁻¹"),
    ("f(M) = M⁻¹; y = x f(A)", {"x": [1, 2], "A": SINGULAR}, "f(A) has no result: a matrix has no inverse", "f(A)"),
    ("α = 1/β + 2", {"β": 0}, "β is 0, and nothing can be divided by 0", "β"),
    ("α = 3 + β⁻¹", {"β": 0}, "β is 0, and nothing can be divided by 0", "β⁻¹"),
    ("y = pick(E, i)", {"E": [[1, 0], [0, 1]], "i": [0, 3]},
     "i asks for a row that E does not have, row 3", "i"),
    ("y = x pick(E, i)ᵀ", {"x": [1, 2], "E": [[1, 0], [0, 1]], "i": [2, 1]},
     "i asks for a row that E does not have, row 2", "i"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "values", "message", "place"), NO_RESULT)
def test_what_has_no_result_is_marked(text: str, values: dict[str, Any], message: str, place: str) -> None:
    (problem,) = refused(text, values).problems
    assert (problem.code, problem.message, marked(problem, text)) == ("E0306", message, place)
    with pytest.raises(DataError) as caught:
        Formula(text).trace(values)
    assert caught.value.problems[0].message == message


SHOWN = {
    ("n : number; y = n + 2", "n", (3,)): "  y = n + 2 = 5",
    ("x : n; y = 7x/n", "x", ((1, 2, 3, 4, 5, 6, 7, 8, 9),)): (
        "  y = 7x/n = [0.777778 1.55556 2.33333 3.11111 3.88889 4.66667 5.44444 … 9 values]"
    ),
    ("Y = XXᵀ/2", "X", (((1, 2),) * 8,)): "  Y = XXᵀ/2 = [" + "2.5 2.5 2.5 2.5 2.5 2.5 2.5 2.5; " * 6 + "… 8 rows]",
    ("M = xᵀz", "x z", (((1, 2), (3, 4)), (1, 1))): "  M = xᵀz = 2 × [1 1; 2 2]",
    ("α = norm(x); y = x^α", "x", (((3, 4), (1, 0)),)): "  y = x^α = [243 1024; 1 0]",
}


@pytest.mark.parametrize(("text", "letters", "values"), SHOWN)
def test_values_are_shown_as_people_write_them(text: str, letters: str, values: tuple[Any, ...]) -> None:
    given = dict(zip(letters.split(), values, strict=True))
    assert Formula(text).trace(given).split("\n")[-1] == SHOWN[text, letters, values]


KEEPS = "a function that is handed in keeps the size"
HANDED: dict[str, tuple[Callable[..., Any], str]] = {
    "too many values": (lambda x: np.ones(7), f"act makes 7 values of 2 values, and {KEEPS}"),
    "a number": (lambda x: x.sum(), f"act makes a number of 2 values, and {KEEPS}"),
    "text": (lambda x: "text", "act gives something of the type str, not numbers"),
    "rows of different lengths": (lambda x: [1, [2, 3]], "act gives something of the type list, not numbers"),
    "an error": (lambda x: {}[3], "act raised KeyError: 3"),
    "no arguments": (lambda: 3, "act raised TypeError"),
}


@pytest.mark.parametrize("name", HANDED)
def test_what_a_function_that_is_handed_in_gives_is_looked_at(name: str) -> None:
    function, said = HANDED[name]
    net = Formula("y = act(xW) + x", functions={"act": function})
    values = {"x": [1, 2], "W": [[1, 0], [0, 1]]}
    for show in (net.run, net.trace, lambda values: net.picture(values=values)):
        with pytest.raises(DataError) as caught:
            show(values)
        (problem,) = caught.value.problems
        assert problem.code == "E0306"
        assert problem.message.startswith(f"act(xW) has no result: {said}")
        assert marked(problem, net.text) == "act(xW)"


def test_a_function_that_is_handed_in_may_give_a_list() -> None:
    net = Formula("y = act(x)", functions={"act": lambda x: [0.5 * each for each in x]})
    assert net.run(x=[1, 3])["y"].tolist() == [0.5, 1.5]
    assert "y [0.5 1.5]" in net.picture(values={"x": [1, 3]}).text


@pytest.mark.parametrize(
    ("text", "too_much"),
    [
        ("y = relu(xW) + b", ""),
        ("f(x) = xW; y = f(x)", ""),
        ("y = xW; W <- W - 2(xᵀy/3 + 0W)ᵀᵀ", ""),
        ("y = xW; W <- W - xᵀy ⊙ W", "xᵀy would have 2,000 values; at most 1,000 are allowed"),
        ("y = xW; A = xᵀy", "xᵀy would have 2,000 values; at most 1,000 are allowed"),
        ("f(z) = z ⊙ sum(x); Y = f(W)", "f(W) would have 2,000 values; at most 1,000 are allowed"),
    ],
)
def test_only_what_depends_on_a_batch_is_held_for_all_of_it(
    text: str, too_much: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ELEMENTS", 1000)
    values = {"x": np.ones((50, 10)), "W": np.ones((10, 4)), "b": np.ones(4)}
    net = Formula(text)
    values = {key: value for key, value in values.items() if key in net.checked.names.inputs}
    if not too_much:
        net.run(values)
        return
    with pytest.raises(DataError) as caught:
        net.run(values)
    assert [problem.message for problem in caught.value.problems] == [too_much]
