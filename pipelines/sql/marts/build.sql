-- one row: which build this is, from which inputs, and how much it holds
with given as (
    select * from build_facts
),

counted as (
    select
        (select count(*) from observation) as observations,
        (select count(*) from observation where state = 'published') as observations_published,
        (select count(*) from comparison) as comparisons,
        (select count(*) from inequality) as inequalities,
        (select count(*) from gap_change) as gap_changes,
        (select count(*) from indicator) as indicators,
        (select count(*) from indicator where boroughs > 0) as indicators_with_boroughs
),

final as (
    select
        given.*,
        counted.*
    from given
    cross join counted
)

select * from final
