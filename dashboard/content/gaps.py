"""The gaps page's pictures: marts joined to words and charts, kept by build and view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import gap_direction, measures, queries, sentences, state, text
from dashboard.charts import gradient, group_dots, no_data, ranked_bars, trend_line
from dashboard.charts.layout import PHONE_WIDTH
from dashboard.content.picture import Picture
from dashboard.db import Build
from dashboard.frames import rows
from dashboard.keeping import kept, kept_with
from dashboard.state import LONDON, View
from dashboard.text import Unit

HEIGHT, TALL = 260, 560
# What each chart is made of: cutting up a frame costs as much as it has columns.
_OVER_TIME = ["period", "period_start", "period_end", "estimate", "lower", "upper"]
_OVER_TIME += ["disadvantaged", "advantaged", "disadvantaged_value", "advantaged_value"]
_SHARES = ["area_code", "area_name", "measure", "period", "share", "difference"]


@dataclass(frozen=True, eq=False)
class Gap:
    """One way of comparing, for one indicator; ``title`` names the area where not London."""

    indicator: dict[str, Any]
    title: str
    unit: Unit
    area: str
    sex: str
    dimension: str
    measured: pd.DataFrame
    change: dict[str, dict[str, Any]]
    pair: tuple[str, str]
    finding: str


@kept(256, "indicator", "sex", "age", "by", "area")
def gap(build: Build, view: View) -> Gap:
    """Everything the page says about one way of comparing."""
    indicator = dict(queries.indicators(build).loc[view.indicator])
    unit = Unit.of(indicator)
    dimension, area = view.by, area_of(build, view)
    sex = _sex(build, view, dimension, area)
    measured = queries.inequality(build, view.indicator, area, sex, view.age, dimension)
    tested = queries.change(build, view.indicator, area, sex, view.age, dimension)
    change = {str(row.measure): row._asdict() for row in rows(tested)}
    pair = measures.pair(dimension)
    named = "persons" if dimension == "sex" else sex
    where = "" if area == LONDON else f" in {queries.areas(build)['area_name'][area]}"
    title = f"{indicator['short_title']}{where}"
    return Gap(
        indicator=indicator,
        title=title,
        unit=unit,
        area=area,
        sex=sex,
        dimension=dimension,
        measured=measured,
        change=change,
        pair=pair,
        finding=sentences.gap(title, named, change.get(pair[0]), unit),
    )


def area_of(build: Build, view: View) -> str:
    """The area within which a view compares groups."""
    return state.ways(build, view.indicator, view.sex, view.age, view.area).get(view.by, LONDON)


@kept_with
def over_time(
    shown: Gap,
    measure: str,
    height: int = HEIGHT,
    covering: tuple[float, ...] = (),
    width: int = PHONE_WIDTH,
) -> Picture:
    """One measure over time with its interval; the last three as `trend_line.draw` takes them."""
    is_drawn = (shown.measured["measure"] == measure) & shown.measured["estimate"].notna()
    drawn = shown.measured.loc[is_drawn, _OVER_TIME]
    name = measures.MEASURES[measure].name
    if drawn.empty:
        reasons = shown.measured.loc[shown.measured["measure"] == measure, "reason"].dropna()
        last = reasons.iloc[-1] if len(reasons) else None
        reason = text.sentence_case(sentences.plain_reason(last))
        return Picture(no_data.draw(f"{reason}.", height), f"{reason}.")
    unit = measure_unit(shown, measure)
    series = pd.DataFrame(
        {
            "series": name,
            "role": "area",
            "period": drawn["period"],
            "period_start": drawn["period_start"],
            "period_end": drawn["period_end"],
            "value": drawn["estimate"],
            "lower": drawn["lower"],
            "upper": drawn["upper"],
            "hover": [
                f"{row.period}<br>{unit.with_interval(row.estimate, row.lower, row.upper)}"
                for row in rows(drawn)
            ],
        }
    )
    figure = trend_line.draw(
        series,
        unit_prefix=unit.prefix,
        unit=unit.unit,
        unit_name=f"{text.within(name)}, {unit.name}",
        decimals=unit.decimals,
        height=height,
        covering=covering,
        width=width,
    )
    return Picture(figure, f"{name} over time: {_ends_in_words(shown, measure, drawn, unit)}.")


def _ends_in_words(shown: Gap, measure: str, drawn: pd.DataFrame, unit: Unit) -> str:
    """The first and the latest of a measure over time, each with the side that is higher."""
    kind = {"measure": measure, "dimension": shown.dimension}
    first, last = (
        f"{sentences.gap_in_period({**end, **kind}, unit)} {text.when(str(end['period']))}"
        for end in (dict(drawn.iloc[0]), dict(drawn.iloc[-1]))
    )
    return last if len(drawn) == 1 else f"from {first} to {last}"


@kept(256, "indicator", "sex", "age", "area")
def slope(build: Build, view: View) -> Picture:
    """Boroughs against deprivation, with the line whose ends are the slope index."""
    indicator = dict(queries.indicators(build).loc[view.indicator])
    unit = Unit.of(indicator)
    placed = queries.positions(build, view.indicator, view.sex, view.age)
    measured = queries.inequality(
        build, view.indicator, LONDON, view.sex, view.age, "boroughs_by_deprivation"
    )
    line = measured[(measured["measure"] == "sii") & measured["is_latest"]]
    ends = (
        (float(line["disadvantaged_value"].iloc[0]), float(line["advantaged_value"].iloc[0]))
        if len(line) and pd.notna(line["estimate"].iloc[0])
        else None
    )
    sii = line.iloc[0] if ends else None
    frame = placed.assign(
        hover=[
            f"<b>{text.shown(row.area_name)}</b><br>"
            f"{text.shown(unit.with_interval(row.value, row.lower_95, row.upper_95))}"
            for row in rows(placed)
        ]
    )
    figure = gradient.draw(frame, line=ends, selected=view.area or None, unit=unit)
    return Picture(figure, _slope_words(indicator, unit, sii))


@kept(256, "indicator", "sex", "age", "area")
def shares(build: Build, view: View) -> tuple[Picture, str]:
    """How much each borough adds to the spread between boroughs, and the finding in a sentence."""
    found = queries.contribution(build, view.indicator, view.sex, view.age)
    own = found.loc[(found["measure"] == "mdm") & found["share"].notna(), _SHARES]
    indicator = dict(queries.indicators(build).loc[view.indicator])
    unit, polarity = Unit.of(indicator), str(indicator["polarity"])
    finding = sentences.largest_contributions(own, polarity, unit)
    if own.empty:
        return Picture(no_data.draw(finding, HEIGHT), finding), finding
    figure = ranked_bars.draw(
        share_frame(own, unit, polarity),
        lines=[],
        selected=view.area or None,
        unit_prefix="",
        unit="%",
        unit_name="share of the spread between boroughs",
        zero_based=True,
        height=TALL,
    )
    return Picture(figure, finding), finding


@kept(256, "indicator", "sex", "age", "by", "area")
def breakdown(build: Build, view: View) -> Picture | None:
    """The figures of the groups of a published breakdown in its latest period."""
    indicator = dict(queries.indicators(build).loc[view.indicator])
    unit = Unit.of(indicator)
    found = queries.groups(build, view.indicator, area_of(build, view), view.age, view.by)
    own = found[(found["group_type"] == view.by) & found["value"].notna()]
    if own.empty:
        return None
    latest = own[own["period_end"] == own["period_end"].max()]
    everyone = found[
        (found["group_type"] == "total")
        & (found["period"] == latest["period"].iloc[0])
        & (found["sex"] == latest["sex"].iloc[0])
    ]["value"]
    frame = latest.assign(
        lower=latest["lower_95"],
        upper=latest["upper_95"],
        hover=[
            f"{text.shown(row.group_name)}<br>"
            f"{text.shown(unit.with_interval(row.value, row.lower_95, row.upper_95))}"
            for row in rows(latest)
        ],
    )
    average = float(everyone.iloc[0]) if len(everyone) else None
    words = "; ".join(f"{row.group_name} {unit.full(row.value)}" for row in rows(latest))
    figure = group_dots.draw(frame, unit=unit, average=average)
    return Picture(figure, f"{latest['period'].iloc[0]}: {words}.")


@kept(64, "area")
def inside(build: Build, view: View) -> tuple[Picture, str, str]:
    """The slope index inside each borough, the finding, and how it was measured."""
    found = queries.gradients(build)
    indicator = dict(queries.indicators(build).loc[str(found["indicator_id"].iloc[0])])
    unit = sentences.gap_unit(Unit.of(indicator))
    known = found[found["sii"].notna()].sort_values("sii", ascending=False)
    steepest, flattest = known.iloc[0], known.iloc[-1]
    finding = (
        f"{indicator['title']}, {steepest['period']}, by small areas inside each borough. The gap "
        f"from the most to the least deprived end is widest in {steepest['area_name']} "
        f"({unit.full(steepest['sii'])}) and narrowest in {flattest['area_name']} "
        f"({unit.full(flattest['sii'])}). This is not to be compared with gaps between boroughs."
    )
    figure = ranked_bars.draw(
        inside_frame(found, unit),
        lines=[],
        selected=view.area or None,
        unit_prefix=unit.prefix,
        unit=unit.unit,
        unit_name=f"slope index inside the borough, {unit.name}",
        zero_based=True,
        height=TALL,
    )
    return Picture(figure, finding), finding, str(steepest["method"])


def inside_frame(found: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """The gradients inside boroughs in the shape of ranked bars."""
    known = found["sii"].notna()
    return pd.DataFrame(
        {
            "area_code": found["area_code"],
            "area_name": found["area_name"],
            "value": found["sii"],
            "lower": found["sii_lower"],
            "upper": found["sii_upper"],
            "state": known.map({True: "published", False: "not_applicable"}),
            "klass": known.map({True: "value_2", False: "not_applicable"}),
            "label": [unit.bare(value) if pd.notna(value) else "" for value in found["sii"]],
            "hover": [_inside_hover(row, unit) for row in rows(found)],
        }
    )


@kept_with
def latest_period(shown: Gap) -> str:
    """The newest period that is measured, or is said not to be."""
    return str(shown.measured.loc[shown.measured["is_latest"], "period"].iloc[-1])


def _sex(build: Build, view: View, dimension: str, area: str) -> str:
    """The sex a comparison is filed under: between the sexes it is not the one chosen."""
    found = queries.dimensions(build, view.indicator)
    own = found[(found["dimension"] == dimension) & (found["area_code"] == area)]
    sexes = list(own["sex"])
    return view.sex if view.sex in sexes or not sexes else str(sexes[0])


def measure_unit(shown: Gap, measure: str) -> Unit:
    """How a measure's numbers are written: a quotient in times, a difference in points."""
    if measure in measures.RELATIVE:
        return Unit("", "times", "times as high", 2)
    return sentences.gap_unit(shown.unit)


