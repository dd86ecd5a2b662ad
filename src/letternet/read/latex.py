"""LaTeX becomes letters: formulas as papers have them, line by line; macros are never expanded, no file is opened."""

from __future__ import annotations

from itertools import pairwise

from ..alphabet import GREEK
from ..functions import ALSO_KNOWN_AS, FUNCTIONS
from ..problems import MOST_PROBLEMS, Fix, Problem, line_starts, place
from ..tree import Program, within
from .known import NOTHING
from .latex_formula import Undressing
from .latex_pieces import CLOSE, MARK, NAME, OPEN, SIGN, WORD, Piece
from .latex_text import Line, Source
from .letters import read as read_letters
from .slips import RefusedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from ..tree import Statement
    from .known import Known

LOWERCASE = frozenset("abcdefghijklmnopqrstuvwxyz")
NO_WORDS = "words outside of $…$ are not read; leave only the formulas, or begin the line with %"
NO_CHAIN = "a line that begins with = goes on from the line before; keep one =, or give each step its own name"


def read(text: str, known: Known = NOTHING) -> tuple[Program, list[Problem]]:
    """What LaTeX says; the nodes and problems have their places in it.

    >>> from letternet.write.letters import letters
    >>> letters(read(r"l_2 = \\mathrm{ReLU}\\left(l_0 \\mathbf{W}_0\\right) W_1")[0])
    'l2 = relu(l0W0)W1'
    """
    source = Source(text)
    if source.problem is not None:
        return Program((), text), [source.problem]
    made = Letters(source, known)
    program, found = read_letters(made.text, known.functions)
    for line in program.statements:
        made.move(line)
    moved = [made.moved(problem) for problem in found]
    problems = [*(problem for problem in made.problems if not made.follows(problem, moved)), *moved]
    return Program(program.statements, text), sorted(problems, key=lambda p: (p.line, p.span))[:MOST_PROBLEMS]


