"""A formula becomes its canonical letters; what is printed reads back to the same tree."""

from __future__ import annotations

from ..alphabet import GREEK, GREEK_NAMES
from ..sizes import written
from ..tree import (
    Call,
    Comment,
    Convention,
    Declaration,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    FunctionDefinition,
    Inverse,
    Join,
    Meaning,
    Name,
    Negative,
    Number,
    Operation,
    Power,
    Product,
    Program,
    Size,
    Statement,
    Transpose,
    Update,
    Values,
    never,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

# How tightly a part holds together; a looser one inside a tighter one gets brackets.
COMPARED, SUMMED, PAIRED, SIGNED, MULTIPLIED, MARKED, WHOLE = range(7)
OPERATOR_LEVELS = {"+": SUMMED, "-": SUMMED, "⊙": PAIRED, "/": PAIRED}
Raised = Power | Inverse
Marked = Raised | Transpose
NEXT = ""  # stands between the factors of a product until it is known whether they need a space
POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
LOWERCASE = frozenset("abcdefghijklmnopqrstuvwxyz")
BARS = {"norm": "‖", "abs": "|"}


def letters(program: Program) -> str:
    """The lines of a program, one statement a line.

    >>> from letternet.read.letters import read
    >>> letters(read("l_1=relu( l_{0} W_0 );l2 = l1 W1  # out")[0])
    'l1 = relu(l0W0)\\nl2 = l1W1  # out'
    """
    own = own_functions(program)
    lines: list[str] = []
    before: Statement | None = None
    for line in program.statements:
        text = statement(line, own)
        # a remark behind a line that could not be read has lost its line, and would run into the remark above
        if isinstance(line, Comment) and line.trailing and before is not None and not isinstance(before, Comment):
            lines[-1] += "  " + text
        else:
            lines.append(text)
        before = line
    return "\n".join(lines)


def own_functions(program: Program) -> frozenset[str]:
    """The one-letter functions of a program: in front of a bracket these letters do not multiply."""
    return frozenset(
        line.function for line in program.statements if isinstance(line, FunctionDefinition) and len(line.function) == 1
    )


def statement(line: Statement, own: Collection[str] = ()) -> str:
    """One line in letters."""
    match line:
        case Definition(name, value):
            return f"{name.key} = {expression(value, own)}"
        case Update(name, value):
            return f"{name.key} <- {expression(value, own)}"
        case Evaluation(value):
            return expression(value, own)
        case FunctionDefinition(_, parameters, value):
            return f"{line.title}({', '.join(p.key for p in parameters)}) = {expression(value, own)}"
        case Declaration(names, sizes):
            return f"{', '.join(name.key for name in names)} : {written(tuple(map(size, sizes)))}"
        case Meaning(letter, phrase):
            return f"{letter.key} means " + (phrase if phrase.isascii() and phrase.isalpha() else f'"{phrase}"')
        case Convention(columns):
            return f"vectors are {'columns' if columns else 'rows'}"
        case Comment(text):
            return f"# {text}".rstrip()
        case _:
            never(line)


def size(declared: Size) -> str:
    """A declared size: `2n + 1`."""
    terms = [("-" if n < 0 else "+", f"{abs(n) if abs(n) != 1 else ''}{letter}") for letter, n in declared.letters]
    if declared.constant or not terms:
        terms.append(("-" if declared.constant < 0 else "+", str(abs(declared.constant))))
    first = ("-" if terms[0][0] == "-" else "") + terms[0][1]
    return first + "".join(f" {sign} {text}" for sign, text in terms[1:])


def level(node: Expression) -> int:
    """How tightly an expression holds together when written."""
    match node:
        case Product():
            return PAIRED if node.dotted else MULTIPLIED
        case Elementwise():
            return OPERATOR_LEVELS.get(node.operator, COMPARED)
        case Negative():
            return SIGNED
        case Transpose() | Inverse() | Power():
            return MARKED
        case Number() | Name() | Values() | Join() | Call():
            return WHOLE
        case _:
            never(node)


def expression(root: Expression, own: Collection[str] = ()) -> str:
    """An expression in letters, with only the brackets that it needs.

    >>> from letternet.tree import *
    >>> expression(Product(Elementwise("+", Name("a"), Name("b")), Number("2")))
    '(a + b)(2)'
    """
    if isinstance(root, Name):
        return root.key
    out: list[str] = []
    # What is still to be written: text, or a node with the loosest level it may have and whether bars are free.
    todo: list[str | tuple[Expression, int, bool]] = [(root, COMPARED, True)]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            out.append(item)
            continue
        node, least, bars = item
        if isinstance(node, Name):
            out.append(node.key)
            continue
        if least and level(node) < least:
            todo.append(")")
            out.append("(")
            bars = True
        todo.extend(reversed(pieces(node, least, bars)))
    return spaced(out, own)


def pieces(node: Number | Values | Operation, least: int, bars: bool) -> list[str | tuple[Expression, int, bool]]:
    """What a node is written as: text and parts, in order."""
    match node:
        case Product():
            if node.dotted:
                return [(node.left, PAIRED, bars), " · ", (node.right, SIGNED, bars)]
            return [(node.left, MULTIPLIED, bars), NEXT, *factor(node.right, bars)]
        case Elementwise():
            if node.operator == "/":
                return [(node.left, PAIRED, bars), "/", (node.right, divisor(node.right), bars)]
            at = OPERATOR_LEVELS.get(node.operator, COMPARED)
            return [(node.left, at or SUMMED, bars), f" {node.operator} ", (node.right, at + 1, bars)]
        case Number():
            return [node.text]
        case Values(rows):
            return ["[" + "; ".join(" ".join(map(repr, row)) for row in rows) + "]"]
        case Join(items, on_top):
            return ["[", *joined(items, on_top), "]"]
        case Negative(part):
            return ["-", (part, SIGNED, bars)]
        case Transpose(part):
            return [(part, MARKED, bars), "ᵀ"]
        case Inverse(part):
            return [(part, MARKED, bars), "⁻¹"]
        case Power(part, exponent):
            least = WHOLE if isinstance(part, Raised) else MARKED
            return [(part, least, bars), power(exponent)]
        case Call("sqrt", (Name() | Number() as part,), False) if least < MARKED:
            return ["√", (part, WHOLE, bars)]
        case Call("norm" | "abs" as function, (part,), False) if bars:
            return [BARS[function], (part, COMPARED, False), BARS[function]]
        case Call(_, arguments):
            out: list[str | tuple[Expression, int, bool]] = [f"{node.title}("]
            for number, argument in enumerate(arguments):
                out += [", "] * bool(number)
                out.append((argument, COMPARED, True))
            return [*out, ")"]
        case _:
            never(node)


def joined(items: tuple[Expression, ...], on_top: bool) -> list[str | tuple[Expression, int, bool]]:
    """The inside of a join; rows of joins need no brackets of their own."""
    out: list[str | tuple[Expression, int, bool]] = []
    # A join of bare numbers would be read as a literal.
    bare = all(_bare_number(item) for item in items)
    for number, item in enumerate(items):
        if number:
            out.append("; " if on_top else ", ")
        if on_top and isinstance(item, Join) and not item.on_top:
            inner = joined(item.items, False)
            out += inner
        elif (bare and not number) or (on_top and may_be_spaced(item)):
            out += ["(", (item, COMPARED, True), ")"]
        else:
            out.append((item, COMPARED, True))
    return out


def may_be_spaced(item: Expression) -> bool:
    """True for a product that may be written with a space; alone in a row of a join it would lack a comma."""
    factors: list[Expression] = []
    while isinstance(item, Product) and not item.dotted:
        factors.append(item.right)
        item = item.left
    if not factors:
        return False
    plain = (f.part if isinstance(f, Transpose) else f for f in (*factors, item))
    names = [f.letter if isinstance(f, Name) else "" for f in plain]
    return not (all(name.isascii() and name for name in names) and all(name.isupper() for name in names[:-1]))


def _bare_number(item: Expression) -> bool:
    """True for numbers with signs only, which a literal would take for its entries: `[1, 2 - 3]`."""
    waiting = [item]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Negative) or (isinstance(item, Elementwise) and item.operator in "+-"):
            waiting += item.parts
        elif not isinstance(item, Number):
            return False
    return True


