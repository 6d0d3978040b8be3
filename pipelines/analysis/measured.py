"""The measures of inequality that marts hold, and what kind each is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ABSOLUTE, RELATIVE = "absolute", "relative"

SCALES: Mapping[str, str] = MappingProxyType(
    {
        "gap": ABSOLUTE,
        "ratio": RELATIVE,
        "sii": ABSOLUTE,
        "rii": RELATIVE,
        "aci": ABSOLUTE,
        "rci": RELATIVE,
        "bgv": ABSOLUTE,
        "bgsd": ABSOLUTE,
        "cov": RELATIVE,
        "mdm": ABSOLUTE,
        "mdm_unweighted": ABSOLUTE,
        "mdb": ABSOLUTE,
        "mdb_unweighted": ABSOLUTE,
        "mdr": ABSOLUTE,
        "mdr_unweighted": ABSOLUTE,
        "idis": RELATIVE,
        "idis_unweighted": RELATIVE,
        "theil": RELATIVE,
        "mld": RELATIVE,
        "par": ABSOLUTE,
        "paf": RELATIVE,
    }
)

# Of two groups everything that there is to say is how far apart they are.
TWO_GROUPS = ("gap", "ratio")
ORDERED = tuple(SCALES)
# Of single boroughs in order only what rests on all of them: the two at the ends are not a gap by
# deprivation, and what needs no order is measured of the boroughs without one.
BOROUGHS_IN_ORDER = ("sii", "rii", "aci", "rci")
# Fifths also have a best-off group that the text can name.
FIFTHS = ("gap", "ratio", "par", "paf")
_NEED_ORDER = ("sii", "rii", "aci", "rci", "mdr", "mdr_unweighted")
UNORDERED = tuple(name for name in SCALES if name not in _NEED_ORDER)
SLOPES = ("sii", "rii")
# The difference of two groups, and what the change over time is judged by.
NAMING_GROUPS = ("gap", "ratio", "sii", "rii")
TESTED_FOR_CHANGE = NAMING_GROUPS
# These ask which group is best, so they mean nothing where neither direction is better.
NEED_A_BEST = ("mdb", "mdb_unweighted", "par", "paf")


def factor(measure: str, unit: float) -> float:
    """What turns a measure of shares of 1 back into the unit of the figures."""
    if SCALES[measure] == RELATIVE:
        return 1.0
    return unit**2 if measure == "bgv" else unit
