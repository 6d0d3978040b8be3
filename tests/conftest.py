"""What every test may ask for: the publishers' files where they are, and a build."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipelines import build, catalogue

# The same cases every time, and no clock: how long one takes says nothing of whether it is right.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

ROOT = Path(__file__).parent.parent
RAW = ROOT.parent / "shared" / "raw"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse two tests of one name: processes that share the tests out run only one of them."""
    twice = [name for name, count in Counter(x.nodeid for x in items).items() if count > 1]
    if twice:
        raise pytest.UsageError(f"tests share a name: {', '.join(twice)}")


@pytest.fixture(scope="session")
def raw() -> Path:
    """The folder of publishers' files, which is kept outside the project."""
    if not RAW.is_dir():
        pytest.skip("the publishers' files are not beside this checkout (../shared/raw)")
    return RAW


@pytest.fixture(scope="session")
def known() -> catalogue.Catalogue:
    """The committed catalogue."""
    return catalogue.load()


@pytest.fixture(scope="session")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published build of the committed snapshot."""
    folder = tmp_path_factory.mktemp("marts")
    build.build(marts=folder)
    os.environ["MARTS_FOLDER"] = str(folder)
    return folder
