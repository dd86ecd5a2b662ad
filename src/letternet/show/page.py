"""`letternet page`: formulas with all their views in one file that needs nothing else, not even a script to be read."""

from __future__ import annotations

from functools import cache
from html import escape

from ..draw.paint import STYLE
from ..patterns import pattern
from ..sizes import written
from ..write.markup import marked_up
from .linked import Linked, picture_html
from .policy import FILE, policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from ..draw.picture import Picture
    from ..formula import Formula

WIDE = 620  # pixels from which on a picture has a row of its own
MOST_FRAMES = 30  # on one page
LONG = 80  # characters of a title
STEP = pattern(r"(\d+)\. (.*)")
UNTITLED = "A formula in letters"

BAR = """<aside id="bar" class="bar" aria-label="The part that is pointed at" hidden>
<p class="dim"></p>
<div role="group" aria-label="Walk from part to part">
<button type="button" data-key="ArrowLeft" aria-label="Part before">←</button>
<button type="button" data-key="ArrowRight" aria-label="Next part">→</button>
<button type="button" data-key="ArrowUp" aria-label="Part around">↑</button>
<button type="button" data-key="ArrowDown" aria-label="Part within">↓</button>
</div>
<div role="status" class="unseen"></div>
</aside>"""


def formula_page(formula: Formula, title: str = "", values: Mapping[str, Any] | None = None) -> str:
    """A page of one formula: its four views, sizes and lesson, and with values the network predicting, frame by frame.

    >>> from letternet import Formula
    >>> text = formula_page(Formula("l1 = relu(l0W0)"))
    >>> text.startswith("<!DOCTYPE html>"), text.count('<div class="view ')
    (True, 4)
    """
    if values:
        formula = formula.sized(values)
    linked = Linked(formula)
    name, about = heading(linked, title)
    shown = [linked_html(linked, linked.formula.picture(values=values or None), sizes=True)]
    if values:
        shown.append(frames_html(formula.frames(values)))
    shown.append(card("Lesson", f'<div class="lesson">{lesson_html(formula.english("lesson"))}</div>'))
    body = f"<header>\n<h1>{name}</h1>\n{about}</header>\n<main>\n" + "\n".join(shown) + "\n</main>"
    scripts = ["linked.js", *["frames.js"] * bool(values)]
    return document(plain_title(linked, title), body, scripts, FILE)


def gallery_page(formulas: Mapping[str, Formula], title: str) -> str:
    """A page of many formulas by the names of their files, with a list of them on top."""
    entries, articles = [], []
    for number, (name, formula) in enumerate(formulas.items(), 1):
        linked = Linked(formula)
        called, about = heading(linked, name)
        entries.append(f'<li><a href="#formula-{number}">{called}</a></li>')
        lesson = f'<div class="lesson">{lesson_html(formula.english("lesson"), 4)}</div>'
        further = f"{card('Sizes', sizes_html(linked), level=3)}\n{card('Lesson', lesson, level=3)}"
        articles.append(
            f'<article id="formula-{number}">\n<h2>{called}</h2>\n{about}'
            f"{linked_html(linked, linked.formula.picture(), level=3)}\n"
            f'<details class="more"><summary>Sizes and lesson</summary>{further}</details>\n</article>'
        )
    body = (
        f'<header>\n<h1>{escape(title)}</h1>\n<p class="dim">{len(entries)} formulas, each as a picture, in '
        'letters, in Python and in English.</p>\n<nav aria-label="Contents"><ul class="contents">'
        f"{''.join(entries)}</ul></nav>\n"
        f"</header>\n<main>\n{chr(10).join(articles)}\n</main>"
    )
    return document(title, body, ["linked.js"], FILE)


# ---------------------------------------------------------------------------------------------- what all pages have


def document(title: str, body: str, scripts: Iterable[str], rules: Sequence[str] = ()) -> str:
    """A whole page with its style and scripts inside; `rules` of a content policy stand in it, if there are any."""
    head = (
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}{asset('page.css')}</style>"
    )
    end = "\n".join(f"<script>{asset(script)}</script>" for script in scripts)
    rest = f"{head}\n</head>\n<body>\n{body}\n{BAR}\n{end}\n</body>\n</html>\n"
    kept = f'<meta http-equiv="Content-Security-Policy" content="{policy(rest, rules)}">\n' if rules else ""
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{kept}{rest}'


@cache
def asset(name: str) -> str:
    """A style or a script that stands beside this module."""
    from importlib.resources import files

    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def card(title: str, content: str, copied: str = "", attributes: str = "", tools: str = "", level: int = 2) -> str:
    """A part of a page with its title, and beside that a button that copies a text, or other tools."""
    button = f'<button type="button" class="small script" data-copy="{escape(copied)}" hidden>Copy</button>'
    heading = f'<h{level} class="title">{title}</h{level}>'
    top = f'<div class="top">{heading}{tools}{button if copied else ""}</div>'
    return f'<section class="card"{attributes}>{top}{content}</section>'


