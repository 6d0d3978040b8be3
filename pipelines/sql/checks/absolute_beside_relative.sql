-- every absolute gap stands beside its ratio, and every slope index beside its relative index
select
    indicator_id,
    area_code,
    period,
    sex,
    age,
    dimension
from inequality
group by
    indicator_id,
    area_code,
    period,
    sex,
    age,
    dimension
having
    count(*) filter (where measure = 'gap') > 1
    or count(*) filter (where measure = 'gap') <> count(*) filter (where measure = 'ratio')
    or count(*) filter (where measure in ('gap', 'sii')) = 0
    or count(*) filter (where measure = 'sii') <> count(*) filter (where measure = 'rii')
