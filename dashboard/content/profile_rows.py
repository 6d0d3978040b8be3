"""The profile's lines as tables: one row an indicator, every cell with its words.

Plain HTML, not sixty charts: a screen reader walks it, a printer prints it, a phone stacks it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard import text
from dashboard.charts import palette, sparkline, spread_strip
from dashboard.content.profile_lines import FALLING, RISING, STEADY, Key, Line, Past
from dashboard.sentences import plain_reason

# Why there is no comparison, in as few words as a cell holds; the notes have the long ones.
_SHORT_REASONS = {
    "the publisher gives no confidence interval": "no interval",
    "no 99.8% interval is published": "no 99.8% interval",
    "no figure is published for London": "no figure for London",
    "no figure is published for England": "no figure for England",
    "there is no figure": "no figure",
    "no confidence interval is published": "no intervals",
    "fewer than 5 periods": "fewer than 5 separate periods",
    "a value or limit is missing": "a figure or limit is missing",
    "a period is missing": "a period is missing",
    "an interval has no width": "an interval of no width",
}
_MOVED = {
    "better": "Getting better",
    "worse": "Getting worse",
    "rising": "Rising",
    "falling": "Falling",
}
_ARROWS = {RISING: "↑", FALLING: "↓", STEADY: "→"}
_HEADERS = (
    ("Indicator", ""),
    ("Figure", "with its interval"),
    ("London", ""),
    ("England", ""),
)


@dataclass(frozen=True)
class Around:
    """What a borough's lines are shown beside: all boroughs, benchmarks, its own past."""

    area_code: str
    area_name: str
    benchmark_name: str
    pasts: Mapping[Key, Past]
    boroughs: Mapping[Key, Sequence[float]]
    benchmarks: Mapping[Key, Mapping[str, float]]


def table(lines: Sequence[Line], caption: str, around: Around) -> str:
    """The lines, in the order given, as one table under a caption."""
    heads = (
        *_HEADERS,
        (f"Against {around.benchmark_name}", ""),
        ("Rank", "and likely range"),
        ("All boroughs", "left is low"),
        ("Recent trend", ""),
        ("Over time", ""),
    )
    head = "".join(
        f"<th scope='col' role='columnheader'>{label}<small>{more}</small></th>"
        for label, more in heads
    )
    body = "".join(_row(line, around) for line in lines)
    return (
        f"<table class='profile' role='table'><caption>{text.safe(caption)}</caption>"
        f"<thead role='rowgroup'><tr role='row'>{head}</tr></thead>"
        f"<tbody role='rowgroup'>{body}</tbody></table>"
    )


def absent(titles: Mapping[str, str]) -> str:
    """The indicators without any borough figure, with the reason, as HTML; '' for none."""
    if not titles:
        return ""
    items = "".join(
        f"<li><strong>{text.safe(title)}</strong>: {text.safe(reason)}</li>"
        for title, reason in titles.items()
    )
    return (
        f"<details class='more'><summary>{len(titles)} indicators have no borough figure, and why"
        f"</summary><ul class='sub'>{items}</ul></details>"
    )


def _row(line: Line, around: Around) -> str:
    benchmarks = around.benchmarks.get(line.key, {})
    cells = (
        _figure(line),
        _bare(line, benchmarks.get("london")),
        _bare(line, benchmarks.get("england")),
        _verdict(line),
        _rank(line),
        _strip(line, around),
        _trend(line),
        _spark(line, around.pasts.get(line.key)),
    )
    return (
        f"<tr role='row'>{_title(line, around.area_code)}"
        f"{''.join(f'<td role=cell>{cell}</td>' for cell in cells)}</tr>"
    )


