"""What other notations write and what is written here: one row a habit, with its sentence and what is meant.

`LINES` are looked at first and have the form of a whole statement, `PLACES` stand anywhere in one.  This module is long
because it is one table.
"""

from __future__ import annotations

import re

from ..alphabet import GREEK
from ..functions import FUNCTIONS
from ..patterns import pattern
from .callings import called, literal
from .pieces import NAME, Piece, arguments, shown
from .step import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Final

    from .step import Around

    Write = str | Callable[[re.Match[str], Around], str | None]

SIZE = r"(?:[0-9]{1,10}|[A-Za-wyzα-ω])"
NUMBER = r"[-+]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})"
NAMES = rf"{NAME}(?:[ \t]{{0,3}},[ \t]{{0,3}}{NAME}){{0,20}}"
BY = r"[ \t]{0,3}(?:,|by\b|[x×X*⊙;]|\\times\b|and\b|[ \t])[ \t]{0,3}"
SETS = r"(?:ℝ|\\mathbb[ \t]?\{?R\}?|\\R\b|R)"
BOTH_SIZES = "the two sizes of a matrix stand with × between them: {1} : {2} × {3}"
ONE_SIZE = "a size is declared with a colon: {1} : {2}"
TWO_SIZES = "a size is declared with a colon: {1} : {2} × {3}"
SPACE = "sizes are declared x : 3 and W : 3 × 4, or x ∈ ℝ³ and W ∈ ℝ^{{3×4}}"
DEFINES = "a line defines with =: l1 = relu(l0W0)"
OWN = "a function of your own is written f(x) = …"
TYPED = "values stand in square brackets, with spaces between: x = [1 0 1]"
CHOICE = "a choice value by value is a comparison, 1 where true and 0 where not: (x > 0) ⊙ x"
COMMENT = "a comment begins with #"
# Values that are made elsewhere, perhaps scaled or shifted: `2*np.random.random((`, and what ends that.
MADE_BY = (
    r"[-+*/0-9. \t(]{0,20}(?:[A-Za-z]{1,12}\.){0,3}"
    r"(randn?|random|zeros|ones|empty|standard_normal|normal|uniform|Linear|Dense|Parameter)"
    r"[ \t]*\([ \t]*(?:size[ \t]*=[ \t]*)?\(?[ \t]*"
)
MADE_END = r"(?:,[ \t]*(?:[a-z]{1,12}[ \t]*=[^(),]{1,40})?)?\){1,3}(?:[ \t]*[-+*/][ \t]*[0-9.]{1,20}){0,2}\)?$"
WHOLE_SUM = "a sum over all values is written sum(x), without an index"
INDEX = "a number in a name is its index: W1 or W_{{1}}"
NORM = "the norm is written ‖x‖ or norm(x)"
BY_VALUE = "value by value, a product is written x ⊙ y"
PRODUCT = "a product is written l0W0 or l0 · W0"
NO_CROSS = "× stands between sizes; a product is written l0W0, value by value x ⊙ y"
TURNED = "a transpose is written Wᵀ or W^T"


NOT_PLAIN = "\0"  # what is meant is not plain, so nothing is offered


class Row:
    """A pattern, the sentence about what it finds, and what is meant by it.

    In the sentence and in what is written, `{1}` stands for a group of the pattern; `about` is the group that is
    marked.  A row that is not `sure` may be right in the notation, so it counts only where something is wrong.
    """

    __slots__ = ("about", "code", "pattern", "sentence", "sure", "unless", "when", "writes")

    def __init__(
        self,
        pattern: str,
        sentence: str,
        *writes: Write,
        code: str = "E0103",
        sure: bool = False,
        about: int = 0,
        when: str = "",
        unless: str = "",
    ) -> None:
        self.pattern: Final = pattern  # compiled when it is first looked for
        self.sentence: Final = sentence
        self.writes: Final = writes
        self.code: Final = code
        self.sure: Final = sure
        self.about: Final = about
        self.when: Final = when  # a code that what is wrong has to have
        self.unless: Final = unless  # a name that has to stand nowhere else in the program

    def steps(self, text: str, around: Around) -> Iterator[Step]:
        """Everything that the row finds."""
        if self.when and self.when not in around.codes:
            return
        for found in re.finditer(self.pattern, text):
            if self.unless and around.counted(self.unless) > bool(re.search(self.unless, found[0])):
                return
            groups = [part or "" for part in (found[0], *found.groups())]
            new = [w(found, around) if callable(w) else w.format(*map(Piece, groups)) for w in self.writes]
            if None in new:
                continue
            made = [text[: found.start()] + n + text[found.end() :] for n in new if n is not None and n != NOT_PLAIN]
            sentence = self.sentence.format(*map(shown, groups))
            yield Step(self.code, sentence, *found.span(self.about), made, self.sure, within=found.span())


# ------------------------------------------------------------------------------------------ whole statements


def condition(found: re.Match[str], around: Around) -> str | None:
    """A choice that is 0 otherwise, as a product."""
    return f"{found[1] or ''}{Piece(found[2]):t} ⊙ ({found[3]})" if found[4] == "0" else NOT_PLAIN


def near_number(found: re.Match[str], around: Around) -> str | None:
    """A declaration of a number whose last word is misspelled."""
    from difflib import SequenceMatcher

    word = found[2].lower()
    known = word in "scalar float real int integer double num single constant ℝ r".split()
    close = SequenceMatcher(None, word, "number").ratio() > 0.7
    return f"{found[1]} : number" if known or close else None


