"""Letters become a formula: `read` gives the program and everything wrong with its text, each with its place."""

from __future__ import annotations

import re

from .. import limits
from ..alphabet import FRACTIONS, GREEK, GREEK_NAMES, SAME, SUBSCRIPTS, SUPERSCRIPTS, printable
from ..patterns import pattern
from ..problems import MOST_PROBLEMS, Problem
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
)
from .automaton import LETTERS, Stuck, Token
from .pieces import statement_end
from .slips import RefusedError
from .unclear import Unclear

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Any

OPERATORS = {
    "\\odot": "⊙", "\\circ": "⊙", ">=": "≥", "<=": "≤", "\\geq": "≥", "\\ge": "≥", "\\leq": "≤", "\\le": "≤",
    "\\gt": ">", "\\lt": "<",
}  # fmt: skip
OWN_FUNCTION = pattern(
    rf"(?:^|[\n\r;])[ \t]*(?:([A-Za-zα-ω])|\\?({'|'.join(filter(str.islower, GREEK))}))"
    r"'?[ \t]*\([ \t]*[^()\n=;#]*\)[ \t]*=(?!=)"
)
DEFINED = pattern(r"\)[ \t]*=(?!=)")  # the end of what it finds
LOWERCASE = pattern(r"[a-z]")
INDEX_TEXT = pattern(r"[A-Za-z0-9α-ω]+(?:[ ,]+[A-Za-z0-9α-ω]+)*")
COMMAND = pattern(r"\\(?:text|mathrm|mathit|mathbf|textrm|operatorname)\s*\{([^{}]*)\}")
BETWEEN = pattern(r"[ \t\f\v\u00a0;\n\r]+")  # statements
LINE_END = pattern(r"[\n\r]")
SPACE = pattern(r"\s+")
LETTER_LIKE_DIGIT = {"1": "l", "0": "O", "5": "S"}


def read(text: str, functions: Collection[str] = ()) -> tuple[Program, list[Problem]]:
    """Read a program in letters; `functions` are letters that stand for functions besides those it defines.

    What can be read is in the program even when other lines have problems.

    >>> program, problems = read("l2 = relu(l0W0)W1")
    >>> program.statements[0].name.key, problems
    ('l2', [])
    """
    if len(text) > limits.TEXT:
        message = f"the text has {len(text):,} characters; at most {limits.TEXT:,} are read"
        return Program((), ""), [Problem("E0109", message)]
    reader = Reader(text)
    reader.functions |= spelled_out(functions)
    return Program(tuple(reader.statements()), text), reader.problems


def read_name(text: str) -> str:
    """A name as typed in its one spelling, or nothing if it is not a name.

    >>> read_name("l_0"), read_name("W_{ih}"), read_name("3")
    ('l0', 'W_{ih}', '')
    """
    if "\n" in text or len(text) > 100:
        return ""
    program, problems = read(text)
    if not problems and len(program.statements) == 1:
        (line,) = program.statements
        if isinstance(line, Evaluation) and isinstance(line.value, Name):
            return line.value.key
    return ""


def spelled_out(functions: Iterable[str]) -> frozenset[str]:
    """Letters that stand for functions, Greek ones also as words and as commands.

    >>> sorted(spelled_out("fφ"))
    ['\\\\phi', 'f', 'phi', 'φ']
    """
    letters = frozenset(functions)
    words = {GREEK_NAMES[letter] for letter in letters if letter in GREEK_NAMES}
    return letters.union(words, (f"\\{word}" for word in words))


class Items(list["Any"]):
    """What stands between commas, or between semicolons, and where."""

    def __init__(self, start: int, end: int, items: Iterable[Any]) -> None:
        super().__init__(items)
        self.start = start
        self.end = end


