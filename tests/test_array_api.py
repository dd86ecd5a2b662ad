"""The code for any array library gives what the NumPy code gives, on every library that is here."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pytest
from effort import tried
from hypothesis import assume, given
from hypothesis import strategies as st
from reference import batched, evaluate
from strategies import Drawn, batches, programs
from test_laws import close, formula, inputs, smooth

from letternet import Formula, FormulaError, NotationError
from letternet.check.check import check
from letternet.functions import FUNCTIONS
from letternet.read.letters import read
from letternet.run import libraries
from letternet.run.portable import bound, one_library
from letternet.write.array_api import OWN, row_numbers

Make = Callable[[Any], Any]


def strict(value: Any) -> Any:
    """An array of the library that has the functions of the standard, and refuses whatever goes beyond it."""
    return pytest.importorskip("array_api_strict", reason="array-api-strict checks the standard").asarray(value)


def narrow(value: Any) -> Any:
    """The same with floats of 32 bits."""
    return strict(value.astype(np.float32) if value.dtype.kind == "f" else value)


def jax_array(value: Any) -> Any:
    jax = pytest.importorskip("jax", reason="jax is not here")
    jax.config.update("jax_enable_x64", True)
    return jax.numpy.asarray(value)


def tensor(value: Any) -> Any:
    return pytest.importorskip("torch", reason="PyTorch is not here").asarray(value)


def in_chunks(value: Any) -> Any:
    """A dask array, the first axis in chunks."""
    dask = pytest.importorskip("dask.array", reason="dask is not here")
    return dask.from_array(value, chunks=(2, *[-1] * (value.ndim - 1)) if value.ndim else ())


def every_value(net: Formula, batch: Any, values: Mapping[str, Any], make: Make, jit: bool = False) -> dict[str, Any]:
    """Every value of a formula by its letters, on arrays that `make` makes; numbers stay, unless there is no array."""
    made, call = bound(net.checked, batch, net.functions, everything=True)
    keeps_to_the_standard("\n".join(made.imports), made.source)
    numbering = row_numbers(net.checked)
    whole = {number for number, key in enumerate(made.parameters) if key in numbering}
    alone = not any(np.ndim(values[key]) for key in made.parameters)
    arrays = [
        make(np.asarray(values[key], int if key in numbering else float)) if alone or np.ndim(values[key])
        else values[key]
        for key in made.parameters
    ]  # fmt: skip
    before = [np.asarray(array).copy() for array in arrays]
    arguments = one_library(arrays, whole)
    if jit:
        import jax

        call = jax.jit(call)
    found = call(*arguments)
    for array, old in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(np.asarray(array), old)
    assert isinstance(found, dict)
    return found


def drawn_values(data: st.DataObject) -> tuple[Drawn, Any, dict[str, Any], Any]:
    """A program, which of its vectors are batches, values, and what it gives without batches."""
    drawn: Drawn = data.draw(programs())
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results))
    if not data.draw(st.booleans()):
        return drawn, (), drawn.values, results
    names, values = data.draw(batches(drawn))
    wanted = batched(drawn.program, values, names, drawn.kinds)
    assume(getattr(wanted, "tie", False) is False and getattr(wanted, "jump", 1.0) > 1e-7)
    return drawn, names, values, results


def agrees(data: st.DataObject, make: Make, jit: bool = False) -> None:
    drawn, names, values, results = drawn_values(data)
    net = formula(drawn)
    given_values = inputs(net, values)
    wanted = net.run(given_values)
    names = [key for key in names if key in net.checked.names.inputs]
    try:
        found = every_value(net, names, given_values, make, jit)
    except NotationError as error:
        refusal = error
    else:
        for key, value in wanted.items():
            assert np.shape(found[key]) == np.shape(value), key
            close(np.asarray(found[key]), value, max(results.largest, float(np.max(np.abs(value), initial=0.0))))
        return
    assert refusal.problems[0].message.startswith("no letter comes in")
    assert not net.checked.names.inputs


# ---------------------------------------------------------------------------------- what is emitted

SPOKEN = (
    ast.Module, ast.ImportFrom, ast.alias, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.Expr,
    ast.Name, ast.Load, ast.Store, ast.Constant, ast.Attribute, ast.Call, ast.keyword, ast.Dict, ast.List, ast.Tuple,
    ast.Starred, ast.Subscript, ast.Slice, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.MatMult,
    ast.Pow, ast.UnaryOp, ast.USub, ast.Compare, ast.Gt, ast.Lt, ast.GtE, ast.LtE, ast.Eq, ast.IfExp, ast.ListComp,
    ast.comprehension,
)  # fmt: skip


def keeps_to_the_standard(imports: str, source: str) -> None:
    """Nothing but the allowed kinds of nodes, attributes that every library has, and nothing written into an array."""
    assert imports == "" or imports.startswith("from array_api_compat import ")
    for node in ast.walk(ast.parse(source)):
        assert isinstance(node, SPOKEN), type(node)
        if isinstance(node, ast.Assign):
            assert all(isinstance(target, ast.Name) for target in node.targets)
        if isinstance(node, ast.Attribute):
            of_library = isinstance(node.value, ast.Name) and node.value.id == "xp"
            of_its_part = isinstance(node.value, ast.Attribute) and node.value.attr == "linalg"
            assert of_library or of_its_part or node.attr in ("shape", "dtype"), node.attr
        if isinstance(node, ast.Name):
            assert node.id not in ("np", "numpy", "len", "float", "int")


# ------------------------------------------------------------------------------------------- the laws


@tried(1)
@given(st.data())
def test_a_library_that_has_the_standard_alone_gives_what_numpy_gives(data: st.DataObject) -> None:
    agrees(data, strict)


@tried(0.05)
@given(st.data())
def test_jax_gives_what_numpy_gives(data: st.DataObject) -> None:
    agrees(data, jax_array)


@tried(0.1)
@given(st.data())
def test_jax_gives_it_compiled_too(data: st.DataObject) -> None:
    agrees(data, jax_array, jit=True)


@tried(0.5)
@given(st.data())
def test_pytorch_gives_what_numpy_gives(data: st.DataObject) -> None:
    agrees(data, tensor)


@tried(0.2)
@given(st.data())
def test_dask_gives_what_numpy_gives(data: st.DataObject) -> None:
    agrees(data, in_chunks)


@tried(0.5)
@given(st.data())
def test_32_bit_floats_stay_32_bit(data: st.DataObject) -> None:
    drawn, names, values, _ = drawn_values(data)
    net = formula(drawn)
    given_values = inputs(net, values)
    names = [key for key in names if key in net.checked.names.inputs]
    assume(not names or set(given_values) - row_numbers(net.checked))
    try:
        found = every_value(net, names, given_values, narrow)
    except NotationError:
        assume(False)
    for key, value in found.items():
        assert not hasattr(value, "dtype") or value.dtype == narrow(np.ones(1)).dtype, key


# --------------------------------------------------------------------------------------- every row of the table

# For each argument: as every datapoint has it, and as each has its own (the sum of u, and of v, differs between them).
KINDS = {"number": ("{}α", "{}sum(u) α"), "row": ("{}x", "{}sum(u) x"), "column": ("{}xᵀ", "{}sum(u) xᵀ"),
         "matrix": ("{}A", "{}sum(u) A")}  # fmt: skip
NUMBERS_OF_ROWS = {"number": ("2", "sum(v)"), "row": ("k", "[sum(v), sum(v) - 1, 0]")}
VALUES = {
    "α": 0.5, "x": [0.5, 1.5, 0.25], "A": [[0.5, 0.25, 1.0], [1.5, 2.0, 0.5], [0.25, 3.0, 1.25]], "k": [2, 0, 2],
    "u": [[0.5, 0.0], [0.75, 0.5]], "v": [[1, 0], [1, 1]],
}  # fmt: skip


def calls_of(name: str) -> Iterator[Formula]:
    """Calls with arguments of every combination of kinds that the function takes, of a batch and not."""
    row = FUNCTIONS[name]
    for count in range(row.least, row.most + 1):
        options = [
            [text for pair in (NUMBERS_OF_ROWS if at == row.index else KINDS).values() for text in pair]
            for at in range(count)
        ]
        for chosen in product(*options):
            arguments = [text.format("" if at == 0 else "0.75 ") for at, text in enumerate(chosen)]
            for line in (f"y = {name}({', '.join(arguments)})", f"B <- B - {name}({', '.join(arguments)})"):
                text = f"x, k : 3; A, B : 3 × 3; {line}"
                if check(read(text)[0]).right and ("<-" not in line or "sum(" in line):
                    yield Formula(text)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_takes_every_kind_it_takes_of_a_batch_and_not(name: str) -> None:
    tried = 0
    for net in calls_of(name):
        values = {key: VALUES.get(key, VALUES["A"]) for key in net.checked.names.inputs}
        wanted = net.run(values)
        batch = [key for key in ("u", "v") if key in values]
        found = every_value(net, batch, values, strict)
        for key, value in wanted.items():
            assert np.shape(found[key]) == np.shape(value), net.letters()
            np.testing.assert_allclose(np.asarray(found[key]), value, rtol=1e-12, atol=1e-12, err_msg=net.letters())
        tried += 1
    assert tried >= 2


@pytest.mark.parametrize("make", [strict, jax_array, tensor, in_chunks])
def test_a_function_handed_in_sees_one_datapoint_at_a_time(make: Make) -> None:
    def total(x: Any, α: Any = 1.0) -> Any:
        assert np.ndim(x) == 1
        return x * α / (x @ x)

    net = Formula("y = share([x, 1], 2) ⊙ share(z); β = sum(y)", functions={"share": total})
    x, z = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([1.0, 0.5, 2.0])
    wanted = net.run(x=x, z=z)
    call = net.function(backend="array-api")
    if make is in_chunks:
        np.testing.assert_allclose(net.run(x=make(x), z=z)["y"].compute(), wanted["y"])
        return
    np.testing.assert_allclose(np.asarray(call(make(x), make(z))), wanted["β"])
    np.testing.assert_allclose(np.asarray(call(make(x[1]), make(z))), wanted["β"][1])


# --------------------------------------------------------------------------------------------------- gradients

LEARNERS: tuple[tuple[str, dict[str, tuple[int, ...]], tuple[str, ...]], ...] = (
    ("l1 = relu(l0W0); l2 = l1W1; e = sum((l2 - y)²)/2",
     {"l0": (5, 3), "W0": (3, 4), "W1": (4, 2), "y": (5, 2)}, ("W0", "W1")),
    ("vectors are columns; h = tanh(Wx + b); p = softmax(Vh + c); e = -sum(y ⊙ log(p))",
     {"x": (5, 3), "W": (4, 3), "b": (4,), "V": (2, 4), "c": (2,), "y": (5, 2)}, ("W", "b", "V", "c")),
    ("Q : n × d; S = softmax(QKᵀ/√d)V; e = mean(S²)", {"Q": (4, 3), "K": (5, 3), "V": (5, 2)}, ("Q", "K", "V")),
    ("f(x) = x ⊙ sigmoid(x); h = normalize(f([x, 1]W) + elu(x)U); e = ‖h - y‖ + α sum(abs(W))",
     {"x": (4, 3), "W": (4, 6), "U": (3, 6), "y": (4, 6), "α": ()}, ("W", "U")),
    ("h = pick(W, k); e = sum((h - [1 2; 3 4])²)", {"W": (3, 2)}, ("W",)),
)  # fmt: skip


@pytest.mark.parametrize(("text", "sizes", "learn"), LEARNERS)
def test_jax_finds_the_gradient_of_the_code_that_the_learning_formulas_give(
    text: str, sizes: dict[str, tuple[int, ...]], learn: tuple[str, ...]
) -> None:
    make = jax_array
    make(0)
    import jax

    draw = np.random.default_rng(3)
    values = {key: draw.normal(size=size)[()] for key, size in sizes.items()}
    values |= {"k": np.array([2, 0])} if "k" in text else {}
    if "log" in text:
        values["y"] = np.eye(2)[draw.integers(0, 2, 5)]
    net = Formula(text)
    rules = net.backprop(learn=list(learn), error="e")
    rate = next(key for key in rules.checked.names.inputs if key not in values)
    updated = rules.run({**values, rate: 1.0})
    call = net.function(backend="array-api")
    parameters = list(call.parameters)
    arrays = [make(values[key]) for key in parameters]
    for compiled in (lambda f: f, jax.jit) if "l2" in text else (jax.jit,):
        error = compiled(lambda *arguments: call(*arguments).sum())
        slopes = jax.grad(error, argnums=[parameters.index(key) for key in learn])(*arrays)
        for key, slope in zip(learn, slopes, strict=True):
            np.testing.assert_allclose(slope, values[key] - updated[key], rtol=1e-9, atol=1e-12, err_msg=key)


def test_a_step_of_learning_is_compiled_and_taken_for_many_rates_at_once() -> None:
    jax_array(0)
    import jax

    rules = Formula("l2 = relu(l0W0)W1 + [1 0]").backprop()
    step = rules.function(backend="array-api")
    assert step.parameters == ("l0", "W0", "W1", "y", "α")
    draw = np.random.default_rng(1)
    arrays = [jax_array(draw.normal(size=size)) for size in [(4, 3), (3, 5), (5, 2), (4, 2)]]
    rates = jax_array(np.array([0.5, 0.25]))
    found = jax.jit(jax.vmap(step, in_axes=(None, None, None, None, 0)))(*arrays, rates)
    for number, rate in enumerate((0.5, 0.25)):
        wanted = rules.run(dict(zip(step.parameters, [*map(np.asarray, arrays), rate], strict=True)))
        for key in ("W0", "W1"):
            np.testing.assert_allclose(found[key][number], wanted[key])


def test_pytorch_finds_the_gradient_of_numbers_too() -> None:
    tensor(np.zeros(1))
    import torch

    call = Formula("e = sum(α x ⊙ sqrt(α) ⊙ [β, α])").function(backend="array-api")
    numbers = {key: torch.tensor(value, requires_grad=True) for key, value in {"α": 4.0, "β": 3.0}.items()}
    call(*[numbers.get(key, torch.tensor([1.0, 2.0])) for key in call.parameters]).backward()
    assert numbers["β"].grad == 8
    assert numbers["α"].grad == 1.5 * 2 * 3 + 2.5 * 8 * 2


# -------------------------------------------------------------------------------------------- the function

NET = "l2 = relu(l0W0)W1"
X, W0, W1 = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]]), np.arange(12.0).reshape(3, 4) - 5, np.ones((4, 1))


def test_a_number_that_took_the_place_of_an_array_is_made_one_again() -> None:
    net = Formula("d = sum(b)\nd <- e\ne : number\ny = [e, d, x]")
    found = every_value(net, (), {"b": [1.0, 2.0], "e": 0.5, "x": [3.0]}, strict)
    assert np.asarray(found["y"]).tolist() == [0.5, 0.5, 3.0]


def test_the_source_is_the_text_of_a_function() -> None:
    assert Formula(NET).function(backend="array-api").source == '''from array_api_compat import array_namespace


def forward(layer_0, weights_0_1, weights_1_2):
    """l2 = relu(l0W0)W1

    layer_0: the layer 0 vector, n values
    weights_0_1: the weight matrix 0, n × m
    weights_1_2: the weight matrix 1, m × k
    """
    xp = array_namespace(layer_0, weights_0_1, weights_1_2)

    def relu(x):
        """Setting all negative numbers to 0."""
        return xp.maximum(x, 0)

    layer_2 = relu(layer_0 @ weights_0_1) @ weights_1_2
    return layer_2
'''


@pytest.mark.parametrize("make", [strict, jax_array, tensor, in_chunks, np.asarray])
@pytest.mark.parametrize("text", [NET, "l2 = [1 -1 0]; l1 = l0 ⊙ l2 + √π relu'(l0) + diag(l0)l0ᵀᵀ > 0.5"])
def test_a_module_runs_by_itself(text: str, make: Make) -> None:
    pytest.importorskip("array_api_compat", reason="array-api-compat is not here")
    text = text if text == NET else "l2 = [1 -1 0]; l1 = l0 ⊙ l2 + √π relu'(l0) + l0diag(l0) > 0.5"
    net = Formula(text)
    space: dict[str, Any] = {}
    exec(compile(net.python(module=True, batch=["l0"], backend="array-api"), "module", "exec"), space)
    arguments = [X, W0, W1][: len(net.function().parameters)]
    found = space["forward"](*map(make, arguments))
    np.testing.assert_allclose(np.asarray(found), net.function()(*arguments))


@pytest.mark.parametrize("make", [strict, jax_array, tensor, in_chunks])
def test_lists_whole_numbers_and_numpy_arrays_become_floats_of_the_library(make: Make) -> None:
    call = Formula(NET).function(backend="array-api")
    wanted = Formula(NET).function()(X, W0, W1)
    for arguments in ((X.tolist(), make(W0), W1), (make(X.astype(int)), W0, W1.tolist()), (make(X > 0), W0, W1)):
        found = call(*arguments)
        assert type(found) is type(make(X))
        np.testing.assert_allclose(np.asarray(found), wanted)
    found = call(layer_0=make(X[0].astype(int)), weights_0_1=W0, weights_1_2=W1)
    assert np.asarray(found).tolist() == wanted[0].tolist()


def test_row_numbers_stay_whole_numbers() -> None:
    call = Formula("y = pick(W, i) + pick(W, k)").function(backend="array-api")
    large = strict(np.array([2**24 + 1, 1]))
    (taken,) = one_library([large], {0})
    assert taken is large
    W = strict(np.arange(6.0, dtype=np.float32).reshape(3, 2))
    assert np.asarray(call(W, strict([2, 0]), [1, 1])).tolist() == [[6, 8], [2, 4]]
    assert np.asarray(call(W, strict([[2, 0], [1, 1]]), [1, 1])).tolist() == [[[6, 8], [2, 4]], [[4, 6], [4, 6]]]


@pytest.mark.parametrize("word", sorted(OWN))
def test_no_letter_takes_a_name_of_the_code(word: str) -> None:
    text = f'l means "{word}"; m means "each {word}"; f(l) = sqrt([l, 2]) + [m, 1]ᵀᵀ; l1 = f(l) + [1 2 3]'
    net = Formula(f"{text}; l, m : 2")
    values = {"l": np.array([[1.0, 4.0]] * 2), "m": np.array([2.0, 3.0])}
    wanted = net.run(values)
    found = every_value(net, ["l"], values, strict)
    np.testing.assert_allclose(np.asarray(found["l1"]), wanted["l1"])


def test_what_cannot_be_is_said_in_a_sentence() -> None:
    net = Formula("W <- W - α [1 2]")
    with pytest.raises(ValueError, match="array-api code never writes into arrays; inplace is for the backend numpy"):
        net.function(inplace=True, backend="array-api")
    for ask in (net.function, net.python):
        with pytest.raises(ValueError, match="backend is one of numpy, array-api, not 'torch'"):
            ask(backend="torch")
    with pytest.raises(FormulaError, match="no letter comes in, so nothing says which library the code is"):
        Formula("y = √2 + [1 2]").function(backend="array-api")
    call = Formula("β = √α").function(backend="array-api")
    assert float(call(strict(np.array(4.0)))) == 2
    with pytest.raises(TypeError, match="no array came, and one has to say which library the code is to work with"):
        call(4.0)
    call = Formula("z = xW").function(backend="array-api")
    with pytest.raises(TypeError, match="no array came"):
        call([1.0], [[2.0]])
    with pytest.raises(TypeError, match="the arrays are of jax and array_api_strict; all of them have to be of one"):
        call(jax_array([1.0]), strict([[1.0]]))
    with pytest.raises(TypeError, match="unittest has no arrays that keep the array API standard"):
        call(MagicMock(ndim=1), np.ones((1, 1)))


def test_without_the_package_that_dask_and_pytorch_need_the_others_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "array_api_compat", None)
    monkeypatch.setattr(libraries, "KNOWN", {})
    call = Formula("y = tanh(x + [1 2])").function(backend="array-api")
    wanted = np.tanh([2, 4])
    for make in (strict, jax_array, np.asarray):
        np.testing.assert_allclose(np.asarray(call(make(np.array([1.0, 2.0])))), wanted)
    for make in (in_chunks, tensor):
        package = type(array := make(np.array([1.0, 2.0]))).__module__.split(".")[0]
        with pytest.raises(ImportError, match=rf"arrays of {package} need one more package: pip install 'letternet\["):
            call(array)


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from letternet.__main__ import main

    def told(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["letternet", *arguments])
        assert main() == 0
        return capsys.readouterr().out

    assert told("python", "--backend", "array-api", "h = tanh(xW)") == (
        "xp = array_namespace(x, weights)\nh = xp.tanh(x @ weights)\n"
    )
    module = told("python", NET, "--module", "--backend", "array-api")
    assert module == Formula(NET).python(module=True, backend="array-api").rstrip("\n") + "\n"
    assert told("python", NET, "--backend", "numpy") == told("python", NET)
