"""A run in which the value of every part of every line is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..check.check import check
from ..functions import FUNCTIONS
from ..read.letters import read
from ..rewrite.unchain import unchain
from ..sizes import NUMBER, VECTORS
from ..tree import Call, Definition, Expression, Name, Number, Power, Update, Values, in_order
from ..words import words_of
from ..write.english import Book
from ..write.letters import letters
from ..write.python import Def
from .code import calculated, compiled
from .failures import NO_RESULT, failure
from .given import Given
from .handed import guarded
from .whole import refuse_too_large

if TYPE_CHECKING:
    from ..check.model import Checked
    from ..words import Words


class Worked:
    """The values of a checked program's parts; `origin` is the program that the values were given for."""

    def __init__(
        self, checked: Checked, given: Given, functions: Mapping[str, Callable[..., Any]], origin: Checked | None = None
    ) -> None:
        self.checked = checked
        functions = guarded(functions)
        made = Def(checked, words_of(checked), given.batched, everything=True, every_step=True)
        call = compiled(made.source, made.name, functions)
        arguments = [given.values[key] for key in made.parameters]
        try:
            results = calculated(lambda: call(*arguments))
        except NO_RESULT as error:
            raise failure(origin or checked, given, functions, error) from None
        refuse_too_large(checked, results, given, functions, every_step=True)
        self.inputs = dict(zip(made.parameters, arguments, strict=True))
        self.values: dict[Expression, Any] = {node: results[name] for node, name in made.writing.parts.items()}
        self.batched = frozenset(made.writing.batched)
        self.named: dict[str, Any] = {"π": np.pi, **self.inputs}  # as far as a reader of the lines has come
        self.named.update((key, given.values[key]) for key in checked.names.used_sizes())

    def before(self, node: Expression) -> Any:
        """The value of an expression, a name's as it is now."""
        if isinstance(node, Number | Values):
            return literal(node, self.checked.kind(node))
        return self.named.get(node.key) if isinstance(node, Name) else self.values.get(node)

    def set_to_zero(self, node: Expression) -> Any:
        """True for each value that a function set to 0, in the shape of its result; None if it is no such function."""
        if not isinstance(node, Call) or node.slope or node.function not in FUNCTIONS:
            return None
        before, after = self.before(node.arguments[0]), self.before(node)
        if "silences" not in FUNCTIONS[node.function].traits or before is None or np.shape(before) != np.shape(after):
            return None
        return (np.asarray(before) != 0) & (np.asarray(after) == 0)

    def silenced(self, node: Expression) -> list[int]:
        """The places in a vector that a function set to 0, counted from 0."""
        found = self.set_to_zero(node)
        return [] if found is None or found.ndim != 1 else [int(i) for i in np.flatnonzero(found)]


class Shown:
    """The values of all parts by their ids, as pictures take them; `lines` has the ids that each line adds.

    `batched` are the parts whose values are whole batches; `silenced` has those of which a function set values to 0,
    each with an array that is true at these.
    """

    def __init__(self, worked: Worked) -> None:
        self.checked = checked = worked.checked
        ids = checked.ids
        self.values: dict[str, Any] = {}
        self.silenced: dict[str, Any] = {}
        self.lines: list[frozenset[str]] = []
        self.batched: set[str] = set()
        kinds: dict[str, str] = {}
        for step in checked.names.order:
            new: set[str] = set()
            nodes = in_order(step.value)
            exponents = {node.exponent for node in nodes if isinstance(node, Power)}
            for node in nodes:
                term = ids[node]
                value = worked.before(node)
                if value is None or (isinstance(node, Number) and node in exponents):
                    continue
                self.values[term] = value
                kinds[term] = checked.kind(node)
                if not isinstance(node, Name | Number | Values):
                    new.add(term)
                silenced = worked.set_to_zero(node)
                if silenced is not None and silenced.any():
                    self.silenced[term] = silenced
            if isinstance(step, Definition | Update):
                term, key = ids[step.name], step.name.key
                value = worked.values.get(step.value)
                worked.named[key] = self.values[term] = worked.before(step.value) if value is None else value
                kinds[term] = checked.kind(step.value)
                if not isinstance(step.value, Number | Values):
                    new.add(term)
            self.lines.append(frozenset(new))
        for names in checked.names.closed.values():  # what only functions mention
            for key, name in names.items():
                shape, term = checked.named.get(key), ids[name]
                if shape is not None and key in worked.inputs and term not in self.values:
                    self.values[term], kinds[term] = worked.inputs[key], shape.kind
        for term, value in self.values.items():
            usual = 0 if kinds[term] == NUMBER else 1 if kinds[term] in VECTORS else 2
            if np.ndim(value) > usual:
                self.batched.add(term)

    def sizes(self) -> dict[str, tuple[int, ...]]:
        """The size of every part, of one datapoint."""
        return {term: np.shape(value)[term in self.batched :] for term, value in self.values.items()}

    def frames(self, words: Words) -> Iterator[tuple[str, dict[str, Any]]]:
        """What happens in each frame, and the values that are known then: first of all what comes in."""
        book = Book(self.checked, words)
        later = [term for line in self.lines for term in line]
        known = {term: value for term, value in self.values.items() if term not in later}
        yield "What comes in.", dict(known)
        for step, line in zip(self.checked.names.order, self.lines, strict=True):
            if line:
                known.update((term, self.values[term]) for term in line)
                yield book.line(step), dict(known)


def shown(checked: Checked, values: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]) -> Shown:
    """The values of a program's parts; raises `DataError` for values that do not fit."""
    return Shown(Worked(checked, Given(checked, values), functions))


def shown_in_layers(checked: Checked, values: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]) -> Shown:
    """The values of the parts of a program with a line for every layer."""
    return Shown(Worked(layered(checked), Given(checked, values), functions, checked))


def layered(checked: Checked) -> Checked:
    """The program with a line for every layer, checked again."""
    program, _ = read(letters(unchain(checked)))
    extra = tuple(d for d in checked.names.declarations if d.start < 0)
    return check(program, extra, checked.columns, checked.given)


def literal(node: Number | Values, kind: str) -> Any:
    """The value of a number or a table as typed."""
    if isinstance(node, Number):
        return float(node.text) if not node.text.isdigit() else int(node.text)
    table = np.array(node.rows)
    return table.reshape(-1) if kind in VECTORS else table
