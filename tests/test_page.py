"""A page is one file: all views of a formula, its sizes and its lesson, and nothing that a stranger put in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from consoles import HOUSE
from html_views import Element, lines, parsed, terms
from hypothesis import given
from strategies import Drawn, programs
from test_laws import formula

from letternet import Formula
from letternet.show.command import command
from letternet.show.page import UNTITLED, formula_page, gallery_page, lesson_html
from letternet.show.policy import FILE, policy

GALLERY = HOUSE / "examples" / "gallery"
VALUES = {"l0": "1 0 1", "W0": "0 -1 0 0; 0 1 1 -1; 1 0 0 1", "W1": "0.5; 0; 0.5; -0.5"}
TAGS = frozenset(
    "html head meta title style body script header main aside nav section article div h1 h2 h3 h4 p a ul ol li span i "
    "sub button table thead tbody tr th td details summary figure output "
    "svg desc g rect circle path text tspan".split()
)
ATTRIBUTES = frozenset(
    "lang charset name content http-equiv class id role aria-label aria-hidden tabindex type hidden href scope value "
    "data-view data-term data-copy data-key data-also data-op data-parts data-name data-value data-exponent "
    "data-function data-line data-alone data-from data-to data-parameters data-number "
    "xmlns viewbox width height x y cx cy r rx d dx dy fill stroke stroke-width stroke-dasharray pointer-events "
    "font-size font-style font-family text-anchor".split()
)


def network() -> Formula:
    return Formula("l2 = relu(l0W0)W1", dims={"l0": 3, "l1": 4, "l2": 1})


def hostile() -> Formula:
    """Comments that would be markup, script or an address if they were let; words are letters and spaces anyhow."""
    return Formula(
        "# </title></style><script>window.ran = 1</script>\n"
        '# <img src=x onerror="window.ran = 2">\n'
        "# &lt;svg onload='window.ran = 3'&gt; javascript:window.ran=4 {}\n"
        "h_{ab} = relu(xW)  # <img src=x onerror='window.ran = 5'> --><!-- ]]> <b> \"' </div>\n"
    )


def page_of(text: str) -> Element:
    return parsed(text.removeprefix("<!DOCTYPE html>\n"))


def views(page: Element) -> dict[str, Element]:
    (linked,) = page.with_class("linked")
    return {view.attributes["class"].split()[1]: view for view in linked.with_class("view")}


# ---------------------------------------------------------------------------------------------- what is in a page


def test_a_page_has_the_four_views_the_sizes_the_frames_and_the_lesson() -> None:
    net = network()
    page = page_of(formula_page(net, values=VALUES))
    found = views(page)
    assert list(found) == ["letters", "picture", "python", "english"]
    assert (lines(found["letters"]), lines(found["python"])) == (net.letters(), net.python())
    assert lines(found["english"]) == net.english()
    assert terms(found["letters"]) == terms(found["python"]) == terms(found["english"])
    assert terms(found["letters"]) <= terms(found["picture"])
    rows = [[cell.text for cell in row.children] for row in page.all("tr")]
    assert [": ".join(row[:2]) for row in rows] == ["Letter: Size", "l0: 3", "l1: 4", "l2: 1", "W0: 3 × 4", "W1: 4 × 1"]
    assert rows[4][2].startswith("weight matrix 0why 3 × 4rows: l0 has 3 values")
    frames = page.with_class("frame")
    assert [frame.all("p")[0].text.split(",")[0] for frame in frames] == [
        "What comes in.", "To create the layer 1 vector", "To create the layer 2 vector",
    ]  # fmt: skip
    assert "0.5" in frames[2].text
    assert page.all("h1")[0].text == page.all("title")[0].text == net.text


def test_without_values_nothing_moves() -> None:
    text = formula_page(network())
    assert not page_of(text).with_class("frame")
    assert "setInterval" not in text


def test_comments_above_the_first_line_are_title_and_text() -> None:
    page = page_of(formula_page(Formula("# A cell\n# Seen in a book\nh = tanh(xW)"), "cell"))
    assert (page.all("h1")[0].text, page.all("title")[0].text) == ("A cell", "A cell")
    assert [p.text for p in page.with_class("about")[0].all("p")] == ["Seen in a book"]
    assert lines(views(page)["letters"]) == "h = tanh(xW)"
    untitled = page_of(formula_page(Formula("h = tanh(xW)\ny = hV")))
    assert untitled.all("h1")[0].text == UNTITLED
    assert page_of(formula_page(Formula("h = tanh(xW)\ny = hV"), "two-layers")).all("h1")[0].text == "two-layers"


def test_a_text_of_comments_alone_has_a_page_that_shows_them() -> None:
    for text in ("# a plan", "# a plan\n# in two lines"):
        page = page_of(formula_page(Formula(text), "later"))
        assert lines(views(page)["letters"]) == text
        assert "there is nothing to draw" in views(page)["picture"].text
        assert page.all("h1")[0].text == "later"


@given(programs())
def test_a_lesson_keeps_its_words_in_order(drawn: Drawn) -> None:
    text = formula(drawn).english("lesson")
    found = parsed(lesson_html(text))
    said = re.sub(r"^\d+\. ", "", re.sub(r":$", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    assert " ".join(found.texts).split() == said.split()
    numbers = [each.attributes["value"] for each in found.all("li") if "value" in each.attributes]
    assert numbers == re.findall(r"^(\d+)\. ", text, flags=re.MULTILINE)


def test_a_gallery_lists_every_formula_and_leads_to_it() -> None:
    formulas = {"one": Formula("# First\ny = xW"), "two": Formula("y = Wx\nvectors are columns")}
    page = page_of(gallery_page(formulas, "Some <formulas>"))
    assert page.all("h1")[0].text == "Some <formulas>"
    links = page.all("nav")[0].all("a")
    assert [link.text for link in links] == ["First", "two"]
    for link, article in zip(links, page.all("article"), strict=True):
        assert link.attributes["href"] == "#" + article.attributes["id"]
        assert article.all("h2")[0].text == link.text
        assert len(article.with_class("view")) == 4


# --------------------------------------------------------------------------------------------------- what is not


def every_page() -> list[tuple[str, str]]:
    gallery = {path.stem: Formula(path.read_text(encoding="utf-8")) for path in sorted(GALLERY.glob("*.letters"))}
    x = {"x": "1 2", "W": "1 0; 0 1"}
    return [
        ("network", formula_page(network(), values=VALUES)),
        ("hostile", formula_page(hostile(), '"><script>window.ran = 5</script>', x)),
        ("gallery", gallery_page({**gallery, "<script>": hostile()}, "</h1><script>window.ran = 6</script>")),
    ]


PAGES = dict(every_page())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_made_of_known_elements_and_asks_for_nothing(name: str) -> None:
    page = page_of(PAGES[name])
    ids = [each.attributes["id"] for each in page.all() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for element in page.all():
        assert element.tag in {"", *TAGS}
        assert set(element.attributes) <= ATTRIBUTES, set(element.attributes) - ATTRIBUTES
        assert element.attributes.get("href", "#").startswith("#")
        if element.tag in ("style", "script"):
            assert not element.attributes
            assert not re.search(r"url\(|@import|\w+://", element.text)
    (rules,) = page.all("meta", **{"http-equiv": "Content-Security-Policy"})
    wanted = policy(re.sub(r"<meta http-equiv.*\n", "", PAGES[name]), FILE)
    assert rules.attributes["content"] == wanted
    assert "unsafe" not in wanted


def test_hostile_words_stay_words() -> None:
    page = page_of(PAGES["hostile"])
    assert len(page.all("script")) == 2
    assert lines(views(page)["letters"]) == hostile().letters().split("\n", 3)[3]
    assert page.all("h1")[0].text.startswith("</title>")


def test_a_page_has_the_same_bytes_whatever_the_hash_seed() -> None:
    made = set()
    for seed in ("1", "2"):
        start = [sys.executable, "-m", "letternet", "page", str(GALLERY), "-o", "-"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        made.add(subprocess.run(start, capture_output=True, check=True, env=environment, timeout=120).stdout)
    assert len(made) == 1


# ------------------------------------------------------------------------------------------------- the command


def test_the_command_writes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "net.html"
    values = [part for key, value in VALUES.items() for part in ("--set", f"{key}={value}")]
    dims = ["--dim", "l0=3", "--dim", "l1=4", "--dim", "l2=1"]
    assert command(["page", "l2 = relu(l0W0)W1", *dims, *values, "-o", str(out)]) == 0
    assert out.read_bytes().decode() == PAGES["network"]
    assert capsys.readouterr() == ("", "")
    file = tmp_path / "my-net.letters"
    file.write_text("y = xW\nz = yV", encoding="utf-8")
    assert command(["page", str(file), "-o", "-"]) == 0
    assert "<h1>my-net</h1>" in capsys.readouterr().out


def test_the_command_makes_one_page_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "gallery.html"
    assert command(["page", str(GALLERY), "-o", str(out)]) == 0
    page = page_of(out.read_text(encoding="utf-8"))
    assert page.all("h1")[0].text == "A gallery of networks"
    assert len(page.all("article")) == len(list(GALLERY.glob("*.letters")))
    (tmp_path / "one.letters").write_text("y = xW", encoding="utf-8")
    assert command(["page", str(tmp_path), "-o", "-"]) == 0
    assert f"<h1>{tmp_path.name}</h1>" in capsys.readouterr().out


def test_what_cannot_be_a_page_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out.html")
    assert command(["page", str(tmp_path), "-o", out]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert said == f"error[E0305]: {tmp_path} is a folder without files of letters (NAME.letters)"
    (tmp_path / "bad.letters").write_text("y = xW\nW : 3 x 4; x : 5", encoding="utf-8")
    assert command(["page", str(tmp_path), "-o", out]) == 1
    first, second, *_ = capsys.readouterr().err.splitlines()
    assert first == f"in {tmp_path / 'bad.letters'}:"
    assert second == "error[E0201]: W needs 5 rows, but it has 3 (line 1)"
    assert command(["page", str(tmp_path / "bad.letters"), "-o", out]) == 1
    assert command(["page", "y = xW", "--set", "x=1 2", "-o", out]) == 1
    assert command(["page", "y = xW", "-o", str(tmp_path / "none" / "out.html")]) == 1
    assert " ".join(capsys.readouterr().err.split()).endswith("cannot be written: No such file or directory")
    assert not os.path.exists(out)
    for wrong in (["y = xW"], [str(tmp_path), "-o", out, "--set", "x=1"], [str(tmp_path), "-o", out, "--dim", "x=1"]):
        with pytest.raises(SystemExit) as ended:
            command(["page", *wrong])
        assert ended.value.code == 2
