"""Which letters need values before a formula can be run, and numbers to try it with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import cycle, product
from math import prod
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..check.calls import index_letters, never_holds
from ..check.solve import ClashError, Solver
from ..problems import DataError
from ..sizes import Sum, Unknown
from .run import run

if TYPE_CHECKING:
    from ..check.model import Checked
    from ..sizes import Term

MOST = 2_000  # numbers that are made up for one formula
SMALL = (3, 4, 2, 5)  # the sizes that letters get, one after the other
OTHERS = (*range(1, 10), *(10 * 2**i for i in range(10)))  # where those do not fit what is joined
SEED = 7
KINDS = ((-9, 9, 10), (1, 9, 10), (0, 1, 1), (1, 3, 1))  # least, greatest, parts of a whole; the nicest first
LAST_ROWS = (2, 1, 0)  # the greatest number of a row that is asked for


def needed(checked: Checked) -> list[str]:
    """The letters that come in, and sizes used as numbers that no value tells.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> needed(check(read("y = 2xW")[0]))
    ['x', 'W']
    """
    keys = list(checked.names.inputs)
    told = set[Unknown]()
    for key in keys:
        shape = checked.named.get(key)
        for size in shape.sizes if shape else ():
            told.update(unknowns(checked.solver.value(size)))
    for key in checked.names.used_sizes():
        if not set(unknowns(checked.solver.value(checked.letters[key]))) <= told:
            keys.append(key)
    return keys


def unknowns(size: Term) -> Iterable[Unknown]:
    """The unknowns in a size."""
    if isinstance(size, Sum):
        return list(size.unknowns)
    return [size] if isinstance(size, Unknown) else []


def numbers_to_try(checked: Checked, given: Mapping[str, Any]) -> dict[str, str]:
    """Numbers as people type them for the letters that have none, such that they fit those that are given.

    Empty where more would be needed than anybody reads, or none are found that fit.  The same formula gets the same.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> numbers_to_try(check(read("y = αx; x : 2")[0]), {"α": 2})
    {'x': '0.8 0.2'}
    """
    numbers = Numbers(checked, given)
    if sum(prod(size) for size in numbers.sizes.values()) > MOST:
        return {}
    for last, kind in product(LAST_ROWS if numbers.indices else LAST_ROWS[:1], KINDS):
        made = numbers.made(kind, last)
        try:
            run(checked, {**given, **made})
        except DataError:
            continue
        return made
    return {}


class Numbers:
    """Makes up numbers for the letters of one program."""

    def __init__(self, checked: Checked, given: Mapping[str, Any]) -> None:
        self.checked: Final = checked
        self.indices: Final = index_letters(checked)
        self.missing: Final = [key for key in needed(checked) if key not in given]
        self.small: Final = cycle(SMALL)
        self.solver: Final = Solver(checked.solver.known, checked.solver.count)
        for key, value in given.items():
            self.take(key, value)
        self.sizes: Final = {key: self.size(key) for key in self.missing}

    def take(self, key: str, value: Any) -> None:
        """Note the sizes that a given value tells; whether they fit is found when the formula is run."""
        shape = self.checked.named.get(key)
        if shape is None:
            return
        for size, count in zip(reversed(shape.sizes), reversed(np.shape(value)), strict=False):
            with suppress(ClashError):
                self.solver.equate(size, count)

    def size(self, key: str) -> tuple[int, ...]:
        """The size of a letter, in which unknown letters are small numbers."""
        shape = self.checked.named.get(key)
        return tuple(self.known(size) for size in (shape.sizes if shape else ()))

    def known(self, size: Term) -> int:
        """A size as a number."""
        for unknown in unknowns(self.solver.value(size)):
            for count in (next(self.small), *OTHERS):
                before = dict(self.solver.known)
                with suppress(ClashError):
                    self.solver.learn(unknown, count)
                    if not any(never_holds(asked, self.solver) for asked in self.checked.at_least):
                        break
                    self.solver.reset(before)
        value = self.solver.value(size)
        return value if isinstance(value, int) else MOST + 1

    def made(self, kind: tuple[int, int, int], last: int) -> dict[str, str]:
        """The numbers for each letter, of one kind; what numbers rows has the numbers from 0 to the last."""
        chance = np.random.default_rng(SEED)
        out = {}
        for key in self.missing:
            if key in self.checked.letters and key in self.checked.names.used_sizes():
                out[key] = str(self.known(self.checked.letters[key]))
                continue
            size = self.sizes[key]
            least, greatest, whole = (0, last, 1) if key in self.indices else kind
            numbers = chance.integers(least, greatest, size or 1, endpoint=True) / whole
            rows = numbers.reshape(-1, numbers.shape[-1]) if len(size) == 2 else [numbers]
            text = "; ".join(" ".join(f"{number:g}" for number in row) for row in rows)
            out[key] = f"[[{text}]]" if size[:1] == (1,) and len(size) == 2 else f"[{text}]" if size == (1,) else text
        return out
