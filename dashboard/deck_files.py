"""Decks outside the dashboard: as a YAML file, and inside a link.

Whatever comes in is untrusted: it is measured before it is read, read without building objects,
checked against the same schema as the shipped decks, and cleaned of what cannot be printed.
Nothing in it is HTML; whoever shows a text escapes it.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jsonschema
import yaml

from dashboard import choices
from dashboard.decks import Deck, Scene

LARGEST_FILE = 64 * 1024
# Browsers and chat programs carry addresses of about two thousand characters everywhere.
LONGEST_LINK = 1800
LARGEST_UNPACKED = 32 * 1024
MOST_SCENES = 40
OWN = "mine"
_LONGEST_SAID = 200
_DEEPEST, _MOST_EVENTS = 8, 4000
_SCHEMA = Path(__file__).parent.parent / "data" / "catalogue" / "schema" / "deck.json"
_ALLOWED = {
    "pattern": "a page and its address, such as map?indicator=suicide; pages are overview, map, "
    "gaps, compare and borough",
    "maxLength": "at most {} characters",
    "minLength": "at least {} character",
    "maxItems": "at most {} scenes",
    "minItems": "at least one scene",
    "enum": "one of {}",
    "type": "of the type {}",
}
_FIELDS = ("page", "query", "chart", "headline")


class DeckError(Exception):
    """A deck that cannot be opened; the message says what is wrong with it and what is allowed."""


@lru_cache(maxsize=512)
def to_yaml(deck: Deck) -> bytes:
    """The deck as people can read and edit it; every run of a page asks for its viewer's."""
    document = {
        "id": deck.deck_id,
        "title": deck.title,
        **({"about": deck.about} if deck.about else {}),
        "scenes": [_written(scene) for scene in deck.scenes],
    }
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()


def from_yaml(data: bytes) -> Deck:
    """The deck in a file.

    Raises:
        DeckError: when it is too large, not YAML, holds anchors or tags, or breaks the schema.
    """
    if len(data) > LARGEST_FILE:
        raise DeckError(
            f"The file has {len(data):,} bytes; a deck may have up to {LARGEST_FILE:,}."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeckError("The file is not text in UTF-8, so it is no deck.") from error
    try:
        _require_plain(text)
        document = yaml.load(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise DeckError(f"The file cannot be read as YAML{_where(error)}.") from error
    return _deck(document)


def to_link(deck: Deck) -> str:
    """The deck as a value of the address, without its notes; '' where it is too long for one."""
    rows = [[getattr(scene, field) for field in _FIELDS] for scene in deck.scenes]
    packed = zlib.compress(json.dumps([deck.title, rows], separators=(",", ":")).encode(), 9)
    value = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return value if len(value) <= LONGEST_LINK else ""


def from_link(value: str) -> Deck:
    """The deck a link carries.

    Raises:
        DeckError: when the link is too long, damaged, or unpacks to more than a deck.
    """
    if len(value) > LONGEST_LINK:
        raise DeckError(
            f"The link holds {len(value):,} characters; a deck in a link has up to "
            f"{LONGEST_LINK:,}. Open its file instead."
        )
    try:
        packed = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        unpacked = unpacker.decompress(packed, LARGEST_UNPACKED)
        if unpacker.unconsumed_tail:
            raise DeckError("The link unpacks to more than a deck may hold, so it was not opened.")
        if not unpacker.eof:
            raise ValueError("cut short")
        title, rows = json.loads(unpacked)
        scenes = [dict(zip(_FIELDS, row, strict=True)) for row in rows]
    except (ValueError, TypeError, binascii.Error, zlib.error, RecursionError) as error:
        raise DeckError(
            "The link to a deck is damaged or cut short; ask for it again, or for the file."
        ) from error
    return _deck({"id": OWN, "title": title, "scenes": [_viewed(scene) for scene in scenes]})


def unknown_indicators(deck: Deck, known: Sequence[str]) -> list[str]:
    """The indicators that scenes name and the catalogue does not have, shortened for showing."""
    named = [value for scene in deck.scenes for value in parse_qs(scene.query).get("indicator", ())]
    return [choices.shortened(x) for x in dict.fromkeys(named) if x not in known]


def _require_plain(text: str) -> None:
    """No anchors, aliases or tags, and no endless nesting, seen before anything is built."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise DeckError("The file uses YAML anchors or aliases; a deck needs none.")
        if getattr(event, "tag", None):
            raise DeckError("The file uses YAML tags; a deck needs none.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST or number > _MOST_EVENTS:
            raise DeckError("The file is nested more deeply, or holds more parts, than a deck.")


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f": look at line {mark.line + 1}" if mark is not None else ""


def _deck(document: object) -> Deck:
    problem = jsonschema.exceptions.best_match(
        jsonschema.Draft202012Validator(
            json.loads(_SCHEMA.read_text(encoding="utf-8"))
        ).iter_errors(document)
    )
    if problem is not None:
        raise DeckError(f"The deck is not as it should be: {_said(problem)}")
    given: Mapping[str, Any] = document  # type: ignore[assignment]
    return Deck(
        deck_id=OWN,
        title=_clean(given["title"]) or "Untitled deck",
        scenes=tuple(_scene(scene) for scene in given["scenes"]),
        about=_clean(given.get("about", "")),
    )


def _said(problem: jsonschema.ValidationError) -> str:
    """Where it is wrong and what is allowed; what was written is quoted shortened."""
    path = [part + 1 if isinstance(part, int) else part for part in problem.absolute_path]
    place = " > ".join(str(part) for part in path) or "the document"
    allowed = _ALLOWED.get(str(problem.validator), "").format(problem.validator_value)
    if allowed:
        return f"{choices.shortened(place)} must be {allowed}."
    return f"{choices.shortened(place)}: {_clean(problem.message)[:_LONGEST_SAID]}."


def _scene(given: Mapping[str, str]) -> Scene:
    page, _, query = given["view"].partition("?")
    texts = {key: _clean(given.get(key, "")) for key in ("headline", "note")}
    # Half of a pair that stands for one character would stop every address made from it.
    query = "".join(c for c in query if c.isprintable())
    return Scene(page=page, query=query, chart=given.get("chart", ""), **texts)


def _viewed(scene: Mapping[str, Any]) -> dict[str, Any]:
    """A scene of a link as the schema knows it."""
    if not all(isinstance(value, str) for value in scene.values()):
        raise DeckError("The link to a deck is damaged; ask for it again, or for the file.")
    query = f"?{scene['query']}" if scene["query"] else ""
    rest = {key: scene[key] for key in ("chart", "headline") if scene[key]}
    return {"view": f"{scene['page']}{query}", **rest}


def _written(scene: Scene) -> dict[str, str]:
    query = f"?{scene.query}" if scene.query else ""
    rest = {key: getattr(scene, key) for key in ("chart", "headline", "note")}
    return {"view": f"{scene.page}{query}", **{key: value for key, value in rest.items() if value}}


def _clean(text: str) -> str:
    """One line of what can be printed; a text that would be markup stays the text it is."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
