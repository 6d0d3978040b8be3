"""What HTTP asks of any answer: which format, whether a copy is current, how an error is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from fastapi.responses import JSONResponse

_ACCEPTED = {
    "text/csv": "csv",
    "application/json": "json",
    "application/vnd.apache.parquet": "parquet",
    "text/*": "csv",
    "application/*": "json",
    "*/*": "json",
}
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
# Named, and not with a worth of nothing.
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


class NotAcceptableError(Exception):
    """No format that the client accepts."""


def accepted(header: str) -> str:
    """The format a client wants most; of two wanted alike, the one named first.

    Raises:
        NotAcceptableError: when there is none.
    """
    wanted = []
    for place, item in enumerate(header.split(",")):
        kind, *settings = (x.strip().lower() for x in item.split(";"))
        quality = next((x[2:] for x in settings if x.startswith("q=")), "1")
        worth = float(quality) if re.fullmatch(r"[01](\.[0-9]{0,3})?", quality) else 0.0
        if kind in _ACCEPTED and worth > 0:
            wanted.append((-worth, place, _ACCEPTED[kind]))
    if not wanted:
        raise NotAcceptableError
    return min(wanted)[2]


def takes_gzip(header: str) -> bool:
    """Whether a client that sent this Accept-Encoding can unpack gzip."""
    return bool(_GZIP.search(header))


def is_current(asked: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Whether the copy a client has is the answer with these headers."""
    tags = asked.get("if-none-match")
    if tags is not None:
        own = headers["ETag"].removeprefix("W/")
        return any(x.strip().removeprefix("W/") in (own, "*") for x in tags.split(","))
    try:
        since = parsedate_to_datetime(asked.get("if-modified-since", ""))
    except (ValueError, OverflowError):
        return False
    if since.tzinfo is None:
        return False
    return parsedate_to_datetime(headers["Last-Modified"]) <= since


def one_range(asked: Mapping[str, str], tag: str, size: int) -> tuple[int, int] | None:
    """The part of a file that is asked for, as its first byte and the one after its last.

    None where the whole file answers: no range, several, one that is not understood, or one of
    another copy. The first byte may lie beyond the end; whoever answers says so (416).

    Args:
        asked: the request's headers.
        tag: the file's own strong ETag.
        size: the file's length in bytes.
    """
    found = _RANGE.fullmatch(asked.get("range", "").strip())
    if not found or asked.get("if-range", tag) != tag:
        return None
    first, last = found.groups()
    if not first:
        # The last so many bytes.
        return (max(0, size - int(last)), size) if last and int(last) else None
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


def problem(status: int, detail: str, **more: str) -> JSONResponse:
    """An error as RFC 9457 has it; what can be seen of it depends on what the client accepts."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return JSONResponse(
        body | {"detail": detail} | more,
        status,
        headers={"Vary": "Accept", "Cache-Control": "no-store"},
        media_type="application/problem+json",
    )
