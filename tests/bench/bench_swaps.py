"""Builds swapped every second for a minute under fifty viewers: no error.

Run as `python -m tests.bench bench_swaps`; it runs only when it is named. SWAP_SECONDS and
SWAP_VIEWERS change it.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.bench import places
from tests.bench.crowd import HEADS
from tests.bench.places import marts_folder
from tests.bench.serving import serving
from tests.bench.sizes import usually
from tests.faults import swapping

SECONDS = usually(60.0, smallest=2.0, variable="SWAP_SECONDS")
VIEWERS = usually(50, smallest=1, variable="SWAP_VIEWERS")


def main() -> None:
    """What the viewers met, and how many builds the server still holds open."""
    marts = marts_folder()
    with tempfile.TemporaryDirectory() as name:
        folder = swapping.folder_of_builds(marts, Path(name) / "builds")
        with serving(folder) as served:
            found = asyncio.run(
                swapping.swapped(served, folder, places.places(marts), VIEWERS, SECONDS)
            )
    sys.stdout.write(HEADS + found.load.line(f"{VIEWERS} viewers, {found.swaps} swaps"))
    sys.stdout.write(f"builds still open: {len(found.open_files)} of {swapping.BUILDS}\n")


if __name__ == "__main__":
    main()