class Letters:
    """The letters that a text of LaTeX says, and where each of them stands in it."""

    def __init__(self, source: Source, known: Known) -> None:
        self.source: Final = source
        self.functions: Final = known.functions
        self.out: list[str] = []
        self.starts: list[int] = []  # for each letter, where it begins and ends in the LaTeX
        self.ends: list[int] = []
        self.offsets: dict[Piece, int] = {}
        self.problems: list[Problem] = []
        self.goes_on: Final[dict[Problem, tuple[int, int]]] = {}  # where the line stands that a problem goes on from
        undressing = Undressing(source)
        lines = self.formulas(undressing)
        rename(lines, known.functions)
        self.write(lines)
        self.text: Final = "".join(self.out)
        self.lines: Final = line_starts(self.text)
        self.wholes: Final = {
            (self.offsets[one] + 1, self.offsets[other]): (one.start, other.end)
            for one, other in undressing.wholes
            if one in self.offsets and other in self.offsets
        }
        self.moved_nodes: Final[set[int]] = set()

    def formulas(self, undressing: Undressing) -> list[tuple[Line, list[Piece]]]:
        """The pieces of every line; what has no letters is refused, and the other lines stay."""
        found: list[tuple[Line, list[Piece]]] = []
        words_seen = False
        before: tuple[int, int] | None = (0, 0)  # where the formula before stands; None for one that is refused
        for line in self.source.lines():
            if line.comment:
                found.append((line, []))
            elif line.prose:
                if not words_seen:
                    first, last = self.source.tokens[line.first], self.source.tokens[line.last - 1]
                    where = place(self.source.text, first.start, last.end)
                    self.problems.append(Problem("E0115", NO_WORDS, *where))
                words_seen = True
            else:
                try:
                    pieces = spelled_out(undressing.formula(line.first, line.last))
                    found.append((line, self.finished(pieces, undressing, before)))
                    before = (pieces[0].start, pieces[-1].end) if pieces else before
                except RefusedError:
                    found.append((line, []))
                    before = None
            if len(undressing.problems) >= MOST_PROBLEMS:
                break
        self.problems += undressing.problems
        return found

    def finished(self, pieces: list[Piece], undressing: Undressing, before: tuple[int, int] | None) -> list[Piece]:
        """A formula without the full stop of its sentence; `:=` updates what its right side reads."""
        while pieces and pieces[-1].kind == SIGN and pieces[-1].text in (",", "."):
            pieces = pieces[:-1]
        if pieces and pieces[0].text == "=":
            if before is not None:
                undressing.report("E0115", NO_CHAIN, pieces[0].start, pieces[0].end)
                self.goes_on[undressing.problems[-1]] = before
            raise RefusedError
        for k, piece in enumerate(pieces):
            if piece.text == ":=":
                reads = {other.text for other in pieces[k + 1 :] if other.kind == NAME}
                piece.text = "<-" if k == 1 and pieces[0].text in reads else "="
                break
        for piece, after in pairwise(pieces):
            # In letters f(…) and σ(…) may be functions; in front of a bracket that LaTeX does not have they are not.
            if piece.kind == NAME and len(piece.text) == 1 and after.made and after.text == "(":
                piece.text = f"({piece.text})"
        return pieces

    def follows(self, problem: Problem, found: list[Problem]) -> bool:
        """True for a line that goes on from one in which something is found to be wrong."""
        if problem not in self.goes_on:
            return False
        start, end = (place(self.source.text, at, at) for at in self.goes_on[problem])
        return any(start <= (other.line, other.span) <= end for other in found if other.severity == "error")

    # ------------------------------------------------------------------------------------------- letters

    def write(self, lines: list[tuple[Line, list[Piece]]]) -> None:
        """The letters of all lines."""
        open_line = False  # a formula that a comment may follow on its line
        for line, pieces in lines:
            if line.comment:
                token = self.source.tokens[line.first]
                if self.out:
                    self.add("  " if line.trailing and open_line else "\n", token.start, token.start)
                self.add("#" + " ".join(token.text[1:].splitlines()), token.start, token.end)
                open_line = False
            elif pieces:
                if self.out:
                    self.add("\n", pieces[0].start, pieces[0].start)
                self.line(pieces)
                open_line = True
            else:
                open_line = False

    def line(self, pieces: list[Piece]) -> None:
        """The letters of one line, with blanks where there are some or where letters must not touch."""
        before: Piece | None = None
        for piece in pieces:
            if not piece.text:
                continue
            if before is not None and apart(before, piece):
                self.add(" ", before.end, before.end)
            self.offsets[piece] = len(self.starts)
            self.add(piece.text, piece.start, piece.end)
            before = piece

    def add(self, text: str, start: int, end: int) -> None:
        """Some letters that stand for this stretch of LaTeX."""
        self.out.append(text)
        self.starts += [start] * len(text)
        self.ends += [end] * len(text)

    # -------------------------------------------------------------------------------------------- places

    def there(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of LaTeX that a stretch of the letters stands for."""
        whole = self.wholes.get((start, end))
        if whole:
            return whole
        if start >= len(self.starts):
            return self.ends[-1], self.ends[-1]
        first = self.starts[start]
        return first, max(first, self.ends[end - 1] if end > start else first)

    def move(self, line: Statement) -> None:
        """Give a line and all its parts their places in the LaTeX."""
        for node in within(line):
            if id(node) not in self.moved_nodes and node.start >= 0:
                self.moved_nodes.add(id(node))
                node.start, node.end = self.there(node.start, node.end)

    def moved(self, problem: Problem) -> Problem:
        """A problem of the letters at its place in the LaTeX; its ways out are programs in letters."""
        fixes = [Fix(fix.message, fix.formula, fix.dims, fix.sizes, (), fix.about) for fix in problem.fixes]
        return Problem(problem.code, problem.message, *self.placed(problem.line, problem.span), (), fixes)

    def placed(self, line: int, span: tuple[int, int]) -> tuple[int, tuple[int, int]]:
        """A line of the letters and characters in it, in the LaTeX."""
        if not 0 < line <= len(self.lines):
            return line, span
        start = self.lines[line - 1]
        return place(self.source.text, *self.there(start + span[0], start + span[1]))


def spelled_out(pieces: list[Piece]) -> list[Piece]:
    """Functions that are typed letter by letter, `relu(x)`, as words; in letters that is how they are written."""
    out: list[Piece] = []
    run = 0  # how many letters stand side by side here
    for piece, after in zip(pieces, [*pieces[1:], None], strict=False):
        plain = piece.kind == NAME and piece.raw and len(piece.text) == 1 and piece.text in LOWERCASE
        run = (run + 1 if run and out[-1].end == piece.start else 1) if plain else 0
        out.append(piece)
        if run > 1 and after is not None and not after.made and after.text.startswith(("'", "(")):
            word = "".join(letter.text for letter in out[-run:])
            if word not in GREEK:
                first = out[-run]
                out[-run:] = [Piece(WORD, word, first.start, piece.end, raw=True)]
                out[-1].gap = first.gap
                run = 0
    return out


def rename(lines: list[tuple[Line, list[Piece]]], given: frozenset[str]) -> None:
    """Functions by the names they have here, those of the program and those handed in left as they are."""
    own = {pieces[0].text for _, pieces in lines if defines_function(pieces)} | given
    for _, pieces in lines:
        for piece in pieces:
            if piece.kind == WORD and piece.text not in own and piece.text not in FUNCTIONS:
                piece.text = ALSO_KNOWN_AS.get(piece.text, piece.text)


def defines_function(pieces: list[Piece]) -> bool:
    """True of `f(x) = …` with a word for `f`."""
    at = 1
    while at < len(pieces) and pieces[at].kind == MARK:
        at += 1
    if at >= len(pieces) or pieces[0].kind != WORD or pieces[at].kind != OPEN:
        return False
    after = next((k for k in range(at, len(pieces)) if pieces[k].kind == CLOSE), at) + 1
    return after < len(pieces) and pieces[after].text == "="


def apart(one: Piece, other: Piece) -> bool:
    """True when a blank has to stand between two pieces, or does in the LaTeX."""
    if one.raw and other.raw and one.end == other.start:
        return False
    if one.text in (",", ";"):
        return True
    if one.text in ("+", "-") and other.text == "=":  # \\mathrel{-}=
        return False
    if one.kind == OPEN or other.kind in (CLOSE, MARK) or other.text in (",", ";"):
        return False
    before, after = one.text[-1], other.text[0]
    if other.gap or (one.kind == SIGN and other.kind == SIGN):
        return True
    digit = before.isascii() and before.isdigit()
    letters = before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
    numbers = before.isascii() and before.isalnum() and (after.isdigit() or after == ".")
    return letters or numbers or (digit and after in "eE")
