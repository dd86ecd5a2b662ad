"""The live page in Chromium is clean; and what is not clean is seen."""

from __future__ import annotations

import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import DARK, Browser, Tab, missing
from consoles import HOUSE
from served import Served, served

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

GOOD = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Good</title>
<meta name="viewport" content="width=device-width"><style>
:root { color-scheme: light dark } body { margin: 0; height: 2000px }
p { background: rgb(255, 255, 255); color: rgb(0, 0, 0) } h1 { margin: 0 }
@media (prefers-color-scheme: dark) { p { background: rgb(0, 0, 0); color: rgb(255, 255, 255) } }
</style><main><h1>Good</h1><p>Good</p></main></html>"""


@pytest.fixture(scope="module")
def live() -> Iterator[Served]:
    live = served()
    yield live
    assert live.ended() == (0, "", "")


@pytest.fixture
def page(tab: Tab, tmp_path: Path) -> Callable[..., Tab]:
    """Opens a page that is given as text."""

    def page(text: str, **how: object) -> Tab:
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        tab.open(path, **how)  # type: ignore[arg-type]
        return tab

    return page


def until(true: Callable[[], object]) -> bool:
    """Wait until something is so; False if it does not become so."""
    end = time.monotonic() + 10
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


# ------------------------------------------------------------------------------------------------ the live page


@pytest.mark.parametrize(("host", "scheme", "width"), [("127.0.0.1", "light", 360), ("localhost", DARK, 1920)])
def test_the_live_page_is_clean(live: Served, tab: Tab, host: str, scheme: str, width: int) -> None:
    address = f"http://{host}:{live.port}/"
    tab.open(address, width, scheme=scheme)
    field = tab.driver.find_element("css selector", "textarea")
    field.send_keys("l1 = relu(l0W0)")
    assert until(lambda: address + "views" in tab.requests())
    assert tab.axe() == []
    assert tab.complaints() == []
    assert tab.foreign() == []
    assert all(each.startswith(address) for each in tab.requests())
    assert tab.script("return document.documentElement.scrollWidth <= innerWidth")


def test_another_page_in_the_browser_gets_nothing(live: Served, page: Callable[..., Tab]) -> None:
    address = f"http://127.0.0.1:{live.port}"
    tab = page(GOOD)
    for how in (
        "{}",
        "{ mode: 'no-cors' }",
        "{ method: 'POST', body: '{}' }",
        "{ method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }",
        "{ method: 'POST', body: '{}', mode: 'no-cors' }",
    ):
        ask = "return fetch(given[0], OPTIONS).then(answer => 'got ' + answer.status, () => 'nothing');"
        assert tab.script(ask.replace("OPTIONS", how), address + "/views") == "nothing"
    framed = """
        const frame = document.createElement("iframe");
        const loaded = new Promise(done => { frame.onload = done; });
        frame.src = given[0];
        document.body.append(frame);
        await loaded;
    """
    tab.script(framed, address)
    assert until(lambda: any("frame-ancestors" in each.message for each in tab.complaints()))


def test_a_script_that_is_not_the_pages_own_does_not_run(live: Served, tab: Tab) -> None:
    tab.open(f"http://127.0.0.1:{live.port}/")
    insert = """
        document.body.insertAdjacentHTML("beforeend",
          "<img src=x onerror='window.ran = 1'><p style='color: red' onclick='window.ran = 2'>p</p>"
          + "<svg><style>p { color: red }</style></svg><a href='javascript:window.ran = 3'>a</a>");
        const script = document.createElement("script");
        script.textContent = "window.ran = 4";
        document.body.append(script);
        document.querySelector("body > p").click();
        document.querySelector("body > a").click();
        setTimeout("window.ran = 5");
        await new Promise(done => setTimeout(done, 100));
        try { await fetch("http://evil.example/"); } catch {}
    """
    tab.script(insert)
    assert tab.script("return window.ran ?? 'nothing'") == "nothing"
    assert tab.script("return getComputedStyle(document.querySelector('body > p')).color") != "rgb(255, 0, 0)"
    for rule in ("script-src", "style-src", "img-src", "connect-src"):
        assert until(lambda rule=rule: any(rule in each.message for each in tab.complaints())), rule


# ------------------------------------------------------------------------------------------ what is wrong is seen


def test_nothing_is_said_of_a_good_page(page: Callable[..., Tab]) -> None:
    tab = page(GOOD)
    assert (tab.axe(), tab.complaints(), tab.foreign()) == ([], [], [])
    assert len(tab.requests()) == 1


def test_axe_reports_a_bad_page(page: Callable[..., Tab]) -> None:
    tab = page("<body style='background: #bbb; color: #aaa'><img src='data:,'><input><p>low")
    found = {violation.rule: violation for violation in tab.axe("region")}
    assert {"color-contrast", "document-title", "html-has-lang", "image-alt", "label"} <= set(found)
    assert "region" not in found
    assert found["label"].elements == ("<input>",)
    assert found["label"].impact == "critical"


@pytest.mark.parametrize(
    ("part", "address"),
    [
        ("<img src='http://evil.example/image'>", "http://evil.example/image"),
        ("<script src='//evil.example/script'></script>", "file://evil.example/script"),
        ("<link rel='stylesheet' href='https://evil.example/style'>", "https://evil.example/style"),
        ("<link rel='dns-prefetch' href='https://evil.example/'>", "https://evil.example/"),
        ("<link rel='preconnect' href='https://evil.example/'>", "https://evil.example/"),
        (
            "<style>p { background: url('http://evil.example/background') }</style><p>p",
            "http://evil.example/background",
        ),
        ("<svg><image href='http://evil.example/svg'/></svg>", "http://evil.example/svg"),
        ("<iframe src='http://evil.example/frame'></iframe>", "http://evil.example/frame"),
        ("<script>fetch('http://evil.example/fetch').catch(() => 0)</script>", "http://evil.example/fetch"),
        ("<script>navigator.sendBeacon('http://evil.example/beacon')</script>", "http://evil.example/beacon"),
        ("<script>new WebSocket('ws://evil.example/socket')</script>", "ws://evil.example/socket"),
        (  # once the page is whole; who asks for a page that goes away meanwhile may wait in vain
            "<script>setTimeout(() => { location = 'http://evil.example/away' }, 500)</script>",
            "http://evil.example/away",
        ),
    ],
)
def test_a_request_to_another_host_is_seen(page: Callable[..., Tab], part: str, address: str) -> None:
    tab = page(f"<title>Bad</title>{part}")
    assert until(lambda: address in tab.foreign()), tab.requests()


def test_no_name_leads_anywhere(tab: Tab) -> None:
    from selenium.common.exceptions import WebDriverException

    for host in ("evil.example", "example.com", "192.0.2.1"):
        with pytest.raises(WebDriverException, match="ERR_NAME_NOT_RESOLVED"):
            tab.open(f"http://{host}/")


def test_complaints_are_seen(page: Callable[..., Tab]) -> None:
    policy = "<meta http-equiv='content-security-policy' content=\"style-src 'none'\">"
    tab = page(f"{policy}<title>Bad</title><style>p {{ margin: 0 }}</style><script>console.warn('oh'); none()</script>")
    assert until(lambda: len(tab.complaints()) == 3)
    said = {(each.level, each.source): each.message for each in tab.complaints()}
    assert "style-src 'none'" in said["SEVERE", "security"]
    assert "none is not defined" in said["SEVERE", "javascript"]
    assert "oh" in said["WARNING", "console-api"]


def test_a_script_that_fails_fails_the_test(page: Callable[..., Tab]) -> None:
    with pytest.raises(AssertionError, match="oh no"):
        page(GOOD).script("throw new Error('oh no')")


# --------------------------------------------------------------------------------------------- what a page looks like


def size(png: bytes) -> tuple[int, int]:
    """The width and height of a PNG."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack("!II", png[16:24])


