"""Every SQL statement the dashboard runs: named, parameters bound, kept by build.

Frames are shared between viewers: never change one that a function here returns.
"""

from dashboard.queries.catalogue import (
    areas,
    facts,
    glossary,
    indicators,
    priorities,
    published,
    series,
    sources,
)
from dashboard.queries.comparisons import histories, of_priority, recent_trends
from dashboard.queries.decks import decks, scenes
from dashboard.queries.exports import export, export_options
from dashboard.queries.figures import figures, history, latest
from dashboard.queries.gaps import (
    change,
    contribution,
    coverage,
    dimensions,
    gradients,
    groups,
    headline_changes,
    headline_trends,
    inequality,
    positions,
)
from dashboard.queries.looks import spread, value_changes
from dashboard.queries.profiles import inside, past, profile, similar
from dashboard.queries.simulations import fifths_coverage, verdict_accuracy

__all__ = [
    "areas",
    "change",
    "contribution",
    "coverage",
    "decks",
    "dimensions",
    "export",
    "export_options",
    "facts",
    "fifths_coverage",
    "figures",
    "glossary",
    "gradients",
    "groups",
    "headline_changes",
    "headline_trends",
    "histories",
    "history",
    "indicators",
    "inequality",
    "inside",
    "latest",
    "of_priority",
    "past",
    "positions",
    "priorities",
    "profile",
    "published",
    "recent_trends",
    "scenes",
    "series",
    "similar",
    "sources",
    "spread",
    "value_changes",
    "verdict_accuracy",
]
