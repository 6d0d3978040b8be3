"""What a period of an indicator is, as columns of the data dictionary."""

from __future__ import annotations

from dashboard.exports.describe import Column

PERIODS = (
    Column("period_kind", "Kind of period", "annual, rolling, pooled or point (one date)."),
    Column(
        "period_basis",
        "What a period is",
        "Where its days do not say: census_day; snapshot_day, a count on one day; pay_period, a "
        "survey of one pay period; mid_year_estimate, an estimate for the middle of a year; "
        "middle_of_year, the day is the middle of the year covered; survey, a survey over one year "
        "or more; season; edition of an index. Empty where it is the year that its days give.",
    ),
)
