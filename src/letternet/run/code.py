"""Emitted code is made a function and called; nothing but NumPy and the functions handed in is within its reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

import numpy as np

SOURCE = "<letternet>"  # the name of the code in a traceback


def compiled(source: str, name: str, functions: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The function that emitted code defines."""
    made: Callable[..., Any] = space_of(source, functions)[name]
    return made


def space_of(source: str, functions: Mapping[str, Callable[..., Any]]) -> dict[str, Any]:
    """What emitted code defines, by its names."""
    space: dict[str, Any] = {"np": np, **functions}
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
