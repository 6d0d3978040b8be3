"""The open data routes: the same rows as the pages' downloads, at addresses that can be cited.

Every dataset is at /api/v1/<dataset>, as .csv, .json or .parquet by its ending or by what the
client accepts. Errors are problem details (RFC 9457) that name the parameter and what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from datetime import UTC
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

import anyio
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, StreamingResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount, Route

from dashboard import db, failures, queries
from dashboard.api import builds, openapi
from dashboard.api.builds import BuildGoneError
from dashboard.db import Build, NoBuildError
from dashboard.exports import request as asking
from dashboard.exports.answer import MEDIA_TYPES, Wanted, answer
from dashboard.exports.datasets import DATASETS
from dashboard.exports.describe import Dataset
from dashboard.exports.request import BadRequestError
from dashboard.server.http import NotAcceptableError, accepted, is_current, problem, takes_gzip

ROOT = "/api/v1"
LONGEST_QUERY = 8192
USUAL_PAGE, LARGEST_PAGE = 1000, 10_000
METHODS = ("GET", "HEAD")
# Questions to the database at once; pages keep the rest of the machine.
_AT_ONCE = 4


_EXPECTED = (BadRequestError, BuildGoneError, NoBuildError)

api = FastAPI(
    title="Health inequalities in London: open data",
    version="1",
    description="Public borough health figures, comparisons, trends and measures of inequality.",
    docs_url=None,
    redoc_url=None,
)
api.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=list(METHODS),
    allow_headers=["*"],
    expose_headers=["ETag", "Last-Modified", "Link", "Content-Disposition"],
)


def routes(base: str = "") -> list[BaseRoute]:
    """What the app serves beside its pages.

    Args:
        base: the path that the pages are served under, such as '/health'; '' at the root. Health
            is also told at the root, where whoever starts the server looks for it.
    """
    base = base.rstrip("/")
    health = [
        Route(path, answers)
        for name, answers in (("/healthz", _alive), ("/readyz", _ready))
        for path in dict.fromkeys((name, base + name))
    ]
    whole = base + ROOT
    return [Route(whole, _to_docs), Mount(whole, app=api), *health]


def _endpoint(dataset: Dataset, ending: str) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def rows(request: Request) -> Response:
        if len(request.scope["query_string"]) > LONGEST_QUERY:
            return problem(414, f"The query is longer than {LONGEST_QUERY} characters.")
        fmt = ending or accepted(request.headers.get("accept", "*/*"))
        try:
            if fmt == "csv" and (found := _at_once(request, dataset)):
                return found
            return await run_sync(_rows, request, dataset, fmt, limiter=_limiter())
        except _EXPECTED:
            raise
        except Exception as error:
            reference = failures.write_down(error, f"the dataset {dataset.name}")
            words = f"Something went wrong here; it is written down under {reference}."
            return problem(500, words, reference=reference)

    rows.__doc__ = dataset.description
    return rows


def _at_once(request: Request, dataset: Dataset) -> Response | None:
    """The answer where it is at hand; None where a thread has to wait for it.

    A thread costs more than most of these answers, and has to wait for its turn beside pages.
    """
    try:
        with db.at_once():
            return _rows(request, dataset, "csv")
    except db.NotAtOnceError:
        return None


def _rows(request: Request, dataset: Dataset, fmt: str) -> Response:
    given = _given(request)
    build, is_pinned = builds.take(given)
    limit, offset = (_number(given, *x) for x in _PAGING) if fmt == "json" else (0, 0)
    asked = asking.parse(dataset.name, given, build)
    wanted = Wanted(asked, fmt, _permalink(request, asked, fmt, build), limit, offset)
    headers = _headers(wanted, build, pinned=is_pinned)
    if is_current(request.headers, headers):
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = MEDIA_TYPES[fmt]
    headers["Content-Disposition"] = f'inline; filename="{dataset.name}-{build.build_id}.{fmt}"'
    packs = takes_gzip(request.headers.get("accept-encoding", "")) and fmt != "parquet"
    if packs:
        headers["Content-Encoding"] = "gzip"
    sent = _sent(answer(wanted, build, packs=packs), headers)
    if request.method == "HEAD":
        return StreamingResponse(iter(()), headers=dict(sent.headers))
    return sent


def _sent(content: bytes | Iterator[bytes], headers: dict[str, str]) -> Response:
    if isinstance(content, bytes):
        return Response(content, headers=headers)
    return StreamingResponse(_in_turn(content), headers=headers)


async def _in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Pieces made one at a time among the few questions that run at once."""
    while piece := await run_sync(next, pieces, b"", limiter=_limiter()):
        yield piece


_PAGING = (("limit", USUAL_PAGE, 1, LARGEST_PAGE), ("offset", 0, 0, 10_000_000))


def _number(given: dict[str, list[str]], name: str, usual: int, lowest: int, highest: int) -> int:
    said = builds.one_value(given, name) or str(usual)
    if not re.fullmatch(r"[0-9]{1,9}", said) or not lowest <= int(said) <= highest:
        raise BadRequestError(name, said, f"a whole number from {lowest} to {highest:,}")
    return int(said)


