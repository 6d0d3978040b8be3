"""Every palette measured: WCAG 2 contrast, and separation under four kinds of colour vision.

Deficient vision is simulated with the matrices of Machado, Oliveira and Fernandes (2009) at full
severity, on linear RGB; greyscale is WCAG luminance. Differences are distances in OKLab times
100: 2 is about the smallest that can be seen side by side.
"""

import itertools

import numpy as np
import pytest

from dashboard.charts import night, palette
from dashboard.charts.night import FILLS
from dashboard.charts.palette import (
    AREA_STYLES,
    DARK,
    ENGLAND_GREY,
    INK,
    PAPER,
    RULE,
    STATES,
    VALUE_COLOURS,
    VERDICTS,
)
from dashboard.text import STATE_WORDS

MACHADO = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
GREYSCALE = np.tile([0.2126, 0.7152, 0.0722], (3, 1))
LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
JUDGED = ("better_998", "better_95", "similar", "worse_95", "worse_998")
UNJUDGED = ("higher_998", "higher_95", "similar", "lower_95", "lower_998")


def seen(colour: str, vision: np.ndarray) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return 100 * OKLAB @ np.cbrt(LMS @ np.clip(vision @ linear, 0, 1))


def smallest_difference(colours: list[str], vision: np.ndarray) -> float:
    return min(
        float(np.linalg.norm(seen(one, vision) - seen(other, vision)))
        for one, other in itertools.combinations(colours, 2)
    )


def test_the_difference_is_the_published_one_for_black_and_white() -> None:
    assert np.allclose(seen("#ffffff", np.eye(3)), [100, 0, 0], atol=0.01)
    assert np.allclose(seen("#000000", np.eye(3)), [0, 0, 0], atol=0.01)


@pytest.mark.parametrize("vision", MACHADO)
@pytest.mark.parametrize(
    ("colours", "least"),
    [
        ([VERDICTS[key].colour for key in JUDGED], 17),
        ([VERDICTS[key].colour for key in UNJUDGED], 7.5),
        (list(VALUE_COLOURS), 10),
        ([VERDICTS[key].colour for key in (*JUDGED, "not_compared")], 9),
        ([VERDICTS[key].colour for key in (*UNJUDGED, "not_compared")], 7.5),
    ],
    ids=["judged", "unjudged", "value", "judged and not compared", "unjudged and not compared"],
)
def test_classes_differ_under_every_vision(vision: str, colours: list[str], least: float) -> None:
    assert smallest_difference(colours, MACHADO[vision]) >= least


def test_value_classes_differ_in_greyscale_and_darken_in_order() -> None:
    lightness = [seen(colour, GREYSCALE)[0] for colour in VALUE_COLOURS]
    assert lightness == sorted(lightness, reverse=True)
    assert smallest_difference(list(VALUE_COLOURS), GREYSCALE) >= 11


@pytest.mark.parametrize("keys", [JUDGED, UNJUDGED])
def test_verdicts_alike_in_greyscale_have_different_marks(keys: tuple[str, ...]) -> None:
    shown = [VERDICTS[key] for key in (*keys, "not_compared")]
    assert len({verdict.mark for verdict in shown}) == len(shown)


def test_marks_that_judge_are_not_used_without_judgement() -> None:
    judging = {VERDICTS[key].mark for key in JUDGED if key != "similar"}
    neutral = {VERDICTS[key].mark for key in (*UNJUDGED, "not_compared")}
    assert not judging & neutral


@pytest.mark.parametrize("key", palette.MARKED)
def test_marks_are_readable_on_their_colour(key: str) -> None:
    verdict = palette.MARKED[key]
    assert palette.contrast(verdict.text_colour, verdict.colour) >= 4.5
    assert palette.text_on(verdict.colour) == verdict.text_colour


@pytest.mark.parametrize("colour", VALUE_COLOURS)
def test_text_is_readable_on_value_colours(colour: str) -> None:
    assert palette.contrast(palette.text_on(colour), colour) >= 4.5


@pytest.mark.parametrize(
    "colour", [*VALUE_COLOURS, *(verdict.colour for verdict in VERDICTS.values())]
)
def test_marks_stay_readable_when_bars_are_weakened(colour: str) -> None:
    weaker = palette.blended(colour, 0.7)
    assert palette.contrast(palette.text_on(weaker), weaker) >= 3


@pytest.mark.parametrize("colour", [INK, ENGLAND_GREY, palette.ACCENT])
def test_words_are_readable_on_paper(colour: str) -> None:
    assert palette.contrast(colour, PAPER) >= 4.5


@pytest.mark.parametrize("style", AREA_STYLES)
def test_lines_of_areas_stand_out_from_paper(style: palette.AreaStyle) -> None:
    assert palette.contrast(style.colour, PAPER) >= 3


