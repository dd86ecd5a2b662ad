"""What is written at a brick: its name, its words, its size, what stands in its cells; and how wide text is."""

from __future__ import annotations

from unicodedata import east_asian_width

from ..sizes import written
from .cells import cells, number_text, shown
from .scene import BOX, CIRCLE, GAP, JOINT, STANDING, STRIP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Final

    from ..words import Words
    from .scene import Brick, Label

NODES, BRICKS, STRIPS = DETAILS = ("nodes", "bricks", "strips")
LETTERS, WORDS, BOTH = LABELS = ("letters", "words", "both")
LONGEST = 28  # characters of words beside a brick


class Look:
    """How a drawing is wanted: its detail, letters or words, and the values that it shows.

    `values` are arrays (numbers for numbers) by part; `batched` the parts whose values are whole batches, of which
    the first datapoint is shown; `silenced` the parts of which some values were set to 0, with their places.
    """

    __slots__ = ("batched", "detail", "labels", "silenced", "values", "words")

    def __init__(
        self,
        words: Words,
        detail: str = BRICKS,
        labels: str = LETTERS,
        values: Mapping[str, Any] | None = None,
        batched: frozenset[str] = frozenset(),
        silenced: Mapping[str, frozenset[int]] | None = None,
    ) -> None:
        self.words: Final = words
        self.detail: Final = detail
        self.labels: Final = labels
        self.values: Final = values
        self.batched: Final = batched
        self.silenced: Final = silenced or {}

    def name(self, brick: Brick) -> tuple[Label | None, str]:
        """The letter and the words at a brick."""
        label = brick.label
        if label is None:
            return None, ""
        said = self.words.english.get(label.name.key, "")
        said = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
        if self.labels == WORDS and said:
            return None, said
        known = self.labels == BOTH and not said.endswith(f" {label.name.key}")
        return label, said if known else ""

    def size(self, brick: Brick) -> str:
        """The size written beside a brick."""
        if brick.form in (JOINT, CIRCLE, GAP) or self.is_fan(brick):
            return ""
        return written(brick.sizes)

    def is_fan(self, brick: Brick) -> bool:
        """True for a box that is drawn as lines between two layers."""
        return self.detail != BRICKS and brick.on_the_way and not brick.badges

    def is_pile(self, brick: Brick) -> bool:
        """True for a brick that stands for a whole batch."""
        return last_part(brick) in self.batched

    def in_cells(self, brick: Brick) -> list[list[str]] | None:
        """What stands in the cells, row by row; None where no value is known."""
        if self.values is None:
            return None
        value = self.values.get(last_part(brick))
        if value is None:
            return None
        if self.is_pile(brick):
            value = value[0] if len(value) else value
        across, down = cells(brick)
        if brick.form == CIRCLE:
            return [[number_text(plain(value))]]
        rows, columns = shown(down), shown(across)
        if brick.form == STRIP:
            return [["…" if j is None else number_text(plain(value[j])) for j in columns]]
        if brick.form == STANDING:
            return [["⋮" if i is None else number_text(plain(value[i]))] for i in rows]
        assert brick.form == BOX
        return [
            ["⋮" if i is None else "…" if j is None else number_text(plain(value[i][j])) for j in columns]
            for i in rows
        ]


def last_part(brick: Brick) -> str:
    """The part whose value a brick shows."""
    if brick.label is not None and brick.label.line:
        return brick.label.term
    return brick.badges[-1].term if brick.badges else brick.term


def plain(value: Any) -> Any:
    """A number as Python's own."""
    return value.item() if hasattr(value, "item") else value


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


# --------------------------------------------------------------------------------------------------- widths

NARROW = frozenset("iljtfrI.,:;'!|()[] -")
WIDE = frozenset("mwMW@%…—⊙")


def text_width(text: str, size: int) -> int:
    """How wide a text is at most in the fonts that are usual, in pixels.

    >>> text_width("l0", 10), text_width("W", 10), text_width("784 × 100", 10)
    (11, 10, 55)
    """
    total = 0.0
    for c in text:
        if c in NARROW:
            total += 0.42
        elif c in WIDE or (not c.isascii() and c.isupper()):
            total += 0.97
        elif c.isupper():
            total += 0.78
        elif ord(c) >= 0x2E80:
            total += 1.05
        else:
            total += 0.66
    return int(total * size + 0.999)
