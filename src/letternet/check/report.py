"""Problems with sizes are noted here, one for each cause, with their places."""

from __future__ import annotations

from ..problems import Fact, Fix, Problem, place
from ..sizes import ROW, VECTORS, Shape, Sum, Term, Unknown
from .explain import sized
from .model import Equation
from .solve import ClashError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..tree import Node
    from .model import Checked

LONGEST = 40  # characters of a formula that a sentence quotes


class Reporter:
    """Notes equations and problems of one program."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        self.clashed: set[frozenset[object]] = set()

    def report(
        self, code: str, message: str, at: Node, facts: tuple[Fact, ...] = (), fixes: tuple[Fix, ...] = ()
    ) -> None:
        """Note a problem where a node stands."""
        if at.start >= 0:
            line, span = place(self.checked.program.text, at.start, at.end)
            self.checked.problems.append(Problem(code, message, line, span, facts, fixes))
        else:
            self.checked.problems.append(Problem(code, message, facts=facts))

    def instead(self, at: Node, text: str) -> Fix:
        """The way out of writing something else where a node stands."""
        whole = self.checked.program.text
        return Fix(f"write {text}", whole[: at.start] + text + whole[at.end :])

    def fact(self, message: str, at: Node) -> tuple[Fact, ...]:
        """A fact where a node stands; none for what stands nowhere."""
        if at.start < 0:
            return ()
        line, (start, end) = place(self.checked.program.text, at.start, at.end)
        return (Fact(message, line, start, end),)

    def text(self, node: Node) -> str:
        """A node as typed, shortened."""
        if node.start < 0:
            return "this"
        text = " ".join(self.checked.program.text[node.start : min(node.end, node.start + 4 * LONGEST)].split())
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

    def sized(self, shape: Shape) -> str:
        """A size as a phrase: `4 values`, `a 3 × 4 matrix`."""
        return sized(shape.kind, self.checked.size_of(shape))

    def having(self, shape: Shape) -> str:
        """A size with its verb: `has 4 values`, `is a 3 × 4 matrix`."""
        return ("has " if shape.kind in VECTORS else "is ") + self.sized(shape)

    def size(self, term: Term) -> str:
        """One size as shown."""
        (size,) = self.checked.size_of(Shape(ROW, (term,)))
        return str(size)

    def equate(
        self,
        one: Term,
        other: Term,
        rule: str,
        at: Node,
        code: str,
        message: Callable[[], str],
        facts: Callable[[], tuple[Fact, ...]] = tuple,
    ) -> bool:
        """Note that two sizes are equal; report it, once for each cause, and return False if they are not.

        In the message, `{one}` and `{other}` stand for the two sizes.
        """
        self.checked.equations.append(Equation(one, other, rule, at))
        try:
            self.checked.solver.equate(one, other)
        except ClashError:
            cause = frozenset((self.origin(one), self.origin(other)))
            if cause not in self.clashed:
                self.clashed.add(cause)
                said = message().replace("{one}", self.size(one)).replace("{other}", self.size(other))
                self.report(code, said, at, facts())
            return False
        return True

    def origin(self, term: Term) -> object:
        """What a size comes from: the last unknown before its number."""
        known = self.checked.solver.known
        while isinstance(term, Unknown) and isinstance(known.get(term), Unknown):
            term = known[term]
        return str(self.size(term)) if isinstance(term, Sum) else term
