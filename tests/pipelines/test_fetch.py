"""Asking a publisher that misbehaves on purpose, over real sockets."""

from __future__ import annotations

import gzip
import hashlib
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme

from pipelines.fetch import Client, FetchError, Got, Wanted
from tests.pipelines import faulty_server
from tests.pipelines.faulty_server import IMPATIENT, Server

CONTENT = b"area,value\n" + b"".join(b"E09%06d,%d\n" % (n, n) for n in range(1, 500))


@pytest.fixture
def server() -> Iterator[Server]:
    with faulty_server.serving() as running:
        running.files["/a.csv"] = CONTENT
        yield running


@pytest.fixture
def waited() -> list[float]:
    """The seconds a client would have waited before it asked again."""
    return []


@pytest.fixture
def client(waited: list[float]) -> Iterator[Client]:
    with Client(IMPATIENT, sleep=waited.append) as opened:
        yield opened


def _get(client: Client, server: Server, into: Path, **given: object) -> Got:
    wanted = Wanted(f"{server.address}/a.csv", "csv")
    return client.get(replace(wanted, **given), into / "a.csv")


def _refused(client: Client, server: Server, into: Path, message: str, **given: object) -> None:
    with pytest.raises(FetchError, match=message):
        _get(client, server, into, **given)
    assert list(into.iterdir()) == []


def test_the_bytes_are_kept_untouched(client: Client, server: Server, tmp_path: Path) -> None:
    got = _get(client, server, tmp_path)
    assert (tmp_path / "a.csv").read_bytes() == CONTENT
    assert (got.sha256, got.size) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert got.headers["last-modified"] == faulty_server.MODIFIED


def test_one_connection_serves_many_files(client: Client, server: Server, tmp_path: Path) -> None:
    for _ in range(5):
        _get(client, server, tmp_path)
    assert len(server.connections) == 1


def test_an_unchanged_file_is_not_sent_again(
    client: Client, server: Server, tmp_path: Path
) -> None:
    tag = _get(client, server, tmp_path).headers["etag"]
    again = _get(client, server, tmp_path / "again", etag=tag)
    assert again.unchanged
    assert not (tmp_path / "again" / "a.csv").exists()


@pytest.mark.parametrize(
    "fault",
    [
        faulty_server.reset_halfway,
        faulty_server.short,
        faulty_server.status(503),
        faulty_server.page,
        faulty_server.silent(0.8),
        faulty_server.instead(gzip.compress(CONTENT)[:-20]),
        faulty_server.instead(b""),
    ],
    ids=["reset", "short", "503", "page", "silent", "cut gzip", "empty"],
)
def test_what_passes_is_tried_again(
    fault: faulty_server.Fault, client: Client, server: Server, tmp_path: Path
) -> None:
    server.faults["/a.csv"] = [fault]
    _get(client, server, tmp_path)
    assert (tmp_path / "a.csv").read_bytes() == CONTENT
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (faulty_server.reset_halfway, "connection broke off.*tried 3 times"),
        (faulty_server.short, "connection broke off.*tried 3 times"),
        (faulty_server.status(503), "answered 503; tried 3 times"),
        (faulty_server.page, "a web page came where a file was expected; tried 3 times"),
        (faulty_server.silent(0.8), "fell silent.*tried 3 times"),
        (faulty_server.instead(gzip.compress(CONTENT)[:-20]), "the gzip is cut short"),
        (faulty_server.instead(gzip.compress(b"<html></html>")), "a web page came"),
        (faulty_server.instead(b'{"error": "no such indicator"}'), "a JSON document came"),
        (faulty_server.instead(b"service unavailable"), "no header of columns"),
    ],
)
def test_what_stays_is_refused_and_leaves_nothing(
    fault: faulty_server.Fault, message: str, client: Client, server: Server, tmp_path: Path
) -> None:
    server.faults["/a.csv"] = [fault] * 3
    _refused(client, server, tmp_path, message)


def test_a_drip_that_takes_too_long_is_refused(
    client: Client, server: Server, tmp_path: Path
) -> None:
    server.faults["/a.csv"] = [faulty_server.drip(0.05)]
    most = f"{IMPATIENT.total_seconds:g}"
    _refused(client, server, tmp_path, f"not all here after {most} seconds .* too slow")
    assert server.dripped < len(CONTENT)


def test_a_slow_file_within_the_time_is_taken(
    client: Client, server: Server, tmp_path: Path
) -> None:
    server.faults["/a.csv"] = [faulty_server.drip(0.01, piece=500)]
    _get(client, server, tmp_path)
    assert (tmp_path / "a.csv").read_bytes() == CONTENT


