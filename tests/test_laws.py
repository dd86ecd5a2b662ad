"""What holds for every formula of the notation, against references that share no code with the package."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any, TypeVar

import numpy as np
import pytest
from exact import NotRational, evaluate_exactly
from hypothesis import assume, example, given
from hypothesis import strategies as st
from reference import Refused, Results, as_numpy, batched, evaluate
from strategies import Drawn, batches, mutated, programs, texts

from letternet import DataError, Formula, FormulaError, NotationError, limits
from letternet.alphabet import in_ascii
from letternet.problems import errors, lines_of
from letternet.read.latex import read as read_latex
from letternet.read.letters import read
from letternet.tree import (
    Call,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    FunctionDefinition,
    Meaning,
    Name,
    Number,
    Product,
    Program,
    Transpose,
    Update,
    same_program,
)
from letternet.write.latex import latex
from letternet.write.letters import letters

Law = TypeVar("Law", bound=Callable[..., None])

# What sizes do not tell: a letter without a value, what numbers no row, and a row that is not there.
SEEN_IN_VALUES = {"E0301", "E0303", "E0306"}
# Each rule of sizes, broken once: chance seldom breaks the rare ones.
CLASHES = (
    "xy", "xW", "x + y", "xᵀ + y", "y + W", "xᵀ + W", "x ⊙ W", "x/W", "x > W", "W² + V", "a^x", "x^W", "x⁻¹", "W⁻¹",
    "[W, V]", "[W; V]", "[x, W]", "[x; y]", "dot(x, y)", "max(x, y)", "outer(W, x)", "first(x, W)", "diag(x)y",
    "relu'(x) ⊙ y", "f(z) = zW; f(y); f(x)", "W <- W + V", "W + Vᵀ; W + V", "x = y; x : 2",
)  # fmt: skip
TYPED: dict[str, Any] = {
    "a": 2.0, "x": [1.0, 2.0], "y": [3.0, 1.0, 2.0], "W": [[1.0, 0.5], [2.0, -1.0], [0.0, 3.0]],
    "V": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]],
}  # fmt: skip


# Each datapoint has a matrix of its own, which is turned, joined, multiplied and summed up.
OWN_MATRICES = (
    "b = (xᵀy)ᵀ", "b = (xᵀyW)ᵀ", "b = [xᵀy; y]", "b = sum(yᵀx)", "b = rowsum(xᵀy)ᵀV", "b = softmax(yᵀx)xᵀ",
    "b = (yᵀx)ᵀ(yᵀx)",
)  # fmt: skip
# An update stands between a line, or what is put into it, and where it is used; a letter that unchain gives is taken.
IN_THE_WAY = (
    "b = yW\nW <- W - aW\nc = b + x",
    "b = yW\nd = b + x\nW <- W - aW\nc = d + x",
    "h1 = yW\nh2 = relu(relu(h1V)W)V",
)
LAST_BUT_NEEDED = "b = tanh(c ⊙ relu(x) ⊙ relu(x))\nc = yW"  # the last line is the result, and goes into the one before
# What has brackets, and what is turned.
BRACKETS = tuple(
    f"b = {right}"
    for right in (
        "a - (a - a)", "a - (a + a)", "a + (-a)", "-(-a)", "-(x + x)", "x ⊙ (x/(x + x))", "a > (a > a)", "(a - a)²",
        "(-a)²", "x · (xᵀ · x)", "(VᵀV)ᵀ", "((V W)ᵀ + V W)⁻¹", "Vᵀ - W",
    )
)  # fmt: skip
BATCH = {"x": [TYPED["x"], [3.0, -1.0]], "y": [TYPED["y"], [0.5, 2.0, 1.0]]}


def typed(text: str) -> Drawn:
    """A program of these letters, as if it had been drawn."""
    values = {key: value for key, value in TYPED.items() if key in text}
    kinds = {key: ("number", "row", "matrix")[np.ndim(value)] for key, value in values.items()}
    return Drawn(read(text)[0], {key: np.shape(value) for key, value in values.items()}, values, False, kinds)


def of_two(text: str) -> tuple[Drawn, Any]:
    """The same, with a batch of two datapoints."""
    drawn = typed(text)
    return drawn, (tuple(BATCH), {**drawn.values, **BATCH})


def also(*cases: object) -> Callable[[Law], Law]:
    """A law is held for these in every run, beside what is drawn."""
    return lambda law: reduce(lambda held, case: example(case)(held), cases, law)


def formula(drawn: Drawn, check: bool = True) -> Formula:
    return Formula(letters(drawn.program), dims=drawn.dims, columns=drawn.columns, check=check)


def inputs(net: Formula, values: dict[str, Any]) -> dict[str, Any]:
    """The values that a run is given: those of letters that no line defines."""
    names = net.checked.names
    return {key: value for key, value in values.items() if key in net.checked.named and key not in names.definitions}


def close(found: Any, wanted: Any, largest: float) -> None:
    np.testing.assert_allclose(np.asarray(found, dtype=float), wanted, rtol=1e-7, atol=1e-9 * max(1.0, largest))


def smooth(results: Results) -> bool:
    """True when no comparison or kink is so near that rounding could change a value."""
    return not results.tie and results.jump > 1e-7 * max(1.0, results.largest)


@also(*map(typed, BRACKETS))
@given(programs())
def test_letters_printed_and_read_again_are_the_same_program(drawn: Drawn) -> None:
    found, problems = read(letters(drawn.program))
    assert not errors(problems)
    assert same_program(found, drawn.program)


@given(programs())
def test_letters_in_ascii_read_back(drawn: Drawn) -> None:
    """Comments lose what ASCII lacks; the slope of an own function in Greek, φ'(x), has no spelling."""
    text = letters(drawn.program)
    assume(not re.search("[α-ω]'", text))
    spelled = in_ascii(text)
    assert spelled.isascii()
    found, problems = read(spelled)
    assert problems == [], (text, spelled)
    assert re.sub("#.*", "#", letters(found)) == re.sub("#.*", "#", text)



