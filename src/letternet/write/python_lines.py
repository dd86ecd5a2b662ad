"""The statements of a program become lines of Python, with the functions that they need."""

from __future__ import annotations

from functools import cache

from ..check.layers import layers_in
from ..functions import FUNCTIONS, Function, as_many, diag_sizes, pick_sizes
from ..patterns import pattern
from ..sizes import COLUMN, MATRIX, NUMBER, ROW, VECTORS, Sum, total
from ..tree import (
    Call,
    Definition,
    Elementwise,
    Expression,
    Name,
    Negative,
    Number,
    Product,
    Transpose,
    Update,
    Values,
    in_order,
)
from ..words import RESERVED, Words
from .marks import UNMARKED, Marks
from .numpy_code import (
    ADDED,
    MULTIPLIED,
    SIGNED,
    WHOLE,
    Code,
    Writer,
    aligned,
    expression_code,
    filled,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Final

    from ..check.model import Checked, Instance
    from ..check.names import Step
    from ..sizes import Shape


# How an update is written: `w -= …` where no other name can be the same array; always into the array given; never.
AS_IN_BOOKS, IN_PLACE, ANEW = "as in books", "in place", "anew"
IDENTIFIER = pattern(r"\w+")
LARGE = 2048  # datapoints of a batch from which on it may go through in blocks
LARGE_ARRAY = 4096  # values of an array from which on a product is worth a call that adds it up there
# What is within reach of fast code, see the room that runs it.
ADD_PRODUCT, IN_BLOCKS, LOOK = "_add_product", "_in_blocks", "_look"


class Line:
    """A line of code and the statement it says; `batched` if it differs between datapoints."""

    __slots__ = ("batched", "code", "step", "target")

    def __init__(self, code: str, step: Step | None, target: str, batched: bool = False) -> None:
        self.code: Final = code
        self.step: Final = step
        self.target: Final = target
        self.batched: Final = batched


class Fast:
    """How code is written for speed.

    `floating` are the letters that are arrays of floats, of the type `precision`, which no other has if it is not
    float64.  With `apart`, what does not differ between datapoints is worked out before the rest, which is then done in
    blocks; there `unseen` are the batches that are still to be looked at for values that are no numbers.  Where
    `guarded` says which vectors may be batches, the code sends what it is not written for elsewhere.
    """

    __slots__ = ("apart", "floating", "guarded", "precision", "unseen")

    def __init__(
        self,
        precision: str,
        floating: Collection[str],
        apart: bool = False,
        unseen: Collection[str] = (),
        guarded: Collection[str] | None = None,
    ) -> None:
        self.precision: Final = precision
        self.floating: Final = floating
        self.apart: Final = apart
        self.unseen: Final = unseen
        self.guarded: Final = guarded


class Variant:
    """An own function written for arguments of certain kinds, and what its value is."""

    __slots__ = ("batched", "identifier", "plain", "source")

    def __init__(self, identifier: str, source: str, batched: bool, plain: bool) -> None:
        self.identifier: Final = identifier
        self.source: Final = source
        self.batched: Final = batched
        self.plain: Final = plain


class Writing:
    """The Python of one checked program; `batched` are the inputs that come as whole batches.

    After it is made, `body` has the lines in order, `functions` the definitions they need, `values` the
    identifier of each value by its letters, `batched` every name that depends on a batch.  With `every_step`,
    each part of a line has a line of its own; `parts` has their identifiers.  With `fast`, the code is written for
    speed, and `constants` has what it works out once.  `marks` stand in the lines and in the definitions of the
    program's own functions, of a program without batches.
    """

    reserved: frozenset[str] = frozenset()  # identifiers that no argument of a function may have
    nested = False  # True where all functions stand within the one that calls them

    def __init__(
        self,
        checked: Checked,
        words: Words,
        batched: Collection[str] = (),
        updating: str = AS_IN_BOOKS,
        every_step: bool = False,
        floats: bool = False,
        marks: Marks = UNMARKED,
        fast: Fast | None = None,
    ) -> None:
        self.checked: Final = checked
        self.words: Final = words
        self.batched: set[str] = set(batched)
        self.updating: Final = updating
        self.every_step: Final = every_step
        self.floats: Final = floats
        self.marks: Final = marks
        self.fast: Final = fast
        self.precision: Final = fast.precision if fast else ""
        self.apart: Final = fast is not None and fast.apart
        self.unseen: set[str] = set(fast.unseen) if fast else set()
        self.floating: set[str] = set(fast.floating) if fast else set()
        self.constants: dict[str, str] = {}  # code -> identifier
        self.spine: dict[Expression, str] = {}  # what an array is called in which a line's value comes about
        self.shared: set[str] | None = None
        self.parts: dict[Expression, str] = {}
        self.plain: set[str] = set()
        self.functions: dict[str, str] = {}  # identifier -> source
        self.variants: dict[tuple[object, ...], Variant] = {}
        self.body: list[Line] = []
        self.values: dict[str, str] = {}
        self.inputs: list[str] = list(checked.names.inputs)
        self.pending: list[Line] = []
        self.current: Step | None = None
        self.batch_name = ""
        self.layers: dict[Step | None, dict[Expression, str]] = {}
        self.write()

    def head(self, code: Sequence[str]) -> list[str]:
        """The lines that code of this program needs in front."""
        return []

    def imports(self, head: Sequence[str]) -> list[str]:
        """What a file of such code imports."""
        return ["import numpy as np"]

    # -------------------------------------------------------------------------------------- statements

    def write(self) -> None:
        """Write every line, in the order in which they can be worked out."""
        checked = self.checked
        counted = next((key for key in self.inputs if key in self.batched), "")
        for key, shape in checked.named.items():
            if shape is not None and shape.kind == NUMBER and key in checked.names.inputs and key not in self.batched:
                self.plain.add(key)
        for size in checked.names.used_sizes().values():
            self.size_line(size)
        for step in checked.names.order:
            self.current = step
            if self.fast:
                self.spine = self.on_the_way(step)
            if isinstance(step, Definition):
                self.definition(step)
            elif isinstance(step, Update):
                self.update(step)
            else:
                code = self.code(step.value)
                self.flush()
                self.body.append(Line(code.text, step, "", code.batched))
            if self.every_step:
                self.remember(step)
        if self.batch_name:
            text = f"{self.batch_name} = {self.counted(self.words.python[counted])}"
            self.body.insert(0, Line(text, None, self.batch_name, True))
        self.leave_out_uncalled()

    def leave_out_uncalled(self) -> None:
        """Leave out the functions that no line calls: what only lends a size, `f(x)` in `last(g, f(x))`, is not run."""
        called: set[str] = set()
        todo = [*(line.code for line in self.body), *self.constants] if self.functions else []
        while todo:
            new = self.functions.keys() & set(IDENTIFIER.findall(todo.pop())) - called
            todo += [self.functions[name] for name in new]
            called |= new
        self.functions = {name: source for name, source in self.functions.items() if name in called}

    def remember(self, step: Step) -> None:
        """Keep what a line gave, which a later update may change."""
        line = self.body.pop()
        name = self.words.free("value_1")
        if line.target:
            self.body.append(line)
        self.body.append(Line(f"{name} = {line.target or line.code}", None, name))
        self.parts[step.value] = name

    def flush(self) -> None:
        """Put the lines of values in between in front of the line that needs them."""
        self.body += self.pending
        self.pending = []

    def definition(self, step: Definition) -> None:
        """`layer_1 = relu(layer_0.dot(weights_0_1))`."""
        key = step.name.key
        code = self.code(step.value)
        self.flush()
        if code.batched:
            self.batched.add(key)
        if code.plain:
            self.plain.add(key)
        if code.floating:
            self.floating.add(key)
        name = self.words.python[key]
        text = code.text
        if self.updating == IN_PLACE and self.aliased(step.value):
            text = f"{code.within(WHOLE)}.copy()"  # what is changed in place later is another array
        self.values[key] = name
        if text != name:
            self.body.append(Line(f"{self.marks.around(step.name, name)} = {text}", step, name, code.batched))

    def update(self, step: Update) -> None:
        """`weights_1_2 -= alpha * …`: what is added or taken away is written as such."""
        key, value = step.name.key, step.value
        name = self.words.python[key]
        target = self.marks.around(step.name, name)
        self.values[key] = name
        adds_up = self.is_batched(value) and key not in self.batched
        change = self.change_of(key, value)
        straight = ""
        in_place = (self.checked.kind(value) != NUMBER and key in self.checked.names.inputs) and (
            self.updating == IN_PLACE or (self.updating == AS_IN_BOOKS and not self.may_be_shared(key))
        )
        if change is not None:
            sign, old, changed = change
            before = self.marks.around(old, name)
            sides = self.sides_of(changed) if adds_up and in_place and self.fast and self.updating == IN_PLACE else None
            if sides is not None:
                code = correlated(*sides)
                straight = self.product_into(key, sign, *sides)
            else:
                code = self.total_of(changed) if adds_up else self.part(changed)
            code = aligned(code, self.checked.kind(value), key in self.batched)
            if not in_place and (self.updating != AS_IN_BOOKS or self.checked.kind(value) != NUMBER):
                text = f"{target} = {self.marks.around(value, f'{before} {sign} {code.within(MULTIPLIED)}')}"
            else:
                both = self.marks.around(step.name, before)
                text = self.marks.around(value, f"{both} {sign}= {code.text}")
        else:
            code = self.code(value)
            new = code.text
            if adds_up:  # the new values together, less the old one for each datapoint but one
                new = f"{self.summed(code.text)} - ({self.batch} - 1) * {name}"
            text = f"{target}[...] = {new}" if in_place and self.updating == IN_PLACE else f"{target} = {new}"
            if not code.batched:
                self.batched.discard(key)
            if code.plain:
                self.plain.add(key)
        if not code.plain:
            self.plain.discard(key)
        if not code.floating:
            self.floating.discard(key)
        self.flush()
        if straight:
            size = self.size_known(key)
            if size is None:
                text = f"if {name}.size < {LARGE_ARRAY}:\n    {text}\nelse:\n    {straight}"
                self.body.append(Line(text, step, name))
                return
            text = straight if size >= LARGE_ARRAY else text
        self.body.append(Line(text, step, name))

    def size_known(self, key: str) -> int | None:
        """How many values a letter has, if that is known."""
        shape = self.checked.named[key]
        found = 1
        for size in shape.sizes if shape else ():
            known = self.checked.solver.value(size)
            if not isinstance(known, int):
                return None
            found *= known
        return found

    def sides_of(self, value: Expression) -> tuple[Code, Code] | None:
        """The column and the row of a product over the datapoints; None for anything else."""
        if not isinstance(value, Product):
            return None
        if (self.checked.kind(value.left), self.checked.kind(value.right)) != (COLUMN, ROW):
            return None
        return self.code(value.left), self.code(value.right)

    def product_into(self, key: str, sign: str, column: Code, row: Code) -> str:
        """The line by which a product over the datapoints goes straight into a large array; empty if none can."""
        if not (column.batched and row.batched):
            return ""
        return f"{ADD_PRODUCT}({self.words.python[key]}, {column.text}, {row.text}, {'-' * (sign == '-')}1)"

    def change_of(self, key: str, value: Expression) -> tuple[str, Name, Expression] | None:
        """What an update adds to the old value or takes from it, after the sign and the old value; else None."""
        if not isinstance(value, Elementwise) or value.operator not in "+-":
            return None
        if not isinstance(value.left, Name) or value.left.key != key:
            return None
        return value.operator, value.left, value.right

    def is_batched(self, node: Expression) -> bool:
        """True when an expression depends on a batch."""
        if not self.batched:
            return False
        own = self.checked.names
        return any(name in self.batched for name in own.reads_of(node))

    def may_be_shared(self, key: str) -> bool:
        """True when another name may be the same array, so that changing it in place would change both."""
        if self.shared is None:
            self.shared = set()
            for step in self.checked.names.order:
                aliased = self.aliased(step.value) if isinstance(step, Definition) else set()
                if aliased and isinstance(step, Definition):
                    self.shared |= aliased | {step.name.key}
        return key in self.shared

    def aliased(self, value: Expression) -> set[str]:
        """The names whose arrays, or a part of them, the code of a value may give as they are."""
        found: set[str] = set()
        waiting = [value]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Name):
                found.add(node.key)
            elif isinstance(node, Transpose):
                waiting.append(node.part)
            elif isinstance(node, Call):
                if self.is_own(node) or node.slope:
                    found.update(self.checked.names.closed.get(node.title, ()))
                    waiting += node.arguments
                elif FUNCTIONS[node.function].sizes in (diag_sizes, pick_sizes, as_many):
                    waiting += node.arguments
        return set() if self.checked.kind(value) == NUMBER else found

    @property
    def batch(self) -> str:
        """The identifier of the number of datapoints; asking for it defines it."""
        if not self.batch_name:
            self.batch_name = self.words.free("batch")
        return self.batch_name

    def size_line(self, size: Name) -> None:
        """A size used as a number: known, read off an array, or an input."""
        key = size.key
        name = self.words.python[key]
        target = self.marks.around(size, name)
        self.values[key] = name
        self.plain.add(key)
        value = self.checked.solver.value(self.checked.letters[key])
        if isinstance(value, int):
            self.body.append(Line(f"{target} = {value}", None, name))
            return
        inputs = self.checked.names.inputs
        for source, shape in self.checked.named.items():
            if source not in inputs or shape is None:
                continue
            for axis, along in enumerate(shape.sizes):
                there = self.checked.solver.value(along)
                array = self.marks.around(inputs[source], self.words.python[source])
                counted = f"{array}.shape[{-1 if shape.kind in VECTORS else axis}]"
                if isinstance(there, Sum) and list(there.unknowns) == [value]:
                    (times,) = there.unknowns.values()
                    if there.constant:
                        counted = f"{counted} {'-' if there.constant > 0 else '+'} {abs(there.constant)}"
                        counted = f"({counted})" if times != 1 else counted
                    counted += f" // {times}" if times != 1 else ""
                elif total([(there, 1), (value, -1)]) != 0:
                    continue
                self.body.append(Line(f"{target} = {counted}", None, name))
                return
        del self.values[key]
        self.inputs.append(key)

    # -------------------------------------------------------------------------------------- expressions

    def code(self, root: Expression) -> Code:
        """The code of an expression of a line."""
        return expression_code(root, self.checked.shapes, self.name, self, self.every_step)

    def name(self, name: Name) -> Code:
        """The code of a name."""
        key = name.key
        shape = self.checked.named[key]
        assert shape is not None
        text = self.words.python[key]
        plain = key in self.plain
        like, floating = "" if plain else text, key in self.floating
        return Code(text, WHOLE, shape.kind, key in self.batched, plain, like=like, floating=floating)

    def keep(self, node: Expression, code: str, batched: bool) -> str:
        """A line for a value in between: by its layer's name where it has one."""
        spine = "" if self.apart and not batched else self.spine.get(node, "")  # what stands before is another name
        name = spine or self.words.free(self.layer_name(node) or "step_1")
        self.pending.append(Line(f"{self.marks.around(node, name)} = {code}", self.current, name, batched))
        if self.every_step:
            self.parts[node] = name
        return name

    def do(self, code: str, batched: bool) -> None:
        """A statement that changes a value in between."""
        self.pending.append(Line(code, None, "", batched))

    def constant(self, code: str, wanted: str) -> str:
        """What the value of code without letters is called."""
        if code not in self.constants:
            self.constants[code] = self.words.free(wanted)
        return self.constants[code]

    def local(self, wanted: str) -> str:
        """An identifier that nothing else has."""
        return self.words.free(wanted)

    def writer(self, shapes: Mapping[Expression, Shape | None]) -> Writer:
        """What writes the nodes of an expression."""
        if self.fast is None:
            return Writer(shapes, self)
        from .fast_code import FastWriter

        return FastWriter(shapes, self)

    def on_the_way(self, step: Step) -> dict[Expression, str]:
        """What the array is called in which a value comes about that a line, or a layer, has as its own."""
        found: dict[Expression, str] = {}
        named = [(node, self.layer_name(node)) for node in in_order(step.value)]
        last = self.words.python[step.name.key] if isinstance(step, Definition) else ""
        named[-1] = (step.value, last)
        for node, name in reversed(named):
            if name and node not in found:
                inside = node
                found[node] = name = name if node is step.value else self.words.free(name)
                while isinstance(inside, Elementwise | Call) and inside.parts[0] not in found:
                    inside = inside.parts[0]
                    found[inside] = name
        return found

    def step(self, node: Expression, code: Code) -> Code:
        """With `every_step`, the line that a value has to itself; the code as it is without."""
        if not self.every_step or isinstance(node, Name | Number | Values):
            return code
        name = self.keep(node, code.text, code.batched)
        return Code(name, WHOLE, code.kind, code.batched, code.plain, like="" if code.plain else name)

    def part(self, node: Expression) -> Code:
        """The code of a part of a value; with `every_step`, its line."""
        return self.step(node, self.code(node))

    def layer_name(self, node: Expression) -> str:
        """What a layer that no line names is called: `layer_1` in front of `weights_1_2`."""
        if self.current not in self.layers:
            assert self.current is not None
            found = layers_in(self.current, self.checked.columns)
            self.layers = {self.current: {node: self.words.identifier(name) for node, name in found.items()}}
        return self.layers[self.current].get(node, "")

    def total(self, node: Expression) -> Code:
        """The code of a value added up over the datapoints."""
        kind = self.checked.kind(node)
        if not self.is_batched(node):
            code = self.part(node)
            return Code(f"{self.batch} * {code.within(SIGNED)}", MULTIPLIED, kind)
        match node:
            case Negative(part):
                inner = self.total_of(part)
                return Code("-" + inner.within(SIGNED), SIGNED, kind)
            case Transpose(part):
                inner = self.total_of(part)
                if kind == MATRIX:
                    return Code(self.turned(inner), WHOLE, kind)
                return Code(inner.text, inner.holds, kind)
            case Elementwise("+" | "-" as sign, left, right) if self.checked.kind(left) == self.checked.kind(right):
                return Code(f"{self.total_of(left).text} {sign} {self.total_of(right).within(MULTIPLIED)}", ADDED, kind)
            case Elementwise("/", left, right) if self.checked.kind(right) == NUMBER and not self.is_batched(right):
                divided, by = self.total_of(left), self.part(right)
                return Code(f"{divided.within(MULTIPLIED)} / {by.within(SIGNED)}", MULTIPLIED, kind)
            case Product(left, right) | Elementwise("⊙", left, right):
                for number, other in ((left, right), (right, left)):
                    if self.checked.kind(number) == NUMBER and not self.is_batched(number):
                        scale, scaled = self.part(number), self.total_of(other)
                        return Code(f"{scale.within(MULTIPLIED)} * {scaled.within(SIGNED)}", MULTIPLIED, kind)
                if self.checked.kind(left) == COLUMN and self.checked.kind(right) == ROW and isinstance(node, Product):
                    return self.correlation(left, right)
            case Call() if not self.is_own(node) and not node.slope and FUNCTIONS[node.function].total:
                parts = [self.part(argument) for argument in node.arguments]
                form = FUNCTIONS[node.function].total
                if not isinstance(form, str):
                    form = form([part.kind for part in parts], [part.batched for part in parts])
                if form:
                    return Code(filled(form, parts), WHOLE, kind)
            case _:
                pass
        return Code(self.summed(self.part(node).text), WHOLE, kind)

    def counted(self, text: str) -> str:
        """The code for how many datapoints an array has."""
        return f"len({text})"

    def summed(self, text: str) -> str:
        """The code of an array added up over its datapoints."""
        return f"np.sum({text}, axis=0)"

    def turned(self, code: Code) -> str:
        """The code of a transposed matrix."""
        return code.within(WHOLE) + ".T"

    def total_of(self, node: Expression) -> Code:
        """The code of a part added up over the datapoints; with `every_step`, its line."""
        code = self.total(node)
        return code if node in self.parts else self.step(node, code)

    def correlation(self, left: Expression, right: Expression) -> Code:
        """A column times a row, added up over the datapoints: `alpha * layer_1.T.dot(layer_2_delta)`."""
        scales: list[str] = []
        while isinstance(left, Product) and self.checked.kind(left.left) == NUMBER and not self.is_batched(left.left):
            scales.append(self.part(left.left).within(MULTIPLIED))
            left = left.right
        code = self.correlated(self.part(left), self.part(right))
        return Code(" * ".join([*scales, code.within(SIGNED)]), MULTIPLIED, MATRIX) if scales else code

    def correlated(self, column: Code, row: Code) -> Code:
        """The same without what scales it."""
        return correlated(column, row)

    # ---------------------------------------------------------------------------------------- functions

    def is_own(self, call: Call) -> bool:
        """True for a function of the program's own, or one handed in."""
        return call.title in self.checked.names.functions or call.function in self.checked.given

    def define(self, row: Function) -> None:
        """A function of the table is defined once."""
        self.functions.setdefault(row.name, table_function(row.name))

    def own_call(self, call: Call, arguments: Sequence[Code]) -> tuple[str, bool, bool]:
        """A call of the program's own function, of a slope, or of a function handed in.

        A function is written once for each combination of kinds and batches that needs other code.
        """
        texts = [argument.text for argument in arguments]
        if call.title not in self.checked.names.functions and not call.slope:
            return self.handed_in(call.function, arguments)
        kinds = tuple(argument.kind for argument in arguments)
        outside = self.checked.names.closed.get(call.title, {})
        state = tuple((key in self.batched, key in self.plain, key in self.floating) for key in outside)
        variant = (call.title, kinds, tuple((a.batched, a.plain, a.floating) for a in arguments), state)
        if variant not in self.variants:
            instance = self.checked.instances[call.title, kinds]
            source, body = self.own_function(instance, arguments)
            known = {v.source: v.identifier for (title, *_), v in self.variants.items() if title == call.title}
            unmarked = self.marks.removed(source)
            identifier = known.get(unmarked) or self.words.function(call.function, call.slope, bool(known))
            self.variants[variant] = Variant(identifier, unmarked, body.batched, body.plain)
            self.functions.setdefault(identifier, source.replace("def (", f"def {identifier}(", 1))
        found = self.variants[variant]
        return f"{found.identifier}({', '.join(texts)})", found.batched, found.plain

    def handed_in(self, function: str, arguments: Sequence[Code]) -> tuple[str, bool, bool]:
        """A call of a function handed in."""
        return handed_in(function, arguments)

    def own_function(self, instance: Instance, arguments: Sequence[Code]) -> tuple[str, Code]:
        """An own function as a `def` for arguments of these kinds, its name to be filled in; and what it returns."""
        definition = instance.definition
        free = {self.words.python[key] for key in self.checked.names.closed.get(definition.title, ())}
        names = local_names(definition.parameters, self.words, free | self.reserved)
        given = dict(zip(names, arguments, strict=True))

        def code(name: Name) -> Code:
            if name.key not in names:
                return self.name(name)
            argument, text = given[name.key], names[name.key]
            like = "" if argument.plain else text
            return Code(
                text, WHOLE, argument.kind, argument.batched, argument.plain, like=like, floating=argument.floating
            )

        held, self.pending = self.pending, []
        unseen, self.unseen = self.unseen, set()  # its arguments may have the names of letters
        kept = dict(self.parts)  # what a function works out within itself has no name outside
        body = expression_code(definition.value, instance.shapes, code, self)
        self.parts = kept
        parameters = ", ".join(map(self.marks.around, definition.parameters, names.values()))
        lines = [f"def ({parameters}):", *(f"    {line.code}" for line in self.pending)]
        self.pending, self.unseen = held, unseen
        return "\n".join([*lines, f"    return {body.text}"]), body


