"""A program as definitions alone: an update gives a new name, and the program's own functions are written out.

A function keeps its call where it has a slope: one of its own, or one that can be worked out because it goes value by
value; then the program gets the line that defines it, `f'(x) = …`.
"""

from __future__ import annotations

from itertools import count

from ..check.check import check, check_changed
from ..check.slopes import slope_of
from ..functions import FUNCTIONS, every_value, one_or_pair
from ..problems import LearningError, Problem, place
from ..sizes import NUMBER
from ..tree import (
    Call,
    Declaration,
    Definition,
    Elementwise,
    Expression,
    FunctionDefinition,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Program,
    Size,
    Statement,
    Update,
    in_order,
)
from .algebra import Algebra, UnfitError
from .gradient import Flow, Gradient, back_rules, smooth
from .substitute import replaced, with_value
from .unchain import FreshNames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Final

    from ..check.model import Checked
    from ..check.names import Step
    from ..tree import Node


def refused(checked: Checked, code: str, message: str, at: Node | None = None) -> LearningError:
    """The problem with a formula that is to learn, where a node of it stands."""
    text = checked.program.text
    if at is None or at.start < 0:
        return LearningError([Problem(code, message)], text)
    line, span = place(text, at.start, at.end)
    return LearningError([Problem(code, message, line, span)], text)


