"""One cluster for the tests that leave it whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.places import Places
from tests.pipelines import tiny
from tests.spark import cluster

# The driver is on loopback like everything else.
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")


@pytest.fixture(scope="session")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cluster.Cluster]:
    with cluster.running(tmp_path_factory.mktemp("cluster"), workers=2) as running:
        yield running


@pytest.fixture
def small_world(tmp_path: Path) -> Places:
    """A catalogue of small indicators with its snapshot, in folders of its own."""
    return tiny.world(tmp_path / "data")
