"""A page as people meet it in Chromium: by pointer, by keys, without a script, on paper, in every width and scheme."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import DARK, LIGHT, Tab, missing
from test_page import GALLERY, VALUES, hostile, network

from letternet import Formula
from letternet.show.page import formula_page, gallery_page

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

SEEN = "{visibilityProperty: true}"
HOW_MANY = f"return [...document.querySelectorAll(given[0])].filter((e) => e.checkVisibility({SEEN})).length"
VIEWS = ["letters", "picture", "python", "english"]
# A place on a part that is this part and no other, in the middle of the window; null if it has none in a view.
SPOT = """
const NAMED = "[data-term], [data-also], [data-from]";
const named = (element) => element.dataset.term || element.dataset.also || element.dataset.from;
function places(element) {
  if (!(element instanceof SVGElement)) {
    const found = [...element.querySelectorAll(":scope > .times")].map((gap) => gap.getBoundingClientRect());
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE && !["I", "SUB"].includes(node.tagName)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      found.push(...range.getClientRects());
    }
    return found.filter((box) => box.width && box.height).map((box) => [box.x + box.width / 2, box.y + box.height / 2]);
  }
  const found = [];
  for (const shape of [element, ...element.querySelectorAll("rect, circle, text, path")]) {
    if (shape instanceof SVGGElement) continue;
    if (shape instanceof SVGPathElement && shape.dataset.from) {
      for (const share of [0.5, 0.3, 0.7, 0.15, 0.85]) {
        const point = shape.getPointAtLength(shape.getTotalLength() * share);
        const at = new DOMPoint(point.x, point.y).matrixTransform(shape.getScreenCTM());
        found.push([at.x, at.y]);
      }
      continue;
    }
    const box = shape.getBoundingClientRect();
    for (const x of [0.5, 0.1, 0.9, 0.3]) for (const y of [0.5, 0.2, 0.8]) {
      found.push([box.x + box.width * x, box.y + box.height * y]);
    }
  }
  return found;
}
function spot(view, id) {
  const name = CSS.escape(id);
  const all = [...view.querySelectorAll(`[data-term="${name}"], [data-also="${name}"], .reach[data-from="${name}"]`)];
  for (const element of all) {
    element.scrollIntoView({ block: "center", inline: "center" });
    for (const [x, y] of places(element)) {
      const here = document.elementFromPoint(x, y);
      const part = here && here.closest(NAMED);
      if (part && view.contains(part) && named(part) === id) return [x, y, here];
    }
  }
  return null;
}
// A part whose text is that of other parts, as the new W1 of W1 -= ... is the old one's: only arrows go to it.
function covered(view, id) {
  const all = [...view.querySelectorAll(`[data-term="${CSS.escape(id)}"]`)];
  return all.length && all.every((each) => [...each.childNodes].every((node) => node.dataset && node.dataset.term));
}
function lit(scope) {
  const views = [...scope.querySelectorAll(".view")];
  return views.filter((view) => view.querySelector(".lit")).map((view) => view.classList[1]);
}
const ids = (view) => [...new Set([...view.querySelectorAll("[data-term]")].map((each) => each.dataset.term))];
"""


@pytest.fixture
def page(tab: Tab, tmp_path: Path) -> Tab:
    """The page of a network, with frames."""
    path = tmp_path / "network.html"
    path.write_text(formula_page(network(), values=VALUES), encoding="utf-8")
    tab.open(path, 1280, 900, still=True)
    return tab


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gallery") / "gallery.html"
    formulas = {each.stem: Formula(each.read_text(encoding="utf-8")) for each in sorted(GALLERY.glob("*.letters"))}
    path.write_text(gallery_page(formulas, "A gallery"), encoding="utf-8")
    return path


def clean(tab: Tab) -> None:
    """No request but the page itself, nothing in the console, nothing that axe finds, nothing beside the window."""
    assert len(tab.requests()) == 1
    assert tab.foreign() == []
    assert tab.complaints() == []
    assert tab.axe() == []
    assert tab.script("return document.documentElement.scrollWidth <= innerWidth")


# ------------------------------------------------------------------------------------------------------ by pointer


def test_pointing_at_a_part_lights_it_in_all_four_views(page: Tab) -> None:
    found = page.script(SPOT + "return ids(document.querySelector('.letters'));")
    assert len(found) == 7
    for part in found:
        for view in VIEWS:
            place = page.script(
                SPOT + "const found = spot(document.querySelector('.view.' + given[0]), given[1]);"
                "return found && found.slice(0, 2);", view, part,
            )  # fmt: skip
            assert place, (view, part)
            page.cdp("Input.dispatchMouseEvent", type="mouseMoved", x=place[0], y=place[1])
            assert page.script(SPOT + "return lit(document);") == VIEWS, (view, part)
            assert page.script(SPOT + "return [...new Set([...document.querySelectorAll('.lit')].map(named))];") == [
                part
            ]
    page.cdp("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)
    assert page.script("return document.querySelectorAll('.lit').length") == 0


def test_in_the_gallery_every_part_has_a_place_to_point_at_in_every_view(gallery: Path, tab: Tab) -> None:
    tab.open(gallery, 2000, 2000, still=True)
    wrong = tab.script(
        SPOT
        + """
        const wrong = [];
        let tried = 0;
        for (const scope of document.querySelectorAll(".linked")) {
          const title = scope.parentElement.querySelector("h2").textContent;
          for (const id of ids(scope.querySelector(".letters"))) {
            for (const view of scope.querySelectorAll(".view")) {
              const found = spot(view, id);
              tried += 1;
              if (!found && covered(view, id)) continue;
              if (!found) { wrong.push([title, id, view.className, "nowhere"]); continue; }
              found[2].dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
              const there = lit(scope);
              if (there.length !== 4) wrong.push([title, id, view.className, there.join(" ")]);
            }
          }
        }
        return [tried, wrong];
        """
    )
    assert wrong[1] == []
    assert wrong[0] > 2000


def test_what_is_clicked_stays_lit(page: Tab) -> None:
    page.driver.find_element("css selector", ".python [data-term]").click()
    first = page.script(SPOT + "return lit(document);")
    page.cdp("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)
    assert first == page.script(SPOT + "return lit(document);") == VIEWS
    assert page.script("return document.querySelector('#bar p').textContent") == "l2, layer 2 vector, 1 value"
    page.driver.find_element("css selector", "h1").click()
    assert page.script(SPOT + "return lit(document);") == []


# ---------------------------------------------------------------------------------------------------------- by keys


def keys(tab: Tab, *names: str) -> None:
    for name in names:
        code = {"Tab": 9, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Enter": 13,
                "Home": 36, "End": 35}[name]  # fmt: skip
        for kind in ("rawKeyDown", "keyUp"):
            tab.cdp("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code)


def test_keys_alone_reach_everything(page: Tab) -> None:
    focusable = "a, button, summary, [tabindex]"
    wanted = page.script(HOW_MANY, focusable)
    reached = set()
    for _ in range(wanted):
        keys(page, "Tab")
        reached.add(page.script("return [...document.querySelectorAll('*')].indexOf(document.activeElement)"))
        seen = (
            "const e = document.activeElement; return getComputedStyle(e).outlineStyle + e.matches(':focus-visible');"
        )
        assert page.script(seen) == "solidtrue"
    assert len(reached) == wanted


@pytest.mark.parametrize("view", VIEWS)
def test_arrows_walk_every_part_and_say_it(page: Tab, view: str) -> None:
    page.script("document.querySelector('.view.' + given[0]).focus();", view)
    all_terms = page.script(
        "return [...document.querySelectorAll(`.view.${given[0]} [data-term]`)].map((e) => e.dataset.term);", view
    )
    walked = []
    for _ in all_terms:
        keys(page, "ArrowRight")
        assert page.script(SPOT + "return lit(document);") == VIEWS
        walked.append(
            page.script(
                "return document.querySelector('.lit').dataset.term || document.querySelector('.lit').dataset.from"
            )
        )
        said = page.script("return document.querySelector('#bar [role=status]').textContent")
        assert said == page.script("return document.querySelector('#bar p').textContent")
        assert said
    assert walked == all_terms
    keys(page, "ArrowRight")  # at the end
    assert page.script("return document.querySelector('.lit').dataset.term") == all_terms[-1]
    keys(page, "Home")
    assert page.script("return document.querySelector('.lit').dataset.term") == all_terms[0]
    keys(page, "Escape")
    assert page.script(SPOT + "return lit(document);") == []


def test_arrows_go_in_and_out(page: Tab) -> None:
    page.script("document.querySelector('.view.letters').focus();")
    said = "return document.querySelector('#bar p').textContent"
    keys(page, "End")
    assert page.script(said) == "W1, weight matrix 1, 4 rows and 1 column"
    keys(page, "ArrowUp")
    assert page.script(said).startswith("relu(l0W0)W1")
    keys(page, "ArrowUp")  # nothing is around it
    assert page.script(said).startswith("relu(l0W0)W1")
    keys(page, "ArrowDown", "ArrowDown", "ArrowDown")
    assert page.script(said) == "l0, layer 0 vector, 3 values"


def test_buttons_walk_as_arrows_do(page: Tab) -> None:
    forth = page.driver.find_element("css selector", "#bar button[data-key=ArrowRight]")
    forth.click()
    forth.click()
    assert page.script("return document.querySelector('#bar [role=status]').textContent").startswith("relu(l0W0)W1")
    assert page.script(SPOT + "return lit(document);") == VIEWS


def test_a_view_is_copied_by_a_button(page: Tab) -> None:
    page.driver.find_element("css selector", "[data-view=python] button").click()
    page.script("await new Promise(r => setTimeout(r, 100));")
    assert page.script("return document.querySelector('[data-view=python] button').textContent") == "Copied"
    page.script("document.body.append(document.createElement('textarea')); document.querySelector('textarea').focus();")
    page.cdp("Input.dispatchKeyEvent", type="rawKeyDown", key="v", code="KeyV", modifiers=2, commands=["paste"])
    assert page.script("return document.querySelector('textarea').value") == network().python()


# -------------------------------------------------------------------------------------------------------- the frames


def visible(tab: Tab) -> list[bool]:
    return tab.script(f"return [...document.querySelectorAll('.frame')].map((frame) => frame.checkVisibility({SEEN}));")


def test_frames_stand_still_for_people_who_want_less_motion_and_go_by_buttons(page: Tab) -> None:
    press = "document.querySelectorAll('.frames button')[given[0]].click();"
    play = page.script("return document.querySelectorAll('.frames button')[1].textContent")
    assert (visible(page), play) == ([True, False, False], "Play")
    page.script(press, 2)
    assert visible(page) == [False, True, False]
    page.script(press, 0)
    page.script(press, 0)
    assert visible(page) == [False, False, True]
    assert page.driver.find_element("css selector", ".frames output").text == "3 of 3"


def test_frames_move_and_can_be_stopped(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "network.html"
    path.write_text(formula_page(network(), values=VALUES).replace("SECONDS = 2.5", "SECONDS = 0.1"), encoding="utf-8")
    # The policy knows the script by its hash, so the page is made again with the quicker one.
    from letternet.show.policy import FILE, policy

    text = path.read_text(encoding="utf-8")
    before, _, after = text.partition('content="default-src')
    rest = after.partition('">\n')[2]
    head = before.rpartition("<meta")[0]
    whole = policy(rest, FILE)
    path.write_text(f'{head}<meta http-equiv="Content-Security-Policy" content="{whole}">\n{rest}', encoding="utf-8")
    tab.open(path)
    pause = tab.driver.find_element("css selector", ".frames button:nth-of-type(2)")
    assert pause.text == "Pause"
    seen = tab.script(
        "const seen = new Set(); const end = Date.now() + 3000;"
        "while (seen.size < 3 && Date.now() < end) { seen.add(document.querySelector('.frames output').textContent);"
        " await new Promise((r) => setTimeout(r, 20)); } return [...seen].sort();"
    )
    assert seen == ["1 of 3", "2 of 3", "3 of 3"]
    tab.script("document.querySelectorAll('.frames button')[1].click();")
    assert pause.text == "Play"
    still = visible(tab)
    tab.script("await new Promise((r) => setTimeout(r, 400));")
    assert visible(tab) == still
    assert tab.complaints() == []


# --------------------------------------------------------------------------- without a script, on paper, everywhere


def test_without_a_script_everything_can_be_read(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "network.html"
    path.write_text(formula_page(network(), values=VALUES), encoding="utf-8")
    tab.cdp("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(path, 1280, 900)
        tab.cdp("Emulation.setScriptExecutionDisabled", value=False)  # for the questions below, which run in the page
        assert visible(tab) == [True, True, True]
        assert tab.script(HOW_MANY, ".view") == 4
        assert tab.script(HOW_MANY, "button, #bar, .controls") == 0
    finally:
        tab.cdp("Emulation.setScriptExecutionDisabled", value=False)


def test_on_paper_all_frames_are_there_and_no_buttons(page: Tab) -> None:
    page.prefer(media="print")
    assert visible(page) == [True, True, True]
    assert page.script(HOW_MANY, "button, #bar, .controls") == 0
    assert page.script(HOW_MANY, ".view") == 4
    assert page.script("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.prefer()
    assert page.pdf().startswith(b"%PDF-")


@pytest.mark.parametrize(("width", "scheme"), [(320, LIGHT), (1024, DARK), (1920, LIGHT)])
def test_a_page_is_clean_in_every_width_and_scheme(tab: Tab, tmp_path: Path, width: int, scheme: str) -> None:
    path = tmp_path / "network.html"
    path.write_text(formula_page(network(), values=VALUES), encoding="utf-8")
    tab.open(path, width, 900, scheme, still=True)
    clean(tab)
    tab.script("document.querySelector('.view.letters').focus();")
    keys(tab, "ArrowRight", "ArrowRight")
    assert tab.axe() == []


@pytest.mark.parametrize(("width", "scheme"), [(360, LIGHT), (1920, DARK)])
def test_the_gallery_is_clean(tab: Tab, tmp_path: Path, width: int, scheme: str) -> None:
    names = ("lstm", "siamese-network", "skip-gram")
    texts = {name: (GALLERY / f"{name}.letters").read_text(encoding="utf-8") for name in names}
    path = tmp_path / "gallery.html"
    path.write_text(gallery_page({name: Formula(text) for name, text in texts.items()}, "A few"), encoding="utf-8")
    tab.open(path, width, 900, scheme)
    clean(tab)


@pytest.mark.parametrize("width", [360, 1024, 1920])
def test_no_text_of_the_gallery_is_cut(gallery: Path, tab: Tab, width: int) -> None:
    tab.open(gallery, width, 900)
    cut = """
    return [...document.querySelectorAll("h1, h2, h3, p, .letters, .python, .english, td, th, summary, button, a")]
      .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1 && each.clientWidth)
      .map((each) => each.outerHTML.slice(0, 80));
    """
    assert tab.script(cut) == []
    assert tab.script("return document.documentElement.scrollWidth <= innerWidth")


def test_hostile_words_run_no_script(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(formula_page(hostile(), values={"x": "1 2", "W": "1 0; 0 1"}), encoding="utf-8")
    tab.open(path, still=True)
    assert tab.script("await new Promise((r) => setTimeout(r, 100)); return window.ran ?? 'nothing'") == "nothing"
    assert tab.driver.find_element("css selector", "h1").text.startswith("</title></style><script>")
    clean(tab)
