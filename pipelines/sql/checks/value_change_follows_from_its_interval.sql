-- a figure increased or decreased only when its interval excludes zero, at each level
select
    indicator_id,
    area_code,
    from_period,
    to_period,
    verdict_95,
    verdict_998
from value_change
where
    (verdict_95 = 'increased') <> coalesce(lower_95 > 0, false)
    or (verdict_95 = 'decreased') <> coalesce(upper_95 < 0, false)
    or (verdict_998 = 'increased') <> coalesce(lower_998 > 0, false)
    or (verdict_998 = 'decreased') <> coalesce(upper_998 < 0, false)
    or (meaning_95 <> '' and verdict_95 not in ('increased', 'decreased'))
