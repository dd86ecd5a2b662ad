"""A run step by step: the formula layer by layer, each with its sentence and the value of every part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from ..check.check import check
from ..functions import FUNCTIONS
from ..read.letters import read
from ..rewrite.unchain import unchain
from ..tree import Call, Expression, Name, in_order
from ..words import words_of
from ..write.english import Book
from ..write.letters import expression, letters, own_functions, statement
from ..write.python import Def
from ..write.values import value_text
from .code import calculated, compiled
from .failures import NO_RESULT, failure
from .given import Given

if TYPE_CHECKING:
    from ..check.model import Checked
    from ..check.names import Step

MOST_NAMED = 6  # values set to 0 that are counted out


def trace(
    checked: Checked, values: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]], width: int = 0
) -> str:
    """The whole run as text, sentences within the width if there is one.

    Raises `DataError` for values that do not fit.
    """
    return Trace(checked, values, functions).text(width)


class Trace:
    """A run with the value of every part of every line."""

    def __init__(
        self, checked: Checked, values: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]
    ) -> None:
        self.given = Given(checked, values)
        self.checked = layered(checked)
        made = Def(self.checked, words_of(self.checked), self.given.batched, everything=True, every_step=True)
        call = compiled(made.source, made.name, functions)
        arguments = [self.given.values[key] for key in made.parameters]
        try:
            results = calculated(lambda: call(*arguments))
        except NO_RESULT as error:
            raise failure(checked, self.given, functions, error) from None
        self.inputs = dict(zip(made.parameters, arguments, strict=True))
        self.values: dict[Expression, Any] = {node: results[name] for node, name in made.writing.parts.items()}
        self.named: dict[str, Any] = dict(self.inputs)
        self.own = own_functions(self.checked.program)
        self.book = Book(self.checked, words_of(self.checked))

    def text(self, width: int) -> str:
        """The values that came in, then each line."""
        blocks = ["\n".join(f"{key} = {value_text(value)}" for key, value in self.inputs.items())]
        blocks += ["\n".join(self.line(step, width)) for step in self.checked.names.order]
        return "\n\n".join(filter(None, blocks))

    def line(self, step: Step, width: int) -> list[str]:
        """One line of the program: its sentence, the value of each part, its own value."""
        sentence = self.book.line(step)
        out = wrap(sentence, max(width, 24), break_on_hyphens=False) if width else [sentence]
        for node in in_order(step.value):
            if node in self.values and node is not step.value:
                out.append(f"  {expression(node, self.own)} = {self.shown(node)}")
        key = "" if not hasattr(step, "name") else step.name.key
        said = statement(step, self.own)
        out.append(f"  {said} = {self.shown(step.value)}")
        if key:
            self.named[key] = self.values[step.value]
        return out

    def shown(self, node: Expression) -> str:
        """A value, and which of its numbers a function set to 0."""
        value = self.values[node]
        text = value_text(value)
        if not isinstance(node, Call) or node.slope or np.ndim(value) != 1:
            return text
        if node.function not in FUNCTIONS or not FUNCTIONS[node.function].kinks:
            return text
        inner = node.arguments[0]
        before = self.named.get(inner.key) if isinstance(inner, Name) else self.values.get(inner)
        if before is None or np.shape(before) != np.shape(value):
            return text
        places = np.flatnonzero((np.asarray(before) != 0) & (np.asarray(value) == 0)) + 1
        return text + zeroed(node.title, [int(place) for place in places])


def zeroed(function: str, places: list[int]) -> str:
    """Which values became 0, counted from 1.

    >>> zeroed("relu", [2, 4])
    '   (relu set values no. 2 and 4 to 0)'
    """
    if not places:
        return ""
    if len(places) > MOST_NAMED:
        return f"   ({function} set {len(places)} values to 0)"
    listed = ", ".join(map(str, places[:-1])) + (" and " if len(places) > 1 else "") + str(places[-1])
    return f"   ({function} set value{'s' * (len(places) > 1)} no. {listed} to 0)"


def layered(checked: Checked) -> Checked:
    """The program with a line for every layer, checked again."""
    program, _ = read(letters(unchain(checked)))
    extra = tuple(d for d in checked.names.declarations if d.start < 0)
    return check(program, extra, checked.columns, checked.given)
