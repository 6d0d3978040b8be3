-- two boroughs are as alike one way as the other, places follow distance, and none is its own
with alike as (
    select * from similarity
    where similar_area_code is not null
),

final as (
    select
        one.area_code,
        one.similar_area_code,
        one.place,
        one.distance
    from alike as one
    left join alike as other
        on
            one.area_code = other.similar_area_code
            and one.similar_area_code = other.area_code
    where
        one.area_code = one.similar_area_code
        or other.distance is null
        or abs(one.distance - other.distance) > 1e-9
        or exists (
            select 1
            from alike as nearer
            where
                nearer.area_code = one.area_code
                and nearer.place < one.place
                and nearer.distance > one.distance
        )
)

select * from final
