"""The gradient law: what the learning formulas take from each letter is how fast the error grows with it.

The error is worked out here, from the formula's own lines alone, and differentiated twice: by small steps through
the reference that knows only two-dimensional arrays, and by jax.  Left out by name is what has no slope: a place where
something bends or jumps, and a slope that the program declares itself, which is taken at its word.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from consoles import HOUSE
from effort import tried
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jax_reference import Run, gradient
from jax_reference import evaluate as evaluate_by_jax
from networks import layered, networks
from reference import Refused, evaluate
from strategies import Drawn, batches, programs
from test_laws import typed

from letternet import DataError, Formula, FormulaError, LearningError
from letternet.functions import FUNCTIONS
from letternet.problems import errors
from letternet.read.letters import read
from letternet.rewrite.backprop import backprop
from letternet.tree import (
    Call,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    FunctionDefinition,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Program,
    Transpose,
    Update,
    Values,
    in_order,
    same_program,
    within,
)
from letternet.write.letters import letters

FEW = tried(1 / 3)  # these formulas take longer than others
TARGET = "y_{goal}"
STEPS = (1e-3, 1e-4)
SINGULAR = "E0306"  # the slope of a determinant takes the inverse, which not every matrix has


@dataclass
class Task:
    """A formula with what it is learned from: its lines, their last value by a name, and values for all letters."""

    program: Program
    key: str
    own: bool  # the last value is an error itself
    shares: bool  # the last value comes from softmax
    values: dict[str, Any]
    kinds: dict[str, str]

    def error(self, last: Any, xp: Any) -> Any:
        """The error of the last value, a two-dimensional array."""
        if self.own:
            return last
        target = np.reshape(self.values[TARGET], last.shape)
        if self.shares:
            return -xp.sum(target * xp.log(last))
        return xp.sum((last - target) ** 2) / 2

    def by_steps(self, along: Mapping[str, Any]) -> float | None:
        """How fast the error grows along a direction, by small steps; None where the steps do not agree."""

        def error(step: float) -> float:
            moved = {key: np.asarray(self.values[key], dtype=float) + step * way for key, way in along.items()}
            results = evaluate(self.program, {**self.values, **moved}, self.kinds)
            return float(np.reshape(self.error(results[self.key][1], np), ()))

        found = [(error(-2 * h) - 8 * error(-h) + 8 * error(h) - error(2 * h)) / (12 * h) for h in STEPS]
        size = max(1.0, abs(found[0]), abs(error(0)))
        return found[0] if abs(found[0] - found[1]) < 1e-7 * size else None

    def by_jax(self, learned: Sequence[str]) -> tuple[dict[str, Any], float, float]:
        """How fast the error grows with every value of these letters, the error, and how near a kink is."""

        def error(run: Run) -> Any:
            return self.error(run.array(self.key), jnp)

        return gradient(error, self.program, self.values, learned, self.kinds)


# --------------------------------------------------------------------------------------------- the task


def formula(drawn: Drawn) -> Formula:
    return Formula(letters(drawn.program), dims=drawn.dims, columns=drawn.columns)


def learnable(drawn: Drawn) -> list[str]:
    """The letters that come in and are real: no numbers of rows, none that an update changes, no whole exponents."""
    names = formula(drawn).checked.names
    exponents = {
        node.exponent.key
        for line in drawn.program.statements
        for node in within(line)
        if isinstance(node, Power) and isinstance(node.exponent, Name)
    }
    left_out = {*drawn.picks, *names.updates, *names.sizes}
    left_out |= {key for key in exponents if key in drawn.values and drawn.values[key] == int(drawn.values[key])}
    return [key for key in names.inputs if key in drawn.values and key not in left_out]


def task(drawn: Drawn, seed: int) -> Task:
    """What is learned from: the formula's own error, else the last line that works something out, and a target."""
    lines = list(drawn.program.statements)
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    steps = [
        (at, line)
        for at, line in enumerate(lines)
        if isinstance(line, Definition | Update | Evaluation) and not isinstance(line.value, Values | Number)
    ]
    assume(steps)
    called = [
        (at, line)
        for at, line in steps
        if isinstance(line, Definition) and line.name.letter == "e" and results[line.name.key][0] == "number"
    ]
    at, line = (called or steps)[-1]
    own = bool(called) or TARGET in drawn.values
    if isinstance(line, Evaluation):
        line = lines[at] = Definition(Name("q", "out"), line.value)
    program = Program(tuple(lines))
    kind, array = evaluate(program, drawn.values, drawn.kinds)[line.name.key]
    made = Task(program, line.name.key, own, not own and from_softmax(program, line.value, at), {}, dict(drawn.kinds))
    made.values |= drawn.values
    if not own:
        chance = np.random.default_rng(seed)
        target = chance.normal(size=array.shape)
        if made.shares:
            target = np.abs(target) + 0.01
            target /= target.sum() if kind == "column" else target.sum(axis=1, keepdims=True)
        made.values[TARGET] = target if kind == "matrix" else target.reshape(()) if kind == "number" else target.ravel()
        made.kinds[TARGET] = kind
    return made


