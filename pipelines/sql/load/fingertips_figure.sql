-- one row per figure of a Fingertips export that is asked for, cleaned as its parser cleans it
with export as (
    select * from fingertips_export
),

trimmed as (
    -- trimming is dear and seldom needed, so only what holds a space is trimmed
    select
        trim(indicator_id) as publisher_id,
        coalesce(if(contains(area_code, ' '), trim(area_code), area_code), '') as area_code,
        coalesce(if(contains(area_type, ' '), trim(area_type), area_type), '') as area_type,
        coalesce(if(contains(sex, ' '), trim(sex), sex), '') as sex,
        coalesce(if(contains(age, ' '), trim(age), age), '') as age,
        coalesce(if(contains(category_type, ' '), trim(category_type), category_type), '') as category_type,
        coalesce(if(contains(category, ' '), trim(category), category), '') as category,
        coalesce(if(contains(time_period, ' '), trim(time_period), time_period), '') as written_period,
        coalesce(if(contains(value, ' '), trim(value), value), '') as value,
        coalesce(if(contains(lower_95, ' '), trim(lower_95), lower_95), '') as lower_95,
        coalesce(if(contains(upper_95, ' '), trim(upper_95), upper_95), '') as upper_95,
        coalesce(if(contains(lower_998, ' '), trim(lower_998), lower_998), '') as lower_998,
        coalesce(if(contains(upper_998, ' '), trim(upper_998), upper_998), '') as upper_998,
        coalesce(if(contains("count", ' '), trim("count"), "count"), '') as "count",
        coalesce(if(contains(denominator, ' '), trim(denominator), denominator), '') as denominator,
        coalesce(if(contains(value_note, ' '), trim(value_note), value_note), '') as value_note
    from export
),

chosen as (
    select
        wanted.indicator_id,
        wanted.source_id,
        trimmed.*,
        grouped.group_type
    from trimmed
    inner join wanted_series as wanted
        on
            trimmed.publisher_id = wanted.publisher_id
            and (wanted.sex is null or trimmed.sex = wanted.sex)
            and (wanted.age is null or trimmed.age = wanted.age)
            and (wanted.area_type is null or trimmed.area_type = wanted.area_type)
            and (wanted.time_period is null or trimmed.written_period = wanted.time_period)
    left join known_group as grouped on trimmed.category_type = grouped.category_type
    where
        (
            grouped.category_type is not null
            and (
                trimmed.area_code in (select area_code from known_area)
                or regexp_matches(trimmed.area_code, '(?i)^E0?9')
            )
        )
        or wanted.indicator_id = 'the header again'
),

final as (
    select
        chosen.indicator_id,
        case
            when known_area.area_code is null then error('unknown area ' || chosen.area_code)
            else known_area.area_code
        end as area_code,
        coalesce(known_period.period, error('period ' || chosen.written_period)) as period,
        known_period.period_start,
        known_period.period_end,
        coalesce(known_sex.sex, error('sex ' || chosen.sex)) as sex,
        if(chosen.age = '', 'All ages', chosen.age) as age,
        if(chosen.category = '', 'total', chosen.group_type) as group_type,
        if(
            chosen.category = '',
            'all',
            regexp_replace(chosen.category, '\s*\(IMD\s*\d{4}\)$', '')
        ) as group_name,
        case
            when not regexp_full_match(
                concat_ws(
                    ';',
                    chosen.value,
                    chosen.lower_95,
                    chosen.upper_95,
                    chosen.lower_998,
                    chosen.upper_998,
                    chosen."count",
                    chosen.denominator
                ),
                getvariable('cells')
            ) then error('not a number')
            else try_cast(replace(chosen.value, ',', '') as double)
        end as value,
        if(known_mark.mark is null, try_cast(replace(chosen.lower_95, ',', '') as double), null)
            as lower_95,
        if(known_mark.mark is null, try_cast(replace(chosen.upper_95, ',', '') as double), null)
            as upper_95,
        if(known_mark.mark is null, try_cast(replace(chosen.lower_998, ',', '') as double), null)
            as lower_998,
        if(known_mark.mark is null, try_cast(replace(chosen.upper_998, ',', '') as double), null)
            as upper_998,
        try_cast(replace(chosen."count", ',', '') as double) as "count",
        try_cast(replace(chosen.denominator, ',', '') as double) as denominator,
        case
            when known_mark.mark is null then 'published'
            when
                known_mark.blank
                and regexp_matches(chosen.value_note, getvariable('withheld'))
                then 'suppressed'
            else known_mark.state
        end as state,
        case
            when chosen.value_note <> '' then chosen.value_note
            when known_mark.mark is not null then known_mark.note
        end as note,
        chosen.source_id
    from chosen
    left join known_area on chosen.area_code = known_area.area_code
    left join known_period on chosen.written_period = known_period.written
    left join known_sex on lower(chosen.sex) = known_sex.label
    left join known_mark on lower(chosen.value) = known_mark.mark
)

select * from final
