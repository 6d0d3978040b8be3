"""What the environment may set, and what it may set it to.

A value that is not allowed stops the start with a message that names it and what is allowed.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

# 'self', or an address without a path: https://council.example, https://*.council.example:8443.
_ANCESTOR = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
_HOST = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[?[0-9a-f:.]*:[0-9a-f:.]*\]?")
_MOST = 1_000_000

T = TypeVar("T")


class SettingsError(Exception):
    """A setting that is not allowed: the message names it, its value and what is allowed."""


@dataclass(frozen=True)
class Settings:
    """What whoever runs the dashboard decides; a limit of 0 is no limit."""

    # Names it is served under beside those no stranger can claim (hosts.py); "*" is any.
    allowed_hosts: tuple[str, ...] = ()
    # Sites that may show the dashboard inside their pages.
    frame_ancestors: tuple[str, ...] = ()
    # Of one client: pages opened a minute, pages open at once, questions to the open data a
    # minute, files sent a minute.
    sessions_per_minute: int = 300
    sessions_open: int = 400
    api_per_minute: int = 600
    uploads_per_minute: int = 20
    # Of one open page: what it sends.
    messages_per_minute: int = 600
    message_kilobytes: int = 256


def read(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment.

    Raises:
        SettingsError: when one of them is not allowed.
    """
    _trusted_proxies(environment.get("FORWARDED_ALLOW_IPS", ""))
    return Settings(
        allowed_hosts=_list(environment, "ALLOWED_HOSTS", _host),
        frame_ancestors=_list(environment, "FRAME_ANCESTORS", _ancestor),
        **{name: _number(environment, name) for name in _NUMBERS},
    )


_NUMBERS = (
    "sessions_per_minute",
    "sessions_open",
    "api_per_minute",
    "uploads_per_minute",
    "messages_per_minute",
    "message_kilobytes",
)


def _number(environment: Mapping[str, str], name: str) -> int:
    given = environment.get(name.upper(), "").strip()
    if not given:
        usual: int = getattr(Settings, name)
        return usual
    if not re.fullmatch(r"[0-9]{1,7}", given) or int(given) > _MOST:
        raise _wrong(name.upper(), given, f"a whole number from 0, no limit, to {_MOST:,}")
    return int(given)


def _list(
    environment: Mapping[str, str], name: str, checked: Callable[[str], str]
) -> tuple[str, ...]:
    given = environment.get(name, "")
    return tuple(checked(x) for x in re.split(r"[,\s]+", given) if x)


def _host(given: str) -> str:
    name = given.lower().rstrip(".")
    if name != "*" and not _HOST.fullmatch(name):
        raise _wrong(
            "ALLOWED_HOSTS",
            given,
            "names such as health.example.org, without a scheme, port or path; *.example.org for "
            "every name under one; or * for any name",
        )
    return name.strip("[]")


def _ancestor(given: str) -> str:
    if given in ("self", "'self'"):
        return "'self'"
    if not _ANCESTOR.fullmatch(given.lower()):
        raise _wrong(
            "FRAME_ANCESTORS",
            given,
            "self, or sites such as https://council.example or https://*.council.example, "
            "without a path",
        )
    return given.lower()


def _trusted_proxies(given: str) -> None:
    """Check the addresses whose word on who asks is taken; the web server itself reads them."""
    for one in (x.strip() for x in given.split(",") if x.strip()):
        try:
            ipaddress.ip_network(one)
        except ValueError:
            raise _wrong(
                "FORWARDED_ALLOW_IPS",
                one,
                "addresses or networks of your own proxies, such as 127.0.0.1 or 10.1.0.0/24, "
                "separated by commas; * would let everybody claim any address",
            ) from None


def _wrong(name: str, given: str, allowed: str) -> SettingsError:
    # ascii, because what was given may hold signs that hide or forge lines of a log.
    return SettingsError(f"{name} is {given!a}; allowed: {allowed}.")
