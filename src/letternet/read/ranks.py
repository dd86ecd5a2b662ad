"""Whether a variable of array code is a number, a vector or a matrix: by what it is made from, its uses, and its name.

A rank is 0 for a number, 1 for a vector, 2 for a matrix.  What is known (a literal, a size declared from outside, the
result of an operation) goes before what a use asks for, and that before what a name suggests.
"""

from __future__ import annotations

import re

from ..alphabet import GREEK
from ..functions import (
    FUNCTIONS,
    along_columns,
    along_rows,
    every_row,
    pick_sizes,
    square,
    square_to_a_number,
    to_a_number,
)
from ..patterns import pattern
from ..sizes import COLUMN, MATRIX, NUMBER, ROW
from .array_code import Unfit, is_even, kind_given, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    from .array_code import Line, Op

PRODUCTS = {(1, 1): 0, (1, 2): 1, (2, 1): 1, (2, 2): 2}
NUMBER_WORDS = frozenset(
    "alpha lr rate size count num number total eps epsilon beta beta1 beta2 gamma momentum decay prob keep threshold"
    " temperature temp scale step steps iteration iterations iter epoch epochs batch len length dim dims n i j k t c"
    " index idx reg lam bs dk d_k scalar loss cost".split()
)
MATRIX_WORDS = frozenset(
    "weights weight matrix kernel embeddings embedding embed images mat queries query keys values images2d".split()
)
VECTOR_WORDS = frozenset("layer bias vector vec delta mask hidden state input output label labels target pred".split())
COUNTERS = frozenset("i j k n t m idx index row".split())
BIAS_LIKE = pattern(r"b(?:\d|_|ias|[a-z]?$)")
WEIGHT_LIKE = pattern(r"w(?:\d+|_\w+)")
MATRIX_NAME = pattern(r"[A-Z](?:\d*|_\w+|[a-z]{1,3}\d*)")
MOST_ROUNDS = 30
MOST_BACK = 16  # values of a variable that are looked at for the kind of a later one, beside its first


