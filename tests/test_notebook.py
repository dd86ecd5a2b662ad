"""`%%letters` reads the notebook's variables and sets what it works out; a formula shows itself where it stands last.

Cells are run by IPython's own shell, in this process: it is the shell of Jupyter's kernel, with the same magics and the
same way to show things, and it needs neither a kernel nor a server.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from consoles import HOUSE
from test_gallery import NAMES, inputs, text_of

from letternet import Formula
from letternet.show.notebook import Outcome, UsageError, outcome, same

NOTEBOOK = HOUSE / "examples" / "notebook.ipynb"
MARIMO = HOUSE / "examples" / "marimo_notebook.py"


class Cells:
    """A shell that runs cells."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.space: dict[str, Any] = shell.user_ns

    def run(self, source: str) -> tuple[Any, str]:
        """What a cell gives, and what it prints and displays besides; a cell that raises fails the test."""
        from IPython.utils.capture import capture_output

        with capture_output() as captured:
            result = self.shell.run_cell(source)
        result.raise_error()
        shown = [output.data["text/plain"] for output in captured.outputs if result.result is None]
        return result.result, "\n".join([captured.stdout + captured.stderr, *shown])


@pytest.fixture
def cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cells]:
    pytest.importorskip("IPython", reason="IPython is not here")
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    try:
        made = Cells(shell)
        made.run("%load_ext letternet")
        yield made
    finally:
        InteractiveShell.clear_instance()


# ----------------------------------------------------------------------------------------- values and results


@pytest.mark.parametrize("by", ["letters", "words"])
@pytest.mark.parametrize("name", NAMES)
def test_the_gallery_gives_the_same_from_variables_as_from_values(name: str, by: str) -> None:
    net = Formula(text_of(name))
    values = inputs(name, net, np.random.default_rng(1))
    words = net.words.python
    letters = {key: key if key.isidentifier() else re.sub(r"\W", "", key) for key in words}
    space = {(words if by == "words" else letters)[key]: value for key, value in values.items()}
    shown = outcome("", text_of(name), space)
    run = net.run(values)
    assert shown.run is not None, shown.sentences
    assert set(shown.run) == set(run)
    for key in {*net.checked.names.definitions, *net.checked.names.updates}:
        np.testing.assert_array_equal(shown.run[key], run[key])
        set_under = {letters[key], words[key]} if key not in values else {words[key] if by == "words" else letters[key]}
        for each in set_under:
            np.testing.assert_array_equal(space[each], run[key])


