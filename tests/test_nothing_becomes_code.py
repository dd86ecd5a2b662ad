"""Text from a stranger never becomes code: what Python reports while it is read, and what emitted code is made of."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from effort import tried
from hypothesis import given
from hypothesis import strategies as st
from networks import networks
from strategies import Drawn, batches, programs
from test_laws import formula, inputs

import letternet.run.code
from letternet import Formula, FormulaError
from letternet.run.code import BUILTINS, compiled

WATCHED = Path(__file__).parent / "watched.py"


@pytest.fixture(scope="module")
def reported() -> dict[str, Any]:
    """What the watched process reports."""
    made = subprocess.run(
        [sys.executable, "-X", "utf8", str(WATCHED)], capture_output=True, encoding="utf-8", check=True
    )
    found: dict[str, Any] = json.loads(made.stdout)
    return found


def test_no_text_imports_opens_sends_or_runs_anything(reported: dict[str, Any]) -> None:
    assert reported["seen"] == {}
    assert reported["texts"] > 500
    # What is watched for would have been seen.
    watched = {"import", "open", "exec", "compile", "os.system", "socket.__new__", "pickle.find_class"}
    assert watched <= reported["caught"].keys()


# ------------------------------------------------------------------------------------- what is emitted

NODES = (
    ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Expr,
    ast.Assign, ast.AugAssign, ast.Name, ast.Load, ast.Store, ast.Constant, ast.Attribute, ast.Call, ast.keyword,
    ast.Dict, ast.List, ast.Tuple, ast.Starred, ast.Subscript, ast.Slice, ast.BinOp, ast.Add, ast.Sub, ast.Mult,
    ast.Div, ast.FloorDiv, ast.MatMult, ast.Pow, ast.UnaryOp, ast.USub, ast.Not, ast.BoolOp, ast.And, ast.Or,
    ast.Compare, ast.Gt, ast.Lt, ast.GtE, ast.LtE, ast.Eq, ast.Is, ast.IfExp, ast.ListComp, ast.comprehension,
    ast.If, ast.Try, ast.ExceptHandler,
)  # fmt: skip
# What is asked of arrays, of NumPy and of the array API; nothing of these reads a file, a name or a text.
ATTRIBUTES = frozenset(
    "T abs add apply_along_axis arange array asarray astype broadcast_to clip column_stack concat concatenate "
    "copy cos det diag diagonal divide dot dtype einsum exp expand_dims expm1 eye float32 float64 full int32 inv "
    "linalg log log1p logaddexp matrix_transpose max maximum mean min minimum multiply ndim negative norm ones "
    "outer pi power reduce reshape result_type shape sign sin size sqrt stack subtract sum swapaxes take tanh tile "
    "trace vecdot vector_norm vstack where zeros".split()
)
IMPORTS = {"import numpy as np", "from array_api_compat import"}


def keeps_to_the_list(source: str, outside: frozenset[str] = frozenset()) -> None:
    """Nothing but nodes, attributes and names on the list; texts only where nothing looks them up.

    `outside` are the names that stand for values of the caller.
    """
    tree = ast.parse(source)
    made = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    made |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    made |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    harmless: set[ast.AST] = set()  # docstrings, keys of what is returned
    for node in ast.walk(tree):
        assert isinstance(node, NODES), f"{type(node).__name__} in {source[:2000]}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            assert ast.unparse(node).startswith(tuple(IMPORTS))
            made |= {alias.asname or alias.name for alias in node.names}
        if isinstance(node, ast.Module | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr):
            harmless.add(node.body[0].value)
        if isinstance(node, ast.Dict):
            harmless.update(key for key in node.keys if key is not None)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("einsum"):
            harmless.add(node.args[0])
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            assert node.attr in ATTRIBUTES, f"{node.attr} in {source[:2000]}"
        if isinstance(node, ast.Name):
            assert node.id in made | BUILTINS.keys() | {"np", "xp"} | outside or node.id.startswith("_"), node.id
            assert not node.id.startswith("__")
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            assert node in harmless or node.value in ("dtype", "device"), f"{node.value!r} in {source[:2000]}"


def sources(net: Formula, names: list[str]) -> list[str]:
    """The texts of everything that is emitted as a file or a function."""
    made = [net.python(module=True), net.python(module=True, batch=names), net.function().source]  # type: ignore[attr-defined]
    try:
        made.append(net.python(module=True, backend="array-api"))
    except FormulaError:
        assert not net.checked.names.inputs
    return made


@tried(0.3)
@given(st.data())
def test_everything_emitted_is_made_of_an_allowed_set_of_python(data: st.DataObject) -> None:
    """Also what is run without being shown: every text that becomes code is noted where it does."""
    drawn: Drawn = data.draw(networks() | programs())
    names, values = data.draw(batches(drawn)) if data.draw(st.booleans()) else ((), drawn.values)
    net = formula(drawn)
    inside = [name for name in names if name in net.checked.names.inputs]
    run: set[str] = set()
    compile_once = letternet.run.code.code_of
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letternet.run.code, "code_of", lambda source: (run.add(source), compile_once(source))[1])
        for source in sources(net, inside):
            keeps_to_the_list(source)
        for view in (net.run, net.trace):
            with suppress(FormulaError):
                view(inputs(net, values))
        call = net.function()
        with np.errstate(all="ignore"), suppress(ArithmeticError, IndexError, np.linalg.LinAlgError):
            call(*(np.asarray(values[key], float)[()] for key in call.parameters))  # type: ignore[attr-defined]
    assert run
    for source in run:
        keeps_to_the_list(source, frozenset({"table", "new", "by_sizes"}))


@pytest.mark.parametrize(
    "code",
    ["import os", "open('x')", "np.load('x')", "x.__class__", "eval('1')", "lambda: 1", "f'{x}'", "exec(x)", "x = 'a'"],
)
def test_what_is_not_on_the_list_is_found(code: str) -> None:
    with pytest.raises(AssertionError):
        keeps_to_the_list(f"def f(x):\n    return x\n\n{code}\n")


def test_code_that_runs_has_nothing_to_import_with() -> None:
    with pytest.raises(OverflowError, match="a number becomes too large"):
        compiled("def f():\n    import os\n    return os", "f", {})()
    joined = Formula("y = [x, 99999999999999999999]").function()  # for which NumPy would import its own error
    with pytest.raises(OverflowError, match="a number becomes too large"):
        joined([1, 2])
