"""An answer that fails still has its headers, says so calmly, and leaks nothing."""

from __future__ import annotations

import asyncio
import logging

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from dashboard.security.headers import Headers
from dashboard.security.policy import policies

TYPED = "what\nsomebody typed"


async def _fails(scope: Scope, receive: Receive, send: Send) -> None:
    raise ValueError(TYPED)


def _ask(path: str, accept: str, ancestors: tuple[str, ...] = ()) -> httpx.Response:
    app = Headers(_fails, policies("<script>a</script>", "<style>b</style>", ancestors), "/")
    transport = httpx.ASGITransport(app)

    async def get() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers={"accept": accept})

    return asyncio.run(get())


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("/map", "text/html", "text/html"),
        ("/api/v1/x", "text/html", "application/problem+json"),
        ("/app/static/x", "*/*", "text/plain"),
    ],
)
def test_a_failure_is_calm_and_has_a_reference(
    path: str, accept: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = _ask(path, accept)
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    (record,) = caplog.records
    reference = record.getMessage().rsplit(" ", 1)[1]
    assert f"written down as {reference}" in answer.text
    assert "ValueError" in caplog.text
    assert "in _fails" in caplog.text
    assert "somebody typed" not in caplog.text + answer.text


@pytest.mark.parametrize(
    ("ancestors", "framed", "options"),
    [
        ((), "'none'", "DENY"),
        (("'self'",), "'self'", "SAMEORIGIN"),
        (("'self'", "https://a.example"), "'self' https://a.example", None),
    ],
)
def test_who_may_show_it_inside_a_page(
    ancestors: tuple[str, ...], framed: str, options: str | None
) -> None:
    answer = _ask("/", "text/html", ancestors)
    assert answer.headers["content-security-policy"].endswith(f"frame-ancestors {framed}")
    assert answer.headers.get("x-frame-options") == options
