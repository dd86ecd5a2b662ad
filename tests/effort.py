"""How many random formulas each law is tried on: some in the suite, more by hand with LETTERNET_EXAMPLES."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("LETTERNET_EXAMPLES", "50"))

settings.register_profile(
    "laws",
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def tried(share: float) -> settings:
    """A share of them, for laws that take longer than others; five at least."""
    return settings(max_examples=max(5, round(share * EXAMPLES)))