class Reader(Unclear):
    """Builds the nodes of one program; its methods are named as the rules of `grammar/letters.lark`."""

    def __init__(self, text: str) -> None:
        super().__init__(text, text.translate(SAME))
        own = OWN_FUNCTION.finditer(self.text) if DEFINED.search(self.text) else ()
        self.functions = spelled_out(found[1] or GREEK[found[2]] for found in own)
        self.names: dict[str, tuple[str, str]] = {}

    # ------------------------------------------------------------------------------------ line by line

    def statements(self) -> list[Statement]:
        """The statements that can be read; each stands alone, so one bad line hides no other."""
        text = self.text
        length = len(text)
        found: list[Statement] = []
        position = 0
        alone = True  # nothing stands before on this line
        while position < length and len(self.problems) < MOST_PROBLEMS:
            if between := BETWEEN.match(text, position):
                position = between.end()
                alone = alone or LINE_END.search(between[0]) is not None
            elif text[position] == "#":
                end = self.line_end(position)
                found.append(Comment(printable(self.original[position + 1 : end]).strip(), not alone, position, end))
                position = end
            elif self.too_long(position):
                message = f"one statement has at most {limits.STATEMENT:,} characters, and this one has more"
                self.report("E0109", message, position, position + 1)
                position = statement_end(text, position)
            else:
                reported = len(self.problems)
                try:
                    result = LETTERS.parse(text, position, self, self.functions)
                    if isinstance(result, Stuck):
                        self.stuck(result, position)
                        position = statement_end(text, position)
                    else:
                        made, end, position = result
                        if len(self.problems) == reported and not isinstance(made, Meaning):
                            self.check_words(made.start, end)
                        if all(p.severity != "error" for p in self.problems[reported:]):
                            found.append(made)
                except RefusedError:
                    position = statement_end(text, position)
                alone = False
        return found

    def too_long(self, position: int) -> bool:
        """True when no statement ends within the limit."""
        last = position + limits.STATEMENT
        return last < len(self.text) and self.line_end(position) > last and self.text.find(";", position, last) < 0

    # --------------------------------------------------------------------------------------- statements

    def evaluation(self, start: int, end: int, value: Expression) -> Statement:
        return Evaluation(value, start, end)

    def definition(self, start: int, end: int, left: Expression, value: Expression) -> Statement:
        if isinstance(left, Call):
            parameters = tuple(part for part in left.arguments if isinstance(part, Name))
            if len(parameters) == len(left.arguments):
                if len({p.key for p in parameters}) < len(parameters):
                    raise self.refuse(
                        "E0110", f"two arguments of {left.title} have the same name", left.start, left.end
                    )
                for parameter in parameters:
                    self.target(parameter)
                return FunctionDefinition(left.function, parameters, value, left.slope, start, end)
        return Definition(self.target(left), value, start, end)

    def update(self, start: int, end: int, left: Expression, value: Expression) -> Statement:
        return Update(self.target(left), value, start, end)

    def increase(self, start: int, end: int, left: Expression, value: Expression) -> Statement:
        name = self.target(left)
        return Update(name, Elementwise("+", name, value, start, end), start, end)

    def decrease(self, start: int, end: int, left: Expression, value: Expression) -> Statement:
        name = self.target(left)
        return Update(name, Elementwise("-", name, value, start, end), start, end)

    def target(self, left: Expression) -> Name:
        """The name that a line defines."""
        if isinstance(left, Name):
            if left.key == "π":
                raise self.refuse("E0113", "π is the number 3.14159…, so it cannot be defined", left.start, left.end)
            return left
        if isinstance(left, Number) and left.text[0] in LETTER_LIKE_DIGIT:
            likely = LETTER_LIKE_DIGIT[left.text[0]] + left.text[1:]
            fixes = (self.instead(left.start, left.end, likely, f"type {likely}, with the letter {likely[0]}"),)
            message = f"{left.text} is a number; was the name {likely} meant, with the letter {likely[0]}?"
            raise self.refuse("E0104", message, left.start, left.end, fixes)
        message = "left of = stands one name, l1 = …, or a function of names, f(x) = …"
        raise self.refuse("E0106", message, left.start, left.end)

    def declare_numbers(self, start: int, end: int, names: list[Name], *_: Token) -> Statement:
        return self.declaration(names, (), start, end)

    def declare(self, start: int, end: int, names: list[Name], sizes: list[Size]) -> Statement:
        if len(sizes) > 2:
            message = "a vector has one size and a matrix two; more are not in the notation"
            raise self.refuse("E0108", message, sizes[2].start, sizes[-1].end)
        return self.declaration(names, tuple(sizes), start, end)

    def declaration(self, names: list[Name], sizes: tuple[Size, ...], start: int, end: int) -> Statement:
        for name in names:
            if name.key == "π":
                raise self.refuse("E0113", "π is the number 3.14159…, so it has no size", name.start, name.end)
        return Declaration(tuple(names), sizes, start, end)

    def declare_superscript(self, start: int, end: int, names: list[Name], superscript: Token) -> Statement:
        sizes = []
        at = superscript.start
        for text in superscript.text.split("ˣ"):
            plain = "".join(SUPERSCRIPTS[c] for c in text)
            token = Token("SIZE", plain, at, at + len(text))
            number = plain.isdigit()
            if not number and len(plain) > 1:
                raise self.refuse("E0108", f"{text} is not a size", at, at + len(text))
            size = self.constant_size(token) if number else Size(((plain, 1),), 0, at, at + len(text))
            sizes.append(self.positive(size))
            at += len(text) + 1
        return self.declare(start, end, names, sizes)

    def meaning(self, start: int, end: int, name: Token, phrase: Token) -> Statement:
        letter, index = self.letter_and_index(name)
        words = self.original[phrase.start : phrase.end][len("means") :].strip()
        if words.startswith(('"', "“", "”", "„")):
            words = words[1:-1].strip()
        words = SPACE.sub(" ", words)
        if index:
            raise self.refuse(
                "E0113", f"a letter means something without its index: {letter} means …", name.start, name.end
            )
        if not re.search(r"\w", words.replace("{}", "")):
            raise self.refuse("E0103", "after means come words with letters in them", phrase.start, phrase.end)
        if words.count("{}") > 1 or "{" in words.replace("{}", "") or "}" in words.replace("{}", ""):
            raise self.refuse(
                "E0103", "{} stands for the index and may stand once in the words", phrase.start, phrase.end
            )
        if re.search(r"[^\w\s{}'’-]", words) or len(words) > 100:
            raise self.refuse(
                "E0103", "words are made of letters, digits, spaces and hyphens, at most 100", phrase.start, phrase.end
            )
        return Meaning(Name(letter, "", name.start, name.end), words, start, end)

    def convention(self, start: int, end: int, said: Token) -> Statement:
        return Convention(said.text.endswith("columns"), start, end)

    # -------------------------------------------------------------------------------------------- lists

    def first(self, start: int, end: int, item: Any) -> Items:
        return Items(start, end, [self.name(item.start, item.end, item) if isinstance(item, Token) else item])

    def more(self, start: int, end: int, items: Items, item: Any) -> Items:
        items.append(self.name(item.start, item.end, item) if isinstance(item, Token) else item)
        items.end = end
        return items

    # -------------------------------------------------------------------------------------- expressions

    def elementwise(self, start: int, end: int, left: Expression, sign: Token, right: Expression) -> Expression:
        return Elementwise(OPERATORS.get(sign.text, sign.text), left, right, start, end)

    def dot(self, start: int, end: int, left: Expression, right: Expression) -> Expression:
        return Product(left, right, True, start, end)

    def juxtaposed(self, start: int, end: int, left: Expression, right: Expression) -> Expression:
        return Product(left, right, False, start, end)

    def negative(self, start: int, end: int, sign: Token, part: Expression) -> Expression:
        return Negative(part, start, end)

    def transpose(self, start: int, end: int, part: Expression) -> Expression:
        return Transpose(part, start, end)

    def inverse(self, start: int, end: int, part: Expression) -> Expression:
        return Inverse(part, start, end)

    def power(self, start: int, end: int, part: Expression, sign: Token) -> Expression:
        text = "".join(SUPERSCRIPTS.get(c, c) for c in sign.text if c not in "^{} \t")
        exponent: Number | Name
        if text[0].isdigit() or text[0] in "-½¼¾":
            exponent = Number(self.tidy(text, sign.start, sign.end), sign.start, sign.end)
        else:
            text = sign.text.lstrip("^ \t")
            if text.startswith("{"):
                text = text[1:-1]
            exponent = Name(*self.letter_and_index(Token("NAME", text.strip(), sign.start, sign.end)))
            exponent.start, exponent.end = sign.start, sign.end
        return Power(part, exponent, start, end)

    def root(self, start: int, end: int, part: Expression) -> Expression:
        return Call("sqrt", (part,), False, start, end)

    latex_root = root

    def norm(self, start: int, end: int, part: Expression) -> Expression:
        return Call("norm", (part,), False, start, end)

    def absolute(self, start: int, end: int, part: Expression) -> Expression:
        if self.text[start : start + 2] == "||":
            fixes = (
                self.instead(start, end, f"norm({self.original[part.start : part.end]})", "write norm(…) for the norm"),
            )
            raise self.refuse("E0102", "two bars are not clear: the norm is ‖x‖, a value inside another needs brackets",
                              start, start + 2, fixes)  # fmt: skip
        return Call("abs", (part,), False, start, end)

    def number(self, start: int, end: int, token: Token) -> Expression:
        return Number(self.tidy(token.text, start, end), start, end)

    def tidy(self, text: str, start: int, end: int) -> str:
        """A number in its one spelling: no zeros in front, one before the point."""
        if len(text) > limits.DIGITS:
            raise self.refuse("E0109", f"a number has at most {limits.DIGITS} digits", start, end)
        sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
        text = FRACTIONS.get(text, text)
        whole, point, rest = text.partition(".")
        return sign + (whole.lstrip("0") or "0") + point + rest

    def name(self, start: int, end: int, token: Token) -> Name:
        text = token.text
        if len(text) == 1 or (text[1:].isdecimal() and len(text) <= limits.INDEX and text[0] != "\\"):  # most names
            return Name(text[0], text[1:], start, end)
        letter, index = self.letter_and_index(token)
        return Name(letter, index, start, end)

    def letter_and_index(self, token: Token) -> tuple[str, str]:
        """The letter and the index of a name as typed."""
        text = token.text
        known = self.names.get(text)
        if known is not None:
            return known
        text = COMMAND.sub(r"\1", text)
        if text[0] == "\\" or (text[1:2].isalpha() and text[1:2] not in SUBSCRIPTS):
            found = re.match(r"\\?([A-Za-z]+)", text)
            assert found
            word = found[1].removeprefix("var")
            if word not in GREEK:
                raise self.refuse("E0103", f"\\{word} is not a Greek letter", token.start, token.end)
            letter, rest = GREEK[word], text[found.end() :]
        else:
            letter, rest = text[0], text[1:]
        rest = rest.strip()
        index = ""
        if rest.startswith("_"):
            index = rest[1:].strip()
            if index.startswith("{"):
                index = SPACE.sub(" ", index[1:-1]).strip()
            elif index.startswith("\\"):
                if index[1:] not in GREEK:
                    raise self.refuse("E0103", f"{index} is not a Greek letter", token.start, token.end)
            elif index.isalpha() and LOWERCASE.match(self.text, token.end) and index.islower():
                self.long_index(token, letter, index)
            index = re.sub(r"\\([A-Za-z]+)", lambda m: GREEK.get(m[1], m[0]), index)
            index = "".join(SUBSCRIPTS.get(c, c) for c in index)
            self.check_index(index, token)
            if index.isdigit():
                index = index.lstrip("0") or "0" if len(index) == 1 else index
        elif rest:
            index = "".join(SUBSCRIPTS.get(c, c) for c in rest)
        if len(index) > limits.INDEX:
            message = f"an index has at most {limits.INDEX} letters and digits, and this has {len(index):,}"
            raise self.refuse("E0109", message, token.start, token.end)
        self.names[token.text] = (letter, index)
        return letter, index

    def check_index(self, index: str, token: Token) -> None:
        """An index is a label; one that calculates is kept free for later."""
        if re.search(r"[-+=]", index):
            message = f"{token.text}: an index that calculates is not there yet; write each step with its own name"
            raise self.refuse("E0107", message, token.start, token.end)
        if not INDEX_TEXT.fullmatch(index):
            message = "an index is made of letters and digits: l_0, h_t, W_{ih}"
            raise self.refuse("E0103", message, token.start, token.end)

    def long_index(self, token: Token, letter: str, index: str) -> None:
        """Point out that `W_ih` is `W_i` times `h`."""
        found = re.compile(r"[a-z]+").match(self.text, token.end)
        assert found
        if self.text[found.end() : found.end() + 1] in ("(", "_") or self.text[found.end() : found.end() + 1].isdigit():
            return
        whole = f"{letter}_{{{index}{found[0]}}}"
        message = f"{token.text}{found[0]} is {token.text} times {' times '.join(found[0])}; was {whole} meant?"
        fixes = (self.instead(token.start, found.end(), whole),)
        self.report("W0101", message, token.start, found.end(), fixes)

    def values(self, start: int, end: int, token: Token) -> Expression:
        if token.text.count(" ") + token.text.count(",") + token.text.count(";") > limits.VALUES:
            message = f"a literal has at most {limits.VALUES:,} values; larger ones come from files"
            raise self.refuse("E0109", message, start, end)
        inside = token.text[1:-1].strip().removesuffix(";")
        inside = re.sub(r"([-+])[ \t]+", r"\1", inside)
        inside = re.sub(r"(?<![eE])([-+])", r" \1", inside)
        rows = tuple(
            tuple(self.literal(entry, token) for entry in row.replace(",", " ").split()) for row in inside.split(";")
        )
        if any(len(row) != len(rows[0]) for row in rows):
            lengths = ", ".join(str(len(row)) for row in rows)
            raise self.refuse(
                "E0105", f"the rows of a matrix have the same length, but these have {lengths}", start, end
            )
        return Values(rows, start, end)

    def literal(self, entry: str, token: Token) -> int | float:
        """One number of a literal."""
        if len(entry) > limits.DIGITS:
            raise self.refuse("E0109", f"a number has at most {limits.DIGITS} digits", token.start, token.end)
        if entry.lstrip("+-").isdigit():
            return int(entry)
        value = float(entry)
        if value in (float("inf"), float("-inf")):
            raise self.refuse("E0105", f"{entry} is too large for a 64-bit number", token.start, token.end)
        return value

    def brackets(self, start: int, end: int, part: Expression) -> Expression:
        return part

    def call(self, start: int, end: int, function: Token, arguments: list[Expression]) -> Expression:
        name = function.text
        slope = name.endswith("'")
        if slope:
            name = name[:-1]
        if name.startswith("\\"):
            found = re.search(r"([a-z]+)\s*\}?$", name)
            assert found
            name = found[1]
        if name in ("sigma", "σ"):
            return Call("σ" if "σ" in self.functions else "sigmoid", tuple(arguments), slope, start, end)
        if name in self.functions:
            name = GREEK.get(name, name)
        return Call(name, tuple(arguments), slope, start, end)

    def side_by_side(self, start: int, end: int, items: list[Expression]) -> Expression:
        if len(items) == 1:
            self.check_commas(items[0])
            return items[0]
        return Join(tuple(items), False, start, end)

    def on_top(self, start: int, end: int, rows: list[Items], last: Items) -> Expression:
        return Join(tuple(self.side_by_side(row.start, row.end, row) for row in [*rows, last]), True, start, end)

    # -------------------------------------------------------------------------------------------- sizes

    def only(self, start: int, end: int, token: Token) -> list[Size]:
        size = self.constant_size(token) if token.kind == "SIZE_NUMBER" else self.letter(start, end, token)
        return [self.positive(size)]

    def constant_size(self, token: Token) -> Size:
        if "." in token.text:
            raise self.refuse("E0108", f"a size is a whole number from 1 up, not {token.text}", token.start, token.end)
        value = int(token.text) if len(token.text) <= 12 else limits.SIZE + 1
        if value > limits.SIZE:
            raise self.refuse("E0109", f"a size is at most {limits.SIZE:,}", token.start, token.end)
        return Size((), value, token.start, token.end)

    def constant(self, start: int, end: int, token: Token) -> Size:
        return self.constant_size(token)

    def letter(self, start: int, end: int, token: Token) -> Size:
        return Size(((self.name(start, end, token).key, 1),), 0, start, end)

    def letters(self, start: int, end: int, number: Token, token: Token) -> Size:
        if token.text[0] in "eE" and token.text[1:].isdigit() and number.end == token.start:
            message = f"{number.text}{token.text} is not clear: a size is written out, and its letter is another than e"
            raise self.refuse("E0102", message, start, end)
        times = self.constant_size(number).constant
        return Size(((self.name(start, end, token).key, times),) if times else (), 0, start, end)

    def grouped_size(self, start: int, end: int, size: Size) -> Size:
        return size

    def times_size(self, start: int, end: int, number: Token, size: Size) -> Size:
        return self.combined(Size((), 0), size, self.constant_size(number).constant, start, end)

    def size(self, start: int, end: int, term: Size) -> Size:
        return self.positive(term)

    def minus_size(self, start: int, end: int, sign: Token, term: Size) -> Size:
        return self.combined(Size((), 0), term, -1, start, end)

    def plus_size(self, start: int, end: int, size: Size, sign: Token, term: Size) -> Size:
        return self.combined(size, term, 1, start, end)

    def less_size(self, start: int, end: int, size: Size, sign: Token, term: Size) -> Size:
        return self.combined(size, term, -1, start, end)

    def combined(self, size: Size, term: Size, times: int, start: int, end: int) -> Size:
        """The sum of two sizes, letters in their first order."""
        letters = dict(size.letters)
        for letter, count in term.letters:
            letters[letter] = letters.get(letter, 0) + times * count
        kept = tuple((letter, count) for letter, count in letters.items() if count)
        return self.positive(Size(kept, size.constant + times * term.constant, start, end))

    def positive(self, size: Size) -> Size:
        """Refuse a size that can be no whole number from 1 up."""
        if size.constant <= 0 and all(count < 0 for _, count in size.letters):
            shown = self.original[size.start : size.end].strip()
            raise self.refuse("E0108", f"a size is a whole number from 1 up, not {shown}", size.start, size.end)
        return size
