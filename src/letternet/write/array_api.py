"""Lines of code that any array library runs which keeps the array API standard: PyTorch, JAX, CuPy, dask, NumPy.

They stand for the same as the NumPy lines, in the standard's functions alone, and never write into an array.  Arrays
are floats, except for letters that do nothing but number rows.  `xp` is the library, `like` the dtype and device of
what comes in, `one` a 1 of that kind, by which a plain number becomes an array.
"""

from __future__ import annotations

from ..functions import FUNCTIONS, PAIRWISE
from ..problems import NotationError, Problem
from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS
from ..tree import Call, Name, Number, in_order
from .marks import UNMARKED, Marks
from .numpy_code import (
    ADDED,
    COMPARISONS,
    MULTIPLIED,
    RAISED,
    SIGNED,
    WHOLE,
    Code,
    Writer,
    aligned,
    filled,
)
from .python_lines import ANEW, Writing, table_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ..check.model import Checked
    from ..functions import Function
    from ..sizes import Shape
    from ..tree import Elementwise, Expression, Join, Values
    from ..words import Words
    from .python_lines import Fast

# Identifiers that this code has for itself.
OWN = frozenset(["array_namespace", "device", "each", "is_jax_array", "like", "one", "xp"])
WHOLE_NUMBERS = "xp.int32"  # row numbers; JAX has no longer ones unless it is told to


class ArrayWriter(Writer):
    """Writes nodes with the functions of the standard; what differs from NumPy's code is here."""

    pi = "xp.pi"

    def array(self, code: Code) -> Code:
        """A plain number as an array."""
        if not code.plain:
            return code
        return Code(f"{code.within(MULTIPLIED)} * one", MULTIPLIED, NUMBER, depth=code.depth + 1)

    def product_code(self, left: Code, right: Code, dotted: bool) -> tuple[str, int]:
        """`layer_0 @ weights_0_1`; vectors of one length are a dot product, a column and a row an outer one."""
        both = left.batched and right.batched
        if left.kind in VECTORS and right.kind in VECTORS:
            if (left.kind, right.kind) == (COLUMN, ROW):
                left, right = (aligned(side, MATRIX, left.batched or right.batched) for side in (left, right))
                return f"{left.within(MULTIPLIED)} * {right.within(SIGNED)}", MULTIPLIED
            if both:
                return f"xp.vecdot({left.text}, {right.text})", WHOLE
            if right.batched:
                left, right = right, left
        elif both and left.kind == ROW:
            return f"({left.within(WHOLE)}[:, None, :] @ {right.within(SIGNED)})[:, 0, :]", WHOLE
        elif both and right.kind == COLUMN:
            return f"({left.within(MULTIPLIED)} @ {right.within(WHOLE)}[:, :, None])[:, :, 0]", WHOLE
        elif right.batched and right.kind == COLUMN:
            return f"{right.within(MULTIPLIED)} @ {self.turned(left)}", MULTIPLIED
        return f"{left.within(MULTIPLIED)} @ {right.within(SIGNED)}", MULTIPLIED

    def turned(self, part: Code) -> str:
        """The code of a transposed matrix, or of each datapoint's."""
        return f"xp.matrix_transpose({part.text})"

    def elementwise(self, node: Elementwise, left: Code, right: Code) -> Code:
        """The operator between two values that are made to meet; a comparison gives floats."""
        if node.operator not in COMPARISONS:
            return super().elementwise(node, left, right)
        kind, batched = self.kind(node), left.batched or right.batched
        left = self.array(left) if right.plain else left
        one, other = aligned(left, kind, batched), aligned(right, kind, batched)
        made = self.merged([left, right], "", WHOLE, kind)
        precision = f"{made.like}.dtype" if made.like else 'like["dtype"]'
        text = f"{one.within(ADDED)} {COMPARISONS[node.operator]} {other.within(ADDED)}"
        return self.like(made, f"xp.astype({text}, {precision})", WHOLE)

    def inverse(self, part: Code) -> Code:
        """The inverse of a matrix, or one over a number."""
        if part.kind == NUMBER:
            return super().inverse(part)
        return self.like(part, f"xp.linalg.inv({part.text})", WHOLE)

    def power(self, part: Code, exponent: Number | Name, code: Code) -> Code:
        """Every value to a power."""
        if isinstance(exponent, Number):
            text = exponent.text
            if text.startswith("-") and "." not in text:
                text += ".0"
        else:
            text = aligned(code, part.kind, True).within(WHOLE) if code.batched else code.within(WHOLE)
        if code.plain and not (isinstance(exponent, Number) and text.isdigit()):
            part = self.array(part)
        return self.merged([part, code], f"{part.within(WHOLE)} ** {text}", RAISED, part.kind)

    # ------------------------------------------------------------------------------------- literals, joins

    def values(self, node: Values) -> Code:
        """A literal as an array of floats, of one or two dimensions."""
        kind = self.kind(node)
        rows = [", ".join(f"{value!r}{'.0' * isinstance(value, int)}" for value in row) for row in node.rows]
        inside = ", ".join(rows if kind in VECTORS else (f"[{row}]" for row in rows))
        return Code(f"xp.asarray([{inside}], **like)", WHOLE, kind)

    def join(self, node: Join, parts: list[Code]) -> Code:
        """Vectors end to end, or tables side by side or on top of each other."""
        kind = self.kind(node)
        batched = any(part.batched for part in parts)
        items = zip(node.items, parts, strict=True)
        joined = ", ".join(self.joined(item, part, kind, batched) for item, part in items)
        axis = batched + (kind == MATRIX and not node.on_top)
        return self.merged(parts, f"xp.concat([{joined}], axis={axis})", WHOLE, kind)

    def joined(self, node: Expression, part: Code, kind: str, batched: bool) -> str:
        """A joined part with the axes of what is joined, as each datapoint has it."""
        if part.kind == NUMBER:
            if part.batched:
                return f"{part.within(WHOLE)}[:, None]"
            if part.text.isdigit() and not batched:
                return f"xp.asarray([{part.text}.0], **like)"
            text = self.array(part).text
            return f"xp.broadcast_to({text}, ({self.around.batch}, 1))" if batched else f"xp.reshape({text}, (1,))"
        before, after = "", ""
        if kind == MATRIX and part.kind != MATRIX:
            before, after = ("None, ", "") if part.kind == ROW else ("", ", None")
        if part.batched or not batched:
            if not before and not after:
                return part.text
            return f"{part.within(WHOLE)}[{':, ' * part.batched}{before}:{after}]"
        if not part.text.isidentifier():
            part = self.kept(node, part)
        size = f"{self.around.batch}, {'1, ' * bool(before)}*{part.text}.shape{', 1' * bool(after)}"
        text = part.text if not before and not after else f"{part.text}[{before}:{after}]"
        return f"xp.broadcast_to({text}, ({size}))"

    # ----------------------------------------------------------------------------------------- functions

    def call(self, node: Call, parts: list[Code]) -> Code:
        """A function of the table in the standard's form; any other as in NumPy's code."""
        row = None if node.slope or self.around.is_own(node) else FUNCTIONS.get(node.function)
        if row is None:
            return super().call(node, parts)
        kind, batched = self.kind(node), any(part.batched for part in parts)
        if len(parts) == 2 and node.function in PAIRWISE:
            first, second = self.array(parts[0]) if parts[1].plain else parts[0], parts[1]
            form, parts = PAIRWISE[node.function], [aligned(part, kind, batched) for part in (first, second)]
        else:
            form = form_of(row, parts)
            if form == "{0}":
                return parts[0]
            parts = [self.array(part) for part in with_row_numbers(row, parts)]
        if row.body:
            self.around.define(row)
        return self.merged(parts, filled(of_any_library(form), parts), WHOLE, kind)