@pytest.mark.parametrize("moment", [False, True], ids=["seconds", "a moment"])
def test_a_busy_server_is_given_the_time_it_asks_for(
    moment: bool, waited: list[float], server: Server, tmp_path: Path
) -> None:
    then = datetime.now(UTC) + timedelta(hours=10)
    asked = format_datetime(then, usegmt=True) if moment else "36000"
    server.faults["/a.csv"] = [faulty_server.status(429, Retry_After=asked)]
    patient = replace(IMPATIENT, longest_wait_seconds=40_000)
    with Client(patient, sleep=waited.append) as client:
        _get(client, server, tmp_path)
    assert waited == [pytest.approx(36_000, rel=0.05)]
    assert len(server.asked) == 2


def test_a_server_that_asks_for_an_hour_is_refused(
    client: Client, server: Server, tmp_path: Path
) -> None:
    server.faults["/a.csv"] = [faulty_server.status(429, Retry_After="3600")]
    _refused(client, server, tmp_path, "asks to wait 3600 seconds; the longest wait is 3")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "fault", [faulty_server.announced(2 * 1024**3), faulty_server.endless], ids=["said", "unsaid"]
)
def test_two_gigabytes_are_refused_at_the_limit(
    fault: faulty_server.Fault, client: Client, server: Server, tmp_path: Path
) -> None:
    server.faults["/a.csv"] = [fault]
    _refused(client, server, tmp_path, "is larger than the limit")
    assert len(server.asked) == 1


def test_a_gzip_that_unpacks_to_too_much_is_refused(
    client: Client, server: Server, tmp_path: Path
) -> None:
    server.files["/a.csv"] = gzip.compress(b"a,b\n" * 1_000_000)
    _refused(client, server, tmp_path, "unpacked it is larger than")


def test_a_redirect_elsewhere_is_refused_unless_allowed(
    client: Client, server: Server, tmp_path: Path
) -> None:
    with faulty_server.serving() as other:
        other.files["/b.csv"] = CONTENT
        there = f"{other.address}/b.csv"
        server.faults["/a.csv"] = [faulty_server.redirect(there)]
        _refused(client, server, tmp_path, rf"redirects to 127.0.0.1:{other.server_port}; allowed")
        assert other.asked == []
        server.faults["/a.csv"] = [faulty_server.redirect(there)]
        got = _get(client, server, tmp_path, hosts=(f"127.0.0.1:{other.server_port}",))
        assert got.address == there


def test_a_redirect_on_the_same_host_is_followed_but_not_for_ever(
    client: Client, server: Server, tmp_path: Path
) -> None:
    server.files["/b.csv"] = CONTENT
    server.faults["/a.csv"] = [faulty_server.redirect("/b.csv", 301)]
    assert _get(client, server, tmp_path).address.endswith("/b.csv")
    server.faults["/a.csv"] = [faulty_server.redirect("/a.csv")] * 20
    with pytest.raises(FetchError, match="redirected more than 5 times"):
        _get(client, server, tmp_path)


def test_a_file_that_is_not_there_is_not_asked_for_again(
    client: Client, server: Server, tmp_path: Path
) -> None:
    del server.files["/a.csv"]
    _refused(client, server, tmp_path, "answered 404")
    assert len(server.asked) == 1


def test_the_system_s_proxy_is_used(
    monkeypatch: pytest.MonkeyPatch, server: Server, tmp_path: Path
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.address)
    monkeypatch.setenv("NO_PROXY", "")
    server.files["/data.csv"] = CONTENT
    with Client(IMPATIENT) as client:
        client.get(Wanted("http://publisher.invalid/data.csv", "csv"), tmp_path / "a.csv")
    assert server.asked[0][0] == "http://publisher.invalid/data.csv"


def test_certificates_are_checked_against_the_system_s_authorities(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An unknown authority is refused; a council's own, named to the system, is trusted."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with faulty_server.serving(context) as server:
        server.files["/a.csv"] = CONTENT
        wanted = Wanted(f"https://127.0.0.1:{server.server_port}/a.csv", "csv")
        with (
            Client(IMPATIENT) as client,
            pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"),
        ):
            client.get(wanted, tmp_path / "a.csv")
        assert server.asked == []
        authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        with Client(IMPATIENT) as client:
            client.get(wanted, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == CONTENT


def test_a_server_that_is_not_there_is_named(client: Client, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"127.0.0.1:9/a.csv: no connection"):
        client.get(Wanted("http://127.0.0.1:9/a.csv", "csv"), tmp_path / "a.csv")
    with pytest.raises(FetchError, match="is not an address"):
        client.get(Wanted("ftp://127.0.0.1/a.csv", "csv"), tmp_path / "a.csv")
