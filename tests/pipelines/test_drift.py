"""Differences at a publisher: which are noted, and which stop an indicator."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines import drift, shape
from pipelines.catalogue import Feed
from pipelines.drift import Finding
from pipelines.upstream import Column, LiveFeed, LiveFile, Tolerance, Upstream
from tests.areas import CITY, ENGLAND
from tests.committed import boroughs
from tests.pipelines.frames import observation, observations

BOROUGHS = boroughs()


def _series(year: int = 2023, **given: object) -> list[dict[str, object]]:
    """One figure a borough; standard errors of 1 / 1.96."""
    period = {
        "period": str(year),
        "period_start": pd.Timestamp(f"{year}-01-01"),
        "period_end": pd.Timestamp(f"{year}-12-31"),
    }
    limits = {"value": 28.0, "lower_95": 27.0, "upper_95": 29.0}
    return [observation(**{"area_code": x, **period, **limits, **given}) for x in BOROUGHS]


def _found(
    before: list[dict[str, object]], after: list[dict[str, object]], **given: float
) -> list[Finding]:
    tolerance = Tolerance(**given)
    return drift.of_figures(observations(*before), observations(*after), tolerance, BOROUGHS)


def _kinds(found: list[Finding]) -> list[tuple[str, bool]]:
    return [(x.kind, x.stops) for x in found]


def test_newer_periods_and_small_revisions_are_no_drift() -> None:
    revised = _series(value=28.9)
    assert _found(_series(), [*revised, *_series(2024)]) == []


def test_a_first_series_has_nothing_to_differ_from() -> None:
    assert (
        drift.of_figures(
            observations(*_series()).iloc[:0], observations(*_series()), Tolerance(), []
        )
        == []
    )


@pytest.mark.parametrize(("value", "stops"), [(31.0, False), (31.1, True)])
def test_a_value_may_move_six_standard_errors(value: float, stops: bool) -> None:
    after = _series()
    after[3] |= {"value": value, "lower_95": value - 1, "upper_95": value + 1}
    # The standard error is 2 / 3.92 = 0.5102, six of them 3.061.
    assert bool(_found(_series(), after)) is stops


def test_without_limits_a_value_may_move_half_its_size() -> None:
    bare = {"lower_95": None, "upper_95": None}
    after = _series(**bare)
    after[3]["value"] = 43.0
    assert _kinds(_found(_series(**bare), after)) == [("value_moved", True)]
    after[3]["value"] = 41.0
    assert _found(_series(**bare), after) == []


def test_a_percentage_that_became_a_share_is_seen() -> None:
    bare = {"lower_95": None, "upper_95": None}
    (found,) = _found(_series(**bare), _series(**bare, value=0.28))
    every = len(BOROUGHS)
    assert found.message == (
        f"{every} of {every} figures moved further than 6 standard errors "
        "(or 0.5 of their size where there is no interval)"
    )


def test_a_zero_that_stays_zero_has_not_moved() -> None:
    bare = {"lower_95": None, "upper_95": None, "value": 0.0}
    assert _found(_series(**bare), _series(**bare)) == []


def test_boroughs_that_lost_their_figure() -> None:
    hidden = {"value": None, "lower_95": None, "upper_95": None, "note": "Suppressed."}
    after = [*_series()[2:], *(x | hidden | {"state": "suppressed"} for x in _series()[:2])]
    (found,) = _found(_series(), after)
    assert (found.kind, found.stops) == ("areas_lost", True)
    assert found.before == (f"{CITY}, 2023, persons: 28", "E09000002, 2023, persons: 28")
    assert _kinds(_found(_series(), after, lost_boroughs=2)) == [("areas_lost", False)]


def test_london_and_england_are_needed_to_compare_with() -> None:
    england = observation(**(_series()[0] | {"area_code": ENGLAND}))
    found = _found([*_series(), england], _series(), lost_boroughs=5)
    assert _kinds(found) == [("areas_lost", True)]


def test_a_period_that_vanished() -> None:
    before = [*_series(2021), *_series(2022), *_series(2023)]
    assert _kinds(_found(before, [*_series(2021), *_series(2023)])) == [("period_gone", True)]
    window = [*_series(2022), *_series(2023), *_series(2024)]
    assert _kinds(_found(before, window)) == [("period_gone", True)]
    assert _kinds(_found(before, window, lost_periods=1)) == [("period_gone", False)]
    middle = [*_series(2021), *_series(2023)]
    assert _kinds(_found(before, middle, lost_periods=1)) == [("period_gone", True)]


def test_a_series_that_vanished_names_the_one_that_came() -> None:
    found = _found([*_series(), *_series(sex="female")], [*_series(), *_series(sex="male")])
    assert _kinds(found) == [("series_gone", True)]
    assert found[0].before == ("female, 10-11 yrs, total, all",)
    assert found[0].after == ("male, 10-11 yrs, total, all",)


def test_a_diff_reads_as_one() -> None:
    finding = Finding(
        "column_gone", True, "a.csv", "column 'Sex' is gone", ("'Sex'",), ("'Gender'",)
    )
    assert drift.written([finding]) == [
        "! a.csv: column 'Sex' is gone",
        "    - 'Sex'",
        "    + 'Gender'",
    ]


COLUMNS = (
    Column("Area Code", "text"),
    Column("Sex", "text", labels=("Persons", "Male")),
    Column("Time period", "period"),
    Column("Value", "number", minimum=0, maximum=100),
    Column("Trend", "text", optional=True),
)


def _shape(content: str) -> list[Finding]:
    feed = Feed("suicide", "s", "a.csv", select={"sex": ["Persons"]})
    file = LiveFile("s", "a.csv", "https://x.invalid/a.csv", (LiveFeed(feed),))
    return shape.check(content.encode(), file, Upstream("s", "csv", columns=COLUMNS))


def test_a_file_as_declared_has_no_findings() -> None:
    assert _shape("AreaCode,Sex,Timeperiod,Value\nE1,Persons,2021 - 23,5\n") == []


def test_a_renamed_column_is_shown_beside_its_new_name() -> None:
    (found,) = _shape("Area Code,Gender,Sex Label,Time period,Value\nE1,M,Persons,2023,5\n")[:1]
    assert (found.kind, found.stops) == ("column_gone", True)
    (found,) = _shape("Area Code,Sex,Time period,Observed value\nE1,Persons,2023,5\n")
    assert found.before == ("column 'Value'",)
    assert found.after == ("column 'Observed value'",)


def test_types_ranges_and_labels() -> None:
    rows = "Area Code,Sex,Time period,Value\nE1,Persons,next year,many\nE2,Other,2023,1\n"
    assert _kinds(_shape(rows)) == [("label_new", False), ("type", False), ("type", False)]
    rows = "Area Code,Sex,Time period,Value\nE1,Persons,2023,101\n"
    assert _kinds(_shape(rows)) == [("range", True)]
    rows = "Area Code,Sex,Time period,Value\nE1,People,2023,5\n"
    assert _kinds(_shape(rows)) == [("label_new", True)]
