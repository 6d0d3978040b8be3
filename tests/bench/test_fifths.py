"""The committed table of how often the intervals of a gap between fifths hold the truth."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import pytest

from tests.bench import bench_fifths


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """What the methods page shows."""
    return pd.read_csv(bench_fifths.TABLE)


def test_each_interval_holds_the_truth_of_its_own_question_in_93_to_97_percent(
    table: pd.DataFrame,
) -> None:
    spreads = [(most, least) for most in (0.5, 1, 3) for least in (0.5, 1, 3)]
    for members in ((6, 7), (7, 6)):
        own = table[table["members_most"].eq(members[0]) & table["members_least"].eq(members[1])]
        assert list(zip(own["spread_most"], own["spread_least"], strict=True)) == spreads
    assert table["coverage_spread"].between(0.93, 0.97).all()
    assert table["coverage_chance"].between(0.93, 0.97).all()


def test_the_interval_of_chance_is_too_narrow_for_the_other_question(table: pd.DataFrame) -> None:
    assert (table["coverage_crossed"] < 0.9).all()
    worst = table.loc[table["coverage_crossed"].idxmin()]
    assert (worst["spread_most"], worst["spread_least"]) == (3, 3)


@pytest.mark.parametrize("spreads", [(0.5, 3.0), (1.0, 1.0)])
def test_the_table_is_what_a_fresh_simulation_gives(
    spreads: tuple[float, float], table: pd.DataFrame
) -> None:
    fresh = asdict(bench_fifths.scenario((6, 7), spreads, int(table["data_sets"].iloc[0])))
    keys = ["members_most", "members_least", "spread_most", "spread_least", "data_sets"]
    kept = pd.DataFrame([fresh])[keys].merge(table, on=keys).iloc[0].to_dict()
    assert kept == pytest.approx(fresh, abs=1e-4)
