"""Bad examples teach the automaton what to say: where reading stops on one, it says that entry's sentence.

`{token}` is what does not fit, `{before}` what stands before it, `{opened}` the innermost open bracket.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


class Mistake:
    """A kind of slip: the sentence, a correct example, and bad examples that stop where it is made."""

    __slots__ = ("correct", "examples", "message")

    def __init__(self, message: str, correct: str, *examples: str) -> None:
        self.message: Final = message
        self.correct: Final = correct
        self.examples: Final = examples


MISTAKES = {
    "something missing after": Mistake(
        "something is missing after {before}",
        "l1 = l0W0 + b0",
        *("l0 +", "l0 -", "l0 ⊙", "l0 ·", "l0 /", "l0 >", "-", "l0 / -", "l1 =", "W1 <-", "W1 -=", "W1 += "),
        *("√", "(l0 + )", "relu(l0, )", "[x, ]", "[x;, h]", "[x; h;, y]", "[x; ]", "l0 + ⊙ W0", "l0 ⊙ + W0"),
        *("l0 · / W0", "l0 / ⊙ y", "l0 > > y", "- + x", "l0 / - ⊙ x", "l1 = = x", "l1 = ⊙ x", "l1 <- = x"),
        *("√ + x", "relu(x, ⊙ y)", "[x, ⊙ y]", "[x; ⊙ y]", "W += ⊙ x", "W -= ⊙ x", "W <- ⊙ x", "√)", "x - )"),
        *("x ⊙ )", "x · )", "x / )", "x > )", "x / -)", "-)"),
    ),
    "something missing before": Mistake(
        "something is missing before {token}",
        "l1 = l0W0 + b0",
        *("+ l0", "⊙ l0", "/ l0", "· l0", "> l0", "= l0", "<- l0", "ᵀ", "²", "⁻¹", ", x", ": 3"),
        *("(+ x)", "relu(⊙ x)", "[⊙ x]", "‖+ x‖", "|⊙ x|", "(ᵀ)", "relu(ᵀ)"),
    ),
    "never closed": Mistake(
        "{opened} is never closed",
        "relu(l0W0)",
        *("relu(l0W0", "(l0", "relu(x, y", "[x, h", "[x; h", "[x; h; y", "‖x", "|x", "\\sqrt{x"),
        *("(", "relu(", "[", "‖", "|", "\\sqrt{", "[x; h, y"),
    ),
    "nothing between": Mistake(
        "there is nothing between {opened} and {token}",
        "relu(l0W0)",
        *("()", "relu()", "[]", "\\sqrt{}", "x : ()", "x : 2()"),
    ),
    "closes nothing": Mistake(
        "there is no opening bracket for this {token}",
        "relu(l0W0)",
        *("l0W0)", "l0]", "l1 = l0W0)", "l1 = l0]", "W1 <- x)", "W += x)", "W -= x)", "a > b)", "a = b > c)"),
    ),
    "a second =": Mistake(
        "a line defines one name, so it has one {token}",
        "l1 = relu(l0W0); l2 = l1W1",
        *("a = b = c", "W <- a <- b", "a = b <- c", "a = b += c"),
    ),
    "two comparisons": Mistake(
        "comparisons stand alone; put brackets around one of them",
        "(x > 0) ⊙ (x < 1)",
        *("a > b > c", "(a > b > c)"),
    ),
    "a list of names": Mistake(
        "after several names comes : and their size",
        "x, y : 3",
        *("x, y = 3", "x, y", "x, y + z"),
    ),
    "a comma outside": Mistake(
        "a comma stands in brackets or between declared names",
        "[x, h]W",
        *("l0W0, b", "a = b, c"),
    ),
    "a size": Mistake(
        "after : comes a size",
        "l0 : 3; W0 : 3 × 4; α : number",
        *("l0 :", "x, y :", "l0 : )", "l0 : +", "l0 : ×", "l0 : ∈"),
    ),
    "half a size": Mistake(
        "something is missing after {before}",
        "W0 : 3 × 4",
        *(
            "W0 : 3 ×",
            "W0 : n +",
            "W0 : n -",
            "W0 : -",
            "W0 : 3 × ×",
            "W0 : n + +",
            "x : (n + )",
            "x : (n - )",
            "x : 2(- )",
        ),
        *("W0 ∈ ℝ^", "W0 ∈ ℝ^{", "W0 ∈ ℝ^{3 ×}"),
    ),
    "more than a size": Mistake(
        "a size ends before {token}",
        "W0 : 3 × 4; x : 2n + 1",
        *("l0 : 3 4", "l0 : n 3", "l0 : number 3", "l0 : 2n m", "x : 3, W : 3", "x : n m"),
    ),
    "a space of numbers": Mistake(
        "after ∈ comes ℝ with a size",
        "W ∈ ℝ^{3×4}; x ∈ ℝ³; α ∈ ℝ",
        *("x ∈", "x ∈ 3", "x ∈ n"),
    ),
    "a size of ℝ": Mistake(
        "a size is written as in ℝ³ or ℝ^{3×4}",
        "W ∈ ℝ^{3×4}",
        *("x ∈ ℝ 3", "W ∈ ℝ^{3×4", "x ∈ ℝ^3×4"),
    ),
    "several letters at once": Mistake(
        "one letter at a time is given its words",
        "l means layer",
        *('x, y means "input"', 'x + y means "input"'),
    ),
}
