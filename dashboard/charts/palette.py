"""The colours, marks and hatches that carry meaning, each beside the words it stands for.

No two of them are told apart by colour alone: verdicts have marks, areas have dashes and markers,
figures that are not there have hatches. The tests measure contrast and colour vision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dashboard.text import STATE_WORDS

INK = "#12212e"
PAPER = "#ffffff"
RULE = "#d8dee3"
ACCENT = "#0b5a8f"
MUTED = "#4a5863"
ENGLAND_GREY = "#5b6670"
# Words, marks and edges on a coloured fill: unlike ink and paper they stay in the dark theme,
# as the fill does. Each role has a value of its own, so that a colour says what it is for.
ON_LIGHT = "#101f2c"
ON_DARK = "#fefefe"

READABLE = 4.5

VALUE_COLOURS = ("#e6f0f5", "#a9cfe0", "#5fa3c7", "#2b6f9f", "#0d3b66")


@dataclass(frozen=True)
class Verdict:
    """How one comparison with a benchmark is shown; ``label`` holds ``{benchmark}``."""

    colour: str
    mark: str
    label: str
    text_colour: str


@dataclass(frozen=True)
class State:
    """How a figure that is not there is shown: for a legend, as a hatch, and as a word."""

    label: str
    hatch: str
    word: str


@dataclass(frozen=True)
class AreaStyle:
    """How one of several compared areas is drawn, in Plotly's names for dashes and markers."""

    colour: str
    dash: str
    marker: str


# Ordered best to worst, then highest to lowest, as legends list them.
VERDICTS: Mapping[str, Verdict] = MappingProxyType(
    {
        "better_998": Verdict("#0a3d73", "▲▲", "Better than {benchmark} (99.8% sure)", ON_DARK),
        "better_95": Verdict("#4f97d1", "▲", "Better than {benchmark} (95% sure)", ON_LIGHT),
        "similar": Verdict("#efe9dc", "●", "Similar to {benchmark}", ON_LIGHT),
        "worse_95": Verdict("#e8833a", "▼", "Worse than {benchmark} (95% sure)", ON_LIGHT),
        "worse_998": Verdict("#8a2f06", "▼▼", "Worse than {benchmark} (99.8% sure)", ON_DARK),
        "higher_998": Verdict("#1b4d3e", "↑↑", "Higher than {benchmark} (99.8% sure)", ON_DARK),
        "higher_95": Verdict("#5fae9a", "↑", "Higher than {benchmark} (95% sure)", ON_LIGHT),
        "lower_95": Verdict("#b08fd0", "↓", "Lower than {benchmark} (95% sure)", ON_LIGHT),
        "lower_998": Verdict("#4b1d73", "↓↓", "Lower than {benchmark} (99.8% sure)", ON_DARK),
        "not_compared": Verdict("#c4cacf", "–", "Not compared with {benchmark}", ON_LIGHT),
    }
)

# The colour says what a change means, the arrow which way the figure went.
_WAYS = {"increased": ("↑", "higher"), "decreased": ("↓", "lower")}


def _change(way: str, meaning: str, level: str) -> tuple[str, Verdict]:
    arrow, unjudged = _WAYS[way]
    like = VERDICTS[f"{meaning or unjudged}_{level}"]
    mark = arrow * len(like.mark)
    says = f", which is {meaning}" if meaning else ""
    sure = "99.8%" if level == "998" else "95%"
    label = f"{way.capitalize()}{says} ({sure} sure)"
    return change_key(way, meaning, level), Verdict(like.colour, mark, label, like.text_colour)


def change_key(way: str, meaning: str, level: str) -> str:
    """The class of a change: increased_worse_998, or decreased_95 where nobody judges."""
    return "_".join(part for part in (way, meaning, level) if part)


CHANGES: Mapping[str, Verdict] = MappingProxyType(
    {
        **dict(
            _change(way, meaning, level)
            for way in _WAYS
            for meaning in ("better", "worse", "")
            for level in ("998", "95")
        ),
        "no_clear_change": Verdict(VERDICTS["similar"].colour, "●", "No clear change", ON_LIGHT),
        "not_testable": Verdict(VERDICTS["not_compared"].colour, "–", "Not testable", ON_LIGHT),
    }
)