def from_softmax(program: Program, value: Expression, at: int) -> bool:
    """True for what softmax gives last, behind names and the program's own functions."""
    lines = program.statements
    own = {line.title: line for line in lines if isinstance(line, FunctionDefinition)}
    if isinstance(value, Name):
        updates = [n for n in range(at) if isinstance(s := lines[n], Update) and s.name.key == value.key]
        defined = [n for n, s in enumerate(lines) if isinstance(s, Definition) and s.name.key == value.key]
        if not updates and not defined:
            return False
        at = updates[-1] if updates else defined[0]
        line = lines[at]
        assert isinstance(line, Definition | Update)
        return from_softmax(program, line.value, at)
    if isinstance(value, Call) and value.title in own:
        function = own[value.title]
        inner = function.value
        if isinstance(inner, Name):
            for parameter, argument in zip(function.parameters, value.arguments, strict=True):
                if parameter.key == inner.key:
                    return from_softmax(program, argument, at)
        return from_softmax(program, inner, at)
    return isinstance(value, Call) and value.title == "softmax"


def declares_slopes(program: Program) -> bool:
    """True for a program with a slope of its own, which is taken at its word."""
    return any(isinstance(line, FunctionDefinition) and line.slope for line in program.statements)


# ----------------------------------------------------------------------------------------------- the law


def keep_the_law(drawn: Drawn, learn: Sequence[str], seed: int) -> Formula | None:
    """Hold the updates against the gradient; the learning formulas, or None where there is nothing to learn."""
    net, made = formula(drawn), task(drawn, seed)
    slopes, error, bend = made.by_jax(learn)
    results = evaluate(made.program, made.values, made.kinds)
    assume(bend > 1e-9 * max(1.0, results.largest) and results.largest < 1e9)
    assume(np.isfinite(error) and all(np.isfinite(slope).all() for slope in slopes.values()))
    if not any(slope.any() for slope in slopes.values()) and not learns(net, learn):
        return None
    taught = net.backprop(target=TARGET, learn=learn)
    learned, rate = parts_of(net, taught, made.own)
    changes = updates(taught, made.values, learned, rate)
    assert learned == [key for key in learn if key in changes]
    assert not any(slopes[key].any() for key in learn if key not in changes)
    size = max(1.0, results.largest, *(np.abs(slope).max(initial=0) for slope in slopes.values()))
    for key, change in changes.items():
        np.testing.assert_allclose(change, slopes[key], rtol=1e-6, atol=1e-7 * size, err_msg=key)
    chance = np.random.default_rng(seed)
    along = {key: chance.normal(size=np.shape(change)) for key, change in changes.items()}
    speed = made.by_steps(along)
    if speed is not None:
        found = sum(float(np.sum(along[key] * change)) for key, change in changes.items())
        assert found == pytest.approx(speed, rel=1e-6, abs=1e-6 * size)
    return taught


def learns(net: Formula, learn: Sequence[str]) -> bool:
    """False where nothing reaches the error."""
    try:
        net.backprop(target=TARGET, learn=learn)
    except LearningError as refusal:
        return refusal.problems[0].code != "E0501"
    return True


