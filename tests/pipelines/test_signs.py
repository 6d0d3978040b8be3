"""One convention of sign: a positive number means that the burden lies with the more deprived."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipelines.analysis import boroughs, inequalities
from pipelines.catalogue import Catalogue
from tests.areas import LONDON
from tests.pipelines.measuring import figures, together

FIFTHS, IN_ORDER = "borough_fifths_by_deprivation", "boroughs_by_deprivation"
SIGNED = {"gap": FIFTHS, "ratio": FIFTHS, "sii": IN_ORDER, "rii": IN_ORDER}
SIGNED |= {"aci": IN_ORDER, "rci": IN_ORDER}
CODES = [f"E09{place:06}" for place in range(1, 21)]
SCORES = [*np.linspace(60.0, 5.0, len(CODES)), np.nan]
AREAS = pd.DataFrame(
    {
        "area_code": [*CODES, LONDON],
        "area_name": [*(f"Borough {place}" for place in range(1, 21)), "London"],
        "area_type": ["borough"] * len(CODES) + ["region"],
        "imd_2019_average_score": SCORES,
        "imd_2025_average_score": SCORES,
    }
)
# From the most to the least deprived: the higher the more deprived, in any unit that there is.
FALLING = np.linspace(40.0, 20.0, len(CODES))


def _signs(known: Catalogue, values: np.ndarray, polarity: dict[str, str]) -> dict[str, dict]:
    """For each indicator of the catalogue the sign of each signed measure of these figures."""
    ids = [x for x in known.indicators if known.indicators[x].value_kind != "count"]
    people = figures("population", np.linspace(50, 500, len(CODES)), areas=CODES, arm=None)
    rows = together(people, *(figures(x, values, areas=CODES) for x in ids))
    traits = pd.DataFrame(
        {
            "polarity": [polarity.get(x, known.indicators[x].polarity) for x in known.indicators],
            "value_kind": [known.indicators[x].value_kind for x in known.indicators],
        },
        index=list(known.indicators),
    )
    table = inequalities.table(boroughs.sets(rows, AREAS), traits)
    own = table[~table["is_sensitivity_check"] & table["indicator_id"].isin(ids)]
    found: dict[str, dict] = {x: {} for x in ids}
    for row in own.itertuples():
        if SIGNED.get(row.measure) == row.dimension:
            nothing = 1 if row.measure in ("ratio", "rii") else 0
            found[row.indicator_id][row.measure] = np.sign(row.estimate - nothing)
    return found


@pytest.fixture(scope="module")
def as_it_is(known: Catalogue) -> dict[str, dict]:
    return _signs(known, FALLING, {})


def test_all_measures_of_every_indicator_agree_on_who_bears_the_burden(
    known: Catalogue, as_it_is: dict[str, dict]
) -> None:
    for indicator, signs in as_it_is.items():
        expected = -1 if known.indicators[indicator].polarity == "high" else 1
        assert signs == dict.fromkeys(SIGNED, expected), indicator


def test_another_polarity_turns_every_sign(known: Catalogue, as_it_is: dict[str, dict]) -> None:
    turned = {x.id: "low" if x.polarity == "high" else "high" for x in known.indicators.values()}
    for indicator, signs in _signs(known, FALLING, turned).items():
        assert signs == {name: -sign for name, sign in as_it_is[indicator].items()}, indicator


def test_figures_the_other_way_round_turn_every_sign(
    known: Catalogue, as_it_is: dict[str, dict]
) -> None:
    for indicator, signs in _signs(known, FALLING[::-1], {}).items():
        assert signs == {name: -sign for name, sign in as_it_is[indicator].items()}, indicator


@pytest.mark.parametrize(("polarity", "values"), [("low", FALLING), ("high", FALLING[::-1])])
def test_an_improvement_is_positive_and_names_the_best_off(
    polarity: str, values: np.ndarray
) -> None:
    people = figures("population", [100.0] * len(CODES), areas=CODES, arm=None)
    rows = together(people, figures("one", values, areas=CODES))
    traits = pd.DataFrame(
        {"polarity": [polarity, "none"], "value_kind": ["mean", "count"]},
        index=["one", "population"],
    )
    table = inequalities.table(boroughs.sets(rows, AREAS), traits)
    own = table[(table["indicator_id"] == "one") & ~table["is_sensitivity_check"]]
    risk = own[own["measure"] == "par"].set_index("dimension")["estimate"]
    mean, best = values.mean(), 20.0 if polarity == "low" else 40.0
    assert risk["boroughs"] == pytest.approx(abs(mean - best))
    least = values[-4:].mean()
    assert risk[FIFTHS] == pytest.approx(abs(mean - least))
    # The least deprived fifth is worse off here than London: there is nothing to gain from it.
    worse = together(people, figures("one", values[::-1], areas=CODES))
    other = inequalities.table(boroughs.sets(worse, AREAS), traits)
    none = other[(other["measure"] == "par") & (other["dimension"] == FIFTHS)]
    assert (none.loc[none["indicator_id"] == "one", "estimate"] == 0).all()