class Ranks:
    """The ranks of all variables of a program of array code."""

    def __init__(self, lines: Sequence[Line], known: Mapping[str, int], calls: Mapping[str, Line]) -> None:
        """`known` has what is known of variables beforehand, `calls` the functions that the code defines."""
        self.lines: Final = lines
        self.calls: Final = calls
        self.known: Final = dict(known)
        self.sure: dict[str, int] = dict(known)
        self.guessed: dict[str, int] = {}
        self.owned: dict[tuple[object, ...], int] = {}  # what a function gives for arguments of some ranks
        self.asked: dict[str, int] = {}  # what the uses of a variable ask for
        self.definers: Final = {line.name: line.op for line in lines if line.form == "define"}
        self.divisors = {
            part.detail
            for line in lines
            for op in walk(line.op)
            if op.kind == "/" and all(part.kind in ("name", "number", "+", "-", "times") for part in walk(op.parts[1]))
            for part in walk(op.parts[1])
            if part.kind == "name"
        }
        self.some_stand: Final = any(op.kind in ("column", "row") for line in lines for op in walk(line.op))
        self.standing: dict[str, str] = {}  # variables that are arrays of one column or of one row
        self.directions: dict[int, str] = {}  # and operations, as far as they were looked at in this round
        self.summed: Final = {  # what arrays are added to is no number
            line.name
            for line in lines
            if line.form == "update" and line.op.kind in ("+", "-") and self.deep(line.op.parts[1]) > 0
        }
        for self.pairing in (False, True):  # what is paired with a matrix is asked when all else is settled
            for _ in range(MOST_ROUNDS):
                before = (dict(self.sure), dict(self.asked))
                self.round()
                if before == (self.sure, self.asked):
                    break

    def round(self) -> None:
        """Go over all lines once; what is made from what is known is known, and what is used is asked for."""
        self.owned.clear()
        self.directions.clear()
        for line in self.lines:
            if line.form == "function":
                continue
            found: dict[int, int] = {}
            for op in walk(line.op):
                found[id(op)] = self.rank(op, found)
                self.ask(op)
            if line.form in ("define", "fill"):
                rank = found[id(line.op)]
                if self.some_stand:
                    self.standing[line.name] = self.direction(line.op)
                if line.form == "fill" and not rank:
                    continue
                self.sure.setdefault(line.name, rank) if self.certain(line.op) else self.guess(line.name, rank)

    def guess(self, name: str, rank: int) -> None:
        """What a line gives as far as the names in it are what they seem."""
        self.guessed[name] = rank

    def certain(self, root: Op) -> bool:
        """True when an operation's rank rests on no guess."""
        return all(op.detail in self.sure for op in walk(root) if op.kind == "name" and op.detail != "π")

    def of(self, name: str) -> int:
        """The rank of a variable."""
        if name == "π":
            return 0
        base, _, number = name.partition(" ")
        last = int(number or 0)
        earlier = {*range(last, max(last - MOST_BACK, -1), -1), 0}
        for version in sorted(earlier, reverse=True):  # other values of a variable are most likely of the same kind
            key = f"{base} {version}" if version else base
            for ranks in (self.sure, self.asked, self.guessed):
                if key in ranks:
                    return ranks[key]
        return hinted(base, base in self.divisors)

    def rank(self, op: Op, found: Mapping[int, int]) -> int:
        """The rank of an operation, from those of its parts."""
        ranks = [found[id(part)] for part in op.parts]
        match op.kind:
            case "number" | "size":
                return 0
            case "name":
                return self.of(op.detail)
            case "values":
                rows, double = op.detail
                return 2 if double and len(rows) > 1 else 1
            case "dot":
                left, right = ranks
                if op.detail == "vdot":
                    return 0
                if self.is_table(op):
                    return 2
                if left == 0 or right == 0:
                    return right if left == 0 else left
                return PRODUCTS[left, right]
            case "outer":
                return 2
            case "column" | "row":
                return ranks[0] if op.parts[0].kind == "along" else 1
            case "pick":
                return min(2, ranks[1] + 1) if ranks[0] == 2 else 0
            case "along":
                return 0 if op.detail[1] is None or ranks[0] != 2 else 1
            case "join":
                return self.joined(op, ranks)
            case "call":
                return called(op.detail, ranks)
            case "own":
                return self.own(op, ranks)
            case "power" | "negative" | "transpose" | "slope" | "inverse":
                return ranks[0]
            case "times" if ranks == [1, 1] and [part.kind for part in op.parts].count("column") == 1:
                return 2  # each with each
            case _:
                return max(ranks)

    def joined(self, op: Op, ranks: Sequence[int]) -> int:
        """Vectors end to end are a vector, everything else is a matrix."""
        if op.detail in ("rows", "columns", "flat", "flat columns"):
            return 2 if max(ranks) else 1
        return max(ranks) or 1

    def own(self, op: Op, ranks: Sequence[int]) -> int:
        """What a function of the code gives for arguments of these ranks."""
        line = self.calls.get(op.detail)
        if line is None:
            return ranks[0]
        key = (op.detail, *ranks)
        if key in self.owned:
            return self.owned[key]
        self.owned[key] = ranks[0]  # for a function that calls itself
        inner = dict(zip(line.parameters, ranks, strict=False))
        found: dict[int, int] = {}
        for part in walk(line.op):
            bound = part.kind == "name" and part.detail in inner
            found[id(part)] = inner[part.detail] if bound else self.rank(part, found)
        self.owned[key] = found[id(line.op)]
        return self.owned[key]

    def counts_values(self, op: Op) -> bool:
        """True for the first size of a variable that is taken for a vector by its name alone."""
        if op.kind != "size" or op.detail[0] != 0 or op.parts[0].kind != "name":
            return False
        name = op.parts[0].detail
        return self.of(name) == 1 and name not in self.sure

    # --------------------------------------------------------------------------------------- what uses ask for

    def ask(self, op: Op) -> None:
        """What an operation asks of its parts."""
        if op.kind == "call":
            sizes = FUNCTIONS[op.detail].sizes
            if sizes in (square, square_to_a_number, along_rows, along_columns):
                self.want(op.parts[0], 2)
            elif sizes is every_row:
                self.array(op.parts[0])
            elif sizes is pick_sizes:
                self.want(op.parts[0], 2)
        elif op.kind == "ranked":
            self.want(op.parts[0], op.detail)
        elif op.kind == "join" and op.detail.startswith("flat"):
            for part in op.parts:
                if part.kind == "name" and self.of(part.detail) == 2:
                    self.want(part, 1)
        elif op.kind == "pick":
            self.want(op.parts[0], 2)
            self.number(op.parts[1], COUNTERS)
        elif op.kind == "along" and op.detail[1] == 0 and op.parts[0].kind == "pick":
            self.want(op.parts[0].parts[1], 1)
        elif op.kind == "power":
            self.number(op.parts[1])
        elif op.kind in ("/", "times"):
            self.scales(op)
            self.paired(op)
        elif op.kind in ("+", "-", ">", "<", "≥", "≤"):
            self.paired(op)
        elif op.kind == "outer":
            self.want(op.parts[0], 1)
            self.want(op.parts[1], 1)
        elif op.kind in ("column", "row") and op.parts[0].kind != "along":
            self.want(op.parts[0], 1)
        elif op.kind == "dot":
            self.array(op.parts[0])
            self.array(op.parts[1])
        elif op.kind == "transpose" and op.parts[0].kind == "name":
            self.array(op.parts[0])

    def want(self, op: Op, rank: int) -> None:
        """A variable is asked to have a rank."""
        if op.kind == "name" and op.detail not in self.sure:
            self.asked.setdefault(op.detail, rank)
        elif op.kind == "transpose":
            self.want(op.parts[0], rank)

    def scales(self, op: Op) -> None:
        """What divides a matrix, or multiplies it, is a number if it is one letter, or a root of one."""
        left, right = op.parts
        for one, other in ((left, right), (right, left)):
            inner = other.parts[0] if other.kind == "call" and other.detail == "sqrt" else other
            rooted = inner is not other and op.kind == "/" and other is right
            if inner.kind == "name" and (rooted or (self.deep(one) == 2 and self.of(inner.detail) == 1)):
                self.number(inner)

    def paired(self, op: Op) -> None:
        """What is paired with a matrix value by value is one, too; only a bias is added to each row."""
        left, right = op.parts
        for one, other in ((left, right), (right, left)) if self.pairing else ():
            inner = other
            while inner.kind in ("times", "negative") and any(part.kind == "number" for part in inner.parts[1:]):
                inner = inner.parts[0]
            if inner.kind != "name" or inner.detail in self.sure or inner.detail in self.definers:
                continue
            if op.kind in "+-" and BIAS_LIKE.match(inner.detail):
                continue
            if self.of(inner.detail) == 1 and self.deep(one) == 2:
                self.asked.setdefault(inner.detail, 2)

    def number(self, op: Op, words: frozenset[str] = frozenset()) -> None:
        """A variable that is a number if its name does not say otherwise; with `words`, only if it is one of those."""
        if op.kind == "name" and not any(op.detail in known for known in (self.summed, self.sure, self.definers)):
            said = set(re.split(r"[_\d]+", op.detail.lower()))
            if said & words if words else len(op.detail) <= 3 or said & NUMBER_WORDS:
                self.asked.setdefault(op.detail, 0)

    def deep(self, root: Op) -> int:
        """The rank of an operation, whatever is in it."""
        return self.all(root)[id(root)]

    def all(self, root: Op) -> dict[int, int]:
        """The ranks of an operation and of everything in it."""
        found: dict[int, int] = {}
        for op in walk(root):
            found[id(op)] = self.rank(op, found)
        return found

    def array(self, op: Op) -> None:
        """What is multiplied is no number; a dot product that would be one has a matrix in it."""
        seen: set[str] = set()
        while True:
            if op.kind == "name":
                made = self.definers.get(op.detail)
                if op.detail in seen or made is None:
                    if self.of(op.detail) == 0 and op.detail not in self.sure:
                        self.asked[op.detail] = 1
                    return
                seen.add(op.detail)
                op = made
            elif op.kind in ("call", "own", "negative", "transpose", "power", "slope") and op.parts:
                if op.kind == "call" and FUNCTIONS[op.detail].sizes is to_a_number:
                    return
                op = op.parts[0]
            elif op.kind == "times":
                op = next(iter(self.scaled(op)), op.parts[0])
            elif op.kind in ("+", "-", "/"):
                op = op.parts[0]
            elif op.kind == "dot":
                self.no_number(op)
                return
            else:
                return

    def scaled(self, op: Op) -> list[Op]:
        """The factors of a product value by value that are more than a number and its sign."""
        return [part for part in op.parts if not self.is_number(part)]

    def is_number(self, op: Op) -> bool:
        """True for a number, or a variable that is one, with its sign."""
        while op.kind == "negative":
            op = op.parts[0]
        return op.kind == "number" or (op.kind == "name" and self.of(op.detail) == 0)

    def turned(self, op: Op) -> bool:
        """True for an array that is transposed, also where it is scaled afterwards: `alpha * x.T`."""
        return self.unscaled(op).kind == "transpose"

    def is_table(self, op: Op) -> bool:
        """True for the product of a vector that stands and one that lies: `x[:, None] @ y[None, :]`."""
        left, right = op.parts
        return self.some_stand and (self.direction(left), self.direction(right)) == ("column", "row")

    def direction(self, root: Op) -> str:
        """`column` or `row` of what is an array of one column or of one row in Python; nothing for all else."""
        waiting = [root]
        while id(root) not in self.directions:
            op = waiting[-1]
            parts = [part for part in op.parts if id(part) not in self.directions]
            if parts:
                waiting += parts
            else:
                self.directions[id(waiting.pop())] = self.direction_of(op)
        return self.directions[id(root)]

    def direction_of(self, op: Op) -> str:
        """The same of an operation, from those of its parts."""
        parts = [self.directions[id(part)] for part in op.parts]
        if op.kind == "name":
            return self.standing.get(op.detail, "")
        if op.kind in ("column", "row"):
            return op.kind
        if op.kind == "transpose":
            return {"column": "row", "row": "column"}.get(parts[0], "")
        if op.kind == "dot":
            left, right = (self.unscaled(part) for part in op.parts)
            left, right = (part.parts[0] if part.kind == "transpose" else part for part in (left, right))
            if parts == ["", "column"] and left.kind == "name" and self.of(left.detail) == 2:
                return "column"
            return "row" if parts == ["row", ""] and right.kind == "name" and self.of(right.detail) == 2 else ""
        if op.kind in ("negative", "power", "+", "-", "times", "/", "copy", "view") or is_even(op):
            arrays = {each for each, part in zip(parts, op.parts, strict=True) if each or not self.is_number(part)}
            return "column" if arrays == {"column"} else "row" if "row" in arrays <= {"row", ""} else ""
        return ""

    def unscaled(self, op: Op) -> Op:
        """An array without the numbers that it is multiplied with or divided by."""
        while op.kind in ("negative", "/", "times"):
            arrays = self.scaled(op) if op.kind == "times" else op.parts[:1]
            if len(arrays) != 1:
                break
            op = arrays[0]
        return op

    def no_number(self, op: Op) -> None:
        """Make one side of a product of two vectors a matrix, if a name there may be one."""
        left, right = op.parts
        if self.deep(op) != 0 or self.turned(left) or self.turned(right):
            return
        for part in (right, left) if not looks_like_weights(left) else (left, right):
            name = part.detail if part.kind == "name" else None
            if name is None or name in self.sure or self.of(name) != 1:
                continue
            self.asked[name] = 2
            return


