"""From figures to marts: which SQL file and statistic follows which, on whatever engine.

Most marts are made one indicator at a time and kept in parts; the few that look across the
indicators are made from the parts of all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from pipelines import inputs
from pipelines.analysis import similarities
from pipelines.analysis.each import OF_FIGURES, Context, statistics
from pipelines.analysis.weights import POPULATION
from pipelines.catalogue import Catalogue
from pipelines.engine import SQL, Engine
from pipelines.engines import Session, Tables
from pipelines.given import Given
from pipelines.parts import Parts

# The marts kept in parts, and the order of their rows within one indicator.
IN_PARTS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "observation": ("observation_id",),
        "comparison": ("observation_id", "benchmark"),
        "series": ("sex", "age", "group_type", "group_name", "period_start", "period_end"),
        "trend": ("area_code", "sex", "age", "group_type", "group_name"),
        "inequality": (
            *("area_code", "sex", "age", "dimension", "measure"),
            *("period_start", "period_end"),
        ),
        "gap_change": ("area_code", "sex", "age", "dimension", "measure"),
        "value_change": ("sex", "age", "from_period_end", "from_period_start", "area_code"),
        "contribution": ("sex", "age", "period_start", "period_end", "measure", "area_code"),
        "gradient": ("area_code", "period_start", "sex", "age"),
        "profile": ("sex", "age", "area_code", "benchmark"),
    }
)
# These number their figures within an indicator; all figures together are numbered through.
NUMBERED = ("observation", "comparison", "profile")
# In this order: each reads only the ones before it.
ACROSS = (
    *("area", "priority", "glossary", "deck", "scene", "source", "indicator"),
    *("similarity", "interval_coverage", "verdict_accuracy", "fifths_coverage", "build"),
)
# What becomes of one indicator's figures, in this order: SQL files, and the statistics that read
# the same of one source together.
_STEPS: tuple[str | tuple[str, ...], ...] = (
    *("marts/area", "staging/staged_observation", ("derived_limits",), "marts/observation"),
    *("staging/staged_pair", ("derived_verdict",)),
    OF_FIGURES,
    *(("derived_change",), "marts/comparison", "marts/series", "marts/trend", "marts/inequality"),
    *("marts/gap_change", "marts/value_change", "marts/contribution", "marts/gradient"),
    "marts/profile",
)


def parts_of(folder: Path, catalogue: Catalogue, given: Given, code: bytes) -> Parts:
    """The parts of a build, each named by the digest of what it is made from.

    That is the indicator's figures and catalogue entry, and what every indicator is made with:
    the areas, the population (which weighs the boroughs) and the code.
    """
    areas = pd.util.hash_pandas_object(catalogue.areas).to_numpy().tobytes()
    everyone = [code, areas, given.digests.get(POPULATION, "").encode()]
    digests = {}
    for name, figures in given.digests.items():
        entry = repr(catalogue.indicators.get(name)).encode()
        own = [hashlib.sha256(x).digest() for x in (*everyone, entry, figures.encode())]
        digests[name] = hashlib.sha256(b"".join(own)).hexdigest()[:24]
    return Parts(folder, digests, tuple(IN_PARTS))


def missing(
    session: Session,
    parts: Parts,
    catalogue: Catalogue,
    given: Given,
    progress: Callable[[str], None],
) -> None:
    """Make every part that is not there yet; nothing else is touched."""
    stale = parts.stale()
    made = statistics(_context(catalogue, given))
    done = 0
    for batch in given.batches(stale, session.most_rows):
        progress(f"deriving and measuring, {done} of {len(stale)} indicators done")
        with session.tables() as tables, parts.unfinished() as unfinished:
            tables.give("catalogue_area", catalogue.areas)
            _give_figures(tables, given, batch)
            for step in _STEPS:
                if isinstance(step, str):
                    tables.make(SQL / f"{step}.sql")
                else:
                    tables.map_groups([made[x] for x in step])
            written = {x: tables.write(x, IN_PARTS[x], batch, unfinished) for x in IN_PARTS}
            for one in batch:
                parts.keep(one, {mart: paths[one] for mart, paths in written.items()})
        done += len(batch)


def collect(file: Engine, parts: Parts, given: Given) -> None:
    """Put the parts of every indicator into the database that is to be published."""
    for name in IN_PARTS:
        before = given.figures_before if name in NUMBERED else ()
        file.keep_files(name, parts.paths(name), before)


def offer(tables: Tables, parts: Parts) -> None:
    """Offer the parts of every indicator to an engine that is not the published database."""
    for name in IN_PARTS:
        tables.give_files(name, parts.paths(name))


def across(
    tables: Tables, catalogue: Catalogue, given: Given, others: Mapping[str, pd.DataFrame]
) -> None:
    """Make the marts that look across indicators, from the parts of all of them."""
    for name, frame in (inputs.of_catalogue(catalogue) | dict(others)).items():
        tables.give(name, frame)
    titles = pd.Series({x.id: x.short_title for x in catalogue.indicators.values()})
    wanted = [x for names in similarities.THEMES.values() for x in names if x in given.digests]
    figures = given.read(wanted, catalogue.boroughs)
    alike = similarities.table(figures, catalogue.areas, titles)
    tables.give("derived_similarity", alike)
    _make(tables, ACROSS)


def _make(tables: Tables, names: Iterable[str]) -> None:
    for name in names:
        tables.make(SQL / "marts" / f"{name}.sql")


def _context(catalogue: Catalogue, given: Given) -> Context:
    return Context(
        areas=catalogue.areas,
        boroughs=catalogue.boroughs,
        traits=inputs.traits_of(catalogue),
        population=given.read([POPULATION]),
    )


def _give_figures(tables: Tables, given: Given, indicators: Sequence[str]) -> None:
    if given.paths:
        tables.give_files("snapshot_observation", [given.paths[x] for x in indicators])
    else:
        tables.give("snapshot_observation", given.read(indicators))
