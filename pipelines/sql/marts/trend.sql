-- one row per series (indicator, area, sex, age, group): its recent trend, or why there is none
with trends as (
    select * from derived_trend
),

final as (
    select
        indicator_id,
        area_code,
        sex,
        age,
        group_type,
        group_name,
        direction,
        slope,
        chi_squared,
        significant,
        reason,
        periods_used,
        nullif(first_period, '') as first_period,
        nullif(last_period, '') as last_period,
        method
    from trends
)

select * from final
