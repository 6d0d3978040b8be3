-- one row per deck that people wrote, in the order pages list them
select
    id as deck_id,
    title,
    about,
    position
from catalogue_deck
order by position, id
