-- the boroughs' shares of one inequality must sum to 1
select
    indicator_id,
    period,
    sex,
    age,
    measure,
    sum(share) as total
from contribution
group by
    indicator_id,
    period,
    sex,
    age,
    measure
having count(share) > 0 and abs(sum(share) - 1) > 1e-9
