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

import pyarrow as pa
import pyarrow.compute as pc

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
_FORMULA = "^('*[=+\\-@\t\r\n])"
_CONTROL = "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]"
_NEEDS_QUOTES = '[",\r\n]'
_LINE_END = "\r\n"
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
    yield _lines([_words(pa.array([name])) for name in names])
    for batch in batches:
        if batch.num_rows:
            yield _lines([_cells(column) for column in batch.columns])


def ascii_text(text: str) -> str:
    """Text in ASCII: accents off, dashes and quotes plain, control signs and the rest "?"."""
    if text.isascii():
        return _uncontrolled(text)
    plain = unicodedata.normalize("NFKD", text.translate(_IN_ASCII))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _uncontrolled(bare.encode("ascii", "replace").decode())


def _uncontrolled(text: str) -> str:
    return re.sub(f"\0|{_CONTROL}", "?", text)


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
    seen = pc.replace_substring(_plain(coded.dictionary), pattern="\0", replacement="?")
    seen = pc.replace_substring_regex(seen, pattern=_CONTROL, replacement="?")
    safe = pc.replace_substring_regex(seen, pattern=_FORMULA, replacement=r"'\1")
    return _quoted(safe).take(coded.indices)


def _plain(words: pa.Array) -> pa.Array:
    if pc.all(pc.string_is_ascii(words), min_count=0).as_py():
        return words
    return pa.array([ascii_text(word) for word in words.to_pylist()], pa.string())


def _quoted(words: pa.Array) -> pa.Array:
    """Words between quotes where a comma, a quote or a line's end would be misread."""
    special = pc.match_substring_regex(words, pattern=_NEEDS_QUOTES)
    doubled = pc.replace_substring(words, pattern='"', replacement='""')
    return pc.if_else(special, pc.binary_join_element_wise('"', doubled, '"', ""), words)


def _lines(cells: Sequence[pa.Array]) -> bytes:
    """Rows as bytes, from the text of their cells column by column."""
    if len(cells) == 1:
        # An empty line is no row to most readers; a row of one empty cell says so.
        cells = [pc.if_else(pc.equal(pc.fill_null(cells[0], ""), ""), '""', cells[0])]
    rows = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
    together = pa.ListArray.from_arrays(pa.array([0, len(rows)], pa.int32()), rows)
    joined: bytes = pc.binary_join(together, _LINE_END)[0].as_buffer().to_pybytes()
    return joined + _LINE_END.encode()
