"""How a formula learns, in its own letters: its lines, then what each layer should change by, then the updates.

The chapter's two halves: what an earlier layer should be is what the later one should be, multiplied by the weights in
between (global correlation); and each weight matrix learns to correlate its input with that (local correlation).
A. Trask, *Grokking Deep Learning*, chapters 6 and 7; D. Rumelhart, G. Hinton, R. Williams, *Learning representations by
back-propagating errors*, 1986.
"""

from __future__ import annotations

from fractions import Fraction

from ..check.check import check_changed
from ..functions import FUNCTIONS, TOTALS
from ..read.letters import read, read_name
from ..sizes import COLUMN, MATRIX, NUMBER, ONE, ROW, VECTORS, Shape
from ..tree import (
    Call,
    Declaration,
    Definition,
    Elementwise,
    Evaluation,
    Expression,
    Name,
    Number,
    Product,
    Program,
    Statement,
    Update,
    Values,
    in_order,
)
from ..words import listed, words_of
from .algebra import Algebra, UnfitError, once_each, sign_first
from .delta_names import Names
from .flatten import Flat, refused
from .gradient import Flow, Gradient, formula
from .substitute import replaced, with_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Final

    from ..check.model import Checked
    from ..check.names import Step

RATES = "αηλε"
# What a prediction is held against; the second letter where the first one is the prediction, or on the way to it.
TARGETS = ("y", "t")
DATA = "X"  # the letter of a matrix of datapoints, which is learned only if it is named or there is no other matrix
ERRORS = ("error", "loss", "cost")  # words of a letter that is one


class Learning:
    """A formula that learns.

    `program` has the lines of the formula, the deltas and the updates; `measured` the lines of the formula and a last
    one that works out the `error` of one datapoint, a number.  `learned` are the letters that are updated, `rate` is
    the number that the updates are multiplied by, `target` what the prediction should be (empty if the formula has an
    error of its own).
    """

    __slots__ = ("error", "learned", "measured", "program", "rate", "target")

    def __init__(
        self, program: Program, measured: Program, learned: tuple[str, ...], rate: str, target: str, error: str
    ) -> None:
        self.program: Final = program
        self.measured: Final = measured
        self.learned: Final = learned
        self.rate: Final = rate
        self.target: Final = target
        self.error: Final = error


def backprop(
    checked: Checked,
    target: str | None = None,
    learn: Sequence[str] | None = None,
    error: str | None = None,
    data: Collection[str] = (),
) -> Learning:
    """The learning formulas of a program; letters that are `data` are only learned if they are named.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> from letternet.write.letters import letters
    >>> print(letters(backprop(check(read("l1 = relu(l0W0); l2 = l1W1")[0])).program))
    l1 = relu(l0W0)
    l2 = l1W1
    d means "layer {} delta"
    d2 = l2 - y
    d1 = d2W1ᵀ ⊙ relu'(l1)
    W1 <- W1 - α l1ᵀd2
    W0 <- W0 - α l0ᵀd1
    """
    return Backprop(checked, target, learn, error, data).learning()


