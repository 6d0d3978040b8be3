"""What the shared controls offer, ready to draw: kept by build, and shared, so never changed."""

from __future__ import annotations

from functools import lru_cache

from dashboard import choices, looks, queries
from dashboard.db import Build
from dashboard.looks import Series


@lru_cache(maxsize=8)
def boroughs(build: Build) -> dict[str, str]:
    """Each borough's name by its code, in the order of names."""
    areas = queries.areas(build)
    return dict(areas.loc[areas["area_type"] == "borough", "area_name"])


@lru_cache(maxsize=8)
def priorities(build: Build) -> dict[str, str]:
    """Each priority's short title by its slug, the overall summary first."""
    every = queries.priorities(build)
    return dict(zip(every["priority_id"], every["short_title"], strict=True))


@lru_cache(maxsize=64)
def indicators(build: Build, priority: str = "") -> dict[str, str]:
    """The titles of what a map can show, by id; of one priority, or of all."""
    every = queries.indicators(build)
    own = every[choices.shown(every)]
    return dict((own[own["priority"] == priority] if priority else own)["title"])


@lru_cache(maxsize=256)
def sexes(build: Build, indicator: str) -> list[str]:
    """The sexes an indicator is published for, both together first."""
    found = set(queries.series(build, indicator)["sex"])
    return sorted(found, key=choices.SEX_ORDER.index)


@lru_cache(maxsize=512)
def ages(build: Build, indicator: str, sex: str) -> list[str]:
    """The ages an indicator is published for, as published."""
    series = queries.series(build, indicator)
    return list(dict.fromkeys(series.loc[series["sex"] == sex, "age"]))


@lru_cache(maxsize=512)
def periods(build: Build, own: Series) -> list[str]:
    """The periods of a series that have borough figures, latest first."""
    return list(looks.periods(build, own)["period"])
