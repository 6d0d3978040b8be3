"""How often a client may do something, in memory that does not grow."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.security.buckets import Buckets, client_of


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_as_many_as_allowed_at_once_then_one_at_a_time() -> None:
    clock = Clock()
    buckets = Buckets(60, clock=clock)
    assert [buckets.take("a") for _ in range(60)] == [0] * 60
    assert buckets.take("a") == 1
    assert buckets.take("b") == 0
    clock.now += 1
    assert [buckets.take("a"), buckets.take("a")] == [0, 1]


def test_what_is_refused_costs_nothing() -> None:
    clock = Clock()
    buckets = Buckets(1, clock=clock)
    buckets.take("a")
    assert {buckets.take("a") for _ in range(100)} == {60}
    clock.now += 60
    assert buckets.take("a") == 0


def test_no_limit() -> None:
    buckets = Buckets(0)
    assert {buckets.take("a") for _ in range(1000)} == {0}
    assert len(buckets) == 0


@given(
    per_minute=st.integers(1, 50),
    steps=st.lists(st.floats(0, 30), min_size=1, max_size=200),
)
def test_never_more_than_a_minutes_worth_and_what_was_refilled(
    per_minute: int, steps: list[float]
) -> None:
    clock = Clock()
    buckets, passed = Buckets(per_minute, clock=clock), 0
    for step in steps:
        clock.now += step
        wait = buckets.take("a")
        passed += not wait
        assert wait <= 60 / per_minute + 1
    assert passed <= per_minute + sum(steps) * per_minute / 60 + 1e-6


def test_memory_is_bounded_and_whoever_was_away_longest_is_forgotten() -> None:
    buckets = Buckets(5, most_clients=100)
    tracemalloc.start()
    for number in range(1000):
        buckets.take(f"client {number}")
        buckets.take("always here")
    early = tracemalloc.get_traced_memory()[0]
    for number in range(1000, 20_000):
        buckets.take(f"client {number}")
        buckets.take("always here")
    late = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(buckets) == 100
    assert buckets.wait("always here") > 0
    assert late < early + 20_000


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("anything else", "unknown"),
        ("", "unknown"),
    ],
)
def test_who_counts_as_one_client(address: str, client: str) -> None:
    assert client_of(address) == client
