"""In the HTML of a formula every part has its place in all four views, and the text is what the views say."""

from __future__ import annotations

from html import escape

import pytest
from html_views import Element, lines, parsed, terms
from hypothesis import given
from hypothesis import strategies as st
from strategies import Drawn, programs
from test_laws import formula
from test_marks import worked_out

from letternet import Formula
from letternet.show.linked import Linked, lines_html, parted, picture_html
from letternet.write.letters import expression
from letternet.write.marks import Marked


def views(linked: Linked) -> dict[str, Element]:
    written = {"letters": linked.letters(), "python": linked.python(), "english": linked.english()}
    return {
        "picture": parsed(picture_html(linked.formula.picture())[0]),
        **{name: parsed(view.html) for name, view in written.items()},
    }


@given(programs())
def test_every_part_has_its_place_in_all_four_views(drawn: Drawn) -> None:
    linked = Linked(formula(drawn))
    found = {name: terms(view) for name, view in views(linked).items()}
    for node in worked_out(linked.formula):
        for name, there in found.items():
            assert linked.ids[node] in there, (name, expression(node))


@given(programs())
def test_the_text_of_a_view_is_what_the_view_says(drawn: Drawn) -> None:
    net = formula(drawn)
    linked = Linked(net)
    assert lines(parsed(linked.letters().html)) == linked.letters().text == parted(net.letters())[1]
    assert lines(parsed(linked.python().html)) == linked.python().text == net.python()
    assert lines(parsed(linked.english().html)) == linked.english().text == net.english()


@given(programs())
def test_in_the_letters_a_part_is_the_text_it_was_read_from(drawn: Drawn) -> None:
    linked = Linked(formula(drawn))
    text = linked.formula.text
    texts: dict[str, set[str]] = {}
    for span in parsed(linked.letters().html).all("span"):
        if "data-term" in span.attributes:
            texts.setdefault(span.attributes["data-term"], set()).add(span.text)
    wanted: dict[str, set[str]] = {}
    for node, part in linked.ids.items():
        if node.end > node.start >= 0:
            wanted.setdefault(part, set()).add(text[node.start : node.end])
    assert texts == wanted


@st.composite
def marked(draw: st.DrawFn) -> Marked:
    """Any text, with spans that are nested or apart."""
    text = draw(st.text(st.sampled_from("ab <&>\n\"'é𝐖"), max_size=30))
    spans: list[tuple[int, int, str]] = []

    def within(start: int, end: int, depth: int) -> None:
        at = start
        while at < end and depth < 4 and draw(st.booleans()):
            first = draw(st.integers(at, end - 1))
            last = draw(st.integers(first + 1, end))
            spans.append((first, last, f"t{len(spans)}"))
            within(first, last, depth + 1)
            at = last

    within(0, len(text), 0)
    return Marked(text, tuple(spans))


@given(marked())
def test_spans_become_elements_and_no_character_is_lost(found: Marked) -> None:
    view = parsed(lines_html(found, escape))
    assert lines(view) == found.text
    for start, end, part in found.spans:
        pieces = [each.text for each in view.all("span", **{"data-term": part})]
        assert "\n".join(pieces) == found.text[start:end]


def test_a_product_without_a_sign_has_a_place_between_its_factors() -> None:
    view = parsed(Linked(Formula("l1W0ᵀU + α b; (c+d)V; W0ᵀ · U; α b")).letters().html)
    assert [gap.above.text for gap in view.with_class("times") if gap.above] == ["l1W0ᵀ", "l1W0ᵀU"]


@pytest.mark.parametrize(
    ("view", "text"),
    [("python", "layer_1 = relu(layer_0.dot(weights_0_1))"), ("latex", r"\mathbf{h} = \tanh(W x + b)"),
     ("english", "Take the layer 0 vector and perform the relu function on the output.")],
)  # fmt: skip
def test_the_algebra_of_other_views_is_letters(view: str, text: str) -> None:
    net = Formula(text, view=view)
    linked = Linked(net)
    assert linked.letters().text == net.letters() == linked.formula.text
    assert {"W", "x", "l0"} & {span.text for span in parsed(linked.letters().html).all("span")}


def test_comments_above_the_first_line_are_parted_from_it() -> None:
    linked = Linked(Formula("# A title\n#   more\n\nl1 = l0W0  # out\n# below"))
    assert linked.notes == ["A title", "more"]
    assert linked.letters().text == "l1 = l0W0  # out\n# below"
    assert parted("# nothing but a title") == (["nothing but a title"], "")


def test_what_is_copied_from_the_letters_reads_back() -> None:
    net = Formula("h_t = tanh(xW_{ih} + h U_h); W_2 : 3 x 3")
    text = lines(parsed(Linked(net).letters().html))
    assert Formula(text).letters() == net.letters()
