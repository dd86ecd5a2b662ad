"""The four views of a formula as HTML, in which a part has the same id everywhere: pointing at it can light it in all.

A part is a `<span data-term="t3">`, in a picture a group with the same attribute.
"""

from __future__ import annotations

from html import escape

from ..formula import Formula
from ..tree import Comment, Convention, Declaration, Meaning, Name, Product
from ..write.english import marked_english
from ..write.marks import Marked
from ..write.markup import marked_up
from ..write.python import marked_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Final

    from ..draw.picture import Picture

TIMES = '<span class="times"></span>'  # between the factors of a product, where no sign stands


class Linked:
    """A formula without errors, written out again so that it is known where its parts stand.

    `notes` are the comments above its first line, which a page shows apart; `formula` is the formula without them.
    """

    def __init__(self, formula: Formula) -> None:
        self.notes, letters = parted(formula.letters())
        if not letters:  # nothing but comments, and those are the formula
            self.notes, letters = [], formula.letters()
        if letters != formula.text:
            formula = formula.with_letters(letters)
        self.formula: Final = formula
        checked = self.formula.checked
        self.words: Final = self.formula.words
        self.ids: Final = checked.ids
        self.names: Final[dict[str, str]] = {}  # the id of each letter, of one that is updated that of its first value
        for node, part in self.ids.items():
            if isinstance(node, Name):
                self.names.setdefault(node.key, part)

    def letters(self) -> View:
        """The algebra, indices below the line."""
        nodes = [node for node in self.ids if node.end > node.start >= 0]
        spans = sorted((node.start, -node.end, self.ids[node]) for node in nodes)
        products = [node for node in nodes if isinstance(node, Product) and node.left.end == node.right.start]
        marked = Marked(self.formula.text, tuple((start, -end, part) for start, end, part in spans))
        gaps = {node.right.start for node in products}
        return View(marked, lambda text: marked_up(text, page=True), gaps, self.aside())

    def aside(self) -> set[int]:
        """The lines, from 0, that only say what letters are called and how large they are."""
        lines, asides = 0, set()
        for line in self.formula.program.statements:
            if isinstance(line, Comment) and line.trailing:
                continue
            if isinstance(line, Declaration | Meaning | Convention):
                asides.add(lines)
            lines += 1
        return asides

    def python(self) -> View:
        """The Python lines."""
        return View(marked_lines(self.formula.checked, self.formula.words, self.ids), escape)

    def english(self) -> View:
        """The English sentences, a paragraph for each line."""
        return View(marked_english(self.formula.checked, self.words, self.ids), escape)


class View:
    """A written view: its plain text, and its HTML."""

    def __init__(
        self, marked: Marked, written: Callable[[str], str], gaps: Collection[int] = (), asides: Collection[int] = ()
    ) -> None:
        self.text: Final = marked.text
        self.html: Final = lines_html(marked, written, gaps, asides)


def picture_html(picture: Picture) -> tuple[str, int]:
    """A picture for a page that has its style and says in words what it is; and how wide it is, in pixels."""
    from xml.etree.ElementTree import tostring

    element = picture.element(alone=False)
    return tostring(element, encoding="unicode"), int(element.get("width", "0"))


def parted(letters: str) -> tuple[list[str], str]:
    """The comments above the first line, and the lines.

    >>> parted("# a title\\n# more\\nl1 = l0W0  # out")
    (['a title', 'more'], 'l1 = l0W0  # out')
    """
    lines = letters.split("\n")
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return [line.lstrip("# ").strip() for line in lines[:count]], "\n".join(lines[count:])


def lines_html(
    marked: Marked, written: Callable[[str], str], gaps: Collection[int] = (), asides: Collection[int] = ()
) -> str:
    """A view with a `<div>` for each line and a `<span>` for each part; what goes over lines has one in each.

    `written` makes HTML of a piece of text, `gaps` are places between factors where no sign stands, `asides` the
    numbers of lines that step back.

    >>> lines_html(Marked("a < b", ((0, 5, "t2"), (0, 1, "t0"))), escape)
    '<div><span data-term="t2"><span data-term="t0">a</span> &lt; b</span></div>'
    """
    text = marked.text
    lines = 0
    out: list[str] = []

    def begin() -> None:
        nonlocal lines
        out.append('<div class="aside">' if lines in asides else "<div>")
        lines += 1

    begin()
    waiting = set(gaps)
    around: list[tuple[int, str]] = []  # the spans that are open, with their ends
    at = 0

    def write(end: int) -> None:
        nonlocal at
        first, *further = text[at:end].split("\n")
        out.append(written(first) if first else "")
        for piece in further:
            out.append("</span>" * len(around) + "</div>")
            begin()
            out.extend(f'<span data-term="{part}">' for _, part in around)
            out.append(written(piece) if piece else "")
        at = end

    def close(start: int) -> None:
        while around and around[-1][0] <= start:
            write(around[-1][0])
            around.pop()
            out.append("</span>")

    for start, end, part in marked.spans:
        close(start)
        write(start)
        if start in waiting:
            waiting.remove(start)
            out.append(TIMES)
        out.append(f'<span data-term="{part}">')
        around.append((end, part))
    close(len(text))
    write(len(text))
    return "".join([*out, "</div>"])
