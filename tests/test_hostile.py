"""Hostile input: one sentence with a code and exit code 1, whatever came, and before memory is asked for."""

from __future__ import annotations

import io
import os
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from letternet import DataError, Formula, limits
from letternet.show.command import command

COMMANDS = ["show", "check", "sizes", "letters", "python", "english", "run", "chain", "unchain"]
MOST_LINES = 12
MEMORY = 1500 * 2**20
HANGS = 60  # seconds after which a child is taken to hang; nothing here is timed
CODE = re.compile(r"^error\[(E\d{4})\]:\s+\S", re.MULTILINE)  # a long path begins a line of its own
NET = "l2 = relu(l0W0)W1"

GUARDED = f"""
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
except (ImportError, ValueError, OSError):
    pass
from letternet.__main__ import main
sys.exit(main())
"""


class Told(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


def child(*arguments: str | bytes, stdin: bytes = b"", **environment: str) -> Told:
    """The command in a process of its own that gets little memory."""
    env = {**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "COLUMNS": "100", **environment}
    start = [sys.executable, "-c", GUARDED]
    made = subprocess.run([*start, *arguments], input=stdin, capture_output=True, check=False, env=env, timeout=HANGS)
    return Told(made.returncode, made.stdout.decode(), made.stderr.decode())


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Told]:
    """The command in this process."""
    monkeypatch.setenv("COLUMNS", "100")

    def told(*arguments: str, stdin: bytes = b"") -> Told:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            code = command(arguments)
        except SystemExit as leaves:
            code = int(leaves.code or 0)
        return Told(code, *capsys.readouterr())

    return told


def cases(table: Mapping[str, object]) -> list[Any]:
    """The names in a table as cases."""
    return [pytest.param(name, id=name) for name in table]


def is_refused(result: Told, codes: str = "") -> None:
    """Exit code 1, a sentence with one of the codes first, few lines, none of them of a traceback."""
    assert result.code == 1, result
    assert not (result.out and result.err)
    found = CODE.findall(result.said)
    assert found, result.said[:1000]
    assert not codes or found[0] in codes.split(), result.said[:1000]
    is_decent(result)


def is_decent(result: Told) -> None:
    """Nothing that only a programmer understands, and nothing that drives a terminal."""
    assert "Traceback" not in result.said
    assert "has a defect" not in result.said
    if result.code:
        assert len(result.said.strip("\n").split("\n")) <= MOST_LINES
        assert len(result.said) <= 4000
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\x1b\u202e\ud800-\udfff]", result.said)


def lines(first: str, step: Callable[[int], str], count: int = 60) -> str:
    return "\n".join([first, *map(step, range(1, count))])


def own(number: int) -> str:
    """The name of a function that nobody else has: `faa`, `fab`."""
    return f"f{chr(97 + number // 26)}{chr(97 + number % 26)}"


# --------------------------------------------------------------------------------------- what cannot be read

