"""Arrays in chunks that nobody has worked out yet: known without dask, and held against what is known of them.

That is their sizes and what they are made of.  Whether every value is finite, and every row number a row's, cannot be
told before they are worked out.
"""

from __future__ import annotations

import math
from typing import Any

from .. import limits
from .values import refuse_kind, refused


def lazy(value: Any) -> bool:
    """True for a dask array."""
    return type(value).__module__.partition(".")[0] == "dask" and hasattr(value, "chunks")


def largest(array: Any) -> int:
    """How many datapoints of a batch in chunks are worked out at once: those of the largest chunk."""
    return int(max(array.chunks[0]))


def uncomputed(key: str, array: Any) -> Any:
    """An array in chunks as it is, or a refusal that says what came."""
    refuse_kind(key, array.dtype)
    if any(math.isnan(size) for size in array.shape):
        raise refused("E0304", f"the chunks of {key} have unknown sizes; its compute_chunk_sizes() finds them")
    if array.size == 0:
        raise refused("E0304", f"the value of {key} is empty")
    values = math.prod(max(sizes) for sizes in array.chunks)
    if values > limits.ELEMENTS:
        raise refused("E0109", f"a chunk of {key} has {values:,} values; at most {limits.ELEMENTS:,} are allowed")
    return array
