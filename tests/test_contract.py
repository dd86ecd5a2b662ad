"""What scripts and notebooks rely on: arguments, streams, exit codes, JSON, signatures, exceptions."""

from __future__ import annotations

import copy
import inspect
import io
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import letternet
from letternet.show.arguments import COMMANDS as ALL_COMMANDS
from letternet.show.arguments import in_order, parsed, parser
from letternet.show.command import command

NET = "l2 = relu(l0W0)W1"
WRONG = ["--dim", "l0=3", "--dim", "W0=3x4", "--dim", "W1=5x2"]
COMMANDS = ["show", "check", "sizes", "letters", "python", "english", "run", "chain", "unchain"]
VALUES = ["--set", "l0=1 0 1", "--set", "W0=1 -1; 0 1; 1 2", "--set", "W1=1; 2"]
PROBLEM = {"code", "severity", "message", "line", "span", "facts", "fixes"}
ESCAPE = "\x1b"


class Told(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Any:
    """The command in this process: exit code and both streams."""

    def told(*arguments: str) -> Told:
        try:
            code = command(arguments)
        except SystemExit as leaves:
            code = int(leaves.code or 0)
        return Told(code, *capsys.readouterr())

    return told


def child(*arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, module: bool = False) -> Told:
    """The command as a shell runs it."""
    script = Path(sys.executable).with_name("letternet")
    start = [sys.executable, "-m", "letternet"] if module or not script.exists() else [str(script)]
    environment = {**os.environ, "PYTHONUTF8": "1", **(env or {})}
    made = subprocess.run([*start, *arguments], input=stdin, capture_output=True, check=False, env=environment)
    return Told(made.returncode, made.stdout.decode(), made.stderr.decode())


# ------------------------------------------------------------------------------------------ the command


@pytest.mark.parametrize("module", [False, True])
def test_a_formula_alone_shows_everything_side_by_side(module: bool) -> None:
    shown = child(NET, module=module)
    assert (shown.code, shown.err) == (0, "")
    for title in ("Algebra", "Sizes", "Python", "English"):
        assert title in shown.out
    assert "layer_2 = relu(layer_0.dot(weights_0_1)).dot(weights_1_2)" in shown.out
    assert ESCAPE not in shown.out


def test_show_is_what_a_formula_alone_does(told: Any) -> None:
    assert told("show", NET) == told(NET)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_goes_well_leaves_with_0_and_says_nothing_on_the_side(told: Any, name: str) -> None:
    result = told(name, NET, *(VALUES if name == "run" else []))
    assert result.code == 0
    assert result.err == ""
    assert (result.out == "") == (name == "check")
    assert name == "check" or result.out.endswith("\n")
    assert ESCAPE not in result.out


@pytest.mark.parametrize("name", COMMANDS)
def test_a_formula_with_a_problem_leaves_with_1(told: Any, name: str) -> None:
    result = told(name, NET, *WRONG)
    assert result.code == 1
    said, other = (result.out, result.err) if name == "check" else (result.err, result.out)
    assert "error[E0201]: W1 needs 4 rows, but it has 5" in said
    assert other == ""
    assert "Traceback" not in said


def test_a_problem_with_the_data_leaves_with_1(told: Any) -> None:
    result = told("run", NET, "--set", "l0=1 0 1")
    assert result.code == 1
    assert "W0" in result.err
    assert result.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["run"],
        ["--no-such-option", NET],
        ["check", NET, "and", "more"],
        ["english", "--level", "loud", NET],
        ["--from", "klingon", NET],
        ["run", NET, "--set"],
        ["sizes", NET, "--module"],
    ],
)
def test_a_command_that_is_used_wrongly_leaves_with_2(told: Any, arguments: list[str]) -> None:
    result = told(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert "usage: letternet" in result.err


def test_the_exit_codes_reach_the_shell() -> None:
    assert child("check", NET).code == 0
    assert child("check", NET, *WRONG).code == 1
    assert child("--no-such-option", NET).code == 2


def test_no_argument_shows_the_help_and_leaves_with_2() -> None:
    result = child()
    assert result.code == 2
    for name in COMMANDS:
        assert f"    {name} " in result.out


def test_help_and_version(told: Any) -> None:
    assert told("--version") == (0, f"letternet {letternet.__version__}\n", "")
    top = told("--help")
    assert top.code == 0
    assert top.out.startswith("usage: letternet")
    for name in COMMANDS:
        own = told(name, "--help")
        assert own.code == 0
        for option in ("--dim", "--columns", "--json", "--no-color", "--from"):
            assert option in own.out


# ------------------------------------------------------------------------------------------ what comes in


def test_a_dash_is_standard_input() -> None:
    result = child("letters", "-", stdin="l_1 = relu(l_0W_0)\nα l₁\n".encode())
    assert result == (0, "l1 = relu(l0W0)\nα l1\n", "")


def test_standard_input_shows_everything_without_a_command() -> None:
    assert "layer_0.dot(weights_0_1)" in child("-", stdin=b"l0W0").out


@pytest.mark.parametrize(
    "data",
    [
        b"l1 = relu(l0W0)\nl2 = l1W1\n",
        b"l1 = relu(l0W0)\r\nl2 = l1W1\r\n",
        b"l1 = relu(l0W0)\rl2 = l1W1",
        "l1 = relu(l0W0)\nl2 = l1W1\n".encode("utf-8-sig"),
        "l1 = relu(l0W0)\r\nl2 = l1W1\r\n".encode("utf-16"),
    ],
    ids=["newlines", "carriage returns and newlines", "carriage returns", "a byte order mark", "UTF-16"],
)
@pytest.mark.parametrize("name", ["net.letters", "net.txt", "net"])
def test_a_file_is_read_whatever_ends_its_lines_and_whatever_mark_stands_in_front(
    told: Any, tmp_path: Path, data: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert told("letters", str(path)) == (0, "l1 = relu(l0W0)\nl2 = l1W1\n", "")


def test_the_place_of_a_problem_in_a_file_counts_its_lines(told: Any, tmp_path: Path) -> None:
    path = tmp_path / "net.letters"
    path.write_bytes("# a comment\r\n\r\nl1 = rleu(l0W0)\r\n".encode("utf-8-sig"))
    (problem,) = json.loads(told("check", str(path), "--json").out)["problems"]
    assert (problem["line"], problem["span"]) == (3, [5, 9])


@pytest.mark.parametrize("data", [bytes(range(256)), b"\x00\x01\x02\xff", b"\xff\xfe\x00", b"", b" \n"])
def test_what_is_not_a_formula_is_a_problem_and_no_traceback(tmp_path: Path, data: bytes, told: Any) -> None:
    path = tmp_path / "net.letters"
    path.write_bytes(data)
    for result in (told("check", str(path)), child("check", "-", stdin=data)):
        assert result.code == 1
        assert "error[E0" in result.out + result.err
        assert "Traceback" not in result.out + result.err


def test_a_file_that_is_not_there_is_named(told: Any, tmp_path: Path) -> None:
    result = told("check", str(tmp_path / "none.letters"))
    assert result.code == 1
    assert "none.letters" in result.out


def test_a_folder_is_not_a_formula(told: Any, tmp_path: Path) -> None:
    result = told("check", str(tmp_path))
    assert result.code == 1
    assert "folder" in result.out


@pytest.mark.parametrize(
    ("dims", "sizes"),
    [
        (["l0=3"], {"l0": [3], "W0": [3, "n"], "α": [], "y": ["n"]}),
        (["W0=3x4"], {"l0": [3], "W0": [3, 4], "α": [], "y": [4]}),
        (["W0=3×4"], {"l0": [3], "W0": [3, 4], "α": [], "y": [4]}),
        (["W0=3 x 4"], {"l0": [3], "W0": [3, 4], "α": [], "y": [4]}),
        (["l_0=h"], {"l0": ["h"], "W0": ["h", "n"], "α": [], "y": ["n"]}),
        (["l0=2", "y=5"], {"l0": [2], "W0": [2, 5], "α": [], "y": [5]}),
        (["α=number", "l0=2", "W0=nx2"], {"l0": [2], "W0": [2, 2], "α": [], "y": [2]}),
    ],
)
def test_sizes_are_declared_with_dim(told: Any, dims: list[str], sizes: dict[str, list[Any]]) -> None:
    result = told("sizes", "y = αl0W0", "--json", *(part for dim in dims for part in ("--dim", dim)))
    assert result.code == 0
    assert json.loads(result.out) == sizes


@pytest.mark.parametrize("dim", ["l0=0", "l0=-3", "l0=1.5", "l0=many", "l0=3x", "l0"])
def test_a_size_that_is_none_is_refused(told: Any, dim: str) -> None:
    result = told("sizes", "l0W0", "--dim", dim)
    assert result.code in (1, 2)
    assert result.out == ""
    assert "l0" in result.err


def test_options_may_stand_anywhere(told: Any) -> None:
    assert told("sizes", "--dim", "l0=3", "l0W0") == told("sizes", "l0W0", "--dim", "l0=3")
    assert told("--dim=l0=3", "l0W0") == told("l0W0", "--dim=l0=3")


@pytest.mark.parametrize("formula", [NET, "-l0", "-", "", " "])
@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_a_command_with_a_formula_alone_is_what_argparse_makes_of_it(name: str, formula: str) -> None:
    arguments = in_order([name, formula])
    try:
        expected = vars(parser().parse_args(arguments))
    except SystemExit:
        with pytest.raises(SystemExit):
            parsed(arguments)
    else:
        assert vars(parsed(arguments)) == expected


def test_columns(told: Any) -> None:
    assert told("check", "y = Wx + b").code == 1
    assert told("check", "y = Wx + b", "--columns").code == 0
    line = told("python", "vectors are columns; y = Wx + b")
    assert told("python", "y = Wx + b", "--columns") == line


@pytest.mark.parametrize("ending", ["npy", "npz", "csv"])
def test_values_come_from_files(told: Any, tmp_path: Path, ending: str) -> None:
    path, matrix = tmp_path / f"w.{ending}", np.array([[1.5, 2.0], [0.0, -1.0]])
    if ending == "npy":
        np.save(path, matrix)
    elif ending == "npz":
        np.savez(path, W=matrix, other=matrix + 1)
    else:
        np.savetxt(path, matrix, delimiter=",")
    result = told("run", "y = xW", "--json", "--set", "x=2 1", "--set", f"W={path}")
    assert (result.code, json.loads(result.out)) == (0, {"y": [3.0, 3.0]})


# ----------------------------------------------------------------------------------------- what goes out


def test_a_pipe_gets_no_colour_and_a_terminal_may_ask_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def on_a_terminal(*arguments: str, **environment: str) -> str:
        for name in ("NO_COLOR", "TERM"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TERM", "xterm-256color")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdout", screen := Terminal())
        assert command(arguments) == 0
        return screen.getvalue()

    plain = on_a_terminal(NET, "--no-color")
    coloured = on_a_terminal(NET)
    assert ESCAPE not in plain
    assert ESCAPE in coloured
    assert on_a_terminal(NET, NO_COLOR="1") == plain
    assert on_a_terminal(NET, TERM="dumb") == plain
    assert child(NET).out == child(NET, "--no-color").out == child(NET, env={"NO_COLOR": "1"}).out


@pytest.mark.parametrize("columns", [60, 100, 160])
def test_side_by_side_keeps_to_the_width(columns: int) -> None:
    shown = child(NET, "--dim", "l0=3", env={"COLUMNS": str(columns)}).out
    assert max(map(len, shown.splitlines())) <= columns


def test_where_there_is_only_ascii_letters_are_spelled_and_read_back(told: Any) -> None:
    text = "Y = Xᵀ ≥ λ\nW <- W - α l0ᵀd1\nZ = A⁻¹ ⊙ B²\nc = ‖x‖ · 2π"
    made = child("letters", text, env={"PYTHONIOENCODING": "ascii"})
    assert made.out.isascii()
    assert told("letters", made.out).out == told("letters", text).out
    shown = child(text, env={"PYTHONIOENCODING": "ascii"}).out
    assert shown.isascii()
    assert "?" not in shown
    assert "lambda  number" in shown


def test_a_reader_who_goes_away_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "long.letters"
    path.write_text("\n".join(f"a{number} = xW" for number in range(10_000)), encoding="utf-8")
    start = f'"{sys.executable}" -X utf8 -m letternet python "{path}"'
    script = f'{start} 2>"{tmp_path}/errors" | head -1; echo "${{PIPESTATUS[0]}}"'
    try:
        made = subprocess.run(["bash", "-c", script], capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        pytest.skip("there is no bash here")
    assert made.stdout.splitlines() == ["a0 = x.dot(weights)", "0"]
    assert (tmp_path / "errors").read_text() == ""


def test_the_chapters_line_of_python(told: Any) -> None:
    assert told("python", NET).out == "layer_2 = relu(layer_0.dot(weights_0_1)).dot(weights_1_2)\n"


def test_a_module_runs_with_numpy_alone(told: Any) -> None:
    source = told("python", NET, "--module", "--dim", "l0=3").out
    imported = [line for line in source.splitlines() if "import" in line]
    assert imported == ["import numpy as np"]
    space: dict[str, Any] = {}
    exec(source, space)
    w0, w1 = np.array([[1, -1], [0, 1], [1, 2]]), np.array([[1], [2]])
    result = space["forward"](np.array([1, 0, 1]), w0, w1)
    assert np.asarray(result).tolist() == [4]


def test_run_prints_the_values_and_trace_every_step(told: Any) -> None:
    assert told("run", NET, *VALUES).out == "l2 = [4]\n"
    trace = told("run", NET, *VALUES, "--trace").out
    for part in ("l0 = [1 0 1]", "l1 = relu(l0W0) = [2 1]", "l2 = l1W1 = [4]", "take the layer 0 vector"):
        assert part in trace


def test_chain_and_unchain(told: Any) -> None:
    assert told("unchain", NET).out == "l1 = relu(l0W0)\nl2 = l1W1\n"
    assert told("chain", "l1 = relu(l0W0); l2 = l1W1").out == f"{NET}\n"


# -------------------------------------------------------------------------------------------------- JSON


def in_json(result: Told) -> Any:
    """The one object that is printed, on standard output, on one line or more, and nothing else."""
    assert result.err == ""
    made = json.loads(result.out)
    assert isinstance(made, dict)
    return made


def test_sizes_in_json(told: Any) -> None:
    formula = "y = αl0W0 + 0x; x : n"
    assert in_json(told("sizes", formula, "--json", "--dim", "l0=3", "--dim", "W0=3x4")) == {
        "x": [4],
        "α": [],
        "l0": [3],
        "W0": [3, 4],
        "y": [4],
    }
    assert in_json(told("sizes", "l0W0", "--json", "--dim", "l0=n"))["l0"] == ["n"]


def test_unknown_sizes_in_json_are_strings(told: Any) -> None:
    sizes = in_json(told("sizes", "[x, h]W; x : n; h : m", "--json"))
    assert sizes["x"] == ["n"]
    assert all(isinstance(size, str) for size in sizes["W"])


@pytest.mark.parametrize(
    ("formula", "values", "result"),
    [
        ("z = sum(x)/2", ["x=1 2"], {"z": 1.5}),
        ("y = xW", ["x=1 2", "W=1 0 0; 0 1 0"], {"y": [1, 2, 0]}),
        ("y = xW", ["x=1 2; 3 4", "W=1 0 0; 0 1 0"], {"y": [[1, 2, 0], [3, 4, 0]]}),
        ("A = xᵀx; z = sum(A)", ["x=1 2"], {"A": [[1, 2], [2, 4]], "z": 9}),
    ],
)
def test_run_in_json(told: Any, formula: str, values: list[str], result: dict[str, Any]) -> None:
    options = [part for value in values for part in ("--set", value)]
    assert in_json(told("run", formula, "--json", *options)) == result


def test_check_in_json_when_all_is_well(told: Any) -> None:
    assert in_json(told("check", NET, "--json")) == {"problems": []}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([NET, *WRONG], "E0201"),
        (["l1 = rleu(l0W0)"], "E0101"),
        (["12 = l0W0"], "E0104"),
        (["l0 +"], "E0103"),
        (["l0W0", "--dim", "l0=0"], "E0108"),
        (["no_such.letters"], "E0305"),
    ],
)
def test_every_command_that_fails_prints_its_problems_in_json(
    told: Any, name: str, arguments: list[str], code: str
) -> None:
    result = told(name, *arguments, "--json")
    assert result.code == 1
    problems = in_json(result)["problems"]
    assert code in [problem["code"] for problem in problems]
    for problem in problems:
        assert set(problem) == PROBLEM
        assert problem["severity"] in ("error", "warning", "note")
        assert problem["message"]
        assert isinstance(problem["line"], int)
        for place in (problem, *problem["facts"]):
            start, end = place["span"]
            assert 0 <= start <= end
        for fact in problem["facts"]:
            assert set(fact) == {"message", "line", "span"}
        for fix in problem["fixes"]:
            assert set(fix) == {"message", "formula", "dims", "sizes"}


def test_nothing_in_json_drives_a_terminal_and_its_values_stay(told: Any) -> None:
    remark = "# \x9b31m red \x9d0;title\x9c \u202e \u2066 \u2028 \U000e0041 é λ"
    result = told("check", f"y = rleu(x)  {remark}", "--json")
    assert result.out.removesuffix("\n").isprintable()
    assert "é λ" in result.out
    (problem,) = in_json(result)["problems"]
    assert problem["fixes"][0]["formula"] == f"y = relu(x)  {remark}"


def test_a_run_without_its_data_fails_in_json(told: Any) -> None:
    result = told("run", NET, "--json")
    assert result.code == 1
    assert {problem["code"] for problem in in_json(result)["problems"]} == {"E0301"}


def test_a_span_counts_characters_of_its_line_from_0_end_excluded(told: Any) -> None:
    (problem,) = in_json(told("check", f"α : number\n{NET}", "--json", *WRONG))["problems"]
    assert problem["line"] == 2
    start, end = problem["span"]
    assert NET[start:end] == "W1"
    assert "l2 = relu(l0W0)W1"[slice(*problem["facts"][0]["span"])] == "relu(l0W0)"


@pytest.mark.parametrize(
    "formula", ["12 = relu(l0W0)", "l1 = relu l0W0", "y = xW_ih", "y = a/b c", NET, "l1 = tanh(l0W0)", "relu(l0W0"]
)
def test_a_fix_that_is_listed_checks_clean(told: Any, formula: str) -> None:
    for problem in in_json(told("check", formula, "--json", *WRONG))["problems"]:
        for fix in problem["fixes"]:
            dims = {"l0": (3,), "W0": (3, 4), "W1": (5, 2)} | {key: tuple(size) for key, size in fix["dims"].items()}
            assert not [p for p in letternet.Formula(fix["formula"], dims=dims).problems if p.severity == "error"]


@pytest.mark.parametrize("name", ["letters", "python", "english", "chain", "unchain"])
def test_a_view_in_json_is_what_is_printed_without(told: Any, name: str) -> None:
    (text,) = in_json(told(name, NET, "--json")).values()
    assert text + "\n" == told(name, NET).out


# --------------------------------------------------------------------------------------------- in Python


def test_the_signatures_of_formula() -> None:
    def defaults(function: Any) -> dict[str, Any]:
        return {key: each.default for key, each in inspect.signature(function).parameters.items() if key != "self"}

    formula = defaults(letternet.Formula)
    assert list(formula)[:2] == ["text", "dims"]
    assert (formula["columns"], formula["view"], formula["check"]) == (False, None, True)
    assert defaults(letternet.Formula.python)["module"] is False
    assert defaults(letternet.Formula.english)["level"] == "book"
    assert defaults(letternet.Formula.function)["inplace"] is False
    assert list(defaults(letternet.Formula.letters)) == []


def test_the_views_of_a_formula() -> None:
    net = letternet.Formula(NET, dims={"l0": 3, "W0": (3, 4)})
    assert net.letters() == NET
    assert net.python() == "layer_2 = relu(layer_0.dot(weights_0_1)).dot(weights_1_2)"
    assert "def " in net.python(module=True)
    assert net.english() == net.english(level="book")
    assert net.sizes == {"l0": (3,), "W0": (3, 4), "W1": (4, "n"), "l2": ("n",)}
    assert list(net.problems) == []
    assert net.unchain().letters() == "l1 = relu(l0W0)\nl2 = l1W1"
    assert net.unchain().chain().letters() == NET
    assert isinstance(net.chain(), letternet.Formula)


@pytest.mark.parametrize("dim", [3, (3,), [3]])
def test_a_vector_is_declared_by_its_length(dim: Any) -> None:
    assert letternet.Formula("x", dims={"x": dim}).sizes == {"x": (3,)}


def test_sizes_are_declared_by_dims() -> None:
    dims = {"x": "n", "W": ("n", 4), "α": ()}
    assert letternet.Formula("αxW", dims=dims).sizes == {"α": (), "x": ("n",), "W": ("n", 4)}


def test_columns_in_python() -> None:
    assert letternet.Formula("y = Wx", columns=True).python() == "y = weights.dot(x)"


def test_a_run_is_a_mapping_of_arrays_and_of_floats_for_numbers() -> None:
    run = letternet.Formula("y = xW; z = 0.5sum(y)").run(x=[1, 2], W=[[1, 0], [0, 1]])
    assert isinstance(run, Mapping)
    assert list(run) == ["y", "z"]
    assert isinstance(run["y"], np.ndarray)
    assert run["z"] == 1.5
    assert isinstance(run["z"], float)


def test_names_that_python_cannot_spell_go_in_a_mapping() -> None:
    run = letternet.Formula("y = xW_{ih}").run({"W_{ih}": [[2], [3]]}, x=[1, 1])
    assert run["y"].tolist() == [5]


def test_the_function_takes_the_inputs_in_order_of_first_use() -> None:
    f = letternet.Formula("y = xW + b").function()
    assert len(inspect.signature(f).parameters) == 3
    assert f(np.array([1, 2]), np.eye(2), np.array([1, 1])).tolist() == [2, 3]
    assert "return" in f.source
    assert "def " in f.source


def test_the_function_of_updates_gives_the_new_values_and_writes_to_nothing() -> None:
    formula = letternet.Formula("W <- W - α xᵀd")
    w, x, d = np.ones((2, 2)), np.array([1.0, 2.0]), np.array([1.0, 0.0])
    new = formula.function()(w, 0.5, x, d)
    assert list(new) == ["W"]
    np.testing.assert_allclose(new["W"], [[0.5, 1], [0, 1]])
    np.testing.assert_array_equal(w, np.ones((2, 2)))
    formula.function(inplace=True)(w, 0.5, x, d)
    np.testing.assert_allclose(w, new["W"])


def test_the_exceptions() -> None:
    assert issubclass(letternet.NotationError, letternet.FormulaError)
    assert issubclass(letternet.SizeError, letternet.FormulaError)
    assert issubclass(letternet.FormulaError, ValueError)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("l1 = rleu(l0W0)", "NotationError"),
        ("l0 +", "NotationError"),
        ("", "NotationError"),
        ("x : 3; y : 4; x + y", "SizeError"),
        ("xy", "SizeError"),
    ],
)
def test_what_cannot_be_read_and_what_clashes_are_told_apart(text: str, kind: str) -> None:
    with pytest.raises(letternet.FormulaError) as caught:
        letternet.Formula(text)
    assert type(caught.value).__name__ == kind
    assert caught.value.problems
    assert str(caught.value)


