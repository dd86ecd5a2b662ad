"""Clauses become statements: one value is followed, and each clause does something to it.

| what is said | what it is |
|---|---|
| it, the output | the value so far, which one clause uses once |
| result 1 | what the sentences before “Call that result 1.” said, also used once |
| to create, to update, to perform | what the value is for; without one it is a line of its own |
"""

from __future__ import annotations

import re
from functools import reduce

from ..patterns import pattern
from ..problems import errors
from ..tree import (
    Call,
    Convention,
    Declaration,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    FunctionDefinition,
    Join,
    Name,
    Number,
    Power,
    Product,
    Statement,
    Update,
    in_order,
)
from .english_values import MisreadError, Spoken, function_named, marked, result_number
from .letters import read as read_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any, Final

    from .english_clauses import Clause
    from .english_names import Names

COMPARED = {"greater": ">", "larger": ">", "less": "<", "smaller": "<", "least": "≥", "most": "≤"}
INFIXES = {"times": "times", "multiplied": "times", "divided": "/", "plus": "+", "minus": "-"}
NEVER_USED = pattern(r"the function (\S+?)'? is never used ?: ?(.*)", re.IGNORECASE)
PURPOSES = ("create", "update", "own_function")
LINES = ("is", "let", "numbers", "has", "convention", "never_used")


