"""What can be downloaded: each dataset's columns in plain words, and how it can be filtered.

Names are stable: somebody's script reads them. This is the data dictionary; a test fails where a
query gives a column that is not described here.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.exports.describe import Column, Dataset

_INDICATOR = Column("indicator_id", "Indicator code", "The indicator's stable name in addresses.")
_INDICATOR_TITLE = Column("indicator", "Indicator", "The indicator's title.")
_AREA = Column("area_code", "Area code", "The GSS code of the borough, of London or of England.")
_AREA_NAME = Column("area", "Area", "The name of the borough, London or England.")
_PERIOD = Column("period", "Period", "What the figure covers, as people read it: 2021 to 2023.")
_START = Column("period_start", "First day", "The first day the figure covers.", "date")
_END = Column("period_end", "Last day", "The last day the figure covers.", "date")
_SEX = Column("sex", "Sex", "persons, male or female.")
_AGE = Column("age", "Age", "The ages covered, as the publisher writes them.")
_GROUP_TYPE = Column(
    "group_type", "Breakdown", "What people are divided by; total where they are not."
)
_GROUP_NAME = Column("group_name", "Group", "The group of the breakdown; all where there is none.")
_SERIES_KEY = ("indicator_id", "area_code", "sex", "age", "group_type", "group_name")
_FIGURE_KEY = (*_SERIES_KEY, "period_start", "period_end")
_FIGURE = (
    _INDICATOR,
    _INDICATOR_TITLE,
    _AREA,
    _AREA_NAME,
    _PERIOD,
    _START,
    _END,
    _SEX,
    _AGE,
    _GROUP_TYPE,
    _GROUP_NAME,
)
_FIGURE_FILTERS = (
    "priority",
    "indicator",
    "area",
    "area_type",
    "period",
    "from",
    "to",
    "latest",
    "sex",
    "age",
    "group_type",
    "group_name",
)


def _limits(level: str, words: str) -> tuple[Column, Column]:
    name = level.replace(".", "")
    return (
        Column(
            f"lower_{name}",
            f"Lower {level}% limit",
            f"The lower end of the {level}% confidence interval{words}.",
            "number",
            "intervals",
        ),
        Column(
            f"upper_{name}",
            f"Upper {level}% limit",
            f"The upper end of the {level}% confidence interval{words}.",
            "number",
            "intervals",
        ),
    )


def _compared(with_: str) -> tuple[Column, ...]:
    """What the dataset observations says of one benchmark."""
    name = with_.capitalize()
    whole = (
        Column(
            f"{with_}_value", f"{name}'s figure", f"{name}'s figure of the same kind.", "number"
        ),
        Column(
            f"difference_{with_}", f"Difference from {name}", f"Less {name}'s figure.", "number"
        ),
        Column(
            f"verdict_95_{with_}",
            f"Compared with {name}, 95%",
            "better, similar or worse (higher or lower where neither is good), or not compared.",
        ),
        Column(
            f"verdict_998_{with_}",
            f"Compared with {name}, 99.8%",
            "The same at 99.8% confidence.",
        ),
    )
    return tuple(replace(x, group="comparisons") for x in whole)


_RANKS = (
    Column("rank", "Rank", "Place among the boroughs, 1 the worst or highest.", "integer"),
    Column("rank_lower", "Lowest likely rank", "The 2.5th percentile of the rank.", "integer"),
    Column("rank_upper", "Highest likely rank", "The 97.5th percentile of the rank.", "integer"),
    Column("rank_of", "Boroughs ranked", "How many boroughs have a rank.", "integer"),
)
_UNIT = (
    Column("unit_prefix", "Before the number", "What is written before the number: GBP.", "string"),
    Column("unit", "Unit", "What is written after the number: %, years, per 100,000."),
    Column("polarity", "What is good", "high, low, or none where neither is judged good."),
    Column("priority", "Priority", "The priority the indicator belongs to."),
    Column("source", "Source", "The title of the publication."),
    Column("publisher", "Publisher", "Who published the figure."),
    Column("licence", "Licence", "The terms on which it may be used."),
)

OBSERVATIONS = Dataset(
    "observations",
    "Figures",
    "One row per published figure: an indicator, an area, a period, a sex, an age and a group.",
    (
        *_FIGURE,
        Column("value", "Value", "The figure, in the indicator's unit, as published.", "number"),
        *_limits("95", ", where published"),
        *_limits("99.8", ", published or derived as limits_998_method says"),
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
        *_compared("london"),
        *_compared("england"),
        *(replace(x, group="comparisons") for x in _RANKS),
        Column("source_id", "Source code", "The source's stable name; see the dataset sources."),
        *(replace(x, group="metadata") for x in _UNIT),
    ),
    _FIGURE_KEY,
    (*_FIGURE_FILTERS, "state"),
    ("main", "intervals"),
)
COMPARISONS = Dataset(
    "comparisons",
    "Comparisons with London and England",
    "One row per figure and benchmark: the difference, the verdict, the rank with its interval.",
    (
        *_FIGURE,
        Column("benchmark", "Compared with", "london or england."),
        Column("value", "Value", "The area's figure.", "number"),
        Column("benchmark_value", "Benchmark's figure", "London's or England's.", "number"),
        Column("difference", "Difference", "The area's figure less the benchmark's.", "number"),
        Column("ratio", "Ratio", "The area's figure over the benchmark's.", "number"),
        Column("verdict_95", "Verdict at 95%", "better, similar, worse and so on."),
        Column("verdict_998", "Verdict at 99.8%", "The same at 99.8% confidence."),
        Column("reason_95", "Why not compared at 95%", "Empty where it was compared."),
        Column("reason_998", "Why not compared at 99.8%", "Empty where it was compared."),
        Column("quintile", "Fifth", "Of the boroughs; 1 the worst or highest.", "integer"),
        *_RANKS,
        Column("rank_reason", "Why there is no rank", "Empty where there is one."),
    ),
    (*_FIGURE_KEY, "benchmark"),
    (*_FIGURE_FILTERS, "benchmark"),
)
INEQUALITIES = Dataset(
    "inequalities",
    "Measures of inequality",
    "One row per measure, way of comparing, indicator, period, sex and age, with its interval.",
    (
        *_FIGURE[:9],
        Column("dimension", "Between", "Which groups are compared, and in which order."),
        Column("measure", "Measure", "gap, ratio, sii, rii and others; see the glossary."),
        Column("scale", "Scale", "absolute or relative."),
        Column("estimate", "Estimate", "The measure's value.", "number"),
        Column("lower", "Lower 95% limit", "Of the measure's interval.", "number"),
        Column("upper", "Upper 95% limit", "Of the measure's interval.", "number"),
        Column("n", "Groups used", "How many groups have a figure.", "integer"),
        Column("n_of", "Groups there are", "How many there should be.", "integer"),
        Column("population_covered", "Population covered", "Share of people, 0 to 1.", "number"),
        Column("disadvantaged", "Disadvantaged group", "One end of the comparison."),
        Column("advantaged", "Advantaged group", "The other end."),
        Column("disadvantaged_value", "Disadvantaged group's figure", "Its figure.", "number"),
        Column("advantaged_value", "Advantaged group's figure", "Its figure.", "number"),
        Column("method", "Method", "How it was computed."),
        Column("reason", "Why it is not calculated", "Empty where it is."),
    ),
    (
        "indicator_id",
        "area_code",
        "sex",
        "age",
        "dimension",
        "measure",
        "period_start",
        "period_end",
    ),
    (
        *(x for x in _FIGURE_FILTERS if x not in ("group_type", "group_name", "area_type")),
        "dimension",
        "measure",
    ),
)
TRENDS = Dataset(
    "trends",
    "Recent trends",
    "One row per series of an area: whether it is rising or falling beyond chance, and why not.",
    (
        *(x for x in _FIGURE if x not in (_PERIOD, _START, _END)),
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
    _SERIES_KEY,
    ("priority", "indicator", "area", "area_type", "sex", "age", "group_type", "group_name"),
)
INDICATORS = Dataset(
    "indicators",
    "Indicators",
    "One row per indicator: what it measures, its unit, its source, what to be careful about.",
    (
        _INDICATOR,
        _INDICATOR_TITLE,
        Column("priority", "Priority", "The priority it belongs to."),
        Column("measures", "In plain words", "What it measures, in a sentence."),
        Column("definition", "Definition", "What it measures, exactly."),
        *_UNIT[:3],
        Column("unit_name", "Unit in words", "The unit as it is said."),
        Column("decimals", "Decimals", "How many the publisher gives.", "integer"),
        Column("value_kind", "Kind of value", "proportion, rate, mean, life expectancy and so on."),
        Column("period_kind", "Kind of period", "annual, rolling, pooled or point."),
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
        _AREA,
        _AREA_NAME,
        Column("area_type", "Kind of area", "borough, region or country."),
        Column("inner_outer", "Inner or outer London", "As the ONS has it."),
        Column("integrated_care_board", "Integrated care board", "The NHS body for the area."),
        Column("population_mid_2024", "Population, mid-2024", "Residents.", "integer"),
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
        TRENDS,
        INDICATORS,
        AREAS,
        PRIORITIES,
        SOURCES,
    )
}
