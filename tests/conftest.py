"""What all tests share: random formulas in the numbers of `effort.py`, and one browser for all files."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported: the arrays are small

import effort
from browser import browser, tab
from hypothesis import settings

__all__ = ["browser", "effort", "tab"]

settings.load_profile("laws")