UNREADABLE = {
    "nothing": ("", "E0114"),
    "blanks": (" \t \n \r\n ", "E0114"),
    "ten thousand semicolons": (";" * 10_000, "E0114"),
    "5,000 open round brackets": ("(" * 5000, "E0103"),
    "5,000 open square brackets": ("[" * 5000, "E0103"),
    "5,000 open braces": ("{" * 5000, "E0103 E0106"),
    "4,999 open bars": ("|" * 4999, "E0103"),
    "4,999 open double bars": ("‖" * 4999, "E0103"),
    "5,000 roots of nothing": ("√" * 5000, "E0103 E0106"),
    "5,000 open brackets and then a letter": ("(" * 5000 + "x", "E0103"),
    "5,000 closing brackets": (")" * 5000, "E0103"),
    "5,000 brackets closed by the wrong kind": ("(" * 5000 + "x" + "]" * 5000, "E0103 E0106"),
    "brackets of all kinds, never closed": ("([|‖" * 1000, "E0103 E0106"),
    "5,000 open functions": ("relu(" * 5000, "E0103"),
    "5,000 open indices": ("x_{" * 5000, "E0103"),
    "10,000 signs alone": ("+" * 10_000, "E0103 E0106"),
    "a name defined 5,000 times in one line": ("a = " * 5000 + "b", "E0103 E0106"),
    "10,000 primes": ("relu" + "'" * 10_000 + "(x)", "E0103 E0106"),
    "10,000 squares": ("x" + "²" * 10_000, "E0109 E0102"),
    "3,000 letters in one run": ("a" * 3_000, "E0206"),
    "300 letters in one run before a bracket": ("a" * 300 + "(x)", "E0101"),
    "10,000 letters in one run before a bracket": ("a" * 10_000 + "(x)", "E0101"),
    "a name that two lines define": ("a = b\n" * 2, "E0110"),
    "a name defined by itself": ("a = a", "E0111"),
    "a cycle of two names": ("a = b; b = a", "E0111"),
    "a cycle of 3,000 names": ("\n".join(f"a{i} = a{(i + 1) % 3000}" for i in range(3000)), "E0111"),
    "a function that calls itself": ("f(x) = f(x); f(y)", "E0111"),
    "a function that calls itself by its slope": ("f(x) = f'(x); f(y)", "E0101 E0111"),
    "two functions that call one another": ("f(x) = g(x); g(x) = f(x); f(y)", "E0111"),
    "a size of 0": ("x : 0", "E0108"),
    "a size of -3": ("x : -3", "E0108"),
    "a size of 1.5": ("x : 1.5", "E0108"),
    "a size of 1e9": ("x : 1e9", "E0102 E0108"),
    "a size of 1/0": ("x : 1/0", "E0103 E0106 E0108"),
    "a size of 5,000 digits": ("x : " + "9" * 5000, "E0109"),
    "a size beyond the limit": (f"x : {limits.SIZE + 1}", "E0109"),
    "a number of 5,000 digits": ("9" * 5000, "E0109"),
    "an index of 5,000 digits": ("y = xW" + "1" * 5000, "E0109"),
    "an index of 5,000 letters": ("y = xW_{" + "a" * 5000 + "}", "E0109"),
    "a number of 5,000 places after the point": ("0." + "1" * 5000, "E0109"),
    "an exponent of 5,000 digits": ("2^" + "9" * 5000, "E0109"),
    "a number with an exponent, as computers write it": ("1e999999999", "E0102"),
    "a NUL byte": ("l1 = l0\0W0", "E0103"),
    "escape sequences of a terminal": ("\x1b[31ml0\x1b[0m", "E0103"),
    "a lone surrogate": ("l0\ud800W0", "E0103 E0104"),
    "two surrogates that make a pair": ("\ud83d\ude00", "E0103 E0104"),
    "text that runs from right to left": ("\u202el0W0\u202c", "E0103"),
    "Hebrew letters": ("א = ב", "E0104"),
    "mathematical script": ("𝓁₀𝑊₀", "E0104"),
    "an emoji": ("😀", "E0103"),
    "an emoji of many characters": ("l0👩\u200d👩\u200d👧\u200d👦", "E0103"),
    "300 accents on one letter": ("x" + "\u0301" * 300, "E0103 E0104"),
    "a zero-width joiner": ("l0\u200dW0", "E0103"),
    "a line separator": ("l0\u2028W0", "E0103"),
    "a character for private use": ("\ue000", "E0103"),
    "what is no character": ("\uffff", "E0103"),
    "an invisible tag": ("l0\U000e0041", "E0103"),
    "Arabic digits": ("l٣", "E0103 E0104"),
    "words with a backslash": ('l means "a\\b"; l0', "E0103"),
    "words with a quote": ('l means "a"b"; l0', "E0103 E0106"),
    "words that end a docstring": ("l means \"'''\"; l0", "E0103"),
    "words with an attribute to look up": ('l means "{0.__class__}"; l0', "E0103"),
    "words with two indices": ('l means "{} {}"; l0', "E0103"),
    "words with nothing in them": ('l means ""; l0', "E0103"),
    "words with escape sequences": ('l means "\x1b[31mred"; l0', "E0103"),
    "100,000 characters of words": ('l means "' + "a" * 100_000 + '"; l0', "E0103"),
    "words over two lines": ('l means "a\nb"; l0', "E0103"),
    "Python": ("__import__('os').system('true')", "E0115"),
    "a lambda": ("lambda: x", "E0101 E0103 E0106 E0108"),
    "HTML": ("<script>alert(1)</script>", "E0103 E0106"),
    "a path that climbs": ("../../no/such/../thing", "E0103 E0106"),
    "a shell command": ("$(rm -rf /)", "E0103 E0106 E0206"),
    "unknown LaTeX": ("\\input{secret}", "E0103"),
    "powers without brackets": ("9^9^9^9", "E0102"),
}


@pytest.mark.parametrize("name", cases(UNREADABLE))
def test_what_cannot_be_read_is_one_sentence_in_every_command(told: Callable[..., Told], name: str) -> None:
    text, codes = UNREADABLE[name]
    for verb in COMMANDS:
        is_refused(told(verb, text), codes)


@pytest.mark.parametrize("name", list(UNREADABLE))
def test_what_cannot_be_read_has_a_place_in_its_text(name: str) -> None:
    text, _ = UNREADABLE[name]
    with pytest.raises(ValueError, match="error") as caught:
        Formula(text)
    for problem in caught.value.problems:  # type: ignore[attr-defined]
        assert problem.line or problem.code in ("E0114", "E0109"), problem


