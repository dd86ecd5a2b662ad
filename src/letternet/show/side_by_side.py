"""The views of a formula side by side, as wide as the terminal: in one, two or three columns."""

from __future__ import annotations

from textwrap import wrap

from ..draw.ink import columns
from ..patterns import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBER = pattern(r"\d+\. ")
GAP = 4  # between columns
NARROW, WIDE = 84, 140  # from these widths on there are two and three columns
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


class Panel:
    """A view with its title; `prose` is filled into the width, other lines break only where they must."""

    def __init__(self, title: str, text: str, prose: bool = False) -> None:
        self.title = title
        self.text = text
        self.prose = prose

    def lines(self, width: int) -> list[str]:
        """The title, then the text within the width."""
        out = [self.title]
        lines = self.text.split("\n")
        for line in lines:
            if self.prose:
                out += filled(line, width, "  " if len(lines) > 1 else "")
            else:
                out += broken(line, width)
        return out

    @property
    def natural(self) -> int:
        """The width of the longest line."""
        return max(map(columns, [self.title, *self.text.split("\n")]))


def filled(line: str, width: int, indent: str = "") -> list[str]:
    """A paragraph within a width, its further lines a little to the right."""
    return wrap(line, width, subsequent_indent=indent, break_on_hyphens=False) or [""]


def indented(line: str, width: int) -> list[str]:
    """A paragraph within a width, all its lines as far to the right as the first, or as what its number counts."""
    lead = " " * min(len(line) - len(line.lstrip()), width // 2)
    number = NUMBER.match(line)
    further = " " * len(number[0]) if number else lead
    return wrap(line.strip(), width, initial_indent=lead, subsequent_indent=further, break_on_hyphens=False) or [""]


def broken(line: str, width: int) -> list[str]:
    """A line of code or letters within a width; what goes on is indented."""
    if columns(line) <= width:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    if width < len(indent) + 16:
        indent = "  "
    pieces = pieces_of(line)
    out, current = [], pieces[0]
    for piece in pieces[1:]:
        if len(current) + len(piece.rstrip()) > width and current.strip():
            out.append(current.rstrip())
            current = indent + piece.lstrip()
        else:
            current += piece
        while len(current) > width:
            out.append(current[:width])
            current = indent + current[width:]
    while len(current) > width:
        out.append(current[:width])
        current = indent + current[width:]
    return [*out, current.rstrip()]


def pieces_of(line: str) -> list[str]:
    """A line cut after spaces and opening brackets, and before dots that call something."""
    pieces = [""]
    for i, c in enumerate(line):
        if c == "." and line[i + 1 : i + 2].isalpha():
            pieces.append("")
        pieces[-1] += c
        if c in " (":
            pieces.append("")
    return [piece for piece in pieces if piece]


def side_by_side(panels: Sequence[Panel], width: int, color: bool = False) -> str:
    """The panels in as many columns as fit: the first two on the left, prose on the right."""
    width = max(width, 24)
    if width < NARROW or len(panels) < 3:
        return "\n\n".join(block(panel, width, color) for panel in panels)
    left, middle, right = panels[:2], panels[2:-1], panels[-1:]
    groups = [left, [*middle, *right]] if width < WIDE else [left, middle, right]
    first = min(max(panel.natural for panel in left), (width - GAP) // (len(groups) + (width < WIDE) * 0.5).__ceil__())
    widths = [first, width - GAP - first]
    if len(groups) == 3:
        rest = width - first - 2 * GAP
        second = min(max(panel.natural for panel in middle), rest // 2)
        widths = [first, second, rest - second]
    return beside([column(group, w, color) for group, w in zip(groups, widths, strict=True)], widths)


def block(panel: Panel, width: int, color: bool) -> str:
    """One panel under another: its title, then its text a little to the right."""
    title, *lines = panel.lines(width - 2)
    return "\n".join([heading(title, color), *(f"  {line}".rstrip() for line in lines)])


def column(panels: Sequence[Panel], width: int, color: bool) -> list[tuple[str, int]]:
    """Panels under one another; each line with the columns it takes."""
    out: list[tuple[str, int]] = []
    for panel in panels:
        if out:
            out.append(("", 0))
        title, *lines = panel.lines(width)
        out.append((heading(title, color), columns(title)))
        out += [(line, columns(line)) for line in lines]
    return out


def heading(title: str, color: bool) -> str:
    """A title, bold where there is colour."""
    return f"{BOLD}{title}{PLAIN}" if color else title


def beside(blocks: Sequence[list[tuple[str, int]]], widths: Sequence[int]) -> str:
    """Columns next to one another."""
    out = []
    for i in range(max(map(len, blocks))):
        line = ""
        for text, width in zip(blocks, widths, strict=True):
            said, taken = text[i] if i < len(text) else ("", 0)
            line += said + " " * (width - taken + GAP)
        out.append(line.rstrip())
    return "\n".join(out)
