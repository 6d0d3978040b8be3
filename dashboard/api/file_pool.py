"""Files that take long to make, such as workbooks: few at once, and each question only once.

One client has one file made at a time. Who asks for what is being made already waits for the same
file; a file that nobody waits for any more is not begun. What is made is cached by its size.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio

from dashboard.exports.kept import Kept

MOST_CACHED_BYTES = 48_000_000
# More files than these would wait for minutes: whoever comes later is told to come again. Of one
# client fewer, so that nobody alone keeps the others away.
MOST_WAITING, MOST_OF_ONE_CLIENT = 64, 8


class PoolFullError(Exception):
    """So many files are asked for that one more would wait for minutes."""


@dataclass
class _Job:
    """One file: its task, how many wait for it, and whether a thread has begun."""

    waiting: int = 0
    is_begun: bool = False
    task: asyncio.Task[bytes] | None = None


@dataclass
class _Queue:
    """One client's files: they take turns, and the queue goes with the last of them."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class FilePool:
    """Makes files in threads, of which few run at once."""

    def __init__(
        self,
        at_once: int = 1,
        most_waiting: int = MOST_WAITING,
        most_of_one_client: int = MOST_OF_ONE_CLIENT,
        most_cached: int = MOST_CACHED_BYTES,
    ) -> None:
        """Begin with nothing made.

        Args:
            at_once: files that are made at the same time, whoever asked.
            most_waiting: files that may be asked for and not made yet.
            most_of_one_client: as many of them may be one client's.
            most_cached: the bytes that all cached files together may take.
        """
        self._at_once = asyncio.Semaphore(at_once)
        self._threads = anyio.CapacityLimiter(at_once)
        self._most_waiting, self._most_of_one_client = most_waiting, most_of_one_client
        self._jobs: dict[str, _Job] = {}
        self._queues: dict[str, _Queue] = {}
        self._cache: Kept[bytes] = Kept(most_cached)

    async def get(self, key: str, client: str, make: Callable[[], bytes]) -> bytes:
        """The file of a question, made now or before.

        Cancel the call where its client has left.

        Args:
            key: the same for the same file.
            client: who asks; '' is not limited to one file at a time.
            make: makes the file, in a thread.

        Raises:
            PoolFullError: when too many files wait already.
        """
        cached = self._cache.get(key)
        if cached is not None:
            return cached
        job = self._jobs.get(key) or self._begin(key, client, make)
        assert job.task is not None  # noqa: S101
        job.waiting += 1
        try:
            # One who leaves must not take the file from the others that wait for it.
            return await asyncio.shield(job.task)
        finally:
            job.waiting -= 1
            if not job.waiting and not job.is_begun:
                # Gone at once: who asks for the same now must not wait for what is being stopped.
                self._forget(key, job)
                job.task.cancel()

    def _begin(self, key: str, client: str, make: Callable[[], bytes]) -> _Job:
        own = self._queues.get(client)
        is_greedy = own is not None and own.length >= self._most_of_one_client
        if is_greedy or len(self._jobs) >= self._most_waiting:
            raise PoolFullError
        job = self._jobs[key] = _Job()
        job.task = asyncio.create_task(self._run(job, key, client, make))
        job.task.add_done_callback(lambda task: self._end(key, job, task))
        return job

    def _forget(self, key: str, job: _Job) -> None:
        if self._jobs.get(key) is job:
            del self._jobs[key]

    def _end(self, key: str, job: _Job, task: asyncio.Task[bytes]) -> None:
        self._forget(key, job)
        if not task.cancelled():
            # Read here, so that an error nobody waits for is not reported as forgotten.
            task.exception()

    async def _run(self, job: _Job, key: str, client: str, make: Callable[[], bytes]) -> bytes:
        async with self._turn(client), self._at_once:
            job.is_begun = True
            made = await anyio.to_thread.run_sync(make, limiter=self._threads)
        self._cache.put(key, made, len(made))
        return made

    @asynccontextmanager
    async def _turn(self, client: str) -> AsyncIterator[None]:
        """Wait for the client's own files that were asked for before."""
        if not client:
            yield
            return
        queue = self._queues.setdefault(client, _Queue())
        queue.length += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.length -= 1
            if not queue.length:
                del self._queues[client]
