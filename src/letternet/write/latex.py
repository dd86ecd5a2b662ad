"""A formula becomes LaTeX as a paper has it, to stand between `$$`; what is printed reads back to the same formula."""

from __future__ import annotations

import re

from ..alphabet import GREEK_NAMES
from ..patterns import pattern
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
    Power,
    Product,
    Program,
    Size,
    Statement,
    Transpose,
    Update,
    Values,
    in_order,
    never,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Final

    Written = Definition | Update | Evaluation | FunctionDefinition | Declaration | Meaning | Convention

# How tightly a part holds together; a looser one inside a tighter one gets brackets.
COMPARED, SUMMED, PAIRED, SIGNED, MULTIPLIED, MARKED, WHOLE = range(7)
OPERATORS = {"+": "+", "-": "-", "⊙": "\\odot", ">": ">", "<": "<", "≥": "\\geq", "≤": "\\leq"}
OPERATOR_LEVELS = {"+": SUMMED, "-": SUMMED, "⊙": PAIRED}
BUILT_IN = frozenset("tanh exp log sin cos max min det".split())
FENCES = {"norm": ("\\lVert ", " \\rVert"), "abs": ("\\lvert ", " \\rvert")}
ACCENTS = ("hat", "tilde", "bar", "dot", "ddot", "check", "breve")
MOST_COLUMNS = 10  # of a bmatrix; wider ones are arrays
LOWERCASE = frozenset("abcdefghijklmnopqrstuvwxyz")
RUNS = pattern(r"[A-Za-z]{2,}|\d+|.", re.DOTALL)
SCIENTIFIC = pattern(r"(-?[\d.]+)e([-+]?)0*(\d+)")
ESCAPED = str.maketrans({c: f"\\{c}" for c in "{}_&%#$"})
SIGMOID, SIGMA = "sigmoid", "σ"


def latex(program: Program) -> str:
    """The lines of a program as math without delimiters; several stand in `aligned`.

    >>> from letternet.read.letters import read
    >>> print(latex(read("l2 = relu(l0W0)W1")[0]))
    l_2 = \\operatorname{relu}(l_0 W_0) W_1
    """
    style = Style(program)
    if len(program.statements) == 1 and not isinstance(program.statements[0], Comment):
        return style.statement(program.statements[0], "")
    lines: list[str] = []
    last = max((i for i, line in enumerate(program.statements) if not isinstance(line, Comment)), default=-1)
    for i, line in enumerate(program.statements):
        if isinstance(line, Comment):
            remark = f"% {' '.join(line.text.splitlines())}".rstrip()
            if line.trailing and lines:
                lines[-1] += " " + remark
            else:
                lines.append(remark)
        else:
            lines.append(style.statement(line, "&") + (" \\\\" if i < last else ""))
    return "\n".join(["\\begin{aligned}", *lines, "\\end{aligned}"]) if lines else ""


