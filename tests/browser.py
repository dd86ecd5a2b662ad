"""A page as people meet it: in Chromium, at a size and in a colour scheme, with all it asks the network for.

`browser` is one Chromium for all tests of a process, `tab` a fresh tab in it.  Nothing is downloaded: the driver is the
one that is installed beside Chromium, and every name but `localhost` leads nowhere.  Where Chromium is not here, tests
that need it are skipped and say so.  What a worker asks for is not seen; the policy of the pages allows them none.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",  # root has none; the pages are this project's own
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
HERE = ("localhost", "127.0.0.1", "[::1]", "::1")
INSIDE = ("data", "blob", "about", "chrome", "devtools")  # addresses that ask nobody
WIDTH, HEIGHT = 1024, 768
LIGHT, DARK = "light", "dark"


class Complaint(NamedTuple):
    """What a page says in the console, or the browser of the page: errors, warnings, breaches of its policy."""

    level: str
    source: str
    message: str


class Violation(NamedTuple):
    """What axe finds against a page: the rule, how bad it is, and the elements."""

    rule: str
    impact: str
    help: str
    elements: tuple[str, ...]


def missing() -> str:
    """Why there is no browser to test with; empty if there is one."""
    if find_spec("selenium") is None:
        return "Selenium is not here: pip install 'letternet[test]'"
    if program() is None or shutil.which("chromedriver") is None:
        return "Chromium and chromedriver are not here: apt-get install chromium chromium-driver"
    return ""


def program() -> str | None:
    """Where Chromium is."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def axe_source() -> str | None:
    """The script of axe-core, as the package `axe-playwright-python` has it; nothing else of the package is used."""
    package = find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).with_name("axe.min.js").read_text(encoding="utf-8")


class Browser:
    """A Chromium of its own, with an empty profile in a folder."""

    def __init__(self, profile: Path) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        os.environ["SE_OFFLINE"] = "true"
        options = webdriver.ChromeOptions()
        options.binary_location = program() or ""
        for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={WIDTH},{HEIGHT}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.driver.set_page_load_timeout(20)
        self.driver.set_script_timeout(60)

    def tab(self) -> Tab:
        """A fresh tab, the only one."""
        before = self.driver.window_handles
        self.driver.switch_to.new_window("tab")
        fresh = self.driver.current_window_handle
        for handle in before:
            self.driver.switch_to.window(handle)
            self.driver.close()
        self.driver.switch_to.window(fresh)
        return Tab(self.driver)

    def quit(self) -> None:
        self.driver.quit()


