-- a gradient inside a borough rests on five fifths of ten small areas or more, or says why not
select
    indicator_id,
    area_code,
    period,
    fifths,
    small_areas,
    sii,
    reason
from gradient
where
    (sii is null) = (reason is null)
    or (sii is not null and (fifths <> 5 or coalesce(small_areas, 0) < 10))
