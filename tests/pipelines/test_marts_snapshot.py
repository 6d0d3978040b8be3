"""The marts of the committed snapshot, against plain recomputation from its figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis import boroughs, comparisons, groups, inequalities, measured
from pipelines.catalogue import Catalogue
from pipelines.inputs import traits_of
from tests import published
from tests.areas import CITY
from tests.pipelines.frames import chosen, one

MALE_HEALTHY = ("healthy_life_expectancy", "male", "2022 to 2024")


@pytest.fixture(scope="module")
def tables(marts: Path) -> dict[str, pd.DataFrame]:
    names = ("inequality", "gap_change", "contribution", "gradient", "trend", "comparison")
    return published.tables(marts, *names, "observation")


@pytest.fixture(scope="module")
def healthy_boroughs(known: Catalogue, committed_figures: pd.DataFrame) -> pd.DataFrame:
    """Male healthy life expectancy, residents and deprivation, most deprived first."""
    figures = committed_figures
    indicator, sex, period = MALE_HEALTHY
    healthy = chosen(figures, indicator_id=indicator, sex=sex, period=period)
    people = chosen(figures, indicator_id="population", sex=sex, period="30 June 2023")
    areas = known.areas[known.areas["area_type"] == "borough"].set_index("area_code")
    numbers = pd.DataFrame(
        {
            "score": areas["imd_2025_average_score"],
            "value": healthy.set_index("area_code")["value"],
            "se": healthy.set_index("area_code").eval("(upper_95 - lower_95) / 2 / 1.959963985"),
            "people": people.set_index("area_code")["value"],
        }
    )
    return numbers.loc[areas.index].sort_values("score", ascending=False)


def test_the_gap_of_fifths_in_male_healthy_life_expectancy(
    tables: dict[str, pd.DataFrame], healthy_boroughs: pd.DataFrame
) -> None:
    """In order seven boroughs are the most deprived fifth and six the least deprived."""
    ordered = healthy_boroughs
    indicator, sex, period = MALE_HEALTHY
    row = one(
        tables["inequality"],
        indicator_id=indicator,
        sex=sex,
        period=period,
        dimension=boroughs.IN_FIFTHS,
        measure="gap",
    )
    for end, fifth in (("disadvantaged", ordered.head(7)), ("advantaged", ordered.tail(6))):
        published = fifth.dropna()
        mean = np.average(published["value"], weights=published["people"])
        assert row[f"{end}_value"] == pytest.approx(mean, rel=1e-9), end
    assert row["estimate"] == pytest.approx(row["advantaged_value"] - row["disadvantaged_value"])
    assert row["lower"] < row["estimate"] < row["upper"]


def test_the_slope_index_of_male_healthy_life_expectancy(
    tables: dict[str, pd.DataFrame], healthy_boroughs: pd.DataFrame
) -> None:
    ordered = healthy_boroughs.dropna()
    share = ordered["people"] / ordered["people"].sum()
    middle = share.cumsum() - share / 2
    slope, start = np.polyfit(middle, ordered["value"], 1, w=np.sqrt(share))
    indicator, sex, period = MALE_HEALTHY
    wanted = {"indicator_id": indicator, "sex": sex, "period": period}
    wanted |= {"dimension": boroughs.BY_DEPRIVATION}
    sii = one(tables["inequality"], measure="sii", **wanted)
    rii = one(tables["inequality"], measure="rii", **wanted)
    assert sii["estimate"] == pytest.approx(slope, rel=1e-8)
    assert rii["estimate"] == pytest.approx((start + slope) / start, rel=1e-8)
    assert sii["disadvantaged_value"] == pytest.approx(start, rel=1e-8)
    # The line is linear in the figures, so its standard error follows from theirs.
    away = middle - np.average(middle, weights=share)
    weights = share * away / (share * away**2).sum()
    error = np.sqrt(((weights * ordered["se"]) ** 2).sum())
    assert sii["upper"] - sii["lower"] == pytest.approx(2 * 1.96 * error, rel=0.06)


def test_shares_of_an_inequality_sum_toone(tables: dict[str, pd.DataFrame]) -> None:
    shares = tables["contribution"].dropna(subset=["share"])
    sums = shares.groupby(["indicator_id", "period", "sex", "age", "measure"])["share"].sum()
    assert np.abs(sums - 1).max() < 1e-9
    plain = shares[shares["measure"] == "bgv"]
    squares = plain["population_share"] * plain["difference"] ** 2
    keys = ["indicator_id", "period", "sex", "age"]
    total = squares.groupby([plain[key] for key in keys]).transform("sum")
    np.testing.assert_allclose(plain["share"], squares / total, rtol=1e-8)


def test_whatever_inequality_there_is_has_been_shared_out(tables: dict[str, pd.DataFrame]) -> None:
    keys = ["indicator_id", "period", "sex", "age"]
    spread = chosen(tables["inequality"], dimension=boroughs.UNORDERED, measure="bgv")
    latest = chosen(tables["contribution"], measure="bgv", is_latest=True)
    measured = latest[keys].drop_duplicates().merge(spread, on=keys)
    unequal = measured[measured["estimate"] > 0]
    shared = latest.dropna(subset=["share"])
    assert len(unequal)
    assert set(shared["indicator_id"]) == set(unequal["indicator_id"])


def test_every_dimension_of_the_snapshot_is_measured(tables: dict[str, pd.DataFrame]) -> None:
    table, figures = tables["inequality"], tables["observation"]
    breakdowns = set(figures["group_type"]) - {"total"}
    between = {boroughs.UNORDERED, boroughs.BY_DEPRIVATION, boroughs.IN_FIFTHS}
    assert set(table["dimension"]) == breakdowns | between | {groups.SEX}
    series = figures[
        figures["area_code"].str.startswith("E09") & (figures["group_type"] == "total")
    ]
    keys = ["indicator_id", "period", "sex", "age"]
    sets = len(series[keys].drop_duplicates())
    counted = table.groupby("dimension").size()
    assert counted[boroughs.UNORDERED] == len(measured.UNORDERED) * sets
    assert counted[boroughs.BY_DEPRIVATION] == len(measured.BOROUGHS_IN_ORDER) * sets
    assert counted[boroughs.IN_FIFTHS] == len(measured.FIFTHS) * sets
    assert not table.duplicated([*keys, "area_code", "dimension", "measure"]).any()


def test_both_sexes_make_a_dimension_wherever_both_are_published(
    tables: dict[str, pd.DataFrame],
) -> None:
    row = one(
        tables["inequality"],
        indicator_id="healthy_life_expectancy",
        dimension="sex",
        area_code="E09000033",
        period="2022 to 2024",
        measure="gap",
    )
    figures = chosen(
        tables["observation"],
        indicator_id="healthy_life_expectancy",
        area_code="E09000033",
        period="2022 to 2024",
    ).set_index("sex")["value"]
    assert row["estimate"] == pytest.approx(figures["female"] - figures["male"])


def test_rolling_periods_are_never_compared_with_their_neighbours(
    tables: dict[str, pd.DataFrame],
) -> None:
    row = one(
        tables["gap_change"],
        indicator_id="healthy_life_expectancy",
        sex="male",
        dimension=boroughs.IN_FIFTHS,
        measure="gap",
    )
    assert (row["first_period"], row["last_period"], row["periods"]) == (
        "2013 to 2015",
        "2022 to 2024",
        4,
    )
    assert row["verdict"] == "no clear change"


def test_absolute_and_relative_can_disagree_and_both_are_there(
    tables: dict[str, pd.DataFrame],
) -> None:
    own = chosen(tables["gap_change"], dimension=boroughs.IN_FIFTHS)
    gaps, ratios = (
        chosen(own, measure=x).set_index(["indicator_id", "sex", "age"])["verdict"]
        for x in ("gap", "ratio")
    )
    assert set(gaps.index) == set(ratios.index)
    assert (gaps != ratios[gaps.index]).any()


def test_ten_periods_of_employment_count_although_a_borough_lacks_an_interval(
    tables: dict[str, pd.DataFrame],
) -> None:
    figures = chosen(tables["observation"], indicator_id="employment", sex="persons")
    own = figures[figures["area_code"].str.startswith("E09") & (figures["group_type"] == "total")]
    bare = own[own["value"].notna() & own["lower_95"].isna()]["period"].unique()
    row = one(
        tables["gap_change"],
        indicator_id="employment",
        dimension=boroughs.IN_FIFTHS,
        measure="gap",
    )
    assert len(bare)
    assert row["periods"] == own["period"].nunique()


def test_who_is_left_out_of_a_fifth_is_named(tables: dict[str, pd.DataFrame]) -> None:
    table = tables["inequality"]
    fifths = table[(table["dimension"] == boroughs.IN_FIFTHS) & (table["measure"] == "gap")]
    named = fifths["left_out"].dropna()
    assert named.str.contains(r"^\D+ \(\d+% of the (?:most|least) deprived fifth\)").all()
    assert named.str.contains("Hackney").any()


def test_gradients_inside_boroughs(tables: dict[str, pd.DataFrame], known: Catalogue) -> None:
    table = tables["gradient"]
    assert sorted(table["area_code"]) == sorted(known.boroughs)
    city = one(table, area_code=CITY)
    assert np.isnan(city["sii"])
    assert "small areas" in city["reason"]
    rest = table[table["area_code"] != CITY]
    assert rest["sii"].notna().all()
    # London's small areas at the census, without the City's six.
    assert rest["small_areas"].sum() == 4994 - 6
    camden = one(table, area_code="E09000007")
    fifths = chosen(
        tables["observation"],
        indicator_id="bad_health",
        area_code="E09000007",
        group_type="deprivation_fifth_within_borough",
    ).set_index("group_name")
    gap = fifths["value"]["Most deprived fifth"] - fifths["value"]["Least deprived fifth"]
    assert camden["gap"] == pytest.approx(gap)
    assert fifths["denominator"].sum() == camden["residents"]
    assert fifths["count"].sum() == pytest.approx(
        camden["average"] * camden["residents"] / 100, abs=3
    )


def _ranked(tables: dict[str, pd.DataFrame], known: Catalogue) -> pd.DataFrame:
    """Every borough's published figure with its rank, once a benchmark."""
    figures = tables["observation"].set_index("observation_id")
    own = tables["comparison"][tables["comparison"]["area_code"].isin(known.boroughs)]
    columns = ["value", "lower_95"]
    joined = own.join(figures[columns], on="observation_id")
    return joined[joined["value"].notna()]


