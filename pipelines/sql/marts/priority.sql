-- one row per priority, the overall summary first
select
    id as priority_id,
    position,
    title,
    short_title,
    aim,
    question,
    commitment,
    measured_by,
    lead,
    lead_reason,
    second,
    synonyms
from catalogue_priority
order by position
