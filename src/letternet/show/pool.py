"""Answers are worked on in processes of their own, because only a process can be stopped whatever it is busy with.

A process is kept from one answer to the next, as starting one takes longer than most answers.  It is stopped, and
another one started, when an answer takes too long, or goes on and nobody waits for it any more.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress

from ..limits import ANSWERING, UNWANTED, WORKERS
from .worker import ANSWER, REQUEST, over_limit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

# The process looks for modules where this one does.
START = "import sys; sys.path[:] = sys.argv[2:]; from letternet.show.worker import work; work(sys.argv[1])"


class Pool:
    """As many processes as answers may be worked on at once; `module` has the function `answer`."""

    def __init__(
        self, module: str, size: int = WORKERS, seconds: float = ANSWERING, unwanted: float = UNWANTED
    ) -> None:
        self.seconds: Final = seconds
        self.unwanted: Final = unwanted
        self.free: Final = asyncio.Semaphore(size)
        self.workers: Final = [Worker(module) for _ in range(size)]
        self.idle: Final = list(self.workers)
        self.tasks: Final[set[asyncio.Task[tuple[int, bytes]]]] = set()

    async def start(self) -> None:
        """Start all processes, so that the first answer comes soon."""
        for worker in self.workers:
            await worker.start()

    async def close(self) -> None:
        """End all processes."""
        for task in self.tasks:
            task.cancel()
        for worker in self.workers:
            await worker.end()

    async def answer(self, body: bytes) -> tuple[int, bytes]:
        """The status and the content of an answer."""
        try:
            async with asyncio.timeout(self.seconds):
                await self.free.acquire()
        except TimeoutError:
            return 503, over_limit("other formulas are being worked on; try again in a moment")
        worker = self.idle.pop()
        task = asyncio.create_task(self.answer_of(worker, body))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.done():
                worker.stop_after(self.unwanted)
            raise

    async def answer_of(self, worker: Worker, body: bytes) -> tuple[int, bytes]:
        """What a process answers, or why it does not."""
        place = len(self.workers)  # the last that was used is the next: it has read everything it needs
        try:
            return await worker.ask(body, self.seconds)
        except (asyncio.IncompleteReadError, OSError):
            place = 0
            with suppress(OSError):
                await worker.start()
            if worker.stopped:
                return 504, over_limit(f"this was stopped, because it took longer than {self.seconds:g} seconds")
            return 503, over_limit("the process that worked on this has ended")
        finally:
            self.idle.insert(place, worker)
            self.free.release()


class Worker:
    """One process, which is asked one thing at a time; another takes its place where it has ended."""

    def __init__(self, module: str) -> None:
        self.module: Final = module
        self.process: asyncio.subprocess.Process | None = None
        self.stopped = False
        self.timers: Final[list[asyncio.TimerHandle]] = []

    async def start(self) -> None:
        """Start the process anew."""
        await self.end()
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", START, self.module, *filter(None, sys.path),
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip

    async def end(self) -> None:
        """End the process, whatever it is busy with."""
        process, self.process = self.process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.communicate()

    async def ask(self, body: bytes, seconds: float) -> tuple[int, bytes]:
        """The answer of the process, which is stopped after so many seconds."""
        self.stopped = False
        self.stop_after(seconds)
        try:
            if self.process is None or self.process.returncode is not None:
                await self.start()
            assert self.process is not None
            source, target = self.process.stdout, self.process.stdin
            assert source is not None
            assert target is not None
            target.write(REQUEST.pack(len(body)) + body)
            await target.drain()
            status, length = ANSWER.unpack(await source.readexactly(ANSWER.size))
            return status, await source.readexactly(length)
        finally:
            while self.timers:
                self.timers.pop().cancel()

    def stop_after(self, seconds: float) -> None:
        """Stop the process if it is still busy with the same thing by then."""
        self.timers.append(asyncio.get_running_loop().call_later(seconds, self.stop))

    def stop(self) -> None:
        """Stop the process in the middle of an answer."""
        self.stopped = True
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.kill()