def test_an_error_travels_between_processes() -> None:
    with pytest.raises(letternet.SizeError) as caught:
        letternet.Formula("x : 3; y : 4; x + y")
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is letternet.SizeError
    assert str(again) == str(caught.value)
    assert [p.as_json() for p in again.problems] == [p.as_json() for p in caught.value.problems]


def test_size_problems_can_be_held_instead_of_raised() -> None:
    net = letternet.Formula(NET, dims={"l0": 3, "W0": (3, 4), "W1": (5, 2)}, check=False)
    (problem,) = net.problems
    assert problem.code == "E0201"
    assert problem.severity == "error"
    assert problem.message == "W1 needs 4 rows, but it has 5"
    assert problem.line == 1
    assert tuple(problem.span) == (15, 17)
    assert [fact.message for fact in problem.facts]
    assert isinstance(list(problem.fixes), list)
    with pytest.raises(letternet.SizeError):
        net.python()
    with pytest.raises(letternet.NotationError):
        letternet.Formula("l0 +", check=False)


def test_a_problem_in_python_has_the_fields_of_the_json(told: Any) -> None:
    with pytest.raises(letternet.FormulaError) as caught:
        letternet.Formula("12 = l0W0")
    (problem,) = caught.value.problems
    (in_json_,) = in_json(told("check", "12 = l0W0", "--json"))["problems"]
    for field in PROBLEM - {"facts", "fixes", "span"}:
        assert getattr(problem, field) == in_json_[field]
    assert list(problem.span) == in_json_["span"]
    assert [fix.formula for fix in problem.fixes] == [fix["formula"] for fix in in_json_["fixes"]]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))])
