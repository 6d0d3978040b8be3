-- one row per figure of a borough or London and benchmark (London, England) of the same
-- indicator, period, sex, age and group, also where the benchmark has no figure
with observations as (
    select * from observation
),

areas as (
    select * from area
),

benchmarks as (
    select
        area_code as benchmark_code,
        case area_type when 'region' then 'london' else 'england' end as benchmark
    from areas
    where area_type in ('region', 'country')
),

-- what the boroughs of a set differ by, without the one that has too few residents to count, and
-- the figure of London
reference_figures as (
    select
        observations.indicator_id,
        observations.period_start,
        observations.period_end,
        observations.sex,
        observations.age,
        observations.group_type,
        observations.group_name,
        -- rounded, since the order in which figures are added up changes the last digits
        round(
            stddev_pop(observations.value) filter (
                where areas.area_type = 'borough' and areas.area_code <> 'E09000001'
            ),
            9
        ) as spread,
        max(observations.value) filter (where areas.area_type = 'region') as london_value
    from observations
    inner join areas on observations.area_code = areas.area_code
    group by
        observations.indicator_id,
        observations.period_start,
        observations.period_end,
        observations.sex,
        observations.age,
        observations.group_type,
        observations.group_name
),

compared as (
    select observations.*
    from observations
    inner join areas on observations.area_code = areas.area_code
    where areas.area_type in ('borough', 'region')
),

final as (
    select
        compared.observation_id,
        compared.indicator_id,
        compared.area_code,
        compared.value,
        compared.lower_95,
        compared.upper_95,
        compared.lower_998,
        compared.upper_998,
        compared.state,
        benchmarks.benchmark,
        benchmarks.benchmark_code,
        benchmark_figures.value as benchmark_value,
        -- half the spread or a twentieth of the figure of London, whichever is larger
        case
            when 0.05 * abs(reference_figures.london_value) > coalesce(0.5 * reference_figures.spread, 0)
                then 0.05 * abs(reference_figures.london_value)
            when reference_figures.spread > 0 then 0.5 * reference_figures.spread
        end as least_relevant
    from compared
    cross join benchmarks
    left join observations as benchmark_figures
        on
            benchmarks.benchmark_code = benchmark_figures.area_code
            and compared.indicator_id = benchmark_figures.indicator_id
            and compared.period_start = benchmark_figures.period_start
            and compared.period_end = benchmark_figures.period_end
            and compared.sex = benchmark_figures.sex
            and compared.age = benchmark_figures.age
            and compared.group_type = benchmark_figures.group_type
            and compared.group_name = benchmark_figures.group_name
    inner join reference_figures
        on
            compared.indicator_id = reference_figures.indicator_id
            and compared.period_start = reference_figures.period_start
            and compared.period_end = reference_figures.period_end
            and compared.sex = reference_figures.sex
            and compared.age = reference_figures.age
            and compared.group_type = reference_figures.group_type
            and compared.group_name = reference_figures.group_name
)

select * from final
