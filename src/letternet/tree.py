"""A formula is a tree of letters, numbers and the things done to them; every node knows its place in the text.

Nodes are never changed after they are made.  They are compared by identity, so a node can be the key of a
dictionary however deep it is; two formulas are compared with `same`, which walks instead of recursing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final, NoReturn

NOWHERE = -1


class Node:
    """Something in a formula that stands at `start`..`end` (characters of the program's text, end excluded)."""

    __slots__ = ("end", "start")
    start: int
    end: int

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions directly inside this one, in reading order."""
        return ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.start}, {self.end})"


# ------------------------------------------------------------------------------------------- expressions


class Number(Node):
    """A number as typed: `2`, `0.5`."""

    __slots__ = ("text",)
    __match_args__ = ("text",)

    def __init__(self, text: str, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.text: Final = text
        self.start = start
        self.end = end


class Name(Node):
    """A letter with its index; `key` is its one canonical spelling: `l0`, `h_t`, `W_{ih}`."""

    __slots__ = ("index", "key", "letter")
    __match_args__ = ("letter", "index")

    def __init__(self, letter: str, index: str = "", start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.letter: Final = letter
        self.index: Final = index
        self.key: Final = letter + index if index.isdigit() else spelled(letter, index)
        self.start = start
        self.end = end


class Values(Node):
    """A literal of numbers: `[1 0 1]` has one row, `[1 2; 3 4]` two."""

    __slots__ = ("rows",)
    __match_args__ = ("rows",)

    def __init__(self, rows: tuple[tuple[int | float, ...], ...], start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.rows: Final = rows
        self.start = start
        self.end = end


class Join(Node):
    """Things put side by side, `[x, h]`, or on top of each other, `[A; B]`."""

    __slots__ = ("items", "on_top")
    __match_args__ = ("items", "on_top")

    def __init__(self, items: tuple[Expression, ...], on_top: bool, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.items: Final = items
        self.on_top: Final = on_top
        self.start = start
        self.end = end

    @property
    def parts(self) -> tuple[Expression, ...]:
        return self.items


class Pair(Node):
    """Two expressions with something done between them."""

    __slots__ = ("left", "right")

    left: Expression
    right: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.left, self.right)


class Product(Pair):
    """`l0W0`, or with the product written out (`dotted`), `x · y`, which two equal vectors need."""

    __slots__ = ("dotted",)
    __match_args__ = ("left", "right", "dotted")

    def __init__(
        self, left: Expression, right: Expression, dotted: bool = False, start: int = NOWHERE, end: int = NOWHERE
    ) -> None:
        self.left = left
        self.right = right
        self.dotted: Final = dotted
        self.start = start
        self.end = end


class Elementwise(Pair):
    """Every value with every value: `operator` is one of `+ - ⊙ / > < ≥ ≤`."""

    __slots__ = ("operator",)
    __match_args__ = ("operator", "left", "right")

    def __init__(
        self, operator: str, left: Expression, right: Expression, start: int = NOWHERE, end: int = NOWHERE
    ) -> None:
        self.operator: Final = operator
        self.left = left
        self.right = right
        self.start = start
        self.end = end


class Single(Node):
    """One expression with something done to it."""

    __slots__ = ("part",)
    part: Expression

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.part,)


class Negative(Single):
    """A minus sign in front."""

    __slots__ = ()
    __match_args__ = ("part",)

    def __init__(self, part: Expression, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.part = part
        self.start = start
        self.end = end


class Transpose(Single):
    """`Wᵀ`: rows become columns."""

    __slots__ = ()
    __match_args__ = ("part",)

    def __init__(self, part: Expression, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.part = part
        self.start = start
        self.end = end


class Inverse(Single):
    """`A⁻¹`: the inverse of a matrix, one over a number."""

    __slots__ = ()
    __match_args__ = ("part",)

    def __init__(self, part: Expression, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.part = part
        self.start = start
        self.end = end


class Power(Single):
    """`x²`: every value to a power, which is a number (its sign in its text) or a letter for a number."""

    __slots__ = ("exponent",)
    __match_args__ = ("part", "exponent")

    def __init__(self, part: Expression, exponent: Number | Name, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.part = part
        self.exponent: Final = exponent
        self.start = start
        self.end = end

    @property
    def parts(self) -> tuple[Expression, ...]:
        return (self.part, self.exponent)


class Call(Node):
    """`relu(x)`, or with `slope` the slope of the function there, `relu'(x)`."""

    __slots__ = ("arguments", "function", "slope")
    __match_args__ = ("function", "arguments", "slope")

    def __init__(
        self,
        function: str,
        arguments: tuple[Expression, ...],
        slope: bool = False,
        start: int = NOWHERE,
        end: int = NOWHERE,
    ) -> None:
        self.function: Final = function
        self.arguments: Final = arguments
        self.slope: Final = slope
        self.start = start
        self.end = end

    @property
    def parts(self) -> tuple[Expression, ...]:
        return self.arguments

    @property
    def title(self) -> str:
        """The function's name as written: `relu` or `relu'`."""
        return self.function + ("'" if self.slope else "")


Operation = Join | Product | Elementwise | Negative | Transpose | Inverse | Power | Call
Expression = Number | Name | Values | Operation


# ------------------------------------------------------------------------------------------------- lines


class Definition(Node):
    """`l1 = relu(l0W0)`; with a literal or a number on the right it is a value."""

    __slots__ = ("name", "value")
    __match_args__ = ("name", "value")

    def __init__(self, name: Name, value: Expression, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.name: Final = name
        self.value: Final = value
        self.start = start
        self.end = end


class Update(Node):
    """`W1 <- W1 - α l1ᵀd2`: the right side sees the old value."""

    __slots__ = ("name", "value")
    __match_args__ = ("name", "value")

    def __init__(self, name: Name, value: Expression, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.name: Final = name
        self.value: Final = value
        self.start = start
        self.end = end


class Evaluation(Node):
    """An expression on a line of its own."""

    __slots__ = ("value",)
    __match_args__ = ("value",)

    def __init__(self, value: Expression, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.value: Final = value
        self.start = start
        self.end = end


class FunctionDefinition(Node):
    """`f(x) = x ⊙ sigmoid(x)`, or with `slope` the program's own slope of a function, `f'(x) = …`."""

    __slots__ = ("function", "parameters", "slope", "value")
    __match_args__ = ("function", "parameters", "value", "slope")

    def __init__(
        self,
        function: str,
        parameters: tuple[Name, ...],
        value: Expression,
        slope: bool = False,
        start: int = NOWHERE,
        end: int = NOWHERE,
    ) -> None:
        self.function: Final = function
        self.parameters: Final = parameters
        self.value: Final = value
        self.slope: Final = slope
        self.start = start
        self.end = end

    @property
    def title(self) -> str:
        """The function's name as written: `f` or `f'`."""
        return self.function + ("'" if self.slope else "")


class Size(Node):
    """A size as declared: so many of each letter, and a constant; `2n + 1` is `(("n", 2),)` and `1`."""

    __slots__ = ("constant", "letters")
    __match_args__ = ("letters", "constant")

    def __init__(
        self, letters: tuple[tuple[str, int], ...], constant: int, start: int = NOWHERE, end: int = NOWHERE
    ) -> None:
        self.letters: Final = letters
        self.constant: Final = constant
        self.start = start
        self.end = end


class Declaration(Node):
    """`x, y : n`: no size is a number, one a vector, two a matrix."""

    __slots__ = ("names", "sizes")
    __match_args__ = ("names", "sizes")

    def __init__(
        self, names: tuple[Name, ...], sizes: tuple[Size, ...], start: int = NOWHERE, end: int = NOWHERE
    ) -> None:
        self.names: Final = names
        self.sizes: Final = sizes
        self.start = start
        self.end = end


class Meaning(Node):
    """`h means "hidden state {}"`."""

    __slots__ = ("letter", "phrase")
    __match_args__ = ("letter", "phrase")

    def __init__(self, letter: Name, phrase: str, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.letter: Final = letter
        self.phrase: Final = phrase
        self.start = start
        self.end = end


class Convention(Node):
    """`vectors are columns`, or rows."""

    __slots__ = ("columns",)
    __match_args__ = ("columns",)

    def __init__(self, columns: bool, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.columns: Final = columns
        self.start = start
        self.end = end


class Comment(Node):
    """`# …`; `trailing` when something else stands before it on its line."""

    __slots__ = ("text", "trailing")
    __match_args__ = ("text", "trailing")

    def __init__(self, text: str, trailing: bool = False, start: int = NOWHERE, end: int = NOWHERE) -> None:
        self.text: Final = text
        self.trailing: Final = trailing
        self.start = start
        self.end = end


Statement = Definition | Update | Evaluation | FunctionDefinition | Declaration | Meaning | Convention | Comment


class Program:
    """The lines of a formula, and the text they were read from."""

    __slots__ = ("statements", "text")

    def __init__(self, statements: tuple[Statement, ...], text: str = "") -> None:
        self.statements: Final = statements
        self.text: Final = text

    @property
    def columns(self) -> bool:
        """True when a line says `vectors are columns`."""
        return any(s.columns for s in self.statements if isinstance(s, Convention))


# ----------------------------------------------------------------------------------------------- walking


def never(unexpected: NoReturn) -> NoReturn:
    """End of a `match` that leaves no kind of node out; a new kind is a type error here until it is handled."""
    raise AssertionError(f"unhandled {unexpected!r}")


def in_order(root: Expression) -> list[Expression]:
    """Every node of an expression, each after its parts, left before right.

    >>> from letternet.tree import Name, Product, in_order
    >>> [type(node).__name__ for node in in_order(Product(Name("l", "0"), Name("W", "0")))]
    ['Name', 'Name', 'Product']
    """
    stack = [root]
    seen: list[Expression] = []
    while stack:
        node = stack.pop()
        seen.append(node)
        stack.extend(node.parts)
    seen.reverse()
    return seen


def within(line: Statement) -> Iterator[Node]:
    """A line, the names it sets, and every part of its formula."""
    yield line
    match line:
        case Definition(name, value) | Update(name, value):
            yield name
            yield from in_order(value)
        case Evaluation(value):
            yield from in_order(value)
        case FunctionDefinition(_, parameters, value):
            yield from parameters
            yield from in_order(value)
        case Declaration(names, sizes):
            yield from names
            yield from sizes
        case Meaning(letter):
            yield letter
        case Convention() | Comment():
            pass
        case _:
            never(line)


def with_parts(node: Expression, parts: tuple[Expression, ...]) -> Expression:
    """The same operation on other parts, at the same place."""
    match node:
        case Number() | Name() | Values():
            return node
        case Join():
            return Join(parts, node.on_top, node.start, node.end)
        case Product():
            return Product(parts[0], parts[1], node.dotted, node.start, node.end)
        case Elementwise():
            return Elementwise(node.operator, parts[0], parts[1], node.start, node.end)
        case Negative():
            return Negative(parts[0], node.start, node.end)
        case Transpose():
            return Transpose(parts[0], node.start, node.end)
        case Inverse():
            return Inverse(parts[0], node.start, node.end)
        case Power():
            exponent = parts[1]
            assert isinstance(exponent, Number | Name)
            return Power(parts[0], exponent, node.start, node.end)
        case Call():
            return Call(node.function, parts, node.slope, node.start, node.end)
        case _:
            never(node)


def face(node: Expression) -> tuple[object, ...]:
    """What a node is, its parts left out: equal for two nodes that differ only in what is inside them."""
    match node:
        case Number(text):
            return (Number, text)
        case Name():
            return (Name, node.key)
        case Values(rows):
            return (Values, rows)
        case Join(items, on_top):
            return (Join, on_top, len(items))
        case Product():
            return (Product, node.dotted)
        case Elementwise(operator):
            return (Elementwise, operator)
        case Negative() | Transpose() | Inverse() | Power():
            return (type(node),)
        case Call(function, arguments, slope):
            return (Call, function, slope, len(arguments))
        case _:
            never(node)


def same(one: Expression, other: Expression) -> bool:
    """True when two expressions are the same formula, wherever they stand.

    >>> from letternet.tree import Name, same
    >>> same(Name("l", "0", 0, 2), Name("l", "0"))
    True
    """
    stack = [(one, other)]
    while stack:
        a, b = stack.pop()
        if face(a) != face(b):
            return False
        stack.extend(zip(a.parts, b.parts, strict=True))
    return True


def same_statement(one: Statement, other: Statement) -> bool:
    """True when two lines say the same thing, wherever they stand."""
    if type(one) is not type(other):
        return False
    for field in type(one).__match_args__:
        a, b = getattr(one, field), getattr(other, field)
        if isinstance(a, Expression):
            equal = same(a, b)
        elif isinstance(a, tuple):
            equal = [_part_face(x) for x in a] == [_part_face(x) for x in b]
        else:
            equal = a == b
        if not equal:
            return False
    return True


def _part_face(part: Name | Size) -> object:
    return part.key if isinstance(part, Name) else (part.letters, part.constant)


def same_program(one: Program, other: Program) -> bool:
    """True when two programs have the same lines in the same order."""
    return len(one.statements) == len(other.statements) and all(map(same_statement, one.statements, other.statements))


def spelled(letter: str, index: str) -> str:
    """The canonical spelling of a name.

    >>> spelled("l", "0"), spelled("h", "t"), spelled("W", "ih")
    ('l0', 'h_t', 'W_{ih}')
    """
    if not index or index.isdigit():
        return letter + index
    return f"{letter}_{index}" if len(index) == 1 else f"{letter}_{{{index}}}"