@pytest.mark.parametrize(
    ("formula", "variables", "expected"),
    [
        ("y = xW", {"x": [1, 2], "W": [[1, 0], [0, 2]]}, {"y": [1, 4]}),
        ("y = xW", {"x": [1, 2], "weights": [[1, 0], [0, 2]]}, {"y": [1, 4]}),
        ("l1 = l0W0", {"layer_0": [1, 2], "weights_0_1": [[1], [2]]}, {"l1": [5], "layer_1": [5]}),
        ("y = αx", {"alpha": 2, "x": [1, 2]}, {"y": [2, 4]}),
        ("y = αx", {"α": 2, "x": [1, 2]}, {"y": [2, 4]}),
        ("α means rate; y = αx", {"rate": 2, "x": [1, 2]}, {"y": [2, 4]}),
        ("α means rate; y = αx", {"alpha": 2, "x": [1, 2]}, {"y": [2, 4]}),
        ("y = λx", {"λ": 2, "x": [1, 2]}, {"y": [2, 4]}),
        ("y = λx", {"lambda_": 2, "x": [1, 2]}, {"y": [2, 4]}),
        ("y_{ih} = xW_{ih}", {"x": [1, 2], "W_ih": [[1], [2]]}, {"y_ih": [5]}),
        ("y_{ih} = xW_{ih}", {"x": [1, 2], "weights_ih": [[1], [2]]}, {"y_ih": [5]}),
        ("h means hidden; h_t = tanh(x)", {"x": [0.0]}, {"h_t": [0], "hidden_t": [0]}),
        ("y = 2[1 2]", {}, {"y": [2, 4]}),
        ("p = xw", {"x": 8.5, "w": 0.1}, {"p": 0.85}),
        ("p = xw", {"x": np.float32(2), "w": [1, 2]}, {"p": [2, 4]}),
        ("y = relu(l0W0)", {"l0": [[1, 2], [3, 4], [-5, 0]], "W0": [[1], [0]]}, {"y": [[1], [3], [0]]}),
        ("y = x/√n; x : n", {"x": [2.0] * 4, "n": 9}, {"y": [1, 1, 1, 1]}),
        ("y = nx; z : n; x : 2", {"x": [1, 2], "n": 3}, {"y": [3, 6]}),
        ("l1 = layer_0.dot(weights_0_1)", {}, {}),
        ("W <- W - αG", {"weights": [[3.0]], "G": [[1.0]], "alpha": 1}, {"weights": [[2]]}),
        ("a means y; a = 2x; y = 3x", {"x": [1]}, {"a": [2], "y": [3], "y_2": [3]}),
        ("a means y; y = 3x; a = 2x", {"x": [1]}, {"a": [2], "y": [3], "y_2": [3]}),
    ],
)
def test_variables_come_in_and_results_are_set(
    formula: str, variables: dict[str, Any], expected: dict[str, Any]
) -> None:
    space = {name: np.array(value) if isinstance(value, list) else value for name, value in variables.items()}
    outcome("", formula, space)
    changed = {name: value for name, value in space.items() if name not in variables or value is not variables[name]}
    for name, value in expected.items():
        np.testing.assert_allclose(changed[name], value)
    assert set(space) == set(variables) | set(expected)


def test_an_update_goes_where_its_value_came_from_and_no_array_is_written_to(cells: Cells) -> None:
    cells.run("import numpy as np\nweights_0_1 = before = np.ones((2, 2)); alpha = 0.5")
    for _ in range(2):
        cells.run("%letters W0 <- W0 - αW0")
    np.testing.assert_array_equal(cells.space["weights_0_1"], np.full((2, 2), 0.25))
    np.testing.assert_array_equal(cells.space["before"], np.ones((2, 2)))
    assert "W0" not in cells.space


def test_a_formula_calls_the_functions_of_the_notebook(cells: Cells) -> None:
    cells.run("import numpy as np\nx = np.array([1.0, -2.0])\ndef act(v):\n    return 3 * v")
    cells.run("%%letters\ny = act(x)\nf(x) = act(2x)\nz = f(x)")
    np.testing.assert_array_equal(cells.space["y"], [3, -6])
    np.testing.assert_array_equal(cells.space["z"], [6, -12])
    _, printed = cells.run("%letters y = exit(x)")
    assert "there is no function exit" in printed


def test_the_signs_that_ipython_would_replace_stay_what_they_are(cells: Cells) -> None:
    cells.run("import numpy as np\nih = 'wrong'; x = np.array([1, 2]); W_ih = np.array([[1], [2]])")
    cells.run("%letters y = xW_{ih}")
    np.testing.assert_array_equal(cells.space["y"], [5])


def test_a_cell_gives_its_outcome_back(cells: Cells) -> None:
    cells.run("import numpy as np\nx = np.array([1, 2])\nmade = %letters y = 2x")
    made = cells.space["made"]
    assert isinstance(made, Outcome)
    assert made.formula.sizes["x"] == (2,)
    np.testing.assert_array_equal(made.run["y"], [2, 4])  # type: ignore[index]


