"""Clients of the open data in a process of their own, so that they cost the crowd nothing."""

from __future__ import annotations

import http.client
import json
import random
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from urllib.parse import urlencode, urlsplit

CLIENTS = 32


@dataclass(frozen=True)
class Answers:
    """How many answers came, how fast, and how many were not whole."""

    requests: int
    a_second: float
    p50_ms: float
    p95_ms: float
    errors: int


def ask(address: str, pairs: list[list[str]], seconds: float, clients: int = CLIENTS) -> Answers:
    """Ask for filtered CSV as fast as answers come, on connections that stay open."""
    until = time.perf_counter() + seconds
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        found = list(
            threads.map(lambda n: _client(address, pairs, random.Random(n), until), range(clients))
        )
    waits = [x for own, _ in found for x in own]
    parts = statistics.quantiles(waits, n=20)
    whole = time.perf_counter() - began
    failed = sum(errors for _, errors in found)
    return Answers(len(waits), len(waits) / whole, 1000 * parts[9], 1000 * parts[18], failed)


def _client(
    address: str, pairs: list[list[str]], chance: random.Random, until: float
) -> tuple[list[float], int]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    waits, errors = list[float](), 0
    while (began := time.perf_counter()) < until:
        indicator, area = chance.choice(pairs)
        query = urlencode({"indicator": indicator, "area": area})
        connection.request("GET", f"{parts.path}/api/v1/observations.csv?{query}")
        answer = connection.getresponse()
        body = answer.read()
        waits.append(time.perf_counter() - began)
        errors += answer.status != 200 or (
            not body.startswith(b"\xef\xbb\xbf") and b"," not in body
        )
    connection.close()
    return waits, errors


if __name__ == "__main__":
    given = json.load(sys.stdin)
    json.dump(asdict(ask(given["address"], given["pairs"], given["seconds"])), sys.stdout)
