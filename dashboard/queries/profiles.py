"""One borough across every indicator, and the boroughs like it."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.db import Build

_PROFILE = """
select profile.indicator_id, profile.sex, profile.age, profile.period, profile.benchmark_value,
       profile.compared_with, profile.difference, profile.is_relevant, profile.quintile,
       profile.distance, profile.distance_reason, profile.yearly_change,
       indicator.age_adjustment, indicator.current_prices,
       indicator.priority, indicator.short_title, indicator.polarity, indicator.unit,
       indicator.unit_prefix, indicator.unit_name, indicator.decimals,
       observation.value, observation.lower_95, observation.upper_95, observation.lower_998,
       observation.upper_998, observation.state, observation.note,
       comparison.verdict_95, comparison.verdict_998, comparison.reason_95,
       comparison.reason_998, comparison.rank, comparison.rank_shared, comparison.rank_lower,
       comparison.rank_upper, comparison.rank_of, comparison.rank_reason,
       trend.direction, trend.slope, trend.reason as trend_reason, trend.first_period,
       trend.last_period, trend.method as trend_method
from profile
inner join indicator on profile.indicator_id = indicator.indicator_id
inner join observation on profile.observation_id = observation.observation_id
inner join comparison
    on profile.observation_id = comparison.observation_id
    and coalesce(profile.compared_with, profile.benchmark) = comparison.benchmark
left join trend
    on profile.indicator_id = trend.indicator_id
    and profile.area_code = trend.area_code
    and profile.sex = trend.sex
    and profile.age = trend.age
    and trend.group_type = 'total'
where profile.area_code = $area and profile.benchmark = $benchmark and not indicator.context
order by indicator.indicator_order, profile.sex, profile.age
"""

_PAST = """
select observation.indicator_id, observation.sex, observation.age, observation.period,
       observation.period_start, observation.period_end, observation.value,
       observation.lower_95, observation.upper_95
from observation
where observation.area_code = $area and observation.group_type = 'total'
    and observation.value is not null
order by observation.indicator_id, observation.sex, observation.age, observation.period_end
"""

_SIMILAR = """
select similarity.similar_area_code, area.area_name, similarity.place, similarity.distance,
       similarity.differs_most, similarity.variables, similarity.method, similarity.reason
from similarity
left join area on similarity.similar_area_code = area.area_code
where similarity.area_code = $area
order by similarity.place
"""

_INSIDE = """
select inequality.indicator_id, indicator.short_title, indicator.unit, indicator.unit_prefix,
       indicator.unit_name, indicator.decimals, inequality.dimension, inequality.sex,
       inequality.period, inequality.measure, inequality.estimate, inequality.lower,
       inequality.upper, inequality.disadvantaged, inequality.advantaged,
       inequality.disadvantaged_value, inequality.advantaged_value, inequality.reason,
       gap_change.verdict, gap_change.first_period, gap_change.reason as change_reason
from inequality
inner join indicator on inequality.indicator_id = indicator.indicator_id
left join gap_change
    on inequality.indicator_id = gap_change.indicator_id
    and inequality.area_code = gap_change.area_code
    and inequality.sex = gap_change.sex
    and inequality.age = gap_change.age
    and inequality.dimension = gap_change.dimension
    and inequality.measure = gap_change.measure
where inequality.area_code = $area and inequality.is_latest and not indicator.context
    and inequality.measure in ('gap', 'ratio', 'sii', 'rii')
order by indicator.indicator_order, inequality.dimension, inequality.sex, inequality.measure
"""


@lru_cache(maxsize=48)
def profile(build: Build, area: str, benchmark: str) -> pd.DataFrame:
    """A borough's latest figure of every series, compared with a benchmark and over time.

    Where the benchmark has no figure, the other of London and England is compared with.
    """
    return build.frame(_PROFILE, {"area": area, "benchmark": benchmark})


@lru_cache(maxsize=64)
def past(build: Build, area: str) -> pd.DataFrame:
    """A borough's figures of every series and period, oldest first."""
    return build.frame(_PAST, {"area": area})


@lru_cache(maxsize=64)
def similar(build: Build, area: str) -> pd.DataFrame:
    """The other boroughs, the most alike first; one row with a reason where there are none."""
    return build.frame(_SIMILAR, {"area": area})


@lru_cache(maxsize=64)
def inside(build: Build, area: str) -> pd.DataFrame:
    """The inequalities inside a borough in the latest period of each."""
    return build.frame(_INSIDE, {"area": area})
