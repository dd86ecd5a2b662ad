"""A problem as editors take it: a diagnostic of the Language Server Protocol, with its ways out as text edits.

Lines and characters count from 0, and a character beyond the basic plane counts as two, as the protocol has it.
"""

from __future__ import annotations

from ..problems import lines_of, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..problems import Fix, Problem

SEVERITIES = {"error": 1, "warning": 2, "note": 3}


def diagnostic(problem: Problem, text: str, uri: str = "") -> dict[str, Any]:
    """A problem as a diagnostic; its ways out stand in `data`.

    >>> from letternet.problems import Problem
    >>> diagnostic(Problem("E0101", "there is no function rleu", 1, (5, 9)), "l1 = rleu(l0W0)")["range"]
    {'start': {'line': 0, 'character': 5}, 'end': {'line': 0, 'character': 9}}
    """
    lines = lines_of(text)
    return {
        "range": stretch(lines, problem.line, *problem.span),
        "severity": SEVERITIES[problem.severity],
        "code": problem.code,
        "source": "letternet",
        "message": problem.message,
        "relatedInformation": [
            {"location": {"uri": uri, "range": stretch(lines, fact.line, *fact.span)}, "message": fact.message}
            for fact in problem.facts
        ],
        "data": {"fixes": [action(fix, text, lines) for fix in problem.fixes]},
    }


def action(fix: Fix, text: str, lines: list[str]) -> dict[str, Any]:
    """A way out as a title, text edits, and declarations from outside."""
    edits = []
    for start, end, new in sorted(fix.edits):
        line, (first, _) = place(text, start, end)
        last, (_, stop) = place(text, max(start, end - 1), end)
        where = {"start": position(lines, line, first), "end": position(lines, last, stop)}
        edits.append({"range": where, "newText": new})
    return {"title": fix.message, "edits": edits, "dims": {key: list(size) for key, size in fix.dims.items()}}


def stretch(lines: list[str], line: int, start: int, end: int) -> dict[str, Any]:
    """Characters of a line; the start of the text for what stands nowhere."""
    return {"start": position(lines, line, start), "end": position(lines, line, end)}


def position(lines: list[str], line: int, character: int) -> dict[str, int]:
    """A place as the protocol counts it."""
    if not 0 < line <= len(lines):
        return {"line": 0, "character": 0}
    before = lines[line - 1][:character]
    return {"line": line - 1, "character": sum(2 if ord(c) > 0xFFFF else 1 for c in before)}
