"""Where each size of a program without errors came from, in the sentences that explain errors."""

from __future__ import annotations

from ..check.explain import shown_size
from ..sizes import MATRIX, Unknown
from ..tree import Node
from .close_up import UNITS, CloseUp
from .conflict import System
from .reasons import Derivation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..check.model import Checked


def why(checked: Checked) -> dict[str, tuple[str, ...]]:
    """The reasons for the sizes of each name, in the order of `sizes`.

    >>> from letternet.check.check import check
    >>> from letternet.read.letters import read
    >>> for reason in why(check(read("l0 : 3; l1 : 4; l1 = relu(l0W0)")[0]))["W0"]:
    ...     print(reason)
    rows: l0 has 3 values and each value of l0 meets a row of W0, so W0 has 3 rows
    columns: l1 has 4 values, so relu(l0W0) has 4 values; l0W0 has 4 values; W0 has 4 columns
    """
    lines: set[Node] = {*checked.names.order, *checked.names.declarations}
    close_up = CloseUp(checked, lines, set())
    system = System(close_up.equations)
    known = Derivation(close_up, system, close_up.equations)
    found: dict[str, tuple[str, ...]] = {}
    for key in checked.named:
        shape = close_up.checked.named.get(key)
        if shape is None:
            continue
        said: list[str] = []
        for axis, size in enumerate(shape.sizes):
            prefix = f"{UNITS[axis]}: " if shape.kind == MATRIX else ""
            said.append(prefix + (reason(known, size, close_up, key) if isinstance(size, Unknown) else "typed"))
        open_ = [known.shown(size) for size in shape.sizes if not isinstance(known.value(size), int)]
        if len(open_) == 2 and open_[0] == open_[1]:
            said.append(f"this makes {key} square")
        found[key] = tuple(said) or ("a number has no size",)
    return found


def reason(known: Derivation, size: Unknown, close_up: CloseUp, key: str) -> str:
    """The way to one size, in one sentence."""
    declared = close_up.declared_sizes.get(key, {}).get(size)
    if declared is not None:
        text, worth = shown_size(declared, {}), known.shown(size)
        return "declared" if str(text) == worth else f"declared as {text}, which turns out to be {worth}"
    steps = [step.message for step in known.lines([size])]
    if steps:
        return "; ".join([steps[0], *(step.rsplit(", so ", 1)[-1] if ", so " in step else step for step in steps[1:])])
    return "nothing says how many"