def _given(request: Request) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        given.setdefault(key, []).append(value)
    return given


def _headers(wanted: Wanted, build: Build, *, pinned: bool) -> dict[str, str]:
    made = queries.facts(build)["built_at"].to_pydatetime().replace(tzinfo=UTC)
    return {
        "ETag": f'W/"{wanted.key(build)}"',
        "Last-Modified": format_datetime(made, usegmt=True),
        # A pinned answer never changes; any other is asked about again, which costs little.
        "Cache-Control": "public, max-age=31536000, immutable" if pinned else "public, no-cache",
        "Vary": "Accept, Accept-Encoding",
        "Link": f'<{wanted.address}>; rel="canonical"',
    }


def _permalink(request: Request, asked: asking.Request, fmt: str, build: Build) -> str:
    """The address of exactly this answer of exactly this build."""
    query = f"{asked.address}&" if asked.address else ""
    return f"{_root(request)}/{asked.dataset.name}.{fmt}?{query}build={build.build_id}"


def _root(request: Request) -> str:
    """The API's own address, as this client reaches it."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope['root_path']}"


@lru_cache(maxsize=1)
def _limiter() -> anyio.CapacityLimiter:
    # Made when the loop runs: it belongs to it.
    return anyio.CapacityLimiter(_AT_ONCE)


def _add(dataset: Dataset, ending: str) -> None:
    path = f"/{dataset.name}.{ending}" if ending else f"/{dataset.name}"
    endpoint = _endpoint(dataset, ending)
    # This one answers; the next describes it in the schema, and would look for more to do.
    api.router.routes.append(Route(path, endpoint, methods=METHODS, include_in_schema=False))
    api.add_api_route(
        path,
        endpoint,
        response_class=Response,
        summary=dataset.title,
        operation_id=f"{dataset.name}_{ending or 'any'}",
        openapi_extra=openapi.operation(dataset, ending),
        responses=openapi.responses(ending),
    )


for _dataset in DATASETS.values():
    for _ending in ("", *MEDIA_TYPES):
        _add(_dataset, _ending)


@api.head("/builds/current", include_in_schema=False)
@api.get("/builds/current", responses=openapi.problems(503))
async def builds_current() -> Response:
    """Which build is served, when it was made, and what it holds."""
    build = db.current()
    facts = queries.facts(build)
    return JSONResponse(
        {
            "build": build.build_id,
            "made": facts["built_at"].isoformat(),
            "figures": int(facts["observations_published"]),
            "indicators": int(facts["indicators_with_boroughs"]),
            "trouble": db.trouble() or None,
        },
        headers={"Cache-Control": "no-cache"},
    )


async def _to_docs(request: Request) -> Response:
    return RedirectResponse(f"{request.url.path.rstrip('/')}/docs")


@api.get("/", include_in_schema=False)
async def start(request: Request) -> Response:
    """The way to the documentation."""
    return await _to_docs(request)


@api.get("/docs", include_in_schema=False)
async def docs(request: Request) -> HTMLResponse:
    """The data dictionary and how to ask, as one page that needs nothing from elsewhere."""
    return HTMLResponse(openapi.page(_root(request)))


@api.exception_handler(BadRequestError)
async def _bad(_: Request, error: Exception) -> Response:
    assert isinstance(error, BadRequestError)  # noqa: S101
    return problem(400, str(error), parameter=asking.quoted(error.parameter), allowed=error.allowed)


@api.exception_handler(NotAcceptableError)
async def _not_acceptable(_: Request, __: Exception) -> Response:
    return problem(
        406,
        "No format you accept; there is text/csv, application/json and "
        "application/vnd.apache.parquet.",
    )


@api.exception_handler(BuildGoneError)
async def _gone(_: Request, error: Exception) -> Response:
    return problem(
        410,
        f"Build '{error}' is not kept here; leave out 'build' for the newest.",
        parameter="build",
    )


@api.exception_handler(NoBuildError)
async def _no_build(_: Request, error: Exception) -> Response:
    return problem(503, str(error))


@api.exception_handler(HTTPException)
async def _other(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    words = {
        404: f"There is nothing here. There is {', '.join(DATASETS)}, builds/current and docs.",
        405: f"Only {' and '.join(METHODS)} are answered.",
    }.get(error.status_code, str(error.detail))
    answered = problem(error.status_code, words)
    if error.status_code == 405:
        answered.headers["Allow"] = ", ".join((*METHODS, "OPTIONS"))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": answered.headers["Allow"]})
    return answered


async def _alive(_: Request) -> Response:
    return JSONResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})


async def _ready(_: Request) -> Response:
    headers = {"Cache-Control": "no-store"}
    try:
        build = db.current()
    except NoBuildError as error:
        return JSONResponse({"status": "not ready", "why": str(error)}, 503, headers)
    said = {"status": "ready", "build": build.build_id, "trouble": db.trouble() or None}
    return JSONResponse(said, headers=headers)
