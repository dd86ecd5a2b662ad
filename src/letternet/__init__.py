"""Neural-network algebra, the way people write it: `Formula("l2 = relu(l0W0)W1")` is read, sized, run and said.

Names are loaded when they are first asked for, so that a short command starts fast.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .formula import Formula
    from .problems import DataError, Fact, Fix, FormulaError, NotationError, Problem, SizeError
    from .run.run import Run
    from .run.training import Training

__version__ = "0.1.0"
__all__ = [
    "DataError",
    "Fact",
    "Fix",
    "Formula",
    "FormulaError",
    "LearningError",
    "NotationError",
    "Problem",
    "Run",
    "SizeError",
    "Training",
]

_HOMES = {**dict.fromkeys(__all__, "problems"), "Formula": "formula", "Run": "run.run", "Training": "run.training"}


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module 'letternet' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def load_ipython_extension(ipython: object) -> None:
    """Give a notebook `%letters` and `%%letters`: this is what `%load_ext letternet` calls."""
    from .show.notebook import load_ipython_extension

    load_ipython_extension(ipython)
