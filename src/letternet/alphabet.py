"""The letters: Greek by name, what is typed differently and meant the same, and what only looks alike."""

from __future__ import annotations

import re

from .patterns import pattern

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
GREEK_NAMES = {letter: name for name, letter in GREEK.items()}
VARIANTS = {"ϑ": "θ", "ϕ": "φ", "ϵ": "ε", "ϱ": "ρ", "ς": "σ"}

SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿᵐᵏᵈ", "0123456789-nmkd", strict=True))
FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅛": "0.125"}

# One character for one character, so that places stay what they are.
SAME = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("−–‒‐‑﹣", "-"),
        **dict.fromkeys("’′‘ʹ", "'"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("@⋅∙•", "·"),
        **dict.fromkeys("*∗∘⊗＊", "⊙"),
        "µ": "μ",
        "∕": "/",
        "÷": "/",
        "＠": "·",
        "∶": ":",
        "；": ";",
        "∥": "‖",
        "ℓ": "l",
        "⩾": "≥",
        "⩽": "≤",
        **VARIANTS,
    }
)

LOOK_ALIKE = {
    **dict(zip("аеорсухіјѕԁһкАВЕКМНОРСТХУІЈЅ", "aeopcyxijsdhkABEKMHOPCTXYIJS", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True)),
    "ı": "i", "ɑ": "a", "ɡ": "g",
}  # fmt: skip

SCRIPTS = (("Ͱ", "Ͽ", "Greek"), ("Ѐ", "ԯ", "Cyrillic"))


def script(character: str) -> str:
    """The alphabet a character belongs to, as far as it is mistaken for Latin."""
    return next((name for first, last, name in SCRIPTS if first <= character <= last), "foreign")


# Characters as ASCII has them, whatever stands beside them; see `in_words`.
SPELLED = {
    **GREEK_NAMES, **FRACTIONS, "⊙": "*", "·": "@", "×": "x", "−": "-", "≥": ">=", "≤": "<=", "ᵀ": ".T", "√": "sqrt ",
    "‖": "||", "…": "...", "⋮": ":", "“": '"', "”": '"', "’": "'", "—": "-", "→": "->", "←": "<-",
    **{character: plain if plain.isdigit() else f"_{plain}" for character, plain in SUBSCRIPTS.items()},
}  # fmt: skip
ROOT = pattern(r"√(?:([^\W\d_](?:\d+|_\{[^}\n]*\}|_\w)?|[\d.]+)|(?=\())")
RAISED = pattern(r"(⁻?[⁰¹²³⁴-⁹]+|[ⁿᵐᵏᵈ])(?=([\d.])?)")
TURNED = pattern("ᵀ(?=[A-Za-z])")
LETTERS = "".join(GREEK_NAMES)
LETTER = pattern(
    rf"(?P<index>(?<=[_{{^]))?(?P<before>(?<=[A-Za-z]))?(?P<letter>[{LETTERS}])(?=(?P<after>[A-Za-z{LETTERS}])?)"
)


def in_words(text: str) -> str:
    """Greek letters, exponents, norms and roots as ASCII has them, apart from what stands beside them.

    >>> in_words("αβxᵀy ⊙ A⁻¹ + W_{αi} + ‖tanh(‖x_β‖)‖ + √d_k + √(n + 1)")
    'alpha beta x.T y ⊙ A^-1 + W_{\\\\alpha i} + norm(tanh(norm(x_\\\\beta))) + sqrt(d_k) + sqrt(n + 1)'
    """
    text = ROOT.sub(lambda found: f"sqrt({found[1]})" if found[1] else "sqrt", normed(text))
    return turned(LETTER.sub(word, RAISED.sub(raised, text)))


def turned(text: str) -> str:
    """Transposes apart from the letter behind them; side by side in square brackets a space would part two things.

    >>> turned("xᵀW + [xᵀW; (xᵀW)]")
    'x.T W + [x^{T}W; (x.T W)]'
    """
    if "ᵀ" not in text:
        return text
    opened: list[str] = []
    at = 0
    out = []
    for found in TURNED.finditer(text):
        for character in text[at : found.start()]:
            if character in "([":
                opened.append(character)
            elif character in ")]" and opened:
                opened.pop()
        out += [text[at : found.start()], "^{T}" if opened[-1:] == ["["] else ".T "]
        at = found.end()
    return "".join([*out, text[at:]])


def normed(text: str) -> str:
    """Norms as calls; one that stands in brackets within another has bars of its own.

    >>> normed("‖x‖ + ‖tanh(‖y‖)‖"), normed("a ‖ b"), normed("(‖a\\n‖b‖")
    ('norm(x) + norm(tanh(norm(y)))', 'a ‖ b', '(‖a\\nnorm(b)')
    """
    if "‖" not in text:
        return text
    out = list(text)
    depth = 0
    opened: list[tuple[int, int]] = []  # where, and how deep in brackets
    for at, character in enumerate(text):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "\n":
            depth, opened = 0, []
        elif character == "‖":
            if opened and opened[-1][1] == depth:
                out[opened.pop()[0]], out[at] = "norm(", ")"
            else:
                opened.append((at, depth))
    return "".join(out)


def printable(text: str) -> str:
    """A text without what drives a terminal or cannot be seen: a remark is printed as it is, wherever it came from.

    >>> printable("a\\x1b[31mb")
    'a [31mb'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def in_ascii(text: str) -> str:
    """A text in ASCII alone: words, signs as they may also be typed, and a question mark for all else.

    A formula reads back, but for the slope of an own function in Greek; of comments, what ASCII lacks is lost.

    >>> in_ascii("α ⊙ (A⁻¹x²)ᵀ ≥ ½π + hₜ ♥")
    'alpha * (A^-1x^2).T >= 0.5pi + h_t ?'
    """
    return "".join(c if c.isascii() else SPELLED.get(c, "?") for c in in_words(text))


def raised(found: re.Match[str]) -> str:
    """An exponent, in braces where a digit follows."""
    exponent = "".join(SUPERSCRIPTS[character] for character in found[1])
    return f"^{{{exponent}}}" if found[2] else f"^{exponent}"


def word(found: re.Match[str]) -> str:
    """A Greek letter, apart from the letters beside it; as a command where an index or an exponent begins."""
    command = found["index"] is not None or found["letter"].isupper()
    before = "\\" if command else " " if found["before"] is not None else ""
    return before + GREEK_NAMES[found["letter"]] + " " * (found["after"] is not None)