def _title(line: Line, area_code: str) -> str:
    people = text.people(line.sex)
    when = f"{people}, {line.period}" if people else line.period
    query = {"indicator": line.indicator_id, "area": area_code}
    if people:
        query["sex"] = line.sex
    address = text.safe(urlencode(query))
    subject = text.safe(line.subject)
    return (
        f"<th scope='row' role='rowheader'><b>{text.safe(line.title)}</b> "
        f"<small>{text.safe(when)}</small>"
        f"<span class='go'><a href='map?{address}' target='_self' aria-label='Map: {subject}'>"
        f"Map</a> <a href='gaps?{address}' target='_self' aria-label='Gaps: {subject}'>Gaps</a>"
        "</span></th>"
    )


def _figure(line: Line) -> str:
    if line.value is None:
        return (
            f"<b>{text.STATE_WORDS.get(line.state, 'Missing')}</b>"
            f"<small>{text.safe(line.note)}</small>"
        )
    limits = line.unit.interval(line.lower, line.upper) or "no interval"
    return f"<b>{text.safe(line.unit.full(line.value))}</b><small>{text.safe(limits)}</small>"


def _bare(line: Line, value: float | None) -> str:
    if value is None:
        return "<span class='none'>–</span>"
    return text.safe(line.unit.bare(value))


def _verdict(line: Line) -> str:
    if line.verdict == "not_compared":
        return (
            f"<span class='none'>– Not compared</span><small>{_short(line.verdict_reason)}</small>"
        )
    style = palette.VERDICTS[line.verdict]
    word, _, level = line.verdict.partition("_")
    sure = {"95": "95% sure", "998": "99.8% sure"}.get(level, "")
    return (
        f"<span class='mark' style='background:{style.colour};color:{style.text_colour}'>"
        f"<i aria-hidden='true'>{style.mark}</i> {word.capitalize()}</span>"
        f"{f'<small>{sure}</small>' if sure else ''}"
    )


def _rank(line: Line) -> str:
    if line.rank is None:
        return f"<span class='none'>–</span><small>{_short(line.rank_reason)}</small>"
    place, lower, upper, of = line.rank
    first, _, likely = text.rank(place, lower, upper, of, line.polarity).partition(", ")
    # On paper the range stands without its word, so that a row is one line.
    worded = text.safe(likely).replace("likely ", "<span class=likely>likely </span>", 1)
    return f"{text.safe(first)}<small>{worded}</small>"


def _strip(line: Line, around: Around) -> str:
    boroughs = around.boroughs.get(line.key, ())
    if not boroughs:
        return "<span class='none'>–</span>"
    unit, benchmarks = line.unit, around.benchmarks.get(line.key, {})
    here = "no figure" if line.value is None else unit.full(line.value)
    words = (
        f"Boroughs from {unit.bare(min(boroughs))} to {unit.full(max(boroughs))}; "
        f"{around.area_name} {here}."
    )
    london, england = benchmarks.get("london"), benchmarks.get("england")
    return spread_strip.draw(boroughs, london, england, words, marked=line.value)


def _trend(line: Line) -> str:
    if line.direction not in _ARROWS:
        return f"<span class='none'>– Not tested</span><small>{_short(line.trend_reason)}</small>"
    word = _MOVED.get(line.moved, "No clear change")
    own = ", own test" if line.is_own_method else ""
    first, last = line.trend_periods
    return (
        f"<i aria-hidden='true'>{_ARROWS[line.direction]}</i> {word}"
        f"<small>{text.safe(first)} to {text.safe(last)}{own}</small>"
    )


def _spark(line: Line, past: Past | None) -> str:
    if past is None:
        return "<span class='none'>–</span>"
    unit = line.unit
    first, last = past.periods[0], past.periods[-1]
    if len(past.values) == 1:
        return "<small>One period</small>"
    words = (
        f"From {unit.bare(past.values[0])} in {first} to {unit.full(past.values[-1])} in {last}."
    )
    return sparkline.draw(past.years, past.values, past.lowers, past.uppers, words)


def _short(reason: str) -> str:
    """A reason in as few words as a cell holds."""
    for start, words in _SHORT_REASONS.items():
        if reason.startswith(start):
            return words
    return text.safe(plain_reason(reason))
