"""Equations between sizes and what the notation refuses are noted here, with their places, one by one.

Nothing is put into words until somebody asks: most of what is noted while ways out are tried is never shown.
"""

from __future__ import annotations

from ..problems import Fact, Fix, Problem, place
from ..sizes import Shape, Sum, Term, Unknown
from ..tree import Join
from .explain import sized
from .model import Equation
from .solve import ClashError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from ..tree import Node
    from .model import Checked

    Message = str | Callable[[], str]
    Facts = tuple[Fact, ...] | Callable[[], tuple[Fact, ...]]
    Fixes = tuple[Fix, ...]

LONGEST = 40  # characters of a formula that a sentence quotes


class Refusal:
    """Something that the notation does not allow, where it stands, and the line of that."""

    __slots__ = ("at", "code", "facts", "fixes", "line", "mark", "message", "text")

    def __init__(
        self, code: str, message: Message, at: Node, line: Node, facts: Facts, fixes: Fixes, text: str, mark: Node
    ) -> None:
        self.mark: Final = mark  # the part of `at` that is marked
        self.code: Final = code
        self.message: Final = message
        self.at: Final = at
        self.line: Final = line
        self.facts: Final = facts
        self.fixes: Final = fixes
        self.text: Final = text

    def problem(self) -> Problem:
        """The refusal in words."""
        message = self.message if isinstance(self.message, str) else self.message()
        facts = self.facts if isinstance(self.facts, tuple) else self.facts()
        if self.mark.start < 0:
            return Problem(self.code, message, facts=facts)
        line, span = place(self.text, self.mark.start, self.mark.end)
        return Problem(self.code, message, line, span, facts, self.fixes)


class Reporter:
    """Notes equations and refusals of one program."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.line: Node | None = None  # the statement being worked out

    def report(
        self, code: str, message: Message, at: Node, facts: Facts = (), fixes: Fixes = (), mark: Node | None = None
    ) -> None:
        """Note a refusal where a node stands; `mark` is the part of it that is marked."""
        line, text = self.line or at, self.checked.program.text
        self.checked.refused.append(Refusal(code, message, at, line, facts, fixes, text, mark or at))

    def instead(self, at: Node, text: str) -> Fix:
        """The way out of writing something else where a node stands."""
        whole = self.checked.program.text
        edits = ((at.start, at.end, text),)
        return Fix(f"write {text}", whole[: at.start] + text + whole[at.end :], edits=edits)

    def fact(self, message: str, at: Node, role: str = "label") -> tuple[Fact, ...]:
        """A fact where a node stands; none for what stands nowhere."""
        if at.start < 0:
            return ()
        line, (start, end) = place(self.checked.program.text, at.start, at.end)
        return (Fact(message, line, start, end, role),)

    def text(self, node: Node) -> str:
        """A node as typed, shortened."""
        if node.start < 0:
            return "this"
        text = " ".join(self.checked.program.text[node.start : min(node.end, node.start + 4 * LONGEST)].split())
        if isinstance(node, Join) and (text[0] != "[" or node.items[0].start == node.start):  # a row of a larger one
            text = f"[{text}]"
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

    def known(self, shape: Shape) -> bool:
        """True when a shape has no size that only a letter of our choosing could stand for."""
        values = map(self.checked.solver.value, shape.sizes)
        return not any(
            (isinstance(value, Unknown) and not value.letter)
            or (isinstance(value, Sum) and not all(u.letter for u in value.unknowns))
            for value in values
        )

    def sized(self, shape: Shape) -> str:
        """A size as a phrase: `4 values`, `a 3 × 4 matrix`; the kind alone where sizes are unknown."""
        if not self.known(shape):
            return f"a {shape.kind}"
        return sized(shape.kind, self.checked.size_of(shape))

    def equate(self, one: Term, other: Term, rule: str, at: Node) -> None:
        """Note that two sizes are equal, and the clash if they cannot be; that one is itself says nothing."""
        if one is other:
            return
        equation = Equation(one, other, rule, at, self.line or at)
        self.checked.equations.append(equation)
        try:
            self.checked.solver.equate(one, other)
        except ClashError:
            self.checked.clashes.append(equation)