BINARY = {
    "all bytes": bytes(range(256)),
    "zeros": bytes(10_000),
    "UTF-16 with a byte missing": b"\xff\xfex",
    "UTF-16 with half a pair": b"\xff\xfe\x00\xd8",
    "half a character of UTF-8": "l₀"[:2].encode()[:-1],
    "a surrogate in UTF-8": "\ud800".encode("utf-8", "surrogatepass"),
    "a ZIP archive": b"PK\x03\x04" + bytes(range(256)),
    "an ELF program": b"\x7fELF" + bytes(100),
    "pickled Python": pickle.dumps({"a": 1}),
    "no bytes": b"",
    "a byte order mark": b"\xef\xbb\xbf",
}


@pytest.mark.parametrize("name", cases(BINARY))
def test_bytes_that_are_no_formula_are_one_sentence_from_a_file_and_from_standard_input(
    told: Callable[..., Told], tmp_path: Path, name: str
) -> None:
    path = tmp_path / "net.letters"
    path.write_bytes(BINARY[name])
    for verb in ("check", "run", "english"):
        is_refused(told(verb, str(path)))
        is_refused(told(verb, "-", stdin=BINARY[name]))


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
def test_bytes_that_are_no_text_as_arguments_are_one_sentence() -> None:
    is_refused(child("check", b"\xff\xfe"))
    is_refused(child("check", b"l0W0", "--dim", b"l0=\xff"))
    is_refused(child("run", "l0W0", "--set", b"l0=\xff\xfe"))
    is_refused(child("check", b"\xff.letters", PYTHONUTF8="0", LC_ALL="C"))


# ---------------------------------------------------------------------------- what is right, though it looks mad

RIGHT = {
    "a comment alone": "# nothing",
    "5,000 brackets around a letter": "(" * 5000 + "x" + ")" * 5000,
    "5,000 times transposed": "x" + "ᵀ" * 5000,
    "2,000 matrices in one run": "W" * 2000,
    "an index of 90 digits": "l" + "1" * 90,
    "fractions of fractions": "x" + "/2" * 300,
    "300 signs in front": "y = " + "-" * 300 + "x",
    "joins that double sixty times": lines("a0 = x", lambda i: f"a{i} = [a{i - 1}, a{i - 1}]"),
    "sums that double sixty times": lines("a0 = x", lambda i: f"a{i} = a{i - 1} + a{i - 1}"),
    "sizes that double sixty times": lines("x0 : n", lambda i: f"x{i} : {min(2**i, 10**9)}n"),
    "squarings of a vector sixty times": lines("a0 = x", lambda i: f"a{i} = a{i - 1}²"),
    "full-width letters": "ｌ０Ｗ０",
    "names that Python keeps for itself": 'l means "class {}"; x means "import"; l0 ⊙ x',
    "names that NumPy has": 'l means "np"; x means "print"; l ⊙ x',
}


@pytest.mark.parametrize("name", cases(RIGHT))
def test_what_is_right_is_taken_however_mad_it_looks(told: Callable[..., Told], name: str) -> None:
    for verb in COMMANDS:
        result = told(verb, RIGHT[name])
        assert result.code == 0 or (verb, result.code) in (("run", 1), ("chain", 1)), result.said[:500]
        is_decent(result)
    compile(Formula(RIGHT[name]).python(module=True), "module", "exec")


# ------------------------------------------------------------------------------- what nobody has the memory for

