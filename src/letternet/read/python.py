"""Python becomes letters: teaching code with NumPy, statement by statement; nothing is ever run.

What has no letters is left out with its line and the reason, and what it would have given comes in instead.  A loop's
lines are read once.
"""

from __future__ import annotations

import io
import tokenize
from itertools import islice

from ..alphabet import printable
from ..problems import MOST_PROBLEMS, Problem, errors
from ..tree import Comment, Convention, FunctionDefinition, Name, Program, Statement
from .array_code import Line, Op, Unfit, is_even, walk
from .known import KINDS, NOTHING
from .python_letters import Letters, same_function
from .python_names import likely_name, named, titles, version
from .python_statements import Code
from .ranks import Ranks

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Collection, Iterator, Sequence
    from typing import Final

    from .known import Known


def read(text: str, known: Known = NOTHING) -> Iterator[tuple[Program, list[Problem]]]:
    """What Python code says: names given another value are updates, or else other names.

    >>> from letternet.write.letters import letters
    >>> print(letters(next(read("layer_1 = np.maximum(layer_0 @ weights_0_1, 0)"))[0]))
    l1 = max(l0W0, 0)
    """
    code = Reading(Code(text, known))
    for again in (False, True):
        if not again or code.reassigned:
            yield code.program(again, known.columns or None)
            if code.stand and not known.columns:
                yield code.program(again, False)


MOST_ATTEMPTS = 5  # to say a program in which arrays change in ways that have no letters


