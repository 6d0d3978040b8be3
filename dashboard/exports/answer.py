"""A request in a format: small answers kept ready, large ones made as they are sent."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from dashboard import db, queries
from dashboard.db import Build
from dashboard.exports import cite, csv_file, json_file, parquet_file, shelves, table
from dashboard.exports.kept import Kept
from dashboard.exports.request import Request

# Changes with the code that writes answers, so that no copy outlives the form it was made in.
FORM = hashlib.sha256(
    b"".join(x.read_bytes() for x in sorted(Path(__file__).parent.glob("*.py")))
    + Path(queries.exports.__file__).read_bytes()
).hexdigest()
MEDIA_TYPES = {
    "csv": csv_file.MEDIA_TYPE,
    "json": json_file.MEDIA_TYPE,
    "parquet": parquet_file.MEDIA_TYPE,
}
# What one answer, and all of them together, may take in memory.
MOST_KEPT_BYTES, MOST_BYTES_TOGETHER = 1_000_000, 48_000_000
# More takes milliseconds, for which nobody else is to wait.
_COMPRESSION, _MOST_PACKED_AT_ONCE = 5, 50_000


@dataclass(frozen=True)
class Wanted:
    """One answer: what is asked, in which format, and for JSON which page of it."""

    request: Request
    format: str
    address: str
    limit: int = 0
    offset: int = 0

    def key(self, build: Build) -> str:
        """A short mark that changes when, and only when, the answer does."""
        # A CSV does not say where it is; the others cite their address.
        own = "" if self.format == "csv" else f"{self.address}|{self.limit}|{self.offset}"
        asked = f"{self.request.dataset.name}.{self.format}?{self.request.address}"
        said = f"{FORM}|{build.build_id}|{asked}|{own}"
        return hashlib.sha256(said.encode()).hexdigest()[:24]


kept: Kept[bytes] = Kept(MOST_BYTES_TOGETHER)


def answer(wanted: Wanted, build: Build, *, packs: bool = False) -> bytes | Iterator[bytes]:
    """The whole answer where it is small, else its pieces as they are made.

    Args:
        wanted: which answer.
        build: of which build.
        packs: whether it is packed as gzip.
    """
    key = wanted.key(build)
    if not packs:
        return kept.get(key) or _plain(key, wanted, build)
    found = kept.get(f"{key}.gz")
    if found is not None:
        return found
    plain = kept.get(key) or _plain(key, wanted, build)
    if not isinstance(plain, bytes):
        return packed(plain)
    if len(plain) > _MOST_PACKED_AT_ONCE:
        db.takes_time()
    whole = packed_whole(plain)
    kept.put(f"{key}.gz", whole, len(whole))
    return whole


def _plain(key: str, wanted: Wanted, build: Build) -> bytes | Iterator[bytes]:
    pieces, size = _pieces(wanted, build), 0
    first: list[bytes] = []
    for piece in pieces:
        first.append(piece)
        size += len(piece)
        if size > MOST_KEPT_BYTES:
            return chain(first, pieces)
    plain = b"".join(first)
    kept.put(key, plain, size)
    return plain


def packed_whole(plain: bytes) -> bytes:
    """A whole answer as gzip, without a name and a time, so that it has the same bytes always."""
    return gzip.compress(plain, _COMPRESSION, mtime=0)


def packed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces as one gzip stream."""
    packer = zlib.compressobj(_COMPRESSION, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for piece in pieces:
        if data := packer.compress(piece):
            yield data
    yield packer.flush()


def _pieces(wanted: Wanted, build: Build) -> Iterator[bytes]:
    request = wanted.request
    if wanted.format == "csv":
        yield from shelves.chunks(request, build)
    elif wanted.format == "parquet":
        about = _about(wanted, build) | {
            "sources": "; ".join(x["title"] for x in cite.sources(request, build))
        }
        yield parquet_file.make(table.table(request, build), about)
    else:
        yield _page(wanted, build)


def _page(wanted: Wanted, build: Build) -> bytes:
    rows = table.table(wanted.request, build)
    end = wanted.offset + wanted.limit
    more = end < rows.num_rows
    about: dict[str, Any] = _about(wanted, build) | {
        "sources": [
            {name: x[name] for name in ("title", "publisher", "url", "licence", "licence_url")}
            for x in cite.sources(wanted.request, build)
        ],
        "rows": rows.num_rows,
        "offset": wanted.offset,
        "next_offset": end if more else None,
        "next": f"{wanted.address}&limit={wanted.limit}&offset={end}" if more else None,
    }
    return json_file.make(rows.slice(wanted.offset, wanted.limit), about)


def _about(wanted: Wanted, build: Build) -> dict[str, str]:
    terms = cite.licences(wanted.request, build)
    return {
        "dataset": wanted.request.dataset.name,
        "build": build.build_id,
        "licence": " and ".join(name for name, _ in terms),
        "licence_url": " ".join(address for _, address in terms),
        "citation": cite.citation(wanted.request, build, wanted.address),
    }
