-- one row per indicator, borough, period, sex and age: the social gradient inside the borough,
-- from fifths of its small areas by deprivation, or the reason why there is none
with measured as (
    select * from inequality
    where
        dimension = 'deprivation_fifth_within_borough'
        and measure in ('gap', 'ratio', 'sii', 'rii')
),

figures as (
    select * from observation
),

whole as (
    select
        indicator_id,
        area_code,
        period_start,
        period_end,
        sex,
        age,
        value,
        denominator
    from figures
    where group_type = 'total'
),

fifths as (
    select
        indicator_id,
        area_code,
        period_start,
        period_end,
        sex,
        age,
        count(*) filter (where state = 'published') as fifths,
        cast(
            sum(cast(nullif(regexp_extract(note, '^(\d+) small areas', 1), '') as integer)) as bigint
        ) as small_areas,
        min(note) filter (where state <> 'published') as note
    from figures
    where group_type = 'deprivation_fifth_within_borough'
    group by
        indicator_id,
        area_code,
        period_start,
        period_end,
        sex,
        age
),

across as (
    select
        indicator_id,
        area_code,
        period,
        period_start,
        period_end,
        sex,
        age,
        max(estimate) filter (where measure = 'sii') as sii,
        max(lower) filter (where measure = 'sii') as sii_lower,
        max(upper) filter (where measure = 'sii') as sii_upper,
        max(estimate) filter (where measure = 'rii') as rii,
        max(lower) filter (where measure = 'rii') as rii_lower,
        max(upper) filter (where measure = 'rii') as rii_upper,
        max(estimate) filter (where measure = 'gap') as gap,
        max(lower) filter (where measure = 'gap') as gap_lower,
        max(upper) filter (where measure = 'gap') as gap_upper,
        max(estimate) filter (where measure = 'ratio') as ratio,
        max(lower) filter (where measure = 'ratio') as ratio_lower,
        max(upper) filter (where measure = 'ratio') as ratio_upper,
        max(disadvantaged_value) filter (where measure = 'gap') as most_deprived_value,
        max(advantaged_value) filter (where measure = 'gap') as least_deprived_value,
        max(disadvantaged_value) filter (where measure = 'sii') as line_start,
        max(advantaged_value) filter (where measure = 'sii') as line_end,
        max(method) filter (where measure = 'sii') as method,
        max(reason) filter (where measure = 'sii') as reason
    from measured
    group by
        indicator_id,
        area_code,
        period,
        period_start,
        period_end,
        sex,
        age
),

final as (
    select
        across.indicator_id,
        across.area_code,
        across.period,
        across.period_start,
        across.period_end,
        across.sex,
        across.age,
        whole.value as average,
        whole.denominator as residents,
        fifths.small_areas,
        fifths.fifths,
        across.most_deprived_value,
        across.least_deprived_value,
        across.gap,
        across.gap_lower,
        across.gap_upper,
        across.ratio,
        across.ratio_lower,
        across.ratio_upper,
        across.sii,
        across.sii_lower,
        across.sii_upper,
        across.rii,
        across.rii_lower,
        across.rii_upper,
        across.line_start,
        across.line_end,
        across.method,
        case when across.sii is null then coalesce(fifths.note, across.reason) end as reason
    from across
    left join fifths
        on
            across.indicator_id = fifths.indicator_id
            and across.area_code = fifths.area_code
            and across.period_start = fifths.period_start
            and across.period_end = fifths.period_end
            and across.sex = fifths.sex
            and across.age = fifths.age
    left join whole
        on
            across.indicator_id = whole.indicator_id
            and across.area_code = whole.area_code
            and across.period_start = whole.period_start
            and across.period_end = whole.period_end
            and across.sex = whole.sex
            and across.age = whole.age
)

select * from final
