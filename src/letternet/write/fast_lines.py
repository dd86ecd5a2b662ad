"""The text around fast code: what is worked out once stands above the function, what goes in blocks within it."""

from __future__ import annotations

import builtins
import keyword

from ..patterns import pattern
from ..sizes import VECTORS
from .python_lines import IN_BLOCKS, LARGE, LOOK

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Mapping, Sequence

    from .python_lines import Line, Writing

CALLED = pattern(r"\bnp((?:\.\w+)+)")  # what code has of NumPy
TAKEN = frozenset([*keyword.kwlist, *keyword.softkwlist, *dir(builtins)])


def bound(writing: Writing, sources: Sequence[str]) -> list[str]:
    """The sources with the functions of NumPy by names of their own, and what is worked out once before the last."""
    names: dict[str, str] = {}

    def own(found: re.Match[str]) -> str:
        path = found[1]
        if path not in names:
            wanted = path[1:].removeprefix("linalg.").replace(".", "_")
            words = writing.words
            if wanted not in TAKEN and wanted not in writing.functions and wanted not in words.taken:
                words.taken.add(wanted)
                names[path] = wanted
            else:
                names[path] = words.free(f"np_{wanted}")
        return names[path]

    *functions, last = [CALLED.sub(own, source) for source in sources]
    above = [f"{name} = np{path}" for path, name in names.items()]
    constants = [f"{name} = {code}" for code, name in writing.constants.items()]
    if not functions:
        above, constants = [*above, *constants], []
    return ["\n".join(above)] * bool(above) + functions + ["\n".join(constants)] * bool(constants) + [last]


def guard(writing: Writing, floating: Collection[str], batches: Collection[str], otherwise: str) -> list[str]:
    """The lines that call another function for other values.

    Others are arrays that are not of floats, large batches, and batches of other vectors than these.
    """
    words, named = writing.words, writing.checked.named
    shapes = {key: shape for key in writing.inputs if (shape := named.get(key)) is not None}
    arrays = [words.python[key] for key in writing.inputs if key in floating]
    asked = []
    if arrays:
        kind = writing.constant("np.dtype(np.float64)", "float64")
        asked.append(" is ".join([*(f"{array}.dtype" for array in arrays), kind]))
    vectors = [(key, words.python[key]) for key, shape in shapes.items() if shape.kind in VECTORS]
    asked += [f"len({name}) <= {LARGE}" if key in batches else f"{name}.ndim == 1" for key, name in vectors]
    if not asked:
        return []
    fits = words.free("fits")
    first, *others = asked
    return [
        "try:",
        f"    {fits} = (",
        f"        {first}",
        *(f"        and {each}" for each in others),
        "    )",
        "except (AttributeError, TypeError):",
        f"    {fits} = False",
        f"if not {fits}:",
        f"    return {otherwise}",
    ]


def in_blocks(
    writing: Writing, body: Sequence[Line], inner: Sequence[str], values: Mapping[str, str], several: set[str]
) -> list[str]:
    """The lines of a function whose batch goes through in blocks, without its return.

    `values` are the identifiers of what it returns, `several` of those that differ between datapoints.
    """
    words = writing.words
    lines = [part for line in body if not line.batched for part in line.code.split("\n")]
    given = ", ".join(words.python[key] for key in writing.inputs if key in writing.batched)
    made = ", ".join(dict.fromkeys(value for value in values.values() if value in several))
    looks = [f"{LOOK}({words.python[key]})" for key in writing.inputs if key in writing.unseen]
    if not made:
        return [*looks, *lines]
    block = words.free("block")
    lines += ["", f"def {block}({given}):"]
    lines += [f"    {part}" for source in inner for part in ("", *source.split("\n"), "")]
    lines += [f"    {look}" for look in looks]
    lines += [f"    {part}" for line in body if line.batched for part in line.code.split("\n")]
    return [*lines, f"    return {made}", "", f"{made} = {IN_BLOCKS}({block}, {given})"]
