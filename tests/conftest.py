"""What all tests share: random formulas in the numbers of `effort.py`, one browser for all files, and the workers."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported: the arrays are small

import effort
import pytest
from browser import browser, tab
from hypothesis import settings

__all__ = ["browser", "effort", "tab"]

settings.load_profile("laws")


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_auto_num_workers() -> int:
    """With `-n auto` one worker more than there are cores, since some tests wait for a clock or another process."""
    return (os.cpu_count() or 1) + 1
