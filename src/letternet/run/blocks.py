"""A large batch goes through in blocks that fit the cache, in as many threads as the machine gives.

Every datapoint goes its own way, so the blocks can be worked out in any order.  How many threads there are changes no
bit of the result: the blocks stay the same.
"""

from __future__ import annotations

import os
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CACHE = 524_288  # bytes that the largest value of a block takes: less than a core's own cache has
ROWS = (256, 16_384)  # datapoints of a block, at least and at most
FUNCTION = 10  # multiplications that a value of a function or a sum takes as long as
WORK = 50_000_000  # multiplications from which on another thread is worth waking
THREADS = "LETTERNET_THREADS"  # the variable that says how many threads there are to be
BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


def threads(alone: bool) -> int:
    """How many threads work on a large batch: as the environment says, else one for each core.

    Where BLAS has threads of its own, they do the products; with ours as well, they would stand in each other's way.
    `alone` says that products are not what takes the time.

    >>> import os
    >>> os.environ["LETTERNET_THREADS"] = "3"
    >>> threads(False)
    3
    >>> del os.environ["LETTERNET_THREADS"]
    """
    asked = os.environ.get(THREADS, "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    if not alone and blas_threads() != 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def blas_threads() -> int | None:
    """How many threads NumPy's products may take; None if nobody says."""
    found = [library.num_threads for library in libraries() if "numpy" in library.filepath]
    if found:
        return int(max(found))
    asked = next((os.environ[name] for name in BLAS_THREADS if name in os.environ), "")
    return int(asked) if asked.isdecimal() else None


@cache
def libraries() -> tuple[Any, ...]:
    """What threadpoolctl, where it is installed, finds of BLAS."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return ()
    return tuple(ThreadpoolController().select(user_api="blas").lib_controllers)


def rows_for(values: int) -> int:
    """How many datapoints a block has, if the largest value of each has so many numbers.

    >>> rows_for(4), rows_for(100), rows_for(2048)
    (16384, 655, 256)
    """
    return min(max(CACHE // (8 * values), ROWS[0]), ROWS[1])


class Blocks:
    """Works a function of a batch out in blocks.

    `values` is how many numbers the largest value of a datapoint has, `products` the multiplications in products,
    `others` what else is worked out for it.

    >>> import numpy as np
    >>> Blocks(4, 16, 4)(lambda x: x + 1, np.arange(5.0))
    array([1., 2., 3., 4., 5.])
    """

    def __init__(self, values: int, products: int, others: int) -> None:
        self.rows: Final = rows_for(values)
        self.effort: Final = products + FUNCTION * others
        self.alone: Final = products < self.effort / 2

    def __call__(self, block: Callable[..., Any], *arrays: Any) -> Any:
        """What the function gives for the whole batch: an array, or several."""
        rows, count = self.rows, len(arrays[0])
        if any(len(array) != count for array in arrays):
            return block(*arrays)  # NumPy says what is wrong

        def work(start: int) -> tuple[Any, ...]:
            taken = [array[start : start + rows] for array in arrays]
            made = block(*taken)
            return made if isinstance(made, tuple) else (made,)

        first = work(0)
        whole = tuple(np.empty((count, *result.shape[1:]), result.dtype) for result in first)
        put(whole, first, 0)

        def through(start: int) -> None:
            put(whole, work(start), start)

        starts = range(rows, count, rows)
        many = min(threads(self.alone), len(starts), max(1, self.effort * count // WORK))
        size = -(-len(starts) // many) if many else 0
        together(through, [starts[number * size : (number + 1) * size] for number in range(many)])
        return whole if len(whole) > 1 else whole[0]


def put(whole: tuple[Any, ...], results: tuple[Any, ...], start: int) -> None:
    """Copy the results of a block to their place."""
    for all_of_them, result in zip(whole, results, strict=True):
        all_of_them[start : start + len(result)] = result


def together(work: Callable[[int], None], stretches: Sequence[Sequence[int]]) -> None:
    """Do the work for every start of every stretch, each of those in a thread; an error in one of them ends all."""
    errors = list[BaseException]()
    handling = np.geterr()

    def go(stretch: Sequence[int]) -> None:
        try:
            with np.errstate(**handling):
                for start in stretch:
                    if errors:
                        return
                    work(start)
        except BaseException as error:  # told by the thread that waits for all
            errors.append(error)

    others: list[Thread] = []
    for stretch in stretches[1:]:
        thread = Thread(target=go, args=(stretch,))
        try:
            thread.start()
        except RuntimeError:  # the system has no more to give
            go(stretch)
            continue
        others.append(thread)
    for stretch in stretches[:1]:
        go(stretch)
    for thread in others:
        thread.join()
    if errors:
        raise errors[0]
