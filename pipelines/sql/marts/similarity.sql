-- one row per borough and other borough, the most alike first. City of London has one row that
-- says why it is not compared
with alike as (
    select * from derived_similarity
),

final as (
    select
        area_code,
        similar_area_code,
        cast(place as integer) as place,
        distance,
        differs_most,
        variables,
        method,
        nullif(reason, '') as reason
    from alike
)

select * from final
order by
    area_code,
    place
