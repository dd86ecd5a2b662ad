"""The values in between: in `l2 = relu(l0W0)W1`, what W1 is applied to is layer 1, though no line names it."""

from __future__ import annotations

from ..sizes import VECTORS, Shape
from ..tree import Call, Definition, Expression, Name, Product, in_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from .model import Checked


class Layer:
    """A value in between, the name it goes by, its size, the size declared for that name, its line."""

    __slots__ = ("declared", "key", "line", "node", "shape")

    def __init__(self, key: str, node: Expression, shape: Shape, declared: Shape, line: Definition) -> None:
        self.key: Final = key
        self.node: Final = node
        self.shape: Final = shape
        self.declared: Final = declared
        self.line: Final = line


def layer_of(step: Definition, product: Product) -> Name | None:
    """The name of a product's left side, if it is a layer: the letter defined, with the index of the weights."""
    right = product.right
    if isinstance(right, Name) and right.index.isdigit() and isinstance(product.left, Call):
        return Name(step.name.letter, right.index)
    return None


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
        for node in in_order(step.value):
            if not isinstance(node, Product):
                continue
            name = layer_of(step, node)
            shape = checked.shapes.get(node.left)
            declared = checked.named.get(name.key) if name else None
            if name and name.key in waiting and shape and declared and {shape.kind, declared.kind} <= set(VECTORS):
                yield Layer(name.key, node.left, shape, declared, step)
