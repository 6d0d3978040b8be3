-- narrowing, widening and reversed need a slope whose interval excludes no change, and the ends of
-- the series where the word says they are
with ends as (
    select
        *,
        case scale when 'relative' then first_estimate - 1 else first_estimate end as began,
        case scale
            when 'relative' then first_estimate * change - 1
            else first_estimate + change
        end as ended,
        case scale when 'relative' then change else 1 end as factor
    from gap_change
    where verdict in ('narrowing', 'widening', 'reversed')
),

-- how far the latest end is from no gap over how far the first is: on either side of 1 a quotient
-- is as far from it as its inverse
moved as (
    select
        *,
        case
            when scale = 'relative' and began > 0 then factor
            when scale = 'relative' then 1 / factor
            else abs(ended) / nullif(abs(began), 0)
        end as times
    from ends
)

select
    indicator_id,
    area_code,
    dimension,
    measure,
    verdict,
    slope_lower,
    slope_upper,
    first_estimate,
    change
from moved
where
    case scale when 'relative' then 1 else 0 end between slope_lower and slope_upper
    or (verdict = 'reversed') <> (began * ended < 0)
    or (verdict = 'narrowing' and times >= 1)
    or (verdict = 'widening' and times <= 1)
