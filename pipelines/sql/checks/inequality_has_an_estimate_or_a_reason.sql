-- a measure of inequality has an estimate with its method, or the reason why there is none
select
    indicator_id,
    area_code,
    period,
    dimension,
    measure,
    estimate,
    method,
    reason
from inequality
where
    (estimate is null) = (reason is null)
    or (estimate is null) <> (method is null)
