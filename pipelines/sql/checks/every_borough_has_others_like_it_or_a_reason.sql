-- every borough must have other boroughs in order of likeness, or a reason why there are none
select
    area.area_code,
    count(similarity.similar_area_code) as others,
    min(similarity.reason) as reason
from area
left join similarity on area.area_code = similarity.area_code
where area.area_type = 'borough'
group by area.area_code
having count(similarity.similar_area_code) = 0 and min(similarity.reason) is null
