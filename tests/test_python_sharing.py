"""Arrays and lists that have several names in Python: what changes with what is read, or said."""

from __future__ import annotations

import pytest
from effort import work

from letternet import Formula, FormulaError

TOGETHER = "are one array in Python and change together; here only"


def read(code: str) -> tuple[list[str], list[str]]:
    """The letters of Python code, without what they mean, and what is said."""
    try:
        net = Formula(code, view="python", check=False)
    except FormulaError as error:
        return [], [problem.message for problem in error.problems]
    lines = [line for line in net.letters().splitlines() if " means " not in line and " : " not in line]
    return lines, [problem.message for problem in net.problems]


def test_the_first_of_all_names_of_one_array_is_told() -> None:
    (problem,) = Formula("c = x\nb = x\na = x\nc += 1", view="python").problems
    assert problem.message == "c and a are one array in Python and change together; here only c does"
    assert f"v and x {TOGETHER} v does" in read("v = np.broadcast_to(x, a)\nv += 1")[1]


@pytest.mark.parametrize(
    "code",
    [
        "V = W\nV -= a",
        "V = W\nW -= a",
        "V = W.T\nV *= 2",
        "U = V = np.tanh(a)\nV += a",
        "V = W\nU = V\nW += a",
        "r = A[0]\nr += 10",
        "r = A[-1]\nr += 10",
        "R = A[:, None]\nR += 10",
        "V = np.transpose(W)\nW += a",
        "V = W.transpose()\nV += a",
        "V, u = W.T.T, x\nW += a",
        "v, w = x, x\nv += a",
        "v = x\nv = v\nx += a",
        "V = W\nV = V.T\nW += a",
        "v = x\nnp.add(x, a, out=x)",
        "v = x\nnp.add(x, a, out=v)",
        "v = x\nx[...] = x * 2",
        "v = x\nx[:] = a",
        "v = np.array(x, copy=False)\nv += 1",
        "v = x.astype(float, copy=False)\nv += 1",
        "self.v = x\nx += 1",
        "v = self.x\nv += 1",
    ],
)
def test_two_names_of_one_array_change_together_in_python_which_is_said(code: str) -> None:
    (problem,) = Formula(code, view="python").problems
    assert problem.code == "W0103"
    assert TOGETHER in problem.message


@pytest.mark.parametrize(
    "code",
    [
        "v = x.reshape(-1)\nv += 1", "v = np.squeeze(x)\nx += 1", "v = x.view()\nv += 1", "a = b = np.zeros(3)\na += 1",
        "v = np.broadcast_to(x, (3, 4))\nx += 1", "v = x if c else z\nv += 1", "v = x if c else z\nz += 1",
        "if c > 0:\n    v = x\nv += 1", "for x in X:\n    x += 1", "for i, x in enumerate(X):\n    x += 1",
        "for x, y in zip(X, Y):\n    y += 1", "for x, y in Z:\n    y += 1", "for p in [a, b + 1]:\n    p += 1",
        "for i in range(3):\n    v = W[i]\n    v += 1", "v = np.minimum(x, z, out=z)\nv += 1",
    ],
)  # fmt: skip
def test_so_do_views_that_have_no_letters(code: str) -> None:
    assert sum(TOGETHER in message for message in read(code)[1]) == 1


@pytest.mark.parametrize(
    "code",
    [
        "v = x.copy()\nv += 1", "v = np.array(x)\nx += 1", "v = x + 0\nx += 1", "v = x\nx = x + 1\nx += 1",
        "t = x @ z\ns = t\nt += 1", "t = x @ z\nt += 1\nq = [t, b]\ny = q[0]", "t = u = 3\nt += 1",
        "v = x\nv = v.copy()\nv += 1", "v, w = x, z\nv = w + x\nv += 1",
        "v = x\nx, z = z, x\nz = z + 0\nz *= 2", "def f(u):\n    u = u * 2\n    u += 1\n    return u\ny = f(x)\nz = x",
    ],
)  # fmt: skip
def test_what_is_copied_or_worked_out_and_what_is_a_number_changes_alone(code: str) -> None:
    assert read(code)[1] == []


