"""Columns and filters that several datasets share."""

from __future__ import annotations

from dataclasses import replace

from dashboard.exports.describe import Column

INDICATOR = Column("indicator_id", "Indicator code", "The indicator's stable name in addresses.")
INDICATOR_TITLE = Column("indicator", "Indicator", "The indicator's title.")
AREA = Column("area_code", "Area code", "The GSS code of the borough, of London or of England.")
AREA_NAME = Column("area", "Area", "The name of the borough, London or England.")
PERIOD = Column("period", "Period", "What the figure covers, as people read it: 2021 to 2023.")
START = Column("period_start", "First day", "The first day the figure covers.", "date")
END = Column("period_end", "Last day", "The last day the figure covers.", "date")
SEX = Column("sex", "Sex", "persons, male or female.")
AGE = Column("age", "Age", "The ages covered, as the publisher writes them.")
GROUP_TYPE = Column(
    "group_type", "Breakdown", "What people are divided by; total where they are not."
)
GROUP_NAME = Column("group_name", "Group", "The group of the breakdown; all where there is none.")
SERIES_KEY = ("indicator_id", "area_code", "sex", "age", "group_type", "group_name")
FIGURE_KEY = (*SERIES_KEY, "period_start", "period_end")
FIGURE = (
    INDICATOR,
    INDICATOR_TITLE,
    AREA,
    AREA_NAME,
    PERIOD,
    START,
    END,
    SEX,
    AGE,
    GROUP_TYPE,
    GROUP_NAME,
)
FIGURE_FILTERS = (
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


def limits(level: str, words: str) -> tuple[Column, Column]:
    """Both limits of an interval; ``words`` say more of how it was made."""
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


def compared(with_: str) -> tuple[Column, ...]:
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


UNIT = (
    Column("unit_prefix", "Before the number", "What is written before the number: GBP.", "string"),
    Column("unit", "Unit", "What is written after the number: %, years, per 100,000."),
    Column("polarity", "What is good", "high, low, or none where neither is judged good."),
    Column("priority", "Priority", "The priority the indicator belongs to."),
    Column("source", "Source", "The title of the publication."),
    Column("publisher", "Publisher", "Who published the figure."),
    Column("licence", "Licence", "The terms on which it may be used."),
)