def convention(found: re.Match[str], around: Around) -> str | None:
    """The line that says how vectors stand."""
    from difflib import get_close_matches

    near = get_close_matches(found[1].lower(), ["columns", "rows", "column", "row"], 1, 0.6)
    return f"vectors are {near[0].rstrip('s')}s" if near else None


def values(found: re.Match[str], around: Around) -> str | None:
    """A name and its values."""
    made = literal(found[2].translate(str.maketrans("{}<>", "[][]")))
    return f"{found[1]} = {made}" if made else None


def separate(found: re.Match[str], around: Around) -> str | None:
    """Definitions with commas between them."""
    parts = arguments(found[0])
    lines = all(re.match(rf"{NAME}[ \t]*[:=∈][^=]", part) for part in parts)
    return "; ".join(parts) if lines and len(parts) > 1 else None


def turned_round(found: re.Match[str], around: Around) -> str | None:
    """A definition with its sides exchanged."""
    return f"{found[2]} = {found[1].strip()}" if not re.fullmatch(NAME, found[1].strip()) else None


def next_name(found: re.Match[str], around: Around) -> str | None:
    """A second definition of a name, made from the first: it defines the name with the next number."""
    name, following = found[1], f"{found[2]}{int(found[3]) + 1}"
    after = around.text[around.start + len(found.string) :]
    used = re.search(rf"(?<![A-Za-z]){name}(?![0-9])", after) or re.search(rf"{following}(?![0-9])", around.text)
    return f"{following} ={found[4]}" if not used else NOT_PLAIN


