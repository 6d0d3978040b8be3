-- one row per area: the 33 boroughs, London and England
with areas as (
    select * from catalogue_area
),

boroughs as (
    select
        area_code,
        cast(rank() over (order by imd_2025_average_score desc) as bigint) as deprivation_rank
    from areas
    where area_type = 'borough'
),

final as (
    select
        areas.area_code,
        areas.area_name,
        areas.short_name,
        areas.area_type,
        areas.inner_outer,
        areas.integrated_care_board,
        areas.population_mid_2024,
        areas.imd_2019_average_score,
        areas.imd_2025_average_score,
        boroughs.deprivation_rank,
        areas.synonyms
    from areas
    left join boroughs on areas.area_code = boroughs.area_code
)

select * from final
order by area_code
