-- a rank's range holds it among the boroughs ranked, and no range and no rank must say why
select
    indicator_id,
    area_code,
    period,
    benchmark,
    rank,
    rank_shared,
    rank_lower,
    rank_upper,
    rank_of,
    rank_reason
from comparison
where
    (rank_lower is null) = (rank_reason is null)
    or (rank_lower is null) <> (rank_upper is null)
    or (rank is null and rank_lower is not null)
    or (rank is null) <> (rank_shared is null)
    or not (rank_lower between 1 and rank)
    or not (rank_upper between rank + rank_shared - 1 and rank_of)
