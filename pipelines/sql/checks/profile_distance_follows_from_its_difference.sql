-- a distance must have the sign of its difference, and where there is none the reason must be there
select
    indicator_id,
    area_code,
    benchmark,
    difference,
    distance,
    distance_reason
from profile
where
    (distance is null) <> (distance_reason is not null)
    or (distance is not null and abs(distance * spread - difference) > 1e-6)
