"""Change, contribution and trend through the frame layer, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis import boroughs, changes, contributions, inequalities, trends
from tests.pipelines.frames import one
from tests.pipelines.measuring import AREAS, CODES, TRAITS, figures, residents, together

DIMENSION = "borough_fifths_by_deprivation"


def _changed(*frames: pd.DataFrame) -> pd.DataFrame:
    observations = together(residents(), *frames)
    return changes.table(inequalities.table(boroughs.sets(observations, AREAS), TRAITS))


def _row(table: pd.DataFrame, measure: str, dimension: str = DIMENSION) -> pd.Series:
    return one(table, indicator_id="good", dimension=dimension, measure=measure)


def _steps(gap: float) -> list[float]:
    return list(np.linspace(50 - gap / 2, 50 + gap / 2, 5))


def test_a_gap_that_halves_is_narrowing() -> None:
    table = _changed(
        figures("good", _steps(20), year=2018),
        figures("good", _steps(15), year=2019),
        figures("good", _steps(10), year=2020),
    )
    row = _row(table, "gap")
    assert (row["verdict"], row["periods"]) == ("narrowing", 3)
    assert (row["first_period"], row["last_period"], row["latest_period"]) == (
        "2018",
        "2020",
        "2020",
    )
    assert (row["change"], row["latest_estimate"], row["first_estimate"]) == (-10, 10, 20)
    # Each gap has SE √2/z, the difference of two has 2/z, so its 95% arm is 2.
    assert row["change_upper"] == pytest.approx(-8)
    ratio = _row(table, "ratio")
    assert ratio["verdict"] == "narrowing"
    assert ratio["change"] == pytest.approx((55 / 45) / (60 / 40))


def test_overlapping_periods_are_not_tested_against_each_other() -> None:
    rolling = [figures("good", _steps(20 - year), year=2010 + year, years=3) for year in range(7)]
    row = _row(_changed(*rolling), "gap")
    assert (row["periods"], row["first_period"], row["last_period"]) == (
        3,
        "2010 to 2012",
        "2016 to 2018",
    )
    pair = _row(_changed(*rolling[:5]), "gap")
    assert pair["verdict"] == "not testable"
    assert "fewer than 3" in pair["reason"]
    assert pair["latest_period"] == "2014 to 2016"


def test_without_intervals_there_is_no_verdict_but_the_latest_gap() -> None:
    table = _changed(
        figures("good", _steps(20), year=2018, arm=None),
        figures("good", _steps(10), year=2019, arm=None),
    )
    row = _row(table, "sii", "boroughs_by_deprivation")
    assert row["verdict"] == "not testable"
    assert "no confidence intervals" in row["reason"]
    assert row["latest_estimate"] == pytest.approx(12.5)


def test_six_periods_without_intervals_are_tested_by_their_own_scatter() -> None:
    wave = [20.0, 17.8, 16.2, 13.9, 12.1, 10.0]
    frames = [figures("good", _steps(x), year=2015 + n, arm=None) for n, x in enumerate(wave)]
    row = _row(_changed(*frames), "gap")
    assert (row["verdict"], row["standard_errors"]) == (
        "narrowing",
        "from the scatter of the series",
    )
    assert "the weaker one" in row["method"]
    assert np.isnan(row["change_lower"])


def test_a_gap_in_current_prices_is_not_tested_but_its_ratio_is() -> None:
    frames = [figures("good", _steps(x), year=2018 + n) for n, x in enumerate((20, 15, 10))]
    measured = inequalities.table(boroughs.sets(together(residents(), *frames), AREAS), TRAITS)
    table = changes.table(measured, frozenset({"good"}))
    gap = _row(table, "gap")
    assert gap["verdict"] == "not testable"
    assert "prices of each year" in gap["reason"]
    assert gap["latest_estimate"] == 10
    assert _row(table, "ratio")["verdict"] == "narrowing"


def test_a_gap_that_changes_sides_has_reversed() -> None:
    frames = [figures("good", _steps(x), year=2016 + n) for n, x in enumerate((20, 10, -10, -20))]
    row = _row(_changed(*frames), "gap")
    assert row["verdict"] == "reversed"
    assert (row["first_estimate"], row["latest_estimate"]) == (20, -20)


def test_what_cannot_be_measured_says_so_in_its_verdict() -> None:
    row = _row(_changed(figures("good", [np.nan, np.nan, 10, 11, 12])), "gap", "boroughs")
    assert row["verdict"] == "not testable"
    assert "less than 85%" in row["reason"]


def test_one_edition_orders_all_periods_and_the_other_is_tried_beside_it() -> None:
    """Only the two most deprived boroughs change places between the editions of these areas."""
    swapped = AREAS.assign(
        imd_2019_average_score=AREAS["imd_2025_average_score"].to_numpy()[[1, 0, 2, 3, 4, 5]]
    )
    series = ([0.0, 9, 5, 5, 20], [0.0, 9, 5, 5, 17], [0.0, 9, 5, 5, 14])
    frames = [figures("good", x, year=2023 + n, arm=0.5) for n, x in enumerate(series)]
    observations = together(residents(), *frames)
    table = changes.table(inequalities.table(boroughs.sets(observations, swapped), TRAITS))
    row = _row(table, "gap")
    assert (row["first_estimate"], row["latest_estimate"]) == (20, 14)
    assert (row["verdict"], row["sensitivity_verdict"]) == ("narrowing", "narrowing")
    # Beech has 9 where Ash has 0: by the other edition the gap goes from 11 to 5.
    assert _row(table, "sii", "boroughs_by_deprivation")["sensitivity_verdict"] == "narrowing"


def test_contributions_worked_by_hand() -> None:
    """Distances from the mean of 10 are 4, 1, 1, 0 and 4: their squares sum to 34."""
    observations = together(
        residents(),
        figures("good", [6.0, 9, 11, 10, 14], year=2019),
        figures("good", [5.0, 9, 11, 10, 15], year=2020),
        figures("good", [6.0, 9, 11, 10, 14], year=2021),
    )
    plain = boroughs.unordered(observations, AREAS)
    table = contributions.table(plain, list(CODES), TRAITS)
    good = table[table["indicator_id"] == "good"]
    assert set(good["period"]) == {"2019", "2021"}
    latest = good[(good["measure"] == "bgv") & good["is_latest"]].set_index("area_code")
    assert list(latest["share"]) == pytest.approx([16 / 34, 1 / 34, 1 / 34, 0, 16 / 34])
    assert list(latest["difference"]) == pytest.approx([-4, -1, 1, 0, 4])
    assert list(latest["population_share"]) == pytest.approx([0.2] * 5)
    assert good.groupby(["period", "measure"])["share"].sum().to_list() == pytest.approx([1] * 6)
    counts = table[table["indicator_id"] == "population"]
    assert counts["share"].isna().all()
    assert counts["reason"].str.contains("how large").all()


def test_a_borough_without_a_figure_has_a_reason_and_no_share() -> None:
    observations = together(
        residents((10, 300, 300, 300, 300)), figures("good", [np.nan, 9, 11, 10, 14])
    )
    plain = boroughs.unordered(observations, AREAS)
    table = contributions.table(plain, list(CODES), TRAITS)
    first = table[(table["indicator_id"] == "good") & (table["area_code"] == CODES[0])]
    assert set(first["reason"]) == {"there is no figure"}
    rest = table[(table["indicator_id"] == "good") & (table["measure"] == "mdm")]
    assert rest["share"].sum() == pytest.approx(1)


def _trend(observations: pd.DataFrame, kind: str = "annual") -> pd.Series:
    return trends.table(observations, pd.Series({"good": kind})).iloc[0]


def _years(values: list[float], starts: list[int], **given: object) -> pd.DataFrame:
    return together(
        *[
            figures("good", [value], areas=CODES[:1], year=year, **given)
            for value, year in zip(values, starts, strict=True)
        ]
    )


def test_an_annual_series_follows_the_published_rule() -> None:
    """Equal weights: slope 2 a year, SE (1/z)/√10, so χ² = 4·10·z²."""
    row = _trend(_years([99, 10, 12, 14, 16, 18], [2014, 2015, 2016, 2017, 2018, 2019]))
    assert (row["direction"], row["periods_used"]) == ("increasing", 5)
    assert row["slope"] == pytest.approx(2)
    assert row["chi_squared"] == pytest.approx(40 * 1.959964**2, rel=1e-6)
    assert (row["first_period"], row["last_period"]) == ("2015", "2019")
    assert row["method"] == trends.PUBLISHED


def test_rolling_periods_are_thinned_and_the_slope_is_a_year_s() -> None:
    years = list(range(2000, 2013))
    row = _trend(_years([2.0 * x for x in range(13)], years, years=3), "rolling")
    assert (row["first_period"], row["last_period"]) == ("2000 to 2002", "2012 to 2014")
    assert (row["direction"], row["method"]) == ("increasing", trends.OWN)
    assert row["slope"] == pytest.approx(2)


@pytest.mark.parametrize(
    ("observations", "reason"),
    [
        (_years([1, 2, 3], [2017, 2018, 2019]), "fewer than 5"),
        (_years([1, 2, 3, 4, 5], [2013, 2014, 2015, 2016, 2019]), "not an unbroken series"),
        (_years([1, 2, 3, 4, 5], list(range(2015, 2020)), arm=None), "no confidence interval"),
    ],
)
def test_a_trend_that_cannot_be_calculated_says_why(
    observations: pd.DataFrame, reason: str
) -> None:
    row = _trend(observations)
    assert row["direction"] == "cannot be calculated"
    assert reason in row["reason"]
    assert (row["periods_used"], bool(row["significant"])) == (0, False)
    assert np.isnan(row["slope"])
