"""What every test may ask for: the publishers' files where they are, and a build."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipelines import build, catalogue, lock

# The same cases every time, and no clock: how long one takes says nothing of whether it is right.
settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

ROOT = Path(__file__).parent.parent
RAW = ROOT.parent / "shared" / "raw"
# Names the folder that all processes of `python -m tests` share.
SHARED_FOLDER = "TESTS_SHARED_FOLDER"


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many times each test runs; more than once finds those that only mostly pass."""
    parser.addoption("--times", type=int, default=1, help="run each test this many times")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A case of each test for each time it is asked for."""
    times = metafunc.config.getoption("times")
    if times > 1:
        metafunc.fixturenames.append("time_of_several")
        metafunc.parametrize("time_of_several", range(1, times + 1))


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
    """A folder with a published build of the committed snapshot, which nobody changes.

    It is built once for all processes of a run; whoever needs one to change makes a copy.
    """
    shared = _shared_folder(tmp_path_factory)
    folder = shared / "marts"
    with lock.held(shared, "the build that the tests share", wait_seconds=600):
        if not (folder / "current.json").is_file():
            build.build(marts=folder)
    os.environ["MARTS_FOLDER"] = str(folder)
    return folder


def _shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole run of `python -m tests`, else of this run of pytest."""
    if given := os.environ.get(SHARED_FOLDER):
        return Path(given)
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
