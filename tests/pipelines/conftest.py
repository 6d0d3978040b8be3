"""Fixtures that several tests of the pipeline share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pipelines.refreshing import first_world, whole_world, world

__all__ = ["first_world", "whole_world", "world"]


@pytest.fixture(scope="session")
def marts(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of its own: one process cannot open one database with two configurations."""
    return Path(shutil.copytree(marts, tmp_path_factory.mktemp("pipelines") / "marts"))
