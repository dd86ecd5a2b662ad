"""What nobody can hold is refused before anybody asks for it: huge arrays, and numbers that never end."""

from __future__ import annotations

from .. import limits
from ..functions import FUNCTIONS
from ..sizes import NUMBER, Shape
from ..tree import (
    Call,
    Definition,
    Elementwise,
    Expression,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Update,
    in_order,
)
from .report import Reporter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .model import Checked, Shapes

FLOAT = 1024  # bits that a float can reach


def check_amounts(say: Reporter) -> None:
    """Report the first array that is too large, and the first whole number that is too long."""
    checked = say.checked
    known = [size for size in checked.solver.known.values() if isinstance(size, int)]
    known += [n for shape in checked.named.values() if shape for n in shape.sizes if isinstance(n, int)]
    if max(known, default=0) ** 2 > limits.ELEMENTS:
        for key, shape in checked.named.items():
            name = checked.names.inputs.get(key)
            definition = checked.names.definitions.get(key)
            at = name or (definition.name if definition else checked.names.declared.get(key))
            if shape is not None and at is not None and too_large(say, shape, key, at):
                return
        for node, shape in checked.shapes.items():
            if shape is not None and too_large(say, shape, say.text(node), node):
                return
    if checked.numbers_grow:
        long = long_number(checked, {})
        if long is not None:
            say.report("E0109", too_long(say, long), long)


def too_large(say: Reporter, shape: Shape, what: str, at: Node) -> bool:
    """Report a value with more elements than the limit."""
    elements = 1
    for size in shape.sizes:
        value = say.checked.solver.value(size)
        elements *= value if isinstance(value, int) else 1
    if elements <= limits.ELEMENTS:
        return False
    say.report("E0109", f"{what} would have {elements:,} values; at most {limits.ELEMENTS:,} are allowed", at)
    return True


def long_number(checked: Checked, inputs: Mapping[str, float]) -> Expression | None:
    """The first whole number that becomes longer than the limit, as far as constants and inputs tell.

    `inputs` has the bits of the numbers that come in; a number that an array, a point or a function has been part
    of is a float, and has no more bits than one.
    """
    named = dict(inputs)
    for step in checked.names.order:
        bits: dict[Expression, float] = {}
        for node in in_order(step.value):
            bits[node] = length(checked, node, bits, checked.shapes, named)
            if bits[node] > limits.BITS:
                return node
        if isinstance(step, Definition | Update):
            named[step.name.key] = bits[step.value]
    return None


def own_length(checked: Checked, call: Call, bits: dict[Expression, float], shapes: Shapes) -> float:
    """How many bits an own function of numbers may give: its body is followed with the bits of its arguments."""
    kinds = tuple(shape.kind for argument in call.arguments if (shape := shapes.get(argument)) is not None)
    instance = checked.instances[call.title, kinds]  # a call with a size has been walked
    parameters = instance.definition.parameters
    named = {p.key: bits[argument] for p, argument in zip(parameters, call.arguments, strict=True)}
    inside: dict[Expression, float] = {}
    for node in in_order(instance.definition.value):
        inside[node] = length(checked, node, inside, instance.shapes, named)
        if inside[node] > limits.BITS:
            return inside[node]
    return inside[instance.definition.value]


def too_long(say: Reporter, node: Expression) -> str:
    """That a number has too many digits."""
    return f"{say.text(node)} would be a number with more than {limits.BITS * 3 // 10:,} digits"


def length(
    checked: Checked, node: Expression, bits: dict[Expression, float], shapes: Shapes, named: dict[str, float]
) -> float:
    """How many bits a number may have, as far as its constants tell."""
    shape = shapes.get(node)
    if shape is None or shape.kind != NUMBER:
        return FLOAT
    match node:
        case Number(text):
            return FLOAT if "." in text else 3.33 * len(text) + 1
        case Name():
            return named.get(node.key, 1)
        case Negative(part):
            return bits[part]
        case Elementwise("+" | "-", left, right):
            return max(bits[left], bits[right]) + 1
        case Elementwise("⊙", left, right) | Product(left, right):
            return bits[left] + bits[right]
        case Power(part, Number(text)) if text.isdigit():
            return bits[part] * min(int(text), limits.BITS)
        case Call(function, (argument,), False) if function in FUNCTIONS and FUNCTIONS[function].scalar == "{0}":
            return bits[argument]
        case Call() if node.title in checked.names.functions:
            return own_length(checked, node, bits, shapes)
        case _:
            return FLOAT
