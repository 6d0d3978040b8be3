-- a verdict on change needs three periods that do not overlap, and every verdict its reason
select
    indicator_id,
    area_code,
    dimension,
    measure,
    verdict,
    periods,
    reason
from gap_change
where
    (verdict <> 'not testable' and (periods < 3 or change is null))
    or verdict not in ('narrowing', 'widening', 'reversed', 'no clear change', 'not testable')
    or coalesce(reason, '') = ''
