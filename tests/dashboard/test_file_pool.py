"""Files that take long: few at once, each once, none for who has left."""

from __future__ import annotations

import asyncio
import threading

import pytest

from dashboard.api.file_pool import FilePool, PoolFullError


class Bench:
    """Makes files that wait until they may be finished, and counts them."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.begun: list[str] = []
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def make(self, key: str) -> bytes:
        with self._lock:
            self.begun.append(key)
            self._now += 1
            self.most = max(self.most, self._now)
        assert self.may_end.wait(20)
        with self._lock:
            self._now -= 1
        return key.encode()

    def asked(self, pool: FilePool, key: str, client: str = "") -> asyncio.Task[bytes]:
        return asyncio.create_task(pool.get(key, client, lambda: self.make(key)))


async def until(bench: Bench, count: int) -> None:
    """Wait until so many files are begun."""
    async with asyncio.timeout(20):
        while len(bench.begun) < count:
            await asyncio.sleep(0)


def test_the_same_question_is_answered_once_and_kept() -> None:
    async def run() -> None:
        bench, pool = Bench(), FilePool(at_once=4)
        asked = [bench.asked(pool, "a", str(x)) for x in range(5)]
        await until(bench, 1)
        bench.may_end.set()
        assert await asyncio.gather(*asked) == [b"a"] * 5
        assert await bench.asked(pool, "a") == b"a"
        assert bench.begun == ["a"]

    asyncio.run(run())


def test_one_client_has_one_file_made_at_a_time_and_others_do_not_wait_for_it() -> None:
    async def run() -> None:
        bench, pool = Bench(), FilePool(at_once=4)
        own = [bench.asked(pool, f"own {x}", "10.0.0.1") for x in range(6)]
        other = bench.asked(pool, "other", "10.0.0.2")
        await until(bench, 2)
        assert set(bench.begun) == {"own 0", "other"}
        bench.may_end.set()
        assert await other == b"other"
        await asyncio.gather(*own)
        assert bench.most == 2

    asyncio.run(run())


def test_no_more_are_made_at_once_than_may_be() -> None:
    async def run() -> None:
        bench, pool = Bench(), FilePool(at_once=2)
        asked = [bench.asked(pool, str(x), f"10.0.0.{x}") for x in range(8)]
        await until(bench, 2)
        bench.may_end.set()
        await asyncio.gather(*asked)
        assert bench.most == 2

    asyncio.run(run())


def test_a_file_that_nobody_waits_for_any_more_is_not_made() -> None:
    async def run() -> None:
        bench, pool = Bench(), FilePool(at_once=1)
        first = bench.asked(pool, "first")
        await until(bench, 1)
        left = [bench.asked(pool, f"left {x}", "10.0.0.1") for x in range(50)]
        stays = bench.asked(pool, "stays", "10.0.0.1")
        await asyncio.sleep(0)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        bench.may_end.set()
        assert await first == b"first"
        assert await stays == b"stays"
        assert bench.begun == ["first", "stays"]

    asyncio.run(run())


def test_who_leaves_takes_nothing_from_who_stays() -> None:
    async def run() -> None:
        bench, pool = Bench(), FilePool()
        leaves, stays = bench.asked(pool, "a"), bench.asked(pool, "a")
        await until(bench, 1)
        leaves.cancel()
        bench.may_end.set()
        assert await stays == b"a"

    asyncio.run(run())


def test_more_than_fit_are_turned_away() -> None:
    async def run() -> None:
        bench, pool = Bench(), FilePool(most_waiting=2)
        asked = [bench.asked(pool, str(x)) for x in range(2)]
        await until(bench, 1)
        with pytest.raises(PoolFullError):
            await bench.asked(pool, "2")
        bench.may_end.set()
        await asyncio.gather(*asked)
        assert await bench.asked(pool, "2") == b"2"

    asyncio.run(run())


def test_a_file_that_fails_says_so_to_all_who_wait_and_may_be_asked_again() -> None:
    async def run() -> None:
        pool = FilePool()

        def fails() -> bytes:
            raise ValueError("no file")

        asked = [asyncio.create_task(pool.get("a", "", fails)) for _ in range(3)]
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert [str(x) for x in found] == ["no file"] * 3
        assert await pool.get("a", "", lambda: b"now") == b"now"

    asyncio.run(run())


def test_what_is_made_is_kept_within_its_bytes() -> None:
    async def run() -> None:
        bench, pool = Bench(), FilePool(most_cached=3)
        bench.may_end.set()
        for key in ("aa", "bb", "aa"):
            await bench.asked(pool, key)
        assert bench.begun == ["aa", "bb", "aa"]

    asyncio.run(run())