def test_areas_differ_by_dash_and_marker_whatever_the_vision() -> None:
    assert len({style.dash for style in AREA_STYLES}) == len(AREA_STYLES)
    assert len({style.marker for style in AREA_STYLES}) == len(AREA_STYLES)
    colours = [style.colour for style in AREA_STYLES]
    assert smallest_difference(colours, MACHADO["normal"]) >= 7


@pytest.mark.parametrize("vision", MACHADO)
def test_areas_on_dark_paper_differ_under_every_vision(vision: str) -> None:
    colours = [DARK[style.colour] for style in AREA_STYLES]
    assert smallest_difference(colours, MACHADO[vision]) >= 10
    to_london = min(smallest_difference([x, DARK[INK]], MACHADO[vision]) for x in colours)
    assert to_london >= 10


def test_areas_on_dark_paper_differ_in_greyscale() -> None:
    assert smallest_difference([DARK[style.colour] for style in AREA_STYLES], GREYSCALE) >= 3


@pytest.mark.parametrize("colour", [x for x in DARK if x not in (PAPER, RULE)])
def test_what_lies_on_dark_paper_is_as_readable_as_words(colour: str) -> None:
    assert palette.contrast(DARK[colour], DARK[PAPER]) >= 4.5


def test_rules_are_as_quiet_on_dark_paper_as_on_light() -> None:
    on_light, on_dark = palette.contrast(RULE, PAPER), palette.contrast(DARK[RULE], DARK[PAPER])
    assert 1.2 <= on_light <= 2
    assert 1.2 <= on_dark <= 2


@pytest.mark.parametrize("fill", FILLS)
def test_an_edge_parts_neighbours_whatever_their_colours(fill: str) -> None:
    """Neighbouring classes are less than 3:1 apart; the edge on each side of a border is not."""
    assert palette.contrast(palette.text_on(fill), fill) >= 4.5


@pytest.mark.parametrize("paper", [PAPER, DARK[PAPER]], ids=["light", "dark"])
@pytest.mark.parametrize("fill", FILLS)
def test_a_fill_or_its_edge_stands_out_from_paper(fill: str, paper: str) -> None:
    edge = palette.contrast(palette.text_on(fill), paper)
    assert max(edge, palette.contrast(fill, paper)) >= 3


@pytest.mark.parametrize("key", VERDICTS)
def test_marks_stay_readable_when_bars_are_weakened_in_the_dark(key: str) -> None:
    light = palette.blended(VERDICTS[key].colour, palette.OTHERS_STRENGTH)
    assert palette.contrast(palette.text_on(light), night.COLOURS[light]) >= 3


def test_each_role_has_a_colour_of_its_own() -> None:
    """A colour says what it is for, so the dark theme can turn a chart it knows nothing of."""
    fixed = {*FILLS, palette.ON_LIGHT, palette.ON_DARK}
    weak = {palette.blended(fill, palette.OTHERS_STRENGTH) for fill in FILLS}
    assert not fixed & set(DARK)
    assert not fixed & weak
    assert not weak & set(DARK)
    assert len(set(DARK.values())) == len(DARK)
    assert not set(DARK.values()) & set(DARK)


def test_states_differ_by_hatch_and_by_word() -> None:
    assert set(STATES) == set(STATE_WORDS)
    assert len({state.hatch for state in STATES.values()}) == len(STATES)
    assert len({state.word for state in STATES.values()}) == len(STATES)


@pytest.mark.parametrize("style", AREA_STYLES)
def test_words_at_a_line_are_readable(style: palette.AreaStyle) -> None:
    assert palette.contrast(palette.readable(style.colour), PAPER) >= 4.5


def test_verdicts_are_named_with_their_benchmark() -> None:
    assert palette.verdict_label("better_998", "London") == "Better than London (99.8% sure)"
    assert palette.verdict_label("lower_95", "England") == "Lower than England (95% sure)"
    with pytest.raises(ValueError, match="verdict 'best' is not known; allowed: better_998"):
        palette.verdict_label("best", "London")


def test_contrast_is_that_of_the_guidelines() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_colour_of_knows_every_key() -> None:
    assert palette.colour_of("value_4") == VALUE_COLOURS[4]
    assert palette.colour_of("similar") == VERDICTS["similar"].colour
    assert palette.colour_of("missing") == PAPER
    with pytest.raises(ValueError, match="class 'value_5' has no colour"):
        palette.colour_of("value_5")


def test_a_blend_lies_between_colour_and_paper() -> None:
    assert palette.blended("#000000", 1) == "#000000"
    assert palette.blended("#000000", 0) == PAPER
    assert palette.blended("#000000", 0.7) == "#4d4d4d"