def test_options_stand_before_the_formula(cells: Cells) -> None:
    cells.run("import numpy as np\nW = np.array([[1, 2]]); x = np.array([3, 4])")
    cells.run("%%letters --columns --dim y=1\ny = Wx")
    np.testing.assert_array_equal(cells.space["y"], [11])
    cells.run("%letters --dim α=number --from letters z = αx")
    _, printed = cells.run("%letters --dim V='2 x 3' y = xV")
    assert "the notebook needs V (2 × 3)" in printed
    _, printed = cells.run("%%letters --colums\ny = Wx")
    assert printed.startswith("%%letters takes --dim NAME=SIZE, --columns")
    with pytest.raises(UsageError):
        outcome("--dim W", "y = Wx", {})


# ------------------------------------------------------------------------------------------- what does not run


@pytest.mark.parametrize(
    ("formula", "variables", "sentence"),
    [
        ("l1 = relu(l0W0)", {"l0": [1, 2]}, "to run it, the notebook needs W0 or weights_0_1 (n × m)"),
        ("y = αx; x : 1", {}, "to run it, the notebook needs α or alpha (number) and x (1 value)"),
        ("y = nx; z : n; x : 2", {"x": [1, 2]}, "to run it, the notebook needs n (number)"),
        ("y = 2x", {"x": len}, "x is a function in this notebook, not numbers"),
        ("y = 2x", {"x": int}, "x is a class in this notebook, not numbers"),
        ("y = 2x", {"x": "secret.npy"}, "x is text in this notebook, not numbers"),
        ("y = 2x", {"x": None}, "x is None in this notebook, not numbers"),
        ("y = 2x", {"x": {1: 2}}, "x is of the type dict in this notebook, not numbers"),
        ("l1 = 2l0", {"l0": [1], "layer_0": [2]},
         "l0 and layer_0 could both be meant, and differ; keep one: del layer_0"),
    ],
)  # fmt: skip
def test_a_sentence_says_why_a_formula_does_not_run_and_nothing_is_set(
    formula: str, variables: dict[str, Any], sentence: str
) -> None:
    space = dict(variables)
    shown = outcome("", formula, space)
    assert shown.run is None
    assert shown.sentences == (sentence,)
    assert space == variables


class Hostile:
    """What cannot become an array."""

    def __array__(self, *arguments: object, **more: object) -> Any:
        raise RuntimeError("not from here")


def test_other_variables_of_the_same_letter_do_not_stand_in_the_way() -> None:
    space = {"l0": len, "layer_0": np.array([1, 2])}
    np.testing.assert_array_equal(outcome("", "y = 2l0", space).run["y"], [2, 4])  # type: ignore[index]
    assert outcome("", "y = 2x", {"x": Hostile()}).sentences == (
        "x is of the type Hostile in this notebook, not numbers",
    )
    same = {"l0": np.array([1, 2]), "layer_0": np.array([1, 2])}
    assert outcome("", "y = 2l0", same).run is not None


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("l1 = rleu(x)", "E0101"),
        ("l1 = relu(xW", "E0103"),
        ("y = xW; W : 3 × 3; x : 2", "E0201"),
        ("f(x) = x; f(z) = 2z; y = f(x)", "E0110"),
        ("y = xW", "E0303"),
        ("y = 2v", "E0304"),
        ("y = 2r", "E0304"),
        ("", "E0114"),
    ],
)
def test_what_is_wrong_is_told_as_always_without_a_traceback_and_nothing_is_set(
    cells: Cells, formula: str, code: str
) -> None:
    cells.run("import numpy as np\nx = np.ones(2); W = np.ones((3, 1)); v = np.array([np.nan]); r = [[1], [1, 2]]")
    before = set(cells.space)
    shown, printed = cells.run(f"%letters {formula}")
    assert shown is None
    assert printed.startswith(f"error[{code}]: ")
    assert "Traceback" not in printed
    assert {name for name in set(cells.space) - before if not name.startswith("_")} == set()


def test_an_error_of_a_function_of_the_notebook_is_told_with_its_name(cells: Cells) -> None:
    cells.run("import numpy as np\nx = np.ones(2)\ndef act(v):\n    return {}['mine']")
    shown, printed = cells.run("%letters y = act(x)")
    assert shown is None
    assert printed.startswith("error[E0306]: act(x) has no result: act raised KeyError: 'mine'")
    assert "y" not in cells.space


