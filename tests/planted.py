"""Faults that are planted one after the other, each in a copy of the project: every test of a promise has to see one.

`python tests/planted.py` plants all of them; `python tests/planted.py 8 12` plants those of two promises.  First, the
tests of each promise run without a fault.  A line for each fault then says which of its tests saw it.  At the end stand
the tests that fail without a fault, those that cannot run here, the faults that a test of theirs did not see, and the
tests that `SECURITY.md` names and that saw none; the exit code is 1 if there are some.

A test that hangs has seen a fault; one that does not begin has not.  The random programs are those of CI, the same in
every run; with `--seed` they are others, and what is seen with one seed alone was seen by luck.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

HOUSE = Path(__file__).resolve().parent.parent
PAGE = HOUSE / "SECURITY.md"
SOURCE = "src/letternet"
PATIENCE = 600  # seconds after which the tests that run on a fault are taken to hang
TOGETHER = 2  # faults that are planted at the same time, each in a copy of its own
PARTS = {"grammar": "grammar", "gallery": "examples/gallery"}  # of the package, and where they stand in the project
# Nobody reads the random program on which a fault was seen, so it is not made smaller.
QUICK = """
from hypothesis import Phase
settings.register_profile("planted", settings.get_profile("laws"), phases=[Phase.explicit, Phase.generate])
settings.load_profile("planted")
"""
# A line of pytest: the file of a test, its name, its case, how it ended, and how far the run is.
LINE = re.compile(
    r"^(?P<path>tests/\w+\.py)::(?P<name>\w+)(?P<case>.*?)"
    r"( (?P<end>PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)( \(.*\))?( +\[ *\d+%\])?)?$",
    re.MULTILINE,
)


class Fault(NamedTuple):
    """A text as it is and as it would be with a mistake in it, and the tests that are to see that.

    The path is that of a module of the package, or of another file of the project.  A test is called as `SECURITY.md`
    calls it; of one with many cases, one case can be named, and so can one test of a file.
    """

    path: str
    right: str
    wrong: str
    seen_by: tuple[str, ...]

    @property
    def file(self) -> str:
        """Where the text stands in the project."""
        inside = f"{SOURCE}/{self.path}"
        return inside if (HOUSE / inside).is_file() else self.path

    @property
    def shown(self) -> str:
        """The mistake in one line."""
        return " ".join(self.wrong.split()) or f"no {' '.join(self.right.split())}"


def fault(path: str, right: str, wrong: str, *seen_by: str) -> Fault:
    """A row of the table."""
    return Fault(path, right, wrong, seen_by)


FAULTS: dict[int, tuple[Fault, ...]] = {
    1: (
        fault(  # lines are counted from 0
            "problems.py", 'line = before.count("\\n") + 1', 'line = before.count("\\n")',
            "test_any_text_gives_a_formula_or_problems_with_places",
        ),
        fault(  # Python has a limit of its own, and a traceback
            "read/letters.py", "        if len(text) > limits.DIGITS:\n", "        if len(text) > limits.TEXT:\n",
            "test_what_cannot_be_read_is_one_sentence_in_every_command",
        ),
        fault(
            "show/input.py", "except UnicodeDecodeError as error:", "except UnicodeEncodeError as error:",
            "test_bytes_that_are_no_formula_are_one_sentence_from_a_file_and_from_standard_input",
        ),
        fault(  # every line looks through all lines
            "write/letters.py", "        text = statement(line, own)\n",
            "        text = statement(line, own_functions(program))\n",
            "test_four_times_as_much_text_takes_about_four_times_as_much_work[updates of one matrix]",
        ),
        fault(  # ways out are looked for as long as there are some
            "mend/causes.py", "MOST_WALKED = 200_000", "MOST_WALKED = 200_000_000_000",
            "test_many_mistakes_take_bounded_work[letters that are added up]",
        ),
    ),
    2: (
        fault(
            "write/letters.py", 'return ["-", (part, SIGNED, bars)]', 'return ["-", (part, COMPARED, bars)]',
            "test_letters_printed_and_read_again_are_the_same_program",
        ),
        fault(
            "write/latex.py", "least = second(right, at + 1) if at else SUMMED", "least = second(right, at)",
            "test_latex_printed_and_read_again_is_the_same_program",
        ),
        fault(
            "write/sentences.py", '("subtract {b}", "subtract {b} from {a}")',
            '("subtract {b}", "subtract {a} from {b}")',
            "test_what_is_written_reads_back_to_the_same_program",
        ),
        fault(
            "write/numpy_code.py", '"-" + part.within(SIGNED), SIGNED', '"-" + part.text, SIGNED',
            "test_python_written_and_read_again_is_the_same_code_and_the_same_values",
        ),
        fault(
            "draw/described.py", 'return "stack" if node.on_top else "join"', 'return "join"',
            "test_a_picture_has_one_group_for_every_part_and_reads_back",
        ),
    ),
    3: (
        fault(
            "check/rules.py", "return Shape(ROW, (right.columns,))", "return Shape(ROW, (right.rows,))",
            "test_what_is_right_checks_clean_and_runs_to_the_predicted_sizes_and_values",
        ),
        fault(  # a size of the wrong axis
            "check/rules.py", "matrix.columns if vector.kind == ROW else matrix.rows", "matrix.rows",
            "test_what_is_right_checks_clean_and_runs_to_the_predicted_sizes_and_values",
            "test_what_is_refused_is_wrong_and_what_is_wrong_is_refused",
        ),
        fault(  # what a base is, asked in the place of what an exponent is
            "check/rules.py", "    if exponent.kind == NUMBER:\n", "    if base.kind != NUMBER:\n",
            "test_what_is_refused_is_wrong_and_what_is_wrong_is_refused",
        ),
    ),
    4: (
        fault(
            "write/fast_code.py", "np.{function}({one.text}, {name}, out={name})",
            "np.{function}({name}, {one.text}, out={name})",
            "test_a_module_is_the_same_function",
        ),
        fault(  # what came in is written into
            "write/fast_code.py", "            code.fresh\n            and code.floating\n",
            "            code.floating\n",
            "test_a_function_gives_what_the_lines_of_the_book_give",
        ),
        fault(
            "write/numpy_code.py", '(".swapaxes(1, 2)" if part.batched else ".T")',
            '(".swapaxes(1, 2)" if part.batched else "")',
            "test_emitted_code_agrees_with_exact_arithmetic",
        ),
        fault(  # a name that NumPy has, and the standard has not
            "write/array_api.py", 'f"xp.concat([{joined}], axis={axis})"', 'f"xp.concatenate([{joined}], axis={axis})"',
            "test_a_library_that_has_the_standard_alone_gives_what_numpy_gives",
        ),
        fault(  # only matrices of a batch are turned
            "write/array_api.py", 'f"xp.matrix_transpose({part.text})"',
            'f"xp.matrix_transpose({part.text})" if part.batched else part.text',
            "test_a_library_that_has_the_standard_alone_gives_what_numpy_gives", "test_jax_gives_what_numpy_gives",
            "test_dask_gives_what_numpy_gives",
        ),
        fault(  # a batch axis that is not told
            "run/lazy.py", "frozenset(made.writing.batched)", "frozenset(given.batched)",
            "test_a_batch_in_chunks_gives_what_the_whole_batch_gives",
        ),
    ),
    5: (
        fault(
            "rewrite/gradient.py", "[(left, change), (right, algebra.negative(change))]",
            "[(left, change), (right, change)]",
            "test_the_updates_of_any_formula_are_the_gradient",
        ),
        fault(  # a slope's sign
            "functions.py", '"g ⊙ (1 - y²)"', '"g ⊙ (1 + y²)"',
            "test_the_updates_of_networks_as_people_build_them_are_the_gradient",
            "test_every_function_of_the_table_keeps_the_law",
        ),
        fault(
            "functions.py", 'back={"any": ("g/(2y)",)}', 'back={"any": ("g/y",)}',
            "test_every_function_of_the_table_keeps_the_law",
        ),
    ),
    6: (
        fault(
            "write/numpy_code.py", '(".swapaxes(1, 2)" if part.batched else ".T")', '".T"',
            "test_a_batch_is_the_datapoints_one_by_one",
        ),
        fault(  # what is left of a batch after the last whole block
            "run/blocks.py", "starts = range(rows, count, rows)", "starts = range(rows, count - rows, rows)",
            "test_a_large_batch_is_the_datapoints_one_by_one",
        ),
    ),
    7: (
        fault(  # updates before a line, not those between it and where it is used
            "rewrite/chain.py", "if not last[0] < use <= first[0]:", "if not last[0] < use:",
            "test_chain_and_unchain_change_no_value",
        ),
        fault(  # a name that a line has is given to another line
            "rewrite/unchain.py", "set(names.sizes) | set(names.definitions) | set(names.inputs)",
            "set(names.sizes) | set(names.inputs)",
            "test_chain_and_unchain_change_no_value",
        ),
        fault(
            "rewrite/ordered.py", 'if takes < least.get((i, k), float("inf")):', 'if takes > least.get((i, k), 0.0):',
            "test_the_order_is_the_best_of_all_and_changes_no_value",
        ),
        fault(
            "rewrite/ordered.py", "node = Transpose(node, start, end) if turned else node",
            "node = node if turned else Transpose(node, start, end)",
            "test_the_order_is_the_best_of_all_and_changes_no_value",
        ),
        fault(
            "rewrite/folded.py", 'algebra.minus(old, new) if change.sign == "-" else',
            'algebra.minus(old, new) if change.sign == "+" else',
            "test_the_fast_form_gives_what_the_lines_of_the_book_give",
        ),
    ),
    8: (
        fault(
            "run/values.py", "int(entry) if whole else float(entry) for entry in row] for row in rows]",
            "int(entry) if whole else eval(entry) for entry in row] for row in rows]",
            "test_no_text_imports_opens_sends_or_runs_anything",
        ),
        fault(
            "write/numpy_code.py", '(".swapaxes(1, 2)" if part.batched else ".T")',
            '(".swapaxes(1, 2)" if part.batched else ".transpose()")',
            "test_everything_emitted_is_made_of_an_allowed_set_of_python",
        ),
        fault(
            "run/values.py", "np.load(path, allow_pickle=False)", "np.load(path, allow_pickle=True)",
            "test_what_a_file_pickles_is_never_loaded",
        ),
        fault(
            "words.py", '    if text.isascii() and text.replace(" ", "").isalnum():\n', "    if text.isascii():\n",
            "test_whatever_the_reader_lets_through_in_words_is_safe",
        ),
    ),
    9: (
        fault(  # each size for itself
            "check/amounts.py", "elements *= value if isinstance(value, int) else 1",
            "elements = max(elements, value if isinstance(value, int) else 1)",
            "test_what_nobody_can_hold_is_refused_before_memory_is_asked_for[an outer product in the middle of a line]",
        ),
        fault(
            "read/letters.py", 'token.text.count(" ") + token.text.count(",") + token.text.count(";") > limits.VALUES',
            'token.text.count(" ") + token.text.count(",") > limits.VALUES',
            "test_a_long_text_is_read_or_refused_within_little_memory"
            "[as many characters as are read, in rows of one literal]",
        ),
        fault(
            "rewrite/chain.py", "if uses.get(key, 0) > 1 or key in in_functions:", "if key in in_functions:",
            "test_sixty_lines_that_use_the_one_before_chain_or_are_refused[a{0} + a{0}]",
        ),
    ),
    10: (
        fault(
            "check/names.py", "        self.names: Final = names\n",
            "        self.names: Final = {key: names[key] for key in set(names)}\n",
            "test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed_and_the_place",
        ),
        fault(
            "draw/svg.py", "for key, value in attributes.items()}\n        return",
            "for key, value in set(attributes.items())}\n        return",
            "test_a_picture_has_the_same_bytes_whatever_the_hash_seed",
            "test_a_page_has_the_same_bytes_whatever_the_hash_seed",
        ),
    ),
    11: (
        fault(
            "write/markup.py", 'return f"<span {look}>{escape(found[0])}</span>"',
            'return f"<span {look}>{found[0]}</span>"',
            "test_a_page_is_made_of_known_elements_and_asks_for_nothing", "test_hostile_words_run_no_script",
            "test_hostile_text_runs_no_script",
        ),
        fault(
            "show/page.py", "name = escape(called or title or UNTITLED)", "name = called or title or UNTITLED",
            "test_hostile_words_run_no_script",
        ),
        fault(
            "draw/svg.py", 'rest.text = printable((" " if label is not None else "") + more)',
            'rest.text = (" " if label is not None else "") + more',
            "test_words_cannot_leave_their_place",
        ),
    ),
    12: (
        fault(
            "show/serve.py", "if len(host) != 1 or host[0] not in hosts:", "if len(host) != 1:",
            "test_it_is_there_under_no_other_name",
        ),
        fault(
            "show/serve.py", ' or site not in ([], [b"same-origin"])', "",
            "test_no_other_page_may_ask",
        ),
        fault(
            "show/policy.py", """"connect-src 'self'\"""", '"connect-src *"',
            "test_the_policy_allows_the_pages_own_script_and_style_and_nothing_else",
        ),
        fault(
            "show/pool.py", "worker = self.idle.pop()", "worker = self.idle[-1]",
            "test_everybody_gets_the_own_answer",
        ),
        fault(  # asked too late: a process that was stopped has been started again
            "show/pool.py", "            if worker.stopped:\n", "            if worker.process is None:\n",
            "test_an_answer_that_takes_for_ever_is_stopped_and_the_next_one_comes",
        ),
        fault(
            "show/serve.py", 'listener.bind(("127.0.0.1", port))', 'listener.bind(("0.0.0.0", port))',
            "test_it_listens_on_one_address_of_this_machine_only",
        ),
        fault(
            "show/serve.py", " or int(length) > BODY:", ":",
            "test_a_body_that_is_too_long_is_refused_before_it_comes",
        ),
    ),
    13: (
        fault(
            "run/saved.py", "                os.replace(beside, path)\n",
            '                with open(path, "wb") as file:\n                    write(file)\n',
            "test_a_training_that_is_killed_while_it_writes_leaves_whole_files",
        ),
        fault(
            "run/train.py", "        learner.step.restore(state.weights)\n        while", "        while",
            "test_a_training_that_is_killed_at_random_moments_ends_with_the_same_bytes",
            "test_training_that_goes_on_gives_the_same_bits",
        ),
        fault(
            "run/saved.py", "held.tolist(), first, best, best_weights)", "held.tolist(), first, best, weights)",
            "test_training_that_goes_on_gives_the_same_bits",
        ),
    ),
    14: (
        fault(
            "run/values.py", 'f"the file {path} for {key} has {bad!r} in row', 'f"the file {path} has {bad!r} in row',
            "test_a_file_that_cannot_be_values_is_one_sentence_that_names_the_letter",
        ),
        fault(
            "run/values.py", 'f"the value of {key} has {bad!r} where', 'f"the value has {bad!r} where',
            "test_a_typed_value_that_is_none_is_one_sentence_that_names_the_letter",
        ),
        fault(
            "run/values.py", "if not np.isfinite(array).all():", "if np.isinf(array).any():",
            "test_a_file_that_cannot_be_values_is_one_sentence_that_names_the_letter",
            "test_a_handed_value_that_is_none_is_a_data_error_that_names_the_letter", "test_bad_data_gets_a_sentence",
        ),
        fault(
            "run/datapoints.py", "            if count != most:\n", "            if count > most:\n",
            "test_bad_data_gets_a_sentence",
        ),
    ),
    15: (
        fault("README.md", "W1  4 × n\n", "W1  n × 4\n", "test_a_page_shows_what_the_command_prints"),
        fault(
            "grammar/README.md", "l_{0} W_{0}                     → l0W0\n", "l_{0} W_{0}                     → l0W1\n",
            "tests/test_grammar_readme.py",
        ),
        fault(
            "examples/streetlights.py", "{prediction[0]:+.3f}", "{prediction[0]:+.2f}",
            "tests/test_examples.py::test_the_network_predicts_all_six_patterns_at_once",
        ),
    ),
}  # fmt: skip


