"""What is known of a text before it is read: sizes declared from outside, words, which way vectors lie."""

from __future__ import annotations

from ..sizes import MATRIX, NUMBER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Final

    from ..tree import Declaration

VECTOR = "vector"
KINDS = (NUMBER, VECTOR, MATRIX)  # by how many sizes there are


class Known:
    """What a reader is told beside the text.

    `kinds` has the kind (number, vector, matrix) of letters declared from outside, `sizes` the letters in those
    declarations, `words` the words for letters, `functions` the names of functions handed in; with `columns`
    vectors are columns.  `arrays` has the sizes of variables by the code's own names.
    """

    __slots__ = ("arrays", "columns", "functions", "kinds", "sizes", "words")

    def __init__(
        self,
        declarations: Iterable[Declaration] = (),
        words: Mapping[str, str] | None = None,
        columns: bool = False,
        functions: Collection[str] = (),
        arrays: Mapping[str, tuple[int | str, ...]] | None = None,
    ) -> None:
        self.kinds: Final[dict[str, str]] = {}
        self.sizes: Final[set[str]] = set()
        for line in declarations:
            self.kinds.update((name.key, KINDS[len(line.sizes)]) for name in line.names)
            self.sizes.update(letter for size in line.sizes for letter, _ in size.letters)
        self.words: Final = dict(words or {})
        self.columns: Final = columns
        self.functions: Final = frozenset(functions)
        self.arrays: Final = dict(arrays or {})


NOTHING = Known()
