"""Further ways of looking at the map: a second one, change since a period, fixed classes.

Each is a key of the address; `state.resolve` asks here what they come to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from dashboard import choices, queries
from dashboard.db import Build

if TYPE_CHECKING:
    from dashboard.state import View

CLASSES = ("period", "all")
LIKE = ("no", "yes")
CHANGE = "change"
# A period to look back to should have nearly as many boroughs as the latest.
_NEARLY_AS_MANY = 0.9


@dataclass(frozen=True)
class Series:
    """The figures a map shows, over all periods."""

    indicator: str
    sex: str
    age: str


@dataclass(frozen=True)
class Looks:
    """What the further ways of looking come to; '' where one is not used."""

    colour: str
    since: str
    classes: str
    like: str
    indicator2: str
    period2: str
    sex2: str


def resolve(
    given: Mapping[str, str],
    build: Build,
    own: Series,
    period: str,
    colour: str,
    problems: list[str],
) -> Looks:
    """The ways of looking that exist for a figure, with a sentence for each that does not.

    Args:
        given: values by key of the address.
        build: what exists.
        own: the series of the first map, and ``period`` its period.
        colour: the colouring asked for; without an earlier period there is no change to show.
        problems: where the sentences go.
    """
    colour = _colour(build, own, period, colour, problems)
    return Looks(
        colour=colour,
        since=_since(given, build, own, colour, problems),
        classes=choices.one_of(given, "classes", CLASSES, problems),
        like=choices.one_of(given, "like", LIKE, problems),
        **_second(given, build, own, problems),
    )


@lru_cache(maxsize=512)
def periods(build: Build, own: Series) -> pd.DataFrame:
    """The periods of a series that have borough figures, latest first."""
    series = queries.series(build, own.indicator)
    return series[(series["sex"] == own.sex) & (series["age"] == own.age)]


@lru_cache(maxsize=512)
def earlier(build: Build, own: Series) -> list[str]:
    """The periods before the latest one, latest first: those a change can be counted from."""
    return list(periods(build, own)["period"])[1:]


@lru_cache(maxsize=1024)
def can_change(build: Build, own: Series, period: str) -> bool:
    """Whether a map of the period can show change: it is the latest, and there are others."""
    there = list(periods(build, own)["period"])
    return len(there) > 1 and period == there[0]


@lru_cache(maxsize=512)
def usual_earlier(build: Build, own: Series) -> str:
    """The period to look back to: the first with nearly as many boroughs that does not overlap.

    '' where the series has one period only.
    """
    there = periods(build, own)
    if len(there) < 2:
        return ""
    latest, rest = there.iloc[0], there.iloc[1:]
    apart = rest[
        (rest["period_end"] < latest["period_start"])
        & (rest["boroughs_published"] >= _NEARLY_AS_MANY * latest["boroughs_published"])
    ]
    return str((apart if len(apart) else rest)["period"].iloc[-1])


@lru_cache(maxsize=1024)
def partner(build: Build, view: View) -> View | None:
    """The view of the second map; its own second map is the first. None where there is none."""
    if not (view.indicator2 or view.period2 or view.sex2):
        return None
    own = second_series(build, view)
    there = list(periods(build, own)["period"])
    period = view.period2 or (view.period if view.period in there else there[0])
    changed = view.colour == CHANGE and can_change(build, own, period)
    since = view.since if view.since in there[1:] else usual_earlier(build, own)
    return replace(
        view,
        indicator=own.indicator,
        period=period,
        sex=own.sex,
        age=own.age,
        colour="value" if view.colour == CHANGE and not changed else view.colour,
        since=since if changed else "",
        indicator2=view.indicator,
        period2=view.period,
        sex2=view.sex,
    )


@lru_cache(maxsize=1024)
def second_series(build: Build, view: View) -> Series:
    """The series of the second map: what was asked for, else the first map's where it exists."""
    indicator = view.indicator2 or view.indicator
    there = queries.published(build, indicator)
    sexes = choices.unique(there)
    sex = next((x for x in (view.sex2, view.sex) if x in sexes), sexes[0])
    ages = list(there[sex])
    return Series(indicator, sex, view.age if view.age in ages else ages[0])


def _colour(build: Build, own: Series, period: str, colour: str, problems: list[str]) -> str:
    if colour != CHANGE or can_change(build, own, period):
        return colour
    there = list(periods(build, own)["period"])
    problems.append(
        f"Change is measured up to the latest period, {there[0]}; coloured by value instead."
        if len(there) > 1
        else f"Only {there[0]} is published, so there is no change; coloured by value instead."
    )
    return "value"


def _since(
    given: Mapping[str, str], build: Build, own: Series, colour: str, problems: list[str]
) -> str:
    wanted = given.get("since", "").strip()
    if colour != CHANGE:
        if wanted:
            problems.append("'since' only means something with colour=change; it was ignored.")
        return ""
    there, usual = earlier(build, own), usual_earlier(build, own)
    found = choices.among(wanted, there)
    if wanted and not found:
        problems.append(choices.absent("since", wanted, there, f"counting from {usual}"))
    return found or usual


def _second(
    given: Mapping[str, str], build: Build, own: Series, problems: list[str]
) -> dict[str, str]:
    """The second map's keys, each '' where it is not asked for or does not exist."""
    indicator = _indicator(given, build, problems)
    published = queries.published(build, indicator or own.indicator)
    sexes = choices.unique(published)
    sex = _if_there(given, "sex2", sexes, problems)
    shown = next((x for x in (sex, own.sex) if x in sexes), sexes[0])
    ages = published[shown]
    there = list(ages[own.age if own.age in ages else next(iter(ages))])
    return {
        "indicator2": indicator,
        "period2": _if_there(given, "period2", there, problems),
        "sex2": sex,
    }


def _indicator(given: Mapping[str, str], build: Build, problems: list[str]) -> str:
    wanted = given.get("indicator2", "").strip()
    indicators = queries.indicators(build)
    if not wanted or (wanted in indicators.index and bool(choices.shown(indicators)[wanted])):
        return wanted
    problems.append(
        f"There is no indicator '{choices.shortened(wanted)}' with a map; no second map of it."
    )
    return ""


def _if_there(given: Mapping[str, str], key: str, options: list[str], problems: list[str]) -> str:
    wanted = given.get(key, "").strip()
    found = choices.among(wanted, options)
    if wanted and not found:
        problems.append(choices.absent(key, wanted, options, "it is left out"))
    return found
