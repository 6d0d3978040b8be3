-- one row per scene of a deck, in the order it is shown
select
    deck_id,
    place,
    page,
    query,
    chart,
    headline,
    note
from catalogue_scene
order by deck_id, place
