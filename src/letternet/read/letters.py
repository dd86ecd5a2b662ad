"""Letters become a formula: `read` gives the program and everything wrong with its text, each with its place."""

from __future__ import annotations

import re

from .. import limits
from ..alphabet import FRACTIONS, GREEK, LOOK_ALIKE, SAME, SUBSCRIPTS, SUPERSCRIPTS, script
from ..functions import FUNCTIONS
from ..problems import MOST_PROBLEMS, Fact, Fix, Problem, place
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
from .automaton import LETTERS, Stuck, Token, rule_calls
from .table import TABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OPERATORS = {
    "\\odot": "⊙", "\\circ": "⊙", ">=": "≥", "<=": "≤", "\\geq": "≥", "\\ge": "≥", "\\leq": "≤", "\\le": "≤",
    "\\gt": ">", "\\lt": "<",
}  # fmt: skip
OWN_FUNCTION = re.compile(r"(?:^|[\n\r;])[ \t]*([A-Za-zα-ω])'?[ \t]*\([ \t]*[^()\n=;#]*\)[ \t]*=(?!=)")
WORD = re.compile(r"[a-z]{2,}(?![A-Za-z0-9_]|'?[ \t]*\()")
LOWERCASE = re.compile(r"[a-z]")
INDEX_TEXT = re.compile(r"[A-Za-z0-9α-ω]+(?:[ ,]+[A-Za-z0-9α-ω]+)*")
COMMAND = re.compile(r"\\(?:text|mathrm|mathit|mathbf|textrm|operatorname)\s*\{([^{}]*)\}")
FOR = re.compile(r"(?<![A-Za-z\\])for(?![A-Za-z(])")
MIXED_CASE = re.compile(r"(?<![A-Za-z\\{])[A-Za-z]*[A-Z][A-Za-z]*(?='?[ \t]*\()")
SLIPPED_L = re.compile(r"(?<![0-9.])1([0-9])W\1(?![0-9])")
EXPONENTS = "after ^ comes T, -1, a number or one letter: Wᵀ, A^-1, x^2, x^{-2}, x^{0.5}, x^n"
SPACE = re.compile(r"\s+")
LETTER_LIKE_DIGIT = {"1": "l", "0": "O", "5": "S"}


def read(text: str) -> tuple[Program, list[Problem]]:
    """Read a program in letters.

    What can be read is in the program even when other lines have problems.

    >>> program, problems = read("l2 = relu(l0W0)W1")
    >>> program.statements[0].name.key, problems
    ('l2', [])
    """
    if len(text) > limits.TEXT:
        message = f"the text has {len(text):,} characters; at most {limits.TEXT:,} are read"
        return Program((), ""), [Problem("E0109", message)]
    reader = Reader(text)
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


class RefusedError(Exception):
    """A statement that has been reported and cannot be built."""


