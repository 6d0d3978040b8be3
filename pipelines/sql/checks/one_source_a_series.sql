-- boroughs of one series must come from one source, so that vintages are never mixed
select
    observation.indicator_id,
    observation.sex,
    observation.age,
    observation.group_type,
    observation.group_name,
    count(distinct observation.source_id) as sources
from observation
inner join area on observation.area_code = area.area_code
where area.area_type = 'borough'
group by
    observation.indicator_id,
    observation.sex,
    observation.age,
    observation.group_type,
    observation.group_name
having count(distinct observation.source_id) > 1
