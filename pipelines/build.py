"""Snapshot to staging to marts to checks to a published build, or a reason why not."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines import contract, decks, publish, snapshot
from pipelines.analysis import (
    boroughs,
    changes,
    comparisons,
    contributions,
    groups,
    inequalities,
    limits,
    similarities,
    trends,
    value_changes,
)
from pipelines.catalogue import CATALOGUE, Catalogue, load
from pipelines.engine import SQL, Engine, steps
from pipelines.errors import CheckError

# In this order: each reads only the ones before it.
MARTS_FROM_CATALOGUE = ("area", "priority", "source", "glossary", "deck", "scene")
MARTS_FROM_FIGURES = ("observation",)
MARTS_FROM_STATISTICS = (
    "comparison",
    "series",
    "indicator",
    "trend",
    "inequality",
    "gap_change",
    "value_change",
    "contribution",
    "gradient",
    "similarity",
    "profile",
    "interval_coverage",
    "build",
)

# How often the intervals hold the truth: simulated once, because it takes a minute.
COVERAGE = snapshot.SNAPSHOT / "coverage.csv"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build did, for the summary at its end."""

    build_id: str
    path: Path
    observations: int
    indicators: int
    seconds: float
    was_there: bool


def build(
    catalogue_folder: Path = CATALOGUE,
    snapshot_folder: Path = snapshot.SNAPSHOT,
    marts: Path = publish.MARTS,
    progress: Progress = lambda _: None,
) -> Built:
    """Build the marts from the committed snapshot and publish them.

    The same inputs give the same build id; where that build is published already and whole,
    it is only pointed at again.

    Raises:
        PipelineError: naming what was wrong; the last published build stays in service.
    """
    started = time.perf_counter()
    progress("reading the catalogue and the snapshot")
    catalogue = load(catalogue_folder)
    observations, manifest = snapshot.load(snapshot_folder)
    contract.validate(observations, catalogue.area_codes, catalogue.limits)
    build_id = identify(catalogue_folder, snapshot_folder)
    path = publish.path_of(build_id, marts)
    was_there = publish.is_whole(path)
    if not was_there:
        with publish.unfinished(build_id, marts) as unfinished:
            make(unfinished, catalogue, observations, _facts(build_id, manifest), progress)
            publish.keep(unfinished, path)
    publish.point_at(build_id, marts)
    return Built(
        build_id=build_id,
        path=path,
        observations=len(observations),
        indicators=int(observations["indicator_id"].nunique()),
        seconds=time.perf_counter() - started,
        was_there=was_there,
    )


def make(
    path: Path,
    catalogue: Catalogue,
    observations: pd.DataFrame,
    facts: pd.DataFrame,
    progress: Progress = lambda _: None,
) -> None:
    """Write every mart into a new database file and run the checks on it."""
    with Engine(path) as engine:
        _give_inputs(engine, catalogue, observations, facts)
        progress("staging the figures")
        engine.make(SQL / "staging" / "staged_observation.sql", kept=False)
        _make_marts(engine, MARTS_FROM_CATALOGUE)
        traits = traits_of(catalogue)
        progress("deriving limits, comparisons and ranks")
        _make_figures(engine, catalogue, traits)
        progress("measuring inequalities, their change and who accounts for them")
        _measure(engine, catalogue, traits)
        _make_marts(engine, MARTS_FROM_STATISTICS)
        progress("checking the marts")
        check(engine)


def check(engine: Engine) -> None:
    """Run every check; each returns the rows that are wrong.

    Raises:
        CheckError: naming each failed check and its first rows.
    """
    failures = []
    for step in steps("checks"):
        wrong = engine.frame(step)
        if len(wrong):
            rule = step.read_text(encoding="utf-8").splitlines()[0].removeprefix("-- ")
            failures.append(f"{step.stem}: {rule}\n{wrong.head(5).to_string(index=False)}")
    if failures:
        raise CheckError("\n\n".join(failures))


def identify(catalogue_folder: Path, snapshot_folder: Path) -> str:
    """The build's id: a digest of the snapshot, the catalogue and the code that turns them."""
    digest = hashlib.sha256()
    for path in _inputs(catalogue_folder, snapshot_folder):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _inputs(catalogue_folder: Path, snapshot_folder: Path) -> Iterable[Path]:
    code = Path(__file__).parent
    yield snapshot_folder / snapshot.OBSERVATIONS
    yield snapshot_folder / snapshot.MANIFEST
    yield COVERAGE
    yield from sorted(catalogue_folder.rglob("*.yml"))
    yield from sorted(catalogue_folder.rglob("*.csv"))
    yield from sorted(code.rglob("*.sql"))
    yield from sorted(code.rglob("*.py"))


