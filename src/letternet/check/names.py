"""What every name is: defined by which line, coming in, a size; and the order in which lines can be worked out."""

from __future__ import annotations

from ..problems import MOST_PROBLEMS, Fact, Problem, place
from ..tree import (
    Call,
    Convention,
    Declaration,
    Definition,
    Evaluation,
    Expression,
    FunctionDefinition,
    Meaning,
    Name,
    Program,
    Statement,
    Update,
    in_order,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

Step = Definition | Update | Evaluation  # a line with something to work out


class Reads:
    """What an expression needs: names and functions, each once, in reading order."""

    __slots__ = ("functions", "names")

    def __init__(self, root: Expression, without: frozenset[str] = frozenset()) -> None:
        names: dict[str, Name] = {}
        functions: dict[str, None] = {}
        for node in in_order(root):
            if isinstance(node, Name):
                if node.key not in without and node.key != "π":
                    names.setdefault(node.key, node)
            elif isinstance(node, Call):
                functions[node.title] = None
        self.names: Final = names
        self.functions: Final = tuple(functions)


class Names:
    """The names of a program.

    `definitions`: the line that defines each name.  `functions`: the program's own, by title (`f`, `f'`).
    `inputs`: the names that come in, in order of first use.  `order`: the lines with something to work out, each
    after the definitions it needs.  `sizes`: the letters that sizes are declared with, in order.
    """

    def __init__(self, program: Program, extra: tuple[Declaration | Meaning, ...] = (), columns: bool = False) -> None:
        self.program: Final = program
        self.problems: list[Problem] = []
        self.definitions: dict[str, Definition] = {}
        self.functions: dict[str, FunctionDefinition] = {}
        self.updates: dict[str, list[int]] = {}
        self.sizes: dict[str, None] = {}
        self.declared: dict[str, Declaration] = {}
        self.reads: dict[Statement, dict[str, Name]] = {}
        self.declarations: list[Declaration] = []
        self.columns = columns
        self.doubled: set[str] = set()  # names reported as defined twice
        self.meant: dict[str, Meaning] = {}
        for line in (*program.statements, *extra):
            self.collect(line)
        self.steps: Final[list[Step]] = [s for s in program.statements if isinstance(s, Step)]
        for number, step in enumerate(self.steps):
            if isinstance(step, Update):
                self.updates.setdefault(step.name.key, []).append(number)
        self.broken: set[str] = set()
        self.closed: dict[str, dict[str, Name]] = {}
        self.close_functions()
        self.order: list[Step] = []
        self.put_in_order()
        self.inputs: dict[str, Name] = {}
        self.find_inputs()

    # ------------------------------------------------------------------------------------- collecting

    def report(self, code: str, message: str, at: Name | Statement, facts: tuple[Fact, ...] = ()) -> None:
        """Note a problem where `at` stands."""
        if len(self.problems) >= MOST_PROBLEMS:
            return
        line, span = place(self.program.text, at.start, at.end)
        self.problems.append(Problem(code, message, line, span, facts))

    def fact(self, message: str, at: Name | Statement) -> Fact:
        """A fact where `at` stands."""
        line, (start, end) = place(self.program.text, at.start, at.end)
        return Fact(message, line, start, end)

    def collect(self, line: Statement) -> None:
        """Enter one line."""
        if isinstance(line, Definition):
            first = self.definitions.setdefault(line.name.key, line)
            if first is not line and line.name.key not in self.doubled:
                self.doubled.add(line.name.key)
                fact = self.fact(f"{line.name.key} is defined here", first.name)
                self.report("E0110", f"{line.name.key} is defined twice; an update is written <-", line.name, (fact,))
        elif isinstance(line, FunctionDefinition):
            known = self.functions.setdefault(line.title, line)
            if known is not line:
                fact = self.fact(f"{line.title} is defined here", known)
                self.report("E0110", f"the function {line.title} is defined twice", line, (fact,))
        elif isinstance(line, Declaration):
            self.declarations.append(line)
            for size in line.sizes:
                for letter, _ in size.letters:
                    self.sizes.setdefault(letter)
            for name in line.names:
                self.declared.setdefault(name.key, line)
        elif isinstance(line, Meaning):
            before = self.meant.setdefault(line.letter.key, line)
            if before is not line:
                fact = self.fact("its first meaning", before)
                self.report("E0110", f"{line.letter.key} is given a meaning twice", line, (fact,))
        elif isinstance(line, Convention):
            self.columns = line.columns

    # ---------------------------------------------------------------------------------------- functions

    def close_functions(self) -> None:
        """Find what each own function reads, through the functions it calls; one that needs itself is refused."""
        own = {
            title: Reads(line.value, frozenset(p.key for p in line.parameters))
            for title, line in self.functions.items()
        }
        state: dict[str, int] = {}  # 1 while being worked out, 2 when done
        for first in own:
            stack = [first]
            while stack:
                title = stack[-1]
                if state.get(title) == 2:
                    stack.pop()
                    continue
                calls = [f for f in own[title].functions if f in own]
                if title not in state:
                    state[title] = 1
                    circle = [f for f in calls if state.get(f) == 1]
                    if circle:
                        self.report_circle([*stack[stack.index(circle[0]) :]])
                        self.broken.update(stack)
                    stack.extend(f for f in calls if f not in state)
                    continue
                state[title] = 2
                stack.pop()
                names = dict(own[title].names)
                for f in calls:
                    names.update((k, v) for k, v in self.closed.get(f, {}).items() if k not in names)
                self.closed[title] = names

    def report_circle(self, circle: list[str]) -> None:
        """Functions that need one another."""
        line = self.functions[circle[0]]
        if len(circle) == 1:
            message = f"the function {circle[0]} is defined by itself, so it never ends"
        else:
            message = f"the functions {', '.join(circle[:-1])} and {circle[-1]} are defined by one another"
        self.report("E0111", message, line)

    # -------------------------------------------------------------------------------------------- order

    def needs(self, step: Step) -> dict[str, Name]:
        """Every name that a line reads, also through the program's functions; the target of an update too."""
        reads = self.reads.get(step)
        if reads is None:
            reads = self.reads[step] = self.reads_of(step.value)
            if isinstance(step, Update):
                reads.setdefault(step.name.key, step.name)
        return reads

    def reads_of(self, root: Expression) -> dict[str, Name]:
        """Every name that an expression reads, also through the program's functions."""
        reads = Reads(root)
        for f in reads.functions:
            for key, name in self.closed.get(f, {}).items():
                reads.names.setdefault(key, name)
        return reads.names

    def put_in_order(self) -> None:
        """Text order, but a definition moves up to stand before its first use."""
        number = {step: i for i, step in enumerate(self.steps)}
        done: set[Step] = set()
        definitions = self.definitions
        for i, first in enumerate(self.steps):
            if first in done:
                continue
            for key in self.needs(first):
                if key in definitions and definitions[key] not in done:
                    break
            else:  # most lines stand where they can be worked out
                done.add(first)
                self.order.append(first)
                continue
            stack = [first]
            open_steps: dict[Step, None] = {}
            while stack:
                step = stack[-1]
                if step in done:
                    stack.pop()
                    open_steps.pop(step, None)
                    continue
                if step not in open_steps:
                    open_steps[step] = None
                    waiting = []
                    for key in self.needs(step):
                        definition = self.definitions.get(key)
                        if definition is None or definition in done:
                            continue
                        if definition in open_steps:
                            self.report_cycle(list(open_steps), definition)
                            continue
                        waiting.append(definition)
                    stack.extend(reversed(waiting))
                    if waiting:
                        continue
                stack.pop()
                del open_steps[step]
                done.add(step)
                self.order.append(step)
                if number[step] > i:
                    self.check_moved(step, i, number[step])

    def report_cycle(self, steps: list[Step], start: Definition) -> None:
        """Names that are defined by one another."""
        circle = [s.name.key for s in steps[steps.index(start) :] if isinstance(s, Definition)]
        if set(circle) & self.broken:
            return
        self.broken.update(circle)
        if len(circle) == 1:
            message = f"{circle[0]} is defined by itself; an update is written {circle[0]} <- …"
        else:
            listed = circle[:-1] if len(circle) < 6 else [*circle[:4], f"{len(circle) - 5} more"]
            message = f"{', '.join(listed)} and {circle[-1]} are defined by one another"
        facts = tuple(self.fact(f"{s.name.key} is defined here", s.name) for s in steps[steps.index(start) + 1 :]
                      if isinstance(s, Definition))  # fmt: skip
        self.report("E0111", message, start.name, facts[:3])

    def check_moved(self, step: Step, before: int, home: int) -> None:
        """A definition moved up must not pass an update of what it reads."""
        for key, name in self.needs(step).items():
            for place_of in self.updates.get(key, ()):
                if before <= place_of < home and isinstance(step, Definition):
                    message = f"{step.name.key} is used before this line, and {key} changes in between"
                    fact = self.fact(f"{key} changes here", self.steps[place_of])
                    self.report("E0401", message, name, (fact,))
                    return

    # ------------------------------------------------------------------------------------------- inputs

    def find_inputs(self) -> None:
        """The names that no line defines, in order of first use; sizes used as numbers are not among them."""
        for step in self.order:
            for key, name in self.needs(step).items():
                if key not in self.definitions and not self.is_size(key):
                    self.inputs.setdefault(key, name)

    def is_size(self, key: str) -> bool:
        """True for a letter that is a size, and a number where it stands in a formula."""
        declared = self.declared.get(key)
        return key in self.sizes and key not in self.definitions and (declared is None or not declared.sizes)

    def used_sizes(self) -> dict[str, Name]:
        """The sizes that formulas use as numbers, in order of first use."""
        used: dict[str, Name] = {}
        if not self.sizes:
            return used
        for step in self.order:
            for key, name in self.needs(step).items():
                if self.is_size(key):
                    used.setdefault(key, name)
        return used
