"""Builds swapped every second for a minute under fifty viewers: no error.

Run as `python -m tests.bench bench_swaps`; it runs only when it is named. SWAP_SECONDS and
SWAP_VIEWERS change it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from tests.bench import places
from tests.bench.crowd import HEADS
from tests.bench.places import marts_folder
from tests.bench.serving import serving
from tests.faults import swapping

SECONDS = float(os.environ.get("SWAP_SECONDS", "60"))
VIEWERS = int(os.environ.get("SWAP_VIEWERS", "50"))


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
