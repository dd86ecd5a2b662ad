"""English becomes letters: what is written reads back to the same formula, with one reading, and people's words too."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache, partial

import pytest
from effort import ENDLESS, at_most, tried, work
from hypothesis import assume, given
from hypothesis import strategies as st
from lark import Lark, Token, Tree
from lark.lexer import Lexer
from strategies import Drawn, programs
from test_english import CONFUSABLE, FORMULAS, GOLDENS, LINES, MEANINGS
from test_laws import in_place

from letternet.check.check import check
from letternet.formula import declared
from letternet.problems import errors
from letternet.read.english import read
from letternet.read.english_clauses import fill
from letternet.read.known import Known
from letternet.read.letters import read as read_letters
from letternet.tree import (
    Comment,
    Declaration,
    Definition,
    Evaluation,
    Expression,
    FunctionDefinition,
    Meaning,
    Name,
    Power,
    Program,
    Statement,
    Update,
    in_order,
    same_statement,
    with_parts,
)
from letternet.words import words_of
from letternet.write.english import english
from letternet.write.letters import letters
from letternet.write.steps import steps

LEVELS = {"book": english, "steps": steps}


def spoken(program: Program, dims: list[Declaration], columns: bool, level: str) -> str | None:
    """A program in English; None if it has errors."""
    result = check(program, dims, columns)
    if errors(result.problems) or not result.right:
        return None
    return LEVELS[level](result, words_of(result))


def told(program: Program) -> list[Statement]:
    """The lines that English says."""
    return [line for line in program.statements if not isinstance(line, Meaning | Comment)]


def known_of(program: Program, dims: list[Declaration], columns: bool) -> Known:
    """All that is known of a program: its words, and the sizes given with it."""
    words = {line.letter.letter: line.phrase for line in program.statements if isinstance(line, Meaning)}
    return Known(dims, words, columns)


def assert_same(found: list[Statement], wanted: list[Statement], text: str) -> None:
    shown = text, letters(Program(tuple(found))), letters(Program(tuple(wanted)))
    assert len(found) == len(wanted), shown
    for one, other in zip(found, wanted, strict=True):
        assert same_statement(one, other), shown


# ------------------------------------------------------------------------------------------------- laws


@pytest.mark.parametrize("level", LEVELS)
@given(drawn=programs())
def test_what_is_written_reads_back_to_the_same_program(level: str, drawn: Drawn) -> None:
    dims, _ = declared(drawn.dims)
    text = spoken(drawn.program, dims, drawn.columns, level)
    assume(text is not None)
    assert text is not None
    found, problems = read(text, known_of(drawn.program, dims, drawn.columns))
    assert problems == [], (text, problems)
    assert_same(list(found.statements), told(drawn.program), text)


@pytest.mark.parametrize("level", LEVELS)
@given(drawn=programs())
def test_who_does_not_know_the_words_reads_the_same_in_other_letters(level: str, drawn: Drawn) -> None:
    dims, _ = declared(drawn.dims)
    text = spoken(drawn.program, dims, drawn.columns, level)
    assume(text is not None)
    assert text is not None
    found, problems = read(text, Known(dims, {}, drawn.columns))
    assert problems == [], (text, problems)
    assert_renamed(told(found), told(drawn.program), text)


def assert_renamed(found: list[Statement], wanted: list[Statement], text: str) -> None:
    """The same lines but for letters, each for one other; what a name against its case needs may come after them."""
    extra = found[len(wanted) :]
    assert all(isinstance(line, Declaration) for line in extra), text
    there: dict[str, str] = {}
    back: dict[str, str] = {}
    for one, other in zip(found, wanted, strict=False):
        own = {p.key for p in other.parameters} if isinstance(other, FunctionDefinition) else set()
        for a, b in zip(names_of(one), names_of(other), strict=True):
            if b.key in own:  # a parameter goes by its letter
                assert a.key == b.key, text
                continue
            assert there.setdefault(a.key, b.key) == b.key, (text, a.key, b.key)
            assert back.setdefault(b.key, a.key) == a.key, (text, a.key, b.key)
    assert_same([renamed(line, there) for line in found[: len(wanted)]], [renamed(w, {}) for w in wanted], text)


def names_of(line: Statement) -> Iterator[Name]:
    match line:
        case Definition(name, value) | Update(name, value):
            yield name
            yield from (node for node in in_order(value) if isinstance(node, Name))
        case Evaluation(value):
            yield from (node for node in in_order(value) if isinstance(node, Name))
        case FunctionDefinition(_, parameters, value):
            yield from parameters
            yield from (node for node in in_order(value) if isinstance(node, Name))
        case Declaration(names, _):
            yield from names


def renamed(line: Statement, names: dict[str, str]) -> Statement:
    own = {p.key for p in line.parameters} if isinstance(line, FunctionDefinition) else set()

    def name(old: Name) -> Name:
        return Name(old.key if old.key in own else names.get(old.key, old.key))

    def expression(root: Expression) -> Expression:
        made: dict[int, Expression] = {}
        for node in in_order(root):
            parts = tuple(made[id(part)] for part in node.parts)
            if isinstance(node, Name):
                made[id(node)] = name(node)
            elif isinstance(node, Power):
                exponent = parts[1]
                assert not isinstance(exponent, Power)
                made[id(node)] = Power(parts[0], exponent)
            else:
                made[id(node)] = with_parts(node, parts)
        return made[id(root)]

    match line:
        case Definition(target, value) | Update(target, value):
            return type(line)(name(target), expression(value))
        case Evaluation(value):
            return Evaluation(expression(value))
        case FunctionDefinition(function, parameters, value):
            return FunctionDefinition(function, tuple(map(name, parameters)), expression(value), line.slope)
        case Declaration(said, sizes):
            return Declaration(tuple(map(name, said)), sizes)
    return line


# Looking for every reading takes some fifty times as long as reading: fewer programs.
SLOW = tried(1 / 3)


@cache
def every_reading() -> Lark:
    """The same grammar for a parser that finds every reading there is, whatever comes before or after."""
    return Lark.open_from_package(
        "letternet.grammar", "english.lark", parser="earley", ambiguity="explicit", edit_terminals=fill,
        g_regex_flags=re.IGNORECASE,
    )  # fmt: skip


def readings(text: str) -> int:
    """How many readings a text has: 1, or more than that where something is ambiguous."""
    tree = every_reading().parse(text)
    return 1 + sum(1 for _ in tree.find_pred(lambda part: isinstance(part, Tree) and part.data == "_ambig"))


@pytest.mark.parametrize("level", LEVELS)
@SLOW
@given(drawn=programs())
def test_no_sentence_has_two_readings(level: str, drawn: Drawn) -> None:
    dims, _ = declared(drawn.dims)
    text = spoken(drawn.program, dims, drawn.columns, level)
    assume(text)
    assert text is not None
    assert readings(text) == 1, text


# Words that sentences are made of; no phrase of them may be taken for one.
TRICKY = (
    "the", "a", "old", "result", "output", "it", "that", "and", "then", "by", "to", "on", "onto", "is", "has", "of",
    "end", "side", "element", "elementwise", "times", "take", "add", "multiply", "first", "Then", "The", "To", "layer",
    "Layer", "weights", "weight", "bias", "vector", "matrix", "number", "numbers", "values", "mean", "sum", "relu",
    "function", "transpose", "square", "every", "1", "2", "x", "W0", "h_t", "state", "State", "hidden", "left", "alpha",
    "vectors", "never", "used", "product", "dot", "n", "black-white", "-", "d'", "'s", "one", "each", "this", "leaves",
)  # fmt: skip


@st.composite
def phrases(draw: st.DrawFn) -> str:
    """Words for a letter, now and then with a place for the index."""
    words = draw(st.lists(st.sampled_from(TRICKY), min_size=1, max_size=4))
    if draw(st.booleans()):
        words.insert(draw(st.integers(0, len(words))), "{}")
    return " ".join(words)


@st.composite
def tricky(draw: st.DrawFn) -> Drawn:
    """A program whose letters have tricky words."""
    drawn = draw(programs())
    kept = [line for line in drawn.program.statements if not isinstance(line, Meaning)]
    used = sorted({name.letter for line in kept for name in names_of(line)} - {"π"})
    lines: list[Statement] = []
    for letter in used:
        phrase = draw(phrases() | st.just(""))
        if re.search(r"\w", phrase.replace("{}", "")):
            lines.append(Meaning(Name(letter), phrase))
    drawn.program = Program((*lines, *kept))
    return drawn


@pytest.mark.parametrize("level", LEVELS)
@SLOW
@given(drawn=tricky(), width=st.integers(8, 60))
def test_no_words_for_letters_are_taken_for_something_else(level: str, drawn: Drawn, width: int) -> None:
    dims, _ = declared(drawn.dims)
    text = spoken(drawn.program, dims, drawn.columns, level)
    assume(text)
    assert text is not None
    wanted = told(drawn.program)
    found, problems = read(text, known_of(drawn.program, dims, drawn.columns))
    assert problems == [], (text, problems)
    assert_same(list(found.statements), wanted, text)
    unknowing, problems = read(text, Known(dims, {}, drawn.columns))
    assert problems == [], (text, problems)
    assert_renamed(told(unknowing), wanted, text)
    assert readings(text) == 1, text
    wrapped = "\n\n".join(textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
                          for line in text.split("\n"))  # fmt: skip
    found, problems = read(wrapped, known_of(drawn.program, dims, drawn.columns))
    assert problems == [], (wrapped, problems)
    assert_same(list(found.statements), wanted, wrapped)


@given(st.data())
def test_any_text_gives_a_program_or_problems_with_places(data: st.DataObject) -> None:
    text = data.draw(english_texts())
    program, problems = read(text)
    assert program.text == text
    for problem in problems:
        in_place(problem, text)
        assert problem.message
        assert problem.line
    for line in program.statements:
        assert 0 <= line.start <= line.end <= len(text)
    back, unread = read_letters(letters(program))
    assert errors(unread) == [], letters(program)
    assert len(back.statements) == len(program.statements)


@st.composite
def english_texts(draw: st.DrawFn) -> str:
    """Sentences, nearly sentences, and nothing at all."""
    way = draw(st.integers(0, 3))
    if way == 0:
        return draw(st.text(max_size=80))
    if way == 1:
        return " ".join(draw(st.lists(st.sampled_from((*TRICKY, *SCRAPS)), max_size=30)))
    texts = [*GOLDENS.values(), *FORMULAS.values(), *TYPED, *REFUSED]
    text = " ".join(draw(st.lists(st.sampled_from(texts), min_size=1, max_size=3)))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        new = draw(st.sampled_from((*TRICKY, *SCRAPS)) | st.characters())
        text = text[:at] + draw(st.sampled_from((new, f" {new} "))) + text[at + draw(st.integers(0, 3)) :]
    return text


SCRAPS = (
    ".", ",", ";", ":", "\n", "(", ")", "“", "”", '"', "[1 2]", "[", "]", "0.5", "-2", "take", "Take the vector x",
    "perform", "subtract", "from", "divide", "every number in", "call that result 1", "result 1", "to create", "h,",
    "to update", "the function f is never used: f(x) = x.", "raise", "to the power of", "check where", "is at least",
    "join", "end to end", "onto the end", "of", "apply relu", "softmax", "in", "explicitly", "slope of", "π", "\x00",
)  # fmt: skip


# ------------------------------------------------------------------------------------ what people write

TYPED = {
    # products
    "multiply layer 0 by weights 0": "l0W0",
    "Multiply the layer 0 by the weights 0.": "l0W0",
    "take layer 0 times weights 0": "l0W0",
    "take x plus y then times W": "(x + y)W",
    "Take the layer 0 vector and multiply it by the weights 0.": "l0W0",
    "take layer 0 vector and matrix multiply with weight matrix 0": "l0W0",
    "take layer 0 and matrix-multiply by W0": "l0W0",
    "take x and do a vector-matrix multiplication with W": "xW",
    "take x and perform a matrix multiplication with W": "xW",
    "take x; multiply by W": "xW",
    "TAKE THE VECTOR x AND MULTIPLY IT BY THE MATRIX W": "xW",
    "take x and perform the dot product with y": "x · y",
    "take x and perform the matrix product with W": "xW",
    "take W and multiply by x on the left": "xW",
    "take W and multiply x by it": "xW",
    "Start with x and multiply by W.": "xW",
    "take a and multiply by b": "ab",
    "matrix multiply layer 0 and weights 0": "l0W0",
    "Perform matrix-matrix multiplication of A and B.": "AB",
    "the product of A and B": "AB",
    "the dot product of x and y": "x · y",
    "the outer product of x and y": "outer(x, y)",
    "two times x": "2x",
    "0.5 times x plus y": "0.5x + y",
    "take x times W times V": "xWV",
    "take alpha times x": "α x",
    "take x and multiply every number in it by 2": "2x",
    "multiply every number in x by alpha": "α x",
    "take x and explicitly multiply it by 2": "x · 2",
    # element by element
    "take x and multiply elementwise by y": "x ⊙ y",
    "take x, multiply element by element with y": "x ⊙ y",
    "take x and multiply it element-wise by y": "x ⊙ y",
    "take x and multiply by y elementwise": "x ⊙ y",
    "multiply x elementwise by y": "x ⊙ y",
    "multiply x and y elementwise": "x ⊙ y",
    "the elementwise product of x and y": "x ⊙ y",
    "x times y element by element": "x ⊙ y",
    # sums and the like
    "take x and add b0": "x + b0",
    "take x plus y": "x + y",
    "take x minus y": "x - y",
    "take x times W plus b": "xW + b",
    "add x to y": "y + x",
    "add x, y and z": "x + y + z",
    "take x, add y and z": "x + y + z",
    "take x; multiply by W; then add b and c": "xW + b + c",
    "the sum of x and y": "x + y",
    "the difference between x and y": "x - y",
    "the ratio of x and n": "x/n",
    "take x and subtract y from it": "x - y",
    "take x and subtract it from y": "y - x",
    "take x; subtract y": "x - y",
    "take x and divide by n": "x/n",
    "take x divided by n": "x/n",
    "take x and divide elementwise by y": "x/y",
    "take x and square it": "x²",
    "take x and then square every number in it": "x²",
    "take x and raise it to the power of 3": "x³",
    "take x and raise it to the power n": "x^n",
    "take x and transpose it": "xᵀ",
    "take W, transpose": "Wᵀ",
    "take x and negate": "-x",
    "take A and invert that": "A⁻¹",
    "take the elementwise square of x": "x²",
    "take x and check where it is at least .5": "x ≥ 0.5",
    "join x and h": "[x, h]",
    "take x and join h onto the end; multiply by W": "[x, h]W",
    "join A and B on top of each other": "[A; B]",
    # functions
    "take x and apply relu": "relu(x)",
    "take x and apply the relu function to it": "relu(x)",
    "take x and apply ReLU function to the output": "relu(x)",
    "take x and apply the relu function to the result": "relu(x)",
    "take x and apply relu to that": "relu(x)",
    "take x. multiply y by W": "x\nyW",
    "take x, then relu": "relu(x)",
    "take x then relu then softmax": "softmax(relu(x))",
    "take x and pass it through relu": "relu(x)",
    "pass x through the relu function": "relu(x)",
    "take x and take the relu": "relu(x)",
    "take x; take the relu of the output": "relu(x)",
    "take the relu of x": "relu(x)",
    "apply relu to x": "relu(x)",
    "perform the max function on x and y": "max(x, y)",
    "the maximum of x and y": "max(x, y)",
    "the average of x": "mean(x)",
    "take the average of the elementwise product of x and y": "mean(x ⊙ y)",
    "sigmoid of the product of x and W": "sigmoid(xW)",
    "run tanh on x": "tanh(x)",
    "take x and perform the derivative of the relu function": "relu'(x)",
    "take x and apply foo to it": "foo(x)",
    "Layer 1 is layer 0 times weights 0, then relu.": "l1 = relu(l0W0)",
    "The layer 1 vector is the layer 0 vector times W0 plus b0, then relu.": "l1 = relu(l0W0 + b0)",
    # what it is for
    "To get h, take x and add b.": "h = x + b",
    "to make h: take x and add b": "h = x + b",
    "To compute h take x; add b;": "h = x + b",
    "Take x and add b. Call it h.": "h = x + b",
    "To update b, take b and subtract d.": "b <- b - d",
    "To update b, subtract d.": "b <- b - d",
    "Let h be x plus b.": "h = x + b",
    "set h to tanh of x": "h = tanh(x)",
    "Let h be the product of x and W; then add b.": "h = xW + b",
    "Multiply x by W to get h.": "h = xW",
    "Multiply x by W, add b, to get h. Apply tanh to h to get y.": "h = xW + b\ny = tanh(h)",
    "Multiply x by W to get h, then apply tanh to it to get y.": "h = xW\ny = tanh(h)",
    "Multiply x by W. Call it h. Then add b to get y.": "h = xW\ny = h + b",
    "take x and add y\nto create h, take z": "x + y\nh = z",
    "- h equals tanh of x\n- y equals h times V": "h = tanh(x)\ny = hV",
    "* take x\n* add b": "x + b",
    "• h is x plus b\n• y is h minus b": "h = x + b\ny = h - b",
    "1. take x\n2. multiply it by W\n3. apply tanh": "tanh(xW)",
    "take x\nand add y\ntake z": "x + y\nz",
    "x is [1 2]\ny is 3\ntake x plus y": "x = [1 2]\ny = 3\nx + y",
    "take x and add y\nthe vector z has 3 values": "x + y\nz : 3",
    "Take the\nlayer\n0 vector and\nadd the bias\nvector 0": "l0 + b0",
    "take x (the input) and add y (a bias (of a kind))": "x + y",
    "take layer_0 and multiply by weights_0": "l0W0",
    "take h_t and multiply by W_{ih}": "h_tW_{ih}",
    "take l₀ and multiply by W₀": "l0W0",
    "multiply layer zero by weights one": "l0W1",
    "multiply the layer-0 vector by weight matrix two": "l0W2",
    "multiply layer-0 by weights-0": "l0W0",
    # words that get letters
    "To create the layer 2 delta, take the layer 2 vector and subtract y.": 'd means "layer {} delta"\nd2 = l2 - y',
    "take the hidden state t and add the hidden state u": 'h means "hidden state"\nh_t + h_u',
    "take the “black and white image” and add it to x": 'i means "black and white image"\nx + i',
    'take the "learning rate" times x': 'α means "learning rate"\nα x',
    "take x and multiply every number in it by the learning rate": 'α means "learning rate"\nα x',
    "take x and perform vector-matrix multiplication with the gate weights": 'G means "gate weights"\nxG',
    # kinds against the case of a letter
    "take x and divide by the number d": "x/d\nd : number",
    "take the vector X and multiply by the matrix x": "Xx\nX : n\nx : m × k",
    "d is a number. take the number d": "d : number\nd",
}


@pytest.mark.parametrize("text", TYPED)
def test_what_people_type_is_understood(text: str) -> None:
    program, problems = read(text)
    assert problems == []
    assert letters(program) == TYPED[text]


# What is refused: the words that are marked, and what the sentence about them says.
REFUSED = {
    "take x and frobnicate it": ("frobnicate", "could stand here: then, times …, take …, add …"),
    "take x and multply it by W": ("multply", "was “multiply” meant?"),
    "take the layer 0 vector multply by x": ("multply", "was “multiply” meant?"),
    "frobnicate the vector x": ("frobnicate", "could stand here: take …"),
    "take x and add": ("d", "the text ends too early"),
    "take x and perform the relu function in it": ("in", "is not understood here"),
    "take x and add result 1": ("result 1", "there is no result 1 here"),
    "take x. call that result 1. take y and add result 1; add result 1": ("result 1", "used twice"),
    "take x. call that result 1. then take y": ("call that result 1", "never used"),
    "take x. call that result 1. take y. call that result 1. add y": ("call that result 1", "already"),
    "call that result 1": ("call that result 1", "nothing has been taken yet"),
    "call it h": ("call it h", "nothing has been taken yet that could have a name"),
    "to create h, take x. call it g": ("call it g", "this has a name already"),
    "to create the old h, take x": ("the old h", "leave “old” out"),
    "to apply the f function on x and x, take x": ("to apply the f function on x and x", "two of these"),
    "take x and call that result 1": ("call that result 1", "after this comes what is done with the result"),
    "take x and add result 1; add result 2": ("result 1", "there is no result 1 here"),
    "take x and add [W]": ("[W]", "between brackets stand numbers"),
    "the derivative of x is 3": ("the derivative of x", "say first what is done"),
    "the output is 3": ("the", "“the” is not understood here; what"),
    "add y": ("add y", "nothing has been taken yet"),
    "take the transpose of the output": ("the output", "nothing has been taken yet"),
    "take x and add the output to it": ("it", "used twice"),
    "take x; then add y to z": ("add y to z", "nothing with the output"),
    "take x and add the old y": ("the old y", "an old value"),
    "to create W1, take the old W1 and add x": ("the old W1", "an old value"),
    "take x plus y times W": ("times W", "two readings"),
    "take x divided by y times z": ("times z", "two readings"),
    "take x and add y times W": ("times W", "two readings"),
    "to create h. to create g, take x": ("to create h", "“take …”"),
    "take x and raise it to the power of the transpose of y": ("the transpose of y", "a power is a number"),
    "x and y are 3": ("x and y are 3", "one name"),
    "π is 3": ("π", "3.14159"),
    "apply f to x": ("f", "no function f"),
    "take the “a + b” and add x": ("the “a + b”", "is no name"),
    "take [1 2; 3]": ("[1 2; 3]", "the rows of a matrix"),
    "x has 0 values": ("0 values", "a whole number from 1 up"),
    "The function f is never used: f(x = 2.": ("The function f is never used: f(x = 2", ""),
    "take x and add (y": ("(", "is not understood here"),
    "take x and add \x00": ("\x00", "is not understood here"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_understood_is_pointed_at(text: str) -> None:
    program, problems = read(text)
    assert len(problems) == 1, problems
    start, end = problems[0].span
    words, says = REFUSED[text]
    assert text[start:end] == words
    assert says in problems[0].message
    assert not [line for line in program.statements if isinstance(line, Update)]


def test_reading_goes_on_after_what_is_not_understood() -> None:
    lines = ("Take x and frobnicate it. Then add y. Take z and add y.", "to make h, smurf. The vector x has 3 values.")
    program, problems = read("\n".join(lines))
    assert [problem.code for problem in problems] == ["E0115", "E0115"]
    assert letters(program) == "z + y\nx : 3"


def test_what_is_known_names_things() -> None:
    known = Known([Declaration((Name("d"),), ())], {"h": "hidden state {}"})
    program, problems = read("Take the Hidden State t and divide every number in it by the number d.", known)
    assert (letters(program), problems) == ("h_t/d", [])


GROUPS = [*CONFUSABLE, tuple(FORMULAS), tuple(GOLDENS), tuple(LINES)]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_what_must_not_sound_alike_is_told_apart(group: tuple[str, ...]) -> None:
    for formula in group:
        program, _ = read_letters(formula)
        for level in LEVELS:
            text = spoken(program, [], False, level)
            assert text is not None
            found, problems = read(text, known_of(program, [], False))
            assert problems == []
            assert_same(list(found.statements), told(program), text)
            assert not text or readings(text) == 1


@pytest.mark.parametrize("text", [text for text, _ in MEANINGS])
def test_phrases_read_back(text: str) -> None:
    program, _ = read_letters(text)
    found, problems = read(spoken(program, [], False, "book") or "", known_of(program, [], False))
    assert problems == []
    assert_same(list(found.statements), told(program), text)


def test_the_grammar_has_no_conflicts() -> None:
    Lark.open_from_package(
        "letternet.grammar", "english.lark", parser="lalr", edit_terminals=fill, g_regex_flags=re.IGNORECASE,
        lexer=NoLexer, strict=True,
    )  # fmt: skip


class NoLexer(Lexer):
    """Only the rules are looked at."""

    def __init__(self, conf: object) -> None:
        pass

    def lex(self, lexer_state: object, parser_state: object) -> Iterator[Token]:
        return iter(())


HOSTILE = {
    "verbs": "take " * 200_000,
    "verbs on lines": "take\n" * 200_000,
    "names": "a " * 500_000,
    "brackets": "(" * 1_000_000,
    "nested brackets": "(a" * 500_000,
    "nothing": "\x00" * 1_000_000,
    "another script": "слово " * 170_000,
    "literals": "take [1 " * 120_000,
    "marks": "take " + "the transpose of " * 60_000 + "x",
    "quotes": "“" * 1_000_000,
    "open quotes": "take “a" * 140_000,
    "sizes": "x has " + "n + " * 250_000,
    "digits": "take " + "1" * 1_000_000,
    "indexes": "take x_{" * 120_000,
    "functions": "The function f is never used: " * 33_000,
    "full stops": "." * 1_000_000,
    "lines": "\n" * 1_000_000,
    "lines after a mistake": "take x frobnicate y by\n" + "\n" * 1_000_000,
    "a gap in a function": "The function f is never used:" + " " * 1_000_000 + "f(x) = x.",
    "a gap in a size": "x has n" + " " * 500_000 + "+" + " " * 500_000 + "m values.",
    "a gap after to": "to" + " " * 1_000_000 + "x",
    "a gap in a list": "join x," + " " * 1_000_000 + "!",
    "gaps everywhere": "take x and the  " * 60_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_answered(text: str) -> None:
    with at_most(ENDLESS):  # a second on an idle machine
        read(text)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "Take x and add y.\n" * n,
        lambda n: "take x" + "; then add y" * n,
        lambda n: "To create h, take x.\n" * n,
    ],
    ids=["lines", "clauses", "the same line"],
)
def test_long_texts_take_linear_work(make: Callable[[int], str]) -> None:
    read("take x")
    one, other = (work(partial(read, make(n))) for n in (250, 1_000))
    assert other < 5 * one
    assert read(make(1_000))[1] == []
