"""What fuzzing starts from, and what it changes: the repository's own texts, token by token and byte by byte.

A text is taken apart into tokens as a reader sees them: names, numbers, words, signs.  They are taken out, doubled,
repeated, swapped and replaced by those of the notation, of other texts, and by any character that there is.
"""

from __future__ import annotations

import ast
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from letternet import Formula

HOUSE = Path(__file__).resolve().parent.parent
MOST = 2_000  # bytes of an input
Bytewise = Callable[[bytes, int], bytes]  # changes bytes, into at most so many

# ----------------------------------------------------------------------------------------------- to start from

# The files of tests whose texts are in each view.
TOLD = {
    "letters": ("strategies", "mistakes", "test_slips", "test_mend", "test_hostile", "test_english", "test_doubts"),
    "python": ("notebooks", "test_read_python", "test_python_lines", "test_python_sharing", "test_views"),
    "english": ("test_read_english", "test_views"),
    "latex": ("test_latex", "test_views"),
}
LATEX_SIGNS = re.compile(r"[\\$^_{]")


def strings(name: str) -> list[str]:
    """The texts in a file of tests, docstrings and single words left out."""
    tree = ast.parse((HOUSE / "tests" / f"{name}.py").read_text(encoding="utf-8"))
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in said]
    texts = [text for text in dict.fromkeys(found) if isinstance(text, str) and not text.isalpha()]
    return [text for text in texts if 2 < len(text.encode(errors="replace")) <= MOST]


def gallery() -> list[str]:
    """The files of letters among the examples."""
    paths = [*(HOUSE / "examples").glob("*.letters"), *(HOUSE / "examples" / "gallery").glob("*.letters")]
    return [path.read_text(encoding="utf-8") for path in sorted(paths)]


def shown() -> list[str]:
    """The formulas that the pages show: what stands in quotes, and whole blocks."""
    pages = [(HOUSE / name).read_text(encoding="utf-8") for name in ("README.md", "grammar/README.md")]
    return [found for page in pages for found in re.findall(r"```\w*\n(.+?)```|`([^`\n]{3,})`", page, re.DOTALL)
            for found in found if found]  # fmt: skip


def translated(view: str, most: int = 99) -> list[str]:
    """The gallery in another view."""
    nets = [Formula(text, check=False) for text in gallery()[:most]]
    if view == "latex":
        return [net.latex() for net in nets]
    if view == "python":
        return [text for net in nets for text in (net.python(), net.python(module=True))]
    return [net.english(level) for net in nets for level in ("book", "steps")]


def texts(view: str, all_of_them: bool = True) -> list[str]:
    """Texts in a view; without `all_of_them` those that are had at once."""
    found = gallery() if view == "letters" else translated(view, 99 if all_of_them else 3)
    if all_of_them:
        found += shown() if view == "letters" else []
        told = [text for name in TOLD[view] for text in strings(name)]
        found += told if view == "english" else sampled(told)
    return found


def numbers() -> list[str]:
    """Values as people type them."""
    return [
        "1 0 1", "1 2; 3 4", "0.5", "-1.5e-3", "[1, 0, 1]", "[[1 2]\n [3 4]]", "[[1, 2], [3, 4]]", "½ ¼", "−1, 2",
        "1e400", "nan", "１ ２", "1;2;", "[", "[[1]", "x.npy", "9" * 40, "+.5", "5.", "a/b.csv",
    ]  # fmt: skip


def tables() -> list[str]:
    """Values in rows of text."""
    return [
        "1,2,3\n4,5,6\n", "a;b\n1;2\n", "\ufeff1 2\n3 4", "# note\n1\t2\n", "1,2,\n3,4,\n", '"1","2"\n', "1e5 nan\r\n",
    ]  # fmt: skip


def arrays() -> list[Any]:
    """Arrays of every kind."""
    kinds = ("f8", "f4", "f2", ">f8", "i8", "u8", "i1", "?", "c16", "U3", "S2", "M8[D]", "g")
    found = [np.zeros((2, 3), dtype=kind) for kind in kinds]
    return [*found, np.array(3.5), np.zeros((0, 2)), np.asfortranarray(np.eye(3)), np.zeros(2, dtype=[("a", "f8")])]