def parts_of(net: Formula, taught: Formula, own: bool) -> tuple[list[str], str]:
    """The letters that are learned, in the order in which they come in, and the rate."""
    before, after = net.checked.names, taught.checked.names
    new = [key for key in after.inputs if key not in before.inputs and key not in before.definitions]
    assert (TARGET in new) == (not own)
    (rate,) = (key for key in new if key != TARGET)
    changed = [key for key in after.updates if key not in before.updates]
    return sorted(changed, key=list(before.inputs).index), rate


def updates(taught: Formula, values: Mapping[str, Any], learned: Sequence[str], rate: str) -> dict[str, Any]:
    """What is taken from each letter, with rate 1."""
    names = taught.checked.names
    comes_in = {key: value for key, value in values.items() if key in names.inputs}
    try:
        run = taught.run({**comes_in, rate: 1.0})
    except DataError as refusal:
        assume(refusal.problems[0].code != SINGULAR)
        raise
    return {key: np.asarray(values[key], dtype=float) - run[key] for key in learned}


def is_well_written(net: Formula, taught: Formula) -> None:
    """The lines that are new are as a person would write them, unless the formula itself is written so.

    A call that is written out, `act(1, x)`, or a slope, `cos'(x)`, has what it was given where its formula has letters.
    """
    if net.checked.names.functions or "'" in net.letters():
        return
    typed, old = found_in(net.program.statements, net), set(map(letters_of, net.program.statements))
    new = [line for line in taught.program.statements if letters_of(line) not in old]
    clumsy = found_in(new, taught) - typed
    assert not clumsy, f"{sorted(clumsy)}\n{letters(taught.program)}"


def letters_of(line: Any) -> str:
    return letters(Program((line,)))


def found_in(lines: Sequence[Any], net: Formula) -> set[str]:
    """What nobody would write, as far as it stands in some lines."""
    shapes = net.checked.shapes
    nodes = [
        node
        for line in lines
        if isinstance(line, Definition | Update | Evaluation | FunctionDefinition)
        for node in in_order(line.value)
    ]
    kinds = {node: shape.kind for node in nodes if (shape := shapes.get(node))}
    return {name for node in nodes for name, test in CLUMSY.items() if test(node, kinds.get)}


def is_number(node: Expression, value: str) -> bool:
    return isinstance(node, Number) and node.text == value


CLUMSY: dict[str, Callable[[Any, Any], bool]] = {
    "--x": lambda node, kind: isinstance(node, Negative) and isinstance(node.part, Negative),
    "a - -b": lambda node, kind: (
        isinstance(node, Elementwise) and node.operator in "+-" and isinstance(node.right, Negative)
    ),
    "xᵀᵀ": lambda node, kind: isinstance(node, Transpose) and isinstance(node.part, Transpose),
    "1x": lambda node, kind: (
        (isinstance(node, Product) or (isinstance(node, Elementwise) and node.operator == "⊙"))
        and any(is_number(part, "1") for part in node.parts)
    ),
    "x/1": lambda node, kind: isinstance(node, Elementwise) and node.operator == "/" and is_number(node.right, "1"),
    "2(3x)": lambda node, kind: (
        isinstance(node, Product) and isinstance(node.left, Number) and isinstance(node.right, Product)
        and isinstance(node.right.left, Number)
    ),
    "x + 0": lambda node, kind: (
        isinstance(node, Elementwise) and node.operator in "+-"
        and any(is_number(part, "0") for part in node.parts)
    ),
    "0x + y": lambda node, kind: (
        isinstance(node, Elementwise) and node.operator == "+" and isinstance(node.left, Product)
        and is_number(node.left.left, "0") and kind(node.left) == kind(node.right)
    ),
    "αᵀ": lambda node, kind: isinstance(node, Transpose) and kind(node.part) == "number",
}  # fmt: skip


def some_of(data: st.DataObject, names: Sequence[str]) -> list[str]:
    assume(names)
    return [key for key in names if data.draw(st.booleans())] or [data.draw(st.sampled_from(list(names)))]


