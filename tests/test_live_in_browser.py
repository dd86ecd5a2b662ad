"""The live page while somebody types: squiggles, ways out, sizes, values, steps, links and files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser import DARK, LIGHT, Tab, missing
from served import Served, served
from test_browser import until
from test_page import hostile
from test_page_in_browser import SPOT, VIEWS

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

WRONG = "l0 : 3\nW0 : 4 × 5\nl1 = relu(l0W0)"


@pytest.fixture(scope="module")
def live() -> Iterator[Served]:
    live = served()
    yield live
    assert live.ended() == (0, "", "")


@pytest.fixture
def page(live: Served, tab: Tab) -> Tab:
    tab.open(f"http://127.0.0.1:{live.port}/", 1280, 900)
    assert until(lambda: shown(tab, ".view.python") != "")
    return tab


def shown(tab: Tab, where: str) -> str:
    return tab.script("return document.querySelector(given[0])?.textContent", where) or ""


def typed(tab: Tab, text: str) -> None:
    """Type a formula in the place of what is there."""
    field = tab.driver.find_element("css selector", "#formula")
    field.clear()
    field.send_keys(text)


def press(tab: Tab, where: str) -> None:
    tab.script("document.querySelector(given[0]).click();", where)


def test_a_wrong_size_is_underlined_and_clicking_its_fix_mends_the_formula(page: Tab) -> None:
    typed(page, WRONG)
    assert until(lambda: shown(page, "#problems li p") == "l0 has 3 values, but W0 needs 4")
    assert shown(page, "#mirror .error") == "W0"
    places = """
        const box = document.querySelector("#mirror .error").getBoundingClientRect();
        const [mirror, field] = ["mirror", "formula"].map((id) => document.getElementById(id).getBoundingClientRect());
        return [box.width > 5, mirror.x === field.x && mirror.y === field.y, mirror.width === field.width,
          Math.abs(mirror.height - field.height) < 1];
    """
    assert page.script(places) == [True, True, True, True]
    assert page.script("return document.getElementById('mirror').textContent.trimEnd() === formula.value")
    press(page, "#problems button.fix")
    assert until(lambda: shown(page, "#state") == "All sizes fit.")
    assert page.script("return formula.value") == "l0 : 3\nW0 : 4 × 5\nl1 = relu([l0, 1]W0)"
    assert shown(page, "#problems") == shown(page, "#mirror .error") == ""


def test_typing_shows_all_views_and_the_caret_lights_its_part(page: Tab) -> None:
    typed(page, "h = tanh(xW)")
    assert until(lambda: shown(page, ".view.python") == "h = np.tanh(x.dot(weights))")
    page.script("formula.setSelectionRange(11, 11); formula.dispatchEvent(new Event('keyup'));")
    assert page.script(SPOT + "return lit(document);") == VIEWS
    assert shown(page, "#mirror .lit") == "W"
    assert shown(page, "#bar p").startswith("W, weight matrix")


def test_numbers_steps_and_a_link_that_restores_all(page: Tab, live: Served) -> None:
    press(page, "#fill")
    assert until(lambda: page.script("return !document.getElementById('steps').hidden"))
    press(page, "#stepping")
    assert until(lambda: shown(page, "#count") == "1 of 3")
    press(page, "#forth")
    assert until(lambda: shown(page, "#count") == "2 of 3")
    page.script("byId('labels').value = 'both'; byId('labels').dispatchEvent(new Event('change'));")
    assert until(lambda: "labels=both" in page.script("return location.hash"))
    seen = [shown(page, where) for where in (".view.letters", ".view.picture", "#rows", "#caption")]
    link = page.script("return location.href")
    page.driver.get("about:blank")
    page.driver.get(link)
    assert until(lambda: shown(page, "#count") == "2 of 3")
    assert [shown(page, where) for where in (".view.letters", ".view.picture", "#rows", "#caption")] == seen
    assert page.complaints() == []


def test_a_size_and_a_value_can_be_typed(page: Tab) -> None:
    typed(page, "y = xW")
    assert until(lambda: shown(page, "#rows tr:nth-child(2) th") == "W")

    def into(label: str, text: str) -> None:
        page.driver.find_element("css selector", f"[aria-label='{label}']").send_keys(text)

    into("size of W", "2x1")
    assert until(lambda: shown(page, ".view.picture svg [data-name=W]").startswith("2 × 1"))
    into("value of x", "1 2")
    into("value of W", "3; 4")
    assert until(lambda: "[11]" in shown(page, "#rows"))
    into("value of W", "; 5")
    assert until(lambda: "W came as 3 × 1" in shown(page, "#values"))


def test_an_example_to_start_from(page: Tab) -> None:
    title = page.script(
        "const select = byId('examples'), title = select.options[5].textContent;"
        "select.selectedIndex = 5; select.dispatchEvent(new Event('change')); return title;"
    )
    assert until(lambda: page.script("return formula.value").startswith(f"# {title}"))
    assert until(lambda: len(shown(page, ".view.python")) > 50)


def test_a_fix_can_be_undone_and_is_for_the_text_that_was_asked_about(page: Tab) -> None:
    typed(page, "y = rleu(xW)")
    assert until(lambda: shown(page, "#problems button.fix") == "write relu")
    press(page, "#problems button.fix")
    assert page.script("return formula.value") == "y = relu(xW)"
    page.script("document.execCommand('undo');")
    assert page.script("return formula.value") == "y = rleu(xW)"
    assert until(lambda: shown(page, "#problems button.fix") == "write relu")
    late = """
        const fix = document.querySelector("#problems button.fix");
        formula.value += " + b";
        formula.dispatchEvent(new Event("input"));
        fix.click();
        fix.disabled = false;
        fix.click();
        return formula.value;
    """
    assert page.script(late) == "y = rleu(xW) + b"


def test_the_size_of_a_letter_that_has_gone_is_no_longer_seen(page: Tab) -> None:
    typed(page, "y = xW")
    assert until(lambda: shown(page, "#rows tr:nth-child(2) th") == "W")
    page.driver.find_element("css selector", "[aria-label='size of W']").send_keys("3x4")
    assert until(lambda: "size.W=3x4" in page.script("return linkOf(whole())"))
    typed(page, "y = xU\nx : 3")
    assert until(lambda: shown(page, "#rows tr:nth-child(2) th") == "U")
    assert "W" not in shown(page, "#rows") + shown(page, "#problems") + page.script("return linkOf(whole())")
    assert page.script("return document.querySelector('[aria-label=\"size of x\"]').disabled") is True


def test_a_link_keeps_sizes_and_values_while_the_formula_has_an_error(page: Tab, live: Served) -> None:
    state = "size.W=2x1&value.x=1+2&value.W=3;4"
    page.driver.get("about:blank")
    page.driver.get(f"http://127.0.0.1:{live.port}/#text=y+%3D+rleu(xW)&{state}")
    assert until(lambda: shown(page, "#state") == "One problem.")
    kept = "return [...new URLSearchParams(linkOf(whole()).slice(1)).keys()].join(' ')"
    assert page.script(kept) == "text size.W value.x value.W"
    assert page.script("return [...document.querySelectorAll('[data-copy]')].every(copy => copy.hidden)")
    page.driver.refresh()
    assert until(lambda: shown(page, "#problems button.fix") == "write relu")
    press(page, "#problems button.fix")
    assert until(lambda: "[11]" in shown(page, "#rows"))
    assert page.script("return [...document.querySelectorAll('[data-copy]')].every(copy => !copy.hidden)")
    typed(page, "y = xV")
    assert until(lambda: "V" in shown(page, "#rows"))
    assert page.script(kept) == "text value.x"


def test_a_wrong_size_and_a_wrong_value_are_marked_where_they_are_typed(page: Tab) -> None:
    typed(page, "y = xW")
    assert until(lambda: shown(page, "#rows tr:nth-child(2) th") == "W")
    page.driver.find_element("css selector", "[aria-label='size of W']").send_keys("abc")
    page.driver.find_element("css selector", "[aria-label='value of x']").send_keys("1 a")
    wrong = "return [...document.querySelectorAll('[aria-invalid=true]')].map(each => [each.value, each.title])"
    assert until(lambda: [typed for typed, _ in page.script(wrong)] == ["1 a", "abc"])
    assert ["'a'" in page.script(wrong)[0][1], "'abc'" in page.script(wrong)[1][1]] == [True, True]
    assert page.axe() == []
    typed(page, "y = xV; x : 3")
    assert until(lambda: shown(page, "#state") == "All sizes fit.")
    typed(page, "y = xW; W : 3 × 4")
    size = """
        const size = document.querySelector("[aria-label='size of W']");
        return [size?.placeholder, size?.value, size?.disabled, state.dims.W ?? "none"];
    """
    assert until(lambda: page.script(size) == ["3 × 4", "", True, "none"])
    assert [typed for typed, _ in page.script(wrong)] == ["1 a"]


def test_the_walk_goes_on_after_an_answer_that_does_not_run_and_keeps_the_focus(page: Tab) -> None:
    press(page, "#fill")
    assert until(lambda: page.script("return !document.getElementById('steps').hidden"))
    press(page, "#stepping")
    for count in ("1 of 3", "2 of 3", "3 of 3"):
        assert until(lambda count=count: shown(page, "#count") == count)
        page.driver.find_element("css selector", "#forth").send_keys(" ")
    assert page.script("return [document.activeElement.id, state.step]") == ["forth", 2]
    value = page.driver.find_element("css selector", "[aria-label='value of l0']")
    value.send_keys(" x")
    assert until(lambda: page.script("return document.getElementById('steps').hidden"))
    value.send_keys("\b\b")
    assert until(lambda: shown(page, "#count") == "3 of 3")
    assert page.script("return !document.getElementById('steps').hidden")
    page.script("formula.setSelectionRange(32, 32); formula.dispatchEvent(new Event('keyup'));")
    assert shown(page, "#mirror .lit") == "relu(l0W0)"


def test_an_open_lesson_stays_open_while_the_problem_stays(page: Tab) -> None:
    typed(page, "y = rleu(xW)")
    assert until(lambda: shown(page, "#problems summary") == "what is behind E0101")
    press(page, "#problems summary")
    assert until(lambda: shown(page, "#problems .told").startswith("E0101"))
    page.driver.find_element("css selector", "#formula").send_keys(" + b")
    assert until(lambda: page.script("return !document.querySelector('#problems button.fix').disabled"))
    assert page.script("return document.querySelector('#problems details').open")
    assert shown(page, "#problems .told").startswith("E0101")
    press(page, "#problems button.fix")
    assert until(lambda: page.script("return formula.value") == "y = relu(xW) + b")


def test_of_many_problems_the_first_are_told(page: Tab) -> None:
    page.script("formula.value = given[0]; await ask();", "\n".join(f"y{n} = rleu{n}(x)" for n in range(12)))
    assert shown(page, "#state") == "The first 10 problems; the views below are as they were before."


def test_of_many_missing_letters_the_first_are_named(page: Tab) -> None:
    typed(page, "y = " + "".join(f"W{n}" for n in range(20)))
    page.script("state.values = { W0: '1' }; await ask();")
    said = "no value yet for W1, W2, W3, W4, W5, W6 and 13 more letters"
    assert until(lambda: shown(page, "#values") == said)


def test_a_part_is_outlined_where_colours_are_forced(page: Tab) -> None:
    page.cdp("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
    page.script("formula.setSelectionRange(31, 31); formula.dispatchEvent(new Event('keyup'));")
    outlined = "return [...document.querySelectorAll('span.lit')].map(each => getComputedStyle(each).outlineStyle)"
    assert set(page.script(outlined)) == {"solid"}


def test_a_wide_picture_opens_at_its_top_and_stays_where_it_is_scrolled(page: Tab) -> None:
    page.resize(360, 740)
    text = page.script("return [...byId('examples').options].find(each => /^Transformer/.test(each.textContent)).value")
    page.script("formula.value = given[0]; await ask();", text)
    seen = """
        const box = [...picture.querySelectorAll(".brick, .box")].map((each) => each.getBoundingClientRect())
          .reduce((one, other) => (other.top < one.top ? other : one));
        const view = picture.getBoundingClientRect();
        return view.left <= box.left && box.right <= view.right;
    """
    assert page.script(seen)
    assert page.script("return picture.scrollLeft") > 0
    page.script("picture.scrollLeft = 5; await ask();")
    assert page.script("return picture.scrollLeft") == 5


def test_files_are_saved(page: Tab, tmp_path: Any) -> None:
    page.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    names = {"svg": "formula.svg", "module": "formula.py", "page": "formula.html"}
    for want, name in names.items():
        press(page, f"button[data-want={want}]")
        assert until(lambda name=name: (tmp_path / name).is_file() and (tmp_path / name).read_bytes())
    assert (tmp_path / "formula.svg").read_bytes().startswith(b"<svg")


def test_the_lesson_behind_a_problem(page: Tab) -> None:
    typed(page, WRONG)
    assert until(lambda: shown(page, "#problems summary") == "what is behind E0201")
    press(page, "#problems summary")
    assert until(lambda: shown(page, "#problems .told").startswith("E0201"))


@pytest.mark.parametrize(("width", "scheme"), [(320, LIGHT), (1024, DARK), (1920, LIGHT)])
def test_it_is_clean_with_problems_values_and_steps(page: Tab, width: int, scheme: str) -> None:
    page.resize(width, 900)
    page.prefer(scheme)
    press(page, "#fill")
    assert until(lambda: page.script("return !document.getElementById('steps').hidden"))
    press(page, "#stepping")
    assert until(lambda: shown(page, "#count") == "1 of 3")
    typed(page, WRONG)
    assert until(lambda: shown(page, "#mirror .error") == "W0")
    assert page.axe() == []
    assert page.complaints() == []
    assert page.foreign() == []
    assert page.script("return document.documentElement.scrollWidth <= innerWidth")


def test_hostile_text_runs_no_script(page: Tab, live: Served) -> None:
    typed(page, hostile().text)
    assert until(lambda: "onerror='window.ran = 5'> --><!--" in shown(page, ".view.letters"))  # as text
    address = f"http://127.0.0.1:{live.port}/#text=%3Cimg%20src%3Dx%20onerror%3D%22window.ran%3D1%22%3E"
    address += "&size.%3Cb%3E=%3Cscript%3Ewindow.ran%3D2%3C/script%3E&value.x=%3Csvg%20onload%3D%22window.ran%3D3%22%3E"
    page.driver.get(address)
    assert until(lambda: shown(page, "#problems li") != "")
    assert page.script("return window.ran ?? 'nothing'") == "nothing"
    assert page.complaints() == []


def test_a_server_that_has_gone_is_named(tab: Tab) -> None:
    live = served()
    tab.open(f"http://127.0.0.1:{live.port}/")
    assert until(lambda: shown(tab, ".view.python") != "")
    live.ended()
    typed(tab, "y = xW")
    assert until(lambda: re.search("the page has lost its server", shown(tab, "#problems")))


def test_a_server_that_is_back_is_asked_again(page: Tab) -> None:
    page.script("window.real = window.fetch; window.fetch = () => Promise.reject(new TypeError('gone')); await ask();")
    assert until(lambda: re.search("the page has lost its server", shown(page, "#problems")))
    page.script("window.fetch = window.real; window.dispatchEvent(new Event('focus'));")
    assert until(lambda: shown(page, "#state") == "All sizes fit.")
    assert shown(page, "#problems") == ""
