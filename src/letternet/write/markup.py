"""Letters and problems as HTML: indices stand low, comments step back, and nothing in them can become markup."""

from __future__ import annotations

import re
from html import escape

from ..patterns import pattern

# What stands as it is, then the names with an index; everything else is one character at a time.
TOKEN = pattern(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<plain>\bmeans\ [^\n]*|[a-z]{2,})"
    r"|(?P<letter>[^\W\d_])(?:(?P<number>\d+)|_(?P<index>\w)|_\{(?P<long>[^{}]*)\})"
    r"|(?P<alone>[A-Za-zΑ-Ωα-ω])"
    r"|.",
    re.DOTALL | re.VERBOSE,
)
NO_MATH = "tex2jax_ignore mathjax_ignore"  # what stands between $ in a comment is no math to be set, and no link
LETTERS = "white-space: pre-wrap; font: 1.15em/1.6 'STIX Two Math', 'Cambria Math', serif"
PROBLEMS = "white-space: pre-wrap; font-family: monospace; margin: 0.5em 0"


def marked_up(letters: str, page: bool = False) -> str:
    """Letters as HTML.

    A page has styles of its own and allows no others, so there letters are `<i>` and the classes `comment` and `quiet`
    say what is to be done; what is quiet is not seen, but copied, so that `W_{ih}` stays one letter.

    >>> marked_up("l1 = relu(l0W_{ih})  # <b>")
    'l<sub>1</sub> = relu(l<sub>0</sub>W<sub>ih</sub>)  <span style="opacity: 0.6"># &lt;b&gt;</span>'
    >>> marked_up("W_z  # <b>", page=True)
    '<i>W</i><span class="quiet" aria-hidden="true">_</span><sub>z</sub>  <span class="comment"># &lt;b&gt;</span>'
    """

    def quiet(sign: str) -> str:
        return f'<span class="quiet" aria-hidden="true">{sign}</span>' if page else ""

    def token(found: re.Match[str]) -> str:
        if found["comment"]:
            look = 'class="comment"' if page else 'style="opacity: 0.6"'
            return f"<span {look}>{escape(found[0])}</span>"
        letter = escape(found["letter"] or found["alone"] or "")
        letter = f"<i>{letter}</i>" if page and letter else letter
        if found["number"]:
            return f"{letter}<sub>{found['number']}</sub>"
        if found["index"]:
            return f"{letter}{quiet('_')}<sub>{escape(found['index'])}</sub>"
        if found["long"]:
            return f"{letter}{quiet('_{')}<sub>{escape(found['long'])}</sub>{quiet('}')}"
        return letter or escape(found[0])

    return TOKEN.sub(token, letters)


def formula_html(letters: str, svg: str) -> str:
    """A picture, and the letters below it."""
    return f'<div class="{NO_MATH}">{svg}<div style="{LETTERS}">{marked_up(letters)}</div></div>'


def text_html(text: str) -> str:
    """Text as it would stand in a terminal, with all its columns."""
    return f'<pre class="{NO_MATH}" style="{PROBLEMS}">{escape(text)}</pre>'
