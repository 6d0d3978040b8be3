-- 99.8% limits must not lie inside the 95% limits
select
    indicator_id,
    area_code,
    period,
    sex,
    lower_95,
    upper_95,
    lower_998,
    upper_998
from observation
where lower_998 > lower_95 + 1e-6 or upper_998 < upper_95 - 1e-6
