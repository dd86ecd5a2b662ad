"""Emitted code is made a function and called; nothing but NumPy and the functions handed in is within its reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

SOURCE = "<letternet>"  # the name of the code in a traceback


def compiled(source: str, name: str, functions: Mapping[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The function that emitted code defines."""
    space: dict[str, Any] = {"np": np, **functions}
    exec(compile(source, SOURCE, "exec"), space)
    made: Callable[..., Any] = space[name]
    return made


def calculated(work: Callable[[], Any]) -> Any:
    """Do the work; where NumPy would warn, the result says enough."""
    with np.errstate(all="ignore"):
        return work()
