"""One step of learning: a batch changes the weights by the mean of what each of its datapoints alone would change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..check.solve import Solver
from ..tree import Declaration, Definition, Elementwise, Name, Program, Size, Update, within
from ..write.python_lines import ANEW, IN_PLACE
from .function import Chosen, Variants

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from ..check.model import Checked
    from ..rewrite.backprop import Learning
    from ..tree import Expression


class Step:
    """The learning formula as a function of a batch, bound to the weights, which it changes.

    `weights` are arrays, which are written into, and floats, which are replaced.  `many` are the letters that have
    datapoints, in the order in which their arrays are given to a step; `fixed` are the values that never change.
    """

    def __init__(
        self,
        checked: Checked,
        total: str,
        rate: tuple[str, float],
        weights: dict[str, Any],
        many: Sequence[str],
        fixed: Mapping[str, Any],
        functions: Mapping[str, Callable[..., Any]],
    ) -> None:
        """`total` is the letter that the errors are added up in."""
        self.weights: Final = weights
        self.total: Final = total
        self.rate: Final = rate[1]
        self.numbers: Final = [key for key, value in weights.items() if isinstance(value, float)]
        self.together: Final = adds_up(checked, many)
        updating, batched = (IN_PLACE, many) if self.together else (ANEW, ())
        variants = Variants(checked, updating, functions)
        doubles = [key for key, value in {**fixed, **weights}.items() if getattr(value, "dtype", None) == np.float64]
        made = variants.definition(Chosen(batched, set(doubles) & set(variants.arrays)))
        self.call = variants.compiled(made, {})
        given = {**fixed, **weights, rate[0]: rate[1], total: 0.0, **dict.fromkeys(many)}
        self.arguments: Final = [given[key] for key in made.parameters]
        self.places: Final = [made.parameters.index(key) for key in many]
        self.rate_at: Final = made.parameters.index(rate[0])
        self.number_at: Final = [(key, made.parameters.index(key)) for key in self.numbers]

    def __call__(self, rows: Sequence[Any], count: int) -> float:
        """Change the weights once; what the errors of the datapoints are together."""
        if not self.together:
            return self.one_by_one(rows, count)
        arguments = self.arguments
        for place, part in zip(self.places, rows, strict=True):
            arguments[place] = part
        arguments[self.rate_at] = self.rate / count
        new = self.call(*arguments)
        for key, place in self.number_at:
            arguments[place] = self.weights[key] = float(new[key])
        return new[self.total]  # type: ignore[no-any-return]

    def one_by_one(self, rows: Sequence[Any], count: int) -> float:
        """The same, each datapoint by itself and from the same weights."""
        arguments, weights = self.arguments, self.weights
        changes: dict[str, Any] = dict.fromkeys(weights, 0.0)
        new: Mapping[str, Any] = {}
        total = 0.0
        for number in range(count):
            for place, part in zip(self.places, rows, strict=True):
                arguments[place] = part[number] if part.ndim > 1 else part[number].item()
            new = self.call(*arguments)
            total += float(new[self.total])
            if count > 1:
                for key in changes:
                    changes[key] = changes[key] + (new[key] - weights[key])
        for key, change in changes.items():
            made = weights[key] + change / count if count > 1 else new[key]
            if key in self.numbers:
                weights[key] = float(made)
            else:
                weights[key][...] = made
        for key, place in self.number_at:
            arguments[place] = weights[key]
        return total

    def restore(self, weights: Mapping[str, Any]) -> None:
        """Go back to other weights."""
        for key, value in weights.items():
            if key in self.numbers:
                self.weights[key] = value
            else:
                self.weights[key][...] = value
        for key, place in self.number_at:
            self.arguments[place] = self.weights[key]


def adds_up(checked: Checked, many: Collection[str]) -> bool:
    """True when the updates by a whole batch are the sum of those by its datapoints.

    They are if each depends on the datapoints, and no line reads what was updated before it.
    """
    depends, updated = set(many), set[str]()
    for step in checked.names.order:
        reads = checked.names.needs(step).keys()
        if updated & reads or (many and isinstance(step, Update) and not depends & reads):
            return False
        if isinstance(step, Update):
            updated.add(step.name.key)
        elif isinstance(step, Definition) and depends & reads:
            depends.add(step.name.key)
    return True


def step_lines(learning: Learning) -> tuple[Program, str]:
    """The learning formula with a line that adds up the errors of a batch, and the letter for their sum.

    That line stands in front of the updates, so that the errors are those of the weights before.
    """
    lines = list(learning.program.statements)
    used = {node.key for line in lines for node in within(line) if isinstance(node, Name)}
    total = next(name for number in range(len(used) + 1) if (name := Name("ε", f"sum{number or ''}")).key not in used)
    known = {line.name.key for line in lines if isinstance(line, Definition)}
    measured = [line for line in learning.measured.statements if isinstance(line, Definition)]
    more = [line for line in measured if line.name.key not in known]
    error: Expression = next(line.name for line in measured if line.name.key == learning.error)
    if more and more[-1].name.key == learning.error:  # a line of its own would be worked out for each datapoint
        error = more.pop().value
    first = next((number for number, line in enumerate(lines) if isinstance(line, Update)), len(lines))
    lines[first:first] = [*more, Update(total, Elementwise("+", total, error))]
    return Program(tuple(lines)), total.key


def coming_in(program: Program, values: Mapping[str, Any]) -> Program:
    """A program in which some letters come in with sizes like these values, where lines gave them their values."""
    lines = [line for line in program.statements if not (isinstance(line, Definition) and line.name.key in values)]
    declared = {name.key for line in lines if isinstance(line, Declaration) for name in line.names}
    names = [line.name for line in program.statements if isinstance(line, Definition) and line.name.key in values]
    sizes = {name: tuple(Size((), count) for count in np.shape(values[name.key])) for name in names}
    return Program((*(Declaration((name,), sizes[name]) for name in names if name.key not in declared), *lines))


def sizes_in(checked: Checked, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """The sizes that formulas use as numbers, by the sizes of what comes in."""
    solver = Solver(checked.solver.known, checked.solver.count)
    for key, sizes in shapes.items():
        shape = checked.named.get(key)
        for size, count in zip(shape.sizes if shape else (), sizes, strict=False):
            solver.equate(size, count)
    found = {key: solver.value(checked.letters[key]) for key in checked.names.used_sizes()}
    return {key: size for key, size in found.items() if isinstance(size, int)}