def test_what_is_missing_is_said_wherever_the_formula_stands_in_its_cell(cells: Cells) -> None:
    cells.run("y = 1")
    for cell in ("%letters y = xW\nprint(y)", "for i in range(2):\n    %letters x <- 2x", "z = %letters y = xW"):
        _, printed = cells.run(cell)
        assert "to run it, the notebook needs x" in printed


def test_what_a_formula_has_set_gives_way_to_what_somebody_sets(cells: Cells) -> None:
    cells.run("import numpy as np\nl0 = np.array([1, 2]); W0 = np.eye(2); W1 = np.eye(2)")
    cells.run("%letters l1 = relu(l0W0)")
    cells.run("l1 = l1 * 2")
    cells.run("%letters l2 = l1W1")
    np.testing.assert_array_equal(cells.space["l2"], [2, 4])
    cells.run("layer_2 = layer_2 * 10")
    cells.run("%letters e = sum(l2)")
    assert cells.space["e"] == 60
    cells.run("l2 = layer_2 = None\n%letters l2 = l1W1")
    np.testing.assert_array_equal(cells.space["layer_2"], [2, 4])
    cells.run("l2 = None")
    _, printed = cells.run("%letters e = sum(l2)")
    assert "l2 is None in this notebook, not numbers" in printed


def test_a_second_name_takes_no_place_of_a_function(cells: Cells) -> None:
    cells.run("import numpy as np\nx = np.array([1, 2])\ndef layer(n): ...")
    _, printed = cells.run("%letters l = sum(x)")
    assert "l is set" in printed
    assert callable(cells.space["layer"])
    cells.run("%letters m = 2l")
    assert cells.space["m"] == 6


@pytest.mark.parametrize("line", ["-h", "--help"])
def test_help_says_what_the_options_are(cells: Cells, line: str) -> None:
    _, printed = cells.run(f"%letters {line}")
    assert all(option in printed for option in ("--dim NAME=SIZE", "--columns", "--from VIEW"))


# --------------------------------------------------------------------------------------------------- showing


def test_a_formula_shows_its_picture_and_its_letters(cells: Cells) -> None:
    net = Formula("l1 = relu(l0W_{ih})", dims={"l0": 3, "l1": 4})
    cells.space["net"] = net
    shown = cells.shell.display_formatter.format(net)[0]
    assert set(shown) == {"text/plain", "text/latex", "image/svg+xml", "text/html"}
    assert shown["text/plain"] == "l1 = relu(l0W_{ih})"
    assert shown["text/latex"] == f"$$\n{net.latex()}\n$$"
    assert shown["image/svg+xml"] == net.picture().svg
    assert "l<sub>1</sub> = relu(l<sub>0</sub>W<sub>ih</sub>)" in shown["text/html"]
    assert "<svg" in shown["text/html"]
    assert net._mime_() == ("text/html", shown["text/html"])


def test_a_formula_with_errors_shows_them() -> None:
    net = Formula("y = xW # <b>", dims={"x": 2, "W": (3, 1)}, check=False)
    shown = net._repr_mimebundle_()
    assert set(shown) == {"text/plain", "text/html"}
    assert shown["text/plain"].startswith("error[E0201]: ")
    assert "<b>" not in shown["text/html"]


@pytest.mark.parametrize(
    "text",
    [
        "y = 2x  # <script>alert(1)</script> $\\href{javascript:alert(1)}{x}$",
        'y = 2x; y means "<img src=x onerror=alert(1)>"',
        'x means "</pre><script>"; y = 2x  # </div></svg>&amp;',
        "x_{<b>} + y",
    ],
)
def test_nothing_of_a_formula_becomes_markup(text: str) -> None:
    try:
        shown = outcome("", text, {"x": np.array([1])})._repr_mimebundle_()["text/html"]
    except ValueError:
        return  # letters do not have it
    root = ElementTree.fromstring(f"<all>{shown}</all>")
    names = {each.tag.rsplit("}", 1)[-1] for each in root.iter()}
    assert names & {"script", "img", "a", "b"} == set()
    for part in root:
        assert part.get("class") == "tex2jax_ignore mathjax_ignore"


