"""Texts with two readings: the rules `unclear_…` of the grammar; none is guessed, both are offered."""

from __future__ import annotations

from .. import limits
from ..tree import Elementwise, Expression, Name, Negative, Number, Product
from .automaton import Token
from .slips import RefusedError, Slips


class Unclear(Slips):
    """The builder's methods for texts that have to be refused."""

    def unclear(self, start: int, end: int, message: str, *readings: str) -> RefusedError:
        """A text with these readings, none of which is guessed."""
        return self.refuse("E0102", message, start, end, tuple(self.instead(start, end, text) for text in readings))

    def check_commas(self, item: Expression) -> None:
        """Refuse `[1 x]`, in which a comma may be missing: a literal is spaced, a join has commas."""
        text = self.original
        if text[: item.start].endswith("("):
            return
        if isinstance(item, Product) and not item.dotted:
            between = text[item.left.end : item.right.start]
            missing = " " in between.strip("()")
        elif isinstance(item, Elementwise) and item.operator in "+-":
            between = text[item.left.end : item.right.start]
            signs = between.strip("()")
            missing = signs[:1].isspace() and signs[-1:] in "+-"
        elif isinstance(item, Negative):
            return
        else:
            return
        if not missing:
            return
        whole = text[item.start : item.end]
        cut = item.left.end + max(between.find(" "), 0)  # behind the bracket that closes the first
        commas = f"{text[item.start : cut]}, {text[cut : item.end].strip()}"
        message = f"{whole} has two readings inside [ ]: {commas} and ({whole})"
        raise self.unclear(item.start, item.end, message, commas, f"({whole})")

    def unclear_division(self, start: int, end: int, left: Expression, over: Token, right: Expression) -> Expression:
        text = self.original
        outer = right
        while isinstance(outer, Negative):
            outer = outer.part
        assert isinstance(outer, Product)
        factor = outer
        while isinstance(factor.left, Product) and not factor.left.dotted and self.bare(factor.left):
            factor = factor.left
        cut = factor.right.start
        while cut > factor.left.end and text[cut - 1] in "([ \t{":
            cut -= 1
        upper, lower, rest = text[start : over.start].strip(), text[over.end : cut].strip(), text[cut:end].strip()
        one = f"({upper}/{lower}){rest}"
        other = f"{upper}/({text[over.end : end].strip()})"
        raise self.unclear(start, end, f"{text[start:end]} has two readings: {one} and {other}", one, other)

    def bare(self, node: Expression) -> bool:
        """True when no bracket stands around an expression below a /."""
        return self.text[node.start - 1] != "("

    def unclear_number(self, start: int, end: int, left: Expression, number: Token) -> Expression:
        before = self.original[start : number.start].strip()
        together = isinstance(left, Number) or (isinstance(left, Name) and not left.index and number.text.isdigit())
        in_front = before[0].isalpha() or before[0] == "("
        readings = [before + number.text] if together else []
        readings.append(number.text + before if in_front else f"{before}({number.text})")
        message = f"{self.original[start:end]} is not clear: a number that multiplies stands in front or in brackets"
        if self.text[:start].rstrip()[-1:] in ("[", ";", ","):
            readings = [f"{before}, {number.text}"]
            message = f"{self.original[start:end]} is not clear: between things that are joined stand commas"
        raise self.unclear(start, end, message, *readings)

    def unclear_scientific(self, start: int, end: int, number: Token) -> Expression:
        mantissa, _, exponent = number.text.lower().partition("e")
        letter = number.text[len(mantissa)]
        readings = [f"{mantissa} {letter}" + (f" {exponent[0]} {exponent[1:]}" if exponent[0] in "+-" else exponent)]
        value = _plain(mantissa, int(exponent)) if len(exponent) <= 4 else None
        if value is None:
            long = f"written out, the number has more than {limits.DIGITS // 2} digits"
            message = f"{number.text} is not clear: {long}; as letters it is {readings[0]}"
            raise self.unclear(start, end, message, *readings)
        readings.insert(0, value)
        raise self.unclear(start, end, f"{number.text} has two readings: " + " and ".join(readings), *readings)

    def unclear_root(self, start: int, end: int, root: Expression, *sign: Token) -> Expression:
        text = self.original
        after = text[root.end : end].strip()
        one = f"({text[start : root.end]}){after}"
        inside = text[start : root.end].removeprefix("√").removeprefix("\\sqrt").strip()
        other = f"√({inside}{after})"
        raise self.unclear(start, end, f"{text[start:end]} has two readings: {one} and {other}", one, other)

    def unclear_power(self, start: int, end: int, power: Expression, sign: Token) -> Expression:
        text = self.original
        one = f"({text[start : sign.start]}){text[sign.start : end]}"
        message = f"{text[start:end]} is not clear: a power of a power needs brackets, {one}"
        raise self.unclear(start, end, message, one)

    def unclear_prime(self, start: int, end: int, part: Expression) -> Expression:
        fixed = self.original[start : end - 1].strip() + "ᵀ"
        message = f"a transpose is written {fixed}; ' marks the slope of a function, as in relu'(x)"
        raise self.refuse("E0104", message, start, end, (self.instead(start, end, fixed),))


def _plain(mantissa: str, exponent: int) -> str | None:
    """A number written with an exponent, without it: `1e-3` is `0.001`; None for one with too many digits."""
    whole, _, rest = mantissa.partition(".")
    digits, point = whole + rest, len(whole) + exponent
    if point <= 0:
        digits, point = "0" * (1 - point) + digits, 1
    digits = digits.ljust(point, "0")
    tail = digits[point:].rstrip("0")
    value = (digits[:point].lstrip("0") or "0") + ("." + tail if tail else "")
    return value if len(value) <= limits.DIGITS // 2 else None
