"""`letternet serve`: the live page, for this machine and for nobody else.

| who asks | is answered |
|---|---|
| under another name than `localhost`, `127.0.0.1` or `[::1]` with the port | 421: names can be made to point here |
| `POST` with an `Origin` or a `Sec-Fetch-Site` of another page | 403 |
| with something other than JSON, with too much of it, too slowly | 415, 413, 408 |
| with JSON that holds no state of the page | 400 |
| for what takes too long or too much memory, or while too many ask | 504, 503 |

A program that is no browser sends neither of the two headers, and may ask.  What is over a limit is answered with a
problem as JSON, everything else that is refused with a sentence.  Nothing is kept from one request to the next, and
nothing is written down.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import sys
import threading
import webbrowser
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..limits import BODY, CONNECTIONS, SENDING
from .live import page
from .policy import SERVED, policy
from .pool import Pool
from .worker import over_limit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANSWERS = "letternet.show.live"
VIEWS = "/views"
NAMES = ("localhost", "127.0.0.1", "[::1]")
IN_USE = (errno.EADDRINUSE, 10048, 10013)  # the last two as Windows says it
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def serve(port: int, opened: bool = False) -> int:
    """Serve the live page until Ctrl-C, and return the exit code."""
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    app = application(page())
    try:
        listener = listening(port)
    except OSError as error:
        said = f"cannot be used: {error.strerror}"
        if error.errno in IN_USE:
            said = "is in use, perhaps by another letternet serve"
        print(f"letternet: port {port} {said}; --port takes another one", file=sys.stderr)
        return 1
    with listener:
        config = Config(
            app, loop="asyncio", http=Connection, ws="none", lifespan="on", proxy_headers=False, server_header=False,
            log_config=None, log_level="critical", access_log=False, limit_concurrency=CONNECTIONS,
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        with suppress(KeyboardInterrupt):
            Announced(config, opened).run(sockets=[listener])
    return 0


class Announced(Server):
    """A server that says where it is once it answers, and Ctrl-C ends it well from then on."""

    def __init__(self, config: Config, opened: bool) -> None:
        super().__init__(config)
        self.opened = opened

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        assert sockets is not None
        address = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
        print(f"the live page is at {address} (Ctrl-C ends it)", flush=True)
        if self.opened:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def listening(port: int) -> socket.socket:
    """A socket that takes connections from this machine; no other program can take them from it."""
    # With its protocol named, asyncio sends what is small at once; else every answer takes 40 ms longer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(CONNECTIONS)
    except OSError:
        listener.close()
        raise
    return listener


class Connection(H11Protocol):
    """A connection that is closed when no request comes in on it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look at it from time to time."""
        super().connection_made(transport)
        self.last = self.cycle
        self.loop.call_later(SENDING, self.look)

    def look(self) -> None:
        """Close it if nothing is under way and no request has come in since the last look."""
        if self.transport.is_closing():
            return
        if self.cycle is self.last and (self.cycle is None or self.cycle.response_complete):
            self.transport.close()
        self.last = self.cycle
        self.loop.call_later(SENDING, self.look)


def application(document: str, pool: Pool | None = None) -> ASGIApp:
    """The page and its answers, and the rules for who may ask."""
    answers = Pool(ANSWERS) if pool is None else pool

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await answers.start()
        try:
            yield
        finally:
            await answers.close()

    async def home(request: Request) -> Response:
        return HTMLResponse(document)

    async def icon(request: Request) -> Response:
        return Response(status_code=204)

    async def views(request: Request) -> Response:
        return await answered(request, answers)

    app = Starlette(
        routes=[
            Route("/", home, methods=["GET"]),
            Route("/favicon.ico", icon, methods=["GET"]),
            Route(VIEWS, views, methods=["POST"]),
        ],
        exception_handlers={404: refused, 405: refused},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return Gate(app, policy(document, SERVED))


async def refused(request: Request, error: Exception) -> Response:
    """What is said where there is no page, or nothing to be asked this way."""
    assert isinstance(error, HTTPException)
    said = "there is no such page here" if error.status_code == 404 else f"{request.method} is not for this page"
    return PlainTextResponse(said, error.status_code, error.headers)


async def answered(request: Request, answers: Pool) -> Response:
    """The answer to a state of the page; nobody's, when whoever asked has gone."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return PlainTextResponse("a request is JSON, with the content type application/json", 415)
    try:
        async with asyncio.timeout(SENDING):
            body = await body_of(request)
    except TimeoutError:
        return PlainTextResponse(f"the request took longer than {SENDING:g} seconds to come in", 408)
    except ClientDisconnect:
        return Response()
    if body is None:
        return Response(over_limit(f"a request has at most {BODY:,} bytes"), 413, media_type="application/json")
    answering = asyncio.create_task(answers.answer(body))
    leaving = asyncio.create_task(gone(request))
    try:
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not answering.done():
            return Response()
        status, content = answering.result()
    finally:
        answering.cancel()
        leaving.cancel()
    kind = "application/json" if status in (200, 503, 504) else "text/plain"
    return Response(content, status, media_type=kind)


async def body_of(request: Request) -> bytes | None:
    """What is sent; `None` if it is too much, of which no more is kept than may be sent."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 20 or int(length) > BODY:
        return None
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY:
            return None
    return bytes(body)


async def gone(request: Request) -> None:
    """Wait until whoever asked has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


# -------------------------------------------------------------------------------------------- who may ask, for what


class Gate:
    """Turns away who may not ask, before anything is looked at, and gives every answer its headers."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        headers = {**HEADERS, "content-security-policy": policy}
        self.headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self.headers]
            await send(message)

        if scope["type"] == "http":
            app = turned_away(scope) or self.app
            await app(scope, receive, send_with_headers)
        elif scope["type"] == "lifespan":
            await self.app(scope, receive, send)


def turned_away(scope: Scope) -> Response | None:
    """The answer to somebody who may not ask; `None` for everybody else."""

    def values(name: bytes) -> list[bytes]:
        return [value.lower() for key, value in scope["headers"] if key == name]

    port = scope["server"][1]
    hosts = {f"{name}:{port}".encode() for name in NAMES} | ({name.encode() for name in NAMES} if port == 80 else set())
    host = values(b"host")
    if len(host) != 1 or host[0] not in hosts:
        return PlainTextResponse(f"this page is at http://localhost:{port}/ and under no other name", 421)
    if scope["method"] == "POST":
        origin, site = values(b"origin"), values(b"sec-fetch-site")
        if origin not in ([], [b"http://" + host[0]]) or site not in ([], [b"same-origin"]):
            return PlainTextResponse("another page may not ask here", 403)
    return None
