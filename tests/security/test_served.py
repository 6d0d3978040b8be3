"""Headers, names, doors and limits of a dashboard that is really served."""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

pytestmark = pytest.mark.slow

PAGE = {"accept": "text/html"}
DECK = "/download/deck.yml"
ALWAYS = (
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
)
# Addresses kept for documentation, each a client nobody else is.
_strangers = (f"203.0.113.{n}" for n in itertools.count(1))


@pytest.fixture
def stranger() -> str:
    return next(_strangers)


def ask(
    address: str,
    path: str,
    headers: dict[str, str] | None = None,
    method: str = "GET",
    body: bytes | None = None,
) -> tuple[HTTPResponse, str]:
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    connection.request(method, parts.path + path, body, headers or {})
    response = connection.getresponse()
    text = response.read().decode("utf-8", "replace")
    connection.close()
    return response, text


@asynccontextmanager
async def opened(address: str, **headers: str) -> AsyncIterator[ClientConnection]:
    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = await connect(
        url, subprotocols=["streamlit"], additional_headers=given, max_size=None, open_timeout=30
    )
    try:
        yield connection
    finally:
        await connection.close()


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", PAGE, 200),
        ("/map", PAGE, 200),
        ("/", {}, 200),
        ("/app/static/boundaries/boroughs.geojson", {}, 200),
        ("/app/static/nothing.css", {}, 404),
        ("/app/static/..%2f..%2fapp.py", {}, 400),
        ("/search.json", {}, 200),
        ("/healthz", {}, 200),
        ("/_stcore/health", {}, 200),
        ("/_stcore/host-config", {}, 200),
        ("/media/none", {}, 404),
        ("/api/v1/docs", PAGE, 200),
        ("/api/v1", {}, 307),
        ("/api/v1/indicators.csv", {}, 200),
        ("/api/v1/indicators.csv?speed=1", {}, 400),
        ("/api/v1/nothing", {}, 404),
        ("/", {"host": "stranger.example"}, 421),
        ("/", {"host": "a b"}, 400),
        ("/_stcore/metrics", {}, 404),
        ("/", {"accept-encoding": "gzip", "accept": "text/html"}, 200),
    ],
)
def test_every_answer_has_the_headers(
    limited: str, path: str, headers: dict[str, str], status: int
) -> None:
    response, _ = ask(limited, path, headers)
    assert response.status == status
    for name in ALWAYS:
        assert len(response.headers.get_all(name) or []) == 1, name
    assert response.headers["x-content-type-options"] == "nosniff"
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("frame-ancestors https://council.example")
    assert "unsafe-eval" not in policy
    assert "script-src" not in policy or "'unsafe-inline'" not in policy.split("style-src")[0]


def test_scripts_in_the_page_are_those_that_its_policy_names(limited: str) -> None:
    from dashboard.security.policy import digests

    response, text = ask(limited, "/", PAGE)
    named = digests(text, "script")
    assert len(named) == 2
    assert all(x in response.headers["content-security-policy"] for x in named)
    _, docs = ask(limited, "/api/v1/docs", PAGE)
    response, _ = ask(limited, "/api/v1/docs", PAGE)
    assert all(x in response.headers["content-security-policy"] for x in digests(docs, "style"))


def test_cookies_of_an_encrypted_page_are_never_sent_over_another(limited: str) -> None:
    over = {"x-forwarded-proto": "https"}
    for path in ("/_stcore/health", "/_stcore/host-config"):
        response, _ = ask(limited, path, over)
        for cookie in response.headers.get_all("set-cookie") or []:
            assert "; Secure" in cookie
    cookies = ask(limited, "/_stcore/health", over)[0].headers.get_all("set-cookie")
    assert cookies
    assert "_streamlit_xsrf" in cookies[0]


def test_only_an_encrypted_page_asks_to_be_always_encrypted(limited: str) -> None:
    name = "strict-transport-security"
    assert ask(limited, "/", {"x-forwarded-proto": "https"})[0].headers[name]
    assert name not in ask(limited, "/")[0].headers


@pytest.mark.parametrize("name", ["health.example.org", "localhost", "192.0.2.1:80", "[::1]"])
def test_its_own_names_are_answered(limited: str, name: str) -> None:
    assert ask(limited, "/healthz", {"host": name})[0].status == 200


def test_another_name_is_told_what_to_do_and_shown_as_text(limited: str) -> None:
    response, text = ask(limited, "/", PAGE | {"host": "stranger.example"})
    assert response.status == 421
    assert "not served under the name &#x27;stranger.example&#x27;" in text
    assert "ALLOWED_HOSTS" in text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/_stcore/upload_file/a/b", 404),
        ("PUT", "/_stcore/upload_file/a/b", 404),
        ("GET", "/media/0123456789abcdef.csv", 404),
        ("POST", "/download/observations.csv", 405),
        ("PUT", "/download/deck.pptx", 405),
        ("POST", "/_stcore/agent/interact", 404),
        ("GET", "/_stcore/agent/openapi.json", 404),
        ("GET", "/_stcore/script-health-check", 404),
        ("GET", "/auth/login", 404),
        ("GET", "/oauth2callback", 404),
        ("POST", "/", 405),
        ("DELETE", "/app/static/icon.png", 405),
        ("POST", "/api/v1/indicators.csv", 405),
    ],
)
def test_what_no_page_uses_is_shut(limited: str, method: str, path: str, status: int) -> None:
    response, text = ask(limited, path, method=method)
    assert response.status == status
    assert status != 405 or response.headers["allow"]
    assert "Traceback" not in text


