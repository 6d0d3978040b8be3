-- a figure is compared with the benchmark asked for wherever that has a figure, else with the
-- other one, and without either it has its fifth, wherever there are boroughs enough
select
    profile.indicator_id,
    profile.area_code,
    profile.benchmark,
    profile.compared_with,
    profile.quintile
from profile
inner join observation
    on
        profile.indicator_id = observation.indicator_id
        and profile.observation_id = observation.observation_id
inner join comparison
    on
        profile.indicator_id = comparison.indicator_id
        and profile.observation_id = comparison.observation_id
where
    observation.value is not null
    and (
        (profile.compared_with is null and comparison.benchmark_value is not null)
        or (
            comparison.benchmark = profile.benchmark
            and comparison.benchmark_value is not null
            and profile.compared_with <> profile.benchmark
        )
        or (
            comparison.benchmark = profile.compared_with
            and profile.benchmark_value <> comparison.benchmark_value
        )
        or (profile.quintile is null and profile.spread_of >= 5)
    )
