"""One sentence of a page, with what it is about, and the words inside a page's HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from dashboard.state import View


@dataclass(frozen=True)
class Claim:
    """What a page says, and of what.

    ``page`` and ``part`` say where it is read; ``said`` is plain text, one sentence or more. The
    rest names its row in the marts, each part '' where the sentence is about more than one.
    ``sources`` are the ids of the sources that gave the figures it stands beside.
    """

    page: str
    part: str
    said: str
    indicator: str = ""
    sex: str = ""
    age: str = ""
    period: str = ""
    area: str = ""
    dimension: str = ""
    measure: str = ""
    benchmark: str = ""
    confidence: str = ""
    areas: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @classmethod
    def of_view(cls, page: str, part: str, said: str, view: View) -> Claim:
        """A sentence about what a view shows."""
        return cls(
            page,
            part,
            said,
            view.indicator,
            view.sex,
            view.age,
            view.period,
            view.area,
            benchmark=view.benchmark,
            confidence=view.confidence,
            areas=view.areas,
        )


_BLOCKS = frozenset(
    (
        *("p", "li", "dt", "dd", "td", "th", "tr", "h2", "h3", "h4", "summary", "section", "div"),
        *("small", "caption", "strong", "ul", "ol", "dl", "table"),
    )
)
# Where a link ends: a space if a word follows, as links stand apart on the page.
_APART = "\x00"
_EMPTY = frozenset(("br", "img", "hr", "wbr"))


class _Pieces(HTMLParser):
    """Collects the words of each block, and what pictures say to those who cannot see them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._words: list[str] = []
        # How many elements are open inside a picture, itself counted.
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._inside:
            self._inside += tag not in _EMPTY
        elif given.get("role") == "img":
            self._inside = 1
            self.flush()
            self.found.append(given.get("aria-label") or "")
        elif tag in _BLOCKS:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if self._inside:
            self._inside -= 1
        elif tag in _BLOCKS:
            self.flush()
        elif tag == "a":
            self._words.append(_APART)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A drawn line or dot is no words."""

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self._words.append(data)

    def flush(self) -> None:
        words = re.sub(rf"{_APART}(?=\w)", " ", "".join(self._words)).replace(_APART, "")
        self.found.append(" ".join(words.split()))
        self._words.clear()


@lru_cache(maxsize=2048)
def pieces(html: str) -> tuple[str, ...]:
    """The words of each block of some HTML, in order, as they are read."""
    parser = _Pieces()
    parser.feed(html)
    parser.close()
    parser.flush()
    return tuple(x for x in parser.found if x)
