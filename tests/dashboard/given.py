"""What tests of the dashboard are given: views, indicators, units, a row of a mart."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import queries, state
from dashboard.content import options
from dashboard.db import Build
from dashboard.state import View
from dashboard.text import Unit

PERCENT = Unit("", "%", "per cent", 1)
YEARS = Unit("", "years", "years", 1)
THREE_AREAS = ("E09000025", "E09000001", "E09000012")


def view_of(build: Build, *areas: str, **address: str) -> View:
    """The view of an address in which all is as it should be; ``areas`` are side by side."""
    found = state.resolve(state.given({**address, "areas": list(areas)}), build)
    assert not found.problems, found.problems
    return found.view


def with_a_map(build: Build) -> list[str]:
    """The ids of the indicators that have borough figures and so a map."""
    known = queries.indicators(build)
    return [str(x) for x in known.index[state.shown(known)]]


def varied_views(build: Build) -> Iterator[View]:
    """Every indicator once, each seen in another way, with every part filled in."""
    for number, indicator in enumerate(options.indicators(build)):
        address: dict[str, str | list[str]] = {
            "indicator": indicator,
            "area": THREE_AREAS[number % 3],
            "areas": list(THREE_AREAS),
            "map": state.LAYOUTS[number % 2],
            "colour": state.COLOURS[number % 4],
            "benchmark": state.BENCHMARKS[number % 2],
            "confidence": state.CONFIDENCES[number % 2],
            "classes": ("period", "all")[number % 2],
            "like": ("yes", "no")[number % 2],
            "order": state.ORDERS[number % 3],
            "indicator2": "obesity_year_6" if number % 2 else "",
        }
        # What does not exist for an indicator is left out, as for a viewer who asks for it.
        yield state.resolve(state.given(address), build).view


def gap_change(**given: object) -> dict[str, object]:
    """A row of the mart gap_change: 12 against 9, and narrowed, but for what is given.

    The two figures follow from the estimate, as where low is good: the most deprived have the
    higher figure of a gap above zero.
    """
    estimate = given.get("latest_estimate", 3.0)
    figures = (None, None) if estimate is None else (9.0 + float(str(estimate)), 9.0)
    row: dict[str, object] = {
        "sex": "persons",
        "measure": "gap",
        "dimension": "borough_fifths_by_deprivation",
        "verdict": "narrowing",
        "reason": None,
        "first_period": "2012",
        "latest_period": "2022",
        "latest_estimate": 3.0,
        "latest_lower": 1.0,
        "latest_upper": 5.0,
        "latest_spread_lower": 0.5,
        "latest_spread_upper": 5.5,
        "latest_disadvantaged": "Most deprived fifth of boroughs",
        "latest_advantaged": "Least deprived fifth of boroughs",
        "latest_disadvantaged_value": figures[0],
        "latest_advantaged_value": figures[1],
        "rests_on": None,
        "sensitivity_verdict": None,
    }
    return row | given
