"""Coverage of the intervals in simulations from known truths."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.stats import coverage, gap
from pipelines.stats._draws import percentiles, plausible_truths, standard_normals

Z = 1.959963984540054


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
def test_ordered_measures_cover_the_truth_in_93_to_97_percent(groups):
    table = coverage.ordered_coverage(data_sets=2_000, groups=groups)
    assert set(table) == set(coverage.ORDERED)
    for measure, share in table.items():
        assert 0.93 <= share <= 0.97, f"{measure} of {groups} groups: {share:.3f}"


@pytest.mark.slow
def test_corrected_intervals_of_noisy_measures():
    rows = coverage.spread_table()
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
    assert all(row.bias > 200 for row in noisy)


@pytest.mark.slow
@pytest.mark.parametrize("groups", [10, 33])
@pytest.mark.parametrize("signal", [0.3, 1, 3, 10])
def test_rank_intervals_cover_true_ranks_even_of_the_first_and_last(groups, signal):
    everywhere, extremes = coverage.rank_coverage(groups, signal)
    assert everywhere >= 0.93
    assert extremes >= 0.93


@pytest.mark.slow
def test_no_change_is_rarely_called_a_change():
    rng = np.random.default_rng(4)
    observed = 10 + rng.standard_normal((2_000, 6))
    start = np.datetime64("2010-01-01") + 365 * np.arange(6)
    end = start + np.timedelta64(364, "D")
    limits = observed - Z, observed + Z
    result = gap.change(observed, *limits, start=start, end=end, scale="absolute")
    called = np.isin(result.verdict, ["narrowing", "widening"]).mean()
    assert 0.01 < called < 0.05
    held = (result.slope_lower <= 0) & (result.slope_upper >= 0)
    assert 0.93 <= held.mean() <= 0.97