def form_of(row: Function, parts: Sequence[Code]) -> str:
    """The code of a function, with gaps for its arguments."""
    form = row.array or (row.batch if any(part.batched for part in parts) else row.numpy)
    if row.scalar and parts[0].kind == NUMBER:
        form = row.scalar
    return form if isinstance(form, str) else form([part.kind for part in parts], [part.batched for part in parts])


def of_any_library(code: str) -> str:
    """NumPy code of the table, which says the same with any library in the place of NumPy."""
    return code.replace("np.", "xp.")


def with_row_numbers(row: Function, parts: Sequence[Code]) -> list[Code]:
    """The arguments of a function, in which what numbers rows is whole."""
    found = list(parts)
    if row.index is not None:
        part = found[row.index]
        text = f"xp.astype({part.text}, {WHOLE_NUMBERS})"
        if part.plain:
            text = f'xp.asarray({part.text}, dtype={WHOLE_NUMBERS}, device=like["device"])'
        found[row.index] = Code(text, WHOLE, part.kind, part.batched, depth=part.depth + 1)
    return found


class ArrayWriting(Writing):
    """The lines of one checked program; every update gives a new array."""

    reserved = OWN
    nested = True

    def __init__(
        self,
        checked: Checked,
        words: Words,
        batched: Collection[str] = (),
        updating: str = ANEW,
        every_step: bool = False,
        floats: bool = False,
        marks: Marks = UNMARKED,
        fast: Fast | None = None,
    ) -> None:
        words.python = {key: words.free(name) if name in OWN else name for key, name in words.python.items()}
        words.functions = {key: words.free(name) if name in OWN else name for key, name in words.functions.items()}
        words.taken |= OWN
        super().__init__(checked, words, batched, ANEW, every_step, floats)

    def head(self, code: Sequence[str]) -> list[str]:
        """`xp = array_namespace(layer_0, weights_0_1)`, and what else the code needs of what comes in."""
        text = "\n".join(code)
        one = "* one" in text
        like = one or "**like" in text or 'like["' in text
        if not like and "xp." not in text:
            return []
        arrays = [key for key in self.inputs if (shape := self.checked.named.get(key)) and shape.kind != NUMBER]
        numbering = row_numbers(self.checked)
        floats = [key for key in arrays or self.inputs if key not in numbering]
        lines = [f"xp = {self.library([self.words.python[key] for key in arrays or self.inputs])}"]
        if like:
            precise = ", ".join(self.words.python[key] for key in floats)
            dtype = f"xp.result_type({precise}, 1.0)" if precise else "xp.asarray(1.0).dtype"
            first = self.words.python[arrays[0]] if arrays else ""
            place = f"None if is_jax_array({first}) else device({first})" if first else "None"
            lines += ["like = {", f'    "dtype": {dtype},', f'    "device": {place},', "}"]
        if one:
            lines.append("one = xp.ones((), **like)")
        return lines

    def library(self, arrays: Sequence[str]) -> str:
        """The code for the library that arrays are of."""
        if not arrays:
            message = "no letter comes in, so nothing says which library the code is to work with"
            raise NotationError([Problem("E0301", message)], self.checked.program.text)
        return f"array_namespace({', '.join(arrays)})"

    def imports(self, head: Sequence[str]) -> list[str]:
        """`from array_api_compat import array_namespace`."""
        needed = [name for name in ("array_namespace", "device", "is_jax_array") if f"{name}(" in "\n".join(head)]
        return [f"from array_api_compat import {', '.join(needed)}"] if needed else []

    def writer(self, shapes: Mapping[Expression, Shape | None]) -> Writer:
        """What writes the nodes of an expression."""
        return ArrayWriter(shapes, self)

    def counted(self, text: str) -> str:
        """The code for how many datapoints an array has."""
        return f"{text}.shape[0]"

    def summed(self, text: str) -> str:
        """The code of an array added up over its datapoints."""
        return f"xp.sum({text}, axis=0)"

    def turned(self, code: Code) -> str:
        """The code of a transposed matrix."""
        return f"xp.matrix_transpose({code.text})"

    def total(self, node: Expression) -> Code:
        """The code of a value added up over the datapoints."""
        if not isinstance(node, Call) or not self.is_batched(node) or self.is_own(node) or node.slope:
            return super().total(node)
        row, kind = FUNCTIONS[node.function], self.checked.kind(node)
        form = row.array_total or row.total
        parts = [self.part(argument) for argument in node.arguments]
        if not isinstance(form, str):
            form = form([part.kind for part in parts], [part.batched for part in parts])
        if not form:
            return Code(self.summed(self.part(node).text), WHOLE, kind)
        return Code(filled(of_any_library(form), with_row_numbers(row, parts)), WHOLE, kind)

    def correlated(self, column: Code, row: Code) -> Code:
        """`xp.matrix_transpose(layer_1) @ layer_2_delta`: a column times a row, added up over the datapoints."""
        if column.batched and row.batched:
            text = f"xp.matrix_transpose({column.text}) @ {row.within(SIGNED)}"
        elif column.batched:
            text = f"{self.summed(column.text)}[:, None] * {row.within(SIGNED)}"
        else:
            text = f"{column.within(WHOLE)}[:, None] * {self.summed(row.text)}"
        return Code(text, MULTIPLIED, MATRIX)

    def define(self, row: Function) -> None:
        """A function of the table is defined once."""
        self.functions.setdefault(row.name, of_any_library(table_function(row.name)))

    def handed_in(self, function: str, arguments: Sequence[Code]) -> tuple[str, bool, bool]:
        """A call of a function handed in, which sees one datapoint at a time."""
        many = next((argument.within(WHOLE) for argument in arguments if argument.batched), "")
        each = [f"{a.within(WHOLE)}[each, ...]" if a.batched else a.text for a in arguments]
        call = f"{function}({', '.join(each)})"
        return (f"xp.stack([{call} for each in range({many}.shape[0])])", True, False) if many else (call, False, False)


def row_numbers(checked: Checked) -> set[str]:
    """The letters that number rows and do nothing else; they may be whole numbers.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> row_numbers(check(read("y = pick(W, i) + x; z = pick(W, x)")[0]))
    {'i'}
    """
    numbering: set[str] = set()
    others: set[str] = set()
    values = [step.value for step in checked.names.order]
    values += [function.value for function in checked.names.functions.values()]
    for value in values:
        others |= {value.key} if isinstance(value, Name) else set()
        for node in in_order(value):
            row = FUNCTIONS.get(node.function) if isinstance(node, Call) else None
            for number, part in enumerate(node.parts):
                if isinstance(part, Name):
                    (numbering if row is not None and number == row.index else others).add(part.key)
    return numbering - others
