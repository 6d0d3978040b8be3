"""Scenes of words and small pictures: the priorities side by side, one borough's standing."""

from __future__ import annotations

import pandas as pd

from dashboard import (
    measures,
    overview_sentences,
    profile_sentences,
    queries,
    sentences,
    text,
)
from dashboard import stage_sentences as said
from dashboard.content import overviews, profile_lines, profiles
from dashboard.content.overviews import Lead
from dashboard.content.stage_part import Part
from dashboard.db import Build
from dashboard.state import View
from dashboard.text import Unit

_GAPS = "The dashed line is no gap; the shade and the bar at the right are 95% intervals."


def priorities(build: Build, _: View, __: str) -> Part:
    """The leading gap of each of the six priorities."""
    found = queries.priorities(build)
    six = found[found["position"] > 0]
    leads = [
        (str(row["short_title"]), overviews.leading(build, str(row["priority_id"])))
        for _, row in six.iterrows()
    ]
    known = [(name, lead) for name, lead in leads if lead]
    between = measures.dimension_name("borough_fifths_by_deprivation")
    return Part(
        picture=f"<div class='six'>{''.join(_card(name, lead) for name, lead in known)}</div>",
        alternative="; ".join(
            f"{name}: {_size(lead)}, {sentences.verdict_chip(lead.change)}" for name, lead in known
        ),
        headline=said.standings([lead.change for _, lead in known]),
        measured=f"Gap · {between} · the latest period of each",
        note=_GAPS,
        table=pd.DataFrame(
            {
                "Priority": [name for name, _ in known],
                "Indicator": [str(lead.indicator["short_title"]) for _, lead in known],
                "Period": [str(lead.change["latest_period"]) for _, lead in known],
                "Gap": [_size(lead) for _, lead in known],
                "95% interval": [
                    overview_sentences.limits(lead.change, Unit.of(lead.indicator))
                    for _, lead in known
                ],
                "Change": [sentences.verdict_chip(lead.change) for _, lead in known],
            }
        ).set_index("Priority"),
    )


def standing(build: Build, view: View, _: str) -> Part | None:
    """What stands out about the chosen borough; None where none is chosen."""
    if not view.area:
        return None
    shown = profiles.profile(build, view)
    lines = profile_lines.lines(build, view.area, view.benchmark, view.confidence)
    name = text.BENCHMARK_NAMES[view.benchmark]
    return Part(
        picture=f"<div class='standing-out'>{shown.stand_outs}</div>",
        alternative=f"What stands out about {shown.name}, in words.",
        headline=said.short(
            f"{shown.name}. {shown.summary}", f"{shown.name}. {shown.summary.partition('. ')[0]}."
        ),
        measured=f"Every indicator, latest figures · compared with {name}",
        note="",
        table=pd.DataFrame(
            {
                "Indicator": [x.subject for x in lines],
                "Period": [x.period for x in lines],
                "Value": [text.STATE_WORDS.get(x.state, x.figure) for x in lines],
                f"Compared with {name}": [
                    text.sentence_case(profile_sentences.against(x, view.benchmark)) for x in lines
                ],
            }
        ).set_index("Indicator"),
    )


def _card(name: str, lead: Lead) -> str:
    unit = Unit.of(lead.indicator)
    return (
        f"<section><h2>{text.safe(name)}</h2>"
        f"<p>{text.safe(str(lead.indicator['short_title']))}</p>"
        f"<p class='size'><b>{text.safe(_size(lead))}</b> "
        f"<i class='chip'>{text.safe(sentences.verdict_chip(lead.change))}</i></p>"
        f"{overviews.trend(lead, unit)}</section>"
    )


def _size(lead: Lead) -> str:
    return overview_sentences.amount_and_side(lead.change, Unit.of(lead.indicator))
