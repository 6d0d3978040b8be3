"""Scenes of inequality: the gap over time, the gradient, where it comes from, groups.

Everything here is kept by build and view, and shared between viewers: never change a result.
"""

from __future__ import annotations

import pandas as pd

from dashboard import measures, queries, sentences, stage_sentences, text
from dashboard.content import gaps, stage_part, stage_pictures
from dashboard.content.stage_part import Part
from dashboard.db import Build
from dashboard.frames import missing
from dashboard.state import LONDON, View
from dashboard.text import Unit

_APART = "Not to be compared with gaps between boroughs."
_PLACES = "Each dot is a borough, larger where more people live. It compares places, not people."


def gap(build: Build, view: View, _: str) -> Part:
    """The absolute gap over time."""
    return _gap(build, view, 0)


def ratio(build: Build, view: View, _: str) -> Part:
    """The relative gap over time."""
    return _gap(build, view, 1)


def slope(build: Build, view: View, _: str) -> Part:
    """Boroughs against deprivation."""
    picture = stage_pictures.slope(build, view)
    indicator = dict(queries.indicators(build).loc[view.indicator])
    unit = Unit.of(indicator)
    measured = queries.inequality(
        build, view.indicator, LONDON, view.sex, view.age, "boroughs_by_deprivation"
    )
    line = measured[(measured["measure"] == "sii") & measured["is_latest"]]
    known = line[line["estimate"].notna()]
    placed = queries.positions(build, view.indicator, view.sex, view.age)
    limited = (
        " In brackets: the 95% interval." if len(known) and known["lower"].notna().any() else ""
    )
    return Part(
        picture=picture,
        alternative=picture.alternative,
        headline=stage_sentences.slope(
            stage_part.titled(build, view), known.iloc[0] if len(known) else None, unit
        ),
        measured=stage_part.measured(build, view, str(line["period"].iloc[0]) if len(line) else ""),
        note=f"{_PLACES}{limited}",
        table=stage_part.named(placed, "area_name", unit),
    )


def shares(build: Build, view: View, _: str) -> Part:
    """How much each borough adds to the spread between boroughs."""
    picture, finding = stage_pictures.shares(build, view)
    found = queries.contribution(build, view.indicator, view.sex, view.age)
    own = found[(found["measure"] == "mdm") & found["share"].notna()].sort_values(
        "share", ascending=False
    )
    table = pd.DataFrame(
        {"Area": own["area_name"], "Share": [f"{100 * x:.1f}%" for x in own["share"]]}
    ).set_index("Area")
    period = str(own["period"].iloc[0]) if len(own) else ""
    title = stage_part.titled(build, view)
    polarity = str(queries.indicators(build).loc[view.indicator, "polarity"])
    return Part(
        picture=picture,
        alternative=picture.alternative,
        headline=stage_sentences.short(finding, _named_in_short(title, own, polarity)),
        measured=f"Share of the mean difference from the mean · {period}",
        note=f"{sentences.contribution_legend(polarity)} Shares sum to 100%.",
        table=table,
        halves=stage_pictures.share_halves(build, view),
    )


def _named_in_short(title: str, own: pd.DataFrame, polarity: str) -> str:
    said = sentences.largest_contributors(own, polarity)
    return f"{title}: {said[:1].lower()}{said[1:]}"


def groups(build: Build, view: View, _: str) -> Part | None:
    """The groups of a published breakdown; None where there is none."""
    picture = stage_pictures.groups(build, view)
    if picture is None:
        return None
    unit = Unit.of(dict(queries.indicators(build).loc[view.indicator]))
    found = queries.groups(build, view.indicator, gaps.area_of(build, view), view.age, view.by)
    own = found[(found["group_type"] == view.by) & found["value"].notna()]
    latest = own[own["period_end"] == own["period_end"].max()]
    return Part(
        picture=picture,
        alternative=picture.alternative,
        headline=stage_sentences.groups(stage_part.titled(build, view), latest, unit),
        measured=(
            f"{stage_part.measured(build, view, str(latest['period'].iloc[0]))} · "
            f"{measures.dimension_name(view.by)}"
        ),
        note=stage_part.intervals(latest["lower_95"]),
        table=stage_part.named(latest, "group_name", unit),
    )


def inside(build: Build, view: View, _: str) -> Part:
    """The social gradient inside every borough, of the one indicator that has it."""
    picture = stage_pictures.inside(build, view)
    found = queries.gradients(build)
    indicator = dict(queries.indicators(build).loc[str(found["indicator_id"].iloc[0])])
    unit = sentences.gap_unit(Unit.of(indicator))
    known = found[found["sii"].notna()].sort_values("sii", ascending=False)
    table = pd.DataFrame(
        {
            "Area": known["area_name"],
            "Slope index": [unit.full(x) for x in known["sii"]],
            "95% interval": [
                unit.interval(low, high) or text.NO_INTERVAL
                for low, high in zip(known["sii_lower"], known["sii_upper"], strict=True)
            ],
        }
    ).set_index("Area")
    return Part(
        picture=picture,
        alternative=picture.alternative,
        headline=stage_sentences.inside(
            str(indicator["short_title"]), dict(known.iloc[0]), dict(known.iloc[-1]), unit
        ),
        measured=f"Slope index · {text.sentence_case(unit.name)} · {known['period'].iloc[0]}",
        note=f"{stage_part.intervals(known['sii_lower'])} {_APART}",
        table=table,
        halves=stage_pictures.inside_halves(build, view),
    )


def _gap(build: Build, view: View, which: int) -> Part:
    shown = gaps.gap(build, view)
    measure = shown.pair[which]
    picture = stage_pictures.gap(build, view, measure)
    drawn = shown.measured[shown.measured["measure"] == measure]
    change = shown.change.get(measure)
    title = shown.title
    sex = "persons" if view.by == "sex" else shown.sex
    unit = gaps.measure_unit(shown, measure)
    if which == 0:
        headline = stage_sentences.gap(title, sex, change, shown.unit)
    else:
        headline = stage_sentences.ratio(title, sex, change)
    table = pd.DataFrame(
        {
            "Period": drawn["period"],
            "Estimate": [
                "Not calculated" if missing(x) else unit.full(x) for x in drawn["estimate"]
            ],
            "95% interval": [
                unit.interval(low, high) or text.NO_INTERVAL
                for low, high in zip(drawn["lower"], drawn["upper"], strict=True)
            ],
        }
    ).set_index("Period")
    between = measures.dimension_name(view.by)
    return Part(
        picture=picture,
        alternative=picture.alternative,
        headline=headline,
        measured=" · ".join(
            x
            for x in (
                measures.MEASURES[measure].name,
                text.sentence_case(unit.name),
                between,
                ""
                if change is None or missing(change["latest_period"])
                else str(change["latest_period"]),
            )
            if x
        ),
        note=stage_part.intervals(drawn.loc[drawn["estimate"].notna(), "lower"]),
        table=table,
    )
