"""How fast figures leave: a whole table as CSV, and filtered answers of a served dashboard.

Run as `python -m tests.bench.bench_exports`. The clients are threads of this process on the same
machine, so that their own work is part of what is measured.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from dashboard.db import Build, Marts
from dashboard.exports import csv_file, request, table
from tests.bench.alone import alone
from tests.bench.places import marts_folder
from tests.bench.serving import serving
from tests.bench.sizes import usually

REQUESTS = usually(400, smallest=40)
# The same figures over and over: a table of the size that a county with its wards would have.
TIMES = usually(20, smallest=1)


def main() -> None:
    """Measure whole files, then filtered answers, and print a line for each."""
    marts = marts_folder()
    for label, written in (("CSV in pieces", _stream), ("DataFrame.to_csv", _to_csv)):
        sys.stdout.write(alone(_measured, label, written, marts))
        sys.stdout.flush()
    with serving(marts) as served:
        codes = _codes(marts)
        for label, again in (("asked for the first time", False), ("asked again", True)):
            for clients in (1, 32):
                _filtered(f"{served.address}/api/v1", codes, clients, label, again=again)


def _stream(build: Build) -> tuple[int, int]:
    asked = request.parse("observations", {}, build)
    names = [x.name for x in asked.columns]
    rows = size = 0
    for _ in range(TIMES):
        for batch in table.batches(asked, build):
            rows += batch.num_rows
            size += sum(map(len, csv_file.chunks(names, [batch])))
    return rows, size


def _to_csv(build: Build) -> tuple[int, int]:
    import pandas as pd

    asked = request.parse("observations", {}, build)
    frame = pd.concat([table.table(asked, build).to_pandas()] * TIMES, ignore_index=True)
    return len(frame), len(frame.to_csv(index=False).encode())


def _measured(label: str, written: Callable[[Build], tuple[int, int]], marts: Path) -> str:
    """One row of the table, of this process."""
    build = Marts(marts).current()
    # Everything is imported and read once before memory is compared.
    asked = request.parse("areas", {}, build)
    b"".join(csv_file.chunks([x.name for x in asked.columns], table.batches(asked, build)))
    before = _most_memory()
    began = time.perf_counter()
    rows, size = written(build)
    seconds = time.perf_counter() - began
    more = _most_memory() - before
    return (
        f"{label:20}{rows:>9,} rows {size / 1e6:7.1f} MB {seconds:6.2f} s "
        f"{rows / seconds:>9,.0f} rows/s {more:6.0f} MB of memory more\n"
    )


def _most_memory() -> float:
    """The most that this process has held, in megabytes; a child does not inherit it."""
    status = Path("/proc/self/status").read_text()
    line = next(x for x in status.splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _codes(marts: Path) -> list[tuple[str, str]]:
    """Pairs of an indicator and an area: each is one answer that differs from all others."""
    build = Marts(marts).current()
    found = build.frame(
        "select distinct indicator_id, area_code from observation order by area_code, indicator_id"
    )
    return list(found.itertuples(index=False, name=None))


def _filtered(
    root: str, codes: list[tuple[str, str]], clients: int, label: str, *, again: bool
) -> None:
    # Each round takes answers that no earlier one has asked for, or one that all have.
    first = 0 if clients == 1 else REQUESTS
    wanted = [codes[0]] * REQUESTS if again else codes[first : first + REQUESTS]

    def ask(client: httpx.Client, pair: tuple[str, str]) -> float:
        began = time.perf_counter()
        answer = client.get(f"{root}/observations.csv?indicator={pair[0]}&area={pair[1]}")
        answer.raise_for_status()
        return time.perf_counter() - began

    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    with httpx.Client(limits=limits, timeout=60) as client, ThreadPoolExecutor(clients) as threads:
        began = time.perf_counter()
        seconds = list(threads.map(lambda pair: ask(client, pair), wanted))
        whole = time.perf_counter() - began
    cuts = statistics.quantiles(seconds, n=20)
    sys.stdout.write(
        f"filtered CSV, {clients:2} clients, {label:25} p50 {1000 * cuts[9]:6.1f} ms "
        f"p95 {1000 * cuts[18]:6.1f} ms {len(wanted) / whole:6.0f} requests/s\n"
    )


if __name__ == "__main__":
    main()
