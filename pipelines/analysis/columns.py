"""The columns of every derived table, so that each engine keeps them as the same types."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd
import pyarrow as pa

TEXT, NUMBER, WHOLE, TRUTH, MOMENT = "text", "number", "whole", "truth", "moment"
_DTYPES = {
    TEXT: "str",
    NUMBER: "float64",
    WHOLE: "Int64",
    TRUTH: "bool",
    MOMENT: "datetime64[us]",
}
ARROW: Mapping[str, pa.DataType] = MappingProxyType(
    {
        TEXT: pa.string(),
        NUMBER: pa.float64(),
        WHOLE: pa.int64(),
        TRUTH: pa.bool_(),
        MOMENT: pa.timestamp("us"),
    }
)
_DAYS = ("period_start", "period_end")


def _columns(*names: str, **kinds: str) -> Mapping[str, str]:
    """Columns in order: those not given a kind are text."""
    return MappingProxyType({name: kinds.get(name, TEXT) for name in names})


def _all(kind: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, kind)


_LIMITS_OF = ("change", "slope")
COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "derived_limits": _columns(
            "indicator_id",
            "observation_id",
            "lower_998",
            "upper_998",
            "limits_998_method",
            **_all(WHOLE, "observation_id"),
            **_all(NUMBER, "lower_998", "upper_998"),
        ),
        "derived_verdict": _columns(
            "indicator_id",
            "observation_id",
            "benchmark",
            "verdict_95",
            "reason_95",
            "verdict_998",
            "reason_998",
            **_all(WHOLE, "observation_id"),
        ),
        "derived_quintile": _columns(
            "indicator_id",
            "observation_id",
            "quintile",
            "quintile_of",
            **_all(WHOLE, "observation_id", "quintile", "quintile_of"),
        ),
        "derived_rank": _columns(
            "indicator_id",
            "observation_id",
            "rank",
            "rank_shared",
            "rank_lower",
            "rank_upper",
            "rank_of",
            "rank_reason",
            "symmetric_scale",
            "symmetric_value",
            "standard_error",
            **_all(WHOLE, "observation_id", "rank", "rank_shared"),
            **_all(WHOLE, "rank_lower", "rank_upper", "rank_of"),
            **_all(NUMBER, "symmetric_value", "standard_error"),
        ),
        "derived_trend": _columns(
            "area_code",
            "direction",
            "slope",
            "chi_squared",
            "significant",
            "reason",
            "periods_used",
            "first_period",
            "last_period",
            "method",
            "indicator_id",
            "sex",
            "age",
            "group_type",
            "group_name",
            significant=TRUTH,
            periods_used=WHOLE,
            **_all(NUMBER, "slope", "chi_squared"),
        ),
        "derived_value_change": _columns(
            "indicator_id",
            "sex",
            "age",
            "area_code",
            *(f"{end}_{x}" for end in ("from", "to") for x in ("period", *_DAYS)),
            "from_value",
            "to_value",
            "difference",
            *(
                f"{name}_{level}"
                for level in ("95", "998")
                for name in ("lower", "upper", "verdict", "meaning")
            ),
            "reason",
            "method",
            **_all(MOMENT, *(f"{end}_{x}" for end in ("from", "to") for x in _DAYS)),
            **_all(NUMBER, "from_value", "to_value", "difference"),
            **_all(NUMBER, "lower_95", "upper_95", "lower_998", "upper_998"),
        ),
        "derived_inequality": _columns(
            "indicator_id",
            "area_code",
            "period",
            *_DAYS,
            "sex",
            "age",
            "dimension",
            "measure",
            "scale",
            "estimate",
            "lower",
            "upper",
            "method",
            "n",
            "n_of",
            "population_covered",
            "disadvantaged",
            "advantaged",
            "disadvantaged_value",
            "advantaged_value",
            "spread_lower",
            "spread_upper",
            "left_out",
            "reason",
            "is_sensitivity_check",
            is_sensitivity_check=TRUTH,
            **_all(MOMENT, *_DAYS),
            **_all(WHOLE, "n", "n_of"),
            **_all(NUMBER, "estimate", "lower", "upper", "population_covered"),
            **_all(NUMBER, "spread_lower", "spread_upper"),
            **_all(NUMBER, "disadvantaged_value", "advantaged_value"),
        ),
        "derived_change": _columns(
            "indicator_id",
            "area_code",
            "sex",
            "age",
            "dimension",
            "measure",
            "scale",
            "verdict",
            "reason",
            "periods",
            "method",
            *(f"{x}{limit}" for x in _LIMITS_OF for limit in ("", "_lower", "_upper")),
            *(f"{x}_{y}" for x in ("first", "latest") for y in ("estimate", "lower", "upper")),
            "first_period",
            "last_period",
            "latest_period",
            "latest_disadvantaged",
            "latest_advantaged",
            "latest_disadvantaged_value",
            "latest_advantaged_value",
            "latest_spread_lower",
            "latest_spread_upper",
            "latest_left_out",
            "standard_errors",
            "overdispersion",
            "rests_on",
            "sensitivity_verdict",
            periods=WHOLE,
            overdispersion=NUMBER,
            **_all(NUMBER, *(f"{x}{y}" for x in _LIMITS_OF for y in ("", "_lower", "_upper"))),
            **_all(
                NUMBER,
                *(f"{x}_{y}" for x in ("first", "latest") for y in ("estimate", "lower", "upper")),
            ),
            **_all(NUMBER, "latest_disadvantaged_value", "latest_advantaged_value"),
            **_all(NUMBER, "latest_spread_lower", "latest_spread_upper"),
        ),
        "derived_contribution": _columns(
            "indicator_id",
            "period",
            *_DAYS,
            "sex",
            "age",
            "area_code",
            "measure",
            "share",
            "reason",
            "difference",
            "mean",
            "population_share",
            "is_latest",
            "method",
            is_latest=TRUTH,
            **_all(MOMENT, *_DAYS),
            **_all(NUMBER, "share", "difference", "mean", "population_share"),
        ),
    }
)


def normal(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as the statistics take them, whichever engine they come from.

    Engines differ in how they hand over days (as dates or as moments) and text without any value.
    """
    kinds = {
        name: _DTYPES[MOMENT] if name in _DAYS else _DTYPES[TEXT]
        for name in rows.columns
        if name in _DAYS or rows[name].dtype == object
    }
    return rows.astype(kinds)


def as_frame(table: pa.Table) -> pd.DataFrame:
    """An engine's rows as a frame: text as it lies, days as moments."""
    days = [x.with_type(ARROW[MOMENT]) if pa.types.is_date(x.type) else x for x in table.schema]
    frame: pd.DataFrame = table.cast(pa.schema(days)).to_pandas()
    return frame


def as_arrow(frame: pd.DataFrame, columns: Mapping[str, str]) -> pa.Table:
    """A result as an engine takes it, with exactly the declared columns and types."""
    schema = pa.schema([(name, ARROW[kind]) for name, kind in columns.items()])
    table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False)
    return table.replace_schema_metadata(None)


def declared(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """A result with exactly the declared columns and kinds; without a row where there is none."""
    if frame.empty:
        return pd.DataFrame({x: pd.Series(dtype=_DTYPES[kind]) for x, kind in columns.items()})
    return frame[list(columns)].astype({x: _DTYPES[kind] for x, kind in columns.items()})
