"""What is written at a brick: its name, its words, its size, what stands in its cells; and how wide text is."""

from __future__ import annotations

from unicodedata import east_asian_width

from ..sizes import written
from ..tree import Values
from ..words import listed
from .cells import MOST, cells, number_text, shown
from .scene import BOX, CIRCLE, GAP, JOINT, STANDING, STRIP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Final

    from ..words import Words
    from .scene import Brick, Label, Mark

NODES, BRICKS, STRIPS = DETAILS = ("nodes", "bricks", "strips")
LETTERS, WORDS, BOTH = LABELS = ("letters", "words", "both")
LONGEST = 28  # characters of words beside a brick
MOST_NAMED = 4  # places of values that are counted out


class Cell:
    """What stands in a cell, and whether a function such as relu set it to 0."""

    __slots__ = ("silenced", "text")

    def __init__(self, text: str, silenced: bool = False) -> None:
        self.text: Final = text
        self.silenced: Final = silenced


class Look:
    """How a drawing is wanted: its detail, letters or words, and the values that it shows.

    `values` are arrays (numbers for numbers) by part; `batched` the parts whose values are whole batches, of which
    the first datapoint is shown; `silenced` the parts of which a function set values to 0, with arrays that are true
    at these.
    """

    __slots__ = ("batched", "detail", "labels", "silenced", "values", "words")

    def __init__(
        self,
        words: Words,
        detail: str = BRICKS,
        labels: str = LETTERS,
        values: Mapping[str, Any] | None = None,
        batched: frozenset[str] = frozenset(),
        silenced: Mapping[str, Any] | None = None,
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

    def in_cells(self, brick: Brick, tall: int = MOST) -> list[list[Cell]] | None:
        """What stands in the cells, row by row; None where no value is known."""
        value = self.value(brick)
        if value is None:
            return None
        silenced = self.silenced_in(brick)
        across, down = cells(brick, tall)
        found: list[list[Cell]] = []
        for i in shown(down):
            found.append([])
            for j in shown(across):
                if i is None or j is None:
                    found[-1].append(Cell("⋮" if i is None else "…"))
                    continue
                place = {STRIP: (j,), STANDING: (i,), BOX: (i, j)}.get(brick.form, ())
                text = number_text(plain(at(value, place)))
                found[-1].append(Cell(text, silenced is not None and bool(at(silenced, place))))
        return found

    def value(self, brick: Brick) -> Any:
        """The value that a brick shows, of a batch that of its first datapoint; None where it is not known."""
        if brick.form in (JOINT, GAP):
            return None
        if self.values is None:
            return typed(brick)
        return self.one(brick, self.values.get(last_part(brick)))

    def has_numbers(self, brick: Brick) -> bool:
        """True where numbers stand in the cells of a brick, now or in another frame."""
        return self.values is not None or self.value(brick) is not None

    def silenced_in(self, brick: Brick) -> Any:
        """True where a function at a brick set a value to 0 that it shows as 0; None where nowhere."""
        mark, value = self.silencer(brick), self.value(brick)
        if mark is None or value is None:
            return None
        silenced = self.one(brick, self.silenced[mark.term])
        return silenced if mark is brick.badges[-1] else silenced & (value == 0)  # what came after may have made it 1

    def silencer(self, brick: Brick) -> Mark | None:
        """The last function at a brick that set values to 0."""
        return next((mark for mark in reversed(brick.badges) if mark.term in self.silenced), None)

    def one(self, brick: Brick, array: Any) -> Any:
        """An array that belongs to a brick, of a batch its first datapoint."""
        return array[0] if array is not None and self.is_pile(brick) and len(array) else array

    def silenced_words(self, brick: Brick) -> str:
        """Which values of a brick a function set to 0.

        >>> import numpy as np
        >>> from types import SimpleNamespace as Thing
        >>> brick = Thing(badges=[Thing(term="t1", text="relu")], form=STRIP, label=None, term="t0")
        >>> for found in ([False, True, False, True], [True] * 9, [[True, False], [False, False]]):
        ...     print(Look(None, values={"t1": found}, silenced={"t1": np.array(found)}).silenced_words(brick))
        values 2 and 4 set to 0 by relu
        9 of 9 values set to 0 by relu
        1 of 4 values set to 0 by relu
        """
        found, mark = self.silenced_in(brick), self.silencer(brick)
        if mark is None or found is None or not found.any():
            return ""
        by = f"set to 0 by {mark.text}"
        count = int(found.sum())
        of = " of the first datapoint" if self.is_pile(brick) else ""
        if found.ndim == 1 and count <= MOST_NAMED:
            places = listed([str(place + 1) for place, silenced in enumerate(found) if silenced])
            return f"value{'s' * (count > 1)} {places}{of} {by}"
        return f"{count} of {found.size} values{of} {by}" if found.ndim else by

    def legend(self, bricks: Iterable[Brick]) -> str:
        """What the sign of a value that was set to 0 means; empty where no function did that, or will in a frame."""
        names = dict.fromkeys(mark.text for mark in map(self.silencer, bricks) if mark is not None)
        return f"set to 0 by {' or '.join(names)}" if names else ""

    def shows_silenced(self, brick: Brick, tall: int = MOST) -> bool:
        """True where a cell that is drawn has such a value."""
        return any(cell.silenced for row in self.in_cells(brick, tall) or [] for cell in row)


def typed(brick: Brick) -> Any:
    """The numbers of a brick that stand in the formula itself."""
    if not isinstance(brick.node, Values) or brick.badges:
        return None
    rows = brick.node.rows
    return rows if brick.form == BOX else [number for row in rows for number in row]


def last_part(brick: Brick) -> str:
    """The part whose value a brick shows."""
    if brick.label is not None and brick.label.line:
        return brick.label.term
    return brick.badges[-1].term if brick.badges else brick.term


def at(value: Any, place: tuple[int, ...]) -> Any:
    """A number of a vector or a matrix."""
    for index in place:
        value = value[index]
    return value


def plain(value: Any) -> Any:
    """A number as Python's own."""
    return value.item() if hasattr(value, "item") else value


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


# --------------------------------------------------------------------------------------------------- widths

# How many times the size of the text a character is wide, at most.
WIDTHS = (
    (0.42, "iljtfrI.,:;'!|()[] -"),
    (0.84, "+=<>^~#&×÷±¬−≥≤→←ω"),
    (1.0, "mwMW@%…—⊙©®½¼¾æÆ"),
    (1.08, "⋮œŒ"),
)
WIDTH_OF = {c: width for width, characters in WIDTHS for c in characters}
OTHERS = (("\u024f", 0.7, 1.1), ("\u03ff", 0.72, 0.93), ("\u2e7f", 1.0, 1.13))  # up to which; small ones, capitals


def text_width(text: str, size: int) -> int:
    """How wide a text is at most in the fonts that are usual, in pixels.

    >>> text_width("l0", 10), text_width("W", 10), text_width("784 × 100", 10)
    (11, 10, 57)
    """
    return int(sum(map(character_width, text)) * size + 0.999)


def character_width(c: str) -> float:
    """How wide one character is."""
    if c in WIDTH_OF:
        return WIDTH_OF[c]
    if c.isascii():
        return 0.8 if c.isupper() else 0.66
    return next((capital if c.isupper() else small for last, small, capital in OTHERS if c <= last), 1.05)


def printable(text: str) -> str:
    """Text that XML can hold."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)
