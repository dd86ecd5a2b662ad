"""Training that is stopped at any moment loses at most the epoch under way, and goes on to the same bits."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from effort import tried
from hypothesis import example, given
from hypothesis import strategies as st
from learnings import LIGHTS, WALKED, network, points

from letternet import DataError, Formula
from letternet.run.saved import write_archive
from letternet.run.training import Progress, StoppedError

DATA = {"l0": LIGHTS, "y": WALKED}
CHILD = """
import sys
import numpy as np
from letternet import Formula
net = Formula("l1 = relu(l0W0) ⊙ m · 2; l2 = l1W1", dims={"W0": (3, 6)})
chance = np.random.default_rng(0)
data = {"l0": chance.standard_normal((30, 3)), "y": chance.standard_normal((30, 2))}
net.train(data, 0.02, EPOCHS, 4, held_out=0.2, patience=EPOCHS, save=sys.argv[1], resume=True,
          report=lambda p: p.share or (p.epoch == 1 and print("learning", flush=True)))
print("done")
"""
MASKED = "l1 = tanh(l0W0) ⊙ m · 2; l2 = l1W1"


def interrupted_after(epochs: int) -> Callable[[Progress], None]:
    """Somebody who presses Ctrl-C at the end of an epoch."""

    def report(progress: Progress) -> None:
        if progress.epoch == epochs:
            raise KeyboardInterrupt

    return report


@tried(0.2)
@given(
    st.integers(1, 5), st.integers(1, 6), st.booleans(), st.sampled_from([None, 2, 5]), st.booleans(),
    st.sampled_from([0.05, 0.2]),
)  # fmt: skip
@example(3, 6, True, 5, False, 0.8)  # the first epoch is the best one, and none after the stop is better
def test_training_that_goes_on_gives_the_same_bits(
    tmp_path_factory: Any, stop: int, batch: int, shuffle: bool, patience: int | None, by_interrupt: bool, rate: float
) -> None:
    net = Formula(MASKED, dims={"W0": (3, 4)})
    data, folder = points(9), tmp_path_factory.mktemp("stopped")
    how: dict[str, Any] = {"batch": batch, "shuffle": shuffle, "patience": patience, "held_out": 0.3, "rate": rate}
    whole = net.train(data, epochs=6, save=folder / "whole.npz", **how)
    if by_interrupt:
        with suppress(StoppedError):  # patience may have ended it before
            net.train(data, epochs=6, save=folder / "w.npz", report=interrupted_after(stop), **how)
    else:
        net.train(data, epochs=stop, save=folder / "w.npz", **how)
    resumed = net.train(data, epochs=6, save=folder / "w.npz", resume=True, **how)
    assert (resumed.errors, resumed.held_out, resumed.best) == (whole.errors, whole.held_out, whole.best)
    assert (folder / "w.npz").read_bytes() == (folder / "whole.npz").read_bytes()
    assert (folder / "w.state.npz").read_bytes() == (folder / "whole.state.npz").read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["w.npz", "w.state.npz", "whole.npz", "whole.state.npz"]


def child(path: Path, epochs: int) -> subprocess.Popen[str]:
    code = CHILD.replace("EPOCHS", str(epochs))
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip


def test_a_training_that_is_killed_at_random_moments_ends_with_the_same_bytes(tmp_path: Path) -> None:
    epochs, chance = 400, random.Random(7)
    whole = child(tmp_path / "whole.npz", epochs)
    killed = tmp_path / "killed.npz"
    kills = 0
    for _ in range(60):
        running = child(killed, epochs)
        assert running.stdout is not None
        running.stdout.readline()  # learning, or done
        time.sleep(chance.uniform(0, 0.12))
        running.kill()
        kills += running.wait(30) == -signal.SIGKILL
        running.stdout.close()
        with np.load(killed, allow_pickle=False) as stored:  # at every moment a whole file
            assert list(stored) == ["W0", "W1"]
        if kills >= 5:
            break
    last = child(killed, epochs)
    assert "done" in last.communicate(timeout=60)[0]
    assert "done" in whole.communicate(timeout=60)[0]
    assert kills >= 3
    assert killed.read_bytes() == (tmp_path / "whole.npz").read_bytes()
    assert (tmp_path / "killed.state.npz").read_bytes() == (tmp_path / "whole.state.npz").read_bytes()


WRITES_HALF = """
import io, os, signal
write, calls = np.savez, 0
def half(file, **arrays):
    global calls
    calls += 1
    if calls < int(sys.argv[2]):
        return write(file, **arrays)
    whole = io.BytesIO()
    write(whole, **arrays)
    file.write(whole.getvalue()[: len(whole.getvalue()) // 2])
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
np.savez = half
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are otherwise here")
@pytest.mark.parametrize("number", [4, 5])
def test_a_training_that_is_killed_while_it_writes_leaves_whole_files(tmp_path: Path, number: int) -> None:
    """The state and the weights take turns: the fourth and the fifth file that is written are one of each."""
    code = CHILD.replace("EPOCHS", "9").replace("import numpy as np\n", "import numpy as np\n" + WRITES_HALF)
    start = [sys.executable, "-c", code, str(tmp_path / "w.npz")]
    assert subprocess.run([*start, str(number)], stdout=subprocess.DEVNULL).returncode == -signal.SIGKILL
    for name, key in (("w.npz", "W0"), ("w.state.npz", "now W0")):
        with np.load(tmp_path / name, allow_pickle=False) as stored:
            assert all(np.isfinite(stored[each]).all() for each in stored if each != "about")
            assert stored[key].shape == (3, 6)
    assert b"done" in subprocess.run([*start, "999"], capture_output=True, check=True).stdout


def test_ctrl_c_keeps_the_last_full_epoch(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt) as raised:
        network().train(DATA, epochs=9, save=tmp_path / "w.npz", report=interrupted_after(4))
    assert isinstance(raised.value, StoppedError)
    assert (raised.value.epochs, str(raised.value)) == (4, "stopped after 4 epochs")
    after = network().train(DATA, epochs=4)
    with np.load(tmp_path / "w.npz") as stored:
        assert all(stored[key].tobytes() == after[key].tobytes() for key in after)
    with pytest.raises(KeyboardInterrupt):
        network().train(DATA, epochs=9, report=interrupted_after(1))


# ------------------------------------------------------------------------------------------- what is told


def changed(tmp_path: Path, data: dict[str, Any] = DATA, net: Formula | None = None, **more: Any) -> str:
    """What is said when a training goes on with something else."""
    with pytest.raises(DataError) as raised:
        (net or network()).train(data, save=tmp_path / "w.npz", resume=True, **{"epochs": 4, **more})
    problem = raised.value.problems[0]
    assert problem.code == "E0305"
    said = f"training cannot go on from {tmp_path / 'w.state.npz'}: "
    assert problem.message.startswith(said)
    return problem.message.removeprefix(said)


def test_what_is_not_the_same_is_named(tmp_path: Path) -> None:
    network().train(DATA, epochs=2, save=tmp_path / "w.npz")
    before = (tmp_path / "w.npz").read_bytes(), (tmp_path / "w.state.npz").read_bytes()
    assert changed(tmp_path, rate=0.2) == "the rate is not the same: 0.1 then, and 0.2 now"
    assert changed(tmp_path, batch=2) == "the batch size is not the same: 64 then, and 2 now"
    assert changed(tmp_path, seed=2) == "the seed is not the same: 0 then, and 2 now"
    assert (
        changed(tmp_path, shuffle=False)
        == "the order of the datapoints is not the same: shuffled then, and as given now"
    )
    assert changed(tmp_path, patience=3) == "the patience is not the same: without end then, and 3 now"
    assert changed(tmp_path, data={**DATA, "y": 1 - WALKED}) == "the data is not the same"
    assert changed(tmp_path, held_out=0.5) == "the share that is held out is not the same: 0.0 then, and 0.5 now"
    assert changed(tmp_path, start={"W1": np.ones((4, 1))}) == "the start of the weights is not the same"
    assert changed(tmp_path, net=Formula("l2 = tanh(l0W0)W1", dims={"W0": (3, 4)})) == "the formula is not the same"
    assert changed(tmp_path, epochs=1) == "it has learned for 2 epochs, more than the 1 asked for"
    assert ((tmp_path / "w.npz").read_bytes(), (tmp_path / "w.state.npz").read_bytes()) == before
    again = network().train(DATA, epochs=2, save=tmp_path / "w.npz", resume=True)  # nothing is left to do
    assert again.epochs == 2


def test_a_state_that_is_damaged_or_another_file_is_told(tmp_path: Path) -> None:
    network().train(DATA, epochs=2, save=tmp_path / "w.npz")
    state = tmp_path / "w.state.npz"
    whole = state.read_bytes()
    with np.load(state) as stored:
        arrays = dict(stored)
    for damaged in (whole[:100], whole[: len(whole) // 2], b"", whole[:300] + b"\0" * 50 + whole[350:], b"text"):
        state.write_bytes(damaged)
        with pytest.raises(DataError, match=r"w\.state\.npz") as raised:
            network().train(DATA, save=tmp_path / "w.npz", resume=True)
        assert raised.value.problems[0].code == "E0305"
    write_archive(str(state), {"W0": np.ones(3)})
    assert changed(tmp_path) == "it is not the state of a training"
    for key, value in (
        ("now W0", np.ones((2, 2))),
        ("now W0", np.ones((3, 4), dtype=np.float32)),
        ("errors", np.ones((2, 2))),
        ("held out", np.ones(1)),
    ):
        write_archive(str(state), {**arrays, key: value})
        assert changed(tmp_path) == "it is damaged"
    write_archive(str(state), {key: value for key, value in arrays.items() if key != "now W1"})
    assert changed(tmp_path) == "it is damaged"


def test_without_a_state_a_training_begins_at_the_beginning(tmp_path: Path) -> None:
    training = network().train(DATA, epochs=2, save=tmp_path / "w.npz", resume=True)
    assert training.errors == network().train(DATA, epochs=2).errors


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("weights", "weights are saved in an .npz file, such as weights.npz, and 'weights' is none"),
        ("none/weights.npz", "none/weights.npz cannot be written: No such file or directory"),
        ("folder.npz", "folder.npz cannot be written: it is a folder"),
    ],
)
def test_a_path_that_cannot_be_written_is_told_before_training(
    path: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.npz").mkdir()
    training = network().train(DATA, epochs=1)
    seen: list[Progress] = []
    for act in (lambda: network().train(DATA, save=path, report=seen.append), lambda: training.save(path)):
        with pytest.raises(DataError) as raised:
            act()
        assert raised.value.problems[0].message == sentence
    assert seen == []


def test_what_was_learned_can_be_saved_and_gone_on_from(tmp_path: Path) -> None:
    training = network().train(DATA, epochs=3)
    training.save(tmp_path / "w.npz")
    with np.load(tmp_path / "w.npz", allow_pickle=False) as stored:
        assert {key: stored[key].tobytes() for key in stored} == {
            key: value.tobytes() for key, value in training.items()
        }
    more = network().train(DATA, epochs=1, start=tmp_path / "w.npz")
    assert more.errors[0] <= training.errors[-1] * 1.5


def test_a_training_that_runs_away_keeps_the_last_good_weights(tmp_path: Path) -> None:
    net = Formula("l1 = l0W0")
    with pytest.raises(DataError, match="E0307"):
        net.train({"l0": LIGHTS * 40, "y": WALKED}, epochs=300, save=tmp_path / "w.npz")
    with np.load(tmp_path / "w.npz") as stored:
        assert np.isfinite(stored["W0"]).all()
