"""Time and peak memory of a build of very many figures, by DuckDB and by Spark.

Run as `python -m tests.bench.bench_scale`; with the Spark environment's Python it measures Spark
with one and two workers too. `SCALE_MILLIONS=1,10,50` says how many million figures; they are
synthetic (`tests/bench/synthetic.py`). Each build is a process of its own; after the full build
one indicator is revised and built again.

What does not fit into a day's time takes several sittings: in the folder that `SCALE_FOLDER` names
a measurement is kept, and the next run goes on with the indicators that are not built yet.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import numpy as np

from tests.bench.sizes import usually

SIZES = usually("1", smallest="0.002", variable="SCALE_MILLIONS")
ENGINES = usually("duckdb,spark 1,spark 2", smallest="duckdb", variable="SCALE_ENGINES")
MOST_SECONDS = float(os.environ.get("SCALE_MOST_SECONDS", "1800"))
FOLDER = os.environ.get("SCALE_FOLDER", "")
LOOK_SECONDS = 0.5
REVISED = "suicide"


class NotMeasuredError(Exception):
    """Why there is no measurement."""


def main() -> None:
    """Print one line an engine and size, and the line through the sizes for a billion."""
    write = sys.stdout.write
    has_spark = importlib.util.find_spec("pyspark") is not None
    wanted = [x for x in ENGINES.split(",") if has_spark or not x.startswith("spark")]
    write(f"{'engine':10}{'figures':>13}{'full s':>9}{'one s':>8}{'share':>7}{'peak MB':>9}\n")
    for engine in wanted:
        measured = []
        for size in SIZES.split(","):
            try:
                found = _measured(engine, int(float(size) * 1e6))
            except NotMeasuredError as error:
                write(f"{engine:10}{float(size) * 1e6:13,.0f}  {error}\n")
                break
            measured.append((found["rows"], found["full"], found["again"]))
            share = found["again"] / found["full"]
            write(f"{engine:10}{found['rows']:13,}{found['full']:9.0f}{found['again']:8.0f}")
            write(f"{share:7.2f}{found['peak']:9,.0f}\n")
            sys.stdout.flush()
        if len(measured) > 1:
            rows, full, again = (np.array(x, dtype=float) for x in zip(*measured, strict=True))
            for words, seconds in (("full build", full), ("one indicator revised", again)):
                slope, start = np.polyfit(rows, seconds, 1)
                hours = (start + slope * 1e9) / 3600
                write(f"{engine:10}{words}: {start:.0f} s and {slope * 1e6:.1f} s a million ")
                write(f"figures; at that rate a billion take {hours:.1f} hours\n")
    if len(wanted) < len(ENGINES.split(",")):
        write("Spark is not measured: there is no pyspark in this environment (make spark-env)\n")


def _measured(engine: str, rows: int) -> dict[str, float]:
    """One size on one engine.

    Raises:
        NotMeasuredError: where it takes longer than is let, or fails.
    """
    name, _, workers = engine.partition(" ")
    with _room(f"{engine}-{rows}") as folder, _cluster(folder, workers) as some:
        words = [str(folder), str(rows), name, some.address if some else ""]
        log, peak = folder / "said", Peak(folder / "peak")
        with log.open("ab") as handle:
            child = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.bench.scale_child", *words],
                stdout=subprocess.PIPE,
                stderr=handle,
            )
        deadline = time.monotonic() + MOST_SECONDS
        while child.poll() is None:
            peak.see(_megabytes([os.getpid()]))
            if time.monotonic() > deadline:
                child.kill()
                child.wait()
                raise NotMeasuredError(f"not done in {MOST_SECONDS:.0f} s")
            time.sleep(LOOK_SECONDS)
        said = child.stdout.read() if child.stdout else b""
        if child.returncode:
            raise NotMeasuredError(f"failed: {_last_line(log)}")
    return {**json.loads(said.splitlines()[-1]), "peak": peak.most}


class Peak:
    """The most that was seen, in this sitting or an earlier one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.most = float(path.read_text()) if path.exists() else 0.0

    def see(self, now: float) -> None:
        if now > self.most:
            self.most = now
            self._path.write_text(str(now))


@contextmanager
def _room(name: str) -> Iterator[Path]:
    """A folder that goes, or one that stays if the measurement is not done in one sitting."""
    if not FOLDER:
        with tempfile.TemporaryDirectory(prefix="scale-") as made:
            yield Path(made)
        return
    folder = Path(FOLDER).absolute() / name.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("parts/.*"):
        shutil.rmtree(left)
    yield folder
    shutil.rmtree(folder)


def _last_line(log: Path) -> str:
    return (log.read_text(errors="replace").strip().splitlines() or ["without a word"])[-1]


def _cluster(folder: Path, workers: str):
    if not workers:
        return nullcontext()
    from tests.spark import cluster

    return cluster.running(folder / "cluster", int(workers))


def _megabytes(roots: list[int]) -> float:
    """What the processes and all they started hold, without this one."""
    parents, held = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(fields[1])
        held[int(path.parent.name)] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return sum(held[x] for x in parents if x not in roots and _descends(x, roots, parents))


def _descends(one: int, roots: list[int], parents: dict[int, int]) -> bool:
    while one in parents:
        one = parents[one]
        if one in roots:
            return True
    return False


if __name__ == "__main__":
    main()