LINES = (
    # -- sizes
    Row(
        rf"^({NAMES})[ \t]*:[ \t]*[(\[{{][ \t]*({SIZE}){BY}({SIZE})[ \t]*[)\]}}]?$",
        BOTH_SIZES, "{1} : {2} × {3}", sure=True,
    ),
    Row(
        rf"^({NAMES})[ \t]*:[ \t]*({SIZE})[ \t]{{0,3}}(?:,|by\b|X|and\b|[ \t])[ \t]{{0,3}}({SIZE})$",
        BOTH_SIZES, "{1} : {2} × {3}", sure=True,
    ),
    Row(rf"^({NAMES})[ \t]*:[ \t]*[(\[][ \t]*({SIZE})[ \t]*,?[ \t]*[)\]]$", ONE_SIZE, "{1} : {2}", sure=True),
    Row(
        rf"^({NAMES})[ \t]*:[ \t]*({SIZE})[ \t]*(?:values|entries|numbers|elements|long|wide|dimensional|rows?|"
        rf"d|D)$",
        ONE_SIZE, "{1} : {2}", sure=True,
    ),
    Row(
        rf"^({NAMES})[ \t]*:[ \t]*({SIZE})[ \t]*rows?[ \t]*(?:,|and|×|x|by)?[ \t]*({SIZE})[ \t]*col(?:umn)?s?$",
        BOTH_SIZES, "{1} : {2} × {3}", sure=True,
    ),
    Row(
        rf"^({NAME})[ \t]*\.[ \t]*(?:shape|size)[ \t]*(?:=|==|:)[ \t]*[(\[]?[ \t]*({SIZE}){BY}({SIZE})[ \t]*"
        rf"[)\]]?$",
        TWO_SIZES, "{1} : {2} × {3}", sure=True,
    ),
    Row(
        rf"^(?:shape|size|dim)[ \t]*\([ \t]*({NAME})[ \t]*\)[ \t]*(?:=|==|:)[ \t]*[(\[]?[ \t]*({SIZE}){BY}"
        rf"({SIZE})[ \t]*[)\]]?$",
        TWO_SIZES, "{1} : {2} × {3}",
    ),
    Row(
        rf"^(?:shape|size|dim|len|length)[ \t]*\([ \t]*({NAME})[ \t]*\)[ \t]*(?:=|==|:)[ \t]*[(\[]?[ \t]*"
        rf"({SIZE})[ \t]*,?[ \t]*[)\]]?$",
        ONE_SIZE, "{1} : {2}",
    ),
    Row(
        rf"^({NAME})[ \t]*\.[ \t]*(?:shape|size)[ \t]*(?:=|==|:)[ \t]*[(\[]?[ \t]*({SIZE})[ \t]*,?[ \t]*[)\]]?$",
        ONE_SIZE, "{1} : {2}", sure=True,
    ),
    Row(
        rf"^({NAME})[ \t]+(?:is|has)[ \t]+(?:an?[ \t]+)?({SIZE}){BY}({SIZE})(?:[ \t]+matrix)?$",
        TWO_SIZES, "{1} : {2} × {3}",
    ),
    Row(
        rf"^({NAMES})[ \t]*(?:∈|:|\\in\b|in\b)[ \t]*{SETS}[ \t]*\^?[ \t]*[({{\[]?[ \t]*({SIZE}){BY}({SIZE})"
        rf"[ \t]*[)}}\]]?$",
        SPACE, "{1} ∈ ℝ^{{{2}×{3}}}", sure=True,
    ),
    Row(
        rf"^({NAMES})[ \t]*(?:∈|:|\\in\b|in\b)[ \t]*{SETS}[ \t]*\^?[ \t]*[({{\[]?[ \t]*({SIZE})[ \t]*[)}}\]]?$",
        SPACE, "{1} ∈ ℝ^{2}", sure=True,
    ),
    Row(
        rf"^({NAMES})[ \t]*:[ \t]*matrix[ \t]*\(?[ \t]*({SIZE}){BY}({SIZE})[ \t]*\)?$",
        BOTH_SIZES, "{1} : {2} × {3}", sure=True,
    ),
    Row(
        rf"^({NAMES})[ \t]*:[ \t]*(?:vector|row|column)[ \t]*\(?[ \t]*({SIZE})[ \t]*\)?$",
        ONE_SIZE, "{1} : {2}", sure=True,
    ),
    Row(
        rf"^({NAMES})[ \t]*:[ \t]*(?:vector|row|column|list)$",
        "a vector is declared with how many values it has: x : 3", sure=True,
    ),
    Row(
        rf"^({NAMES})[ \t]*:[ \t]*(?:matrix|table)$",
        "a matrix is declared with its rows and columns: W0 : 3 × 4", sure=True,
    ),
    Row(
        rf"^({NAMES})[ \t]*(?::|∈|in\b|is)[ \t]*(?:a[ \t]+)?([A-Za-zℝ]{{3,12}}|ℝ|R)$",
        "a single number is declared with the word number: α : number", near_number, about=2,
    ),
    Row(
        r"^vec\w{0,8}[ \t]+(?:are|is|as|=)?[ \t]*(?:an?[ \t])?([A-Za-z]{3,10})(?:[ \t]+vectors)?$",
        "how vectors stand is said by the line: vectors are columns", convention, about=1,
    ),
    Row(
        r"^(columns?|rows?)(?:[ \t]+vectors)?$",
        "how vectors stand is said by the line: vectors are columns", convention,
    ),
    Row(
        rf"^({NAME})[ \t]*={MADE_BY}({SIZE})[ \t]*,[ \t]*({SIZE})[ \t]*{MADE_END}",
        "values come in when the formula runs; their size is declared: {1} : {3} × {4}", "{1} : {3} × {4}",
        code="E0101", about=2, sure=True,
    ),
    Row(
        rf"^({NAME})[ \t]*={MADE_BY}({SIZE})[ \t]*{MADE_END}",
        "values come in when the formula runs; their size is declared: {1} : {3}", "{1} : {3}",
        code="E0101", about=2, sure=True,
    ),
    # -- words of programs and of prose
    Row(r"^(return|yield)[ \t]+(.+)$", "what a line gives is its result; {1} is left out", "{2}", about=1),
    Row(
        r"^(print|disp|show|display|echo|return)[ \t]*\((.*)\)$",
        "what a line gives is shown anyway; {1} is left out", "{2}", about=1, code="E0101",
    ),
    Row(
        r"^(print|disp|echo|puts)[ \t]+(.+)$",
        "what a line gives is shown anyway; {1} is left out", "{2}", about=1,
    ),
    Row(
        rf"^(let|set|var|const|define|def|auto|float|double|val|then|and|where|with|compute|calculate|so|new)"
        rf"[ \t]+({NAME}[ \t]*(?:=|<-|:)[^=].*)$",
        "a line begins with the name that it defines; {1} is left out", "{2}", about=1,
    ),
    Row(
        rf"^({NAME}[ \t]*=[^=].*?),?[ \t]+(where|with|for|and|if)[ \t]+({NAME}[ \t]*[:=∈].*)$",
        "one thing a line: each stands on a line of its own, or after a ;", "{1}; {3}", about=2,
    ),
    Row(
        r"^(?:def|function|fn|func|fun)[ \t]+([a-z]{1,16})[ \t]*\(([^()]*)\)[ \t]*(?::|=|\{|=>|->)[ \t]*"
        r"(?:return[ \t]+)?(.+?)[ \t]*\}?$",
        OWN, "{1}({2}) = {3}", sure=True,
    ),
    Row(r"^(?:def|function|fn|func|fun)\b.*", OWN),
    Row(r"^function[ \t]+\w{1,16}[ \t]*=[ \t]*([a-z]{1,16})[ \t]*\(([^()]*)\).*", OWN, sure=True),
    Row(
        r"^([a-z]{1,16})[ \t]*=[ \t]*(?:lambda[ \t]+|@[ \t]*\(|\\[ \t]*)([a-z](?:[ \t]*,[ \t]*[a-z]){0,5})"
        r"[ \t]*(?:\)|:|\.|->)[ \t]*(.+)$",
        OWN, "{1}({2}) = {3}", sure=True,
    ),
    Row(
        r"^([a-z]{1,16})[ \t]*(?::|=)[ \t]*\(?([a-z](?:[ \t]*,[ \t]*[a-z]){0,5})\)?[ \t]*(?:->|=>|↦|→|"
        r"\\mapsto\b)[ \t]*(.+)$",
        OWN, "{1}({2}) = {3}", sure=True,
    ),
    Row(
        r"^(?:lambda[ \t]+|@[ \t]*\()([a-z](?:[ \t]*,[ \t]*[a-z]){0,5})[ \t]*[:)][ \t]*(.+)$",
        OWN, "f({1}) = {2}", sure=True,
    ),
    Row(r"^lambda[ \t]*:[ \t]*(.+)$", OWN, sure=True),
    Row(r"^(.*?=[ \t]*)?([^=?]+?)[ \t]+if[ \t]+(.+?)[ \t]+else[ \t]+(.+)$", CHOICE, condition, sure=True),
    Row(r"^([^?]*?=[ \t]*)(?=[^?]+\?)()(.+?)[ \t]*\?.*:.*$", CHOICE, sure=True),
    Row(rf"^{NAME}[ \t]*=[^=].*?[ \t](?:if|unless|when)[ \t].*$", CHOICE),
    Row(r"^(?:if|elif|else|when|unless|switch|case)\b.*", CHOICE),
    Row(
        r"^(while|repeat|until|loop|do)\b.*",
        "lines that repeat are not there yet; write each line out", about=1, code="E0107",
    ),
    Row(
        r"^(import|from|using|library|require|include|class|assert|try|pass|end|begin|clear|close)\b.*",
        "{1} is not needed; a program is made of formulas, such as l1 = relu(l0W0)", about=1,
    ),
    # -- definitions
    Row(
        rf"^({NAME}(?:\([^()]*\))?)[ \t]*(:=|={{2,3}}|->|=>|→|⇒|≔|≡|=:|\\to\b|\\rightarrow\b|\\coloneqq\b|"
        rf"\\equiv\b|&=)[ \t]*(.+)$",
        DEFINES, "{1} = {3}", sure=True, about=2,
    ),
    Row(
        rf"^(.+?)[ \t]*(->|→|=:|⇒|=>)[ \t]*({NAME})$",
        "a line defines with =, its name in front: l1 = relu(l0W0)", "{3} = {1}", sure=True, about=2,
    ),
    Row(rf"^({NAME})[ \t]+(is|equals|gets|becomes|be|is equal to)[ \t]+(.+)$", DEFINES, "{1} = {3}", about=2),
    Row(
        rf"^({NAME})[ \t]*(<--+|<=-|:<-|⟵|<<-)[ \t]*(.+)$",
        "an update is written W1 <- W1 - α G", "{1} <- {3}", sure=True, about=2,
    ),
    Row(
        rf"^({NAME})[ \t]*([*/⊙@])=[ \t]*(.+)$",
        "an update is written W1 <- W1 - α G", "{1} <- {1} {2} {3:v}", sure=True, about=2,
    ),
    Row(
        rf"^({NAME})(?:'|_new|_neu|_\{{new\}}|\^\+|\^\*)[ \t]*=[ \t]*(\1[ \t]*[-+].*)$",
        "a new value for a name is an update: W1 <- W1 - α G", "{1} <- {2}", sure=True,
    ),
    Row(
        rf"^({NAME})[ \t]*=[ \t]*(\1(?![A-Za-z0-9_'])[ \t]*[-+⊙*/].*)$",
        "{1} is defined by itself; an update is written {1} <- …", "{1} <- {2}", when="E0111", code="E0111",
        about=1,
    ),
    Row(
        r"^(([A-Za-z])([0-9]{1,3}))[ \t]*=(.*(?<![A-Za-z0-9])\1(?![0-9]).*)$",
        "{1} is defined twice; an update is written <-", next_name, when="E0110", code="E0110", about=1,
    ),
    Row(
        rf"^{NAME}[ \t]*[:=∈][^,]+,[ \t]*{NAME}[ \t]*[:=∈][^=].*$",
        "lines are separated by ; or stand below one another", separate,
    ),
    Row(
        r"^(?:∇|\\nabla|d)[ \t]*_?\{?([A-Z])([0-9]{0,3})\}?[ \t]*=[ \t]*(.+)$",
        "a gradient has a name of its own, such as G{2}", "G{2} = {3}", unless="G[0-9]*",
    ),
    Row(
        rf"^({NAME}[ \t]*=[^=;]{{0,400}}?[^=;\s])[ \t]+(?:then[ \t]+)?({NAME}[ \t]*=[^=].*)$",
        "lines are separated by ; or stand below one another", "{1}; {2}",
    ),
    # -- values
    Row(
        rf"^({NAME})[ \t]*=[ \t]*([(\[{{<]+[ \t]*{NUMBER}(?:[][(){{}},; \t]+{NUMBER}){{0,400}}[ \t]*[)\]}}>]+)$",
        TYPED, values,
    ),
    Row(
        rf"^({NAME})[ \t]*=[ \t]*0,([0-9]{{1,12}})$",
        "a number is written with a point: {1} = 0.{2}", "{1} = 0.{2}", "{1} = [0 {2}]",
    ),
    Row(rf"^({NAME})[ \t]*=[ \t]*({NUMBER}(?:[ \t]*,[ \t]*{NUMBER}){{1,400}})$", TYPED, values),
    Row(rf"^({NAME})[ \t]*=[ \t]*({NUMBER}(?:[ \t]+{NUMBER}){{1,400}})$", TYPED, values),
    Row(
        rf"^({NAME})[ \t]*=[ \t]*\[[ \t]*({NUMBER}(?:[ \t]*[,; \t][ \t]*{NUMBER}){{1,400}})[ \t]*[)}}]?$",
        "[ is never closed; a correct example: x = [1 0 1]", "{1} = [{2}]", sure=True,
    ),
)  # fmt: skip


