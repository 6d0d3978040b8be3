"""What there is: priorities, indicators, areas, sources, the periods of each series."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from dashboard.db import Build

_PRIORITIES = "select * from priority order by position"

_INDICATORS = "select * from indicator order by indicator_order"

_AREAS = "select * from area order by area_type, area_name"

_SOURCES = "select * from source order by publisher, title"

_BUILD = "select * from build"

_GLOSSARY = "select * from glossary order by lower(term)"

_SERIES = """
select sex, age, group_type, group_name, period, period_start, period_end, boroughs_published,
       has_london, has_england, has_limits_95, has_limits_998, is_latest
from series
where indicator_id = $indicator and group_type = 'total' and boroughs_published > 0
order by period_end desc, sex, age
"""


@lru_cache(maxsize=8)
def priorities(build: Build) -> pd.DataFrame:
    """One row per priority, the overall summary first."""
    return build.frame(_PRIORITIES)


@lru_cache(maxsize=8)
def indicators(build: Build) -> pd.DataFrame:
    """One row per indicator, in the order pages list them, with its id as index."""
    return build.frame(_INDICATORS).set_index("indicator_id", drop=False)


@lru_cache(maxsize=8)
def areas(build: Build) -> pd.DataFrame:
    """One row per area, with its code as index."""
    return build.frame(_AREAS).set_index("area_code", drop=False)


@lru_cache(maxsize=8)
def sources(build: Build) -> pd.DataFrame:
    """One row per source, with its id as index."""
    return build.frame(_SOURCES).set_index("source_id", drop=False)


@lru_cache(maxsize=8)
def glossary(build: Build) -> pd.DataFrame:
    """One row per word the pages use, in the order people look words up, its id as index."""
    return build.frame(_GLOSSARY).set_index("term_id", drop=False)


@lru_cache(maxsize=8)
def facts(build: Build) -> pd.Series:
    """What the build says of itself."""
    return build.frame(_BUILD).iloc[0]


@lru_cache(maxsize=256)
def series(build: Build, indicator: str) -> pd.DataFrame:
    """The periods of an indicator's borough figures for each sex and age, latest first."""
    return build.frame(_SERIES, {"indicator": indicator})


@lru_cache(maxsize=256)
def published(build: Build, indicator: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The periods of an indicator's borough figures, latest first, by sex and then by age."""
    found: dict[str, dict[str, list[str]]] = {}
    own = series(build, indicator)
    for sex, age, period in zip(own["sex"], own["age"], own["period"], strict=True):
        found.setdefault(str(sex), {}).setdefault(str(age), []).append(str(period))
    return {
        sex: {age: tuple(dict.fromkeys(periods)) for age, periods in ages.items()}
        for sex, ages in found.items()
    }
