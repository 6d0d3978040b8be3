"""Chosen boroughs side by side: every area of a series over time, and of a priority's latest."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.db import Build

_HISTORIES = """
select observation.area_code, area.area_name, area.short_name, area.area_type,
       observation.period, observation.period_start, observation.period_end,
       observation.value, observation.lower_95, observation.upper_95, observation.lower_998,
       observation.upper_998, observation.limits_998_method, observation."count",
       observation.denominator, observation.state, observation.note, observation.source_id,
       comparison.benchmark_value, comparison.difference, comparison.verdict_95,
       comparison.verdict_998, comparison.reason_95, comparison.reason_998,
       comparison.quintile, comparison.rank, comparison.rank_shared, comparison.rank_lower,
       comparison.rank_upper, comparison.rank_of, comparison.rank_reason,
       comparison.symmetric_value, comparison.standard_error
from observation
inner join area on observation.area_code = area.area_code
left join comparison
    on observation.observation_id = comparison.observation_id
    and comparison.benchmark = $benchmark
where observation.indicator_id = $indicator
    and observation.sex = $sex
    and observation.age = $age
    and observation.group_type = 'total'
order by observation.period_end, observation.area_code
"""

_RECENT_TRENDS = """
select area_code, direction, reason, first_period, last_period, method
from trend
where indicator_id = $indicator
    and sex = $sex
    and age = $age
    and group_type = 'total'
order by area_code
"""

_OF_PRIORITY = """
select series.indicator_id, series.sex, series.age, series.period, observation.area_code,
       area.area_name, area.area_type, observation.value, observation.lower_95,
       observation.upper_95, observation.lower_998, observation.upper_998, observation.state,
       observation.note, observation.source_id, comparison.verdict_95, comparison.verdict_998,
       comparison.reason_95, comparison.reason_998
from series
inner join indicator on series.indicator_id = indicator.indicator_id
inner join observation
    on series.indicator_id = observation.indicator_id
    and series.sex = observation.sex
    and series.age = observation.age
    and series.group_type = observation.group_type
    and series.group_name = observation.group_name
    and series.period = observation.period
inner join area on observation.area_code = area.area_code
left join comparison
    on observation.observation_id = comparison.observation_id
    and comparison.benchmark = $benchmark
where indicator.priority = $priority
    and not indicator.context
    and series.group_type = 'total'
    and series.is_latest
order by indicator.indicator_order, series.sex, series.age, observation.area_code
"""


@lru_cache(maxsize=96)
def histories(build: Build, indicator: str, sex: str, age: str, benchmark: str) -> pd.DataFrame:
    """Every area's figures of one series over time, each compared with a benchmark."""
    return build.frame(
        _HISTORIES,
        {"indicator": indicator, "sex": sex, "age": age, "benchmark": benchmark},
    )


@lru_cache(maxsize=256)
def recent_trends(build: Build, indicator: str, sex: str, age: str) -> pd.DataFrame:
    """Every area's recent trend of one series, with the area's code as index."""
    found = build.frame(_RECENT_TRENDS, {"indicator": indicator, "sex": sex, "age": age})
    return found.set_index("area_code")


@lru_cache(maxsize=32)
def of_priority(build: Build, priority: str, benchmark: str) -> pd.DataFrame:
    """Every area's latest figure of each series of a priority, compared with a benchmark."""
    return build.frame(_OF_PRIORITY, {"priority": priority, "benchmark": benchmark})