class Tab:
    """One page at a time, what it asked for and what it complained of.  `driver` is Selenium's, for everything else."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        self.asked: list[str] = []
        self.complained: list[Complaint] = []
        self.cdp("Storage.clearDataForOrigin", origin="*", storageTypes="all")
        self.cdp("Network.clearBrowserCookies")
        self.forget()

    def forget(self) -> None:
        """Begin anew with what is asked for and complained of."""
        self.requests()
        self.complaints()
        self.asked.clear()
        self.complained.clear()

    def cdp(self, method: str, **parameters: Any) -> Any:
        """A command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(method, parameters)

    def open(
        self,
        where: str | Path,
        width: int = WIDTH,
        height: int = HEIGHT,
        scheme: str = LIGHT,
        still: bool = False,
    ) -> None:
        """Open a file or an address in a window of this size; `still` is for people who want less motion."""
        self.resize(width, height)
        self.prefer(scheme, still)
        self.forget()
        self.driver.get(where.resolve().as_uri() if isinstance(where, Path) else where)
        self.script("if (document.readyState !== 'complete') await new Promise((so) => addEventListener('load', so));")

    def resize(self, width: int, height: int = HEIGHT) -> None:
        """Give the window another size."""
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def prefer(self, scheme: str = LIGHT, still: bool = False, media: str = "") -> None:
        """Say what somebody prefers: a colour scheme, less motion; and what the page is shown on, `print` perhaps."""
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"},
        ]
        self.cdp("Emulation.setEmulatedMedia", media=media, features=features)

    def script(self, source: str, *arguments: Any) -> Any:
        """What a script gives; it may `await` and has to `return`."""
        wrapped = (
            "const done = arguments[arguments.length - 1], given = [...arguments].slice(0, -1);"
            f"(async (...given) => {{ {source} }})(...given).then("
            "value => done({ value }), error => done({ error: String(error && error.stack || error) }));"
        )
        made = self.driver.execute_async_script(wrapped, *arguments)
        assert "error" not in made, made["error"]
        return made.get("value")

    def requests(self) -> list[str]:
        """Every address that was asked for since the page was opened, also those that led nowhere."""
        for entry in self.driver.get_log("performance"):
            event = json.loads(entry["message"])["message"]
            if event["method"] == "Network.requestWillBeSent":
                self.asked.append(event["params"]["request"]["url"])
            elif event["method"] == "Network.webSocketCreated":
                self.asked.append(event["params"]["url"])
        return list(self.asked)

    def foreign(self) -> list[str]:
        """The addresses among them that leave this machine, and hosts that are only looked up or connected to."""
        hints = "link[rel~=preconnect], link[rel~=dns-prefetch], link[rel~=prefetch], link[rel~=prerender]"
        hinted = self.script(f"return [...document.querySelectorAll({hints!r})].map(link => link.href);")
        return [address for address in [*self.requests(), *hinted] if leaves(address)]

    def complaints(self) -> list[Complaint]:
        """What was said in the console, by the page or of it: errors, warnings, breaches of the policy."""
        for entry in self.driver.get_log("browser"):
            self.complained.append(Complaint(entry["level"], entry.get("source", ""), entry["message"]))
        return list(self.complained)

    def axe(self, *without: str) -> list[Violation]:
        """What axe finds, without some rules; the test is skipped where axe is not here."""
        source = axe_source()
        if source is None:
            pytest.skip("axe-core is not here: pip install --no-deps axe-playwright-python")
        self.driver.execute_script(source)  # by the driver, so that no policy of the page stands against it
        rules = {rule: {"enabled": False} for rule in without}
        found = self.script("return (await axe.run(document, { rules: given[0], preload: false })).violations;", rules)
        return [
            Violation(
                each["id"], each["impact"] or "", each["help"], tuple(node["html"][:200] for node in each["nodes"])
            )
            for each in found
        ]

    def screenshot(self, path: Path | None = None, whole: bool = True) -> bytes:
        """The page as PNG, whole or as much as the window shows."""
        clip = {}
        if whole:
            size = self.cdp("Page.getLayoutMetrics")["cssContentSize"]
            clip = {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}
        shot = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **clip)
        return kept(shot["data"], path)

    def pdf(self, path: Path | None = None, **options: Any) -> bytes:
        """The page as it prints."""
        return kept(self.cdp("Page.printToPDF", printBackground=True, **options)["data"], path)


def kept(data: str, path: Path | None) -> bytes:
    """What came as base64; also in a file, if that is wanted."""
    content = base64.b64decode(data)
    if path is not None:
        path.write_bytes(content)
    return content


def leaves(address: str) -> bool:
    """True for an address that is not on this machine.

    >>> [leaves(each) for each in ("http://localhost:80/", "file:///a", "data:,a", "//evil.example", "http://[::1]:1/")]
    [False, False, False, True, False]
    """
    parts = urlsplit(address)
    if parts.scheme == "file":
        return bool(parts.netloc)
    return parts.scheme not in INSIDE and parts.hostname not in HERE


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests of this process: starting it takes longer than most of them."""
    if why := missing():
        pytest.skip(why)
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.quit()


@pytest.fixture
def tab(browser: Browser) -> Tab:
    """A fresh tab."""
    return browser.tab()
