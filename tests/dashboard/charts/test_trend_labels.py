"""What stands at the end of a line over time says of when it is, where others go on after it."""

from __future__ import annotations

import re

from dashboard.content import comparisons, maps
from dashboard.db import Build
from tests.dashboard.given import view_of

HACKNEY, NEWHAM = "E09000012", "E09000025"


def ends(build: Build, indicator: str, area: str = HACKNEY) -> list[str]:
    view = view_of(build, indicator=indicator, area=area)
    figure = maps.trend(build, view).figure
    return [x.text.replace("<br>", " ") for x in figure.layout.annotations]


def test_a_line_that_ends_earlier_says_when(build: Build) -> None:
    found = [x for x in ends(build, "pm25_mortality") if x.startswith("London")]
    assert found
    assert all(x.endswith(" in 2021") for x in found)


def test_lines_that_end_together_say_no_period(build: Build) -> None:
    found = ends(build, "obesity_year_6", NEWHAM)
    assert len(found) >= 3
    assert not [x for x in found if re.search(r" in \d{4}", x)]


def test_only_lines_that_are_drawn_are_named(build: Build) -> None:
    said = {
        indicator: comparisons.bands(build, view_of(build, HACKNEY, indicator=indicator))
        for indicator in ("physically_inactive", "suicide", "obesity_year_6")
    }
    assert "London is" not in said["physically_inactive"]
    assert "England is" in said["physically_inactive"]
    assert " is the " not in said["suicide"]
    assert "London is" in said["obesity_year_6"]
