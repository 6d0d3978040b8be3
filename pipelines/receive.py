"""Fetching the files of a refresh, a few at once, each into its source's visit."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipelines.errors import SourceError
from pipelines.fetch import Client, Wanted
from pipelines.raw_store import Record, Visit
from pipelines.upstream import LiveFile, Upstream

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Received:
    """A file as it is here now, or why it is not."""

    file: LiveFile
    path: Path | None = None
    record: Record | None = None
    how: str = ""
    problem: str = ""


def receive(
    wanted: Iterable[LiveFile],
    upstreams: Mapping[str, Upstream],
    visits: Mapping[str, Visit],
    client: Client,
    progress: Progress = lambda _: None,
) -> list[Received]:
    """Fetch every file that is not here already; one that fails says why and stops no other."""
    pool = ThreadPoolExecutor(client.manners.at_once, thread_name_prefix="fetch")
    try:
        waiting = [
            pool.submit(_one, file, upstreams[file.source], visits[file.source], client, progress)
            for file in wanted
        ]
        return [x.result() for x in waiting]
    finally:
        pool.shutdown(cancel_futures=True)


def _one(
    file: LiveFile, upstream: Upstream, visit: Visit, client: Client, progress: Progress
) -> Received:
    try:
        record = visit.complete(file.name, file.address)
        if record is not None:
            return Received(file, visit.path(file.name), record, "here already")
        progress(f"{file.source}: {file.name}")
        return _fetched(file, upstream, visit, client)
    except SourceError as error:
        return Received(file, problem=str(error))
    except OSError as error:
        return Received(file, problem=f"{file.name}: {disk_problem(error)}")


def _fetched(file: LiveFile, upstream: Upstream, visit: Visit, client: Client) -> Received:
    previous = visit.previous(file.name, file.address)
    asked = Wanted(file.address, upstream.kind, upstream.hosts)
    if previous is not None:
        headers = previous[1].headers
        asked = replace(
            asked, etag=headers.get("etag", ""), last_modified=headers.get("last-modified", "")
        )
    path = visit.path(file.name)
    got = client.get(asked, path)
    if got.unchanged and previous is not None:
        record = visit.take_over(*previous, status=got.status)
        return Received(file, path, record, "not changed at the publisher")
    record = Record(
        name=file.name,
        asked=file.address,
        address=got.address,
        status=got.status,
        sha256=got.sha256,
        size=got.size,
        retrieved=datetime.now(UTC).replace(microsecond=0).isoformat(),
        headers=got.headers,
    )
    return Received(file, path, visit.note(record), "fetched")


def disk_problem(error: OSError) -> str:
    """Why a file could not be kept, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "the disk is full"
    return f"cannot be written: {error.strerror or error}"