def test_a_page_is_shown_as_somebody_prefers_it(page: Callable[..., Tab]) -> None:
    seen = "return [innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches,"
    seen += " matchMedia('(prefers-reduced-motion: reduce)').matches, matchMedia('print').matches]"
    tab = page(GOOD, width=360, height=640, scheme=DARK, still=True)
    assert tab.script(seen) == [360, 640, True, True, False]
    tab.resize(1920, 1080)
    tab.prefer(media="print")
    assert tab.script(seen) == [1920, 1080, False, False, True]


def test_a_fresh_tab_remembers_nothing(browser: Browser, live: Served) -> None:
    tab = browser.tab()
    tab.open(f"http://127.0.0.1:{live.port}/", 360, scheme=DARK)
    tab.script("localStorage.kept = 'kept'; console.error('oh')")
    tab = browser.tab()
    assert tab.complaints() == []
    assert tab.requests() == []
    tab.driver.get(f"http://127.0.0.1:{live.port}/")
    assert tab.script("return [localStorage.length, matchMedia('(prefers-color-scheme: dark)').matches]") == [0, False]
    assert len(tab.driver.window_handles) == 1


def test_a_screenshot_shows_all_of_a_page(page: Callable[..., Tab], tmp_path: Path) -> None:
    tab = page(GOOD, width=400, height=300)
    path = tmp_path / "page.png"
    assert tab.screenshot(path) == path.read_bytes()
    assert size(path.read_bytes()) == (400, 2000)
    assert size(tab.screenshot(whole=False)) == (400, 300)
    light = tab.screenshot()
    tab.prefer(DARK)
    assert tab.screenshot() != light
    assert tab.pdf().startswith(b"%PDF-")


def test_the_script_for_people_makes_six_pictures(tmp_path: Path) -> None:
    page = tmp_path / "good.html"
    page.write_text(GOOD, encoding="utf-8")
    start = [sys.executable, str(HOUSE / "tests" / "screenshots.py")]
    made = subprocess.run(
        [*start, str(page), str(tmp_path / "out")], capture_output=True, encoding="utf-8", check=True, timeout=120
    )
    names = [Path(line).name for line in made.stdout.splitlines()]
    assert names == [f"good-{width}-{scheme}.png" for width in (360, 1024, 1920) for scheme in ("light", "dark")]
    for name in names:
        assert size((tmp_path / "out" / name).read_bytes()) == (int(name.split("-")[1]), 2000)
    wrong = subprocess.run([*start, "none.html", "out"], capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert (wrong.returncode, wrong.stderr) == (1, "there is no file none.html\n")
