"""What a refresh changed, indicator by indicator: new periods, revisions, withdrawals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipelines.catalogue import Catalogue
from pipelines.contract import KEY

CELL = ["indicator_id", "period_start", "period_end", "period"]
# Publishers' numbers are read to the last digit; anything smaller than this is the same number.
SAME = 1e-9
SHOWN = 15


@dataclass(frozen=True)
class Revision:
    """One figure that is different now; ``new`` is None where it was withdrawn."""

    area_code: str
    area_name: str
    period: str
    sex: str
    age: str
    group: str
    old: float
    new: float | None
    reason: str = ""


@dataclass(frozen=True)
class IndicatorChange:
    """What changed for one indicator."""

    indicator_id: str
    title: str
    new_periods: tuple[str, ...]
    lost_periods: tuple[str, ...]
    new_figures: int
    revised: tuple[Revision, ...]
    withdrawn: tuple[Revision, ...]


def between(
    before: pd.DataFrame, after: pd.DataFrame, catalogue: Catalogue
) -> list[IndicatorChange]:
    """Compare two snapshots; indicators without a change are left out."""
    merged = before.merge(
        after, on=list(KEY), how="outer", suffixes=("_old", "_new"), indicator="found"
    )
    was, now = merged["state_old"] == "published", merged["state_new"] == "published"
    same = np.isclose(merged["value_old"], merged["value_new"], rtol=SAME, atol=0)
    merged["revised"] = was & now & ~same
    merged["withdrawn"] = was & ~now
    merged["added"] = now & ~was
    touched = merged[merged[["revised", "withdrawn", "added"]].any(axis=1)]
    names = catalogue.areas.set_index("area_code")["area_name"]
    new, lost = _periods(after, before), _periods(before, after)
    return [
        IndicatorChange(
            indicator_id=str(name),
            title=catalogue.indicators[str(name)].title,
            new_periods=new.get(str(name), ()),
            lost_periods=lost.get(str(name), ()),
            new_figures=int(rows["added"].sum()),
            revised=_revisions(rows[rows["revised"]], names),
            withdrawn=_revisions(rows[rows["withdrawn"]], names),
        )
        for name, rows in touched.groupby("indicator_id", sort=True)
    ]


def document(changes: Iterable[IndicatorChange], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The change report as JSON keeps it: the facts, a summary, and every change."""
    listed = [asdict(x) for x in changes]
    return {
        **facts,
        "summary": {
            "indicators": len(listed),
            "new_periods": sum(len(x["new_periods"]) for x in listed),
            "new_figures": sum(x["new_figures"] for x in listed),
            "revised": sum(len(x["revised"]) for x in listed),
            "withdrawn": sum(len(x["withdrawn"]) for x in listed),
        },
        "indicators": listed,
    }


def markdown(report: Mapping[str, Any]) -> str:
    """The change report as people read it."""
    counts = report["summary"]
    lines = [
        f"# What changed in build {report['build']}",
        "",
        f"Made {report['made']} from build {report['previous'] or 'none'}. "
        f"{counts['indicators']} indicators changed: {counts['new_periods']} new periods, "
        f"{counts['new_figures']:,} new figures, {counts['revised']:,} revised, "
        f"{counts['withdrawn']:,} withdrawn.",
    ]
    for source in report["sources"]:
        lines += ["", f"## {source['title']}: {source['outcome']}", ""]
        lines += [f"- {x['indicator_id']}: {x['outcome']}" for x in source["indicators"]]
        if source["drift"]:
            lines += ["", "```diff", *source["drift"], "```"]
    for x in report["indicators"]:
        lines += ["", f"## {x['title']}", "", *_indicator_lines(x)]
    return "\n".join(lines) + "\n"


def _indicator_lines(x: Mapping[str, Any]) -> list[str]:
    lines = []
    if x["new_periods"]:
        lines.append(f"New periods: {', '.join(x['new_periods'])}.")
    if x["lost_periods"]:
        lines.append(f"Periods no longer there: {', '.join(x['lost_periods'])}.")
    lines.append(f"New figures: {x['new_figures']:,}.")
    for name in ("revised", "withdrawn"):
        if x[name]:
            lines += ["", f"{name.capitalize()}: {len(x[name]):,}.", ""]
            lines += ["| area | period | sex | age | group | old | new |", "|" + " --- |" * 7]
            lines += [_row(y) for y in x[name][:SHOWN]]
            if len(x[name]) > SHOWN:
                lines.append(f"\n{len(x[name]) - SHOWN:,} more are in the JSON file.")
    return lines


def _row(x: Mapping[str, Any]) -> str:
    new = x["reason"] if x["new"] is None else f"{x['new']:g}"
    cells = (x["area_name"], x["period"], x["sex"], x["age"], x["group"], f"{x['old']:g}", new)
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


def _periods(these: pd.DataFrame, those: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Each indicator's periods with a figure in these but in none of those, oldest first."""
    found = [x.loc[x["state"] == "published", CELL].drop_duplicates() for x in (these, those)]
    extra = found[0].merge(found[1], on=CELL, how="left", indicator=True)
    extra = extra[extra["_merge"] == "left_only"].sort_values("period_start")
    return {str(name): tuple(x["period"]) for name, x in extra.groupby("indicator_id")}


def _revisions(rows: pd.DataFrame, names: pd.Series[str]) -> tuple[Revision, ...]:
    return tuple(
        Revision(
            area_code=x.area_code,
            area_name=str(names.get(x.area_code, x.area_code)),
            period=x.period_old,
            sex=x.sex,
            age=x.age,
            group=x.group_name,
            old=float(x.value_old),
            new=float(x.value_new) if x.state_new == "published" else None,
            reason="" if x.state_new == "published" else _reason(x.note_new),
        )
        for x in _rows(rows)
    )


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    yield from frame.itertuples(index=False)


def _reason(note: object) -> str:
    return note if isinstance(note, str) and note else "no longer in the publisher's file"
