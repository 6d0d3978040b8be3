"""CSV that opens right everywhere: RFC 4180, UTF-8, full precision, the same bytes each time.

Words are written in ASCII, because Excel takes UTF-8 without a mark for something else. A cell of
words that a spreadsheet would run as a formula gets an apostrophe in front: one that begins with
=, +, -, @, a tab or a line's end, after any apostrophes of its own. To undo it, take one
apostrophe off where such a sign follows it or the apostrophes after it. A control sign, which would
run in a terminal, is a question mark. Numbers are never touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
_FORMULA = re.compile("'*[=+\\-@\t\r\n]")
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NEEDS_QUOTES = re.compile('[",\r\n]')
LINE_END = "\r\n"
# What has no ASCII letter inside it: signs of money, of measure, of punctuation.
_IN_ASCII = str.maketrans(
    {
        "\N{POUND SIGN}": "GBP",
        "\N{MICRO SIGN}": "u",
        "\N{GREEK SMALL LETTER MU}": "u",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{EURO SIGN}": "EUR",
        "\N{MINUS SIGN}": "-",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{LESS-THAN OR EQUAL TO}": "<=",
        "\N{GREATER-THAN OR EQUAL TO}": ">=",
    }
)


def chunks(names: Sequence[str], batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    """The file piece by piece: the header, then each batch of rows."""
    yield header(tuple(names))
    for batch in batches:
        if batch.num_rows:
            yield together(lines(batch.columns))


@lru_cache(maxsize=64)
def header(names: tuple[str, ...]) -> bytes:
    """The file's first line."""
    return together(lines([pa.array([name]) for name in names]))


def lines(columns: Sequence[pa.Array]) -> pa.StringArray:
    """Each row as its line of the file, without the line's end."""
    cells = [_cells(column) for column in columns]
    if len(cells) == 1:
        # An empty line is no row to most readers; a row of one empty cell says so.
        cells = [pc.if_else(pc.equal(pc.fill_null(cells[0], ""), ""), '""', cells[0])]
    return pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")


def together(lines: pa.StringArray) -> bytes:
    """Lines as they stand in the file, one after another; there is one at least."""
    whole = pa.ListArray.from_arrays(pa.array([0, len(lines)], pa.int32()), lines)
    joined: bytes = pc.binary_join(whole, LINE_END)[0].as_buffer().to_pybytes()
    return joined + LINE_END.encode()


def ascii_text(text: str) -> str:
    """Text in ASCII: accents off, dashes and quotes plain, control signs and the rest "?"."""
    if text.isascii():
        return _uncontrolled(text)
    plain = unicodedata.normalize("NFKD", text.translate(_IN_ASCII))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _uncontrolled(bare.encode("ascii", "replace").decode())


def _uncontrolled(text: str) -> str:
    return _CONTROL.sub("?", text)


def _cells(column: pa.Array) -> pa.Array:
    """A column as the text of its cells; nothing where there is no value."""
    if pa.types.is_string(column.type):
        return _words(column)
    if pa.types.is_boolean(column.type):
        return pc.if_else(column, "true", "false")
    # Arrow writes the shortest number that reads back as the same one, and ISO dates.
    return pc.cast(column, pa.string())


def _words(column: pa.Array) -> pa.Array:
    """Words as they stand in the file, worked out once for each that differs: most repeat."""
    coded = column.dictionary_encode()
    words = [_word(word) for word in coded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(coded.indices)


def _word(word: str) -> str:
    """A cell of words: in ASCII, nothing that runs, between quotes where it would be misread."""
    seen = ascii_text(word)
    safe = f"'{seen}" if _FORMULA.match(seen) else seen
    if _NEEDS_QUOTES.search(safe):
        doubled = safe.replace('"', '""')
        return f'"{doubled}"'
    return safe
