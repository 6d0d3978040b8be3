"""Every breach of the contract is one message: file, row, column, value, what is allowed."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines import contract
from pipelines.contract import Limits
from pipelines.errors import ContractError
from tests.areas import LONDON, NEWHAM
from tests.pipelines.frames import observation, observations
from tests.refusals import refused

AREAS = {NEWHAM, LONDON}
LIMITS = {"obesity_year_6": Limits(0, 100), "weekly_pay": Limits(0, None)}


def check(*rows: dict[str, object]) -> pd.DataFrame:
    return contract.validate(observations(*rows), AREAS, LIMITS)


def test_figures_that_obey_pass_unchanged() -> None:
    frame = observations(observation(), observation(area_code=LONDON))
    pd.testing.assert_frame_equal(contract.validate(frame, AREAS, LIMITS), frame)


@pytest.mark.parametrize(
    ("wrong", "parts"),
    [
        ({"value": 140.0, "lower_95": None, "upper_95": None}, ["value '140.0'", "0 to 100"]),
        ({"value": -2.0, "lower_95": None, "upper_95": None}, ["value '-2.0'", "0 to 100"]),
        ({"lower_95": 28.5}, ["value '28.1'", "28.5 to 29.4"]),
        ({"upper_95": None}, ["upper_95", "other limit"]),
        ({"area_code": "E09000099"}, ["area_code 'E09000099'", "E09000025"]),
        ({"indicator_id": "nonesuch"}, ["indicator_id 'nonesuch'", "obesity_year_6"]),
        ({"sex": "women"}, ["sex 'women'", "female, male, persons"]),
        ({"state": "secret"}, ["state 'secret'", "suppressed"]),
        ({"value": None, "lower_95": None, "upper_95": None}, ["value 'nan'", "published"]),
        ({"state": "missing", "note": "not there"}, ["value '28.1'", "state is missing"]),
        ({"count": -1.0}, ["count '-1.0'", "0 or more"]),
        ({"age": " "}, ["age ' '", "blank"]),
        ({"period_start": pd.Timestamp("2026-01-01")}, ["period_start", "after period_end"]),
        (
            {"value": None, "lower_95": None, "upper_95": None, "state": "suppressed"},
            ["note", "the reason"],
        ),
    ],
)
def test_a_breach_names_file_row_column_value_and_what_is_allowed(
    wrong: dict[str, object], parts: list[str]
) -> None:
    with refused(ContractError, "child.json, row 7", *parts):
        check(observation(area_code=LONDON), observation(**wrong))


def test_a_breach_is_one_sentence() -> None:
    with pytest.raises(ContractError) as caught:
        check(observation(value=140.0, lower_95=None, upper_95=None))
    assert str(caught.value) == (
        "child.json, row 7: value '140.0' is outside its possible range; allowed: 0 to 100 "
        "(obesity_year_6, E09000025, 2024/25, persons, total all)"
    )


def test_a_figure_given_twice_names_both_rows() -> None:
    with pytest.raises(ContractError, match=r"child.json, row 7 and child.json, row 19: .*twice"):
        check(observation(), observation(source_row=19))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ContractError, match="lack column denominator"):
        contract.validate(observations(observation()).drop(columns="denominator"), AREAS, LIMITS)


def test_the_empty_frame_has_the_contract_s_columns() -> None:
    assert list(contract.empty().columns) == list(contract.COLUMNS)
