"""A one-day count, a survey, a year to a month and a mid-year estimate are told apart in words."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import period_words, queries, text
from dashboard.content import listings, provenance
from dashboard.db import Build
from pipelines import catalogue
from tests.dashboard.given import view_of, with_a_map

MARCH_21, JUNE_30, APRIL_1 = date(2021, 3, 21), date(2024, 6, 30), date(2025, 4, 1)


def row(kind: str, basis: str = "") -> dict[str, str]:
    return {"period_kind": kind, "period_basis": basis}


@pytest.mark.parametrize(
    ("kind", "basis", "period", "end", "said"),
    [
        (
            "annual",
            "",
            "2023",
            date(2023, 12, 31),
            "Each figure covers one calendar year (January to December); this one is 2023.",
        ),
        (
            "annual",
            "",
            "2023/24",
            date(2024, 3, 31),
            "Each figure covers one financial year (April to March); this one is 2023/24.",
        ),
        (
            "annual",
            "",
            "2023/24",
            date(2024, 8, 31),
            "Each figure covers one school year (September to August); this one is 2023/24.",
        ),
        (
            "annual",
            "",
            "2023/24",
            date(2024, 9, 30),
            "Each figure covers one year to September; this one is 2023/24.",
        ),
        (
            "annual",
            "survey",
            "2024/25",
            date(2025, 11, 15),
            "A survey over one year, from 16 November 2024 to 15 November 2025, shown as 2024/25.",
        ),
        (
            "point",
            "census_day",
            "21 March 2021",
            MARCH_21,
            "A census counted everybody on one day, 21 March 2021.",
        ),
        (
            "point",
            "snapshot_day",
            "15 March 2025",
            date(2025, 3, 15),
            "Counted on one day, 15 March 2025.",
        ),
        (
            "point",
            "pay_period",
            "30 April 2025",
            date(2025, 4, 30),
            "A survey of one pay period, the one that includes 30 April 2025.",
        ),
        (
            "point",
            "mid_year_estimate",
            "30 June 2024",
            JUNE_30,
            "An estimate for the middle of a year, 30 June 2024; nobody was counted on that day.",
        ),
        (
            "point",
            "middle_of_year",
            "1 April 2025",
            APRIL_1,
            "Covers the year to September 2025; 1 April 2025 is the middle of that year.",
        ),
        (
            "point",
            "",
            "1 April 2025",
            APRIL_1,
            "Each figure is of one day; this one is 1 April 2025.",
        ),
    ],
)
def test_a_period_says_what_it_covers(
    kind: str, basis: str, period: str, end: date, said: str
) -> None:
    assert period_words.covers(row(kind, basis), period, end) == said


def test_several_years_together_say_whether_they_overlap() -> None:
    end = date(2024, 12, 31)
    rolling = period_words.covers(row("rolling"), "2022 to 2024", end)
    pooled = period_words.covers(row("pooled", "survey"), "2020 to 2024", end)
    assert "2022 to 2024" in rolling
    assert "overlaps" in rolling
    assert "2020 to 2024" in pooled
    assert "survey" in pooled


def test_the_short_names_differ_where_the_periods_do() -> None:
    end = date(2024, 12, 31)
    kinds = [
        row("annual"),
        row("rolling"),
        row("pooled", "survey"),
        *(
            row("point", x)
            for x in ("census_day", "snapshot_day", "pay_period", "mid_year_estimate")
        ),
        row("annual", "survey"),
        row("annual", "season"),
        row("annual", "edition"),
    ]
    names = [period_words.name(x, end) for x in kinds]
    assert len(set(names)) == len(names)
    assert period_words.name(row("point", "middle_of_year"), APRIL_1) == "year to September 2025"
    assert period_words.name(row("annual"), date(2024, 9, 30)) == "year to September"


def test_a_date_alone_never_says_that_something_was_counted_then() -> None:
    """Whether it was counted, asked or estimated is in the catalogue for every dated indicator."""
    dated = [x for x in catalogue.load().indicators.values() if x.period_kind == "point"]
    assert dated
    assert [x.id for x in dated if not x.period_basis] == []


def test_figures_of_a_survey_are_said_to_be() -> None:
    """What the definition says of the survey, its period says too."""
    surveys = ("Annual Population Survey", "Active Lives Adult Survey")
    found = [
        x
        for x in catalogue.load().indicators.values()
        if x.period_kind in ("annual", "pooled") and any(y in x.definition for y in surveys)
    ]
    assert found
    assert [x.id for x in found if x.period_basis != "survey"] == []


def test_the_map_says_what_its_period_covers(build: Build) -> None:
    own = queries.indicators(build).loc[with_a_map(build)]
    for basis, chosen in own.groupby("period_basis"):
        view = view_of(build, indicator=str(chosen.index[0]))
        periods = queries.series(build, view.indicator)
        end = periods.loc[periods["period"] == view.period, "period_end"].iloc[0]
        said = period_words.covers(dict(chosen.iloc[0]), view.period, end)
        assert f"<dt>Period</dt><dd>{text.safe(said)}</dd>" in provenance.definition(build, view), (
            basis
        )


def test_the_methods_page_says_it_of_every_indicator(build: Build) -> None:
    """The context of the boroughs too, which has no map."""
    known = queries.indicators(build)
    listed = listings.context(build) + "".join(
        listings.indicators(build, x) for x in queries.priorities(build)["priority_id"]
    )
    for _, own in known[known["boroughs"] > 0].iterrows():
        said = period_words.covers(dict(own), own["latest_period"], own["latest_day"])
        assert f"<dt>Period</dt><dd>{text.safe(said)}</dd>" in listed, own["indicator_id"]
