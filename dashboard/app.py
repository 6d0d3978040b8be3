"""The ASGI app: the pages on one port, warm before the first viewer comes.

Run it with ``python -m streamlit run dashboard/app.py`` from the project's folder.
"""

from __future__ import annotations

import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from dashboard import db, queries
from dashboard.page_html import PageHtml

log = logging.getLogger(__name__)

# Imported before the first page view, which would otherwise wait for them.
_WARM = ("plotly.graph_objects", "dashboard.pictures", "dashboard.views.shell")


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[dict[str, Any] | None]:
    """Import what pages need, open the current build, and settle the garbage collector."""
    for name in _WARM:
        importlib.import_module(name)
    try:
        queries.indicators(db.current())
    except db.NoBuildError as error:
        log.warning("%s", error)
    gc.collect()
    gc.freeze()
    yield None


_base = f"/{str(st.get_option('server.baseUrlPath') or '').strip('/')}"
app = st.App("main.py", lifespan=warm, middleware=[Middleware(PageHtml, base=_base)])
