-- a rank is the place of the figure among the boroughs' figures, and one borough alone has none
with figures as (
    select
        comparison.indicator_id,
        comparison.area_code,
        comparison.period,
        comparison.benchmark,
        comparison.rank,
        comparison.rank_shared,
        comparison.rank_of,
        observation.value,
        rank() over (
            partition by
                comparison.benchmark,
                comparison.indicator_id,
                comparison.period_start,
                comparison.period_end,
                comparison.sex,
                comparison.age,
                comparison.group_type,
                comparison.group_name
            order by
                case indicator.polarity when 'high' then -observation.value else observation.value
                end desc
        ) as place,
        count(*) over (
            partition by
                comparison.benchmark,
                comparison.indicator_id,
                comparison.period_start,
                comparison.period_end,
                comparison.sex,
                comparison.age,
                comparison.group_type,
                comparison.group_name
        ) as boroughs,
        count(*) over (
            partition by
                comparison.benchmark,
                comparison.indicator_id,
                comparison.period_start,
                comparison.period_end,
                comparison.sex,
                comparison.age,
                comparison.group_type,
                comparison.group_name,
                observation.value
        ) as alike
    from comparison
    inner join observation
        on
            comparison.indicator_id = observation.indicator_id
            and comparison.observation_id = observation.observation_id
    inner join indicator on comparison.indicator_id = indicator.indicator_id
    inner join area on comparison.area_code = area.area_code
    where area.area_type = 'borough' and observation.value is not null
)

select
    indicator_id,
    area_code,
    period,
    benchmark,
    value,
    rank,
    place,
    rank_shared,
    rank_of,
    boroughs
from figures
where
    rank_of <> boroughs
    or (boroughs > 1 and (rank is null or rank <> place or rank_shared <> alike))
    or (boroughs = 1 and rank is not null)
