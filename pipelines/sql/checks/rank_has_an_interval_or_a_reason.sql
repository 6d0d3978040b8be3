-- a rank lies in its interval among the boroughs ranked, and no rank must say why
select
    indicator_id,
    area_code,
    period,
    benchmark,
    rank,
    rank_lower,
    rank_upper,
    rank_of,
    rank_reason
from comparison
where
    (rank is null) = (rank_reason is null)
    or (rank is not null and rank_lower is null)
    or not (rank_lower between 1 and rank)
    or not (rank_upper between rank and rank_of)
