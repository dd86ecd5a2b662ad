"""The live page is for this machine alone, says no in a sentence, and always has an answer soon.

Rules come first, each against the application itself; then what only a real connection shows, against the command as
a shell starts it.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="what serves the page is not here: pip install 'letternet[page]'")
pytest.importorskip("httpx2", reason="what asks for the page is not here: pip install 'letternet[test]'")

from starlette.testclient import TestClient

from letternet.limits import BODY, MEMORY, NESTING
from letternet.show.command import command
from letternet.show.live import page
from letternet.show.policy import SERVED, policy
from letternet.show.pool import Pool
from letternet.show.serve import HEADERS, VIEWS, application

TESTS = Path(__file__).resolve().parent
HERE = "http://127.0.0.1:8341"
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals are otherwise here")
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


# ------------------------------------------------------------------------------------------- over a real connection


class Served:
    """The command as a shell starts it, with its address."""

    def __init__(self, *start: str, environment: dict[str, str] | None = None) -> None:
        free = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(TESTS), **(environment or {})}
        self.child = subprocess.Popen(
            [sys.executable, *start], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", env=free,
        )  # fmt: skip
        assert self.child.stdout is not None
        self.line = self.child.stdout.readline()
        found = re.fullmatch(r"the live page is at http://127\.0\.0\.1:(\d+)/ \(Ctrl-C ends it\)\n", self.line)
        assert found, (self.line, self.child.communicate())
        self.port = int(found[1])

    def connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), 20)

    def said(self, *parts: bytes) -> bytes:
        """All that comes back for these bytes."""
        with self.connected() as connection:
            for part in parts:
                connection.sendall(part)
            return received(connection)

    def asked(self, state: object, seconds: float = 20) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        connection.request("POST", VIEWS, json.dumps(state), {"content-type": "application/json"})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, json.loads(content) if answer.status == 200 else content

    def home(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def ended(self, by: int = signal.SIGINT) -> tuple[int, str, str]:
        """The exit code and what else was printed, after a signal."""
        self.child.send_signal(by)
        out, err = self.child.communicate(timeout=20)
        return self.child.returncode, out, err


def received(connection: socket.socket) -> bytes:
    """All that comes until the other side has nothing more to say."""
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            data += part
            head, _, body = data.partition(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            if length and len(body) >= int(length[1]):
                break
    return data


def served(*options: str, seconds: float | None = None, environment: dict[str, str] | None = None) -> Served:
    """The command; with `seconds`, its limits are as short as that, and its answers the odd ones."""
    if seconds is None:
        return Served("-m", "letternet", "serve", "--port", "0", *options, environment=environment)
    script = (
        "from letternet.show import serve\n"
        f"serve.SENDING, serve.ANSWERS = {seconds}, 'odd_answers'\n"
        "raise SystemExit(serve.serve(0))\n"
    )
    return Served("-c", script)


@pytest.fixture(scope="module")
def live() -> Iterator[Served]:
    live = served()
    yield live
    assert live.ended() == (0, "", ""), "nothing is said of what was asked, and Ctrl-C is how it ends"


GET = b"GET / HTTP/1.1\r\nHost: "
POST = b"POST /views HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"


def test_the_page_and_an_answer(live: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", live.port)
    connection.request("GET", "/")
    answer = connection.getresponse()
    assert answer.read().decode() == page()
    assert answer.headers["content-security-policy"] == policy(page(), SERVED)
    assert answer.headers["server"] is None
    connection.close()
    status, views = live.asked({"text": "l1 = relu(l0W0)"})
    assert status == 200
    assert isinstance(views["problems"], list)


@pytest.mark.skipif(sys.platform != "linux", reason="this machine has one address of its own for this")
def test_it_listens_on_one_address_of_this_machine_only(live: Served) -> None:
    for address in ("127.0.0.2", "127.1.2.3"):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address, live.port), 5)
    listening = Path("/proc/net/tcp").read_text().splitlines() + Path("/proc/net/tcp6").read_text().splitlines()
    ends = [line.split()[1] for line in listening if line.split()[3] == "0A"]
    assert [end for end in ends if end.endswith(f":{live.port:04X}")] == [f"0100007F:{live.port:04X}"]


def test_a_foreign_host_is_refused_on_the_wire(live: Served) -> None:
    port = b"%d" % live.port
    for host in (b"evil.example", b"evil.example:" + port, b"127.0.0.1", b"127.0.0.1:1", b"127.0.0.1:" + port + b":1"):
        assert live.said(GET + host + b"\r\n\r\n").startswith(b"HTTP/1.1 421 "), host
    assert live.said(b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 421 ")
    own = b"Host: 127.0.0.1:" + port + b"\r\n"
    for odd in (
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + own + own + b"\r\n",
        b"\x16\x03\x01",
        b"odd\r\n\r\n",
    ):
        assert live.said(odd, b"\r\n\r\n").startswith(b"HTTP/1.1 400 "), odd
    absolute = b"GET http://evil.example/ HTTP/1.1\r\n" + own + b"\r\n"
    assert live.said(absolute).startswith(b"HTTP/1.1 404 ")


def test_a_websocket_is_not_opened(live: Served) -> None:
    upgrade = (
        b"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n\r\n"
    )
    assert b" 101 " not in live.said(GET + b"127.0.0.1:%d" % live.port + upgrade).splitlines()[0]


def test_a_body_that_is_too_long_is_refused_before_it_comes(live: Served) -> None:
    start = time.monotonic()
    answer = live.said(POST % live.port + b"Content-Length: %d\r\n\r\n" % (BODY + 1))
    assert answer.startswith(b"HTTP/1.1 413 ")
    waiting = POST % live.port + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % (BODY + 1)
    assert live.said(waiting).startswith(b"HTTP/1.1 413 ")
    assert time.monotonic() - start < 5


def test_a_body_in_parts_is_refused_when_it_becomes_too_long(live: Served) -> None:
    before = memory(live.child.pid)
    part = b"%x\r\n" % 1_000_000 + b" " * 1_000_000 + b"\r\n"
    with live.connected() as connection:
        connection.sendall(POST % live.port + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(60):
            connection.sendall(part)
        assert received(connection).startswith(b"HTTP/1.1 413 ")
    assert memory(live.child.pid) - before < 20_000_000
    assert live.asked({})[0] == 200


def memory(process: int) -> int:
    """The most bytes that a process has held; 0 where nothing says so."""
    with contextlib.suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
        return int(found[1]) * 1000 if found else 0
    return 0


def test_half_requests_hold_nobody_up(live: Served) -> None:
    halves = [GET, GET + b"127.0.0.1", POST % live.port, POST % live.port + b"Content-Length: 90\r\n\r\n{"]
    with contextlib.ExitStack() as stack:
        for number in range(120):
            connection = stack.enter_context(live.connected())
            connection.sendall(halves[number % 4])
        start = time.monotonic()
        assert live.home() == 200
        assert live.asked({})[0] == 200
        assert time.monotonic() - start < 3
    assert live.home() == 200


def test_requests_one_after_the_other_and_at_once_on_a_connection(live: Served) -> None:
    whole = POST % live.port + b"Content-Length: 2\r\n\r\n{}"
    with live.connected() as connection:
        for _ in range(3):
            connection.sendall(whole)
            assert received(connection).startswith(b"HTTP/1.1 200 ")
        connection.sendall(whole + whole)
        data = b""
        while data.count(b"HTTP/1.1 200 ") < 2:
            part = connection.recv(65536)
            assert part
            data += part


def test_an_answer_comes_while_one_types(live: Served) -> None:
    state = {"text": "l1 = relu(l0W0)"}
    for _ in range(5):
        live.asked(state)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        live.asked(state)
        times.append(time.perf_counter() - start)
    assert sorted(times)[5] < 0.05


def test_a_second_start_on_the_same_port_says_so(live: Served) -> None:
    again = subprocess.run(
        [sys.executable, "-m", "letternet", "serve", "--port", str(live.port)],
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == (
        f"letternet: port {live.port} is in use, perhaps by another letternet serve; --port takes another one\n"
    )
    assert live.home() == 200


@pytest.fixture
def odd() -> Iterator[Served]:
    odd = served(seconds=0.5)
    yield odd
    if odd.child.poll() is None:
        assert odd.ended()[0] == 0


def test_a_connection_on_which_nothing_comes_is_closed(odd: Served) -> None:
    whole = GET + b"127.0.0.1:%d\r\n\r\n" % odd.port
    for sent in (b"", GET, whole + GET):
        with odd.connected() as connection:
            connection.sendall(sent)
            start = time.monotonic()
            while connection.recv(65536):
                pass
            assert time.monotonic() - start < 10


def test_a_body_that_does_not_come_is_given_up(odd: Served) -> None:
    answer = odd.said(POST % odd.port + b"Content-Length: 9\r\n\r\n{")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert answer.endswith(b"the request took longer than 0.5 seconds to come in")


def test_an_answer_longer_than_that_keeps_its_connection(odd: Served) -> None:
    assert odd.asked({"do": "nap", "seconds": 1.6})[0] == 200


def test_who_leaves_makes_room(odd: Served) -> None:
    body = b'{"do": "spin"}'
    for _ in range(6):
        with odd.connected() as connection:
            connection.sendall(POST % odd.port + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            time.sleep(0.1)
    start = time.monotonic()
    assert odd.asked({})[0] == 200
    assert time.monotonic() - start < 4, "less than one of the six would take"


def there(process: int) -> bool:
    """True while a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@POSIX
