"""A formula nested 10,000 layers deep and a program of 10,000 lines go through every command; other nests, 1,200."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from letternet import Formula
from letternet.show.command import command
from letternet.tree import same_program

LAYERS = 10_000
SOME = 1200  # more than Python's own limits
COMMANDS = ["show", "check", "sizes", "letters", "python", "english", "chain", "unchain"]


def network(layers: int) -> str:
    """`l3 = relu(relu(relu(l0W0)W1)W2)`."""
    return f"l{layers} = " + "relu(" * layers + "l0" + "".join(f"W{number})" for number in range(layers))


def network_by_lines(layers: int) -> str:
    """`l1 = relu(l0W0)`, `l2 = relu(l1W1)`, …"""
    return "\n".join(f"l{number + 1} = relu(l{number}W{number})" for number in range(layers))


DEEP: dict[str, Callable[[int], str]] = {
    "functions of products": network,
    "a line for every layer": network_by_lines,
    "sums to the left": lambda layers: "y = x" + "".join(f" + b{number}" for number in range(layers)),
    "sums to the right": lambda layers: "y = " + "x + (" * layers + "x" + ")" * layers,
    "products to the left": lambda layers: "y = x" + "".join(f"W{number}" for number in range(layers)),
    "products to the right": lambda layers: "y = x" + "(W" * layers + "W" + ")" * layers,
    "brackets": lambda layers: "y = " + "(" * layers + "x" + ")" * layers,
    "signs": lambda layers: "y = " + "-(" * layers + "x" + ")" * layers,
    "transposes": lambda layers: "y = " + "(" * layers + "x" + ")ᵀ" * layers,
    "powers": lambda layers: "y = " + "(" * layers + "x" + ")^1" * layers,
    "fractions": lambda layers: "y = " + "x/(" * layers + "x" + ")" * layers,
    "joins": lambda layers: "y = " + "[x, " * layers + "x" + "]" * layers,
    "comparisons": lambda layers: "y = " + "(" * layers + "x" + " > 0)" * layers,
    "functions of two arguments": lambda layers: "y = " + "max(" * layers + "x" + ", 0)" * layers,
    "slopes": lambda layers: "y = " + "tanh'(" * layers + "x" + ")" * layers,
    "roots": lambda layers: "y = " + "√(" * layers + "x" + ")" * layers,
    "updates": lambda layers: "\n".join(["x <- x + 1"] * layers),
    "expressions without a name": lambda layers: "\n".join(["xW"] * layers),
}


@pytest.mark.parametrize(
    "name",
    list(DEEP),
)
def test_every_view_of_a_deep_formula_can_be_had(name: str) -> None:
    net = Formula(DEEP[name](SOME))
    assert same_program(Formula(net.letters()).program, net.program)
    compile(net.python(), "lines", "exec")
    compile(net.python(module=True), "module", "exec")
    assert net.english().strip()
    assert net.sizes
    assert net.chain().sizes
    assert net.unchain().sizes


@pytest.fixture(scope="module", params=[network, network_by_lines], ids=["one formula", "a line a layer"])
def net(request: pytest.FixtureRequest) -> Formula:
    return Formula(request.param(LAYERS))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_a_deep_network(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command([name, network(LAYERS)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert (out == "") == (name == "check")


def test_every_view_of_a_deep_network_says_every_layer(net: Formula) -> None:
    one, many = network(LAYERS), network_by_lines(LAYERS)
    assert net.letters() == net.text
    assert net.english().count("perform") >= LAYERS
    assert len(net.sizes) >= LAYERS
    assert net.chain().letters() == one
    assert net.unchain().letters() == many
    compile(net.python(), "lines", "exec")


def weights(layers: int, size: int = 2) -> dict[str, Any]:
    """Matrices that keep the size of what they are given, about."""
    random = np.random.default_rng(5)
    made = random.random((layers, size, size)) + 0.1
    made /= made.sum(axis=2, keepdims=True)
    return {f"W{number}": matrix for number, matrix in enumerate(made)}


@pytest.mark.parametrize("make", [network, network_by_lines], ids=["one formula", "a line a layer"])
def test_a_deep_network_runs_to_what_a_loop_gives(make: Callable[[int], str]) -> None:
    net = Formula(make(SOME))
    values = weights(SOME)
    start = np.array([[1.0, 2.0], [0.0, 3.0], [5.0, 1.0]])
    wanted = start
    for matrix in values.values():
        wanted = np.maximum(wanted.dot(matrix), 0)
    np.testing.assert_allclose(net.run(values, l0=start[0])[f"l{SOME}"], wanted[0], rtol=1e-9)
    np.testing.assert_allclose(net.function()(start, *values.values()), wanted, rtol=1e-9)


def test_a_deep_network_is_traced_layer_by_layer() -> None:
    layers = 1000
    values = weights(layers)
    traced = Formula(network(layers)).trace(values, l0=[1.0, 2.0])
    for number in (1, layers // 2, layers):
        assert f"l{number} = relu(l{number - 1}W{number - 1}) = [" in traced


def test_the_trace_of_one_long_line_shows_the_parts_that_a_person_reads() -> None:
    traced = Formula("y = " + "-" * LAYERS + "x").trace(x=[1, 2])
    assert traced.startswith("x = [1 2]\n")
    assert "\n  --x = [1 2]\n" in traced
    assert f"\n  … ({LAYERS - 200:,} longer parts are not shown)\n  y = --" in traced
    assert len(traced) < 30 * LAYERS


def test_the_command_runs_a_deep_formula(capsys: pytest.CaptureFixture[str]) -> None:
    text = "y = " + "relu(" * LAYERS + "x" + "W)" * LAYERS
    assert command(["run", text, "--set", "x=3 4", "--set", "W=0 1; 1 0"]) == 0
    assert capsys.readouterr() == ("y = [3 4]\n", "")
    text = "\n".join(f"a{number + 1} = a{number}W" for number in range(LAYERS))
    assert command(["run", text, "--set", "a0=3 4", "--set", "W=0 1; 1 0"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-2:] == [f"a{LAYERS - 1} = [4 3]", f"a{LAYERS} = [3 4]"]
    assert err == ""


def test_a_module_of_a_deep_formula_runs_without_the_package(net: Formula) -> None:
    source = net.python(module=True)
    assert "letternet" not in source
    space: dict[str, Any] = {}
    exec(compile(source, "module", "exec"), space)
    swap = np.array([[0, 1], [1, 0]])
    assert space["forward"](np.array([3, 4]), *[swap] * LAYERS).tolist() == [3, 4]


@pytest.mark.parametrize("name", list(DEEP))
def test_a_deep_formula_is_copied_pickled_compared_and_shown(name: str) -> None:
    net = Formula(DEEP[name](LAYERS if name == "functions of products" else SOME))
    copies = [pickle.loads(pickle.dumps(net)), *([copy.copy(net), copy.deepcopy(net)] if name == "signs" else [])]
    for again in copies:
        assert again == net
        assert hash(again) == hash(net)
        assert same_program(again.program, net.program)
    assert len(repr(net)) < 200


def test_a_size_that_is_wrong_at_the_bottom_of_a_deep_formula_is_found() -> None:
    for text in (network(LAYERS), network_by_lines(LAYERS)):
        net = Formula(text, dims={"l0": 3, "W0": (4, 2)}, check=False)
        (problem,) = net.problems
        assert problem.code in ("E0201", "E0204")
        assert len(str(problem.message)) < 300


def test_a_bracket_that_is_missing_at_the_bottom_of_a_deep_formula_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["check", network(LAYERS)[:-1]]) == 1
    assert "E0103" in capsys.readouterr().out


def test_own_functions_that_call_one_another_1_200_deep_are_taken_or_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def name(number: int) -> str:
        return "g" + "".join(chr(97 + number // 26**place % 26) for place in range(3))

    lines = [f"{name(0)}(x) = x + 1", *(f"{name(n)}(x) = {name(n - 1)}(x) + 1" for n in range(1, SOME))]
    for verb in ("check", "python", "english", "chain"):
        code = command([verb, "\n".join([*lines, f"y = {name(SOME - 1)}(z)"])])
        out, err = capsys.readouterr()
        assert code == 0 or "error[E0109]" in out + err
