-- one row per word the pages use, in the order people look words up
select
    id as term_id,
    term,
    means,
    more,
    synonyms,
    explains,
    see
from catalogue_term
order by lower(term)
