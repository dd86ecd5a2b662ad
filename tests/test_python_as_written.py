"""Random code as people write it with NumPy: what it is in letters has the values that the code itself gives."""

from __future__ import annotations

import ast
import re
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from test_notebooks import names_in, shapes_of

from letternet import Formula, FormulaError

SIZES = {"b": 3, "c": 4, "d": 2}
# What the code is given, by kind: "" is a number, "b" a vector, "bc" a matrix.
GIVEN = {
    "": ["alpha", "beta"], "b": ["x", "target"], "c": ["h", "mask"], "d": ["z"],
    "bc": ["W", "weights_0_1"], "cb": ["V"], "bb": ["A"], "cd": ["U"],
}  # fmt: skip
NEW = {
    "": ["error", "scale"], "b": ["layer_1", "p"], "c": ["hidden", "layer_2"], "d": ["output"],
    "bc": ["B", "grad_W"], "cb": ["C"], "bb": ["gram"], "cd": ["K"],
}  # fmt: skip
Names = dict[str, list[str]]
WHOLE = re.compile("the loop is read as what it does to whole arrays")


class Coder:
    """Draws code; `names` are the variables of each kind that it may read."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.names: Names = {kind: list(names) for kind, names in GIVEN.items()}
        self.functions: dict[str, tuple[list[str], str]] = {}  # the kinds of the arguments and of the value
        self.lists: dict[str, list[str]] = {}  # the kind of each array in a list

    def one(self, *choices: Any) -> Any:
        """One of several things."""
        return self.draw(st.sampled_from(choices))

    def name(self, kind: str) -> str:
        """A variable that there is."""
        return str(self.one(*self.names[kind]))

    def expr(self, kind: str, depth: int) -> str:
        """Code for a value of a kind."""
        forms = {0: self.number, 1: self.vector, 2: self.matrix}[len(kind)]
        if depth == 0 or self.one(True, False, False):
            return self.name(kind)
        return f"({self.draw(forms(kind, depth - 1))})"

    def lazily(self, text: str, *kinds: str, depth: int) -> st.SearchStrategy[str]:
        """A form with values in it, which are drawn when it is chosen."""
        return st.builds(lambda: text.format(*(self.expr(kind, depth) for kind in kinds)))

    def any_kind(self, kind: str, depth: int) -> list[st.SearchStrategy[str]]:
        """Forms that all kinds have."""
        found = [self.lazily(text, kind, kind, depth=depth) for text in ("{} + {}", "{} - {}", "{} * {}")]
        one = ("-{}", "{} ** 2", "np.square({})", "np.tanh({})", "np.maximum({}, 0)", "1 - {}", "{} + 0.5", "2 * {}",
               "np.clip({}, 0, 1)", "1 / (1 + np.exp(-{}))", "np.abs({})", "{} / 2", "{}.copy()")  # fmt: skip
        found += [self.lazily(text, kind, depth=depth) for text in one if kind or not text.endswith("copy()")]
        found.append(self.lazily("np.where({} > 0, {}, {})", kind, kind, kind, depth=depth))
        found += [self.lazily(text, kind, self.one(*GIVEN), depth=depth) for text in ("[{}, {}][0]", "({}, {}, 2)[-3]")]
        found += [self.lazily(text, kind, kind, depth=depth) for text in (
            "np.array([{}, {}])[0]", "np.stack([{}, {}]).sum(axis=0)", "np.mean([{}, {}], axis=0)")]  # fmt: skip
        found += [self.lazily("{} / ({} ** 2 + 1)", kind, kind, depth=depth)]
        if kind:
            found += [self.lazily(text, "", kind, depth=depth) for text in ("{} * {}", "np.multiply({}, {})")]
            found += [self.lazily(text, kind, "", depth=depth) for text in ("{} * {}", "{} + {}", "{} - {}")]
            found.append(self.lazily("({0} > 0) * {0}", kind, depth=0))
        for function, (taken, value) in self.functions.items():
            if value == kind and taken:
                found.append(self.lazily(f"{function}({', '.join('{}' for _ in taken)})", *taken, depth=depth))
        if "both" in self.functions:
            found.append(self.lazily("both([{}, {}])", kind, kind, depth=depth))
        for name, kinds in self.lists.items():
            found += [st.just(f"{name}[{number}]") for number, held in enumerate(kinds) if held == kind]
        return found

    def number(self, kind: str, depth: int) -> st.SearchStrategy[str]:
        """A number."""
        vector = self.one("b", "c", "d")
        forms = self.any_kind(kind, depth)
        forms += [self.lazily(text, vector, depth=depth) for text in (
            "np.sum({})", "{}.sum()", "np.mean({})", "{}.mean()", "np.linalg.norm({})", "{}.max()")]  # fmt: skip
        forms += [self.lazily(text, vector, vector, depth=depth) for text in
                  ("{} @ {}", "np.dot({}, {})", "{}.dot({})", "np.sum({} * {})")]  # fmt: skip
        forms += [self.lazily(text, self.one("bc", "bb"), depth=depth) for text in ("np.sum({})", "{}.mean()")]
        forms += [st.just(text) for text in ("0.5", "3", "1e-2")]
        return st.one_of(forms)

    def vector(self, kind: str, depth: int) -> st.SearchStrategy[str]:
        """A vector."""
        forms = self.any_kind(kind, depth)
        for matrix in self.names:
            if len(matrix) == 2 and matrix[1] == kind:
                forms += [self.lazily(text, matrix[0], matrix, depth=depth)
                          for text in ("{} @ {}", "np.dot({}, {})", "{}.dot({})", "np.matmul({}, {})")]  # fmt: skip
                forms += [self.lazily(text, matrix, depth=depth)
                          for text in ("{}.sum(axis=0)", "np.mean({}, axis=0)", "{}[0]")]  # fmt: skip
            if len(matrix) == 2 and matrix[0] == kind:
                forms += [self.lazily(text, matrix, matrix[1], depth=depth)
                          for text in ("{} @ {}", "np.dot({}, {})", "{}.dot({})")]  # fmt: skip
                forms += [self.lazily(text, matrix[1], matrix, depth=depth) for text in ("{} @ {}.T",)]
                forms += [self.lazily(text, matrix, depth=depth) for text in ("{}.sum(axis=1)", "np.sum({}, axis=-1)")]
        return st.one_of(forms)

    def matrix(self, kind: str, depth: int) -> st.SearchStrategy[str]:
        """A matrix."""
        forms = self.any_kind(kind, depth)
        first, second = kind
        forms.append(self.lazily("np.outer({}, {})", first, second, depth=depth))
        forms += [self.lazily(text, kind, second, depth=depth) for text in ("{} + {}", "{} - {}", "{} * {}")]
        forms.append(self.lazily("{}[:, None] * {}", first, second, depth=0))
        forms += [self.lazily(text, first, second, depth=0) for text in (
            "{}[:, None] @ {}[None, :]", "np.dot(0.5 * {}[:, None], -{}[np.newaxis, :])")]  # fmt: skip
        if first + first in self.names:
            forms.append(self.lazily("np.tanh({} @ {}[:, None]) @ {}[None, :]", first + first, first, second, depth=0))
        forms += [self.lazily(text, kind, kind, depth=depth) for text in (
            "{} / np.sum({} ** 2 + 1, axis=1, keepdims=True)", "{} - np.mean({}, axis=1, keepdims=True)",
            "{} - {}.mean(axis=0)", "{} * {}.sum(axis=0, keepdims=True)")]  # fmt: skip
        forms += [self.lazily(text, kind, first, depth=0) for text in ("{} + {}[:, None]", "{} * {}[:, np.newaxis]")]
        if second + first in self.names:
            forms += [self.lazily(text, second + first, depth=depth) for text in ("{}.T", "np.transpose({})")]
        for other in self.names:
            if len(other) == 2 and other[0] == first and other[1] + second in self.names:
                forms += [self.lazily(text, other, other[1] + second, depth=depth)
                          for text in ("{} @ {}", "np.dot({}, {})", "{}.dot({})")]  # fmt: skip
        return st.one_of(forms)

    def line(self) -> str:
        """A statement."""
        kind = self.one(*GIVEN)
        what = self.one("new", "new", "new", "again", "update", "pair", "list", "append", "function", "loop",
                        "alias", "inside", "items", "over")  # fmt: skip
        if what in ("alias", "inside", "items", "over"):
            return getattr(self, what)()
        if what == "loop":
            return self.loop()
        if what == "function":
            return self.function()
        if what == "list":
            kinds = [self.one(*GIVEN) for _ in range(self.one(2, 3))]
            text = f"kept = [{', '.join(self.expr(each, 1) for each in kinds)}]"
            self.lists["kept"] = kinds
            return text
        if what == "append" and "kept" in self.lists:
            text = f"kept.append({self.expr(kind, 1)})"
            self.lists["kept"] = [*self.lists["kept"], kind]
            return text
        value = self.expr(kind, 2)
        if what == "update":
            operator = self.one("+=", "-=", "*=")
            return f"{self.name(kind)} {operator} {value}"
        if what == "pair":
            other = self.one(*GIVEN)
            second = self.expr(other, 1)
            target, another = self.target(kind), self.target(other)
            return f"{target}, {another} = {value}, {second}" if target != another else f"{target} = {value}"
        target = self.name(kind) if what == "again" else self.target(kind)
        return f"{target} = {value}"

    def alias(self) -> str:
        """Another name for an array, or for a list."""
        if self.lists and self.one(True, False):
            self.lists["same"] = self.lists["kept"]
            return f"same = {self.one('kept', 'kept', 'kept[:]', 'kept + kept[:1]')}"
        kind = self.one(*GIVEN)
        name = self.name(kind)
        forms = [("{}", kind), ("{}", kind)]
        if kind:
            forms += [(form, kind) for form in ("{}.copy()", "{}[:]", "np.asarray({})")]
        if len(kind) == 2:
            forms += [("{}[0]", kind[1]), *([("{}.T", kind[::-1])] if kind[::-1] in GIVEN else [])]
        form, made = self.one(*forms)
        return f"{self.target(made)} = {form.format(name)}"

    def inside(self) -> str:
        """What changes an array where it stands."""
        kind = self.one(*(kind for kind in GIVEN if kind))
        name, value = self.name(kind), self.expr(kind, 1)
        return self.one(f"{name}[:] = {value}", f"{name}[...] = {value}", f"np.add({name}, {value}, out={name})",
                        f"np.tanh({name}, out={name})", f"{name} *= alpha", f"{name}[0] = 0.5", f"{name}.fill(0)",
                        f"if alpha > 0:\n    {name} += 1", f"if alpha > 0:\n    {name}[0] = 2", f"{name}[:] = alpha",
                        f"other = {{'a': {name}}}\nother['a'] += 1", f"for row in {name}:\n    row += 1",
                        f"{name}[{self.one('0', '-1')}] *= 2", f"try:\n    pass\nfinally:\n    {name} += 1",
                        )  # fmt: skip

    def items(self) -> str:
        """What changes a list, or one item of it."""
        if not self.lists:
            return self.alias()
        which = self.one(*self.lists)
        number = self.one(*range(len(self.lists[which])))
        kind = self.lists[which][number]
        value = self.expr(kind, 1)
        item = f"{which}[{number}]"
        return self.one(f"{item} = {value}", f"{item} += {value}", f"{item} *= alpha", f"{which} += [{self.name('b')}]",
                        f"{which}.reverse()")  # fmt: skip

    def over(self) -> str:
        """A loop over a list."""
        kind = self.one(*GIVEN)
        one, two, three = self.name(kind), self.name(kind), self.name(kind)
        value = self.expr(kind, 0)
        turn = self.one(f"p -= {value}", f"p *= {three}", f"{three} = {three} + p", f"{three} += p", "p = p * 2")
        source = self.one(f"[{one}, {two}]", *(name for name, kinds in self.lists.items() if set(kinds) == {kind}))
        how = self.one("p in {}", "i, p in enumerate({})", f"p, q in zip({{}}, [{two}, {three}])", "p in reversed({})")
        if how.startswith("p, q"):
            turn = self.one("p -= alpha * q", "q += p", turn)
        if how.startswith("i, p"):
            turn = self.one("p *= i", "p += i + 1", turn)
        return f"for {how.format(source)}:\n    {turn}"

    def loop(self) -> str:
        """A loop that goes value by value."""
        kind, other = self.one("b", "c", "d"), self.one("b", "c", "d")
        one, two, three = self.name(kind), self.name(kind), self.name(other)
        turn = self.one(f"{one}[i] * {two}[i]", f"{one}[i] - {two}[i]", f"alpha * {one}[i]", f"np.tanh({one}[i])",
                        f"{one}[i] / 2 + {two}[i]", f"({one}[i] - {two}[i]) ** 2", f"{one}[i]")  # fmt: skip
        each = f"for i in range({self.one(f'len({one})', str(SIZES[kind]))}):"
        form = self.one("sum", "array", "list", "update", "outer")
        if form == "sum":
            total = self.target("")
            return f"{total} = 0\n{each}\n    {total} += {turn}"
        if form == "array":
            made = f"[{', '.join('0' * SIZES[kind])}]"
            target = self.target(kind)
            return f"{target} = {self.one(f'np.zeros({SIZES[kind]})', made)}\n{each}\n    {target}[i] = {turn}"
        if form == "list":
            target = self.target(kind)
            return f"{target} = []\n{each}\n    {target}.append({turn})\n{target} = np.array({target})"
        if form == "update":
            return f"{each}\n    {self.name(kind)}[i] {self.one('-=', '+=')} {turn}"
        matrices = self.names.get(kind + other)
        if not matrices:
            return f"{each}\n    {one}[i] -= {turn}"
        target = self.one(*matrices)
        return f"{each}\n    for j in range(len({three})):\n        {target}[i][j] -= alpha * ({one}[i] * {three}[j])"

    def target(self, kind: str) -> str:
        """A variable that gets a value."""
        name = str(self.one(*NEW[kind]))
        if name not in self.names[kind]:
            self.names[kind].append(name)
        return name

    def function(self) -> str:
        """A function of one or two arguments."""
        name = self.one("f", "forward", "activate", "both")
        if name == "both":
            self.functions[name] = ([], "")
            before = self.one("", "", "t = v[1]\n    for w in v:\n        t = t + w * 2\n    ",
                              "t = 1\n    for w in v:\n        t = t * w\n    ", "w = v[0]\n    w += 1\n    ",
                              "t = v[0]\n    for i in range(len(v)):\n        t = t - v[i]\n    ")  # fmt: skip
            body = self.one("v[0] + 2 * v[1]", "v[1]", "v[-1] - np.tanh(v[0])", "sum(v)", "v[0]")
            body = f"t - {body}" if before.startswith("t") and self.one(True, False) else body
            return f"def both(v):\n    {before}return {body}"
        taken = [self.one("", "b", "c", "bc") for _ in range(self.one(1, 2))]
        inside = Coder(self.draw)
        inside.names = {kind: [p for p, each in zip("uv", taken, strict=False) if each == kind] for kind in GIVEN}
        inside.names = {kind: found or GIVEN[kind][:1] for kind, found in inside.names.items()}
        value = self.one(*taken)
        before = ""
        if self.one(True, False):
            before = self.one("w = u\n    w += 1", "w = u * 2\n    w -= 1", "u = u * 2\n    u += 1", "u *= 2",
                              "u[:] = 1", "w = u\n    u += 1", "u = u + 0.5")  # fmt: skip
            before += "\n    "
            inside.names[taken[0]] = [*inside.names[taken[0]], *(["w"] if "w" in before else [])]
        body = inside.expr(value, 2)
        self.functions.pop(name, None)
        self.functions[name] = (taken, value)
        return f"def {name}({', '.join('uv'[: len(taken)])}):\n    {before}return {body}"


@st.composite
def code(draw: st.DrawFn) -> str:
    """A few statements."""
    coder = Coder(draw)
    lines = [coder.line() for _ in range(draw(st.integers(1, 5)))]
    return ast.unparse(ast.parse("\n".join(lines)))


def given_values() -> dict[str, Any]:
    """Values for all that code may read, different from one another and from those of other runs of NumPy."""
    chance = np.random.default_rng(7)
    sizes = {name: tuple(SIZES[letter] for letter in kind) for kind, names in GIVEN.items() for name in names}
    return {name: chance.normal(size=size) if size else float(chance.normal()) for name, size in sizes.items()}


@given(code())
def test_code_gives_in_letters_what_it_gives_in_python(text: str) -> None:
    space: dict[str, Any] = {"np": np, **given_values()}
    first = given_values()
    try:
        with np.errstate(all="ignore"):
            exec(text, space)
    except (AttributeError, IndexError, TypeError, ValueError):
        assume(False)  # it is no right code
    try:
        net = Formula(text, view="python", check=False)
        dims = shapes_of(net, first)
        net = Formula(text, dims, view="python")
    except FormulaError:
        assume(False)
    assume(not any(problem.code.startswith("W01") and not WHOLE.search(problem.message) for problem in net.problems))
    names = names_in(net, dims)
    assume(all(name.partition(" ")[0] in first for name, key in names.items() if key in net.checked.names.inputs))
    inputs = {key: first[name.partition(" ")[0]] for name, key in names.items() if key in net.checked.names.inputs}
    try:
        run = net.run(inputs)
    except FormulaError:
        assume(False)
    versions = sorted((int(name.partition(" ")[2] or 0), name, key) for name, key in names.items() if key in run)
    last = {name.partition(" ")[0]: key for _, name, key in versions}
    for variable, key in last.items():
        if isinstance(space.get(variable), list | None):
            continue  # a list of arrays, or an argument of a function
        np.testing.assert_allclose(np.squeeze(run[key]), np.squeeze(space[variable]), rtol=1e-9, atol=1e-12)
