"""Letters and problems as HTML: indices stand low, comments step back, and nothing in them can become markup."""

from __future__ import annotations

import re
from html import escape

# What stands as it is, then the names with an index; everything else is one character at a time.
TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<plain>\bmeans\ [^\n]*|[a-z]{2,})"
    r"|(?P<letter>[^\W\d_])(?:(?P<number>\d+)|_(?P<index>\w)|_\{(?P<long>[^{}]*)\})"
    r"|.",
    re.DOTALL | re.VERBOSE,
)
NO_MATH = "tex2jax_ignore mathjax_ignore"  # what stands between $ in a comment is no math to be set, and no link
LETTERS = "white-space: pre-wrap; font: 1.15em/1.6 'STIX Two Math', 'Cambria Math', serif"
PROBLEMS = "white-space: pre-wrap; font-family: monospace; margin: 0.5em 0"


def marked_up(letters: str) -> str:
    """Letters as HTML.

    >>> marked_up("l1 = relu(l0W_{ih})  # <b>")
    'l<sub>1</sub> = relu(l<sub>0</sub>W<sub>ih</sub>)  <span style="opacity: 0.6"># &lt;b&gt;</span>'
    """

    def token(found: re.Match[str]) -> str:
        if found["comment"]:
            return f'<span style="opacity: 0.6">{escape(found[0])}</span>'
        if found["letter"]:
            index = found["number"] or found["index"] or found["long"] or ""
            return f"{escape(found['letter'])}<sub>{escape(index)}</sub>"
        return escape(found[0])

    return TOKEN.sub(token, letters)


def formula_html(letters: str, svg: str) -> str:
    """A picture, and the letters below it."""
    return f'<div class="{NO_MATH}">{svg}<div style="{LETTERS}">{marked_up(letters)}</div></div>'


def text_html(text: str) -> str:
    """Text as it would stand in a terminal, with all its columns."""
    return f'<pre class="{NO_MATH}" style="{PROBLEMS}">{escape(text)}</pre>'
