"""A catalogue of small indicators, two of them with a live publisher, and what these publish."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from pipelines import build, gather, snapshot
from pipelines.catalogue import CATALOGUE, load
from pipelines.places import Places
from tests import committed
from tests.areas import ENGLAND, LONDON

PRIORITIES = tuple(committed.priorities())
BOROUGHS = committed.boroughs()
AREAS = [*BOROUGHS, LONDON, ENGLAND]
ONS, FINGERTIPS = "ons_tiny", "ohid_tiny"
SHARE, RATE = "air_1", "rate"
DATASET, BATCH = "tiny", "502-41001.csv"
ONS_PATH, FINGERTIPS_PATH = "/ons/tiny/tiny.csv", "/api/by_indicator_id"
ONS_COLUMNS = (
    "areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes"
)
FINGERTIPS_COLUMNS = (
    "Indicator ID,Indicator Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator,Value note"
)
ORDINARY = tuple(f"{priority}_{n}" for priority in PRIORITIES for n in range(1, 5))
FIRST_YEARS = (2022, 2023)
# Of the first snapshot: every indicator but the rate, in every area and year.
FIGURES = len(ORDINARY) * len(FIRST_YEARS) * len(AREAS)

Change = Callable[[str, str, int], str | None]


def ons_file(
    years: tuple[int, ...] = FIRST_YEARS,
    change: Change = lambda *_: None,
    header: str = ONS_COLUMNS,
    names: tuple[str, ...] = (SHARE,),
) -> bytes:
    """A data set of percentages; ``change`` may write another value for a figure."""
    lines = [header]
    for name in names:
        for year in years:
            for place, area in enumerate(AREAS):
                value = 20 + place / 2 + (year - 2022)
                told = change(name, area, year)
                low, high = value - 2, value + 2
                limits = f"{low},{high}" if told is None else ","
                written = value if told is None else told
                lines.append(
                    f"{area},Area {place},Local,{name},{year}-01-01/P1Y,{written},Percentage,%,"
                    f"{limits},,"
                )
    return ("\n".join(lines) + "\n").encode()


def fingertips_file(
    periods: tuple[str, ...] = ("2021 - 23",),
    change: Change = lambda *_: None,
    header: str = FINGERTIPS_COLUMNS,
    sexes: tuple[str, ...] = ("Persons",),
) -> bytes:
    """An export of one rate."""
    lines = [header]
    for sex in sexes:
        for number, period in enumerate(periods):
            for place, area in enumerate(AREAS):
                value = 10 + place / 10 + number
                told = change(sex, area, number)
                written = f"{value},{value - 1.5},{value + 1.5}" if told is None else f"{told},,"
                lines.append(
                    f"41001,A rate,{area},Area {place},UA,{sex},10+ yrs,,,{period},{written},"
                    "10,1000,"
                )
    return ("\n".join(lines) + "\n").encode()


def world(folder: Path) -> Places:
    """A data folder with the catalogue, a first snapshot and a published build of it."""
    places = Places.under(folder)
    _write_catalogue(places.catalogue)
    files = folder / "first"
    files.mkdir()
    # A file each: a feed reads the whole of its file.
    for name in ORDINARY:
        (files / _file(name)).write_bytes(ons_file(names=(name,)))
    (files / "compiled.csv").write_bytes(fingertips_file())
    catalogue = load(places.catalogue)
    observations, read = gather.collect(files, catalogue)
    table = snapshot.parquet(observations)
    sources = [
        {"id": x, "vintage": "2025", "publisher": "P", "licence": "L", "files": [], "rows": 0}
        for x in sorted({one.source for one in read})
    ]
    figures = {"sha256": snapshot.digest(table), "rows": len(observations), "file": "x"}
    snapshot.save(table, {"observations": figures, "sources": sources}, places.snapshot)
    build.build(places.catalogue, places.snapshot, places.marts)
    return places


def _write_catalogue(folder: Path) -> None:
    shutil.copytree(CATALOGUE / "schema", folder / "schema")
    for name in ("areas.csv", "glossary.yml"):
        shutil.copy(CATALOGUE / name, folder)
    scenes = [{"view": f"map?indicator={SHARE}"}]
    _yaml(folder / "scenes" / "tiny.yml", {"id": "tiny", "title": "Tiny", "scenes": scenes})
    _yaml(folder / "corrections.yml", {"corrections": []})
    given = yaml.safe_load((CATALOGUE / "priorities.yml").read_text())
    for one in given["priorities"]:
        one["featured"] = [f"{one['id']}_{n}" for n in (1, 2, 3)]
        one |= {"lead": one["featured"][0], "lead_reason": "Nothing else is measured here."}
        one.pop("second", None)
    _yaml(folder / "priorities.yml", given)
    parsers = {ONS: "ons_csv", "still": "ons_csv", FINGERTIPS: "fingertips_csv", "copy": "tidy"}
    for source, parser in parsers.items():
        _yaml(folder / "sources" / f"{source}.yml", _source(source, parser))
    for name in ORDINARY:
        source = ONS if name == SHARE else "still"
        feed = {"source": source, "file": _file(name), "select": {"indicator": name}}
        document = _indicator(name, name.rsplit("_", 1)[0], "%", 100) | {"feeds": [feed]}
        _yaml(folder / "indicators" / f"{name}.yml", document)
    _yaml(folder / "indicators" / f"{RATE}.yml", _rate())
    tolerance = {"standard_errors": 6, "relative": 0.5}
    columns = {x: {"type": "text"} for x in ONS_COLUMNS.split(",")}
    columns |= {"observation": {"type": "number"}, "period": {"type": "period"}}
    live = {"id": ONS, "kind": "csv", "columns": columns, "tolerance": tolerance}
    _yaml(folder / "live" / f"{ONS}.yml", live)
    columns = {x: {"type": "text"} for x in FINGERTIPS_COLUMNS.split(",")}
    columns |= {"Sex": {"type": "text", "labels": ["Persons", "Male", "Female"]}}
    columns |= {x: {"type": "number", "minimum": 0} for x in ("Count", "Denominator")}
    select = {"indicator_id": "41001", "sex": "Persons", "age": "10+ yrs"}
    feeds = [{"indicator": RATE, "replaces": ["copy"], "select": select}]
    live = {"id": FINGERTIPS, "kind": "csv", "batch": 5, "columns": columns, "feeds": feeds}
    _yaml(folder / "live" / f"{FINGERTIPS}.yml", live | {"tolerance": tolerance})


def _file(name: str) -> str:
    return f"{DATASET if name == SHARE else name}.csv"


def _rate() -> dict[str, Any]:
    """The rate as a refresh finds it: embedded through somebody's compilation."""
    columns = {
        "area_code": "Area Code",
        "value": "Value",
        "lower_95": "Lower CI 95.0 limit",
        "upper_95": "Upper CI 95.0 limit",
        "period": "Time period",
    }
    feed = {
        "source": "copy",
        "file": "compiled.csv",
        "columns": columns,
        "constants": {"age": "10+ yrs"},
        "options": {"format": "csv"},
    }
    return _indicator(RATE, "minds", "per 100,000", None) | {"feeds": [feed]}