def _inside_hover(row: Any, unit: Unit) -> str:
    if pd.isna(row.sii):
        return f"<b>{text.shown(row.area_name)}</b><br>{text.shown(row.reason)}"
    figure = unit.with_interval(row.sii, row.sii_lower, row.sii_upper)
    return (
        f"<b>{text.shown(row.area_name)}</b><br>{text.shown(figure)}<br>"
        f"{text.many(int(row.small_areas), 'small area')}"
    )


def _slope_words(indicator: dict[str, Any], unit: Unit, sii: pd.Series[Any] | None) -> str:
    title = indicator["title"]
    if sii is None:
        return f"{title} by borough against deprivation; no line could be fitted."
    points = sentences.gap_unit(unit)
    kind = {"measure": "sii", "dimension": "boroughs_by_deprivation"}
    sides = gap_direction.directed_gap({**sii, **kind}, "")
    limits = "" if sides is None else sides.limits(points)
    size = points.full(None if sides is None else sides.size)
    return (
        f"{sii['period']}: the fitted line goes from {unit.full(sii['disadvantaged_value'])} at "
        f"the most deprived end to {unit.full(sii['advantaged_value'])} at the least, a slope "
        f"index of {size}{f' ({limits})' if limits else ''}."
    )


def share_frame(own: pd.DataFrame, unit: Unit, polarity: str) -> pd.DataFrame:
    """Contributions in the shape of ranked bars; the mark says on which side of the average."""
    points = sentences.gap_unit(unit)
    return pd.DataFrame(
        {
            "area_code": own["area_code"],
            "area_name": own["area_name"],
            "value": 100 * own["share"],
            "lower": float("nan"),
            "upper": float("nan"),
            "state": "published",
            "klass": [sentences.contribution_class(x, polarity) for x in own["difference"]],
            "label": [f"{100 * share:.1f}%" for share in own["share"]],
            "hover": [
                f"<b>{text.shown(row.area_name)}</b><br>{100 * row.share:.1f}% of the spread"
                f"<br>{points.full(abs(row.difference))} from the average, "
                f"{sentences.contribution_side(row.difference, polarity)}"
                for row in rows(own)
            ],
        }
    )