HUGE = {
    "a matrix of 10⁹ × 10⁹": ("W0 : 1000000000 × 1000000000", "E0109"),
    "the outer product of 10⁹ values": ("x : 1000000000; A = xᵀx", "E0109"),
    "an outer product in the middle of a line": ("x : 1000000000; a = x(xᵀx)", "E0109"),
    "a size that only joins reach": ("x : 1000000000; y = [x, x, x]", "E0109"),
    "joins that double sixty times": (lines("x0 = [1 1]", lambda i: f"x{i} = [x{i - 1}, x{i - 1}]"), "E0109"),
    "joins on top that double sixty times": (lines("A0 = [1; 1]", lambda i: f"A{i} = [A{i - 1}; A{i - 1}]"), "E0109"),
    "numbers multiplied by themselves sixty times": (lines("a0 = 3", lambda i: f"a{i} = a{i - 1}a{i - 1}"), "E0109"),
    "numbers squared sixty times": (lines("a0 = 3", lambda i: f"a{i} = a{i - 1}²"), "E0109"),
    "an input squared sixty times": (lines("a0 = α", lambda i: f"a{i} = a{i - 1}²"), "E0109"),
    "numbers added to themselves 2,000 times": (
        lines("a0 = 3", lambda i: f"a{i} = a{i - 1} + a{i - 1}", 2000),
        "E0306",
    ),
    "functions that call the one before twice, sixty times": (
        lines(f"{own(0)}(x) = x + 1", lambda i: f"{own(i)}(x) = {own(i - 1)}({own(i - 1)}(x))") + f"\n{own(59)}(y)",
        "E0109",
    ),
    "functions that square the one before, sixty times": (
        lines(f"{own(0)}(x) = x ⊙ x", lambda i: f"{own(i)}(x) = {own(i - 1)}(x) ⊙ {own(i - 1)}(x)") + f"\n{own(59)}(3)",
        "E0109",
    ),
    "a power in a function of the program": ("f(x) = x^99999; f(f(f(3)))", "E0109 E0306"),
    "the power of a power": ("((9^9)^9)^9", "E0306"),
    "a number beyond 64 bits beside an array": ("y = [[1.5 2]A, 99999999999999999999]; A = [1 2; 3 4.5]", "E0306"),
    "the power of a power of a power, twenty times": ("(" * 20 + "9" + "^9)" * 20, "E0109"),
    "a power of many digits": ("9^999999999999", "E0109"),
    "a negative power of many digits": ("(2^999999)^-1", "E0109"),
    "a power in little digits": ("9⁹⁹⁹⁹⁹⁹", "E0109"),
    "powers behind a loop of names": ("a = 9^99999; b = a^99999; c = b^99999", "E0109"),
    "a power of a sum": ("(9^9999 + 1)^9999", "E0109"),
    "a power of an absolute value": ("abs(-9^99999)^99999", "E0109"),
    "a factorial, written out": ("1" + "".join(f"⊙{i}" for i in range(2, 3000)), "E0306 E0109"),
}


@pytest.mark.parametrize("name", cases(HUGE))
def test_what_nobody_can_hold_is_refused_before_memory_is_asked_for(name: str) -> None:
    text, codes = HUGE[name]
    is_refused(child("run", "-", stdin=text.encode()), codes)


@pytest.mark.parametrize("name", list(HUGE))
def test_what_nobody_can_hold_ends_in_no_other_view_either(told: Callable[..., Told], name: str) -> None:
    text, _ = HUGE[name]
    for verb in COMMANDS:
        if verb != "run":
            result = told(verb, text)
            assert result.code in (0, 1)
            is_decent(result)


@pytest.mark.parametrize(
    "step", ["a{}²", "a{0} ⊙ a{0}", "a{0} + a{0}", "[a{0}, a{0}]", "relu(a{0}) + a{0}", "a{0}(a{0}ᵀa{0})"]
)
def test_sixty_lines_that_use_the_one_before_chain_or_are_refused(step: str) -> None:
    text = lines("a0 = x", lambda i: f"a{i} = {step.format(i - 1)}")
    for verb in ("chain", "unchain"):
        result = child(verb, text)
        assert result.code in (0, 1)
        is_decent(result)
        assert "memory" not in result.said  # refused before it is asked for, not when there is no more


