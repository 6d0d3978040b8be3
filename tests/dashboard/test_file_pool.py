"""Files that take long: few at once, each once, none for who has left."""

from __future__ import annotations

import asyncio
import threading

import pytest

from dashboard.api.file_pool import FilePool, PoolFullError


class FileMaker:
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


async def until(maker: FileMaker, count: int) -> None:
    """Wait until so many files are begun."""
    async with asyncio.timeout(20):
        while len(maker.begun) < count:
            await asyncio.sleep(0)


def test_the_same_question_is_answered_once_and_kept() -> None:
    async def run() -> None:
        maker, pool = FileMaker(), FilePool(at_once=4)
        asked = [maker.asked(pool, "a", str(x)) for x in range(5)]
        await until(maker, 1)
        maker.may_end.set()
        assert await asyncio.gather(*asked) == [b"a"] * 5
        assert await maker.asked(pool, "a") == b"a"
        assert maker.begun == ["a"]

    asyncio.run(run())


def test_one_client_has_one_file_made_at_a_time_and_others_do_not_wait_for_it() -> None:
    async def run() -> None:
        maker, pool = FileMaker(), FilePool(at_once=4)
        own = [maker.asked(pool, f"own {x}", "10.0.0.1") for x in range(6)]
        other = maker.asked(pool, "other", "10.0.0.2")
        await until(maker, 2)
        assert set(maker.begun) == {"own 0", "other"}
        maker.may_end.set()
        assert await other == b"other"
        await asyncio.gather(*own)
        assert maker.most == 2

    asyncio.run(run())


def test_no_more_are_made_at_once_than_may_be() -> None:
    async def run() -> None:
        maker, pool = FileMaker(), FilePool(at_once=2)
        asked = [maker.asked(pool, str(x), f"10.0.0.{x}") for x in range(8)]
        await until(maker, 2)
        maker.may_end.set()
        await asyncio.gather(*asked)
        assert maker.most == 2

    asyncio.run(run())


def test_a_file_that_nobody_waits_for_any_more_is_not_made() -> None:
    async def run() -> None:
        maker, pool = FileMaker(), FilePool(at_once=1, most_of_one_client=60)
        first = maker.asked(pool, "first")
        await until(maker, 1)
        left = [maker.asked(pool, f"left {x}", "10.0.0.1") for x in range(50)]
        stays = maker.asked(pool, "stays", "10.0.0.1")
        await asyncio.sleep(0)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        maker.may_end.set()
        assert await first == b"first"
        assert await stays == b"stays"
        assert maker.begun == ["first", "stays"]

    asyncio.run(run())


def test_who_leaves_takes_nothing_from_who_stays() -> None:
    async def run() -> None:
        maker, pool = FileMaker(), FilePool()
        leaves, stays = maker.asked(pool, "a"), maker.asked(pool, "a")
        await until(maker, 1)
        leaves.cancel()
        maker.may_end.set()
        assert await stays == b"a"

    asyncio.run(run())


def test_more_than_fit_are_turned_away() -> None:
    async def run() -> None:
        maker, pool = FileMaker(), FilePool(most_waiting=2)
        asked = [maker.asked(pool, str(x)) for x in range(2)]
        await until(maker, 1)
        with pytest.raises(PoolFullError):
            await maker.asked(pool, "2")
        maker.may_end.set()
        await asyncio.gather(*asked)
        assert await maker.asked(pool, "2") == b"2"

    asyncio.run(run())


def test_nobody_alone_keeps_the_others_away() -> None:
    async def run() -> None:
        maker, pool = FileMaker(), FilePool(at_once=2, most_of_one_client=3)
        own = [maker.asked(pool, f"own {x}", "10.0.0.1") for x in range(3)]
        await until(maker, 1)
        with pytest.raises(PoolFullError):
            await maker.asked(pool, "one more", "10.0.0.1")
        other = maker.asked(pool, "other", "10.0.0.2")
        maker.may_end.set()
        assert await other == b"other"
        await asyncio.gather(*own)
        assert await maker.asked(pool, "one more", "10.0.0.1") == b"one more"

    asyncio.run(run())


def test_who_asks_for_what_another_has_just_left_gets_it() -> None:
    async def run() -> None:
        maker, pool = FileMaker(), FilePool(at_once=1)
        first = maker.asked(pool, "first")
        await until(maker, 1)
        leaves = maker.asked(pool, "same")
        await asyncio.sleep(0)
        leaves.cancel()
        # In the very turn in which the other's file is taken back.
        await asyncio.sleep(0)
        stays = maker.asked(pool, "same")
        maker.may_end.set()
        assert await asyncio.gather(first, stays) == [b"first", b"same"]

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
        maker, pool = FileMaker(), FilePool(most_cached=3)
        maker.may_end.set()
        for key in ("aa", "bb", "aa"):
            await maker.asked(pool, key)
        assert maker.begun == ["aa", "bb", "aa"]

    asyncio.run(run())
