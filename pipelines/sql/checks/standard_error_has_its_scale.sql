-- a standard error is above 0, of a figure with limits, and has its scale and the figure on it
select
    comparison.indicator_id,
    comparison.area_code,
    comparison.period,
    comparison.benchmark,
    comparison.symmetric_scale,
    comparison.symmetric_value,
    comparison.standard_error,
    observation.value,
    observation.lower_95,
    observation.upper_95
from comparison
inner join observation
    on
        comparison.indicator_id = observation.indicator_id
        and comparison.observation_id = observation.observation_id
where
    (comparison.standard_error is null) <> (comparison.symmetric_scale is null)
    or (comparison.standard_error is null) <> (comparison.symmetric_value is null)
    or comparison.standard_error <= 0
    or (
        comparison.standard_error is not null
        and (observation.lower_95 is null or observation.upper_95 is null)
    )
    or (
        comparison.symmetric_scale = 'other'
        and abs(comparison.symmetric_value - observation.value) > 1e-9
    )
