-- one row per indicator of the catalogue, with what there is to see of it
with indicators as (
    select * from catalogue_indicator
),

available as (
    select
        indicator_id,
        count(distinct period) filter (where boroughs_published > 0) as periods,
        max(boroughs_published) as boroughs,
        min(period_start) filter (where boroughs_published > 0) as first_day,
        max(period_end) filter (where boroughs_published > 0) as latest_day,
        arg_max(period, period_end) filter (where boroughs_published > 0) as latest_period,
        bool_or(has_limits_95) as has_limits_95
    from series
    group by indicator_id
),

final as (
    select
        indicators.*,
        coalesce(available.periods, 0) as periods,
        coalesce(available.boroughs, 0) as boroughs,
        available.first_day,
        available.latest_day,
        available.latest_period,
        coalesce(available.has_limits_95, false) as has_limits_95
    from indicators
    left join available on indicators.indicator_id = available.indicator_id
)

select * from final
order by indicator_order
