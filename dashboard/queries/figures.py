"""Areas' figures, compared with a benchmark and over time."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.db import Build

_FIGURES = """
select observation.area_code, area.area_name, area.short_name, area.area_type,
       observation.value, observation.lower_95, observation.upper_95,
       observation.lower_998, observation.upper_998, observation.limits_998_method,
       observation."count", observation.denominator, observation.state, observation.note,
       observation.source_id, comparison.benchmark_value, comparison.difference,
       comparison.verdict_95, comparison.verdict_998, comparison.reason_95,
       comparison.reason_998, comparison.quintile, comparison.rank, comparison.rank_lower,
       comparison.rank_upper, comparison.rank_of
from observation
inner join area on observation.area_code = area.area_code
left join comparison
    on observation.observation_id = comparison.observation_id
    and comparison.benchmark = $benchmark
where observation.indicator_id = $indicator
    and observation.period = $period
    and observation.sex = $sex
    and observation.age = $age
    and observation.group_type = 'total'
order by area.area_type, area.area_name
"""

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


@lru_cache(maxsize=1024)
def figures(
    build: Build, indicator: str, period: str, sex: str, age: str, benchmark: str
) -> pd.DataFrame:
    """Every area's figure for one period, compared with a benchmark."""
    return build.frame(
        _FIGURES,
        {
            "indicator": indicator,
            "period": period,
            "sex": sex,
            "age": age,
            "benchmark": benchmark,
        },
    )


@lru_cache(maxsize=1024)
def history(build: Build, indicator: str, sex: str, age: str, area: str) -> pd.DataFrame:
    """One area's figures over time, with London's and England's."""
    return build.frame(_HISTORY, {"indicator": indicator, "sex": sex, "age": age, "area": area})


@lru_cache(maxsize=8)
def latest(build: Build) -> pd.DataFrame:
    """Every area's figure in the latest period of each series."""
    return build.frame(_LATEST)
