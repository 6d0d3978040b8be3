"""The query of an address, read as far as it makes sense: one value for each key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard import choices, state, text


def read(query: Mapping[str, Iterable[str]]) -> tuple[dict[str, str], list[str]]:
    """One value for each known key, and a sentence for the rest."""
    given: dict[str, str] = {}
    unknown = [key for key in query if key not in state.KEYS and not choices.is_tracking(key)]
    problems = [
        f"The address has '{choices.shortened(key)}', which is not a key of this dashboard; "
        f"it was ignored. Keys are {', '.join(state.KEYS)}."
        for key in unknown[: state.MOST_NAMED]
    ]
    if len(unknown) > state.MOST_NAMED:
        left = text.many(len(unknown) - state.MOST_NAMED, "more key")
        problems.append(f"The same holds for {left}.")
    for key, values in query.items():
        listed = list(values)
        if key not in state.KEYS:
            continue
        if key == "areas":
            given[key] = state.BETWEEN.join(listed)
            continue
        if len(listed) > 1:
            problems.append(f"The address gives '{key}' more than once; the first is used.")
        given[key] = listed[0] if listed else ""
    return given, problems
