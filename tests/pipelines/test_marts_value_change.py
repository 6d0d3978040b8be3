"""Changes of figures since earlier periods: worked by hand, and in the committed snapshot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis import value_changes
from pipelines.catalogue import Catalogue
from tests import published
from tests.areas import NEWHAM
from tests.pipelines.frames import one
from tests.pipelines.measuring import CODES, TRAITS, figures, together

ASH, BEECH = CODES[:2]


def _changed(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(value_changes.tables(together(*frames), TRAITS["polarity"]))


def _row(table: pd.DataFrame, area: str = ASH, since: str = "2018") -> pd.Series:
    return one(table, area_code=area, from_period=since)


def test_a_change_worked_by_hand() -> None:
    """Arms of 1 on both sides make an arm of √2 for the difference of 2."""
    table = _changed(
        figures("good", [10, 10, 10, 10, 10], year=2018),
        figures("good", [12, 11, 10, 9, 8], year=2020),
    )
    row = _row(table)
    assert (row["from_value"], row["to_value"], row["difference"]) == (10, 12, 2)
    assert (row["lower_95"], row["upper_95"]) == (
        pytest.approx(2 - np.sqrt(2)),
        pytest.approx(2 + np.sqrt(2)),
    )
    assert list(table["verdict_95"]) == [
        "increased",
        *["no clear change"] * 3,
        "decreased",
    ]
    assert list(table["meaning_95"]) == ["better", "", "", "", "worse"]
    # At 99.8% the arm is √2 · 3.0902 / 1.96 = 2.23, more than the difference.
    assert set(table["verdict_998"]) == {"no clear change"}
    assert set(table["reason"]) == {""}


def test_the_meaning_follows_the_polarity() -> None:
    for indicator, meaning in (("bad", "worse"), ("neither", "")):
        row = _row(
            _changed(
                figures(indicator, [10] * 5, year=2018), figures(indicator, [15] * 5, year=2020)
            )
        )
        assert (row["verdict_95"], row["meaning_95"]) == ("increased", meaning)


def test_every_earlier_period_is_paired_with_the_latest_only() -> None:
    table = _changed(*[figures("good", [10 + year] * 5, year=2010 + year) for year in range(4)])
    assert set(table["to_period"]) == {"2013"}
    assert list(dict.fromkeys(table["from_period"])) == ["2010", "2011", "2012"]
    assert list(table["difference"]) == [3] * 5 + [2] * 5 + [1] * 5


def test_the_latest_period_is_one_in_which_a_borough_has_a_figure() -> None:
    table = _changed(
        figures("good", [10] * 5, year=2018),
        figures("good", [12] * 5, year=2019),
        figures("good", [np.nan] * 5, year=2020),
    )
    assert set(table["to_period"]) == {"2019"}


@pytest.mark.parametrize(
    ("frames", "area", "since", "reason"),
    [
        (
            [figures("good", [10] * 5, year=y, years=3) for y in (2018, 2019)],
            ASH,
            "2018 to 2020",
            "overlap",
        ),
        (
            [figures("good", [10] * 5, year=2015, years=3), figures("good", [12] * 5, year=2020)],
            ASH,
            "2015 to 2017",
            "differ in length",
        ),
        (
            [figures("good", [10] * 5, year=2018, arm=None), figures("good", [12] * 5, year=2020)],
            ASH,
            "2018",
            "no confidence interval",
        ),
        (
            [figures("good", [10] * 5, year=2018, arm=0.0), figures("good", [12] * 5, year=2020)],
            ASH,
            "2018",
            "no confidence interval",
        ),
        (
            [
                figures("good", [np.nan, 10], areas=[ASH, BEECH], year=2018),
                figures("good", [12, 12], areas=[ASH, BEECH], year=2020),
            ],
            ASH,
            "2018",
            "no figure for the earlier",
        ),
        (
            [
                figures("good", [10, 10], areas=[ASH, BEECH], year=2018),
                figures("good", [np.nan, 12], areas=[ASH, BEECH], year=2020),
            ],
            ASH,
            "2018",
            "no figure for the latest",
        ),
    ],
    ids=["overlap", "length", "no interval", "no width", "no earlier", "no latest"],
)
def test_what_is_not_testable_says_why(
    frames: list[pd.DataFrame], area: str, since: str, reason: str
) -> None:
    row = _row(_changed(*frames), area, since)
    assert (row["verdict_95"], row["verdict_998"]) == ("not testable", "not testable")
    assert reason in row["reason"]
    assert np.isnan(row["lower_95"])
    assert row["meaning_95"] == ""


def test_areas_taken_in_turn_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest period is that of all areas, also in a turn where nobody has a figure of it."""
    frames = [
        figures("good", [10, 11, 12, 13, 14], year=2018),
        figures("good", [11, 11, 11, 11, 11], year=2019),
        figures("good", [np.nan, np.nan, np.nan, np.nan, 16], year=2020),
    ]
    at_once = _changed(*frames)
    monkeypatch.setattr(value_changes, "MOST_ROWS", 4)
    in_turn = list(value_changes.tables(together(*frames), TRAITS["polarity"]))
    assert len(in_turn) == 4
    assert not set(in_turn[0]["area_code"]) & set(in_turn[1]["area_code"])
    order = ["area_code", "from_period"]
    pd.testing.assert_frame_equal(
        pd.concat(in_turn).sort_values(order, ignore_index=True),
        at_once.sort_values(order, ignore_index=True),
    )


