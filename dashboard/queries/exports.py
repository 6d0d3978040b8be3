"""The rows of each dataset that can be downloaded, filtered and in the order of its key.

A list that is empty, or a day or flag that is null, filters nothing. The latest period of a series
is that of its boroughs; where no borough has a figure, that of London or England. The last columns
are those that rows are filtered by and no file has.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pyarrow as pa

from dashboard.db import Build

_OBSERVATIONS = """
with latest as (
    select
        indicator_id, sex, age, group_type, group_name,
        coalesce(
            max(period_end) filter (where is_latest),
            max(period_end) filter (where has_london or has_england)
        ) as period_end
    from series
    group by indicator_id, sex, age, group_type, group_name
)

select
    o.indicator_id, i.title as indicator, o.area_code, a.area_name as area, o.period,
    o.period_start, o.period_end, o.sex, o.age, o.group_type, o.group_name,
    o.value, o.lower_95, o.upper_95, o.lower_998, o.upper_998, o.limits_998_method,
    o."count", o.denominator, o.state, o.note,
    l.benchmark_value as london_value, l.difference as difference_london,
    l.verdict_95 as verdict_95_london, l.verdict_998 as verdict_998_london,
    e.benchmark_value as england_value, e.difference as difference_england,
    e.verdict_95 as verdict_95_england, e.verdict_998 as verdict_998_england,
    coalesce(l.rank, e.rank) as rank, coalesce(l.rank_shared, e.rank_shared) as rank_shared,
    coalesce(l.rank_lower, e.rank_lower) as rank_lower,
    coalesce(l.rank_upper, e.rank_upper) as rank_upper, coalesce(l.rank_of, e.rank_of) as rank_of,
    o.source_id, i.unit_prefix, i.unit, i.polarity, i.priority, s.title as source, s.publisher,
    s.licence, a.area_type, o.period_end = latest.period_end as is_latest
from observation as o
inner join indicator as i on o.indicator_id = i.indicator_id
inner join area as a on o.area_code = a.area_code
left join source as s on o.source_id = s.source_id
left join latest
    on o.indicator_id = latest.indicator_id and o.sex = latest.sex and o.age = latest.age
    and o.group_type = latest.group_type and o.group_name = latest.group_name
left join comparison as l on o.observation_id = l.observation_id and l.benchmark = 'london'
left join comparison as e on o.observation_id = e.observation_id and e.benchmark = 'england'
where (len($priority) = 0 or list_contains($priority, i.priority))
    and (len($indicator) = 0 or list_contains($indicator, o.indicator_id))
    and (len($area) = 0 or list_contains($area, o.area_code))
    and (len($area_type) = 0 or list_contains($area_type, a.area_type))
    and (len($period) = 0 or list_contains($period, o.period))
    and ($from is null or o.period_start >= $from)
    and ($to is null or o.period_end <= $to)
    and ($latest is null or ($latest and o.period_end = latest.period_end))
    and (len($sex) = 0 or list_contains($sex, o.sex))
    and (len($age) = 0 or list_contains($age, o.age))
    and (len($group_type) = 0 or list_contains($group_type, o.group_type))
    and (len($group_name) = 0 or list_contains($group_name, o.group_name))
    and (len($state) = 0 or list_contains($state, o.state))
order by o.indicator_id, o.area_code, o.sex, o.age, o.group_type, o.group_name, o.period_start,
    o.period_end
"""

_COMPARISONS = """
with latest as (
    select
        indicator_id, sex, age, group_type, group_name,
        coalesce(
            max(period_end) filter (where is_latest),
            max(period_end) filter (where has_london or has_england)
        ) as period_end
    from series
    group by indicator_id, sex, age, group_type, group_name
)

select
    c.indicator_id, i.title as indicator, c.area_code, a.area_name as area, c.period,
    c.period_start, c.period_end, c.sex, c.age, c.group_type, c.group_name, c.benchmark, o.value,
    c.benchmark_value, c.difference, c.ratio, c.least_relevant, c.is_relevant, c.verdict_95,
    c.verdict_998, c.reason_95, c.reason_998, c.quintile, c.rank, c.rank_shared, c.rank_lower,
    c.rank_upper, c.rank_of, c.rank_reason, c.symmetric_scale, c.symmetric_value,
    c.standard_error,
    i.priority, a.area_type, c.period_end = latest.period_end as is_latest
