"""Text that tries to be more than text, and a build in which all prose is such text.

Everything that shows words of a catalogue, a publisher, an address or a file can be held against
it: ``CORPUS`` has one attempt a name, ``ALL`` has them all in one line, and ``in_html`` finds what
of them became part of a page.
"""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import duckdb

# What a script of ours would do, so that a browser can be asked whether one ran.
RAN = "window.hostile=1"
CORPUS = {
    "script": f"<script class=hostile>{RAN}</script>",
    "handler": f'<img class=hostile src="x:" onerror="{RAN}">',
    "svg": f'<svg class=hostile onload="{RAN}"><a xlink:href="javascript:{RAN}">s</a></svg>',
    "math": f'<math class=hostile href="javascript:{RAN}">m</math>',
    "anchor": f'<a class=hostile href="javascript:{RAN}">link</a>',
    "bold": "<b class=hostile>bold</b><br class=hostile>",
    "frame": "<iframe class=hostile src='https://stranger.invalid/'></iframe>",
    "attribute": f"' onfocus='{RAN}' autofocus class='hostile",
    "attribute_double": f'" onfocus="{RAN}" autofocus class="hostile',
    "closing": "</div></details></section></p></h1>",
    "style": "<style class=hostile>body{visibility:hidden!important}</style>",
    "css": "}*{visibility:hidden!important}/*",
    "markdown_link": f"[md](javascript:{RAN}) [md](https://stranger.invalid/)",
    "markdown_image": "![md](https://stranger.invalid/x.png)",
    "markdown_bare": "https://stranger.invalid/bare www.stranger.invalid",
    "markdown_marks": "**strong** _em_ `code` ~~gone~~ # head\u2003:red[red] :material/home: $x^2$",
    "markdown_table": "| a | b |",
    "entities": "&lt;b&gt; &#60;i&#62; &amp; &quot;",
    "template": "{{7*7}} ${7*7} %{x} %(x)s {0} #{x} <%= 7*7 %>",
    "percent": "%s %n %d %00 %0d%0a",
    "sql": "'; drop table observation; --",
    "path": "../../../etc/passwd",
    "ansi": "\x1b[2J\x1b[31mred\x1b[0m\x07\x9b31m",
    "lines": "one\r\nSet-Cookie: hostile=1\n2026-01-01 CRITICAL forged\u2028\u2029\x85two",
    "bidi": "\u202egnp.exe\u202c \u2066\u2067x\u2069 \u200f\u200e",
    "unseen": "zero\u200bwidth\ufeff soft\u00adhyphen",
    "nul": "a\0b",
    "controls": "\x01\x08\x0b\x0c\x1f\x7f",
    "outside": "\U0001f3f4\U000e0067 \ufffe \uffff",
    "comment": "]]> --> <!-- <![CDATA[",
}
# At the beginning of a cell: what a spreadsheet would run.
FORMULAS = {
    "equals": '=HYPERLINK("https://stranger.invalid/","x")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(1,1)",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "newline": "\n=1+1",
    "quoted": "'=1+1",
}
ALL = " ".join(CORPUS.values())
# The prose of a build: words that people wrote, in the catalogue or at a publisher. Ages and groups
# tell rows apart, so they end the same in every table.
PROSE = {
    "area": ("area_name", "short_name", "synonyms", "integrated_care_board"),
    "contribution": ("reason", "method", "age"),
    "gap_change": ("method", "reason", "age", "latest_advantaged", "latest_disadvantaged"),
    "glossary": ("term", "means", "more", "synonyms"),
    "gradient": ("method", "reason"),
    "indicator": (
        "aim",
        "caveats",
        "definition",
        "measures",
        "no_figures",
        "proxy_for",
        "short_title",
        "strategy_gap",
        "synonyms",
        "title",
        "unit_name",
    ),
    "inequality": ("method", "reason", "age", "advantaged", "disadvantaged"),
    "observation": ("note", "age", "group_name"),
    "priority": (
        "commitment",
        "lead_reason",
        "measured_by",
        "question",
        "short_title",
        "synonyms",
        "title",
    ),
    "profile": ("method", "age", "distance_reason"),
    "series": ("age", "group_name"),
    "similarity": ("method", "reason", "variables"),
    "source": ("attribution", "cadence", "checked", "licence", "publisher", "title"),
    "trend": ("method", "reason", "age", "group_name"),
    "value_change": ("method", "reason", "age"),
    "comparison": ("age", "group_name", "reason_95", "rank_reason"),
}


def marts(published: Path, folder: Path, said: str = ALL) -> Path:
    """A copy of a folder of builds in which every piece of prose also says something hostile.

    Args:
        published: a folder with a published build.
        folder: where the copy is made.
        said: what is added to each; a link leads to a script besides.
    """
    shutil.copytree(published, folder)
    build_id = json.loads((folder / "current.json").read_text())["build"]
    path = folder / f"marts-{build_id}.duckdb"
    # Its digest is that of the build as it was; without one the file is taken as it is.
    path.with_suffix(".sha256").unlink()
    with duckdb.connect(str(path)) as connection:
        for table, columns in PROSE.items():
            for column in columns:
                kept = f"\"{column}\" is not null and \"{column}\" not in ('', 'all', 'All ages')"
                update = f'update "{table}" set "{column}" = "{column}" || $said where {kept}'  # noqa: S608
                connection.execute(update, {"said": f" {said}"})
        link = f"javascript:{RAN}//' onclick='{RAN}"
        connection.execute("update source set url = $link, licence_url = $link", {"link": link})
    (folder / f"freshness-{build_id}.json").unlink(missing_ok=True)
    return folder


class _Found(HTMLParser):
    """What of the corpus became elements, attributes or links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip().lower() for name, value in attrs}
        handlers = [name for name in given if name.startswith("on")]
        links = [x for x in given.values() if x.startswith(("javascript:", "data:text/html"))]
        strange = tag in ("script", "iframe", "object", "embed", "style", "base", "meta", "form")
        if "hostile" in given.get("class", "") or handlers or links or strange:
            self.found.append(f"<{tag} {given}>")


def in_html(html: str) -> list[str]:
    """What of the corpus became part of this HTML: nothing, where text is shown as text."""
    parser = _Found()
    parser.feed(html)
    return parser.found
