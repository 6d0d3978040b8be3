"""How fresh the figures are, and what the last refresh changed, as lists and lines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from dashboard import queries, text
from dashboard.db import Build


@lru_cache(maxsize=8)
def freshness(build: Build) -> tuple[dict[str, Any], ...]:
    """The freshness ledger beside a build; empty where the build has none."""
    found = build.beside("freshness")
    return tuple(found) if isinstance(found, list) else ()


@lru_cache(maxsize=8)
def changes(build: Build) -> dict[str, Any]:
    """What the refresh that made a build changed; empty where no refresh made it."""
    found = build.beside("changes")
    return found if isinstance(found, dict) else {}


def line(build: Build, indicator: str, today: date | None = None) -> str:
    """One indicator's freshness in a sentence, for under its chart."""
    own = [x for x in freshness(build) if x["indicator_id"] == indicator]
    if not own:
        latest = queries.indicators(build)["latest_period"][indicator]
        return f"Newest period here: {latest}."
    return _sentence(own[0], today or datetime.now(UTC).date())


def table(build: Build) -> str:
    """The ledger of sources as an HTML table, as it stands today."""
    return _table(build, datetime.now(UTC).date())


@lru_cache(maxsize=4)
def _table(build: Build, today: date) -> str:
    lines = [x for x in freshness(build) if not x["indicator_id"]]
    if not lines:
        return "<p class='sub'>This build came without a freshness ledger.</p>"
    rows = "".join(_row(x, today) for x in lines)
    return (
        "<div class='scroll' tabindex='0' role='region' aria-label='Freshness'>"
        "<table class='list'><thead><tr><th scope='col'>Source</th>"
        "<th scope='col'>Newest period</th><th scope='col'>Edition</th>"
        "<th scope='col'>Brought in by a refresh</th><th scope='col'>Next release</th>"
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def changed(build: Build) -> str:
    """What the last refresh changed, as HTML."""
    report = changes(build)
    if not report:
        return (
            "<p class='sub'>This build was made from the figures that come with the dashboard; "
            "no refresh has changed them.</p>"
        )
    counts = report["summary"]
    items = "".join(_change(x) for x in report["indicators"])
    return (
        f"<p>Made {text.safe(report['made'])}: "
        f"{text.many(counts['indicators'], 'indicator')} changed, with "
        f"{text.many(counts['new_periods'], 'new period')}, "
        f"{text.many(counts['new_figures'], 'new figure')}, "
        f"{counts['revised']:,} revised and {counts['withdrawn']:,} withdrawn.</p><ul>{items}</ul>"
    )


def is_overdue(entry: dict[str, Any], today: date) -> bool:
    """Whether a newer release should be out by now."""
    return bool(entry["due"]) and today.isoformat() > entry["due"]


def _sentence(entry: dict[str, Any], today: date) -> str:
    start = f"Newest period: {entry['latest_period']}; edition of {text.vintage(entry['edition'])}"
    if is_overdue(entry, today):
        return f"{start}. A newer release was expected by {text.vintage(entry['due'])}."
    if entry["due"]:
        return f"{start}; next release expected by {text.vintage(entry['due'])}."
    return f"{start}."


def _row(entry: dict[str, Any], today: date) -> str:
    due = text.vintage(entry["due"]) if entry["due"] else "None expected"
    late = " <span class='tag'>Overdue</span>" if is_overdue(entry, today) else ""
    retrieved = entry["retrieved"][:10]
    return (
        f"<tr><th scope='row'>{text.safe(entry['title'])}<br>"
        f"<span class='sub'>{text.safe(entry['publisher'])}</span></th>"
        f"<td>{text.safe(entry['latest_period'])}</td>"
        f"<td>{text.safe(text.vintage(entry['edition']))}</td>"
        f"<td>{text.safe(text.vintage(retrieved) if retrieved else 'Not yet')}</td>"
        f"<td>{text.safe(due)}{late}</td></tr>"
    )


def _change(entry: dict[str, Any]) -> str:
    parts = []
    if entry["new_periods"]:
        parts.append(f"new: {', '.join(entry['new_periods'])}")
    if entry["revised"]:
        first = entry["revised"][0]
        parts.append(
            f"{len(entry['revised']):,} revised, such as {first['area_name']} {first['period']} "
            f"from {first['old']:g} to {first['new']:g}"
        )
    if entry["withdrawn"]:
        parts.append(f"{len(entry['withdrawn']):,} withdrawn")
    return f"<li><strong>{text.safe(entry['title'])}</strong>: {text.safe('; '.join(parts))}</li>"