# ------------------------------------------------------------------------------------------- anywhere


def whole_sum(found: re.Match[str], around: Around) -> str:
    """A sum over what follows its sign."""
    return f"sum({found[1].strip('()')})"


def spoken(found: re.Match[str], around: Around) -> str:
    """The sign for a word."""
    return {"plus": " + ", "minus": " - ", "times": " ", "over": "/", "dot": " · ", "cross": " "}[found[1]]


def named_in_latex(found: re.Match[str], around: Around) -> str | None:
    """A function in the letters of LaTeX that is not spelled as here."""
    return called(found[1]) or None if found[1] not in FUNCTIONS else None


def product_sign(sign: str) -> Callable[[re.Match[str], Around], str | None]:
    """A sign for ×, where it does not stand between sizes; a number that comes last needs one that can be seen."""

    def between(found: re.Match[str], around: Around) -> str | None:
        before, after = found.string[: found.start()], found.string[found.end() :]
        if re.search("[:∈]", before):
            return None
        return " · " if not sign and after[:1].isdigit() else sign

    return between


def latex_function(found: re.Match[str], around: Around) -> str | None:
    """A function as a command of LaTeX."""
    return (called(found[1]) or None) if found[1] not in COMMANDS else None


def fraction(found: re.Match[str], around: Around) -> str | None:
    """A fraction of LaTeX."""
    upper, lower = Piece(found[1]), Piece(found[2])
    made = f"{upper:t}/{lower:v}"
    return f"({made})" if re.match(r"[ \t]*[A-Za-z0-9(^α-ω\\]", found.string[found.end() :]) else made


