-- a verdict of difference must follow from the limits and the benchmark, and only from them, and one
-- that is similar though the limits exclude the benchmark must be too small to be relevant
select
    comparison.indicator_id,
    comparison.area_code,
    comparison.period,
    comparison.benchmark,
    comparison.verdict_95
from comparison
inner join observation
    on
        comparison.indicator_id = observation.indicator_id
        and comparison.observation_id = observation.observation_id
where
    comparison.verdict_95 in ('better', 'worse', 'higher', 'lower')
    and not (
        observation.lower_95 > comparison.benchmark_value
        or observation.upper_95 < comparison.benchmark_value
    )
    or (
        comparison.verdict_95 = 'similar'
        and coalesce(comparison.is_relevant, true)
        and not (
            observation.lower_95 <= comparison.benchmark_value
            and observation.upper_95 >= comparison.benchmark_value
        )
    )
