-- every recent trend has its reason, and a direction only with a slope
select
    indicator_id,
    area_code,
    sex,
    age,
    group_name,
    direction,
    slope,
    reason
from trend
where
    coalesce(reason, '') = ''
    or (direction = 'cannot be calculated') <> (slope is null)
    or significant <> (direction in ('increasing', 'decreasing'))