class Backprop:
    """The parts that the letters of one program have in its learning."""

    def __init__(
        self,
        checked: Checked,
        target: str | None,
        learn: Sequence[str] | None,
        error: str | None,
        data: Collection[str],
    ) -> None:
        self.original: Final = checked
        self.asked: Final = target
        self.outcome = self.find_outcome(error)
        self.own_error: Final = self.is_error(self.outcome, target, error)
        self.target: Final = "" if self.own_error else self.find_target(target)
        self.learned: Final = self.find_learned(learn, data)
        used = {*self.letters(), self.target}
        self.rate: Final = next((letter for letter in RATES if letter not in used), f"{RATES[0]}_1")

    # -------------------------------------------------------------------------------------------- parts

    def letters(self) -> set[str]:
        """Every letter that the lines and functions of the formula use."""
        names = self.original.names
        return {*names.inputs, *names.definitions, *names.updates, *names.sizes}.union(*names.closed.values())

    def find_outcome(self, error: str | None) -> Step:
        """The line that is learned from: the error that is named, else the formula's own, else its last line."""
        checked = self.original
        names = checked.names
        if error is not None:
            key = read_name(error) or error
            line = names.definitions.get(key)
            if line is None or checked.kind(line.value) != NUMBER:
                what = "no line works it out" if line is None else "it is not a number"
                raise refused(checked, "E0502", f"{error} cannot be the error: {what}", line)
            return line
        worked_out = [step for step in names.steps if not isinstance(step.value, Values | Number)]
        if not worked_out:
            raise refused(checked, "E0501", "nothing is worked out here, so there is nothing to learn")
        for step in reversed(worked_out):
            if isinstance(step, Definition) and self.called_error(step):
                return step
        return worked_out[-1]

    def called_error(self, step: Definition) -> bool:
        """True for a number that is called an error, or has its letter."""
        checked = self.original
        if checked.kind(step.value) != NUMBER:
            return False
        phrase = words_of(checked).english.get(step.name.key, "")
        return step.name.letter == "e" or any(word in phrase.lower().split() for word in ERRORS)

    def is_error(self, step: Step, target: str | None, error: str | None) -> bool:
        """True for a line that is an error itself: called so, or a number made with the target."""
        if error is not None or (isinstance(step, Definition) and self.called_error(step)):
            return True
        names = self.original.names
        targets = {target} if target else {"y", "Y"}
        return self.original.kind(step.value) == NUMBER and not targets.isdisjoint(names.inputs)

    def find_target(self, target: str | None) -> str:
        """The letter of what the prediction should be, which the formula does not have."""
        checked = self.original
        usual = [letter.upper() if checked.kind(self.outcome.value) == MATRIX else letter for letter in TARGETS]
        key = usual[usual[0] in checked.names.definitions] if target is None else target
        key = read_name(key) or key
        if not read_name(key):
            raise refused(checked, "E0502", f"{target!r} is no letter that a target could have, such as y")
        if key in self.letters():
            free = next(letter for letter in (*TARGETS, "z", "y_1") if letter not in self.letters())
            message = f"{key} is a letter of the formula, so the target needs another one, such as {free}"
            raise refused(checked, "E0502", message, checked.names.inputs.get(key))
        return key

    def find_learned(self, learn: Sequence[str] | None, data: Collection[str]) -> tuple[str, ...]:
        """The letters that are learned, in order of first use: those asked for, or matrices but X, and biases."""
        checked = self.original
        names = checked.names
        if learn is not None:
            if not learn:
                raise refused(checked, "E0501", "no letter is named that could be learned")
            keys = [read_name(key) or key for key in learn]
            for key, typed in zip(keys, learn, strict=True):
                line = names.definitions.get(key)
                if line is not None and not isinstance(line.value, Values | Number):
                    raise refused(checked, "E0502", f"{key} is worked out by a line, so it cannot be learned", line)
                if line is None and key not in names.inputs:
                    there = listed(list(names.inputs)) or "nothing"
                    message = f"no letter {typed} comes in that could be learned; what comes in is {there}"
                    raise refused(checked, "E0502", message)
            order = {key: number for number, key in enumerate((*names.inputs, *names.definitions))}
            return tuple(sorted(dict.fromkeys(keys), key=order.__getitem__))
        words = words_of(checked)
        without = {*data, *((self.asked,) if self.asked else ("y", "Y") if self.own_error else ())}
        found = [
            key
            for key in names.inputs
            if (shape := checked.named.get(key)) is not None
            and (shape.kind == MATRIX or (shape.kind in VECTORS and "bias" in words.english[key].lower().split()))
            and key not in without
            and words.python[key] not in data
        ]
        if not found:
            there = listed(list(names.inputs)) or "nothing"
            message = f"no matrix and no bias comes in; what comes in is {there}, and is learned if it is named"
            raise refused(checked, "E0501", message)
        return tuple([key for key in found if names.inputs[key].letter != DATA] or found)

    # ----------------------------------------------------------------------------------------- learning

    def learning(self) -> Learning:
        """The formulas, with names that tell the layers apart."""
        checked = self.named_outcome()
        assert not isinstance(self.outcome, Evaluation)
        flat = Flat(checked, self.learned, self.outcome.name.key)
        last = self.outcome.name
        worked = Worked(self, flat, last.letter if last.index else "", ())
        places = worked.places()
        for _ in range(2):
            short = worked.names.letter_of_layers()
            if worked.named != places or short != worked.names.short:
                worked = Worked(self, flat, short, places)
        return worked.learning()

    def named_outcome(self) -> Checked:
        """The program with a name for what is worked out last, if it had none."""
        if not isinstance(self.outcome, Evaluation):
            return self.original
        used = {*self.letters(), self.target}
        letters = "PQRS" if self.original.kind(self.outcome.value) == MATRIX else "pqrs"
        name = next(made for index in ("", "1", "2") for c in letters if (made := Name(c, index)).key not in used)
        step = Definition(name, self.outcome.value, self.outcome.start, self.outcome.end)
        lines = tuple(step if line is self.outcome else line for line in self.original.program.statements)
        self.outcome = step
        return check_changed(self.original, Program(lines, self.original.program.text))


