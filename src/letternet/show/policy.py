"""What a browser may do with a page of this project: run the page's own script, use its own style, and little else."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = ("base-uri 'none'", "form-action 'none'")  # a page that is opened as a file asks nobody for anything
SERVED = ("connect-src 'self'", *FILE, "frame-ancestors 'none'")  # one that is served may ask its server


def policy(document: str, further: Iterable[str]) -> str:
    """The content security policy of a document: its own scripts and styles by their hashes, and further rules.

    >>> policy("<p>no script</p>", FILE)
    "default-src 'none'; script-src 'none'; style-src 'none'; base-uri 'none'; form-action 'none'"
    """
    inline = Inline()
    inline.feed(document.replace("\r\n", "\n").replace("\r", "\n"))  # as a browser reads it
    inline.close()
    scripts, styles = hashes(inline.texts["script"]), hashes(inline.texts["style"])
    return "; ".join(["default-src 'none'", f"script-src {scripts}", f"style-src {styles}", *further])


def hashes(texts: list[str]) -> str:
    """Texts as a content policy names them."""
    names = [b64encode(sha256(text.encode()).digest()).decode() for text in texts]
    return " ".join(f"'sha256-{name}'" for name in names) or "'none'"


class Inline(HTMLParser):
    """The scripts and styles that stand in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin the text of a script or a style."""
        self.inside = tag if tag in self.texts else ""
        if self.inside:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Keep what stands in it."""
        if self.inside:
            self.texts[self.inside][-1] += data
