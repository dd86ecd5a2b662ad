"""Which view a text is written in, and the reader for it."""

from __future__ import annotations

import re

from .. import limits
from ..patterns import pattern
from ..problems import Problem
from ..tree import Convention, Program
from .known import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .known import Known

VIEWS = ("letters", "python", "english", "latex")
TITLES = {"letters": "letters", "python": "Python", "english": "English", "latex": "LaTeX"}


def readings(view: str, text: str, known: Known = NOTHING) -> Iterator[tuple[Program, list[Problem]]]:
    """What a text in another view than letters says, the likeliest reading first; all places are those in the text."""
    if len(text) > limits.TEXT:
        message = f"the text has {len(text):,} characters; at most {limits.TEXT:,} are read"
        yield Program((), text), [Problem("E0109", message)]
    elif view == "python":
        from .python import read as read_python

        yield from read_python(text, known)
    else:
        if view == "english":
            from .english import read as read_view
        else:
            from .latex import read as read_view
        program, problems = read_view(text, known)
        yield program, problems
        said = known.columns or any(isinstance(line, Convention) for line in program.statements)
        if not said:  # papers have columns, and no line that says so
            yield Program((Convention(True), *program.statements), text), problems


LOOKED_AT = 100_000  # characters
# What LaTeX, Python or English have and letters do not; a bare `\\odot` or `W_{ih}` is in letters, too.
LATEX = pattern(r"\\(?:[A-Za-z]+|[\\[(])|\$|&")
SURELY_LATEX = pattern(
    r"\\(?:begin|[dt]?frac|mathbf|boldsymbol|bm|operatorname|mathrm|text\w*|left|right|bigl?|label|top)(?![A-Za-z])|&|\\\\|\$\$"
)
SURELY_PYTHON = pattern(
    r"(?:^|[^\w.])(?:np|numpy|jnp|jax|torch|tf|F|nn|scipy|self)\.\w|\.(?:dot|matmul|mm|sum|mean|transpose|t)\("
    r"|^[ \t]{0,80}(?:import|from|def|class|for|while|return|with|@)\b|(?<![a-z])[a-z]{2,40}_\w",
    re.MULTILINE,
)
PYTHON = pattern(
    r"\*\*|\w\[\w|==|!=|@|(?:^|[\n;])[ \t]{0,80}[A-Za-z]\w{1,60}[ \t]{0,80}[-+*/@]?=(?!=)",
    re.MULTILINE,
)
CODE = pattern(r"^[ \t]{0,80}(?:import|from|def|class|for|while|with)\b[^\n]*\n", re.MULTILINE)
ENGLISH = pattern(
    r"\b(?:take|taking|perform|apply|multiply|multiplied|times|add|subtract|divide|join|transpose|square|create|update"
    r"|call|then|first|set|let|the)\b(?!'?\()",
    re.IGNORECASE,
)
OWN_WORDS = pattern(r"vectors are (?:columns|rows)|\bmeans\b[^\n;]*|#[^\n]*")  # of the letters themselves
WORDS = pattern(r"(?<![A-Za-z])(?:[A-Za-z]{2,30}[,.:;]?[ \n]{1,20}){2}[A-Za-z0-9]")
# A Python identifier that is a product in letters: `l0W0`, `xW`; `dW1` and `Wxh` are not.
PRODUCT = pattern(r"(?!d[A-Z]\d*$|[A-Z][a-z]+\d*$)(?=.*[A-Z])(?=.{2,6}$)(?:[A-Za-z]\d*){2,4}")
SUFFIXES = {".py": "python", ".ipynb": "python", ".tex": "latex", ".letters": "letters"}


def other_view(text: str) -> tuple[str, bool]:
    """The view of a text that letters cannot say, and whether that is sure; letters where nothing speaks for another.

    >>> other_view("layer_1 = relu(layer_0.dot(weights_0_1))"), other_view("l1 = rleu(l0W0)")
    (('python', True), ('letters', True))
    >>> other_view("Take the vector x and add the vector y."), other_view("l_1 = \\\\tfrac{l_0}{2}")
    (('english', True), ('latex', True))
    """
    text = text[:LOOKED_AT]
    words = OWN_WORDS.sub("", text)
    if LATEX.search(text) and not is_python(text):
        return "latex", bool(SURELY_LATEX.search(text))
    if (WORDS.search(words) or "=" not in words) and ENGLISH.search(words) and not is_python(text):
        return "english", True
    surely = bool(SURELY_PYTHON.search(text))
    if ((surely or PYTHON.search(text)) and is_python(text)) or CODE.search(text):
        return "python", surely
    return "letters", True


def is_python(text: str) -> bool:
    """True for what Python's own parser takes and that has no products as letters write them."""
    from ast import Name, walk

    from .python_text import parsed

    tree = parsed(text)
    return tree is not None and not any(isinstance(n, Name) and PRODUCT.fullmatch(n.id) for n in walk(tree))
