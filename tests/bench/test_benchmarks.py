"""Every benchmark of this folder still runs and prints its table; what it measures is not asserted.

A new one is run without being named here; naming how its table looks makes sure of every row.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import bench_coverage, bench_fifths, bench_gap_change

ROOT = Path(__file__).parent.parent.parent
# Each takes less than three seconds of a processor.
QUICK = ("bench_coverage", "bench_fifths", "bench_gap_change", "bench_stats")
NEEDS = {"bench_present": pytest.mark.browser, "bench_replicas": pytest.mark.replicas}
LOAD = "acts a sec p50 ms p95 ms worst KB p50 KB max errors MB server crowd"
# What is in the heading and in the rows, a # for every number.
TABLES = {
    "bench_build": (
        *("reading the catalogue and the snapshot # s", "putting the marts together # s"),
        *("checking the marts # s", "in all # s", "most memory # MB"),
        *("observation # rows", "contribution # rows", "gradient # rows"),
    ),
    "bench_coverage": (
        "measure groups shape coverage signal bias coverage_plain",
        *("sii # gradient # NaN NaN NaN", "theil # even # # # #"),
    ),
    "bench_downloads": (
        "files whole p50 ms p95 ms",
        *("all # # # #", "a small CSV: # ms alone, # ms beside # requests for workbooks from a"),
    ),
    "bench_exports": (
        *("CSV in pieces # rows # MB # s # rows/s", "DataFrame.to_csv # rows # MB # s # rows/s"),
        *("filtered CSV, # clients, asked for the first time p50 # ms", "filtered CSV, # clients,"),
        "filtered CSV, # clients, asked again p50 # ms p95 # ms # requests/s",
    ),
    "bench_fifths": (
        "members_most members_least spread_most spread_least coverage_spread coverage_chance",
        "# # # # # # # #",
    ),
    "bench_gap_change": (
        "question standard_errors periods dispersion correlation start share share_plain series",
        *("no trend from the published intervals # # # # # # #", "halving from the published"),
        *("no trend from the scatter of the series # NaN # # # # #", "change from the published"),
    ),
    "bench_load": (
        *(LOAD, "API, # clients, nobody else: # requests/s", "API, # clients, beside # viewers: #"),
        "# viewers beside # API clients # # # # # # # # # # #",
        *("our map, no pause # # # # # # # # # # #", "our map, default settings # #"),
        *("the plain way, default settings # # #", "# times the acts a second of the plain way"),
    ),
    "bench_pages": (
        "start to ready # s, to first page whole # s, memory # MB, errors #",
        "p50 ms p95 ms CPU ms KB p50 KB max messages errors used",
        *("overview # # # # # # #", "map # # # # # # #", "present # # # # # # #"),
        "all pages: p50 # ms, p95 # ms, # KB median, # KB worst, memory # MB",
    ),
    "bench_parse": (
        *("rows MB seconds rows/s peak MB", "DuckDB # # # # #", "pandas # # # # #"),
        "DuckDB is # times faster (the quicker run of each); both load as many figures",
    ),
    "bench_present": (
        "scenes p50 ms p95 ms most ms p50 KB most KB",
        *("first scene painted after # ms", "all # # # # # #"),
    ),
    "bench_replicas": (
        "# s each a sec p50 ms p95 ms errors",
        *("# process behind nginx, # viewers without a pause # # # #", "ratio #"),
        "# processes behind nginx, # viewers without a pause # # # #",
        "# processes behind nginx, # viewers, every # s # # # #",
    ),
    "bench_scale": ("engine figures full s one s share peak MB", "duckdb # # # # #"),
    "bench_soak": (
        *(LOAD, "# minutes: # MB", "# viewers, # minutes # # # # # # # # # # #"),
        "memory # MB after # minutes, # MB at the end: #",
    ),
    "bench_stats": (
        "# groups, # cells, # draws; millions of draws × groups a second",
        *("per-group loop vectorised ratio ms a cell", "slope index # # # #", "ranks # # # #"),
        *("# measures, ordered # # # #", "# measures, unordered # # # #"),
    ),
    "bench_swaps": (
        *(LOAD, "# viewers, # swaps # # # # # # # # # # #", "builds still open: # of #"),
    ),
}
# What the tables say of a page that failed, a build that did, and ways that do not agree.
WRONG = (" times: ", " failed: ", "not done in ", "OTHER", "not measured")


def _marked(name: str) -> object:
    marks = [] if name in QUICK else [pytest.mark.slow]
    return pytest.param(name, marks=[*marks, *([NEEDS[name]] if name in NEEDS else [])])


def _forms(printed: str) -> list[str]:
    """The lines, a # for every number, also where a short run has none, and single spaces."""
    lines = (" ".join(line.split()) for line in printed.splitlines())
    return [re.sub(r"[-+]?\b(\d[\d,]*(\.\d+)?%?|nan\b)", "#", line) for line in lines]


def _kept() -> dict[Path, bytes]:
    """What benchmarks write into the project when they are asked for their usual size."""
    tables = (bench_coverage.TABLE, bench_fifths.TABLE, bench_gap_change.TABLE)
    paths = (*tables, *(bench.FOLDER / "results").glob("*.md"))
    return {path: path.read_bytes() for path in paths}


@pytest.mark.parametrize("name", [_marked(x) for x in bench.names()])
def test_it_runs_and_prints_its_table(name: str, marts: Path) -> None:
    before = _kept()
    # A process of its own, as sizes are read at the start, and nothing is left of it.
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", name, "--smallest"],
        cwd=ROOT,
        env=os.environ | {"MARTS_FOLDER": str(marts)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    heading, *table = _forms(done.stdout.strip())
    assert heading.startswith(f"== {name} (")
    assert len(table) > 1, done.stdout
    assert any("#" in line for line in table), done.stdout
    for form in TABLES.get(name, ()):
        assert any(form in line for line in table), f"no '{form}' in {done.stdout}"
    assert [words for words in WRONG if words in done.stdout] == [], done.stdout
    assert _kept() == before


def test_the_smallest_size_is_not_saved() -> None:
    with pytest.raises(SystemExit, match="2"):
        bench.main(["bench_stats", "--smallest", "--save"])


def test_a_benchmark_that_there_is_not_is_named_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit, match="2"):
        bench.main(["bench_nothing"])
    said = capsys.readouterr().err
    assert "there is no benchmark bench_nothing" in said
    assert "bench_parse" in said
