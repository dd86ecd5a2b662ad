"""Random programs go through everything, on and on, in one process: every law holds, and memory stays flat.

`python tests/soak.py 100000 --seed 1` takes hours; a second process with another seed takes the second core.  Each
program is held against the laws of the tests one after the other: read back from every view, sized, drawn, said in
every level, answered as the live page answers it, run in every form and held against the references.  What goes wrong
is printed with the law and the program, and the run goes on, to end with exit code 1.
"""

from __future__ import annotations

import argparse
import gc
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from itertools import count
from time import monotonic, process_time
from typing import Any

import effort  # noqa: F401  the settings of the laws
import pytest
import test_array_api
import test_english_levels
import test_laws
import test_live
import test_picture
import test_read_english
import test_read_python
import test_views
import test_why
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption
from strategies import Drawn, batches, mutated, programs

# By what a law takes: a right program, a level of English too, a wrong one, one with a batch, the source of choices.
RIGHT = [
    test_laws.test_letters_printed_and_read_again_are_the_same_program,
    test_laws.test_what_is_right_checks_clean_and_runs_to_the_predicted_sizes_and_values,
    test_laws.test_chain_and_unchain_change_no_value,
    test_laws.test_a_module_is_the_same_function,
    test_read_python.test_python_written_and_read_again_is_the_same_code_and_the_same_values,
    test_views.test_letters_become_latex_english_and_python_and_letters_again,
    test_english_levels.test_a_lesson_has_all_the_steps_in_order_and_reasons_between_them,
    test_english_levels.test_overviews_are_one_sentence_of_at_most_ten_words,
    test_live.test_a_formula_is_answered_with_its_views,
    test_picture.test_a_picture_has_one_group_for_every_part_and_reads_back,
    test_why.test_every_name_has_a_reason_for_each_of_its_sizes,
]
SPOKEN = [test_read_english.test_what_is_written_reads_back_to_the_same_program]
WRONG = [test_laws.test_what_is_refused_is_wrong_and_what_is_wrong_is_refused]
BATCHED = [test_laws.test_a_batch_is_the_datapoints_one_by_one]
CHOOSING = [test_array_api.test_a_library_that_has_the_standard_alone_gives_what_numpy_gives]
ROUND = 500  # programs between two looks at the memory; after each, what was drawn is forgotten
SETTLED = 5  # rounds after which everything that is kept is there


class Soak:
    """How many programs went through which law."""

    def __init__(self) -> None:
        self.held: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()
        self.programs = self.broken = 0

    def one(self, data: st.DataObject) -> None:
        """One program, wrong and right, through all laws."""
        drawn: Drawn = data.draw(programs())
        self.programs += 1
        for law in RIGHT:
            self.hold(law, drawn)
        for law in SPOKEN:
            self.hold(law, data.draw(st.sampled_from(list(test_read_english.LEVELS))), drawn)
        for law in BATCHED:
            self.hold(law, (drawn, data.draw(batches(drawn))))
        for law in WRONG:
            self.hold(law, data.draw(mutated(drawn)))
        for law in CHOOSING:
            self.hold(law, data)

    def hold(self, law: Callable[..., object], *taken: Any) -> None:
        """Hold a law for what it takes, unless it says that it is not about that; print what breaks it."""
        begun = process_time()
        try:
            law.hypothesis.inner_test(*taken)  # type: ignore[attr-defined]
            self.held[law.__name__] += 1
        except UnsatisfiedAssumption:
            return
        except (Exception, pytest.fail.Exception):
            self.broken += 1
            print(f"{law.__name__} does not hold: {taken}\n{traceback.format_exc()}", flush=True)
        finally:
            self.seconds[law.__name__] += process_time() - begun


def memory() -> float:
    """Megabytes that this process holds now."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("programs", type=int, help="how many programs")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    gc.freeze()  # what is loaded stays, and need not be looked through
    gc.set_threshold(20_000, 20, 20)
    soak = Soak()
    begun, settled = monotonic(), 0.0
    how = settings(
        max_examples=min(ROUND, options.programs), phases=[Phase.generate], database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    for number in count():
        seed(options.seed * 1_000_003 + number)(how(given(st.data())(soak.one)))()
        now = memory()
        settled = now if number < SETTLED else settled
        print(f"{soak.programs:,} programs, {now:.0f} MB, {monotonic() - begun:.0f} s", flush=True)
        if soak.programs >= options.programs:
            break
    for name, times in soak.held.items():
        print(f"{times:>9,} in {soak.seconds[name]:7,.0f} s  {name}")
    grown = now - settled
    print(f"{soak.broken} times a law did not hold; memory grew by {grown:.0f} MB after the first {SETTLED} rounds")
    return int(soak.broken > 0)


if __name__ == "__main__":
    sys.exit(main())