@pytest.mark.parametrize(
    ("code", "letters"),
    [
        ("q = [a, b]\nr = q\nr.append(d)\ny = q[-1]", ["y = d"]),
        ("q = [a, b]\nr = q\nr[0] = 2 * a\ny = q[0]", ["y = 2a"]),
        ("q = [a, b]\nr = q[:]\nr[0] = 2 * a\ny = q[0]", ["y = a"]),
        ("q = [a, b, c]\nr = q[1:]\ny = r[0]", ["y = b"]),
        ("q = [a, b, c]\nr = q[::-1]\ny = r[0]", ["y = c"]),
        ("q = [a, b]\nq += [c]\ny = q[2]", ["y = c"]),
        ("q = [a]\np = q + [b]\ny = p[1]", ["y = b"]),
        ("q = []\nq.append(a)\nq.append(q[-1] + b)\ny = q[1]", ["y = a + b"]),
        ("q = [a, b]\nq[0] += 1\ny = a", ["a <- a + 1", "y = a"]),
        ("q = [2 * a, b]\nq[0] += 1\ny = q[0]", ["y = 2a + 1"]),
        ("q = [a, b]\na += 1\ny = q[0]", ["a <- a + 1", "y = a"]),
        ("Q = [W.T, X]\nW += 1\nY = Q[0]", ["W <- W + 1", "Y = Wᵀ"]),
        ("Q = [W.copy(), X]\nW += 1\nY = Q[0]", ["Q0 = W", "W <- W + 1", "Y = Q0"]),
        ("q = [a, b]\na = b + 1\ny = q[0]", ["q0 = a", "a2 = b + 1", "y = q0"]),
        ("q = [a, b]\na = b + 1\ny = q[1]", ["a = b + 1", "y = b"]),
        ("q = [2 * a, b]\nr = q\na += 1\ny = r[0]", ["q0 = 2a", "a <- a + 1", "y = q0"]),
        ("q = [a, b]\na = q[0] + 1\na = q[0] + a\ny = a", ["q0 = a", "a <- a + 1", "a <- q0 + a", "y = a"]),
        ("q = a, b\nu, v = q\ny = u - v", ["u = a", "v = b", "y = u - v"]),
        ("q = [a, b]\ny = q[0] / len(q)", ["y = a/2"]),
    ],
)
def test_a_list_of_arrays_is_read_as_what_it_holds(code: str, letters: list[str]) -> None:
    assert read(code) == (letters, [])


@pytest.mark.parametrize(
    ("code", "letters"),
    [
        ("for p in [W1, W2]:\n    p *= 0.9", ["W1 <- W1 ⊙ 0.9", "W2 <- W2 ⊙ 0.9"]),
        (
            "for W, G in zip([W1, W2], [G1, G2]):\n    W -= alpha * G\ny = x @ W1",
            ["W1 <- W1 - α G1", "W2 <- W2 - α G2", "y = xW1"],
        ),
        (
            "for W, G, M in [(W1, G1, M1), (W2, G2, M2)]:\n    M += G * G\n    W -= alpha * G / np.sqrt(M)",
            [
                "M1 <- M1 + G1 ⊙ G1",
                "W1 <- W1 - α G1/√M1",
                "M2 <- M2 + G2 ⊙ G2",
                "W2 <- W2 - α G2/√M2",
            ],
        ),
        (
            "params = [W1, W2]\ngrads = [G1, G2]\nfor i in range(len(params)):\n    params[i] -= alpha * grads[i]",
            ["W1 <- W1 - α G1", "W2 <- W2 - α G2"],
        ),
        ("for i, p in enumerate([x, z]):\n    p += i + 1", ["x <- x + (0 + 1)", "z <- z + (1 + 1)"]),
        ("for W in reversed([W1, W2]):\n    x = x @ W", ["x2 = xW2", "x3 = x2W1"]),
        (
            "h = x\nfor W, b in zip([W1, W2], [b1, b2]):\n    h = np.tanh(h @ W + b)\ny = h",
            ["h = x", "h2 = tanh(hW1 + b1)", "h3 = tanh(h2W2 + b2)", "y = h3"],
        ),
        ("for G in [G1, G2]:\n    np.maximum(G, 0, out=G)", ["G1 <- max(G1, 0)", "G2 <- max(G2, 0)"]),
        ("Ws = [W1, W2]\nfor i in range(len(Ws) - 1):\n    x = x @ Ws[i + 1]", ["x2 = xW2"]),
        ("for p, r in zip([a, b, c], [x, z]):\n    p += r", ["a <- a + x", "b <- b + z"]),
        ("for p in [a, b]:\n    for q, r in [(p, c)]:\n        q += r", ["a <- a + c", "b <- b + c"]),
        ("acts = [x]\nfor W in [W1, W2]:\n    acts.append(acts[-1] @ W)\ny = acts[2]", ["y = xW1W2"]),
        ("for p in [a, b]:\n    p += 1\ny = p", ["a <- a + 1", "b <- b + 1", "y = b"]),
    ],
)
def test_a_loop_over_a_list_of_arrays_is_written_out(code: str, letters: list[str]) -> None:
    assert read(code) == (letters, [])


