"""What is held out of a training: datapoints that are only measured, to see whether what was learned holds there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .datapoints import Datapoints, opened
from .values import refused

if TYPE_CHECKING:
    from .diverged import Measure
    from .settings import Settings

CHOSEN = 3  # what a stream of random numbers is for
AT_ONCE = 1_000  # datapoints that are measured at once


class HeldOut:
    """Datapoints that are held out, `count` of them; `fixed` is the same for all."""

    def __init__(self, rows: Mapping[str, Any], fixed: Mapping[str, Any], count: int, masks: Mapping[str, Any]) -> None:
        """`masks` are the values that masks have for all datapoints."""
        self.rows: Final = rows
        self.fixed: Final = fixed
        self.count: Final = count
        self.masks: Final = masks

    def error(self, measure: Measure, weights: Mapping[str, Any]) -> float:
        """The mean error of a datapoint with these weights."""
        total = 0.0
        for first in range(0, self.count, AT_ONCE):
            count = min(AT_ONCE, self.count - first)
            rows = {key: array[first : first + count] for key, array in self.rows.items()}
            rows |= {key: np.broadcast_to(mask, (count, *mask.shape)) for key, mask in self.masks.items()}
            total += measure.errors(rows, {**self.fixed, **weights}, count)
        return total / self.count


def held_out(
    data: Datapoints, settings: Settings, weights: Mapping[str, Any], masks: Mapping[str, int]
) -> tuple[dict[str, Any], HeldOut | None]:
    """The datapoints that are learned from, and what is held out of them or given beside them; None if nothing is.

    In what is held out, masks let everything through in the mean: each value is the chance that it is a 1.
    """
    even = {key: np.full(size, settings.mask) for key, size in masks.items()}
    if not isinstance(settings.held_out, float):
        return data.rows, given_beside(data, opened(settings.held_out, "what is held out"), weights, even)
    if not settings.held_out:
        return data.rows, None
    number = max(1, round(settings.held_out * data.count))
    if number >= data.count:
        few = f"{data.count} datapoint{'s' * (data.count > 1)}"
        raise refused("E0303", f"of {few}, {number} would be held out, and nothing be left to learn from")
    order = np.random.default_rng([settings.seed, 0, CHOSEN]).permutation(data.count)
    apart, kept = np.sort(order[:number]), np.sort(order[number:])
    rows = {key: array[kept] for key, array in data.rows.items()}
    return rows, HeldOut({key: array[apart] for key, array in data.rows.items()}, data.fixed, number, even)


def given_beside(
    data: Datapoints, values: Mapping[str, Any], weights: Mapping[str, Any], masks: Mapping[str, Any]
) -> HeldOut:
    """Data of its own; what is the same for all datapoints is as in training, if nothing else is given."""
    fixed = {key: value for key, value in data.fixed.items() if key in data.takers() and key not in values}
    found = Datapoints(data.checked, {**fixed, **values}, weights, data.learned, data.rate, data.target)
    for key in found.rows:
        if key not in data.rows:
            raise refused("E0303", f"{key} has datapoints in what is held out, and one value for all in training")
    rows: dict[str, Any] = dict(found.rows)
    for key in data.rows:
        if key not in rows and found.count > 1:
            raise refused("E0303", f"{key} has one value for all in what is held out, and datapoints in training")
        rows.setdefault(key, np.asarray(found.fixed.get(key))[None])
    return HeldOut(rows, found.fixed, found.count, masks)