def view(
    name: str, title: str, content: str, copied: str = "", tools: str = "", below: str = "", level: int = 2
) -> str:
    """One of the four views: arrows walk through it."""
    opened = f'<div class="view {name}" tabindex="0" role="group" aria-label="{title}, walk with the arrow keys">'
    return card(title, f"{opened}{content}</div>{below}", copied, f' data-view="{name}"', tools, level)


def linked_html(linked: Linked, picture: Picture, sizes: bool = False, level: int = 2) -> str:
    """The four views of a formula."""
    drawn, width = picture_html(picture)
    letters, python, english = linked.letters(), linked.python(), linked.english()
    parts = [
        view("letters", "Algebra", letters.html, letters.text, level=level),
        view("picture", "Picture", drawn, level=level),
        view("python", "Python", python.html, python.text, level=level),
        view("english", "English", english.html, english.text, level=level),
    ]
    if sizes:
        parts.append(card("Sizes", sizes_html(linked), attributes=' data-view="sizes"', level=level))
    wide = " wide" if width > WIDE else ""
    return f'<div class="linked{wide}">\n{chr(10).join(parts)}\n</div>'


def sizes_html(linked: Linked) -> str:
    """Every letter with its words, where its size came from, and its size."""
    formula = linked.formula
    words, reasons = linked.words.english, formula.why()
    rows = []
    for key, size in formula.sizes.items():
        part = f' data-term="{linked.names[key]}"' if key in linked.names else ""
        told = [reason for reason in reasons.get(key, ()) if not reason.endswith("declared")]
        why = "".join(f"<li>{marked_up(reason)}</li>" for reason in told)
        more = f"<details><summary>why {escape(written(size))}</summary><ul>{why}</ul></details>" if why else ""
        rows.append(
            f'<tr{part}><th scope="row">{marked_up(key, page=True)}</th><td class="size">{escape(written(size))}</td>'
            f"<td>{escape(words.get(key, ''))}{more}</td></tr>"
        )
    head = '<th scope="col">Letter</th><th scope="col">Size</th><th scope="col">In words</th>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def frames_html(frames: Sequence[Picture]) -> str:
    """A figure of frames, which a script shows one after the other; of very many, the first and the last."""
    left_out = max(len(frames) - MOST_FRAMES, 0)
    frames = [*frames[: MOST_FRAMES - 1], frames[-1]] if left_out else frames
    shown = "\n".join(
        f'<div class="frame" tabindex="0" role="group" aria-label="Frame {number}">{picture_html(frame)[0]}'
        f"<p>{escape(frame.caption)}</p></div>"
        for number, frame in enumerate(frames, 1)
    )
    buttons = "".join(f'<button type="button">{name}</button>' for name in ("Back", "Pause", "Forward"))
    more = f'<p class="dim">{left_out:,} layers before the last are left out here.</p>' if left_out else ""
    controls = f'<div class="controls script" role="group" aria-label="Frames" hidden>{buttons}<output></output></div>'
    return card("Watch it predict", f'<figure class="frames">{controls}\n{shown}</figure>{more}')


def lesson_html(text: str, level: int = 3) -> str:
    """A lesson with its headings, and its numbered steps with the reason below each.

    >>> print(lesson_html("To create it:\\n1. Take x.\\n   It comes in.\\n\\nx has 3 values."))
    <h3>To create it</h3>
    <ol>
    <li value="1">Take x.<p>It comes in.</p></li>
    </ol>
    <p>x has 3 values.</p>
    """
    out: list[str] = []
    within = ""  # the list that is open
    for line in text.split("\n"):
        step = STEP.match(line)
        lead, plain = line.startswith(" "), escape(line.strip())
        if step:
            if within != "ol":
                out += ["</ul>"] * bool(within) + ["<ol>"]
            within = "ol"
            out.append(f'<li value="{step[1]}">{escape(step[2])}</li>')
        elif lead and within == "ol":
            out[-1] = f"{out[-1].removesuffix('</li>')}<p>{plain}</p></li>"
        elif lead:
            out += ["<ul>"] * (not within) + [f"<li>{plain}</li>"]
            within = "ul"
        else:
            out += [f"</{within}>"] * bool(within)
            within = ""
            if plain:
                out.append(f"<h{level}>{plain[:-1]}</h{level}>" if plain.endswith(":") else f"<p>{plain}</p>")
    return "\n".join([*out, *[f"</{within}>"] * bool(within)])


def heading(linked: Linked, title: str) -> tuple[str, str]:
    """What a formula is called, as HTML, and what is said about it: its first comments, else what it does."""
    called, *notes = linked.notes or [""]
    notes = [note for note in notes if note] or [linked.formula.english("overview")]
    about = "".join(f"<p>{escape(note)}</p>" for note in notes if note)
    letters = linked.formula.text
    if not called and not title and "\n" not in letters and len(letters) <= LONG:
        name = f'<span class="formula">{marked_up(letters, page=True)}</span>'
    else:
        name = escape(called or title or UNTITLED)
    return name, f'<div class="about">{about}</div>\n' * bool(about)


def plain_title(linked: Linked, title: str) -> str:
    """The same as plain text, for the window's title."""
    letters = linked.formula.text
    called = next(iter(linked.notes), "") or title
    return called or (letters if "\n" not in letters and len(letters) <= LONG else UNTITLED)
