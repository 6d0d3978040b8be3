"""What the parsers' tests share: a catalogue of the real areas, and one source a parser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines import contract
from pipelines.catalogue import CATALOGUE, Catalogue, Feed, Source
from pipelines.sources import registry

PUBLISHERS = Path(__file__).parents[2] / "data" / "publishers"
RAW = Path(__file__).parents[4] / "shared" / "raw"

Parse = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    areas = pd.read_csv(CATALOGUE / "areas.csv", keep_default_na=False, na_values=[""])
    sources = {
        name: Source(name, name, "", "", "", "", "", "", "official", name, "2026")
        for name in registry.PARSERS
    }
    return Catalogue((), sources, {}, areas, ())


@pytest.fixture(scope="session")
def parse(catalogue: Catalogue) -> Parse:
    """Parse a file of tests/data/publishers, or the bytes given, and hold it to the contract."""

    def run(parser: str, file: str, content: bytes | None = None, **feed: Any) -> pd.DataFrame:
        given = (PUBLISHERS / file).read_bytes() if content is None else content
        return checked(registry.parse(given, Feed("some", parser, file, **feed), catalogue))

    def checked(observed: pd.DataFrame) -> pd.DataFrame:
        limits = {"some": contract.Limits(None, None)}
        return contract.validate(observed, catalogue.area_codes, limits)

    return run


@pytest.fixture(scope="session")
def parse_raw(parse: Parse) -> Parse:
    """Parse one of the publishers' own files; skipped where the project does not have them."""
    if not RAW.is_dir():
        pytest.skip(f"the folder of publishers' files, {RAW.name}, is not beside the project")

    def run(parser: str, file: str, **feed: Any) -> pd.DataFrame:
        return parse(parser, file, (RAW / file).read_bytes(), **feed)

    return run