@tried(2 / 3)
@example(typed("b = (x - tanh(yW)) ⊙ x"), 0b11111, 0)
@example(typed("b = sigmoid(yW)/(x² + a²)"), 0b11111, 1)
@example(typed("b = (V - Wᵀ)(W - Vᵀ)"), 0b11111, 2)
@given(st.booleans().flatmap(lambda updates: programs(updates=updates)), st.integers(1, 2**12), st.integers(0, 99))
def test_the_updates_of_any_formula_are_the_gradient(drawn: Drawn, some: int, seed: int) -> None:
    """The letters that learn are those whose bit is set."""
    names = learnable(drawn)
    assume(names and not declares_slopes(drawn.program))
    taught = keep_the_law(drawn, [key for bit, key in enumerate(names) if some >> bit & 1] or names[:1], seed)
    if taught is not None:
        is_well_written(formula(drawn), taught)


@FEW
@given(st.data())
def test_the_updates_of_networks_as_people_build_them_are_the_gradient(data: st.DataObject) -> None:
    drawn = data.draw(networks())
    names = learnable(drawn)
    learn = some_of(data, names) if data.draw(st.booleans()) else names
    taught = keep_the_law(drawn, learn, data.draw(st.integers(0, 99)))
    if taught is not None:
        is_well_written(formula(drawn), taught)


@FEW
@given(layered(), st.booleans())
def test_the_deltas_of_layers_are_numbered_as_the_layers_are(drawn: Drawn, chained: bool) -> None:
    net = formula(drawn).chain() if chained else formula(drawn)
    taught = net.backprop()
    depth = sum(isinstance(line, Definition) for line in drawn.program.statements)
    lines = taught.program.statements
    deltas = [line.name.key for line in lines if isinstance(line, Definition) and line.name.letter not in "lhz"]
    assert deltas == [f"d{n}" for n in range(depth, 0, -1)], letters(taught.program)


ERRORS = (
    "sum((P - Y)²)", "0.5 sum((P - Y) ⊙ (P - Y))", "mean((Y - P)²)", "‖P - Y‖", "√(1 + sum((P - Y)²))",
    "sum(|P - Y|)", "sum(max(0, 1 - Y ⊙ P))", "mean(softplus(-Y ⊙ P))", "-sum(Y ⊙ P)/(1 + sum(P²))",
    "-mean(log(sigmoid(P) + 0.01))", "max((P - Y)²)",
)  # fmt: skip
OF_ROWS = ("-sum(Y ⊙ log(softmax(P)))", "-sum(Y ⊙ logsoftmax(P))", "mean(softmax(P) ⊙ Y)")
AND = ("", "", "ρ sum(W²)", "0.01 sum(|W|)", "0.5ρ ‖W‖²", "(W ⊙ W)")


@st.composite
def measured(draw: Any) -> Drawn:
    """A formula with an error of its own."""
    drawn = draw(programs(updates=False) | networks())
    made = task(drawn, draw(st.integers(0, 99)))
    assume(not made.own and not {"e", "ρ"} & {node.key for line in made.program.statements for node in within(line)
                                             if isinstance(node, Name)})  # fmt: skip
    kind, array = evaluate(made.program, drawn.values, drawn.kinds)[made.key]
    text = draw(st.sampled_from(ERRORS + OF_ROWS * (kind != "number")))
    extra = draw(st.sampled_from(AND))
    names = [key for key in learnable(drawn) if drawn.kinds[key] == "matrix" or "⊙" not in extra]
    for key in draw(st.lists(st.sampled_from(names), max_size=2)) if names and extra else ():
        more = extra.replace("W", key)
        text += f" + sum{more}" if more[0] == "(" else f" + {more}"
    turned = "ᵀ" if kind == ("row" if drawn.columns else "column") else ""
    line = "e = " + text.replace("P", made.key).replace("Y", TARGET + turned)
    sizes = {"number": "number", "matrix": " × ".join(map(str, array.shape))}.get(kind, str(array.size))
    head = [f"{TARGET} : {sizes}"] + ["ρ : number"] * ("ρ" in line)
    text = "\n".join([*head, letters(made.program), line])
    program, problems = read(text)
    assert not errors(problems), text
    values = {**made.values, "ρ": 0.3} if "ρ" in line else made.values
    kinds = {**drawn.kinds, "ρ": "number", TARGET: kind if not turned else {"row": "column", "column": "row"}[kind]}
    return replace(drawn, program=program, values=values, kinds=kinds)


@FEW
@given(measured(), st.data())
def test_the_updates_by_an_error_of_its_own_are_the_gradient(drawn: Drawn, data: st.DataObject) -> None:
    assume(not declares_slopes(drawn.program))
    taught = keep_the_law(drawn, some_of(data, learnable(drawn)), 0)
    if taught is not None:
        is_well_written(formula(drawn), taught)


