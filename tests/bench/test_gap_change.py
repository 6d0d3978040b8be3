"""The simulated rule is the rule, and the committed table of how often it is right holds."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest

from pipelines.stats import gap
from tests.bench import bench_gap_change
from tests.bench.bench_gap_change import CHANGE, HALVING, NO_TREND
from tests.bench.many_series import many

Z = 1.959963984540054
# Of each length, with intervals and without.
SERIES = 25


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """What the methods page shows."""
    return pd.read_csv(bench_gap_change.TABLE)


def _series(periods: int) -> tuple[np.ndarray, np.ndarray]:
    """Series of every kind of slope, scatter and correlation, and standard errors of periods."""
    rng = np.random.default_rng(periods)
    slope = rng.choice([0, -0.3, 0.5, 1.5], SERIES)[:, None]
    start = rng.choice([-6.0, 2.0, 8.0], SERIES)[:, None]
    alike = np.cumsum(rng.standard_normal((SERIES, periods)), axis=1)
    spread = rng.choice([0.3, 1.0, 2.0], SERIES)[:, None]
    mixed = np.where(rng.random((SERIES, 1)) < 0.5, rng.standard_normal((SERIES, periods)), alike)
    gaps = start + slope * np.arange(periods) + spread * mixed
    return gaps, rng.uniform(0.5, 2.0, periods)


def _by_the_rule(gaps: np.ndarray, errors: np.ndarray | float) -> gap.Change:
    # Of 1461 days each, so that the middles are the same time apart.
    start = np.datetime64("1950-01-01") + 1461 * np.arange(gaps.shape[1])
    return gap.change(
        gaps,
        gaps - Z * errors,
        gaps + Z * errors,
        start=start,
        end=start + 1460,
        scale="absolute",
    )


def test_every_verdict_is_that_of_the_rule() -> None:
    seen: list[str] = []
    for periods in range(4, 21):
        gaps, errors = _series(periods)
        rule = _by_the_rule(gaps, errors).verdict.tolist()
        assert many(gaps, errors).verdicts().tolist() == rule, periods
        seen += rule
        if periods >= gap.LEAST_WITHOUT_INTERVALS:
            rule = _by_the_rule(gaps, np.nan).verdict.tolist()
            assert many(gaps, None).verdicts().tolist() == rule, periods
            seen += rule
    counts = pd.Series(seen).value_counts()
    assert counts.sum() > 700
    verdicts = (gap.NARROWING, gap.WIDENING, gap.REVERSED, gap.NO_CLEAR_CHANGE, gap.NOT_TESTABLE)
    assert all(counts[word] >= 20 for word in verdicts), counts


def test_the_correction_only_takes_verdicts_away() -> None:
    found = [many(_series(periods)[0], np.ones(periods)) for periods in range(8, 21)]
    corrected = np.concatenate([x.called() for x in found])
    plain = np.concatenate([x.called(corrected=False) for x in found])
    assert not (corrected & ~plain).any()
    assert (plain & ~corrected).any()


def test_a_change_is_called_without_a_trend_in_at_most_5_percent(table: pd.DataFrame) -> None:
    own = table[table["question"] == NO_TREND]
    kinds = own.groupby(["standard_errors", "correlation", "dispersion"], dropna=False)
    longest = {tuple(kind["periods"]) for _, kind in kinds}
    assert longest == {tuple(range(5, 21)), tuple(range(6, 21))}
    assert len(kinds) == 8
    assert own["share"].max() <= 0.05
    alike = own[(own["correlation"] > 0) & (own["periods"] >= 10)]
    assert alike["share_plain"].max() > 0.07


def test_a_gap_that_halved_is_found(table: pd.DataFrame) -> None:
    found = table[table["question"] == HALVING].set_index(["start", "periods"])["share"]
    assert found[10, 10] >= 0.80
    assert found[8, 15] >= 0.85


def test_the_change_s_interval_holds_what_happened_in_93_to_97_percent(table: pd.DataFrame) -> None:
    own = table[table["question"] == CHANGE]
    assert len(own) == 6
    assert own["share"].between(0.93, 0.97).all()


def test_the_table_is_what_a_fresh_simulation_gives(table: pd.DataFrame) -> None:
    halved = table[table["question"] == HALVING]["series"]
    fresh = [
        bench_gap_change.no_trend(8, 3, 0.4, halved.iloc[0]),
        bench_gap_change.no_trend(12, None, 0.4, halved.iloc[0]),
        bench_gap_change.halving(10, 10, halved.iloc[0]),
    ]
    keys = ["question", "standard_errors", "periods", "dispersion", "correlation", "start"]
    both = pd.DataFrame([asdict(row) for row in fresh]).merge(table, on=[*keys, "series"])
    assert len(both) == len(fresh)
    assert both["share_x"].tolist() == pytest.approx(both["share_y"].tolist(), abs=1e-4)
    assert both["share_plain_x"].tolist() == pytest.approx(both["share_plain_y"], abs=1e-4)
