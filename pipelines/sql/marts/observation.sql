-- one row per figure, with 99.8% limits as published, or derived where the method is known
with figures as (
    select * from staged_observation
),

limits as (
    select * from derived_limits
),

final as (
    select
        figures.observation_id,
        figures.indicator_id,
        figures.area_code,
        figures.period,
        figures.period_start,
        figures.period_end,
        figures.sex,
        figures.age,
        figures.group_type,
        figures.group_name,
        figures.value,
        figures.lower_95,
        figures.upper_95,
        limits.lower_998,
        limits.upper_998,
        limits.limits_998_method,
        figures."count",
        figures.denominator,
        figures.state,
        figures.note,
        figures.value is not null
        and coalesce(lower(figures.note) like '%unreliable%', false) as is_unreliable,
        figures.source_id
    from figures
    inner join limits
        on
            figures.indicator_id = limits.indicator_id
            and figures.observation_id = limits.observation_id
)

select * from final
