"""Whether the bytes that came are the kind of file we asked for, and all of it."""

from __future__ import annotations

import json
import zipfile
import zlib
from pathlib import Path

CHUNK = 1024 * 1024
GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"
KINDS = ("csv", "json", "workbook")


def fault(path: Path, kind: str, most_bytes: int) -> str:
    """What is wrong with a file as a CSV, JSON document or workbook; "" when nothing is.

    Args:
        path: the bytes as they came.
        kind: csv, json or workbook.
        most_bytes: how large a compressed file may become.
    """
    if path.stat().st_size == 0:
        return "the file is empty"
    with path.open("rb") as handle:
        start = handle.read(CHUNK)
    if start.startswith(GZIP):
        start, problem = _unpacked_start(path, most_bytes)
        if problem:
            return problem
    text = start.removeprefix(BOM).lstrip()
    if text[:1] == b"<":
        return "a web page came where a file was expected"
    if kind == "workbook":
        return "" if _is_workbook(path) else "the workbook is cut short or is none"
    return _csv_fault(text) if kind == "csv" else _json_fault(text)


def _unpacked_start(path: Path, most_bytes: int) -> tuple[bytes, str]:
    """The first bytes of a gzip, once all of it has been read."""
    start, size = b"", 0
    unpacker = zlib.decompressobj(wbits=31)
    with path.open("rb") as handle:
        try:
            while (packed := handle.read(CHUNK)) and not unpacker.eof:
                while packed:
                    plain = unpacker.decompress(packed, CHUNK)
                    start, size = start or plain, size + len(plain)
                    if size > most_bytes:
                        return b"", f"unpacked it is larger than {most_bytes / CHUNK:g} MiB"
                    packed = unpacker.unconsumed_tail
        except zlib.error as error:
            return b"", f"the gzip is damaged ({error})"
    return start, "" if unpacker.eof else "the gzip is cut short"


def _is_workbook(path: Path) -> bool:
    """A workbook's table of contents is at its end, so a cut one has none."""
    return zipfile.is_zipfile(path)


def _csv_fault(text: bytes) -> str:
    """A CSV has a header of several columns; a JSON error message is one of the others."""
    if text[:1] in (b"{", b"["):
        try:
            json.loads(text)
        except ValueError:
            return ""
        return "a JSON document came where a CSV was expected"
    header = text.partition(b"\n")[0]
    return "" if b"," in header else "the answer has no header of columns"


def _json_fault(text: bytes) -> str:
    return "" if text[:1] in (b"{", b"[") else "the answer is not JSON"
