"""What is made of a great many texts, right and wrong, is what was made of them when somebody last read it."""

import pytest
from readings import KEPT, block, blocks, texts

FOUND = {view: blocks(view) for view in KEPT}


@pytest.mark.parametrize(
    ("view", "kept"),
    [
        pytest.param(view, kept, id=f"{view}-{number}")
        for view, found in FOUND.items()
        for number, kept in enumerate(found, 1)
    ],
)
def test_a_text_is_read_as_it_was(view: str, kept: str) -> None:
    text = "\n".join(line[2:] for line in kept.split("\n") if line.startswith(">"))
    assert block(text, view).split("\n") == kept.split("\n")


@pytest.mark.parametrize("view", KEPT)
def test_every_text_stands_apart_and_only_once(view: str) -> None:
    found = texts(view)
    assert len(found) == len(set(found)) == len(FOUND[view]) > 50
