"""Asking publishers over the network: the only code that does.

Patient with what passes (busy servers, broken connections), strict with what does not (an error
page, a cut-off file, a redirect to somewhere else, more bytes than anybody publishes). What is
kept is what came over the wire, byte for byte.
"""

from __future__ import annotations

import hashlib
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType

import httpx
import tenacity

from pipelines import received
from pipelines.errors import SourceError

REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
NOT_MODIFIED = 304
# Statuses that pass: a timeout, too early, too many requests, and the server's own troubles.
PASSING = (408, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524, 529)
AGENT = "london-health-inequalities/0.1 (borough health indicators; python-httpx)"


class FetchError(SourceError):
    """A file that a publisher did not give, and why."""


class _PassingError(Exception):
    """A fault worth another try, perhaps after the time the server asked for."""

    def __init__(self, reason: str, wait_seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class Manners:
    """How patient we are with a publisher, and how much we take."""

    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    total_seconds: float = 900.0
    attempts: int = 5
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 120.0
    most_bytes: int = 512 * 1024 * 1024
    at_once: int = 4


@dataclass(frozen=True)
class Wanted:
    """A file to ask for; with the marks of the copy we have, it comes only if it changed."""

    address: str
    kind: str
    hosts: tuple[str, ...] = ()
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Got:
    """What a publisher answered: a whole file, or that ours is still the newest."""

    status: int
    address: str
    headers: Mapping[str, str]
    size: int = 0
    sha256: str = ""

    @property
    def unchanged(self) -> bool:
        """Whether the copy we have is still the newest."""
        return self.status == NOT_MODIFIED


@dataclass
class Client:
    """One pool of connections for a whole refresh; safe to use from several threads.

    The system's proxy variables and certificate authorities are honoured; certificates are
    always verified.
    """

    manners: Manners = field(default_factory=Manners)
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        """Open the pool; no connection is made yet."""
        manners = self.manners
        self._http = httpx.Client(
            verify=ssl.create_default_context(),
            trust_env=True,
            follow_redirects=False,
            headers={"User-Agent": AGENT, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(manners.read_seconds, connect=manners.connect_seconds),
            limits=httpx.Limits(
                max_connections=manners.at_once, max_keepalive_connections=manners.at_once
            ),
        )

    def __enter__(self) -> Client:
        """Use as a context so that connections are let go."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        self._http.close()

    def get(self, wanted: Wanted, into: Path) -> Got:
        """Fetch one file; ``into`` is there afterwards only if it came whole.

        Raises:
            FetchError: naming the address, what was wrong, and how often it was tried.
            OSError: when the file cannot be written.
        """
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.manners.attempts),
            retry=tenacity.retry_if_exception_type(_PassingError),
            wait=self._pause,
            sleep=self.sleep,
            reraise=True,
        )
        part = into.with_name(f".{into.name}.part")
        into.parent.mkdir(parents=True, exist_ok=True)
        try:
            got: Got = retrying(self._try, wanted, part)
            if not got.unchanged:
                part.replace(into)
        except _PassingError as error:
            tries = self.manners.attempts
            raise FetchError(f"{wanted.address}: {error}; tried {tries} times") from error
        finally:
            part.unlink(missing_ok=True)
        return got

    def _try(self, wanted: Wanted, part: Path) -> Got:
        address, deadline = wanted.address, time.monotonic() + self.manners.total_seconds
        try:
            for _ in range(MOST_REDIRECTS + 1):
                with self._http.stream("GET", address, headers=_conditions(wanted)) as response:
                    if response.status_code not in REDIRECTS:
                        return self._take(response, wanted, part, deadline)
                    address = _next_address(response, wanted)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise FetchError(f"{address}: is not an address that can be asked ({error})") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _PassingError(_plainly(error)) from error
        raise FetchError(f"{wanted.address}: redirected more than {MOST_REDIRECTS} times")

    def _take(self, response: httpx.Response, wanted: Wanted, part: Path, deadline: float) -> Got:
        """The body of an answer, written as it comes and checked when it is there."""
        status, address = response.status_code, str(response.url)
        if status in PASSING:
            raise _PassingError(f"the server answered {status}", self._asked_wait(response, wanted))
        if status == NOT_MODIFIED and (wanted.etag or wanted.last_modified):
            return Got(status, address, dict(response.headers))
        if status != httpx.codes.OK:
            raise FetchError(f"{wanted.address}: the server answered {status}; 200 is expected")
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self.manners.most_bytes:
            raise self._too_big(wanted)
        digest, size = hashlib.sha256(), 0
        with part.open("wb") as handle:
            for chunk in response.iter_raw():
                size += len(chunk)
                if size > self.manners.most_bytes:
                    raise self._too_big(wanted)
                if time.monotonic() > deadline:
                    raise FetchError(
                        f"{wanted.address}: not all here after {self.manners.total_seconds:g} "
                        f"seconds ({size:,} bytes came); the connection is too slow"
                    )
                handle.write(chunk)
                digest.update(chunk)
        if announced.isdecimal() and size != int(announced):
            raise _PassingError(f"{size:,} bytes came of {announced} announced")
        fault = received.fault(part, wanted.kind, self.manners.most_bytes)
        if fault:
            raise _PassingError(fault)
        return Got(status, address, dict(response.headers), size, digest.hexdigest())

    def _asked_wait(self, response: httpx.Response, wanted: Wanted) -> float:
        """The seconds a busy server asks us to wait; more than we have is a refusal."""
        seconds = _seconds(response.headers.get("retry-after", ""))
        longest = self.manners.longest_wait_seconds
        if seconds > longest:
            raise FetchError(
                f"{wanted.address}: the server answered {response.status_code} and asks to wait "
                f"{seconds:.0f} seconds; the longest wait is {longest:g}"
            )
        return seconds

    def _pause(self, state: tenacity.RetryCallState) -> float:
        """Longer after each try, never at the same moment as others, never less than asked."""
        backoff = tenacity.wait_random_exponential(
            multiplier=self.manners.first_wait_seconds, max=self.manners.longest_wait_seconds
        )
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait_seconds if isinstance(error, _PassingError) else 0.0
        return max(backoff(state), asked)

    def _too_big(self, wanted: Wanted) -> FetchError:
        limit = self.manners.most_bytes / (1024 * 1024)
        return FetchError(f"{wanted.address}: is larger than the limit of {limit:g} MiB")


def _conditions(wanted: Wanted) -> dict[str, str]:
    asked = {"If-None-Match": wanted.etag, "If-Modified-Since": wanted.last_modified}
    return {name: value for name, value in asked.items() if value}


def _next_address(response: httpx.Response, wanted: Wanted) -> str:
    """Where a redirect leads, if that is the same host or one the catalogue allows."""
    target = response.url.join(response.headers.get("location", ""))
    here, there = httpx.URL(wanted.address).netloc.decode(), target.netloc.decode()
    if there != here and there not in wanted.hosts:
        allowed = ", ".join([here, *wanted.hosts])
        raise FetchError(f"{wanted.address}: redirects to {there}; allowed: {allowed}")
    if response.url.scheme == "https" and target.scheme != "https":
        raise FetchError(f"{wanted.address}: redirects to an address without encryption")
    return str(target)


def _seconds(text: str) -> float:
    """Retry-After as seconds from now: a number, or a moment."""
    if text.strip().isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _plainly(error: Exception) -> str:
    names = {
        httpx.ConnectTimeout: "no connection in time",
        httpx.ReadTimeout: "the server fell silent",
        httpx.PoolTimeout: "no connection was free in time",
        httpx.ProxyError: "the proxy refused",
        httpx.RemoteProtocolError: "the connection broke off",
        httpx.ReadError: "the connection broke off",
        httpx.ConnectError: "no connection",
    }
    named = next((words for kind, words in names.items() if isinstance(error, kind)), "")
    return f"{named or type(error).__name__} ({str(error) or 'no details'})"
