-- what is not compared must say why
select
    indicator_id,
    area_code,
    period,
    benchmark,
    verdict_95,
    verdict_998
from comparison
where
    (verdict_95 = 'not compared' and coalesce(reason_95, '') = '')
    or (verdict_998 = 'not compared' and coalesce(reason_998, '') = '')
