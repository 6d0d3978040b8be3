-- one row per figure of the snapshot, numbered within its indicator in the order of its key
with snapshot as (
    select * from snapshot_observation
),

final as (
    select
        cast(
            row_number() over (
                partition by indicator_id
                order by
                    area_code,
                    period_start,
                    period_end,
                    sex,
                    age,
                    group_type,
                    group_name
            ) as bigint
        ) as observation_id,
        indicator_id,
        area_code,
        period,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        sex,
        age,
        group_type,
        group_name,
        value,
        lower_95,
        upper_95,
        lower_998,
        upper_998,
        "count",
        denominator,
        state,
        note,
        source_id
    from snapshot
)

select * from final
