"""The values in between: in `l2 = relu(l0W0)W1`, what W1 is applied to is layer 1, though no line names it."""

from __future__ import annotations

from ..sizes import VECTORS, Shape
from ..tree import Call, Definition, Expression, Name, Product, in_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from .model import Checked
    from .names import Step


class Layer:
    """A value in between, the name it goes by, its size, the size declared for that name, its line."""

    __slots__ = ("declared", "key", "line", "node", "shape")

    def __init__(self, key: str, node: Expression, shape: Shape, declared: Shape, line: Definition) -> None:
        self.key: Final = key
        self.node: Final = node
        self.shape: Final = shape
        self.declared: Final = declared
        self.line: Final = line


def layers_in(step: Step, columns: bool) -> dict[Expression, Name]:
    """What a function gives in a line and weights are applied to, by its name: the letter defined, with their index.

    >>> from letternet.read.letters import read
    >>> line, column = read("l2 = relu(l0W0)W1; l2 = W1relu(W0l0)")[0].statements
    >>> [name.key for found in (layers_in(line, False), layers_in(column, True)) for name in found.values()]
    ['l1', 'l1']
    """
    found: dict[Expression, Name] = {}
    if not isinstance(step, Definition):
        return found
    for node in in_order(step.value):
        if isinstance(node, Product):
            weights, layer = (node.left, node.right) if columns else (node.right, node.left)
            if isinstance(weights, Name) and weights.index.isdigit() and isinstance(layer, Call):
                found[layer] = Name(step.name.letter, weights.index)
    return found


def hidden_layers(checked: Checked) -> Iterator[Layer]:
    """The values in between whose name is declared, though it stands in no formula."""
    names = checked.names
    used = {key for read in names.closed.values() for key in read}  # by functions, whether they are called or not
    waiting = names.declared.keys() - names.definitions.keys() - names.inputs.keys() - names.updates.keys() - used
    if not waiting:
        return
    for step in names.order:
        if not isinstance(step, Definition):
            continue
        for node, name in layers_in(step, checked.columns).items():
            shape, declared = checked.shapes.get(node), checked.named.get(name.key)
            if name.key in waiting and shape and declared and {shape.kind, declared.kind} <= set(VECTORS):
                yield Layer(name.key, node, shape, declared, step)
