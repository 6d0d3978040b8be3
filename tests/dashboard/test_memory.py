"""The C library is told, where there is one that can be, and nothing breaks where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import memory

ROOT = Path(__file__).parent.parent.parent
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


def _stores(*words: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", COUNT_STORES, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.count("<heap ")


@gnu
def test_threads_share_few_stores() -> None:
    assert _stores() > memory.STORES
    assert _stores("told") <= memory.STORES


def test_another_system_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert not memory.in_few_stores()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda _: object())
    assert not memory.in_few_stores()
