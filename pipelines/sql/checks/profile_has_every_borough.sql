-- every latest figure of a series must be in the profile of each of the 33 boroughs, twice: against
-- London and against England
select
    indicator_id,
    sex,
    age,
    count(distinct area_code) as boroughs,
    count(*) as compared
from profile
group by
    indicator_id,
    sex,
    age
having count(distinct area_code) <> 33 or count(*) <> 66
