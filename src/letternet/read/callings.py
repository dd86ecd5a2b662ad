"""How functions are called elsewhere: with a prefix, as a method, by another name; and what is written here instead."""

from __future__ import annotations

import re

from ..functions import ALSO_KNOWN_AS, FUNCTIONS
from ..patterns import pattern
from .pieces import Piece, arguments, closing, is_one, placed, shown, start_of_value, times
from .step import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .step import Around

MODULES = frozenset(
    "np numpy torch tf jnp jax scipy math F nn keras linalg functional special activations ops lax random cp Math"
    " layers mx nd theano K sp cupy".split()
)
CALL = pattern(r"(?<![A-Za-z_.\\])((?:[A-Za-z]\w{0,20}\.){0,4})([A-Za-z]\w{0,30})('?)[ \t]{0,3}(?=\()")
METHOD = pattern(r"\.([A-Za-z]\w{0,20})(?:\(|(?!\w))")
OTHER_BRACKET = pattern(r"(?<![A-Za-z_.\\])([a-z]{2,16}'?)[ \t]{0,3}(?=[\[{])")
BARE = pattern(r"(?<![A-Za-z_.\\{])([A-Za-z]{2,16})(?![A-Za-z0-9_'])[ \t]{0,3}(?![ \t(\[{])")
EMPTY_CALL = pattern(r"(?<![A-Za-z_.\\])((?:[A-Za-z]\w{0,20}\.){0,4}[A-Za-z]\w{1,20})\(\)[ \t]?(?=\()")
SLOPE = pattern(
    r"(?:([a-z]{2,12})_?(?:2?deriv|derivative|prime|grad|gradient|backward|slope|der)|(?:d|grad|deriv)_?([a-z]{2,12}))"
)
INDEXED = pattern(r"([a-z]{2,12})(?:_[a-z0-9]|[0-9])")
NUMBERED = frozenset("log exp sin cos norm".split())  # with a number they are other functions
AXIS = pattern(
    r",[ \t]*(?:(?:axis|dim)[ \t]*=[ \t]*)?(-?[0-9])[ \t]*(?:,[ \t]*\w{1,20}[ \t]*=[ \t]*\w{1,20}[ \t]*)?$"
)
WHOLE_NUMBER = pattern(r"-?[0-9]")

