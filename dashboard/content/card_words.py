"""What is said of one borough: the same words in its card, and at the pointer on map and bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import sentences, text
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
    lower, upper = text.limit_columns(view.confidence)
    klass, verdict = _verdict(row, view)
    return CardWords(
        name=str(row.area_name),
        figure=unit.full(row.value),
        likely=_likely(unit, getattr(row, lower), getattr(row, upper), view),
        klass=klass,
        verdict=verdict,
        rank=_rank(row, str(indicator["polarity"])),
        change=change(row, unit, view) if view.since else "",
    )


def hover(words: CardWords) -> str:
    """The card as a chart's label: escaped, lines apart by br, the note of a blank left out."""
    mark = palette.mark_of(words.klass)
    verdict = f"{mark} {words.verdict}" if mark else words.verdict
    blank = not (words.verdict or words.rank) and words.figure in text.STATE_WORDS.values()
    likely = "" if blank else words.likely
    lines = (words.figure, likely, verdict, words.rank, words.change)
    told = "<br>".join(text.shown(line) for line in lines if line)
    return f"<b>{text.shown(words.name)}</b><br>{told}"


def _likely(unit: Unit, lower: float, upper: float, view: View) -> str:
    limits = unit.interval(lower, upper)
    if not limits:
        return "no confidence interval is published"
    return f"likely between {limits.replace(' to ', ' and ')} ({view.confidence}% sure)"


def _verdict(row: Any, view: View) -> tuple[str, str]:
    """The class and words of a borough's verdict; ('', '') for London and England."""
    word = getattr(row, text.verdict_column(view.confidence))
    if row.area_type != "borough" or not isinstance(word, str):
        return "", ""
    if word == "not compared":
        reason = row.reason_998 if view.confidence == "99.8" else row.reason_95
        return "", f"{text.sentence_case(text.verdict(word, view.benchmark))}: {reason}"
    key = colouring.verdict_key(row, view.confidence)
    return key, palette.verdict_label(key, text.BENCHMARK_NAMES[view.benchmark])


def _rank(row: Any, polarity: str) -> str:
    """Where the borough stands, never without how sure that is."""
    if missing(row.rank):
        return ""
    lower, upper, of_all = int(row.rank_lower), int(row.rank_upper), int(row.rank_of)
    return text.rank(int(row.rank), lower, upper, of_all, polarity)


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
    sign = "+" if row.change > 0 else ""
    level = "998" if view.confidence == "99.8" else "95"
    limits = points.interval(
        getattr(row, f"change_lower_{level}"), getattr(row, f"change_upper_{level}")
    )
    size = f"{sign}{points.full(row.change)} since {view.since}"
    word, meaning = getattr(row, f"changed_{level}"), getattr(row, f"meaning_{level}")
    if word == "not testable":
        return f"{size}; not testable: {row.change_reason}"
    says = f"{word}, which is {meaning}" if meaning else word
    return f"{size} ({limits}): {says}"
