"""Every benchmark runs and prints a table; its figures are for people."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "benchmarks"
SCRIPTS = sorted(path.name for path in FOLDER.glob("*.py") if path.name != "side_by_side.py")


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_benchmark_runs_on_tiny_sizes_and_prints_a_table(name: str) -> None:
    made = subprocess.run(
        [sys.executable, "-X", "utf8", str(FOLDER / name), "--tiny"],
        capture_output=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    assert (made.returncode, made.stderr) == (0, "")
    assert "|--" in made.stdout


def test_the_page_names_every_benchmark() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in SCRIPTS:
        assert f"tests/benchmarks/{name}" in page
