"""A cell is struck out exactly where relu set its value to 0, in every form of brick; a terminal has a star there."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import SVG, Drawing, inside
from strategies import Drawn, batches, programs
from test_laws import inputs
from test_picture import check_places

from letternet import Formula
from letternet.draw.blocks import ASCII, UNICODE, Characters
from letternet.draw.cells import number_text
from letternet.draw.picture import Picture
from letternet.tree import Call, Definition, Update
from letternet.write.letters import letters

W = [[1, -1, 0.5, -2], [1, 0, 0, 1], [0, -3, 1, -1]]
ROW, COLUMN = "l1 = relu(l0W0)", "vectors are columns\nl1 = relu(W0l0)"
LAYER = {"l0": [1, 2, 1], "W0": W}
FORMS = {
    "a row": (ROW, LAYER, "[3 0* 1.5 0*] relu", "values 2 and 4 set to 0 by relu"),
    "a column": (COLUMN, {**LAYER, "W0": np.transpose(W)}, "[1.5 ] relu", "values 2 and 4 set to 0 by relu"),
    "a batch": (
        ROW, {**LAYER, "l0": [[1, 2, 1], [-1, 0, 0]]}, "[3 0* 1.5 0*] relu",
        "values 2 and 4 of the first datapoint set to 0 by relu",
    ),
    "a matrix": ("H = relu(AW); A : 2 × 3; W : 3 × 4", {"A": [[1, 2, 1], [0, 1, 0]], "W": W}, "│  3    0* 1.5    0*│",
                 "2 of 8 values set to 0 by relu"),
    "a number": ("s = relu(a - b); a, b : number", {"a": 1, "b": 2}, "s 0* relu", "one number, set to 0 by relu"),
    "a long row": ("h = relu(x)", {"x": [-1] * 4 + [3] * 96}, "[0* 0* 0* 0* 3 3 3 …] relu",
                   "values 1, 2, 3 and 4 set to 0 by relu"),
    "what is joined": ("h = relu([x, y])", {"x": [-1] * 6, "y": [1, 2, -2, 0]}, "[0* 0* 0* …|1 2 0* 0] relu",
                       "7 of 10 values set to 0 by relu"),
}  # fmt: skip


def tokens(picture: Picture, term: str, ascii_only: bool = False) -> list[str]:
    """What a terminal shows in the cells of the brick at the end of which a part is."""
    measure = Characters(picture.look, ASCII if ascii_only else UNICODE)
    bricks = (b for scene in picture.scenes for b in scene.bricks if b.badges and b.badges[-1].term == term)
    return re.findall(r"-?\w+(?:\.\w+)?(?:[-+]\d+)?\*?", " ".join(measure.rows(next(bricks))))


def relus(net: Formula) -> dict[str, Call]:
    """The calls of relu, by their ids."""
    ids = net.checked.ids
    return {term: node for node, term in ids.items() if isinstance(node, Call) and node.function == "relu"}


@given(programs().flatmap(lambda drawn: st.tuples(st.just(drawn), batches(drawn), st.booleans())))
def test_what_is_struck_out_is_0_and_was_not_0_before(both: tuple[Drawn, Any, bool]) -> None:
    drawn, (_, many), is_batch = both
    set_here = [line for line in drawn.program.statements if isinstance(line, Definition | Update)]
    keys = list(dict.fromkeys(line.name.key for line in set_here))
    text = "\n".join([letters(drawn.program), *(f"relu({key})" for key in keys)])
    net = Formula(text, dims=drawn.dims, columns=drawn.columns)
    values = inputs(net, many if is_batch else drawn.values)
    run = net.run(values)
    picture = net.picture(values=values)
    drawing = Drawing(picture.svg)
    ids = net.checked.ids
    for key, step in zip(keys, net.program.statements[len(net.program.statements) - len(keys) :], strict=True):
        before = np.asarray(run[key])
        if before.ndim > len(net.sizes[key]):
            before = before[0]
        term = ids[step.value]  # type: ignore[union-attr]
        cells = drawing.cells(term)
        if before.size > 8 or max(before.shape, default=0) > 8:
            continue
        assert cells == [(number_text(v) if v > 0 else "0", v < 0) for v in before.ravel().tolist()]
        if before.size <= 4:
            stars = [text + "*" * struck for text, struck in cells]
            assert tokens(picture, term) == tokens(picture, term, ascii_only=True) == stars
    seen = any(b.get("class") == "struck" for b in drawing.root.iter(f"{SVG}path"))
    assert seen == any("struck out: set to 0 by relu" in (t.text or "") for t in drawing.root.iter(f"{SVG}text"))
    assert ("* set to 0 by relu" in picture.text) <= seen


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_brick_shows_it_and_says_it(form: str) -> None:
    text, values, shown, said = FORMS[form]
    net = Formula(text)
    picture = net.picture(values=values)
    drawing = Drawing(picture.svg)
    check_places(drawing)
    (term,) = relus(net)
    cells = drawing.cells(term)
    assert any(struck for _, struck in cells)
    assert all(text == "0" for text, struck in cells if struck)
    group = next(group for group in drawing.groups if said in group.get("aria-label", ""))
    for line in (path for path in group.iter(f"{SVG}path") if path.get("class") == "struck"):
        x, y, across, up = map(float, re.findall(r"-?[\d.]+", line.get("d", "")))
        assert any(inside((x, y + up, x + across, y), box) for box, brick in drawing.bricks() if brick in group.iter())
    assert shown in picture.text
    assert picture.text.endswith("\n* set to 0 by relu")
    assert "0*" in picture.blocks(80, ascii_only=True)


def test_nodes_are_struck_out_too() -> None:
    for text, values in ((ROW, LAYER), (COLUMN, {**LAYER, "W0": np.transpose(W)})):
        net = Formula(text)
        picture = net.picture("nodes", values=values)
        (term,) = relus(net)
        assert Drawing(picture.svg).cells(term) == [("3", False), ("0", True), ("1.5", False), ("0", True)]
        assert picture.text.count("(0*)") == 2


def test_the_rows_of_a_terminal_stay_under_each_other() -> None:
    net = Formula(COLUMN)
    shown = net.picture(values={**LAYER, "W0": np.transpose(W)}).text.split("\n")
    assert [row[15:] for row in shown[:4]] == ["   [  3 ]", "   [  0*]", "l1 [1.5 ] relu  4", "   [  0*]"]


def test_nothing_is_struck_out_that_relu_did_not_set_to_0() -> None:
    for text, values in (
        ("h = relu(x)", {"x": [0, 1, 2]}),
        ("h = log(x)", {"x": [1, 1]}),
        ("h = cos(relu(x))", {"x": [-1, 2]}),
        ("h = relu(x)W", {"x": [1, 2], "W": [[-2], [1]]}),
        ("h = relu'(x)", {"x": [-1, 2]}),
    ):
        picture = Formula(text).picture(values=values)
        assert "struck" not in re.sub("<style>.*?</style>", "", picture.svg, flags=re.DOTALL)
        assert "*" not in picture.text


def test_a_frame_strikes_out_what_is_known_then_and_all_have_one_size() -> None:
    frames = Formula("s = relu(xV - b); l2 = relu(sW0)W1; x, b : 1; V : 1 × 1").frames(
        x=[1], V=[[2]], b=[3], W0=[[1, -2]], W1=[[1], [1]]
    )
    struck = [frame.svg.count('class="struck"') for frame in frames]
    assert struck[0] == 0
    assert struck[-1] > 0
    assert struck == sorted(struck)
    assert len({Drawing(frame.svg).box for frame in frames}) == 1
    assert "set to 0" not in frames[0].text + frames[0].svg
    assert "set to 0 by relu" in frames[-1].svg
