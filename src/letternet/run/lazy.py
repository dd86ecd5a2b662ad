"""A formula is run on arrays in chunks: sizes are checked, and what comes out waits until dask works it out.

So a batch larger than memory, or on many machines, is dask's work.  With only the batch in chunks, every chunk of the
results is what that part of the batch gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..sizes import MATRIX, NUMBER
from ..write.array_api import ArrayWriting, row_numbers
from .chunks import lazy
from .given import Given
from .handed import guarded
from .libraries import array_namespace
from .portable import bound, one_library
from .run import Run

if TYPE_CHECKING:
    from ..check.model import Checked
    from ..write.numpy_code import Code

EACH = "_each"  # what calls a function that is handed in
DASK = "_dask"  # the library, also where nothing that comes in says so


def run_lazily(
    checked: Checked, values: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] | None = None
) -> Run:
    """Every value of a formula, of which arrays are in chunks and not worked out.

    Raises `DataError` for values that do not fit, by their sizes.
    """
    given = Given(checked, values, chunks=True)
    xp = array_namespace(next(filter(lazy, given.values.values())))
    reach = {**guarded(functions or {}), EACH: each, DASK: xp}
    made, call = bound(checked, given.batched, reach, True, LazyWriting)
    numbering = row_numbers(checked)
    whole = {number for number, key in enumerate(made.parameters) if key in numbering}
    results = call(*one_library([given.values[key] for key in made.parameters], whole, xp))
    return Run(results, frozenset(made.writing.batched))


class LazyWriting(ArrayWriting):
    """The lines for arrays in chunks, in which a function handed in is called when a chunk is worked out."""

    def library(self, arrays: Sequence[str]) -> str:
        """The code for the library."""
        return DASK

    def handed_in(self, function: str, arguments: Sequence[Code]) -> tuple[str, bool, bool]:
        """A call of a function handed in, with the axes that each argument has beside the datapoints."""
        axes = [{NUMBER: "()", MATRIX: f"(i{n},j{n})"}.get(a.kind, f"(i{n})") for n, a in enumerate(arguments)]
        texts = [f'"{",".join(axes)}->{axes[0]}"', *(argument.text for argument in arguments)]
        return f"{EACH}({function}, {', '.join(texts)})", any(argument.batched for argument in arguments), False


def each(function: Callable[..., Any], axes: str, *values: Any) -> Any:
    """What a function that is handed in gives for each datapoint, when it is worked out."""
    from dask.array import apply_gufunc

    dtype = np.result_type(1.0, *(value.dtype for value in values if hasattr(value, "dtype")))
    return apply_gufunc(function, axes, *values, vectorize=True, allow_rechunk=True, output_dtypes=dtype)
