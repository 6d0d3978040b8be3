"""The next scene made ready while this one shows: only caches change, and one scene at a time."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

from dashboard.content import scenes
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.decks import Scene

log = logging.getLogger(__name__)
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="next-scene")


def soon(build: Build, scene: Scene, base: str, theme: str) -> None:
    """Have a scene made ready in the background.

    Args:
        build: whose figures.
        scene: the one that is likely to be shown next.
        base: the path the dashboard is served under.
        theme: light or dark, whose chart is made.
    """
    _worker.submit(_prepare, build, scene, base, theme)


def _prepare(build: Build, scene: Scene, base: str, theme: str) -> None:
    """Fill the caches that showing the scene reads; what goes wrong is met when it is shown."""
    try:
        shown = scenes.staged(build, scene, base)
        for picture in shown.halves or (shown.picture,):
            if isinstance(picture, Picture):
                picture.themed(theme)
    except Exception:
        log.exception("a scene could not be made ready")