class Style:
    """How one program is written: which letters are its functions, and whether σ is free for the sigmoid."""

    def __init__(self, program: Program) -> None:
        own = {line.function for line in program.statements if isinstance(line, FunctionDefinition)}
        used: set[str] = set(own)
        for line in program.statements:
            used.update(names_in(line))
        self.own: Final[frozenset[str]] = frozenset(name for name in own if len(name) == 1)
        self.kept_apart: Final[set[int]] = set()
        self.sigma: Final[bool] = SIGMA not in used and SIGMOID not in own

    def statement(self, line: Written, mark: str) -> str:
        """One line, with `mark` in front of what lines stand under each other by."""
        match line:
            case Definition(target, value):
                return f"{name(target)} {mark}= {self.expression(value)}"
            case Update(target, value):
                return f"{name(target)} {mark}\\leftarrow {self.expression(value)}"
            case Evaluation(value):
                text = self.expression(value)
                # A line that begins with a sign would go on from the line before.
                return f"{mark} {{-}}{text[1:]}" if mark and text.startswith("-") else f"{mark} {text}".lstrip()
            case FunctionDefinition(function, parameters, value):
                title = self.title(function, line.slope)
                return f"{title}({', '.join(map(name, parameters))}) {mark}= {self.expression(value)}"
            case Declaration(names, sizes):
                power = f"^{{{size_text(sizes)}}}" if sizes else ""
                return f"{', '.join(map(name, names))} {mark}\\in \\mathbb{{R}}{power}"
            case Meaning(letter, phrase):
                return f"{name(letter)} {mark}\\text{{ means “{phrase.translate(ESCAPED)}”}}"
            case Convention(columns):
                return f"{mark} \\text{{vectors are {'columns' if columns else 'rows'}}}".lstrip()
            case _:
                never(line)

    def title(self, function: str, slope: bool = False) -> str:
        """A function's name: upright, a single letter as it is."""
        if len(function) == 1:
            text = letter(function)
        elif function == SIGMOID and self.sigma:
            text = letter(SIGMA)
        else:
            text = f"\\{function}" if function in BUILT_IN else f"\\operatorname{{{function}}}"
        return text + "'" * slope

    def expression(self, root: Expression) -> str:
        """An expression, with only the brackets that it needs."""
        tall = tall_parts(root)
        out: list[str] = []
        # What is still to be written: text, or a node with the loosest level it may have.
        todo: list[str | tuple[Expression, int]] = [(root, COMPARED)]
        while todo:
            item = todo.pop()
            if isinstance(item, str):
                out.append(item)
                continue
            node, least = item
            pieces = self.pieces(node, tall)
            if level(node) < least:
                opening, closing = fences("(", ")", id(node) in tall)
                pieces = [opening, *pieces, closing]
            todo.extend(reversed(pieces))
        return "".join(out)

    def pieces(self, node: Expression, tall: Collection[int]) -> list[str | tuple[Expression, int]]:
        """What a node is written as: text and parts, in order."""
        match node:
            case Number(text):
                return [text]
            case Name():
                return ["(", name(node), ")"] if id(node) in self.kept_apart else [name(node)]
            case Values(rows):
                return table([[[entry(value)] for value in row] for row in rows])
            case Join(items, on_top):
                return table(joined(items, on_top))
            case Product(left, right):
                if node.dotted:
                    return [(left, PAIRED), " \\cdot ", (right, second(right, MULTIPLIED))]
                return self.product(left, right, tall)
            case Elementwise("/", left, right):
                change = begins_with(right)
                if change is not right and is_change(change) and is_change(begins_with(left)):
                    self.kept_apart.add(id(change))  # dL/dW would be a derivative
                return ["\\frac{", (left, COMPARED), "}{", (right, COMPARED), "}"]
            case Elementwise(operator, left, right):
                at = OPERATOR_LEVELS.get(operator, COMPARED)
                least = second(right, at + 1) if at else SUMMED
                return [(left, at or SUMMED), f" {OPERATORS[operator]} ", (right, least)]
            case Negative(part):
                return ["-", (part, second(part, SIGNED))]
            case Transpose(Inverse(part)):
                return [(part, WHOLE), "^{-\\top}"]
            case Transpose(part):
                return [(part, WHOLE), "^\\top"]
            case Inverse(part):
                return [(part, WHOLE), "^{-1}"]
            case Power(part, exponent):
                power = name(exponent) if isinstance(exponent, Name) else exponent.text
                return [(part, WHOLE), f"^{{{power}}}"]
            case Call("sqrt", (part,), False):
                return ["\\sqrt{", (part, COMPARED), "}"]
            case Call("norm" | "abs" as function, (part,), False):
                opening, closing = fences(*FENCES[function], id(part) in tall)
                return [opening, (part, COMPARED), closing]
            case Call(function, arguments, slope):
                high = any(id(argument) in tall for argument in arguments)
                opening, closing = fences("(", ")", high)
                out: list[str | tuple[Expression, int]] = [self.title(function, slope), "\\!" * high, opening]
                for number, argument in enumerate(arguments):
                    out += [", "] * bool(number)
                    out.append((argument, COMPARED))
                return [*out, closing]
            case _:
                never(node)

    def product(self, left: Expression, right: Expression, tall: Collection[int]) -> list[str | tuple[Expression, int]]:
        """Two factors side by side; what would be taken for something else is kept apart or in brackets."""
        last = left.right if isinstance(left, Product) and not left.dotted else left
        bracket = starts_with_number(right) or (isinstance(last, Number) and isinstance(numerator(right), Number))
        in_brackets = bracket or starts_with_bracket(right)
        if in_brackets:
            self.keep_apart(left)
        thin = isinstance(last, Name) and isinstance(right, Name | Transpose | Power) and bare(last) and bare(right)
        if in_brackets and id(last) in self.kept_apart:
            between = ""
        else:
            between = " \\, " if thin and id(right) not in self.kept_apart else " "
        if bracket:
            opening, closing = fences("(", ")", id(right) in tall)
            return [(left, MULTIPLIED), between, opening, (right, COMPARED), closing]
        return [(left, MULTIPLIED), between, (right, MARKED)]

    def keep_apart(self, left: Expression) -> None:
        """Letters that a bracket behind them would call get brackets, and so those before: `(f)(f)(x + y)`."""
        before: Expression | None = left
        while before is not None:
            last, before = (
                (before.right, before.left) if isinstance(before, Product) and not before.dotted else (before, None)
            )
            while isinstance(last, Power | Inverse | Transpose):
                last = last.part
            if not (isinstance(last, Name) and self.is_called(last)):
                return
            self.kept_apart.add(id(last))

    def is_called(self, letter: Name) -> bool:
        """True of a letter that would be a function in front of a bracket."""
        return letter.letter == SIGMA or letter.key in self.own


