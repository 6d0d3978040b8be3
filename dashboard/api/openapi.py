"""What the API says of itself: OpenAPI's parameters and answers, and a page that works offline."""

from __future__ import annotations

from typing import Any

from dashboard import text
from dashboard.exports.answer import MEDIA_TYPES
from dashboard.exports.datasets import DATASETS
from dashboard.exports.describe import Dataset
from dashboard.exports.request import LONGEST_VALUE, MOST_VALUES

FILTERS = {
    "priority": "Only this priority.",
    "indicator": "Only this indicator, by its code.",
    "area": "Only this area, by GSS code or name.",
    "area_type": "borough, region or country.",
    "period": "Only this period, as people read it: 2021 to 2023.",
    "from": "Only periods that begin on this day or later.",
    "to": "Only periods that end on this day or earlier.",
    "latest": "yes: only the latest period of each series.",
    "sex": "persons, male or female.",
    "age": "Only this age, as published.",
    "group_type": "Only this breakdown; total is everybody.",
    "group_name": "Only this group of a breakdown.",
    "state": "published, suppressed, not_collected, not_applicable or missing.",
    "benchmark": "london or england.",
    "dimension": "Only this way of comparing.",
    "measure": "Only this measure.",
}
_SHAPING = {
    "include": "A part of the dataset to add; repeat or separate by commas.",
    "columns": "Only these columns; repeat or separate by commas.",
}
_SAYS = {
    400: "A parameter that there is not.",
    406: "No format you accept.",
    410: "That build is not kept any more.",
    414: "The query is too long.",
    503: "No figures are published yet.",
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
        "allowed": {"type": "string"},
    },
}


def operation(dataset: Dataset, ending: str) -> dict[str, Any]:
    """The parameters of one route."""
    parameters = [_parameter(name, FILTERS[name], many=_is_list(name)) for name in dataset.filters]
    parameters += [_parameter(name, says, many=True) for name, says in _SHAPING.items()]
    if dataset.name == "observations":
        shapes = {"type": "string", "enum": ["long", "wide"]}
        says = "long: one row a figure; wide: one column a period."
        parameters.append({"name": "shape", "in": "query", "description": says, "schema": shapes})
    parameters.append(_parameter("build", "Exactly this build, for a citation.", many=False))
    if ending in ("", "json"):
        whole = {"type": "integer", "minimum": 0}
        parameters += [
            {"name": "limit", "in": "query", "schema": whole, "description": "Rows a page, JSON."},
            {"name": "offset", "in": "query", "schema": whole, "description": "First row, JSON."},
        ]
    return {"parameters": parameters}


def responses(ending: str) -> dict[int | str, dict[str, Any]]:
    """What one route can answer."""
    kinds = [MEDIA_TYPES[ending]] if ending else list(MEDIA_TYPES.values())
    content: dict[str, Any] = {
        kind.split(";")[0]: {"schema": {} if "json" in kind else {"type": "string"}}
        for kind in kinds
    }
    found: dict[int | str, dict[str, Any]] = {200: {"description": "The rows.", "content": content}}
    found[304] = {"description": "Your copy is still this one."}
    return found | problems(*_SAYS)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How errors are answered: problem details."""
    content = {"application/problem+json": {"schema": _PROBLEM}}
    return {x: {"description": _SAYS[x], "content": content} for x in statuses}


def page(root: str) -> str:
    """The data dictionary and how to ask, as HTML.

    Args:
        root: the API's own address.
    """
    return (
        "<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<title>Open data: Health inequalities in London</title><style>"
        "body{font:16px/1.5 sans-serif;max-width:75ch;margin:2rem auto;padding:0 1rem;"
        "color:#12212e;background:#fff}table{border-collapse:collapse;width:100%}"
        "th,td{text-align:left;border-bottom:1px solid #d8dee3;padding:4px 8px 4px 0;"
        "vertical-align:top}.scroll{overflow-x:auto}code{overflow-wrap:anywhere}a{color:#0b5a8f}"
        "</style></head><body><main><h1>Open data</h1>"
        "<p>Every figure of the dashboard, at addresses you can keep. Add .csv, .json or .parquet "
        "to a dataset's address; filter with the parameters below, each of which may be repeated. "
        f"At most {MOST_VALUES} values a parameter and {LONGEST_VALUE} characters a value. For "
        "exactly the same figures next year, add the build.</p>"
        f"<p>For example: <a href='{text.safe(root)}/observations.csv?indicator=suicide&amp;"
        f"latest=yes'><code>{text.safe(root)}/observations.csv?indicator=suicide&amp;latest=yes"
        "</code></a></p>"
        f"<p>For machines: <a href='{text.safe(root)}/openapi.json'>openapi.json</a>.</p>"
        f"{''.join(_section(x) for x in DATASETS.values())}</main></body></html>"
    )


def _section(dataset: Dataset) -> str:
    filters = "".join(
        f"<li><code>{name}</code>: {text.safe(FILTERS[name])}</li>" for name in dataset.filters
    )
    rows = "".join(
        f"<tr><th scope='row'><code>{x.name}</code></th><td>{text.safe(x.title)}</td>"
        f"<td>{x.datatype}</td><td>{text.safe(x.description)}</td></tr>"
        for x in dataset.columns
    )
    parts = ", ".join(x for x in dataset.groups if x != "main")
    include = f"<p>Parts to include: {parts}.</p>" if parts else ""
    return (
        f"<section><h2 id='{dataset.name}'>{dataset.name}</h2>"
        f"<p>{text.safe(dataset.description)}</p>"
        f"{f'<h3>Filters</h3><ul>{filters}</ul>' if filters else ''}{include}<h3>Columns</h3>"
        "<div class='scroll' tabindex='0' role='region' aria-label='Columns of "
        f"{dataset.name}'><table><thead><tr><th scope='col'>Name</th><th scope='col'>Heading</th>"
        f"<th scope='col'>Type</th><th scope='col'>What it holds</th></tr></thead><tbody>{rows}"
        "</tbody></table></div></section>"
    )


def _is_list(name: str) -> bool:
    return name not in ("from", "to", "latest")


def _parameter(name: str, says: str, *, many: bool) -> dict[str, Any]:
    one = {"type": "string", "maxLength": LONGEST_VALUE}
    schema = {"type": "array", "items": one, "maxItems": MOST_VALUES} if many else one
    return {"name": name, "in": "query", "description": says, "schema": schema, "required": False}