def npy(array: Any) -> bytes:
    """An array as an `.npy` file."""
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def npz(**arrays: Any) -> bytes:
    """Arrays as an `.npz` file."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def states() -> list[bytes]:
    """The state of a training that stands between two epochs."""
    about = {"form": 1, "about": {"the formula": "y = xW"}, "first": 0.5, "best": 1}
    told = np.array(json.dumps(about))
    kept = {"now W": np.eye(2), "best W": np.eye(2), "now β": np.array(2.0), "best β": np.array(2.0)}
    return [npz(about=told, errors=np.array([0.5]), **{"held out": np.array([])}, **kept)]


def requests() -> list[bytes]:
    """What the live page sends."""
    found: list[dict[str, Any]] = [{"text": text, "fill": True} for text in gallery()[:6]]
    found += [
        {"text": "y = xW", "dims": {"x": "3"}, "values": {"x": "1 0 1", "W": "1;2;3"}, "step": 1},
        {"text": "y = relu(xW)V", "detail": "nodes", "labels": "both", "fill": True, "want": "page"},
        {"text": "y = xW", "want": "module"}, {"text": "y = xW", "want": "svg", "detail": "strips", "labels": "words"},
        {"explain": "E0201"}, {"text": 3}, {"text": "y = f(x)", "values": {"x": "a.npy"}},
    ]  # fmt: skip
    return [json.dumps(state).encode() for state in found]


FORMULA = re.compile(r"[=:+⊙²ᵀ\\^(\[{@]|\b[a-zA-Z]\d")


def sampled(texts: list[str], most: int = 600) -> list[str]:
    """So many of the texts as are gone through in a minute, sentences about formulas left out."""
    found = [text for text in dict.fromkeys(texts) if FORMULA.search(text)]
    return Random(0).sample(found, most) if len(found) > most else found


def encoded(texts: Iterable[str]) -> list[bytes]:
    """Texts as bytes, those that are short enough."""
    found = [text.encode("utf-8", "surrogateescape" if text.isprintable() else "surrogatepass") for text in texts]
    return [data for data in found if len(data) <= MOST]


def notebooks() -> list[bytes]:
    """Code in the cells of a notebook, and what is none."""
    cell = {"cell_type": "code", "source": ["y = x @ W\n", "z = y.T"]}
    return [json.dumps({"cells": cells}).encode() for cells in ([cell, {**cell, "source": "a = b"}], [], [1])]


def files() -> list[bytes]:
    """Files of formulas, in several encodings."""
    some = [*gallery()[:5], *translated("latex")[:3], *translated("python")[:3], "l2 = relu(l0W0)W1\r\ny : 3\r"]
    odd = [text.encode(kind) for text in some[-2:] for kind in ("utf-8-sig", "utf-16", "utf-16-be", "utf-32")]
    return [*encoded(some), *odd, *notebooks(), bytes(range(256))]


# ------------------------------------------------------------------------------------------------ what is changed

NOTATION = (
    "l0", "W0", "W1", "x", "y", "X", "α", "π", "h_t", "W_{ih}", "l₀", "\\alpha", "mu", "2", "0.5", "½", "1e3", "10",
    "0", "(", ")", "[", "]", "[1 0 1]", "[1 2; 3 4]", "[x, y]", "[A; B]", "+", "-", "−", "⊙", "*", "·", "@", "/", ">",
    "<", "≥", "<=", "=", "<-", "←", "-=", "+=", ":", ";", "\n", ",", "ᵀ", "^T", ".T", "²", "^2", "⁻¹", "^{-1}", "^n",
    "relu", "relu(", "relu'(", "softmax(", "max(", "sum(", "pick(W, ", "outer(", "dot(", "norm(", "inv(", "diag(",
    "f(", "f(x) = ", "g(x) = ", "sqrt", "√", "‖", "|", "×", "number", "∈", "ℝ", "^{3×4}", "³", " means ",
    '"hidden state {}"', "\nvectors are columns\n", "vectors are rows", "#", "# note", "$", "\\left(", "\\right)",
    "\\odot", "\\mathrm{relu}", "{", "}", "_", "^", "'", "\\", " ", "о", "l_{t-1}", "\u00a0", "\t", "１２", "n", "2n",
    "n + m", "for i = 0..3", "if", "%", "&", "!", "?", '"', "\r\n", "\r", "\x0b", "\x85", "\u2028", "\0", "\ufeff",
    "\u200d", "\u202e", "\u0301", "ﬁ", "ı", "ſ", "K", "Ω", "ℓ", "𝐖", "₁₂", "⁻", "ᵗ", "ᵢ", "→", "⇐", "…", "’", "”",
)  # fmt: skip
PYTHON = (
    "np.", ".dot(", ".T", "np.exp(", "np.array([", "[0]", "[:, 0]", "[i]", "[1:]", "[::-1]", "**", "@", "//",
    "def f(x):", "\n    ", "\n", "return ", "for i in range(3):", "while True:", "if x:", "else:", "lambda x: ",
    "import numpy as np", "print(", "np.sum(", ", axis=0)", ", axis=1, keepdims=True)", ".sum()", ".reshape(1, -1)",
    "float(", "(", ")", "[", "]", ",", "=", "+=", "-=", "*=", "==", "<", ">", "not ", "and ", "None", "True", "1.0",
    "2", "1j", "1e400", '"""', "'", "#", "\\\n", "weights_0_1", "layer_1", "alpha", "x", "W", "self.", "class A:",
    "global x", "yield ", "await ", "async ", "with a as b:", "try:", "except:", "del x", "assert x", "raise",
    "x if y else z", "[x for x in y]", "*a", "**k", "f'{x}'", ":=", ";", ":", "...", "->", "@f", "len(x)",
    "zip(a, b)", "enumerate(", "np.maximum(0, ", ".mean(", "np.where(", "np.linalg.inv(", "np.concatenate([",
    "np.random.rand(3, 4)", ".shape[0]", "_", "λ", "match x:", "0x1F",
)  # fmt: skip
ENGLISH = (
    "take ", "the ", "vector ", "matrix ", "number ", "x", "W0", "layer 0", "weights 0", " and ", "perform ",
    "multiply ", " by ", " with ", "vector-matrix multiplication ", "add ", "subtract ", " from ", "divide ",
    "transpose ", "square ", "then ", ", ", ". ", ".", "; ", ": ", "\n", "(", ")", "to create ", "to update ",
    "call that result 1 ", "result 1", "apply relu", "perform the relu function on ", "the output", "it",
    "every number in ", "join ", "end to end", "the slope of ", "raise ", "to the power of ", "check where ",
    "is greater than ", "element by element", "the function f is never used: f(x) = x", "explicitly ", "the sum of ",
    "its ", "1. ", "this has 3 values", "“", "”", '"', "-", "'s ", "2", "0.5", "minus ", "[1 2]", "π", "alpha",
    "half ", "times ", "twice ", "of ", "on top of ", "the identity ", "both ", "the result", "a ",
)  # fmt: skip
LATEX = (
    "\\frac{", "}{", "}", "{", "\\sqrt{", "\\sqrt[3]{", "\\left(", "\\right)", "\\left", "\\right.", "\\|", "|", "^",
    "_", "^{\\top}", "^T", "^{-1}", "^{2}", "\\mathbf{", "\\mathrm{", "\\text{", "\\operatorname{",
    "\\operatorname*{", "\\hat{", "\\begin{bmatrix}", "\\end{bmatrix}", "\\begin{aligned}", "\\end{aligned}",
    "\\begin{cases}", "\\begin{equation}", "&", "\\\\", "$", "$$", "\\[", "\\]", "\\(", "\\)", "% note\n", "\n",
    "\n\n", ":=", "=", "\\in", "\\mathbb{R}", "^{3 \\times n}", ",", ".", ";", "\\quad", "\\,", "\\tanh", "\\sigma",
    "\\alpha", "e^{-x}", "x", "W_1", "W^{(1)}", "h_{t-1}", "2", "'", "\\prime", "\\foo", "\\sum_{i=1}^n", "\\prod",
    "~", "\\", "[", "]", "(", ")", "+", "-", "\\cdot", "\\odot", "\\times", "\\label{a}", "\\tag{1}", "#",
    "\\leftarrow", "\\gets", "\\geq", "\\le", "\\ne", "\\bf", "\\rm ", "\\not", "\\limits", "\\dots", "\\cdots",
    "\\color{red}", "\\verb|a|", "\\def\\a{b}", "\\newcommand{\\a}{b}", "\\underbrace{", "\\overline{", "\\ell",
    "\\partial", "\\nabla", "\\textbf{", "\\array", "\\begin{array}{cc}", "\\hline", "\\end{", "\\begin{", "\\right",
    "\\bigl(", "\\vert", "\\lVert", "\\rVert", "^^M",
)  # fmt: skip
NUMBERS = (
    "1", "0", "-", "+", ".", "e", "1e9", "nan", "inf", ",", ";", " ", "\n", "\t", "[", "]", "½", "−", "٣", "#", "\r",
    "x.npy", "_", "0x1", "1e999", "9" * 20, "\0", "\u2028", '"', "²", "१",
)  # fmt: skip
TOKENS = {"letters": NOTATION, "python": PYTHON, "english": ENGLISH, "latex": LATEX}
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\W\d_]+_?\{[^{}\n]*\}|[^\W\d_]_?[0-9₀-₉]+|[^\W\d_]{2,}|[0-9.]+|\s+|.", re.DOTALL)
BLOCKS = ((0x20, 0x7F), (0xA0, 0x24F), (0x370, 0x52F), (0x2000, 0x23FF), (0x1D400, 0x1D7FF), (0, 0x10FFFF))


