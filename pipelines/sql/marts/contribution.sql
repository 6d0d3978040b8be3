-- one row per indicator, period (first and latest), sex, age, borough and measure (bgv, mdm,
-- theil): the borough's share of the inequality between boroughs, which sum to 1
with shared_out as (
    select * from derived_contribution
),

final as (
    select
        indicator_id,
        area_code,
        period,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        is_latest,
        sex,
        age,
        measure,
        share,
        difference,
        mean,
        population_share,
        method,
        nullif(reason, '') as reason
    from shared_out
)

select * from final