@pytest.mark.parametrize(
    "code",
    [
        "for p in [a, b]:\n    p += 1\n    break", "p = x\nfor p in [a, b]:\n    p += 1",
        "for p in [a, b]:\n    a = 2 * p", f"for p in [{', '.join(f'a{i}' for i in range(65))}]:\n    p += 1",
        "for i in range(3):\n    a += 1", "for p in q:\n    a += p", "for p, r in zip(q, [a, b]):\n    a += p",
        "for p in [2 * a, b]:\n    x += p", "for p, r in [a, b]:\n    x += p", "for p, r in [(a, 2)]:\n    x += p",
        "q = [a, b]\nfor i in range(0, 2, 0):\n    x += q[i]",
    ],
)  # fmt: skip
def test_of_other_loops_the_lines_are_read_once_which_is_said(code: str) -> None:
    assert "the loop's lines are read once" in read(code)[1]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("V = W.T\nW[0] = 1", "W and V come"),
        ("v = x\nx.sort()", "x and v come"),
        ("v = x\nv.fill(0)", "v and x come"),
        ("v = x\nx[:] = 0", "x and v come"),
        ("v = x\nx //= 2", "x and v come"),
        ("x.T[:] = 3", "x comes"),
        ("v = np.clip(x, 0, 1, out=x)", "v and x come"),
        ("d = {'W': W, 'b': b}\nd['W'] -= 1", "d and W and b come"),
        ("d = dict(W=W)\nd['W'] -= 1", "d and W come"),
        ("d = {'W': W}\nd['W'] = 1", "d comes"),
        ("V = W\ndef step(w, g):\n    w -= 0.1 * g\nstep(V, G)", "V and W come"),
        ("if x > 0:\n    W[0] = 0\n    V += 1", "W and V come"),
        ("q = [a, b]\nr = q\nr.reverse()", "r and q come"),
        ("q = [a, b]\nq[k] += 1", "a and b come"),
        ("q = [a, b]\nd = {'q': q}\nd['q'].append(c)", "q comes"),
        ("np.fill_diagonal(W, 0)", "W comes"),
        ("nn.init.normal_(W)", "W comes"),
        ("y = (z := x + 1)", "y and z come"),
        ("self.W = frobnicate(x)", "W comes"),
        ("def step():\n    global W\n    W -= 1\nstep()", "W comes"),
        ("def step(g):\n    W[:] = W - g\nstep(G)", "W comes"),
        ("V = W\ndef step(g):\n    W[:] = W - g\nstep(G)", "W and V come"),
        ("def step(g):\n    W[0] = 1\n    return g\nz = step(x)", "z and W come"),
        ("def back(n):\n    global W\n    W = n\n    back(n - 1)\nback(x)", "W comes"),
        ("acts = [x]\ndef f(x):\n    acts.append(x)\n    return 2 * x\nz = f(a)", "z and acts and x come"),
        ("y: float = frobnicate(x)", "y comes"),
        ("Q = [W.T, X]\nQ[0] += 1", "W comes"),
        ("q = [a, b]\nq += 2", "q and a and b come"),
        ("q = [a, b]\ny = q[k:]", "y comes"),
        ("for p in [a, b]:\n    x += p\nb = 2 * b\ny = p", "y comes"),
        ("for i, p in enumerate([a, b]):\n    i += 1", "i comes"),
        ("async with a as b:\n    c = 1", "b and c come"),
    ],
)
def test_what_changes_with_what_is_left_out_comes_in_too(code: str, names: str) -> None:
    (said,) = [message for message in read(f"{code}\ny = a")[1] if "from outside" in message][-1:]
    assert said.endswith(f"so {names} in from outside")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("q = [t, b]\nt = x @ z\nq = [t, b]\nt += 1\ny = q[0]", "q holds the number t as it was in Python"),
        ("t = x @ z\nt += 1\nq = [t, b]\nt += 1\ny = q[0]", "q holds the number t as it was in Python"),
        ("t = x @ z\nfor p in [t, t]:\n    p += 1", "p is the number t, which stays as it is in Python"),
        ("t = x @ z\nq = [t, x]\nq[0] += 1", "q[0] is the number t, which stays as it is in Python"),
        ("t = x @ z\nfor p in [t]:\n    x += p\nt += 1\ny = p", "p is the number t as it was in Python"),
    ],
)
def test_numbers_do_not_change_in_lists_which_is_said_where_they_do_here(code: str, said: str) -> None:
    assert any(message.startswith(said) for message in read(code)[1])


