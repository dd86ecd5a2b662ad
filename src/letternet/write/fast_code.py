"""One expression becomes NumPy code that runs fast: what was made on the way is written into again.

An array that a step has made, and that only the next step needs, takes the result of that step, if it is of the same
size and precision: `np.maximum(layer_1, zero, out=layer_1)`.  Numbers that meet arrays are arrays of no dimension,
which NumPy need not convert; what has no letters in it is worked out once.
"""

from __future__ import annotations

import re

from ..functions import FUNCTIONS, PAIRWISE, as_many, diag_sizes, every_row, every_value, pick_sizes
from ..patterns import pattern
from ..sizes import MATRIX, NUMBER
from ..tree import (
    Call,
    Elementwise,
    Expression,
    Inverse,
    Join,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Transpose,
    Values,
)
from .numpy_code import COMPARISONS, SIGNS, WHOLE, Code, Writer, aligned
from .python_lines import LOOK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final, Protocol

    from ..functions import Function
    from ..sizes import Shape
    from ..tree import Operation
    from .numpy_code import Surroundings

    class FastSurroundings(Surroundings, Protocol):
        """What fast code asks of the text around it, beside what all code does."""

        def do(self, code: str, batched: bool) -> None:
            """A statement, after the values that are kept so far."""

        def constant(self, code: str, wanted: str) -> str:
            """Work code without letters out once; what it is called then."""

        def local(self, wanted: str) -> str:
            """An identifier that nothing else has."""

        @property
        def apart(self) -> bool:
            """True when what does not differ between datapoints is worked out before the rest."""

        unseen: set[str]  # the batches that are still to be looked at

        @property
        def precision(self) -> str:
            """The type of the floats in all arrays that come in; empty if they may be of several, or whole."""


