"""How much is tried: random formulas for each law, more of them with LETTERNET_EXAMPLES; how much work something is."""

from __future__ import annotations

import cProfile
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("LETTERNET_EXAMPLES", "50"))
ENDLESS = 60.0  # seconds of work after which something is taken never to end

settings.register_profile(
    "laws",
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def tried(share: float) -> settings:
    """A share of them, for laws that take longer than others; five at least."""
    return settings(max_examples=max(5, round(share * EXAMPLES)))


def work(task: Callable[[], object]) -> int:
    """How many calls of functions something takes."""
    profile = cProfile.Profile()
    profile.runcall(task)
    return sum(each.callcount for each in profile.getstats())


class TooLong(BaseException):
    """An answer takes too long; no reader may catch this."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """What is done within takes no more of the processor's time."""

    def late(*_: object) -> None:
        raise TooLong(f"more than {seconds} seconds")

    if not hasattr(signal, "SIGVTALRM"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
