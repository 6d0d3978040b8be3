-- one row per series, borough and benchmark in the latest period of the series: how far the
-- borough is from the benchmark, and how fast it moves, in the spread of the boroughs, so that
-- indicators of different units can be put in order, and where the benchmark has no figure, how far it
-- is from the other one, and compared_with says which
with latest as (
    select
        indicator_id,
        sex,
        age,
        period_start,
        period_end
    from series
    where is_latest and group_type = 'total'
),

boroughs as (
    select area_code from area
    where area_type = 'borough'
),

figures as (
    select observation.*
    from observation
    inner join latest
        on
            observation.indicator_id = latest.indicator_id
            and observation.sex = latest.sex
            and observation.age = latest.age
            and observation.period_start = latest.period_start
            and observation.period_end = latest.period_end
    inner join boroughs on observation.area_code = boroughs.area_code
    where observation.group_type = 'total'
),

spreads as (
    select
        indicator_id,
        sex,
        age,
        -- rounded, since the order in which figures are added up changes the last digits
        round(stddev_pop(value), 9) as spread,
        count(value) as spread_of
    from figures
    -- so few people that one place would stretch the spread of everybody else
    where area_code <> 'E09000001'
    group by
        indicator_id,
        sex,
        age
),

trends as (
    select * from trend
    where group_type = 'total' and direction <> 'cannot be calculated'
),

-- what a figure is asked to be compared with, beside the other of London and England
compared as (
    select
        asked.indicator_id,
        asked.observation_id,
        asked.benchmark,
        asked.quintile,
        asked.quintile_of,
        asked.least_relevant,
        case
            when asked.benchmark_value is not null then asked.benchmark
            when other.benchmark_value is not null then other.benchmark
        end as compared_with,
        case
            when asked.benchmark_value is not null then asked.benchmark_value
            else other.benchmark_value
        end as benchmark_value,
        case
            when asked.benchmark_value is not null then asked.difference
            else other.difference
        end as difference,
        case
            when asked.benchmark_value is not null then asked.is_relevant
            else other.is_relevant
        end as is_relevant
    from comparison as asked
    inner join comparison as other
        on
            asked.indicator_id = other.indicator_id
            and asked.observation_id = other.observation_id
            and asked.benchmark <> other.benchmark
),

final as (
    select
        figures.observation_id,
        figures.indicator_id,
        figures.area_code,
        figures.sex,
        figures.age,
        figures.period,
        figures.period_start,
        figures.period_end,
        compared.benchmark,
        compared.compared_with,
        compared.benchmark_value,
        compared.difference,
        compared.least_relevant,
        compared.is_relevant,
        compared.quintile,
        compared.quintile_of,
        spreads.spread,
        spreads.spread_of,
        case when spreads.spread > 0 then compared.difference / spreads.spread end as distance,
        case
            when figures.value is null then 'there is no figure'
            when compared.benchmark_value is null
                then 'no figure is published for London or England'
            when spreads.spread = 0 then 'every borough has the same figure'
        end as distance_reason,
        case when spreads.spread > 0 then trends.slope / spreads.spread end as yearly_change,
        'difference from the benchmark divided by the standard deviation of the figures of the '
        || 'boroughs (without City of London) in the same period; change is the slope of the recent trend a year, divided '
        || 'by the same' as method
    from figures
    inner join spreads
        on
            figures.indicator_id = spreads.indicator_id
            and figures.sex = spreads.sex
            and figures.age = spreads.age
    inner join compared
        on
            figures.indicator_id = compared.indicator_id
            and figures.observation_id = compared.observation_id
    left join trends
        on
            figures.indicator_id = trends.indicator_id
            and figures.area_code = trends.area_code
            and figures.sex = trends.sex
            and figures.age = trends.age
)

select * from final
