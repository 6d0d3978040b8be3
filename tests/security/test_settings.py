"""What the environment may set: bad values are named with what is allowed."""

from __future__ import annotations

import os
import subprocess

import pytest

from dashboard.security.settings import Settings, SettingsError, read
from tests.refusals import assert_names
from tests.serving import ROOT, command, free_port


def test_nothing_set_is_the_defaults() -> None:
    assert read({}) == Settings()
    assert read({"ALLOWED_HOSTS": " ", "API_PER_MINUTE": ""}) == Settings()


def test_everything_can_be_set() -> None:
    given = read(
        {
            "ALLOWED_HOSTS": "Health.Example.org, *.example.net [2001:db8::1]",
            "FRAME_ANCESTORS": "self https://*.Council.example:8443",
            "SESSIONS_PER_MINUTE": "10",
            "SESSIONS_OPEN": "0",
            "API_PER_MINUTE": "20",
            "UPLOADS_PER_MINUTE": "25",
            "MESSAGES_PER_MINUTE": "30",
            "MESSAGE_KILOBYTES": "40",
            "FORWARDED_ALLOW_IPS": "127.0.0.1, 10.1.0.0/24,::1",
        }
    )
    hosts = ("health.example.org", "*.example.net", "2001:db8::1")
    sites = ("'self'", "https://*.council.example:8443")
    assert given == Settings(hosts, sites, 10, 0, 20, 25, 30, 40)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("ALLOWED_HOSTS", "https://health.example.org", "without a scheme, port or path"),
        ("ALLOWED_HOSTS", "health.example.org:443", "without a scheme, port or path"),
        ("ALLOWED_HOSTS", "a*.example.org", r"\*.example.org for every name"),
        ("FRAME_ANCESTORS", "*", "sites such as https://council.example"),
        ("FRAME_ANCESTORS", "https://a.example;script-src", "sites such as"),
        ("FRAME_ANCESTORS", "https://a.example/page", "without a path"),
        ("SESSIONS_PER_MINUTE", "-1", "a whole number from 0, no limit, to 1,000,000"),
        ("SESSIONS_OPEN", "many", "a whole number"),
        ("API_PER_MINUTE", "1e9", "a whole number"),
        ("MESSAGES_PER_MINUTE", "1000001", "a whole number"),
        ("MESSAGE_KILOBYTES", "١٢", "a whole number"),
        ("FORWARDED_ALLOW_IPS", "*", "addresses or networks of your own proxies"),
        ("FORWARDED_ALLOW_IPS", "127.0.0.1,proxy", "separated by commas"),
        ("FORWARDED_ALLOW_IPS", "10.1.0.1/24", "addresses or networks"),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(name: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} is '.*'; allowed: .*{allowed}"):
        read({name: value})


def test_a_bad_value_forges_no_line_of_a_log() -> None:
    with pytest.raises(SettingsError) as caught:
        read({"API_PER_MINUTE": "1\nroot: all is well\x1b[2J\u202e"})
    assert str(caught.value).isprintable()
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_the_dashboard_does_not_start_with_one() -> None:
    done = subprocess.run(
        command(free_port()),
        cwd=ROOT,
        env=os.environ | {"FRAME_ANCESTORS": "*"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode != 0
    assert_names(done.stderr, "cannot start", "FRAME_ANCESTORS is '*'")
    assert "Traceback" not in done.stderr
