"""What is wrong with a sentence: a complaint for each thing that its row does not bear out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dashboard.claims.claim import Claim
from tests.dashboard.claim_rows import Marts
from tests.dashboard.claims_of_boroughs import compared, counts, standing_out, two
from tests.dashboard.claims_of_figures import (
    card_verdict,
    ends,
    figure,
    licence,
    named_sources,
    placed,
    rank,
    trend,
    value_change,
)
from tests.dashboard.claims_of_gaps import (
    certainty,
    farthest,
    first_side,
    for_each_sex,
    line,
    other_edition,
    over_time,
    periods,
    reads_badly,
    side,
    verdict,
)

Check = Callable[[Claim, Marts], Iterator[str]]


def of_a_gap(claim: Claim, marts: Marts) -> Iterator[str]:
    """A headline of one gap; those of other scenes are about many rows."""
    if claim.dimension:
        for check in (verdict, side, certainty):
            yield from check(claim, marts)


CHECKS: dict[tuple[str, str], tuple[Check, ...]] = {
    ("Gaps", "Finding"): (verdict, first_side, periods, side, certainty),
    ("Gaps", "Doubt"): (certainty,),
    ("Gaps", "Change of each measure"): (verdict, first_side, periods),
    ("Gaps", "Ratio"): (periods, side),
    ("Gaps", "Farthest from the average"): (farthest,),
    ("Gaps", "Chart over time"): (over_time,),
    ("Gaps", "The other edition of the index"): (other_edition,),
    ("Gaps", "Line through the boroughs"): (line,),
    ("Overview", "Summary"): (for_each_sex,),
    ("Overview", "Card"): (verdict, side, certainty),
    ("Overview", "Row"): (verdict, side),
    ("Slides", "Headline"): (of_a_gap,),
    ("Map", "Finding"): (ends,),
    ("Map", "Card: figure"): (figure,),
    ("Map", "Card: change"): (value_change,),
    ("Map", "Card: verdict"): (card_verdict, placed),
    ("Map", "Card: rank"): (rank,),
    ("Borough", "Table: figure"): (figure,),
    ("Borough", "Table: verdict"): (card_verdict, placed),
    ("Borough", "Table: rank"): (rank,),
    ("Borough", "Table: recent trend"): (trend,),
    ("Borough", "What stands out"): (standing_out,),
    ("Borough", "Summary"): (counts,),
    ("Borough", "What is unequal inside"): (verdict, side),
    ("Compare", "Finding"): (compared, two),
    ("Compare", "Table: figure"): (figure,),
    ("Compare", "Table: verdict"): (card_verdict, placed),
    ("Compare", "Table: rank"): (rank,),
    ("Compare", "Table: recent trend"): (trend,),
    ("Captions, sources and citations", "Caption of the map: source"): (named_sources,),
    ("Captions, sources and citations", "Caption of the gap: source"): (named_sources,),
    ("Captions, sources and citations", "Source under the map"): (licence,),
    ("Captions, sources and citations", "Citation: source"): (named_sources,),
}


def complaints(claim: Claim, marts: Marts) -> Iterator[str]:
    """Everything that a sentence says and its row does not."""
    yield from reads_badly(claim)
    for check in CHECKS.get((claim.page, claim.part), ()):
        yield from check(claim, marts)
