-- one row per indicator, area, period, sex, age, dimension and measure: the inequality between the
-- groups of the dimension within the area, with its interval, or the reason why there is none
with measured as (
    select * from derived_inequality
    where not is_sensitivity_check
),

final as (
    select
        indicator_id,
        area_code,
        period,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        sex,
        age,
        dimension,
        measure,
        scale,
        estimate,
        lower,
        upper,
        spread_lower,
        spread_upper,
        n,
        n_of,
        population_covered,
        nullif(disadvantaged, '') as disadvantaged,
        nullif(advantaged, '') as advantaged,
        disadvantaged_value,
        advantaged_value,
        nullif(left_out, '') as left_out,
        nullif(method, '') as method,
        nullif(reason, '') as reason,
        period_end = max(period_end) over (
            partition by
                indicator_id,
                area_code,
                sex,
                age,
                dimension
        ) as is_latest
    from measured
)

select * from final
