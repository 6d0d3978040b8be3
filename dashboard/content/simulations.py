"""The methods page's tables of how often verdicts on gaps are right and their intervals hold."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard import plain, queries
from dashboard.db import Build

_FROM_SCATTER = "from the scatter of the series"
_TIMES = {1: "As the intervals say", 3: "3 times that variance", 8: "8 times that variance"}
_POINTS = {0.5: "Half a point in both", 1: "One point in both", 3: "Three points in both"}
_UNEQUAL = "Not the same in the two"


@lru_cache(maxsize=8)
def verdicts_help(build: Build) -> str:
    """What the tables of simulated verdicts show and how they were made, as HTML."""
    own = _no_trend(build)
    shortest, longest = own["period_count"].min(), own["period_count"].max()
    return (
        "<p class='sub'>A gap that does not change should be called narrowing, widening or "
        f"reversed in at most 5 series of 100. We made {own['series_count'].min():,} series of "
        f"each length from {shortest} to {longest} periods, none with a trend, and counted. The "
        "first table shows the share at the length where it was largest. The second shows how "
        "often the verdict finds a gap that did halve.</p>"
        "<details class='more'><summary>How this was simulated</summary><p class='sub'>The "
        "figures scatter about a level line, with the variance that their published intervals "
        "explain, or 3 or 8 times as much. Neighbours are alike where the scatter of a period has "
        "a correlation of 0.4 with that of the next. A correlation measured in a short series is "
        "too low, so the rule adds 0.15 to it, and one over the number of periods; the last "
        "column shows what the verdicts would be if it added nothing. Series without "
        f"intervals have {_fewest_without(own)} periods or more. The change since the first "
        "period is the one that the true figures made, which scatter about a line themselves."
        "</p></details>"
    )


@lru_cache(maxsize=8)
def false_verdicts(build: Build) -> pd.DataFrame:
    """How often a change is called where there is none, at the worst length of series.

    Its words are text where cells are read as Markdown.
    """
    own = _no_trend(build)
    kinds = [(words, own[own["dispersion"] == times]) for times, words in _TIMES.items()]
    kinds.append(("No intervals", own[own["standard_errors"] == _FROM_SCATTER]))
    rows = [
        {
            "Scatter about the line": words,
            "Neighbours not alike": _most(kind[kind["correlation"] == 0], "share"),
            "Neighbours alike": _most(kind[kind["correlation"] > 0], "share"),
            "Alike, without our correction": _most(kind[kind["correlation"] > 0], "share_plain"),
        }
        for words, kind in kinds
    ]
    return plain.cells(pd.DataFrame(rows).set_index("Scatter about the line"))


@lru_cache(maxsize=8)
def true_changes(build: Build) -> pd.DataFrame:
    """How often a gap that halved is found, and the interval of a change holds what happened.

    Its words are text where cells are read as Markdown.
    """
    found = queries.verdict_accuracy(build)
    halved = found[found["question"] == "halving"].sort_values("period_count")
    rows = [
        {
            "What is so": f"Halved over {row['period_count']} periods from "
            f"{row['start_in_standard_errors']:.0f} times its standard error",
            "What is counted": "Called narrowing",
            "How often": f"{100 * row['share']:.1f}%",
        }
        for _, row in halved.iterrows()
    ]
    rows.append(
        {
            "What is so": "The change since the first period",
            "What is counted": "Inside its 95% interval",
            "How often": _range(found.loc[found["question"] == "change", "share"]),
        }
    )
    return plain.cells(pd.DataFrame(rows).set_index("What is so"))


@lru_cache(maxsize=8)
def fifths_help(build: Build) -> str:
    """What the table of the intervals between fifths shows and how it was made, as HTML."""
    found = queries.fifths_coverage(build)
    return (
        "<p class='sub'>A gap between fifths has two intervals, for two questions. With the "
        "spread of boroughs: does the gap go with deprivation, or with which boroughs happen to be "
        "in a fifth? By chance in the figures: how well is the gap between these very boroughs "
        "known? Each should hold the truth of its own question 95 times in 100. The last column "
        "shows how often the second interval would hold the answer to the first question.</p>"
        "<details class='more'><summary>How this was simulated</summary><p class='sub'>For two "
        f"spreads at a time we made {found['data_set_count'].min():,} pairs of fifths of "
        f"{found['most_deprived_members'].min()} and {found['most_deprived_members'].max()} "
        "boroughs with unequal populations, and as many with the numbers of boroughs changed over. "
        "The true figures of the boroughs lie about what is usual in their fifth, with the "
        "standard deviation that the row names; the published figures lie about the true ones by "
        "chance, with a standard error of about half a point. The interval with the spread of "
        "boroughs is Welch's, for means weighted by population."
        "</p></details>"
    )


@lru_cache(maxsize=8)
def fifths(build: Build) -> pd.DataFrame:
    """How often each interval of a gap between fifths holds the truth, by spread of boroughs.

    Its words are text where cells are read as Markdown.
    """
    found = queries.fifths_coverage(build)
    same = found["most_deprived_spread"] == found["least_deprived_spread"]
    kinds = [
        (words, found[same & (found["most_deprived_spread"] == points)])
        for points, words in _POINTS.items()
    ]
    kinds.append((_UNEQUAL, found[~same]))
    rows = [
        {
            "Spread of boroughs in a fifth": words,
            "With the spread, first question": _range(kind["coverage_spread"]),
            "By chance, second question": _range(kind["coverage_chance"]),
            "By chance, first question": _range(kind["coverage_crossed"]),
        }
        for words, kind in kinds
    ]
    return plain.cells(pd.DataFrame(rows).set_index("Spread of boroughs in a fifth"))


def _no_trend(build: Build) -> pd.DataFrame:
    found = queries.verdict_accuracy(build)
    return found[found["question"] == "no trend"]


def _fewest_without(own: pd.DataFrame) -> int:
    return int(own.loc[own["standard_errors"] == _FROM_SCATTER, "period_count"].min())


def _most(kind: pd.DataFrame, column: str) -> str:
    return f"{100 * kind[column].max():.1f}%"


def _range(shares: pd.Series[float]) -> str:
    least, most = f"{100 * shares.min():.1f}%", f"{100 * shares.max():.1f}%"
    return least if least == most else f"{least} to {most}"
