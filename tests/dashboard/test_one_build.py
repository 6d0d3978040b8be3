"""A run of a page is of one build, whatever is published meanwhile."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import duckdb
import pytest

from dashboard import db
from dashboard.db import Marts
from pipelines import publish
from tests.dashboard.pages import html, opened, visitor


@pytest.fixture
def folder(own_marts: Path, looks_every_time: None) -> Path:
    """Two builds that say of themselves which they are, in titles that every page shows."""
    folder, first = own_marts, publish.current(own_marts)["build"]
    for build_id in ("a" * 12, "b" * 12):
        path = publish.path_of(build_id, folder)
        shutil.copy(publish.path_of(first, folder), path)
        with duckdb.connect(str(path)) as connection:
            connection.execute("update build set build_id = $id", {"id": build_id})
            mark = {"mark": f" of {build_id}"}
            connection.execute("update indicator set title = title || $mark", mark)
            connection.execute("update area set area_name = area_name || $mark", mark)
    publish.point_at("a" * 12, folder)
    return folder


@pytest.fixture
def swaps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """With every question that a run asks another build is published; they are noted."""
    monkeypatch.setattr(db, "_marts", Marts(folder))
    frame, published = db.Build.frame, []

    def and_swap(build: db.Build, *asked: object) -> object:
        other = "b" if publish.current(folder)["build"].startswith("a") else "a"
        publish.point_at(other * 12, folder)
        published.append(other)
        return frame(build, *asked)

    monkeypatch.setattr(db.Build, "frame", and_swap)
    return published


@pytest.mark.parametrize("name", ["overview", "map", "gaps", "borough", "compare", "methods"])
def test_a_page_is_of_one_build(name: str, folder: Path, swaps: list[str]) -> None:
    """The one that is published when the run begins."""
    page = visitor()
    for published in ("a", "b", "a"):
        publish.point_at(published * 12, folder)
        shown = html(opened(page, name, area="E09000025"))
        shown += "".join(x.value for x in page.title)
        assert {x for x in ("a" * 12, "b" * 12) if x in shown} == {published * 12}
    assert {"a", "b"} <= set(swaps), "no build was published while the page was made"


def test_what_one_thread_holds_is_no_other_threads(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_marts", Marts(folder))
    said = []

    def run() -> None:
        said.append(db.hold().build_id)
        publish.point_at("b" * 12, folder)
        said.append(db.current().build_id)
        said.append(db.hold().build_id)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert said == ["a" * 12, "a" * 12, "b" * 12]
    assert db.current().build_id == "b" * 12
