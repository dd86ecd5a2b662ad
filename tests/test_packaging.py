"""The wheel and the editable install work in a clean environment, grammar and all; the source distribution is whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from consoles import HOUSE

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "venv", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis", ".benchmarks"
)
SENTENCE = (
    "To create the layer 1 vector, take the layer 0 vector and perform vector-matrix multiplication with the weight"
    " matrix 0; then perform the relu function on the output (setting all negative numbers to 0).\n"
)
READ_THE_GRAMMAR = """
import letternet
from lark import Lark

class Untouched:
    always_accept = ()
    def process(self, stream):
        return stream

lark = Lark.open_from_package("letternet.grammar", "letters.lark", parser="lalr", postlex=Untouched())
print(letternet.__file__)
print(len(lark.rules))
print(lark.parse("l1=relu(l0W0)").data)
"""


def built_with() -> bool:
    """True when what builds the package is in this environment."""
    try:
        version = tuple(int(part) for part in re.findall(r"\d+", metadata.version("setuptools"))[:2])
    except metadata.PackageNotFoundError:
        return False
    if version >= (70, 1):
        return True
    return version >= (68, 0) and any(each.metadata["Name"] == "wheel" for each in metadata.distributions())


def done(*command: str | Path, cwd: Path) -> str:
    """The output of a command that has to work; without a package registry there is nothing to test."""
    free = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    made = subprocess.run(
        [str(part) for part in command],
        cwd=cwd, env={**free, "PYTHONUTF8": "1"}, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    said = made.stdout + made.stderr
    if made.returncode and "No matching distribution found for setuptools" in said:
        pytest.skip("neither setuptools nor a package registry is here")
    assert made.returncode == 0, said
    return made.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own files, without what earlier builds left."""
    return Path(shutil.copytree(HOUSE, tmp_path_factory.mktemp("source") / "letternet", ignore=LEFT_OUT))


@pytest.fixture(scope="module")
def distributions(source: Path) -> dict[str, Path]:
    """The wheel, built from the source distribution, and that."""
    pytest.importorskip("build")
    made = source.parent / "dist"
    isolation = ["--no-isolation"] if built_with() else []
    done(sys.executable, "-m", "build", *isolation, "--outdir", made, source, cwd=source.parent)
    return {"wheel": next(made.glob("*.whl")), "sdist": next(made.glob("*.tar.gz"))}


def clean_environment(folder: Path) -> Path:
    """The Python of a new environment, which finds what this one has after what is installed there."""
    done(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    (site,) = [*folder.glob("lib/python*/site-packages"), *folder.glob("Lib/site-packages")]
    outside = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    # Only paths: what is installed editably out there stays unseen.
    (site / "outside.pth").write_text("\n".join(outside) + "\n", encoding="utf-8")
    (scripts,) = [path for path in (folder / "bin", folder / "Scripts") if path.exists()]
    return next(scripts.glob("python*"))


def installed_and_working(python: Path, folder: Path, home: Path, *what: str | Path) -> None:
    """Install with nothing else, then read the grammar and run the command from another folder."""
    done(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", *what, cwd=folder)
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    where, rules, kind = done(python, "-c", READ_THE_GRAMMAR, cwd=elsewhere).splitlines()
    assert Path(where).is_relative_to(home)
    assert int(rules) > 50
    assert kind == "definition"
    command = python.parent / ("letternet.exe" if os.name == "nt" else "letternet")
    assert done(command, "english", "l1 = relu(l0W0)", cwd=elsewhere) == SENTENCE
    assert done(python, "-m", "letternet", "--version", cwd=elsewhere).startswith("letternet 0.")


def test_the_wheel_works_in_a_clean_environment(distributions: dict[str, Path], tmp_path: Path) -> None:
    python = clean_environment(tmp_path / "clean")
    installed_and_working(python, tmp_path, tmp_path / "clean", distributions["wheel"])


def test_the_editable_install_works_in_a_clean_environment(source: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(source, tmp_path / "letternet", ignore=LEFT_OUT))
    python = clean_environment(tmp_path / "clean")
    isolation = ["--no-build-isolation"] if built_with() else []
    installed_and_working(python, tmp_path, copy, *isolation, "--editable", copy)


def test_the_wheel_has_the_package_its_grammar_and_nothing_else(distributions: dict[str, Path]) -> None:
    with zipfile.ZipFile(distributions["wheel"]) as wheel:
        names = wheel.namelist()
        assert wheel.read("letternet/grammar/letters.lark") == (HOUSE / "grammar" / "letters.lark").read_bytes()
    about = f"letternet-{metadata.version('letternet')}.dist-info"
    assert {name.split("/")[0] for name in names} == {"letternet", about}
    modules = {path.relative_to(HOUSE / "src").as_posix() for path in (HOUSE / "src").rglob("*.py")}
    assert modules <= set(names)
    assert "letternet/py.typed" in names
    assert any(name.endswith("LICENSE") for name in names)


def test_the_source_distribution_has_grammar_tests_and_examples(distributions: dict[str, Path]) -> None:
    with tarfile.open(distributions["sdist"]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    wanted = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "SECURITY.md", "pyproject.toml", ".ci/run"}
    for folder, endings in {"grammar": (".lark", ".md", ".py"), "tests": (".py",), "examples": ("",)}.items():
        for path in (HOUSE / folder).rglob("*"):
            if path.is_file() and path.name.endswith(endings) and "__pycache__" not in path.parts:
                wanted.add(path.relative_to(HOUSE).as_posix())
    assert wanted - names == set()
    assert not [name for name in names if "__pycache__" in name]
