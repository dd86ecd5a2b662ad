"""Python functions that are handed in: each keeps the size of what it takes, and gives numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..sizes import written


class HandedError(Exception):
    """A function that was handed in has no result, or none that fits; the text says which and why."""


def guarded(functions: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The same functions, which raise `HandedError` where they fail or do not keep the size of their first argument.

    >>> import numpy as np
    >>> guarded({"total": lambda x: x.sum()})["total"](np.array([1, 2]))
    Traceback (most recent call last):
    letternet.run.handed.HandedError: total makes a number of 2 values, and a function that is handed in keeps the size
    """
    return {name: guard(name, function) for name, function in functions.items()}


def guard(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """One function, guarded."""

    def call(*arguments: Any) -> Any:
        try:
            value = function(*arguments)
        except Exception as error:  # whatever somebody's own code may raise
            said = f"{name} raised {type(error).__name__}{': ' * bool(str(error))}{error}"
            raise HandedError(said) from error
        if not is_numeric(value):
            raise HandedError(f"{name} gives something of the type {type(value).__name__}, not numbers")
        came, wanted = np.shape(value), np.shape(arguments[0])
        if came != wanted:
            said = f"{name} makes {many(came)} of {many(wanted)}, and a function that is handed in keeps the size"
            raise HandedError(said)
        return value if isinstance(value, np.ndarray | np.generic | int | float) else np.asarray(value)[()]

    return call


def is_numeric(value: Any) -> bool:
    """True for numbers that NumPy can hold."""
    try:
        return np.asarray(value).dtype.kind in "biufc"
    except Exception:  # rows of different lengths, or whatever a class of somebody's own raises
        return False


def many(shape: tuple[int, ...]) -> str:
    """A shape in words.

    >>> many(()), many((1,)), many((7,)), many((2, 3))
    ('a number', '1 value', '7 values', '2 × 3 values')
    """
    return f"{written(shape)} value{'s' * (shape != (1,))}" if shape else "a number"
