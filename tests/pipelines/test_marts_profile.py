"""How far each borough is from a benchmark, against plain recomputation from the figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.catalogue import Catalogue
from tests import published
from tests.areas import CITY, ENGLAND, LONDON, NEWHAM
from tests.pipelines.frames import found_by

SERIES = ["indicator_id", "sex", "age"]


@pytest.fixture(scope="module")
def tables(marts: Path) -> dict[str, pd.DataFrame]:
    return published.tables(marts, "profile", "trend", "series")


def test_a_distance_is_the_difference_in_the_spread_of_the_boroughs(
    tables: dict[str, pd.DataFrame], committed_figures: pd.DataFrame
) -> None:
    own = committed_figures[
        (committed_figures["indicator_id"] == "obesity_year_6")
        & (committed_figures["period"] == "2024/25")
        & (committed_figures["group_type"] == "total")
    ].set_index("area_code")["value"]
    boroughs = own[own.index.str.startswith("E09")].drop(CITY)
    found = tables["profile"].query("indicator_id == 'obesity_year_6'")
    for benchmark, code in (("london", LONDON), ("england", ENGLAND)):
        row = found[(found["area_code"] == NEWHAM) & (found["benchmark"] == benchmark)].iloc[0]
        assert row["distance"] == pytest.approx((own[NEWHAM] - own[code]) / boroughs.std(ddof=0))
        assert row["spread_of"] == boroughs.notna().sum()


def test_city_of_london_has_a_distance_but_no_part_in_the_spread(
    tables: dict[str, pd.DataFrame], committed_figures: pd.DataFrame
) -> None:
    facilities = committed_figures[committed_figures["indicator_id"] == "sports_facilities"]
    own = facilities.set_index("area_code")["value"]
    others = own[own.index.str.startswith("E09")].drop(CITY)
    row = tables["profile"].query(
        "indicator_id == 'sports_facilities' and area_code == @CITY and benchmark == 'london'"
    )
    expected = (own[CITY] - own[LONDON]) / others.std(ddof=0)
    assert row["distance"].iloc[0] == pytest.approx(expected)


def test_every_latest_figure_is_there_for_every_borough_twice(
    tables: dict[str, pd.DataFrame], known: Catalogue
) -> None:
    profile, series = tables["profile"], tables["series"]
    latest = series[series["is_latest"] & (series["group_type"] == "total")]
    assert len(profile) == 2 * len(known.boroughs) * len(latest)
    assert not profile.duplicated([*SERIES, "area_code", "benchmark"]).any()


def test_what_has_no_distance_says_why(tables: dict[str, pd.DataFrame]) -> None:
    profile = tables["profile"]
    without = profile[profile["distance"].isna()]
    assert set(without["distance_reason"]) == {
        "there is no figure",
        "no figure is published for London or England",
    }
    assert profile.loc[profile["distance"].notna(), "distance_reason"].isna().all()


def test_change_is_the_slope_of_the_trend_in_the_same_spread(
    tables: dict[str, pd.DataFrame], known: Catalogue
) -> None:
    trend = tables["trend"].query("group_type == 'total' and area_code in @known.boroughs")
    joined = tables["profile"].merge(trend, on=[*SERIES, "area_code"], how="left")
    tested = joined["direction"].ne("cannot be calculated") & joined["slope"].notna()
    assert tested.sum() == 2 * trend["direction"].ne("cannot be calculated").sum() > 0
    np.testing.assert_allclose(
        joined.loc[tested, "yearly_change"],
        joined.loc[tested, "slope"] / joined.loc[tested, "spread"],
        rtol=1e-9,
    )
    assert joined.loc[~tested, "yearly_change"].isna().all()


def test_where_london_has_no_figure_england_is_compared_with(
    tables: dict[str, pd.DataFrame], committed_figures: pd.DataFrame
) -> None:
    own = committed_figures.query("indicator_id == 'suicide' and group_type == 'total'")
    own = own.set_index("area_code")["value"]
    assert LONDON not in own.dropna().index
    found = tables["profile"].query("indicator_id == 'suicide' and area_code == @NEWHAM")
    assert set(found["benchmark"]) == {"london", "england"}
    assert set(found["compared_with"]) == {"england"}
    assert found["difference"].to_numpy() == pytest.approx(own[NEWHAM] - own[ENGLAND])


@pytest.mark.parametrize(
    "change",
    [
        {"compared_with": None},
        {"compared_with": "england"},
        {"quintile": pd.NA},
        {"benchmark_value": -1.0},
    ],
    ids=["left out", "the other though its own is there", "no fifth", "another figure"],
)
def test_the_check_finds_a_figure_that_is_not_placed(
    marts: Path, tables: dict[str, pd.DataFrame], change: dict[str, object]
) -> None:
    others = published.tables(marts, "observation", "comparison")
    profile = tables["profile"].query("benchmark == 'london'")
    check = "profile_places_every_figure"
    assert found_by(check, profile=profile, **others) == 0
    assert found_by(check, profile=profile.assign(**change), **others)


@pytest.mark.parametrize(
    ("check", "change"),
    [
        (
            "profile_distance_follows_from_its_difference",
            lambda x: x.assign(distance=-x["distance"]),
        ),
        ("profile_has_every_borough", lambda x: x[x["area_code"] != NEWHAM]),
    ],
)
def test_the_checks_find_what_is_wrong(
    tables: dict[str, pd.DataFrame], check: str, change: object
) -> None:
    assert callable(change)
    assert found_by(check, profile=tables["profile"]) == 0
    assert found_by(check, profile=change(tables["profile"]))
