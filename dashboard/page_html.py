"""What the page says before its script runs: title, language, style, skip link, its server.

Streamlit's page finds its server by trying every part of the address as a base path; on /map that
asks twice for what is not there. Telling it saves two requests and two errors in the console.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STATIC = Path(__file__).parent / "static"


def _addressed(path: Path) -> str:
    """The file's address with its digest, so that browsers fetch a changed one and keep others."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"{path.relative_to(_STATIC).as_posix()}?{digest}"


_STYLES = tuple(_addressed(path) for path in sorted(_STATIC.glob("styles/*.css")))
_SCRIPTS = tuple(
    _addressed(_STATIC / "scripts" / f"{name}.js")
    for name in (
        "theme_kept",
        "address",
        "reconnect",
        "reach",
        "map_keys",
        "search",
        "picture",
        "copy",
        "print",
        "present",
    )
)
_TITLE = "Health inequalities in London"
_DESCRIPTION = (
    "Where London's health inequalities are, whether they are narrowing, and for whom: "
    "public borough indicators on maps, charts and tables."
)
# First in the order of tabs on every page; the voice says which area was chosen.
_FIRST = (
    '<a id="skip" class="skip" href="#stMain">Skip to the figures</a>'
    '<div id="voice" class="unseen" role="status"></div>'
)


class PageHtml:
    """Middleware that completes Streamlit's page; every other response passes untouched."""

    def __init__(self, app: ASGIApp, base: str = "/", charts: str = "") -> None:
        """Wrap an app.

        Args:
            app: what answers.
            base: the path it is served under, '/' at the root.
            charts: the script that draws charts, by its path below the base; '' if none is known.
        """
        self._app = app
        self._base = base
        self._charts = charts
        # The open data has a page of its own, which is not Streamlit's; files are no pages.
        self._others = tuple(f"{base.rstrip('/')}/{x}/" for x in ("api", "download"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold back an HTML response until it is whole, then complete it."""
        if not _asks_for_page(scope) or scope["path"].startswith(self._others):
            await self._app(scope, receive, send)
            return
        # Eight kilobytes once a visit: not worth unpacking and packing again.
        plain = [(k, v) for k, v in scope["headers"] if k.lower() != b"accept-encoding"]
        scope = {**scope, "headers": plain}
        started: list[Message] = []
        body = bytearray()

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                started.append(message)
            elif not started:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    page = complete(bytes(body), self._base, self._charts)
                    await _send_page(started[0], page, send)

        await self._app(scope, receive, watch)


def chart_script(streamlit: Path) -> str:
    """Where Streamlit serves what draws charts, which it would ask for only with the first chart.

    Args:
        streamlit: the folder of the pages it serves.
    """
    found = sorted((streamlit / "static" / "js").glob("PlotlyChart.*.js"))
    return found[0].relative_to(streamlit).as_posix() if found else ""


def complete(page: bytes, base: str, charts: str = "") -> bytes:
    """Streamlit's page with our title, language, description, style, scripts and address.

    Args:
        page: Streamlit's own.
        base: the path it is served under, '/' at the root.
        charts: the script that draws charts, which present.js reads before it is needed.
    """
    text = page.decode()
    text = text.replace('<html lang="en">', '<html lang="en-GB">', 1)
    static = f"{base.rstrip('/')}/app/static"
    links = "".join(f'<link rel="stylesheet" href="{static}/{style}">' for style in _STYLES)
    scripts = "".join(f'<script src="{static}/{script}"></script>' for script in _SCRIPTS)
    head = (
        f"<title>{_TITLE}</title>"
        f'<meta name="description" content="{_DESCRIPTION}">'
        '<meta name="color-scheme" content="light dark">'
        f'<meta name="charts" content="{base.rstrip("/")}/{charts}">{links}{scripts}'
        f'<script>window.__streamlit={{BACKEND_BASE_URL:location.origin+"{base}"}}</script>'
    )
    text = text.replace("<body>", f"<body>{_FIRST}", 1)
    return re.sub(r"<title>.*?</title>", lambda _: head, text, count=1).encode()


def _asks_for_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    return b"text/html" in dict(scope["headers"]).get(b"accept", b"")


def _is_page(message: Message) -> bool:
    headers = dict(message["headers"])
    return bool(
        message["status"] == 200 and headers.get(b"content-type", b"").startswith(b"text/html")
    )


async def _send_page(started: Message, page: bytes, send: Send) -> None:
    # The page is no longer the file its length and tag were made for.
    stale = (b"content-length", b"etag", b"last-modified")
    headers = [(k, v) for k, v in started["headers"] if k.lower() not in stale]
    headers.append((b"content-length", str(len(page)).encode()))
    await send({**started, "headers": headers})
    await send({"type": "http.response.body", "body": page})