# ------------------------------------------------------------------------------------------------- planting


def named(page: str) -> dict[int, dict[str, str]]:
    """The tests of each promise by their names, with the file of each; where a row names a file alone, that is it.

    >>> named("| 8 | It is safe | `tests/test_a.py`: `test_b`, `test_c`; `tests/test_d.py` |")
    {8: {'test_b': 'tests/test_a.py', 'test_c': 'tests/test_a.py', 'tests/test_d.py': 'tests/test_d.py'}}
    """
    found: dict[int, dict[str, str]] = {}
    for number, kept_by in re.findall(r"^\| (\d+) \| .+? \| (.+) \|$", page, re.MULTILINE):
        for part in kept_by.split("; "):
            path, *names = re.findall(r"`([^`]+)`", part)
            found.setdefault(int(number), {}).update(dict.fromkeys(names or [path], path))
    return found


def name_of(test: str) -> str:
    """The name that `SECURITY.md` has for a test, of which one case or, of a file, one test is named.

    >>> name_of("test_b[a case]"), name_of("tests/test_d.py::test_e")
    ('test_b', 'tests/test_d.py')
    """
    return test.partition("[")[0].partition("::")[0]


class Ran(NamedTuple):
    """How tests went, by the names that `SECURITY.md` has for them: which failed or hung, and which ran at all."""

    failed: set[str]
    ran: set[str]
    seconds: float


