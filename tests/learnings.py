"""Networks that learn, their data, and the command as a process of its own; for the tests of training."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from letternet import Formula

# The chapter's streetlights: which lights are on, and whether people walked.
LIGHTS = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1], [1, 1, 1]], dtype=float)
WALKED = np.array([[1, 1, 0, 0]], dtype=float).T
NETWORK = "l2 = relu(l0W0)W1"


def network(hidden: int = 4) -> Formula:
    """The chapter's network."""
    return Formula(NETWORK, dims={"W0": (3, hidden)})


def points(count: int, seed: int = 0, comes_in: int = 3, comes_out: int = 2) -> dict[str, Any]:
    """Datapoints that can be learned."""
    chance = np.random.default_rng(seed)
    x = chance.standard_normal((count, comes_in))
    return {"l0": x, "y": np.tanh(x @ chance.standard_normal((comes_in, comes_out)))}


def weights(seed: int = 1, sizes: Sequence[int] = (3, 4, 1)) -> dict[str, Any]:
    """Weights to start from, as the book draws them."""
    chance = np.random.RandomState(seed)
    return {f"W{i}": 2 * chance.random_sample(pair) - 1 for i, pair in enumerate(pairwise(sizes))}


COMMAND = [sys.executable, "-X", "utf8", "-m", "letternet"]


def told(*arguments: str, folder: Path, **environment: str) -> tuple[int, str, str]:
    """The command in a process of its own: exit code and both streams."""
    made = subprocess.run(
        [*COMMAND, *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
        encoding="utf-8", env={**os.environ, "OPENBLAS_NUM_THREADS": "1", **environment}, timeout=60,
    )  # fmt: skip
    return made.returncode, made.stdout, made.stderr