def test_a_formula_can_be_copied_and_pickled(copied: Any) -> None:
    net = letternet.Formula(NET, dims={"l0": 3})
    again = copied(net)
    assert again == net
    assert hash(again) == hash(net)
    assert again.sizes == net.sizes
    assert again.english() == net.english()


def test_a_deep_formula_can_be_copied_and_pickled() -> None:
    net = letternet.Formula("l0" + "".join(f"W{number}" for number in range(3000)))
    assert pickle.loads(pickle.dumps(net)) == net
    assert copy.deepcopy(net) == net


def test_the_package_offers_what_it_names() -> None:
    for name in letternet.__all__:
        assert getattr(letternet, name).__name__ == name
    assert set(letternet.__all__) <= set(dir(letternet))
    with pytest.raises(AttributeError):
        _ = letternet.nothing_of_this_name


def test_a_program_of_comments_is_shown_once() -> None:
    from letternet.show.side_by_side import Panel, side_by_side

    assert side_by_side([Panel("Algebra", "# hi")], 100) == "Algebra\n  # hi"


def test_what_a_formula_is_made_of_shows_itself_in_a_console() -> None:
    with pytest.raises(letternet.SizeError) as caught:
        letternet.Formula("x : 3; W : 4 × 2; y = xW")
    problem = caught.value.problems[0]
    assert repr(problem) == "Problem(E0201, 'x has 3 values, but W needs 4', line 1, span (23, 24))"
    assert repr(problem.facts[0]) == "Fact('x has 3 values', line 1, span (22, 23))"
    assert repr(problem.fixes[0]) == "Fix('y = [x, 1]W', 'x : 3; W : 4 × 2; y = [x, 1]W', {})"
    assert repr(letternet.Formula("xW").program.statements[0]) == "Evaluation(0, 2)"