# What each is called elsewhere: how it is written here, of how many arguments, and the sentence that says so.
PRODUCT = "a product is written by putting the two next to each other: l0W0"
BY_VALUE = "value by value, a product is written x ⊙ y"
TURNED = "a transpose is written Wᵀ"
POWER = "a power is written x² or x^2"
JOINED = "things are joined in square brackets: [x, y] side by side, [A; B] on top of each other"
SIGN = "it is written with its sign: x + y, x - y, x/y"
DOTTED = "the dot product of two vectors is written dot(x, y) or x · y"
OUTER = "the outer product is written outer(x, y) or xᵀy"
MADE_OF = "it is written with other functions"
SQUARES = "the mean of squared differences is written mean((x - y)²)"
WRITTEN: dict[str, tuple[int, str, str]] = {
    **dict.fromkeys("matmul mm mv bmm mmul matvec vecmat".split(), (2, "", PRODUCT)),
    **dict.fromkeys("multiply hadamard elementwise mult times emul".split(), (2, "{0:t} ⊙ {1:t}", BY_VALUE)),
    **dict.fromkeys("transpose trans transposed permute swapaxes".split(), (1, "{0:v}ᵀ", TURNED)),
    **dict.fromkeys("t T".split(), (1, "{0:v}ᵀ", TURNED)),
    **dict.fromkeys("square sqr squared".split(), (1, "{0:v}²", POWER)),
    **dict.fromkeys("pow power".split(), (2, "{0:v}^{1:v}", POWER)),
    **dict.fromkeys("add plus".split(), (2, "{0} + {1}", SIGN)),
    **dict.fromkeys("subtract minus sub".split(), (2, "{0} - {1:t}", SIGN)),
    **dict.fromkeys("divide div truedivide".split(), (2, "{0:t}/{1:v}", SIGN)),
    **dict.fromkeys("dotproduct innerproduct inner vdot dotprod scalarproduct".split(), (2, "dot({0}, {1})", DOTTED)),
    **dict.fromkeys("outerproduct ger".split(), (2, "outer({0}, {1})", OUTER)),
    "reciprocal": (1, "1/{0:v}", SIGN),
    "negative": (1, "-{0:t}", SIGN),
    "neg": (1, "-{0:t}", SIGN),
    "cbrt": (1, "{0:v}^{{0.3333333333333333}}", POWER),
    "rsqrt": (1, "1/sqrt({0})", MADE_OF),
    "log2": (1, "log({0})/log(2)", "log is the natural logarithm; one to the base 2 is log(x)/log(2)"),
    "log10": (1, "log({0})/log(10)", "log is the natural logarithm; one to the base 10 is log(x)/log(10)"),
    "log1p": (1, "log(1 + {0})", MADE_OF),
    "expm1": (1, "exp({0}) - 1", MADE_OF),
    "relu6": (1, "min(relu({0}), 6)", MADE_OF),
    "std": (1, "sqrt(mean(({0} - mean({0}))²))", MADE_OF),
    "var": (1, "mean(({0} - mean({0}))²)", MADE_OF),
    "variance": (1, "mean(({0} - mean({0}))²)", MADE_OF),
    "mse": (2, "mean(({0} - {1:t})²)", SQUARES),
    "msr": (2, "mean(({0} - {1:t})²)", SQUARES),
    "mseloss": (2, "mean(({0} - {1:t})²)", SQUARES),
    "sinh": (1, "(exp({0}) - exp(-{0:t}))/2", MADE_OF),
    "cosh": (1, "(exp({0}) + exp(-{0:t}))/2", MADE_OF),
    "hardtanh": (1, "min(max({0}, -1), 1)", MADE_OF),
    "mish": (1, "{0:t} ⊙ tanh(softplus({0}))", MADE_OF),
    "softsign": (1, "{0:t}/(1 + |{0}|)", MADE_OF),
    "logsigmoid": (1, "-softplus(-{0:t})", MADE_OF),
    "logsumexp": (1, "log(sum(exp({0})))", MADE_OF),
    "identity": (1, "{0:v}", "a value that stays as it is needs no function"),
    "tan": (1, "sin({0})/cos({0})", MADE_OF),
    "clip": (3, "min(max({0}, {1}), {2})", MADE_OF),
    "clamp": (3, "min(max({0}, {1}), {2})", MADE_OF),
    "einsum": (0, "", "a product is written by putting the two next to each other: l0W0"),
}
ALSO: dict[str, str] = {
    **ALSO_KNOWN_AS,
    **dict.fromkeys("fabs absolute".split(), "abs"),
    **dict.fromkeys("average".split(), "mean"),
    **dict.fromkeys("expit sig sigm logsig sigmoidal".split(), "sigmoid"),
    **dict.fromkeys("rectifier rect poslin relux".split(), "relu"),
    **dict.fromkeys("tansig th hyperbolictangent tanhyp".split(), "tanh"),
    "softargmax": "softmax",
    **dict.fromkeys("gather lookup take indexselect".split(), "pick"),
    **dict.fromkeys("layernorm standardize zscore".split(), "normalize"),
    **dict.fromkeys("squareroot root sqroot".split(), "sqrt"),
    **dict.fromkeys("magnitude l2norm".split(), "norm"),
    **dict.fromkeys("exponential".split(), "exp"),
    **dict.fromkeys("amax".split(), "max"),
    **dict.fromkeys("amin".split(), "min"),
    **dict.fromkeys("leaky lerelu".split(), "leakyrelu"),
    "diagonal": "diag", "softp": "softplus",
}  # fmt: skip
SIDE = frozenset("concat concatenate cat hstack horzcat append join concatenation hcat".split())
ON_TOP = frozenset("vstack vertcat rowstack stack vcat".split())
VALUES = frozenset("array tensor asarray matrix vector constant list tuple mat as_tensor".split())
# What makes values elsewhere; here they come in when the formula runs, and the formula says how many.
MAKERS = frozenset(
    "randn rand random zeros ones empty normal uniform eye full arange linspace zeroslike oneslike randint"
    " standardnormal linear dense parameter randnormal xavieruniform kaimingnormal init gauss placeholder"
    " variable".split()
)
COMES_IN = "values come in when the formula runs; their size is declared: W0 : 3 × 4"
# What has no like here, and the sentence for it.
NOT_HERE = {
    name: sentence
    for names, sentence in (
        (
            "reshape view flatten ravel squeeze unsqueeze expanddims",
            "values keep their shape here; a vector is declared x : 3, a matrix W : 3 × 4",
        ),
        ("argmax argmin", "there is no function for the place of the largest value; max(x) is the value itself"),
        (
            "shape size len length dim ndim numel",
            "a size is declared, x : n, and its letter n may stand in formulas",
        ),
        ("dropout", "dropout is a product value by value with a mask that comes in: x ⊙ m"),
        (
            "crossentropy crossentropyloss nllloss bceloss binarycrossentropy bce",
            "there is no function for the cross-entropy; it is written -sum(y ⊙ log(p))",
        ),
        (
            "arctan atan arcsin asin arccos acos atanh asinh acosh arctanh atan2",
            "the inverses of sin, cos and tanh are not in the notation",
        ),
        (
            "prelu selu celu glu hardsigmoid hardswish softmin rrelu erf",
            "that function is not in the notation; a line f(x) = … defines one of your own",
        ),
        ("prod cumsum cumprod product", "there is no function for that; values are added up with sum(x)"),
        (
            "round floor ceil int",
            "there is no rounding; a comparison such as x > 0 gives 1 where it is true, else 0",
        ),
        (
            "where select cond ifelse",
            "a choice value by value is a comparison, 1 where true and 0 where not: (x > 0) ⊙ x",
        ),
        (
            "conv conv1d conv2d convolve maxpool attention lstm gru batchnorm",
            "layers of that kind are written out as formulas: products, sums and functions",
        ),
    )
    for name in names.split()
}
ALONG = {"sum": ("colsum", "rowsum"), "mean": ("colmean", "rowmean")}
KEPT = frozenset("detach numpy item copy clone cpu cuda float double contiguous eval".split())