class Reading:
    """Puts the lines of code into letters."""

    def __init__(self, code: Code) -> None:
        self.code: Final = code
        self.known: Final = code.known
        self.names: dict[str, Name] = {}  # each variable's name, when the program is written
        self.shapes = dict(code.shapes)
        self.keys: dict[int, str] = {}  # the variable of each line of the code, as it is then
        self.late: dict[tuple[str, ast.AST], None] = {}  # what functions would read that has got another value
        self.origins: dict[int, Line] = {}  # the line of the code that each line is
        self.unfit: dict[int, Problem] = {}  # lines of the code that change an array, which comes in from outside then
        self.reassigned = False  # a name gets another value
        self.stand = False  # vectors stand right of matrices

    def program(self, again: bool, columns: bool | None) -> tuple[Program, list[Problem]]:
        """The program in letters; with `again`, a name given another value is always another name.

        `columns` says whether vectors are columns; None leaves that to the code.
        """
        self.unfit = {}
        for _ in range(MOST_ATTEMPTS):
            before = len(self.unfit)
            found = self.attempt(again, columns)
            if len(self.unfit) == before:
                break
        return found

    def attempt(self, again: bool, columns: bool | None) -> tuple[Program, list[Problem]]:
        """The same, as long as all that changes an array has letters; what has none is noted as unfit."""
        problems = [*self.code.problems, *self.unfit.values()][:MOST_PROBLEMS]
        lines, variables = self.numbered(again)
        sure = {key: len(self.shapes[key]) for key in variables if key in self.shapes}
        sure |= {key: 0 for key, (identifier, _) in variables.items() if identifier in self.code.counters}
        sure |= self.known_ranks(variables)
        lines = kept(lines, self.code.loaded - self.code.returns, self.code.counters)
        ranks = Ranks(lines, sure, self.code.functions)
        used = {op.detail for line in lines for op in walk(line.op) if op.kind == "name"}
        used |= {line.name for line in lines if line.name and line.form != "function"}
        called = {op.detail for line in lines for op in walk(line.op) if op.kind in ("call", "slope")}
        called |= {op.detail[0] for line in lines for op in walk(line.op) if op.kind == "along"}
        own = dict(titles(self.code.functions, frozenset(called)))
        single = frozenset(title for title in own.values() if len(title) == 1)
        parameters = (likely_name(p, self.known) for line in self.code.functions.values() for p in line.parameters)
        apart = {name.letter for name in parameters if name is not None and name.letter not in "lWb"}
        apart |= {key[0] for key in self.known.kinds} - {name.letter for name in self.spelled(variables)}
        self.names, meanings = named(
            [pair for key, pair in variables.items() if key in used], ranks, self.known, single, apart
        )
        self.stand = stand(lines, ranks)
        columns = self.stand if columns is None else columns
        letters = Letters(ranks, self.names, own, columns, lambda identifier: likely_name(identifier, self.known))
        statements = self.statements(lines, letters, problems)
        head: list[Statement] = [*meanings]
        if columns and not self.known.columns:
            head.append(Convention(True))
        head += letters.declarations(
            self.known.kinds, {key: self.shapes[key] for key in self.names if key in self.shapes}
        )
        simpler: dict[tuple[str, ast.AST], None] = {**self.late, **dict.fromkeys(self.code.say.simplified)}
        simpler |= {
            (message, node): None
            for line, is_array, message, node in self.code.say.once_known
            if id(line) in self.keys and (ranks.of(self.keys[id(line)]) > 0) == is_array
        }
        problems += [self.simpler(message, node) for message, node in islice(simpler, MOST_PROBLEMS)]
        problems += [self.counted_values(op) for line in lines for op in walk(line.op) if ranks.counts_values(op)]
        problems += [
            self.over_all(op)
            for line in lines
            for op in walk(line.op)
            if op.kind == "whole" and line.form != "function" and ranks.deep(op.parts[0]) == 2
        ]
        if not statements and not errors(problems):
            first = next((problem for problem in problems if problem.code == "W0102"), None)
            said = "there is nothing here that letters can say"
            if first is not None:
                problems.append(Problem("E0115", f"{said}: {first.message}", first.line, first.span))
                problems.remove(first)
            elif self.code.text.strip():
                problems.append(Problem("E0115", said, 1))
        return Program((*head, *self.with_comments(statements)), self.code.text), problems

    def numbered(self, again: bool) -> tuple[list[Line], dict[str, tuple[str, int]]]:
        """The lines with a variable of its own for each value that is not an update; and the variables."""
        current: dict[str, int] = {}
        variables: dict[str, tuple[str, int]] = {}
        unread: set[str] = set()  # variables that came in from outside, and were not read since

        def mention(identifier: str) -> str:
            unread.discard(identifier)
            number = current.setdefault(identifier, 0)
            key = version(identifier, number)
            variables.setdefault(key, (identifier, number))
            return key

        lines: list[Line] = list(self.code.functions.values())
        self.keys, self.late, self.origins = {}, {}, {}
        for line in lines:
            closed = (op.detail for op in walk(line.op) if op.kind == "name" and op.detail not in line.parameters)
            variables.update((name, (name, 0)) for name in closed if name != "π")
        for line, looping in self.code.found:
            for part in walk(line.op):
                if part.kind == "own":
                    for name, function in self.closed(part.detail).items():
                        mention(name)
                        if current[name]:  # in letters it is the first, in Python the one that there is
                            message = f"{function} uses {name}, which gets another value; here it is the first"
                            self.late[message, self.code.defs[function]] = None
            op = versioned(line.op, mention)
            form = line.form
            if id(line) in self.unfit:
                form = "come in"
            if form == "fill" and line.name in current and line.name not in unread:
                form = "update"
            if form in ("define", "come in") and line.name in current:
                self.reassigned = True
                if form == "define" and not again and self.updates(line, looping):
                    form = "update"
                else:
                    current[line.name] += 1
            key = mention(line.name) if line.name else ""
            self.keys[id(line)] = key
            if form == "come in":
                unread.add(line.name)
            if form != "come in":
                lines.append(Line(form, key, op, line.start, line.end, (), (line.target_start, line.target_end)))
                self.origins[id(lines[-1])] = line
            elif line.name in self.shapes:
                self.shapes[key] = self.shapes[line.name]
        return lines, variables

    def closed(self, function: str) -> dict[str, str]:
        """The variables that a function reads beside its arguments, and the function that does, it or one it calls."""
        found: dict[str, str] = {}
        waiting, seen = [function], set()
        while waiting:
            name = waiting.pop()
            line = self.code.functions.get(name)
            if line is None or name in seen:
                continue
            seen.add(name)
            for op in walk(line.op):
                if op.kind == "own":
                    waiting.append(op.detail)
                elif op.kind == "name" and op.detail not in line.parameters and op.detail != "π":
                    found[op.detail] = name
        return found

    def spelled(self, variables: dict[str, tuple[str, int]]) -> Iterator[Name]:
        """The names that the variables' identifiers spell."""
        for identifier, _ in variables.values():
            name = likely_name(identifier, self.known)
            if name is not None:
                yield name

    def updates(self, line: Line, looping: bool) -> bool:
        """True for another value that is the old one changed: in a loop, of a declared name, or value by value."""
        mentioned = any(op.kind == "name" and op.detail == line.name for op in walk(line.op))
        name = likely_name(line.name, self.known)
        if name is not None and name.key in self.known.kinds:
            return True
        return mentioned and (looping or keeps_its_size(line.op, line.name))

    def known_ranks(self, variables: dict[str, tuple[str, int]]) -> dict[str, int]:
        """The ranks of variables whose letters are declared from outside."""
        found = {}
        for key, (identifier, number) in variables.items():
            name = likely_name(identifier, self.known)
            if name is not None and not number and name.key in self.known.kinds:
                found[key] = KINDS.index(self.known.kinds[name.key])
        return found

    def statements(self, lines: Sequence[Line], letters: Letters, problems: list[Problem]) -> list[Statement]:
        """The lines in letters; what does not fit is left out."""
        found: list[Statement] = []
        functions: dict[str, FunctionDefinition] = {}
        if self.code.functions:  # what they are called with is needed before they are written
            for line in sorted(lines, key=lambda line: line.form == "function"):
                try:
                    letters.statement(line)
                except Unfit:
                    letters.local = {}
                    if line.form == "function":  # nor has what calls it
                        letters.failed.add(line.name)
        for line in lines:
            try:
                self.whole(line, letters.ranks)
                made = letters.statement(line)
            except Unfit as reason:
                letters.local = {}
                letters.failed.add(line.name)
                at, span = self.code.spot(line.start, line.end)
                name = line.name.partition(" ")[0]
                outside = name and line.form != "function"
                said = f"so {name} comes in from outside" if outside else f"so {name or 'this'} is left out"
                problem = Problem("W0102", f"{reason}, {said}", at, span)
                if line.form in ("update", "fill"):  # what it was before is not what comes in
                    self.unfit[id(self.origins[id(line)])] = problem
                if len(problems) < MOST_PROBLEMS:
                    problems.append(problem)
                continue
            if isinstance(made, FunctionDefinition):
                base, _, number = line.name.rpartition("_")
                if number.isdecimal() and base in functions and same_function(functions[base], made):
                    letters.titles[line.name] = letters.titles[base]
                    continue
                functions[line.name] = made
            if made is not None:
                found.append(made)
        return found

    def whole(self, line: Line, ranks: Ranks) -> None:
        """Refuse what fills an array with less than it holds: `W[:] = 0` has a number for each value of W."""
        changed = self.origins.get(id(line))
        if changed is not None and changed.form == "fill":
            rank = len(self.shapes.get(line.name, (0,))) if line.form == "fill" else ranks.of(line.name)
            if ranks.deep(line.op) < max(rank, 1):
                raise Unfit("an array filled with less than it holds has no letters")

    def counted_values(self, op: Op) -> Problem:
        """The first size of what is read as a vector, which code that works on many rows at once may mean otherwise."""
        line, span = self.code.spot(op.start, op.end)
        name = op.parts[0].detail.partition(" ")[0]
        return Problem("W0103", f"{name} is read as one vector, and this as the number of its values", line, span)

    def over_all(self, op: Op) -> Problem:
        """A function that works on all values of a matrix at once, and here along each of its rows."""
        line, span = self.code.spot(op.start, op.end)
        said = f"in scipy, {op.detail} without axis=1 works on all values of a matrix at once; here along each row"
        return Problem("W0103", said, line, span)

    def simpler(self, message: str, node: ast.AST) -> Problem:
        """Something that is read more simply than it was written."""
        line, span = self.code.spot(*self.code.place(node))
        return Problem("W0103", message, line, span)

    def with_comments(self, statements: Sequence[Statement]) -> list[Statement]:
        """Statements in the order in which they are run, functions and comments where they stand."""
        places: dict[int, int] = {}
        last = 0
        for statement in statements:
            if not isinstance(statement, FunctionDefinition):
                last = max(last, statement.start)  # the lines of a loop that is written out stand before its last ones
                places[id(statement)] = last
        every = [*statements, *self.comments(statements)]
        return sorted(every, key=lambda statement: places.get(id(statement), statement.start))

    def comments(self, statements: Sequence[Statement]) -> Iterator[Comment]:
        """The comments that stand outside functions, at the end of a line where that line is kept."""
        closed = [node for name, node in self.code.defs.items() if name not in self.code.opened_names]
        ends = {self.code.spot(statement.start, statement.start)[0] for statement in statements}
        if "#" not in self.code.text:
            return
        source = "\n".join(self.code.lines) + "\n"
        try:
            for token in tokenize.generate_tokens(io.StringIO(source).readline):
                if token.type != tokenize.COMMENT:
                    continue
                number, column = token.start
                start = self.code.starts[number - 1] + self.code.shift + column
                if any(self.belongs(node, number, column) for node in closed):
                    continue
                trailing = number in ends and bool(self.code.lines[number - 1][:column].strip())
                text = printable(token.string[1:]).strip()
                yield Comment(text, trailing, start, start + len(token.string))
        except (tokenize.TokenError, SyntaxError, IndexError):
            return

    def belongs(self, node: ast.FunctionDef, number: int, column: int) -> bool:
        """True for a comment in a function, or indented below it."""
        last = node.end_lineno or node.lineno
        if number <= last:
            return number >= node.lineno
        between = self.code.lines[last : number - 1]
        return column > node.col_offset and all(not line.strip() or line.strip()[0] == "#" for line in between)


