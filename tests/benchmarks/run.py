"""The time of `Formula.function()` and `Formula.run`, and of their peers, against NumPy as a person writes it.

Run `python tests/benchmarks/run.py`.  A ratio below 1 is faster than the person.  All work with float64 and in one
thread, but for `run` in two.  Peers that are not installed are left out.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from functools import partial
from time import perf_counter
from typing import Any

from side_by_side import ONE_THREAD, one_core, settled, table, tiny

if __name__ == "__main__":
    os.environ.update({**ONE_THREAD, **json.loads(os.environ.get("BENCHMARK_THREADS", "{}"))})  # before NumPy

import numpy as np
from cases import Case, all_cases
from peers import Candidate, jax_jit, numpy_multi_dot, onnxruntime_session, pytorch, sympy_lambdify

from letternet import Formula

TWO = "run, 2 threads"
COLUMNS = {
    "function": "letternet",
    "run": "run",
    TWO: TWO,
    "products": "products alone",
    "multi_dot": "multi_dot",
    "PyTorch": "PyTorch",
    "JAX": "JAX",
    "onnxruntime": "onnxruntime",
    "lambdify": "lambdify",
}


def ours(case: Case) -> dict[str, Candidate]:
    """The person, the function and, for a large batch, the run."""
    dims: dict[str, Any] = {name: array.shape for name, array in case.inputs.items()} if case.declared else {}
    for name in dims:
        if name[0].islower():
            dims[name] = dims[name][-1:]
    net = Formula(case.letters, dims=dims)
    function = net.function()
    arrays = case.inputs.values()
    assert function.parameters == tuple(case.inputs), function.parameters  # type: ignore[attr-defined]
    made: dict[str, Candidate] = {"by hand": partial(case.by_hand, *arrays), "function": partial(function, *arrays)}
    if case.large:
        result = list(net.run(case.inputs))[-1]
        made["run"] = lambda: net.run(case.inputs)[result]
    return made


def peers(case: Case, inside: ExitStack) -> dict[str, Candidate | str]:
    """What each peer runs, or a word."""
    makers = {
        "multi_dot": numpy_multi_dot,
        "PyTorch": partial(pytorch, inside=inside),
        "JAX": jax_jit,
        "onnxruntime": onnxruntime_session,
        "lambdify": sympy_lambdify,
    }
    made: dict[str, Candidate | str] = {}
    for name, maker in makers.items():
        try:
            made[name] = maker(case) or "–"
        except ImportError:
            made[name] = "not installed"
    if case.products is not None:
        made["products"] = partial(case.products, *case.inputs.values())
    return made


def checked(candidates: dict[str, Candidate]) -> None:
    """All give the same, but for the products alone."""
    expected = candidates["by hand"]()
    for name, candidate in candidates.items():
        if name != "products":
            np.testing.assert_allclose(np.asarray(candidate()), expected, rtol=1e-8, atol=1e-8, err_msg=name)


def compared(case: Case, how: dict[str, Any], two: float | None) -> list[object]:
    """The row of one case."""
    with ExitStack() as inside:
        others = peers(case, inside)
        candidates = {**ours(case), **{name: work for name, work in others.items() if not isinstance(work, str)}}
        checked(candidates)
        taken = settled(candidates, **how)
    person = taken["by hand"]
    ratios: dict[str, object] = {**others, TWO: two, **{name: each / person for name, each in taken.items()}}
    return [case.name, spelled(person), *(ratios.get(name) or "–" for name in COLUMNS)]


def spelled(seconds: float) -> str:
    """A time in the unit that suits it.

    >>> spelled(1.26e-6), spelled(0.0421), spelled(1.5)
    ('1.3 µs', '42.1 ms', '1.5 s')
    """
    for unit, size in (("µs", 1e-6), ("ms", 1e-3)):
        if seconds < 1000 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.1f} s"


def in_two_threads(small: bool) -> dict[str, float]:
    """By case, the time of the run in two threads over that of the person in one, from a process of its own."""
    made = subprocess.run(
        [sys.executable, __file__, *(["--tiny"] if small else [])], check=True, stdout=subprocess.PIPE,
        env={**os.environ, "BENCHMARK_THREADS": json.dumps({"LETTERNET_THREADS": "2"})},
    )  # fmt: skip
    return dict(json.loads(made.stdout))


def only_runs(small: bool, how: dict[str, Any]) -> dict[str, float]:
    """What such a process measures."""
    found = {}
    for make in all_cases(small):
        case = make()
        if case.large:
            candidates = ours(case)
            checked(candidates)
            taken = settled(candidates, clock=perf_counter, **how)
            found[case.name] = taken["run"] / taken["by hand"]
    return found


def main() -> None:
    small = tiny(__doc__)
    how: dict[str, Any] = {"seconds": 0.0, "fewest": 1, "least": 0.0} if small else {"seconds": 6.0}
    if "BENCHMARK_THREADS" in os.environ:
        print(json.dumps(only_runs(small, how)))
        return
    two = in_two_threads(small)
    one_core()
    rows = []
    for make in all_cases(small):
        case = make()
        rows.append(compared(case, how, two.get(case.name)))
        del case
        gc.collect()
    print(table(["÷ by hand", "by hand", *COLUMNS.values()], rows))


if __name__ == "__main__":
    main()
