"""Small areas summed to fifths of a borough, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines import contract
from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import CatalogueError, PipelineError, SourceError
from pipelines.sources import small_area
from pipelines.stats import intervals
from tests.areas import CITY as OTHER
from tests.areas import ENGLAND, LONDON
from tests.refusals import refused

BOROUGH = "E09000002"


def _feed(**options: object) -> Feed:
    given = {
        "deprivation": {"file": "imd.csv", "small_area": "code", "rank": "rank"},
        "boroughs": {"file": "lookup.csv", "small_area": "code", "area_code": "borough"},
    }
    return Feed(
        indicator_id="bad_health",
        source="ons_census_2021_small_areas",
        file="shares.csv",
        columns={"small_area": "code", "value": "percent", "denominator": "people"},
        constants={"period": "2021-03-21"},
        options=given | options,
    )


def _tables() -> dict[str, pd.DataFrame]:
    """Ten areas of 100 in one borough, their ranks running against their codes; two in another."""
    codes = [f"E0100000{place}" for place in range(10)] + ["E01000010", "E01000011", "W01000001"]
    shares = pd.DataFrame(
        {"code": codes, "percent": [*range(1, 11), 5, 5, 50], "people": 100},
    )
    ranks = pd.DataFrame({"code": codes[:12], "rank": [*range(10, 0, -1), 11, 12]})
    lookup = pd.DataFrame({"code": codes[:12], "borough": [BOROUGH] * 10 + [OTHER] * 2})
    return {"shares.csv": shares, "imd.csv": ranks, "lookup.csv": lookup}


def _parsed(known: Catalogue, feed: Feed | None = None, **changed: pd.DataFrame) -> pd.DataFrame:
    tables = {**_tables(), **{f"{name}.csv": table for name, table in changed.items()}}
    written = {name: table.to_csv(index=False).encode() for name, table in tables.items()}
    content = written.pop("shares.csv")
    return small_area.parse(content, feed or _feed(), known, written)


def test_fifths_hold_equal_numbers_of_residents_in_the_order_of_deprivation(
    known: Catalogue,
) -> None:
    parsed = _parsed(known)
    contract.validate(parsed, known.area_codes, known.limits)
    fifths = parsed[(parsed["area_code"] == BOROUGH) & (parsed["group_type"] != "total")]
    by_name = fifths.set_index("group_name")["value"]
    # The last code has the first rank: shares of 10 and 9 are the most deprived fifth.
    assert [by_name[name] for name in small_area.FIFTHS] == pytest.approx([9.5, 7.5, 5.5, 3.5, 1.5])
    assert set(fifths["denominator"]) == {200.0}
    assert set(fifths["note"]) == {"2 small areas."}
    most = fifths.set_index("group_name").loc["Most deprived fifth"]
    lower, upper = intervals.wilson(19, 200)
    assert [most["count"], most["lower_95"], most["upper_95"]] == pytest.approx(
        [19, 100 * lower, 100 * upper]
    )


def test_totals_are_summed_for_boroughs_london_and_england(known: Catalogue) -> None:
    totals = _parsed(known).query("group_type == 'total'").set_index("area_code")
    assert totals["count"].to_dict() == {
        BOROUGH: 55.0,
        OTHER: 10.0,
        LONDON: 65.0,
        ENGLAND: 65.0,
    }
    assert set(totals["period"]) == {"21 March 2021"}


def test_a_borough_with_too_few_small_areas_says_so(known: Catalogue) -> None:
    parsed = _parsed(known)
    few = parsed[(parsed["area_code"] == OTHER) & (parsed["group_type"] != "total")]
    assert list(few["group_name"].sort_values()) == sorted(small_area.FIFTHS)
    assert set(few["state"]) == {"not_applicable"}
    assert few["value"].isna().all()
    assert few["note"].str.contains("too few").all()


@pytest.mark.parametrize(
    ("name", "change", "facts"),
    [
        ("imd", lambda x: x.head(9), ("no row for 3 small areas",)),
        ("shares", lambda x: x.drop(index=3), ("no row for 1 small areas",)),
        ("shares", lambda x: x.assign(percent=None), ("row 2, column 'percent'", "blank")),
        ("imd", lambda x: x.assign(rank="first"), ("column 'rank'", "'first'")),
        ("lookup", lambda x: pd.concat([x, x.head(1)]), ("'E01000000'", "twice")),
        ("lookup", lambda x: x.drop(columns="borough"), ("no column 'borough'",)),
    ],
)
def test_what_does_not_fit_together_is_named(
    known: Catalogue, name: str, change: object, facts: tuple[str, ...]
) -> None:
    assert callable(change)
    table = change(_tables()[f"{name}.csv"])
    with refused(SourceError, f"{name}.csv", *facts):
        _parsed(known, **{name: table})


@pytest.mark.parametrize(
    ("feed", "kind", "facts"),
    [
        (_feed(boroughs={"file": "lookup.csv"}), CatalogueError, ("boroughs", "area_code")),
        (_feed(rows="all"), CatalogueError, ("'rows'",)),
        (
            _feed(boroughs={"file": "x.csv", "small_area": "code", "area_code": "borough"}),
            SourceError,
            ("x.csv", "shares.csv"),
        ),
    ],
)
def test_a_feed_that_cannot_be_followed_is_named(
    known: Catalogue, feed: Feed, kind: type[PipelineError], facts: tuple[str, ...]
) -> None:
    with refused(kind, *facts):
        _parsed(known, feed)


def test_a_feed_without_deprivation_gives_the_totals_alone(known: Catalogue) -> None:
    whole = _parsed(known)
    feed = _feed()
    del feed.options["deprivation"]
    totals = _parsed(known, feed)
    assert set(totals["group_type"]) == {"total"}
    expected = whole[whole["group_type"] == "total"].set_index("area_code")["value"]
    assert totals.set_index("area_code")["value"].to_dict() == expected.to_dict()
    assert small_area.files_beside(feed) == ["lookup.csv"]
