"""A run step by step: the formula layer by layer, each with its sentence and the value of every part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from ..tree import Call, Expression, in_order
from ..words import listed, words_of
from ..write.english import Book
from ..write.letters import expression, own_functions, statement
from ..write.values import value_text
from .given import Given
from .worked import Worked, layered

if TYPE_CHECKING:
    from ..check.model import Checked
    from ..check.names import Step

MOST_NAMED = 6  # values set to 0 that are counted out
LONGEST = 200  # names, numbers and operations of a part that is shown


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
        given = Given(checked, values)
        self.checked = layered(checked)
        self.worked = Worked(self.checked, given, functions, checked)
        self.own = own_functions(self.checked.program)
        self.book = Book(self.checked, words_of(self.checked))

    def text(self, width: int) -> str:
        """The values that came in, then each line."""
        blocks = ["\n".join(f"{key} = {value_text(value)}" for key, value in self.worked.inputs.items())]
        blocks += ["\n".join(self.line(step, width)) for step in self.checked.names.order]
        return "\n\n".join(filter(None, blocks))

    def line(self, step: Step, width: int) -> list[str]:
        """One line of the program: its sentence, the value of each part, its own value."""
        sentence = self.book.line(step)
        out = wrap(sentence, max(width, 24), break_on_hyphens=False) if width else [sentence]
        size: dict[Expression, int] = {}
        unseen = 0
        for node in in_order(step.value):
            size[node] = 1 + sum(size[part] for part in node.parts)
            if node not in self.worked.values or node is step.value:
                continue
            if size[node] > LONGEST:
                unseen += 1
            else:
                out.append(f"  {expression(node, self.own)} = {self.shown(node)}")
        if unseen:
            out.append(f"  … ({unseen:,} longer parts are not shown)")
        key = "" if not hasattr(step, "name") else step.name.key
        said = statement(step, self.own)
        out.append(f"  {said} = {self.shown(step.value)}")
        if key:
            self.worked.named[key] = self.worked.values[step.value]
        return out

    def shown(self, node: Expression) -> str:
        """A value, and which of its numbers a function set to 0."""
        text = value_text(self.worked.values[node])
        places = [place + 1 for place in self.worked.silenced(node)]
        return text + zeroed(node.title, places) if isinstance(node, Call) else text


def zeroed(function: str, places: list[int]) -> str:
    """Which values became 0, counted from 1.

    >>> zeroed("relu", [2, 4])
    '   (relu set values no. 2 and 4 to 0)'
    """
    if not places:
        return ""
    if len(places) > MOST_NAMED:
        return f"   ({function} set {len(places)} values to 0)"
    return f"   ({function} set value{'s' * (len(places) > 1)} no. {listed(list(map(str, places)))} to 0)"

