"""ONS mid-year population by sex and single year of age, summed to the bands a feed names."""

from __future__ import annotations

import pandas as pd

from pipelines.catalogue import Catalogue, Feed
from pipelines.errors import SourceError
from pipelines.sources import areas, figures, frames, reading, settings

AREA, SEX, AGE = "ladcode21", "sex", "age"
SEXES = {"1": "male", "2": "female"}

# A band: its first and last year of age, both included; no last year means "and over".
Band = tuple[int, int | None]


def parse(content: bytes, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """How many people of each band live in each borough: persons, male and female.

    Args:
        content: the CSV, gzip or not; its oldest age stands for that age and over.
        feed: ``options.bands`` as ``{"0 to 15": [0, 15]}``, both ends included, null for no
            end; ``constants.period`` a day, whose year is in the heading ``population_2021``.
        catalogue: the areas.

    Raises:
        SourceError, CatalogueError: for the first fault found; a single year of age that is
            not there, or there twice, is one.
    """
    settings.require_understood(feed, select=(), options=("bands",))
    bands = _bands(feed)
    people = _people(content, feed, catalogue)
    observed = [
        frames.observations(
            _summed(people, name, band, sexes, feed.file),
            {"area_code": AREA, "sex": SEX, "age": AGE, "value": "people"},
            feed,
            catalogue,
        )
        for name, band in bands.items()
        for sexes in (["male"], ["female"], ["male", "female"])
    ]
    return frames.sorted_by_key(pd.concat(observed))


def _bands(feed: Feed) -> dict[str, Band]:
    bands = feed.options.get("bands")
    if not isinstance(bands, dict) or not bands:
        raise settings.mistaken(feed, "options > bands", 'needs bands such as "0 to 15": [0, 15]')
    for name, ends in bands.items():
        if not _is_band(ends):
            raise settings.mistaken(
                feed,
                f"options > bands > {name}",
                f"'{ends}' is not a first and last year of age; allowed: [0, 15] or [65, null]",
            )
    return {str(name): (ends[0], ends[1]) for name, ends in bands.items()}


def _is_band(ends: object) -> bool:
    if not isinstance(ends, list | tuple) or len(ends) != 2 or not isinstance(ends[0], int):
        return False
    return ends[1] is None or (isinstance(ends[1], int) and ends[1] >= ends[0])


def _people(content: bytes, feed: Feed, catalogue: Catalogue) -> pd.DataFrame:
    """The boroughs' rows: area, sex, age in years and people, each sex and age once."""
    table = reading.csv_table(content, feed.file)
    count = f"population_{str(feed.constants.get('period', ''))[:4]}"
    reading.require_columns(table, [AREA, SEX, AGE, count], feed.file)
    codes = areas.by_code(table[AREA], AREA, feed.file, catalogue)
    kept = table.loc[codes.index]
    wrong = kept[~kept[SEX].isin(SEXES)]
    if len(wrong):
        raise SourceError(
            f"{feed.file}, row {wrong.index[0]}, column '{SEX}': '{wrong.iloc[0][SEX]}' is not "
            "known; allowed: 1 (male), 2 (female)"
        )
    people = pd.DataFrame({AREA: codes, SEX: kept[SEX].map(SEXES)})
    people[AGE] = figures.numbers(kept[AGE], AGE, feed.file)
    people["people"] = figures.numbers(kept[count], count, feed.file)
    _require_each_once(people, feed.file)
    return people


def _require_each_once(people: pd.DataFrame, file: str) -> None:
    """A sum with a blank, a repeat or a hole in it would pass for the whole."""
    for column in (AGE, "people"):
        if people[column].isna().any():
            row = people.index[people[column].isna()][0]
            raise SourceError(f"{file}, row {row}: {column} is blank; every row needs a number")
    twice = people[people.duplicated([AREA, SEX, AGE])]
    if len(twice):
        row = twice.iloc[0]
        raise SourceError(
            f"{file}, row {twice.index[0]}: {row[AREA]}, {row[SEX]}, age {row[AGE]:g} is there "
            "already; each may appear once"
        )
    oldest = int(people[AGE].max())
    years = pd.crosstab(people[AREA], people[SEX]).reindex(
        columns=list(SEXES.values()), fill_value=0
    )
    short = years.index[(years != oldest + 1).any(axis=1)]
    if len(short):
        raise SourceError(
            f"{file}: {short[0]} has {years.loc[short[0]].to_dict()} years of age; "
            f"each from 0 to {oldest} is expected"
        )


def _summed(
    people: pd.DataFrame, name: str, band: Band, sexes: list[str], file: str
) -> pd.DataFrame:
    """One band for each area, as text, indexed by the first row of the sum."""
    first, last = band
    chosen = people[people[SEX].isin(sexes) & (people[AGE] >= first)]
    chosen = chosen if last is None else chosen[chosen[AGE] <= last]
    if chosen.empty:
        raise SourceError(
            f"{file}: no row is in the band '{name}'; ages are 0 to {people[AGE].max():g}"
        )
    rows = chosen.assign(source_row=chosen.index).groupby(AREA, sort=True)
    summed = rows.agg(people=("people", "sum"), source_row=("source_row", "min")).reset_index()
    words = {SEX: sexes[0] if len(sexes) == 1 else "persons", AGE: name}
    texts = summed.astype({"people": "int64"}).astype({"people": "str"})
    return texts.assign(**words).set_index("source_row")
