"""A clock that jumps: what is served does not change, and words about age stay sentences."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest

from dashboard import db
from dashboard.content import ledger, provenance
from dashboard.db import Build, Marts
from tests.dashboard.test_ledger import ENTRY
from tests.faults.conftest import NEWER, older, point_at

MOMENTS = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC))


def _jump(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Every clock that tells the time of day tells this one; the monotonic one goes on."""

    class Jumped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return moment.astimezone(tz) if tz else moment.replace(tzinfo=None)

    for module in (ledger, provenance):
        monkeypatch.setattr(module, "datetime", Jumped)
    monkeypatch.setattr("time.time", moment.timestamp)
    monkeypatch.setattr("time.time_ns", lambda: int(moment.timestamp()) * 10**9)


@pytest.mark.parametrize("moment", MOMENTS, ids=["1970", "2999"])
def test_a_jump_neither_keeps_a_new_build_away_nor_brings_an_old_one(
    moment: datetime, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "LOOK_AGAIN_SECONDS", 0)
    marts = Marts(folder)
    assert marts.current().build_id == NEWER
    _jump(monkeypatch, moment)
    assert marts.current().build_id == NEWER
    point_at(folder, older(folder))
    assert marts.current().build_id == older(folder)
    point_at(folder, NEWER)
    assert marts.current().build_id == NEWER
    assert marts.trouble == ""


@pytest.fixture
def dated(marts: Path, tmp_path: Path) -> Build:
    """A build whose next release is due in 2030."""
    folder = Path(shutil.copytree(marts, tmp_path / "dated"))
    build = Marts(folder).current()
    own = ENTRY | {"due": "2030-01-31"}
    entries = [own, own | {"indicator_id": "suicide"}]
    (folder / f"freshness-{build.build_id}.json").write_text(json.dumps(entries))
    ledger.freshness.cache_clear()
    return build


@pytest.mark.parametrize(
    ("moment", "words"),
    [(MOMENTS[0], "; next release expected by "), (MOMENTS[1], "A newer release was expected by ")],
    ids=["1970", "2999"],
)
def test_words_about_age_stay_sentences_and_change_with_the_clock(
    moment: datetime, words: str, dated: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = provenance.lines(dated, (), "suicide")
    assert "31 January 2030" in before
    _jump(monkeypatch, moment)
    shown = provenance.lines(dated, (), "suicide")
    assert words + "31 January 2030" in shown
    assert ("Overdue" in ledger.table(dated)) == (moment.year == 2999)
    assert not {"nan", "None", "NaT"} & set(shown.split())
