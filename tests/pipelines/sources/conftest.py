"""What the parsers' tests share: a catalogue of the real areas, and one source a parser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines import contract
from pipelines.catalogue import Catalogue, Feed, Source
from pipelines.sources import registry
from tests.pipelines.sources import examples

Parse = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def catalogue(known: Catalogue) -> Catalogue:
    sources = {
        name: Source(name, name, "", "", "", "", "", "", "official", name, "2026")
        for name in registry.PARSERS
    }
    return Catalogue((), sources, {}, known.areas, ())


@pytest.fixture(scope="session")
def parse(catalogue: Catalogue) -> Parse:
    """Parse a file of tests/data/publishers, or the bytes given, and hold it to the contract."""

    def run(parser: str, file: str, content: bytes | None = None, **feed: Any) -> pd.DataFrame:
        given = examples.content(file) if content is None else content
        return checked(registry.parse(given, Feed("some", parser, file, **feed), catalogue))

    def checked(observed: pd.DataFrame) -> pd.DataFrame:
        limits = {"some": contract.Limits(None, None)}
        return contract.validate(observed, catalogue.area_codes, limits)

    return run


@pytest.fixture(scope="session")
def parse_raw(parse: Parse, raw: Path) -> Parse:
    """Parse one of the publishers' own files; skipped where the project does not have them."""

    def run(parser: str, file: str, **feed: Any) -> pd.DataFrame:
        return parse(parser, file, (raw / file).read_bytes(), **feed)

    return run
