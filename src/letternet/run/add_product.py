"""A product over the datapoints of a batch goes straight into the weights, where SciPy is there to do it.

BLAS multiplies and adds in one go (`gemm`, J. Dongarra and others, *A set of level 3 basic linear algebra
subprograms*, 1990), without an array for the product.  For small weights that is not worth the call.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def add_product(weights: Any, left: Any, right: Any, sign: float) -> None:
    """Add `sign * left.T.dot(right)` to weights of n × m, in place; left is k × n, right k × m.

    >>> import numpy as np
    >>> weights = np.ones((2, 3))
    >>> add_product(weights, np.array([[1.0, 2.0]]), np.array([[1.0, 0.0, 1.0]]), -1)
    >>> weights.tolist()
    [[0.0, 1.0, 0.0], [-1.0, 1.0, -1.0]]
    """
    kind = weights.dtype.char
    gemm = routine(kind)
    if gemm is not None and kind == left.dtype.char == right.dtype.char and weights.flags.c_contiguous:
        gemm(sign, right.T, left.T, 1.0, weights.T, trans_b=1, overwrite_c=1)  # BLAS has columns where NumPy has rows
    else:
        weights += sign * left.T.dot(right)


@cache
def routine(kind: str) -> Callable[..., Any] | None:
    """BLAS's product for floats of a kind; None without SciPy, and for numbers of another kind.

    >>> routine("l") is None
    True
    """
    name = {"d": "dgemm", "f": "sgemm"}.get(kind)
    if name is None:
        return None
    try:
        from scipy.linalg import blas
    except ImportError:
        return None
    found: Callable[..., Any] = getattr(blas, name)
    return found
