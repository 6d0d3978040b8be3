"""The wording of numbers, periods, intervals and verdicts: one place, plain English."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.plain import markdown, plain

STATE_WORDS = {
    "suppressed": "Suppressed",
    "not_collected": "Not collected",
    "not_applicable": "Not applicable",
    "missing": "Missing",
}
STATE_MEANINGS = {
    "suppressed": "The publisher holds a figure but withholds it, or gives it only joined to "
    "another area, because the numbers are small or unreliable.",
    "not_collected": "Nobody collected this for this area or period.",
    "not_applicable": "The figure would have no meaning for this area.",
    "missing": "The publisher's file has no figure here and does not say why.",
}
# What a cell says of a figure that is there without an interval.
NO_INTERVAL = "No interval"
BENCHMARK_NAMES = {"london": "London", "england": "England"}
BENCHMARK_AREA_TYPES = {"london": "region", "england": "country"}
SEX_WORDS = {"persons": "All people", "male": "Males", "female": "Females"}
# Units as they follow a single one.
_ONE = {" years": " year", " points": " point", " minutes": " minute", " people": " person"}
_DAY = re.compile(r"\d{1,2} [A-Z]")


@dataclass(frozen=True)
class Unit:
    """How an indicator's numbers are written."""

    prefix: str
    unit: str
    name: str
    decimals: int

    @classmethod
    def of(cls, indicator: Mapping[str, Any]) -> Unit:
        """The unit of a row of the indicator mart."""
        return cls(
            str(indicator["unit_prefix"]),
            str(indicator["unit"]),
            str(indicator["unit_name"]),
            int(indicator["decimals"]),
        )

    def bare(self, value: float | None) -> str:
        """A number without its unit: 1,234.5."""
        if value is None or pd.isna(value):
            return "no figure"
        # Rounded first, or a little below nothing would be written -0.0.
        rounded = round(float(value), self.decimals) + 0.0
        return f"{self.prefix}{rounded:,.{self.decimals}f}".replace(
            f"{self.prefix}-", f"-{self.prefix}"
        )

    def full(self, value: float | None) -> str:
        """A number with its unit: 22.0%, 61.2 years, 1 year, £650."""
        if value is None or pd.isna(value):
            return "no figure"
        written, after = self.bare(value), self.after
        is_one = written.lstrip("-") == f"{self.prefix}1"
        return written + (_ONE.get(after, after) if is_one else after)

    @property
    def after(self) -> str:
        """What follows the number: % closes up, words keep a space."""
        if not self.unit:
            return ""
        return self.unit if self.unit == "%" else f" {self.unit}"

    def interval(self, lower: float | None, upper: float | None) -> str:
        """Limits in words: 20.1 to 23.9; empty where none are published."""
        if lower is None or upper is None or pd.isna(lower) or pd.isna(upper):
            return ""
        return f"{self.bare(lower)} to {self.bare(upper)}"

    def with_interval(self, value: float | None, lower: float | None, upper: float | None) -> str:
        """22.0% (20.1 to 23.9)."""
        limits = self.interval(lower, upper)
        return f"{self.full(value)} ({limits})" if limits else self.full(value)


def safe(value: object) -> str:
    """Text that HTML shows as text."""
    return html.escape(plain(value), quote=True)


def href(address: object) -> str:
    """An outside address as the value of an attribute; nothing where it is not one of the web."""
    return safe(address) if re.match(r"https?://", str(address)) else ""


def shown(value: object) -> str:
    """Text that a chart's label shows as text; charts print &quot; as it is written."""
    return html.escape(plain(value), quote=False)


def literal(value: object) -> str:
    """Text that Markdown shows as text."""
    return markdown(value)


def people(sex: str) -> str:
    """Who a figure is about, where it is not everybody: 'females'."""
    return "" if sex == "persons" else SEX_WORDS[sex].lower()


def age_words(age: str) -> str:
    """An age as publishers write it, in words: 'aged 10 to 11', 'aged 18 and over'."""
    if age == "All ages":
        return ""
    bare = age.removesuffix(" yrs").strip()
    if bare == age:
        return within(age)
    if bare.startswith("<"):
        return f"aged under {bare[1:]}"
    if bare.endswith("+"):
        return f"aged {bare[:-1]} and over"
    return f"aged {bare.replace('-', ' to ')}"


def verdict(word: str, benchmark: str) -> str:
    """A verdict as a phrase: worse than London, similar to London."""
    name = BENCHMARK_NAMES[benchmark]
    if word == "similar":
        return f"similar to {name}"
    if word == "not compared":
        return f"not compared with {name}"
    return f"{word} than {name}"


