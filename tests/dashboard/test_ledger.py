"""The freshness ledger and the change report, read from beside the build."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dashboard.content import ledger
from dashboard.db import Build, Marts

ENTRY = {
    "source_id": "ons_local_statistics",
    "indicator_id": "",
    "title": "Explore <Local> Statistics",
    "publisher": "Office for National Statistics",
    "latest_period": "2024/25",
    "latest_day": "2025-08-31",
    "edition": "2026-05",
    "retrieved": "2026-11-20T03:00:00+00:00",
    "checked": "2026-11-20",
    "due": "2026-08-31",
    "due_is_announced": False,
    "outcome": "refreshed",
}
REPORT = {
    "made": "2026-11-20",
    "summary": {
        "indicators": 1,
        "new_periods": 1,
        "new_figures": 33,
        "revised": 1,
        "withdrawn": 0,
    },
    "indicators": [
        {
            "title": "Employment",
            "new_periods": ["2024"],
            "revised": [{"area_name": "Newham", "period": "2023", "old": 70.1, "new": 70.4}],
            "withdrawn": [],
        }
    ],
}


@pytest.fixture
def kept(own_marts: Path) -> Build:
    """A build with a ledger and a change report beside it."""
    build = Marts(own_marts).current()
    own = ENTRY | {"indicator_id": "employment", "due": "2999-01-31"}
    (own_marts / f"freshness-{build.build_id}.json").write_text(json.dumps([ENTRY, own]))
    (own_marts / f"changes-{build.build_id}.json").write_text(json.dumps(REPORT))
    ledger.freshness.cache_clear()
    ledger.changes.cache_clear()
    return build


def test_the_ledger_shows_every_source_and_what_is_overdue(kept: Build) -> None:
    shown = ledger.table(kept)
    for words in ("2024/25", "May 2026", "20 November 2026", "Overdue", "&lt;Local&gt;"):
        assert words in shown


def test_a_chart_s_line_says_when_the_next_release_is_due(kept: Build) -> None:
    assert ledger.line(kept, "employment") == (
        "Newest period: 2024/25; edition of May 2026; next release expected by 31 January 2999."
    )


def test_an_overdue_release_is_named() -> None:
    assert ledger.is_overdue(ENTRY, date(2026, 9, 1))
    assert not ledger.is_overdue(ENTRY, date(2026, 8, 31))
    assert not ledger.is_overdue(ENTRY | {"due": ""}, date(2026, 9, 1))


def test_the_change_report_names_new_periods_and_revisions(kept: Build) -> None:
    shown = ledger.changed(kept)
    assert "new: 2024" in shown
    assert "Newham 2023 from 70.1 to 70.4" in shown


@pytest.mark.parametrize("content", [None, "", "{", "42"])
def test_a_build_without_them_says_so(own_marts: Path, content: str | None) -> None:
    build = Marts(own_marts).current()
    for name in ("freshness", "changes"):
        path = own_marts / f"{name}-{build.build_id}.json"
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_text(content)
    ledger.freshness.cache_clear()
    ledger.changes.cache_clear()
    assert "without a freshness ledger" in ledger.table(build)
    assert "no refresh has changed" in ledger.changed(build)
    assert ledger.line(build, "suicide") == "Newest period here: 2022 to 2024."
