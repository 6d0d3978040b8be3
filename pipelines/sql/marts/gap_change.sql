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
        latest_spread_lower,
        latest_spread_upper,
        nullif(latest_disadvantaged, '') as latest_disadvantaged,
        nullif(latest_advantaged, '') as latest_advantaged,
        latest_disadvantaged_value,
        latest_advantaged_value,
        nullif(latest_left_out, '') as latest_left_out,
        nullif(standard_errors, '') as standard_errors,
        overdispersion,
        nullif(rests_on, '') as rests_on,
        nullif(sensitivity_verdict, '') as sensitivity_verdict,
        method
    from tested
)

select * from final
