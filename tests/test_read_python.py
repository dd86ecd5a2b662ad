"""Python becomes letters: what is written reads back to the same code and values; what people type is understood."""

from __future__ import annotations

import ast
import re
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from reference import as_numpy, evaluate
from strategies import Drawn, programs, texts
from test_laws import BRACKETS, also, close, formula, in_place, inputs, smooth, typed

from letternet import Formula, FormulaError, NotationError
from letternet.problems import MOST_PROBLEMS, errors
from letternet.read.known import NOTHING
from letternet.read.python import read
from letternet.tree import Evaluation, Meaning, Name, in_order


def words(net: Formula) -> dict[str, str]:
    """The words of a program's `means` lines, and those given beside it."""
    lines = (line for line in net.program.statements if isinstance(line, Meaning))
    return net.given_words | {line.letter.key: line.phrase for line in lines}


def read_back(net: Formula) -> Formula:
    """A formula's Python, read with the sizes and words of the formula known."""
    names = net.checked.names
    in_functions = {key for read in names.closed.values() for key in read}  # which Python has if a line calls them
    kept = {*names.inputs, *(names.declared.keys() - (in_functions - names.definitions.keys())), *names.updates}
    known = {key: size for key, size in net.sizes.items() if key in kept}
    return Formula(net.python(), known, net.checked.columns, view="python", words=words(net), functions=net.functions)


def test_a_letter_whose_size_is_given_stays_that_letter() -> None:
    assert Formula("A = a.dot(U)", {"a": 2, "U": (2, 4), "c": 2}, view="python").letters() == "d means A\nd = aU"
    told = Formula("B0 = B2 + 1", {"B2": 3}, view="python", words={"c": "B{}"})
    assert told.letters() == "c0 = B2 + 1"


def test_a_function_that_only_lends_its_size_is_not_in_the_code() -> None:
    assert Formula("f(a) = a²; y = last(W, f(x))").python() == "y = weights[-1]"


def one_word_each(net: Formula) -> bool:
    """True when no two letters go by one word and no function has two definitions: those read back as others.

    An index of several parts, `W_{i,j}`, is spelled like words in Python, and reads back as words.
    """
    parted = any("," in key or " " in key for key in net.checked.named)
    parameters = {p.key for f in net.checked.names.functions.values() for p in f.parameters}
    said = words(net).values()
    ours = {key[0] for key in (*net.checked.named, *parameters)}
    taken = ("layer" in said and "l" in ours) or ("weights" in said and "W" in ours)
    return not (net.words.counts or parted or taken or "_2(" in net.python())


def in_one_way(code: str) -> str:
    """Code whose updates are written in one way: `a <- aᵀᵀ + b` is `a = a + b`, and is read as `a <- a + b`.

    Nor does it count which of its arrays a comparison takes its dtype from, the values tell whether it is right; nor
    in which order functions stand: one that only lends a size, and is not in the code, may be used first.
    """
    code = re.sub(r"\.astype\((?:\w+\.dtype|int)\)", ".astype(dtype)", code)
    *functions, lines = re.sub(r"^(\w+) (?:= \1 [-+]|[-+]=) .+", update, code, flags=re.MULTILINE).split("\n\n\n")
    return "\n\n\n".join([*sorted(functions), lines])


def update(found: re.Match[str]) -> str:
    """A line `a = a + (b + c)` as `a += b + c`."""
    match ast.parse(found[0]).body[0]:
        case ast.Assign([name], ast.BinOp(ast.Name(id=old), sign, right)) if old == found[1]:
            return ast.unparse(ast.AugAssign(name, sign, right))
        case line:
            return ast.unparse(line)


def test_an_array_that_only_lent_its_size_may_be_updated_in_place_or_not() -> None:
    net = Formula("l0 : 3; e = first(BA, l0); l0 <- l0 + (colsum(H) + l0)")
    back = read_back(net)
    assert back.python() != net.python()
    assert in_one_way(back.python()) == in_one_way(net.python())


