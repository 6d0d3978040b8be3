"""A build of the committed snapshot, open for the dashboard."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.db import Build, Marts


@pytest.fixture(scope="session")
def marts(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of its own: one process cannot open one database with two configurations."""
    return Path(shutil.copytree(marts, tmp_path_factory.mktemp("dashboard") / "marts"))


@pytest.fixture(scope="session")
def build(marts: Path) -> Build:
    """The current build, as a page would have it."""
    return Marts(marts).current()
