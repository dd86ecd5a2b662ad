"""The live page: what it is made of, and what it is answered while somebody types."""

from __future__ import annotations

from ..draw.svg import PAINT, STYLE
from ..formula import Formula
from ..problem_text import as_text
from ..problems import FormulaError, Problem, errors
from ..sizes import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

WIDTH = 100  # columns of a problem as text
FIRST = "l0 : 3; l1 : 4; l2 : 1\nl2 = relu(l0W0)W1"

PAGE_STYLE = """
:root { color-scheme: light dark; --ground: #f6f7fa; --card: #ffffff; --text: #1c2130; --dim: #5b6375;
  --rule: #d5d9e3; }
@media (prefers-color-scheme: dark) { :root { --ground: #0c0f16; --card: #12161f; --text: #e7eaf3; --dim: #a3abbd;
  --rule: #333a4a; } }
* { box-sizing: border-box; }
body { background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 100rem; padding: 1rem; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
h2 { color: var(--dim); font-size: 0.8rem; font-weight: 600; margin: 0 0 0.5rem; }
label { color: var(--dim); display: block; font-size: 0.8rem; font-weight: 600; margin-bottom: 0.25rem; }
textarea { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; color: inherit;
  font: 1.15rem/1.6 Georgia, serif; padding: 0.75rem; resize: vertical; width: 100%; }
pre { font: 0.85rem/1.5 ui-monospace, monospace; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.views { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
  margin-top: 1rem; }
section { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; min-width: 0; padding: 1rem; }
#picture { overflow-x: auto; }
#picture svg { display: block; height: auto; max-width: 100%; }
#english { font: inherit; }
[hidden] { display: none; }
"""
SCRIPT = """
const byId = (id) => document.getElementById(id);
const formula = byId("formula");
let asking = new AbortController();
function show(answer) {
  const problems = byId("problems");
  problems.textContent = answer.problems.map((problem) => problem.text).join("\\n\\n");
  problems.parentElement.hidden = !problems.textContent;
  if (!answer.views) return;
  for (const [view, text] of Object.entries(answer.views)) byId(view).textContent = text;
  const drawn = new DOMParser().parseFromString(answer.picture, "image/svg+xml").documentElement;
  byId("picture").replaceChildren(document.importNode(drawn, true));
}
async function ask() {
  asking.abort();
  asking = new AbortController();
  try {
    const response = await fetch("views", { method: "POST", signal: asking.signal,
      headers: { "content-type": "application/json" }, body: JSON.stringify({ text: formula.value }) });
    const isJson = (response.headers.get("content-type") || "").startsWith("application/json");
    if (isJson) show(await response.json());
    else show({ problems: [{ text: await response.text() }] });
  } catch (error) {
    if (error.name !== "AbortError") show({ problems: [{ text: "the page has lost its server" }] });
  }
}
formula.addEventListener("input", ask);
ask();
"""
VIEWS = {"letters": "Algebra", "sizes": "Sizes", "python": "Python", "english": "English"}


def page() -> str:
    """The whole page as one HTML document."""
    views = "\n".join(f'<section><h2>{title}</h2><pre id="{view}"></pre></section>' for view, title in VIEWS.items())
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>letternet</title>
<style>{PAGE_STYLE}{STYLE}{PAINT}</style>
</head>
<body>
<main>
<h1>letternet</h1>
<label for="formula">Formula</label>
<textarea id="formula" rows="6" spellcheck="false" autocomplete="off">{FIRST}</textarea>
<section hidden><h2>Problems</h2><pre id="problems" role="status"></pre></section>
<div class="views">
<section><h2>Picture</h2><div id="picture"></div></section>
{views}
</div>
</main>
<script>{SCRIPT}</script>
</body>
</html>
"""


def answer(state: dict[str, Any]) -> dict[str, Any]:
    """What the page shows for its state: the views, the picture without its style, and what is wrong."""
    text = state.get("text", "")
    if not isinstance(text, str):
        return {"problems": told([Problem("E0106", "the formula is not text")], "")}
    try:
        formula = Formula(text, check=False)
    except FormulaError as error:
        return {"problems": told(error.problems, text)}
    if errors(formula.problems):
        return {"problems": told(formula.problems, text)}
    from xml.etree.ElementTree import tostring

    views = {
        "letters": formula.letters(),
        "sizes": listed(formula.sizes),
        "python": formula.python(),
        "english": formula.english(),
    }
    picture = tostring(formula.picture().element(style=False), encoding="unicode")
    return {"problems": told(formula.problems, text), "views": views, "picture": picture}


def told(problems: Sequence[Problem], text: str) -> list[dict[str, Any]]:
    """Problems as data, each with its text."""
    return [{**problem.as_json(), "text": as_text(problem, text, WIDTH)} for problem in problems[:10]]