def _indicator(name: str, priority: str, unit: str, maximum: float | None) -> dict[str, Any]:
    aims = {"overall": "Summary", "children": "Healthy Children", "minds": "Healthy Minds"}
    return {
        "id": name,
        "title": f"Indicator {name}",
        "short_title": name,
        "measures": "Something that is measured in boroughs.",
        "definition": "Something that is measured in boroughs.",
        "priority": priority,
        "aim": aims.get(priority, "Healthy Living"),
        "unit": unit,
        "unit_name": f"{unit} of people",
        "decimals": 1,
        "polarity": "low",
        "value_kind": "proportion" if unit == "%" else "rate",
        "period_kind": "annual" if unit == "%" else "rolling",
        "age_adjustment": "not_needed",
        "complete_count": False,
        "minimum": 0,
        "maximum": maximum,
        "caveats": [],
    }


def _source(name: str, parser: str) -> dict[str, Any]:
    return {
        "id": name,
        "title": f"Source {name}",
        "publisher": "A publisher",
        "url": "https://publisher.invalid/",
        "licence": "Open Government Licence v3.0",
        "licence_url": "https://publisher.invalid/licence",
        "attribution": "Contains public sector information.",
        "cadence": "Once a year",
        "route": "official",
        "parser": parser,
        "vintage": "2025-10",
        "release_months": 12,
    }


def _yaml(path: Path, document: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
