"""A page taken apart with the standard library: what its elements are, and the views of its formulas."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset(["meta", "br", "input", "link", "img", "hr"])


class Element:
    """An element with its attributes and all that is in it, texts and elements in order."""

    def __init__(self, tag: str, attributes: dict[str, str], above: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.above = above
        self.inside: list[Element | str] = []

    @property
    def text(self) -> str:
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    @property
    def texts(self) -> list[str]:
        """The pieces of its text."""
        return [text for each in self.inside for text in ([each] if isinstance(each, str) else each.texts)]

    @property
    def children(self) -> list[Element]:
        return [each for each in self.inside if isinstance(each, Element)]

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Itself and what is in it, as far as it is of a kind."""
        found = []
        waiting = [self]
        while waiting:
            here = waiting.pop()
            waiting.extend(reversed(here.children))
            if tag in ("", here.tag) and all(here.attributes.get(key) == value for key, value in attributes.items()):
                found.append(here)
        return found

    def with_class(self, name: str) -> list[Element]:
        return [each for each in self.all() if name in each.attributes.get("class", "").split()]


class Parser(HTMLParser):
    """Refuses what does not close, as a browser would not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs}, self.here)
        self.here.inside.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, (self.here.tag, tag)
        assert self.here.above is not None
        self.here = self.here.above

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)


def parsed(html: str) -> Element:
    """What is written in HTML."""
    parser = Parser()
    parser.feed(html)
    parser.close()
    assert parser.here is parser.root, parser.here.tag
    return parser.root


def lines(view: Element) -> str:
    """The text of a view, a line for each of its elements."""
    return "\n".join(line.text for line in view.children)


def terms(view: Element) -> set[str]:
    """The parts that a view has."""
    return {each.attributes["data-term"] for each in view.all() if "data-term" in each.attributes}
