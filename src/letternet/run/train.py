"""A formula learns: epoch after epoch, batch after batch, the updates of its learning formula change the weights.

The same data, seed and settings give the same bits, also when training was stopped and went on: every epoch has random
numbers of its own, from the seed and its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import isfinite, prod
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .datapoints import Datapoints, digest, opened
from .diverged import MOST_GROWTH, Measure, grows, runs_away
from .failures import NO_RESULT, failure
from .handed import guarded
from .held_out import held_out
from .saved import Files, State
from .start import own_values, starting_weights
from .step import Step, coming_in, sizes_in, step_lines
from .training import Progress, StoppedError, Training

if TYPE_CHECKING:
    import os

    from ..check.model import Checked
    from ..problems import DataError
    from ..rewrite.backprop import Learning
    from ..tree import Program
    from .datapoints import Data
    from .settings import Settings

MASKS = 1  # what a stream of random numbers is for, beside the order of the datapoints
BLOCK = 100_000  # values that are brought into the order of an epoch at once
PAUSE = 0.1  # seconds between two reports within an epoch


def train(
    learning: Learning,
    again: Callable[[Program], Checked],
    functions: Mapping[str, Callable[..., Any]],
    data: Data,
    settings: Settings,
    start: Data | None = None,
    save: str | os.PathLike[str] | None = None,
    resume: bool = False,
    report: Callable[[Progress], object] | None = None,
) -> Training:
    """Learn the weights; see `Formula.train`.  `again` checks a program as the formula was checked."""
    learner = Learner(learning, again, guarded(functions), opened(data), settings, opened(start or {}, "weights"))
    files = Files(save, learner.about()) if save is not None else None
    state = (files.read(learner.weights) if files and resume else None) or State(learner.copied())
    if files and state.epoch > settings.epochs:
        raise files.unusable(f"it has learned for {state.epoch} epochs, more than the {settings.epochs} asked for")
    try:
        learner.step.restore(state.weights)
        while state.epoch < settings.epochs and not settings.gives_up(state):
            state = learner.after_epoch(state, report)
            if files:
                files.write(state, settings.given(state))
            if report:
                report(learner.progress(state))
        if files:
            files.write(state, settings.given(state))
    except KeyboardInterrupt:
        if files and state.epoch:
            files.write(state, settings.given(state))
        raise StoppedError(state.epoch) from None
    best = state.best if settings.patience else None
    return Training(settings.given(state), state.errors, state.held_out, best)


class Learner:
    """A formula with its data and weights, ready to learn."""

    def __init__(
        self,
        learning: Learning,
        again: Callable[[Program], Checked],
        functions: Mapping[str, Callable[..., Any]],
        data: Mapping[str, Any],
        settings: Settings,
        start: Mapping[str, Any],
    ) -> None:
        self.settings: Final = settings
        self.functions: Final = functions
        own = own_values(learning, again)
        program, total = step_lines(learning)
        self.checked: Final = again(coming_in(program, own))
        self.measured: Final = again(coming_in(learning.measured, own))
        learned = [key for key in self.measured.names.inputs if key in learning.learned]  # as they come in the formula
        self.data: Final = Datapoints(
            self.measured, data, start, learned, learning.rate, learning.target, settings.batch
        )  # fmt: skip
        self.weights: Final = starting_weights(self.measured, self.data, own, settings.seed)
        self.masks: Final = {key: self.data.known_size(key)[0] for key in self.data.masks}
        rows, apart = held_out(self.data, settings, self.weights, self.masks)
        self.rows: Final = rows
        self.held_out: Final = apart
        self.count: Final = len(next(iter(self.rows.values()), [None]))
        many = (*self.rows, *self.masks)
        shapes = {**self.data.shapes, **{key: np.shape(value) for key, value in self.weights.items()}}
        self.fixed: Final = {**self.data.fixed, **sizes_in(self.checked, shapes), **sizes_in(self.measured, shapes)}
        rate = (learning.rate, settings.rate)
        self.step: Final = Step(self.checked, total, rate, self.weights, many, self.fixed, functions)
        self.measure: Final = Measure(self.measured, learning.error, many, self.step.together, functions)
        values = sum(prod(array.shape[1:]) for array in self.rows.values()) + sum(self.masks.values())
        self.batch: Final = min(settings.batch, self.count)
        self.block: Final = self.batch * max(1, BLOCK // (self.batch * max(values, 1)))

    def about(self) -> dict[str, Any]:
        """What a training is made of, in words; it only goes on where all of it is the same."""
        return {
            "the formula": digest({}, self.checked.program.text, self.measured.program.text),
            "the data": digest({**self.data.rows, **self.data.fixed}),
            **self.settings.about(),
            "what is held out": digest({**self.held_out.rows, **self.held_out.fixed} if self.held_out else {}),
            "the start of the weights": digest(self.weights),
        }

    def copied(self) -> dict[str, Any]:
        """The weights as they are now."""
        return {key: value if isinstance(value, float) else value.copy() for key, value in self.weights.items()}

    def progress(self, state: State, share: float = 0.0) -> Progress:
        """How far the training is."""
        error = state.errors[-1] if state.errors else None
        return Progress(
            state.epoch, self.settings.epochs, error, state.held_out[-1] if state.held_out else None, share
        )  # fmt: skip

    def batches(self, epoch: int) -> Iterator[tuple[list[Any], int]]:
        """The batches of an epoch, each with the number of its datapoints."""
        settings, rows = self.settings, list(self.rows.values())
        order = np.random.default_rng([settings.seed, epoch]).permutation(self.count) if settings.shuffle else None
        chance = np.random.default_rng([settings.seed, epoch, MASKS]) if self.masks else None
        for first in range(0, self.count, self.block):
            here = slice(first, min(first + self.block, self.count))
            count = here.stop - first
            parts = [array[here] if order is None else array[order[here]] for array in rows]
            if chance is not None:
                parts += [(chance.random((count, n)) < settings.mask).astype(float) for n in self.masks.values()]
            for at in range(0, count, self.batch):
                yield [part[at : at + self.batch] for part in parts], min(self.batch, count - at)

    def after_epoch(self, state: State, report: Callable[[Progress], object] | None) -> State:
        """Go through one epoch; `DataError` if numbers grow without end, or have no result."""
        epoch, first, total, seen = state.epoch + 1, state.first, 0.0, 0
        step, due = self.step, perf_counter() + PAUSE
        with np.errstate(all="ignore"):
            for number, (rows, count) in enumerate(self.batches(epoch)):
                try:
                    error = step(rows, count)
                except NO_RESULT as failed:
                    raise self.stopped(state, number, failed) from None
                if not isfinite(error):
                    raise self.stopped(state, number)
                if first is None:
                    first = float(error) / count
                total += error
                seen += count
                if report and perf_counter() > due:
                    report(self.progress(state, seen / self.count))
                    due = perf_counter() + PAUSE
            held = [self.held_out.error(self.measure, self.weights)] if self.held_out else []
        weights, error = self.copied(), float(total) / self.count
        for key, value in weights.items():
            if not np.isfinite(value).all():
                raise runs_away(self.measured, epoch, self.settings.rate, None, key)
        if first and abs(error) > MOST_GROWTH * abs(first):
            parts, count = next(self.batches(epoch))
            came = dict(zip((*self.rows, *self.masks), parts, strict=True))
            line, most = self.measure.largest(came, {**self.fixed, **self.weights}, count)
            raise grows(self.measured, epoch, self.settings.rate, (error, first), line, most)
        errors, held = [*state.errors, error], [*state.held_out, *held]
        judged, best = held or errors, 0
        best_weights: Mapping[str, Any] = weights
        if self.settings.patience:
            better = not state.best or judged[-1] < judged[state.best - 1]
            best, best_weights = (epoch, weights) if better else (state.best, state.best_weights)
        return State(weights, errors, held, first, best, best_weights)

    def stopped(self, state: State, number: int, failed: Exception | None = None) -> DataError:
        """Why the batch of this number, counted from 0, has no error; the epoch is gone through again up to it."""
        self.step.restore(state.weights)
        rows: Mapping[str, Any] = {}
        count = 1
        for at, (parts, count) in enumerate(self.batches(state.epoch + 1)):
            if at == number:
                rows = dict(zip((*self.rows, *self.masks), parts, strict=True))
                break
            self.step(parts, count)
        values = {**self.fixed, **self.weights}
        if failed is not None and not isinstance(failed, OverflowError):
            self.data.values = {**values, **self.measure.first_without_result(rows, values, count)}
            self.data.batched = dict.fromkeys(rows, count) if self.measure.together else {}
            return failure(self.measured, self.data, self.functions, failed)
        line, error = self.measure.first_infinite(rows, values, count), ""
        if line is not None and line.name.key == self.measure.error:
            error, line = "the error", self.measure.largest(rows, values, count)[0]
        return runs_away(self.measured, state.epoch + 1, self.settings.rate, line, error=error)