@pytest.mark.parametrize("by", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_it_ends_with_all_its_processes_whatever_they_are_busy_with(odd: Served, by: str) -> None:
    process = odd.asked({})[1]["process"]
    body = b'{"do": "spin"}'
    with odd.connected() as connection:
        connection.sendall(POST % odd.port + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        time.sleep(0.3)
        number = getattr(signal, by)
        start = time.monotonic()
        assert odd.ended(number) == (0 if by == "SIGINT" else -number, "", "")
        assert time.monotonic() - start < 10
    until = time.monotonic() + 10
    while there(process) and time.monotonic() < until:
        time.sleep(0.05)
    assert not there(process)


@POSIX
def test_a_browser_is_opened_only_when_asked_for(tmp_path: Path) -> None:
    note = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{note}"\n')
    browser.chmod(0o755)
    for options in ([], ["--open"]):
        live = served(*options, environment={"BROWSER": f"{browser} %s"})
        until = time.monotonic() + (10 if options else 1)
        while not note.exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert note.exists() == bool(options)
        assert live.ended() == (0, "", "")
    assert note.read_text() == f"http://127.0.0.1:{live.port}/\n"


# ------------------------------------------------------------------------------------------------ used otherwise


@pytest.mark.parametrize(
    "arguments",
    [["--port"], ["--port", "70000"], ["--port", "-1"], ["--port", "http"], ["l1 = l0W0"], ["--dim", "l0=3"]],
)
def test_a_wrong_use_leaves_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaves:
        command(["serve", *arguments])
    assert leaves.value.code == 2
    assert "usage: letternet" in capsys.readouterr().err


@pytest.mark.parametrize("package", ["starlette", "uvicorn"])
def test_without_the_packages_it_says_how_to_get_them(
    package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Absent:
        def find_spec(self, name: str, *other: object) -> None:
            if name == package:
                raise ModuleNotFoundError(name=name)

    for name in [name for name in sys.modules if name.partition(".")[0] == package or name == "letternet.show.serve"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Absent(), *sys.meta_path])
    with pytest.raises(SystemExit) as leaves:
        command(["serve"])
    assert leaves.value.code == 2
    assert f"serve needs the package {package}: pip install 'letternet[page]'" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="every port may be used here")
def test_a_port_that_may_not_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["serve", "--port", "1"]) == 1
    assert "letternet: port 1 cannot be used: Permission denied" in capsys.readouterr().err
