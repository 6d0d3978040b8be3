"""Sessions that stay small: what is kept of controls that are on no page any more.

A chart that can be clicked is another control for every figure it draws. Streamlit remembers each
for as long as its viewer stays, some two kilobytes a view.
"""

from __future__ import annotations

from streamlit.runtime.state.session_state import SessionState

# A page has up to forty controls. The newest stay, as a click on a chart may be under way when
# another takes its place.
MOST = 128

_remove = SessionState._remove_stale_widgets


def old_controls() -> None:
    """Have every session forget the controls that left its pages longest ago."""
    SessionState._remove_stale_widgets = _and_forget  # type: ignore[method-assign,assignment]


def _and_forget(state: SessionState, active: frozenset[str]) -> None:
    _remove(state, active)
    known = state._new_widget_state.widget_metadata
    surplus = len(known) - MOST
    if surplus <= 0:
        return
    in_use = {*active, *state._new_widget_state.states, *state._old_state}
    # A copy first: the next run of the session may begin before this one has ended.
    for name in [x for x in tuple(known) if x not in in_use][:surplus]:
        known.pop(name, None)
        _unname(state, name)


def _unname(state: SessionState, name: str) -> None:
    """Forget which key a control had, unless the key is still its own."""
    names = state._key_id_mapper
    key = names.id_key_mapping.get(name)
    if key is not None and names.get_id_from_key(key) != name:
        del names.id_key_mapping[name]