def when(period: str) -> str:
    """A period within a sentence: in 2024/25, on 21 March 2021."""
    return f"on {period}" if _DAY.match(period) else f"in {period}"


def sentence_case(phrase: str) -> str:
    """A phrase with its first letter raised and names left as they are."""
    return phrase[:1].upper() + phrase[1:]


def within(phrase: str, names: str = "") -> str:
    """A phrase as it stands within a sentence: its first letter lowered, unless it is a name's.

    HIV, GCSEs and NO2 can be seen to keep their capital, by another capital or a number in the
    word; of Health Index or Black the catalogue says so.

    Args:
        phrase: a title, the beginning of a sentence, the name of a group.
        names: the names that it may begin with, parted by |, as the mart indicator has them in
            ``proper_nouns``.
    """
    first = phrase.split(" ", 1)[0]
    is_seen = first[1:] != first[1:].lower() or any(x.isdigit() for x in first)
    known = (*BENCHMARK_NAMES.values(), *names.split("|"))
    is_named = any(phrase.startswith(name) for name in known if name)
    return phrase if is_seen or is_named else phrase[:1].lower() + phrase[1:]


def many(count: int, one: str) -> str:
    """1 indicator, 2 indicators, 1,000 rows."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = (
        "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    )
    return f"{number}{ending}"


def boroughs(count: int) -> str:
    """3 boroughs, 1 borough."""
    return many(count, "borough")


def verdict_column(confidence: str) -> str:
    """The column of the comparison that holds the verdict at a confidence."""
    return "verdict_998" if confidence == "99.8" else "verdict_95"


def limit_columns(confidence: str) -> tuple[str, str]:
    """The columns of an observation that hold the limits at a confidence."""
    return ("lower_998", "upper_998") if confidence == "99.8" else ("lower_95", "upper_95")


def counted(verdicts: pd.Series[str], name: str) -> str:
    """How many boroughs differ from a benchmark, in a sentence."""
    counts = verdicts.value_counts()
    if set(counts.index) <= {"not compared"}:
        return "Chance is not assessed, because there is no interval to judge by."
    parts = [
        f"{counts[word]} {'is' if counts[word] == 1 else 'are'} {word}"
        for word in ("worse", "higher", "better", "lower")
        if word in counts
    ]
    if not parts:
        return f"None is called different from {name}."
    return f"Of the boroughs, {' and '.join(parts)} than {name}, beyond what chance explains."


def vintage(written: str) -> str:
    """A release date as people read it: 2026-05 as May 2026, 2025-11-04 as 4 November 2025."""
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 1:
        return written
    day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    return f"{day.day} {day:%B %Y}" if len(parts) > 2 else f"{day:%B %Y}"


def table_verdict(word: object, reason: object) -> str:
    """A verdict in a table cell: Worse, or Not compared and why."""
    if not isinstance(word, str):
        return ""
    said = word.capitalize()
    return f"{said}: {reason}" if isinstance(reason, str) and reason else said


def comparison_method(benchmark: str, confidence: str) -> str:
    """How a verdict is reached, in words."""
    name = BENCHMARK_NAMES[benchmark]
    london = " London includes the borough itself." if benchmark == "london" else ""
    return (
        f"A borough is called different from {name} when its whole {confidence}% confidence "
        f"interval lies above or below {name}'s figure; touching it counts as similar. "
        f"{name}'s own interval is not used.{london} About "
        f"{'1 in 20' if confidence == '95' else '1 in 500'} boroughs would be called different "
        "by chance alone."
    )


def reading_help() -> str:
    """What the overview's dots and the words for absent figures mean, as HTML."""
    states = "".join(
        f"<dt>{word}</dt><dd>{STATE_MEANINGS[state]}</dd>" for state, word in STATE_WORDS.items()
    )
    return (
        "<dl class='defs'><dt>The dots</dt><dd>Each dot is one borough's latest figure. Dots far "
        "apart mean boroughs differ much; dots close together mean they differ little. Left is "
        "low, right is high; which of them is good depends on the indicator.</dd>"
        f"{states}</dl>"
    )


