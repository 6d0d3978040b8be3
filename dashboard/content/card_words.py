"""What is said of one borough: the same words in its card, and at the pointer on map and bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import gap_direction, rank_words, sentences, text
from dashboard.charts import palette
from dashboard.content import colouring
from dashboard.frames import missing
from dashboard.state import View
from dashboard.text import Unit


@dataclass(frozen=True)
class CardWords:
    """The lines of a card, plain text, each '' where there is nothing to say.

    ``klass`` is the class of the verdict in the palette, for its colour and mark.
    """

    name: str
    figure: str
    likely: str
    klass: str
    verdict: str
    rank: str
    change: str


def of(row: Any, indicator: Mapping[str, Any], view: View) -> CardWords:
    """The card of one area.

    Args:
        row: of `queries.figures`; with the columns of `queries.value_changes` where the view is
            coloured by change.
        indicator: its row of the mart.
        view: which benchmark, how sure, since when.
    """
    unit = Unit.of(indicator)
    if row.state != "published":
        note = "" if missing(row.note) else str(row.note)
        words = text.STATE_WORDS[row.state]
        return CardWords(str(row.area_name), words, note, "", "", "", "")
    klass, verdict = _verdict(row, indicator, view)
    return CardWords(
        name=str(row.area_name),
        figure=unit.full(row.value),
        likely=_likely(unit, row, view),
        klass=klass,
        verdict=verdict,
        rank=rank(row, str(indicator["polarity"])),
        change=change(row, unit, view) + prices(indicator) if view.since else "",
    )


def prices(indicator: Mapping[str, Any]) -> str:
    """What the words for a change end with where prices alone move it."""
    return ", in the prices of each year" if indicator["current_prices"] else ""


def hover(words: CardWords) -> str:
    """The card as a chart's label: escaped, lines apart by br, the note of a blank left out."""
    mark = palette.mark_of(words.klass)
    verdict = f"{mark} {words.verdict}" if mark else words.verdict
    blank = not (words.verdict or words.rank) and words.figure in text.STATE_WORDS.values()
    likely = "" if blank else words.likely
    lines = (words.figure, likely, verdict, words.rank, words.change)
    told = "<br>".join(text.shown(line) for line in lines if line)
    return f"<b>{text.shown(words.name)}</b><br>{told}"


def _likely(unit: Unit, row: Any, view: View) -> str:
    """The interval at the confidence chosen, or that there is none at it."""
    lower, upper = (getattr(row, x) for x in text.limit_columns(view.confidence))
    limits = unit.interval(lower, upper)
    if not limits:
        only_wide = view.confidence == "99.8" and not missing(row.lower_95)
        return f"no {'99.8%' if only_wide else 'confidence'} interval is published"
    return f"likely between {limits.replace(' to ', ' and ')} ({view.confidence}% sure)"


def placed(row: Any, indicator: Mapping[str, Any], benchmark: str) -> str:
    """Where a figure stands that no test compares: how far from the benchmark, in which fifth.

    '' where neither is known.
    """
    apart = ""
    if not missing(row.difference):
        name = text.BENCHMARK_NAMES[benchmark]
        apart = sentences.difference_from(row.difference, Unit.of(indicator), name)
    fifth = rank_words.fifth(row.quintile, str(indicator["polarity"]))
    return text.sentence_case(", ".join(x for x in (apart, fifth) if x))


def _untested(row: Any, indicator: Mapping[str, Any], view: View) -> str:
    """Where a figure stands that no test compares, and why none does."""
    reason = row.reason_998 if view.confidence == "99.8" else row.reason_95
    where = placed(row, indicator, view.benchmark)
    if not where:
        return f"{text.sentence_case(text.verdict('not compared', view.benchmark))}: {reason}"
    return f"{where}; chance not assessed: {reason}"


def _verdict(row: Any, indicator: Mapping[str, Any], view: View) -> tuple[str, str]:
    """The class and words of a borough's verdict; ('', '') for London and England."""
    word = getattr(row, text.verdict_column(view.confidence))
    if row.area_type != "borough" or not isinstance(word, str):
        return "", ""
    if word == "not compared":
        return "", _untested(row, indicator, view)
    key = colouring.verdict_key(row, view.confidence)
    return key, palette.verdict_label(key, text.BENCHMARK_NAMES[view.benchmark])


def rank(row: Any, polarity: str) -> str:
    """Where the borough stands, never without how sure that is; '' where it has no rank."""
    found = rank_words.of_row(row)
    return rank_words.words(found, polarity) if found else ""


def change(row: Any, unit: Unit, view: View) -> str:
    """How a figure changed, its limits, and what that means.

    Args:
        row: with the columns of `queries.value_changes`.
        unit: of the figure.
        view: since when, and how sure.
    """
    if missing(row.change):
        return f"No figure to compare with in {view.since}"
    points = sentences.gap_unit(unit)
    level = "998" if view.confidence == "99.8" else "95"
    lower, upper = (getattr(row, f"change_{end}_{level}") for end in ("lower", "upper"))
    limits = gap_direction.interval_in_words(lower, upper, points)
    way = "Up" if row.change > 0 else "Down" if row.change < 0 else "Changed by"
    size = f"{way} {points.full(abs(row.change))} since {view.since}"
    word, meaning = getattr(row, f"changed_{level}"), getattr(row, f"meaning_{level}")
    if word == "not testable":
        return f"{size}; not testable: {row.change_reason}"
    says = f"{word}, which is {meaning}" if meaning else word
    return f"{size} ({limits}): {says}"
