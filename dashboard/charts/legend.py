"""What the colours of a chart mean, in order, with how many boroughs each one has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from dashboard.charts.palette import (
    CHANGES,
    PAPER,
    QUINTILES,
    STATES,
    VALUE_COLOURS,
    VERDICTS,
    change_key,
    text_on,
    verdict_label,
)
from dashboard.charts.scale import ValueScale, class_label
from dashboard.text import Unit, boroughs

JUDGED = ("better_998", "better_95", "similar", "worse_95", "worse_998")
UNJUDGED = ("higher_998", "higher_95", "similar", "lower_95", "lower_998")

_ONLY_IF_ANY = ("not_compared", "not_testable", "no_quintile")
_WAYS = {
    "high": (("increased", "better"), ("decreased", "worse")),
    "low": (("decreased", "better"), ("increased", "worse")),
    "none": (("increased", ""), ("decreased", "")),
}
_FIFTHS = {
    "judged": ("Worst", "Second worst", "Middle", "Second best", "Best"),
    "none": ("Highest", "Second highest", "Middle", "Second lowest", "Lowest"),
}

_STRIPES = "transparent 0 4px,var(--ink) 4px 5px"
_HATCH_CSS = {
    "diagonal": "repeating-linear-gradient(135deg,{stripes})",
    "back_diagonal": "repeating-linear-gradient(45deg,{stripes})",
    "crossed": (
        "repeating-linear-gradient(135deg,{stripes}),repeating-linear-gradient(45deg,{stripes})"
    ),
    "vertical": "repeating-linear-gradient(90deg,{stripes})",
}
_LIST_STYLE = (
    "list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:4px 16px;"
    "font-size:14px;line-height:24px"
)
_SWATCH_STYLE = (
    "box-sizing:border-box;flex:none;width:28px;height:18px;line-height:16px;"
    "margin-right:6px;text-align:center;font-size:13px;overflow:hidden;"
    "border:1px solid var(--ink);"
)


@dataclass(frozen=True)
class LegendClass:
    """One entry: the class's key in frames, its fill, its words, and its mark if it has one."""

    key: str
    colour: str
    label: str
    mark: str


@dataclass(frozen=True)
class Entry:
    """A line of a legend as it is drawn: a fill, or a hatch on paper, a mark, and the words."""

    colour: str
    mark: str
    hatch: str
    words: str


def value_legend(scale: ValueScale, unit_prefix: str, unit: str) -> list[LegendClass]:
    """The classes of a value scale, lowest first, each label with its unit."""
    written = Unit(unit_prefix, unit, "", scale.decimals)
    return [
        LegendClass(f"value_{i}", VALUE_COLOURS[i], class_label(scale.edges, i, written), "")
        for i in range(len(scale.labels))
    ]


def verdict_legend(polarity: str, benchmark_name: str, confidence: str) -> list[LegendClass]:
    """The verdicts a comparison can have, best or highest first, "not compared" last.

    At 95% confidence both levels are told apart; at 99.8% only the stronger one counts as a
    difference, so the weaker keys are not in the legend.

    Args:
        polarity: high or low where that is good, none where neither is.
        benchmark_name: as people read it.
        confidence: 95 or 99.8.

    Raises:
        ValueError: when the polarity or the confidence is not one of those allowed.
    """
    _require(polarity, confidence)
    keys: tuple[str, ...] = UNJUDGED if polarity == "none" else JUDGED
    if confidence == "99.8":
        keys = tuple(key for key in keys if not key.endswith("_95"))
    return [_verdict_class(key, benchmark_name) for key in (*keys, "not_compared")]


def quintile_legend(polarity: str) -> list[LegendClass]:
    """The fifths of the boroughs, the worst (or highest) first, "in no fifth" last.

    Raises:
        ValueError: when the polarity is not one of those allowed.
    """
    _require(polarity)
    words = _FIFTHS["none" if polarity == "none" else "judged"]
    labels = [f"{word} fifth" for word in words] + [QUINTILES["no_quintile"].label]
    return [
        LegendClass(key, shown.colour, label, shown.mark)
        for (key, shown), label in zip(QUINTILES.items(), labels, strict=True)
    ]