def factor(right: Expression, bars: bool) -> list[str | tuple[Expression, int, bool]]:
    """The right side of a product; one that starts with a digit stands in brackets, `W(2)`."""
    first = right
    while isinstance(first, Marked):
        first = first.part
    if isinstance(first, Number) and level(right) >= MARKED:
        return ["(", (right, COMPARED, bars), ")"]
    return [(right, SIGNED if isinstance(right, Call) else MARKED, bars)]


def divisor(right: Expression) -> int:
    """The loosest that may stand under a `/`: `a/(bc)` keeps its brackets, `a/-b` needs none."""
    inner = right
    while isinstance(inner, Negative):
        inner = inner.part
    return MARKED if isinstance(inner, Product) else SIGNED


def power(exponent: Number | Name) -> str:
    """An exponent: `²`, `^0.5`, `^n`."""
    if isinstance(exponent, Name):
        return f"^{exponent.key}" if len(exponent.key) == 1 else f"^{{{exponent.key}}}"
    if exponent.text.lstrip("-").isdigit():
        return exponent.text.translate(POWERS)
    return f"^{{{exponent.text}}}"


def spaced(pieces: list[str], own: Collection[str]) -> str:
    """Put spaces between factors that would otherwise be read as something else.

    `e x p(…)` is a product and `exp(…)` a function; `m u` is a product and `mu` a number; `f` in front of a
    bracket is a function if the program defines it.
    """
    out: list[str] = []
    bracketed = False  # what comes next gets brackets of its own: in `(f)(f)(x)` the last f, and so the first one
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if piece == NEXT:
            bracketed = (bracketed or pieces[i + 1] == "(") and (pieces[i - 1] in own or pieces[i - 1] == "σ")
            if not bracketed and needs_space(pieces, i):
                out.append(" ")
        else:
            out.append(f"({piece})" if bracketed and pieces[i + 1] == NEXT else piece)
    return "".join(reversed(out))


def needs_space(pieces: list[str], i: int) -> bool:
    """True when the factors on both sides of place `i` must not touch."""
    left, right = pieces[i - 1], pieces[i + 1]
    before, after = left[-1], right[0]
    if len(right) > 1 and right[-1] == "(":  # a function
        return before not in "([{"
    if before in GREEK_NAMES or after in GREEK_NAMES:
        return before not in ")]ᵀ"
    if before.isdigit() and left[0].isdigit():
        slip = len(left) == 2 and left[0] == "1" and right.startswith(f"W{left[1]}")  # 10W0 is taken for l0W0
        return after in "eE" or slip
    if before not in LOWERCASE or after not in LOWERCASE:
        return False
    if len(left) > 1 or len(right) > 1:
        return True
    longer = _single(pieces, i - 3) and pieces[i - 2] == NEXT
    if i + 2 < len(pieces) and pieces[i + 2] == NEXT:
        longer = longer or pieces[i + 3] == "(" or pieces[i + 3][0] in LOWERCASE
    return longer or left + right in GREEK


def _single(pieces: list[str], i: int) -> bool:
    return 0 <= i < len(pieces) and len(pieces[i]) == 1 and pieces[i] in LOWERCASE