def methods_help() -> str:
    """How figures are compared and drawn, as HTML."""
    return (
        "<dl class='defs'>"
        "<dt>Better, similar, worse</dt><dd>"
        f"{comparison_method('london', '95')} At 99.8% the publisher's own limits are used where "
        "it gives them. Where it does not, and its method is known (Wilson's score method for "
        "percentages, Byar's for rates with their counts), we work them out, and only for figures "
        "whose published 95% limits the same method gives back to within 0.5%. Otherwise the "
        "figure is not compared at 99.8%.</dd>"
        "<dt>Higher, similar, lower</dt><dd>Where neither direction is good, such as illness "
        "recorded by general practices, the words and colours do not judge.</dd>"
        "<dt>Not compared</dt><dd>There is no figure, no interval, or no figure for the area "
        "compared with; the page says which.</dd>"
        "<dt>Change since a period</dt><dd>The latest figure less the earlier one, with a standard "
        "error from both published 95% intervals. It increased or decreased when the interval of "
        "the difference leaves zero out. Periods that overlap or differ in length, and figures "
        "without an interval, are not testable.</dd>"
        "<dt>Fifths</dt><dd>The boroughs in order, cut in five; equal figures are never parted. "
        "A fifth says where a borough stands, not whether it differs by more than chance.</dd>"
        "<dt>Gaps</dt><dd>Boroughs are put in order by their average score in the Indices of "
        "Deprivation, the 2025 edition for every period, so that a series is of the same groups. "
        "The gap is the difference of the most and the least deprived fifth's figures, each a "
        "mean weighted by population. In charts and files a number above zero (a ratio above one) "
        "means that the most deprived are worse off, or higher where neither direction is good; "
        "sentences say who has the higher figure. It compares places, not people. "
        "Absolute and relative gaps stand side by side because they can disagree.</dd>"
        "<dt>Narrowing, widening, reversed</dt><dd>Only periods that do not overlap are compared. "
        "The slope of a line through all of them must be clear at 95%, by the published intervals "
        "and the scatter about the line, and still be clear without the first and without the last "
        "period; otherwise there is no clear change. Then the gap narrows or widens where it ends "
        "on the side it began on, and has reversed where it ends on the other. Without intervals "
        "at least six periods are needed, and their scatter alone says how sure the slope is, "
        "which is the weaker method; with fewer, or fewer than three in any case, it is not "
        "testable. The order of the 2019 index is tried too, and said where it gives another "
        "verdict.</dd>"
        f"{_RANKS_HELP}"
        "<dt>Furthest from the average</dt><dd>Each borough's share of the population times its "
        "distance from the mean, as a share of the sum over all boroughs. No interval is "
        "calculated.</dd>"
        "<dt>Inside boroughs</dt><dd>Census 2021 health by small area, in fifths by deprivation "
        "within the borough, each fifth weighted by residents; never to be compared with gaps "
        "between boroughs.</dd>"
        "<dt>Classes on the map</dt><dd>Values are cut into up to five classes near the fifths of "
        "the boroughs, at round numbers; the legend says how many boroughs each holds. Darker "
        "always means more, whether or not more is good. While periods are played, and where all "
        "periods are asked for, one set of classes holds for all of them; two maps that measure "
        "the same share theirs.</dd>"
        "<dt>Periods</dt><dd>A count on one day, a survey that runs for months, a calendar, "
        "financial or school year, a year to another month, and an estimate for the middle of a "
        "year are told apart in each indicator's definition. Some figures cover several years "
        "together, and one such period overlaps the next. Two definitions or two editions are "
        "never joined into one series.</dd>"
        "<dt>The City of London</dt><dd>It has about 15,000 residents. Publishers often leave it "
        "out, hide it, or join it to Hackney. It is then shown hatched, with the reason, never as "
        "zero.</dd>"
        "<dt>Sources</dt><dd>Wilson (1927), Journal of the American Statistical Association 22; "
        "Byar's method in Breslow and Day (1987); Dobson and others (1991), Statistics in Medicine "
        "10; OHID Fingertips technical guidance.</dd></dl>"
    )


_RANKS_HELP = (
    "<dt>Ranks</dt><dd>The place of the published figure among the boroughs', counted from the "
    "nearer end; equal figures share it. For the range every figure is drawn 2,000 times from its "
    "interval and ranked each time, and 95% of the ranks are in it. The draws lean towards the "
    "mean, as the first and the last are there partly by luck; a range that would leave out the "
    "place is widened to hold it. Without an interval there is no range.</dd>"
    "<dt>Two boroughs</dt><dd>One is called higher than another only where the difference is "
    "clear: divided by its standard error, which comes from both published intervals on the scale "
    "on which they are symmetric, beyond 1.96 at 95% and 3.09 at 99.8%. Otherwise they are too "
    "close to call; without both intervals chance is not assessed.</dd>"
)


def coverage_help() -> str:
    """What the tables of simulated coverage show, as HTML."""
    return (
        "<p class='sub'>A 95% interval should hold the truth 95 times in 100. We made 2,000 sets "
        "of figures from a known truth and counted. First the measures that doubt does not bias; "
        "then those it pushes up, for 33 groups that differ as much as their figures are "
        "uncertain (500 sets): a range or a variance looks larger than it is when figures are "
        "noisy. Their values are the plain formula; their intervals are corrected, by a "
        "random-effects model of the true differences, and labelled so.</p>"
    )