def products(letters: str) -> Iterator[Expression]:
    """These letters multiplied, in front of each thing that may have to stand in brackets."""
    c, f = Name("c"), Name("f")
    for last in (Elementwise("+", c, c), Product(c, f), Call("exp", (c,)), f, Transpose(f), Number("2")):
        yield reduce(Product, [*map(Name, letters), last])


@pytest.mark.parametrize("own", ["", "f", "fp", "fe"])
@pytest.mark.parametrize("word", "f ff fff cff exp expf fexp muf fσ σf σσff fcf lnff".split())
def test_letters_that_are_functions_too_are_not_called(word: str, own: str) -> None:
    defined = tuple(FunctionDefinition(name, (Name("x"),), Name("x")) for name in own)
    for value in products(word):
        program = Program((*defined, Evaluation(value)), "")
        for written, reader in ((letters(program), read), (latex(program), read_latex)):
            found, _ = reader(written)
            assert same_program(found, program), written


LONGEST = "t" * limits.INDEX  # an index
DIGITS = "7" * limits.DIGITS


@pytest.mark.parametrize(
    "text",
    [
        f"y = x_{{{LONGEST}}}W_{{{LONGEST}}}",
        f"y = relu'(x_{{{LONGEST}}}) + √(x_{{{LONGEST}}}) - |x_{{{LONGEST}}}|",
        f"y = x^{{n_{{{LONGEST}}}}}; n_{{{LONGEST}}} : number",
        f"f(x_{{{LONGEST}}}) = relu(x_{{{LONGEST}}}); y = f(z)",
        f"x_{{{LONGEST}}} <- x_{{{LONGEST}}} - αy",
        f"y = xW; W : n_{{{LONGEST}}} × 777777m_{{{LONGEST}}}",
        f"y = xW; W : {' + '.join(f'n{i}' for i in range(200))} × 3",
        f"vectors are columns; y = W_{{{LONGEST}}}x_{{{LONGEST}}}",
        f"y_{{{DIGITS}}} = x0",
        f"y = {DIGITS}x",
        f"y = x^{DIGITS}",
        f"{'g' * 500}(x) = 2x; y = {'g' * 500}(x)",
        f"y = xW; x means {'w' * 100}",
        f'y = xW + zU; x means "{"word " * 19}a"; z means "{"word " * 19}b"',
    ],
)
def test_what_is_as_long_as_may_be_reads_back_in_every_view(text: str) -> None:
    net = Formula(text)
    lines = [line for line in net.program.statements if not isinstance(line, Meaning)]
    for view in ("letters", "english", "latex", "python"):
        again = Formula(getattr(net, view)(), view=view)
        assert len([line for line in again.program.statements if isinstance(line, Definition | Update)]) == len(
            [line for line in lines if isinstance(line, Definition | Update)]
        )
        if view != "python" and len(lines) == len(net.program.statements):  # else it has other letters
            assert again.letters() == net.letters()


