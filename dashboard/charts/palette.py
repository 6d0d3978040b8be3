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
ENGLAND_GREY = "#5b6670"

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
        "better_998": Verdict("#0a3d73", "▲▲", "Better than {benchmark} (99.8% sure)", PAPER),
        "better_95": Verdict("#4f97d1", "▲", "Better than {benchmark} (95% sure)", INK),
        "similar": Verdict("#efe9dc", "●", "Similar to {benchmark}", INK),
        "worse_95": Verdict("#e8833a", "▼", "Worse than {benchmark} (95% sure)", INK),
        "worse_998": Verdict("#8a2f06", "▼▼", "Worse than {benchmark} (99.8% sure)", PAPER),
        "higher_998": Verdict("#1b4d3e", "↑↑", "Higher than {benchmark} (99.8% sure)", PAPER),
        "higher_95": Verdict("#5fae9a", "↑", "Higher than {benchmark} (95% sure)", INK),
        "lower_95": Verdict("#b08fd0", "↓", "Lower than {benchmark} (95% sure)", INK),
        "lower_998": Verdict("#4b1d73", "↓↓", "Lower than {benchmark} (99.8% sure)", PAPER),
        "not_compared": Verdict("#c4cacf", "–", "Not compared with {benchmark}", INK),
    }
)

STATES: Mapping[str, State] = MappingProxyType(
    {
        "suppressed": State(STATE_WORDS["suppressed"], "diagonal", "suppressed"),
        "not_collected": State(STATE_WORDS["not_collected"], "crossed", "not collected"),
        "not_applicable": State(STATE_WORDS["not_applicable"], "vertical", "not applicable"),
        "missing": State(STATE_WORDS["missing"], "back_diagonal", "missing"),
    }
)

AREA_STYLES = (
    AreaStyle("#0a3d73", "solid", "circle"),
    AreaStyle("#b5460f", "dash", "square"),
    AreaStyle("#2c7c7a", "dot", "diamond"),
    AreaStyle("#8a4fa0", "dashdot", "triangle-up"),
    AreaStyle("#6b6b6b", "longdash", "cross"),
    AreaStyle("#b8860b", "longdashdot", "triangle-down"),
)


def verdict_label(key: str, benchmark_name: str) -> str:
    """The words for a verdict, such as "Better than London (99.8% sure)".

    Raises:
        ValueError: when there is no such verdict.
    """
    if key not in VERDICTS:
        raise ValueError(f"verdict '{key}' is not known; allowed: {', '.join(VERDICTS)}")
    return VERDICTS[key].label.format(benchmark=benchmark_name)


def colour_of(key: str) -> str:
    """The fill for a class key: a value class, a verdict, or paper for a state without a figure.

    Raises:
        ValueError: when the key is none of these.
    """
    if key in VERDICTS:
        return VERDICTS[key].colour
    if key in STATES:
        return PAPER
    value_keys = [f"value_{index}" for index in range(len(VALUE_COLOURS))]
    if key in value_keys:
        return VALUE_COLOURS[value_keys.index(key)]
    allowed = ", ".join([*value_keys, *VERDICTS, *STATES])
    raise ValueError(f"class '{key}' has no colour; allowed: {allowed}")


def text_on(colour: str) -> str:
    """Ink or paper, whichever is easier to read on a fill (WCAG 2 contrast)."""
    return max((INK, PAPER), key=lambda text: contrast(text, colour))


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


def blended(colour: str, strength: float) -> str:
    """A ``#rrggbb`` colour thinned with paper: 1 leaves it, 0 is paper.

    Unlike an opacity, what lies behind does not show through.
    """
    pairs = zip(_channels(colour), _channels(PAPER), strict=True)
    mixed = (round(own * strength + paper * (1 - strength)) for own, paper in pairs)
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _luminance(colour: str) -> float:
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
