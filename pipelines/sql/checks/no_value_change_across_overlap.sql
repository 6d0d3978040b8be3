-- figures of periods that overlap are never tested against each other, and why is always said
select
    indicator_id,
    area_code,
    from_period,
    to_period,
    verdict_95,
    reason
from value_change
where
    (from_period_end >= to_period_start and verdict_95 <> 'not testable')
    or (verdict_95 = 'not testable') <> (reason <> '')
    or (verdict_95 = 'not testable') <> (verdict_998 = 'not testable')
    or (verdict_95 = 'not testable') <> (lower_95 is null)
    or from_period_end >= to_period_end
