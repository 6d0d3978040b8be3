-- one row per simulated kind of series: how often the verdict on a gap's change is wrong without a
-- trend or right where the gap halves, or how often the interval of the change holds the truth
with simulated as (
    select * from simulated_gap_change
),

final as (
    select
        question,
        standard_errors,
        periods as period_count,
        dispersion,
        correlation,
        "start" as start_in_standard_errors,
        share,
        share_plain,
        series as series_count
    from simulated
)

select * from final
order by
    question,
    standard_errors,
    dispersion,
    correlation,
    start_in_standard_errors,
    period_count
