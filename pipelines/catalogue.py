"""The catalogue people write: YAML and CSV, validated against JSON Schemas, frozen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import yaml

from pipelines import decks, leads
from pipelines.contract import Limits
from pipelines.errors import CatalogueError

# The safe loader, in C where PyYAML was built with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CATALOGUE = Path(__file__).parent.parent / "data" / "catalogue"


@dataclass(frozen=True)
class Priority:
    """One of the six priorities, or the overall summary before them."""

    id: str
    position: int
    title: str
    short_title: str
    aim: str
    question: str
    commitment: str
    measured_by: str
    lead: str
    featured: tuple[str, ...]
    lead_reason: str = ""
    second: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """A word the pages use, in plain words.

    ``explains`` holds the codes it stands for in the marts: measures, states, verdicts, and
    kinds of period or value.
    """

    id: str
    term: str
    means: str
    more: str = ""
    synonyms: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    see: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where figures come from: publisher, licence, address, and the route they took to us.

    ``next_release`` is the publisher's announced day; ``release_months`` how many months lie
    between releases at most, 0 where no further one is expected.
    """

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    licence_url: str
    attribution: str
    cadence: str
    route: str
    parser: str
    vintage: str
    checked: str = ""
    live: str = ""
    next_release: str = ""
    release_months: int = 0


@dataclass(frozen=True)
class Feed:
    """How to find one indicator's figures in one publisher's file.

    ``select`` picks rows (column: value or list of values), ``columns`` and ``constants`` say
    where the contract's columns come from, ``groups`` maps a publisher's breakdown to ours, and
    ``options`` holds whatever else the source's parser understands.
    """

    indicator_id: str
    source: str
    file: str
    select: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Gap:
    """Why a publisher has no figure for some areas: the state to show, and the reason."""

    areas: tuple[str, ...]
    state: str
    note: str


@dataclass(frozen=True)
class Indicator:
    """What one indicator measures, how to read it, and where its figures are."""

    id: str
    title: str
    short_title: str
    measures: str
    definition: str
    priority: str
    aim: str
    unit: str
    unit_name: str
    decimals: int
    polarity: str
    value_kind: str
    period_kind: str
    age_adjustment: str
    complete_count: bool
    minimum: float | None
    maximum: float | None
    caveats: tuple[str, ...]
    interval_method: str = ""
    unit_prefix: str = ""
    headline: bool = False
    strategy_numbers: tuple[int, ...] = ()
    strategy_gap: str = ""
    period_basis: str = ""
    proper_nouns: tuple[str, ...] = ()
    proxy_for: str = ""
    context: bool = False
    current_prices: bool = False
    no_figures: str = ""
    publisher_id: str = ""
    synonyms: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    feeds: tuple[Feed, ...] = ()

    @property
    def limits(self) -> Limits:
        """The range its figures can possibly have."""
        return Limits(self.minimum, self.maximum)


@dataclass(frozen=True)
class Correction:
    """A known error in a publisher's file: why it is one, what we expect to find, what we show."""

    id: str
    reason: str
    match: Mapping[str, Any]
    expect: Mapping[str, Any]
    change: Mapping[str, Any]


@dataclass(frozen=True)
class Catalogue:
    """Everything people have written down about the figures."""

    priorities: tuple[Priority, ...]
    sources: Mapping[str, Source]
    indicators: Mapping[str, Indicator]
    areas: pd.DataFrame
    corrections: tuple[Correction, ...]
    glossary: tuple[Term, ...] = ()
    decks: tuple[Mapping[str, Any], ...] = ()

    @property
    def area_codes(self) -> set[str]:
        """Every GSS code known."""
        return set(self.areas["area_code"])

    @property
    def boroughs(self) -> list[str]:
        """The codes of London's 33 boroughs, the City of London included."""
        return list(self.areas.loc[self.areas["area_type"] == "borough", "area_code"])

    @property
    def limits(self) -> dict[str, Limits]:
        """The possible range of every indicator."""
        return {i.id: i.limits for i in self.indicators.values()}

    @property
    def feeds(self) -> list[Feed]:
        """Every feed of every indicator, in the order of the catalogue."""
        return [feed for indicator in self.indicators.values() for feed in indicator.feeds]


def load(folder: Path = CATALOGUE) -> Catalogue:
    """Read and validate a catalogue folder.

    Raises:
        CatalogueError: naming the file, the place in it, the value and what is allowed.
    """
    schemas = folder / "schema"
    sources = [_source(x) for x in documents(folder / "sources", schemas / "source.json")]
    indicators = [
        _indicator(x) for x in documents(folder / "indicators", schemas / "indicator.json")
    ]
    priorities = _read(folder / "priorities.yml", schemas / "priorities.json")["priorities"]
    corrections = _read(folder / "corrections.yml", schemas / "corrections.json")["corrections"]
    terms = _read(folder / "glossary.yml", schemas / "glossary.json")["terms"]
    catalogue = Catalogue(
        priorities=tuple(Priority(**_frozen(x, "featured", "synonyms")) for x in priorities),
        sources={x.id: x for x in sources},
        indicators={x.id: x for x in indicators},
        areas=_areas(folder / "areas.csv", schemas / "areas.json"),
        corrections=tuple(Correction(**x) for x in corrections),
        glossary=tuple(Term(**_frozen(x, "synonyms", "explains", "see")) for x in terms),
        decks=tuple(documents(folder / "scenes", schemas / "deck.json")),
    )
    _require_references(catalogue)
    return catalogue