def looks_like_weights(op: Op) -> bool:
    """True for a variable whose name says weights."""
    return op.kind == "name" and bool(re.match(r"[wW](?![a-z]*ord)", op.detail))


def called(function: str, ranks: Sequence[int]) -> int:
    """The rank that a function of the table gives; of arguments that it does not take, that of the first."""
    kinds = [(NUMBER, ROW, MATRIX)[rank] for rank in ranks]
    try:
        return (NUMBER, ROW, MATRIX).index(plain(kind_given(function, kinds, False)))
    except Unfit:
        return ranks[0]


def plain(kind: str) -> str:
    """A kind without its direction."""
    return ROW if kind == COLUMN else kind


def hinted(name: str, divides: bool) -> int:
    """The rank that a name suggests; `divides` is true of what something is divided by."""
    plain = name.strip("_")
    words = [word for word in re.split(r"[_\d]+", plain.lower()) if word]
    if plain in GREEK or (words and words[0] in GREEK):
        return 0 if plain[0].islower() else 2
    if divides and ((len(plain) == 1 and plain not in "xyhz") or set(words) & NUMBER_WORDS):
        return 0
    if MATRIX_NAME.fullmatch(plain) or WEIGHT_LIKE.fullmatch(plain):
        return 2
    if len(plain) == 1:
        return 1
    if words and (words[-1] in NUMBER_WORDS or words[0] in ("num", "n")) and len(words[0]) > 1:
        return 0
    if set(words) & VECTOR_WORDS:
        return 1
    named = [word for word in words if len(word) > 3] or words  # words, no indices
    if named and named[-1] in MATRIX_WORDS:
        return 2
    return 1
