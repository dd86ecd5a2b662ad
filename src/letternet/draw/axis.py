"""An axis with round numbers: even steps, or powers of ten where values span more than two of them."""

from __future__ import annotations

from math import ceil, floor, isfinite, log10

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final

STEPS = (1, 2, 2.5, 5, 10)
SPAN = 100  # a larger span of values is shown by powers of ten
SMALLEST = 1e-300  # what is closer together is one value


class Axis:
    """Where values lie from 0 to 1, and `ticks`: the round numbers with their places.

    >>> axis = error_axis([0.5, 0.2, 0.1])
    >>> axis.at(0.25), [label for _, label in axis.ticks]
    (0.5, ['0', '0.1', '0.2', '0.3', '0.4', '0.5'])
    """

    def __init__(self, least: float, most: float, ticks: Sequence[tuple[float, str]], powers: bool = False) -> None:
        """With `powers`, the least, the most and the ticks are exponents of ten; 0 itself lies at the lower end."""
        self.least: Final = least
        self.most: Final = most
        self.powers: Final = powers
        self.ticks: Final = [(self.share(value), label) for value, label in ticks]

    def at(self, value: float) -> float:
        """Where a value lies."""
        if not self.powers:
            return self.share(value)
        return self.share(log10(value)) if value > 0 else 0.0

    def share(self, value: float) -> float:
        """A place from 0 to 1; a number that is as large as numbers get is halved first."""
        span = self.most / 2 - self.least / 2
        return min(1.0, max(0.0, (value / 2 - self.least / 2) / span)) if span else 0.5


def error_axis(values: Iterable[float], most: int = 5) -> Axis:
    """The axis for errors, with about so many steps.

    >>> [label for _, label in error_axis([300, 0.02]).ticks]
    ['0.01', '0.1', '1', '10', '100', '1000']
    >>> [label for _, label in error_axis([1.02, 1.0, 1.01]).ticks]
    ['1', '1.005', '1.01', '1.015', '1.02']
    """
    known = [value for value in values if isfinite(value)] or [0.0]
    positive = [value for value in known if value > 0]
    if min(known) >= 0 and positive and max(known) / SPAN > min(positive):
        return powers_of_ten(min(positive), max(known), most, min(known) == 0)
    high = max(known)
    low = min(known) if min(known) < 0 or (high > min(known) > high / 2) else 0.0
    high = max(high, 0.0) if low < 0 else high
    step = round_step(high / most - low / most)
    if not step:
        return Axis(low, low + 1, [(low, number(low)), (low + 1, number(low + 1))])
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return Axis(first * step, last * step, [(n * step, number(n * step)) for n in range(first, last + 1)])


def powers_of_ten(least: float, most: float, steps: int, zero: bool) -> Axis:
    """The axis from one power of ten to another; where there is a 0, below all of them."""
    low, high = floor(log10(least) + 1e-9), ceil(log10(most) - 1e-9)
    step = ceil((high - low) / steps)
    marked = [(float(n), number(10.0**n) if -300 < n < 300 else f"1e{n}") for n in range(high, low - 1, -step)]
    marked.reverse()
    if zero:
        low = int(marked[0][0]) - step
        marked.insert(0, (float(low), "0"))
    return Axis(low, high, marked, powers=True)


def epoch_axis(count: int, most: int = 6) -> Axis:
    """The axis for epochs, from 1 to their number; with one epoch, it is in the middle.

    >>> [label for _, label in epoch_axis(60).ticks], [label for _, label in epoch_axis(4).ticks]
    (['1', '10', '20', '30', '40', '50', '60'], ['1', '2', '3', '4'])
    """
    step = max(1, ceil(round_step((count - 1) / most))) if count > 1 else 1
    marked = [n for n in range(step, count + 1, step) if n > 1]
    if not marked or marked[0] > 1:
        marked = [1, *(n for n in marked if n - 1 > step / 2)]
    return Axis(1, count, [(float(n), f"{n:,}") for n in marked])


def round_step(about: float) -> float:
    """The round number that is not below this one; 0 for next to nothing."""
    if about < SMALLEST or not isfinite(about):
        return 0.0
    power = 10.0 ** floor(log10(about))
    return next(step * power for step in STEPS if step * power >= about * (1 - 1e-9))


def number(value: float) -> str:
    """A number as it stands at an axis.

    >>> number(0.30000000000000004), number(1200000.0), number(1e-7), number(-0.0)
    ('0.3', '1.2e6', '1e-7', '0')
    """
    text = f"{value:.6g}" if 1e-3 <= abs(value) < 1e5 or not value else f"{value:.4g}"
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if e else text.replace("-0", "0") if text == "-0" else text
