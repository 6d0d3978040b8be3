"""The C library is told where it can be, and what is of no use any more is let go."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pandas as pd
import pytest

from dashboard import app, memory

ROOT = Path(__file__).parent.parent.parent
STARTS = (
    "Makefile",
    "deploy/Dockerfile",
    "deploy/dashboard.service",
    "deploy/health-inequalities@.service",
)
# Threads that each leave memory behind, and how many stores the C library has for them then.
COUNT_STORES = """
import ctypes, sys, threading
from dashboard import memory
assert not sys.argv[1:] or memory.in_few_stores()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
together = threading.Barrier(6)
def take():
    together.wait()
    for _ in range(200):
        libc.malloc(1000)
    together.wait()
threads = [threading.Thread(target=take) for _ in range(6)]
for each in threads: each.start()
for each in threads: each.join()
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
libc.fflush.argtypes = [ctypes.c_void_p]
out = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, out)
libc.fflush(out)
"""

gnu = pytest.mark.skipif(
    not (sys.platform.startswith("linux") and memory.in_few_stores()),
    reason="only GNU's C library keeps stores",
)


def _stores(*words: str, **environment: str) -> int:
    without = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    done = subprocess.run(
        [sys.executable, "-c", COUNT_STORES, *words],
        cwd=ROOT,
        env=without | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.count("<heap ")


@pytest.mark.slow
@gnu
def test_threads_share_few_stores() -> None:
    assert _stores() > memory.STORES
    assert _stores("told") <= memory.STORES
    assert _stores(MALLOC_ARENA_MAX=str(memory.STORES)) <= memory.STORES


def test_whatever_starts_the_dashboard_says_so_first() -> None:
    """Threads that start before the app is imported have their own stores otherwise."""
    for name in STARTS:
        words = (ROOT / name).read_text(encoding="utf-8")
        assert re.findall(r"MALLOC_ARENA_MAX=(\d+)\b", words) == [str(memory.STORES)], name


def test_another_system_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert not memory.in_few_stores()
    assert not memory.give_back()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: object())
    assert not memory.in_few_stores()
    assert not memory.give_back()


# Many small pieces, of which the last stays: what is free lies between what is not.
LEAVE_HOLES = """
import ctypes
from pathlib import Path
from dashboard import memory
def megabytes():
    status = Path("/proc/self/status").read_text()
    return int(next(x for x in status.splitlines() if x.startswith("RssAnon")).split()[1]) / 1024
memory.in_few_stores()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
libc.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
pieces = [libc.malloc(65536) for _ in range(1000)]
for piece in pieces: libc.memset(piece, 1, 65536)
for piece in pieces[:-1]: libc.free(piece)
before = megabytes()
assert memory.give_back()
print(before - megabytes())
"""


@gnu
def test_free_memory_between_what_is_used_goes_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAVE_HOLES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) > 40


def _looked_at(frame: pd.DataFrame, times: int = 100) -> int:
    """How much a frame remembers when each of its columns was taken so many times."""
    for _ in range(times):
        for name in frame.columns:
            assert len(frame[name]) == len(frame)
    return _remembered(frame)


def _remembered(frame: pd.DataFrame) -> int:
    return sum(len(block.refs.referenced_blocks) for block in frame._mgr.blocks)


def test_a_frame_forgets_who_looked_at_it() -> None:
    frame = pd.DataFrame({"area": ["Newham", "Barnet"], "value": [1.5, 2.5]})
    assert _looked_at(frame) >= 200
    kept = frame["value"]
    assert memory.forget_looks() > 0
    assert _remembered(frame) == 3
    # What is still there is remembered: writing to one does not change the other.
    kept.iloc[0] = 9.0
    assert frame["value"].tolist() == [1.5, 2.5]


@pytest.mark.usefixtures("startable")
def test_it_is_done_again_and_again_until_the_app_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    enough = threading.Event()

    def noted(what: int) -> None:
        done.append(what)
        if len(done) >= 6:
            enough.set()

    monkeypatch.setattr(memory, "TIDY_SECONDS", 0.001)
    monkeypatch.setattr(memory, "forget_looks", lambda: noted(1))
    monkeypatch.setattr(memory, "give_back", lambda: noted(2))

    async def serve() -> None:
        async with app.warm(app.app):
            (tidying,) = asyncio.all_tasks() - {asyncio.current_task()}
            assert await asyncio.to_thread(enough.wait, 30)
        with pytest.raises(asyncio.CancelledError):
            await tidying

    asyncio.run(serve())
    assert done[:4] == [1, 2, 1, 2]