# ------------------------------------------------------------------------------------------------ brackets


def level(node: Expression) -> int:
    """How tightly an expression holds together when written."""
    match node:
        case Elementwise("/"):
            return MARKED
        case Elementwise(operator):
            return OPERATOR_LEVELS.get(operator, COMPARED)
        case Product():
            return PAIRED if node.dotted else MULTIPLIED
        case Negative():
            return SIGNED
        case Transpose() | Inverse() | Power():
            return MARKED
        case Number() | Name() | Values() | Join() | Call():
            return WHOLE
        case _:
            never(node)


def second(node: Expression, least: int) -> int:
    """The loosest level behind a sign: what begins with a sign itself stands in brackets, `a + (-b)`."""
    while True:
        if isinstance(node, Negative):
            return WHOLE
        if isinstance(node, Elementwise) and node.operator == "/":
            return least
        if not isinstance(node, Product | Elementwise) or level(node) < least:
            return least
        node = node.left


def fences(opening: str, closing: str, tall: bool) -> tuple[str, str]:
    """Brackets as high as what they hold."""
    return (f"\\left{opening}", f"\\right{closing.lstrip()}") if tall else (opening, closing)


def tall_parts(root: Expression) -> set[int]:
    """The parts that are higher than a line, by their identity."""
    tall: set[int] = set()
    for node in in_order(root):
        high = isinstance(node, Values | Join) or (isinstance(node, Elementwise) and node.operator == "/")
        if high or any(id(part) in tall for part in node.parts):
            tall.add(id(node))
    return tall


def starts_with_number(node: Expression) -> bool:
    """True of a factor whose first character is a digit."""
    while isinstance(node, Transpose | Inverse | Power):
        node = node.part
    return isinstance(node, Number)


def starts_with_bracket(node: Expression) -> bool:
    """True of a factor that stands in brackets, whatever marks are behind them."""
    least = MARKED
    while isinstance(node, Transpose | Inverse | Power) and level(node) >= least:
        node, least = node.part, WHOLE
    return level(node) < least


def numerator(node: Expression) -> Expression | None:
    """The numerator of a fraction; behind a number it would make a mixed one."""
    return node.left if isinstance(node, Elementwise) and node.operator == "/" else None


def begins_with(node: Expression) -> Expression:
    """The part that is written first."""
    while isinstance(node, Product) or (isinstance(node, Elementwise) and node.operator != "/"):
        node = node.left
    return node


def is_change(node: Expression) -> bool:
    """True of the letter that is written for a change, as in dL/dW."""
    node = node.part if isinstance(node, Power) else node
    return isinstance(node, Name) and node.key == "d"


def bare(node: Expression) -> bool:
    """True of a lowercase letter without an index, marks left aside: several of these look like a word."""
    while isinstance(node, Transpose | Power):
        node = node.part
    return isinstance(node, Name) and node.key in LOWERCASE


# ------------------------------------------------------------------------------------- names and matrices


def letter(character: str) -> str:
    """A letter, Greek as its command."""
    return f"\\{GREEK_NAMES[character]}" if character in GREEK_NAMES else character


