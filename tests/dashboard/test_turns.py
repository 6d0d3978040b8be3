"""Pages made in turn: never two at once, never kept waiting for ever, never left with the turn."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard import turns


def test_never_two_at_once() -> None:
    inside, most = 0, 0
    together = threading.Barrier(8)

    def page() -> None:
        nonlocal inside, most
        together.wait()
        with turns.taken() as mine:
            assert mine
            inside += 1
            # Again and again the others could go on, were it not for the turn.
            for _ in range(200):
                time.sleep(0)
                most = max(most, inside)
            inside -= 1

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(page) for _ in range(8)]:
            done.result()
    assert most == 1


def test_what_has_the_turn_goes_straight_on() -> None:
    with turns.taken() as outer, turns.taken(0) as inner:
        assert outer
        assert inner


def test_a_page_that_raises_gives_the_turn_back() -> None:
    with pytest.raises(ZeroDivisionError), turns.taken():
        _ = 1 / 0
    assert _elsewhere(0)


def test_nobody_waits_for_ever_and_nothing_is_given_back_that_was_not_had() -> None:
    with turns.taken():
        assert not _elsewhere(0.01)
        assert not _elsewhere(0.01)
    assert _elsewhere(0)


def _elsewhere(seconds: float) -> bool:
    """Whether another thread gets the turn within so many seconds."""

    def asks() -> bool:
        with turns.taken(seconds) as mine:
            return mine

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asks).result()
