"""A dashboard served with small limits, behind a balancer's address that it trusts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import db
from dashboard.db import Build, Marts
from tests import hostile, serving

LIMITS = {
    "SESSIONS_PER_MINUTE": "6",
    "SESSIONS_OPEN": "4",
    "API_PER_MINUTE": "5",
    "UPLOADS_PER_MINUTE": "3",
    "MESSAGES_PER_MINUTE": "20",
    "MESSAGE_KILOBYTES": "8",
    "ALLOWED_HOSTS": "health.example.org",
    "FRAME_ANCESTORS": "https://council.example",
}


@pytest.fixture(scope="module")
def limited(marts: Path) -> Iterator[str]:
    """Its address; under a path, as an organisation's proxy would have it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in LIMITS.items():
            patch.setenv(name, value)
        with serving.served(marts, "/health") as address:
            yield address


@pytest.fixture(scope="session")
def hostile_marts(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of builds in which every piece of prose is hostile."""
    return hostile.marts(marts, tmp_path_factory.mktemp("hostile") / "marts")


@pytest.fixture(scope="module")
def build(hostile_marts: Path) -> Iterator[Build]:
    """The hostile build, which the dashboard of this process serves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "_marts", Marts(hostile_marts))
        yield db.current()
