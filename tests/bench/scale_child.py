"""One measurement of `bench_scale`, in a process of its own."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import pandas as pd

from pipelines import build, catalogue, derive, engines
from pipelines.given import of_files
from tests.bench import synthetic
from tests.bench.bench_scale import REVISED

CODE = b"one measurement is all of the same code"


def main(folder: Path, rows: int, choice: engines.Choice) -> None:
    """Build so many figures, revise an indicator, build again; print both times."""
    known, given = synthetic.write(folder / "figures", catalogue.load(), rows)
    facts = pd.DataFrame(
        [
            {
                "build_id": "synthetic",
                "built_at": pd.Timestamp("2025-01-01"),
                "snapshot_sha256": "",
                "latest_vintage": "",
            }
        ]
    )
    took = {}
    for name in ("full", "again"):
        started = time.perf_counter()
        parts = derive.parts_of(folder / "parts", known, given, CODE)
        path = folder / f"{name}.duckdb"
        build.make(path, known, given, facts, _say, parts, choice)
        took[name] = time.perf_counter() - started
        path.unlink()
        synthetic.revise(given.paths[REVISED])
        given = of_files(given.paths)
    shutil.rmtree(folder / "parts")
    sys.stdout.write(json.dumps(took | {"rows": sum(given.rows.values())}) + "\n")


def _say(words: str) -> None:
    sys.stderr.write(f"{time.perf_counter():10.1f} {time.process_time():10.1f} {words}\n")


if __name__ == "__main__":
    where, how_many, name, master = sys.argv[1:]
    main(Path(where), int(how_many), engines.Choice(name, master))