def squeezed(word: str) -> str:
    """A function's name without capitals and underscores."""
    return word.lower().replace("_", "")


def called(word: str) -> str:
    """The function of the notation that a word stands for elsewhere, or nothing.

    >>> called("leaky_relu"), called("avg"), called("softmax_j"), called("x")
    ('leakyrelu', 'mean', 'softmax', '')
    """
    plain = squeezed(word)
    if plain in WRITTEN or len(plain) < 2:
        return ""
    if plain in FUNCTIONS:
        return plain
    if plain in ALSO:
        return ALSO[plain]
    index = INDEXED.fullmatch(word)
    if index and index[1] in FUNCTIONS and index[1] not in NUMBERED:
        return index[1]
    return ""


def slope(word: str) -> str:
    """The slope that a word stands for elsewhere, or nothing.

    >>> slope("relu2deriv"), slope("dtanh"), slope("diag")
    ("relu'", "tanh'", '')
    """
    found = SLOPE.fullmatch(squeezed(word))
    of = (found[1] or found[2]) if found and squeezed(word) not in FUNCTIONS else ""
    of = ALSO.get(of, of)
    return f"{of}'" if of in FUNCTIONS and FUNCTIONS[of].slope else ""


def calls(text: str, around: Around) -> Iterator[Step]:
    """Functions that are called by a name that is not the notation's."""
    for found in CALL.finditer(text):
        modules = found[1].split(".")[:-1]
        foreign = bool(modules) and modules[0] in MODULES and not (modules == ["F"] and found[2] in METHODS)
        if (modules and not foreign) or (found[3] and not called(found[2])):
            continue
        word = found[2]
        if not foreign and (word in around.own or (word in FUNCTIONS and not found[3] and word != "dot")):
            if word in ALONG or word in ("softmax", "logsoftmax"):
                yield from along(text, found, around)
            continue
        at = found.end()
        end = closing(text, at)
        start, stop = found.start(), found.end(2)
        step = one_call(text, word, start, stop, at, end, foreign)
        if step is not None:
            step.sure = foreign
            yield step


