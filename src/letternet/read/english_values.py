"""What clauses speak of: names, numbers, literals, results and the value so far, as parts of a formula."""

from __future__ import annotations

import re

from .. import limits
from ..patterns import pattern
from ..problems import errors
from ..tree import (
    Declaration,
    Evaluation,
    Expression,
    Inverse,
    Name,
    Negative,
    Number,
    Power,
    Size,
    Transpose,
    Values,
)
from ..words import SAID_AS, SAID_FUNCTIONS, figure
from .english_clauses import place
from .english_names import Mention, Names
from .letters import read as read_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Final

    from lark.lexer import Token

    from .english_clauses import Clause, Operand

FUNCTION = pattern(
    r"(?:(?:the|an?)\s+)?((?:derivative|slope)\s+of\s+(?:the\s+)?)?"
    rf"({SAID_FUNCTIONS}|[^\W\d_]+)('?)(?:\s+(?:function|of))?",
    re.IGNORECASE,
)
SIZE = pattern(r"(.*?) (?:values?|rows?(?: and (.*?) columns?))(?: each)?", re.IGNORECASE)


class MisreadError(Exception):
    """A clause that says nothing; the sentence and the place."""

    def __init__(self, message: str, start: int, end: int, code: str = "E0115") -> None:
        super().__init__(message)
        self.message: Final = message
        self.start: Final = start
        self.end: Final = end
        self.code: Final = code


