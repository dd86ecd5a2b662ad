"""What a lesson says of learning: what later layers tell earlier ones, and what each matrix learns from its two sides.

The two halves of the correlation summary in A. Trask, *Grokking Deep Learning*, chapter 7.
"""

from __future__ import annotations

from ..functions import FUNCTIONS
from ..sizes import MATRIX, NUMBER
from ..tree import Call, Definition, Expression, Name, Update
from ..words import listed
from .lesson_learning import Learning
from .lesson_words import GLOBAL, LEARNING, LOCAL, SUMMARY, filled
from .sentences import simple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from ..tree import Statement
    from .english import Book
    from .lesson_back import Path
    from .lesson_facts import Facts
    from .lesson_learning import Back, Change, Delta, Lesson

MOST_LINES = 12  # of one kind under a heading
SIGNS = {1: ("positive", "negative"), -1: ("negative", "positive")}
DIRECTIONS = {1: ("up", "down"), -1: ("down", "up")}


class Correlation:
    """What is said of the lines of one program that learns; nothing if it does not."""

    def __init__(self, facts: Facts, book: Book) -> None:
        self.book: Final = book
        self.checked: Final = facts.checked
        self.learning: Final = Learning(facts.checked, facts.sizes)
        self.deltas: Final = {delta.line: delta for delta in self.learning.deltas.values()}
        self.met: Final[set[str]] = set()
        self.begun = not self.learning.changes

    def of(self, line: Statement) -> str:
        """What a line has to do with learning; each idea in full once."""
        found = " ".join(filter(None, self.said(line)))
        if found and not self.begun:
            self.begun = True
            several = any(delta.backs for delta in self.deltas.values())
            first = next(iter(self.deltas.values()))
            begins = self.idea("begins" if several else "begins and ends", prediction=self.owner(first))
            return f"{begins} {found}"
        return found

    def said(self, line: Statement) -> Iterator[str]:
        """The sentences for a line."""
        if isinstance(line, Definition) and line in self.deltas:
            delta = self.deltas[line]
            yield from self.back(delta) if delta.backs else self.end(delta)
        elif isinstance(line, Update) and line in self.learning.changes:
            yield from self.change(self.learning.changes[line])

    # ------------------------------------------------------------------------------------------- words

    def idea(self, idea: str, key: str = "", **gaps: str) -> str:
        """An idea in full, or in short if it comes again."""
        again = (key or idea) in self.met
        self.met.add(key or idea)
        return filled(LEARNING[idea][again], gaps)

    def phrase(self, node: Expression, other: str) -> str:
        """A short phrase for a node, if there is one."""
        return self.book.voice.phrase(node) if simple(node) else other

    def owner(self, delta: Delta) -> str:
        """The value that a delta belongs to."""
        return self.book.voice.phrase(delta.owner) if delta.owner else "what comes out there"

    def named(self, delta: Delta) -> str:
        """The phrase of a delta itself."""
        return self.book.voice.phrase(delta.line.name)

    def is_letter(self, node: Expression) -> bool:
        """True for weights: a name that comes in or is updated."""
        names = self.checked.names
        return isinstance(node, Name) and (node.key in names.updates or node.key not in names.definitions)

    # ------------------------------------------------------------------------------------------ deltas

    def end(self, delta: Delta) -> Iterator[str]:
        """A delta that no other one tells anything."""
        if delta.target is None:
            yield self.idea("own end", delta=self.named(delta), told=self.owner(delta))
            return
        bare = not delta.slopes
        positive, negative = SIGNS[delta.tells]
        yield self.idea(
            "end",
            prediction=self.owner(delta),
            target=self.phrase(delta.target, "what was given"),
            difference=self.named(delta) if bare else f"the difference that {self.named(delta)} is made from",
            positive=positive,
            negative=negative,
        )
        yield from self.slopes(delta.slopes)

    def back(self, delta: Delta) -> Iterator[str]:
        """What later layers tell an earlier one."""
        told = self.owner(delta)
        if not delta.known:
            sources = few([self.named(back.delta) for back in delta.backs])
            yield self.idea("made", delta=self.named(delta), told=told, sources=sources)
            return
        if len(delta.backs) > 1:
            tellers = list(dict.fromkeys(self.owner(back.delta) for back in delta.backs))
            if len(tellers) == 1:
                each = list(dict.fromkeys(self.way(back) for back in delta.backs))
                ways = few(each) if len(each) > 1 else f"{each[0]} each time"
                yield self.idea("adds up from one", told=told, teller=tellers[0], ways=ways)
            else:
                ways = few([f"{self.owner(back.delta)} {self.way(back)}" for back in delta.backs])
                yield self.idea("adds up", told=told, ways=ways)
        else:
            yield self.one_back(delta.backs[0], told)
        if delta.tells and "read" not in self.met:
            high, low = ("high", "low") if delta.tells == 1 else ("low", "high")
            yield self.idea("read", delta=self.named(delta), high=high, low=low)
        found = {id(node): node for back in delta.backs if back.path for node in back.path.of("slope")}
        yield from self.slopes(tuple(found.values()))

    def one_back(self, back: Back, told: str) -> str:
        """What one later layer tells, by the only way."""
        assert back.path is not None
        products, by_value = back.path.of("product"), back.path.of("by value")
        gaps = {"teller": self.owner(back.delta), "told": told, "source": self.named(back.delta)}
        plainly = not any(map(back.path.of, ("stretch", "minus", "rows", "divided")))
        if plainly and len(products) == 1 and simple(products[0]):
            idea = "back" if self.is_letter(products[0]) else "back through"
            other = self.multiplied(back.path, products[0]) or told
            said = self.idea(idea, way=self.phrase(products[0], ""), other=other, **gaps)
            factors = listed([self.phrase(node, "what stood there") for node in by_value])
            return f"{said} {self.idea('factor', factor=factors)}".strip() if by_value else said
        if plainly and not products and len(by_value) == 1 and simple(by_value[0]):
            other = self.multiplied(back.path, by_value[0]) or told
            return self.idea("back by value", way=self.phrase(by_value[0], ""), other=other, **gaps)
        return self.idea("back on some way", way=self.way(back), **gaps)

    def multiplied(self, path: Path, by: Expression) -> str:
        """What something on the way was multiplied by: the next name; empty if there is none."""
        met = [node for _, node in path.met]
        names = [node for node in met[met.index(by) + 1 :] if isinstance(node, Name)]
        return self.book.voice.phrase(names[0]) if names else ""

    def way(self, back: Back) -> str:
        """A way in words: “through the weight matrix 1”."""
        assert back.path is not None
        said = []
        for what, node in back.path.met:
            if what == "product":
                said.append(f"through {self.phrase(node, 'what it was multiplied by')}")
            elif what == "by value":
                said.append(f"by way of {self.phrase(node, 'what it was multiplied by in each place')}")
            elif what == "divided":
                said.append(f"divided by {self.phrase(node, 'what it was divided by')}")
            elif what == "stretch":
                said.append("by its own stretch of what was joined")
            elif what == "rows":
                said.append("in the rows that were picked")
        found = listed(list(dict.fromkeys(said)))
        if len(back.path.of("minus")) % 2:
            found += " with its sign turned round"
        return found.strip() or "as it is"

    def slopes(self, calls: tuple[Expression, ...]) -> Iterator[str]:
        """What the slopes of functions hold back."""
        for call in calls:
            assert isinstance(call, Call)
            own = call.function in self.checked.names.functions or call.function in self.checked.given
            traits = () if own or call.function not in FUNCTIONS else FUNCTIONS[call.function].traits
            idea = next((trait for trait in ("silences", "flattens") if trait in traits), "slope")
            yield self.idea(idea, f"{idea} {call.function}", function=call.function)

    # ----------------------------------------------------------------------------------------- changes

    def change(self, change: Change) -> Iterator[str]:
        """What a letter learns, and from what."""
        letter = self.book.voice.phrase(change.line.name)
        lessons = change.lessons
        same, differ = DIRECTIONS[lessons[0].sign]
        gaps = {"letter": letter, "same": same, "differ": differ, "delta": self.named(lessons[0].delta)}
        sort = self.sort(change)
        if sort == "weights":
            yield from self.weights(letter, change, gaps)
        elif sort == "bias" and len(lessons) == 1:
            yield self.idea("bias", f"bias {same}", **gaps)
        elif sort == "bias":
            pairs = few([self.named(lesson.delta) for lesson in lessons])
            yield self.idea("shared bias", letter=letter, pairs=pairs)
        elif sort == "input":
            pairs = few(list(dict.fromkeys(self.into(lesson) for lesson in lessons)))
            yield self.idea("input", letter=letter, pairs=pairs)
        elif sort in ("by value", "rows") and len(lessons) == 1:
            gaps["input"] = self.into(lessons[0]) if lessons[0].input is not None else ""
            yield self.idea(sort, f"{sort} {same}", **gaps)
        else:
            return
        if any(isinstance(rate, Name) for rate in change.rates):
            rate = next(rate for rate in change.rates if isinstance(rate, Name))
            yield self.idea("rate", f"rate {rate.key}", rate=self.book.voice.phrase(rate))
        if "adds up" not in self.met:
            self.met.add("adds up")
            wide = next((lesson for lesson in lessons if lesson.input is not None
                         and self.learning.graph.kind(lesson.input) == MATRIX), None)  # fmt: skip
            yield self.idea("many", input=self.into(wide)) if wide else self.idea("batch")

    def weights(self, letter: str, change: Change, gaps: dict[str, str]) -> Iterator[str]:
        """What weights learn, in one place or in several."""
        lessons = change.lessons
        key = f"weights {gaps['same']}"
        again = key in self.met
        if len(lessons) > 1:
            yield self.idea("shared", letter=letter, pairs=few([self.pair(lesson) for lesson in lessons]))
            self.met.add(key)
            if not again:
                yield self.idea("weights anywhere", **gaps)
            away = next((lesson for lesson in lessons if lesson.delta.tells and not lesson.helps), None)
        else:
            (lesson,) = lessons
            gaps["input"], gaps["output"] = self.into(lesson), self.owner(lesson.delta)
            number = self.checked.named.get(change.line.name.key)
            one = number is not None and number.kind == NUMBER
            gaps["each"] = letter if one else f"each weight in {letter}"
            assert lesson.input is not None
            gaps["input_value"] = self.value(lesson.input, gaps["input"])
            owner = lesson.delta.owner
            gaps["output_value"] = self.value(owner, gaps["output"]) if owner else gaps["output"]
            yield self.idea("weights", key, **gaps)
            if lesson.helps and not again:
                yield self.idea("learns", **gaps)
            away = lesson if lesson.delta.tells and not lesson.helps else None
        if away is not None:
            yield self.idea("away", output=self.owner(away.delta))
        yield self.idea("zeros")

    def value(self, node: Expression, phrase: str) -> str:
        """A value of something, or the number that it is."""
        named = self.checked.named.get(node.key) if isinstance(node, Name) else None
        return phrase if named is not None and named.kind == NUMBER else f"a value of {phrase}"

    def sort(self, change: Change) -> str:
        """What kind of thing a letter is, by what it meets; empty where it is several."""
        found = {self.sort_of(lesson, change.line.name) for lesson in change.lessons}
        return found.pop() if len(found) == 1 else ""

    def sort_of(self, lesson: Lesson, letter: Name) -> str:
        """The same by one lesson."""
        if lesson.rows is not None:
            return "rows"
        if lesson.input is None:
            return "bias"
        if lesson.by_value:
            return "by value"
        meets, own = (isinstance(node, Name) and self.book.called(node).startswith("weight ")
                      for node in (lesson.input, letter))  # fmt: skip
        return "input" if meets and not own else "weights"

    def into(self, lesson: Lesson) -> str:
        """What goes into the weights."""
        assert lesson.input is not None
        return self.phrase(lesson.input, "what goes in there")

    def pair(self, lesson: Lesson) -> str:
        """What meets, in one of several places."""
        return f"{self.into(lesson)} with {self.named(lesson.delta)}"

    # ---------------------------------------------------------------------------------------- the end

    def halves(self) -> Iterator[tuple[str, list[str]]]:
        """The two halves: a heading and its paragraphs each."""
        learning = self.learning
        if not learning.changes:
            return
        deltas = list(learning.deltas.values())
        told = [line for delta in deltas for line in self.told(delta)]
        backs = [back for delta in deltas for back in delta.backs]
        between = "the weights in between"
        if not all(back.path and back.path.of("product") for back in backs):
            between += " and whatever else there is"
        first = filled(SUMMARY["told"], {"between": between})
        yield GLOBAL, [*([first] if backs else []), *shortened(told)]
        changes = list(learning.changes.values())
        helps = all(lesson.helps for change in changes for lesson in change.lessons)
        pairs = [
            filled(SUMMARY["pair" if lesson.helps else "moved"], {
                "letter": self.book.voice.phrase(change.line.name),
                "input": self.into(lesson),
                "output": self.owner(lesson.delta),
                "delta": self.named(lesson.delta),
            })
            for change in changes if self.sort(change) == "weights" for lesson in change.lessons
        ]  # fmt: skip
        biases = [self.book.voice.phrase(change.line.name) for change in changes if self.sort(change) == "bias"]
        lines = shortened(list(dict.fromkeys(pairs)))
        if 0 < len(biases) <= MOST_LINES:
            lines.append(filled(SUMMARY["biases"], {"letters": listed(biases)}))
        if pairs and helps:
            lines = [SUMMARY["sides"], *lines]
            if backs and all(delta.known or delta.target is not None for delta in deltas):
                lines.append(SUMMARY["halves"])
        if lines:
            yield LOCAL, lines

    def told(self, delta: Delta) -> Iterator[str]:
        """Who tells a layer what it should be."""
        told = self.owner(delta)
        if not delta.backs:
            if delta.target is None:
                yield filled(SUMMARY["own"], {"prediction": told})
            else:
                target = self.phrase(delta.target, "what was given")
                yield filled(SUMMARY["outside"], {"prediction": told, "target": target})
        elif delta.known:
            for back in delta.backs:
                way = self.way(back)
                way = "" if way == "as it is" else f", {way}"
                yield filled(SUMMARY["tells"], {"teller": self.owner(back.delta), "told": told, "way": way})
        else:
            tellers = few(list(dict.fromkeys(self.owner(back.delta) for back in delta.backs)))
            yield filled(SUMMARY["made"], {"told": told, "tellers": tellers})


def few(items: list[str]) -> str:
    """Things one after another, as many as people read."""
    if len(items) <= MOST_LINES:
        return listed(items)
    kept = items[: MOST_LINES - 2]
    return listed([*kept, f"{len(items) - len(kept):,} more"])


def shortened(lines: list[str]) -> list[str]:
    """Lines as far as people read them; how many more there are."""
    lines = list(dict.fromkeys(lines))
    if len(lines) <= MOST_LINES:
        return lines
    kept = lines[: MOST_LINES - 2]
    return [*kept, filled(SUMMARY["more"], {"n": f"{len(lines) - len(kept):,}"})]
