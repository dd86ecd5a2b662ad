"""How many random formulas each law is tried on: some in the suite, more by hand with LETTERNET_EXAMPLES.

The browser is one for all files of tests, so it is named here.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported: the arrays are small

from browser import browser, tab
from hypothesis import HealthCheck, settings

__all__ = ["browser", "tab"]

settings.register_profile(
    "laws",
    max_examples=int(os.environ.get("LETTERNET_EXAMPLES", "100")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("laws")