def documents(folder: Path, schema: Path) -> list[dict[str, Any]]:
    """Read every document of a folder; its name must be the id inside, so that it is found.

    Raises:
        CatalogueError: for the first that is not valid, or when the folder holds none.
    """
    found = []
    for path in sorted(folder.glob("*.yml")):
        document = _read(path, schema)
        if document["id"] != path.stem:
            raise CatalogueError(
                f"{_name(path)}: id '{document['id']}' is not the file's name; "
                f"call it '{path.stem}' or rename the file"
            )
        found.append(document)
    if not found:
        raise CatalogueError(f"{_name(folder)}: holds no .yml file")
    return found


def _read(path: Path, schema: Path) -> dict[str, Any]:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 a safe loader
    except FileNotFoundError as error:
        raise CatalogueError(f"{_name(path)}: no such file") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{_name(path)}: not readable as YAML: {error}") from error
    _require_schema(document, json.loads(schema.read_text(encoding="utf-8")), path)
    return dict(document)


def _require_schema(document: object, schema: dict[str, Any], path: Path) -> None:
    problem = jsonschema.exceptions.best_match(
        jsonschema.Draft202012Validator(schema).iter_errors(document)
    )
    if problem is not None:
        place = " > ".join(str(part) for part in problem.absolute_path) or "the document"
        raise CatalogueError(f"{_name(path)}: {place}: {problem.message}")


def _source(document: dict[str, Any]) -> Source:
    return Source(**document)


def _indicator(document: dict[str, Any]) -> Indicator:
    given = _frozen(document, "caveats", "strategy_numbers", "synonyms", "proper_nouns")
    given["gaps"] = tuple(
        Gap(tuple(x["areas"]), x["state"], x["note"]) for x in given.get("gaps", ())
    )
    given["feeds"] = tuple(Feed(indicator_id=given["id"], **x) for x in given.get("feeds", ()))
    return Indicator(**given)


def _frozen(document: Mapping[str, Any], *lists: str) -> dict[str, Any]:
    """A document whose lists, absent ones included, are tuples."""
    return {**document, **{key: tuple(document.get(key, ())) for key in lists}}


def _areas(path: Path, schema: Path) -> pd.DataFrame:
    areas = pd.read_csv(path, dtype={"area_code": "str"}, keep_default_na=False, na_values=[""])
    rows = json.loads(areas.to_json(orient="records"))
    rule = json.loads(schema.read_text(encoding="utf-8"))
    for number, row in enumerate(rows, start=2):
        given = {key: value for key, value in row.items() if value is not None}
        _require_schema(given, rule, path.with_name(f"{path.name} line {number}"))
    repeated = areas.loc[areas["area_code"].duplicated(), "area_code"]
    if len(repeated):
        raise CatalogueError(f"{_name(path)}: area_code '{repeated.iloc[0]}' appears twice")
    return areas


def _require_references(catalogue: Catalogue) -> None:
    """Names that point at other files must find them."""
    priorities = [x.id for x in catalogue.priorities]
    for priority in catalogue.priorities:
        leads.require(priority, catalogue.indicators)
    for indicator in catalogue.indicators.values():
        where = f"indicators/{indicator.id}.yml"
        _require_name(where, "priority", indicator.priority, priorities)
        for feed in indicator.feeds:
            _require_name(where, "feeds > source", feed.source, catalogue.sources)
        for gap in indicator.gaps:
            for area in gap.areas:
                _require_name(where, "gaps > areas", area, sorted(catalogue.area_codes))
    for correction in catalogue.corrections:
        _require_name(
            "corrections.yml",
            f"{correction.id} > match > indicator_id",
            correction.match["indicator_id"],
            catalogue.indicators,
        )
    for where, name in decks.named(catalogue.decks, decks.INDICATORS):
        _require_name(where, "view > indicator", name, catalogue.indicators)
    for where, name in decks.named(catalogue.decks, decks.AREAS):
        _require_name(where, "view > area", name, catalogue.boroughs)
    _require_terms(catalogue.glossary)


def _require_terms(glossary: tuple[Term, ...]) -> None:
    """A term and a code are explained once, and what a term points to is there."""
    ids = [x.id for x in glossary]
    for kind, names in (("id", ids), ("explains", [code for x in glossary for code in x.explains])):
        repeated = [name for name in names if names.count(name) > 1]
        if repeated:
            raise CatalogueError(f"glossary.yml: {kind} '{repeated[0]}' appears twice")
    for term in glossary:
        for name in term.see:
            _require_name("glossary.yml", f"{term.id} > see", name, ids)


def _require_name(where: str, place: str, name: str, allowed: Iterable[str]) -> None:
    if name not in allowed:
        raise CatalogueError(
            f"{where}: {place}: '{name}' is not known; allowed: {', '.join(allowed)}"
        )


def _name(path: Path) -> str:
    """A path as people see it: from the catalogue down, never a place on a machine."""
    return path.name if path.parent.name == "catalogue" else f"{path.parent.name}/{path.name}"
