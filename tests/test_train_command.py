"""`letternet train`: what it prints and where, its progress, its exit codes, and Ctrl-C."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from learnings import COMMAND, LIGHTS, NETWORK, WALKED, network, points

from letternet import Formula
from letternet.run.training import Progress
from letternet.show.command import command
from letternet.show.progress import ProgressLine

HIDDEN = ("--dim", "W0=3x4")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with data in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "60")
    np.savez("data.npz", l0=LIGHTS, y=WALKED)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The command in this process: exit code and both streams."""
    try:
        code = command(["train", NETWORK, *arguments])
    except SystemExit as leaves:
        code = int(leaves.code or 0)
    return (code, *capsys.readouterr())


def test_the_summary_the_curve_and_the_weights(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, "--data", "data.npz", *HIDDEN, "--epochs", "50", "-o", "w.npz", "--curve", "c.svg")
    training = network().train("data.npz", epochs=50)
    assert code == 0
    first, blank, *curve = out.splitlines()
    errors = training.errors
    assert first == f"50 epochs, error {errors[0]:.4g} to {errors[-1]:.4g}; w.npz has W0 3 × 4 and W1 4 × 1"
    assert (blank, "\n".join(curve)) == ("", training.curve.drawn(60))
    assert len(err.splitlines()) == 20
    assert err.splitlines()[-1] == f"epoch 50 of 50  error {errors[-1]:.4g}"
    assert "\x1b" not in err
    assert "\r" not in err
    assert Path("c.svg").read_text(encoding="utf-8") == training.curve.svg
    with np.load("w.npz") as stored:
        assert all(stored[key].tobytes() == training[key].tobytes() for key in training)


def test_every_option_reaches_the_training(capsys: pytest.CaptureFixture[str]) -> None:
    np.savez("data.npz", **points(20))
    np.savez("apart.npz", **points(5, seed=3))
    (Path("w0.csv")).write_text("1,0\n0,1\n1,1\n")
    options = [
        "--data",
        "data.npz",
        "--rate",
        "0.02",
        "--epochs",
        "4",
        "--batch-size",
        "3",
        "--seed",
        "7",
        "-o",
        "w.npz",
    ]
    early = ["--held-out", "0.2", "--patience", "2", "--batch-size", "3"]
    code, out, _ = told(capsys, *options, *early, "--set", "W0=w0.csv", "--json")
    assert code == 0
    start = {"W0": [[1, 0], [0, 1], [1, 1]]}
    made = Formula(NETWORK).train("data.npz", 0.02, 4, 3, 7, held_out=0.2, patience=2, start=start)
    assert json.loads(out) == {
        "errors": made.errors, "held_out": made.held_out, "epochs": made.epochs, "saved": "w.npz",
    }  # fmt: skip
    by_name = ["--set", "weights_0_1=w0.csv", "--batch", "2"]
    code, out, _ = told(capsys, *options, "--held-out", "apart.npz", *by_name, "--json")
    made = Formula(NETWORK).train("data.npz", 0.02, 4, 2, 7, held_out="apart.npz", start=start)
    assert (code, json.loads(out)["held_out"]) == (0, made.held_out)