def sign_of_sum(found: re.Match[str], around: Around) -> str | None:
    """A sum over an index, of one factor or of two."""
    index = found["i"] or found["j"]
    names = []
    for factor in FACTOR.findall(found["what"]):
        one = re.fullmatch(rf"([A-Za-zα-ω])_\{{?{index}\}}?(²|\^2|\^\{{2\}})?", factor)
        if one is None:
            return NOT_PLAIN
        names.append(one[1] + ("²" if one[2] else ""))
    if len(names) == 2 and "²" not in names[0] + names[1]:
        return " · ".join(names)
    return f"sum({names[0]})" if len(names) == 1 else NOT_PLAIN


COMMANDS = (
    *GREEK,
    *"odot cdot top circ sqrt leq geq le ge lt gt gets leftarrow in mathrm operatorname text tanh exp log ln".split(),
    *"sin cos max min det left right times".split(),
)  # fmt: skip
FACTOR = pattern(r"[A-Za-zα-ω](?:_\{?[a-z]\}?|[0-9]?)(?:²|\^2|\^\{2\})?")
LETTER_O = r"(?<![A-Za-z\\])([lWbhxd])O(?![A-Za-z0-9_'(])"
PLACES = (
    # -- LaTeX
    Row(
        r"\\(?:mathbf|boldsymbol|bm|mathit|mathsf|mathcal|vec|underline|symbf|bold|textbf|textit|mathbb)[ \t]*"
        r"(?:\{[ \t]*(\\?[A-Za-z]+(?:_\{?\w{1,9}\}?)?)[ \t]*\}|[ \t]([A-Za-z]))",
        "letters are typed plainly, without a command around them: W, x, α", "{1}{2}", sure=True,
    ),
    Row(
        r"\\(hat|bar|tilde|widehat|overline|dot|check)[ \t]*\{?[ \t]*([A-Za-z])[ \t]*\}?",
        "a mark on a letter is an index: {2}_{{{1}}}", "{2}_{{{1}}}", sure=True,
    ),
    Row(
        r"\\(?:mathrm|operatorname\*?|text|textrm|mathsf|mathbf|mathit|texttt|operatornamewithlimits)"
        r"[ \t]*\{[ \t]*([A-Za-z_]{2,16})[ \t]*\}(?=[ \t]*(?:\\left)?[ \t]*\()",
        "functions are written in lowercase: relu(x)", named_in_latex, sure=True, code="E0101",
    ),
    Row(
        r"\\([A-Za-z]{2,16})(?=[ \t]*(?:\\left)?[ \t]*\()",
        "functions are written without \\: relu(x)", latex_function, sure=True, code="E0101",
    ),
    Row(
        r"\\[dt]?frac[ \t]*\{([^{}]*)\}[ \t]*\{([^{}]*)\}",
        "a fraction is written a/b, with brackets where they are needed", fraction, sure=True,
    ),
    Row(
        r"(?<![ \t])[ \t]*+\\(?:times|ast|otimes|bullet|star)(?![A-Za-z])[ \t]*",
        NO_CROSS, product_sign(" · "), product_sign(" ⊙ "), sure=True,
    ),
    Row(r"\\(?:to|rightarrow|mapsto|Rightarrow)(?![A-Za-z])", DEFINES, sure=True),
    Row(r"(?:\\left)?(?:\\\||\\lVert\b)(.{1,200}?)(?:\\right)?(?:\\\||\\rVert\b)_\{?2\}?", NORM, "‖{1}‖"),
    Row(
        r"\\(?:langle)[ \t]*([^,]+?),[ \t]*(.+?)[ \t]*\\rangle(?![A-Za-z])",
        "the dot product of two vectors is written dot(x, y) or x · y", "dot({1}, {2})", sure=True,
    ),
    Row(
        r"<[ \t]*([^<>,]{1,200}?)[ \t]*,[ \t]*([^<>,]{1,200}?)[ \t]*>",
        "the dot product of two vectors is written dot(x, y) or x · y", "dot({1}, {2})",
    ),
    Row(
        r"⟨[ \t]*([^,⟩]+?)[ \t]*,[ \t]*([^,⟩]+?)[ \t]*⟩",
        "the dot product of two vectors is written dot(x, y) or x · y", "dot({1}, {2})", sure=True,
    ),
    Row(
        r"\\(?:begin|end)[ \t]*\{[^{}]*\}|\\(?:displaystyle|limits|nonumber|notag|label\{[^{}]*\})",
        "{0} is left out; only the formula itself is typed", "", sure=True,
    ),
    Row(r"\\\\[ \t]*$", "lines end at the end of the line or with ;", "", sure=True),
    Row(r"\\ell(?![A-Za-z])", "the letter is typed: l1", "l", sure=True),
    Row(
        r"\\(?:nabla|partial)(?![A-Za-z])|[∇∂]",
        "∇ and ∂ are not in the notation; a gradient has a name of its own, such as G or d1", sure=True,
    ),
    # -- sums
    Row(
        r"(?:\\sum|∑|Σ|sum|sigma)[ \t]*(?:_[ \t]*(?:\{(?P<i>[a-z])[^{}]*\}|(?P<j>[a-z])))(?:\^(?:\{[^{}]*\}|\w)"
        r")?[ \t]*\(?[ \t]*(?P<what>(?:[A-Za-zα-ω](?:_\{?[a-z]\}?)(?:²|\^2|\^\{2\})?[ \t⊙*·]*){1,3})(?!"
        r"[A-Za-z_(])\)?",
        WHOLE_SUM, sign_of_sum, code="E0101",
    ),
    Row(
        rf"(?:\\sum|∑)[ \t]*({NAME}|\([^()]{{1,200}}\))(?![A-Za-z0-9_(])",
        WHOLE_SUM, whole_sum, sure=True, code="E0101",
    ),
    Row(r"\\sum(?![A-Za-z])|∑", WHOLE_SUM, sure=True, code="E0101"),
    Row(r"\\prod(?![A-Za-z])|∏|∫", "{0} is not in the notation; values are added up with sum(x)", sure=True),
    # -- powers and transposes
    Row(r"(?<![ \t])[ \t]*+\*\*[ \t]*2(?![0-9.])", "a power is written x² or x^2", "²", sure=True),
    Row(
        r"(?<![ \t])[ \t]*+\*\*[ \t]*([0-9]{1,9}(?:\.[0-9]{1,9})?|[A-Za-zα-ω](?![A-Za-z0-9_]))",
        "a power is written x² or x^2", "^{1}", sure=True,
    ),
    Row(
        r"(?<![ \t])[ \t]*+\*\*[ \t]*\(?-[ \t]*([2-9][0-9]{0,8}|[0-9]{1,9}\.[0-9]{1,9})\)?",
        "a power is written x² or x^2", "^{{-{1}}}", sure=True,
    ),
    Row(r"\*\*", "a power is written x² or x^2", sure=True),
    Row(
        r"\.\^[ \t]*([0-9]{1,9}|[A-Za-z](?![A-Za-z]))",
        "a power is written x² or x^2, and is of every value", "^{1}", sure=True,
    ),
    Row(r"(?<![A-Za-z])(?:np|numpy|math|torch|tf|jnp|scipy)\.pi\b", "the number is written π", "π", sure=True),
    Row(
        r"(?<![A-Za-z_])([a-z]{2,16})\.(?=\()",
        "a function stands right before its brackets: {1}(x)", "{1}", sure=True,
    ),
    Row(r"(?<![ \t])[ \t]*+\.([-+])[ \t]*", "value by value, it is written x + y", " {1} ", sure=True),
    Row(
        r"\\?(max|min|exp|log|softmax|relu|tanh)[ \t]*\\\{(.{1,200}?)\\\}",
        "{1} is written with round brackets: {1}(…)", "{1}({2})", sure=True,
    ),
    Row(r"(?<![ \t])[ \t]*+\.\*[ \t]*", BY_VALUE, " ⊙ ", sure=True),
    Row(r"(?<![ \t])[ \t]*+\./[ \t]*", "value by value, a quotient is written x/y", "/", sure=True),
    Row(
        rf"(?<![A-Za-z])({NAME})[ \t]?\\(?![A-Za-z]{{2}})[ \t]?(?={NAME}|\()",
        "equations are solved with the inverse: A⁻¹b", "{1}⁻¹ ",
    ),
    Row(r"(?<![ \t])[ \t]*+%\*%[ \t]*", PRODUCT, " @ ", sure=True),
    Row(r"(?<![ \t])[ \t]*+%o%[ \t]*", "the outer product is written outer(x, y) or xᵀy", sure=True),
    Row(
        rf"(?<![A-Za-z])({NAME}|[)\]])(?:\.'|\^\{{?'\}}?|\^\{{?\\prime\}}?|\^\*|\^\{{\*\}}|\^H\b|\^†|†)",
        TURNED, "{1}ᵀ", sure=True, code="E0104",
    ),
    Row(
        rf"(?<![A-Za-z'])({NAME})'(?![ \t]*\()",
        "a transpose is written {1}ᵀ; ' marks the slope of a function, as in relu'(x)", "{1}ᵀ", sure=True,
        code="E0104",
    ),
    Row(
        r"([)\]])'(?![ \t]*\()",
        "a transpose is written Wᵀ; ' marks the slope of a function, as in relu'(x)", "{1}ᵀ", sure=True,
        code="E0104",
    ),
    Row(
        r"\^[ \t]*(?:t|\{[ \t]*t[ \t]*\})(?![A-Za-z0-9_])",
        "a transpose is written with a capital: W^T or Wᵀ", "^T", unless="t",
    ),
    Row(
        rf"({NAME})\^[ \t]*(?:\{{[ \t]*[(\[<][ \t]*([0-9])[ \t]*[)\]>][ \t]*\}}|\[[ \t]*([0-9])[ \t]*\])",
        INDEX, "{1}{2}{3}", sure=True,
    ),
    Row(rf"({NAME})\^[ \t]*\([ \t]*([01])[ \t]*\)", INDEX, "{1}{2}", "{1}^{2}", sure=True),
    Row(
        r"(?<![A-Za-z\\_])e[ \t]*(?:\^|\*\*)[ \t]*(?:([A-Za-zα-ω][0-9]{0,3}(?![A-Za-z0-9_]))|\{([^{}]{1,200})\}"
        r"|\(([^()]{1,200})\))",
        "the exponential of every value is written exp(x)", "exp({1}{2}{3})", code="E0101",
    ),
    Row(
        r"\^[ \t]*\([ \t]*(-?[0-9]{1,9}(?:\.[0-9]{1,9})?|[A-Za-zα-ω])[ \t]*\)",
        "after ^ comes a number or a letter, of several in curly brackets: x^{{-2}}", "^{{{1}}}", sure=True,
    ),
    Row(rf"(?<![A-Za-z])({NAME})\.(?:t|mT|H|transpose)\b(?!\()", TURNED, "{1}ᵀ", sure=True),
    Row(rf"(?<![A-Za-z])({NAME})[ \t]+transposed?\b(?![ \t]*\()", TURNED, "{1}ᵀ"),
    Row(
        r"(?<![A-Za-z\\])([a-z]{2,16})''+(?=\()",
        "the slope of {1} is written {1}'(x); a slope of a slope is not there yet", sure=True,
    ),
    Row(
        r"(?<![A-Za-z\\])([a-z]{2,16})(²|³|\^[23]|\^\{[23]\})[ \t]*(\([^()]{1,200}\))",
        "a power stands behind the brackets of a function: {1}(x){2}", "{1}{3}{2}",
    ),
    Row(
        r"(?<![_^\\A-Za-z}])(?<![_^\\A-Za-z}][ \t])\{([^{}]{1,200})\}",
        "curly brackets hold an index; in a formula they are round: ({1})", "({1})",
    ),
    # -- norms
    Row(r"\|\|([^|]{1,200})\|\|(?:_\{?2\}?)?", NORM, "‖{1}‖", sure=True),
    Row(r"‖([^‖]{1,200})‖_\{?2\}?", NORM, "‖{1}‖"),
    Row(
        r"(?:‖([^‖]{1,200})‖|\|\|([^|]{1,200})\|\|)_\{?1\}?",
        "the sum of the absolute values is written sum(|x|)", "sum(|{1}{2}|)",
    ),
    Row(r"\|\|", NORM, sure=True),
    # -- signs
    Row(
        r"(?<=[A-Za-z0-9)\]ᵀ²])[ \t]+\.[ \t]+(?=[A-Za-zα-ω(\[])",
        "a point stands in a number or in .T; " + PRODUCT, " · ", sure=True,
    ),
    Row(r"(?<![ \t])[ \t]*+×[ \t]*", NO_CROSS, product_sign(""), product_sign(" ⊙ "), sure=True),
    Row(r"(?<=[A-Za-z0-9)\]ᵀ])[ \t]+[xX][ \t]+(?=[A-Zα-ω(\[])", "x is a letter; " + PRODUCT, " ", unless="[xX]"),
    Row(
        r"[ \t]+(plus|minus|times|over|dot|cross)[ \t]+(?=[A-Za-z0-9(\[α-ω])",
        "{1} is written with its sign: x + y, x - y, xW, x · y, x/y", spoken, about=1,
    ),
    Row(r"([-+])[ \t]*\+(?!=)", "two signs stand next to each other; one is enough", "{1}", sure=True),
    Row(r"(?<=[=(,\[;<])([ \t]*)\+[ \t]*(?=[A-Za-z0-9α-ω(])", "a plus stands between two things", "{1}", sure=True),
    Row(r",[ \t]*,", "a comma stands between two things; one is enough", ",", sure=True),
    Row(
        r"(?<=[(\[])[ \t]*,[ \t]*",
        "a comma stands between two things; here is nothing in front of it", "", sure=True,
    ),
    Row(
        r"(?<![ \t])[ \t]*+,[ \t]*(?=[)\]])",
        "a comma stands between two things; here is nothing after it", "", sure=True,
    ),
    Row(r"\\$|[ \t]*[,.&…]+[ \t]*$", "{0} at the end of a line is left out", "", sure=True),
    Row(r"/\*.{0,400}?\*/[ \t]*(?=[^ \t])", COMMENT, "", sure=True),
    Row(
        r"(?:(?<=[\w)\]ᵀ²¹‖|])(?<![ \t])[ \t]*+|^)(?://+|%+|--|/\*)[ \t]*(?=.{0,200}[A-Za-z]{2})([^\n]*?)[ \t]*"
        r"(?:\*/)?$",
        COMMENT, "  # {1}", sure=True,
    ),
    Row(r"//", "a quotient is written x/y, a comment begins with #", sure=True),
    Row(
        r"(?:!=|≠|~=|<>|≈|\\neq?(?![A-Za-z])|\\approx(?![A-Za-z]))",
        "values are compared with >, <, ≥ or ≤", sure=True,
    ),
    Row(r"(?<![=<>!:])==(?!=)", "values are compared with >, <, ≥ or ≤; a line defines with one =", sure=True),
    Row(r"&&?|∧|∨|\band\b|\bor\b", "two comparisons are put together by a product: (x > 0) ⊙ (x < 1)"),
    Row(r"(?:\bnot\b|¬|!)(?=[ \t]*[\w(])", "what is not so is 1 minus what is: 1 - (x > 0)"),
    Row(r"±|∓|∝|∞|∅|∀|∃|→|⇒|↦", "{0} is not in the notation", sure=True),
    # -- indices
    Row(
        r"(?<![A-Za-z])([A-Z](?:[0-9]{1,3}|_[0-9a-z])?)\[[ \t]*([a-z](?:[0-9]{1,3}|_[0-9a-z])?|[0-9]{1,6})"
        r"[ \t]*(?:,[ \t]*:[ \t]*)?\]",
        "rows of {1} are picked by their numbers: pick({1}, {2})", "pick({1}, {2})",
    ),
    Row(
        r"(?<![A-Za-z])([A-Za-z](?:[0-9]{1,3})?)\[[^\][]*:[^\][]*\]",
        "a part of {1} has no notation; a name with an index stands for a whole value", sure=True,
    ),
    Row(
        r"(?<![A-Za-z])([a-z](?:[0-9]{1,3})?)\[[ \t]*([0-9]{1,6}|[a-z])[ \t]*\]",
        "single values of {1} have no notation; a formula works on all of them at once",
    ),
    Row(rf"({NAME})\{{[ \t]*([0-9]{{1,3}})[ \t]*\}}", INDEX, "{1}{2}"),
    # -- digits and letters
    Row(
        r"(?<![\w.])1([0-9])(?=[ \t]*=(?!=)|[ \t]*(?:<-|←))",
        "1{1} is a number; was the name l{1} meant, with the letter l?", "l{1}", code="E0104", sure=True,
    ),
    Row(
        r"(?<![\w.])1([0-9])(?=[ \t]?W)",
        "1{1} is a number; was the name l{1} meant, with the letter l?", "l{1}", "1{1} ", code="E0104",
        when="E0104",
    ),
    Row(r"(?<=[A-Z])l(?![A-Za-z0-9_'(])", "the letter l stands where a 1 may be meant", "1", code="E0104"),
    Row(r"(?<![\w.])0,([0-9]{1,12})(?![0-9,])", "a number is written with a point: 0.{1}", "0.{1}"),
    Row(r"(?<![\w.])([0-9]{1,12})\.(?![0-9TA-Za-z^*/'])", "after the point of a number come digits: {1}.0", "{1}"),
    # -- roots
    Row(r"√[ \t]*\{([^{}]*)\}", "what is under a root stands in round brackets: √(x + y)", "√({1})", sure=True),
    Row(
        r"\\sqrt[ \t]*\[[^\][]*\]",
        "other roots are powers: x^{{1/3}} is not there yet, x^0.5 is the square root", sure=True,
    ),
)  # fmt: skip


