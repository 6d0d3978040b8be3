"""A build of the committed snapshot, open for the dashboard."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from dashboard import db, state, warming
from dashboard.content import profile_lines
from dashboard.content.profile_lines import Line
from dashboard.db import Build, Marts
from pipelines.build import PARTS
from tests import committed
from tests.api_client import Client, asking
from tests.dashboard import pages

# A borough's lines, with the borough, what they are compared with, and how surely.
Profiles = tuple[tuple[str, str, state.Confidence, tuple[Line, ...]], ...]


@pytest.fixture(scope="session", autouse=True)
def _packages_are_searched_once() -> Iterator[None]:
    """Streamlit's harness looks through all installed packages for components in every session."""
    with pytest.MonkeyPatch.context() as patched:
        searched = cache(manifest_scanner.scan_component_manifests)
        patched.setattr(manifest_scanner, "scan_component_manifests", searched)
        yield


@pytest.fixture(scope="session")
def marts(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of its own: one process cannot open one database with two configurations."""
    return _copied(marts, tmp_path_factory.mktemp("dashboard"))


@pytest.fixture(scope="session")
def open_marts(marts: Path) -> Marts:
    """The folder of builds as the dashboard has it open."""
    return Marts(marts)


@pytest.fixture(scope="session")
def build(open_marts: Marts) -> Build:
    """The current build, as a page would have it."""
    return open_marts.current()


@pytest.fixture(scope="session")
def every_profile(build: Build) -> Profiles:
    """The lines of every borough, by every benchmark and confidence."""
    return tuple(
        (area, benchmark, sure, profile_lines.lines(build, area, benchmark, sure))
        for area in committed.boroughs()
        for benchmark in state.BENCHMARKS
        for sure in state.CONFIDENCES
    )


@pytest.fixture
def own_marts(marts: Path, tmp_path: Path) -> Path:
    """A copy of the builds that a test may change."""
    return _copied(marts, tmp_path)


def _copied(marts: Path, folder: Path) -> Path:
    """A copy of the builds, without the parts that only a further build reads."""
    only_built = shutil.ignore_patterns(PARTS)
    return Path(shutil.copytree(marts, folder / "marts", ignore=only_built))


@pytest.fixture
def looks_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every question it is looked up which build is current."""
    monkeypatch.setattr(db, "LOOK_AGAIN_SECONDS", 0)


@pytest.fixture
def page(open_marts: Marts, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A viewer of the dashboard on the tests' own build."""
    monkeypatch.setattr(db, "_marts", open_marts)
    return pages.visitor()


@pytest.fixture(scope="module")
def client(open_marts: Marts) -> Iterator[Client]:
    """The open data's routes as the dashboard mounts them, on the tests' own build."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(db, "_marts", open_marts)
        with asking() as opened:
            yield opened


@pytest.fixture
def startable(marts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app can be started in this process, and what it settles for a process is undone."""
    monkeypatch.setattr(db, "_marts", Marts(marts))
    # A thread that still asks DuckDB when the tests end would take the process down.
    monkeypatch.setattr(warming, "in_background", lambda *_, **__: None)
    monkeypatch.setattr(SessionState, "_remove_stale_widgets", SessionState._remove_stale_widgets)
    yield
    gc.unfreeze()
