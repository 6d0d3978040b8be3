"""Legends: the right classes in order, counts in words, nothing hostile shown as markup."""

import pandas as pd
import pytest

from dashboard.charts import legend, palette
from dashboard.charts.legend import LegendClass
from dashboard.charts.scale import value_classes


def test_value_classes_carry_their_unit() -> None:
    scale = value_classes([600, 650, 1200], 0)
    labels = [entry.label for entry in legend.value_legend(scale, "£", "")]
    assert labels == ["£600 to £649", "£650 to £1,199", "£1,200"]


def test_value_classes_run_from_light_to_dark() -> None:
    entries = legend.value_legend(value_classes(list(range(33)), 0), "", "%")
    assert [entry.colour for entry in entries] == list(palette.VALUE_COLOURS)
    assert [entry.key for entry in entries] == [f"value_{place}" for place in range(5)]
    assert all(entry.label.endswith("%") for entry in entries)


def test_at_95_both_levels_are_told_apart() -> None:
    keys = [entry.key for entry in legend.verdict_legend("low", "London", "95")]
    assert keys == ["better_998", "better_95", "similar", "worse_95", "worse_998", "not_compared"]


def test_at_998_only_the_stronger_level_counts() -> None:
    keys = [entry.key for entry in legend.verdict_legend("high", "London", "99.8")]
    assert keys == ["better_998", "similar", "worse_998", "not_compared"]


def test_without_polarity_nothing_is_judged() -> None:
    words = " ".join(entry.label for entry in legend.verdict_legend("none", "England", "95"))
    assert "etter" not in words
    assert "orse" not in words
    assert "Higher than England (99.8% sure)" in words


@pytest.mark.parametrize(
    ("polarity", "confidence", "message"),
    [
        ("up", "95", "polarity 'up' is not known; allowed: high, low, none"),
        ("high", "99", "confidence '99' is not known; allowed: 95, 99.8"),
    ],
)
def test_unknown_choices_are_named(polarity: str, confidence: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        legend.verdict_legend(polarity, "London", confidence)


def test_counts_are_those_of_the_frame() -> None:
    frame = pd.DataFrame({"klass": ["similar", "missing", "similar"]})
    assert legend.counts(frame) == {"similar": 2, "missing": 1}


def test_the_list_says_colour_words_and_number() -> None:
    classes = legend.verdict_legend("low", "London", "95")
    shown = legend.html(classes, {"similar": 7, "worse_95": 1, "missing": 2}, palette.STATES)
    assert "Similar to London · 7 boroughs" in shown
    assert "Worse than London (95% sure) · 1 borough<" in shown
    assert "Better than London (99.8% sure) · 0 boroughs" in shown
    assert "Missing · 2 boroughs" in shown
    assert "Not compared" not in shown
    assert "Suppressed" not in shown
    assert shown.count("<li") == 6
    assert shown.count("aria-hidden") == 6


def test_each_state_has_its_own_hatch() -> None:
    found = dict.fromkeys(palette.STATES, 1)
    items = legend.html([], found, palette.STATES).split("<li")[1:]
    assert len({item.split("background:")[1].split('"')[0] for item in items}) == 4
    assert all("repeating-linear-gradient" in item for item in items)


def test_hostile_words_are_shown_as_words() -> None:
    hostile = LegendClass("value_0", '#fff" onload="x', "<script>alert(1)</script>", "<b>")
    with pytest.raises(ValueError, match="invalid literal"):
        legend.html([hostile], {}, ())
    hostile = LegendClass("value_0", "#ffffff", "<script>alert(1)</script>", "<b>")
    shown = legend.html([hostile], {}, ())
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "&lt;b&gt;" in shown


@pytest.mark.parametrize(
    ("polarity", "first", "last"),
    [
        (
            "low",
            "Decreased, which is better (99.8% sure)",
            "Increased, which is worse (99.8% sure)",
        ),
        (
            "high",
            "Increased, which is better (99.8% sure)",
            "Decreased, which is worse (99.8% sure)",
        ),
        ("none", "Increased (99.8% sure)", "Decreased (99.8% sure)"),
    ],
)
def test_changes_are_listed_from_better_to_worse(polarity: str, first: str, last: str) -> None:
    labels = [entry.label for entry in legend.change_legend(polarity, "95")]
    assert (labels[0], labels[4]) == (first, last)
    assert labels[2] == "No clear change"
    assert len(legend.change_legend(polarity, "99.8")) == 4


@pytest.mark.parametrize("polarity", ["low", "high", "none"])
def test_arrows_say_which_way_whatever_it_means(polarity: str) -> None:
    for entry in legend.change_legend(polarity, "95"):
        assert ("↑" in entry.mark) == entry.label.startswith("Increased")
        assert ("↓" in entry.mark) == entry.label.startswith("Decreased")


def test_fifths_darken_towards_the_worst_and_are_numbered() -> None:
    entries = legend.quintile_legend("low")
    assert [entry.label for entry in entries[:2]] == ["Worst fifth", "Second worst fifth"]
    assert [entry.mark for entry in entries] == ["1", "2", "3", "4", "5", "–"]
    assert [entry.colour for entry in entries[:5]] == list(reversed(palette.VALUE_COLOURS))
    assert legend.quintile_legend("none")[0].label == "Highest fifth"
    with pytest.raises(ValueError, match="polarity 'up'"):
        legend.quintile_legend("up")
