-- one row: how many figures the export gives word for word more than once
with hashed as (
    select
        hash(
            indicator_id, area_code, period_start, period_end, sex, age, group_type, group_name
        ) as figure_hash
    from fingertips_figure
),

repeated as (
    select figure_hash
    from hashed
    group by figure_hash
    having count(*) > 1
)

select count(*) as repeated from repeated
