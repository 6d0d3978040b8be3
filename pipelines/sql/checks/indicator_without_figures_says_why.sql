-- an indicator with no borough figure must give the reason people read
select
    indicator_id,
    title
from indicator
where boroughs = 0 and coalesce(no_figures, '') = ''
