"""What can be downloaded: each dataset's columns in plain words, and how it can be filtered.

Names are stable: somebody's script reads them. This is the data dictionary; a test fails where a
query gives a column that is not described here.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.exports.common_columns import (
    AREA,
    AREA_NAME,
    END,
    FIGURE,
    FIGURE_FILTERS,
    FIGURE_KEY,
    INDICATOR,
    INDICATOR_TITLE,
    PERIOD,
    SERIES_KEY,
    START,
    UNIT,
    compared,
    limits,
)
from dashboard.exports.describe import Column, Dataset
from dashboard.exports.gap_datasets import CHANGES, INEQUALITIES
from dashboard.exports.period_columns import PERIODS
from dashboard.exports.rank_columns import RANKS, SYMMETRIC

OBSERVATIONS = Dataset(
    "observations",
    "Figures",
    "One row per published figure: an indicator, an area, a period, a sex, an age and a group.",
    (
        *FIGURE,
        Column("value", "Value", "The figure, in the indicator's unit, as published.", "number"),
        *limits("95", ", where published"),
        *limits("99.8", ", published or derived as limits_998_method says"),
        Column(
            "limits_998_method",
            "Where the 99.8% limits come from",
            "published, or the method they were derived by.",
            group="intervals",
        ),
        Column("count", "Count", "People or events counted, where published.", "number"),
        Column("denominator", "Denominator", "Out of how many, where published.", "number"),
        Column(
            "state",
            "State",
            "published, or why there is no figure: suppressed, not_collected, not_applicable or "
            "missing.",
        ),
        Column("note", "Note", "The publisher's remark, or the reason there is no figure."),
        *compared("london"),
        *compared("england"),
        *(replace(x, group="comparisons") for x in RANKS),
        Column("source_id", "Source code", "The source's stable name; see the dataset sources."),
        *(replace(x, group="metadata") for x in UNIT),
    ),
    FIGURE_KEY,
    (*FIGURE_FILTERS, "state"),
    ("main", "intervals"),
)
_REASON = "Why it was not compared, or is called similar though its interval is clear; else empty."
COMPARISONS = Dataset(
    "comparisons",
    "Comparisons with London and England",
    "One row per figure and benchmark: the difference, the verdict, the rank with its range.",
    (
        *FIGURE,
        Column("benchmark", "Compared with", "london or england."),
        Column("value", "Value", "The area's figure.", "number"),
        Column("benchmark_value", "Benchmark's figure", "London's or England's.", "number"),
        Column("difference", "Difference", "The area's figure less the benchmark's.", "number"),
        Column("ratio", "Ratio", "The area's figure over the benchmark's.", "number"),
        Column(
            "least_relevant",
            "Least relevant difference",
            "Half the standard deviation of the boroughs (without City of London), or a twentieth "
            "of London's figure, whichever is larger.",
            "number",
        ),
        Column("is_relevant", "Relevant", "Whether the difference reaches it.", "boolean"),
        Column("verdict_95", "Verdict at 95%", "better, similar, worse and so on."),
        Column("verdict_998", "Verdict at 99.8%", "The same at 99.8% confidence."),
        Column("reason_95", "Why not compared at 95%", _REASON),
        Column("reason_998", "Why not compared at 99.8%", _REASON),
        Column("quintile", "Fifth", "Of the boroughs; 1 the worst or highest.", "integer"),
        *RANKS,
        Column(
            "rank_reason",
            "Why there is no rank or range",
            "Empty where both are; no interval: no range.",
        ),
        *SYMMETRIC,
    ),
    (*FIGURE_KEY, "benchmark"),
    (*FIGURE_FILTERS, "benchmark"),
)
TRENDS = Dataset(
    "trends",
    "Recent trends",
    "One row per series of an area: whether it is rising or falling beyond chance, and why not.",
    (
        *(x for x in FIGURE if x not in (PERIOD, START, END)),
        Column("direction", "Direction", "increasing, decreasing, no significant change or none."),
        Column("slope", "Slope", "Change a year, in the indicator's unit.", "number"),
        Column("chi_squared", "Chi-squared", "The statistic, 1 degree of freedom.", "number"),
        Column("significant", "Significant", "Whether it is beyond chance at 99.8%.", "boolean"),
        Column("reason", "Why it is not tested", "Empty where it is."),
        Column("periods_used", "Periods used", "How many.", "integer"),
        Column("first_period", "First period", "The first one used."),
        Column("last_period", "Last period", "The last one used."),
        Column("method", "Method", "Which test."),
    ),
    SERIES_KEY,
    ("priority", "indicator", "area", "area_type", "sex", "age", "group_type", "group_name"),
)
INDICATORS = Dataset(
    "indicators",
    "Indicators",
    "One row per indicator: what it measures, its unit, its source, what to be careful about.",
    (
        INDICATOR,
        INDICATOR_TITLE,
        Column("priority", "Priority", "The priority it belongs to."),
        Column("measures", "In plain words", "What it measures, in a sentence."),
        Column("definition", "Definition", "What it measures, exactly."),
        *UNIT[:3],
        Column("unit_name", "Unit in words", "The unit as it is said."),
        Column("decimals", "Decimals", "How many the publisher gives.", "integer"),
        Column("value_kind", "Kind of value", "proportion, rate, mean, life expectancy and so on."),
        *PERIODS,
        Column(
            "age_adjustment",
            "Adjusted for age",
            "adjusted, not_needed, none (figures differ with the age of residents) or unknown.",
        ),
        Column(
            "complete_count",
            "Counted completely",
            "Whether everybody or every event is counted, by a census or a register.",
            "boolean",
        ),
        Column(
            "current_prices",
            "In current prices",
            "Whether prices alone move it; it is then never judged better or worse over time.",
            "boolean",
        ),
        Column("headline", "Headline", "Whether it is one of the strategy's own.", "boolean"),
        Column("proxy_for", "Stands in for", "The commitment it stands in for, if any."),
        Column("no_figures", "Why there is no borough figure", "Empty where there is."),
        Column("caveats", "Take care", "What to be careful about."),
        Column("publisher_id", "Publisher's number", "The publisher's own number of it."),
        Column("source_ids", "Sources", "The sources of its figures, separated by |."),
        Column("boroughs", "Boroughs", "How many have a figure.", "integer"),
        Column("periods", "Periods", "How many there are.", "integer"),
        Column("first_day", "First day", "The first day of the first period.", "date"),
        Column("latest_period", "Latest period", "As people read it."),
        Column("latest_day", "Last day", "The last day of the latest period.", "date"),
    ),
    ("indicator_id",),
    ("priority", "indicator"),
)
AREAS = Dataset(
    "areas",
    "Areas",
    "One row per area: the 33 boroughs, London and England.",
    (
        AREA,
        AREA_NAME,
        Column("area_type", "Kind of area", "borough, region or country."),
        Column("inner_outer", "Inner or outer London", "As the ONS has it."),
        Column("integrated_care_board", "Integrated care board", "The NHS body for the area."),
        Column("population_mid_2024", "Population, mid-2024", "A mid-year estimate.", "integer"),
        Column("imd_2019_average_score", "IMD 2019 average score", "More is deprived.", "number"),
        Column("imd_2025_average_score", "IMD 2025 average score", "More is deprived.", "number"),
    ),
    ("area_code",),
    ("area", "area_type"),
)
PRIORITIES = Dataset(
    "priorities",
    "Priorities",
    "One row per priority of the strategy's implementation plan, the overall summary first.",
    (
        Column("priority", "Priority", "Its stable name in addresses."),
        Column("position", "Position", "Its place, 0 for the overall summary.", "integer"),
        Column("title", "Title", "Its title."),
        Column("aim", "Aim", "The strategy's aim it belongs to."),
        Column("commitment", "Commitment", "What partners committed to."),
        Column("measured_by", "Measured by", "What stands for it here."),
    ),
    ("priority",),
    ("priority",),
)
SOURCES = Dataset(
    "sources",
    "Sources",
    "One row per publication: who publishes it, where, on what terms, which edition is used.",
    (
        Column("source_id", "Source code", "The source's stable name."),
        Column("source", "Source", "The title of the publication."),
        Column("publisher", "Publisher", "Who publishes it."),
        Column("url", "Address", "Where it is."),
        Column("licence", "Licence", "The terms on which it may be used."),
        Column("licence_url", "Licence's address", "Where the terms are."),
        Column("attribution", "Attribution", "What to say when using it."),
        Column("cadence", "How often", "How often it is published."),
        Column("route", "Route", "official, or how else the figures reached us."),
        Column("vintage", "Edition", "The release the figures are from."),
        Column("observations", "Figures", "How many are from it.", "integer"),
    ),
    ("source_id",),
    (),
)
DATASETS = {
    x.name: x
    for x in (
        OBSERVATIONS,
        COMPARISONS,
        INEQUALITIES,
        CHANGES,
        TRENDS,
        INDICATORS,
        AREAS,
        PRIORITIES,
        SOURCES,
    )
}
