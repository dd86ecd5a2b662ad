"""A formula as a Python function of its inputs, in order of first use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..sizes import VECTORS
from ..words import words_of
from ..write.python import Def
from .run import compiled

if TYPE_CHECKING:
    from ..check.model import Checked


def function(checked: Checked, inplace: bool, functions: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The emitted function, compiled; `source` is its text.

    Vectors may come as whole batches, one datapoint a row.  Where that needs other code than single datapoints
    do, the code for the batches at hand is written when they first come.
    """
    made = Def(checked, words_of(checked), inplace=inplace)
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
            batch = Def(checked, words_of(checked), batched, inplace)
            found = compiled_for[batched] = compiled(batch.source, batch.name, functions)
        return found(*values)

    everywhere = Def(checked, words_of(checked), [key for _, key in vectors], inplace)
    chosen = single if everywhere.source == made.source else call
    chosen.__name__ = made.name
    chosen.__doc__ = single.__doc__
    chosen.source = made.source  # type: ignore[attr-defined]
    chosen.parameters = made.parameters  # type: ignore[attr-defined]
    return chosen