def any_character(chance: Random) -> str:
    """A character, mostly of those that formulas are made of."""
    return chr(chance.randint(*chance.choice(BLOCKS)))


def mutated_text(text: str, chance: Random, tokens: tuple[str, ...], others: list[str]) -> str:
    """A text after a few changes of its tokens."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        parts = TOKEN.findall(text)
        at = chance.randint(0, len(parts))
        end = min(len(parts), at + chance.choice((1, 1, 1, 2, 3, 8)))
        way = chance.randrange(12)
        if way <= 2:
            parts[at:at] = [chance.choice(tokens)]
        elif way <= 4:
            parts[at:end] = [chance.choice(tokens)]
        elif way == 5:
            del parts[at:end]
        elif way == 6:
            parts[at:at] = parts[at:end] * chance.choice((1, 2, 5, 60))
        elif way == 7 and parts:
            other = chance.randrange(len(parts))
            parts[at:end], parts[other : other + 1] = parts[other : other + 1], parts[at:end]
        elif way == 8:
            parts[at:end] = [any_character(chance)]
        elif way == 9:
            lines = re.split(r"(\n|;)", chance.choice(others))
            start = chance.randrange(len(lines))
            parts[at:at] = lines[start : start + chance.choice((1, 1, 3))]
        elif way == 10:
            piece = TOKEN.findall(chance.choice(others))
            start = chance.randrange(len(piece) or 1)
            parts[at:end] = piece[start : start + chance.choice((1, 2, 5, 20))]
        else:
            parts = parts[:at] if chance.random() < 0.5 else [chance.choice(others)]
        text = "".join(parts)[:MOST]
    return text


def bytewise(chance: Random) -> Bytewise:
    """Changes of bytes by chance alone, where nothing better is at hand."""

    def changed(data: bytes, most: int) -> bytes:
        found = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 4))):
            at = chance.randint(0, len(found))
            way = chance.randrange(4)
            if way == 0:
                found[at:at] = chance.randbytes(chance.choice((1, 1, 2, 8)))
            elif way == 1:
                del found[at : at + chance.choice((1, 1, 4, 30))]
            elif way == 2:
                found[at : at + 1] = bytes([chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))])
            elif found:
                found[at % len(found)] ^= 1 << chance.randrange(8)
        return bytes(found[:most])

    return changed


def mutated_archive(data: bytes, change: Bytewise, chance: Random) -> bytes:
    """An archive with a change in one of its members, so that its checksums are right again."""
    with suppress(zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError, RuntimeError,
                  struct.error, UnicodeError):  # fmt: skip
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist()[:10]]
        if members:
            at = chance.randrange(len(members))
            name, content = members[at]
            way = chance.randrange(6)
            if way == 0:
                members[at] = (mutated_text(name, chance, NUMBERS, ["now W.npy", "about.npy", "x"]) or "x", content)
            elif way == 1:
                del members[at]
            elif way == 2:
                members[at] = (name, npy(chance.choice(arrays())))
            else:
                members[at] = (name, change(content, MOST))
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as made:
                for name, content in dict(members).items():
                    made.writestr(name.strip("\0/") or "x", content)
            return file.getvalue()
    return change(data, 2 * MOST)
