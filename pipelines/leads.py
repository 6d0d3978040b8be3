"""Which indicator leads a priority: the strategy's own headline, wherever boroughs have figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipelines.errors import CatalogueError

if TYPE_CHECKING:
    from pipelines.catalogue import Indicator, Priority


def require(priority: Priority, indicators: Mapping[str, Indicator]) -> None:
    """What a priority features and leads with must be there, and lead for a reason.

    Args:
        priority: one of the catalogue's.
        indicators: the catalogue's, by id.

    Raises:
        CatalogueError: naming the priority, the key, the value and what is allowed.
    """
    where = f"priorities.yml: {priority.id}"
    own = [x for x in indicators.values() if x.priority == priority.id]
    for name in priority.featured:
        if name not in indicators:
            raise CatalogueError(
                f"{where}: featured: '{name}' is not known; allowed: {', '.join(indicators)}"
            )
    for key, name in (("lead", priority.lead), ("second", priority.second)):
        if name and name not in [x.id for x in own]:
            allowed = ", ".join(x.id for x in own)
            raise CatalogueError(
                f"{where}: {key}: '{name}' is not one of its indicators; allowed: {allowed}"
            )
    headlines = [x.id for x in own if x.headline and not x.no_figures]
    if headlines and priority.lead not in headlines:
        raise CatalogueError(
            f"{where}: lead: '{priority.lead}' is not a headline of the strategy; allowed: "
            f"{', '.join(headlines)}"
        )
    if not headlines and not priority.lead_reason:
        raise CatalogueError(
            f"{where}: lead_reason: no headline of the strategy has borough figures; say why "
            f"'{priority.lead}' leads"
        )
