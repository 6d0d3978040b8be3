"""Coverage of the intervals in simulations from known truths, and the committed table of it.

Every scenario is simulated once: those that the table holds with as many data sets as it was made
with, so that the figures are the same, and of the others those alone with fewer whose coverage is
two standard errors or more from its bound.
"""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest

from pipelines.stats import coverage
from pipelines.stats._draws import percentiles, plausible_truths, standard_normals
from tests.bench import bench_coverage

FEWER = 200


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """What the methods page shows."""
    return pd.read_csv(bench_coverage.TABLE)


def test_unbiased_measures_of_the_table_cover_the_truth_in_93_to_97_percent(table):
    ordered = table[table["shape"] == "gradient"]
    assert set(ordered["groups"]) == {5, 10, 33}
    assert ordered["coverage"].between(0.93, 0.97).all()


def test_the_corrected_interval_of_the_table_does_better_than_the_plain_one(table):
    noisy = table[(table["shape"] == "even") & (table["signal"] <= 1)]
    assert (noisy["coverage"] > noisy["coverage_plain"]).all()


def test_small_tables_have_a_row_for_every_measure():
    rows = coverage.spread_table((5,), (0, 1), ("even",), data_sets=20)
    assert len(rows) == 2 * len(coverage.SPREAD)
    pure_noise = [row for row in rows if row.signal == 0]
    assert all(np.isnan(row.bias) or row.measure == "ratio" for row in pure_noise)
    assert np.mean([row.coverage for row in pure_noise]) > 0.8
    assert all(row.coverage_plain == 0 for row in pure_noise if row.measure == "bgv")


def test_draws_of_truths_by_limiting_cases():
    values = np.array([[10.0, 20.0, 30.0, 40.0]])
    # errors far smaller than the differences: the draws stay where the estimates are
    sharp = plausible_truths(values, np.full((1, 4), 0.01), 2_000, 0)
    assert sharp.mean(axis=1) == pytest.approx(values, abs=0.01)
    assert sharp.std(axis=1) == pytest.approx(np.full((1, 4), 0.01), rel=0.1)
    # errors far larger: the draws gather around one centre
    blurred = plausible_truths(values, np.full((1, 4), 1_000.0), 2_000, 0)
    assert np.median(np.ptp(blurred, axis=-1)) < 500
    exact = plausible_truths(values, np.zeros((1, 4)), 200, 0)
    assert exact == pytest.approx(np.broadcast_to(values[:, None], exact.shape))


def test_draws_are_shared_and_cannot_be_changed():
    normals = standard_normals(100, 3, 5)
    assert normals is standard_normals(100, 3, 5)
    with pytest.raises(ValueError, match="read-only"):
        normals[0] = 1


def test_percentiles_give_up_beyond_one_percent_of_missing_draws():
    samples = np.tile(np.arange(1_000.0), (2, 1))
    samples[0, :5], samples[1, :50] = np.nan, np.nan
    lower, upper = percentiles(samples, 0.95)
    # 5 … 999: 5 + .025·994 and 5 + .975·994
    assert (lower[0], upper[0]) == pytest.approx((29.85, 974.15))
    assert np.isnan([lower[1], upper[1]]).all()


@pytest.mark.slow
@pytest.mark.parametrize("groups", [5, 10, 33])
def test_ordered_measures_cover_the_truth_in_93_to_97_percent(groups, table):
    found = coverage.ordered_coverage(bench_coverage.DATA_SETS, groups)
    assert set(found) == set(coverage.ORDERED)
    for measure, share in found.items():
        assert 0.93 <= share <= 0.97, f"{measure} of {groups} groups: {share:.3f}"
    kept = table[(table["shape"] == "gradient") & (table["groups"] == groups)]
    assert found == pytest.approx(kept.set_index("measure")["coverage"].to_dict(), abs=1e-4)


@pytest.mark.slow
def test_corrected_intervals_of_noisy_measures(table):
    kept = coverage.spread_table((33,), bench_coverage.SIGNALS, ("even",))
    _assert_same(kept, table[table["shape"] == "even"])
    rows = [
        *kept,
        *coverage.spread_table((33,), (0,), ("even",), FEWER),
        *coverage.spread_table((33,), shapes=("outlier",), data_sets=FEWER),
        *coverage.spread_table((10,), shapes=("even",), data_sets=FEWER),
        *coverage.spread_table((10,), shapes=("outlier",)),
    ]
    best = {"mdb", "mdb_unweighted", "par", "paf"}
    for row in rows:
        lone = row.shape == "outlier" and row.measure in best | {"gap", "ratio"}
        single = row.measure.startswith("mdr")
        floor = 0.60 if lone else 0.70 if single else 0.83
        assert row.coverage >= floor, row
    overall = np.mean([row.coverage for row in rows])
    plain = np.mean([row.coverage_plain for row in rows])
    assert overall > 0.93
    assert plain < 0.60
    noisy = [row for row in rows if row.signal == 0.5 and row.measure == "bgv"]
    assert len(noisy) == 4
    assert all(row.bias > 200 for row in noisy)


def _assert_same(rows, kept):
    """The rows are those that the table holds."""
    keys = ["measure", "groups", "shape", "signal"]
    fresh = pd.DataFrame([asdict(row) for row in rows])
    both = fresh.merge(kept, on=keys, suffixes=("_fresh", "_kept"))
    assert len(both) == len(fresh) == len(kept)
    for column in ("coverage", "bias", "coverage_plain"):
        pd.testing.assert_series_equal(
            both[f"{column}_fresh"], both[f"{column}_kept"], check_names=False, atol=1e-4
        )


@pytest.mark.slow
@pytest.mark.parametrize("groups", [10, 33])
@pytest.mark.parametrize("signal", [0.3, 1, 3, 10])
def test_rank_intervals_cover_true_ranks_even_of_the_first_and_last(groups, signal):
    everywhere, extremes = coverage.rank_coverage(groups, signal, FEWER)
    assert everywhere >= 0.93
    assert extremes >= 0.93
