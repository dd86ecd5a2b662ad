"""One thing that is written otherwise elsewhere: its place, the sentence about it, and the text with it mended."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Final


class Step:
    """What is said of `text[start:end]`, and what the statement becomes: the likeliest first.

    One that is `sure` cannot be right in the notation; any other counts only where something is wrong `within` all that
    it was told from.  `everywhere` are words that change in the whole program, as patterns.
    """

    __slots__ = ("code", "end", "everywhere", "made", "sentence", "start", "sure", "within")

    def __init__(
        self,
        code: str,
        sentence: str,
        start: int,
        end: int,
        made: Sequence[str],
        sure: bool = False,
        everywhere: Sequence[tuple[str, str]] = (),
        within: tuple[int, int] | None = None,
    ) -> None:
        self.code: Final = code
        self.sentence: Final = sentence
        self.start: Final = start
        self.end: Final = end
        self.made: Final = list(made)
        self.sure = sure
        self.everywhere: Final = tuple(everywhere)
        self.within: Final = within or (start, end)


class Around:
    """What a statement stands in: the whole program, its own functions, and the codes of what is wrong with it."""

    __slots__ = ("codes", "own", "start", "text")

    def __init__(self, text: str, own: Collection[str], codes: Collection[str], start: int) -> None:
        self.start: Final = start  # where the statement begins
        self.text: Final = text
        self.own: Final = own
        self.codes: Final = codes

    def counted(self, pattern: str) -> int:
        """How often a name stands in the program."""
        return len(re.findall(rf"(?<![A-Za-z])(?:{pattern})(?![A-Za-z])", self.text))
