"""The live page over real connections, against the command as a shell starts it."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import POSIX, Served, received, served

from letternet.limits import BODY
from letternet.show.command import command
from letternet.show.live import page
from letternet.show.policy import SERVED, policy


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
