"""Under which names the dashboard answers, and under which not."""

from __future__ import annotations

import pytest

from dashboard.security.hosts import host_name, is_allowed


@pytest.mark.parametrize(
    "host",
    [
        "localhost:8501",
        "127.0.0.1",
        "192.168.1.20:8501",
        "[::1]:8501",
        "[fe80::1]",
        "my-laptop:8501",
        "my-laptop.local",
        "box.lan",
        "dashboard",
        "x.localhost",
    ],
)
def test_a_name_that_no_stranger_can_have(host: str) -> None:
    assert is_allowed(host_name(host), ())


@pytest.mark.parametrize(
    "host", ["stranger.example", "127.0.0.1.stranger.example", "localhost.stranger.example"]
)
def test_a_name_that_anybody_could_register(host: str) -> None:
    assert not is_allowed(host_name(host), ())
    assert not is_allowed(host_name(host), ("health.example.org", "*.example.org"))
    assert is_allowed(host_name(host), ("*",))


def test_names_that_are_added() -> None:
    allowed = ("health.example.org", "*.council.example")
    assert is_allowed(host_name("Health.Example.org.:443"), allowed)
    assert is_allowed(host_name("a.b.council.example"), allowed)
    assert not is_allowed(host_name("council.example"), allowed)
    assert not is_allowed(host_name("evilcouncil.example"), allowed)


@pytest.mark.parametrize(
    "host",
    ["", "a b", "user@localhost", "localhost/x", "localhost:port", "localhost:99999", "[::1", "é"],
)
def test_what_is_not_a_name(host: str) -> None:
    assert host_name(host) == ""
