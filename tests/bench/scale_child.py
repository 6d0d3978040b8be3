"""One measurement of `bench_scale`, in a process of its own."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import pandas as pd

from pipelines import build, catalogue, derive, engines, files, snapshot
from pipelines.given import Given, of_files
from tests.bench import synthetic
from tests.bench.bench_scale import REVISED
from tests.bench.sizes import is_smallest

CODE = b"one measurement is all of the same code"


def main(folder: Path, rows: int, choice: engines.Choice) -> None:
    """Build so many figures, revise an indicator, build again; print both times.

    In a folder that was used before, the full build goes on from where it was stopped.
    """
    known, (real, _) = catalogue.load(), snapshot.load()
    if is_smallest():
        known, real = synthetic.few(known, real, REVISED)
    known, given = synthetic.write(folder / "figures", known, real, rows)
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

    def build_all(clock: Clock, given: Given) -> float:
        path = folder / "marts.duckdb"
        path.unlink(missing_ok=True)
        clock.start()
        parts = derive.parts_of(folder / "parts", known, given, CODE)
        build.make(path, known, given, facts, clock.say, parts, choice)
        clock.finish()
        path.unlink()
        return clock.seconds

    full = Clock(folder / "full.json")
    took = {"full": full.seconds if full.is_done else build_all(full, given)}
    synthetic.revise(given.paths[REVISED])
    took["again"] = build_all(Clock(folder / "again.json", anew=True), of_files(given.paths))
    shutil.rmtree(folder / "parts")
    sys.stdout.write(json.dumps(took | {"rows": sum(given.rows.values())}) + "\n")


class Clock:
    """The seconds of a build that may take several sittings.

    Kept whenever the build says what it does next, which is when what it did is safe: the work of
    a build that was stopped is counted up to there, and what it did after that when it is done
    again.
    """

    def __init__(self, path: Path, anew: bool = False) -> None:
        self._path = path
        kept = json.loads(path.read_text()) if path.exists() and not anew else {}
        self.seconds = float(kept.get("seconds", 0))
        self.is_done = bool(kept.get("is_done"))

    def start(self) -> None:
        self._zero = time.perf_counter() - self.seconds

    def say(self, words: str) -> None:
        self._keep()
        sys.stderr.write(f"{self.seconds:10.1f} {time.process_time():10.1f} {words}\n")

    def finish(self) -> None:
        self.is_done = True
        self._keep()

    def _keep(self) -> None:
        self.seconds = time.perf_counter() - self._zero
        kept = {"seconds": self.seconds, "is_done": self.is_done}
        files.replace(self._path, json.dumps(kept).encode())


if __name__ == "__main__":
    where, how_many, name, master = sys.argv[1:]
    main(Path(where), int(how_many), engines.Choice(name, master))
