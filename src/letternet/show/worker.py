"""A process that answers one request after the other, and ends when whoever asks has ended.

| | bytes |
|---|---|
| request | its length (4), then the body as the page sent it |
| answer | the status (2) and the length (4), then the content: JSON with 200 and 503, else a sentence |

It reads the JSON too, so that nothing a stranger sends is taken apart anywhere else.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from json import JSONDecodeError, dumps, loads
from math import isinf
from queue import SimpleQueue
from struct import Struct
from threading import Thread

from ..limits import DIGITS, MEMORY, NESTING
from ..problems import Problem, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO, NoReturn

    Answers = Callable[[dict[str, Any]], dict[str, Any]]

REQUEST = Struct("!I")
ANSWER = Struct("!HI")


def work(module: str) -> NoReturn:
    """Answer what comes in on standard input, by the function `answer` of a module."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends this
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # what is printed by accident belongs to no answer
    bound_memory(MEMORY)
    requests: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    answers: Answers = import_module(module).answer
    gc.freeze()  # what is there now stays, and need not be looked through again
    try:
        while True:
            status, content = reply(answers, requests.get())
            out.write(ANSWER.pack(status, len(content)) + content)
            out.flush()
    finally:
        os._exit(1)  # Python itself would wait for the thread


def listen(source: BinaryIO, requests: SimpleQueue[bytes]) -> None:
    """Take requests as they come, and end the process when no more can come, whatever it is busy with."""
    while len(head := source.read(REQUEST.size)) == REQUEST.size:
        requests.put(source.read(*REQUEST.unpack(head)))
    os._exit(0)


def bound_memory(most: int) -> None:
    """Refuse more memory than this, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def reply(answers: Answers, body: bytes) -> tuple[int, bytes]:
    """The status and the content for a request.

    >>> reply(lambda state: {"seen": state["text"]}, b'{"text": "l0W0"}')
    (200, b'{"seen": "l0W0"}')
    >>> reply(lambda state: {}, b'["l0W0"]')
    (400, b'the request is JSON, but not an object')
    """
    try:
        state = parsed(body)
    except ValueError as error:
        return 400, str(error).encode()
    try:
        return 200, dumps(answers(state), allow_nan=False).encode()
    except MemoryError:
        return 503, over_limit("there is not enough memory for this")
    except Exception as error:  # a defect of this program, not of what was asked
        said = shortened(f"{type(error).__name__}: {error}")
        return 500, f"letternet has a defect: {said}; please report what you asked".encode(errors="replace")


def over_limit(sentence: str) -> bytes:
    """An answer with one problem: something is too much."""
    return dumps({"problems": [Problem("E0109", sentence).as_json()]}).encode()


def parsed(body: bytes) -> dict[str, Any]:
    """The object that a body holds as JSON; a `ValueError` with a sentence, if it holds none."""
    try:
        state = loads(body.decode(), parse_int=whole, parse_float=real, parse_constant=no_number)
    except UnicodeDecodeError as error:
        raise ValueError(f"the request is not UTF-8: byte {error.start + 1} is 0x{body[error.start]:02x}") from None
    except JSONDecodeError as error:
        raise ValueError(f"the request is not JSON: {error.msg}, line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise ValueError(f"the request has more than {NESTING} lists and objects inside one another") from None
    if not isinstance(state, dict):
        raise ValueError("the request is JSON, but not an object")
    level: list[Any] = [state]
    for _ in range(NESTING):
        level = [part for above in level for part in (above.values() if isinstance(above, dict) else above)]
        level = [part for part in level if isinstance(part, dict | list)]
    if level:
        raise ValueError(f"the request has more than {NESTING} lists and objects inside one another")
    return state


def whole(digits: str) -> int:
    """A whole number of a length that somebody could mean."""
    if len(digits) > DIGITS:
        raise ValueError(f"the request has a number of more than {DIGITS} digits")
    return int(digits)


def real(text: str) -> float:
    """A number that a float can hold."""
    number = float(text)
    if isinf(number):
        raise ValueError("the request has a number that is larger than any float")
    return number


def no_number(name: str) -> NoReturn:
    """`NaN` and the like are no JSON, though Python would read them."""
    raise ValueError(f"the request is not JSON: it has {name}")
