"""The columns of a borough's place among the others, and of what two boroughs are compared by."""

from __future__ import annotations

from dashboard.exports.describe import Column

RANKS = (
    Column(
        "rank",
        "Rank",
        "Place of the figure among the boroughs', 1 the worst or highest; equal figures share the "
        "smallest. Empty for a borough that alone has a figure.",
        "integer",
    ),
    Column("rank_shared", "Boroughs with this rank", "How many have this very figure.", "integer"),
    Column(
        "rank_lower",
        "Lowest likely rank",
        "The 2.5th percentile of the rank in 2,000 draws, or the rank where that is lower. Empty "
        "without an interval.",
        "integer",
    ),
    Column(
        "rank_upper",
        "Highest likely rank",
        "The 97.5th percentile of the rank in 2,000 draws, or the last of the places that the "
        "figure shares where that is higher. Empty without an interval.",
        "integer",
    ),
    Column("rank_of", "Boroughs with a figure", "How many boroughs are in the order.", "integer"),
)
SYMMETRIC = (
    Column(
        "symmetric_scale",
        "Scale of the standard error",
        "Where the interval is symmetric: rate is the natural logarithm of the figure, proportion "
        "the log odds of the percentage, other the figure itself.",
    ),
    Column("symmetric_value", "Figure on that scale", "Boroughs with an interval only.", "number"),
    Column(
        "standard_error",
        "Standard error on that scale",
        "From the 95% limits. Two boroughs differ at 95% where their figures on this scale are "
        "more than 1.96 times the root of the sum of the squared standard errors apart; 3.09 at "
        "99.8%.",
        "number",
    ),
)
