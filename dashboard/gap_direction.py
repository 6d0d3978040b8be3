"""The two groups of a gap, the one with the higher figure first, and their names in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.frames import missing
from dashboard.text import Unit, within

Row = Mapping[str, Any]
NAN = float("nan")
_LINES = ("sii", "rii")
_RELATIVE = ("ratio", "rii")
FIFTHS = "borough_fifths_by_deprivation"
# Groups whose names in the marts are not how a sentence speaks of them.
_NAMES = {
    ("sex", "male"): "males",
    ("sex", "female"): "females",
    ("disability", "Disabled"): "disabled people",
    ("disability", "Not disabled"): "people who are not disabled",
    ("free_school_meals", "eligible"): "pupils eligible for free school meals",
    ("free_school_meals", "not eligible"): "pupils who are not eligible",
    ("free_school_meals", "everyone"): "all pupils",
}
_ENDS = {
    FIFTHS: ("the most deprived fifth of boroughs", "the least deprived fifth of boroughs"),
    "deprivation_decile": ("the most deprived tenth of areas", "the least deprived tenth of areas"),
}
_LINE_ENDS = ("the most deprived end", "the least deprived end")


@dataclass(frozen=True)
class DirectedGap:
    """A gap told from the side with the higher figure, so that it is never below zero.

    Attributes:
        more, less: the groups with the higher and with the lower figure, as a sentence names them.
        more_value, less_value: their figures.
        place: "in" a place, "at" the end of a line, "for" people.
        size: the higher figure less the lower; for ratios the higher over the lower.
        lower, upper: 95% limits of ``size``, NaN where there are none. The lower is below
            ``null_value`` where the other group may have the higher figure.
        spread_lower, spread_upper: the same with the spread of the boroughs inside each fifth.
        null_value: no gap: 0, and 1 for ratios.
    """

    more: str
    less: str
    more_value: float
    less_value: float
    place: str
    size: float
    lower: float
    upper: float
    spread_lower: float
    spread_upper: float
    null_value: float

    @property
    def may_be_none(self) -> bool:
        """Whether the interval holds no gap; a gap without one is taken as it is."""
        if missing(self.lower):
            return self.size == self.null_value
        return self.lower <= self.null_value

    @property
    def exceeds_borough_spread(self) -> bool:
        """Whether it is clear beside the spread of the boroughs inside each fifth."""
        return not missing(self.spread_lower) and self.spread_lower > self.null_value

    @property
    def is_within_borough_spread(self) -> bool:
        """Whether it is clear, but not beside the spread of the boroughs inside each fifth."""
        return not (self.may_be_none or self.exceeds_borough_spread or missing(self.spread_lower))

    def limits(self, unit: Unit) -> str:
        """The interval in words without a minus sign; '' where there is none."""
        return interval_in_words(self.lower, self.upper, unit)

    def spread_limits(self, unit: Unit) -> str:
        """The same with the spread of the boroughs."""
        return interval_in_words(self.spread_lower, self.spread_upper, unit)


def directed_gap(row: Row, prefix: str = "latest_") -> DirectedGap | None:
    """The sides of a gap, ratio, slope index or relative index.

    Args:
        row: of the mart gap_change, or with ``prefix`` "" of the mart inequality.
        prefix: what comes before the names of the columns.

    Returns:
        None where there is no estimate or no figure of both groups.
    """
    estimate = row[f"{prefix}estimate"]
    values = row[f"{prefix}disadvantaged_value"], row[f"{prefix}advantaged_value"]
    if missing(estimate) or any(missing(x) for x in values):
        return None
    relative = row["measure"] in _RELATIVE
    null_value = 1.0 if relative else 0.0
    turn = _inverse if relative else _negative
    turned = estimate < null_value
    low, high, spread_low, spread_high = (
        _number(row.get(f"{prefix}{x}")) for x in ("lower", "upper", "spread_lower", "spread_upper")
    )
    if turned:
        estimate, low, high = turn(estimate), turn(high), turn(low)
        spread_low, spread_high = turn(spread_high), turn(spread_low)
    groups = list(zip(_names(row, prefix), (float(x) for x in values), strict=True))
    (more, more_value), (less, less_value) = sorted(groups, key=lambda x: -x[1])
    return DirectedGap(
        more=more,
        less=less,
        more_value=more_value,
        less_value=less_value,
        place=_place(row),
        size=float(estimate),
        lower=low,
        upper=high,
        spread_lower=spread_low,
        spread_upper=spread_high,
        null_value=null_value,
    )


def _place(row: Row) -> str:
    """The word before the name of a group."""
    if row["measure"] in _LINES:
        return "at"
    dimension = str(row["dimension"])
    return "in" if "deprivation" in dimension or dimension == "boroughs" else "for"


def interval_in_words(lower: float, upper: float, unit: Unit) -> str:
    """Limits of a difference: 1.2 to 3.4, or 0.2 lower to 0.8 higher where it may be either."""
    if missing(lower) or missing(upper):
        return ""
    if lower >= 0:
        return unit.interval(lower, upper)
    if upper <= 0:
        return f"{unit.bare(-upper)} to {unit.bare(-lower)} lower"
    return f"{unit.bare(-lower)} lower to {unit.bare(upper)} higher"


def _negative(value: float) -> float:
    return -value


def _inverse(value: float) -> float:
    return 1 / value if value > 0 else NAN


def _names(row: Row, prefix: str) -> tuple[str, str]:
    dimension = str(row["dimension"])
    if row["measure"] in _LINES:
        return _LINE_ENDS
    if dimension in _ENDS:
        return _ENDS[dimension]
    ends = (str(row[f"{prefix}{x}"]) for x in ("disadvantaged", "advantaged"))
    first, second = (_NAMES.get((dimension, x), _lowered(dimension, x)) for x in ends)
    return first, second


def _lowered(dimension: str, name: str) -> str:
    """Most deprived fifth becomes the most deprived fifth; names of groups stay as they are."""
    return f"the {within(name)}" if "deprivation" in dimension else name


def _number(value: Any) -> float:
    return NAN if value is None or missing(value) else float(value)
