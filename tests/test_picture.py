"""A picture has a group for every part, says the checked sizes, and can be read back; nothing in it is in the way."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree as ET

import pytest
from consoles import HOUSE
from hypothesis import given
from hypothesis import strategies as st
from pictures import SVG, Drawing, inside, on_edge, overlap
from strategies import Drawn, batches, programs
from test_laws import formula, inputs

from letternet import Formula
from letternet.draw import sheet
from letternet.draw.ink import DETAILS
from letternet.draw.scene import CIRCLE, GAP, JOINT
from letternet.sizes import written
from letternet.tree import Definition, Evaluation, Number, Statement, Update, in_order, same_statement
from letternet.write.letters import letters


def worked_out(net: Formula) -> list[Statement]:
    """The lines of a program that are worked out, in order, and the functions that they use."""
    checked = net.checked
    used = dict.fromkeys(title for title, _ in checked.instances if title in checked.names.functions)
    return [*checked.names.order, *(checked.names.functions[title] for title in used)]


def parts_of(net: Formula) -> dict[str, object]:
    """The ids of the parts that a picture has to show, each with a node."""
    ids = net.checked.ids
    found: dict[str, object] = {}
    for line in worked_out(net):
        if isinstance(line, Definition | Update | Evaluation):
            found.update((ids[node], node) for node in in_order(line.value))
        if isinstance(line, Definition | Update):
            found[ids[line.name]] = line.name
    for instance in net.checked.instances.values():
        if instance.definition in net.checked.names.functions.values():
            found.update((ids[node], node) for node in in_order(instance.definition.value))
            found.update((ids[parameter], parameter) for parameter in instance.definition.parameters)
    return found


def check_places(drawing: Drawing) -> None:
    """No bricks overlap, wires end on bricks, nothing leaves the view box, and no text lies on another thing."""
    bricks = drawing.bricks()
    for (one, a), (other, b) in itertools.combinations(bricks, 2):
        same = drawing.owner(a) is not None and drawing.owner(a) is drawing.owner(b)
        assert same or not overlap(one, other), (a.attrib, b.attrib)
    by_term: dict[str, list[tuple[float, float, float, float]]] = {}
    for box, element in bricks:
        here = drawing.owner(element)
        while here is not None and here.tag.endswith("g"):
            term = here.get("data-term") or here.get("data-also") or ""
            by_term.setdefault(term, []).append(box)
            here = drawing.above.get(here)
    for points, wire in drawing.wires():
        for point, end in ((points[0], "data-from"), (points[-1], "data-to")):
            term = wire.get(end, "")
            assert any(on_edge(point, box) for box in by_term[term]), (wire.attrib, point, by_term[term])
    texts = drawing.texts()
    for box, element in [*texts, *bricks]:
        assert inside(box, drawing.box, 0.5), (element.attrib, element.text, box, drawing.box)
    for (one, a), (other, b) in itertools.combinations(texts, 2):
        assert not overlap(one, other), (a.attrib, "".join(a.itertext()), b.attrib, "".join(b.itertext()))
    for box, text in texts:
        for other, brick in bricks:
            if overlap(box, other):
                pile = [each for each, part in bricks if drawing.owner(part) is drawing.owner(brick)]
                assert any(inside(box, each, 1) for each in pile), ("".join(text.itertext()), text.attrib, brick.attrib)


def check_sizes(net: Formula, drawing: Drawing) -> None:
    """Wherever a size is written, it is the checked one."""
    ids = net.checked.ids
    for line in net.checked.names.order:
        for node in in_order(line.value):
            group = drawing.by_term[ids[node]]
            said = [t.text for t in group.findall("{*}text") if t.get("class") == "note"]
            wanted = net.checked.size_of(net.checked.shapes[node])  # type: ignore[arg-type]
            if said and not isinstance(node, Number):
                texts = [text for text in said if text not in ("…", "⋮")]
                assert texts in ([], [written(wanted)]), (node, said, wanted)


@given(programs())
def test_a_picture_has_one_group_for_every_part_and_reads_back(drawn: Drawn) -> None:
    net = formula(drawn)
    drawing = Drawing(net.picture().svg)
    terms = [group.get("data-term") for group in drawing.groups if not group.get("data-also")]
    assert len(terms) == len(set(terms))
    wanted = parts_of(net)
    assert set(wanted) <= set(terms)
    assert all(group.get("aria-label") or group.get("data-also") for group in drawing.groups)
    found = drawing.statements()
    lines = worked_out(net)
    assert len(found) == len(lines)
    for one, other in zip(found, lines, strict=True):
        assert same_statement(one, other)


def test_a_layer_with_the_name_of_a_parameter_is_not_that_parameter() -> None:
    groups = Drawing(Formula("g(e1) = sum(e1)\ne = sigmoid([1 2]W1)W1").picture().svg).groups
    [parameter] = (group for group in groups if group.get("data-name") == "e1")
    assert parameter.get("aria-label") == "e1, n values"
    assert [group.get("data-term") for group in groups].count(parameter.get("data-term")) == 1


@given(programs())
def test_nothing_in_a_picture_is_in_the_way_of_anything(drawn: Drawn) -> None:
    net = formula(drawn)
    drawing = Drawing(net.picture().svg)
    check_places(drawing)
    check_sizes(net, drawing)


@given(programs())
def test_every_level_of_detail_draws_every_formula(drawn: Drawn) -> None:
    net = formula(drawn)
    for detail in ("nodes", "strips"):
        drawing = Drawing(net.picture(detail).svg)
        assert len(drawing.statements()) == len(worked_out(net))
        terms = [group.get("data-term") for group in drawing.groups if not group.get("data-also")]
        assert len(terms) == len(set(terms))
        for box, element in [*drawing.texts(), *drawing.bricks()]:
            assert inside(box, drawing.box, 0.5), element.attrib
        assert net.picture(detail).text


# ---------------------------------------------------------------------------------------------------- cases


GALLERY = sorted((HOUSE / "examples" / "gallery").glob("*.letters"))


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_the_gallery_is_drawn_with_nothing_in_the_way(path: Path) -> None:
    net = Formula(path.read_text(encoding="utf-8"))
    for labels in ("letters", "words", "both"):
        drawing = Drawing(net.picture(labels=labels).svg)
        check_places(drawing)
        check_sizes(net, drawing)
    assert len(drawing.statements()) == len(worked_out(net))


def test_784_values_are_never_784_rectangles() -> None:
    net = Formula("y = relu(xW)V", dims={"x": 784, "W": (784, 100), "y": 10})
    for detail in ("nodes", "bricks", "strips"):
        assert net.picture(detail).svg.count("<") < 300
    assert "784" in net.picture().text


def test_a_picture_has_the_same_bytes_whatever_the_hash_seed() -> None:
    text = "x : 3; h, c : 4; z = [x, h]; f = sigmoid(zW + b); c_t = f ⊙ c + tanh(zU); d = sum((c_t - c)²)"
    code = f"import letternet; print(letternet.Formula({text!r}).picture().svg)"
    outs = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("0", "1", "2")
    }  # fmt: skip
    assert len(outs) == 1
    assert b"<svg" in outs.pop()


def test_a_matrix_that_is_used_twice_is_one_box() -> None:
    drawing = Drawing(Formula("h1 = tanh(h0V); h2 = tanh(h1V)").picture().svg)
    assert [group.get("data-name") for group in drawing.groups].count("V") == 1
    term = next(group.get("data-term") for group in drawing.groups if group.get("data-name") == "V")
    assert [wire.get("data-from") for _, wire in drawing.wires()].count(term) == 2


def test_inputs_hiddens_and_prediction_are_said_of_a_feed_forward_network_only() -> None:
    feed = Formula("l1 = relu(l0W0 + b0); l2 = l1W1").picture()
    assert [word for word in ("Inputs", "Hiddens", "Prediction") if word in feed.text] == [
        "Inputs", "Hiddens", "Prediction",
    ]  # fmt: skip
    skip = Formula("s = x + relu(xA)B").picture()
    assert "Inputs" not in skip.text


@pytest.mark.parametrize("error", ["e = sum((l0W0 - y)²); y : 2", "d1 = l0W0 - y; y : 2", "e = norm(relu(l0W0) - y)"])
def test_the_prediction_is_what_comes_before_the_error(error: str) -> None:
    drawing = Formula(error).picture().text
    rows = [row for row in drawing.split("\n") if "[" in row]
    prediction = next(row for row in rows if "Prediction" in row)
    assert rows.index(prediction) == [("y" in row) for row in rows].index(True) + 1


@pytest.mark.parametrize(
    ("text", "bricks"),
    [
        ("Y = softmax(Xᵀ)", 2), ("Y = -Xᵀ", 2), ("a = exp(2)", 2), ("y = relu([1 -2])", 2), ("a = relu(-2)", 2),
        ("y = relu(relu(x))", 2), ("Y = softmax(X)", 2),
    ],
)  # fmt: skip
def test_what_a_function_is_done_to_keeps_its_name_and_its_numbers(text: str, bricks: int) -> None:
    drawing = Drawing(Formula(text).picture().svg)
    assert len(drawing.bricks()) == bricks


def test_the_frame_of_a_function_says_whose_sizes_it_shows() -> None:
    calls = "f(x) = x ⊙ x; a = f(u); b = f(v); u : 3; v : "
    assert "f(x) =  (sizes of f(u))" in Formula(calls + "5").picture().text
    assert "sizes of" not in Formula(calls + "3").picture().text


def test_the_numbers_of_a_literal_stand_in_its_brick() -> None:
    text = Formula("W = [1 -2; 3 4]; y = [1 1]W").picture().text
    assert all(row in text for row in ("│ 1 -2│", "│ 3  4│", "[1 1] 2"))
    assert "(0.5) (2)" in Formula("y = [0.5 2]A; A : 2 × 2").picture("nodes").text


def test_a_number_stands_beside_what_it_multiplies() -> None:
    for text in ("y = 2x", "y = x ⊙ 2", "y = 1/x", "y = max(0, x)"):
        assert Formula(text).picture().text.split("\n")[-1].strip().startswith("x [")


def test_a_zero_stays_struck_under_what_comes_after() -> None:
    values = {"l0": [1, 2], "W0": [[1, -1], [1, -1]]}
    assert "[9 0*] relu ²" in Formula("l1 = relu(l0W0)²").picture(values=values).text
    assert "*" not in Formula("l1 = exp(relu(l0W0))").picture(values=values).text


def test_values_stand_in_the_cells_and_a_silenced_one_is_struck() -> None:
    picture = Formula("l1 = relu(l0W0)").picture(values={"l0": [1, 2], "W0": [[1, -1, 0.5], [1, 0, 0]]})
    drawing = Drawing(picture.svg)
    check_places(drawing)
    assert [text.text for text in drawing.root.iter(f"{SVG}text")].count("0.5") == 2
    assert picture.svg.count('class="struck"') == 1
    assert "[3 0* 0.5] relu" in picture.text


def test_a_batch_is_a_pile_and_shows_its_first_datapoint() -> None:
    picture = Formula("l1 = l0W0").picture(values={"l0": [[1, 2], [7, 8]], "W0": [[1], [1]]})
    assert "[1 2]" in picture.text
    assert "[3]" in picture.text
    one = Formula("l1 = l0W0").picture(values={"l0": [1, 2], "W0": [[1], [1]]})
    assert picture.svg.count("<rect") == one.svg.count("<rect") + 4


def test_a_letter_that_only_a_function_mentions_has_its_value_in_its_frame() -> None:
    picture = Formula("f(x) = relu(xW); y = f(z)").picture(values={"z": [1], "W": [[21, 22]]})
    assert "│21 22│" in picture.text
    assert "[21 22]" in picture.text


def test_a_column_has_few_rows_in_a_terminal() -> None:
    net = Formula("vectors are columns\ny = softmax(Wx + b); x : 784; y : 10")
    assert net.picture().text.count("[■]") == 9
    assert net.picture().text.count("[⋮]") == 4
    values = {"x": range(7), "W": [range(7)] * 6, "b": [0] * 6}
    shown = Formula("vectors are columns\ny = Wx + b").picture(values=values).text
    assert "[2]" in shown
    assert "[3]" not in shown


def test_weights_between_layers_are_drawn_once_though_two_functions_and_a_line_use_them() -> None:
    drawing = Drawing(Formula("f(x) = relu(xW); g(x) = tanh(xW); y = f(z) + g(z); W").picture("strips").svg)
    assert [group.get("data-name") for group in drawing.groups].count("W") == 1
    assert len(drawing.statements()) == 4
    drawing = Drawing(Formula("y = xW; W").picture("strips").svg)
    assert len(drawing.statements()) == 2


def test_circles_have_no_direction() -> None:
    rows = Formula("l0 : 3; l1 : 4; l2 : 1; l2 = relu(l0W0)W1").picture("nodes")
    assert "l1 ○ ○ ○ ○ relu" in rows.text
    columns = Formula("vectors are columns\nx : 3; h : 4; y : 1; h = relu(Wx); y = Vh").picture("nodes")
    assert "h ○ ○ ○ ○ relu" in columns.text
    check_places(Drawing(columns.svg))
    values = {"l0": [1, 2, 3], "W0": [[1] * 4] * 3, "W1": [[1]] * 4}
    assert "l0 (1) (2) (3) 3" in Formula("l2 = relu(l0W0)W1").picture("nodes", values=values).text


def test_what_is_joined_is_drawn_whole_where_there_is_room() -> None:
    assert "[□ □ □ □ □ □|□ □] tanh" in Formula("tanh([x, y]); x : 6; y : 2").picture().text
    assert "[□ □ □ …|□ □ □] tanh" in Formula("tanh([x, y]); x : 6; y : 3").picture().text


@given(programs().flatmap(lambda drawn: st.tuples(st.just(drawn), batches(drawn), st.booleans())))
def test_with_values_no_brick_is_empty(both: tuple[Drawn, Any, bool]) -> None:
    drawn, (_, many), is_batch = both
    net = Formula(letters(drawn.program), dims=drawn.dims, columns=drawn.columns)
    picture = net.picture(values=inputs(net, many if is_batch else drawn.values))
    for scene in picture.scenes:
        for brick in scene.bricks if scene.definition is None else []:
            if brick.form not in (GAP, JOINT):
                assert picture.look.value(brick) is not None or (brick.form == CIRCLE and brick.text), brick.term


def test_with_columns_a_layer_in_between_has_its_name_and_its_size_too() -> None:
    net = Formula("vectors are columns\nl0 : 3\nl1 : 4\nl2 = W1relu(W0l0)")
    assert (net.sizes["W0"], net.sizes["W1"]) == ((4, 3), ("n", 4))
    assert net.unchain().letters().split("\n")[-2:] == ["l1 = relu(W0l0)", "l2 = W1l1"]
    assert all(name in net.picture().text for name in ("Hiddens        l1", "Inputs         l0"))
    wrong = Formula("vectors are columns\nl1 : 4\nW1 : 2 × 5\nl2 = W1relu(W0l0)", check=False)
    (problem,) = wrong.problems
    assert problem.message == "l1 is declared with 4 values, but here it has 5"
    assert problem.fixes[0].message == "declare l1 as 5"


def test_frames_fill_in_the_values_layer_by_layer() -> None:
    frames = Formula("l2 = relu(l0W0)W1").frames(l0=[1, 0, 1], W0=[[1, -2], [3, 4], [1, 1]], W1=[[5], [6]])
    assert len(frames) == 3
    texts = [frame.text for frame in frames]
    assert "[1 0 1]" in texts[0]
    assert "[2 0*]" not in texts[0]
    assert "[2 0*]" in texts[1]
    assert "[10]" not in texts[1]
    assert "[10]" in texts[2]
    for frame in frames:
        check_places(Drawing(frame.svg))


@given(programs())
def test_what_is_too_long_is_drawn_by_its_ends_whatever_it_is(drawn: Drawn) -> None:
    net = formula(drawn)
    with patch.object(sheet, "MOST_BRICKS", 5), patch.object(sheet, "ENDS", 2):
        for detail in DETAILS:
            picture = net.picture(detail)
            drawing = Drawing(picture.svg)
            for box, element in [*drawing.texts(), *drawing.bricks()]:
                assert inside(box, drawing.box, 0.5), element.attrib
            for (one, a), (other, b) in itertools.combinations(drawing.bricks(), 2):
                same = drawing.owner(a) is not None and drawing.owner(a) is drawing.owner(b)
                assert same or not overlap(one, other), (a.attrib, b.attrib)
            assert picture.text


def test_a_very_long_formula_is_drawn_by_its_ends() -> None:
    layers = 3_000
    net = Formula("; ".join(f"l{i + 1} = relu(l{i}W{i})" for i in range(layers)))
    drawing = Drawing(net.picture().svg)
    assert any("more" in (text.text or "") for text in drawing.root.iter(f"{SVG}text"))
    assert len(drawing.bricks()) < 200
    assert "more" in net.picture().text


LAYERS = "; ".join(f"l{i + 1} = relu(l{i}W{i})" for i in range(250))
SUM = "y = " + " + ".join(f"x_{{{i}}}" for i in range(450))


@pytest.mark.parametrize("text", [LAYERS, SUM], ids=["layers", "sum"])
def test_a_long_picture_is_the_same_as_often_as_it_is_drawn(text: str) -> None:
    net = Formula(text)
    picture, other = net.picture(), net.picture()
    assert picture.svg == picture.svg == other.svg
    assert picture.text == other.text == net.picture().text


def test_in_a_terminal_a_wire_ends_at_its_part_of_what_is_joined() -> None:
    joined, wires, parts = Formula("y = [x, h]; x : 7; h : 1").picture().text.split("\n")
    assert joined.index("|") < wires.index("└") < joined.index("]")
    assert parts.startswith("x [")


def test_where_there_is_nothing_to_draw_a_sentence_stands() -> None:
    for text in ("x : 3", "# only words"):
        picture = Formula(text).picture()
        assert picture.text == "there is nothing to draw: no line works anything out"
        assert picture.text in picture.svg


def test_a_picture_of_a_batch_says_so() -> None:
    net = Formula("y = xW")
    many, one = ({"x": x, "W": [[1], [1]]} for x in ([[1, 2], [3, 4]], [1, 2]))
    assert "of a batch, the first datapoint is shown" in net.picture(values=many).text
    assert "of a batch, the first datapoint is shown" in net.picture(values=many).svg
    assert "batch" not in net.picture(values=one).text


def test_words_of_a_picture_are_text() -> None:
    net = Formula('x means "script {} alert"\ny = xW')
    svg = net.picture(labels="words").svg
    assert ET.fromstring(svg).tag.endswith("svg")


@pytest.mark.parametrize("words", ['</text><script>alert(1)</script>"\x07', "\x07<b>", "]]>&x;", "'\"><b a='"])
@pytest.mark.parametrize("labels", ["words", "both"])
def test_words_cannot_leave_their_place(words: str, labels: str) -> None:
    """The reader lets no such words through; here they are put in behind its back."""
    made: list[str] = []
    for said in (words, "plain words"):
        picture = Formula("y = xW").picture(labels=labels)
        picture.words.english["x"] = said
        made.append(picture.svg)
    assert "<script" not in made[0]
    hostile, plain = (list(ET.fromstring(svg).iter()) for svg in made)
    assert [(each.tag, each.keys()) for each in hostile] == [(each.tag, each.keys()) for each in plain]
    assert sum(words[:4].replace("\x07", "�") in (each.text or "") for each in hostile) == 2  # at x, and in words


def test_in_ascii_letters_and_signs_are_spelled() -> None:
    text = Formula("y = x(αA ≥ β); α means rate").picture(labels="both").blocks(100, ascii_only=True)
    assert all(said in text for said in ("alpha rate o", "(>=)", "o beta"))
    assert "?" not in text


def test_a_terminal_without_boxes_gets_plain_ascii() -> None:
    for path in GALLERY:
        assert Formula(path.read_text(encoding="utf-8")).picture().blocks(100, ascii_only=True).isascii()


@pytest.mark.parametrize(("what", "wrong"), [("detail", "bricks and more"), ("labels", "pictures")])
def test_an_unknown_level_is_named_with_those_that_there_are(what: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=f"{what} is one of .*, not '{wrong}'"):
        Formula("y = xW").picture(**{what: wrong})


def test_the_command_writes_svg_and_frames(tmp_path: Path) -> None:
    out = tmp_path / "net.svg"
    assert main_with("picture", "l1 = relu(l0W0)", "-o", str(out)) == 0
    assert ET.fromstring(out.read_text(encoding="utf-8")).tag.endswith("svg")
    values = ["--set", "l0=1 2", "--set", "W0=1 2; 3 4"]
    assert main_with("picture", "l1 = relu(l0W0)", "--trace", *values, "-o", str(out)) == 0
    assert (tmp_path / "net-1.svg").exists()
    assert (tmp_path / "net-2.svg").exists()
    assert main_with("picture", "l1 = relu(l0W0)", "-o", str(tmp_path / "no" / "net.svg")) == 1


def main_with(*arguments: str) -> int:
    """The command's exit code."""
    from letternet.show.command import command

    return command(arguments)


def test_what_a_function_works_out_within_itself_has_no_brick_of_the_program() -> None:
    net = Formula("vectors are columns\nf(a) = [δ; 4⁻¹; -(l/(exp(l) + 2))] + sum(a)\ny = f(x)\nδ : number; x : 2")
    values = {"x": "1 2", "δ": "0.5", "l": "0 0 0"}
    assert net.trace(values).splitlines()[-1].split(" = ")[-1] == "[3.5 3.25 3 3 3]"
    assert "3.25" in net.picture(values=values).svg
