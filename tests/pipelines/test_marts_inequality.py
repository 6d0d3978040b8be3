"""Inequalities through the frame layer: hand-worked cases, orders, weights and reasons."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis import boroughs, groups, inequalities
from tests.areas import LONDON
from tests.pipelines.frames import one
from tests.pipelines.measuring import (
    AREAS,
    CODES,
    TRAITS,
    figures,
    residents,
    together,
)

STEPS = [10.0, 12.0, 14.0, 16.0, 18.0]
FIFTHS = "borough_fifths_by_deprivation"

TEN = [f"E0900001{place}" for place in range(10)]
TEN_AREAS = pd.DataFrame(
    {
        "area_code": [*TEN, LONDON],
        "area_name": [*"abcdefghij", "London"],
        "area_type": ["borough"] * 10 + ["region"],
        "imd_2019_average_score": [*range(100, 0, -10), np.nan],
        "imd_2025_average_score": [*range(100, 0, -10), np.nan],
    }
)


def _measured(*frames: pd.DataFrame, people: tuple[float, ...] = (100,) * 5) -> pd.DataFrame:
    observations = together(residents(people), *frames)
    sets = [*boroughs.sets(observations, AREAS), *groups.sets(observations)]
    return inequalities.table(sets, TRAITS)


def _row(table: pd.DataFrame, indicator: str, dimension: str, measure: str) -> pd.Series:
    own = table[~table["is_sensitivity_check"]]
    return one(own, indicator_id=indicator, dimension=dimension, measure=measure)


@pytest.mark.parametrize(
    ("indicator", "gap", "ratio", "sii", "rii"),
    [
        ("good", 8.0, 1.8, 10.0, 19 / 9),
        ("bad", -8.0, 10 / 18, -10.0, 9 / 19),
        ("neither", -8.0, 10 / 18, -10.0, 9 / 19),
    ],
)
def test_a_straight_gradient_worked_by_hand(
    indicator: str, gap: float, ratio: float, sii: float, rii: float
) -> None:
    """Figures rise by 2 a fifth from the most deprived: the line runs from 9 to 19."""
    table = _measured(figures(indicator, STEPS))
    expected_of = {"gap": gap, "ratio": ratio, "sii": sii, "rii": rii, "aci": sii * 0.16}
    for measure, expected in expected_of.items():
        dimension = FIFTHS if measure in ("gap", "ratio") else "boroughs_by_deprivation"
        row = _row(table, indicator, dimension, measure)
        assert row["estimate"] == pytest.approx(expected, rel=1e-12), measure
        assert row["lower"] < row["estimate"] < row["upper"]
    line = _row(table, indicator, "boroughs_by_deprivation", "sii")
    assert [line["disadvantaged_value"], line["advantaged_value"]] == pytest.approx([9, 19])
    pair = _row(table, indicator, FIFTHS, "gap")
    assert (pair["disadvantaged"], pair["advantaged"]) == (boroughs.FIFTHS[0], boroughs.FIFTHS[-1])
    assert pair["upper"] - pair["lower"] == pytest.approx(2 * np.sqrt(2))
    assert pair["area_code"] == LONDON


def test_unordered_boroughs_worked_by_hand() -> None:
    """Populations 1 to 5, so the shares are fifteenths."""
    table = _measured(figures("good", STEPS, arm=None), people=(100, 200, 300, 400, 500))
    weights = np.arange(1, 6) / 15
    mean = float(weights @ STEPS)
    r = np.array(STEPS) / mean
    expected = {
        "gap": 8.0,
        "ratio": 1.8,
        "bgv": float(weights @ (np.array(STEPS) - mean) ** 2),
        "mdm": float(weights @ np.abs(np.array(STEPS) - mean)),
        "par": 18 - mean,
        "theil": 1000 * float(weights @ (r * np.log(r))),
    }
    for measure, value in expected.items():
        row = _row(table, "good", "boroughs", measure)
        assert row["estimate"] == pytest.approx(value, rel=1e-12), measure
        assert np.isnan(row["lower"])
        assert "no interval" in row["method"]
        assert "residents at mid-2020" in row["method"]


def test_percentages_come_back_as_percentages() -> None:
    table = _measured(figures("share", STEPS))
    assert _row(table, "share", "boroughs", "gap")["estimate"] == pytest.approx(8.0)
    assert _row(table, "share", "boroughs", "bgv")["estimate"] == pytest.approx(8.0)
    assert _row(table, "share", "boroughs", "cov")["estimate"] == pytest.approx(
        100 * np.sqrt(8) / 14
    )
    slope = _row(table, "share", "boroughs_by_deprivation", "sii")
    assert slope["estimate"] == pytest.approx(-10.0)
    assert "logit" in slope["method"]


def test_a_share_of_nothing_is_drawn_on_the_raw_scale() -> None:
    table = _measured(figures("share", [0.0, 2.0, 4.0, 6.0, 8.0], arm=0.5))
    row = _row(table, "share", "boroughs_by_deprivation", "sii")
    assert row["estimate"] == pytest.approx(-10.0)
    assert "raw scale" in row["method"]
    assert _row(table, "share", "boroughs", "ratio")["reason"].startswith("not calculated")


def test_the_newest_edition_orders_the_boroughs_in_every_period_and_the_other_is_a_check() -> None:
    table = _measured(figures("good", STEPS, year=2015), figures("good", STEPS, year=2025))
    rows = table[(table["dimension"] == FIFTHS) & (table["measure"] == "gap")]
    rows = rows[rows["indicator_id"] == "good"].set_index(["is_sensitivity_check", "period"])
    assert rows.loc[False, "estimate"].to_dict() == {"2015": 8.0, "2025": 8.0}
    assert rows.loc[True, "estimate"].to_dict() == {"2015": -8.0, "2025": -8.0}
    assert "2025, which came out after this period" in rows["method"][False, "2015"]
    assert "2025;" in rows["method"][False, "2025"]
    assert "2019;" in rows["method"][True, "2025"]


def test_a_fifth_is_the_weighted_mean_of_its_boroughs() -> None:
    """Of ten boroughs the two most deprived make a fifth: (1·10 + 3·20)/4 = 17.5."""
    value = [10.0, 20, 30, 30, 30, 30, 30, 30, 30, 50]
    people = figures("population", [1, 3, 1, 1, 1, 1, 1, 1, 1, 3], areas=TEN, arm=None)
    observations = together(people, figures("good", value, areas=TEN))
    table = inequalities.table(boroughs.sets(observations, TEN_AREAS), TRAITS)
    row = _row(table, "good", "borough_fifths_by_deprivation", "gap")
    assert row["disadvantaged_value"] == pytest.approx(17.5)
    assert row["advantaged_value"] == pytest.approx(45.0)
    assert row["estimate"] == pytest.approx(27.5)
    # Both fifths weigh 1:3, so each has variance (1 + 9)/16 of one borough's.
    assert row["upper"] - row["estimate"] == pytest.approx(np.sqrt(2 * 10 / 16))


def test_missing_boroughs_give_a_reason_once_they_matter() -> None:
    few = (5.0, 300, 300, 300, 300)
    absent = [np.nan, *STEPS[1:]]
    small = _measured(figures("good", absent), people=few)
    row = _row(small, "good", "boroughs", "gap")
    assert (row["n"], row["n_of"], row["estimate"]) == (4, 5, 6.0)
    assert row["population_covered"] == pytest.approx(1200 / 1205)
    fifths = _row(small, "good", "borough_fifths_by_deprivation", "gap")
    assert fifths["reason"] == "not calculated: not every group has a figure"
    large = _measured(figures("good", absent))
    assert "less than 85%" in _row(large, "good", "boroughs", "gap")["reason"]
    assert "less than 85%" in _row(large, "good", "boroughs_by_deprivation", "sii")["reason"]


def test_a_borough_marked_unreliable_or_without_limits_is_left_out_of_its_fifth() -> None:
    """Ten boroughs, two a fifth: the small one of the most deprived fifth has no limits."""
    given = figures("good", [10.0, 20, 30, 30, 30, 30, 30, 30, 30, 50], areas=TEN)
    people = figures("population", [10, 90, 1, 1, 1, 1, 1, 1, 10, 90], areas=TEN, arm=None)
    bare = given["area_code"] == TEN[0]
    marked = given["area_code"] == TEN[8]
    given.loc[bare, ["lower_95", "upper_95"]] = np.nan
    given.loc[marked, "is_unreliable"] = True
    table = inequalities.table(boroughs.sets(together(people, given), TEN_AREAS), TRAITS)
    row = _row(table, "good", FIFTHS, "gap")
    assert (row["disadvantaged_value"], row["advantaged_value"]) == (20.0, 50.0)
    assert row["upper"] - row["estimate"] == pytest.approx(np.sqrt(2))
    assert row["left_out"] == (
        "a (10% of the most deprived fifth), i (10% of the least deprived fifth)"
    )
    slope = _row(table, "good", "boroughs_by_deprivation", "sii")
    assert (slope["n"], slope["n_of"]) == (8, 10)
    assert slope["lower"] < slope["estimate"] < slope["upper"]


def test_where_those_without_limits_are_too_many_all_count_and_there_is_no_interval() -> None:
    given = figures("good", [10.0, 20, 30, 30, 30, 30, 30, 30, 30, 50], areas=TEN)
    people = figures("population", [1.0] * 10, areas=TEN, arm=None)
    given.loc[given["area_code"] == TEN[0], ["lower_95", "upper_95"]] = np.nan
    table = inequalities.table(boroughs.sets(together(people, given), TEN_AREAS), TRAITS)
    row = _row(table, "good", FIFTHS, "gap")
    assert row["disadvantaged_value"] == 15.0
    assert np.isnan(row["lower"])
    assert row["left_out"] == ""


def test_four_boroughs_have_a_spread_but_no_slope() -> None:
    table = _measured(figures("good", [np.nan, *STEPS[1:]]), people=(5, 300, 300, 300, 300))
    assert "5 to 100 groups" in _row(table, "good", "boroughs_by_deprivation", "sii")["reason"]
    assert _row(table, "good", "boroughs", "gap")["estimate"] == 6.0


def test_counts_and_directions_without_a_best_say_why() -> None:
    table = _measured(figures("neither", STEPS))
    assert "how large" in _row(table, "population", "boroughs", "gap")["reason"]
    assert "neither direction" in _row(table, "neither", "boroughs", "par")["reason"]
    assert _row(table, "neither", "boroughs", "gap")["estimate"] == 8.0


def test_without_population_figures_boroughs_are_not_weighted_by_guess() -> None:
    sets = boroughs.sets(figures("good", STEPS), AREAS)
    table = inequalities.table(sets, TRAITS)
    assert table["estimate"].isna().all()
    assert set(table["reason"]) == {"not calculated: no population is published for every group"}


def test_the_population_is_that_of_the_nearest_mid_year_and_the_same_sex() -> None:
    rising = (100.0, 100, 100, 100, 1000)
    observations = together(
        residents(year=2010),
        residents(rising, year=2020),
        residents(rising, year=2010, sex="male"),
        figures("good", STEPS, year=2011),
        figures("good", STEPS, year=2018),
        figures("good", STEPS, year=2011, sex="male"),
    )
    sets = boroughs.unordered(observations, AREAS)
    rows = sets.keys["indicator_id"].eq("good").to_numpy()
    keys = zip(sets.keys["period"], sets.keys["sex"], strict=True)
    last = dict(zip(keys, sets.people[:, 4], strict=True))
    assert rows.sum() == 3
    assert last["2011", "persons"] == 100
    assert last["2018", "persons"] == 1000
    assert last["2011", "male"] == 1000


@pytest.mark.parametrize(
    ("name", "steps", "place"),
    [
        ("Most deprived decile", 10, 1),
        ("Second most deprived decile", 10, 2),
        ("Fifth more deprived decile", 10, 5),
        ("Fifth less deprived decile", 10, 6),
        ("Third less deprived decile", 10, 8),
        ("Least deprived decile", 10, 10),
        ("Middle fifth", 5, 3),
        ("Least deprived fifth", 5, 5),
        ("Decile 4", 10, 4),
        ("Decile 11", 10, None),
        ("Elsewhere", 10, None),
    ],
)
def test_the_order_of_deprivation_is_read_off_the_names(
    name: str, steps: int, place: int | None
) -> None:
    assert groups.ladder_place(name, steps) == place


def _breakdown(kind: str, names: list[str], value: list[float], **words: object) -> pd.DataFrame:
    rows = [
        figures("bad", [one], areas=[LONDON], group_type=kind, group_name=name, **words)
        for name, one in zip(names, value, strict=True)
    ]
    return together(*rows)


QUINTILES = [
    "Least deprived quintile",
    "Most deprived quintile",
    "Second least deprived quintile",
    "Second most deprived quintile",
    "Third most deprived quintile",
]


def test_ordered_groups_run_from_most_to_least_deprived_whatever_their_order() -> None:
    table = _measured(_breakdown("deprivation_quintile", QUINTILES, [10, 50, 20, 40, 30]))
    row = _row(table, "bad", "deprivation_quintile", "sii")
    assert row["estimate"] == pytest.approx(50.0)
    assert row["disadvantaged"] == "Most deprived quintile"
    assert "equal weights" in row["method"]
    assert _row(table, "bad", "deprivation_quintile", "gap")["estimate"] == pytest.approx(40.0)


def test_a_missing_step_is_a_reason_and_not_a_smaller_ladder() -> None:
    table = _measured(_breakdown("deprivation_quintile", QUINTILES[:4], [10, 50, 20, 40]))
    rows = table[table["dimension"] == "deprivation_quintile"]
    assert set(rows["reason"]) == {inequalities._INCOMPLETE}
    assert set(rows["n_of"]) == {5}


def test_a_breakdown_nobody_declared_is_measured_without_order() -> None:
    rows = _breakdown("housing_tenure", ["Owned", "Rented", "Social"], [10, 20, 40])
    table = _measured(rows.assign(denominator=[100.0, 200.0, 100.0]))
    row = _row(table, "bad", "housing_tenure", "gap")
    assert (row["estimate"], row["disadvantaged"], row["advantaged"]) == (30.0, "Social", "Owned")
    assert "published denominators" in row["method"]
    assert _row(table, "bad", "housing_tenure", "mdm")["estimate"] == pytest.approx(
        (12.5 + 2 * 2.5 + 17.5) / 4
    )
    assert "sii" not in set(table.loc[table["dimension"] == "housing_tenure", "measure"])


def test_one_group_alone_is_compared_with_everyone() -> None:
    table = _measured(
        figures("bad", [20.0], areas=[LONDON]),
        _breakdown("free_school_meals", ["eligible"], [32.0]),
    )
    row = _row(table, "bad", "free_school_meals", "gap")
    assert (row["estimate"], row["disadvantaged"], row["advantaged"]) == (
        12.0,
        "eligible",
        "everyone",
    )
    assert "includes the group" in row["method"]
    assert _row(table, "bad", "free_school_meals", "ratio")["estimate"] == pytest.approx(1.6)


def test_sex_is_a_dimension_where_both_are_published() -> None:
    table = _measured(
        residents((40,) * 5, sex="male"),
        residents((60,) * 5, sex="female"),
        figures("good", [60.0], areas=[CODES[0]], sex="male"),
        figures("good", [64.0], areas=[CODES[0]], sex="female"),
        figures("good", [70.0], areas=[CODES[1]], sex="female"),
    )
    rows = table[(table["dimension"] == "sex") & (table["indicator_id"] == "good")]
    assert set(rows["area_code"]) == {CODES[0]}
    assert set(rows["sex"]) == {"persons"}
    row = _row(table, "good", "sex", "gap")
    assert (row["estimate"], row["disadvantaged"], row["advantaged"]) == (4.0, "male", "female")
    assert row["upper"] - row["estimate"] == pytest.approx(np.sqrt(2))
    assert "residents of each sex" in row["method"]


def test_a_result_does_not_depend_on_what_was_calculated_beside_it() -> None:
    alone = _measured(figures("good", STEPS))
    beside = _measured(
        figures("good", STEPS),
        figures("good", [11.0, 9, 13, 20, 18], year=2021),
        figures("bad", STEPS),
    )
    keys = ["indicator_id", "period", "dimension", "measure", "is_sensitivity_check"]
    both = alone[alone["indicator_id"] == "good"].merge(beside, on=keys, suffixes=("", "_beside"))
    for column in ("estimate", "lower", "upper"):
        np.testing.assert_allclose(both[column], both[f"{column}_beside"], rtol=1e-12)


def test_the_same_figures_give_the_same_table() -> None:
    given = (figures("good", STEPS), figures("share", STEPS))
    pd.testing.assert_frame_equal(_measured(*given), _measured(*given), check_exact=True)
