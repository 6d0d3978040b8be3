"""The viewer's own deck: its title, its scenes in order, and ways in and out of the session."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import citations, db, deck_files, queries, text
from dashboard.content import scenes
from dashboard.db import Build
from dashboard.deck_files import OWN, DeckError
from dashboard.decks import Deck, Scene
from dashboard.views import file_links, my_deck, parts, take_away
from dashboard.views.shell import STATIC

_FILE, _SAID = "deck_file", "_deck_file_said"
_MOST = deck_files.LARGEST_FILE
_EXPLAINED = f"Up to {_MOST // 1024} KB. It takes the place of the deck above."
_READER = st.components.v2.component(
    "deck_file",
    html="<label><span></span><input type='file' accept='.yml,.yaml'></label><p></p>",
    js=(STATIC / "scripts" / "deck_file.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
LONGEST_HEADLINE, LONGEST_NOTE, LONGEST_TITLE = 160, 2000, 80


def show(build: Build) -> None:
    """Everything that can be done with the viewer's own deck."""
    deck = my_deck.current()
    st.html("<h2 class='part' id='my-deck'>My deck</h2>")
    _said()
    if deck.scenes:
        _title(deck)
        for place, scene in enumerate(deck.scenes):
            _row(build, deck, place, scene)
        _ways_out(build, deck)
    else:
        st.html(
            "<p>Nothing is in it yet. Under every chart of every page is 'Add to my deck': it "
            "adds the chart as you see it, with the borough, period and colours you chose.</p>"
        )
    _open_file()


def _title(deck: Deck) -> None:
    st.session_state["deck_title"] = deck.title
    st.text_input(
        "Title of the deck",
        key="deck_title",
        max_chars=LONGEST_TITLE,
        on_change=_renamed,
        width=480,
    )


def _row(build: Build, deck: Deck, place: int, scene: Scene) -> None:
    """One scene: what it shows, its headline and note, and where it stands."""
    shown = scenes.staged(build, scene, parts.base_path())
    number, last = place + 1, len(deck.scenes) - 1
    with st.container(border=True, key=f"deck_scene_{number}"):
        what = shown.problem or f"{shown.measured} · {shown.chart}"
        st.html(f"<p class='sub'><b>Scene {number}</b> {text.safe(what)}</p>")
        st.session_state[f"deck_headline_{number}"] = scene.headline
        st.text_input(
            f"Headline of scene {number}",
            key=f"deck_headline_{number}",
            placeholder=shown.headline,
            max_chars=LONGEST_HEADLINE,
            on_change=_written,
            args=(place, "headline", f"deck_headline_{number}"),
            help="Leave it empty, and the finding is written from the statistics.",
        )
        st.session_state[f"deck_note_{number}"] = scene.note
        with st.expander(f"Note of scene {number} for who speaks"):
            st.text_area(
                "Note, never shown on the screen",
                key=f"deck_note_{number}",
                max_chars=LONGEST_NOTE,
                on_change=_written,
                args=(place, "note", f"deck_note_{number}"),
            )
        with st.container(horizontal=True, gap="xsmall"):
            _move(f"Move scene {number} up", f"deck_up_{number}", place, -1, place == 0)
            _move(f"Move scene {number} down", f"deck_down_{number}", place, 1, place == last)
            st.button(
                f"Remove scene {number}", key=f"deck_off_{number}", on_click=_removed, args=(place,)
            )


def _move(label: str, key: str, place: int, by: int, disabled: bool) -> None:
    st.button(label, key=key, disabled=disabled, on_click=_moved, args=(place, by))


