-- one row per series (indicator, sex, age, group) and period, with who has a figure for it
with figures as (
    select
        observation.*,
        area.area_type
    from observation
    inner join area on observation.area_code = area.area_code
),

counted as (
    select
        indicator_id,
        sex,
        age,
        group_type,
        group_name,
        period,
        period_start,
        period_end,
        count(*) filter (where area_type = 'borough') as boroughs,
        count(*) filter (where area_type = 'borough' and state = 'published')
            as boroughs_published,
        count(*) filter (where area_type = 'region' and state = 'published') > 0 as has_london,
        count(*) filter (where area_type = 'country' and state = 'published') > 0
            as has_england,
        count(*) filter (where lower_95 is not null) > 0 as has_limits_95,
        count(*) filter (where lower_998 is not null) > 0 as has_limits_998
    from figures
    group by
        indicator_id,
        sex,
        age,
        group_type,
        group_name,
        period,
        period_start,
        period_end
),

latest as (
    select
        indicator_id,
        sex,
        age,
        group_type,
        group_name,
        max(period_end) as latest_end
    from counted
    where boroughs_published > 0
    group by
        indicator_id,
        sex,
        age,
        group_type,
        group_name
),

final as (
    select
        counted.*,
        coalesce(counted.period_end = latest.latest_end, false) as is_latest
    from counted
    left join latest
        on
            counted.indicator_id = latest.indicator_id
            and counted.sex = latest.sex
            and counted.age = latest.age
            and counted.group_type = latest.group_type
            and counted.group_name = latest.group_name
)

select * from final