def letter_o(text: str, around: Around) -> Iterator[Step]:
    """The letter O where the digit 0 is meant, in the whole program."""
    for found in re.finditer(LETTER_O, text):
        letter = found[1]
        if re.search(r"(?<![A-Za-z0-9_])O(?![A-Za-z0-9_])", around.text):
            continue
        made = re.sub(rf"(?<![A-Za-z\\]){letter}O(?![a-z0-9_'(])", f"{letter}0", text)
        sentence = f"{letter}O ends in the letter O; was {letter}0 meant, with the digit?"
        everywhere = [(rf"(?<![A-Za-z\\]){letter}O(?![a-z0-9_'(])", f"{letter}0")]
        named = not text[: found.start()].strip() and text[found.end() :].lstrip()[:1] in (":", "=", "∈")
        yield Step("E0104", sentence, *found.span(), [made], named, everywhere)


NUMBERED = pattern(r"(?<![A-Za-z])([A-Za-z])(?:\[([0-9]{1,3})\]|\{([0-9]{1,3})\}|\(([0-9]{1,3})\))")


def numbered(text: str, around: Around) -> Iterator[Step]:
    """Names whose number stands in brackets, left of = and so everywhere in the line: `l[1] = relu(l[0]W[0])`."""
    found = NUMBERED.match(text)
    if found and re.match(r"[ \t]*(?:=(?!=)|<-|←|[-+]=|:)", text[found.end() :]):
        made = NUMBERED.sub(lambda m: f"{m[1]}{m[2] or m[3] or m[4]}", text)
        sentence = f"a number in a name is its index: {found[1]}{found[2] or found[3] or found[4]}"
        yield Step("E0103", sentence, *found.span(), [made])


