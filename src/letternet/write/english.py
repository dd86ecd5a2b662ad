"""A program says in English what is done, one paragraph a line, so exactly that it can be read back."""

from __future__ import annotations

from ..sizes import NUMBER
from ..tree import (
    Comment,
    Convention,
    Declaration,
    Definition,
    Evaluation,
    Expression,
    FunctionDefinition,
    Meaning,
    Name,
    Negative,
    Number,
    Statement,
    Update,
    Values,
    never,
)
from ..words import listed
from .letters import own_functions, size, statement
from .marks import UNMARKED, Marks
from .sentences import Teller, Voice, capital, function, literal, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Final

    from ..check.model import Checked, Instance
    from ..tree import Node
    from ..words import Words
    from .marks import Marked


def english(checked: Checked, words: Words) -> str:
    """What a program without errors does, in words; a line that only names or comments says nothing.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.words import words_of
    >>> checked = check(read("l1 = relu(l0W0)")[0])
    >>> print(english(checked, words_of(checked)))
    To create the layer 1 vector, take the layer 0 vector and perform vector-matrix multiplication with the weight
    matrix 0; then perform the relu function on the output (setting all negative numbers to 0).
    """
    return Book(checked, words).text()


def marked_english(checked: Checked, words: Words, ids: Mapping[Node, str]) -> Marked:
    """The same sentences, and where the parts that have an id stand in them.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.words import words_of
    >>> checked = check(read("y = tanh(xW)")[0])
    >>> marked = marked_english(checked, words_of(checked), checked.ids)
    >>> for start, end, part in marked.spans:
    ...     print(part, marked.text[start:end])
    t4 the vector y
    t0 the vector x
    t2 perform vector-matrix multiplication with the weight matrix
    t1 the weight matrix
    t3 perform the tanh function on the output (squashing every number to between -1 and 1)
    t2 the output
    """
    marks = Marks(ids, words)
    return marks.parsed(Book(checked, words, marks=marks).text())


class Book:
    """The lines of one program; formulas are told by its teller."""

    def __init__(self, checked: Checked, words: Words, teller: Teller | None = None, marks: Marks = UNMARKED) -> None:
        self.checked: Final = checked
        self.words: Final = words
        self.teller: Final = teller or Teller(checked.names.functions)
        self.marks: Final = marks
        self.called: Final = called_in(checked, words)
        self.voice: Final = Voice(checked.kind, self.called, marks)
        self.own: Final = own_functions(checked.program)
        self.instances: Final[dict[str, Instance]] = {}
        for (title, _), instance in checked.instances.items():
            self.instances.setdefault(title, instance)

    def text(self) -> str:
        """All lines that say something."""
        return "\n".join(filter(None, map(self.line, self.checked.program.statements)))

    def line(self, line: Statement) -> str:
        """One line in English; empty for what says nothing."""
        match line:
            case Definition(name, value):
                said = fixed(value, self.marks)
                if said:
                    return f"{self.marks.around(name, f'The {self.called(name)}')} is {said}."
                return self.teller.tell(value, self.voice, f"to create {self.voice.phrase(name)}")
            case Update(name, value):
                return self.update(name, value)
            case Evaluation(value):
                return self.teller.tell(value, self.voice)
            case FunctionDefinition():
                return self.own_function(line)
            case Declaration():
                return self.declaration(line)
            case Convention(columns):
                return f"Vectors are {'columns' if columns else 'rows'}."
            case Meaning() | Comment():
                return ""
            case _:
                never(line)

    def update(self, name: Name, value: Expression) -> str:
        """An update; what it changes is old on its right side."""

        def called(other: Name) -> str:
            return f"old {self.called(other)}" if other.key == name.key else self.called(other)

        voice = Voice(self.checked.kind, called, self.marks)
        return self.teller.tell(value, voice, f"to update {self.voice.phrase(name)}")

    def own_function(self, line: FunctionDefinition) -> str:
        """A function of the program, with the kinds of its first call."""
        instance = self.instances.get(line.title)
        if instance is None:  # no kinds of arguments are known that it takes
            return f"The function {line.title} is never used: {statement(line, self.own)}."

        def kind(node: Expression) -> str:
            shape = instance.shapes[node]
            assert shape is not None
            return shape.kind

        def called(name: Name) -> str:
            shape = instance.parameters.get(name.key)
            return f"{plain(shape.kind)} {name.key}" if shape else self.called(name)

        voice = Voice(kind, called, self.marks)
        inputs = listed([voice.phrase(parameter) for parameter in line.parameters])
        purpose = f"to perform {function(line.title)} on {inputs}"
        return self.teller.tell(line.value, voice, purpose, purpose_first=True)

    def declaration(self, line: Declaration) -> str:
        """The sizes of names."""
        phrases = [f"the {self.called(name)}" for name in line.names]
        if not line.sizes:
            # “α is a number”, where “the number α is a number” would say it twice.
            phrases = [
                name.key if phrase == f"the {NUMBER} {name.key}" else phrase
                for name, phrase in zip(line.names, phrases, strict=True)
            ]
        if phrases[0].startswith("the "):
            phrases[0] = capital(phrases[0])
        subject = listed(list(map(self.marks.around, line.names, phrases)))
        several = len(phrases) > 1
        if not line.sizes:
            return f"{subject} are numbers." if several else f"{subject} is a number."
        amounts = [size(declared) for declared in line.sizes]
        units = ("row", "column") if len(amounts) == 2 else ("value",)
        counted = " and ".join(f"{n} {unit}{'' if n == '1' else 's'}" for n, unit in zip(amounts, units, strict=True))
        return f"{subject} have {counted} each." if several else f"{subject} has {counted}."


def called_in(checked: Checked, words: Words) -> Callable[[Name], str]:
    """What gives the phrase of a name, without its article."""
    english, named = words.english, checked.named

    def called(name: Name) -> str:
        phrase = english.get(name.key)
        if phrase is None:
            shape = named.get(name.key)
            phrase = f"{plain(shape.kind) if shape else NUMBER} {name.key}"
        return phrase

    return called


def fixed(value: Expression, marks: Marks = UNMARKED) -> str:
    """A number or a literal, as a line gives it to a name; empty for anything that is worked out."""
    match value:
        case Number(text):
            return marks.around(value, text)
        case Negative(Number(text) as number):
            return marks.around(value, f"-{marks.around(number, text)}")
        case Values():
            return marks.around(value, literal(value))
        case _:
            return ""
