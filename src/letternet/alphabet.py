"""The letters: Greek by name, what is typed differently and meant the same, and what only looks alike."""

from __future__ import annotations

import re

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


# As ASCII has it; letters written like that read back.
SPELLED = {
    **GREEK_NAMES, "⊙": "*", "·": "@", "×": "x", "−": "-", "≥": ">=", "≤": "<=", "ᵀ": "^T", "√": "sqrt ", "‖": "||",
    "…": "...", "⋮": ":", "“": '"', "”": '"', "’": "'", "—": "-", "→": "->", "←": "<-",
}  # fmt: skip
RAISED = {character: digit for character, digit in SUPERSCRIPTS.items() if digit in "0123456789-"}


NORM = re.compile(r"‖([^‖\n]*)‖")
ROOT = re.compile(r"√(?:([^\W\d_](?:\d+|_\{[^}\n]*\}|_\w)?|[\d.]+)|(?=\())")


def in_calls(text: str) -> str:
    """Norms and roots as functions, which ASCII has.

    >>> in_calls("‖x‖ + √d_k + √(n + 1) + √2x")
    'norm(x) + sqrt(d_k) + sqrt(n + 1) + sqrt(2)x'
    """
    return ROOT.sub(lambda found: f"sqrt({found[1]})" if found[1] else "sqrt", NORM.sub(r"norm(\1)", text))


def in_ascii(text: str) -> str:
    """A text in ASCII alone: letters by their names, signs as they may also be typed, all else a question mark.

    >>> in_ascii("α ⊙ (A⁻¹x²)ᵀ ≥ π ♥")
    'alpha * (A^-1x^2)^T >= pi ?'
    """
    out: list[str] = []
    before = ""
    for character in text:
        if character in RAISED:
            out.append("^" * (before not in RAISED) + RAISED[character])
        else:
            out.append(character if character.isascii() else SPELLED.get(character, "?"))
        before = character
    return "".join(out)
