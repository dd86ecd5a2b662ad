"""A picture of a formula: as SVG, as blocks for a terminal, as a file."""

from __future__ import annotations

from copy import copy

from ..write.english import english
from ..write.letters import letters
from .cells import MOST
from .ink import BRICKS, DETAILS, LABELS, LETTERS, NODES, Look, printable
from .scene import BOX, STANDING, STRIP, scenes
from .sheet import shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from typing import Any, Final
    from xml.etree.ElementTree import Element

    from ..check.model import Checked
    from ..words import Words
    from .scene import Scene

NOTHING = "there is nothing to draw: no line works anything out"
FIRST = "of a batch, the first datapoint is shown"
ADDED = "what an update takes away or adds is the sum over all of them"
LONGEST = 2_000  # characters of a title or a description
NARROWEST, USUAL = 24, 100  # columns


class Picture:
    """A drawing at one of three levels of detail: `nodes`, `bricks`, `strips`.

    `svg` is the text of an SVG file, `text` the same as blocks for a terminal, `note` what a reader should know (that
    there are too many values for nodes, say), `caption` what happens in a frame.  In a notebook it shows itself.
    A value that a function such as relu set to 0 is struck out; in a terminal, there is a star behind it.
    """

    def __init__(
        self,
        checked: Checked,
        words: Words,
        detail: str = BRICKS,
        labels: str = LETTERS,
        values: Mapping[str, Any] | None = None,
        batched: frozenset[str] = frozenset(),
        silenced: Mapping[str, Any] | None = None,
        sizes: Mapping[str, tuple[int, ...]] | None = None,
    ) -> None:
        """`values`, `batched`, `silenced` and `sizes` are of parts by their ids; see `Look`."""
        if detail not in DETAILS:
            raise ValueError(f"detail is one of {', '.join(DETAILS)}, not {detail!r}")
        if labels not in LABELS:
            raise ValueError(f"labels is one of {', '.join(LABELS)}, not {labels!r}")
        self.checked: Final = checked
        self.words: Final = words
        self.caption = ""
        self.scenes = scenes(checked, sizes, detail == NODES)  # circles have no direction
        self.note = ""
        if detail == NODES and (why := too_much(self.scenes)):
            self.note = f"{why}, so this is drawn in bricks"
            detail, self.scenes = BRICKS, scenes(checked, sizes)
        for scene in self.scenes:
            shorten(scene)
        if not any(scene.bricks for scene in self.scenes):
            self.note = NOTHING
        if batched:
            self.note = "; ".join(filter(None, [self.note, FIRST, ADDED if checked.names.updates else ""]))
        self.look = Look(words, detail, labels, values, batched, silenced)

    def frame(self, values: Mapping[str, Any], caption: str) -> Picture:
        """The same drawing with the values that are known when the caption is said."""
        made, look = copy(self), self.look
        made.look = Look(look.words, look.detail, look.labels, values, look.batched, look.silenced)
        made.caption = caption
        return made

    def element(self, alone: bool = True) -> Element:
        """The SVG as a tree; not `alone`, it is without the style and the description, for a page that has both."""
        from .svg import Drawer

        title = cut("; ".join(letters(self.checked.program).split("\n")) or "nothing")
        described = cut(english(self.checked, self.words).replace("\n", " ")) if alone else ""
        return Drawer(self.scenes, self.checked.ids, self.look, alone).svg(title, described, self.note)

    @property
    def svg(self) -> str:
        """The text of an SVG file."""
        from xml.etree.ElementTree import tostring

        return tostring(self.element(), encoding="unicode") + "\n"

    @property
    def text(self) -> str:
        """The drawing as blocks for a terminal, 100 columns wide where that is possible."""
        return self.blocks(USUAL)

    def blocks(self, width: int, ascii_only: bool = False) -> str:
        """The drawing as blocks; it is wider where it cannot be helped."""
        from .blocks import blocks

        return blocks(self.scenes, self.look, max(width, NARROWEST), ascii_only, self.note)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the SVG into a file."""
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(self.svg)

    def _repr_svg_(self) -> str:
        return self.svg


def too_much(found: Sequence[Scene]) -> str:
    """Why a drawing of single values would not be readable; empty if it is."""
    for scene in found:
        for brick in scene.bricks:
            if brick.form in (STRIP, STANDING):
                size = brick.sizes[0]
                name = brick.label.name.key if brick.label else "a value in between"
                if isinstance(size, str):
                    return f"{name} has {size} values"
                if size > MOST:
                    return f"{name} has {size} values, and a circle for each is readable up to {MOST}"
            if brick.form == BOX and not brick.on_the_way:
                return "there are matrices that are not weights between layers"
    return ""


def cut(text: str) -> str:
    """A text of a bearable length that XML can hold."""
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return printable(text)
