"""What nobody can hold is refused before anybody asks for it: huge arrays, and numbers that never end."""

from __future__ import annotations

from collections import ChainMap

from .. import limits
from ..functions import FUNCTIONS
from ..sizes import NUMBER, Shape
from ..tree import (
    Call,
    Definition,
    Elementwise,
    Expression,
    Inverse,
    Join,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Transpose,
    Update,
    Values,
    in_order,
)
from .report import Reporter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from .model import Checked, Shapes

SETTLED = 0  # the length of what has a point or 64 bits, and grows no longer
WORD = 62  # bits that NumPy has room for, whatever the sign
ADDED = 30  # bits by which a sum of as many values as there can be is longer than one of them
OTHER = 1024  # bits of what a function gives, unless it was given more


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

    `inputs` has the bits of the numbers that come in.
    """
    named = ChainMap(dict(inputs))
    for step in checked.names.order:
        bits: dict[Expression, float] = {}
        for node in in_order(step.value):
            bits[node] = length(checked, node, bits, checked.shapes, named)
            if bits[node] > limits.BITS:
                return node
        if isinstance(step, Definition | Update):
            named[step.name.key] = bits[step.value]
    return None


def own_length(
    checked: Checked, call: Call, bits: dict[Expression, float], shapes: Shapes, outside: MutableMapping[str, float]
) -> float:
    """How many bits an own function of numbers may give: its body is followed with the bits of its arguments."""
    kinds = tuple(shape.kind for argument in call.arguments if (shape := shapes.get(argument)) is not None)
    instance = checked.instances[call.title, kinds]  # a call with a size has been walked
    parameters = instance.definition.parameters
    own = {p.key: bits[argument] for p, argument in zip(parameters, call.arguments, strict=True)}
    named = ChainMap(own, outside)
    inside: dict[Expression, float] = {}
    for node in in_order(instance.definition.value):
        inside[node] = length(checked, node, inside, instance.shapes, named)
        if inside[node] > limits.BITS:
            return inside[node]
    return inside[instance.definition.value]


def long_in(node: Values) -> int:
    """The bits of the longest whole number of a literal, if NumPy has no room for it."""
    longest = max((value.bit_length() for row in node.rows for value in row if isinstance(value, int)), default=0)
    return longest if longest > WORD else SETTLED


def too_long(say: Reporter, node: Expression) -> str:
    """That a number has too many digits."""
    return f"{say.text(node)} would be a number with more than {limits.BITS * 3 // 10:,} digits"


def length(
    checked: Checked, node: Expression, bits: dict[Expression, float], shapes: Shapes, named: ChainMap[str, float]
) -> float:
    """How many bits a whole number may have, or those of an array, as far as constants tell."""
    shape = shapes.get(node)
    array = shape is None or shape.kind != NUMBER
    match node:
        case Number(text):
            return SETTLED if "." in text else 3.33 * len(text) + 1
        case Name():
            return named.get(node.key, SETTLED if array else 1)
        case Values():
            return long_in(node)
        case Elementwise("/") | Inverse():
            return SETTLED
        case Call() if node.title in checked.names.functions and shape is not None:
            return own_length(checked, node, bits, shapes, named.maps[-1])
        case Call(function, (argument,), False) if function in FUNCTIONS and FUNCTIONS[function].scalar == "{0}":
            return bits[argument] and bits[argument] + ADDED * (shapes[argument] != shape)
    parts = [bits[part] for part in node.parts]
    longest = max(parts)
    if longest <= WORD and (array or SETTLED in parts):
        return SETTLED
    match node:
        case Negative() | Transpose() | Join():
            return longest
        case Elementwise("+" | "-"):
            return longest + 1
        case Elementwise("⊙"):
            return sum(parts)
        case Product():
            return sum(parts) + ADDED * (array or any(shapes[part] != shape for part in node.parts))
        case Power(_, Number(text)) if text.isdigit():
            return parts[0] and max(1, parts[0] * min(int(text), limits.BITS))
        case _:
            return max(OTHER, sum(parts) + ADDED)
