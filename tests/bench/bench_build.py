"""How long a full build of the committed snapshot takes, step by step, and how much memory.

Run as `python -m tests.bench.bench_build`. The budget is 30 seconds and 1 GB on two cores. The
smallest derives nothing: it puts together what the builds that benchmarks serve are made of.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from pipelines import build, publish
from pipelines.engine import Engine
from tests.bench.places import marts_folder
from tests.bench.sizes import is_smallest

TABLES = ("observation", "comparison", "trend", "inequality", "gap_change", "contribution")


def main() -> None:
    """Build into a folder of its own and print the times, the memory and the rows."""
    write = sys.stdout.write
    steps: list[tuple[float, str]] = []
    with tempfile.TemporaryDirectory() as name:
        marts = Path(name)
        built = build.build(
            marts=marts,
            progress=lambda words: steps.append((time.perf_counter(), words)),
            parts_folder=marts_folder() / build.PARTS if is_smallest() else None,
        )
        steps.append((time.perf_counter(), "done"))
        for (began, words), (ended, _) in pairwise(steps):
            write(f"{words:62}{ended - began:8.1f} s\n")
        write(f"{'in all':62}{built.seconds:8.1f} s\n")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        write(f"{'most memory':62}{peak:8.0f} MB\n")
        with Engine(marts / publish.current(marts)["file"], read_only=True) as engine:
            for table in (*TABLES, "gradient"):
                write(f"{table:62}{len(engine.table(table)):8,} rows\n")


if __name__ == "__main__":
    main()
