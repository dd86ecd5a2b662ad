"""Weights in a file, and beside it all that a training needs to go on; each is written beside its old one and renamed.

A file is at every moment either the old one or the new one, whole.  The state is written first: it is what a training
goes on from, and the weights are in it, too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..problems import DataError
from .datapoints import from_archive
from .values import refused

if TYPE_CHECKING:
    from typing import IO, TypeGuard

FORM = 1  # of the state; another one is not read
ABOUT, NOW, BEST = "about", "now ", "best "


class State:
    """Where a training stands after an epoch: `weights`, the errors so far, and the best epoch with its weights.

    `first` is the error of the first batch.
    """

    __slots__ = ("best", "best_weights", "errors", "first", "held_out", "weights")

    def __init__(
        self,
        weights: Mapping[str, Any],
        errors: Sequence[float] = (),
        held_out: Sequence[float] = (),
        first: float | None = None,
        best: int = 0,
        best_weights: Mapping[str, Any] | None = None,
    ) -> None:
        self.weights: Final = weights
        self.errors: Final = list(errors)
        self.held_out: Final = list(held_out)
        self.first: Final = first
        self.best: Final = best
        self.best_weights: Final = best_weights if best_weights is not None else weights

    @property
    def epoch(self) -> int:
        """How many epochs have ended."""
        return len(self.errors)


class Files:
    """The file of weights at a path, and the file of the state beside it.

    `about` says what the training is made of, in the words in which a difference is told.
    """

    def __init__(self, path: str | os.PathLike[str], about: Mapping[str, Any]) -> None:
        self.path: Final = os.fspath(path)
        self.about: Final[dict[str, Any]] = json.loads(json.dumps(about))  # as it is read back
        check_path(self.path)
        self.state_path: Final = f"{self.path.removesuffix('.npz')}.state.npz"

    def write(self, state: State, given: Mapping[str, Any]) -> None:
        """Write both files; `given` are the weights that are handed out."""
        told = {"form": FORM, "about": self.about, "first": state.first, "best": state.best}
        arrays = {f"{NOW}{key}": value for key, value in state.weights.items()}
        if state.best:
            arrays |= {f"{BEST}{key}": value for key, value in state.best_weights.items()}
        arrays |= {"errors": np.array(state.errors, dtype=float), "held out": np.array(state.held_out, dtype=float)}
        write_archive(self.state_path, {ABOUT: np.array(json.dumps(told)), **arrays})
        write_archive(self.path, given)

    def read(self, like: Mapping[str, Any]) -> State | None:
        """The state that is there, for weights like these; None if there is none."""
        if not os.path.exists(self.state_path):
            return None
        stored = from_archive(self.state_path, "an earlier training")
        try:
            text = str(stored[ABOUT])
            told = json.loads(text) if text.isascii() else {}  # NumPy lets through what no text can hold
            form, about, first, best = told["form"], told["about"], told["first"], told["best"]
            sound = form == FORM and isinstance(about, dict) and isinstance(best, int)
        except (KeyError, ValueError, TypeError, RecursionError):
            sound = False
        if not sound:
            raise self.unusable("it is not the state of a training")
        for what, now in self.about.items():
            before = about.get(what)
            if before != now:
                was = f": {before} then, and {now} now" if len(f"{before}{now}") < 40 else ""
                raise self.unusable(f"{what} is not the same{was}")
        errors, held = stored.get("errors"), stored.get("held out")
        weights = fitting(stored, NOW, like)
        best_weights = fitting(stored, BEST, like) if best else weights
        if weights is None or best_weights is None or not is_row(errors) or not is_row(held):
            raise self.unusable("it is damaged")
        if not isinstance(first, float) or not 0 <= best <= len(errors) or len(held) not in (0, len(errors)):
            raise self.unusable("it is damaged")
        return State(weights, errors.tolist(), held.tolist(), first, best, best_weights)

    def unusable(self, why: str) -> DataError:
        """That no training can go on from what is there."""
        return refused("E0305", f"training cannot go on from {self.state_path}: {why}")


def is_row(array: Any) -> TypeGuard[np.ndarray[Any, Any]]:
    """True for a row of floats."""
    return isinstance(array, np.ndarray) and array.dtype == np.float64 and array.ndim == 1


def fitting(stored: Mapping[str, Any], prefix: str, like: Mapping[str, Any]) -> dict[str, Any] | None:
    """The weights in a file, if all are there and have their size."""
    found: dict[str, Any] = {}
    for key, value in like.items():
        array = stored.get(f"{prefix}{key}")
        if array is None or array.shape != np.shape(value) or array.dtype != np.float64:
            return None
        found[key] = array if array.ndim else array.item()
    return found


def check_path(path: str) -> None:
    """Refuse a path that nothing can be written to, before there is anything to write."""
    if not path.lower().endswith(".npz"):
        raise refused("E0305", f"weights are saved in an .npz file, such as {path}.npz, and {path!r} is none")
    if os.path.isdir(path):
        raise refused("E0305", f"{path} cannot be written: it is a folder")
    write_beside(path, lambda file: None, replace=False)


def save_weights(path: str | os.PathLike[str], weights: Mapping[str, Any]) -> None:
    """Write weights into an `.npz` file by their letters."""
    check_path(os.fspath(path))
    write_archive(os.fspath(path), weights)


def write_archive(path: str, arrays: Mapping[str, Any]) -> None:
    """Write arrays into an `.npz` file; the same arrays give the same bytes."""
    write_beside(path, lambda file: np.savez(file, **arrays))


def write_beside(path: str, write: Callable[[IO[bytes]], None], replace: bool = True) -> None:
    """Write a file beside the one at a path and, once all of it is on the disk, put it in its place."""
    beside = f"{path}.part"
    try:
        try:
            with open(beside, "wb") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            if replace:
                os.replace(beside, path)
        finally:
            with suppress(FileNotFoundError):
                os.remove(beside)
    except OSError as error:
        raise refused("E0305", f"{path} cannot be written: {error.strerror}") from None
