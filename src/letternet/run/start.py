"""What the weights are before anything is learned: values that are given, else random ones from a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..tree import Convention, Definition, Elementwise, FunctionDefinition, Name, Program, in_order
from ..words import listed
from .datapoints import as_floats
from .run import run
from .values import refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..check.model import Checked
    from ..rewrite.backprop import Learning
    from .datapoints import Datapoints

WEIGHTS = 2  # what a stream of random numbers is for; permutations and masks have their own


def starting_weights(checked: Checked, given: Datapoints, own: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """An array for each letter that is learned, a float for a number; `own` are values that the formula itself gives.

    What is only ever added, a bias, starts at 0.  A matrix that takes n values is drawn from the normal distribution
    with standard deviation √(2/n), so that what comes out of a layer with relu is about as large as what goes in; so
    is a vector of n values, and a number with standard deviation 1.  Each letter has random numbers of its own: they
    stay the same whatever the other letters start from.
    """
    values = {**own, **given.start}
    return {
        key: as_weight(values[key]) if key in values else random_weight(checked, given, key, seed)
        for key in given.learned
    }


def as_weight(value: Any) -> Any:
    """A value as training takes it, which writes into arrays."""
    return np.array(as_floats(value)) if np.ndim(value) else float(value)


def random_weight(checked: Checked, given: Datapoints, key: str, seed: int) -> Any:
    """What one letter starts from if nothing is given."""
    size = given.known_size(key)
    if only_added(checked, key):
        return np.zeros(size) if size else 0.0
    chance = np.random.default_rng([seed, 0, WEIGHTS, *key.encode()])
    if not size:
        return float(chance.standard_normal())
    comes_in = size[-1] if len(size) == 2 and checked.columns else size[0]
    return chance.standard_normal(size) * np.sqrt(2 / comes_in)


def only_added(checked: Checked, key: str) -> bool:
    """True for a bias: wherever the letter stands, it is added to something.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> checked = check(read("l1 = relu(l0W0 + b0) ⊙ g")[0])
    >>> only_added(checked, "b0"), only_added(checked, "g")
    (True, False)
    """
    values = [step.value for step in checked.names.steps]
    values += [function.value for function in checked.names.functions.values()]
    stands = added = 0
    for value in values:
        for node in in_order(value):
            stands += isinstance(node, Name) and node.key == key
            if isinstance(node, Elementwise) and node.operator in "+-":
                added += sum(isinstance(part, Name) and part.key == key for part in node.parts)
    return stands == added


def own_values(learning: Learning, again: Callable[[Program], Checked]) -> dict[str, Any]:
    """The values of learned letters that lines of the formula give them, `W0 = [1 0; 0 1]`."""
    lines = {line.name.key: line for line in learning.program.statements if isinstance(line, Definition)}
    around = [line for line in learning.program.statements if isinstance(line, Convention | FunctionDefinition)]
    found = {}
    for key in learning.learned:
        if key not in lines:
            continue
        checked = again(Program((*around, lines[key])))
        if checked.names.inputs:
            read = listed(list(checked.names.inputs))
            raise refused("E0302", f"{key} is worked out from {read} by a line of the formula, so it cannot be learned")
        found[key] = run(checked, {})[key]
    return found
