"""A checked formula runs: values come in, are held against the sizes, and the emitted code gives the results.

What is executed is the code that `letternet python --module` shows, with every value returned; for large arrays, its
fast form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..words import words_of
from ..write.python import Def
from .chunks import lazy
from .code import calculated, compiled
from .failures import NO_RESULT, failure
from .given import Given, canonical
from .handed import guarded
from .large import fast_results
from .whole import refuse_too_large

if TYPE_CHECKING:
    from ..check.model import Checked


class Run(Mapping[str, Any]):
    """The values that a formula gave, by their letters: an array each, or a number.

    `batched` are the letters that stand for a whole batch, datapoints along axis 0.
    """

    def __init__(self, values: Mapping[str, Any], batched: frozenset[str] = frozenset()) -> None:
        self._values = dict(values)
        self.batched = batched

    def __getitem__(self, key: str) -> Any:
        return self._values[canonical(key)] if key not in self._values else self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Run({self._values!r})"


def run(checked: Checked, values: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] | None = None) -> Run:
    """Work out every value of a formula.

    Values that are whole batches (one datapoint a row) give results that are what each datapoint alone would
    give.  Raises `DataError` for values that do not fit.  Arrays in chunks stay in chunks.
    """
    if any(map(lazy, values.values())):
        from .lazy import run_lazily

        return run_lazily(checked, values, functions)
    functions = guarded(functions or {})
    given = Given(checked, values, later=True)
    found = fast_results(checked, given, functions)
    results, batched = found if found is not None else book_results(checked, given, functions)
    refuse_too_large(checked, results, given, functions)
    taken = {id(argument) for argument in given.values.values()}
    own = {key: value.copy() if shared(value, taken) else value for key, value in results.items()}
    return Run({key: result(value) for key, value in own.items()}, batched)


def book_results(
    checked: Checked, given: Given, functions: Mapping[str, Callable[..., Any]]
) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Every value by its letters, and which are batches; raises `DataError` where one has no result."""
    made = Def(checked, words_of(checked), given.batched, everything=True)
    call = compiled(made.source, made.name, functions)
    try:
        results = calculated(lambda: call(*(given.values[key] for key in made.parameters)))
    except NO_RESULT as error:
        raise failure(checked, given, functions, error) from None
    return results, frozenset(made.writing.batched)


def shared(value: Any, taken: set[int]) -> bool:
    """True for an array that came in, or a view of another one."""
    return isinstance(value, np.ndarray) and (id(value) in taken or value.base is not None)


def result(value: Any) -> Any:
    """A number as Python's own, an array as it is."""
    if isinstance(value, np.ndarray | np.generic) and not value.ndim:
        return value.item()
    return value