def kept(lines: list[Line], loaded: Collection[str], counters: Collection[str]) -> list[Line]:
    """The lines without those that only count, for what is left out: `iterations = 60`, `start = i * size`."""
    plain = {line.name for line in lines if line.form == "define" and line.op.kind == "number"}
    found = lines
    while True:
        read = {op.detail for line in found for op in walk(line.op) if op.kind == "name"}
        read |= {line.name for line in found if line.form == "update"}
        left = [
            line
            for line in found
            if line.name in read or line.name not in loaded or not counts(line, {*plain, *counters})
        ]
        if len(left) == len(found):
            return found if any(line.form != "function" for line in found) else lines
        found = left


def counts(line: Line, numbers: Collection[str]) -> bool:
    """True for a line that works out a number from counters and plain numbers alone."""
    ops = list(walk(line.op))
    simple = all(op.kind in ("number", "name", "+", "-", "times", "/") for op in ops)
    return line.form == "define" and simple and all(op.detail in numbers for op in ops if op.kind == "name")


def versioned(root: Op, mention: Callable[[str], str]) -> Op:
    """The same with each variable's name replaced by the key of its value."""
    made: dict[int, Op] = {}
    for op in walk(root):
        detail = mention(op.detail) if op.kind == "name" and op.detail != "π" else op.detail
        made[id(op)] = Op(op.kind, tuple(made[id(part)] for part in op.parts), detail, op.start, op.end)
    return made[id(root)]


