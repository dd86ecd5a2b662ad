"""A run of large arrays, in the form that runs fastest: its values are those that the lines of the book give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

import numpy as np

from ..check.check import check_changed
from ..rewrite.unchain import FreshNames
from ..tree import Definition, Evaluation, Program
from ..write.letters import own_functions, statement
from ..write.python_lines import ANEW
from .code import calculated
from .failures import NO_RESULT
from .function import Variants

if TYPE_CHECKING:
    from ..check.model import Checked
    from .given import Given

VALUES = 10_000  # numbers that come in, from which on the fast form is worth being written


class UnseenError(Exception):
    """A block has a value that is no number, or becomes too large."""


def fast_results(
    checked: Checked, given: Given, functions: Mapping[str, Callable[..., Any]]
) -> tuple[dict[str, Any], frozenset[str]] | None:
    """Every value of a formula by its letters, and which are batches.

    None where the fast form is not worth it, or where the book's lines are to say what has no result.  Values that were
    not looked at yet are looked at on the way.
    """
    arrays = {key: np.asarray(value) for key, value in given.values.items()}
    if checked.names.updates or sum(array.size for array in arrays.values()) < VALUES:
        given.look()
        return None
    kept = KEPT.get(checked)
    if kept is None or kept.functions != functions:
        kept = KEPT[checked] = Kept(checked, functions)
    variants = kept.variants
    arrays = {key: arrays[key] for key in variants.keys}
    if not variants.large(arrays):
        given.look()
    try:
        results = calculated(lambda: variants.by_sizes(*(given.values[key] for key in variants.keys)))
    except (UnseenError, *NO_RESULT):
        given.look()
        return None
    batched = variants.definition_for(arrays).writing.batched
    titles = kept.titles
    named = {titles.get(key, key): value for key, value in results.items() if key in titles or key in kept.lines}
    return named, frozenset(key for key in batched if key in checked.named)


class Kept:
    """The fast form of a formula, for its next run."""

    def __init__(self, checked: Checked, functions: Mapping[str, Callable[..., Any]]) -> None:
        named, self.titles = with_names(checked)
        self.functions: Final = functions
        self.lines: Final = frozenset(checked.names.definitions)
        self.variants: Final = Variants(named, ANEW, functions, every_line=True, look=look)


KEPT: Final[WeakKeyDictionary[Checked, Kept]] = WeakKeyDictionary()


def look(block: Any) -> None:
    """Refuse a block of floats in which one is infinite, or none."""
    if not np.isfinite(block).all():
        raise UnseenError


def with_names(checked: Checked) -> tuple[Checked, dict[str, str]]:
    """The program with a name for every expression that has a line to itself, and the expression by that name."""
    fresh = FreshNames(checked)
    own = own_functions(checked.program)
    titles: dict[str, str] = {}
    lines = []
    for line in checked.program.statements:
        if isinstance(line, Evaluation):
            name = fresh.name(checked.kind(line.value), None)
            titles[name.key] = statement(line, own)
            line = Definition(name, line.value, line.start, line.end)
        lines.append(line)
    if not titles:
        return checked, titles
    return check_changed(checked, Program(tuple(lines), checked.program.text)), titles