def one_call(text: str, word: str, start: int, stop: int, at: int, end: int, foreign: bool) -> Step | None:
    """What is said of one call, whose name is `text[start:stop]` and whose brackets are at `at` and `end`."""
    typed = shown(text[start:stop])
    plain = squeezed(word)
    given = [part for part in arguments(text[at + 1 : end]) if "=" not in part] if end > 0 else []

    def step(sentence: str, *written: str) -> Step:
        made = [text[:start] + placed(new, text, start, end + 1) + text[end + 1 :] for new in written if end > 0]
        return Step("E0101", sentence, start, stop, made)

    if plain == "dot" and (foreign or len(given) == 2):
        return step(f"{typed} of a matrix: {PRODUCT}" if not foreign else PRODUCT, *product(given))
    if plain in WRITTEN and not (len(plain) == 1 and len(given) != 1):
        count, template, sentence = WRITTEN[plain]
        if not template:
            return step(sentence, *product(given))
        fits = len(given) == count
        if sentence == MADE_OF:
            sentence = f"there is no function {word}; it is written {template.format(*map(Piece, 'x01'))}"
        return step(sentence, template.format(*map(Piece, given))) if fits else step(sentence)
    if plain in SIDE or plain in ON_TOP:
        axis = axis_of(text[at + 1 : end]) if end > 0 else ""
        parts = arguments(given[0][1:-1]) if len(given) in (1, 2) and given[0][:1] in ("[", "(") else given
        parts = [part for part in parts if not WHOLE_NUMBER.fullmatch(part)]
        sign = "; " if plain in ON_TOP or (axis in ("", "0") and all(p[0].isupper() for p in parts)) else ", "
        if len(parts) < 2:
            return step(JOINED)
        return step(JOINED, f"[{sign.join(parts)}]")
    if plain in VALUES and (foreign or plain not in ("matrix", "vector", "list", "mat")) and len(given) == 1:
        rows = literal(given[0])
        return step("values are typed in square brackets: [1 0 1] or [1 2; 3 4]", *([rows] if rows else []))
    if plain in MAKERS and plain not in FUNCTIONS:
        return step(COMES_IN)
    if plain in NOT_HERE:
        return step(NOT_HERE[plain])
    function = called(word) or slope(word)
    if function == word and not foreign:
        return None
    if not function and foreign:
        from difflib import get_close_matches

        near = get_close_matches(plain, FUNCTIONS, 1)
        function = near[0] if near else ""
        if not function:
            return step(f"there is no function {shown(word)}")
        made = [text[:start] + function + text[stop:]]
        return Step("E0101", f"there is no function {shown(word)}; did you mean {function}?", start, stop, made)
    if not function:
        return None
    if not foreign and function == word.lower():
        sentence = f"functions are written in lowercase: {function}"
    elif foreign and plain == function:
        sentence = f"functions are written without a prefix: {function}"
    elif function.endswith("'"):
        sentence = f"the slope of {function[:-1]} is written {function}"
    elif INDEXED.fullmatch(word) and squeezed(word) not in {*FUNCTIONS, *ALSO}:
        sentence = f"a function has no index: {function}"
    else:
        sentence = f"the function {typed} is called {function} here"
    return Step("E0101", sentence, start, stop, [text[:start] + function + text[stop:]])


def along(text: str, found: re.Match[str], around: Around) -> Iterator[Step]:
    """A function that is told along which way it goes."""
    word, at = found[2], found.end()
    end = closing(text, at)
    inside = text[at + 1 : end] if end > 0 else ""
    axis = axis_of(inside)
    if not axis:
        return
    given = [part for part in arguments(inside) if "=" not in part][:1]
    made = []
    if given and word not in ALONG:
        made = [f"{word}({given[0]})"] if axis in ("1", "-1") or given[0][0].islower() else []
    elif given and is_one(given[0]):
        vector = given[0][0].islower() and len(given[0].rstrip("0123456789_")) == 1
        name = word if vector else ALONG[word][axis in ("1", "-1")]
        made = [f"{name}({given[0]})"]
    sentence = {
        "sum": "sum adds up everything; rowsum adds up each row, colsum each column",
        "mean": "mean is of everything; rowmean is of each row, colmean of each column",
    }.get(word, f"{word} goes along each row, so it takes one argument")
    yield Step("E0101", sentence, at, end + 1, [text[: found.start()] + new + text[end + 1 :] for new in made])


def axis_of(inside: str) -> str:
    """The axis that a call names, or nothing."""
    found = AXIS.search(inside)
    return found[1] if found else ""


def product(given: list[str]) -> list[str]:
    """The product of two arguments, if there are two."""
    return [times(*given)] if len(given) == 2 and all(given) else []


def literal(typed: str) -> str:
    """Values as Python writes them, in the notation; nothing if they are none.

    >>> literal("[[1, 2], [3, 4]]"), literal("[1, 0, 1]")
    ('[1 2; 3 4]', '[1 0 1]')
    """
    inside = re.sub(r"\][ \t]*,[ \t]*\[", ";", typed.replace("(", "[").replace(")", "]"))
    inside = inside.strip("[] \t").replace(",", " ")
    rows = [row.split() for row in inside.split(";")]
    number = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
    if not all(rows) or not all(number.fullmatch(n) for row in rows for n in row):
        return ""
    return "[" + "; ".join(" ".join(n.rstrip(".") for n in row) for row in rows) + "]"


