"""How far a training is, on standard error: in a terminal a line that is redrawn, else a line for some epochs."""

from __future__ import annotations

import os
import sys
from time import monotonic

from .output import is_ascii

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from ..run.training import Progress

LINES = 20  # at most, where nothing can be redrawn
PAUSE = 0.05  # seconds between two drawings
BAR = 30  # characters at most
NARROWEST = 12


class ProgressLine:
    """Shows the progress of a training, as far as anybody still reads it."""

    def __init__(self, stream: Any = None) -> None:
        self.stream: Final = sys.stderr if stream is None else stream
        self.redrawn: Final = bool(self.stream.isatty()) and os.environ.get("TERM") != "dumb"
        self.ascii: Final = is_ascii(self.stream)
        self.began: Final = monotonic()
        self.first: Progress | None = None  # the first report; a training that goes on begins late
        self.drawn = 0.0  # when
        self.is_drawn = False

    def __call__(self, progress: Progress) -> None:
        """Show where a training is, if it is time to."""
        self.first = self.first or progress
        now = monotonic()
        last = progress.epoch == progress.epochs
        if not self.redrawn:
            if not progress.share and (last or self.is_due(progress)):
                self.put(f"{self.said(progress, ' of ')}\n")
        elif last or now - self.drawn >= PAUSE:
            self.drawn, self.is_drawn = now, True
            self.put(f"\r{self.line(progress, terminal_width(self.stream) - 1)}\x1b[K")

    def is_due(self, progress: Progress) -> bool:
        """True at the ends of at most so many epochs."""
        steps = min(LINES, progress.epochs)
        return progress.epoch * steps // progress.epochs > (progress.epoch - 1) * steps // progress.epochs

    def end(self) -> None:
        """Leave the line that was redrawn."""
        if self.is_drawn:
            self.put("\r\x1b[K")
            self.is_drawn = False

    def put(self, text: str) -> None:
        """Write; a reader who has gone stops no training."""
        try:
            self.stream.write(text)
            self.stream.flush()
        except (OSError, ValueError):
            pass

    # ----------------------------------------------------------------------------------------- the line

    def line(self, progress: Progress, width: int) -> str:
        """The line in a width; what matters least is left out where it is narrow."""
        said, left = self.said(progress, "/"), self.left(progress)
        for parts in ([said, left], [said], [f"epoch {progress.epoch}/{progress.epochs}"]):
            text = "  ".join(filter(None, parts))
            room = width - len(text) - 2
            if room >= NARROWEST or (len(text) <= width and room < 0):
                return text if room < NARROWEST else f"{self.bar(progress, min(room, BAR))}  {text}"
            if len(text) <= width:
                return text
        return f"{progress.epoch}/{progress.epochs}"[: max(width, 0)]

    def bar(self, progress: Progress, width: int) -> str:
        """The share that is done, so many characters wide."""
        full, empty = ("#", "-") if self.ascii else ("█", "░")
        done = int(width * (progress.epoch + progress.share) / progress.epochs)
        return full * done + empty * (width - done)

    def said(self, progress: Progress, of: str) -> str:
        """The epoch and its errors."""
        digits = len(str(progress.epochs))
        parts = [f"epoch {progress.epoch:>{digits}}{of}{progress.epochs}"]
        if progress.error is not None:
            parts.append(f"error {progress.error:.4g}")
        if progress.held_out is not None:
            parts.append(f"held out {progress.held_out:.4g}")
        return "  ".join(parts)

    def left(self, progress: Progress) -> str:
        """About how long it will take."""
        assert self.first is not None
        before = self.first.epoch - 1 if not self.first.share else self.first.epoch
        done = progress.epoch + progress.share - before
        passed = monotonic() - self.began
        if done <= 0 or passed < 1 or progress.epoch == progress.epochs:
            return ""
        return f"{duration(passed / done * (progress.epochs - progress.epoch - progress.share))} left"


def duration(seconds: float) -> str:
    """A time as people say it.

    >>> duration(7.2), duration(75), duration(7322)
    ('8 s', '1:15', '2:02:02')
    """
    whole = int(seconds) + (seconds > int(seconds))
    if whole < 60:
        return f"{whole} s"
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def terminal_width(stream: Any) -> int:
    """The width of the terminal behind a stream, which may be another one than that of standard output."""
    try:
        return int(os.environ.get("COLUMNS", "")) or 80
    except ValueError:
        pass
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
