"""One formula becomes one line a layer: `l2 = relu(l0W0)W1` is `l1 = relu(l0W0); l2 = l1W1`.

A layer is a value in between that a product went into: what a function gives, or a vector that is multiplied on.
"""

from __future__ import annotations

from ..check.layers import layers_in
from ..sizes import MATRIX, NUMBER, VECTORS
from ..tree import Call, Definition, Expression, Name, Product, Program, Statement, in_order
from .substitute import replaced, with_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..check.model import Checked
    from ..check.names import Step

LETTERS = {MATRIX: "HZVURS", "vector": "hzvurs", NUMBER: "βγκμτω"}


def unchain(checked: Checked) -> Program:
    """The program with a line for every layer.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.write.letters import letters
    >>> print(letters(unchain(check(read("l2 = relu(l0W0)W1")[0]))))
    l1 = relu(l0W0)
    l2 = l1W1
    """
    fresh = FreshNames(checked)
    steps = set(checked.names.order)
    lines: list[Statement] = []
    for line in checked.program.statements:
        if line in steps:
            lines += split(checked, line, fresh)
        else:
            lines.append(line)
    return Program(tuple(lines))


def split(checked: Checked, step: Step, fresh: FreshNames) -> list[Statement]:
    """The lines of one line: its layers, then itself."""
    names: dict[Expression, Name] = {}
    multiplied: set[Expression] = set()
    has_product: set[Expression] = set()
    order = in_order(step.value)
    layers = layers_in(step, checked.columns)
    for node in order:
        if isinstance(node, Product) and is_product(checked, node):
            multiplied.add(node.right if checked.columns else node.left)
            has_product.add(node)
        elif any(part in has_product for part in node.parts):
            has_product.add(node)
    out: list[Statement] = []
    made: dict[Expression, Expression] = {}
    for node in order:
        if node is step.value or node not in has_product or not is_layer(checked, node, node in multiplied):
            continue
        name = fresh.name(checked.kind(node), layers.get(node))
        value = replaced(node, lambda inside: made.get(inside))
        names[node] = name
        made[node] = name
        out.append(Definition(name, value))
    if not out:
        return [step]
    return [*out, with_value(step, replaced(step.value, lambda inside: made.get(inside)))]


def is_product(checked: Checked, node: Product) -> bool:
    """True for a product of arrays, not a scaling."""
    return NUMBER not in (checked.kind(node.left), checked.kind(node.right))


def is_layer(checked: Checked, node: Expression, multiplied: bool) -> bool:
    """True for a value in between that gets a line."""
    kind = checked.kind(node)
    return kind != NUMBER and (isinstance(node, Call) or (multiplied and kind in VECTORS))


class FreshNames:
    """Names that no line of the program uses."""

    def __init__(self, checked: Checked) -> None:
        names = checked.names
        self.used = set(names.sizes) | set(names.definitions) | set(names.inputs)
        self.used.update(*names.closed.values())
        letters = {key[0] for key in self.used} | {f[0] for f in names.functions if len(f) < 3}
        self.letters = {
            kind: next((c for c in choice if c not in letters), choice[0]) for kind, choice in LETTERS.items()
        }
        self.numbers: dict[str, int] = {}

    def name(self, kind: str, wanted: Name | None) -> Name:
        """The wanted name if it is free, else the next of a letter that is."""
        if wanted is not None and wanted.key not in self.used:
            self.used.add(wanted.key)
            return wanted
        letter = self.letters["vector" if kind in VECTORS else kind]
        while True:
            self.numbers[letter] = self.numbers.get(letter, 0) + 1
            name = Name(letter, str(self.numbers[letter]))
            if name.key not in self.used:
                self.used.add(name.key)
                return name