# --------------------------------------------------------------------------------------- batches, and more


@FEW
@given(st.data())
def test_the_update_by_a_batch_is_the_sum_of_those_by_its_datapoints(data: st.DataObject) -> None:
    """What depends on no datapoint is updated once."""
    drawn = data.draw(networks() | programs(updates=False))
    names, values = data.draw(batches(drawn))
    assume(names)
    learn = some_of(data, [key for key in learnable(drawn) if key not in names])
    net, made = formula(drawn), task(drawn, 0)
    assume(not made.shares or np.ndim(made.values[TARGET]) < 2)
    try:
        taught = net.backprop(target=TARGET, learn=learn)
    except LearningError:
        assume(False)
    values = {**made.values, **values}
    learned, rate = parts_of(net, taught, made.own)
    count = len(values[names[0]])
    points = [{**values, **{key: values[key][n] for key in names}} for n in range(count)]
    largest = max(evaluate(made.program, point, made.kinds).largest for point in points)
    assume(largest < 1e9)
    each = [updates(taught, point, learned, rate) for point in points]
    batch = updates(taught, values, learned, rate)
    for key in learned:
        one_by_one = np.array([changes[key] for changes in each])
        assume(np.isfinite(one_by_one).all())
        size = max(1.0, largest, np.abs(one_by_one).max(initial=0))
        total = one_by_one.sum(axis=0)
        once = np.allclose(one_by_one, one_by_one[0], rtol=1e-9, atol=1e-12 * size)
        if not (once and np.allclose(batch[key], one_by_one[0], rtol=1e-9, atol=1e-12 * size)):
            np.testing.assert_allclose(batch[key], total, rtol=1e-6, atol=1e-7 * size, err_msg=key)


@FEW
@given(st.data())
def test_the_error_that_training_shows_is_the_one_that_the_updates_make_smaller(data: st.DataObject) -> None:
    drawn = data.draw(networks() | programs())
    made = task(drawn, 0)
    try:
        learning = backprop(formula(drawn).checked, TARGET, learnable(drawn))
    except LearningError:
        assume(False)
    text = letters(learning.measured)
    run = Formula(text, dims=drawn.dims, columns=drawn.columns)
    values = {key: value for key, value in made.values.items() if key in run.checked.names.inputs}
    results = evaluate(made.program, made.values, made.kinds)
    assume(np.isfinite(results.largest))
    wanted = float(np.reshape(made.error(results[made.key][1], np), ()))
    assume(np.isfinite(wanted))
    assert run.run(values)[learning.error] == pytest.approx(wanted, rel=1e-7, abs=1e-7 * max(1.0, results.largest))


@FEW
@given(st.data())
def test_what_is_printed_is_what_came_out(data: st.DataObject) -> None:
    drawn = data.draw(networks() | programs())
    try:
        learning = backprop(formula(drawn).checked, TARGET, learnable(drawn))
    except LearningError:
        assume(False)
    for program in (learning.program, learning.measured):
        text = letters(program)
        found, problems = read(text)
        assert not errors(problems)
        assert same_program(found, program)
        again = Formula(text, dims=drawn.dims, columns=drawn.columns)
        assert not errors(again.problems)
        assert again.letters() == text


