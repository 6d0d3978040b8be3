-- one row per indicator, area, sex, age and earlier period: how the figure changed from then to
-- the latest period of its series, and whether that is more than chance
with changes as (
    select * from derived_value_change
),

final as (
    select
        indicator_id,
        area_code,
        sex,
        age,
        from_period,
        from_period_start,
        from_period_end,
        to_period,
        to_period_start,
        to_period_end,
        from_value,
        to_value,
        difference,
        lower_95,
        upper_95,
        lower_998,
        upper_998,
        verdict_95,
        meaning_95,
        verdict_998,
        meaning_998,
        reason,
        method
    from changes
)

select * from final
