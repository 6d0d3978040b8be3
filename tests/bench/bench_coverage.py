"""How often the 95% intervals hold the truth: the table that the methods page shows.

``python -m tests.bench.bench_coverage`` writes it anew; seeds are fixed, so it changes only when
the statistics do, and a test compares rows of it with a fresh simulation. The smallest writes
nothing.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from pipelines.stats import coverage
from tests.bench.sizes import is_smallest, usually

TABLE = Path(__file__).parent.parent.parent / "data" / "snapshot" / "coverage.csv"
GROUPS = (5, 10, 33)
SIGNALS = (0.5, 1, 2, 5)
DATA_SETS = usually(2_000, smallest=20)
SPREAD_DATA_SETS = usually(500, smallest=5)


def ordered_rows() -> pd.DataFrame:
    """The measures that doubt does not bias, from groups in a known gradient."""
    return pd.DataFrame(
        [
            {"measure": measure, "groups": groups, "shape": "gradient", "coverage": share}
            for groups in GROUPS
            for measure, share in coverage.ordered_coverage(DATA_SETS, groups).items()
        ]
    )


def spread_rows(groups: tuple[int, ...], signals: tuple[float, ...]) -> pd.DataFrame:
    """The measures that doubt biases upwards, with their bias and both intervals."""
    rows = coverage.spread_table(groups, signals, ("even",), SPREAD_DATA_SETS)
    frame = pd.DataFrame([asdict(row) for row in rows])
    return frame[["measure", "groups", "shape", "signal", "bias", "coverage", "coverage_plain"]]


def main() -> None:
    """Simulate, write the table and print it."""
    table = pd.concat([ordered_rows(), spread_rows((33,), SIGNALS)], ignore_index=True)
    if not is_smallest():
        table.round(4).to_csv(TABLE, index=False, lineterminator="\n")
    sys.stdout.write(f"{table.to_string(index=False, float_format='%.3f')}\n")


if __name__ == "__main__":
    main()
