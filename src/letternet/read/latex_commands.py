"""What the commands of LaTeX are in letters: one table for each kind of thing, and what has no letters."""

from __future__ import annotations

from ..alphabet import GREEK

# ------------------------------------------------------------------------------------------- signs and names

SIGNS = {
    "\\odot": "⊙", "\\circ": "⊙", "\\ast": "⊙", "\\bullet": "·", "\\cdot": "·", "\\times": "×", "\\div": "/",
    "\\leftarrow": "<-", "\\gets": "<-", "\\longleftarrow": "<-", "\\coloneqq": ":=", "\\coloneq": ":=",
    "\\triangleq": "=", "\\geq": "≥", "\\ge": "≥", "\\geqslant": "≥", "\\leq": "≤", "\\le": "≤", "\\leqslant": "≤",
    "\\gt": ">", "\\lt": "<", "\\in": "∈", "\\colon": ":", "\\top": "⊤",
    "\\R": "ℝ", "\\Reals": "ℝ", "\\reals": "ℝ",
}  # fmt: skip
# The letter of a command, and what tells it from another command with the same letter.
LETTERS = {
    **{f"\\{word}": (letter, "") for word, letter in GREEK.items()},
    **{f"\\var{word}": (GREEK[word], "variant") for word in ("epsilon", "theta", "rho", "phi", "sigma", "kappa", "pi")},
    "\\ell": ("l", "script"), "\\imath": ("i", ""), "\\jmath": ("j", ""),
}  # fmt: skip
ACCENTS = {
    "\\hat": "hat", "\\widehat": "hat", "\\tilde": "tilde", "\\widetilde": "tilde", "\\bar": "bar", "\\overline": "bar",
    "\\dot": "dot", "\\ddot": "ddot", "\\check": "check", "\\breve": "breve",
}  # fmt: skip
# Letters have no fonts; the same letter in two of them is refused.
FONTS = {
    "\\mathbf": "bold", "\\boldsymbol": "bold", "\\bm": "bold", "\\pmb": "bold", "\\textbf": "bold", "\\bold": "bold",
    "\\mathcal": "calligraphic", "\\mathscr": "script", "\\mathfrak": "Fraktur", "\\vec": "arrow",
    "\\mathrm": "upright", "\\operatorname": "upright", "\\text": "upright", "\\textrm": "upright",
    "\\textup": "upright", "\\textnormal": "upright", "\\mbox": "upright", "\\hbox": "upright", "\\mathop": "upright",
    "\\mathup": "upright", "\\mathsf": "sans serif", "\\textsf": "sans serif", "\\mathtt": "typewriter",
    "\\texttt": "typewriter", "\\textsc": "upright", "\\mathit": "", "\\textit": "", "\\mathnormal": "", "\\emph": "",
    "\\underline": "underlined",
}  # fmt: skip
SWITCHES = {
    "\\bf": "bold", "\\bfseries": "bold", "\\boldmath": "bold", "\\rm": "upright", "\\it": "", "\\sf": "sans serif",
    "\\tt": "typewriter", "\\cal": "calligraphic", "\\rmfamily": "upright", "\\displaystyle": "", "\\textstyle": "",
}  # fmt: skip
WORD_FONTS = frozenset(("upright", "sans serif", "typewriter", ""))  # several letters in one of these are a word
TEXTS = frozenset("\\text \\textrm \\textup \\textnormal \\mbox \\hbox \\textsf \\texttt \\textit \\emph".split(" "))

# ------------------------------------------------------------------------------------------------ brackets

OPENING = {
    "(": "(", "\\lparen": "(", "\\{": "(", "\\lbrace": "(", "[": "[", "\\lbrack": "[", "\\langle": "dot(",
    "\\lVert": "norm(", "\\lvert": "abs(",
}  # fmt: skip
CLOSING = {
    ")": ")", "\\rparen": ")", "\\}": ")", "\\rbrace": ")", "]": "]", "\\rbrack": "]", "\\rangle": ")", "\\rVert": ")",
    "\\rvert": ")",
}  # fmt: skip
BARS = {"|": "abs(", "\\vert": "abs(", "\\|": "norm(", "\\Vert": "norm(", "‖": "norm(", "∥": "norm("}
SIZED = {
    "\\left": "open", "\\right": "close", "\\mathopen": "open", "\\mathclose": "close", "\\middle": "",
    **{f"\\{size}{side}": hint for size in ("big", "Big", "bigg", "Bigg")
       for side, hint in (("", ""), ("l", "open"), ("r", "close"), ("m", ""))},
}  # fmt: skip
MATRIX_FUNCTIONS = {"vmatrix": "det("}

# ----------------------------------------------------------------------------- what says nothing, or little

