"""A page that raises: people see a calm message, the log has the traceback, under one reference."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import failures
from tests.bench.serving import Served, serving
from tests.bench.viewer import Viewer

pytestmark = pytest.mark.slow

TYPED = "my mother's name is Zebedee"
APP = "tests/faults/raising_app.py"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "log.txt"


@pytest.fixture(scope="module")
def served(marts: Path, log: Path) -> Iterator[Served]:
    with serving(marts, APP, log=log) as server:
        yield server


async def _seen(served: Served, query: str, *acts: str) -> tuple[list[str], tuple[str, ...]]:
    """What the page says and what failed, after using the controls named."""
    viewer = Viewer(served.address, random.Random(1))
    answer = await viewer.open("", query)
    try:
        for kind in acts:
            answer = await viewer.use(kind)
        return list(viewer.said), answer.errors
    finally:
        await viewer.close()


def _reference(words: list[str]) -> str:
    (shown,) = (x for x in words if "could not be made" in x)
    found = re.search(r"data-reference='([2-9A-Z]{8})'", shown)
    assert found
    assert "Traceback" not in shown
    return found[1]


def _line(log: Path, reference: str) -> dict[str, Any]:
    lines = log.read_text().splitlines()
    (line,) = (x for x in lines if reference in x)
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.mark.parametrize(
    ("query", "acts"),
    [("when=now&typed=", ()), ("typed=", ("button",)), ("typed=", ("checkbox",))],
    ids=["the page", "a callback", "a fragment"],
)
def test_a_failure_has_one_reference_on_the_page_and_in_the_log(
    query: str, acts: tuple[str, ...], served: Served, log: Path
) -> None:
    words, errors = asyncio.run(_seen(served, query + TYPED.replace(" ", "+"), *acts))
    assert len(errors) == 1
    line = _line(log, _reference(words))
    assert line["event"] == "a page failed"
    outer, inner = line["causes"]
    assert outer["type"] == "builtins.ValueError"
    assert inner["type"] == "builtins.KeyError"
    assert "raising_page.py" in outer["traceback"][-1]
    assert " in fail: " in outer["traceback"][-1]
    assert TYPED not in log.read_text()
    assert "Zebedee" not in log.read_text()


def test_the_next_page_of_the_same_viewer_is_whole(served: Served) -> None:
    words, errors = asyncio.run(_seen(served, ""))
    assert errors == ()
    assert words == ["A page"]


def test_what_people_see_names_no_cause() -> None:
    def page() -> None:
        from dashboard.views import failed

        try:
            {}["Zebedee"]
        except KeyError as error:
            failed.show(error)

    shown = AppTest.from_function(page).run()
    assert not shown.exception
    body = shown.get("html")[0].proto.body
    assert "written down under the reference" in body
    assert "Zebedee" not in body
    assert "KeyError" not in body


def test_references_differ_and_a_long_chain_of_causes_ends(
    caplog: pytest.LogCaptureFixture,
) -> None:
    error = RuntimeError("0")
    for number in range(1, 30):
        cause, error = error, RuntimeError(str(number))
        error.__cause__ = cause
    with caplog.at_level(logging.ERROR, logger="dashboard.failures"):
        written = {failures.write_down(error, "a page") for _ in range(50)}
    assert len(written) == 50
    assert all(len(json.loads(x.getMessage())["causes"]) == 5 for x in caplog.records)
