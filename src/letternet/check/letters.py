"""Letters for sizes that stay unknown: the declared ones, then n, m, k, … in order of first mention."""

from __future__ import annotations

from ..sizes import Shape, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Checked

USUAL = "n m k p q r s t u v a b c d e f g h i j o w y z".split()


def name_unknowns(checked: Checked) -> dict[Unknown, str]:
    """A letter for each unknown size that a name has; no letter that the program uses otherwise."""
    taken = set(checked.names.sizes)
    found: dict[Unknown, str] = {}
    unnamed: dict[Unknown, None] = {}
    for shape in checked.named.values():
        for size in shape.sizes if shape else ():
            value = checked.solver.value(size)
            if isinstance(value, int):
                continue
            for unknown in (value,) if isinstance(value, Unknown) else value.unknowns:
                if unknown.letter:
                    found[unknown] = unknown.letter
                else:
                    unnamed[unknown] = None
    if unnamed:
        taken |= set(checked.named)
        for step in checked.names.steps:
            taken.update(checked.names.needs(step))
    for unknown, letter in zip(unnamed, fresh(taken), strict=False):
        found[unknown] = letter
    return found


def unknowns_of(checked: Checked, shape: Shape | None) -> Iterator[Unknown]:
    """The unknowns in the sizes of a shape."""
    for size in shape.sizes if shape else ():
        value = checked.solver.value(size)
        if not isinstance(value, int):
            yield from (value,) if isinstance(value, Unknown) else value.unknowns


def fresh(taken: set[str]) -> Iterator[str]:
    """Letters that are free, without end."""
    yield from (letter for letter in USUAL if letter not in taken)
    number = 1
    while True:
        yield from (f"{letter}{number}" for letter in "nmk" if f"{letter}{number}" not in taken)
        number += 1