DROPPED = frozenset(
    "& $ $$ \\( \\) \\nonumber \\notag \\displaystyle \\textstyle \\scriptstyle \\limits \\nolimits \\strut \\mathstrut"
    " \\hfill \\allowbreak \\nobreak \\hline \\relax \\null \\noindent".split()
)
DROPPED_WITH_ARGUMENT = frozenset("\\label \\tag \\hspace \\vspace \\mspace \\phantom \\hphantom \\vphantom".split())
THROUGH = frozenset("\\mathrel \\mathbin \\mathord \\mathinner \\mathpunct \\boxed \\ensuremath \\smash".split())
FRACTIONS = frozenset("\\frac \\dfrac \\tfrac \\cfrac \\nicefrac \\sfrac".split())
ARGUMENTS = {
    **dict.fromkeys((*FONTS, *ACCENTS, *THROUGH, *DROPPED_WITH_ARGUMENT, "\\sqrt", "\\mathbb"), 1),
    **dict.fromkeys(FRACTIONS, 2),
}
TRANSPOSES = frozenset(("T", "⊤", "ᵀ", "\\top", "\\intercal", "\\mathsf", "\\transpose", "\\trans"))
EXPONENTS = {
    **dict.fromkeys(TRANSPOSES, "ᵀ"),
    **{f"-{sign}": "⁻¹ᵀ" for sign in TRANSPOSES},
    "-1": "⁻¹", "\\prime": "'", "'": "'",
}  # fmt: skip
STARS = frozenset(("⊙", "\\ast", "\\star"))

# ------------------------------------------------------------------------------------ what has no letters

NO_MACROS = "{command} is not followed: macros are not expanded and no file is opened; write the formula out"
NO_SUM = "a sum over an index has no letters; a product of vectors or sum(x) adds up without one"
NO_SLOPE = "derivatives have no letters; the slope of a function is written \\mathrm{{relu}}'(x)"
NO_CHANCE = "chances and expected values have no letters; the average of values is \\operatorname{{mean}}(x)"
NO_DOTS = "dots leave something out; write all of it"
NO_CASES = (
    "cases have no letters; \\max(x, 0), \\operatorname{{relu}}(x) and comparisons such as (x > 0) say most of them"
)
NO_LIMIT = "{command} has no letters"
NO_LOGIC = "{command} has no letters; lines are definitions, updates, declarations and formulas"
REFUSED = {
    **dict.fromkeys(("\\sum", "\\bigoplus", "\\bigcup"), NO_SUM),
    "\\prod": "a product over an index has no letters; write its factors out",
    **dict.fromkeys(("\\int", "\\iint", "\\oint"), "an integral has no letters"),
    **dict.fromkeys(("\\nabla", "\\partial"), NO_SLOPE),
    "\\mathbb": "{command}{{…}} has no letters, other than \\mathbb{{R}} in a declaration",
    **dict.fromkeys(("\\Pr", "\\sim", "\\mid", "\\propto"), NO_CHANCE),
    "\\otimes": "{command} has no letters; value by value is \\odot, and all with all \\operatorname{{outer}}(x, y)",
    "\\oplus": "{command} has no letters; a sum is +, and things side by side stand in bmatrix",
    **dict.fromkeys(("\\ldots", "\\cdots", "\\dots", "\\vdots", "\\ddots", "\\dotsc", "\\dotsb", "…"), NO_DOTS),
    **dict.fromkeys(
        ("\\lim", "\\sup", "\\inf", "\\arg", "\\infty", "\\pm", "\\mp", "\\lfloor", "\\lceil", "\\underbrace",
         "\\overbrace", "\\overset", "\\underset", "\\stackrel", "\\dagger", "\\binom", "\\substack", "\\neg",
         "\\hbar", "\\emptyset"),
        NO_LIMIT),
    **dict.fromkeys(
        ("\\to", "\\rightarrow", "\\Rightarrow", "\\implies", "\\iff", "\\mapsto", "\\forall", "\\exists", "\\approx",
         "\\equiv", "\\neq", "\\ne", "\\subset", "\\subseteq", "\\land", "\\lor", "\\therefore"),
        NO_LOGIC),
    **dict.fromkeys(
        ("\\input", "\\include", "\\def", "\\edef", "\\gdef", "\\xdef", "\\let", "\\newcommand", "\\renewcommand",
         "\\providecommand", "\\DeclareMathOperator", "\\newenvironment", "\\write", "\\openout", "\\openin", "\\read",
         "\\immediate", "\\catcode", "\\csname", "\\endcsname", "\\loop", "\\repeat", "\\expandafter", "\\special",
         "\\usepackage", "\\documentclass", "\\includegraphics", "\\verbatiminput", "\\lstinputlisting", "\\directlua",
         "\\uppercase", "\\lowercase", "\\romannumeral", "\\number", "\\jobname", "\\meaning", "\\futurelet", "\\href",
         "\\url", "\\require", "\\newtoks", "\\newcount", "\\toks", "\\char", "\\verb", "\\item", "\\section", "\\ref",
         "\\eqref", "\\cite", "\\footnote", "\\intertext", "\\shortintertext", "\\color", "\\textcolor"),
        NO_MACROS),
    "\\begin": "{command} needs the name of its environment in braces: \\begin{{aligned}}",
    "\\end": "{command} needs the name of its environment in braces: \\end{{aligned}}",
    "#": "# begins a comment in letters and nothing here; a comment is written % …",
    '"': "words stand in \\text{{…}}, and in letters after means",
    "\\": "a backslash stands in front of a command",
}  # fmt: skip
ENVIRONMENTS = {"cases": NO_CASES, "dcases": NO_CASES, "rcases": NO_CASES, "document": NO_MACROS}
NORMS = {
    "1": "the sum of absolute values is \\operatorname{{sum}}(|x|)",
    "\\infty": "the largest absolute value is \\max(|x|)",
}
BLACKBOARD = {"E": NO_CHANCE, "P": NO_CHANCE, "1": "a vector of ones is written out, or is a letter with a value"}