class Worked:
    """The learning formulas of a program of definitions."""

    def __init__(self, parts: Backprop, flat: Flat, short: str, named: Sequence[int]) -> None:
        """`named` are the places of the values that need names, so that those can be given in reading order."""
        self.parts: Final = parts
        self.flat: Final = flat
        self.named: Final = named
        self.checked: Final = flat.checked.again()
        self.algebra: Final = Algebra(self.checked)
        self.algebra.checker.run()
        self.key: Final = flat.key
        self.flow: Final = Flow(self.algebra, self.checked.names.order, parts.learned, self.key)
        self.names: Final = Names(self.flow, short, (parts.target, parts.rate))
        root = self.flow.behind(self.flow.roots[self.key])
        self.gradient: Final = Gradient(self.flow, self.names, self.flow.owners.get(root) if parts.own_error else None)
        self.all: Final = once_each(*self.flow.roots.values())
        for place in named:
            self.gradient.value(self.all[place])
        self.root: Final = root
        self.shape: Final[Shape] = self.algebra.shapes[self.root]
        if self.root not in self.flow.needed:
            raise refused(parts.original, "E0501", self.unreached())
        try:
            self.walk()
        except UnfitError:
            raise refused(parts.original, "E0501", "the slope of this formula cannot be put into letters") from None

    def unreached(self) -> str:
        """That nothing that is learned reaches the error."""
        learned = listed(self.parts.learned)
        verb = "does not reach" if len(self.parts.learned) == 1 else "do not reach"
        return f"{learned} {verb} {self.key} by any way that has a slope, so nothing can be learned"

    def places(self) -> Sequence[int]:
        """Where the values that got a name stand."""
        return tuple(place for place, node in enumerate(self.all) if node in self.gradient.values)

    # ---------------------------------------------------------------------------------------------- walk

    def walk(self) -> None:
        """From the error back."""
        algebra = self.algebra
        if self.parts.own_error:
            self.gradient.back(self.root, algebra.number(1))
            return
        target = self.target_node()
        learns = self.goal()
        if learns is None:
            self.gradient.back(self.root, algebra.minus(self.gradient.value(self.root), target))
            return
        assert isinstance(self.root, Call)
        inside = self.flow.behind(self.root.arguments[0])
        letters = {"y": lambda: self.gradient.value(self.root), "t": lambda: target}
        self.gradient.labels[inside] = self.flow.owners[self.root]
        self.gradient.back(inside, algebra.substituted(formula(learns[0]), letters))

    def goal(self) -> tuple[str, str] | None:
        """What a function at the end brings as its own error: its change, and the error."""
        node = self.root
        if not isinstance(node, Call) or node.slope or node.title in self.checked.names.functions:
            return None
        return None if node.function in self.checked.given else FUNCTIONS[node.function].learns

    def target_node(self) -> Expression:
        """The target as the prediction lies: a row or a column."""
        shape = self.shape
        name = self.target_name
        turned = shape.kind in VECTORS and (shape.kind == COLUMN) != self.checked.columns
        if not turned:
            self.checked.named[name.key] = shape
            return self.algebra.one(name)
        self.checked.named[name.key] = Shape(COLUMN if self.checked.columns else ROW, shape.sizes)
        return self.algebra.transposed(self.algebra.one(name))

    @property
    def target_name(self) -> Name:
        """The letter of the target."""
        (line,) = read(self.parts.target)[0].statements
        assert isinstance(line, Evaluation)
        assert isinstance(line.value, Name)
        return Name(line.value.letter, line.value.index)

    # -------------------------------------------------------------------------------------------- updates

    def updated(self, forward: Sequence[Statement]) -> list[tuple[Name, Expression]]:
        """What is taken from each learned letter, before the rate: the one used last comes first."""
        place: dict[str, tuple[int, int]] = {}
        for number, step in enumerate(forward):
            for at, node in enumerate(in_order(step.value) if isinstance(step, Definition | Evaluation) else ()):
                if isinstance(node, Name):
                    place.setdefault(node.key, (-number, at))
        found = self.gradient.found
        keys = sorted((key for key in self.parts.learned if key in found), key=lambda key: place.get(key, (0, 0)))
        names = self.checked.names
        return [(names.inputs[key] if key in names.inputs else names.definitions[key].name, found[key]) for key in keys]

    # ---------------------------------------------------------------------------------------------- lines

    def learning(self) -> Learning:
        """All lines, in order."""
        forward = self.forward()
        deltas, updates = list(self.gradient.deltas), self.updated(forward)
        apart = self.read_by_others(updates)
        for number, (name, change) in enumerate(updates):
            if name.key in apart:
                gradient = self.algebra.name(self.names.gradient(name, self.algebra.kind(change)), change)
                assert isinstance(gradient, Name)
                deltas.append((gradient, change))
                updates[number] = (name, gradient)
        measured, error = self.measured(forward)
        lines, changes = self.shared(deltas, [change for _, change in updates])
        made = [self.update(name, change) for (name, _), change in zip(updates, changes, strict=True)]
        declared = [*self.target_declared(), *self.names.declarations()]
        program = Program((*declared, *forward, *self.names.meanings(), *lines, *made, *self.flat.back))
        learned = tuple(name.key for name, _ in updates)
        return Learning(program, measured, learned, self.parts.rate, self.parts.target, error)

    def read_by_others(self, updates: Sequence[tuple[Name, Expression]]) -> set[str]:
        """The learned letters whose change reads another one, which may have been updated before."""
        keys = {name.key for name, _ in updates}
        return {
            name.key
            for name, change in updates
            if any(isinstance(n, Name) and n.key in keys and n.key != name.key for n in once_each(change))
        }

    def forward(self) -> list[Statement]:
        """The lines of the formula, with a line for each value that learning needs and that had no name."""
        values = self.gradient.values
        lines: list[Statement] = []
        made: set[Expression] = set()
        for line in self.checked.program.statements:
            if not isinstance(line, Definition | Evaluation) or isinstance(line.value, Values):
                lines.append(line)
                continue
            root = self.algebra.taken(line.value)
            nodes = [node for node in once_each(root) if node in values]
            for node in nodes:
                if node not in made:
                    made.add(node)
                    lines.append(Definition(values[node], self.written(node, values)))
            lines.append(with_value(line, values[root] if root in values else self.written(root, values))
                         if nodes else line)  # fmt: skip
        return lines

    def written(self, root: Expression, names: Mapping[Expression, Name]) -> Expression:
        """An expression with names in the place of what has one."""
        return replaced(root, lambda node: names.get(node) if node is not root else None)

    def shared(
        self, deltas: Sequence[tuple[Name, Expression]], changes: Sequence[Expression]
    ) -> tuple[list[Statement], list[Expression]]:
        """The lines of the deltas, with a line for what stands in several places; and the changes with those names."""
        roots = [*(change for _, change in deltas), *changes]
        uses = dict.fromkeys(roots, 0)
        for root in roots:
            uses[root] += 1
        for node in once_each(*roots):
            for part in node.parts:
                uses[part] = uses.get(part, 0) + 1
        names: dict[Expression, Name] = {**self.gradient.values, **self.flow.owners}
        lines: list[Statement] = []
        written: list[Expression] = []
        for number, root in enumerate(roots):
            for node in once_each(root):
                if uses[node] > 1 and node not in names and not self.gradient.is_little(node) and node is not root:
                    name = self.names.fresh.name(self.algebra.kind(node), None)
                    self.algebra.name(name, node)
                    lines.append(Definition(name, sign_first(self.written(node, names))))
                    names[node] = name
            if number < len(deltas):
                name = deltas[number][0]
                lines.append(Definition(name, names.get(root) or sign_first(self.written(root, names))))
                names.setdefault(root, name)
            else:
                written.append(names.get(root) or self.written(root, names))
        return lines, written

    def update(self, name: Name, change: Expression) -> Update:
        """`W1 <- W1 - α l1ᵀd2`; what is the same in every row or place needs no stretching, `W - α d`."""
        algebra = self.algebra
        letter, change = algebra.one(name), algebra.taken(change)
        match change:
            case Elementwise("+", Product(Number("0"), stretched), rest) if stretched is letter:
                change = rest
        step = algebra.scaled(algebra.one(Name(self.parts.rate), ONE), change)
        return Update(name, algebra.minus(letter, step))

    # ------------------------------------------------------------------------------------ error and target

    def measured(self, forward: Sequence[Statement]) -> tuple[Program, str]:
        """The formula and its error, half the sum of the squared differences if it has none of its own."""
        if self.parts.own_error:
            return Program((*self.target_declared(), *forward)), self.key
        algebra = self.algebra
        target, learns = self.target_node(), self.goal()
        names = {**self.gradient.values, **self.flow.owners}
        if learns is None:
            squared = algebra.raised(algebra.minus(self.gradient.value(self.root), target), Fraction(2))
            total = squared if algebra.kind(squared) == NUMBER else algebra.call(TOTALS[NUMBER], squared)
            value = algebra.scaled(algebra.number("0.5"), total)
        else:
            assert isinstance(self.root, Call)
            inside = self.root.arguments[0]
            letters = {"x": lambda: inside, "t": lambda: target}
            value = algebra.substituted(formula(learns[1]), letters)
        name = self.names.fresh.name(NUMBER, next(
            (made for letter in "eE" if (made := Name(letter)).key not in self.names.fresh.used), None
        ))  # fmt: skip
        line = Definition(name, self.written(value, names))
        return Program((*self.target_declared(), *forward, line)), name.key

    def target_declared(self) -> list[Declaration]:
        """What the target is, where its letter stands for another kind."""
        key = self.parts.target
        if not key or key in self.checked.names.declared:
            return []
        name = self.target_name
        usual = NUMBER if not name.letter.isascii() else MATRIX if name.letter.isupper() else "vector"
        kind = "vector" if self.shape.kind in VECTORS else self.shape.kind
        if kind == usual:
            return []
        sizes = tuple(self.names.declared(self.checked.solver.value(size)) for size in self.shape.sizes)
        return [Declaration((name,), sizes)]
