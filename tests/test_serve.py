"""The live page is for this machine alone, says no in a sentence, and always has an answer soon.

Each rule against the application itself; `test_serve_connections.py` has what only a real connection shows.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="what serves the page is not here: pip install 'letternet[page]'")
pytest.importorskip("httpx2", reason="what asks for the page is not here: pip install 'letternet[test]'")

from served import POSIX
from starlette.testclient import TestClient

from letternet.limits import BODY, MEMORY, NESTING
from letternet.show.live import page
from letternet.show.policy import SERVED, policy
from letternet.show.pool import Pool
from letternet.show.serve import HEADERS, VIEWS, application

HERE = "http://127.0.0.1:8341"
PAGE = "<!DOCTYPE html><title>A page</title><style>p { margin: 0 }</style><script>1 < 2</script><p>Words"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(application(PAGE, Pool("odd_answers", seconds=2)), HERE) as client:
        yield client


def asked(client: TestClient, state: object, **headers: str) -> Any:
    return client.post(VIEWS, json=state, headers=headers)


def message(answer: Any) -> str:
    """The sentence of the one problem that an answer has."""
    (problem,) = answer.json()["problems"]
    assert set(problem) == {"code", "severity", "message", "line", "span", "facts", "fixes"}
    assert (problem["code"], problem["severity"], problem["line"]) == ("E0109", "error", 0)
    return problem["message"]


# ------------------------------------------------------------------------------------------ who may ask, and how


def test_the_page_is_there_and_its_answers(client: TestClient) -> None:
    home = client.get("/")
    assert (home.status_code, home.text) == (200, PAGE)
    assert home.headers["content-type"] == "text/html; charset=utf-8"
    answer = asked(client, {"text": "αl₀"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["state"] == {"text": "αl₀"}


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8341", 200),
        ("localhost:8341", 200),
        ("LOCALHOST:8341", 200),
        ("[::1]:8341", 200),
        ("127.0.0.1", 421),
        ("localhost", 421),
        ("localhost:80", 421),
        ("localhost:83410", 421),
        ("localhost.:8341", 421),
        ("evil.example:8341", 421),
        ("localhost:8341.evil.example", 421),
        ("localhost:8341@evil.example", 421),
        ("127.0.0.1.nip.example:8341", 421),
        ("0.0.0.0:8341", 421),
        ("127.0.0.2:8341", 421),
        ("2130706433:8341", 421),
        ("[::]:8341", 421),
        ("", 421),
    ],
)
@pytest.mark.parametrize("path", ["/", VIEWS, "/favicon.ico", "/none"])
def test_it_is_there_under_no_other_name(client: TestClient, host: str, status: int, path: str) -> None:
    answer = (
        client.post(path, json={}, headers={"host": host})
        if path == VIEWS
        else client.get(path, headers={"host": host})
    )
    if status == 200:
        assert answer.status_code == {"/favicon.ico": 204, "/none": 404}.get(path, 200)
    else:
        assert (answer.status_code, answer.text) == (
            421, "this page is at http://localhost:8341/ and under no other name",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": HERE}, 200),
        ({"origin": HERE, "sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://localhost:8341", "host": "localhost:8341"}, 200),
        ({"origin": "http://localhost:8341"}, 403),
        ({"origin": "https://127.0.0.1:8341"}, 403),
        ({"origin": "http://127.0.0.1:8342"}, 403),
        ({"origin": "http://127.0.0.1"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:8341.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"origin": HERE, "sec-fetch-site": "cross-site"}, 403),
        ({"origin": HERE, "sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
    ],
    ids=str,
)
def test_no_other_page_may_ask(client: TestClient, headers: dict[str, str], status: int) -> None:
    answer = asked(client, {}, **headers)
    assert answer.status_code == status
    assert status == 200 or answer.text == "another page may not ask here"


def test_a_header_that_is_there_twice_does_not_help(client: TestClient) -> None:
    kind = ("content-type", "application/json")
    for name, status in (("origin", 403), ("host", 421)):
        value = HERE if name == "origin" else "127.0.0.1:8341"
        twice = client.post(VIEWS, content=b"{}", headers=[kind, (name, value), (name, value)])
        assert twice.status_code == status


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("Application/JSON", 200),
        ("text/plain", 415),
        ("text/plain; application/json", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/jsonp", 415),
        ("", 415),
    ],
)
def test_what_a_form_of_another_page_could_send_is_not_read(client: TestClient, kind: str, status: int) -> None:
    answer = client.post(VIEWS, content=b"{}", headers={"content-type": kind})
    assert answer.status_code == status
    assert status == 200 or "content type application/json" in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize(
    ("path", "allowed", "status"),
    [
        ("/", {"GET", "HEAD"}, 200),
        ("/favicon.ico", {"GET", "HEAD"}, 204),
        (VIEWS, {"POST"}, 200),
        *((path, set(), 404) for path in ("/none", "/views/", "/index.html", "/%2e%2e/etc/passwd", "/..%5cetc")),
    ],
)
def test_there_is_nothing_else(client: TestClient, method: str, path: str, allowed: set[str], status: int) -> None:
    answer = client.request(method, path, content=b"{}", headers={"content-type": "application/json"})
    if allowed and method not in allowed:
        assert answer.status_code == 405
        assert {name.strip() for name in answer.headers["allow"].split(",")} == allowed
        assert answer.text == ("" if method == "HEAD" else f"{method} is not for this page")
    else:
        assert answer.status_code == status
        assert allowed or method == "HEAD" or answer.text == "there is no such page here"
    assert "access-control-allow-origin" not in answer.headers


def test_every_answer_has_its_headers(client: TestClient) -> None:
    answers = [
        client.get("/"),
        client.get("/none"),
        client.put("/"),
        client.get("/", headers={"host": "evil.example"}),
        asked(client, {}, origin="null"),
        asked(client, {}),
        asked(client, []),
        asked(client, {"do": "die"}),
        asked(client, "x" * BODY),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 405, 421, 403, 200, 400, 503, 413]
    for answer in answers:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["content-security-policy"] == policy(PAGE, SERVED)
        assert answer.headers["content-type"].startswith(("text/", "application/json"))


def test_the_policy_allows_the_pages_own_script_and_style_and_nothing_else() -> None:
    def allowed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    rules = dict(rule.split(" ", 1) for rule in policy(PAGE, SERVED).split("; "))
    assert rules.pop("connect-src") == "'self'"
    assert rules.pop("script-src") == allowed("1 < 2")
    assert rules.pop("style-src") == allowed("p { margin: 0 }")
    assert rules == dict.fromkeys(["default-src", "base-uri", "form-action", "frame-ancestors"], "'none'")
    two = policy("<STYLE>\r\na &amp; b</STYLE><svg><style>c</style></svg><script src=x></script>", SERVED)
    assert f"style-src {allowed(chr(10) + 'a &amp; b')} {allowed('c')};" in two
    assert "unsafe" not in policy(page(), SERVED)


# ------------------------------------------------------------------------------------------------- what is sent


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "the request is not JSON: Expecting value, line 1, column 1"),
        (b"{", "the request is not JSON: "),
        (b'{"text": l0}', "the request is not JSON: "),
        (b"{}{}", "the request is not JSON: Extra data, line 1, column 3"),
        (b"[]", "the request is JSON, but not an object"),
        (b'"text"', "the request is JSON, but not an object"),
        (b"null", "the request is JSON, but not an object"),
        (b"12", "the request is JSON, but not an object"),
        (b'{"text": "\xff"}', "the request is not UTF-8: byte 11 is 0xff"),
        (b'{"text": "\xed\xa0\x80"}', "the request is not UTF-8: byte 11 is 0xed"),
        ('{"text": 1}'.encode("utf-16"), "the request is not UTF-8: byte 1 is 0xff"),
        (b"\x00", "the request is not JSON: "),
        (b'{"x": NaN}', "the request is not JSON: it has NaN"),
        (b'{"x": [-Infinity]}', "the request is not JSON: it has -Infinity"),
        (b'{"x": 1e999}', "the request has a number that is larger than any float"),
        (b'{"x": ' + b"9" * 101 + b"}", "the request has a number of more than 100 digits"),
        (b'{"x": ' + b"9" * 100_000 + b"}", "the request has a number of more than 100 digits"),
        (b"[" * 500_000, "the request has more than 32 lists and objects inside one another"),
        (b'{"x":' * 100_000, "the request has more than 32 lists and objects inside one another"),
        (b'{"x": ' + b"[" * 32 + b"]" * 32 + b"}", "the request has more than 32 lists and objects inside one another"),
        (b'{"x":' * 900 + b"1" + b"}" * 900, "the request has more than 32 lists and objects inside one another"),
    ],
    ids=range(21),
)
def test_what_holds_no_state_gets_a_sentence(client: TestClient, body: bytes, sentence: str) -> None:
    answer = client.post(VIEWS, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.text.startswith(sentence)
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"text": "\ud800 \x00 \U0001f600"},
        {"x": [10**99, -1.5e308, 5e-324, True, None]},
        {"x": json.loads("[" * (NESTING - 1) + "]" * (NESTING - 1))},
        {"x": "y" * (BODY - 100)},
    ],
    ids=["empty", "characters", "numbers", "deep", "long"],
)
def test_what_holds_one_comes_through(client: TestClient, state: dict[str, Any]) -> None:
    body = json.dumps(state).encode()
    answer = client.post(VIEWS, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["state"] == state


def test_too_much_is_refused(client: TestClient) -> None:
    answer = client.post(VIEWS, content=b" " * (BODY + 1), headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert message(answer) == "a request has at most 2,000,000 bytes"
    most = client.post(VIEWS, content=b"{}" + b" " * (BODY - 2), headers={"content-type": "application/json"})
    assert most.status_code == 200

    def parts() -> Iterator[bytes]:
        yield from [b" " * 100_000] * 21

    assert client.post(VIEWS, content=parts(), headers={"content-type": "application/json"}).status_code == 413
    for length in ("-1", "1e3", "9" * 30, "٣"):
        headers = [("content-type", "application/json"), ("content-length", length.encode())]
        assert client.post(VIEWS, content=b"{}", headers=headers).status_code == 413


# ------------------------------------------------------------------------------------------------- what is answered


def test_an_answer_that_takes_for_ever_is_stopped_and_the_next_one_comes(client: TestClient) -> None:
    before = {asked(client, {}).json()["process"] for _ in range(3)}
    assert len(before) == 1
    start = time.monotonic()
    answer = asked(client, {"do": "spin"})
    assert answer.status_code == 504
    assert message(answer) == "this was stopped, because it took longer than 2 seconds"
    assert 2 <= time.monotonic() - start < 6
    assert asked(client, {}).json()["process"] not in before


@pytest.mark.parametrize("end", ["die", "leave"])
def test_a_process_that_ends_is_replaced(client: TestClient, end: str) -> None:
    before = asked(client, {}).json()["process"]
    answer = asked(client, {"do": end})
    assert answer.status_code == 503
    assert message(answer) == "the process that worked on this has ended"
    assert asked(client, {}).json()["process"] != before


@POSIX
def test_a_process_that_ended_while_nobody_asked_is_not_missed(client: TestClient) -> None:
    for _ in range(3):
        os.kill(process := asked(client, {}).json()["process"], signal.SIGKILL)
        time.sleep(0.2)
        answer = asked(client, {})
        assert answer.status_code == 200
        assert answer.json()["process"] != process


@pytest.mark.parametrize(
    ("state", "said"),
    [({"do": "raise"}, "KeyError: 'l0W0'"), ({"do": "nan"}, "ValueError: Out of range float values")],
)
def test_a_defect_is_a_sentence_and_no_traceback(client: TestClient, state: dict[str, Any], said: str) -> None:
    before = asked(client, {}).json()["process"]
    answer = asked(client, state)
    assert answer.status_code == 500
    assert answer.text.startswith(f"letternet has a defect: {said}")
    assert answer.text.endswith("; please report what you asked")
    assert "Traceback" not in answer.text
    assert asked(client, {}).json()["process"] == before


@pytest.mark.skipif(sys.platform != "linux", reason="memory is not bounded here")
def test_memory_is_bounded(client: TestClient) -> None:
    assert MEMORY < 100_000_000_000
    answer = asked(client, {"do": "eat"})
    assert answer.status_code == 503
    assert message(answer) == "there is not enough memory for this"


def test_what_is_printed_is_no_part_of_an_answer(client: TestClient) -> None:
    assert asked(client, {"do": "print"}).json()["state"] == {"do": "print"}


async def answers(pool: Pool, *states: object) -> list[tuple[int, bytes]]:
    """The answers to several states at once."""
    await pool.start()
    try:
        return await asyncio.gather(*(pool.answer(json.dumps(state).encode()) for state in states))
    finally:
        await pool.close()


def test_whoever_waits_too_long_for_a_free_process_is_told() -> None:
    spin = {"do": "spin"}
    made = asyncio.run(answers(Pool("odd_answers", size=1, seconds=0.5), spin, spin, spin))
    assert [status for status, _ in made] == [504, 503, 503]
    assert b"other formulas are being worked on" in made[1][1]


def test_everybody_gets_the_own_answer() -> None:
    states = [{"do": "nap", "number": number} for number in range(40)]
    made = asyncio.run(answers(Pool("odd_answers"), *states))
    assert [status for status, _ in made] == [200] * 40
    assert [json.loads(content)["state"] for _, content in made] == states
    assert len({json.loads(content)["process"] for _, content in made}) == 2


def test_what_nobody_waits_for_any_more_is_stopped_soon() -> None:
    async def leave() -> tuple[float, tuple[int, bytes]]:
        pool = Pool("odd_answers", size=1, seconds=60, unwanted=0.1)
        await pool.start()
        spinning = asyncio.create_task(pool.answer(b'{"do": "spin"}'))
        await asyncio.sleep(0.5)
        spinning.cancel()
        start = time.monotonic()
        try:
            return time.monotonic() - start, await pool.answer(b"{}")
        finally:
            await pool.close()

    seconds, (status, _) = asyncio.run(leave())
    assert status == 200
    assert seconds < 20


def test_what_nobody_waits_for_but_is_done_soon_costs_no_process() -> None:
    async def leave() -> set[int]:
        pool = Pool("odd_answers", size=1, unwanted=0.2)
        await pool.start()
        seen = set()
        for _ in range(5):
            seen.add(json.loads((await pool.answer(b"{}"))[1])["process"])
            napping = asyncio.create_task(pool.answer(b'{"do": "nap"}'))
            await asyncio.sleep(0.01)
            napping.cancel()
        await asyncio.sleep(0.5)
        seen.add(json.loads((await pool.answer(b"{}"))[1])["process"])
        await pool.close()
        return seen

    assert len(asyncio.run(leave())) == 1
