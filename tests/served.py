"""`letternet serve` as a shell starts it, and what asks it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="what serves the page is not here: pip install 'letternet[page]'")

from letternet.show.serve import VIEWS

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals are otherwise here")
TESTS = Path(__file__).resolve().parent


class Served:
    """The command as a shell starts it, with its address."""

    def __init__(self, *start: str, environment: dict[str, str] | None = None) -> None:
        paths = os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH")]))
        free = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": paths, **(environment or {})}
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
