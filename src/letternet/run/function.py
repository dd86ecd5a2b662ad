"""A formula as a Python function of its inputs, in order of first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..sizes import VECTORS
from ..words import words_of
from ..write.python import Def
from ..write.python_lines import ANEW, IN_PLACE
from .code import compiled

if TYPE_CHECKING:
    from ..check.model import Checked


def function(checked: Checked, inplace: bool, functions: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The emitted function, compiled; `source` is its text.

    Vectors may come as whole batches, one datapoint a row.  Where that needs other code than single datapoints
    do, the code for the batches at hand is written when they first come.
    """
    updating = IN_PLACE if inplace else ANEW
    made = Def(checked, words_of(checked), updating=updating)
    single = compiled(made.source, made.name, functions)
    vectors = [
        (number, key)
        for number, key in enumerate(made.parameters)
        if (shape := checked.named.get(key)) is not None and shape.kind in VECTORS
    ]
    compiled_for: dict[tuple[str, ...], Callable[..., Any]] = {(): single}

    def call(*values: Any) -> Any:
        batched = tuple(key for number, key in vectors if np.ndim(values[number]) == 2)
        found = compiled_for.get(batched)
        if found is None:
            batch = Def(checked, words_of(checked), batched, updating)
            found = compiled_for[batched] = compiled(batch.source, batch.name, functions)
        return found(*values)

    chosen = single if same_for_batches(checked, made.source, [key for _, key in vectors]) else call
    chosen.__name__ = made.name
    chosen.__doc__ = single.__doc__
    chosen.source = made.source  # type: ignore[attr-defined]
    chosen.parameters = made.parameters  # type: ignore[attr-defined]
    return chosen


def same_for_batches(checked: Checked, source: str, vectors: list[str]) -> bool:
    """True when the code for single datapoints is the code for batches of any of the vectors."""
    if checked.names.updates or len(vectors) > 3:
        return False
    some = [[key for i, key in enumerate(vectors) if mask >> i & 1] for mask in range(1, 2 ** len(vectors))]
    return all(Def(checked, words_of(checked), batched).source == source for batched in some)
