"""Imports point down only, and a short command loads neither NumPy nor SymPy nor Lark."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from consoles import HOUSE

PACKAGE = HOUSE / "src" / "letternet"
MODULES = sorted(PACKAGE.rglob("*.py"))
# From the bottom up; each may import from its own floor and those below.
FLOORS = [
    {"functions", "words", "problem_text", "problems", "tree", "sizes", "alphabet", "limits", "lessons", "parts",
     "patterns"},
    {"read"},
    {"check"},
    {"rewrite"},
    {"write"},
    {"draw"},
    {"mend"},
    {"run"},
    {"formula"},
    {"show"},
    {"__main__", "__init__"},
]  # fmt: skip
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
SLOW = {"numpy", "sympy", "lark", "rich", "starlette", "uvicorn", "dask", "array_api_compat"}
# What Python has, and a command without options need not wait for.
ALSO_SLOW = {"argparse", "gettext", "locale", "shutil", "textwrap", "unicodedata", "dataclasses", "typing", "inspect"}
SHORT = SLOW | ALSO_SLOW | {f"letternet.{room}" for room in ("mend", "draw", "run", "rewrite")}


def room_of(path: Path) -> str:
    """The room or module directly in the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def for_types(node: ast.stmt) -> bool:
    """True for `if TYPE_CHECKING:`, which no run goes into."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports(body: list[ast.stmt], deep: bool = True) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that a run may come by; with `deep` also those inside functions."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not for_types(node):
            parts = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.stmt)]
            if deep or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from imports(parts, deep)


def rooms_imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and room of everything that a module imports from the package."""
    depth = len(path.relative_to(PACKAGE).parts)
    for node in imports(ast.parse(path.read_text(encoding="utf-8")).body):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
            absolute = [name.split(".") for name in names]
        elif node.level:
            here = ["letternet", *path.relative_to(PACKAGE).parts[:-1]]
            assert node.level <= depth, f"{path}:{node.lineno} leaves the package"
            base = [*here[: len(here) - node.level + 1], *(node.module or "").split(".")]
            base = [part for part in base if part]
            absolute = [base] if len(base) > 1 else [[*base, alias.name] for alias in node.names]
        else:
            base = (node.module or "").split(".")
            absolute = [base] if len(base) > 1 else [[*base, alias.name] for alias in node.names]
        for parts in absolute:
            if parts[0] == "letternet" and len(parts) > 1 and parts[1] in FLOOR:
                yield node.lineno, parts[1]


def test_every_module_stands_on_a_floor() -> None:
    assert {room_of(path) for path in MODULES} == set(FLOOR)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_floor_or_below(path: Path) -> None:
    own = room_of(path)
    upward = [
        f"line {line}: {own} imports {room}"
        for line, room in rooms_imported(path)
        if FLOOR[room] > FLOOR[own] or (own == "functions" and room == "words")
    ]
    assert upward == []


def test_the_words_are_for_those_who_read_and_write_views_and_give_names() -> None:
    for path in MODULES:
        if FLOOR["read"] < FLOOR[room_of(path)] < FLOOR["write"] and room_of(path) != "rewrite":
            assert "words" not in {room for _, room in rooms_imported(path)}, path


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("english", SHORT),
        ("python", SHORT),
        ("sizes", SHORT),
        ("check", SHORT),
        ("letters", SHORT),
        ("latex", SHORT),
        ("chain", SHORT - {"letternet.rewrite"}),
        ("unchain", SHORT - {"letternet.rewrite"}),
        ("show", SHORT - {"letternet.draw", "textwrap", "unicodedata"}),
        ("picture", SHORT - {"letternet.draw", "unicodedata"}),
        ("run", SLOW - {"numpy"}),
    ],
)
def test_a_command_loads_nothing_slow_that_it_does_not_need(code: str, absent: set[str]) -> None:
    values = ["--set", "l0=1 2", "--set", "W0=1 2; 3 4"] if code == "run" else []
    script = (
        "import json, sys\n"
        "before = set(sys.modules)\n"
        "from letternet.__main__ import main\n"
        f"sys.argv = ['letternet', {code!r}, 'l1 = relu(l0W0)', *{values!r}]\n"
        "assert main() == 0\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))\n"
    )
    python = [sys.executable, "-X", "utf8", "-c", script]
    made = subprocess.run(python, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=True)
    loaded = set(json.loads(made.stdout.splitlines()[-1]))
    assert "letternet.formula" in loaded
    assert loaded & absent == set()


def test_importing_the_package_loads_nothing_slow() -> None:
    script = "import sys, letternet; letternet.Formula('l1 = relu(l0W0)').python(); print(sorted(sys.modules))"
    made = subprocess.run(
        [sys.executable, "-c", script], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    assert set(ast.literal_eval(made.stdout)) & SLOW == set()


def test_an_import_compiles_no_pattern() -> None:
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and path.name != "patterns.py":
                assert "re.compile(" not in ast.unparse(node), f"{path}:{node.lineno}: see patterns.py"


def test_the_plan_of_the_house_names_every_module() -> None:
    plan = (HOUSE / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `((?!tests/)[\w/]+\.py)` \|", plan, re.MULTILINE))
    there = {str(path.relative_to(PACKAGE)) for path in MODULES if path.name != "__init__.py"}
    assert named == {name.replace("\\", "/") for name in there}


def test_every_module_says_in_its_first_line_what_is_true_of_it() -> None:
    for path in MODULES:
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert docstring, path
        assert docstring.splitlines()[0].endswith((".", ":", "`", ",")) or len(docstring.splitlines()) > 1, path


def test_the_pages_name_only_files_that_are_there() -> None:
    for page in ("README.md", "CONTRIBUTING.md", "grammar/README.md", "examples/README.md"):
        path = HOUSE / page
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{page} names {target}"
    plan = (HOUSE / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for target in re.findall(r"`((?:src|tests|grammar|examples)/[\w/.]+\.\w+)`", plan):
        if "NAME" not in target:
            assert (HOUSE / target).exists(), target