def name(node: Name) -> str:
    """A letter with its index: `l_0`, `h_t`, `W_{\\mathrm{ih}}`, `\\hat{y}`.

    >>> name(Name("W", "ih")), name(Name("y", "hat")), name(Name("α", "12"))
    ('W_{\\\\mathrm{ih}}', '\\\\hat{y}', '\\\\alpha_{12}')
    """
    text, index = letter(node.letter), node.index
    word, _, rest = index.partition(",")
    if word in ACCENTS and (rest[:1].isalnum() or not rest) and index[-1:] != ",":
        text, index = f"\\{word}{{{text}}}", rest
    if not index:
        return text
    return f"{text}_{index}" if len(index) == 1 and index.isascii() else f"{text}_{{{index_text(index)}}}"


def index_text(index: str) -> str:
    """An index of several characters, its words upright."""
    out = ""
    for run in RUNS.findall(index):
        if run == " ":
            out += "\\ "
        elif run in GREEK_NAMES:
            out += letter(run) + " "
        elif len(run) > 1 and run[0].isalpha():
            out += f"\\mathrm{{{run}}}"
        else:
            out += run
    return out.strip()


def entry(value: int | float) -> str:
    """A number of a literal."""
    found = SCIENTIFIC.fullmatch(repr(value))
    return f"{found[1]} \\cdot 10^{{{found[2].strip('+')}{found[3]}}}" if found else repr(value)


def joined(items: tuple[Expression, ...], on_top: bool) -> list[list[list[str | tuple[Expression, int]]]]:
    """The cells of a join; rows that are joins themselves need no brackets of their own."""
    rows = [[item] for item in items] if on_top else [list(items)]
    if on_top:
        rows = [list(row[0].items) if isinstance(row[0], Join) and not row[0].on_top else row for row in rows]
    cells: list[list[list[str | tuple[Expression, int]]]] = [[[(item, COMPARED)] for item in row] for row in rows]
    if all(bare_number(item) for row in rows for item in row):  # it would be a literal
        cells[0][0] = ["(", *cells[0][0], ")"]
    return cells


def bare_number(item: Expression) -> bool:
    """True of a number, whatever signs it has."""
    while isinstance(item, Negative):
        item = item.part
    return isinstance(item, Number)


def table(rows: list[list[list[str | tuple[Expression, int]]]]) -> list[str | tuple[Expression, int]]:
    """Rows of cells in brackets."""
    most = max(map(len, rows))
    opening, closing = "\\begin{bmatrix} ", " \\end{bmatrix}"
    if most > MOST_COLUMNS:
        opening, closing = f"\\left[\\begin{{array}}{{{'c' * most}}} ", " \\end{array}\\right]"
    out: list[str | tuple[Expression, int]] = [opening]
    for i, row in enumerate(rows):
        out += [" \\\\ "] * bool(i)
        for k, cell in enumerate(row):
            out += [" & "] * bool(k)
            out += cell
    return [*out, closing]


def names_in(line: Statement) -> Iterator[str]:
    """The letters and functions that a line uses."""
    match line:
        case Definition(target, value) | Update(target, value):
            yield target.letter
        case FunctionDefinition(_, parameters, value):
            yield from (parameter.letter for parameter in parameters)
        case Evaluation(value):
            pass
        case Declaration(names):
            yield from (declared.letter for declared in names)
            return
        case Meaning(meant):
            yield meant.letter
            return
        case Convention() | Comment():
            return
        case _:
            never(line)
    for node in in_order(value):
        if isinstance(node, Name):
            yield node.letter
        elif isinstance(node, Call):
            yield node.function


# --------------------------------------------------------------------------------------------------- sizes


def size_text(sizes: tuple[Size, ...]) -> str:
    """The sizes of a declaration: `3 \\times n`."""
    texts = [size(declared) for declared in sizes]
    return " \\times ".join(f"({text})" if len(texts) > 1 and " " in text[1:] else text for text in texts)


def size(declared: Size) -> str:
    """One size: `2n + 1`."""
    terms = []
    for key, count in declared.letters:
        spelled = name(Name(key[0], key[1:].strip("_{}")))
        terms.append(("-" if count < 0 else "+", f"{abs(count) if abs(count) != 1 else ''}{spelled}"))
    if declared.constant or not terms:
        terms.append(("-" if declared.constant < 0 else "+", str(abs(declared.constant))))
    first = ("-" if terms[0][0] == "-" else "") + terms[0][1]
    return first + "".join(f" {sign} {text}" for sign, text in terms[1:])
