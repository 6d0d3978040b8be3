"""The card of one borough: its figure, interval, verdict, and where it stands."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import pictures, text
from dashboard.charts import palette
from dashboard.frames import rows
from dashboard.pictures import Scene
from dashboard.state import View


def area_card(shown: Scene, view: View) -> None:
    """The chosen borough's card; London's while none is chosen."""
    code = view.area or "E12000007"
    rows = shown.figures[shown.figures["area_code"] == code]
    if rows.empty:
        body = "<p class='sub'>No figure is published for London. Choose a borough.</p>"
        st.html(f"<section class='card' aria-live='polite'><h2>London</h2>{body}</section>")
        return
    row = rows.iloc[0]
    st.html(
        f"<section class='card' aria-live='polite'><h2>{text.safe(row['area_name'])}</h2>"
        f"{_figure(row, shown, view)}{_verdict(row, shown, view)}"
        f"{_rank(row, shown)}{_facts(row, shown)}</section>"
    )


def _figure(row: pd.Series[Any], shown: Scene, view: View) -> str:
    if row["state"] != "published":
        return (
            f"<p class='figure'>{text.STATE_WORDS[row['state']]}"
            f"<small>{text.safe(row['note'])}</small></p>"
        )
    lower, upper = text.limit_columns(view.confidence)
    limits = shown.unit.interval(row[lower], row[upper])
    likely = (
        f"likely between {limits.replace(' to ', ' and ')} ({view.confidence}% sure)"
        if limits
        else "no confidence interval is published"
    )
    return (
        f"<p class='figure'>{text.safe(shown.unit.full(row['value']))}"
        f"<small>{text.safe(likely)}</small></p>"
    )


def _verdict(row: pd.Series[Any], shown: Scene, view: View) -> str:
    borough = shown.boroughs[shown.boroughs["area_code"] == row["area_code"]]
    word = row[text.verdict_column(view.confidence)]
    if borough.empty or not isinstance(word, str):
        return ""
    if word == "not compared":
        phrase = text.sentence_case(text.verdict(word, view.benchmark))
        reason = row["reason_998" if view.confidence == "99.8" else "reason_95"]
        return f"<p class='sub'>{phrase}: {text.safe(reason)}.</p>"
    key = pictures.verdict_key(row, view.confidence)
    style, name = palette.VERDICTS[key], text.BENCHMARK_NAMES[view.benchmark]
    return (
        f"<p class='verdict' style='background:{style.colour};color:{style.text_colour}'>"
        f"<span aria-hidden='true'>{style.mark}</span> "
        f"{text.safe(palette.verdict_label(key, name))}</p>"
    )


def _rank(row: pd.Series[Any], shown: Scene) -> str:
    """Where the borough stands, never without how sure that is."""
    if pd.isna(row["rank"]):
        return ""
    place, lower, upper, of = (int(row[x]) for x in ("rank", "rank_lower", "rank_upper", "rank_of"))
    words = text.rank(place, lower, upper, of, shown.indicator["polarity"])
    return f"<p class='rank'>{words}</p>"


def _facts(row: pd.Series[Any], shown: Scene) -> str:
    """London and England beside the borough, and the number of people where it is published."""
    facts = [
        (str(other.area_name), shown.unit.full(other.value))
        for other in rows(shown.figures)
        if other.area_type in ("region", "country")
        and other.area_code != row["area_code"]
        and pd.notna(other.value)
    ]
    if pd.notna(row["count"]) and pd.notna(row["denominator"]):
        facts.append(("Count", f"{row['count']:,.0f} of {row['denominator']:,.0f}"))
    listed = "".join(f"<dt>{text.safe(k)}</dt><dd>{text.safe(v)}</dd>" for k, v in facts)
    return f"<dl class='facts'>{listed}</dl>" if facts else ""
