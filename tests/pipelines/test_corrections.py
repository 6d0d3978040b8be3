"""Known errors are put right where the catalogue says so, and only while they are there."""

from __future__ import annotations

import pandas as pd

from pipelines import corrections
from pipelines.catalogue import Correction
from pipelines.errors import CatalogueError
from tests.areas import CITY
from tests.pipelines.frames import observation, observations
from tests.refusals import refused

ZERO = observation(value=0.0, lower_95=None, upper_95=None, area_code=CITY)


def correction(**given: object) -> Correction:
    rule = {
        "id": "city_zero",
        "reason": "a zero that is the publisher's blank",
        "match": {"indicator_id": "obesity_year_6", "area_code": CITY},
        "expect": {"value": 0.0},
        "change": {"value": None, "state": "missing", "note": "written as zero"},
    }
    return Correction(**(rule | given))  # type: ignore[arg-type]


def test_only_the_matching_figure_changes() -> None:
    frame = observations(observation(), ZERO)
    done = corrections.apply(frame, [correction()])
    assert list(done["state"]) == ["published", "missing"]
    assert pd.isna(done["value"].iloc[1])
    assert frame["value"].iloc[1] == 0


def test_a_correction_that_matches_nothing_fails() -> None:
    with refused(CatalogueError, "city_zero matches no figure"):
        corrections.apply(observations(observation()), [correction()])


def test_a_correction_that_finds_something_else_fails() -> None:
    changed = observation(area_code=CITY, value=3.0, lower_95=None, upper_95=None)
    with refused(CatalogueError, "city_zero expects value 0.0", "has 3.0"):
        corrections.apply(observations(changed), [correction()])


def test_a_correction_of_an_unknown_column_fails() -> None:
    with refused(CatalogueError, "column 'colour'"):
        corrections.apply(observations(ZERO), [correction(change={"colour": "red"})])