# What is tried of every function, as far as its arguments may be these.
USES = (
    "F(xW)", "F(Wxᵀ)", "F(XW)", "F(sum(xW))", "F'(xW)", "F'(sum(xW))", "F(xW, z)", "F(z, xW)", "F(Wxᵀ, z)",
    "F(xW, 1.5)", "F(0.5, xW)", "F(XW, Z)", "F(XW, xW)", "F(XW, z)", "F(xW, 2)", "F(XW, [1 0 1])", "F(XW, 2)",
    "F(XW, [2 0 0], Z)", "F(xW, 1, Z)", "2F(xW)", "2F(XW)", "2F(Wxᵀ)",
)  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=1)
@given(seed=st.just(7))
def test_every_function_of_the_table_keeps_the_law(name: str, seed: int) -> None:
    chance = np.random.default_rng(seed)
    values = {key: np.abs(chance.normal(size=(3, 3)[: 1 + key.isupper()])) + 0.1 for key in "xzWXZ"}
    tried = 0
    for use in USES:
        for columns in (False, True):
            text = "p = " + use.replace("F", name)
            try:
                net = Formula(text, columns=columns)
            except FormulaError:
                continue
            inputs = {key: values[key] for key in net.checked.names.inputs}
            kinds = {key: "matrix" if key.isupper() else "column" if columns else "row" for key in inputs}
            program = read("vectors are columns\n" * columns + text)[0]
            dims = {key: np.shape(value) for key, value in inputs.items()}
            try:
                taught = keep_the_law(Drawn(program, dims, inputs, columns, kinds), ["W"], seed)
            except Refused:  # a row that is not there
                continue
            tried += 1
            if taught is not None:
                is_well_written(net, taught)
    assert tried


def test_the_reference_by_jax_knows_every_function_without_reading_the_table() -> None:
    source = (HOUSE / "tests" / "jax_reference.py").read_text(encoding="utf-8")
    assert "letternet.functions" not in source
    words = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    assert set(FUNCTIONS) <= words


SLOPES_OF_THEIR_OWN = (
    # A slope that the program declares is taken at its word, wrong or right.
    ("f(x) = x²; f'(x) = 5x; p = f(xW)", lambda x, w: 5 * (x @ w)),
    ("relu'(x) = x > -100; p = relu(xW)", lambda x, w: np.ones(2)),
    ("sign'(x) = 1 - tanh(x)²; p = sign(xW)", lambda x, w: 1 - np.tanh(x @ w) ** 2),
    ("f(x) = x > 0; f'(x) = 0x + 1; p = f(xW)", lambda x, w: np.ones(2)),
    ("f(x) = x²; f'(x) = 5x; g(x) = f(2x); p = g(xW)", lambda x, w: 2 * 5 * 2 * (x @ w)),
)


@pytest.mark.parametrize(("text", "slope"), SLOPES_OF_THEIR_OWN)
def test_a_slope_that_the_program_declares_is_taken_at_its_word(text: str, slope: Callable[[Any, Any], Any]) -> None:
    x, w, y = np.array([1.0, -2.0, 0.5]), np.array([[0.3, -0.2], [0.1, 0.4], [-0.6, 0.2]]), np.array([0.3, 0.7])
    net = Formula(text)
    p = net.run(x=x, W=w)["p"]
    changed = net.backprop().run(x=x, W=w, y=y, α=1.0)["W"]
    np.testing.assert_allclose(w - changed, np.outer(x, (p - y) * slope(x, w)), rtol=1e-12)


def test_what_numpy_works_out_of_a_gradient_is_what_jax_works_out() -> None:
    chance = np.random.default_rng(5)
    values = {"x": chance.normal(size=3), "W": chance.normal(size=(3, 2)), "A": chance.normal(size=(2, 2)), "β": 0.7}
    program, _ = read(
        "h = relu(xW)A⁻¹ + max(xW, 0.1); p = softmax([h, β] ⊙ 2); S = outer(x, p) - 3\n"
        "e = β^{1.5} mean(tanh(S)) + norm(last(p, h)) + det(A) + sum(logsoftmax(normalize(S))) + sum(softplus(h/β)²)"
    )

    def error(moving: dict[str, Any]) -> Any:
        return jnp.reshape(Run(program, moving, {}).array("e"), ())

    error_there, wanted = jax.jit(jax.value_and_grad(error))(values)
    found, value, _ = gradient(lambda run: run.array("e"), program, values, list(values))
    assert value == pytest.approx(float(error_there), rel=1e-12)
    for key in values:
        np.testing.assert_allclose(found[key], wanted[key], rtol=1e-10)


@FEW
@given(programs())
def test_both_references_give_the_same(drawn: Drawn) -> None:
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(not results.tie and results.jump > 1e-7 * max(1.0, results.largest))
    found = evaluate_by_jax(drawn.program, drawn.values, drawn.kinds)
    for key, (kind, array) in results.items():
        if key:
            assert found[key][0] == kind
            np.testing.assert_allclose(found[key][1], array, rtol=1e-7, atol=1e-9 * max(1.0, results.largest))
