"""The ASGI app: the pages on one port, warm before the first viewer comes.

Run it with ``python -m streamlit run dashboard/app.py`` from the project's folder.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import (
    db,
    keeping,
    leaving,
    memory,
    page_html,
    search,
    security,
    sockets,
    warming,
)
from dashboard.api import downloads, openapi, routes
from dashboard.packed import Packed
from dashboard.page_html import PageHtml
from dashboard.security import policy, settings
from dashboard.views import failed, forgetting, pages

log = logging.getLogger(__name__)

_PAGES = Path(st.__file__).parent / "static"
# Imported before the first page view, which would otherwise wait for them.
_WARM = ("plotly.graph_objects", "dashboard.content.scenes", "dashboard.views.shell")


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[dict[str, Any] | None]:
    """Import what pages need, open the current build, settle sockets, memory and sessions."""
    memory.in_few_stores()
    sockets.send_at_once()
    sockets.remember_more()
    leaving.in_time()
    failed.log_once()
    forgetting.old_controls()
    for name in _WARM:
        importlib.import_module(name)
    db.on_switch(_switched)
    try:
        warming.overview(db.current())
    except db.NoBuildError as error:
        log.warning("%s", error)
    else:
        warming.in_background(_base.rstrip("/"))
    gc.collect()
    gc.freeze()
    tidying = asyncio.create_task(memory.tidy())
    yield None
    tidying.cancel()
    leaving.end()


def _switched(_: db.Build) -> None:
    """Let go of the build before, and draw the first views of the new one if it stays."""
    keeping.forget()
    # What pages leave behind are circles that would hold earlier builds' files open for hours.
    gc.collect()
    warming.in_background(_base.rstrip("/"), replaced=True)


def search_list(request: Request) -> Response:
    """What the search box finds, the same bytes for the same build."""
    try:
        build = db.current()
    except db.NoBuildError as error:
        return JSONResponse({"entries": [], "problem": str(error)}, status_code=503)
    headers = {"etag": f'"{build.build_id}"', "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return JSONResponse(search.document(build), headers=headers)


def guards(base: str) -> list[Middleware]:
    """What stands before the app, as the environment sets it."""
    try:
        given = settings.read(os.environ)
    except settings.SettingsError as error:
        raise SystemExit(f"The dashboard cannot start. {error}") from None
    page = page_html.complete((_PAGES / "index.html").read_bytes(), base).decode()
    policies = policy.policies(page, openapi.page(""), given.frame_ancestors)
    beside = [path.name for path in _PAGES.iterdir() if path.is_file()]
    return security.middleware(given, policies, base, (*pages.PATHS, *beside))


_base = f"/{str(st.get_option('server.baseUrlPath') or '').strip('/')}"
app = st.App(
    "main.py",
    lifespan=warm,
    on_script_error=failed.show,
    routes=[
        Route(f"{_base.rstrip('/')}/search.json", search_list),
        *routes.routes(_base),
        *downloads.routes(_base),
    ],
    middleware=[
        *guards(_base),
        Middleware(Packed, base=_base),
        Middleware(PageHtml, base=_base, charts=page_html.chart_script(_PAGES)),
    ],
)
