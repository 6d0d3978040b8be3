"""The committed table of simulated coverage is what the statistics give today."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.bench import bench_coverage


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.read_csv(bench_coverage.TABLE)


def test_unbiased_measures_cover_the_truth_in_93_to_97_percent(table: pd.DataFrame) -> None:
    ordered = table[table["shape"] == "gradient"]
    assert set(ordered["groups"]) == {5, 10, 33}
    assert ordered["coverage"].between(0.93, 0.97).all()


def test_the_corrected_interval_does_better_than_the_plain_one(table: pd.DataFrame) -> None:
    noisy = table[(table["shape"] == "even") & (table["signal"] <= 1)]
    assert (noisy["coverage"] > noisy["coverage_plain"]).all()


@pytest.mark.slow
def test_the_table_is_what_the_simulation_gives(table: pd.DataFrame) -> None:
    fresh = pd.concat([bench_coverage.ordered_rows(), bench_coverage.spread_rows((33,), (1,))])
    keys = ["measure", "groups", "shape", "signal"]
    both = fresh.merge(table, on=keys, suffixes=("_fresh", "_kept"))
    assert len(both) == len(fresh)
    for column in ("coverage", "bias", "coverage_plain"):
        pd.testing.assert_series_equal(
            both[f"{column}_fresh"], both[f"{column}_kept"], check_names=False, atol=1e-4
        )
