"""The methods page shows the simulated tables as they are committed, the worst of them included."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.content import simulations
from dashboard.db import Build
from pipelines.stats import _line_fit
from tests.bench import bench_fifths, bench_gap_change
from tests.dashboard.pages import html, opened


@pytest.fixture(scope="module")
def series() -> pd.DataFrame:
    """What was simulated of a gap's change."""
    return pd.read_csv(bench_gap_change.TABLE)


def _percent(words: str) -> list[float]:
    return [float(x) for x in re.findall(r"([\d.]+)%", words)]


def test_the_worst_false_verdicts_are_shown(build: Build, series: pd.DataFrame) -> None:
    shown = simulations.false_verdicts(build).map(lambda x: _percent(x)[0])
    own = series[series["question"] == bench_gap_change.NO_TREND]
    kinds = [*(own[own["dispersion"] == x] for x in (1, 3, 8)), own[own["dispersion"].isna()]]
    assert len(shown) == len(kinds)
    for (_, row), kind in zip(shown.iterrows(), kinds, strict=True):
        alike = kind[kind["correlation"] > 0]
        apart = kind[kind["correlation"] == 0]
        worst = [apart["share"].max(), alike["share"].max(), alike["share_plain"].max()]
        assert row.tolist() == pytest.approx([100 * x for x in worst], abs=0.051)


def test_what_is_found_and_held_is_shown(build: Build, series: pd.DataFrame) -> None:
    shown = simulations.true_changes(build)["How often"].map(_percent)
    halved = series[series["question"] == bench_gap_change.HALVING].sort_values("periods")
    change = series.loc[series["question"] == bench_gap_change.CHANGE, "share"]
    wanted = [*([x] for x in halved["share"]), [change.min(), change.max()]]
    for found, shares in zip(shown, wanted, strict=True):
        assert found == pytest.approx([100 * x for x in shares], abs=0.051)
    assert [x for x in halved["start"] if f"from {x} times" not in " ".join(shown.index)] == []


def test_both_intervals_of_fifths_are_shown(build: Build) -> None:
    shown = simulations.fifths(build).map(_percent)
    table = pd.read_csv(bench_fifths.TABLE)
    same = table["spread_most"] == table["spread_least"]
    kinds = [*(table[same & (table["spread_most"] == x)] for x in (0.5, 1, 3)), table[~same]]
    for (_, row), kind in zip(shown.iterrows(), kinds, strict=True):
        columns = ("coverage_spread", "coverage_chance", "coverage_crossed")
        for found, column in zip(row, columns, strict=True):
            least, most = 100 * kind[column].min(), 100 * kind[column].max()
            assert (found[0], found[-1]) == pytest.approx((least, most), abs=0.051)


def test_the_help_says_how_many_were_made(
    build: Build, series: pd.DataFrame, page: AppTest
) -> None:
    own = series[series["question"] == bench_gap_change.NO_TREND]
    said = simulations.verdicts_help(build)
    assert f"{own['series'].iloc[0]:,} series" in said
    assert f"from {own['periods'].min()} to {own['periods'].max()} periods" in said
    assert f"adds {_line_fit.ADDED}" in said
    pairs = pd.read_csv(bench_fifths.TABLE)["data_sets"].iloc[0]
    assert f"{pairs:,} pairs" in simulations.fifths_help(build)
    assert bench_fifths.ERROR == 0.5, "the help says half a point"
    shown = html(opened(page, "methods"))
    assert said in shown
    assert simulations.fifths_help(build) in shown
