"""Small changes to the code, one at a time: how many of them do the tests see?

`python tests/mutants.py check --draw 200 --seed 11` draws 200 of all changes that there are to a room of the package,
or to the parts of it that are named (`rewrite/gradient.py`).  Each is made in a process of its own, where the tests run
that go through its line, the quick ones first, until one fails.  What no test saw is printed, and counts against the
score.  Which test goes through which line is worked out first, in one run of all tests, and kept in `--map`; laws are
tried on few programs, and tests in processes of their own see nothing.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import json
import os
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from random import Random
from types import CodeType, ModuleType
from typing import Any, NamedTuple

HOUSE = Path(__file__).resolve().parent.parent
PACKAGE = HOUSE / "src" / "letternet"
LAWS = "8"  # programs that each law is tried on
PATIENCE = 90  # seconds of work after which the tests of a change are taken to hang
SEEN, NOT_SEEN, NOT_RUN = 1, 0, 2
# What takes long, runs in a browser or in processes of its own, or counts work.
LEFT_OUT = (
    "benchmarks", "browser", "depth", "examples", "growth", "hostile", "installs", "marks", "nothing_becomes_code",
    "packaging", "page_in_browser", "picture_text", "planted", "serve", "threads", "train_stopped", "house",
)  # fmt: skip
EXCHANGED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip


Lines = dict[str, dict[int, list[str]]]  # by file and line the tests that go through it


class Change(NamedTuple):
    """One change: where it is, its number among the changes of the file, and what is changed into what."""

    path: Path
    start: int  # the first line of the statement
    line: int
    inside: bool  # of a function; what is outside runs when the module is imported
    number: int
    old: str
    new: str


# ------------------------------------------------------------------------------------------------ the changes


class Changing(ast.NodeTransformer):
    """Walks over code and counts the places that can be changed; changes the one with the wanted number."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted = wanted
        self.found: list[tuple[int, int, bool, str, str]] = []
        self.start = self.depth = 0

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.stmt):
            self.start = node.lineno
        return super().visit(node)

    def change(self, node: Any, new: Any) -> Any:
        """The new node if it is this one's turn, else the old one."""
        start = min(self.start, node.lineno)
        self.found.append((start, node.lineno, self.depth > 0, ast.unparse(node), ast.unparse(new)))
        return ast.copy_location(new, node) if len(self.found) - 1 == self.wanted else node

    def exchanged(self, node: Any, operator: Any, build: Any) -> Any:
        """A node with another operator."""
        other = EXCHANGED.get(type(operator))
        return self.change(node, build(other())) if other else node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        node.args.defaults = [self.visit(each) for each in node.args.defaults]
        self.depth += 1
        node.body = [self.visit(each) for each in node.body]
        self.depth -= 1
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        if isinstance(node.targets[0], ast.Name) and node.targets[0].id == "TYPE_CHECKING":
            return node  # for people and the checker of types alone
        self.generic_visit(node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:
        return node

    def visit_Expr(self, node: ast.Expr) -> Any:
        if isinstance(node.value, ast.Constant):
            return node  # a docstring
        self.generic_visit(node)
        return self.change(node, ast.Pass())

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        self.generic_visit(node)
        return self.change(node, ast.Pass())

    def visit_Return(self, node: ast.Return) -> Any:
        self.generic_visit(node)
        plain = node.value is None or isinstance(node.value, ast.Constant)
        return node if plain else self.change(node, ast.Return(ast.Constant(None)))

    def visit_If(self, node: Any) -> Any:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return node
        self.generic_visit(node)
        node.test = self.change(node.test, ast.UnaryOp(ast.Not(), node.test))
        return node

    def visit_While(self, node: ast.While) -> Any:
        return self.visit_If(node)

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        return self.visit_If(node)

    def visit_comprehension(self, node: ast.comprehension) -> Any:
        self.generic_visit(node)
        node.ifs = [self.change(each, ast.UnaryOp(ast.Not(), each)) for each in node.ifs]
        return node

    def visit_Compare(self, node: ast.Compare) -> Any:
        self.generic_visit(node)
        return self.exchanged(
            node, node.ops[0], lambda other: ast.Compare(node.left, [other, *node.ops[1:]], node.comparators)
        )

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        self.generic_visit(node)
        return self.exchanged(node, node.op, lambda other: ast.BoolOp(other, node.values))

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        self.generic_visit(node)
        return self.exchanged(node, node.op, lambda other: ast.BinOp(node.left, other, node.right))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        self.generic_visit(node)
        return self.change(node, node.operand)

    def visit_Break(self, node: ast.Break | ast.Continue) -> Any:
        return self.exchanged(node, node, lambda other: other)

    def visit_Continue(self, node: ast.Continue) -> Any:
        return self.visit_Break(node)

    def visit_Constant(self, node: ast.Constant) -> Any:
        match node.value:
            case bool(value):
                return self.change(node, ast.Constant(not value))
            case int(value):
                return self.change(node, ast.Constant(value + 1))
            case str(value):
                signs = [place for place, sign in enumerate(value) if sign in "+-"]
                other = "".join({"+": "-", "-": "+"}.get(sign, sign) for sign in value) if signs else f"{value}x"
                return self.change(node, ast.Constant(other))
            case _:
                return node


def changes(path: Path) -> list[Change]:
    """Every change to a file."""
    walk = Changing()
    walk.visit(ast.parse(path.read_text(encoding="utf-8")))
    return [
        Change(path, start, line, inside, number, old, new)
        for number, (start, line, inside, old, new) in enumerate(walk.found)
    ]


def changed(change: Change) -> CodeType:
    """The code of a file with one change."""
    made = Changing(change.number).visit(ast.parse(change.path.read_text(encoding="utf-8")))
    code: CodeType = compile(ast.fix_missing_locations(made), str(change.path), "exec")
    return code


# ---------------------------------------------------------------------------------------- tests and their lines


class Noting:
    """A plugin of pytest: which test goes through which line, and how long each takes."""

    def __init__(self, coverage: Any) -> None:
        self.coverage = coverage
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_runtest_setup(self, item: Any) -> None:
        self.coverage.switch_context(item.nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed.add(report.nodeid)


def test_files() -> list[str]:
    """The files of tests that are run."""
    names = (path.name for path in sorted((HOUSE / "tests").glob("test_*.py")))
    return [f"tests/{name}" for name in names if not any(word in name for word in LEFT_OUT)]


def mapped(where: Path) -> tuple[Lines, dict[str, float]]:
    """By file and line the tests that go through it, and what each takes; worked out if it is not there yet."""
    if not where.is_file():
        print("which test goes through which line: all tests run once", flush=True)
        child = os.fork()
        if not child:
            os._exit(note(where))
        os.waitpid(child, 0)
    kept = json.loads(where.read_text(encoding="utf-8"))
    lines = {
        path: {int(line): [kept["tests"][number] for number in numbers] for line, numbers in found.items()}
        for path, found in kept["lines"].items()
    }
    return lines, kept["seconds"]


def note(where: Path) -> int:
    """Run all tests once and write down where each went."""
    import coverage
    import pytest

    noted = coverage.Coverage(data_file=None, config_file=False, include=[f"{PACKAGE}/*"])
    noted.start()
    plugin = Noting(noted)
    quiet()
    pytest.main(["-q", "-p", "no:xdist", *test_files()], plugins=[plugin])
    noted.stop()
    data = noted.get_data()
    passed = [test for test in plugin.seconds if test not in plugin.failed]  # others would see every change
    numbers = {test: number for number, test in enumerate(passed)}
    lines = {
        str(Path(path).relative_to(PACKAGE)): {
            line: [numbers[test] for test in tests if test in numbers]
            for line, tests in data.contexts_by_lineno(path).items()
        }
        for path in data.measured_files()
    }
    found = {"tests": list(numbers), "lines": lines, "seconds": plugin.seconds}
    where.write_text(json.dumps(found), encoding="utf-8")
    return 0


# -------------------------------------------------------------------------------------------- one change tried


class Chosen:
    """A plugin of pytest: runs these tests alone, in this order, and those that a change gave another name."""

    def __init__(self, tests: Sequence[str], known: Mapping[str, float]) -> None:
        self.place = {test: number for number, test in enumerate(tests)}
        self.known = known
        self.ran = 0

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        chosen = [item for item in items if item.nodeid in self.place or item.nodeid not in self.known]
        items[:] = sorted(chosen, key=lambda item: self.place.get(item.nodeid, len(self.place)))

    def pytest_runtest_setup(self) -> None:
        self.ran += 1


class Replaced(MetaPathFinder, Loader):
    """Loads one module from other code."""

    def __init__(self, change: Change) -> None:
        inside = change.path.relative_to(PACKAGE.parent).with_suffix("")
        self.name = ".".join(inside.parts)
        self.change = change

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.change.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(changed(self.change), module.__dict__)


def quiet() -> None:
    """Say nothing from here on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def begin(change: Change, tests: Sequence[str], known: Mapping[str, float]) -> int:
    """Run the tests on a change, in a process of its own, whose number is given; it ends with what was found."""
    child = os.fork()
    if not child:
        import pytest

        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE + 5))
        quiet()
        sys.meta_path.insert(0, Replaced(change))
        chosen = Chosen(tests, known)
        files = sorted({test.split("::")[0] for test in tests})
        code = pytest.main(["-q", "-x", "-p", "no:xdist", *files], plugins=[chosen])
        os._exit(SEEN if code not in (0, 5) else NOT_SEEN if chosen.ran else NOT_RUN)
    return child


def results(changes: Sequence[Change], lines: Lines, seconds: Mapping[str, float]) -> Iterator[tuple[Change, int]]:
    """Each change, and what was found; a hang, and code that cannot be imported, are seen."""
    running: dict[int, Change] = {}
    for change in [*changes, None]:
        while running and (change is None or len(running) == os.cpu_count()):
            child, status = os.wait()
            yield running.pop(child), os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else SEEN
        if change is None:
            return
        inside = change.path.relative_to(PACKAGE)
        by_line = lines.get(str(inside), {})
        where = range(change.start, change.line + 1) if change.inside else by_line
        through = {test for line in where for test in by_line.get(line, [])}
        if not through and not change.inside:  # tables alone: the tests that go through their room
            room = [found for path, found in lines.items() if Path(path).parent == inside.parent]
            through = {test for found in room for tests in found.values() for test in tests}
        if through:
            running[begin(change, sorted(through, key=lambda test: seconds.get(test, 0.0)), seconds)] = change
        else:
            yield change, NOT_RUN


def shown(change: Change) -> str:
    """A change in a line."""
    inside = change.path.relative_to(PACKAGE)
    return f"{inside}:{change.line}: {' '.join(change.old.split())[:70]!r} → {' '.join(change.new.split())[:70]!r}"


def sources(names: Sequence[str]) -> Iterator[Path]:
    """The files of rooms and the files that are named."""
    for name in names:
        path = PACKAGE / name
        if not path.exists():
            sys.exit(f"there is no {name} in the package; a room is called read, a file read/letters.py")
        yield from (each for each in sorted(path.glob("*.py")) if each.name != "table.py") if path.is_dir() else [path]


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("names", nargs="+", help="rooms and files of the package")
    parser.add_argument("--draw", type=int, default=100, help="how many changes are tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--map", type=Path, default=Path("mutants.json"), help="a file that keeps who goes where")
    options = parser.parse_args()
    if not importlib.util.find_spec("coverage"):
        parser.error("this takes coverage: pip install coverage")
    os.chdir(HOUSE)
    sys.path.insert(0, str(HOUSE / "tests"))
    os.environ |= {"LETTERNET_EXAMPLES": LAWS, "CI": "true"}
    everything = [change for path in sources(options.names) for change in changes(path)]
    lines, seconds = mapped(options.map.absolute())
    drawn = Random(options.seed).sample(everything, min(options.draw, len(everything)))
    import array_api_strict  # noqa: F401
    import hypothesis  # noqa: F401
    import numpy  # noqa: F401
    import pytest  # noqa: F401

    begun = time.monotonic()
    left = 0
    for number, (change, found) in enumerate(results(drawn, lines, seconds), 1):
        if found != SEEN:
            left += 1
            print(f"{'no test runs it' if found == NOT_RUN else 'not seen'}: {shown(change)}", flush=True)
        if number % 25 == 0:
            print(f"{number - left} of {number} seen, {time.monotonic() - begun:.0f} s", flush=True)
    seen = len(drawn) - left
    print(f"{seen} of {len(drawn)} seen ({100 * seen / len(drawn):.0f} %), drawn from {len(everything):,} changes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
