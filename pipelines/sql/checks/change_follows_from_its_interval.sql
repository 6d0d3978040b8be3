-- narrowing and widening need a change whose interval excludes no change
select
    indicator_id,
    area_code,
    dimension,
    measure,
    verdict,
    change_lower,
    change_upper
from gap_change
where
    verdict in ('narrowing', 'widening')
    and case scale when 'relative' then 1 else 0 end between change_lower and change_upper