def correlated(column: Code, row: Code) -> Code:
    """A column times a row, one of them at least of a batch, added up over the datapoints."""
    if column.batched and row.batched:
        text = f"{column.within(WHOLE)}.T.dot({row.text})"
    elif column.batched:
        text = f"np.outer(np.sum({column.text}, axis=0), {row.text})"
    else:
        text = f"np.outer({column.text}, np.sum({row.text}, axis=0))"
    return Code(text, WHOLE, MATRIX)


def handed_in(function: str, arguments: Sequence[Code]) -> tuple[str, bool, bool]:
    """A call of a function handed in, which sees one datapoint at a time."""
    texts = [argument.text for argument in arguments]
    batched = [argument.batched for argument in arguments]
    if not any(batched):
        return f"{function}({', '.join(texts)})", False, False
    each = [f"each_{number}" if many else text for number, (many, text) in enumerate(zip(batched, texts, strict=True))]
    rows = [text for many, text in zip(batched, texts, strict=True) if many]
    names = [name for many, name in zip(batched, each, strict=True) if many]
    over = rows[0] if len(rows) == 1 else f"zip({', '.join(rows)})"
    return f"np.stack([{function}({', '.join(each)}) for {', '.join(names)} in {over}])", True, False


@cache  # as many as the table has rows
def table_function(name: str) -> str:
    """A function of the table as a `def`, the way a reader would write it."""
    row = FUNCTIONS[name]
    *before, last = row.body
    said = row.says[0].upper() + row.says[1:]
    return "\n".join(
        [f"def {name}(x):", f'    """{said}."""', *(f"    {line}" for line in before), f"    return {last}"]
    )


def local_names(parameters: Sequence[Name], words: Words, taken: set[str]) -> dict[str, str]:
    """The identifiers of a function's arguments, which hide nothing that its body needs."""
    found: dict[str, str] = {}
    taken = set(taken)
    for parameter in parameters:
        wanted = words.identifier(parameter)
        while wanted in taken or wanted in RESERVED:
            wanted += "_"
        taken.add(wanted)
        found[parameter.key] = wanted
    return found