class Builder(Spoken):
    """Builds the statements of one text; what goes wrong is in `misread`."""

    def __init__(self, names: Names, functions: Collection[str], text: str) -> None:
        """`functions` are the program's own and those handed in."""
        self.text: Final = text
        self.statements: Final[list[Statement]] = []
        self.misread: Final[list[MisreadError]] = []
        self.kinds: Final[dict[str, tuple[str, Name]]] = {}  # of names against the case of their letters
        self.settled: Final[set[str]] = set()  # names that a line defines or declares
        super().__init__(names, functions)

    def forget(self) -> None:
        """Begin a statement."""
        super().forget()
        self.purpose: Clause | None = None
        self.target: Name | None = None
        self.infixes: list[str] = []  # since something was taken, while nothing else was done
        self.failed = False
        self.first: Clause | None = None
        self.last: Clause | None = None

    # ------------------------------------------------------------------------------------------- clauses

    def add(self, clause: Clause) -> None:
        """What one clause says; what is wrong with it is kept, and its statement given up."""
        try:
            self.said(clause)
        except MisreadError as error:
            self.fail(error)
        if self.open:
            self.first = self.first or clause
            self.last = clause

    @property
    def open(self) -> bool:
        """True while a statement is being said."""
        return self.value is not None or self.purpose is not None or bool(self.results)

    def fail(self, error: MisreadError) -> None:
        """Keep a problem; the rest of the statement is read all the same."""
        if not self.failed:
            self.misread.append(error)
        self.failed = True
        if self.value is None:
            self.value = Number("0", error.start, error.end)

    def said(self, clause: Clause) -> None:
        if clause.what in LINES:
            self.finish()
            self.line(clause)
        elif clause.what in PURPOSES[:2] and self.goes_before(clause):
            self.called(clause)
        elif clause.what in PURPOSES:
            if self.value is not None or self.purpose is not None:
                self.finish()
            self.aim(clause)
        elif clause.what == "result":
            self.result(clause)
        elif clause.what == "called":
            self.called(clause)
        elif clause.what == "take" and clause.parts[1].kind != "IT":
            if self.value is not None:
                self.finish()
            self.value = self.operand(clause.parts[1])
            self.infixes = ["taken"]
        else:
            self.step(clause)

    def goes_before(self, clause: Clause) -> bool:
        """True where the value comes before its name: “multiply x by W to get h”."""
        begun = not self.text[self.text.rfind("\n", 0, clause.start) + 1 : clause.start].strip()
        return self.value is not None and self.purpose is None and not clause.opens and not begun

    def aim(self, clause: Clause) -> None:
        """What the value is for."""
        self.purpose = clause
        if clause.what == "own_function":
            self.parameters = tuple(self.target_name(token) for token in clause.parts[2])
            if len({name.key for name in self.parameters}) < len(self.parameters):
                raise MisreadError("two of these have the same name", clause.start, clause.end, "E0110")
        else:
            self.target = self.target_name(clause.parts[1])
            self.resting = self.target if clause.what == "update" else None

    def result(self, clause: Clause) -> None:
        """Keep the value as a numbered result."""
        number = result_number(str(clause.parts[1]))
        if self.value is None:
            raise MisreadError(f"nothing has been taken yet that could be result {number}", clause.start, clause.end)
        if number in self.results or number in self.spent:
            raise MisreadError(f"result {number} is there already; give this one another number", *span(clause))
        self.results[number] = self.value, clause
        self.value = None

    def called(self, clause: Clause) -> None:
        """Give the value a name, which ends the statement."""
        if self.value is None:
            raise MisreadError("nothing has been taken yet that could have a name", *span(clause))
        if self.purpose is not None:
            raise MisreadError("this has a name already, the one that it is created for", *span(clause))
        self.purpose, self.target, self.last = clause, self.target_name(clause.parts[1]), clause
        target = self.target
        self.finish()
        self.resting = target

    # -------------------------------------------------------------------------------------------- lines

    def line(self, clause: Clause) -> None:
        """A fact."""
        parts = clause.parts
        if clause.what == "convention":
            self.statements.append(Convention(clause.parts[0].lower().endswith("columns"), *span(clause)))
        elif clause.what == "never_used":
            self.never_used(clause)
        elif clause.what in ("is", "let"):
            names = parts[0] if clause.what == "is" else [parts[0]]
            if len(names) > 1:
                raise MisreadError("one name is given a value at a time", *span(clause))
            self.purpose, self.target = clause, self.target_name(names[0])
            self.value = self.operand(parts[1])
            self.infixes = ["taken"]
            return
        else:
            names = tuple(map(self.target_name, parts[0]))
            sizes = self.sizes(parts[1]) if clause.what == "has" else ()
            self.settled.update(name.key for name in names)
            self.statements.append(Declaration(names, sizes, *span(clause)))
        self.forget()

    def never_used(self, clause: Clause) -> None:
        """A function that only its letters define."""
        found = NEVER_USED.fullmatch(" ".join(str(clause.parts[0]).split()))
        program, said = read_letters(found[2] if found else "", self.functions)
        problems = errors(said)
        if problems or len(program.statements) != 1 or not isinstance(program.statements[0], FunctionDefinition):
            message = problems[0].message if problems else "after the colon comes the function in letters: f(x) = …"
            raise MisreadError(message, *span(clause), problems[0].code if problems else "E0115")
        self.statements.append(moved(program.statements[0], clause.start, clause.end))

    # --------------------------------------------------------------------------------------------- steps

    def step(self, clause: Clause) -> None:
        """Do something to the value, or to two others where nothing is followed yet."""
        inner, explicit = (clause.parts[1], True) if clause.what == "explicitly" else (clause, False)
        said = [item for part in inner.parts for item in (part if isinstance(part, list) else [part])]
        operands = [part for part in said if hasattr(part, "marks")]
        texts = [" ".join(str(part).lower().split()) for part in said if not hasattr(part, "marks")]
        more = inner.what == "add" and self.value is not None and not inner.opens  # “take x, add y and z”
        both = inner.what in PAIRS and not (inner.what == "join_onto" and len(operands) > 1)
        implied = more or len(operands) < 1 + both
        if not implied and not any(operand.kind == "IT" for operand in operands) and self.value is not None:
            if clause.joined:
                message = "this does nothing with the output; say “the output” where it belongs, or begin a sentence"
                raise MisreadError(message, *span(clause))
            self.finish()
        infix = INFIXES.get(texts[0].split()[0], "") if inner.what in ("infix", "pairwise") and texts else ""
        if infix:
            self.check_readings(infix, clause)
        self.used = False
        parts = [self.it(*span(clause))] if implied else []
        if inner.what == "power":
            parts += [self.operand(operands[0])]
            self.value = Power(parts[0], self.exponent(operands[1]), *span(clause))
        else:
            parts += [self.operand(operand) for operand in operands]
            self.value = self.made(inner, texts, parts, explicit, span(clause))
        self.infixes = [*self.infixes, infix] if infix else []

    def check_readings(self, infix: str, clause: Clause) -> None:
        """Refuse `x plus y times W`, which is not said to be one or the other."""
        if clause.joined:
            self.infixes = ["taken"]
        elif not self.infixes or (infix in ("times", "/") and {"+", "-", "/"} & set(self.infixes)):
            message = "this has two readings; say “then” before what is done to all of it"
            raise MisreadError(message, *span(clause), "E0102")

    def made(
        self, clause: Clause, texts: list[str], parts: list[Expression], explicit: bool, at: tuple[int, int]
    ) -> Expression:
        """What a clause makes of its parts, the value so far among them."""
        left = texts[-1].endswith("left")
        match clause.what:
            case "add":
                return summed(parts, at)
            case "pairwise" | "divide":
                return Elementwise("⊙" if clause.what == "pairwise" else "/", parts[0], parts[1], *at)
            case "add_to" | "subtract_from":
                return Elementwise("+" if clause.what == "add_to" else "-", parts[1], parts[0], *at)
            case "subtract":
                return Elementwise("-", parts[0], parts[1], *at)
            case "times" | "multiply":
                one, other = (parts[1], parts[0]) if left else (parts[0], parts[1])
                dot = clause.what == "multiply" and texts[1].endswith(("dot product", "inner product"))
                return Product(one, other, explicit or (dot and "row-column" not in texts[1]), *at)
            case "scale":
                one, other = (parts[0], parts[1]) if texts[-1].endswith("right") else (parts[1], parts[0])
                return Product(one, other, explicit, *at)
            case "infix":
                kind = INFIXES[texts[0].split()[0]]
                if kind == "times":
                    return Product(parts[0], parts[1], False, *at)
                return Elementwise(kind, parts[0], parts[1], *at)
            case "check":
                operator = next(sign for word, sign in COMPARED.items() if word in texts[1].split())
                return Elementwise(operator, parts[0], parts[1], *at)
            case "mark":
                return marked(texts[0], parts[0], *at)
            case "join" | "join_onto":
                turned = clause.what == "join_onto" and len(clause.operands) > 1
                items = (parts[1], parts[0]) if turned else tuple(parts)
                on_top = texts[-1].split()[-1] in ("bottom", "other")
                return Join(items, on_top, *at)
            case "take":
                return parts[0]
            case "of_two":
                return of_two(texts[-1], parts, at)
            case "call_of_two":
                return self.call(clause.parts[1], (of_two(texts[-1], parts, at),), at)
            case _:
                return self.call(next(text for text in clause.parts if is_function(text)), tuple(parts), at)

    def call(self, token: Any, parts: tuple[Expression, ...], at: tuple[int, int]) -> Expression:
        """A function of values."""
        name, slope = self.function(token)
        if name == "sum" and len(parts) > 1 and name not in self.functions:
            return summed(parts, at)
        return Call(name, parts, slope, *at)

    # ------------------------------------------------------------------------------------------ statements

    def finish(self) -> None:
        """End the statement, if there is one."""
        if self.open and self.first is not None and not self.failed:
            try:
                self.statements.append(self.statement(self.first))
            except MisreadError as error:
                self.misread.append(error)
            else:
                if isinstance(self.statements[-1], Definition):
                    self.settled.add(self.statements[-1].name.key)
                for key, found in self.mentioned.items():
                    self.kinds.setdefault(key, found)
        self.forget()

    def statement(self, first: Clause) -> Statement:
        """The statement that the clauses say."""
        purpose, last = self.purpose, self.last or first
        at = (first.start, last.end)
        if self.value is None:
            if purpose is not None:
                raise MisreadError("after this comes what is done: “take …”", *span(purpose))
            _, clause = next(iter(self.results.values()))
            raise MisreadError("after this comes what is done with the result: “take …”", *span(clause))
        for number, (_, clause) in self.results.items():
            raise MisreadError(f"result {number} is never used", *span(clause))
        for name in self.olds:
            if purpose is None or purpose.what != "update" or self.target is None or name.key != self.target.key:
                message = f"an old value is what there was before an update, and this updates no {name.key}"
                raise MisreadError(message, name.start, name.end)
        if purpose is None:
            return Evaluation(self.value, *at)
        if purpose.what == "own_function":
            function, slope = function_named(str(purpose.parts[1]))
            return FunctionDefinition(function, self.parameters, self.value, slope, *at)
        assert self.target is not None
        return (Update if purpose.what == "update" else Definition)(self.target, self.value, *at)