def _ways_out(build: Build, deck: Deck) -> None:
    """Present it, keep it as a file, or send it as a link."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="deck_out"):
        st.page_link(
            "views/present.py",
            label="Present my deck",
            icon=":material/slideshow:",
            query_params={"deck": OWN, "scene": "1"},
        )
        written = deck_files.to_yaml(deck).decode()
        st.html(file_links.of_own_deck(written, "yml", "Download my deck (YAML)"), width="content")
        st.button("Empty my deck", key="deck_empty", on_click=_emptied)
    take_away.offer(build, deck)
    carried = deck_files.to_link(deck)
    with st.expander("A link that carries the whole deck"):
        if carried:
            here = (st.context.url or "").partition("?")[0]
            st.code(citations.link(here, {"my": carried}), language=None, wrap_lines=True)
            st.html("<p class='sub'>Notes for who speaks are not in the link.</p>")
        else:
            st.html(
                f"<p class='sub'>This deck is too long for a link of {deck_files.LONGEST_LINK:,} "
                "characters. Download it, and send the file.</p>"
            )


def _open_file() -> None:
    """A file of the viewer's is read in the browser, and only its text comes here."""
    _READER(
        data={"label": "Open a deck (YAML)", "explained": _EXPLAINED, "most": _MOST},
        key=_FILE,
        on_opened_change=_opened,
    )


def _opened() -> None:
    given = st.session_state[_FILE].get("opened")
    if given is None:
        return
    deck, st.session_state[_SAID] = opened(given, list(queries.indicators(db.current()).index))
    if deck is not None:
        my_deck.keep(deck)


def opened(given: object, known: Sequence[str]) -> tuple[Deck | None, list[str]]:
    """The deck of a file and what to say of it; None where the deck that was there stays.

    Args:
        given: what the browser read: the file's ``size`` and, unless it is too large, its ``bytes``
            in base64. It comes from a stranger's browser, so it may be anything.
        known: the indicators there are.
    """
    try:
        deck = deck_files.from_yaml(_bytes(given))
    except DeckError as error:
        return None, [f"{error} Your deck is as it was."]
    unknown = deck_files.unknown_indicators(deck, known)
    return deck, [f"Opened '{deck.title}' with {text.many(len(deck.scenes), 'scene')}."] + [
        f"There is no indicator '{name}' in this build; its scene says so." for name in unknown[:10]
    ]


def _bytes(given: object) -> bytes:
    """The bytes of the file that the browser read.

    Raises:
        DeckError: when it is too large, or nothing that our own script sends.
    """
    size, sent = (given.get(x) for x in ("size", "bytes")) if isinstance(given, dict) else (0, None)
    if isinstance(size, int) and size > _MOST:
        raise DeckError(f"The file has {size:,} bytes; a deck may have up to {_MOST:,}.")
    try:
        return base64.b64decode(str(sent or ""), validate=True)
    except binascii.Error as error:
        raise DeckError("The file could not be read in the browser.") from error


def _said() -> None:
    """What came of the last file, said once."""
    said = st.session_state.pop(_SAID, [])
    if said:
        items = "".join(f"<p>{text.safe(x)}</p>" for x in said)
        st.html(f"<div class='problems' role='alert'>{items}</div>")


def _renamed() -> None:
    title = st.session_state["deck_title"].strip() or my_deck.EMPTY.title
    my_deck.keep(replace(my_deck.current(), title=title))


def _written(place: int, part: str, key: str) -> None:
    deck = my_deck.current()
    changed = replace(deck.scenes[place], **{part: st.session_state[key].strip()})
    _put(deck, [*deck.scenes[:place], changed, *deck.scenes[place + 1 :]])


def _moved(place: int, by: int) -> None:
    deck = my_deck.current()
    order = list(deck.scenes)
    order.insert(place + by, order.pop(place))
    _put(deck, order)


def _removed(place: int) -> None:
    deck = my_deck.current()
    _put(deck, [*deck.scenes[:place], *deck.scenes[place + 1 :]])


def _emptied() -> None:
    _put(my_deck.current(), [])


def _put(deck: Deck, order: list[Scene]) -> None:
    my_deck.keep(replace(deck, scenes=tuple(order)))
