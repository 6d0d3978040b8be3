"""The profile's lines as tables: one row an indicator, every cell with its words.

Plain HTML, not sixty charts: a screen reader walks it, a printer prints it, a phone stacks it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard import profile_sentences, rank_words, state_words, text
from dashboard.charts import palette, sparkline, spread_strip
from dashboard.content.profile_lines import FALLING, RISING, STEADY, Key, Line, Past
from dashboard.sentences import plain_reason

# Why there is no comparison, in as few words as a cell holds; the notes have the long ones.
_SHORT_REASONS = {
    "the publisher gives no confidence interval": "no interval",
    "no 99.8% interval is published": "no 99.8% interval",
    "no other borough has a figure": "no other borough's figure",
    "the difference is smaller": "less than the least relevant difference",
    "no confidence interval is published": "no intervals",
    "fewer than 5 periods": "fewer than 5 separate periods",
    "a value or limit is missing": "a figure or limit is missing",
    "a period is missing": "a period is missing",
    "an interval has no width": "an interval of no width",
}
# What the marts say of everything that a figure which is not there does not have.
_NO_INTERVAL = text.within(text.NO_INTERVAL)
_NO_FIGURE = "there is no figure"
_NOT_ON_PAPER = re.compile("^(?:Joint|likely) | (?:best|lowest)$")
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
    benchmark_states: Mapping[Key, Mapping[str, str]]

    def state_of(self, key: Key, benchmark: str) -> str:
        """The state of a benchmark's figure; without a row there is none, and nobody says why."""
        return self.benchmark_states.get(key, {}).get(benchmark, "missing")

    def absent(self, line: Line, name: str) -> str:
        """Which state a benchmark's figure is in, where it is not there."""
        return state_words.absent(self.state_of(line.key, name.lower()), name)


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
        f"<details class='more'><summary>{text.many(len(titles), 'indicator')} without any borough "
        f"figure, and why</summary><ul class='sub'>{items}</ul></details>"
    )


def _row(line: Line, around: Around) -> str:
    benchmarks = around.benchmarks.get(line.key, {})
    cells = (
        _figure(line),
        *(
            _bare(line, benchmarks.get(x), around.state_of(line.key, x))
            for x in ("london", "england")
        ),
        _verdict(line, around),
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
        return f"<b>{text.STATE_WORDS[line.state]}</b><small>{text.safe(line.note)}</small>"
    limits = line.unit.interval(line.lower, line.upper) or _NO_INTERVAL
    return f"<b>{text.safe(line.unit.full(line.value))}</b><small>{text.safe(limits)}</small>"


def _bare(line: Line, value: float | None, state: str) -> str:
    if value is None:
        return f"<span class='none'>{text.STATE_WORDS[state]}</span>"
    return text.safe(line.unit.bare(value))


def _verdict(line: Line, around: Around) -> str:
    """What was tested; else how far apart the figures are and in which fifth, without a verdict."""
    if line.placed != "tested":
        return _untested(line, around)
    benchmark = around.benchmark_name
    style = palette.VERDICTS[line.verdict]
    word, _, level = line.verdict.partition("_")
    sure = {"95": "95% sure", "998": "99.8% sure"}.get(level, _short(line.verdict_reason))
    said = word.capitalize()
    if line.yardstick != benchmark:
        than = f"{'to' if word == 'similar' else 'than'} {line.yardstick}"
        sure = "; ".join(x for x in (than, sure, around.absent(line, benchmark)) if x)
    return (
        f"<span class='mark' style='background:{style.colour};color:{style.text_colour}'>"
        f"<i aria-hidden='true'>{style.mark}</i> {text.safe(said)}</span>"
        f"{f'<small>{sure}</small>' if sure else ''}"
    )


def _untested(line: Line, around: Around) -> str:
    benchmark = around.benchmark_name
    if line.placed == "nowhere":
        why = _why(line, line.verdict_reason)
        return f"<span class='none'>– Not compared</span><small>{why}</small>"
    if line.placed == "fifth":
        first, rest = line.fifth, "; ".join(around.absent(line, x) for x in ("London", "England"))
    else:
        first, rest = profile_sentences.apart(line), line.fifth
    chance = "" if line.placed == "fifth" else "chance not assessed"
    said = [text.safe(x) for x in (rest, chance) if x]
    # On paper the row is one line: the heading names the benchmark, and the summary above says
    # that what has no mark is not tested.
    words = text.safe(text.sentence_case(first))
    words = words.replace(f" {benchmark}", f"<span class=likely> {benchmark}</span>")
    return f"{words}<small class=likely>{'; '.join(said)}</small>"


def _rank(line: Line) -> str:
    if line.rank is None:
        return f"<span class='none'>–</span><small>{_why(line, line.rank_reason)}</small>"
    place = text.safe(rank_words.place(line.rank, line.polarity))
    if line.rank.lower is None:
        return f"{_off_paper(place)}<small>{_short(line.rank_reason)}</small>"
    likely = text.safe(rank_words.sureness(line.rank, line.polarity))
    return f"{_off_paper(place)}<small>{_off_paper(likely)}</small>"


def _off_paper(words: str) -> str:
    """Words of a rank with those marked that paper leaves out, so that a row is one line."""
    return _NOT_ON_PAPER.sub(r"<span class=likely>\g<0></span>", words)


def _strip(line: Line, around: Around) -> str:
    boroughs = around.boroughs.get(line.key, ())
    if not boroughs:
        return "<span class='none'>–</span>"
    unit, benchmarks = line.unit, around.benchmarks.get(line.key, {})
    here = f"{around.area_name} {unit.full(line.value)}"
    if line.value is None:
        here = state_words.absent(line.state, around.area_name)
    words = f"Boroughs from {unit.bare(min(boroughs))} to {unit.full(max(boroughs))}; {here}."
    london, england = benchmarks.get("london"), benchmarks.get("england")
    return spread_strip.draw(boroughs, london, england, words, marked=line.value)


def _trend(line: Line) -> str:
    if line.direction not in _ARROWS:
        return (
            f"<span class='none'>– Not tested</span><small>{_why(line, line.trend_reason)}</small>"
        )
    word = _MOVED.get(line.moved, "No clear change")
    own = ", own test" if line.is_own_method else ""
    own += ", in current prices" if line.current_prices else ""
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
        f"From {unit.bare(past.values[0])} {text.when(first)} to {unit.full(past.values[-1])} "
        f"{text.when(last)}."
    )
    return sparkline.draw(past.years, past.values, past.lowers, past.uppers, words)


def _why(line: Line, reason: str) -> str:
    """Why a cell says nothing: by the state of a figure that is not there, else by the reason."""
    if line.value is None and reason == _NO_FIGURE:
        return state_words.absent(line.state)
    return _short(reason)


def _short(reason: str) -> str:
    """A reason in as few words as a cell holds."""
    for start, words in _SHORT_REASONS.items():
        if reason.startswith(start):
            return words
    return text.safe(plain_reason(reason))
