-- one row per source, with what the snapshot holds of it
with sources as (
    select * from catalogue_source
),

held as (
    select
        source_id,
        count(*) as observations,
        count(distinct indicator_id) as indicators,
        max(period_end) as latest_day
    from observation
    where state = 'published'
    group by source_id
),

final as (
    select
        sources.id as source_id,
        sources.title,
        sources.publisher,
        sources.url,
        sources.licence,
        sources.licence_url,
        sources.attribution,
        sources.cadence,
        sources.route,
        sources.checked,
        sources.vintage,
        coalesce(held.observations, 0) as observations,
        coalesce(held.indicators, 0) as indicators,
        held.latest_day
    from sources
    left join held on sources.id = held.source_id
)

select * from final
order by source_id