@pytest.mark.parametrize(
    ("body", "letters"),
    [
        ("v = u * 2\n    v += 1\n    return u", "f(u) = u"),
        ("v = u\n    v += 1\n    return v", "f(u) = u + 1"),
        ("v: float\n    v = u\n    return 2 * v", "f(u) = 2u"),
        ("v = u\n    v += 1\n    u = 3 * v\n    return u", "f(u) = 3(u + 1)"),
        ("v = u\n    v += 1\n    return u", ""),
        ("v = u\n    u += 1\n    return v", ""),
        ("v = u\n    u += 1\n    w = v\n    return w", ""),
        ("v = u\n    u += 1\n    u += v\n    return u", ""),
    ],
)
def test_in_functions_what_changed_under_another_name_is_not_read_as_it_was(body: str, letters: str) -> None:
    found, said = read(f"def f(u):\n    {body}\ny = f(x)")
    assert (letters in found) if letters else any("are one array in Python and change together" in m for m in said)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("global h\n    h = 2 * x\n    return h @ V", ["f changes h; here only what it returns"]),
        ("self.h = 2 * x\n    return self.h @ V", ["f changes h; here only what it returns"]),
        ("h = 2 * x\n    return h @ V", []),
    ],
)
def test_what_a_function_changes_beside_what_it_returns_is_said(body: str, said: list[str]) -> None:
    assert read(f"def f(x):\n    {body}\ny = f(x)")[1][: len(said) or 1] == said


def test_a_list_is_not_endless() -> None:
    code = "q = [a, b]\n" + "q = q + q\n" * 60 + "y = q[0]"
    assert any("a list has at most 200 arrays here" in message for message in read(code)[1])
    assert read("q = [a, b]\n" + "q.append(a)\n" * 300 + "y = q[0]")[1][0].startswith("a list has at most 200 arrays")


def test_a_function_that_is_imported_is_no_value() -> None:
    (said,) = read("from letters import relu, X\ny = relu\nz = X")[1]
    assert said == "relu is a function, and stands here without its argument, so y comes in from outside"
    assert read("from letters import mean\nmean = mean(x)\ny = mean")[1] == []


REPEATED = {
    "names of one array that changes": "a{i} = x\na{i} += 1",
    "names of one array of which a part changes": "a{i} = x\na{i}[0] = 1",
    "names of names": "a{i} = a{j}\na{i} += 1",
    "lists whose array changes": "q{i} = [a, b]\na += 1",
    "lists whose array gets another value": "q{i} = [a, b]\na = a + 1",
    "items that are worked out, whose array changes": "q = [a, b]\nq.append(a + 1)\na += q[2]",
    "loops over lists": "for p in [a, b]:\n    p += 1",
    "dictionaries inside one another": "d{i} = dict(a=d{j})\nd{i}['a'] += 1",
    "what may be another one": "if c: v = x{i}\nv += 1",
    "choices": "a{i} = x{i} if c else a{j}\na{i} += 1",
    "names of one list": "r{i} = q\nq[0] = a\nq = [a, b]",
    "functions": "def f{i}(u):\n    v = u\n    v += 1\n    return v\ny{i} = f{i}(x)",
    "functions that change what is not theirs": "def f{i}():\n    global W\n    W -= 1\nf{i}()",
    "what fills an array": "x[:] = 2 * x",
    "what does not fill it": "x[:] = alpha",
}


@pytest.mark.parametrize("name", REPEATED)
def test_four_times_as_much_code_takes_about_four_times_as_much_work(name: str) -> None:
    few, many = ("\n".join(REPEATED[name].format(i=i + 1, j=i) for i in range(lines)) for lines in (60, 240))
    one, other = work(lambda: read(few)), work(lambda: read(many))
    assert other < 6 * one, (one, other)


def test_loops_inside_one_another_are_not_written_out_without_end() -> None:
    loops = "".join(f"{' ' * i}for p{i} in [{', '.join(['a'] * 9)}]:\n" for i in range(30))
    assert work(lambda: read(f"{loops}{' ' * 30}p0 += 1")) < 2_000_000


def test_of_many_changes_that_have_no_letters_the_first_are_told() -> None:
    found, said = read("x = a\n" + "x *= A[0][:, None] + A[1]\n" * 150 + "y = x")
    assert sum("from outside" in message for message in said) == 100
    assert found == ["x = a", "y = x151"]


def test_a_variable_may_get_thousands_of_values() -> None:
    found, _ = read("if c:\n    v = x\nv += 1\n" * 1500)
    assert len(found) == 1500
