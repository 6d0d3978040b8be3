"""Three replicas of one folder of builds behind nginx, for the tests of a whole module."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.replicas.balancer import Balanced, balanced


@pytest.fixture(scope="session")
def published(marts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of builds of its own, into which others are published."""
    return Path(shutil.copytree(marts, tmp_path_factory.mktemp("published") / "marts"))


@pytest.fixture
def replicas(published: Path, tmp_path: Path) -> Iterator[Balanced]:
    """Three of them, behind one address."""
    with balanced(published, tmp_path, 3) as made:
        yield made