@given(programs().flatmap(mutated))
def test_letters_of_wrong_programs_read_back_too(drawn: Drawn) -> None:
    found, problems = read(letters(drawn.program))
    assert not errors(problems)
    assert same_program(found, drawn.program)


@given(programs())
def test_what_is_right_checks_clean_and_runs_to_the_predicted_sizes_and_values(drawn: Drawn) -> None:
    net = formula(drawn)
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results))
    run = net.run(inputs(net, drawn.values))
    known = dict(net.sizes)
    for key, (kind, array) in results.items():
        if not key:
            continue
        wanted = as_numpy(kind, array)
        close(run[key], wanted, results.largest)
        predicted = known[key]
        assert len(predicted) == np.ndim(run[key])
        for size, actual in zip(predicted, np.shape(run[key]), strict=True):
            assert isinstance(size, str) or size == actual


@also(*map(typed, CLASHES))
@given(programs().flatmap(mutated))
def test_what_is_refused_is_wrong_and_what_is_wrong_is_refused(drawn: Drawn) -> None:
    """The reference sees values, so it refuses what has no such sizes; what it takes has to check clean."""
    try:
        evaluate(drawn.program, drawn.values, drawn.kinds)
        right = True
    except Refused:
        right = False
    except np.linalg.LinAlgError:  # and it saw nothing of what comes after
        return
    try:
        net = formula(drawn)
    except FormulaError as error:
        refusal = error
    else:
        refusal = None
    if refusal is not None:
        assert not right, refusal
        return
    if not right:
        with pytest.raises(DataError) as missing:
            net.run(inputs(net, drawn.values))
        assert {problem.code for problem in missing.value.problems} <= SEEN_IN_VALUES


@also(*map(typed, BRACKETS))
@given(programs(rational=True))
def test_emitted_code_agrees_with_exact_arithmetic(drawn: Drawn) -> None:
    net = formula(drawn)
    try:
        exact = evaluate_exactly(drawn.program, drawn.values)
    except NotRational:
        return
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results))
    run = net.run(inputs(net, drawn.values))
    for key, matrix in exact.items():
        if key:
            kind, _ = results[key]
            close(run[key], as_numpy(kind, np.array(matrix.tolist(), dtype=float)), results.largest)


@also(*map(of_two, OWN_MATRICES))
@given(programs().flatmap(lambda drawn: st.tuples(st.just(drawn), batches(drawn))))
def test_a_batch_is_the_datapoints_one_by_one(both: tuple[Drawn, Any]) -> None:
    drawn, (names, values) = both
    net = formula(drawn)
    wanted = batched(drawn.program, values, names, drawn.kinds)
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results) and getattr(wanted, "tie", False) is False and getattr(wanted, "jump", 1.0) > 1e-7)
    run = net.run(inputs(net, values))
    for key, (_, array) in wanted.items():
        if key:
            close(run[key], array, max(results.largest, float(np.max(np.abs(array), initial=0.0))))


@also(*map(typed, IN_THE_WAY))
@given(programs())
def test_chain_and_unchain_change_no_value(drawn: Drawn) -> None:
    net = formula(drawn)
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results))
    for other in (net.chain(), net.unchain(), net.unchain().chain()):
        run = other.run(inputs(other, drawn.values))
        for key, (kind, array) in results.items():
            if key and key in run:
                close(run[key], as_numpy(kind, array), results.largest)
        last = [key for key in results if key]
        assert not last or last[-1] in run or "" in results


