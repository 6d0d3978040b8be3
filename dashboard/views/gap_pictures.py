"""The gaps page's charts as they are offered as pictures."""

from __future__ import annotations

from dashboard.content import captions, gaps
from dashboard.content.gaps import Gap
from dashboard.db import Build
from dashboard.state import View
from dashboard.views import pictures


def offered(build: Build, view: View, shown: Gap) -> list[pictures.Offered]:
    """What `pictures.offer` takes, for all charts that are always on the page."""
    found: list[pictures.Offered] = []
    for measure in shown.pair:
        caption = captions.of_gap(build, view, measure)
        found.append((f"gap_{measure}", caption, gaps.over_time(shown, measure).alternative))
    slope = gaps.slope(build, view)
    around = captions.of_slope(build, view, slope.alternative)
    found.append(("slope_picture", around, slope.alternative))
    groups = gaps.breakdown(build, view)
    if groups:
        caption = captions.of_groups(build, view)
        found.append(("groups_picture", caption, groups.alternative))
    shares, finding = gaps.shares(build, view)
    caption = captions.of_shares(build, view, finding)
    return [*found, ("shares_picture", caption, shares.alternative)]
