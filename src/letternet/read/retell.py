"""Problems are told anew where something is written as it is elsewhere: what is written here, with the line mended.

`retold` is the door; a statement whose sizes clash and that has nothing strange in it is left as it is.
"""

from __future__ import annotations

from ..alphabet import GREEK
from ..functions import FUNCTIONS
from ..patterns import pattern
from ..problems import line_starts
from ..tree import Meaning
from .pieces import statement_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ..problems import Problem
    from ..tree import Statement
    from .retelling import Wrong

LONGEST = 1_000  # characters of a statement that is looked at
MOST_STATEMENTS = 20
MOST_READ = 200_000  # characters of changed programs
KNOWN = pattern(rf"(?<![A-Za-z])(?:(?:{'|'.join(FUNCTIONS)})'?(?=\()|(?:{'|'.join(GREEK)})(?![A-Za-z]))")
BETWEEN = pattern(r"[ \t;]*")  # statements
# What a statement with sizes that clash has where something else is meant: words, brackets that number, signs.
STRANGE = pattern(r"[a-z]{2}|[\[{\\^_.,'⁻%]|--|[A-Z]l|[A-Za-z]O|[ \t][xX][ \t]|\bt[ \t]?\(")


def retold(
    problems: Sequence[Problem],
    text: str,
    statements: Sequence[Statement],
    own: Collection[str],
    wrong: Callable[[str], Wrong],
) -> list[Problem]:
    """The problems of a program, those of each statement replaced by one that says what is written here, if there is.

    `own` are the functions besides those of the notation; `wrong` finds what is wrong with a changed program.
    """
    placed = [problem for problem in problems if problem.severity == "error" and problem.line]
    lines = line_starts(text) if placed else []
    grouped: dict[tuple[int, int], list[Problem]] = {}
    for problem in placed:
        at = lines[problem.line - 1] + problem.span[0]
        grouped.setdefault(stretch(text, at, lines[problem.line - 1], statements), []).append(problem)
    told = list(problems)
    read = {statement.start for statement in statements}
    worded = {statement.start for statement in statements if isinstance(statement, Meaning)}  # words are right there
    strange = [
        (place, found)
        for place, found in sorted(grouped.items())[:MOST_STATEMENTS]
        if 0 < place[1] - place[0] <= LONGEST
        and place[0] not in worded
        and not is_plain(text[slice(*place)], found, place[0] in read)
    ]
    if not strange:
        return told
    from .retelling import Retelling, Room

    room = Room(wrong, MOST_READ)
    for (start, end), found in strange:
        spans = [(lines[p.line - 1] + p.span[0] - start, lines[p.line - 1] + p.span[1] - start, p.code) for p in found]
        new = Retelling(text, start, end, own, room).told(spans, found, start in read)
        if new is None:
            continue
        if len(grouped) > 1 and new.fixes and room.wrong(new.fixes[0].formula) == []:  # all the rest
            return [p for p in problems if p.severity != "error"] + [new]
        beside = [p for p in told if p.severity != "error" and p.line and start <= lines[p.line - 1] + p.span[0] < end]
        told = [p for p in told if p not in found and p not in beside]
        told.append(new)
    return told


def is_plain(statement: str, problems: Sequence[Problem], was_read: bool) -> bool:
    """True for what is told best as it is: a size that is none, and what clashes with nothing strange in it."""
    if all(problem.code == "E0108" for problem in problems):
        return True
    clashes = was_read and all(problem.code >= "E0200" for problem in problems)
    return clashes and not STRANGE.search(KNOWN.sub("", statement))


def stretch(text: str, at: int, line: int, statements: Sequence[Statement]) -> tuple[int, int]:
    """The statement that holds a place: one that was read, or what stands between `;` where nothing was."""
    start = line
    for statement in statements:
        if statement.start <= at < max(statement.end, statement.start + 1):
            return statement.start, statement.end
        if line <= statement.end <= at:
            start = max(start, statement.end)
    while True:
        start = BETWEEN.match(text, start).end()  # type: ignore[union-attr]
        end = statement_end(text, start)
        if end >= at or end >= len(text) or text[end] != ";":
            break
        start = end + 1
    return start, start + len(text[start:end].rstrip(" \t"))