class Spoken:
    """What the clauses of one statement speak of."""

    def __init__(self, names: Names, functions: Collection[str]) -> None:
        """`functions` are the program's own and those handed in."""
        self.names: Final = names
        self.functions: Final = functions
        self.sized: Final[dict[str, tuple[Size, ...]]] = {}
        self.forget()

    def forget(self) -> None:
        """Begin a statement."""
        self.value: Expression | None = None
        self.resting: Name | None = None  # what the value was called when its sentence was done, or what is updated
        self.used = False  # whether the clause has used the value so far
        self.results: dict[int, tuple[Expression, Clause]] = {}
        self.spent: set[int] = set()
        self.parameters: tuple[Name, ...] = ()
        self.olds: list[Name] = []
        self.mentioned: dict[str, tuple[str, Name]] = {}  # names against the case of their letters, with their kinds

    def target_name(self, token: Token) -> Name:
        """A name that is given a value or a size."""
        mention = Mention(str(token), *place(token))
        name = self.name(mention)
        if name.key == "π":
            message = "π is the number 3.14159…, so it is given nothing else"
            raise MisreadError(message, name.start, name.end, "E0113")
        if mention.old:
            raise MisreadError("an old value cannot be given; leave “old” out", name.start, name.end)
        return name

    def name(self, mention: Mention) -> Name:
        """The name of a phrase."""
        name = self.names.name(mention)
        if name is None and not mention.may_be_new:
            shown = shorter(mention.phrase)
            message = f"“{shown}” is no name here; say first what is done, or put a name that is meant into quotes"
            raise MisreadError(message, mention.start, mention.end)
        if name is None:
            shown = shorter(mention.phrase)
            message = f"“{shown}” is no name: that has letters, digits, spaces and hyphens, at most 100"
            raise MisreadError(message, mention.start, mention.end)
        return name

    def operand(self, said: Operand) -> Expression:
        """The value that a clause speaks of."""
        value = self.leaf(said)
        for mark in reversed(said.marks):
            value = marked(mark.lower(), value, place(mark)[0], said.end)
        return value

    def leaf(self, said: Operand) -> Expression:
        """What is left of an operand without its marks."""
        start, end = said.start, said.end
        match said.kind:
            case "NAME":
                mention = Mention(said.text, start, end)
                name = self.name(mention)
                if mention.old:
                    self.olds.append(name)
                kind = self.names.kind_said(mention)
                if kind and name.key not in {parameter.key for parameter in self.parameters}:
                    self.mentioned.setdefault(name.key, (kind, name))
                return name
            case "NUMERAL":
                text = figure(said.text.split()[-1].lower())
                positive = Number(tidy(text.removeprefix("-"), start, end), start, end)
                return Negative(positive, start, end) if text.startswith("-") else positive
            case "LITERAL":
                program, told = read_letters(" ".join(said.text[said.text.index("[") :].split()))
                problems = errors(told)
                if problems or len(program.statements) != 1:
                    message = problems[0].message if problems else "between brackets stand numbers"
                    raise MisreadError(message, start, end, problems[0].code if problems else "E0115")
                value = program.statements[0]
                if not isinstance(value, Evaluation) or not isinstance(value.value, Values):
                    raise MisreadError("between brackets stand numbers", start, end)
                return Values(value.value.rows, start, end)
            case "RESULT":
                number = result_number(said.text)
                if number not in self.results:
                    again = number in self.spent
                    message = f"result {number} is used twice; create something with a name instead" if again else ""
                    raise MisreadError(message or f"there is no result {number} here", start, end)
                self.spent.add(number)
                return self.results.pop(number)[0]
            case _:
                return self.it(start, end)

    def it(self, start: int, end: int) -> Expression:
        """The value so far."""
        if self.value is None and self.resting is not None:
            self.value = Name(self.resting.letter, self.resting.index, start, end)
        if self.value is None:
            raise MisreadError("nothing has been taken yet: “take …” comes first", start, end)
        if self.used:
            raise MisreadError("the output is used twice; create something with a name from it first", start, end)
        self.used = True
        return self.value

    def exponent(self, said: Operand) -> Number | Name:
        """What something is raised to."""
        value = self.operand(said)
        if isinstance(value, Negative) and isinstance(value.part, Number) and not said.marks:
            return Number("-" + value.part.text, value.start, value.end)
        if isinstance(value, Number | Name):
            return value
        raise MisreadError("a power is a number or the name of one", said.whole, said.end)

    def function(self, token: Token) -> tuple[str, bool]:
        """The name of a function, and whether its slope is meant."""
        name, slope = function_named(str(token))
        if name not in self.functions:
            name = "sigmoid" if name in ("σ", "sigma") else SAID_AS.get(name, name)
        if len(name) == 1 and name not in self.functions:
            message = f"no function {name} is there; “to perform the {name} function on the vector x, …” would say it"
            raise MisreadError(message, *place(token), "E0101")
        return name, slope

    def sizes(self, token: Token) -> tuple[Size, ...]:
        """The sizes that a line declares."""
        text = str(token)
        if text not in self.sized:
            found = SIZE.fullmatch(" ".join(text.split()))
            said = " × ".join(f"({amount})" for amount in found.groups() if amount) if found else "number"
            program, problems = read_letters(f"x : {said}")
            if problems or len(program.statements) != 1 or not isinstance(program.statements[0], Declaration):
                message = problems[0].message if problems else "this is no size"
                raise MisreadError(message, *place(token))
            self.sized[text] = program.statements[0].sizes
        return tuple(Size(size.letters, size.constant, *place(token)) for size in self.sized[text])


def shorter(phrase: str) -> str:
    """A phrase as a sentence shows it."""
    return phrase if len(phrase) <= 40 else phrase[:39] + "…"


def function_named(text: str) -> tuple[str, bool]:
    """A function's name and whether its slope is meant.

    >>> function_named("the derivative of the relu function"), function_named("softmax of"), function_named("F'")
    (('relu', True), ('softmax', False), ('F', True))
    """
    found = FUNCTION.fullmatch(" ".join(text.split()))
    assert found, text
    name = found[2]
    return name if len(name) == 1 else name.lower(), bool(found[1] or found[3])


def result_number(text: str) -> int:
    """The number of `result 1`."""
    return int(text.split()[-1])


def marked(words: str, value: Expression, start: int, end: int) -> Expression:
    """A value with one mark on it."""
    if "transpose" in words:
        return Transpose(value, start, end)
    if "negat" in words:
        return Negative(value, start, end)
    if "square" in words:
        return Power(value, Number("2", start, end), start, end)
    return Inverse(value, start, end)


def tidy(text: str, start: int, end: int) -> str:
    """A number in its one spelling."""
    if len(text) > limits.DIGITS:
        raise MisreadError(f"a number has at most {limits.DIGITS} digits", start, end, "E0109")
    whole, point, rest = text.partition(".")
    return (whole.lstrip("0") or "0") + point + rest