def commands(text: str, around: Around) -> Iterator[Step]:
    """Commands of LaTeX that nobody knows, with the nearest that the notation has."""
    for found in re.finditer(r"\\([A-Za-z]{1,30})", text):
        if found[1] in COMMANDS:
            continue
        from difflib import get_close_matches

        near = [f"\\{name}" for name in get_close_matches(found[1], COMMANDS, 1, 0.7)]
        sentence = f"{found[0]} is not a command that this notation knows"
        sentence += f"; did you mean {near[0]}?" if near else ""
        made = [text[: found.start()] + name + text[found.end() :] for name in near]
        yield Step("E0103", sentence, *found.span(), made)


# When nothing else is found.
LAST = (
    Row(
        rf"^([^=]{{1,2000}}?)[ \t]*=[ \t]*({NAME})$",
        "the name that a line defines stands left of =", turned_round, code="E0106", about=1,
    ),
    Row(
        rf"^(?!(?:{'|'.join(FUNCTIONS)})$)(?=.{{0,200}}[a-z]{{4}})[A-Za-z]{{1,30}}(?:[ ,.!?'-]{{1,3}}"
        rf"[A-Za-z]{{1,30}}){{0,40}}[.!?]?$",
        "letters next to each other are multiplied; a line is a formula: l1 = relu(l0W0)",
    ),
)  # fmt: skip
