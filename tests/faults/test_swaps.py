"""Builds swapped under viewers: nobody sees an error, and old builds are let go."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bench import places
from tests.bench.serving import serving
from tests.faults import swapping


@pytest.mark.slow
def test_builds_swapped_under_viewers(marts: Path, tmp_path: Path) -> None:
    folder = swapping.folder_of_builds(marts, tmp_path / "builds")
    one_of_each_page = [places.of(marts, page)[-1] for page in places.PAGES]
    log = tmp_path / "log.txt"
    with serving(folder, log=log) as served:
        found = asyncio.run(swapping.swapped_under_each(served, folder, one_of_each_page))
    assert found.load.errors == []
    assert len(found.load.answers) > 10
    assert found.swaps >= 15
    assert len(found.open_files) <= swapping.OPEN_AT_MOST
    assert "Traceback" not in log.read_text()
