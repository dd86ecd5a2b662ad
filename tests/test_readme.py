"""Every output that a page shows is what the command prints, to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from consoles import HOUSE, PROMPT, Shown, printed, renewed, shown

PAGES = [HOUSE / name for name in ("README.md", "CONTRIBUTING.md", "grammar/README.md", "examples/README.md")]
COMMANDS = [(path, each) for path in PAGES for each in shown(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("page", "example"), COMMANDS, ids=[f"{p.relative_to(HOUSE)}:{e.line}" for p, e in COMMANDS])
def test_a_page_shows_what_the_command_prints(page: Path, example: Shown) -> None:
    assert example.command.startswith(PROMPT), "only letternet is run here"
    assert printed(example.command) == example.output


def test_the_readme_shows_the_command_often() -> None:
    assert sum(path == PAGES[0] for path, _ in COMMANDS) >= 10


def test_renewing_a_page_that_is_right_changes_nothing() -> None:
    page = "Before\n\n```console\n$ letternet letters 'l_0W_0'\nl0W0\n$ letternet letters 'x·y'\nx · y\n```\n\nAfter\n"
    assert renewed(page.replace("\nl0W0", "\nanother")) == page


def test_every_formula_of_the_readme_is_in_a_block_that_runs() -> None:
    """No console block escapes the runner by another spelling of its fence."""
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        fenced = re.sub(r"^```console\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
        assert PROMPT not in fenced, path


def test_continuous_integration_runs_the_two_commands_of_the_readme() -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    run = (HOUSE / ".ci" / "run").read_text(encoding="utf-8")
    install, test = re.search(r"^(pip install -e .*) && (pytest.*)$", readme, re.MULTILINE).groups()  # type: ignore[union-attr]
    assert f"\n{install.replace('pip install', 'pip install -qq')}\n" in run
    assert f"\ncheck {test}\n" in run