@also(typed(LAST_BUT_NEEDED))
@given(programs())
def test_a_module_is_the_same_function(drawn: Drawn) -> None:
    net = formula(drawn)
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results))
    space: dict[str, Any] = {}
    source = net.python(module=True)
    exec(compile(source, "module", "exec"), space)
    call = net.function()
    given_values = inputs(net, drawn.values)
    names = net.words.python
    parameters = list(call.parameters)  # type: ignore[attr-defined]
    arguments = [np.array(given_values[key]) if np.ndim(given_values[key]) else given_values[key] for key in parameters]
    before = [np.array(argument) for argument in arguments]
    found = call(*arguments)
    other = space[call.__name__](*arguments)
    for argument, old in zip(arguments, before, strict=True):
        np.testing.assert_array_equal(argument, old)
    assert all(names[key] for key in parameters)
    for a, b in zip(_leaves(found), _leaves(other), strict=True):  # the function is the fast form of the module
        size = float(np.abs(b).max(initial=1.0))
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9 * size)


def _leaves(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else [value]


@given(programs())
def test_updates_in_place_write_the_new_values_into_the_arrays_given(drawn: Drawn) -> None:
    net = formula(drawn)
    assume(net.checked.names.updates and not drawn.picks)
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results))
    values = inputs(net, drawn.values)
    anew, in_place = net.function(), net.function(inplace=True)
    parameters = list(anew.parameters)  # type: ignore[attr-defined]
    arguments = [np.array(values[key], dtype=float) if np.ndim(values[key]) else values[key] for key in parameters]
    wanted = {key: np.copy(value)[()] for key, value in anew(*arguments).items()}  # a letter may get another's array
    found = in_place(*arguments)
    assert wanted.keys() == found.keys() == net.checked.names.updates.keys()
    for key, new in wanted.items():
        np.testing.assert_array_equal(found[key], new)
        if key in parameters and np.ndim(new):
            np.testing.assert_array_equal(arguments[parameters.index(key)], new)
    for key, argument in zip(parameters, arguments, strict=True):
        if key not in wanted:
            np.testing.assert_array_equal(argument, np.array(values[key]))


@given(programs(updates=False))
def test_32_bit_floats_stay_32_bit(drawn: Drawn) -> None:
    assume("[" not in letters(drawn.program) and not drawn.picks)  # literals and row numbers are 64-bit
    net = formula(drawn)
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results))
    values = {
        key: np.array(value, dtype=np.float32) if np.ndim(value) else value
        for key, value in inputs(net, drawn.values).items()
    }
    run = net.run(values)
    for key, value in run.items():
        if np.ndim(value):
            assert value.dtype == np.float32, key


@given(texts())
def test_any_text_gives_a_formula_or_problems_with_places(text: str) -> None:
    try:
        net = Formula(text, check=False)
    except NotationError as error:
        refusal = error
    else:
        refusal = None
    if refusal is not None:
        assert refusal.problems
        assert str(refusal)
        for problem in refusal.problems:
            in_place(problem, text)
        return
    for problem in net.problems:
        in_place(problem, text)
    if not errors(net.problems):
        assert Formula(net.letters()).letters() == net.letters()
        assert net.english() is not None
        compile(net.python(), "lines", "exec")
        compile(net.python(module=True), "module", "exec")
        net.chain()
        net.unchain()


def in_place(problem: Any, text: str) -> None:
    lines = lines_of(text)
    assert problem.message
    assert is_placed(problem) <= problem.line <= len(lines)
    start, end = problem.span
    assert 0 <= start <= end
    if problem.line:
        assert end <= len(lines[problem.line - 1]) + 1


def is_placed(problem: Any) -> bool:
    """True for what is wrong at a place; where there is nothing to read, there is none."""
    return problem.severity == "error" and problem.code != "E0114"