def test_groups_within_an_area_are_left_out() -> None:
    table = _changed(
        figures("good", [10] * 5, year=2018),
        figures("good", [12] * 5, year=2020),
        figures("good", [12] * 5, year=2018, group_type="ethnicity", group_name="Any"),
        figures("good", [10] * 5, year=2020, group_type="ethnicity", group_name="Any"),
    )
    assert len(table) == 5


@pytest.fixture(scope="module")
def mart(marts: Path) -> pd.DataFrame:
    return published.table(marts, "value_change")


def test_newham_s_year_6_obesity_since_2006(mart: pd.DataFrame) -> None:
    """Published: 23.65% (21.97 to 25.41) in 2006/07 and 28.27% in 2024/25."""
    row = one(mart, indicator_id="obesity_year_6", area_code=NEWHAM, from_period="2006/07")
    assert row["to_period"] == "2024/25"
    assert row["difference"] == pytest.approx(28.26855 - 23.65269)
    assert (row["verdict_95"], row["meaning_95"]) == ("increased", "worse")


def test_one_row_for_each_pair_and_every_verdict_occurs(
    mart: pd.DataFrame, committed_figures: pd.DataFrame
) -> None:
    keys = ["indicator_id", "area_code", "sex", "age", "from_period"]
    assert not mart.duplicated(keys).any()
    assert set(mart["verdict_95"]) == {"increased", "decreased", "no clear change", "not testable"}
    series = ["indicator_id", "sex", "age"]
    latest = mart[[*series, "to_period", "to_period_end"]].drop_duplicates()
    assert not latest.duplicated(series).any()
    totals = committed_figures[committed_figures["group_type"] == "total"]
    dated = totals.merge(latest, on=series)
    assert len(mart) == (dated["period_end"] < dated["to_period_end"]).sum()


def test_rolling_neighbours_are_not_tested(mart: pd.DataFrame, known: Catalogue) -> None:
    # Two boroughs have no figure of their own in some of these periods.
    most = len(known.boroughs) - 3
    own = mart[(mart["indicator_id"] == "healthy_life_expectancy") & (mart["sex"] == "male")]
    overlapping = own[own["from_period"] == "2021 to 2023"]
    assert set(overlapping["verdict_95"]) == {"not testable"}
    assert overlapping["reason"].str.contains("overlap").sum() >= most
    apart = own[own["from_period"] == "2019 to 2021"]
    assert apart["lower_95"].notna().sum() >= most


def test_pay_in_the_prices_of_each_year_is_never_judged(
    mart: pd.DataFrame, known: Catalogue
) -> None:
    priced = {x.id for x in known.indicators.values() if x.current_prices}
    own = mart[mart["indicator_id"].isin(priced)]
    assert own["verdict_95"].eq("increased").any()
    assert set(own["meaning_95"]) | set(own["meaning_998"]) == {""}
