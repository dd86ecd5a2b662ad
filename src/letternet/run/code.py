"""Emitted code is made a function and called; within its reach are NumPy, functions handed in and a few of Python's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any, NoReturn

import numpy as np

SOURCE = "<letternet>"  # the name of the code in a traceback
# What emitted code needs of Python: it imports nothing, opens nothing, evaluates nothing.
BUILTINS = {each.__name__: each for each in (len, range, zip, int, float, AttributeError, KeyError, TypeError)}


def nothing_imported(*_: object, **__: object) -> NoReturn:
    """What stands in the place of Python's import.

    NumPy would import the error that it has for a whole number which no array holds, where that is joined to one.
    """
    raise OverflowError("a number becomes too large")


def compiled(source: str, name: str, functions: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The function that emitted code defines."""
    made: Callable[..., Any] = space_of(source, functions)[name]
    return made


def space_of(source: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What emitted code defines, by its names; `given` are further things within its reach."""
    space: dict[str, Any] = {"__builtins__": {**BUILTINS, "__import__": nothing_imported}, "np": np, **given}
    exec(code_of(source), space)
    return space


@lru_cache(maxsize=64)
def code_of(source: str) -> CodeType:
    """The code of a text, which often comes again."""
    return compile(source, SOURCE, "exec")


def calculated(work: Callable[[], Any]) -> Any:
    """Do the work; where NumPy would warn, the result says enough."""
    with np.errstate(all="ignore"):
        return work()