class Reader:
    """Builds the nodes of one program; its methods are named as the rules of `grammar/letters.lark`."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.text = text.translate(SAME)
        self.functions = frozenset(found[1] for found in OWN_FUNCTION.finditer(self.text))
        self.problems: list[Problem] = []
        self.names: dict[str, tuple[str, str]] = {}

    # ------------------------------------------------------------------------------------ line by line

    def statements(self) -> list[Statement]:
        """The statements that can be read; each stands alone, so one bad line hides no other."""
        text = self.text
        length = len(text)
        calls = rule_calls(self)
        found: list[Statement] = []
        position = 0
        alone = True  # nothing stands before on this line
        while position < length and len(self.problems) < MOST_PROBLEMS:
            here = text[position]
            if here in " \t\f\v\u00a0;":
                position += 1
            elif here in "\n\r":
                position += 1
                alone = True
            elif here == "#":
                end = self.line_end(position)
                found.append(Comment(self.original[position + 1 : end].strip(), not alone, position, end))
                position = end
            else:
                reported = len(self.problems)
                try:
                    result = LETTERS.parse(text, position, calls, self.functions)
                    if isinstance(result, Stuck):
                        self.stuck(result, position)
                        position = self.statement_end(position)
                    else:
                        made, end, position = result
                        if len(self.problems) == reported and not isinstance(made, Meaning):
                            self.check_words(made.start, end)
                        if all(p.severity != "error" for p in self.problems[reported:]):
                            found.append(made)
                except RefusedError:
                    position = self.statement_end(position)
                alone = False
        return found

    def line_end(self, position: int) -> int:
        """Where the line ends that `position` is in."""
        return min((end for mark in "\n\r" if (end := self.text.find(mark, position)) >= 0), default=len(self.text))

    def statement_end(self, position: int) -> int:
        """Where to read on after a statement that cannot be read: a `;` outside brackets, or the line's end."""
        depth = 0
        for i in range(position, self.line_end(position)):
            c = self.text[i]
            if c in "([{":
                depth += 1
            elif c in ")]}":
                depth = max(0, depth - 1)
            elif (c == ";" and not depth) or c == "#":
                return i
        return self.line_end(position)

    def report(
        self, code: str, message: str, start: int, end: int, fixes: tuple[Fix, ...] = (), facts: tuple[Fact, ...] = ()
    ) -> None:
        """Note a problem at a stretch of the text."""
        line, span = place(self.original, start, end)
        self.problems.append(Problem(code, message, line, span, facts, fixes))

    def refuse(self, code: str, message: str, start: int, end: int, fixes: tuple[Fix, ...] = ()) -> RefusedError:
        """Note a problem that leaves nothing to build."""
        self.report(code, message, start, end, fixes)
        return RefusedError()

    def instead(self, start: int, end: int, text: str, why: str = "") -> Fix:
        """The way out of writing `text` instead of a stretch of the program."""
        return Fix(why or f"write {text}", self.original[:start] + text + self.original[end:])

    def fact(self, message: str, start: int, end: int) -> Fact:
        """Something that a problem rests on."""
        line, (first, last) = place(self.original, start, end)
        return Fact(message, line, first, last)

    # ---------------------------------------------------------------------------------- what cannot be

    def stuck(self, stuck: Stuck, start: int) -> None:
        """Say why a statement cannot be read: by its characters, by what is known of slips, or in general."""
        token, before = stuck.token, stuck.before
        if token.kind == "":
            self.strange(token)
            return
        from .mistakes import MISTAKES

        name = TABLE["mistakes"].get((stuck.state, token.kind))
        if name is None and token.kind == "$END" and stuck.opened:
            name = "never closed"
        elif name is None and token.kind in ("RPAR", "RSQB", "RBRACE") and not stuck.opened:
            name = "closes nothing"
        mistake = MISTAKES[name] if name else None
        end = token.end
        at = token.start
        if name == "never closed" and stuck.opened:
            at, end = stuck.opened[-1].start, stuck.opened[-1].end
        elif name == "something missing after" and before is not None:
            at, end = before.start, before.end
        if self.known_slip(stuck, start):
            return
        if mistake:
            message = f"{mistake.message}; a correct example: {mistake.correct}"
            opened = stuck.opened[-1] if stuck.opened else None
            for field, stands in (("{token}", token), ("{before}", before), ("{opened}", opened)):
                message = message.replace(field, self.shown(stands) if stands else "this")
        else:
            message = f"{self.shown(token)} cannot stand here"
        self.report("E0103" if mistake else "E0106", message, at, max(end, at + 1))

    def known_slip(self, stuck: Stuck, start: int) -> bool:
        """Slips that other notations teach, told from the text around."""
        token, before = stuck.token, stuck.before
        two = self.text[token.start : token.start + 2]
        loop = FOR.search(self.text, start, self.line_end(start))
        if loop:
            self.report("E0107", "lines that repeat are not there yet; write each line out", loop.start(), loop.end())
            return True
        if token.kind == "CIRCUMFLEX" or (token.kind == "" and token.text == "^"):
            self.report("E0103", EXPONENTS, token.start, token.end)
            return True
        if before is not None and self.text[before.start : token.end] in ("==", "⊙⊙", "||", ":="):
            pair = self.text[before.start : token.end]
            say = {
                "==": "a line defines with one =; values are compared with >, <, ≥ or ≤",
                "⊙⊙": "a power is written x² or x^2",
                "||": "the norm is written ‖x‖ or norm(x)",
                ":=": "a line defines with =",
            }[pair]
            self.report("E0103", say, before.start, token.end)
            return True
        if two == "<-" and token.kind == "_ARROW":
            fixes = (self.instead(token.start, token.end, "< -", "write < -, a comparison with a negative value"),)
            self.report("E0102", "<- updates a letter; a comparison with a negative value is written < -",
                        token.start, token.end, fixes)  # fmt: skip
            return True
        if token.kind == "_BY" and before is not None and before.kind in ("COLON", "_BY"):
            sign = self.shown(token)
            message = f"{sign} stands between two sizes, so no size is called {sign}"
            self.report("E0108", message, token.start, token.end)
            return True
        if token.kind == "_BY":
            self.report("E0103", "× stands between sizes; a product is written xW or x · W, value by value x ⊙ y",
                        token.start, token.end)  # fmt: skip
            return True
        return False

    def strange(self, token: Token) -> None:
        """A character that the notation does not have."""
        character = self.original[token.start]
        end = token.end
        if character in LOOK_ALIKE:
            latin = LOOK_ALIKE[character]
            fixes = (self.instead(token.start, end, latin, f"type the Latin letter {latin}"),)
            message = f"this {character} is {script(character)} and only looks like the Latin letter {latin}"
            self.report("E0104", message, token.start, end, fixes)
        elif character == "×":
            message = "× stands between sizes; a product is written xW or x · W, value by value x ⊙ y"
            both = (self.instead(token.start, end, "·"), self.instead(token.start, end, "⊙"))
            self.report("E0103", message, token.start, end, both)
        elif character == "\\":
            command = re.compile(r"\\[A-Za-z]*").match(self.text, token.start)
            end = command.end() if command else end
            message = f"{self.original[token.start : end]} is not a command that this notation knows"
            self.report("E0103", message, token.start, end)
        elif character == ".":
            message = "a point stands in a number or in .T; a product is written l0W0 or l0 · W0"
            self.report("E0103", message, token.start, end)
        elif character == "_":
            message = "an index is digits, one letter, or anything in braces: l_0, h_t, W_{ih}"
            self.report("E0103", message, token.start, end)
        elif character.isalpha() or character.isnumeric():
            message = (
                f"{character} is not a letter of the notation; Latin and Greek letters are, with an index: y_{{hat}}"
            )
            self.report("E0104", message, token.start, end)
        else:
            shown = character if character.isprintable() else f"the character U+{ord(character):04X}"
            self.report("E0103", f"{shown} is not part of the notation", token.start, end)

    def shown(self, token: Token) -> str:
        """A token as a sentence names it."""
        if token.kind == "$END":
            return "the end of the line"
        text = self.original[token.start : token.end]
        text = "".join(c if c.isprintable() else "�" for c in text)
        return text if len(text) <= 24 else text[:23] + "…"

    def check_words(self, start: int, end: int) -> None:
        """Refuse a function without its brackets, which would be read as a product of letters."""
        text = self.text
        for found in MIXED_CASE.finditer(text, start, end):
            if len(found[0]) > 2 and found[0].lower() in FUNCTIONS:
                fixes = (self.instead(found.start(), found.end(), found[0].lower()),)
                message = f"functions are written in lowercase: {found[0].lower()}"
                self.report("E0101", message, found.start(), found.end(), fixes)
        for found in SLIPPED_L.finditer(text, start, end):
            name = f"l{found[1]}"
            message = f"1{found[1]} is a number; was the name {name} meant, with the letter l?"
            at, stop = found.start(), found.start() + 2
            either = (
                self.instead(at, stop, name, f"type {name}, with the letter l"),
                self.instead(at, stop, f"1{found[1]} ", f"write 1{found[1]} W{found[1]}, a product"),
            )
            self.report("E0104", message, at, stop, either)
        for found in WORD.finditer(text, start, end):
            word = found[0]
            if found.start() and (text[found.start() - 1].isalpha() or text[found.start() - 1] in "\\_{"):
                continue
            spaced = " ".join(word)
            if word == "for":
                message = "lines that repeat are not there yet; write each line out"
                self.report("E0107", message, found.start(), found.end())
            elif word in FUNCTIONS or word == "means":
                fixes = (self.instead(found.start(), found.end(), spaced, f"write {spaced}, a product of letters"),)
                message = (
                    f"{word} needs brackets around what it is done to: {word}(…)"
                    if word in FUNCTIONS
                    else 'after means come the words for the letter: h means "hidden state {}"'
                )
                self.report("E0103", message, found.start(), found.end(), fixes)

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
            sizes.append(self.constant_size(token) if plain.isdigit() else Size(((plain, 1),), 0, at, at + len(text)))
            if not plain.isdigit() and len(plain) > 1:
                raise self.refuse("E0108", f"{text} is not a size", at, at + len(text))
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

    def first(self, start: int, end: int, item: Any) -> list[Any]:
        return [self.name(item.start, item.end, item) if isinstance(item, Token) else item]

    def more(self, start: int, end: int, items: list[Any], item: Any) -> list[Any]:
        items.append(self.name(item.start, item.end, item) if isinstance(item, Token) else item)
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
        letter, index = self.letter_and_index(token)
        return Name(letter, index, start, end)

    def letter_and_index(self, token: Token) -> tuple[str, str]:
        """The letter and the index of a name as typed."""
        known = self.names.get(token.text)
        if known is not None:
            return known
        text = COMMAND.sub(r"\1", token.text)
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
        self.names[token.text] = (letter, index)
        return letter, index

    def check_index(self, index: str, token: Token) -> None:
        """An index is a label; one that calculates is kept free for later."""
        if re.search(r"[-+=]", index):
            message = f"{token.text}: an index that calculates is not there yet; write each step with its own name"
            raise self.refuse("E0107", message, token.start, token.end)
        if not INDEX_TEXT.fullmatch(index) or len(index) > 40:
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
        if len(rows) * len(rows[0]) > limits.VALUES:
            raise self.refuse("E0109", f"a literal has at most {limits.VALUES:,} values; larger ones come from files",
                              start, end)  # fmt: skip
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
            name = "σ" if "σ" in self.functions else "sigmoid"
        return Call(name, tuple(arguments), slope, start, end)

    def side_by_side(self, start: int, end: int, items: list[Expression]) -> Expression:
        if len(items) == 1:
            return items[0]
        return Join(tuple(items), False, start, end)

    def on_top(self, start: int, end: int, rows: list[list[Expression]], last: list[Expression]) -> Expression:
        return Join(tuple(self.side_by_side(row[0].start, row[-1].end, row) for row in [*rows, last]), True, start, end)

    # -------------------------------------------------------------------------------------------- sizes

    def only(self, start: int, end: int, token: Token) -> list[Size]:
        return [self.constant_size(token) if token.kind == "SIZE_NUMBER" else self.letter(start, end, token)]

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

    # --------------------------------------------------------------------------- texts with two readings

    def unclear(self, start: int, end: int, message: str, *readings: str) -> RefusedError:
        """A text with these readings, none of which is guessed."""
        return self.refuse("E0102", message, start, end, tuple(self.instead(start, end, text) for text in readings))

    def unclear_division(self, start: int, end: int, left: Expression, over: Token, right: Expression) -> Expression:
        text = self.original
        outer = right
        while isinstance(outer, Negative):
            outer = outer.part
        assert isinstance(outer, Product)
        factor = outer
        while isinstance(factor.left, Product) and not factor.left.dotted and self.bare(factor.left):
            factor = factor.left
        cut = factor.right.start
        while cut > factor.left.end and text[cut - 1] in "([ \t{":
            cut -= 1
        upper, lower, rest = text[start : over.start].strip(), text[over.end : cut].strip(), text[cut:end].strip()
        one = f"({upper}/{lower}){rest}"
        other = f"{upper}/({text[over.end : end].strip()})"
        raise self.unclear(start, end, f"{text[start:end]} has two readings: {one} and {other}", one, other)

    def bare(self, node: Expression) -> bool:
        """True when no bracket stands around an expression."""
        return node.start == 0 or self.text[node.start - 1] not in "([{"

    def unclear_number(self, start: int, end: int, left: Expression, number: Token) -> Expression:
        before = self.original[start : number.start].strip()
        together = isinstance(left, Number) or (isinstance(left, Name) and not left.index and number.text.isdigit())
        readings = ([before + number.text] if together else []) + [f"{before}({number.text})"]
        message = f"{self.original[start:end]} is not clear: a number that multiplies stands in front or in brackets"
        if self.text[:start].rstrip()[-1:] in ("[", ";", ","):
            readings = [f"{before}, {number.text}"]
            message = f"{self.original[start:end]} is not clear: between things that are joined stand commas"
        raise self.unclear(start, end, message, *readings)

    def unclear_scientific(self, start: int, end: int, number: Token) -> Expression:
        mantissa, _, exponent = number.text.lower().partition("e")
        letter = number.text[len(mantissa)]
        readings = [f"{mantissa} {letter}" + (f" {exponent[0]} {exponent[1:]}" if exponent[0] in "+-" else exponent)]
        value = _plain(mantissa, int(exponent)) if len(exponent) <= 4 else None
        if value is not None:
            readings.insert(0, value)
        raise self.unclear(start, end, f"{number.text} has two readings: " + " and ".join(readings), *readings)

    def unclear_root(self, start: int, end: int, root: Expression, *sign: Token) -> Expression:
        text = self.original
        after = text[root.end : end].strip()
        one = f"({text[start : root.end]}){after}"
        inside = text[start : root.end].removeprefix("√").removeprefix("\\sqrt").strip()
        other = f"√({inside}{after})"
        raise self.unclear(start, end, f"{text[start:end]} has two readings: {one} and {other}", one, other)

    def unclear_power(self, start: int, end: int, power: Expression, sign: Token) -> Expression:
        text = self.original
        one = f"({text[start : sign.start]}){text[sign.start : end]}"
        message = f"{text[start:end]} is not clear: a power of a power needs brackets, {one}"
        raise self.unclear(start, end, message, one)

    def unclear_prime(self, start: int, end: int, part: Expression) -> Expression:
        fixed = self.original[start : end - 1].strip() + "ᵀ"
        message = f"a transpose is written {fixed}; ' marks the slope of a function, as in relu'(x)"
        raise self.refuse("E0104", message, start, end, (self.instead(start, end, fixed),))


def _plain(mantissa: str, exponent: int) -> str | None:
    """A number written with an exponent, without it: `1e-3` is `0.001`."""
    if abs(exponent) > limits.DIGITS // 2:
        return None
    whole, _, rest = mantissa.partition(".")
    digits, point = whole + rest, len(whole) + exponent
    if point <= 0:
        digits, point = "0" * (1 - point) + digits, 1
    digits = digits.ljust(point, "0")
    tail = digits[point:].rstrip("0")
    return (digits[:point].lstrip("0") or "0") + ("." + tail if tail else "")
