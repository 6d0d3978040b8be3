"""A request in a format: small answers kept ready, large ones made as they are sent."""

from __future__ import annotations

import gzip
import hashlib
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from dashboard import queries
from dashboard.db import Build
from dashboard.exports import cite, csv_file, json_file, parquet_file, table
from dashboard.exports.request import Request

# Changes with the code that writes answers, so that no copy outlives the form it was made in.
_FORM = hashlib.sha256(
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
_COMPRESSION = 5


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
        said = f"{_FORM}|{build.build_id}|{asked}|{own}"
        return hashlib.sha256(said.encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Body:
    """A whole answer, plain and packed."""

    plain: bytes
    packed: bytes

    @property
    def size(self) -> int:
        """What it takes in memory."""
        return len(self.plain) + len(self.packed)


@dataclass
class Kept:
    """The answers asked for last, as many as fit."""

    most: int = MOST_BYTES_TOGETHER
    _bodies: OrderedDict[str, Body] = field(default_factory=OrderedDict)
    _size: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str) -> Body | None:
        """An answer that is still kept."""
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
            return self._bodies.get(key)

    def put(self, key: str, body: Body) -> None:
        """Keep an answer, and let the oldest go."""
        with self._lock:
            if key in self._bodies:
                return
            self._bodies[key] = body
            self._size += body.size
            while self._size > self.most and self._bodies:
                _, gone = self._bodies.popitem(last=False)
                self._size -= gone.size


kept = Kept()


def answer(wanted: Wanted, build: Build) -> Body | Iterator[bytes]:
    """The whole answer where it is small, else its pieces as they are made."""
    key = wanted.key(build)
    found = kept.get(key)
    if found is not None:
        return found
    pieces, size = _pieces(wanted, build), 0
    first: list[bytes] = []
    for piece in pieces:
        first.append(piece)
        size += len(piece)
        if size > MOST_KEPT_BYTES:
            return chain(first, pieces)
    plain = b"".join(first)
    # No name and no time inside, so that the same answer has the same bytes.
    body = Body(plain, gzip.compress(plain, _COMPRESSION, mtime=0))
    kept.put(key, body)
    return body


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
        names = [x.name for x in table.columns(request, build)]
        yield from csv_file.chunks(names, table.batches(request, build))
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
            {"title": x["title"], "publisher": x["publisher"], "url": x["url"]}
            for x in cite.sources(wanted.request, build)
        ],
        "rows": rows.num_rows,
        "offset": wanted.offset,
        "next_offset": end if more else None,
        "next": f"{wanted.address}&limit={wanted.limit}&offset={end}" if more else None,
    }
    return json_file.make(rows.slice(wanted.offset, wanted.limit), about)


def _about(wanted: Wanted, build: Build) -> dict[str, str]:
    return {
        "dataset": wanted.request.dataset.name,
        "build": build.build_id,
        "licence": cite.LICENCE,
        "licence_url": cite.LICENCE_URL,
        "citation": cite.citation(wanted.request, build, wanted.address),
    }