def test_a_deck_that_is_sent_is_small(limited: str) -> None:
    """Too much is not even read."""
    large = b"x" * (256 * 1024 + 1)
    given = {"content-length": str(len(large))}
    response, text = ask(limited, DECK, given, "POST", large[:1])
    assert response.status == 413
    assert "up to 256 KB" in text


def test_files_are_limited_by_client(limited: str, stranger: str) -> None:
    by = {"x-forwarded-for": stranger}
    statuses = [ask(limited, DECK, by, "POST", b"deck=x")[0].status for _ in range(4)]
    assert statuses == [400, 400, 400, 429]


def test_questions_to_the_open_data_are_limited_by_client(limited: str, stranger: str) -> None:
    by = {"x-forwarded-for": stranger}
    path = "/api/v1/priorities.csv"
    assert [ask(limited, path, by)[0].status for _ in range(5)] == [200] * 5
    response, text = ask(limited, path, by)
    assert response.status == 429
    assert 1 <= int(response.headers["retry-after"]) <= 12
    assert response.headers["content-type"] == "application/problem+json"
    assert "More than 5 questions came from your network" in text
    assert ask(limited, path, {"x-forwarded-for": "198.51.100.1"})[0].status == 200
    assert ask(limited, "/healthz", by)[0].status == 200


def test_nobody_can_claim_another_address(limited: str, stranger: str) -> None:
    """Only the last word, that of the trusted proxy, counts."""
    statuses = [
        ask(
            limited,
            "/api/v1/priorities.csv",
            {"x-forwarded-for": f"127.0.0.1, 10.0.0.{n}, {stranger}"},
        )[0].status
        for n in range(7)
    ]
    assert statuses == [200] * 5 + [429] * 2


def test_the_machine_itself_is_not_limited(limited: str) -> None:
    assert {ask(limited, "/api/v1/priorities.csv")[0].status for _ in range(12)} == {200}


def test_new_sessions_are_limited_by_client(limited: str, stranger: str) -> None:
    async def crowd() -> InvalidStatus | None:
        for _ in range(6):
            async with opened(limited, x_forwarded_for=stranger):
                pass
        try:
            async with opened(limited, x_forwarded_for=stranger):
                return None
        except InvalidStatus as error:
            return error

    refused = asyncio.run(crowd())
    assert refused is not None
    assert refused.response.status_code == 429
    assert int(refused.response.headers["retry-after"]) <= 10
    assert refused.response.headers["x-content-type-options"] == "nosniff"
    response, text = ask(limited, "/map", PAGE | {"x-forwarded-for": stranger})
    assert response.status == 429
    assert "Many pages were opened from your network" in text
    assert f"<meta http-equiv='refresh' content='{response.headers['retry-after']}'>" in text


def test_open_sessions_are_limited_by_client_and_closing_makes_room(
    limited: str, stranger: str
) -> None:
    async def crowd() -> None:
        kept = [opened(limited, x_forwarded_for=stranger) for _ in range(4)]
        for one in kept:
            await one.__aenter__()
        with pytest.raises(InvalidStatus, match="429"):
            await opened(limited, x_forwarded_for=stranger).__aenter__()
        for one in kept:
            await one.__aexit__(None, None, None)
        for _ in range(100):
            if ask(limited, "/map", PAGE | {"x-forwarded-for": stranger})[0].status == 200:
                break
            await asyncio.sleep(0.1)
        async with opened(limited, x_forwarded_for=stranger):
            pass

    asyncio.run(crowd())


def test_a_page_of_another_site_opens_no_session(limited: str) -> None:
    async def strange() -> InvalidStatus:
        with pytest.raises(InvalidStatus) as caught:
            await opened(limited, origin="https://stranger.example").__aenter__()
        return caught.value

    other = asyncio.run(strange()).response
    assert other.status_code == 403
    assert "Pages of other sites" in bytes(other.body).decode()
    assert other.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_session_under_another_name_is_not_opened(limited: str) -> None:
    """Said by hand: the client library writes its own name."""
    parts = urlsplit(limited)
    lines = (
        f"GET {parts.path}/_stcore/stream HTTP/1.1",
        "Host: stranger.example",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==",
    )
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall("".join(f"{x}\r\n" for x in (*lines, "")).encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 421")


async def _sent(address: str, *messages: bytes) -> int:
    """The code with which the server ends a connection that sent these."""
    async with opened(address) as connection:
        assert isinstance(connection, ClientConnection)
        try:
            for message in messages:
                await connection.send(message)
            while True:
                await asyncio.wait_for(connection.recv(), 60)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0


def _rerun() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    return message.SerializeToString()


def test_a_message_too_big_ends_the_connection(limited: str) -> None:
    assert asyncio.run(_sent(limited, _rerun(), b"x" * 8 * 1024 + b"x")) == 1009


def test_too_many_messages_end_the_connection(limited: str) -> None:
    assert asyncio.run(_sent(limited, *[_rerun()] * 21)) == 1008


def test_nonsense_ends_the_connection_and_nothing_else(limited: str) -> None:
    assert asyncio.run(_sent(limited, b"\xff" * 100)) == 1002
    assert ask(limited, "/", PAGE)[0].status == 200


def test_a_request_that_is_no_request_is_turned_away(limited: str) -> None:
    parts = urlsplit(limited)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nBad Header\x00: 1\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")
    assert ask(limited, "/healthz")[0].status == 200
