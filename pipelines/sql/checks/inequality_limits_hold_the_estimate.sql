-- the limits of a measure of inequality come together and hold its estimate
select
    indicator_id,
    area_code,
    period,
    dimension,
    measure,
    lower,
    estimate,
    upper
from inequality
where
    (lower is null) <> (upper is null)
    or (lower is not null and estimate is null)
    or lower > estimate + 1e-9 * abs(estimate)
    or upper < estimate - 1e-9 * abs(estimate)