SURE = (every_value, every_row)  # the functions that have a result for any numbers
VIEWS = (diag_sizes, pick_sizes, as_many)  # the functions whose values may lie within what they are made from
A_NUMBER = pattern(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
IN_LINE = pattern(r"(?:(?<=[=,] )|(?<=\())\d+(?:\.\d+)?(?=[,)]| \*|$)")  # a number that meets arrays
CALLED = {"0": "zero", "1": "one", "2": "two", "0.5": "half"}


class FastWriter(Writer):
    """Writes nodes for speed; one for each expression."""

    around: FastSurroundings

    def __init__(self, shapes: Mapping[Expression, Shape | None], around: FastSurroundings) -> None:
        super().__init__(shapes, around)
        self.constant: Final[set[Expression]] = set()

    def node(self, node: Number | Values | Operation, parts: list[Code]) -> Code:
        """The code of a node whose parts have this code."""
        if self.is_constant(node, parts):
            self.constant.add(node)
            code = super().node(node, parts)
            if isinstance(node, Values):
                return told(code, True, False) if self.around.floats and self.around.precision else code
            return told(code, code.floating and not is_comparison(node), False)
        given = zip(node.parts, parts, strict=True)
        parts = [self.once(part, code) if part in self.constant else code for part, code in given]
        if self.around.apart and any(code.batched for code in parts):
            parts = [self.before(part, code) for part, code in zip(node.parts, parts, strict=True)]
        done = self.into(node, parts)
        if done is not None:
            return done
        code = super().node(node, parts)
        if isinstance(node, Product):
            code = self.seen(node, parts, code)
        if isinstance(node, Transpose) or code.fresh:
            return code
        made = code.kind != NUMBER or code.batched
        if isinstance(node, Call):
            row = None if self.around.is_own(node) else FUNCTIONS.get(node.function)
            made &= row is not None and not node.slope and row.sizes not in VIEWS and code.text != parts[0].text
            if row is not None and (row.index is not None or row.sizes is as_many):  # others lend sizes and numbers
                return told(code, parts[0].floating, made)
        if is_comparison(node):
            alike = next((part for part in parts if part.like), code)  # the array whose type it gets
            return told(code, alike.floating and alike.like == alike.text, made)
        return told(code, code.floating, made)

    def merged(self, parts: Sequence[Code], text: str, holds: int, kind: str) -> Code:
        """Code for a value made of several: of floats, if all arrays in it are."""
        code = super().merged(parts, text, holds, kind)
        sure = any(part.floating for part in parts) and all(map(self.keeps_floats, parts))
        return told(code, sure, False) if sure else code

    def keeps_floats(self, code: Code) -> bool:
        """True for what leaves the precision of floats that meet it: of double precision everything real does."""
        return code.floating or code.plain or self.around.precision == "float64"

    def seen(self, node: Product, parts: Sequence[Code], code: Code) -> Code:
        """The product of a batch that is still to be looked at: it is looked at instead, which is less.

        Where a value is no number, none of what is made with it is one.
        """
        for name, other in ((node.left, parts[1]), (node.right, parts[0])):
            if isinstance(name, Name) and name.key in self.around.unseen and other.kind == MATRIX and not other.batched:
                self.around.unseen.discard(name.key)
                text = self.around.keep(node, code.text, True)
                self.around.do(f"{LOOK}({text})", True)
                return Code(text, WHOLE, code.kind, True, like=code.like, floating=code.floating, fresh=True)
        return code

    # ------------------------------------------------------------------------------------- worked out once

    def kept(self, node: Expression, code: Code) -> Code:
        """The name of a line that the value gets to itself, in the function: it is not worked out before."""
        self.constant.discard(node)
        return super().kept(node, code)

    def once(self, node: Expression, code: Code) -> Code:
        """The name of what has no letters in it."""
        code = self.whole(code)
        if A_NUMBER.fullmatch(code.text) or (code.kind == NUMBER and isinstance(node, Number | Negative)):
            return code
        name = self.around.constant(code.text, "constant")
        return Code(name, WHOLE, code.kind, False, code.plain, like=code.like, floating=code.floating)

    def before(self, node: Expression, code: Code) -> Code:
        """The name of what does not differ between datapoints and was worked out."""
        view = node.part if isinstance(node, Transpose) else node
        if code.batched or isinstance(view, Name | Number) or code.text.isidentifier() or A_NUMBER.fullmatch(code.text):
            return code
        kept = self.kept(node, code)
        return Code(kept.text, WHOLE, kept.kind, False, kept.plain, like=code.like, floating=kept.floating)

    def is_constant(self, node: Expression, parts: Sequence[Code]) -> bool:
        """True for what has no letters in it, no line of its own, and is sure to have a result."""
        if any(part not in self.constant for part in node.parts) or any(code.text.isidentifier() for code in parts):
            return False
        match node:
            case Join():
                return len({code.plain for code in parts}) == 1
            case Name() | Power() | Inverse():
                return False
            case Call(function, _, slope):
                row = FUNCTIONS.get(function)
                return row is not None and not slope and not self.around.is_own(node) and row.sizes in SURE
            case Elementwise("/", _, right):
                return isinstance(right, Number) and float(right.text) != 0
            case _:
                return True

    # ------------------------------------------------------------------------------------ written into again

    def into(self, node: Expression, parts: Sequence[Code]) -> Code | None:
        """The code of a node whose value goes into an array that one of its parts has made; None if there is none."""
        match node:
            case Elementwise() if not is_comparison(node):
                return self.pair(node, node.operator, self.whole(parts[0]), self.whole(parts[1]))
            case Product() if (parts[0].kind == NUMBER) != (parts[1].kind == NUMBER):
                return self.pair(node, "⊙", self.whole(parts[0]), self.whole(parts[1]))
            case Negative(part):
                code = self.whole(parts[0])
                if self.reusable(code, node, []):
                    name = self.owned(part, code)
                    return self.done(code, name, f"np.negative({name}, out={name})")
            case Power(part, Number(text)):
                code = self.whole(parts[0])
                if self.reusable(code, node, []):
                    name = self.owned(part, code)
                    return self.done(code, name, f"{name} **= {text}")
            case Call() if not node.slope and not self.around.is_own(node):
                row = FUNCTIONS[node.function]
                if len(parts) == 2 and node.function in PAIRWISE and not (parts[0].plain and parts[1].plain):
                    return self.larger(node, PAIRWISE[node.function], parts[0], parts[1])
                if row.sizes in SURE and row.again and (parts[0].kind != NUMBER or parts[0].batched):
                    return self.function(node, row, self.whole(parts[0]))
            case _:
                pass
        return None

    def reusable(self, code: Code, node: Expression, others: Sequence[Code]) -> bool:
        """True for an array that can take the value of a node, into which others go."""
        return (
            code.fresh
            and code.floating
            and code.kind == self.kind(node)
            and all(code.batched or not other.batched for other in others)
            and all(self.keeps_floats(other) or other.truth for other in others)
        )

    def owned(self, node: Expression, code: Code) -> str:
        """The identifier of an array that a part has made."""
        return code.text if code.text.isidentifier() else self.around.keep(node, code.text, code.batched)

    def done(self, code: Code, name: str, *statements: str) -> Code:
        """The array of this name, after something was done in it."""
        for statement in statements:
            self.around.do(statement, code.batched)
        return Code(name, WHOLE, code.kind, code.batched, like=code.like, floating=True, fresh=True)

    def pair(self, node: Expression, operator: str, left: Code, right: Code) -> Code:
        """Two values that meet value by value, in the array of one of them where that can be."""
        kind, batched = self.kind(node), left.batched or right.batched
        left, right = self.met(left, right), self.met(right, left)
        one, other = aligned(left, kind, batched), aligned(right, kind, batched)
        sign, holds = SIGNS[operator]
        if self.reusable(left, node, [right]):
            name = self.owned(node.parts[0], left)
            text = other.truth if operator == "⊙" and other.truth else other.text
            return self.done(left, name, f"{name} {sign}= {text}")
        if self.reusable(right, node, [left]):
            name = self.owned(node.parts[1], right)
            if operator in "+⊙":
                text = one.truth if operator == "⊙" and one.truth else one.text
                return self.done(right, name, f"{name} {sign}= {text}")
            function = "subtract" if operator == "-" else "divide"
            return self.done(right, name, f"np.{function}({one.text}, {name}, out={name})")
        if operator == "⊙" and (one.floating or other.floating):
            if other.truth and not one.truth:
                return self.merged([left, right], f"{one.within(holds)} {sign} {other.truth}", holds, kind)
            if one.truth and not other.truth:
                return self.merged([left, right], f"{one.truth} {sign} {other.within(holds + 1)}", holds, kind)
        made = self.merged([left, right], f"{one.within(holds)} {sign} {other.within(holds + 1)}", holds, kind)
        return told(made, made.floating, kind != NUMBER or batched)

    def larger(self, node: Expression, form: str, left: Code, right: Code) -> Code:
        """The larger or smaller one of each pair, in the array of one of two values where that can be."""
        kind, batched = self.kind(node), left.batched or right.batched
        left, right = self.met(left, right), self.met(right, left)
        texts = [aligned(code, kind, batched).text for code in (left, right)]
        for number, (code, other) in enumerate(((left, right), (right, left))):
            if self.reusable(code, node, [other]):
                name = texts[number] = self.owned(node.parts[number], code)
                return self.done(code, name, f"{form.format(*texts)[:-1]}, out={name})")
        made = self.merged([left, right], form.format(*texts), WHOLE, kind)
        return told(made, made.floating, kind != NUMBER or batched)

    def met(self, code: Code, other: Code) -> Code:
        """A number as typed, as an array of no dimension where it meets an array of floats."""
        if not A_NUMBER.fullmatch(code.text) or not other.floating or not (other.kind != NUMBER or other.batched):
            return code
        return Code(self.number(code.text), WHOLE, NUMBER, plain=True)

    def number(self, text: str) -> str:
        """What a number is called as an array of no dimension."""
        dtype = ", dtype=np.float32" if self.around.precision == "float32" else ""
        return self.around.constant(f"np.array({float(text)}{dtype})", CALLED.get(text, "number"))

    def function(self, node: Call, row: Function, code: Code) -> Code | None:
        """A function done within the array of its argument, or of that in a new one."""
        if not code.floating:
            return None
        first, *others = row.again
        (argument,) = node.arguments
        if self.reusable(code, node, []):
            name = self.owned(argument, code)
            statements = [first, *others]
        elif first.endswith(", out=x)"):
            made = f"{first.removesuffix(', out=x)')})"
            if len(re.findall(r"\bx\b", made)) > 1 and not code.text.isidentifier():
                return None
            made = self.inside(made, {"x": code.text})
            if not others:
                return told(self.like(code, made, WHOLE), True, True)
            name = self.around.keep(node, made, code.batched)
            statements = others
        else:
            return None
        names = {"x": name}
        for statement in statements:
            target = statement.partition(" ")[0]
            if target.isidentifier() and target not in names:
                names[target] = self.around.local("step")
        return self.done(code, name, *(self.inside(each, names) for each in statements))

    def inside(self, statement: str, names: Mapping[str, str]) -> str:
        """A line of the table with the identifiers at hand, its numbers as arrays."""
        text = IN_LINE.sub(lambda found: self.number(found[0]), statement)
        return re.sub(r"\b[xe]\b", lambda found: names[found[0]], text)


def told(code: Code, floating: bool, fresh: bool) -> Code:
    """The same code, with what is known of its array."""
    return Code(
        code.text, code.holds, code.kind, code.batched, code.plain, code.depth, code.like, code.scale, code.waiting,
        code.truth, floating, fresh,
    )  # fmt: skip


def is_comparison(node: Expression) -> bool:
    """True for what is made of True and False, as whole numbers unless a letter lends it its type."""
    return isinstance(node, Elementwise) and node.operator in COMPARISONS