# Fifth 1 is the worst (or the highest), as the darkest of the value colours.
QUINTILES: Mapping[str, Verdict] = MappingProxyType(
    {
        **{
            f"quintile_{place}": Verdict(
                colour, str(place), f"Fifth {place}", ON_LIGHT if place > 2 else ON_DARK
            )
            for place, colour in enumerate(reversed(VALUE_COLOURS), start=1)
        },
        "no_quintile": Verdict(VERDICTS["not_compared"].colour, "–", "In no fifth", ON_LIGHT),
    }
)

# Every class that has a mark: colour never says it alone.
MARKED: Mapping[str, Verdict] = MappingProxyType({**VERDICTS, **CHANGES, **QUINTILES})

STATES: Mapping[str, State] = MappingProxyType(
    {
        "suppressed": State(STATE_WORDS["suppressed"], "diagonal", "suppressed"),
        "not_collected": State(STATE_WORDS["not_collected"], "crossed", "not collected"),
        "not_applicable": State(STATE_WORDS["not_applicable"], "vertical", "not applicable"),
        "missing": State(STATE_WORDS["missing"], "back_diagonal", "missing"),
    }
)

AREA_STYLES = (
    AreaStyle("#0b3d73", "solid", "circle"),
    AreaStyle("#b5460f", "dash", "square"),
    AreaStyle("#2c7c7a", "dot", "diamond"),
    AreaStyle("#8a4fa0", "dashdot", "triangle-up"),
    AreaStyle("#6b6b6b", "longdash", "cross"),
    AreaStyle("#b8860b", "longdashdot", "triangle-down"),
)

# What the dark theme draws instead. Fills that stand for a class are not among them: an area has
# the same colour in both themes, so words about colours hold and pictures can be compared.
DARK: Mapping[str, str] = MappingProxyType(
    {
        INK: "#e8eef2",
        PAPER: "#0f1b26",
        RULE: "#33475a",
        ACCENT: "#7cc0ec",
        MUTED: "#b6c3cd",
        ENGLAND_GREY: "#a7b4be",
        "#0b3d73": "#6bb9f6",
        "#b5460f": "#efb517",
        "#2c7c7a": "#349e9b",
        "#8a4fa0": "#c452e0",
        "#6b6b6b": "#cec9c8",
        "#b8860b": "#a59e4f",
    }
)
# How strong the others are while one area is chosen.
OTHERS_STRENGTH = 0.7


def verdict_label(key: str, benchmark_name: str) -> str:
    """The words for a verdict, such as "Better than London (99.8% sure)".

    Raises:
        ValueError: when there is no such verdict.
    """
    if key not in VERDICTS:
        raise ValueError(f"verdict '{key}' is not known; allowed: {', '.join(VERDICTS)}")
    return VERDICTS[key].label.format(benchmark=benchmark_name)


def colour_of(key: str) -> str:
    """The fill for a class key: a value class, a verdict, a change, a fifth, paper for a state.

    Raises:
        ValueError: when the key is none of these.
    """
    if key in MARKED:
        return MARKED[key].colour
    if key in STATES:
        return PAPER
    value_keys = [f"value_{index}" for index in range(len(VALUE_COLOURS))]
    if key in value_keys:
        return VALUE_COLOURS[value_keys.index(key)]
    allowed = ", ".join([*value_keys, *MARKED, *STATES])
    raise ValueError(f"class '{key}' has no colour; allowed: {allowed}")


def mark_of(key: str) -> str:
    """The mark of a class key, empty for a value class or a state."""
    return MARKED[key].mark if key in MARKED else ""


def text_on(colour: str) -> str:
    """Dark or light, whichever is easier to read on a fill (WCAG 2 contrast); ink on paper."""
    if colour == PAPER:
        return INK
    return max((ON_LIGHT, ON_DARK), key=lambda text: contrast(text, colour))


def readable(colour: str) -> str:
    """The colour for words in it on paper; ink where it is too light to read (WCAG 2 AA)."""
    return colour if contrast(colour, PAPER) >= READABLE else INK


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two ``#rrggbb`` colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def faded(colour: str, strength: float) -> str:
    """A ``#rrggbb`` colour as Plotly's rgba text, at a strength from 0 to 1."""
    red, green, blue = _channels(colour)
    return f"rgba({red},{green},{blue},{strength:g})"


def blended(colour: str, strength: float, paper: str = PAPER) -> str:
    """A ``#rrggbb`` colour thinned with paper: 1 leaves it, 0 is paper.

    Unlike an opacity, what lies behind does not show through.
    """
    pairs = zip(_channels(colour), _channels(paper), strict=True)
    mixed = (round(own * strength + behind * (1 - strength)) for own, behind in pairs)
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _luminance(colour: str) -> float:
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
