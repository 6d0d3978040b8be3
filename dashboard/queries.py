"""Every SQL statement the dashboard runs: named, parameters bound, kept by build.

Frames are shared between viewers: never change one that a function here returns.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.db import Build

_PRIORITIES = "select * from priority order by position"

_INDICATORS = "select * from indicator order by indicator_order"

_AREAS = "select * from area order by area_type, area_name"

_SOURCES = "select * from source order by publisher, title"

_BUILD = "select * from build"

_SERIES = """
select sex, age, group_type, group_name, period, period_start, period_end, boroughs_published,
       has_london, has_england, has_limits_95, has_limits_998, is_latest
from series
where indicator_id = $indicator and group_type = 'total' and boroughs_published > 0
order by period_end desc, sex, age
"""

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
       observation.lower_95, observation.upper_95, observation.state, observation.note
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
       observation.state
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


_DIMENSIONS = """
select inequality.dimension, inequality.area_code, inequality.sex, inequality.age,
       count(distinct inequality.period) filter (where inequality.estimate is not null) as periods
from inequality
where inequality.indicator_id = $indicator
group by inequality.dimension, inequality.area_code, inequality.sex, inequality.age
"""

_INEQUALITY = """
select period, period_start, period_end, measure, scale, estimate, lower, upper, n, n_of,
       population_covered, disadvantaged, advantaged, disadvantaged_value, advantaged_value,
       method, reason, is_latest
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
    select observation.area_code, area.area_name, observation.value, observation.lower_95,
           observation.upper_95, contribution.population_share,
           case when observation.period_end >= date '2025-01-01'
               then area.imd_2025_average_score else area.imd_2019_average_score
           end as deprivation
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
def facts(build: Build) -> pd.Series:
    """What the build says of itself."""
    return build.frame(_BUILD).iloc[0]


@lru_cache(maxsize=256)
def series(build: Build, indicator: str) -> pd.DataFrame:
    """The periods of an indicator's borough figures for each sex and age, latest first."""
    return build.frame(_SERIES, {"indicator": indicator})


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


@lru_cache(maxsize=256)
def dimensions(build: Build, indicator: str) -> pd.DataFrame:
    """The ways an indicator's inequality is measured, with the area each is within."""
    return build.frame(_DIMENSIONS, {"indicator": indicator})


@lru_cache(maxsize=512)
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


@lru_cache(maxsize=512)
def contribution(build: Build, indicator: str, sex: str, age: str) -> pd.DataFrame:
    """Each borough's share of the inequality between boroughs in the latest period."""
    return build.frame(_CONTRIBUTION, {"indicator": indicator, "sex": sex, "age": age})


@lru_cache(maxsize=512)
def positions(build: Build, indicator: str, sex: str, age: str) -> pd.DataFrame:
    """The boroughs' latest figures with their place in the order of deprivation."""
    return build.frame(_POSITIONS, {"indicator": indicator, "sex": sex, "age": age})


@lru_cache(maxsize=512)
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
