"""A build of the committed snapshot, open for the dashboard."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.runtime.state.session_state import SessionState

from dashboard import db, warming
from dashboard.db import Build, Marts


@pytest.fixture(scope="session")
def marts(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of its own: one process cannot open one database with two configurations."""
    return Path(shutil.copytree(marts, tmp_path_factory.mktemp("dashboard") / "marts"))


@pytest.fixture(scope="session")
def build(marts: Path) -> Build:
    """The current build, as a page would have it."""
    return Marts(marts).current()


@pytest.fixture
def startable(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app can be started in this process, and what it settles for a process is undone."""
    monkeypatch.setattr(db, "_marts", Marts(marts))
    # A thread that still asks DuckDB when the tests end would take the process down.
    monkeypatch.setattr(warming, "in_background", lambda *_, **__: None)
    monkeypatch.setattr(SessionState, "_remove_stale_widgets", SessionState._remove_stale_widgets)
    yield
    gc.unfreeze()
