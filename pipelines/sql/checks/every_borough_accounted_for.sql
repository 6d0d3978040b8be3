-- a series and period with borough figures must have a row for each of the 33 boroughs
select
    indicator_id,
    period,
    sex,
    age,
    group_name,
    boroughs
from series
where boroughs_published > 0 and boroughs <> 33
