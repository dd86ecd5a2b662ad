"""How a training goes: its rate, epochs, batches, its seed and the rest, each in its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from operator import index
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import os

    from .saved import State

    HeldOut = float | Mapping[str, Any] | str | os.PathLike[str]


class Settings:
    """The settings of a training; raises `ValueError` for one that is out of its bounds."""

    def __init__(
        self,
        rate: float = 0.1,
        epochs: int = 10,
        batch: int = 64,
        seed: int = 0,
        shuffle: bool = True,
        held_out: HeldOut = 0.0,
        patience: int | None = None,
        mask: float = 0.5,
    ) -> None:
        self.rate: Final = number("rate", rate)
        self.epochs: Final = count("epochs", epochs)
        self.batch: Final = count("batch", batch)
        self.seed: Final = count("seed", seed, least=0)
        self.shuffle: Final = bool(shuffle)
        self.held_out: Final = number("held_out", held_out, below=1.0) if is_number(held_out) else held_out
        self.patience: Final = None if patience is None else count("patience", patience)
        self.mask: Final = number("mask", mask, most=1.0)

    def gives_up(self, state: State) -> bool:
        """True when as many epochs as there is patience for have brought nothing better."""
        return self.patience is not None and state.epoch - state.best >= self.patience

    def given(self, state: State) -> Mapping[str, Any]:
        """The weights that are handed out: the last ones, or the best if training stops early."""
        return state.best_weights if self.patience else state.weights

    def about(self) -> dict[str, Any]:
        """The settings that must be the same for a training to go on, in words."""
        return {
            "the seed": self.seed,
            "the rate": self.rate,
            "the batch size": self.batch,
            "the order of the datapoints": "shuffled" if self.shuffle else "as given",
            "the share that is held out": self.held_out if isinstance(self.held_out, float) else "data of its own",
            "the patience": self.patience or "without end",
            "the chance of a 1 in masks": self.mask,
        }


def is_number(value: object) -> bool:
    """True for what may be a share of the datapoints."""
    return isinstance(value, int | float) or hasattr(value, "__float__")


def number(name: str, value: Any, below: float = 0.0, most: float = 0.0) -> float:
    """A finite number above 0, or from 0 up to what it has to stay below."""
    try:
        made = float(value)
    except (TypeError, ValueError, OverflowError):
        made = float("nan")
    if below and 0 <= made < below:
        return made
    if not below and isfinite(made) and made > 0 and (not most or made <= most):
        return made
    wanted = f"from 0 up and below {below:g}" if below else "above 0" + f" and at most {most:g}" * bool(most)
    raise ValueError(f"{name} is a number {wanted}, not {value!r}")


def count(name: str, value: Any, least: int = 1) -> int:
    """A whole number from the least one up."""
    try:
        made = index(value)
    except TypeError:
        made = least - 1
    if made < least:
        raise ValueError(f"{name} is a whole number from {least} up, not {value!r}")
    return made
