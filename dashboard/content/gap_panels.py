"""The words around the gaps page's charts: what a measure says, how wide the doubt is."""

from __future__ import annotations

from dashboard import measures, sentences, text
from dashboard.content import glossary
from dashboard.content.gaps import Gap
from dashboard.keeping import kept_with


def panel_text(shown: Gap, measure: str) -> str:
    """What a panel says of its measure: the ratio with its groups, else what the measure means."""
    change = shown.change.get(measure)
    if measure != "ratio" or change is None:
        return measures.MEASURES[measure].says
    people = "persons" if shown.dimension == "sex" else shown.sex
    return sentences.ratio(shown.title, people, change)


def contribution_legend(shown: Gap, finding: str) -> str:
    """What the colours of the shares mean, and what the shares are of; '' without shares."""
    if finding == sentences.NO_SHARES:
        return ""
    sides = sentences.contribution_legend(str(shown.indicator["polarity"]))
    return f"{sides} The shares are of the mean difference from the mean and sum to 100%."


@kept_with
def uncertainty(shown: Gap) -> str:
    """How wide the doubt about the gap is, in a sentence for each way to see it, as HTML."""
    said = sentences.gap_uncertainty(shown.change.get(shown.pair[0]), shown.unit)
    if not said:
        return ""
    inside = " ".join(text.safe(x) for x in said)
    meant = glossary.anchor("interval-of-a-gap", "What the two intervals mean")
    return f"<p class='sub'>{inside} {meant}</p>"
