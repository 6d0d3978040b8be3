-- one row per indicator, area, sex, age, dimension and measure (gap, ratio, sii, rii): whether the
-- inequality is narrowing, and why we say so
with tested as (
    select * from derived_change
),

final as (
    select
        indicator_id,
        area_code,
        sex,
        age,
        dimension,
        measure,
        scale,
        verdict,
        reason,
        nullif(first_period, '') as first_period,
        nullif(last_period, '') as last_period,
        periods,
        change,
        change_lower,
        change_upper,
        slope,
        slope_lower,
        slope_upper,
        first_estimate,
        first_lower,
        first_upper,
        nullif(latest_period, '') as latest_period,
        latest_estimate,
        latest_lower,
        latest_upper,
        nullif(latest_disadvantaged, '') as latest_disadvantaged,
        nullif(latest_advantaged, '') as latest_advantaged,
        latest_disadvantaged_value,
        latest_advantaged_value,
        method
    from tested
)

select * from final
