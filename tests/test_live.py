"""What the live page is answered: for every state something, and never the content of a file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from html_views import lines, parsed
from hypothesis import given
from hypothesis import strategies as st
from strategies import Drawn, programs
from test_laws import formula

from letternet import Formula
from letternet.show.linked import parted
from letternet.show.live import FILES, FIRST, MOST, answer, gallery

BOOK = {"text": FIRST, "values": {"l0": "1 0 1", "W0": "0 -1 0 0; 0 1 1 -1; 1 0 0 1", "W1": "0.5; 0; 0.5; -0.5"}}


def row(found: dict[str, Any], key: str) -> dict[str, Any]:
    (row,) = [row for row in found["rows"] if row["key"] == key]
    return row


@given(programs())
def test_a_formula_is_answered_with_its_views(drawn: Drawn) -> None:
    net = formula(drawn)
    text = net.letters()
    found = answer({"text": text})
    if "views" not in found:  # sizes that only a declaration from outside gave, or vectors that are columns
        assert found["problems"]
        return
    again = Formula(text)
    assert lines(parsed(found["views"]["letters"])) == parted(text)[1] == found["copies"]["letters"]
    assert lines(parsed(found["views"]["python"])) == again.python()
    assert lines(parsed(found["views"]["english"])) == again.english()
    assert set(again.sizes) <= {row["key"] for row in found["rows"]}
    for start, end, part in found["spans"]:
        assert 0 <= start < end <= len(text)
        assert f'data-term="{part}"' in found["views"]["letters"]
    json.dumps(found)


KEYS = ("text", "dims", "values", "detail", "labels", "step", "fill", "want", "explain", "other")
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["l0", "svg", FIRST]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING))
def test_every_state_has_an_answer(state: dict[str, Any]) -> None:
    found = answer(state)
    assert "views" in found or "file" in found or "lesson" in found or found["problems"]
    json.dumps(found)


def test_an_empty_state_is_answered_with_what_a_formula_looks_like() -> None:
    (problem,) = answer({})["problems"]
    assert problem["message"] == "there is nothing to read; a formula looks like this: l1 = relu(l0W0)"


def test_values_stand_in_picture_and_table() -> None:
    found = answer(BOOK)
    assert row(found, "l2")["value"] == "[0]"
    assert [row(found, key)["takes"] for key in ("l0", "W0", "l2")] == [True, True, False]
    assert (found["runs"], found["step"], found["missing"]) == (True, None, [])
    assert "-0.5" in found["views"]["picture"]


def test_steps_show_a_line_for_each_layer() -> None:
    found = answer({**BOOK, "step": 1})
    assert found["copies"]["letters"].split("\n")[-2:] == ["l1 = relu(l0W0)", "l2 = l1W1"]
    assert found["caption"].startswith("To create the layer 1 vector")
    assert row(found, "l1")["value"] == "[1 0 0 1]"
    assert found["steps"] == 3
    assert [answer({**BOOK, "step": step})["step"] for step in (-5, 2, 99)] == [0, 2, 2]


def test_numbers_are_filled_in_where_there_are_none() -> None:
    found = answer({"text": FIRST, "values": {"l0": "1 2 3"}, "fill": True})
    assert set(found["filled"]) == {"W0", "W1"}
    assert row(found, "l2")["value"]
    without = answer({"text": FIRST, "values": {"l0": "1 2 3"}})
    assert (without["missing"], without["runs"]) == (["W0", "W1"], False)


def test_a_formula_to_which_nothing_comes_in_runs_at_once() -> None:
    found = answer({"text": "y = relu([1 -2])"})
    assert (found["runs"], row(found, "y")["value"]) == (True, "[1 0]")
    assert answer({"text": "y = relu([1 -2])", "step": 0})["step"] == 0


def test_a_text_too_large_to_make_up_numbers_for_says_so() -> None:
    assert answer({"text": "y = xW; x : 784; W : 784 × 100", "fill": True})["wrong"] == [
        "no more than 2,000 numbers are made up; smaller sizes help"
    ]


def test_a_value_is_never_the_path_of_a_file(tmp_path: Any) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("1,0,1", encoding="utf-8")
    for text in (str(path), "/etc/passwd", "x.npy", str(tmp_path)):
        for fill in (False, True):
            found = answer({"text": FIRST, "values": {"l0": text}, "fill": fill})
            (said,) = found["wrong"]
            assert said == f"the value of l0 has {text.split()[0]!r} where a number should be"
            assert "1 0 1" not in json.dumps(found)


def test_sizes_are_declared_beside_the_formula() -> None:
    found = answer({"text": "l1 = l0W0", "dims": {"W0": "3x4", "l0": ""}})
    assert (row(found, "l0")["size"], row(found, "l1")["size"]) == ("3", "4")
    (problem,) = answer({"text": "l1 = l0W0", "dims": {"W0": "3x4", "l0": "5"}})["problems"]
    assert problem["code"] == "E0201"
    assert answer({"text": "y = αx", "dims": {"α": "number"}})["problems"] == []


@pytest.mark.parametrize("text", ["y = xV", "y = xV\nx : 3", "y = x @ v", "y = rleu(xV)"])
@pytest.mark.parametrize("size", ["abc", "3 × 4", "0"])
def test_a_size_of_a_letter_that_is_not_there_changes_nothing(text: str, size: str) -> None:
    assert answer({"text": text, "dims": {"W": size}}) == answer({"text": text})


def test_a_size_in_the_text_goes_before_one_in_the_table() -> None:
    found = answer({"text": "y = xW; x : 3", "dims": {"x": "4", "W": "n × 2"}})
    assert found["problems"] == []
    assert (row(found, "x")["declared"], row(found, "x")["size"]) == (True, "3")
    assert (row(found, "W")["declared"], row(found, "W")["size"]) == (False, "3 × 2")


def test_a_size_that_cannot_be_read_is_told_at_its_letter_and_left_out() -> None:
    found = answer({"text": "y = xW; x : 3", "dims": {"W": "3x"}})
    (problem,) = found["problems"]
    assert (problem["code"], found["fields"]["dims"]) == ("E0108", {"W": problem["message"]})
    assert row(found, "W")["size"] == "3 × n"


def test_a_wrong_value_is_told_at_its_letter() -> None:
    text = "y = xW; W : 2 × 1"
    wrong = {"x": "the value of x has 'a' where a number should be"}
    assert answer({"text": text, "values": {"x": "a", "W": "3; 4"}})["fields"]["values"] == wrong
    wrong = {"W": "W came as 3 × 1, but it is declared as 2 × 1"}
    found = answer({"text": text, "values": {"x": "1 2", "W": "3; 4; 5"}})
    assert (found["fields"]["values"], found["wrong"]) == (wrong, list(wrong.values()))
    assert answer({"text": text, "values": {"x": "1 2", "W": "3; 4"}})["fields"] == {"dims": {}, "values": {}}


def test_more_problems_than_are_told_are_hinted_at() -> None:
    lines = [f"y{n} = rleu{n}(x)" for n in range(MOST + 1)]
    found = answer({"text": "\n".join(lines)})
    assert (len(found["problems"]), found["more"]) == (MOST, True)
    found = answer({"text": "\n".join(lines[1:])})
    assert (len(found["problems"]), found["more"]) == (MOST, False)


def test_a_reason_says_what_it_is_about_and_a_fix_what_comes_of_it() -> None:
    (problem,) = answer({"text": "y = Wx"})["problems"]
    assert problem["because"][:2] == ["W is a matrix", "x is a row"]
    (problem,) = answer({"text": "l0 : 3; W0 : 4 × 5; l1 = l0W0"})["problems"]
    assert problem["fixes"][0]["then"] == "l1 has 5 values"


@pytest.mark.parametrize("text", [FIRST, "# 𝐖\nl0 : 3; l1 : 4; l2 : 1  # here\nl2 = relu(l0W0)W1"])
def test_in_steps_the_parts_stand_where_they_are_typed(text: str) -> None:
    found = answer({**BOOK, "text": text, "step": 1})
    units = text.encode("utf-16-le")
    places = {units[2 * start : 2 * end].decode("utf-16-le"): part for start, end, part in found["spans"]}
    assert {"l0", "W0", "l0W0", "relu(l0W0)", "W1", "relu(l0W0)W1", "l2"} <= set(places)
    for part in places.values():
        assert f'data-term="{part}"' in found["views"]["letters"]


@given(programs())
def test_in_steps_every_place_is_one_of_the_text(drawn: Drawn) -> None:
    text = formula(drawn).letters()
    found = answer({"text": text, "fill": True, "step": 0})
    for start, end, part in found.get("spans", []):
        assert 0 <= start < end <= len(text)
        assert f'data-term="{part}"' in found["views"]["letters"]


def test_a_problem_has_its_place_as_a_browser_counts_and_its_ways_out() -> None:
    text = "# 𝐖𝐖\r\nl0 : 3; W0 : 4 × 5; l1 = relu(l0W0)"
    (problem,) = answer({"text": text})["problems"]
    start, end = problem["place"]
    assert text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "W0"
    for fix in problem["fixes"]:
        assert answer({"text": fix["formula"], "dims": fix["dims"]})["problems"] == []


@pytest.mark.parametrize("want", FILES)
def test_files_are_what_the_command_writes(want: str) -> None:
    file = answer({**BOOK, "want": want})["file"]
    net = Formula(FIRST)
    wanted = {"svg": net.picture(values=BOOK["values"]).svg, "module": net.python(module=True)}
    assert file["text"] == wanted.get(want, file["text"])
    assert file["name"] == FILES[want]
    assert want != "page" or ("<!DOCTYPE html>" in file["text"] and file["text"].count('class="frame"') == 3)


def test_a_lesson_is_had_by_its_code() -> None:
    assert answer({"explain": "E0201"})["lesson"].startswith("E0201  a product whose inner sizes differ")
    assert answer({"explain": "../../etc/passwd"})["lesson"] == ""


def test_every_formula_to_start_from_is_answered_and_can_be_filled() -> None:
    assert len(gallery()) >= 15
    for title, text in gallery().items():
        found = answer({"text": text, "fill": True})
        assert found["problems"] == [], title
        assert found["views"], title
        assert found["filled"] or "784" in text, title
