"""Builds swapped every second under viewers: nobody sees an error, and old builds are let go."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bench import places
from tests.bench.serving import serving
from tests.faults import swapping

VIEWERS = 4


@pytest.mark.slow
def test_builds_swapped_every_second_under_viewers(marts: Path, tmp_path: Path) -> None:
    folder = swapping.folder_of_builds(marts, tmp_path / "builds")
    log = tmp_path / "log.txt"
    with serving(folder, log=log) as served:
        found = asyncio.run(
            swapping.swapped(served, folder, places.places(marts), viewers=VIEWERS, seconds=25)
        )
    assert found.load.errors == []
    assert len(found.load.answers) > 10
    assert found.swaps >= 15
    assert len(found.open_files) <= swapping.OPEN_AT_MOST
    assert "Traceback" not in log.read_text()
