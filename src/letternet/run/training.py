"""What a training gives: the weights by their letters, and the error of each epoch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..draw.curve import Curve
from .given import canonical
from .saved import save_weights

if TYPE_CHECKING:
    from os import PathLike


class Training(Mapping[str, Any]):
    """What was learned: a mapping from the letters of the weights to arrays (a number for a number).

    `errors` are the mean errors of a datapoint in each epoch, as the datapoints came, and `held_out` those of what
    was held out, after each epoch.  `epochs` says how many there were, and `best` which of them the weights are
    from, if training was to stop early; it is None if not.  In a notebook it shows its `curve`.
    """

    def __init__(
        self,
        weights: Mapping[str, Any],
        errors: Sequence[float],
        held_out: Sequence[float] = (),
        best: int | None = None,
    ) -> None:
        self._weights: Final = dict(weights)
        self.errors: Final = list(errors)
        self.held_out: Final = list(held_out)
        self.best: Final = best

    @property
    def weights(self) -> dict[str, Any]:
        """The weights by their letters, as `Formula.run` takes them; so it takes the training itself."""
        return dict(self._weights)

    @property
    def epochs(self) -> int:
        """How many epochs there were."""
        return len(self.errors)

    @property
    def curve(self) -> Curve:
        """The errors as a curve: `.svg`, `.text`, `.save(path)`; it shows itself in a notebook."""
        return Curve(self.errors, self.held_out, self.best)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the weights into an `.npz` file, by their letters."""
        save_weights(path, self._weights)

    def __getitem__(self, key: str) -> Any:
        return self._weights[canonical(key)] if key not in self._weights else self._weights[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._weights)

    def __len__(self) -> int:
        return len(self._weights)

    def __repr__(self) -> str:
        epochs = f"{self.epochs} epoch{'s' * (self.epochs != 1)}"
        return f"Training({', '.join(self)}; {epochs}, error {self.errors[0]:.4g} to {self.errors[-1]:.4g})"

    def _repr_svg_(self) -> str:
        return self.curve.svg


class Progress:
    """How far a training is: `epoch` of `epochs` have ended, and of the next one, `share` of the datapoints.

    `error` and `held_out` are those of the last epoch that ended; None before there is one.
    """

    __slots__ = ("epoch", "epochs", "error", "held_out", "share")

    def __init__(
        self, epoch: int, epochs: int, error: float | None, held_out: float | None = None, share: float = 0.0
    ) -> None:
        self.epoch: Final = epoch
        self.epochs: Final = epochs
        self.error: Final = error
        self.held_out: Final = held_out
        self.share: Final = share

    def __repr__(self) -> str:
        return f"Progress(epoch {self.epoch} of {self.epochs}, error {self.error})"


class StoppedError(KeyboardInterrupt):
    """Somebody stopped the training with Ctrl-C, after so many `epochs`; they are in the file, if there is one."""

    def __init__(self, epochs: int) -> None:
        super().__init__(f"stopped after {epochs} epoch{'s' * (epochs != 1)}")
        self.epochs: Final = epochs