class Flat:
    """The definitions of a program, `checked`; `back` are the updates that it ends with.

    `key` is the name of what is learned from, which an update may have had to give a new one.
    """

    def __init__(self, checked: Checked, learned: Collection[str], outcome: str) -> None:
        self.original: Final = checked
        self.key = outcome
        self.learned: Final = frozenset(learned)
        self.names: Final = FreshNames(checked)
        self.slopes: Final[dict[str, FunctionDefinition | None]] = {}
        self.back: Final[list[Update]] = []
        self.checked = checked
        if checked.names.updates:
            self.settle()
        while (program := self.written_out()) is not None:
            self.check(program)

    def check(self, program: Program) -> None:
        """Take a changed program."""
        self.checked = check_changed(self.original, program)
        assert self.checked.right, [problem.message for problem in self.checked.problems]

    # -------------------------------------------------------------------------------------------- updates

    def settle(self) -> None:
        """Every new value of a letter gets a name of its own; at the end they become the letters' again."""
        checked = self.original
        names = checked.names
        for key, numbers in names.updates.items():
            if key in self.learned:
                message = f"{key} is updated by the formula itself, so its learning cannot be worked out"
                raise refused(checked, "E0502", message, names.steps[numbers[0]])
        reading = {title for title, reads in names.closed.items() if not names.updates.keys().isdisjoint(reads)}
        now: dict[str, Name] = {}
        instead: dict[Statement, list[Statement]] = {}
        for step in names.order:
            lines: list[Step] = [step]
            while any(isinstance(node, Call) and node.title in reading for node in in_order(lines[-1].value)):
                before, value = self.inlined(lines[-1].value, checked, lambda node: node.title in reading)
                lines[-1:] = [*before, with_value(lines[-1], value)]
            made = instead[step] = []
            for line in lines:
                value = replaced(line.value, lambda node: now.get(node.key) if isinstance(node, Name) else None)
                if isinstance(line, Update):
                    fresh = now[line.name.key] = self.fresh_like(line.name)
                    made.append(Definition(fresh, value, line.start, line.end))
                else:
                    made.append(with_value(line, value))
        targets = {step.name.key: step.name for step in names.steps if isinstance(step, Update)}
        self.back.extend(Update(targets[key], name) for key, name in now.items())
        self.key = now[self.key].key if self.key in now else self.key
        lines_now = [new for line in checked.program.statements for new in instead.get(line, [line])]
        self.check(Program(tuple(lines_now), checked.program.text))

    def fresh_like(self, name: Name) -> Name:
        """A new name with the letter of another."""
        found = next(made for number in count(1) if (made := Name(name.letter, str(number))).key not in self.names.used)
        self.names.used.add(found.key)
        return found

    # ------------------------------------------------------------------------------------------ functions

    def written_out(self) -> Program | None:
        """The program with calls written out whose slope is not known as such; None if there are none left."""
        checked = self.checked
        active = set(self.learned)
        flowing = self.flowing()
        changed: dict[Statement, list[Statement]] = {}
        for step in checked.names.order:
            calls = self.to_write_out(step.value, active, flowing)
            if active_value(step.value, checked, active) and isinstance(step, Definition):
                active.add(step.name.key)
            if calls:
                before, value = self.inlined(step.value, checked, calls.__contains__)
                changed[step] = [*before, with_value(step, value)]
        missing = [line for title, line in self.slopes.items() if line and title not in checked.names.functions]
        if not changed and not missing:
            return None
        lines: list[Statement] = []
        for line in checked.program.statements:
            lines += changed.get(line, [line])
            lines += [new for new in missing if isinstance(line, FunctionDefinition) and line.function == new.function]
        return Program(tuple(lines), checked.program.text)

    def flowing(self) -> set[Expression]:
        """The parts of all lines through which a change reaches what is learned from."""
        checked = self.checked
        definitions, closed = checked.names.definitions, checked.names.closed
        found: set[Expression] = set()
        done: set[str] = set()
        waiting = [self.key]
        while waiting:
            key = waiting.pop()
            if key in done or key not in definitions:
                continue
            done.add(key)
            stack = [definitions[key].value]
            while stack:
                node = stack.pop()
                found.add(node)
                if isinstance(node, Name):
                    waiting.append(node.key)
                elif isinstance(node, Call):
                    waiting += closed.get(node.title, ())
                stack += smooth(node, checked, checked.kind)
        return found

    def to_write_out(
        self, root: Expression, active: Collection[str], flowing: Collection[Expression]
    ) -> set[Expression]:
        """The calls in a line through which a change flows and that have no slope that can be called."""
        checked = self.checked
        found: set[Expression] = set()
        for node in dependent(root, checked, active):
            if not isinstance(node, Call) or node not in flowing:
                continue
            own = checked.names.functions.get(node.title)
            if node.slope or (own is not None and not self.has_slope(own, active)):
                found.add(node)
            elif own is None and back_rules(node, checked, checked.kind) is None:
                self.expect_slope(node)
        return found

    def expect_slope(self, node: Call) -> None:
        """Refuse a function that nobody knows the slope of."""
        name = node.function
        if f"{name}'" in self.checked.names.functions or (
            name not in self.checked.given and FUNCTIONS[name].sizes is every_value
        ):
            return
        message = f"the slope of {name} is not known; a line {name}'(x) = … defines it"
        raise refused(self.original, "E0101", message, node)

    def inlined(
        self, root: Expression, checked: Checked, wanted: Callable[[Call], bool]
    ) -> tuple[list[Step], Expression]:
        """An expression with some calls written out, and lines for arguments that are used more than once."""
        lines: list[Step] = []

        def body(node: Expression) -> Expression | None:
            if not isinstance(node, Call) or not wanted(node):
                return None
            function = checked.names.functions.get(node.title) or slope_of(node.function)
            assert function is not None
            uses = [inside for inside in in_order(function.value) if isinstance(inside, Name)]
            exponents = {
                inside.exponent.key
                for inside in in_order(function.value)
                if isinstance(inside, Power) and isinstance(inside.exponent, Name)
            }
            values: dict[str, Expression] = {}
            for parameter, argument in zip(function.parameters, node.arguments, strict=True):
                often = sum(use.key == parameter.key for use in uses) > 1 or parameter.key in exponents
                if often and not isinstance(argument, Name | Number):
                    name = self.names.name(checked.kind(argument), None)
                    lines.append(Definition(name, argument))
                    argument = name
                values[parameter.key] = argument
            return replaced(function.value, lambda inside: values.get(inside.key) if isinstance(inside, Name) else None)

        return lines, replaced(root, body)

    # --------------------------------------------------------------------------------------------- slopes

    def has_slope(self, function: FunctionDefinition, active: Collection[str]) -> bool:
        """True for an own function of one argument whose slope is defined, or can be."""
        checked = self.checked
        title = f"{function.function}'"
        if function.slope or len(function.parameters) != 1:
            return False
        if not reads_nothing_of(checked, function.title, active):
            return False
        if title in checked.names.functions:
            return True
        if title not in self.slopes:
            self.slopes[title] = self.slope(function)
        return self.slopes[title] is not None

    def slope(self, function: FunctionDefinition) -> FunctionDefinition | None:
        """The slope of a function that goes value by value, as a function; None for any other.

        It is worked out in a small program of which the argument is what is learned.
        """
        checked = self.checked
        (parameter,) = function.parameters
        kinds = {key[1][0] for key in checked.instances if key[0] == function.title}
        outside = checked.names.closed.get(function.title, {})
        shapes = [checked.named.get(key) for key in outside]
        if any(shape is None or shape.kind != NUMBER for shape in shapes) or parameter.key in outside:
            return None
        own = checked.names.functions
        for node in in_order(function.value):
            if isinstance(node, Call) and node.title in own:
                self.has_slope(own[node.title], ())
        functions = self.called(function)
        numbers = tuple(Declaration((name,), ()) for name in outside.values())
        for sizes in ((Size((("n", 1),), 0),), ()):
            if not sizes and kinds != {NUMBER}:
                return None
            if sizes and (parameter.key == "n" or "n" in outside):
                sizes = (Size((("m" if "m" not in {parameter.key, *outside} else "k", 1),), 0),)
            result = self.fresh_result(parameter, outside)
            program = Program((
                Declaration((parameter,), sizes), *numbers, *functions, Definition(result, function.value)
            ))  # fmt: skip
            small = check(program, (), checked.columns, checked.given)
            if not small.right or not self.by_value(function.value, parameter.key, small):
                continue
            try:
                algebra = Algebra(small)
                flow = Flow(algebra, small.names.order, (parameter.key,), result.key)
                gradient = Gradient(flow, None)
                if flow.order:
                    gradient.back(flow.order[-1], algebra.number(1))
            except UnfitError:
                continue
            value = gradient.found.get(parameter.key) or Product(Number("0"), parameter)
            return FunctionDefinition(function.function, (parameter,), value, True)
        return None

    def called(self, function: FunctionDefinition) -> list[FunctionDefinition]:
        """The functions that one calls, and those that they call, with their slopes."""
        own = {**{title: line for title, line in self.slopes.items() if line}, **self.checked.names.functions}
        found: dict[str, FunctionDefinition] = {}
        waiting = [function]
        while waiting:
            for node in in_order(waiting.pop().value):
                for title in (node.title, f"{node.function}'") if isinstance(node, Call) else ():
                    if title in own and title not in found:
                        found[title] = own[title]
                        waiting.append(own[title])
        return list(found.values())

    def fresh_result(self, parameter: Name, outside: Mapping[str, Name]) -> Name:
        """A name for a function's value, which the function does not read."""
        return next(name for n in count() if (name := Name("r", str(n))).key not in {parameter.key, *outside})

    def by_value(self, root: Expression, parameter: str, small: Checked) -> bool:
        """True for a formula that goes value by value from its letter."""
        depends: set[Expression] = set()
        for node in in_order(root):
            inside = [part in depends for part in node.parts]
            if isinstance(node, Name) and node.key == parameter:
                depends.add(node)
            elif any(inside):
                depends.add(node)
                if isinstance(node, Product):
                    fits = NUMBER in (small.kind(node.left), small.kind(node.right))
                elif isinstance(node, Power):
                    fits = not inside[1]
                elif isinstance(node, Call):
                    fits = self.call_by_value(node, small)
                else:
                    fits = isinstance(node, Elementwise | Negative) or small.kind(node) == NUMBER == small.kind(
                        node.parts[0]
                    )
                if not fits:
                    return False
        return True

    def call_by_value(self, node: Call, small: Checked) -> bool:
        """True for a call that goes value by value and has a slope."""
        own = self.checked.names.functions.get(node.title)
        if node.slope:
            return False
        if own is not None:
            return self.has_slope(own, ())
        if node.function in small.given:
            return f"{node.function}'" in small.names.functions
        sizes = FUNCTIONS[node.function].sizes
        return sizes is every_value or (sizes is one_or_pair and len(node.arguments) == 2)


def dependent(root: Expression, checked: Checked, active: Collection[str]) -> list[Expression]:
    """The parts of a line that change smoothly with the active letters, each after its parts."""
    found: dict[Expression, None] = {}
    for node in in_order(root):
        if isinstance(node, Name):
            depends = node.key in active
        else:
            depends = any(part in found for part in smooth(node, checked, checked.kind))
            if isinstance(node, Call) and not depends:
                depends = not reads_nothing_of(checked, node.title, active)
        if depends:
            found[node] = None
    return list(found)


def active_value(root: Expression, checked: Checked, active: Collection[str]) -> bool:
    """True for a line whose value changes smoothly with the active letters."""
    return root in dependent(root, checked, active)


def reads_nothing_of(checked: Checked, title: str, active: Collection[str]) -> bool:
    """True for a function that reads no active letter beside its arguments."""
    return not any(key in active for key in checked.names.closed.get(title, ()))