def _give_inputs(
    engine: Engine, catalogue: Catalogue, observations: pd.DataFrame, facts: pd.DataFrame
) -> None:
    engine.give("snapshot_observation", observations)
    engine.give("catalogue_area", catalogue.areas)
    engine.give("catalogue_priority", _joined(catalogue.priorities))
    engine.give("catalogue_term", _joined(catalogue.glossary))
    engine.give("catalogue_deck", decks.table(catalogue.decks))
    engine.give("catalogue_scene", decks.scenes(catalogue.decks))
    engine.give("catalogue_source", pd.DataFrame([asdict(x) for x in catalogue.sources.values()]))
    engine.give("catalogue_indicator", _indicators(catalogue))
    engine.give("build_facts", facts)
    engine.give("simulated_coverage", pd.read_csv(COVERAGE))


def _make_figures(engine: Engine, catalogue: Catalogue, traits: pd.DataFrame) -> None:
    """Limits before figures, figures before pairs, pairs before verdicts."""
    polarity = traits["polarity"]
    staged = engine.table("staged_observation")
    engine.give("derived_limits", limits.limits_998(staged, traits["interval_method"]))
    _make_marts(engine, MARTS_FROM_FIGURES)
    engine.make(SQL / "staging" / "staged_pair.sql", kept=False)
    engine.give("derived_verdict", comparisons.verdicts(engine.table("staged_pair"), polarity))
    figures = engine.table("observation")
    of_boroughs = figures[figures["area_code"].isin(catalogue.boroughs)]
    engine.give("derived_quintile", comparisons.quintiles(of_boroughs, polarity))
    ranked = comparisons.ranked(of_boroughs, polarity, traits["value_kind"])
    engine.give("derived_rank", ranked)


def _measure(engine: Engine, catalogue: Catalogue, traits: pd.DataFrame) -> None:
    """Trends and changes of figures; inequalities, then their change and who accounts for them."""
    figures = engine.table("observation")
    engine.give("derived_trend", trends.table(figures, traits["period_kind"]))
    engine.give("derived_value_change", value_changes.table(figures, traits["polarity"]))
    between = list(boroughs.sets(figures, catalogue.areas))
    measured = inequalities.table([*between, *groups.sets(figures)], traits)
    engine.give("derived_inequality", measured)
    engine.give("derived_change", changes.table(measured))
    shares = contributions.table(between[0], catalogue.boroughs, traits)
    engine.give("derived_contribution", shares)
    titles = pd.Series({x.id: x.short_title for x in catalogue.indicators.values()})
    alike = similarities.table(figures, catalogue.areas, titles)
    engine.give("derived_similarity", alike)


def traits_of(catalogue: Catalogue) -> pd.DataFrame:
    """What the statistics need to know of each indicator, by its id."""
    columns = ("polarity", "value_kind", "period_kind", "interval_method")
    rows = {x.id: [getattr(x, name) for name in columns] for x in catalogue.indicators.values()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(columns))


def _make_marts(engine: Engine, names: Iterable[str]) -> None:
    for name in names:
        engine.make(SQL / "marts" / f"{name}.sql", kept=True)


def _joined(documents: Iterable[Any]) -> pd.DataFrame:
    """One row a document; what is a list there is text here: one|other."""
    rows = [
        {
            key: "|".join(value) if isinstance(value, tuple) else value
            for key, value in asdict(document).items()
        }
        for document in documents
    ]
    return pd.DataFrame(rows)


def _indicators(catalogue: Catalogue) -> pd.DataFrame:
    """The catalogue's indicators as a flat table, in the order pages list them."""
    position = {x.id: x.position for x in catalogue.priorities}
    featured = [name for x in catalogue.priorities for name in x.featured]
    place = {name: number for number, name in enumerate(featured)}
    ordered = sorted(
        catalogue.indicators.values(),
        key=lambda x: (
            x.context,
            position[x.priority],
            place.get(x.id, len(place)),
            not x.headline,
            x.title,
        ),
    )
    rows: list[dict[str, Any]] = []
    for number, indicator in enumerate(ordered, start=1):
        row = asdict(indicator)
        row["indicator_id"] = row.pop("id")
        row["indicator_order"] = number
        row["caveats"] = "\n".join(indicator.caveats)
        row["synonyms"] = "|".join(indicator.synonyms)
        row["source_ids"] = "|".join(dict.fromkeys(x.source for x in indicator.feeds))
        row["strategy_numbers"] = "|".join(str(x) for x in indicator.strategy_numbers)
        del row["feeds"], row["gaps"]
        rows.append(row)
    frame = pd.DataFrame(rows)
    return frame.astype({"minimum": "float64", "maximum": "float64"})


def _facts(build_id: str, manifest: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "build_id": build_id,
                "built_at": datetime.now(UTC).replace(microsecond=0, tzinfo=None),
                "snapshot_sha256": manifest["observations"]["sha256"],
                "latest_vintage": max(x["vintage"] for x in manifest["sources"]),
            }
        ]
    )
