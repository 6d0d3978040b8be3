"""The dashboard on a machine where it can write nowhere: every page, the open data, every file."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.exports.files import FORMATS
from tests.bench.places import places
from tests.bench.viewer import Viewer
from tests.browser.addresses import ADDRESSES
from tests.security import read_only
from tests.serving import ROOT, command, free_port, wait_until_up

# What a page of downloads makes, which the open data does not: the workbook and the package.
_FILES = """
from dashboard import db
from dashboard.exports import files, forgiving
build = db.current()
for fmt in files.FORMATS:
    request, problems = forgiving.read({"indicator": ["suicide"]}, build)
    made = files.make(request, build, fmt, "http://localhost/")
    print(fmt, len(made) > 1000)
"""


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(marts: Path) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        read_only.wrapped(*command(port)),
        cwd=ROOT,
        env=read_only.environment(marts),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        wait_until_up(f"http://127.0.0.1:{port}/readyz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        said = process.communicate(timeout=30)[1].decode()
    assert "Traceback" not in said, said
    assert "Read-only file system" not in said, said


def test_every_page_opens_and_answers(address: str, marts: Path) -> None:
    """Each kind of page with real state, and a control changed on it."""
    kinds = [x.lstrip("/").partition("?")[::2] for x in ADDRESSES.values()]
    visited = [*kinds, *places(marts)[9:21]]

    async def visit() -> list[str]:
        viewer = Viewer(address, random.Random(1))
        errors = [*(await viewer.open("", "")).errors]
        for page, query in visited:
            errors += (await viewer.go(page, query)).errors
            errors += (await viewer.act()).errors
        await viewer.close()
        return errors

    assert asyncio.run(visit()) == []


@pytest.mark.parametrize(
    "path",
    [
        "api/v1/observations.csv?indicator=suicide",
        "api/v1/observations.json?indicator=suicide",
        "api/v1/observations.parquet",
        "api/v1/builds/current",
        "api/v1/docs",
        "search.json",
        "app/static/boundaries/boroughs.geojson",
        "",
    ],
)
def test_data_and_files_are_served(address: str, path: str) -> None:
    with urllib.request.urlopen(f"{address}/{path}", timeout=60) as answer:  # noqa: S310
        assert answer.status == 200
        assert answer.read()


def test_every_kind_of_file_is_made(marts: Path) -> None:
    done = subprocess.run(
        read_only.wrapped(sys.executable, "-c", _FILES),
        cwd=ROOT,
        env=read_only.environment(marts),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:-1] == [f"{fmt} True" for fmt in FORMATS]
