-- one row per simulated pair of fifths: how often the two intervals of their gap hold the truth
with simulated as (
    select * from simulated_fifths
),

final as (
    select
        members_most as most_deprived_members,
        members_least as least_deprived_members,
        spread_most as most_deprived_spread,
        spread_least as least_deprived_spread,
        coverage_spread,
        coverage_chance,
        coverage_crossed,
        data_sets as data_set_count
    from simulated
)

select * from final
order by
    most_deprived_members,
    most_deprived_spread,
    least_deprived_spread
