"""What a shared link and a citation say, to the letter."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import citations, queries
from dashboard.citations import Cited
from dashboard.content import listings
from dashboard.db import Build
from tests.dashboard.given import view_of

SOURCE = {"publisher": "Office for Examples", "title": "Health by borough", "vintage": "2026-05"}
OTHER = {"publisher": "Example Agency", "title": "Deaths", "vintage": "2025-11-04"}
INDICATOR = {"title": "Children living with obesity in year 6"}


def test_a_citation_to_the_letter() -> None:
    cited = citations.of_figures(INDICATOR, "2024/25", "female", "10-11 yrs", "london", [SOURCE])
    line = citations.line(cited, "abc123", date(2026, 11, 4), "https://a.example/x/map?indicator=o")
    assert line == (
        "Office for Examples, Health by borough (edition of May 2026). Children living with "
        "obesity in year 6, females, aged 10 to 11, 2024/25. Figures by borough, compared with "
        "London. In: Health inequalities in London, build abc123 of 4 November 2026. "
        "https://a.example/x/map?indicator=o"
    )


def test_a_gap_is_cited_as_calculated_here() -> None:
    cited = citations.of_gaps(
        INDICATOR,
        "2024/25",
        "persons",
        "All ages",
        "borough_fifths_by_deprivation",
        [SOURCE, OTHER],
    )
    line = citations.line(cited, "abc123", date(2026, 11, 4), "https://a.example/gaps")
    assert line == (
        "Office for Examples, Health by borough (edition of May 2026); Example Agency, Deaths "
        "(edition of 4 November 2025). Children living with obesity in year 6, 2024/25. "
        "Inequality between groups (most and least deprived fifths of boroughs), calculated from "
        "the source's figures. In: Health inequalities in London, build abc123 of 4 November "
        "2026. https://a.example/gaps"
    )


def test_a_gap_between_the_sexes_names_neither() -> None:
    cited = citations.of_gaps(INDICATOR, "2024", "female", "All ages", "sex", [SOURCE])
    assert cited.subject == INDICATOR["title"]


def test_a_borough_is_cited_with_every_publisher(build: Build) -> None:
    publishers = listings.publishers(build)
    assert "Office for National Statistics" in publishers
    assert len(publishers) == len(set(publishers)) > 2
    cited = citations.of_borough("Newham", "england", ["Agency A", "Office B"])
    assert citations.line(cited, "abc123", date(2026, 11, 4), "https://a.example/borough") == (
        "Agency A; Office B. Newham, latest figures. Every indicator, compared with England. In: "
        "Health inequalities in London, build abc123 of 4 November 2026. https://a.example/borough"
    )


def test_a_real_indicator_is_cited_with_its_publisher(build: Build) -> None:
    row = dict(queries.indicators(build).loc["obesity_year_6"])
    source = dict(queries.sources(build).loc[row["source_ids"].split("|")[0]])
    cited = citations.of_figures(row, "2024/25", "persons", "10-11 yrs", "london", [source])
    line = citations.line(cited, build.build_id, date(2026, 1, 2), "https://a.example/map")
    assert line.startswith("Office for National Statistics, ")
    assert "Children living with obesity in year 6, aged 10 to 11, 2024/25. " in line
    assert f"build {build.build_id} of 2 January 2026. https://a.example/map" in line


def test_a_link_is_what_the_browser_writes(build: Build) -> None:
    view = view_of(build, indicator="obesity_year_6", area="E09000025")
    made = citations.link("https://a.example/under/map", view.address(build))
    assert made == (
        "https://a.example/under/map?indicator=obesity_year_6&period=2024%2F25&area=E09000025"
    )
    assert citations.link("https://a.example/", {}) == "https://a.example/"
    assert citations.link("u", {"areas": ["E1", "E2"]}) == "u?areas=E1&areas=E2"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a\nb\u0000\u202ec", "a bc"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("  x\t y  ", "x y"),
    ],
    ids=["controls", "markup", "spaces"],
)
def test_hostile_words_stay_one_line_of_plain_text(given: str, shown: str) -> None:
    cited = Cited(given, given, "2024", "")
    line = citations.line(cited, "b", date(2026, 1, 1), "https://a.example/")
    assert line.startswith(f"{shown}. {shown}, 2024. In: ")
    assert line.isprintable()
