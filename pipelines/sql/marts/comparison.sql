-- one row per figure and benchmark: how far apart, and whether the difference is more than chance
with pairs as (
    select * from staged_pair
),

verdicts as (
    select * from derived_verdict
),

quintiles as (
    select * from derived_quintile
),

ranks as (
    select * from derived_rank
),

figures as (
    select * from observation
),

final as (
    select
        pairs.observation_id,
        figures.indicator_id,
        figures.area_code,
        figures.period,
        figures.period_start,
        figures.period_end,
        figures.sex,
        figures.age,
        figures.group_type,
        figures.group_name,
        pairs.benchmark,
        pairs.benchmark_code,
        pairs.benchmark_value,
        pairs.value - pairs.benchmark_value as difference,
        case when pairs.benchmark_value <> 0 then pairs.value / pairs.benchmark_value end as ratio,
        pairs.least_relevant,
        abs(pairs.value - pairs.benchmark_value) >= pairs.least_relevant as is_relevant,
        verdicts.verdict_95,
        verdicts.verdict_998,
        verdicts.reason_95,
        verdicts.reason_998,
        quintiles.quintile,
        quintiles.quintile_of,
        ranks.rank,
        ranks.rank_shared,
        ranks.rank_lower,
        ranks.rank_upper,
        ranks.rank_of,
        case
            when ranks.rank_lower is not null then null
            else coalesce(ranks.rank_reason, 'ranks are among boroughs')
        end as rank_reason,
        nullif(ranks.symmetric_scale, '') as symmetric_scale,
        ranks.symmetric_value,
        ranks.standard_error
    from pairs
    inner join verdicts
        on
            pairs.indicator_id = verdicts.indicator_id
            and pairs.observation_id = verdicts.observation_id
            and pairs.benchmark = verdicts.benchmark
    inner join figures
        on
            pairs.indicator_id = figures.indicator_id
            and pairs.observation_id = figures.observation_id
    left join quintiles
        on
            pairs.indicator_id = quintiles.indicator_id
            and pairs.observation_id = quintiles.observation_id
    left join ranks
        on
            pairs.indicator_id = ranks.indicator_id
            and pairs.observation_id = ranks.observation_id
)

select * from final
