"""The address of a presentation: which deck, which scene, and what was changed while it shows.

    present?deck=children&scene=3&area=E09000025

``deck`` names a shipped deck or, as "mine", the viewer's own; ``my`` carries a whole deck.
``area``, ``period`` and ``benchmark`` are what the presenter changed in the scene.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlencode

from dashboard import choices, deck_files
from dashboard.content import decks
from dashboard.db import Build
from dashboard.deck_files import OWN, DeckError
from dashboard.decks import Deck, Scene

# What a presenter may change in a scene, by its key of the address.
CHANGES = ("area", "period", "benchmark")
KEYS = ("deck", "my", "scene", *CHANGES)


@dataclass(frozen=True)
class Stage:
    """What is on the screen: a deck, the place of its scene from 1, and what was changed in it.

    ``deck`` is None where none was asked for or there is none of that name; ``problems`` are
    sentences about the address.
    """

    deck: Deck | None
    place: int = 1
    changes: Mapping[str, str] = field(default_factory=dict)
    carried: str = ""
    problems: tuple[str, ...] = ()

    @property
    def scene(self) -> Scene:
        """The scene as it is shown: what was changed in it takes the place of what it says."""
        if self.deck is None:
            raise ValueError("no deck is on the stage")
        return changed(self.deck.scenes[self.place - 1], self.changes)

    @property
    def size(self) -> int:
        """How many scenes there are."""
        return len(self.deck.scenes) if self.deck else 0

    def at(self, place: int) -> Stage:
        """Another scene of the same deck; before the first is the first, past the last the last."""
        return replace(self, place=min(max(place, 1), self.size), changes={}, problems=())

    def looking(self, **changes: str) -> Stage:
        """The same scene with something changed; '' takes a change back."""
        kept = {key: value for key, value in {**self.changes, **changes}.items() if value}
        return replace(self, changes=kept, problems=())

    def address(self) -> dict[str, str]:
        """What the address carries."""
        if self.deck is None:
            return {}
        named = {"my": self.carried} if self.carried else {"deck": self.deck.deck_id}
        return {**named, "scene": str(self.place), **self.changes}


def read(query: Mapping[str, Iterable[str]], build: Build, own: Deck | None) -> Stage:
    """What an address asks to be shown.

    Args:
        query: the values of every key.
        build: whose decks there are.
        own: the viewer's deck, None while it has no scene.
    """
    given = {key: next(iter(values), "").strip() for key, values in query.items()}
    problems = [
        f"The address has '{choices.shortened(key)}', which this page does not know; it was "
        f"ignored. It knows {', '.join(KEYS)}."
        for key in list(given)[:20]
        if key not in KEYS and not choices.is_tracking(key)
    ][:3]
    deck = _deck(given, build, own, problems)
    if deck is None:
        return Stage(None, problems=tuple(problems))
    place = _place(given.get("scene", ""), deck, problems)
    changes = {key: given[key] for key in CHANGES if given.get(key)}
    carried = given.get("my", "") if deck.deck_id == OWN and not given.get("deck") else ""
    return Stage(deck, place, changes, carried, tuple(problems))


def changed(scene: Scene, changes: Mapping[str, str]) -> Scene:
    """A scene with parts of its address replaced; its headline was about the other figures."""
    if not changes:
        return scene
    given = parse_qs(scene.query)
    query = urlencode({**given, **changes}, doseq=True)
    return replace(scene, query=query, headline="")


def _deck(
    given: Mapping[str, str], build: Build, own: Deck | None, problems: list[str]
) -> Deck | None:
    wanted, carried = given.get("deck", ""), given.get("my", "")
    if carried and not wanted:
        try:
            return deck_files.from_link(carried)
        except DeckError as error:
            problems.append(str(error))
            return None
    if wanted == OWN:
        if own is None:
            problems.append(
                "Your own deck is empty. Add charts to it with 'Add to my deck' on any page, or "
                "open a file below."
            )
        return own
    found = decks.deck(build, wanted) if wanted else None
    if wanted and found is None:
        there = ", ".join(x.deck_id for x in decks.decks(build))
        problems.append(
            f"There is no deck '{choices.shortened(wanted)}'; decks are {there} and {OWN}."
        )
    return found


def _place(wanted: str, deck: Deck, problems: list[str]) -> int:
    size = len(deck.scenes)
    if not wanted:
        return 1
    is_number = wanted.isascii() and wanted.isdecimal() and len(wanted) < 7
    place = int(wanted) if is_number else 0
    if not 1 <= place <= size:
        shown = size if is_number and place > size else 1
        problems.append(
            f"There is no scene '{choices.shortened(wanted)}': this deck has scenes 1 to {size}. "
            f"Showing scene {shown}."
        )
        return shown
    return place