# Clauses that need two values; the first is the value so far where only one is said.
PAIRS = (
    "add", "subtract", "add_to", "subtract_from", "pairwise", "divide", "times", "multiply", "scale", "infix", "check",
    "join", "join_onto", "power",
)  # fmt: skip


def span(clause: Clause) -> tuple[int, int]:
    """Where a clause stands."""
    return clause.start, clause.end


def is_function(part: Any) -> bool:
    """True for the words of a clause that name a function."""
    return "FUNCTION" in getattr(part, "type", "")


def summed(parts: Sequence[Expression], at: tuple[int, int]) -> Expression:
    """Two values added up, or more."""
    return reduce(lambda one, other: Elementwise("+", one, other, *at), parts)


def of_two(words: str, parts: Sequence[Expression], at: tuple[int, int]) -> Expression:
    """The product, the difference or the quotient of two values."""
    if "outer" in words:
        return Call("outer", tuple(parts), False, *at)
    if "product" in words and "wise" not in words:
        return Product(parts[0], parts[1], "dot" in words or "inner" in words, *at)
    sign = "⊙" if "product" in words else "-" if "difference" in words else "/"
    return Elementwise(sign, parts[0], parts[1], *at)


def moved(line: FunctionDefinition, start: int, end: int) -> FunctionDefinition:
    """A line read from a text of its own, placed where it stands as a whole."""
    for node in (*in_order(line.value), *line.parameters, line):
        node.start, node.end = start, end
    return line


def functions_of(clauses: list[Clause]) -> set[str]:
    """The names of the functions that a text defines."""
    found = {function_named(str(clause.parts[1]))[0] for clause in clauses if clause.what == "own_function"}
    for clause in clauses:
        if clause.what == "never_used" and (never := NEVER_USED.fullmatch(" ".join(str(clause.parts[0]).split()))):
            found.add(never[1])
    return found
