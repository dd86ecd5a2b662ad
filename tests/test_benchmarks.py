"""Every benchmark runs and prints a table; its figures are for people."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "benchmarks"
PARTS = {"__main__.py", "side_by_side.py", "cases.py", "peers.py"}
SCRIPTS = sorted({path.name for path in FOLDER.glob("*.py")} - PARTS)
REPORT = {
    "growth.py": "Growth of translation",
    "translate.py": "Translation",
    "run.py": "Running",
    "chains.py": "The order of products",
    "memory.py": "Memory",
    "learning.py": "Learning",
}


def tiny(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", *arguments, "--tiny"],
        capture_output=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name not in REPORT])
def test_a_benchmark_runs_on_tiny_sizes_and_prints_a_table(name: str) -> None:
    made = tiny(str(FOLDER / name))
    assert (made.returncode, made.stderr) == (0, "")
    assert "|--" in made.stdout


@pytest.mark.parametrize("name", [Path(name).stem for name in REPORT])
def test_the_report_has_a_table_of_each_of_its_scripts(name: str) -> None:
    made = tiny(str(FOLDER), name)
    assert (made.returncode, made.stderr) == (0, "")
    machine, _, table = made.stdout.partition(f"\n### {REPORT[f'{name}.py']}\n\n")
    assert "numpy" in machine
    assert "|--" in table


def test_the_report_consists_of_these_scripts_and_says_so() -> None:
    made = tiny(str(FOLDER), "walk")
    assert made.returncode == 2
    assert f"there is no walk, but {', '.join(Path(name).stem for name in REPORT)}" in made.stderr


def test_the_page_names_every_benchmark() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in SCRIPTS:
        assert f"tests/benchmarks/{name}" in page
    for title in REPORT.values():
        assert f"\n### {title}\n" in page