def keeps_its_size(root: Op, variable: str) -> bool:
    """True when a value has the size of the variable it is made from: only value by value on the way."""
    while True:
        if root.kind == "name":
            return bool(root.detail == variable)
        if root.kind in ("+", "-", "times", "/"):
            inside = [any(op.kind == "name" and op.detail == variable for op in walk(part)) for part in root.parts]
            if sum(inside) != 1:
                return any(keeps_its_size(part, variable) for part in root.parts)
            root = root.parts[inside.index(True)]
        elif root.kind in ("negative", "power") or is_even(root):
            root = root.parts[0]
        else:
            return False


def stand(lines: Sequence[Line], ranks: Ranks) -> bool:
    """True when vectors stand right of matrices and never left, so that they are columns."""
    columns = rows = 0
    for line in lines:
        found: dict[int, int] = {}
        for op in walk(line.op):
            if op.kind == "values" and op.detail[1] and len(op.detail[0][0]) == 1:
                return False  # a table of one column is a matrix
            if line.form == "function":
                continue  # what its arguments are is known where it is called
            found[id(op)] = ranks.rank(op, found)
            if op.kind == "dot":
                sides = tuple(found[id(part)] for part in op.parts)
                columns += sides == (2, 1)
                rows += sides == (1, 2)
    return columns > 0 and not rows