def test_a_cell_shows_the_formula_with_its_values() -> None:
    shown = outcome("", "l1 = relu(l0W0)", {"l0": np.array([1, -2]), "W0": np.eye(2)})
    bundle = shown._repr_mimebundle_()
    assert bundle["text/plain"] == (
        "l1 = relu(l0W0)\n\nl1 = [1 0]\nfrom l0 and W0; l1 and layer_1 are set"
    )
    assert "<svg" in bundle["text/html"]
    assert "l1 = [1 0]" in bundle["text/html"]


# ---------------------------------------------------------------------------------------------- the examples


def test_the_example_notebook_runs_cell_by_cell(cells: Cells) -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    printed = [cells.run("".join(cell["source"]))[1] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    wrong = [each for each in printed if "error[" in each]
    assert len(wrong) == 1
    assert wrong[0].startswith("error[E0303]: W0 came as 4 × 3, but it needs 3 rows")
    assert "Traceback" not in "".join(printed)
    lights, truth = cells.space["streetlights"], cells.space["walk_vs_stop"]
    rng = np.random.default_rng(1)
    w0, w1 = rng.normal(size=(3, 4)), rng.normal(size=(4, 1))
    layer_1 = np.maximum(lights @ w0, 0)
    delta_2 = layer_1 @ w1 - truth
    delta_1 = delta_2 @ w1.T * (layer_1 > 0)
    np.testing.assert_allclose(cells.space["weights_1_2"], w1 - 0.05 * layer_1.T @ delta_2)
    np.testing.assert_allclose(cells.space["weights_0_1"], w0 - 0.05 * lights.T @ delta_1)
    np.testing.assert_array_equal(cells.space["error"], np.zeros(6))


def test_the_example_notebook_holds_nothing_that_goes_stale() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    notebook = json.loads(text)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["cells"][0]["cell_type"] == "markdown"
    for cell in notebook["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
    assert not re.search(r"/(?:home|Users|root|tmp|work)/", text)


def test_marimo_shows_a_formula(tmp_path: Path) -> None:
    pytest.importorskip("marimo", reason="marimo is not here")
    notebook = shutil.copy(MARIMO, tmp_path / "notebook.py")
    made = subprocess.run(
        [sys.executable, "-m", "marimo", "export", "html", notebook, "-o", tmp_path / "page.html", "--no-include-code"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    page = (tmp_path / "page.html").read_text(encoding="utf-8").replace("\\u003C", "<").replace("\\u003E", ">")
    assert "l<sub>1</sub> = relu(l<sub>0</sub>W<sub>0</sub>)" in page
    assert "<svg" in page
    assert "Traceback" not in page


def test_the_marimo_notebook_says_what_to_look_at() -> None:
    text = MARIMO.read_text(encoding="utf-8")
    assert "Look at " in text.split('"""')[1]
    assert text.count("@app.cell") == 4


def test_the_extension_loads_only_when_it_is_asked_for() -> None:
    script = (
        "import sys, letternet\n"
        "assert callable(letternet.load_ipython_extension)\n"
        "print('letternet.show.notebook' in sys.modules, 'numpy' in sys.modules, 'IPython' in sys.modules)\n"
    )
    made = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert made.stdout.split() == ["False"] * 3


@pytest.mark.parametrize("pair", [([[1], [2, 3]], [1, 2]), (["a", "b"], ["a", 2]), ([None, 1], [10**30, 1])])
def test_variables_that_hold_no_plain_numbers_differ(pair: tuple[Any, Any]) -> None:
    assert same(*pair) is False
    assert same(pair[0], pair[0]) is True