@also(*map(typed, BRACKETS))
@given(programs())
def test_python_written_and_read_again_is_the_same_code_and_the_same_values(drawn: Drawn) -> None:
    net = formula(drawn)
    assume(net.checked.names.steps and one_word_each(net))
    back = read_back(net)
    if "step_" in net.python():  # a line that the code has and the formula has not is kept as a line
        assume(one_word_each(back))
        assert read_back(back).python() == back.python()
    else:
        assert in_one_way(back.python()) == in_one_way(net.python())
    assert not errors(back.problems)
    results = evaluate(drawn.program, drawn.values, drawn.kinds)
    assume(smooth(results))
    values = inputs(net, drawn.values)
    first = net.run(values)
    letters = {identifier: key for key, identifier in back.words.python.items()}
    names = {key: letters.get(identifier, "") for key, identifier in net.words.python.items()}
    given_values = {names[key]: value for key, value in values.items() if names[key] in back.checked.names.inputs}
    second = back.run(given_values)
    for key, value in first.items():
        if key in names:
            np.testing.assert_array_equal(second[names[key]], value)
            assert np.shape(second[names[key]]) == np.shape(value)
    for key, (kind, array) in results.items():
        if key in first and key in names:  # a bracket that is not written is missing on both sides
            close(second[names[key]], as_numpy(kind, array), results.largest)


@given(programs())
def test_a_module_reads_back_to_the_same_values(drawn: Drawn) -> None:
    net = formula(drawn)
    assume(net.checked.names.steps and one_word_each(net) and not net.checked.names.functions)
    assume(not any(isinstance(step, Evaluation) for step in net.checked.names.steps))  # they get names of their own
    names = net.checked.names
    known = {key: size for key, size in net.sizes.items() if key in {*names.inputs, *names.declared, *names.updates}}
    back = Formula(net.python(module=True), known, net.checked.columns, view="python", words=words(net))
    assume("step_" not in net.python())
    for line in net.python().split("\n"):
        assert line in back.python()


@given(programs())
def test_every_part_stands_where_it_is_written_in_the_code(drawn: Drawn) -> None:
    code = formula(drawn).python()
    for program, _ in read(code, NOTHING):
        for statement in program.statements:
            value = getattr(statement, "value", None)
            for node in in_order(value) if value is not None else ():
                assert -1 <= node.start <= node.end <= len(code)
                if isinstance(node, Name) and node.start >= 0:
                    written = code[node.start : node.end].removeprefix("float(").removesuffix(")")
                    assert written.replace(".", "_").isidentifier()


