"""Fixtures that several tests of the pipeline share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipelines import snapshot
from tests.pipelines.refreshing import first_world, places, whole_world, world

__all__ = ["first_world", "places", "whole_world", "world"]


@pytest.fixture(scope="session")
def marts(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of its own: one process cannot open one database with two configurations."""
    return Path(shutil.copytree(marts, tmp_path_factory.mktemp("pipelines") / "marts"))


@pytest.fixture(scope="session")
def committed_figures() -> pd.DataFrame:
    """The figures of the committed snapshot; a test that changes them takes a copy."""
    return snapshot.load()[0]
