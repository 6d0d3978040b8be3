"""The datasets of inequality: every measure of it, and whether it is narrowing."""

from __future__ import annotations

from dashboard.exports.common_columns import AGE, FIGURE, FIGURE_FILTERS, SEX
from dashboard.exports.describe import Column, Dataset

_SPREAD = (
    Column(
        "spread_lower",
        "Lower limit with the spread of boroughs",
        "95%, for gaps between fifths of boroughs: allows for how much boroughs in a fifth differ.",
        "number",
    ),
    Column(
        "spread_upper",
        "Upper limit with the spread of boroughs",
        "The upper end of the same.",
        "number",
    ),
    Column(
        "left_out",
        "Boroughs left out",
        "Those that the end fifths go without, and their share of the fifth's people.",
    ),
)
_CHANGE = (
    Column(
        "verdict",
        "Verdict",
        "narrowing, widening, reversed, no clear change or not testable.",
    ),
    Column("reason", "Why", "What the verdict rests on."),
    Column(
        "rests_on", "Rests on", "The end without which the slope is not clear, if there is one."
    ),
    Column(
        "sensitivity_verdict",
        "Verdict by the 2019 index",
        "The same with the boroughs in the order of the other deprivation index.",
    ),
    Column(
        "standard_errors",
        "Standard errors",
        "from the published intervals, or from the scatter of the series (weaker).",
    ),
    Column(
        "overdispersion",
        "Scatter about the line",
        "Over what the intervals explain; 1 is as much.",
        "number",
    ),
    Column("periods", "Periods used", "How many, none overlapping.", "integer"),
    Column("first_period", "First period", "The first one used."),
    Column("last_period", "Last period", "The last one used."),
    Column("change", "Change", "Latest less first; of ratios latest over first.", "number"),
    Column("change_lower", "Lower limit of the change", "95%, from both estimates.", "number"),
    Column("change_upper", "Upper limit of the change", "The upper end of the same.", "number"),
    Column("slope", "Slope", "Change a year over all periods; of ratios a factor.", "number"),
    Column("slope_lower", "Lower limit of the slope", "95%, with the scatter.", "number"),
    Column("slope_upper", "Upper limit of the slope", "The upper end of the same.", "number"),
    Column("first_estimate", "First estimate", "In the first period used.", "number"),
    Column("first_lower", "Lower limit of the first", "95%.", "number"),
    Column("first_upper", "Upper limit of the first", "95%.", "number"),
    Column("latest_period", "Latest period", "The latest with an estimate."),
    Column("latest_estimate", "Latest estimate", "In that period.", "number"),
    Column("latest_lower", "Lower limit of the latest", "95%.", "number"),
    Column("latest_upper", "Upper limit of the latest", "95%.", "number"),
    Column("method", "Method", "How change was tested."),
)
INEQUALITIES = Dataset(
    "inequalities",
    "Measures of inequality",
    "One row per measure, way of comparing, indicator, period, sex and age, with its interval.",
    (
        *FIGURE[:9],
        Column("dimension", "Between", "Which groups are compared, and in which order."),
        Column("measure", "Measure", "gap, ratio, sii, rii and others; see the glossary."),
        Column("scale", "Scale", "absolute or relative."),
        Column(
            "estimate",
            "Estimate",
            "Of groups in order, above 0 (a ratio above 1) means that the more deprived are worse "
            "off; where neither direction is good, that it is higher among them.",
            "number",
        ),
        Column("lower", "Lower 95% limit", "From the figures' own intervals.", "number"),
        Column("upper", "Upper 95% limit", "From the figures' own intervals.", "number"),
        *_SPREAD,
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
        *(x for x in FIGURE_FILTERS if x not in ("group_type", "group_name", "area_type")),
        "dimension",
        "measure",
    ),
)
CHANGES = Dataset(
    "changes",
    "Whether gaps are narrowing",
    "One row per gap, ratio or slope over time: the verdict, what it rests on, and by how much.",
    (
        *FIGURE[:4],
        SEX,
        AGE,
        Column("dimension", "Between", "Which groups are compared, and in which order."),
        Column("measure", "Measure", "gap, ratio, sii or rii; see the glossary."),
        Column("scale", "Scale", "absolute or relative."),
        *_CHANGE,
    ),
    ("indicator_id", "area_code", "sex", "age", "dimension", "measure"),
    ("priority", "indicator", "area", "sex", "age", "dimension", "measure"),
)
