"""Which array library some arrays are of, and what makes it keep the array API standard.

That is the package array-api-compat.  NumPy 2, JAX, CuPy and array-api-strict keep the standard without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

EXTRA = "pip install 'letternet[array-api]'"
KNOWN: dict[tuple[type, ...], Any] = {}  # the functions of a library, by the types of arrays and numbers that came


def array_namespace(*values: Any) -> Any:
    """The functions of the library that arrays are of, by the names of the standard; plain numbers are of any."""
    kinds = tuple(map(type, values))
    if kinds not in KNOWN:
        KNOWN[kinds] = functions_of(values)
    return KNOWN[kinds]


def functions_of(values: Sequence[Any]) -> Any:
    """The same, found for types that have not come yet."""
    arrays = [value for value in values if not isinstance(value, bool | int | float)]
    libraries = list(dict.fromkeys(library(array) for array in arrays))
    if not libraries:
        raise TypeError("no array came, and one has to say which library the code is to work with")
    if len(libraries) > 1:
        raise TypeError(f"the arrays are of {' and '.join(libraries)}; all of them have to be of one library")
    try:
        from array_api_compat import array_namespace
    except ImportError:
        found = getattr(arrays[0], "__array_namespace__", None)
        if found is None:
            raise ImportError(f"arrays of {libraries[0]} need one more package: {EXTRA}") from None
        return found()
    try:
        found = array_namespace(*arrays)
    except TypeError:
        raise TypeError(f"{libraries[0]} has no arrays that keep the array API standard") from None
    return Dask(found) if libraries == ["dask"] else found


def library(value: Any) -> str:
    """The package that a value's type comes from.

    >>> library(np.zeros(2)), library([1, 2])
    ('numpy', 'builtins')
    """
    return type(value).__module__.partition(".")[0].replace("jaxlib", "jax")


def device(array: Any) -> Any:
    """Where an array is kept."""
    try:
        from array_api_compat import device
    except ImportError:
        return getattr(array, "device", None)
    return device(array)


def is_jax_array(array: Any) -> bool:
    """True for an array of JAX, whose new arrays go where they are needed."""
    return library(array) == "jax"


class Dask:
    """dask's functions by the names of the standard, with inverses and determinants, which dask leaves out."""

    def __init__(self, functions: Any) -> None:
        self.functions: Final = functions
        self.linalg: Final = DaskLinalg(functions.linalg)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.functions, name)


class DaskLinalg:
    """The same for what works on whole matrices."""

    def __init__(self, functions: Any) -> None:
        self.functions: Final = functions
        self.inv: Final = whole_matrices(np.linalg.inv, "(i,j)->(i,j)")
        self.det: Final = whole_matrices(np.linalg.det, "(i,j)->()")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.functions, name)


def whole_matrices(function: Callable[..., Any], signature: str) -> Callable[[Any], Any]:
    """A function of matrices, each of which is brought into one chunk."""

    def call(array: Any) -> Any:
        from dask.array import apply_gufunc

        return apply_gufunc(function, signature, array, output_dtypes=array.dtype, allow_rechunk=True)

    return call
