"""What is known of the parts of a program beside their sizes: what they stand for, and what they are made from."""

from __future__ import annotations

from ..functions import FUNCTIONS, PAIR_LESSONS
from ..sizes import MATRIX, NUMBER, VECTORS
from ..tree import Call, Elementwise, Expression, Name, Number, Product

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from ..check.model import Checked
    from .sentences import Voice
    from .steps import Sizes

FEW = 200  # parts of a formula that are looked through


class Facts:
    """What is known of the parts of one program."""

    def __init__(self, checked: Checked, sizes: Sizes) -> None:
        self.checked: Final = checked
        self.sizes: Final = sizes
        self.own: Final = checked.names.functions

    def resolved(self, node: Expression) -> Expression:
        """What a defined name stands for."""
        definition = self.checked.names.definitions.get(node.key) if isinstance(node, Name) else None
        changed = definition and definition.name.key in self.checked.names.updates
        return definition.value if definition and not changed else node

    def traits(self, node: Expression) -> tuple[str, ...]:
        """What the table of functions knows of a call; nothing of the program's own or of a slope."""
        if not isinstance(node, Call) or node.slope or (len(node.arguments) != 1 and node.function in PAIR_LESSONS):
            return ()
        if node.function in self.own or node.function in self.checked.given or node.function not in FUNCTIONS:
            return ()
        return FUNCTIONS[node.function].traits

    def between(self, node: Expression) -> bool:
        """True for what is known to lie between 0 and 1."""
        return "gate" in self.traits(node)

    def is_bias(self, node: Expression, voice: Voice) -> bool:
        """True for a name with the word for it."""
        return isinstance(node, Name) and voice.phrase(node).startswith("the bias ")

    def only_products(self, node: Expression) -> bool:
        """True for a vector that is multiplied by matrices and nothing else."""
        for _ in range(FEW):
            if isinstance(node, Name):
                return True
            if not isinstance(node, Product) or NUMBER in (self.sizes.shape(p).kind for p in node.parts):
                return False
            vectors = [part for part in node.parts if self.sizes.shape(part).kind in VECTORS]
            if len(vectors) != 1:
                return False
            node = vectors[0]
        return False

    def inner(self, node: Expression) -> int | str | None:
        """How many products each number of a product of matrices is a sum of."""
        if (
            isinstance(node, Product)
            and self.sizes.shape(node.left).kind == self.sizes.shape(node.right).kind == MATRIX
        ):
            return self.sizes.of(self.sizes.shape(node.left))[1]
        return None

    def by_root(self, node: Elementwise) -> bool:
        """True for a product of matrices divided by the root of how many products each of its numbers is a sum of."""
        if "root" not in self.traits(node.right):
            return False
        assert isinstance(node.right, Call)
        root, many = node.right.arguments[0], self.inner(node.left)
        if isinstance(root, Name) and self.checked.names.is_size(root.key):
            size = self.checked.letters.get(root.key)
            value = self.checked.solver.value(size) if size is not None else None
            return many is not None and (value == many or (not isinstance(value, int) and root.key == many))
        return isinstance(root, Number) and many is not None and root.text == str(many)


def stands_in(name: Name, node: Expression) -> bool:
    """True where a name stands in a formula that is not too long to look through."""
    stack, looked = [node], 0
    while stack and looked < FEW:
        looked += 1
        part = stack.pop()
        if isinstance(part, Name) and part.key == name.key:
            return True
        stack.extend(part.parts)
    return False
