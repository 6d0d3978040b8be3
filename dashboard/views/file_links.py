"""Links to files: a plain address, which any browser can open, resume and pass on."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from dashboard import text


def link(address: str, label: str, explanation: str = "") -> str:
    """A link that downloads a file, as HTML.

    Args:
        address: of the file, relative to the page.
        label: what is downloaded.
        explanation: more about it, shown below a pointer and read out after the label.
    """
    told = f" title='{text.safe(explanation)}'" if explanation else ""
    return f"<a class='file' href='{text.safe(address)}' download{told}>{text.safe(label)}</a>"


def no_link(label: str, why: str) -> str:
    """What stands in a link's place where there is no file, as HTML."""
    return f"<span class='file none'>{text.safe(label)}<small> {text.safe(why)}</small></span>"


def of_deck(deck_id: str, build_id: str) -> str:
    """The address of a deck of the build as PowerPoint, relative to the page."""
    return f"download/decks/{quote(deck_id, safe='')}.pptx?{urlencode({'build': build_id})}"


def of_own_deck(deck: str, ending: str, label: str, explanation: str = "") -> str:
    """A button that sends one's own deck and downloads what is made of it, as HTML.

    Args:
        deck: the text of its file.
        ending: pptx or yml.
        label: what is downloaded.
        explanation: more about it.
    """
    told = f" title='{text.safe(explanation)}'" if explanation else ""
    return (
        f"<form class='own-deck' method='post' action='download/deck.{ending}'>"
        f"<input type='hidden' name='deck' value='{text.safe(deck)}'>"
        f"<button type='submit' class='file'{told}>{text.safe(label)}</button></form>"
    )
