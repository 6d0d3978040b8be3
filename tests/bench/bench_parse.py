"""How fast a large Fingertips export is read, cleaned and loaded, and in how much memory.

Run as `python -m tests.bench.bench_parse [MILLIONS]`. The file repeats real rows under new
indicator numbers. Each way runs in a process of its own, so that its peak memory is its own; the
ratio is what to read, the rates depend on the machine.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from pipelines import bulk, catalogue
from pipelines.catalogue import Feed
from pipelines.engine import Engine
from pipelines.sources import figures, fingertips_csv, frames, settings
from tests.bench.alone import alone
from tests.bench.sizes import usually

ROOT = Path(__file__).parent.parent.parent
REAL = "fingertips/suicide_41001_london_indicators-CountyUA.csv"
COMMITTED = ROOT / "tests/data/publishers/fingertips_admissions.csv"
# The publisher's file, where it is; what everybody has is what is tried at the smallest size.
PLACES = usually((ROOT.parent / "shared" / "raw" / REAL, COMMITTED), smallest=(COMMITTED,))
MILLIONS = usually(5.0, smallest=0.001)
FIRST_ID = 100_000
MEGABYTE = 1024 * 1024


def write(path: Path, rows: int) -> list[Feed]:
    """An export of so many rows, and the feeds that ask for all of it."""
    real = next(x for x in PLACES if x.is_file())
    header, *lines = real.read_text(encoding="utf-8-sig").splitlines()
    ends = [line.partition(",")[2] for line in lines]
    copies = -(-rows // len(ends))
    with path.open("w", encoding="utf-8") as handle:
        handle.write(f"{header}\n")
        for number in range(copies):
            last = rows - number * len(ends)
            handle.writelines(f"{FIRST_ID + number},{end}\n" for end in ends[:last])
    return [
        Feed("suicide", "ohid_fingertips", path.name, select={"indicator_id": str(FIRST_ID + n)})
        for n in range(copies)
    ]


def through_engine(path: Path, feeds: Sequence[Feed], database: Path) -> int:
    """The pipeline's way: DuckDB reads, cleans and loads in one statement."""
    known = catalogue.load()
    unique = [
        Feed(f"{x.indicator_id}_{n}", x.source, x.file, select=x.select)
        for n, x in enumerate(feeds)
    ]
    with Engine(database, csv=path) as engine:
        table = bulk.load(path, unique, known, engine)
        return engine.count(table)


def through_pandas(path: Path, feeds: Sequence[Feed], database: Path) -> int:
    """pandas read_csv, the parser's own cleaning, and the same table loaded."""
    known = catalogue.load()
    table = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[])
    table = table.apply(lambda column: column.str.strip())
    theirs = fingertips_csv.headings(table.columns, path.name)
    is_asked = table[theirs["area_code"]].isin(known.area_codes)
    table = table[is_asked & (table[theirs["category_type"]] == "")]
    numbers = ("lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator", "value")
    cleaned = pd.DataFrame(
        {
            name: figures.numbers(table[theirs[name]], name, path.name)
            for name in numbers
            if name in theirs
        }
    )
    cleaned["state"], note = figures.states(table[theirs["value"]], table[theirs["value_note"]])
    cleaned["note"] = note.where(note != "", None)
    for limit in ("lower_95", "upper_95", "lower_998", "upper_998"):
        if limit in cleaned:
            cleaned[limit] = cleaned[limit].where(cleaned["state"] == "published")
    cleaned["indicator_id"] = "suicide_" + table[theirs["indicator_id"]]
    cleaned["sex"] = table[theirs["sex"]].str.lower().map(frames.SEXES)
    for name in ("area_code", "age"):
        cleaned[name] = table[theirs[name]]
    category = table[theirs["category"]]
    cleaned["group_type"] = "total"
    cleaned["group_name"] = category.str.replace(r"\s*\(IMD\s*\d{4}\)$", "", regex=True)
    written, period_of = table[theirs["time_period"]], settings.periods_as_written(feeds[0])
    read = {text: period_of(text) for text in written.unique()}
    cleaned["period"] = written.map({text: x.label for text, x in read.items()})
    for name in ("start", "end"):
        days = {text: np.datetime64(getattr(x, name), "s") for text, x in read.items()}
        cleaned[f"period_{name}"] = written.map(days)
    cleaned = cleaned[~cleaned.duplicated()]
    with Engine(database) as engine:
        engine.give("cleaned", cleaned)
        step = database.with_name("loaded.sql")
        step.write_text("-- the cleaned figures\nselect * from cleaned")
        engine.make(step)
        return engine.count(step.stem)


WAYS: dict[str, tuple[Callable[..., int], float]] = {
    "DuckDB, a fifth": (through_engine, 0.2),
    "DuckDB": (through_engine, 1),
    "pandas": (through_pandas, 1),
    "DuckDB, twice": (through_engine, 2),
}
# Ours before and after theirs: the quicker of two says what the machine can do undisturbed.
RUNS = usually(
    ("DuckDB, a fifth", "DuckDB", "pandas", "DuckDB", "pandas", "DuckDB, twice"),
    smallest=("DuckDB", "pandas"),
)


def measured(way: Callable[..., int], *given: object) -> tuple[int, float, float]:
    """Figures loaded, seconds, and the peak of this process's memory in megabytes."""
    began = time.perf_counter()
    loaded = way(*given)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return loaded, seconds, peak


def main(millions: float = MILLIONS) -> None:
    """Time both ways on the same file, and ours on a fifth and twice of it, and print the table."""
    rows = int(millions * 1_000_000)
    print_ = sys.stdout.write
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        place = Path(folder)
        print_(f"{'':22}{'rows':>12}{'MB':>8}{'seconds':>9}{'rows/s':>11}{'peak MB':>9}\n")
        results: dict[str, list[tuple[int, float, float]]] = {}
        for name in RUNS:
            way, times = WAYS[name]
            size = int(rows * times)
            path = place / f"{size}.csv"
            feeds, database = write(path, size), place / "loaded.duckdb"
            loaded, seconds, peak = alone(measured, way, path, feeds, database)
            database.unlink()
            results.setdefault(name, []).append((loaded, seconds, peak))
            size_mb, rate = path.stat().st_size / MEGABYTE, size / seconds
            print_(f"{name:22}{size:12,}{size_mb:8.0f}{seconds:9.1f}{rate:11,.0f}{peak:9.0f}\n")
        ours, theirs = (min(x[1] for x in results[name]) for name in ("DuckDB", "pandas"))
        same = results["pandas"][0][0] == results["DuckDB"][0][0]
        print_(f"DuckDB is {theirs / ours:.1f} times faster (the quicker run of each); ")
        print_(f"both load {'as many' if same else 'OTHER'} figures\n")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