def change_legend(polarity: str, confidence: str) -> list[LegendClass]:
    """How a figure can have changed, better (or increased) first, "not testable" last.

    The colour says what the change means where a direction is good; the arrow says which way.

    Args:
        polarity: high or low where that is good, none where neither is.
        confidence: 95 or 99.8; at 99.8 only the stronger level counts as a change.

    Raises:
        ValueError: when the polarity or the confidence is not one of those allowed.
    """
    _require(polarity, confidence)
    first, last = _WAYS[polarity]
    keys = [change_key(*first, "998"), change_key(*first, "95"), "no_clear_change"]
    keys += [change_key(*last, "95"), change_key(*last, "998"), "not_testable"]
    if confidence == "99.8":
        keys = [key for key in keys if not key.endswith("_95")]
    return [LegendClass(k, CHANGES[k].colour, CHANGES[k].label, CHANGES[k].mark) for k in keys]


def counts(frame: pd.DataFrame) -> dict[str, int]:
    """How many rows each class key in the column ``klass`` has."""
    return dict(Counter(frame["klass"].tolist()))


def entries(
    classes: Sequence[LegendClass], counts: Mapping[str, int], states: Iterable[str]
) -> list[Entry]:
    """The lines of a legend, each with its number of boroughs.

    Args:
        classes: every class that can occur; one without boroughs is listed as such, except
            those for what is not compared or tested, which are left out.
        counts: boroughs for each class key and state, as `counts` gives them.
        states: the states to explain when a borough has one.
    """
    found = [
        Entry(x.colour, x.mark, "", _counted(x.label, counts.get(x.key, 0)))
        for x in classes
        if x.key not in _ONLY_IF_ANY or counts.get(x.key)
    ]
    return found + [
        Entry(PAPER, "", STATES[x].hatch, _counted(STATES[x].label, counts[x]))
        for x in states
        if counts.get(x)
    ]


def html(classes: Sequence[LegendClass], counts: Mapping[str, int], states: Iterable[str]) -> str:
    """The legend as a list in HTML: swatch, words, number of boroughs; as `entries` has it."""
    items = "".join(
        _item(_hatched(x.hatch) if x.hatch else _swatch(x), x.words)
        for x in entries(classes, counts, states)
    )
    return f'<ul class="legend" aria-label="Legend" style="{_LIST_STYLE}">{items}</ul>'


def _counted(label: str, count: int) -> str:
    return f"{label} · {boroughs(count)}"


def _require(polarity: str, confidence: str = "95") -> None:
    if polarity not in ("high", "low", "none"):
        raise ValueError(f"polarity '{polarity}' is not known; allowed: high, low, none")
    if confidence not in ("95", "99.8"):
        raise ValueError(f"confidence '{confidence}' is not known; allowed: 95, 99.8")


def _verdict_class(key: str, benchmark_name: str) -> LegendClass:
    verdict = VERDICTS[key]
    return LegendClass(key, verdict.colour, verdict_label(key, benchmark_name), verdict.mark)


def _item(swatch: str, words: str) -> str:
    return f'<li style="display:flex;align-items:center">{swatch}{escape(words)}</li>'


def _swatch(entry: Entry) -> str:
    style = f"{_SWATCH_STYLE}background:{entry.colour};color:{text_on(entry.colour)}"
    return f'<span aria-hidden="true" style="{escape(style)}">{escape(entry.mark)}</span>'


def _hatched(hatch: str) -> str:
    gradients = _HATCH_CSS[hatch].format(stripes=_STRIPES)
    style = f"{_SWATCH_STYLE}background:{gradients},var(--paper)"
    return f'<span aria-hidden="true" style="{style}"></span>'
