"""Inequality: its measures, its change, who accounts for it, and the gradients inside boroughs."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.db import Build

_DIMENSIONS = """
select inequality.dimension, inequality.area_code, inequality.sex, inequality.age,
       count(distinct inequality.period) filter (where inequality.estimate is not null) as periods
from inequality
where inequality.indicator_id = $indicator
group by inequality.dimension, inequality.area_code, inequality.sex, inequality.age
"""

_INEQUALITY = """
select period, period_start, period_end, measure, scale, estimate, lower, upper,
       spread_lower, spread_upper, n, n_of,
       population_covered, disadvantaged, advantaged, disadvantaged_value, advantaged_value,
       left_out, method, reason, is_latest
from inequality
where indicator_id = $indicator and area_code = $area and sex = $sex and age = $age
    and dimension = $dimension
order by measure, period_end
"""

_CHANGE = """
select * from gap_change
where indicator_id = $indicator and area_code = $area and sex = $sex and age = $age
    and dimension = $dimension
"""

_CONTRIBUTION = """
select contribution.area_code, area.area_name, area.short_name, contribution.period,
       contribution.measure, contribution.share, contribution.difference, contribution.mean,
       contribution.population_share, contribution.method, contribution.reason
from contribution
inner join area on contribution.area_code = area.area_code
where contribution.indicator_id = $indicator and contribution.sex = $sex
    and contribution.age = $age and contribution.is_latest
order by contribution.area_code
"""

_POSITIONS = """
with figures as (
    select observation.area_code, area.area_name, observation.state, observation.value,
           observation.lower_95,
           observation.upper_95, contribution.population_share,
           area.imd_2025_average_score as deprivation
    from observation
    inner join area on observation.area_code = area.area_code
    inner join contribution
        on observation.indicator_id = contribution.indicator_id
        and observation.area_code = contribution.area_code
        and observation.period = contribution.period
        and observation.sex = contribution.sex
        and observation.age = contribution.age
        and contribution.measure = 'mdm'
        and contribution.is_latest
    where observation.indicator_id = $indicator and observation.sex = $sex
        and observation.age = $age and observation.group_type = 'total'
        and contribution.population_share is not null
)

select *,
       sum(population_share) over (order by deprivation desc, area_code)
       - population_share / 2 as position
from figures
order by position
"""

_GROUPS = """
select observation.group_type, observation.group_name, observation.period,
       observation.period_end, observation.sex, observation.value, observation.lower_95,
       observation.upper_95, observation.state, observation.note
from observation
where observation.indicator_id = $indicator and observation.area_code = $area
    and observation.age = $age
    and (observation.group_type = $dimension or observation.group_type = 'total')
order by observation.period_end desc, observation.observation_id
"""

_GRADIENTS = """
select gradient.*, area.area_name, area.short_name
from gradient
inner join area on gradient.area_code = area.area_code
order by area.area_name
"""

_COVERAGE = """
select measure, group_count, shape, signal, bias_per_cent, coverage, coverage_plain
from interval_coverage
order by shape, measure, group_count, signal
"""

_HEADLINE_CHANGES = """
select gap_change.*
from gap_change
where gap_change.area_code = 'E12000007'
    and gap_change.dimension = 'borough_fifths_by_deprivation'
    and gap_change.measure in ('gap', 'ratio')
order by gap_change.indicator_id, gap_change.sex, gap_change.age, gap_change.measure
"""

_HEADLINE_TRENDS = """
select indicator_id, sex, age, dimension, measure, period, period_start, period_end,
       estimate, lower, upper, disadvantaged_value, advantaged_value
from inequality
where area_code = 'E12000007'
    and dimension = 'borough_fifths_by_deprivation'
    and measure = 'gap'
order by indicator_id, sex, age, period_end, period_start
"""


@lru_cache(maxsize=256)
def dimensions(build: Build, indicator: str) -> pd.DataFrame:
    """The ways an indicator's inequality is measured, with the area each is within."""
    return build.frame(_DIMENSIONS, {"indicator": indicator})


@lru_cache(maxsize=192)
def inequality(
    build: Build, indicator: str, area: str, sex: str, age: str, dimension: str
) -> pd.DataFrame:
    """Every measure and period of one way of comparing."""
    return build.frame(_INEQUALITY, _within(indicator, area, sex, age, dimension))


@lru_cache(maxsize=512)
def change(
    build: Build, indicator: str, area: str, sex: str, age: str, dimension: str
) -> pd.DataFrame:
    """Whether the inequality is narrowing, one row a measure."""
    return build.frame(_CHANGE, _within(indicator, area, sex, age, dimension))


@lru_cache(maxsize=128)
def contribution(build: Build, indicator: str, sex: str, age: str) -> pd.DataFrame:
    """Each borough's share of the inequality between boroughs in the latest period."""
    return build.frame(_CONTRIBUTION, {"indicator": indicator, "sex": sex, "age": age})


@lru_cache(maxsize=256)
def positions(build: Build, indicator: str, sex: str, age: str) -> pd.DataFrame:
    """The boroughs' latest figures with their place in the order of deprivation."""
    return build.frame(_POSITIONS, {"indicator": indicator, "sex": sex, "age": age})


@lru_cache(maxsize=256)
def groups(build: Build, indicator: str, area: str, age: str, dimension: str) -> pd.DataFrame:
    """The figures of the groups of a breakdown, and of everybody, latest period first."""
    given = {"indicator": indicator, "area": area, "age": age, "dimension": dimension}
    return build.frame(_GROUPS, given)


@lru_cache(maxsize=8)
def gradients(build: Build) -> pd.DataFrame:
    """The social gradient inside each borough."""
    return build.frame(_GRADIENTS)


@lru_cache(maxsize=8)
def headline_changes(build: Build) -> pd.DataFrame:
    """The gap between the most and least deprived fifths of boroughs, for every indicator."""
    return build.frame(_HEADLINE_CHANGES)


@lru_cache(maxsize=8)
def headline_trends(build: Build) -> pd.DataFrame:
    """The same gap in every period, for every indicator; one that is not measured is missing."""
    return build.frame(_HEADLINE_TRENDS)


@lru_cache(maxsize=8)
def coverage(build: Build) -> pd.DataFrame:
    """How often each measure's interval holds the truth, by simulation."""
    return build.frame(_COVERAGE)


def _within(indicator: str, area: str, sex: str, age: str, dimension: str) -> dict[str, str]:
    return {
        "indicator": indicator,
        "area": area,
        "sex": sex,
        "age": age,
        "dimension": dimension,
    }