METHODS = frozenset("dot matmul mm mv t transpose sum mean max min shape size T norm inverse inv trace".split())


def methods(text: str, around: Around) -> Iterator[Step]:
    """Functions that stand behind a value, after a point: `x.sum()`."""
    for found in METHOD.finditer(text):
        base = start_of_value(text, found.start())
        with_brackets = found[0].endswith("(")
        end = closing(text, found.end() - 1) if with_brackets else found.end() - 1
        if base < 0 or end < 0 or text[base : found.start()] in MODULES or found[0] == ".T":
            continue
        inside = text[found.end() : end].strip()
        step = one_method(text, base, found.span(1), inside, end + 1, with_brackets)
        if step is not None:
            yield step


def one_method(text: str, base: int, word: tuple[int, int], inside: str, end: int, with_brackets: bool) -> Step | None:
    """What is said of `value.word(inside)`, which stands from `base` to `end`."""
    name = text[word[0] : word[1]]
    plain = squeezed(name)
    value = text[base : word[0] - 1]

    def step(sentence: str, *made: str) -> Step:
        whole = [text[:base] + placed(new, text, base, end) + text[end:] for new in made]
        return Step("E0101", sentence, word[0] - 1, word[1], whole, sure=True)

    if plain in KEPT:
        return step(f".{name} is left out; a name stands for its values", value)
    if plain in NOT_HERE:
        return step(NOT_HERE[plain])
    if plain in ("dot", "matmul", "mm", "mv"):
        return step(PRODUCT, *([times(value, inside)] if inside else []))
    function = plain if plain in WRITTEN or plain in SIDE else called(name)
    function = "multiply" if plain == "mul" else function
    if not with_brackets:
        return None
    if not function:
        return step("nothing is called with a point here; functions are written relu(x)")
    held = value[1:-1] if value[0] == "(" and closing(value, 0) == len(value) - 1 else value
    call = f"{function}({held}, {inside})" if inside else f"{function}({held})"
    if function in FUNCTIONS:
        return step(f"functions stand in front: {function}({shown(held)})", call)
    told = one_call(call, function, 0, len(function), len(function), len(call) - 1, True)
    return step(told.sentence, *told.made) if told is not None else None


def empty_calls(text: str, around: Around) -> Iterator[Step]:
    """A layer that is made and called at once: `nn.ReLU()(x)`."""
    for found in EMPTY_CALL.finditer(text):
        word = found[1].rpartition(".")[2]
        function = called(word)
        if function:
            made = text[: found.start()] + function + text[found.end() :]
            sentence = f"a function is written with one pair of brackets: {function}(x)"
            yield Step("E0101", sentence, found.start(), found.end(), [made], sure=True)


def other_brackets(text: str, around: Around) -> Iterator[Step]:
    """A function with brackets of another kind."""
    for found in OTHER_BRACKET.finditer(text):
        word = found[1]
        function = word if word.rstrip("'") in FUNCTIONS or word in around.own else called(word)
        if not function:
            continue
        end = closing(text, found.end())
        sentence = f"{word} is written with round brackets: {function}(…)"
        new = f"{function}({text[found.end() + 1 : end]})"
        made = [text[: found.start()] + new + text[end + 1 :]] if end > 0 else []
        yield Step("E0103", sentence, found.start(), found.end() + 1, made)


def bare_functions(text: str, around: Around) -> Iterator[Step]:
    """A function without brackets, as in mathematics; what it is done to may end in two places."""
    for found in BARE.finditer(text):
        word = found[1].lower()
        if word not in FUNCTIONS or found.end() == len(text):
            continue
        depth, ends = 0, []
        for i in range(found.end(), len(text) + 1):
            c = text[i : i + 1]
            if depth == 0 and (c in "),];=<>#|‖" or not c):
                ends.append(i)
                break
            if depth == 0 and c in "+-⊙*∘·@/" and i > found.end() and not ends:
                ends.append(i)
            depth += c in "([{"
            depth -= c in ")]}"
        made = []
        for end in reversed(ends):
            inside = text[found.end() : end].rstrip()
            if inside:
                rest = text[found.end() + len(inside) :]
                made.append(f"{text[: found.start()]}{word}({inside}){rest}")
        sentence = f"{word} needs brackets around what it is done to: {word}(…)"
        yield Step("E0103", sentence, found.start(), found.end(1), made)
