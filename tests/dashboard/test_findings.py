"""The figures of all boroughs in sentences: every form to the letter."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard import findings
from tests.dashboard.given import PERCENT

AREAS = pd.DataFrame(
    {
        "area_type": ["borough", "borough", "borough", "region", "country"],
        "area_name": ["Brent", "Newham", "Barnet", "London", "England"],
        "state": [*["published"] * 4, "missing"],
        "value": [20.0, 28.1, 15.5, 21.0, float("nan")],
        "verdict_95": ["similar", "worse", "better", None, None],
        "verdict_998": ["similar", "worse", "similar", None, None],
    }
)


@pytest.mark.parametrize(
    ("benchmark", "confidence", "said"),
    [
        (
            "london",
            "95",
            "From 15.5% in Barnet to 28.1% in Newham, 2024; London 21.0%. Of the boroughs, 1 is "
            "worse and 1 is better than London, beyond what chance explains. "
            "England's figure is missing, so boroughs are compared with London.",
        ),
        (
            "london",
            "99.8",
            "From 15.5% in Barnet to 28.1% in Newham, 2024; London 21.0%. Of the boroughs, 1 is "
            "worse than London, beyond what chance explains. England's figure is missing, so "
            "boroughs are compared with London.",
        ),
        (
            "england",
            "95",
            "From 15.5% in Barnet to 28.1% in Newham, 2024. England's figure is missing.",
        ),
    ],
)
def test_a_finding_has_the_ends_the_benchmark_and_the_verdicts(
    benchmark: str, confidence: str, said: str
) -> None:
    assert findings.finding("2024", AREAS, PERCENT, benchmark, confidence) == said


def test_a_benchmark_that_has_a_figure_is_not_called_missing() -> None:
    both = AREAS.assign(state="published", value=AREAS["value"].fillna(22.0))
    said = findings.finding("2024", both, PERCENT, "london", "95")
    assert said.endswith("beyond what chance explains.")
    assert findings.benchmark_missing(both, "england") == ""


def test_a_finding_without_figures_says_so() -> None:
    nothing = AREAS.assign(state="missing")
    assert findings.finding("2024", nothing, PERCENT, "london", "95") == (
        "No borough figure is published for 2024."
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Newham"], "Newham"),
        (["Newham", "Brent"], "Newham and Brent"),
        (["Newham", "Brent", "Barnet"], "Newham, Brent and Barnet"),
        (["Newham", "Brent", "Barnet", "Camden"], "Newham, Brent and 2 others"),
        (["Newham", "Brent", *"abcd"], "Newham, Brent and 4 others"),
    ],
)
def test_up_to_three_are_named_and_of_more_the_rest_are_counted(
    names: list[str], said: str
) -> None:
    assert findings.named(names) == said


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        # 20.01 and 20.04 are both written 20.0%: who reads them sees a tie.
        (
            {"Newham": 28.1, "Camden": 20.04, "Brent": 20.01},
            "From 20.0% in Brent and Camden to 28.1% in Newham",
        ),
        ({"Newham": 20.0, "Brent": 20.0}, "The same in all 2 boroughs, 20.0%"),
        ({"Newham": 20.0}, "Only Newham has a figure, 20.0%"),
        (
            {"Newham": 28.0, "Barnet": 28.0, "Ealing": 28.0, "Brent": 28.0, "Bexley": 3.0},
            "From 3.0% in Bexley to 28.0% in Barnet, Brent and 2 others",
        ),
    ],
)
def test_those_that_share_an_end_are_named(figures: dict[str, float], said: str) -> None:
    frame = pd.DataFrame({"area_name": list(figures), "value": list(figures.values())})
    assert findings.spread(frame, PERCENT) == said