def test_ranks_have_ranges_or_reasons(tables: dict[str, pd.DataFrame], known: Catalogue) -> None:
    figures = _ranked(tables, known)
    together = figures["rank_of"] > 1
    assert figures["rank"].notna().eq(together).all()
    sure = figures["rank_lower"].notna()
    assert sure.eq(together & figures["lower_95"].notna()).all()
    assert sure.any()
    assert (~sure & together).any()
    ranked = figures[sure]
    assert (ranked["rank_lower"] <= ranked["rank"]).all()
    assert (ranked["rank_upper"] >= ranked["rank"] + ranked["rank_shared"] - 1).all()
    assert (ranked["rank_upper"] <= ranked["rank_of"]).all()
    reason = tables["comparison"]["rank_reason"].notna()
    assert tables["comparison"]["rank_lower"].isna().eq(reason).all()


def test_every_rank_is_the_place_of_its_figure_in_order(
    tables: dict[str, pd.DataFrame], known: Catalogue
) -> None:
    """In every series and period of the snapshot: ranked by pandas, worst (or highest) first."""
    figures = _ranked(tables, known)
    high_is_good = figures["indicator_id"].map(traits_of(known)["polarity"]) == "high"
    towards_worst = figures["value"].where(~high_is_good, -figures["value"])
    series = ["benchmark", *comparisons.SERIES]
    place = towards_worst.groupby([figures[x] for x in series]).rank(ascending=False, method="min")
    ranked = figures["rank"].notna()
    assert figures.loc[ranked, "rank"].astype(float).eq(place[ranked]).all()
    assert ranked.sum() > 1_000


def test_every_series_has_a_trend_or_a_reason(tables: dict[str, pd.DataFrame]) -> None:
    keys = ["indicator_id", "area_code", "sex", "age", "group_type", "group_name"]
    series = tables["observation"][keys].drop_duplicates()
    assert len(tables["trend"]) == len(series)
    assert tables["trend"]["reason"].ne("").all()


@pytest.mark.slow
def test_the_same_snapshot_gives_the_same_inequalities(
    known: Catalogue, committed_figures: pd.DataFrame
) -> None:
    wanted = ["healthy_life_expectancy", "smoking", "population"]
    few = committed_figures[committed_figures["indicator_id"].isin(wanted)]
    few = few.astype({"period_start": "datetime64[s]", "period_end": "datetime64[s]"})
    few = few.assign(is_unreliable=False)

    def made(rows: pd.DataFrame) -> pd.DataFrame:
        sets = [*boroughs.sets(rows, known.areas), *groups.sets(rows)]
        return inequalities.table(sets, traits_of(known))

    shuffled = few.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(made(few), made(shuffled), check_exact=True)
