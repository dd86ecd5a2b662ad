"""A written view says which of its characters belong to which part of the formula.

While a view is written, marks stand around the text of each part.  What comes out is the text without them, and for
each mark a span: `(start, end, id)`, nested or apart, an outer one before those within it.
"""

from __future__ import annotations

from ..patterns import pattern
from ..tree import Call, Name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    from ..tree import Node
    from ..words import Words

PRIVATE = range(0xE000, 0x110000)  # characters from Unicode's private use area on; no sentence and no code has them


class Marked:
    """A text, and the spans of the parts in it."""

    __slots__ = ("spans", "text")

    def __init__(self, text: str, spans: tuple[tuple[int, int, str], ...]) -> None:
        self.text: Final = text
        self.spans: Final = spans


class Marks:
    """Puts marks around the parts that have an id, and takes them out again; without ids it changes nothing.

    A mark is `|id|…!` with two characters in the place of `|` and `!` that stand in no name, no word and no id.

    >>> from letternet.tree import Name
    >>> name, other = Name("l", "0"), Name("W", "0")
    >>> marks = Marks({name: "t0"})
    >>> found = marks.parsed(f"{marks.around(name, 'layer_0')}.dot({marks.around(other, 'weights_0_1')})")
    >>> found.text, found.spans
    ('layer_0.dot(weights_0_1)', ((0, 7, 't0'),))
    """

    __slots__ = ("closing", "ids", "opening", "pattern")

    def __init__(self, ids: Mapping[Node, str] | None = None, words: Words | None = None) -> None:
        self.ids: Final = ids or {}
        strange = set[str]().union(*self.ids.values())
        for node in self.ids:
            if isinstance(node, Name | Call):
                strange.update(node.key if isinstance(node, Name) else node.function)
        if words is not None:
            strange.update(*words.python.values(), *words.english.values(), *words.functions.values())
        unheard = (chr(code) for code in PRIVATE if chr(code) not in strange)
        self.opening: Final = next(unheard)
        self.closing: Final = next(unheard)
        self.pattern: Final = pattern(f"{self.opening}([^{self.opening}]*){self.opening}|{self.closing}")

    def around(self, node: Node, text: str) -> str:
        """The text of a node, marked if the node has an id."""
        part = self.ids.get(node)
        return text if part is None else f"{self.opening}{part}{self.opening}{text}{self.closing}"

    def around_all(self, nodes: Sequence[Node], text: str) -> str:
        """The text that several nodes have, the outermost first."""
        parts = [self.ids[node] for node in nodes if node in self.ids]
        opened = "".join(f"{self.opening}{part}{self.opening}" for part in parts)
        return f"{opened}{text}{self.closing * len(parts)}"

    def removed(self, text: str) -> str:
        """A text as it is without marks."""
        return self.pattern.sub("", text) if self.ids else text

    def parsed(self, text: str) -> Marked:
        """A text without its marks, and where they stood."""
        pieces = self.pattern.split(text)  # text and marks in turn; of a mark the id, None where one closes
        spans: list[tuple[int, int, str]] = []
        open_spans: list[int] = []
        at = len(pieces[0])
        for part, piece in zip(pieces[1::2], pieces[2::2], strict=True):
            if part is None:
                number = open_spans.pop()
                start, _, opened = spans[number]
                spans[number] = (start, at, opened)
            else:
                open_spans.append(len(spans))
                spans.append((at, at, part))
            at += len(piece)
        return Marked("".join(pieces[::2]), tuple(spans))


UNMARKED = Marks()
