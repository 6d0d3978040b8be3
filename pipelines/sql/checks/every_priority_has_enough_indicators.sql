-- each priority, and the overall summary, shows at least four indicators with borough figures
select
    priority.priority_id,
    count(indicator.indicator_id) as indicators
from priority
left join indicator
    on
        priority.priority_id = indicator.priority
        and indicator.boroughs > 0
        and not indicator.context
group by priority.priority_id
having count(indicator.indicator_id) < 4
