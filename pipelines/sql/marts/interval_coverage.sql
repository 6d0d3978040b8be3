-- one row per measure, number of groups and simulated scenario: how often its 95% interval holds
-- the truth, and how far doubt in the figures pushes its value up
with simulated as (
    select * from simulated_coverage
),

final as (
    select
        measure,
        "groups" as group_count,
        shape,
        signal,
        bias as bias_per_cent,
        coverage,
        coverage_plain
    from simulated
)

select * from final
order by
    shape,
    measure,
    group_count,
    signal
