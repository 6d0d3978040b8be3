"""Every borough has a row in every series, with the reason where it has no figure."""

from __future__ import annotations

from pipelines import gaps
from pipelines.catalogue import Catalogue
from tests.areas import ENGLAND, HACKNEY
from tests.pipelines.frames import observation, observations


def test_boroughs_left_out_are_explained(known: Catalogue) -> None:
    filled = gaps.fill(observations(observation()), known)
    assert sorted(filled["area_code"]) == sorted(known.boroughs)
    hackney = filled[filled["area_code"] == HACKNEY].iloc[0]
    assert hackney["state"] == "suppressed"
    assert "City of London" in hackney["note"]
    assert (filled["note"].notna() | (filled["state"] == "published")).all()


def test_a_series_without_boroughs_is_left_alone(known: Catalogue) -> None:
    england = observations(observation(area_code=ENGLAND, group_type="deprivation_decile"))
    assert len(gaps.fill(england, known)) == 1


def test_nothing_is_added_where_nothing_lacks(known: Catalogue) -> None:
    every = observations(*(observation(area_code=code) for code in known.boroughs))
    assert len(gaps.fill(every, known)) == len(every)
