"""Areas' figures, compared with a benchmark and over time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from dashboard.db import Build
from dashboard.queries.comparisons import histories

# What there is of one period, in this order; the rest of a history is for charts over time.
_OF_A_PERIOD = [
    *("area_code", "area_name", "short_name", "area_type"),
    *("value", "lower_95", "upper_95", "lower_998", "upper_998", "limits_998_method"),
    *("count", "denominator", "state", "note", "source_id", "benchmark_value", "difference"),
    *("verdict_95", "verdict_998", "reason_95", "reason_998", "quintile"),
    *("rank", "rank_shared", "rank_lower", "rank_upper", "rank_of"),
]

_HISTORY = """
select observation.area_code, area.area_name, area.area_type, observation.period,
       observation.period_start, observation.period_end, observation.value,
       observation.lower_95, observation.upper_95, observation.lower_998,
       observation.upper_998, observation.state, observation.note
from observation
inner join area on observation.area_code = area.area_code
where observation.indicator_id = $indicator
    and observation.sex = $sex
    and observation.age = $age
    and observation.group_type = 'total'
    and (observation.area_code = $area or area.area_type <> 'borough')
order by observation.period_end, observation.area_code
"""

_LATEST = """
select series.indicator_id, series.sex, series.age, series.period, series.boroughs_published,
       observation.area_code, area.area_name, area.area_type, observation.value,
       observation.lower_95, observation.upper_95, observation.state
from series
inner join observation
    on series.indicator_id = observation.indicator_id
    and series.sex = observation.sex
    and series.age = observation.age
    and series.group_type = observation.group_type
    and series.period = observation.period
inner join area on observation.area_code = area.area_code
where series.group_type = 'total' and series.is_latest
order by series.indicator_id, series.sex, series.age, observation.area_code
"""


@lru_cache(maxsize=384)
def figures(
    build: Build, indicator: str, period: str, sex: str, age: str, benchmark: str
) -> pd.DataFrame:
    """Every area's figure for one period, compared with a benchmark.

    Cut from those of all periods: a question to the database costs ten times as much, and who
    looks at one period has the chart over time beside it.
    """
    places = _places(build, indicator, sex, age, benchmark).get(period, [])
    own = histories(build, indicator, sex, age, benchmark).take(places)
    return own[_OF_A_PERIOD].reset_index(drop=True)


@lru_cache(maxsize=96)
def _places(
    build: Build, indicator: str, sex: str, age: str, benchmark: str
) -> Mapping[str, list[int]]:
    """Where each period's figures are among those of all, by kind and name of area."""
    every = histories(build, indicator, sex, age, benchmark)
    ordered = every.sort_values(["area_type", "area_name"])
    found: dict[str, list[int]] = {}
    for place, period in zip(ordered.index.tolist(), ordered["period"].tolist(), strict=True):
        found.setdefault(period, []).append(place)
    return found


@lru_cache(maxsize=32)
def history(build: Build, indicator: str, sex: str, age: str, area: str) -> pd.DataFrame:
    """One area's figures over time, with London's and England's."""
    return build.frame(_HISTORY, {"indicator": indicator, "sex": sex, "age": age, "area": area})


@lru_cache(maxsize=8)
def latest(build: Build) -> pd.DataFrame:
    """Every area's figure in the latest period of each series."""
    return build.frame(_LATEST)
