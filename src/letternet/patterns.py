"""A regular expression is compiled when it is first used: a short command uses few of those that there are."""

from __future__ import annotations

import re


class Later:
    """What `pattern` gives: it compiles its text when it is first asked for a method, and keeps that method."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self.flags = flags

    def __getattr__(self, name: str) -> object:
        found: object = getattr(re.compile(self.pattern, self.flags), name)
        self.__dict__[name] = found
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression as `re.compile` gives it, compiled later.

    >>> digits = pattern("[0-9]+")
    >>> digits.sub("n", "l0W12")
    'lnWn'
    """
    return Later(text, flags)  # type: ignore[return-value]
