"""The card of one borough: its figure, interval, verdict, and where it stands."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import state_words, text
from dashboard.charts import palette
from dashboard.content import card_words, glossary, maps
from dashboard.content.card_words import CardWords
from dashboard.content.maps import Scene
from dashboard.db import Build
from dashboard.keeping import kept
from dashboard.state import View


def area_card(build: Build, view: View, heading: str = "", quiet: bool = False) -> None:
    """The chosen borough's card; London's while none is chosen.

    Args:
        build: whose figures.
        view: which borough, and how it is compared.
        heading: what stands above the name, to tell two cards apart.
        quiet: not to be read out at every change, as while periods are played.
    """
    announced = "" if quiet else " data-announced"
    st.html(f"<section class='card'{announced}>{html(build, view, heading)}</section>")


@kept(1024, *maps.SCENE, "area")
def html(build: Build, view: View, heading: str = "") -> str:
    """What the card holds; it has no facts beside the figure where it has a heading."""
    shown = maps.scene(build, maps.unchosen(view))
    code = view.area or "E12000007"
    row = next((x for x in shown.areas if x.area_code == code), None)
    above = f"<p class='sub'>{text.safe(heading)}</p>" if heading else ""
    if row is None:
        said = state_words.absent("missing", "London")
        return f"{above}<h2>London</h2><p class='sub'>{said}. Choose a borough.</p>"
    words = card_words.of(row, shown.indicator, view)
    return above + _words(words) + ("" if heading else _facts(row, shown))


def _words(words: CardWords) -> str:
    lines = "".join(f"<p class='rank'>{text.safe(x)}</p>" for x in (words.rank, words.change) if x)
    return (
        f"<h2>{text.safe(words.name)}</h2>"
        f"<p class='figure'>{text.safe(words.figure)}<small>{text.safe(words.likely)}</small></p>"
        f"{_verdict(words)}{lines}"
    )


def _verdict(words: CardWords) -> str:
    if not words.klass:
        means = glossary.anchor("not-compared", glossary.MEANS, "Not compared")
        return f"<p class='sub'>{text.safe(words.verdict)}. {means}</p>" if words.verdict else ""
    style = palette.VERDICTS[words.klass]
    return (
        f"<p class='verdict' style='background:{style.colour};color:{style.text_colour}'>"
        f"<span aria-hidden='true'>{style.mark}</span> {text.safe(words.verdict)}</p>"
    )


def _facts(row: Any, shown: Scene) -> str:
    """London and England beside the borough, and the number of people where it is published."""
    facts = [
        (str(other.area_name), shown.unit.full(other.value))
        for other in shown.areas
        if other.area_type in ("region", "country")
        and other.area_code != row.area_code
        and pd.notna(other.value)
    ]
    if pd.notna(row.count) and pd.notna(row.denominator):
        facts.append(("Count", f"{row.count:,.0f} of {row.denominator:,.0f}"))
    listed = "".join(f"<dt>{text.safe(k)}</dt><dd>{text.safe(v)}</dd>" for k, v in facts)
    return f"<dl class='facts'>{listed}</dl>" if facts else ""