from comparison as c
inner join observation as o on c.observation_id = o.observation_id
inner join indicator as i on c.indicator_id = i.indicator_id
inner join area as a on c.area_code = a.area_code
left join latest
    on c.indicator_id = latest.indicator_id and c.sex = latest.sex and c.age = latest.age
    and c.group_type = latest.group_type and c.group_name = latest.group_name
where (len($priority) = 0 or list_contains($priority, i.priority))
    and (len($indicator) = 0 or list_contains($indicator, c.indicator_id))
    and (len($area) = 0 or list_contains($area, c.area_code))
    and (len($area_type) = 0 or list_contains($area_type, a.area_type))
    and (len($period) = 0 or list_contains($period, c.period))
    and ($from is null or c.period_start >= $from)
    and ($to is null or c.period_end <= $to)
    and ($latest is null or ($latest and c.period_end = latest.period_end))
    and (len($sex) = 0 or list_contains($sex, c.sex))
    and (len($age) = 0 or list_contains($age, c.age))
    and (len($group_type) = 0 or list_contains($group_type, c.group_type))
    and (len($group_name) = 0 or list_contains($group_name, c.group_name))
    and (len($benchmark) = 0 or list_contains($benchmark, c.benchmark))
order by c.indicator_id, c.area_code, c.sex, c.age, c.group_type, c.group_name, c.period_start,
    c.period_end, c.benchmark
"""

_INEQUALITIES = """
select
    q.indicator_id, i.title as indicator, q.area_code, a.area_name as area, q.period,
    q.period_start, q.period_end, q.sex, q.age, q.dimension, q.measure, q.scale, q.estimate,
    q."lower", q."upper", q.spread_lower, q.spread_upper, q.left_out, q.n,
    q.n_of, q.population_covered, q.disadvantaged, q.advantaged,
    q.disadvantaged_value, q.advantaged_value, q.method, q.reason, i.priority, q.is_latest
from inequality as q
inner join indicator as i on q.indicator_id = i.indicator_id
inner join area as a on q.area_code = a.area_code
where (len($priority) = 0 or list_contains($priority, i.priority))
    and (len($indicator) = 0 or list_contains($indicator, q.indicator_id))
    and (len($area) = 0 or list_contains($area, q.area_code))
    and (len($period) = 0 or list_contains($period, q.period))
    and ($from is null or q.period_start >= $from)
    and ($to is null or q.period_end <= $to)
    and ($latest is null or q.is_latest = $latest)
    and (len($sex) = 0 or list_contains($sex, q.sex))
    and (len($age) = 0 or list_contains($age, q.age))
    and (len($dimension) = 0 or list_contains($dimension, q.dimension))
    and (len($measure) = 0 or list_contains($measure, q.measure))
order by q.indicator_id, q.area_code, q.sex, q.age, q.dimension, q.measure, q.period_start,
    q.period_end
"""

_CHANGES = """
select
    c.indicator_id, i.title as indicator, c.area_code, a.area_name as area, c.sex, c.age,
    c.dimension, c.measure, c.scale, c.verdict, c.reason, c.rests_on, c.sensitivity_verdict,
    c.standard_errors, c.overdispersion, c.periods, c.first_period, c.last_period, c.change,
    c.change_lower, c.change_upper, c.slope, c.slope_lower, c.slope_upper, c.first_estimate,
    c.first_lower, c.first_upper, c.latest_period, c.latest_estimate, c.latest_lower,
    c.latest_upper, c.method, i.priority
from gap_change as c
inner join indicator as i on c.indicator_id = i.indicator_id
inner join area as a on c.area_code = a.area_code
where (len($priority) = 0 or list_contains($priority, i.priority))
    and (len($indicator) = 0 or list_contains($indicator, c.indicator_id))
    and (len($area) = 0 or list_contains($area, c.area_code))
    and (len($sex) = 0 or list_contains($sex, c.sex))
    and (len($age) = 0 or list_contains($age, c.age))
    and (len($dimension) = 0 or list_contains($dimension, c.dimension))
    and (len($measure) = 0 or list_contains($measure, c.measure))
order by c.indicator_id, c.area_code, c.sex, c.age, c.dimension, c.measure
"""

_TRENDS = """
select
    t.indicator_id, i.title as indicator, t.area_code, a.area_name as area, t.sex, t.age,
    t.group_type, t.group_name, t.direction, t.slope, t.chi_squared, t.significant, t.reason,
    t.periods_used, t.first_period, t.last_period, t.method, i.priority, a.area_type
