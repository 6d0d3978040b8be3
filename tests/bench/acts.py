"""What a person can do to each kind of control, as Streamlit's messages have it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState

Act = Callable[[Any, random.Random, WidgetState | None], dict[str, Any]]


def _one(widget: Any, chance: random.Random, _: WidgetState | None) -> dict[str, Any]:
    return {"string_value": chance.choice(_options(widget))}


def _several(widget: Any, chance: random.Random, now: WidgetState | None) -> dict[str, Any]:
    """One more, or one less where there are enough."""
    there = list(now.string_array_value.data) if now else []
    most = widget.max_selections or 3
    if len(there) >= most:
        return _data(there[1:])
    return _data(list(dict.fromkeys([*there, chance.choice(_options(widget))])))


def _pressed(widget: Any, chance: random.Random, _: WidgetState | None) -> dict[str, Any]:
    return _data([chance.choice(_options(widget))])


def _moved(widget: Any, chance: random.Random, _: WidgetState | None) -> dict[str, Any]:
    if widget.type == Slider.SELECT_SLIDER:
        return _data([chance.choice(list(widget.options))])
    steps = round((widget.max - widget.min) / widget.step)
    place = widget.min + widget.step * chance.randint(0, steps)
    return {"double_array_value": {"data": [place]}}


def _switched(widget: Any, _: random.Random, now: WidgetState | None) -> dict[str, Any]:
    return {"bool_value": not (now.bool_value if now else widget.default)}


def _clicked(_: Any, __: random.Random, ___: WidgetState | None) -> dict[str, Any]:
    return {"trigger_value": True}


def _dated(widget: Any, chance: random.Random, _: WidgetState | None) -> dict[str, Any]:
    first, last = (date(*map(int, re.split("[-/]", x))) for x in (widget.min, widget.max))
    day = first + timedelta(days=chance.randint(0, (last - first).days))
    return _data([day.strftime("%Y/%m/%d")])


def _picked(widget: Any, chance: random.Random, _: WidgetState | None) -> dict[str, Any]:
    """A click on an area of a chart."""
    codes = sorted(set(re.findall(r"E09\d{6}", widget.spec)))
    point = {"location": chance.choice(codes), "curve_number": 0, "point_index": 0}
    chosen = {"points": [point], "point_indices": [0], "box": [], "lasso": []}
    return {"string_value": json.dumps({"selection": chosen})}


ACTS: Mapping[str, Act] = {
    "selectbox": _one,
    "multiselect": _several,
    "button_group": _pressed,
    "slider": _moved,
    "checkbox": _switched,
    "button": _clicked,
    "date_input": _dated,
    "plotly_chart": _picked,
}


def can_be_used(kind: str, widget: Any) -> bool:
    """Whether a person could change this control now."""
    if getattr(widget, "disabled", False):
        return False
    if kind == "plotly_chart":
        return bool(widget.selection_mode) and "E09" in widget.spec
    return bool(_options(widget)) if hasattr(widget, "options") else True


def shown(kind: str, widget: Any) -> dict[str, Any] | None:
    """The value that the page has set a control to, None where it has set none."""
    if not getattr(widget, "set_value", False):
        return None
    values: dict[str, Callable[[], dict[str, Any]]] = {
        "selectbox": lambda: {"string_value": widget.raw_value},
        "checkbox": lambda: {"bool_value": widget.value},
        "slider": lambda: _slid(widget),
        "date_input": lambda: _data(list(widget.value)),
    }
    return values.get(kind, lambda: _data(list(widget.raw_values)))()


def _slid(widget: Any) -> dict[str, Any]:
    if widget.type == Slider.SELECT_SLIDER:
        return _data(list(widget.raw_value))
    return {"double_array_value": {"data": list(widget.value)}}


def _options(widget: Any) -> list[str]:
    found = [x if isinstance(x, str) else x.content for x in getattr(widget, "options", ())]
    return [x for x in found if x]


def _data(values: list[str]) -> dict[str, Any]:
    return {"string_array_value": {"data": values}}