class Copy:
    """A copy of the project, its package whole within its folder, in which tests run."""

    def __init__(self, folder: Path) -> None:
        self.house = folder / "project"
        self.scratch = folder / "scratch"
        self.running: subprocess.Popen[str] | None = None
        self.stopped = False
        self.lock = threading.Lock()
        self.scratch.mkdir(parents=True)
        left_out = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "venv")
        shutil.copytree(HOUSE, self.house, ignore=left_out)
        for name, path in PARTS.items():
            (self.house / SOURCE / name).symlink_to(self.house / path, target_is_directory=True)
        conftest = self.house / "tests" / "conftest.py"
        conftest.write_text(conftest.read_text(encoding="utf-8") + QUICK, encoding="utf-8")

    def run(self, tests: dict[str, str], fault: Fault | None, seed: int | None) -> Ran:
        """Run tests, each of which comes with its file, with a fault or without."""
        if fault is None:
            return self.pytest(tests, seed)
        file = self.house / fault.file
        whole = file.read_bytes()
        text = whole.decode()
        assert text.count(fault.right) == 1, f"{fault.file} does not have {fault.right!r} once"
        try:
            file.write_bytes(text.replace(fault.right, fault.wrong).encode())
            return self.pytest(tests, seed)
        finally:
            file.write_bytes(whole)

    def pytest(self, tests: dict[str, str], seed: int | None) -> Ran:
        """Run tests as the project is now."""
        asked = [test if test.startswith(path) else f"{path}::{test}" for test, path in tests.items()]
        # What is compiled is not kept: a file that changes twice in a second would be taken for the same.
        environment = {
            **os.environ, "PYTHONPATH": str(self.house / "src"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1",
            "TMPDIR": str(self.scratch), **({"CI": "1"} if seed is None else {}),
        }  # fmt: skip
        how = ["-v", "--tb=no", "--no-summary", "-p", "no:cacheprovider"]
        how += [] if seed is None else [f"--hypothesis-seed={seed}"]
        start = time.monotonic()
        with self.lock:
            if self.stopped:
                return Ran(set(), set(), 0.0)
            self.running = running = subprocess.Popen(
                [sys.executable, "-m", "pytest", *how, *asked], cwd=self.house, env=environment,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
                start_new_session=True,
            )  # fmt: skip
        try:
            out, hangs = running.communicate(timeout=PATIENCE)[0], False
        except subprocess.TimeoutExpired:
            self.end()
            out, hangs = running.communicate()[0], True
        finally:
            with self.lock:
                self.end()  # what the tests have started, and not ended
                self.running = None
        lines = [found.groupdict() for found in LINE.finditer(out)]
        bad = [line for line in lines if line["end"] == "FAILED"]
        bad += [line for line in lines[-1:] if hangs and line["end"] is None]
        ran = [line for line in lines if line["end"] not in ("SKIPPED", "ERROR")]
        names = [{part for line in some for part in (line["name"], line["path"])} for some in (bad, ran)]
        wanted = set(map(name_of, tests))
        if wanted - names[1] and not self.stopped:
            print(out[-2000:], flush=True)
        return Ran(wanted & names[0], wanted & names[1], time.monotonic() - start)

    def end(self) -> None:
        """End all that the tests have started."""
        if self.running:
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End what runs, and let nothing begin."""
        with self.lock:
            self.stopped = True
            self.end()


def plant(promises: list[int], seed: int | None = None) -> list[str]:
    """Plant the faults of some promises, say what saw them, and give what is amiss."""
    tests = {number: rest for number, rest in named(PAGE.read_text(encoding="utf-8")).items() if number in promises}
    work: list[tuple[int, Fault | None]] = [(number, None) for number in tests]
    work += [(number, fault) for number in tests for fault in FAULTS[number]]
    amiss: list[str] = []
    seeing: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        copies = [Copy(Path(folder, str(number))) for number in range(TOGETHER)]
        free: SimpleQueue[Copy] = SimpleQueue()
        for copy in copies:
            free.put(copy)

        def run(number: int, fault: Fault | None) -> Ran:
            copy = free.get()
            try:
                asked = fault.seen_by if fault else tests[number]
                return copy.run({test: tests[number][name_of(test)] for test in asked}, fault, seed)
            finally:
                free.put(copy)

        pool = ThreadPoolExecutor(TOGETHER)
        try:
            for (number, fault), ran in zip(work, pool.map(lambda each: run(*each), work), strict=True):
                if fault is None:
                    print(f"{number:2} without a fault: {len(tests[number])} tests  ({ran.seconds:.0f} s)", flush=True)
                    amiss += [f"fails without a fault: {test}" for test in tests[number] if test in ran.failed]
                    amiss += [f"cannot run here: {test}" for test in tests[number] if test not in ran.ran]
                    continue
                print(f"{number:2} {fault.path}: {fault.shown}  ({ran.seconds:.0f} s)", flush=True)
                for name in map(name_of, fault.seen_by):
                    print(f"     {'seen by' if name in ran.failed else 'NOT seen by'} {name}", flush=True)
                    if name not in ran.failed:
                        amiss.append(f"not seen by {name}: {fault.path}: {fault.shown}")
                seeing |= ran.failed
        finally:
            for copy in copies:
                copy.stop()
            pool.shutdown(cancel_futures=True)
    amiss += [f"saw nothing: {test}" for number in tests for test in tests[number] if test not in seeing]
    return amiss


def promise(text: str) -> int:
    """The number of a promise.

    >>> promise("8")
    8
    """
    if text.isascii() and text.isdecimal() and int(text) in FAULTS:
        return int(text)
    raise argparse.ArgumentTypeError(f"promises have the numbers 1 to {len(FAULTS)}, and {text!r} is none of them")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("promises", type=promise, nargs="*", help="numbers in SECURITY.md; all if none is given")
    parser.add_argument("--seed", type=int, help="of the random programs; those of CI if none is given")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped either way, it leaves no copy behind
    start = time.monotonic()
    promises = sorted(set(options.promises)) or list(FAULTS)
    try:
        amiss = plant(promises, options.seed)
    except KeyboardInterrupt:
        print("stopped")
        return 130
    tests = named(PAGE.read_text(encoding="utf-8"))
    faults, seeing = (sum(len(table[number]) for number in promises) for table in (FAULTS, tests))
    print("\n".join([*amiss, f"{faults} faults, {seeing} tests, {time.monotonic() - start:.0f} s"]))
    return int(bool(amiss))


if __name__ == "__main__":
    sys.exit(main())