@given(
    st.one_of(
        texts(), programs().map(lambda drawn: formula(drawn).python()).flatmap(lambda t: st.just(t[: len(t) // 2]))
    )
)
def test_any_text_read_as_python_gives_a_formula_or_problems_with_places(text: str) -> None:
    try:
        problems: Any = Formula(text, view="python", check=False).problems
    except NotationError as error:
        problems = error.problems
        assert errors(problems)
    for problem in problems:
        in_place(problem, text)


# ------------------------------------------------------------------------------------------------ what is said

@pytest.mark.parametrize(
    ("made", "declared"),
    [("784, 100", "W : 784 × 100\n"), ("999999999, 1", "W : 999999999 × 1\n"), ("1000000000, 2", ""), ("0, 2", "")],
)
def test_an_array_that_is_made_declares_its_size_if_it_can_have_it(made: str, declared: str) -> None:
    net = Formula(f"W = np.random.randn({made})\ny = x @ W", view="python")
    assert net.letters() == f"{declared}y = xW"


def test_letters_of_several_bytes_do_not_move_the_place_of_a_problem() -> None:
    line = "é2 = é + x.foo(é)"
    (problem,) = (p for p in Formula(f"é = 2\n{line}\nz = a", view="python").problems if p.code == "W0102")
    assert (problem.line, problem.span) == (2, (0, len(line)))


@pytest.mark.parametrize(
    "code",
    ["def f(x): return x" + " + x" * 900 + "\ny = f(a)\nz = a", "y = a" + " + a" * 900 + "\nz = a"],
    ids=["in a function", "in a line"],
)
def test_code_that_nests_too_deeply_is_left_out(code: str) -> None:
    net = Formula(code, view="python")
    assert net.letters() == "z = a"
    assert all("it nests too deeply" in problem.message for problem in net.problems)
    assert "so y comes in from outside" in net.problems[-1].message


@pytest.mark.parametrize("terms", [100, 350])
def test_a_function_of_many_terms_is_read(terms: int) -> None:
    many = " + a" * terms
    code = f"def f(a, b):\n    return a{many}\ng = lambda a: a{many}\ny = f(x, x)\nz = g(x)"
    assert Formula(code, view="python").letters() == f"f(a, b) = a{many}\ng(a) = a{many}\ny = f(x, x)\nz = g(x)"


@pytest.mark.parametrize(
    "left_out", ["a == b", "x[:, None] - x[None, :]", "a = = b"], ids=["nothing", "no letters", "no Python"]
)
def test_of_many_lines_that_are_left_out_the_first_are_told(left_out: str) -> None:
    code = "\n".join(f"y{number} = {left_out}" for number in range(2 * MOST_PROBLEMS)) + "\nz = a"
    try:
        problems: Any = Formula(code, view="python").problems
    except NotationError as error:
        problems = error.problems
    assert len(problems) <= MOST_PROBLEMS
    assert [problem.line for problem in problems][:50] == list(range(1, 51))


def test_a_function_that_is_handed_in_takes_one_array() -> None:
    code = "y = swish(x)\nz = swish(a, b)\nw = swish()\nu = g(x)"
    net = Formula(code, view="python", functions={"swish": np.tanh, "g": np.tanh})
    assert net.letters() == "y = swish(x)"
    assert [problem.message for problem in net.problems] == [
        "swish takes 1 argument, so z comes in from outside",
        "swish takes 1 argument, so w comes in from outside",
        "g is handed in, and letters have such functions by two or more lowercase letters, so u comes in from outside",
    ]


def test_a_table_of_one_column_stands_where_vectors_do() -> None:
    net = Formula("y = np.array([[1], [2]])\nz = W @ y", columns=True, view="python")
    assert net.letters() == "Y means y\nZ means z\nY = [1; 2]\nZ = WY"


def test_sizes_by_the_codes_own_names_may_have_letters() -> None:
    assert Formula("y = x @ weights", {"weights": ("n", 4)}, view="python").letters() == "W : n × 4\ny = xW"


def test_letters_for_sizes_do_not_run_out() -> None:
    net = Formula("\n".join(f"y{i} = a{i} / len(a{i})" for i in range(27)), view="python")
    assert net.letters().split("\n")[-5:] == [
        "y22 = a22/z", "y23 = a23/n1", "y24 = a24/m1", "y25 = a25/k1", "y26 = a26/n2"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("y{1} = thing{0}_rate * x", "y29 = v_{thingddrate}x"),
        ("y{1} = only_a_longer_name_{0}_kernel @ U", "Y29 = V_{onlyalongernameddker}U"),
        ("y{1} = what_an_even_longer_name_{0}_kernel @ U", "Y29 = V_{whatanevenlongername6}U"),
    ],
)
def test_when_letters_run_out_words_are_an_index(code: str, wanted: str) -> None:
    lines = [code.format(chr(97 + i % 26) * (1 + i // 26), i) for i in range(30)]
    assert Formula("\n".join(lines), view="python", check=False).letters().endswith(f"\n{wanted}")


def test_what_is_added_to_a_matrix_is_one_through_many_lines() -> None:
    lines = [f"z{i} = v{i} + v{i + 1}" for i in range(40)]
    code = "\n".join([*lines, "z40 = v40 + np.array([[1, 2], [3, 4]])"])
    assert Formula(code, view="python", check=False).letters().split("\n")[-2:] == [
        "Z39 = V39 + V40", "Z40 = V40 + [1 2; 3 4]"
    ]  # fmt: skip


def test_which_gelu_it_is() -> None:
    (problem,) = Formula("y = F.gelu(x)", view="python").problems
    assert problem.code == "W0103"
    assert "within 0.0005" in problem.message
    for code in ('y = F.gelu(x, approximate="tanh")', "y = jax.nn.gelu(x)", "y = jax.nn.gelu(x, approximate=True)"):
        assert not Formula(code, view="python").problems


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("def f(x): return 2 * x\ny = f(a)\ndef f(x): return 3 * x\nz = f(a)", "f is defined again"),
        ("f = lambda x: 2 * x\ny = f(a)\nf = lambda x: 3 * x\nz = f(a)", "f is defined again"),
        ("y = F.relu(x, inplace=True)\nz = x", "x changes in Python as well; here only y does"),
        ("Y = scipy.special.softmax(X)", "in scipy, softmax without axis=1 works on all values of a matrix at once"),
        ("import scipy.special as s\nY = s.softmax(X)", "in scipy, softmax without axis=1"),
        ("from scipy.special import log_softmax as f\nY = f(X)", "in scipy, log_softmax without axis=1"),
        ("g = lambda a: a * c\nf = lambda a: g(a)\ny = f(x)\nc = 5\nz = f(x)", "g uses c, which gets another value"),
        ("c = 2\nf = lambda a: a * c\nc = 5\nz = f(x)", "f uses c, which gets another value"),
        ("def f(w, g):\n    w -= g\n    return w\nz = f(x, y)", "f changes the array that it is given as w"),
    ],
)
def test_what_python_binds_otherwise_is_said(code: str, said: str) -> None:
    (problem,) = Formula(code, view="python", check=False).problems
    assert problem.code == "W0103"
    assert said in problem.message


@pytest.mark.parametrize(
    "code", ["V = W.copy()\nV -= a", "V = W\nV = a + 1\nV -= a", "V = 2 * W\nV -= a", "n = 1\nk = n\nk += 1"]
)
def test_what_is_a_new_array_changes_alone(code: str) -> None:
    assert not Formula(code, view="python").problems


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("x = a\ny = = b\nz = x", 2, "invalid syntax"),
        ("def f(x):\n\n", 1, "expected an indented block"),
        ("x = a  # the input\ny = '''\nz = b", 2, "unterminated triple-quoted string"),
        ("\nx = " + "-" * 100_000 + "a", 1, "this nests too deeply"),
        ("x = a" + " + a" * 20_000, 1, "this nests too deeply"),
        ("x = a\ny = \0\nz = x", 2, "null bytes"),
        ("x = a\n    y = x\n    z = y\nw = x", 2, "unexpected indent"),
        ("if a:\ny = x\nz = y", 2, "expected an indented block"),
        ("x = a\nif a:\n    y = x\n  z = x\nw = x", 4, "unindent does not match"),
        ("try:\n    y = x\nz = x", 3, "expected 'except' or 'finally'"),
        ("try:\n    y = x\n\n", 2, "expected 'except' or 'finally'"),
    ],
)
def test_a_line_that_is_no_python_is_refused_with_its_place_and_python_s_reason(
    code: str, line: int, said: str
) -> None:
    with pytest.raises(NotationError) as caught:
        Formula(code, view="python")
    (problem,) = errors(caught.value.problems)
    assert (problem.code, problem.line) == ("E0115", line)
    assert said in problem.message


def test_what_is_wrong_with_sizes_is_marked_in_the_code() -> None:
    code = "import numpy as np\nlayer_1 = layer_0.dot(weights_0_1)\nlayer_2 = layer_1.dot(weights_1_2)"
    net = Formula(code, {"W0": (3, 4), "W1": (5, 2)}, view="python", check=False)
    (problem,) = net.problems
    line = code.split("\n")[problem.line - 1]
    assert (problem.code, line[slice(*problem.span)]) == ("E0201", "weights_1_2")
    assert "layer_1" in [line[fact.start : fact.end] for fact in problem.facts if fact.role == "label"]
    assert any("in letters this is l2 = l1W1" in fact.message for fact in problem.facts)
    for fix in problem.fixes:
        assert not errors(Formula(fix.formula, {**net.dims, **fix.dims}).problems)


# ------------------------------------------------------------------------------------- loops value by value

HOSTILE = (
    '__import__("os").system("touch owned")',
    "().__class__.__bases__[0].__subclasses__()",
    "eval('1')",
    "exec('x = 1')",
    "open('/etc/passwd').read()",
    "x = (lambda f: f(f))(lambda f: f(f))",
    "x = [y for y in range(10**9)]",
    "@eval\ndef f(x): return x",
    "x = f'{open(1)}'",
    "9**9**9**9",
    "x = (y := 5)",
    "while True: pass",
    "import os; os.system('true')",
    "x = " + "(" * 10_000,
    "x = " + "-" * 10_000 + "1",
    "x = a" + " + a" * 50_000,
    "x = a" + ".dot(a)" * 3_000,
    "def f(x): return f(x)\ny = f(a)",
    "\n".join(["x0 = a"] + [f"x{i} = x{i - 1} + x{i - 1}" for i in range(1, 80)]),
    "def f(x):\n    y = x + x\n" + "    y = y + y\n" * 60 + "    return y\nz = f(a)",
    "x = \0",
    "class A(metaclass=B): x = 1",
    "async def f(): await x",
    "x = 1j + b''",
    "f(*a, **b)",
    "é" * 1000 + " = 1",
    "x = 10" + "0" * 6000,
    "\tx = 1\n  y = 2",
    "print 'hello'",
    "del x",
    "x = yield",
)


@pytest.mark.parametrize("code", HOSTILE, ids=lambda code: repr(code[:40]))
def test_hostile_python_gets_a_sentence_and_is_never_run(code: str) -> None:
    happened: list[str] = []

    def watch(event: str, arguments: Any) -> None:
        if not armed[0]:
            return
        loading = event == "exec" and str(getattr(arguments[0], "co_filename", "")).endswith(".py")  # a module
        if event.split(".")[0] in ("exec", "os", "subprocess", "socket") and not loading:
            happened.append(event)

    armed = [False]
    sys.addaudithook(watch)
    Formula("x = a.T", view="python")  # what is imported for it is imported
    armed[0] = True
    try:
        problems: Any = Formula(code, view="python", check=False).problems
    except FormulaError as error:
        problems = error.problems
    finally:
        armed[0] = False
    assert not happened
    for problem in problems:
        assert problem.message
        in_place(problem, code)


# ------------------------------------------------------------------------------------------------ what is written

SIZED = {
    "x : 2n + 1; y = x/√n": "n = (x.shape[-1] - 1) // 2",
    "x : n - 1; y = x/√n": "n = x.shape[-1] + 1",
    "A : 2 × 3n; B = A/n": "n = A.shape[1] // 3",
    "h : n; h = xW; y = h/n": "n = weights.shape[1]",
    "x : m + 1; y : n; z = (x + y)/n": "n = x.shape[-1]",
    "x : 3; y : n; z = (x + y)/n": "n = 3",
}


@pytest.mark.parametrize("formula", SIZED)
def test_a_size_is_read_off_an_array(formula: str) -> None:
    assert SIZED[formula] in Formula(formula).python().split("\n")


@pytest.mark.parametrize("formula", ["x : n + m; y = x/n", "x : n + m; z : n; y = x/m"])
def test_a_size_that_no_array_has_alone_comes_in(formula: str) -> None:
    lines = Formula(formula).python(module=True).split("\n")
    assert [line for line in lines if line.startswith("def ")] == [f"def forward(x, {formula[-1]}):"]


ADDED_UP = {
    ("W <- W + (-(xᵀd))", "x d"): ("weights += -x.T.dot(d)", "weights + -(xp.matrix_transpose(x) @ d)"),
    ("W <- W + (xᵀd)ᵀ", "x d"): ("weights += x.T.dot(d).T", "xp.matrix_transpose(xp.matrix_transpose(x) @ d)"),
    ("W <- W + xᵀd", "x"): ("weights += np.outer(np.sum(x, axis=0), d)", "xp.sum(x, axis=0)[:, None] * d"),
    ("W <- W + xᵀd", "d"): ("weights += np.outer(x, np.sum(d, axis=0))", "x[:, None] * xp.sum(d, axis=0)"),
    ("w <- w + (-d)", "d"): ("w += -np.sum(d, axis=0)", "w + -xp.sum(d, axis=0)"),
}


@pytest.mark.parametrize(("formula", "batch"), ADDED_UP)
def test_what_a_batch_changes_is_added_up(formula: str, batch: str) -> None:
    numpy, portable = ADDED_UP[formula, batch]
    assert Formula(formula).python(batch=batch.split()).endswith(numpy)
    assert Formula(formula).python(batch=batch.split(), backend="array-api").endswith(portable)


@pytest.mark.parametrize(
    ("formula", "batch", "line"),
    [
        ("y = x(α W)ᵀ", [], "y = x.dot(alpha * weights.T)"),
        ("d = xW - y; b <- b - dᵀᵀ", ["x"], "bias = bias - np.sum(d, axis=0)"),
        ("d = xW - y; W <- W - ((dᵀx) ⊙ M)ᵀ", ["x"],
         'weights = weights - np.sum(np.einsum("ki,km->kim", d, x) * M, axis=0).T'),
    ],
)  # fmt: skip
def test_what_is_scaled_or_added_up_over_datapoints_and_turned(formula: str, batch: list[str], line: str) -> None:
    lines = [each.strip() for each in Formula(formula).python(module=True, batch=batch).split("\n")]
    assert line in lines


@pytest.mark.parametrize("code", ["np.transpose(W, (0, 1))", "np.swapaxes(W, 1, 1)", "torch.transpose(W, 0, 0)"])
def test_what_turns_nothing_is_told(code: str) -> None:
    with pytest.raises(NotationError, match="these axes leave an array as it is"):
        Formula(f"y = {code}", view="python")


def test_what_has_no_letters_among_several_values_at_once_comes_in_from_outside() -> None:
    net = Formula("a, b = np.median(x), x\ny = a + b", view="python")
    assert net.letters() == "b = x\ny = a + b"
    said = [problem.message for problem in net.problems]
    assert said == ["the function median has no letters, so a comes in from outside"]