def test_the_formula_says_what_is_learned_and_from_what(capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["--set", "x=0.5; 2", "--set", "t=0.8; 1", "--set", "λ=0", "--set", "w=0.5", "--dim", "x=number"]
    arguments = ["train", "p = xw; e = (p - t)² + λ w²", *typed, "--dim", "w=number", "--dim", "t=number", "--dim",
                 "p=number", "--learn", "w", "--error", "e", "--epochs", "60", "-o", "w.npz"]  # fmt: skip
    code = command(arguments)
    out, _ = capsys.readouterr()
    assert code == 0
    assert "w.npz has w number" in out
    with np.load("w.npz") as stored:
        assert abs(stored["w"] - (0.5 * 0.8 + 2) / (0.25 + 4)) < 1e-6


def test_going_on_gives_the_same_as_going_through(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--data", "data.npz", *HIDDEN, "--batch", "2"]
    told(capsys, *options, "--epochs", "7", "-o", "whole.npz")
    told(capsys, *options, "--epochs", "3", "-o", "w.npz")
    code, _, err = told(capsys, *options, "--epochs", "7", "-o", "w.npz", "--resume")
    assert (code, err.splitlines()[0][:12]) == (0, "epoch 4 of 7")
    assert Path("w.npz").read_bytes() == Path("whole.npz").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--data", "data.npz"], 2, "the following arguments are required: -o/--output"),
        (["--data", "data.npz", "-o", "w.npz", "--rate", "0"], 2, "--rate is a number above 0, not 0.0"),
        (["--data", "data.npz", "-o", "w.npz", "--epochs", "many"], 2, "argument --epochs: invalid int value: 'many'"),
        (["--data", "data.npz", "-o", "w.npz", "--held-out", "1.5"], 2, "--held-out is a number from 0 up and below 1"),
        (["--data", "data.npz", "-o", "w.txt"], 1, "weights are saved in an .npz file"),
        (["--data", "data.npz", "-o", "none/w.npz"], 1, "none/w.npz cannot be written: No such file or directory"),
        (["--data", "data.npz", "-o", "w.npz", "--curve", "none/c.svg"], 1, "none/c.svg cannot be written"),
        (["--data", "none.npz", "-o", "w.npz"], 1, "there is no file none.npz of data"),
        (["--data", "data.npz", "-o", "w.npz"], 1, "nothing tells how large W0 is"),
        (["--data", "data.npz", "-o", "w.npz", *HIDDEN, "--set", "z=1"], 1, "there is no letter z in the formula"),
        (["--data", "data.npz", "-o", "w.npz", *HIDDEN, "--rate", "1e9"], 1, "error[E0307]: in epoch"),
        (["--data", "data.npz", "-o", "w.npz", *HIDDEN, "--learn", "V"], 1, "no letter V comes in"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(
    arguments: list[str], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made, out, err = told(capsys, *arguments)
    assert (made, out) == (code, "")
    assert sentence in " ".join(err.split())
    assert not Path("w.npz").exists() or "E0307" in sentence
    if code == 1:
        made, out, _ = told(capsys, *arguments, "--json")
        assert (made, len(json.loads(out)["problems"])) == (1, 1)


def test_a_reader_who_has_gone_stops_nothing() -> None:
    options = ["--data", "data.npz", *HIDDEN, "-o", "w.npz"]
    reading, writing = os.pipe()
    os.close(reading)
    arguments = [*COMMAND, "train", NETWORK, *options]
    made = subprocess.run(arguments, stdout=writing, stderr=writing, timeout=60, check=False)
    os.close(writing)
    assert made.returncode == 0
    with np.load("w.state.npz") as stored:
        assert len(stored["errors"]) == 10


# ------------------------------------------------------------------------------------------- a terminal


def in_terminal(arguments: Sequence[str], interrupt: bytes = b"", **environment: str) -> tuple[int, str]:
    """The command in a terminal of its own; it is interrupted when this has been shown, as by Ctrl-C."""
    terminal, inside = pty.openpty()
    process = subprocess.Popen([*COMMAND, *arguments], stdin=inside, stdout=inside, stderr=inside,
                               env={**os.environ, **environment})  # fmt: skip
    os.close(inside)
    shown, pressed, until = b"", False, time.monotonic() + 60
    while time.monotonic() < until:
        ready, _, _ = select.select([terminal], [], [], 1)
        try:
            read = os.read(terminal, 65536) if ready else b""
        except OSError:  # the other end has closed it
            break
        shown += read
        if interrupt and not pressed and re.search(interrupt, shown):
            pressed = True
            process.send_signal(signal.SIGINT)
    code = process.wait(60)
    os.close(terminal)
    return code, shown.decode("utf-8", "replace")


def test_ctrl_c_says_how_to_go_on() -> None:
    np.savez("data.npz", **points(2000))
    options = ["--data", "data.npz", *HIDDEN, "--rate", "0.01", "--epochs", "100000", "-o", "w.npz"]
    code, shown = in_terminal(["train", NETWORK, *options], interrupt=rb"epoch +[1-9]", COLUMNS="60")
    said = re.search(r"stopped after epoch (\d+); w\.npz has its weights; --resume goes on\s*$", shown)
    assert code == 130
    assert said
    assert "Traceback" not in shown
    training = Formula(NETWORK, dims={"W0": (3, 4)}).train("data.npz", 0.01, int(said[1]))
    with np.load("w.npz") as stored:
        assert all(stored[key].tobytes() == training[key].tobytes() for key in training)
    assert not list(Path().glob("*.part"))


def test_in_a_terminal_one_line_is_redrawn() -> None:
    options = ["train", NETWORK, "--data", "data.npz", *HIDDEN, "-o", "w.npz", "--held-out", "0.25", "--epochs", "300"]
    code, shown = in_terminal(options, COLUMNS="70")
    assert code == 0
    progress, _, rest = shown.rpartition("\x1b[K")
    drawn = [line.removesuffix("\x1b[K") for line in progress.split("\r") if line]
    assert all(len(line) <= 69 and "\n" not in line for line in drawn)
    assert re.fullmatch(r"█{5,30}  epoch 300/300  error \S+  held out \S+", drawn[-1])
    assert rest.startswith("300 epochs, error ")
    assert in_terminal(options, COLUMNS="70", TERM="dumb")[1].count("\n") < 60


class Terminal(io.StringIO):
    """A terminal that keeps what it is shown."""

    encoding = "ascii"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("width", [8, 16, 24, 40, 80, 200])
def test_the_line_fits_and_is_in_ascii_where_it_has_to_be(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    shown: Any = Terminal()
    line = ProgressLine(shown)
    line.began -= 1000  # type: ignore[misc]
    for epoch in range(1, 4):
        line.drawn = 0
        line(Progress(epoch, 12000, 0.123456, 0.2, 0.5))
    lines = shown.getvalue().replace("\x1b[K", "").split("\r")[1:]
    assert len(lines) == 3
    assert all(text.isascii() and len(text) < width for text in lines)
    assert all("3" in text for text in lines[-1:])
    if width >= 80:
        assert re.fullmatch(r"-+  epoch     3/12000  error 0.1235  held out 0.2  \S+ left", lines[-1])
    line.end()
    assert shown.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("epochs", [1, 2, 19, 20, 21, 100, 1234])
def test_elsewhere_there_are_at_most_twenty_lines(epochs: int) -> None:
    shown = io.StringIO()
    line = ProgressLine(shown)
    for epoch in range(1, epochs + 1):
        line(Progress(epoch, epochs, 0.1, share=0.0))
        line(Progress(epoch, epochs, 0.1, share=0.5))
    lines = shown.getvalue().splitlines()
    assert min(epochs, 19) <= len(lines) <= 20
    assert lines[-1] == f"epoch {epochs} of {epochs}  error 0.1"


def test_an_interrupt_is_told_with_the_epochs_that_had_ended(capsys: pytest.CaptureFixture[str]) -> None:
    class Pressed(ProgressLine):
        def __call__(self, progress: Progress) -> None:
            signal.raise_signal(signal.SIGINT)

    from letternet.show import train

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(train, "ProgressLine", Pressed)
        code, _, err = told(capsys, "--data", "data.npz", *HIDDEN, "-o", "w.npz")
    assert (code, err) == (130, "stopped after epoch 1; w.npz has its weights; --resume goes on\n")
    assert train.stopped_text(0, "w.npz") == "stopped before the first epoch ended, so nothing is saved"


def test_the_curve_file_is_an_svg(capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "--data", "data.npz", *HIDDEN, "-o", "w.npz", "--curve", "c.svg")
    assert ET.parse("c.svg").getroot().tag.endswith("svg")