LONG = {
    "as many characters as are read, many of them brackets": (b"(" * 500_000 + b" " * 3_400_000, 1),
    "as many characters as are read, all of them a comment": (b"#" * 3_900_000, 0),
    "as many characters as are read, all of them blank lines": (b"\n" * 3_900_000, 1),
    "as many characters as are read, all of them digits": (b"9" * 3_900_000, 1),
    "as many characters as are read, all of them the index of one name": (b"l" + b"1" * 3_900_000, 1),
    "a sum of 100,000 terms": (b"x+" * 100_000 + b"x", 0),
    "as many characters as are read, in one literal": (b"x = [" + b"0 " * 1_900_000 + b"]", 1),
    "as many characters as are read, in rows of one literal": (b"x = [" + b"0;" * 1_900_000 + b"]", 1),
    "as many characters as are read, in quotes": (b'l means "' * 400_000, 1),
    "more characters than are read": (b"x" * (limits.TEXT + 1), 1),
    "more bytes than are looked at": (b"x" * (5 * limits.TEXT), 1),
    "more characters than are read, in short lines": (b"x\n" * (limits.TEXT // 2 + 1), 1),
}


@pytest.mark.parametrize("name", cases(LONG))
def test_a_long_text_is_read_or_refused_within_little_memory(name: str) -> None:
    text, code = LONG[name]
    result = child("check", "-", stdin=text)
    assert result.code == code, result.said[:2000]
    is_decent(result)
    if code:
        is_refused(result)


MANY = {
    "nothing after the sign": b"x=\n" * 20_000,
    "nothing after the sign, all in one line": b"x=;" * 20_000,
    "a function that does not exist": b"rleu(x)\n" * 20_000,
    "an open bracket": b"(\n" * 20_000,
    "a name that has a line already": b"a = b\n" * 20_000,
    "a size of 0": b"x : 0\n" * 20_000,
    "two rows multiplied": b"xy\n" * 20_000,
}


@pytest.mark.parametrize("name", cases(MANY))
def test_a_text_with_20_000_problems_names_some_of_them(name: str) -> None:
    result = child("check", "-", stdin=MANY[name])
    assert result.code == 1
    assert CODE.match(result.out)
    assert "Traceback" not in result.said
    assert len(result.said) < 100_000


# ------------------------------------------------------------------------------------------ arguments

ARGUMENTS = {
    "a size for nothing": ["check", NET, "--dim", "=3"],
    "a size without a size": ["check", NET, "--dim", "l0="],
    "a size that is a program": ["check", NET, "--dim", "l0=3; W0 : 4"],
    "a size over two lines": ["check", NET, "--dim", "l0=3\nx = 1"],
    "a size for what is no name": ["check", NET, "--dim", "__import__('os')=3"],
    "a size of many digits": ["check", NET, "--dim", "l0=" + "9" * 5000],
    "a size beyond every memory": ["check", NET, "--dim", "W0=1000000000x1000000000"],
    "a size given twice": ["check", NET, "--dim", "l0=3", "--dim", "l0=3"],
    "three sizes": ["check", NET, "--dim", "l0=3x4x5"],
    "a size that is not a number": ["check", NET, "--dim", "l0=nan"],
    "a batch of what is no letter": ["python", NET, "--batch", "__class__"],
    "a batch of a matrix": ["python", NET, "--batch", "W0"],
    "a value for nothing": ["run", NET, "--set", "=1"],
    "a value without a value": ["run", NET, "--set", "l0"],
    "a value given twice": ["run", NET, "--set", "l0=1", "--set", "l0=1"],
    "a file that is not there": ["check", "no/such/file.letters"],
    "a file with a NUL in its name": ["check", "net\0.letters"],
    "a device that never ends": ["run", "y = x", "--set", "x=/dev/zero.npy"],
}


@pytest.mark.parametrize("name", cases(ARGUMENTS))
def test_hostile_arguments_are_one_sentence(told: Callable[..., Told], name: str) -> None:
    result = told(*ARGUMENTS[name])
    if result.code == 2:  # not the formula is wrong, but how the command is used
        assert result.err.startswith("usage: letternet")
        assert result.out == ""
        is_decent(result)
        return
    is_refused(result)
    result = told(*ARGUMENTS[name], "--json")
    assert (result.code, result.err) == (1, "")
    assert '"problems"' in result.out


@pytest.mark.parametrize("text", ["--x", "--" + "-" * 10_000, "-x", "-h0", "--json=1", "--dimension", "@file", "-"])
def test_what_looks_like_an_option_ends_in_a_result_a_sentence_or_the_usage(
    told: Callable[..., Told], text: str
) -> None:
    result = told("check", text)
    assert result.code in (0, 1, 2)
    assert "Traceback" not in result.said
    assert result.code != 2 or "usage: letternet" in result.said


# ------------------------------------------------------------------------------------------------ values


class Trap:
    """Pickled, it writes a file where it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.write_text, (self.path, "sprung"))


def npy(array: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


def npz(**arrays: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def npy_header(text: str) -> bytes:
    """A file that says of itself what it likes."""
    return b"\x93NUMPY\x01\x00" + (len(text) + 1).to_bytes(2, "little") + text.encode() + b"\n" + bytes(64)


def zipped(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, data)
    return file.getvalue()


GIANT = npy_header("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 1000), }")
GOOD = npz(x=np.array([1.0, 2.0, 3.0]))
FILES = {
    "an empty .npy": ("x.npy", b""),
    "a .npy cut short": ("x.npy", npy(np.arange(9.0))[:-9]),
    "a .npy with a damaged header": ("x.npy", npy_header("{'descr': __import__('os')")),
    "a .npy with code in its header": ("x.npy", npy_header("__import__('os').abort()")),
    "a .npy with a header of brackets": ("x.npy", npy_header("(" * 5000)),
    "a .npy that says it has 10¹² values": ("x.npy", GIANT),
    "a .npy of negative size": ("x.npy", npy_header("{'descr': '<f8', 'fortran_order': False, 'shape': (-3,), }")),
    "a .npy of text": ("x.npy", npy(np.array(["a", "b", "c"]))),
    "a .npy of complex numbers": ("x.npy", npy(np.array([1j, 2, 3]))),
    "a .npy with a NaN": ("x.npy", npy(np.array([1, np.nan, 3]))),
    "a .npy with infinity": ("x.npy", npy(np.array([1, np.inf, 3]))),
    "a .npy of dates": ("x.npy", npy(np.array(["2020-01-01"] * 3, dtype="datetime64[D]"))),
    "a .npy of records": ("x.npy", npy(np.zeros(3, dtype=[("a", "f8")]))),
    "a .npy of objects": ("x.npy", npy(np.array([1, "a", None], dtype=object))),
    "a .npy with nothing in it": ("x.npy", npy(np.zeros((0,)))),
    "a .npy of the wrong size": ("x.npy", npy(np.zeros(5))),
    "a .npy of four dimensions": ("x.npy", npy(np.zeros((2, 2, 2, 3)))),
    "a text called .npy": ("x.npy", b"1 0 1"),
    "pickled Python called .npy": ("x.npy", pickle.dumps([1, 0, 1])),
    "a .npz called .npy with objects": ("x.npy", npz(x=np.array([None, 1], dtype=object))),
    "an empty .npz": ("x.npz", b""),
    "a .npz cut short": ("x.npz", GOOD[:-40]),
    "a .npz with bytes changed in the middle": ("x.npz", GOOD[:150] + bytes(20) + GOOD[170:]),
    "a .npz without an array": ("x.npz", npz()),
    "a .npz with other arrays": ("x.npz", npz(a=np.zeros(3), b=np.zeros(3))),
    "a .npz with objects": ("x.npz", npz(x=np.array([1, "a", None], dtype=object))),
    "a .npz with text in place of an array": ("x.npz", zipped("x.npy", b"1 0 1")),
    "a .npz with a file that is no array": ("x.npz", zipped("x.txt", b"1 0 1")),
    "a .npz that says it has 10¹² values": ("x.npz", zipped("x.npy", GIANT)),
    "a .npz with paths that climb": ("x.npz", zipped("../../x.npy", b"1 0 1")),
    "an empty .csv": ("x.csv", b""),
    "a .csv of comments": ("x.csv", b"# a\n# b\n"),
    "a .csv of titles": ("x.csv", b"a,b,c\n"),
    "a ragged .csv": ("x.csv", b"1,2,3\n4,5\n"),
    "a .csv with text": ("x.csv", b"1,2,three\n"),
    "a .csv with a formula of a spreadsheet": ("x.csv", b"1,=1+1,3\n"),
    "a .csv with a hole": ("x.csv", b"1,,3\n"),
    "a .csv with a NaN": ("x.csv", b"1,nan,3\n"),
    "a .csv with infinity": ("x.csv", b"1,inf,3\n"),
    "a .csv with a number beyond all floats": ("x.csv", b"1,1e999,3\n"),
    "a .csv with a whole number beyond 64 bits": ("x.csv", b"1,99999999999999999999,3\n"),
    "a .csv with a number of 5,000 digits": ("x.csv", b"1," + b"9" * 5000 + b",3\n"),
    "a .csv in bytes that are no text": ("x.csv", bytes(range(256))),
    "a .csv in UTF-16": ("x.csv", "1,2,3\n".encode("utf-16")),
    "a .csv of NUL bytes": ("x.csv", bytes(100)),
    "a .csv of one long line": ("x.csv", b"1," * 200_000 + b"1"),
    "a .csv of escape sequences": ("x.csv", b"1,\x1b[31m,3\n"),
}


@pytest.mark.parametrize("name", cases(FILES))
def test_a_file_that_cannot_be_values_is_one_sentence_that_names_the_letter(
    told: Callable[..., Told], tmp_path: Path, name: str
) -> None:
    ending, data = FILES[name]
    path = tmp_path / ending
    path.write_bytes(data)
    arguments = ["run", "x : 3; y = 2x", "--set", f"x={path}"]
    result = child(*arguments) if "10¹²" in name else told(*arguments)
    is_refused(result, "E0303 E0304 E0305")
    assert re.search(r"\bx\b", result.said.replace(str(path), ""))


@pytest.mark.parametrize("ending", ["npy", "npz", "csv", "txt"])
def test_what_a_file_pickles_is_never_loaded(told: Callable[..., Told], tmp_path: Path, ending: str) -> None:
    sprung, path = tmp_path / "sprung", tmp_path / f"x.{ending}"
    trap = np.array([Trap(sprung)], dtype=object)
    for data in (npy(trap), npz(x=trap), zipped("x.npy", pickle.dumps(Trap(sprung))), pickle.dumps(Trap(sprung))):
        path.write_bytes(data)
        is_refused(told("run", "y = 2x", "--set", f"x={path}"), "E0304 E0305")
        assert not sprung.exists()


def test_a_folder_and_a_file_that_may_not_be_read_are_named(told: Callable[..., Told], tmp_path: Path) -> None:
    for ending in ("npy", "npz", "csv"):
        (tmp_path / f"x.{ending}").mkdir()
        is_refused(told("run", "y = 2x", "--set", f"x={tmp_path}/x.{ending}"), "E0305")


PATHS = {
    "a NUL byte in a path": "no\0file.npy",
    "a path that climbs, typed": "../../no/such/file.npy",
    "a path without a name": ".npy",
    "a path of 6,000 characters": "d/" * 3000 + "x.npy",
}


@pytest.mark.parametrize("name", cases(PATHS))
def test_a_path_to_nothing_is_one_sentence(told: Callable[..., Told], name: str) -> None:
    is_refused(told("run", "y = 2x", "--set", f"x={PATHS[name]}"), "E0305")


TYPED = {
    "nothing": ("", "E0304"),
    "blanks": ("  ", "E0304"),
    "brackets without numbers": ("[]", "E0304"),
    "brackets within brackets without numbers": ("[[]]", "E0304"),
    "10,000 brackets, typed": ("[" * 10_000, "E0304"),
    "semicolons": (";;;", "E0304"),
    "a word": ("one two three", "E0304"),
    "a NaN": ("1 nan 3", "E0304"),
    "infinity": ("1 inf 3", "E0304"),
    "a number beyond all floats": ("1 1e999 3", "E0304"),
    "a whole number beyond 64 bits": ("1 9999999999999999999999 3", "E0304"),
    "5,000 digits": ("1 0 " + "9" * 5000, "E0304"),
    "a complex number": ("1 2j 3", "E0304"),
    "rows of different lengths": ("1 2 3; 4 5", "E0304"),
    "Python": ("__import__('os').abort()", "E0304"),
    "a power": ("9**9**9 0 0", "E0304"),
    "a NUL byte": ("1 0 \0", "E0304"),
    "escape sequences": ("1 0 \x1b[31m", "E0304"),
    "a lone surrogate": ("1 0 \ud800", "E0304"),
    "text that runs from right to left": ("1 0 \u202e3", "E0304"),
    "a number with underscores": ("1_0 1 1", "E0304"),
    "a number in base sixteen": ("0x10 1 1", "E0304"),
    "too few numbers": ("1 0", "E0303"),
    "too many numbers": ("1 0 1 1", "E0303"),
    "a batch of the wrong size": ("1 0; 1 1", "E0303"),
}


@pytest.mark.parametrize("name", cases(TYPED))
def test_a_typed_value_that_is_none_is_one_sentence_that_names_the_letter(told: Callable[..., Told], name: str) -> None:
    value, codes = TYPED[name]
    result = told("run", "x : 3; y = 2x", "--set", f"x={value}")
    is_refused(result, codes)
    assert re.search(r"\bx\b", result.said)


LETTERS = {
    "no letter": ([], "E0301"),
    "one letter missing": (["l0=1 0 1"], "E0301"),
    "a letter that is not in the formula": (["l0=1 0 1", "W0=1;1;1", "Q=1"], "E0302"),
    "a letter that a line defines": (["l0=1 0 1", "W0=1;1;1", "l1=1"], "E0302"),
    "a letter that is none": (["l0=1 0 1", "W0=1;1;1", "__class__=1"], "E0302"),
    "a letter of 10,000 characters": (["l0=1 0 1", "W0=1;1;1", "Q" * 10_000 + "=1"], "E0302"),
    "a letter that drives the terminal": (["l0=1 0 1", "W0=1;1;1", "\x1b[31m=1"], "E0302"),
    "sizes that do not fit together": (["l0=1 0 1", "W0=1;1"], "E0303"),
    "a matrix for a vector that is no batch of it": (["l0=1 0; 1 1", "W0=1;1;1"], "E0303"),
}


@pytest.mark.parametrize("name", cases(LETTERS))
def test_values_for_the_wrong_letters_are_one_sentence(told: Callable[..., Told], name: str) -> None:
    values, codes = LETTERS[name]
    is_refused(told("run", "l1 = l0W0", *(part for value in values for part in ("--set", value))), codes)


class Liar:
    """Says that it is an array, and is not."""

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError("no")


HANDED = {
    "None": None,
    "a dictionary": {"a": 1},
    "a set": {1, 2, 3},
    "a generator": (i for i in range(3)),
    "a function": len,
    "bytes": b"1 0 1",
    "an object": object(),
    "what says that it is an array": Liar(),
    "a complex number": 1j,
    "complex numbers": [1j, 2, 3],
    "fractions": [Fraction(1, 2)] * 3,
    "decimals": [Decimal(1)] * 3,
    "text": ["a", "b", "c"],
    "ragged rows": [[1, 2, 3], [4, 5]],
    "an empty list": [],
    "rows without numbers": [[], []],
    "whole numbers beyond 64 bits": [2**70, 0, 1],
    "a number beyond all floats": 10**400,
    "not a number": [float("nan"), 0, 1],
    "infinity": [float("inf"), 0, 1],
    "four dimensions": np.zeros((1, 1, 1, 3)),
    "dates": np.array(["2020-01-01"] * 3, dtype="datetime64[D]"),
    "records": np.zeros(3, dtype=[("a", "f8")]),
    "10¹² values that take no memory": np.broadcast_to(1.0, (10**6, 10**6)),
}


@pytest.mark.parametrize("name", cases(HANDED))
def test_a_handed_value_that_is_none_is_a_data_error_that_names_the_letter(name: str) -> None:
    net = Formula("y = 2x", dims={"x": 3})
    for call in (net.run, net.trace):
        with pytest.raises(DataError) as caught:
            call(x=HANDED[name])
        assert len(str(caught.value)) < 1000
        assert re.search(r"\bx\b", str(caught.value))


WITHOUT_A_RESULT = {
    "a division by zero": ("y = α/β", ["α=1", "β=0"]),
    "a matrix without an inverse": ("B = A⁻¹", ["A=0 0; 0 0"]),
    "a row that is not there": ("y = pick(W, x)", ["W=1 2; 3 4", "x=7"]),
    "a row that is half": ("y = pick(W, x)", ["W=1 2; 3 4", "x=0.5"]),
    "a row before the first": ("y = pick(W, x)", ["W=1 2; 3 4", "x=-1"]),
    "whole numbers beyond 64 bits": ("y = x^9", ["x=9999999 1"]),
    "whole numbers of the formula beyond 64 bits": (
        "A0 = [1 2; 3 4]\n" + "\n".join(f"A{i} = A{i - 1}A{i - 1}" for i in range(1, 10)),
        [],
    ),
}


@pytest.mark.parametrize("name", cases(WITHOUT_A_RESULT))
def test_a_calculation_without_a_result_is_one_sentence(told: Callable[..., Told], name: str) -> None:
    text, values = WITHOUT_A_RESULT[name]
    given = [part for value in values for part in ("--set", value)]
    for verb in (["run"], ["run", "--trace"], *[["picture"]] * bool(values)):
        is_refused(told(verb[0], text, *given, *verb[1:]), "E0303 E0306")


# --------------------------------------------------------------------------------------------- the same bytes

SAME = """
import sys
from letternet.show.command import command
for arguments in {commands!r}:
    print(arguments, flush=True)
    try:
        print("exit", command(arguments), flush=True)
    except SystemExit as leaves:
        print("exit", leaves.code, flush=True)
"""
DATA = ["--set", "l0=1 0 1; 0 1 1", "--set", "W0=1 -1; 0 1; 1 2", "--set", "W1=1; 2"]
LEARN = "d2 = l2 - y; d1 = d2W1ᵀ ⊙ relu'(l1); W1 <- W1 - α l1ᵀd2; W0 <- W0 - α l0ᵀd1; l1 = relu(l0W0); l2 = l1W1"


def same_bytes_commands() -> list[list[str]]:
    return [
        [NET],
        [NET, "--json"],
        *([name, LEARN] for name in COMMANDS if name != "run"),
        ["python", LEARN, "--module", "--batch", "l0,y"],
        ["python", "f(x) = x ⊙ σ(x); g(x) = f(x)ᵀ; y = softmax(f(x)W) + gelu(z); A = g(z)z", "--module"],
        ["sizes", "y = [x, h, z]W; x : n; h : m; z : 2n + k; Q : k × m", "--json"],
        ["run", NET, *DATA, "--trace"],
        ["run", NET, *DATA, "--json"],
        ["run", NET],
        ["check", "a = b; b = c; c = a; d = e; e = d; rleu(x); y = xW; x : 3; W : 4 × 2"],
        ["check", "q = l0W0; q = r; t : 3; t : 4; u(v)", "--json"],
        ["run", "y = xW", "--set", "z=1", "--set", "q=2"],
        ["check", NET, "--dim", "l0=3", "--dim", "W0=3x4", "--dim", "W1=5x2", "--json"],
    ]


def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed_and_the_place() -> None:
    script = SAME.format(commands=same_bytes_commands())
    places = [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8"},
    ]
    made = []
    for place in places:
        env = {**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "COLUMNS": "100", **place}
        start = [sys.executable, "-c", script]
        made.append(subprocess.run(start, capture_output=True, check=True, env=env, timeout=HANGS))
    assert made[0].stdout == made[1].stdout
    assert made[0].stderr == made[1].stderr
    assert made[0].stdout.count(b"exit ") == len(same_bytes_commands())
    assert b"Traceback" not in made[0].stderr
