"""`letternet train`: the data and the settings of the command, its progress, and what was learned."""

from __future__ import annotations

import os
import sys

from ..words import listed
from .arguments import parser
from .input import learned_of, values_of
from .output import is_ascii, plain, print_json, printed, save_text, warned, width
from .progress import ProgressLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from ..formula import Formula
    from ..run.training import Training

STOPPED = 130  # the exit code after Ctrl-C


def train(formula: Formula, options: argparse.Namespace) -> int:
    """Learn the weights and write them into their file."""
    from ..run.saved import check_path, write_beside
    from ..run.settings import Settings
    from ..run.training import StoppedError

    try:
        Settings(options.rate, options.epochs, options.batch_size, options.seed, True, options.held_out,
                 options.patience, options.mask)  # fmt: skip
    except ValueError as error:
        parser().error(f"--{error}".replace("held_out", "held-out"))
    check_path(options.output)
    if options.curve:
        write_beside(options.curve, lambda file: None, replace=False)
    learn = learned_of(options)
    data, start = data_of(formula, learn, options)
    warned(formula, options)
    shown = ProgressLine()
    try:
        training = formula.train(
            data,
            options.rate,
            options.epochs,
            options.batch_size,
            options.seed,
            target=options.target,
            learn=learn,
            error=options.error,
            start=start,
            held_out=options.held_out,
            patience=options.patience,
            mask=options.mask,
            save=options.output,
            resume=options.resume,
            report=shown,
        )
    except StoppedError as stopped:
        shown.end()
        print(stopped_text(stopped.epochs, options.output), file=sys.stderr)
        return STOPPED
    finally:
        shown.end()
    if options.curve:
        save_text(training.curve.svg, options.curve)
    if options.json:
        print_json({"errors": plain(training.errors), "held_out": plain(training.held_out), "epochs": training.epochs,
                    "saved": options.output})  # fmt: skip
    else:
        printed(f"{summary(training, options)}\n\n{training.curve.drawn(width(), is_ascii(sys.stdout))}")
    return 0


def data_of(
    formula: Formula, learn: list[str] | None, options: argparse.Namespace
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The data and the values that weights start from; what `--set` gives for a learned letter is the latter."""
    from ..rewrite.backprop import backprop
    from ..run.datapoints import from_archive

    data: dict[str, Any] = dict(from_archive(options.data)) if options.data else {}
    learned = backprop(formula.checked, options.target, learn, options.error, data).learned
    words = formula.words.python
    names = {*learned, *(words.get(key, "") for key in learned)}
    start: dict[str, Any] = {}
    for key, value in values_of(options).items():
        (start if key in names else data)[key] = value
    return data, start


def stopped_text(epochs: int, path: str) -> str:
    """What is said after Ctrl-C."""
    if not epochs:
        return "stopped before the first epoch ended, so nothing is saved"
    return f"stopped after epoch {epochs}; {path} has its weights; --resume goes on"


def summary(training: Training, options: argparse.Namespace) -> str:
    """What was learned, in a line."""
    from ..sizes import written

    epochs = f"{training.epochs:,} epoch{'s' * (training.epochs != 1)}"
    way = f"error {training.errors[0]:.4g} to {training.errors[-1]:.4g}" if training.epochs > 1 else ""
    said = [f"{epochs}, {way or f'error {training.errors[0]:.4g}'}"]
    if training.held_out:
        said.append(f"held out {training.held_out[-1]:.4g}")
    if training.best and training.best < training.epochs:
        said.append(f"best: epoch {training.best:,}")
    sizes = [f"{key} {written(getattr(value, 'shape', ()))}" for key, value in training.items()]
    return f"{', '.join(said)}; {os.fspath(options.output)} has {listed(sizes)}"