from trend as t
inner join indicator as i on t.indicator_id = i.indicator_id
inner join area as a on t.area_code = a.area_code
where (len($priority) = 0 or list_contains($priority, i.priority))
    and (len($indicator) = 0 or list_contains($indicator, t.indicator_id))
    and (len($area) = 0 or list_contains($area, t.area_code))
    and (len($area_type) = 0 or list_contains($area_type, a.area_type))
    and (len($sex) = 0 or list_contains($sex, t.sex))
    and (len($age) = 0 or list_contains($age, t.age))
    and (len($group_type) = 0 or list_contains($group_type, t.group_type))
    and (len($group_name) = 0 or list_contains($group_name, t.group_name))
order by t.indicator_id, t.area_code, t.sex, t.age, t.group_type, t.group_name
"""

_INDICATORS = """
select
    indicator_id, title as indicator, priority, measures, definition, unit_prefix, unit, polarity,
    unit_name, decimals, value_kind, period_kind, period_basis, age_adjustment, complete_count,
    current_prices, headline, proxy_for, no_figures, caveats,
    publisher_id, source_ids, boroughs, periods, first_day, latest_period, latest_day
from indicator
where (len($priority) = 0 or list_contains($priority, priority))
    and (len($indicator) = 0 or list_contains($indicator, indicator_id))
order by indicator_id
"""

_AREAS = """
select
    area_code, area_name as area, area_type, inner_outer, integrated_care_board,
    population_mid_2024, imd_2019_average_score, imd_2025_average_score
from area
where (len($area) = 0 or list_contains($area, area_code))
    and (len($area_type) = 0 or list_contains($area_type, area_type))
order by area_code
"""

_PRIORITIES = """
select priority_id as priority, position, title, aim, commitment, measured_by
from priority
where len($priority) = 0 or list_contains($priority, priority_id)
order by position
"""

_SOURCES = """
select
    source_id, title as source, publisher, url, licence, licence_url, attribution, cadence, route,
    vintage, observations
from source
order by source_id
"""

_OPTIONS = """
select distinct 'indicator' as parameter, indicator_id as option from indicator
union all select distinct 'priority', priority_id from priority
union all select distinct 'area', area_code from area
union all select distinct 'area_type', area_type from area
union all select distinct 'period', period from observation
union all select distinct 'sex', sex from observation
union all select distinct 'age', age from observation
union all select distinct 'group_type', group_type from observation
union all select distinct 'group_name', group_name from observation
union all select distinct 'state', state from observation
union all select distinct 'benchmark', benchmark from comparison
union all select distinct 'dimension', dimension from inequality
union all select distinct 'measure', measure from inequality
order by parameter, option
"""

_SIZES = """
select 'observations' as dataset, indicator_id, count(*) as size
from observation
group by indicator_id
union all select 'comparisons', indicator_id, count(*) from comparison group by indicator_id
union all select 'inequalities', indicator_id, count(*) from inequality group by indicator_id
union all select 'changes', indicator_id, count(*) from gap_change group by indicator_id
union all select 'trends', indicator_id, count(*) from trend group by indicator_id
order by dataset, indicator_id
"""

_ALL = {
    "observations": _OBSERVATIONS,
    "comparisons": _COMPARISONS,
    "inequalities": _INEQUALITIES,
    "changes": _CHANGES,
    "trends": _TRENDS,
    "indicators": _INDICATORS,
    "areas": _AREAS,
    "priorities": _PRIORITIES,
    "sources": _SOURCES,
}


def export(build: Build, dataset: str, given: Mapping[str, Any]) -> pa.RecordBatchReader:
    """The rows of a dataset as Arrow batches, read as they are asked for.

    Args:
        dataset: one of the datasets' names.
        given: a value for each parameter of the query; more are ignored.
    """
    sql = _ALL[dataset]
    return build.batches(sql, {key: value for key, value in given.items() if f"${key}" in sql})


@lru_cache(maxsize=8)
def export_options(build: Build) -> dict[str, list[str]]:
    """Every value a filter can take, by the filter's name, in order."""
    found = build.frame(_OPTIONS)
    return {str(name): list(own) for name, own in found.groupby("parameter")["option"]}


@lru_cache(maxsize=8)
def export_sizes(build: Build) -> dict[str, dict[str, int]]:
    """How many rows each indicator has, in order, for each dataset of figures."""
    found = build.frame(_SIZES)
    return {
        str(name): dict(zip(own["indicator_id"], own["size"].tolist(), strict=True))
        for name, own in found.groupby("dataset")
    }
